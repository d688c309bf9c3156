/**
 * Jobs are rows in the same database and transaction as the act they follow (an outbox). They run at least once:
 * handlers are idempotent, a lease ends a dead worker's hold, and a job that keeps failing is shown, never dropped.
 */
import type { Id } from '#kernel';
import { sql, type Tx } from './db.ts';
import type { World } from './world.ts';

/** `outside`: what waits for others over the network, so that nothing of our own waits behind it. */
export type Lane = 'urgent' | 'normal' | 'bulk' | 'outside';
export interface NewJob {
  readonly kind: string;
  readonly lane: Lane;
  /** Ids only, never data. */
  readonly payload: Readonly<Record<string, string | number | boolean | null>>;
  readonly runAt: Temporal.Instant;
  /** At most one waiting job with this key: a second one moves nothing. */
  readonly key?: string;
}
export interface Job {
  readonly id: number;
  readonly organisation: Id<'org'>;
  readonly kind: string;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly tries: number;
}
export interface JobHandler {
  /** May answer with a moment to run again. */
  (world: World, job: Job): Promise<Temporal.Instant | undefined>;
  /**
   * Runs several jobs of one organisation that wait at the same time, all or none. Where it throws, each is run by itself.
   */
  readonly together?: (world: World, jobs: readonly Job[]) => Promise<void>;
}

const mostTries = 12;
const lease = '120 seconds';

/** Puts a job in the outbox of this transaction. */
export const enqueue = (tx: Tx, job: NewJob): Promise<void> => enqueueAll(tx, [job]);

/** Puts jobs in the outbox of this transaction, in one statement. */
export async function enqueueAll(tx: Tx, jobs: readonly NewJob[]): Promise<void> {
  if (jobs.length === 0) return;
  await tx.again(sql`
    insert into job (organisation_id, lane, kind, payload, unique_key, run_at)
    select ${tx.organisation}, j.* from unnest(${jobs.map((j) => j.lane)}::text[], ${jobs.map((j) => j.kind)}::text[], ${jobs.map((j) => JSON.stringify(j.payload))}::jsonb[],
      ${jobs.map((j) => j.key ?? null)}::text[], ${jobs.map((j) => j.runAt.toString())}::timestamptz[]) as j
    on conflict (organisation_id, kind, unique_key) where done_at is null and failed_at is null and unique_key is not null do nothing`);
  if (tx.organisation) await tx.notify({ organisation: tx.organisation, what: 'job' });
}

/** Wait before try n: 5 s, 20 s, 45 s, … at most an hour. */
export function waitBefore(tries: number): Temporal.Duration {
  return Temporal.Duration.from({ seconds: Math.min(3600, 5 * tries * tries) });
}

/**
 * Takes and runs what is due in one lane; returns how many jobs it ran. Stops between jobs when the signal says so.
 */
export async function runDue(
  world: World,
  lane: Lane,
  handlers: Readonly<Record<string, JobHandler>>,
  most = 20,
  signal?: AbortSignal,
): Promise<number> {
  const now = world.clock.now();
  const taken = await world.db.outside((tx) =>
    tx.again(sql<{
      id: number;
      organisation_id: Id<'org'>;
      kind: string;
      payload: Record<string, unknown>;
      tries: number;
    }>`
      select id, organisation_id, kind, payload, tries from take_jobs(${lane}, ${most}, ${now.toString()}::timestamptz, ${lease}::interval)`),
  );
  const jobs = taken.map(
    (row): Job => ({
      id: Number(row.id),
      organisation: row.organisation_id,
      kind: row.kind,
      payload: row.payload,
      tries: row.tries,
    }),
  );
  const done = signal?.aborted ? new Set<Job>() : await runTogether(world, handlers, jobs);
  for (const job of jobs) {
    if (done.has(job)) continue;
    if (signal?.aborted) {
      await settle(world, job, sql`locked_until = null, tries = tries - 1`);
      continue;
    }
    const handler = handlers[job.kind];
    try {
      if (!handler) throw new Error(`no handler for ${job.kind}`);
      const again = await handler(world, job);
      if (again)
        await settle(world, job, sql`locked_until = null, tries = 0, run_at = ${again.toString()}::timestamptz`);
      else await settle(world, job, sql`done_at = ${world.clock.now().toString()}::timestamptz, error = null`);
    } catch (cause) {
      const error = (cause as Error).message.slice(0, 500);
      world.log.warn({ job: job.id, kind: job.kind, tries: job.tries, error }, 'job failed');
      const at = world.clock.now();
      if (job.tries >= mostTries)
        await settle(world, job, sql`failed_at = ${at.toString()}::timestamptz, error = ${error}`);
      else
        await settle(
          world,
          job,
          sql`locked_until = null, run_at = ${at.add(waitBefore(job.tries)).toString()}::timestamptz, error = ${error}`,
        );
    }
  }
  return taken.length;
}

