/** Inventories at work: added, set, paused, removed, tried; polled when they are due; and told by their own signed calls. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { sql, sqlState, type Tx } from '#io/db';
import { newId } from '#io/dice';
import type { World } from '#io/world';
import { note } from '#journal/work';
import { type Actor, actorId, engine, type Id, Refused } from '#kernel';
import { houseOf } from '#parties/store';
import { mustBe } from '#parties/work';
import { healthOf, type InventoryKind, inventoryLife, type Secret } from '../inventory.ts';
import { liveOptions } from '../live.ts';
import type { InventoryPatch, InventoryShape, inventoryKindShape, NewInventory, PollShape } from '../shapes.ts';
import {
  changeInventoryRow,
  insertInventory,
  inventoriesOf,
  lastPolls,
  type StoredInventory,
  type StoredPoll,
} from '../store/inventories.ts';
import { runningCounts } from '../store/statements.ts';
import { inventoryKinds } from './kinds.ts';
import { kindOf, knownInventory, openSecret, pollInventory, pollOut, sealSecret, tryReading } from './polling.ts';
import { takeTurns } from './provisioning.ts';

type KindShape = z.infer<typeof inventoryKindShape>;

const schemaOf = (options: z.ZodType): Record<string, unknown> =>
  z.toJSONSchema(options, { unrepresentable: 'any', io: 'input' }) as Record<string, unknown>;

const secretsOf = (k: InventoryKind): readonly string[] =>
  k.reach === 'http' ? [...k.secrets, ...(k.hook ? ['hook'] : [])] : ['token'];

/** The live resolver among the kinds: it is asked per finding, so it has no adapter and no polls. */
const liveKind: KindShape = {
  id: 'live',
  title: 'Live resolver',
  spec: 'docs/how-to/connect-your-inventory.md',
  help: {
    nl: 'Uw eigen systeem wordt per waarneming gevraagd wie een adres toen hield; er wordt niets gekopieerd.',
    en: 'Your own system is asked, per finding, who held an address then; nothing is copied.',
  },
  reach: 'live',
  tells: 'live',
  secrets: ['bearer', 'hmac'],
  options: schemaOf(liveOptions),
  can_backfill: false,
  can_hook: false,
};

/** Every kind of inventory there is, with the options it takes. */
export async function listKinds(): Promise<KindShape[]> {
  const kinds = [...(await inventoryKinds()).values()].map(
    (k): KindShape => ({
      id: k.id,
      title: k.title,
      spec: k.spec,
      help: k.help,
      reach: k.reach,
      tells: k.tells,
      secrets: [...secretsOf(k)],
      options: schemaOf(k.options),
      can_backfill: k.reach === 'http' && k.history !== undefined,
      can_hook: k.reach === 'http' && k.hook !== undefined,
    }),
  );
  return [...kinds, liveKind].sort((a, b) => (a.title.toLowerCase() < b.title.toLowerCase() ? -1 : 1));
}

/** Options that are the same for every kind: from which moment on what the first poll says is known to have been so. */
const commonOptions = z.object({
  known_since: z
    .string()
    .refine((text) => {
      try {
        return Temporal.Instant.from(text) !== undefined;
      } catch {
        return false;
      }
    }, 'a moment such as 2026-01-01T00:00:00Z')
    .optional(),
});

/** @throws Refused `request.invalid` naming each option that is wrong */
async function readOptions(kind: string, given: Readonly<Record<string, unknown>>): Promise<Record<string, unknown>> {
  const { known_since, ...own } = given;
  const schema = kind === 'live' ? liveOptions : (await kindOf(kind)).options;
  const read = schema.safeParse(own);
  const common = commonOptions.safeParse(known_since === undefined ? {} : { known_since });
  const issues = [...(read.success ? [] : read.error.issues), ...(common.success ? [] : common.error.issues)];
  if (!read.success || !common.success) {
    const fields = Object.fromEntries(issues.map((i) => [`options.${i.path.map(String).join('.')}`, i.message]));
    throw new Refused(
      'request.invalid',
      Object.entries(fields)
        .map(([f, m]) => `${f}: ${m}`)
        .join('; '),
      fields,
    );
  }
  return { ...(read.data as Record<string, unknown>), ...common.data };
}

async function checkSecret(kind: string, secret: Secret): Promise<void> {
  const known = kind === 'live' ? liveKind.secrets : secretsOf(await kindOf(kind));
  const strange = Object.keys(secret).find((name) => !known.includes(name));
  if (strange)
    throw new Refused('request.invalid', `secret: ${strange} is none of ${known.join(', ')}`, { secret: strange });
}

