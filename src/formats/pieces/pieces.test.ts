/** A file read in pieces gives the findings and places it gives when it is read whole, however small the pieces are. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { newReading } from '../asking/context.ts';
import { type Finding, findingJson } from '../finding.ts';
import type { FileUnit, Format, Reading } from '../format.ts';
import { fileOf } from '../mail/unit.ts';
import { loadFormats } from '../work.ts';
import { JsonCutter } from './json.ts';
import { piecesRun } from './pieces.ts';

const folder = join(import.meta.dirname, '../samples');
const formats = (await loadFormats()).filter((f) => f.cut);
const bytesOf = (text: string) => new TextEncoder().encode(text);
const reading = newReading({
  facts: { mapping: JSON.parse(readFileSync(join(folder, 'mapping/facts.json'), 'utf8')) as unknown },
});

const json = (f: Finding) => JSON.parse(JSON.stringify(findingJson(f))) as unknown;

function whole(format: Format, unit: FileUnit, with_: Reading = reading): unknown[] {
  return [...format.read(unit, with_)].flatMap((one) => ('finding' in one ? [json(one.finding)] : []));
}

function inPieces(format: Format, unit: FileUnit, size: number, step: number): unknown[] {
  const run = piecesRun(format, unit, reading, size);
  assert.ok(run, format.id);
  const bytes = unit.bytes();
  const out: unknown[] = [];
  const take = (said: ReturnType<typeof run.push>) => {
    for (const one of said) if ('finding' in one) out.push(json(one.finding));
  };
  for (let at = 0; at < bytes.length; at += step) take(run.push(bytes.subarray(at, at + step)));
  take(run.end());
  return out;
}

for (const format of formats)
  test(`${format.id} reads its samples in pieces as it reads them whole`, () => {
    const names = readdirSync(join(folder, format.id)).filter((f) => f.includes('.in.') && !f.endsWith('.eml'));
    assert.ok(names.length > 0);
    for (const name of names) {
      const bytes = new Uint8Array(readFileSync(join(folder, format.id, name)));
      const unit = fileOf(name.replace('.in.', '.'), 'text/plain', bytes, '', undefined, undefined, {
        hint: format.id,
      });
      // Tables with a header have a way of their own.
      if (format.rows && !/^\s*[[{]/.test(unit.text())) continue;
      const all = whole(format, unit);

      // Pieces of lines may be as small as a line; a record of JSON is always smaller than a piece.
      const least = /^\s*[[{]/.test(unit.text()) ? 2500 : 0;
      for (const [size, step] of [
        [least + 40, 7],
        [least + 300, 64],
        [1_000_000, 4096],
      ] as const)
        assert.deepEqual(inPieces(format, unit, size, step), all, `${name} in pieces of ${size}`);
    }
  });

const intelmq = formats.find((f) => f.id === 'intelmq') as Format;
const record = fc.record({
  'source.ip': fc.integer({ min: 1, max: 254 }).map((n) => `192.0.2.${n}`),
  'source.port': fc.integer({ min: 1, max: 65535 }),
  'classification.type': fc.constantFrom('brute-force', 'scanner', 'phishing', 'infected-system'),
  'time.source': fc.constant('2026-11-01T10:00:00+00:00'),
  'event_description.text': fc.string({ unit: 'grapheme', maxLength: 40 }),
  'extra.list': fc.array(fc.oneof(fc.string(), fc.constantFrom('}', ']', '{"a":[', '\\', '"')), { maxLength: 3 }),
});

test('lists, lists below a name and objects one per line, with any text in them, are cut between their records', () => {
  const forms: readonly ((list: readonly object[]) => string)[] = [
    (list) => JSON.stringify(list),
    (list) => JSON.stringify(list, null, 2),
    (list) => JSON.stringify({ status: 'ok', n: list.length, events: list, more: false }),
    (list) => JSON.stringify({ more: [], events: list }, null, 1),
    (list) => list.map((one) => JSON.stringify(one)).join('\n'),
    (list) => `\ufeff${list.map((one) => JSON.stringify(one)).join('\r\n')}\r\n\r\n`,
  ];
  fc.assert(
    fc.property(
      fc.array(record, { minLength: 2, maxLength: 25 }),
      fc.constantFrom(...forms),
      fc.integer({ min: 900, max: 6000 }),
      fc.integer({ min: 1, max: 500 }),
      (list, form, size, step) => {
        const unit = fileOf('events.json', 'application/json', bytesOf(form(list)), '');

        const all = whole(intelmq, unit);

        assert.equal(all.length, list.length);
        assert.deepEqual(inPieces(intelmq, unit, size, step), all);
      },
    ),
    { numRuns: 300, seed: 7 },
  );
});

test('a file of sixty megabytes is held in pieces, and what is cut off is said', () => {
  const cutter = new JsonCutter(100_000, () => true);
  const one = `${JSON.stringify({ 'source.ip': '192.0.2.1', text: 'x'.repeat(900) })},`;
  let largest = 0;
  let count = 0;
  const take = (pieces: ReturnType<typeof cutter.push>) => {
    for (const piece of pieces)
      if ('text' in piece) {
        largest = Math.max(largest, piece.text.length);
        count += (JSON.parse(piece.text) as { data: unknown[] }).data.length;
      } else assert.equal(piece.problem.code, 'json.cut');
  };

  take(cutter.push('{"status":"ok","data":['));
  const block = one.repeat(60);
  for (let i = 0; i < 1100; i++) take(cutter.push(block));
  take(cutter.end());

  assert.equal(count, 66_000);
  assert.ok(largest < 250_000, `${largest}`);
});
