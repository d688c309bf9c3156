/** The SQL of bans: rows in, rows out. Identifiers are here as tags only; names, facts and explanations are sealed. */
import { destroyKey, openSealed, sealFor } from '#evidence/store';
import { sql, type Tx } from '#io/db';
import { sha256 } from '#io/dice';
import type { World } from '#io/world';
import { type Actor, actorId, canonical, type Id, type Language, must, Refused } from '#kernel';
import type { BanGroundId, ReturnUse } from '#law';
import type { BanState, ReturnState } from './ban.ts';
import type { TagKindId } from './identifier.ts';
import type { ReturnLine, ReturnVerdict } from './returns.ts';

export const orgOf = (tx: Tx): Id<'org'> => must(tx.organisation, 'an organisation in this transaction');
const at = (moment: Temporal.Instant | null) => sql`${moment?.toString() ?? null}::timestamptz`;

export interface Ban {
  readonly id: Id<'ban'>;
  readonly number: string | null;
  readonly party: Id<'party'> | null;
  readonly decision: Id<'dec'> | null;
  readonly ground: BanGroundId;
  readonly article: string;
  readonly state: BanState;
  readonly language: Language;
  readonly decidedAt: Temporal.Instant;
  readonly decidedBy: string;
  readonly expiresAt: Temporal.Instant;
  readonly keyId: Id<'dky'>;
  readonly sealed: Buffer | null;
  readonly letter: Id<'let'> | null;
  readonly untold: string | null;
  readonly endedAt: Temporal.Instant | null;
  readonly endedBy: string | null;
  readonly version: number;
}
const columns =
  sql.raw(`b.id, b.number, b.party_id as party, b.decision_id as decision, b.ground, b.article, b.state, b.language,
  b.decided_at as "decidedAt", b.decided_by as "decidedBy", b.expires_at as "expiresAt", b.key_id as "keyId", b.sealed,
  b.letter_id as letter, b.untold, b.ended_at as "endedAt", b.ended_by as "endedBy", b.version`);

/** What of a ban is kept in clear, under its own key, until it ends. */
export interface BanWords {
  readonly names: readonly string[];
  readonly birth: string | null;
  readonly facts: string;
  /** Where answers to a contest go. */
  readonly address: string | null;
}

const aboutBan = (id: string) => `ban ${id}`;
export const sealBan = (world: World, tx: Tx, id: Id<'ban'>, words: BanWords) =>
  sealFor(world, tx, { class: 'document', subject: id }, canonical(words), aboutBan(id));

/** Null where the ban has ended. */
export async function openBan(world: Pick<World, 'keys'>, tx: Tx, b: Ban): Promise<BanWords | null> {
  if (!b.sealed) return null;
  const text = await openSealed(world, tx, b.keyId, b.sealed, aboutBan(b.id));
  return text ? (JSON.parse(text.toString()) as BanWords) : null;
}

/** @throws Refused `request.not-found`, `request.changed-meanwhile` */
export async function lockBan(tx: Tx, id: string, version?: number): Promise<Ban> {
  const [found] = await tx.rows(sql<Ban>`
    select ${columns} from ban b where b.organisation_id = ${orgOf(tx)} and (b.id = ${id} or b.number = ${id}) for update`);
  if (!found) throw new Refused('request.not-found');
  if (version !== undefined && version !== found.version) throw new Refused('request.changed-meanwhile');
  return found;
}

export async function banById(tx: Tx, id: string): Promise<Ban | undefined> {
  const [found] = await tx.rows(
    sql<Ban>`select ${columns} from ban b where b.organisation_id = ${orgOf(tx)} and (b.id = ${id} or b.number = ${id})`,
  );
  return found;
}

/** The ban behind the link of its letter, locked; undefined for a link that opens nothing. */
export async function banBehind(tx: Tx, token: string): Promise<Ban | undefined> {
  const [found] = await tx.rows(
    sql<Ban>`select ${columns} from ban b where b.organisation_id = ${orgOf(tx)} and b.token_hash = ${sha256(token)} for update`,
  );
  return found;
}

