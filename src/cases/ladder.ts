/** The ladder of one case: what was climbed, what comes next and when, and what falls out; a decision about the law folder's ladders. */
import { momentOfShare, type Pause } from '#deadlines';
import type { Words } from '#kernel';
import type { Ladder, Rung, RungId } from '#law';
import type { CaseState } from './case.ts';

/** A clock of the case as the ladder needs it. */
export interface LadderClock {
  readonly clock: string;
  readonly startsAt: Temporal.Instant;
  readonly dueAt: Temporal.Instant;
  readonly pauses: readonly Pause[];
  /** Ended otherwise than by breach: its moments no longer come. */
  readonly over: boolean;
}

export const rungStates = ['done', 'skipped', 'proposed', 'accepted', 'declined'] as const;
export type RungState = (typeof rungStates)[number];

/** What was recorded of a rung since the case was (re)opened. */
export interface Climbed {
  readonly rung: string;
  readonly at: Temporal.Instant;
  readonly state: RungState;
  readonly letter: string | null;
  readonly why: string | null;
}

export interface LadderNow {
  readonly state: CaseState;
  readonly clocks: readonly LadderClock[];
  readonly climbed: readonly Climbed[];
  /** Whether a party stands in the chain between us and who was written to. */
  readonly linkUp: boolean;
  readonly answeredAt: Temporal.Instant | null;
}

export type RungLook = RungState | 'next' | 'later' | 'stopped' | 'waiting';

export interface RungView {
  readonly id: RungId;
  readonly title: Words;
  readonly look: RungLook;
  /** When it was climbed, or will be; null where no clock runs for it yet. */
  readonly at: Temporal.Instant | null;
  readonly why: string | null;
  readonly letter: string | null;
}

/** The states in which a ladder is climbed: an answer stops it, and so does everything that settles the case. */
const climbing: readonly CaseState[] = ['new', 'waiting'];

/** When a rung comes: at the share of the first of its clocks that runs on the case. */
export function rungTime(rung: Pick<Rung, 'at'>, clocks: readonly LadderClock[]): Temporal.Instant | null {
  for (const moment of rung.at) {
    const clock = clocks.find((c) => c.clock === moment.clock && !c.over);
    if (clock) return momentOfShare(clock, moment.share);
  }
  return null;
}

/** Why a rung falls out on this case, in words of the house; null where it stands. */
export function rungSkip(rung: Pick<Rung, 'skip' | 'at'>, n: Pick<LadderNow, 'clocks' | 'linkUp'>): string | null {
  for (const s of rung.skip) {
    if (s.when === 'no_link_up' && !n.linkUp) return 'no_link_up';
    if (s.when === 'term_below') {
      const clock = n.clocks.find((c) => c.clock === rung.at[0]?.clock && !c.over);
      if (clock && clock.startsAt.until(clock.dueAt).total('hours') < s.hours) return 'term_below';
    }
  }
  return null;
}

/**
 * What of the ladder is due now. Of several letters that are due at once (the machine slept) only the firmest goes; the
 * others fall out as overtaken. A proposal never takes the place of a letter, nor a letter that of a proposal.
 */
export function dueRungs(
  ladder: Pick<Ladder, 'rungs'>,
  n: LadderNow,
  now: Temporal.Instant,
): { readonly climb: readonly Rung[]; readonly skip: readonly { readonly rung: Rung; readonly why: string }[] } {
  if (!climbing.includes(n.state)) return { climb: [], skip: [] };
  const settled = new Set(n.climbed.map((c) => c.rung));
  const climb: Rung[] = [];
  const skip: { rung: Rung; why: string }[] = [];
  for (const rung of ladder.rungs) {
    const at = rungTime(rung, n.clocks);
    if (settled.has(rung.id) || !at || Temporal.Instant.compare(at, now) > 0) continue;
    const why = rungSkip(rung, n);
    if (why) skip.push({ rung, why });
    else climb.push(rung);
  }
  // The letter to the link above goes to another: it overtakes nothing.
  const letters = climb.filter((r) => r.letter !== null && r.id !== 'upstream');
  const firmest = letters.at(-1);
  for (const r of letters) if (r !== firmest) skip.push({ rung: r, why: 'overtaken' });
  return { climb: climb.filter((r) => !letters.includes(r) || r === firmest), skip };
}

/** The whole ladder as a person sees it: what happened, what comes when, and what stopped it. */
export function ladderView(ladder: Pick<Ladder, 'rungs'>, n: LadderNow): readonly RungView[] {
  let next = false;
  return ladder.rungs.map((rung): RungView => {
    const done = n.climbed.filter((c) => c.rung === rung.id).at(-1);
    const base = { id: rung.id, title: rung.title };
    if (done) return { ...base, look: done.state, at: done.at, why: done.why, letter: done.letter };
    const at = rungTime(rung, n.clocks);
    const why = rungSkip(rung, n);
    if (why) return { ...base, look: 'skipped', at: null, why, letter: null };
    if (!climbing.includes(n.state))
      return { ...base, look: 'stopped', at: null, why: n.state === 'answered' ? 'answered' : n.state, letter: null };
    if (!at) return { ...base, look: 'waiting', at: null, why: null, letter: null };
    const look = next ? 'later' : 'next';
    next = true;
    return { ...base, look, at, why: null, letter: null };
  });
}
