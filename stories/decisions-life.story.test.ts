/**
 * Decisions from case to complaint (DSA art. 17, 20): reasons with the restriction, measures on a recorded system, proof that they
 * stand, a crash in between, and a way back.
 */
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, test } from 'node:test';
import { doAct } from '#cases/api';
import { actOnComplaint } from '#complaints/work';
import { tick } from '#deadlines/work';
import { createDesk } from '#desk/server';
import { receive } from '#intake/work';
import { sql } from '#io/db';
import { runDue } from '#io/jobs';
import { testWorld } from '#io/testing';
import { verifyJournal } from '#journal/work';
import { type Actor, type Id, Refused } from '#kernel';
import { restrictionsOf } from '#law';
import type { DecisionContent } from '#measures';
import {
  actOnMeasure,
  addSystem,
  approveDecision,
  carryOutDecision,
  draftDecision,
  draftFor,
  earlierMeasures,
  planOf as planOfDecision,
  proposeDecision,
  reverseDecision,
  standings,
  sweepDecisions,
} from '#measures/work';
import { addMember } from '#organisations/work';
import { decisionHands, planOf } from '../src/plan.ts';
import { inProcessReaders } from '../src/simulator/readers.ts';
import { type Stage, setStage, xarf } from './provider.ts';

const world = await testWorld('decisions');
const plan = await planOf(world, await inProcessReaders(), 'abuse@voorbeeldhost.example');
const hands = decisionHands([]);

/** A recorded WHMCS on loopback: it remembers what stands, and can be made to fall silent. */
const whmcs = { status: 'Active', calls: [] as string[], down: false };
const server = createServer((req, res) => {
  const parts: Buffer[] = [];
  req.on('data', (c: Buffer) => parts.push(c));
  req.on('end', () => {
    const form = new URLSearchParams(Buffer.concat(parts).toString());
    const action = form.get('action') ?? '';
    whmcs.calls.push(action);
    if (whmcs.down) {
      res.writeHead(503).end('');
      return;
    }
    if (action === 'ModuleSuspend') whmcs.status = 'Suspended';
    if (action === 'ModuleUnsuspend') whmcs.status = 'Active';
    if (action === 'ModuleTerminate') whmcs.status = 'Terminated';
    res.writeHead(200, { 'content-type': 'application/json' });
    res.end(
      JSON.stringify(
        action === 'GetClientsProducts'
          ? { result: 'success', products: { product: [{ status: whmcs.status }] } }
          : { result: 'success' },
      ),
    );
  });
});
await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
after(() => server.close());
const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

