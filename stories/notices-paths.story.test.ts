/** Beside art. 16: the NTD code (art. 6), trusted flaggers (DSA art. 22), bad faith, mail that is a notice, and a mailed picture. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { tick } from '#deadlines/work';
import { createDesk } from '#desk/server';
import { openReaders } from '#intake/readers';
import { receive } from '#intake/work';
import { sql } from '#io/db';
import { newId } from '#io/dice';
import { runDue } from '#io/jobs';
import { testWorld } from '#io/testing';
import { type Actor, Refused } from '#kernel';
import { loadLaw } from '#law/work';
import { actOn, settleNotice, submitNotice } from '#notices/work';
import { addMember, makeLoginLink } from '#organisations/work';
import { planOf } from '../src/plan.ts';
import { type Stage, setStage } from './provider.ts';

const world = await testWorld('notices-paths');
const readers = openReaders({ size: 1, kinds: (await loadLaw()).kinds.values() });
after(() => readers.close());
const plan = await planOf(world, readers, 'abuse@voorbeeldhost.example');
const page = { type: 'text/html', plain: Buffer.from(''), br: Buffer.from(''), gzip: Buffer.from('') };
const desk = createDesk({
  world,
  config: { host: '127.0.0.1', port: 0, state: '/nonexistent' },
  apis: plan.apis,
  pages: plan.pages,
  web: { shell: page, assets: new Map(), verifier: page, built: false },
});
const at = (text: string) => Temporal.Instant.from(text);

async function work(): Promise<void> {
  for (let round = 0; round < 30; round++) {
    let ran = 0;
    for (const lane of ['urgent', 'normal', 'bulk'] as const) ran += await runDue(world, lane, plan.jobs, 50);
    if (ran === 0) return;
  }
}
async function cookieOf(stage: Stage, who: Actor): Promise<string> {
  assert.equal(who.kind, 'member');
  const answer = await desk.app.request(
    `/login/${await makeLoginLink(world, stage.org, who.kind === 'member' ? who.id : ('' as never))}`,
  );
  return (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
}
const ask = async (cookie: string, method: 'GET' | 'POST', path: string, body?: unknown) => {
  const answer = await desk.app.request(path, {
    method,
    headers: { cookie, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: answer.status, json: (await answer.json()) as Record<string, unknown> };
};
/** Whether a refusal has this code. */
const saysNo = (code: string) => (cause: unknown) => cause instanceof Refused && cause.refusal.code === code;
const base = { language: 'nl', good_faith: true, good_faith_version: '2026-11', guarded: false, files: [] } as const;

