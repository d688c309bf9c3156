/** Single values as senders write them: addresses, ports, numbers of networks, moments; undefined where the text is none. */
import { cleanAddress, cleanHost, cleanUrl, type Moment, parsePrefix, prefixText, refang } from '#kernel';
import type { Finding, Problem } from '../finding.ts';
import type { Reading, Unit } from '../format.ts';

/** An object without its undefined properties. */
export function present<T extends object>(value: { [K in keyof T]: T[K] | undefined }): T {
  const out: Record<string, unknown> = {};
  for (const key in value) {
    const v = value[key];
    if (v !== undefined) out[key] = v;
  }
  return out as T;
}

/** Words senders write where there is nothing to say. */
export function isNothing(text: string | undefined): boolean {
  if (text === undefined) return true;
  const s = text.trim();
  return s === '' || s === '-' || /^(?:none|null|unknown|n\/a|undefined|nan)$/i.test(s);
}

/** An address in RFC 5952 text. The unspecified address stands for "none" in many feeds and is none here. */
export function ipOf(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const ip = cleanAddress(text.trim().replace(/^\[(?:ipv6:)?(.*)\]$/i, '$1'));
  return ip === '0.0.0.0' || ip === '::' ? undefined : ip;
}

/** A network in CIDR text; undefined for a single address. Host bits that are set are taken off, as feeds write them. */
export function networkOf(text: string | undefined): string | undefined {
  const s = text?.trim() ?? '';
  if (!/^[0-9a-f.:]{2,45}\/\d{1,3}$/i.test(s)) return undefined;
  const strict = parsePrefix(s);
  return strict && prefixText(strict);
}

/** A port, 1 to 65535. */
export function portOf(text: string | number | undefined): number | undefined {
  if (typeof text === 'number') return Number.isInteger(text) && text >= 1 && text <= 65_535 ? text : undefined;
  const s = text?.trim() ?? '';
  if (!/^\d{1,5}$/.test(s)) return undefined;
  const port = Number(s);
  return port >= 1 && port <= 65_535 ? port : undefined;
}

/** A number of an autonomous system, 1 to 4294967295, with or without AS before it. */
export function asnOf(text: string | number | undefined): number | undefined {
  const found = /^(?:AS\s?)?(\d{1,10})$/i.exec(String(text ?? '').trim());
  const asn = Number(found?.[1] ?? 0);
  return asn >= 1 && asn <= 4_294_967_295 ? asn : undefined;
}

/** CVE numbers in a text, in capitals, each once. */
export function cvesIn(text: string | undefined): string[] {
  if (!text?.includes('-')) return [];
  const found = text.slice(0, 20_000).match(/\bcve-\d{4}-\d{4,7}\b/gi) ?? [];
  return [...new Set(found.map((c) => c.toUpperCase()))];
}

