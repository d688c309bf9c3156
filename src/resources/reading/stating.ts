/** Gathers what an inventory states, row by row: reads its resources, passes over what cannot be read and says so. */
import {
  addressText,
  cleanHost,
  isPrivate,
  type Prefix,
  parseAddress,
  parsePrefix,
  prefixOf,
  prefixText,
} from '#kernel';
import type { ServiceKind } from '#parties';
import type { Stated, StatedHolding, StatedParty, StatedProblem, StatedProblemCode } from '../inventory.ts';
import { allPorts, type Ports, type ResourceKind } from '../resource.ts';

export interface Held {
  readonly where: string;
  /** Customer number; null: the organisation itself; undefined: the inventory names nobody, so nothing is stated. */
  readonly holder: string | null | undefined;
  readonly ports?: Ports;
  readonly exclusive?: boolean;
  readonly label?: string | undefined;
  readonly service?: string | undefined;
  readonly serviceKind?: ServiceKind | undefined;
  readonly from?: Temporal.Instant | undefined;
  readonly until?: Temporal.Instant | null | undefined;
  readonly begunBy?: Temporal.Instant | undefined;
  readonly endedBy?: Temporal.Instant | undefined;
  /** Addresses of private space are stated too. */
  readonly privateToo?: boolean;
}

export class Stating {
  readonly #parties = new Map<string, StatedParty>();
  readonly #holdings: StatedHolding[] = [];
  readonly #problems: StatedProblem[] = [];
  readonly #names = new Set<string>();
  readonly #silent = new Set<string>();
  asOf: Temporal.Instant | undefined;

  problem(where: string, code: StatedProblemCode): void {
    this.#problems.push({ where, code });
  }

