/**
 * The ledger in memory, for bulk: prefixes in one longest-prefix table, records in typed columns (about 60 bytes each),
 * names in a map. Answers the same as the plain view; the quick way through it answers the plain cases without making anything.
 */
import {
  base32,
  bytesOfId,
  type Id,
  type Prefix,
  parsePrefix,
  prefixHolds,
  prefixText,
  stretchOf,
  windowAround,
} from '#kernel';
import type { Edge } from '#parties';
import {
  addPrefix,
  around,
  buildPrefixTable,
  type HeldRow,
  inside,
  locate,
  type NetworkRow,
  type PrefixTable,
  prefixAt,
  prefixList,
  type ResourceKind,
} from '#resources';
import type { Answer, Query } from './answer.ts';
import { attributeFinding, edgesBehind, wideMicros } from './attribute.ts';
import type { LedgerView } from './view.ts';

export interface TableView extends LedgerView {
  readonly prefixCount: number;
  /**
   * The record that holds an address during the whole of a stretch, where that is settled at a glance: one record of one's
   * own, all ports, inside a network of ours throughout, nothing more specific and nothing else in the stretch.
   * @returns the number of the record, or -1 where the whole question must be asked
   */
  quick(address: string, from: number, until: number): number;
  /** The record of a number. */
  record(number: number): HeldRow;
  /** Attributes one finding: the quick way where it can, else as `attributeFinding` does. The answers are the same. */
  attribute(query: Query): Answer;
}

export interface TableBuilder {
  addHeld(row: HeldRow): void;
  addNetwork(row: NetworkRow): void;
  addEdge(edge: Edge): void;
  /** Builds the table; the builder is used up. */
  finish(version: number): TableView;
}

/** Columns that grow. */
class Columns {
  count = 0;
  from = new Float64Array(1024);
  until = new Float64Array(1024);
  recorded = new Float64Array(1024);
  contract = new Int32Array(1024);
  /** Number of the prefix, or -1 for a name. */
  place = new Int32Array(1024);
  flags = new Uint8Array(1024);
  precedence = new Int16Array(1024);
  ids = new Uint8Array(16 * 1024);
  grow(): void {
    const wider = <T extends Float64Array | Int32Array | Uint8Array | Int16Array>(old: T, make: (n: number) => T): T => {
      const more = make(old.length * 2);
      more.set(old);
      return more;
    };
    this.from = wider(this.from, (n) => new Float64Array(n));
    this.until = wider(this.until, (n) => new Float64Array(n));
    this.recorded = wider(this.recorded, (n) => new Float64Array(n));
    this.contract = wider(this.contract, (n) => new Int32Array(n));
    this.place = wider(this.place, (n) => new Int32Array(n));
    this.flags = wider(this.flags, (n) => new Uint8Array(n));
    this.precedence = wider(this.precedence, (n) => new Int16Array(n));
    this.ids = wider(this.ids, (n) => new Uint8Array(n));
  }
}

const isExclusive = 1;
const allItsPorts = 2;
const inNetwork = 4;
const isSix = 8;
/** One's own, all ports, in a network of ours throughout. */
const plainCase = isExclusive | allItsPorts | inNetwork;
/** Answers remembered by record; forgotten all at once when there are too many. */
const mostRemembered = 200_000;

