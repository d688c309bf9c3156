/**
 * Internet addresses and prefixes, read strictly and written as RFC 5952 says.
 * An address is held as its bytes (4 or 16), so that IPv4 and IPv6 are treated alike everywhere.
 */

export interface Address {
  readonly version: 4 | 6;
  /** Network order, 4 or 16 bytes. */
  readonly bytes: Uint8Array;
}
export interface Prefix extends Address {
  /** Number of leading bits, 0 to 32 or 0 to 128. Bits after it are zero. */
  readonly length: number;
}

/**
 * Reads an IPv4 dotted quad or an IPv6 text (RFC 4291 §2.2). Leading zeros in a quad, zone ids and brackets are refused;
 * an IPv4-mapped IPv6 address (::ffff:192.0.2.1) is read as the IPv4 address it stands for.
 */
export function parseAddress(text: string): Address | undefined {
  if (text.length < 2 || text.length > 45) return undefined;
  return text.includes(':') ? parse6(text) : parse4(text);
}

function parse4(text: string): Address | undefined {
  const bytes = new Uint8Array(4);
  let part = 0;
  let digits = 0;
  let value = 0;
  for (let i = 0; i <= text.length; i++) {
    const c = i < text.length ? text.charCodeAt(i) : 46;
    if (c === 46) {
      if (digits === 0 || part > 3) return undefined;
      bytes[part++] = value;
      digits = 0;
      value = 0;
    } else if (c >= 48 && c <= 57) {
      if (digits > 0 && value === 0) return undefined; // 010 is octal to some readers: refused
      value = value * 10 + (c - 48);
      if (++digits > 3 || value > 255) return undefined;
    } else return undefined;
  }
  return part === 4 ? { version: 4, bytes } : undefined;
}

/** Whether a text is a dotted quad as `parseAddress` reads and writes one: bulk asks it once per row. */
export function isQuad(text: string): boolean {
  const n = text.length;
  if (n < 7 || n > 15) return false;
  let part = 0;
  let digits = 0;
  let dots = 0;
  for (let i = 0; i < n; i++) {
    const c = text.charCodeAt(i) - 48;
    if (c >= 0 && c <= 9) {
      if (digits > 0 && part === 0) return false;
      part = part * 10 + c;
      if (++digits > 3 || part > 255) return false;
    } else if (c === -2) {
      if (digits === 0 || ++dots > 3) return false;
      part = 0;
      digits = 0;
    } else return false;
  }
  return dots === 3 && digits > 0;
}

function parse6(text: string): Address | undefined {
  let body = text;
  let tail: Address | undefined;
  const dot = body.indexOf('.');
  if (dot >= 0) {
    const colon = body.lastIndexOf(':');
    tail = parse4(body.slice(colon + 1));
    if (!tail || colon > dot) return undefined;
    body = `${body.slice(0, colon)}:${hex(tail.bytes, 0)}:${hex(tail.bytes, 2)}`;
  }
  const halves = body.split('::');
  if (halves.length > 2) return undefined;
  const read = (half: string | undefined): number[] | undefined => {
    if (!half) return [];
    const groups: number[] = [];
    for (const group of half.split(':')) {
      if (!/^[0-9a-fA-F]{1,4}$/.test(group)) return undefined;
      groups.push(Number.parseInt(group, 16));
    }
    return groups;
  };
  const head = read(halves[0]);
  const rest = halves.length === 2 ? read(halves[1]) : [];
  if (!head || !rest) return undefined;
  const count = head.length + rest.length;
  if (halves.length === 2 ? count > 7 : count !== 8) return undefined;
  const groups = halves.length === 2 ? [...head, ...new Array<number>(8 - count).fill(0), ...rest] : head;
  const bytes = new Uint8Array(16);
  groups.forEach((group, i) => {
    bytes[2 * i] = group >> 8;
    bytes[2 * i + 1] = group & 255;
  });
  const mapped = groups.slice(0, 5).every((g) => g === 0) && groups[5] === 0xffff;
  return mapped ? { version: 4, bytes: bytes.slice(12) } : { version: 6, bytes };
}

