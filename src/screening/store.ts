/** The SQL of screening: generations and their entries, owners, runs, matches. */
import { sql, type Tx } from '#io/db';
import { type Id, must } from '#kernel';
import type { Entry } from './entry.ts';
import type { FourEyes, MatchState, Verdict } from './life.ts';
import type { Band } from './match/qualify.ts';
import type { Term } from './match/score.ts';

const orgOf = (tx: Tx): Id<'org'> => must(tx.organisation, 'an organisation in this transaction');

export interface Generation {
  readonly id: Id<'lgn'>;
  readonly list: string;
  readonly kind: string;
  readonly sha256: string;
  readonly source: string;
  readonly loadedAt: Temporal.Instant;
  readonly checkedAt: Temporal.Instant;
  readonly entries: number;
  readonly names: number;
  readonly added: number;
  readonly changed: number;
  readonly removed: number;
}

interface GenerationRow extends Omit<Generation, 'loadedAt' | 'checkedAt'> {
  readonly loaded_at: Temporal.Instant;
  readonly checked_at: Temporal.Instant;
}
const generationColumns = sql.raw(
  "id, list, kind, encode(sha256, 'hex') as sha256, source, loaded_at, checked_at, entries, names, added, changed, removed",
);
const generationFrom = ({ loaded_at, checked_at, ...row }: GenerationRow): Generation => ({
  ...row,
  loadedAt: loaded_at,
  checkedAt: checked_at,
});

/** The generations in use, by list; with a list only that one, locked. */
export async function currentGenerations(tx: Tx, list?: string): Promise<readonly Generation[]> {
  const rows = await tx.rows(sql<GenerationRow>`
    select ${generationColumns} from list_generation
     where organisation_id = ${orgOf(tx)} and current ${list === undefined ? sql`` : sql`and list = ${list} for update`}
     ${list === undefined ? sql`order by list` : sql``}`);
  return rows.map(generationFrom);
}

export async function insertGeneration(
  tx: Tx,
  g: Omit<Generation, 'loadedAt' | 'checkedAt'> & { readonly engine: string; readonly by: string },
  at: Temporal.Instant,
): Promise<void> {
  const org = orgOf(tx);
  await tx.rows(
    sql`update list_generation set current = false where organisation_id = ${org} and list = ${g.list} and current`,
  );
  await tx.rows(sql`
    insert into list_generation (organisation_id, id, list, kind, sha256, source, loaded_at, loaded_by, checked_at, entries, names,
           added, changed, removed, engine, current)
    values (${org}, ${g.id}, ${g.list}, ${g.kind}, decode(${g.sha256}, 'hex'), ${g.source}, ${at.toString()}::timestamptz, ${g.by},
           ${at.toString()}::timestamptz, ${g.entries}, ${g.names}, ${g.added}, ${g.changed}, ${g.removed}, ${g.engine}, true)`);
}

/** The list was looked at and had not changed. */
export async function checkedGeneration(tx: Tx, id: Id<'lgn'>, at: Temporal.Instant): Promise<void> {
  await tx.rows(sql`
    update list_generation set checked_at = ${at.toString()}::timestamptz where organisation_id = ${orgOf(tx)} and id = ${id}`);
}

/** Fingerprints of the entries in use, by entry. */
export async function fingerprintsOf(tx: Tx, list: string): Promise<ReadonlyMap<string, string>> {
  const rows = await tx.rows(sql<{ entry_id: string; fingerprint: string }>`
    select entry_id, fingerprint from list_entry where organisation_id = ${orgOf(tx)} and list = ${list} and until is null`);
  return new Map(rows.map((r) => [r.entry_id, r.fingerprint]));
}

export interface KnownEntry extends Entry {
  readonly list: string;
  readonly fingerprint: string;
}
interface EntryRow {
  readonly list: string;
  readonly entry_id: string;
  readonly fingerprint: string;
  readonly body: Entry;
}
const entryFrom = (r: EntryRow): KnownEntry => ({
  ...r.body,
  id: r.entry_id,
  list: r.list,
  fingerprint: r.fingerprint,
});

/** Entries in use, of one list or all; with `since` only those a generation brought. */
export async function entriesInUse(
  tx: Tx,
  of: { readonly list?: string; readonly since?: string } = {},
): Promise<readonly KnownEntry[]> {
  const rows = await tx.rows(sql<EntryRow>`
    select list, entry_id, fingerprint, body from list_entry
     where organisation_id = ${orgOf(tx)} and until is null
       ${of.list === undefined ? sql`` : sql`and list = ${of.list}`}
       ${of.since === undefined ? sql`` : sql`and since = ${of.since}`}
     order by list, entry_id`);
  return rows.map(entryFrom);
}

