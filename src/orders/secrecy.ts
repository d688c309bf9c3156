/** Silence: begun with the order, looked at again every ninety days, ended only by a written act. A day that passes ends nothing by itself. */
import { startDeadline, stopDeadline } from '#deadlines/work';
import { sql, type Tx } from '#io/db';
import { enqueue, type Job } from '#io/jobs';
import type { World } from '#io/world';
import { note } from '#journal/work';
import { type Actor, actorId, engine, isId, Refused } from '#kernel';
import { allow, doAct, fact, lockOrder, type OrderNow, orgOf } from './acting.ts';
import { tellRecipient } from './lettering.ts';
import { moment, secrecyOf, writeAct } from './store.ts';

/** TCO art. 11(3): six weeks at most, and once again six. */
const mostWeeks = 6;
const mostTimes = 1;

/** Begins the silence of an order. @throws Refused `order.secrecy-limit` where its law allows fewer days */
export async function keepSecret(
  world: World,
  tx: Tx,
  o: Pick<OrderNow, 'row' | 'type'>,
  s: { readonly until: Temporal.Instant | null; readonly basis: string },
  by: Actor,
): Promise<void> {
  const now = world.clock.now();
  const limited = o.type.tell === 'until_date';
  const last = now.add({ hours: 24 * 7 * mostWeeks });
  // A non-disclosure whose order names no day has the longest its article allows: it still ends only by being written down.
  const until = limited ? (s.until ?? last) : s.until;
  if (limited && until && Temporal.Instant.compare(until, last) > 0) throw new Refused('order.secrecy-limit');
  await tx.rows(sql`
    insert into secrecy (organisation_id, order_id, since, basis, until) values (${orgOf(tx)}, ${o.row.id}, ${moment(now)}, ${s.basis}, ${moment(until)})`);
  await writeAct(world, tx, {
    order: o.row.id,
    act: 'secret',
    by,
    detail: { basis: s.basis, until: until?.toString() ?? null },
  });
  note(world, tx, {
    act: 'order.secret',
    by,
    about: [{ subject: o.row.id, payload: { order: o.row.id, basis: s.basis, until: until?.toString() ?? null } }],
  });
  await fact(world, tx, o, 'secrecy.ordered', now, by, until ? { length: minutesUntil(now, until) } : {});
  if (until) await awaitEnd(tx, o.row.id, until);
}

/** One minute more than until then: the minute in which the engine writes the end down. */
const minutesUntil = (now: Temporal.Instant, until: Temporal.Instant) => ({
  unit: 'minutes' as const,
  count: Math.max(1, Math.ceil(now.until(until).total('minutes'))) + 1,
});

async function awaitEnd(tx: Tx, order: string, until: Temporal.Instant): Promise<void> {
  await enqueue(tx, {
    kind: 'order.secrecy',
    lane: 'urgent',
    payload: { order },
    runAt: until,
    key: `${order}:${until.toString()}`,
  });
}

async function endSecrecy(world: World, tx: Tx, o: OrderNow, why: string, by: Actor): Promise<void> {
  const now = world.clock.now();
  await tx.rows(sql`
    update secrecy set ended_at = ${moment(now)}, ended_by = ${actorId(by)}, ended_why = ${why}
     where organisation_id = ${orgOf(tx)} and order_id = ${o.row.id} and ended_at is null`);
  await stopDeadline(world, tx, o.row.id, 'clk-secrecy-review', 'void', { why: 'secrecy ended' });
  await fact(world, tx, o, 'secrecy.ended', now, by);
  // What was held back is told now, where the law asks for it and something was done.
  if (
    o.row.effect_at !== null &&
    o.row.recipient_informed_at === null &&
    (o.type.tell === 'required' || o.type.tell === 'until_date')
  )
    await tellRecipient(world, tx, await lockOrder(tx, o.row.id), by);
}

/**
 * The authority lifted it: its act is written down with it.
 * @throws Refused `case.needs-reason` without which act of the authority; `order.never-told` where the law never lets us tell
 */
export async function liftSecrecy(world: World, tx: Tx, order: string, act: string, by: Actor): Promise<void> {
  const o = await lockOrder(tx, order);
  if (o.standing.secret && o.type.tell === 'never') throw new Refused('order.never-told');
  allow(o, 'lift', by);
  if (act.trim() === '') throw new Refused('case.needs-reason');
  await doAct(world, tx, o, 'lift', by, { text: act });
  await endSecrecy(world, tx, o, 'lifted by the authority', by);
}

/** The authority made it longer: for terrorist content once, by six weeks at most. @throws Refused `order.secrecy-limit` */
export async function extendSecrecy(
  world: World,
  tx: Tx,
  order: string,
  until: Temporal.Instant,
  by: Actor,
): Promise<void> {
  const o = await lockOrder(tx, order);
  allow(o, 'extend_secrecy', by);
  const s = await secrecyOf(tx, o.row.id);
  if (!s?.until) throw new Refused('order.act-not-allowed', 'extend_secrecy');
  const last = s.until.add({ hours: 24 * 7 * mostWeeks });
  if (
    s.extended >= mostTimes ||
    Temporal.Instant.compare(until, last) > 0 ||
    Temporal.Instant.compare(until, s.until) <= 0
  )
    throw new Refused('order.secrecy-limit');
  await tx.rows(sql`
    update secrecy set until = ${moment(until)}, extended = extended + 1 where organisation_id = ${orgOf(tx)} and order_id = ${o.row.id} and ended_at is null`);
  await doAct(world, tx, o, 'extend_secrecy', by, { detail: { until: until.toString() } });
  await stopDeadline(world, tx, o.row.id, 'clk-tco-nda', 'void', { why: 'made longer by the authority' });
  await startDeadline(world, tx, {
    clock: 'clk-tco-nda',
    subject: o.row.id,
    startsAt: s.until,
    given: minutesUntil(s.until, until),
    by,
  });
  await awaitEnd(tx, o.row.id, until);
}

/** Somebody asked whether it still holds; the next ninety days begin. What was heard is written down; silence ends nothing. */
export async function reviewSecrecy(world: World, tx: Tx, order: string, heard: string, by: Actor): Promise<void> {
  const o = await lockOrder(tx, order);
  allow(o, 'review_secrecy', by);
  if (heard.trim() === '') throw new Refused('case.needs-reason');
  const now = world.clock.now();
  await tx.rows(
    sql`update secrecy set reviewed_at = ${moment(now)} where organisation_id = ${orgOf(tx)} and order_id = ${o.row.id} and ended_at is null`,
  );
  await doAct(world, tx, o, 'review_secrecy', by, { text: heard });
  await fact(world, tx, o, 'secrecy.reviewed', now, by);
  await startDeadline(world, tx, { clock: 'clk-secrecy-review', subject: o.row.id, startsAt: now, by });
}

/** The job that ends a secrecy with a day on that day. Made longer or ended meanwhile: it does nothing. */
export async function secrecyJob(world: World, job: Job): Promise<Temporal.Instant | undefined> {
  const order = job.payload['order'];
  if (!isId('ord', order)) throw new Error('order.secrecy needs an order');
  return world.db.in(job.organisation, async (tx) => {
    const o = await lockOrder(tx, order);
    const s = await secrecyOf(tx, order);
    if (!s?.until) return undefined;
    if (Temporal.Instant.compare(world.clock.now(), s.until) < 0) return s.until;
    await writeAct(world, tx, { order, act: 'secrecy_over', by: engine, detail: { until: s.until.toString() } });
    await endSecrecy(world, tx, o, 'its day came', engine);
    return undefined;
  });
}
