/** The SQL of parties: who they are, how they are reached, the contracts between them, imports and the ledger's version. */

import { sql, type Tx } from '#io/db';
import { enqueue } from '#io/jobs';
import { type Id, type Language, must, type Span, spanFrom, spanText, stretchOf } from '#kernel';
import type { Disclosure, DsaClass, Edge, KycMode, ServiceKind } from './contract.ts';
import type { ImportDiff, ImportKind } from './ledgerfile.ts';
import type { Contact, ContactChannel, ContactPurpose, Party, PartyKind, PartyState } from './party.ts';

const orgOf = (tx: Tx): Id<'org'> => must(tx.organisation, 'an organisation in this transaction');

interface PartySqlRow {
  id: Id<'party'>;
  reference: string;
  kind: PartyKind;
  name: string | null;
  country: string | null;
  language: Language | null;
  state: PartyState;
  notes: string | null;
  created_at: Temporal.Instant;
  erased_at: Temporal.Instant | null;
  erased_rule: string | null;
}
export interface StoredParty extends Party {
  readonly erased: { readonly at: Temporal.Instant; readonly rule: string } | null;
}
const partyColumns = sql.raw(
  'id, reference, kind, name, country, language, state, notes, created_at, erased_at, erased_rule',
);
const partyFrom = (r: PartySqlRow): StoredParty => ({
  id: r.id,
  reference: r.reference,
  kind: r.kind,
  name: r.name,
  country: r.country,
  language: r.language,
  state: r.state,
  notes: r.notes,
  createdAt: r.created_at,
  erased: r.erased_at ? { at: r.erased_at, rule: r.erased_rule ?? '' } : null,
});

/** A party by id; with `lock` it stays as it is until this transaction ends. */
export async function partyById(tx: Tx, id: string, lock = false): Promise<StoredParty | undefined> {
  const rows = await tx.rows(sql<PartySqlRow>`
    select ${partyColumns} from party where organisation_id = ${orgOf(tx)} and id = ${id} ${lock ? sql`for update` : sql``}`);
  return rows[0] && partyFrom(rows[0]);
}

export async function partiesByIds(tx: Tx, ids: readonly string[]): Promise<ReadonlyMap<string, StoredParty>> {
  if (ids.length === 0) return new Map();
  const rows = await tx.rows(sql<PartySqlRow>`
    select ${partyColumns} from party where organisation_id = ${orgOf(tx)} and id = any(${ids}::text[])`);
  return new Map(rows.map((r) => [r.id, partyFrom(r)]));
}

/** Parties by the customer numbers of the organisation's books. */
export async function partiesByReferences(
  tx: Tx,
  references: readonly string[],
): Promise<ReadonlyMap<string, StoredParty>> {
  if (references.length === 0) return new Map();
  const rows = await tx.rows(sql<PartySqlRow>`
    select ${partyColumns} from party where organisation_id = ${orgOf(tx)} and reference = any(${references}::text[])`);
  return new Map(rows.map((r) => [r.reference, partyFrom(r)]));
}

/**
 * Parties whose name holds the words or whose reference begins with them, in order of reference.
 * @param after reference of the last one of the page before
 */
export async function findParties(
  tx: Tx,
  q: string | undefined,
  limit: number,
  after: string | undefined,
): Promise<readonly StoredParty[]> {
  const like = q ? q.replace(/[\\%_]/g, '\\$&') : undefined;
  const rows = await tx.rows(sql<PartySqlRow>`
    select ${partyColumns} from party
     where organisation_id = ${orgOf(tx)}
       ${like === undefined ? sql`` : sql`and (name ilike ${`%${like}%`} or reference ilike ${`${like}%`} or id = ${q ?? ''})`}
       ${after === undefined ? sql`` : sql`and reference > ${after}`}
     order by reference limit ${limit}`);
  return rows.map(partyFrom);
}

