/**
 * Who held it then: a function of the ledger as recorded, the resource and the moment with its uncertainty, and nothing
 * else. The window around the moment is cut at every bound of every record that could matter; each piece is answered by
 * itself, longest prefix first, so that a record which begins or ends inside the window never hides another.
 */
import {
  cleanHost,
  cleanUrl,
  type Id,
  microsOf,
  type Prefix,
  parseAddress,
  parsePrefix,
  prefixHolds,
  type Span,
  type Stretch,
  spanOf,
  stretchesMeet,
  stretchOf,
  windowAround,
} from '#kernel';
import { chainsTo, type Edge, type Link, mostLinks } from '#parties';
import { domainsOf, type HeldRow, type NetworkRow, urlPrefixesOf } from '#resources';
import type { Answer, Candidate, Confidence, Method, Query, Reason } from './answer.ts';
import { hostPrefix, type LedgerView, lengthOf } from './view.ts';

/** What is looked up, in clean spelling. */
export interface Asked {
  /** The address or range; an address is a prefix of full length. */
  readonly prefix: Prefix | undefined;
  readonly port: number | undefined;
  /** Names that tell sites apart, most telling first. */
  readonly names: readonly { readonly kind: 'url_prefix' | 'host' | 'domain'; readonly name: string }[];
  readonly account: string | undefined;
  readonly asn: string | undefined;
}

/** Cleans a query. An address written as the host of a URL counts where no address is given. */
export function askedOf(query: Query): Asked {
  const url = query.url === undefined ? undefined : cleanUrl(query.url);
  const host = query.host === undefined ? undefined : cleanHost(query.host);
  const address =
    (query.ip === undefined ? undefined : parseAddress(query.ip)) ??
    (query.host === undefined ? undefined : parseAddress(query.host));
  const range = query.prefix === undefined ? undefined : parsePrefix(query.prefix);
  const literal = url?.isAddress ? parseAddress(url.host) : undefined;
  const names: { kind: 'url_prefix' | 'host' | 'domain'; name: string }[] = [];
  const hosts: string[] = [];
  if (url) {
    for (const name of urlPrefixesOf(url.host, url.path)) names.push({ kind: 'url_prefix', name });
    if (!url.isAddress) hosts.push(url.host);
  }
  if (host && !hosts.includes(host)) hosts.push(host);
  for (const h of hosts) {
    names.push({ kind: 'host', name: h });
    for (const name of domainsOf(h)) names.push({ kind: 'domain', name });
  }
  return {
    prefix: address ? hostPrefix(address) : (range ?? (literal ? hostPrefix(literal) : undefined)),
    port: query.port,
    names,
    account: query.account,
    asn: query.asn === undefined ? undefined : String(query.asn),
  };
}

/** What one piece of the window says. */
interface Found {
  readonly row: HeldRow;
  readonly method: Method;
  /** Undefined: a shared resource whose site is not known. */
  readonly chain: readonly Link[] | undefined;
  /** Found by name although the address is not ours: the name may point elsewhere by now. */
  readonly aside: boolean;
  /** False: it may have held it then, and may not: the record began or ended somewhere around that instant. */
  readonly sure: boolean;
}
type Piece = readonly Found[] | 'none' | 'out';

const always: Stretch = { from: Number.NEGATIVE_INFINITY, until: Number.POSITIVE_INFINITY };
const holds = (s: Stretch, at: number): boolean => s.from <= at && at < s.until;
/** Beyond two hours the window says little about the moment itself. */
export const wideMicros = 2 * 3_600_000_000 + 1;

/** Everything the ledger has that could bear on the question, of any time. */
interface Evidence {
  readonly networks: readonly NetworkRow[];
  readonly around: readonly HeldRow[];
  readonly inside: readonly HeldRow[];
  readonly names: readonly { readonly kind: Method; readonly rows: readonly HeldRow[] }[];
  readonly account: readonly HeldRow[];
  readonly asn: readonly HeldRow[];
}

/**
 * Attributes one finding, piece by piece of the window in which it may lie.
 * One holder over the window: attributed. Several: ambiguous, with all of them as alternatives and no holder, so that
 * nothing automatic happens. A shared address needs a site. Outside what the organisation answered for: out of scope.
 */
