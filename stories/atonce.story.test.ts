/** Two of everything at the same moment: members, servers, forms, files, undo and sending. One wins, nothing is lost and nothing is done twice. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { createDesk } from '#desk/server';
import { receive } from '#intake/work';
import { openDb, sql } from '#io/db';
import type { JobHandler } from '#io/jobs';
import { runDue } from '#io/jobs';
import { testWorld } from '#io/testing';
import type { World } from '#io/world';
import { verifyJournal } from '#journal/work';
import { addMember, makeLoginLink } from '#organisations/work';
import { planOf } from '../src/plan.ts';
import { inProcessReaders } from '../src/simulator/readers.ts';
import { setStage, xarf } from './provider.ts';

const world = await testWorld('at once');
const plan = await planOf(world, await inProcessReaders(), 'abuse@voorbeeldhost.example');
const page = { type: 'text/html', plain: Buffer.from(''), br: Buffer.from(''), gzip: Buffer.from('') };
const desk = createDesk({
  world,
  config: { host: '127.0.0.1', port: 0, state: '/nowhere' },
  apis: plan.apis,
  pages: plan.pages,
  web: { shell: page, assets: new Map(), verifier: page, built: false },
});
const stage = await setStage(world, 'at-once');
/** A second server on the same database, with connections of its own. */
const secondDb = openDb({ url: world.url, most: 6 });
after(() => secondDb.close());
const second: World = { ...world, db: secondDb };

const cookies: string[] = [];
for (const name of ['ada', 'bob']) {
  const m = await addMember(
    world,
    stage.org,
    { kind: 'engine' },
    { email: `${name}@at-once.example`, name, role: 'handler' },
  );
  const answer = await desk.app.request(`/login/${await makeLoginLink(world, stage.org, m.id)}`);
  cookies.push((answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '');
}

const lanes = ['urgent', 'normal', 'bulk'] as const;
async function work(): Promise<void> {
  for (let round = 0; round < 40; round++) {
    let ran = 0;
    for (const lane of lanes) ran += await runDue(world, lane, plan.jobs, 50);
    if (ran === 0) return;
  }
}
const post = async (path: string, body: unknown, who = 0, type = 'application/json') => {
  const answer = await desk.app.request(path, {
    method: 'POST',
    headers: { 'content-type': type, cookie: cookies[who] ?? '' },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  const text = await answer.text();
  return { status: answer.status, said: JSON.parse(text) as Record<string, unknown>, text };
};
const rows = <T>(statement: ReturnType<typeof sql<T>>) => world.db.in(stage.org, (tx) => tx.rows(statement));

let next = 8;
const report = (name: string, ip: string, by: World = world) =>
  receive(by, stage.org, {
    channel: 'http',
    bytes: xarf(
      { category: 'content', type: 'phishing', source_identifier: ip, url: `http://${ip}/${name}/` },
      world.dice,
    ),
    name: `${name}.json`,
    by: stage.handler,
  });
/** A case of its own: each at an address that belongs to nobody else's case that is open. */
async function freshCase(): Promise<{ id: string; version: number }> {
  const before = new Set(
    (await rows(sql<{ id: string }>`select id from abuse_case where organisation_id = ${stage.org}`)).map((c) => c.id),
  );
  // Cases are per holder: those that are open are closed first.
  for (const c of await rows(
    sql<{
      id: string;
    }>`select id from abuse_case where organisation_id = ${stage.org} and state not in ('resolved', 'rejected', 'bundled')`,
  ))
    assert.equal((await post(`/v1/cases/${c.id}/resolve`, { outcome: 'fixed' })).status, 200);
  await report(`case-${next++}`, '192.0.2.9');
  await work();
  const made = (
    await rows(
      sql<{
        id: string;
        version: number;
        reference: string | null;
      }>`select id, version, reference from abuse_case where organisation_id = ${stage.org} order by opened_at desc`,
    )
  ).find((c) => !before.has(c.id));
  return made ?? assert.fail('no new case');
}

test('two members decide on one case at the same moment: one decision stands, the others hear that it changed', async () => {
  const c = await freshCase();

  const answers = await Promise.all(
    Array.from({ length: 12 }, (_, i) =>
      i % 2 === 0
        ? post(`/v1/cases/${c.id}/resolve`, { version: c.version, outcome: 'fixed' }, 0)
        : post(`/v1/cases/${c.id}/reject`, { version: c.version, outcome: 'not_abuse', reason: 'no' }, 1),
    ),
  );

  const won = answers.filter((a) => a.status === 200);
  assert.equal(won.length, 1, answers.map((a) => a.text.slice(0, 120)).join('\n'));
  for (const a of answers.filter((x) => x.status !== 200)) {
    assert.equal(a.status, 409);
    assert.ok(['request.changed-meanwhile', 'case.act-not-allowed'].includes(String(a.said['code'])));
  }
  const [now] = await rows(
    sql<{ state: string }>`select state from abuse_case where organisation_id = ${stage.org} and id = ${c.id}`,
  );
  assert.equal(now?.state, won[0]?.said['state']);
  const ended = await rows(
    sql`select 1 from case_act where organisation_id = ${stage.org} and case_id = ${c.id} and act in ('resolve', 'reject')`,
  );
  assert.equal(ended.length, 1);
});

test('twenty notes at once are twenty notes, and the version counts each', async () => {
  const c = await freshCase();

  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, i) => post(`/v1/cases/${c.id}/note`, { reason: `note ${i}` }, i % 2)),
  );

  assert.deepEqual(new Set(answers.map((a) => a.status)), new Set([200]));
  const [now] = await rows(
    sql<{ version: number }>`select version from abuse_case where organisation_id = ${stage.org} and id = ${c.id}`,
  );
  assert.equal(now?.version, c.version + 20);
  assert.equal(
    (
      await rows(
        sql`select 1 from case_act where organisation_id = ${stage.org} and case_id = ${c.id} and act = 'note'`,
      )
    ).length,
    20,
  );
});

