/** Messages in: durably kept before their sender hears "accepted", read by their format, ended in exactly one way. */

import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { Bounce, MailHeaders, Receipt } from '#correspondence';
import { keepBytes, openSealed, readKept, readKeptWhole, sealFor } from '#evidence/store';
import { type End, type Finding, type OpenText, type Problem, taughtFactsKey } from '#formats';
import { sql, type Tx } from '#io/db';
import { newId, sha256 } from '#io/dice';
import { enqueue, type Job } from '#io/jobs';
import type { World } from '#io/world';
import { note } from '#journal/work';
import { type Actor, actorId, engine, type Id, Refused } from '#kernel';
import {
  addCounts,
  type Channel,
  type IntakeCounts,
  type IntakeLane,
  laneFor,
  type MessageState,
  noCounts,
} from './message.ts';
import { notifierOf } from './notifiers/work.ts';
import { enqueueProof } from './proving.ts';
import type { Teachable } from './reading.ts';
import type { Row, Rows } from './row.ts';
import { markOfSender } from './teaching/sender.ts';
import { activeTemplates } from './teaching/store.ts';
import { mappingFacts } from './work/mappings.ts';

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
  own(world: World, org: Id<'org'>): Promise<Own>;
  /** Attributes the findings, opens and updates cases, writes everything; answers the counts. */
  take(world: World, tx: Tx, org: Id<'org'>, batch: Batch): Promise<Partial<IntakeCounts>>;
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
  /** A receipt, a complaint or a copy of a letter of ours: known, and no report of anything. */
  ours?(world: World, tx: Tx, org: Id<'org'>, read: Read): Promise<boolean>;
  /** A mail of the house's own desk system about a case that was handed to it. */
  desk?(world: World, tx: Tx, org: Id<'org'>, read: Read, messageId: Id<'msg'>): Promise<boolean>;
  /**
   * Whether a message is an order of an authority, asked before it is ended: how to take it in the transaction that ends it, or
   * undefined. Its findings are then no report of abuse, and open no case.
   */
  order?(
    world: World,
    org: Id<'org'>,
    message: {
      readonly id: Id<'msg'>;
      readonly sha256: Uint8Array;
      readonly receivedAt: Temporal.Instant;
      readonly from: string;
      readonly subject: string;
      readonly bytes: Uint8Array;
      readonly text: () => Promise<string>;
    },
  ): Promise<((tx: Tx) => Promise<unknown>) | undefined>;
  /** A mail that answers one of our letters; whether it was taken as such, or a machine wrote it. */
  answer?(world: World, tx: Tx, org: Id<'org'>, read: Read, messageId: Id<'msg'>): Promise<boolean | 'receipt'>;
}

export interface Incoming {
  readonly channel: Channel;
  /** Bytes, or a file whose bytes are streamed. */
  readonly bytes?: Uint8Array;
  readonly path?: string;
  readonly name: string;
  readonly feed?: string;
  readonly hint?: string;
  readonly runId?: Id<'run'>;
  readonly envelope?: {
    readonly from: string;
    readonly to: readonly string[];
    readonly remote?: string;
    readonly helo?: string;
  };
  /** The channel that fetched it. */
  readonly channelId?: Id<'chn'>;
  /** Read by the caller itself right away; the job that would read it is then only a safety net. */
  readonly readHere?: boolean;
  readonly by: Actor;
}
export interface Received {
  readonly id: Id<'msg'>;
  readonly duplicate: boolean;
  readonly lane: IntakeLane;
}

const safetyNet = { minutes: 3 };

async function hashOf(incoming: Incoming): Promise<{ sha: Buffer; size: number }> {
  if (incoming.bytes) return { sha: sha256(incoming.bytes), size: incoming.bytes.length };
  if (!incoming.path) throw new Error('neither bytes nor a path');
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(incoming.path)) hash.update(chunk as Buffer);
  return { sha: hash.digest(), size: (await stat(incoming.path)).size };
}

/**
 * Keeps a message durably, encrypted under a key of its own, with the job that reads it, in one transaction. When this
 * returns, the sender may hear "accepted". The same bytes are the same message: a second time nothing is written.
 */