export interface NewPartyRow extends Omit<Party, 'createdAt'> {
  readonly importId: Id<'imp'> | null;
}

/** Writes parties that are not there yet. Throws 23505 where a reference is taken. */
export async function insertParties(tx: Tx, parties: readonly NewPartyRow[], at: Temporal.Instant): Promise<void> {
  if (parties.length === 0) return;
  await tx.rows(sql`
    insert into party (organisation_id, id, reference, kind, name, country, language, state, notes, import_id, created_at)
    select ${orgOf(tx)}, p.id, p.reference, p.kind, p.name, p.country, p.language, p.state, p.notes, p."importId", ${at.toString()}::timestamptz
      from jsonb_to_recordset(${JSON.stringify(parties)}::jsonb)
        as p(id text, reference text, kind text, name text, country text, language text, state text, notes text, "importId" text)`);
}

/** Writes the fields of parties as given. */
export async function updateParties(tx: Tx, parties: readonly Omit<Party, 'createdAt' | 'reference'>[]): Promise<void> {
  if (parties.length === 0) return;
  await tx.rows(sql`
    update party t set kind = p.kind, name = p.name, country = p.country, language = p.language, state = p.state, notes = p.notes
      from jsonb_to_recordset(${JSON.stringify(parties)}::jsonb)
        as p(id text, kind text, name text, country text, language text, state text, notes text)
     where t.organisation_id = ${orgOf(tx)} and t.id = p.id`);
}

interface ContactSqlRow {
  id: Id<'cnt'>;
  party_id: Id<'party'>;
  purpose: ContactPurpose;
  channel: ContactChannel;
  address: string;
  language: Language | null;
  verified_at: Temporal.Instant | null;
  bounced_at: Temporal.Instant | null;
  ended_at: Temporal.Instant | null;
  quiet_from: string | null;
  quiet_until: string | null;
  zone: string | null;
}

/** Contacts of parties, oldest first; ended ones only where asked. */
export async function contactsOf(tx: Tx, parties: readonly string[], ended = false): Promise<readonly Contact[]> {
  if (parties.length === 0) return [];
  const rows = await tx.rows(sql<ContactSqlRow>`
    select id, party_id, purpose, channel, address, language, verified_at, bounced_at, ended_at, quiet_from, quiet_until, zone from contact
     where organisation_id = ${orgOf(tx)} and party_id = any(${parties}::text[]) ${ended ? sql`` : sql`and ended_at is null`}
     order by created_at, id`);
  return rows.map((r) => ({
    id: r.id,
    party: r.party_id,
    purpose: r.purpose,
    channel: r.channel,
    address: r.address,
    language: r.language,
    verifiedAt: r.verified_at,
    bouncedAt: r.bounced_at,
    endedAt: r.ended_at,
    quiet: r.quiet_from && r.quiet_until ? { from: r.quiet_from, until: r.quiet_until, zone: r.zone } : null,
  }));
}

export interface NewContactRow {
  readonly id: Id<'cnt'>;
  readonly party: Id<'party'>;
  readonly purpose: ContactPurpose;
  readonly channel: ContactChannel;
  readonly address: string;
  readonly language: Language | null;
  readonly importId: Id<'imp'> | null;
}
export async function insertContacts(tx: Tx, contacts: readonly NewContactRow[], at: Temporal.Instant): Promise<void> {
  if (contacts.length === 0) return;
  await tx.rows(sql`
    insert into contact (organisation_id, id, party_id, purpose, channel, address, language, import_id, created_at)
    select ${orgOf(tx)}, c.id, c.party, c.purpose, c.channel, c.address, c.language, c."importId", ${at.toString()}::timestamptz
      from jsonb_to_recordset(${JSON.stringify(contacts)}::jsonb)
        as c(id text, party text, purpose text, channel text, address text, language text, "importId" text)`);
}

