/** Serving: desk, mail intake, jobs and the clocks' engine in one process, bulk in another, until it is told to stop. */

import { runLive, startRetries } from '#attribution/work';
import { startBans } from '#bans/work';
import { moveFindings, startSweeps } from '#cases/work';
import { runDeadlines } from '#deadlines/work';
import { createDesk } from '#desk/server';
import { startDisclosureSweeps } from '#disclosure/work';
import { startEditions } from '#editions/work';
import { completeErasureLog } from '#erasure/work';
import { runChannels, startWatches } from '#intake/channels';
import { endProving } from '#intake/proving';
import { openReaders } from '#intake/readers';
import { openMailIntake } from '#intake/smtp';
import type { Config } from '#io/config';
import { runJobs } from '#io/jobs';
import type { World } from '#io/world';
import { loadLaw } from '#law/work';
import { startDecisionSweeps } from '#measures/work';
import { startNoticeSweeps } from '#notices/work';
import { startOnboardings } from '#onboarding/work';
import { startRetention } from '#orders/work';
import { listOrganisations } from '#organisations/work';
import { runInventories } from '#resources/work';
import { closeFinders, startScreening } from '#screening/work';
import { startBulk } from './bulk.ts';
import { planOf } from './plan.ts';

export interface Serving {
  readonly url: string;
  readonly smtpPort: number | undefined;
  /** Ends when everything has stopped. */
  stop(): Promise<void>;
}

export interface ServeOptions {
  /** Connection string of the program's log-in, for the process of the bulk lane; without one that lane runs in this process. */
  readonly url?: string;
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
  const plan = await planOf(world, readers, config.mailFrom, config.watchFolder, config.measurePaths);
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
  await startNoticeSweeps(world);
  await startRetention(world);
  await startDecisionSweeps(world);
  await startDisclosureSweeps(world);
  await startRetries(world);
  await startWatches(world);
  await startScreening(world);
  for (const { id } of await listOrganisations(world)) {
    await startBans(world, id);
    await startEditions(world, id);
  }
  await startOnboardings(world);
  const jobs = runJobs(world, plan.jobs, stopping.signal, options.url ? ['urgent', 'normal', 'outside'] : undefined);
  const channels = runChannels(world, plan.intake, stopping.signal);
  const bulk =
    options.url === undefined
      ? undefined
      : startBulk(world, {
          url: options.url,
          masterKeyFile: config.masterKeyFile,
          mail: config.mail,
          mailFrom: config.mailFrom,
          logLevel: config.logLevel,
          privateHosts: config.privateHosts,
        });
  const clocks = runDeadlines(world, plan.ticking, stopping.signal);
  const inventories = runInventories(world, stopping.signal);
  const live = runLive(world, moveFindings, stopping.signal);
  return {
    url: listening.url,
    smtpPort: mail?.port,
    async stop() {
      // First nothing new comes in, then what runs is finished, then the reading processes end.
      await mail?.close();
      stopping.abort();
      endProving();
      await listening.close();
      await Promise.all([jobs, clocks, channels, inventories, live, bulk?.stop()]);
      await readers.close();
      await closeFinders();
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
