/** Incidents at work: promoted with their own awareness, filed with each addressee, closed; victims told, counted and forgotten. */

import { houseOf } from '#correspondence/store';
import { startDeadline, stopDeadline } from '#deadlines/work';
import { forgetSubjects } from '#erasure/work';
import { sql, type Tx } from '#io/db';
import { newId } from '#io/dice';
import { enqueue, type JobHandler } from '#io/jobs';
import type { World } from '#io/world';
import { note } from '#journal/work';
import { type Actor, actorId, engine, type Id, type Language, mayAs, Refused } from '#kernel';
import { nextNumber } from '#organisations/store';
import { addressedLetter } from './lettering.ts';
import {
  type Addressee,
  clocksAtAwareness,
  type IncidentFacts,
  type IncidentKind,
  type IncidentWords,
  incidentArrow,
  incidentFacts,
  incidentWords,
  missingFor,
  ruleOf,
  stillToFile,
} from './significant.ts';
import {
  addFiling,
  addIncident,
  addIncidentAct,
  addVictims,
  changeIncident,
  countVictim,
  emptyGroup,
  emptyLetters,
  filingsOf,
  groupsToDestroy,
  type Incident,
  lockGroup,
  lockIncident,
  numberIncident,
  openIncident,
  sealIncident,
  untoldVictims,
  type VictimGroup,
  victimTold,
} from './store.ts';
import { type Behalf, mostVictims, type Victim, victimDays } from './victims.ts';

/** Some of it: what is left out, or undefined, stays as it is. */
type Some<T> = { readonly [K in keyof T]?: T[K] | undefined };

/** Without what is undefined. */
const given = <T extends object>(some: T): T =>
  Object.fromEntries(Object.entries(some).filter(([, v]) => v !== undefined)) as T;

export interface NewIncident {
  readonly kind: IncidentKind;
  /** Id or number of the case it is promoted from. */
  readonly case?: string;
  /** When it was known to be significant. Clocks run from here (Cbw 26, 27; GDPR 33), not from the first report. */
  readonly awareAt?: Temporal.Instant;
  readonly facts?: Some<IncidentFacts> | undefined;
  readonly words: Some<IncidentWords> & Pick<IncidentWords, 'title' | 'description'>;
}

async function act(
  world: World,
  tx: Tx,
  i: Pick<Incident, 'id'>,
  name: string,
  by: Actor,
  detail: Readonly<Record<string, string | number | boolean | null>>,
  to: string | null = null,
): Promise<void> {
  await addIncidentAct(tx, {
    id: newId(world, 'act'),
    incident: i.id,
    at: world.clock.now(),
    act: name,
    by: actorId(by),
    to_state: to,
    detail,
  });
  note(world, tx, {
    act: `incident.${name}`,
    by,
    about: [{ subject: i.id, payload: { incident: i.id, to, ...detail } }],
  });
  if (tx.organisation) await tx.notify({ organisation: tx.organisation, what: 'deadline', id: i.id });
}

function allow(i: Incident, name: string, by: Actor) {
  const arrow = incidentArrow(i.state, name);
  if (!arrow) throw new Refused('incident.act-not-allowed', `${i.number}: ${i.state}`);
  if (!mayAs(by, arrow.by)) throw new Refused('request.not-allowed');
  return arrow.to;
}

/**
 * Records an incident and starts its clocks at the moment of awareness.
 * @throws Refused `request.invalid` where that moment lies in the future or the case is not there
 */
