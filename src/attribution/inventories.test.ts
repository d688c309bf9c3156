/** Inventories that lie, fail, repeat and go back in time: history is closed and never changed, and attribution says what was seen. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { sql } from '#io/db';
import { newId } from '#io/dice';
import { testWorld } from '#io/testing';
import { type Actor, type Id, type ProblemCode, Refused } from '#kernel';
import {
  addInventory,
  addNetwork,
  approvePoll,
  assignFrom,
  correct,
  dismissPoll,
  importLedger,
  listHoldings,
  pollInventory,
  release,
  releaseFrom,
  showPoll,
  tryInventory,
  undoImport,
} from '#resources/work';
import { attributeNow } from './work.ts';

const world = await testWorld('inventories');
const admin: Actor = { kind: 'member', id: newId(world, 'mbr'), role: 'admin', name: 'Ada' };
let organisations = 0;
async function organisation(): Promise<Id<'org'>> {
  const org = newId(world, 'org');
  await world.db.owner((tx) =>
    tx.rows(
      sql`insert into organisation (organisation_id, slug, name, kind, created_at) values (${org}, ${`inv-${organisations++}`}, 'Inv', 'provider', now())`,
    ),
  );
  await addNetwork(world, org, admin, { network: '192.0.2.0/24', name: null, from: null, until: null });
  return org;
}
const start = Temporal.Instant.from('2026-03-01T00:00:00Z');
const at = (hours: number) => start.add({ minutes: Math.round(hours * 60) });
async function* textOf(text: string) {
  yield text;
}
type State = Readonly<Record<number, string>>;
const csvOf = (state: State) =>
  `resource,customer\n${Object.entries(state)
    .map(([ip, who]) => `192.0.2.${ip},${who}\n`)
    .join('')}`;
const poll = (org: Id<'org'>, name: string, text: string, asOf?: Temporal.Instant) =>
  pollInventory(world, org, admin, name, { text: textOf(text), ...(asOf ? { asOf } : {}) });
const csvInventory = (name: string, more = {}) => ({
  name,
  kind: 'csv',
  address: null,
  private_hosts: [],
  trust: null,
  secret: {},
  options: {},
  precedence: 15,
  every_minutes: null,
  hold_share: 0.2,
  ...more,
});
const refusal = (code: ProblemCode) => (cause: unknown) => cause instanceof Refused && cause.refusal.code === code;

interface Row {
  readonly id: string;
  readonly fixed: string;
  readonly closed: string | null;
}
const rowsOf = (org: Id<'org'>) =>
  world.db.in(org, (tx) =>
    tx.rows(sql<Row>`
      select id, concat_ws('|', kind, prefix, ports, contract_id, exclusive, origin, precedence, label, valid, lower(recorded), import_id, inventory_id, quality, begun_by, ended_by) as fixed,
             upper(recorded)::text as closed
        from holding where organisation_id = ${org} order by id`),
  );
/** What is known now, without the ids of rows. */
const knownNow = (org: Id<'org'>) =>
  world.db.in(org, async (tx) =>
    (
      await tx.rows(sql<{ row: string }>`
        select concat_ws('|', prefix, ports, contract_id, exclusive, origin, label, valid, inventory_id, begun_by, ended_by) as row
          from holding where organisation_id = ${org} and upper_inf(recorded) order by 1`)
    ).map((r) => r.row),
  );

const who = fc.constantFrom('K-1', 'K-2', 'K-3');
const stateArb = fc.dictionary(fc.integer({ min: 1, max: 12 }).map(String), who, {
  minKeys: 6,
  maxKeys: 12,
}) as fc.Arbitrary<State>;
const stepArb = fc.record({
  hours: fc.integer({ min: 1, max: 48 }),
  what: fc.constantFrom('poll', 'poll', 'poll', 'repeat', 'fail', 'cut', 'lie', 'back'),
  state: stateArb,
  changes: fc.array(fc.tuple(fc.integer({ min: 1, max: 12 }), fc.option(who)), { maxLength: 2 }),
});

