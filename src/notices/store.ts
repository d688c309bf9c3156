/** The SQL of notices: rows in, rows out. Words of people are sealed under the notice's own key. */
import { openSealed, sealFor } from '#evidence/store';
import { sql, type Tx } from '#io/db';
import { newId } from '#io/dice';
import type { World } from '#io/world';
import { type Actor, actorId, canonical, type Id, type Language, must, Refused } from '#kernel';
import type { Knowledge, NoticeElement, NtdAnswer } from '#law';
import type { Given } from './given.ts';
import type { ItemKind } from './location.ts';
import type { NoticeChannel, NoticePath, NoticeState } from './notice.ts';

export const orgOf = (tx: Tx): Id<'org'> => must(tx.organisation, 'an organisation in this transaction');
const at = (moment: Temporal.Instant | null) => sql`${moment?.toString() ?? null}::timestamptz`;

export interface Notice {
  readonly id: Id<'ntc'>;
  readonly number: string | null;
  readonly path: NoticePath;
  readonly state: NoticeState;
  readonly channel: NoticeChannel;
  readonly language: Language;
  /** Id in `noticeKinds`. */
  readonly kind: string;
  readonly category: string | null;
  readonly keyword: string | null;
  readonly other: string | null;
  readonly sensitive: 'csam' | 'ncii' | null;
  readonly messageId: Id<'msg'> | null;
  readonly flaggerId: Id<'tfl'> | null;
  readonly reachable: boolean;
  readonly notifierPrint: Buffer | null;
  readonly lowered: boolean;
  readonly missing: readonly NoticeElement[];
  readonly goodFaith: string | null;
  readonly keyId: Id<'dky'>;
  readonly sealed: Buffer | null;
  readonly guarded: boolean;
  readonly receivedAt: Temporal.Instant;
  readonly takenAt: Temporal.Instant | null;
  readonly acknowledgedAt: Temporal.Instant | null;
  readonly assessedAt: Temporal.Instant | null;
  readonly forwardedAt: Temporal.Instant | null;
  readonly decidedAt: Temporal.Instant | null;
  readonly closedAt: Temporal.Instant | null;
  readonly knowledge: Knowledge | null;
  readonly ntd: NtdAnswer | null;
  readonly automated: 'FULLY' | 'PARTIALLY' | 'NOT_AUTOMATED';
  readonly version: number;
}

const columns =
  sql.raw(`n.id, n.number, n.path, n.state, n.channel, n.language, n.kind, n.category, n.keyword, n.other, n.sensitive,
  n.message_id as "messageId", n.flagger_id as "flaggerId", n.reachable, n.notifier_print as "notifierPrint", n.lowered, n.missing,
  n.good_faith as "goodFaith", n.key_id as "keyId", n.sealed, n.guarded, n.received_at as "receivedAt", n.taken_at as "takenAt",
  n.acknowledged_at as "acknowledgedAt", n.assessed_at as "assessedAt", n.forwarded_at as "forwardedAt", n.decided_at as "decidedAt",
  n.closed_at as "closedAt", n.knowledge, n.ntd, n.automated, n.version`);

/** A notice, locked until the act is done. @throws Refused `request.not-found`, `request.changed-meanwhile` */
export async function lockNotice(tx: Tx, id: string, version?: number): Promise<Notice> {
  const [found] = await tx.rows(sql<Notice>`
    select ${columns} from notice n where n.organisation_id = ${orgOf(tx)} and (n.id = ${id} or n.number = ${id}) for update`);
  if (!found) throw new Refused('request.not-found');
  if (version !== undefined && version !== found.version) throw new Refused('request.changed-meanwhile');
  return found;
}

export async function noticeById(tx: Tx, id: string): Promise<Notice | undefined> {
  const [found] = await tx.rows(sql<Notice>`
    select ${columns} from notice n where n.organisation_id = ${orgOf(tx)} and (n.id = ${id} or n.number = ${id})`);
  return found;
}

/** At the door: which notice this token opens. */
export async function noticeAtDoor(
  tx: Tx,
  tokenHash: Buffer,
): Promise<{ readonly organisation: Id<'org'>; readonly id: Id<'ntc'> } | undefined> {
  const [row] = await tx.rows(sql<{ organisation_id: Id<'org'>; id: Id<'ntc'> }>`
    select organisation_id, id from notice where token_hash = ${tokenHash}`);
  return row && { organisation: row.organisation_id, id: row.id };
}