/** The entry as it is now, or as it was last. */
export async function entryOf(tx: Tx, list: string, entry: string): Promise<KnownEntry | undefined> {
  const [row] = await tx.rows(sql<EntryRow>`
    select list, entry_id, fingerprint, body from list_entry
     where organisation_id = ${orgOf(tx)} and list = ${list} and entry_id = ${entry} order by until is null desc, since desc limit 1`);
  return row && entryFrom(row);
}

/** Ends entries that a generation changed or no longer has. */
export async function endEntries(tx: Tx, list: string, ids: readonly string[], until: Id<'lgn'>): Promise<void> {
  if (ids.length === 0) return;
  await tx.rows(sql`
    update list_entry set until = ${until}
     where organisation_id = ${orgOf(tx)} and list = ${list} and until is null and entry_id = any(${[...ids]}::text[])`);
}

export async function insertEntries(
  tx: Tx,
  list: string,
  since: Id<'lgn'>,
  entries: readonly { readonly entry: Entry; readonly fingerprint: string }[],
): Promise<void> {
  for (let at = 0; at < entries.length; at += 500) {
    const rows = entries
      .slice(at, at + 500)
      .map((e) => ({ entry_id: e.entry.id, fingerprint: e.fingerprint, body: e.entry }));
    await tx.rows(sql`
      insert into list_entry (organisation_id, list, entry_id, since, fingerprint, body)
      select ${orgOf(tx)}, ${list}, entry_id, ${since}, fingerprint, body
        from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (entry_id text, fingerprint text, body jsonb)`);
  }
}

export interface Screened {
  readonly id: Id<'party'>;
  readonly kind: 'natural' | 'legal' | 'unknown';
  readonly name: string | null;
  readonly country: string | null;
  /** E-mail addresses and domains the party has, of its contacts and of what it holds. */
  readonly mails: readonly string[];
  readonly phones: readonly string[];
  readonly domains: readonly string[];
  readonly owners: readonly StoredOwner[];
}
interface ScreenedRow extends Omit<Screened, 'owners' | 'mails' | 'phones' | 'domains'> {
  readonly mails: string[] | null;
  readonly phones: string[] | null;
  readonly domains: string[] | null;
  readonly owners: readonly StoredOwner[] | null;
}

/** Parties as they are screened, in order of id, after the given one: names, addresses, hosted domains, owners. */
export async function partiesToScreen(
  tx: Tx,
  after: string,
  limit: number,
  only?: string,
): Promise<readonly Screened[]> {
  const org = orgOf(tx);
  const rows = await tx.rows(sql<ScreenedRow>`
    select p.id, p.kind, p.name, p.country,
           (select array_agg(distinct c.address) from contact c
             where c.organisation_id = ${org} and c.party_id = p.id and c.ended_at is null and c.channel = 'mail') as mails,
           (select array_agg(distinct c.address) from contact c
             where c.organisation_id = ${org} and c.party_id = p.id and c.ended_at is null and c.channel = 'phone') as phones,
           (select array_agg(distinct d.name) from (
             select c.address as name from contact c
              where c.organisation_id = ${org} and c.party_id = p.id and c.ended_at is null and c.channel = 'url'
             union select h.name from contract k
              join holding h on h.organisation_id = ${org} and h.contract_id = k.id and h.name is not null and upper_inf(h.recorded)
             where k.organisation_id = ${org} and k.buyer_id = p.id and upper_inf(k.recorded)) d) as domains,
           (select jsonb_agg(jsonb_build_object('id', o.id, 'name', o.name, 'kind', o.kind, 'born', o.born, 'country', o.country,
                   'share', o.share, 'controls', o.controls, 'source', o.source) order by o.id) from party_owner o
             where o.organisation_id = ${org} and o.party_id = p.id and o.ended_at is null) as owners
      from party p
     where p.organisation_id = ${org} and p.erased_at is null and p.state <> 'former'
       ${only === undefined ? sql`and p.id::text > ${after}` : sql`and p.id = ${only}`}
     order by p.id limit ${limit}`);
  return rows.map((r) => ({
    ...r,
    mails: r.mails ?? [],
    phones: r.phones ?? [],
    domains: r.domains ?? [],
    owners: r.owners ?? [],
  }));
}

export interface StoredOwner {
  readonly id: string;
  readonly name: string;
  readonly kind: 'person' | 'organisation' | 'unknown';
  readonly born: string | null;
  readonly country: string | null;
  readonly share: number | null;
  readonly controls: boolean;
  readonly source: string;
}

