/**
 * Counting: facts of a period into the cells of parts 3 to 6. A cell remembers which facts it was made of, so that every
 * figure leads to its cases.
 */
import type { Category, ReportPart } from '#law';
import { restrictionColumns } from './columns.ts';
import type { Classified, MeasureFact, NoticeFact, OrderFact, ReportFacts, Traced } from './facts.ts';

/** One figure. `null`: blank, because it does not apply or there is nothing to take a median of. */
export interface Cell {
  readonly value: number | null;
  /** Ids of the facts behind it, in the order of their numbers. */
  readonly of: readonly string[];
}

/** Where a row stands: a code of the category column, what "other" means, and the scope of part 3. */
export interface RowKey {
  readonly code: string;
  readonly other: string;
  readonly scope: string;
}

export interface CountedRow {
  readonly key: RowKey;
  /** In the order of `counted` for the part. */
  readonly cells: readonly Cell[];
}

/** Member States as the report writes them (Eurostat codes: Greece is EL), in the order of the template, AT to SE. */
export const memberStates = [
  'AT', 'BE', 'BG', 'HR', 'CY', 'CZ', 'DK', 'EE', 'FI', 'FR', 'DE', 'EL', 'HU', 'IE', 'IT', 'LV', 'LT', 'LU', 'MT', 'NL', 'PL',
  'PT', 'RO', 'SK', 'SI', 'ES', 'SE',
] as const; // biome-ignore format: one line a state would hide that it is one list

/** ISO 3166 alpha-2 to the code of the report. */
export const stateCode = (country: string): string => (country === 'GR' ? 'EL' : country);

/** Categories that have no sub-rows and say that nobody named one. */
const unspecified: Partial<Record<ReportPart, string>> = {
  orders: 'NOT_SPECIFIED_ORDER',
  notices: 'NOT_SPECIFIED_NOTICE',
};

interface Sorted<F> {
  readonly key: Omit<RowKey, 'scope'>;
  readonly facts: readonly F[];
}

/** The rows of a part with the facts that belong in each; a fact stands in TOTAL, its category and one sub-row. */
function sortOut<F extends Classified>(
  part: ReportPart,
  categories: readonly Category[],
  facts: readonly F[],
): readonly Sorted<F>[] {
  const rows: Sorted<F>[] = [{ key: { code: 'TOTAL', other: '' }, facts }];
  const inPart = categories.filter((c) => c.parts.includes(part)).toSorted((a, b) => a.no - b.no);
  for (const category of inPart) {
    const own = facts.filter((f) =>
      f.category === null ? category.code === unspecified[part] : f.category === category.id,
    );
    rows.push({ key: { code: `STATEMENT_CATEGORY_${category.code}`, other: '' }, facts: own });
    for (const keyword of category.keywords) {
      const mine = own.filter((f) => f.keyword === keyword.code);
      if (keyword.code !== 'OTHER') rows.push({ key: { code: `KEYWORD_${keyword.code}`, other: '' }, facts: mine });
      else
        for (const other of othersOf(mine))
          rows.push({ key: { code: 'KEYWORD_OTHER', other }, facts: mine.filter((f) => (f.other ?? '') === other) });
    }
  }
  return rows;
}

/** The descriptions the row "other" is repeated for; one empty row where there is none. */
const othersOf = (facts: readonly Classified[]): readonly string[] => {
  const found = [...new Set(facts.map((f) => f.other ?? ''))].toSorted();
  return found.length > 0 ? found : [''];
};

const ids = (facts: readonly Traced[]): readonly string[] =>
  facts.toSorted((a, b) => (a.number < b.number ? -1 : a.number > b.number ? 1 : 0)).map((f) => f.id);

const count = (facts: readonly Traced[]): Cell => ({ value: facts.length, of: ids(facts) });
const sum = <F extends Traced>(facts: readonly F[], of: (f: F) => number): Cell => ({
  value: facts.reduce((n, f) => n + of(f), 0),
  of: ids(facts.filter((f) => of(f) > 0)),
});

/** Median of hours, to a hundredth; blank where there is nothing to take it of. */
function median<F extends Traced>(facts: readonly F[], hours: (f: F) => number | null): Cell {
  const measured = facts.flatMap((f) => {
    const h = hours(f);
    return h === null ? [] : [{ f, h }];
  });
  const sorted = measured.map((m) => m.h).toSorted((a, b) => a - b);
  const half = Math.floor(sorted.length / 2);
  const high = sorted[half];
  if (high === undefined) return { value: null, of: [] };
  const value = sorted.length % 2 === 1 ? high : (high + (sorted[half - 1] ?? high)) / 2;
  return { value: Math.round(value * 100) / 100, of: ids(measured.map((m) => m.f)) };
}

const between = (from: Temporal.Instant, to: Temporal.Instant | null): number | null =>
  to === null ? null : Math.max(0, (to.epochMilliseconds - from.epochMilliseconds) / 3_600_000);

/**
 * Hours to the confirmation. One that went by itself within an hour of delivery counts as nothing (Annex II of Implementing
 * Regulation (EU) 2024/2835).
 */
function hoursToConfirm(f: OrderFact): number | null {
  const hours = between(f.receivedAt, f.acknowledgedAt);
  return hours !== null && f.acknowledgedByItself && hours <= 1 ? 0 : hours;
}
const hoursToEffect = (f: OrderFact): number | null => between(f.receivedAt, f.effectAt);

