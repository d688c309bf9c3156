/** Data keys and what lies under them: sealing, opening, keeping bytes in pieces, destroying keys, leaving tombstones. */
import { createHash, hash } from 'node:crypto';
import { packed, sql, type Tx } from '#io/db';
import { newId } from '#io/dice';
import type { World } from '#io/world';
import { assert, Fault, type Id, must, Refused } from '#kernel';
import { type Guarded, type KeyClass, pieceAbout, pieceBytes } from './key.ts';

/** What sealing and opening need of the world. */
type Sealing = Pick<World, 'clock' | 'dice' | 'keys'>;

export interface LiveKey {
  readonly id: Id<'dky'>;
  readonly wrapped: Buffer;
}

const orgOf = (tx: Tx) => must(tx.organisation, 'an organisation in this transaction');

/** Keys found in a transaction, gone with it. */
const keysOfTx = new WeakMap<Tx, Map<string, LiveKey>>();

/** One transaction asks for the same key many times: once found it is held until the end, so it need not be asked again. */
function knownKeys(tx: Tx): Map<string, LiveKey> {
  const known = keysOfTx.get(tx) ?? new Map<string, LiveKey>();
  keysOfTx.set(tx, known);
  return known;
}

/**
 * The one live key of an organisation, class and subject, made where there is none yet. Two transactions that both make it
 * end with the same key. The key of a subject is held against destruction until this transaction ends, so that nothing is
 * sealed under a key that is gone by the time it is committed.
 */
export async function subjectKey(world: Sealing, tx: Tx, cls: KeyClass, subject: string | null): Promise<LiveKey> {
  const org = orgOf(tx);
  const known = knownKeys(tx);
  const name = `${cls} ${subject ?? ''}`;
  const here = known.get(name);
  if (here) return here;
  // The subject is asked as it stands: under row-level security no index is used for a coalesce() of it.
  // A class key is never destroyed with a person, so it is not locked: every act of the house uses it.
  const hold = subject === null ? sql`` : sql`for share`;
  for (let attempt = 0; attempt < 5; attempt++) {
    const [found] = await tx.again(sql<LiveKey>`
      select id, wrapped from data_key
       where organisation_id = ${org} and class = ${cls} and ${subject === null ? sql`subject is null` : sql`subject = ${subject}`} and destroyed_at is null
       ${hold}`);
    if (found) {
      known.set(name, found);
      return found;
    }
    await tx.rows(sql`
      insert into data_key (organisation_id, id, class, subject, wrapped, created_at)
      values (${org}, ${newId(world, 'dky')}, ${cls}, ${subject}, ${world.keys.make(world.dice)},
              ${world.clock.now().toString()}::timestamptz)
      on conflict (organisation_id, class, coalesce(subject, '')) where destroyed_at is null do nothing`);
  }
  throw new Error(`the key of ${cls} ${subject ?? ''} was destroyed each time it was made`);
}

/** Makes the keys of subjects that are new in this very transaction, so that none can have one yet: of several classes in one statement. */
export async function newSubjectKeys(
  world: Sealing,
  tx: Tx,
  classes: readonly KeyClass[],
  subjects: readonly string[],
): Promise<void> {
  const known = knownKeys(tx);
  const made = [...new Set(subjects)].sort().flatMap((subject) => classes.map((cls) => ({ cls, subject })));
  for (const { id, wrapped, cls, subject } of await insertKeys(world, tx, made))
    known.set(`${cls} ${subject}`, { id, wrapped });
}

/** What another transaction makes in this very moment is not answered; `subjectKey` waits for it and finds it. */
async function insertKeys(
  world: Sealing,
  tx: Tx,
  made: readonly { readonly cls: KeyClass; readonly subject: string }[],
): Promise<readonly (LiveKey & { readonly cls: KeyClass; readonly subject: string })[]> {
  if (made.length === 0) return [];
  const keys = made.map((m) => ({ ...m, id: newId(world, 'dky'), wrapped: world.keys.make(world.dice) }));
  const bytes = packed(keys.map((k) => k.wrapped));
  const inserted = await tx.again(sql<{ id: Id<'dky'> }>`
    insert into data_key (organisation_id, id, class, subject, wrapped, created_at)
    select ${orgOf(tx)}, k.id, k.class, k.subject, substring(${bytes.all}::bytea from k.at for k.size), ${world.clock.now().toString()}::timestamptz
      from unnest(${keys.map((k) => k.id)}::text[], ${keys.map((k) => k.cls)}::text[], ${keys.map((k) => k.subject)}::text[], ${bytes.at}::int[], ${bytes.size}::int[]) as k(id, class, subject, at, size)
    on conflict (organisation_id, class, coalesce(subject, '')) where destroyed_at is null do nothing
    returning id`);
  const mine = new Set(inserted.map((r) => r.id));
  return keys.filter((k) => mine.has(k.id));
}