export async function receive(world: World, org: Id<'org'>, incoming: Incoming): Promise<Received> {
  const { sha, size } = await hashOf(incoming);
  const lane = laneFor(incoming.channel, size);
  return world.db.in(org, async (tx) => {
    const id = newId(world, 'msg');
    const now = world.clock.now();
    const made = await tx.rows(sql<{ id: Id<'msg'> }>`
      insert into message (organisation_id, id, sha256, run_id, channel, lane, feed, name, size, received_at, channel_id)
      values (${org}, ${id}, ${sha}, ${incoming.runId ?? null}, ${incoming.channel}, ${lane}, ${incoming.feed ?? null}, ${incoming.name}, ${size}, ${now.toString()}::timestamptz, ${incoming.channelId ?? null})
      on conflict (organisation_id, sha256) do nothing returning id`);
    if (made.length === 0) {
      const before = await tx.rows(
        sql<{ id: Id<'msg'> }>`select id from message where organisation_id = ${org} and sha256 = ${sha}`,
      );
      return { id: before[0]?.id ?? id, duplicate: true, lane };
    }
    const kept = await keepBytes(world, tx, {
      class: 'message',
      subject: id,
      mediaType: 'application/octet-stream',
      bytes: incoming.bytes ?? createReadStream(incoming.path ?? '', { highWaterMark: 1024 * 1024 }),
    });
    const envelope = await sealFor(
      world,
      tx,
      { class: 'message', subject: id },
      JSON.stringify({ envelope: incoming.envelope ?? null }),
      `message ${id}`,
    );
    const notifier = await notifierOf(world, tx, org, incoming);
    await tx.rows(
      sql`update message set evidence_id = ${kept.id}, sealed = ${envelope.sealed}, notifier_id = ${notifier} where organisation_id = ${org} and id = ${id}`,
    );
    // Who sent it is looked into beside the reading of it, never before its acceptance.
    if (isMail(incoming)) await enqueueProof(tx, id, now);
    await enqueue(tx, {
      kind: 'message.read',
      lane: lane === 'bulk' ? 'bulk' : 'urgent',
      payload: { message: id, hint: incoming.hint ?? null },
      key: id,
      runAt: incoming.readHere ? now.add(safetyNet) : now,
    });
    note(world, tx, {
      act: 'message.received',
      by: incoming.by,
      about: [
        { subject: id, payload: { message: id, sha256: sha.toString('hex'), size, channel: incoming.channel, lane } },
      ],
    });
    await tx.notify({ organisation: org, what: 'message', id });
    return { id, duplicate: false, lane };
  });
}

const isMail = (i: Incoming) =>
  i.channel === 'smtp' ||
  i.channel === 'lmtp' ||
  i.channel === 'imap' ||
  (i.channel === 'http' && /\.eml$/i.test(i.name));

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
  readonly tries: number;
  readonly rows_done: number;
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
  const rows = await tx.rows(
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
  const counts = noCounts();
  const own = await hands.own(world, org);
  const begun = await world.db.in(org, async (tx) => {
    const rows = await tx.rows(sql<MessageRecord>`
      update message set state = 'reading' where organisation_id = ${org} and id = ${id} and state in ('kept', 'reading')
      returning id, sha256, lane, feed, name, size, state, evidence_id, received_at, run_id, tries, rows_done`);
    const facts = await factsOf(world, tx, org);
    return rows[0] ? { message: rows[0], facts } : undefined;
  });
  if (!begun) return counts;
  const { message, facts } = begun;
  counts.messages = 1;
  const as: ReadAs = {
    name: message.name ?? 'message',
    // Where nobody named a format, the name of the feed may be one: bare lists are read only so.
    ...((hint ?? message.feed) ? { hint: hint ?? message.feed ?? '' } : {}),
    sha256: message.sha256.toString('hex'),
    receivedAt: message.received_at,
    own,
    facts,
  };
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
    return counts;
  }
  if (!message.evidence_id) throw new Error(`message ${id} has no kept bytes`);
  if (message.lane === 'bulk') await readAsFeed(world, hands, org, message, as, counts);
  else await readWhole(world, hands, org, message, as, counts);
  return counts;
}