export async function recordIncident(world: World, org: Id<'org'>, asked: NewIncident, by: Actor): Promise<Id<'inc'>> {
  if (!mayAs(by, 'handler')) throw new Refused('request.not-allowed');
  return world.db.in(org, async (tx) => {
    const now = world.clock.now();
    const awareAt = asked.awareAt ?? now;
    if (Temporal.Instant.compare(awareAt, now) > 0) throw new Refused('request.invalid', 'aware_at: not in the future');
    const id = newId(world, 'inc');
    const caseId = asked.case === undefined ? null : await caseOf(tx, org, asked.case);
    const words = incidentWords.parse(given(asked.words));
    const sealed = await sealIncident(world, tx, id, words);
    await addIncident(tx, {
      id,
      kind: asked.kind,
      state: 'known',
      caseId,
      awareAt,
      recordedAt: now,
      facts: incidentFacts.parse(given(asked.facts ?? {})),
      ...sealed,
      by: actorId(by),
    });
    for (const clock of clocksAtAwareness[asked.kind])
      await startDeadline(world, tx, { clock, subject: id, startsAt: awareAt, by });
    await act(
      world,
      tx,
      { id },
      'record',
      by,
      { kind: asked.kind, case: caseId, aware_at: awareAt.toString() },
      'known',
    );
    tx.last(1, `number of ${id}`, async () => {
      const year = awareAt.toZonedDateTimeISO('UTC').year;
      await numberIncident(tx, id, await nextNumber(tx, org, 'incident', year));
    });
    return id;
  });
}

async function caseOf(tx: Tx, org: Id<'org'>, asked: string): Promise<Id<'case'>> {
  const [found] = await tx.rows(
    sql<{
      id: Id<'case'>;
    }>`select id from abuse_case where organisation_id = ${org} and (id = ${asked} or reference = ${asked})`,
  );
  if (!found) throw new Refused('request.invalid', `case: ${asked}`);
  return found.id;
}

/** Changes facts and texts. What was filed stays as it was filed. */
export async function writeIncident(
  world: World,
  org: Id<'org'>,
  asked: string,
  change: {
    readonly facts?: Some<IncidentFacts> | undefined;
    readonly words?: Some<IncidentWords> | undefined;
    readonly version?: number | undefined;
  },
  by: Actor,
): Promise<void> {
  await world.db.in(org, async (tx) => {
    const i = await locked(tx, asked, change.version);
    allow(i, 'write', by);
    const words = change.words
      ? await sealIncident(
          world,
          tx,
          i.id,
          incidentWords.parse({ ...(await wordsOf(world, tx, i)), ...given(change.words) }),
        )
      : undefined;
    await changeIncident(tx, i.id, {
      ...(change.facts ? { facts: incidentFacts.parse({ ...i.facts, ...given(change.facts) }) } : {}),
      ...(words ? { words } : {}),
    });
    await act(world, tx, i, 'write', by, { facts: change.facts !== undefined, words: change.words !== undefined });
  });
}

async function locked(tx: Tx, asked: string, version?: number): Promise<Incident> {
  const i = await lockIncident(tx, asked);
  if (version !== undefined && version !== i.version) throw new Refused('request.changed-meanwhile');
  return i;
}

async function wordsOf(world: World, tx: Tx, i: Incident): Promise<IncidentWords> {
  const words = await openIncident(world, tx, i);
  if (!words) throw new Refused('evidence.erased');
  return words;
}

export interface FileAsk {
  readonly what: string;
  readonly addressee: Addressee;
  /** `portal`: a person filed it there, and says so with the number it got. */
  readonly way: 'mail' | 'portal';
  readonly address?: string | undefined;
  readonly reference?: string | undefined;
  readonly language?: Language | undefined;
}

/**
 * Files one report with one addressee. Where it is the last its article asks, its clocks end, those that follow start, and the
 * state moves on: an early warning to the CSIRT alone is no early warning (Cbw 26 names both).
 * @throws Refused `incident.not-whole` with the fields its article asks and that are empty
 */
