/** What a course of action brought about: how soon it was fixed after its letter, how often in time, and how often it came back. */
import type { RungId } from '#law';
import { type Outcome, outcomes } from './case.ts';
import {
  type Estimate,
  endedWithin,
  kaplanMeier,
  type Median,
  medianOf,
  type Step,
  type Watched,
  wilson,
} from './survival.ts';

/** One case as its effect is measured: what was sent when, and how it went. Moments in milliseconds since 1970. */
export interface Measured {
  readonly course: string;
  readonly version: number;
  /** Letters of its ladder that left, by when. */
  readonly letters: readonly {
    readonly rung: RungId;
    readonly at: number;
    readonly read: boolean;
    readonly answered: boolean;
  }[];
  readonly outcome: Outcome | null;
  readonly closedAt: number | null;
  readonly lastSeenAt: number | null;
  /** The customer said so, and it was closed as such later. */
  readonly saidFixedAt: number | null;
  /** The host acted itself: from then on it is no longer the letter's doing. */
  readonly restrictedAt: number | null;
  /** Length of the customer's term in hours; null where the course gives none. */
  readonly termHours: number | null;
  /** When the same came back after it was closed. */
  readonly recurredAt: number | null;
}

const hour = 3_600_000;
const fixed: readonly Outcome[] = ['fixed', 'mitigated', 'not_seen_again'];
/** It was no abuse, or not ours: there was nothing to bring about. */
const nothingToFix: readonly Outcome[] = ['not_abuse', 'false_positive', 'not_ours', 'duplicate'];

/** Every outcome is one of: fixed, nothing to fix, or left as it was. */
export const isFixed = (o: Outcome | null): boolean => o !== null && outcomes.includes(o) && fixed.includes(o);

/**
 * When it was fixed, as near as we know: the customer's word where the case was closed on it, the last sighting where it was
 * closed because nothing was seen any more, else the moment of closing. Null where it was not.
 */
export function fixedAt(
  m: Pick<Measured, 'outcome' | 'closedAt' | 'lastSeenAt' | 'saidFixedAt'>,
  from: number,
): number | null {
  if (!isFixed(m.outcome) || m.closedAt === null) return null;
  if (m.outcome === 'not_seen_again') return Math.max(from, m.lastSeenAt ?? m.closedAt);
  return Math.max(from, Math.min(m.saidFixedAt ?? m.closedAt, m.closedAt));
}

/**
 * How long one case lasted from a letter on: until it was fixed; censored where the host acted itself, where it was closed
 * otherwise, where the next letter took over, and now.
 */
function lasting(m: Measured, from: number, until: number | null, now: number): Watched {
  const end = fixedAt(m, from);
  const stops = [m.restrictedAt, m.closedAt !== null && end === null ? m.closedAt : null, until, now].filter(
    (x): x is number => x !== null && x >= from,
  );
  const stop = Math.min(...stops, now);
  return end !== null && end <= stop
    ? { hours: (end - from) / hour, ended: true }
    : { hours: Math.max(0, stop - from) / hour, ended: false };
}

/** The effect of one version of a course of action, or of one rung of it. */
export interface Effect {
  readonly course: string;
  readonly version: number;
  readonly rung: RungId | null;
  readonly n: number;
  readonly fixed: number;
  readonly curve: readonly Step[];
  readonly median: Median | null;
  readonly within: readonly { readonly hours: number; readonly share: Estimate | null }[];
  /** Share fixed within the customer's own term. */
  readonly inTerm: Estimate | null;
  readonly recurred: readonly { readonly days: number; readonly share: Estimate | null }[];
  readonly read: Estimate | null;
  readonly answered: Estimate | null;
}

/** Hours at which shares are told: a day, three days, a week, a month. */
export const tellAt = [24, 72, 168, 720] as const;
export const recurrenceDays = [30, 90] as const;

function effectOf(
  of: { readonly course: string; readonly version: number; readonly rung: RungId | null },
  cases: readonly {
    readonly m: Measured;
    readonly from: number;
    readonly until: number | null;
    readonly read: boolean;
    readonly answered: boolean;
  }[],
  now: number,
): Effect {
  const watched = cases.map(({ m, from, until }) => lasting(m, from, until, now));
  // In terms of the customer's time: 1 is its end, whatever its length.
  const inTerms = cases.flatMap(({ m }, i) => {
    const w = watched[i];
    return m.termHours && w ? [{ hours: w.hours / m.termHours, ended: w.ended }] : [];
  });
  const again = cases.flatMap(({ m }): Watched[] =>
    isFixed(m.outcome) && m.closedAt !== null
      ? [
          m.recurredAt !== null && m.recurredAt >= m.closedAt
            ? { hours: (m.recurredAt - m.closedAt) / hour, ended: true }
            : { hours: Math.max(0, now - m.closedAt) / hour, ended: false },
        ]
      : [],
  );
  return {
    ...of,
    n: cases.length,
    fixed: watched.filter((w) => w.ended).length,
    curve: kaplanMeier(watched),
    median: medianOf(watched) ?? null,
    within: tellAt.map((hours) => ({ hours, share: endedWithin(watched, hours) ?? null })),
    inTerm: endedWithin(inTerms, 1) ?? null,
    recurred: recurrenceDays.map((days) => ({ days, share: endedWithin(again, days * 24) ?? null })),
    read: wilson(cases.filter((c) => c.read).length, cases.length) ?? null,
    answered: wilson(cases.filter((c) => c.answered).length, cases.length) ?? null,
  };
}

/**
 * The effect of each version of each course of action, from its first letter on; or of each rung apart, where a letter counts
 * until the next one went.
 * @param now milliseconds since 1970: what is open is censored there
 */
export function effects(all: readonly Measured[], by: 'course' | 'rung', now: number): readonly Effect[] {
  const groups = new Map<string, Parameters<typeof effectOf>[1][number][]>();
  const named = new Map<string, Parameters<typeof effectOf>[0]>();
  for (const m of all) {
    if (m.outcome !== null && nothingToFix.includes(m.outcome)) continue;
    const letters = m.letters.toSorted((a, b) => a.at - b.at);
    for (const [i, l] of letters.entries()) {
      if (by === 'course' && i > 0) break;
      const of = { course: m.course, version: m.version, rung: by === 'rung' ? l.rung : null };
      const key = `${of.course} ${of.version} ${of.rung ?? ''}`;
      named.set(key, of);
      const shared =
        by === 'course' ? { read: letters.some((x) => x.read), answered: letters.some((x) => x.answered) } : l;
      groups.set(key, [
        ...(groups.get(key) ?? []),
        {
          m,
          from: l.at,
          until: by === 'rung' ? (letters[i + 1]?.at ?? null) : null,
          read: shared.read,
          answered: shared.answered,
        },
      ]);
    }
  }
  return [...groups]
    .map(([key, cases]) => effectOf(named.get(key) ?? { course: key, version: 0, rung: null }, cases, now))
    .toSorted((a, b) => (a.course < b.course ? -1 : a.course > b.course ? 1 : a.version - b.version));
}
