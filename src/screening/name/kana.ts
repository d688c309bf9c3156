/** Japanese kana against Latin letters: the syllables add vowels, l is r, v is b, and long vowels are lengthened. */

const folds: readonly (readonly [RegExp, string])[] = [
  [/sh|si/g, 's'],
  [/tch|ch|ti/g, 't'],
  [/ts|tz|tu/g, 't'],
  [/ph|h(?=u)|f/g, 'h'],
  [/v/g, 'b'],
  [/ck|q|c|g/g, 'k'],
  [/j|z|dj/g, 's'],
  [/th|d/g, 't'],
  [/l/g, 'r'],
  [/x/g, 'ks'],
  [/p/g, 'b'],
  [/w|y/g, ''],
];

/** Consonants of a word as kana can keep them apart. */
export function kanaFold(text: string): string {
  let out = text.toLowerCase().replace(/[^a-z]/g, '');
  for (const [from, to] of folds) out = out.replace(from, to);
  return out
    .replace(/[aeiou]+/g, '')
    .replace(/(.)\1+/g, '$1')
    .replace(/n(?=[rbkst])/g, 'n');
}
