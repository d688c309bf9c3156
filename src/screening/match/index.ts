/**
 * Listed names laid out so that those worth comparing are found at once. Immutable once built: a new generation is a new
 * index, put in the place of the old one in one step.
 */
import type { Entry } from '../entry.ts';
import { keysOf } from '../identifiers.ts';
import { kanaFold } from '../name/kana.ts';
import { bonesOf, koreanOf, type Name, type NameWord, readName } from '../name/name.ts';
import { lettersOf, skeleton } from '../name/sound.ts';

/** Names of one entry stand side by side; a name knows its entry. */
export interface NameIndex {
  readonly entries: readonly Entry[];
  readonly names: readonly Name[];
  /** Entry of each name. */
  readonly entryOf: Int32Array;
  /** 1 where the name is a weak alias. */
  readonly weak: Uint8Array;
  readonly words: readonly VocabularyWord[];
  /** Names that hold a word, one run after the other. */
  readonly postings: Int32Array;
  readonly postingsFrom: Int32Array;
  /** Words by the hashes of what they sound like with letters left out, one bucket after the other. */
  readonly buckets: Int32Array;
  readonly bucketsFrom: Int32Array;
  readonly bucketMask: number;
  /** More bits of the hash of each word in a bucket: what only fell into the same bucket is passed over. */
  readonly tags: Uint16Array;
  /** Which letters the sound of a word has, a bit each. */
  readonly letters: Int32Array;
  /** How much a name weighs together, for comparing names of different length. */
  readonly sizeOf: Float32Array;
  /** Key of an identifier → entries that have it. */
  readonly identifiers: ReadonlyMap<string, readonly number[]>;
}

export interface VocabularyWord extends Pick<NameWord, 'text' | 'script' | 'sound' | 'native' | 'is' | 'number'> {
  /** How rare it is among the names, 0–1. */
  readonly rare: number;
  /** Two or three neighbours joined. */
  readonly joined: boolean;
}

/** FNV-1a over a marker and the letters of a string, one of them or two left out. */
function hash(mark: number, text: string, length: number, skip: number, skipToo: number): number {
  let h = 0x811c9dc5 ^ mark;
  for (let i = 0; i < length; i++) {
    if (i === skip || i === skipToo) continue;
    h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  }
  h ^= h >>> 15;
  return Math.imul(h, 0x2c1b3c6d) >>> 0;
}

/** The bits of a hash a bucket does not use. */
export const tagOf = (h: number): number => h >>> 16;

/** Letters of a sound that take part in leaving letters out. */
const reach = 9;

type Filed = Pick<VocabularyWord, 'text' | 'script' | 'sound' | 'native' | 'is' | 'number' | 'joined'>;

/** Marks keep the kinds of key apart; what is written in an abjad, Hangul or kana is asked under the key of the other side. */
const marks = { sound: 1, bonesOfLatin: 2, bonesOfAbjad: 3, koreanOfLatin: 4, koreanOfHangul: 5, kana: 6 } as const;

/**
 * Hashes under which a word is filed, or asked: its sound with up to two letters left out, its bones, its Korean and its
 * Japanese fold.
 * @param out filled from the beginning
 * @returns how many there are
 */
export function hashesOf(word: Filed, asked: boolean, out: number[]): number {
  let n = 0;
  const put = (mark: number, text: string, drops: 0 | 1 | 2) => {
    const length = Math.min(reach, text.length);
    out[n++] = hash(mark, text, length, -1, -1);
    if (drops > 0) for (let i = 0; i < length; i++) out[n++] = hash(mark, text, length, i, -1);
    if (drops > 1)
      for (let i = 0; i < length; i++) for (let j = i + 1; j < length; j++) out[n++] = hash(mark, text, length, i, j);
  };
  if (word.script === 'abjad') {
    const bones = word.text;
    // Another abjad word stands under the same mark it is filed with; a Latin one under the other.
    put(marks.bonesOfAbjad, bones, bones.length >= 4 ? 1 : 0);
    if (asked) put(marks.bonesOfLatin, bones, bones.length >= 3 ? 1 : 0);
    return n;
  }
  const sound = word.sound === '' ? word.text : word.sound;
  if (word.number !== undefined || word.is === 'initial') {
    put(marks.sound, sound, 0);
    return n;
  }
  put(marks.sound, sound, sound.length < 3 ? 0 : sound.length < 6 || word.joined ? 1 : 2);
  // Neighbours joined are filed by their sound alone; a word written without a space asks for them by that.
  if (word.joined && !asked) return n;
  const bones = bonesOf(word);
  if (bones !== '') put(asked ? marks.bonesOfAbjad : marks.bonesOfLatin, bones, bones.length >= 3 ? 1 : 0);
  if (word.script === 'hangul' || word.text.length <= 7) {
    const fold = koreanOf(word.text);
    const hangul = word.script === 'hangul';
    if (fold !== '' && (hangul || !asked))
      put(hangul && !asked ? marks.koreanOfHangul : marks.koreanOfLatin, fold, fold.length >= 3 ? 1 : 0);
    if (fold !== '' && asked) put(marks.koreanOfHangul, fold, fold.length >= 3 ? 1 : 0);
  }
  if (word.script === 'kana' || !asked) {
    const fold = kanaFold(word.text);
    if (fold.length > 1) put(marks.kana, fold, fold.length >= 4 ? 1 : 0);
  }
  return n;
}

interface Growing {
  word: Omit<VocabularyWord, 'rare'>;
  names: number[];
}

