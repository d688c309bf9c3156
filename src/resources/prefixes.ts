/**
 * A longest-prefix table: distinct prefixes laid out as sorted disjoint ranges with an index of 2^16 over the bits that
 * differ (after DXR: Zec, Rizzo, Mikuc 2012). One code for IPv4 (one word) and IPv6 (four words); about 25 bytes a prefix
 * for IPv4. It answers with the number of the longest prefix; each prefix knows the shorter one around it.
 */
import { type Prefix, parseAddress } from '#kernel';

/** A prefix of the table by number, IPv4 first; -1 is none. */
export type PrefixNumber = number;

/** The table of one address family. Words are unsigned 32 bit, network order. */
interface Family {
  readonly words: 1 | 4;
  /** First address of each range, `words` numbers each; the first range begins at zero. */
  readonly starts: readonly Uint32Array[];
  /** The longest prefix over the range, or -1. */
  readonly owner: Int32Array;
  /** Bit at which the index begins, and where each of its 2^16 buckets begins. */
  readonly skip: number;
  readonly buckets: Uint32Array;
  /** Addresses below the first or above the last prefix are none of ours: the index is not asked. */
  readonly low: Uint32Array;
  readonly high: Uint32Array;
  /** The distinct prefixes in order: first address (`words` columns) and length. */
  readonly prefixes: readonly Uint32Array[];
  readonly lengths: Uint8Array;
  /** Number of the first prefix of this family. */
  readonly base: number;
}

export interface PrefixTable {
  /** How many distinct prefixes. */
  readonly size: number;
  /** The prefix around this one, or -1. */
  readonly parent: Int32Array;
  readonly v4: Family;
  readonly v6: Family;
}

const noFamily = (words: 1 | 4, base: number): Family => ({
  words,
  starts: Array.from({ length: words }, () => new Uint32Array(1)),
  owner: new Int32Array(1).fill(-1),
  skip: 0,
  buckets: new Uint32Array(65537),
  low: new Uint32Array(words).fill(0xffffffff),
  high: new Uint32Array(words),
  prefixes: Array.from({ length: words }, () => new Uint32Array(0)),
  lengths: new Uint8Array(0),
  base,
});

/** Prefixes on their way into the table: words and lengths, unsorted, doubles allowed. */
export interface PrefixList {
  readonly words: 1 | 4;
  count: number;
  data: Uint32Array[];
  lengths: Uint8Array;
}

export function prefixList(words: 1 | 4, room = 1024): PrefixList {
  return {
    words,
    count: 0,
    data: Array.from({ length: words }, () => new Uint32Array(room)),
    lengths: new Uint8Array(room),
  };
}

/** Adds a prefix; answers its place in the list. */
export function addPrefix(list: PrefixList, prefix: Prefix): number {
  if (list.count === list.lengths.length) {
    const room = list.count * 2;
    list.data = list.data.map((old) => {
      const more = new Uint32Array(room);
      more.set(old);
      return more;
    });
    const lengths = new Uint8Array(room);
    lengths.set(list.lengths);
    list.lengths = lengths;
  }
  const at = list.count++;
  const b = prefix.bytes;
  for (let w = 0; w < list.words; w++) {
    const o = 4 * w;
    const column = list.data[w];
    if (column)
      column[at] = ((b[o] ?? 0) * 16777216 + ((b[o + 1] ?? 0) << 16) + ((b[o + 2] ?? 0) << 8) + (b[o + 3] ?? 0)) >>> 0;
  }
  list.lengths[at] = prefix.length;
  return at;
}

/** Places of the list in order of address, shorter prefixes before the longer ones inside them. */
function sortedPlaces(list: PrefixList): Uint32Array {
  const n = list.count;
  const order = new Uint32Array(n);
  const first = list.data[0] ?? new Uint32Array(0);
  if (list.words === 1) {
    // Address, length and place in one number each: sorting 64-bit numbers needs no comparison of ours.
    const keys = new BigUint64Array(n);
    const halves = new Uint32Array(keys.buffer);
    const little = new Uint8Array(new Uint32Array([1]).buffer)[0] === 1;
    for (let i = 0; i < n; i++) {
      // 32 bits of address, 6 of length, 26 of place.
      halves[2 * i + (little ? 1 : 0)] = first[i] ?? 0;
      halves[2 * i + (little ? 0 : 1)] = ((list.lengths[i] ?? 0) * 67108864 + i) >>> 0;
    }
    keys.sort();
    for (let i = 0; i < n; i++) order[i] = (halves[2 * i + (little ? 0 : 1)] ?? 0) & 0x3ffffff;
    return order;
  }
  for (let i = 0; i < n; i++) order[i] = i;
  const [a, b, c, d] = list.data;
  return order.sort(
    (x, y) =>
      (a?.[x] ?? 0) - (a?.[y] ?? 0) ||
      (b?.[x] ?? 0) - (b?.[y] ?? 0) ||
      (c?.[x] ?? 0) - (c?.[y] ?? 0) ||
      (d?.[x] ?? 0) - (d?.[y] ?? 0) ||
      (list.lengths[x] ?? 0) - (list.lengths[y] ?? 0),
  );
}

