/** Who held it then, told by examples, and held against a look at every second by properties. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { base32, bytesOfId, type Id, idFrom, microsOf, parseAddress, parsePrefix, prefixHolds } from '#kernel';
import type { Edge } from '#parties';
import { allPorts, type HeldRow, type NetworkRow, type ResourceKind } from '#resources';
import {
  type Answer,
  answerContent,
  attributeFinding,
  type LedgerRows,
  plainView,
  type Query,
  tableBuilder,
} from './index.ts';

const dice = (n: number) => new Uint8Array(10).fill(0).map((_, i) => (n >>> (8 * (i % 4))) & 255);
const party = (n: number): Id<'party'> => idFrom('party', 1, dice(n));
const contract = (n: number): Id<'ctr'> => idFrom('ctr', 1, dice(n));
const at = (text: string) => Temporal.Instant.from(text);
const us = (text: string | null, open: number) => (text === null ? open : microsOf(at(text)));

interface Held {
  readonly what: string;
  readonly kind?: ResourceKind;
  readonly contract?: number | null;
  readonly from?: string | null;
  readonly until?: string | null;
  readonly ports?: readonly [number, number];
  readonly exclusive?: boolean;
}
let counter = 0;
const held = (h: Held): HeldRow => ({
  id: idFrom('hld', 2, dice(++counter)),
  kind: h.kind ?? 'prefix',
  what: h.what,
  ports: h.ports ?? allPorts,
  contract: h.contract === null ? null : contract(h.contract ?? 1),
  exclusive: h.exclusive ?? true,
  precedence: 10,
  recordedFrom: 0,
  from: us(h.from ?? null, Number.NEGATIVE_INFINITY),
  until: us(h.until ?? null, Number.POSITIVE_INFINITY),
});
/** Contract n is bought by party n. */
const edge = (
  n: number,
  seller: number | null = null,
  from: string | null = null,
  until: string | null = null,
): Edge => ({
  id: contract(n),
  reference: `C-${n}`,
  seller: seller === null ? null : party(seller),
  buyer: party(n),
  serviceKind: 'vps',
  resells: false,
  from: us(from, Number.NEGATIVE_INFINITY),
  until: us(until, Number.POSITIVE_INFINITY),
});
const network = (what: string, from: string | null = null, until: string | null = null): NetworkRow => ({
  kind: 'prefix',
  what,
  from: us(from, Number.NEGATIVE_INFINITY),
  until: us(until, Number.POSITIVE_INFINITY),
});

const both = (rows: LedgerRows) => {
  const builder = tableBuilder();
  for (const r of rows.held) builder.addHeld(r);
  for (const r of rows.networks) builder.addNetwork(r);
  for (const r of rows.edges) builder.addEdge(r);
  return { plain: plainView(rows), table: builder.finish(rows.version) };
};

/** Asks both implementations, and the quick way twice (the second time from memory); they must agree. */
function ask(rows: Omit<LedgerRows, 'version'>, query: Query): Answer {
  const { plain, table } = both({ ...rows, version: 1 });
  const answer = attributeFinding(plain, query);
  for (const other of [attributeFinding(table, query), table.attribute(query), table.attribute(query)])
    assert.deepEqual(answerContent(other), answerContent(answer));
  const { seenAt, range, ...rest } = query;
  const row = {
    ...rest,
    ...(seenAt ? { seen: microsOf(seenAt) } : {}),
    ...(range?.from && range.until ? { first: microsOf(range.from), last: microsOf(range.until) } : {}),
  };
  for (let turn = 0; turn < 2; turn++)
    assert.deepEqual(answerContent(table.attributeRow(row)), answerContent(answer), 'as a row');
  return answer;
}

const ours = [network('192.0.2.0/24'), network('2001:db8::/32')];
const noon = at('2026-05-01T12:00:00Z');