test('NTD code art. 6c: undecidable, forwarded to who placed it without the name of the notifier, answered, decided', async () => {
  world.clock.set(at('2026-11-20T09:00:00Z'));
  const stage = await setStage(world, 'ntd');
  const { id } = await submitNotice(world, stage.org, {
    ...base,
    id: newId(world, 'ntc'),
    channel: 'desk',
    path: 'ntd',
    kind: 'defamation',
    locations: ['https://fietsen.example/blog/meneer-x'],
    explanation: 'Op deze pagina staat dat ik een oplichter ben en dat is niet waar.',
    name: 'Xander Melder',
    email: 'xander@melder.example',
  });
  await work();
  const act = (name: string, given: Parameters<typeof actOn>[5], by: Actor = stage.handler) =>
    world.db.in(stage.org, (tx) => actOn(world, tx, stage.org, id, name, given, by));
  await assert.rejects(act('forward', {}), saysNo('notice.act-not-allowed'), 'first somebody judges it');
  await act('assess', { ntd: 'undecidable', text: 'Het ene woord tegen het andere.' });
  await act('forward', {});
  world.clock.add({ minutes: 2 });
  await work();
  const letter = world.mail.sent.at(-1);
  assert.equal(letter?.to, 'abuse@k-2.example');
  assert.match(letter?.text ?? '', /that I|oplichter/);
  assert.doesNotMatch(letter?.text ?? '', /Xander|melder\.example/, 'the notifier is not named');

  // The customer answers by mail, on the number in the subject.
  await receive(world, stage.org, {
    channel: 'smtp',
    name: 'answer.eml',
    bytes: Buffer.from(
      `From: abuse@k-2.example\r\nTo: abuse@ntd.example\r\nSubject: Re: ${letter?.subject}\r\nIn-Reply-To: ${letter?.messageId ?? ''}\r\nMessage-ID: <a1@k-2.example>\r\nDate: Fri, 20 Nov 2026 10:00:00 +0100\r\n\r\nWij hebben het stuk verwijderd.\r\n`,
    ),
    envelope: { from: 'abuse@k-2.example', to: ['abuse@ntd.example'] },
    by: { kind: 'engine' },
  });
  await work();
  const stateOf = async () =>
    (
      await world.db.in(stage.org, (tx) =>
        tx.rows(sql<{ state: string }>`select state from notice where organisation_id = ${stage.org} and id = ${id}`),
      )
    )[0]?.state;
  assert.equal(await stateOf(), 'answered');

  await world.db.in(stage.org, (tx) =>
    settleNotice(
      world,
      tx,
      {
        matter: id,
        items: [],
        decision: newId(world, 'dec'),
        outcome: 'not_acted',
        ground: null,
        restrictions: [],
        at: world.clock.now(),
        automated: 'NOT_AUTOMATED',
      },
      stage.admin,
    ),
  );
  await work();
  world.clock.add({ minutes: 2 });
  await work();
  assert.equal(await stateOf(), 'done');
  const clocks = await world.db.in(stage.org, (tx) =>
    tx.rows(
      sql<{
        clock: string;
        state: string;
      }>`select clock, state from deadline where organisation_id = ${stage.org} and subject = ${id} order by clock`,
    ),
  );
  assert.ok(!clocks.some((c) => c.clock.startsWith('clk-16')), 'no clock of art. 16 outside it');
  assert.equal(clocks.find((c) => c.clock === 'clk-ntd-fwd')?.state, 'met');
});

test('DSA art. 22: a flagger of the register gives its code and stands in a lane of its own; once the status ended the code does nothing', async () => {
  world.clock.set(at('2026-11-20T12:00:00Z'));
  const stage = await setStage(world, 'flagger');
  const cookie = await cookieOf(stage, stage.admin);
  const file =
    'Name;Member State;Areas of expertise;Status awarded on\n"Stichting Veilig; Online";NL;Fraud|Privacy;2025-03-01\nZonder land;;x;2025-01-01\n';
  const saved = await ask(cookie, 'POST', '/v1/trusted_flaggers', { file });
  assert.deepEqual([saved.json['added'], (saved.json['wrong'] as readonly string[]).length], [1, 1]);
  const { json } = await ask(cookie, 'GET', '/v1/trusted_flaggers');
  const [flagger] = json['items'] as readonly { readonly id: string; readonly name: string }[];
  assert.equal(flagger?.name, 'Stichting Veilig; Online');
  const code = (await ask(cookie, 'POST', `/v1/trusted_flaggers/${flagger?.id}/code`, {})).json['code'] as string;
  const notice = {
    kind: 'copyright',
    locations: ['https://bakkerij.example/x'],
    explanation: 'Dit werk is van onze achterban, zonder toestemming.',
  };
  await ask(cookie, 'POST', '/v1/notices', { ...notice, locations: ['https://bakkerij.example/gewoon'] });
  const given = await ask(cookie, 'POST', '/v1/notices', { ...notice, flagger_code: code });
  assert.equal(given.status, 200, JSON.stringify(given.json));
  await work();

  const queue = (await ask(cookie, 'GET', '/v1/notices?open=true')).json['items'] as readonly {
    readonly id: string;
    readonly lane: string;
  }[];
  assert.deepEqual(
    queue.map((r) => r.lane),
    ['trusted', 'ordinary'],
    'first, though it came later',
  );
  const counted = (
    (await ask(cookie, 'GET', '/v1/trusted_flaggers')).json['items'] as readonly { readonly notices: number }[]
  )[0];
  assert.equal(counted?.notices, 1);
  await ask(cookie, 'POST', `/v1/trusted_flaggers/${flagger?.id}/end`, {});
  const late = await ask(cookie, 'POST', '/v1/notices', {
    ...notice,
    locations: ['https://bakkerij.example/later'],
    flagger_code: code,
  });
  const shown = await ask(cookie, 'GET', `/v1/notices/${late.json['id'] as string}`);
  assert.equal(shown.json['trusted_flagger'], null);
});