export async function bansOf(tx: Tx, party: string): Promise<readonly Ban[]> {
  return tx.rows(
    sql<Ban>`select ${columns} from ban b where b.organisation_id = ${orgOf(tx)} and b.party_id = ${party} order by b.decided_at desc`,
  );
}

/** Those that are contested first, then the newest. */
export async function listBans(tx: Tx, open: boolean, limit: number): Promise<readonly Ban[]> {
  return tx.rows(sql<Ban>`
    select ${columns} from ban b where b.organisation_id = ${orgOf(tx)} and (not ${open} or b.state in ('in_force', 'contested'))
     order by b.state <> 'contested', b.ended_at is not null, b.decided_at desc, b.id limit ${limit}`);
}

export async function insertBan(
  tx: Tx,
  b: Omit<Ban, 'number' | 'letter' | 'endedAt' | 'endedBy' | 'version' | 'sealed' | 'state'> & {
    readonly sealed: Buffer;
    readonly token: string;
  },
): Promise<void> {
  await tx.rows(sql`
    insert into ban (organisation_id, id, party_id, decision_id, ground, article, state, language, decided_at, decided_by, expires_at,
                     key_id, sealed, untold, token_hash)
    values (${orgOf(tx)}, ${b.id}, ${b.party}, ${b.decision}, ${b.ground}, ${b.article}, 'in_force', ${b.language}, ${at(b.decidedAt)},
            ${b.decidedBy}, ${at(b.expiresAt)}, ${b.keyId}, ${b.sealed}, ${b.untold ?? 'the letter is being written'}, ${sha256(b.token)})`);
}

export const numberBan = (tx: Tx, id: Id<'ban'>, number: string) =>
  tx.rows(sql`update ban set number = ${number} where organisation_id = ${orgOf(tx)} and id = ${id}`);

export const toldBy = (tx: Tx, id: Id<'ban'>, letter: Id<'let'>) =>
  tx.rows(sql`update ban set letter_id = ${letter}, untold = null where organisation_id = ${orgOf(tx)} and id = ${id}`);

export const retoken = (tx: Tx, id: Id<'ban'>, hash: Buffer) =>
  tx.rows(sql`update ban set token_hash = ${hash} where organisation_id = ${orgOf(tx)} and id = ${id}`);

export async function moveBan(tx: Tx, id: Id<'ban'>, to: BanState): Promise<void> {
  await tx.rows(
    sql`update ban set state = ${to}, version = version + 1 where organisation_id = ${orgOf(tx)} and id = ${id}`,
  );
  await tx.notify({ organisation: orgOf(tx), what: 'ban', id });
}

/** Ends a ban: its tags go, what was sealed under its key can never be opened again, and matches with it lapse. */
export async function endBan(
  world: World,
  tx: Tx,
  ban: Ban,
  to: 'lifted' | 'expired',
  by: Actor,
): Promise<{ readonly tags: number; readonly matches: number }> {
  const org = orgOf(tx);
  const tags = await tx.rows(
    sql`delete from ban_tag where organisation_id = ${org} and ban_id = ${ban.id} returning kind`,
  );
  await tx.rows(sql`
    update ban set state = ${to}, sealed = null, ended_at = ${at(world.clock.now())}, ended_by = ${actorId(by)}, version = version + 1
     where organisation_id = ${org} and id = ${ban.id}`);
  const matches = await tx.rows(sql<{ key_id: string }>`
    update return_match set state = 'lapsed', sealed = null, fingerprint = null, version = version + 1
     where organisation_id = ${org} and ban_id = ${ban.id} and state <> 'lapsed' returning key_id`);
  await destroyKey(world, tx, ban.keyId, 'ban-fingerprint');
  for (const m of matches) await destroyKey(world, tx, m.key_id, 'ban-fingerprint');
  await tx.notify({ organisation: org, what: 'ban', id: ban.id });
  return { tags: tags.length, matches: matches.length };
}

export async function bansThatEnd(tx: Tx, now: Temporal.Instant): Promise<readonly Ban[]> {
  return tx.rows(sql<Ban>`
    select ${columns} from ban b where b.organisation_id = ${orgOf(tx)} and b.ended_at is null and b.expires_at <= ${at(now)}
     order by b.id for update`);
}

