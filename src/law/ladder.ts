/** Ladders as data: the ever firmer acts on a case, when each comes, and what makes it fall out. */
import type { Words } from '#kernel';
import type { Basis } from './basis.ts';

/** Acts of a ladder. The last letters go by themselves; a restriction is only ever proposed to a person. */
export const rungIds = ['letter', 'reminder', 'warning', 'restriction', 'upstream'] as const;
export type RungId = (typeof rungIds)[number];

/** A moment on a clock of the case: a share (0 to 1) of its term. */
export interface RungMoment {
  readonly clock: string;
  readonly share: number;
}

/** When a rung falls out: the customer's term is too short for it, or nobody stands between us and who was written to. */
export type RungSkip = { readonly when: 'term_below'; readonly hours: number } | { readonly when: 'no_link_up' };

export interface Rung {
  readonly id: RungId;
  readonly title: Words;
  /** Moments to try in order: the first whose clock runs on this case counts. Empty: when a person sends it. */
  readonly at: readonly RungMoment[];
  /** Template of the letter it sends; null where it is a proposal. */
  readonly letter: string | null;
  readonly skip: readonly RungSkip[];
}

export interface Ladder {
  /** File name in law/ladders. */
  readonly id: string;
  readonly version: number;
  readonly title: Words;
  readonly basis: Basis;
  /** Courses of action that climb it; each course climbs exactly one. */
  readonly courses: readonly string[];
  readonly rungs: readonly Rung[];
}

export const ladder = <const L extends Ladder>(l: L): L => l;

/** The ladder of a course of action; undefined where the folder names none. */
export function ladderFor(ladders: ReadonlyMap<string, Ladder>, course: string): Ladder | undefined {
  for (const l of ladders.values()) if (l.courses.includes(course)) return l;
  return undefined;
}

/** Rungs the ladders share: a change of words is a change in one place. */
export const rungs = {
  letter: {
    id: 'letter',
    title: { nl: 'Eerste brief', en: 'First letter' },
    at: [],
    letter: null,
    skip: [],
  },
  reminder: {
    id: 'reminder',
    title: { nl: 'Herinnering op de helft', en: 'Reminder at half time' },
    at: [{ clock: 'clk-case-customer', share: 0.5 }],
    letter: 'ltr-reminder',
    // Within two hours a second mail only hides the first.
    skip: [{ when: 'term_below', hours: 2 }],
  },
  warning: {
    id: 'warning',
    title: { nl: 'Laatste waarschuwing', en: 'Last warning' },
    at: [{ clock: 'clk-case-customer', share: 0.8 }],
    letter: 'ltr-last-warning',
    skip: [{ when: 'term_below', hours: 8 }],
  },
  restriction: {
    id: 'restriction',
    title: { nl: 'Voorstel om in te grijpen', en: 'Restriction proposed' },
    at: [
      { clock: 'clk-case-customer', share: 1 },
      { clock: 'clk-case-host', share: 0.8 },
    ],
    letter: null,
    skip: [],
  },
  upstream: {
    id: 'upstream',
    title: { nl: 'Brief aan de schakel erboven', en: 'Letter to the link above' },
    at: [{ clock: 'clk-case-customer', share: 1 }],
    letter: 'ltr-upstream',
    skip: [{ when: 'no_link_up' }],
  },
} as const satisfies Record<RungId, Rung>;
