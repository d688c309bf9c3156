/** A ledger file row by row, by the names of its columns; and what an import says it would do or did. */
import type { Id, Words } from '#kernel';
import { columnNames, csvRows } from './csv.ts';

export interface FileRow {
  readonly line: number;
  /** The cell of a column, trimmed; undefined where the file has no such column. */
  cell(column: string): string | undefined;
}

export interface LedgerFile {
  readonly columns: readonly string[];
  readonly rows: AsyncGenerator<FileRow>;
}

/**
 * Opens a ledger file: reads its header and then streams its rows.
 * @throws RangeError where it has no header, names a column twice, or a quote never ends
 */
export async function openLedgerFile(chunks: AsyncIterable<string> | Iterable<string>): Promise<LedgerFile> {
  const rows = csvRows(chunks);
  const header = await rows.next();
  if (header.done) throw new RangeError('the file is empty: its first row must name the columns');
  const columns = columnNames(header.value.cells);
  const twice = columns.find((c, i) => c !== '' && columns.indexOf(c) !== i);
  if (twice) throw new RangeError(`the column "${twice}" is there twice`);
  const place = new Map(columns.map((c, i) => [c, i]));
  async function* body(): AsyncGenerator<FileRow> {
    for await (const { line, cells } of rows)
      yield {
        line,
        cell(column) {
          const at = place.get(column);
          return at === undefined ? undefined : (cells[at] ?? '').trim();
        },
      };
  }
  return { columns, rows: body() };
}

/** What an import was of: a ledger file of one kind, or one poll of an inventory with all it changed. */
export const importKinds = ['parties', 'contracts', 'holdings', 'networks', 'inventory'] as const;
export type ImportKind = (typeof importKinds)[number];

/** What a ledger file is about, by its columns; undefined where they say nothing we know. */
export function kindOfFile(columns: readonly string[]): ImportKind | undefined {
  if (columns.includes('resource')) return 'holdings';
  if (columns.includes('network')) return 'networks';
  if (columns.includes('buyer')) return 'contracts';
  if (columns.includes('reference')) return 'parties';
  return undefined;
}

/** A row that cannot be taken as it is, and why. */
export interface RowProblem {
  readonly line: number;
  /** `conflict`: the row is right in itself but something else stands in its way. */
  readonly what: 'error' | 'conflict';
  /** What the row is about, as the file writes it. */
  readonly row: string;
  readonly text: Words;
}

export const rowOutcomes = ['new', 'changed', 'ends', 'unchanged'] as const;
export type RowOutcome = (typeof rowOutcomes)[number];

export interface RowChange {
  readonly line: number;
  readonly how: 'new' | 'changed' | 'ends';
  readonly row: string;
  readonly before: string | null;
  readonly after: string;
}

/** The diff of an import: what it would do, or did. */
export interface ImportDiff {
  readonly kind: ImportKind;
  /** Null where nothing was written. */
  readonly id: Id<'imp'> | null;
  readonly counts: {
    readonly rows: number;
    readonly new: number;
    readonly changed: number;
    readonly ends: number;
    readonly unchanged: number;
    readonly conflicts: number;
    readonly errors: number;
  };
  /** All of them, in order of the file; at most 10,000 are told, the counts tell all. */
  readonly problems: readonly RowProblem[];
  /** The first 200 changes. */
  readonly changes: readonly RowChange[];
}

export const mostProblems = 10_000;
export const mostChanges = 200;