export interface NewNotice {
  readonly given: Given;
  readonly category: string | null;
  readonly keyword: string | null;
  readonly other: string | null;
  readonly sensitive: 'csam' | 'ncii' | null;
  readonly flagger: Id<'tfl'> | null;
  readonly print: Buffer | null;
  readonly lowered: boolean;
  readonly missing: readonly NoticeElement[];
  readonly sha256: Buffer;
  readonly tokenHash: Buffer;
  readonly keyId: Id<'dky'>;
  readonly sealed: Buffer;
  readonly items: readonly {
    readonly kind: ItemKind;
    readonly location: string | null;
    readonly masked: string;
    readonly sealed: Buffer | null;
  }[];
}

/** Writes notices in two statements. @returns ids of those that were not there already: a form sent twice lands once */
export async function insertNotices(
  tx: Tx,
  all: readonly NewNotice[],
  now: Temporal.Instant,
): Promise<ReadonlySet<string>> {
  const org = orgOf(tx);
  const hex = (b: Buffer | null) => b?.toString('hex') ?? null;
  const rows = all.map((n) => ({
    id: n.given.id,
    path: n.given.path,
    channel: n.given.channel,
    language: n.given.language,
    kind: n.given.kind,
    category: n.category,
    keyword: n.keyword,
    other: n.other,
    sensitive: n.sensitive,
    message_id: n.given.message ?? null,
    flagger_id: n.flagger,
    reachable: n.given.email !== undefined,
    notifier_print: hex(n.print),
    lowered: n.lowered,
    missing: n.missing,
    good_faith: n.given.good_faith_version,
    key_id: n.keyId,
    sealed: hex(n.sealed),
    sha256: hex(n.sha256),
    token_hash: hex(n.tokenHash),
    guarded: n.given.guarded && n.given.email !== undefined,
  }));
  const added = await tx.rows(sql<{ id: string }>`
    insert into notice (organisation_id, id, path, state, channel, language, kind, category, keyword, other, sensitive, message_id, flagger_id,
                        reachable, notifier_print, lowered, missing, good_faith, key_id, sealed, sha256, token_hash, guarded, received_at)
    select ${org}, id, path, 'received', channel, language, kind, category, keyword, other, sensitive, message_id, flagger_id, reachable,
           decode(notifier_print, 'hex'), lowered, missing, good_faith, key_id, decode(sealed, 'hex'), decode(sha256, 'hex'),
           decode(token_hash, 'hex'), guarded, ${at(now)}
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (id text, path text, channel text, language text, kind text, category text,
           keyword text, other text, sensitive text, message_id text, flagger_id text, reachable boolean, notifier_print text, lowered boolean,
           missing text[], good_faith text, key_id text, sealed text, sha256 text, token_hash text, guarded boolean)
    on conflict (organisation_id, id) do nothing returning id`);
  const fresh = new Set(added.map((a) => a.id));
  const items = all
    .filter((n) => fresh.has(n.given.id))
    .flatMap((n) =>
      n.items.map((item, i) => ({
        notice_id: n.given.id,
        no: i + 1,
        kind: item.kind,
        location: item.location,
        masked: item.masked,
        sealed: hex(item.sealed),
        seen_at: n.given.seen_at ?? null,
      })),
    );
  await tx.rows(sql`
    insert into notice_item (organisation_id, notice_id, no, kind, location, masked, sealed, seen_at)
    select ${org}, notice_id, no, kind, location, masked, decode(sealed, 'hex'), seen_at
      from jsonb_to_recordset(${JSON.stringify(items)}::jsonb)
        as r (notice_id text, no smallint, kind text, location text, masked text, sealed text, seen_at timestamptz)`);
  return fresh;
}

export interface NoticeItem {
  readonly no: number;
  readonly kind: ItemKind;
  /** Null where it may not be shown. */
  readonly location: string | null;
  readonly masked: string;
  readonly sealed: Buffer | null;
  readonly seenAt: Temporal.Instant | null;
  readonly place: 'ours' | 'elsewhere' | 'unclear';
  readonly elsewhere: string | null;
  readonly attribution: Id<'att'> | null;
  readonly holder: Id<'party'> | null;
  readonly contract: Id<'ctr'> | null;
  readonly state: 'open' | 'acted' | 'not_acted' | 'elsewhere' | 'withdrawn';
  readonly decision: Id<'dec'> | null;
  readonly ground: 'law' | 'terms' | null;
  readonly restrictions: readonly string[];
  readonly automated: string | null;
  readonly settledAt: Temporal.Instant | null;
}

