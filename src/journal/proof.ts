/** Proof for others: keys of the journal, signed checkpoints, witnesses, and receipts of single acts. */
import { createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import { openSealed, sealFor } from '#evidence/store';
import { sql, type Tx } from '#io/db';
import type { World } from '#io/world';
import { type Actor, actorId, type Id, must, Refused } from '#kernel';
import { saltBytes } from './leaf.ts';
import { isConsistent, rootOf, sameBytes } from './merkle.ts';
import type { Receipt } from './receipt.ts';
import {
  type Checkpoint,
  checkpointText,
  cosignatureBytes,
  cosignedAt,
  cosignedMessage,
  isSignedBy,
  type KeyUse,
  noteText,
  readCheckpoint,
  readNote,
  readVerifierKey,
  signatureLine,
  type VerifierKey,
  type Verifies,
  verifierKey,
  verifierKeyText,
} from './signed.ts';
import { hash, readTree, rootOfRange } from './store.ts';
import { note, openedEntry, proveEntry } from './work.ts';

// An Ed25519 private key in PKCS #8 is these bytes and its seed (RFC 8410 §7), a public one these and the point (§4).
const pkcs8 = Buffer.from('302e020100300506032b657004220420', 'hex');
const spki = Buffer.from('302a300506032b6570032100', 'hex');

/** Ed25519 (RFC 8032) by node's own cryptography. */
export const verifies: Verifies = (publicKey, message, signature) => {
  try {
    const key = createPublicKey({ key: Buffer.concat([spki, publicKey]), format: 'der', type: 'spki' });
    return signature.length === 64 && verify(null, message, key, signature);
  } catch {
    return false; // not a point of the curve
  }
};

/** Signs with the private half of a key that others keep: its seed of 32 bytes. */
export const signWith = (seed: Uint8Array, message: Uint8Array): Uint8Array => sign(null, message, privateKey(seed));
/** The public half of such a key: 32 bytes. */
export const publicHalf = (seed: Uint8Array): Uint8Array =>
  createPublicKey(privateKey(seed)).export({ format: 'der', type: 'spki' }).subarray(-32);

const orgOf = (tx: Tx): Id<'org'> => must(tx.organisation, 'an organisation in this transaction');
const privateKey = (seed: Uint8Array): KeyObject =>
  createPrivateKey({ key: Buffer.concat([pkcs8, seed]), format: 'der', type: 'pkcs8' });

interface OwnKey {
  readonly key: VerifierKey;
  sign(message: Uint8Array): Uint8Array;
}

/** Our key for this use, made at its first use. Its name is the public address at that time, and stays. */
async function ownKey(world: World, tx: Tx, use: KeyUse): Promise<OwnKey> {
  const org = orgOf(tx);
  const about = `journal key ${use}`;
  const stored = () =>
    tx.rows(
      sql<{
        name: string;
        public_key: Buffer;
        key_id: Id<'dky'>;
        sealed: Buffer;
      }>`select name, public_key, key_id, sealed from journal_key where organisation_id = ${org} and use = ${use}`,
    );
  let [row] = await stored();
  if (!row) {
    const seed = world.dice.bytes(32);
    const publicKey = publicHalf(seed);
    const [house] = await tx.rows(sql<{ slug: string }>`select slug from organisation where organisation_id = ${org}`);
    const name = `${new URL(world.publicUrl).host}/o/${must(house, 'the organisation').slug}/${use === 'log' ? 'journal' : 'witness'}`;
    const { keyId, sealed } = await sealFor(world, tx, { class: 'secret', subject: null }, seed, about);
    await tx.rows(sql`
      insert into journal_key (organisation_id, use, name, public_key, key_id, sealed, created_at)
      values (${org}, ${use}, ${name}, ${publicKey}, ${keyId}, ${sealed}, ${world.clock.now().toString()}::timestamptz)
      on conflict do nothing`);
    [row] = await stored();
  }
  const found = must(row, 'the key that was just made');
  const seed = must(await openSealed(world, tx, found.key_id, found.sealed, about), 'the private half of a key');
  const secret = privateKey(seed);
  return {
    key: verifierKey(hash, found.name, use, found.public_key),
    sign: (message) => sign(null, message, secret),
  };
}

/** A text signed with the key of our journal, a note as checkpoints are. @param body the text, given the key's name */
export async function signedNote(world: World, tx: Tx, body: (name: string) => string): Promise<string> {
  const own = await ownKey(world, tx, 'log');
  const text = body(own.key.name);
  return noteText(text, [signatureLine(own.key, own.sign(Buffer.from(text)))]);
}

/** The key with which others check our checkpoints (`log`) or what we witness (`witness`): `NAME+HASH+KEY`. */
export async function verifierKeyOf(world: World, org: Id<'org'>, use: KeyUse): Promise<string> {
  return world.db.in(org, async (tx) => verifierKeyText((await ownKey(world, tx, use)).key));
}

export interface SignedCheckpoint {
  readonly size: number;
  readonly root: Uint8Array;
  /** The signed note. */
  readonly note: string;
  /** Names of witnesses that cosigned this size. */
  readonly witnesses: readonly string[];
}

async function signedAt(world: World, tx: Tx, c: { size: number; root: Uint8Array }): Promise<SignedCheckpoint> {
  const own = await ownKey(world, tx, 'log');
  const body = checkpointText({ origin: own.key.name, ...c });
  const lines = await tx.rows(
    sql<{ witness: string; line: string }>`
      select c.witness, c.line from journal_cosignature c
        join journal_witness w on w.organisation_id = c.organisation_id and w.name = c.witness and w.ended_at is null
       where c.organisation_id = ${orgOf(tx)} and c.size = ${c.size} and c.root = ${Buffer.from(c.root)} order by c.witness`,
  );
  return {
    ...c,
    note: noteText(body, [signatureLine(own.key, own.sign(Buffer.from(body))), ...lines.map((l) => l.line)]),
    witnesses: lines.map((l) => l.witness),
  };
}

/** The journal as it stands, signed; and, where there is one, the newest checkpoint that a witness cosigned. */
export async function checkpoints(
  world: World,
  tx: Tx,
): Promise<{ readonly now: SignedCheckpoint; readonly witnessed: SignedCheckpoint | null }> {
  const { frontier } = await readTree(tx);
  const now = await signedAt(world, tx, { size: frontier.size, root: rootOf(hash, frontier) });
  const [last] = await tx.rows(
    sql<{ size: number; root: Buffer }>`
      select c.size, c.root from journal_cosignature c
        join journal_witness w on w.organisation_id = c.organisation_id and w.name = c.witness and w.ended_at is null
       where c.organisation_id = ${orgOf(tx)} order by c.size desc limit 1`,
  );
  return { now, witnessed: last ? await signedAt(world, tx, { size: Number(last.size), root: last.root }) : null };
}

export interface Witness {
  readonly name: string;
  readonly verifierKey: string;
  readonly addedAt: Temporal.Instant;
  readonly endedAt: Temporal.Instant | null;
  /** The newest size it cosigned; null where none yet. */
  readonly size: number | null;
  readonly signedAt: Temporal.Instant | null;
}

export async function listWitnesses(tx: Tx): Promise<readonly Witness[]> {
  const rows = await tx.rows(
    sql<{
      name: string;
      verifier_key: string;
      added_at: Temporal.Instant;
      ended_at: Temporal.Instant | null;
      size: number | null;
      signed_at: Temporal.Instant | null;
    }>`
      select w.name, w.verifier_key, w.added_at, w.ended_at, c.size, c.signed_at
        from journal_witness w left join lateral (
          select size, signed_at from journal_cosignature c
           where c.organisation_id = w.organisation_id and c.witness = w.name order by size desc limit 1) c on true
       where w.organisation_id = ${orgOf(tx)} order by w.name`,
  );
  return rows.map((r) => ({
    name: r.name,
    verifierKey: r.verifier_key,
    addedAt: r.added_at,
    endedAt: r.ended_at,
    size: r.size === null ? null : Number(r.size),
    signedAt: r.signed_at,
  }));
}

/** Lets a witness cosign our checkpoints. The same key again changes nothing. @throws Refused `proof.key-unreadable`, `proof.name-taken` */
export async function addWitness(world: World, org: Id<'org'>, text: string, actor: Actor): Promise<string> {
  const key = readVerifierKey(hash, text);
  if (key?.use !== 'witness') throw new Refused('proof.key-unreadable');
  await world.db.in(org, async (tx) => {
    const kept = await tx.rows(sql`
      insert into journal_witness (organisation_id, name, verifier_key, added_at, added_by)
      values (${org}, ${key.name}, ${text.trim()}, ${world.clock.now().toString()}::timestamptz, ${actorId(actor)})
      on conflict (organisation_id, name) do update set verifier_key = excluded.verifier_key, ended_at = null
        where journal_witness.verifier_key = excluded.verifier_key or journal_witness.ended_at is not null
      returning name`);
    if (kept.length === 0) throw new Refused('proof.name-taken', key.name);
    note(world, tx, { act: 'witness.added', by: actor, about: [{ subject: null, payload: { witness: key.name } }] });
  });
  return key.name;
}

export async function endWitness(world: World, org: Id<'org'>, name: string, actor: Actor): Promise<void> {
  await world.db.in(org, async (tx) => {
    const ended = await tx.rows(
      sql`update journal_witness set ended_at = ${world.clock.now().toString()}::timestamptz where organisation_id = ${org} and name = ${name} and ended_at is null returning name`,
    );
    if (ended.length === 0) throw new Refused('request.not-found');
    note(world, tx, { act: 'witness.ended', by: actor, about: [{ subject: null, payload: { witness: name } }] });
  });
}

/**
 * Takes what a witness gave back for one of our checkpoints: the note with its cosignature.
 * @returns names of the witnesses whose cosignature was taken
 * @throws Refused `proof.not-ours` where the note is no checkpoint of this journal, `proof.no-cosignature` where no witness of ours signed it
 */
export async function takeCosignatures(
  world: World,
  org: Id<'org'>,
  text: string,
  actor: Actor,
): Promise<readonly string[]> {
  const signed = readNote(text);
  const checkpoint = signed ? readCheckpoint(signed.body) : undefined;
  if (!signed || !checkpoint) throw new Refused('proof.not-ours');
  return world.db.in(org, async (tx) => {
    const own = await ownKey(world, tx, 'log');
    const { frontier } = await readTree(tx);
    if (checkpoint.origin !== own.key.name || checkpoint.size > frontier.size) throw new Refused('proof.not-ours');
    const root =
      checkpoint.size === 0 ? hash(new Uint8Array()) : await rootOfRange(tx, { from: 0, until: checkpoint.size });
    if (!sameBytes(root, checkpoint.root)) throw new Refused('proof.not-ours');
    const taken: string[] = [];
    for (const w of (await listWitnesses(tx)).filter((each) => each.endedAt === null)) {
      const key = must(readVerifierKey(hash, w.verifierKey), 'the key of a witness');
      const seconds = cosignedAt(signed, key, verifies);
      const line = signed.signatures.find((s) => s.name === key.name && s.bytes.length === 72);
      if (seconds === undefined || !line) continue;
      await tx.rows(sql`
        insert into journal_cosignature (organisation_id, witness, size, root, signed_at, line, taken_at)
        values (${org}, ${w.name}, ${checkpoint.size}, ${Buffer.from(root)}, to_timestamp(${seconds}), ${signatureLine(key, line.bytes)}, ${world.clock.now().toString()}::timestamptz)
        on conflict (organisation_id, witness, size) do nothing`);
      taken.push(w.name);
    }
    if (taken.length === 0) throw new Refused('proof.no-cosignature');
    note(world, tx, {
      act: 'journal.cosigned',
      by: actor,
      about: [{ subject: null, payload: { size: checkpoint.size, witnesses: taken } }],
    });
    return taken;
  });
}

/** Journals of others that this organisation witnesses, with the last checkpoint seen. */
export async function listWitnessed(
  tx: Tx,
): Promise<readonly { readonly name: string; readonly size: number; readonly seenAt: Temporal.Instant | null }[]> {
  const rows = await tx.rows(
    sql<{ name: string; size: number; seen_at: Temporal.Instant | null }>`
      select name, size, seen_at from witnessed_log where organisation_id = ${orgOf(tx)} and ended_at is null order by name`,
  );
  return rows.map((r) => ({ name: r.name, size: Number(r.size), seenAt: r.seen_at }));
}

/** Begins to witness the journal whose key this is. @throws Refused `proof.key-unreadable`, `proof.name-taken` */
export async function witnessLog(world: World, org: Id<'org'>, text: string, actor: Actor): Promise<string> {
  const key = readVerifierKey(hash, text);
  if (key?.use !== 'log') throw new Refused('proof.key-unreadable');
  await world.db.in(org, async (tx) => {
    const kept = await tx.rows(sql`
      insert into witnessed_log (organisation_id, name, verifier_key, added_at, added_by)
      values (${org}, ${key.name}, ${text.trim()}, ${world.clock.now().toString()}::timestamptz, ${actorId(actor)})
      on conflict (organisation_id, name) do update set ended_at = null where witnessed_log.verifier_key = excluded.verifier_key
      returning name`);
    // What was seen under a name is bound to its key: another key is another journal.
    if (kept.length === 0) throw new Refused('proof.name-taken', key.name);
    note(world, tx, { act: 'witness.watches', by: actor, about: [{ subject: null, payload: { log: key.name } }] });
  });
  return key.name;
}

export type CosignOutcome =
  | { readonly outcome: 'cosigned'; readonly line: string; readonly note: string }
  /** The proof starts elsewhere than the last checkpoint we saw: its size, so that the sender can try again. */
  | { readonly outcome: 'conflict'; readonly size: number }
  | { readonly outcome: 'unknown' | 'bad_signature' | 'bad_proof' };

/**
 * Cosigns a checkpoint of a journal we watch, if it only grew since the last one we saw (C2SP tlog-witness). What we saw
 * never goes back: two histories of one journal never both get our name.
 * @param old size of the last checkpoint, as its sender believes it
 * @param proof consistency proof (RFC 9162 §2.1.4) from `old` to the checkpoint
 */
export async function cosign(
  world: World,
  org: Id<'org'>,
  old: number,
  proof: readonly Uint8Array[],
  text: string,
): Promise<CosignOutcome> {
  const signed = readNote(text);
  const next: Checkpoint | undefined = signed ? readCheckpoint(signed.body) : undefined;
  if (!signed || !next) return { outcome: 'bad_signature' };
  return world.db.in(org, async (tx) => {
    const [row] = await tx.rows(
      sql<{ verifier_key: string; size: number; root: Buffer | null }>`
        select verifier_key, size, root from witnessed_log
         where organisation_id = ${org} and name = ${next.origin} and ended_at is null for update`,
    );
    if (!row) return { outcome: 'unknown' };
    const key = must(readVerifierKey(hash, row.verifier_key), 'the key of a journal we watch');
    if (!isSignedBy(signed, key, verifies)) return { outcome: 'bad_signature' };
    const size = Number(row.size);
    if (old > next.size) return { outcome: 'bad_proof' };
    if (old !== size) return { outcome: 'conflict', size };
    const grew =
      size === 0
        ? proof.length === 0
        : row.root !== null &&
          isConsistent(hash, { size, root: row.root }, { size: next.size, root: next.root }, proof);
    if (!grew) return { outcome: 'bad_proof' };
    const seconds = Math.floor(world.clock.now().epochMilliseconds / 1000);
    const own = await ownKey(world, tx, 'witness');
    const line = signatureLine(own.key, cosignatureBytes(seconds, own.sign(cosignedMessage(signed.body, seconds))));
    await tx.rows(sql`
      update witnessed_log set size = ${next.size}, root = ${Buffer.from(next.root)}, seen_at = ${world.clock.now().toString()}::timestamptz
       where organisation_id = ${org} and name = ${next.origin}`);
    note(world, tx, {
      act: 'witness.cosigned',
      by: { kind: 'engine' },
      about: [{ subject: null, payload: { log: next.origin, size: next.size } }],
    });
    return { outcome: 'cosigned', line, note: `${text}${line}\n` };
  });
}

/**
 * The receipt of an act: its entry with one detail opened, and the way to a signed checkpoint. Where a witness cosigned a
 * checkpoint that already holds the entry, that one is taken.
 * @throws Refused `request.not-found` where there is no such entry, `evidence.erased` where the detail was erased
 */
export async function receiptOf(world: World, tx: Tx, act: string, subject: string): Promise<Receipt> {
  const entry = await openedEntry(world, tx, act, subject);
  const { now, witnessed } = await checkpoints(world, tx);
  const at = witnessed && witnessed.size >= entry.seq ? witnessed : now;
  const proof = await proveEntry(tx, entry.seq, at.size);
  return {
    format: 'bezem-receipt/1',
    log: verifierKeyText((await ownKey(world, tx, 'log')).key),
    leaf: proof.leaf,
    leaf_index: entry.seq - 1,
    detail: {
      no: entry.no,
      salt: entry.opened.subarray(0, saltBytes).toHex(),
      text: Buffer.from(entry.opened.subarray(saltBytes)).toString(),
    },
    path: proof.path.map((p) => p.toHex()),
    checkpoint: at.note,
  };
}

/** A text signed with the key of our journal, as a signed note; the text begins with the key's name and ends a line. */
export async function signedByLog(
  world: World,
  tx: Tx,
  lines: readonly string[],
): Promise<{ readonly key: string; readonly note: string }> {
  const own = await ownKey(world, tx, 'log');
  const body = `${[own.key.name, ...lines].join('\n')}\n`;
  return { key: verifierKeyText(own.key), note: noteText(body, [signatureLine(own.key, own.sign(Buffer.from(body)))]) };
}
