/** What people and the engine do on a case: each act loads, asks the life, decides, writes, and leaves its line. */

import { stopDeadline } from '#deadlines/work';
import { openSealed, sealFor } from '#evidence/store';
import { sql, type Tx } from '#io/db';
import { newId } from '#io/dice';
import type { World } from '#io/world';
import { type Actor, actorId, type Id, mayAs, Refused } from '#kernel';
import { loadLaw } from '#law/work';
import { arrow, type CaseState, type Origin, type Outcome, openStates } from './case.ts';
import type { CaseFacts } from './facts.ts';
import { judgeCase, type StoredOverride } from './judge.ts';
import { caseKey } from './place.ts';
import { recordAgain, recordsFor } from './recording.ts';
import { dueAgain, noteAct, numberLast } from './taking.ts';

/** A case as an act needs it, locked until the act is done. */
export interface CaseNow {
  readonly id: Id<'case'>;
  readonly reference: string | null;
  readonly key: string;
  readonly state: CaseState;
  readonly kind: string;
  readonly action: string | null;
  readonly asset: string;
  readonly holder_id: Id<'party'> | null;
  readonly addressee_id: Id<'party'> | null;
  readonly contract_id: Id<'ctr'> | null;
  readonly attribution_id: Id<'att'> | null;
  readonly attribution: string | null;
  readonly band: number;
  readonly band_override: StoredOverride | null;
  readonly facts: CaseFacts | null;
  /** Whether the record of who reported it lowers the confidence as it stands. */
  readonly doubted: boolean;
  readonly recurrence: number;
  readonly rung: number;
  readonly claimed_by: Id<'mbr'> | null;
  readonly claimed_until: Temporal.Instant | null;
  readonly merged_into: Id<'case'> | null;
  readonly version: number;
  readonly opened_at: Temporal.Instant;
  readonly first_seen_at: Temporal.Instant | null;
  readonly last_seen_at: Temporal.Instant | null;
}

/**
 * The case, locked. @throws Refused `request.not-found` for another organisation's, `request.changed-meanwhile` where the
 * caller saw an older version
 */
export async function lockCase(tx: Tx, org: Id<'org'>, id: string, version?: number): Promise<CaseNow> {
  const rows = await tx.rows(sql<CaseNow>`
    select c.id, c.reference, c.key, c.state, c.kind, c.action, c.asset, c.holder_id, c.addressee_id, c.contract_id, c.attribution_id, a.status as attribution, c.band, c.band_override,
           c.facts, c.priority ? 'doubt' as doubted, c.recurrence, c.rung, c.claimed_by, c.claimed_until, c.merged_into, c.version, c.opened_at, c.first_seen_at, c.last_seen_at
      from abuse_case c left join attribution a on a.organisation_id = c.organisation_id and a.id = c.attribution_id
     where c.organisation_id = ${org} and (c.id = ${id} or c.reference = ${id}) for update of c`);
  const found = rows[0];
  if (!found) throw new Refused('request.not-found');
  if (version !== undefined && version !== found.version) throw new Refused('request.changed-meanwhile');
  return found;
}

/** Where the act leads. @throws Refused `case.act-not-allowed` with what is possible, `request.not-allowed` for the wrong role */
export function allow(c: CaseNow, act: string, actor: Actor): CaseState {
  const to = arrow(c.state, act);
  if (!to) throw new Refused('case.act-not-allowed', `${c.reference ?? c.id}: ${c.state}`);
  const by = to.by;
  const may =
    by === 'customer'
      ? actor.kind === 'customer' || mayAs(actor, 'handler')
      : by === 'engine'
        ? actor.kind === 'engine'
        : mayAs(actor, by);
  if (!may) throw new Refused('request.not-allowed');
  return to.to;
}

interface Change {
  readonly state?: CaseState;
  readonly outcome?: Outcome | null;
  readonly origin?: Origin;
  readonly closed?: boolean;
  readonly merged_into?: Id<'case'> | null;
  readonly rung?: number;
  readonly snoozed_until?: Temporal.Instant | null;
  readonly answered?: boolean;
}