/** Ends contacts; answers how many were running. */
export async function endContacts(
  tx: Tx,
  ids: readonly string[],
  at: Temporal.Instant,
  importId: Id<'imp'> | null = null,
): Promise<number> {
  if (ids.length === 0) return 0;
  const rows = await tx.rows(sql<{ id: string }>`
    update contact set ended_at = ${at.toString()}::timestamptz, closed_by = ${importId}
     where organisation_id = ${orgOf(tx)} and id = any(${ids}::text[]) and ended_at is null returning id`);
  return rows.length;
}

/** Marks contacts as verified or bounced. */
export async function markContact(
  tx: Tx,
  id: string,
  what: 'verified' | 'bounced',
  at: Temporal.Instant,
): Promise<void> {
  const column = sql.raw(what === 'verified' ? 'verified_at' : 'bounced_at');
  await tx.rows(sql`
    update contact set ${column} = ${at.toString()}::timestamptz where organisation_id = ${orgOf(tx)} and id = ${id}`);
}

/** Sets or ends the quiet hours of a contact. */
export async function writeQuiet(
  tx: Tx,
  id: string,
  quiet: { readonly from: string; readonly until: string; readonly zone: string | null } | null,
): Promise<void> {
  await tx.rows(sql`
    update contact set quiet_from = ${quiet?.from ?? null}, quiet_until = ${quiet?.until ?? null}, zone = ${quiet?.zone ?? null}
     where organisation_id = ${orgOf(tx)} and id = ${id}`);
}

/** The marks of the house on a party. */
export async function tagsOf(tx: Tx, party: string): Promise<readonly string[]> {
  const [row] = await tx.rows(sql<{ tags: string[] }>`
    select tags from party where organisation_id = ${orgOf(tx)} and id = ${party}`);
  return row?.tags ?? [];
}

export async function writeTags(tx: Tx, party: string, tags: readonly string[]): Promise<void> {
  await tx.rows(
    sql`update party set tags = ${[...tags]}::text[] where organisation_id = ${orgOf(tx)} and id = ${party}`,
  );
}

/** One version of a contract. */
export interface Contract {
  readonly id: Id<'ctr'>;
  readonly version: number;
  readonly reference: string;
  readonly seller: Id<'party'> | null;
  readonly buyer: Id<'party'>;
  readonly serviceKind: ServiceKind;
  readonly dsaClass: DsaClass;
  readonly resells: boolean;
  readonly kyc: KycMode;
  readonly disclosure: Disclosure;
  readonly valid: Span;
}
interface ContractSqlRow {
  id: Id<'ctr'>;
  version: number;
  reference: string;
  seller_id: Id<'party'> | null;
  buyer_id: Id<'party'>;
  service_kind: ServiceKind;
  dsa_class: DsaClass;
  resells: boolean;
  kyc: KycMode;
  disclosure: Disclosure;
  valid: string;
}
const contractColumns = sql.raw(
  'id, version, reference, seller_id, buyer_id, service_kind, dsa_class, resells, kyc, disclosure, valid::text as valid',
);
const contractFrom = (r: ContractSqlRow): Contract => ({
  id: r.id,
  version: r.version,
  reference: r.reference,
  seller: r.seller_id,
  buyer: r.buyer_id,
  serviceKind: r.service_kind,
  dsaClass: r.dsa_class,
  resells: r.resells,
  kyc: r.kyc,
  disclosure: r.disclosure,
  valid: spanFrom(r.valid),
});
/** The contract as an edge of chains. */
export const edgeOf = (c: Contract): Edge => ({
  id: c.id,
  reference: c.reference,
  seller: c.seller,
  buyer: c.buyer,
  serviceKind: c.serviceKind,
  resells: c.resells,
  ...stretchOf(c.valid),
});

