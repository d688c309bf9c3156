/** Ledger files: comma- or semicolon-separated text with a header row, read as it streams in, row numbers kept for the error list. */

export interface CsvRow {
  /** Line of the file at which the row begins, the header being 1. */
  readonly line: number;
  readonly cells: readonly string[];
}

/**
 * Rows of CSV text (RFC 4180, and semicolons as spreadsheets in Europe write them; the header row decides). Quotes may
 * hold separators, line ends and doubled quotes. A byte order mark is dropped; empty lines are passed over.
 * @throws RangeError where a quoted cell never ends, a row is over a million characters or there is a NUL
 */
export async function* csvRows(chunks: AsyncIterable<string> | Iterable<string>): AsyncGenerator<CsvRow> {
  let separator = '';
  let line = 1;
  let began = 1;
  let cells: string[] = [];
  let cell = '';
  let quoted = false;
  let wasQuote = false;
  let anything = false;
  let first = true;
  let size = 0;
  let lastWasReturn = false;
  const done: CsvRow[] = [];
  const endRow = () => {
    cells.push(cell);
    if (anything) done.push({ line: began, cells });
    cells = [];
    cell = '';
    anything = false;
    size = 0;
  };
  for await (const chunk of chunks) {
    let text = chunk;
    if (first && text.length > 0) {
      first = false;
      if (text.charCodeAt(0) === 0xfeff) text = text.slice(1);
    }
    let start = 0;
    for (let i = 0; i < text.length; i++) {
      const c = text.charCodeAt(i);
      if (c === 0) throw new RangeError(`line ${line}: a NUL character; save the file as CSV UTF-8`);
      if (++size > 1_000_000) throw new RangeError(`line ${began}: a row of over a million characters`);
      if (quoted) {
        if (wasQuote) {
          wasQuote = false;
          if (c === 34) {
            start = i;
            continue;
          }
          quoted = false;
        } else {
          if (c === 34) {
            cell += text.slice(start, i);
            start = i + 1;
            wasQuote = true;
          } else if (c === 10) line++;
          continue;
        }
      }
      if (c === 10 && lastWasReturn) {
        lastWasReturn = false;
        start = i + 1;
        continue;
      }
      lastWasReturn = c === 13;
      if (c === 34 && cell === '' && i === start) {
        quoted = true;
        anything = true;
        start = i + 1;
      } else if (c === 10 || c === 13) {
        cell += text.slice(start, i);
        start = i + 1;
        endRow();
        line++;
        began = line;
      } else if (separator === '' ? c === 44 || c === 59 || c === 9 : c === separator.charCodeAt(0)) {
        if (separator === '') separator = String.fromCharCode(c);
        cell += text.slice(start, i);
        start = i + 1;
        cells.push(cell);
        cell = '';
        anything = true;
      } else if (c > 32) anything = true;
    }
    if (!(quoted && wasQuote)) cell += text.slice(start);
    if (done.length > 0) yield* done.splice(0);
  }
  if (quoted && !wasQuote) throw new RangeError(`line ${began}: a quoted cell never ends`);
  if (anything || cell !== '') {
    anything = true;
    endRow();
  }
  yield* done;
}

/** Names of columns in the house's spelling: lower case, spaces and dashes as underscores. */
export function columnNames(header: readonly string[]): readonly string[] {
  return header.map((h) =>
    h
      .trim()
      .toLowerCase()
      .replace(/[\s-]+/g, '_'),
  );
}

/** One CSV line; cells that need it are quoted. A cell that a spreadsheet would take for a formula is made text. */
export function csvLine(cells: readonly (string | number | null)[]): string {
  return cells
    .map((c) => {
      let s = c === null ? '' : String(c);
      if (/^[=+@-]/.test(s) && !/^[-+]?\d+$/.test(s)) s = `'${s}`;
      return /[",\r\n]/.test(s) ? `"${s.replaceAll('"', '""')}"` : s;
    })
    .join(',');
}

/**
 * A moment in a ledger file: RFC 3339 with its offset, or a local date or time in the organisation's zone; a date is the
 * start of that day. Empty is null: no bound. A local time that exists twice or never (summer time) is refused.
 */
export function readMoment(text: string, zone: string): Temporal.Instant | null | undefined {
  const s = text.trim();
  if (s === '') return null;
  try {
    if (/^\d{4}-\d\d-\d\d$/.test(s))
      return Temporal.PlainDate.from(s, { overflow: 'reject' }).toZonedDateTime(zone).toInstant();
    if (!/^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d{1,6})?)?( ?Z| ?[+-]\d\d:?\d\d)?$/i.test(s)) return undefined;
    const iso = s.replace(' ', 'T').replace(' ', '');
    if (/(Z|[+-]\d\d:?\d\d)$/i.test(iso)) return Temporal.Instant.from(iso);
    return Temporal.PlainDateTime.from(iso, { overflow: 'reject' })
      .toZonedDateTime(zone, { disambiguation: 'reject' })
      .toInstant();
  } catch {
    return undefined;
  }
}

const yes = new Set(['yes', 'y', 'true', '1', 'ja', 'j']);
const no = new Set(['no', 'n', 'false', '0', 'nee']);
/** A yes or no in either language; undefined where it is neither. */
export function readYesNo(text: string): boolean | undefined {
  const s = text.trim().toLowerCase();
  return yes.has(s) ? true : no.has(s) ? false : undefined;
}
