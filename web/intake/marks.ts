/** Text a person points into: shown with its addresses made harmless, while ranges count the real text. Pure. */
import type { TaughtField } from '#formats';
import { defang } from '#kernel';

interface Piece {
  readonly from: number;
  readonly until: number;
  readonly shownFrom: number;
  readonly shown: string;
  readonly plain: boolean;
}
export interface Harmless {
  readonly shown: string;
  /** Where a place of the real text is shown. */
  toShown(at: number): number;
  /** A shown range in the real text; an address that was made harmless is taken whole. */
  toReal(from: number, until: number): { readonly from: number; readonly until: number };
}

/** The text as it is shown, with the way back. */
export function harmlessWithWay(text: string): Harmless {
  const pieces: Piece[] = [];
  let shown = '';
  let at = 0;
  const put = (until: number, said: string, plain: boolean) => {
    if (until > at) pieces.push({ from: at, until, shownFrom: shown.length, shown: said, plain });
    shown += said;
    at = until;
  };
  for (const m of text.matchAll(/\b(?:https?|ftp):\/\/[^\s<>"']+/gi)) {
    put(m.index, text.slice(at, m.index), true);
    put(m.index + m[0].length, defang(m[0]), false);
  }
  put(text.length, text.slice(at), true);
  return {
    shown,
    toShown(n) {
      const p = pieces.find((x) => n < x.until) ?? pieces.at(-1);
      if (!p) return 0;
      return p.plain ? p.shownFrom + (n - p.from) : n <= p.from ? p.shownFrom : p.shownFrom + p.shown.length;
    },
    toReal(from, until) {
      const real = (n: number, isEnd: boolean) => {
        const p =
          pieces.find((x) => (isEnd ? n <= x.shownFrom + x.shown.length : n < x.shownFrom + x.shown.length)) ??
          pieces.at(-1);
        if (!p) return 0;
        return p.plain ? p.from + Math.min(n - p.shownFrom, p.until - p.from) : isEnd ? p.until : p.from;
      };
      return { from: real(from, false), until: real(until, true) };
    },
  };
}

export interface Marked {
  readonly field: TaughtField;
  readonly from: number;
  readonly until: number;
  readonly means?: string;
  readonly required?: boolean;
}

/** With one more mark: a field is marked once, and no place twice. */
export function withMark(marks: readonly Marked[], mark: Marked): Marked[] {
  return [...marks.filter((m) => m.field !== mark.field && (m.until <= mark.from || m.from >= mark.until)), mark].sort(
    (a, b) => a.from - b.from,
  );
}

/** A name for a template, from who sent the message: `reports@mail.watch.example` gives `mail-watch-example`. */
export function nameFrom(from: string): string {
  const host = from.slice(from.lastIndexOf('@') + 1).toLowerCase();
  const name = host
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 40)
    .replace(/-+$/, '');
  return name || 'sender';
}

/** Letter that marks the selected text as a field, while the text has the focus. */
export const fieldKeys: Readonly<Partial<Record<TaughtField, string>>> = {
  ip: 'i',
  seenAt: 't',
  port: 'p',
  host: 'h',
  url: 'u',
  reference: 'r',
  account: 'a',
  asn: 'n',
  kind: 'k',
  malware: 'm',
  severity: 's',
  description: 'd',
};