export async function insertOwner(
  tx: Tx,
  party: string,
  o: StoredOwner,
  by: string,
  at: Temporal.Instant,
): Promise<void> {
  await tx.rows(sql`
    insert into party_owner (organisation_id, id, party_id, name, kind, born, country, share, controls, source, added_at, added_by)
    values (${orgOf(tx)}, ${o.id}, ${party}, ${o.name}, ${o.kind}, ${o.born}, ${o.country}, ${o.share}, ${o.controls}, ${o.source},
           ${at.toString()}::timestamptz, ${by})`);
}
/** Ends an owner of a party. @returns whether there was one */
export async function endOwner(tx: Tx, party: string, id: string, at: Temporal.Instant): Promise<boolean> {
  const rows = await tx.rows(sql`
    update party_owner set ended_at = ${at.toString()}::timestamptz
     where organisation_id = ${orgOf(tx)} and party_id = ${party} and id = ${id} and ended_at is null returning id`);
  return rows.length > 0;
}

export interface StoredMatch {
  readonly id: Id<'mtc'>;
  readonly party: Id<'party'>;
  readonly partyReference: string;
  readonly partyName: string | null;
  readonly list: string;
  readonly entry: string;
  readonly entryFingerprint: string;
  readonly partyFingerprint: string;
  readonly state: MatchState;
  readonly score: number;
  readonly band: Band;
  readonly by: 'party' | 'owners';
  readonly queried: string | null;
  readonly listed: string | null;
  readonly terms: readonly Term[] | null;
  readonly whatIf: Readonly<Record<string, number>> | null;
  readonly ownership: MatchOwnership | null;
  readonly openedAt: Temporal.Instant;
  readonly reopened: number;
  readonly proposed: Verdict | null;
  readonly proposedBy: string | null;
  readonly proposedAt: Temporal.Instant | null;
  readonly proposedWhy: string | null;
  readonly decidedBy: string | null;
  readonly decidedAt: Temporal.Instant | null;
  readonly why: string | null;
}
export interface MatchOwnership {
  readonly share: number;
  readonly because: 'share' | 'control' | null;
  readonly owners: readonly { readonly name: string; readonly share: number | null; readonly controls: boolean }[];
}
interface MatchRowSql {
  readonly id: Id<'mtc'>;
  readonly party_id: Id<'party'>;
  readonly reference: string;
  readonly name: string | null;
  readonly list: string;
  readonly entry_id: string;
  readonly entry_fingerprint: string;
  readonly party_fingerprint: string;
  readonly state: MatchState;
  readonly score: number;
  readonly band: Band;
  readonly by: 'party' | 'owners';
  readonly queried: string | null;
  readonly listed: string | null;
  readonly terms: readonly Term[] | null;
  readonly what_if: Readonly<Record<string, number>> | null;
  readonly ownership: MatchOwnership | null;
  readonly opened_at: Temporal.Instant;
  readonly reopened: number;
  readonly proposed: Verdict | null;
  readonly proposed_by: string | null;
  readonly proposed_at: Temporal.Instant | null;
  readonly proposed_why: string | null;
  readonly decided_by: string | null;
  readonly decided_at: Temporal.Instant | null;
  readonly why: string | null;
}
const matchColumns = sql.raw(
  `m.id, m.party_id, p.reference, p.name, m.list, m.entry_id, m.entry_fingerprint, m.party_fingerprint, m.state, m.score, m.band, m.by,
   m.queried, m.listed, m.terms, m.what_if, m.ownership, m.opened_at, m.reopened, m.proposed, m.proposed_by, m.proposed_at,
   m.proposed_why, m.decided_by, m.decided_at, m.why`,
);
const matchFrom = (r: MatchRowSql): StoredMatch => ({
  id: r.id,
  party: r.party_id,
  partyReference: r.reference,
  partyName: r.name,
  list: r.list,
  entry: r.entry_id,
  entryFingerprint: r.entry_fingerprint,
  partyFingerprint: r.party_fingerprint,
  state: r.state,
  score: Math.round(r.score * 10_000) / 10_000,
  band: r.band,
  by: r.by,
  queried: r.queried,
  listed: r.listed,
  terms: r.terms,
  whatIf: r.what_if,
  ownership: r.ownership,
  openedAt: r.opened_at,
  reopened: r.reopened,
  proposed: r.proposed,
  proposedBy: r.proposed_by,
  proposedAt: r.proposed_at,
  proposedWhy: r.proposed_why,
  decidedBy: r.decided_by,
  decidedAt: r.decided_at,
  why: r.why,
});

