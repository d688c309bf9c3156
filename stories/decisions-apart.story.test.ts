/** Decisions whose reasons are told later or never: orders (DSA art. 17(5)), secrecy, nobody to write to; and a threat to life (art. 18). */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { declineThreat, listThreats, proposeThreat, reportThreat } from '#complaints/work';
import { sql } from '#io/db';
import { runDue } from '#io/jobs';
import { testWorld } from '#io/testing';
import { type Actor, type Id, Refused } from '#kernel';
import type { MatterFacts, Settled } from '#law';
import type { DecisionContent } from '#measures';
import {
  actOnMeasure,
  approveDecision,
  carryOutDecision,
  type DecisionHands,
  decisionJobs,
  draftDecision,
  draftFor,
  executeOrder,
  exportShown,
  proposeDecision,
} from '#measures/work';
import { planOf } from '../src/plan.ts';
import { inProcessReaders } from '../src/simulator/readers.ts';
import { type Stage, setStage } from './provider.ts';

const world = await testWorld('decisions-apart');
const letters = (await planOf(world, await inProcessReaders(), 'abuse@voorbeeldhost.example')).jobs;

/** A room of matters that keeps what it is told. */
function roomOf(facts: MatterFacts): DecisionHands & { readonly settled: Settled[]; facts: MatterFacts } {
  const room = {
    facts,
    settled: [] as Settled[],
    allowed: { paths: [] },
    matters: {
      facts: async () => room.facts,
      settle: async (_w: unknown, _t: unknown, s: Settled) => {
        room.settled.push(s);
      },
      undone: async () => {},
    },
  };
  return room;
}
const order = 'ord_01jd0000000000000000000000';
const notice = 'ntc_01jd0000000000000000000000';
const factsOf = (stage: Stage, kind: 'order' | 'notice', more: Partial<MatterFacts> = {}): MatterFacts => ({
  id: kind === 'order' ? order : notice,
  kind,
  number: kind === 'order' ? 'BV-26-000001' : 'ML-26-000001',
  receivedAt: world.clock.now(),
  items: [
    { id: '1', location: 'https://192.0.2.9/bank/', party: stage.parties.bakery, contract: null, settled: false },
  ],
  category: 'scams_and_fraud',
  keyword: 'PHISHING',
  origin: kind === 'order' ? null : 'SOURCE_ARTICLE_16',
  secret: null,
  csam: false,
  ...more,
});
async function work(hands: DecisionHands): Promise<void> {
  const jobs = { ...letters, ...decisionJobs(hands) };
  for (let round = 0; round < 30; round++) {
    let ran = 0;
    for (const lane of ['urgent', 'normal', 'outside', 'bulk'] as const) ran += await runDue(world, lane, jobs, 50);
    if (ran === 0) return;
  }
}
const rows = <T>(stage: Stage, query: ReturnType<typeof sql<T>>) => world.db.in(stage.org, (tx) => tx.rows(query));

async function carriedOut(
  stage: Stage,
  hands: DecisionHands & { facts: MatterFacts },
  change: Partial<DecisionContent> = {},
): Promise<Id<'dec'>> {
  const by = stage.admin;
  return world.db.in(stage.org, async (tx) => {
    const content: DecisionContent = {
      ...(await draftFor(tx, hands.facts)),
      ground: 'ILLEGAL_CONTENT',
      provision: 'artikel 139d Sr',
      contentTypes: ['TEXT'],
      facts: 'De pagina op 192.0.2.9 van Bakkerij De Korenbloem BV (abuse@k-1.example) steelt wachtwoorden.',
      explanation: 'Zo wordt iemand misleid om gegevens af te staan.',
      restrictions: ['visibility:CONTENT_DISABLED'],
      measures: [{ what: 'disable_url', system: null, target: { url: 'https://192.0.2.9/bank/' } }],
      ...change,
    };
    const id = await draftDecision(world, tx, hands, hands.facts.id, content, by);
    await proposeDecision(world, tx, hands, { id }, by);
    await approveDecision(world, tx, { id }, by);
    await carryOutDecision(world, tx, hands, { id }, by);
    return id;
  });
}

