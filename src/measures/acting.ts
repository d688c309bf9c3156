/** What people do with a decision: draft, propose, approve, carry out, reverse. Each act loads, asks the life, decides, writes, and leaves its line. */
import { startDeadline, stopDeadline } from '#deadlines/work';
import type { Tx } from '#io/db';
import { newId } from '#io/dice';
import { enqueue } from '#io/jobs';
import type { World } from '#io/world';
import { type Actor, actorId, type Id, mayAs, must, Refused } from '#kernel';
import { nextNumber } from '#organisations/store';
import { recordException, tellReasons } from '#reasons/work';
import { enqueueMeasure, noteEffect, revertAll } from './carrying.ts';
import { type DecisionAct, type DecisionContent, type DecisionState, decisionArrow } from './decision.ts';
import { planOf, refuseUnlessReady, whomOf } from './drafting.ts';
import type { DecisionHands } from './hands.ts';
import {
  changeDecision,
  changeMeasure,
  decisionBy,
  listDecisions,
  measuresOf,
  noteDecision,
  orgOf,
  type StoredDecision,
  writeContent,
} from './store.ts';
import { addStrike, revokeStrike } from './strikes.ts';
import { factsToTell, tellLifted } from './telling.ts';

/** Where the act leads. @throws Refused `decision.act-not-allowed`, `request.not-allowed` for the wrong role */
function allow(d: Pick<StoredDecision, 'id' | 'number' | 'state'>, act: DecisionAct, actor: Actor): DecisionState {
  const arrow = decisionArrow(d.state, act);
  if (!arrow) throw new Refused('decision.act-not-allowed', `${d.number ?? d.id}: ${d.state}`);
  const may = arrow.by === 'engine' ? actor.kind === 'engine' : mayAs(actor, arrow.by);
  if (!may) throw new Refused('request.not-allowed');
  return arrow.to;
}

/** The content of a stored decision, with its measures as planned. */
export async function contentOf(tx: Tx, d: StoredDecision): Promise<DecisionContent> {
  const measures = await measuresOf(tx, d.id);
  return {
    ...d,
    measures: measures
      .filter((m) => m.state !== 'dropped')
      .map((m) => ({ what: m.what, system: m.system, target: m.target })),
    exception: d.wished,
  };
}

/** A draft on a matter; an incomplete one is kept, and says what it lacks. */
export async function draftDecision(
  world: World,
  tx: Tx,
  hands: DecisionHands,
  matter: string,
  content: DecisionContent,
  by: Actor,
): Promise<Id<'dec'>> {
  if (!mayAs(by, 'handler')) throw new Refused('request.not-allowed');
  const facts = await hands.matters.facts(world, tx, matter);
  const id = newId(world, 'dec');
  const d = { id, matter: facts.id, matterNumber: facts.number, by: actorId(by) };
  await writeContent(world, tx, d, content, true);
  await noteDecision(world, tx, { id, party: content.party, matter: facts.id }, 'draft', by, {
    restrictions: [...content.restrictions],
  });
  return id;
}

/** Writes a draft anew. */
export async function editDecision(
  world: World,
  tx: Tx,
  id: string,
  version: number | undefined,
  content: DecisionContent,
  by: Actor,
): Promise<void> {
  const d = await decisionBy(world, tx, id, { version });
  allow(d, 'edit', by);
  await writeContent(
    world,
    tx,
    { id: d.id, matter: d.matter, matterNumber: d.matterNumber, by: actorId(by) },
    content,
    false,
  );
  await noteDecision(world, tx, { ...d, party: content.party }, 'edit', by, {
    restrictions: [...content.restrictions],
  });
}

interface Acting {
  readonly id: string;
  readonly version?: number | undefined;
  readonly reason?: string | undefined;
}

/** Proposes: the decision is whole, has its number, and it is written down whether a second person must agree. */
export async function proposeDecision(world: World, tx: Tx, hands: DecisionHands, a: Acting, by: Actor): Promise<void> {
  const d = await decisionBy(world, tx, a.id, { version: a.version });
  const to = allow(d, 'propose', by);
  const facts = await hands.matters.facts(world, tx, d.matter);
  const { plan } = await planOf(world, tx, await contentOf(tx, d), facts);
  refuseUnlessReady(plan);
  const now = world.clock.now();
  await changeDecision(tx, d.id, {
    state: to,
    number: d.number ?? (await nextNumber(tx, orgOf(tx), 'decision', now.toZonedDateTimeISO('UTC').year)),
    secondPerson: plan.second.map((s) => s.rule),
    proposed: { at: now, by: actorId(by) },
  });
  await noteDecision(world, tx, d, 'propose', by, { second_person: plan.second.map((s) => s.rule) });
}