export async function dropOldTags(tx: Tx, now: Temporal.Instant): Promise<number> {
  const gone = await tx.rows(
    sql`delete from ban_tag where organisation_id = ${orgOf(tx)} and expires_at <= ${at(now)} returning kind`,
  );
  return gone.length;
}

/** The key of one kind of tag, made at its first use: 32 bytes under the organisation's own secrets. */
export async function tagKey(world: World, tx: Tx, kind: TagKindId, epoch: number): Promise<Buffer> {
  const org = orgOf(tx);
  const about = `ban key ${kind} ${epoch}`;
  const stored = () =>
    tx.rows(sql<{ key_id: string; sealed: Buffer }>`
      select key_id, sealed from ban_key where organisation_id = ${org} and kind = ${kind} and epoch = ${epoch}`);
  let [row] = await stored();
  if (!row) {
    const made = await sealFor(world, tx, { class: 'secret', subject: null }, world.dice.bytes(32), about);
    await tx.rows(sql`
      insert into ban_key (organisation_id, kind, epoch, key_id, sealed, created_at)
      values (${org}, ${kind}, ${epoch}, ${made.keyId}, ${made.sealed}, ${at(world.clock.now())}) on conflict do nothing`);
    [row] = await stored();
  }
  const found = must(row, 'the key that was just made');
  return must(await openSealed(world, tx, found.key_id, found.sealed, about), 'a key of tags');
}

export interface Tag {
  readonly kind: TagKindId;
  readonly tag: Buffer;
}
export async function insertTags(
  tx: Tx,
  ban: Id<'ban'>,
  epoch: number,
  tags: readonly (Tag & { readonly expiresAt: Temporal.Instant | null })[],
): Promise<void> {
  for (const t of tags)
    await tx.rows(sql`
      insert into ban_tag (organisation_id, ban_id, kind, epoch, tag, expires_at)
      values (${orgOf(tx)}, ${ban}, ${t.kind}, ${epoch}, ${t.tag}, ${at(t.expiresAt)}) on conflict do nothing`);
}

/** How many tags of which kind a ban has. */
export async function tagCounts(tx: Tx, ban: string): Promise<Readonly<Partial<Record<TagKindId, number>>>> {
  const rows = await tx.rows(sql<{ kind: TagKindId; n: number }>`
    select kind, count(*)::int as n from ban_tag where organisation_id = ${orgOf(tx)} and ban_id = ${ban} group by kind order by kind`);
  return Object.fromEntries(rows.map((r) => [r.kind, r.n]));
}

/** Bans in force that have one of these tags, with the kinds that agree. */
export async function bansWithTags(
  tx: Tx,
  tags: readonly Tag[],
  epoch: number,
  now: Temporal.Instant,
): Promise<ReadonlyMap<string, readonly TagKindId[]>> {
  if (tags.length === 0) return new Map();
  const rows = await tx.rows(sql<{ ban_id: string; kinds: TagKindId[] }>`
    select t.ban_id, array_agg(distinct t.kind) as kinds
      from unnest(${tags.map((t) => t.kind)}::text[], ${tags.map((t) => t.tag)}::bytea[]) as asked(kind, tag)
      join ban_tag t on t.organisation_id = ${orgOf(tx)} and t.kind = asked.kind and t.tag = asked.tag and t.epoch = ${epoch}
       and (t.expires_at is null or t.expires_at > ${at(now)})
     group by t.ban_id`);
  return new Map(rows.map((r) => [r.ban_id, r.kinds]));
}

/** Bans in force, opened for the comparison of names: in memory, and nowhere else. */
export async function bansInForce(
  world: World,
  tx: Tx,
  now: Temporal.Instant,
): Promise<readonly { readonly ban: Ban; readonly words: BanWords | null }[]> {
  const rows = await tx.rows(sql<Ban & { readonly wrapped: Buffer | null }>`
    select ${columns}, k.wrapped from ban b
      join data_key k on k.organisation_id = b.organisation_id and k.id = b.key_id
     where b.organisation_id = ${orgOf(tx)} and b.state in ('in_force', 'contested') and b.expires_at > ${at(now)} order by b.id`);
  return rows.map(({ wrapped, ...ban }) => ({
    ban,
    words:
      wrapped && ban.sealed
        ? (JSON.parse(world.keys.open(wrapped, ban.sealed, aboutBan(ban.id)).toString()) as BanWords)
        : null,
  }));
}

