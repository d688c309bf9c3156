/** What the journal is told, and what it tells: entries, their details, and what became of erased ones. */
import type { Actor } from '#kernel';

export type Plain =
  | string
  | number
  | boolean
  | null
  | readonly Plain[]
  | { readonly [name: string]: Plain | undefined };
export type Payload = { readonly [name: string]: Plain | undefined };

export interface NewEntry {
  /** Word of the house: `case.notify`. */
  readonly act: string;
  readonly by: Actor;
  /**
   * What it was about, apart for each subject: each lies under its subject's own key and goes with it. Personal data
   * belongs to the subject it is of; with `null` only ids and words of the house, for that is never erased.
   */
  readonly about: readonly { readonly subject: string | null; readonly payload: Payload }[];
}

/** Who acted, as a detail of its own: it can be forgotten like any other. */
export interface ByPayload {
  readonly by: string;
  readonly kind: Actor['kind'];
  readonly role?: string;
}

export interface Erased {
  readonly rule: string;
  readonly at: Temporal.Instant;
}

export type Detail =
  | { readonly no: number; readonly subject: string | null; readonly payload: Payload }
  | { readonly no: number; readonly subject: string | null; readonly erased: Erased };

export interface Entry {
  readonly seq: number;
  readonly at: Temporal.Instant;
  readonly act: string;
  /** Id of who acted, `engine`, or what became of it. */
  readonly by: string;
  readonly about: readonly Detail[];
}

export const faults = {
  gap: { nl: 'een regel ontbreekt', en: 'an entry is missing' },
  leaf: { nl: 'een regel is veranderd', en: 'an entry was changed' },
  detail: { nl: 'een gegeven bij een regel is veranderd', en: 'a detail of an entry was changed' },
  unproven: {
    nl: 'een gegeven is weg zonder dat het logboek de wissing noemt',
    en: 'a detail is gone and no erasure in the journal accounts for it',
  },
  tree: { nl: 'de boom klopt niet met de regels', en: 'the tree does not agree with the entries' },
} as const;
export type JournalFault = keyof typeof faults;

export interface Verification {
  readonly ok: boolean;
  /** Entries in the tree. */
  readonly size: number;
  /** Root over the entries as they are now. */
  readonly root: Uint8Array;
  readonly details: number;
  /** Details whose data were destroyed; their commitments still stand. */
  readonly erased: number;
  /** The first hundred. */
  readonly faults: readonly { readonly seq: number; readonly fault: JournalFault }[];
}
