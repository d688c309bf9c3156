/** What people do with channels: add, change, try, pause, resume, remove, let look now; and see how each of them fares. */
import { destroyKey, sealFor } from '#evidence/store';
import { constraintOf } from '#io/db';
import { newId } from '#io/dice';
import type { World } from '#io/world';
import { note } from '#journal/work';
import { type Actor, actorId, type Id, mayAs, Refused } from '#kernel';
import {
  type ChannelKind,
  channelKinds,
  feedName,
  hostOf,
  type Secrets,
  secretNames,
  secretsNeeded,
  secretsShape,
  settingsOf,
} from '../channel.ts';
import type { ChannelDetail, ChannelPage, ChannelShape, TestedShape } from '../channelshapes.ts';
import { faultWords } from '../fault.ts';
import {
  aboutSecrets,
  type Looked,
  lookNow,
  rhythmAgain,
  secretsOf,
  startWatch,
  type Tested,
  tryChannel,
} from './engine.ts';
import type { ChannelHands } from './pull.ts';
import {
  type ChannelRow,
  changeChannel,
  channelBy,
  channelRows,
  organisationZone,
  ownMail,
  refusedItems,
  sumsOf,
  triesOf,
  writeChannel,
} from './store.ts';

export interface ChannelWish {
  readonly kind: string;
  readonly name: string;
  readonly settings: unknown;
  readonly secrets?: unknown;
  /** Saved although the test says it does not work (yet). */
  readonly anyway?: boolean | undefined;
}

const admin = (by: Actor) => {
  if (!mayAs(by, 'admin')) throw new Refused('request.not-allowed');
};

function invalid(issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[]): never {
  const fields: Record<string, string> = {};
  for (const i of issues) fields[i.path.map(String).join('.') || 'settings'] = i.message;
  throw new Refused(
    'request.invalid',
    Object.entries(fields)
      .map(([f, m]) => `${f}: ${m}`)
      .join('; '),
    fields,
  );
}

interface Wanted {
  readonly kind: ChannelKind;
  readonly name: string;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly secrets: Secrets;
}

/** A wish read and completed, with the secrets that were there before where none is given anew. */
function wanted(wish: ChannelWish, before: Secrets): Wanted {
  const kind = channelKinds.find((k) => k === wish.kind);
  if (!kind) throw new Refused('request.invalid', `kind: one of ${channelKinds.join(', ')}`, { kind: 'not a kind' });
  if (!feedName.test(wish.name))
    throw new Refused('request.invalid', 'name: small letters, digits, dots and dashes, at most 60', {
      name: 'small letters, digits, dots and dashes',
    });
  const settings = settingsOf[kind].safeParse(wish.settings ?? {});
  if (!settings.success) invalid(settings.error.issues);
  const given = secretsShape.safeParse(wish.secrets ?? {});
  if (!given.success) invalid(given.error.issues.map((i) => ({ ...i, path: ['secrets', ...i.path] })));
  const known: readonly string[] = secretNames[kind];
  const strange = Object.keys(given.data).find((n) => !known.includes(n));
  if (strange) throw new Refused('request.invalid', `secrets.${strange}: not one of ${known.join(', ') || 'none'}`);
  // What was secret for one host is not sent to another that a change names: it must be given again.
  const secrets = { ...before, ...given.data };
  const missing = secretsNeeded(kind, settings.data).find((n) => !secrets[n]);
  if (missing)
    throw new Refused('request.invalid', `secrets.${missing}: ${faultWords('secret.missing').en}`, {
      [`secrets.${missing}`]: 'needed',
    });
  return { kind, name: wish.name, settings: settings.data as Readonly<Record<string, unknown>>, secrets };
}

/** Where a channel's secrets go: another place must not be handed those of the one before. */
const goesTo = (kind: ChannelKind, settings: Readonly<Record<string, unknown>>) =>
  JSON.stringify([
    hostOf(kind, settings),
    settings['port'],
    settings['token_url'],
    settings['download'],
    settings['security'],
  ]);

function testedOut(t: Tested): TestedShape {
  return { ok: t.ok, fault: t.fault ? { code: t.fault, text: faultWords(t.fault) } : null, detail: t.detail };
}

