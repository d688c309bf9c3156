/** A finding thread: holds one generation of names and answers queries; the thread that serves never compares a name. */
import { parentPort, workerData } from 'node:worker_threads';
import type { Entry } from './entry.ts';
import { finderOf, type Query } from './match/find.ts';
import { buildIndex } from './match/index.ts';
import { readName } from './name/name.ts';

const port = parentPort;
if (!port) throw new Error('must be there: a parent of this thread');
const entries = (workerData as { readonly entries: readonly Entry[] }).entries;
const began = performance.now();
const index = buildIndex(entries);
const finder = finderOf(index);
const at = new Map(entries.map((entry, i) => [entry, i] as const));
port.postMessage({ ready: true, names: index.names.length, buildMs: performance.now() - began });
/** First strong name of these entries that does not find its own entry, or one with the very same name. */
function lost(some: readonly Entry[]): { readonly entry: string; readonly text: string } | null {
  const { find } = finderOf(buildIndex(some));
  for (const entry of some)
    for (const { text, strength } of entry.names) {
      if (strength !== 'strong' || !readName(text, entry.kind).words.some((w) => w.proof > 0)) continue;
      const found = find({ names: [text], kind: entry.kind }, 30);
      if (!found.some((m) => m.entry.id === entry.id || m.entry.names.some((n) => n.text === text)))
        return { entry: entry.id, text };
    }
  return null;
}

interface Asked {
  readonly id: number;
  readonly queries: readonly Query[];
  readonly most: number;
  readonly test?: readonly Entry[];
}
port.on('message', (asked: Asked) => {
  if (asked.test) {
    port.postMessage({ id: asked.id, lost: lost(asked.test) });
    return;
  }
  const found = asked.queries.map((query) =>
    finder.find(query, asked.most).map(({ entry, ...match }) => ({ ...match, at: at.get(entry) ?? -1 })),
  );
  port.postMessage({ id: asked.id, found });
});
