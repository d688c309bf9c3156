/** The SQL of what inventories say: their records, the parties and contracts they made, and a difference written as one import. */
import { sql, type Tx } from '#io/db';
import { type Id, type Micros, must, type Span, spanFrom } from '#kernel';
import { closedAt, slices } from '#parties/store';
import { type Before, type Closes, momentOf, type Opens } from '../compare.ts';
import type { HoldingOrigin, Quality } from '../holding.ts';
import type { Ports, ResourceKind } from '../resource.ts';

const orgOf = (tx: Tx): Id<'org'> => must(tx.organisation, 'an organisation in this transaction');
const micros = (expression: string) => `(extract(epoch from ${expression}) * 1000000)::bigint`;

interface BeforeSqlRow {
  id: Id<'hld'>;
  kind: ResourceKind;
  what: string;
  port_from: number;
  port_until: number;
  contract_id: string | null;
  exclusive: boolean;
  label: string | null;
  valid_from: string | null;
  valid_until: string | null;
  begun_by: string | null;
  quality: Quality;
}
const beforeColumns =
  sql.raw(`id, kind, coalesce(prefix::text, name) as what, lower(ports) as port_from, upper(ports) as port_until, contract_id, exclusive, label,
  ${micros('lower(valid)')} as valid_from, ${micros('upper(valid)')} as valid_until, ${micros('begun_by')} as begun_by, quality`);
const beforeFrom = (r: BeforeSqlRow): Before => ({
  id: r.id,
  kind: r.kind,
  what: r.what,
  ports: [r.port_from, r.port_until] as Ports,
  contract: r.contract_id,
  exclusive: r.exclusive,
  label: r.label,
  from: r.valid_from === null ? Number.NEGATIVE_INFINITY : Number(r.valid_from),
  until: r.valid_until === null ? Number.POSITIVE_INFINITY : Number(r.valid_until),
  begunBy: r.begun_by === null ? null : Number(r.begun_by),
  quality: r.quality,
});

/** Records of an inventory as known now: those that run, and those that ended after a moment. */
export async function recordsOfInventory(
  tx: Tx,
  inventory: string,
  endedAfter: Temporal.Instant | null,
): Promise<readonly Before[]> {
  const rows = await tx.rows(sql<BeforeSqlRow>`
    select ${beforeColumns} from holding
     where organisation_id = ${orgOf(tx)} and inventory_id = ${inventory} and upper_inf(recorded)
       and (upper_inf(valid) ${endedAfter ? sql`or upper(valid) > ${endedAfter.toString()}::timestamptz` : sql``})`);
  return rows.map(beforeFrom);
}

/** Every record of an inventory, of these resources, as known now and of any time. */
export async function recordsOfResources(
  tx: Tx,
  inventory: string,
  whats: readonly string[],
): Promise<readonly Before[]> {
  const found: Before[] = [];
  for (const some of slices([...new Set(whats)], 20_000)) {
    const rows = await tx.rows(sql<BeforeSqlRow>`
      select ${beforeColumns} from holding
       where organisation_id = ${orgOf(tx)} and inventory_id = ${inventory} and upper_inf(recorded)
         and coalesce(prefix::text, name) = any(${some}::text[])`);
    found.push(...rows.map(beforeFrom));
  }
  return found;
}

