/** The SQL of inventories and their polls. */
import { sql, type Tx } from '#io/db';
import { type Id, must } from '#kernel';
import type { InventoryState, PollOutcome, StatedProblem } from '../inventory.ts';

const orgOf = (tx: Tx): Id<'org'> => must(tx.organisation, 'an organisation in this transaction');

export interface StoredInventory {
  readonly id: Id<'inv'>;
  readonly name: string;
  readonly kind: string;
  readonly address: string | null;
  readonly privateHosts: readonly string[];
  readonly trust: string | null;
  readonly secret: { readonly keyId: Id<'dky'>; readonly sealed: Uint8Array } | null;
  readonly options: Readonly<Record<string, unknown>>;
  readonly precedence: number;
  readonly everyMinutes: number | null;
  readonly holdShare: number;
  readonly state: InventoryState;
  readonly pausedWhy: string | null;
  readonly createdAt: Temporal.Instant;
  readonly firstAt: Temporal.Instant | null;
  readonly seenFrom: Temporal.Instant | null;
  readonly seenUntil: Temporal.Instant | null;
  readonly asOf: Temporal.Instant | null;
  readonly failures: number;
  readonly restingUntil: Temporal.Instant | null;
  readonly nextAt: Temporal.Instant | null;
}
interface InventorySqlRow {
  id: Id<'inv'>;
  name: string;
  kind: string;
  address: string | null;
  private_hosts: string[];
  trust: string | null;
  secret_sealed: Buffer | null;
  secret_key: Id<'dky'> | null;
  options: Record<string, unknown>;
  precedence: number;
  every_minutes: number | null;
  hold_share: number;
  state: InventoryState;
  paused_why: string | null;
  created_at: Temporal.Instant;
  first_at: Temporal.Instant | null;
  seen_from: Temporal.Instant | null;
  seen_until: Temporal.Instant | null;
  as_of: Temporal.Instant | null;
  failures: number;
  resting_until: Temporal.Instant | null;
  next_at: Temporal.Instant | null;
}
const columns = sql.raw(
  'id, name, kind, address, private_hosts, trust, secret_sealed, secret_key, options, precedence, every_minutes, hold_share, state, paused_why, created_at, first_at, seen_from, seen_until, as_of, failures, resting_until, next_at',
);
const from = (r: InventorySqlRow): StoredInventory => ({
  id: r.id,
  name: r.name,
  kind: r.kind,
  address: r.address,
  privateHosts: r.private_hosts,
  trust: r.trust,
  secret: r.secret_sealed && r.secret_key ? { keyId: r.secret_key, sealed: r.secret_sealed } : null,
  options: r.options,
  precedence: r.precedence,
  everyMinutes: r.every_minutes,
  // A real comes back with the noise of its binary form.
  holdShare: Math.round(r.hold_share * 1e6) / 1e6,
  state: r.state,
  pausedWhy: r.paused_why,
  createdAt: r.created_at,
  firstAt: r.first_at,
  seenFrom: r.seen_from,
  seenUntil: r.seen_until,
  asOf: r.as_of,
  failures: r.failures,
  restingUntil: r.resting_until,
  nextAt: r.next_at,
});

/** Inventories that were not removed, by name. */
export async function inventoriesOf(tx: Tx): Promise<readonly StoredInventory[]> {
  const rows = await tx.rows(sql<InventorySqlRow>`
    select ${columns} from inventory where organisation_id = ${orgOf(tx)} and state <> 'removed' order by name`);
  return rows.map(from);
}

/** An inventory by id or name (removed ones by id only); with `lock` it stays as it is until this transaction ends. */
export async function inventoryBy(tx: Tx, idOrName: string, lock = false): Promise<StoredInventory | undefined> {
  const rows = await tx.rows(sql<InventorySqlRow>`
    select ${columns} from inventory
     where organisation_id = ${orgOf(tx)} and (id = ${idOrName} or (name = ${idOrName} and state <> 'removed'))
     ${lock ? sql`for update` : sql``}`);
  return rows[0] && from(rows[0]);
}

export async function inventoryNames(tx: Tx, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await tx.rows(sql<{ id: string; name: string }>`
    select id, name from inventory where organisation_id = ${orgOf(tx)} and id = any(${[...new Set(ids)]}::text[])`);
  return new Map(rows.map((r) => [r.id, r.name]));
}