/** Refanged, where there is anything to refang: most values are plain. */
function refanged(text: string | undefined): string {
  const s = text?.trim() ?? '';
  return /[[({\uff0e\u3002\uff61]|h(?:xx|\*\*)p|\bfxp/i.test(s) ? refang(s) : s;
}

/** A URL as sent, refanged where it was defanged; undefined where it is none. */
export function urlOf(text: string | undefined): string | undefined {
  const s = refanged(text);
  // What holds control characters is broken data, whatever it begins with.
  const clean = controls.test(s) ? undefined : cleanUrl(s);
  // "http://http://…": the name of a scheme twice is no host.
  return clean && !/^(?:https?|hxxps?|ftp)$/.test(clean.host) ? s : undefined;
}
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const controls = /[\u0000-\u001f\u007f]/;

/** The host of a URL, where it is a name. */
export function hostOfUrl(url: string | undefined): string | undefined {
  const clean = url === undefined ? undefined : cleanUrl(url);
  return clean && !clean.isAddress ? cleanHost(clean.host) : undefined;
}

/** The address of a URL whose host is an address literal. */
export function ipOfUrl(url: string | undefined): string | undefined {
  const clean = url === undefined ? undefined : cleanUrl(url);
  return clean?.isAddress ? ipOf(clean.host) : undefined;
}

export interface Resource {
  readonly ip?: string;
  readonly prefix?: string;
  readonly url?: string;
  readonly host?: string;
  readonly account?: string;
  readonly asn?: number;
  readonly port?: number;
}

/** What an identifier of unsaid type names: address, address and port, network, URL, host, mailbox or AS number. */
export function resourceOf(text: string | undefined): Resource | undefined {
  const s = refanged(text);
  if (s === '' || s.length > 8192) return undefined;
  const ip = ipOf(s);
  if (ip) return { ip };
  const prefix = networkOf(s);
  if (prefix) return { prefix };
  const withPort = /^(?:\[([0-9a-f:.]{2,45})\]|(\d{1,3}(?:\.\d{1,3}){3})):(\d{1,5})$/i.exec(s);
  if (withPort) {
    const address = ipOf(withPort[1] ?? withPort[2]);
    const port = portOf(withPort[3]);
    if (address) return port ? { ip: address, port } : { ip: address };
  }
  const url = urlOf(s);
  if (url) return present<Resource>({ url, host: hostOfUrl(url), ip: ipOfUrl(url) });
  if (/^as\s?\d{1,10}$/i.test(s)) {
    const asn = asnOf(s);
    return asn ? { asn } : undefined;
  }
  const mailbox = /^<?([^\s<>@]{1,64})@([^\s<>@]{1,255})>?$/.exec(s);
  if (mailbox) {
    const host = cleanHost(mailbox[2] ?? '');
    return host ? { account: `${mailbox[1]}@${mailbox[2]}` } : undefined;
  }
  const host = cleanHost(s);
  return host ? { host } : undefined;
}

/**
 * `2026-05-01 00:00:01` and its ISO relatives, read without a pattern: bulk feeds have one per row.
 * No zone is UTC: only for feeds that document it. Undefined for any other form.
 */
export function utcTime(text: string): Temporal.Instant | undefined {
  const ms = utcMillis(text);
  return ms === undefined ? undefined : Temporal.Instant.fromEpochMilliseconds(ms);
}

/** As `utcTime`, in milliseconds since 1970. */
export function utcMillis(text: string): number | undefined {
  if (text.length < 19 || text.length > 32) return undefined;
  const d = (at: number) => text.charCodeAt(at) - 48;
  const two = (at: number) => {
    const a = d(at);
    const b = d(at + 1);
    return a >= 0 && a <= 9 && b >= 0 && b <= 9 ? a * 10 + b : -1;
  };
  const century = two(0);
  const yearOf = two(2);
  if (century < 0 || yearOf < 0) return undefined; // 202x is no year, and not 1999 either
  const year = century * 100 + yearOf;
  const month = two(5);
  const day = two(8);
  const hour = two(11);
  const minute = two(14);
  const second = two(17);
  const separators =
    text.charCodeAt(4) === 45 && text.charCodeAt(7) === 45 && text.charCodeAt(13) === 58 && text.charCodeAt(16) === 58;
  if (!separators || (text[10] !== ' ' && text[10] !== 'T')) return undefined;
  if (year < 1990 || year > 2199 || month < 1 || month > 12 || day < 1 || day > 31) return undefined;
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) return undefined;
  let ms = 0;
  const rest = text.length === 19 ? '' : text.slice(19);
  if (rest !== '' && rest !== 'Z') {
    const found = /^\.(\d{1,9})Z?$|^(?:\+00:?00| UTC| ?\+0000|Z)$/.exec(rest);
    if (!found) return undefined;
    if (found[1]) ms = Math.floor(Number(`0.${found[1]}`) * 1000);
  }
  const at = Date.UTC(year, month - 1, day, hour, minute, second, ms);
  if (day > 28 && new Date(at).getUTCDate() !== day) return undefined; // 31 February
  return at;
}

export interface Seen {
  readonly seenAt?: Temporal.Instant;
  readonly timePrecision?: Moment['precision'];
}

/**
 * When it was seen: what the sender stated; else the date of the message, marked as such; else when we received it, marked
 * the same; else nothing. A stated text that is no moment is a problem and counts as not stated.
 */
export function seenOf(
  stated: string | undefined,
  unit: Unit,
  reading: Reading,
  problems: Problem[],
  options: { readonly zone?: string; readonly at?: string } = {},
): Seen {
  if (!isNothing(stated) && stated !== undefined) {
    const moment = reading.readTime(stated, options.zone ? { zone: options.zone } : {});
    if (moment) {
      const received = unit.receivedAt;
      if (received && Temporal.Instant.compare(moment.at, received.add({ hours: 24 })) > 0)
        problems.push({
          code: 'time.future',
          message: 'the stated time lies more than a day after receipt',
          ...where(options.at),
        });
      return { seenAt: moment.at, timePrecision: moment.precision };
    }
    problems.push({ code: 'time.unreadable', message: `not a moment: ${stated.slice(0, 80)}`, ...where(options.at) });
  }
  return messageTime(unit);
}

const where = (at: string | undefined) => (at ? { at } : {});

/** The date of the message, or of its receipt, as a last resort. */
export function messageTime(unit: Unit): Seen {
  const mail = unit.kind === 'mail' ? unit : unit.within;
  const at = mail?.date?.at ?? unit.receivedAt ?? mail?.receivedAt;
  return at ? { seenAt: at, timePrecision: 'message_date' } : {};
}

/** Longest text kept per value in `extra`; the message itself is kept whole. */
const mostValue = 8192;

/** The sender's own names and words, verbatim but for endless ones. */
export function extraOf(
  entries: Iterable<readonly [string, unknown]>,
  problems: Problem[],
  at?: string,
): Record<string, unknown> | undefined {
  const out: Record<string, unknown> = {};
  let any = false;
  for (const [name, value] of entries) {
    if (value === undefined || name === '__proto__' || name === '') continue;
    if (typeof value === 'string' && value.length > mostValue) {
      problems.push({
        code: 'value.cut',
        message: `${name.slice(0, 80)} is ${value.length} characters; the first ${mostValue} are kept`,
        ...where(at),
      });
      out[name] = value.slice(0, mostValue);
    } else out[name] = value;
    any = true;
  }
  return any ? out : undefined;
}

/** The mail a unit is, or came in. */
export function mailOf(unit: Unit) {
  return unit.kind === 'mail' ? unit : unit.within;
}

/** Who sent the mail, where nothing better is stated. */
export function senderOf(unit: Unit): Finding['reporter'] {
  const mail = mailOf(unit);
  const contact = mail?.originator ?? mail?.from;
  if (!contact) return undefined;
  const domain = cleanHost(contact.slice(contact.lastIndexOf('@') + 1));
  return { contact, ...(domain ? { domain } : {}) };
}
