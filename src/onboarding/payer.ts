/**
 * Whether the name on a payment is the customer's, in the four answers of the EPC scheme for verification of payee: MTCH,
 * CMTC (close), NMTC (another), NOAP (the line names nobody). What differs takes points away; the lines add up to the score.
 * Spelling is judged by the name engine of screening. Pure.
 */
import { type Name, readName, scoreNames } from '#screening';
import { holdersOf, isIntermediary, namesIn, wordsOut } from './payer/holders.ts';
import { sameGiven, sameWord } from './payer/words.ts';

export const payerVerdicts = ['MTCH', 'CMTC', 'NMTC', 'NOAP'] as const;
export type PayerVerdict = (typeof payerVerdicts)[number];

/** Fixed: a change is a new version, with its figures in docs/figures.md. */
export const payerThresholds = { match: 0.9, close: 0.75 } as const;
export const payerVersion = 'bezem-payer-1';

export const payerTermKinds = [
  'agrees',
  'initial_only',
  'given_spelt_otherwise',
  'given_left_out',
  'second_name_left_out',
  'given_is_second',
  'given_differs',
  'surname_part_left_out',
  'surname_spelt_otherwise',
  'surname_differs',
  'particle_differs',
  'body_for_person',
  'person_for_body',
  'form_one_side',
  'form_differs',
  'order',
  'cut_off',
  'spelt_otherwise',
  'word_left_out',
  'word_differs',
] as const;
export type PayerTermKind = (typeof payerTermKinds)[number];

/** What each difference takes away. */
const costs: Readonly<Record<Exclude<PayerTermKind, 'agrees'>, number>> = {
  initial_only: 0.03,
  given_spelt_otherwise: 0.04,
  given_left_out: 0.2,
  second_name_left_out: 0.01,
  given_is_second: 0.2,
  given_differs: 0.55,
  surname_part_left_out: 0.05,
  surname_spelt_otherwise: 0.2,
  surname_differs: 0.8,
  particle_differs: 0.15,
  body_for_person: 0.5,
  person_for_body: 0.5,
  form_one_side: 0.02,
  form_differs: 0.2,
  order: 0.02,
  cut_off: 0.04,
  spelt_otherwise: 0.15,
  word_left_out: 0.2,
  word_differs: 0.45,
};

export interface PayerTerm {
  readonly term: PayerTermKind;
  readonly payer?: string;
  readonly customer?: string;
  readonly points: number;
}
export interface PayerMatch {
  readonly verdict: PayerVerdict;
  /** 0–1; null where the line names nobody. */
  readonly score: number | null;
  /** The names that were nearest. */
  readonly names: readonly [string, string] | null;
  readonly terms: readonly PayerTerm[];
}
export interface PayingCustomer {
  readonly kind: 'natural' | 'legal' | 'unknown';
  /** Name and trade names, as declared or registered. */
  readonly names: readonly string[];
}

const minus = (term: Exclude<PayerTermKind, 'agrees'>, payer = '', customer = ''): PayerTerm => ({
  term,
  ...(payer ? { payer } : {}),
  ...(customer ? { customer } : {}),
  points: -costs[term],
});

interface Parts {
  readonly initials: readonly string[];
  /** Whole names in the order written. */
  readonly full: readonly Word[];
  readonly particles: string;
}
interface Word {
  readonly shown: string;
  readonly text: string;
  readonly name: Name;
}

function partsOf(text: string): Parts {
  const read = readName(wordsOut(text), 'person');
  const initials: string[] = [];
  const full: Word[] = [];
  const particles: string[] = [];
  for (const w of read.words) {
    if (w.is === 'initial') initials.push(w.text);
    else if (w.is === 'particle') particles.push(w.text);
    else if (w.is !== 'title' && w.is !== 'number')
      full.push({ shown: w.shown, text: w.text, name: readName(w.shown, 'person') });
  }
  return { initials, full, particles: particles.join(' ') };
}

