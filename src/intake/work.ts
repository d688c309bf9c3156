/** Messages in: durably kept before their sender hears "accepted", read by their format, ended in exactly one way. */

import type { Bounce, MailHeaders, Receipt } from '#correspondence';
import { openSealed, readKept, readKeptMany, readKeptWhole, sealFor, subjectKeys } from '#evidence/store';
import { type End, type Finding, type OpenText, type Problem, taughtFactsKey } from '#formats';
import { packed, sql, type Tx } from '#io/db';
import { newId } from '#io/dice';
import { enqueue, type Job, type JobHandler } from '#io/jobs';
import type { World } from '#io/world';
import { note } from '#journal/work';
import { type Actor, actorId, engine, type Id, must, Refused } from '#kernel';
import { addCounts, type IntakeCounts, type IntakeLane, type MessageState, noCounts } from './message.ts';
import type { Teachable } from './reading.ts';
import type { Row, Rows } from './row.ts';
import { markOfSender } from './teaching/sender.ts';
import { activeTemplates } from './teaching/store.ts';
import { takeJustKept } from './work/fresh.ts';
import { mappingFacts } from './work/mappings.ts';
import { safetyNet } from './work/receiving.ts';

export { type Incoming, type Received, receive } from './work/receiving.ts';

/** One message, or message within a message, as the reading process understood it. */
export interface Read {
  readonly sha256: string;
  /** Index in the list of the message it was found in. */
  readonly within?: number;
  readonly name?: string;
  readonly size?: number;
  readonly format: string | null;
  readonly formatVersion: number | null;
  readonly why: string;
  readonly end: End;
  readonly findings: readonly Finding[];
  readonly problems: readonly Problem[];
  readonly subject?: string;
  readonly from?: string;
  /** Who wrote to the ticket system that passed it on. */
  readonly originator?: string;
  /** Message-IDs it answers to, and references in its subject. */
  readonly inReplyTo?: readonly string[];
  /** What the writer of an answer says, without what it quotes. */
  readonly reply?: string;
  /** A delivery report about one of our letters. */
  readonly bounce?: Bounce;
  /** A mail program's receipt for one of our letters. */
  readonly receipt?: Receipt;
  /** Message-ID of a letter of ours that a mailbox provider complains about. */
  readonly complaint?: string;
  /** Headers by which a thread is told, by lower-case name. */
  readonly thread?: MailHeaders;
}
export interface FeedSummary {
  readonly format: string | null;
  readonly formatVersion: number | null;
  readonly why: string;
  readonly end: End;
  readonly rows: number;
  readonly problems: readonly Problem[];
}
export interface ReadAs {
  readonly name: string;
  /** SHA-256 of the whole message in hex: it stands in for the moment of findings that state none. */
  readonly sha256?: string;
  readonly hint?: string;
  readonly receivedAt: Temporal.Instant;
  readonly own: Own;
  readonly facts: Readonly<Record<string, unknown>>;
}
/** The organisation's own space, for choosing among candidate addresses. */
export interface Own {
  readonly prefixes: readonly string[];
  readonly domains: readonly string[];
}

/** Findings of some rows of a feed, in order, as rows. */
export interface RowsBatch {
  readonly format: string;
  readonly rows: Rows;
  /** Rows of the feed read since the batch before, whether they gave a finding or not. */
  readonly read: number;
}

/** The reading processes: hostile bytes are parsed there, with limits, and never here. */
export interface Readers {
  readMessage(bytes: Uint8Array, as: ReadAs): Promise<readonly Read[]>;
  /** Several in one exchange; answers in their order. What one of them does to the process it does to no other. */
  readMessages(
    list: readonly { readonly bytes: Uint8Array; readonly as: ReadAs }[],
  ): Promise<readonly (readonly Read[])[]>;
  /** Batches come in order; the next one is read while the last is being written. */
  readRows(
    chunks: AsyncIterable<Uint8Array>,
    as: ReadAs,
    onBatch: (batch: RowsBatch) => Promise<void>,
  ): Promise<FeedSummary>;
  /** The message as plain text for people; pictures left out. */
  openText(bytes: Uint8Array, name: string | null): Promise<OpenText>;
  /** The message as a person who teaches sees it. */
  teachable(bytes: Uint8Array, as: ReadAs): Promise<Teachable>;
  /** The message without its image and video parts; null where nothing else is left. */
  withoutPictures(bytes: Uint8Array): Promise<Uint8Array | null>;
  close(): Promise<void>;
}