// Uses and their grounds.

export interface RecordedUse {
  readonly use: Exclude<ReturnUse, 'onboarding'>;
  readonly article: string;
  readonly why: string;
  readonly recordedAt: Temporal.Instant;
  readonly recordedBy: string;
}
export async function usesOn(tx: Tx): Promise<readonly RecordedUse[]> {
  return tx.rows(sql<RecordedUse>`
    select use, article, why, recorded_at as "recordedAt", recorded_by as "recordedBy" from ban_use
     where organisation_id = ${orgOf(tx)} and ended_at is null order by use`);
}
export async function recordUse(tx: Tx, u: RecordedUse): Promise<boolean> {
  const done = await tx.rows(sql`
    insert into ban_use (organisation_id, use, article, why, recorded_at, recorded_by)
    values (${orgOf(tx)}, ${u.use}, ${u.article}, ${u.why}, ${at(u.recordedAt)}, ${u.recordedBy}) on conflict do nothing returning use`);
  return done.length > 0;
}
export async function endUse(tx: Tx, use: string, by: string, now: Temporal.Instant): Promise<boolean> {
  const done = await tx.rows(sql`
    update ban_use set ended_at = ${at(now)}, ended_by = ${by} where organisation_id = ${orgOf(tx)} and use = ${use} and ended_at is null
    returning use`);
  return done.length > 0;
}

// Contests.

export interface Contest {
  readonly no: number;
  readonly receivedAt: Temporal.Instant;
  readonly byKind: string;
  readonly outcome: 'upheld' | 'rejected' | null;
  readonly decidedAt: Temporal.Instant | null;
  readonly decidedBy: string | null;
  readonly keyId: Id<'dky'>;
  readonly sealed: Buffer | null;
}
export interface ContestWords {
  readonly text: string;
  readonly answer: string | null;
}
const aboutContest = (ban: string, no: number) => `ban contest ${ban} ${no}`;

export async function contestsOf(
  world: Pick<World, 'keys'>,
  tx: Tx,
  ban: string,
): Promise<readonly (Contest & { readonly words: ContestWords | null })[]> {
  const rows = await tx.rows(sql<Contest>`
    select no, received_at as "receivedAt", by_kind as "byKind", outcome, decided_at as "decidedAt", decided_by as "decidedBy",
           key_id as "keyId", sealed from ban_contest where organisation_id = ${orgOf(tx)} and ban_id = ${ban} order by no`);
  const out = [];
  for (const row of rows) {
    const text = row.sealed ? await openSealed(world, tx, row.keyId, row.sealed, aboutContest(ban, row.no)) : null;
    out.push({ ...row, words: text ? (JSON.parse(text.toString()) as ContestWords) : null });
  }
  return out;
}

/** Contests lie under a key of their own, so that what was said and answered outlives the ban until its file ends. */
export const contestKey = (ban: string) => `${ban} contest`;
export async function addContest(world: World, tx: Tx, ban: Id<'ban'>, text: string, by: Actor): Promise<number> {
  const [last] = await tx.rows(
    sql<{
      no: number;
    }>`select coalesce(max(no), 0)::int as no from ban_contest where organisation_id = ${orgOf(tx)} and ban_id = ${ban}`,
  );
  const no = (last?.no ?? 0) + 1;
  const words: ContestWords = { text, answer: null };
  const kept = await sealFor(
    world,
    tx,
    { class: 'document', subject: contestKey(ban) },
    canonical(words),
    aboutContest(ban, no),
  );
  await tx.rows(sql`
    insert into ban_contest (organisation_id, ban_id, no, key_id, sealed, received_at, by_kind, by)
    values (${orgOf(tx)}, ${ban}, ${no}, ${kept.keyId}, ${kept.sealed}, ${at(world.clock.now())}, ${by.kind}, ${actorId(by)})`);
  return no;
}

