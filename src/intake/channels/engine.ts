/** The engine of channels: takes what is due under a lease, lets it look, writes down what came of it, and when it looks again. */

import { openSealed, sealFor } from '#evidence/store';
import { sql } from '#io/db';
import { newToken } from '#io/dice';
import type { Job } from '#io/jobs';
import { enqueue } from '#io/jobs';
import { NetFault } from '#io/net';
import type { World } from '#io/world';
import { note } from '#journal/work';
import { engine, type Id } from '#kernel';
import { backOffMs, type ChannelKind, type Expect, nextLook, rhythmOf, type Secrets, silentFrom } from '../channel.ts';
import { pullFeed, tryFeed } from './feed.ts';
import { pullFolder, tryFolder } from './folder.ts';
import { pullImap, tryImap } from './imap.ts';
import { type ChannelHands, newTally, type Pull, type Pulling, Stopped, type Tally } from './pull.ts';
import { pullShadowserver, tryShadowserver } from './shadowserver.ts';
import {
  arrivalsOf,
  type ChannelRow,
  channelBy,
  keepLease,
  type Look,
  letGo,
  noteSilent,
  organisationZone,
  takeChannels,
  takeOneNow,
  writeRhythm,
  writeTry,
} from './store.ts';

const pulls: Readonly<Record<ChannelKind, Pull>> = {
  imap: pullImap,
  folder: pullFolder,
  feed: pullFeed,
  shadowserver: pullShadowserver,
};
const tests: Readonly<Record<ChannelKind, (p: Pulling) => Promise<string>>> = {
  imap: tryImap,
  folder: tryFolder,
  feed: tryFeed,
  shadowserver: tryShadowserver,
};

/** Seconds a lease is believed; it is renewed four times in that time. */
const leaseSeconds = 120;

export const aboutSecrets = (id: string) => `channel ${id}`;

/** @throws NetFault `secret.gone` where the key was destroyed */
export async function secretsOf(world: World, org: Id<'org'>, c: ChannelRow): Promise<Secrets> {
  if (!c.key_id || !c.sealed) return {};
  const { key_id, sealed } = c;
  const plain = await world.db.in(org, (tx) => openSealed(world, tx, key_id, sealed, aboutSecrets(c.id)));
  if (!plain) throw new NetFault('secret.gone', '');
  return JSON.parse(plain.toString('utf8')) as Secrets;
}

async function pullingOf(
  world: World,
  hands: ChannelHands,
  org: Id<'org'>,
  channel: ChannelRow,
  secrets: Secrets,
  signal: AbortSignal,
): Promise<Pulling> {
  const { zone, slug } = await world.db.in(org, (tx) => organisationZone(tx, org));
  return {
    world,
    hands,
    org,
    slug,
    zone,
    channel,
    secrets,
    tally: newTally(),
    signal,
    // A token that turned is no change by a person: the version stays, so that the lease does.
    keepSecrets: (next) =>
      world.db.in(org, async (tx) => {
        const sealed = await sealFor(
          world,
          tx,
          { class: 'secret', subject: channel.id },
          JSON.stringify(next),
          aboutSecrets(channel.id),
        );
        await tx.rows(
          sql`update channel set key_id = ${sealed.keyId}, sealed = ${sealed.sealed} where organisation_id = ${org} and id = ${channel.id}`,
        );
      }),
  };
}

/** A fault as it is written down: a code with words, a detail without secrets. */
export function faultText(
  world: World,
  cause: unknown,
  secrets: Secrets,
): { fault: string; detail: string; retryAfterMs?: number } {
  if (cause instanceof NetFault) {
    let detail = cause.message;
    for (const s of Object.values(secrets)) if (s.length >= 4) detail = detail.replaceAll(s, '…');
    return {
      fault: cause.code,
      detail: detail.slice(0, 300),
      ...(cause.retryAfterMs === undefined ? {} : { retryAfterMs: cause.retryAfterMs }),
    };
  }
  world.log.error({ error: (cause as Error).message, stack: (cause as Error).stack }, 'channel: a fault of ours');
  return { fault: 'program.fault', detail: '' };
}

async function writeDown(p: Pulling, began: number, failed: ReturnType<typeof faultText> | undefined): Promise<void> {
  const { world, org, channel } = p;
  const now = world.clock.now();
  const t: Tally = p.tally;
  const look: Look = {
    outcome: failed ? 'failed' : t.messages > 0 ? 'new' : 'nothing',
    messages: t.messages,
    duplicates: t.duplicates,
    bytes: t.bytes,
    ms: Math.round(performance.now() - began),
    address: t.address,
    fault: failed?.fault ?? t.fault,
    detail: failed?.detail ?? t.detail,
  };
  const next = failed
    ? now.add({
        milliseconds: backOffMs(channel.failures + 1, (world.dice.bytes(1)[0] ?? 0) / 256, failed.retryAfterMs),
      })
    : nextLook(channel.kind, channel.settings, now, p.zone);
  await world.db.in(org, async (tx) => {
    await writeTry(tx, org, channel.id, now, look, next);
    if (t.messages > 0 || channel.rhythm_minutes === null) await rhythmAgain(tx, org, channel);
    // The journal holds what came and what changed, not every look that found nothing.
    if (t.messages > 0 || (failed !== undefined) !== channel.failures > 0)
      note(world, tx, {
        act: failed ? 'channel.failing' : t.messages > 0 ? 'channel.brought' : 'channel.well',
        by: engine,
        about: [{ subject: null, payload: { channel: channel.id, messages: t.messages, fault: look.fault } }],
      });
    if (t.messages > 0 || failed || channel.failures > 0)
      await tx.notify({ organisation: org, what: 'channel', id: channel.id });
  });
}

