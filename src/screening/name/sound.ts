/** How a name sounds: spelling habits of many languages folded away, and a distance that knows which sounds are near. */

const soundOf: Readonly<Record<string, string>> = {
  shch: 'S',
  schtsch: 'S',
  sch: 'S',
  sh: 'S',
  sj: 'S',
  tsch: 'C',
  tch: 'C',
  ch: 'C',
  cz: 'C',
  dzh: 'j',
  dj: 'j',
  dsch: 'j',
  zh: 'Z',
  ts: 'c',
  tz: 'c',
  kh: 'X',
  gh: 'g',
  ph: 'f',
  th: 't',
  dh: 'd',
  ck: 'k',
  q: 'k',
  x: 'ks',
  w: 'v',
};
/** One pass over a word: what several letters spell together, longest first. */
const spelledSounds = /schtsch|shch|dsch|tsch|sch|tch|dzh|sj(?=[aeiou])|[sckgptdz]h|c[kz]|dj|t[sz]|c(?=[eiy])|[cqxw]/g;

const vowelClass = (run: string): string => {
  const last = run.at(-1) ?? '';
  if (last === 'a') return 'a';
  if (last === 'o' || last === 'u') return 'u';
  // "ai", "ay", "ey", "ij" at the end of a run sound as their first letter does with a glide.
  return 'i';
};

const soundIn = (run: string, at: number, all: string): string =>
  run === 'c' ? (/[eiy]/.test(all[at + 1] ?? '') ? 's' : 'k') : (soundOf[run] ?? run);

const skeletons = new Map<string, string>();

/** What is left of a word when spelling habits are folded away. A word without letters (a number) stays as it is. */
export function skeleton(text: string): string {
  const known = skeletons.get(text);
  if (known !== undefined) return known;
  let out = text.replace(/([a-z])\1+/g, '$1');
  out = out.replace(spelledSounds, soundIn);
  out = out.replace(/(?<=[aeiou])j(?![aeiou])/g, 'i').replace(/[aeiouy]+/g, vowelClass);
  out = out.replace(/(.)\1+/g, '$1').replace(/(?<=[aiu])h$/, '');
  if (skeletons.size > 50_000) skeletons.clear();
  skeletons.set(text, out);
  return out;
}

const near: readonly (readonly [string, number])[] = [
  ['ai', 0.35],
  ['au', 0.4],
  ['iu', 0.45],
  ['Xh', 0.1],
  ['Xk', 0.3],
  ['Xg', 0.4],
  ['hg', 0.35],
  ['gk', 0.35],
  ['vf', 0.35],
  ['vu', 0.2],
  ['vb', 0.45],
  ['bp', 0.45],
  ['dt', 0.45],
  ['zs', 0.3],
  ['cs', 0.35],
  ['cC', 0.35],
  ['cz', 0.35],
  ['ct', 0.45],
  ['SC', 0.4],
  ['Ss', 0.4],
  ['SZ', 0.4],
  ['Zj', 0.15],
  ['Zz', 0.4],
  ['jC', 0.4],
  ['jg', 0.45],
  ['ji', 0.3],
  ['jd', 0.5],
  ['mn', 0.6],
  ['lr', 0.7],
  ['ks', 0.6],
  ['Ck', 0.5],
];

const swap = new Float32Array(128 * 128).fill(1);
const drop = new Float32Array(128).fill(1);
for (let c = 0; c < 128; c++) swap[c * 128 + c] = 0;
for (const [pair, cost] of near) {
  const a = pair.charCodeAt(0);
  const b = pair.charCodeAt(1);
  swap[a * 128 + b] = cost;
  swap[b * 128 + a] = cost;
}
for (const vowel of 'aiu') drop[vowel.charCodeAt(0)] = 0.45;
drop['h'.charCodeAt(0)] = 0.5;
drop['j'.charCodeAt(0)] = 0.6;

/** Longest word that is compared letter by letter; what is longer is compared by its beginning. */
const longest = 48;
const rows = [new Float32Array(longest + 2), new Float32Array(longest + 2), new Float32Array(longest + 2)] as const;

/**
 * Distance between two strings with these costs; two neighbours changing places cost 0.8.
 * @param most where every way costs more, the answer is this or more, early
 */
