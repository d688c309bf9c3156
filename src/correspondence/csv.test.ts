/** A table written as CSV is read back the same, and runs nothing in a spreadsheet. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { csvOf } from './csv.ts';

const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

/** A reader of RFC 4180, written apart from the writer. */
function read(csv: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = '';
  let quoted = false;
  for (let i = 0; i < csv.length; i++) {
    const c = csv[i];
    if (quoted) {
      if (c === '"' && csv[i + 1] === '"') {
        cell += '"';
        i++;
      } else if (c === '"') quoted = false;
      else cell += c;
    } else if (c === '"') quoted = true;
    else if (c === ',' || (c === '\r' && csv[i + 1] === '\n')) {
      row.push(cell);
      cell = '';
      if (c === '\r') {
        rows.push(row);
        row = [];
        i++;
      }
    } else cell += c;
  }
  return rows;
}

test('what is written is read back, whatever quotes, commas and lines it holds', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.array(
          fc.string().filter((s) => !/^[=+\-@\t\r]/.test(s)),
          { minLength: 3, maxLength: 3 },
        ),
      ),
      (rows) => {
        const csv = csvOf(['a', 'b', 'c'], rows);

        assert.deepEqual(read(text(csv)), [['a', 'b', 'c'], ...rows]);
      },
    ),
  );
});

test('no cell begins with what a spreadsheet runs', () => {
  fc.assert(
    fc.property(fc.constantFrom('=', '+', '-', '@', '\t', '\r'), fc.string(), (first, rest) => {
      const [, row] = read(text(csvOf(['a'], [[`${first}${rest}`]])));

      assert.equal(row?.[0], `'${first}${rest}`);
    }),
  );
});

test('numbers stay numbers, and what is missing is an empty cell', () => {
  assert.equal(text(csvOf(['a', 'b', 'c'], [[-5, null, undefined]])), 'a,b,c\r\n-5,,\r\n');
});