export async function settleContests(
  world: World,
  tx: Tx,
  ban: Id<'ban'>,
  outcome: 'upheld' | 'rejected',
  answer: string,
  letter: Id<'let'> | null,
  by: Actor,
): Promise<void> {
  for (const c of await contestsOf(world, tx, ban)) {
    if (c.outcome !== null || !c.words) continue;
    const kept = await sealFor(
      world,
      tx,
      { class: 'document', subject: contestKey(ban) },
      canonical({ ...c.words, answer }),
      aboutContest(ban, c.no),
    );
    await tx.rows(sql`
      update ban_contest set outcome = ${outcome}, decided_at = ${at(world.clock.now())}, decided_by = ${actorId(by)},
             key_id = ${kept.keyId}, sealed = ${kept.sealed}, letter_id = ${letter}
       where organisation_id = ${orgOf(tx)} and ban_id = ${ban} and no = ${c.no}`);
  }
}

// Return matches.

export interface ReturnMatch {
  readonly id: Id<'rtm'>;
  readonly ban: Id<'ban'>;
  readonly banNumber: string | null;
  readonly party: Id<'party'> | null;
  readonly partyName: string | null;
  readonly partyReference: string | null;
  readonly use: Exclude<ReturnUse, 'device'>;
  readonly article: string;
  readonly verdict: Exclude<ReturnVerdict, 'pass'>;
  readonly kinds: readonly (TagKindId | 'name')[];
  readonly points: number;
  readonly keyId: Id<'dky'>;
  readonly sealed: Buffer | null;
  readonly fingerprint: Buffer | null;
  readonly state: ReturnState;
  readonly openedAt: Temporal.Instant;
  readonly reopened: number;
  readonly decidedAt: Temporal.Instant | null;
  readonly decidedBy: string | null;
  readonly version: number;
}
const matchColumns =
  sql.raw(`m.id, m.ban_id as ban, b.number as "banNumber", m.party_id as party, p.name as "partyName",
  p.reference as "partyReference", m.use, m.article, m.verdict, m.kinds, m.points, m.key_id as "keyId", m.sealed, m.fingerprint,
  m.state, m.opened_at as "openedAt", m.reopened, m.decided_at as "decidedAt", m.decided_by as "decidedBy", m.version`);
const matchFrom = sql.raw(`return_match m
  join ban b on b.organisation_id = m.organisation_id and b.id = m.ban_id
  left join party p on p.organisation_id = m.organisation_id and p.id = m.party_id`);

export interface MatchWords {
  readonly lines: readonly ReturnLine[];
  /** Who looks like the banned one, where it is no party yet. */
  readonly names: readonly string[];
  readonly why: string | null;
}
const aboutMatch = (id: string) => `return match ${id}`;
export const sealMatch = (world: World, tx: Tx, id: Id<'rtm'>, words: MatchWords) =>
  sealFor(world, tx, { class: 'document', subject: id }, canonical(words), aboutMatch(id));
export async function openMatch(
  world: Pick<World, 'keys'>,
  tx: Tx,
  m: Pick<ReturnMatch, 'id' | 'keyId' | 'sealed'>,
): Promise<MatchWords | null> {
  const text = m.sealed ? await openSealed(world, tx, m.keyId, m.sealed, aboutMatch(m.id)) : null;
  return text ? (JSON.parse(text.toString()) as MatchWords) : null;
}

