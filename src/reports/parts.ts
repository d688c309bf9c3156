/** The eleven parts of the transparency report as tables of text: the official templates, filled. */
import type { Category } from '#law';
import { columns } from './columns.ts';
import {
  automationOf,
  type Cell,
  type CountedRow,
  countMeasures,
  countNotices,
  countOrders,
  noticeAutomation,
} from './count.ts';
import type { ReportFacts } from './facts.ts';
import {
  type Applicability,
  appealRows,
  applicability,
  automationRows,
  type Indicator,
  qualitativeRows,
  recipientRows,
  staffRows,
  summaryRows,
} from './indicators.ts';
import { categoryLabels } from './labels.ts';
import { type Period, periodText } from './period.ts';

/** File stems in their order, as published reports are named. */
export const partNames = [
  '1_report_identification',
  '2_categories_names',
  '3_member_states_orders',
  '4_notices',
  '5_own_initiative_illegal',
  '6_own_initiative_TC',
  '7_appeals_and_recidivism',
  '8_automated_means',
  '9_human_resources',
  '10_AMAR',
  '11_qualitative',
] as const;
/** A part of the DSA report, or the one table of the report of article 7 of Regulation (EU) 2021/784. */
export type PartName = (typeof partNames)[number] | 'tco_7';

/** A figure in a table that leads to its cases; text cells lead nowhere. */
export interface ReportCell {
  readonly text: string;
  readonly of?: readonly string[];
}
export interface ReportTable {
  readonly part: PartName;
  readonly header: readonly string[];
  readonly rows: readonly (readonly ReportCell[])[];
}

/** What a person says of a report besides what is counted. */
export interface ReportWords {
  /** Name of the provider. */
  readonly provider: string;
  /** Name of the service the report is about: one report a service. */
  readonly service: string;
  readonly publishedOn: string | null;
  readonly previousOn: string | null;
  /** The free texts of part 11, in its order; at most 5,000 characters each. */
  readonly texts: readonly string[];
  /** Context beside a figure, by part, row and column: `4_notices|TOTAL||0`. */
  readonly contexts: Readonly<Record<string, string>>;
  /** Figures of part 8 a person measured: accuracy and recall, by scope. */
  readonly measured: Readonly<Record<string, number>>;
}

/** What the service is: which rows apply (all, hosting), and which restrictions it can impose. */
export interface ReportScope {
  /** Hosting, or an intermediary that stores nothing. */
  readonly hosting: boolean;
  readonly possible: ReadonlySet<string>;
}

const text = (value: string): ReportCell => ({ text: value });
const figure = (cell: Cell): ReportCell =>
  cell.value === null ? { text: '' } : { text: String(cell.value), of: cell.of };

/** Key under which a person's context of a figure is kept. */
export const contextKey = (part: PartName, key: CountedRow['key'], column: number): string =>
  `${part}|${key.code}|${key.other}|${key.scope}|${column}`;

/** All eleven tables. Rows that do not apply to the service are there, blank, as the templates want it. */
export function tablesOf(
  categories: readonly Category[],
  facts: ReportFacts,
  period: Period,
  words: ReportWords,
  scope: ReportScope,
): readonly ReportTable[] {
  const head = (applies: Applicability): readonly ReportCell[] => [
    text(applicability[applies]),
    text(words.service),
    text(periodText(period)),
  ];
  const byCategory = (
    part: PartName,
    header: readonly string[],
    rows: readonly CountedRow[],
    applies: Applicability,
    scoped: boolean,
  ): ReportTable => ({
    part,
    header,
    rows: rows.map((row) => [
      ...head(applies),
      text(row.key.code),
      text(row.key.other),
      ...(scoped ? [text(row.key.scope)] : []),
      ...row.cells.map((cell) => (applies === 'hosting' && !scope.hosting ? text('') : figure(cell))),
      ...row.cells.map((_, column) => text(words.contexts[contextKey(part, row.key, column)] ?? '')),
    ]),
  });
  const byIndicator = (
    part: PartName,
    header: readonly string[],
    rows: readonly Indicator[],
    value: (row: Indicator) => Cell | undefined,
    context: boolean,
  ): ReportTable => ({
    part,
    header,
    rows: rows.map((row) => {
      const cell = value(row);
      const key = { code: row.indicator, other: '', scope: row.scope };
      return [
        ...head(row.applies),
        text(row.section),
        text(row.indicator),
        text(row.scope),
        cell ? figure(cell) : text(''),
        ...(context ? [text(words.contexts[contextKey(part, key, 0)] ?? '')] : []),
      ];
    }),
  });
  const own = facts.measures.filter((m) => m.ownInitiative);
  const automation = {
    'Total number': automationOf(facts.measures),
    'Own-initiative ': automationOf(own),
    'NAM Total': { ...noticeAutomation(facts.notices), precision: { value: null, of: [] } },
  } as const;
  return [
    {
      part: '1_report_identification',
      header: columns.summary,
      rows: [words.provider, words.publishedOn ?? '', words.previousOn ?? '', period.from, period.to].map(
        (value, i) => [text(applicability.all), text(words.service), text(summaryRows[i] ?? ''), text(value)],
      ),
    },
    { part: '2_categories_names', header: columns.names, rows: categoryLabels.map((row) => row.map(text)) },
    byCategory('3_member_states_orders', columns.orders, countOrders(categories, facts.orders), 'all', true),
    byCategory('4_notices', columns.notices, countNotices(categories, facts.notices), 'hosting', false),
    byCategory(
      '5_own_initiative_illegal',
      columns.illegal,
      countMeasures('illegal', categories, facts.measures, scope.possible),
      'all',
      false,
    ),
    byCategory(
      '6_own_initiative_TC',
      columns.terms,
      countMeasures('terms', categories, facts.measures, scope.possible),
      'all',
      false,
    ),
    byIndicator(
      '7_appeals_and_recidivism',
      columns.indicators,
      appealRows,
      (row) =>
        row.applies === 'all' ? { value: facts.complaints.length, of: facts.complaints.map((c) => c.id) } : undefined,
      true,
    ),
    byIndicator(
      '8_automated_means',
      columns.indicators,
      automationRows,
      (row) => {
        if (row.applies !== 'all' && !(row.applies === 'hosting' && scope.hosting)) return undefined;
        const shares = automation[row.scope as keyof typeof automation];
        if (row.indicator.includes('not taken') || row.indicator.includes('not processed')) return shares.notSolely;
        if (row.indicator.includes('solely')) return shares.solely;
        const given = words.measured[`${row.scope}|${row.indicator}`];
        if (given !== undefined) return { value: given, of: [] };
        return row.indicator.endsWith('Precision') ? shares.precision : undefined;
      },
      true,
    ),
    byIndicator('9_human_resources', columns.staff, staffRows, () => undefined, true),
    byIndicator('10_AMAR', columns.recipients, recipientRows, () => undefined, false),
    {
      part: '11_qualitative',
      header: columns.qualitative,
      rows: qualitativeRows.map((row, i) => [
        ...head(row.applies),
        text(row.indicator),
        text(row.applies === 'all' ? (words.texts[i] ?? '') : ''),
      ]),
    },
  ];
}

const quoted = (value: string): string => (/[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value);

/** A part as RFC 4180 writes it: commas, CRLF, quotes only where needed; UTF-8 without a mark of byte order. */
export function csvOfPart(table: ReportTable): string {
  return [table.header, ...table.rows.map((row) => row.map((cell) => cell.text))]
    .map((row) => `${row.map(quoted).join(',')}\r\n`)
    .join('');
}