/** Surname first or last, one surname or two: every way to read the payer is tried by pairing words. */
function persons(payer: string, customer: string): PayerTerm[] {
  const a = partsOf(payer);
  const b = partsOf(customer);
  const terms: PayerTerm[] = [];
  const usedA = new Set<number>();
  const usedB = new Set<number>();
  const pair = (fits: (x: Word, y: Word) => boolean) => {
    const pairs: (readonly [number, number])[] = [];
    for (const [i, x] of a.full.entries())
      for (const [j, y] of b.full.entries())
        if (!usedA.has(i) && !usedB.has(j) && fits(x, y)) {
          usedA.add(i);
          usedB.add(j);
          pairs.push([i, j]);
        }
    return pairs;
  };
  const exact = pair((x, y) => sameWord(x, y));
  // Where one side has initials alone, the word that is left is a surname; else the last word written is, or the first of capitals.
  const pureA = a.initials.length > 0;
  const pureB = b.initials.length > 0;
  const otherGiven = pair((x, y) => sameGiven(x, y));
  const near = pair((x, y) => scoreNames(x.name, y.name).score >= 0.84);
  const leftA = a.full.filter((_, i) => !usedA.has(i));
  const leftB = b.full.filter((_, j) => !usedB.has(j));
  const matched = exact.length + otherGiven.length;
  if (matched + near.length === 0) return [minus('surname_differs', payer, customer)];
  if (near.length > 0) {
    const [i, j] = near[0] as readonly [number, number];
    terms.push(minus('surname_spelt_otherwise', a.full[i]?.shown, b.full[j]?.shown));
    if (matched === 0 && !fitsInitial(a, b, leftA, leftB)) terms.push(minus('given_differs', payer, customer));
    else if (near.length > 1) terms.push(minus('surname_spelt_otherwise'));
    return terms;
  }
  for (const [i, j] of otherGiven) terms.push(minus('given_spelt_otherwise', a.full[i]?.shown, b.full[j]?.shown));
  if (a.particles && b.particles && !sameParticles(a.particles, b.particles))
    terms.push(minus('particle_differs', a.particles, b.particles));
  // Two whole names agree: given name and surname. What is left beside them is a further name of one side, or of both.
  if (matched >= 2) {
    if (leftA.length > 0 && leftB.length > 0) terms.push(minus('given_differs', shown(leftA), shown(leftB)));
    else if (leftA.length + leftB.length > 0) terms.push(minus('surname_part_left_out', shown(leftA), shown(leftB)));
    return terms;
  }
  // One whole name agrees. On a side with initials it is the surname.
  if (!pureA && !pureB) {
    if (leftA.length > 0 && leftB.length > 0) terms.push(minus('given_differs', shown(leftA), shown(leftB)));
    else terms.push(minus('given_left_out', shown(leftA), shown(leftB)));
    return terms;
  }
  // Only a given name agrees, and the surname is nowhere.
  if (exact.length === 0) return [...terms, minus('surname_differs', payer, customer)];
  const given = (p: Parts, left: readonly Word[]) => [...p.initials, ...left.map((w) => w.text.charAt(0))];
  const [ga, gb] = [given(a, leftA), given(b, leftB)];
  const [fa, fb] = [ga[0], gb[0]];
  if (fa === undefined || fb === undefined) terms.push(minus('given_left_out'));
  else if (fa === fb) {
    terms.push(minus('initial_only', fa, fb));
    if (ga.length !== gb.length) terms.push(minus('second_name_left_out'));
    else if (ga.slice(1).some((g, k) => g !== gb[k + 1]))
      terms.push(minus('given_is_second', ga.join(''), gb.join('')));
  } else if (gb.includes(fa) || ga.includes(fb)) terms.push(minus('given_is_second', ga.join(''), gb.join('')));
  else terms.push(minus('given_differs', ga.join(''), gb.join('')));
  return terms;
}

const shown = (words: readonly Word[]) => words.map((w) => w.shown).join(' ');
const fitsInitial = (a: Parts, b: Parts, leftA: readonly Word[], leftB: readonly Word[]): boolean => {
  const fa = a.initials[0] ?? leftA[0]?.text.charAt(0);
  const fb = b.initials[0] ?? leftB[0]?.text.charAt(0);
  return fa === undefined || fb === undefined || fa === fb;
};
/** "vd" is read as "van": one side may leave particles out, but both said and different is another name. */
const sameParticles = (a: string, b: string) => {
  const [x, y] = [new Set(a.split(' ')), new Set(b.split(' '))];
  return x.isSubsetOf(y) || y.isSubsetOf(x);
};