export function weighedDistance(
  a: string,
  b: string,
  most: number,
  costs: { readonly swap: Float32Array; readonly dropA: Float32Array; readonly dropB: Float32Array },
): number {
  const n = Math.min(a.length, longest);
  const m = Math.min(b.length, longest);
  let [before, above, row] = rows as readonly [Float32Array, Float32Array, Float32Array];
  above[0] = 0;
  for (let j = 1; j <= m; j++) above[j] = (above[j - 1] ?? 0) + (costs.dropB[b.charCodeAt(j - 1) & 127] ?? 1);
  for (let i = 1; i <= n; i++) {
    const ca = a.charCodeAt(i - 1) & 127;
    const dropA = costs.dropA[ca] ?? 1;
    row[0] = (above[0] ?? 0) + dropA;
    let least = row[0];
    for (let j = 1; j <= m; j++) {
      const cb = b.charCodeAt(j - 1) & 127;
      let cost = (above[j - 1] ?? 0) + (costs.swap[ca * 128 + cb] ?? 1);
      const gone = (above[j] ?? 0) + dropA;
      if (gone < cost) cost = gone;
      const come = (row[j - 1] ?? 0) + (costs.dropB[cb] ?? 1);
      if (come < cost) cost = come;
      if (i > 1 && j > 1 && ca === (b.charCodeAt(j - 2) & 127) && cb === (a.charCodeAt(i - 2) & 127) && ca !== cb) {
        const turned = (before[j - 2] ?? 0) + 0.8;
        if (turned < cost) cost = turned;
      }
      row[j] = cost;
      if (cost < least) least = cost;
    }
    if (least >= most) return least;
    [before, above, row] = [above, row, before];
  }
  return above[m] ?? 0;
}

/** One language of the East Slavs written for another: Lukashenko and Lukashenka, Vladimir and Uladzimir, Olga and Volha. */
const slavicSwap = swap.slice();
for (const [pair, cost] of [
  ['ai', 0.15],
  ['au', 0.12],
  ['iu', 0.3],
  ['vu', 0.05],
  ['hg', 0.08],
  ['Xg', 0.15],
  ['tc', 0.1],
  ['dz', 0.15],
  ['sc', 0.3],
  ['mn', 0.5],
  ['Cc', 0.3],
] as const) {
  const a = pair.charCodeAt(0);
  const b = pair.charCodeAt(1);
  slavicSwap[a * 128 + b] = cost;
  slavicSwap[b * 128 + a] = cost;
}
const slavicDrop = drop.slice();
for (const vowel of 'aiu') slavicDrop[vowel.charCodeAt(0)] = 0.3;
for (const glide of 'zvh') slavicDrop[glide.charCodeAt(0)] = 0.35;
const slavicCosts = { swap: slavicSwap, dropA: slavicDrop, dropB: slavicDrop };

const lines = [new Uint16Array(longest + 2), new Uint16Array(longest + 2), new Uint16Array(longest + 2)] as const;
/** One letter changed, come or gone, and two neighbours that changed places, in fifths. */
const changed = 5;
const turnedRound = 4;

/**
 * Letters that must change to make one word of another; two neighbours changing places are 0.8 of a change.
 * @param most beyond it the answer is only "more"
 */
export function letterDistance(a: string, b: string, most: number): number {
  const n = Math.min(a.length, longest);
  const m = Math.min(b.length, longest);
  const band = Math.ceil(most);
  const limit = most * changed;
  const more = most + 1;
  if (Math.abs(n - m) > most) return more;
  let [before, above, row] = lines as readonly [Uint16Array, Uint16Array, Uint16Array];
  for (let j = 0; j <= m; j++) above[j] = j * changed;
  for (let i = 1; i <= n; i++) {
    const ca = a.charCodeAt(i - 1);
    const from = Math.max(1, i - band);
    const to = Math.min(m, i + band);
    row[from - 1] = from === 1 ? i * changed : 9999;
    let least = row[from - 1] as number;
    for (let j = from; j <= to; j++) {
      const cb = b.charCodeAt(j - 1);
      let cost = (above[j - 1] as number) + (ca === cb ? 0 : changed);
      // Outside the band nothing was worked out.
      if (j < i + band && (above[j] as number) + changed < cost) cost = (above[j] as number) + changed;
      if ((row[j - 1] as number) + changed < cost) cost = (row[j - 1] as number) + changed;
      if (i > 1 && j > 1 && ca !== cb && ca === b.charCodeAt(j - 2) && cb === a.charCodeAt(i - 2)) {
        const turned = (before[j - 2] as number) + turnedRound;
        if (turned < cost) cost = turned;
      }
      row[j] = cost;
      if (cost < least) least = cost;
    }
    if (least > limit + changed) return more;
    [before, above, row] = [above, row, before];
  }
  const end = (above[m] as number) / changed;
  return end > most ? more : end;
}

const soundCosts = { swap, dropA: drop, dropB: drop };

/** Distance of two skeletons: near sounds cost less than far ones. */
export const soundDistance = (a: string, b: string, most: number) => weighedDistance(a, b, most, soundCosts);

/** Distance of two skeletons of which one was written in Cyrillic or another alphabet. */
export const slavicDistance = (a: string, b: string, most: number) => weighedDistance(a, b, most, slavicCosts);

/** Which letters a sound has, a bit each. */
export function lettersOf(sound: string): number {
  let bits = 0;
  for (let i = 0; i < sound.length; i++) bits |= 1 << (sound.charCodeAt(i) & 31);
  return bits;
}

/** How many bits are set: of two words, how many letters only one of them has. */
export function bitsIn(bits: number): number {
  let x = bits - ((bits >>> 1) & 0x55555555);
  x = (x & 0x33333333) + ((x >>> 2) & 0x33333333);
  return Math.imul((x + (x >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