/** Writes a change of a case; every change counts its version up, so that two people never overwrite each other unseen. */
export async function changeCase(world: World, tx: Tx, org: Id<'org'>, id: Id<'case'>, change: Change): Promise<void> {
  const now = world.clock.now().toString();
  const parts = [sql`version = version + 1`, sql`changed_at = ${now}::timestamptz`];
  if (change.state !== undefined) parts.push(sql`state = ${change.state}`);
  if (change.outcome !== undefined) parts.push(sql`outcome = ${change.outcome}`);
  if (change.origin !== undefined) parts.push(sql`origin = ${change.origin}`);
  if (change.closed !== undefined)
    parts.push(change.closed ? sql`closed_at = ${now}::timestamptz` : sql`closed_at = null`);
  if (change.merged_into !== undefined) parts.push(sql`merged_into = ${change.merged_into}`);
  if (change.rung !== undefined) parts.push(sql`rung = ${change.rung}`);
  if (change.snoozed_until !== undefined)
    parts.push(sql`snoozed_until = ${change.snoozed_until?.toString() ?? null}::timestamptz`);
  if (change.answered) parts.push(sql`answered_at = ${now}::timestamptz`);
  await tx.rows(sql`update abuse_case set ${sql.join(parts)} where organisation_id = ${org} and id = ${id}`);
}

/** A person's own words on a case, sealed under the party's key where there is one: they go when the party is erased. */
export async function sealNote(
  world: World,
  tx: Tx,
  c: CaseNow,
  text: string | undefined,
): Promise<{ keyId: Id<'dky'>; sealed: Buffer } | null> {
  if (!text?.trim()) return null;
  return sealFor(world, tx, { class: 'answer', subject: c.holder_id ?? c.id }, text.trim(), `note ${c.id}`);
}

/** A note as it was written, or null where it was erased. */
export async function openNote(
  world: World,
  tx: Tx,
  caseId: string,
  keyId: string | null,
  sealed: Buffer | null,
): Promise<string | null> {
  if (!keyId || !sealed) return null;
  return (await openSealed(world, tx, keyId, sealed, `note ${caseId}`))?.toString('utf8') ?? null;
}

const reasoned = (reason: string | undefined): string => {
  if (!reason?.trim()) throw new Refused('case.needs-reason');
  return reason;
};

/** The first act of a person stops the clock of the first look. */
async function looked(world: World, tx: Tx, c: CaseNow, actor: Actor): Promise<void> {
  if (actor.kind === 'member') await stopDeadline(world, tx, c.id, 'clk-case-look', 'met', { by: actor });
}

export interface Closing {
  readonly outcome: Outcome;
  readonly origin?: Origin | undefined;
  readonly reason?: string | undefined;
}

/** Ends a case. Its episodes close, its clocks stop. */
export async function closeCase(
  world: World,
  tx: Tx,
  org: Id<'org'>,
  c: CaseNow,
  act: 'resolve' | 'reject' | 'quiet',
  closing: Closing,
  actor: Actor,
): Promise<void> {
  const to = allow(c, act, actor);
  if (act === 'reject') reasoned(closing.reason);
  const now = world.clock.now();
  await changeCase(world, tx, org, c.id, {
    state: to,
    outcome: closing.outcome,
    closed: true,
    snoozed_until: null,
    ...(closing.origin ? { origin: closing.origin } : {}),
  });
  await tx.rows(
    sql`update episode set closed_at = ${now.toString()}::timestamptz, close_rule = ${act} where organisation_id = ${org} and case_id = ${c.id} and closed_at is null`,
  );
  await stopDeadline(world, tx, c.id, 'all', act === 'reject' ? 'void' : 'met', {
    by: actor,
    ...(closing.reason ? { why: 'closed' } : {}),
  });
  await dueAgain(tx, org, [c.id]);
  const sealed = await sealNote(world, tx, c, closing.reason);
  await noteAct(world, tx, org, {
    caseId: c.id,
    act,
    by: actor,
    from: c.state,
    to,
    party: c.holder_id,
    detail: { outcome: closing.outcome, origin: closing.origin ?? null },
    sealed,
  });
  await recordAgain(world, tx, org, c.id);
}

