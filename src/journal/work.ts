/** The journal at work: one leaf per act, written as the last thing before commit; reading, verifying, proving. */
import { type LiveKey, subjectKey, subjectKeys } from '#evidence/store';
import type { Tx } from '#io/db';
import type { World } from '#io/world';
import { type Actor, actorId, Fault, type Id, must, Refused } from '#kernel';
import type { ByPayload, Detail, Entry, JournalFault, NewEntry, Payload, Verification } from './entry.ts';
import { actPattern, commitment, erasureActs, hashOfLeaf, leafMoment, leafText, saltBytes } from './leaf.ts';
import {
  append,
  consistencyRanges,
  emptyFrontier,
  type Frontier,
  inclusionRanges,
  type LeafRange,
  manyRanges,
  rangeRoots,
  rootOf,
  sameBytes,
} from './merkle.ts';
import {
  type EntryFilter,
  hash,
  leafAt,
  leafHashesUntil,
  leavesAbout,
  leavesAfter,
  leavesBefore,
  lockTree,
  readTree,
  rootOfRange,
  type StoredRow,
  writeLeaves,
} from './store.ts';

type Writing = Pick<World, 'clock' | 'dice' | 'keys'>;

/** What acts of one transaction noted so far; written together at its end. */
const noted = new WeakMap<Tx, NewEntry[]>();

/**
 * Notes one act: one leaf, written in the transaction of the act just before it commits (so that the journal's lock, which
 * the whole organisation shares, is held for a moment only). Undone with the transaction.
 * @throws at once where the act is no word of the house
 */
export function note(world: Writing, tx: Tx, entry: NewEntry): void {
  if (!actPattern.test(entry.act)) throw new Error(`not an act of the house: ${JSON.stringify(entry.act)}`);
  must(tx.organisation, 'an organisation in this transaction');
  const waiting = noted.get(tx) ?? [];
  noted.set(tx, waiting);
  waiting.push(entry);
  tx.last(2, 'journal', () => write(world, tx));
}

function byOf(actor: Actor): ByPayload {
  return {
    by: actorId(actor),
    kind: actor.kind,
    ...(actor.kind === 'member' ? { role: actor.role } : {}),
  };
}

/** What is committed to: subject and payload together, so that a detail cannot be laid at another's door. */
function payloadBytes(subject: string | null, payload: Payload): Buffer {
  return Buffer.from(JSON.stringify({ subject, payload }));
}

const aboutCommitment = (org: string, committed: Uint8Array) =>
  `journal:${org}:${Buffer.from(committed).toString('hex')}`;

async function write(world: Writing, tx: Tx): Promise<void> {
  const org = must(tx.organisation, 'an organisation in this transaction');
  const waiting = noted.get(tx) ?? [];
  noted.delete(tx);
  // Sealing comes first and the lock after: under the lock there are only hashes and three statements.
  const keys = new Map<string | null, LiveKey>();
  const subjects = waiting.flatMap((e) => e.about.flatMap((a) => (a.subject === null ? [] : [a.subject])));
  if (subjects.length > 1) await subjectKeys(world, tx, 'journal', subjects);
  const keyOf = async (subject: string | null): Promise<LiveKey> => {
    const key = keys.get(subject) ?? (await subjectKey(world, tx, 'journal', subject));
    keys.set(subject, key);
    return key;
  };
  const sealed = [];
  for (const entry of waiting) {
    const { by, kind, role } = byOf(entry.by);
    const parts: readonly { subject: string | null; key: string | null; payload: Payload }[] = [
      { subject: by, key: kind === 'engine' ? null : by, payload: { by, kind, role } },
      ...entry.about.map((a) => ({ subject: a.subject, key: a.subject, payload: a.payload })),
    ];
    const details = [];
    for (const part of parts) {
      const salt = world.dice.bytes(saltBytes);
      const payload = payloadBytes(part.subject, part.payload);
      const committed = commitment(hash, salt, payload);
      const key = await keyOf(part.key);
      const both = Buffer.concat([salt, payload]);
      const text = world.keys.seal(key.wrapped, both, aboutCommitment(org, committed), world.dice);
      details.push({ commitment: committed, keyId: key.id, subject: part.subject, sealed: text });
    }
    sealed.push({ act: entry.act, details });
  }

  let frontier = await lockTree(tx);
  const at = leafMoment(world.clock.now());
  const leaves = sealed.map((entry) => {
    const seq = frontier.size + 1;
    const leaf = { organisation: org, seq, at, act: entry.act, commitments: entry.details.map((d) => d.commitment) };
    const leafHash = hashOfLeaf(hash, leaf);
    frontier = append(hash, frontier, leafHash);
    return { seq, at, act: entry.act, leafHash, details: entry.details };
  });
  await writeLeaves(tx, leaves, frontier);
  await tx.notify({ organisation: org, what: 'journal' });
}

