/** What the engine does on cases by itself: reminders, breaches, closing what is not seen any more, moving what was corrected. */
import type { TickHanded } from '#deadlines/work';
import { sql, type Tx } from '#io/db';
import { newId } from '#io/dice';
import { enqueue, type Job } from '#io/jobs';
import type { World } from '#io/world';
import { engine, type Id, isId, must } from '#kernel';
import { loadLaw } from '#law/work';
import { bundleCase, closeCase, growFrom, judgeAgain, lockCase } from './acting.ts';
import { arrow, openStates } from './case.ts';
import { climb } from './climbing.ts';
import type { WriteXarf } from './lettering.ts';
import { caseKey } from './place.ts';
import { dueAgain, noteAct, numberLast, queueFirstLetters } from './taking.ts';

/** Clocks on which rungs of a ladder stand. */
const isLadderClock = (clock: string) => clock === 'clk-case-customer' || clock === 'clk-case-host';

/** What the deadlines engine is lent: half-way the customer hears again, at the end the case rises. */
export function tickHanded(xarf: WriteXarf): TickHanded {
  return {
    onWarn: async (world, tx, deadline, share) => {
      if (!isId('case', deadline.subject)) return;
      const org = must(tx.organisation, 'an organisation in this transaction');
      const c = await lockCase(tx, org, deadline.subject);
      if (!openStates.includes(c.state)) return;
      if (isLadderClock(deadline.clock) && (await climb(world, tx, org, c.id, xarf)) > 0) return;
      await noteAct(world, tx, org, {
        caseId: c.id,
        act: 'warn',
        by: engine,
        detail: { clock: deadline.clock, share },
      });
    },
    onBreach: async (world, tx, deadline) => {
      if (!isId('case', deadline.subject)) return;
      const org = must(tx.organisation, 'an organisation in this transaction');
      const c = await lockCase(tx, org, deadline.subject);
      if (openStates.includes(c.state)) {
        // A customer who let its time pass wakes the case and climbs the ladder: the next step is ours.
        if (deadline.clock === 'clk-case-customer')
          await tx.rows(
            sql`update abuse_case set rung = greatest(rung, 3), snoozed_until = null where organisation_id = ${org} and id = ${c.id}`,
          );
        await judgeAgain(world, tx, org, c);
        if (isLadderClock(deadline.clock)) await climb(world, tx, org, c.id, xarf);
      }
      await dueAgain(tx, org, [c.id]);
      await noteAct(world, tx, org, {
        caseId: c.id,
        act: 'breach',
        by: engine,
        detail: { clock: deadline.clock, due_at: deadline.dueAt.toString() },
      });
    },
  };
}

/**
 * Closes episodes that were not seen for as long as their course of action says, and cases all of whose episodes closed.
 * A new sighting within the quiet time would have kept the episode open; a later one opens a case that recurs.
 */
export async function sweepCases(world: World, org: Id<'org'>): Promise<{ episodes: number; cases: number }> {
  const law = await loadLaw();
  const now = world.clock.now();
  const quiet = [...law.actions.values()].map((a) => ({
    action: a.id,
    before: now.subtract({ hours: 24 * a.quietDays }).toString(),
  }));
  const closed = await world.db.in(org, (tx) =>
    tx.rows(sql<{ case_id: Id<'case'> }>`
      update episode e set closed_at = ${now.toString()}::timestamptz, close_rule = 'quiet'
        from abuse_case c, jsonb_to_recordset(${JSON.stringify(quiet)}::jsonb) as q(action text, before timestamptz)
       where e.organisation_id = ${org} and c.organisation_id = e.organisation_id and c.id = e.case_id and c.action = q.action
         and e.closed_at is null and e.last_seen_at < q.before and c.opened_at < q.before
      returning e.case_id`),
  );
  let cases = 0;
  const done = await world.db.in(org, (tx) =>
    tx.rows(sql<{ id: Id<'case'> }>`
      select c.id from abuse_case c where c.organisation_id = ${org} and c.state in ('waiting', 'answered')
         and not exists (select 1 from episode e where e.organisation_id = c.organisation_id and e.case_id = c.id and e.closed_at is null)
         and exists (select 1 from episode e where e.organisation_id = c.organisation_id and e.case_id = c.id)`),
  );
  for (const { id } of done) {
    await world.db.in(org, async (tx) => {
      const c = await lockCase(tx, org, id);
      if (!arrow(c.state, 'quiet')) return;
      await closeCase(world, tx, org, c, 'quiet', { outcome: 'not_seen_again' }, engine);
      cases++;
    });
  }
  return { episodes: closed.length, cases };
}

