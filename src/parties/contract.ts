/** What a contract is: the edge between a seller and a buyer, in two-sided time, and the chain that edges make. */
import type { Id, Stretch } from '#kernel';

export const serviceKinds = [
  'dedicated',
  'vps',
  'colocation',
  'shared_hosting',
  'cloud',
  'storage',
  'domain',
  'dns',
  'mail',
  'transit',
  'ip_lease',
  'cdn',
  'resale',
  'other',
] as const;
export type ServiceKind = (typeof serviceKinds)[number];

/** Class of the service under the Digital Services Act, articles 3(g), 3(i), 4, 5 and 6. */
export const dsaClasses = ['mere_conduit', 'caching', 'hosting', 'online_platform', 'unknown'] as const;
export type DsaClass = (typeof dsaClasses)[number];
/** Who checks the identity of the buyer's own customers. */
export const kycModes = ['direct', 'delegated', 'none'] as const;
export type KycMode = (typeof kycModes)[number];
/** Whether the buyer says who its own customers are. */
export const disclosures = ['full', 'on_request', 'refused'] as const;
export type Disclosure = (typeof disclosures)[number];

/** Links from us to the deepest party; a chain that would be longer is refused. */
export const mostLinks = 8;

/** One version of a contract, as far as chains need it. */
export interface Edge extends Stretch {
  readonly id: Id<'ctr'>;
  readonly reference: string;
  /** Null: the organisation itself sells. */
  readonly seller: Id<'party'> | null;
  readonly buyer: Id<'party'>;
  readonly serviceKind: ServiceKind;
  /** The buyer sells it on. */
  readonly resells: boolean;
}

/** Edges by who sells and by who buys. */
export interface EdgeIndex {
  readonly bySeller: ReadonlyMap<string, readonly Edge[]>;
  readonly byBuyer: ReadonlyMap<string, readonly Edge[]>;
}

export function indexEdges(edges: Iterable<Edge>): EdgeIndex {
  const bySeller = new Map<string, Edge[]>();
  const byBuyer = new Map<string, Edge[]>();
  const put = (map: Map<string, Edge[]>, key: string, edge: Edge) => {
    const list = map.get(key);
    if (list) list.push(edge);
    else map.set(key, [edge]);
  };
  for (const e of edges) {
    if (e.seller !== null) put(bySeller, e.seller, e);
    put(byBuyer, e.buyer, e);
  }
  return { bySeller, byBuyer };
}

/**
 * Whether this edge closes a ring (someone would buy from himself through others) or makes a chain longer than `mostLinks`,
 * at any moment of the edge's validity. The index holds the edges known now; the edge itself may be among them.
 * @returns the parties of the ring or the too long chain, or undefined where all is well
 */
export function ringOrTooDeep(
  index: EdgeIndex,
  added: Edge,
): { readonly what: 'ring' | 'too_deep'; readonly parties: readonly Id<'party'>[] } | undefined {
  type Next = (party: Id<'party'>) => readonly { readonly party: Id<'party'> | null; readonly edge: Edge }[];
  const down: Next = (p) => (index.bySeller.get(p) ?? []).map((edge) => ({ party: edge.buyer, edge }));
  const up: Next = (p) => (index.byBuyer.get(p) ?? []).map((edge) => ({ party: edge.seller, edge }));
  // Only within the time in which all links of the walk are valid together.
  const longest = (
    next: Next,
    at: Id<'party'>,
    time: Stretch,
    path: readonly Id<'party'>[],
  ): readonly Id<'party'>[] => {
    let best = path;
    if (path.length > mostLinks) return best;
    for (const { party, edge } of next(at)) {
      const from = Math.max(time.from, edge.from);
      const until = Math.min(time.until, edge.until);
      if (from >= until || party === null || path.includes(party)) continue;
      const found = longest(next, party, { from, until }, [...path, party]);
      if (found.length > best.length) best = found;
      if (best.length > mostLinks) return best;
    }
    return best;
  };
  const below = longest(down, added.buyer, added, [added.buyer]);
  if (added.seller === null) return below.length > mostLinks ? { what: 'too_deep', parties: below } : undefined;
  const ring = ringThrough(index.bySeller, added.buyer, added.seller, added, [added.buyer]);
  if (ring) return { what: 'ring', parties: [added.seller, ...ring] };
  const above = longest(up, added.seller, added, [added.seller]);
  const parties = [...above].reverse().concat(below);
  return parties.length > mostLinks ? { what: 'too_deep', parties } : undefined;
}

function ringThrough(
  bySeller: ReadonlyMap<string, readonly Edge[]>,
  at: Id<'party'>,
  target: Id<'party'>,
  time: Stretch,
  path: readonly Id<'party'>[],
): readonly Id<'party'>[] | undefined {
  if (path.length > 4 * mostLinks) return undefined;
  for (const edge of bySeller.get(at) ?? []) {
    const from = Math.max(time.from, edge.from);
    const until = Math.min(time.until, edge.until);
    if (from >= until) continue;
    if (edge.buyer === target) return [...path, target];
    if (path.includes(edge.buyer)) continue;
    const found = ringThrough(bySeller, edge.buyer, target, { from, until }, [...path, edge.buyer]);
    if (found) return found;
  }
  return undefined;
}

/** One link of a chain: who, under which contract. A null party is a link we do not know. */
export interface Link {
  readonly party: Id<'party'> | null;
  readonly contract: Id<'ctr'> | null;
}

/**
 * The ways from us down to the buyer of an edge at one moment, each listed from us downwards. More than one where a
 * seller had two sellers of its own and nothing tells them apart; a way that does not reach us begins with an unknown
 * link. At each step edges under which the buyer may sell on go before the rest, and of these the ones of the same
 * service before the others.
 * @param edgesOfBuyer all edges in which the party buys, of any time
 */
export function chainsTo(
  edge: Edge,
  at: number,
  edgesOfBuyer: (party: Id<'party'>) => readonly Edge[],
): readonly (readonly Link[])[] {
  const ways: (readonly Link[])[] = [];
  const climb = (e: Edge, below: readonly Link[]) => {
    const links: readonly Link[] = [{ party: e.buyer, contract: e.id }, ...below];
    if (e.seller === null) {
      ways.push(links);
      return;
    }
    const valid = edgesOfBuyer(e.seller).filter((u) => u.from <= at && at < u.until);
    const resold = valid.filter((u) => u.resells);
    const may = resold.length > 0 ? resold : valid;
    const same = may.filter((u) => u.serviceKind === e.serviceKind);
    const chosen = same.length > 0 ? same : may;
    const perSeller = new Map<string | null, Edge>();
    for (const u of [...chosen].sort((a, b) => a.from - b.from || (a.id < b.id ? -1 : 1)))
      if (!perSeller.has(u.seller)) perSeller.set(u.seller, u);
    const known = [...perSeller.values()].filter((u) => !links.some((l) => l.party === u.buyer));
    if (known.length === 0 || links.length >= mostLinks) {
      ways.push(
        [{ party: null, contract: null }, { party: e.seller, contract: null }, ...links].slice(0, mostLinks + 2),
      );
      return;
    }
    for (const u of known) if (ways.length < 16) climb(u, links);
  };
  climb(edge, []);
  return ways;
}
