/** Japanese kana against Latin letters: the syllables add vowels, l is r, v is b, and long vowels are lengthened. */

const foldOf: Readonly<Record<string, string>> = {
  sh: 's', si: 's', tch: 't', ch: 't', ti: 't', ts: 't', tz: 't', tu: 't', ph: 'h', f: 'h', v: 'b', ck: 'k', q: 'k', c: 'k', g: 'k',
  j: 's', z: 's', dj: 's', th: 't', d: 't', l: 'r', x: 'ks', p: 'b', w: '', y: '',
}; // biome-ignore format: a table reads best as one
const spelled = /tch|[sctp]h|ck|dj|t[szu]|[st]i|[fvqcgjzdlxpwy]/g;

/** Consonants of a word as kana can keep them apart. */
export function kanaFold(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^a-z]/g, '')
    .replace(spelled, (run) => foldOf[run] ?? run)
    .replace(/[aeiou]+/g, '')
    .replace(/(.)\1+/g, '$1');
}
