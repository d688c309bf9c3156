/** Editions at work: who may see them, how they come in, and how one takes the place of another. */
import { houseOf } from '#correspondence/store';
import { startDeadline, stopDeadline } from '#deadlines/work';
import { destroyKey } from '#evidence/store';
import { sql, type Tx } from '#io/db';
import { newId, sha256 } from '#io/dice';
import { enqueue, type Job } from '#io/jobs';
import type { World } from '#io/world';
import { readVerifierKey } from '#journal';
import { note } from '#journal/work';
import { type Actor, actorId, canonical, engine, type Id, mayAs, Refused } from '#kernel';
import { keptUntil } from '#law';
import { loadLaw } from '#law/work';
import { hasRight } from '#organisations/store';
import { amended, type EditionDocument, type EditionWay } from '../edition.ts';
import { recipientKeyText } from '../file.ts';
import { x25519Public } from '../hpke.ts';
import { type ReadEntries, readCsv, readText } from '../reading.ts';
import { openFile, ownRecipientKey, readDocument } from '../sealing.ts';
import type { EditionTaken } from '../shapes.ts';
import {
  carryMatches,
  changeEdition,
  countsOf,
  type Edition,
  type EditionSettings,
  editionByBytes,
  editionsInUse,
  editionsThatEnd,
  endIssuer,
  insertEdition,
  issuersOf,
  listEditionMatches,
  openEdition,
  openMatch,
  orgOf,
  recipientSecret,
  sealEdition,
  sealMatch,
  writeIssuer,
  writeMatch,
  writeSettings,
} from '../store.ts';

/**
 * Only members with the right see anything of an edition; everybody else hears what a stranger hears.
 * @throws Refused `request.not-found`
 */
export async function mustSee(tx: Tx, actor: Actor): Promise<void> {
  if (actor.kind === 'member' && (await hasRight(tx, orgOf(tx), actor.id, 'reseller_letter'))) return;
  throw new Refused('request.not-found');
}

/** The key to which editions for this organisation are encrypted, as issuers are given it. */
export async function recipientKeyOf(world: World, tx: Tx): Promise<string> {
  const house = await houseOf(tx);
  const name = `${new URL(world.publicUrl).host}/o/${house.slug}/reseller-letter`;
  return recipientKeyText(ownRecipientKey(name, await recipientSecret(world, tx, x25519Public)));
}

/** Trusts an issuer: its editions are taken from now on. @throws Refused `edition.key-unreadable` */
export async function addIssuer(world: World, tx: Tx, text: string, by: Actor): Promise<string> {
  await mustSee(tx, by);
  const key = readVerifierKey(sha256, text);
  if (key?.use !== 'log') throw new Refused('edition.key-unreadable', text.slice(0, 60));
  await writeIssuer(tx, key.name, text.trim(), actorId(by), world.clock.now());
  note(world, tx, { act: 'edition.issuer_added', by, about: [{ subject: null, payload: { issuer: key.name } }] });
  return key.name;
}
export async function removeIssuer(world: World, tx: Tx, name: string, by: Actor): Promise<void> {
  await mustSee(tx, by);
  await endIssuer(tx, name, world.clock.now());
  note(world, tx, { act: 'edition.issuer_ended', by, about: [{ subject: null, payload: { issuer: name } }] });
}

/** What is shared with whom; only an administrator says so. */
export async function changeSharing(world: World, tx: Tx, s: EditionSettings, by: Actor): Promise<void> {
  await mustSee(tx, by);
  if (!mayAs(by, 'admin')) throw new Refused('request.not-allowed');
  await writeSettings(tx, s, actorId(by), world.clock.now());
  note(world, tx, { act: 'edition.sharing', by, about: [{ subject: null, payload: { ...s } }] });
}

