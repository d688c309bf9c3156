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
/** May answer with a moment to run again. */
export type JobHandler = (world: World, job: Job) => Promise<Temporal.Instant | undefined>;

const mostTries = 12;
const lease = '120 seconds';

/** Puts a job in the outbox of this transaction. */
export async function enqueue(tx: Tx, job: NewJob): Promise<void> {
  await tx.rows(sql`
    insert into job (organisation_id, lane, kind, payload, unique_key, run_at)
    values (${tx.organisation}, ${job.lane}, ${job.kind}, ${JSON.stringify(job.payload)}::jsonb, ${job.key ?? null}, ${job.runAt.toString()}::timestamptz)
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
    tx.rows(sql<{
      id: number;
      organisation_id: Id<'org'>;
      kind: string;
      payload: Record<string, unknown>;
      tries: number;
    }>`
      select id, organisation_id, kind, payload, tries from take_jobs(${lane}, ${most}, ${now.toString()}::timestamptz, ${lease}::interval)`),
  );
  for (const row of taken) {
    const job: Job = {
      id: Number(row.id),
      organisation: row.organisation_id,
      kind: row.kind,
      payload: row.payload,
      tries: row.tries,
    };
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

async function settle(world: World, job: Job, change: ReturnType<typeof sql>): Promise<void> {
  await world.db.in(job.organisation, async (tx) => {
    await tx.rows(sql`update job set ${change} where organisation_id = ${job.organisation} and id = ${job.id}`);
  });
}

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
        ran = await runDue(world, lane, handlers, lane === 'bulk' || lane === 'outside' ? 1 : 20, signal);
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