/** Findings of one message on their way to attribution and cases, in the transaction that ends the message. */
export interface Batch {
  readonly messageId: Id<'msg'>;
  readonly messageSha: string;
  readonly format: string;
  readonly feed: string | null;
  readonly receivedAt: Temporal.Instant;
  readonly findings: readonly Finding[];
}
/** The same as rows already: a stretch of a feed. */
export interface RowBatch extends Omit<Batch, 'findings'> {
  readonly rows: Rows;
}
export interface IntakeHands {
  readonly readers: Readers;
  /** @param within a transaction to ask in; without one it opens its own */
  own(world: World, org: Id<'org'>, within?: Tx): Promise<Own>;
  /** Attributes the findings, opens and updates cases, writes everything; answers the counts. */
  take(world: World, tx: Tx, org: Id<'org'>, batch: Batch): Promise<Partial<IntakeCounts>>;
  /** The same for several messages that were read together; answers the counts of each, in order. */
  takeTogether(
    world: World,
    tx: Tx,
    org: Id<'org'>,
    batches: readonly Batch[],
  ): Promise<readonly Partial<IntakeCounts>[]>;
  /** The same for rows; `turn` resolves once the stretch before this one is committed. */
  takeRows(
    world: World,
    tx: Tx,
    org: Id<'org'>,
    batch: RowBatch,
    turn?: Promise<unknown>,
  ): Promise<Partial<IntakeCounts>>;
  /** A delivery report; whether it was about a letter of ours. */
  bounced?(world: World, tx: Tx, org: Id<'org'>, bounce: Bounce): Promise<boolean>;
  /**
   * Which of these may be about a letter of ours or a case handed over, asked at once for mails that are taken together: of the
   * others `ours` and `desk` would say no.
   */
  mayBeOurs?(world: World, tx: Tx, org: Id<'org'>, reads: readonly Read[]): Promise<readonly boolean[]>;
  /** A receipt, a complaint or a copy of a letter of ours: known, and no report of anything. */
  ours?(world: World, tx: Tx, org: Id<'org'>, read: Read): Promise<boolean>;
  /** A mail of the house's own desk system about a case that was handed to it. */
  desk?(world: World, tx: Tx, org: Id<'org'>, read: Read, messageId: Id<'msg'>): Promise<boolean>;
  /**
   * Which messages are orders of an authority, asked before they are ended: how to take each in the transaction that ends it, or
   * undefined. The findings of an order are no report of abuse, and open no case.
   */
  orders?(
    world: World,
    org: Id<'org'>,
    messages: readonly MaybeOrder[],
  ): Promise<readonly (((tx: Tx) => Promise<unknown>) | undefined)[]>;
  /** A mail that answers one of our letters; whether it was taken as such, or a machine wrote it. */
  answer?(world: World, tx: Tx, org: Id<'org'>, read: Read, messageId: Id<'msg'>): Promise<boolean | 'receipt'>;
}

/** What tells whether a message is an order. */
interface MaybeOrder {
  readonly id: Id<'msg'>;
  readonly sha256: Uint8Array;
  readonly receivedAt: Temporal.Instant;
  readonly from: string;
  readonly subject: string;
  readonly bytes: Uint8Array;
  readonly text: () => Promise<string>;
}

interface MessageRecord {
  readonly id: Id<'msg'>;
  readonly sha256: Buffer;
  readonly lane: IntakeLane;
  readonly feed: string | null;
  readonly name: string | null;
  readonly size: number;
  readonly state: MessageState;
  readonly evidence_id: Id<'evd'> | null;
  readonly received_at: Temporal.Instant;
  readonly run_id: Id<'run'> | null;
  /** Times it was begun before. */
  readonly tries: number;
  readonly rows_done: number;
  /** Whether its bytes are kept and their key stands. */
  readonly whole: boolean;
}

/**
 * Times the part that runs in this process may be begun for one message. It cannot tell a message that ends us from someone
 * who ends us, so the limit is generous; the count starts anew with every batch that is committed.
 */
const mostTries = 20;

/** The facts last handed to readers, by organisation: as long as they say the same, readers are not told again. */
const lastFacts = new WeakMap<
  object,
  Map<string, { readonly text: string; readonly facts: Record<string, unknown> }>
>();

/** What formats must know to read for this organisation: schemas it loaded, templates it taught. */
export async function factsOf(world: World, tx: Tx, org: Id<'org'>): Promise<Record<string, unknown>> {
  const rows = await tx.again(
    sql<{ format: string; facts: unknown }>`select format, facts from format_facts where organisation_id = ${org}`,
  );
  const taught = await activeTemplates(tx, org);
  const facts = {
    ...Object.fromEntries(rows.map((r) => [r.format, r.facts])),
    ...(await mappingFacts(tx, org)),
    ...(taught.length > 0 ? { [taughtFactsKey]: taught } : {}),
  };
  const text = JSON.stringify(facts);
  const known = lastFacts.get(world.db) ?? new Map();
  lastFacts.set(world.db, known);
  const last = known.get(org);
  if (last?.text === text) return last.facts;
  known.set(org, { text, facts });
  return facts;
}

