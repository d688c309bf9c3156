/**
 * Attribution in memory, from the text of an address over a million prefixes: against a hash map per prefix length and
 * against reading the text alone in the same run, and against the best npm library as measured before. First it must be right.
 */
import ipaddr from 'ipaddr.js';
import LongestPrefixMatch from 'longest-prefix-match';
import { type TableView, tableBuilder } from '#attribution';
import { addressText, type Id, idFrom, microsOf, parseAddress, prefixOf, prefixText } from '#kernel';
import { allPorts, type HeldRow, quad } from '#resources';
import { type Bench, median, round } from './bench.ts';

const passes = 5;

/** A repeatable stream of unsigned 32-bit numbers (mulberry32). */
function numbers(seed: number): () => number {
  let a = seed >>> 0;
  return () => {
    a = (a + 0x6d2b79f5) >>> 0;
    let t = Math.imul(a ^ (a >>> 15), a | 1);
    t = (t + Math.imul(t ^ (t >>> 7), t | 61)) ^ t;
    return (t ^ (t >>> 14)) >>> 0;
  };
}

const text4 = (n: number) => `${n >>> 24}.${(n >>> 16) & 255}.${(n >>> 8) & 255}.${n & 255}`;
const id = <K extends 'hld' | 'ctr' | 'party'>(kind: K, n: number): Id<K> => {
  const bytes = new Uint8Array(10);
  for (let i = 0; i < 4; i++) bytes[9 - i] = (n / 256 ** i) & 255;
  return idFrom(kind, 1, bytes);
};
const day = 86_400_000_000;
const epoch = microsOf(Temporal.Instant.from('2026-01-01T00:00:00Z'));

interface Made {
  readonly view: TableView;
  readonly buildMs: number;
  readonly bytes: number;
  /** Rows by prefix text, for the measure. */
  readonly byPrefix: ReadonlyMap<string, readonly { from: number; until: number; contract: number }[]>;
  readonly keys: readonly string[];
}

/** Prefixes inside each other as in a routing table; every fifth changed hands during the year. */
function make(version: 4 | 6, count: number): Made {
  const next = numbers(version);
  const seen = new Map<string, { from: number; until: number; contract: number }[]>();
  const bases: number[] = [];
  const lengths4 = [16, 18, 19, 20, 21, 22, 22, 23, 23, 24, 24, 24, 24, 24];
  const lengths6 = [32, 36, 40, 44, 48, 48, 48, 48, 56, 64];
  const before = process.memoryUsage();
  let row = 0;
  const rows: HeldRow[] = [];
  while (seen.size < count) {
    const inside = bases.length > 0 && next() % 100 < 44;
    const base = inside ? (bases[next() % bases.length] ?? 0) : next();
    const bytes = new Uint8Array(version === 4 ? 4 : 16);
    const word = version === 4 ? (inside ? base ^ (next() & 0x3ff) : base) : base;
    if (version === 4) bytes.set([word >>> 24, word >>> 16, word >>> 8, word]);
    else {
      const low = next();
      bytes.set([0x20, 0x01, word >>> 24, word >>> 16, word >>> 8, word, low >>> 24, low >>> 16]);
    }
    const lengths = version === 4 ? lengths4 : lengths6;
    const length =
      next() % 50 === 0 ? (version === 4 ? 25 + (next() % 8) : 128) : (lengths[next() % lengths.length] ?? 24);
    const prefix = prefixOf({ version, bytes }, length);
    const what = prefixText(prefix);
    if (seen.has(what)) continue;
    if (bases.length < 1_000_000) bases.push(word);
    const contract = next() % 5000;
    const cut = epoch + (next() % 300) * day;
    const spans =
      next() % 5 === 0
        ? [
            { from: Number.NEGATIVE_INFINITY, until: cut, contract },
            { from: cut, until: Number.POSITIVE_INFINITY, contract: (contract + 1) % 5000 },
          ]
        : [{ from: Number.NEGATIVE_INFINITY, until: Number.POSITIVE_INFINITY, contract }];
    seen.set(what, spans);
    for (const s of spans)
      rows.push({
        id: id('hld', row++),
        kind: 'prefix',
        what,
        ports: allPorts,
        contract: id('ctr', s.contract),
        exclusive: true,
        precedence: 10,
        recordedFrom: 0,
        from: s.from,
        until: s.until,
      });
  }
  const between = process.memoryUsage();
  const builder = tableBuilder();
  const began = process.cpuUsage();
  for (const r of rows) builder.addHeld(r);
  builder.addNetwork({
    kind: 'prefix',
    what: version === 4 ? '0.0.0.0/0' : '::/0',
    from: Number.NEGATIVE_INFINITY,
    until: Number.POSITIVE_INFINITY,
  });
  for (let c = 0; c < 5000; c++)
    builder.addEdge({
      id: id('ctr', c),
      reference: `C-${c}`,
      seller: null,
      buyer: id('party', c),
      serviceKind: 'vps',
      resells: false,
      from: Number.NEGATIVE_INFINITY,
      until: Number.POSITIVE_INFINITY,
    });
  const view = builder.finish(1);
  const used = process.cpuUsage(began);
  const buildMs = (used.user + used.system) / 1000;
  const after = process.memoryUsage();
  const prefixes = [...seen.keys()];
  const keys: string[] = [];
  for (let i = 0; i < 1_000_000; i++) {
    // Addresses inside the announced space.
    const p = prefixes[next() % prefixes.length] ?? '';
    const slash = p.indexOf('/');
    const length = Number(p.slice(slash + 1));
    const a = parseAddress(p.slice(0, slash));
    if (!a) continue;
    const bytes = a.bytes.slice();
    for (let bit = length; bit < 8 * bytes.length; bit++)
      if (next() & 1) bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) | (128 >> (bit & 7));
    keys.push(
      version === 4
        ? text4(((bytes[0] ?? 0) * 16777216 + ((bytes[1] ?? 0) << 16) + ((bytes[2] ?? 0) << 8) + (bytes[3] ?? 0)) >>> 0)
        : addressText({ version: 6, bytes }),
    );
  }
  return {
    view,
    buildMs,
    bytes: after.arrayBuffers - between.arrayBuffers + Math.max(0, between.external - before.external),
    byPrefix: seen,
    keys,
  };
}

