/** Lists into the database: read, tried, compared with what is in use, and put in its place in one transaction. */
import { createHash } from 'node:crypto';
import { newId } from '#io/dice';
import { enqueue } from '#io/jobs';
import type { World } from '#io/world';
import { note } from '#journal/work';
import { type Actor, actorId, type Id, mayAs, Refused } from '#kernel';
import { engineVersion } from '../asking.ts';
import type { Entry } from '../entry.ts';
import { lostName } from '../finders.ts';
import { type ListFile, listKind, listKinds, openList } from '../lists/index.ts';
import { readName } from '../name/name.ts';
import type { Imported, ListRow } from '../shapes.ts';
import {
  checkedGeneration,
  currentGenerations,
  endEntries,
  entriesInUse,
  fingerprintsOf,
  insertEntries,
  insertGeneration,
  lapseMatches,
  matchesWithEntries,
} from '../store.ts';

/** A list of fewer entries than this share of the one before is not taken without a word. */
const leastShare = 0.8;
/** Name under which entries from the Official Journal stand until the Union's file carries them. */
export const earlyList = 'oj-early';
const listName = /^[a-z0-9][a-z0-9_-]{0,59}$/;

const canonical = (entry: Entry): string => JSON.stringify(entry, Object.keys(entry).sort().concat(keysInside));
/** Keys of what stands inside an entry: the same entry is the same text, whatever the order it was read in. */
const keysInside = [
  'text',
  'strength',
  'former',
  'date',
  'year',
  'yearTo',
  'circa',
  'kind',
  'value',
  'caution',
  'programme',
  'act',
  'url',
  'from',
];
export const fingerprintOf = (entry: Entry): string =>
  createHash('sha256').update(canonical(entry)).digest('hex').slice(0, 32);

export interface ImportWish {
  readonly file: ListFile;
  /** Name of the list: one that is known, or one of the house's own (`own-…`). */
  readonly list: string;
  /** Taken although it is much shorter than the one before. */
  readonly anyway?: boolean;
  readonly progress?: (entries: number) => void;
}

/**
 * Takes a file as the new generation of a list. What is in use stays where the file cannot be read, is much shorter, or has
 * a strong name that does not find itself.
 * @throws Refused `list.unreadable`, `list.shrunk`, `list.self-test`, `request.not-allowed`
 */
export async function importList(world: World, org: Id<'org'>, by: Actor, wish: ImportWish): Promise<Imported> {
  if (!mayAs(by, 'decider')) throw new Refused('request.not-allowed');
  if (!listName.test(wish.list)) throw new Refused('request.invalid', `list: ${listKinds.map((k) => k.id).join(', ')}`);
  const known = listKind(wish.list);
  const hash = createHash('sha256');
  const opened = await openList(
    {
      ...wish.file,
      bytes: (async function* () {
        for await (const chunk of wish.file.bytes) {
          hash.update(chunk);
          yield chunk;
        }
      })(),
    },
    known ? wish.list : undefined,
  );
  const entries = new Map<string, Entry>();
  for await (const entry of opened.entries) {
    if (entry.id === '' || entry.names.length === 0) continue;
    entries.set(entry.id, entry);
    if (entries.size % 500 === 0) wish.progress?.(entries.size);
  }
  if (entries.size === 0) throw new Refused('list.unreadable', 'It has no entries.');
  const before = await world.db.in(org, async (tx) => ({
    generation: (await currentGenerations(tx)).find((g) => g.list === wish.list),
    prints: await fingerprintsOf(tx, wish.list),
  }));
  if (before.generation && !wish.anyway && entries.size < before.prints.size * leastShare)
    throw new Refused('list.shrunk', `${entries.size} / ${before.prints.size}`);
  const all = [...entries.values()].map((entry) => ({ entry, fingerprint: fingerprintOf(entry) }));
  const fresh = all.filter((e) => before.prints.get(e.entry.id) !== e.fingerprint);
  await selfTest(fresh.map((e) => e.entry));
  return put(world, org, by, {
    list: wish.list,
    kind: known?.id ?? opened.kind.id,
    sha256: hash.digest('hex'),
    source: wish.file.name.slice(0, 200),
    all,
    fresh,
    names: all.reduce((sum, e) => sum + e.entry.names.length, 0),
  });
}

/** Every strong name of these entries finds its own entry, or one with the very same name. @throws Refused `list.self-test` */
async function selfTest(entries: readonly Entry[]): Promise<void> {
  if (entries.length === 0) return;
  const lost = await lostName(entries);
  if (lost) throw new Refused('list.self-test', `${lost.entry}: ${lost.text}`);
}

interface Put {
  readonly list: string;
  readonly kind: string;
  readonly sha256: string;
  readonly source: string;
  readonly all: readonly { readonly entry: Entry; readonly fingerprint: string }[];
  readonly fresh: readonly { readonly entry: Entry; readonly fingerprint: string }[];
  readonly names: number;
}

