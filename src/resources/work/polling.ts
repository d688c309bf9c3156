/**
 * Polls: an inventory is read whole, compared once with what it said before, and the difference is written as one import
 * that can be undone. What lies, fails, repeats or goes back in time writes nothing, and history is only ever closed.
 */
import { gunzipSync, gzipSync } from 'node:zlib';
import { openSealed, sealFor } from '#evidence/store';
import { constraintOf, sql, type Tx } from '#io/db';
import { newId, sha256 } from '#io/dice';
import type { World } from '#io/world';
import { note } from '#journal/work';
import { type Actor, actorId, canonical, engine, type Id, type Micros, microsOf, Refused } from '#kernel';
import {
  contractsNow,
  houseOf,
  importById,
  ledgerChanged,
  lockLedger,
  markUndone,
  partiesBefore,
  partiesByIds,
  undoContacts,
  undoContractRows,
  updateParties,
  writeImport,
} from '#parties/store';
import { mustBe } from '#parties/work';
import { type Before, compareHistory, compareLog, compareState, momentOf, type Plan, tooMuch } from '../compare.ts';
import { precedenceOf } from '../holding.ts';
import {
  type InventoryKind,
  type Reading,
  readStated,
  type Secret,
  type Stated,
  type StatedProblem,
  statedText,
  Unreadable,
  waitAfterFailure,
} from '../inventory.ts';
import { portsText, resourceText } from '../resource.ts';
import type { PollChange, PollShape } from '../shapes.ts';
import {
  changeInventoryRow,
  insertPoll,
  inventoryBy,
  pollById,
  pollOfImport,
  pollsOf,
  type StoredInventory,
  type StoredPoll,
  settlePoll,
  supersedeHeld,
} from '../store/inventories.ts';
import { markMadeBy, recordsOfInventory, recordsOfResources, rowsOfImport, writePlan } from '../store/statements.ts';
import { undoRows } from '../store.ts';
import { AskFailed, askAll, fetchText } from './asking.ts';
import { inventoryKinds } from './kinds.ts';
import { type Placing, place } from './placing.ts';

const secretAbout = (id: string) => `inventory:${id}`;
const heldAbout = (id: string) => `inventory poll:${id}`;

/** Seals what an inventory needs to be asked; null where that is nothing. */
export async function sealSecret(world: World, tx: Tx, id: string, secret: Secret): Promise<StoredInventory['secret']> {
  if (Object.keys(secret).length === 0) return null;
  return sealFor(world, tx, { class: 'secret', subject: id }, JSON.stringify(secret), secretAbout(id));
}

export async function openSecret(world: World, tx: Tx, i: StoredInventory): Promise<Secret> {
  if (!i.secret) return {};
  const plain = await openSealed(world, tx, i.secret.keyId, i.secret.sealed, secretAbout(i.id));
  return plain ? (JSON.parse(plain.toString('utf8')) as Secret) : {};
}

/** @throws Refused `inventory.unknown-kind` */
export async function kindOf(id: string): Promise<InventoryKind> {
  const kind = (await inventoryKinds()).get(id);
  if (!kind) throw new Refused('inventory.unknown-kind', id);
  return kind;
}

/** @throws Refused `request.not-found` */
export async function knownInventory(tx: Tx, idOrName: string, lock = false): Promise<StoredInventory> {
  const found = await inventoryBy(tx, idOrName, lock);
  if (!found || found.state === 'removed') throw new Refused('request.not-found');
  return found;
}

interface Opened {
  readonly inventory: StoredInventory;
  readonly kind: InventoryKind;
  readonly reading: Reading<unknown>;
}
async function open(world: World, org: Id<'org'>, idOrName: string): Promise<Opened> {
  const { inventory, secret, zone } = await world.db.in(org, async (tx) => {
    const inventory = await knownInventory(tx, idOrName);
    return { inventory, secret: await openSecret(world, tx, inventory), zone: (await houseOf(tx)).zone };
  });
  const kind = await kindOf(inventory.kind);
  const { known_since: _, ...own } = inventory.options;
  return { inventory, kind, reading: { options: kind.options.parse(own), secret, zone } };
}

