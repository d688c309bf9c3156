/** What of a party is compared with lists, and the mark by which a change of it is seen. */
import type { Identifier } from './entry.ts';
import type { Query } from './match/find.ts';

export interface AskedParty {
  readonly kind: 'natural' | 'legal' | 'unknown';
  readonly name: string | null;
  readonly country: string | null;
  readonly mails: readonly string[];
  readonly phones: readonly string[];
  readonly domains: readonly string[];
}

/** Names in one text: "trading as" and alike part two names of one customer. */
const parted = /\s+(?:t\/a|d\/b\/a|dba|trading as|h\.?o\.?d\.?n\.?|handelend onder de naam|a\.?k\.?a\.?)\s+/i;

/** The query of a party, from its name, country, addresses and the domains it has. */
export function queryOfParty(p: AskedParty): Query {
  const identifiers: Identifier[] = [
    ...p.mails.map((value) => ({ kind: 'email' as const, value })),
    ...p.phones.map((value) => ({ kind: 'phone' as const, value })),
    ...p.domains.map((value) => ({ kind: 'domain' as const, value })),
  ];
  return {
    names: p.name === null ? [] : p.name.split(parted).filter((n) => n.trim() !== ''),
    kind: p.kind === 'natural' ? 'person' : p.kind === 'legal' ? 'organisation' : 'unknown',
    ...(p.country ? { countries: [p.country] } : {}),
    ...(identifiers.length > 0 ? { identifiers } : {}),
  };
}

/** The text whose hash is the fingerprint of a party: everything that is compared, in one order. */
export const textOfParty = (
  p: AskedParty,
  owners: readonly {
    readonly name: string;
    readonly share: number | null;
    readonly controls: boolean;
    readonly born: string | null;
  }[],
): string =>
  JSON.stringify([
    p.kind,
    p.name,
    p.country,
    [...p.mails].sort(),
    [...p.phones].sort(),
    [...p.domains].sort(),
    owners.map((o) => [o.name, o.share, o.controls, o.born]),
  ]);

/** Version of the engine: the numbers of its scores mean what this version says. */
export const engineVersion = 'bezem-screening-1';