test('two cases bundled into each other at once: one goes into the other, never both', async () => {
  const first = await freshCase();
  await report('other', '192.0.2.200');
  await receive(world, stage.org, {
    channel: 'http',
    bytes: xarf(
      {
        category: 'messaging',
        type: 'spam',
        protocol: 'smtp',
        smtp_from: 'x@example.org',
        source_identifier: '192.0.2.9',
        source_port: 25,
      },
      world.dice,
    ),
    name: 'spam.json',
    by: stage.handler,
  });
  await work();
  const open = await rows(
    sql<{
      id: string;
    }>`select id from abuse_case where organisation_id = ${stage.org} and state = 'new' and holder_id = ${stage.parties.bakery} order by id`,
  );
  const other = open.find((c) => c.id !== first.id) ?? assert.fail('one case only');

  const answers = await Promise.all([
    post(`/v1/cases/${first.id}/bundle`, { into: other.id }, 0),
    post(`/v1/cases/${other.id}/bundle`, { into: first.id }, 1),
  ]);

  assert.ok(
    answers.every((a) => a.status < 500),
    answers.map((a) => a.text).join('\n'),
  );
  const bundled = await rows(
    sql<{
      id: string;
      merged_into: string;
    }>`select id, merged_into from abuse_case where organisation_id = ${stage.org} and state = 'bundled' and id in (${first.id}, ${other.id})`,
  );
  assert.ok(bundled.length <= 1, 'both are bundled: nobody would see either');
});

test('two servers on one database read forty messages and send their letters: each once', async () => {
  const runs = new Map<string, number>();
  const counted = (who: string): Record<string, JobHandler> =>
    Object.fromEntries(
      Object.entries(plan.jobs).map(([kind, handler]) => [
        kind,
        async (w: World, job: Parameters<JobHandler>[1]) => {
          runs.set(`${kind} ${job.id}`, (runs.get(`${kind} ${job.id}`) ?? 0) + 1);
          assert.ok(who);
          return handler(w, job);
        },
      ]),
    );
  const [was] = await rows(
    sql<{ n: number }>`select count(*)::int as n from finding where organisation_id = ${stage.org}`,
  );
  await Promise.all(
    Array.from({ length: 40 }, (_, i) => report(`many-${i}`, `192.0.2.${8 + (i % 7)}`, i % 2 === 0 ? world : second)),
  );

  const drain = async (w: World, who: string) => {
    for (let idle = 0; idle < 5; ) {
      let ran = 0;
      for (const lane of lanes) ran += await runDue(w, lane, counted(who), 3);
      idle = ran === 0 ? idle + 1 : 0;
    }
  };
  await Promise.all([drain(world, 'one'), drain(second, 'two'), drain(world, 'one again')]);

  const twice = [...runs].filter(([, n]) => n > 1);
  assert.deepEqual(twice, []);
  const [now] = await rows(
    sql<{ n: number }>`select count(*)::int as n from finding where organisation_id = ${stage.org}`,
  );
  assert.equal((now?.n ?? 0) - (was?.n ?? 0), 40);
  const left = await rows(sql`select 1 from message where organisation_id = ${stage.org} and state <> 'done'`);
  assert.equal(left.length, 0);
});

