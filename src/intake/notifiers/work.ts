/** Notifiers: found by what proves them, given a record and a key of their own, and held to a rate that loses nothing. */
import { sql, type Tx } from '#io/db';
import { newId } from '#io/dice';
import type { World } from '#io/world';
import { note } from '#journal/work';
import { type Actor, type Id, isId, mayAs, Refused } from '#kernel';
import { addKey, revokeKey } from '#organisations/work';
import { asFeedName } from '../channel.ts';
import type { IdentityKind } from '../notifier.ts';
import { organisationalDomain, takeOne } from '../notifier.ts';
import {
  changeNotifier,
  countWait,
  lockBucket,
  type NotifierRow,
  notifierBy,
  notifierById,
  tieIdentity,
  writeBucket,
  writeNotifier,
} from './store.ts';

/** Who hands this in, where that is known before anything is read: by its key, else by the name of its feed. */
export async function notifierOf(
  world: World,
  tx: Tx,
  org: Id<'org'>,
  incoming: { readonly by: Actor; readonly feed?: string | undefined },
): Promise<Id<'ntf'> | null> {
  const fresh = () => newId(world, 'ntf');
  const now = world.clock.now();
  if (incoming.by.kind === 'notifier' && isId('key', incoming.by.id)) {
    const key = incoming.by.id;
    const names = await tx.rows(
      sql<{ name: string }>`select name from api_key where organisation_id = ${org} and id = ${key}`,
    );
    return notifierBy(tx, org, { kind: 'key', identity: key, name: names[0]?.name ?? key }, fresh, now);
  }
  const feed = incoming.feed ? asFeedName(incoming.feed) : undefined;
  return feed ? notifierBy(tx, org, { kind: 'feed', identity: feed, name: feed }, fresh, now) : null;
}

/**
 * Takes one message off what a notifier may hand in now. Being told to wait is counted where people see it.
 * @throws Refused `request.too-many` with the seconds to wait as `retry_after`
 */
export async function takeAllowance(world: World, org: Id<'org'>, by: Actor): Promise<void> {
  if (by.kind !== 'notifier') return;
  const wait = await world.db.in(org, async (tx) => {
    const id = await notifierOf(world, tx, org, { by });
    const b = id && (await lockBucket(tx, org, id));
    if (!b) return undefined;
    const now = world.clock.now();
    const day = now.toString().slice(0, 10);
    const dayCount = b.day === day ? b.day_count : 0;
    const tomorrow = Temporal.PlainDate.from(day).add({ days: 1 }).toZonedDateTime('UTC').toInstant();
    const taken =
      dayCount >= b.per_day
        ? { waitSeconds: Math.max(1, Math.ceil(now.until(tomorrow).total('seconds'))) }
        : takeOne({ perMinute: b.per_minute, left: b.allowance ?? b.per_minute, at: b.allowance_at ?? now }, now);
    if ('waitSeconds' in taken) {
      await countWait(tx, org, b.id, now);
      return taken.waitSeconds;
    }
    await writeBucket(tx, org, b.id, { allowance: taken.left, at: now, day, dayCount: dayCount + 1 });
    return undefined;
  });
  if (wait !== undefined)
    throw new Refused('request.too-many', `Retry-After: ${wait} s. Nothing was taken in; send it again then.`, {
      retry_after: String(wait),
    });
}

export interface NewNotifier {
  readonly name: string;
  readonly perMinute?: number | undefined;
  readonly perDay?: number | undefined;
  /** A domain its mail is proven by, so that mail and key share one record. */
  readonly domain?: string | undefined;
}

const domainOf = (text: string): string => {
  const domain = organisationalDomain(text.trim());
  if (!domain) throw new Refused('request.invalid', `domain: "${text}" is not a domain`, { domain: 'not a domain' });
  return domain;
};

/**
 * Adds a notifier with a key of its own; the token is answered once.
 * @throws Refused `request.not-allowed`, `request.invalid`
 */