export async function itemsOf(tx: Tx, id: string): Promise<readonly NoticeItem[]> {
  return tx.rows(sql<NoticeItem>`
    select no, kind, location, masked, sealed, seen_at as "seenAt", place, elsewhere, attribution_id as attribution, holder_id as holder,
           contract_id as contract, state, decision_id as decision, ground, restrictions, automated, settled_at as "settledAt"
      from notice_item where organisation_id = ${orgOf(tx)} and notice_id = ${id} order by no`);
}

/** Adds locations the notifier named later. */
export async function addItems(tx: Tx, id: Id<'ntc'>, items: NewNotice['items']): Promise<void> {
  for (const item of items)
    await tx.rows(sql`
      insert into notice_item (organisation_id, notice_id, no, kind, location, masked, sealed)
      select ${orgOf(tx)}, ${id}, coalesce(max(no), 0) + 1, ${item.kind}, ${item.location}, ${item.masked}, ${item.sealed}
        from notice_item where organisation_id = ${orgOf(tx)} and notice_id = ${id}`);
}

export interface PlacedItem {
  readonly no: number;
  readonly place: NoticeItem['place'];
  readonly elsewhere: string | null;
  readonly attribution: Id<'att'> | null;
  readonly holder: Id<'party'> | null;
  readonly contract: Id<'ctr'> | null;
}
export async function placeItem(tx: Tx, id: Id<'ntc'>, p: PlacedItem): Promise<void> {
  await tx.rows(sql`
    update notice_item set place = ${p.place}, elsewhere = ${p.elsewhere}, attribution_id = ${p.attribution}, holder_id = ${p.holder}, contract_id = ${p.contract}
     where organisation_id = ${orgOf(tx)} and notice_id = ${id} and no = ${p.no}`);
}

export interface ItemSettled {
  readonly state: 'acted' | 'not_acted' | 'elsewhere' | 'withdrawn' | 'open';
  readonly decision: Id<'dec'> | null;
  readonly ground: 'law' | 'terms' | null;
  readonly restrictions: readonly string[];
  readonly automated: string | null;
  readonly at: Temporal.Instant | null;
}
/** Settles items by number; all open ones where `nos` is empty. */
export async function settleItems(tx: Tx, id: Id<'ntc'>, nos: readonly number[], s: ItemSettled): Promise<void> {
  await tx.rows(sql`
    update notice_item set state = ${s.state}, decision_id = ${s.decision}, ground = ${s.ground}, restrictions = ${[...s.restrictions]}::text[],
           automated = ${s.automated}, settled_at = ${at(s.at)}
     where organisation_id = ${orgOf(tx)} and notice_id = ${id}
       and (${nos.length === 0} and state in ('open') or no = any(${[...nos]}::int[]))`);
}

export interface NoticeChange {
  readonly state?: NoticeState;
  readonly path?: NoticePath;
  readonly number?: string;
  readonly kind?: string;
  readonly category?: string | null;
  readonly keyword?: string | null;
  readonly other?: string | null;
  readonly missing?: readonly NoticeElement[];
  readonly flaggerId?: Id<'tfl'> | null;
  readonly sensitive?: 'csam' | 'ncii' | null;
  readonly knowledge?: Knowledge | null;
  readonly ntd?: NtdAnswer | null;
  readonly automated?: string;
  readonly lowered?: boolean;
  readonly sealed?: Buffer;
  readonly takenAt?: Temporal.Instant;
  readonly acknowledgedAt?: Temporal.Instant;
  readonly assessedAt?: Temporal.Instant;
  readonly forwardedAt?: Temporal.Instant;
  readonly decidedAt?: Temporal.Instant | null;
  readonly closedAt?: Temporal.Instant | null;
}
const named: Readonly<Record<keyof NoticeChange, string>> = {
  state: 'state',
  path: 'path',
  number: 'number',
  kind: 'kind',
  category: 'category',
  keyword: 'keyword',
  other: 'other',
  missing: 'missing',
  flaggerId: 'flagger_id',
  sensitive: 'sensitive',
  knowledge: 'knowledge',
  ntd: 'ntd',
  automated: 'automated',
  lowered: 'lowered',
  sealed: 'sealed',
  takenAt: 'taken_at',
  acknowledgedAt: 'acknowledged_at',
  assessedAt: 'assessed_at',
  forwardedAt: 'forwarded_at',
  decidedAt: 'decided_at',
  closedAt: 'closed_at',
};

