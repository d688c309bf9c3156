/** Serving: desk, mail intake, jobs and the clocks' engine in one process, until it is told to stop. */

import { startRetries } from '#attribution/work';
import { startSweeps } from '#cases/work';
import { runDeadlines } from '#deadlines/work';
import { createDesk } from '#desk/server';
import { completeErasureLog } from '#erasure/work';
import { openReaders } from '#intake/readers';
import { openMailIntake } from '#intake/smtp';
import type { Config } from '#io/config';
import { runJobs } from '#io/jobs';
import type { World } from '#io/world';
import { loadLaw } from '#law/work';
import { listOrganisations } from '#organisations/work';
import { planOf } from './plan.ts';

export interface Serving {
  readonly url: string;
  readonly smtpPort: number | undefined;
  /** Ends when everything has stopped. */
  stop(): Promise<void>;
}

export interface ServeOptions {
  readonly say: (line: string) => void;
  /** Letters are shown on screen with this banner and never leave the machine. */
  readonly sample?: boolean;
  /** Called with what is plugged together, before the desk listens (the demo loads its data here). */
  readonly before?: (plan: Awaited<ReturnType<typeof planOf>>) => Promise<void>;
}

/** Starts everything. The desk answers when this returns; work that waited begins at once. */
export async function startServing(world: World, config: Config, options: ServeOptions): Promise<Serving> {
  const law = await loadLaw();
  const readers = openReaders({ size: 2, kinds: law.kinds.values() });
  const plan = await planOf(world, readers, config.mailFrom);
  await options.before?.(plan);
  const desk = createDesk({ world, config, apis: plan.apis, pages: plan.pages, say: options.say });
  const listening = await desk.listen();
  const mail = config.smtp ? await openMailIntake(world, config.smtp) : undefined;
  const stopping = new AbortController();
  await completeErasureLog(
    world,
    (await listOrganisations(world)).map((o) => o.id),
  );
  await startSweeps(world);
  await startRetries(world);
  const jobs = runJobs(world, plan.jobs, stopping.signal);
  const clocks = runDeadlines(world, plan.ticking, stopping.signal);
  return {
    url: listening.url,
    smtpPort: mail?.port,
    async stop() {
      // First nothing new comes in, then what runs is finished, then the reading processes end.
      await mail?.close();
      stopping.abort();
      await listening.close();
      await Promise.all([jobs, clocks]);
      await readers.close();
    },
  };
}

/** Waits for SIGINT or SIGTERM. A second one ends at once. */
export function untilToldToStop(): Promise<void> {
  return new Promise((stop) => {
    const heard = () => {
      process.once('SIGINT', () => process.exit(130));
      process.once('SIGTERM', () => process.exit(143));
      stop();
    };
    process.once('SIGINT', heard);
    process.once('SIGTERM', heard);
  });
}