export function attributeFinding(ledger: LedgerView, query: Query): Answer {
  const asked = askedOf(query);
  const span = query.seenAt
    ? windowAround({ at: query.seenAt, precision: query.precision ?? 'exact' }, query.range)
    : null;
  const window = span ? stretchOf(span) : always;
  if (!asked.prefix && asked.names.length === 0 && asked.account === undefined && asked.asn === undefined)
    return nobody('unattributed', 'no_resource', span, []);
  const evidence = gather(ledger, asked);
  const cuts = cutsIn(ledger, evidence, window);
  const pieces = cuts.map((from, i) => ({
    from,
    until: cuts[i + 1] ?? window.until,
    says: atInstant(ledger, asked, evidence, from),
  }));
  const moment = query.seenAt ? microsOf(query.seenAt) : undefined;
  return settle(ledger, asked, evidence, pieces, window, span, moment);
}

function gather(ledger: LedgerView, asked: Asked): Evidence {
  const p = asked.prefix;
  return {
    networks: p
      ? ledger.networks(p)
      : asked.names.length > 0
        ? asked.names.filter((n) => n.kind === 'domain').flatMap((n) => ledger.networkNamed('domain', n.name))
        : asked.asn !== undefined
          ? ledger.networkNamed('asn', asked.asn)
          : [],
    around: p ? [...ledger.holding(p)].sort(mostTelling) : [],
    inside: p && p.length < 8 * p.bytes.length ? ledger.inside(p) : [],
    names: asked.names
      .map((n) => ({ kind: n.kind, rows: [...ledger.named(n.kind, n.name)].sort(mostTelling) }))
      .filter((n) => n.rows.length > 0),
    account: asked.account === undefined ? [] : [...ledger.named('account', asked.account)].sort(mostTelling),
    asn:
      asked.asn === undefined || p || asked.names.length > 0
        ? []
        : [...ledger.named('asn', asked.asn)].sort(mostTelling),
  };
}

/** Longest prefix first, then the layer that goes before others, one's own before shared, narrower ports, the later record. */
function mostTelling(a: HeldRow, b: HeldRow): number {
  if (a.kind === 'prefix' && b.kind === 'prefix' && a.what !== b.what) return lengthOf(b.what) - lengthOf(a.what);
  return (
    b.precedence - a.precedence ||
    Number(b.exclusive) - Number(a.exclusive) ||
    a.ports[1] - a.ports[0] - (b.ports[1] - b.ports[0]) ||
    b.recordedFrom - a.recordedFrom ||
    (a.id < b.id ? -1 : 1)
  );
}

/** Where the window must be cut: its start, and every bound inside it of a record or of a contract behind one. */
function cutsIn(ledger: LedgerView, e: Evidence, window: Stretch): number[] {
  const cuts = new Set<number>([window.from]);
  const add = (s: Stretch) => {
    if (s.from > window.from && s.from < window.until) cuts.add(s.from);
    if (s.until > window.from && s.until < window.until) cuts.add(s.until);
  };
  for (const n of e.networks) add(n);
  const contracts = new Set<Id<'ctr'>>();
  for (const rows of [e.around, e.inside, e.account, e.asn, ...e.names.map((n) => n.rows)])
    for (const row of rows) {
      const whole = wholeOf(row);
      add(row);
      add(whole);
      if (row.begunBy !== undefined) add({ from: row.begunBy, until: row.begunBy });
      if (row.contract !== null && stretchesMeet(whole, window)) contracts.add(row.contract);
    }
  for (const edge of edgesBehind(ledger, contracts)) add(edge);
  return [...cuts].sort((a, b) => a - b);
}

/** Every version of these contracts and of those above them, up to the depth limit. */
export function edgesBehind(ledger: LedgerView, contracts: Iterable<Id<'ctr'>>): readonly Edge[] {
  const edges: Edge[] = [];
  const parties = new Set<string>();
  let level: Edge[] = [...contracts].flatMap((id) => ledger.contract(id));
  for (let depth = 0; depth <= mostLinks && level.length > 0; depth++) {
    edges.push(...level);
    const next: Edge[] = [];
    for (const e of level)
      if (e.seller !== null && !parties.has(e.seller)) {
        parties.add(e.seller);
        next.push(...ledger.bought(e.seller));
      }
    level = next;
  }
  return edges;
}

/** The whole time in which a record may hold: a change seen between two looks lies somewhere between them. */
const wholeOf = (row: HeldRow): Stretch =>
  row.endedBy === undefined ? row : { from: row.from, until: Math.max(row.until, row.endedBy) };

type Force = 'sure' | 'begins' | 'ends';
/**
 * Whether the record holds at this instant, and so does the contract behind it: surely, or perhaps because it began or
 * ended somewhere around it; undefined where it does not.
 */
