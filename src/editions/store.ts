/** The SQL of editions: rows in, rows out. What an edition says, why two are alike and what was decided lie sealed. */
import { openSealed, sealFor } from '#evidence/store';
import { sql, type Tx } from '#io/db';
import type { World } from '#io/world';
import { canonical, type Id, must, Refused } from '#kernel';
import type { EditionDecision, EditionDocument, EditionMatchState, EditionState, EditionWay } from './edition.ts';
import type { EditionLine, EditionSubject } from './matching.ts';

export const orgOf = (tx: Tx): Id<'org'> => must(tx.organisation, 'an organisation in this transaction');
const at = (moment: Temporal.Instant | null) => sql`${moment?.toString() ?? null}::timestamptz`;

export interface Edition {
  readonly id: Id<'edn'>;
  readonly label: string;
  readonly datedOn: string;
  readonly issuer: string;
  readonly way: EditionWay;
  readonly state: EditionState;
  readonly entries: number;
  readonly receivedAt: Temporal.Instant;
  readonly processedAt: Temporal.Instant | null;
  readonly supersededAt: Temporal.Instant | null;
  readonly expiresAt: Temporal.Instant | null;
  readonly publishedAt: Temporal.Instant | null;
  readonly receiptAt: Temporal.Instant | null;
  readonly matches: number;
  readonly actions: number;
  readonly amends: Id<'edn'> | null;
  readonly keyId: Id<'dky'>;
  readonly sealed: Buffer | null;
}
const columns =
  sql.raw(`e.id, e.label, e.dated_on::text as "datedOn", e.issuer, e.way, e.state, e.entries, e.received_at as "receivedAt",
  e.processed_at as "processedAt", e.superseded_at as "supersededAt", e.expires_at as "expiresAt", e.published_at as "publishedAt",
  e.receipt_at as "receiptAt", e.matches, e.actions, e.amends, e.key_id as "keyId", e.sealed`);

const aboutEdition = (id: string) => `edition ${id}`;
export const sealEdition = (world: World, tx: Tx, id: Id<'edn'>, document: EditionDocument) =>
  sealFor(world, tx, { class: 'document', subject: id }, canonical(document), aboutEdition(id));

/** Null where it was destroyed. */
export async function openEdition(world: Pick<World, 'keys'>, tx: Tx, e: Edition): Promise<EditionDocument | null> {
  const text = e.sealed ? await openSealed(world, tx, e.keyId, e.sealed, aboutEdition(e.id)) : null;
  return text ? (JSON.parse(text.toString()) as EditionDocument) : null;
}

export async function editionById(tx: Tx, id: string, lock = false): Promise<Edition | undefined> {
  const [found] = await tx.rows(sql<Edition>`
    select ${columns} from edition e where e.organisation_id = ${orgOf(tx)} and (e.id = ${id} or e.label = ${id})
     order by e.received_at desc limit 1 ${lock ? sql`for update` : sql``}`);
  return found;
}
export async function editionByBytes(tx: Tx, hash: Buffer): Promise<Edition | undefined> {
  const [found] = await tx.rows(
    sql<Edition>`select ${columns} from edition e where e.organisation_id = ${orgOf(tx)} and e.sha256 = ${hash} and e.state <> 'expired'`,
  );
  return found;
}
export async function listEditions(tx: Tx): Promise<readonly Edition[]> {
  return tx.rows(
    sql<Edition>`select ${columns} from edition e where e.organisation_id = ${orgOf(tx)} order by e.received_at desc, e.id limit 200`,
  );
}
/** Those that are matched: not superseded, not gone. */
export async function editionsInUse(tx: Tx, lock = false): Promise<readonly Edition[]> {
  return tx.rows(sql<Edition>`
    select ${columns} from edition e where e.organisation_id = ${orgOf(tx)} and e.state in ('open', 'processed')
     order by e.dated_on desc, e.id ${lock ? sql`for update` : sql``}`);
}
export async function editionsThatEnd(tx: Tx, now: Temporal.Instant): Promise<readonly Edition[]> {
  return tx.rows(sql<Edition>`
    select ${columns} from edition e where e.organisation_id = ${orgOf(tx)} and e.state = 'superseded' and e.expires_at <= ${at(now)} for update`);
}

export async function insertEdition(
  tx: Tx,
  e: Pick<Edition, 'id' | 'label' | 'datedOn' | 'issuer' | 'way' | 'entries' | 'receivedAt' | 'amends' | 'keyId'> & {
    readonly sealed: Buffer;
    readonly sha256: Buffer;
    readonly by: string;
  },
): Promise<void> {
  await tx.rows(sql`
    insert into edition (organisation_id, id, label, dated_on, issuer, way, sha256, state, entries, received_at, received_by, key_id, sealed, amends)
    values (${orgOf(tx)}, ${e.id}, ${e.label}, ${e.datedOn}::date, ${e.issuer}, ${e.way}, ${e.sha256}, 'open', ${e.entries},
            ${at(e.receivedAt)}, ${e.by}, ${e.keyId}, ${e.sealed}, ${e.amends})`);
  await tx.notify({ organisation: orgOf(tx), what: 'edition', id: e.id });
}