function orderCells(facts: readonly OrderFact[]): readonly Cell[] {
  const act = facts.filter((f) => f.asks === 'act');
  const inform = facts.filter((f) => f.asks === 'inform');
  return [
    count(act),
    sum(act, (f) => f.items),
    median(act, hoursToConfirm),
    median(act, hoursToEffect),
    count(inform),
    median(inform, hoursToConfirm),
    median(inform, hoursToEffect),
  ];
}

/** Part 3: the block TOTAL, then one block a Member State. */
export function countOrders(categories: readonly Category[], facts: readonly OrderFact[]): readonly CountedRow[] {
  return ['TOTAL', ...memberStates].flatMap((scope) => {
    const own = scope === 'TOTAL' ? facts : facts.filter((f) => f.country !== null && stateCode(f.country) === scope);
    return sortOut('orders', categories, own).map(({ key, facts: mine }) => ({
      key: { ...key, scope },
      cells: orderCells(mine),
    }));
  });
}

/** Part 4. */
export function countNotices(categories: readonly Category[], facts: readonly NoticeFact[]): readonly CountedRow[] {
  return sortOut('notices', categories, facts).map(({ key, facts: all }) => {
    const trusted = all.filter((f) => f.trustedFlagger);
    const both = (of: (some: readonly NoticeFact[]) => Cell): readonly Cell[] => [of(all), of(trusted)];
    return {
      key: { ...key, scope: '' },
      cells: [
        ...both(count),
        ...both((some) => sum(some, (f) => f.items)),
        ...both((some) => median(some, (f) => between(f.receivedAt, f.actedAt))),
        ...both((some) => sum(some, (f) => f.actionsByLaw)),
        ...both((some) => sum(some, (f) => f.actionsByTerms)),
      ],
    };
  });
}

/**
 * Part 5 (`illegal`) or 6 (`terms`): measures of our own motion, which neither an order nor a notice came before.
 * @param possible words of restrictions the service can impose at all; columns of others stay blank
 */
export function countMeasures(
  part: 'illegal' | 'terms',
  categories: readonly Category[],
  facts: readonly MeasureFact[],
  possible: ReadonlySet<string>,
): readonly CountedRow[] {
  const own = facts.filter((f) => f.ownInitiative && f.ground === (part === 'illegal' ? 'law' : 'terms'));
  return sortOut(part, categories, own).map(({ key, facts: mine }) => ({
    key: { ...key, scope: '' },
    cells: [
      count(mine),
      count(mine.filter((f) => f.automatedDetection)),
      ...restrictionColumns.map((words) =>
        words.some((w) => possible.has(w))
          ? count(mine.filter((f) => f.restrictions.some((r) => words.includes(r))))
          : { value: null, of: [] },
      ),
    ],
  }));
}

/** Shares of part 8: `value` between 0 and 1; blank where no machine decided. */
export interface Shares {
  readonly solely: Cell;
  readonly notSolely: Cell;
  /** Of what a machine alone decided, how much was not undone by a person. */
  readonly precision: Cell;
}

/** Part 8 over measures: all of them, or those of our own motion. */
export function automationOf(facts: readonly MeasureFact[]): Shares {
  const solely = facts.filter((f) => f.automatedDetection && f.automatedDecision === 'FULLY');
  return {
    solely: count(solely),
    notSolely: count(facts.filter((f) => !solely.includes(f))),
    precision:
      solely.length === 0
        ? { value: null, of: [] }
        : {
            value: Math.round((1 - solely.filter((f) => f.reversed).length / solely.length) * 10_000) / 10_000,
            of: ids(solely),
          },
  };
}

/** Part 8 over notices. */
export const noticeAutomation = (facts: readonly NoticeFact[]): Pick<Shares, 'solely' | 'notSolely'> => ({
  solely: count(facts.filter((f) => f.automated)),
  notSolely: count(facts.filter((f) => !f.automated)),
});

/** What lacks its place in the vocabulary: the list a person works off before the report can be checked. */
export function unplaced(
  facts: ReportFacts,
): readonly { readonly id: string; readonly number: string; readonly lacks: 'category' | 'keyword' | 'other' }[] {
  const all: readonly (Traced & Classified & { readonly may: boolean })[] = [
    ...facts.orders.map((f) => ({ ...f, may: true })),
    ...facts.notices.map((f) => ({ ...f, may: true })),
    ...facts.measures.map((f) => ({ ...f, may: false })),
  ];
  return all.flatMap(
    (
      f,
    ): readonly {
      readonly id: string;
      readonly number: string;
      readonly lacks: 'category' | 'keyword' | 'other';
    }[] => {
      // An order or a notice that named no kind has a row of its own; a decision of ours never has.
      if (f.category === null) return f.may ? [] : [{ id: f.id, number: f.number, lacks: 'category' }];
      if (f.keyword === null && !f.category.startsWith('not_specified'))
        return [{ id: f.id, number: f.number, lacks: 'keyword' }];
      if (f.keyword === 'OTHER' && !f.other?.trim()) return [{ id: f.id, number: f.number, lacks: 'other' }];
      return [];
    },
  );
}
