/** Messages kept: durably, encrypted under keys of their own, before their sender hears "accepted"; together where they come together. */

import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { isOnePiece, keepBytes, keepMany, newSubjectKeys, sealFor } from '#evidence/store';
import { packed, sql, type Tx } from '#io/db';
import { newId, sha256 } from '#io/dice';
import { gathering } from '#io/gather';
import { enqueueAll, type NewJob } from '#io/jobs';
import type { World } from '#io/world';
import { note } from '#journal/work';
import { type Actor, type Id, must } from '#kernel';
import { type Channel, type IntakeLane, laneFor } from '../message.ts';
import { notifierOf } from '../notifiers/work.ts';
import { proofJob } from '../proving.ts';
import { justKept } from './fresh.ts';

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

/** How long the caller that reads a message itself has before the job does. */
export const safetyNet = { minutes: 3 };

interface Arrived {
  readonly incoming: Incoming;
  readonly sha: Buffer;
  readonly size: number;
}

async function arrived(incoming: Incoming): Promise<Arrived> {
  if (incoming.bytes) return { incoming, sha: sha256(incoming.bytes), size: incoming.bytes.length };
  if (!incoming.path) throw new Error('neither bytes nor a path');
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(incoming.path)) hash.update(chunk as Buffer);
  return { incoming, sha: hash.digest(), size: (await stat(incoming.path)).size };
}

/** Small messages that are kept in one transaction: sixty-four megabytes at most. */
const mostTogether = 64;

/** What gathers the messages of an organisation; it lives as long as its world. */
const gathers = new WeakMap<World, Map<Id<'org'>, (one: Arrived) => Promise<Received>>>();

function gatherOf(world: World, org: Id<'org'>): (one: Arrived) => Promise<Received> {
  const mine = gathers.get(world) ?? new Map<Id<'org'>, (one: Arrived) => Promise<Received>>();
  gathers.set(world, mine);
  const gather = mine.get(org) ?? gathering(mostTogether, (list: readonly Arrived[]) => keep(world, org, list));
  mine.set(org, gather);
  return gather;
}

/**
 * Keeps a message durably, encrypted under a key of its own, with the job that reads it, in one transaction; what comes in
 * while another transaction is under way shares the next. When this returns, the sender may hear "accepted". The same bytes
 * are the same message: a second time nothing is written.
 */
export async function receive(world: World, org: Id<'org'>, incoming: Incoming): Promise<Received> {
  const one = await arrived(incoming);
  if (incoming.bytes && isOnePiece(one.size)) return gatherOf(world, org)(one);
  const [received] = await keep(world, org, [one]);
  return must(received, 'an answer for the message');
}

interface New extends Arrived {
  readonly id: Id<'msg'>;
  readonly hex: string;
  readonly lane: IntakeLane;
}

/** Someone else kept the same bytes in this very moment: the whole transaction is tried again and meets theirs. */
class MetTheSame extends Error {
  readonly code = '40001';
}

/** One transaction for all of these: bytes, keys, envelopes, jobs, and a leaf of the journal for each. */
async function keep(world: World, org: Id<'org'>, list: readonly Arrived[]): Promise<readonly Received[]> {
  return world.db.in(org, async (tx) => {
    const before = await keptBefore(tx, org, list);
    const fresh = new Map<string, New>();
    const all = list.map((one) => {
      const hex = one.sha.toString('hex');
      const lane = laneFor(one.incoming.channel, one.size);
      const same = before.get(hex) ?? fresh.get(hex)?.id;
      if (same) return { id: same, duplicate: true, lane };
      const id = newId(world, 'msg');
      fresh.set(hex, { ...one, id, hex, lane });
      return { id, duplicate: false, lane };
    });
    // In one order, so that two who keep the same things never wait for each other in a ring.
    const news = [...fresh.values()].sort((x, y) => (x.hex < y.hex ? -1 : 1));
    if (news.length > 0) await keepNew(world, tx, org, news);
    return all;
  });
}