export async function reopenCase(
  world: World,
  tx: Tx,
  org: Id<'org'>,
  c: CaseNow,
  reason: string | undefined,
  actor: Actor,
): Promise<void> {
  const to = allow(c, 'reopen', actor);
  const other = await tx.rows(
    sql<{
      reference: string;
    }>`select reference from abuse_case where organisation_id = ${org} and key = ${c.key} and state not in ('resolved', 'rejected', 'bundled')`,
  );
  if (other[0])
    throw new Refused('case.act-not-allowed', `${other[0].reference} is open for the same holder and cause`);
  await changeCase(world, tx, org, c.id, { state: to, outcome: null, closed: false });
  await tx.rows(
    sql`update episode set closed_at = null, close_rule = null where organisation_id = ${org} and case_id = ${c.id} and close_rule in ('resolve', 'reject', 'quiet')`,
  );
  await noteAct(world, tx, org, {
    caseId: c.id,
    act: 'reopen',
    by: actor,
    from: c.state,
    to,
    party: c.holder_id,
    sealed: await sealNote(world, tx, c, reason),
  });
  await recordAgain(world, tx, org, c.id);
  // What it ended as weighs no more, on this case least of all.
  await judgeAgain(world, tx, org, c);
}

/** A restriction that was decided, or lifted. The decision itself, its measures and its statement of reasons stand in the rooms above; here stands the fact. */
export async function restrictCase(
  world: World,
  tx: Tx,
  org: Id<'org'>,
  c: CaseNow,
  act: 'restrict' | 'lift',
  reason: string | undefined,
  actor: Actor,
  decision?: Id<'dec'>,
): Promise<void> {
  const to = allow(c, act, actor);
  reasoned(reason);
  await changeCase(world, tx, org, c.id, { state: to });
  // Who restricts has decided on what the ladder proposed.
  if (act === 'restrict')
    await tx.rows(sql`
      update case_rung set state = 'accepted', decided_at = ${world.clock.now().toString()}::timestamptz, decided_by = ${actorId(actor)}
       where organisation_id = ${org} and case_id = ${c.id} and state = 'proposed'`);
  if (act === 'restrict') await stopDeadline(world, tx, c.id, 'clk-case-host', 'met', { by: actor });
  await looked(world, tx, c, actor);
  await dueAgain(tx, org, [c.id]);
  await noteAct(world, tx, org, {
    caseId: c.id,
    act,
    by: actor,
    from: c.state,
    to,
    party: c.holder_id,
    ...(decision ? { detail: { decision } } : {}),
    sealed: await sealNote(world, tx, c, reason),
  });
}

/** Back to waiting after an answer that settles nothing. */
export async function waitOn(
  world: World,
  tx: Tx,
  org: Id<'org'>,
  c: CaseNow,
  reason: string | undefined,
  actor: Actor,
): Promise<void> {
  const to = allow(c, 'wait', actor);
  await changeCase(world, tx, org, c.id, { state: to });
  await noteAct(world, tx, org, {
    caseId: c.id,
    act: 'wait',
    by: actor,
    from: c.state,
    to,
    party: c.holder_id,
    sealed: await sealNote(world, tx, c, reason),
  });
}

/** A note among colleagues: changes no state. */
export async function noteCase(
  world: World,
  tx: Tx,
  org: Id<'org'>,
  c: CaseNow,
  text: string | undefined,
  actor: Actor,
): Promise<void> {
  reasoned(text);
  await changeCase(world, tx, org, c.id, {});
  await looked(world, tx, c, actor);
  await noteAct(world, tx, org, {
    caseId: c.id,
    act: 'note',
    by: actor,
    party: c.holder_id,
    sealed: await sealNote(world, tx, c, text),
  });
}

const claimMinutes = 15;

/** Says "I am on this" for a quarter of an hour. @throws Refused `case.claimed` while a colleague is */
export async function claimCase(world: World, tx: Tx, org: Id<'org'>, c: CaseNow, actor: Actor): Promise<void> {
  if (actor.kind !== 'member') throw new Refused('request.not-allowed');
  const now = world.clock.now();
  if (
    c.claimed_by &&
    c.claimed_by !== actor.id &&
    c.claimed_until &&
    Temporal.Instant.compare(c.claimed_until, now) > 0
  )
    throw new Refused('case.claimed');
  await tx.rows(
    sql`update abuse_case set claimed_by = ${actor.id}, claimed_until = ${now.add({ minutes: claimMinutes }).toString()}::timestamptz, version = version + 1 where organisation_id = ${org} and id = ${c.id}`,
  );
  await looked(world, tx, c, actor);
  await dueAgain(tx, org, [c.id]);
  await noteAct(world, tx, org, { caseId: c.id, act: 'claim', by: actor });
}

