/** Who is on duty, and calling them out while the clock of an order runs: by their own ways, one after the other, until somebody answers. */
import { openSealed, sealFor } from '#evidence/store';
import { sql, type Tx } from '#io/db';
import { newId } from '#io/dice';
import { FetchFailed, guardedFetch } from '#io/fetch';
import { enqueue, type Job } from '#io/jobs';
import type { World } from '#io/world';
import { note } from '#journal/work';
import { type Actor, actorId, engine, type Id, isId, mayAs, Refused } from '#kernel';
import { loadLaw } from '#law/work';
import { openOrderStates } from './order.ts';
import { moment, orderById, orgOf, writeAct } from './store.ts';

export const wayKinds = ['mail', 'webhook', 'ntfy', 'sms'] as const;
export type WayKind = (typeof wayKinds)[number];

/** Where a way leads. For `sms`, a gateway of the house: `{text}` and `{to}` are filled in, in address and body. */
export interface WayTarget {
  readonly to: string;
  readonly url?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** The gateway stands in private space, and the administrator says so. */
  readonly inside?: boolean;
}

export interface ShiftRow {
  readonly id: Id<'shf'>;
  readonly member_id: Id<'mbr'>;
  readonly name: string;
  readonly rank: number;
  readonly starts_at: Temporal.Instant;
  readonly ends_at: Temporal.Instant;
}

/** Shifts that have not ended at this moment, the next to begin last. */
export async function shiftsFrom(tx: Tx, at: Temporal.Instant): Promise<readonly ShiftRow[]> {
  return tx.rows(sql<ShiftRow>`
    select s.id, s.member_id, m.name, s.rank, s.starts_at, s.ends_at from duty_shift s
      join member m on m.organisation_id = s.organisation_id and m.id = s.member_id and m.state = 'active'
     where s.organisation_id = ${orgOf(tx)} and s.ended_at is null and s.ends_at > ${moment(at)} order by s.starts_at, s.rank, s.id`);
}

/** Who is on duty at this moment, the first in line first. */
export async function onDuty(tx: Tx, at: Temporal.Instant): Promise<readonly ShiftRow[]> {
  return (await shiftsFrom(tx, at))
    .filter((s) => Temporal.Instant.compare(s.starts_at, at) <= 0)
    .sort((a, b) => a.rank - b.rank || (a.id < b.id ? -1 : 1));
}

const mayRoster = (by: Actor) => {
  if (!mayAs(by, 'decider')) throw new Refused('request.not-allowed');
};

export async function addShift(
  world: World,
  tx: Tx,
  s: {
    readonly member: string;
    readonly rank: number;
    readonly startsAt: Temporal.Instant;
    readonly endsAt: Temporal.Instant;
  },
  by: Actor,
): Promise<Id<'shf'>> {
  mayRoster(by);
  if (Temporal.Instant.compare(s.startsAt, s.endsAt) >= 0)
    throw new Refused('request.invalid', 'ends_at: before it begins', { ends_at: 'too early' });
  const [member] = await tx.rows(
    sql`select 1 from member where organisation_id = ${orgOf(tx)} and id = ${s.member} and state = 'active'`,
  );
  if (!member) throw new Refused('request.invalid', 'member: not one of ours', { member: 'unknown' });
  const id = newId(world, 'shf');
  await tx.rows(sql`
    insert into duty_shift (organisation_id, id, member_id, rank, starts_at, ends_at, added_at, added_by)
    values (${orgOf(tx)}, ${id}, ${s.member}, ${s.rank}, ${moment(s.startsAt)}, ${moment(s.endsAt)}, ${moment(world.clock.now())}, ${actorId(by)})`);
  note(world, tx, {
    act: 'duty.shift_added',
    by,
    about: [
      {
        subject: null,
        payload: { shift: id, member: s.member, starts_at: s.startsAt.toString(), ends_at: s.endsAt.toString() },
      },
    ],
  });
  return id;
}

export async function endShift(world: World, tx: Tx, id: string, by: Actor): Promise<void> {
  mayRoster(by);
  const ended = await tx.rows(
    sql`update duty_shift set ended_at = ${moment(world.clock.now())} where organisation_id = ${orgOf(tx)} and id = ${id} and ended_at is null returning id`,
  );
  if (ended.length === 0) throw new Refused('request.not-found');
  note(world, tx, { act: 'duty.shift_ended', by, about: [{ subject: null, payload: { shift: id } }] });
}

export interface WayRow {
  readonly id: Id<'cow'>;
  readonly member_id: Id<'mbr'> | null;
  readonly place: number;
  readonly kind: WayKind;
  readonly key_id: Id<'dky'>;
  readonly sealed: Buffer | null;
}
const aboutWay = (id: string) => `callout way:${id}`;