test('an address that changed hands belongs to its holder of the moment', () => {
  const rows = {
    networks: ours,
    edges: [edge(1), edge(2)],
    held: [
      held({ what: '192.0.2.7/32', contract: 1, until: '2026-05-01T00:00:00Z' }),
      held({ what: '192.0.2.7/32', contract: 2, from: '2026-05-01T00:00:00Z' }),
    ],
  };

  const before = ask(rows, { ip: '192.0.2.7', seenAt: at('2026-04-30T12:00:00Z') });
  const after = ask(rows, { ip: '192.0.2.7', seenAt: noon });

  assert.deepEqual([before.status, before.holder, before.confidence], ['attributed', party(1), 'high']);
  assert.deepEqual([after.status, after.holder, after.method], ['attributed', party(2), 'prefix']);
});

test('two holders inside the uncertainty are ambiguous: no holder, both as alternatives', () => {
  const rows = {
    networks: ours,
    edges: [edge(1), edge(2)],
    held: [
      held({ what: '192.0.2.7/32', contract: 1, until: '2026-05-01T12:00:30Z' }),
      held({ what: '192.0.2.7/32', contract: 2, from: '2026-05-01T12:00:30Z' }),
    ],
  };

  const close = ask(rows, { ip: '192.0.2.7', seenAt: noon });
  const far = ask(rows, { ip: '192.0.2.7', seenAt: at('2026-05-01T11:59:00Z') });
  const byDay = ask(rows, { ip: '192.0.2.7', seenAt: at('2026-05-01T03:00:00Z'), precision: 'day' });

  assert.equal(close.status, 'ambiguous');
  assert.equal(close.holder, null);
  assert.deepEqual(new Set(close.alternatives.map((a) => a.holder)), new Set([party(1), party(2)]));
  assert.equal(far.holder, party(1));
  assert.equal(byDay.status, 'ambiguous');
});

test('an address inside a range inside a prefix belongs to the deepest of the three, each in its own time', () => {
  const rows = {
    networks: ours,
    edges: [edge(1), edge(2, 1), edge(3, 2)],
    held: [
      held({ what: '192.0.2.0/24', contract: 1 }),
      held({ what: '192.0.2.8/29', contract: 2, from: '2026-02-01T00:00:00Z' }),
      held({ what: '192.0.2.9/32', contract: 3, from: '2026-03-01T00:00:00Z', until: '2026-06-01T00:00:00Z' }),
    ],
  };

  const holders = ['2026-01-15', '2026-02-15', '2026-03-15', '2026-06-15'].map(
    (d) => ask(rows, { ip: '192.0.2.9', seenAt: at(`${d}T00:00:00Z`) }).holder,
  );
  const deepest = ask(rows, { ip: '192.0.2.9', seenAt: noon });

  assert.deepEqual(holders, [party(1), party(2), party(3), party(2)]);
  assert.deepEqual(
    deepest.chain.map((l) => l.party),
    [party(1), party(2), party(3)],
  );
  assert.equal(deepest.addressee, party(1));
});

test('an address that starts in mid-window inside a range of another is ambiguous, not the later holder', () => {
  const rows = {
    networks: ours,
    edges: [edge(1), edge(2)],
    held: [
      held({ what: '192.0.2.0/29', contract: 1 }),
      held({ what: '192.0.2.1/32', contract: 2, from: '2026-05-01T12:00:20Z' }),
    ],
  };

  const answer = ask(rows, { ip: '192.0.2.1', seenAt: noon });

  assert.equal(answer.status, 'ambiguous');
  assert.equal(answer.alternatives.length, 2);
});

