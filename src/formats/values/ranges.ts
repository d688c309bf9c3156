/** Networks as some senders write them: first and last address, or first address and length. */
import { parseAddress, prefixEnds, prefixOf, prefixText } from '#kernel';

/** The network of these two, where it is one: `192.0.2.0` with `24`, or with `192.0.2.255`; undefined for ranges that are no CIDR block. */
export function prefixFrom(start: string, endOrLength: string): string | undefined {
  const first = parseAddress(start.trim());
  if (!first) return undefined;
  const end = endOrLength.trim();
  const most = first.version === 4 ? 32 : 128;
  if (/^\d{1,3}$/.test(end)) return Number(end) <= most ? prefixText(prefixOf(first, Number(end))) : undefined;
  const last = parseAddress(end);
  if (!last || last.version !== first.version) return undefined;
  for (let length = 0; length <= most; length++) {
    const ends = prefixEnds(prefixOf(first, length));
    const lo = parseAddress(ends.lo);
    const hi = parseAddress(ends.hi);
    if (lo && hi && same(lo.bytes, first.bytes) && same(hi.bytes, last.bytes))
      return prefixText(prefixOf(first, length));
  }
  return undefined;
}

const same = (a: Uint8Array, b: Uint8Array) => a.length === b.length && a.every((byte, i) => byte === b[i]);