export interface EditionChange {
  readonly state?: EditionState;
  readonly entries?: number;
  readonly key_id?: string;
  readonly sealed?: Buffer | null;
  readonly processed_at?: Temporal.Instant | null;
  readonly processed_by?: string | null;
  readonly superseded_at?: Temporal.Instant;
  readonly expires_at?: Temporal.Instant;
  readonly published_at?: Temporal.Instant | null;
  readonly receipt_at?: Temporal.Instant;
  readonly matches?: number;
  readonly actions?: number;
}
export async function changeEdition(tx: Tx, id: string, change: EditionChange): Promise<void> {
  const parts = Object.entries(change).map(([name, value]) =>
    value instanceof Temporal.Instant ? sql`${sql.raw(name)} = ${at(value)}` : sql`${sql.raw(name)} = ${value}`,
  );
  await tx.rows(sql`update edition set ${sql.join(parts)} where organisation_id = ${orgOf(tx)} and id = ${id}`);
  await tx.notify({ organisation: orgOf(tx), what: 'edition', id });
}

// Matches.

export interface EditionMatch {
  readonly id: Id<'emt'>;
  readonly edition: Id<'edn'>;
  readonly editionLabel: string;
  readonly entry: string;
  readonly subject: 'party' | 'further' | 'application';
  readonly party: Id<'party'> | null;
  readonly partyName: string | null;
  readonly partyReference: string | null;
  readonly points: number;
  readonly keyId: Id<'dky'>;
  readonly sealed: Buffer | null;
  readonly state: EditionMatchState;
  readonly decision: EditionDecision | null;
  readonly openedAt: Temporal.Instant;
  readonly decidedAt: Temporal.Instant | null;
  readonly decidedBy: string | null;
  readonly version: number;
}
export interface EditionMatchWords {
  readonly lines: readonly EditionLine[];
  /** Name of a subject that is no party. */
  readonly name: string | null;
  readonly why: string | null;
  /** The letter that went to the customer; here, so that nothing beside it says what the letter came from. */
  readonly letter: string | null;
  /** Why the issuer took the entry back. */
  readonly lapsed: string | null;
}
const matchColumns =
  sql.raw(`m.id, m.edition_id as edition, e.label as "editionLabel", m.entry, m.subject, m.party_id as party, p.name as "partyName",
  p.reference as "partyReference", m.points, m.key_id as "keyId", m.sealed, m.state, m.decision, m.opened_at as "openedAt",
  m.decided_at as "decidedAt", m.decided_by as "decidedBy", m.version`);
const matchFrom = sql.raw(`edition_match m
  join edition e on e.organisation_id = m.organisation_id and e.id = m.edition_id
  left join party p on p.organisation_id = m.organisation_id and p.id = m.party_id`);

const aboutMatch = (id: string) => `edition match ${id}`;
export const sealMatch = (world: World, tx: Tx, id: Id<'emt'>, words: EditionMatchWords) =>
  sealFor(world, tx, { class: 'document', subject: id }, canonical(words), aboutMatch(id));
export async function openMatch(
  world: Pick<World, 'keys'>,
  tx: Tx,
  m: EditionMatch,
): Promise<EditionMatchWords | null> {
  const text = m.sealed ? await openSealed(world, tx, m.keyId, m.sealed, aboutMatch(m.id)) : null;
  return text ? (JSON.parse(text.toString()) as EditionMatchWords) : null;
}

