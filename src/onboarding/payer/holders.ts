/** What the name field of a statement holds besides a name: joint holders, trade names, forms of address, intermediaries. */

const intermediaries =
  /\b(?:mollie|adyen|buckaroo|multisafepay|pay\.?nl|paypal|stripe|worldline|global collect|klarna|sisow|icepay|cm payments|derdengelden|custodian|payment services|wise payments)\b/i;

/** A payment provider collected it, or the bank named nobody: the line says nothing of who paid. */
export function isIntermediary(text: string): boolean {
  const t = text.trim();
  return t === '' || /^(?:not ?provided|unknown|onbekend|n\/?a|-+)$/i.test(t) || intermediaries.test(t);
}

/** Short for one word, as banks and people write them. */
const abbreviations: readonly (readonly [RegExp, string])[] = [
  [/(?<![\p{L}])zn\.?(?![\p{L}])/giu, 'zonen'],
  [/(?<![\p{L}])gebr\.?(?![\p{L}])/giu, 'gebroeders'],
  [/^(?:st|stg|sticht)\.?\s+/giu, 'stichting '],
  [/^ver\.?\s+/giu, 'vereniging '],
  [/(?<![\p{L}])coop\.?(?![\p{L}])/giu, 'cooperatie'],
  [/^soc\.?\s+/giu, 'societe '],
  [/(?<![\p{L}])b[.\s]{1,2}v\.?(?![\p{L}])/giu, 'bv'],
  [/(?:股份|责任)?有限(?:责任)?公司|株式会社|有限会社|주식회사/gu, ''],
  [/(?<![\p{L}])a\s?\/\s?s(?![\p{L}])/giu, 'as'],
  [/(?<![\p{L}])i\.\s?o\.?(?![\p{L}])/giu, ''],
  [/(?<![\p{L}])(?:v\.\s?d|v\/d|vd)\.?(?![\p{L}])/giu, 'van'],
  [/\s\+\s/gu, ' en '],
  [/(?<=\p{L}{3})\.(?=\p{L}{2,3}(?![\p{L}]))/gu, ''],
  [/(?<=\p{L}{3})(?=\d)/gu, ' '],
];
const addressed =
  /(?<![\p{L}])(?:hr|dhr|mw|mevr|mevrouw|de heer|heer|fam|familie|rekening|drs|dr|ir|ing|prof)\.?(?![\p{L}])\s*|(?:^|\s)mr\.?\s+(?=\p{Lu})/giu;
const trailing = /\s+(?:c\.?j\.?|eo|e\.o\.?|e\/o|cs|c\.s\.)\s*$/iu;

/** A name without how it is addressed and abbreviated. */
export function wordsOut(text: string, body = false): string {
  let out = text.replace(/\b(?:inzake|betreft|inz\.)\b.*$/iu, '').replace(/[()]/g, ' ');
  if (!body) out = out.replace(addressed, ' ').replace(trailing, '');
  for (const [what, by] of abbreviations) out = out.replace(what, by);
  // A form in the middle of a name ("Hotel Zeezicht B.V. Egmond") is read at its end.
  if (body) out = out.replace(/\s(bv|nv|vof|gmbh|ltd|llc)\s+(?!\S*(?:co|kg)\b)(.+)$/iu, ' $2 $1');
  return out.replace(/\s+/g, ' ').trim();
}

const trading =
  /\s+(?:h\.?\s?o\.?\s?d\.?\s?n\.?|handelend onder de naam|t\/a|d\/b\/a|dba|trading as|t\.?n\.?v\.?)\s+/iu;
/** A name and its trade names. */
export const namesIn = (text: string): readonly string[] =>
  text
    .split(trading)
    .map((t) => t.trim())
    .filter((t) => t !== '');

const between = /\s+(?:e\/o|e\.o\.|eo|en\/of|en|and|und|et|&)\s+|\s*\/\s+/iu;
/** Who holds a joint account; who has only initials shares the surname that follows. */
export function holdersOf(text: string): readonly string[] {
  const parts = text
    .replace(trailing, '')
    .split(between)
    .map((t) => t.trim())
    .filter((t) => t !== '');
  const last = parts.at(-1) ?? '';
  return parts.map((part) => {
    if (part === last || !/^(?:\p{L}\.?\s?){1,4}$/u.test(part.replace(addressed, ''))) return part;
    const surname = last
      .replace(addressed, ' ')
      .replace(/^\s*(?:\p{L}\.?\s?)+(?=\s?\p{L}{2})/u, (m) => (/^\s*(?:\p{L}[.\s]\s?)+$/u.test(m) ? '' : m));
    return `${part} ${surname.replace(/^\s*(?:\p{L}(?:\.|\s)\s*)+/u, '')}`;
  });
}