/** What of a name is filed: its words, and neighbours joined, since spaces are written or not. */
export function filedParts(name: Name): (Omit<VocabularyWord, 'rare'> & { weight: number })[] {
  const parts: (Omit<VocabularyWord, 'rare'> & { weight: number })[] = [];
  const words = name.words.filter((w) => w.is !== 'title' && w.is !== 'particle');
  for (const w of words)
    parts.push({
      text: w.text,
      script: w.script,
      sound: w.sound,
      native: w.native,
      is: w.is,
      ...(w.number === undefined ? {} : { number: w.number }),
      joined: false,
      weight: w.is === 'initial' ? 0.15 : w.weight,
    });
  for (let count = 2; count <= 3; count++)
    for (let i = 0; i + count <= words.length; i++) {
      const run = words.slice(i, i + count);
      const syllables = run.some((w) => w.script === 'hangul' || w.script === 'han');
      if (count === 3 && !syllables && run.some((w) => w.text.length > 4)) continue;
      if (run.some((w) => w.is === 'number' || w.script === 'abjad')) continue;
      const text = run.map((w) => w.text).join('');
      if (text.length > 24) continue;
      parts.push({
        text,
        script: run.find((w) => w.script !== 'latin')?.script ?? 'latin',
        sound: skeleton(text),
        native: '',
        is: 'name',
        joined: true,
        weight: run.reduce((s, w) => s + w.weight, 0) * 0.95,
      });
    }
  return parts;
}

const vocabularyKey = (part: Filed) =>
  `${part.joined ? '+' : ''}${part.is === 'initial' ? '.' : ''}${part.script === 'latin' ? '' : part.script}${part.text}${part.native}`;

/** Weight a name has together. */
export const sizeOfName = (name: Name) =>
  Math.max(
    0.3,
    name.words.reduce((s, w) => s + (w.is === 'title' || w.is === 'particle' ? 0 : w.weight), 0),
  );

/** Builds the index of these entries. */
export function buildIndex(entries: readonly Entry[]): NameIndex {
  const names: Name[] = [];
  const entryOf: number[] = [];
  const weak: number[] = [];
  const identifiers = new Map<string, number[]>();
  entries.forEach((entry, at) => {
    const seen = new Set<string>();
    for (const listed of entry.names) {
      if (seen.has(listed.text)) continue;
      seen.add(listed.text);
      const name = readName(listed.text, entry.kind);
      if (name.words.length === 0) continue;
      names.push(name);
      entryOf.push(at);
      weak.push(listed.strength === 'weak' ? 1 : 0);
    }
    for (const identifier of entry.identifiers)
      for (const key of keysOf(identifier.kind, identifier.value)) {
        const there = identifiers.get(key);
        if (!there) identifiers.set(key, [at]);
        else if (!there.includes(at)) there.push(at);
      }
  });
  const growing = new Map<string, Growing>();
  names.forEach((name, at) => {
    for (const part of filedParts(name)) {
      const key = vocabularyKey(part);
      let there = growing.get(key);
      if (!there) {
        const { weight: _, ...word } = part;
        there = { word, names: [] };
        growing.set(key, there);
      }
      if (there.names.at(-1) !== at) there.names.push(at);
    }
  });
  return layOut(entries, names, entryOf, weak, growing, identifiers);
}

function layOut(
  entries: readonly Entry[],
  names: readonly Name[],
  entryOf: readonly number[],
  weak: readonly number[],
  growing: ReadonlyMap<string, Growing>,
  identifiers: ReadonlyMap<string, readonly number[]>,
): NameIndex {
  const words: VocabularyWord[] = [];
  let total = 0;
  for (const g of growing.values()) total += g.names.length;
  const postings = new Int32Array(total);
  const postingsFrom = new Int32Array(growing.size + 1);
  const most = Math.log(names.length + 2);
  let at = 0;
  for (const g of growing.values()) {
    postingsFrom[words.length] = at;
    for (const n of g.names) postings[at++] = n;
    words.push({ ...g.word, rare: 0.25 + 0.75 * (Math.log((names.length + 2) / (g.names.length + 1)) / most) });
  }
  postingsFrom[words.length] = at;
  let size = 1 << 12;
  while (size < words.length * 16 && size < 1 << 22) size <<= 1;
  const mask = size - 1;
  const from = new Int32Array(size + 1);
  const out: number[] = [];
  for (const word of words) {
    const n = hashesOf(word, false, out);
    for (let i = 0; i < n; i++) {
      const bucket = ((out[i] as number) & mask) + 1;
      from[bucket] = (from[bucket] as number) + 1;
    }
  }
  for (let i = 1; i <= size; i++) from[i] = (from[i] as number) + (from[i - 1] as number);
  const buckets = new Int32Array(from[size] as number);
  const tags = new Uint16Array(buckets.length);
  const next = from.slice(0, size);
  words.forEach((word, id) => {
    const n = hashesOf(word, false, out);
    for (let i = 0; i < n; i++) {
      const bucket = (out[i] as number) & mask;
      buckets[next[bucket] as number] = id;
      tags[next[bucket] as number] = tagOf(out[i] as number);
      next[bucket] = (next[bucket] as number) + 1;
    }
  });
  return {
    entries,
    names,
    entryOf: Int32Array.from(entryOf),
    weak: Uint8Array.from(weak),
    words,
    postings,
    postingsFrom,
    buckets,
    bucketsFrom: from,
    bucketMask: mask,
    tags,
    letters: Int32Array.from(words, (word) => lettersOf(word.sound)),
    sizeOf: Float32Array.from(names, sizeOfName),
    identifiers,
  };
}
