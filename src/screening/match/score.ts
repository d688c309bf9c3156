/**
 * How far two names can be one. What agrees adds up to 1; each part that is spelt otherwise, contradicted or left out takes
 * something away. An omitted part costs little, a contradicting one much. The score depends on the two names alone, so that
 * it can be worked out again years later.
 */
import type { EntryKind, Name, NameWord } from '../name/name.ts';
import { letterDistance, skeleton } from '../name/sound.ts';
import { type How, type Likeness, likeness } from './likeness.ts';

export const termKinds = [
  'agrees',
  'inexact',
  'contradicts',
  'only_query',
  'only_listed',
  'little_proof',
  'legal_form',
  'order',
  'kind',
  'birth_date',
  'country',
  'gender',
  'identifier',
  'weak_alias',
  'limit',
] as const;
export type TermKind = (typeof termKinds)[number];

/** One line of the sum that is the score. */
export interface Term {
  readonly term: TermKind;
  /** Words of the query and of the listed name this line is about. */
  readonly query?: string;
  readonly listed?: string;
  readonly how?: How | string;
  /** What it adds or takes; all lines add up to the score. Rounded to four decimals. */
  readonly points: number;
}

export interface NameScore {
  /** 0–1, four decimals. */
  readonly score: number;
  readonly terms: readonly Term[];
  /** Proof that agreed, in whole words: 2 means two full names. */
  readonly proof: number;
}

/** The weights of the sum, in one place; a change is a new version of the engine. */
export const weights = {
  /** Least likeness at which two words count as one name spelt in two ways. */
  leastLike: 0.6,
  /** Cost of a word contradicted by another: fixed part, and part by its share of the shorter name. */
  contradicted: 0.6,
  contradictedShare: 0.3,
  /** Cost of the first, second and each further word that one side leaves out, and the most they cost together. */
  omitted: [0.12, 0.07, 0.03] as readonly number[],
  omittedMost: 0.4,
  /** A syllable of a name written in Hangul or Han left out: such names have two to four, and none is a middle name. */
  syllableOmitted: 0.2,
  /** Proof below which what is left over makes the match doubtful, and how much. */
  proofWanted: 1.75,
  proofCost: 0.3,
  /** Two bodies of different legal form, of one family, and a form on one side only. */
  formDiffers: 0.07,
  /** Numbers that differ, and a number on one side only. */
  numberDiffers: 0.15,
  numberOmitted: 0.12,
  /** Sons and fathers changed places. */
  order: 0.5,
  kind: 0.12,
  /** Read apart where the other reading ("Abdulrahman" as one) did not fit. */
  loose: 0.22,
} as const;

interface Side {
  readonly words: readonly NameWord[];
  readonly used: boolean[];
}

interface Pair {
  readonly q: readonly number[];
  readonly r: readonly number[];
  readonly like: number;
  readonly how: How;
}

const counts = (w: NameWord) => w.is !== 'particle' && w.is !== 'title';

function joined(words: readonly NameWord[], at: number, count: number) {
  const run = words.slice(at, at + count);
  if (run.length < count || run.some((w) => w.is === 'number' || w.is === 'title')) return undefined;
  const script = run.find((w) => w.script !== 'latin')?.script ?? 'latin';
  if (script === 'abjad' && run.some((w) => w.script !== 'abjad')) return undefined;
  const text = run.map((w) => w.text).join('');
  return {
    text,
    script,
    sound: script === 'abjad' ? '' : skeleton(text),
    native: run.map((w) => w.native).join(''),
    is: 'name' as const,
  };
}

/** What was seen of words of a query beside listed words: kept while one query runs. */
export type Memory = Map<NameWord, Map<string, Likeness>>;

function liken(a: NameWord, b: NameWord, memory: Memory | undefined): Likeness {
  if (!memory) return likeness(a, b);
  let mine = memory.get(a);
  if (!mine) {
    mine = new Map();
    memory.set(a, mine);
  }
  const key = b.native === '' ? b.text : b.native;
  let known = mine.get(key);
  if (!known) {
    known = likeness(a, b);
    mine.set(key, known);
  }
  return known;
}

/** Every pair of words, and of words with joined neighbours, that may be one name. */
function pairsOf(q: readonly NameWord[], r: readonly NameWord[], memory: Memory | undefined): Pair[] {
  const pairs: Pair[] = [];
  for (let i = 0; i < q.length; i++)
    for (let j = 0; j < r.length; j++) {
      const a = q[i] as NameWord;
      const b = r[j] as NameWord;
      if (!counts(a) && !counts(b)) {
        if (a.text === b.text) pairs.push({ q: [i], r: [j], like: 1, how: 'same' });
        continue;
      }
      const seen = liken(a, b, memory);
      if (seen.like >= weights.leastLike) pairs.push({ q: [i], r: [j], like: seen.like, how: seen.how });
    }
  joinPairs(pairs, q, r, false);
  joinPairs(pairs, r, q, true);
  letterPairs(pairs, q, r, false);
  letterPairs(pairs, r, q, true);
  return pairs;
}

