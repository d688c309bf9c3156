/** Words met with or without their accents: people type "fran" for "från" and "Intrangsforsok" for "Intrångsförsök". */

const others: Readonly<Record<string, string>> = {
  ø: 'o',
  Ø: 'O',
  ł: 'l',
  Ł: 'L',
  đ: 'd',
  ı: 'i',
  æ: 'ae',
  Æ: 'AE',
  œ: 'oe',
  ß: 'ss',
};

/** A text without the accents of Latin, Greek and Cyrillic letters; other scripts stay as they are. */
export function fold(text: string): string {
  if (!/[^\x20-\x7e\n\t]/.test(text)) return text;
  return text
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .normalize('NFC')
    .replace(/[øØłŁđıæÆœß]/g, (c) => others[c] ?? c);
}

/** A pattern that holds of a text as written, or of what is left of both without accents. */
export class Words {
  readonly #plain: RegExp;
  readonly #folded: RegExp | undefined;

  constructor(pattern: RegExp) {
    this.#plain = pattern;
    const source = fold(pattern.source);
    this.#folded = source === pattern.source ? undefined : new RegExp(source, pattern.flags);
  }

  test(text: string): boolean {
    if (this.#plain.test(text)) return true;
    return this.#folded?.test(fold(text)) ?? false;
  }

  /** All that fits (for patterns with the flag g), else the first: as String.match does; null where nothing does. Who asks many patterns folds once. */
  match(text: string, folded = fold(text)): RegExpMatchArray | null {
    return text.match(this.#plain) ?? (this.#folded ? folded.match(this.#folded) : null);
  }
}