/** Adds an inventory; its first poll is due at once where it has a rhythm. @throws Refused `inventory.name-taken` */
export async function addInventory(world: World, org: Id<'org'>, by: Actor, given: NewInventory): Promise<Id<'inv'>> {
  mustBe(by, 'admin');
  const options = await readOptions(given.kind, given.options);
  await checkSecret(given.kind, given.secret);
  const reach = given.kind === 'live' ? 'live' : (await kindOf(given.kind)).reach;
  if (given.address === null && reach !== 'file') throw new Refused('inventory.no-address', given.name);
  const everyMinutes = given.address === null || reach === 'live' ? null : given.every_minutes;
  return world.db.in(org, async (tx) => {
    const id = newId(world, 'inv');
    const at = world.clock.now();
    try {
      await insertInventory(tx, {
        id,
        name: given.name,
        kind: given.kind,
        address: given.address,
        privateHosts: given.private_hosts,
        trust: given.trust,
        secret: await sealSecret(world, tx, id, given.secret),
        options,
        precedence: given.precedence,
        everyMinutes,
        holdShare: given.hold_share,
        by: actorId(by),
        at,
        nextAt: everyMinutes === null ? null : at,
      });
    } catch (cause) {
      if (sqlState(cause) === '23505') throw new Refused('inventory.name-taken', given.name);
      throw cause;
    }
    note(world, tx, {
      act: 'inventory.add',
      by,
      about: [
        {
          subject: null,
          payload: {
            inventory: id,
            name: given.name,
            kind: given.kind,
            address: given.address,
            private_hosts: [...given.private_hosts],
          },
        },
      ],
    });
    return id;
  });
}

export interface TryInventory extends NewInventory {
  /** The one that is set otherwise: secrets that are not named are its own, and the difference is with what it said before. */
  readonly id?: string | undefined;
  /** Text of a file, where files are handed in. */
  readonly text?: string | undefined;
}

/**
 * Reads an inventory as it would be kept and says what it would change, before anything of it is kept.
 * @throws Refused `inventory.no-answer`, `inventory.no-address`, `request.invalid` naming what is wrong
 */
export async function tryInventory(world: World, org: Id<'org'>, by: Actor, given: TryInventory): Promise<PollShape> {
  mustBe(by, 'admin');
  if (given.kind === 'live')
    throw new Refused('request.invalid', 'kind: a live resolver is asked per finding', { kind: 'asked per finding' });
  const options = await readOptions(given.kind, given.options);
  await checkSecret(given.kind, given.secret);
  if (given.address === null && given.text === undefined) throw new Refused('inventory.no-address', given.name);
  const kept = await world.db.in(org, async (tx) => {
    if (given.id === undefined) return undefined;
    const i = await knownInventory(tx, given.id);
    return { i, secret: await openSecret(world, tx, i) };
  });
  const { text } = given;
  const i: StoredInventory = {
    ...(kept?.i ?? {
      id: newId(world, 'inv'),
      createdAt: world.clock.now(),
      firstAt: null,
      seenFrom: null,
      seenUntil: null,
      asOf: null,
    }),
    name: given.name,
    kind: given.kind,
    address: given.address,
    privateHosts: given.private_hosts,
    trust: given.trust ?? kept?.i.trust ?? null,
    secret: null,
    options,
    precedence: given.precedence,
    everyMinutes: given.every_minutes,
    holdShare: given.hold_share,
    state: 'active',
    pausedWhy: null,
    failures: 0,
    restingUntil: null,
    nextAt: null,
  };
  return tryReading(
    world,
    org,
    by,
    i,
    { ...kept?.secret, ...given.secret },
    text === undefined
      ? undefined
      : (async function* () {
          yield text;
        })(),
  );
}