export async function releaseCase(world: World, tx: Tx, org: Id<'org'>, c: CaseNow, actor: Actor): Promise<void> {
  if (c.claimed_by && c.claimed_by !== actorId(actor) && !mayAs(actor, 'decider'))
    throw new Refused('request.not-allowed');
  await tx.rows(
    sql`update abuse_case set claimed_by = null, claimed_until = null, version = version + 1 where organisation_id = ${org} and id = ${c.id}`,
  );
  await noteAct(world, tx, org, { caseId: c.id, act: 'release', by: actor });
}

export async function assignCase(
  world: World,
  tx: Tx,
  org: Id<'org'>,
  c: CaseNow,
  member: string | null,
  actor: Actor,
): Promise<void> {
  if (member !== null) {
    const found = await tx.rows(
      sql`select 1 from member where organisation_id = ${org} and id = ${member} and state = 'active'`,
    );
    if (found.length === 0) throw new Refused('request.not-found', member);
  }
  await tx.rows(
    sql`update abuse_case set assigned_to = ${member}, version = version + 1, changed_at = ${world.clock.now().toString()}::timestamptz where organisation_id = ${org} and id = ${c.id}`,
  );
  await noteAct(world, tx, org, { caseId: c.id, act: 'assign', by: actor, detail: { to: member } });
}

/** Out of sight until a moment, an answer or a new sighting. Clocks run on. */
export async function snoozeCase(
  world: World,
  tx: Tx,
  org: Id<'org'>,
  c: CaseNow,
  until: Temporal.Instant | null,
  actor: Actor,
): Promise<void> {
  if (!openStates.includes(c.state)) throw new Refused('case.act-not-allowed', c.state);
  await changeCase(world, tx, org, c.id, { snoozed_until: until });
  await noteAct(world, tx, org, {
    caseId: c.id,
    act: 'snooze',
    by: actor,
    detail: { until: until?.toString() ?? null },
  });
}

/** A person's own band, with a reason and an end; a lane still comes first. */
export async function bandCase(
  world: World,
  tx: Tx,
  org: Id<'org'>,
  c: CaseNow,
  band: number,
  reason: string | undefined,
  until: Temporal.Instant | undefined,
  actor: Actor,
): Promise<void> {
  const why = reasoned(reason);
  const now = world.clock.now();
  const override: StoredOverride = {
    band,
    reason: why,
    by: actorId(actor),
    until: (until ?? now.add({ hours: 24 * 7 })).toString(),
  };
  await tx.rows(
    sql`update abuse_case set band_override = ${JSON.stringify(override)}::jsonb where organisation_id = ${org} and id = ${c.id}`,
  );
  await judgeAgain(world, tx, org, { ...c, band_override: override });
  await looked(world, tx, c, actor);
  await noteAct(world, tx, org, {
    caseId: c.id,
    act: 'band',
    by: actor,
    party: c.holder_id,
    detail: { from: c.band, to: band, until: override.until },
    sealed: await sealNote(world, tx, c, why),
  });
}

/** Which deadlines of a case have passed and are still open: the customer's and ours. */
export async function lateOn(
  tx: Tx,
  org: Id<'org'>,
  id: Id<'case'>,
): Promise<{ readonly customerLate: boolean; readonly weAreLate: boolean }> {
  const rows = await tx.rows(
    sql<{
      clock: string;
    }>`select clock from deadline where organisation_id = ${org} and subject = ${id} and state = 'breached' and ended_at is null`,
  );
  const customers = rows.filter((r) => r.clock === 'clk-case-customer').length;
  return { customerLate: customers > 0, weAreLate: rows.length > customers };
}

/** Judges a case again as it is now; writes band, score and explanation. */
export async function judgeAgain(
  world: World,
  tx: Tx,
  org: Id<'org'>,
  c: CaseNow,
  seen: { readonly gone?: boolean } = {},
): Promise<void> {
  if (!c.facts) return;
  const law = await loadLaw();
  const judged = judgeCase(
    law,
    {
      kind: c.kind,
      action: c.action,
      facts: c.facts,
      recurrence: c.recurrence,
      ...(await lateOn(tx, org, c.id)),
      ...(seen.gone ? { gone: true } : {}),
      override: c.band_override,
      records: (await recordsFor(tx, org, [c.id])).get(c.id) ?? [],
    },
    world.clock.now(),
  );
  await tx.rows(sql`
    update abuse_case set band = ${judged.band}, score = ${judged.score}, priority = ${JSON.stringify(judged)}::jsonb, facts = facts - 'told', version = version + 1, changed_at = ${world.clock.now().toString()}::timestamptz
     where organisation_id = ${org} and id = ${c.id}`);
}