/** Tries what would be saved. */
export async function testChannel(
  world: World,
  hands: ChannelHands,
  org: Id<'org'>,
  by: Actor,
  wish: ChannelWish & { readonly id?: string | undefined },
): Promise<TestedShape> {
  admin(by);
  const row = wish.id ? await need(world, org, wish.id) : undefined;
  const w = wanted(wish, row ? await secretsBefore(world, org, row, wish) : {});
  return testedOut(await tryChannel(world, hands, org, { ...w, ...(row ? { id: row.id } : {}) }));
}

/** Tries a channel as it stands. */
export async function testSaved(
  world: World,
  hands: ChannelHands,
  org: Id<'org'>,
  by: Actor,
  which: string,
): Promise<TestedShape> {
  admin(by);
  const c = await need(world, org, which);
  return testedOut(
    await tryChannel(world, hands, org, {
      ...c,
      secrets: await secretsOf(world, org, c),
      id: c.id,
      version: c.version,
    }),
  );
}

async function need(world: World, org: Id<'org'>, which: string): Promise<ChannelRow> {
  const c = await world.db.in(org, (tx) => channelBy(tx, org, which));
  if (!c) throw new Refused('request.not-found');
  if (c.state === 'removed') throw new Refused('channel.removed');
  return c;
}

async function secretsBefore(world: World, org: Id<'org'>, c: ChannelRow, wish: ChannelWish): Promise<Secrets> {
  const settings = settingsOf[c.kind].safeParse(wish.settings ?? {});
  if (!settings.success || wish.kind !== c.kind) return {};
  const same = goesTo(c.kind, settings.data as Readonly<Record<string, unknown>>) === goesTo(c.kind, c.settings);
  return same ? secretsOf(world, org, c).catch(() => ({})) : {};
}

async function mustWork(
  world: World,
  hands: ChannelHands,
  org: Id<'org'>,
  w: Wanted,
  anyway: boolean | undefined,
): Promise<void> {
  if (anyway) return;
  const tested = await tryChannel(world, hands, org, w);
  if (!tested.ok) {
    const words = faultWords(tested.fault ?? '');
    throw new Refused('channel.fault', `${words.nl} / ${words.en} ${tested.detail}`.trim(), {
      fault: tested.fault ?? 'program.fault',
    });
  }
}

const taken = (cause: unknown, name: string) =>
  constraintOf(cause) === 'channel_name'
    ? new Refused('request.invalid', `name: ${name} is taken`, { name: 'taken' })
    : cause;

/**
 * Adds a channel; it is tried first, and looks at once.
 * @throws Refused `request.not-allowed`, `request.invalid`, `channel.fault` with what is wrong in plain words
 */
export async function addChannel(
  world: World,
  hands: ChannelHands,
  org: Id<'org'>,
  by: Actor,
  wish: ChannelWish,
): Promise<Id<'chn'>> {
  admin(by);
  const w = wanted(wish, {});
  await mustWork(world, hands, org, w, wish.anyway);
  const id = newId(world, 'chn');
  try {
    await world.db.in(org, async (tx) => {
      const sealed =
        Object.keys(w.secrets).length > 0
          ? await sealFor(world, tx, { class: 'secret', subject: id }, JSON.stringify(w.secrets), aboutSecrets(id))
          : null;
      const now = world.clock.now();
      await writeChannel(
        tx,
        org,
        { id, ...w, key_id: sealed?.keyId ?? null, sealed: sealed?.sealed ?? null, host: hostOf(w.kind, w.settings) },
        actorId(by),
        now,
      );
      await rhythmAgain(tx, org, { id, settings: w.settings, created_at: now });
      note(world, tx, {
        act: 'channel.add',
        by,
        about: [{ subject: null, payload: { channel: id, kind: w.kind, name: w.name } }],
      });
      await tx.notify({ organisation: org, what: 'channel', id });
    });
  } catch (cause) {
    throw taken(cause, w.name);
  }
  await startWatch(world, org);
  return id;
}

