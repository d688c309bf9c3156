/** Orders in, by every door: taken once, checked, attributed, clocks started at delivery, whoever is on duty called out. */
import { attributeFinding, type Query } from '#attribution';
import { ledgerFor } from '#attribution/store';
import { deadlinesOf } from '#deadlines/store';
import { stopDeadline } from '#deadlines/work';
import { keepBytes } from '#evidence/store';
import { sql, type Tx } from '#io/db';
import { newId, sha256 } from '#io/dice';
import { enqueue } from '#io/jobs';
import type { World } from '#io/world';
import { note } from '#journal/work';
import { type Actor, type Id, Refused } from '#kernel';
import { checkElements, type OrderElement, type OrderType } from '#law';
import { loadLaw } from '#law/work';
import { nextNumber } from '#organisations/store';
import { fact, orgOf, typeOf } from './acting.ts';
import { callOut } from './duty.ts';
import type { FormItem } from './form.ts';
import { masked, type OrderChannel, type OrderState, onceOf } from './order.ts';
import { authorityNamed } from './register.ts';
import { keepSecret } from './secrecy.ts';
import {
  type NewItem,
  type OrderTerm,
  type OrderWords,
  oneAtATime,
  orderById,
  sameOrder,
  writeAct,
  writeItems,
  writeOrder,
} from './store.ts';

export interface NewOrder {
  /** File name in law/orders. */
  readonly type: string;
  readonly authority: string;
  /** Of our register; found by its name where it is left out. */
  readonly authorityId?: Id<'aut'>;
  readonly country?: string;
  readonly reference?: string;
  readonly channel: OrderChannel;
  readonly language?: 'nl' | 'en';
  readonly emergency?: boolean;
  readonly term?: OrderTerm;
  readonly issuedAt?: Temporal.Instant;
  /** Delivery at the contact point. */
  readonly receivedAt: Temporal.Instant;
  readonly items: readonly FormItem[];
  readonly elements: readonly OrderElement[];
  readonly words?: Partial<OrderWords>;
  /** The order itself demands silence; `until` null: without a day on which it ends. */
  readonly secrecy?: { readonly until: Temporal.Instant | null; readonly basis: string };
  readonly category?: string;
  readonly keyword?: string;
  readonly message?: Id<'msg'>;
  /** SHA-256 of what came in, where it came as bytes we keep already. */
  readonly sha256?: Uint8Array;
  /** The document itself, where it came by a form or an upload. */
  readonly document?: { readonly bytes: Uint8Array; readonly mediaType: string };
}

export interface TakenOrder {
  readonly id: Id<'ord'>;
  readonly number: string;
  /** It was here already, by its bytes or by its authority and reference. */
  readonly duplicate: boolean;
}

/** Who held it when the order came. A location nobody can look up says so. */
async function attributed(
  tx: Tx,
  item: FormItem,
  at: Temporal.Instant,
): Promise<Pick<NewItem, 'attribution' | 'party' | 'addressee' | 'contract'>> {
  const query: Query | null =
    item.kind === 'url'
      ? { url: item.location, host: new URL(item.location).hostname, seenAt: at }
      : item.kind === 'host'
        ? { host: item.location, seenAt: at }
        : item.kind === 'ip'
          ? { ip: item.location, seenAt: at }
          : item.kind === 'prefix'
            ? { prefix: item.location, seenAt: at }
            : item.kind === 'account'
              ? { account: item.location, seenAt: at }
              : null;
  if (!query) return { attribution: 'unattributed', party: null, addressee: null, contract: null };
  const answer = attributeFinding(await ledgerFor(tx, query), query);
  const known = answer.status === 'attributed';
  return {
    attribution: answer.status,
    party: known ? answer.holder : null,
    addressee: known ? answer.addressee : null,
    contract: known ? answer.contract : null,
  };
}

/** Which secrecy comes with an order: its own, or that of its kind. */
function secrecyFor(type: OrderType, input: NewOrder): NewOrder['secrecy'] {
  if (input.secrecy) return input.secrecy;
  if (type.tell !== 'until_lifted' && type.tell !== 'never' && type.tell !== 'by_authority') return undefined;
  return { until: null, basis: type.id === 'epoc' || type.id === 'epoc-pr' ? '2023/1543 13' : '126bb(5) Sv' };
}

/** Whether its issuer is in another Member State than we are. */
async function isFromAbroad(tx: Tx, country: string | null): Promise<boolean> {
  const [house] = await tx.rows(
    sql<{ country: string }>`select country from organisation where organisation_id = ${orgOf(tx)}`,
  );
  return country !== null && house !== undefined && country !== house.country;
}

/**
 * Takes an order: the same again, by its bytes or by authority and reference, writes nothing. What is missing in it becomes a
 * defect and never a refusal. Its receipt goes out by itself.
 * @throws Refused `order.needs-items` where it names no location and its kind needs one, `request.invalid` for an unknown kind
 */
