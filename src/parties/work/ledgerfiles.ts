/** A ledger file read: counts, problems and changes, its fingerprint, its moments. */

import { sha256 } from '#io/dice';
import { type Id, instantOfMicros, type Language, microsOf, Refused, type Span } from '#kernel';
import { csvLine, readMoment } from '../csv.ts';
import {
  type ImportDiff,
  kindOfFile,
  type LedgerFile,
  mostChanges,
  mostProblems,
  openLedgerFile,
  type RowChange,
  type RowProblem,
} from '../ledgerfile.ts';

/** Counts, problems and changes of an import as they are found. */
export class Tally {
  readonly counts = { rows: 0, new: 0, changed: 0, ends: 0, unchanged: 0, conflicts: 0, errors: 0 };
  readonly problems: RowProblem[] = [];
  readonly changes: RowChange[] = [];
  refuse(line: number, row: string, nl: string, en: string, what: RowProblem['what'] = 'error'): void {
    if (what === 'error') this.counts.errors++;
    else this.counts.conflicts++;
    if (this.problems.length < mostProblems) this.problems.push({ line, what, row, text: { nl, en } });
  }
  change(change: RowChange): void {
    this.counts[change.how]++;
    if (this.changes.length < mostChanges) this.changes.push(change);
  }
  diff(kind: ImportDiff['kind'], id: Id<'imp'> | null): ImportDiff {
    return {
      kind,
      id,
      counts: { ...this.counts },
      problems: [...this.problems].sort((a, b) => a.line - b.line),
      changes: [...this.changes].sort((a, b) => a.line - b.line),
    };
  }
  get clean(): boolean {
    return this.counts.errors === 0 && this.counts.conflicts === 0;
  }
  get changesSomething(): boolean {
    return this.counts.new + this.counts.changed + this.counts.ends > 0;
  }
}

/** The problems of an import as CSV, to mend and import again; null where there are none. */
export function errorList(diff: ImportDiff, language: Language): string | null {
  if (diff.problems.length === 0) return null;
  return `${csvLine(['line', 'what', 'row', 'problem'])}\n${diff.problems
    .map((p) => csvLine([p.line, p.what, p.row, p.text[language]]))
    .join('\n')}\n`;
}

export interface Importing {
  /** Text of the file, as it streams in. */
  readonly text: AsyncIterable<string> | Iterable<string>;
  /** Only say what would change. */
  readonly dry: boolean;
  /** Called now and then with how many rows were read. */
  readonly onProgress?: (rows: number) => void;
}

/** Opens a ledger file and fingerprints what was read of it. @throws Refused `import.unreadable` */
export async function openImport(
  text: Importing['text'],
  wanted: readonly ImportDiff['kind'][],
): Promise<{ readonly file: LedgerFile; readonly kind: ImportDiff['kind'] }> {
  try {
    const file = await openLedgerFile(text);
    const kind = kindOfFile(file.columns);
    if (!kind || !wanted.includes(kind))
      throw new Refused(
        'import.unreadable',
        `The first row must name the columns; for ${wanted.join(' or ')} see docs/how-to/import-the-ledger.md. Found: ${file.columns.join(', ').slice(0, 200)}.`,
      );
    return { file: { columns: file.columns, rows: readable(file.rows) }, kind };
  } catch (cause) {
    throw unreadable(cause);
  }
}

const unreadable = (cause: unknown) =>
  cause instanceof RangeError ? new Refused('import.unreadable', cause.message) : cause;

/** Rows as they come; a file that stops being one halfway is refused with its line. */
async function* readable(rows: LedgerFile['rows']): LedgerFile['rows'] {
  try {
    yield* rows;
  } catch (cause) {
    throw unreadable(cause);
  }
}

/** SHA-256 over the rows of a file as they pass, so that a large file need not be held to know it. */
export function fingerprint(): { add(row: readonly (string | undefined)[]): void; sum(): Buffer } {
  let state: Buffer = Buffer.alloc(0);
  let waiting: string[] = [];
  const fold = () => {
    state = sha256(Buffer.concat([state, Buffer.from(waiting.join('\n'))]));
    waiting = [];
  };
  return {
    add(row) {
      waiting.push(JSON.stringify(row));
      if (waiting.length >= 1000) fold();
    },
    sum() {
      fold();
      return state;
    },
  };
}

/** Writes what was read, at this moment. */
export type Write = (at: Temporal.Instant) => Promise<void>;
/** What `fingerprint` gives. */
export type Print = ReturnType<typeof fingerprint>;

/** The value of a list that a cell means, whatever its case and hyphens. */
export const oneOf = <T extends string>(list: readonly T[], text: string): T | undefined =>
  list.find((each) => each === text.toLowerCase().replace(/[\s-]+/g, '_'));

/** Whether two bounds are the same moment; null is no bound. */
export const sameInstant = (a: Temporal.Instant | null, b: Temporal.Instant | null): boolean =>
  a === null || b === null ? a === b : microsOf(a) === microsOf(b);

// A ledger file says the same few days over and over; reading a local day in a zone is the dearest part of a row.
const lately = new Map<string, Temporal.Instant | null | undefined>();
function momentIn(cell: string, zone: string): Temporal.Instant | null | undefined {
  const key = `${zone} ${cell}`;
  if (lately.has(key)) return lately.get(key);
  if (lately.size >= 1000) lately.clear();
  const at = readMoment(cell, zone);
  lately.set(key, at);
  return at;
}

/** Reads from and until of a row; undefined (and said) where they are no span of time. */
export function readValid(
  from: string | undefined,
  until: string | undefined,
  zone: string,
  wrong: (nl: string, en: string) => void,
): Span | undefined {
  const read = (column: string, cell: string | undefined) => {
    const at = momentIn(cell ?? '', zone);
    if (at === undefined)
      wrong(
        `${column}: "${cell}" is geen tijd (2026-05-01, 2026-05-01 12:00 of 2026-05-01T12:00:00Z; in het uur van de wisseling naar wintertijd hoort er een zone bij).`,
        `${column}: "${cell}" is not a time (2026-05-01, 2026-05-01 12:00 or 2026-05-01T12:00:00Z; in the hour the clocks go back it needs a zone).`,
      );
    return at === null || at === undefined ? at : instantOfMicros(microsOf(at));
  };
  const span = { from: read('from', from), until: read('until', until) };
  if (span.from === undefined || span.until === undefined) return undefined;
  if (span.from && span.until && Temporal.Instant.compare(span.from, span.until) >= 0) {
    wrong('until ligt niet na from.', 'until is not after from.');
    return undefined;
  }
  return { from: span.from, until: span.until };
}