test('whatever an inventory does, history is only closed, and attribution says what its whole answers say', async () => {
  await fc.assert(
    fc.asyncProperty(
      stateArb,
      fc.array(stepArb, { minLength: 3, maxLength: 9 }),
      fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })),
      async (first, steps, dice) => {
        const org = await organisation();
        await addInventory(world, org, admin, csvInventory('list'));
        const seen: { readonly at: number; readonly state: State }[] = [];
        let hours = 0;
        let truth = first;
        let before: readonly Row[] = [];
        const one = async (what: string, state: State) => {
          world.clock.set(at(hours));
          const text = csvOf(state);
          const asOf = what === 'back' ? at(hours - 1000) : at(hours);
          const said = await poll(
            org,
            'list',
            what === 'fail' ? 'nonsense' : what === 'cut' ? `${text}192.0.2.3,"K-` : text,
            asOf,
          );
          if (said.outcome === 'written' || said.outcome === 'unchanged') seen.push({ at: hours, state });
          const after = await rowsOf(org);
          const now = new Map(after.map((r) => [r.id, r]));
          for (const old of before) {
            const same = now.get(old.id);
            assert.equal(same?.fixed, old.fixed, 'a record never changes');
            if (old.closed) assert.equal(same?.closed, old.closed, 'what was closed stays closed as it was');
          }
          if (!['written'].includes(said.outcome)) assert.deepEqual(after, before, `${said.outcome} writes nothing`);
          if (what === 'fail' || what === 'cut') assert.equal(said.outcome, 'failed');
          if (what === 'back' && seen.length > 0) assert.equal(said.outcome, 'older');
          if (what === 'repeat') assert.equal(said.outcome, 'unchanged');
          before = after;
          return said;
        };
        await one('poll', truth);
        for (const step of steps) {
          hours += step.hours;
          const changed: Record<number, string> = { ...truth };
          for (const [ip, holder] of step.changes)
            if (holder === null) delete changed[ip];
            else changed[ip] = holder;
          if (step.what === 'repeat') await one('repeat', (seen.at(-1) as { state: State }).state);
          else if (step.what === 'lie') await one('lie', step.state);
          else {
            truth = changed;
            await one(step.what, truth);
          }
        }
        const end = hours + 10;
        world.clock.set(at(end));
        const first_ = seen[0] as { at: number };
        const throws = dice[Symbol.iterator]();
        for (let n = 0; n < 40; n++) {
          const ip = 1 + Math.floor((throws.next().value as number) * 11.99);
          const moment = -5 + (throws.next().value as number) * (end + 4);
          // The window of a moment is a minute to both sides; next to a poll it holds two answers, both right.
          if (seen.some((s) => Math.abs(s.at - moment) < 0.05)) continue;
          const answer = await attributeNow(world, org, { ip: `192.0.2.${ip}`, seenAt: at(moment) });
          const earlier = seen.filter((s) => s.at < moment).at(-1);
          const later = seen.find((s) => s.at > moment);
          const was = earlier?.state[ip];
          const is = later ? later.state[ip] : was;
          const told = `${ip} at ${moment}: ${was} then ${is}, ${JSON.stringify({ s: answer.status, h: answer.holder?.reference, a: answer.alternatives.map((x) => x.reference) })}`;
          if (moment < first_.at) assert.equal(answer.status, 'unattributed', told);
          else if (was === is)
            assert.deepEqual(
              [answer.status, answer.holder?.reference],
              was === undefined ? ['unattributed', undefined] : ['attributed', was],
              told,
            );
          else {
            assert.equal(answer.status, 'ambiguous', told);
            assert.deepEqual(
              answer.alternatives.map((x) => x.reference).sort(),
              [was, is].filter((x) => x !== undefined).sort(),
              told,
            );
          }
        }
      },
    ),
    { numRuns: 25, endOnFailure: true },
  );
});

test('undoing a poll gives back what was known before it, and the inventory pauses', async () => {
  await fc.assert(
    fc.asyncProperty(stateArb, stateArb, async (one, two) => {
      const org = await organisation();
      await addInventory(world, org, admin, csvInventory('list', { hold_share: 1 }));
      world.clock.set(at(0));
      await poll(org, 'list', csvOf(one));
      const before = await knownNow(org);
      world.clock.set(at(5));
      const second = await poll(org, 'list', csvOf(two));
      if (!second.import) return;
      world.clock.set(at(6));

      await undoImport(world, org, admin, second.import);

      assert.deepEqual(await knownNow(org), before);
      await assert.rejects(poll(org, 'list', csvOf(two)), refusal('inventory.paused'));
    }),
    { numRuns: 15 },
  );
});

