/** The SQL of resources: holdings and networks at a moment, read for attribution, imported in bulk. */
import { copyText, sql, type Tx } from '#io/db';
import { type Id, must, type Prefix, prefixEnds, prefixOf, prefixText, type Span, spanFrom, spanText } from '#kernel';
import { closedAt } from '#parties/store';
import type { HeldRow, HoldingOrigin, NetworkRow, Quality } from './holding.ts';
import type { Ports, ResourceKind } from './resource.ts';

const orgOf = (tx: Tx): Id<'org'> => must(tx.organisation, 'an organisation in this transaction');

interface HeldSqlRow {
  id: Id<'hld'>;
  kind: ResourceKind;
  what: string;
  port_from: number;
  port_until: number;
  contract_id: Id<'ctr'> | null;
  exclusive: boolean;
  precedence: number;
  valid_from: string | null;
  valid_until: string | null;
  recorded_from: string;
  begun_by: string | null;
  ended_by: string | null;
}
/** Microseconds since 1970, null where the bound is open. */
const micros = (expression: string) => `(extract(epoch from ${expression}) * 1000000)::bigint`;
const heldColumns =
  sql.raw(`id, kind, coalesce(prefix::text, name) as what, lower(ports) as port_from, upper(ports) as port_until, contract_id, exclusive, precedence,
  ${micros('lower(valid)')} as valid_from, ${micros('upper(valid)')} as valid_until, ${micros('lower(recorded)')} as recorded_from,
  ${micros('begun_by')} as begun_by, ${micros('ended_by')} as ended_by`);
const heldFrom = (r: HeldSqlRow): HeldRow => ({
  id: r.id,
  kind: r.kind,
  what: r.what,
  ports: [r.port_from, r.port_until],
  contract: r.contract_id,
  exclusive: r.exclusive,
  precedence: r.precedence,
  recordedFrom: Number(r.recorded_from),
  from: r.valid_from === null ? Number.NEGATIVE_INFINITY : Number(r.valid_from),
  until: r.valid_until === null ? Number.POSITIVE_INFINITY : Number(r.valid_until),
  ...(r.begun_by === null ? {} : { begunBy: Number(r.begun_by) }),
  ...(r.ended_by === null ? {} : { endedBy: Number(r.ended_by) }),
});

/** A prefix and every shorter one around it, as texts, longest first. */
export function enclosing(prefix: Prefix): string[] {
  const all: string[] = [];
  for (let length = prefix.length; length >= 0; length--) all.push(prefixText(prefixOf(prefix, length)));
  return all;
}

/** Holdings whose prefix holds the whole of this one, as known now, of every time. Leakproof, so the wall keeps the index. */
export async function heldAround(tx: Tx, prefix: Prefix): Promise<readonly HeldRow[]> {
  const rows = await tx.rows(sql<HeldSqlRow>`
    select ${heldColumns} from holding
     where organisation_id = ${orgOf(tx)} and prefix = any(${enclosing(prefix)}::cidr[]) and upper_inf(recorded)`);
  return rows.map(heldFrom);
}

/** Holdings of prefixes strictly inside this one, as known now; at most `limit`, in order of address. */
export async function heldInside(tx: Tx, prefix: Prefix, limit: number): Promise<readonly HeldRow[]> {
  const { lo, hi } = prefixEnds(prefix);
  const longest = 8 * prefix.bytes.length;
  const rows = await tx.rows(sql<HeldSqlRow>`
    select ${heldColumns} from holding
     where organisation_id = ${orgOf(tx)} and prefix > ${prefixText(prefix)}::cidr and prefix >= ${lo}::cidr and prefix <= ${`${hi}/${longest}`}::cidr
       and masklen(prefix) > ${prefix.length} and upper_inf(recorded)
     order by prefix limit ${limit}`);
  return rows.map(heldFrom);
}