export async function editionMatchById(tx: Tx, id: string, lock = false): Promise<EditionMatch | undefined> {
  const [found] = await tx.rows(sql<EditionMatch>`
    select ${matchColumns} from ${matchFrom} where m.organisation_id = ${orgOf(tx)} and m.id = ${id} ${lock ? sql`for update of m` : sql``}`);
  return found;
}
export async function listEditionMatches(
  tx: Tx,
  q: { readonly edition?: string; readonly waiting?: boolean; readonly limit: number },
): Promise<readonly EditionMatch[]> {
  return tx.rows(sql<EditionMatch>`
    select ${matchColumns} from ${matchFrom} where m.organisation_id = ${orgOf(tx)}
       ${q.edition ? sql`and m.edition_id = ${q.edition}` : sql``} ${q.waiting ? sql`and m.state = 'open'` : sql``}
     order by m.state <> 'open', m.state <> 'lapsed', m.points desc, m.id limit ${q.limit}`);
}
export async function matchOfPair(
  tx: Tx,
  edition: string,
  entry: string,
  print: Buffer,
): Promise<EditionMatch | undefined> {
  const [found] = await tx.rows(sql<EditionMatch>`
    select ${matchColumns} from ${matchFrom} where m.organisation_id = ${orgOf(tx)} and m.edition_id = ${edition} and m.entry = ${entry}
       and m.fingerprint = ${print} for update of m`);
  return found;
}
export async function insertEditionMatch(
  tx: Tx,
  m: Pick<EditionMatch, 'id' | 'edition' | 'entry' | 'subject' | 'party' | 'points' | 'keyId' | 'openedAt'> & {
    readonly sealed: Buffer;
    readonly fingerprint: Buffer;
  },
): Promise<void> {
  await tx.rows(sql`
    insert into edition_match (organisation_id, id, edition_id, entry, subject, party_id, points, key_id, sealed, fingerprint, state, opened_at)
    values (${orgOf(tx)}, ${m.id}, ${m.edition}, ${m.entry}, ${m.subject}, ${m.party}, ${m.points}, ${m.keyId}, ${m.sealed},
            ${m.fingerprint}, 'open', ${at(m.openedAt)})`);
  await tx.notify({ organisation: orgOf(tx), what: 'edition', id: m.id });
}
export async function writeMatch(
  tx: Tx,
  id: string,
  change: {
    readonly state: EditionMatchState;
    readonly decision: EditionDecision | null;
    readonly by: string | null;
    readonly at: Temporal.Instant | null;
    readonly points?: number;
  },
  sealed: { readonly keyId: string; readonly sealed: Buffer },
): Promise<void> {
  await tx.rows(sql`
    update edition_match set state = ${change.state}, decision = ${change.decision}, decided_by = ${change.by}, decided_at = ${at(change.at)},
           key_id = ${sealed.keyId}, sealed = ${sealed.sealed}, version = version + 1
           ${change.points === undefined ? sql`` : sql`, points = ${change.points}`}
     where organisation_id = ${orgOf(tx)} and id = ${id}`);
  await tx.notify({ organisation: orgOf(tx), what: 'edition', id });
}
/** Moves what was decided on entries that still stand over to the edition that takes the place of theirs. */
export async function carryMatches(tx: Tx, from: string, to: string, entries: readonly string[]): Promise<number> {
  const moved = await tx.rows(sql`
    update edition_match set edition_id = ${to}, version = version + 1
     where organisation_id = ${orgOf(tx)} and edition_id = ${from} and state = 'decided' and entry = any(${[...entries]}::text[]) returning id`);
  return moved.length;
}
export async function countsOf(
  tx: Tx,
  edition: string,
): Promise<{ readonly open: number; readonly matches: number; readonly actions: number }> {
  const [row] = await tx.rows(sql<{ open: number; matches: number; actions: number }>`
    select count(*) filter (where state = 'open')::int as open,
           count(*) filter (where state = 'decided' and decision <> 'none')::int as matches,
           count(*) filter (where state = 'decided' and decision in ('monitor', 'restrict', 'end'))::int as actions
      from edition_match where organisation_id = ${orgOf(tx)} and edition_id = ${edition}`);
  return row ?? { open: 0, matches: 0, actions: 0 };
}

// What is compared.