test('bad faith: recorded by a decider with reasons and an end, ranked lower, still read; a danger is never ranked lower', async () => {
  world.clock.set(at('2026-11-20T13:00:00Z'));
  const stage = await setStage(world, 'faith');
  const give = async (kind: string, where: string) => {
    const made = await submitNotice(world, stage.org, {
      ...base,
      id: newId(world, 'ntc'),
      channel: 'form',
      path: 'dsa16',
      kind,
      locations: [where],
      explanation: 'Weer hetzelfde verhaal over de concurrent om de hoek.',
      name: 'Vals',
      email: 'Vals@melder.example',
    });
    await work();
    return made.id;
  };
  const first = await give('copyright', 'https://bakkerij.example/1');
  await assert.rejects(
    world.db.in(stage.org, (tx) => actOn(world, tx, stage.org, first, 'lower', { text: 'x' }, stage.handler)),
    saysNo('request.not-allowed'),
  );
  await assert.rejects(
    world.db.in(stage.org, (tx) => actOn(world, tx, stage.org, first, 'lower', {}, stage.admin)),
    saysNo('notice.needs-reason'),
  );
  await world.db.in(stage.org, (tx) =>
    actOn(world, tx, stage.org, first, 'lower', { text: 'Tien keer onwaar over dezelfde concurrent.' }, stage.admin),
  );
  const lowered = await give('copyright', 'https://bakkerij.example/2');
  const danger = await give('terrorist', 'https://bakkerij.example/3');
  const cookie = await cookieOf(stage, stage.admin);
  const queue = (await ask(cookie, 'GET', '/v1/notices?open=true')).json['items'] as readonly {
    readonly id: string;
    readonly lane: string;
  }[];
  assert.equal(queue.find((r) => r.id === lowered)?.lane, 'lowered');
  assert.equal(queue[0]?.id, danger);
  assert.equal(queue[0]?.lane, 'danger');

  world.clock.add({ hours: 24 * 200 });
  const after = await give('copyright', 'https://bakkerij.example/4');
  const later = (await ask(await cookieOf(stage, stage.admin), 'GET', '/v1/notices?open=true')).json[
    'items'
  ] as readonly { readonly id: string; readonly lane: string }[];
  assert.equal(later.find((r) => r.id === after)?.lane, 'ordinary', 'the record ended by itself');
});

test('a mail in the manual queue is a notice: its clocks run from the delivery of the mail', async () => {
  world.clock.set(at('2026-11-23T08:00:00Z'));
  const stage = await setStage(world, 'mailed');
  const got = await receive(world, stage.org, {
    channel: 'smtp',
    name: 'brief.eml',
    bytes: Buffer.from(
      'From: jurist@kantoor.example\r\nTo: abuse@mailed.example\r\nSubject: Sommatie\r\nMessage-ID: <s1@kantoor.example>\r\nDate: Mon, 23 Nov 2026 09:00:00 +0100\r\n\r\nGeachte heer, mevrouw, namens mijn client verzoek ik u het genoemde te verwijderen.\r\n',
    ),
    envelope: { from: 'jurist@kantoor.example', to: ['abuse@mailed.example'] },
    by: { kind: 'engine' },
  });
  await work();
  world.clock.add({ hours: 3 });
  const cookie = await cookieOf(stage, stage.handler);
  const made = await ask(cookie, 'POST', `/v1/messages/${got.id}/notice`, {
    kind: 'defamation',
    language: 'nl',
    locations: ['https://fietsen.example/stuk'],
    explanation: 'Het stuk noemt de client bij naam en beticht hem van fraude.',
    name: 'mr. Jurist',
    email: 'jurist@kantoor.example',
  });
  assert.equal(made.status, 200, JSON.stringify(made.json));
  await work();

  const [row] = await world.db.in(stage.org, (tx) =>
    tx.rows(sql<{ starts_at: Temporal.Instant; ended: string }>`
      select d.starts_at, m.ended from deadline d, message m where d.organisation_id = ${stage.org} and d.clock = 'clk-16-dec' and d.subject = ${made.json['id'] as string}
         and m.organisation_id = ${stage.org} and m.id = ${got.id}`),
  );
  assert.equal(row?.starts_at.toString(), '2026-11-23T08:00:00Z');
  assert.equal(row?.ended, 'notice');
  assert.equal((await ask(cookie, 'POST', `/v1/messages/${got.id}/notice`, { locations: ['192.0.2.9'] })).status, 409);
});