/** Holdings of these names, as known now, of every time. */
export async function heldNamed(
  tx: Tx,
  names: readonly { readonly kind: ResourceKind; readonly name: string }[],
): Promise<readonly HeldRow[]> {
  if (names.length === 0) return [];
  const rows = await tx.rows(sql<HeldSqlRow>`
    select ${heldColumns} from holding
     where organisation_id = ${orgOf(tx)} and name = any(${[...new Set(names.map((n) => n.name))]}::text[]) and upper_inf(recorded)`);
  const asked = new Set(names.map((n) => `${n.kind} ${n.name}`));
  return rows.map(heldFrom).filter((r) => asked.has(`${r.kind} ${r.what}`));
}

interface NetworkSqlRow {
  id: Id<'net'>;
  kind: 'prefix' | 'asn' | 'domain';
  what: string;
  name: string | null;
  valid: string;
  valid_from: string | null;
  valid_until: string | null;
}
export interface StoredNetwork extends NetworkRow {
  readonly id: Id<'net'>;
  readonly name: string | null;
  readonly valid: Span;
}
const networkColumns = sql.raw(`id, kind, coalesce(prefix::text, asn::text, domain) as what, name, valid::text as valid,
  ${micros('lower(valid)')} as valid_from, ${micros('upper(valid)')} as valid_until`);
const networkFrom = (r: NetworkSqlRow): StoredNetwork => ({
  id: r.id,
  kind: r.kind,
  what: r.what,
  name: r.name,
  valid: spanFrom(r.valid),
  from: r.valid_from === null ? Number.NEGATIVE_INFINITY : Number(r.valid_from),
  until: r.valid_until === null ? Number.POSITIVE_INFINITY : Number(r.valid_until),
});

/** What the organisation answers for, as known now; at a moment, or of every time. Few rows: an organisation's own list. */
export async function networksNow(tx: Tx, at?: Temporal.Instant): Promise<readonly StoredNetwork[]> {
  const rows = await tx.again(sql<NetworkSqlRow>`
    select ${networkColumns} from network
     where organisation_id = ${orgOf(tx)} and upper_inf(recorded) ${at ? sql`and valid @> ${at.toString()}::timestamptz` : sql``}
     order by kind desc, prefix, asn, domain, lower(valid) nulls first`);
  return rows.map(networkFrom);
}

/** Runs over every holding as known now, in slices, in one consistent picture: for the table in memory. */
export async function* everyHeld(tx: Tx, size = 20_000): AsyncGenerator<readonly HeldRow[]> {
  await tx.rows(sql`
    declare every_held no scroll cursor for select ${heldColumns} from holding where organisation_id = ${sql.lit(orgOf(tx))} and upper_inf(recorded)`);
  try {
    for (;;) {
      const rows = await tx.rows(sql<HeldSqlRow>`fetch ${sql.lit(size)} from every_held`);
      if (rows.length === 0) return;
      yield rows.map(heldFrom);
    }
  } finally {
    await tx.rows(sql`close every_held`);
  }
}

/** A holding as people see it. */
export interface StoredHolding {
  readonly id: Id<'hld'>;
  readonly kind: ResourceKind;
  readonly what: string;
  readonly ports: Ports;
  readonly contract: Id<'ctr'> | null;
  readonly exclusive: boolean;
  readonly origin: HoldingOrigin;
  readonly inventory: Id<'inv'> | null;
  readonly label: string | null;
  readonly valid: Span;
  readonly quality: Quality;
  readonly begunBy: Temporal.Instant | null;
  readonly endedBy: Temporal.Instant | null;
  readonly recorded: Span;
}
interface HoldingSqlRow {
  inventory_id: Id<'inv'> | null;
  quality: Quality;
  begun_by: Temporal.Instant | null;
  ended_by: Temporal.Instant | null;
  id: Id<'hld'>;
  kind: ResourceKind;
  what: string;
  port_from: number;
  port_until: number;
  contract_id: Id<'ctr'> | null;
  exclusive: boolean;
  origin: HoldingOrigin;
  label: string | null;
  valid: string;
  recorded: string;
}
const holdingColumns = sql.raw(
  'id, kind, coalesce(prefix::text, name) as what, lower(ports) as port_from, upper(ports) as port_until, contract_id, exclusive, origin, inventory_id, label, valid::text as valid, quality, begun_by, ended_by, recorded::text as recorded',
);
const holdingFrom = (r: HoldingSqlRow): StoredHolding => ({
  id: r.id,
  kind: r.kind,
  what: r.what,
  ports: [r.port_from, r.port_until],
  contract: r.contract_id,
  exclusive: r.exclusive,
  origin: r.origin,
  inventory: r.inventory_id,
  label: r.label,
  valid: spanFrom(r.valid),
  quality: r.quality,
  begunBy: r.begun_by,
  endedBy: r.ended_by,
  recorded: spanFrom(r.recorded),
});