async function work(): Promise<void> {
  for (let round = 0; round < 30; round++) {
    let ran = 0;
    for (const lane of ['urgent', 'normal', 'outside', 'bulk'] as const)
      ran += await runDue(world, lane, plan.jobs, 50);
    if (ran === 0) return;
  }
}
interface Scene extends Stage {
  readonly decider: Actor;
  readonly second: Actor;
  readonly system: Id<'sys'>;
}
async function staged(slug: string): Promise<Scene> {
  const stage = await setStage(world, slug);
  const member = async (name: string): Promise<Actor> => {
    const made = await addMember(
      world,
      stage.org,
      { kind: 'engine' },
      { email: `${name}@${slug}.example`, name, role: 'decider' },
    );
    return { kind: 'member', id: made.id, role: 'decider', name };
  };
  const system = await world.db.in(stage.org, (tx) =>
    addSystem(
      world,
      tx,
      {
        name: 'billing',
        adapter: 'whmcs',
        options: { url },
        secrets: { identifier: 'i', secret: 's' },
        can: { suspend_account: [], end_contract: [] },
        inside: true,
      },
      stage.admin,
    ),
  );
  whmcs.status = 'Active';
  whmcs.calls.length = 0;
  whmcs.down = false;
  return { ...stage, decider: await member('daan'), second: await member('sara'), system };
}
async function phishing(stage: Scene, ip: string, page = '/bank/'): Promise<Id<'case'>> {
  await receive(world, stage.org, {
    channel: 'http',
    bytes: xarf(
      {
        category: 'content',
        type: 'phishing',
        source_identifier: ip,
        url: `http://${ip}${page}`,
        timestamp: world.clock.now().subtract({ minutes: 10 }).toString(),
      },
      world.dice,
    ),
    name: 'report.json',
    by: stage.handler,
  });
  await work();
  const [c] = await world.db.in(stage.org, (tx) =>
    tx.rows(
      sql<{
        id: Id<'case'>;
      }>`select id from abuse_case where organisation_id = ${stage.org} order by opened_at desc, id desc limit 1`,
    ),
  );
  assert.ok(c);
  return c.id;
}
/** A whole decision on a case: its account suspended, or ended, in the billing system. */
async function decided(
  stage: Scene,
  matter: string,
  what: 'suspend_account' | 'end_contract',
  change: Partial<DecisionContent> = {},
): Promise<Id<'dec'>> {
  return world.db.in(stage.org, async (tx) => {
    const facts = await hands.matters.facts(world, tx, matter);
    const content: DecisionContent = {
      ...(await draftFor(tx, facts)),
      ground: 'INCOMPATIBLE_CONTENT',
      provision: 'Voorwaarden 4.2: geen misbruik',
      provisionVersion: '2026-01',
      contentTypes: ['TEXT'],
      facts: 'Op 22 november stond op het adres een pagina die wachtwoorden steelt.',
      explanation: 'De voorwaarden verbieden phishing.',
      restrictions: [restrictionsOf[what][0]],
      measures: [{ what, system: stage.system, target: { account: '42' } }],
      ...change,
    };
    return draftDecision(world, tx, hands, matter, content, stage.handler);
  });
}
const act = (stage: Scene, work: (tx: Parameters<Parameters<typeof world.db.in>[1]>[0]) => Promise<void>) =>
  world.db.in(stage.org, work);
async function carriedOut(stage: Scene, id: Id<'dec'>, by: Actor = stage.decider, approver: Actor = by): Promise<void> {
  await act(stage, (tx) => proposeDecision(world, tx, hands, { id }, by));
  await act(stage, (tx) => approveDecision(world, tx, { id }, approver));
  await act(stage, (tx) => carryOutDecision(world, tx, hands, { id }, approver));
}
const one = async <T>(stage: Scene, query: ReturnType<typeof sql<T>>): Promise<T> => {
  const [row] = await world.db.in(stage.org, (tx) => tx.rows(query));
  assert.ok(row);
  return row;
};
const caseState = (stage: Scene, id: string) =>
  one(
    stage,
    sql<{ state: string }>`select state from abuse_case where organisation_id = ${stage.org} and id = ${id}`,
  ).then((r) => r.state);
const measureOf = (stage: Scene, decision: string) =>
  one(
    stage,
    sql<{ id: string; state: string; tries: number; verified_at: Temporal.Instant | null }>`
    select id, state, tries, verified_at from measure where organisation_id = ${stage.org} and decision_id = ${decision}`,
  );
const clocksOf = (stage: Scene, subject: string) =>
  world.db.in(stage.org, (tx) =>
    tx.rows(
      sql<{
        clock: string;
        state: string;
      }>`select clock, state from deadline where organisation_id = ${stage.org} and subject = ${subject} order by clock`,
    ),
  );