const whereOf = (i: StoredInventory, kind: InventoryKind) => {
  if (i.address === null) throw new Refused('inventory.no-address', i.name);
  return {
    address: i.address,
    privateHosts: i.privateHosts,
    trust: i.trust,
    anywhere: kind.reach === 'http' && kind.anywhere === true,
  };
};

/** Reads everything an inventory says: by asking, from the file at its address, or from text that is handed in. */
async function readAll(world: World, o: Opened, text: AsyncIterable<string> | undefined): Promise<Stated> {
  if (o.kind.reach === 'http') {
    if (text) throw new Refused('inventory.asked-not-handed', o.inventory.name);
    return askAll(world, whereOf(o.inventory, o.kind), o.kind.read(o.reading));
  }
  const token = o.reading.secret['token'];
  try {
    return await o.kind.readText(
      text ?? fetchText(world, whereOf(o.inventory, o.kind), token ? { authorization: `Bearer ${token}` } : {}),
      o.reading,
    );
  } catch (cause) {
    if (cause instanceof Unreadable || cause instanceof RangeError)
      throw new AskFailed('unreadable', cause.message, { cause });
    throw cause;
  }
}

export interface Polling {
  /** Text of a file that is handed in, for inventories whose files are. */
  readonly text?: AsyncIterable<string>;
  /** The moment of which a handed-in file speaks, where it does not say so itself. */
  readonly asOf?: Temporal.Instant;
  /** Only say what would change. */
  readonly dry?: boolean;
}

/**
 * Polls an inventory once. An answer that is not whole, not readable or older than the last one writes nothing but the poll
 * itself with its fault; one that would end too much waits for a person.
 * @throws Refused where it is not known, paused, or has no address to be asked at
 */
export async function pollInventory(
  world: World,
  org: Id<'org'>,
  by: Actor,
  idOrName: string,
  polling: Polling = {},
): Promise<PollShape> {
  mustBe(by, 'handler');
  const opened = await open(world, org, idOrName);
  const { inventory } = opened;
  if (inventory.state !== 'active' && !polling.dry) throw new Refused('inventory.paused', inventory.name);
  const beganAt = world.clock.now();
  let stated: Stated;
  try {
    const read = await readAll(world, opened, polling.text);
    stated = polling.asOf && !read.asOf ? { ...read, asOf: polling.asOf } : read;
  } catch (cause) {
    if (!(cause instanceof AskFailed)) throw cause;
    if (polling.dry) throw new Refused('inventory.no-answer', `${cause.fault}: ${cause.message}`);
    return failed(world, org, inventory, beganAt, cause);
  }
  const endedAt = world.clock.now();
  try {
    return await world.db.in(org, async (tx) => {
      await lockLedger(tx);
      const now = await knownInventory(tx, inventory.id, true);
      const poll = { id: newId(world, 'poll'), inventory: now.id, beganAt, endedAt, asOf: stated.asOf ?? null };
      return settle(world, tx, by, now, opened.kind, stated, poll, { dry: polling.dry === true, approved: false });
    });
  } catch (cause) {
    // The table itself refuses two holders of one thing: what came is no whole answer, and nothing of it is kept.
    if (!(cause instanceof Refused) || cause.refusal.code !== 'holding.overlaps') throw cause;
    return failed(
      world,
      org,
      inventory,
      beganAt,
      new AskFailed('unreadable', 'two holders of one thing at once', { cause }),
    );
  }
}

/**
 * Reads an inventory whole as it is not kept yet, or not kept so, and says what it would change. Writes nothing.
 * @param i as it would be kept, with its secret open beside it
 * @throws Refused `inventory.no-answer` where it does not answer, or not whole
 */