function forceOf(ledger: LedgerView, row: HeldRow, at: number): Force | undefined {
  if (!holds(wholeOf(row), at)) return undefined;
  if (row.contract !== null && !ledger.contract(row.contract).some((e) => holds(e, at))) return undefined;
  if (at >= row.until) return 'ends';
  return row.begunBy !== undefined && at < row.begunBy ? 'begins' : 'sure';
}

/** One record passing to another of the same layer and resource: one of the two holds, and nothing behind them does. */
function passing(forces: readonly { readonly row: HeldRow; readonly force: Force }[], last: HeldRow): boolean {
  const same = forces.filter((f) => besides(f.row, last));
  return same.some((f) => f.force === 'ends') && same.some((f) => f.force === 'begins');
}

/** Records of one resource of equal standing: nothing says which goes first. */
const besides = (a: HeldRow, b: HeldRow): boolean =>
  a.kind === b.kind &&
  a.what === b.what &&
  a.ports[0] === b.ports[0] &&
  a.ports[1] === b.ports[1] &&
  a.precedence === b.precedence &&
  a.exclusive &&
  b.exclusive;

/**
 * Of records of one name, most telling first, those that may answer at this instant: down to the first that surely does,
 * with those of equal standing. `covered` says that one of them surely holds.
 */
function answering(
  ledger: LedgerView,
  rows: readonly HeldRow[],
  at: number,
): { readonly found: readonly { readonly row: HeldRow; readonly sure: boolean }[]; readonly covered: boolean } {
  const met: { row: HeldRow; force: Force }[] = [];
  let covered: HeldRow | undefined;
  for (const row of rows) {
    if (covered && !besides(covered, row)) break;
    const force = forceOf(ledger, row, at);
    if (!force) continue;
    met.push({ row, force });
    if (force === 'sure' || passing(met, row)) covered ??= row;
  }
  return { found: met.map((m) => ({ row: m.row, sure: covered !== undefined })), covered: covered !== undefined };
}

function atInstant(ledger: LedgerView, asked: Asked, e: Evidence, at: number): Piece {
  const found: Found[] = [];
  if (asked.prefix) {
    if (!e.networks.some((n) => holds(n, at))) {
      const named = byName(ledger, e, at, true);
      return named.length > 0 && named.every((f) => f.chain) ? named : 'out';
    }
    const uncovered = byInside(ledger, asked.prefix, e, at, found);
    if (uncovered) byAddress(ledger, asked, e, at, found);
    return found.length > 0 ? found : 'none';
  }
  if (asked.names.length > 0) {
    found.push(...byName(ledger, e, at, false));
    if (found.length > 0) return found;
    // A name we did not hold then is not ours then, whatever was before or after.
    return e.networks.some((n) => holds(n, at)) ? 'none' : 'out';
  }
  if (asked.account !== undefined) {
    const accounts = byRows(ledger, e.account, 'account', at, false);
    return accounts.length > 0 ? accounts : 'none';
  }
  const numbers = byRows(ledger, e.asn, 'asn', at, false);
  if (numbers.length > 0) return numbers;
  return e.networks.some((n) => holds(n, at)) ? 'none' : 'out';
}

/** Records inside a reported range, each a possible holder; answers whether part of the range is left. */
function byInside(ledger: LedgerView, prefix: Prefix, e: Evidence, at: number, found: Found[]): boolean {
  if (e.inside.length === 0) return true;
  const valid = e.inside.filter((r) => forceOf(ledger, r, at) !== undefined);
  const widest: Prefix[] = [];
  let covered = 0n;
  const bits = 8 * prefix.bytes.length;
  for (const row of valid.sort((a, b) => lengthOf(a.what) - lengthOf(b.what))) {
    const sure = forceOf(ledger, row, at) === 'sure';
    if (row.exclusive) found.push(...chained(ledger, row, 'prefix', at, false, sure));
    else found.push({ row, method: 'prefix', chain: undefined, aside: false, sure });
    const p = parsePrefix(row.what);
    if (!sure || !p || row.ports[1] - row.ports[0] < 65536 || widest.some((w) => prefixHolds(w, p))) continue;
    widest.push(p);
    covered += 1n << BigInt(bits - p.length);
  }
  return covered < 1n << BigInt(bits - prefix.length);
}

