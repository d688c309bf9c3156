/**
 * Measures carried out by jobs: a try is written and committed before the other system is called, so that after a crash it is
 * known what may have happened; whoever comes after asks the other system first, and repeats the try under the same key.
 */
import type { Tx } from '#io/db';
import { enqueue, type JobHandler } from '#io/jobs';
import type { World } from '#io/world';
import { type Actor, actorId, engine, Fault, type Id, mayAs, must, Refused } from '#kernel';
import type { Ask, Done, Doors, Standing } from './adapter.ts';
import { doorsFor } from './doors.ts';
import type { DecisionHands } from './hands.ts';
import { type MeasureAct, type MeasureState, measureArrow, mostTries } from './measure.ts';
import {
  beginTry,
  changeDecision,
  changeMeasure,
  decisionBy,
  endTry,
  lockMeasure,
  measuresOf,
  noteDecision,
  type StoredMeasure,
  triesOf,
} from './store.ts';
import { openSystem } from './systems.ts';

/** Puts one step of a measure to work, in this transaction. */
export async function enqueueMeasure(
  tx: Tx,
  measure: string,
  step: 'execute' | 'verify' | 'revert',
  runAt: Temporal.Instant,
): Promise<void> {
  await enqueue(tx, { kind: `measure.${step}`, lane: 'outside', payload: { measure }, runAt, key: measure });
}

/** How long after it was done the other system is asked whether it stands, and again while it does not say so. */
const looksAfter = [{ seconds: 5 }, { minutes: 1 }, { minutes: 5 }, { minutes: 30 }] as const;

interface Call {
  readonly measure: StoredMeasure;
  readonly ask: Ask;
  readonly doors: Doors;
  readonly adapter: NonNullable<Awaited<ReturnType<typeof openSystem>>>['adapter'];
  readonly no: number;
  /** A try of the same step that nobody ended: it was cut off. */
  readonly cutOff: boolean;
  /** The decision ended meanwhile: it is only found out what stands, so that it can be undone. */
  readonly only: boolean;
}

/** Writes the beginning of a try and commits it; answers with what is needed for the call, or null where there is nothing to do. */
async function begin(
  world: World,
  hands: DecisionHands,
  org: Id<'org'>,
  id: string,
  step: 'execute' | 'revert',
): Promise<Call | null> {
  return world.db.in(org, async (tx) => {
    const m = await lockMeasure(tx, id);
    const arrow = measureArrow(m.state, step);
    if (!arrow || m.system === null) return null;
    const d = await decisionBy(world, tx, m.decision);
    const only = step === 'execute' && d.state !== 'in_force';
    // It was reversed before it began: nothing is done any more.
    if (only && m.state !== 'executing') {
      if (m.state === 'approved') await changeMeasure(tx, m.id, { state: 'dropped' });
      return null;
    }
    const system = must(await openSystem(world, tx, m.system), `measure system ${m.system}`);
    const tries = await triesOf(tx, m.id);
    const open = tries.find((t) => t.act === step && t.endedAt === null);
    const no = open?.no ?? (tries.at(-1)?.no ?? 0) + 1;
    const key = open?.key ?? `${m.id}-${no}`;
    if (!open) await beginTry(tx, m.id, no, step, key, world.clock.now());
    await changeMeasure(tx, m.id, { state: arrow.to, tries: open ? m.tries : m.tries + 1, fault: null });
    const url = system.options['url'];
    return {
      measure: m,
      no,
      cutOff: open !== undefined,
      only,
      adapter: system.adapter,
      doors: doorsFor(world, hands.allowed, {
        inside: system.inside,
        host: typeof url === 'string' ? new URL(url).host : null,
      }),
      ask: {
        what: m.what,
        target: m.target,
        key,
        reference: d.number ?? d.id,
        handle: m.handle,
        options: system.options,
        secrets: system.secrets,
      },
    };
  });
}

/** The call itself: what the world does to it is an answer too. */
async function call(work: () => Promise<Done>): Promise<Done> {
  try {
    return await work();
  } catch (cause) {
    if (cause instanceof Refused) throw cause;
    const sent = !(cause instanceof Fault) || (cause as { sent?: boolean }).sent !== false;
    return { ok: false, again: sent, said: (cause as Error).message };
  }
}
async function look(c: Call): Promise<Standing> {
  try {
    return await c.adapter.verify(c.ask, c.doors);
  } catch {
    return 'unclear';
  }
}

/** Waits before another try: ten seconds, then four times as long each time. */
const waitAfter = (tries: number) => Temporal.Duration.from({ seconds: 10 * 4 ** Math.min(tries - 1, 4) });

async function failed(
  world: World,
  tx: Tx,
  m: StoredMeasure,
  step: 'execute' | 'revert',
  done: Extract<Done, { ok: false }>,
  tries: number,
): Promise<Temporal.Instant | undefined> {
  const to = must(measureArrow(m.state, 'fail'), `a way to fail from ${m.state}`).to;
  await changeMeasure(tx, m.id, { state: to, fault: done.said.slice(0, 500) });
  const d = await decisionBy(world, tx, m.decision);
  if (done.again && tries < mostTries) return world.clock.now().add(waitAfter(tries));
  await noteDecision(world, tx, d, step === 'execute' ? 'measure_failed' : 'revert_failed', engine, {
    measure: m.id,
    tries,
  });
  return undefined;
}