/** @throws Refused `decision.second-person` where the rules ask for another person than whoever proposed it */
export async function approveDecision(world: World, tx: Tx, a: Acting, by: Actor): Promise<void> {
  const d = await decisionBy(world, tx, a.id, { version: a.version });
  const to = allow(d, 'approve', by);
  if (d.secondPerson.length > 0 && actorId(by) === d.proposedBy)
    throw new Refused('decision.second-person', d.secondPerson.join(', '));
  await changeDecision(tx, d.id, { state: to, approved: { at: world.clock.now(), by: actorId(by) } });
  await noteDecision(world, tx, d, 'approve', by);
}

export async function sendBackDecision(world: World, tx: Tx, a: Acting, by: Actor): Promise<void> {
  const d = await decisionBy(world, tx, a.id, { version: a.version });
  const to = allow(d, 'send_back', by);
  if (!a.reason?.trim()) throw new Refused('case.needs-reason');
  await changeDecision(tx, d.id, { state: to, proposed: null, secondPerson: [] });
  await noteDecision(world, tx, d, 'send_back', by, { reason: a.reason.trim() });
}

export async function withdrawDecision(world: World, tx: Tx, a: Acting, by: Actor): Promise<void> {
  const d = await decisionBy(world, tx, a.id, { version: a.version });
  const to = allow(d, 'withdraw', by);
  for (const m of await measuresOf(tx, d.id)) await changeMeasure(tx, m.id, { state: 'dropped' });
  await changeDecision(tx, d.id, { state: to, endedAt: world.clock.now() });
  await noteDecision(world, tx, d, 'withdraw', by);
}

/**
 * Carries an approved decision out: in one transaction the restriction is imposed, its reasons are told or the exception is
 * recorded, its measures are put to work, and its clocks start. The matter is settled when every measure was seen to stand.
 * @throws Refused `decision.not-whole` where the world changed since it was proposed
 */
export async function carryOutDecision(
  world: World,
  tx: Tx,
  hands: DecisionHands,
  a: Acting,
  by: Actor,
): Promise<void> {
  const org = orgOf(tx);
  const d = await decisionBy(world, tx, a.id, { version: a.version });
  const to = allow(d, 'carry_out', by);
  const facts = await hands.matters.facts(world, tx, d.matter);
  const content = await contentOf(tx, d);
  const { plan, whom } = await planOf(world, tx, content, facts);
  refuseUnlessReady(plan);
  const now = world.clock.now();
  await changeDecision(tx, d.id, { state: to, appliesAt: now });
  if (d.outcome === 'not_acted') {
    await changeDecision(tx, d.id, { effectAt: now, settledAt: now });
    await hands.matters.settle(
      world,
      tx,
      {
        matter: d.matter,
        items: d.items,
        decision: d.id,
        outcome: 'not_acted',
        ground: null,
        restrictions: [],
        at: now,
        automated: d.automatedDecision,
      },
      by,
    );
    await noteDecision(world, tx, d, 'carry_out', by, { outcome: d.outcome });
    return;
  }
  const exception = plan.exception;
  if (exception) await recordException(world, tx, d.id, exception, by);
  else
    await tellReasons(world, tx, org, {
      decision: d.id,
      party: d.party,
      contract: d.contract,
      facts: await factsToTell(world, tx, { ...d, appliesAt: now }, facts),
      recipients: whom.reachable,
      by,
      since: now,
    });
  for (const m of await measuresOf(tx, d.id)) {
    if (m.state !== 'planned') continue;
    await changeMeasure(tx, m.id, { state: m.system === null ? 'manual' : 'approved' });
    if (m.system !== null) await enqueueMeasure(tx, m.id, 'execute', now);
  }
  // An order says nothing of the customer's conduct; only own decisions weigh.
  if (facts.kind !== 'order') await addStrike(world, tx, d);
  if (d.endsAt)
    await enqueue(tx, {
      kind: 'decision.expire',
      lane: 'normal',
      payload: { decision: d.id },
      runAt: d.endsAt,
      key: d.id,
    });
  await noteDecision(world, tx, d, 'carry_out', by, {
    outcome: d.outcome,
    exception: exception?.exception ?? null,
    measures: content.measures.map((m) => m.what),
  });
  await noteEffect(world, tx, hands, d.id, by);
}

