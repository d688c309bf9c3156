/** What people decide about a customer: one check with what they saw, admission, refusal, consequences. Each with an own reason. */
import { stopDeadline } from '#deadlines/work';
import type { World } from '#io/world';
import { note } from '#journal/work';
import { type Actor, actorId, canonical, type Id, isId, mayAs, Refused } from '#kernel';
import { type CheckId, checkIds } from '#law';
import { type CheckVerdict, found } from '../check.ts';
import { identitySeenCheck } from '../checks/money.ts';
import { decideOnboarding, endedStates, followAlarm, leastReason, type OnboardingAct } from '../life.ts';
import { lockProposal, proposalsOf, proposalsSince, propose, settleProposals } from '../store/deciding.ts';
import { addAct, changeOnboarding, checksNow, lockOnboarding, openStatement, writeCheck } from '../store.ts';
import { admitted, advance, judge, type OnboardingHands, openChecks, packOf, runChecks } from './checking.ts';

/** Does an act on an onboarding. @throws Refused where its state does not offer it, a gate is closed, a reason is missing or a second person is needed */
export async function actOnOnboarding(
  world: World,
  org: Id<'org'>,
  by: Actor,
  id: string,
  act: OnboardingAct,
  reason: string,
  version?: number,
): Promise<void> {
  await world.db.in(org, async (tx) => {
    const o = await lockOnboarding(tx, id, version);
    const pack = await packOf(o.pack);
    const rows = await checksNow(tx, o.id);
    const now = world.clock.now();
    const s = await openStatement(world, tx, o);
    const assessment = s ? await judge(tx, s, pack, rows, o.party) : o.assessment;
    const waiting = (await proposalsOf(world, tx, o.id)).filter((p) => p.decidedAt === null);
    const decided = decideOnboarding(
      {
        state: o.state,
        open: openChecks(pack, assessment, rows, now).length,
        stopped: assessment.stops.length > 0,
        two: pack.fourEyes.includes(assessment.tier),
        proposedBy: waiting.at(-1)?.madeBy ?? null,
      },
      act,
      by,
      reason,
    );
    if (!decided.ok) throw new Refused(decided.error);
    const to = decided.value;
    if (act === 'propose_refusal' || act === 'propose_activation')
      await propose(world, tx, {
        onboarding: o.id,
        party: o.party,
        outcome: act === 'propose_refusal' ? 'refuse' : 'activate',
        because: assessment.lines.map((l) => l.code),
        by,
      });
    else
      await settleProposals(
        world,
        tx,
        { onboarding: o.id },
        {
          by,
          why: reason.trim(),
          subject: o.id,
          followed: (outcome) => (outcome === 'refuse' ? to === 'refused' : outcome === 'activate' && to === 'active'),
        },
      );
    await addAct(world, tx, { onboarding: o.id, act, by, from: o.state, to, text: reason });
    const ends = endedStates.includes(to);
    await changeOnboarding(
      tx,
      o.id,
      {
        state: to,
        ...(to === 'active' ? { activatedAt: now } : {}),
        ...(ends ? { endedAt: now } : endedStates.includes(o.state) ? { endedAt: null } : {}),
      },
      now,
    );
    if (to === 'active') await admitted(world, tx, o, pack, assessment, by);
    if (ends) await stopDeadline(world, tx, o.id, 'all', 'void', { why: to });
    note(world, tx, {
      act: `onboarding.${act}`,
      by,
      about: [
        {
          subject: null,
          payload: {
            onboarding: o.id,
            from: o.state,
            to,
            tier: assessment.tier,
            pack: pack.id,
            pack_version: pack.version,
          },
        },
        {
          subject: o.id,
          payload: {
            reason: reason.trim(),
            points: assessment.total,
            lines: assessment.lines.map((l) => ({ ...l })),
            stops: [...assessment.stops],
          },
        },
      ],
    });
  });
}

export interface Recorded {
  readonly verdict: 'pass' | 'fail' | 'not_applicable';
  /** What the colleague saw, in own words. */
  readonly why: string;
  /** K8: how the identity was seen, at which level, on which day. No copy, no BSN: there is no field for them. */
  readonly seen?: { readonly how: string; readonly level: string; readonly on: string } | undefined;
}
/** Nine digits that pass the eleven test: a BSN has no place here. */
const bsnLike = (text: string): boolean =>
  [...text.matchAll(/(?<!\d)\d(?:[ .]?\d){8}(?!\d)/g)].some(([m]) => {
    const d = [...m.replace(/\D/g, '')].map(Number);
    return d.reduce((sum, x, i) => sum + x * (i === 8 ? -1 : 9 - i), 0) % 11 === 0;
  });