/** Writes what changed; every change counts the version up. */
export async function changeNotice(tx: Tx, id: Id<'ntc'>, change: NoticeChange): Promise<void> {
  const parts = [sql`version = version + 1`];
  for (const [name, value] of Object.entries(change) as [keyof NoticeChange, unknown][]) {
    const column = sql.raw(named[name]);
    if (value instanceof Temporal.Instant) parts.push(sql`${column} = ${at(value)}`);
    else if (Array.isArray(value)) parts.push(sql`${column} = ${[...value]}::text[]`);
    else parts.push(sql`${column} = ${value}`);
  }
  await tx.rows(sql`update notice set ${sql.join(parts)} where organisation_id = ${orgOf(tx)} and id = ${id}`);
  await tx.notify({ organisation: orgOf(tx), what: 'notice', id });
}

/** Who gave it and why, and what was added since. */
export interface NoticeWords {
  readonly given: Omit<Given, 'id' | 'channel' | 'message'>;
  /** Later words of the notifier, the oldest first. */
  readonly added: readonly { readonly at: string; readonly text: string }[];
}

export const sealNotice = (world: Pick<World, 'clock' | 'dice' | 'keys'>, tx: Tx, id: Id<'ntc'>, words: NoticeWords) =>
  sealFor(world, tx, { class: 'document', subject: id }, canonical(words), `notice ${id}`);

/** Null where it was erased. */
export async function openNotice(world: Pick<World, 'keys'>, tx: Tx, n: Notice): Promise<NoticeWords | null> {
  if (!n.sealed) return null;
  const text = await openSealed(world, tx, n.keyId, n.sealed, `notice ${n.id}`);
  return text ? (JSON.parse(text.toString()) as NoticeWords) : null;
}

export const sealItem = (world: Pick<World, 'clock' | 'dice' | 'keys'>, tx: Tx, id: Id<'ntc'>, location: string) =>
  sealFor(world, tx, { class: 'document', subject: id }, location, `notice item ${id}`);
export async function openItem(
  world: Pick<World, 'keys'>,
  tx: Tx,
  n: Pick<Notice, 'id' | 'keyId'>,
  sealed: Buffer,
): Promise<string | null> {
  return (await openSealed(world, tx, n.keyId, sealed, `notice item ${n.id}`))?.toString() ?? null;
}

export interface NewAct {
  readonly notice: Id<'ntc'>;
  readonly act: string;
  readonly by: Actor;
  readonly from: string | null;
  readonly to: string | null;
  readonly detail?: Readonly<Record<string, unknown>>;
  /** Words of a person. */
  readonly text?: string | undefined;
}
/** The line of an act in the history of its notice. */
export async function addAct(world: World, tx: Tx, a: NewAct): Promise<void> {
  const id = newId(world, 'act');
  const sealed = a.text?.trim()
    ? await sealFor(world, tx, { class: 'document', subject: a.notice }, a.text.trim(), `notice act ${id}`)
    : null;
  await tx.rows(sql`
    insert into notice_act (organisation_id, id, notice_id, at, act, by, by_kind, from_state, to_state, detail, key_id, sealed)
    values (${orgOf(tx)}, ${id}, ${a.notice}, ${at(world.clock.now())}, ${a.act}, ${actorId(a.by)}, ${a.by.kind}, ${a.from}, ${a.to},
            ${JSON.stringify(a.detail ?? {})}::jsonb, ${sealed?.keyId ?? null}, ${sealed?.sealed ?? null})`);
}