export async function holdingsByIds(tx: Tx, ids: readonly string[], lock = false): Promise<readonly StoredHolding[]> {
  if (ids.length === 0) return [];
  const rows = await tx.rows(sql<HoldingSqlRow>`
    select ${holdingColumns} from holding where organisation_id = ${orgOf(tx)} and id = any(${ids}::text[]) ${lock ? sql`for update` : sql``}`);
  return rows.map(holdingFrom);
}

export interface HoldingsAsked {
  /** Records of a prefix and of what lies inside it. */
  readonly within?: Prefix | undefined;
  /** A name, exactly. */
  readonly name?: string | undefined;
  readonly contracts?: readonly string[] | undefined;
  /** Only what is valid at this moment. */
  readonly at?: Temporal.Instant | undefined;
  readonly limit: number;
  /** Id of the last one of the page before. */
  readonly after?: string | undefined;
}

/** A page of holdings as known now, in order of record. */
export async function findHoldings(tx: Tx, asked: HoldingsAsked): Promise<readonly StoredHolding[]> {
  const ends = asked.within && prefixEnds(asked.within);
  const longest = asked.within ? 8 * asked.within.bytes.length : 0;
  const rows = await tx.rows(sql<HoldingSqlRow>`
    select ${holdingColumns} from holding
     where organisation_id = ${orgOf(tx)} and upper_inf(recorded)
       ${ends && asked.within ? sql`and prefix >= ${prefixText(asked.within)}::cidr and prefix <= ${`${ends.hi}/${longest}`}::cidr` : sql``}
       ${asked.name === undefined ? sql`` : sql`and name = ${asked.name}`}
       ${asked.contracts ? sql`and contract_id = any(${asked.contracts}::text[])` : sql``}
       ${asked.at ? sql`and valid @> ${asked.at.toString()}::timestamptz` : sql``}
       ${asked.after ? sql`and id > ${asked.after}` : sql``}
     order by id limit ${asked.limit}`);
  return rows.map(holdingFrom);
}

/** Records ever made of a prefix, of what encloses it and of what lies inside, or of names: closed ones too. */
export async function recordsOf(
  tx: Tx,
  asked: { readonly prefix?: Prefix; readonly names?: readonly string[] },
  limit: number,
): Promise<readonly StoredHolding[]> {
  const org = orgOf(tx);
  const where = asked.prefix
    ? sql`(prefix = any(${enclosing(asked.prefix)}::cidr[]) or (prefix >= ${prefixText(asked.prefix)}::cidr and prefix <= ${`${prefixEnds(asked.prefix).hi}/${8 * asked.prefix.bytes.length}`}::cidr))`
    : sql`name = any(${asked.names ?? []}::text[])`;
  const rows = await tx.rows(sql<HoldingSqlRow>`
    select ${holdingColumns} from holding where organisation_id = ${org} and ${where}
     order by lower(valid) nulls first, prefix, id limit ${limit}`);
  return rows.map(holdingFrom);
}

export interface NewHoldingRow {
  readonly id: Id<'hld'>;
  readonly kind: ResourceKind;
  readonly what: string;
  readonly ports: Ports;
  readonly contract: Id<'ctr'> | null;
  readonly exclusive: boolean;
  readonly origin: HoldingOrigin;
  readonly precedence: number;
  readonly label: string | null;
  readonly valid: Span;
}

