/** Orders as screens, API and command line show them. */
import { type ClockShape, clockLine } from '#deadlines';
import { deadlinesOf } from '#deadlines/store';
import { sql, type Tx } from '#io/db';
import type { World } from '#io/world';
import type { Id } from '#kernel';
import { type Law, type OrderElement, type OrderType, orderElements } from '#law';
import { loadLaw } from '#law/work';
import { partiesByIds } from '#parties/store';
import { standingOf, typeOf } from './acting.ts';
import { type CalloutRow, calloutsOf, triesOf } from './duty.ts';
import { offered, openOrderStates } from './order.ts';
import { authorities, contactsOfAuthorities } from './register.ts';
import type { AuthorityShape, CalloutShape, OrderLine, OrderShape, OrderStep } from './shapes.ts';
import {
  type ActRow,
  actsOfOrder,
  actText,
  type ItemRow,
  itemsOf,
  itemsOfMany,
  listOrders,
  type OrderQuery,
  type OrderRow,
  orderById,
  orderWords,
  orgOf,
  preservedOf,
  secreciesOf,
} from './store.ts';

const text = (at: Temporal.Instant | null) => at?.toString() ?? null;
const basisOf = (t: OrderType) =>
  [t.basis.law, t.basis.article && `art. ${t.basis.article}`].filter(Boolean).join(', ');

async function clocksFor(tx: Tx, law: Law, order: string, number: string): Promise<ClockShape[]> {
  return (await deadlinesOf(tx, order)).map((d) =>
    clockLine(d, law.clocks.get(d.clock), { id: order, reference: number }),
  );
}

function lineOf(
  row: OrderRow,
  type: OrderType,
  items: readonly ItemRow[],
  clocks: readonly ClockShape[],
  secret: boolean,
  rings: boolean,
): OrderLine {
  return {
    id: row.id,
    number: row.number,
    type: row.type,
    title: type.title,
    state: row.state,
    authority: row.authority_name,
    country: row.country,
    reference: row.reference,
    received_at: row.received_at.toString(),
    effect_at: text(row.effect_at),
    closed_at: text(row.closed_at),
    emergency: row.emergency,
    secret,
    masked: type.evidence === 'address_only',
    authenticity: row.authenticity,
    items: items.length,
    open_items: items.filter((i) => i.state === 'open').length,
    clocks: clocks.filter((c) => c.ended_at === null),
    rings,
  };
}

async function withSecrets(tx: Tx, ids: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await tx.rows(
    sql<{
      order_id: string;
    }>`select order_id from secrecy where organisation_id = ${orgOf(tx)} and ended_at is null and order_id = any(${[...ids]}::text[])`,
  );
  return new Set(rows.map((r) => r.order_id));
}
async function thatRing(tx: Tx, ids: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await tx.rows(sql<{ order_id: string }>`
    select distinct order_id from callout where organisation_id = ${orgOf(tx)} and acknowledged_at is null and escalated_at is null and order_id = any(${[...ids]}::text[])`);
  return new Set(rows.map((r) => r.order_id));
}

/** Orders with their running clocks, the newest first. */
export async function orderLines(tx: Tx, q: OrderQuery): Promise<readonly OrderLine[]> {
  const law = await loadLaw();
  const rows = await listOrders(tx, q);
  const ids = rows.map((r) => r.id);
  const items = Map.groupBy(await itemsOfMany(tx, ids), (i) => i.order_id);
  const [secrets, ring] = [await withSecrets(tx, ids), await thatRing(tx, ids)];
  const lines: OrderLine[] = [];
  for (const row of rows)
    lines.push(
      lineOf(
        row,
        await typeOf(row.type),
        items.get(row.id) ?? [],
        await clocksFor(tx, law, row.id, row.number),
        secrets.has(row.id),
        ring.has(row.id) && openOrderStates.includes(row.state),
      ),
    );
  return lines;
}