export interface StoredAct {
  readonly id: Id<'act'>;
  readonly at: Temporal.Instant;
  readonly act: string;
  readonly by: string;
  readonly by_name: string | null;
  readonly from_state: string | null;
  readonly to_state: string | null;
  readonly detail: Readonly<Record<string, unknown>>;
  readonly text: string | null;
}
export async function actsOf(world: Pick<World, 'keys'>, tx: Tx, id: string): Promise<readonly StoredAct[]> {
  const rows = await tx.rows(sql<
    Omit<StoredAct, 'text'> & { readonly key_id: string | null; readonly sealed: Buffer | null }
  >`
    select a.id, a.at, a.act, a.by, m.name as by_name, a.from_state, a.to_state, a.detail, a.key_id, a.sealed
      from notice_act a left join member m on m.organisation_id = a.organisation_id and m.id = a.by
     where a.organisation_id = ${orgOf(tx)} and a.notice_id = ${id} order by a.at, a.id`);
  const out: StoredAct[] = [];
  for (const { key_id, sealed, ...a } of rows) {
    const text = key_id && sealed ? await openSealed(world, tx, key_id, sealed, `notice act ${a.id}`) : null;
    out.push({ ...a, text: text?.toString() ?? null });
  }
  return out;
}

export interface NoticeFile {
  readonly no: number;
  readonly evidence: Id<'evd'>;
  readonly name: string;
  readonly size: number;
  readonly sha256: Buffer;
}
export async function filesOf(tx: Tx, id: string): Promise<readonly NoticeFile[]> {
  return tx.rows(sql<NoticeFile>`
    select no, evidence_id as evidence, name, size, sha256 from notice_file where organisation_id = ${orgOf(tx)} and notice_id = ${id} order by no`);
}
export async function addFile(tx: Tx, id: Id<'ntc'>, f: Omit<NoticeFile, 'no'>, now: Temporal.Instant): Promise<void> {
  await tx.rows(sql`
    insert into notice_file (organisation_id, notice_id, no, evidence_id, name, size, sha256, received_at)
    select ${orgOf(tx)}, ${id}, coalesce(max(no), 0) + 1, ${f.evidence}, ${f.name}, ${f.size}, ${f.sha256}, ${at(now)}
      from notice_file where organisation_id = ${orgOf(tx)} and notice_id = ${id}`);
}
export async function dropFiles(tx: Tx, id: string): Promise<readonly Id<'evd'>[]> {
  const rows = await tx.rows(sql<{ evidence_id: Id<'evd'> }>`
    delete from notice_file where organisation_id = ${orgOf(tx)} and notice_id = ${id} returning evidence_id`);
  return rows.map((r) => r.evidence_id);
}
/** Ids for which files were left and no notice was sent. */
export async function orphanFiles(tx: Tx, before: Temporal.Instant): Promise<readonly Id<'ntc'>[]> {
  const rows = await tx.rows(sql<{ notice_id: Id<'ntc'> }>`
    select distinct f.notice_id from notice_file f where f.organisation_id = ${orgOf(tx)} and f.received_at < ${at(before)}
       and not exists (select from notice n where n.organisation_id = f.organisation_id and n.id = f.notice_id)`);
  return rows.map((r) => r.notice_id);
}
/** Bytes of files whose notice was not sent yet. */
export async function waitingBytes(tx: Tx): Promise<number> {
  const [row] = await tx.rows(sql<{ n: number }>`
    select coalesce(sum(f.size), 0)::bigint as n from notice_file f where f.organisation_id = ${orgOf(tx)}
       and not exists (select from notice n where n.organisation_id = f.organisation_id and n.id = f.notice_id)`);
  return Number(row?.n ?? 0);
}

