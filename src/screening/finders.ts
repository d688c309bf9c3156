/**
 * Finding threads and their generations. A new generation is built in new threads beside the old ones, which answer until
 * the new ones are ready; then the new ones take over in one step, and the old ones end when their last answer is out.
 */
import { Worker } from 'node:worker_threads';
import type { Entry } from './entry.ts';
import type { Match, Query } from './match/find.ts';

interface Thread {
  readonly worker: Worker;
  readonly waiting: Map<number, { done: (found: Match[][]) => void; failed: (cause: Error) => void }>;
  ended: boolean;
}
interface Generation {
  readonly name: string;
  readonly entries: readonly Entry[];
  readonly threads: readonly Thread[];
}
type Found = (Omit<Match, 'entry'> & { at: number })[][];

export interface Finders {
  /** Puts these entries in the place of those before. @returns how long the slowest thread took to lay them out, and names */
  load(name: string, entries: readonly Entry[]): Promise<{ readonly buildMs: number; readonly names: number }>;
  /** Matches of each query, best first, and the generation that answered. */
  find(
    queries: readonly Query[],
    most?: number,
  ): Promise<{ readonly generation: string; readonly matches: readonly (readonly Match[])[] }>;
  /** Name of the generation in use; undefined before the first. */
  current(): string | undefined;
  close(): Promise<void>;
}

function start(entries: readonly Entry[]): Promise<{ thread: Thread; buildMs: number; names: number }> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./finding.ts', import.meta.url), { workerData: { entries } });
    const thread: Thread = { worker, waiting: new Map(), ended: false };
    const fail = (cause: Error) => {
      reject(cause);
      for (const each of thread.waiting.values()) each.failed(cause);
      thread.waiting.clear();
    };
    worker.on('error', fail);
    worker.on('exit', () => {
      if (!thread.ended) fail(new Error('a finding thread ended'));
    });
    worker.on('message', (said: { ready?: true; names: number; buildMs: number; id: number; found: Found }) => {
      if (said.ready) {
        // A thread nobody waits for keeps no program alive.
        worker.unref();
        resolve({ thread, buildMs: said.buildMs, names: said.names });
        return;
      }
      const asked = thread.waiting.get(said.id);
      thread.waiting.delete(said.id);
      if (thread.waiting.size === 0) worker.unref();
      asked?.done(
        said.found.map((matches) => matches.map(({ at, ...match }) => ({ ...match, entry: entries[at] as Entry }))),
      );
    });
  });
}

/** Ends a thread once nobody waits for it. */
async function end(thread: Thread): Promise<void> {
  while (thread.waiting.size > 0) {
    await Promise.allSettled(
      [...thread.waiting.values()].map(
        (w) =>
          new Promise<void>((resolve) => {
            const { done, failed } = w;
            w.done = (found) => {
              done(found);
              resolve();
            };
            w.failed = (cause) => {
              failed(cause);
              resolve();
            };
          }),
      ),
    );
  }
  thread.ended = true;
  await thread.worker.terminate();
}

/** Entries tried together: enough to stand in each other's way, few enough to stay small in memory. */
const triedTogether = 200;

/**
 * Tries in a thread of its own whether every strong name of these entries finds its entry.
 * @returns the first that does not; undefined where all do
 */
export async function lostName(
  entries: readonly Entry[],
): Promise<{ readonly entry: string; readonly text: string } | undefined> {
  const worker = new Worker(new URL('./finding.ts', import.meta.url), {
    workerData: { entries: [] },
    resourceLimits: { maxYoungGenerationSizeMb: 16 },
  });
  try {
    for (let at = 0; at < entries.length; at += triedTogether) {
      const lost = await new Promise<{ entry: string; text: string } | null>((resolve, reject) => {
        worker.once('error', reject);
        const hear = (said: { readonly lost?: { entry: string; text: string } | null }) => {
          if (said.lost === undefined) return;
          worker.off('message', hear);
          worker.off('error', reject);
          resolve(said.lost);
        };
        worker.on('message', hear);
        worker.postMessage({ id: at, test: entries.slice(at, at + triedTogether) });
      });
      if (lost) return lost;
    }
    return undefined;
  } finally {
    await worker.terminate();
  }
}

/** @param size threads of a generation; two fit the machines this is measured on */
export function openFinders(size = 2): Finders {
  let current: Generation | undefined;
  let next = 0;
  return {
    async load(name, entries) {
      const started = await Promise.all(Array.from({ length: size }, () => start(entries)));
      const before = current;
      current = { name, entries, threads: started.map((s) => s.thread) };
      await Promise.all((before?.threads ?? []).map(end));
      return { buildMs: Math.max(...started.map((s) => s.buildMs)), names: started[0]?.names ?? 0 };
    },
    find(queries, most = 5) {
      const generation = current;
      if (!generation) throw new Error('must be there: a loaded generation');
      const thread = generation.threads.reduce((a, b) => (b.waiting.size < a.waiting.size ? b : a));
      const id = next++;
      return new Promise((resolve, reject) => {
        thread.waiting.set(id, {
          done: (matches) => resolve({ generation: generation.name, matches }),
          failed: reject,
        });
        thread.worker.ref();
        thread.worker.postMessage({ id, queries, most });
      });
    },
    current: () => current?.name,
    async close() {
      const last = current;
      current = undefined;
      await Promise.all((last?.threads ?? []).map(end));
    },
  };
}
