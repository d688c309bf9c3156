/**
 * What a signed S/MIME message holds (RFC 5652, RFC 8551): the content inside the signature, unverified. Reads DER and the BER
 * that senders write: lengths left open, octet strings in pieces. Nothing is decrypted.
 */
import { joined } from './words.ts';

export type CmsContent =
  | { readonly kind: 'signed'; readonly content: Uint8Array }
  /** Encrypted for a key that is not here, compressed, or a signature without its content. */
  | { readonly kind: 'enveloped' | 'compressed' | 'empty' };

interface Tlv {
  readonly tag: number;
  readonly isConstructed: boolean;
  readonly from: number;
  readonly until: number;
  /** Where the next one begins: after the end mark, where the length was left open. */
  readonly next: number;
}

const mostDepth = 40;

/** The element that begins here; undefined where the bytes are none. */
function read(bytes: Uint8Array, at: number, end: number, depth = 0): Tlv | undefined {
  const tag = bytes[at];
  let i = at + 1;
  const first = bytes[i++];
  if (tag === undefined || first === undefined || i > end || depth > mostDepth || (tag & 0x1f) === 0x1f)
    return undefined;
  const isConstructed = (tag & 0x20) !== 0;
  if (first === 0x80) {
    if (!isConstructed) return undefined;
    let here = i;
    while (here + 1 < end) {
      if (bytes[here] === 0 && bytes[here + 1] === 0)
        return { tag, isConstructed, from: i, until: here, next: here + 2 };
      const inner = read(bytes, here, end, depth + 1);
      if (!inner) return undefined;
      here = inner.next;
    }
    return undefined;
  }
  let length = first;
  if (first > 0x80) {
    const n = first & 0x7f;
    if (n > 4) return undefined;
    length = 0;
    for (let k = 0; k < n; k++) length = length * 256 + (bytes[i++] ?? 0);
  }
  // A cut message still shows what came through.
  const until = Math.min(i + length, end);
  return { tag, isConstructed, from: i, until, next: until };
}

function* inside(bytes: Uint8Array, parent: Tlv): Generator<Tlv> {
  let at = parent.from;
  for (let n = 0; at < parent.until && n < 100_000; n++) {
    const one = read(bytes, at, parent.until);
    if (!one || one.next <= at) return;
    yield one;
    at = one.next;
  }
}

const child = (bytes: Uint8Array, parent: Tlv | undefined, n: number): Tlv | undefined => {
  if (!parent) return undefined;
  let i = 0;
  for (const one of inside(bytes, parent)) if (i++ === n) return one;
  return undefined;
};

const oidOf = (bytes: Uint8Array, tlv: Tlv | undefined): string =>
  tlv?.tag === 0x06 ? Buffer.from(bytes.subarray(tlv.from, tlv.until)).toString('hex') : '';

/** Object identifiers of content types, as the bytes they are. */
const types: Readonly<Record<string, 'signed' | 'enveloped' | 'compressed'>> = {
  '2a864886f70d010702': 'signed',
  '2a864886f70d010703': 'enveloped',
  '2a864886f70d010706': 'enveloped',
  '2a864886f70d010910010917': 'enveloped',
  '2a864886f70d0109100117': 'enveloped',
  '2a864886f70d0109100109': 'compressed',
};

/** Octets of a string that may stand in pieces. */
function octets(bytes: Uint8Array, tlv: Tlv, depth = 0): Uint8Array {
  if (!tlv.isConstructed) return bytes.subarray(tlv.from, tlv.until);
  if (depth > mostDepth) return new Uint8Array();
  return joined([...inside(bytes, tlv)].map((one) => octets(bytes, one, depth + 1)));
}

/** Reads a CMS message; undefined where the bytes are none. */
export function readCms(bytes: Uint8Array): CmsContent | undefined {
  const outer = read(bytes, 0, bytes.length);
  if (outer?.tag !== 0x30) return undefined;
  const oid = oidOf(bytes, child(bytes, outer, 0));
  const type = Object.hasOwn(types, oid) ? types[oid] : undefined;
  if (!type) return undefined;
  if (type !== 'signed') return { kind: type };
  const signed = child(bytes, child(bytes, outer, 1), 0);
  // version, digest algorithms, then the content with its own type
  const encapsulated = child(bytes, signed, 2);
  const content = child(bytes, child(bytes, encapsulated, 1), 0);
  if (!content) return { kind: 'empty' };
  const found = octets(bytes, content);
  return found.length > 0 ? { kind: 'signed', content: found } : { kind: 'empty' };
}