/** Records a holding. Throws 23P01 where another holds it during that time. */
export async function insertHolding(tx: Tx, h: NewHoldingRow, at: Temporal.Instant): Promise<void> {
  await tx.rows(sql`
    insert into holding (organisation_id, id, kind, prefix, name, ports, contract_id, exclusive, origin, precedence, label, valid, recorded)
    values (${orgOf(tx)}, ${h.id}, ${h.kind}, ${h.kind === 'prefix' ? h.what : null}::cidr, ${h.kind === 'prefix' ? null : h.what},
            int4range(${h.ports[0]}::int, ${h.ports[1]}::int), ${h.contract}, ${h.exclusive}, ${h.origin}, ${h.precedence}, ${h.label}, ${spanText(h.valid)}::tstzrange,
            tstzrange(${at.toString()}::timestamptz, null))`);
}

/** Closes a holding: it is no longer what we know. */
export async function closeHolding(tx: Tx, id: string, at: Temporal.Instant): Promise<void> {
  await tx.rows(sql`
    update holding set recorded = ${closedAt(at)} where organisation_id = ${orgOf(tx)} and id = ${id} and upper_inf(recorded)`);
}

export async function insertNetwork(
  tx: Tx,
  n: {
    readonly id: Id<'net'>;
    readonly kind: NetworkRow['kind'];
    readonly what: string;
    readonly name: string | null;
    readonly valid: Span;
  },
  at: Temporal.Instant,
  importId: Id<'imp'> | null = null,
): Promise<void> {
  await tx.rows(sql`
    insert into network (organisation_id, id, kind, prefix, asn, domain, name, valid, recorded, import_id)
    values (${orgOf(tx)}, ${n.id}, ${n.kind}, ${n.kind === 'prefix' ? n.what : null}::cidr, ${n.kind === 'asn' ? n.what : null}::bigint,
            ${n.kind === 'domain' ? n.what : null}, ${n.name}, ${spanText(n.valid)}::tstzrange, tstzrange(${at.toString()}::timestamptz, null), ${importId})`);
}
export async function closeNetwork(
  tx: Tx,
  id: string,
  at: Temporal.Instant,
  importId: Id<'imp'> | null = null,
): Promise<void> {
  await tx.rows(sql`
    update network set recorded = ${closedAt(at)}, closed_by = ${importId} where organisation_id = ${orgOf(tx)} and id = ${id} and upper_inf(recorded)`);
}

// --- bulk: a file of holdings against what is known ------------------------------------------------------------------

export interface FileHolding {
  readonly line: number;
  readonly id: Id<'hld'>;
  readonly row: string;
  readonly kind: ResourceKind;
  readonly what: string;
  readonly ports: Ports;
  /** Reference of the contract, of the party, or neither: held by the organisation itself. */
  readonly contract: string | null;
  readonly party: string | null;
  readonly valid: Span;
  readonly exclusive: boolean | undefined;
  readonly label: string | undefined;
}

/** Takes the rows of a file into a temporary table. */
export async function takeHoldings(tx: Tx, rows: AsyncIterable<FileHolding>): Promise<void> {
  await tx.rows(sql`
    create temporary table incoming (line int not null, id text not null, row text not null, kind text not null, prefix cidr, name text, ports int4range not null,
      contract_ref text, party_ref text, valid tstzrange not null, exclusive boolean, label text, contract_id text, matched text, how text) on commit drop`);
  async function* lines(): AsyncGenerator<string> {
    let text = '';
    for await (const r of rows) {
      text += `${[
        String(r.line),
        r.id,
        r.row,
        r.kind,
        r.kind === 'prefix' ? r.what : null,
        r.kind === 'prefix' ? null : r.what,
        `[${r.ports[0]},${r.ports[1]})`,
        r.contract,
        r.party,
        spanText(r.valid),
        r.exclusive === undefined ? null : String(r.exclusive),
        r.label ?? null,
      ]
        .map(copyText)
        .join('\t')}\n`;
      if (text.length > 60_000) {
        yield text;
        text = '';
      }
    }
    if (text) yield text;
  }
  await tx.copy(
    'copy incoming (line, id, row, kind, prefix, name, ports, contract_ref, party_ref, valid, exclusive, label) from stdin',
    lines(),
  );
  await tx.rows(sql`analyze incoming`);
}