/** Reckons anew when its silence would be an alarm. */
export async function rhythmAgain(
  tx: Parameters<typeof arrivalsOf>[0],
  org: Id<'org'>,
  channel: Pick<ChannelRow, 'id' | 'settings' | 'created_at'>,
  since?: Temporal.Instant,
): Promise<void> {
  const expect = (channel.settings['expect'] as Expect | undefined) ?? { how: 'learned' };
  const arrivals = await arrivalsOf(tx, org, channel.id);
  const rhythm = rhythmOf(expect, arrivals);
  const from = silentFrom(expect, arrivals, since ?? channel.created_at);
  await writeRhythm(tx, org, channel.id, rhythm, from);
}

export interface Looked {
  readonly outcome: 'new' | 'nothing' | 'failed' | 'busy' | 'stopped';
  readonly messages: number;
  readonly duplicates: number;
  readonly bytes: number;
  readonly fault: string | null;
  readonly detail: string | null;
}

/**
 * Lets one channel look. The caller holds its lease under `who`; it is kept alive meanwhile, and losing it (another server, a
 * pause, a change) ends the look.
 * @param stay a mailbox may keep its connection and wait for news
 */
export async function lookWith(
  world: World,
  hands: ChannelHands,
  org: Id<'org'>,
  id: Id<'chn'>,
  who: string,
  options: { readonly signal?: AbortSignal; readonly stay?: boolean } = {},
): Promise<Looked> {
  let channel = await world.db.in(org, (tx) => channelBy(tx, org, id));
  const ended = new AbortController();
  const signal = options.signal ? AbortSignal.any([ended.signal, options.signal]) : ended.signal;
  const done = (outcome: Looked['outcome'], t?: Tally, f?: { fault: string; detail: string }): Looked => ({
    outcome,
    messages: t?.messages ?? 0,
    duplicates: t?.duplicates ?? 0,
    bytes: t?.bytes ?? 0,
    fault: f?.fault ?? t?.fault ?? null,
    detail: f?.detail ?? t?.detail ?? null,
  });
  if (!channel || channel.state === 'removed') return done('stopped');
  const { version } = channel;
  const renewing = setInterval(
    () => {
      world.db
        .in(org, (tx) => keepLease(tx, org, id, who, version, world.clock.now(), leaseSeconds))
        .then((kept) => (kept || channel?.state === 'paused' ? undefined : ended.abort()))
        .catch(() => undefined);
    },
    (leaseSeconds / 4) * 1000,
  );
  renewing.unref();
  // Hearing of a change ends the wait for news at once.
  let began = performance.now();
  let secrets: Secrets = {};
  let p: Pulling | undefined;
  try {
    try {
      secrets = await secretsOf(world, org, channel);
      p = await pullingOf(world, hands, org, channel, secrets, signal);
      const mine = p;
      const round = async (): Promise<boolean> => {
        await writeDown(mine, began, undefined);
        Object.assign(mine.tally, newTally(), { address: mine.tally.address });
        began = performance.now();
        const kept = await world.db.in(org, (tx) =>
          keepLease(tx, org, id, who, version, world.clock.now(), leaseSeconds),
        );
        channel = (await world.db.in(org, (tx) => channelBy(tx, org, id))) ?? channel;
        if (channel) (mine as { channel: ChannelRow }).channel = channel;
        return kept && !signal.aborted;
      };
      await pulls[channel.kind](options.stay && channel.kind === 'imap' ? Object.assign(p, { round }) : p);
      // A mailbox that stayed has written down its last round already.
      if (options.stay && channel.kind === 'imap') return done('nothing', p.tally);
      await writeDown(p, began, undefined);
      return done(p.tally.messages > 0 ? 'new' : 'nothing', p.tally);
    } catch (cause) {
      if (cause instanceof Stopped || signal.aborted) return done('stopped', p?.tally);
      const failed = faultText(world, cause, secrets);
      p ??= await pullingOf(world, hands, org, channel, {}, signal);
      await writeDown(p, began, failed);
      return done('failed', p.tally, failed);
    }
  } finally {
    clearInterval(renewing);
    await world.db.in(org, (tx) => letGo(tx, org, id, who)).catch(() => undefined);
  }
}