const mask = (length: number, word: number): number => {
  const bits = Math.max(0, Math.min(32, length - 32 * word));
  return bits === 0 ? 0 : (0xffffffff << (32 - bits)) >>> 0;
};

/**
 * Builds the table. Also says which number each place of the lists got: `numberOf4[place]`, `numberOf6[place]`.
 * @throws RangeError where there are more than 2^26 IPv4 prefixes
 */
export function buildPrefixTable(
  v4: PrefixList,
  v6: PrefixList,
): { readonly table: PrefixTable; readonly numberOf4: Int32Array; readonly numberOf6: Int32Array } {
  if (v4.count > 0x3ffffff) throw new RangeError('more than 67 million prefixes do not fit this table');
  const one = buildFamily(v4, 0);
  const two = buildFamily(v6, one.distinct);
  const parent = new Int32Array(one.distinct + two.distinct);
  parent.set(one.parent);
  parent.set(two.parent, one.distinct);
  return {
    table: { size: one.distinct + two.distinct, parent, v4: one.family, v6: two.family },
    numberOf4: one.numberOf,
    numberOf6: two.numberOf,
  };
}

function buildFamily(
  list: PrefixList,
  base: number,
): { family: Family; parent: Int32Array; numberOf: Int32Array; distinct: number } {
  const n = list.count;
  const words = list.words;
  const numberOf = new Int32Array(n);
  if (n === 0) return { family: noFamily(words, base), parent: new Int32Array(0), numberOf, distinct: 0 };
  const order = sortedPlaces(list);
  const parent = new Int32Array(n);
  // At most two ranges per prefix, and one at zero.
  const prefixes = Array.from({ length: words }, () => new Uint32Array(n));
  const lengths = new Uint8Array(n);
  let starts = Array.from({ length: words }, () => new Uint32Array(2 * n + 1));
  let owner = new Int32Array(2 * n + 1).fill(-1);
  let ranges = 1;
  let distinct = 0;
  const stack: { readonly number: number; readonly end: Uint32Array }[] = [];
  const now = new Uint32Array(words);
  const compare = (a: Uint32Array, b: Uint32Array): number => {
    for (let w = 0; w < words; w++) {
      const x = a[w] ?? 0;
      const y = b[w] ?? 0;
      if (x !== y) return x < y ? -1 : 1;
    }
    return 0;
  };
  const startRange = (at: Uint32Array, number: number) => {
    let same = true;
    for (let w = 0; w < words; w++) if (starts[w]?.[ranges - 1] !== at[w]) same = false;
    if (!same) ranges++;
    for (let w = 0; w < words; w++) {
      const column = starts[w];
      if (column) column[ranges - 1] = at[w] ?? 0;
    }
    owner[ranges - 1] = number;
  };
  /** The address after this one; false past the last of all. */
  const step = (a: Uint32Array): boolean => {
    for (let w = words - 1; w >= 0; w--) {
      a[w] = ((a[w] ?? 0) + 1) >>> 0;
      if (a[w] !== 0) return true;
    }
    return false;
  };
  const closeUntil = (before: Uint32Array | undefined) => {
    for (;;) {
      const top = stack.at(-1);
      if (!top || (before && compare(top.end, before) >= 0)) return;
      stack.pop();
      const after = top.end.slice();
      if (step(after)) startRange(after, stack.at(-1)?.number ?? -1);
    }
  };
  const high = new Uint32Array(words);
  let previous = -1;
  for (let i = 0; i < n; i++) {
    const place = order[i] ?? 0;
    const length = list.lengths[place] ?? 0;
    let same = previous >= 0 && list.lengths[previous] === length;
    for (let w = 0; w < words; w++) {
      now[w] = list.data[w]?.[place] ?? 0;
      if (same && list.data[w]?.[previous] !== now[w]) same = false;
    }
    previous = place;
    if (same) {
      numberOf[place] = base + distinct - 1;
      continue;
    }
    closeUntil(now);
    const end = new Uint32Array(words);
    for (let w = 0; w < words; w++) end[w] = ((now[w] ?? 0) | ~mask(length, w)) >>> 0;
    if (compare(end, high) > 0) high.set(end);
    for (let w = 0; w < words; w++) (prefixes[w] as Uint32Array)[distinct] = now[w] as number;
    lengths[distinct] = length;
    parent[distinct] = stack.at(-1)?.number ?? -1;
    const number = base + distinct++;
    numberOf[place] = number;
    stack.push({ number, end });
    startRange(now, number);
  }
  closeUntil(undefined);
  starts = starts.map((column) => column.slice(0, ranges));
  owner = owner.slice(0, ranges);
  const low = new Uint32Array(words);
  for (let w = 0; w < words; w++) low[w] = list.data[w]?.[order[0] ?? 0] ?? 0;
  // The index begins where the first and the last prefix part ways: a network of one /32 uses it as well as all of them.
  let skip = 0;
  while (skip < 32 * words - 16 && bitAt(low, skip) === bitAt(high, skip)) skip++;
  const buckets = new Uint32Array(65537);
  const shared = { words, starts, skip };
  let at = 0;
  let end = ranges;
  for (let i = 0; i < ranges; i++) {
    if (!within(low, shared, i, skip)) {
      // Ranges before the first prefix (the one at zero) and after the last lie outside the index.
      if (i === 0) continue;
      end = i;
      break;
    }
    const bucket = bits16(shared, i);
    while (at <= bucket) buckets[at++] = i;
  }
  while (at <= 65536) buckets[at++] = end;
  return {
    family: {
      words,
      starts,
      owner,
      skip,
      buckets,
      low,
      high,
      prefixes: prefixes.map((column) => column.slice(0, distinct)),
      lengths: lengths.slice(0, distinct),
      base,
    },
    parent: parent.slice(0, distinct),
    numberOf,
    distinct,
  };
}

