/**
 * Cuts a JSON text of any size into small ones of the same form, character by character: a list or an object into several with
 * fewer elements or members, values one after the other into groups of them. Nothing is parsed here.
 */
import type { Problem } from '../finding.ts';
import type { Piece } from './pieces.ts';

/** An element or member larger than this is no record of a feed; it is passed over. */
const mostChild = 16 * 1024 * 1024;
/** Objects within objects that are cut within. */
const mostDepth = 4;

interface Wrap {
  /** What stands before its children in each piece: `{"data":[`, with the plain members of the object. */
  readonly open: string;
  readonly isList: boolean;
  /** Name under which it stands in the object around it; empty for the root. */
  readonly name: string;
  /** Children that are done, of which those in hand are the last. */
  done: number;
}

/** Plain members of an object, which are repeated before each piece of a list in it. */
const isPlainMember = (text: string) => text.length < 2000 && !/[[{]/.test(text);
const memberOf = /^\s*"((?:[^"\\]|\\.){0,200})"\s*:\s*([[{])/;

export class JsonCutter {
  readonly #size: number;
  readonly #mayCut: (path: readonly string[]) => boolean;
  readonly #wraps: Wrap[] = [];
  /** Text from the beginning of the child in hand, or of what stands before it. */
  #text = '';
  /** How far it has been looked at. */
  #at = 0;
  #depth = 0;
  #inText = false;
  /** The child in hand is too large and passed over. */
  #skips = false;
  #held: string[] = [];
  #heldSize = 0;
  /** Line breaks before the text, and before what is held. */
  #lines = 0;
  #heldLine = 0;
  #isBegun = false;
  #out: (Piece | { readonly problem: Problem })[] = [];

  /**
   * @param size characters of a piece, about
   * @param mayCut whether the list or object at this path may be cut within; otherwise it stays whole
   */
  constructor(size: number, mayCut: (path: readonly string[]) => boolean) {
    this.#size = size;
    this.#mayCut = mayCut;
  }

  push(text: string): (Piece | { readonly problem: Problem })[] {
    this.#text += text;
    this.#scan();
    return this.#taken();
  }

  end(): (Piece | { readonly problem: Problem })[] {
    const rest = this.#text.trim();
    if (this.#wraps.length === 0 && rest !== '') this.#hold(this.#text);
    else if (this.#wraps.length > 0)
      this.#out.push({ problem: { code: 'json.cut', message: 'the JSON ends before it is closed' } });
    this.#emit(true);
    return this.#taken();
  }

  #taken() {
    const out = this.#out;
    this.#out = [];
    return out;
  }

  get #path(): string[] {
    return this.#wraps.map((w) => w.name).filter((n) => n !== '');
  }

