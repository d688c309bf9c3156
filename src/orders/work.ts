/** What orders do for the house above and beside them: taken from messages and hotlines, watched by clocks, settled by decisions. */
import { attributeFinding } from '#attribution';
import { ledgerFor } from '#attribution/store';
import type { TickHanded } from '#deadlines/work';
import type { Tx } from '#io/db';
import type { JobHandler } from '#io/jobs';
import type { World } from '#io/world';
import { note } from '#journal/work';
import { type Actor, cleanUrl, engine, type Id, isId, mayAs, Refused, refang } from '#kernel';
import { loadLaw } from '#law/work';
import { lockOrder } from './acting.ts';
import { callOut, calloutJob } from './duty.ts';
import { type FormItem, type FormRead, itemOf, mayBeOrder, readForm } from './form.ts';
import { preservedJob, retentionJob } from './keeping.ts';
import { acknowledgeJob, reportJob } from './lettering.ts';
import { openOrderStates } from './order.ts';
import { type AuthorityRow, authoritiesByMail } from './register.ts';
import { secrecyJob } from './secrecy.ts';
import { changeOrder, itemsAt, itemsOf, locationOf, orderById, writeAct } from './store.ts';
import { type NewOrder, type TakenOrder, takeOrder } from './taking.ts';

export { addShift } from './duty.ts';
export { startRetention } from './keeping.ts';
export { onOrderLetterSent, recheckOrderLetter } from './lettering.ts';
export { addAuthority, addAuthorityContact } from './register.ts';
export { orderFacts, reinstated, settleOrder } from './settling.ts';
export { type NewOrder, type TakenOrder, takeOrder } from './taking.ts';

/** Jobs of this room. @param mailFrom address call-outs come from */
export function orderJobs(mailFrom: string): Readonly<Record<string, JobHandler>> {
  return {
    'order.acknowledge': acknowledgeJob,
    'order.report': reportJob,
    'order.secrecy': secrecyJob,
    'order.preserved': preservedJob,
    'order.retention': retentionJob,
    'order.callout': calloutJob(mailFrom),
  };
}

/** What clocks of orders do when they warn or are breached: written down, and whoever is on duty is called out where the kind says so. */
export const orderTicks: Required<Pick<TickHanded, 'onWarn' | 'onBreach'>> = {
  onWarn: (world, tx, deadline, share) => ticked(world, tx, deadline.subject, deadline.clock, share, 'warn'),
  onBreach: (world, tx, deadline) => ticked(world, tx, deadline.subject, deadline.clock, 1, 'breach'),
};

async function ticked(
  world: World,
  tx: Tx,
  subject: string,
  clock: string,
  share: number,
  act: 'warn' | 'breach',
): Promise<void> {
  if (!isId('ord', subject)) return;
  const o = await lockOrder(tx, subject);
  await writeAct(world, tx, {
    order: subject,
    act,
    by: engine,
    detail: { clock, share: Math.round(share * 100) / 100 },
  });
  if (o.type.callsOut.includes(clock) && openOrderStates.includes(o.row.state))
    await callOut(world, tx, { order: subject, clock, share });
  await changeOrder(tx, subject, {});
}

/** A message that may be an order, before it is ended. */
export interface MaybeOrder {
  readonly id: Id<'msg'>;
  readonly sha256: Uint8Array;
  readonly receivedAt: Temporal.Instant;
  readonly from: string;
  readonly subject: string;
  /** The bytes as they came. */
  readonly bytes: Uint8Array;
  /** Opens the message as plain text, in the reading process. */
  readonly text: () => Promise<string>;
}

/** How an order in a message is taken, in the transaction that ends the message. */
type TakesOrder = (tx: Tx) => Promise<TakenOrder>;

/**
 * Which messages are orders: the register is asked once for all that are read together.
 * @returns for each, in order, how to take it; undefined where it is none
 */
export async function ordersInMessages(
  world: World,
  org: Id<'org'>,
  list: readonly MaybeOrder[],
): Promise<readonly (TakesOrder | undefined)[]> {
  const senders = await world.db.in(org, (tx) =>
    authoritiesByMail(
      tx,
      list.map((m) => m.from),
    ),
  );
  return Promise.all(list.map((m, i) => orderInMessage(world, m, senders[i])));
}

/**
 * Whether a message is an order: the prescribed form itself, or words of a legal basis from an address of our register or under
 * a subject that says so. What is only likely stays for a person, who says "this is an order".
 * @param known the authority whose register has its sender
 */
async function orderInMessage(
  world: World,
  m: MaybeOrder,
  known: AuthorityRow | undefined,
): Promise<TakesOrder | undefined> {
  const head = Buffer.from(m.bytes.buffer, m.bytes.byteOffset, Math.min(m.bytes.byteLength, 65_536)).toString('latin1');
  const says = mayBeOrder.test(m.subject);
  if (!known && !says && !mayBeOrder.test(head)) return undefined;
  const read = readForm(`${m.subject}\n${await m.text()}`);
  if (!read.type || !(read.isForm || known || (says && read.reference !== undefined && read.authority !== undefined)))
    return undefined;
  const input = fromForm(read, {
    channel: 'mail',
    receivedAt: m.receivedAt,
    message: m.id,
    sha256: m.sha256,
    authority: read.authority ?? known?.name ?? m.from,
    ...(known ? { authorityId: known.id } : {}),
    replyTo: read.replyTo ?? m.from,
  });
  return (tx) => takeOrder(world, tx, input, engine);
}