test('a shared address is told apart by its site at that time, and without one it is nobody', () => {
  const rows = {
    networks: ours,
    edges: [edge(1), edge(2), edge(3), edge(4)],
    held: [
      held({ what: '192.0.2.80/32', contract: null, exclusive: false }),
      held({ kind: 'domain', what: 'example.org', contract: 1, until: '2026-04-01T00:00:00Z' }),
      held({ kind: 'domain', what: 'example.org', contract: 2, from: '2026-04-01T00:00:00Z' }),
      held({ kind: 'host', what: 'shop.example.org', contract: 3 }),
      held({ kind: 'url_prefix', what: 'shop.example.org/~jan', contract: 4 }),
    ],
  };
  const on = (query: Query) => ask(rows, { ip: '192.0.2.80', seenAt: noon, ...query });

  const answers = [
    on({ host: 'www.example.org' }),
    on({ host: 'www.example.org', seenAt: at('2026-03-01T00:00:00Z') }),
    on({ host: 'SHOP.example.org.' }),
    on({ url: 'http://shop.example.org/~jan/login?x=1' }),
    on({ url: 'http://shop.example.org/~janus/' }),
  ];
  const unknown = on({ host: 'elsewhere.example' });
  const nothing = on({});

  assert.deepEqual(
    answers.map((a) => [a.holder, a.method]),
    [
      [party(2), 'domain'],
      [party(1), 'domain'],
      [party(3), 'host'],
      [party(4), 'url_prefix'],
      [party(3), 'host'],
    ],
  );
  assert.deepEqual([unknown.status, unknown.reason, unknown.holder], ['unattributed', 'no_site', null]);
  assert.deepEqual([nothing.status, nothing.reason], ['unattributed', 'no_site']);
  assert.equal(nothing.holding, rows.held[0]?.id, 'the platform itself is named');
});

test('an exclusive address is its holder whatever site is named', () => {
  const rows = {
    networks: ours,
    edges: [edge(1), edge(2)],
    held: [held({ what: '192.0.2.9/32', contract: 1 }), held({ kind: 'domain', what: 'example.org', contract: 2 })],
  };

  assert.equal(ask(rows, { ip: '192.0.2.9', host: 'example.org', seenAt: noon }).holder, party(1));
});

test('outside what we answered for then is out of scope, inside without a record is a gap or before the ledger', () => {
  const rows = {
    networks: [network('192.0.2.0/24', '2026-01-01T00:00:00Z', '2026-07-01T00:00:00Z')],
    edges: [edge(1), edge(2)],
    held: [
      held({ what: '192.0.2.7/32', contract: 1, from: '2026-03-01T00:00:00Z', until: '2026-04-01T00:00:00Z' }),
      held({ what: '192.0.2.7/32', contract: 2, from: '2026-06-01T00:00:00Z' }),
    ],
  };
  const on = (day: string, ip = '192.0.2.7') => ask(rows, { ip, seenAt: at(`${day}T00:00:00Z`) });

  const foreign = on('2026-05-01', '203.0.113.9');
  const afterwards = on('2026-08-01');
  const early = on('2026-02-01');
  const between = on('2026-05-01');

  assert.equal(foreign.status, 'out_of_scope');
  assert.equal(afterwards.status, 'out_of_scope', 'the network had left us, whatever the record says');
  assert.deepEqual([early.status, early.reason], ['unattributed', 'before_ledger']);
  assert.equal(early.alternatives[0]?.holder, party(1), 'a hint, not a holder');
  assert.equal(early.holder, null);
  assert.deepEqual([between.status, between.reason, between.alternatives], ['unattributed', 'gap', []]);
});

test('without a time only a resource with one holder ever is attributed, and weakly', () => {
  const rows = {
    networks: ours,
    edges: [edge(1), edge(2)],
    held: [
      held({ what: '192.0.2.1/32', contract: 1, from: '2026-03-01T00:00:00Z' }),
      held({ what: '192.0.2.2/32', contract: 1, until: '2026-03-01T00:00:00Z' }),
      held({ what: '192.0.2.2/32', contract: 2, from: '2026-03-01T00:00:00Z' }),
    ],
  };

  const one = ask(rows, { ip: '192.0.2.1' });
  const two = ask(rows, { ip: '192.0.2.2' });
  const none = ask(rows, { ip: '192.0.2.3' });
  const foreign = ask(rows, { ip: '203.0.113.3' });

  assert.deepEqual(
    [one.status, one.holder, one.method, one.confidence],
    ['attributed', party(1), 'only_holder', 'low'],
  );
  assert.deepEqual([two.status, two.reason], ['unattributed', 'no_time']);
  assert.deepEqual([none.status, none.reason], ['unattributed', 'no_time']);
  assert.equal(foreign.status, 'out_of_scope');
});