const bitAt = (a: Uint32Array, bit: number): number => ((a[bit >>> 5] ?? 0) >>> (31 - (bit & 31))) & 1;

/** Sixteen bits of the start of range i, from bit `skip`. */
function bits16(f: Pick<Family, 'starts' | 'skip' | 'words'>, i: number): number {
  const w = f.skip >>> 5;
  return take16(f.starts[w]?.[i] ?? 0, f.starts[w + 1]?.[i] ?? 0, f.skip & 31);
}
function take16(word: number, next: number, shift: number): number {
  if (shift <= 16) return (word >>> (16 - shift)) & 0xffff;
  return ((word << (shift - 16)) | (next >>> (48 - shift))) & 0xffff;
}
/** Whether range i agrees with `like` in its first `bits` bits. */
function within(like: Uint32Array, f: Pick<Family, 'starts' | 'words'>, i: number, bits: number): boolean {
  for (let w = 0; w < f.words; w++) {
    const m = mask(bits, w);
    if ((((f.starts[w]?.[i] ?? 0) ^ (like[w] ?? 0)) & m) >>> 0 !== 0) return false;
  }
  return true;
}

/** The number of the longest prefix over an IPv4 address (as an unsigned 32-bit number), or -1. */
export function find4(table: PrefixTable, address: number): PrefixNumber {
  const f = table.v4;
  if (address < (f.low[0] as number) || address > (f.high[0] as number)) return -1;
  const starts = f.starts[0] as Uint32Array;
  const bucket = f.skip <= 16 ? (address >>> (16 - f.skip)) & 0xffff : (address << (f.skip - 16)) & 0xffff;
  let lo = (f.buckets[bucket] as number) - 1;
  let hi = f.buckets[bucket + 1] as number;
  if (lo < 0) lo = 0;
  // The last range whose start is not after the address.
  while (hi - lo > 1) {
    const middle = (lo + hi) >>> 1;
    if ((starts[middle] as number) <= address) lo = middle;
    else hi = middle;
  }
  return f.owner[lo] as number;
}