/** Writes a difference: closes what ends or changes (and records it again with its end), records what is new. Throws 23P01. */
export async function writePlan(
  tx: Tx,
  plan: {
    readonly opens: readonly (Opens & { readonly id: Id<'hld'> })[];
    readonly closes: readonly (Closes & { readonly fresh: Id<'hld'> })[];
  },
  as: {
    /** Null: not of an inventory. */
    readonly inventory: Id<'inv'> | null;
    readonly origin: HoldingOrigin;
    readonly precedence: number;
    readonly importId: Id<'imp'> | null;
    readonly at: Temporal.Instant;
  },
): Promise<void> {
  const org = orgOf(tx);
  const at = as.at.toString();
  for (const some of slices(plan.closes, 5000)) {
    const rows = JSON.stringify(
      some.map((c) => ({
        id: c.id,
        fresh: c.fresh,
        until: momentOf(c.until)?.toString() ?? null,
        ended_by: momentOf(c.endedBy)?.toString() ?? null,
      })),
    );
    await tx.rows(sql`
      update holding h set recorded = ${closedAt(as.at)}, closed_by = ${as.importId}
        from jsonb_to_recordset(${rows}::jsonb) as c(id text) where h.organisation_id = ${org} and h.id = c.id and upper_inf(h.recorded)`);
    await tx.rows(sql`
      insert into holding (organisation_id, id, kind, prefix, name, ports, contract_id, exclusive, origin, precedence, label, valid, recorded, import_id, inventory_id, quality, begun_by, ended_by)
      select h.organisation_id, c.fresh, h.kind, h.prefix, h.name, h.ports, h.contract_id, h.exclusive, h.origin, h.precedence, h.label,
             tstzrange(lower(h.valid), c.until), tstzrange(${at}::timestamptz, null), ${as.importId}, h.inventory_id,
             case when c.ended_by is null then h.quality else 'interval' end, h.begun_by, c.ended_by
        from holding h join jsonb_to_recordset(${rows}::jsonb) as c(id text, fresh text, until timestamptz, ended_by timestamptz) on h.id = c.id
       where h.organisation_id = ${org} and c.until is not null`);
  }
  for (const some of slices(plan.opens, 5000)) {
    const rows = JSON.stringify(
      some.map((o) => ({
        id: o.id,
        kind: o.kind,
        what: o.what,
        port_from: o.ports[0],
        port_until: o.ports[1],
        contract: o.contract,
        exclusive: o.exclusive,
        label: o.label,
        from: momentOf(o.from)?.toString() ?? null,
        until: momentOf(o.until)?.toString() ?? null,
        begun_by: momentOf(o.begunBy)?.toString() ?? null,
        ended_by: momentOf(o.endedBy)?.toString() ?? null,
        quality: o.quality,
      })),
    );
    await tx.rows(sql`
      insert into holding (organisation_id, id, kind, prefix, name, ports, contract_id, exclusive, origin, precedence, label, valid, recorded, import_id, inventory_id, quality, begun_by, ended_by)
      select ${org}, o.id, o.kind, case when o.kind = 'prefix' then o.what::cidr end, case when o.kind <> 'prefix' then o.what end,
             int4range(o.port_from, o.port_until), o.contract, o.exclusive, ${as.origin}, ${as.precedence}, o.label, tstzrange(o."from", o.until),
             tstzrange(${at}::timestamptz, null), ${as.importId}, ${as.inventory}, o.quality, o.begun_by, o.ended_by
        from jsonb_to_recordset(${rows}::jsonb)
          as o(id text, kind text, what text, port_from int, port_until int, contract text, exclusive boolean, label text, "from" timestamptz, until timestamptz, begun_by timestamptz, ended_by timestamptz, quality text)`);
  }
}

/** Which inventory made which parties. */
export async function partyMakers(tx: Tx, parties: readonly string[]): Promise<ReadonlyMap<string, string | null>> {
  if (parties.length === 0) return new Map();
  const rows = await tx.rows(sql<{ id: string; inventory_id: string | null }>`
    select id, inventory_id from party where organisation_id = ${orgOf(tx)} and id = any(${parties}::text[])`);
  return new Map(rows.map((r) => [r.id, r.inventory_id]));
}

/** Marks what an import made as made by an inventory: it follows that inventory from now on. */
export async function markMadeBy(tx: Tx, importId: string, inventory: string): Promise<void> {
  const org = orgOf(tx);
  await tx.rows(
    sql`update party set inventory_id = ${inventory} where organisation_id = ${org} and import_id = ${importId}`,
  );
  await tx.rows(
    sql`update contact set inventory_id = ${inventory} where organisation_id = ${org} and import_id = ${importId}`,
  );
  await tx.rows(
    sql`update contract set inventory_id = ${inventory} where organisation_id = ${org} and import_id = ${importId}`,
  );
}