/** Handler of the hourly sweep; it asks to run again. */
export async function sweepJob(world: World, job: Job): Promise<Temporal.Instant> {
  await sweepCases(world, job.organisation);
  return world.clock.now().add({ hours: 1 });
}

/** Makes sure each organisation has its sweep waiting. */
export async function startSweeps(world: World): Promise<void> {
  const all = await world.db.outside((tx) =>
    tx.rows(sql<{ organisation_id: Id<'org'> }>`select organisation_id from organisation_ids()`),
  );
  for (const { organisation_id: org } of all)
    await world.db.in(org, (tx) =>
      enqueue(tx, { kind: 'case.sweep', lane: 'normal', payload: {}, runAt: world.clock.now(), key: 'hourly' }),
    );
}

/** One finding whose answer changed. */
export interface MovedFinding {
  readonly day: string;
  readonly id: string;
  readonly attribution: Id<'att'>;
}

/**
 * Moves findings whose answer was corrected to the case of their right holder. A case that loses all its findings goes into
 * the case that got them; nothing is destroyed, and the old answers are kept by attribution.
 */
export async function moveFindings(
  world: World,
  tx: Tx,
  org: Id<'org'>,
  moved: readonly MovedFinding[],
): Promise<number> {
  if (moved.length === 0) return 0;
  const rows = await tx.rows(sql<{
    day: string;
    id: string;
    case_id: Id<'case'> | null;
    episode_id: Id<'eps'> | null;
    asset: string | null;
    kind: string;
    action: string | null;
    holder_id: Id<'party'> | null;
    addressee_id: Id<'party'> | null;
    contract_id: Id<'ctr'> | null;
    status: string;
    attribution: Id<'att'>;
  }>`
    select f.day, f.id, f.case_id, f.episode_id, e.asset, f.kind, c.action, a.holder_id, a.addressee_id, a.contract_id, a.status, a.id as attribution
      from unnest(${moved.map((m) => m.day)}::date[], ${moved.map((m) => m.id)}::text[], ${moved.map((m) => m.attribution)}::text[]) as m(day, id, attribution)
      join finding f on f.organisation_id = ${org} and f.day = m.day and f.id = m.id
      join attribution a on a.organisation_id = ${org} and a.id = m.attribution
      left join episode e on e.organisation_id = ${org} and e.id = f.episode_id
      left join abuse_case c on c.organisation_id = ${org} and c.id = f.case_id`);
  const touched = new Set<Id<'case'>>();
  const targets = new Map<string, Id<'case'>>();
  const became = new Map<Id<'case'>, Id<'case'>>();
  let count = 0;
  for (const r of rows) {
    if (!r.case_id || !r.action || !r.asset) continue;
    const key = caseKey(r.holder_id, r.asset, r.action);
    let target = targets.get(key);
    if (!target) {
      const open = await tx.rows(
        sql<{
          id: Id<'case'>;
        }>`select id from abuse_case where organisation_id = ${org} and key = ${key} and state not in ('resolved', 'rejected', 'bundled')`,
      );
      target = open[0]?.id;
      if (!target) {
        const here = await tx.rows(
          sql<{
            n: number;
          }>`select count(*)::int as n from finding where organisation_id = ${org} and case_id = ${r.case_id} and not (id = any(${moved.map((m) => m.id)}::text[]))`,
        );
        if ((here[0]?.n ?? 0) === 0) {
          // The whole case moves: it keeps its number and its history, and gets its right holder.
          await tx.rows(
            sql`update abuse_case set key = ${key}, holder_id = ${r.holder_id}, addressee_id = ${r.addressee_id}, contract_id = ${r.contract_id}, attribution_id = ${r.attribution}, version = version + 1 where organisation_id = ${org} and id = ${r.case_id}`,
          );
          await noteAct(world, tx, org, {
            caseId: r.case_id,
            act: 'attribution',
            by: engine,
            party: r.holder_id,
            detail: { status: r.status, attribution: r.attribution },
          });
          target = r.case_id;
        } else {
          target = newId(world, 'case');
          const at = world.clock.now().toString();
          await tx.rows(sql`
            insert into abuse_case (organisation_id, id, key, action, kind, holder_id, addressee_id, contract_id, attribution_id, asset, state, band, score, priority, facts, severity, opened_at, changed_at)
            select organisation_id, ${target}, ${key}, action, kind, ${r.holder_id}, ${r.addressee_id}, ${r.contract_id}, ${r.attribution}, ${r.asset}, 'new', band, score, priority, facts - 'terms' - 'told', severity, ${at}::timestamptz, ${at}::timestamptz
              from abuse_case where organisation_id = ${org} and id = ${r.case_id}`);
          numberLast(world, tx, org);
          await noteAct(world, tx, org, {
            caseId: target,
            act: 'open',
            by: engine,
            to: 'new',
            detail: { corrected_from: r.case_id },
          });
        }
      }
      targets.set(key, target);
    }
    touched.add(r.case_id);
    touched.add(target);
    if (target !== r.case_id) {
      const episode = await tx.rows(sql<{ id: Id<'eps'> }>`
        insert into episode as e (organisation_id, id, case_id, from_case_id, asset, kind, first_seen_at, last_seen_at, finding_count)
        select f.organisation_id, ${newId(world, 'eps')}, ${target}, null, ${r.asset}, f.kind, coalesce(f.seen_at, f.received_at), coalesce(f.seen_at, f.received_at), 1 from finding f where f.organisation_id = ${org} and f.day = ${r.day}::date and f.id = ${r.id}
        on conflict (organisation_id, case_id, asset, kind) where closed_at is null do update
          set first_seen_at = least(e.first_seen_at, excluded.first_seen_at), last_seen_at = greatest(e.last_seen_at, excluded.last_seen_at), finding_count = e.finding_count + 1
        returning e.id`);
      await tx.rows(
        sql`update finding set case_id = ${target}, episode_id = ${episode[0]?.id ?? null} where organisation_id = ${org} and day = ${r.day}::date and id = ${r.id}`,
      );
      await tx.rows(
        sql`update episode set finding_count = greatest(0, finding_count - 1) where organisation_id = ${org} and id = ${r.episode_id}`,
      );
      await tx.rows(
        sql`delete from episode where organisation_id = ${org} and id = ${r.episode_id} and finding_count = 0`,
      );
      became.set(r.case_id, target);
      count++;
    }
  }
  for (const id of [...touched].sort()) await growFrom(world, tx, org, id);
  for (const [from, into] of became) {
    const left = await tx.rows(sql`select 1 from finding where organisation_id = ${org} and case_id = ${from} limit 1`);
    const c = await lockCase(tx, org, from);
    if (left.length > 0 || !openStates.includes(c.state)) {
      await noteAct(world, tx, org, { caseId: from, act: 'attribution', by: engine, detail: { moved_to: into } });
      continue;
    }
    // The wrong holder must not be named with the right one's case: the empty case stands for itself before it joins.
    await tx.rows(
      sql`update abuse_case set holder_id = null, addressee_id = null, contract_id = null where organisation_id = ${org} and id = ${from}`,
    );
    await bundleCase(world, tx, org, await lockCase(tx, org, from), await lockCase(tx, org, into), engine);
  }
  for (const id of [...touched].sort()) {
    const c = await lockCase(tx, org, id);
    if (openStates.includes(c.state)) await judgeAgain(world, tx, org, c);
  }
  await dueAgain(tx, org, [...touched]);
  // Who holds it is known now, or known better: what waited for that is looked at again.
  await queueFirstLetters(world, tx, [...new Set(targets.values())]);
  return count;
}