/** What ends a decision that is in force. */
async function end(
  world: World,
  tx: Tx,
  hands: DecisionHands,
  d: StoredDecision,
  act: 'reverse' | 'expire' | 'supersede',
  by: Actor,
  detail: Readonly<Record<string, string>>,
): Promise<void> {
  const to = allow(d, act, by);
  const now = world.clock.now();
  await changeDecision(tx, d.id, { state: to, endedAt: now });
  await stopDeadline(world, tx, d.id, 'clk-17', 'met', { by: { kind: 'engine' } });
  if (act === 'reverse') await revokeStrike(tx, d.id, now);
  await revertAll(world, tx, d.id);
  await noteDecision(world, tx, d, act, by, detail);
  const others = await listDecisions(world, tx, { view: 'in_force', matter: d.matter, limit: 1 });
  if (others.length === 0) await hands.matters.undone(world, tx, d.matter, d.id, by);
}

/**
 * Reverses a decision: its measures are undone, it weighs no more, whoever was told hears that it is lifted, and the matter it
 * came from is told.
 */
export async function reverseDecision(world: World, tx: Tx, hands: DecisionHands, a: Acting, by: Actor): Promise<void> {
  if (!a.reason?.trim()) throw new Refused('case.needs-reason');
  const d = await decisionBy(world, tx, a.id, { version: a.version });
  await end(world, tx, hands, d, 'reverse', by, {});
  await tellLifted(world, tx, d, await whomOf(tx, d.party, d.contract, world.clock.now()), a.reason.trim(), by);
}

/** Its time is over: what it did is undone. Asked again by the job, it does nothing twice. */
export async function expireDecision(world: World, tx: Tx, hands: DecisionHands, id: string): Promise<void> {
  const d = await decisionBy(world, tx, id, {});
  if (d.state !== 'in_force' || !d.endsAt || Temporal.Instant.compare(world.clock.now(), d.endsAt) < 0) return;
  await end(world, tx, hands, d, 'expire', { kind: 'engine' }, {});
}

/** Another decision takes its place: the new one is in force, the old one's measures are undone. */
export async function supersedeDecision(
  world: World,
  tx: Tx,
  hands: DecisionHands,
  a: Acting & { readonly into: string },
  by: Actor,
): Promise<void> {
  const d = await decisionBy(world, tx, a.id, { version: a.version });
  const next = await decisionBy(world, tx, a.into);
  if (next.state !== 'in_force' || next.id === d.id || next.matter !== d.matter)
    throw new Refused('decision.act-not-allowed', `${next.number ?? next.id}: ${next.state}`);
  await end(world, tx, hands, d, 'supersede', by, { into: next.id });
  await changeDecision(tx, d.id, { supersededBy: next.id });
}

/** The reasons that were held back, told now: the exception is over, or was lifted. */
export async function tellNow(world: World, tx: Tx, hands: DecisionHands, id: string, by: Actor): Promise<void> {
  const d = await decisionBy(world, tx, id, {});
  const facts = await hands.matters.facts(world, tx, d.matter);
  const now = world.clock.now();
  const whom = await whomOf(tx, d.party, d.contract, now);
  if (whom.reachable.length === 0 || !d.ground || !d.provision) {
    // Nobody to tell, or an order without reasons of our own: the desk sees the clock and decides what to say.
    await startDeadline(world, tx, {
      clock: 'clk-17',
      subject: d.id,
      startsAt: now,
      by,
      ...(d.number ? { label: d.number } : {}),
    });
    return;
  }
  await tellReasons(world, tx, orgOf(tx), {
    decision: d.id,
    party: d.party,
    contract: d.contract,
    facts: await factsToTell(world, tx, { ...d, appliesAt: must(d.appliesAt, 'when it was carried out') }, facts),
    recipients: whom.reachable,
    by,
    since: now,
  });
}