/** The messages these bytes were met as before, by their SHA-256 in hexadecimal. */
async function keptBefore(tx: Tx, org: Id<'org'>, list: readonly Arrived[]): Promise<ReadonlyMap<string, Id<'msg'>>> {
  const rows = await tx.again(sql<{ id: Id<'msg'>; sha: string }>`
    select id, encode(sha256, 'hex') as sha from message
     where organisation_id = ${org} and sha256 = any(${list.map((a) => a.sha)}::bytea[])`);
  return new Map(rows.map((r) => [r.sha, r.id]));
}

async function keepNew(world: World, tx: Tx, org: Id<'org'>, news: readonly New[]): Promise<void> {
  const now = world.clock.now();
  await newSubjectKeys(
    world,
    tx,
    ['message', 'journal'],
    news.map((m) => m.id),
  );
  const mediaType = 'application/octet-stream';
  const whole = news.flatMap(({ id, size, incoming }) =>
    incoming.bytes && isOnePiece(size)
      ? [{ class: 'message' as const, subject: id, mediaType, bytes: incoming.bytes }]
      : [],
  );
  const kept = new Map<string, Id<'evd'>>();
  if (whole.length > 0)
    for (const [i, k] of (await keepMany(world, tx, whole)).entries()) kept.set(whole[i]?.subject ?? '', k.id);
  for (const { id, incoming } of news) {
    if (kept.has(id)) continue;
    const bytes = incoming.bytes ?? createReadStream(incoming.path ?? '', { highWaterMark: 1024 * 1024 });
    kept.set(id, (await keepBytes(world, tx, { class: 'message', subject: id, mediaType, bytes })).id);
  }
  const sealed: Buffer[] = [];
  const rows: object[] = [];
  const jobs: NewJob[] = [];
  for (const { id, hex, size, lane, incoming: i } of news) {
    const envelope = JSON.stringify({ envelope: i.envelope ?? null });
    sealed.push((await sealFor(world, tx, { class: 'message', subject: id }, envelope, `message ${id}`)).sealed);
    rows.push({
      id,
      sha: hex,
      run: i.runId ?? null,
      channel: i.channel,
      lane,
      feed: i.feed ?? null,
      name: i.name,
      size,
      channel_id: i.channelId ?? null,
      evidence: kept.get(id) ?? null,
      notifier: await notifierOf(world, tx, org, i),
    });
    // Who sent it is looked into beside the reading of it, never before its acceptance.
    if (isMail(i)) jobs.push(proofJob(id, now));
    jobs.push({
      kind: 'message.read',
      lane: lane === 'bulk' ? 'bulk' : 'urgent',
      payload: { message: id, hint: i.hint ?? null },
      key: id,
      runAt: i.readHere ? now.add(safetyNet) : now,
    });
    note(world, tx, {
      act: 'message.received',
      by: i.by,
      about: [{ subject: id, payload: { message: id, sha256: hex, size, channel: i.channel, lane } }],
    });
    await tx.notify({ organisation: org, what: 'message', id });
  }
  const under = packed(sealed);
  const made = await tx.again(sql`
    insert into message (organisation_id, id, sha256, run_id, channel, lane, feed, name, size, received_at, channel_id, evidence_id, notifier_id, sealed)
    select ${org}, m.id, decode(m.sha, 'hex'), m.run, m.channel, m.lane, m.feed, m.name, m.size, ${now.toString()}::timestamptz, m.channel_id, m.evidence, m.notifier,
           substring(s.bytes from s.at[m.no] for s.size[m.no])
      from (select ${under.all}::bytea as bytes, ${under.at}::int[] as at, ${under.size}::int[] as size) s,
           rows from (jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as (id text, sha text, run text, channel text, lane text, feed text, name text, size bigint, channel_id text, evidence text, notifier text))
             with ordinality as m(id, sha, run, channel, lane, feed, name, size, channel_id, evidence, notifier, no)
     order by m.no
    on conflict (organisation_id, sha256) do nothing returning 1`);
  if (made.length !== news.length) throw new MetTheSame('the same bytes were kept meanwhile');
  await enqueueAll(tx, jobs);
  tx.committed(() => {
    for (const { id, incoming, lane } of news)
      if (incoming.bytes && lane === 'urgent') justKept(world, id, incoming.bytes);
  });
}

const isMail = (i: Incoming) =>
  i.channel === 'smtp' ||
  i.channel === 'lmtp' ||
  i.channel === 'imap' ||
  (i.channel === 'http' && /\.eml$/i.test(i.name));
