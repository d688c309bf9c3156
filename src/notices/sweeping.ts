/** Forgetting: notices whose time to keep is over, and files whose notice was never sent. */
import { destroyKey, tombstone } from '#evidence/store';
import { sql, type Tx } from '#io/db';
import { enqueue, type JobHandler } from '#io/jobs';
import type { World } from '#io/world';
import { note } from '#journal/work';
import { engine, type Id } from '#kernel';
import { keptUntil } from '#law';
import { loadLaw } from '#law/work';
import { formHours } from './form.ts';
import { dropFiles, orgOf, orphanFiles } from './store.ts';

const rule = 'gdpr-5-1-e';

/** Destroys what people wrote in one notice; its numbers, moments and outcomes stay for the counts. */
async function forget(world: World, tx: Tx, id: Id<'ntc'>): Promise<void> {
  const org = orgOf(tx);
  for (const evidence of await dropFiles(tx, id)) await tombstone(world, tx, evidence, rule);
  await tx.rows(
    sql`update notice set sealed = null, sha256 = null, notifier_print = null where organisation_id = ${org} and id = ${id}`,
  );
  await tx.rows(sql`
    update notice_item set location = null, sealed = null, masked = 'erased', elsewhere = null where organisation_id = ${org} and notice_id = ${id}`);
  await tx.rows(
    sql`update notice_act set sealed = null, detail = '{}' where organisation_id = ${org} and notice_id = ${id}`,
  );
  await tx.rows(sql`update bad_faith set sealed = null where organisation_id = ${org} and notice_id = ${id}`);
  const keys = await tx.rows(sql<{ id: string }>`
    select id from data_key where organisation_id = ${org} and class in ('document', 'letter') and destroyed_at is null
       and (subject = ${id} or subject in (select l.id from letter l where l.organisation_id = ${org} and l.matter = ${id} and l.party_id is null))`);
  // Letters to the notifier say who they are: they go with the notice.
  await tx.rows(sql`
    update letter set sealed = null, body_hash = '', message_id = null where organisation_id = ${org} and matter = ${id} and party_id is null
       and state not in ('held', 'queued', 'sending')`);
  for (const key of keys) await destroyKey(world, tx, key.id, rule);
  note(world, tx, { act: 'notice.forget', by: engine, about: [{ subject: id, payload: { notice: id, rule } }] });
}

/** One look over the notices of an organisation. @returns how many were forgotten */
export async function sweepNotices(
  world: World,
  org: Id<'org'>,
): Promise<{ readonly notices: number; readonly files: number }> {
  const law = await loadLaw();
  const now = world.clock.now();
  const today = now.toZonedDateTimeISO('UTC').toPlainDate();
  let notices = 0;
  for (const [id, csam] of [
    ['case-file', false],
    ['csam-address', true],
  ] as const) {
    const keep = law.retention.get(id);
    if (!keep) continue;
    const due = await world.db.in(org, (tx) =>
      tx.rows(sql<{ id: Id<'ntc'>; closed_at: Temporal.Instant }>`
        select id, closed_at from notice where organisation_id = ${org} and closed_at is not null and sealed is not null
           and (sensitive is not distinct from 'csam') = ${csam} and closed_at < ${now.subtract({ hours: 24 * 300 }).toString()}::timestamptz`),
    );
    for (const each of due) {
      const end = keptUntil(keep, each.closed_at.toZonedDateTimeISO('UTC').toPlainDate());
      if (Temporal.PlainDate.compare(end, today) > 0) continue;
      await world.db.in(org, (tx) => forget(world, tx, each.id));
      notices++;
    }
  }
  let files = 0;
  for (const id of await world.db.in(org, (tx) => orphanFiles(tx, now.subtract({ hours: formHours })))) {
    await world.db.in(org, async (tx) => {
      for (const evidence of await dropFiles(tx, id)) await tombstone(world, tx, evidence, rule);
      const keys = await tx.rows(sql<{ id: string }>`
        select id from data_key where organisation_id = ${org} and class = 'document' and subject = ${id} and destroyed_at is null`);
      for (const key of keys) await destroyKey(world, tx, key.id, rule);
    });
    files++;
  }
  return { notices, files };
}

/** Runs every hour. */
export const sweepNoticesJob: JobHandler = async (world, job) => {
  await sweepNotices(world, job.organisation);
  return world.clock.now().add({ hours: 1 });
};

/** Sees to it that every organisation has the hourly look. */
export async function startNoticeSweeps(world: World): Promise<void> {
  const all = await world.db.outside((tx) =>
    tx.rows(sql<{ organisation_id: Id<'org'> }>`select organisation_id from organisation_ids()`),
  );
  for (const o of all)
    await world.db.in(o.organisation_id, (tx) =>
      enqueue(tx, { kind: 'notice.sweep', lane: 'normal', payload: {}, key: 'sweep', runAt: world.clock.now() }),
    );
}