/** The list a person ticks off, as on paper: what was done, when and by whom; what need not or may not be done says so. */
export function stepsOf(o: OrderShape, acts: readonly ActRow[]): readonly OrderStep[] {
  const last = (...names: readonly string[]) => acts.findLast((a) => names.includes(a.act));
  const step = (
    name: OrderStep['step'],
    at: string | null,
    by: string | null,
    state?: OrderStep['state'],
  ): OrderStep => ({ step: name, state: state ?? (at ? 'done' : 'open'), at, by });
  const read = last('accept', 'check', 'confirm', 'settle', 'settle_part');
  const verify = last('verify');
  const settle = last('settle', 'transmit', 'answer', 'keep');
  const found = o.objects.filter((i) => i.attribution === 'attributed').length;
  const keeps = o.kept.at(-1);
  return [
    step('checked', text(read?.at ?? null), read?.by ?? null),
    step(
      'authentic',
      o.confirmed?.at ?? null,
      o.confirmed?.by ?? null,
      o.confirmed ? 'done' : o.gate ? 'open' : 'not_needed',
    ),
    step(
      'found',
      o.received_at,
      null,
      o.objects.length === 0 ? 'not_needed' : found === o.objects.length ? 'done' : 'open',
    ),
    step('effect', o.effect_at, settle?.by ?? null),
    ...(o.evidence === 'preserve' || o.asks === 'preserve'
      ? [
          step(
            'preserved',
            keeps ? text(acts.findLast((a) => a.act === 'preserved' || a.act === 'preserve')?.at ?? null) : null,
            null,
          ),
        ]
      : []),
    ...(o.asks === 'act' ? [step('verified', text(verify?.at ?? null), verify?.by ?? null)] : []),
    step('reported', o.reported_at, null),
    step(
      'told',
      o.recipient_informed_at,
      null,
      o.recipient_informed_at
        ? 'done'
        : o.secret
          ? 'not_allowed'
          : o.tell === 'required' || o.tell === 'until_date'
            ? 'open'
            : 'not_needed',
    ),
  ];
}

async function names(tx: Tx, ids: readonly (string | null)[]): Promise<ReadonlyMap<string, string>> {
  const rows = await tx.rows(
    sql<{
      id: string;
      name: string;
    }>`select id, name from member where organisation_id = ${orgOf(tx)} and id = any(${ids.flatMap((i) => i ?? [])}::text[])`,
  );
  return new Map(rows.map((r) => [r.id, r.name]));
}

/** Call-outs with every attempt. */
export async function calloutShapes(tx: Tx, rows: readonly CalloutRow[]): Promise<CalloutShape[]> {
  const tries = Map.groupBy(
    await triesOf(
      tx,
      rows.map((r) => r.id),
    ),
    (t) => t.callout_id,
  );
  const known = await names(
    tx,
    rows.map((r) => r.member_id),
  );
  return rows.map((c) => ({
    id: c.id,
    order_id: c.order_id,
    at: c.at.toString(),
    clock: c.clock,
    share: c.share,
    member_id: c.member_id,
    member_name: c.member_id === null ? null : (known.get(c.member_id) ?? null),
    level: c.level,
    acknowledged_at: text(c.acknowledged_at),
    acknowledged_by: c.acknowledged_by,
    escalated_at: text(c.escalated_at),
    tries: (tries.get(c.id) ?? []).map((t) => ({
      no: t.no,
      kind: t.kind,
      at: t.at.toString(),
      outcome: t.outcome,
      response: t.response,
    })),
  }));
}

/** The register with its contacts. */
export async function registerShapes(tx: Tx): Promise<AuthorityShape[]> {
  const contacts = Map.groupBy(await contactsOfAuthorities(tx), (c) => c.authority_id);
  return (await authorities(tx)).map((a) => ({
    id: a.id,
    law: a.law,
    name: a.name,
    country: a.country,
    announced_at: text(a.announced_at),
    orders: a.orders,
    contacts: (contacts.get(a.id) ?? []).map((c) => ({
      ...c,
      added_at: c.added_at.toString(),
      verified_at: text(c.verified_at),
    })),
  }));
}

