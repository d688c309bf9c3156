/** Addresses and URLs in running text, with where they stand and what stands before them. */
import { cleanUrl, isPrivate, parseAddress } from '#kernel';
import { ipOf, portOf } from '../values/fields.ts';

export interface FoundAddress {
  readonly ip: string;
  readonly port?: number;
  /** Length of the prefix, where one is written behind it. */
  readonly length?: number;
  readonly index: number;
}

const four = /(?<![\w./-]|\d,)((?:\d{1,3}\.){3}\d{1,3})(?:\/(\d{1,2})(?![\d./])|:(\d{2,5})(?![\d:.]))?(?![\w-]|\.\d)/g;
const six = /(?<![\w:.])(?:\[)?([0-9a-f]{1,4}(?::[0-9a-f]{0,4}){2,7})(?:\])?(?:\/(\d{1,3}))?(?![\w:.]*[g-z:])/gi;

/** Addresses in a line. Version numbers, parts of longer numbers and moments are none; an unlabelled IPv6 must be global. */
export function addressesIn(text: string): FoundAddress[] {
  const found: FoundAddress[] = [];
  for (const m of text.matchAll(four)) {
    const ip = ipOf(m[1]);
    if (!ip || isVersion(text, m.index)) continue;
    const port = portOf(m[3]);
    const length = m[2] === undefined ? undefined : Number(m[2]);
    found.push({
      ip,
      index: m.index,
      ...(port ? { port } : {}),
      ...(length !== undefined && length < 32 && length > 7 ? { length } : {}),
    });
    if (found.length >= 200) break;
  }
  if (text.includes(':'))
    for (const m of text.matchAll(six)) {
      const ip = ipOf(m[1]);
      if (!ip?.includes(':') || !/^[23]/.test(ip)) continue;
      const length = m[2] === undefined ? undefined : Number(m[2]);
      found.push({ ip, index: m.index, ...(length !== undefined && length < 128 && length > 15 ? { length } : {}) });
      if (found.length >= 400) break;
    }
  return found;
}

function isVersion(text: string, index: number): boolean {
  const before = text.slice(Math.max(0, index - 24), index);
  return /(?:\bv|version|release|build|ver\.?|firmware)[\s:#=]*$/i.test(before) || /[a-z]\/$/i.test(before);
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