/** Contracts as known now, with any of these buyers, sellers, ids or references; all of them where nothing is asked. */
export async function contractsNow(
  tx: Tx,
  asked: {
    readonly buyers?: readonly string[];
    readonly sellers?: readonly string[];
    readonly ids?: readonly string[];
    readonly references?: readonly string[];
  } = {},
): Promise<readonly Contract[]> {
  const ors = [
    asked.buyers && sql`buyer_id = any(${asked.buyers}::text[])`,
    asked.sellers && sql`seller_id = any(${asked.sellers}::text[])`,
    asked.ids && sql`id = any(${asked.ids}::text[])`,
    asked.references && sql`reference = any(${asked.references}::text[])`,
  ].filter((o) => o !== undefined);
  const rows = await tx.rows(sql<ContractSqlRow>`
    select ${contractColumns} from contract
     where organisation_id = ${orgOf(tx)} and upper_inf(recorded)
       ${ors.length > 0 ? sql`and (${sql.join(ors, sql` or `)})` : sql``}
     order by reference, lower(valid) nulls first`);
  return rows.map(contractFrom);
}

/** A page of contracts as known now, by reference. */
export async function findContracts(
  tx: Tx,
  asked: {
    readonly q?: string | undefined;
    readonly limit: number;
    readonly after?: readonly [string, number] | undefined;
  },
): Promise<readonly Contract[]> {
  const like = asked.q ? asked.q.replace(/[\\%_]/g, '\\$&') : undefined;
  const rows = await tx.rows(sql<ContractSqlRow>`
    select ${contractColumns} from contract
     where organisation_id = ${orgOf(tx)} and upper_inf(recorded)
       ${like === undefined ? sql`` : sql`and reference ilike ${`${like}%`}`}
       ${asked.after ? sql`and (reference, version) > (${asked.after[0]}, ${asked.after[1]})` : sql``}
     order by reference, version limit ${asked.limit}`);
  return rows.map(contractFrom);
}

/**
 * The edges behind these contracts and everything above them: what a chain needs, and no more.
 * @returns versions known now
 */
export async function edgesAbove(tx: Tx, contracts: readonly string[]): Promise<readonly Edge[]> {
  if (contracts.length === 0) return [];
  // Walked one level at a time, so that each step is a plain look-up by index; the chain has at most eight links.
  const found = new Map<string, Edge>();
  let level = await contractsNow(tx, { ids: contracts });
  const seen = new Set<string>();
  for (let depth = 0; depth < 10 && level.length > 0; depth++) {
    for (const c of level) found.set(`${c.id} ${c.version}`, edgeOf(c));
    const sellers = [...new Set(level.flatMap((c) => (c.seller && !seen.has(c.seller) ? [c.seller] : [])))];
    for (const s of sellers) seen.add(s);
    level = sellers.length > 0 ? await contractsNow(tx, { buyers: sellers }) : [];
  }
  return [...found.values()];
}

/** Ids of these contracts and of every one sold on below them. */
export async function contractsBelow(tx: Tx, contracts: readonly string[]): Promise<readonly Id<'ctr'>[]> {
  const ids = new Set<Id<'ctr'>>();
  const parties = new Set<string>();
  let level: readonly { id: Id<'ctr'>; buyer_id: string }[] = await tx.rows(sql<{ id: Id<'ctr'>; buyer_id: string }>`
    select id, buyer_id from contract where organisation_id = ${orgOf(tx)} and id = any(${contracts}::text[])`);
  for (let depth = 0; depth < 10 && level.length > 0; depth++) {
    for (const c of level) ids.add(c.id);
    const buyers = [...new Set(level.map((c) => c.buyer_id))].filter((b) => !parties.has(b));
    for (const b of buyers) parties.add(b);
    if (buyers.length === 0) break;
    level = await tx.rows(sql<{ id: Id<'ctr'>; buyer_id: string }>`
      select id, buyer_id from contract where organisation_id = ${orgOf(tx)} and seller_id = any(${buyers}::text[])`);
  }
  return [...ids];
}

export interface NewContract extends Omit<Contract, 'version'> {
  readonly importId: Id<'imp'> | null;
}

