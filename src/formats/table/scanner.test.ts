/** The table scanner against a plain reference, in any pieces, and against tables that try to break it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { guessDelimiter, Scanner } from './scanner.ts';
import { tableRun } from './table.ts';

function scan(pieces: readonly string[], delimiter = ','): string[][] {
  const rows: string[][] = [];
  const scanner = new Scanner({ delimiter }, (cells) => rows.push(cells));
  for (const piece of pieces) scanner.push(piece);
  scanner.end();
  return rows;
}

/** Well-formed CSV, one character at a time: slow, short and plain. */
function reference(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = '';
  let quoted = false;
  const endRow = () => {
    row.push(cell);
    if (!(row.length === 1 && row[0] === '')) rows.push(row);
    row = [];
    cell = '';
  };
  for (let i = 0; i < text.length; i++) {
    const c = text[i] as string;
    if (quoted) {
      if (c === '"' && text[i + 1] === '"') {
        cell += '"';
        i++;
      } else if (c === '"') quoted = false;
      else cell += c;
    } else if (c === '"' && cell === '') quoted = true;
    else if (c === ',') {
      row.push(cell);
      cell = '';
    } else if (c === '\n' || c === '\r') {
      if (c === '\r' && text[i + 1] === '\n') i++;
      endRow();
    } else cell += c;
  }
  if (cell !== '' || row.length > 0) endRow();
  return rows;
}

const cell = fc.string({ unit: fc.constantFrom('a', '1', ' ', ',', '"', '\n', '\r\n', 'é', ';', '='), maxLength: 6 });
const written = fc
  .array(fc.array(cell, { minLength: 1, maxLength: 5 }), { maxLength: 8 })
  .map((rows) =>
    rows
      .map((r) => r.map((c) => (/[",\r\n]/.test(c) || c === '' ? `"${c.replaceAll('"', '""')}"` : c)).join(','))
      .join('\n'),
  );

test('well-formed tables read as the reference reads them, in whatever pieces they come', () => {
  fc.assert(
    fc.property(written, fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 30 }), (text, cuts) => {
      const pieces: string[] = [];
      for (let at = 0, i = 0; at < text.length; i++) {
        const next = at + (cuts[i % cuts.length] ?? 1);
        pieces.push(text.slice(at, next));
        at = next;
      }
      assert.deepEqual(scan(pieces), reference(text));
    }),
    { numRuns: 1000 },
  );
});

test('any text at all reads the same whole and in single characters', () => {
  const any = fc.string({ unit: fc.constantFrom('a', ',', '"', '\n', '\r', ' '), maxLength: 40 });
  fc.assert(
    fc.property(any, (text) => assert.deepEqual(scan([text]), scan([...text]))),
    { numRuns: 1000 },
  );
});

test('text after a closing quote stays as it was written', () => {
  assert.deepEqual(scan(['a,"Basic realm="X"",b\n']), [['a', 'Basic realm="X""', 'b']]);
});

test('the delimiter is the one the header uses', () => {
  assert.equal(guessDelimiter('a;b;"c,d,e"\n'), ';');
  assert.equal(guessDelimiter('a\tb\n'), '\t');
  assert.equal(guessDelimiter('only\n'), ',');
});

const bytes = (text: string) => new TextEncoder().encode(text);
function run(pieces: readonly Uint8Array[]): { rows: string[][]; problems: string[] } {
  const rows: string[][] = [];
  const problems: string[] = [];
  const table = tableRun(() => (cells) => {
    rows.push([...cells]);
    return [];
  });
  const take = (said: ReturnType<typeof table.push>) => {
    for (const one of said) if ('problem' in one) problems.push(one.problem.code);
  };
  for (const piece of pieces) take(table.push(piece));
  take(table.end());
  return { rows, problems };
}

test('a quote that swallows a line end gives up its row from there on, and only its row', () => {
  const { rows, problems } = run([
    bytes('t,ip,asn\n"1","192.0.2.1","64500\n"2","192.0.2.2","64501"\n"3","192.0.2.3","64502"\n'),
  ]);

  assert.deepEqual(rows, [
    ['1', '192.0.2.1'],
    ['3', '192.0.2.3', '64502'],
  ]);
  assert.deepEqual(problems, ['row.broken-quotes']);
});

test('UTF-16 with a byte order mark, NUL and bad UTF-8 are read as what they are', () => {
  const utf16 = new Uint8Array(Buffer.from('\ufefft,ip\n1,192.0.2.1\n', 'utf16le'));

  assert.deepEqual(run([utf16]).rows, [['1', '192.0.2.1']]);
  assert.deepEqual(run([bytes('t,ip\n'), new Uint8Array([0x61, 0, 0xff, 0x2c, 0x62, 0x0a])]).rows, [
    ['a\0\ufffd', 'b'],
  ]);
});

test('a cell of 5 MB in small pieces is read at once', () => {
  const began = performance.now();
  const pieces = [
    bytes('t,tag\n1,"'),
    ...Array.from({ length: 80 }, () => bytes('x'.repeat(65_536))),
    bytes('"\n2,y\n'),
  ];

  const { rows } = run(pieces);

  assert.equal(rows[0]?.[1]?.length, 80 * 65_536);
  assert.deepEqual(rows[1], ['2', 'y']);
  assert.ok(performance.now() - began < 4000);
});