  /** A party; said twice, what the second adds is added. */
  party(p: StatedParty): void {
    const known = this.#parties.get(p.reference);
    this.#parties.set(
      p.reference,
      known ? { ...known, ...p, contacts: [...(known.contacts ?? []), ...(p.contacts ?? [])] } : p,
    );
  }

  /** Not everything of this customer could be told. */
  silent(reference: string): void {
    this.#silent.add(reference);
  }

  has(reference: string): boolean {
    return this.#parties.has(reference);
  }

  /** Whether a name is stated already. */
  stands(kind: 'domain' | 'host', name: string): boolean {
    const clean = cleanHost(name);
    return clean !== undefined && this.#names.has(`${kind} ${clean}`);
  }

  #hold(kind: ResourceKind, what: string, h: Held): void {
    if (h.holder === undefined) return;
    this.#names.add(`${kind} ${what}`);
    this.#holdings.push({
      where: h.where,
      kind,
      what,
      ports: h.ports ?? allPorts,
      holder: h.holder,
      exclusive: h.exclusive ?? true,
      ...(h.label === undefined || h.label === '' ? {} : { label: h.label.slice(0, 300) }),
      ...(h.service === undefined ? {} : { service: h.service }),
      ...(h.serviceKind === undefined ? {} : { serviceKind: h.serviceKind }),
      ...(h.from === undefined ? {} : { from: h.from }),
      ...(h.until === undefined ? {} : { until: h.until }),
      ...(h.begunBy === undefined ? {} : { begunBy: h.begunBy }),
      ...(h.endedBy === undefined ? {} : { endedBy: h.endedBy }),
    });
  }

  /** An address, with or without a length that is the subnet's and not its own: `192.0.2.7/24`. */
  address(text: string | undefined, h: Held): void {
    const address = parseAddress((text ?? '').replace(/\/\d+$/, ''));
    if (!address) {
      this.problem(h.where, 'no_resource');
      return;
    }
    if (isPrivate(address) && !h.privateToo) {
      this.problem(h.where, 'not_global');
      return;
    }
    this.#hold('prefix', prefixText({ ...address, length: 8 * address.bytes.length }), h);
  }

  /** A prefix; host bits are dropped, as inventories write a subnet by any of its addresses. */
  prefix(text: string | undefined, h: Held): void {
    const prefix = text === undefined ? undefined : prefixIn(text);
    if (!prefix) {
      this.problem(h.where, 'no_resource');
      return;
    }
    if (isPrivate(prefix) && !h.privateToo) {
      this.problem(h.where, 'not_global');
      return;
    }
    this.#hold('prefix', prefixText(prefix), h);
  }

  /** A range of addresses, as the fewest prefixes that are it. */
  range(first: string | undefined, last: string | undefined, h: Held): void {
    const prefixes = prefixesOf(first ?? '', last ?? '');
    if (prefixes.length === 0) {
      this.problem(h.where, 'no_resource');
      return;
    }
    for (const p of prefixes) this.prefix(prefixText(p), h);
  }

  /** A domain with all below it, or one host. */
  name(kind: 'domain' | 'host', text: string | undefined, h: Held): void {
    const name = text === undefined ? undefined : cleanHost(text.replace(/^\*\./, ''));
    if (!name) {
      this.problem(h.where, 'no_resource');
      return;
    }
    this.#hold(kind, name, h);
  }

  /** A resource that is read already. */
  other(kind: ResourceKind, what: string, h: Held): void {
    this.#hold(kind, what, h);
  }

  account(text: string | undefined, h: Held): void {
    if (!text || text.length > 320) {
      this.problem(h.where, 'no_resource');
      return;
    }
    this.#hold('account', text, h);
  }

  asn(text: string | undefined, h: Held): void {
    const digits = (text ?? '').replace(/^as/i, '');
    if (!/^\d{1,10}$/.test(digits) || Number(digits) < 1 || Number(digits) > 4_294_967_295) {
      this.problem(h.where, 'no_resource');
      return;
    }
    this.#hold('asn', String(Number(digits)), h);
  }

  done(): Stated {
    return {
      parties: [...this.#parties.values()],
      holdings: apart(this.#holdings),
      problems: this.#problems,
      ...(this.asOf ? { asOf: this.asOf } : {}),
      ...(this.#silent.size > 0 ? { silent: [...this.#silent] } : {}),
    };
  }
}

/**
 * Where some ports of an address are another's, the holder of the whole of it holds the rest: within one layer two cannot
 * hold one port.
 */
function apart(holdings: readonly StatedHolding[]): readonly StatedHolding[] {
  const narrow = Map.groupBy(
    holdings.filter((h) => h.exclusive && h.from === undefined && h.ports[1] - h.ports[0] < 65536),
    (h) => `${h.kind} ${h.what}`,
  );
  if (narrow.size === 0) return holdings;
  return holdings.flatMap((h) => {
    const others = narrow.get(`${h.kind} ${h.what}`);
    if (!others || !h.exclusive || h.ports[1] - h.ports[0] < 65536) return [h];
    const rest: StatedHolding[] = [];
    let from = 0;
    for (const { ports } of [...others].sort((a, b) => a.ports[0] - b.ports[0])) {
      if (ports[0] > from) rest.push({ ...h, ports: [from, ports[0]] });
      from = Math.max(from, ports[1]);
    }
    if (from < 65536) rest.push({ ...h, ports: [from, 65536] });
    return rest;
  });
}

/** A prefix as inventories write it: with host bits, or with a netmask instead of a length (`192.0.2.1/255.255.255.0`). */
export function prefixIn(text: string): Prefix | undefined {
  const [head = '', tail] = text.trim().split('/');
  const address = parseAddress(head);
  if (!address) return undefined;
  const bits = 8 * address.bytes.length;
  const length = tail === undefined ? bits : /^\d{1,3}$/.test(tail) ? Number(tail) : maskLength(tail);
  if (length === undefined || length > bits) return undefined;
  return parsePrefix(prefixText(prefixOf(address, length)));
}

/** Length of a netmask; undefined where its ones are not in one row. */
export function maskLength(mask: string): number | undefined {
  const address = parseAddress(mask);
  if (address?.version !== 4) return undefined;
  const ones = [...address.bytes].map((b) => b.toString(2).padStart(8, '0')).join('');
  return /^1*0*$/.test(ones) ? ones.replace(/0/g, '').length : undefined;
}

const numberOf = (bytes: Uint8Array): bigint => bytes.reduce((sum, b) => (sum << 8n) | BigInt(b), 0n);
const bytesOf = (value: bigint, size: number): Uint8Array =>
  Uint8Array.from({ length: size }, (_, i) => Number((value >> BigInt(8 * (size - 1 - i))) & 0xffn));

/** The fewest prefixes that are exactly the addresses from the first to the last; none where they are no range. */
export function prefixesOf(first: string, last: string): Prefix[] {
  const [a, b] = [parseAddress(first.replace(/\/\d+$/, '')), parseAddress(last.replace(/\/\d+$/, ''))];
  if (!a || !b || a.version !== b.version) return [];
  const size = a.bytes.length;
  const bits = 8 * size;
  let from = numberOf(a.bytes);
  const to = numberOf(b.bytes);
  const all: Prefix[] = [];
  while (from <= to && all.length < 1000) {
    let length = bits;
    while (length > 0) {
      const block = 1n << BigInt(bits - length + 1);
      if (from % block !== 0n || from + block - 1n > to) break;
      length--;
    }
    const address = parseAddress(addressText({ version: a.version, bytes: bytesOf(from, size) }));
    if (!address) return [];
    all.push({ ...address, length });
    from += 1n << BigInt(bits - length);
  }
  return from > to ? all : [];
}

/** The address that many places further on: what a count of addresses ends at. */
export function addressAfter(first: string, count: number): string | undefined {
  const a = parseAddress(first);
  if (!a || !Number.isSafeInteger(count) || count < 1) return undefined;
  const last = numberOf(a.bytes) + BigInt(count) - 1n;
  if (last >= 1n << BigInt(8 * a.bytes.length)) return undefined;
  return addressText({ version: a.version, bytes: bytesOf(last, a.bytes.length) });
}

/** Purposes of a contact by the words inventories use for a role. */
export function purposeOf(role: string | undefined): 'abuse' | 'legal' | 'technical' | 'billing' | 'duty' | undefined {
  const r = (role ?? '').toLowerCase();
  if (/abuse|misbruik/.test(r)) return 'abuse';
  if (/legal|juri/.test(r)) return 'legal';
  if (/bill|financ|factu|invoice/.test(r)) return 'billing';
  if (/24|emergenc|on.?call|duty|noc|storing/.test(r)) return 'duty';
  if (/tech|admin|operat|beheer/.test(r)) return 'technical';
  return undefined;
}