/** Puts a case into another; nothing is destroyed, and `unbundleCase` takes it out again. */
export async function bundleCase(
  world: World,
  tx: Tx,
  org: Id<'org'>,
  c: CaseNow,
  into: CaseNow,
  actor: Actor,
): Promise<void> {
  if (c.id === into.id || !openStates.includes(into.state))
    throw new Refused('case.cannot-merge', into.reference ?? into.id);
  // A customer must never see another customer's findings: only cases of one holder, or of none yet, go together.
  if (c.holder_id && into.holder_id && c.holder_id !== into.holder_id)
    throw new Refused('case.cannot-merge', 'the holders differ');
  const to = allow(c, 'bundle', actor);
  await changeCase(world, tx, org, c.id, { state: to, outcome: 'duplicate', merged_into: into.id, closed: true });
  // What went into this case earlier goes along, so that a case is never two steps away.
  await tx.rows(
    sql`update abuse_case set merged_into = ${into.id}, version = version + 1 where organisation_id = ${org} and merged_into = ${c.id}`,
  );
  await stopDeadline(world, tx, c.id, 'all', 'void', { why: 'bundled' });
  await growFrom(world, tx, org, into.id);
  await dueAgain(tx, org, [c.id, into.id]);
  await noteAct(world, tx, org, {
    caseId: c.id,
    act: 'bundle',
    by: actor,
    from: c.state,
    to,
    detail: { into: into.id },
  });
  await noteAct(world, tx, org, { caseId: into.id, act: 'took_in', by: actor, detail: { case: c.id } });
}

export async function unbundleCase(world: World, tx: Tx, org: Id<'org'>, c: CaseNow, actor: Actor): Promise<void> {
  const to = allow(c, 'unbundle', actor);
  const into = c.merged_into;
  const taken = await tx.rows(
    sql`select 1 from abuse_case where organisation_id = ${org} and key = ${c.key} and state not in ('resolved', 'rejected', 'bundled')`,
  );
  if (taken.length > 0) throw new Refused('case.cannot-split', 'a case of the same holder and cause is open');
  await changeCase(world, tx, org, c.id, { state: to, outcome: null, merged_into: null, closed: false });
  if (into) {
    await growFrom(world, tx, org, into);
    await noteAct(world, tx, org, { caseId: into, act: 'gave_back', by: actor, detail: { case: c.id } });
  }
  await noteAct(world, tx, org, {
    caseId: c.id,
    act: 'unbundle',
    by: actor,
    from: c.state,
    to,
    detail: { out_of: into },
  });
  if (into) await recordAgain(world, tx, org, into);
}

/** Moves episodes to a case of their own: another cause after all. Undone by bundling it back. */
export async function splitCase(
  world: World,
  tx: Tx,
  org: Id<'org'>,
  c: CaseNow,
  episodes: readonly string[],
  actor: Actor,
): Promise<Id<'case'>> {
  if (!openStates.includes(c.state)) throw new Refused('case.cannot-split', c.state);
  const mine = await tx.rows(sql<{ id: Id<'eps'>; asset: string; chosen: boolean }>`
    select id, asset, id = any(${[...episodes]}::text[]) as chosen from episode where organisation_id = ${org} and case_id = ${c.id}`);
  const chosen = mine.filter((e) => e.chosen);
  if (chosen.length === 0 || chosen.length !== episodes.length || chosen.length === mine.length)
    throw new Refused('case.cannot-split', 'choose some of its episodes, not none and not all');
  const id = newId(world, 'case');
  const now = world.clock.now().toString();
  await tx.rows(sql`
    insert into abuse_case (organisation_id, id, key, action, kind, holder_id, addressee_id, contract_id, attribution_id, asset, state, band, score, priority, facts, severity, opened_at, recurrence, recurs_of, changed_at)
    select organisation_id, ${id}, key || '|' || ${id}, action, kind, holder_id, addressee_id, contract_id, attribution_id, ${chosen[0]?.asset ?? c.asset}, 'new', band, score, priority, facts - 'terms' - 'told', severity, ${now}::timestamptz, recurrence, recurs_of, ${now}::timestamptz
      from abuse_case where organisation_id = ${org} and id = ${c.id}`);
  const ids = chosen.map((e) => e.id);
  await tx.rows(
    sql`update episode set case_id = ${id}, from_case_id = ${c.id} where organisation_id = ${org} and id = any(${ids}::text[])`,
  );
  await tx.rows(
    sql`update finding set case_id = ${id} where organisation_id = ${org} and case_id = ${c.id} and episode_id = any(${ids}::text[])`,
  );
  await growFrom(world, tx, org, c.id);
  await growFrom(world, tx, org, id);
  numberLast(world, tx, org);
  await noteAct(world, tx, org, { caseId: id, act: 'open', by: actor, to: 'new', detail: { split_from: c.id } });
  await noteAct(world, tx, org, { caseId: c.id, act: 'split', by: actor, detail: { into: id, episodes: ids.length } });
  return id;
}