test('a poll that would end more than a fifth waits for a person, who may believe it or not', async () => {
  const org = await organisation();
  await addInventory(world, org, admin, csvInventory('list'));
  world.clock.set(at(0));
  await poll(org, 'list', csvOf({ 1: 'K-1', 2: 'K-1', 3: 'K-2', 4: 'K-2', 5: 'K-3' }));
  world.clock.set(at(10));
  const before = await rowsOf(org);

  const held = await poll(org, 'list', csvOf({ 1: 'K-1', 2: 'K-1' }));
  const shown = await showPoll(world, org, held.id ?? '');

  assert.equal(held.outcome, 'held');
  assert.deepEqual(await rowsOf(org), before);
  assert.deepEqual(
    shown.changes.map((c) => [c.resource, c.how, c.before?.reference, c.after]),
    [
      ['192.0.2.3', 'ends', 'K-2', null],
      ['192.0.2.4', 'ends', 'K-2', null],
      ['192.0.2.5', 'ends', 'K-3', null],
    ],
  );
  await dismissPoll(world, org, admin, held.id ?? '');
  await assert.rejects(approvePoll(world, org, admin, held.id ?? ''), refusal('inventory.not-held'));
  world.clock.set(at(11));
  const again = await poll(org, 'list', csvOf({ 1: 'K-1', 2: 'K-1' }));
  const approved = await approvePoll(world, org, admin, again.id ?? '');
  assert.equal(approved.outcome, 'written');
  assert.equal(approved.counts['ends'], 3);
  assert.equal((await attributeNow(world, org, { ip: '192.0.2.4', seenAt: at(5) })).status, 'ambiguous');
  world.clock.set(at(12));
  assert.equal((await attributeNow(world, org, { ip: '192.0.2.4', seenAt: at(11.5) })).status, 'unattributed');
  const written = await showPoll(world, org, again.id ?? '');
  assert.deepEqual(
    written.changes.map((c) => [c.resource, c.how]),
    shown.changes.map((c) => [c.resource, c.how]),
  );
});

test('layers stand beside each other: people before provisioning before inventories before files, and an override can end', async () => {
  const org = await organisation();
  world.clock.set(at(0));
  for (const text of [
    'reference,name\nF-1,File\nP-1,Provisioned\nM-1,Manual\n',
    'reference,buyer,service_kind,from\nC-F,F-1,vps,2026-01-01\nC-P,P-1,vps,2026-01-01\nC-M,M-1,vps,2026-01-01\n',
    'resource,contract,from\n192.0.2.9,C-F,2026-01-01\n',
  ])
    await importLedger(world, org, admin, { text: [text], dry: false });
  const asked = async (hours: number) => {
    const a = await attributeNow(world, org, { ip: '192.0.2.9', seenAt: at(hours) });
    return [a.holder?.reference, a.layers.map((l) => `${l.origin} ${l.holder?.reference}`), a.disagree];
  };
  assert.deepEqual(await asked(1), ['F-1', ['import F-1'], false]);
  await addInventory(world, org, admin, csvInventory('list'));
  world.clock.set(at(2));
  await poll(org, 'list', csvOf({ 9: 'K-9' }));
  assert.deepEqual(await asked(3), ['K-9', ['inventory K-9', 'import F-1'], true]);
  const said = { resource: '192.0.2.9', customer: 'P-1', from: at(4).toString() };
  const first = await assignFrom(world, org, admin, said);
  assert.deepEqual(await assignFrom(world, org, admin, said), { id: first.id, repeated: true });
  await assert.rejects(
    assignFrom(world, org, admin, { ...said, customer: 'M-1', from: at(5).toString() }),
    refusal('holding.overlaps'),
  );
  assert.deepEqual(await asked(4.5), ['P-1', ['provisioning P-1', 'inventory K-9', 'import F-1'], true]);
  const inventoryRow = (await listHoldings(world, org, { resource: '192.0.2.9', limit: 9 })).items.find(
    (r) => r.origin === 'inventory',
  );
  await assert.rejects(release(world, org, admin, inventoryRow?.id ?? '', at(6)), refusal('holding.from-inventory'));
  const contract =
    (
      await world.db.in(org, (tx) =>
        tx.rows(sql<{ id: string }>`select id from contract where organisation_id = ${org} and reference = 'C-M'`),
      )
    )[0]?.id ?? '';
  const override = await correct(world, org, admin, inventoryRow?.id ?? '', {
    contract,
    from: at(6).toString(),
    why: 'seen on site',
  });
  assert.deepEqual(await asked(7), ['M-1', ['manual M-1', 'provisioning P-1', 'inventory K-9', 'import F-1'], true]);
  await release(world, org, admin, override, at(8));
  const ended = await releaseFrom(world, org, admin, { resource: '192.0.2.9', until: at(9).toString() });
  assert.deepEqual(await releaseFrom(world, org, admin, { resource: '192.0.2.9', until: at(9).toString() }), {
    id: ended.id,
    repeated: true,
  });
  assert.deepEqual((await asked(8.5))[0], 'P-1');
  assert.deepEqual((await asked(10))[0], 'K-9');
});