/** Carries a measure out. @returns when to try again */
async function execute(
  world: World,
  hands: DecisionHands,
  org: Id<'org'>,
  id: string,
): Promise<Temporal.Instant | undefined> {
  const c = await begin(world, hands, org, id, 'execute');
  if (!c) return undefined;
  // Cut off in the middle: the other system knows whether it was done.
  const there = (c.cutOff && (await look(c)) === 'in_force') || c.only;
  const done: Done = there
    ? { ok: true, said: 'it stood already' }
    : await call(() => c.adapter.execute(c.ask, c.doors));
  return world.db.in(org, async (tx) => {
    const m = await lockMeasure(tx, id);
    if (m.state !== 'executing') return undefined;
    const now = world.clock.now();
    await endTry(tx, m.id, c.no, done.ok ? 'done' : 'failed', done.said, now);
    if (!done.ok) return failed(world, tx, m, 'execute', done, m.tries);
    await changeMeasure(tx, m.id, {
      state: 'done',
      doneAt: now,
      tries: 0,
      ...(done.handle ? { handle: done.handle } : {}),
    });
    const d = await decisionBy(world, tx, m.decision);
    await noteDecision(world, tx, d, 'measure_done', engine, { measure: m.id, what: m.what });
    if (d.state === 'in_force')
      await enqueue(tx, {
        kind: 'measure.verify',
        lane: 'outside',
        payload: { measure: m.id, look: 0 },
        runAt: now,
        key: m.id,
      });
    else await enqueueMeasure(tx, m.id, 'revert', now);
    return undefined;
  });
}

/** Asks the other system whether a measure stands. It looks at no content, so it may be asked of every kind. */
async function verify(
  world: World,
  hands: DecisionHands,
  org: Id<'org'>,
  id: string,
  no: number,
): Promise<Temporal.Instant | undefined> {
  const c = await world.db.in(org, async (tx): Promise<Call | null> => {
    const m = await lockMeasure(tx, id);
    if (m.state !== 'done' || m.system === null) return null;
    const d = await decisionBy(world, tx, m.decision);
    const system = must(await openSystem(world, tx, m.system), `measure system ${m.system}`);
    const tries = await triesOf(tx, m.id);
    const next = (tries.at(-1)?.no ?? 0) + 1;
    const key = tries.findLast((t) => t.act === 'execute')?.key ?? `${m.id}-${next}`;
    await beginTry(tx, m.id, next, 'verify', key, world.clock.now());
    const url = system.options['url'];
    return {
      measure: m,
      no: next,
      cutOff: false,
      only: false,
      adapter: system.adapter,
      doors: doorsFor(world, hands.allowed, {
        inside: system.inside,
        host: typeof url === 'string' ? new URL(url).host : null,
      }),
      ask: {
        what: m.what,
        target: m.target,
        key,
        reference: d.number ?? d.id,
        handle: m.handle,
        options: system.options,
        secrets: system.secrets,
      },
    };
  });
  if (!c) return undefined;
  const standing = await look(c);
  return world.db.in(org, async (tx) => {
    const m = await lockMeasure(tx, id);
    const now = world.clock.now();
    await endTry(tx, m.id, c.no, standing, standing, now);
    if (m.state !== 'done') return undefined;
    if (standing === 'in_force') {
      await changeMeasure(tx, m.id, { state: 'verified', verified: { at: now, by: 'engine' }, fault: null });
      const d = await decisionBy(world, tx, m.decision);
      await noteDecision(world, tx, d, 'measure_verified', engine, { measure: m.id });
      await noteEffect(world, tx, hands, m.decision, engine);
      return undefined;
    }
    const wait = looksAfter[no];
    if (wait) {
      await enqueue(tx, {
        kind: 'measure.verify',
        lane: 'outside',
        payload: { measure: m.id, look: no + 1 },
        runAt: now.add(wait),
        key: `${m.id}:${no + 1}`,
      });
      return undefined;
    }
    const d = await decisionBy(world, tx, m.decision);
    if (standing === 'not_in_force') {
      await changeMeasure(tx, m.id, { state: 'failed', fault: 'the other system says it does not stand' });
      await noteDecision(world, tx, d, 'measure_failed', engine, { measure: m.id });
    } else {
      await changeMeasure(tx, m.id, { fault: 'the other system does not say whether it stands: a person looks' });
      await noteDecision(world, tx, d, 'measure_unclear', engine, { measure: m.id });
    }
    return undefined;
  });
}