/** Runs those that can be run together. @returns those that are done; the others are run one by one */
async function runTogether(
  world: World,
  handlers: Readonly<Record<string, JobHandler>>,
  jobs: readonly Job[],
): Promise<ReadonlySet<Job>> {
  const done = new Set<Job>();
  // What was begun before and did not end may be what fails the others: it goes by itself.
  const groups = Map.groupBy(
    jobs.filter((j) => handlers[j.kind]?.together && j.tries <= 1),
    (j) => `${j.organisation} ${j.kind}`,
  );
  for (const group of groups.values()) {
    const [first] = group;
    const together = first && handlers[first.kind]?.together;
    if (!together || group.length < 2) continue;
    try {
      await together(world, group);
      await world.db.in(first.organisation, (tx) =>
        tx.again(sql`
          update job set done_at = ${world.clock.now().toString()}::timestamptz, error = null
           where organisation_id = ${first.organisation} and id = any(${group.map((j) => j.id)}::bigint[]) and done_at is null`),
      );
      for (const job of group) done.add(job);
    } catch (cause) {
      const error = (cause as Error).message.slice(0, 500);
      world.log.warn({ kind: first.kind, jobs: group.length, error }, 'jobs failed together; each goes by itself');
    }
  }
  return done;
}

async function settle(world: World, job: Job, change: ReturnType<typeof sql>): Promise<void> {
  await world.db.in(job.organisation, async (tx) => {
    await tx.rows(sql`update job set ${change} where organisation_id = ${job.organisation} and id = ${job.id}`);
  });
}

/** Jobs taken at once: what can be done together then is, and what cannot holds the others no longer than its lease. */
const atOnce: Readonly<Record<Lane, number>> = { urgent: 64, normal: 20, bulk: 1, outside: 1 };

const lanes: readonly Lane[] = ['urgent', 'normal', 'bulk', 'outside'];

/** Runs these lanes until the signal: woken by happenings, with a look every two seconds as a backstop. Each has its own loop. */
export async function runJobs(
  world: World,
  handlers: Readonly<Record<string, JobHandler>>,
  signal: AbortSignal,
  only: readonly Lane[] = lanes,
): Promise<void> {
  let wake = new AbortController();
  const stop = await world.db.listen((h) => {
    if (h.what === 'job') wake.abort();
  });
  const loop = async (lane: Lane) => {
    while (!signal.aborted) {
      let ran = 0;
      try {
        ran = await runDue(world, lane, handlers, atOnce[lane], signal);
      } catch (cause) {
        world.log.error({ lane, error: (cause as Error).message }, 'jobs: the database did not answer');
      }
      if (ran > 0 || signal.aborted) continue;
      if (wake.signal.aborted) wake = new AbortController();
      await world.clock.sleep(2000, AbortSignal.any([signal, wake.signal]));
    }
  };
  await Promise.all(only.map(loop));
  await stop();
}