export async function tryReading(
  world: World,
  org: Id<'org'>,
  by: Actor,
  i: StoredInventory,
  secret: Secret,
  text?: AsyncIterable<string>,
): Promise<PollShape> {
  const kind = await kindOf(i.kind);
  const { known_since: _, ...own } = i.options;
  const zone = await world.db.in(org, async (tx) => (await houseOf(tx)).zone);
  const opened = { inventory: i, kind, reading: { options: kind.options.parse(own), secret, zone } };
  const beganAt = world.clock.now();
  let stated: Stated;
  try {
    stated = await readAll(world, opened, text);
  } catch (cause) {
    if (!(cause instanceof AskFailed)) throw cause;
    throw new Refused('inventory.no-answer', `${cause.fault}: ${cause.message}`);
  }
  const endedAt = world.clock.now();
  return world.db.in(org, async (tx) => {
    await lockLedger(tx);
    const poll = { id: newId(world, 'poll'), inventory: i.id, beganAt, endedAt, asOf: stated.asOf ?? null };
    return settle(world, tx, by, i, kind, stated, poll, { dry: true, approved: false });
  });
}

async function failed(
  world: World,
  org: Id<'org'>,
  inventory: StoredInventory,
  beganAt: Temporal.Instant,
  cause: AskFailed,
): Promise<PollShape> {
  const endedAt = world.clock.now();
  return world.db.in(org, async (tx) => {
    const now = await knownInventory(tx, inventory.id, true);
    const failures = now.failures + 1;
    await changeInventoryRow(tx, now.id, {
      failures,
      nextAt: now.everyMinutes === null ? null : endedAt.add({ minutes: waitAfterFailure(now.everyMinutes, failures) }),
    });
    const poll: Omit<StoredPoll, 'settledAt'> = {
      id: newId(world, 'poll'),
      inventory: now.id,
      beganAt,
      endedAt,
      asOf: null,
      outcome: 'failed',
      fault: cause.fault,
      faultDetail: cause.message.slice(0, 300),
      counts: {},
      problems: [],
      importId: null,
      held: null,
    };
    await insertPoll(tx, poll);
    return pollOut({ ...poll, settledAt: null }, []);
  });
}

const mostProblems = 200;
const mostChanges = 500;
type PollTimes = Pick<StoredPoll, 'id' | 'inventory' | 'beganAt' | 'endedAt' | 'asOf'>;

/** What a difference comes to, in numbers. */
function countsOf(stated: Stated, plan: Plan, placing: Placing, problems: number) {
  const of = (how: string) => plan.opens.filter((o) => o.how === how).length;
  return {
    rows: stated.holdings.length,
    new: of('new'),
    changed: of('changed'),
    ends: plan.closes.filter((c) => c.how === 'ends').length,
    restated: of('restated'),
    unchanged: plan.unchanged,
    newer: plan.newer,
    problems,
    ran: plan.ran,
    lost: plan.lost,
    ...placing.counts,
  };
}

/** The difference as people read it: resource, who held it, who holds it. */
function changesOf(plan: Plan, before: readonly Before[], placing: Placing): PollChange[] {
  const byId = new Map(before.map((b) => [b.id as string, b]));
  const who = (contract: string | null) =>
    contract === null
      ? { reference: null, name: null }
      : (placing.buyers.get(contract) ?? { reference: '?', name: null });
  const keyOf = (r: { kind: string; what: string; ports: readonly [number, number] }) =>
    `${r.kind} ${r.what} ${r.ports[0]}`;
  const changes = new Map<string, PollChange>();
  const endOf = new Map<string, string>();
  for (const c of plan.closes) {
    const b = byId.get(c.id);
    if (!b || c.how === 'restated') continue;
    endOf.set(keyOf(b), `${keyOf(b)} ${b.from}`);
    changes.set(`${keyOf(b)} ${b.from}`, {
      resource: resourceText(b.kind, b.what),
      ports: portsText(b.ports),
      how: 'ends',
      before: who(b.contract),
      after: null,
      from: momentOf(c.until)?.toString() ?? null,
      by: momentOf(c.endedBy)?.toString() ?? null,
    });
  }
  for (const o of plan.opens) {
    if (o.how === 'restated') continue;
    const end = o.how === 'changed' ? endOf.get(keyOf(o)) : undefined;
    const taken = end === undefined ? undefined : changes.get(end);
    const row: PollChange = {
      resource: resourceText(o.kind, o.what),
      ports: portsText(o.ports),
      how: taken ? 'changed' : 'new',
      before: taken ? taken.before : null,
      after: who(o.contract),
      from: momentOf(o.from)?.toString() ?? null,
      by: momentOf(o.begunBy)?.toString() ?? null,
    };
    if (end !== undefined) changes.delete(end);
    changes.set(`${keyOf(o)} ${o.from} +`, row);
  }
  return [...changes.values()].slice(0, mostChanges);
}