test('behind a shared address with port blocks the port tells the holder; without it all are possible', () => {
  const rows = {
    networks: ours,
    edges: [edge(1), edge(2), edge(3)],
    held: [
      held({ what: '192.0.2.0/24', contract: 3 }),
      held({ what: '192.0.2.64/32', contract: 1, ports: [1024, 2048] }),
      held({ what: '192.0.2.64/32', contract: 2, ports: [2048, 4096] }),
    ],
  };

  const one = ask(rows, { ip: '192.0.2.64', port: 1500, seenAt: noon });
  const two = ask(rows, { ip: '192.0.2.64', port: 2048, seenAt: noon });
  const rest = ask(rows, { ip: '192.0.2.64', port: 22, seenAt: noon });
  const unknown = ask(rows, { ip: '192.0.2.64', seenAt: noon });

  assert.deepEqual([one.holder, one.method], [party(1), 'ports']);
  assert.equal(two.holder, party(2));
  assert.equal(rest.holder, party(3));
  assert.equal(unknown.status, 'ambiguous');
  assert.equal(unknown.alternatives.length, 3);
});

test('the same moment written in summer and winter time, or as a mapped address, gives the same answer', () => {
  // The hand-over is at 02:30 in the night the clocks go back: that local time exists twice.
  const rows = {
    networks: ours,
    edges: [edge(1), edge(2)],
    held: [
      held({ what: '192.0.2.7/32', contract: 1, until: '2026-10-25T02:30:00+02:00' }),
      held({ what: '192.0.2.7/32', contract: 2, from: '2026-10-25T02:30:00+02:00' }),
    ],
  };
  const on = (time: string, ip = '192.0.2.7') => ask(rows, { ip, seenAt: at(time) }).holder;

  assert.equal(on('2026-10-25T02:10:00+02:00'), party(1));
  assert.equal(on('2026-10-25T02:10:00+01:00'), party(2), 'an hour later by the wall, though the clock shows the same');
  assert.equal(on('2026-10-25T01:10:00Z', '::ffff:192.0.2.7'), party(2));
  assert.equal(on('2026-10-25T00:10:00Z', '::ffff:c000:207'), party(1));
});

test('a report about a range names the one holder of all of it, and is ambiguous where there are more', () => {
  const rows = {
    networks: ours,
    edges: [edge(1), edge(2), edge(3)],
    held: [
      held({ what: '192.0.2.0/25', contract: 1 }),
      held({ what: '192.0.2.128/26', contract: 2 }),
      held({ what: '192.0.2.192/26', contract: 2 }),
      held({ what: '192.0.2.4/30', contract: 3 }),
    ],
  };
  const on = (prefix: string) => ask(rows, { prefix, seenAt: noon });

  assert.equal(on('192.0.2.64/26').holder, party(1));
  assert.equal(on('192.0.2.128/25').holder, party(2), 'two records, one holder');
  assert.equal(on('192.0.2.0/28').status, 'ambiguous');
  assert.equal(on('192.0.2.0/24').status, 'ambiguous');
  assert.equal(on('203.0.113.0/24').status, 'out_of_scope');
});