export interface NoticeQuery {
  readonly state?: string;
  readonly open?: boolean;
  readonly flagged?: boolean;
  readonly q?: string;
  readonly limit: number;
}
export interface NoticeRow extends Notice {
  readonly items: number;
  readonly settled: number;
  readonly first: string | null;
  readonly flaggerName: string | null;
  readonly dueAt: Temporal.Instant | null;
  readonly late: boolean;
  readonly ackLate: boolean;
  readonly ours: number;
}
/** Notices for the queue: what is due first on top; lanes are laid over it by who shows them. */
export async function listNotices(tx: Tx, q: NoticeQuery): Promise<readonly NoticeRow[]> {
  const like = q.q ? `%${q.q.replace(/[\\%_]/g, '\\$&')}%` : null;
  return tx.rows(sql<NoticeRow>`
    select ${columns}, i.items, i.settled, i.first, i.ours, f.name as "flaggerName", d.due_at as "dueAt", coalesce(d.late, false) as late,
           coalesce(d.ack_late, false) as "ackLate"
      from notice n
      left join lateral (select count(*)::int as items, count(*) filter (where state <> 'open')::int as settled, min(masked) filter (where no = 1) as first,
                                count(*) filter (where place = 'ours')::int as ours
                           from notice_item where organisation_id = n.organisation_id and notice_id = n.id) i on true
      left join trusted_flagger f on f.organisation_id = n.organisation_id and f.id = n.flagger_id
      left join lateral (select min(due_at) filter (where clock <> 'clk-16-ack') as due_at,
                                bool_or(state = 'breached' and clock <> 'clk-16-ack') as late, bool_or(state = 'breached' and clock = 'clk-16-ack') as ack_late
                           from deadline where organisation_id = n.organisation_id and subject = n.id and ended_at is null) d on true
     where n.organisation_id = ${orgOf(tx)}
       and (${q.state ?? null}::text is null or n.state = ${q.state ?? null})
       and (not ${q.open ?? false} or n.state in ('received', 'incomplete', 'assessed', 'forwarded', 'answered'))
       and (not ${q.flagged ?? false} or n.flagger_id is not null)
       and (${like}::text is null or n.number ilike ${like} or exists (
             select from notice_item x where x.organisation_id = n.organisation_id and x.notice_id = n.id and x.location ilike ${like}))
     order by n.state not in ('received', 'incomplete', 'assessed', 'forwarded', 'answered'), d.due_at nulls last, n.received_at desc
     limit ${q.limit}`);
}

/** Notices received and not taken into the queue yet: how busy it is. */
export async function untaken(tx: Tx): Promise<number> {
  const [row] = await tx.rows(
    sql<{
      n: number;
    }>`select count(*)::int as n from notice where organisation_id = ${orgOf(tx)} and state = 'received' and taken_at is null`,
  );
  return row?.n ?? 0;
}

/** How the notices of one notifier ended, without who that is. */
export async function recordOf(
  tx: Tx,
  print: Buffer,
): Promise<{ readonly notices: number; readonly acted: number; readonly not_acted: number }> {
  const [row] = await tx.rows(sql<{ notices: number; acted: number; not_acted: number }>`
    select count(distinct n.id)::int as notices, count(*) filter (where i.state = 'acted')::int as acted,
           count(*) filter (where i.state = 'not_acted')::int as not_acted
      from notice n left join notice_item i on i.organisation_id = n.organisation_id and i.notice_id = n.id
     where n.organisation_id = ${orgOf(tx)} and n.notifier_print = ${print}`);
  return must(row, 'a row of counts');
}

/** What the transparency report counts of notices received in a period (part 4), in the shape reports takes. */
export async function noticesCounted(tx: Tx, from: Temporal.Instant, until: Temporal.Instant) {
  return tx.rows(sql<{
    id: string;
    number: string;
    serviceKind: string | null;
    category: string | null;
    keyword: string | null;
    other: string | null;
    trustedFlagger: boolean;
    items: number;
    receivedAt: Temporal.Instant;
    actedAt: Temporal.Instant | null;
    actionsByLaw: number;
    actionsByTerms: number;
    automated: boolean;
  }>`
    select n.id, n.number, (array_agg(c.service_kind order by i.no) filter (where c.service_kind is not null))[1] as "serviceKind",
           n.category, n.keyword, n.other, n.flagger_id is not null as "trustedFlagger", count(distinct i.no)::int as items,
           n.received_at as "receivedAt", max(i.settled_at) filter (where i.state = 'acted') as "actedAt",
           count(distinct i.no) filter (where i.state = 'acted' and i.ground = 'law')::int as "actionsByLaw",
           count(distinct i.no) filter (where i.state = 'acted' and i.ground = 'terms')::int as "actionsByTerms",
           coalesce(bool_and(i.automated = 'FULLY') filter (where i.automated is not null), false) as automated
      from notice n
      join notice_item i on i.organisation_id = n.organisation_id and i.notice_id = n.id
      left join contract c on c.organisation_id = n.organisation_id and c.id = i.contract_id and upper_inf(c.recorded)
     where n.organisation_id = ${orgOf(tx)} and n.path = 'dsa16' and n.received_at >= ${at(from)} and n.received_at < ${at(until)}
     group by n.organisation_id, n.id order by n.number`);
}