test('two inventories of equal standing that disagree are ambiguous, and the one with precedence goes first', async () => {
  const org = await organisation();
  await addInventory(world, org, admin, csvInventory('one'));
  await addInventory(world, org, admin, csvInventory('two'));
  await addInventory(world, org, admin, csvInventory('better', { precedence: 18 }));
  world.clock.set(at(0));
  await poll(org, 'one', csvOf({ 1: 'K-1', 2: 'K-1' }));
  await poll(org, 'two', csvOf({ 1: 'K-2', 2: 'K-1' }));

  const [both, same] = [
    await attributeNow(world, org, { ip: '192.0.2.1', seenAt: at(1) }),
    await attributeNow(world, org, { ip: '192.0.2.2', seenAt: at(1) }),
  ];
  await poll(org, 'better', csvOf({ 1: 'K-2' }));
  const better = await attributeNow(world, org, { ip: '192.0.2.1', seenAt: at(1) });

  assert.deepEqual([both.status, both.alternatives.length, both.disagree], ['ambiguous', 2, true]);
  assert.deepEqual([same.status, same.holder?.reference, same.disagree], ['attributed', 'K-1', false]);
  assert.deepEqual([better.status, better.holder?.reference, better.disagree], ['attributed', 'K-2', true]);
});

test('an inventory is tried before it is kept: the difference is said, and nothing of it stands anywhere', async () => {
  const org = await organisation();
  const settings = csvInventory('tried');

  const tried = await tryInventory(world, org, admin, { ...settings, text: csvOf({ 7: 'K-1', 8: 'K-2' }) });

  assert.equal(tried.id, null);
  assert.equal(tried.counts['new'], 2);
  assert.deepEqual(
    tried.changes.map((c) => [c.resource, c.after?.reference]),
    [
      ['192.0.2.7', 'K-1'],
      ['192.0.2.8', 'K-2'],
    ],
  );
  assert.deepEqual(await rowsOf(org), []);
  await assert.rejects(pollInventory(world, org, admin, 'tried'), refusal('request.not-found'));
  await assert.rejects(tryInventory(world, org, admin, settings), refusal('inventory.no-address'));
  await assert.rejects(
    tryInventory(world, org, admin, { ...settings, options: { resource: 'NO SPACES' }, text: 'x' }),
    refusal('request.invalid'),
  );
  const handler: Actor = { kind: 'member', id: newId(world, 'mbr'), role: 'handler', name: 'Han' };
  await assert.rejects(
    tryInventory(world, org, handler, { ...settings, text: csvOf({ 7: 'K-1' }) }),
    refusal('request.not-allowed'),
  );
});

test('other settings of a kept inventory are tried against what it said before', async () => {
  const org = await organisation();
  const id = await addInventory(world, org, admin, csvInventory('kept'));
  await poll(org, 'kept', csvOf({ 7: 'K-1', 8: 'K-2' }));
  const before = await rowsOf(org);
  world.clock.add({ minutes: 5 });

  const tried = await tryInventory(world, org, admin, {
    ...csvInventory('kept'),
    id,
    text: csvOf({ 7: 'K-1', 8: 'K-3' }),
  });

  assert.deepEqual(
    tried.changes.map((c) => [c.resource, c.how, c.before?.reference, c.after?.reference]),
    [['192.0.2.8', 'changed', 'K-2', 'K-3']],
  );
  assert.deepEqual(await rowsOf(org), before);
});