/** Writes contract versions; each gets the next version number of its contract. Throws 23P01 where two run at once. */
export async function insertContracts(tx: Tx, contracts: readonly NewContract[], at: Temporal.Instant): Promise<void> {
  if (contracts.length === 0) return;
  const rows = contracts.map((c) => ({ ...c, valid: spanText(c.valid) }));
  await tx.rows(sql`
    insert into contract (organisation_id, id, version, reference, seller_id, buyer_id, service_kind, dsa_class, resells, kyc, disclosure, valid, recorded, import_id)
    select ${orgOf(tx)}, c.id,
           coalesce((select max(v.version) from contract v where v.organisation_id = ${orgOf(tx)} and v.id = c.id), 0) + row_number() over (partition by c.id order by c.no),
           c.reference, c.seller, c.buyer, c."serviceKind", c."dsaClass", c.resells, c.kyc, c.disclosure, c.valid::tstzrange,
           tstzrange(${at.toString()}::timestamptz, null), c."importId"
      from (select r.*, row_number() over () as no from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        as r(id text, reference text, seller text, buyer text, "serviceKind" text, "dsaClass" text, resells boolean, kyc text, disclosure text, valid text, "importId" text)) c`);
}

/** When a row is closed: now, and at least a microsecond after it was recorded, so that its time of being known is never empty. */
export const closedAt = (at: Temporal.Instant) =>
  sql`tstzrange(lower(recorded), greatest(${at.toString()}::timestamptz, lower(recorded) + interval '1 microsecond'))`;

/** Closes contract versions: they are no longer what we know. */
export async function closeContracts(
  tx: Tx,
  which: readonly { readonly id: string; readonly version: number }[],
  at: Temporal.Instant,
  importId: Id<'imp'> | null,
): Promise<void> {
  if (which.length === 0) return;
  await tx.rows(sql`
    update contract t set recorded = ${closedAt(at)}, closed_by = ${importId}
      from jsonb_to_recordset(${JSON.stringify(which)}::jsonb) as w(id text, version int)
     where t.organisation_id = ${orgOf(tx)} and t.id = w.id and t.version = w.version and upper_inf(t.recorded)`);
}

/** Open cases and the worst band among them, by holder; zero holders are left out. */
export async function openCasesOf(
  tx: Tx,
  parties: readonly string[],
): Promise<ReadonlyMap<string, { readonly open: number; readonly worst: number }>> {
  if (parties.length === 0) return new Map();
  const rows = await tx.rows(sql<{ holder_id: string; open: number; worst: number }>`
    select holder_id, count(*) as open, min(band) as worst from abuse_case
     where organisation_id = ${orgOf(tx)} and holder_id = any(${parties}::text[]) and state not in ('resolved', 'rejected', 'bundled')
     group by holder_id`);
  return new Map(rows.map((r) => [r.holder_id, { open: Number(r.open), worst: Number(r.worst) }]));
}

/** Name and zone of the organisation this transaction stands behind. */
export async function houseOf(tx: Tx): Promise<{ readonly name: string; readonly zone: string }> {
  const rows = await tx.rows(sql<{ name: string; zone: string }>`
    select name, zone from organisation where organisation_id = ${orgOf(tx)}`);
  return must(rows[0], 'the organisation of this transaction');
}

// --- imports and the version of the ledger --------------------------------------------------------------------------

/** Kept until commit: one at a time per organisation, so that a diff is still true when it is written. */
export async function lockLedger(tx: Tx): Promise<void> {
  await tx.rows(sql`select pg_advisory_xact_lock(hashtextextended(${`ledger ${orgOf(tx)}`}, 0))`);
}