/** A message and the hint it is read with. */
interface Asked {
  readonly id: Id<'msg'>;
  readonly hint?: string | undefined;
}
/** A message that is being read. */
interface Reading {
  readonly message: MessageRecord;
  readonly as: ReadAs;
  /** Counted once it is committed. */
  readonly counts: IntakeCounts;
}

/**
 * Marks messages as being read and counts that it was tried, in one transaction; those that were ended are left out. A message
 * that ends its reading process is ended as such and not tried again, so what is counted is whether we come to the end.
 */
async function begin(
  world: World,
  hands: IntakeHands,
  org: Id<'org'>,
  asked: readonly Asked[],
): Promise<readonly Reading[]> {
  const { rows, facts, own } = await world.db.in(org, async (tx) => {
    const rows = await tx.again(sql<MessageRecord>`
      update message m set state = 'reading', tries = tries + 1
       where organisation_id = ${org} and id = any(${asked.map((a) => a.id)}::text[]) and state in ('kept', 'reading')
      returning id, sha256, lane, feed, name, size, state, evidence_id, received_at, run_id, tries - 1 as tries, rows_done,
        exists (select from kept k join data_key d on d.organisation_id = k.organisation_id and d.id = k.key_id
                 where k.organisation_id = m.organisation_id and k.id = m.evidence_id and k.state = 'kept' and d.wrapped is not null) as whole`);
    if (rows.length === 0) return { rows, facts: {}, own: { prefixes: [], domains: [] } };
    return { rows, facts: await factsOf(world, tx, org), own: await hands.own(world, org, tx) };
  });
  const byId = new Map(rows.map((r) => [r.id, r]));
  return asked.flatMap(({ id, hint }) => {
    const message = byId.get(id);
    byId.delete(id);
    if (!message) return [];
    // Where nobody named a format, the name of the feed may be one: bare lists are read only so.
    const named = hint ?? message.feed;
    const as: ReadAs = {
      name: message.name ?? 'message',
      ...(named ? { hint: named } : {}),
      sha256: message.sha256.toString('hex'),
      receivedAt: message.received_at,
      own,
      facts,
    };
    return [{ message, as, counts: { ...noCounts(), messages: 1 } }];
  });
}

/**
 * Reads a kept message to its end. Safe to call again at any time: what was done stays done, a message that was ended is
 * left alone, and findings already written are met as duplicates.
 */
export async function readMessage(
  world: World,
  hands: IntakeHands,
  org: Id<'org'>,
  id: Id<'msg'>,
  hint?: string,
): Promise<IntakeCounts> {
  const [one] = await begin(world, hands, org, [{ id, hint }]);
  if (!one) return noCounts();
  await readOne(world, hands, org, one);
  return one.counts;
}

/**
 * Reads messages that wait together: small ones in one exchange with the reading process and taken in one transaction, all
 * or none of them; each of the others by itself.
 */
async function readTogether(world: World, hands: IntakeHands, org: Id<'org'>, asked: readonly Asked[]): Promise<void> {
  const begun = await begin(world, hands, org, asked);
  const { small = [], other = [] } = Object.groupBy(begun, ({ message }) =>
    message.lane !== 'bulk' && message.tries === 0 && message.evidence_id ? 'small' : 'other',
  );
  if (small.length > 0) await readWhole(world, hands, org, small);
  for (const one of other) await readOne(world, hands, org, one);
}

async function readOne(world: World, hands: IntakeHands, org: Id<'org'>, one: Reading): Promise<void> {
  const { message, as, counts } = one;
  if (message.tries > mostTries) {
    await endMessage(
      world,
      org,
      message,
      {
        format: null,
        formatVersion: null,
        why: 'taking it ended this program many times',
        end: 'manual',
        problems: [{ code: 'reader.gave-up', message: `tried ${mostTries} times` }],
      },
      0,
    );
    counts.manual++;
    return;
  }
  if (!message.evidence_id) throw new Error(`message ${message.id} has no kept bytes`);
  if (message.lane === 'bulk') await readAsFeed(world, hands, org, message, as, counts);
  else await readWhole(world, hands, org, [one]);
}

/** How a message, or one within it, ends. */
interface Ended {
  readonly id: Id<'msg'>;
  readonly read: Read;
  end: End;
  /** Findings written. */
  written: number;
}