/** Takes a signed file. The same bytes again change nothing. @throws Refused, see `openFile`, and as `keep` */
export async function takeFile(world: World, tx: Tx, bytes: Uint8Array, by: Actor): Promise<EditionTaken> {
  await mustSee(tx, by);
  const hash = sha256(bytes);
  const known = await editionByBytes(tx, hash);
  if (known) return { id: known.id, label: known.label, entries: known.entries, known: true, problems: [] };
  const issuers = (await issuersOf(tx)).map((i) => i.key);
  const { document } = openFile(Buffer.from(bytes).toString(), issuers, await recipientSecret(world, tx, x25519Public));
  const id = await keep(world, tx, document, 'signed', hash, by);
  return { id, label: document.edition, entries: document.entries.length, known: false, problems: [] };
}

export interface Plain {
  readonly edition: string;
  readonly date: string;
  readonly issuer: string;
}

/** Takes entries that a person typed in. */
export async function takeEntries(
  world: World,
  tx: Tx,
  given: Plain & { readonly entries: EditionDocument['entries'] },
  by: Actor,
): Promise<EditionTaken> {
  await mustSee(tx, by);
  return takePlain(world, tx, given, { entries: given.entries, problems: [] }, 'hand', false, by);
}

/**
 * Takes a CSV file, or the text of a PDF. With `dry` nothing is kept: what came of it is said in counts, and in lines that could
 * not be read.
 * @param text of the file: of a PDF as the reading process gives it
 */
export async function takeText(
  world: World,
  tx: Tx,
  given: Plain & { readonly way: 'csv' | 'pdf'; readonly text: string; readonly dry: boolean },
  by: Actor,
): Promise<EditionTaken> {
  await mustSee(tx, by);
  let read: ReadEntries;
  try {
    read = given.way === 'csv' ? await readCsv(given.text, given.date) : readText(given.text, given.date);
  } catch (cause) {
    if (cause instanceof RangeError) throw new Refused('edition.unreadable', cause.message);
    throw cause;
  }
  return takePlain(world, tx, given, read, given.way, given.dry, by);
}

async function takePlain(
  world: World,
  tx: Tx,
  given: Plain,
  read: ReadEntries,
  way: Exclude<EditionWay, 'signed'>,
  dry: boolean,
  by: Actor,
): Promise<EditionTaken> {
  const problems = read.problems.map((p) => ({ ...p }));
  if (dry && read.entries.length === 0) return { id: null, label: given.edition, entries: 0, known: false, problems };
  const document = readDocument({
    format: 'reseller-letter/1',
    edition: given.edition,
    date: given.date,
    issuer: given.issuer,
    entries: read.entries,
  });
  const hash = sha256(canonical(document));
  const known = await editionByBytes(tx, hash);
  const said = { label: given.edition, entries: document.entries.length, known: known !== undefined, problems };
  if (known || dry) return { id: known?.id ?? null, ...said };
  if (document.entries.length === 0) throw new Refused('edition.unreadable', 'entries: none');
  return { id: await keep(world, tx, document, way, hash, by), ...said };
}

/**
 * Keeps an edition, sealed whole, in the place of the one before of the same issuer. What was decided on entries that stand
 * unchanged goes with it; matches with entries that were taken back or corrected lapse, with the reason.
 * @throws Refused `edition.amends-unknown`, `edition.older`
 */
async function keep(
  world: World,
  tx: Tx,
  given: EditionDocument,
  way: EditionWay,
  hash: Buffer,
  by: Actor,
): Promise<Id<'edn'>> {
  const now = world.clock.now();
  const before = (await editionsInUse(tx, true)).filter((e) => e.issuer === given.issuer);
  const base = given.amends === undefined ? undefined : before.find((e) => e.label === given.amends);
  if (given.amends !== undefined && !base) throw new Refused('edition.amends-unknown', given.amends);
  if (before.some((e) => e.datedOn > given.date)) throw new Refused('edition.older');
  const words = base ? await openEdition(world, tx, base) : null;
  const document = words ? { ...amended(words, given), edition: given.edition, date: given.date } : given;
  const id = newId(world, 'edn');
  const sealed = await sealEdition(world, tx, id, document);
  await insertEdition(tx, {
    id,
    label: document.edition,
    datedOn: document.date,
    issuer: document.issuer,
    way,
    entries: document.entries.length,
    receivedAt: now,
    amends: base?.id ?? null,
    sha256: hash,
    by: actorId(by),
    ...sealed,
  });
  for (const old of before) await supersede(world, tx, old, { id, document, given }, by);
  await startDeadline(world, tx, { clock: 'clk-pol-list', subject: id, startsAt: now, by });
  await startDeadline(world, tx, { clock: 'clk-pol-year', subject: id, startsAt: now, by });
  await enqueue(tx, { kind: 'editions.match', lane: 'normal', payload: { edition: id }, runAt: now, key: id });
  note(world, tx, {
    act: 'edition.received',
    by,
    about: [{ subject: id, payload: { edition: id, way, entries: document.entries.length } }],
  });
  return id;
}

