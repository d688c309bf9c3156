/** An order from delivery to proof, every room real: carried out by a decision (DSA 17(5)), told back (9(1)), proven (54a Sr); and a secret one (125p Sv). */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { queueLetter } from '#correspondence/work';
import { checkDossier } from '#dossiers';
import { makeDossier } from '#dossiers/work';
import { sql } from '#io/db';
import { sha256 } from '#io/dice';
import { verifies } from '#journal/proof';
import { engine, type Id, Refused } from '#kernel';
import { actOnMeasure, executeOrder, reverseDecision } from '#measures/work';
import { noticeFacts } from '#notices/work';
import { decisionHands } from '../src/plan.ts';
import { bakeryUrl, type Orderly, orderly } from './orderly.ts';

const hands = decisionHands([]);

/** Carries an order out by hand: a person does it, and says so seven minutes later. */
async function carryOut(o: Orderly, id: string): Promise<Id<'dec'>> {
  const items = await o.rows(
    sql<{
      id: string;
    }>`select id from order_item where organisation_id = ${o.stage.org} and order_id = ${id} order by no`,
  );
  const decision = await o.world.db.in(o.stage.org, (tx) =>
    executeOrder(
      o.world,
      tx,
      hands,
      id,
      {
        items: items.map((i) => i.id),
        measures: items.map(() => ({ what: 'disable_url', system: null, target: { url: bakeryUrl } })),
      },
      o.decider,
    ),
  );
  o.world.clock.add({ minutes: 7 });
  for (const m of await o.rows(
    sql<{
      id: string;
    }>`select id from measure where organisation_id = ${o.stage.org} and decision_id = ${decision} and state = 'manual'`,
  ))
    await o.world.db.in(o.stage.org, (tx) => actOnMeasure(o.world, tx, hands, m.id, 'confirm', o.stage.handler));
  await o.work();
  return decision;
}

test('DSA art. 9: executed at 10:07, told back with that moment, the customer told, and a dossier proves it', async () => {
  const o = await orderly('carried', '2026-11-20T10:00:00Z');
  const id = await o.take({ type: 'dsa-9', authority: 'Rechtbank', reference: 'R9', country: 'nl', urls: [bakeryUrl] });
  await o.work();
  await carryOut(o, id);
  o.world.clock.add({ minutes: 2 });
  await o.work();

  const [order] = await o.rows(
    sql<{ effect_at: Temporal.Instant; reported_at: Temporal.Instant | null }>`
      select effect_at, reported_at from authority_order where organisation_id = ${o.stage.org} and id = ${id}`,
  );
  assert.equal(order?.effect_at.toString(), '2026-11-20T10:07:00Z', 'when it was seen to stand, not when it was asked');
  assert.ok(order.reported_at);
  const back = o.world.mail.sent.filter((m) => m.to === 'desk@authority.example');
  assert.ok(
    back.some((m) => /R9/.test(m.subject + m.text)),
    'the authority hears',
  );
  assert.ok(
    o.world.mail.sent.some((m) => m.to === 'abuse@k-1.example'),
    'the customer hears of the order',
  );
  assert.ok(
    !o.world.mail.sent.some((m) => /motivering|statement of reasons/i.test(m.subject)),
    'no reasons of ours: art. 17(5)',
  );

  const made = await makeDossier(o.world, o.stage.org, { about: id, language: 'nl' }, o.stage.admin);
  assert.deepEqual(checkDossier(made.bytes, sha256, verifies).faults, []);
  const m = made.manifest;
  assert.equal(m.about.kind, 'order');
  for (const table of [
    'authority_order',
    'order_item',
    'order_act',
    'decision',
    'measure',
    'reason_exception',
    'deadline',
    'letter',
  ])
    assert.ok((m.records[table]?.length ?? 0) > 0, table);
  assert.ok(
    m.entries.some((e) => e.leaf.includes('\norder.')),
    'its acts with their proof',
  );
  for (const words of ['authority_order', 'decision'])
    assert.ok(
      m.files.some((f) => f.name.startsWith(`words/${words}-`)),
      `the words of ${words}`,
    );

  const prosecutor = await makeDossier(
    o.world,
    o.stage.org,
    { about: id, reader: 'om', onDemand: true, language: 'nl' },
    o.stage.admin,
  );
  assert.deepEqual(checkDossier(prosecutor.bytes, sha256, verifies).faults, []);
});

test('a measure of an order that stands is not undone by hand: only an order that lost its ground is put back', async () => {
  const o = await orderly('stands', '2026-11-20T10:00:00Z');
  const id = await o.take({ type: 'dsa-9', authority: 'Rechtbank', reference: 'R10', urls: [bakeryUrl] });
  await o.work();
  const decision = await carryOut(o, id);
  await assert.rejects(
    o.world.db
      .in(o.stage.org, (tx) =>
        reverseDecision(o.world, tx, hands, { id: decision, reason: 'De klant vraagt het.' }, o.decider),
      )
      .then(() => o.work()),
    Refused,
  );
});

test('125p Sv, secret: the decision that carried it out says nothing to anyone either, not by letter and not by SQL', async () => {
  const o = await orderly('carriedsecret', '2026-11-20T10:00:00Z');
  const id = await o.take({
    type: 'sv-125p',
    authority: 'Officier van justitie',
    reference: '13/200',
    urls: [bakeryUrl],
    secrecy: { until: null, basis: '126bb Sv' },
  });
  await o.work();
  const decision = await carryOut(o, id);
  await o.pass({ hours: 24 * 30 });
  assert.equal(o.world.mail.sent.filter((m) => /@(?:k|w)-/.test(m.to)).length, 0);
  const letter = {
    template: 'ltr-victim',
    language: 'nl' as const,
    audience: 'customer' as const,
    party: o.stage.parties.bakery,
    contact: { id: null, address: 'abuse@k-1.example' },
    matter: decision,
    by: engine,
    link: false,
    fields: { nl: { organisationName: 'x', recipientName: 'x', what: 'x' } },
  };
  await assert.rejects(
    o.world.db.in(o.stage.org, (tx) => queueLetter(o.world, tx, letter)),
    /secret order/,
    'the database refuses it',
  );
  const other = await makeDossier(o.world, o.stage.org, { about: id, language: 'nl' }, o.stage.admin);
  assert.deepEqual(checkDossier(other.bytes, sha256, verifies).faults, []);
});

test('what no room has is told so', async () => {
  const o = await orderly('nothing', '2026-11-20T10:00:00Z');
  await assert.rejects(
    o.world.db.in(o.stage.org, (tx) => hands.matters.facts(o.world, tx, 'ord_01jd0000000000000000000000')),
    (e) => e instanceof Refused && e.refusal.code === 'request.not-found',
  );
  await assert.rejects(
    o.world.db.in(o.stage.org, (tx) => noticeFacts(o.world, tx, 'ntc_01jd0000000000000000000000')),
    Refused,
  );
});
