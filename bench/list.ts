/** The lists of the desk when the database is full: behind the wall with row-level security, and as the owner without it. */

import { findingsOf, listCases } from '#cases/work';
import { type Db, sql, type Tx } from '#io/db';
import type { Id } from '#kernel';
import { type Bench, median, quantile, round } from './bench.ts';
import { openFull } from './fill.ts';

const normal = 10_000_000;
const calls = 400;

export const bench: Bench = {
  name: 'list',
  about: {
    nl: 'de rij met zaken en de waarnemingen van een zaak, p99, met en zonder de muur',
    en: 'the queue of cases and the findings of a case, p99, with and without the wall',
  },
  async run(options, emit, say) {
    const wanted = options.size ?? normal;
    const { b, org, findings, cases: open } = await openFull(options, wanted, say);
    try {
      const cases = (
        await b.world.db.in(org, (tx) =>
          tx.rows(sql<{ id: string }>`select id from abuse_case where organisation_id = ${org} order by id limit 1000`),
        )
      ).map((r) => r.id);
      const call = (tx: Tx, n: number) => page(b.world, tx, org, cases, n);
      const behind: number[] = [];
      const bare: number[] = [];
      // One beside the other, so that what others do on the machine meets both; the same statements and round trips.
      for (let n = -40; n < calls; n++) {
        const first = await timed(() => b.world.db.in(org, (tx) => call(tx, n + 40)));
        const second = await timed(() => ownerDb(b.world.db, org, (tx) => call(tx, n + 40)));
        if (n < 0) continue; // the first ones warm the cache
        behind.push(first);
        bare.push(second);
      }
      emit({
        name: 'list.findings',
        figure: findings,
        unit: `findings in ${open} open cases`,
        limit: null,
        ratio: null,
        runs: [],
      });
      emit({
        name: 'list.p50',
        figure: round(median(behind)),
        unit: 'ms',
        limit: round(median(bare)),
        ratio: round(median(behind) / median(bare)),
        runs: [],
      });
      const p99 = quantile(behind, 0.99);
      emit({
        name: 'list.p99',
        figure: round(p99),
        unit: 'ms at p99',
        limit: 60,
        ratio: round(p99 / 60),
        runs: [],
        gate: { most: 1 },
      });
      emit({
        name: 'list',
        figure: round(p99),
        unit: 'ms at p99',
        limit: round(quantile(bare, 0.99)),
        ratio: round(p99 / quantile(bare, 0.99)),
        runs: behind.map(round),
        gate: { most: 8 },
        note: `${findings} findings; limit: the same statements as the owner, whom no policy narrows`,
      });
    } finally {
      await b.close();
    }
  },
};

function ownerDb<T>(db: Db, org: Id<'org'>, work: (tx: Tx) => Promise<T>): Promise<T> {
  return db.owner((tx) => work({ ...tx, organisation: org }));
}

const views = ['now', 'all', 'waiting', 'unattributed'] as const;

async function page(
  world: Parameters<typeof listCases>[0],
  tx: Tx,
  org: Id<'org'>,
  cases: readonly string[],
  n: number,
): Promise<void> {
  if (n % 5 === 4) await findingsOf(tx, org, cases[(n * 37) % cases.length] ?? '', 50, undefined);
  else await listCases(world, tx, org, { view: views[n % 5] ?? 'now', limit: 50 });
}

async function timed(work: () => Promise<void>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}
