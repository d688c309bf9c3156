/** Addresses and URLs in running text, with where they stand and what stands before them. */
import { cleanUrl, isPrivate, parseAddress } from '#kernel';
import { ipOf, portOf } from '../values/fields.ts';

export interface FoundAddress {
  readonly ip: string;
  readonly port?: number;
  /** Length of the prefix, where one is written behind it. */
  readonly length?: number;
  /** Last address of a range that begins here. */
  readonly until?: string;
  readonly index: number;
  /** Index of the first character behind it. */
  readonly end: number;
}

const four =
  /(?<![\w./-])((?:\d{1,3}\.){3}\d{1,3})(?:\/(\d{1,2})(?![\d./])|:(\d{2,5})(?![\d:.])|[ \t]?[-–][ \t]?((?:\d{1,3}\.){3}\d{1,3})(?![\w.-])|-(\d{1,3})(?![\w.-]))?(?![\w-]|\.\d)/g;
const six = /(?<![\w:.])(?:\[)?([0-9a-f]{1,4}(?::[0-9a-f]{0,4}){2,7})(?:\])?(?:\/(\d{1,3}))?(?![\w:.]*[g-z:])/gi;

/**
 * Addresses in a line. Version numbers, parts of longer numbers and moments are none; an IPv6 address without a label must
 * be global.
 */
export function addressesIn(text: string, anySix = false): FoundAddress[] {
  const found: FoundAddress[] = [];
  for (const m of text.matchAll(four)) {
    const ip = ipOf(m[1]);
    if (!ip || isVersion(text, m.index)) continue;
    const port = portOf(m[3]);
    const length = m[2] === undefined ? undefined : Number(m[2]);
    const until = ipOf(m[4]) ?? (m[5] ? ipOf(`${ip.slice(0, ip.lastIndexOf('.') + 1)}${m[5]}`) : undefined);
    found.push({
      ip,
      index: m.index,
      end: m.index + m[0].length,
      ...(port ? { port } : {}),
      ...(length !== undefined && length < 32 && length > 7 ? { length } : {}),
      ...(until ? { until } : {}),
    });
    if (found.length >= 200) break;
  }
  if (text.includes(':'))
    for (const m of text.matchAll(six)) {
      const ip = ipOf(m[1]);
      if (!ip?.includes(':') || (!anySix && !/^[23]/.test(ip)) || /^\d{1,2}(?::\d\d){2}$/.test(m[1] ?? '')) continue;
      const length = m[2] === undefined ? undefined : Number(m[2]);
      found.push({
        ip,
        index: m.index,
        end: m.index + m[0].length,
        ...(length !== undefined && length < 128 && length > 15 ? { length } : {}),
      });
      if (found.length >= 400) break;
    }
  return found.sort((a, b) => a.index - b.index);
}

/** Between two addresses that are said in one breath. */
const enumeration =
  /^["'\])>]*\s{0,3}(?:\([^()]{0,60}\)\s{0,2})?(?:,|;|&|\/|and|en|und|et|y|e|i|и|,\s{0,2}(?:and|en|und))\s{1,3}["'[(<]*$/iu;

/** "between A and B": two sides, of which one may have done it. */
const between = /(?<![\p{L}])(?:between|tussen|zwischen|entre|tra|między|mellan|mellem|между)\s[^.]{0,20}$/iu;

/** Addresses of a line, those that are enumerated together in one group: `A, B and C`. */
export function groupsOf(text: string, found: readonly FoundAddress[]): FoundAddress[][] {
  const groups: FoundAddress[][] = [];
  for (const f of found) {
    const group = groups.at(-1);
    const last = group?.at(-1);
    if (
      group &&
      last &&
      enumeration.test(text.slice(last.end, f.index)) &&
      !between.test(text.slice(0, group[0]?.index))
    )
      group.push(f);
    else groups.push([f]);
  }
  return groups;
}

/** The fewest networks that hold exactly the addresses of a range of IPv4; none where it is no range, or a huge one. */
export function networksOf(from: string, until: string): string[] {
  const a = numberOf(from);
  const b = numberOf(until);
  if (a === undefined || b === undefined || b < a || b - a > 1_048_575) return [];
  const out: string[] = [];
  for (let at = a; at <= b && out.length < 64; ) {
    let size = 1;
    while (at % (size * 2) === 0 && at + size * 2 - 1 <= b) size *= 2;
    out.push(`${[24, 16, 8, 0].map((s) => Math.floor(at / 2 ** s) % 256).join('.')}/${32 - Math.log2(size)}`);
    at += size;
  }
  return out;
}

function numberOf(ip: string): number | undefined {
  const a = parseAddress(ip);
  return a?.version === 4 ? a.bytes.reduce((n, b) => n * 256 + b, 0) : undefined;
}

/** Resolvers everyone asks: they stand in reports as the way, not as the deed. */
const resolvers = new Set([
  '8.8.8.8',
  '8.8.4.4',
  '1.1.1.1',
  '1.0.0.1',
  '9.9.9.9',
  '149.112.112.112',
  '208.67.222.222',
  '208.67.220.220',
  '4.2.2.1',
  '4.2.2.2',
  '255.255.255.255',
  '255.255.255.0',
]);
/** A public resolver, or no address of anyone's: never accused unless a label says so. */
export const isEverybodys = (ip: string) => resolvers.has(ip) || /^(?:255|0|127)\./.test(ip);

function isVersion(text: string, index: number): boolean {
  const before = text.slice(Math.max(0, index - 24), index);
  return (
    /\b(?:v|version|versie|release|build|ver\.?|firmware|rv|kernel|openssl|php|msie)[\s:#=v]*$/i.test(before) ||
    /[a-z]\/$/i.test(before)
  );
}

/** Private, loopback and reserved addresses: in a report from outside they are someone's inner network. */
export function isInner(ip: string): boolean {
  const address = parseAddress(ip);
  return address !== undefined && isPrivate(address);
}

export interface FoundUrl {
  /** As written, refanged. */
  readonly url: string;
  readonly host: string;
  readonly isAddress: boolean;
  readonly index: number;
}

/** URLs in a line, without the punctuation of the sentence around them. */
export function urlsIn(text: string): FoundUrl[] {
  const found: FoundUrl[] = [];
  for (const m of text.matchAll(/\b(?:https?|ftp):\/\/[^\s<>"'`|\\^{}]{3,2000}/gi)) {
    const url = trimUrl(m[0]);
    const clean = cleanUrl(url);
    if (!clean || (!clean.host.includes('.') && !clean.host.includes(':'))) continue;
    found.push({ url, host: clean.host, isAddress: clean.isAddress, index: m.index });
    if (found.length >= 200) break;
  }
  return found;
}

function trimUrl(text: string): string {
  let url = text.replace(/[.,;:!?]+$/, '');
  // A closing bracket belongs to the sentence unless the URL opened it.
  while (/[)\]]$/.test(url)) {
    const close = url.at(-1) === ')' ? [')', '('] : [']', '['];
    const opens = url.split(close[1] ?? '').length;
    const closes = url.split(close[0] ?? '').length;
    if (closes <= opens) break;
    url = url.slice(0, -1).replace(/[.,;:!?]+$/, '');
  }
  return url;
}