export async function returnMatchById(tx: Tx, id: string, lock = false): Promise<ReturnMatch | undefined> {
  const [found] = await tx.rows(sql<ReturnMatch>`
    select ${matchColumns} from ${matchFrom} where m.organisation_id = ${orgOf(tx)} and m.id = ${id} ${lock ? sql`for update of m` : sql``}`);
  return found;
}
export async function matchOfPair(tx: Tx, ban: string, party: string): Promise<ReturnMatch | undefined> {
  const [found] = await tx.rows(sql<ReturnMatch>`
    select ${matchColumns} from ${matchFrom} where m.organisation_id = ${orgOf(tx)} and m.ban_id = ${ban} and m.party_id = ${party}
     for update of m`);
  return found;
}
export async function listReturnMatches(
  tx: Tx,
  q: {
    readonly waiting: boolean;
    readonly party?: string | undefined;
    readonly ban?: string | undefined;
    readonly limit: number;
  },
): Promise<readonly ReturnMatch[]> {
  return tx.rows(sql<ReturnMatch>`
    select ${matchColumns} from ${matchFrom}
     where m.organisation_id = ${orgOf(tx)} and (not ${q.waiting} or m.state in ('open', 'under_review'))
       ${q.party ? sql`and m.party_id = ${q.party}` : sql``} ${q.ban ? sql`and m.ban_id = ${q.ban}` : sql``}
     order by m.state not in ('open', 'under_review'), m.points desc, m.opened_at desc, m.id limit ${q.limit}`);
}
export async function insertReturnMatch(
  tx: Tx,
  m: Pick<
    ReturnMatch,
    'id' | 'ban' | 'party' | 'use' | 'article' | 'verdict' | 'kinds' | 'points' | 'keyId' | 'openedAt'
  > & {
    readonly sealed: Buffer;
    readonly fingerprint: Buffer;
  },
): Promise<void> {
  await tx.rows(sql`
    insert into return_match (organisation_id, id, ban_id, party_id, use, article, verdict, kinds, points, key_id, sealed, fingerprint,
                              state, opened_at)
    values (${orgOf(tx)}, ${m.id}, ${m.ban}, ${m.party}, ${m.use}, ${m.article}, ${m.verdict}, ${[...m.kinds]}::text[], ${m.points},
            ${m.keyId}, ${m.sealed}, ${m.fingerprint}, 'open', ${at(m.openedAt)})`);
  await tx.notify({ organisation: orgOf(tx), what: 'ban', id: m.ban });
}
/** The pair agrees in something else than before: shown anew. */
export async function reopenReturnMatch(
  tx: Tx,
  id: Id<'rtm'>,
  m: Pick<ReturnMatch, 'use' | 'article' | 'verdict' | 'kinds' | 'points' | 'keyId'> & {
    readonly sealed: Buffer;
    readonly fingerprint: Buffer;
  },
  now: Temporal.Instant,
): Promise<void> {
  await tx.rows(sql`
    update return_match set use = ${m.use}, article = ${m.article}, verdict = ${m.verdict}, kinds = ${[...m.kinds]}::text[],
           points = ${m.points}, key_id = ${m.keyId}, sealed = ${m.sealed}, fingerprint = ${m.fingerprint},
           opened_at = case when state in ('same', 'other', 'lapsed') then ${at(now)} else opened_at end,
           reopened = reopened + case when state in ('same', 'other', 'lapsed') then 1 else 0 end,
           state = 'open', decided_at = null, decided_by = null, version = version + 1
     where organisation_id = ${orgOf(tx)} and id = ${id}`);
  await tx.notify({ organisation: orgOf(tx), what: 'ban', id });
}
export async function settleReturnMatch(
  tx: Tx,
  id: Id<'rtm'>,
  to: ReturnState,
  decided: { readonly by: string; readonly at: Temporal.Instant } | null,
  sealed: { readonly keyId: string; readonly sealed: Buffer } | null,
): Promise<void> {
  await tx.rows(sql`
    update return_match set state = ${to}, decided_by = ${decided?.by ?? null}, decided_at = ${at(decided?.at ?? null)}, version = version + 1
           ${sealed ? sql`, key_id = ${sealed.keyId}, sealed = ${sealed.sealed}` : sql``}
     where organisation_id = ${orgOf(tx)} and id = ${id}`);
  await tx.notify({ organisation: orgOf(tx), what: 'ban', id });
}

/** How often people agreed with the proposal. */
export async function acceptance(tx: Tx): Promise<{ readonly same: number; readonly decided: number }> {
  const [row] = await tx.rows(sql<{ same: number; decided: number }>`
    select count(*) filter (where state = 'same')::int as same, count(*)::int as decided from return_match
     where organisation_id = ${orgOf(tx)} and state in ('same', 'other')`);
  return row ?? { same: 0, decided: 0 };
}
