/** A table from bytes: its header, then its rows through a row reader; the same for a small unit and for an endless file. */
import type { Problem } from '../finding.ts';
import type { FileUnit, Reading, RowReader, Said, TableStart } from '../format.ts';
import { chunkDecoder, guessDelimiter, Scanner, type TakeRow } from './scanner.ts';

export interface TableRun {
  /** Takes the next bytes; what the rows in them say. */
  push(chunk: Uint8Array): Said[];
  end(): Said[];
  readonly rows: number;
}

/** Opens a row reader once the header is known; undefined where the table is not of the expected format. */
export type OpenRows = (header: readonly string[]) => RowReader | undefined;

/** Column names as they are compared: lower case, no byte order mark, no quotes, no comment sign before the first. */
export function cleanHeader(cells: readonly string[]): string[] {
  return cells.map((c, i) => {
    const name = c
      .replace(/^\ufeff/, '')
      .trim()
      .toLowerCase();
    return i === 0 ? name.replace(/^[#;]\s*/, '') : name;
  });
}

/** Reads a table chunk by chunk. Before the header, comment lines (`#`) of one cell are passed over. */
export function tableRun(open: OpenRows, delimiter?: string): TableRun {
  let decoder: ReturnType<typeof chunkDecoder> | undefined;
  let scanner: Scanner | undefined;
  let reader: RowReader | undefined;
  let header: readonly string[] | undefined;
  let refused = false;
  let waiting = '';
  let rows = 0;
  let said: Said[] = [];

  const takeRow: TakeRow = (cells, row, marks) => {
    if (refused) return;
    if (!header) {
      if (cells.length === 1 && /^\s*#/.test(cells[0] ?? '')) return;
      header = cleanHeader(cells);
      reader = open(header);
      if (!reader) {
        refused = true;
        said.push({ pass: 'the first row is not a header this format knows' });
      }
      return;
    }
    if (!reader) return;
    rows++;
    const at = `row:${row}`;
    const broken = marks.broken ?? (cells.length > header.length ? marks.odd : undefined);
    let good = cells;
    if (broken !== undefined) {
      said.push({
        problem: {
          code: 'row.broken-quotes',
          message: `quotes do not pair in column ${broken + 1}; that column and what follows are left out`,
          at,
        },
      });
      good = cells.slice(0, broken);
    } else if (cells.length > header.length)
      said.push({
        problem: { code: 'row.too-many-cells', message: `${cells.length} cells under ${header.length} columns`, at },
      });
    else if (cells.length < header.length && cells.length < 2)
      said.push({
        problem: { code: 'row.too-few-cells', message: `${cells.length} cells under ${header.length} columns`, at },
      });
    try {
      for (const one of reader(good, row)) said.push(one);
    } catch (fault) {
      said.push({ problem: problemOf(fault, at) });
    }
  };
  const flow = (text: string) => {
    if (scanner) {
      scanner.push(text);
      return;
    }
    waiting += text;
    if (waiting.length < 65_536 && !/\n[^\n]*\S|\r[^\r]*\S/.test(waiting)) return;
    start();
  };
  const start = () => {
    scanner = new Scanner({ delimiter: delimiter ?? guessDelimiter(waiting) }, takeRow);
    const text = waiting;
    waiting = '';
    scanner.push(text);
  };
  const out = () => {
    const now = said;
    said = [];
    return now;
  };
  return {
    push(chunk) {
      decoder ??= chunkDecoder(chunk.subarray(0, 4096));
      flow(decoder.text(chunk));
      return out();
    },
    end() {
      if (decoder) flow(decoder.end());
      if (!scanner) start();
      scanner?.end();
      return out();
    },
    get rows() {
      return rows;
    },
  };
}

const problemOf = (fault: unknown, at: string): Problem => ({
  code: 'row.failed',
  message: `this row could not be read: ${(fault instanceof Error ? fault.message : String(fault)).slice(0, 200)}`,
  at,
});

const slice = 262_144;

/** A file unit as a table, in slices, so that its text is never whole in memory. */
export function* readTable(
  unit: FileUnit,
  reading: Reading,
  rows: (start: TableStart, reading: Reading) => RowReader | undefined,
): Generator<Said> {
  const bytes = unit.bytes();
  const run = tableRun((header) => rows(startOf(unit, header), reading));
  for (let at = 0; at < bytes.length; at += slice) yield* run.push(bytes.subarray(at, at + slice));
  yield* run.end();
}

/** What a row reader is told about the file. */
export function startOf(unit: FileUnit, header: readonly string[]): TableStart {
  return {
    header,
    name: unit.name,
    ...(unit.within ? { within: unit.within } : {}),
    ...(unit.receivedAt ? { receivedAt: unit.receivedAt } : {}),
  };
}
