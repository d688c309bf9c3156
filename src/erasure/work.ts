/**
 * Erasure at work: destroys data, salts and keys of a party or a message, leaves tombstones and the leaf, writes down under
 * which rule and when, inside the journal and outside the database.
 */
import { destroyKey, keepBytes, openSealed, readKeptWhole, sealFor, tombstone } from '#evidence/store';
import type { Tx } from '#io/db';
import { newId } from '#io/dice';
import type { World } from '#io/world';
import { leafMoment } from '#journal';
import { forgetUnder } from '#journal/store';
import { note } from '#journal/work';
import { type Actor, actorId, engine, type Id, isId, must, Refused } from '#kernel';
import { touchedTables } from './places.ts';
import {
  type Erasure,
  type ErasureCounts,
  type ErasureRule,
  erasureLine,
  isErasureRule,
  readErasureLine,
} from './rule.ts';
import {
  belongingsOf,
  buryMessage,
  emptyRows,
  erasuresOf,
  keysOf,
  lockMessage,
  lockParty,
  recordErasure,
  toldByKeys,
  wholeMessage,
} from './store.ts';

/** Terrorist content and what belongs to it is preserved six months (Regulation (EU) 2021/784, article 6(2)). */
const terroristKeptDays = 184;

export interface Erased {
  readonly erasure: Erasure;
  readonly counts: ErasureCounts;
}

/** The same world, in which it stays this moment: key, detail, tombstone, record and leaf then carry one and the same time. */
function standing<W extends Pick<World, 'clock'>>(world: W, at: Temporal.Instant): W {
  return { ...world, clock: { ...world.clock, now: () => at } };
}

/** Destroys all keys of these subjects and blanks what the journal says under them. */
async function destroyKeys(
  world: World,
  tx: Tx,
  subjects: readonly string[],
  rule: string,
): Promise<{ readonly journal: readonly string[]; readonly counts: ErasureCounts }> {
  const keys = await keysOf(tx, subjects);
  for (const key of keys.live) await destroyKey(world, tx, key, rule);
  const details = await forgetUnder(tx, keys.journal);
  return { journal: keys.journal, counts: { data_key: keys.live.length, journal_detail: details } };
}

/** The leaf of an erasure: it names the journal's keys that were destroyed, which is how each blank detail proves itself. */
function noteErasure(
  world: World,
  tx: Tx,
  e: Erasure,
  by: Actor,
  keys: readonly string[],
  counts: ErasureCounts,
): void {
  note(world, tx, {
    act: `erasure.${e.kind}`,
    by,
    about: [
      {
        subject: null,
        payload: { erasure: e.id, subject: e.subject, rule: e.rule, at: e.at.toString(), keys: [...keys], counts },
      },
    ],
  });
}

/** Erases a party inside a transaction of its organisation; see `eraseParty`. */
async function partyIn(world: World, tx: Tx, e: Erasure, by: Actor): Promise<ErasureCounts> {
  const party = await lockParty(tx, e.subject);
  if (!party) throw new Refused('request.not-found');
  if (party.erased_at) throw new Refused('party.erased');
  const then = standing(world, e.at);
  const b = await belongingsOf(tx, e.subject, e.at.subtract({ hours: 24 * terroristKeptDays }));
  const secret = Buffer.from(world.dice.bytes(32)).toString('hex');
  const rows = await emptyRows(tx, b, e.rule, e.at, secret);
  let buried = 0;
  for (const id of b.messages) buried += await bury(then, tx, id, e, actorId(by), {});
  const keys = await destroyKeys(
    then,
    tx,
    [
      b.party,
      ...b.contacts,
      ...b.contracts,
      ...b.holdings,
      ...b.cases,
      ...b.letters,
      ...b.answers,
      ...b.matters,
      ...b.messages,
    ],
    e.rule,
  );
  const counts: ErasureCounts = { ...rows, message: buried, message_preserved: b.preserved.length, ...keys.counts };
  await recordErasure(tx, e, counts);
  noteErasure(world, tx, e, by, keys.journal, counts);
  await tx.notify({ organisation: e.organisation, what: 'ledger', id: e.subject });
  return counts;
}

/** Makes one message a tombstone: its bytes and its row. Its keys are destroyed by the caller. @returns how many (0 or 1) */
async function bury(
  world: World,
  tx: Tx,
  id: string,
  e: Erasure,
  by: string,
  more: Readonly<Record<string, string | null>>,
): Promise<number> {
  const message = await lockMessage(tx, id);
  if (!message || message.tombstone) return 0;
  if (message.evidence_id) await tombstone(world, tx, message.evidence_id, e.rule);
  const stone = {
    at: e.at.toString(),
    rule: e.rule,
    why: e.rule,
    by,
    size: message.size,
    received_at: message.received_at.toString(),
    ...more,
  };
  await buryMessage(tx, id, stone, { sealed: null, evidence: null });
  return 1;
}

