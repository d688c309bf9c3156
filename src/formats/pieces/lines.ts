/** Cuts a text of lines of any size into small ones: between lines, outside quotes, each with the comments and header of the first. */
import type { Piece } from './pieces.ts';

/** A quote that never closes must not hold the rest of a long list together. */
const mostPiece = 8 * 1024 * 1024;
/** Leading lines that are repeated before each piece. */
const mostPrelude = 200;

const isComment = (line: string) => /^\s*(?:$|[#;!]|\/\/)/.test(line.replace(/^\ufeff/, ''));
/** Names of columns: several, and nothing in them that data has. */
const isHeader = (line: string) =>
  /[,;|\t]/.test(line) &&
  line
    .replace(/^\ufeff/, '')
    .split(/[,;|\t]/)
    .every((cell) => /^[\s"#]*[a-z][a-z0-9_ ()#-]{0,40}["\s]*$/i.test(cell));

export class LineCutter {
  readonly #size: number;
  #text = '';
  /** How far it has been looked at, and the last place between two lines outside quotes. */
  #at = 0;
  #between = 0;
  #quoted = false;
  #hasData = false;
  #prelude: string | undefined;
  /** Lines before the text, and in the prelude. */
  #lines = 0;
  #preludeLines = 0;

  /** @param size characters of a piece, about */
  constructor(size: number) {
    this.#size = size;
  }

  push(text: string): Piece[] {
    this.#text += text;
    const out: Piece[] = [];
    for (; this.#at < this.#text.length; this.#at++) {
      const c = this.#text.charCodeAt(this.#at);
      if (c === 34) this.#quoted = !this.#quoted;
      else if (c === 10 && (!this.#quoted || this.#at > mostPiece)) {
        const line = this.#text.slice(this.#between, this.#at);
        this.#between = this.#at + 1;
        this.#quoted = false;
        // The first piece ends behind a line of data, so that all that stands before the data is in it.
        this.#hasData ||= !isComment(line) && !isHeader(line);
        if (!this.#hasData && this.#at < mostPiece) continue;
        if (this.#between >= this.#size) out.push(this.#cut(this.#between));
      }
    }
    return out;
  }

  end(): Piece[] {
    const rest = this.#text === '' ? [] : [this.#cut(this.#text.length)];
    this.#text = '';
    return rest;
  }

  #cut(until: number): Piece {
    const own = this.#text.slice(0, until);
    const before = this.#lines - this.#preludeLines;
    const piece: Piece = {
      text: (this.#prelude ?? '') + own,
      place: { by: 'row', before: this.#prelude === undefined ? 0 : before },
    };
    if (this.#prelude === undefined) this.#begin(own);
    for (let i = own.indexOf('\n'); i >= 0; i = own.indexOf('\n', i + 1)) this.#lines++;
    this.#text = this.#text.slice(until);
    this.#at = -1;
    this.#between = 0;
    return piece;
  }

  /** What stands before the first line of data. */
  #begin(first: string): void {
    let at = 0;
    let lines = 0;
    let hasHeader = false;
    while (lines < mostPrelude) {
      const end = first.indexOf('\n', at);
      if (end < 0) break;
      const line = first.slice(at, end);
      if (!isComment(line)) {
        if (hasHeader || !isHeader(line)) break;
        hasHeader = true;
      }
      at = end + 1;
      lines++;
    }
    this.#prelude = first.slice(0, at);
    this.#preludeLines = lines;
  }
}