test('DSA art. 17(5): an order is obeyed without reasons of ours, and it took effect when it was seen to stand', async () => {
  const stage = await setStage(world, 'obeyed');
  const hands = roomOf(factsOf(stage, 'order', { category: null, keyword: null }));
  const before = world.mail.sent.length;

  const id = await world.db.in(stage.org, (tx) =>
    executeOrder(
      world,
      tx,
      hands,
      order,
      { items: ['1'], measures: [{ what: 'disable_url', system: null, target: { url: 'https://192.0.2.9/bank/' } }] },
      stage.admin,
    ),
  );
  assert.equal(hands.settled.length, 0, 'nothing is reported back before it stands');
  world.clock.add({ minutes: 7 });
  const [m] = await rows(
    stage,
    sql<{ id: string; state: string }>`select id, state from measure where organisation_id = ${stage.org}`,
  );
  assert.equal(m?.state, 'manual');
  await world.db.in(stage.org, (tx) => actOnMeasure(world, tx, hands, m?.id ?? '', 'confirm', stage.handler));
  await work(hands);

  assert.equal(hands.settled.length, 1);
  assert.deepEqual(
    [hands.settled[0]?.decision, hands.settled[0]?.items, hands.settled[0]?.at.toString()],
    [id, ['1'], world.clock.now().toString()],
  );
  const exceptions = await rows(
    stage,
    sql<{
      exception: string;
      article: string;
    }>`select exception, article from reason_exception where organisation_id = ${stage.org}`,
  );
  assert.deepEqual(exceptions, [{ exception: 'order', article: 'DSA 17(5)' }]);
  assert.equal(world.mail.sent.length, before, 'no letter of reasons went');
  assert.deepEqual(
    await rows(stage, sql`select 1 from strike where organisation_id = ${stage.org}`),
    [],
    'an order says nothing of the customer',
  );
  await assert.rejects(
    world.db.in(stage.org, (tx) => executeOrder(world, tx, hands, order, { items: [], measures: [] }, stage.admin)),
    (e) => e instanceof Refused && e.refusal.code === 'decision.not-whole',
  );
});

test('secrecy holds the reasons back until its moment; then they are told, and the duty to tell runs from there', async () => {
  const stage = await setStage(world, 'secret');
  const until = world.clock.now().add({ hours: 48 });
  const hands = roomOf(factsOf(stage, 'notice', { secret: { until, basis: 'artikel 126bb Sv' } }));
  const before = world.mail.sent.length;

  const id = await carriedOut(stage, hands);
  await work(hands);
  assert.equal(world.mail.sent.length, before);
  hands.facts = factsOf(stage, 'notice');
  world.clock.add({ hours: 49 });
  await work(hands);

  const sent = world.mail.sent.slice(before);
  assert.equal(sent.length, 1);
  assert.match(sent[0]?.text ?? '', /\(d\) wettelijke grond[\s\S]*artikel 139d Sr/);
  const [clock] = await rows(
    stage,
    sql<{
      state: string;
    }>`select state from deadline where organisation_id = ${stage.org} and subject = ${id} and clock = 'clk-17'`,
  );
  assert.equal(clock?.state, 'met');
});

test('secrecy without an end date never releases by itself', async () => {
  const stage = await setStage(world, 'open-ended');
  const hands = roomOf(factsOf(stage, 'notice', { secret: { until: null, basis: 'artikel 125p Sv' } }));
  const before = world.mail.sent.length;

  await carriedOut(stage, hands);
  world.clock.add({ hours: 24 * 400 });
  await work(hands);

  assert.equal(world.mail.sent.length, before);
});

test('where nobody can be written to, that is recorded as the exception, and the restriction stands', async () => {
  const stage = await setStage(world, 'nobody');
  const hands = roomOf(factsOf(stage, 'notice'));
  await rows(stage, sql`update contact set ended_at = now() where organisation_id = ${stage.org}`);

  await carriedOut(stage, hands);

  const [e] = await rows(
    stage,
    sql<{
      exception: string;
      fact: string;
    }>`select exception, fact from reason_exception where organisation_id = ${stage.org}`,
  );
  assert.deepEqual([e?.exception, e?.fact], ['no_contact', stage.parties.bakery]);
});

