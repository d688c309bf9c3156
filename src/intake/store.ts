/** The SQL of findings: staged by COPY, written from there, counted by day. */

import { sql, type Tx } from '#io/db';
import type { Id } from '#kernel';
import { columnsOfLine, type Row, type Rows } from './row.ts';

/** What the taker decided about a finding that becomes a row. */
export interface Placed {
  /** Number of its line. */
  readonly n: number;
  /** Place of what it came from in the list beside. */
  readonly of: number;
  readonly attributionId: Id<'att'>;
  readonly caseId: Id<'case'> | null;
  readonly episodeId: Id<'eps'> | null;
}

/** Which of these findings are there already, by id. */
export async function knownFindings(
  tx: Tx,
  org: Id<'org'>,
  rows: readonly { readonly day: string; readonly id: string }[],
): Promise<ReadonlySet<string>> {
  if (rows.length === 0) return new Set();
  const found = await asked(
    tx,
    rows.length,
  )(sql<{ id: string }>`
    select f.id from unnest(${listText(rows.map((r) => r.day))}::date[], ${listText(rows.map((r) => r.id))}::text[]) as a(day, id)
      join finding f on f.organisation_id = ${org} and f.day = a.day and f.id = a.id`);
  return new Set(found.map((r) => r.id));
}

/** A few rows of mails come again and again and are always found one by one; a stretch of a feed is planned for itself. */
const asked = (tx: Tx, rows: number): Tx['rows'] => (rows <= 200 ? tx.again : tx.rows);

/** PostgreSQL's text of an array whose values are words of our own: ids, days and numbers need no quotes. */
function listText(values: readonly (string | number | null)[]): string {
  return `{${values.map((v) => v ?? 'NULL').join(',')}}`;
}

const types: Readonly<Record<string, string>> = {
  day: 'date',
  seen_at: 'timestamptz',
  first_seen_at: 'timestamptz',
  last_seen_at: 'timestamptz',
  ip: 'inet',
  port: 'int',
  prefix: 'cidr',
  asn: 'bigint',
  confidence: 'real',
  count: 'bigint',
  cve: 'text[]',
  target: 'jsonb',
  extra: 'jsonb',
  problems: 'jsonb',
  evidence: 'text[]',
};

/** Transactions that staged something before. */
const staging = new WeakSet<Tx>();

/** Lays lines in a temporary table of this transaction: COPY is refused under row-level security, so bulk goes by way of it. */
export async function stageLines(tx: Tx, lines: Rows['lines']): Promise<void> {
  await tx.rows(
    sql`create temporary table if not exists finding_in (n int not null, ${sql.raw(columnsOfLine.map((c) => `${c} ${types[c] ?? 'text'}`).join(', '))}) on commit delete rows`,
  );
  // A message of several parts takes them one after the other in one transaction; what an earlier one laid here is done with.
  if (staging.has(tx)) await tx.rows(sql`truncate finding_in`);
  staging.add(tx);
  await tx.copy(`copy finding_in (n, ${columnsOfLine.join(', ')}) from stdin`, lines);
}

/**
 * Writes staged findings, those that are placed and not there yet, from the temporary table as bezem_app.
 * @returns how many it wrote
 */
export async function insertStaged(
  tx: Tx,
  org: Id<'org'>,
  from: readonly {
    readonly messageId: Id<'msg'>;
    readonly format: string;
    readonly feed: string | null;
    readonly receivedAt: Temporal.Instant;
  }[],
  placed: readonly Placed[],
): Promise<number> {
  if (placed.length === 0) return 0;
  const list = sql.raw(columnsOfLine.join(', '));
  const staged = sql.raw(columnsOfLine.map((c) => `i.${c}`).join(', '));
  const written = await asked(
    tx,
    placed.length,
  )(sql<{ n: number }>`
    with written as (
      insert into finding (organisation_id, message_id, format, feed, received_at, attribution_id, episode_id, case_id, ${list})
      select ${org}, s.message_id, s.format, s.feed, s.received_at, p.att, p.eps, p.cas, ${staged}
        from unnest(${listText(placed.map((p) => p.n))}::int[], ${listText(placed.map((p) => p.of))}::int[], ${listText(placed.map((p) => p.attributionId))}::text[], ${listText(placed.map((p) => p.episodeId))}::text[], ${listText(placed.map((p) => p.caseId))}::text[]) as p(n, of, att, eps, cas)
        join finding_in i on i.n = p.n
        join unnest(${from.map((f) => f.messageId)}::text[], ${from.map((f) => f.format)}::text[], ${from.map((f) => f.feed)}::text[], ${from.map((f) => f.receivedAt.toString())}::timestamptz[])
          with ordinality as s(message_id, format, feed, received_at, no) on s.no = p.of + 1
       order by i.day, i.id
      on conflict (organisation_id, day, id) do nothing returning 1)
    select count(*)::int as n from written`);
  return written[0]?.n ?? 0;
}

/** Recent days get a partition of their own before their first row; far days lie in the default one. */
export async function makeDays(tx: Tx, days: Iterable<string>, today: string): Promise<void> {
  const from = Temporal.PlainDate.from(today).subtract({ days: 45 }).toString();
  const until = Temporal.PlainDate.from(today).add({ days: 2 }).toString();
  const wanted = [...new Set(days)].filter((d) => d >= from && d <= until).sort();
  for (const day of wanted) await tx.rows(sql`select make_finding_day(${day}::date)`);
}

/** Counts by day, kind and severity, kept in the transaction that writes the findings. */
export async function countFindings(tx: Tx, org: Id<'org'>, written: readonly Row[]): Promise<void> {
  const counts = new Map<string, number>();
  for (const r of written) {
    const key = `${r.day}|${r.kind}|${r.severity ?? 'unknown'}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const rows = [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, n]) => [...key.split('|'), n] as const);
  await tx.again(sql`
    insert into finding_count as c (organisation_id, day, kind, severity, n)
    select ${org}, * from unnest(${rows.map((r) => r[0])}::date[], ${rows.map((r) => r[1])}::text[], ${rows.map((r) => r[2])}::text[], ${rows.map((r) => r[3])}::bigint[])
    on conflict (organisation_id, day, kind, severity) do update set n = c.n + excluded.n`);
}

/** How many findings there were of a kind and severity on a day. */
export interface DayCount {
  readonly day: string;
  readonly kind: string;
  readonly severity: string;
  readonly n: number;
}

/** Counts from one day up to and with another: from the roll-ups, so that they cost the same however many findings there are. */
export async function findingCounts(tx: Tx, org: Id<'org'>, from: string, until: string): Promise<readonly DayCount[]> {
  return tx.rows(sql<DayCount>`
    select day, kind, severity, n from finding_count
     where organisation_id = ${org} and day >= ${from}::date and day <= ${until}::date order by day, kind, severity`);
}
