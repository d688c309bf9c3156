/** Runs of screening: parties against lists, what is remembered of a pair, and the jobs that do it by themselves. */
import { createHash } from 'node:crypto';
import { sql, type Tx } from '#io/db';
import { newId } from '#io/dice';
import { enqueue, type Job } from '#io/jobs';
import type { World } from '#io/world';
import { note } from '#journal/work';
import { type Actor, engine, type Id, Refused } from '#kernel';
import { engineVersion, queryOfParty, textOfParty } from '../asking.ts';
import { type Finders, openFinders } from '../finders.ts';
import { again } from '../life.ts';
import type { Match, Query } from '../match/find.ts';
import { operating } from '../match/qualify.ts';
import { countedAsListed } from '../owners.ts';
import {
  currentGenerations,
  endRun,
  entriesInUse,
  insertMatch,
  insertRun,
  type KnownEntry,
  lapseMatches,
  type MatchOwnership,
  matchesOf,
  type NewMatch,
  partiesToScreen,
  refreshMatch,
  type Screened,
} from '../store.ts';

const pageSize = 500;

/** Threads of an organisation with the generations they hold; kept between questions, let go after a while of silence. */
const kept = new Map<string, { readonly name: string; readonly finders: Finders; timer: NodeJS.Timeout }>();
const keptMs = 10 * 60_000;

const keyOf = (org: string, since: string | undefined) => `${org} ${since ?? ''}`;

/** Finding threads over what is in use, loaded when the generations changed. */
export async function findersFor(
  world: World,
  org: Id<'org'>,
): Promise<{ finders: Finders; generations: readonly string[] }> {
  const generations = await world.db.in(org, (tx) => currentGenerations(tx));
  const name = generations.map((g) => g.id).join(' ');
  const key = keyOf(org, undefined);
  const before = kept.get(key);
  const finders = before?.finders ?? openFinders(1);
  if (before) clearTimeout(before.timer);
  if (before?.name !== name) await finders.load(name, await world.db.in(org, (tx) => entriesInUse(tx)));
  const timer = setTimeout(() => {
    kept.delete(key);
    void finders.close();
  }, keptMs);
  timer.unref();
  kept.set(key, { name, finders, timer });
  return { finders, generations: generations.map((g) => g.id) };
}

/** Lets go of all finding threads: at the end of a program, and of a test. */
export async function closeFinders(): Promise<void> {
  const all = [...kept.values()];
  kept.clear();
  for (const each of all) clearTimeout(each.timer);
  await Promise.all(all.map((each) => each.finders.close()));
}

/** One question against every list in use. */
export async function screenOnce(world: World, org: Id<'org'>, query: Query, most = 8): Promise<readonly Match[]> {
  const { finders } = await findersFor(world, org);
  const { matches } = await finders.find([query], most);
  return matches[0] ?? [];
}

interface Found {
  readonly party: Screened;
  readonly fingerprint: string;
  readonly matches: readonly Omit<NewMatch, 'id'>[];
}

const entryOfMatch = (match: Match): KnownEntry => match.entry as KnownEntry;