test('the entry for the Transparency Database has the words of the schema and no person in it', async () => {
  const stage = await setStage(world, 'database');
  const id = await carriedOut(stage, roomOf(factsOf(stage, 'notice')));

  const [entry] = await world.db.in(stage.org, (tx) => exportShown(world, tx, id));

  assert.ok(entry);
  assert.deepEqual(entry['decision_visibility'], ['DECISION_VISIBILITY_CONTENT_DISABLED']);
  assert.equal(entry['decision_ground'], 'DECISION_GROUND_ILLEGAL_CONTENT');
  assert.equal(entry['illegal_content_legal_ground'], 'artikel 139d Sr');
  assert.equal(entry['category'], 'STATEMENT_CATEGORY_SCAMS_AND_FRAUD');
  assert.deepEqual(entry['category_specification'], ['KEYWORD_PHISHING']);
  assert.equal(entry['source_type'], 'SOURCE_ARTICLE_16');
  assert.equal((entry['territorial_scope'] as string[]).length, 30);
  assert.match(String(entry['puid']), /^[a-zA-Z0-9_-]+$/);
  assert.equal(entry['decision_facts'], 'De pagina op [address] van [name] ([e-mail]) steelt wachtwoorden.');
});

test('DSA art. 18: a threat to life is told by a decider to the authority, location only; a no has its reason', async () => {
  const stage = await setStage(world, 'threat');
  const hands = roomOf(factsOf(stage, 'notice'));
  const propose = (by: Actor) =>
    world.db.in(stage.org, (tx) =>
      proposeThreat(
        world,
        tx,
        hands,
        {
          matter: notice,
          knownAt: world.clock.now(),
          words: {
            suspicion: 'Iemand kondigt met naam en plaats een aanslag aan.',
            location: 'https://192.0.2.9/forum/9',
            published_at: '2026-11-22 10:41 CET',
            recipient_data: 'K-1',
            preserved: 'toegangslogboek van 20 tot 22 november',
          },
        },
        by,
      ),
    );
  const id = await propose(stage.handler);
  const to = [{ authority: 'police', address: 'art18@politie.example' }];
  await assert.rejects(
    world.db.in(stage.org, (tx) => reportThreat(world, tx, id, to, stage.handler)),
    (e) => e instanceof Refused && e.refusal.code === 'request.not-allowed',
  );

  await world.db.in(stage.org, (tx) => reportThreat(world, tx, id, to, stage.admin));
  await work(hands);

  const sent = world.mail.sent.find((m) => m.to.includes('art18@politie.example'));
  assert.match(sent?.subject ?? '', /^\[ML-26-000001\] SPOED/);
  assert.match(sent?.text ?? '', /aanslag[\s\S]*2026-11-22 10:41 CET[\s\S]*toegangslogboek/);
  const clock = () =>
    rows(
      stage,
      sql<{
        subject: string;
        state: string;
      }>`select subject, state from deadline where organisation_id = ${stage.org} and clock = 'clk-18' order by id`,
    );
  assert.deepEqual(
    (await clock()).map((c) => c.state),
    ['met'],
  );
  const other = await propose(stage.handler);
  await assert.rejects(
    world.db.in(stage.org, (tx) => declineThreat(world, tx, other, ' ', stage.admin)),
    Refused,
  );
  await world.db.in(stage.org, (tx) =>
    declineThreat(world, tx, other, 'Het is een citaat uit een roman.', stage.admin),
  );
  const all = await world.db.in(stage.org, (tx) => listThreats(world, tx, false));
  assert.deepEqual(all.map((t) => [t.state, t.why_not]).toSorted(), [
    ['declined', 'Het is een citaat uit een roman.'],
    ['reported', null],
  ]);
});