async function put(world: World, org: Id<'org'>, by: Actor, p: Put): Promise<Imported> {
  return world.db.in(org, async (tx) => {
    const now = world.clock.now();
    const [generation] = await currentGenerations(tx, p.list);
    const prints = await fingerprintsOf(tx, p.list);
    const fresh = p.all.filter((e) => prints.get(e.entry.id) !== e.fingerprint);
    const there = new Set(p.all.map((e) => e.entry.id));
    const gone = [...prints.keys()].filter((id) => !there.has(id));
    const changed = fresh.filter((e) => prints.has(e.entry.id)).length;
    const counts = {
      entries: p.all.length,
      names: p.names,
      added: fresh.length - changed,
      changed,
      removed: gone.length,
    };
    if (generation && fresh.length === 0 && gone.length === 0) {
      await checkedGeneration(tx, generation.id, now);
      return { list: p.list, generation: generation.id, ...counts, merged: 0, same: true };
    }
    const id = newId(world, 'lgn');
    await insertGeneration(
      tx,
      {
        id,
        list: p.list,
        kind: p.kind,
        sha256: p.sha256,
        source: p.source,
        ...counts,
        engine: engineVersion,
        by: actorId(by),
      },
      now,
    );
    await endEntries(tx, p.list, [...gone, ...fresh.map((e) => e.entry.id)], id);
    await insertEntries(tx, p.list, id, fresh);
    const lapsed = await lapseMatches(tx, await matchesWithEntries(tx, p.list, gone));
    const merged =
      p.list === 'eu-fsf'
        ? await mergeEarly(
            tx,
            p.all.map((e) => e.entry),
            id,
          )
        : 0;
    note(world, tx, {
      act: 'list.imported',
      by,
      about: [
        {
          subject: null,
          payload: { list: p.list, generation: id, sha256: p.sha256, ...counts, merged, lapsed: lapsed.length },
        },
      ],
    });
    await enqueue(tx, { kind: 'screening.delta', lane: 'normal', payload: { generation: id }, runAt: now, key: id });
    await tx.notify({ organisation: org, what: 'match' });
    return { list: p.list, generation: id, ...counts, merged, same: false };
  });
}

const folded = (text: string) => readName(text).whole;

/** Early entries that the Union's file now carries under the same name end; their matches lapse, since the file's own take over. */
async function mergeEarly(
  tx: Parameters<typeof endEntries>[0],
  entries: readonly Entry[],
  until: Id<'lgn'>,
): Promise<number> {
  const early = await entriesInUse(tx, { list: earlyList });
  if (early.length === 0) return 0;
  const names = new Set(entries.flatMap((e) => e.names.map((n) => folded(n.text))));
  const carried = early.filter((e) => e.names.some((n) => names.has(folded(n.text)))).map((e) => e.id);
  await endEntries(tx, earlyList, carried, until);
  await lapseMatches(tx, await matchesWithEntries(tx, earlyList, carried));
  return carried.length;
}

/** An entry of the day itself, from the Official Journal, before the Union's file has it. @returns the generation it stands in */
export async function addEarly(
  world: World,
  org: Id<'org'>,
  by: Actor,
  entry: Omit<Entry, 'id'> & { readonly act: string },
): Promise<Imported> {
  if (!mayAs(by, 'decider')) throw new Refused('request.not-allowed');
  const { act, ...rest } = entry;
  const name = rest.names[0]?.text;
  if (!name) throw new Refused('request.invalid', 'names: at least one', { names: 'at least one' });
  const all = await world.db.in(org, (tx) => entriesInUse(tx, { list: earlyList }));
  const mine: Entry = { ...rest, id: `OJ:${act}:${folded(name)}`.slice(0, 120) };
  const kept = all.filter((e) => e.id !== mine.id).map(({ list: _l, fingerprint: _f, ...e }): Entry => e);
  const next = [...kept, mine].map((e) => ({ entry: e, fingerprint: fingerprintOf(e) }));
  await selfTest([mine]);
  return put(world, org, by, {
    list: earlyList,
    kind: 'own',
    sha256: createHash('sha256')
      .update(next.map((e) => e.fingerprint).join())
      .digest('hex'),
    source: act,
    all: next,
    fresh: next,
    names: next.reduce((sum, e) => sum + e.entry.names.length, 0),
  });
}

/** Lists in use, with their age; a stale one is an alarm. */
export async function listLists(world: World, org: Id<'org'>): Promise<readonly ListRow[]> {
  const now = world.clock.now();
  const generations = await world.db.in(org, (tx) => currentGenerations(tx));
  return generations.map((g) => {
    const kind = listKind(g.list) ?? (g.list === earlyList ? undefined : listKind(g.kind));
    const age = now.since(g.checkedAt).total('hours');
    return {
      list: g.list,
      title:
        kind && kind.id === g.list
          ? kind.title
          : g.list === earlyList
            ? { nl: 'Publicatieblad, vooruit op het EU-bestand', en: 'Official Journal, ahead of the EU file' }
            : { nl: g.list, en: g.list },
      tier: kind?.tier ?? (g.list === earlyList ? 'binding' : 'own'),
      generation: g.id,
      sha256: g.sha256,
      source: g.source,
      loaded_at: g.loadedAt.toString(),
      checked_at: g.checkedAt.toString(),
      stale: kind !== undefined && age > kind.staleHours,
      entries: g.entries,
      names: g.names,
      added: g.added,
      changed: g.changed,
      removed: g.removed,
      licence: kind?.licence ?? null,
    };
  });
}
