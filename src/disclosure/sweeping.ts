/** Forgetting: requests for data whose time to keep is over lose who asked, what for, and what was said; their counts stay. */
import { destroyKey } from '#evidence/store';
import { sql } from '#io/db';
import { enqueue, type JobHandler } from '#io/jobs';
import type { World } from '#io/world';
import { note } from '#journal/work';
import { engine, type Id, must } from '#kernel';
import { overBefore } from '#law';
import { loadLaw } from '#law/work';

const rule = 'case-file';
const most = 200;

const any = (ids: readonly string[]) => sql`any(${[...ids]}::text[])`;

/** One look over the requests of an organisation. @returns how many were forgotten */
export async function sweepDisclosures(world: World, org: Id<'org'>): Promise<number> {
  const keep = must((await loadLaw()).retention.get(rule), `law/retention/${rule}`);
  const before = overBefore(keep, world.clock.now().toZonedDateTimeISO('UTC').toPlainDate()).toString();
  let forgotten = 0;
  for (;;) {
    const done = await world.db.in(org, async (tx) => {
      const due = await tx.rows(sql<{ id: Id<'dsc'> }>`
        select d.id from disclosure d where d.organisation_id = ${org} and d.sealed is not null and d.state in ('answered', 'withdrawn')
           and (select max(a.at) from disclosure_act a where a.organisation_id = d.organisation_id and a.disclosure_id = d.id) < ${before}::date
         order by d.id limit ${most} for update of d`);
      const ids = due.map((d) => d.id);
      if (ids.length === 0) return 0;
      const letters = sql`select l.id from letter l where l.organisation_id = ${org} and l.matter = ${any(ids)} and l.party_id is null`;
      const keys = await tx.rows(sql<{ id: Id<'dky'> }>`
        select id from data_key where organisation_id = ${org} and destroyed_at is null
           and (id in (select key_id from disclosure where organisation_id = ${org} and id = ${any(ids)}
                       union select key_id from disclosure_act where organisation_id = ${org} and disclosure_id = ${any(ids)} and key_id is not null)
             or class = 'letter' and subject in (${letters}))`);
      // Letters to who asked say who they are: they go with the request.
      await tx.rows(sql`
        update letter set sealed = null, body_hash = '', message_id = null where organisation_id = ${org} and id in (${letters})
           and state not in ('held', 'queued', 'sending')`);
      await tx.rows(
        sql`update disclosure set sealed = null, refusal = null where organisation_id = ${org} and id = ${any(ids)}`,
      );
      await tx.rows(sql`
        update disclosure_act set sealed = null, detail = '{}' where organisation_id = ${org} and disclosure_id = ${any(ids)}`);
      for (const key of keys) await destroyKey(world, tx, key.id, rule);
      note(world, tx, {
        act: 'disclosure.forget',
        by: engine,
        about: ids.map((id) => ({ subject: id, payload: { disclosure: id, rule } })),
      });
      return ids.length;
    });
    forgotten += done;
    if (done < most) return forgotten;
  }
}

export const sweepDisclosuresJob: JobHandler = async (world, job) => {
  await sweepDisclosures(world, job.organisation);
  return world.clock.now().add({ hours: 24 });
};

/** Sees to it that every organisation has its daily look. */
export async function startDisclosureSweeps(world: World): Promise<void> {
  const all = await world.db.outside((tx) =>
    tx.rows(sql<{ organisation_id: Id<'org'> }>`select organisation_id from organisation_ids()`),
  );
  for (const { organisation_id: org } of all)
    await world.db.in(org, (tx) =>
      enqueue(tx, { kind: 'disclosure.sweep', lane: 'normal', payload: {}, runAt: world.clock.now(), key: 'daily' }),
    );
}