/**
 * Finds or makes the keys of many subjects in two statements; `subjectKey` and all that seals then has them at hand.
 */
export async function subjectKeys(world: Sealing, tx: Tx, cls: KeyClass, subjects: readonly string[]): Promise<void> {
  const org = orgOf(tx);
  const known = knownKeys(tx);
  const missing = () => [...new Set(subjects)].filter((s) => !known.has(`${cls} ${s}`)).sort();
  const learn = (rows: readonly (LiveKey & { subject: string })[]) => {
    for (const { id, wrapped, subject } of rows) known.set(`${cls} ${subject}`, { id, wrapped });
  };
  if (missing().length > 0)
    learn(
      await tx.again(sql<LiveKey & { subject: string }>`
        select id, wrapped, subject from data_key
         where organisation_id = ${org} and class = ${cls} and subject = any(${missing()}::text[]) and destroyed_at is null
         order by subject for share`),
    );
  learn(
    await insertKeys(
      world,
      tx,
      missing().map((subject) => ({ cls, subject })),
    ),
  );
}

/**
 * Seals bytes or text under the live key of a class and subject.
 * @param about what it is: bound to the text, and asked again by `openSealed`
 */
export async function sealFor(
  world: Sealing,
  tx: Tx,
  guarded: Guarded,
  plain: Uint8Array | string,
  about: string,
): Promise<{ readonly keyId: Id<'dky'>; readonly sealed: Buffer }> {
  const key = await subjectKey(world, tx, guarded.class, guarded.subject);
  const bytes = typeof plain === 'string' ? Buffer.from(plain) : plain;
  return { keyId: key.id, sealed: world.keys.seal(key.wrapped, bytes, about, world.dice) };
}

/**
 * Opens what was sealed; null where its key was destroyed.
 * @throws Fault `evidence.unsealable` where text, key or what it is about do not belong together
 */
export async function openSealed(
  world: Pick<World, 'keys'>,
  tx: Tx,
  keyId: string,
  sealed: Uint8Array,
  about: string,
): Promise<Buffer | null> {
  const wrapped = await wrappedOf(tx, keyId);
  if (!wrapped) return null;
  try {
    return world.keys.open(wrapped, sealed, about);
  } catch (cause) {
    throw new Fault(`evidence.unsealable: ${about}`, { cause });
  }
}

async function wrappedOf(tx: Tx, keyId: string): Promise<Buffer | null> {
  const [key] = await tx.rows(
    sql<{
      wrapped: Buffer | null;
    }>`select wrapped from data_key where organisation_id = ${orgOf(tx)} and id = ${keyId}`,
  );
  return must(key, `data key ${keyId}`).wrapped;
}

export interface Keeping extends Guarded {
  readonly mediaType: string;
  /** All bytes at once, or a stream of chunks of any size. */
  readonly bytes: Uint8Array | AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
}

export interface Kept {
  readonly id: Id<'evd'>;
  readonly keyId: Id<'dky'>;
  /** SHA-256 of the plain bytes. The table keeps only a keyed fingerprint of it (docs/decisions/0003). */
  readonly sha256: Buffer;
  /** Bytes before sealing. */
  readonly size: number;
}

/** Cuts chunks of any size into pieces of `pieceBytes`, the last one shorter. */
async function* piecesOf(bytes: Keeping['bytes']): AsyncGenerator<Buffer> {
  if (bytes instanceof Uint8Array) {
    const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    for (let at = 0; at < all.length; at += pieceBytes) yield all.subarray(at, at + pieceBytes);
    return;
  }
  let held: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of bytes) {
    let rest = chunk;
    while (size + rest.length >= pieceBytes) {
      held.push(rest.subarray(0, pieceBytes - size));
      rest = rest.subarray(pieceBytes - size);
      yield Buffer.concat(held);
      held = [];
      size = 0;
    }
    if (rest.length > 0) held.push(rest);
    size += rest.length;
  }
  if (size > 0) yield Buffer.concat(held);
}

/** The keyed fingerprint `kept` holds: proves the bytes to whoever has the master key, tells nothing to others. */
function fingerprintOf(world: Pick<World, 'keys'>, org: string, sha256: Buffer): Buffer {
  return world.keys.fingerprint(`kept ${org}`, sha256);
}

/**
 * Keeps bytes under the live key of a class and subject, in sealed pieces of one megabyte; memory does not grow with size.
 * Durable when the transaction commits.
 */