/** Compares a whole answer and does what follows from it, in the transaction that has the ledger's lock. */
async function settle(
  world: World,
  tx: Tx,
  by: Actor,
  inventory: StoredInventory,
  kind: InventoryKind,
  stated: Stated,
  poll: PollTimes,
  how: { readonly dry: boolean; readonly approved: boolean },
): Promise<PollShape> {
  const at = world.clock.now();
  const began = microsOf(poll.beganAt);
  const time = { from: began, until: Math.max(began + 1, microsOf(poll.endedAt)) };
  const log = kind.tells === 'log';
  const older = () =>
    (stated.asOf && inventory.asOf && Temporal.Instant.compare(stated.asOf, inventory.asOf) < 0) ||
    (inventory.seenUntil && Temporal.Instant.compare(poll.beganAt, inventory.seenUntil) < 0);
  if (!log && older()) {
    if (how.dry || how.approved) throw new Refused('inventory.older', inventory.name);
    const row = {
      ...poll,
      outcome: 'older' as const,
      fault: 'older',
      faultDetail: null,
      counts: {},
      problems: [],
      importId: null,
      held: null,
    };
    await insertPoll(tx, row);
    await changeInventoryRow(tx, inventory.id, next(inventory, at));
    return pollOut({ ...row, settledAt: null }, []);
  }
  const last =
    inventory.seenFrom && inventory.seenUntil
      ? {
          from: microsOf(inventory.seenFrom),
          until: Math.max(microsOf(inventory.seenFrom) + 1, microsOf(inventory.seenUntil)),
        }
      : undefined;
  const before = log
    ? await recordsOfResources(
        tx,
        inventory.id,
        stated.holdings.map((h) => h.what),
      )
    : await recordsOfInventory(tx, inventory.id, inventory.seenFrom);
  let placing: Placing;
  try {
    placing = await place(world, tx, inventory, stated, before);
  } catch (cause) {
    if (!(cause instanceof Unreadable)) throw cause;
    if (how.dry || how.approved) throw new Refused('inventory.no-answer', cause.message);
    const row = {
      ...poll,
      outcome: 'failed' as const,
      fault: 'unreadable',
      faultDetail: cause.message.slice(0, 300),
      counts: {},
      problems: [],
      importId: null,
      held: null,
    };
    await insertPoll(tx, row);
    await changeInventoryRow(tx, inventory.id, { ...next(inventory, at), failures: inventory.failures + 1 });
    return pollOut({ ...row, settledAt: null }, []);
  }
  const since = inventory.options['known_since'];
  const silent = new Set(stated.silent ?? []);
  const keeps = (b: Before) => b.contract !== null && silent.has(placing.buyers.get(b.contract)?.reference ?? '');
  const plan = log
    ? compareLog(placing.placed, before)
    : compareState(
        placing.placed,
        before,
        last,
        time,
        typeof since === 'string' ? microsOf(Temporal.Instant.from(since)) : undefined,
        keeps,
      );
  const problems = [...stated.problems, ...placing.problems, ...plan.problems];
  const counts = countsOf(stated, plan, placing, problems.length);
  const changes = changesOf(plan, before, placing);
  const row = {
    ...poll,
    fault: null,
    faultDetail: null,
    counts,
    problems: problems.slice(0, mostProblems),
    importId: null,
    held: null,
  };
  if (how.dry) return pollOut({ ...row, outcome: 'unchanged', settledAt: null, id: '' as Id<'poll'> }, changes);

  if (!how.approved) await supersedeHeld(tx, inventory.id, actorId(by), at);
  if (!how.approved && !log && tooMuch(plan, inventory.holdShare)) {
    const text = gzipSync(statedText(stated));
    const held = await sealFor(world, tx, { class: 'document', subject: poll.id }, text, heldAbout(poll.id));
    await insertPoll(tx, { ...row, outcome: 'held', held });
    await changeInventoryRow(tx, inventory.id, { ...next(inventory, at), failures: 0 });
    note(world, tx, {
      act: 'inventory.held',
      by,
      about: [{ subject: null, payload: { inventory: inventory.id, poll: poll.id, counts } }],
    });
    return pollOut({ ...row, outcome: 'held', settledAt: null }, changes);
  }
  const changesSomething = plan.opens.length + plan.closes.length > 0 || placing.changesPeople;
  const importId = changesSomething ? newId(world, 'imp') : null;
  if (importId)
    await write(world, tx, by, inventory, kind, plan, placing, { importId, poll: poll.id, counts, sum: sumOf(stated) });
  const outcome = importId ? 'written' : 'unchanged';
  if (how.approved) await settlePoll(tx, poll.id, outcome, importId, actorId(by), at);
  else await insertPoll(tx, { ...row, outcome, importId });
  await changeInventoryRow(tx, inventory.id, {
    ...(how.approved ? {} : next(inventory, at)),
    failures: 0,
    ...(inventory.firstAt ? {} : { firstAt: poll.beganAt }),
    // An approved poll may be older than one that was held after it; the newest whole one counts.
    seenFrom: poll.beganAt,
    seenUntil: poll.endedAt,
    ...(stated.asOf ? { asOf: stated.asOf } : {}),
  });
  return pollOut({ ...row, outcome, importId, settledAt: how.approved ? at : null }, changes);
}