/** One order with everything about it, as whoever handles it sees it. Addresses of child abuse material stay masked. */
export async function orderFile(world: World, tx: Tx, id: string): Promise<OrderShape> {
  const law = await loadLaw();
  const row = await orderById(tx, id);
  const type = await typeOf(row.type);
  const items = await itemsOf(tx, row.id);
  const acts = await actsOfOrder(tx, row.id);
  const secrecies = await secreciesOf(tx, row.id);
  const kept = await preservedOf(tx, row.id);
  const words = await orderWords(world, tx, row);
  const register = await authorities(tx);
  const contacts = (await contactsOfAuthorities(tx)).filter(
    (c) => row.authority_id === null || c.authority_id === row.authority_id,
  );
  const authority = register.find((a) => a.id === row.authority_id);
  const parties = await partiesByIds(tx, [
    ...new Set(items.flatMap((i) => [i.party_id, i.addressee_id]).flatMap((p) => p ?? [])),
  ]);
  const known = await names(
    tx,
    acts.map((a) => a.by),
  );
  const clocks = await clocksFor(tx, law, row.id, row.number);
  const secret = secrecies.some((s) => s.ended_at === null);
  const ringing = (await thatRing(tx, [row.id])).has(row.id) && openOrderStates.includes(row.state);
  const letters = await tx.rows(sql<{
    id: string;
    template: string;
    audience: string;
    state: string;
    created_at: Temporal.Instant;
    sent_at: Temporal.Instant | null;
  }>`
    select id, template, audience, state, created_at, sent_at from letter where organisation_id = ${orgOf(tx)} and matter = ${row.id} order by created_at, id`);
  const nameOf = (p: Id<'party'> | null) =>
    p === null ? null : (parties.get(p)?.name ?? parties.get(p)?.reference ?? null);
  const told = [];
  for (const a of acts)
    told.push({
      id: a.id,
      at: a.at.toString(),
      act: a.act,
      by_kind: a.by_kind,
      by: a.by,
      by_name: a.by === null ? null : (known.get(a.by) ?? null),
      from: a.from_state,
      to: a.to_state,
      detail: { ...a.detail },
      text: await actText(world, tx, a),
    });
  const shape: OrderShape = {
    ...lineOf(row, type, items, clocks, secret, ringing),
    clocks,
    version: row.version,
    basis: basisOf(type),
    basis_url: type.basis.url ?? null,
    mark: type.basis.mark,
    asks: type.asks,
    tell: type.tell,
    evidence: type.evidence,
    gate: type.gate,
    second_person: type.secondPerson,
    channel: row.channel,
    language: row.language,
    term: row.term,
    cross_border: row.cross_border,
    issued_at: text(row.issued_at),
    read_at: text(row.read_at),
    acknowledged_at: text(row.acknowledged_at),
    acknowledged_by_itself: row.acknowledged_by_itself,
    reported_at: text(row.reported_at),
    recipient_informed_at: text(row.recipient_informed_at),
    category: row.category,
    keyword: row.keyword,
    scrutiny: row.scrutiny,
    approved_by: row.approved_by,
    confirmed: row.confirmed_at
      ? { at: row.confirmed_at.toString(), by: row.confirmed_by, contact: row.confirmed_contact }
      : null,
    message_id: row.message_id,
    authority_id: row.authority_id,
    first_order: authority === undefined || authority.orders <= 1,
    announced_at: text(authority?.announced_at ?? null),
    said: {
      legal_basis: words?.legalBasis ?? null,
      reasons: words?.reasons ?? null,
      redress: words?.redress ?? null,
      scope: words?.scope ?? null,
      reply_to: words?.replyTo ?? null,
      note: words?.note ?? null,
    },
    checks: type.checks.map((c) => ({
      element: c.element,
      title: orderElements[c.element],
      article: c.article,
      required: c.required,
      outcome: row.checks[c.element as OrderElement] ?? 'missing',
    })),
    objects: items.map((i) => ({
      id: i.id,
      no: i.no,
      kind: i.kind,
      shown: i.shown,
      state: i.state,
      attribution: i.attribution,
      party_id: i.party_id,
      party_name: nameOf(i.party_id),
      addressee_name: nameOf(i.addressee_id),
      effects: [...i.effects],
      settled_at: text(i.settled_at),
      decision_id: i.decision_id,
      why: i.why,
    })),
    steps: [],
    secrecies: secrecies.map((s) => ({
      since: s.since.toString(),
      until: text(s.until),
      basis: s.basis,
      extended: s.extended,
      reviewed_at: text(s.reviewed_at),
      ended_at: text(s.ended_at),
      ended_why: s.ended_why,
    })),
    kept: kept.map((p) => ({
      id: p.id,
      mode: p.mode,
      until: p.until.toString(),
      extended: p.extended,
      destroyed_at: text(p.destroyed_at),
      destroyed_why: p.destroyed_why,
    })),
    letters: letters.map((l) => ({ ...l, created_at: l.created_at.toString(), sent_at: text(l.sent_at) })),
    callouts: await calloutShapes(tx, await calloutsOf(tx, row.id)),
    acts: told,
    contacts: contacts.map((c) => ({
      ...c,
      added_at: c.added_at.toString(),
      verified_at: text(c.verified_at),
      usable: Temporal.Instant.compare(c.added_at, row.received_at) < 0 || c.verified_by !== null,
    })),
    offered: [
      ...offered(
        type,
        standingOf(
          row,
          items,
          secret,
          kept.some((p) => p.destroyed_at === null),
        ),
      ),
    ],
  };
  return { ...shape, steps: [...stepsOf(shape, acts)] };
}
