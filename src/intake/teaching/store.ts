/** The SQL of taught templates: every version kept, one of a name active, and what their senders sent. */
import { type Taught, taughtId, taughtShape, type Versioned } from '#formats';
import { sql, type Tx } from '#io/db';
import type { Id } from '#kernel';

export type TemplateState = 'draft' | 'active' | 'retired';
/** How far the manual queue was read again after activation. */
export interface Again {
  readonly looked: number;
  readonly of: number;
  readonly put_back: number;
  /** Messages received up to this one are looked at: receipt and id. */
  readonly after: readonly [string, string] | null;
  readonly done_at: string | null;
}
export interface TemplateRecord {
  readonly id: Id<'tpl'>;
  readonly name: string;
  readonly version: number;
  readonly state: TemplateState;
  readonly taught: Taught;
  readonly made_from: Id<'msg'> | null;
  readonly by: string;
  readonly at: Temporal.Instant;
  readonly replaces: Id<'tpl'> | null;
  readonly active_since: Temporal.Instant | null;
  readonly ended_at: Temporal.Instant | null;
  readonly again: Again | null;
}

type Row = Omit<TemplateRecord, 'taught'> & { readonly body: unknown };
const columns = sql`id, name, version, state, body, made_from, by, at, replaces, active_since, ended_at, again`;
const recordOf = ({ body, ...row }: Row): TemplateRecord => ({ ...row, taught: taughtShape.parse(body) });

/** Active templates as the reading process is given them, by name. */
export async function activeTemplates(tx: Tx, org: Id<'org'>): Promise<Versioned[]> {
  const rows = await tx.again(sql<{ version: number; body: unknown }>`
    select version, body from taught_template where organisation_id = ${org} and state = 'active' order by name`);
  return rows.map((r) => ({ version: r.version, taught: taughtShape.parse(r.body) }));
}

/** Every version, by name, the newest first. */
export async function allTemplates(tx: Tx, org: Id<'org'>): Promise<TemplateRecord[]> {
  const rows = await tx.rows(
    sql<Row>`select ${columns} from taught_template where organisation_id = ${org} order by name, version desc`,
  );
  return rows.map(recordOf);
}

/** One version, by id; with `lock`, until the transaction ends. */
export async function templateById(
  tx: Tx,
  org: Id<'org'>,
  id: string,
  lock = false,
): Promise<TemplateRecord | undefined> {
  const rows = await tx.rows(
    sql<Row>`select ${columns} from taught_template where organisation_id = ${org} and id = ${id} ${lock ? sql`for update` : sql``}`,
  );
  return rows[0] && recordOf(rows[0]);
}

/** The versions of a name, the newest first, locked in the order of their ids so that two who save at once wait for each other. */
export async function versionsOf(tx: Tx, org: Id<'org'>, name: string): Promise<TemplateRecord[]> {
  await tx.rows(sql`select pg_advisory_xact_lock(hashtext(${`template ${org} ${name}`}))`);
  const rows = await tx.rows(
    sql<Row>`select ${columns} from taught_template where organisation_id = ${org} and name = ${name} order by id for update`,
  );
  return rows.map(recordOf).sort((a, b) => b.version - a.version);
}

export async function insertTemplate(
  tx: Tx,
  org: Id<'org'>,
  t: Pick<TemplateRecord, 'id' | 'version' | 'taught' | 'made_from' | 'by' | 'at' | 'replaces'>,
): Promise<void> {
  await tx.rows(sql`
    insert into taught_template (organisation_id, id, name, version, body, made_from, by, at, replaces)
    values (${org}, ${t.id}, ${t.taught.name}, ${t.version}, ${JSON.stringify(t.taught)}::jsonb, ${t.made_from}, ${t.by}, ${t.at.toString()}::timestamptz, ${t.replaces})`);
}

export async function setState(
  tx: Tx,
  org: Id<'org'>,
  id: Id<'tpl'>,
  state: 'active' | 'retired',
  at: Temporal.Instant,
): Promise<void> {
  await tx.rows(
    state === 'active'
      ? sql`update taught_template set state = 'active', active_since = ${at.toString()}::timestamptz, ended_at = null, again = null where organisation_id = ${org} and id = ${id}`
      : sql`update taught_template set state = 'retired', ended_at = ${at.toString()}::timestamptz where organisation_id = ${org} and id = ${id}`,
  );
}

