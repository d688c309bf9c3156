/** What attribution needs of the ledger, and the plain way to look into it: every row in turn. */
import { type Address, type Id, type Prefix, parsePrefix, prefixHolds } from '#kernel';
import type { Edge } from '#parties';
import type { HeldRow, NetworkRow, ResourceKind } from '#resources';

/** The ledger as recorded now; rows of every time, for attribution cuts the window itself. */
export interface LedgerView {
  /** Counts up with every change of the ledger. */
  readonly version: number;
  /** Prefix networks that share an address with this prefix. */
  networks(prefix: Prefix): readonly NetworkRow[];
  /** Networks that are an AS number or a domain, by name. */
  networkNamed(kind: 'asn' | 'domain', name: string): readonly NetworkRow[];
  /** Holdings whose prefix holds the whole of this prefix, itself included. */
  holding(prefix: Prefix): readonly HeldRow[];
  /** Holdings of prefixes strictly inside this one. */
  inside(prefix: Prefix): readonly HeldRow[];
  /** Holdings of a domain, host, URL prefix, AS number or account, by clean name. */
  named(kind: ResourceKind, name: string): readonly HeldRow[];
  /** The versions of a contract known now. */
  contract(id: Id<'ctr'>): readonly Edge[];
  /** The contracts in which a party buys. */
  bought(party: Id<'party'>): readonly Edge[];
}

export interface LedgerRows {
  readonly version: number;
  readonly held: readonly HeldRow[];
  readonly networks: readonly NetworkRow[];
  readonly edges: readonly Edge[];
}

/** Length of a prefix written as CIDR text. */
export const lengthOf = (cidr: string): number => Number(cidr.slice(cidr.indexOf('/') + 1));

/** A view that looks at every row: for the few rows of one look-up, and as the measure for the table. */
export function plainView(rows: LedgerRows): LedgerView {
  const prefixes = new Map<string, Prefix>();
  const read = (text: string): Prefix => {
    let p = prefixes.get(text);
    if (!p) {
      p = parsePrefix(text);
      if (!p) throw new Error(`the ledger holds a prefix that is none: ${text}`);
      prefixes.set(text, p);
    }
    return p;
  };
  const held = rows.held.filter((h) => h.kind === 'prefix');
  return {
    version: rows.version,
    networks: (p) =>
      rows.networks.filter(
        (n) => n.kind === 'prefix' && (prefixHolds(read(n.what), p) || prefixHolds(p, read(n.what))),
      ),
    networkNamed: (kind, name) => rows.networks.filter((n) => n.kind === kind && n.what === name),
    holding: (p) => held.filter((h) => prefixHolds(read(h.what), p)),
    inside: (p) => held.filter((h) => lengthOf(h.what) > p.length && prefixHolds(p, read(h.what))),
    named: (kind, name) => rows.held.filter((h) => h.kind === kind && h.what === name),
    contract: (id) => rows.edges.filter((e) => e.id === id),
    bought: (party) => rows.edges.filter((e) => e.buyer === party),
  };
}

/** An address as the prefix of full length. */
export const hostPrefix = (a: Address): Prefix => ({ ...a, length: 8 * a.bytes.length });
