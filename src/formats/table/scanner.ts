/**
 * A scanner of separated values that takes a file in chunks, so that a table of any size is read in constant memory.
 * RFC 4180 with what the field does: any line end, text after a closing quote, quotes that never close, endless cells.
 */
import { guessEncoding } from '../mail/charset.ts';

export interface ScanOptions {
  readonly delimiter: string;
  /** Characters kept of one cell; what comes after is dropped. */
  readonly mostCell?: number;
  readonly mostCells?: number;
}
/**
 * One row. `broken` is the first cell whose quotes swallowed a line end or never close: it and all after it cannot be
 * trusted. `odd` is the first cell with text after its closing quote (`"realm="x""`): usually harmless, but where the row
 * then has too many cells, the columns after it have shifted.
 */
export type TakeRow = (
  cells: string[],
  row: number,
  marks: { readonly broken?: number; readonly odd?: number },
) => void;

export class Scanner {
  readonly #delimiter: number;
  readonly #mostCell: number;
  readonly #mostCells: number;
  readonly #take: TakeRow;
  #cells: string[] = [];
  #cell = '';
  /** 0 before a cell, 1 in a bare cell, 2 in quotes, 3 after a quote that may close or be doubled, 4 after a closed quote, 5 after text behind one. */
  #state = 0;
  #broken: number | undefined;
  #odd: number | undefined;
  /** Blanks after a closing quote: dropped, unless text follows them. */
  #padding = '';
  #row = 0;
  #afterReturn = false;

  constructor(options: ScanOptions, take: TakeRow) {
    this.#delimiter = options.delimiter.charCodeAt(0);
    this.#mostCell = options.mostCell ?? 16_777_216;
    this.#mostCells = options.mostCells ?? 2000;
    this.#take = take;
  }

  push(text: string): void {
    const n = text.length;
    const delimiter = this.#delimiter;
    let i = 0;
    while (i < n) {
      if (this.#state === 2) {
        const j = text.indexOf('"', i);
        const end = j < 0 ? n : j;
        this.#add(text.slice(i, end));
        i = end;
        if (j < 0) break;
        this.#state = 3;
        i++;
        continue;
      }
      const c = text.charCodeAt(i);
      if (this.#state === 3) {
        if (c === 34) {
          this.#add('"');
          this.#state = 2;
          i++;
          continue;
        }
        this.#state = 4;
      }
      if (this.#afterReturn) {
        this.#afterReturn = false;
        if (c === 10) {
          i++;
          continue;
        }
      }
      if (this.#state === 0 && c === 34) {
        this.#state = 2;
        i++;
        continue;
      }
      if (c === delimiter) {
        this.#endCell();
        i++;
        continue;
      }
      if (c === 10 || c === 13) {
        this.#endRow();
        this.#afterReturn = c === 13;
        i++;
        continue;
      }
      let j = i + 1;
      for (; j < n; j++) {
        const d = text.charCodeAt(j);
        if (d === delimiter || d === 10 || d === 13) break;
      }
      if (this.#state === 4) {
        // Text after a closing quote: blanks are padding, anything else means the quotes do not pair.
        const tail = this.#padding + text.slice(i, j);
        this.#padding = '';
        if (tail.trim() === '') this.#padding = tail.slice(0, 1000);
        else {
          if (this.#cell.includes('\n')) this.#broken ??= this.#cells.length;
          else this.#odd ??= this.#cells.length;
          this.#add(`"${tail}`);
          this.#state = 5; // the quote is back in its place: what follows is as it stands
        }
      } else {
        if (this.#state === 0) this.#state = 1;
        this.#add(text.slice(i, j));
      }
      i = j;
    }
  }

  /** Whether the next character begins a row: then whoever can read plain rows faster may. */
  get isBetweenRows(): boolean {
    return this.#state === 0 && this.#cells.length === 0 && this.#cell === '' && !this.#afterReturn;
  }

  /** Counts a row that was read elsewhere; its number. */
  countRow(): number {
    return ++this.#row;
  }

  end(): void {
    if (this.#state === 2) this.#broken ??= this.#cells.length;
    if (this.#state !== 0 || this.#cells.length > 0 || this.#cell !== '') this.#endRow();
  }

  #add(text: string): void {
    const room = this.#mostCell - this.#cell.length;
    if (room > 0) this.#cell += text.length > room ? text.slice(0, room) : text;
  }

  #endCell(): void {
    if (this.#cells.length < this.#mostCells) this.#cells.push(this.#cell);
    this.#cell = '';
    this.#padding = '';
    this.#state = 0;
  }

  #endRow(): void {
    this.#endCell();
    const cells = this.#cells;
    const broken = this.#broken;
    this.#cells = [];
    const odd = this.#odd;
    this.#broken = undefined;
    this.#odd = undefined;
    this.#row++;
    if (cells.length === 1 && cells[0] === '') return; // an empty line is no row
    this.#take(cells, this.#row, {
      ...(broken === undefined ? {} : { broken }),
      ...(odd === undefined ? {} : { odd }),
    });
  }
}

/**
 * Takes one line apart where it is plain: cells bare, or in quotes that hold no quote. Most lines of most feeds are, and
 * finding the next mark is then all there is to do.
 * @param until where the line ends, without its line end
 * @returns how many cells it put in `cells`; -1 where the line is not plain; -2 - n where one of n cells has a quote within
 */
export function plainLine(text: string, from: number, until: number, delimiter: string, cells: string[]): number {
  if (from >= until) return -1;
  let n = 0;
  let at = from;
  let quotes = false;
  for (;;) {
    if (n > 1990) return -1;
    if (text.charCodeAt(at) === 34 && at < until) {
      const end = text.indexOf('"', at + 1);
      if (end < 0 || end >= until) return -1;
      cells[n++] = text.slice(at + 1, end);
      at = end + 1;
      if (at === until) break;
      if (text.charAt(at) !== delimiter) return -1;
      at++;
    } else {
      let end = text.indexOf(delimiter, at);
      if (end < 0 || end > until) end = until;
      const cell = text.slice(at, end);
      if (cell.includes('"')) quotes = true;
      cells[n++] = cell;
      at = end;
      if (at === until) break;
      at++;
    }
  }
  cells.length = n;
  return quotes ? -2 - n : n;
}

/** Bytes in, text out, chunk by chunk: the byte order mark and UTF-16 are seen, bad UTF-8 becomes U+FFFD, NUL stays. */
export function chunkDecoder(head: Uint8Array): { text(chunk: Uint8Array): string; end(): string } {
  const decoder = new TextDecoder(guessEncoding(head));
  return { text: (chunk) => decoder.decode(chunk, { stream: true }), end: () => decoder.decode() };
}

/** The delimiter that occurs most in the first line, outside quotes; a comma where none does. */
export function guessDelimiter(text: string): string {
  const counts = new Map<string, number>([
    [',', 0],
    [';', 0],
    ['\t', 0],
    ['|', 0],
  ]);
  let quoted = false;
  for (let i = 0; i < Math.min(text.length, 100_000); i++) {
    const c = text.charAt(i);
    if (c === '"') quoted = !quoted;
    else if (!quoted && (c === '\n' || c === '\r')) {
      if (i > 0 && /\S/.test(text.slice(0, i))) break;
    } else if (!quoted) {
      const n = counts.get(c);
      if (n !== undefined) counts.set(c, n + 1);
    }
  }
  let best = ',';
  for (const [delimiter, n] of counts) if (n > (counts.get(best) ?? 0)) best = delimiter;
  return best;
}