export async function writeImport(
  tx: Tx,
  row: {
    readonly id: Id<'imp'>;
    readonly kind: ImportKind;
    readonly sha256: Uint8Array;
    readonly counts: ImportDiff['counts'];
    readonly by: string;
    readonly at: Temporal.Instant;
  },
): Promise<void> {
  await tx.rows(sql`
    insert into ledger_import (organisation_id, id, kind, file_sha256, counts, by, at)
    values (${orgOf(tx)}, ${row.id}, ${row.kind}, ${Buffer.from(row.sha256)}, ${JSON.stringify(row.counts)}::jsonb, ${row.by}, ${row.at.toString()}::timestamptz)`);
}

export interface ImportRow {
  readonly id: Id<'imp'>;
  readonly kind: ImportKind;
  readonly counts: Readonly<Record<string, number>>;
  readonly by: string;
  readonly at: Temporal.Instant;
  readonly undoneAt: Temporal.Instant | null;
}
const importColumns = sql.raw('id, kind, counts, by, at, undone_at as "undoneAt"');

/** Imports, newest first. */
export async function importsOf(tx: Tx, limit: number, before?: string): Promise<readonly ImportRow[]> {
  return tx.rows(sql<ImportRow>`
    select ${importColumns} from ledger_import where organisation_id = ${orgOf(tx)} ${before ? sql`and id < ${before}` : sql``}
     order by id desc limit ${limit}`);
}
export async function importById(tx: Tx, id: string): Promise<ImportRow | undefined> {
  const rows = await tx.rows(sql<ImportRow>`
    select ${importColumns} from ledger_import where organisation_id = ${orgOf(tx)} and id = ${id} for update`);
  return rows[0];
}
export async function markUndone(tx: Tx, id: string, at: Temporal.Instant, by: string): Promise<void> {
  await tx.rows(sql`
    update ledger_import set undone_at = ${at.toString()}::timestamptz, undone_by = ${by} where organisation_id = ${orgOf(tx)} and id = ${id}`);
}

/** What an import found before it changed parties: null where it made them. */
export async function keepBefore(
  tx: Tx,
  importId: Id<'imp'>,
  parties: readonly { readonly party: string; readonly before: object | null }[],
): Promise<void> {
  if (parties.length === 0) return;
  await tx.rows(sql`
    insert into party_before (organisation_id, import_id, party_id, before)
    select ${orgOf(tx)}, ${importId}, p.party, nullif(p.before, 'null'::jsonb)
      from jsonb_to_recordset(${JSON.stringify(parties)}::jsonb) as p(party text, before jsonb)`);
}

export interface PartyBefore {
  readonly party: Id<'party'>;
  readonly before: Omit<Party, 'createdAt' | 'reference'> | null;
}
export async function partiesBefore(tx: Tx, importId: string): Promise<readonly PartyBefore[]> {
  return tx.rows(sql<PartyBefore>`
    select party_id as party, before from party_before where organisation_id = ${orgOf(tx)} and import_id = ${importId}`);
}

/** Deletes parties nothing refers to. Throws 23503 where something does. */
export async function deleteParties(tx: Tx, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await tx.rows(sql`delete from contact where organisation_id = ${orgOf(tx)} and party_id = any(${ids}::text[])`);
  await tx.rows(sql`delete from party where organisation_id = ${orgOf(tx)} and id = any(${ids}::text[])`);
}

/** Whether a case, an answer of attribution or a letter names any of these parties. */
export async function namedElsewhere(tx: Tx, ids: readonly string[]): Promise<boolean> {
  const rows = await tx.rows(sql<{ found: boolean }>`
    select exists (select 1 from abuse_case where organisation_id = ${orgOf(tx)} and (holder_id = any(${ids}::text[]) or addressee_id = any(${ids}::text[])))
        or exists (select 1 from attribution where organisation_id = ${orgOf(tx)} and (holder_id = any(${ids}::text[]) or addressee_id = any(${ids}::text[]))) as found`);
  return rows[0]?.found ?? false;
}

