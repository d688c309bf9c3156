/** The SQL of orders: rows in, rows out; words and addresses are sealed and opened here and nowhere else. */
import { openSealed, sealFor } from '#evidence/store';
import { sql, type Tx } from '#io/db';
import { newId } from '#io/dice';
import type { World } from '#io/world';
import { type Actor, actorId, type Id, must, Refused } from '#kernel';
import type { CheckOutcome, OrderElement } from '#law';
import type { Authenticity, ItemKind, ItemState, OrderChannel, OrderState, Scrutiny } from './order.ts';

export const orgOf = (tx: Tx): Id<'org'> => must(tx.organisation, 'an organisation in this transaction');
export const moment = (at: Temporal.Instant | null) => sql`${at?.toString() ?? null}::timestamptz`;

export interface OrderTerm {
  readonly unit: 'minutes' | 'hours' | 'days' | 'working_days';
  readonly count: number;
}

export interface OrderRow {
  readonly id: Id<'ord'>;
  readonly number: string;
  readonly type: string;
  readonly state: OrderState;
  readonly version: number;
  readonly authority_name: string;
  readonly authority_id: Id<'aut'> | null;
  readonly country: string | null;
  readonly reference: string | null;
  readonly message_id: Id<'msg'> | null;
  readonly evidence_id: Id<'evd'> | null;
  readonly channel: OrderChannel;
  readonly language: 'nl' | 'en';
  readonly emergency: boolean;
  readonly cross_border: boolean;
  readonly term: OrderTerm | null;
  readonly issued_at: Temporal.Instant | null;
  readonly received_at: Temporal.Instant;
  readonly read_at: Temporal.Instant | null;
  readonly acknowledged_at: Temporal.Instant | null;
  readonly acknowledged_by_itself: boolean;
  readonly effect_at: Temporal.Instant | null;
  readonly reported_at: Temporal.Instant | null;
  readonly recipient_informed_at: Temporal.Instant | null;
  readonly closed_at: Temporal.Instant | null;
  readonly category: string | null;
  readonly keyword: string | null;
  readonly checks: Readonly<Partial<Record<OrderElement, CheckOutcome>>>;
  readonly authenticity: Authenticity;
  readonly confirmed_at: Temporal.Instant | null;
  readonly confirmed_by: string | null;
  readonly confirmed_contact: Id<'auc'> | null;
  readonly approved_by: string | null;
  readonly scrutiny: Scrutiny | null;
  readonly key_id: Id<'dky'> | null;
  readonly sealed: Buffer | null;
}

const columns = sql.raw(
  `id, number, type, state, version, authority_name, authority_id, country, reference, message_id, evidence_id, channel, language,
   emergency, cross_border, term, issued_at, received_at, read_at, acknowledged_at, acknowledged_by_itself, effect_at, reported_at,
   recipient_informed_at, closed_at, category, keyword, checks, authenticity, confirmed_at, confirmed_by, confirmed_contact,
   approved_by, scrutiny, key_id, sealed`,
);

/** What an order says in words: of people, therefore sealed. */
export interface OrderWords {
  readonly legalBasis: string | null;
  readonly reasons: string | null;
  readonly redress: string | null;
  readonly scope: string | null;
  /** Mail address the order itself names for answers: receipts and reports go there, data never. */
  readonly replyTo: string | null;
  readonly note: string | null;
}
const aboutWords = (id: string) => `order:${id}`;
const aboutItem = (id: string) => `order item:${id}`;
const aboutAct = (id: string) => `order act:${id}`;

/** The words of an order; null once they were destroyed. */
export async function orderWords(
  world: Pick<World, 'keys'>,
  tx: Tx,
  o: Pick<OrderRow, 'id' | 'key_id' | 'sealed'>,
): Promise<OrderWords | null> {
  if (!o.key_id || !o.sealed) return null;
  const plain = await openSealed(world, tx, o.key_id, o.sealed, aboutWords(o.id));
  return plain ? (JSON.parse(plain.toString()) as OrderWords) : null;
}

export interface NewOrderRow
  extends Pick<
    OrderRow,
    | 'id'
    | 'number'
    | 'type'
    | 'state'
    | 'authority_name'
    | 'authority_id'
    | 'country'
    | 'reference'
    | 'message_id'
    | 'evidence_id'
    | 'channel'
    | 'language'
    | 'emergency'
    | 'cross_border'
    | 'term'
    | 'issued_at'
    | 'received_at'
    | 'category'
    | 'keyword'
    | 'checks'
  > {
  readonly typeFrom: string;
  readonly once: string | null;
  readonly sha256: Buffer | null;
}