/** What could be read of a form, as an order to take; what a person knows better goes before. */
export function fromForm(
  read: FormRead,
  known: Pick<NewOrder, 'channel' | 'receivedAt'> &
    Partial<NewOrder> & { readonly replyTo?: string; readonly authority: string },
): NewOrder {
  const { replyTo, ...over } = known;
  return {
    type: read.type ?? '',
    ...(read.country ? { country: read.country } : {}),
    ...(read.reference ? { reference: read.reference } : {}),
    ...(read.issuedAt ? { issuedAt: read.issuedAt } : {}),
    emergency: read.emergency,
    items: read.items,
    elements: read.elements,
    ...(read.isSecret && read.type !== 'epoc' && read.type !== 'epoc-pr'
      ? { secrecy: { until: null, basis: 'stands in the order' } }
      : {}),
    words: {
      legalBasis: read.legalBasis ?? null,
      reasons: read.reasons ?? null,
      redress: read.redress ?? null,
      replyTo: replyTo ?? read.replyTo ?? null,
    },
    ...over,
  };
}

/** The findings of a hotline's notice are also a report with a clock of its own, one per message. */
export async function takeHotline(
  world: World,
  tx: Tx,
  batch: {
    readonly messageId: Id<'msg'>;
    readonly messageSha: string;
    readonly receivedAt: Temporal.Instant;
    readonly findings: readonly {
      readonly url?: string;
      readonly host?: string;
      readonly ip?: string;
      readonly reference?: string;
      readonly reporter?: { readonly org?: string; readonly contact?: string };
    }[];
  },
): Promise<TakenOrder | undefined> {
  const items = batch.findings.flatMap((f): FormItem[] => {
    const said = f.url ?? f.host ?? f.ip;
    const item = said ? itemOf(said) : undefined;
    return item ? [item] : [];
  });
  if (items.length === 0) return undefined;
  const reporter = batch.findings.find((f) => f.reporter)?.reporter;
  return takeOrder(
    world,
    tx,
    {
      type: 'hotline',
      authority: reporter?.org ?? 'Offlimits',
      channel: 'mail',
      receivedAt: batch.receivedAt,
      items,
      elements: [],
      message: batch.messageId,
      sha256: Buffer.from(batch.messageSha, 'hex'),
      words: { replyTo: reporter?.contact?.includes('@') ? reporter.contact : null },
    },
    engine,
  );
}

export interface LinkState {
  readonly url: string;
  readonly network: 'ours' | 'not_ours' | 'unknown';
  readonly state: 'open' | 'removed' | 'reinstated' | 'not_done' | 'not_known';
  readonly since: Temporal.Instant | null;
}

/**
 * What we know of an address: whether the ledger has it, and what became of reports and orders about it. Nothing is fetched. An
 * order that is secret is not spoken of: whoever asks hears only of what hotlines and the authority reported.
 */
export async function linkState(world: World, tx: Tx, said: string): Promise<LinkState> {
  const url = refang(said.trim());
  const clean = cleanUrl(url);
  const query = clean ? { url, host: new URL(url).hostname, seenAt: world.clock.now() } : null;
  const answer = query && attributeFinding(await ledgerFor(tx, query), query);
  const network = !answer
    ? 'unknown'
    : answer.status === 'out_of_scope'
      ? 'not_ours'
      : answer.status === 'attributed' || answer.status === 'ambiguous'
        ? 'ours'
        : 'unknown';
  const law = await loadLaw();
  const items = (await itemsAt(world, tx, url)).filter((i) => law.orders.get(i.type)?.evidence === 'address_only');
  const last = items[0];
  if (!last) return { url: said, network, state: 'not_known', since: null };
  const done = items.find((i) => i.state === 'effected');
  // A newer report of what was taken away stands open until somebody looked.
  const state =
    last.state === 'open' ? 'open' : last.state === 'reinstated' ? 'reinstated' : done ? 'removed' : 'not_done';
  return { url: said, network, state, since: state === 'open' ? last.received_at : last.settled_at };
}

/** The address of an item, also one that is never shown: for named staff; every reading is written down. */
export async function openLocation(world: World, tx: Tx, order: string, item: string, by: Actor): Promise<string> {
  if (!mayAs(by, 'decider')) throw new Refused('request.not-allowed');
  const o = await orderById(tx, order);
  const found = (await itemsOf(tx, o.id)).find((i) => i.id === item);
  if (!found) throw new Refused('request.not-found');
  const location = await locationOf(world, tx, found);
  if (location === null) throw new Refused('evidence.erased');
  await writeAct(world, tx, { order: o.id, act: 'location_read', by, detail: { item: found.no } });
  note(world, tx, {
    act: 'order.location_read',
    by,
    about: [{ subject: o.id, payload: { order: o.id, item: found.no } }],
  });
  return location;
}

/** The first time somebody opens an order: reading starts no clock and is written down once. */
export async function markRead(world: World, tx: Tx, order: string, by: Actor): Promise<void> {
  const o = await orderById(tx, order);
  if (o.read_at !== null || by.kind !== 'member' || !mayAs(by, 'handler')) return;
  await changeOrder(tx, o.id, { read_at: world.clock.now() });
  await writeAct(world, tx, { order: o.id, act: 'read', by });
  note(world, tx, { act: 'order.read', by, about: [{ subject: o.id, payload: { order: o.id } }] });
}
