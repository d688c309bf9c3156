/** The inbox: its query behind the wall with row-level security, against the same statement as the owner without it. */

import { mkdtempSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { listCases } from '#cases/work';
import { openReaders } from '#intake/readers';
import { readMessage, receive } from '#intake/work';
import { type Db, sql, type Tx } from '#io/db';
import { engine, type Id } from '#kernel';
import { loadLaw } from '#law/work';
import { intakeHands } from '../src/plan.ts';
import { type Bench, median, quantile, round } from './bench.ts';
import { feedCsv, openBenchWorld } from './world.ts';

export const bench: Bench = {
  name: 'list',
  about: {
    nl: 'de rij met zaken, p99, met en zonder de muur',
    en: 'the queue of cases, p99, with and without the wall',
  },
  async run(options, emit, say) {
    const rows = options.size ?? 200_000;
    const customers = 10_000;
    const b = await openBenchWorld({ ...(options.url ? { url: options.url } : {}), customers });
    const folder = mkdtempSync(join(tmpdir(), 'bezem-bench-'));
    const law = await loadLaw();
    const readers = openReaders({ size: 1, kinds: law.kinds.values() });
    try {
      say(`filling: ${rows} findings of ${customers} customers`);
      const file = join(folder, '2026-11-20-event4_sinkhole-bench.csv');
      await writeFile(file, feedCsv(rows, customers));
      const got = await receive(b.world, b.org, {
        channel: 'file',
        path: file,
        name: '2026-11-20-event4_sinkhole-bench.csv',
        readHere: true,
        by: engine,
      });
      const counts = await readMessage(b.world, intakeHands(readers), b.org, got.id);
      await b.world.db.owner((tx) => tx.rows(sql`analyze`));
      const with_ = await timed((n) => b.world.db.in(b.org, (tx) => page(b.world, tx, b.org, n)));
      // The same statements and round trips, as the owner, whom no policy narrows.
      const bare = await timed((n) => ownerDb(b.world.db, b.org, (tx) => page(b.world, tx, b.org, n)));
      emit({ name: 'list.cases', figure: counts.cases_opened, unit: 'open cases', limit: null, ratio: null, runs: [] });
      emit({
        name: 'list.p50',
        figure: round(median(with_)),
        unit: 'ms',
        limit: round(median(bare)),
        ratio: round(median(with_) / median(bare)),
        runs: [],
      });
      emit({
        name: 'list',
        figure: round(quantile(with_, 0.99)),
        unit: 'ms at p99',
        limit: round(quantile(bare, 0.99)),
        ratio: round(quantile(with_, 0.99) / quantile(bare, 0.99)),
        runs: with_.map(round),
        note: `${rows} findings; gate 8 times and 60 ms at ten million`,
      });
    } finally {
      await readers.close();
      await b.close();
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

function ownerDb<T>(db: Db, org: Id<'org'>, work: (tx: Tx) => Promise<T>): Promise<T> {
  return db.owner((tx) => work({ ...tx, organisation: org }));
}

async function page(world: Parameters<typeof listCases>[0], tx: Tx, org: Id<'org'>, n: number): Promise<void> {
  const view = (['now', 'all', 'waiting', 'unattributed'] as const)[n % 4] ?? 'now';
  await listCases(world, tx, org, { view, limit: 50 });
}

async function timed(work: (n: number) => Promise<void>): Promise<number[]> {
  const runs: number[] = [];
  for (let n = 0; n < 220; n++) {
    const began = performance.now();
    await work(n);
    if (n >= 20) runs.push(performance.now() - began); // the first ones warm the cache
  }
  return runs;
}
