/** The words of the screens in both languages: one catalogue, typed keys, no sentence put together from pieces. */
import type { Language } from '#kernel';
import { en } from './en.ts';
import { nl } from './nl.ts';

export type Key = keyof typeof nl;
export const catalogues: Readonly<Record<Language, Readonly<Record<Key, string>>>> = { nl, en };

export type Fill = Readonly<Record<string, string | number>>;

/**
 * The words for a key. `{name}` is filled in; where a text has two forms (`one|more`), the number `n` chooses.
 * A field without a value stays visible as `{name}`: nothing is made up.
 */
export function say(language: Language, key: Key, fill: Fill = {}): string {
  const text = catalogues[language][key];
  const forms = text.split('|');
  const form = forms.length === 2 ? (fill['n'] === 1 ? forms[0] : forms[1]) : text;
  return (form ?? text).replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = fill[name];
    return value === undefined ? whole : typeof value === 'number' ? numberIn(language, value) : value;
  });
}

/** 1.234,5 in Dutch, 1,234.5 in English; never abbreviated. */
export function numberIn(language: Language, value: number): string {
  return new Intl.NumberFormat(language === 'nl' ? 'nl-NL' : 'en-GB', { maximumFractionDigits: 2 }).format(value);
}
