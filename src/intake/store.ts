/** The SQL of intake: messages and findings. */

import type { Finding } from '#formats';
import { copyText, sql, type Tx } from '#io/db';
import type { Id } from '#kernel';

/** A finding with everything its row needs. */
export interface PlacedFinding {
  readonly id: string;
  readonly day: string;
  readonly finding: Finding;
  readonly messageId: Id<'msg'>;
  readonly format: string;
  readonly feed: string | null;
  readonly receivedAt: Temporal.Instant;
  readonly attributionId: Id<'att'> | null;
  readonly caseId: Id<'case'> | null;
  readonly episodeId: Id<'eps'> | null;
}

/** Which of these findings are there already, by id. */
export async function knownFindings(
  tx: Tx,
  org: Id<'org'>,
  ids: readonly { readonly day: string; readonly id: string }[],
): Promise<ReadonlySet<string>> {
  if (ids.length === 0) return new Set();
  const found = await tx.rows(sql<{ id: string }>`
    select f.id from unnest(${ids.map((i) => i.day)}::date[], ${ids.map((i) => i.id)}::text[]) as asked(day, id)
      join finding f on f.organisation_id = ${org} and f.day = asked.day and f.id = asked.id`);
  return new Set(found.map((r) => r.id));
}

const columns = [
  'organisation_id',
  'day',
  'id',
  'message_id',
  'format',
  'feed',
  'kind',
  'seen_at',
  'time_precision',
  'first_seen_at',
  'last_seen_at',
  'received_at',
  'ip',
  'port',
  'prefix',
  'host',
  'url',
  'asn',
  'account',
  'role',
  'severity',
  'confidence',
  'rsit',
  'xarf',
  'as_sent',
  'reference',
  'reporter',
  'count',
  'malware',
  'cve',
  'target',
  'extra',
  'problems',
  'evidence',
  'attribution_id',
  'episode_id',
  'case_id',
] as const;

/** PostgreSQL's text of a text array. */
function arrayText(values: readonly string[] | undefined): string | null {
  if (!values || values.length === 0) return null;
  return `{${values.map((v) => `"${v.replace(/["\\]/g, '\\$&')}"`).join(',')}}`;
}

/** JSON that PostgreSQL takes: it refuses NUL in text, so NUL becomes its picture and nothing is dropped unseen. */
function json(value: unknown): string {
  return JSON.stringify(value).replaceAll('\\u0000', '\\u2400');
}

function line(org: Id<'org'>, p: PlacedFinding): string {
  const f = p.finding;
  const values: (string | null | undefined)[] = [
    org,
    p.day,
    p.id,
    p.messageId,
    p.format,
    p.feed,
    f.kind,
    f.seenAt?.toString(),
    f.timePrecision,
    f.firstSeenAt?.toString(),
    f.lastSeenAt?.toString(),
    p.receivedAt.toString(),
    f.ip,
    f.port?.toString(),
    f.prefix,
    f.host,
    f.url,
    f.asn?.toString(),
    f.account,
    f.role,
    f.severity,
    f.confidence?.toString(),
    f.classification.rsit,
    f.classification.xarf,
    f.classification.asSent,
    f.reference,
    f.reporter?.org ?? f.reporter?.domain ?? f.reporter?.contact,
    f.count?.toString(),
    f.malware,
    arrayText(f.cve),
    f.target ? json(f.target) : null,
    f.extra
      ? json({ ...f.extra, ...(f.protocol ? { protocol: f.protocol } : {}) })
      : f.protocol
        ? json({ protocol: f.protocol })
        : null,
    f.problems.length > 0 ? json(f.problems) : null,
    arrayText(f.evidence),
    p.attributionId,
    p.episodeId,
    p.caseId,
  ];
  return `${values.map(copyText).join('\t')}\n`;
}

/**
 * Writes findings that are not there yet; returns how many it wrote. Bulk goes by COPY into a temporary table, since COPY
 * is refused under row-level security, and from there as bezem_app.
 */
export async function insertFindings(tx: Tx, org: Id<'org'>, placed: readonly PlacedFinding[]): Promise<number> {
  if (placed.length === 0) return 0;
  const list = columns.join(', ');
  await tx.rows(
    sql`create temporary table if not exists finding_in (like finding including defaults) on commit delete rows`,
  );
  await tx.copy(`copy finding_in (${list}) from stdin`, chunks(org, placed));
  const written = await tx.rows(sql<{ n: number }>`
    with written as (
      insert into finding (${sql.raw(list)}) select ${sql.raw(list)} from finding_in order by day, id
      on conflict (organisation_id, day, id) do nothing returning 1)
    select count(*)::int as n from written`);
  return written[0]?.n ?? 0;
}

function* chunks(org: Id<'org'>, placed: readonly PlacedFinding[]): Generator<string> {
  let part = '';
  for (const p of placed) {
    part += line(org, p);
    if (part.length > 65536) {
      yield part;
      part = '';
    }
  }
  if (part) yield part;
}

/** Recent days get a partition of their own before their first row; far days lie in the default one. */
export async function makeDays(tx: Tx, days: Iterable<string>, today: string): Promise<void> {
  const from = Temporal.PlainDate.from(today).subtract({ days: 45 }).toString();
  const until = Temporal.PlainDate.from(today).add({ days: 2 }).toString();
  const wanted = [...new Set(days)].filter((d) => d >= from && d <= until).sort();
  for (const day of wanted) await tx.rows(sql`select make_finding_day(${day}::date)`);
}

/** Counts by day, kind and severity, kept in the transaction that writes the findings. */
export async function countFindings(tx: Tx, org: Id<'org'>, placed: readonly PlacedFinding[]): Promise<void> {
  const counts = new Map<string, number>();
  for (const p of placed) {
    const key = JSON.stringify([p.day, p.finding.kind, p.finding.severity ?? 'unknown']);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const rows = [...counts]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, n]) => [...(JSON.parse(key) as [string, string, string]), n] as const);
  await tx.rows(sql`
    insert into finding_count as c (organisation_id, day, kind, severity, n)
    select ${org}, * from unnest(${rows.map((r) => r[0])}::date[], ${rows.map((r) => r[1])}::text[], ${rows.map((r) => r[2])}::text[], ${rows.map((r) => r[3])}::bigint[])
    on conflict (organisation_id, day, kind, severity) do update set n = c.n + excluded.n`);
}