export async function writeOrder(world: World, tx: Tx, o: NewOrderRow, words: OrderWords): Promise<void> {
  const { keyId, sealed } = await sealFor(
    world,
    tx,
    { class: 'document', subject: o.id },
    JSON.stringify(words),
    aboutWords(o.id),
  );
  await tx.rows(sql`
    insert into authority_order (organisation_id, id, number, type, type_from, state, authority_name, authority_id, country, reference, once, sha256,
                                 message_id, evidence_id, channel, language, emergency, cross_border, term, issued_at, received_at, category, keyword, checks, key_id, sealed)
    values (${orgOf(tx)}, ${o.id}, ${o.number}, ${o.type}, ${o.typeFrom}, ${o.state}, ${o.authority_name}, ${o.authority_id}, ${o.country}, ${o.reference}, ${o.once}, ${o.sha256},
            ${o.message_id}, ${o.evidence_id}, ${o.channel}, ${o.language}, ${o.emergency}, ${o.cross_border}, ${o.term === null ? null : JSON.stringify(o.term)}::jsonb, ${moment(o.issued_at)}, ${moment(o.received_at)},
            ${o.category}, ${o.keyword}, ${JSON.stringify(o.checks)}::jsonb, ${keyId}, ${sealed})`);
}

/** The order that has these bytes or this authority and reference already. */
export async function sameOrder(
  tx: Tx,
  once: string | null,
  sha: Buffer | null,
): Promise<{ readonly id: Id<'ord'>; readonly number: string } | undefined> {
  const [row] = await tx.rows(sql<{ id: Id<'ord'>; number: string }>`
    select id, number from authority_order
     where organisation_id = ${orgOf(tx)} and (once = ${once} or sha256 = ${sha}) order by received_at limit 1`);
  return row;
}

/** Makes two doors that bring the same order at once wait for each other. */
export async function oneAtATime(tx: Tx): Promise<void> {
  await tx.rows(sql`select pg_advisory_xact_lock(hashtextextended(${orgOf(tx)}, 16))`);
}

/** One order by its id or its number. @throws Refused `request.not-found` */
export async function orderById(tx: Tx, id: string, lock: 'lock' | 'look' = 'look'): Promise<OrderRow> {
  const [row] = await tx.rows(sql<OrderRow>`
    select ${columns} from authority_order where organisation_id = ${orgOf(tx)} and (id = ${id} or number = ${id.toUpperCase()}) ${lock === 'lock' ? sql`for update` : sql``}`);
  if (!row) throw new Refused('request.not-found');
  return row;
}

export interface OrderQuery {
  readonly which: 'open' | 'all';
  readonly type?: string;
  readonly limit: number;
  readonly after?: readonly [at: string, id: string];
}

/** Orders, the newest first; `open`: not closed. */
export async function listOrders(tx: Tx, q: OrderQuery): Promise<readonly OrderRow[]> {
  return tx.rows(sql<OrderRow>`
    select ${columns} from authority_order
     where organisation_id = ${orgOf(tx)} ${q.which === 'open' ? sql`and closed_at is null` : sql``} ${q.type ? sql`and type = ${q.type}` : sql``}
       ${q.after ? sql`and (received_at, id) < (${q.after[0]}::timestamptz, ${q.after[1]})` : sql``}
     order by received_at desc, id desc limit ${q.limit}`);
}

type Changed = Partial<
  Pick<
    OrderRow,
    | 'state'
    | 'read_at'
    | 'acknowledged_at'
    | 'acknowledged_by_itself'
    | 'effect_at'
    | 'reported_at'
    | 'recipient_informed_at'
    | 'closed_at'
    | 'authenticity'
    | 'confirmed_at'
    | 'confirmed_by'
    | 'confirmed_contact'
    | 'approved_by'
    | 'scrutiny'
    | 'authority_id'
    | 'checks'
  >
>;