/** Longest prefix first; where ports are not known, every record whose ports could be meant. */
function byAddress(ledger: LedgerView, asked: Asked, e: Evidence, at: number, found: Found[]): void {
  const open: [number, number][] = asked.port === undefined ? [[0, 65536]] : [[asked.port, asked.port + 1]];
  const perhaps: { row: HeldRow; force: Force; found: Found[] }[] = [];
  let last: HeldRow | undefined;
  for (const row of e.around) {
    if (open.length === 0 && !(last && besides(last, row))) break;
    const force = forceOf(ledger, row, at);
    if (!force) continue;
    const [from, until] = row.ports;
    const equal = last !== undefined && besides(last, row);
    if (!equal && !open.some(([a, b]) => a < until && from < b)) continue;
    const mine: Found[] = [];
    if (row.exclusive) {
      const whole = from === 0 && until === 65536;
      mine.push(...chained(ledger, row, whole ? 'prefix' : 'ports', at, false, force === 'sure'));
    } else {
      const site = bySite(ledger, e, at);
      if (site.length > 0) mine.push(...site);
      else mine.push({ row, method: 'prefix', chain: undefined, aside: false, sure: force === 'sure' });
    }
    if (force !== 'sure') {
      perhaps.push({ row, force, found: mine });
      if (!passing(perhaps, row)) continue;
      // It passes from one to the other: one of the two held it, and whoever holds what encloses it did not.
      for (const p of perhaps) if (besides(p.row, row)) found.push(...p.found.map((f) => ({ ...f, sure: true })));
      for (let i = perhaps.length - 1; i >= 0; i--)
        if (besides((perhaps[i] as { row: HeldRow }).row, row)) perhaps.splice(i, 1);
    } else found.push(...mine);
    last = row;
    for (let i = open.length - 1; i >= 0; i--) {
      const [a, b] = open[i] ?? [0, 0];
      if (a >= until || from >= b) continue;
      open.splice(i, 1);
      if (a < from) open.push([a, from]);
      if (until < b) open.push([until, b]);
    }
  }
  found.push(...perhaps.flatMap((p) => p.found));
}

/** On a shared resource: the site by its name, or the account. */
function bySite(ledger: LedgerView, e: Evidence, at: number): readonly Found[] {
  const named = byName(ledger, e, at, false);
  if (named.length > 0 && named.every((f) => f.chain)) return named;
  return byRows(ledger, e.account, 'account', at, false);
}

/** What records of one name say at an instant. */
function byRows(
  ledger: LedgerView,
  rows: readonly HeldRow[],
  method: Method,
  at: number,
  aside: boolean,
): readonly Found[] {
  return answering(ledger, rows, at).found.flatMap(({ row, sure }) => chained(ledger, row, method, at, aside, sure));
}

/** URL prefix before host before domain, longest first. A shared name (a platform's own domain) leaves the site unknown. */
function byName(ledger: LedgerView, e: Evidence, at: number, aside: boolean): readonly Found[] {
  const all: Found[] = [];
  for (const { kind, rows } of e.names) {
    const { found, covered } = answering(ledger, rows, at);
    for (const { row, sure } of found)
      if (row.exclusive) all.push(...chained(ledger, row, kind, at, aside, sure));
      else all.push({ row, method: kind, chain: undefined, aside, sure });
    if (covered) return all;
  }
  return all;
}

function chained(
  ledger: LedgerView,
  row: HeldRow,
  method: Method,
  at: number,
  aside: boolean,
  sure: boolean,
): readonly Found[] {
  if (row.contract === null) return [{ row, method, chain: [], aside, sure }];
  const edge = ledger.contract(row.contract).find((e) => holds(e, at));
  if (!edge) return [];
  return chainsTo(edge, at, (party) => ledger.bought(party)).map((chain) => ({ row, method, chain, aside, sure }));
}

const addresseeOf = (chain: readonly Link[]) => chain.find((l) => l.party !== null)?.party ?? null;

/** Who a finding of a piece points to: the same key is the same answer for letters and cases. */
function whoOf(f: Found): string {
  if (!f.chain) return `site ${f.row.contract ?? ''}`;
  if (f.chain.length === 0) return 'own';
  return `${addresseeOf(f.chain)} ${f.chain.at(-1)?.party}`;
}

function candidateOf(f: Found): Candidate {
  const chain = f.chain ?? [];
  return {
    holding: f.row.id,
    contract: f.row.contract,
    holder: chain.at(-1)?.party ?? null,
    addressee: addresseeOf(chain),
    chain,
    valid: spanOf(f.row),
  };
}

interface Cut extends Stretch {
  readonly says: Piece;
}

