/**
 * The file in which an edition travels: a signed manifest that anybody can check without opening it, the edition encrypted once,
 * and its key sealed for each recipient. Who relays it passes the bytes on. Pure: hashing and checking are handed in.
 */
import { z } from 'zod';
import { type Hash, isSignedBy, readNote, readVerifierKey, type VerifierKey, type Verifies } from '#journal';

const base64 = z.base64();

export const editionFile = z.strictObject({
  format: z.literal('reseller-letter-file/1'),
  /** Signed note (C2SP signed-note): see `manifestText`. */
  manifest: z.string().max(20_000),
  recipients: z
    .array(z.strictObject({ key: z.string().regex(/^[0-9a-f]{16}$/), enc: base64.max(60), sealed: base64.max(120) }))
    .min(1)
    .max(10_000),
  /** Nonce, ciphertext and tag. */
  payload: base64,
});
export type EditionFile = z.infer<typeof editionFile>;

export interface Manifest {
  /** Name of the key that signs. */
  readonly issuer: string;
  readonly edition: string;
  readonly date: string;
  readonly amends: string | null;
  readonly payload: Uint8Array;
  readonly recipients: Uint8Array;
}

/** The text that is signed: six lines, nothing of the entries. */
export const manifestText = (m: Manifest): string =>
  `${m.issuer}\nreseller letter 1\nedition ${m.edition}\ndate ${m.date}\namends ${m.amends ?? '-'}\npayload ${m.payload.toBase64()}\nrecipients ${m.recipients.toBase64()}\n`;

const manifestLines =
  /^([^\s+]{1,200})\nreseller letter 1\nedition ([A-Za-z0-9._-]{1,60})\ndate (\d{4}-\d{2}-\d{2})\namends ([A-Za-z0-9._-]{1,60})\npayload ([A-Za-z0-9+/]{43}=)\nrecipients ([A-Za-z0-9+/]{43}=)\n$/;

export function readManifest(body: string): Manifest | undefined {
  const found = manifestLines.exec(body);
  if (!found) return undefined;
  const [, issuer = '', edition = '', date = '', amends = '', payload = '', recipients = ''] = found;
  return {
    issuer,
    edition,
    date,
    amends: amends === '-' ? null : amends,
    payload: Uint8Array.fromBase64(payload),
    recipients: Uint8Array.fromBase64(recipients),
  };
}

const utf8 = new TextEncoder();
/** What the manifest's hash of the recipients is over: a line for each, in their order. */
export const recipientsBytes = (list: EditionFile['recipients']): Uint8Array =>
  utf8.encode(list.map((r) => `${r.key} ${r.enc} ${r.sealed}\n`).join(''));

/** What the payload and each sealed key are bound to. */
export const boundTo = (m: Pick<Manifest, 'issuer' | 'edition' | 'date' | 'amends'>): Uint8Array =>
  utf8.encode(`reseller letter 1\n${m.issuer}\n${m.edition}\n${m.date}\n${m.amends ?? '-'}\n`);

export const fileFaults = ['unreadable', 'manifest', 'issuer', 'signature', 'changed'] as const;
export type FileFault = (typeof fileFaults)[number];

/**
 * Checks a file against the keys of issuers that are trusted, without opening it: who signed what, and whether every byte is what
 * was signed.
 */
export function checkFile(
  content: string,
  issuers: readonly string[],
  hash: Hash,
  verifies: Verifies,
):
  | { readonly file: EditionFile; readonly manifest: Manifest; readonly key: VerifierKey }
  | { readonly fault: FileFault } {
  let json: unknown;
  try {
    json = JSON.parse(content);
  } catch {
    return { fault: 'unreadable' };
  }
  const file = editionFile.safeParse(json);
  if (!file.success) return { fault: 'unreadable' };
  const note = readNote(file.data.manifest);
  const manifest = note && readManifest(note.body);
  if (!note || !manifest) return { fault: 'manifest' };
  const keys = issuers.flatMap((text) => readVerifierKey(hash, text) ?? []).filter((k) => k.name === manifest.issuer);
  if (keys.length === 0) return { fault: 'issuer' };
  const key = keys.find((k) => isSignedBy(note, k, verifies));
  if (!key) return { fault: 'signature' };
  const same = (a: Uint8Array, b: Uint8Array) => a.length === b.length && a.every((x, i) => x === b[i]);
  const whole =
    same(hash(Uint8Array.fromBase64(file.data.payload)), manifest.payload) &&
    same(hash(recipientsBytes(file.data.recipients)), manifest.recipients);
  return whole ? { file: file.data, manifest, key } : { fault: 'changed' };
}

/** A recipient's public key as one line: `NAME+ID+KEY`; id is the first 8 bytes of the SHA-256 of the key, in hexadecimal. */
export interface RecipientKey {
  readonly name: string;
  readonly id: string;
  readonly publicKey: Uint8Array;
}
/** First byte of the key's text, so that nobody takes it for a key that checks signatures. */
const recipientMark = 0x58;

export function recipientKey(hash: Hash, name: string, publicKey: Uint8Array): RecipientKey {
  return { name, id: hash(publicKey).slice(0, 8).toHex(), publicKey };
}
export function recipientKeyText(key: RecipientKey): string {
  return `${key.name}+${key.id}+${Uint8Array.of(recipientMark, ...key.publicKey).toBase64()}`;
}
export function readRecipientKey(hash: Hash, text: string): RecipientKey | undefined {
  const found = /^([^\s+]{1,200})\+([0-9a-f]{16})\+([A-Za-z0-9+/]{44})$/.exec(text.trim());
  if (!found) return undefined;
  const bytes = Uint8Array.fromBase64(found[3] ?? '');
  if (bytes.length !== 33 || bytes[0] !== recipientMark) return undefined;
  const key = recipientKey(hash, found[1] ?? '', bytes.slice(1));
  return key.id === found[2] ? key : undefined;
}