export async function waysOf(tx: Tx): Promise<readonly WayRow[]> {
  return tx.rows(sql<WayRow>`
    select id, member_id, place, kind, key_id, sealed from callout_way where organisation_id = ${orgOf(tx)} and ended_at is null order by member_id nulls last, place, id`);
}

/** Adds a way; its address and secrets are sealed and never shown again. @throws Refused `request.invalid` where an address of the web is missing */
export async function addWay(
  world: World,
  tx: Tx,
  w: { readonly member: string | null; readonly kind: WayKind; readonly place: number; readonly target: WayTarget },
  by: Actor,
): Promise<Id<'cow'>> {
  const own = by.kind === 'member' && w.member === by.id;
  if (!mayAs(by, own && w.kind === 'mail' ? 'handler' : 'admin')) throw new Refused('request.not-allowed');
  if (w.kind !== 'mail' && !URL.canParse(w.target.url ?? ''))
    throw new Refused('request.invalid', 'url: not an address', { url: 'missing' });
  if (w.kind === 'mail' && !w.target.to.includes('@'))
    throw new Refused('request.invalid', 'to: no mail address', { to: 'missing' });
  const id = newId(world, 'cow');
  const { keyId, sealed } = await sealFor(
    world,
    tx,
    { class: 'secret', subject: null },
    JSON.stringify(w.target),
    aboutWay(id),
  );
  await tx.rows(sql`
    insert into callout_way (organisation_id, id, member_id, place, kind, key_id, sealed, added_at, added_by)
    values (${orgOf(tx)}, ${id}, ${w.member}, ${w.place}, ${w.kind}, ${keyId}, ${sealed}, ${moment(world.clock.now())}, ${actorId(by)})`);
  note(world, tx, {
    act: 'duty.way_added',
    by,
    about: [{ subject: null, payload: { way: id, kind: w.kind, member: w.member } }],
  });
  return id;
}

export async function endWay(world: World, tx: Tx, id: string, by: Actor): Promise<void> {
  if (!mayAs(by, 'admin')) throw new Refused('request.not-allowed');
  const ended = await tx.rows(sql`
    update callout_way set ended_at = ${moment(world.clock.now())}, sealed = null where organisation_id = ${orgOf(tx)} and id = ${id} and ended_at is null returning id`);
  if (ended.length === 0) throw new Refused('request.not-found');
  note(world, tx, { act: 'duty.way_ended', by, about: [{ subject: null, payload: { way: id } }] });
}

/** Minutes until the next in line is called out. */
export async function calloutMinutes(tx: Tx): Promise<number> {
  const [row] = await tx.rows(
    sql<{ minutes: number }>`select minutes from duty_settings where organisation_id = ${orgOf(tx)}`,
  );
  return row?.minutes ?? 5;
}
export async function setCalloutMinutes(world: World, tx: Tx, minutes: number, by: Actor): Promise<void> {
  if (!mayAs(by, 'admin')) throw new Refused('request.not-allowed');
  await tx.rows(sql`
    insert into duty_settings (organisation_id, minutes) values (${orgOf(tx)}, ${minutes}) on conflict (organisation_id) do update set minutes = excluded.minutes`);
  note(world, tx, { act: 'duty.settings', by, about: [{ subject: null, payload: { minutes } }] });
}

export interface CalloutRow {
  readonly id: Id<'cal'>;
  readonly order_id: Id<'ord'>;
  readonly at: Temporal.Instant;
  readonly clock: string;
  readonly share: number;
  readonly member_id: Id<'mbr'> | null;
  readonly level: number;
  readonly acknowledged_at: Temporal.Instant | null;
  readonly acknowledged_by: string | null;
  readonly escalated_at: Temporal.Instant | null;
}
export interface TryRow {
  readonly callout_id: Id<'cal'>;
  readonly no: number;
  readonly kind: string;
  readonly at: Temporal.Instant;
  readonly outcome: 'accepted' | 'failed';
  readonly response: string;
}
const calloutColumns = sql.raw(
  'id, order_id, at, clock, share, member_id, level, acknowledged_at, acknowledged_by, escalated_at',
);

export async function calloutsOf(tx: Tx, order: string | null, limit = 200): Promise<readonly CalloutRow[]> {
  return tx.rows(sql<CalloutRow>`
    select ${calloutColumns} from callout where organisation_id = ${orgOf(tx)} ${order ? sql`and order_id = ${order}` : sql``} order by at desc, id desc limit ${limit}`);
}
export async function triesOf(tx: Tx, callouts: readonly string[]): Promise<readonly TryRow[]> {
  if (callouts.length === 0) return [];
  return tx.rows(sql<TryRow>`
    select callout_id, no, kind, at, outcome, response from callout_try where organisation_id = ${orgOf(tx)} and callout_id = any(${[...callouts]}::text[]) order by callout_id, no`);
}

