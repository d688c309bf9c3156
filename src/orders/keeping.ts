/** What is kept of an order's content, and its end on time: terrorist content six months, data under a preservation order as long as it says. */
import { stopDeadline, wouldBeDue } from '#deadlines/work';
import { destroyKey, keepBytes, tombstone } from '#evidence/store';
import { sql, type Tx } from '#io/db';
import { newId } from '#io/dice';
import { enqueue, type Job } from '#io/jobs';
import type { World } from '#io/world';
import { note } from '#journal/work';
import { type Actor, actorId, engine, type Id, isId, Refused } from '#kernel';
import { loadLaw } from '#law/work';
import { allow, doAct, fact, lockOrder, type OrderNow, orgOf } from './acting.ts';
import { moment, preservedOf, preservedOpen, writeAct } from './store.ts';

/** The end of keeping comes in its last minute: the day itself is kept whole, and nothing is kept a moment longer. */
const lastMinute = { minutes: 1 } as const;

async function add(
  world: World,
  tx: Tx,
  o: Pick<OrderNow, 'row'>,
  p: {
    readonly mode: 'reference' | 'bytes' | 'custody';
    readonly evidence: Id<'evd'> | null;
    readonly until: Temporal.Instant;
  },
  by: Actor,
): Promise<void> {
  const id = newId(world, 'prs');
  await tx.rows(sql`
    insert into preserved (organisation_id, id, order_id, mode, evidence_id, until, added_at, added_by)
    values (${orgOf(tx)}, ${id}, ${o.row.id}, ${p.mode}, ${p.evidence}, ${moment(p.until)}, ${moment(world.clock.now())}, ${actorId(by)})`);
  await awaitEnd(tx, o.row.id, p.until);
}

async function awaitEnd(tx: Tx, order: string, until: Temporal.Instant): Promise<void> {
  await enqueue(tx, {
    kind: 'order.preserved',
    lane: 'normal',
    payload: { order },
    runAt: until.subtract(lastMinute),
    key: `${order}:${until.toString()}`,
  });
}

/** Terrorist content that was removed: what and where is kept six months (TCO art. 6), from the measure on. */
export async function keepReference(
  world: World,
  tx: Tx,
  o: OrderNow,
  from: Temporal.Instant,
  by: Actor,
): Promise<void> {
  if ((await preservedOpen(tx, o.row.id)).length > 0) return;
  await add(world, tx, o, { mode: 'reference', evidence: null, until: await wouldBeDue(tx, 'clk-tco-6m', from) }, by);
  await writeAct(world, tx, { order: o.row.id, act: 'preserved', by, detail: { mode: 'reference' } });
}

/**
 * Keeps bytes that the provider's own system handed over, encrypted under a key of their own; or only the word that they lie
 * on its disk. Child abuse material has no such act: its kinds of order do not offer it.
 */
export async function preserve(
  world: World,
  tx: Tx,
  order: string,
  what: {
    readonly bytes?: Uint8Array;
    readonly mediaType?: string;
    readonly custody?: string;
    readonly until?: Temporal.Instant;
  },
  by: Actor,
): Promise<void> {
  const o = await lockOrder(tx, order);
  allow(o, 'preserve', by);
  const open = await preservedOpen(tx, o.row.id);
  const bytes = what.bytes;
  if (bytes && o.type.evidence !== 'preserve') throw new Refused('order.act-not-allowed', 'preserve: custody only');
  if (!bytes && !what.custody?.trim()) throw new Refused('case.needs-reason');
  const until =
    what.until ?? open[0]?.until ?? (await wouldBeDue(tx, 'clk-tco-6m', o.row.effect_at ?? world.clock.now()));
  const kept = bytes
    ? await keepBytes(world, tx, {
        class: 'document',
        subject: `${o.row.id}/preserved/${open.length}`,
        mediaType: what.mediaType ?? 'application/octet-stream',
        bytes,
      })
    : null;
  await add(world, tx, o, { mode: kept ? 'bytes' : 'custody', evidence: kept?.id ?? null, until }, by);
  await doAct(world, tx, o, 'preserve', by, {
    detail: {
      mode: kept ? 'bytes' : 'custody',
      until: until.toString(),
      ...(kept ? { sha256: kept.sha256.toString('hex'), size: kept.size } : {}),
    },
    text: what.custody ?? null,
  });
}

/** The authority or a court asked to keep it longer, and said until when. */
export async function extendPreserved(
  world: World,
  tx: Tx,
  order: string,
  until: Temporal.Instant,
  why: string,
  by: Actor,
): Promise<void> {
  const o = await lockOrder(tx, order);
  allow(o, 'extend_preserved', by);
  if (why.trim() === '') throw new Refused('case.needs-reason');
  const open = await preservedOpen(tx, o.row.id);
  if (open.some((p) => Temporal.Instant.compare(until, p.until) <= 0))
    throw new Refused('request.invalid', 'until: not later than it is', { until: 'earlier' });
  await tx.rows(sql`
    update preserved set until = ${moment(until)}, extended = extended + 1 where organisation_id = ${orgOf(tx)} and order_id = ${o.row.id} and destroyed_at is null`);
  await doAct(world, tx, o, 'extend_preserved', by, { detail: { until: until.toString() }, text: why });
  for (const clock of ['clk-tco-6m', 'clk-126ni', 'clk-epocpr'])
    await stopDeadline(world, tx, o.row.id, clock, 'void', { why: 'kept longer, as asked' });
  await awaitEnd(tx, o.row.id, until);
}

