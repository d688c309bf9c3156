/** Forgetting: decisions whose time to keep is over lose what is said in them; what they were is counted for ever. */
import { destroyKey } from '#evidence/store';
import { sql, type Tx } from '#io/db';
import { enqueue, type JobHandler } from '#io/jobs';
import type { World } from '#io/world';
import { note } from '#journal/work';
import { engine, type Id, must } from '#kernel';
import { overBefore } from '#law';
import { loadLaw } from '#law/work';
import { orgOf } from './store.ts';

const rule = 'decision-file';
const most = 200;

const any = (ids: readonly string[]) => sql`any(${[...ids]}::text[])`;

/** Keys of what is sealed about these decisions: facts, statements, complaints, and the letters that told them. */
async function keysOf(tx: Tx, decisions: readonly string[]): Promise<readonly string[]> {
  const org = orgOf(tx);
  const rows = await tx.rows(sql<{ id: string }>`
    with of as (
      select key_id from decision where organisation_id = ${org} and id = ${any(decisions)}
      union select key_id from statement where organisation_id = ${org} and decision_id = ${any(decisions)}
      union select key_id from complaint where organisation_id = ${org} and decision_id = ${any(decisions)})
    select k.id from data_key k where k.organisation_id = ${org} and k.destroyed_at is null
       and (k.id in (select key_id from of where key_id is not null)
         or k.class = 'letter' and k.subject in (
              select unnest(letters) from statement where organisation_id = ${org} and decision_id = ${any(decisions)}
              union select c.answer_letter from complaint c where c.organisation_id = ${org} and c.decision_id = ${any(decisions)} and c.answer_letter is not null))`);
  return rows.map((r) => r.id);
}

async function forget(world: World, tx: Tx, decisions: readonly Id<'dec'>[]): Promise<void> {
  const org = orgOf(tx);
  const these = any(decisions);
  for (const key of await keysOf(tx, decisions)) await destroyKey(world, tx, key as Id<'dky'>, rule);
  await tx.rows(sql`
    update letter set sealed = null, body_hash = '', message_id = null where organisation_id = ${org} and state not in ('held', 'queued', 'sending')
       and id in (select unnest(letters) from statement where organisation_id = ${org} and decision_id = ${these}
                  union select answer_letter from complaint where organisation_id = ${org} and decision_id = ${these})`);
  await tx.rows(sql`
    update measure_try set response = null where organisation_id = ${org}
       and measure_id in (select id from measure where organisation_id = ${org} and decision_id = ${these})`);
  await tx.rows(sql`
    update measure set target = '{}', handle = null, fault = null where organisation_id = ${org} and decision_id = ${these}`);
  await tx.rows(sql`update decision_act set detail = '{}' where organisation_id = ${org} and decision_id = ${these}`);
  await tx.rows(
    sql`update statement set sealed = null, key_id = null where organisation_id = ${org} and decision_id = ${these}`,
  );
  await tx.rows(
    sql`update reason_exception set fact = 'forgotten' where organisation_id = ${org} and decision_id = ${these}`,
  );
  await tx.rows(sql`
    update complaint set sealed = null, key_id = null, once = null where organisation_id = ${org} and decision_id = ${these}`);
  await tx.rows(sql`update decision set sealed = null, key_id = null where organisation_id = ${org} and id = ${these}`);
  note(world, tx, {
    act: 'decision.forget',
    by: engine,
    about: decisions.map((id) => ({ subject: id, payload: { decision: id, rule } })),
  });
}

/**
 * Once a day. The term counts from the end of a decision, of one not to act from the day it was told, and never before the last
 * complaint about it was decided; one whose measures are still being carried out or undone keeps its file.
 * @returns how many were forgotten
 */
export async function sweepDecisions(world: World, org: Id<'org'>): Promise<number> {
  const keep = must((await loadLaw()).retention.get(rule), `law/retention/${rule}`);
  const before = overBefore(keep, world.clock.now().toZonedDateTimeISO('UTC').toPlainDate()).toString();
  let forgotten = 0;
  for (;;) {
    const done = await world.db.in(org, async (tx) => {
      const due = await tx.rows(sql<{ id: Id<'dec'> }>`
        select d.id from decision d where d.organisation_id = ${org} and d.sealed is not null
           and coalesce(d.ended_at, case when d.outcome = 'not_acted' then coalesce(d.settled_at, d.approved_at) end) < ${before}::date
           and not exists (select 1 from complaint c where c.organisation_id = d.organisation_id and c.decision_id = d.id
                              and (c.decided_at is null or c.decided_at >= ${before}::date))
           and not exists (select 1 from measure m where m.organisation_id = d.organisation_id and m.decision_id = d.id
                              and m.state in ('executing', 'reverting', 'revert_failed', 'revert_manual'))
         order by d.id limit ${most} for update of d`);
      if (due.length > 0)
        await forget(
          world,
          tx,
          due.map((d) => d.id),
        );
      return due.length;
    });
    forgotten += done;
    if (done < most) return forgotten;
  }
}

export const sweepDecisionsJob: JobHandler = async (world, job) => {
  await sweepDecisions(world, job.organisation);
  return world.clock.now().add({ hours: 24 });
};

/** Sees to it that every organisation has its daily look. */
export async function startDecisionSweeps(world: World): Promise<void> {
  const all = await world.db.outside((tx) =>
    tx.rows(sql<{ organisation_id: Id<'org'> }>`select organisation_id from organisation_ids()`),
  );
  for (const { organisation_id: org } of all)
    await world.db.in(org, (tx) =>
      enqueue(tx, { kind: 'decision.sweep', lane: 'normal', payload: {}, runAt: world.clock.now(), key: 'daily' }),
    );
}