/** Calls out the one in line; in the transaction of what it is about. Sent by a job, so that no gateway holds up an order. */
export async function callOut(
  world: World,
  tx: Tx,
  c: { readonly order: Id<'ord'>; readonly clock: string; readonly share: number; readonly level?: number },
): Promise<void> {
  const now = world.clock.now();
  const level = c.level ?? 0;
  const line = await onDuty(tx, now);
  const id = newId(world, 'cal');
  await tx.rows(sql`
    insert into callout (organisation_id, id, order_id, at, clock, share, member_id, level)
    values (${orgOf(tx)}, ${id}, ${c.order}, ${moment(now)}, ${c.clock}, ${c.share}, ${line[level]?.member_id ?? null}, ${level})`);
  await writeAct(world, tx, {
    order: c.order,
    act: 'callout',
    by: engine,
    detail: { clock: c.clock, share: Math.round(c.share * 100) / 100, level, member: line[level]?.member_id ?? null },
  });
  await enqueue(tx, { kind: 'order.callout', lane: 'urgent', payload: { callout: id }, runAt: now, key: id });
}

/** A member says: I have it. Every call-out of the order that still rings is quiet. */
export async function acknowledgeCallouts(world: World, tx: Tx, order: string, by: Actor): Promise<number> {
  if (!mayAs(by, 'handler')) throw new Refused('request.not-allowed');
  const o = await orderById(tx, order);
  const done = await tx.rows(sql`
    update callout set acknowledged_at = ${moment(world.clock.now())}, acknowledged_by = ${actorId(by)}
     where organisation_id = ${orgOf(tx)} and order_id = ${o.id} and acknowledged_at is null returning id`);
  if (done.length > 0) {
    await writeAct(world, tx, { order: o.id, act: 'callout_answered', by });
    note(world, tx, { act: 'order.callout_answered', by, about: [{ subject: o.id, payload: { order: o.id } }] });
  }
  return done.length;
}

interface Ringing {
  readonly callout: CalloutRow;
  readonly ways: readonly { readonly id: Id<'cow'> | null; readonly kind: WayKind; readonly target: WayTarget }[];
  readonly text: string;
  readonly title: string;
  readonly link: string;
}

/** Ways of who is called out, then those of everybody on duty, then the mail address of the account. Nobody in line: who administers. */
async function ringing(world: World, tx: Tx, id: string): Promise<Ringing | undefined> {
  const [callout] = await tx.rows(
    sql<CalloutRow>`select ${calloutColumns} from callout where organisation_id = ${orgOf(tx)} and id = ${id} for update`,
  );
  if (!callout || callout.acknowledged_at !== null || callout.escalated_at !== null) return undefined;
  const o = await orderById(tx, callout.order_id);
  // It is done, or no longer an order: nobody is woken for it.
  if (!openOrderStates.includes(o.state)) return undefined;
  const ways: Ringing['ways'][number][] = [];
  const all = await waysOf(tx);
  for (const w of [
    ...all.filter((x) => x.member_id !== null && x.member_id === callout.member_id),
    ...all.filter((x) => x.member_id === null),
  ]) {
    const plain = w.sealed ? await openSealed(world, tx, w.key_id, w.sealed, aboutWay(w.id)) : null;
    if (plain) ways.push({ id: w.id, kind: w.kind, target: JSON.parse(plain.toString()) as WayTarget });
  }
  const people = await tx.rows(sql<{ email: string }>`
    select email from member where organisation_id = ${orgOf(tx)} and state = 'active'
       and ${callout.member_id ? sql`id = ${callout.member_id}` : sql`role = 'admin'`} order by id`);
  for (const p of people) ways.push({ id: null, kind: 'mail', target: { to: p.email } });
  const law = await loadLaw();
  const due = await tx.rows(sql<{ due_at: Temporal.Instant; zone: string }>`
    select d.due_at, g.zone from deadline d join organisation g on g.organisation_id = d.organisation_id
     where d.organisation_id = ${orgOf(tx)} and d.subject = ${o.id} and d.clock = ${callout.clock} order by d.starts_at desc limit 1`);
  const until = due[0]?.due_at.toZonedDateTimeISO(due[0].zone).toPlainTime().toString({ smallestUnit: 'minute' }) ?? '';
  const title = law.orders.get(o.type)?.title.nl ?? o.type;
  const link = `${world.publicUrl}/orders/${o.id}`;
  // Number, kind and time only: who the customer is and what it is about are read at the desk.
  const text = `${o.number}: ${title}. ${callout.share >= 1 ? `TE LAAT sinds ${until}` : `Tot ${until}`}. ${Math.round(callout.share * 100)} %. ${link}`;
  return { callout, ways, text, title: `${o.number} · ${until}`, link };
}