export async function keepBytes(world: Sealing, tx: Tx, keeping: Keeping): Promise<Kept> {
  const org = orgOf(tx);
  const id = newId(world, 'evd');
  const key = await subjectKey(world, tx, keeping.class, keeping.subject);
  const hashing = createHash('sha256');
  const at = world.clock.now().toString();
  const seal = (plain: Buffer, no: number) => world.keys.seal(key.wrapped, plain, pieceAbout(id, no), world.dice);
  const row = (size: number, fingerprint: Buffer | null) => sql`
    insert into kept (organisation_id, id, key_id, fingerprint, size, media_type, kept_at)
    values (${org}, ${id}, ${key.id}, ${fingerprint}, ${size}, ${keeping.mediaType}, ${at}::timestamptz)`;
  let size = 0;
  let no = 0;
  let first: Buffer | undefined;
  for await (const piece of piecesOf(keeping.bytes)) {
    hashing.update(piece);
    size += piece.length;
    if (no === 0) first = piece;
    else {
      if (first) {
        await tx.rows(row(0, null));
        await tx.rows(
          sql`insert into kept_piece (organisation_id, evidence_id, no, bytes) values (${org}, ${id}, 0, ${seal(first, 0)})`,
        );
        first = undefined;
      }
      await tx.rows(
        sql`insert into kept_piece (organisation_id, evidence_id, no, bytes) values (${org}, ${id}, ${no}, ${seal(piece, no)})`,
      );
    }
    no++;
  }
  const sha256 = hashing.digest();
  const fingerprint = fingerprintOf(world, org, sha256);
  if (no === 0) await tx.rows(row(0, fingerprint));
  else if (first)
    // Nearly every mail is one piece: one statement keeps it.
    await tx.rows(sql`
      with k as (${row(size, fingerprint)})
      insert into kept_piece (organisation_id, evidence_id, no, bytes) values (${org}, ${id}, 0, ${seal(first, 0)})`);
  else
    await tx.rows(
      sql`update kept set size = ${size}, fingerprint = ${fingerprint} where organisation_id = ${org} and id = ${id}`,
    );
  return { id, keyId: key.id, sha256, size };
}

/** Bytes that are one piece at most and not nothing: nearly every mail. */
export interface KeepingWhole extends Guarded {
  readonly mediaType: string;
  readonly bytes: Uint8Array;
}

/** Whether bytes can be kept by `keepMany`. */
export const isOnePiece = (size: number): boolean => size > 0 && size <= pieceBytes;

/** Keeps many small things in one statement, each under the key of its own subject; answers in their order. */
export async function keepMany(world: Sealing, tx: Tx, list: readonly KeepingWhole[]): Promise<readonly Kept[]> {
  const org = orgOf(tx);
  const kept: Kept[] = [];
  const rows: { print: Buffer; sealed: Buffer; type: string }[] = [];
  for (const one of list) {
    assert(isOnePiece(one.bytes.length), 'one piece');
    const id = newId(world, 'evd');
    const key = await subjectKey(world, tx, one.class, one.subject);
    const sha256 = hash('sha256', one.bytes, 'buffer');
    const sealed = world.keys.seal(key.wrapped, one.bytes, pieceAbout(id, 0), world.dice);
    kept.push({ id, keyId: key.id, sha256, size: one.bytes.length });
    rows.push({ print: fingerprintOf(world, org, sha256), sealed, type: one.mediaType });
  }
  const bytes = packed(rows.map((r) => r.sealed));
  await tx.again(sql`
    with n as (
      select * from unnest(${kept.map((k) => k.id)}::text[], ${kept.map((k) => k.keyId)}::text[], ${rows.map((r) => r.print)}::bytea[], ${kept.map((k) => k.size)}::bigint[], ${rows.map((r) => r.type)}::text[], ${bytes.at}::int[], ${bytes.size}::int[])
        as n(id, key_id, fingerprint, size, media_type, at, length)),
    k as (
      insert into kept (organisation_id, id, key_id, fingerprint, size, media_type, kept_at)
      select ${org}, id, key_id, fingerprint, size, media_type, ${world.clock.now().toString()}::timestamptz from n)
    insert into kept_piece (organisation_id, evidence_id, no, bytes) select ${org}, id, 0, substring(${bytes.all}::bytea from at for length) from n`);
  return kept;
}

/**
 * What is kept in one piece each, opened and checked, in one statement. What is larger, gone or damaged is left out:
 * `readKept` says which of these it is.
 */
