/** From a query to the listed names worth comparing, and from those to matches. Every query goes the same way. */
import type { Entry, Identifier } from '../entry.ts';
import { askedKeys } from '../identifiers.ts';
import { type EntryKind, type Name, readName } from '../name/name.ts';
import { bitsIn, lettersOf } from '../name/sound.ts';
import { filedParts, hashesOf, type NameIndex, sizeOfName, tagOf } from './index.ts';
import { likeness } from './likeness.ts';
import { type Band, bandOf, qualify } from './qualify.ts';
import { type Memory, scoreNames, type Term } from './score.ts';

export interface Query {
  readonly names: readonly string[];
  readonly kind: EntryKind;
  /** ISO date, or year, or year and month: as far as it is known. */
  readonly born?: string;
  readonly countries?: readonly string[];
  readonly gender?: 'male' | 'female';
  readonly identifiers?: readonly Identifier[];
}

export interface Match {
  readonly entry: Entry;
  /** Name of the query and of the entry that were nearest; none where only an identifier agreed. */
  readonly names?: readonly [string, string];
  readonly score: number;
  readonly band: Band;
  readonly terms: readonly Term[];
  /** Score as it would be if something unknown were known: `born_agrees` → 0.95. */
  readonly whatIf: Readonly<Record<string, number>>;
}

/** Names compared in full for each name of a query. */
const compared = 32;
/** Names that share less than this part of what the nearest shares are not compared. */
const leastShare = 0.5;

interface Expanded {
  readonly ids: Int32Array;
  readonly likes: Float32Array;
}

/** A finder keeps working space and what it learned of words; one per thread. */
export interface Finder {
  find(query: Query, most?: number): readonly Match[];
}

