/** The SQL of channels: their rows, who works on them now, and what each look brought. */
import { sql, type Tx } from '#io/db';
import type { Id } from '#kernel';
import type { ChannelKind } from '../channel.ts';

export interface ChannelRow {
  readonly id: Id<'chn'>;
  readonly kind: ChannelKind;
  readonly name: string;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly key_id: Id<'dky'> | null;
  readonly sealed: Buffer | null;
  readonly state: 'running' | 'paused' | 'removed';
  readonly host: string | null;
  readonly position: Readonly<Record<string, unknown>>;
  readonly next_at: Temporal.Instant;
  readonly leased_until: Temporal.Instant | null;
  readonly failures: number;
  readonly last_try_at: Temporal.Instant | null;
  readonly last_good_at: Temporal.Instant | null;
  readonly last_new_at: Temporal.Instant | null;
  readonly last_fault: string | null;
  readonly last_detail: string | null;
  readonly silent_from: Temporal.Instant | null;
  readonly rhythm_minutes: number | null;
  readonly silent_noted_at: Temporal.Instant | null;
  readonly version: number;
  readonly created_at: Temporal.Instant;
}
const columns = sql`
  id, kind, name, settings, key_id, sealed, state, host, position, next_at, leased_until, failures, last_try_at, last_good_at, last_new_at, last_fault, last_detail,
  silent_from, rhythm_minutes, silent_noted_at, version, created_at`;

/** By id or name. */
export async function channelBy(tx: Tx, org: Id<'org'>, which: string, lock = false): Promise<ChannelRow | undefined> {
  const rows = await tx.rows(sql<ChannelRow>`
    select ${columns} from channel where organisation_id = ${org} and (id = ${which} or (name = ${which} and state <> 'removed')) ${lock ? sql`for update` : sql``}`);
  return rows[0];
}

export async function channelRows(tx: Tx, org: Id<'org'>): Promise<readonly ChannelRow[]> {
  return tx.rows(
    sql<ChannelRow>`select ${columns} from channel where organisation_id = ${org} and state <> 'removed' order by kind, name`,
  );
}

export async function writeChannel(
  tx: Tx,
  org: Id<'org'>,
  c: Pick<ChannelRow, 'id' | 'kind' | 'name' | 'settings' | 'key_id' | 'sealed' | 'host'>,
  by: string,
  now: Temporal.Instant,
): Promise<void> {
  const at = now.toString();
  await tx.rows(sql`
    insert into channel (organisation_id, id, kind, name, settings, key_id, sealed, host, next_at, created_at, created_by)
    values (${org}, ${c.id}, ${c.kind}, ${c.name}, ${JSON.stringify(c.settings)}::jsonb, ${c.key_id}, ${c.sealed}, ${c.host}, ${at}::timestamptz, ${at}::timestamptz, ${by})`);
}

export interface ChannelChange {
  readonly name?: string;
  readonly settings?: unknown;
  readonly key_id?: Id<'dky'> | null;
  readonly sealed?: Buffer | null;
  readonly host?: string | null;
  readonly state?: ChannelRow['state'];
  readonly next_at?: Temporal.Instant;
  readonly position?: unknown;
  /** Forgets that it failed: what was wrong may be right now. */
  readonly afresh?: boolean;
}

export async function changeChannel(tx: Tx, org: Id<'org'>, id: Id<'chn'>, change: ChannelChange): Promise<void> {
  const parts = [sql`version = version + 1`];
  if (change.name !== undefined) parts.push(sql`name = ${change.name}`);
  if (change.settings !== undefined) parts.push(sql`settings = ${JSON.stringify(change.settings)}::jsonb`);
  if (change.key_id !== undefined) parts.push(sql`key_id = ${change.key_id}`);
  if (change.sealed !== undefined) parts.push(sql`sealed = ${change.sealed}`);
  if (change.host !== undefined) parts.push(sql`host = ${change.host}`);
  if (change.state !== undefined) parts.push(sql`state = ${change.state}`);
  if (change.next_at !== undefined) parts.push(sql`next_at = ${change.next_at.toString()}::timestamptz`);
  if (change.position !== undefined) parts.push(sql`position = ${JSON.stringify(change.position)}::jsonb`);
  if (change.afresh) parts.push(sql`failures = 0`, sql`last_fault = null`, sql`last_detail = null`);
  await tx.rows(sql`update channel set ${sql.join(parts)} where organisation_id = ${org} and id = ${id}`);
}