/** Writes what changed on an order this transaction has locked; what is left out stays. Tells live screens. */
export async function changeOrder(tx: Tx, id: Id<'ord'>, c: Changed): Promise<void> {
  const set = [sql`version = version + 1`];
  for (const [name, value] of Object.entries(c)) {
    const to =
      value instanceof Temporal.Instant
        ? moment(value)
        : name === 'checks'
          ? sql`${JSON.stringify(value)}::jsonb`
          : sql`${value as string | boolean | null}`;
    set.push(sql`${sql.ref(name)} = ${to}`);
  }
  await tx.rows(sql`update authority_order set ${sql.join(set)} where organisation_id = ${orgOf(tx)} and id = ${id}`);
  await tx.notify({ organisation: orgOf(tx), what: 'order', id });
}

export interface ItemRow {
  readonly id: Id<'oit'>;
  readonly order_id: Id<'ord'>;
  readonly no: number;
  readonly kind: ItemKind;
  readonly location: string | null;
  readonly shown: string;
  readonly key_id: Id<'dky'> | null;
  readonly sealed: Buffer | null;
  readonly attribution: string;
  readonly party_id: Id<'party'> | null;
  readonly addressee_id: Id<'party'> | null;
  readonly contract_id: Id<'ctr'> | null;
  readonly state: ItemState;
  readonly effects: readonly string[];
  readonly ground: 'law' | 'terms' | null;
  readonly settled_at: Temporal.Instant | null;
  readonly decision_id: Id<'dec'> | null;
  readonly automated: 'FULLY' | 'PARTIALLY' | 'NOT_AUTOMATED' | null;
  readonly why: string | null;
}
const itemColumns = sql.raw(
  'id, order_id, no, kind, location, shown, key_id, sealed, attribution, party_id, addressee_id, contract_id, state, effects, ground, settled_at, decision_id, automated, why',
);

/** By what the question "is this address still there" finds an item: keyed, so that the table tells a stranger nothing. */
export const printOf = (world: Pick<World, 'keys'>, org: string, location: string): Buffer =>
  world.keys.fingerprint('order item', `${org}\0${location.trim()}`);

export interface NewItem {
  readonly kind: ItemKind;
  readonly location: string;
  readonly shown: string;
  /** Its location is sealed and stands nowhere else. */
  readonly hidden: boolean;
  readonly attribution: string;
  readonly party: Id<'party'> | null;
  readonly addressee: Id<'party'> | null;
  readonly contract: Id<'ctr'> | null;
}

export async function writeItems(world: World, tx: Tx, order: Id<'ord'>, items: readonly NewItem[]): Promise<void> {
  let no = 0;
  for (const item of items) {
    const id = newId(world, 'oit');
    no++;
    const guarded = item.hidden
      ? await sealFor(world, tx, { class: 'document', subject: id }, item.location, aboutItem(id))
      : { keyId: null, sealed: null };
    await tx.rows(sql`
      insert into order_item (organisation_id, id, order_id, no, kind, location, shown, fingerprint, key_id, sealed, attribution, party_id, addressee_id, contract_id)
      values (${orgOf(tx)}, ${id}, ${order}, ${no}, ${item.kind}, ${item.hidden ? null : item.location}, ${item.shown}, ${printOf(world, orgOf(tx), item.location)},
              ${guarded.keyId}, ${guarded.sealed}, ${item.attribution}, ${item.party}, ${item.addressee}, ${item.contract})`);
  }
}

export async function itemsOf(tx: Tx, order: string): Promise<readonly ItemRow[]> {
  return tx.rows(
    sql<ItemRow>`select ${itemColumns} from order_item where organisation_id = ${orgOf(tx)} and order_id = ${order} order by no`,
  );
}
export async function itemsOfMany(tx: Tx, orders: readonly string[]): Promise<readonly ItemRow[]> {
  if (orders.length === 0) return [];
  return tx.rows(
    sql<ItemRow>`select ${itemColumns} from order_item where organisation_id = ${orgOf(tx)} and order_id = any(${[...orders]}::text[]) order by order_id, no`,
  );
}

/** The address of an item, opened where it is sealed; null once destroyed. Whoever asks writes the reading down. */
export async function locationOf(
  world: Pick<World, 'keys'>,
  tx: Tx,
  item: Pick<ItemRow, 'id' | 'location' | 'key_id' | 'sealed'>,
): Promise<string | null> {
  if (item.location !== null) return item.location;
  if (!item.key_id || !item.sealed) return null;
  return (await openSealed(world, tx, item.key_id, item.sealed, aboutItem(item.id)))?.toString() ?? null;
}