/** Matches of parties and of their owners: an owner counts with the share it has, together with the other listed ones. */
async function foundFor(finders: Finders, parties: readonly Screened[]): Promise<readonly Found[]> {
  const queries: Query[] = [];
  const at = parties.map((p) => {
    const own = queries.push(queryOfParty(p)) - 1;
    const owners = p.owners.map(
      (o) =>
        queries.push({
          names: [o.name],
          kind: o.kind,
          ...(o.born ? { born: o.born } : {}),
          ...(o.country ? { countries: [o.country] } : {}),
        }) - 1,
    );
    return { own, owners };
  });
  const { matches } = await finders.find(queries, 6);
  return parties.map((party, i) => {
    const fingerprint = createHash('sha256').update(textOfParty(party, party.owners)).digest('hex').slice(0, 32);
    const mine = new Map<string, Omit<NewMatch, 'id'>>();
    const put = (m: Match, by: 'party' | 'owners', ownership: MatchOwnership | null) => {
      const entry = entryOfMatch(m);
      const key = `${entry.list} ${entry.id}`;
      if ((mine.get(key)?.score ?? -1) >= m.score) return;
      mine.set(key, {
        party: party.id,
        list: entry.list,
        entry: entry.id,
        entryFingerprint: entry.fingerprint,
        partyFingerprint: fingerprint,
        score: m.score,
        band: ownership && ownership.because === null && m.band === 'block' ? 'review' : m.band,
        by,
        queried: m.names?.[0] ?? party.name,
        listed: m.names?.[1] ?? entry.names[0]?.text ?? null,
        terms: m.terms,
        whatIf: m.whatIf,
        ownership,
      });
    };
    for (const m of matches[at[i]?.own ?? -1] ?? []) if (m.score >= operating) put(m, 'party', null);
    ownersOf(party, (o) => matches[at[i]?.owners[o] ?? -1] ?? [], put);
    return { party, fingerprint, matches: [...mine.values()] };
  });
}

function ownersOf(
  party: Screened,
  found: (owner: number) => readonly Match[],
  put: (m: Match, by: 'owners', o: MatchOwnership) => void,
) {
  const listed = party.owners
    .map((owner, at) => ({ owner, matches: found(at).filter((m) => m.score >= operating) }))
    .filter((x) => x.matches.length > 0);
  if (listed.length === 0) return;
  const [counted] = countedAsListed(
    party.owners.map((o) => ({
      owner: o.id,
      owned: party.id,
      ...(o.share === null ? {} : { share: o.share }),
      controls: o.controls,
    })),
    new Set(listed.map((x) => x.owner.id)),
  );
  const ownership: MatchOwnership = {
    share: Math.min(
      100,
      listed.reduce((sum, x) => sum + (x.owner.share ?? 0), 0),
    ),
    because: counted?.because ?? null,
    owners: listed.map((x) => ({ name: x.owner.name, share: x.owner.share, controls: x.owner.controls })),
  };
  for (const each of listed) for (const m of each.matches) put(m, 'owners', ownership);
}

/** Writes what was found of these parties: new pairs open, known ones are remembered until either side changed. */
async function remember(world: World, tx: Tx, found: readonly Found[], whole: boolean): Promise<number> {
  const now = world.clock.now();
  const before = await matchesOf(
    tx,
    found.map((f) => f.party.id),
  );
  let opened = 0;
  for (const f of found) {
    const known = new Map(before.filter((m) => m.party === f.party.id).map((m) => [`${m.list} ${m.entry}`, m]));
    for (const m of f.matches) {
      const there = known.get(`${m.list} ${m.entry}`);
      known.delete(`${m.list} ${m.entry}`);
      const becomes = there ? again(there, m) : 'new';
      if (becomes === 'remember') continue;
      const id = there?.id ?? newId(world, 'mtc');
      if (there) await refreshMatch(tx, { ...m, id }, becomes === 'reopen', now);
      else await insertMatch(tx, { ...m, id }, now);
      if (becomes === 'refresh') continue;
      opened++;
      note(world, tx, {
        act: becomes === 'new' ? 'match.opened' : 'match.reopened',
        by: engine,
        about: [
          { subject: null, payload: { match: id, list: m.list, entry: m.entry, band: m.band } },
          { subject: m.party, payload: { match: id, queried: m.queried, listed: m.listed, score: m.score } },
        ],
      });
    }
    // Asked against everything in use: what is not found any more has lapsed. Verdicts stay as they were given.
    if (whole)
      await lapseMatches(
        tx,
        [...known.values()]
          .filter((m) => m.state === 'open' || m.state === 'under_review' || m.state === 'second_person')
          .map((m) => m.id),
      );
  }
  return opened;
}