export async function setAgain(tx: Tx, org: Id<'org'>, id: Id<'tpl'>, again: Again): Promise<void> {
  await tx.rows(
    sql`update taught_template set again = ${JSON.stringify(again)}::jsonb where organisation_id = ${org} and id = ${id}`,
  );
}

export interface SentMessage {
  readonly id: Id<'msg'>;
  readonly name: string | null;
  readonly received_at: Temporal.Instant;
  readonly state: string;
  readonly ended: string | null;
  readonly format: string | null;
  readonly finding_count: number;
  readonly evidence_id: Id<'evd'> | null;
}

/**
 * Messages of these senders that still have bytes, newest first. Messages kept before senders were marked have no mark:
 * those of the manual queue are given too, for the caller to look at who sent them.
 */
export async function messagesOfSenders(
  tx: Tx,
  org: Id<'org'>,
  marks: readonly Buffer[],
  filter: ReturnType<typeof sql>,
  limit: number,
): Promise<readonly SentMessage[]> {
  const sender =
    marks.length > 0
      ? sql`(sender_mark = any(${marks}::bytea[]) or (sender_mark is null and state = 'manual'))`
      : sql`state = 'manual'`;
  return tx.rows(sql<SentMessage>`
    select id, name, received_at, state, ended, format, finding_count, evidence_id from message
     where organisation_id = ${org} and ${sender} and within is null and evidence_id is not null and tombstone is null and ${filter}
     order by received_at desc, id desc limit ${limit}`);
}

/** How many messages wait that could be of these senders. */
export async function countManual(tx: Tx, org: Id<'org'>, marks: readonly Buffer[]): Promise<number> {
  const sender = marks.length > 0 ? sql`(sender_mark is null or sender_mark = any(${marks}::bytea[]))` : sql`true`;
  const rows = await tx.rows(
    sql<{
      n: number;
    }>`select count(*)::int as n from message where organisation_id = ${org} and state = 'manual' and within is null and ${sender}`,
  );
  return rows[0]?.n ?? 0;
}

/** The oldest messages of the manual queue after a place in it. */
export async function manualAfter(
  tx: Tx,
  org: Id<'org'>,
  marks: readonly Buffer[],
  after: Again['after'],
  limit: number,
): Promise<readonly SentMessage[]> {
  const sender = marks.length > 0 ? sql`(sender_mark is null or sender_mark = any(${marks}::bytea[]))` : sql`true`;
  return tx.rows(sql<SentMessage>`
    select id, name, received_at, state, ended, format, finding_count, evidence_id from message
     where organisation_id = ${org} and state = 'manual' and within is null and ${sender}
       and ${after ? sql`(received_at, id) > (${after[0]}::timestamptz, ${after[1]})` : sql`true`}
     order by received_at, id limit ${limit}`);
}

export interface Reads {
  readonly n: number;
  readonly last: Temporal.Instant | null;
}

/** How many messages each template has read, by the name of its format. */
export async function readsByTemplate(tx: Tx, org: Id<'org'>): Promise<ReadonlyMap<string, Reads>> {
  const rows = await tx.rows(sql<{ format: string; n: number; last: Temporal.Instant }>`
    select format, count(*)::int as n, max(read_at) as last from message
     where organisation_id = ${org} and format like 'taught:%' group by format`);
  return new Map(rows.map((r) => [r.format, { n: r.n, last: r.last }]));
}

/**
 * How many of the newest messages of these senders, received since, the template did not read, counted from the newest
 * until one it did read. What another template or a standard read is no miss; what only the fallback could read is one.
 */
export async function missesInARow(
  tx: Tx,
  org: Id<'org'>,
  name: string,
  marks: readonly Buffer[],
  since: Temporal.Instant,
): Promise<number> {
  if (marks.length === 0) return 0;
  const rows = await tx.rows(sql<{ format: string | null; ended: string | null }>`
    select format, ended from message
     where organisation_id = ${org} and sender_mark = any(${marks}::bytea[]) and received_at >= ${since.toString()}::timestamptz
       and state in ('done', 'manual') and ended is not null
     order by received_at desc, id desc limit 50`);
  let n = 0;
  for (const r of rows) {
    if (r.format === taughtId(name)) break;
    if (r.ended === 'manual' || r.format === null || r.format === 'free_text' || r.format === 'by_hand') n++;
  }
  return n;
}