test('DSA art. 17 and 20: a case is decided, its reasons leave with the restriction, the system proves it stands, and a complaint reverses it', async () => {
  const stage = await staged('whole-path');
  const matter = await phishing(stage, '192.0.2.9');
  const id = await decided(stage, matter, 'suspend_account');
  await world.db.in(stage.org, async (tx) => {
    const facts = await hands.matters.facts(world, tx, matter);
    const shown = await planOfDecision(world, tx, { ...(await draftFor(tx, facts)) }, facts);
    assert.equal(shown.plan.ready, false, 'an empty draft says what it lacks');
  });

  await carriedOut(stage, id);
  world.clock.add({ seconds: 30 });
  await work();
  world.clock.add({ minutes: 2 });
  await work();

  assert.deepEqual(whmcs.calls.slice(0, 2), ['ModuleSuspend', 'GetClientsProducts']);
  assert.equal((await measureOf(stage, id)).state, 'verified');
  assert.equal(await caseState(stage, matter), 'restricted');
  const sent = world.mail.sent.filter((m) => m.to.includes('abuse@k-1.example')).at(-1);
  assert.ok(sent);
  assert.match(sent.subject, /^\[MO-26-\d{6}\] Uw dienst is opgeschort/);
  assert.match(sent.text, /\(a\) maatregel[\s\S]*\(e\) grond in de voorwaarden[\s\S]*\(f\) bezwaar/);
  assert.match(sent.text, /Voorwaarden 4\.2: geen misbruik, versie 2026-01/);
  assert.deepEqual(await clocksOf(stage, id), [
    { clock: 'clk-17', state: 'met' },
    { clock: 'clk-20', state: 'running' },
  ]);

  const link = /https?:\/\/\S+\/complaint\/\S+/.exec(sent.text)?.[0];
  assert.ok(link);
  const page = { type: 'text/html', plain: Buffer.from(''), br: Buffer.from(''), gzip: Buffer.from('') };
  const desk = createDesk({
    world,
    config: { host: '127.0.0.1', port: 0, state: '/nonexistent' },
    apis: plan.apis,
    pages: plan.pages,
    web: { shell: page, assets: new Map(), verifier: page, built: false },
  });
  const path = new URL(link).pathname;
  const form = await desk.app.request(`${path}?lang=en`);
  const html = await form.text();
  assert.equal(form.status, 200);
  assert.match(html, /Complaint about a decision/);
  assert.doesNotMatch(html, /<script/i);
  const mark = /name="mark" value="([\w-]+)"/.exec(html)?.[1] ?? '';
  const post = (text: string) =>
    desk.app.request(path, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ mark, text, name: '', address: '' }).toString(),
    });
  assert.equal((await post(' ')).status, 422);
  assert.equal((await post('Deze pagina was een test van de bank zelf.')).status, 200);
  assert.equal((await post('Deze pagina was een test van de bank zelf.')).status, 200);
  const complaints = await world.db.in(stage.org, (tx) =>
    tx.rows(
      sql<{
        id: string;
        number: string;
        by_kind: string;
      }>`select id, number, by_kind from complaint where organisation_id = ${stage.org}`,
    ),
  );
  assert.equal(complaints.length, 1, 'the same form twice is one complaint');
  const complaint = complaints[0]?.id ?? '';
  await assert.rejects(
    act(stage, (tx) => actOnComplaint(world, tx, hands, complaint, 'take', {}, stage.decider)),
    (e) => e instanceof Refused && e.refusal.code === 'complaint.same-person',
  );
  await act(stage, (tx) => actOnComplaint(world, tx, hands, complaint, 'take', {}, stage.second));
  await act(stage, (tx) =>
    actOnComplaint(world, tx, hands, complaint, 'overturn', { reason: 'De bank bevestigt de test.' }, stage.second),
  );
  world.clock.add({ minutes: 2 });
  await work();

  assert.equal((await measureOf(stage, id)).state, 'reverted');
  assert.equal(whmcs.status, 'Active');
  assert.equal(await caseState(stage, matter), 'waiting');
  const answers = world.mail.sent.filter((m) => m.to.includes('abuse@k-1.example')).map((m) => m.subject);
  assert.ok(answers.some((s) => /\[KL-26-\d{6}\] Ons besluit op uw klacht/.test(s)));
  assert.ok(answers.some((s) => /De beperking is opgeheven/.test(s)));
  assert.deepEqual(
    (await world.db.in(stage.org, (tx) => standings(tx, world.clock.now(), stage.parties.bakery))).map((s) => s.total),
    [0],
    'a reversed decision weighs nothing',
  );
  assert.equal((await desk.app.request('/o/whole-path/complaint/nonsense')).status, 410);
  assert.equal((await verifyJournal(world, stage.org)).ok, true);
});

