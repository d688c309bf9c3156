/** Starting, ending and pausing clocks, and the engine that watches them: it alone warns and records a breach. */
import { sql, type Tx } from '#io/db';
import { newId } from '#io/dice';
import type { World } from '#io/world';
import { note } from '#journal/work';
import { type Actor, assert, engine, type Id, must, Refused } from '#kernel';
import { type Clock, dueAt, type RestDays, restDays, type Term } from '#law';
import { loadLaw } from '#law/work';
import {
  type DeadlineAct,
  deadlineArrow,
  endsPause,
  isOver,
  nextLook,
  pauseRule,
  resumedDue,
  warningsDue,
} from './deadline.ts';
import {
  addDeadlines,
  calendarOf,
  changeDeadline,
  claimDeadline,
  type Deadline,
  type DeadlineChange,
  dueForLook,
  openDeadlines,
} from './store.ts';

export type { Deadline };

/** The rest days of a country; where no list of it is kept, weekends only. */
async function restDaysOf(country: string): Promise<RestDays> {
  const law = await loadLaw();
  return restDays(law.holidays.get(country) ?? { id: country, basis: { law: 'none', mark: 'house' }, days: [] });
}

async function clockOf(id: string): Promise<Clock> {
  const law = await loadLaw();
  return must(law.clocks.get(id), `clock ${id} in the law folder`);
}

/** What a `given` clock is given: a term of a course of action, or an order's own. */
export type Given = Pick<Term, 'unit' | 'count'>;

/**
 * The moment a clock would be due in the zone and with the rest days of this transaction's organisation: for letters and
 * screens that speak of it before it starts.
 * @returns the first instant that is too late
 */
export async function wouldBeDue(
  tx: Tx,
  clock: string,
  startsAt: Temporal.Instant,
  given?: Given,
): Promise<Temporal.Instant> {
  const { zone, country } = await calendarOf(tx);
  return dueAt(await clockOf(clock), startsAt, zone, await restDaysOf(country), given);
}

export interface Start {
  /** File name in law/clocks. */
  readonly clock: string;
  /** Id of what it runs on. */
  readonly subject: string;
  readonly label?: string;
  /** The moment of delivery or act that starts it; may lie in the past. */
  readonly startsAt: Temporal.Instant;
  /** For clocks whose length comes with the act. */
  readonly given?: Given;
  readonly by?: Actor;
}

/**
 * Starts a clock on a subject. Where it runs there already, it keeps running as it is and its id is the answer: a second
 * start never moves a deadline. To give a house term anew, end the old one first. Statutory clocks are journalled here;
 * a house clock by the act that starts it.
 */
export async function startDeadline(world: World, tx: Tx, start: Start): Promise<Id<'ddl'>> {
  const [id] = await startDeadlines(world, tx, [start]);
  return must(id, 'the deadline that was started');
}

/** As `startDeadline`, for many at once (a batch that opens cases): one statement. Ids in the order of the starts. */
export async function startDeadlines(world: World, tx: Tx, starts: readonly Start[]): Promise<readonly Id<'ddl'>[]> {
  if (starts.length === 0) return [];
  const { zone, country } = await calendarOf(tx);
  const rest = await restDaysOf(country);
  const made: {
    readonly start: Start;
    readonly clock: Clock;
    readonly id: Id<'ddl'>;
    readonly due: Temporal.Instant;
  }[] = [];
  for (const start of starts) {
    const clock = await clockOf(start.clock);
    made.push({ start, clock, id: newId(world, 'ddl'), due: dueAt(clock, start.startsAt, zone, rest, start.given) });
  }
  const added = await addDeadlines(
    tx,
    made.map(({ start, clock, id, due }) => ({
      id,
      clock: clock.id,
      clockFrom: clock.inForce.from,
      subject: start.subject,
      label: start.label ?? null,
      startsAt: start.startsAt,
      dueAt: due,
      nextAt: nextLook(
        { startsAt: start.startsAt, dueAt: due, state: 'running', pauses: [], warned: [] },
        clock.warnsAt,
      ),
      given: start.given ? { unit: start.given.unit, count: start.given.count } : null,
    })),
  );
  const ids: Id<'ddl'>[] = [];
  for (const { start, clock, id, due } of made) {
    if (!added.has(id)) {
      const there = (await openDeadlines(tx, start.subject, start.clock)).find((d) => d.state !== 'breached');
      ids.push(must(there, 'the deadline that runs already').id);
      continue;
    }
    ids.push(id);
    if (clock.statutory)
      note(world, tx, {
        act: 'deadline.start',
        by: start.by ?? engine,
        about: [
          {
            subject: start.subject,
            payload: { deadline: id, clock: clock.id, starts_at: start.startsAt.toString(), due_at: due.toString() },
          },
        ],
      });
  }
  await tell(tx, must(ids[0], 'a first deadline'));
  return ids;
}

