/**
 * The record of who reported a case: written in the transaction that ends it, taken away in the one that opens it again, and
 * read where a case is judged. It lowers a rank and never drops anything; lanes of the law speak after it.
 */

import { verdictOf } from '#intake';
import { countVerdicts, type NotifierRow } from '#intake/notifiers';
import { sql, type Tx } from '#io/db';
import { enqueue, type Job } from '#io/jobs';
import type { World } from '#io/world';
import { note } from '#journal/work';
import { engine, type Id } from '#kernel';
import { type NotifierRecord, stepsLost } from '#priority';
import { judgeAgain, lockCase } from './acting.ts';
import { openStates } from './case.ts';

/**
 * Writes how a case ended on the record of each notifier that reported it or what was bundled into it; takes it away where the
 * case is open. May be called at any time: it reads how the case stands.
 */
export async function recordAgain(world: World, tx: Tx, org: Id<'org'>, id: Id<'case'>): Promise<void> {
  const [c] = await tx.rows(sql<{ state: string; outcome: string | null; upheld: boolean }>`
    select c.state, c.outcome,
           exists (select 1 from answer a where a.organisation_id = c.organisation_id and a.case_id = c.id and a.kind = 'wrong') as upheld
      from abuse_case c where c.organisation_id = ${org} and c.id = ${id}`);
  if (!c) return;
  const ended = (c.state === 'resolved' || c.state === 'rejected') && c.outcome !== null;
  const verdict = verdictOf(c.outcome ?? '');
  // That the customer said so and was right is said as such.
  const why = verdict === 'wrong' && c.upheld ? 'customer_upheld' : (c.outcome ?? '');
  const gone = await tx.rows(sql<{ notifier_id: string }>`
    delete from notifier_verdict where organisation_id = ${org} and case_id = ${id} returning notifier_id`);
  const written = ended
    ? await tx.rows(sql<{ notifier_id: string }>`
        insert into notifier_verdict (organisation_id, notifier_id, case_id, verdict, why, at)
        select distinct f.organisation_id, m.notifier_id, ${id}, ${verdict}, ${why}, ${world.clock.now().toString()}::timestamptz
          from finding f join message m on m.organisation_id = f.organisation_id and m.id = f.message_id
         where f.organisation_id = ${org} and m.notifier_id is not null
           and f.case_id in (select ${id} union all select b.id from abuse_case b where b.organisation_id = ${org} and b.merged_into = ${id})
        returning notifier_id`)
    : [];
  const touched = [...new Set([...gone, ...written].map((r) => r.notifier_id))].sort();
  if (touched.length === 0) return;
  const counted = await countVerdicts(tx, org, touched);
  note(world, tx, {
    act: 'notifier.record',
    by: engine,
    about: [{ subject: null, payload: { case: id, verdict: ended ? verdict : null, notifiers: touched.slice(0, 40) } }],
  });
  // A record that now weighs otherwise changes the rank of its other open cases: soon, not in this transaction.
  for (const { before, after } of counted)
    if (stepsLost(recordOf(before)) !== stepsLost(recordOf(after)))
      await enqueue(tx, {
        kind: 'case.rank_again',
        lane: 'normal',
        payload: { notifier: after.id },
        runAt: world.clock.now(),
        key: after.id,
      });
}

const recordOf = (n: NotifierRow): NotifierRecord => ({
  id: n.id,
  name: n.name,
  confirmed: n.confirmed,
  wrong: n.wrong,
  unclear: n.unclear,
});

/**
 * Records of everyone who reported each of these cases, only where there is somebody to doubt: one question answers it for
 * the many cases where there is not. Null stands for someone who is not known.
 * @param news the message whose findings are about to be written to these cases, in this transaction
 */
export async function recordsFor(
  tx: Tx,
  org: Id<'org'>,
  cases: readonly string[],
  news?: ReadonlyMap<Id<'case'>, readonly Id<'msg'>[]>,
): Promise<ReadonlyMap<string, readonly (NotifierRecord | null)[]>> {
  const doubtful = await tx.rows(sql<NotifierRecord>`
    select id, name, confirmed, wrong, unclear from notifier where organisation_id = ${org} and wrong > confirmed`);
  const inDoubt = new Map(doubtful.filter((n) => stepsLost(n) > 0).map((n) => [n.id, n]));
  const found = new Map<string, (NotifierRecord | null)[]>();
  if (inDoubt.size === 0 || cases.length === 0) return found;
  const newsBy = new Map<Id<'msg'>, NotifierRecord | null>();
  if (news) {
    const senders = await tx.rows(sql<{ id: Id<'msg'>; notifier_id: string | null }>`
      select id, notifier_id from message where organisation_id = ${org} and id = any(${[...new Set([...news.values()].flat())]}::text[])`);
    for (const m of senders) newsBy.set(m.id, (m.notifier_id && inDoubt.get(m.notifier_id)) || null);
    // Someone without doubts reported each of them as well: nothing is taken away from any of these cases.
    if (![...newsBy.values()].some((record) => record !== null)) return found;
  }
  const rows = await tx.rows(sql<{ case_id: string; notifier_id: string | null }>`
    select distinct coalesce(c.merged_into, c.id) as case_id, m.notifier_id
      from abuse_case c join finding f on f.organisation_id = c.organisation_id and f.case_id = c.id
      join message m on m.organisation_id = f.organisation_id and m.id = f.message_id
     where c.organisation_id = ${org} and (c.id = any(${[...cases]}::text[]) or c.merged_into = any(${[...cases]}::text[]))`);
  for (const id of cases)
    found.set(
      id,
      (news?.get(id as Id<'case'>) ?? []).map((message) => newsBy.get(message) ?? null),
    );
  for (const r of rows) found.get(r.case_id)?.push((r.notifier_id && inDoubt.get(r.notifier_id)) || null);
  return found;
}

