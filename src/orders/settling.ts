/** What a decision settled of an order: effect per item, the clocks that end and begin, what is kept, who is told, and the report back. */
import type { Tx } from '#io/db';
import type { World } from '#io/world';
import { note } from '#journal/work';
import { type Actor, isId, Refused } from '#kernel';
import type { MatterFacts, Settled } from '#law';
import { allow, doAct, fact, lockOrder, type OrderNow, standingOf, typeOf } from './acting.ts';
import { keepReference } from './keeping.ts';
import { askReport, tellRecipient } from './lettering.ts';
import { openOrderStates } from './order.ts';
import { changeItems, changeOrder, isSecretMatter, itemsOf, orderById, preservedOpen, secrecyOf } from './store.ts';

/** What whoever decides must know of an order. Addresses of child abuse material are not among it. */
export async function orderFacts(_world: World, tx: Tx, id: string): Promise<MatterFacts> {
  const row = await orderById(tx, id);
  const type = await typeOf(row.type);
  const secrecy = await secrecyOf(tx, row.id);
  return {
    id: row.id,
    kind: 'order',
    number: row.number,
    receivedAt: row.received_at,
    items: (await itemsOf(tx, row.id)).map((i) => ({
      id: i.id,
      location: i.location,
      party: i.party_id,
      contract: i.contract_id,
      settled: i.state !== 'open',
    })),
    category: row.category,
    keyword: row.keyword,
    origin: null,
    secret: secrecy ? { until: secrecy.until, basis: secrecy.basis } : null,
    csam: type.evidence === 'address_only',
  };
}

/**
 * Writes down what a decision settled, in its transaction. Once nothing is open: the clocks hear it, terrorist content is
 * marked as preserved, the recipient is told where it may be, and the report back is asked for.
 * @throws Refused `order.act-not-allowed` where the order can no longer be settled, `request.invalid` for an item of another order
 */
export async function settleOrder(world: World, tx: Tx, s: Settled, by: Actor): Promise<void> {
  if (!isId('ord', s.matter)) throw new Refused('request.not-found');
  const o = await lockOrder(tx, s.matter);
  const wanted =
    s.items.length > 0 ? o.items.filter((i) => s.items.includes(i.id)) : o.items.filter((i) => i.state === 'open');
  if (s.items.length > 0 && wanted.length !== new Set(s.items).size)
    throw new Refused('request.invalid', 'items: not of this order');
  const left = o.items.filter((i) => i.state === 'open' && !wanted.includes(i)).length;
  const act = left > 0 ? 'settle_part' : 'settle';
  allow(o, act, by);
  await changeItems(
    tx,
    wanted.map((i) => i.id),
    {
      state: s.outcome === 'acted' ? 'effected' : 'not_effected',
      settled_at: s.at,
      effects: s.outcome === 'acted' ? s.restrictions : [],
      ground: s.ground,
      decision_id: s.decision,
      automated: s.automated,
    },
  );
  await doAct(world, tx, o, act, by, {
    detail: {
      decision: s.decision,
      outcome: s.outcome,
      items: wanted.map((i) => i.no),
      restrictions: [...s.restrictions],
      at: s.at.toString(),
    },
  });
  if (left === 0) await allSettled(world, tx, s.matter, by);
}

/** Nothing of it is open any more. */
async function allSettled(world: World, tx: Tx, order: string, by: Actor): Promise<void> {
  const o = await lockOrder(tx, order);
  const last =
    o.items
      .map((i) => i.settled_at)
      .filter((x) => x !== null)
      .sort(Temporal.Instant.compare)
      .at(-1) ?? world.clock.now();
  await changeOrder(tx, o.row.id, { effect_at: last });
  note(world, tx, {
    act: 'order.effect',
    by,
    about: [
      {
        subject: o.row.id,
        payload: {
          order: o.row.id,
          number: o.row.number,
          effect_at: last.toString(),
          items: o.items.map((i) => ({
            no: i.no,
            state: i.state,
            at: i.settled_at?.toString() ?? null,
            effects: [...i.effects],
          })),
        },
      },
    ],
  });
  const now = await again(tx, o);
  if (o.items.length > 0 && o.items.every((i) => i.state === 'effected')) {
    await fact(world, tx, now, 'content.inaccessible', last, by);
    await fact(world, tx, now, 'content.removed', last, by);
  }
  if (o.type.evidence === 'preserve' && o.items.some((i) => i.state === 'effected'))
    await keepReference(world, tx, now, last, by);
  // The recipient hears at the latest now; where it may not, or nobody can be written to, that is what stands in the file.
  const secret = await isSecretMatter(tx, o.row.id);
  const telling = o.type.tell === 'required' || o.type.tell === 'until_date';
  const acted = o.items.some((i) => i.state === 'effected');
  const told = !secret && telling && acted ? await tellRecipient(world, tx, now, by) : false;
  await fact(world, tx, now, 'effect.given', last, by, {
    already: told || secret || !telling || !acted ? ['recipient.told'] : [],
  });
  await askReport(world, tx, o.row.id);
}

/** The order as it stands after what was just written. */
async function again(tx: Tx, o: OrderNow): Promise<OrderNow> {
  const row = await orderById(tx, o.row.id, 'lock');
  const items = await itemsOf(tx, row.id);
  return {
    ...o,
    row,
    items,
    standing: standingOf(
      row,
      items,
      (await secrecyOf(tx, row.id)) !== undefined,
      (await preservedOpen(tx, row.id)).length > 0,
    ),
  };
}

/** Content of an order that lost its ground was put back. @throws Refused `request.invalid` where nothing was to be put back */
export async function reinstated(
  world: World,
  tx: Tx,
  order: string,
  items: readonly string[],
  by: Actor,
): Promise<void> {
  const o = await lockOrder(tx, order);
  allow(o, 'reinstate', by);
  const back = o.items.filter((i) => i.state === 'effected' && (items.length === 0 || items.includes(i.id)));
  if (back.length === 0) throw new Refused('request.invalid', 'items: none to put back');
  const now = world.clock.now();
  await changeItems(
    tx,
    back.map((i) => i.id),
    { state: 'reinstated', settled_at: now },
  );
  await doAct(world, tx, o, 'reinstate', by, { detail: { items: back.map((i) => i.no) } });
}

/** Whether an order still waits for effect. */
export const waits = (o: Pick<OrderNow, 'row'>): boolean => openOrderStates.includes(o.row.state);