export async function addNotifier(
  world: World,
  org: Id<'org'>,
  by: Actor,
  ask: NewNotifier,
): Promise<{ readonly id: Id<'ntf'>; readonly key: Id<'key'>; readonly token: string }> {
  const domain = ask.domain ? domainOf(ask.domain) : undefined;
  const key = await addKey(world, org, by, { name: ask.name, scopes: ['intake'] });
  const id = newId(world, 'ntf');
  await world.db.in(org, async (tx) => {
    const now = world.clock.now();
    await writeNotifier(
      tx,
      org,
      { id, name: ask.name.trim(), per_minute: ask.perMinute ?? 60, per_day: ask.perDay ?? 20_000 },
      now,
    );
    await tieIdentity(tx, org, id, 'key', key.id, now);
    if (domain) await tieIdentity(tx, org, id, 'domain', domain, now);
    note(world, tx, {
      act: 'notifier.add',
      by,
      about: [{ subject: null, payload: { notifier: id, key: key.id, domain: domain ?? null } }],
    });
    await tx.notify({ organisation: org, what: 'channel', id });
  });
  return { id, key: key.id, token: key.token };
}

async function need(tx: Tx, org: Id<'org'>, id: string): Promise<NotifierRow> {
  const found = isId('ntf', id) ? await notifierById(tx, org, id) : undefined;
  if (!found) throw new Refused('request.not-found');
  return found;
}

export interface NotifierChange {
  readonly name?: string | undefined;
  readonly perMinute?: number | undefined;
  readonly perDay?: number | undefined;
  readonly domain?: string | undefined;
  readonly feed?: string | undefined;
}

/** Changes its name or limits, or ties another domain or feed to its record. */
export async function editNotifier(
  world: World,
  org: Id<'org'>,
  by: Actor,
  id: string,
  change: NotifierChange,
): Promise<void> {
  if (!mayAs(by, 'admin')) throw new Refused('request.not-allowed');
  const ties: [IdentityKind, string][] = [];
  if (change.domain) ties.push(['domain', domainOf(change.domain)]);
  if (change.feed) {
    const feed = asFeedName(change.feed);
    if (!feed) throw new Refused('request.invalid', `feed: "${change.feed}" is not a name`, { feed: 'not a name' });
    ties.push(['feed', feed]);
  }
  await world.db.in(org, async (tx) => {
    const n = await need(tx, org, id);
    await changeNotifier(tx, org, n.id, {
      ...(change.name?.trim() ? { name: change.name.trim().slice(0, 200) } : {}),
      ...(change.perMinute ? { per_minute: change.perMinute } : {}),
      ...(change.perDay ? { per_day: change.perDay } : {}),
    });
    for (const [kind, identity] of ties) await tieIdentity(tx, org, n.id, kind, identity, world.clock.now());
    note(world, tx, {
      act: 'notifier.change',
      by,
      about: [
        {
          subject: null,
          payload: {
            notifier: n.id,
            per_minute: change.perMinute ?? null,
            per_day: change.perDay ?? null,
            ties: ties.map(([kind, identity]) => `${kind} ${identity}`),
          },
        },
      ],
    });
    await tx.notify({ organisation: org, what: 'channel', id: n.id });
  });
}

/** A fresh key for a notifier; with `instead`, the old ones stop at once. Its record stays. */
export async function newKeyFor(
  world: World,
  org: Id<'org'>,
  by: Actor,
  id: string,
  instead: boolean,
): Promise<{ readonly key: Id<'key'>; readonly token: string }> {
  if (!mayAs(by, 'admin')) throw new Refused('request.not-allowed');
  const { name, old } = await world.db.in(org, async (tx) => {
    const n = await need(tx, org, id);
    const rows = await tx.rows(sql<{ id: Id<'key'> }>`
      select k.id from notifier_identity i join api_key k on k.organisation_id = i.organisation_id and k.id = i.identity
       where i.organisation_id = ${org} and i.notifier_id = ${n.id} and i.kind = 'key' and k.revoked_at is null`);
    return { name: n.name, old: rows.map((r) => r.id) };
  });
  const made = await addKey(world, org, by, { name, scopes: ['intake'] });
  await world.db.in(org, async (tx) => {
    await tieIdentity(tx, org, id as Id<'ntf'>, 'key', made.id, world.clock.now());
    note(world, tx, { act: 'notifier.key', by, about: [{ subject: null, payload: { notifier: id, key: made.id } }] });
    await tx.notify({ organisation: org, what: 'channel', id });
  });
  if (instead) for (const k of old) await revokeKey(world, org, by, k);
  return { key: made.id, token: made.token };
}
