/**
 * Hybrid public key encryption, RFC 9180, base mode, one message: DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-GCM. The curve, the
 * hash and the cipher are node's own; here stands only how the RFC puts them together. Checked against the vectors of its
 * appendix A.1.
 */
import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  type KeyObject,
} from 'node:crypto';

// An X25519 private key in PKCS #8 is these bytes and its 32 bytes (RFC 8410 §7), a public one these and the point (§4).
const pkcs8 = Buffer.from('302e020100300506032b656e04220420', 'hex');
const spki = Buffer.from('302a300506032b656e032100', 'hex');
const privateOf = (bytes: Uint8Array): KeyObject =>
  createPrivateKey({ key: Buffer.concat([pkcs8, bytes]), format: 'der', type: 'pkcs8' });
const publicOf = (bytes: Uint8Array): KeyObject =>
  createPublicKey({ key: Buffer.concat([spki, bytes]), format: 'der', type: 'spki' });

/** Public half of an X25519 private key: 32 bytes each. */
export const x25519Public = (secret: Uint8Array): Buffer =>
  Buffer.from(createPublicKey(privateOf(secret)).export({ format: 'der', type: 'spki' }).subarray(-32));

/** AES-128-GCM is there for the vectors of the RFC; editions use AES-256-GCM. */
export const aeads = {
  'aes-128-gcm': { id: 1, key: 16 },
  'aes-256-gcm': { id: 2, key: 32 },
} as const;
export type Aead = keyof typeof aeads;

const utf8 = (text: string) => Buffer.from(text);
const twoBytes = (n: number) => Buffer.from([n >> 8, n & 0xff]);
const kemSuite = Buffer.concat([utf8('KEM'), twoBytes(0x0020)]);
const suiteOf = (aead: Aead) =>
  Buffer.concat([utf8('HPKE'), twoBytes(0x0020), twoBytes(0x0001), twoBytes(aeads[aead].id)]);

const hmac = (key: Uint8Array, data: Uint8Array) => createHmac('sha256', key).update(data).digest();
const extract = (salt: Uint8Array, suite: Buffer, label: string, ikm: Uint8Array) =>
  hmac(salt, Buffer.concat([utf8('HPKE-v1'), suite, utf8(label), ikm]));

function expand(prk: Uint8Array, suite: Buffer, label: string, info: Uint8Array, length: number): Buffer {
  const labelled = Buffer.concat([twoBytes(length), utf8('HPKE-v1'), suite, utf8(label), info]);
  let block = Buffer.alloc(0);
  let out = Buffer.alloc(0);
  for (let no = 1; out.length < length; no++) {
    block = Buffer.from(hmac(prk, Buffer.concat([block, labelled, Buffer.from([no])])));
    out = Buffer.concat([out, block]);
  }
  return out.subarray(0, length);
}

function sharedSecret(mine: KeyObject, theirs: Uint8Array, enc: Uint8Array, recipient: Uint8Array): Buffer {
  // node refuses a point of small order, whose shared secret would be nought.
  const dh = diffieHellman({ privateKey: mine, publicKey: publicOf(theirs) });
  return expand(
    extract(Buffer.alloc(0), kemSuite, 'eae_prk', dh),
    kemSuite,
    'shared_secret',
    Buffer.concat([enc, recipient]),
    32,
  );
}

/** Key and nonce of the one message (RFC 9180 §5.1, base mode, no pre-shared key). */
function schedule(shared: Uint8Array, info: Uint8Array, aead: Aead): { readonly key: Buffer; readonly nonce: Buffer } {
  const suite = suiteOf(aead);
  const none = Buffer.alloc(0);
  const context = Buffer.concat([
    Buffer.from([0]),
    extract(none, suite, 'psk_id_hash', none),
    extract(none, suite, 'info_hash', info),
  ]);
  const secret = extract(shared, suite, 'secret', none);
  return {
    key: expand(secret, suite, 'key', context, aeads[aead].key),
    nonce: expand(secret, suite, 'base_nonce', context, 12),
  };
}

export interface Sealed {
  /** The sender's public key of this one message, 32 bytes. */
  readonly enc: Buffer;
  /** Ciphertext and tag. */
  readonly sealed: Buffer;
}

/**
 * Seals one message for the holder of an X25519 public key.
 * @param ephemeral 32 fresh random bytes, used for this message and never again
 * @throws where the public key is no point that can be used
 */
export function hpkeSeal(
  to: { readonly recipient: Uint8Array; readonly info: Uint8Array; readonly aad: Uint8Array; readonly aead?: Aead },
  plain: Uint8Array,
  ephemeral: Uint8Array,
): Sealed {
  const aead = to.aead ?? 'aes-256-gcm';
  const enc = x25519Public(ephemeral);
  const { key, nonce } = schedule(sharedSecret(privateOf(ephemeral), to.recipient, enc, to.recipient), to.info, aead);
  const cipher = createCipheriv(aead, key, nonce).setAAD(to.aad);
  return { enc, sealed: Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]) };
}

/** Opens one message; undefined where key, text, info or what is bound to it is not the one it was sealed with. */
export function hpkeOpen(
  as: { readonly secret: Uint8Array; readonly info: Uint8Array; readonly aad: Uint8Array; readonly aead?: Aead },
  message: { readonly enc: Uint8Array; readonly sealed: Uint8Array },
): Buffer | undefined {
  const aead = as.aead ?? 'aes-256-gcm';
  if (message.enc.length !== 32 || message.sealed.length < 16) return undefined;
  try {
    const shared = sharedSecret(privateOf(as.secret), message.enc, message.enc, x25519Public(as.secret));
    const { key, nonce } = schedule(shared, as.info, aead);
    const cut = message.sealed.length - 16;
    const cipher = createDecipheriv(aead, key, nonce).setAAD(as.aad).setAuthTag(message.sealed.subarray(cut));
    return Buffer.concat([cipher.update(message.sealed.subarray(0, cut)), cipher.final()]);
  } catch {
    return undefined;
  }
}