/** The salt and payload a stored detail opens to; null where its key was destroyed. Throws where it does not open. */
function openDetail(world: Pick<World, 'keys'>, org: string, row: StoredRow): { salt: Buffer; payload: Buffer } | null {
  if (!row.sealed || !row.wrapped) return null;
  const both = world.keys.open(row.wrapped, row.sealed, aboutCommitment(org, row.commitment));
  return { salt: both.subarray(0, saltBytes), payload: both.subarray(saltBytes) };
}

function readPayload(bytes: Buffer): { subject: string | null; payload: Payload } {
  return JSON.parse(bytes.toString()) as { subject: string | null; payload: Payload };
}

function detailOf(world: Pick<World, 'keys'>, org: string, row: StoredRow): Detail {
  const no = row.no ?? 0;
  let opened: ReturnType<typeof openDetail>;
  try {
    opened = openDetail(world, org, row);
  } catch (cause) {
    throw new Fault(`journal.damaged: entry ${row.seq} does not open; run journal verify`, { cause });
  }
  if (opened) return { no, subject: row.subject, payload: readPayload(opened.payload).payload };
  const rule = row.erased_rule ?? row.destroyed_rule;
  const at = row.erased_at ?? row.destroyed_at;
  if (!rule || !at) throw new Fault(`journal.damaged: entry ${row.seq} lacks a detail; run journal verify`);
  return { no, subject: row.subject, erased: { rule, at } };
}

function entriesOf(world: Pick<World, 'keys'>, org: string, rows: readonly StoredRow[]): Entry[] {
  const entries: Entry[] = [];
  for (const group of byLeaf(rows)) {
    const [first] = group;
    if (!first) continue;
    const [by, ...about] = group.filter((row) => row.no !== null).map((row) => detailOf(world, org, row));
    entries.push({ seq: first.seq, at: first.at, act: first.act, by: by?.subject ?? '', about });
  }
  return entries;
}

/** Rows of the same leaf together; they come in order. */
function* byLeaf(rows: readonly StoredRow[]): Generator<readonly StoredRow[]> {
  let group: StoredRow[] = [];
  for (const row of rows) {
    if (group[0] && group[0].seq !== row.seq) {
      yield group;
      group = [];
    }
    group.push(row);
  }
  if (group.length > 0) yield group;
}

export interface EntryPage {
  readonly entries: readonly Entry[];
  /** Where the next, older page begins; null at the beginning of the journal. */
  readonly before: number | null;
}

/**
 * Entries newest first, opened where their keys still stand; erased details say under which rule and when.
 * @param filter `act` also takes the part before the dot: `case` gives all acts on cases
 */
export async function readEntries(
  world: Pick<World, 'keys'>,
  tx: Tx,
  filter: EntryFilter,
  before: number | null,
  most: number,
): Promise<EntryPage> {
  const org = must(tx.organisation, 'an organisation in this transaction');
  const entries = entriesOf(world, org, await leavesBefore(tx, filter, before, most + 1));
  const page = entries.slice(0, most);
  return { entries: page, before: entries.length > most ? (page.at(-1)?.seq ?? null) : null };
}