test('a name alone is attributed by the longest domain that held it then', () => {
  const rows = {
    networks: ours,
    edges: [edge(1), edge(2)],
    held: [
      held({ kind: 'domain', what: 'example.org', contract: 1 }),
      held({ kind: 'domain', what: 'dept.example.org', contract: 2, from: '2026-05-01T00:00:00Z' }),
      held({ kind: 'account', what: 'jan', contract: 2 }),
      held({ kind: 'asn', what: '64500', contract: 1 }),
    ],
  };

  assert.equal(ask(rows, { host: 'a.dept.example.org', seenAt: noon }).holder, party(2));
  assert.equal(ask(rows, { host: 'a.dept.example.org', seenAt: at('2026-04-01T00:00:00Z') }).holder, party(1));
  assert.equal(ask(rows, { host: 'example.net', seenAt: noon }).status, 'out_of_scope');
  assert.equal(ask(rows, { account: 'jan', seenAt: noon }).holder, party(2));
  assert.deepEqual(ask(rows, { asn: 64500, seenAt: noon }).confidence, 'low');
  const behind = ask(rows, { ip: '203.0.113.5', host: 'www.example.org', seenAt: noon });
  assert.deepEqual(
    [behind.holder, behind.confidence],
    [party(1), 'medium'],
    'the site is ours behind an address that is not',
  );
});

test('the chain is the one of then: a reseller that moved its customer moves the addressee, not the holder', () => {
  const rows = {
    networks: ours,
    edges: [
      edge(1),
      edge(2),
      { ...edge(3, 1), until: microsOf(at('2026-05-01T00:00:00Z')) },
      { ...edge(3, 2), from: microsOf(at('2026-05-01T00:00:00Z')) },
    ],
    held: [held({ what: '192.0.2.7/32', contract: 3 })],
  };

  const before = ask(rows, { ip: '192.0.2.7', seenAt: at('2026-04-01T00:00:00Z') });
  const after = ask(rows, { ip: '192.0.2.7', seenAt: noon });
  const during = ask(rows, { ip: '192.0.2.7', seenAt: at('2026-05-01T00:00:10Z') });

  assert.deepEqual([before.holder, before.addressee], [party(3), party(1)]);
  assert.deepEqual([after.holder, after.addressee], [party(3), party(2)]);
  assert.equal(during.status, 'ambiguous', 'nobody knows which reseller must hear it');
});

test('a way up that does not reach us says so and is trusted less; a record outlives its contract in vain', () => {
  const rows = {
    networks: ours,
    edges: [edge(3, 9), edge(4, null, null, '2026-04-01T00:00:00Z'), edge(5)],
    held: [
      held({ what: '192.0.2.3/32', contract: 3 }),
      held({ what: '192.0.2.4/32', contract: 4 }),
      held({ what: '192.0.2.0/28', contract: 5, from: '2026-04-15T00:00:00Z' }),
    ],
  };

  const broken = ask(rows, { ip: '192.0.2.3', seenAt: noon });
  const ended = ask(rows, { ip: '192.0.2.4', seenAt: at('2026-04-10T00:00:00Z') });
  const enclosed = ask(rows, { ip: '192.0.2.4', seenAt: noon });

  assert.equal(broken.chain[0]?.party, null);
  assert.deepEqual([broken.holder, broken.addressee, broken.confidence], [party(3), party(9), 'medium']);
  assert.deepEqual([ended.status, ended.reason], ['unattributed', 'gap']);
  assert.equal(enclosed.holder, party(5), 'the enclosing range answers');
});

test('a holder who let go seconds before the moment is named, but weakly', () => {
  const rows = {
    networks: ours,
    edges: [edge(1)],
    held: [held({ what: '192.0.2.7/32', contract: 1, until: '2026-05-01T11:59:50Z' })],
  };

  const answer = ask(rows, { ip: '192.0.2.7', seenAt: noon });

  assert.deepEqual([answer.holder, answer.confidence], [party(1), 'low']);
});

// --- properties -----------------------------------------------------------------------------------------------------

const epoch = 1_770_000_000;
const second = (s: number) => (epoch + s) * 1_000_000;
const instant = (s: number) => Temporal.Instant.fromEpochMilliseconds((epoch + s) * 1000);

