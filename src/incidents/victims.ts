/** Victims: who is told that something of theirs was taken, how their list is read, and how long it stays. */
import type { Language } from '#kernel';

/** On whose behalf they are told: our own customers, or people on a list the police asks us to tell. */
export const behalves = ['own', 'police'] as const;
export type Behalf = (typeof behalves)[number];

/** Days after which the data of victims are destroyed; their number stays. */
export const victimDays = 30;

/** Most of one list. */
export const mostVictims = 100_000;

export interface Victim {
  readonly address: string;
  readonly language: Language | null;
  /** What was taken or found, in the words of who made the list. */
  readonly what: string;
}

/** One line of a list that could not be used, with its number from 1. */
export interface VictimFault {
  readonly line: number;
  readonly why: 'address' | 'twice';
}

const isAddress = (text: string): boolean =>
  text.length <= 254 && /^[^\s@<>",;]+@[^\s@<>",;]+\.[^\s@<>",;]+$/.test(text);

/**
 * Reads rows of a list: the first row may name columns (`address`, `language`, `what`, or in Dutch `adres`, `taal`, `wat`); without
 * names the columns stand in that order. Addresses met twice are told once.
 */
export function readVictims(rows: readonly (readonly string[])[]): {
  readonly victims: readonly Victim[];
  readonly faults: readonly VictimFault[];
} {
  const names: Readonly<Record<string, 'address' | 'language' | 'what'>> = {
    address: 'address',
    adres: 'address',
    email: 'address',
    'e-mail': 'address',
    language: 'language',
    taal: 'language',
    what: 'what',
    wat: 'what',
  };
  const head = (rows[0] ?? []).map((c) => names[c.trim().toLowerCase()]);
  const named = head.includes('address');
  const at = (name: 'address' | 'language' | 'what', normal: number) => (named ? head.indexOf(name) : normal);
  const [a, l, w] = [at('address', 0), at('language', 1), at('what', 2)];
  const victims: Victim[] = [];
  const faults: VictimFault[] = [];
  const met = new Set<string>();
  for (const [i, row] of rows.entries()) {
    if ((named && i === 0) || row.every((c) => !c.trim())) continue;
    const address = (row[a] ?? '').trim();
    if (!isAddress(address)) faults.push({ line: i + 1, why: 'address' });
    else if (met.has(address.toLowerCase())) faults.push({ line: i + 1, why: 'twice' });
    else {
      met.add(address.toLowerCase());
      const language = (row[l] ?? '').trim().toLowerCase();
      victims.push({
        address,
        language: language === 'nl' || language === 'en' ? language : null,
        what: (row[w] ?? '').trim(),
      });
    }
  }
  return { victims, faults };
}
