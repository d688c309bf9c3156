/** The SQL of questions to a provider's own system: what is still to be asked, and what was answered. */
import { sql, type Tx } from '#io/db';
import { type Id, must } from '#kernel';
import type { FindingKey } from '../store.ts';

const orgOf = (tx: Tx): Id<'org'> => must(tx.organisation, 'an organisation in this transaction');

export interface StoredQuestion {
  readonly id: Id<'liv'>;
  readonly inventory: Id<'inv'>;
  readonly ip: string;
  readonly port: number | null;
  readonly host: string | null;
  readonly from: Temporal.Instant;
  readonly until: Temporal.Instant;
  readonly tries: number;
  readonly madeAt: Temporal.Instant;
}
interface QuestionRow {
  id: Id<'liv'>;
  inventory_id: Id<'inv'>;
  ip: string;
  port: number | null;
  host: string | null;
  seen_from: Temporal.Instant;
  seen_until: Temporal.Instant;
  tries: number;
  made_at: Temporal.Instant;
}
const from = (r: QuestionRow): StoredQuestion => ({
  id: r.id,
  inventory: r.inventory_id,
  ip: r.ip,
  port: r.port,
  host: r.host,
  from: r.seen_from,
  until: r.seen_until,
  tries: r.tries,
  madeAt: r.made_at,
});

/** Findings with an address and a time that nobody was found for, received in a stretch of time, and not ambiguous. */
export async function unheldFindings(
  tx: Tx,
  since: Temporal.Instant,
  until: Temporal.Instant,
  limit: number,
): Promise<readonly FindingKey[]> {
  return tx.rows(sql<FindingKey>`
    select f.day, f.id from finding f join attribution a on a.organisation_id = f.organisation_id and a.id = f.attribution_id
     where f.organisation_id = ${orgOf(tx)} and f.received_at > ${since.toString()}::timestamptz and f.received_at <= ${until.toString()}::timestamptz
       and f.ip is not null and f.seen_at is not null and a.status = 'unattributed' and a.reason in ('gap', 'before_ledger', 'no_site')
     order by f.received_at limit ${limit}`);
}

/** Findings in which an answered question may lie. */
export async function findingsOfQuestion(tx: Tx, q: StoredQuestion): Promise<readonly FindingKey[]> {
  return tx.rows(sql<FindingKey>`
    select f.day, f.id from finding f join attribution a on a.organisation_id = f.organisation_id and a.id = f.attribution_id
     where f.organisation_id = ${orgOf(tx)} and f.ip = ${q.ip}::inet and f.port is not distinct from ${q.port}::int
       and f.host is not distinct from ${q.host} and a.status = 'unattributed'
       and f.seen_at >= ${q.from.toString()}::timestamptz and f.seen_at <= ${q.until.toString()}::timestamptz limit 5000`);
}

/** Writes questions that were not asked before; one that stands is not asked twice. */
export async function insertQuestions(
  tx: Tx,
  rows: readonly {
    readonly id: Id<'liv'>;
    readonly inventory: Id<'inv'>;
    readonly hash: string;
    readonly ip: string;
    readonly port: number | null;
    readonly host: string | null;
    readonly from: string;
    readonly until: string;
  }[],
  at: Temporal.Instant,
): Promise<void> {
  if (rows.length === 0) return;
  await tx.rows(sql`
    insert into live_answer (organisation_id, id, inventory_id, question_hash, ip, port, host, seen_from, seen_until, state, made_at, next_at)
    select ${orgOf(tx)}, q.id, q.inventory, decode(q.hash, 'hex'), q.ip::inet, q.port, q.host, q."from", q.until, 'waiting', ${at.toString()}::timestamptz, ${at.toString()}::timestamptz
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as q(id text, inventory text, hash text, ip text, port int, host text, "from" timestamptz, until timestamptz)
    on conflict (organisation_id, inventory_id, question_hash) do nothing`);
}

/** Questions that are due; taken for a while, so that no other process asks them too. */
export async function takeQuestions(
  tx: Tx,
  now: Temporal.Instant,
  most: number,
  inventory: Id<'inv'>,
): Promise<readonly StoredQuestion[]> {
  const rows = await tx.rows(sql<QuestionRow>`
    update live_answer set next_at = ${now.add({ minutes: 5 }).toString()}::timestamptz
     where organisation_id = ${orgOf(tx)} and id in (
       select id from live_answer where organisation_id = ${orgOf(tx)} and inventory_id = ${inventory} and next_at <= ${now.toString()}::timestamptz
        order by next_at limit ${most} for update skip locked)
    returning id, inventory_id, host(ip) as ip, port, host, seen_from, seen_until, tries, made_at`);
  return rows.map(from);
}

/** An answer of before that holds for this question too: the same address, inside the time it named, not too old. */
export async function knownAnswer(
  tx: Tx,
  q: StoredQuestion,
  since: Temporal.Instant,
): Promise<
  | {
      readonly party: Id<'party'>;
      readonly contract: Id<'ctr'>;
      readonly attribution: Id<'att'>;
      readonly valid: string;
    }
  | undefined
> {
  const rows = await tx.rows(sql<{ party: Id<'party'>; contract: Id<'ctr'>; attribution: Id<'att'>; valid: string }>`
    select party_id as party, contract_id as contract, attribution_id as attribution, valid::text as valid from live_answer
     where organisation_id = ${orgOf(tx)} and inventory_id = ${q.inventory} and ip = ${q.ip}::inet and port is not distinct from ${q.port}::int
       and host is not distinct from ${q.host} and state = 'answered' and answered_at >= ${since.toString()}::timestamptz
       and party_id is not null and contract_id is not null and attribution_id is not null
       and valid @> tstzrange(${q.from.toString()}::timestamptz, ${q.until.toString()}::timestamptz, '[]')
     order by answered_at desc limit 1`);
  return rows[0];
}