export interface NewInventoryRow {
  readonly id: Id<'inv'>;
  readonly name: string;
  readonly kind: string;
  readonly address: string | null;
  readonly privateHosts: readonly string[];
  readonly trust: string | null;
  readonly secret: { readonly keyId: Id<'dky'>; readonly sealed: Uint8Array } | null;
  readonly options: Readonly<Record<string, unknown>>;
  readonly precedence: number;
  readonly everyMinutes: number | null;
  readonly holdShare: number;
  readonly by: string;
  readonly at: Temporal.Instant;
  readonly nextAt: Temporal.Instant | null;
}
/** Writes an inventory. Throws 23505 where its name is taken. */
export async function insertInventory(tx: Tx, i: NewInventoryRow): Promise<void> {
  await tx.rows(sql`
    insert into inventory (organisation_id, id, name, kind, address, private_hosts, trust, secret_sealed, secret_key, options, precedence, every_minutes, hold_share, created_at, created_by, next_at)
    values (${orgOf(tx)}, ${i.id}, ${i.name}, ${i.kind}, ${i.address}, ${i.privateHosts}::text[], ${i.trust},
            ${i.secret ? Buffer.from(i.secret.sealed) : null}, ${i.secret?.keyId ?? null}, ${JSON.stringify(i.options)}::jsonb, ${i.precedence},
            ${i.everyMinutes}, ${i.holdShare}, ${i.at.toString()}::timestamptz, ${i.by}, ${i.nextAt?.toString() ?? null}::timestamptz)`);
}

export interface InventoryChange {
  readonly address?: string | null;
  readonly privateHosts?: readonly string[];
  readonly trust?: string | null;
  readonly secret?: { readonly keyId: Id<'dky'>; readonly sealed: Uint8Array } | null;
  readonly options?: Readonly<Record<string, unknown>>;
  readonly precedence?: number;
  readonly everyMinutes?: number | null;
  readonly holdShare?: number;
  readonly state?: InventoryState;
  readonly pausedWhy?: string | null;
  readonly firstAt?: Temporal.Instant | null;
  readonly seenFrom?: Temporal.Instant | null;
  readonly seenUntil?: Temporal.Instant | null;
  readonly asOf?: Temporal.Instant | null;
  readonly failures?: number;
  readonly restingUntil?: Temporal.Instant | null;
  readonly nextAt?: Temporal.Instant | null;
}
/** Changes what an inventory is set to, or what is known of its polls. */
export async function changeInventoryRow(tx: Tx, id: string, c: InventoryChange): Promise<void> {
  const time = (name: string, at: Temporal.Instant | null | undefined) =>
    at === undefined ? [] : [sql`${sql.ref(name)} = ${at?.toString() ?? null}::timestamptz`];
  const value = (name: string, v: unknown) => (v === undefined ? [] : [sql`${sql.ref(name)} = ${v}`]);
  const sets = [
    ...value('address', c.address),
    ...(c.privateHosts === undefined ? [] : [sql`private_hosts = ${c.privateHosts}::text[]`]),
    ...value('trust', c.trust),
    ...(c.secret === undefined
      ? []
      : [
          sql`secret_sealed = ${c.secret ? Buffer.from(c.secret.sealed) : null}, secret_key = ${c.secret?.keyId ?? null}`,
        ]),
    ...(c.options === undefined ? [] : [sql`options = ${JSON.stringify(c.options)}::jsonb`]),
    ...value('precedence', c.precedence),
    ...value('every_minutes', c.everyMinutes),
    ...value('hold_share', c.holdShare),
    ...value('state', c.state),
    ...value('paused_why', c.pausedWhy),
    ...time('first_at', c.firstAt),
    ...time('seen_from', c.seenFrom),
    ...time('seen_until', c.seenUntil),
    ...time('as_of', c.asOf),
    ...value('failures', c.failures),
    ...time('resting_until', c.restingUntil),
    ...time('next_at', c.nextAt),
  ];
  if (sets.length === 0) return;
  await tx.rows(sql`
    update inventory set ${sql.join(sets, sql`, `)} where organisation_id = ${orgOf(tx)} and id = ${id}`);
}

// --- polls -----------------------------------------------------------------------------------------------------------

export interface StoredPoll {
  readonly id: Id<'poll'>;
  readonly inventory: Id<'inv'>;
  readonly beganAt: Temporal.Instant;
  readonly endedAt: Temporal.Instant;
  readonly asOf: Temporal.Instant | null;
  readonly outcome: PollOutcome;
  readonly fault: string | null;
  readonly faultDetail: string | null;
  readonly counts: Readonly<Record<string, number>>;
  readonly problems: readonly StatedProblem[];
  readonly importId: Id<'imp'> | null;
  readonly held: { readonly keyId: Id<'dky'>; readonly sealed: Uint8Array } | null;
  readonly settledAt: Temporal.Instant | null;
}
interface PollSqlRow {
  id: Id<'poll'>;
  inventory_id: Id<'inv'>;
  began_at: Temporal.Instant;
  ended_at: Temporal.Instant;
  as_of: Temporal.Instant | null;
  outcome: PollOutcome;
  fault: string | null;
  fault_detail: string | null;
  counts: Record<string, number>;
  problems: StatedProblem[];
  import_id: Id<'imp'> | null;
  held_sealed: Buffer | null;
  held_key: Id<'dky'> | null;
  settled_at: Temporal.Instant | null;
}
const pollFrom = (r: PollSqlRow): StoredPoll => ({
  id: r.id,
  inventory: r.inventory_id,
  beganAt: r.began_at,
  endedAt: r.ended_at,
  asOf: r.as_of,
  outcome: r.outcome,
  fault: r.fault,
  faultDetail: r.fault_detail,
  counts: r.counts,
  problems: r.problems,
  importId: r.import_id,
  held: r.held_sealed && r.held_key ? { keyId: r.held_key, sealed: r.held_sealed } : null,
  settledAt: r.settled_at,
});
const pollColumns = (held: boolean) =>
  sql.raw(
    `id, inventory_id, began_at, ended_at, as_of, outcome, fault, fault_detail, counts, problems, import_id, ${held ? 'held_sealed, held_key' : 'null::bytea as held_sealed, null::text as held_key'}, settled_at`,
  );