/** One word of `one` against two to four neighbours of `many`. */
function joinPairs(pairs: Pair[], one: readonly NameWord[], many: readonly NameWord[], turned: boolean) {
  if (many.length < 2) return;
  for (let i = 0; i < one.length; i++) {
    const a = one[i] as NameWord;
    if (a.is === 'number' || a.is === 'initial' || (a.text.length < 4 && a.script !== 'abjad')) continue;
    for (let count = 2; count <= 4; count++)
      for (let j = 0; j + count <= many.length; j++) {
        const first = many[j] as NameWord;
        // Most neighbours cannot be this word: their first letters and their length say so.
        const syllables =
          first.script === 'hangul' || first.script === 'han' || a.script !== 'latin' || first.script !== 'latin';
        if (count > 3 && !syllables) break;
        if (!syllables && first.text[0] !== a.text[0] && first.sound[0] !== a.sound[0]) continue;
        const b = joined(many, j, count);
        if (!b || (b.script !== 'abjad' && a.script !== 'abjad' && Math.abs(b.text.length - a.text.length) > 3))
          continue;
        const seen = likeness(a, b);
        const like = seen.like * 0.985;
        if (like < 0.75) continue;
        const run = Array.from({ length: count }, (_, k) => j + k);
        pairs.push(turned ? { q: run, r: [i], like, how: 'joined' } : { q: [i], r: run, like, how: 'joined' });
      }
  }
}

/** "JC" for Jean Claude, "UNESCO" for the words it stands for. */
function letterPairs(pairs: Pair[], one: readonly NameWord[], many: readonly NameWord[], turned: boolean) {
  const full = many.map((w, at) => ({ w, at })).filter(({ w }) => w.is !== 'particle' && w.script !== 'abjad');
  if (full.length < 2) return;
  for (let i = 0; i < one.length; i++) {
    const a = one[i] as NameWord;
    const size = a.text.length;
    if (a.script !== 'latin' || (a.is !== 'name' && a.is !== 'particle') || size < 2 || size > 8) continue;
    for (let j = 0; j + size <= full.length; j++) {
      const run = full.slice(j, j + size);
      if (!run.every(({ w }, k) => w.text[0] === a.text[k] && w.text.length > 1)) continue;
      const at = run.map((x) => x.at);
      const like = size >= 3 ? 0.86 : 0.84;
      pairs.push(turned ? { q: at, r: [i], like, how: 'letters' } : { q: [i], r: at, like, how: 'letters' });
    }
  }
}

const sumOf = (at: readonly number[], words: readonly NameWord[], what: 'weight' | 'proof') =>
  at.reduce((sum, i) => sum + (words[i]?.[what] ?? 0), 0);
const shown = (at: readonly number[], words: readonly NameWord[]) => at.map((i) => words[i]?.shown ?? '').join(' ');

/** Greedy one-to-one: the most alike first, long words before short ones, neighbours in order before strangers. */
function align(pairs: readonly Pair[], q: Side, r: Side): Pair[] {
  const value = (p: Pair) =>
    p.like * 4 +
    Math.min(sumOf(p.q, q.words, 'weight'), sumOf(p.r, r.words, 'weight') || 1) * 0.5 -
    (p.q.length + p.r.length - 2) * 0.02 -
    Math.abs((p.q[0] ?? 0) / q.words.length - (p.r[0] ?? 0) / r.words.length) * 0.05;
  const ordered = [...pairs].sort((a, b) => value(b) - value(a));
  const taken: Pair[] = [];
  for (const p of ordered) {
    if (p.q.some((i) => q.used[i]) || p.r.some((j) => r.used[j])) continue;
    for (const i of p.q) q.used[i] = true;
    for (const j of p.r) r.used[j] = true;
    taken.push(p);
  }
  return taken;
}

/** Cost of a likeness below 1, where a whole contradiction costs 1. */
export function inexactness(like: number): number {
  if (like >= 0.97) return (1 - like) * 0.5;
  if (like >= 0.85) return 0.015 + (0.97 - like) * 0.85;
  if (like >= 0.7) return 0.117 + (0.85 - like) * 1.5;
  return Math.min(1, 0.342 + (0.7 - like) * 2.8);
}

const round = (x: number) => Math.round(x * 10_000) / 10_000;

