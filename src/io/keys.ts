/** Encryption at rest: a master key from a file wraps data keys; AES-256-GCM for both. No home-made cryptography. */
import { createCipheriv, createDecipheriv, createHmac, hkdfSync } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  openSync,
  readFileSync,
  statSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { Refused } from '#kernel';
import type { Dice } from './dice.ts';

export interface Keys {
  /** A new data key, wrapped: only the wrapped form is stored. */
  make(dice: Dice): Buffer;
  /** Encrypts under a wrapped data key. `about` is bound to the text: it does not decrypt for anything else. */
  seal(wrapped: Uint8Array, plain: Uint8Array, about: string, dice: Dice): Buffer;
  /** @throws where the key, the text or what it is about is not the one it was sealed with */
  open(wrapped: Uint8Array, sealed: Uint8Array, about: string): Buffer;
  /** Keyed fingerprint: equal for equal input, tells nothing without the master key. */
  fingerprint(purpose: string, data: Uint8Array | string): Buffer;
}

function encrypt(key: Uint8Array, plain: Uint8Array, about: string, nonce: Uint8Array): Buffer {
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(about));
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

function decrypt(key: Uint8Array, sealed: Uint8Array, about: string): Buffer {
  const body = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength);
  const decipher = createDecipheriv('aes-256-gcm', key, body.subarray(0, 12)).setAAD(Buffer.from(about));
  decipher.setAuthTag(body.subarray(body.length - 16));
  return Buffer.concat([decipher.update(body.subarray(12, body.length - 16)), decipher.final()]);
}

/** Keys under this master key (32 bytes). */
export function keysUnder(master: Uint8Array): Keys {
  const wrapping = Buffer.from(hkdfSync('sha256', master, '', 'bezem wrap v1', 32));
  const printing = Buffer.from(hkdfSync('sha256', master, '', 'bezem fingerprint v1', 32));
  // A key that is used several times is unwrapped once; it goes when whoever holds the wrapped one lets go of it.
  const opened = new WeakMap<Uint8Array, Uint8Array>();
  const unwrap = (wrapped: Uint8Array) => {
    const known = opened.get(wrapped);
    if (known) return known;
    const key = decrypt(wrapping, wrapped, 'data key');
    opened.set(wrapped, key);
    return key;
  };
  return {
    make(dice) {
      const key = dice.bytes(32);
      const wrapped = encrypt(wrapping, key, 'data key', dice.bytes(12));
      opened.set(wrapped, key);
      return wrapped;
    },
    seal: (wrapped, plain, about, dice) => encrypt(unwrap(wrapped), plain, about, dice.bytes(12)),
    open: (wrapped, sealed, about) => decrypt(unwrap(wrapped), sealed, about),
    fingerprint: (purpose, data) => createHmac('sha256', printing).update(`${purpose}\0`).update(data).digest(),
  };
}

/**
 * Reads the master key, or makes it at first start (mode 0600, written and synced before it is used).
 * @throws Refused `config.invalid` where the file holds something else or others may read it
 */
export function openMasterKey(file: string, dice: Dice): Keys {
  if (!existsSync(file)) {
    const fresh = `${file}.new-${process.pid}`;
    const handle = openSync(fresh, 'wx', 0o600);
    writeSync(handle, `${Buffer.from(dice.bytes(32)).toString('hex')}\n`);
    fsyncSync(handle);
    closeSync(handle);
    try {
      linkSync(fresh, file); // two starts at once: one wins, both read the same key
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw cause;
    } finally {
      unlinkSync(fresh);
    }
  }
  const text = readFileSync(file, 'utf8').trim();
  if (!/^[0-9a-f]{64}$/.test(text))
    throw new Refused(
      'config.invalid',
      `BEZEM_MASTER_KEY_FILE is "${file}", which does not hold a key of 64 hexadecimal characters.`,
    );
  if ((statSync(file).mode & 0o077) !== 0)
    throw new Refused(
      'config.invalid',
      `BEZEM_MASTER_KEY_FILE is "${file}", which others may read. Run: chmod 600 ${file}`,
    );
  return keysUnder(Buffer.from(text, 'hex'));
}