export async function fileIncident(
  world: World,
  org: Id<'org'>,
  asked: string,
  ask: FileAsk,
  by: Actor,
): Promise<void> {
  await world.db.in(org, async (tx) => {
    const i = await locked(tx, asked);
    const rule = ruleOf(ask.what);
    if (!rule || rule.kind !== i.kind || !rule.addressees.includes(ask.addressee))
      throw new Refused('request.invalid', `what: ${ask.what}, addressee: ${ask.addressee}`);
    const here = allow(i, 'file', by);
    const words = await wordsOf(world, tx, i);
    const missing = missingFor(rule, words, i.facts);
    if (missing.length > 0)
      throw new Refused(
        'incident.not-whole',
        missing.join(', '),
        Object.fromEntries(missing.map((m) => [m, 'missing'])),
      );
    const before = await filingsOf(tx, i.id);
    const now = world.clock.now();
    const letter =
      ask.way === 'mail'
        ? await addressedLetter(world, tx, { incident: i, words, rule, ask, house: await houseOf(tx) }, by)
        : null;
    await addFiling(tx, i.id, {
      no: before.length + 1,
      what: rule.id,
      addressee: ask.addressee,
      way: ask.way,
      reference: ask.reference ?? null,
      letter_id: letter,
      filed_at: now,
      by: actorId(by),
    });
    const filed = await filingsOf(tx, i.id);
    const whole = stillToFile(rule, filed).length === 0 && stillToFile(rule, before).length > 0;
    const state = whole && rule.to ? rule.to : here;
    if (whole) {
      for (const clock of rule.stops) await stopDeadline(world, tx, i.id, clock, 'met', { by });
      for (const clock of rule.starts) await startDeadline(world, tx, { clock, subject: i.id, startsAt: now, by });
    }
    await changeIncident(tx, i.id, { state });
    await act(world, tx, i, 'file', by, { what: rule.id, addressee: ask.addressee, way: ask.way, letter }, state);
  });
}

/** It is handled: what remains is the final report, one month after this (Cbw 29(2)) where a progress report was filed. */
export async function handledIncident(world: World, org: Id<'org'>, asked: string, by: Actor): Promise<void> {
  await world.db.in(org, async (tx) => {
    const i = await locked(tx, asked);
    const state = allow(i, 'handled', by);
    const now = world.clock.now();
    const filed = await filingsOf(tx, i.id);
    await changeIncident(tx, i.id, { handledAt: now, state });
    if (
      i.kind === 'cbw' &&
      filed.some((f) => f.what === 'progress_report') &&
      !filed.some((f) => f.what === 'final_report')
    )
      await startDeadline(world, tx, { clock: 'clk-nis-1m2', subject: i.id, startsAt: now, by });
    await act(world, tx, i, 'handled', by, {}, state);
  });
}

/**
 * There is no duty: not significant, or no risk to anybody's rights (GDPR 33(1)). The reason is recorded; it stays in the register
 * (GDPR 33(5)). The clocks end by that fact, told by the decider and not by hand.
 */
export async function noDuty(world: World, org: Id<'org'>, asked: string, reason: string, by: Actor): Promise<void> {
  if (!reason.trim()) throw new Refused('request.invalid', 'reason', { reason: 'missing' });
  await world.db.in(org, async (tx) => {
    const i = await locked(tx, asked);
    const state = allow(i, 'no_duty', by);
    await changeIncident(tx, i.id, { state, closedAt: world.clock.now() });
    await stopDeadline(world, tx, i.id, 'all', i.kind === 'breach' ? 'met' : 'void', { by: engine, why: 'no duty' });
    await act(world, tx, i, 'no_duty', by, { reason: reason.trim() }, state);
  });
}

/** Opens it again: the clocks start anew from the same awareness, so that what was late is late. */
export async function reopenIncident(world: World, org: Id<'org'>, asked: string, by: Actor): Promise<void> {
  await world.db.in(org, async (tx) => {
    const i = await locked(tx, asked);
    const state = allow(i, 'reopen', by);
    await changeIncident(tx, i.id, { state, closedAt: null });
    for (const clock of clocksAtAwareness[i.kind])
      await startDeadline(world, tx, { clock, subject: i.id, startsAt: i.awareAt, by });
    await act(world, tx, i, 'reopen', by, {}, state);
  });
}

