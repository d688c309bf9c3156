/** DSA article 15 and Implementing Regulation (EU) 2024/2835: from a live draft to a frozen report, and a correction that leaves both public. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { createDesk } from '#desk/server';
import { openReaders } from '#intake/readers';
import { sql } from '#io/db';
import { newId } from '#io/dice';
import { testWorld } from '#io/testing';
import { type Actor, engine, Refused } from '#kernel';
import { loadLaw } from '#law/work';
import { addMember } from '#organisations/work';
import { beginReport, checkedReport, correctReport, publishReport, reportFiles, writeReport } from '#reports/work';
import { planOf } from '../src/plan.ts';
import { showReport } from '../src/reports/showing.ts';
import { setStage } from './provider.ts';

const world = await testWorld('report');
const law = await loadLaw();
const readers = openReaders({ size: 1, kinds: law.kinds.values() });
const plan = await planOf(world, readers, 'abuse@voorbeeldhost.example');
const desk = createDesk({
  world,
  config: { host: '127.0.0.1', port: 0, state: '/nowhere' },
  apis: plan.apis,
  pages: plan.pages,
});
after(() => readers.close());
const stage = await setStage(world, 'report');
const { org, admin, handler } = stage;
const second = await addMember(world, org, engine, { email: 'second@report.example', name: 'Second', role: 'decider' });
const decider: Actor = { kind: 'member', id: second.id, role: 'decider', name: 'Second' };

const show = (id: string, who: Actor = admin) => world.db.in(org, (tx) => showReport(world, tx, id, who));

// Facts of the year, written as the rooms below keep them; the figures are worked out by hand in the test.
await world.db.in(org, async (tx) => {
  const order = (
    number: string,
    type: string,
    received: string,
    more: { ack: string; effect: string | null; country: string; itself: boolean },
  ) => ({
    id: newId(world, 'ord'),
    number,
    type,
    received,
    ...more,
  });
  const orders = [
    order('BV-26-000001', 'dsa-9', '2026-02-01T10:00:00Z', {
      ack: '2026-02-01T10:01:00Z',
      effect: '2026-02-01T12:00:00Z',
      country: 'nl',
      itself: true,
    }),
    order('BV-26-000002', 'tco-3', '2026-03-01T10:00:00Z', {
      ack: '2026-03-01T10:01:00Z',
      effect: '2026-03-01T10:30:00Z',
      country: 'gr',
      itself: true,
    }),
    order('BV-26-000003', 'sv-126nd', '2026-04-01T10:00:00Z', {
      ack: '2026-04-01T13:00:00Z',
      effect: null,
      country: 'nl',
      itself: false,
    }),
    // The last moment of the year in Amsterdam, and the first of the next: one counts, the other does not.
    order('BV-26-000004', 'dsa-9', '2026-12-31T22:59:59Z', {
      ack: '2026-12-31T23:00:10Z',
      effect: null,
      country: 'nl',
      itself: true,
    }),
    order('BV-27-000001', 'dsa-9', '2026-12-31T23:00:00Z', {
      ack: '2026-12-31T23:00:10Z',
      effect: null,
      country: 'nl',
      itself: true,
    }),
  ];
  for (const o of orders) {
    await tx.rows(sql`
      insert into authority_order (organisation_id, id, number, type, type_from, state, authority_name, country, channel, received_at, acknowledged_at, acknowledged_by_itself, effect_at, category, keyword)
      values (${org}, ${o.id}, ${o.number}, ${o.type}, '2024-01-01', 'received', 'Authority', ${o.country}, 'desk', ${o.received}::timestamptz, ${o.ack}::timestamptz, ${o.itself}, ${o.effect}::timestamptz, 'scams_and_fraud', 'PHISHING')`);
    await tx.rows(sql`
      insert into order_item (organisation_id, id, order_id, no, kind, location, shown, attribution, state)
      values (${org}, ${newId(world, 'oit')}, ${o.id}, 1, 'url', 'https://www.bakkerij.example/x', 'x', 'attributed', 'effected')`);
  }
});

test('counted live: totals by hand, blocks by Member State, figures that lead to their orders', async () => {
  world.clock.set(Temporal.Instant.from('2027-01-15T09:00:00Z'));
  const id = await beginReport(world, org, { kind: 'dsa', year: 2026 }, handler);
  assert.equal(await beginReport(world, org, { kind: 'dsa', year: 2026 }, handler), id, 'one draft at a time');
  const r = await show(id);
  const orders = r.tables.find((t) => t.part === '3_member_states_orders');
  assert.equal(orders?.all_rows, 28 * 91);
  const total = orders?.rows.find((row) => row[3]?.text === 'TOTAL' && row[5]?.text === 'TOTAL');
  assert.deepEqual(
    total?.slice(6, 13).map((c) => c.text),
    ['3', '3', '0', '1.25', '1', '3', ''],
  );
  const greece = orders?.rows.find((row) => row[3]?.text === 'TOTAL' && row[5]?.text === 'EL');
  assert.deepEqual(
    greece?.slice(6, 10).map((c) => c.text),
    ['1', '1', '0', '0.5'],
  );
  const behind = total?.[6]?.of ?? [];
  assert.deepEqual(
    behind.map((o) => r.numbers[o]),
    ['BV-26-000001', 'BV-26-000002', 'BV-26-000004'],
  );
  const deadline = await world.db.in(org, (tx) =>
    tx.rows(
      sql<{ due_at: Temporal.Instant }>`select due_at from deadline where organisation_id = ${org} and subject = ${id}`,
    ),
  );
  assert.ok(
    deadline[0] && Temporal.Instant.compare(deadline[0].due_at, Temporal.Instant.from('2027-03-01T23:00:00Z')) <= 0,
  );
});

test('draft, checked by a second person, published and frozen, corrected by a version that says why; both stay public', async () => {
  const id = await beginReport(world, org, { kind: 'dsa', year: 2026 }, handler);
  await assert.rejects(
    checkedReport(world, org, id, admin),
    (e) => e instanceof Refused && e.refusal.code === 'report.not-in-order',
  );
  const texts = Array.from({ length: 6 }, (_, i) => `Text ${i + 1}`);
  await writeReport(world, org, id, { texts }, decider);
  await assert.rejects(
    checkedReport(world, org, id, decider),
    (e) => e instanceof Refused && e.refusal.code === 'report.second-person',
  );
  await checkedReport(world, org, id, admin);
  await publishReport(world, org, id, admin);
  const first = await show(id);
  assert.match(first.sha256 ?? '', /^[0-9a-f]{64}$/);
  const before = await world.db.in(org, (tx) => reportFiles(world, tx, id));
  assert.equal(before.length, 11);

  await assert.rejects(
    world.db.in(org, (tx) => tx.rows(sql`update transparency_part set bytes = '' where organisation_id = ${org}`)),
    /frozen/,
  );
  await assert.rejects(
    beginReport(world, org, { kind: 'dsa', year: 2026 }, handler),
    (e) => e instanceof Refused && e.refusal.code === 'report.published-already',
  );
  await world.db.in(org, (tx) =>
    tx.rows(sql`update authority_order set country = 'de' where organisation_id = ${org} and number = 'BV-26-000002'`),
  );
  assert.deepEqual(
    await world.db.in(org, (tx) => reportFiles(world, tx, id)),
    before,
    'what is published does not move with the facts',
  );

  await assert.rejects(correctReport(world, org, id, ' ', admin), Refused);
  const next = await correctReport(world, org, id, 'An order was counted under the wrong Member State.', admin);
  await writeReport(world, org, next, { texts }, admin);
  await checkedReport(world, org, next, decider);
  await publishReport(world, org, next, decider);
  assert.equal((await show(id)).state, 'corrected');
  assert.equal((await show(next)).version, 2);

  const list = await (await desk.app.request('/o/report/transparency?lang=en')).text();
  assert.ok(list.includes(id) && list.includes(next), 'both versions');
  const page = await desk.app.request(`/o/report/transparency/${next}?lang=nl`);
  const text = await page.text();
  assert.equal(page.status, 200);
  assert.match(text, /wrong Member State/);
  assert.doesNotMatch(text, /<script/);
  const csv = await (await desk.app.request(`/o/report/transparency/${id}/3_member_states_orders.csv`)).text();
  assert.equal(csv, before.find((f) => f.name === '3_member_states_orders.csv')?.bytes.toString());
  assert.equal((await desk.app.request('/o/report/transparency/trp_x')).status, 404);
});

test('TCO article 7: its own report, counted from removal orders', async () => {
  const id = await beginReport(world, org, { kind: 'tco', year: 2026 }, handler);
  const r = await show(id);
  const rows = r.tables[0]?.rows ?? [];
  assert.deepEqual(
    rows[0]?.map((c) => c.text),
    ['Removal orders received', '7(3)(c)', '1'],
  );
});

test('another organisation sees none of it', async () => {
  const other = await setStage(world, 'report-other');
  const id = await beginReport(world, org, { kind: 'tco', year: 2026 }, handler);
  await assert.rejects(
    world.db.in(other.org, (tx) => showReport(world, tx, id, other.admin)),
    (e) => e instanceof Refused && e.refusal.code === 'request.not-found',
  );
});