const sumOf = (stated: Stated): Buffer => sha256(canonical(JSON.parse(statedText(stated)) as Record<string, unknown>));

const next = (i: StoredInventory, at: Temporal.Instant) => ({
  nextAt: i.everyMinutes === null ? null : at.add({ minutes: i.everyMinutes }),
});

/** Writes a difference as one import. */
async function write(
  world: World,
  tx: Tx,
  by: Actor,
  inventory: StoredInventory,
  kind: InventoryKind,
  plan: Plan,
  placing: Placing,
  as: {
    readonly importId: Id<'imp'>;
    readonly poll: Id<'poll'>;
    readonly counts: Record<string, number>;
    readonly sum: Buffer;
  },
): Promise<void> {
  const at = world.clock.now();
  const origin = kind.layer === 'registry' ? 'registry' : 'inventory';
  // A contract is made only where something new stands under it or someone sells through it.
  await placing.write(tx, as.importId, plan.opens, at);
  try {
    await writePlan(
      tx,
      {
        opens: plan.opens.map((o) => ({ ...o, id: newId(world, 'hld') })),
        closes: plan.closes.map((c) => ({ ...c, fresh: newId(world, 'hld') })),
      },
      {
        inventory: inventory.id,
        origin,
        precedence: origin === 'registry' ? precedenceOf.registry : inventory.precedence,
        importId: as.importId,
        at,
      },
    );
  } catch (cause) {
    if (constraintOf(cause)?.startsWith('holding_')) throw new Refused('holding.overlaps', inventory.name);
    throw cause;
  }
  await markMadeBy(tx, as.importId, inventory.id);
  const { rows = 0, changed = 0, ends = 0, unchanged = 0, problems = 0 } = as.counts;
  await writeImport(tx, {
    id: as.importId,
    kind: 'inventory',
    sha256: as.sum,
    counts: { rows, new: as.counts['new'] ?? 0, changed, ends, unchanged, conflicts: 0, errors: problems },
    by: actorId(by),
    at,
  });
  await ledgerChanged(tx, { import: as.importId }, at);
  note(world, tx, {
    act: 'ledger.import',
    by,
    about: [
      {
        subject: null,
        payload: {
          import: as.importId,
          kind: 'inventory',
          inventory: inventory.id,
          poll: as.poll,
          counts: { ...as.counts },
        },
      },
    ],
  });
}