export async function closeIncident(world: World, org: Id<'org'>, asked: string, by: Actor): Promise<void> {
  await world.db.in(org, async (tx) => {
    const i = await locked(tx, asked);
    const state = allow(i, 'close', by);
    await changeIncident(tx, i.id, { state, closedAt: world.clock.now() });
    await stopDeadline(world, tx, i.id, 'all', 'void', { by: engine, why: 'closed' });
    await act(world, tx, i, 'close', by, {}, state);
  });
}

export interface NewVictims {
  readonly behalf: Behalf;
  readonly case?: string;
  readonly incident?: string;
  readonly victims: readonly Victim[];
  /** What the letters say: what happened, and on whose list they stood. */
  readonly words: { readonly nl: string; readonly en: string };
}

/**
 * Takes a group of victims and writes to each, a thousand at a time by a job. Their data are destroyed after thirty days; the
 * count stays.
 */
export async function tellVictims(world: World, org: Id<'org'>, given: NewVictims, by: Actor): Promise<Id<'vic'>> {
  if (!mayAs(by, 'decider')) throw new Refused('request.not-allowed');
  if (given.victims.length === 0 || given.victims.length > mostVictims)
    throw new Refused('request.invalid', `victims: 1 to ${mostVictims}`);
  return world.db.in(org, async (tx) => {
    const id = newId(world, 'vic');
    const now = world.clock.now();
    const caseId = given.case === undefined ? null : await caseOf(tx, org, given.case);
    const incident = given.incident === undefined ? null : await lockIncident(tx, given.incident);
    await addVictims(
      world,
      tx,
      {
        id,
        behalf: given.behalf,
        case_id: caseId,
        incident_id: incident?.id ?? null,
        made_at: now,
        by: actorId(by),
        destroy_at: now.add({ hours: 24 * victimDays }),
      },
      given.victims,
    );
    note(world, tx, {
      act: 'victims.take',
      by,
      about: [
        {
          subject: id,
          payload: {
            victims: id,
            behalf: given.behalf,
            counted: given.victims.length,
            case: caseId,
            incident: incident?.id ?? null,
          },
        },
      ],
    });
    await enqueue(tx, {
      kind: 'victims.forget',
      lane: 'normal',
      payload: {},
      runAt: now.add({ hours: 24 * victimDays, seconds: 1 }),
      key: id,
    });
    const group = await lockGroup(tx, id);
    for (;;) if ((await tellSome(world, tx, group, given.words, by)) === 0) break;
    return id;
  });
}

const atOnce = 1000;

async function tellSome(
  world: World,
  tx: Tx,
  group: VictimGroup,
  words: NewVictims['words'],
  by: Actor,
): Promise<number> {
  const victims = await untoldVictims(world, tx, group, atOnce);
  const house = await houseOf(tx);
  for (const v of victims)
    await victimTold(tx, group.id, v.no, await addressedLetter(world, tx, { victim: v, group, words, house }, by));
  return victims.length;
}

/** What a letter that arrived or bounced means for a group of victims. */
export const victimLetter = countVictim;

/** Destroys the data of groups whose term is over; their counts stay. @returns how many groups */
export async function forgetVictims(world: World, org: Id<'org'>): Promise<number> {
  return world.db.in(org, async (tx) => {
    const now = world.clock.now();
    const due = await groupsToDestroy(tx, now);
    for (const g of due) {
      const letters = await emptyGroup(tx, g.id, now);
      await emptyLetters(tx, letters);
      await forgetSubjects(world, tx, g.id, [g.id, ...letters], 'gdpr-5-1-e', engine);
    }
    return due.length;
  });
}

/** The job that destroys; it waits from the day the group was taken. */
export const incidentJobs: Readonly<Record<string, JobHandler>> = {
  'victims.forget': async (world, job) => {
    await forgetVictims(world, job.organisation);
  },
};