export function finderOf(index: NameIndex): Finder {
  const sums = new Float32Array(index.names.length);
  const best = new Float32Array(index.names.length);
  const seenWord = new Int32Array(index.words.length).fill(-1);
  const hashes: number[] = [];
  let round = 0;
  const learned = new Map<string, Expanded>();

  const expand = (part: ReturnType<typeof filedParts>[number]): Expanded => {
    const key = `${part.joined}${part.is}${part.script}${part.text}${part.native}`;
    const known = learned.get(key);
    if (known) return known;
    round++;
    const ids: number[] = [];
    const likes: number[] = [];
    const n = hashesOf(part, true, hashes);
    const letters = lettersOf(part.sound);
    for (let i = 0; i < n; i++) {
      const hash = hashes[i] as number;
      const bucket = hash & index.bucketMask;
      const tag = tagOf(hash);
      const to = index.bucketsFrom[bucket + 1] as number;
      for (let at = index.bucketsFrom[bucket] as number; at < to; at++) {
        if (index.tags[at] !== tag) continue;
        const id = index.buckets[at] as number;
        if (seenWord[id] === round) continue;
        seenWord[id] = round;
        // Words of more than two other letters are not worth the long way; those without a sound of their own always are.
        const theirs = index.letters[id] as number;
        if (letters !== 0 && theirs !== 0 && part.script !== 'hangul' && bitsIn(letters ^ theirs) > 4) continue;
        const word = index.words[id];
        if (!word || (word.joined && part.joined)) continue;
        const like = likeness(part, word).like;
        if (like < 0.6) continue;
        ids.push(id);
        likes.push(like);
      }
    }
    const expanded = { ids: Int32Array.from(ids), likes: Float32Array.from(likes) };
    if (learned.size > 50_000) learned.clear();
    learned.set(key, expanded);
    return expanded;
  };

  /** Names that share most with this one, nearest first. */
  const candidates = (name: Name): number[] => {
    const touched: number[] = [];
    for (const part of filedParts(name)) {
      const { ids, likes } = expand(part);
      const mine: number[] = [];
      for (let k = 0; k < ids.length; k++) {
        const word = index.words[ids[k] as number];
        if (!word) continue;
        const gain = (likes[k] as number) ** 2 * word.rare * part.weight * (part.joined ? 1 : 1);
        const to = index.postingsFrom[(ids[k] as number) + 1] as number;
        for (let at = index.postingsFrom[ids[k] as number] as number; at < to; at++) {
          const id = index.postings[at] as number;
          const before = best[id] as number;
          if (gain <= before) continue;
          if (before === 0) mine.push(id);
          best[id] = gain;
        }
      }
      for (const id of mine) {
        if (sums[id] === 0) touched.push(id);
        sums[id] = (sums[id] as number) + (best[id] as number);
        best[id] = 0;
      }
    }
    const size = sizeOfName(name);
    for (const id of touched)
      sums[id] =
        (sums[id] as number) /
        (0.6 + 0.4 * Math.max(size, index.sizeOf[id] as number) + 0.25 * Math.min(size, index.sizeOf[id] as number));
    const ranked = topOf(touched, sums, compared);
    const least = leastShare * (ranked[0] === undefined ? 0 : (sums[ranked[0]] as number));
    const top = ranked.filter((id) => (sums[id] as number) >= least);
    for (const id of touched) sums[id] = 0;
    return top;
  };

  const find = (query: Query, most = 5): readonly Match[] => {
    const found = new Map<number, { name: string; listed: number; score: number; terms: readonly Term[] }>();
    const memory: Memory = new Map();
    for (const text of query.names) {
      const name = readName(text, query.kind);
      if (name.words.length === 0) continue;
      for (const id of candidates(name)) {
        const listed = index.names[id] as Name;
        const scored = scoreNames(name, listed, memory);
        if (scored.score <= 0.3) continue;
        const entry = index.entryOf[id] as number;
        const weak = index.weak[id] === 1;
        const value = scored.score - (weak ? 0.15 : 0);
        const before = found.get(entry);
        if (!before || value > before.score - (index.weak[before.listed] === 1 ? 0.15 : 0))
          found.set(entry, { name: text, listed: id, score: scored.score, terms: scored.terms });
      }
    }
    const marks = new Map<number, Identifier[]>();
    for (const identifier of query.identifiers ?? [])
      for (const key of askedKeys(identifier))
        for (const entry of index.identifiers.get(key) ?? []) {
          const there = marks.get(entry) ?? [];
          if (!there.includes(identifier)) there.push(identifier);
          marks.set(entry, there);
        }
    const matches: Match[] = [];
    for (const at of new Set([...found.keys(), ...marks.keys()])) {
      const entry = index.entries[at] as Entry;
      const named = found.get(at);
      const judged = qualify(query, entry, named?.terms ?? [], {
        weak: named ? index.weak[named.listed] === 1 : false,
        identifiers: marks.get(at) ?? [],
      });
      matches.push({
        entry,
        ...(named ? { names: [named.name, (index.names[named.listed] as Name).text] as const } : {}),
        score: judged.score,
        band: bandOf(judged.score, (marks.get(at) ?? []).length > 0),
        terms: judged.terms,
        whatIf: judged.whatIf,
      });
    }
    return matches.sort((a, b) => b.score - a.score || (a.entry.id < b.entry.id ? -1 : 1)).slice(0, most);
  };
  return { find };
}

/** The `most` largest of these, largest first: a partial sort by the least that still counts. */
function topOf(ids: readonly number[], by: Float32Array, most: number): number[] {
  if (ids.length <= most) return [...ids].sort((a, b) => (by[b] as number) - (by[a] as number));
  const kept: number[] = [];
  let least = -1;
  for (const id of ids) {
    const value = by[id] as number;
    if (kept.length >= most * 4) {
      kept.sort((a, b) => (by[b] as number) - (by[a] as number));
      kept.length = most;
      least = by[kept[most - 1] as number] as number;
    }
    if (value > least) kept.push(id);
  }
  kept.sort((a, b) => (by[b] as number) - (by[a] as number));
  return kept.slice(0, most);
}