/** Rounds the lines and lets the last one carry what rounding left, so that they add up to the score exactly. */
export function closeSum(terms: readonly Term[], least = 0, most = 1): NameScore['terms'] {
  const lines = terms.map((t) => ({ ...t, points: round(t.points) })).filter((t) => t.points !== 0);
  const sum = round(lines.reduce((s, t) => s + t.points, 0));
  if (sum < least) lines.push({ term: 'limit', points: round(least - sum) });
  else if (sum > most) lines.push({ term: 'limit', points: round(most - sum) });
  return lines;
}
export const totalOf = (terms: readonly Term[]) => round(terms.reduce((s, t) => s + t.points, 0));

function kindsDiffer(a: EntryKind, b: EntryKind): boolean {
  if (a === 'unknown' || b === 'unknown' || a === b) return false;
  return true;
}

/** The score of two names, with the lines that make it. */
export function scoreNames(query: Name, listed: Name, memory?: Memory): NameScore {
  const joint = scoreWords(query, listed, memory);
  if (joint.score >= 0.9 || (!query.loose && !listed.loose)) return joint;
  const loose = scoreWords(query.loose ?? query, listed.loose ?? listed, memory);
  if (loose.score - weights.loose <= joint.score) return joint;
  const terms = closeSum([...loose.terms, { term: 'inexact', how: 'joined', points: -weights.loose }]);
  return { ...loose, score: totalOf(terms), terms };
}

function scoreWords(query: Name, listed: Name, memory: Memory | undefined): NameScore {
  const q: Side = { words: query.words, used: query.words.map(() => false) };
  const r: Side = { words: listed.words, used: listed.words.map(() => false) };
  const taken = align(pairsOf(q.words, r.words, memory), q, r);
  const weightOf = (side: Side) => side.words.reduce((s, w) => s + (counts(w) ? w.weight : 0), 0);
  const shorter = Math.max(0.3, Math.min(weightOf(q), weightOf(r)));
  const terms: Term[] = [];
  let proof = 0;
  let agreed = 0;
  for (const p of taken) agreed += Math.max(sumOf(p.q, q.words, 'weight'), sumOf(p.r, r.words, 'weight'), 0.02);
  if (agreed === 0 || !taken.some((p) => p.q.some((i) => (q.words[i]?.proof ?? 0) > 0)))
    return wholeNames(query, listed);
  const cost = (weight: number) =>
    weight * (weights.contradicted + weights.contradictedShare * Math.min(1, weight / shorter));
  for (const p of taken) {
    const weight = Math.max(sumOf(p.q, q.words, 'weight'), sumOf(p.r, r.words, 'weight'), 0.02);
    const words = { query: shown(p.q, q.words), listed: shown(p.r, r.words), how: p.how };
    terms.push({ term: 'agrees', ...words, points: weight / agreed });
    const lost = inexactness(p.like) * cost(Math.min(1.6, weight));
    if (lost > 0) terms.push({ term: 'inexact', ...words, points: -lost });
    proof +=
      Math.min(sumOf(p.q, q.words, 'proof'), sumOf(p.r, r.words, 'proof')) * Math.max(0, 1 - inexactness(p.like) * 1.5);
  }
  leftOver(terms, q, r, taken, proof, cost, memory);
  if (fathersTurned(q, r, taken)) terms.push({ term: 'order', points: -weights.order });
  formsAgainst(terms, query, listed);
  if (kindsDiffer(query.kind, listed.kind))
    terms.push({ term: 'kind', query: query.kind, listed: listed.kind, points: -weights.kind });
  const closed = closeSum(terms);
  const score = totalOf(closed);
  const whole = wholeNames(query, listed);
  return whole.score > score ? whole : { score, terms: closed, proof: round(proof) };
}

