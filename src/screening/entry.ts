/** One entry of a list: a person, body, ship or aircraft with its names, marks of identity and the acts that list it. */
import type { EntryKind } from './name/name.ts';

export { type EntryKind, entryKinds } from './name/name.ts';

/** A strong name stands alone; a weak one (a nickname, a low-quality alias) needs a second mark to count. */
export type NameStrength = 'strong' | 'weak';
export interface ListedName {
  readonly text: string;
  readonly strength: NameStrength;
  readonly former?: boolean;
}

/** What is known of a birth: a day, a year, or a span of years. Never filled in. */
export interface Birth {
  /** ISO date, where the day is known. */
  readonly date?: string;
  readonly year?: number;
  readonly yearTo?: number;
  readonly circa?: boolean;
}

export const identifierKinds = [
  'passport',
  'id',
  'registration',
  'tax',
  'lei',
  'swift',
  'imo',
  'crypto',
  'email',
  'phone',
  'domain',
  'handle',
  'iban',
] as const;
export type IdentifierKind = (typeof identifierKinds)[number];
export interface Identifier {
  readonly kind: IdentifierKind;
  readonly value: string;
  /** What the list says of it: a false, expired, lost or revoked document still points at its bearer. */
  readonly caution?: string;
}

/** The act that lists an entry. */
export interface ListingAct {
  /** Programme as the list writes it: CYB, RUSDA, QDi. */
  readonly programme: string;
  readonly act?: string;
  readonly url?: string;
  /** ISO date. */
  readonly from?: string;
}

export interface Entry {
  /** As the list names it: EU.1234.56, QDi.001, RUS0001. */
  readonly id: string;
  readonly kind: EntryKind;
  readonly names: readonly ListedName[];
  readonly births: readonly Birth[];
  /** ISO 3166-1 alpha-2, upper case. */
  readonly countries: readonly string[];
  readonly gender?: 'male' | 'female';
  readonly identifiers: readonly Identifier[];
  readonly acts: readonly ListingAct[];
  /** Bodies this entry owns or controls, by entry id, where the list says so. */
  readonly remark?: string;
}
