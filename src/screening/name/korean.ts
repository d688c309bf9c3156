/** Hangul syllables taken apart by arithmetic, and the Latin spellings of Korean names folded to the same signs. */

import { weighedDistance } from './sound.ts';

const initials = 'g,kk,n,d,tt,r,m,b,pp,s,ss,,j,jj,ch,k,t,p,h'.split(',');
const vowels = 'a,ae,ya,yae,eo,e,yeo,ye,o,wa,wae,oe,yo,u,wo,we,wi,yu,eu,ui,i'.split(',');
const finals = ',k,k,k,n,n,n,t,l,k,m,l,l,l,p,l,m,p,p,t,t,ng,t,t,k,t,p,t'.split(',');

/** Revised romanisation of one Hangul syllable, the final consonant as it is heard at the end; other signs give nothing. */
export function romaniseSyllable(sign: string): string {
  const at = (sign.codePointAt(0) ?? 0) - 0xac00;
  if (at < 0 || at > 11171) return '';
  return `${initials[Math.floor(at / 588)] ?? ''}${vowels[Math.floor((at % 588) / 28)] ?? ''}${finals[at % 28] ?? ''}`;
}

const folds: readonly (readonly [RegExp, string])[] = [
  [/ng/g, 'N'],
  [/(?<=[aeiou])r(?=k)/g, ''], // Park
  [/(?<=[eou])h(?=$|[^aeiou])/g, ''], // Roh
  [/ee/g, 'i'],
  [/oo/g, 'u'],
  [/sh/g, 's'],
  [/tch|dj|ch|jj|zh|z|c(?=[aeiouy])|j/g, 'J'],
  [/gg|kk|kh|g|q/g, 'k'],
  [/dd|tt|th|d/g, 't'],
  [/bb|pp|ph|b/g, 'p'],
  [/ss/g, 's'],
  [/rh|r/g, 'l'],
  [/you|ye?o|yu|iu/g, 'Y'],
  [/oe|oi|we|wae|weo/g, 'E'],
  [/eo|ou|wo|uo/g, 'o'],
  [/eu/g, 'u'],
  [/ui|wi|uy/g, 'i'],
  [/ae|ai|ay|ei|ye/g, 'e'],
  [/ya|ia/g, 'A'],
  [/^[yl](?=i)/g, ''], // Ri, Li, Lee, Yi
  [/^l(?=[YA])/g, ''], // Ryu, Yu
  [/^l(?=[aeou])/g, 'n'], // Ro, No
];

/** A syllable of a Korean name in Latin letters, folded over the romanisations in use and over North and South. */
export function koreanFold(text: string): string {
  let out = text.toLowerCase().replace(/[^a-z]/g, '');
  for (const [from, to] of folds) out = out.replace(from, to);
  return out;
}

const swap = new Float32Array(128 * 128).fill(1);
const drop = new Float32Array(128).fill(1);
for (let c = 0; c < 128; c++) swap[c * 128 + c] = 0;
// Vowels that romanisations keep apart in different places, and aspiration that some leave out.
for (const [pair, cost] of [
  ['ou', 0.22],
  ['Yo', 0.3],
  ['Yu', 0.3],
  ['eE', 0.2],
  ['ei', 0.5],
  ['Ea', 0.4],
  ['nl', 0.5],
  ['aA', 0.4],
] as const) {
  const a = pair.charCodeAt(0);
  const b = pair.charCodeAt(1);
  swap[a * 128 + b] = cost;
  swap[b * 128 + a] = cost;
}
const costs = { swap, dropA: drop, dropB: drop };

/** Distance of two folds. */
export const koreanDistance = (a: string, b: string) => weighedDistance(a, b, 9, costs);