const fill = (text: string, to: string, said: string, code: (s: string) => string) =>
  text.replaceAll('{to}', code(to)).replaceAll('{text}', code(said));

/** One attempt by one way. What the other side says is no fault: it is written down and the next way is tried. */
async function ring(
  world: World,
  from: string,
  id: string,
  r: Ringing,
  way: Ringing['ways'][number],
): Promise<Pick<TryRow, 'outcome' | 'response'>> {
  const { target } = way;
  if (way.kind === 'mail') {
    const said = await world.mail.send({
      from: { name: 'Bezem', address: from },
      to: target.to,
      subject: r.title,
      text: `${r.text}\n`,
      html: `<p>${r.text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</p>`,
      messageId: `<${id}.${way.id ?? 'account'}@${new URL(world.publicUrl).hostname}>`,
      attachments: [],
    });
    return { outcome: said.outcome === 'accepted' ? 'accepted' : 'failed', response: said.response.slice(0, 200) };
  }
  const json = way.kind === 'webhook' || (target.body?.trimStart().startsWith('{') ?? false);
  const asJson = (s: string) => JSON.stringify(s).slice(1, -1);
  const body =
    way.kind === 'webhook'
      ? JSON.stringify({
          type: 'order.callout',
          data: {
            callout: id,
            order: r.callout.order_id,
            clock: r.callout.clock,
            share: r.callout.share,
            text: r.text,
            url: r.link,
          },
        })
      : way.kind === 'ntfy'
        ? r.text
        : fill(target.body ?? '{text}', target.to, r.text, json ? asJson : (s) => s);
  try {
    const url = fill(target.url ?? '', target.to, r.text, encodeURIComponent);
    const answer = await guardedFetch(world, url, {
      method: 'POST',
      body,
      headers: {
        'content-type': json ? 'application/json' : 'text/plain; charset=utf-8',
        ...(way.kind === 'ntfy' ? { title: r.callout.order_id, priority: 'urgent', click: r.link } : {}),
        ...target.headers,
      },
      timeoutMs: 10_000,
      mostBytes: 64 * 1024,
      ...(target.inside ? { privateHosts: [new URL(url).host] } : {}),
    });
    return {
      outcome: answer.status >= 200 && answer.status < 300 ? 'accepted' : 'failed',
      response: `HTTP ${answer.status}`,
    };
  } catch (cause) {
    if (!(cause instanceof FetchFailed)) throw cause;
    return { outcome: 'failed', response: cause.message.slice(0, 200) };
  }
}

/**
 * The job that rings: each way in turn until one takes it, all written down. Then it waits for an answer, and after the minutes of
 * the house calls out the next in line. Nobody left: those who administer.
 * @param from mail address letters come from
 */
export function calloutJob(from: string) {
  return async (world: World, job: Job): Promise<Temporal.Instant | undefined> => {
    const id = job.payload['callout'];
    if (!isId('cal', id)) throw new Error('order.callout needs a call-out');
    const before = await world.db.in(job.organisation, async (tx) => {
      const r = await ringing(world, tx, id);
      return (
        r && {
          ...r,
          rung: (await triesOf(tx, [id])).some((t) => t.outcome === 'accepted'),
          tries: (await triesOf(tx, [id])).length,
          minutes: await calloutMinutes(tx),
        }
      );
    });
    if (!before) return undefined;
    if (before.rung) return world.db.in(job.organisation, (tx) => escalate(world, tx, before.callout));
    let no = before.tries;
    for (const way of before.ways) {
      const said = await ring(world, from, id, before, way);
      no++;
      await world.db.in(job.organisation, (tx) =>
        tx.rows(sql`
          insert into callout_try (organisation_id, callout_id, no, way_id, kind, at, outcome, response)
          values (${job.organisation}, ${id}, ${no}, ${way.id}, ${way.kind}, ${moment(world.clock.now())}, ${said.outcome}, ${said.response}) on conflict do nothing`),
      );
      if (said.outcome === 'accepted') return world.clock.now().add({ minutes: before.minutes });
    }
    // No way took it: waiting for an answer would be waiting for nothing.
    return world.db.in(job.organisation, (tx) => escalate(world, tx, before.callout));
  };
}

async function escalate(world: World, tx: Tx, c: CalloutRow): Promise<undefined> {
  const [open] = await tx.rows(sql`
    update callout set escalated_at = ${moment(world.clock.now())}
     where organisation_id = ${orgOf(tx)} and id = ${c.id} and acknowledged_at is null and escalated_at is null returning id`);
  // After those who administer there is nobody: the next warning of the clock rings again.
  if (open && c.member_id !== null)
    await callOut(world, tx, { order: c.order_id, clock: c.clock, share: c.share, level: c.level + 1 });
  return undefined;
}