export interface LeafProof {
  readonly seq: number;
  /** The leaf as it is hashed. */
  readonly leaf: string;
  readonly leafHash: Uint8Array;
  readonly treeSize: number;
  readonly root: Uint8Array;
  /** From the leaf upward (RFC 9162 §2.1.3). */
  readonly path: readonly Uint8Array[];
}

async function rootsOf(tx: Tx, ranges: readonly LeafRange[]): Promise<readonly Uint8Array[]> {
  const roots: Uint8Array[] = [];
  for (const range of ranges) roots.push(await rootOfRange(tx, range));
  return roots;
}

/** One detail of the newest entry with this act about this subject: salt and text together, as they were committed to. */
export async function openedEntry(
  world: Pick<World, 'keys'>,
  tx: Tx,
  act: string,
  subject: string,
): Promise<{ readonly seq: number; readonly no: number; readonly opened: Buffer }> {
  const org = must(tx.organisation, 'an organisation in this transaction');
  const rows = await leavesBefore(tx, { act, subject }, null, 1);
  const row = rows.find((r) => r.act === act && r.subject === subject && r.no !== null && r.no > 0);
  if (!row) throw new Refused('request.not-found');
  const opened = openDetail(world, org, row);
  if (!opened) throw new Refused('evidence.erased');
  return { seq: row.seq, no: row.no ?? 0, opened: Buffer.concat([opened.salt, opened.payload]) };
}

/** A detail as a dossier shows it: opened with its salt, or what became of it, or kept back from this reader. */
export type ShownDetail =
  | { readonly no: number; readonly salt: string; readonly text: string }
  | { readonly no: number; readonly erased: { readonly rule: string; readonly at: string } }
  | { readonly no: number; readonly withheld: true };

/** An entry as a dossier has it. */
export interface ShownEntry {
  /** The leaf as it is hashed. */
  readonly leaf: string;
  readonly index: number;
  readonly details: readonly ShownDetail[];
}

/**
 * Every entry about one of these subjects among the first `until`, oldest first.
 * @param asks.belongs whether an entry belongs, by one of its details: a subject may have entries of other matters too, which its
 *   opened text tells (null where it was erased)
 * @param asks.shows which details a reader may see; the others stay commitments
 */
export async function entriesAbout(
  world: Pick<World, 'keys'>,
  tx: Tx,
  subjects: readonly string[],
  until: number,
  asks: {
    readonly belongs: (subject: string, text: () => string | null) => boolean;
    readonly shows: (detail: {
      readonly no: number;
      readonly subject: string | null;
      readonly text: string;
    }) => boolean;
  },
): Promise<readonly ShownEntry[]> {
  const org = must(tx.organisation, 'an organisation in this transaction');
  const found: ShownEntry[] = [];
  for (const group of byLeaf(await leavesAbout(tx, subjects, until))) {
    const [first] = group;
    if (!first) continue;
    const parts = group.filter((row) => row.no !== null);
    const belongs = parts.some(
      (row) =>
        row.no !== 0 &&
        row.subject !== null &&
        asks.belongs(row.subject, () => openDetail(world, org, row)?.payload.toString() ?? null),
    );
    if (!belongs) continue;
    found.push({
      leaf: leafText({
        organisation: org,
        seq: first.seq,
        at: first.at,
        act: first.act,
        commitments: parts.map((r) => r.commitment),
      }),
      index: first.seq - 1,
      details: parts.map((row) => shownDetail(world, org, row, asks.shows)),
    });
  }
  return found;
}

/**
 * Proof that leaves stand in the tree of `size`, all at once (`manyRanges`), hexadecimal. Reads all leaf hashes once.
 * @param indices places from 0, rising
 */