/** Gathers rows in any order and builds the table from them. */
export function tableBuilder(): TableBuilder {
  const c = new Columns();
  const v4 = prefixList(1);
  const v6 = prefixList(4);
  const ports = new Map<number, readonly [number, number]>();
  const names = new Map<string, number[]>();
  const nameOf = new Map<number, { readonly kind: ResourceKind; readonly what: string }>();
  const contractIds: Id<'ctr'>[] = [];
  const contractNumber = new Map<string, number>();
  const edges = new Map<string, Edge[]>();
  const bought = new Map<string, Edge[]>();
  const networks: NetworkRow[] = [];
  return {
    addHeld(row) {
      if (c.count === c.from.length) c.grow();
      const at = c.count++;
      c.from[at] = row.from;
      c.until[at] = row.until;
      c.recorded[at] = row.recordedFrom;
      c.precedence[at] = row.precedence;
      c.ids.set(bytesOfId(row.id), 16 * at);
      const all = row.ports[0] === 0 && row.ports[1] === 65536;
      if (!all) ports.set(at, row.ports);
      let number = -1;
      if (row.contract !== null) {
        number = contractNumber.get(row.contract) ?? -1;
        if (number < 0) {
          number = contractIds.push(row.contract) - 1;
          contractNumber.set(row.contract, number);
        }
      }
      c.contract[at] = number;
      c.flags[at] = (row.exclusive ? isExclusive : 0) | (all ? allItsPorts : 0);
      if (row.kind === 'prefix') {
        const prefix = parsePrefix(row.what);
        if (!prefix) throw new Error(`the ledger holds a prefix that is none: ${row.what}`);
        if (prefix.version === 6) c.flags[at] = (c.flags[at] ?? 0) | isSix;
        c.place[at] = addPrefix(prefix.version === 4 ? v4 : v6, prefix);
      } else {
        c.place[at] = -1;
        nameOf.set(at, { kind: row.kind, what: row.what });
        const key = `${row.kind} ${row.what}`;
        const list = names.get(key);
        if (list) list.push(at);
        else names.set(key, [at]);
      }
    },
    addNetwork(row) {
      networks.push(row);
    },
    addEdge(edge) {
      for (const [map, key] of [
        [edges, edge.id],
        [bought, edge.buyer],
      ] as const) {
        const list = map.get(key);
        if (list) list.push(edge);
        else map.set(key, [edge]);
      }
    },
    finish(version) {
      const { table, numberOf4, numberOf6 } = buildPrefixTable(v4, v6);
      // Records by the number of their prefix: first[n] up to first[n + 1] of `order`.
      const first = new Uint32Array(table.size + 2);
      for (let r = 0; r < c.count; r++) {
        const place = c.place[r] as number;
        if (place < 0) continue;
        const number = ((c.flags[r] as number) & isSix ? numberOf6[place] : numberOf4[place]) as number;
        c.place[r] = number;
        first[number + 2] = (first[number + 2] as number) + 1;
      }
      for (let n = 2; n < first.length; n++) first[n] = (first[n] as number) + (first[n - 1] as number);
      const order = new Uint32Array(first.at(-1) ?? 0);
      for (let r = 0; r < c.count; r++) {
        const number = c.place[r] as number;
        if (number < 0) continue;
        const at = first[number + 1] as number;
        order[at] = r;
        first[number + 1] = at + 1;
      }
      const prefixNetworks = networks
        .filter((n) => n.kind === 'prefix')
        .map((row) => {
          const prefix = parsePrefix(row.what);
          if (!prefix) throw new Error(`the ledger holds a network that is no prefix: ${row.what}`);
          return { row, prefix };
        });
      markInNetwork(c, table, prefixNetworks);
      return view(version, c, table, first, order, ports, names, nameOf, contractIds, edges, bought, networks, prefixNetworks);
    },
  };
}

/** Marks records whose whole time lies in the time of one network around them. */
function markInNetwork(
  c: Columns,
  table: PrefixTable,
  networks: readonly { readonly row: NetworkRow; readonly prefix: Prefix }[],
): void {
  const ofPrefix = new Map<number, readonly NetworkRow[]>();
  for (const { row, prefix } of networks) {
    const add = (number: number) => ofPrefix.set(number, [...(ofPrefix.get(number) ?? []), row]);
    for (const number of inside(table, prefix)) add(number);
    const same = around(table, prefix)[0];
    if (same !== undefined && prefixAt(table, same).length === prefix.length) add(same);
  }
  for (let r = 0; r < c.count; r++) {
    const rows = ofPrefix.get(c.place[r] as number);
    if (rows?.some((n) => n.from <= (c.from[r] as number) && n.until >= (c.until[r] as number)))
      c.flags[r] = (c.flags[r] as number) | inNetwork;
  }
}

