/** One way of acting on an order: locked, allowed by its life, written down, noted, and its clocks told the fact. */
import { deadlinesOf } from '#deadlines/store';
import { pauseDeadline, resumeDeadline, startDeadline, stopDeadline } from '#deadlines/work';
import type { Tx } from '#io/db';
import type { World } from '#io/world';
import { note } from '#journal/work';
import { type Actor, engine, mayAs, must, Refused } from '#kernel';
import { clocksOf, type OrderType } from '#law';
import { loadLaw } from '#law/work';
import { fits, type OrderAct, type OrderStanding, orderArrow } from './order.ts';
import {
  changeOrder,
  type ItemRow,
  itemsOf,
  type OrderRow,
  type OrderTerm,
  orderById,
  orgOf,
  preservedOpen,
  secrecyOf,
  writeAct,
} from './store.ts';

/** An order with what its acts depend on. */
export interface OrderNow {
  readonly row: OrderRow;
  readonly type: OrderType;
  readonly items: readonly ItemRow[];
  readonly standing: OrderStanding;
}

export async function typeOf(id: string): Promise<OrderType> {
  return must((await loadLaw()).orders.get(id), `kind of order ${id} in the law folder`);
}

export function standingOf(
  row: OrderRow,
  items: readonly ItemRow[],
  secret: boolean,
  isPreserved: boolean,
): OrderStanding {
  const lost = row.state === 'annulled' || row.state === 'withdrawn' || row.state === 'rejected_inauthentic';
  return {
    state: row.state,
    authenticity: row.authenticity,
    crossBorder: row.cross_border,
    scrutiny: row.scrutiny,
    secret,
    isPreserved,
    isTold: row.recipient_informed_at !== null,
    hasEffect: row.effect_at !== null,
    toReinstate: lost ? items.filter((i) => i.state === 'effected' && i.effects.length > 0).length : 0,
    approvedBy: row.approved_by,
  };
}

/** An order as it stands, locked until this transaction ends. @throws Refused `request.not-found` */
export async function lockOrder(tx: Tx, id: string): Promise<OrderNow> {
  const row = await orderById(tx, id, 'lock');
  const items = await itemsOf(tx, row.id);
  const secret = (await secrecyOf(tx, row.id)) !== undefined;
  return {
    row,
    type: await typeOf(row.type),
    items,
    standing: standingOf(row, items, secret, (await preservedOpen(tx, row.id)).length > 0),
  };
}

/** @throws Refused `order.act-not-allowed` naming what is possible, `request.not-allowed` */
export function allow(o: OrderNow, act: OrderAct, by: Actor): void {
  const arrow = orderArrow(o.row.state, act);
  if (!arrow || !fits(o.type, o.standing, act)) throw new Refused('order.act-not-allowed', `${act}: ${o.row.state}`);
  if (arrow.by === 'engine') {
    // What the program does follows from a decision, which asked for the role itself.
    if (by.kind !== 'engine' && !mayAs(by, 'handler')) throw new Refused('request.not-allowed');
  } else if (!mayAs(by, arrow.by)) throw new Refused('request.not-allowed');
}

export interface Doing {
  readonly detail?: Readonly<Record<string, unknown>>;
  readonly text?: string | null;
  readonly change?: Parameters<typeof changeOrder>[2];
}

/** Carries out an act that was allowed: new state, its line of history, one leaf of the journal. */
export async function doAct(
  world: World,
  tx: Tx,
  o: OrderNow,
  act: OrderAct,
  by: Actor,
  doing: Doing = {},
): Promise<void> {
  const to = must(orderArrow(o.row.state, act), `${o.row.state} knows ${act}`).to;
  await changeOrder(tx, o.row.id, { state: to, ...doing.change });
  await writeAct(world, tx, {
    order: o.row.id,
    act,
    by,
    from: o.row.state,
    to,
    ...(doing.detail ? { detail: doing.detail } : {}),
    ...(doing.text ? { text: doing.text } : {}),
  });
  note(world, tx, {
    act: `order.${act}`,
    by,
    about: [{ subject: o.row.id, payload: { order: o.row.id, number: o.row.number, to, ...doing.detail } }],
  });
}

/**
 * Tells the clocks of an order that something happened: those that begin with it start, those that end with it are met, those
 * whose article pauses on it stand still or go on. Which those are stands in the law folder and nowhere here.
 * @param at when it happened; a clock starts then
 * @param more length of a clock whose length comes with this fact; facts that already are, so that clocks that end with them do not begin
 */
export async function fact(
  world: World,
  tx: Tx,
  o: Pick<OrderNow, 'row' | 'type'>,
  what: string,
  at: Temporal.Instant,
  by: Actor = engine,
  more: { readonly length?: OrderTerm; readonly already?: readonly string[] } = {},
): Promise<void> {
  const law = await loadLaw();
  const running = await deadlinesOf(tx, o.row.id);
  for (const c of clocksOf(o.type, { emergency: o.row.emergency, crossBorder: o.row.cross_border })) {
    const clock = must(law.clocks.get(c.clock), `clock ${c.clock} in the law folder`);
    const runs = running.some((d) => d.clock === clock.id && d.endedAt === null);
    if (runs && clock.stopsAt === what) await stopDeadline(world, tx, o.row.id, clock.id, 'met', { by });
    if (runs && clock.pausesOn.some((p) => p.from === what))
      await pauseDeadline(world, tx, o.row.id, clock.id, what, by);
    if (runs && clock.pausesOn.some((p) => p.until === what))
      await resumeDeadline(world, tx, o.row.id, clock.id, what, by);
    if (clock.startsAt === what && !runs && !more.already?.includes(clock.stopsAt)) {
      // An order's own term goes before a term of ours; the secrecy and the keeping have terms of their own.
      const own = more.length ?? (what === 'order.received' || what === 'hotline_report.received' ? o.row.term : null);
      const given = clock.runs.unit === 'given' ? (own ?? c.otherwise) : undefined;
      await startDeadline(world, tx, {
        clock: clock.id,
        subject: o.row.id,
        startsAt: at,
        by,
        ...(given ? { given } : {}),
      });
    }
  }
}

/** Ends every clock of an order that lost its meaning: by the fact, which is written down, never by a wish. */
export async function endClocks(world: World, tx: Tx, order: string, why: string): Promise<void> {
  await stopDeadline(world, tx, order, 'all', 'void', { why });
}

export { orgOf };
