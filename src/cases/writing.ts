/** First letters that go by themselves: asked by a directive, decided per case, through the outbox with its undo. Never a restriction. */

import type { Confidence, Status } from '#attribution';
import { sql, type Tx } from '#io/db';
import type { Job, JobHandler } from '#io/jobs';
import type { World } from '#io/world';
import { engine, type Id, Refused } from '#kernel';
import { loadLaw } from '#law/work';
import { lockCase } from './acting.ts';
import { type FirstLetterFacts, firstLetter } from './byitself.ts';
import { type Routed, routeCase } from './directing.ts';
import { notifyCase, type WriteXarf } from './lettering.ts';
import { noteAct } from './taking.ts';

/** Handler of the job; a case that changed or went meanwhile is left to a person. */
export const firstLetterJob =
  (xarf: (world: World) => WriteXarf): JobHandler =>
  async (world: World, job: Job) => {
    for (const id of String(job.payload['cases']).split(' ') as Id<'case'>[])
      await world.db.in(job.organisation, (tx) => writeFirst(world, tx, job.organisation, id, xarf(world)));
    return undefined;
  };

/**
 * Writes the first letter of a case where a directive asks for it and nothing asks for a person; where it holds back, the case
 * says why. A refusal of the letter itself (no contact, written recently) holds it back as well.
 * @returns whether a letter was queued
 */
export async function writeFirst(
  world: World,
  tx: Tx,
  org: Id<'org'>,
  id: Id<'case'>,
  xarf: WriteXarf,
): Promise<boolean> {
  const c = await lockCase(tx, org, id);
  if (c.action === null) return false;
  const routed = await routeCase(tx, org, id);
  const decided = firstLetter(await factsFor(world, tx, org, c, routed));
  if (!decided.go) {
    if (decided.asked && decided.why !== 'written' && decided.why !== 'not_new')
      await held(world, tx, org, id, decided.why ?? '', routed);
    return false;
  }
  try {
    const letter = await notifyCase(world, tx, org, c, {}, engine, xarf);
    await noteAct(world, tx, org, {
      caseId: id,
      act: 'first_by_itself',
      by: engine,
      party: routed.addressee,
      detail: { letter, directive: routed.route?.directive ?? null, version: routed.version },
    });
    return true;
  } catch (cause) {
    // Decided before anything is written, so nothing has to be undone.
    if (!(cause instanceof Refused)) throw cause;
    await held(world, tx, org, id, cause.refusal.code, routed);
    return false;
  }
}

async function held(world: World, tx: Tx, org: Id<'org'>, id: Id<'case'>, why: string, routed: Routed): Promise<void> {
  await noteAct(world, tx, org, {
    caseId: id,
    act: 'first_held',
    by: engine,
    detail: { why, directive: routed.route?.directive ?? null },
  });
}

async function factsFor(
  world: World,
  tx: Tx,
  org: Id<'org'>,
  c: Awaited<ReturnType<typeof lockCase>>,
  routed: Routed,
): Promise<FirstLetterFacts> {
  const law = await loadLaw();
  const attributions = await tx.rows(sql<{ status: Status; confidence: Confidence | null }>`
    select distinct a.status, a.confidence from finding f
      left join attribution a on a.organisation_id = f.organisation_id and a.id = f.attribution_id
     where f.organisation_id = ${org} and f.case_id = ${c.id}`);
  const letters = await tx.rows(sql`
    select 1 from letter where organisation_id = ${org} and case_id = ${c.id} and audience <> 'desk' limit 1`);
  const now = world.clock.now();
  return {
    asked: routed.route?.firstByItself === true && routed.route.send,
    state: c.state,
    written: letters.length > 0,
    claimed: c.claimed_by !== null && c.claimed_until !== null && Temporal.Instant.compare(c.claimed_until, now) > 0,
    attributions,
    holder: c.holder_id !== null && c.addressee_id !== null,
    course: law.actions.get(c.action ?? ''),
    handlings: [...new Set([c.kind, ...routed.facts.kinds])].map((k) => law.kinds.get(k)?.handling),
    statutory: routed.facts.statutory,
  };
}