/** Changes a channel: what is not given stays. Secrets given anew replace those of the same name. */
export async function editChannel(
  world: World,
  hands: ChannelHands,
  org: Id<'org'>,
  by: Actor,
  which: string,
  change: {
    readonly name?: string | undefined;
    readonly settings?: unknown;
    readonly secrets?: unknown;
    readonly anyway?: boolean | undefined;
    readonly version?: number | undefined;
  },
): Promise<void> {
  admin(by);
  const c = await need(world, org, which);
  if (change.version !== undefined && change.version !== c.version) throw new Refused('request.changed-meanwhile');
  const wish: ChannelWish = {
    kind: c.kind,
    name: change.name ?? c.name,
    settings: { ...c.settings, ...((change.settings as Record<string, unknown> | undefined) ?? {}) },
    secrets: change.secrets,
  };
  const w = wanted(wish, await secretsBefore(world, org, c, wish));
  await mustWork(world, hands, org, w, change.anyway);
  try {
    await world.db.in(org, async (tx) => {
      const now = await channelBy(tx, org, c.id, true);
      if (now?.version !== c.version) throw new Refused('request.changed-meanwhile');
      const sealed =
        Object.keys(w.secrets).length > 0
          ? await sealFor(world, tx, { class: 'secret', subject: c.id }, JSON.stringify(w.secrets), aboutSecrets(c.id))
          : null;
      await changeChannel(tx, org, c.id, {
        name: w.name,
        settings: w.settings,
        host: hostOf(w.kind, w.settings),
        key_id: sealed?.keyId ?? null,
        sealed: sealed?.sealed ?? null,
        next_at: world.clock.now(),
        afresh: true,
      });
      await rhythmAgain(tx, org, { ...c, settings: w.settings });
      note(world, tx, { act: 'channel.change', by, about: [{ subject: null, payload: { channel: c.id } }] });
      await tx.notify({ organisation: org, what: 'channel', id: c.id });
    });
  } catch (cause) {
    throw taken(cause, w.name);
  }
}

/** Pauses, resumes or removes. A removed channel keeps its history; its secrets are destroyed. */
export async function setChannel(
  world: World,
  org: Id<'org'>,
  by: Actor,
  which: string,
  state: ChannelRow['state'],
): Promise<void> {
  admin(by);
  const { id } = await need(world, org, which);
  await world.db.in(org, async (tx) => {
    const c = await channelBy(tx, org, id, true);
    if (!c || c.state === 'removed') throw new Refused('channel.removed');
    if (c.state === state) return;
    const now = world.clock.now();
    if (state === 'removed' && c.key_id) await destroyKey(world, tx, c.key_id, 'channel removed');
    await changeChannel(tx, org, c.id, {
      state,
      ...(state === 'removed' ? { key_id: null, sealed: null } : {}),
      ...(state === 'running' ? { next_at: now, afresh: true } : {}),
    });
    // While it was paused its silence meant nothing: the wait begins anew.
    if (state === 'running') await rhythmAgain(tx, org, c, now);
    note(world, tx, {
      act: `channel.${state === 'running' ? 'resume' : state === 'paused' ? 'pause' : 'remove'}`,
      by,
      about: [{ subject: null, payload: { channel: c.id } }],
    });
    await tx.notify({ organisation: org, what: 'channel', id: c.id });
  });
}

/** Lets it look now. */
export async function runChannel(
  world: World,
  hands: ChannelHands,
  org: Id<'org'>,
  by: Actor,
  which: string,
): Promise<Looked> {
  if (!mayAs(by, 'handler')) throw new Refused('request.not-allowed');
  const c = await need(world, org, which);
  return lookNow(world, hands, org, c.id);
}

const at = (t: Temporal.Instant | null) => t?.toString() ?? null;

function whereOf(c: ChannelRow): string {
  const s = c.settings;
  switch (c.kind) {
    case 'imap':
      return `${s['user']} @ ${s['host']}:${s['port']} / ${s['folder']}`;
    case 'folder':
      return String(s['folder'] || '/');
    case 'feed':
      // Without what stands behind the question mark: some suppliers put their key there.
      return String(s['address']).replace(/\?.*$/s, '?…');
    case 'shadowserver':
      return String(s['api']);
  }
}