export async function changeItems(
  tx: Tx,
  ids: readonly string[],
  c: Pick<ItemRow, 'state' | 'settled_at'> &
    Partial<Pick<ItemRow, 'effects' | 'ground' | 'decision_id' | 'automated' | 'why'>>,
): Promise<void> {
  const set = [sql`state = ${c.state}`, sql`settled_at = ${moment(c.settled_at)}`];
  if (c.effects) set.push(sql`effects = ${[...c.effects]}::text[]`);
  if (c.ground !== undefined) set.push(sql`ground = ${c.ground}`);
  if (c.decision_id !== undefined) set.push(sql`decision_id = ${c.decision_id}`);
  if (c.automated !== undefined) set.push(sql`automated = ${c.automated}`);
  if (c.why !== undefined) set.push(sql`why = ${c.why}`);
  await tx.rows(
    sql`update order_item set ${sql.join(set)} where organisation_id = ${orgOf(tx)} and id = any(${[...ids]}::text[])`,
  );
}

/** Items at this address in orders that were not turned back, the newest first. */
export async function itemsAt(
  world: Pick<World, 'keys'>,
  tx: Tx,
  location: string,
): Promise<readonly (ItemRow & { readonly type: string; readonly received_at: Temporal.Instant })[]> {
  return tx.rows(sql<ItemRow & { type: string; received_at: Temporal.Instant }>`
    select i.id, i.order_id, i.no, i.kind, i.location, i.shown, i.key_id, i.sealed, i.attribution, i.party_id, i.addressee_id, i.contract_id, i.state, i.effects,
           i.ground, i.settled_at, i.decision_id, i.automated, i.why, o.type, o.received_at
      from order_item i join authority_order o on o.organisation_id = i.organisation_id and o.id = i.order_id
     where i.organisation_id = ${orgOf(tx)} and i.fingerprint = ${printOf(world, orgOf(tx), location)} and o.state <> 'rejected_inauthentic'
     order by o.received_at desc`);
}

export interface ActRow {
  readonly id: Id<'act'>;
  readonly at: Temporal.Instant;
  readonly act: string;
  readonly by_kind: string;
  readonly by: string | null;
  readonly from_state: string | null;
  readonly to_state: string | null;
  readonly detail: Readonly<Record<string, unknown>>;
  readonly key_id: Id<'dky'> | null;
  readonly sealed: Buffer | null;
}

export interface NewAct {
  readonly order: Id<'ord'>;
  readonly act: string;
  readonly by: Actor;
  readonly from?: OrderState;
  readonly to?: OrderState;
  readonly detail?: Readonly<Record<string, unknown>>;
  /** Words of a person, sealed. */
  readonly text?: string | null;
}

export async function writeAct(world: World, tx: Tx, a: NewAct): Promise<Id<'act'>> {
  const id = newId(world, 'act');
  const guarded = a.text
    ? await sealFor(world, tx, { class: 'document', subject: a.order }, a.text, aboutAct(id))
    : { keyId: null, sealed: null };
  await tx.rows(sql`
    insert into order_act (organisation_id, id, order_id, at, act, by_kind, by, from_state, to_state, detail, key_id, sealed)
    values (${orgOf(tx)}, ${id}, ${a.order}, ${moment(world.clock.now())}, ${a.act}, ${a.by.kind}, ${actorId(a.by)}, ${a.from ?? null}, ${a.to ?? null},
            ${JSON.stringify(a.detail ?? {})}::jsonb, ${guarded.keyId}, ${guarded.sealed})`);
  return id;
}

export async function actsOfOrder(tx: Tx, order: string): Promise<readonly ActRow[]> {
  return tx.rows(sql<ActRow>`
    select id, at, act, by_kind, by, from_state, to_state, detail, key_id, sealed from order_act
     where organisation_id = ${orgOf(tx)} and order_id = ${order} order by at, id`);
}
/** The words of an act; null where it has none, or once they were destroyed. */
export async function actText(
  world: Pick<World, 'keys'>,
  tx: Tx,
  a: Pick<ActRow, 'id' | 'key_id' | 'sealed'>,
): Promise<string | null> {
  if (!a.key_id || !a.sealed) return null;
  return (await openSealed(world, tx, a.key_id, a.sealed, aboutAct(a.id)))?.toString() ?? null;
}

