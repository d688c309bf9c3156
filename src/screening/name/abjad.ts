/** Arabic, Persian and Hebrew writing against Latin letters: consonants must agree, short vowels may be unwritten. */
import { weighedDistance } from './sound.ts';

/** Sounds a letter may stand for, cheapest first; `-` means it may also be silent, upper case is a digraph (see `phonemes`). */
const letters: Readonly<Record<string, string>> = {
  ا: 'aieou-',
  أ: 'aieou-',
  إ: 'ieao-',
  آ: 'a-',
  ٱ: 'a-',
  ى: 'aiey-',
  ئ: 'iey-',
  ؤ: 'ouw-',
  ء: '-',
  ع: '-aeiou',
  و: 'wvouf-',
  ي: 'iyej-',
  ی: 'iyeja-',
  ې: 'eiy-',
  ے: 'eiy-',
  ۍ: 'aiey-',
  ة: '-aheT',
  ۀ: '-aeh',
  ه: 'h-ea',
  ہ: 'h-ea',
  ھ: 'h-',
  ب: 'bpv',
  پ: 'pb',
  ت: 'tT',
  ط: 'tT',
  ټ: 't',
  ٹ: 't',
  ث: 'Ts',
  ج: 'jgZd',
  چ: 'CSj',
  څ: 'cCs',
  ځ: 'zjd',
  ح: 'hX',
  خ: 'Xhk',
  د: 'd',
  ډ: 'd',
  ڈ: 'd',
  ذ: 'Dzd',
  ر: 'r',
  ړ: 'r',
  ڑ: 'r',
  ز: 'z',
  ژ: 'Zjg',
  ږ: 'gZ',
  س: 's',
  ش: 'Ss',
  ښ: 'SX',
  ص: 'sc',
  ض: 'dzD',
  ظ: 'zDd',
  غ: 'Ggqk',
  ف: 'fvp',
  ق: 'qkgG',
  ك: 'kqc',
  ک: 'kqc',
  ګ: 'g',
  گ: 'gj',
  ل: 'l',
  م: 'm',
  ن: 'n',
  ڼ: 'n',
  ں: 'n',
  א: '-aeiou',
  ב: 'bv',
  ג: 'gj',
  ד: 'd',
  ה: 'h-ae',
  ו: 'vouw-',
  ז: 'zZ',
  ח: 'hXC-',
  ט: 't',
  י: 'iyej-',
  כ: 'kXc',
  ך: 'kXc',
  ל: 'l',
  מ: 'm',
  ם: 'm',
  נ: 'n',
  ן: 'n',
  ס: 's',
  ע: '-aeiou',
  פ: 'pf',
  ף: 'fp',
  צ: 'czs',
  ץ: 'czs',
  ק: 'kqc',
  ר: 'r',
  ש: 'Ss',
  ת: 'tT',
};

/** Each known letter as one ASCII code from 1 on, so that distances run over plain tables. */
const codes = new Map<string, number>();
const codeOf = (letter: string) => codes.get(letter);
// Codes 1–31 and 33–96 stay clear of the lower-case letters of the other side only by table, never by value.
let nextCode = 1;
const byClass = new Map<string, number>();
for (const [letter, sounds] of Object.entries(letters)) {
  let code = byClass.get(sounds);
  if (code === undefined) {
    code = nextCode++;
    byClass.set(sounds, code);
  }
  codes.set(letter, code);
}

const nearSounds: readonly (readonly [string, number])[] = [
  ['pb', 0.5],
  ['dt', 0.6],
  ['gk', 0.5],
  ['gq', 0.3],
  ['kq', 0.1],
  ['Gg', 0.1],
  ['zs', 0.5],
  ['vf', 0.3],
  ['hX', 0.3],
  ['jZ', 0.2],
  ['CS', 0.5],
];

const swap = new Float32Array(128 * 128).fill(1);
const dropNative = new Float32Array(128).fill(0.95);
const dropLatin = new Float32Array(128).fill(0.9);
for (const [sounds, code] of byClass) {
  let rank = 0;
  for (const sound of sounds) {
    if (sound === '-') continue;
    swap[code * 128 + sound.charCodeAt(0)] = Math.min(0.12, rank * 0.03);
    rank++;
    for (const [pair, cost] of nearSounds) {
      const at = pair.indexOf(sound);
      if (at < 0) continue;
      const other = code * 128 + pair.charCodeAt(1 - at);
      swap[other] = Math.min(swap[other] ?? 1, cost + 0.05);
    }
  }
  if (sounds.includes('-')) dropNative[code] = sounds.startsWith('-') ? 0.08 : sounds.includes('h') ? 0.2 : 0.28;
}
// A short vowel is not written: it costs almost nothing to find it on the Latin side only. "y" and "w" glide.
for (const vowel of 'aeiou') dropLatin[vowel.charCodeAt(0)] = 0.06;
dropLatin['y'.charCodeAt(0)] = 0.25;
dropLatin['w'.charCodeAt(0)] = 0.35;
dropLatin['h'.charCodeAt(0)] = 0.3;
const costs = { swap, dropA: dropNative, dropB: dropLatin };

/** A word in an abjad as codes; letters that are not known are left out. */
export function nativeOf(word: string): string {
  let out = '';
  for (const letter of word) {
    const code = codeOf(letter);
    if (code !== undefined) out += String.fromCharCode(code);
  }
  return out;
}

const digraphOf: Readonly<Record<string, string>> = {
  tch: 'C', ch: 'C', sh: 'S', kh: 'X', gh: 'G', th: 'T', dh: 'D', zh: 'Z', dj: 'j', ph: 'f', ts: 'c', tz: 'c', x: 'ks', ou: 'u', oo: 'u', ee: 'i',
}; // biome-ignore format: a table reads best as one
const digraphs = /tch|[cskgtdzp]h|dj|t[sz]|x|ou|oo|ee/g;

/** Latin letters as sounds, one sign each. */
export function phonemes(text: string): string {
  return text.replace(digraphs, (run) => digraphOf[run] ?? run).replace(/(.)\1+/g, '$1');
}

/** Likeness 0–1 of a word in an abjad (codes) and one in Latin letters (sounds). */
export function abjadLikeness(native: string, sounds: string): number {
  const length = Math.max(native.length, 2);
  const distance = weighedDistance(native, sounds, length * 0.6, costs);
  return Math.max(0, 1 - (distance / length) * 1.05);
}

const boneOf: Readonly<Record<string, string>> = {
  b: 'b', p: 'b', t: 't', T: 't', s: 's', c: 's', j: 'j', Z: 'j', C: 'C', S: 'S', h: 'h', X: 'h', d: 'd', D: 'd', z: 'd',
  r: 'r', f: 'f', v: '', w: '', y: '', q: 'k', k: 'k', g: 'k', G: 'k', l: 'l', m: 'm', n: 'n',
}; // biome-ignore format: a table reads best as one

/** Consonants only, in classes that writing in an abjad cannot keep apart: the key under which candidates are found. */
export function bonesOfLatin(sounds: string): string {
  let out = '';
  for (const sound of sounds) out += boneOf[sound] ?? '';
  return out.replace(/(.)\1+/g, '$1').replace(/h$/, '') || out;
}

/** The same key for a word in an abjad. */
export function bonesOfNative(word: string): string {
  let out = '';
  for (const letter of word) {
    const sounds = letters[letter] ?? '';
    if (sounds === '' || (sounds.includes('-') && !sounds.startsWith('h'))) continue;
    out += boneOf[sounds[0] ?? ''] ?? '';
  }
  return out.replace(/(.)\1+/g, '$1').replace(/h$/, '') || out;
}