function bodies(payer: string, customer: string): PayerTerm[] {
  const cut = isCutOff(payer, customer);
  const a = readName(wordsOut(payer, true), 'organisation');
  const b = readName(wordsOut(customer, true), 'organisation');
  const terms: PayerTerm[] = [];
  const fa = a.forms.find((f) => f.family && f.family !== 'any');
  const fb = b.forms.find((f) => f.family && f.family !== 'any');
  if (!fa !== !fb) terms.push(minus('form_one_side', fa?.shown, fb?.shown));
  else if (fa && fb && fa.family !== fb.family) terms.push(minus('form_differs', fa.shown, fb.shown));
  if (cut) return [...terms, minus('cut_off', payer, customer)];
  const list = (n: Name) =>
    n.words
      .filter((w) => w.is !== 'particle')
      .map((w): Word => ({ shown: w.shown, text: w.text, name: readName(w.shown, 'organisation') }));
  const left = [list(a), list(b)] as const;
  const joined = (words: readonly Word[]) => words.map((w) => w.text).join('');
  if (joined(left[0]) === joined(left[1])) return terms;
  const [restA, restB] = [[...left[0]], [...left[1]]];
  let turned = false;
  for (const [i, x] of [...restA].entries()) {
    const j = restB.findIndex((y) => sameWord(x, y));
    if (j < 0) continue;
    turned ||= left[1].indexOf(restB[j] as Word) !== i;
    restB.splice(j, 1);
    restA.splice(restA.indexOf(x), 1);
  }
  if (restA.length === 0 && restB.length === 0) return turned ? [...terms, minus('order', payer, customer)] : terms;
  if (joined(restA) === joined(restB)) return terms;
  // Numbers tell bodies apart: one digit more is another body, not another spelling.
  const spelt = restA.map((x) => restB.findIndex((y) => !/\d/.test(x.text + y.text) && nearWords(x, y)));
  for (const [k, j] of [...spelt.entries()].reverse()) {
    const x = restA[k];
    const y = restB[j];
    if (j < 0 || !x || !y) continue;
    terms.push(minus('spelt_otherwise', x.shown, y.shown));
    restA.splice(k, 1);
    restB.splice(j, 1);
  }
  const agreed = left[0].length - restA.length;
  if (restA.length > 0 && restB.length > 0) {
    terms.push(minus('word_differs', shown(restA), shown(restB)));
    if (agreed === 0) terms.push(minus('word_differs'));
  } else if (restA.length + restB.length > 0)
    for (const w of [...restA, ...restB].slice(0, 3))
      terms.push(minus('word_left_out', restA.includes(w) ? w.shown : '', restB.includes(w) ? w.shown : ''));
  return terms;
}

const nearWords = (x: Word, y: Word) =>
  x.text.length > 2 && y.text.length > 2 && scoreNames(x.name, y.name).score >= 0.84;

/** Statements cut names off at 24 to 35 characters. */
function isCutOff(payer: string, customer: string): boolean {
  const bare = (t: string) => t.normalize('NFKC').trim().toUpperCase();
  const [p, c] = [bare(payer), bare(customer)];
  return (
    p.length >= 24 &&
    p.length <= 36 &&
    c.length > p.length &&
    c.startsWith(p) &&
    /[\p{L}\p{N}]/u.test(c.charAt(p.length))
  );
}

const round = (x: number) => Math.round(x * 10_000) / 10_000;

/** Whether a text reads as a body rather than a person: a legal form, a word of trade, a number. */
function isBody(text: string): boolean {
  const read = readName(text, 'organisation');
  return (
    read.forms.some((f) => f.family && f.family !== 'any') ||
    read.words.some((w) => w.is === 'general' || w.is === 'number')
  );
}

function scoreOf(terms: readonly PayerTerm[]): { readonly score: number; readonly terms: readonly PayerTerm[] } {
  const lost = round(terms.reduce((sum, t) => sum + t.points, 0));
  const kept = lost < -1 ? [...terms.map((t) => ({ ...t, points: round(t.points / -lost) }))] : terms;
  const all: PayerTerm[] = [{ term: 'agrees', points: 1 }, ...kept];
  return { score: Math.max(0, round(all.reduce((sum, t) => sum + t.points, 0))), terms: all };
}

/** The verdict on the name of a payer beside a customer; of joint holders and trade names the nearest counts. */
export function payerMatch(payer: string, customer: PayingCustomer): PayerMatch {
  const none: PayerMatch = { verdict: 'NOAP', score: null, names: null, terms: [] };
  if (isIntermediary(payer)) return none;
  let best: PayerMatch = none;
  for (const declared of customer.names)
    for (const name of namesIn(declared))
      for (const said of namesIn(payer)) {
        const asBody = isBody(name) || (customer.kind === 'legal' && !namesIn(declared).includes(name));
        const person =
          customer.kind === 'natural' ? !isBody(name) : namesIn(declared).length > 1 && !isBody(name) && !asBody;
        const ways: { readonly said: string; readonly terms: readonly PayerTerm[] }[] = [];
        if (person || customer.kind === 'unknown')
          for (const holder of holdersOf(said))
            ways.push({
              said: holder,
              terms: [...persons(holder, name), ...(isBody(holder) ? [minus('body_for_person', holder, name)] : [])],
            });
        if (!person || customer.kind === 'unknown' || namesIn(declared).length > 1)
          ways.push({ said, terms: bodies(said, name) });
        for (const way of ways) {
          const { score, terms } = scoreOf(way.terms);
          if (best.score !== null && best.score >= score) continue;
          best = {
            verdict: score >= payerThresholds.match ? 'MTCH' : score >= payerThresholds.close ? 'CMTC' : 'NMTC',
            score,
            names: [way.said, name],
            terms,
          };
        }
      }
  return best;
}