export interface SecrecyRow {
  readonly order_id: Id<'ord'>;
  readonly since: Temporal.Instant;
  readonly basis: string;
  readonly until: Temporal.Instant | null;
  readonly extended: number;
  readonly reviewed_at: Temporal.Instant | null;
  readonly ended_at: Temporal.Instant | null;
  readonly ended_why: string | null;
}

/** The secrecy of an order that still holds. A day that passed ends nothing: only a written end does. */
export async function secrecyOf(tx: Tx, order: string): Promise<SecrecyRow | undefined> {
  const [row] = await tx.rows(sql<SecrecyRow>`
    select order_id, since, basis, until, extended, reviewed_at, ended_at, ended_why from secrecy
     where organisation_id = ${orgOf(tx)} and order_id = ${order} and ended_at is null for update`);
  return row;
}

/** Every secrecy an order ever had, the oldest first. */
export async function secreciesOf(tx: Tx, order: string): Promise<readonly SecrecyRow[]> {
  return tx.rows(sql<SecrecyRow>`
    select order_id, since, basis, until, extended, reviewed_at, ended_at, ended_why from secrecy
     where organisation_id = ${orgOf(tx)} and order_id = ${order} order by since`);
}

/** Whether nothing of this matter may reach the recipient now. */
export async function isSecretMatter(tx: Tx, matter: string): Promise<boolean> {
  const [row] = await tx.rows(
    sql`select 1 from secrecy where organisation_id = ${orgOf(tx)} and order_id = ${matter} and ended_at is null`,
  );
  return row !== undefined;
}

/** Where secret orders point: whoever shows something of a customer to that customer leaves these out. Locations that are sealed are null. */
export async function secretPlaces(tx: Tx): Promise<
  readonly {
    readonly order: Id<'ord'>;
    readonly location: string | null;
    readonly party: Id<'party'> | null;
    readonly contract: Id<'ctr'> | null;
    readonly decision: Id<'dec'> | null;
  }[]
> {
  return tx.rows(sql<{
    order: Id<'ord'>;
    location: string | null;
    party: Id<'party'> | null;
    contract: Id<'ctr'> | null;
    decision: Id<'dec'> | null;
  }>`
    select i.order_id as order, i.location, i.party_id as party, i.contract_id as contract, i.decision_id as decision from order_item i
      join secrecy s on s.organisation_id = i.organisation_id and s.order_id = i.order_id and s.ended_at is null
     where i.organisation_id = ${orgOf(tx)} order by i.order_id, i.no`);
}

/** Numbers by which screens of other rooms name an order. */
export async function namesOfOrders(
  tx: Tx,
  org: Id<'org'>,
  subjects: readonly string[],
): Promise<ReadonlyMap<string, { readonly id: string; readonly reference: string | null }>> {
  const ids = subjects.filter((s) => s.startsWith('ord_'));
  if (ids.length === 0) return new Map();
  const rows = await tx.rows(
    sql<{
      id: string;
      number: string;
    }>`select id, number from authority_order where organisation_id = ${org} and id = any(${ids}::text[])`,
  );
  return new Map(rows.map((r) => [r.id, { id: r.id, reference: r.number }]));
}

export interface PreservedRow {
  readonly id: Id<'prs'>;
  readonly order_id: Id<'ord'>;
  readonly mode: 'reference' | 'bytes' | 'custody';
  readonly evidence_id: Id<'evd'> | null;
  readonly until: Temporal.Instant;
  readonly extended: number;
  readonly added_at: Temporal.Instant;
  readonly destroyed_at: Temporal.Instant | null;
  readonly destroyed_why: string | null;
}
const preservedColumns = sql.raw(
  'id, order_id, mode, evidence_id, until, extended, added_at, destroyed_at, destroyed_why',
);

/** What is kept of an order, also what is destroyed already. */
export async function preservedOf(tx: Tx, order: string): Promise<readonly PreservedRow[]> {
  return tx.rows(
    sql<PreservedRow>`select ${preservedColumns} from preserved where organisation_id = ${orgOf(tx)} and order_id = ${order} order by added_at, id`,
  );
}
export async function preservedOpen(tx: Tx, order: string): Promise<readonly PreservedRow[]> {
  return (await preservedOf(tx, order)).filter((p) => p.destroyed_at === null);
}