/** Takes channels that are due, across organisations, for so long; of one host at most one at a time. */
export async function takeChannels(
  tx: Tx,
  who: string,
  most: number,
  now: Temporal.Instant,
  leaseSeconds: number,
): Promise<readonly { readonly organisation_id: Id<'org'>; readonly id: Id<'chn'> }[]> {
  return tx.rows(sql<{ organisation_id: Id<'org'>; id: Id<'chn'> }>`
    select organisation_id, id from take_channels(${who}, ${most}, ${now.toString()}::timestamptz, make_interval(secs => ${leaseSeconds}))`);
}

/**
 * Takes one channel now, whether it is due or not. False while another works on it.
 */
export async function takeOneNow(
  tx: Tx,
  org: Id<'org'>,
  id: string,
  who: string,
  now: Temporal.Instant,
  leaseSeconds: number,
): Promise<boolean> {
  const at = now.toString();
  const rows = await tx.rows(sql`
    update channel set lease = ${who}, leased_until = ${at}::timestamptz + make_interval(secs => ${leaseSeconds})
     where organisation_id = ${org} and id = ${id} and state <> 'removed' and (leased_until is null or leased_until < ${at}::timestamptz or lease = ${who})
    returning id`);
  return rows.length > 0;
}

/** Keeps a lease alive. False where it was lost, or the channel was paused, removed or changed meanwhile: then work on it stops. */
export async function keepLease(
  tx: Tx,
  org: Id<'org'>,
  id: Id<'chn'>,
  who: string,
  version: number,
  now: Temporal.Instant,
  leaseSeconds: number,
): Promise<boolean> {
  const rows = await tx.rows(sql`
    update channel set leased_until = ${now.toString()}::timestamptz + make_interval(secs => ${leaseSeconds})
     where organisation_id = ${org} and id = ${id} and lease = ${who} and version = ${version} and state = 'running' returning id`);
  return rows.length > 0;
}

export async function letGo(tx: Tx, org: Id<'org'>, id: Id<'chn'>, who: string): Promise<void> {
  await tx.rows(
    sql`update channel set lease = null, leased_until = null where organisation_id = ${org} and id = ${id} and lease = ${who}`,
  );
}

export async function savePosition(tx: Tx, org: Id<'org'>, id: Id<'chn'>, position: unknown): Promise<void> {
  await tx.rows(
    sql`update channel set position = ${JSON.stringify(position)}::jsonb where organisation_id = ${org} and id = ${id}`,
  );
}

export interface Look {
  readonly outcome: 'new' | 'nothing' | 'failed';
  readonly messages: number;
  readonly duplicates: number;
  readonly bytes: number;
  readonly ms: number;
  readonly address: string | null;
  readonly fault: string | null;
  readonly detail: string | null;
}

/** Tries kept of one channel; older ones go. */
const mostTries = 500;

