/** What a resource is, and its one clean spelling: prefix, domain, host, URL prefix, AS number or account. */
import {
  addressText,
  cleanHost,
  cleanUrl,
  err,
  ok,
  parseAddress,
  parsePrefix,
  prefixOf,
  prefixText,
  type Result,
} from '#kernel';

export const resourceKinds = ['prefix', 'domain', 'host', 'url_prefix', 'asn', 'account'] as const;
export type ResourceKind = (typeof resourceKinds)[number];

/** A resource in its clean spelling. An address is a prefix of full length. */
export interface Resource {
  readonly kind: ResourceKind;
  /** CIDR text for a prefix; else the name: A-labels in lower case, `host/path` for a URL prefix, digits for an AS number. */
  readonly text: string;
}

/** Ports from the first up to, not including, the last; the whole of them is [0, 65536). */
export type Ports = readonly [from: number, until: number];
export const allPorts: Ports = [0, 65536];

/**
 * Reads a resource as people write it: `192.0.2.0/24`, `2001:db8::1`, `AS64500`, `example.org` (the domain with all below
 * it), `host:www.example.org` (this host alone), `https://example.org/~jan` or `example.org/~jan` (a URL prefix),
 * `account:jan`. The word before a colon may always be written: `prefix:`, `domain:`, `host:`, `url:`, `asn:`, `account:`.
 */
export function readResource(text: string): Result<Resource, string> {
  const s = text.trim();
  const said = /^(prefix|domain|host|url|url_prefix|asn|account):(?!\/\/)(.*)$/i.exec(s);
  const word = said?.[1]?.toLowerCase();
  const rest = (said?.[2] ?? s).trim();
  switch (word) {
    case 'prefix':
      return readPrefix(rest);
    case 'domain':
      return named('domain', rest);
    case 'host':
      return named('host', rest);
    case 'url':
    case 'url_prefix':
      return readUrlPrefix(rest);
    case 'asn':
      return readAsn(rest);
    case 'account':
      return rest.length > 0 && rest.length <= 320
        ? ok({ kind: 'account', text: rest })
        : err('an account name has 1 to 320 characters');
  }
  if (/^as\d+$/i.test(s)) return readAsn(s);
  if (/^[\d.]+(\/\d+)?$/.test(s) || /^[0-9a-f:.]*:[0-9a-f:.]*(\/\d+)?$/i.test(s)) return readPrefix(s);
  if (s.includes('/')) return readUrlPrefix(s);
  return named('domain', s);
}

function readPrefix(s: string): Result<Resource, string> {
  const prefix = parsePrefix(s);
  if (prefix) return ok({ kind: 'prefix', text: prefixText(prefix) });
  const slash = s.indexOf('/');
  const address = parseAddress(slash < 0 ? s : s.slice(0, slash));
  if (!address) return err(`"${s}" is not an address or prefix`);
  const length = Number(s.slice(slash + 1));
  if (!Number.isInteger(length) || length > 8 * address.bytes.length)
    return err(`"${s}" has a length that does not exist`);
  return err(`"${s}" has host bits set; did you mean ${prefixText(prefixOf(address, length))}?`);
}

function readAsn(s: string): Result<Resource, string> {
  const digits = s.replace(/^as/i, '');
  const value = Number(digits);
  if (!/^\d{1,10}$/.test(digits) || value < 1 || value > 4_294_967_295) return err(`"${s}" is not an AS number`);
  return ok({ kind: 'asn', text: String(value) });
}

function named(kind: 'domain' | 'host', s: string): Result<Resource, string> {
  const name = cleanHost(s);
  return name ? ok({ kind, text: name }) : err(`"${s}" is not a domain, host, address, AS number or URL prefix`);
}

function readUrlPrefix(s: string): Result<Resource, string> {
  const url = cleanUrl(/^[a-z][a-z0-9+.-]*:\/\//i.test(s) ? s : `http://${s}`);
  if (!url || (!url.isAddress && !cleanHost(url.host))) return err(`"${s}" is not a URL prefix`);
  const path = url.path.replace(/\/+$/, '');
  if (path === '') return err(`"${s}" has no path: write it as host:${url.host}`);
  return ok({ kind: 'url_prefix', text: `${url.host}${path}` });
}

/** `host`, `host/a`, `host/a/b`: every URL prefix that could hold this URL, longest first; at most 64. */
export function urlPrefixesOf(host: string, path: string): readonly string[] {
  const parts = path.split('/').filter((p, i, all) => i > 0 && !(i === all.length - 1 && p === ''));
  const all: string[] = [];
  for (let n = Math.min(parts.length, 64); n > 0; n--) all.push(`${host}/${parts.slice(0, n).join('/')}`);
  return all;
}

/** `a.b.example.org`, `b.example.org`, `example.org`, `org`: every domain that could hold this host, longest first. */
export function domainsOf(host: string): readonly string[] {
  const labels = host.split('.');
  return labels.map((_, i) => labels.slice(i).join('.'));
}

/** Reads `80`, `1024-2047` or nothing (all ports); undefined where it is none of these. */
export function readPorts(text: string): Ports | undefined {
  const s = text.trim();
  if (s === '') return allPorts;
  const found = /^(\d{1,5})(?:\s*-\s*(\d{1,5}))?$/.exec(s);
  const from = Number(found?.[1]);
  const to = Number(found?.[2] ?? found?.[1]);
  return found && to >= from && to <= 65535 ? [from, to + 1] : undefined;
}

/** `80`, `1024-2047`, or nothing for all ports. */
export function portsText(ports: Ports): string {
  if (ports[0] === 0 && ports[1] === 65536) return '';
  return ports[1] - ports[0] === 1 ? String(ports[0]) : `${ports[0]}-${ports[1] - 1}`;
}

/** How a resource is shown: the address without its full length, `AS64500`, the name. */
export function resourceText(kind: ResourceKind, text: string): string {
  if (kind === 'asn') return `AS${text}`;
  if (kind !== 'prefix') return text;
  const prefix = parsePrefix(text);
  return prefix && prefix.length === 8 * prefix.bytes.length ? addressText(prefix) : text;
}

/** Reads what a network is: a prefix, an AS number or a domain. */
export function readNetwork(
  text: string,
): { readonly kind: 'prefix' | 'asn' | 'domain'; readonly what: string } | string {
  const read = readResource(text);
  if (!read.ok) return read.error;
  const { kind, text: what } = read.value;
  return kind === 'prefix' || kind === 'asn' || kind === 'domain'
    ? { kind, what }
    : `"${text}" is not a prefix, AS number or domain`;
}