/** Reads these and takes what they say in one transaction with their ends. */
async function readWhole(world: World, hands: IntakeHands, org: Id<'org'>, list: readonly Reading[]): Promise<void> {
  const bytes = await bytesOf(world, org, list);
  const reads = await hands.readers.readMessages(list.map(({ as }, i) => ({ bytes: must(bytes[i], 'its bytes'), as })));
  const orders = await ordersOf(world, hands, org, list, reads, bytes);
  await world.db.in(org, async (tx) => {
    const all = list.map(() => noCounts());
    const ended: Ended[] = [];
    const batches: Batch[] = [];
    const takers: { readonly mine: IntakeCounts; readonly one: Ended }[] = [];
    // Asked once for all; once one was about a letter of ours, what it brought about may be what the next is about.
    const maybe = await hands.mayBeOurs?.(
      world,
      tx,
      org,
      reads.map((r) => must(r[0], 'a message')),
    );
    let met = false;
    for (const [m, { message }] of list.entries()) {
      const mine = must(all[m], 'its counts');
      const here: Id<'msg'>[] = [];
      const order = orders.get(message.id);
      for (const [i, read] of (reads[m] ?? []).entries()) {
        let id = message.id;
        if (i > 0) {
          id = await innerMessage(world, tx, org, message, read, here[read.within ?? 0] ?? message.id);
          mine.messages++;
        }
        here.push(id);
        // Our own letters first: an answer that quotes the address it is about is no new report of it.
        const asks = i === 0 && (met || (maybe?.[m] ?? true));
        const known = await aboutOurs(world, tx, org, hands, read, asks, id);
        met ||= known !== undefined || order !== undefined;
        const one: Ended = { id, read, end: known ?? read.end, written: 0 };
        if (!known && order) {
          // What stands within an order is part of it: nothing of it is a report of its own.
          if (i === 0) await order(tx);
          one.end = 'order';
        } else if (!known && read.findings.length > 0 && read.format) {
          batches.push({
            messageId: id,
            messageSha: read.sha256,
            format: read.format,
            feed: message.feed,
            receivedAt: message.received_at,
            findings: read.findings,
          });
          takers.push({ mine, one });
        }
        if (one.end === 'manual') mine.manual++;
        ended.push(one);
      }
    }
    if (batches.length > 0)
      for (const [i, taken] of (await hands.takeTogether(world, tx, org, batches)).entries()) {
        const { mine, one } = must(takers[i], 'who asked');
        addCounts(mine, taken);
        one.written = taken.findings ?? 0;
      }
    await writeEnds(world, tx, org, ended);
    for (const [m, { message }] of list.entries()) {
      noteRead(world, tx, message, must(all[m], 'its counts'));
      await tx.notify({ organisation: org, what: 'message', id: message.id });
    }
    await finishJobs(
      world,
      tx,
      org,
      list.map(({ message }) => message.id),
    );
    tx.committed(() => {
      for (const [m, { counts }] of list.entries()) addCounts(counts, must(all[m], 'its counts'));
    });
  });
}

/** How each message is taken as an order, where whoever knows orders says that it is one. */
async function ordersOf(
  world: World,
  hands: IntakeHands,
  org: Id<'org'>,
  list: readonly Reading[],
  reads: readonly (readonly Read[])[],
  bytes: readonly Buffer[],
): Promise<ReadonlyMap<Id<'msg'>, (tx: Tx) => Promise<unknown>>> {
  const asked = list.flatMap(({ message }, m) => {
    const outer = reads[m]?.[0];
    const mine = bytes[m];
    if (!outer || !mine || (outer.end !== 'manual' && outer.end !== 'findings')) return [];
    const text = async () => wordsOf(await hands.readers.openText(mine, message.name));
    const { from = '', subject = '' } = outer;
    return [
      { id: message.id, sha256: message.sha256, receivedAt: message.received_at, from, subject, bytes: mine, text },
    ];
  });
  const found = new Map<Id<'msg'>, (tx: Tx) => Promise<unknown>>();
  if (asked.length === 0 || !hands.orders) return found;
  for (const [i, order] of (await hands.orders(world, org, asked)).entries()) {
    const one = asked[i];
    if (order && one) found.set(one.id, order);
  }
  return found;
}

/** Everything a message says as plain text, its parts one after the other. */
export const wordsOf = (open: OpenText): string =>
  open.parts.flatMap((p) => (p.text === null ? [] : [p.text])).join('\n');