export interface Stopping {
  readonly by?: Actor;
  /** Why it no longer matters, for `void`. */
  readonly why?: string;
}

/**
 * Ends a clock on a subject, or all of its clocks: `met` where its act was done, `void` where it lost its meaning.
 * Where the term was over already, the breach is recorded first, with the due moment, and stays: the deadline ends as
 * breached, whatever came later.
 * @returns how many ended
 * @throws Refused `deadline.statutory` where a member would void a statutory clock: only the fact its law names does
 */
export async function stopDeadline(
  world: World,
  tx: Tx,
  subject: string,
  clock: string | 'all',
  how: 'met' | 'void',
  stopping: Stopping = {},
): Promise<number> {
  const by = stopping.by ?? engine;
  const open = await openDeadlines(tx, subject, clock === 'all' ? undefined : clock);
  const law = await loadLaw();
  for (const d of open) {
    if (how === 'void' && by.kind === 'member' && law.clocks.get(d.clock)?.statutory)
      throw new Refused('deadline.statutory', d.clock);
    const now = world.clock.now();
    const seen = isOver(d, now) ? breachOf(d, now) : d;
    const to = must(
      deadlineArrow(seen.state, how === 'met' ? 'meet' : 'void'),
      `a way to end a ${seen.state} deadline`,
    ).to;
    await change(tx, d, {
      state: to,
      endedAt: now,
      breachedAt: seen.breachedAt,
      noticedAt: seen.noticedAt,
      nextAt: null,
      why: stopping.why ?? d.why,
      // A pause that lasted ends with its clock.
      pauses: d.pauses.map((p) => (p.until ? p : { ...p, until: now })),
    });
    // The act that ends a house clock is in the journal itself; the end of a statutory one, and of a broken one, is proof.
    if (law.clocks.get(d.clock)?.statutory || to === 'breached')
      note(world, tx, {
        act: 'deadline.stop',
        by,
        about: [
          {
            subject,
            payload: {
              deadline: d.id,
              clock: d.clock,
              how,
              state: to,
              due_at: d.dueAt.toString(),
              ended_at: now.toString(),
              ...(stopping.why ? { why: stopping.why } : {}),
            },
          },
        ],
      });
  }
  return open.length;
}

/** Voids a clock that lost its meaning; see `stopDeadline`. */
export function voidDeadline(world: World, tx: Tx, subject: string, clock: string | 'all', why: string, by?: Actor) {
  return stopDeadline(world, tx, subject, clock, 'void', { why, ...(by ? { by } : {}) });
}

/**
 * Pauses a clock because of a fact its own article names (`pausesOn[].from`). Nothing else pauses a clock: no weekend, no
 * working hours, no waiting for somebody.
 * @returns whether it was running and is paused now
 * @throws Refused `deadline.no-pause` where the article knows no such pause
 */