/** Writes what a look came to, beside the channel and in its history. */
export async function writeTry(
  tx: Tx,
  org: Id<'org'>,
  id: Id<'chn'>,
  at: Temporal.Instant,
  look: Look,
  next: Temporal.Instant,
): Promise<void> {
  const now = at.toString();
  // A look every few seconds that finds nothing is written down once in ten minutes.
  const dull = look.outcome === 'nothing' && look.fault === null && look.duplicates === 0;
  const before = dull
    ? await tx.rows(sql`
        select 1 from channel_try where organisation_id = ${org} and channel_id = ${id} and outcome = 'nothing' and fault is null
           and at > ${at.subtract({ minutes: 10 }).toString()}::timestamptz and at < ${now}::timestamptz limit 1`)
    : [];
  if (before.length === 0)
    await tx.rows(sql`
    insert into channel_try (organisation_id, channel_id, at, outcome, messages, duplicates, bytes, ms, address, fault, detail)
    values (${org}, ${id}, ${now}::timestamptz, ${look.outcome}, ${look.messages}, ${look.duplicates}, ${look.bytes}, ${look.ms}, ${look.address}, ${look.fault}, ${look.detail})
    on conflict (organisation_id, channel_id, at) do update
      set outcome = excluded.outcome, messages = channel_try.messages + excluded.messages, duplicates = channel_try.duplicates + excluded.duplicates,
          bytes = channel_try.bytes + excluded.bytes, fault = excluded.fault, detail = excluded.detail`);
  const failed = look.outcome === 'failed';
  await tx.rows(sql`
    update channel set last_try_at = ${now}::timestamptz, next_at = ${next.toString()}::timestamptz,
           failures = ${failed ? sql`failures + 1` : sql`0`},
           last_good_at = ${failed ? sql`last_good_at` : sql`${now}::timestamptz`},
           last_new_at = ${look.messages > 0 ? sql`${now}::timestamptz` : sql`last_new_at`},
           last_fault = ${look.fault}, last_detail = ${look.detail}
     where organisation_id = ${org} and id = ${id}`);
  if (before.length > 0) return;
  // Looks that brought nothing would push out those that tell the rhythm: both have their own room.
  await tx.rows(sql`
    delete from channel_try t where t.organisation_id = ${org} and t.channel_id = ${id} and t.at in (
      select at from (select at, row_number() over (partition by outcome = 'new' order by at desc) as n
        from channel_try where organisation_id = ${org} and channel_id = ${id}) o where o.n > ${mostTries})`);
}

/** When it last brought something new, newest first. */
export async function arrivalsOf(tx: Tx, org: Id<'org'>, id: Id<'chn'>): Promise<readonly Temporal.Instant[]> {
  const rows = await tx.rows(sql<{ at: Temporal.Instant }>`
    select at from channel_try where organisation_id = ${org} and channel_id = ${id} and outcome = 'new' order by at desc limit 21`);
  return rows.map((r) => r.at);
}

export async function writeRhythm(
  tx: Tx,
  org: Id<'org'>,
  id: Id<'chn'>,
  rhythm: number | undefined,
  silentFrom: Temporal.Instant | undefined,
): Promise<void> {
  await tx.rows(sql`
    update channel set rhythm_minutes = ${rhythm ?? null}, silent_from = ${silentFrom?.toString() ?? null}::timestamptz, silent_noted_at = null
     where organisation_id = ${org} and id = ${id}`);
}

/** Marks channels whose silence has become an alarm and was not noted yet; answers which. */
export async function noteSilent(
  tx: Tx,
  org: Id<'org'>,
  now: Temporal.Instant,
): Promise<readonly { readonly id: Id<'chn'>; readonly name: string; readonly silent_from: Temporal.Instant }[]> {
  const at = now.toString();
  return tx.rows(sql<{ id: Id<'chn'>; name: string; silent_from: Temporal.Instant }>`
    update channel set silent_noted_at = ${at}::timestamptz
     where organisation_id = ${org} and state = 'running' and silent_from <= ${at}::timestamptz and silent_noted_at is null
    returning id, name, silent_from`);
}

