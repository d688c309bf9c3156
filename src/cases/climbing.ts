/** The ladder of a case climbed: letters that follow by themselves, restrictions proposed to a person, the link above told. */
import { deadlinesOf } from '#deadlines/store';
import { sql, type Tx } from '#io/db';
import type { World } from '#io/world';
import { type Actor, actorId, engine, type Id, mayAs, Refused } from '#kernel';
import { type Ladder, ladderFor, type Rung, rungIds } from '#law';
import { loadLaw } from '#law/work';
import { type CaseNow, changeCase, lockCase, sealNote } from './acting.ts';
import { openStates } from './case.ts';
import { chainOf } from './directing.ts';
import { type Climbed, dueRungs, type LadderNow, ladderView, type RungState } from './ladder.ts';
import { climbed, notifyCase, type WriteXarf } from './lettering.ts';
import type { CaseShape } from './shapes.ts';
import { noteAct } from './taking.ts';

interface RungRow {
  readonly rung: string;
  readonly at: Temporal.Instant;
  readonly state: RungState;
  readonly letter_id: string | null;
  readonly why: string | null;
  readonly plan: Record<string, unknown> | null;
  readonly decided_at: Temporal.Instant | null;
}

/** What of the ladder was climbed since the case was opened, or opened again. */
async function rungsOf(tx: Tx, org: Id<'org'>, id: Id<'case'>): Promise<readonly RungRow[]> {
  return tx.rows(sql<RungRow>`
    select rung, at, state, letter_id, why, plan, decided_at from case_rung r
     where r.organisation_id = ${org} and r.case_id = ${id}
       and r.at >= coalesce((select max(a.at) from case_act a where a.organisation_id = ${org} and a.case_id = ${id} and a.act = 'reopen'), '-infinity'::timestamptz)
     order by r.at, r.rung`);
}

const asClimbed = (r: RungRow): Climbed => ({
  rung: r.rung,
  at: r.at,
  state: r.state,
  letter: r.letter_id,
  why: r.why,
});

interface CaseForLadder {
  readonly id: Id<'case'>;
  readonly state: CaseNow['state'];
  readonly action: string | null;
  readonly attribution_id: Id<'att'> | null;
  readonly answered_at: Temporal.Instant | null;
}

/** Who was written to first, and the party above it in the chain, between us and it. */
async function linkAbove(
  tx: Tx,
  org: Id<'org'>,
  c: Pick<CaseForLadder, 'id' | 'attribution_id'>,
): Promise<Id<'party'> | null> {
  const [row] = await tx.rows(sql<{ party_id: Id<'party'> | null }>`
    select party_id from letter where organisation_id = ${org} and case_id = ${c.id} and rung = 'letter' and sent_at is not null
       and state not in ('bounced', 'failed') order by sent_at desc limit 1`);
  if (!row?.party_id) return null;
  const chain = await chainOf(tx, org, c.attribution_id);
  const at = chain.indexOf(row.party_id);
  return at > 0 ? (chain[at - 1] ?? null) : null;
}

async function ladderNow(
  tx: Tx,
  org: Id<'org'>,
  c: CaseForLadder,
): Promise<{ readonly ladder: Ladder; readonly now: LadderNow; readonly above: Id<'party'> | null } | undefined> {
  const law = await loadLaw();
  const ladder = ladderFor(law.ladders, c.action ?? '');
  if (!ladder) return undefined;
  const above = await linkAbove(tx, org, c);
  const clocks = (await deadlinesOf(tx, c.id)).map((d) => ({
    clock: d.clock,
    startsAt: d.startsAt,
    dueAt: d.dueAt,
    pauses: d.pauses,
    over: d.state === 'met' || d.state === 'void',
  }));
  return {
    ladder,
    above,
    now: {
      state: c.state,
      // The newest of each clock: a case opened again runs it anew.
      clocks: clocks.toSorted((a, b) => Temporal.Instant.compare(b.startsAt, a.startsAt)),
      climbed: (await rungsOf(tx, org, c.id)).map(asClimbed),
      linkUp: above !== null,
      answeredAt: c.answered_at,
    },
  };
}

/**
 * Climbs what is due on a case's ladder. Letters go by themselves; a restriction is only proposed, with what it would be,
 * to a person. What cannot go (no contact, nothing to say) falls out with its reason.
 * @returns how many rungs were climbed
 */
export async function climb(world: World, tx: Tx, org: Id<'org'>, id: Id<'case'>, xarf: WriteXarf): Promise<number> {
  const [row] = await tx.rows(sql<CaseForLadder>`
    select id, state, action, attribution_id, answered_at from abuse_case where organisation_id = ${org} and id = ${id} for update`);
  if (!row || !openStates.includes(row.state)) return 0;
  const found = await ladderNow(tx, org, row);
  if (!found) return 0;
  const due = dueRungs(found.ladder, found.now, world.clock.now());
  for (const { rung, why } of due.skip) {
    await climbed(world, tx, org, { case: id, rung: rung.id, state: 'skipped', why });
    await noteAct(world, tx, org, { caseId: id, act: 'rung_skipped', by: engine, detail: { rung: rung.id, why } });
  }
  let done = 0;
  for (const rung of due.climb) {
    if (rung.letter === null) {
      await propose(world, tx, org, await lockCase(tx, org, id), rung);
      done++;
    } else if (await sendRung(world, tx, org, id, rung, found.above, xarf)) done++;
  }
  return done;
}