/** Whether four words come before (-1), at (0) or after (1) row i of four columns. */
function order6(columns: readonly Uint32Array[], i: number, a: number, b: number, c: number, d: number): number {
  const w = (columns[0] as Uint32Array)[i] as number;
  if (a !== w) return a < w ? -1 : 1;
  const x = (columns[1] as Uint32Array)[i] as number;
  if (b !== x) return b < x ? -1 : 1;
  const y = (columns[2] as Uint32Array)[i] as number;
  if (c !== y) return c < y ? -1 : 1;
  const z = (columns[3] as Uint32Array)[i] as number;
  return d === z ? 0 : d < z ? -1 : 1;
}
/** The same against four words of their own. */
function orderWords(a: number, b: number, c: number, d: number, to: Uint32Array): number {
  if (a !== to[0]) return a < (to[0] as number) ? -1 : 1;
  if (b !== to[1]) return b < (to[1] as number) ? -1 : 1;
  if (c !== to[2]) return c < (to[2] as number) ? -1 : 1;
  return d === to[3] ? 0 : d < (to[3] as number) ? -1 : 1;
}

/** The number of the longest prefix over an IPv6 address given as four words, or -1. */
export function find6(table: PrefixTable, a: number, b: number, c: number, d: number): PrefixNumber {
  const f = table.v6;
  if (orderWords(a, b, c, d, f.low) < 0 || orderWords(a, b, c, d, f.high) > 0) return -1;
  const w = f.skip >>> 5;
  const word = w === 0 ? a : w === 1 ? b : w === 2 ? c : d;
  const next = w === 0 ? b : w === 1 ? c : w === 2 ? d : 0;
  const bucket = take16(word, next, f.skip & 31);
  let lo = (f.buckets[bucket] as number) - 1;
  let hi = f.buckets[bucket + 1] as number;
  if (lo < 0) lo = 0;
  while (hi - lo > 1) {
    const middle = (lo + hi) >>> 1;
    if (order6(f.starts, middle, a, b, c, d) >= 0) lo = middle;
    else hi = middle;
  }
  return f.owner[lo] as number;
}

/**
 * Reads a dotted quad as an unsigned 32-bit number without making anything; -1 where it is none.
 * As strict as `parseAddress` of the kernel.
 */
export function quad(text: string): number {
  const n = text.length;
  if (n < 7 || n > 15) return -1;
  let value = 0;
  let part = 0;
  let dots = 0;
  let digits = 0;
  for (let i = 0; i < n; i++) {
    const c = text.charCodeAt(i) - 48;
    if (c >= 0 && c <= 9) {
      if (digits > 0 && part === 0) return -1;
      part = part * 10 + c;
      if (++digits > 3 || part > 255) return -1;
    } else if (c === -2) {
      if (digits === 0 || ++dots > 3) return -1;
      value = value * 256 + part;
      part = 0;
      digits = 0;
    } else return -1;
  }
  return dots === 3 && digits > 0 ? value * 256 + part : -1;
}

/**
 * Reads an IPv6 text into four words of `out` without making anything; false where it is none. Not for addresses with a
 * dotted tail (`::ffff:192.0.2.1`): those go through the kernel's reader.
 */
export function words6(text: string, out: Uint32Array): boolean {
  const n = text.length;
  if (n < 2 || n > 39) return false;
  let group = 0;
  let digits = 0;
  let count = 0;
  let gap = -1;
  let i = 0;
  out[0] = 0;
  out[1] = 0;
  out[2] = 0;
  out[3] = 0;
  if (text.charCodeAt(0) === 58) {
    if (text.charCodeAt(1) !== 58) return false;
    gap = 0;
    i = 2;
  }
  for (; i < n; i++) {
    let c = text.charCodeAt(i);
    if (c === 58) {
      if (digits === 0) {
        // Only as the second half of `::`.
        if (gap >= 0 || count === 0) return false;
        gap = count;
        continue;
      }
      if (count === 8) return false;
      put(out, count++, group);
      group = 0;
      digits = 0;
      if (i === n - 1) return false;
      continue;
    }
    if (c >= 48 && c <= 57) c -= 48;
    else if (c >= 97 && c <= 102) c -= 87;
    else if (c >= 65 && c <= 70) c -= 55;
    else return false;
    if (++digits > 4) return false;
    group = group * 16 + c;
  }
  if (digits > 0) {
    if (count === 8) return false;
    put(out, count++, group);
  } else if (gap < 0 || gap !== count) return false;
  if (gap < 0) return count === 8;
  if (count > 7) return false;
  // Move what stands after `::` to the end.
  const moved = count - gap;
  for (let k = 0; k < moved; k++) {
    const from = count - 1 - k;
    const value = groupAt(out, from);
    put(out, from, 0);
    put(out, 7 - k, value);
  }
  return true;
}
function put(out: Uint32Array, group: number, value: number): void {
  const w = group >>> 1;
  const old = out[w] as number;
  out[w] = group & 1 ? ((old & 0xffff0000) | value) >>> 0 : ((old & 0xffff) | (value << 16)) >>> 0;
}
function groupAt(out: Uint32Array, group: number): number {
  const w = out[group >>> 1] as number;
  return group & 1 ? w & 0xffff : w >>> 16;
}

