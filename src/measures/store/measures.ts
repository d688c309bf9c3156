/** The rows of measures and of each try to carry one out. */
import { sql, type Tx } from '#io/db';
import { type Id, must, Refused } from '#kernel';
import type { Measure } from '#law';
import type { PlannedMeasure, Target } from '../decision.ts';
import type { MeasureState } from '../measure.ts';

const orgOf = (tx: Tx): Id<'org'> => must(tx.organisation, 'an organisation in this transaction');
const moment = (at: Temporal.Instant | null | undefined) =>
  at ? sql`${at.toString()}::timestamptz` : sql`null::timestamptz`;

export interface StoredMeasure extends PlannedMeasure {
  readonly id: Id<'msr'>;
  readonly decision: Id<'dec'>;
  readonly no: number;
  readonly state: MeasureState;
  readonly handle: Readonly<Record<string, string>> | null;
  readonly tries: number;
  readonly doneAt: Temporal.Instant | null;
  readonly verifiedAt: Temporal.Instant | null;
  readonly verifiedBy: string | null;
  readonly revertedAt: Temporal.Instant | null;
  readonly fault: string | null;
}
interface MeasureRow {
  id: Id<'msr'>;
  decision_id: Id<'dec'>;
  no: number;
  system_id: Id<'sys'> | null;
  what: Measure;
  state: MeasureState;
  target: Target;
  handle: Record<string, string> | null;
  tries: number;
  done_at: Temporal.Instant | null;
  verified_at: Temporal.Instant | null;
  verified_by: string | null;
  reverted_at: Temporal.Instant | null;
  fault: string | null;
}
const measureColumns = sql.raw(
  'id, decision_id, no, system_id, what, state, target, handle, tries, done_at, verified_at, verified_by, reverted_at, fault',
);
const measureFrom = (r: MeasureRow): StoredMeasure => ({
  id: r.id,
  decision: r.decision_id,
  no: r.no,
  system: r.system_id,
  what: r.what,
  state: r.state,
  target: r.target,
  handle: r.handle,
  tries: r.tries,
  doneAt: r.done_at,
  verifiedAt: r.verified_at,
  verifiedBy: r.verified_by,
  revertedAt: r.reverted_at,
  fault: r.fault,
});

export async function measuresOf(tx: Tx, decision: string): Promise<readonly StoredMeasure[]> {
  const rows = await tx.rows(sql<MeasureRow>`
    select ${measureColumns} from measure where organisation_id = ${orgOf(tx)} and decision_id = ${decision} order by no`);
  return rows.map(measureFrom);
}

/** Measures under way, failed, or waiting for a hand: the desk's list. */
export async function measuresAtWork(tx: Tx, limit: number): Promise<readonly StoredMeasure[]> {
  const rows = await tx.rows(sql<MeasureRow>`
    select ${measureColumns} from measure
     where organisation_id = ${orgOf(tx)} and state not in ('verified', 'reverted', 'dropped', 'planned') order by id limit ${limit}`);
  return rows.map(measureFrom);
}

/** The measure, locked. @throws Refused `request.not-found` */
export async function lockMeasure(tx: Tx, id: string): Promise<StoredMeasure> {
  const [row] = await tx.rows(sql<MeasureRow>`
    select ${measureColumns} from measure where organisation_id = ${orgOf(tx)} and id = ${id} for update`);
  if (!row) throw new Refused('request.not-found');
  return measureFrom(row);
}

export interface MeasureChange {
  readonly state?: MeasureState;
  readonly handle?: Readonly<Record<string, string>>;
  readonly tries?: number;
  readonly doneAt?: Temporal.Instant;
  readonly verified?: { readonly at: Temporal.Instant; readonly by: string };
  readonly revertedAt?: Temporal.Instant;
  readonly fault?: string | null;
}
export async function changeMeasure(tx: Tx, id: string, c: MeasureChange): Promise<void> {
  const parts = [];
  if (c.state !== undefined) parts.push(sql`state = ${c.state}`);
  if (c.handle !== undefined) parts.push(sql`handle = ${JSON.stringify(c.handle)}::jsonb`);
  if (c.tries !== undefined) parts.push(sql`tries = ${c.tries}`);
  if (c.doneAt !== undefined) parts.push(sql`done_at = ${moment(c.doneAt)}`);
  if (c.verified !== undefined)
    parts.push(sql`verified_at = ${moment(c.verified.at)}`, sql`verified_by = ${c.verified.by}`);
  if (c.revertedAt !== undefined) parts.push(sql`reverted_at = ${moment(c.revertedAt)}`);
  if (c.fault !== undefined) parts.push(sql`fault = ${c.fault}`);
  if (parts.length > 0)
    await tx.rows(sql`update measure set ${sql.join(parts)} where organisation_id = ${orgOf(tx)} and id = ${id}`);
}

export interface Try {
  readonly no: number;
  readonly act: 'execute' | 'verify' | 'revert';
  readonly key: string;
  readonly begunAt: Temporal.Instant;
  readonly endedAt: Temporal.Instant | null;
  readonly outcome: string | null;
  readonly response: string | null;
}
export async function triesOf(tx: Tx, measure: string): Promise<readonly Try[]> {
  const rows = await tx.rows(sql<{
    no: number;
    act: Try['act'];
    key: string;
    begun_at: Temporal.Instant;
    ended_at: Temporal.Instant | null;
    outcome: string | null;
    response: string | null;
  }>`
    select no, act, key, begun_at, ended_at, outcome, response from measure_try where organisation_id = ${orgOf(tx)} and measure_id = ${measure} order by no`);
  return rows.map((r) => ({
    no: r.no,
    act: r.act,
    key: r.key,
    begunAt: r.begun_at,
    endedAt: r.ended_at,
    outcome: r.outcome,
    response: r.response,
  }));
}
export async function beginTry(
  tx: Tx,
  measure: string,
  no: number,
  act: Try['act'],
  key: string,
  at: Temporal.Instant,
): Promise<void> {
  await tx.rows(sql`
    insert into measure_try (organisation_id, measure_id, no, act, key, begun_at) values (${orgOf(tx)}, ${measure}, ${no}, ${act}, ${key}, ${moment(at)})`);
}
export async function endTry(
  tx: Tx,
  measure: string,
  no: number,
  outcome: string,
  response: string,
  at: Temporal.Instant,
): Promise<void> {
  await tx.rows(sql`
    update measure_try set ended_at = ${moment(at)}, outcome = ${outcome}, response = ${response.slice(0, 500)}
     where organisation_id = ${orgOf(tx)} and measure_id = ${measure} and no = ${no}`);
}