/** After commit: on the disk outside the database, and no dead rows left behind. */
async function settle(world: World, e: Erasure): Promise<void> {
  await world.erasures?.append([erasureLine(e)]);
  await world.db.vacuum(touchedTables);
}

function erasureNow(
  world: World,
  organisation: Id<'org'>,
  kind: Erasure['kind'],
  subject: string,
  rule: ErasureRule,
  by: Actor,
): Erasure {
  return {
    id: newId(world, 'ers'),
    organisation,
    kind,
    subject,
    rule,
    at: leafMoment(world.clock.now()),
    by: actorId(by),
  };
}

/**
 * Erases a party: destroys the data, salts and keys of the party, its contacts, letters, answers and cases, and of messages
 * about nobody else; anonymises its rows in ledger, findings and cases so that counts stay true; open cases are closed, letters
 * that wait are stopped. Names of members stay. Writes the record, the leaf that says under which rule, and the erasure log,
 * then clears the dead rows.
 * @throws Refused `request.not-found`, `party.erased`
 */
export async function eraseParty(
  world: World,
  organisation: Id<'org'>,
  party: string,
  rule: ErasureRule,
  by: Actor,
): Promise<Erased> {
  const erasure = erasureNow(world, organisation, 'party', party, rule, by);
  const counts = await world.db.in(organisation, (tx) => partyIn(world, tx, erasure, by));
  await settle(world, erasure);
  return { erasure, counts };
}

/**
 * Destroys the keys of a group of subjects whose term is over, inside the transaction of whoever keeps them, and notes the leaf that
 * says so. Rows are emptied by their own room. Not in the erasure log: their term is on the row, so a restored backup ends them anew.
 * @returns what was destroyed
 */
export async function forgetSubjects(
  world: World,
  tx: Tx,
  group: string,
  subjects: readonly string[],
  rule: ErasureRule,
  by: Actor,
): Promise<ErasureCounts> {
  const at = leafMoment(world.clock.now());
  const { journal, counts } = await destroyKeys(standing(world, at), tx, subjects, rule);
  note(world, tx, {
    act: 'erasure.group',
    by,
    about: [{ subject: null, payload: { subject: group, rule, at: at.toString(), keys: [...journal], counts } }],
  });
  return counts;
}

class OnlyLooking extends Error {
  readonly counts: ErasureCounts;
  constructor(counts: ErasureCounts) {
    super('only looking');
    this.counts = counts;
  }
}

/** What erasing a party would take away: done, counted and undone. @throws as `eraseParty` */
export async function previewParty(
  world: World,
  organisation: Id<'org'>,
  party: string,
  rule: ErasureRule,
  by: Actor,
): Promise<ErasureCounts> {
  const erasure = erasureNow(world, organisation, 'party', party, rule, by);
  try {
    await world.db.in(organisation, async (tx) => {
      throw new OnlyLooking(await partyIn(world, tx, erasure, by));
    });
  } catch (cause) {
    if (cause instanceof OnlyLooking) return cause.counts;
    throw cause;
  }
  throw new Error('a look was committed');
}

async function messageIn(world: World, tx: Tx, e: Erasure, by: Actor): Promise<ErasureCounts> {
  const ids = await wholeMessage(tx, e.subject);
  if (ids.length === 0) throw new Refused('request.not-found');
  const then = standing(world, e.at);
  let buried = 0;
  for (const id of ids) buried += await bury(then, tx, id, e, actorId(by), {});
  if (buried === 0) throw new Refused('evidence.erased');
  const keys = await destroyKeys(then, tx, ids, e.rule);
  const counts = { message: buried, ...keys.counts };
  await recordErasure(tx, e, counts);
  noteErasure(world, tx, e, by, keys.journal, counts);
  return counts;
}

/**
 * Destroys a message with the one it lies in and all within: keys, bytes, what the journal said of them. Tombstones stay;
 * findings too, for they are about others than the message.
 * @throws Refused `request.not-found`, `evidence.erased`
 */
export async function eraseMessage(
  world: World,
  organisation: Id<'org'>,
  message: string,
  rule: ErasureRule,
  by: Actor,
): Promise<Erased> {
  const erasure = erasureNow(world, organisation, 'message', message, rule, by);
  const counts = await world.db.in(organisation, (tx) => messageIn(world, tx, erasure, by));
  await settle(world, erasure);
  return { erasure, counts };
}

/** Who sent a message, as far as its sealed lines say. */
function senderIn(sealed: Buffer | null): string | null {
  if (!sealed) return null;
  const said = JSON.parse(sealed.toString()) as { from?: unknown; envelope?: { from?: unknown } | null };
  if (typeof said.from === 'string') return said.from;
  return typeof said.envelope?.from === 'string' ? said.envelope.from : null;
}