/** The job that ends the keeping on its day: the key is destroyed, a tombstone stays. Extended meanwhile: it looks again then. */
export async function preservedJob(world: World, job: Job): Promise<Temporal.Instant | undefined> {
  const order = job.payload['order'];
  if (!isId('ord', order)) throw new Error('order.preserved needs an order');
  return world.db.in(job.organisation, async (tx) => {
    const o = await lockOrder(tx, order);
    const open = await preservedOpen(tx, order);
    const now = world.clock.now();
    const over = open.filter((p) => Temporal.Instant.compare(now, p.until.subtract(lastMinute)) >= 0);
    for (const p of over) {
      if (p.evidence_id) await destroyKept(world, tx, p.evidence_id);
      await tx.rows(sql`
        update preserved set destroyed_at = ${moment(now)}, destroyed_why = 'its term ended' where organisation_id = ${orgOf(tx)} and id = ${p.id}`);
    }
    if (over.length > 0) {
      await writeAct(world, tx, { order, act: 'preserved_destroyed', by: engine, detail: { count: over.length } });
      note(world, tx, {
        act: 'order.preserved_destroyed',
        by: engine,
        about: [{ subject: order, payload: { order, count: over.length } }],
      });
      if (over.length === open.length) {
        await fact(world, tx, o, 'preserved.destroyed', now);
        await fact(world, tx, o, 'preservation.ended', now);
      }
    }
    const next = (await preservedOpen(tx, order)).map((p) => p.until).sort(Temporal.Instant.compare)[0];
    return next?.subtract(lastMinute);
  });
}

async function destroyKept(world: World, tx: Tx, evidence: Id<'evd'>): Promise<void> {
  const [row] = await tx.rows(
    sql<{ key_id: Id<'dky'> }>`select key_id from kept where organisation_id = ${orgOf(tx)} and id = ${evidence}`,
  );
  if (!row) return;
  await tombstone(world, tx, evidence, 'tco-preserved');
  await destroyKey(world, tx, row.key_id, 'tco-preserved');
}

/** How the retention of files and of addresses stands in the law folder, in months after the end. */
async function months(rule: string): Promise<number> {
  const found = (await loadLaw()).retention.get(rule);
  if (found?.keep.unit !== 'months') throw new Error(`retention ${rule} in months`);
  return found.keep.count;
}

/**
 * Once a day: addresses of child abuse material lose their key twelve months after the order was closed, the words of an order
 * and its acts five years after; counts stay. Something still kept or still secret keeps its file.
 */
export async function retentionJob(world: World, job: Job): Promise<Temporal.Instant> {
  const now = world.clock.now();
  const before = async (rule: string) => {
    const n = await months(rule);
    return now.toZonedDateTimeISO('UTC').subtract({ months: n }).toInstant();
  };
  const csam = await before('csam-address');
  const file = await before('order-file');
  await world.db.in(job.organisation, async (tx) => {
    const addresses = await tx.rows(sql<{ id: Id<'oit'>; key_id: Id<'dky'> }>`
      select i.id, i.key_id from order_item i join authority_order o on o.organisation_id = i.organisation_id and o.id = i.order_id
       where i.organisation_id = ${orgOf(tx)} and i.sealed is not null and o.closed_at < ${moment(csam)} limit 500 for update of i`);
    for (const i of addresses) {
      await destroyKey(world, tx, i.key_id, 'csam-address');
      await tx.rows(
        sql`update order_item set sealed = null, fingerprint = null, shown = '…' where organisation_id = ${orgOf(tx)} and id = ${i.id}`,
      );
    }
    const files = await tx.rows(sql<{ id: Id<'ord'>; key_id: Id<'dky'> | null; evidence_id: Id<'evd'> | null }>`
      select o.id, o.key_id, o.evidence_id from authority_order o
       where o.organisation_id = ${orgOf(tx)} and o.sealed is not null and o.closed_at < ${moment(file)}
         and not exists (select 1 from preserved p where p.organisation_id = o.organisation_id and p.order_id = o.id and p.destroyed_at is null)
         and not exists (select 1 from secrecy s where s.organisation_id = o.organisation_id and s.order_id = o.id and s.ended_at is null)
       limit 200 for update of o`);
    for (const f of files) {
      if (f.evidence_id) await tombstone(world, tx, f.evidence_id, 'order-file');
      if (f.key_id) await destroyKey(world, tx, f.key_id, 'order-file');
      await tx.rows(
        sql`update authority_order set sealed = null, once = null, reference = null where organisation_id = ${orgOf(tx)} and id = ${f.id}`,
      );
      await tx.rows(
        sql`update order_act set sealed = null where organisation_id = ${orgOf(tx)} and order_id = ${f.id}`,
      );
      await tx.rows(
        sql`update order_item set location = null, shown = '…', fingerprint = null where organisation_id = ${orgOf(tx)} and order_id = ${f.id}`,
      );
      await writeAct(world, tx, { order: f.id, act: 'file_destroyed', by: engine });
    }
    if (addresses.length + files.length > 0)
      note(world, tx, {
        act: 'order.retention',
        by: engine,
        about: [{ subject: null, payload: { addresses: addresses.length, files: files.length } }],
      });
  });
  return now.add({ hours: 24 });
}

/** Makes sure each organisation has its daily look at what may no longer be kept. */
export async function startRetention(world: World): Promise<void> {
  const all = await world.db.outside((tx) =>
    tx.rows(sql<{ organisation_id: Id<'org'> }>`select organisation_id from organisation_ids()`),
  );
  for (const { organisation_id: org } of all)
    await world.db.in(org, (tx) =>
      enqueue(tx, { kind: 'order.retention', lane: 'normal', payload: {}, runAt: world.clock.now(), key: 'daily' }),
    );
}

export { preservedOf };
