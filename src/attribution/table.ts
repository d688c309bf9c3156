/**
 * The ledger in memory, for bulk: prefixes in one longest-prefix table, records in typed columns (all together some 130 bytes a record),
 * names in a map. Answers the same as the plain view; the quick way through it answers the plain cases without making anything.
 */
import {
  base32,
  bytesOfId,
  type Id,
  instantOfMicros,
  type Micros,
  type Prefix,
  parsePrefix,
  prefixHolds,
  prefixText,
  type Span,
  type Stretch,
  spanOf,
  stretchOf,
  type TimePrecision,
  windowAround,
} from '#kernel';
import { chainsTo, type Edge, type Link } from '#parties';
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
  /**
   * The same for a finding on its way to its row. Plain cases share one answer, which therefore names no window: the many
   * findings of one holder are one answer in the ledger too.
   */
  attributeRow(row: RowQuery): Answer;
}

/** A question with its moments on the line of the ledger. */
export interface RowQuery extends Omit<Query, 'seenAt' | 'range'> {
  readonly seen?: Micros;
  readonly first?: Micros;
  readonly last?: Micros;
}

const aroundOf: Readonly<Partial<Record<TimePrecision, number>>> = {
  exact: 60_000_000,
  minute: 300_000_000,
  hour: 3_600_000_000,
  assumed_zone: 14 * 3_600_000_000,
};
const dayMicros = 86_400_000_000;