// --- held polls ------------------------------------------------------------------------------------------------------

async function heldPoll(
  tx: Tx,
  id: string,
): Promise<{ readonly poll: StoredPoll; readonly inventory: StoredInventory }> {
  const poll = await pollById(tx, id);
  if (!poll) throw new Refused('request.not-found');
  if (poll.outcome !== 'held' || !poll.held) throw new Refused('inventory.not-held');
  return { poll, inventory: await knownInventory(tx, poll.inventory, true) };
}
async function statedOf(world: World, tx: Tx, poll: StoredPoll): Promise<Stated> {
  const plain = poll.held && (await openSealed(world, tx, poll.held.keyId, poll.held.sealed, heldAbout(poll.id)));
  if (!plain) throw new Refused('inventory.not-held');
  return readStated(gunzipSync(plain).toString('utf8'));
}

/** A person believes a held poll: it is compared again with what is known by now, and written. */
export async function approvePoll(world: World, org: Id<'org'>, by: Actor, id: string): Promise<PollShape> {
  mustBe(by, 'handler');
  return world.db.in(org, async (tx) => {
    await lockLedger(tx);
    const { poll, inventory } = await heldPoll(tx, id);
    const stated = await statedOf(world, tx, poll);
    note(world, tx, {
      act: 'inventory.approve',
      by,
      about: [{ subject: null, payload: { inventory: inventory.id, poll: id } }],
    });
    return settle(world, tx, by, inventory, await kindOf(inventory.kind), stated, poll, { dry: false, approved: true });
  });
}

/** A person does not believe it: what was read is let go of, and nothing changes. */
export async function dismissPoll(world: World, org: Id<'org'>, by: Actor, id: string): Promise<void> {
  mustBe(by, 'handler');
  await world.db.in(org, async (tx) => {
    const { poll, inventory } = await heldPoll(tx, id);
    await settlePoll(tx, poll.id, 'dismissed', null, actorId(by), world.clock.now());
    note(world, tx, {
      act: 'inventory.dismiss',
      by,
      about: [{ subject: null, payload: { inventory: inventory.id, poll: id } }],
    });
  });
}

/** A poll with its difference: of a written one from the ledger itself, of a held one against what is known now. */
export async function showPoll(world: World, org: Id<'org'>, id: string): Promise<PollShape> {
  return world.db.in(org, async (tx) => {
    const poll = await pollById(tx, id);
    if (!poll) throw new Refused('request.not-found');
    if (poll.outcome === 'held') {
      const inventory = await knownInventory(tx, poll.inventory);
      const said = await settle(
        world,
        tx,
        engine,
        inventory,
        await kindOf(inventory.kind),
        await statedOf(world, tx, poll),
        poll,
        { dry: true, approved: false },
      );
      return { ...pollOut(poll, []), changes: said.changes };
    }
    return pollOut(poll, poll.importId ? await writtenChanges(tx, poll.importId) : []);
  });
}