export interface TryLine {
  readonly at: Temporal.Instant;
  readonly outcome: Look['outcome'];
  readonly messages: number;
  readonly duplicates: number;
  readonly bytes: number;
  readonly ms: number;
  readonly address: string | null;
  readonly fault: string | null;
  readonly detail: string | null;
}
export async function triesOf(tx: Tx, org: Id<'org'>, id: Id<'chn'>, limit: number): Promise<readonly TryLine[]> {
  return tx.rows(sql<TryLine>`
    select at, outcome, messages, duplicates, bytes, ms, address, fault, detail from channel_try
     where organisation_id = ${org} and channel_id = ${id} order by at desc limit ${limit}`);
}

/** What came through each channel: messages, bytes, rows of feeds, findings, and how many wait for a person. */
export async function sumsOf(tx: Tx, org: Id<'org'>) {
  return tx.rows(sql<{
    channel_id: Id<'chn'>;
    messages: number;
    bytes: number;
    rows: number;
    findings: number;
    manual: number;
  }>`
    select channel_id, count(*)::int as messages, coalesce(sum(size), 0)::bigint as bytes, coalesce(sum(rows_done), 0)::bigint as rows,
           coalesce(sum(finding_count), 0)::bigint as findings, count(*) filter (where state = 'manual')::int as manual
      from message where organisation_id = ${org} and channel_id is not null group by channel_id`);
}

/** Which of these things it met before. */
export async function itemsKnown(
  tx: Tx,
  org: Id<'org'>,
  id: Id<'chn'>,
  items: readonly string[],
): Promise<ReadonlySet<string>> {
  const rows = await tx.rows(sql<{ item: string }>`
    select item from channel_item where organisation_id = ${org} and channel_id = ${id} and item = any(${[...items]}::text[])`);
  return new Set(rows.map((r) => r.item));
}

export async function writeItem(
  tx: Tx,
  org: Id<'org'>,
  id: Id<'chn'>,
  item: {
    readonly item: string;
    readonly state: 'taken' | 'refused';
    readonly size?: number;
    readonly message?: Id<'msg'>;
    readonly fault?: string;
  },
  at: Temporal.Instant,
): Promise<void> {
  await tx.rows(sql`
    insert into channel_item (organisation_id, channel_id, item, state, at, size, message_id, fault)
    values (${org}, ${id}, ${item.item}, ${item.state}, ${at.toString()}::timestamptz, ${item.size ?? null}, ${item.message ?? null}, ${item.fault ?? null})
    on conflict (organisation_id, channel_id, item) do update set state = excluded.state, at = excluded.at, message_id = excluded.message_id, fault = excluded.fault`);
}

/** What it could not take: never lost unseen. */
export async function refusedItems(tx: Tx, org: Id<'org'>, id: Id<'chn'>) {
  return tx.rows(sql<{ item: string; at: Temporal.Instant; size: number | null; fault: string | null }>`
    select item, at, size, fault from channel_item where organisation_id = ${org} and channel_id = ${id} and state = 'refused' order by at desc limit 100`);
}

/** Addresses at which our own mail server takes reports, with the last mail that came in by it. */
export async function ownMail(tx: Tx, org: Id<'org'>) {
  const boxes = await tx.rows(
    sql<{ address: string }>`select address from mailbox where organisation_id = ${org} order by address`,
  );
  const last = await tx.rows(sql<{ at: Temporal.Instant | null; n: number }>`
    select max(received_at) as at, count(*)::int as n from message where organisation_id = ${org} and channel in ('smtp', 'lmtp') and within is null`);
  return { addresses: boxes.map((b) => b.address), lastAt: last[0]?.at ?? null, messages: last[0]?.n ?? 0 };
}

/** Messages whose lease ended in the middle: nothing to do for them but that the channel looks again. */
export async function organisationZone(
  tx: Tx,
  org: Id<'org'>,
): Promise<{ readonly zone: string; readonly slug: string }> {
  const rows = await tx.rows(
    sql<{ zone: string; slug: string }>`select zone, slug from organisation where organisation_id = ${org}`,
  );
  return rows[0] ?? { zone: 'UTC', slug: '' };
}