function shown(
  c: ChannelRow,
  sums: ReadonlyMap<string, { messages: number; bytes: number; rows: number; findings: number; manual: number }>,
  secrets: readonly string[],
  now: Temporal.Instant,
): ChannelShape {
  const sum = sums.get(c.id);
  const off = (c.settings['expect'] as { how?: string } | undefined)?.how === 'off';
  const silent = c.state === 'running' && c.silent_from !== null && Temporal.Instant.compare(c.silent_from, now) <= 0;
  return {
    id: c.id,
    kind: c.kind,
    name: c.name,
    state: c.state === 'paused' ? 'paused' : 'running',
    health:
      c.state === 'paused'
        ? 'paused'
        : c.failures > 0
          ? 'failing'
          : silent
            ? 'silent'
            : c.last_good_at
              ? 'well'
              : 'new',
    settings: { ...c.settings, ...(c.kind === 'feed' ? { headers: c.settings['headers'] } : {}) },
    secrets: [...secrets],
    where: whereOf(c),
    next_at: c.next_at.toString(),
    working: c.leased_until !== null && Temporal.Instant.compare(c.leased_until, now) > 0,
    failures: c.failures,
    last_try_at: at(c.last_try_at),
    last_good_at: at(c.last_good_at),
    last_new_at: at(c.last_new_at),
    fault: c.last_fault ? { code: c.last_fault, text: faultWords(c.last_fault), detail: c.last_detail || null } : null,
    silence: {
      state: off ? 'off' : silent ? 'silent' : c.rhythm_minutes === null ? 'learning' : 'watched',
      rhythm_minutes: c.rhythm_minutes,
      from: c.state === 'running' ? at(c.silent_from) : null,
    },
    missing_days: (c.position['missing'] as string[] | undefined) ?? [],
    messages: Number(sum?.messages ?? 0),
    bytes: Number(sum?.bytes ?? 0),
    rows: Number(sum?.rows ?? 0),
    findings: Number(sum?.findings ?? 0),
    manual: Number(sum?.manual ?? 0),
    version: c.version,
    created_at: c.created_at.toString(),
  };
}

/** Which secrets are set, without opening them where the settings say it. */
const secretsSet = (c: ChannelRow): readonly string[] => (c.sealed ? secretsNeeded(c.kind, c.settings) : []);

export async function listChannels(world: World, hands: ChannelHands, org: Id<'org'>, by: Actor): Promise<ChannelPage> {
  if (!mayAs(by, 'reader')) throw new Refused('request.not-allowed');
  return world.db.in(org, async (tx) => {
    const rows = await channelRows(tx, org);
    const sums = new Map((await sumsOf(tx, org)).map((s) => [s.channel_id as string, s]));
    const mail = await ownMail(tx, org);
    const { slug } = await organisationZone(tx, org);
    const now = world.clock.now();
    return {
      items: rows.map((c) => shown(c, sums, secretsSet(c), now)),
      mail: { addresses: [...mail.addresses], last_at: at(mail.lastAt), messages: mail.messages },
      watched_folder: hands.watchFolder ? `${hands.watchFolder}/${slug}` : null,
    };
  });
}

export async function showChannel(world: World, org: Id<'org'>, by: Actor, which: string): Promise<ChannelDetail> {
  if (!mayAs(by, 'reader')) throw new Refused('request.not-allowed');
  const c = await need(world, org, which);
  return world.db.in(org, async (tx) => {
    const sums = new Map((await sumsOf(tx, org)).map((s) => [s.channel_id as string, s]));
    const tries = await triesOf(tx, org, c.id, 60);
    const refused = await refusedItems(tx, org, c.id);
    return {
      ...shown(c, sums, secretsSet(c), world.clock.now()),
      tries: tries.map((t) => ({
        at: t.at.toString(),
        outcome: t.outcome,
        messages: t.messages,
        duplicates: t.duplicates,
        bytes: Number(t.bytes),
        ms: t.ms,
        address: t.address,
        fault: t.fault ? { code: t.fault, text: faultWords(t.fault), detail: t.detail } : null,
      })),
      refused: refused.map((r) => ({
        item: r.item,
        at: r.at.toString(),
        size: r.size === null ? null : Number(r.size),
        text: r.fault ? faultWords(r.fault) : null,
      })),
    };
  });
}