export interface Settled {
  readonly state: 'waiting' | 'answered' | 'nobody' | 'unfit' | 'failed';
  readonly fault?: string | null;
  readonly nextAt: Temporal.Instant | null;
  readonly answeredAt?: Temporal.Instant;
  readonly valid?: string;
  readonly party?: Id<'party'>;
  readonly contract?: Id<'ctr'>;
  readonly attribution?: Id<'att'>;
  readonly sealed?: { readonly keyId: Id<'dky'>; readonly sealed: Uint8Array };
  /** When the system was asked, and milliseconds until it answered or failed; absent where an answer of before was used. */
  readonly asked?: { readonly at: Temporal.Instant; readonly tookMs: number };
}
export async function settleQuestion(tx: Tx, id: string, s: Settled): Promise<void> {
  await tx.rows(sql`
    update live_answer set state = ${s.state}, fault = ${s.fault ?? null}, tries = tries + 1, next_at = ${s.nextAt?.toString() ?? null}::timestamptz,
           answered_at = coalesce(${s.answeredAt?.toString() ?? null}::timestamptz, answered_at), valid = coalesce(${s.valid ?? null}::tstzrange, valid),
           party_id = coalesce(${s.party ?? null}, party_id), contract_id = coalesce(${s.contract ?? null}, contract_id),
           attribution_id = coalesce(${s.attribution ?? null}, attribution_id),
           asked_at = coalesce(${s.asked?.at.toString() ?? null}::timestamptz, asked_at), took_ms = coalesce(${s.asked?.tookMs ?? null}::int, took_ms),
           sealed = coalesce(${s.sealed ? Buffer.from(s.sealed.sealed) : null}, sealed), sealed_key = coalesce(${s.sealed?.keyId ?? null}, sealed_key)
     where organisation_id = ${orgOf(tx)} and id = ${id}`);
}

export interface LiveRecord {
  readonly id: Id<'liv'>;
  readonly valid: string | null;
  readonly answeredAt: Temporal.Instant | null;
}
/** The answer a live attribution of a finding rests on. */
export async function liveRecordOf(tx: Tx, attribution: string, ip: string | null): Promise<LiveRecord | undefined> {
  const rows = await tx.rows(sql<LiveRecord>`
    select id, valid::text as valid, answered_at as "answeredAt" from live_answer
     where organisation_id = ${orgOf(tx)} and attribution_id = ${attribution} ${ip === null ? sql`` : sql`and ip = ${ip}::inet`}
     order by answered_at desc limit 1`);
  return rows[0];
}

export const liveStates = ['waiting', 'answered', 'nobody', 'unfit', 'failed'] as const;
export interface LiveSum {
  readonly state: (typeof liveStates)[number];
  readonly count: number;
}
/** How a resolver did with what it was asked since a moment: questions by state, and how quick it was. */
export async function liveSums(
  tx: Tx,
  inventory: Id<'inv'>,
  since: Temporal.Instant,
): Promise<{ readonly states: readonly LiveSum[]; readonly medianMs: number | null; readonly p95Ms: number | null }> {
  const states = await tx.rows(sql<LiveSum>`
    select state, count(*)::int as count from live_answer
     where organisation_id = ${orgOf(tx)} and inventory_id = ${inventory} and (made_at > ${since.toString()}::timestamptz or asked_at > ${since.toString()}::timestamptz)
     group by state`);
  const [quick] = await tx.rows(sql<{ median: number | null; p95: number | null }>`
    select percentile_disc(0.5) within group (order by took_ms) as median, percentile_disc(0.95) within group (order by took_ms) as p95
      from live_answer where organisation_id = ${orgOf(tx)} and inventory_id = ${inventory} and asked_at > ${since.toString()}::timestamptz`);
  return { states, medianMs: quick?.median ?? null, p95Ms: quick?.p95 ?? null };
}

export interface LiveLine {
  readonly id: Id<'liv'>;
  readonly ip: string;
  readonly port: number | null;
  readonly host: string | null;
  readonly seen_from: Temporal.Instant;
  readonly seen_until: Temporal.Instant;
  readonly state: (typeof liveStates)[number];
  readonly fault: string | null;
  readonly tries: number;
  readonly asked_at: Temporal.Instant | null;
  readonly took_ms: number | null;
  readonly next_at: Temporal.Instant | null;
  readonly party_id: Id<'party'> | null;
  readonly reference: string | null;
  readonly name: string | null;
}
/** The questions that were asked last, newest first. */
export async function lastQuestions(tx: Tx, inventory: Id<'inv'>, limit: number): Promise<readonly LiveLine[]> {
  return tx.rows(sql<LiveLine>`
    select q.id, host(q.ip) as ip, q.port, q.host, q.seen_from, q.seen_until, q.state, q.fault, q.tries, q.asked_at, q.took_ms, q.next_at,
           q.party_id, p.reference, p.name
      from live_answer q left join party p on p.organisation_id = q.organisation_id and p.id = q.party_id
     where q.organisation_id = ${orgOf(tx)} and q.inventory_id = ${inventory} and q.asked_at is not null
     order by q.asked_at desc, q.id desc limit ${limit}`);
}