/** The prefix of this number. */
export function prefixAt(table: PrefixTable, number: PrefixNumber): Prefix {
  const f = number < table.v6.base ? table.v4 : table.v6;
  const i = number - f.base;
  const bytes = new Uint8Array(4 * f.words);
  for (let w = 0; w < f.words; w++) {
    const word = (f.prefixes[w] as Uint32Array)[i] as number;
    bytes[4 * w] = word >>> 24;
    bytes[4 * w + 1] = word >>> 16;
    bytes[4 * w + 2] = word >>> 8;
    bytes[4 * w + 3] = word;
  }
  return { version: f.words === 1 ? 4 : 6, bytes, length: f.lengths[i] as number };
}

const wordsOf = (bytes: Uint8Array): number[] => {
  const words: number[] = [];
  for (let o = 0; o < bytes.length; o += 4)
    words.push(
      ((bytes[o] ?? 0) * 16777216 + ((bytes[o + 1] ?? 0) << 16) + ((bytes[o + 2] ?? 0) << 8) + (bytes[o + 3] ?? 0)) >>>
        0,
    );
  return words;
};

/** Numbers of all prefixes that hold the whole of this one, longest first. */
export function around(table: PrefixTable, prefix: Prefix): readonly PrefixNumber[] {
  const [a = 0, b = 0, c = 0, d = 0] = wordsOf(prefix.bytes);
  const found: PrefixNumber[] = [];
  const f = prefix.version === 4 ? table.v4 : table.v6;
  let number = prefix.version === 4 ? find4(table, a) : find6(table, a, b, c, d);
  while (number >= 0) {
    if ((f.lengths[number - f.base] as number) <= prefix.length) found.push(number);
    number = table.parent[number] as number;
  }
  return found;
}

/** Numbers of all prefixes strictly inside this one, in order of address. */
export function inside(table: PrefixTable, prefix: Prefix): readonly PrefixNumber[] {
  const f = prefix.version === 4 ? table.v4 : table.v6;
  const from = wordsOf(prefix.bytes);
  const end = from.map((word, w) => (word | ~mask(prefix.length, w)) >>> 0);
  const compare = (i: number, to: readonly number[]): number => {
    for (let w = 0; w < f.words; w++) {
      const x = (f.prefixes[w] as Uint32Array)[i] as number;
      const y = to[w] as number;
      if (x !== y) return x < y ? -1 : 1;
    }
    return 0;
  };
  let lo = 0;
  let hi = f.lengths.length;
  while (lo < hi) {
    const middle = (lo + hi) >>> 1;
    if (compare(middle, from) < 0) lo = middle + 1;
    else hi = middle;
  }
  const found: PrefixNumber[] = [];
  for (let i = lo; i < f.lengths.length && compare(i, end) <= 0; i++)
    if ((f.lengths[i] as number) > prefix.length) found.push(i + f.base);
  return found;
}

const scratch = new Uint32Array(4);

/**
 * The number of the longest prefix over an address as text, or -1 where there is none or the text is no address.
 * IPv4-mapped IPv6 addresses are the IPv4 address they stand for.
 */
export function locate(table: PrefixTable, text: string): PrefixNumber {
  const four = quad(text);
  if (four >= 0) return find4(table, four);
  if (!text.includes(':')) return -1;
  if (text.includes('.')) {
    const address = parseAddress(text);
    if (!address) return -1;
    const [a = 0, b = 0, c = 0, d = 0] = wordsOf(address.bytes);
    return address.version === 4 ? find4(table, a) : find6(table, a, b, c, d);
  }
  if (!words6(text, scratch)) return -1;
  const a = scratch[0] as number;
  const b = scratch[1] as number;
  const c = scratch[2] as number;
  const d = scratch[3] as number;
  if (a === 0 && b === 0 && c === 0xffff) return find4(table, d);
  return find6(table, a, b, c, d);
}
