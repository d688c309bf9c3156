/** What letters go by, changed by people: directives, settings, brands and own words; each is checked whole and stands in the journal. */
import { constraintOf, sqlState, type Tx } from '#io/db';
import { newId } from '#io/dice';
import type { World } from '#io/world';
import { note } from '#journal/work';
import { type Actor, actorId, type Id, type Language, mayAs, must, Refused, type Result } from '#kernel';
import { type Directive, type NotWhole, type RenderedLetter, renderLetter } from '#law';
import { loadLaw } from '#law/work';
import { type Brand, dressOf, readBrand } from '../brand.ts';
import { type DirectiveFault, readDirectives } from '../routing.ts';
import { sampleFields } from '../sample.ts';
import { letterSettingsShape } from '../settings.ts';
import {
  brandsOf,
  brandVersions,
  directivesOf,
  letterSettingsOf,
  type StoredDirectives,
  webhooksOf,
  wordingsOf,
  writeBrand,
  writeDirectives,
  writeLetterSettings,
  writeWording,
} from '../store/rules.ts';
import { type Wording, type WordingContent, worded, wordingFaults, wordingShape } from '../wording.ts';

export type { DirectiveFacts } from '../routing.ts';

function mustBeAdmin(by: Actor): void {
  if (!mayAs(by, 'admin')) throw new Refused('request.not-allowed');
}

/** The directives in force: the newest saved set, else the shipped one (version 0). */
export async function directivesNow(tx: Tx): Promise<StoredDirectives> {
  const saved = await directivesOf(tx);
  if (saved) return saved;
  const law = await loadLaw();
  return { version: 0, savedAt: null, savedBy: null, note: null, set: [...law.directives.values()] };
}

/** Kinds of service a directive may name; the ledger's own list, handed in since it lies on a higher floor. */
export type ServiceKinds = readonly string[];

/**
 * Reads a whole set as it would be saved, with everything that is wrong with it.
 * @param serviceKinds what contracts can be for
 */
export async function checkDirectives(
  tx: Tx,
  given: unknown,
  serviceKinds: ServiceKinds,
): Promise<{ readonly set: readonly Directive[]; readonly faults: readonly DirectiveFault[] }> {
  const law = await loadLaw();
  const webhooks = (await webhooksOf(tx)).filter((w) => w.endedAt === null).map((w) => w.id);
  return readDirectives(given, { kinds: law.kinds, actions: law.actions, serviceKinds, webhooks });
}

/** The problem that a set with faults is: each fault under its place. */
function refuseFaults(faults: readonly DirectiveFault[]): never {
  throw new Refused(
    'directive.not-whole',
    faults
      .map((f) => `${f.id ?? f.no} ${f.field}: ${f.message}`)
      .join('; ')
      .slice(0, 2000),
    Object.fromEntries(faults.map((f) => [`${f.no}.${f.field}`, f.message])),
  );
}

/**
 * Saves a set of directives as the next version; from the next letter on it counts.
 * @param seen the version the writer started from: another one saved meanwhile is not overwritten unseen
 * @throws Refused `directive.not-whole` naming every fault, `request.changed-meanwhile`
 */
export async function saveDirectives(
  world: World,
  tx: Tx,
  given: unknown,
  seen: number,
  why: string | null,
  by: Actor,
  serviceKinds: ServiceKinds,
): Promise<number> {
  mustBeAdmin(by);
  const { set, faults } = await checkDirectives(tx, given, serviceKinds);
  if (faults.length > 0) refuseFaults(faults);
  const now = await directivesNow(tx);
  if (now.version !== seen) throw new Refused('request.changed-meanwhile', `version ${now.version}`);
  const version = now.version + 1;
  try {
    await writeDirectives(tx, version, set, world.clock.now(), actorId(by), why);
  } catch (cause) {
    if (sqlState(cause) === '23505' && constraintOf(cause) === 'directive_set_pkey')
      throw new Refused('request.changed-meanwhile');
    throw cause;
  }
  note(world, tx, {
    act: 'directive.save',
    by,
    about: [{ subject: null, payload: { version, directives: set.map((d) => d.id).join(' ') } }],
  });
  return version;
}