/** Look-ups a second of processor time, one figure per pass; the first pass only warms up. */
function rates(keys: readonly string[], each: (key: string) => number, times = passes): number[] {
  const runs: number[] = [];
  let sink = 0;
  for (let pass = 0; pass <= times; pass++) {
    const began = process.cpuUsage();
    for (const key of keys) sink += each(key);
    const used = process.cpuUsage(began);
    if (pass > 0) runs.push(round(keys.length / ((used.user + used.system) / 1e6)));
  }
  if (Number.isNaN(sink)) throw new Error('a look-up gave no number');
  return runs;
}

export const bench: Bench = {
  name: 'attribute',
  about: {
    nl: 'wie hield dit adres toen: opzoekingen per seconde, uit tekst, over een miljoen prefixen in het geheugen',
    en: 'who held this address then: look-ups a second, from text, over a million prefixes in memory',
  },
  async run(options, emit, say) {
    const size = options.size ?? 1_000_000;
    say(`making ${size} prefixes`);
    const v4 = make(4, size);
    const v6 = make(6, Math.ceil(size / 4));
    const at = epoch + 150 * day;
    const [from, until] = [at - 60_000_000, at + 60_000_001];

    // The measure: one hash map per prefix length, longest first, with the same rule for time.
    const byLength = new Map<number, Map<number, readonly { from: number; until: number; contract: number }[]>>();
    for (const [text, rows] of v4.byPrefix) {
      const slash = text.indexOf('/');
      const length = Number(text.slice(slash + 1));
      const map = byLength.get(length) ?? new Map();
      byLength.set(length, map);
      map.set(quad(text.slice(0, slash)), rows);
    }
    const lengths = [...byLength.keys()].sort((a, b) => b - a);
    const measure = (key: string): number => {
      const n = quad(key);
      for (const length of lengths) {
        const rows = byLength.get(length)?.get(length === 0 ? 0 : ((n >>> (32 - length)) << (32 - length)) >>> 0);
        const inside = rows?.filter((r) => r.from < until && r.until > from);
        if (inside && inside.length > 0) return inside.length === 1 ? (inside[0]?.contract ?? -1) : -1;
      }
      return -1;
    };
    let checked = 0;
    for (const key of v4.keys.slice(0, 200_000)) {
      const r = v4.view.quick(key, from, until);
      const mine = r < 0 ? -1 : v4.view.record(r).contract;
      const other = measure(key);
      if (mine !== (other < 0 ? -1 : id('ctr', other)))
        throw new Error(`${key}: the table says ${mine}, the measure ${other}`);
      checked++;
    }
    say(`${checked} answers agree with the measure`);

    const build = round(v4.buildMs);
    emit({
      name: 'attribute.build',
      figure: build,
      unit: 'ms of processor time to build the IPv4 table',
      limit: null,
      ratio: null,
      runs: [build],
    });
    const perPrefix = round(v4.bytes / size);
    emit({
      name: 'attribute.memory',
      figure: perPrefix,
      unit: 'bytes per IPv4 prefix, records included',
      limit: null,
      ratio: null,
      runs: [perPrefix],
    });

    const parse = rates(v4.keys, quad);
    emit({
      name: 'attribute.parse',
      figure: round(median(parse)),
      unit: 'addresses read/s',
      limit: null,
      ratio: null,
      runs: parse,
    });
    const hashes = rates(v4.keys.slice(0, 200_000), measure);
    emit({
      name: 'attribute.hashes',
      figure: round(median(hashes)),
      unit: 'look-ups/s, a hash map per length',
      limit: null,
      ratio: null,
      runs: hashes,
    });
    const some = v4.keys.slice(0, 2000);
    const blocks = [...v4.byPrefix.keys()].slice(0, 1000).map((p) => ipaddr.parseCIDR(p));
    const scanned = rates(some, (key) => {
      const a = ipaddr.parse(key);
      return blocks.findIndex((b) => a.kind() === b[0].kind() && a.match(b));
    });
    emit({
      name: 'attribute.ipaddr',
      figure: round(median(scanned)),
      unit: 'look-ups/s of ipaddr.js, scanning 1,000 prefixes',
      limit: null,
      ratio: null,
      runs: scanned,
    });
    const six = rates(v6.keys, (key) => v6.view.quick(key, from, until));
    emit({
      name: 'attribute.six',
      figure: round(median(six)),
      unit: 'IPv6 look-ups/s',
      limit: null,
      ratio: null,
      runs: six,
    });
    const seenAt = Temporal.Instant.fromEpochMilliseconds(at / 1000);
    const whole = rates(v4.keys.slice(0, 300_000), (ip) =>
      v4.view.attribute({ ip, seenAt }).status === 'attributed' ? 1 : 0,
    );
    emit({
      name: 'attribute.answer',
      figure: round(median(whole)),
      unit: 'whole answers/s, with chain and confidence',
      limit: null,
      ratio: null,
      runs: whole,
    });
    const runs = rates(v4.keys, (key) => v4.view.quick(key, from, until));
    const figure = round(median(runs));
    emit({
      name: 'attribute.same_run',
      figure,
      unit: 'look-ups/s',
      limit: round(median(hashes)),
      ratio: round(figure / median(hashes)),
      runs,
      note: 'limit: a hash map per prefix length, same keys, same rule for time, same run',
    });
    emit({
      name: 'attribute.of_parsing',
      figure,
      unit: 'look-ups/s',
      limit: round(median(parse)),
      ratio: round(figure / median(parse)),
      runs,
      note: 'limit: reading the text of the address and nothing else, same run',
    });
    // The library last: its tree is large, and it knows no time. Interleaved with ours, so that the machine treats both alike.
    say('the best library of npm over the same prefixes');
    const library = new LongestPrefixMatch();
    for (const prefix of v4.byPrefix.keys()) library.addPrefix(prefix, prefix);
    const sample = v4.keys.slice(0, 100_000);
    const hosts = sample.map((key) => `${key}/32`);
    for (const [i, key] of sample.slice(0, 2000).entries()) {
      const longest = lengths.find((length) =>
        byLength.get(length)?.has(length === 0 ? 0 : ((quad(key) >>> (32 - length)) << (32 - length)) >>> 0),
      );
      const said = String(library.getMatch(hosts[i] ?? '')[0]);
      if (Number(said.slice(said.indexOf('/') + 1)) !== longest)
        throw new Error(`${key}: the library says ${said}, the measure /${longest}`);
    }
    const theirs: number[] = [];
    const mine: number[] = [];
    for (let pass = 0; pass < passes; pass++) {
      theirs.push(...rates(hosts, (host) => library.getMatch(host).length, 1));
      mine.push(...rates(v4.keys, (key) => v4.view.quick(key, from, until), 1));
    }
    const ratios = mine.map((m, i) => m / (theirs[i] ?? 1));
    emit({
      name: 'attribute',
      figure: round(median(mine)),
      unit: 'look-ups/s',
      limit: round(median(theirs)),
      ratio: round(median(ratios)),
      runs: ratios.map(round),
      gate: { least: 15 },
      note: 'limit: longest-prefix-match 1.3.1 over the same prefixes and addresses, without time, same run; runs are the ratios of the pairs',
    });
  },
};
