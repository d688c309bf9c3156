/** A table from bytes: its header, then its rows through a row reader; the same for a small unit and for an endless file. */
import type { Finding, Problem } from '../finding.ts';
import type { FileUnit, Reading, RowReader, Said, TableStart } from '../format.ts';
import type { Lean } from '../values/lean.ts';
import { chunkDecoder, guessDelimiter, plainLine, Scanner, type TakeRow } from './scanner.ts';

/** What a row says: as any format says it, or as a lean finding where it was asked for and the row is plain. */
export type SaidOfRow =
  | Said
  | { readonly lean: Lean; readonly row: number }
  /** With the number of the record, counted over the whole file. */
  | { readonly finding: Finding; readonly row: number };

export interface TableRun<S = Said> {
  /** Takes the next bytes; what the rows in them say. */
  push(chunk: Uint8Array): S[];
  end(): S[];
  readonly rows: number;
}

/** Opens a row reader once the header is known; undefined where the table is not of the expected format. */
export type OpenRows = (header: readonly string[], delimiter: string) => RowReader | undefined;

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

/** Characters that JSON escapes, but for the quote and for line ends, which never stand in a plain cell. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const escaped = /[\\\u0000-\u0009\u000b\u000c\u000e-\u001f\ud800-\udfff]/;
/** From this length on an unfinished line is no plain one. */
const longLine = 262_144;

/** Reads a table chunk by chunk. Before the header, comment lines (`#`) of one cell are passed over. */
export function tableRun(open: OpenRows, delimiter?: string): TableRun {
  return run(open, delimiter, false) as TableRun;
}

/** The same with every character through the scanner: slow, and what the quicker ways are held against. */
export function carefulTableRun(open: OpenRows): TableRun {
  return run(open, undefined, false, false) as TableRun;
}

/** The same for bulk: plain rows come in their lean form. */
export function leanTableRun(open: OpenRows): TableRun<SaidOfRow> {
  return run(open, undefined, true);
}

function run(open: OpenRows, delimiter: string | undefined, lean: boolean, byLine = true): TableRun<SaidOfRow> {
  let decoder: ReturnType<typeof chunkDecoder> | undefined;
  let scanner: Scanner | undefined;
  let reader: RowReader | undefined;
  let header: readonly string[] | undefined;
  let refused = false;
  let waiting = '';
  let rows = 0;
  let said: SaidOfRow[] = [];
  let mark = ',';
  /** The beginning of a line whose end is still to come. */
  let begun = '';
  const cells: string[] = [];

  const takeRow: TakeRow = (cells, row, marks) => {
    if (refused) return;
    if (!header) {
      if (cells.length === 1 && /^\s*#/.test(cells[0] ?? '')) return;
      header = cleanHeader(cells);
      reader = open(header, mark);
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
  /** Line by line: plain ones at once, all others through the scanner. */
  const flowLines = (scan: Scanner, more: string) => {
    if (!byLine) return scan.push(more);
    const text = begun === '' ? more : begun + more;
    begun = '';
    const plain = !escaped.test(text);
    let lone = text.indexOf('\r');
    for (let at = 0; at < text.length; ) {
      const end = text.indexOf('\n', at);
      if (end < 0) {
        if (scan.isBetweenRows && text.length - at < longLine) begun = text.slice(at);
        else scan.push(text.slice(at));
        return;
      }
      let until = end;
      if (end > at && text.charCodeAt(end - 1) === 13) until--;
      while (lone >= 0 && lone < at) lone = text.indexOf('\r', at);
      const n =
        header && scan.isBetweenRows && !(lone >= 0 && lone < until) ? plainLine(text, at, until, mark, cells) : -1;
      if (n === -1) scan.push(text.slice(at, end + 1));
      else takePlain(scan.countRow(), plain && n > 0);
      at = end + 1;
    }
  };
  const takePlain = (row: number, plain: boolean) => {
    if (refused || !header || (cells.length === 1 && cells[0] === '')) return;
    const quick = lean && reader?.quick;
    if (quick && cells.length <= header.length && cells.length > 1) {
      const one = quick(cells, row, plain);
      if (one) {
        rows++;
        said.push({ lean: one, row });
        return;
      }
    }
    takeRow(cells, row, {});
  };
  const flow = (text: string) => {
    if (scanner) {
      flowLines(scanner, text);
      return;
    }
    waiting += text;
    if (waiting.length < 65_536 && !/\n[^\n]*\S|\r[^\r]*\S/.test(waiting)) return;
    start();
  };
  const start = () => {
    mark = delimiter ?? guessDelimiter(waiting);
    scanner = new Scanner({ delimiter: mark }, takeRow);
    const text = waiting;
    waiting = '';
    flowLines(scanner, text);
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
      if (begun !== '') scanner?.push(begun);
      begun = '';
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
  const run = tableRun((header, delimiter) => rows(startOf(unit, header, delimiter), reading));
  for (let at = 0; at < bytes.length; at += slice) yield* run.push(bytes.subarray(at, at + slice));
  yield* run.end();
}

/** What a row reader is told about the file. */
export function startOf(unit: FileUnit, header: readonly string[], delimiter?: string): TableStart {
  return {
    header,
    ...(delimiter === undefined ? {} : { delimiter }),
    name: unit.name,
    ...(unit.within ? { within: unit.within } : {}),
    ...(unit.hint ? { hint: unit.hint } : {}),
    ...(unit.receivedAt ? { receivedAt: unit.receivedAt } : {}),
  };
}