/** Records what a person saw for one check. Lists of the sanctioned and of the police are decided in their own rooms. */
export async function recordCheck(
  world: World,
  org: Id<'org'>,
  by: Actor,
  id: string,
  check: CheckId,
  r: Recorded,
): Promise<void> {
  if (!mayAs(by, 'handler')) throw new Refused('request.not-allowed');
  if (check === 'K12' || check === 'K13') throw new Refused('onboarding.unavailable-is-no-pass');
  if (bsnLike(r.why) || (r.seen && bsnLike(Object.values(r.seen).join(' '))))
    throw new Refused('request.invalid', 'why: no citizen service number', { why: 'no citizen service number' });
  if (check === 'K8' && r.verdict === 'pass' && !r.seen)
    throw new Refused('request.invalid', 'seen: how, level, on', { seen: 'needed' });
  await world.db.in(org, async (tx) => {
    const o = await lockOnboarding(tx, id);
    if (r.why.trim().length < leastReason) throw new Refused('onboarding.reason-needed');
    const before = (await checksNow(tx, o.id)).get(check);
    // A removed customer who returns is let in by whoever decides, not by whoever handles.
    if (check === 'K14' && before?.verdict === 'fail' && !mayAs(by, 'decider'))
      throw new Refused('request.not-allowed');
    const kept = (before?.reasons ?? []).filter((x) => x.code !== 'by_person').map((x) => x.code);
    const f =
      check === 'K8' && r.seen
        ? { ...identitySeenCheck(r.seen), evidence: { ...r.seen, why: r.why.trim() } }
        : found(r.verdict as CheckVerdict, 'person', 'colleague', ['by_person', ...kept], {
            why: r.why.trim(),
            before: before?.verdict ?? null,
          });
    await writeCheck(world, tx, o.id, check, f, canonical([r.why, world.clock.now().toString()]), by);
    await addAct(world, tx, {
      onboarding: o.id,
      act: `check_${check.toLowerCase()}`,
      by,
      from: o.state,
      to: o.state,
      text: r.why,
    });
    note(world, tx, {
      act: 'onboarding.check_recorded',
      by,
      about: [
        { subject: null, payload: { onboarding: o.id, check, verdict: r.verdict } },
        { subject: o.id, payload: { why: r.why.trim() } },
      ],
    });
    const s = await openStatement(world, tx, o);
    if (s && !endedStates.includes(o.state))
      await advance(world, tx, await lockOnboarding(tx, o.id), s, await packOf(o.pack), by);
  });
}
export const isCheckId = (text: string): text is CheckId => (checkIds as readonly string[]).includes(text);

/** Decides a consequence that a campaign proposed. What is done with it in contract and billing stays with people. */
export async function decideConsequence(
  world: World,
  org: Id<'org'>,
  by: Actor,
  id: string,
  followed: boolean,
  why: string,
): Promise<void> {
  if (!mayAs(by, 'decider')) throw new Refused('request.not-allowed');
  await world.db.in(org, async (tx) => {
    const p = isId('prp', id) ? await lockProposal(tx, id) : undefined;
    if (!p?.campaign) throw new Refused('request.not-found');
    if (why.trim().length < leastReason) throw new Refused('onboarding.reason-needed');
    if (p.decidedAt) throw new Refused('onboarding.proposal-decided');
    await settleProposals(
      world,
      tx,
      { id: p.id },
      { by, why: why.trim(), subject: p.onboarding ?? p.party, followed: () => followed },
    );
    note(world, tx, {
      act: 'onboarding.consequence_decided',
      by,
      about: [
        { subject: null, payload: { proposal: p.id, campaign: p.campaign, outcome: p.outcome, followed } },
        { subject: p.party, payload: { why: why.trim() } },
      ],
    });
    await tx.notify({ organisation: org, what: 'onboarding' });
  });
}

const alarmDays = 90;
/** What people made of the engine's proposals in the last ninety days, and whether that is too much alike. */
export async function followedShare(
  world: World,
  org: Id<'org'>,
): Promise<{ readonly decided: number; readonly followed: number; readonly alarm: boolean; readonly days: number }> {
  const p = await world.db.in(org, (tx) => proposalsSince(tx, world.clock.now().subtract({ hours: 24 * alarmDays })));
  return { ...p, alarm: followAlarm(p), days: alarmDays };
}

/** Makes every check anew on demand. */
export async function checkAgain(
  world: World,
  org: Id<'org'>,
  by: Actor,
  id: string,
  hands: OnboardingHands,
): Promise<void> {
  if (!mayAs(by, 'handler')) throw new Refused('request.not-allowed');
  const found = await world.db.in(org, async (tx) => (await lockOnboarding(tx, id)).id);
  await runChecks(world, org, found, hands, 'all', by);
  await world.db.in(org, async (tx) =>
    note(world, tx, {
      act: 'onboarding.checked',
      by,
      about: [{ subject: null, payload: { onboarding: found, by: actorId(by) } }],
    }),
  );
}