async function supersede(
  world: World,
  tx: Tx,
  old: Edition,
  next: { readonly id: Id<'edn'>; readonly document: EditionDocument; readonly given: EditionDocument },
  by: Actor,
): Promise<void> {
  const was = new Map((await openEdition(world, tx, old))?.entries.map((e) => [e.id, canonical(e)]));
  const same = next.document.entries.filter((e) => was.get(e.id) === canonical(e)).map((e) => e.id);
  const now = world.clock.now();
  const counts = await countsOf(tx, old.id);
  for (const m of await listEditionMatches(tx, { edition: old.id, limit: 100_000 })) {
    if (m.state === 'lapsed' || (m.state === 'decided' && same.includes(m.entry))) continue;
    const text = await openMatch(world, tx, m);
    const told =
      next.given.removals.find((r) => r.id === m.entry) ?? next.given.corrections.find((c) => c.id === m.entry);
    const lapsed = told ? `${told.on}: ${told.why}` : old.label;
    const kept = await sealMatch(world, tx, m.id, {
      ...(text ?? { lines: [], name: null, why: null, letter: null }),
      lapsed,
    });
    await writeMatch(tx, m.id, { state: 'lapsed', decision: m.decision, by: m.decidedBy, at: m.decidedAt }, kept);
  }
  await carryMatches(tx, old.id, next.id, same);
  const retention = (await loadLaw()).retention.get('police-edition');
  if (!retention) throw new Error('retention police-edition');
  const { zone } = await houseOf(tx);
  const until = keptUntil(retention, now.toZonedDateTimeISO(zone).toPlainDate());
  await changeEdition(tx, old.id, {
    state: 'superseded',
    superseded_at: now,
    expires_at: until.toZonedDateTime(zone).toInstant(),
    ...(old.state === 'open' ? { matches: counts.matches, actions: counts.actions } : {}),
  });
  await stopDeadline(world, tx, old.id, 'clk-pol-year', 'met', { by });
  if (old.state === 'open') await stopDeadline(world, tx, old.id, 'clk-pol-list', 'void', { why: 'superseded' });
  note(world, tx, {
    act: 'edition.superseded',
    by,
    about: [{ subject: old.id, payload: { edition: old.id, by: next.id, expires_on: until.toString() } }],
  });
}

/** The daily job: superseded editions whose term is over are destroyed, with every line of a match that came from them. */
export async function expireEditions(world: World, job: Job): Promise<Temporal.Instant> {
  await world.db.in(job.organisation, async (tx) => {
    for (const e of await editionsThatEnd(tx, world.clock.now())) {
      const matches = await tx.rows(sql<{ key_id: string }>`
        update edition_match set sealed = null, fingerprint = null, version = version + 1
         where organisation_id = ${orgOf(tx)} and edition_id = ${e.id} and sealed is not null returning key_id`);
      await changeEdition(tx, e.id, { state: 'expired', sealed: null });
      await destroyKey(world, tx, e.keyId, 'police-edition');
      for (const m of matches) await destroyKey(world, tx, m.key_id, 'police-edition');
      note(world, tx, { act: 'edition.expired', by: engine, about: [{ subject: e.id, payload: { edition: e.id } }] });
    }
  });
  return world.clock.now().add({ hours: 24 });
}

export async function startEditions(world: World, org: Id<'org'>): Promise<void> {
  await world.db.in(org, (tx) =>
    enqueue(tx, { kind: 'editions.expire', lane: 'normal', payload: {}, runAt: world.clock.now(), key: 'daily' }),
  );
}