test('a mailed picture of child abuse: destroyed unseen, a tombstone stays, and the sender is only asked for the address', async () => {
  world.clock.set(at('2026-11-23T12:00:00Z'));
  const stage = await setStage(world, 'picture');
  const decider = await addMember(
    world,
    stage.org,
    { kind: 'engine' },
    { email: 'd@picture.example', name: 'D', role: 'decider' },
  );
  const got = await receive(world, stage.org, {
    channel: 'smtp',
    name: 'foto.eml',
    bytes: Buffer.from(
      'From: buur@straat.example\r\nTo: abuse@picture.example\r\nSubject: kijk\r\nMessage-ID: <p1@straat.example>\r\nDate: Mon, 23 Nov 2026 13:00:00 +0100\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nDit zag ik.\r\n--b\r\nContent-Type: image/jpeg\r\nContent-Transfer-Encoding: base64\r\n\r\n/9j/4AAQSkZJRgABAQAAAQABAAD/\r\n--b--\r\n',
    ),
    envelope: { from: 'buur@straat.example', to: ['abuse@picture.example'] },
    by: { kind: 'engine' },
  });
  await work();
  const by: Actor = { kind: 'member', id: decider.id, role: 'decider', name: 'D' };
  await plan.intake.markCsam(world, stage.org, got.id, 'volgens de afzender', by);
  const cookie = await cookieOf(stage, by);
  const sent = world.mail.sent.length;
  const asked = await ask(cookie, 'POST', `/v1/messages/${got.id}/ask_address`, { language: 'nl' });
  assert.equal(asked.status, 200, JSON.stringify(asked.json));
  await work();

  const letter = world.mail.sent.at(-1);
  assert.equal(world.mail.sent.length, sent + 1);
  assert.equal(letter?.to, 'buur@straat.example');
  assert.match(letter?.text ?? '', /alleen het internetadres, nooit beelden/);
  assert.doesNotMatch(letter?.text ?? '', /Dit zag ik/, 'nothing is quoted');
  assert.equal((letter?.attachments ?? []).length, 0);
  await tick(world, plan.ticking);
});

test('a csam notice keeps no plain address, no file even by SQL, and each reading of the address is in the journal', async () => {
  world.clock.set(at('2026-11-23T14:00:00Z'));
  const stage = await setStage(world, 'masked');
  const made = await submitNotice(world, stage.org, {
    ...base,
    id: newId(world, 'ntc'),
    channel: 'form',
    path: 'dsa16',
    kind: 'csam',
    locations: ['https://bakkerij.example/erg/pad'],
    explanation: '',
    files: [{ name: 'x.jpg', size: 3, sha256: '00' }],
  });
  await work();
  const rows = await world.db.in(stage.org, (tx) =>
    tx.rows(sql<{ location: string | null; masked: string; missing: string[]; place: string; hours: number }>`
      select i.location, i.masked, n.missing, i.place, extract(epoch from d.due_at - d.starts_at) / 3600 as hours
        from notice n join notice_item i on i.organisation_id = n.organisation_id and i.notice_id = n.id
        join deadline d on d.organisation_id = n.organisation_id and d.subject = n.id and d.clock = 'clk-16-dec'
       where n.organisation_id = ${stage.org}`),
  );
  assert.equal(rows[0]?.location, null);
  assert.equal(rows[0]?.masked, 'b…[.]example/…');
  assert.equal(rows[0]?.place, 'ours', 'looked up all the same');
  assert.deepEqual(rows[0]?.missing, [], 'neither name nor reason is asked (16(2)(c))');
  assert.equal(Number(rows[0]?.hours), 24);
  await assert.rejects(
    world.db.in(stage.org, (tx) =>
      tx.rows(sql`insert into notice_file (organisation_id, notice_id, no, evidence_id, name, size, sha256, received_at)
                  values (${stage.org}, ${made.id}, 1, ${newId(world, 'evd')}, 'x', 1, '', now())`),
    ),
    /no files/,
  );
  const cookie = await cookieOf(stage, stage.admin);
  const shown = await desk.app.request(`/v1/notices/${made.id}`, { headers: { cookie } });
  assert.doesNotMatch(await shown.text(), /erg\/pad/);
  const handler = await cookieOf(stage, stage.handler);
  assert.equal((await ask(handler, 'GET', `/v1/notices/${made.id}/address/1`)).status, 403);
  assert.equal(
    (await ask(cookie, 'GET', `/v1/notices/${made.id}/address/1`)).json['address'],
    'https://bakkerij.example/erg/pad',
  );
  const read = await world.db.in(stage.org, (tx) =>
    tx.rows(sql`select 1 from journal_leaf where organisation_id = ${stage.org} and act = 'notice.read'`),
  );
  assert.equal(read.length, 1);
});