/** Open cases that findings of these messages lie in are judged anew; ended ones count for who turned out to have reported them. */
export async function afterProof(world: World, org: Id<'org'>, messages: readonly Id<'msg'>[]): Promise<void> {
  const cases = await world.db.in(org, (tx) => casesWith(tx, org, sql`f.message_id = any(${[...messages]}::text[])`));
  for (const id of cases) await again(world, org, id);
}

async function casesWith(tx: Tx, org: Id<'org'>, which: ReturnType<typeof sql>): Promise<readonly Id<'case'>[]> {
  const rows = await tx.rows(sql<{ id: Id<'case'> }>`
    select distinct coalesce(c.merged_into, c.id) as id from finding f join abuse_case c on c.organisation_id = f.organisation_id and c.id = f.case_id
     where f.organisation_id = ${org} and ${which} order by 1`);
  return rows.map((r) => r.id);
}

async function again(world: World, org: Id<'org'>, id: Id<'case'>): Promise<void> {
  await world.db.in(org, async (tx) => {
    const c = await lockCase(tx, org, id);
    if (openStates.includes(c.state)) {
      // Judged anew only where it would come out otherwise: a case nobody doubts is not touched.
      const records = (await recordsFor(tx, org, [id])).get(id) ?? [];
      if (records.length > 0 || c.doubted) await judgeAgain(world, tx, org, c);
    } else if (c.state !== 'bundled') await recordAgain(world, tx, org, id);
  });
}

/** Handler of the job that ranks anew what a notifier reported, after its record came to weigh otherwise. */
export async function rankJob(world: World, job: Job): Promise<undefined> {
  const org = job.organisation;
  const notifier = String(job.payload['notifier']);
  const open = await world.db.in(org, (tx) =>
    tx.rows(sql<{ id: Id<'case'> }>`
      select distinct coalesce(c.merged_into, c.id) as id
        from message m join finding f on f.organisation_id = m.organisation_id and f.message_id = m.id
        join abuse_case c on c.organisation_id = f.organisation_id and c.id = f.case_id
       where m.organisation_id = ${org} and m.notifier_id = ${notifier} and m.received_at > ${world.clock
         .now()
         .subtract({ hours: 24 * 180 })
         .toString()}::timestamptz
         and c.state in ('new', 'waiting', 'answered', 'restricted', 'bundled') order by 1`),
  );
  for (const { id } of open) await again(world, org, id);
  return undefined;
}

/** The cases that findings of these messages, and of those inside them, lie in; of a bundled one the case it went into. */
export async function casesOfMessages(
  tx: Tx,
  org: Id<'org'>,
  messages: readonly string[],
): Promise<Map<string, { reference: string | null; state: string; outcome: string | null }[]>> {
  const rows = await tx.rows(sql<{ message: string; reference: string | null; state: string; outcome: string | null }>`
    select distinct coalesce(m.within, m.id) as message, coalesce(t.reference, c.reference) as reference, coalesce(t.state, c.state) as state,
           case when t.id is null then c.outcome else t.outcome end as outcome
      from message m join finding f on f.organisation_id = m.organisation_id and f.message_id = m.id
      join abuse_case c on c.organisation_id = f.organisation_id and c.id = f.case_id
      left join abuse_case t on t.organisation_id = c.organisation_id and t.id = c.merged_into
     where m.organisation_id = ${org} and (m.id = any(${[...messages]}::text[]) or m.within = any(${[...messages]}::text[]))
     order by 1, 2 limit 2000`);
  const found = new Map<string, { reference: string | null; state: string; outcome: string | null }[]>();
  for (const { message, ...c } of rows) {
    const list = found.get(message);
    if (list) list.push(c);
    else found.set(message, [c]);
  }
  return found;
}