test('no restriction is committed without a statement of reasons or an exception, also not by SQL', async () => {
  const stage = await staged('by-sql');
  const matter = await phishing(stage, '192.0.2.9');
  const id = await decided(stage, matter, 'suspend_account');
  const { id: measure } = await measureOf(stage, id);
  const org = stage.org;
  const by = (what: ReturnType<typeof sql>) => world.db.in(org, (tx) => tx.rows(what));

  await assert.rejects(
    by(sql`update measure set state = 'approved' where organisation_id = ${org} and id = ${measure}`),
    /no restriction without/,
  );
  await assert.rejects(
    by(sql`update decision set state = 'in_force' where organisation_id = ${org} and id = ${id}`),
    /no restriction without/,
  );
  await assert.rejects(
    by(
      sql`insert into measure (organisation_id, id, decision_id, no, what, state, target) values (${org}, ${measure.replace('msr_0', 'msr_1')}, ${id}, 9, 'null_route', 'verified', '{}')`,
    ),
    /no restriction without/,
  );
  await assert.rejects(
    by(
      sql`insert into reason_exception (organisation_id, decision_id, exception, article, fact, by, recorded_at) values (${org}, ${id}, 'bulk', 'DSA 17(2)', '', 'x', now())`,
    ),
    /check/,
    'an exception without its fact is none',
  );
  await world.db.in(org, async (tx) => {
    await tx.rows(
      sql`insert into reason_exception (organisation_id, decision_id, exception, article, fact, by, recorded_at) values (${org}, ${id}, 'bulk', 'DSA 17(2)', '40,000 mails', 'x', now())`,
    );
    await tx.rows(sql`update measure set state = 'approved' where organisation_id = ${org} and id = ${measure}`);
  });
  await assert.rejects(
    by(sql`delete from reason_exception where organisation_id = ${org} and decision_id = ${id}`),
    /no restriction without/,
  );
  await assert.rejects(
    world.db.owner((tx) => tx.rows(sql`delete from reason_exception where decision_id = ${id}`)),
    /no restriction without/,
  );
});

test('a crash between carrying out and verifying: the try is known, the other system is asked first, and nothing is done twice', async () => {
  const stage = await staged('crash');
  const matter = await phishing(stage, '192.0.2.9');
  const id = await decided(stage, matter, 'suspend_account');
  await carriedOut(stage, id);
  const { id: measure } = await measureOf(stage, id);
  // The process ended after the other system did it and before anything was written down.
  await world.db.in(stage.org, async (tx) => {
    await tx.rows(
      sql`update measure set state = 'executing', tries = 1 where organisation_id = ${stage.org} and id = ${measure}`,
    );
    await tx.rows(
      sql`insert into measure_try (organisation_id, measure_id, no, act, key, begun_at) values (${stage.org}, ${measure}, 1, 'execute', ${`${measure}-1`}, ${world.clock.now().toString()}::timestamptz)`,
    );
  });
  whmcs.status = 'Suspended';
  whmcs.calls.length = 0;

  world.clock.add({ minutes: 1 });
  await work();

  assert.deepEqual(
    whmcs.calls.filter((c) => c === 'ModuleSuspend'),
    [],
  );
  assert.equal((await measureOf(stage, id)).state, 'verified');
  const tries = await world.db.in(stage.org, (tx) =>
    tx.rows(
      sql<{
        act: string;
        key: string;
        outcome: string;
      }>`select act, key, outcome from measure_try where organisation_id = ${stage.org} and measure_id = ${measure} order by no`,
    ),
  );
  assert.deepEqual(tries, [
    { act: 'execute', key: `${measure}-1`, outcome: 'done' },
    { act: 'verify', key: `${measure}-1`, outcome: 'in_force' },
  ]);
});