const hex = (bytes: Uint8Array, at: number) => (((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0)).toString(16);

/** The one text of an address: dotted quad, or RFC 5952 (lower case, longest run of zeros shortened). */
export function addressText(a: Address): string {
  if (a.version === 4) return a.bytes.join('.');
  const groups: number[] = [];
  for (let i = 0; i < 16; i += 2) groups.push(((a.bytes[i] ?? 0) << 8) | (a.bytes[i + 1] ?? 0));
  let best = -1;
  let bestLength = 1;
  for (let i = 0; i < 8; i++) {
    let n = 0;
    while (i + n < 8 && groups[i + n] === 0) n++;
    if (n > bestLength) {
      best = i;
      bestLength = n;
    }
    if (n > 0) i += n - 1;
  }
  const write = (from: number, to: number) =>
    groups
      .slice(from, to)
      .map((g) => g.toString(16))
      .join(':');
  return best < 0 ? write(0, 8) : `${write(0, best)}::${write(best + bestLength, 8)}`;
}

/** Reads and rewrites an address; undefined where the text is none. */
export function cleanAddress(text: string): string | undefined {
  const a = parseAddress(text.trim());
  return a && addressText(a);
}

/** Reads `192.0.2.0/24`, `2001:db8::/32` or a bare address (a prefix of full length). Host bits set are an error. */
export function parsePrefix(text: string): Prefix | undefined {
  const slash = text.indexOf('/');
  const address = parseAddress(slash < 0 ? text : text.slice(0, slash));
  if (!address) return undefined;
  const most = address.version === 4 ? 32 : 128;
  if (slash < 0) return { ...address, length: most };
  const written = text.slice(slash + 1);
  if (!/^(0|[1-9]\d{0,2})$/.test(written)) return undefined;
  const length = Number(written);
  if (length > most) return undefined;
  const prefix = prefixOf(address, length);
  return prefix.bytes.every((b, i) => b === address.bytes[i]) ? prefix : undefined;
}

/** The prefix of this length that holds the address. */
export function prefixOf(a: Address, length: number): Prefix {
  const bytes = a.bytes.slice();
  for (let i = 0; i < bytes.length; i++) {
    const keep = Math.max(0, Math.min(8, length - 8 * i));
    bytes[i] = (bytes[i] ?? 0) & (0xff << (8 - keep)) & 0xff;
  }
  return { version: a.version, bytes, length };
}

/** `192.0.2.0/24`; full-length prefixes keep their length, as PostgreSQL's cidr does. */
export function prefixText(p: Prefix): string {
  return `${addressText(p)}/${p.length}`;
}

/** Whether the outer prefix holds the inner address or prefix. */
export function prefixHolds(outer: Prefix, inner: Address & { readonly length?: number }): boolean {
  if (outer.version !== inner.version) return false;
  if (inner.length !== undefined && inner.length < outer.length) return false;
  let bits = outer.length;
  for (let i = 0; bits > 0; i++, bits -= 8) {
    const mask = bits >= 8 ? 0xff : (0xff << (8 - bits)) & 0xff;
    if (((outer.bytes[i] ?? 0) & mask) !== ((inner.bytes[i] ?? 0) & mask)) return false;
  }
  return true;
}

/**
 * Every prefix that could hold the address, longest first: 33 for IPv4, 129 for IPv6.
 * `prefix = any(supernets)` is leakproof and indexed, so row-level security keeps the index; `>>=` would not.
 */
export function supernets(a: Address): string[] {
  const most = a.version === 4 ? 32 : 128;
  const all: string[] = [];
  for (let length = most; length >= 0; length--) all.push(prefixText(prefixOf(a, length)));
  return all;
}

/** First and last address of a prefix, as text: `ip >= lo and ip <= hi` is how a subnet is filtered. */
export function prefixEnds(p: Prefix): { readonly lo: string; readonly hi: string } {
  const hi = p.bytes.slice();
  for (let i = 0; i < hi.length; i++) {
    const keep = Math.max(0, Math.min(8, p.length - 8 * i));
    hi[i] = (hi[i] ?? 0) | (0xff >> keep);
  }
  return { lo: addressText(p), hi: addressText({ version: p.version, bytes: hi }) };
}

/**
 * The networks that are exactly the addresses from the first to the last, in order: at most 62 for IPv4, 254 for IPv6.
 * None where a text is no address, where they are of two kinds, or where the last comes before the first.
 */
export function networksBetween(first: string, last: string): string[] {
  const from = parseAddress(first);
  const until = parseAddress(last);
  const found: string[] = [];
  if (!from || !until || from.version !== until.version) return found;
  const width = from.bytes.length;
  const bits = width * 8;
  let at = numberOf(from.bytes);
  const end = numberOf(until.bytes);
  while (at <= end) {
    let size = 0;
    // As large as its start is even, and as what is left allows.
    while (size < bits && at % (1n << BigInt(size + 1)) === 0n && at + (1n << BigInt(size + 1)) - 1n <= end) size++;
    const bytes = Uint8Array.from({ length: width }, (_, i) => Number((at >> BigInt(8 * (width - 1 - i))) & 255n));
    found.push(prefixText(prefixOf({ version: from.version, bytes }, bits - size)));
    at += 1n << BigInt(size);
  }
  return found;
}

const numberOf = (bytes: Uint8Array): bigint => bytes.reduce((n, b) => (n << 8n) | BigInt(b), 0n);

/**
 * The network some senders write as two columns: `192.0.2.0` with `24`, or with `192.0.2.255`. Undefined where the range is no
 * single network.
 */
export function prefixFrom(first: string, lastOrLength: string): string | undefined {
  const start = parseAddress(first.trim());
  const end = lastOrLength.trim();
  if (!start) return undefined;
  if (/^\d{1,3}$/.test(end))
    return Number(end) <= 8 * start.bytes.length ? prefixText(prefixOf(start, Number(end))) : undefined;
  const networks = networksBetween(first.trim(), end);
  return networks.length === 1 ? networks[0] : undefined;
}

const special: readonly Prefix[] = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '224.0.0.0/4',
  '240.0.0.0/4',
  '::/128',
  '::1/128',
  'fc00::/7',
  'fe80::/10',
  'ff00::/8',
].map((text) => {
  const p = parsePrefix(text);
  if (!p) throw new Error(text);
  return p;
});

/** Private, loopback, link-local, multicast and reserved space (RFC 6890): never ours to look at from outside. */
export function isPrivate(a: Address): boolean {
  return special.some((p) => prefixHolds(p, a));
}
