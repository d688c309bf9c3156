/** Rows of a list in CSV by the names of their columns. */
import { csvRows } from '#parties';
import { unreadable } from './list.ts';

export interface NamedRow {
  readonly line: number;
  /** Value in the column of this name, or of the first of these names that is there; undefined where empty. */
  get(...names: readonly string[]): string | undefined;
  has(name: string): boolean;
  readonly cells: readonly string[];
}

const plain = (name: string) => name.toLowerCase().replace(/[^a-z0-9]+/g, '');

/** Rows of CSV text; what the reader cannot take apart is refused in words. */
export async function* readRows(
  text: AsyncIterable<string>,
): AsyncGenerator<{ line: number; cells: readonly string[] }> {
  try {
    yield* csvRows(text);
  } catch (cause) {
    if (cause instanceof RangeError) throw unreadable(cause.message);
    throw cause;
  }
}

/**
 * Rows below the header, which is the first row that has all these columns within the first ten.
 * @param needed names that must be there; case and signs between words do not matter
 */
export async function* namedRows(
  rows: AsyncIterable<{ line: number; cells: readonly string[] }>,
  needed: readonly string[],
): AsyncGenerator<NamedRow> {
  let columns: Map<string, number> | undefined;
  let seen = 0;
  for await (const row of rows) {
    if (!columns) {
      const names = row.cells.map(plain);
      if (needed.every((n) => names.includes(plain(n)))) {
        columns = new Map();
        names.forEach((n, at) => {
          if (!columns?.has(n)) columns?.set(n, at);
        });
      } else if (++seen >= 10) break;
      continue;
    }
    const at = columns;
    yield {
      line: row.line,
      cells: row.cells,
      has: (name) => at.has(plain(name)),
      get: (...names) => {
        for (const name of names) {
          const i = at.get(plain(name));
          const value = i === undefined ? '' : (row.cells[i] ?? '').trim();
          if (value !== '') return value;
        }
        return undefined;
      },
    };
  }
  if (!columns) throw unreadable(`The columns ${needed.join(', ')} are not in its header.`);
}
