/** Facets and overviews over thirty days: from the roll-ups that stand beside the findings, against counting the findings. */
import { findingCounts } from '#intake/store';
import { sql } from '#io/db';
import { type Bench, median, round } from './bench.ts';
import { openFull } from './fill.ts';

const normal = 10_000_000;
const [from, until] = ['2026-10-22', '2026-11-20'];

export const bench: Bench = {
  name: 'facets',
  about: {
    nl: 'tellingen over dertig dagen, tegen het tellen van de waarnemingen zelf',
    en: 'counts over thirty days, against counting the findings themselves',
  },
  async run(options, emit, say) {
    const wanted = options.size ?? normal;
    const { b, org, findings } = await openFull(options, wanted, say);
    try {
      const rolled = () => b.world.db.in(org, (tx) => findingCounts(tx, org, from, until));
      const raw = () =>
        b.world.db.in(org, (tx) =>
          tx.rows(sql<{ day: string; kind: string; severity: string; n: number }>`
            select day, kind, coalesce(severity, 'unknown') as severity, count(*) as n from finding
             where organisation_id = ${org} and day >= ${from}::date and day <= ${until}::date group by 1, 2, 3 order by 1, 2, 3`),
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
      await b.close();
    }
  },
};

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}