/** Words that found no partner: those that stand against each other contradict, the rest was left out by one side. */
function leftOver(
  terms: Term[],
  q: Side,
  r: Side,
  taken: readonly Pair[],
  proof: number,
  cost: (w: number) => number,
  memory: Memory | undefined,
) {
  const free = (side: Side) =>
    side.words.map((w, at) => ({ w, at })).filter(({ w, at }) => !side.used[at] && counts(w));
  const left = free(q);
  const right = free(r);
  let lost = 0;
  // Numbers stand against numbers, words against words.
  const against: { a: (typeof left)[number]; b: (typeof left)[number]; like: number }[] = [];
  for (const a of left)
    for (const b of right) {
      if ((a.w.is === 'number') !== (b.w.is === 'number')) continue;
      against.push({ a, b, like: liken(a.w, b.w, memory).like });
    }
  against.sort((x, y) => y.like - x.like || y.a.w.weight * y.b.w.weight - x.a.w.weight * x.b.w.weight);
  const gone = new Set<object>();
  for (const { a, b, like } of against) {
    if (gone.has(a) || gone.has(b)) continue;
    gone.add(a);
    gone.add(b);
    const words = { query: a.w.shown, listed: b.w.shown };
    if (a.w.is === 'number') {
      terms.push({ term: 'contradicts', ...words, points: -weights.numberDiffers });
      lost += 0.5;
      continue;
    }
    // A general word against a name says only that one of them said more.
    const least = a.w.is === 'initial' || b.w.is === 'initial' ? 0.6 : 0;
    const weight = Math.max(Math.min(a.w.weight, b.w.weight), Math.min(a.w.weight * 1.5, b.w.weight * 1.5, 0.9), least);
    terms.push({ term: 'contradicts', ...words, points: -cost(weight) * Math.max(0.75, inexactness(like)) });
    lost += weight;
  }
  omissions(
    terms,
    'only_query',
    left.filter((x) => !gone.has(x)).map((x) => x.w),
  );
  omissions(
    terms,
    'only_listed',
    right.filter((x) => !gone.has(x)).map((x) => x.w),
  );
  const over = [...left, ...right].filter((x) => !gone.has(x)).reduce((s, x) => s + x.w.weight, 0) + lost;
  const wanted = Math.max(0, weights.proofWanted - proof);
  // Initials alone prove next to nothing, even where nothing is left over.
  const doubt = taken.some((p) => p.how !== 'same') && proof < 0.55 ? 0.8 : over > 0 ? 0.15 : 0;
  if (wanted > 0 && doubt > 0)
    terms.push({ term: 'little_proof', points: -wanted * weights.proofCost * Math.min(1, doubt + over) });
}

function omissions(terms: Term[], term: 'only_query' | 'only_listed', words: readonly NameWord[]) {
  let spent = 0;
  let at = 0;
  for (const w of [...words].sort((a, b) => b.weight - a.weight)) {
    const step = weights.omitted[Math.min(at, weights.omitted.length - 1)] ?? 0;
    const syllable = w.script === 'hangul' || w.script === 'han';
    const wish = w.is === 'number' ? weights.numberOmitted : syllable ? weights.syllableOmitted : step * w.weight;
    const points = Math.min(wish, weights.omittedMost + (syllable ? 0.3 : 0) - spent);
    if (w.is !== 'number') at++;
    if (points <= 0) continue;
    spent += points;
    terms.push({ term, ...(term === 'only_query' ? { query: w.shown } : { listed: w.shown }), points: -points });
  }
}

/** "Omar bin Abdullah" and "Abdullah bin Omar" have the same words and are two people. */
function fathersTurned(q: Side, r: Side, taken: readonly Pair[]): boolean {
  const fatherOf = (side: Side) => side.words.findIndex((w) => w.father === true);
  const a = fatherOf(q);
  const b = fatherOf(r);
  if (a < 0 || b < 0) return false;
  const mine = taken.find((p) => p.q.includes(a));
  const theirs = taken.find((p) => p.r.includes(b));
  if (!mine || !theirs || mine === theirs) return false;
  return !mine.r.some((j) => r.words[j]?.father) && !theirs.q.some((i) => q.words[i]?.father);
}

function formsAgainst(terms: Term[], query: Name, listed: Name) {
  const a = query.forms[0];
  const b = listed.forms[0];
  if (!a || !b) return;
  const families = new Set(query.forms.map((f) => f.family));
  if (listed.forms.some((f) => families.has(f.family)) || a.family === 'any' || b.family === 'any') return;
  terms.push({ term: 'legal_form', query: a.shown, listed: b.shown, points: -weights.formDiffers });
}

/** Names that are one when spaces are left out ("AlisherUsmanov"), or nearly. */
function wholeNames(query: Name, listed: Name): NameScore {
  const a = query.whole;
  const b = listed.whole;
  const none: NameScore = { score: 0, terms: [], proof: 0 };
  if (a.length < 6 || b.length < 6 || Math.abs(a.length - b.length) > 3) return none;
  if (query.words.some((w) => w.script === 'abjad') || listed.words.some((w) => w.script === 'abjad')) return none;
  if (a !== b && query.words.length === listed.words.length && query.words.length > 1) return none;
  const most = a.length >= 12 ? 2 : 1;
  const changes = letterDistance(a, b, most + 0.1);
  if (changes > most) return none;
  const score = round(0.97 - changes * (a.length >= 12 ? 0.06 : 0.1));
  const terms: Term[] = [{ term: 'agrees', query: query.text, listed: listed.text, how: 'joined', points: 1 }];
  terms.push({ term: 'inexact', query: query.text, listed: listed.text, how: 'joined', points: round(score - 1) });
  return { score, terms, proof: 1.7 };
}
