/** The SQL of deadlines: rows in, rows out. */
import { sql, type Tx } from '#io/db';
import { type Id, instantFromSql, must } from '#kernel';
import type { DeadlineState, Pause, Running } from './deadline.ts';

export interface Deadline extends Running {
  readonly id: Id<'ddl'>;
  /** File name of the clock, and the day from which that file held. */
  readonly clock: string;
  readonly clockFrom: string;
  /** Id of what it runs on: a case, an order, a party. */
  readonly subject: string;
  readonly label: string | null;
  readonly endedAt: Temporal.Instant | null;
  readonly breachedAt: Temporal.Instant | null;
  readonly noticedAt: Temporal.Instant | null;
  readonly why: string | null;
}

interface Row {
  readonly id: Id<'ddl'>;
  readonly clock: string;
  readonly clock_from: string;
  readonly subject: string;
  readonly label: string | null;
  readonly starts_at: Temporal.Instant;
  readonly due_at: Temporal.Instant;
  readonly pauses: readonly {
    readonly article: string;
    readonly from: string;
    readonly until: string | null;
    readonly anew?: true;
  }[];
  readonly warned: readonly number[];
  readonly state: DeadlineState;
  readonly ended_at: Temporal.Instant | null;
  readonly breached_at: Temporal.Instant | null;
  readonly noticed_at: Temporal.Instant | null;
  readonly why: string | null;
}

const columns = sql.raw(
  'id, clock, clock_from, subject, label, starts_at, due_at, pauses, warned, state, ended_at, breached_at, noticed_at, why',
);

const fromRow = (r: Row): Deadline => ({
  id: r.id,
  clock: r.clock,
  clockFrom: r.clock_from,
  subject: r.subject,
  label: r.label,
  startsAt: r.starts_at,
  dueAt: r.due_at,
  pauses: r.pauses.map((p) => ({
    article: p.article,
    from: Temporal.Instant.from(p.from),
    until: p.until === null ? null : Temporal.Instant.from(p.until),
    ...(p.anew ? { anew: p.anew } : {}),
  })),
  warned: r.warned,
  state: r.state,
  endedAt: r.ended_at,
  breachedAt: r.breached_at,
  noticedAt: r.noticed_at,
  why: r.why,
});

const pausesJson = (pauses: readonly Pause[]) =>
  JSON.stringify(
    pauses.map((p) => ({
      article: p.article,
      from: p.from.toString(),
      until: p.until?.toString() ?? null,
      ...(p.anew ? { anew: p.anew } : {}),
    })),
  );

const org = (tx: Tx) => must(tx.organisation, 'an organisation in this transaction');

/** Zone, country and slug of the organisation of this transaction: what a length in days depends on. */
export async function calendarOf(tx: Tx): Promise<{ readonly zone: string; readonly country: string }> {
  const [row] = await tx.rows(
    sql<{ zone: string; country: string }>`select zone, country from organisation where organisation_id = ${org(tx)}`,
  );
  return must(row, 'the organisation of this transaction');
}

export interface NewDeadline {
  readonly id: Id<'ddl'>;
  readonly clock: string;
  readonly clockFrom: string;
  readonly subject: string;
  readonly label: string | null;
  readonly startsAt: Temporal.Instant;
  readonly dueAt: Temporal.Instant;
  readonly nextAt: Temporal.Instant | null;
  readonly given: { readonly unit: string; readonly count: number } | null;
}

/** Writes running deadlines in one statement; answers the ids of those whose clock did not run on their subject already. */
export async function addDeadlines(tx: Tx, all: readonly NewDeadline[]): Promise<ReadonlySet<string>> {
  const rows = JSON.stringify(
    all.map((d) => ({
      id: d.id,
      clock: d.clock,
      clock_from: d.clockFrom,
      subject: d.subject,
      label: d.label,
      starts_at: d.startsAt.toString(),
      due_at: d.dueAt.toString(),
      next_at: d.nextAt?.toString() ?? null,
      given: d.given,
    })),
  );
  const added = await tx.rows(sql<{ id: string }>`
    insert into deadline (organisation_id, id, clock, clock_from, subject, label, starts_at, due_at, given, next_at)
    select ${org(tx)}, id, clock, clock_from, subject, label, starts_at, due_at, given, next_at
      from jsonb_to_recordset(${rows}::jsonb) as r (id text, clock text, clock_from text, subject text, label text,
           starts_at timestamptz, due_at timestamptz, given jsonb, next_at timestamptz)
    on conflict (organisation_id, subject, clock) where state in ('running', 'paused') do nothing
    returning id`);
  return new Set(added.map((a) => a.id));
}

