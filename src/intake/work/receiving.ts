/** Messages kept: durably, encrypted under keys of their own, before their sender hears "accepted"; together where they come together. */

import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { isOnePiece, keepBytes, keepMany, sealFor, subjectKeys } from '#evidence/store';
import { sql, type Tx } from '#io/db';
import { newId, sha256 } from '#io/dice';
import { gathering } from '#io/gather';
import { enqueueAll, type NewJob } from '#io/jobs';
import type { World } from '#io/world';
import { note } from '#journal/work';
import { type Actor, type Id, must } from '#kernel';
import { type Channel, type IntakeLane, laneFor } from '../message.ts';
import { notifierOf } from '../notifiers/work.ts';
import { proofJob } from '../proving.ts';

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

/** Small messages that are kept in one transaction: thirty-two megabytes at most. */
const mostTogether = 32;

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

/** One transaction for all of these: bytes, keys, envelopes, jobs, and a leaf of the journal for each. */
async function keep(world: World, org: Id<'org'>, list: readonly Arrived[]): Promise<readonly Received[]> {
  return world.db.in(org, async (tx) => {
    const now = world.clock.now();
    const asked = list.map((one) => ({
      ...one,
      id: newId(world, 'msg'),
      hex: one.sha.toString('hex'),
      lane: laneFor(one.incoming.channel, one.size),
    }));
    const rows = asked.map(({ incoming: i, id, hex, lane, size }) => ({
      id,
      sha: hex,
      run: i.runId ?? null,
      channel: i.channel,
      lane,
      feed: i.feed ?? null,
      name: i.name,
      size,
      channel_id: i.channelId ?? null,
    }));
    const made = await tx.rows(sql<{ id: Id<'msg'> }>`
      insert into message (organisation_id, id, sha256, run_id, channel, lane, feed, name, size, received_at, channel_id)
      select ${org}, m.id, decode(m.sha, 'hex'), m.run, m.channel, m.lane, m.feed, m.name, m.size, ${now.toString()}::timestamptz, m.channel_id
        from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as m(id text, sha text, run text, channel text, lane text, feed text, name text, size bigint, channel_id text)
       order by m.sha, m.id
      on conflict (organisation_id, sha256) do nothing returning id`);
    const isNew = new Set(made.map((m) => m.id));
    const fresh = asked.filter((a) => isNew.has(a.id));
    if (fresh.length > 0) await keepNew(world, tx, org, fresh, now);
    if (fresh.length === asked.length) return asked.map(({ id, lane }) => ({ id, duplicate: false, lane }));
    const before = new Map(
      (
        await tx.rows(sql<{ id: Id<'msg'>; sha: string }>`
          select id, encode(sha256, 'hex') as sha from message
           where organisation_id = ${org} and sha256 = any(${asked.map((a) => a.sha)}::bytea[])`)
      ).map((r) => [r.sha, r.id]),
    );
    return asked.map(({ id, lane, hex }) => ({ id: before.get(hex) ?? id, duplicate: !isNew.has(id), lane }));
  });
}

interface New extends Arrived {
  readonly id: Id<'msg'>;
  readonly hex: string;
  readonly lane: IntakeLane;
}

async function keepNew(world: World, tx: Tx, org: Id<'org'>, fresh: readonly New[], now: Temporal.Instant) {
  const ids = fresh.map((m) => m.id);
  await subjectKeys(world, tx, 'message', ids, true);
  await subjectKeys(world, tx, 'journal', ids, true);
  const mediaType = 'application/octet-stream';
  const whole = fresh.flatMap(({ id, size, incoming }) =>
    incoming.bytes && isOnePiece(size)
      ? [{ class: 'message' as const, subject: id, mediaType, bytes: incoming.bytes }]
      : [],
  );
  const kept = new Map<string, Id<'evd'>>();
  if (whole.length > 0)
    for (const [i, k] of (await keepMany(world, tx, whole)).entries()) kept.set(whole[i]?.subject ?? '', k.id);
  for (const { id, incoming } of fresh) {
    if (kept.has(id)) continue;
    const bytes = incoming.bytes ?? createReadStream(incoming.path ?? '', { highWaterMark: 1024 * 1024 });
    kept.set(id, (await keepBytes(world, tx, { class: 'message', subject: id, mediaType, bytes })).id);
  }
  const sealed: Buffer[] = [];
  const notifiers: (Id<'ntf'> | null)[] = [];
  const jobs: NewJob[] = [];
  for (const { id, hex, size, lane, incoming } of fresh) {
    const envelope = JSON.stringify({ envelope: incoming.envelope ?? null });
    sealed.push((await sealFor(world, tx, { class: 'message', subject: id }, envelope, `message ${id}`)).sealed);
    notifiers.push(await notifierOf(world, tx, org, incoming));
    // Who sent it is looked into beside the reading of it, never before its acceptance.
    if (isMail(incoming)) jobs.push(proofJob(id, now));
    jobs.push({
      kind: 'message.read',
      lane: lane === 'bulk' ? 'bulk' : 'urgent',
      payload: { message: id, hint: incoming.hint ?? null },
      key: id,
      runAt: incoming.readHere ? now.add(safetyNet) : now,
    });
    note(world, tx, {
      act: 'message.received',
      by: incoming.by,
      about: [{ subject: id, payload: { message: id, sha256: hex, size, channel: incoming.channel, lane } }],
    });
    await tx.notify({ organisation: org, what: 'message', id });
  }
  await tx.rows(sql`
    update message m set evidence_id = k.evidence_id, sealed = k.sealed, notifier_id = k.notifier_id
      from unnest(${ids}::text[], ${ids.map((id) => kept.get(id) ?? null)}::text[], ${sealed}::bytea[], ${notifiers}::text[]) as k(id, evidence_id, sealed, notifier_id)
     where m.organisation_id = ${org} and m.id = k.id`);
  await enqueueAll(tx, jobs);
}

const isMail = (i: Incoming) =>
  i.channel === 'smtp' ||
  i.channel === 'lmtp' ||
  i.channel === 'imap' ||
  (i.channel === 'http' && /\.eml$/i.test(i.name));