async function writtenChanges(tx: Tx, importId: string): Promise<PollChange[]> {
  const rows = await rowsOfImport(tx, importId, 3 * mostChanges);
  const contracts = await contractsNow(tx, { ids: [...new Set(rows.flatMap((r) => r.contract ?? []))] });
  const parties = await partiesByIds(tx, [...new Set(contracts.map((c) => c.buyer))]);
  const who = (id: Id<'ctr'> | null) => {
    const party = parties.get(contracts.find((c) => c.id === id)?.buyer ?? '');
    return { reference: party?.reference ?? null, name: party?.name ?? null };
  };
  const changes: PollChange[] = [];
  for (const [, of] of Map.groupBy(rows, (r) => `${r.kind} ${r.what} ${r.ports[0]}`)) {
    const was = of.find((r) => r.closed);
    for (const r of of.filter((x) => !x.closed)) {
      const same = was && was.contract === r.contract;
      const ended = r.valid.until !== null;
      changes.push({
        resource: resourceText(r.kind, r.what),
        ports: portsText(r.ports),
        how: same ? 'ends' : was && !ended ? 'changed' : 'new',
        before: was && !ended ? who(was.contract) : same ? who(r.contract) : null,
        after: same && ended ? null : who(r.contract),
        from: (same && ended ? r.valid.until : r.valid.from)?.toString() ?? null,
        by: (same && ended ? r.endedBy : r.begunBy)?.toString() ?? null,
      });
    }
  }
  // Of a change of hands the end of the one is told with the beginning of the other.
  const turned = new Set(changes.filter((c) => c.how === 'changed').map((c) => `${c.resource} ${c.ports}`));
  return changes.filter((c) => !(c.how === 'ends' && turned.has(`${c.resource} ${c.ports}`))).slice(0, mostChanges);
}

/** Polls of an inventory, newest first. */
export async function listPolls(
  world: World,
  org: Id<'org'>,
  idOrName: string,
  limit: number,
  before?: string,
): Promise<{ readonly items: PollShape[]; readonly next: string | null }> {
  return world.db.in(org, async (tx) => {
    const inventory = await knownInventory(tx, idOrName);
    const found = await pollsOf(tx, inventory.id, limit + 1, before);
    const page = found.slice(0, limit);
    return { items: page.map((p) => pollOut(p, [])), next: found.length > limit ? (page.at(-1)?.id ?? null) : null };
  });
}

export const pollOut = (p: StoredPoll, changes: PollChange[]): PollShape => ({
  id: (p.id as string) === '' ? null : p.id,
  inventory: p.inventory,
  began_at: p.beganAt.toString(),
  ended_at: p.endedAt.toString(),
  as_of: p.asOf?.toString() ?? null,
  outcome: p.outcome,
  fault: p.fault,
  fault_detail: p.faultDetail,
  counts: { ...p.counts },
  problems: p.problems.map((x) => ({ ...x })),
  import: p.importId,
  settled_at: p.settledAt?.toString() ?? null,
  changes,
});

// --- back-fill -------------------------------------------------------------------------------------------------------

/**
 * Inserts the history that an inventory's own log of changes tells, before its first poll. Later records are not touched;
 * the same history again adds nothing. One import, which can be undone.
 * @throws Refused `inventory.no-history` where this kind keeps no log, `inventory.not-polled` before the first whole poll
 */
export async function backfillInventory(
  world: World,
  org: Id<'org'>,
  by: Actor,
  idOrName: string,
  dry = false,
): Promise<PollShape> {
  mustBe(by, 'handler');
  const { inventory, kind, reading } = await open(world, org, idOrName);
  if (kind.reach !== 'http' || !kind.history) throw new Refused('inventory.no-history', kind.title);
  if (!inventory.firstAt) throw new Refused('inventory.not-polled', inventory.name);
  const beganAt = world.clock.now();
  let history: Stated;
  try {
    history = await askAll(world, whereOf(inventory, kind), kind.history(reading));
  } catch (cause) {
    if (cause instanceof AskFailed) throw new Refused('inventory.no-answer', `${cause.fault}: ${cause.message}`);
    throw cause;
  }
  const endedAt = world.clock.now();
  return world.db.in(org, async (tx) => {
    await lockLedger(tx);
    const now = await knownInventory(tx, inventory.id, true);
    const first: Micros = microsOf(now.firstAt ?? beganAt);
    const before = await recordsOfResources(
      tx,
      now.id,
      history.holdings.map((h) => h.what),
    );
    const placing = await place(world, tx, now, history, before);
    const plan = compareHistory(placing.placed, before, first);
    const problems: StatedProblem[] = [...history.problems, ...placing.problems, ...plan.problems];
    const counts = countsOf(history, plan, placing, problems.length);
    const poll = {
      id: newId(world, 'poll'),
      inventory: now.id,
      beganAt,
      endedAt,
      asOf: null,
      fault: null,
      faultDetail: null,
      counts,
      problems: problems.slice(0, mostProblems),
      held: null,
    };
    const changes = changesOf(plan, before, placing);
    const importId = !dry && plan.opens.length > 0 ? newId(world, 'imp') : null;
    if (importId)
      await write(world, tx, by, now, kind, plan, placing, { importId, poll: poll.id, counts, sum: sumOf(history) });
    const outcome = importId ? 'backfilled' : 'unchanged';
    if (!dry) await insertPoll(tx, { ...poll, outcome, importId });
    return pollOut({ ...poll, outcome, importId, settledAt: null, ...(dry ? { id: '' as Id<'poll'> } : {}) }, changes);
  });
}