/** Changes what an inventory is set to, or does an act of its life. What is not named stays; a secret is replaced by name. */
export async function changeInventory(
  world: World,
  org: Id<'org'>,
  by: Actor,
  idOrName: string,
  patch: InventoryPatch,
): Promise<void> {
  const { act, ...fields } = patch;
  const sets = Object.entries(fields).filter(([, v]) => v !== undefined);
  mustBe(by, sets.length > 0 ? 'admin' : 'handler');
  await world.db.in(org, async (tx) => {
    const i = await knownInventory(tx, idOrName, true);
    const at = world.clock.now();
    let state = i.state;
    if (act) {
      const acts: Readonly<
        Record<string, { readonly to: StoredInventory['state']; readonly by: 'handler' | 'admin' }>
      > = inventoryLife[i.state];
      const arrow = Object.hasOwn(acts, act) ? acts[act] : undefined;
      if (!arrow) throw new Refused('inventory.act-not-allowed', `You may: ${Object.keys(acts).join(', ')}.`);
      mustBe(by, arrow.by);
      state = arrow.to;
    }
    const options = patch.options === undefined ? undefined : await readOptions(i.kind, patch.options);
    let secret: StoredInventory['secret'] | undefined;
    if (patch.secret) {
      await checkSecret(i.kind, patch.secret);
      secret = await sealSecret(world, tx, i.id, { ...(await openSecret(world, tx, i)), ...patch.secret });
    }
    const address = patch.address === undefined ? i.address : patch.address;
    const every = patch.every_minutes === undefined ? i.everyMinutes : patch.every_minutes;
    const polls = i.kind !== 'live' && address !== null && state === 'active' && every !== null;
    await changeInventoryRow(tx, i.id, {
      ...(patch.address === undefined ? {} : { address: patch.address }),
      ...(patch.private_hosts === undefined ? {} : { privateHosts: patch.private_hosts }),
      ...(patch.trust === undefined ? {} : { trust: patch.trust }),
      ...(options === undefined ? {} : { options }),
      ...(secret === undefined ? {} : { secret }),
      // A removed inventory keeps no secret.
      ...(state === 'removed' ? { secret: null } : {}),
      ...(patch.precedence === undefined ? {} : { precedence: patch.precedence }),
      ...(patch.every_minutes === undefined ? {} : { everyMinutes: patch.every_minutes }),
      ...(patch.hold_share === undefined ? {} : { holdShare: patch.hold_share }),
      state,
      pausedWhy: state === 'paused' ? (act === 'pause' ? 'asked' : i.pausedWhy) : null,
      failures: act === 'resume' ? 0 : i.failures,
      restingUntil: act === 'resume' ? null : i.restingUntil,
      nextAt: polls ? (act === 'resume' || sets.length > 0 ? at : i.nextAt) : null,
    });
    note(world, tx, {
      act: act ? `inventory.${act}` : 'inventory.change',
      by,
      about: [{ subject: null, payload: { inventory: i.id, changed: sets.map(([name]) => name) } }],
    });
  });
}

function shapeOf(
  i: StoredInventory,
  kind: KindShape | undefined,
  secrets: readonly string[],
  holdings: number,
  polls: { readonly last: StoredPoll; readonly held: Id<'poll'> | null } | undefined,
  now: Temporal.Instant,
  org: Id<'org'>,
): InventoryShape {
  return {
    id: i.id,
    name: i.name,
    kind: i.kind,
    title: kind?.title ?? i.kind,
    reach: kind?.reach ?? 'http',
    tells: kind?.tells ?? 'state',
    address: i.address,
    private_hosts: [...i.privateHosts],
    trust: i.trust !== null,
    secrets: [...secrets],
    options: { ...i.options },
    precedence: i.precedence,
    every_minutes: i.everyMinutes,
    hold_share: i.holdShare,
    state: i.state,
    paused_why: i.pausedWhy,
    health: healthOf({
      state: i.state,
      failures: i.failures,
      held: polls?.held !== undefined && polls.held !== null,
      seenUntil: i.kind === 'live' ? now : i.seenUntil,
      everyMinutes: i.everyMinutes,
      now,
    }),
    can_backfill: kind?.can_backfill ?? false,
    can_hook: kind?.can_hook ?? false,
    hook_path: kind?.can_hook ? `/v1/inventories/${i.id}/hook/${org}` : null,
    holdings,
    first_at: i.firstAt?.toString() ?? null,
    seen_at: i.seenFrom?.toString() ?? null,
    as_of: i.asOf?.toString() ?? null,
    next_at: i.nextAt?.toString() ?? null,
    failures: i.failures,
    last_poll: polls ? pollOut(polls.last, []) : null,
    held_poll: polls?.held ?? null,
  };
}

async function shapes(world: World, tx: Tx, all: readonly StoredInventory[]): Promise<InventoryShape[]> {
  const kinds = new Map((await listKinds()).map((k) => [k.id, k]));
  const polls = await lastPolls(tx);
  const counts = await runningCounts(tx);
  const out: InventoryShape[] = [];
  for (const i of all)
    out.push(
      shapeOf(
        i,
        kinds.get(i.kind),
        Object.keys(await openSecret(world, tx, i)),
        counts.get(i.id) ?? 0,
        polls.get(i.id),
        world.clock.now(),
        tx.organisation as Id<'org'>,
      ),
    );
  return out;
}

/** Every inventory with its health, by name. */
export async function listInventories(world: World, org: Id<'org'>): Promise<InventoryShape[]> {
  return world.db.in(org, async (tx) => shapes(world, tx, await inventoriesOf(tx)));
}

/** @throws Refused `request.not-found` */
export async function showInventory(world: World, org: Id<'org'>, idOrName: string): Promise<InventoryShape> {
  return world.db.in(org, async (tx) => {
    const [shape] = await shapes(world, tx, [await knownInventory(tx, idOrName)]);
    if (!shape) throw new Refused('request.not-found');
    return shape;
  });
}