export async function proveMany(tx: Tx, indices: readonly number[], size: number): Promise<readonly string[]> {
  const root = rangeRoots(hash, await leafHashesUntil(tx, size));
  return manyRanges(indices, size).map((range) => root(range).toHex());
}

function shownDetail(
  world: Pick<World, 'keys'>,
  org: string,
  row: StoredRow,
  shows: Parameters<typeof entriesAbout>[4]['shows'],
): ShownDetail {
  const no = row.no ?? 0;
  const opened = openDetail(world, org, row);
  if (!opened) {
    const gone = detailOf(world, org, row);
    return 'erased' in gone
      ? { no, erased: { rule: gone.erased.rule, at: gone.erased.at.toString() } }
      : { no, withheld: true };
  }
  const text = opened.payload.toString();
  return shows({ no, subject: row.subject, text })
    ? { no, salt: opened.salt.toString('hex'), text }
    : { no, withheld: true };
}

/**
 * Proof that entry `seq` is in the journal as it stands, or as it stood with its first `size` entries. Reads all leaf
 * hashes once.
 * @throws Refused `request.not-found`
 */
export async function proveEntry(tx: Tx, seq: number, size?: number): Promise<LeafProof> {
  const { frontier } = await readTree(tx);
  const rows = await leafAt(tx, seq);
  const [first] = rows;
  const until = size ?? frontier.size;
  if (!first || seq > until || until > frontier.size) throw new Refused('request.not-found');
  const leaf = {
    organisation: must(tx.organisation, 'an organisation in this transaction'),
    seq,
    at: first.at,
    act: first.act,
    commitments: rows.filter((r) => r.no !== null).map((r) => r.commitment),
  };
  return {
    seq,
    leaf: leafText(leaf),
    leafHash: hashOfLeaf(hash, leaf),
    treeSize: until,
    root: until === frontier.size ? rootOf(hash, frontier) : await rootOfRange(tx, { from: 0, until }),
    path: await rootsOf(tx, inclusionRanges(seq - 1, until)),
  };
}

/**
 * Proof that the journal of `first` entries is the beginning of the journal as it stands.
 * @throws Refused `request.invalid` where the journal never had that size
 */
export async function proveGrowth(
  tx: Tx,
  first: number,
): Promise<{ readonly size: number; readonly root: Uint8Array; readonly proof: readonly Uint8Array[] }> {
  const { frontier } = await readTree(tx);
  if (!(Number.isSafeInteger(first) && first > 0 && first <= frontier.size))
    throw new Refused('request.invalid', `from: a number from 1 to ${frontier.size}`);
  return {
    size: frontier.size,
    root: rootOf(hash, frontier),
    proof: await rootsOf(tx, consistencyRanges(first, frontier.size)),
  };
}

const mostFaults = 100;

/**
 * Goes through the whole journal of an organisation as it was at one moment: numbers without gaps, each leaf's hash, each
 * detail against its commitment, each missing detail against the erasure that names its key, and the tree over all leaves.
 * What it cannot see by itself is a journal whose end was cut off together with its tree: that takes a root someone else kept.
 * @param onProgress told the number of entries done and the size, every few thousand entries
 */