const stretch = fc
  .tuple(fc.integer({ min: -400, max: 400 }), fc.integer({ min: 1, max: 400 }), fc.nat(5), fc.nat(5))
  .map(([from, length, openFrom, openUntil]) => ({
    from: openFrom === 0 ? Number.NEGATIVE_INFINITY : second(from),
    until: openUntil === 0 ? Number.POSITIVE_INFINITY : second(from + length),
  }));
const somePrefix = fc.constantFrom(
  '192.0.2.0/24',
  '192.0.2.0/29',
  '192.0.2.1/32',
  '192.0.2.2/32',
  '192.0.2.0/30',
  '2001:db8::/48',
  '2001:db8::1/128',
);
const somePorts = fc.constantFrom<readonly [number, number]>(
  allPorts,
  allPorts,
  allPorts,
  [0, 1024],
  [1024, 65536],
  [2000, 3000],
);

const parties = 4;
const someLedger: fc.Arbitrary<LedgerRows> = fc
  .record({
    held: fc.array(
      fc.record({
        what: somePrefix,
        ports: somePorts,
        contract: fc.option(fc.integer({ min: 1, max: parties }), { freq: 6 }),
        exclusive: fc.integer({ min: 0, max: 4 }).map((n) => n > 0),
        time: stretch,
      }),
      { maxLength: 12 },
    ),
    sites: fc.array(
      fc.record({
        what: fc.constantFrom('example.org', 'www.example.org', 'example.net'),
        kind: fc.constantFrom<ResourceKind>('domain', 'host'),
        contract: fc.integer({ min: 1, max: parties }),
        time: stretch,
      }),
      { maxLength: 4 },
    ),
    edges: fc.array(
      fc.record({
        buyer: fc.integer({ min: 1, max: parties }),
        seller: fc.option(fc.integer({ min: 1, max: parties }), { freq: 2 }),
        time: stretch,
      }),
      { maxLength: 8 },
    ),
    networks: fc.array(
      fc.record({ what: fc.constantFrom('192.0.2.0/24', '192.0.2.0/28', '2001:db8::/32'), time: stretch }),
      {
        minLength: 1,
        maxLength: 4,
      },
    ),
  })
  .map((l) => {
    const rows: HeldRow[] = [];
    const put = (row: HeldRow) => {
      // As the table's constraint would have it: of two that overlap the later is left out.
      const clash = rows.some(
        (r) =>
          r.exclusive &&
          row.exclusive &&
          r.kind === row.kind &&
          r.what === row.what &&
          r.ports[0] < row.ports[1] &&
          row.ports[0] < r.ports[1] &&
          r.from < row.until &&
          row.from < r.until,
      );
      if (!clash) rows.push(row);
    };
    for (const h of l.held)
      put({
        ...held({ what: h.what, ports: h.ports, contract: h.contract, exclusive: h.exclusive }),
        ...h.time,
      });
    for (const s of l.sites) put({ ...held({ what: s.what, kind: s.kind, contract: s.contract }), ...s.time });
    const edges: Edge[] = [];
    for (const e of l.edges) {
      if (e.seller !== null && e.seller >= e.buyer) continue; // a ring cannot be recorded
      const added = { ...edge(e.buyer, e.seller), ...e.time };
      if (!edges.some((x) => x.id === added.id && x.from < added.until && added.from < x.until)) edges.push(added);
    }
    return { version: 1, held: rows, networks: l.networks.map((n) => ({ ...network(n.what), ...n.time })), edges };
  });
const someQuery: fc.Arbitrary<Query & { readonly second: number }> = fc
  .record({
    ip: fc.constantFrom(
      '192.0.2.0',
      '192.0.2.1',
      '192.0.2.2',
      '192.0.2.9',
      '::ffff:192.0.2.1',
      '2001:db8::1',
      '203.0.113.1',
    ),
    port: fc.option(fc.constantFrom(22, 1024, 2500, 65535), { nil: undefined }),
    host: fc.option(fc.constantFrom('www.example.org', 'example.org', 'example.net'), { nil: undefined }),
    second: fc.integer({ min: -450, max: 450 }),
    precision: fc.constantFrom('exact' as const, 'minute' as const),
  })
  .map(({ ip, port, host, second: s, precision }) => ({
    ip,
    ...(port === undefined ? {} : { port }),
    ...(host === undefined ? {} : { host }),
    seenAt: instant(s),
    precision,
    second: s,
  }));

