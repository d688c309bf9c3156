/** The doors adapters are handed: the guarded way out, programs and files the operator named, and nothing else. */
import { execFile } from 'node:child_process';
import { appendFile, readFile, rename, writeFile } from 'node:fs/promises';
import { isAbsolute, normalize } from 'node:path';
import { webhookHeaders } from '#correspondence/work';
import { FetchFailed, guardedFetch } from '#io/fetch';
import type { World } from '#io/world';
import { Fault } from '#kernel';
import type { Doors } from './adapter.ts';

/** Programs and folders that measures may use: named by who runs the server, never by an organisation. */
export interface Allowed {
  readonly paths: readonly string[];
}

const patienceMs = 30_000;
const mostOutput = 64 * 1024;

/** What went wrong before anything was answered. `sent`: it may have arrived all the same. */
export class DoorFault extends Fault {
  readonly sent: boolean;
  constructor(message: string, sent: boolean, options?: ErrorOptions) {
    super(message, options);
    this.name = 'DoorFault';
    this.sent = sent;
  }
}

/**
 * @param inside the system's own host may stand in private space, because an administrator said so
 * @param host of the system's address; any other host in private space stays refused
 */
export function doorsFor(
  world: Pick<World, 'look' | 'clock'>,
  allowed: Allowed,
  system: { readonly inside: boolean; readonly host: string | null },
): Doors {
  const named = (path: string) => {
    const clean = normalize(path);
    const ok =
      isAbsolute(path) &&
      clean === path &&
      allowed.paths.some((p) => clean === p || (p.endsWith('/') && clean.startsWith(p)));
    if (!ok) throw new DoorFault(`${path} is not among the paths the operator named (BEZEM_MEASURE_PATHS)`, false);
    return clean;
  };
  return {
    async http(ask) {
      try {
        const answer = await guardedFetch(world, ask.url, {
          method: ask.method,
          ...(ask.headers ? { headers: ask.headers } : {}),
          ...(ask.body === undefined ? {} : { body: ask.body }),
          timeoutMs: patienceMs,
          mostBytes: 1024 * 1024,
          ...(system.inside && system.host ? { privateHosts: [system.host] } : {}),
        });
        return { status: answer.status, text: answer.text() };
      } catch (cause) {
        if (!(cause instanceof FetchFailed)) throw cause;
        throw new DoorFault(cause.message, cause.why === 'timeout' || cause.why === 'network', { cause });
      }
    },
    run: async (argv, input) => {
      const program = named(argv[0] ?? '');
      return new Promise((done) => {
        const child = execFile(
          program,
          argv.slice(1),
          {
            shell: false,
            timeout: patienceMs,
            killSignal: 'SIGKILL',
            maxBuffer: mostOutput,
            env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', LANG: 'C.UTF-8' },
          },
          (fault, out, err) => {
            const code = fault ? (typeof fault.code === 'number' ? fault.code : null) : 0;
            done({ code, out: `${out}${err}`.trim() });
          },
        );
        // A program that reads nothing closes its input: that is no fault of ours.
        child.stdin?.on('error', () => {});
        child.stdin?.end(input ?? '');
      });
    },
    read: async (path) => {
      try {
        return await readFile(named(path), 'utf8');
      } catch (cause) {
        if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return null;
        throw cause;
      }
    },
    write: async (path, text) => {
      const at = named(path);
      await writeFile(`${at}.bezem`, text);
      await rename(`${at}.bezem`, at);
    },
    append: async (path, text) => {
      await appendFile(named(path), text);
    },
    signed: (secret, id, body) => webhookHeaders(secret, id, world.clock.now(), body),
  };
}