/** Contacts an inventory made that run. */
export async function contactsMadeBy(tx: Tx, inventory: string): Promise<ReadonlySet<string>> {
  const rows = await tx.rows(sql<{ id: string }>`
    select id from contact where organisation_id = ${orgOf(tx)} and inventory_id = ${inventory} and ended_at is null`);
  return new Set(rows.map((r) => r.id));
}

/** Contracts an inventory made, as known now. */
export async function contractsMadeBy(tx: Tx, inventory: string): Promise<ReadonlySet<string>> {
  const rows = await tx.rows(sql<{ id: string }>`
    select distinct id from contract where organisation_id = ${orgOf(tx)} and inventory_id = ${inventory} and upper_inf(recorded)`);
  return new Set(rows.map((r) => r.id));
}

export interface WrittenRow {
  readonly what: string;
  readonly kind: ResourceKind;
  readonly ports: Ports;
  readonly contract: Id<'ctr'> | null;
  readonly valid: Span;
  readonly endedBy: Temporal.Instant | null;
  readonly begunBy: Temporal.Instant | null;
  readonly closed: boolean;
}
/** What an import opened, and what it closed: the difference, told from the ledger itself. */
export async function rowsOfImport(tx: Tx, importId: string, limit: number): Promise<readonly WrittenRow[]> {
  const rows = await tx.rows(sql<{
    what: string;
    kind: ResourceKind;
    port_from: number;
    port_until: number;
    contract_id: Id<'ctr'> | null;
    valid: string;
    begun_by: Temporal.Instant | null;
    ended_by: Temporal.Instant | null;
    closed: boolean;
  }>`
    select coalesce(prefix::text, name) as what, kind, lower(ports) as port_from, upper(ports) as port_until, contract_id, valid::text as valid, begun_by, ended_by,
           coalesce(closed_by = ${importId}, false) as closed
      from holding where organisation_id = ${orgOf(tx)} and (import_id = ${importId} or closed_by = ${importId})
     order by kind, prefix, name, lower(ports), closed desc, lower(valid) limit ${limit}`);
  return rows.map((r) => ({
    what: r.what,
    kind: r.kind,
    ports: [r.port_from, r.port_until] as Ports,
    contract: r.contract_id,
    valid: spanFrom(r.valid),
    begunBy: r.begun_by,
    endedBy: r.ended_by,
    closed: r.closed,
  }));
}

/** How many records of an inventory run, by inventory. */
export async function runningCounts(tx: Tx): Promise<ReadonlyMap<string, number>> {
  const rows = await tx.rows(sql<{ inventory_id: string; n: number }>`
    select inventory_id, count(*)::int as n from holding
     where organisation_id = ${orgOf(tx)} and inventory_id is not null and upper_inf(recorded) and upper_inf(valid) group by inventory_id`);
  return new Map(rows.map((r) => [r.inventory_id, Number(r.n)]));
}

/** The record of one layer that holds a resource at a moment or after it; the earliest. */
export async function layerRecords(
  tx: Tx,
  layer: { readonly origin: HoldingOrigin; readonly inventory: string | null },
  kind: ResourceKind,
  what: string,
  ports: Ports,
): Promise<readonly Before[]> {
  const rows = await tx.rows(sql<BeforeSqlRow>`
    select ${beforeColumns} from holding
     where organisation_id = ${orgOf(tx)} and upper_inf(recorded) and origin = ${layer.origin}
       and inventory_id is not distinct from ${layer.inventory} and kind = ${kind}
       and ${kind === 'prefix' ? sql`prefix = ${what}::cidr` : sql`name = ${what}`}
       and ports = int4range(${ports[0]}::int, ${ports[1]}::int)
     order by lower(valid) nulls first for update`);
  return rows.map(beforeFrom);
}

/** A moment of the ledger's line as text for SQL; null where it is open. */
export const sqlMoment = (at: Micros): string | null => momentOf(at)?.toString() ?? null;
