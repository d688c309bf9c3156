/** What a deadline is: a clock that runs, its life as one table, when it warns and when it is breached. */
import type { Clock } from '#law';

/** Who moves a deadline: the act that the clock names, or the engine that watches the wall. Never a person's wish. */
export type DeadlineBy = 'act' | 'engine';

/**
 * state → what happens → where it leads and through whom. A breach stays a breach: the act that comes too late ends the
 * deadline, and leaves it breached.
 */
export const deadlineLife = {
  running: {
    meet: { to: 'met', by: 'act' },
    pause: { to: 'paused', by: 'act' },
    void: { to: 'void', by: 'act' },
    breach: { to: 'breached', by: 'engine' },
  },
  paused: {
    resume: { to: 'running', by: 'act' },
    meet: { to: 'met', by: 'act' },
    void: { to: 'void', by: 'act' },
  },
  breached: {
    meet: { to: 'breached', by: 'act' },
    void: { to: 'breached', by: 'act' },
  },
  met: {},
  void: {},
} as const satisfies Record<string, Record<string, { readonly to: string; readonly by: DeadlineBy }>>;

export type DeadlineState = keyof typeof deadlineLife;
export type DeadlineAct = { [S in DeadlineState]: keyof (typeof deadlineLife)[S] }[DeadlineState];
export const deadlineStates = Object.keys(deadlineLife) as readonly DeadlineState[];

/** Where an act leads from a state, or undefined where the life has no such arrow. */
export function deadlineArrow(
  state: DeadlineState,
  act: string,
): { readonly to: DeadlineState; readonly by: DeadlineBy } | undefined {
  const acts: Readonly<Record<string, { readonly to: DeadlineState; readonly by: DeadlineBy }>> = deadlineLife[state];
  return Object.hasOwn(acts, act) ? acts[act] : undefined;
}

/** A pause under an article of the clock; until is null while it lasts. */
export interface Pause {
  readonly article: string;
  readonly from: Temporal.Instant;
  readonly until: Temporal.Instant | null;
  /** When it ended, the whole term began again. */
  readonly anew?: true;
}

/** What the pure functions need to know of a deadline. `dueAt` already counts every pause that ended. */
export interface Running {
  readonly startsAt: Temporal.Instant;
  readonly dueAt: Temporal.Instant;
  readonly state: DeadlineState;
  readonly pauses: readonly Pause[];
  /** Shares of the term at which people were warned already. */
  readonly warned: readonly number[];
}

const ms = (from: Temporal.Instant, until: Temporal.Instant) => until.epochMilliseconds - from.epochMilliseconds;
const isAfter = (a: Temporal.Instant, b: Temporal.Instant) => Temporal.Instant.compare(a, b) > 0;

/** Milliseconds spent in pauses that ended. */
function pausedMs(pauses: readonly Pause[]): number {
  return pauses.reduce((sum, p) => sum + (p.until ? ms(p.from, p.until) : 0), 0);
}

/** The run of the clock that counts: from its start, or from the last pause after which the term began again. */
function runOf(d: Pick<Running, 'startsAt' | 'dueAt' | 'pauses'>): Pick<Running, 'startsAt' | 'dueAt' | 'pauses'> {
  const last = d.pauses.findLastIndex((p) => p.anew === true && p.until !== null);
  const from = d.pauses[last]?.until;
  return from ? { startsAt: from, dueAt: d.dueAt, pauses: d.pauses.slice(last + 1) } : d;
}

/** Whether the term is over: the due moment itself is the first that is too late. A paused clock is never over. */
export function isOver(d: Pick<Running, 'dueAt' | 'state'>, now: Temporal.Instant): boolean {
  return d.state === 'running' && Temporal.Instant.compare(now, d.dueAt) >= 0;
}

/** The moment at which a share (0 to 1) of the term has passed, with the pauses so far counted out. */
export function momentOfShare(whole: Pick<Running, 'startsAt' | 'dueAt' | 'pauses'>, share: number): Temporal.Instant {
  const d = runOf(whole);
  const lost = pausedMs(d.pauses);
  const term = Math.max(0, ms(d.startsAt, d.dueAt) - lost);
  // A share can lie before, between or after pauses: walk over them in order.
  let left = Math.ceil(term * share);
  let at = d.startsAt;
  for (const pause of d.pauses) {
    if (!pause.until) break;
    const run = ms(at, pause.from);
    if (left < run) break;
    left -= run;
    at = pause.until;
  }
  return at.add({ milliseconds: left });
}

