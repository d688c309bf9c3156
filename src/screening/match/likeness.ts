/** How alike two words of names are, and how it was seen. */
import { abjadLikeness } from '../name/abjad.ts';
import { kanaFold } from '../name/kana.ts';
import { koreanDistance } from '../name/korean.ts';
import { koreanOf, type NameWord, phonemesOf } from '../name/name.ts';
import { bitsIn, letterDistance, lettersOf, slavicDistance, soundDistance } from '../name/sound.ts';
import { nicknames } from '../name/words.ts';

export type How = 'same' | 'spelling' | 'sound' | 'script' | 'nickname' | 'initial' | 'number' | 'joined' | 'letters';
export interface Likeness {
  /** 1 the same, 0 nothing in common. */
  readonly like: number;
  readonly how: How;
}

const nothing: Likeness = { like: 0, how: 'spelling' };
const same: Likeness = { like: 1, how: 'same' };

/** A part of a name as it is compared: one word, or neighbours joined. */
export type Part = Pick<NameWord, 'text' | 'script' | 'sound' | 'native' | 'is' | 'number'>;

const cjk = (script: Part['script']) => script === 'hangul' || script === 'han';

function abjad(a: Part, b: Part): Likeness {
  if (a.script === 'abjad' && b.script === 'abjad') {
    if (a.native === b.native) return same;
    const length = Math.max(a.native.length, b.native.length);
    const like = 1 - (letterDistance(a.native, b.native, length) / length) * 1.05;
    return { like: Math.max(0, like), how: 'spelling' };
  }
  const [native, other] = a.script === 'abjad' ? [a, b] : [b, a];
  if (other.is === 'initial' || other.text.length < 2) return nothing;
  const like = abjadLikeness(native.native, phonemesOf(other.text));
  // Few letters prove little where vowels are not written.
  const few = native.native.length <= 2 ? 0.06 : native.native.length === 3 ? 0.02 : 0;
  // Short vowels that are not there to agree make chance likeness common: what is not nearly right counts far less.
  const sure = Math.min(like, 0.985) - few;
  return { like: sure >= 0.92 ? sure : sure - (0.92 - sure) * 0.9, how: 'script' };
}

function hangul(a: Part, b: Part): Likeness {
  const fa = koreanOf(a.text);
  const fb = koreanOf(b.text);
  if (fa === fb && fa !== '') return { like: fa.length === 1 ? 0.9 : 0.96, how: 'script' };
  const length = Math.max(fa.length, fb.length, 3);
  const distance = koreanDistance(fa, fb);
  return { like: Math.max(0, 0.96 - (distance / length) * 1.35), how: 'script' };
}

function kana(a: Part, b: Part): Likeness {
  const fa = kanaFold(a.text);
  const fb = kanaFold(b.text);
  if (fa.length < 2 || fb.length < 2) return a.text === b.text ? same : nothing;
  const sound = 1 - soundDistance(a.sound, b.sound, 12) / Math.max(a.sound.length, b.sound.length);
  if (fa === fb) return { like: Math.max(0.86 + Math.min(0.1, fa.length * 0.02), sound), how: 'script' };
  const length = Math.max(fa.length, fb.length);
  return { like: Math.max(0, Math.max(sound, 1 - (letterDistance(fa, fb, length) / length) * 1.2)), how: 'script' };
}

const patronymic = /(?:[oaei]?(?:vich|vych|vitch|wicz|vic|vna|una|uno)|ich|ichna|inichna)$/;
/** Family of forms a name belongs to; a patronymic belongs where the father's name does, and is no given name. */
function familyOf(text: string): string | undefined {
  const direct = nicknames.get(text);
  if (direct !== undefined) return `${direct}`;
  if (text.length < 7 || !patronymic.test(text)) return undefined;
  const stem = text.replace(patronymic, '');
  const son =
    nicknames.get(stem) ??
    nicknames.get(`${stem}y`) ??
    nicknames.get(`${stem}ei`) ??
    nicknames.get(`${stem}ai`) ??
    nicknames.get(`${stem}i`);
  return son === undefined ? undefined : `${son}'s`;
}

/** Letters that only one of two words has, beyond which they are two. */
const mostOther = 5;
/** Most letters that may differ in words of this length before they are two words. */
const mostChanges = (length: number) => (length <= 2 ? 0 : length <= 5 ? 1.9 : length <= 8 ? 2.9 : 3.9);

function spelling(a: Part, b: Part): Likeness {
  const length = Math.max(a.text.length, b.text.length);
  const gap = Math.abs(a.text.length - b.text.length);
  let best = nothing;
  // Most pairs of words have hardly a letter in common: they need no long comparing.
  const apart = a.sound !== '' && b.sound !== '' && bitsIn(lettersOf(a.sound) ^ lettersOf(b.sound)) > mostOther;
  if (!apart && gap <= 4) {
    const most = mostChanges(length);
    const changes = letterDistance(a.text, b.text, most);
    if (changes <= most) {
      // In short words a single letter makes another name.
      const dear = length <= 4 ? 1.25 : 1;
      const first = a.text[0] === b.text[0] ? 0 : length <= 6 ? 0.06 : 0.03;
      best = { like: Math.max(0, 1 - (changes ** 1.4 / length) * 0.94 * dear - first), how: 'spelling' };
    }
  }
  if (!apart && a.sound !== '' && b.sound !== '') {
    if (a.sound === b.sound) {
      const like = length <= 3 ? 0.9 : 0.97;
      if (like > best.like) best = { like, how: 'sound' };
    } else {
      const long = Math.max(a.sound.length, b.sound.length);
      const slavic = a.script === 'alphabet' || b.script === 'alphabet';
      const away = (slavic ? slavicDistance : soundDistance)(a.sound, b.sound, long * 0.36);
      const like = 0.97 - (Math.max(away, away ** 1.4) / long) * (long <= 4 ? 1.4 : 1.2);
      if (like > best.like) best = { like, how: 'sound' };
    }
  }
  if (best.like < 0.93 && a.is === 'name' && b.is === 'name') {
    const family = familyOf(a.text);
    if (family !== undefined && family === familyOf(b.text)) return { like: 0.92, how: 'nickname' };
  }
  return best;
}

/** Compares two words, or two runs of words joined. */
export function likeness(a: Part, b: Part): Likeness {
  if (a.number !== undefined || b.number !== undefined) {
    if (a.number === b.number) return { like: 1, how: 'number' };
    return nothing;
  }
  if (a.is === 'initial' || b.is === 'initial') {
    if (a.script === 'abjad' || b.script === 'abjad' || a.text[0] !== b.text[0]) return nothing;
    return a.text === b.text ? same : { like: 0.9, how: 'initial' };
  }
  if (a.script === 'abjad' || b.script === 'abjad') {
    if (cjk(a.script) || cjk(b.script)) return nothing;
    return abjad(a, b);
  }
  if (a.text === b.text) return same;
  if (a.script === 'hangul' || b.script === 'hangul') return hangul(a, b);
  if (a.script === 'kana' || b.script === 'kana') return kana(a, b);
  const seen = spelling(a, b);
  // A syllable of Han has one reading: another vowel is another syllable.
  if ((a.script === 'han' || b.script === 'han') && seen.like < 0.99) return { like: seen.like - 0.25, how: 'script' };
  return seen;
}