export async function readKeptMany(
  world: Pick<World, 'keys'>,
  tx: Tx,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Buffer>> {
  const org = orgOf(tx);
  const rows = await tx.rows(sql<{ id: string; fingerprint: Buffer; size: number; wrapped: Buffer; bytes: Buffer }>`
    select k.id, k.fingerprint, k.size, d.wrapped, p.bytes
      from kept k join data_key d on d.organisation_id = k.organisation_id and d.id = k.key_id
      join kept_piece p on p.organisation_id = k.organisation_id and p.evidence_id = k.id and p.no = 0
     where k.organisation_id = ${org} and k.id = any(${[...ids]}::text[]) and k.size <= ${pieceBytes} and k.state = 'kept'
       and k.fingerprint is not null and d.wrapped is not null`);
  const found = new Map<string, Buffer>();
  for (const row of rows) {
    let plain: Buffer;
    try {
      plain = world.keys.open(row.wrapped, row.bytes, pieceAbout(row.id, 0));
    } catch {
      continue;
    }
    const print = fingerprintOf(world, org, hash('sha256', plain, 'buffer'));
    if (plain.length === row.size && print.equals(row.fingerprint)) found.set(row.id, plain);
  }
  return found;
}

/**
 * The kept bytes, piece by piece, opened and checked: order, size and fingerprint.
 * @throws Refused `evidence.erased` where a tombstone is all that is left, `request.not-found` where there never was any
 * @throws Fault `evidence.damaged` where pieces are missing or were changed; what came before it must not be trusted
 */
export async function* readKept(world: Pick<World, 'keys'>, tx: Tx, id: string): AsyncGenerator<Buffer> {
  const org = orgOf(tx);
  const [kept] = await tx.rows(sql<{
    key_id: string;
    fingerprint: Buffer | null;
    size: number;
    state: 'kept' | 'tombstone';
    wrapped: Buffer | null;
  }>`
    select k.key_id, k.fingerprint, k.size, k.state, d.wrapped
      from kept k join data_key d on d.organisation_id = k.organisation_id and d.id = k.key_id
     where k.organisation_id = ${org} and k.id = ${id}`);
  if (!kept) throw new Refused('request.not-found');
  if (kept.state === 'tombstone' || !kept.wrapped) throw new Refused('evidence.erased');
  const hashing = createHash('sha256');
  let size = 0;
  for (let no = 0; size < kept.size; no++) {
    const [piece] = await tx.rows(
      sql<{
        bytes: Buffer;
      }>`select bytes from kept_piece where organisation_id = ${org} and evidence_id = ${id} and no = ${no}`,
    );
    if (!piece) throw new Fault(`evidence.damaged: ${id} lacks piece ${no}`);
    let plain: Buffer;
    try {
      plain = world.keys.open(kept.wrapped, piece.bytes, pieceAbout(id, no));
    } catch (cause) {
      throw new Fault(`evidence.damaged: piece ${no} of ${id} does not open`, { cause });
    }
    assert(plain.length > 0, 'a piece is never empty');
    size += plain.length;
    hashing.update(plain);
    yield plain;
  }
  const same = kept.fingerprint?.equals(fingerprintOf(world, org, hashing.digest()));
  if (size !== kept.size || !same) throw new Fault(`evidence.damaged: ${id} is not what was kept`);
}

/** All kept bytes at once; see `readKept` for what it throws. For what is known to be small. */
export async function readKeptWhole(world: Pick<World, 'keys'>, tx: Tx, id: string): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of readKept(world, tx, id)) pieces.push(piece);
  return Buffer.concat(pieces);
}

/**
 * Destroys a data key: the row stays and says when and under which rule. What lies under it can never be opened again.
 * @returns false where it had been destroyed before; that first time stands
 */
export async function destroyKey(world: Pick<World, 'clock'>, tx: Tx, keyId: string, rule: string): Promise<boolean> {
  // What is sealed from here on gets a new key.
  keysOfTx.delete(tx);
  const done = await tx.rows(sql<{ id: string }>`
    update data_key set wrapped = null, destroyed_at = ${world.clock.now().toString()}::timestamptz, destroyed_rule = ${rule}
     where organisation_id = ${orgOf(tx)} and id = ${keyId} and destroyed_at is null
    returning id`);
  return done.length > 0;
}

/**
 * Removes the pieces of kept bytes and their fingerprint; what stays is that they were there, how large, since when, and
 * under which rule they went. Their key is destroyed by `destroyKey`.
 * @returns false where it was a tombstone already
 */
export async function tombstone(
  world: Pick<World, 'clock'>,
  tx: Tx,
  evidenceId: string,
  rule: string,
): Promise<boolean> {
  const org = orgOf(tx);
  await tx.rows(sql`delete from kept_piece where organisation_id = ${org} and evidence_id = ${evidenceId}`);
  const done = await tx.rows(sql<{ id: string }>`
    update kept set state = 'tombstone', fingerprint = null, ended_at = ${world.clock.now().toString()}::timestamptz, ended_rule = ${rule}
     where organisation_id = ${org} and id = ${evidenceId} and state = 'kept'
    returning id`);
  return done.length > 0;
}