export async function matchById(tx: Tx, id: string, lock = false): Promise<StoredMatch | undefined> {
  const org = orgOf(tx);
  const [row] = await tx.rows(sql<MatchRowSql>`
    select ${matchColumns} from listed_match m join party p on p.organisation_id = ${org} and p.id = m.party_id
     where m.organisation_id = ${org} and m.id = ${id} ${lock ? sql`for update of m` : sql``}`);
  return row && matchFrom(row);
}

export interface MatchQuery {
  readonly state?: string;
  readonly party?: string;
  readonly limit: number;
  readonly after?: { readonly score: number; readonly id: string };
}
/** Matches, those that wait by default, the strongest first. */
export async function listMatches(tx: Tx, q: MatchQuery): Promise<readonly StoredMatch[]> {
  const org = orgOf(tx);
  const which =
    q.state === undefined || q.state === 'waiting'
      ? sql`and m.state in ('open', 'under_review', 'second_person')`
      : q.state === 'all'
        ? sql``
        : sql`and m.state = ${q.state}`;
  const rows = await tx.rows(sql<MatchRowSql>`
    select ${matchColumns} from listed_match m join party p on p.organisation_id = ${org} and p.id = m.party_id
     where m.organisation_id = ${org} ${which} ${q.party === undefined ? sql`` : sql`and m.party_id = ${q.party}`}
       ${q.after ? sql`and (m.score < ${q.after.score}::real or (m.score = ${q.after.score}::real and m.id::text > ${q.after.id}))` : sql``}
     order by m.score desc, m.id limit ${q.limit}`);
  return rows.map(matchFrom);
}

/** Matches of these parties, all states, locked: what is remembered of them. */
export async function matchesOf(tx: Tx, parties: readonly string[]): Promise<readonly StoredMatch[]> {
  const org = orgOf(tx);
  const rows = await tx.rows(sql<MatchRowSql>`
    select ${matchColumns} from listed_match m join party p on p.organisation_id = ${org} and p.id = m.party_id
     where m.organisation_id = ${org} and m.party_id = any(${[...parties]}::text[]) order by m.id for update of m`);
  return rows.map(matchFrom);
}

export type NewMatch = Pick<
  StoredMatch,
  | 'id'
  | 'party'
  | 'list'
  | 'entry'
  | 'entryFingerprint'
  | 'partyFingerprint'
  | 'score'
  | 'band'
  | 'by'
  | 'queried'
  | 'listed'
  | 'terms'
  | 'whatIf'
  | 'ownership'
>;

export async function insertMatch(tx: Tx, m: NewMatch, at: Temporal.Instant): Promise<void> {
  await tx.rows(sql`
    insert into listed_match (organisation_id, id, party_id, list, entry_id, entry_fingerprint, party_fingerprint, state, score, band, by,
           queried, listed, terms, what_if, ownership, opened_at)
    values (${orgOf(tx)}, ${m.id}, ${m.party}, ${m.list}, ${m.entry}, ${m.entryFingerprint}, ${m.partyFingerprint}, 'open', ${m.score},
           ${m.band}, ${m.by}, ${m.queried}, ${m.listed}, ${JSON.stringify(m.terms)}::jsonb, ${JSON.stringify(m.whatIf)}::jsonb,
           ${m.ownership === null ? null : JSON.stringify(m.ownership)}::jsonb, ${at.toString()}::timestamptz)`);
}

/** Puts what was seen now in the place of what was seen before; `reopen` asks for a decision again and clears the old one. */
export async function refreshMatch(tx: Tx, m: NewMatch, reopen: boolean, at: Temporal.Instant): Promise<void> {
  await tx.rows(sql`
    update listed_match set entry_fingerprint = ${m.entryFingerprint}, party_fingerprint = ${m.partyFingerprint}, score = ${m.score},
           band = ${m.band}, by = ${m.by}, queried = ${m.queried}, listed = ${m.listed}, terms = ${JSON.stringify(m.terms)}::jsonb,
           what_if = ${JSON.stringify(m.whatIf)}::jsonb, ownership = ${m.ownership === null ? null : JSON.stringify(m.ownership)}::jsonb
           ${reopen ? sql`, state = 'open', opened_at = ${at.toString()}::timestamptz, reopened = reopened + 1, proposed = null, proposed_by = null, proposed_at = null, proposed_why = null, decided_by = null, decided_at = null, why = null` : sql``}
     where organisation_id = ${orgOf(tx)} and id = ${m.id}`);
}