/** The stretch of `windowAround`, from numbers alone; undefined for a range, whose bounds come with the finding. */
export function stretchAround(at: Micros, precision: TimePrecision): Stretch | undefined {
  const half = aroundOf[precision];
  if (half !== undefined) return { from: at - half, until: at + half + 1 };
  if (precision === 'message_date') return { from: at - 7 * dayMicros, until: at + 1 };
  if (precision !== 'day') return undefined;
  const day = Math.floor(at / dayMicros) * dayMicros;
  return { from: day, until: day + dayMicros };
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
  /** Lets go of the room that was not used. */
  trim(): void {
    const n = this.count;
    this.from = this.from.slice(0, n);
    this.until = this.until.slice(0, n);
    this.recorded = this.recorded.slice(0, n);
    this.contract = this.contract.slice(0, n);
    this.place = this.place.slice(0, n);
    this.flags = this.flags.slice(0, n);
    this.precedence = this.precedence.slice(0, n);
    this.ids = this.ids.slice(0, 16 * n);
  }
  grow(): void {
    const wider = <T extends Float64Array | Int32Array | Uint8Array | Int16Array>(
      old: T,
      make: (n: number) => T,
    ): T => {
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
/** Its beginning and end are known to the moment. */
const isSharp = 16;
/** One's own, all ports, in a network of ours throughout, with bounds that are known. */
const plainCase = isExclusive | allItsPorts | inNetwork | isSharp;
/** Bounds that are not known to the moment. */
type Blurred = Pick<HeldRow, 'begunBy' | 'endedBy'>;
/** Gathers rows in any order and builds the table from them. */
export function tableBuilder(): TableBuilder {
  const c = new Columns();
  const v4 = prefixList(1);
  const v6 = prefixList(4);
  const ports = new Map<number, readonly [number, number]>();
  const blurred = new Map<number, Blurred>();
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
      const sharp = row.begunBy === undefined && row.endedBy === undefined;
      if (!sharp)
        blurred.set(at, {
          ...(row.begunBy === undefined ? {} : { begunBy: row.begunBy }),
          ...(row.endedBy === undefined ? {} : { endedBy: row.endedBy }),
        });
      c.flags[at] = (row.exclusive ? isExclusive : 0) | (all ? allItsPorts : 0) | (sharp ? isSharp : 0);
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
      c.trim();
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
      markInNetwork(c, table, first, order, prefixNetworks);
      return view(
        version,
        c,
        table,
        first,
        order,
        ports,
        blurred,
        names,
        nameOf,
        contractIds,
        edges,
        bought,
        networks,
        prefixNetworks,
      );
    },
  };
}

/** Marks records whose whole time lies in the time of one network around them. */
function markInNetwork(
  c: Columns,
  table: PrefixTable,
  first: Uint32Array,
  order: Uint32Array,
  networks: readonly { readonly row: NetworkRow; readonly prefix: Prefix }[],
): void {
  for (const { row, prefix } of networks) {
    const mark = (number: number) => {
      for (let i = first[number] as number; i < (first[number + 1] as number); i++) {
        const r = order[i] as number;
        if (row.from <= (c.from[r] as number) && row.until >= (c.until[r] as number))
          c.flags[r] = (c.flags[r] as number) | inNetwork;
      }
    };
    for (const number of inside(table, prefix)) mark(number);
    const same = around(table, prefix)[0];
    if (same !== undefined && prefixAt(table, same).length === prefix.length) mark(same);
  }
}

function view(
  version: number,
  c: Columns,
  table: PrefixTable,
  first: Uint32Array,
  order: Uint32Array,
  ports: ReadonlyMap<number, readonly [number, number]>,
  blurred: ReadonlyMap<number, Blurred>,
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
  // For the quick way: from and until side by side in the order of the prefixes, so that one look in memory gives both.
  // Records that are no plain case are not-a-number: every comparison with them fails, and the whole question is asked.
  const times = new Float64Array(2 * order.length);
  for (let i = 0; i < order.length; i++) {
    const r = order[i] as number;
    const plain = ((flags[r] as number) & plainCase) === plainCase;
    times[2 * i] = plain ? (from[r] as number) : Number.NaN;
    times[2 * i + 1] = plain ? (until[r] as number) : Number.NaN;
  }
  const rowAt = (r: number): HeldRow => {
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
      ...blurred.get(r),
    };
  };
  const recordsOf = (number: number): HeldRow[] => {
    const rows: HeldRow[] = [];
    for (let i = first[number] as number; i < (first[number + 1] as number); i++) rows.push(rowAt(order[i] as number));
    return rows;
  };
  const quickFrom = (number: number, start: number, end: number): number => {
    for (let n = number; n >= 0; n = parent[n] as number) {
      const last = first[n + 1] as number;
      for (let i = first[n] as number; i < last; i++) {
        const began = times[2 * i] as number;
        const ended = times[2 * i + 1] as number;
        if (began >= end || ended <= start) continue;
        if (!(began <= start && ended >= end)) return -1;
        // It covers all of the stretch; another of this prefix that shares time with it makes it no plain case.
        for (let k = i + 1; k < last; k++)
          if (!((times[2 * k] as number) >= end || (times[2 * k + 1] as number) <= start)) return -1;
        return i;
      }
    }
    return -1;
  };
  // Time of an IPv4 look-up is memory that is not in the cache, so nearly all are kept to one look: at the slot of the address,
  // which names the record and from when it alone settles the question.
  const v4 = slotTable(table, first, times);
  const starts4 = table.v4.starts[0] as Uint32Array;
  const owner4 = table.v4.owner;
  const { slots, shift, mask, settledFrom, lowest, highest, alone, isPair } = v4;
  /** Before a record settled its prefix: that one still, the only other one, which lies beside it, or the whole question. */
  const earlier = (record: number, start: number, end: number): number => {
    if (start >= (times[2 * record] as number)) return record;
    if (
      ((isPair[record >>> 5] as number) >>> (record & 31)) & 1 &&
      (times[2 * record - 2] as number) <= start &&
      (times[2 * record - 1] as number) >= end
    )
      return record - 1;
    return quickFrom(c.place[order[record] as number] as number, start, end);
  };
  const quick = (address: string, start: number, end: number): number => {
    const n = address.length;
    // The address is read here and not called for: this is the inner loop of bulk.
    let four = 0;
    let part = 0;
    let digits = 0;
    let dots = 0;
    let i = n < 7 || n > 15 ? -1 : 0;
    while (i >= 0 && i < n) {
      const c = address.charCodeAt(i++) - 48;
      if (c >= 0 && c <= 9) {
        if ((digits !== 0 && part === 0) || digits === 3) i = -1;
        part = (part * 10 + c) | 0;
        digits = (digits + 1) | 0;
      } else if (c === -2) {
        if (digits === 0 || part > 255 || dots === 3) i = -1;
        four = (four << 8) | part;
        part = 0;
        digits = 0;
        dots = (dots + 1) | 0;
      } else i = -1;
    }
    if (i < 0 || dots !== 3 || digits === 0 || part > 255) return quickFrom(locate(table, address), start, end);
    four = (four << 8) | part;
    const biased = four ^ -2147483648;
    if (biased < lowest || biased > highest) return -1;
    const slot = slots[(four >>> shift) & mask] as number;
    if (slot >= 0) {
      const record = slot & mostSlotted;
      if (start >= (settledFrom[slot >>> slotBits] as number)) return record;
      return earlier(record, start, end);
    }
    // Several ranges begin in this slot, or none that is settled: from the first on, by halves.
    let lo = ~slot;
    let hi = Math.min(owner4.length, lo + v4.widest + 1);
    const address32 = four >>> 0;
    while (hi - lo > 1) {
      const middle = (lo + hi) >>> 1;
      if ((starts4[middle] as number) <= address32) lo = middle;
      else hi = middle;
    }
    const record = alone[lo] as number;
    return record >= 0 ? earlier(record, start, end) : quickFrom(owner4[lo] as number, start, end);
  };
  const self: TableView = {
    version,
    prefixCount: table.size,
    networks: (p) =>
      prefixNetworks.filter((n) => prefixHolds(n.prefix, p) || prefixHolds(p, n.prefix)).map((n) => n.row),
    networkNamed: (kind, name) => networks.filter((n) => n.kind === kind && n.what === name),
    holding: (p) => around(table, p).flatMap(recordsOf),
    inside: (p) => inside(table, p).flatMap(recordsOf),
    named: (kind, name) => (names.get(`${kind} ${name}`) ?? []).map(rowAt),
    contract: (id) => edges.get(id) ?? [],
    bought: (party) => bought.get(party) ?? [],
    quick,
    record: (number) => rowAt(order[number] as number),
    attribute,
    attributeRow,
  };
  // The chain behind a contract, and the stretch in which no contract on the way up begins or ends.
  const chains = new Map<
    number,
    { readonly from: number; readonly until: number; readonly chain: readonly Link[] | null }
  >();
  function chainOver(contract: number, start: number, end: number): readonly Link[] | null {
    if (contract < 0) return [];
    const known = chains.get(contract);
    if (known && known.from <= start && known.until >= end) return known.chain;
    const id = contractIds[contract] as Id<'ctr'>;
    const steady = steadyAround(self, id, start, end);
    if (!steady) return null;
    const edge = self.contract(id).find((e) => e.from <= start && end <= e.until);
    const ways = edge ? chainsTo(edge, start, (party) => self.bought(party)) : [];
    const chain = ways.length === 1 ? (ways[0] ?? null) : null;
    chains.set(contract, { ...steady, chain });
    return chain;
  }
  function attribute(query: Query): Answer {
    if (query.ip === undefined || query.seenAt === undefined || query.precision === 'range')
      return attributeFinding(self, query);
    const span = windowAround({ at: query.seenAt, precision: query.precision ?? 'exact' });
    const window = stretchOf(span);
    const r = quick(query.ip, window.from, window.until);
    const chain = r < 0 ? null : chainOver(c.contract[order[r] as number] as number, window.from, window.until);
    if (chain === null) return attributeFinding(self, query);
    return plainAnswer(rowAt(order[r] as number), chain, window, span);
  }
  function plainAnswer(row: HeldRow, chain: readonly Link[], window: Stretch, span: Span | null): Answer {
    const sure = chain[0]?.party !== null && window.until - window.from <= wideMicros;
    return {
      status: 'attributed',
      reason: null,
      method: 'prefix',
      confidence: sure ? 'high' : 'medium',
      holding: row.id,
      contract: row.contract,
      holder: chain.at(-1)?.party ?? null,
      addressee: chain.find((l) => l.party !== null)?.party ?? null,
      chain,
      valid: spanOf(row),
      alternatives: [],
      window: span,
    };
  }
  const shared = new Map<number, Answer>();
  function attributeRow(row: RowQuery): Answer {
    const { ip, seen } = row;
    const window = seen === undefined ? undefined : stretchAround(seen, row.precision ?? 'exact');
    const r = ip === undefined || window === undefined ? -1 : quick(ip, window.from, window.until);
    if (r >= 0 && window) {
      const chain = chainOver(c.contract[order[r] as number] as number, window.from, window.until);
      if (chain) {
        // Wide windows are less sure: the two answers of a record stand side by side.
        const name = 2 * r + (window.until - window.from <= wideMicros ? 0 : 1);
        const before = shared.get(name);
        if (before && before.chain === chain) return before;
        const answer = plainAnswer(rowAt(order[r] as number), chain, window, null);
        shared.set(name, answer);
        return answer;
      }
    }
    return attributeFinding(self, queryOf(row));
  }
  return self;
}