/**
 * Marks a message as child sexual abuse material: a copy without image and video parts is kept under a new key, then the
 * message's key and bytes are destroyed, and a tombstone stays (sender, size, time, who, why). Whole or not at all: while
 * the copy is not safe, nothing is destroyed. A message within a message takes the outermost with it, for that holds its bytes.
 * @param withoutPictures gives the message without its image and video parts, undecoded; null where nothing is left to keep
 * @throws Refused `request.not-found`, `evidence.erased` where it is a tombstone already
 */
export async function markAsCsam(
  world: World,
  organisation: Id<'org'>,
  message: string,
  by: Actor,
  why: string,
  withoutPictures: (bytes: Uint8Array) => Promise<Uint8Array | null> | Uint8Array | null,
): Promise<Erased> {
  const erasure = erasureNow(world, organisation, 'message', message, 'csam', by);
  const counts = await world.db.in(organisation, async (tx) => {
    const then = standing(world, erasure.at);
    const all = await wholeMessage(tx, message);
    const [outer] = all;
    const found = outer ? await lockMessage(tx, outer) : undefined;
    if (!outer || !found) throw new Refused('request.not-found');
    if (found.tombstone) throw new Refused('evidence.erased');
    const about = `message ${outer}`;
    const said = found.sealed && found.key_id ? await openSealed(world, tx, found.key_id, found.sealed, about) : null;
    const bytes = found.evidence_id ? await readKeptWhole(world, tx, found.evidence_id) : null;
    const copy = bytes ? await withoutPictures(bytes) : null;

    const stone = { why, sender: senderIn(said) };
    let buried = 0;
    for (const id of all) buried += await bury(then, tx, id, erasure, actorId(by), stone);
    const keys = await destroyKeys(then, tx, all, erasure.rule);

    // The old key is gone in this transaction: the copy gets a new one.
    const guarded = { class: 'message', subject: outer } as const;
    const kept = copy
      ? await keepBytes(world, tx, { ...guarded, mediaType: 'application/octet-stream', bytes: copy })
      : null;
    const sealed = kept && said ? (await sealFor(world, tx, guarded, said, about)).sealed : null;
    const full = {
      at: erasure.at.toString(),
      rule: erasure.rule,
      by: actorId(by),
      size: found.size,
      received_at: found.received_at.toString(),
      ...stone,
    };
    if (kept) await buryMessage(tx, outer, full, { sealed, evidence: kept.id });

    const done = { message: buried, copies: kept ? 1 : 0, ...keys.counts };
    await recordErasure(tx, erasure, done);
    noteErasure(world, tx, erasure, by, keys.journal, done);
    return done;
  });
  await settle(world, erasure);
  return { erasure, counts };
}

/** Writes erasures that the log outside the database lacks (a crash came between). @returns how many */
export async function completeErasureLog(world: World, organisations: readonly Id<'org'>[]): Promise<number> {
  if (!world.erasures) return 0;
  const there = new Set((await world.erasures.read()).map((line) => readErasureLine(line).id));
  const missing: Erasure[] = [];
  for (const organisation of organisations)
    for (const e of await world.db.in(organisation, (tx) => erasuresOf(tx))) if (!there.has(e.id)) missing.push(e);
  await world.erasures.append(missing.map(erasureLine));
  return missing.length;
}

/**
 * Replays erasures in a database that was just restored, inside the restoring transaction: nothing is served before. First
 * those of the logs, then those that only the keys tell of. What the backup does not hold needs no erasing and is only recorded.
 * @param tx a transaction of bezem_owner, given the organisation whose erasures these are
 * @returns how many the backup did not know
 */
export async function replayErasures(world: World, tx: Tx, erasures: readonly Erasure[]): Promise<number> {
  const there = new Set((await erasuresOf(tx)).map((e) => e.id));
  let replayed = 0;
  for (const e of erasures) {
    if (there.has(e.id)) continue;
    await replay(world, tx, e);
    replayed++;
  }
  // One by one: a party's erasure takes messages with it that the keys tell of as well.
  for (let round = 0; ; round++) {
    const [next] = await toldByKeys(tx);
    if (!next) return replayed;
    if (round > 1_000_000 || !isErasureRule(next.rule))
      throw new Error(`keys of ${next.subject} were destroyed under a rule this Bezem does not know: ${next.rule}`);
    await replay(world, tx, {
      id: newId(world, 'ers'),
      organisation: must(tx.organisation, 'an organisation in this transaction'),
      kind: isId('party', next.subject) ? 'party' : 'message',
      subject: next.subject,
      rule: next.rule,
      at: next.at,
      by: actorId(engine),
    });
    replayed++;
  }
}

async function replay(world: World, tx: Tx, e: Erasure): Promise<void> {
  try {
    if (e.kind === 'party') await partyIn(world, tx, e, engine);
    else await messageIn(world, tx, e, engine);
  } catch (cause) {
    const gone =
      cause instanceof Refused && ['request.not-found', 'party.erased', 'evidence.erased'].includes(cause.refusal.code);
    if (!gone) throw cause;
    await recordErasure(tx, e, {});
  }
}