// --- undo ------------------------------------------------------------------------------------------------------------

/**
 * Undoes the import of a poll: what it opened is closed, what it closed is given back, parties it made are former, and the
 * inventory pauses, since its next poll would say the same again. Newer polls are undone before older ones.
 * @throws Refused `import.cannot-undo` where records it wrote were changed since
 */
export async function undoPoll(world: World, tx: Tx, by: Actor, id: Id<'imp'>): Promise<void> {
  const row = await importById(tx, id);
  if (!row) throw new Refused('request.not-found');
  if (row.undoneAt) throw new Refused('import.cannot-undo', 'It was undone already.');
  const at = world.clock.now();
  const fresh = (count: number) => Array.from({ length: count }, () => newId(world, 'hld'));
  if ((await undoRows(tx, id, 'holding', fresh, at)) > 0)
    throw new Refused('import.cannot-undo', 'Records it wrote were changed since; undo the newer polls first.');
  if ((await undoContractRows(tx, id, at)) > 0)
    throw new Refused('import.cannot-undo', 'Contracts it wrote were changed since.');
  await undoContacts(tx, id, at);
  const before = await partiesBefore(tx, id);
  const made = before.filter((p) => p.before === null).map((p) => p.party);
  const parties = await partiesByIds(tx, made);
  await updateParties(tx, [
    ...before.flatMap((p) => (p.before ? [p.before] : [])),
    // The row stays: contracts that were recorded and closed name it. It holds nothing any more.
    ...[...parties.values()].filter((p) => !p.erased).map((p) => ({ ...p, state: 'former' as const })),
  ]);
  const poll = await pollOfImport(tx, id);
  if (poll) {
    const backfill = poll.outcome === 'backfilled';
    await settlePoll(tx, poll.id, 'undone', null, actorId(by), at);
    if (!backfill) {
      // What it said before is again what it said last: the next difference is taken from there.
      const [last] = await tx.rows(sql<{
        began_at: Temporal.Instant;
        ended_at: Temporal.Instant;
        as_of: Temporal.Instant | null;
      }>`
        select began_at, ended_at, as_of from inventory_poll
         where organisation_id = ${tx.organisation} and inventory_id = ${poll.inventory} and id < ${poll.id} and outcome in ('written', 'unchanged')
         order by id desc limit 1`);
      await changeInventoryRow(tx, poll.inventory, {
        seenFrom: last?.began_at ?? null,
        seenUntil: last?.ended_at ?? null,
        asOf: last?.as_of ?? null,
        ...(last ? {} : { firstAt: null }),
        state: 'paused',
        pausedWhy: 'undone',
        nextAt: null,
      });
    }
  }
  await markUndone(tx, id, at, actorId(by));
  await ledgerChanged(tx, { import: id }, at);
  note(world, tx, { act: 'ledger.undo', by, about: [{ subject: null, payload: { import: id, kind: 'inventory' } }] });
}