/** Bits of a slot that name a record; the seven above them say from when it settles the question. */
const slotBits = 24;
const mostSlotted = 2 ** slotBits - 1;
const mostMoments = 128;

/**
 * What the quick way looks at for IPv4: a slot for each stretch of addresses of the same leading bits. Where one range covers all of
 * it and one record settles that range from some moment on, the slot names both (a number from 0); else it is the complement of the
 * first range that reaches into it. Bounds are biased by 2^31, so that they compare as whole 32-bit numbers.
 */
interface SlotTable {
  readonly lowest: number;
  readonly highest: number;
  readonly shift: number;
  readonly mask: number;
  readonly slots: Int32Array;
  /** Of each range the record without an end that settles it from its beginning; -1 where there is none. */
  readonly alone: Int32Array;
  /** A bit for each record: whether it settles, and its prefix has one other record, which is the one before it. */
  readonly isPair: Uint32Array;
  /** Moments from which records settle, rounded up to one of these. */
  readonly settledFrom: Float64Array;
  /** Most ranges that begin in one slot. */
  readonly widest: number;
}

function slotTable(table: PrefixTable, first: Uint32Array, times: Float64Array): SlotTable {
  const { owner, skip, low, high } = table.v4;
  const starts = table.v4.starts[0] as Uint32Array;
  const n = owner.length;
  const alone = new Int32Array(n).fill(-1);
  const isPair = new Uint32Array((times.length >>> 6) + 1);
  const begins: number[] = [];
  for (let i = 0; i < n; i++) {
    const record = (owner[i] as number) < 0 ? -1 : openAlone(owner[i] as number, first, times);
    if (record < 0 || record > mostSlotted) continue;
    alone[i] = record;
    const number = owner[i] as number;
    if (first[number] === record - 1 && first[number + 1] === record + 1)
      isPair[record >>> 5] = (isPair[record >>> 5] as number) | (1 << (record & 31));
    begins.push(times[2 * record] as number);
  }
  const settledFrom = momentsOf(Float64Array.from(begins));
  // Some eight slots to a range, at most 2^24 (64 megabytes): most prefixes are no longer than /24, and fill slots of their own.
  const bits = Math.min(32 - skip, 24, Math.max(8, Math.ceil(Math.log2(n + 1)) + 4));
  const shift = 32 - skip - bits;
  const mask = 2 ** bits - 1;
  const slots = new Int32Array(mask + 1);
  const lowest = low[0] as number;
  const highest = high[0] as number;
  const base = shift + bits === 32 ? 0 : (lowest >>> (shift + bits)) * 2 ** (shift + bits);
  let range = 0;
  let widest = 1;
  for (let s = 0; s <= mask; s++) {
    const begin = base + s * 2 ** shift;
    const end = begin + 2 ** shift;
    while (range + 1 < n && (starts[range + 1] as number) <= begin) range++;
    let last = range;
    while (last + 1 < n && (starts[last + 1] as number) < end) last++;
    const record = last === range ? (alone[range] as number) : -1;
    if (record < 0) {
      slots[s] = ~range;
      widest = Math.max(widest, last - range + 1);
    } else slots[s] = momentAt(settledFrom, times[2 * record] as number) * 2 ** slotBits + record;
    range = last;
  }
  return {
    lowest: lowest ^ -2147483648,
    highest: highest ^ -2147483648,
    shift,
    mask,
    slots,
    alone,
    isPair,
    settledFrom,
    widest,
  };
}