export async function pauseDeadline(
  world: World,
  tx: Tx,
  subject: string,
  clock: string,
  fact: string,
  by: Actor = engine,
): Promise<boolean> {
  const rule = pauseRule(await clockOf(clock), fact);
  if (!rule) throw new Refused('deadline.no-pause', `${clock}: ${fact}`);
  const now = world.clock.now();
  const d = (await openDeadlines(tx, subject, clock)).find((each) => each.state === 'running');
  // Over is over: a fact that comes after the due moment pauses nothing.
  if (!d || isOver(d, now)) return false;
  await change(tx, d, {
    state: arrowFrom(d, 'pause'),
    pauses: [...d.pauses, { article: rule.article, from: now, until: null, ...(rule.anew ? { anew: rule.anew } : {}) }],
    nextAt: null,
  });
  note(world, tx, {
    act: 'deadline.pause',
    by,
    about: [{ subject, payload: { deadline: d.id, clock, article: rule.article, fact } }],
  });
  return true;
}

/**
 * Lets a paused clock go on, because of the fact with which its article ends the pause. It has the time it had left.
 * @returns whether it was paused under that article and runs now
 */
export async function resumeDeadline(
  world: World,
  tx: Tx,
  subject: string,
  clock: string,
  fact: string,
  by: Actor = engine,
): Promise<boolean> {
  const rule = await clockOf(clock);
  const now = world.clock.now();
  const d = (await openDeadlines(tx, subject, clock)).find((each) => each.state === 'paused');
  if (!d || !endsPause(rule, d.pauses, fact)) return false;
  const open = must(
    d.pauses.find((p) => p.until === null),
    'the pause that lasts',
  );
  const due = resumedDue(d, open, now);
  const pauses = d.pauses.map((p) => (p === open ? { ...p, until: now } : p));
  const state = arrowFrom(d, 'resume');
  // A term that begins again warns again.
  const warned = open.anew ? [] : d.warned;
  await change(tx, d, {
    state,
    dueAt: due,
    pauses,
    warned,
    nextAt: nextLook({ ...d, state, dueAt: due, pauses, warned }, rule.warnsAt),
  });
  note(world, tx, {
    act: 'deadline.resume',
    by,
    about: [{ subject, payload: { deadline: d.id, clock, fact, due_at: due.toString() } }],
  });
  return true;
}

/** What whoever knows cases does when a clock warns or is breached; in the same transaction, so both stand or neither. */
export interface TickHanded {
  /** The highest share that has passed: 0.5 is half of the term. */
  readonly onWarn?: (world: World, tx: Tx, deadline: Deadline, share: number) => Promise<void>;
  readonly onBreach?: (world: World, tx: Tx, deadline: Deadline) => Promise<void>;
}

export interface Ticked {
  readonly warned: number;
  readonly breached: number;
  /** Deadlines whose handling failed; they are tried again at the next tick. */
  readonly failed: number;
}

/**
 * One look of the engine over every organisation: gives the warnings that are due and records the breaches, each in a
 * transaction of its own. Running it twice, in two processes or after a long sleep does nothing twice; what fell due in
 * between is recorded with its due moment and the moment it was noticed.
 */
export async function tick(world: World, handed: TickHanded = {}, signal?: AbortSignal): Promise<Ticked> {
  const all = { warned: 0, breached: 0, failed: 0 };
  const organisations = await world.db.outside((tx) =>
    tx.rows(sql<{ organisation_id: Id<'org'> }>`select organisation_id from organisation_ids()`),
  );
  for (const each of organisations) {
    if (signal?.aborted) break;
    const done = await tickOrganisation(world, each.organisation_id, handed, signal);
    all.warned += done.warned;
    all.breached += done.breached;
    all.failed += done.failed;
  }
  return all;
}

const batch = 200;