/** Reads an inventory whole and says what it would change, without writing anything. @throws Refused `inventory.no-answer` */
export async function testInventory(world: World, org: Id<'org'>, by: Actor, idOrName: string): Promise<PollShape> {
  return pollInventory(world, org, by, idOrName, { dry: true });
}

// --- when they are due -----------------------------------------------------------------------------------------------

/** How long one process has an inventory for itself: longer than any poll takes. */
const claimMinutes = 30;

/** Claims the inventories of an organisation that are due, so that no other process polls them at the same time. */
async function claimDue(world: World, org: Id<'org'>): Promise<readonly Id<'inv'>[]> {
  const now = world.clock.now();
  return world.db.in(org, async (tx) => {
    const rows = await tx.rows(sql<{ id: Id<'inv'> }>`
      update inventory set next_at = ${now.add({ minutes: claimMinutes }).toString()}::timestamptz
       where organisation_id = ${org} and state = 'active' and next_at <= ${now.toString()}::timestamptz returning id`);
    return rows.map((r) => r.id);
  });
}

/** Polls what is due, of every organisation; one that fails keeps no other waiting. @returns how many were polled */
export async function pollDue(world: World, signal?: AbortSignal): Promise<number> {
  const orgs = await world.db.outside((tx) =>
    tx.rows(sql<{ organisation_id: Id<'org'> }>`select organisation_id from organisation_ids()`),
  );
  const due: { org: Id<'org'>; id: Id<'inv'> }[] = [];
  for (const { organisation_id: org } of orgs) for (const id of await claimDue(world, org)) due.push({ org, id });
  const worker = async () => {
    for (let one = due.shift(); one && !signal?.aborted; one = due.shift())
      try {
        await pollInventory(world, one.org, engine, one.id);
      } catch (cause) {
        world.log.error(
          { inventory: one.id, error: (cause as Error).message },
          'inventory: the poll was not carried out',
        );
        const { org, id } = one;
        await world.db.in(org, (tx) => changeInventoryRow(tx, id, { nextAt: world.clock.now().add({ minutes: 15 }) }));
      }
  };
  const count = due.length;
  await Promise.all([worker(), worker(), worker(), worker()]);
  return count;
}

/**
 * Polls inventories when they are due, until the signal. A loop of its own and no job: a system that answers slowly would
 * keep the work of its lane waiting.
 */
export async function runInventories(world: World, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      await pollDue(world, signal);
    } catch (cause) {
      world.log.error({ error: (cause as Error).message }, 'inventories: the database did not answer');
    }
    await world.clock.sleep(5000, signal);
  }
}

// --- signed calls of inventories -------------------------------------------------------------------------------------

/** Whether a signature (hex, with or without `sha512=` before it) is the HMAC-SHA512 of the body under the secret. */
function rightSignature(secret: string, body: Uint8Array, signature: string): boolean {
  const mine = createHmac('sha512', secret).update(body).digest();
  const theirs = Buffer.from(signature.replace(/^sha512=/, ''), 'hex');
  return theirs.length === mine.length && timingSafeEqual(mine, theirs);
}

/**
 * Takes a signed call of an inventory: what it says is written at its own moment, in the inventory's layer. A call that says
 * too little makes the inventory due now. The same call again writes nothing.
 * @throws Refused `inventory.hook-refused` where the signature is not right, or nothing is there to check it by
 */
export async function handHook(
  world: World,
  org: Id<'org'>,
  id: string,
  body: Uint8Array,
  signature: string | undefined,
): Promise<{ readonly taken: number }> {
  return world.db.in(org, async (tx) => {
    const i = await knownInventory(tx, id, true).catch(() => {
      throw new Refused('inventory.hook-refused');
    });
    const secret = await openSecret(world, tx, i);
    if (i.id !== id || !secret['hook'] || !signature || !rightSignature(secret['hook'], body, signature))
      throw new Refused('inventory.hook-refused');
    const kind = i.kind === 'live' ? undefined : await kindOf(i.kind);
    if (i.state !== 'active' || kind?.reach !== 'http' || !kind.hook) return { taken: 0 };
    let json: unknown;
    try {
      json = JSON.parse(Buffer.from(body).toString('utf8'));
    } catch {
      throw new Refused('request.invalid', 'the body is no JSON');
    }
    const { zone } = await houseOf(tx);
    const says = kind.hook(json, { options: kind.options.parse(optionsWithout(i.options)), secret, zone });
    if (!says) {
      // Only what has a rhythm is asked again by itself.
      if (i.everyMinutes !== null) await changeInventoryRow(tx, i.id, { nextAt: world.clock.now() });
      return { taken: 0 };
    }
    return { taken: await takeTurns(world, tx, i, says) };
  });
}

export function optionsWithout(options: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const { known_since: _, ...own } = options;
  return own;
}
