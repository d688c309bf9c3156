/**
 * Signed notes, checkpoints and cosignatures as the C2SP specifications signed-note, tlog-checkpoint and tlog-cosignature
 * write them, so that tools of others read ours. Pure: hashing and checking a signature are handed in.
 */
import type { Hash } from './merkle.ts';

/** Whether an Ed25519 signature over a message was made with the private half of a public key (32 bytes). */
export type Verifies = (publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array) => boolean;

/** What a key signs: `log` plain notes (algorithm 0x01), `witness` checkpoints with a moment (algorithm 0x04). */
export const keyUses = ['log', 'witness'] as const;
export type KeyUse = (typeof keyUses)[number];
const algorithmOf: Readonly<Record<KeyUse, number>> = { log: 0x01, witness: 0x04 };

export interface VerifierKey {
  readonly name: string;
  readonly use: KeyUse;
  readonly publicKey: Uint8Array;
  /** First four bytes of SHA-256 over name, line feed, algorithm and key. */
  readonly id: Uint8Array;
}

const utf8 = new TextEncoder();

function joined(...parts: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(parts.reduce((n, p) => n + p.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

const same = (a: Uint8Array, b: Uint8Array) => a.length === b.length && a.every((x, i) => x === b[i]);

/** Names in notes hold no space, no plus and nothing that cannot be seen. */
export const isKeyName = (name: string): boolean => /^[^\s+\p{C}]{1,200}$/u.test(name);

const typedKey = (use: KeyUse, publicKey: Uint8Array) => joined(Uint8Array.of(algorithmOf[use]), publicKey);

/** A verifier key from its parts. @throws RangeError for a name that a note cannot hold or a key of another length */
export function verifierKey(hash: Hash, name: string, use: KeyUse, publicKey: Uint8Array): VerifierKey {
  if (!isKeyName(name)) throw new RangeError(`not a name for a key: ${JSON.stringify(name)}`);
  if (publicKey.length !== 32) throw new RangeError('an Ed25519 key has 32 bytes');
  const id = hash(joined(utf8.encode(`${name}\n`), typedKey(use, publicKey))).slice(0, 4);
  return { name, use, publicKey, id };
}

/** `NAME+HASH+KEY`: what one party gives another so that it can check signatures. */
export function verifierKeyText(key: VerifierKey): string {
  return `${key.name}+${key.id.toHex()}+${typedKey(key.use, key.publicKey).toBase64()}`;
}

/** Reads a verifier key; undefined where it is none, or where its hash is not that of its key. */
export function readVerifierKey(hash: Hash, text: string): VerifierKey | undefined {
  const found = /^([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+={0,2})$/.exec(text.trim());
  if (!found) return undefined;
  const typed = base64(found[3] ?? '');
  const use = keyUses.find((u) => algorithmOf[u] === typed?.[0]);
  if (typed?.length !== 33 || !use || !isKeyName(found[1] ?? '')) return undefined;
  const key = verifierKey(hash, found[1] ?? '', use, typed.slice(1));
  return key.id.toHex() === found[2] ? key : undefined;
}

function base64(text: string): Uint8Array | undefined {
  try {
    const bytes = Uint8Array.fromBase64(text, { lastChunkHandling: 'strict' });
    return bytes.toBase64() === text ? bytes : undefined;
  } catch {
    return undefined;
  }
}

export interface Signature {
  readonly name: string;
  /** Four bytes: which key of that name. */
  readonly keyId: Uint8Array;
  /** What follows the id: 64 bytes, or a moment and 64 bytes for a cosignature. */
  readonly bytes: Uint8Array;
}
export interface SignedNote {
  /** The text that is signed, with its last line feed. */
  readonly body: string;
  readonly signatures: readonly Signature[];
}

/** One line of a note's end: dash, name, id and signature. */
export function signatureLine(key: VerifierKey, bytes: Uint8Array): string {
  return `\u2014 ${key.name} ${joined(key.id, bytes).toBase64()}`;
}

/** A note: its text, an empty line, its signatures. */
export function noteText(body: string, lines: readonly string[]): string {
  return `${body}\n${lines.map((l) => `${l}\n`).join('')}`;
}

/** Takes a note apart; undefined where it is none. At most a hundred signatures are looked at. */
export function readNote(text: string): SignedNote | undefined {
  const split = text.lastIndexOf('\n\n');
  if (split < 0 || !text.endsWith('\n') || text.length > 100_000) return undefined;
  const body = text.slice(0, split + 1);
  const lines = text
    .slice(split + 2)
    .split('\n')
    .slice(0, -1);
  if (lines.length === 0 || lines.length > 100) return undefined;
  const signatures: Signature[] = [];
  for (const line of lines) {
    const found = /^\u2014 ([^\s+]+) ([A-Za-z0-9+/]+={0,2})$/.exec(line);
    const bytes = found ? base64(found[2] ?? '') : undefined;
    if (!found || !bytes || bytes.length < 5) return undefined;
    signatures.push({ name: found[1] ?? '', keyId: bytes.slice(0, 4), bytes: bytes.slice(4) });
  }
  return { body, signatures };
}

export interface Checkpoint {
  /** Name of the log: the name of the key that signs it. */
  readonly origin: string;
  readonly size: number;
  readonly root: Uint8Array;
}

/** The text of a checkpoint: origin, size in decimal, root in base64. */
export function checkpointText(c: Checkpoint): string {
  return `${c.origin}\n${c.size}\n${c.root.toBase64()}\n`;
}

/** Reads the text of a checkpoint; lines after the third are extensions and are left alone. */
export function readCheckpoint(body: string): Checkpoint | undefined {
  const [origin, size, root] = body.split('\n');
  if (!origin || !size || !root || !/^(?:0|[1-9]\d{0,15})$/.test(size)) return undefined;
  const bytes = base64(root);
  const n = Number(size);
  return bytes?.length === 32 && Number.isSafeInteger(n) && isKeyName(origin)
    ? { origin, size: n, root: bytes }
    : undefined;
}

/** What a witness signs: its moment (seconds of Unix time) and the whole checkpoint. */
export function cosignedMessage(body: string, seconds: number): Uint8Array {
  return utf8.encode(`cosignature/v1\ntime ${seconds}\n${body}`);
}

/** A cosignature: eight bytes of Unix time, then the signature. */
export function cosignatureBytes(seconds: number, signature: Uint8Array): Uint8Array {
  const moment = new Uint8Array(8);
  new DataView(moment.buffer).setBigUint64(0, BigInt(seconds));
  return joined(moment, signature);
}

/** The moment of a valid cosignature of this key on this note, in seconds of Unix time; undefined where there is none. */
export function cosignedAt(note: SignedNote, key: VerifierKey, verifies: Verifies): number | undefined {
  if (key.use !== 'witness') return undefined;
  for (const s of note.signatures) {
    if (s.name !== key.name || !same(s.keyId, key.id) || s.bytes.length !== 72) continue;
    const seconds = Number(new DataView(s.bytes.buffer, s.bytes.byteOffset, 8).getBigUint64(0));
    if (Number.isSafeInteger(seconds) && verifies(key.publicKey, cosignedMessage(note.body, seconds), s.bytes.slice(8)))
      return seconds;
  }
  return undefined;
}

/** Whether a note carries a valid signature of this log key. */
export function isSignedBy(note: SignedNote, key: VerifierKey, verifies: Verifies): boolean {
  return (
    key.use === 'log' &&
    note.signatures.some(
      (s) =>
        s.name === key.name &&
        same(s.keyId, key.id) &&
        s.bytes.length === 64 &&
        verifies(key.publicKey, utf8.encode(note.body), s.bytes),
    )
  );
}