/** The version of the ledger now; 0 where nothing was ever recorded. */
export async function ledgerVersion(tx: Tx): Promise<number> {
  const rows = await tx.again(sql<{ version: number }>`
    select version from ledger_version where organisation_id = ${orgOf(tx)}`);
  return Number(rows[0]?.version ?? 0);
}

/** What changed, so that what was attributed through it is looked at again. */
export interface LedgerChange {
  readonly import?: Id<'imp'>;
  readonly holdings?: readonly Id<'hld'>[];
  readonly contracts?: readonly Id<'ctr'>[];
  readonly networks?: readonly Id<'net'>[];
}

/**
 * Says that the ledger changed: counts its version up as one of the last things before commit, tells listeners, and puts
 * the job `attribution.again` in the outbox.
 */
export async function ledgerChanged(tx: Tx, change: LedgerChange, at: Temporal.Instant): Promise<void> {
  const org = orgOf(tx);
  tx.last(0, 'ledger', async () => {
    await tx.rows(sql`
      insert into ledger_version (organisation_id, version) values (${org}, 1)
      on conflict (organisation_id) do update set version = ledger_version.version + 1`);
    await tx.notify({ organisation: org, what: 'ledger' });
  });
  await enqueue(tx, {
    kind: 'attribution.again',
    lane: 'bulk',
    payload: {
      import: change.import ?? null,
      holdings: change.holdings?.join(',') ?? null,
      contracts: change.contracts?.join(',') ?? null,
      networks: change.networks?.join(',') ?? null,
    },
    runAt: at,
  });
}

/** Puts the job in the outbox by which others look at a party again: its name, its contacts or what it owns changed. */
export const partyChanged = (tx: Tx, party: string, at: Temporal.Instant): Promise<void> =>
  enqueue(tx, { kind: 'party.changed', lane: 'normal', payload: { party }, runAt: at, key: party });

/** Moves through rows in slices, so that a long list never becomes one statement. */
export function* slices<T>(all: readonly T[], size: number): Generator<readonly T[]> {
  for (let i = 0; i < all.length; i += size) yield all.slice(i, i + size);
}

/** Ends the contacts an import made and lets those it ended run again. */
export async function undoContacts(tx: Tx, importId: string, at: Temporal.Instant): Promise<void> {
  const org = orgOf(tx);
  await tx.rows(sql`
    update contact set ended_at = ${at.toString()}::timestamptz where organisation_id = ${org} and import_id = ${importId} and ended_at is null`);
  await tx.rows(sql`
    update contact set ended_at = null, closed_by = null where organisation_id = ${org} and closed_by = ${importId}`);
}

/**
 * Closes the contract versions an import opened and records again, as new versions, those it closed.
 * @returns how many it opened that were closed by something else since: where there are any, nothing was done
 */
export async function undoContractRows(tx: Tx, importId: string, at: Temporal.Instant): Promise<number> {
  const org = orgOf(tx);
  const changed = await tx.rows(sql<{ n: number }>`
    select count(*) as n from contract where organisation_id = ${org} and import_id = ${importId} and not upper_inf(recorded)`);
  const n = Number(changed[0]?.n ?? 0);
  if (n > 0) return n;
  await tx.rows(sql`
    update contract set recorded = ${closedAt(at)} where organisation_id = ${org} and import_id = ${importId}`);
  await tx.rows(sql`
    insert into contract (organisation_id, id, version, reference, seller_id, buyer_id, service_kind, dsa_class, resells, kyc, disclosure, valid, recorded, inventory_id)
    select organisation_id, id,
           (select max(v.version) from contract v where v.organisation_id = c.organisation_id and v.id = c.id) + row_number() over (partition by id order by version),
           reference, seller_id, buyer_id, service_kind, dsa_class, resells, kyc, disclosure, valid, tstzrange(${at.toString()}::timestamptz, null), inventory_id
      from contract c where organisation_id = ${org} and closed_by = ${importId}`);
  return 0;
}
