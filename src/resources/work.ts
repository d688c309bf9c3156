/** Resources at work: assigned, released, corrected; networks added. Files, polls and what is shown stand in work/. */
import { constraintOf, type Tx } from '#io/db';
import { newId } from '#io/dice';
import type { World } from '#io/world';
import { note } from '#journal/work';
import { type Actor, type Id, Refused, type Span, spanHolds, spanText, stretchOf } from '#kernel';
import { contractsNow, ledgerChanged, lockLedger } from '#parties/store';
import { mustBe, spanIn } from '#parties/work';
import { precedenceOf } from './holding.ts';
import { readNetwork, readPorts, readResource, resourceText } from './resource.ts';
import type { HoldingPatch, NewHolding, NewNetwork } from './shapes.ts';
import {
  closeHolding,
  holdingsByIds,
  insertHolding,
  insertNetwork,
  type NewHoldingRow,
  networksNow,
  type StoredHolding,
} from './store.ts';

/** Who holds what is in the way, for the refusal; empty where it cannot be told. */
async function recordHolding(tx: Tx, row: NewHoldingRow, at: Temporal.Instant): Promise<void> {
  try {
    await insertHolding(tx, row, at);
  } catch (cause) {
    if (constraintOf(cause)?.startsWith('holding_'))
      throw new Refused('holding.overlaps', resourceText(row.kind, row.what));
    throw cause;
  }
}

/** The contract a holding names must be known and share time with it. */
async function contractFor(tx: Tx, id: string | null, valid: Span): Promise<Id<'ctr'> | null> {
  if (id === null) return null;
  const versions = await contractsNow(tx, { ids: [id] });
  const s = stretchOf(valid);
  const first = versions.find((c) => stretchOf(c.valid).from < s.until && s.from < stretchOf(c.valid).until);
  if (!first)
    throw new Refused('request.invalid', 'contract: not known, or it does not run during that time', {
      contract: 'not known, or it does not run during that time',
    });
  return first.id;
}

/**
 * Records that a resource is held under a contract (or, without one, by the organisation itself) from a moment on, or during
 * a time. @throws Refused `holding.overlaps` where someone else holds it then
 */
export async function assign(world: World, org: Id<'org'>, by: Actor, given: NewHolding): Promise<Id<'hld'>> {
  mustBe(by, 'handler');
  const resource = readResource(given.resource);
  if (!resource.ok) throw new Refused('request.invalid', `resource: ${resource.error}`, { resource: resource.error });
  const ports = readPorts(given.ports);
  if (!ports) throw new Refused('request.invalid', 'ports: 80 or 1024-2047', { ports: 'not a port or range of ports' });
  const valid = spanIn(given.from, given.until);
  return world.db.in(org, async (tx) => {
    const contract = await contractFor(tx, given.contract, valid);
    const id = newId(world, 'hld');
    const at = world.clock.now();
    await recordHolding(
      tx,
      {
        id,
        kind: resource.value.kind,
        what: resource.value.text,
        ports,
        contract,
        exclusive: given.exclusive,
        origin: given.origin,
        precedence: precedenceOf[given.origin],
        label: given.label,
        valid,
      },
      at,
    );
    await ledgerChanged(tx, { holdings: [id] }, at);
    note(world, tx, {
      act: 'holding.assign',
      by,
      about: [
        {
          subject: await holderOf(tx, contract, valid),
          payload: { holding: id, resource: resource.value.text, contract, from: given.from, until: given.until },
        },
      ],
    });
    return id;
  });
}

/** The buyer of a contract at the beginning of a span, as the subject of the journal. */
async function holderOf(tx: Tx, contract: string | null, valid: Span): Promise<Id<'party'> | null> {
  if (contract === null) return null;
  const versions = await contractsNow(tx, { ids: [contract] });
  const version = versions.find((c) => !valid.from || spanHolds(c.valid, valid.from)) ?? versions[0];
  return version?.buyer ?? null;
}

async function current(tx: Tx, id: string): Promise<StoredHolding> {
  const [row] = await holdingsByIds(tx, [id], true);
  if (!row) throw new Refused('request.not-found');
  if (row.recorded.until)
    throw new Refused('request.changed-meanwhile', 'This record was corrected; look at the newer one.');
  return row;
}