/** Nothing agrees any more: the entry is gone from the list, or one of the two has changed. @returns ids that lapsed */
export async function lapseMatches(tx: Tx, ids: readonly string[]): Promise<readonly Id<'mtc'>[]> {
  if (ids.length === 0) return [];
  const rows = await tx.rows(sql<{ id: Id<'mtc'> }>`
    update listed_match set state = 'lapsed'
     where organisation_id = ${orgOf(tx)} and id = any(${[...ids]}::text[]) and state <> 'lapsed' returning id`);
  return rows.map((r) => r.id);
}

/** Waiting and true matches with these entries of a list. */
export async function matchesWithEntries(
  tx: Tx,
  list: string,
  entries: readonly string[],
): Promise<readonly Id<'mtc'>[]> {
  if (entries.length === 0) return [];
  const rows = await tx.rows(sql<{ id: Id<'mtc'> }>`
    select id from listed_match
     where organisation_id = ${orgOf(tx)} and list = ${list} and entry_id = any(${[...entries]}::text[]) and state <> 'lapsed'
     order by id for update`);
  return rows.map((r) => r.id);
}

export async function writeDecision(
  tx: Tx,
  id: Id<'mtc'>,
  d: {
    readonly state: MatchState;
    readonly proposes?: Verdict;
    readonly decides?: Verdict;
    readonly by: string;
    readonly why: string;
    readonly at: Temporal.Instant;
  },
): Promise<void> {
  const at = d.at.toString();
  const what = d.proposes
    ? sql`proposed = ${d.proposes}, proposed_by = ${d.by}, proposed_at = ${at}::timestamptz, proposed_why = ${d.why}`
    : d.decides
      ? sql`decided_by = ${d.by}, decided_at = ${at}::timestamptz, why = ${d.why}`
      : d.state === 'under_review' || d.state === 'open'
        ? sql`proposed = null, proposed_by = null, proposed_at = null, proposed_why = null, decided_by = null, decided_at = null, why = null`
        : sql`why = why`;
  await tx.rows(
    sql`update listed_match set state = ${d.state}, ${what} where organisation_id = ${orgOf(tx)} and id = ${id}`,
  );
}

export async function insertRun(
  tx: Tx,
  run: {
    readonly id: Id<'scr'>;
    readonly trigger: string;
    readonly generations: readonly unknown[];
    readonly engine: string;
    readonly at: Temporal.Instant;
  },
): Promise<void> {
  await tx.rows(sql`
    insert into screening_run (organisation_id, id, trigger, generations, engine, started_at)
    values (${orgOf(tx)}, ${run.id}, ${run.trigger}, ${JSON.stringify(run.generations)}::jsonb, ${run.engine}, ${run.at.toString()}::timestamptz)`);
}
export async function endRun(
  tx: Tx,
  id: Id<'scr'>,
  subjects: number,
  found: number,
  at: Temporal.Instant,
): Promise<void> {
  await tx.rows(sql`
    update screening_run set ended_at = ${at.toString()}::timestamptz, subjects = ${subjects}, found = ${found}
     where organisation_id = ${orgOf(tx)} and id = ${id}`);
}

export interface Settings {
  readonly fourEyes: FourEyes;
  readonly fetched: readonly string[];
}
/** Settings of the house; where none are saved, two people on strong matches and nothing fetched. */
export async function settingsOf(tx: Tx): Promise<Settings> {
  const [row] = await tx.rows(sql<{ four_eyes: FourEyes; fetched: string[] }>`
    select four_eyes, fetched from screening_settings where organisation_id = ${orgOf(tx)}`);
  return row ? { fourEyes: row.four_eyes, fetched: row.fetched } : { fourEyes: 'strong', fetched: [] };
}
export async function writeSettings(tx: Tx, s: Settings, by: string, at: Temporal.Instant): Promise<void> {
  await tx.rows(sql`
    insert into screening_settings (organisation_id, four_eyes, fetched, changed_at, changed_by)
    values (${orgOf(tx)}, ${s.fourEyes}, ${[...s.fetched]}::text[], ${at.toString()}::timestamptz, ${by})
    on conflict (organisation_id) do update set four_eyes = excluded.four_eyes, fetched = excluded.fetched,
           changed_at = excluded.changed_at, changed_by = excluded.changed_by`);
}

/** Verdicts of people, and how many of them confirmed the match. */
export async function acceptance(tx: Tx): Promise<{ readonly confirmed: number; readonly decided: number }> {
  const [row] = await tx.rows(sql<{ confirmed: number; decided: number }>`
    select (count(*) filter (where state = 'true_match'))::int as confirmed, count(*)::int as decided
      from listed_match where organisation_id = ${orgOf(tx)} and state in ('true_match', 'false_positive')`);
  return row ?? { confirmed: 0, decided: 0 };
}
