/** Reports as API, command line and screens show them. */
import type { Tx } from '#io/db';
import type { World } from '#io/world';
import { type Actor, mayAs } from '#kernel';
import { unplaced } from './count.ts';
import { qualitativeRows } from './indicators.ts';
import { reportLife } from './report.ts';
import type { ReportRow, ReportShape } from './shapes.ts';
import { listReports, lockReport, type StoredReport } from './store.ts';
import { tablesNow } from './work.ts';

/** Last day to publish a report of this period: 28 or 29 February (two months after its end); a TCO report the day before 1 March. */
const dueOf = (r: StoredReport): string =>
  Temporal.PlainDate.from(r.period_to).add({ days: 1 }).add({ months: 2 }).subtract({ days: 1 }).toString();

export const reportLine = (r: StoredReport): ReportRow => ({
  id: r.id,
  kind: r.kind,
  service: r.service,
  from: r.period_from,
  to: r.period_to,
  version: r.version,
  state: r.state,
  made_at: r.made_at.toString(),
  published_at: r.published_at?.toString() ?? null,
  due: dueOf(r),
  corrects: r.corrects,
  reason: r.reason,
  sha256: r.sha256?.toString('hex') ?? null,
  revision: r.revision,
});

export const reportRows = async (tx: Tx): Promise<readonly ReportRow[]> => (await listReports(tx)).map(reportLine);

/** One report with its live tables: rows that hold a figure other than nothing, and how many rows the file has. */
export async function showReport(world: World, tx: Tx, id: string, actor: Actor): Promise<ReportShape> {
  const r = await lockReport(tx, id);
  const counted = await tablesNow(world, tx, r);
  const acts: Readonly<Record<string, { readonly by: 'handler' | 'decider' }>> = reportLife[r.state];
  const seen = new Set(
    counted.tables
      .flatMap((t) => t.rows.flatMap((row) => row.flatMap((c) => c.of ?? [])))
      .concat(counted.checks.flatMap((c) => c.of)),
  );
  return {
    ...reportLine(r),
    words: r.words,
    acts: Object.entries(acts)
      .filter(([act]) => act !== 'replace')
      .map(([act, arrow]) => ({ act, allowed: mayAs(actor, arrow.by) })),
    checks: counted.checks.map((c) => ({ id: c.id, level: c.level, words: { ...c.words }, of: [...c.of] })),
    unplaced: [...unplaced(counted.facts)],
    tables: counted.tables.map((t) => {
      const rows = t.rows.filter(
        (row, i) => i === 0 || row.some((c) => c.of !== undefined && c.text !== '' && c.text !== '0'),
      );
      return {
        part: t.part,
        header: [...t.header],
        rows: rows.map((row) =>
          row.map((c) => (c.of && c.of.length > 0 ? { text: c.text, of: [...c.of] } : { text: c.text })),
        ),
        all_rows: t.rows.length,
      };
    }),
    numbers: Object.fromEntries([...counted.numbers].filter(([key]) => seen.has(key))),
    texts: qualitativeRows.filter((q) => q.applies === 'all').map((q) => q.indicator),
  };
}