test('a system that is down is tried again, then left to a person, who does it by hand', async () => {
  const stage = await staged('down');
  const matter = await phishing(stage, '192.0.2.9');
  const id = await decided(stage, matter, 'suspend_account');
  whmcs.down = true;
  await carriedOut(stage, id);

  for (let i = 0; i < 8; i++) {
    await work();
    world.clock.add({ hours: 1 });
  }

  const m = await measureOf(stage, id);
  assert.equal(m.state, 'failed');
  assert.equal(whmcs.calls.filter((c) => c === 'ModuleSuspend').length, 5);
  assert.notEqual(await caseState(stage, matter), 'restricted', 'nothing is told that was not seen to stand');
  await act(stage, (tx) => actOnMeasure(world, tx, hands, m.id, 'hand', stage.handler));
  await act(stage, (tx) => actOnMeasure(world, tx, hands, m.id, 'confirm', stage.handler));
  assert.equal(await caseState(stage, matter), 'restricted');
});

test('a second person is asked where a contract ends, and it is never whoever proposed it, also not by SQL', async () => {
  const stage = await staged('second');
  const matter = await phishing(stage, '192.0.2.9');
  const id = await decided(stage, matter, 'end_contract', { severity: 'grave' });
  await act(stage, (tx) => proposeDecision(world, tx, hands, { id }, stage.decider));

  await assert.rejects(
    act(stage, (tx) => approveDecision(world, tx, { id }, stage.decider)),
    (e) => e instanceof Refused && e.refusal.code === 'decision.second-person',
  );
  await assert.rejects(
    world.db.in(stage.org, (tx) =>
      tx.rows(
        sql`update decision set state = 'approved', approved_by = proposed_by where organisation_id = ${stage.org} and id = ${id}`,
      ),
    ),
    /decision_second_person/,
  );
  await act(stage, (tx) => approveDecision(world, tx, { id }, stage.second));
  await act(stage, (tx) => carryOutDecision(world, tx, hands, { id }, stage.second));
  await work();
  assert.equal(whmcs.status, 'Terminated');
  const sent = world.mail.sent.filter((m) => m.to.includes('abuse@k-1.example')).at(-1);
  assert.match(sent?.subject ?? '', /Uw dienst is beëindigd/);
});

test('a repeated violator climbs the ladder, is ended with its history in the letter, and is seen when it comes back under another name', async () => {
  const stage = await staged('repeat');
  for (const page of ['/a/', '/b/']) {
    const id = await decided(stage, await phishing(stage, '192.0.2.9', page), 'suspend_account', { severity: 'grave' });
    await carriedOut(stage, id);
    await work();
    world.clock.add({ hours: 24 });
    await world.db.in(stage.org, (tx) =>
      tx.rows(sql`update abuse_case set state = 'resolved', closed_at = now() where organisation_id = ${stage.org}`),
    );
  }
  const [standing] = await world.db.in(stage.org, (tx) => standings(tx, world.clock.now(), stage.parties.bakery));
  assert.deepEqual([standing?.total, standing?.step], [8, 'end']);
  const last = await decided(stage, await phishing(stage, '192.0.2.9', '/c/'), 'end_contract', { severity: 'grave' });
  await carriedOut(stage, last, stage.decider, stage.second);
  await work();
  const letter = world.mail.sent.filter((m) => m.to.includes('abuse@k-1.example')).at(-1);
  assert.match(letter?.text ?? '', /Wat eraan voorafging[\s\S]*BS-26-000001/);

  // The same mail address and nearly the same name, another customer number.
  await world.db.in(stage.org, async (tx) => {
    await tx.rows(
      sql`update party set name = 'Bakkerij De Korenbloem B.V.' where organisation_id = ${stage.org} and id = ${stage.parties.late}`,
    );
    await tx.rows(
      sql`update contact set address = 'abuse@k-1.example' where organisation_id = ${stage.org} and party_id = ${stage.parties.late}`,
    );
  });
  const seen = await world.db.in(stage.org, (tx) => earlierMeasures(tx, stage.parties.late));
  assert.deepEqual(seen.find((e) => e.ended)?.sameBy, ['name', 'mail']);
  assert.deepEqual(await world.db.in(stage.org, (tx) => earlierMeasures(tx, stage.parties.bikes)), []);
});