export interface RowSaid {
  readonly line: number;
  readonly row: string;
  readonly what:
    | 'contract_unknown'
    | 'party_unknown'
    | 'party_no_contract'
    | 'party_many_contracts'
    | 'repeated'
    | 'conflict_row'
    | 'conflict_known'
    | 'outside_contract';
  readonly detail: string | null;
}

/** Finds each row's contract, then the record it speaks of, and says which rows cannot be taken. */
export async function compareHoldings(tx: Tx): Promise<readonly RowSaid[]> {
  const org = orgOf(tx);
  const said: RowSaid[] = [];
  await tx.rows(sql`
    update incoming i set contract_id = c.id
      from (select distinct reference, id from contract where organisation_id = ${org} and upper_inf(recorded)) c
     where i.contract_ref is not null and c.reference = i.contract_ref`);
  said.push(
    ...(await tx.rows(sql<RowSaid>`
      select line, row, 'contract_unknown' as what, contract_ref as detail from incoming where contract_ref is not null and contract_id is null`)),
  );
  // A party stands for its contract where it has exactly one that shares time with the row.
  await tx.rows(sql`
    create temporary table by_party on commit drop as
    select i.line, i.row, i.party_ref, p.id as party_id, count(distinct c.id) as n, min(c.id) as contract_id
      from incoming i left join party p on p.organisation_id = ${org} and p.reference = i.party_ref
      left join contract c on c.organisation_id = ${org} and c.buyer_id = p.id and upper_inf(c.recorded) and c.valid && i.valid
     where i.contract_ref is null and i.party_ref is not null group by i.line, i.row, i.party_ref, p.id`);
  await tx.rows(
    sql`update incoming i set contract_id = b.contract_id from by_party b where b.line = i.line and b.n = 1`,
  );
  said.push(
    ...(await tx.rows(sql<RowSaid>`
      select line, row, case when party_id is null then 'party_unknown' when n = 0 then 'party_no_contract' else 'party_many_contracts' end as what, party_ref as detail
        from by_party where n <> 1`)),
  );
  said.push(
    ...(await tx.rows(sql<RowSaid>`
      select i.line, i.row, 'outside_contract' as what, i.contract_ref as detail from incoming i
       where i.contract_ref is not null and i.contract_id is not null
         and not exists (select 1 from contract c where c.organisation_id = ${org} and c.id = i.contract_id and upper_inf(c.recorded) and c.valid && i.valid)`)),
  );
  // The same record: same resource, ports and contract, and the same beginning; else the only one that shares time with it.
  await tx.rows(sql`
    update incoming i set matched = h.id from holding h
     where h.organisation_id = ${org} and upper_inf(h.recorded) and h.inventory_id is null and h.prefix = i.prefix and i.prefix is not null
       and h.ports = i.ports and h.contract_id is not distinct from i.contract_id and lower(h.valid) is not distinct from lower(i.valid)`);
  await tx.rows(sql`
    update incoming i set matched = h.id from holding h
     where h.organisation_id = ${org} and upper_inf(h.recorded) and h.inventory_id is null and h.name = i.name and h.kind = i.kind and i.name is not null
       and h.ports = i.ports and h.contract_id is not distinct from i.contract_id and lower(h.valid) is not distinct from lower(i.valid)`);
  said.push(
    ...(await tx.rows(sql<RowSaid>`
      select line, row, 'repeated' as what, first::text as detail
        from (select line, row, min(line) over w as first, row_number() over (w order by line) as n
                from incoming window w as (partition by kind, prefix, name, ports, contract_id, lower(valid))) d where n > 1`)),
  );
  for (const [column, kind] of [
    ['prefix', sql``],
    ['name', sql`and h.kind = i.kind`],
  ] as const)
    await tx.rows(sql`
      with pair as (
        select i.line, h.id, count(*) over (partition by i.line) as per_line, count(*) over (partition by h.id) as per_holding
          from incoming i join holding h on h.organisation_id = ${org} and upper_inf(h.recorded) and h.inventory_id is null and h.${sql.raw(column)} = i.${sql.raw(column)} ${kind}
           and h.ports = i.ports and h.contract_id is not distinct from i.contract_id and h.valid && i.valid
         where i.matched is null and i.${sql.raw(column)} is not null and not exists (select 1 from incoming o where o.matched = h.id))
      update incoming i set matched = p.id from pair p where p.line = i.line and p.per_line = 1 and p.per_holding = 1`);
  // What is not stated stays as it was; where nothing was, an address is one's own.
  await tx.rows(sql`
    update incoming i set exclusive = coalesce(i.exclusive, h.exclusive, true), label = coalesce(i.label, h.label),
           how = case when h.id is null then 'new'
                      when h.valid = i.valid and h.exclusive = coalesce(i.exclusive, h.exclusive) and h.label is not distinct from coalesce(i.label, h.label) then 'unchanged'
                      when upper_inf(h.valid) and not upper_inf(i.valid) and lower(h.valid) is not distinct from lower(i.valid)
                           and h.exclusive = coalesce(i.exclusive, h.exclusive) and h.label is not distinct from coalesce(i.label, h.label) then 'ends'
                      else 'changed' end
      from (select n.line, k.* from incoming n left join holding k on k.organisation_id = ${org} and k.id = n.matched) h
     where h.line = i.line`);
  await tx.rows(sql`create index on incoming (prefix) where prefix is not null`);
  await tx.rows(sql`create index on incoming (name) where name is not null`);
  await tx.rows(sql`create index on incoming (matched) where matched is not null`);
  await tx.rows(sql`analyze incoming`);
  for (const [column, kind] of [
    ['prefix', sql``],
    ['name', sql`and b.kind = a.kind`],
  ] as const) {
    const c = sql.raw(column);
    said.push(
      ...(await tx.rows(sql<RowSaid>`
        select distinct on (a.line) a.line, a.row, 'conflict_row' as what, b.line::text as detail
          from incoming a join incoming b on b.${c} = a.${c} ${kind} and b.line < a.line and a.exclusive and b.exclusive and a.ports && b.ports and a.valid && b.valid
         where a.${c} is not null order by a.line, b.line`)),
      ...(await tx.rows(sql<RowSaid>`
        select distinct on (a.line) a.line, a.row, 'conflict_known' as what,
               concat_ws(' ', coalesce((select k.reference from contract k where k.organisation_id = ${org} and k.id = b.contract_id and upper_inf(k.recorded) limit 1), 'own'), b.valid::text) as detail
          from incoming a join holding b on b.organisation_id = ${org} and upper_inf(b.recorded) and b.origin = 'import' and b.exclusive and b.${c} = a.${c} ${kind} and a.ports && b.ports and a.valid && b.valid
         where a.exclusive and a.how <> 'unchanged' and a.${c} is not null and not exists (select 1 from incoming o where o.matched = b.id)
         order by a.line, b.id`)),
    );
  }
  return said;
}