async function sendRung(
  world: World,
  tx: Tx,
  org: Id<'org'>,
  id: Id<'case'>,
  rung: Rung,
  above: Id<'party'> | null,
  xarf: WriteXarf,
): Promise<boolean> {
  const c = await lockCase(tx, org, id);
  try {
    const letter = await notifyCase(
      world,
      tx,
      org,
      c,
      {
        template: rung.letter ?? '',
        rung: rung.id,
        anyway: true,
        ...(rung.id === 'upstream' && above ? { to: above } : {}),
      },
      engine,
      xarf,
    );
    await noteAct(world, tx, org, {
      caseId: id,
      act: 'remind',
      by: engine,
      party: rung.id === 'upstream' ? above : c.addressee_id,
      detail: { rung: rung.id, letter },
    });
    return true;
  } catch (cause) {
    if (!(cause instanceof Refused)) throw cause;
    await climbed(world, tx, org, { case: id, rung: rung.id, state: 'skipped', why: cause.refusal.code });
    await noteAct(world, tx, org, {
      caseId: id,
      act: 'rung_skipped',
      by: engine,
      detail: { rung: rung.id, why: cause.refusal.code },
    });
    return false;
  }
}

/** Proposes a restriction: the steps the course of action gives the host, and until when the host waits by its own clock. */
async function propose(world: World, tx: Tx, org: Id<'org'>, c: CaseNow, rung: Rung): Promise<void> {
  const law = await loadLaw();
  const course = law.actions.get(c.action ?? '');
  const host = (await deadlinesOf(tx, c.id)).find((d) => d.clock === 'clk-case-host' && d.endedAt === null);
  const plan = {
    course: course?.id ?? null,
    course_version: course?.version ?? null,
    steps: course?.stepsForHost.length ?? 0,
    decide_by: host?.dueAt.toString() ?? null,
    ground: course?.basis.mark === 'house' ? 'contract' : 'course',
  };
  await climbed(world, tx, org, { case: c.id, rung: rung.id, state: 'proposed', plan });
  // Somebody must look: it wakes, and climbs to where proposals are seen.
  await changeCase(world, tx, org, c.id, {
    rung: Math.max(c.rung, rungIds.indexOf(rung.id) + 1),
    snoozed_until: null,
  });
  await noteAct(world, tx, org, {
    caseId: c.id,
    act: 'propose',
    by: engine,
    party: c.holder_id,
    detail: { rung: rung.id, decide_by: plan.decide_by },
  });
}

/** A person declines what the ladder proposes, with a reason. @throws Refused `case.no-proposal`, `case.needs-reason` */
export async function declineProposal(
  world: World,
  tx: Tx,
  org: Id<'org'>,
  c: CaseNow,
  reason: string | undefined,
  actor: Actor,
): Promise<void> {
  if (!mayAs(actor, 'decider')) throw new Refused('request.not-allowed');
  if (!reason?.trim()) throw new Refused('case.needs-reason');
  const open = await tx.rows(sql<{ rung: string }>`
    update case_rung set state = 'declined', decided_at = ${world.clock.now().toString()}::timestamptz, decided_by = ${actorId(actor)}
     where organisation_id = ${org} and case_id = ${c.id} and state = 'proposed' returning rung`);
  if (open.length === 0) throw new Refused('case.no-proposal');
  await changeCase(world, tx, org, c.id, {});
  await noteAct(world, tx, org, {
    caseId: c.id,
    act: 'decline',
    by: actor,
    party: c.holder_id,
    sealed: await sealNote(world, tx, c, reason),
  });
}

/** The ladder of a case for its page; null where its course of action climbs none. */
export async function ladderOf(tx: Tx, org: Id<'org'>, c: CaseForLadder): Promise<CaseShape['ladder']> {
  const found = await ladderNow(tx, org, c);
  if (!found) return null;
  const plans = (await rungsOf(tx, org, c.id)).filter((r) => r.plan !== null);
  const law = await loadLaw();
  const course = law.actions.get(c.action ?? '');
  return {
    id: found.ladder.id,
    version: found.ladder.version,
    title: found.ladder.title,
    rungs: ladderView(found.ladder, found.now).map((r) => {
      const plan = plans.find((p) => p.rung === r.id)?.plan;
      return {
        id: r.id,
        title: r.title,
        state: r.look,
        at: r.at?.toString() ?? null,
        why: r.why,
        letter_id: r.letter,
        plan: plan
          ? {
              steps: course ? [...course.stepsForHost] : [],
              decide_by: typeof plan['decide_by'] === 'string' ? plan['decide_by'] : null,
              ground: String(plan['ground'] ?? 'contract'),
            }
          : null,
      };
    }),
  };
}