/** Polls of an inventory, newest first; without what a held one read. */
export async function pollsOf(
  tx: Tx,
  inventory: string,
  limit: number,
  before?: string,
): Promise<readonly StoredPoll[]> {
  const rows = await tx.rows(sql<PollSqlRow>`
    select ${pollColumns(false)} from inventory_poll
     where organisation_id = ${orgOf(tx)} and inventory_id = ${inventory} ${before ? sql`and id < ${before}` : sql``}
     order by id desc limit ${limit}`);
  return rows.map(pollFrom);
}

/** The last poll of each inventory, and which have one that waits for a person. */
export async function lastPolls(
  tx: Tx,
): Promise<ReadonlyMap<string, { readonly last: StoredPoll; readonly held: Id<'poll'> | null }>> {
  const org = orgOf(tx);
  const rows = await tx.rows(sql<PollSqlRow>`
    select distinct on (inventory_id) ${pollColumns(false)} from inventory_poll where organisation_id = ${org} order by inventory_id, id desc`);
  const held = await tx.rows(sql<{ id: Id<'poll'>; inventory_id: string }>`
    select id, inventory_id from inventory_poll where organisation_id = ${org} and outcome = 'held'`);
  const waiting = new Map(held.map((h) => [h.inventory_id, h.id]));
  return new Map(rows.map((r) => [r.inventory_id, { last: pollFrom(r), held: waiting.get(r.inventory_id) ?? null }]));
}

/** A poll by id, with what it holds back; locked. */
export async function pollById(tx: Tx, id: string): Promise<StoredPoll | undefined> {
  const rows = await tx.rows(sql<PollSqlRow>`
    select ${pollColumns(true)} from inventory_poll where organisation_id = ${orgOf(tx)} and id = ${id} for update`);
  return rows[0] && pollFrom(rows[0]);
}

export async function insertPoll(tx: Tx, p: Omit<StoredPoll, 'settledAt'>): Promise<void> {
  await tx.rows(sql`
    insert into inventory_poll (organisation_id, id, inventory_id, began_at, ended_at, as_of, outcome, fault, fault_detail, counts, problems, import_id, held_sealed, held_key)
    values (${orgOf(tx)}, ${p.id}, ${p.inventory}, ${p.beganAt.toString()}::timestamptz, ${p.endedAt.toString()}::timestamptz, ${p.asOf?.toString() ?? null}::timestamptz,
            ${p.outcome}, ${p.fault}, ${p.faultDetail}, ${JSON.stringify(p.counts)}::jsonb, ${JSON.stringify(p.problems)}::jsonb, ${p.importId},
            ${p.held ? Buffer.from(p.held.sealed) : null}, ${p.held?.keyId ?? null})`);
}

/** Says what became of a held poll; what it read is let go of. */
export async function settlePoll(
  tx: Tx,
  id: string,
  outcome: PollOutcome,
  importId: Id<'imp'> | null,
  by: string,
  at: Temporal.Instant,
): Promise<void> {
  await tx.rows(sql`
    update inventory_poll set outcome = ${outcome}, import_id = coalesce(${importId}, import_id), held_sealed = null, held_key = null,
           settled_by = ${by}, settled_at = ${at.toString()}::timestamptz
     where organisation_id = ${orgOf(tx)} and id = ${id}`);
}

/** The poll that wrote an import; undefined where the import came from elsewhere. */
export async function pollOfImport(tx: Tx, importId: string): Promise<StoredPoll | undefined> {
  const rows = await tx.rows(sql<PollSqlRow>`
    select ${pollColumns(false)} from inventory_poll where organisation_id = ${orgOf(tx)} and import_id = ${importId} for update`);
  return rows[0] && pollFrom(rows[0]);
}

/** Supersedes polls of an inventory that wait for a person: a newer one says how it is. */
export async function supersedeHeld(tx: Tx, inventory: string, by: string, at: Temporal.Instant): Promise<void> {
  await tx.rows(sql`
    update inventory_poll set outcome = 'superseded', held_sealed = null, held_key = null, settled_by = ${by}, settled_at = ${at.toString()}::timestamptz
     where organisation_id = ${orgOf(tx)} and inventory_id = ${inventory} and outcome = 'held'`);
}