export async function verifyJournal(
  world: Pick<World, 'db' | 'keys'>,
  org: Id<'org'>,
  onProgress: (done: number, size: number) => void = () => {},
): Promise<Verification> {
  return world.db.snapshot(org, async (tx) => {
    const tree = await readTree(tx);
    const found: { seq: number; fault: JournalFault }[] = [];
    const fault = (seq: number, what: JournalFault) => {
      if (found.length < mostFaults) found.push({ seq, fault: what });
    };
    let broken = false;
    const wrong = (seq: number, what: JournalFault) => {
      broken = true;
      fault(seq, what);
    };
    let frontier: Frontier = emptyFrontier;
    let details = 0;
    let erased = 0;
    let seen = 0;
    // Keys whose data are gone, and the keys erasures in this journal say they destroyed.
    const gone = new Map<string, { seq: number; rule: string | null; at: string | undefined }>();
    const told = new Map<string, { rule: string; at: string }>();

    for (;;) {
      const rows = await leavesAfter(tx, seen, 2000);
      if (rows.length === 0) break;
      for (const group of byLeaf(rows)) {
        const [first] = group;
        if (!first) continue;
        if (first.seq !== seen + 1) wrong(seen + 1, 'gap');
        seen = first.seq;
        const parts = group.filter((row) => row.no !== null);
        const leafHash = leafHashOf(org, first, parts);
        if (!leafHash || !sameBytes(leafHash, first.leaf_hash)) wrong(seen, 'leaf');
        frontier = append(hash, frontier, leafHash ?? first.leaf_hash);
        for (const [at, row] of parts.entries()) {
          details++;
          if (row.no !== at) wrong(seen, 'leaf');
          if (row.sealed && row.wrapped) {
            const payload = checkedPayload(world, org, row);
            if (!payload) wrong(seen, 'detail');
            else if (first.act.startsWith(erasureActs)) for (const [key, by] of keysIn(payload)) told.set(key, by);
          } else {
            erased++;
            const rule = row.erased_rule ?? row.destroyed_rule;
            const when = (row.erased_at ?? row.destroyed_at)?.toString();
            // A detail's own subject must be its key's: after erasure that is all that binds it.
            if (row.wrapped || row.subject !== row.key_subject) wrong(seen, 'detail');
            const before = gone.get(row.key_id);
            if (before && (before.rule !== rule || before.at !== when)) wrong(seen, 'unproven');
            gone.set(row.key_id, { seq: seen, rule, at: when });
          }
        }
      }
      onProgress(seen, tree.frontier.size);
    }
    for (const [key, what] of gone) {
      const by = told.get(key);
      if (!by || by.rule !== what.rule || by.at !== what.at) wrong(what.seq, 'unproven');
    }
    const root = rootOf(hash, frontier);
    const same =
      tree.frontier.size === frontier.size &&
      tree.frontier.peaks.length === frontier.peaks.length &&
      tree.frontier.peaks.every((peak, i) => sameBytes(peak, frontier.peaks[i] ?? new Uint8Array())) &&
      (tree.root === null ? frontier.size === 0 : sameBytes(tree.root, root));
    if (!same) wrong(frontier.size, 'tree');
    return { ok: !broken, size: frontier.size, root, details, erased, faults: found };
  });
}

/** Hash of the leaf from its parts; undefined where they cannot be those of a leaf. */
function leafHashOf(org: string, first: StoredRow, parts: readonly StoredRow[]): Uint8Array | undefined {
  if (!actPattern.test(first.act)) return undefined;
  return hashOfLeaf(hash, {
    organisation: org,
    seq: first.seq,
    at: first.at,
    act: first.act,
    commitments: parts.map((row) => row.commitment),
  });
}

/** The payload of a detail that opens, fits its commitment and names its own subject; else undefined. */
function checkedPayload(world: Pick<World, 'keys'>, org: string, row: StoredRow): Payload | undefined {
  try {
    const opened = openDetail(world, org, row);
    if (!opened || !sameBytes(commitment(hash, opened.salt, opened.payload), row.commitment)) return undefined;
    const { subject, payload } = readPayload(opened.payload);
    return subject === row.subject && row.erased_rule === null && row.erased_at === null ? payload : undefined;
  } catch {
    return undefined; // it does not open: the key or the text was changed
  }
}

/** The keys an erasure says it destroyed: `keys`, with `rule` and `at`. */
function* keysIn(payload: Payload): Generator<readonly [string, { rule: string; at: string }]> {
  const { keys, rule, at } = payload;
  if (!Array.isArray(keys) || typeof rule !== 'string' || typeof at !== 'string') return;
  for (const key of keys as readonly unknown[]) if (typeof key === 'string') yield [key, { rule, at }];
}