/** Replaces a record by a corrected one: the old is closed, never changed. @returns the id of the new record */
async function replace(
  world: World,
  tx: Tx,
  by: Actor,
  act: string,
  old: StoredHolding,
  now: Pick<NewHoldingRow, 'contract' | 'exclusive' | 'label' | 'valid'>,
  why: string | null,
): Promise<Id<'hld'>> {
  const at = world.clock.now();
  // What an inventory says stays beside what a person states: the override goes before it, and both are seen.
  if (old.inventory === null) await closeHolding(tx, old.id, at);
  const id = newId(world, 'hld');
  const row = {
    id,
    kind: old.kind,
    what: old.what,
    ports: old.ports,
    origin: 'manual' as const,
    precedence: precedenceOf.manual,
    contract: now.contract,
    exclusive: now.exclusive,
    label: now.label,
    valid: now.valid,
  };
  await recordHolding(tx, row, at);
  await ledgerChanged(tx, { holdings: [old.id, id] }, at);
  const holders = new Set([await holderOf(tx, old.contract, old.valid), await holderOf(tx, now.contract, now.valid)]);
  note(world, tx, {
    act,
    by,
    about: [...holders].map((subject) => ({
      subject,
      payload: {
        holding: id,
        instead_of: old.id,
        resource: old.what,
        was: spanText(old.valid),
        is: spanText(now.valid),
        contract: now.contract,
        why,
      },
    })),
  });
  return id;
}

/** Ends a holding at a moment. @returns the id of the record that now says so */
export async function release(
  world: World,
  org: Id<'org'>,
  by: Actor,
  id: string,
  until: Temporal.Instant,
): Promise<Id<'hld'>> {
  mustBe(by, 'handler');
  return world.db.in(org, async (tx) => {
    const old = await current(tx, id);
    if (old.inventory !== null) throw new Refused('holding.from-inventory', resourceText(old.kind, old.what));
    if (old.valid.from && Temporal.Instant.compare(old.valid.from, until) >= 0)
      throw new Refused('request.invalid', 'until: before it began', { until: 'before it began' });
    if (old.valid.until && Temporal.Instant.compare(old.valid.until, until) < 0)
      throw new Refused('request.invalid', 'until: it ended before that', { until: 'it ended before that' });
    const valid = { from: old.valid.from, until };
    return replace(world, tx, by, 'holding.release', old, { ...old, valid }, null);
  });
}

/** Corrects a record: what was wrong is closed, what is right stands in its place, and what rested on it is looked at again. */
export async function correct(
  world: World,
  org: Id<'org'>,
  by: Actor,
  id: string,
  patch: HoldingPatch,
): Promise<Id<'hld'>> {
  mustBe(by, 'handler');
  return world.db.in(org, async (tx) => {
    const old = await current(tx, id);
    const valid = spanIn(
      patch.from === undefined ? (old.valid.from?.toString() ?? null) : patch.from,
      patch.until === undefined ? (old.valid.until?.toString() ?? null) : patch.until,
    );
    const contract = patch.contract === undefined ? old.contract : await contractFor(tx, patch.contract, valid);
    return replace(
      world,
      tx,
      by,
      'holding.correct',
      old,
      {
        contract,
        valid,
        exclusive: patch.exclusive ?? old.exclusive,
        label: patch.label === undefined ? old.label : patch.label,
      },
      patch.why,
    );
  });
}

/** Records a network the organisation answers for. @throws Refused `holding.overlaps` where it is there for that time already */
export async function addNetwork(world: World, org: Id<'org'>, by: Actor, given: NewNetwork): Promise<Id<'net'>> {
  mustBe(by, 'handler');
  const read = readNetwork(given.network);
  if (typeof read === 'string') throw new Refused('request.invalid', `network: ${read}`, { network: read });
  const valid = spanIn(given.from, given.until);
  return world.db.in(org, async (tx) => {
    await lockLedger(tx);
    const id = newId(world, 'net');
    const at = world.clock.now();
    const s = stretchOf(valid);
    const clash = (await networksNow(tx)).find(
      (n) => n.kind === read.kind && n.what === read.what && n.from < s.until && s.from < n.until,
    );
    if (clash) throw new Refused('holding.overlaps', resourceText(read.kind, read.what));
    await insertNetwork(tx, { id, ...read, name: given.name, valid }, at);
    await ledgerChanged(tx, { networks: [id] }, at);
    note(world, tx, { act: 'network.add', by, about: [{ subject: null, payload: { network: id, what: read.what } }] });
    return id;
  });
}

export { changeInventoryRow, inventoriesOf, inventoryBy, type StoredInventory } from './store/inventories.ts';
export { diffJson, importLedger, listImports, undoImport } from './work/importing.ts';
export {
  addInventory,
  changeInventory,
  handHook,
  listInventories,
  listKinds,
  pollDue,
  runInventories,
  showInventory,
  testInventory,
  tryInventory,
} from './work/inventories.ts';
export { place } from './work/placing.ts';
export {
  approvePoll,
  backfillInventory,
  dismissPoll,
  knownInventory,
  listPolls,
  openSecret as knownSecret,
  type Polling,
  pollInventory,
  showPoll,
} from './work/polling.ts';
export { assignFrom, releaseFrom } from './work/provisioning.ts';
export { biography, listHoldings, listNetworks } from './work/showing.ts';