/**
 * The measure: who could it be at one second? Written without the cutting, the views or the sorting of the real thing.
 * `null` is: the organisation itself; `site` a shared address whose site is unknown.
 */
function whoAt(rows: LedgerRows, q: Query, s: number): Set<string> | 'none' | 'out' {
  const t = second(s);
  const valid = (r: { from: number; until: number }) => r.from <= t && t < r.until;
  const a = parseAddress(q.ip ?? '') ?? assert.fail();
  const contains = (what: string) => prefixHolds(parsePrefix(what) ?? assert.fail(), a);
  const edgeNow = (id: string) => rows.edges.find((e) => e.id === id && valid(e));
  const live = rows.held.filter((h) => valid(h) && (h.contract === null || edgeNow(h.contract)));
  const whoOf = (h: HeldRow): string[] => {
    if (h.contract === null) return ['own'];
    const out: string[] = [];
    const up = (e: Edge, top: string) => {
      if (e.seller === null) return out.push(`${top} ${edgeNow(h.contract ?? '')?.buyer}`);
      const above = rows.edges.filter((x) => x.buyer === e.seller && valid(x));
      if (above.length === 0) return out.push(`${e.seller} ${edgeNow(h.contract ?? '')?.buyer}`);
      const same = new Map(above.map((x) => [x.seller, x] as const));
      for (const x of same.values()) up(x, x.buyer);
      return out.length;
    };
    const e = edgeNow(h.contract) ?? assert.fail();
    up(e, e.buyer);
    return out;
  };
  const bySite = (): string[] => {
    const host = q.host;
    if (!host) return [];
    const named = live
      .filter(
        (h) =>
          (h.kind === 'host' && h.what === host) ||
          (h.kind === 'domain' && (h.what === host || host.endsWith(`.${h.what}`))),
      )
      .sort((x, y) => Number(y.kind === 'host') - Number(x.kind === 'host') || y.what.length - x.what.length)[0];
    return named ? whoOf(named) : [];
  };
  if (!rows.networks.some((n) => valid(n) && contains(n.what))) {
    const aside = bySite();
    return aside.length > 0 ? new Set(aside) : 'out';
  }
  const found = new Set<string>();
  const lengths = [
    ...new Set(live.filter((h) => h.kind === 'prefix' && contains(h.what)).map((h) => Number(h.what.split('/')[1]))),
  ];
  const left = new Set(q.port === undefined ? [0, 22, 1023, 1024, 1999, 2000, 2500, 2999, 3000, 65535] : [q.port]);
  for (const length of lengths.sort((x, y) => y - x)) {
    const here = live.filter((h) => h.kind === 'prefix' && contains(h.what) && h.what.endsWith(`/${length}`));
    for (const port of [...left]) {
      const hit = here.filter((h) => h.ports[0] <= port && port < h.ports[1]);
      const own = hit.filter((h) => h.exclusive);
      if (hit.length === 0) continue;
      left.delete(port);
      if (own.length > 0) for (const h of own) for (const w of whoOf(h)) found.add(w);
      else {
        const site = bySite();
        if (site.length > 0) for (const w of site) found.add(w);
        else found.add('site');
      }
    }
  }
  return found.size > 0 ? found : 'none';
}