test('a guarded notice shows only counts until the mailed code is given; the code works once', async () => {
  world.clock.set(at('2026-11-24T09:00:00Z'));
  const stage = await setStage(world, 'guarded');
  const made = await submitNotice(world, stage.org, {
    ...base,
    id: newId(world, 'ntc'),
    channel: 'form',
    path: 'dsa16',
    kind: 'ncii',
    locations: ['https://fietsen.example/bericht/9'],
    explanation: 'Beelden van mij die ik niet heb gedeeld met iemand.',
    name: 'Eva',
    email: 'eva@prive.example',
    guarded: true,
  });
  await work();
  const path = `/o/guarded/notice/s/${made.token}`;
  const post = (fields: Readonly<Record<string, string>>) =>
    desk.app.request(path, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ lang: 'nl', ...fields }).toString(),
    });
  assert.doesNotMatch(await (await desk.app.request(path)).text(), /fietsen/);
  assert.equal((await desk.app.request(`${path}/receipt.json`)).status, 404);
  await post({ act: 'code' });
  await work();
  const code = /code is \*?\*?(\d{6})/.exec(world.mail.sent.at(-1)?.text ?? '')?.[1] ?? '';
  assert.match(code, /^\d{6}$/);
  assert.equal((await post({ act: 'open', code: '000000' })).status, 422);
  const opened = await post({ act: 'open', code });
  assert.equal(opened.status, 303);
  assert.match(await (await desk.app.request(opened.headers.get('location') ?? '')).text(), /fietsen\[\.\]example/);
  assert.equal((await post({ act: 'open', code })).status, 422, 'once');
});

test('two years after the end what people wrote is destroyed, and the counts stay', async () => {
  world.clock.set(at('2026-11-24T12:00:00Z'));
  const stage = await setStage(world, 'kept');
  const made = await submitNotice(world, stage.org, {
    ...base,
    id: newId(world, 'ntc'),
    channel: 'form',
    path: 'dsa16',
    kind: 'other',
    locations: ['https://fietsen.example/oud'],
    explanation: 'Iets wat volgens mij niet mag, met mijn naam erbij.',
    name: 'Oud',
    email: 'oud@melder.example',
  });
  await work();
  await world.db.in(stage.org, (tx) => actOn(world, tx, stage.org, made.id, 'withdraw', {}, stage.handler));
  const rowOf = async () =>
    (
      await world.db.in(stage.org, (tx) =>
        tx.rows(sql<{ sealed: Buffer | null; location: string | null; letters: number; items: number }>`
          select n.sealed, (select location from notice_item i where i.notice_id = n.id) as location,
                 (select count(*)::int from letter l where l.matter = n.id and l.sealed is not null) as letters,
                 (select count(*)::int from notice_item i where i.notice_id = n.id) as items
            from notice n where n.organisation_id = ${stage.org}`),
      )
    )[0];
  const sweep = () =>
    plan.jobs['notice.sweep']?.(world, { id: 1, organisation: stage.org, kind: 'notice.sweep', payload: {}, tries: 1 });

  world.clock.set(at('2028-11-23T12:00:00Z'));
  await sweep();
  assert.ok((await rowOf())?.sealed, 'not a day early');
  world.clock.set(at('2028-11-24T12:00:00Z'));
  await sweep();

  const after = await rowOf();
  assert.deepEqual([after?.sealed, after?.location, after?.letters, after?.items], [null, null, 0, 1]);
});
