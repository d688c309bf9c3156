/** What a format is given beside the unit: how moments are read, the organisation's own space, facts loaded at run time. */
import { cleanHost, parseAddress, parsePrefix, prefixText, readTime, supernets } from '#kernel';
import type { Reading } from '../format.ts';
import { utcTime } from '../values/fields.ts';

export interface OwnSpace {
  /** CIDR text, or single addresses. */
  readonly prefixes: readonly string[];
  /** Domains whose names and subdomains are ours or our customers'. */
  readonly domains: readonly string[];
}

export interface ReadingFacts {
  readonly own?: OwnSpace;
  readonly facts?: Readonly<Record<string, unknown>>;
  /** Our kinds in the vocabularies of others. */
  readonly kinds?: readonly { readonly id: string; readonly rsit?: string; readonly xarf?: string }[];
  readonly mostFindings?: number;
}

/** The context of reading. Prefixes and domains that are none are left out; without any, `own` is null. */
export function newReading(from: ReadingFacts): Reading {
  const prefixes = new Set<string>();
  for (const text of from.own?.prefixes ?? []) {
    const prefix = parsePrefix(text.trim());
    if (prefix) prefixes.add(prefixText(prefix));
  }
  const domains = new Set<string>();
  for (const text of from.own?.domains ?? []) {
    const host = cleanHost(text);
    if (host) domains.add(host);
  }
  const own =
    prefixes.size + domains.size === 0
      ? null
      : {
          holds(ip: string): boolean {
            const address = parseAddress(ip);
            return address !== undefined && supernets(address).some((p) => prefixes.has(p));
          },
          holdsHost(host: string): boolean {
            for (let name = host; name.includes('.'); name = name.slice(name.indexOf('.') + 1))
              if (domains.has(name)) return true;
            return false;
          },
        };
  return {
    // The commonest form by far is read without a pattern; anything but an exact UTC moment goes the long way.
    readTime: (text, options) => {
      const at = text.endsWith('Z') ? utcTime(text) : undefined;
      return at ? { at, precision: 'exact' } : readTime(text, options);
    },
    own,
    mostFindings: from.mostFindings ?? 1_000_000,
    ...(from.kinds ? { kinds: new Map(from.kinds.map((k) => [k.id, k])) } : {}),
    facts: from.facts ?? {},
  };
}
