/** Making and opening the file of an edition: sign, encrypt once, seal the key for each recipient. Needs no database. */
import { createCipheriv, createDecipheriv } from 'node:crypto';
import { type Dice, sha256 } from '#io/dice';
import { noteText, signatureLine, verifierKey, verifierKeyText } from '#journal';
import { publicHalf, signWith, verifies } from '#journal/proof';
import { Refused } from '#kernel';
import { type EditionDocument, editionDocument, faultsOf } from './edition.ts';
import {
  boundTo,
  checkFile,
  type EditionFile,
  type Manifest,
  manifestText,
  type RecipientKey,
  readRecipientKey,
  recipientKey,
  recipientsBytes,
} from './file.ts';
import { hpkeOpen, hpkeSeal, x25519Public } from './hpke.ts';

const info = Buffer.from('reseller letter 1');
const cipher = 'aes-256-gcm';

/** The key of an issuer: its name, and the seed that signs. The file it lies in is for its owner alone. */
export interface IssuerKey {
  readonly name: string;
  readonly seed: Uint8Array;
}
/** What an issuer gives to those who check: `NAME+HASH+KEY`, as keys of journals are written. */
export const issuerKeyText = (key: IssuerKey): string =>
  verifierKeyText(verifierKey(sha256, key.name, 'log', publicHalf(key.seed)));

/** @throws Refused `edition.unreadable` with every fault, and no word of an entry */
export function readDocument(value: unknown): EditionDocument {
  const read = editionDocument.safeParse(value);
  if (!read.success)
    throw new Refused('edition.unreadable', read.error.issues.map((i) => `${i.path.join('.')}: ${i.code}`).join('; '));
  const faults = faultsOf(read.data);
  if (faults.length > 0) throw new Refused('edition.unreadable', faults.join('; '));
  return read.data;
}

/**
 * The text of the file for these recipients.
 * @throws Refused `edition.unreadable` where the document is not right or names another issuer than the key
 */
export function makeFile(
  document: EditionDocument,
  key: IssuerKey,
  recipients: readonly RecipientKey[],
  dice: Dice,
): string {
  if (document.issuer !== key.name)
    throw new Refused('edition.unreadable', 'issuer: not the name of the key that signs');
  if (recipients.length === 0) throw new Refused('edition.unreadable', 'recipients: at least one');
  const named = { issuer: key.name, edition: document.edition, date: document.date, amends: document.amends ?? null };
  const bound = boundTo(named);
  const contentKey = dice.bytes(32);
  const nonce = dice.bytes(12);
  const seal = createCipheriv(cipher, contentKey, nonce).setAAD(bound);
  const payload = Buffer.concat([nonce, seal.update(JSON.stringify(document)), seal.final(), seal.getAuthTag()]);
  const list: EditionFile['recipients'] = recipients.map((r) => {
    const made = hpkeSeal({ recipient: r.publicKey, info, aad: bound }, contentKey, dice.bytes(32));
    return { key: r.id, enc: made.enc.toString('base64'), sealed: made.sealed.toString('base64') };
  });
  const body = manifestText({ ...named, payload: sha256(payload), recipients: sha256(recipientsBytes(list)) });
  const line = signatureLine(
    verifierKey(sha256, key.name, 'log', publicHalf(key.seed)),
    signWith(key.seed, Buffer.from(body)),
  );
  const file: EditionFile = {
    format: 'reseller-letter-file/1',
    manifest: noteText(body, [line]),
    recipients: list,
    payload: payload.toString('base64'),
  };
  return `${JSON.stringify(file, null, 1)}\n`;
}

/** Who signed what for how many, without opening it. @throws Refused `edition.file-unreadable`, `edition.issuer-unknown`, `edition.forged` */
export function checkEditionFile(
  content: string,
  issuers: readonly string[],
): { readonly file: EditionFile; readonly manifest: Manifest } {
  const checked = checkFile(content, issuers, sha256, verifies);
  if (!('fault' in checked)) return checked;
  if (checked.fault === 'issuer') throw new Refused('edition.issuer-unknown');
  throw new Refused(
    checked.fault === 'signature' || checked.fault === 'changed' ? 'edition.forged' : 'edition.file-unreadable',
  );
}

/**
 * The document, for one of its recipients.
 * @param secret X25519 private key, 32 bytes
 * @throws Refused as `checkEditionFile`, and `edition.not-for-us` where no sealed key opens with ours
 */
export function openFile(
  content: string,
  issuers: readonly string[],
  secret: Uint8Array,
): { readonly document: EditionDocument; readonly manifest: Manifest } {
  const { file, manifest } = checkEditionFile(content, issuers);
  const mine = recipientKey(sha256, 'own', x25519Public(secret));
  const bound = boundTo(manifest);
  for (const r of file.recipients) {
    if (r.key !== mine.id) continue;
    const contentKey = hpkeOpen(
      { secret, info, aad: bound },
      { enc: Buffer.from(r.enc, 'base64'), sealed: Buffer.from(r.sealed, 'base64') },
    );
    if (contentKey?.length !== 32) continue;
    const payload = Buffer.from(file.payload, 'base64');
    let plain: Buffer;
    try {
      const open = createDecipheriv(cipher, contentKey, payload.subarray(0, 12)).setAAD(bound);
      open.setAuthTag(payload.subarray(payload.length - 16));
      plain = Buffer.concat([open.update(payload.subarray(12, payload.length - 16)), open.final()]);
    } catch {
      throw new Refused('edition.forged');
    }
    const document = readDocument(JSON.parse(plain.toString()));
    const same =
      document.issuer === manifest.issuer &&
      document.edition === manifest.edition &&
      document.date === manifest.date &&
      (document.amends ?? null) === manifest.amends;
    if (!same) throw new Refused('edition.forged');
    return { document, manifest };
  }
  throw new Refused('edition.not-for-us');
}

/** @throws Refused `edition.key-unreadable` */
export function readRecipients(lines: string): readonly RecipientKey[] {
  return lines
    .split('\n')
    .map((l) => l.trim())
    .filter((l) => l !== '' && !l.startsWith('#'))
    .map((l) => {
      const key = readRecipientKey(sha256, l);
      if (!key) throw new Refused('edition.key-unreadable', l.slice(0, 60));
      return key;
    });
}

export const ownRecipientKey = (name: string, secret: Uint8Array): RecipientKey =>
  recipientKey(sha256, name, x25519Public(secret));