test('a decision with an end is undone when its time is over', async () => {
  const stage = await staged('ends');
  const matter = await phishing(stage, '192.0.2.9');
  const id = await decided(stage, matter, 'suspend_account', { endsAt: world.clock.now().add({ hours: 24 }) });
  await carriedOut(stage, id);
  await work();
  assert.equal(whmcs.status, 'Suspended');

  world.clock.add({ hours: 25 });
  await work();

  assert.equal(whmcs.status, 'Active');
  assert.equal(
    (
      await one(
        stage,
        sql<{ state: string }>`select state from decision where organisation_id = ${stage.org} and id = ${id}`,
      )
    ).state,
    'expired',
  );
  assert.equal(await caseState(stage, matter), 'waiting');

  // Sixty months after its end its words go; what it was is still counted, and the log still holds.
  const kept = () =>
    one(
      stage,
      sql<{ number: string; restrictions: string[]; sealed: Buffer | null; said: Buffer | null }>`
        select d.number, d.restrictions, d.sealed, s.sealed as said from decision d
          left join statement s on s.organisation_id = d.organisation_id and s.decision_id = d.id
         where d.organisation_id = ${stage.org} and d.id = ${id}`,
    );
  const before = await kept();
  assert.ok(before.sealed && before.said);
  const today = world.clock.now();
  const later = (months: number) => today.toZonedDateTimeISO('UTC').add({ months, days: 2 }).toInstant();
  world.clock.set(later(59));
  assert.equal(await sweepDecisions(world, stage.org), 0);
  world.clock.set(later(60));
  assert.equal(await sweepDecisions(world, stage.org), 1);
  assert.equal(await sweepDecisions(world, stage.org), 0, 'once');
  assert.deepEqual(await kept(), { ...before, sealed: null, said: null });
  assert.equal((await verifyJournal(world, stage.org)).ok, true);
  world.clock.set(today);
});

test('a reseller is told to pass it on, and who uses the service is told as well', async () => {
  const stage = await staged('chain');
  const matter = await phishing(stage, '192.0.2.66');
  const before = world.mail.sent.length;
  const id = await decided(stage, matter, 'suspend_account');

  await carriedOut(stage, id);
  await work();

  const sent = world.mail.sent.slice(before);
  const to = (address: string) => sent.find((m) => m.to.includes(address));
  assert.match(to('abuse@w-1.example')?.text ?? '', /Forward this letter today/);
  assert.doesNotMatch(to('abuse@w-1-7.example')?.text ?? 'Forward this letter today', /Forward this letter today/);
});

test('a restriction by hand in one act has its reasons too, and lifting it reverses the decision', async () => {
  const stage = await staged('by-hand');
  const matter = await phishing(stage, '192.0.2.9');

  await doAct(
    plan.cases,
    world,
    stage.org,
    matter,
    'restrict',
    { reason: 'De pagina staat er na drie dagen nog.' },
    stage.admin,
  );
  await work();

  assert.equal(await caseState(stage, matter), 'restricted');
  const statement = await one(
    stage,
    sql<{ number: string }>`select number from statement where organisation_id = ${stage.org}`,
  );
  assert.match(statement.number, /^MO-26-/);
  await doAct(plan.cases, world, stage.org, matter, 'lift', { reason: 'Opgelost.' }, stage.admin);
  assert.equal(await caseState(stage, matter), 'waiting');
  assert.equal(
    (await one(stage, sql<{ state: string }>`select state from decision where organisation_id = ${stage.org}`)).state,
    'reversed',
  );
});

test('reasons that could not leave are a breach at the end of the day of the restriction', async () => {
  const stage = await staged('late-reasons');
  const matter = await phishing(stage, '192.0.2.9');
  const id = await decided(stage, matter, 'suspend_account');
  world.mail.answer = { outcome: 'deferred', response: '451 later' };
  await carriedOut(stage, id);
  await work();

  world.clock.add({ hours: 24 });
  await tick(world, plan.ticking);

  assert.deepEqual((await clocksOf(stage, id)).find((c) => c.clock === 'clk-17')?.state, 'breached');
  world.mail.answer = { outcome: 'accepted', response: '250 ok' };
  await act(stage, (tx) => reverseDecision(world, tx, hands, { id, reason: 'x' }, stage.decider));
});
