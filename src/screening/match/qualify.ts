/** What else is known of both sides, laid over the likeness of their names: birth, country, gender, marks of identity. */
import type { Birth, Entry, Identifier } from '../entry.ts';
import { closeSum, type Term, totalOf } from './score.ts';

/**
 * Where a score leads. `clear`: nothing to see; `note`: written down, looked at again when more is known; `review`: a person
 * looks; `block`: no service until a second person has looked too.
 */
export type Band = 'clear' | 'note' | 'review' | 'block';

/** The operating threshold: from here on a match is an alert. One figure for pairs, queries and customers alike. */
export const operating = 0.72;
const bands: readonly (readonly [number, Band])[] = [
  [0.93, 'block'],
  [operating, 'review'],
  [0.6, 'note'],
];

export function bandOf(score: number, byIdentifier: boolean): Band {
  if (byIdentifier && score >= operating) return 'block';
  return bands.find(([from]) => score >= from)?.[1] ?? 'clear';
}

interface Asked {
  readonly born?: string;
  readonly countries?: readonly string[];
  readonly gender?: 'male' | 'female';
}

/** `agrees` and `year` are for, `near` neither for nor against (a slip of one digit, a day and month turned), the rest against. */
export type BirthVerdict = 'unknown' | 'agrees' | 'year' | 'near' | 'day_differs' | 'differs';

/** One birth of the query against one of the list. */
function compareBirth(asked: string, listed: Birth): BirthVerdict {
  const year = Number(asked.slice(0, 4));
  const from = listed.year ?? (listed.date ? Number(listed.date.slice(0, 4)) : undefined);
  if (!Number.isInteger(year) || from === undefined) return 'unknown';
  const to = listed.yearTo ?? from;
  const slack = listed.circa ? 2 : 0;
  if (year < from - slack || year > to + slack) {
    const away = Math.min(Math.abs(year - from), Math.abs(year - to));
    return away <= 1 || oneDigit(`${year}`, `${from}`) ? 'near' : 'differs';
  }
  if (asked.length < 10 || !listed.date || listed.circa) return 'year';
  if (asked === listed.date) return 'agrees';
  const [, month = '', day = ''] = asked.split('-');
  if (listed.date.slice(5) === `${day}-${month}`) return 'near';
  return oneDigit(asked, listed.date) ? 'near' : 'day_differs';
}

function oneDigit(a: string, b: string): boolean {
  if (a.length !== b.length) return false;
  let differ = 0;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) differ++;
  return differ === 1;
}

const rank: readonly BirthVerdict[] = ['agrees', 'year', 'near', 'day_differs', 'differs', 'unknown'];
export function birthVerdict(asked: string | undefined, births: readonly Birth[]): BirthVerdict {
  if (asked === undefined || births.length === 0) return 'unknown';
  return births.map((b) => compareBirth(asked, b)).sort((a, b) => rank.indexOf(a) - rank.indexOf(b))[0] ?? 'unknown';
}

const birthPoints: Readonly<Record<BirthVerdict, number>> = {
  unknown: 0,
  agrees: 0.05,
  year: 0.02,
  near: -0.03,
  day_differs: -0.12,
  differs: -0.2,
};
const countryDiffers = -0.06;
const genderDiffers = -0.15;
/** A weak alias alone never becomes an alert. */
const weakMost = operating - 0.01;
/** Least score of a match by an identifier that is nobody else's. */
const byIdentifier = 0.95;

interface Facts {
  readonly birth: BirthVerdict;
  readonly country: 'unknown' | 'agrees' | 'differs';
  readonly gender: 'unknown' | 'agrees' | 'differs';
}

function factsOf(asked: Asked, entry: Entry): Facts {
  const mine = asked.countries ?? [];
  return {
    birth: entry.kind === 'organisation' ? 'unknown' : birthVerdict(asked.born, entry.births),
    country:
      mine.length === 0 || entry.countries.length === 0
        ? 'unknown'
        : mine.some((c) => entry.countries.includes(c))
          ? 'agrees'
          : 'differs',
    gender: !asked.gender || !entry.gender ? 'unknown' : asked.gender === entry.gender ? 'agrees' : 'differs',
  };
}

function laidOver(
  names: readonly Term[],
  facts: Facts,
  weak: boolean,
  identifiers: readonly Identifier[],
): readonly Term[] {
  const terms: Term[] = [...names];
  const base = totalOf(terms);
  const points = birthPoints[facts.birth];
  if (points !== 0 && names.length > 0 && !(points > 0 && base < 0.8))
    terms.push({ term: 'birth_date', how: facts.birth, points });
  if (facts.country === 'differs' && names.length > 0)
    terms.push({ term: 'country', how: facts.country, points: countryDiffers });
  if (facts.gender === 'differs' && names.length > 0)
    terms.push({ term: 'gender', how: facts.gender, points: genderDiffers });
  const now = Math.max(0, Math.min(1, totalOf(terms)));
  const second = facts.birth === 'agrees' || facts.birth === 'year' || facts.country === 'agrees';
  if (weak && !second && now > weakMost)
    terms.push({ term: 'weak_alias', points: weakMost - now - Math.max(0, totalOf(terms) - 1) });
  const first = identifiers[0];
  const after = totalOf(terms);
  if (first && after < byIdentifier)
    terms.push({
      term: 'identifier',
      query: identifiers.map((i) => i.value).join(', '),
      how: first.kind,
      points: byIdentifier - after,
    });
  return closeSum(terms);
}

/** The whole score of a match, and what it would be if something unknown were known. */
export function qualify(
  asked: Asked,
  entry: Entry,
  names: readonly Term[],
  seen: { readonly weak: boolean; readonly identifiers: readonly Identifier[] },
): { readonly score: number; readonly terms: readonly Term[]; readonly whatIf: Readonly<Record<string, number>> } {
  const facts = factsOf(asked, entry);
  const terms = laidOver(names, facts, seen.weak, seen.identifiers);
  const whatIf: Record<string, number> = {};
  const score = totalOf(terms);
  const ask = (key: string, other: Partial<Facts>) => {
    whatIf[key] = totalOf(laidOver(names, { ...facts, ...other }, seen.weak, seen.identifiers));
  };
  if (score >= 0.5 && seen.identifiers.length === 0) {
    if (facts.birth === 'unknown' && entry.births.length > 0 && asked.born === undefined) {
      ask('born_agrees', { birth: entry.births.some((b) => b.date) ? 'agrees' : 'year' });
      ask('born_differs', { birth: 'differs' });
    }
    if (facts.country === 'unknown' && entry.countries.length > 0) {
      ask('country_agrees', { country: 'agrees' });
      ask('country_differs', { country: 'differs' });
    }
    if (facts.gender === 'unknown' && entry.gender) ask('gender_differs', { gender: 'differs' });
  }
  return { score, terms, whatIf };
}