export interface ChangeRow {
  readonly line: number;
  readonly how: 'new' | 'changed' | 'ends';
  readonly row: string;
  readonly before: string | null;
  readonly after: string;
}

/** How many rows of each outcome, and the first changes. */
export async function holdingsDiff(
  tx: Tx,
  most: number,
): Promise<{ readonly counts: ReadonlyMap<string, number>; readonly changes: readonly ChangeRow[] }> {
  const counts = await tx.rows(sql<{ how: string; n: number }>`select how, count(*) as n from incoming group by how`);
  const changes = await tx.rows(sql<ChangeRow>`
    select i.line, i.how, i.row,
           case when h.id is not null then concat_ws(' ', h.valid::text, case when h.exclusive then null else 'shared' end, h.label) end as before,
           concat_ws(' ', coalesce(i.contract_ref, i.party_ref, 'own'), i.valid::text, case when i.exclusive then null else 'shared' end, i.label) as after
      from incoming i left join holding h on h.organisation_id = ${orgOf(tx)} and h.id = i.matched
     where i.how <> 'unchanged' order by i.line limit ${most}`);
  return { counts: new Map(counts.map((c) => [c.how, Number(c.n)])), changes };
}

/** Writes what the comparison found: closes the records that change and records the rows. Throws 23P01 where two hold one thing. */
export async function applyHoldings(
  tx: Tx,
  importId: Id<'imp'>,
  precedence: number,
  at: Temporal.Instant,
): Promise<void> {
  const org = orgOf(tx);
  await tx.rows(sql`
    update holding h set recorded = ${closedAt(at)}, closed_by = ${importId}
      from incoming i where i.matched = h.id and i.how in ('changed', 'ends') and h.organisation_id = ${org}`);
  await tx.rows(sql`
    insert into holding (organisation_id, id, kind, prefix, name, ports, contract_id, exclusive, origin, precedence, label, valid, recorded, import_id)
    select ${org}, id, kind, prefix, name, ports, contract_id, exclusive, 'import', ${precedence}, label, valid, tstzrange(${at.toString()}::timestamptz, null), ${importId}
      from incoming where how <> 'unchanged' order by prefix, line`);
}