/** Counts, times and asset of a case from its own findings and those of the cases bundled into it. */
export async function growFrom(_world: World, tx: Tx, org: Id<'org'>, id: Id<'case'>): Promise<void> {
  await tx.rows(sql`
    with e as (
      select e.* from episode e
       where e.organisation_id = ${org} and (e.case_id = ${id} or e.case_id in (select m.id from abuse_case m where m.organisation_id = ${org} and m.merged_into = ${id})))
    update abuse_case c set finding_count = coalesce((select sum(finding_count) from e), 0), episode_count = (select count(*) from e),
           first_seen_at = (select min(first_seen_at) from e), last_seen_at = (select max(last_seen_at) from e),
           asset = coalesce((select asset || case when (select count(*) from e) > 1 then ' +' || ((select count(*) from e) - 1) else '' end from e order by first_seen_at, asset limit 1), c.asset),
           version = c.version + 1
     where c.organisation_id = ${org} and c.id = ${id}`);
}

/**
 * A person chooses who held it: the findings of an ambiguous or unattributed case get that answer, and the case its holder.
 * The old answers are kept.
 */
export async function chooseHolder(
  world: World,
  tx: Tx,
  org: Id<'org'>,
  c: CaseNow,
  contract: string,
  reason: string | undefined,
  actor: Actor,
  save: (contract: Id<'ctr'>) => Promise<{ id: Id<'att'>; holder: Id<'party'>; addressee: Id<'party'> }>,
): Promise<void> {
  const why = reasoned(reason);
  if (!openStates.includes(c.state)) throw new Refused('case.act-not-allowed', c.state);
  const now = world.clock.now().toString();
  const answer = await save(contract as Id<'ctr'>);
  await tx.rows(sql`
    insert into attribution_before (organisation_id, day, finding_id, at, attribution_id, why)
    select organisation_id, day, id, ${now}::timestamptz, attribution_id, 'chosen by a person' from finding where organisation_id = ${org} and case_id = ${c.id} and attribution_id is not null and attribution_id <> ${answer.id}`);
  await tx.rows(
    sql`update finding set attribution_id = ${answer.id} where organisation_id = ${org} and case_id = ${c.id}`,
  );
  const key = caseKey(answer.holder, c.asset, c.action ?? '');
  const other = await tx.rows(
    sql<{
      id: Id<'case'>;
    }>`select id from abuse_case where organisation_id = ${org} and key = ${key} and id <> ${c.id} and state not in ('resolved', 'rejected', 'bundled')`,
  );
  await tx.rows(sql`
    update abuse_case set holder_id = ${answer.holder}, addressee_id = ${answer.addressee}, contract_id = ${contract}, attribution_id = ${answer.id}, key = ${other[0] ? c.key : key}, version = version + 1, changed_at = ${now}::timestamptz
     where organisation_id = ${org} and id = ${c.id}`);
  await looked(world, tx, c, actor);
  await noteAct(world, tx, org, {
    caseId: c.id,
    act: 'choose_holder',
    by: actor,
    party: answer.holder,
    detail: { contract, attribution: answer.id },
    sealed: await sealNote(world, tx, { ...c, holder_id: answer.holder }, why),
  });
  // The holder's case for the same cause is open: this one joins it.
  if (other[0])
    await bundleCase(world, tx, org, await lockCase(tx, org, c.id), await lockCase(tx, org, other[0].id), actor);
}