/** Saves the letter settings. @throws Refused `request.invalid`, `request.changed-meanwhile` */
export async function saveLetterSettings(
  world: World,
  tx: Tx,
  given: unknown,
  seen: number,
  by: Actor,
): Promise<number> {
  mustBeAdmin(by);
  const read = letterSettingsShape.safeParse(given);
  if (!read.success)
    throw new Refused(
      'request.invalid',
      read.error.issues.map((i) => `${i.path.map(String).join('.')}: ${i.message}`).join('; '),
      Object.fromEntries(read.error.issues.map((i) => [i.path.map(String).join('.') || 'body', i.message])),
    );
  const before = await letterSettingsOf(tx);
  const version = await writeLetterSettings(tx, read.data, seen, world.clock.now(), actorId(by));
  if (version === undefined) throw new Refused('request.changed-meanwhile', `version ${before.version}`);
  const changed = (Object.keys(read.data) as (keyof typeof read.data)[]).filter(
    (k) => JSON.stringify(read.data[k]) !== JSON.stringify(before.settings[k]),
  );
  note(world, tx, {
    act: 'letter.settings',
    by,
    about: [{ subject: null, payload: { version, changed: changed.join(' '), trial: read.data.trial } }],
  });
  return version;
}

export interface SaveBrand {
  /** Left out: a new one. */
  readonly id?: string | undefined;
  /** The version the writer started from; 0 for a new one. */
  readonly seen: number;
  readonly content: unknown;
  readonly isDefault: boolean;
  readonly parties: readonly string[];
  readonly contracts: readonly string[];
}

/**
 * Saves a brand as its next version. A default takes the place of the one before it.
 * @throws Refused `brand.not-whole` naming every fault, `request.changed-meanwhile`, `request.not-found`
 */
export async function saveBrand(world: World, tx: Tx, given: SaveBrand, by: Actor): Promise<Brand> {
  mustBeAdmin(by);
  const { content, faults } = readBrand(given.content);
  if (!content || faults.length > 0)
    throw new Refused(
      'brand.not-whole',
      faults.map((f) => `${f.field}: ${f.message}`).join('; '),
      Object.fromEntries(faults.map((f) => [f.field || 'content', f.message])),
    );
  const all = await brandsOf(tx);
  const before = given.id === undefined ? undefined : all.find((b) => b.id === given.id);
  if (given.id !== undefined && !before) throw new Refused('request.not-found');
  if ((before?.version ?? 0) !== given.seen)
    throw new Refused('request.changed-meanwhile', `version ${before?.version}`);
  const now = world.clock.now();
  const brand = {
    id: before?.id ?? newId(world, 'brd'),
    version: (before?.version ?? 0) + 1,
    content,
    isDefault: given.isDefault,
    parties: [...new Set(given.parties)],
    contracts: [...new Set(given.contracts)],
    endedAt: null,
  };
  for (const other of all)
    if (given.isDefault && other.isDefault && other.id !== brand.id && other.endedAt === null)
      await writeBrand(tx, { ...other, version: other.version + 1, isDefault: false }, now, actorId(by));
  await writeBrand(tx, brand, now, actorId(by));
  note(world, tx, {
    act: 'brand.save',
    by,
    about: [{ subject: brand.id, payload: { brand: brand.id, version: brand.version, default: brand.isDefault } }],
  });
  return must((await brandVersions(tx, brand.id))[0], 'the brand just saved');
}

