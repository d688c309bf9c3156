/** Exact locations as a notifier writes them: read once, kept as sent, masked where they may not be seen. */
import type { Query } from '#attribution';
import { cleanAddress, cleanHost, cleanUrl, defang, refang } from '#kernel';

export const itemKinds = ['url', 'ip', 'ip_port', 'domain', 'mail_headers', 'account'] as const;
export type ItemKind = (typeof itemKinds)[number];

export interface Location {
  readonly kind: ItemKind;
  /** In clean spelling; mail headers as they were pasted. */
  readonly location: string;
}

export const mostItems = 100;
const mostHeaders = 50_000;

/** One line as a location; undefined where it is none: nothing is guessed. Defanged spellings are understood. */
export function readLocation(line: string): Location | undefined {
  const text = refang(line.trim());
  if (text === '') return undefined;
  const url = cleanUrl(text);
  if (url) {
    const literal = url.isAddress ? cleanAddress(url.host) : cleanHost(url.host);
    return literal ? { kind: 'url', location: url.url } : undefined;
  }
  const ip = cleanAddress(text.replace(/^\[|\]$/g, ''));
  if (ip) return { kind: 'ip', location: ip };
  const port = /^\[?([0-9a-f.:]+?)\]?:(\d{1,5})$/i.exec(text);
  const host = port?.[1] === undefined ? undefined : cleanAddress(port[1]);
  if (host && Number(port?.[2]) > 0 && Number(port?.[2]) < 65_536)
    return { kind: 'ip_port', location: `${host.includes(':') ? `[${host}]` : host}:${Number(port?.[2])}` };
  if (text.includes('/')) {
    const guess = cleanUrl(`http://${text}`);
    // A page without its scheme is what people copy; the scheme is not what makes it exact.
    if (guess && !guess.isAddress && cleanHost(guess.host)) return { kind: 'url', location: guess.url };
    return undefined;
  }
  const domain = cleanHost(text);
  if (domain) return { kind: 'domain', location: domain };
  if (/^[^\s@]{1,64}@[^\s@]+$/.test(text) && cleanHost(text.split('@')[1] ?? ''))
    return { kind: 'account', location: text.toLowerCase() };
  return undefined;
}

export interface ReadLocations {
  readonly items: readonly Location[];
  /** Lines that are no location, as they were typed. */
  readonly wrong: readonly string[];
}

/** A block of text, one location on a line, and mail headers beside it. The same location twice counts once. */
export function readLocations(text: string, headers = ''): ReadLocations {
  const items = new Map<string, Location>();
  const wrong: string[] = [];
  for (const line of text.split(/[\r\n]+/)) {
    if (line.trim() === '') continue;
    const found = readLocation(line);
    if (found) items.set(`${found.kind} ${found.location}`, found);
    else wrong.push(line.trim());
  }
  if (headers.trim() !== '')
    items.set('headers', { kind: 'mail_headers', location: headers.trim().slice(0, mostHeaders) });
  return { items: [...items.values()].slice(0, mostItems), wrong };
}

/** What attribution is asked for a location at a moment; undefined where it has nothing that can be looked up. */
export function queryOf(item: Location, at: Temporal.Instant): Query | undefined {
  if (item.kind === 'url') return { url: item.location, seenAt: at };
  if (item.kind === 'ip') return { ip: item.location, seenAt: at };
  if (item.kind === 'domain') return { host: item.location, seenAt: at };
  if (item.kind === 'account') return { account: item.location, host: item.location.split('@')[1] ?? '', seenAt: at };
  if (item.kind === 'ip_port') {
    const found = /^\[?(.+?)\]?:(\d+)$/.exec(item.location);
    return found?.[1] ? { ip: found[1], port: Number(found[2]), seenAt: at } : undefined;
  }
  return undefined;
}

/** The host or address of a location; undefined for mail headers. */
export function hostOf(item: Location): { readonly ip?: string; readonly host?: string } {
  if (item.kind === 'url') {
    const url = cleanUrl(item.location);
    return url ? (url.isAddress ? { ip: url.host } : { host: url.host }) : {};
  }
  const q = queryOf(item, Temporal.Instant.fromEpochMilliseconds(0));
  return q ? { ...(q.ip ? { ip: q.ip } : {}), ...(q.host ? { host: q.host } : {}) } : {};
}

/** As people see it: made harmless; mail headers only as what they are; of child abuse material a mask that leads nowhere. */
export function maskOf(item: Location, never: boolean): string {
  if (item.kind === 'mail_headers') return '[mail headers]';
  if (!never)
    return item.kind === 'url' || item.kind === 'domain' || item.kind === 'account'
      ? defang(item.location)
      : item.location;
  const { ip, host } = hostOf(item);
  if (host) return `${host.slice(0, 1)}…[.]${host.split('.').at(-1) ?? ''}${item.kind === 'url' ? '/…' : ''}`;
  return ip ? `${ip.split(/[.:]/)[0] ?? ''}…` : '…';
}