/** Lets one channel look now, for a person who asks. */
export async function lookNow(world: World, hands: ChannelHands, org: Id<'org'>, id: Id<'chn'>): Promise<Looked> {
  const who = `asked ${newToken(world.dice).slice(0, 12)}`;
  const mine = await world.db.in(org, (tx) => takeOneNow(tx, org, id, who, world.clock.now(), leaseSeconds));
  if (!mine) return { outcome: 'busy', messages: 0, duplicates: 0, bytes: 0, fault: null, detail: null };
  return lookWith(world, hands, org, id, who);
}

export interface Tested {
  readonly ok: boolean;
  readonly fault: string | null;
  /** What was seen, or what was said by the other side. */
  readonly detail: string;
}

/** Tries settings and secrets without keeping anything: before they are saved, or again. */
export async function tryChannel(
  world: World,
  hands: ChannelHands,
  org: Id<'org'>,
  what: {
    readonly kind: ChannelKind;
    readonly name: string;
    readonly settings: unknown;
    readonly secrets: Secrets;
    readonly id?: Id<'chn'>;
    readonly version?: number;
  },
): Promise<Tested> {
  const row = {
    id: what.id ?? (`chn_${'0'.repeat(26)}` as Id<'chn'>),
    kind: what.kind,
    name: what.name,
    settings: what.settings,
    position: {},
    // A test never takes a token from memory that belongs to what was saved.
    version: what.version ?? -1,
    failures: 0,
  } as unknown as ChannelRow;
  const over = AbortSignal.timeout(75_000);
  const p = await pullingOf(world, hands, org, row, what.secrets, over);
  try {
    // What a test is handed anew by a server must not be lost where the channel exists.
    return {
      ok: true,
      fault: null,
      detail: await tests[what.kind](what.id ? p : { ...p, keepSecrets: async () => {} }),
    };
  } catch (cause) {
    const f = faultText(world, cause, what.secrets);
    return { ok: false, fault: f.fault, detail: f.detail };
  }
}

/** Looks at once while fewer than so many are at work in this process; mailboxes that wait for news count apart. */
const mostAtOnce = 4;
const mostWaiting = 200;

/** Runs what is due until the signal; two servers share the work by leases. */
export async function runChannels(world: World, hands: ChannelHands, signal: AbortSignal): Promise<void> {
  const who = `run ${process.pid} ${newToken(world.dice).slice(0, 12)}`;
  const working = new Map<string, Promise<unknown>>();
  const waiting = new Map<string, Promise<unknown>>();
  let wake = new AbortController();
  const stop = await world.db.listen((h) => {
    if (h.what === 'channel') wake.abort();
  });
  while (!signal.aborted) {
    let took = 0;
    const room = mostAtOnce - working.size;
    if (room > 0)
      try {
        const taken = await world.db.outside((tx) => takeChannels(tx, who, room, world.clock.now(), leaseSeconds));
        took = taken.length;
        for (const { organisation_id: org, id } of taken) {
          const channel = await world.db.in(org, (tx) => channelBy(tx, org, id));
          const stays = channel?.kind === 'imap' && waiting.size < mostWaiting;
          const list = stays ? waiting : working;
          const run = lookWith(world, hands, org, id, who, { signal, stay: stays }).catch((cause: Error) =>
            world.log.error({ channel: id, error: cause.message }, 'channel: the database did not answer'),
          );
          list.set(
            id,
            run.finally(() => list.delete(id)),
          );
        }
      } catch (cause) {
        world.log.error({ error: (cause as Error).message }, 'channels: the database did not answer');
      }
    if (signal.aborted) break;
    if (took > 0) continue;
    if (wake.signal.aborted) wake = new AbortController();
    await world.clock.sleep(2000, AbortSignal.any([signal, wake.signal]));
  }
  await Promise.all([...working.values(), ...waiting.values()]);
  await stop();
}

/** Handler of the job that notes, once each, which channels have fallen silent. */
export async function watchJob(world: World, job: Job): Promise<Temporal.Instant> {
  const org = job.organisation;
  const now = world.clock.now();
  await world.db.in(org, async (tx) => {
    for (const c of await noteSilent(tx, org, now)) {
      note(world, tx, {
        act: 'channel.silent',
        by: engine,
        about: [{ subject: null, payload: { channel: c.id, silent_from: c.silent_from.toString() } }],
      });
      await tx.notify({ organisation: org, what: 'channel', id: c.id });
    }
  });
  return now.add({ minutes: 5 });
}

/** Makes sure each organisation has its watch waiting. */
export async function startWatches(world: World): Promise<void> {
  const all = await world.db.outside((tx) =>
    tx.rows(sql<{ organisation_id: Id<'org'> }>`select organisation_id from organisation_ids()`),
  );
  for (const { organisation_id: org } of all) await startWatch(world, org);
}

export async function startWatch(world: World, org: Id<'org'>): Promise<void> {
  await world.db.in(org, (tx) =>
    enqueue(tx, { kind: 'channel.watch', lane: 'normal', payload: {}, runAt: world.clock.now(), key: 'watch' }),
  );
}