test('a job whose server died is taken by the other after its lease, and what the first had done is not done again', async () => {
  const got = await report('lease', '192.0.2.13');
  const taken = await world.db.outside((tx) =>
    tx.rows(
      sql<{
        id: number;
      }>`select id from take_jobs('urgent', 50, ${world.clock.now().toString()}::timestamptz, '5 minutes'::interval)`,
    ),
  );
  assert.ok(taken.length >= 1, 'the first server holds it and dies');
  assert.equal(await runDue(second, 'urgent', plan.jobs, 50), 0, 'nobody else takes it before the lease is over');

  world.clock.add({ minutes: 6 });
  assert.ok((await runDue(second, 'urgent', plan.jobs, 50)) >= 1);

  const [m] = await rows(
    sql<{
      state: string;
      finding_count: number;
    }>`select state, finding_count from message where organisation_id = ${stage.org} and id = ${got.id}`,
  );
  assert.deepEqual(m, { state: 'done', finding_count: 1 });
});

test('the same file imported twice at once is written once', async () => {
  const file = `reference,name,abuse\n${Array.from({ length: 50 }, (_, i) => `T-${i},Twice ${i},abuse@t${i}.example`).join('\n')}\n`;

  const answers = await Promise.all([
    post('/v1/imports', file, 0, 'text/csv'),
    post('/v1/imports', file, 1, 'text/csv'),
  ]);

  assert.deepEqual(
    answers.map((a) => a.status),
    [200, 200],
    answers.map((a) => a.text.slice(0, 200)).join('\n'),
  );
  assert.deepEqual(
    answers.map((a) => (a.said['counts'] as { new: number }).new).sort((a, b) => a - b),
    [0, 50],
  );
  assert.equal(
    (await rows(sql`select 1 from party where organisation_id = ${stage.org} and reference like 'T-%'`)).length,
    50,
  );
});

test('the same answer sent twice at once stands once, and its case turned once', async () => {
  const c = await freshCase();
  assert.equal((await post(`/v1/cases/${c.id}/notify`, {})).status, 200);
  world.clock.add({ minutes: 2 });
  await work();
  const link =
    /http:\/\/desk\.example(\/o\/\S+)/.exec(world.mail.sent.at(-1)?.text ?? '')?.[1] ?? assert.fail('no link');
  const mark = /name="mark" value="([^"]+)"/.exec(await (await desk.app.request(link)).text())?.[1] ?? '';
  const send = () =>
    desk.app.request(link, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin' },
      body: new URLSearchParams({ kind: 'fixed', mark, text: 'Removed.' }).toString(),
    });

  const answers = await Promise.all([send(), send(), send()]);

  assert.deepEqual(
    answers.map((a) => a.status),
    [303, 303, 303],
  );
  assert.equal(new Set(answers.map((a) => a.headers.get('location'))).size, 1, 'all are shown the same answer');
  assert.equal(
    (await rows(sql`select 1 from answer where organisation_id = ${stage.org} and case_id = ${c.id}`)).length,
    1,
  );
});

test('undo while the letter is being sent: it is undone or sent, never both, and the case agrees', async () => {
  let [undone, sent] = [0, 0];
  for (let round = 0; round < 8; round++) {
    const c = await freshCase();
    assert.equal((await post(`/v1/cases/${c.id}/notify`, {})).status, 200);
    const [letter] = await rows(
      sql<{
        id: string;
        version: number;
      }>`select id, version from letter where organisation_id = ${stage.org} and case_id = ${c.id}`,
    );
    assert.ok(letter);
    world.clock.add({ minutes: 2 });
    const before = world.mail.sent.length;

    const [undo] = await Promise.all([
      post(`/v1/letters/${letter.id}/undo`, { version: letter.version }),
      runDue(world, 'normal', plan.jobs, 20),
      runDue(second, 'normal', plan.jobs, 20),
      runDue(second, 'urgent', plan.jobs, 20),
    ]);
    await work();

    const went = world.mail.sent.slice(before).filter((m) => m.to === 'abuse@k-1.example').length;
    const [now] = await rows(
      sql<{
        state: string;
        case_state: string;
      }>`select l.state, k.state as case_state from letter l join abuse_case k on k.organisation_id = l.organisation_id and k.id = l.case_id where l.organisation_id = ${stage.org} and l.id = ${letter.id}`,
    );
    if (undo.status === 200) {
      undone++;
      assert.deepEqual({ ...now, went }, { state: 'undone', case_state: 'new', went: 0 });
    } else {
      sent++;
      assert.equal(undo.status, 409, undo.text);
      assert.deepEqual({ ...now, went }, { state: 'sent', case_state: 'waiting', went: 1 });
    }
  }
  assert.equal(undone + sent, 8);
});

test('after all that the journal is whole', async () => {
  assert.equal((await verifyJournal(world, stage.org)).ok, true);
});