/**
 * Undoes an import of holdings or networks: closes what it opened and records again what it closed.
 * @returns how many of its records were closed by something else since: where there are any, nothing was done
 */
export async function undoRows(
  tx: Tx,
  importId: Id<'imp'>,
  table: 'holding' | 'network',
  newIds: (count: number) => readonly string[],
  at: Temporal.Instant,
): Promise<number> {
  const org = orgOf(tx);
  const t = sql.table(table);
  const changed = await tx.rows(sql<{ n: number }>`
    select count(*) as n from ${t} where organisation_id = ${org} and import_id = ${importId} and not upper_inf(recorded)`);
  const n = Number(changed[0]?.n ?? 0);
  if (n > 0) return n;
  await tx.rows(
    sql`update ${t} set recorded = ${closedAt(at)} where organisation_id = ${org} and import_id = ${importId}`,
  );
  const closed = await tx.rows(sql<{ id: string }>`
    select id from ${t} where organisation_id = ${org} and closed_by = ${importId} order by id`);
  const ids = newIds(closed.length);
  const copied = sql.raw(
    table === 'holding'
      ? 'kind, prefix, ports, name, contract_id, exclusive, origin, precedence, label, valid, inventory_id, quality, begun_by, ended_by'
      : 'kind, prefix, asn, domain, name, valid',
  );
  await tx.rows(sql`
    insert into ${t} (organisation_id, id, ${copied}, recorded)
    select organisation_id, m.fresh, ${copied}, tstzrange(${at.toString()}::timestamptz, null)
      from ${t} h join unnest(${closed.map((c) => c.id)}::text[], ${ids}::text[]) as m(old, fresh) on m.old = h.id
     where h.organisation_id = ${org}`);
  return 0;
}

/** Which of these records another layer contradicts: the same resource, at a time they share, with another holder. */
export async function contestedOf(tx: Tx, ids: readonly string[]): Promise<ReadonlySet<string>> {
  if (ids.length === 0) return new Set();
  const org = orgOf(tx);
  const other = sql`o.organisation_id = ${org} and upper_inf(o.recorded) and o.ports && h.ports and o.valid && h.valid
     and (o.origin, coalesce(o.inventory_id, '')) <> (h.origin, coalesce(h.inventory_id, '')) and o.contract_id is distinct from h.contract_id
     and (select min(c.buyer_id) from contract c where c.organisation_id = ${org} and c.id = o.contract_id and upper_inf(c.recorded))
         is distinct from (select min(c.buyer_id) from contract c where c.organisation_id = ${org} and c.id = h.contract_id and upper_inf(c.recorded))`;
  const rows = await tx.rows(sql<{ id: string }>`
    select h.id from holding h where h.organisation_id = ${org} and h.id = any(${ids}::text[]) and upper_inf(h.recorded)
       and (exists (select from holding o where o.prefix = h.prefix and ${other})
         or exists (select from holding o where o.name = h.name and o.kind = h.kind and ${other}))`);
  return new Set(rows.map((r) => r.id));
}

export { inventoryNames } from './store/inventories.ts';
