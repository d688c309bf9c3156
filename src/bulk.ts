/**
 * The bulk lane in a process of its own, so that the desk and the urgent lane never wait for a feed. Whoever serves starts it;
 * it ends when its input ends, thus also when its parent is killed, and what it was doing is done again by the next.
 */
import { spawn } from 'node:child_process';
import { setPriority } from 'node:os';
import { shiftedClock, wallClock } from '#io/clock';
import type { Config } from '#io/config';
import { openDb } from '#io/db';
import { trueDice } from '#io/dice';
import { runJobs } from '#io/jobs';
import { keysUnder, openMasterKey } from '#io/keys';
import { openLog } from '#io/log';
import { outsideLook } from '#io/look';
import { openMail } from '#io/mail';
import { openNet } from '#io/net';
import type { World } from '#io/world';

/** What the process is told, on its standard input: it reads no configuration of its own. */
interface Told {
  readonly url: string;
  readonly publicUrl: string;
  /** File of the master key; the key itself, in hex, only where there is no file (benchmarks). */
  readonly masterKeyFile: string | null;
  readonly masterKey: string | null;
  readonly mail: Config['mail'];
  readonly mailFrom: string;
  readonly logLevel: string;
  /** Hosts within that were named, which the process may speak to. */
  readonly privateHosts: readonly string[];
  /** The moment the clock of the parent stands at. */
  readonly now: string;
  /** Whether that clock is the wall's. */
  readonly onWall: boolean;
}

export interface BulkLane {
  readonly pid: number | undefined;
  /** Lets it finish the stretch it is at and end. */
  stop(): Promise<void>;
}

export interface BulkOptions {
  readonly url: string;
  readonly masterKeyFile: string | null;
  readonly masterKey?: Uint8Array;
  readonly mail: Config['mail'];
  readonly mailFrom: string;
  readonly logLevel: string;
  readonly privateHosts: readonly string[];
}

/** A process that fell over is started again after this long. */
const pauseMs = 2000;

/** Starts the process and keeps one running until it is told to stop. */
export function startBulk(world: World, options: BulkOptions): BulkLane {
  let stopping = false;
  let child: ReturnType<typeof spawn> | undefined;
  let gone: Promise<void> = Promise.resolve();
  const start = () => {
    const one = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', import.meta.filename], {
      stdio: ['pipe', 'ignore', 'inherit'],
      env: { PATH: process.env['PATH'] ?? '', TZ: 'UTC', LANG: 'C.UTF-8' },
    });
    child = one;
    const told: Told = {
      url: options.url,
      publicUrl: world.publicUrl,
      masterKeyFile: options.masterKeyFile,
      masterKey: options.masterKey ? Buffer.from(options.masterKey).toString('hex') : null,
      mail: options.mail,
      mailFrom: options.mailFrom,
      logLevel: options.logLevel,
      privateHosts: options.privateHosts,
      now: world.clock.now().toString(),
      onWall: world.clock === wallClock,
    };
    one.stdin?.on('error', () => undefined);
    one.stdin?.write(`${JSON.stringify(told)}\n`);
    gone = new Promise((done) => {
      const ended = (code: number | null) => {
        if (child === one) child = undefined;
        done();
        if (stopping) return;
        world.log.warn({ code }, 'the bulk lane ended and is started again');
        setTimeout(() => !stopping && start(), pauseMs).unref();
      };
      one.once('error', () => ended(null));
      one.once('exit', ended);
    });
  };
  start();
  return {
    get pid() {
      return child?.pid;
    },
    async stop() {
      stopping = true;
      child?.stdin?.end();
      const late = setTimeout(() => child?.kill('SIGKILL'), 20_000);
      await gone;
      clearTimeout(late);
    },
  };
}

/** The process itself: a world on the same database, and the jobs of one lane. */
async function run(told: Told, signal: AbortSignal): Promise<void> {
  const { openReaders } = await import('#intake/readers');
  const { loadLaw } = await import('#law/work');
  const { planOf } = await import('./plan.ts');
  const mail = openMail({ mail: told.mail });
  const db = openDb({ url: told.url, most: 6 });
  const world: World = {
    clock: told.onWall ? wallClock : shiftedClock(Temporal.Instant.from(told.now)),
    dice: trueDice,
    db,
    keys: told.masterKeyFile
      ? openMasterKey(told.masterKeyFile, trueDice)
      : keysUnder(Buffer.from(told.masterKey ?? '', 'hex')),
    log: openLog(told.logLevel),
    mail,
    look: outsideLook,
    net: openNet({ named: told.privateHosts }),
    publicUrl: told.publicUrl,
  };
  const law = await loadLaw();
  const readers = openReaders({ size: 1, kinds: law.kinds.values() });
  const plan = await planOf(world, readers, told.mailFrom);
  await runJobs(world, plan.jobs, signal, ['bulk']);
  await readers.close();
  await mail.close();
  await db.close();
}

if (process.argv[1] === import.meta.filename) {
  // Whatever else wants a processor comes first.
  try {
    setPriority(10);
  } catch {
    // not everywhere may one be modest
  }
  // The terminal's Ctrl-C reaches all processes of it; our parent tells us when to stop.
  process.on('SIGINT', () => undefined);
  const stopping = new AbortController();
  let text = '';
  let begun = false;
  process.stdin.setEncoding('utf8');
  process.stdin.on('data', (part: string) => {
    text += part;
    const end = text.indexOf('\n');
    if (begun || end < 0) return;
    begun = true;
    run(JSON.parse(text.slice(0, end)) as Told, stopping.signal).then(
      () => process.exit(0),
      (cause: unknown) => {
        process.stderr.write(`bulk lane: ${cause instanceof Error ? cause.message : String(cause)}\n`);
        process.exit(1);
      },
    );
  });
  process.stdin.on('end', () => {
    stopping.abort();
    if (!begun) process.exit(0);
    // A stretch takes about a second; the safety net reads a message on that was left in the middle.
    setTimeout(() => process.exit(0), 15_000).unref();
  });
}
