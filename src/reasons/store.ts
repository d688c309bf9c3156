/** The rows of statements of reasons and of recorded exceptions. */
import { openSealed, sealFor } from '#evidence/store';
import { sql, type Tx } from '#io/db';
import type { World } from '#io/world';
import { type Id, must } from '#kernel';
import { type ExceptionId, exceptions, type ReasonException } from './exception.ts';
import type { StatementFacts } from './statement.ts';

const orgOf = (tx: Tx) => must(tx.organisation, 'an organisation in this transaction');
const moment = (at: Temporal.Instant | null | undefined) =>
  at ? sql`${at.toString()}::timestamptz` : sql`null::timestamptz`;
const about = (id: string) => `statement ${id}`;

export interface StoredStatement {
  readonly id: Id<'sor'>;
  readonly decision: Id<'dec'>;
  readonly number: string;
  readonly party: Id<'party'> | null;
  readonly puid: string;
  readonly madeAt: Temporal.Instant;
  readonly letters: readonly string[];
  readonly toldAt: Temporal.Instant | null;
}

/** Writes a statement with what it was made of, so that it can be shown as it was. */
export async function writeStatement(
  world: World,
  tx: Tx,
  s: Omit<StoredStatement, 'puid' | 'toldAt'>,
  facts: StatementFacts,
): Promise<void> {
  const { keyId, sealed } = await sealFor(
    world,
    tx,
    { class: 'document', subject: s.party ?? s.decision },
    JSON.stringify(facts),
    about(s.id),
  );
  await tx.rows(sql`
    insert into statement (organisation_id, id, decision_id, number, party_id, puid, made_at, letters, told_at, key_id, sealed)
    values (${orgOf(tx)}, ${s.id}, ${s.decision}, ${s.number}, ${s.party}, ${s.id}, ${moment(s.madeAt)}, ${s.letters}::text[], ${moment(s.madeAt)}, ${keyId}, ${sealed})`);
}

export async function statementOf(tx: Tx, decision: string): Promise<StoredStatement | undefined> {
  const [r] = await tx.rows(sql<{
    id: Id<'sor'>;
    decision_id: Id<'dec'>;
    number: string;
    party_id: Id<'party'> | null;
    puid: string;
    made_at: Temporal.Instant;
    letters: string[];
    told_at: Temporal.Instant | null;
  }>`
    select id, decision_id, number, party_id, puid, made_at, letters, told_at from statement where organisation_id = ${orgOf(tx)} and decision_id = ${decision}`);
  return (
    r && {
      id: r.id,
      decision: r.decision_id,
      number: r.number,
      party: r.party_id,
      puid: r.puid,
      madeAt: r.made_at,
      letters: r.letters,
      toldAt: r.told_at,
    }
  );
}

/** What a statement was made of, or null where it was erased. */
export async function openStatement(world: Pick<World, 'keys'>, tx: Tx, id: string): Promise<StatementFacts | null> {
  const [r] = await tx.rows(sql<{ key_id: string | null; sealed: Buffer | null }>`
    select key_id, sealed from statement where organisation_id = ${orgOf(tx)} and id = ${id}`);
  const bytes = r?.key_id && r.sealed ? await openSealed(world, tx, r.key_id, r.sealed, about(id)) : null;
  if (!bytes) return null;
  const read = JSON.parse(bytes.toString()) as Record<string, unknown> & { history: { at: string }[] };
  const at = (name: string) => (read[name] ? Temporal.Instant.from(String(read[name])) : null);
  return {
    ...(read as unknown as StatementFacts),
    appliesAt: must(at('appliesAt'), 'when it applies'),
    endsAt: at('endsAt'),
    complaintUntil: must(at('complaintUntil'), 'until when one can complain'),
    history: (read.history as unknown as StatementFacts['history']).map((h) => ({
      ...h,
      at: Temporal.Instant.from(String(h.at)),
    })),
  };
}

export interface StoredException extends ReasonException {
  readonly article: string;
  readonly by: string;
  readonly recordedAt: Temporal.Instant;
  readonly temporary: boolean;
  readonly endedAt: Temporal.Instant | null;
}

export async function writeException(
  tx: Tx,
  decision: Id<'dec'>,
  e: ReasonException,
  by: string,
  at: Temporal.Instant,
): Promise<void> {
  const rule = exceptions[e.exception];
  await tx.rows(sql`
    insert into reason_exception (organisation_id, decision_id, exception, article, fact, by, recorded_at, temporary, until)
    values (${orgOf(tx)}, ${decision}, ${e.exception}, ${rule.article}, ${e.fact}, ${by}, ${moment(at)}, ${rule.temporary}, ${rule.temporary ? moment(e.until) : moment(null)})
    on conflict (organisation_id, decision_id, exception) do nothing`);
}

export async function exceptionsFor(tx: Tx, decision: string): Promise<readonly StoredException[]> {
  const rows = await tx.rows(sql<{
    exception: ExceptionId;
    article: string;
    fact: string;
    by: string;
    recorded_at: Temporal.Instant;
    temporary: boolean;
    until: Temporal.Instant | null;
    ended_at: Temporal.Instant | null;
  }>`
    select exception, article, fact, by, recorded_at, temporary, until, ended_at from reason_exception
     where organisation_id = ${orgOf(tx)} and decision_id = ${decision} order by recorded_at, exception`);
  return rows.map((r) => ({
    exception: r.exception,
    article: r.article,
    fact: r.fact,
    by: r.by,
    recordedAt: r.recorded_at,
    temporary: r.temporary,
    until: r.until,
    endedAt: r.ended_at,
  }));
}

/** Ends a temporary exception. @returns whether it lasted until now */
export async function endException(
  tx: Tx,
  decision: string,
  exception: ExceptionId,
  at: Temporal.Instant,
): Promise<boolean> {
  const done = await tx.rows(sql<{ exception: string }>`
    update reason_exception set ended_at = ${moment(at)}
     where organisation_id = ${orgOf(tx)} and decision_id = ${decision} and exception = ${exception} and temporary and ended_at is null returning exception`);
  return done.length > 0;
}

/** Who may complain through a link, about which decision. */
/** Whether there is such a decision here. */
export async function isDecision(tx: Tx, id: string): Promise<boolean> {
  return (await tx.rows(sql`select from decision where organisation_id = ${orgOf(tx)} and id = ${id}`)).length > 0;
}

export interface RedressLink {
  readonly decision: Id<'dec'>;
  readonly by: 'recipient' | 'notifier';
  readonly party: Id<'party'> | null;
  readonly expiresAt: Temporal.Instant;
}
export async function writeRedressLink(tx: Tx, tokenHash: Buffer, l: RedressLink): Promise<void> {
  await tx.rows(sql`
    insert into complaint_link (organisation_id, token_hash, decision_id, by_kind, party_id, expires_at)
    values (${orgOf(tx)}, ${tokenHash}, ${l.decision}, ${l.by}, ${l.party}, ${moment(l.expiresAt)})`);
}
export async function redressLinkBehind(tx: Tx, tokenHash: Buffer): Promise<RedressLink | undefined> {
  const [r] = await tx.rows(sql<{
    decision_id: Id<'dec'>;
    by_kind: RedressLink['by'];
    party_id: Id<'party'> | null;
    expires_at: Temporal.Instant;
  }>`
    select decision_id, by_kind, party_id, expires_at from complaint_link where organisation_id = ${orgOf(tx)} and token_hash = ${tokenHash}`);
  return r && { decision: r.decision_id, by: r.by_kind, party: r.party_id, expiresAt: r.expires_at };
}