/** Ends a brand: letters no longer wear it; those that did keep its name. */
export async function endBrand(world: World, tx: Tx, id: string, by: Actor): Promise<void> {
  mustBeAdmin(by);
  const brand = (await brandsOf(tx)).find((b) => b.id === id && b.endedAt === null);
  if (!brand) throw new Refused('request.not-found');
  const now = world.clock.now();
  await writeBrand(tx, { ...brand, version: brand.version + 1, isDefault: false, endedAt: now }, now, actorId(by));
  note(world, tx, { act: 'brand.end', by, about: [{ subject: brand.id, payload: { brand: brand.id } }] });
}

export interface WordingPlace {
  readonly template: string;
  readonly audience: string;
  /** Empty: any brand. */
  readonly brand: string;
}

async function versionOf(tx: Tx, place: WordingPlace): Promise<Wording | undefined> {
  return (await wordingsOf(tx, { template: place.template })).find(
    (w) => w.audience === place.audience && w.brand === place.brand,
  );
}

/** The letter as it would be with these words, filled with sample data. Writes nothing. */
export async function wordingPreview(
  tx: Tx,
  place: WordingPlace,
  content: WordingContent | null,
  language: Language,
): Promise<{ readonly faults: readonly string[]; readonly made: Result<RenderedLetter, NotWhole> }> {
  const law = await loadLaw();
  const shipped = law.letters.get(place.template);
  if (!shipped) throw new Refused('request.not-found', place.template);
  const brand = place.brand === '' ? undefined : (await brandsOf(tx)).find((b) => b.id === place.brand);
  const t = worded(shipped, content);
  return {
    faults: content ? wordingFaults(shipped, content) : [],
    made: renderLetter(t, sampleFields(t, language), language, brand ? dressOf(brand.content, 'screen') : undefined),
  };
}

/**
 * Saves own words as their next version, after the same check the shipped letters pass.
 * @throws Refused `wording.not-whole` naming every fault, `request.changed-meanwhile`, `request.not-found`
 */
export async function saveWording(
  world: World,
  tx: Tx,
  place: WordingPlace,
  given: unknown,
  seen: number,
  by: Actor,
): Promise<number> {
  mustBeAdmin(by);
  const law = await loadLaw();
  const shipped = law.letters.get(place.template);
  if (!shipped) throw new Refused('request.not-found', place.template);
  if (place.brand !== '' && !(await brandsOf(tx)).some((b) => b.id === place.brand && b.endedAt === null))
    throw new Refused('request.not-found', place.brand);
  const read = wordingShape.safeParse(given);
  const faults = read.success
    ? wordingFaults(shipped, read.data)
    : read.error.issues.map((i) => `${i.path.map(String).join('.')}: ${i.message}`);
  if (!read.success || faults.length > 0)
    throw new Refused(
      'wording.not-whole',
      faults.join('; ').slice(0, 2000),
      Object.fromEntries(faults.map((f, i) => [String(i + 1), f])),
    );
  return writeNext(world, tx, place, read.data, seen, by);
}

/** Goes back to the shipped words, as a version of its own: nothing that was said is lost. */
export async function revertWording(
  world: World,
  tx: Tx,
  place: WordingPlace,
  seen: number,
  by: Actor,
): Promise<number> {
  mustBeAdmin(by);
  return writeNext(world, tx, place, null, seen, by);
}

async function writeNext(
  world: World,
  tx: Tx,
  place: WordingPlace,
  content: WordingContent | null,
  seen: number,
  by: Actor,
): Promise<number> {
  const before = await versionOf(tx, place);
  if ((before?.version ?? 0) !== seen)
    throw new Refused('request.changed-meanwhile', `version ${before?.version ?? 0}`);
  if (!before && content === null) throw new Refused('request.not-found');
  const version = seen + 1;
  await writeWording(tx, { ...place, version, content }, world.clock.now(), actorId(by));
  note(world, tx, {
    act: content === null ? 'wording.revert' : 'wording.save',
    by,
    about: [
      {
        subject: null,
        payload: { template: place.template, audience: place.audience, brand: place.brand as Id<'brd'>, version },
      },
    ],
  });
  return version;
}