async function readWhole(
  world: World,
  hands: IntakeHands,
  org: Id<'org'>,
  message: MessageRecord,
  as: ReadAs,
  counts: IntakeCounts,
): Promise<void> {
  const bytes = await world.db.in(org, (tx) => readKeptWhole(world, tx, message.evidence_id as Id<'evd'>));
  if (!bytes)
    return endMessage(
      world,
      org,
      message,
      { format: null, formatVersion: null, why: 'its bytes were destroyed', end: 'not_abuse', problems: [] },
      0,
    );
  const reads = await hands.readers.readMessage(bytes, as);
  await countTry(world, org, message.id);
  const outer = reads[0];
  const order =
    outer && (outer.end === 'manual' || outer.end === 'findings')
      ? await hands.order?.(world, org, {
          id: message.id,
          sha256: message.sha256,
          receivedAt: message.received_at,
          from: outer.from ?? '',
          subject: outer.subject ?? '',
          bytes,
          text: async () => wordsOf(await hands.readers.openText(bytes, message.name)),
        })
      : undefined;
  await world.db.in(org, async (tx) => {
    const mine = noCounts();
    const ids: Id<'msg'>[] = [];
    for (const [i, read] of reads.entries()) {
      let messageId = message.id;
      if (i > 0) {
        messageId = await innerMessage(world, tx, org, message, read, ids[read.within ?? 0] ?? message.id);
        mine.messages++;
      }
      ids.push(messageId);
      let end = read.end;
      let written = 0;
      // Our own letters first: an answer that quotes the address it is about is no new report of it.
      const known = await aboutOurs(world, tx, org, hands, read, i === 0, messageId);
      if (known) end = known;
      else if (order) {
        // What stands within an order is part of it: nothing of it is a report of its own.
        if (i === 0) await order(tx);
        end = 'order';
      } else if (read.findings.length > 0 && read.format) {
        const taken = await hands.take(world, tx, org, {
          messageId,
          messageSha: read.sha256,
          format: read.format,
          feed: message.feed,
          receivedAt: message.received_at,
          findings: read.findings,
        });
        addCounts(mine, taken);
        written = taken.findings ?? 0;
      }
      if (end === 'manual') mine.manual++;
      await writeEnd(world, tx, org, messageId, { ...read, end }, written);
      if (read.subject !== undefined || read.from !== undefined) await keepHeaders(world, tx, org, messageId, read);
    }
    await noteRead(world, tx, message, mine);
    await finishJob(world, tx, org, message.id);
    await tx.notify({ organisation: org, what: 'message', id: message.id });
    tx.committed(() => addCounts(counts, mine));
  });
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

async function countTry(world: World, org: Id<'org'>, id: Id<'msg'>): Promise<void> {
  await world.db.in(org, (tx) =>
    tx.rows(sql`update message set tries = tries + 1 where organisation_id = ${org} and id = ${id}`),
  );
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
  await countTry(world, org, message.id);
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

type Ending = Pick<Read, 'format' | 'formatVersion' | 'why' | 'end' | 'problems'>;

async function writeEnd(
  world: World,
  tx: Tx,
  org: Id<'org'>,
  id: Id<'msg'>,
  ending: Ending,
  written: number,
): Promise<void> {
  await tx.rows(sql`
    update message set state = ${ending.end === 'manual' ? 'manual' : 'done'}, ended = ${ending.end}, format = ${ending.format}, format_version = ${ending.formatVersion},
           why = ${ending.why}, problems = ${JSON.stringify(ending.problems.slice(0, 50)).replaceAll('\\u0000', '\\u2400')}::jsonb, finding_count = finding_count + ${written}, read_at = ${world.clock.now().toString()}::timestamptz
     where organisation_id = ${org} and id = ${id} and state <> 'done'`);
}

async function endMessage(
  world: World,
  org: Id<'org'>,
  message: MessageRecord,
  ending: Ending,
  written: number,
): Promise<void> {
  await world.db.in(org, async (tx) => {
    await writeEnd(world, tx, org, message.id, ending, 0);
    await noteRead(world, tx, message, { findings: written });
    await finishJob(world, tx, org, message.id);
    await tx.notify({ organisation: org, what: 'message', id: message.id });
  });
}

async function noteRead(world: World, tx: Tx, message: MessageRecord, counts: Partial<IntakeCounts>): Promise<void> {
  note(world, tx, {
    act: 'message.read',
    by: engine,
    about: [{ subject: message.id, payload: { message: message.id, ...counts } }],
  });
}

async function finishJob(world: World, tx: Tx, org: Id<'org'>, id: Id<'msg'>): Promise<void> {
  await tx.rows(
    sql`update job set done_at = ${world.clock.now().toString()}::timestamptz where organisation_id = ${org} and kind = 'message.read' and unique_key = ${id} and done_at is null and failed_at is null`,
  );
}

/** From and subject, under the message's own key beside its envelope. */
async function keepHeaders(world: World, tx: Tx, org: Id<'org'>, id: Id<'msg'>, read: Read): Promise<void> {
  const sealed = await sealFor(
    world,
    tx,
    { class: 'message', subject: id },
    JSON.stringify({ from: read.from ?? null, subject: read.subject ?? null }),
    `message ${id}`,
  );
  const mark = markOfSender(world, org, read.originator ?? read.from ?? '');
  await tx.rows(
    sql`update message set sealed = ${sealed.sealed}, sender_mark = ${mark} where organisation_id = ${org} and id = ${id}`,
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

/** Handler of the job that reads one message. */
export function readingJob(hands: IntakeHands) {
  return async (world: World, job: Job): Promise<undefined> => {
    await readMessage(
      world,
      hands,
      job.organisation,
      job.payload['message'] as Id<'msg'>,
      (job.payload['hint'] as string | null) ?? undefined,
    );
    return undefined;
  };
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