/** Deadlines of a subject that have not ended (a breached one ends when its act comes at last), locked. */
export async function openDeadlines(tx: Tx, subject: string, clock?: string): Promise<readonly Deadline[]> {
  const rows = await tx.rows(sql<Row>`
    select ${columns} from deadline
     where organisation_id = ${org(tx)} and subject = ${subject} and ended_at is null
       and (${clock ?? null}::text is null or clock = ${clock ?? null})
     order by due_at, id
       for update`);
  return rows.map(fromRow);
}

/** One deadline, locked unless another worker has it in hand; undefined where it is not there or is being worked on. */
export async function claimDeadline(tx: Tx, id: Id<'ddl'>): Promise<Deadline | undefined> {
  const [row] = await tx.rows(
    sql<Row>`select ${columns} from deadline where organisation_id = ${org(tx)} and id = ${id} for update skip locked`,
  );
  return row && fromRow(row);
}

/** Deadlines the engine must look at now, earliest first, after the given place in that order. */
export async function dueForLook(
  tx: Tx,
  now: Temporal.Instant,
  after: { readonly at: Temporal.Instant; readonly id: string } | null,
  most: number,
): Promise<readonly { readonly id: Id<'ddl'>; readonly at: Temporal.Instant }[]> {
  const rows = await tx.rows(sql<{ id: Id<'ddl'>; at: string }>`
    select id, next_at::text at from deadline
     where organisation_id = ${org(tx)} and next_at <= ${now.toString()}::timestamptz
       and (${after?.id ?? null}::text is null
            or (next_at, id::text) > (${after?.at.toString() ?? null}::timestamptz, ${after?.id ?? null}::text))
     order by next_at, id::text
     limit ${most}`);
  return rows.map((r) => ({ id: r.id, at: instantFromSql(r.at) }));
}

export interface DeadlineChange {
  readonly state: DeadlineState;
  readonly dueAt: Temporal.Instant;
  readonly pauses: readonly Pause[];
  readonly warned: readonly number[];
  readonly nextAt: Temporal.Instant | null;
  readonly endedAt: Temporal.Instant | null;
  readonly breachedAt: Temporal.Instant | null;
  readonly noticedAt: Temporal.Instant | null;
  readonly why: string | null;
}

/** Writes what changed on a deadline that this transaction has locked. */
export async function changeDeadline(tx: Tx, id: Id<'ddl'>, c: DeadlineChange): Promise<void> {
  await tx.rows(sql`
    update deadline set state = ${c.state}, due_at = ${c.dueAt.toString()}::timestamptz, pauses = ${pausesJson(c.pauses)}::jsonb,
           warned = ${`{${c.warned.join(',')}}`}::real[], next_at = ${c.nextAt?.toString() ?? null}::timestamptz,
           ended_at = ${c.endedAt?.toString() ?? null}::timestamptz, breached_at = ${c.breachedAt?.toString() ?? null}::timestamptz,
           noticed_at = ${c.noticedAt?.toString() ?? null}::timestamptz, why = ${c.why}
     where organisation_id = ${org(tx)} and id = ${id}`);
}

/** Every deadline of a subject, also those that ended, earliest due first. */
export async function deadlinesOf(tx: Tx, subject: string): Promise<readonly Deadline[]> {
  const rows = await tx.rows(sql<Row>`
    select ${columns} from deadline where organisation_id = ${org(tx)} and subject = ${subject} order by due_at, id`);
  return rows.map(fromRow);
}

export interface DeadlineQuery {
  readonly state: 'running' | 'late' | 'all';
  readonly subject?: string;
  readonly now: Temporal.Instant;
  readonly limit: number;
  readonly after?: { readonly due: string; readonly id: string };
}

/**
 * Deadlines by due moment. `running` = not ended, the late ones among them first of all; `late` = breached and the act has
 * not come; `all` = also what ended.
 */
export async function listDeadlines(tx: Tx, q: DeadlineQuery): Promise<readonly Deadline[]> {
  const which =
    q.state === 'all'
      ? sql`true`
      : q.state === 'late'
        ? sql`ended_at is null and (state = 'breached' or (state = 'running' and due_at <= ${q.now.toString()}::timestamptz))`
        : sql`ended_at is null`;
  const after = q.after ? sql`and (due_at, id::text) > (${q.after.due}::timestamptz, ${q.after.id})` : sql``;
  const subject = q.subject ? sql`and subject = ${q.subject}` : sql``;
  const rows = await tx.rows(sql<Row>`
    select ${columns} from deadline
     where organisation_id = ${org(tx)} and ${which} ${subject} ${after}
     order by due_at, id::text limit ${q.limit}`);
  return rows.map(fromRow);
}
