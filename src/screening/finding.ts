/** A finding thread: holds one generation of names and answers queries; the thread that serves never compares a name. */
import { parentPort, workerData } from 'node:worker_threads';
import type { Entry } from './entry.ts';
import { finderOf, type Query } from './match/find.ts';
import { buildIndex } from './match/index.ts';

const port = parentPort;
if (!port) throw new Error('must be there: a parent of this thread');
const entries = (workerData as { readonly entries: readonly Entry[] }).entries;
const began = performance.now();
const index = buildIndex(entries);
const finder = finderOf(index);
const at = new Map(entries.map((entry, i) => [entry, i] as const));
port.postMessage({ ready: true, names: index.names.length, buildMs: performance.now() - began });
port.on('message', (asked: { readonly id: number; readonly queries: readonly Query[]; readonly most: number }) => {
  const found = asked.queries.map((query) =>
    finder.find(query, asked.most).map(({ entry, ...match }) => ({ ...match, at: at.get(entry) ?? -1 })),
  );
  port.postMessage({ id: asked.id, found });
});