/** At most 128 moments, so that each of these is at or before one of them. */
function momentsOf(begins: Float64Array): Float64Array {
  begins.sort();
  const moments: number[] = [];
  for (let i = 1; i <= mostMoments; i++) {
    const at = begins[Math.ceil((begins.length * i) / mostMoments) - 1];
    if (at !== undefined && at !== moments.at(-1)) moments.push(at);
  }
  return Float64Array.from(moments);
}

/** The number of the first of these moments that is not before this one. */
function momentAt(moments: Float64Array, begin: number): number {
  let lo = 0;
  let hi = moments.length - 1;
  while (lo < hi) {
    const middle = (lo + hi) >>> 1;
    if ((moments[middle] as number) >= begin) hi = middle;
    else lo = middle + 1;
  }
  return lo;
}

/** Of the records of a prefix the one without an end, where it shares no time with another of them; -1 where there is none. */
function openAlone(number: number, first: Uint32Array, times: Float64Array): number {
  const from = first[number] as number;
  const until = first[number + 1] as number;
  let open = -1;
  for (let i = from; i < until; i++) {
    // No plain case: its times are no numbers, and it could share time with any.
    if (Number.isNaN(times[2 * i])) return -1;
    if (times[2 * i + 1] === Number.POSITIVE_INFINITY) open = i;
  }
  if (open < 0) return -1;
  for (let i = from; i < until; i++)
    if (i !== open && !((times[2 * i + 1] as number) <= (times[2 * open] as number))) return -1;
  return open;
}

/** A question about a row as the careful way asks it. */
export function queryOf(row: RowQuery): Query {
  const { seen, first, last, ...rest } = row;
  return {
    ...rest,
    ...(seen === undefined ? {} : { seenAt: instantOfMicros(seen) }),
    ...(row.precision === 'range' && first !== undefined && last !== undefined
      ? { range: { from: instantOfMicros(first), until: instantOfMicros(last) } }
      : {}),
  };
}

/** The stretch around a window in which no contract behind this one begins or ends; undefined where one does in it. */
function steadyAround(
  ledger: LedgerView,
  contract: Id<'ctr'>,
  from: number,
  until: number,
): { readonly from: number; readonly until: number } | undefined {
  let lo = Number.NEGATIVE_INFINITY;
  let hi = Number.POSITIVE_INFINITY;
  for (const edge of edgesBehind(ledger, [contract]))
    for (const bound of [edge.from, edge.until]) {
      if (bound > from && bound < until) return undefined;
      if (bound <= from && bound > lo) lo = bound;
      if (bound >= until && bound < hi) hi = bound;
    }
  return { from: lo, until: hi };
}