async function revert(
  world: World,
  hands: DecisionHands,
  org: Id<'org'>,
  id: string,
): Promise<Temporal.Instant | undefined> {
  const c = await begin(world, hands, org, id, 'revert');
  if (!c) return undefined;
  const gone = c.cutOff && (await look(c)) === 'not_in_force';
  const done: Done = gone
    ? { ok: true, said: 'it was gone already' }
    : await call(() => c.adapter.revert(c.ask, c.doors));
  return world.db.in(org, async (tx) => {
    const m = await lockMeasure(tx, id);
    if (m.state !== 'reverting') return undefined;
    const now = world.clock.now();
    await endTry(tx, m.id, c.no, done.ok ? 'done' : 'failed', done.said, now);
    if (!done.ok) return failed(world, tx, m, 'revert', done, m.tries);
    await changeMeasure(tx, m.id, { state: 'reverted', revertedAt: now, tries: 0 });
    const d = await decisionBy(world, tx, m.decision);
    await noteDecision(world, tx, d, 'measure_reverted', engine, { measure: m.id });
    return undefined;
  });
}

/** Undoes what a decision did: by its system, by hand where there is none; what was never begun is dropped. */
export async function revertAll(world: World, tx: Tx, decision: string): Promise<void> {
  const now = world.clock.now();
  for (const m of await measuresOf(tx, decision)) {
    const change = (state: MeasureState) => changeMeasure(tx, m.id, { state });
    if (m.state === 'planned' || m.state === 'approved') await change('dropped');
    else if (m.state === 'manual') await changeMeasure(tx, m.id, { state: 'reverted', revertedAt: now });
    else if (m.system === null && m.state === 'verified') await change('revert_manual');
    else if (m.state === 'done' || m.state === 'verified' || m.state === 'failed') {
      await changeMeasure(tx, m.id, { tries: 0 });
      await enqueueMeasure(tx, m.id, 'revert', now);
    }
    // One that is being executed is reverted by whoever ends that try.
  }
}

/**
 * Where every measure of a decision was seen to stand, the restriction took effect at the last of those moments, and the matter
 * is told. Does nothing twice.
 */
export async function noteEffect(world: World, tx: Tx, hands: DecisionHands, id: string, by: Actor): Promise<void> {
  const d = await decisionBy(world, tx, id, {});
  if (d.state !== 'in_force' || d.settledAt) return;
  const all = (await measuresOf(tx, d.id)).filter((m) => m.state !== 'dropped');
  if (all.length === 0 || all.some((m) => m.state !== 'verified')) return;
  const at = all
    .map((m) => must(m.verifiedAt, 'when it was verified'))
    .toSorted(Temporal.Instant.compare)
    .at(-1);
  const effectAt = must(at, 'a measure');
  await changeDecision(tx, d.id, { effectAt, settledAt: world.clock.now() });
  // What was decided was decided by a decider; that it stands may be told by anybody who may see it.
  const teller = mayAs(by, 'decider') ? by : engine;
  await hands.matters.settle(
    world,
    tx,
    {
      matter: d.matter,
      items: d.items,
      decision: d.id,
      outcome: 'acted',
      ground: d.ground === null ? null : d.ground === 'ILLEGAL_CONTENT' ? 'law' : 'terms',
      restrictions: d.restrictions,
      at: effectAt,
      automated: d.automatedDecision,
    },
    teller,
  );
  await noteDecision(world, tx, d, 'effect', by, { at: effectAt.toString() });
}

/** What a person does with a measure: says it was done by hand, lets a failed one be tried again, or takes it in hand. */
export async function actOnMeasure(
  world: World,
  tx: Tx,
  hands: DecisionHands,
  id: string,
  act: MeasureAct,
  by: Actor,
): Promise<void> {
  const m = await lockMeasure(tx, id);
  const arrow = measureArrow(m.state, act);
  if (arrow?.by !== 'handler') throw new Refused('measure.act-not-allowed', m.state);
  if (!mayAs(by, 'handler')) throw new Refused('request.not-allowed');
  const now = world.clock.now();
  const d = await decisionBy(world, tx, m.decision, {});
  if (act === 'retry') {
    await changeMeasure(tx, m.id, { tries: 0, fault: null });
    await enqueueMeasure(tx, m.id, m.state === 'failed' ? 'execute' : 'revert', now);
  } else if (act === 'hand') await changeMeasure(tx, m.id, { state: arrow.to, fault: null });
  else if (arrow.to === 'reverted') await changeMeasure(tx, m.id, { state: arrow.to, revertedAt: now });
  else
    await changeMeasure(tx, m.id, {
      state: arrow.to,
      verified: { at: now, by: actorId(by) },
      doneAt: m.doneAt ?? now,
      fault: null,
    });
  await noteDecision(world, tx, d, `measure_${act}`, by, { measure: m.id });
  if (act === 'confirm' && arrow.to === 'verified') await noteEffect(world, tx, hands, m.decision, by);
}

/** The jobs by which measures are carried out. */
export function measureJobs(hands: DecisionHands): Readonly<Record<string, JobHandler>> {
  const which = (job: { readonly payload: Readonly<Record<string, unknown>> }) => String(job.payload['measure']);
  return {
    'measure.execute': (world, job) => execute(world, hands, job.organisation, which(job)),
    'measure.verify': (world, job) =>
      verify(world, hands, job.organisation, which(job), Number(job.payload['look'] ?? 0)),
    'measure.revert': (world, job) => revert(world, hands, job.organisation, which(job)),
  };
}
