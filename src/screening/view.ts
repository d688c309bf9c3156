/** How a match is told: the stable shape of the command line and the API, and the words of its lines. */
import type { Language, Words } from '#kernel';
import type { Match } from './match/find.ts';
import type { Term, TermKind } from './match/score.ts';

/** A match as it is printed and sent; keys are stable. */
export interface MatchView {
  readonly entry: string;
  readonly list: string;
  readonly kind: string;
  /** Name of the entry that was nearest; null where only an identifier agreed. */
  readonly name: string | null;
  readonly query: string | null;
  readonly score: number;
  readonly band: string;
  readonly terms: readonly Term[];
  readonly what_if: Readonly<Record<string, number>>;
  readonly programmes: readonly string[];
}

export function viewOf(match: Match, list: string): MatchView {
  return {
    entry: match.entry.id,
    list,
    kind: match.entry.kind,
    name: match.names?.[1] ?? match.entry.names[0]?.text ?? null,
    query: match.names?.[0] ?? null,
    score: match.score,
    band: match.band,
    terms: match.terms,
    what_if: match.whatIf,
    programmes: [...new Set(match.entry.acts.map((a) => a.programme).filter((p) => p !== ''))],
  };
}

export const termWords: Readonly<Record<TermKind, Words>> = {
  agrees: { nl: 'komt overeen', en: 'agrees' },
  inexact: { nl: 'niet precies gelijk', en: 'not exactly the same' },
  contradicts: { nl: 'spreekt tegen', en: 'contradicts' },
  only_query: { nl: 'alleen bij de klant', en: 'only with the customer' },
  only_listed: { nl: 'alleen op de lijst', en: 'only on the list' },
  little_proof: { nl: 'weinig dat overeenkomt', en: 'little that agrees' },
  legal_form: { nl: 'andere rechtsvorm', en: 'another legal form' },
  order: { nl: 'vader en zoon omgekeerd', en: 'father and son turned round' },
  kind: { nl: 'persoon tegenover organisatie', en: 'a person against an organisation' },
  birth_date: { nl: 'geboortedatum', en: 'birth date' },
  country: { nl: 'land', en: 'country' },
  gender: { nl: 'geslacht', en: 'gender' },
  identifier: { nl: 'zelfde kenmerk', en: 'the same identifier' },
  weak_alias: { nl: 'zwakke alias zonder tweede kenmerk', en: 'weak alias without a second mark' },
  limit: { nl: 'afgekapt op 0 of 1', en: 'cut off at 0 or 1' },
};

const whatIfWords: Readonly<Record<string, Words>> = {
  born_agrees: { nl: 'een geboortedatum die overeenkomt', en: 'a birth date that agrees' },
  born_differs: { nl: 'een andere geboortedatum', en: 'another birth date' },
  country_agrees: { nl: 'hetzelfde land', en: 'the same country' },
  country_differs: { nl: 'een ander land', en: 'another country' },
  gender_differs: { nl: 'een ander geslacht', en: 'another gender' },
};

/** "een andere geboortedatum zou dit 0,62 maken" */
export function whatIfText(whatIf: Readonly<Record<string, number>>, language: Language): string[] {
  return Object.entries(whatIf).map(([key, score]) => {
    const words = whatIfWords[key]?.[language] ?? key;
    return language === 'nl'
      ? `${words} zou dit ${score.toFixed(2).replace('.', ',')} maken`
      : `${words} would make this ${score.toFixed(2)}`;
  });
}

/** Lines of a match for a terminal. */
export function matchLines(match: MatchView, language: Language): string[] {
  return [
    `${match.score.toFixed(4)}  ${match.band}  ${match.list} ${match.entry}  ${match.name ?? ''}`,
    ...match.terms.map((t) => {
      const about = [t.query, t.listed].filter((x) => x !== undefined).join(' ~ ');
      return `   ${t.points >= 0 ? '+' : '−'}${Math.abs(t.points).toFixed(4)}  ${termWords[t.term][language]}${about ? `: ${about}` : ''}${t.how ? ` (${t.how})` : ''}`;
    }),
    ...whatIfText(match.what_if, language).map((t) => `   ${t}`),
  ];
}