  #scan(): void {
    for (; this.#at < this.#text.length; this.#at++) {
      const c = this.#text.charCodeAt(this.#at);
      if (this.#inText) {
        if (c === 92) {
          // An escaped character may be the last of what came so far.
          if (this.#at + 1 >= this.#text.length) return;
          this.#at++;
        } else if (c === 34) this.#inText = false;
      } else if (c === 34) this.#inText = true;
      else if (c === 123 || c === 91) this.#depth++;
      else if (c === 125 || c === 93) {
        if (this.#depth > 0) {
          this.#depth--;
          if (this.#depth === 0 && this.#wraps.length === 0) this.#childDone(this.#at + 1, 0);
        } else if (this.#wraps.length > 0) this.#close();
      } else if (c === 44 && this.#depth === 0 && this.#wraps.length > 0) this.#childDone(this.#at, 1);
      if (this.#at > this.#size && this.#depth > 0 && !this.#skips) this.#tooLarge();
      if (this.#skips && this.#at > 65_536) this.#forget(this.#at);
    }
  }

  /** The child in hand ends before this place; behind it stand so many characters that part it from the next. */
  #childDone(until: number, behind: number): void {
    if (this.#skips) this.#skips = false;
    else {
      const child = this.#text.slice(0, until);
      if (child.trim() !== '') this.#hold(child);
    }
    const wrap = this.#wraps.at(-1);
    if (wrap) wrap.done++;
    this.#forget(until + behind);
    this.#at = -1;
    // One value may be all there is: only the next one tells.
    const mayBeAll = this.#wraps.length === 0 && !this.#isBegun && this.#held.length < 2;
    if (this.#heldSize >= this.#size && !mayBeAll) this.#emit();
  }

  #hold(child: string): void {
    if (this.#held.length === 0) this.#heldLine = this.#lines;
    this.#held.push(child);
    this.#heldSize += child.length;
  }

  #forget(until: number): void {
    if (this.#wraps.length === 0)
      for (let i = this.#text.indexOf('\n'); i >= 0 && i < until; i = this.#text.indexOf('\n', i + 1)) this.#lines++;
    this.#text = this.#text.slice(until);
    this.#at = 0;
  }

  /** The innermost container that is cut within closes. */
  #close(): void {
    this.#childDone(this.#at, 1);
    this.#emit();
    const wrap = this.#wraps.pop();
    // What stood around it goes on: its closed child has been handed out in pieces.
    if (wrap && this.#wraps.length > 0) this.#skips = true;
  }

  /** The child in hand is larger than a piece: it is cut within where that may be, waited for, or passed over. */
  #tooLarge(): void {
    const inner = this.#wraps.at(-1);
    const [whole, name = '', bracket] =
      (inner === undefined ? /^\s*()([[{])/.exec(this.#text) : inner.isList ? null : memberOf.exec(this.#text)) ?? [];
    const path = name === '' ? this.#path : [...this.#path, name];
    // Of values one after the other none is cut within: each is a record.
    const isFirst = this.#wraps.length > 0 || (!this.#isBegun && this.#held.length === 0);
    if (whole !== undefined && isFirst && this.#wraps.length < mostDepth && this.#mayCut(path)) {
      const kept = this.#held.filter(isPlainMember);
      if (kept.length < this.#held.length) this.#emit();
      this.#held = [];
      this.#heldSize = 0;
      const before = inner === undefined ? '' : kept.map((k) => `${k},`).join('');
      this.#wraps.push({ open: `${before}${whole}`, isList: bracket === '[', name, done: 0 });
      this.#forget(whole.length);
      this.#at = -1;
      this.#depth = 0;
      this.#inText = false;
    } else if (this.#text.length > mostChild) {
      this.#out.push({
        problem: {
          code: 'json.element-too-large',
          message: `an element of more than ${mostChild} characters is passed over`,
        },
      });
      this.#skips = true;
    }
  }

  #emit(isLast = false): void {
    if (this.#held.length === 0) return;
    const wrap = this.#wraps.at(-1);
    const open = this.#wraps.map((w) => w.open).join('');
    const shut = [...this.#wraps]
      .reverse()
      .map((w) => (w.isList ? ']' : '}'))
      .join('');
    const text = `${open}${this.#held.join(wrap ? ',' : '')}${shut}`;
    const isAlone = this.#held.length === 1;
    // What stands before the one value of a piece: its places name no line, so that its line is counted here.
    const above = isAlone ? (/^\s*/.exec(text)?.[0].split('\n').length ?? 1) - 1 : 0;
    const place: Piece['place'] = !wrap
      ? isAlone && isLast && !this.#isBegun
        ? { by: 'name' }
        : { by: 'line', before: this.#heldLine + above, isAlone }
      : wrap.isList
        ? { by: 'list', at: this.#path.map((p) => `/${p}`).join(''), before: wrap.done - this.#held.length }
        : { by: 'name' };
    this.#out.push({ text, place });
    this.#isBegun = true;
    this.#held = [];
    this.#heldSize = 0;
  }
}
