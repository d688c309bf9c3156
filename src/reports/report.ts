/** What a transparency report is: its life, and what must hold before it is checked. */
import type { MemberRole, Words } from '#kernel';
import { unplaced } from './count.ts';
import type { ReportFacts } from './facts.ts';
import { longestText, qualitativeRows } from './indicators.ts';
import type { ReportTable, ReportWords } from './parts.ts';
import type { Period } from './period.ts';

/**
 * state → act → where it leads and who may. A published report is frozen; a mistake is mended by a new version that says what it
 * corrects, and every version stays public (Implementing Regulation (EU) 2024/2835, art. 2).
 */
export const reportLife = {
  draft: {
    write: { to: 'draft', by: 'handler' },
    check: { to: 'checked', by: 'decider' },
    drop: { to: 'dropped', by: 'decider' },
  },
  checked: {
    reopen: { to: 'draft', by: 'handler' },
    publish: { to: 'published', by: 'decider' },
  },
  published: {
    // Begins the next version; this one becomes `corrected` when that one is published.
    correct: { to: 'published', by: 'decider' },
    replace: { to: 'corrected', by: 'decider' },
  },
  corrected: {},
  dropped: {},
} as const satisfies Record<string, Record<string, { readonly to: string; readonly by: MemberRole }>>;
export type ReportState = keyof typeof reportLife;
export type ReportAct = { [S in ReportState]: keyof (typeof reportLife)[S] }[ReportState];
export const reportStates = Object.keys(reportLife) as readonly ReportState[];

/** Where an act leads from a state, or undefined where the table has no such arrow. */
export function reportArrow(
  state: ReportState,
  act: string,
): { readonly to: ReportState; readonly by: MemberRole } | undefined {
  const acts: Readonly<Record<string, { readonly to: ReportState; readonly by: MemberRole }>> = reportLife[state];
  return Object.hasOwn(acts, act) ? acts[act] : undefined;
}

/** `stop`: the report cannot be checked so. `look`: a person should look, and may go on. */
export interface CheckResult {
  readonly id: string;
  readonly level: 'stop' | 'look';
  readonly words: Words;
  /** Ids of the facts it is about. */
  readonly of: readonly string[];
}

const number = (cell: string | undefined): number | null => (cell === undefined || cell === '' ? null : Number(cell));

/** Whether every sub-row sums to its category and every category to TOTAL, column by column of counts. */
function sumsOf(
  table: ReportTable,
  columnsOfCounts: readonly number[],
  keyAt: number,
  scopeAt: number | null,
): readonly string[] {
  const wrong: string[] = [];
  const scopes = new Set(table.rows.map((r) => (scopeAt === null ? '' : (r[scopeAt]?.text ?? ''))));
  for (const scope of scopes) {
    const rows = table.rows.filter((r) => scopeAt === null || r[scopeAt]?.text === scope);
    for (const column of columnsOfCounts) {
      let total: number | null = null;
      let categories = 0;
      let category: { code: string; value: number; subs: number; has: boolean } | null = null;
      const close = () => {
        if (category?.has && category.subs !== category.value) wrong.push(category.code);
      };
      for (const row of rows) {
        const code = row[keyAt]?.text ?? '';
        const value = number(row[column]?.text) ?? 0;
        if (code === 'TOTAL') total = value;
        else if (code.startsWith('STATEMENT_CATEGORY_')) {
          close();
          category = { code, value, subs: 0, has: false };
          categories += value;
        } else if (category) {
          category.subs += value;
          category.has = true;
        }
      }
      close();
      if (total !== null && total !== categories) wrong.push('TOTAL');
    }
  }
  return [...new Set(wrong)];
}

/** Columns of counts (not of medians), the column of codes and that of scopes, by part. */
const summed: Readonly<
  Record<string, { readonly at: readonly number[]; readonly key: number; readonly scope: number | null }>
> = {
  '3_member_states_orders': { at: [6, 7, 10], key: 3, scope: 5 },
  '4_notices': { at: [5, 6, 7, 8, 11, 12, 13, 14], key: 3, scope: null },
  '5_own_initiative_illegal': { at: [5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20], key: 3, scope: null },
  '6_own_initiative_TC': { at: [5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20], key: 3, scope: null },
};

/** A year's figure beside that of the year before: more than three times as much, or less than a third, is worth a look. */
const strange = (now: number, before: number): boolean =>
  Math.max(now, before) >= 10 && (now > before * 3 || now * 3 < before);

/**
 * Everything that is not in order, the worst first.
 * @param today ISO date in the organisation's zone
 * @param previous the tables of the period before, where there are any
 */
export function checkReport(
  facts: ReportFacts,
  tables: readonly ReportTable[],
  words: ReportWords,
  period: Period,
  today: string,
  previous?: readonly ReportTable[],
): readonly CheckResult[] {
  const found: CheckResult[] = [];
  const stop = (id: string, nl: string, en: string, of: readonly string[] = []) =>
    found.push({ id, level: 'stop', words: { nl, en }, of });
  const look = (id: string, nl: string, en: string, of: readonly string[] = []) =>
    found.push({ id, level: 'look', words: { nl, en }, of });

  const lost = unplaced(facts);
  if (lost.length > 0)
    stop(
      'unplaced',
      `${lost.length} zaken hebben geen categorie of omschrijving.`,
      `${lost.length} matters have no category or description.`,
      lost.map((l) => l.id),
    );
  if (today <= period.to)
    stop('period-open', `De periode loopt tot en met ${period.to}.`, `The period runs until ${period.to}.`);
  if (!words.provider.trim() || !words.service.trim())
    stop('name', 'Noem de aanbieder en de dienst.', 'Name the provider and the service.');
  qualitativeRows.forEach((row, i) => {
    if (row.applies !== 'all') return;
    const text = words.texts[i] ?? '';
    if (!text.trim())
      stop(`text-${i + 1}`, `Tekst ${i + 1} van deel 11 is leeg.`, `Text ${i + 1} of part 11 is empty.`);
    else if ([...text].length > longestText)
      stop(
        `text-${i + 1}`,
        `Tekst ${i + 1} van deel 11 is langer dan ${longestText} tekens.`,
        `Text ${i + 1} of part 11 is longer than ${longestText} characters.`,
      );
  });
  for (const table of tables) {
    const place = summed[table.part];
    if (!place) continue;
    // What lacks a place is told above; the sums follow from it.
    for (const code of sumsOf(table, place.at, place.key, place.scope))
      if (lost.length === 0)
        stop(`sums-${table.part}`, `${table.part}: ${code} telt niet op.`, `${table.part}: ${code} does not add up.`);
  }
  const unheard = facts.orders.filter((o) => o.acknowledgedAt === null);
  if (unheard.length > 0)
    look(
      'unacknowledged',
      `${unheard.length} bevelen zonder ontvangstbevestiging.`,
      `${unheard.length} orders without a confirmation of receipt.`,
      unheard.map((o) => o.id),
    );
  for (const table of tables) {
    const before = previous?.find((t) => t.part === table.part);
    const place = summed[table.part];
    const now = number(table.rows[0]?.[place?.at[0] ?? -1]?.text);
    const then = number(before?.rows[0]?.[place?.at[0] ?? -1]?.text);
    if (now !== null && then !== null && strange(now, then))
      look(
        `compare-${table.part}`,
        `${table.part}: ${now}, vorige periode ${then}.`,
        `${table.part}: ${now}, ${then} in the period before.`,
      );
  }
  return found.toSorted((a, b) => Number(b.level === 'stop') - Number(a.level === 'stop'));
}
