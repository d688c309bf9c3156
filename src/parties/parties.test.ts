/** Ledger files are read as people write them; chains make no rings; a life has no dead ends but the last. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type Id, idFrom } from '#kernel';
import {
  chainsTo,
  contactFor,
  csvLine,
  csvRows,
  type Edge,
  indexEdges,
  mostLinks,
  partyArrow,
  partyLife,
  partyStates,
  readContact,
  readMoment,
  readYesNo,
  ringOrTooDeep,
} from './index.ts';

const rowsOf = async (chunks: Iterable<string>) => {
  const rows = [];
  for await (const row of csvRows(chunks)) rows.push(row);
  return rows;
};

test('rows are read with quotes, doubled quotes and line ends inside cells, and know their line', async () => {
  const rows = await rowsOf(['\ufeffa,b\r\n"x, ""y""","two\nlines"\r\n\r\n', 'last,\n']);

  assert.deepEqual(rows, [
    { line: 1, cells: ['a', 'b'] },
    { line: 2, cells: ['x, "y"', 'two\nlines'] },
    { line: 5, cells: ['last', ''] },
  ]);
});

test('cutting a file into pieces anywhere changes nothing of what is read', async () => {
  const cell = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', ' ', 'é'), maxLength: 6 });
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(cell, { minLength: 2, maxLength: 3 }), { minLength: 1, maxLength: 5 }),
      fc.array(fc.nat(200), { maxLength: 5 }),
      async (table, cuts) => {
        const text = table.map((cells) => cells.map((c) => `"x${c.replaceAll('"', '""')}"`).join(',')).join('\r\n');
        const places = [0, ...cuts.map((c) => c % (text.length + 1)).sort((a, b) => a - b), text.length];
        const chunks = places.slice(1).map((to, i) => text.slice(places[i], to));

        const rows = await rowsOf(chunks);

        assert.deepEqual(
          rows.map((r) => r.cells),
          table.map((cells) => cells.map((c) => `x${c}`)),
        );
      },
    ),
  );
});

test('the header decides between comma, semicolon and tab', async () => {
  assert.deepEqual((await rowsOf(['a;b\n1,5;2\n']))[1]?.cells, ['1,5', '2']);
  assert.deepEqual((await rowsOf(['a\tb\n1\t2;3']))[1]?.cells, ['1', '2;3']);
  await assert.rejects(rowsOf(['a,b\n"never ends\n']), RangeError);
});

test('a cell that a spreadsheet would run is written as text', () => {
  assert.equal(csvLine(['=1+1', '-5', 'a,b', null, 7]), `'=1+1,-5,"a,b",,7`);
});

test('a local time is read in the zone it is of, and refused where it exists twice or never', () => {
  const zone = 'Europe/Amsterdam';

  assert.equal(readMoment('2026-07-01', zone)?.toString(), '2026-06-30T22:00:00Z');
  assert.equal(readMoment('2026-01-01 12:00', zone)?.toString(), '2026-01-01T11:00:00Z');
  assert.equal(readMoment('2026-10-25T02:30:00+01:00', zone)?.toString(), '2026-10-25T01:30:00Z');
  assert.equal(readMoment('', zone), null);
  for (const bad of ['2026-10-25 02:30', '2026-03-29 02:30', '2026-02-30', '01-05-2026', 'soon'])
    assert.equal(readMoment(bad, zone), undefined, bad);
  assert.deepEqual([readYesNo('Ja'), readYesNo('0'), readYesNo('perhaps')], [true, false, undefined]);
});

test('a contact is a mail address, a page or a phone number, and nothing else', () => {
  assert.deepEqual(readContact(' Abuse@Example.ORG '), { channel: 'mail', address: 'Abuse@example.org' });
  assert.deepEqual(readContact('+31 (20) 000-0000'), { channel: 'phone', address: '+31200000000' });
  assert.equal(readContact('https://example.org/abuse')?.channel, 'url');
  for (const bad of ['', 'jan', 'a@b', '020 000 0000', 'a b@example.org', 'javascript:x'])
    assert.equal(readContact(bad), undefined, bad);
});

test('a letter goes to a verified contact of the purpose, never to one that bounced', () => {
  const party = idFrom('party', 1, new Uint8Array(10));
  const contact = (n: number, more: object) => ({
    id: idFrom('cnt', n, new Uint8Array(10)),
    party,
    purpose: 'abuse' as const,
    channel: 'mail' as const,
    address: `${n}@example.org`,
    language: null,
    verifiedAt: null,
    bouncedAt: null,
    endedAt: null,
    ...more,
  });
  const now = Temporal.Instant.from('2026-01-01T00:00:00Z');

  const found = contactFor(
    [contact(1, {}), contact(2, { verifiedAt: now }), contact(3, { verifiedAt: now, bouncedAt: now })],
    'abuse',
  );

  assert.equal(found?.address, '2@example.org');
  assert.equal(contactFor([contact(1, { channel: 'phone' })], 'abuse'), undefined);
});

test('every arrow of a party leads to a state, and only the erased cannot move', () => {
  for (const state of partyStates) {
    const acts = Object.entries(partyLife[state]);
    for (const [act, arrow] of acts) {
      assert.ok(partyStates.includes(arrow.to));
      assert.deepEqual(partyArrow(state, act), arrow);
    }
    assert.equal(acts.length === 0, state === 'erased');
  }
});

const party = (n: number): Id<'party'> => idFrom('party', 1, new Uint8Array(10).fill(n));
const edge = (n: number, seller: number | null, buyer: number, from = 0, until = 100): Edge => ({
  id: idFrom('ctr', 1, new Uint8Array(10).fill(n)),
  reference: `C-${n}`,
  seller: seller === null ? null : party(seller),
  buyer: party(buyer),
  serviceKind: 'resale',
  resells: true,
  from,
  until,
});

test('a ring is refused only where its links are valid together', () => {
  const edges = [edge(1, null, 1), edge(2, 1, 2, 0, 50), edge(3, 2, 3)];

  assert.equal(ringOrTooDeep(indexEdges(edges), edge(9, 3, 1, 0, 10))?.what, 'ring');
  assert.equal(ringOrTooDeep(indexEdges(edges), edge(9, 3, 1, 50, 60)), undefined);
});

test('a chain of eight links is allowed and a ninth is refused, wherever it is put in', () => {
  const eight = Array.from({ length: mostLinks }, (_, i) => edge(i + 1, i === 0 ? null : i, i + 1));

  assert.equal(ringOrTooDeep(indexEdges(eight.slice(0, -1)), eight.at(-1) ?? assert.fail()), undefined);
  assert.equal(ringOrTooDeep(indexEdges(eight), edge(20, 8, 9))?.what, 'too_deep');
  assert.equal(ringOrTooDeep(indexEdges(eight.slice(1, -1)), edge(21, 30, 1)), undefined);
  assert.equal(ringOrTooDeep(indexEdges(eight.slice(1)), edge(21, 30, 1))?.what, 'too_deep', 'put in at the top');
});

test('a chain is told from us downwards; two ways up are both told; a way that does not reach us says so', () => {
  const edges = [
    edge(1, null, 1),
    edge(2, null, 2),
    edge(3, 1, 3),
    edge(4, 2, 3, 40, 60),
    edge(5, 3, 4),
    edge(6, 8, 9),
  ];
  const bought = (p: Id<'party'>) => edges.filter((e) => e.buyer === p);
  const told = (n: number, at: number) =>
    chainsTo(edges[n] ?? assert.fail(), at, bought).map((way) => way.map((l) => l.party));

  assert.deepEqual(told(4, 10), [[party(1), party(3), party(4)]]);
  assert.deepEqual(told(4, 50), [
    [party(1), party(3), party(4)],
    [party(2), party(3), party(4)],
  ]);
  assert.deepEqual(told(5, 10), [[null, party(8), party(9)]]);
});