/**
 * Share of the term that has passed, 0 to 1; 1 from the due moment on. A pause that lasts stands still.
 * A term of no length (due at its start) has passed at once.
 */
export function sharePassed(whole: Running, now: Temporal.Instant): number {
  const d = runOf(whole);
  const open = d.pauses.find((p) => p.until === null);
  const at = open && isAfter(now, open.from) ? open.from : now;
  const ended = d.pauses.filter((p) => p.until !== null && !isAfter(p.from, at));
  const lost = ended.reduce((sum, p) => sum + ms(p.from, p.until && isAfter(at, p.until) ? p.until : at), 0);
  const term = ms(d.startsAt, d.dueAt) - pausedMs(d.pauses);
  if (term <= 0) return 1;
  return Math.min(1, Math.max(0, (ms(d.startsAt, at) - lost) / term));
}

/**
 * The warnings that are due and not yet given, lowest first. After a long sleep several can be due at once: all count as
 * given, and people hear the highest only. Once the term is over there is nothing left to warn of.
 */
export function warningsDue(d: Running, warnsAt: readonly number[], now: Temporal.Instant): readonly number[] {
  if (d.state !== 'running' || isOver(d, now)) return [];
  return warnsAt
    .filter((share) => !hasShare(d.warned, share) && Temporal.Instant.compare(momentOfShare(d, share), now) <= 0)
    .sort((a, b) => a - b);
}

// The table keeps shares as four-byte reals: 1/6 does not come back as the same double.
const hasShare = (shares: readonly number[], share: number) => shares.some((s) => Math.abs(s - share) < 1e-6);

/** When the engine must look again: the earliest warning not yet given, else the due moment; null while nothing runs. */
export function nextLook(d: Running, warnsAt: readonly number[]): Temporal.Instant | null {
  if (d.state !== 'running') return null;
  let next = d.dueAt;
  for (const share of warnsAt) {
    if (hasShare(d.warned, share)) continue;
    const at = momentOfShare(d, share);
    if (isAfter(next, at)) next = at;
  }
  return next;
}

/** What is left of the term; negative once it is over; while paused, what will be left when it goes on. */
export function remaining(d: Pick<Running, 'dueAt' | 'state' | 'pauses'>, now: Temporal.Instant): Temporal.Duration {
  const open = d.pauses.find((p) => p.until === null);
  return (open && isAfter(now, open.from) ? open.from : now).until(d.dueAt, { largestUnit: 'hours' });
}

/** The rule under which this clock pauses when `what` happens; undefined where its law knows no such pause. */
export function pauseRule(clock: Pick<Clock, 'pausesOn'>, what: string): Clock['pausesOn'][number] | undefined {
  return clock.pausesOn.find((p) => p.from === what);
}

/** Whether `what` ends the pause that lasts. */
export function endsPause(clock: Pick<Clock, 'pausesOn'>, pauses: readonly Pause[], what: string): boolean {
  const open = pauses.find((p) => p.until === null);
  return open !== undefined && clock.pausesOn.some((p) => p.article === open.article && p.until === what);
}

/**
 * When the clock is due after a pause. Ordinarily it has exactly the time it had left: the due moment moves by the length
 * of the pause. Where the article says that the term begins again, it is the whole term after the end of the pause.
 */
export function resumedDue(
  d: Pick<Running, 'startsAt' | 'dueAt' | 'pauses'>,
  pause: Pick<Pause, 'from' | 'anew'>,
  until: Temporal.Instant,
): Temporal.Instant {
  if (!pause.anew) return d.dueAt.add({ milliseconds: Math.max(0, ms(pause.from, until)) });
  const run = runOf({ ...d, pauses: d.pauses.filter((p) => p.until !== null) });
  return until.add({ milliseconds: Math.max(0, ms(run.startsAt, run.dueAt) - pausedMs(run.pauses)) });
}