test('the answer is what a look at every second of the window says', () => {
  fc.assert(
    fc.property(someLedger, someQuery, (rows, q) => {
      const wide = q.precision === 'minute' ? 300 : 60;
      const seen = new Set<string>();
      let out = true;
      for (let s = q.second - wide; s <= q.second + wide; s++) {
        const who = whoAt(rows, q, s);
        if (who !== 'out') out = false;
        if (typeof who !== 'string') for (const w of who) seen.add(w);
      }
      const expected =
        seen.size === 0
          ? out
            ? 'out_of_scope'
            : 'unattributed'
          : seen.size > 1
            ? 'ambiguous'
            : seen.has('site')
              ? 'unattributed'
              : 'attributed';

      const answer = ask(rows, q);

      assert.equal(answer.status, expected);
      if (expected === 'attributed') {
        const only = [...seen][0];
        assert.equal(answer.contract === null ? 'own' : `${answer.addressee} ${answer.holder}`, only);
      }
      if (seen.has('site') && seen.size === 1) assert.equal(answer.reason, 'no_site');
    }),
    { numRuns: 1500 },
  );
});

test('the answer depends on the ledger, the resource and the moment alone: not on the order of the rows', () => {
  fc.assert(
    fc.property(someLedger, someQuery, fc.nat(1000), (rows, q, turn) => {
      const turned = <T>(all: readonly T[]) => all.map((_, i) => all[(i + turn) % all.length] as T);

      const one = ask(rows, q);
      const two = ask({ held: turned(rows.held), networks: turned(rows.networks), edges: turned(rows.edges) }, q);

      assert.deepEqual(answerContent(two), answerContent(one));
    }),
    { numRuns: 300 },
  );
});

test('a record outside the window never changes who it was', () => {
  fc.assert(
    fc.property(someLedger, someQuery, fc.boolean(), somePrefix, (rows, q, before, what) => {
      const wide = q.precision === 'minute' ? 300 : 60;
      const s = before ? q.second - wide - 50 : q.second + wide + 1;
      const added = { ...held({ what, contract: 4 }), from: second(s), until: second(s + 50) };

      const one = ask(rows, q);
      const two = ask({ ...rows, held: [...rows.held, added] }, q);

      const who = (a: Answer) => [a.status, a.method, a.confidence, a.holder, a.addressee, a.holding, a.chain];
      assert.deepEqual(who(two), who(one));
    }),
    { numRuns: 300 },
  );
});

test('an exclusive pool without holes has a holder at every moment, and its stretches add up to the whole', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.integer({ min: 1, max: 999 }), { minLength: 1, maxLength: 6 }), (bounds) => {
      const cuts = [0, ...bounds.sort((a, b) => a - b), 1000];
      const rows = {
        networks: ours,
        edges: [1, 2, 3, 4].map((n) => edge(n)),
        held: cuts.slice(0, -1).map((from, i) => ({
          ...held({ what: '192.0.2.7/32', contract: 1 + (i % 4) }),
          from: second(from),
          until: second(cuts[i + 1] ?? 0),
        })),
      };
      const { table } = both({ ...rows, version: 1 });

      const total = rows.held.reduce((sum, h) => sum + (h.until - h.from) / 1e6, 0);
      for (const s of [...cuts.slice(0, -1), ...cuts.slice(1).map((c) => c - 1)]) {
        const q = { ip: '192.0.2.7', seenAt: instant(s) };
        const answer = attributeFinding(table, q);
        assert.notEqual(answer.status, 'unattributed');
        const holderAt = rows.held.find((h) => h.from <= second(s) && second(s) < h.until);
        const named = answer.holding === holderAt?.id || answer.alternatives.some((c) => c.holding === holderAt?.id);
        assert.ok(named || answer.contract === holderAt?.contract);
      }
      assert.equal(total, 1000);
    }),
    { numRuns: 100 },
  );
});

test('ids keep their bytes: what the table holds of an id is the id', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2 ** 47 }), fc.uint8Array({ minLength: 10, maxLength: 10 }), (ms, bytes) => {
      const id = idFrom('hld', ms, bytes);

      assert.equal(`hld_${base32(bytesOfId(id))}`, id);
    }),
  );
});
