/** Facets and overviews over thirty days: from the roll-ups that stand beside the findings, against counting the findings. */
import { mkdtempSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openReaders } from '#intake/readers';
import { findingCounts } from '#intake/store';
import { readMessage, receive } from '#intake/work';
import { sql } from '#io/db';
import { engine } from '#kernel';
import { loadLaw } from '#law/work';
import { intakeHands } from '../src/plan.ts';
import { type Bench, median, round } from './bench.ts';
import { fillUp } from './fill.ts';
import { openBenchWorld, sinkholeCsv } from './world.ts';

const normal = 10_000_000;
const customers = 2_000;
const [from, until] = ['2026-10-22', '2026-11-20'];

export const bench: Bench = {
  name: 'facets',
  about: {
    nl: 'tellingen over dertig dagen, tegen het tellen van de waarnemingen zelf',
    en: 'counts over thirty days, against counting the findings themselves',
  },
  async run(options, emit, say) {
    const wanted = options.size ?? normal;
    const b = await openBenchWorld({ ...(options.url ? { url: options.url } : {}), customers });
    const folder = mkdtempSync(join(tmpdir(), 'bezem-bench-'));
    const law = await loadLaw();
    const readers = openReaders({ size: 1, kinds: law.kinds.values() });
    try {
      const name = '2026-11-20-event4_sinkhole-bench.csv';
      await writeFile(join(folder, name), sinkholeCsv(Math.min(wanted, 100_000), customers));
      const got = await receive(b.world, b.org, {
        channel: 'file',
        path: join(folder, name),
        name,
        readHere: true,
        by: engine,
      });
      await readMessage(b.world, intakeHands(readers), b.org, got.id);
      const findings = await fillUp(b, b.org, wanted, say);
      const rolled = () => b.world.db.in(b.org, (tx) => findingCounts(tx, b.org, from, until));
      const raw = () =>
        b.world.db.in(b.org, (tx) =>
          tx.rows(sql<{ day: string; kind: string; severity: string; n: number }>`
            select day, kind, coalesce(severity, 'unknown') as severity, count(*) as n from finding
             where organisation_id = ${b.org} and day >= ${from}::date and day <= ${until}::date group by 1, 2, 3 order by 1, 2, 3`),
        );
      const same = JSON.stringify(await rolled()) === JSON.stringify(await raw());
      if (!same) throw new Error('the roll-ups do not say what the findings say: no figure counts');
      const quick: number[] = [];
      const slow: number[] = [];
      for (let n = 0; n < 5; n++) {
        slow.push(await timed(raw));
        quick.push(median([await timed(rolled), await timed(rolled), await timed(rolled)]));
      }
      const ratios = slow.map((s, i) => s / (quick[i] ?? 1));
      emit({
        name: 'facets',
        figure: round(median(quick)),
        unit: 'ms',
        limit: round(median(slow)),
        ratio: round(median(ratios)),
        runs: ratios.map(round),
        gate: { least: 100 },
        note: `by day, kind and severity over thirty days of ${findings} findings; limit: the same counted from the findings; the ratio says how many times quicker`,
      });
    } finally {
      await readers.close();
      await b.close();
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}