export async function takeOrder(world: World, tx: Tx, input: NewOrder, by: Actor): Promise<TakenOrder> {
  const org = orgOf(tx);
  const law = await loadLaw();
  if (!law.orders.has(input.type))
    throw new Refused('request.invalid', `type: ${input.type} is no kind of order`, { type: 'unknown' });
  const type = await typeOf(input.type);
  if (type.asks === 'act' && input.items.length === 0 && !input.message && !input.document)
    throw new Refused('order.needs-items');
  const sha = input.document ? sha256(input.document.bytes) : input.sha256 ? Buffer.from(input.sha256) : null;
  const once = onceOf(input.authority, input.reference ?? null);
  await oneAtATime(tx);
  const before = await sameOrder(tx, once, sha);
  if (before) return { ...before, duplicate: true };

  const id = newId(world, 'ord');
  const known = await authorityNamed(tx, input.authority, input.authorityId);
  const country = input.country ?? known?.country ?? null;
  const kept = input.document
    ? await keepBytes(world, tx, {
        class: 'document',
        subject: id,
        mediaType: input.document.mediaType,
        bytes: input.document.bytes,
      })
    : null;
  const hidden = type.evidence === 'address_only';
  const items: NewItem[] = [];
  for (const item of input.items)
    items.push({
      ...item,
      hidden,
      shown: hidden ? masked(item.location) : item.location,
      ...(await attributed(tx, item, input.receivedAt)),
    });
  const there = new Set<OrderElement>([
    ...input.elements,
    ...(input.items.length > 0 ? (['location', 'identifiers'] as const) : []),
    'authority',
    ...(input.reference ? (['reference'] as const) : []),
    ...(input.issuedAt ? (['issued_at'] as const) : []),
    ...(input.term ? (['term'] as const) : []),
    ...(input.words?.reasons ? (['reasons'] as const) : []),
    ...(input.words?.redress ? (['redress'] as const) : []),
    ...(input.words?.legalBasis ? (['legal_basis'] as const) : []),
  ]);
  const state: OrderState = type.gate ? 'authenticating' : 'received';
  const number = await nextNumber(tx, org, 'order', input.receivedAt.toZonedDateTimeISO('UTC').year);
  await writeOrder(
    world,
    tx,
    {
      id,
      number,
      type: type.id,
      typeFrom: type.inForce.from,
      state,
      authority_name: input.authority,
      authority_id: known?.id ?? null,
      country,
      reference: input.reference ?? null,
      once,
      sha256: sha,
      message_id: input.message ?? null,
      evidence_id: kept?.id ?? null,
      channel: input.channel,
      language: input.language ?? (country === null || country === 'nl' ? 'nl' : 'en'),
      emergency: input.emergency ?? false,
      cross_border: await isFromAbroad(tx, country),
      term: input.term ?? null,
      issued_at: input.issuedAt ?? null,
      received_at: input.receivedAt,
      category: input.category ?? type.category?.category ?? null,
      keyword: input.keyword ?? type.category?.keyword ?? null,
      checks: checkElements(type, there),
    },
    { legalBasis: null, reasons: null, redress: null, scope: null, replyTo: null, note: null, ...input.words },
  );
  await writeItems(world, tx, id, items);
  await writeAct(world, tx, {
    order: id,
    act: 'received',
    by,
    to: state,
    detail: { channel: input.channel, items: items.length },
  });
  note(world, tx, {
    act: 'order.received',
    by,
    about: [
      {
        subject: id,
        payload: {
          order: id,
          number,
          type: type.id,
          received_at: input.receivedAt.toString(),
          ...(sha ? { sha256: sha.toString('hex') } : {}),
          ...(input.message ? { message: input.message } : {}),
          items: items.length,
        },
      },
    ],
  });
  const now = { row: await orderById(tx, id), type };
  await fact(world, tx, now, type.id === 'hotline' ? 'hotline_report.received' : 'order.received', input.receivedAt);
  if (known) await stopDeadline(world, tx, known.id, 'clk-tco-12h-pre', 'met', { by });
  const secrecy = secrecyFor(type, input);
  if (secrecy) await keepSecret(world, tx, now, secrecy, by);
  const running = new Set((await deadlinesOf(tx, id)).map((d) => d.clock));
  for (const clock of type.callsOut.filter((c) => running.has(c)))
    await callOut(world, tx, { order: id, clock, share: 0 });
  await enqueue(tx, {
    kind: 'order.acknowledge',
    lane: 'urgent',
    payload: { order: id },
    runAt: world.clock.now(),
    key: id,
  });
  await tx.notify({ organisation: org, what: 'order', id });
  return { id, number, duplicate: false };
}