function view(
  version: number,
  c: Columns,
  table: PrefixTable,
  first: Uint32Array,
  order: Uint32Array,
  ports: ReadonlyMap<number, readonly [number, number]>,
  names: ReadonlyMap<string, readonly number[]>,
  nameOf: ReadonlyMap<number, { readonly kind: ResourceKind; readonly what: string }>,
  contractIds: readonly Id<'ctr'>[],
  edges: ReadonlyMap<string, readonly Edge[]>,
  bought: ReadonlyMap<string, readonly Edge[]>,
  networks: readonly NetworkRow[],
  prefixNetworks: readonly { readonly row: NetworkRow; readonly prefix: Prefix }[],
): TableView {
  const { from, until, flags } = c;
  const parent = table.parent;
  const record = (r: number): HeldRow => {
    const name = nameOf.get(r);
    const contract = c.contract[r] as number;
    return {
      id: `hld_${base32(c.ids.subarray(16 * r, 16 * r + 16))}` as Id<'hld'>,
      kind: name?.kind ?? 'prefix',
      what: name?.what ?? prefixText(prefixAt(table, c.place[r] as number)),
      ports: ports.get(r) ?? [0, 65536],
      contract: contract < 0 ? null : (contractIds[contract] ?? null),
      exclusive: ((flags[r] as number) & isExclusive) !== 0,
      precedence: c.precedence[r] as number,
      recordedFrom: c.recorded[r] as number,
      from: from[r] as number,
      until: until[r] as number,
    };
  };
  const recordsOf = (number: number): HeldRow[] => {
    const rows: HeldRow[] = [];
    for (let i = first[number] as number; i < (first[number + 1] as number); i++) rows.push(record(order[i] as number));
    return rows;
  };
  const quick = (address: string, start: number, end: number): number => {
    for (let n = locate(table, address); n >= 0; n = parent[n] as number) {
      let found = -1;
      const last = first[n + 1] as number;
      for (let i = first[n] as number; i < last; i++) {
        const r = order[i] as number;
        if ((from[r] as number) >= end || (until[r] as number) <= start) continue;
        if (found >= 0) return -1;
        found = r;
      }
      if (found < 0) continue;
      const settled = ((flags[found] as number) & plainCase) === plainCase;
      return settled && (from[found] as number) <= start && (until[found] as number) >= end ? found : -1;
    }
    return -1;
  };
  const self: TableView = {
    version,
    prefixCount: table.size,
    networks: (p) =>
      prefixNetworks.filter((n) => prefixHolds(n.prefix, p) || prefixHolds(p, n.prefix)).map((n) => n.row),
    networkNamed: (kind, name) => networks.filter((n) => n.kind === kind && n.what === name),
    holding: (p) => around(table, p).flatMap(recordsOf),
    inside: (p) => inside(table, p).flatMap(recordsOf),
    named: (kind, name) => (names.get(`${kind} ${name}`) ?? []).map(record),
    contract: (id) => edges.get(id) ?? [],
    bought: (party) => bought.get(party) ?? [],
    quick,
    record,
    attribute,
  };
  // The answer for a record, and the stretch in which no contract behind it begins or ends.
  let remembered = new Map<number, { readonly from: number; readonly until: number; readonly answer: Answer }>();
  function attribute(query: Query): Answer {
    if (query.ip === undefined || query.seenAt === undefined || query.precision === 'range')
      return attributeFinding(self, query);
    const span = windowAround({ at: query.seenAt, precision: query.precision ?? 'exact' });
    const window = stretchOf(span);
    const r = quick(query.ip, window.from, window.until);
    if (r < 0) return attributeFinding(self, query);
    const key = 2 * r + (window.until - window.from > wideMicros ? 1 : 0);
    const known = remembered.get(key);
    if (known && known.from <= window.from && known.until >= window.until) return { ...known.answer, window: span };
    const answer = attributeFinding(self, query);
    const steady = steadyAround(self, record(r), window.from, window.until);
    if (steady) {
      if (remembered.size >= mostRemembered) remembered = new Map();
      remembered.set(key, { ...steady, answer });
    }
    return answer;
  }
  return self;
}

/** The stretch around the window in which neither the record nor any contract behind it changes; undefined where one does in it. */
function steadyAround(
  ledger: LedgerView,
  row: HeldRow,
  from: number,
  until: number,
): { readonly from: number; readonly until: number } | undefined {
  let lo = row.from;
  let hi = row.until;
  if (row.contract !== null)
    for (const edge of edgesBehind(ledger, [row.contract]))
      for (const bound of [edge.from, edge.until]) {
        if (bound > from && bound < until) return undefined;
        if (bound <= from && bound > lo) lo = bound;
        if (bound >= until && bound < hi) hi = bound;
      }
  return { from: lo, until: hi };
}