/** Screens one party against every list in use, now. @returns its waiting and true matches, strongest first */
export async function screenParty(
  world: World,
  org: Id<'org'>,
  party: string,
  by: Actor = engine,
): Promise<{ readonly run: Id<'scr'>; readonly opened: number }> {
  const { finders, generations } = await findersFor(world, org);
  const [asked] = await world.db.in(org, (tx) => partiesToScreen(tx, '', 1, party));
  if (!asked) throw new Refused('request.not-found');
  const found = await foundFor(finders, [asked]);
  return world.db.in(org, async (tx) => {
    const run = newId(world, 'scr');
    const now = world.clock.now();
    await insertRun(tx, { id: run, trigger: 'party', generations, engine: engineVersion, at: now });
    const opened = await remember(world, tx, found, true);
    await endRun(tx, run, 1, opened, now);
    note(world, tx, { act: 'party.screened', by, about: [{ subject: party, payload: { run, opened } }] });
    if (opened > 0) await tx.notify({ organisation: org, what: 'match' });
    return { run, opened };
  });
}

/**
 * Screens every party, in pages: against everything in use, or only against what a generation brought.
 * @param since generation whose entries are asked about; all in use where none is given
 */
export async function screenAll(
  world: World,
  org: Id<'org'>,
  trigger: 'list' | 'all',
  since?: string,
): Promise<{ readonly run: Id<'scr'>; readonly subjects: number; readonly opened: number }> {
  const small = since === undefined ? undefined : openFinders(1);
  try {
    const whole = small === undefined ? await findersFor(world, org) : undefined;
    const entries = small ? await world.db.in(org, (tx) => entriesInUse(tx, since === undefined ? {} : { since })) : [];
    if (small) await small.load(since ?? '', entries);
    const finders = small ?? (whole as { finders: Finders }).finders;
    const run = newId(world, 'scr');
    await world.db.in(org, (tx) =>
      insertRun(tx, {
        id: run,
        trigger,
        generations: since ? [since] : (whole?.generations ?? []),
        engine: engineVersion,
        at: world.clock.now(),
      }),
    );
    let after = '';
    let subjects = 0;
    let opened = 0;
    if (small === undefined || entries.length > 0)
      for (;;) {
        const parties = await world.db.in(org, (tx) => partiesToScreen(tx, after, pageSize));
        const last = parties.at(-1);
        if (!last) break;
        const found = await foundFor(finders, parties);
        opened += await world.db.in(org, (tx) => remember(world, tx, found, small === undefined));
        subjects += parties.length;
        after = last.id;
      }
    await world.db.in(org, async (tx) => {
      await endRun(tx, run, subjects, opened, world.clock.now());
      note(world, tx, {
        act: 'screening.run',
        by: engine,
        about: [{ subject: null, payload: { run, trigger, subjects, opened } }],
      });
      if (opened > 0) await tx.notify({ organisation: org, what: 'match' });
    });
    return { run, subjects, opened };
  } finally {
    await small?.close();
  }
}

/** Handler of the job that follows a new generation: only what it changed is asked about. */
export async function deltaJob(world: World, job: Job): Promise<undefined> {
  await screenAll(world, job.organisation, 'list', String(job.payload['generation']));
}

/** Handler of the nightly run over everything; it asks to run again. */
export async function nightlyJob(world: World, job: Job): Promise<Temporal.Instant> {
  const lists = await world.db.in(job.organisation, (tx) => currentGenerations(tx));
  if (lists.length > 0) await screenAll(world, job.organisation, 'all');
  return world.clock.now().add({ hours: 24 });
}

/** Makes sure each organisation has its nightly run and its fetching waiting. */
export async function startScreening(world: World): Promise<void> {
  const all = await world.db.outside((tx) =>
    tx.rows(sql<{ organisation_id: Id<'org'> }>`select organisation_id from organisation_ids()`),
  );
  for (const { organisation_id: org } of all)
    await world.db.in(org, async (tx) => {
      await enqueue(tx, {
        kind: 'screening.nightly',
        lane: 'bulk',
        payload: {},
        runAt: world.clock.now().add({ hours: 6 }),
        key: 'nightly',
      });
      await enqueue(tx, { kind: 'lists.fetch', lane: 'outside', payload: {}, runAt: world.clock.now(), key: 'fetch' });
    });
}