function settle(
  ledger: LedgerView,
  asked: Asked,
  e: Evidence,
  pieces: readonly Cut[],
  window: Stretch,
  span: Span | null,
  moment: number | undefined,
): Answer {
  const who = new Map<string, Found>();
  // The piece with the moment itself first: of several records of one holder, that one is named.
  const ordered = [...pieces].sort((a, b) => Number(isAt(b, moment)) - Number(isAt(a, moment)));
  for (const piece of ordered)
    if (typeof piece.says !== 'string')
      for (const f of piece.says) {
        const known = who.get(whoOf(f));
        if (!known || (f.sure && !known.sure)) who.set(whoOf(f), f);
      }
  const found = [...who.values()];
  const sites = found.filter((f) => !f.chain);
  const only = found[0];
  // It may have been this one, or nobody yet, or nobody any more: that is for a person to say.
  if (found.length === 1 && only?.chain && !only.sure)
    return span ? nobody('ambiguous', null, span, [candidateOf(only)]) : nobody('unattributed', 'no_time', span, []);
  if (found.length === 1 && only?.chain) {
    return {
      ...candidateOf(only),
      status: 'attributed',
      reason: null,
      method: span ? only.method : 'only_holder',
      confidence: confidenceOf(only, pieces, window, moment),
      alternatives: [],
      window: span,
    };
  }
  if (only && sites.length === found.length) {
    const c = candidateOf(only);
    return { ...nobody('unattributed', 'no_site', span, []), holding: c.holding, contract: c.contract, valid: c.valid };
  }
  if (found.length > 1) {
    const alternatives = found.map(candidateOf).sort((a, b) => ((a.holding ?? '') < (b.holding ?? '') ? -1 : 1));
    return span ? nobody('ambiguous', null, span, alternatives) : nobody('unattributed', 'no_time', span, alternatives);
  }
  if (pieces.every((p) => p.says === 'out')) return nobody('out_of_scope', null, span, []);
  if (!span) return nobody('unattributed', 'no_time', span, []);
  const first = firstEver(ledger, asked, e, window);
  return first ? nobody('unattributed', 'before_ledger', span, first) : nobody('unattributed', 'gap', span, []);
}

const isAt = (piece: Stretch, moment: number | undefined) => moment !== undefined && holds(piece, moment);

/** The first holders we know of, where the window lies wholly before them; undefined where it does not. */
function firstEver(ledger: LedgerView, asked: Asked, e: Evidence, window: Stretch): readonly Candidate[] | undefined {
  const fits = (r: HeldRow) => asked.port === undefined || (r.ports[0] <= asked.port && asked.port < r.ports[1]);
  const rows = [...e.around, ...e.inside, ...e.names.flatMap((n) => n.rows), ...e.account, ...e.asn].filter(fits);
  const starts: number[] = [];
  for (const row of rows) {
    const edges = row.contract === null ? [always] : ledger.contract(row.contract);
    for (const edge of edges) if (stretchesMeet(row, edge)) starts.push(Math.max(row.from, edge.from));
  }
  const start = starts.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  if (start === Number.POSITIVE_INFINITY || start < window.until) return undefined;
  const says = atInstant(ledger, asked, e, start);
  return typeof says === 'string' ? [] : says.slice(0, 3).map(candidateOf);
}

/**
 * A word for how sure it is. Low: no time was given, only an AS number, or the holder had it inside the window but not at
 * the moment itself. Medium: the window is wider than an hour to both sides, part of it is uncovered, the way up to us is
 * not known, or only the name is ours. High otherwise.
 */
function confidenceOf(f: Found, pieces: readonly Cut[], window: Stretch, moment: number | undefined): Confidence {
  if (moment === undefined || f.method === 'asn') return 'low';
  const gaps = pieces.some((p) => typeof p.says === 'string');
  const at = pieces.find((p) => isAt(p, moment));
  if (at && (typeof at.says === 'string' || at.says.some((x) => !x.sure))) return 'low';
  if (gaps || f.aside || f.chain?.[0]?.party === null) return 'medium';
  return window.until - window.from > wideMicros ? 'medium' : 'high';
}

function nobody(
  status: Answer['status'],
  reason: Reason | null,
  window: Span | null,
  alternatives: readonly Candidate[],
): Answer {
  return {
    status,
    reason,
    method: null,
    confidence: null,
    holding: null,
    contract: null,
    holder: null,
    addressee: null,
    chain: [],
    valid: null,
    alternatives,
    window,
  };
}