export interface LedgerSubject extends EditionSubject {
  readonly party: Id<'party'>;
}
/** Parties with their owners, contacts, contracts and what they hold, in order of id after the given one. */
export async function subjectsOf(
  tx: Tx,
  after: string,
  limit: number,
  only?: string,
): Promise<readonly LedgerSubject[]> {
  const org = orgOf(tx);
  const rows = await tx.rows(sql<{
    id: Id<'party'>;
    names: string[];
    mails: string[];
    urls: string[];
    held: { kind: string; name: string }[];
  }>`
    select p.id,
           array_remove(array_agg(distinct n.name), null) as names,
           coalesce((select array_agg(distinct c.address) from contact c where c.organisation_id = ${org} and c.party_id = p.id
                      and c.ended_at is null and c.channel = 'mail'), '{}') as mails,
           coalesce((select array_agg(distinct c.address) from contact c where c.organisation_id = ${org} and c.party_id = p.id
                      and c.ended_at is null and c.channel = 'url'), '{}') as urls,
           coalesce((select jsonb_agg(distinct jsonb_build_object('kind', h.kind, 'name', h.name)) from contract k
                      join holding h on h.organisation_id = ${org} and h.contract_id = k.id and h.name is not null and upper_inf(h.recorded)
                     where k.organisation_id = ${org} and k.buyer_id = p.id and upper_inf(k.recorded)), '[]') as held
      from party p
      left join lateral (
        select p.name union select o.name from party_owner o where o.organisation_id = ${org} and o.party_id = p.id and o.ended_at is null
        union select k.reference from contract k where k.organisation_id = ${org} and k.buyer_id = p.id and upper_inf(k.recorded)
           and k.reference ~ '[[:alpha:]]{4}') n(name) on true
     where p.organisation_id = ${org} and p.erased_at is null and p.state <> 'former'
       ${only === undefined ? sql`and p.id::text > ${after}` : sql`and p.id = ${only}`}
     group by p.id order by p.id limit ${limit}`);
  return rows.map((r) => {
    const held = (kinds: readonly string[]) => r.held.filter((h) => kinds.includes(h.kind)).map((h) => h.name);
    return {
      party: r.id,
      names: r.names,
      emails: r.mails,
      domains: [...held(['domain', 'host', 'url_prefix']), ...r.urls],
      handles: [...r.urls.filter((u) => /\/\/(?:www\.)?(?:t|telegram)\.me\//i.test(u)), ...held(['account'])],
      asns: held(['asn']).flatMap((n) => {
        const asn = Number(n.replace(/^as/i, ''));
        return Number.isSafeInteger(asn) && asn > 0 ? [asn] : [];
      }),
    };
  });
}

// Keys, issuers, settings.

export async function recipientSecret(world: World, tx: Tx, publicOf: (secret: Uint8Array) => Buffer): Promise<Buffer> {
  const org = orgOf(tx);
  const about = 'edition key';
  const stored = () =>
    tx.rows(
      sql<{ key_id: string; sealed: Buffer }>`select key_id, sealed from edition_key where organisation_id = ${org}`,
    );
  let [row] = await stored();
  if (!row) {
    const secret = world.dice.bytes(32);
    const made = await sealFor(world, tx, { class: 'secret', subject: null }, secret, about);
    await tx.rows(sql`
      insert into edition_key (organisation_id, public_key, key_id, sealed, created_at)
      values (${org}, ${publicOf(secret)}, ${made.keyId}, ${made.sealed}, ${at(world.clock.now())}) on conflict do nothing`);
    [row] = await stored();
  }
  const found = must(row, 'the key that was just made');
  return must(await openSealed(world, tx, found.key_id, found.sealed, about), 'the private half of a key');
}

export interface Issuer {
  readonly name: string;
  readonly key: string;
  readonly addedAt: Temporal.Instant;
}
export async function issuersOf(tx: Tx): Promise<readonly Issuer[]> {
  return tx.rows(sql<Issuer>`
    select name, verifier_key as key, added_at as "addedAt" from edition_issuer
     where organisation_id = ${orgOf(tx)} and ended_at is null order by name`);
}
export async function writeIssuer(tx: Tx, name: string, key: string, by: string, now: Temporal.Instant): Promise<void> {
  await tx.rows(sql`
    insert into edition_issuer (organisation_id, name, verifier_key, added_at, added_by)
    values (${orgOf(tx)}, ${name}, ${key}, ${at(now)}, ${by})
    on conflict (organisation_id, name) do update set verifier_key = excluded.verifier_key, added_at = excluded.added_at,
      added_by = excluded.added_by, ended_at = null`);
}
/** @throws Refused `request.not-found` */
export async function endIssuer(tx: Tx, name: string, now: Temporal.Instant): Promise<void> {
  const done = await tx.rows(sql`
    update edition_issuer set ended_at = ${at(now)} where organisation_id = ${orgOf(tx)} and name = ${name} and ended_at is null returning name`);
  if (done.length === 0) throw new Refused('request.not-found');
}

export interface EditionSettings {
  readonly receipts: boolean;
  readonly counts: boolean;
  readonly publish: boolean;
}
export const noSharing: EditionSettings = { receipts: false, counts: false, publish: false };
export async function settingsOf(tx: Tx): Promise<EditionSettings> {
  const [row] = await tx.rows(
    sql<EditionSettings>`select receipts, counts, publish from edition_settings where organisation_id = ${orgOf(tx)}`,
  );
  return row ?? noSharing;
}
export async function writeSettings(tx: Tx, s: EditionSettings, by: string, now: Temporal.Instant): Promise<void> {
  await tx.rows(sql`
    insert into edition_settings (organisation_id, receipts, counts, publish, changed_at, changed_by)
    values (${orgOf(tx)}, ${s.receipts}, ${s.counts}, ${s.publish}, ${at(now)}, ${by})
    on conflict (organisation_id) do update set receipts = excluded.receipts, counts = excluded.counts, publish = excluded.publish,
      changed_at = excluded.changed_at, changed_by = excluded.changed_by`);
}
/** Editions that stand on the public page: moments and counts, nothing else. */
export async function publishedEditions(tx: Tx): Promise<readonly Edition[]> {
  return tx.rows(sql<Edition>`
    select ${columns} from edition e where e.organisation_id = ${orgOf(tx)} and e.published_at is not null order by e.processed_at desc limit 50`);
}