/** As `tick`, for one organisation. */
export async function tickOrganisation(
  world: World,
  organisation: Id<'org'>,
  handed: TickHanded = {},
  signal?: AbortSignal,
): Promise<Ticked> {
  const done = { warned: 0, breached: 0, failed: 0 };
  let after: { readonly at: Temporal.Instant; readonly id: string } | null = null;
  // Walks on past what fails or is in another worker's hands, so one deadline never stands before the others.
  for (;;) {
    const now = world.clock.now();
    const due: readonly { readonly id: Id<'ddl'>; readonly at: Temporal.Instant }[] = await world.db.in(
      organisation,
      (tx) => dueForLook(tx, now, after, batch),
    );
    for (const each of due) {
      if (signal?.aborted) return done;
      try {
        const what = await world.db.in(organisation, (tx) => look(world, tx, each.id, handed));
        if (what === 'warned') done.warned++;
        if (what === 'breached') done.breached++;
      } catch (cause) {
        done.failed++;
        world.log.error({ deadline: each.id, error: (cause as Error).message }, 'deadline could not be handled');
      }
    }
    const last = due.at(-1);
    if (due.length < batch || !last) return done;
    after = last;
  }
}

/** Looks at one deadline: its row is locked, so of two workers one acts. */
async function look(
  world: World,
  tx: Tx,
  id: Id<'ddl'>,
  handed: TickHanded,
): Promise<'nothing' | 'warned' | 'breached'> {
  const d = await claimDeadline(tx, id);
  if (!d) return 'nothing';
  const now = world.clock.now();
  const law = await loadLaw();
  const clock = law.clocks.get(d.clock);
  if (isOver(d, now)) {
    const breached = breachOf(d, now);
    await change(tx, d, { ...breached, nextAt: null });
    note(world, tx, {
      act: 'deadline.breach',
      by: engine,
      about: [
        {
          subject: d.subject,
          payload: { deadline: d.id, clock: d.clock, due_at: d.dueAt.toString(), noticed_at: now.toString() },
        },
      ],
    });
    await handed.onBreach?.(world, tx, breached);
    return 'breached';
  }
  const warnsAt = clock?.warnsAt ?? [];
  const shares = warningsDue(d, warnsAt, now);
  const warned = [...d.warned, ...shares];
  const next = { ...d, warned };
  if (d.state === 'running') await change(tx, d, { warned, nextAt: nextLook(next, warnsAt) });
  const highest = shares.at(-1);
  if (highest === undefined) return 'nothing';
  await handed.onWarn?.(world, tx, next, highest);
  return 'warned';
}

/** The deadline as breached: at its due moment, noticed now. */
function breachOf(d: Deadline, now: Temporal.Instant): Deadline {
  return { ...d, state: arrowFrom(d, 'breach'), breachedAt: d.dueAt, noticedAt: now };
}

function arrowFrom(d: Deadline, act: DeadlineAct) {
  const arrow = deadlineArrow(d.state, act);
  assert(arrow, `${d.state} knows ${act}`);
  return arrow.to;
}

async function change(tx: Tx, d: Deadline, c: Partial<DeadlineChange>): Promise<void> {
  await changeDeadline(tx, d.id, {
    state: d.state,
    dueAt: d.dueAt,
    pauses: d.pauses,
    warned: d.warned,
    nextAt: null,
    endedAt: d.endedAt,
    breachedAt: d.breachedAt,
    noticedAt: d.noticedAt,
    why: d.why,
    ...c,
  });
  await tell(tx, d.id);
}

async function tell(tx: Tx, id: string): Promise<void> {
  if (tx.organisation) await tx.notify({ organisation: tx.organisation, what: 'deadline', id });
}

/** How often the engine looks: an overdue clock must be seen within a minute. */
const everyMs = 15_000;

/** The engine until the signal: looks at start, so that what fell due while nothing ran is recorded first, and then every 15 s. */
export async function runDeadlines(world: World, handed: TickHanded, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      await tick(world, handed, signal);
    } catch (cause) {
      world.log.error({ error: (cause as Error).message }, 'deadlines: the database did not answer');
    }
    await world.clock.sleep(everyMs, signal);
  }
}