/** How a mail about our own letters ends; undefined where it is about none of them. */
async function aboutOurs(
  world: World,
  tx: Tx,
  org: Id<'org'>,
  hands: IntakeHands,
  read: Read,
  outermost: boolean,
  messageId: Id<'msg'>,
): Promise<'receipt' | 'answer' | undefined> {
  if (read.bounce && (await hands.bounced?.(world, tx, org, read.bounce))) return 'receipt';
  if (outermost && (await hands.ours?.(world, tx, org, read))) return 'receipt';
  if (outermost && read.thread && (await hands.desk?.(world, tx, org, read, messageId))) return 'answer';
  if ((read.inReplyTo?.length ?? 0) === 0) return undefined;
  const took = await hands.answer?.(world, tx, org, read, messageId);
  return took === 'receipt' ? 'receipt' : took ? 'answer' : undefined;
}

/** The kept bytes of each; what came in a moment ago is still at hand. */
async function bytesOf(world: World, org: Id<'org'>, list: readonly Reading[]): Promise<readonly Buffer[]> {
  const near = new Map<Id<'msg'>, Buffer>();
  for (const { message } of list) {
    const bytes = takeJustKept(world, message.id);
    // What was destroyed meanwhile is gone here too.
    if (bytes && message.whole) near.set(message.id, Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  }
  const far = list.flatMap(({ message }) => (near.has(message.id) ? [] : [message.evidence_id as Id<'evd'>]));
  if (far.length > 0)
    await world.db.in(org, async (tx) => {
      const many = await readKeptMany(world, tx, far);
      for (const { message } of list) {
        if (near.has(message.id)) continue;
        const id = message.evidence_id as Id<'evd'>;
        near.set(message.id, many.get(id) ?? (await readKeptWhole(world, tx, id)));
      }
    });
  return list.map(({ message }) => must(near.get(message.id), 'its bytes'));
}

/** Rows of a feed that are committed together. */
const rowsPerTransaction = 10_000;

async function readAsFeed(
  world: World,
  hands: IntakeHands,
  org: Id<'org'>,
  message: MessageRecord,
  as: ReadAs,
  counts: IntakeCounts,
): Promise<void> {
  // What was ended several times goes on in smaller steps, so that it gets somewhere.
  const most = message.tries > 2 ? 1000 : rowsPerTransaction;
  let skip = message.rows_done;
  let done = 0;
  let written = 0;
  let list: Row[] = [];
  let lines: (Uint8Array | string)[] = [];
  let format = '';
  let held = 0;
  // Two transactions are under way at once: while one writes, the next is laid ready. They commit in the order of the file,
  // so that the number of rows done never runs ahead of what is there.
  let earlier: Promise<unknown> = Promise.resolve();
  let latest: Promise<unknown> = Promise.resolve();
  const write = async () => {
    const batch: RowBatch = {
      messageId: message.id,
      messageSha: message.sha256.toString('hex'),
      format,
      feed: message.feed,
      receivedAt: message.received_at,
      rows: { list, lines },
    };
    const upTo = done;
    if (held === 0) return;
    list = [];
    lines = [];
    held = 0;
    const before = latest;
    const mine = world.db.in(org, async (tx) => {
      const taken = await hands.takeRows(world, tx, org, batch, before);
      await tx.rows(
        sql`update message set rows_done = ${upTo}, tries = 0, finding_count = finding_count + ${taken.findings ?? 0} where organisation_id = ${org} and id = ${message.id}`,
      );
      // While rows come, the safety net stays ahead of us, and so does the lease where this is the job itself.
      const ahead = world.clock.now().add(safetyNet).toString();
      await tx.rows(
        sql`update job set run_at = case when locked_until is null then ${ahead}::timestamptz else run_at end,
                   locked_until = case when locked_until is null then null else greatest(locked_until, ${ahead}::timestamptz) end
             where organisation_id = ${org} and kind = 'message.read' and unique_key = ${message.id} and done_at is null and failed_at is null`,
      );
      note(world, tx, {
        act: 'findings.taken',
        by: engine,
        about: [{ subject: message.id, payload: { message: message.id, ...taken } }],
      });
      tx.committed(() => {
        addCounts(counts, taken);
        written += taken.findings ?? 0;
      });
    });
    mine.catch(() => undefined); // met where it is waited for
    earlier = before;
    latest = mine;
    await earlier;
  };
  const chunks = keptChunks(world, org, message.evidence_id as Id<'evd'>);
  const reading = hands.readers.readRows(chunks, as, async (batch) => {
    done += batch.read;
    if (skip >= batch.read) {
      skip -= batch.read; // committed before a crash
      return;
    }
    skip = 0;
    // Several batches of the reader make one transaction: a case that gets ten findings is written once, not ten times.
    if (held > 0 && batch.format !== format) await write();
    format = batch.format;
    for (const row of batch.rows.list) list.push(row);
    lines = lines.concat(batch.rows.lines);
    held += batch.read;
    if (held >= most) await write();
  });
  let summary: FeedSummary;
  try {
    summary = await reading;
    await write();
  } finally {
    await Promise.allSettled([earlier, latest]); // nothing is left running behind us
  }
  await latest;
  if (summary.end === 'manual') counts.manual++;
  await endMessage(world, org, message, summary, written);
}

/** The kept bytes as they are asked for, in one read-only transaction of their own beside those that write the batches. */
async function* keptChunks(world: World, org: Id<'org'>, id: Id<'evd'>): AsyncGenerator<Uint8Array> {
  const waiting: Buffer[] = [];
  let ended = false;
  let failed: unknown;
  let wakeReader = () => {};
  let wakeWriter = () => {};
  const filling = world.db
    .in(org, async (tx) => {
      for await (const piece of readKept(world, tx, id)) {
        // At most a few megabytes ahead of the reader.
        while (waiting.length >= 4 && !ended)
          await new Promise<void>((wake) => {
            wakeReader = wake;
          });
        if (ended) return;
        waiting.push(piece);
        wakeWriter();
      }
    })
    .catch((cause: unknown) => {
      failed = cause;
    })
    .finally(() => {
      ended = true;
      wakeWriter();
    });
  try {
    for (;;) {
      const next = waiting.shift();
      if (next) {
        wakeReader();
        yield next;
      } else if (ended) break;
      else
        await new Promise<void>((wake) => {
          wakeWriter = wake;
        });
    }
    if (failed) throw failed;
  } finally {
    ended = true;
    wakeReader();
    await filling;
  }
}

async function innerMessage(
  world: World,
  tx: Tx,
  org: Id<'org'>,
  outer: MessageRecord,
  read: Read,
  within: Id<'msg'>,
): Promise<Id<'msg'>> {
  const id = newId(world, 'msg');
  const sha = Buffer.from(read.sha256, 'hex');
  const made = await tx.rows(sql<{ id: Id<'msg'> }>`
    insert into message (organisation_id, id, sha256, run_id, channel, lane, feed, name, size, within, received_at, state, channel_id, notifier_id, auth)
    select ${org}, ${id}, ${sha}, ${outer.run_id}, channel, lane, feed, ${read.name ?? null}, ${read.size ?? 0}, ${within}, received_at, 'reading', channel_id, notifier_id, auth
      from message where organisation_id = ${org} and id = ${outer.id}
    on conflict (organisation_id, sha256) do nothing returning id`);
  if (made[0]) return made[0].id;
  const before = await tx.rows(
    sql<{ id: Id<'msg'> }>`select id from message where organisation_id = ${org} and sha256 = ${sha}`,
  );
  return before[0]?.id ?? id;
}

type Ending = Pick<Read, 'format' | 'formatVersion' | 'why' | 'end' | 'problems'> &
  Partial<Pick<Read, 'from' | 'originator' | 'subject'>>;

/** Each id once, in order: one statement changes a row once. What comes again waits for the next round. */
function rounds<T extends { readonly id: string }>(list: readonly T[]): readonly (readonly T[])[] {
  const all: T[][] = [];
  const met = new Map<string, number>();
  for (const one of list) {
    const turn = met.get(one.id) ?? 0;
    met.set(one.id, turn + 1);
    const round = all[turn];
    if (round) round.push(one);
    else all.push([one]);
  }
  return all;
}

/** The end of each, with from and subject sealed under the message's own key where it was read. */
async function writeEnds(
  world: World,
  tx: Tx,
  org: Id<'org'>,
  list: readonly { readonly id: Id<'msg'>; readonly read: Ending; readonly end: End; readonly written: number }[],
): Promise<void> {
  const told = list.filter(({ read }) => read.subject !== undefined || read.from !== undefined);
  await subjectKeys(
    world,
    tx,
    'message',
    told.map((t) => t.id),
  );
  for (const round of rounds(list)) {
    const sealed: (Buffer | null)[] = [];
    for (const { id, read } of round) {
      const headers = JSON.stringify({ from: read.from ?? null, subject: read.subject ?? null });
      const isTold = read.subject !== undefined || read.from !== undefined;
      sealed.push(
        isTold ? (await sealFor(world, tx, { class: 'message', subject: id }, headers, `message ${id}`)).sealed : null,
      );
    }
    const rows = round.map(({ id, read, end, written }) => ({
      id,
      state: end === 'manual' ? 'manual' : 'done',
      ended: end,
      format: read.format,
      version: read.formatVersion,
      why: read.why,
      problems: read.problems.slice(0, 50),
      written,
      mark: markOfSender(world, org, read.originator ?? read.from ?? '')?.toString('hex') ?? null,
    }));
    const under = packed(sealed);
    await tx.again(sql`
      update message m set state = e.state, ended = e.ended, format = e.format, format_version = e.version,
             why = e.why, problems = e.problems, finding_count = m.finding_count + e.written, read_at = ${world.clock.now().toString()}::timestamptz,
             sealed = coalesce(substring(s.bytes from s.at[e.no] for s.size[e.no]), m.sealed), sender_mark = coalesce(decode(e.mark, 'hex'), m.sender_mark)
        from (select ${under.all}::bytea as bytes, ${under.at}::int[] as at, ${under.size}::int[] as size) s,
             rows from (jsonb_to_recordset(${JSON.stringify(rows).replaceAll('\\u0000', '\\u2400')}::jsonb) as (id text, state text, ended text, format text, version int, why text, problems jsonb, written int, mark text))
               with ordinality as e(id, state, ended, format, version, why, problems, written, mark, no)
       where m.organisation_id = ${org} and m.id = e.id and m.state <> 'done'`);
  }
}

async function endMessage(
  world: World,
  org: Id<'org'>,
  message: MessageRecord,
  ending: Ending,
  written: number,
): Promise<void> {
  await world.db.in(org, async (tx) => {
    await writeEnds(world, tx, org, [{ id: message.id, read: ending, end: ending.end, written: 0 }]);
    noteRead(world, tx, message, { findings: written });
    await finishJobs(world, tx, org, [message.id]);
    await tx.notify({ organisation: org, what: 'message', id: message.id });
  });
}

function noteRead(world: World, tx: Tx, message: MessageRecord, counts: Partial<IntakeCounts>): void {
  note(world, tx, {
    act: 'message.read',
    by: engine,
    about: [{ subject: message.id, payload: { message: message.id, ...counts } }],
  });
}

async function finishJobs(world: World, tx: Tx, org: Id<'org'>, ids: readonly Id<'msg'>[]): Promise<void> {
  await tx.again(
    sql`update job set done_at = ${world.clock.now().toString()}::timestamptz where organisation_id = ${org} and kind = 'message.read' and unique_key = any(${[...ids]}::text[]) and done_at is null and failed_at is null`,
  );
}

/** From and subject of a message, or nulls where they are gone. */
export async function headersOf(
  world: World,
  tx: Tx,
  org: Id<'org'>,
  id: Id<'msg'>,
): Promise<{ from: string | null; subject: string | null }> {
  const rows = await tx.rows(sql<{ sealed: Buffer | null; key_id: Id<'dky'> | null }>`
    select m.sealed, (select k.id from data_key k where k.organisation_id = m.organisation_id and k.class = 'message' and k.subject = m.id and k.wrapped is not null limit 1) as key_id
      from message m where m.organisation_id = ${org} and m.id = ${id}`);
  const row = rows[0];
  if (!row?.sealed || !row.key_id) return { from: null, subject: null };
  const plain = await openSealed(world, tx, row.key_id, row.sealed, `message ${id}`);
  if (!plain) return { from: null, subject: null };
  const said = JSON.parse(plain.toString('utf8')) as {
    from?: string | null;
    subject?: string | null;
    envelope?: { from?: string } | null;
  };
  return { from: said.from ?? said.envelope?.from ?? null, subject: said.subject ?? null };
}

/** Handler of the job that reads one message, or several that wait at the same time. */
export function readingJob(hands: IntakeHands): JobHandler {
  const askedBy = (job: Job): Asked => ({
    id: job.payload['message'] as Id<'msg'>,
    hint: (job.payload['hint'] as string | null) ?? undefined,
  });
  const alone = async (world: World, job: Job): Promise<undefined> => {
    const { id, hint } = askedBy(job);
    await readMessage(world, hands, job.organisation, id, hint);
    return undefined;
  };
  return Object.assign(alone, {
    together: async (world: World, jobs: readonly Job[]): Promise<void> => {
      const [first] = jobs;
      if (first) await readTogether(world, hands, first.organisation, jobs.map(askedBy));
    },
  });
}

/** Opens a run of intake: what one `ingest` or one mailbox pull brought. */
export async function openRun(
  world: World,
  org: Id<'org'>,
  origin: string,
  feed: string | undefined,
  by: Actor,
): Promise<Id<'run'>> {
  const id = newId(world, 'run');
  await world.db.in(org, (tx) =>
    tx.rows(
      sql`insert into intake_run (organisation_id, id, origin, feed, started_at, by) values (${org}, ${id}, ${origin}, ${feed ?? null}, ${world.clock.now().toString()}::timestamptz, ${actorId(by)})`,
    ),
  );
  return id;
}

export async function closeRun(world: World, org: Id<'org'>, id: Id<'run'>, counts: IntakeCounts): Promise<void> {
  await world.db.in(org, (tx) =>
    tx.rows(
      sql`update intake_run set finished_at = ${world.clock.now().toString()}::timestamptz, counts = ${JSON.stringify(counts)}::jsonb where organisation_id = ${org} and id = ${id}`,
    ),
  );
}

async function manualOrDone(tx: Tx, org: Id<'org'>, id: Id<'msg'>): Promise<MessageRecord> {
  const rows = await tx.rows(sql<MessageRecord>`
    select id, sha256, lane, feed, name, size, state, evidence_id, received_at, run_id, tries, rows_done from message where organisation_id = ${org} and id = ${id} for update`);
  if (!rows[0]) throw new Refused('request.not-found');
  return rows[0];
}

/** Puts a message back to be read again, with a format named by a person or without. */
export async function readAgain(
  world: World,
  org: Id<'org'>,
  id: Id<'msg'>,
  hint: string | undefined,
  actor: Actor,
): Promise<void> {
  await world.db.in(org, async (tx) => {
    const message = await manualOrDone(tx, org, id);
    if (!message.evidence_id) throw new Refused('evidence.erased');
    await tx.rows(
      sql`update message set state = 'kept', ended = null, tries = 0, rows_done = 0 where organisation_id = ${org} and id = ${id}`,
    );
    await enqueue(tx, {
      kind: 'message.read',
      lane: message.lane === 'bulk' ? 'bulk' : 'urgent',
      payload: { message: id, hint: hint ?? null },
      key: id,
      runAt: world.clock.now(),
    });
    note(world, tx, {
      act: 'message.read_again',
      by: actor,
      about: [{ subject: id, payload: { message: id, hint: hint ?? null } }],
    });
    await tx.notify({ organisation: org, what: 'message', id });
  });
}

/** A person says: this is no abuse report. */
export async function markNotAbuse(
  world: World,
  org: Id<'org'>,
  id: Id<'msg'>,
  reason: string,
  actor: Actor,
): Promise<void> {
  if (reason.trim() === '') throw new Refused('case.needs-reason');
  await world.db.in(org, async (tx) => {
    const message = await manualOrDone(tx, org, id);
    if (message.state !== 'manual') throw new Refused('message.not-manual');
    await settleByHand(world, tx, org, id, 'not_abuse', actor);
    note(world, tx, {
      act: 'message.not_abuse',
      by: actor,
      about: [{ subject: id, payload: { message: id, reason } }],
    });
  });
}

/** A person says: this is an order. It is taken by whoever knows orders, in this transaction. @throws Refused `message.not-manual` */
export async function endAsOrder(world: World, tx: Tx, org: Id<'org'>, id: Id<'msg'>, actor: Actor): Promise<void> {
  const message = await manualOrDone(tx, org, id);
  if (message.state !== 'manual') throw new Refused('message.not-manual');
  await settleByHand(world, tx, org, id, 'order', actor);
  note(world, tx, { act: 'message.is_order', by: actor, about: [{ subject: id, payload: { message: id } }] });
}

/** A person read the message and writes down what it says. */
export async function addFinding(
  world: World,
  hands: Pick<IntakeHands, 'take'>,
  org: Id<'org'>,
  id: Id<'msg'>,
  finding: Finding,
  actor: Actor,
): Promise<IntakeCounts> {
  const counts = noCounts();
  await world.db.in(org, async (tx) => {
    const message = await manualOrDone(tx, org, id);
    if (message.state !== 'manual') throw new Refused('message.not-manual');
    addCounts(
      counts,
      await hands.take(world, tx, org, {
        messageId: id,
        messageSha: message.sha256.toString('hex'),
        format: 'by_hand',
        feed: message.feed,
        receivedAt: message.received_at,
        findings: [finding],
      }),
    );
    await tx.rows(
      sql`update message set finding_count = finding_count + ${counts.findings} where organisation_id = ${org} and id = ${id}`,
    );
    await settleByHand(world, tx, org, id, 'findings', actor);
    note(world, tx, {
      act: 'message.finding_added',
      by: actor,
      about: [{ subject: id, payload: { message: id, kind: finding.kind, ...counts } }],
    });
  });
  return counts;
}

async function settleByHand(
  world: World,
  tx: Tx,
  org: Id<'org'>,
  id: Id<'msg'>,
  end: End,
  actor: Actor,
): Promise<void> {
  await tx.rows(
    sql`update message set state = 'done', ended = ${end}, handled_by = ${actorId(actor)}, handled_at = ${world.clock.now().toString()}::timestamptz where organisation_id = ${org} and id = ${id}`,
  );
  await tx.notify({ organisation: org, what: 'message', id });
}
