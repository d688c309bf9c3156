/** The table answers as a search through every prefix does, for both families. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { addressText, type Prefix, parseAddress, parsePrefix, prefixHolds, prefixOf, prefixText } from '#kernel';
import { addPrefix, around, buildPrefixTable, inside, locate, prefixAt, prefixList, quad, words6 } from './index.ts';

/** Prefixes that crowd together, so that many lie inside each other. */
const crowded4 = fc
  .tuple(
    fc.constantFrom('192.0.2.', '198.51.100.', '0.0.0.', '255.255.255.'),
    fc.nat(255),
    fc.integer({ min: 0, max: 32 }),
  )
  .map(([net, last, length]) => prefixOf(parseAddress(`${net}${last}`) ?? assert.fail(), length));
const crowded6 = fc
  .tuple(
    fc.constantFrom('2001:db8::', '2001:db8:0:1::', '::', 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ff'),
    fc.nat(255),
    fc.integer({ min: 0, max: 128 }),
  )
  .map(([net, last, length]) =>
    prefixOf(parseAddress(`${net}${last.toString(16).padStart(2, '0')}`) ?? assert.fail(), length),
  );

function tableOf(prefixes: readonly Prefix[]) {
  const v4 = prefixList(1, 2);
  const v6 = prefixList(4, 2);
  for (const p of prefixes) addPrefix(p.version === 4 ? v4 : v6, p);
  return buildPrefixTable(v4, v6).table;
}
const longest = (prefixes: readonly Prefix[], text: string): string | undefined => {
  const a = parseAddress(text) ?? assert.fail();
  const best = prefixes.filter((p) => prefixHolds(p, a)).sort((x, y) => y.length - x.length)[0];
  return best && prefixText(best);
};

test('the longest prefix is the one a search through all of them finds', () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(crowded4, crowded6), { maxLength: 60 }),
      fc.array(
        fc.oneof(
          crowded4,
          crowded6,
          fc.ipV4().map((t) => parsePrefix(t) ?? assert.fail()),
        ),
        { maxLength: 40 },
      ),
      (prefixes, asked) => {
        const table = tableOf(prefixes);
        const texts = [...asked, ...prefixes].map((p) => addressText(p));

        const found = texts.map((t) => {
          const n = locate(table, t);
          return n < 0 ? undefined : prefixText(prefixAt(table, n));
        });

        assert.deepEqual(
          found,
          texts.map((t) => longest(prefixes, t)),
        );
      },
    ),
    { numRuns: 500 },
  );
});

test('prefixes around and inside a prefix are those a search finds', () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(crowded4, crowded6), { maxLength: 50 }),
      fc.oneof(crowded4, crowded6),
      (prefixes, p) => {
        const table = tableOf(prefixes);

        const outer = around(table, p).map((n) => prefixText(prefixAt(table, n)));
        const inner = inside(table, p).map((n) => prefixText(prefixAt(table, n)));

        const distinct = [...new Set(prefixes.map(prefixText))].map((t) => parsePrefix(t) ?? assert.fail());
        assert.deepEqual(
          outer,
          distinct
            .filter((q) => prefixHolds(q, p))
            .sort((a, b) => b.length - a.length)
            .map(prefixText),
        );
        assert.deepEqual(
          [...inner].sort(),
          distinct
            .filter((q) => q.length > p.length && prefixHolds(p, q))
            .map(prefixText)
            .sort(),
        );
      },
    ),
    { numRuns: 300 },
  );
});

test('text is read as strictly as the kernel reads it', () => {
  const out = new Uint32Array(4);
  const pieces = fc.array(fc.constantFrom('::', ':', '1', '0', 'ff', 'FFFF', '12345', 'g', 'a:b', 'db8'), {
    maxLength: 12,
  });
  fc.assert(
    fc.property(
      fc.oneof(
        fc.ipV4(),
        fc.ipV6(),
        fc.string({ maxLength: 20 }),
        pieces.map((p) => p.join('')),
      ),
      (text) => {
        const read = parseAddress(text);
        const four = quad(text);
        const six = text.includes('.') ? undefined : words6(text, out);

        if (text.includes(':')) {
          if (six === undefined) return;
          assert.equal(six, read !== undefined, text);
          if (read?.version === 6) {
            const bytes = [...out].flatMap((w) => [w >>> 24, (w >>> 16) & 255, (w >>> 8) & 255, w & 255]);
            assert.deepEqual(bytes, [...read.bytes], text);
          }
        } else {
          assert.equal(four >= 0, read !== undefined, text);
          if (read)
            assert.equal(
              four,
              read.bytes.reduce((sum, b) => sum * 256 + b, 0),
            );
        }
      },
    ),
    { numRuns: 3000 },
  );
});

test('an IPv4-mapped IPv6 address is the IPv4 address it stands for, however it is written', () => {
  const table = tableOf([parsePrefix('192.0.2.0/24') ?? assert.fail(), parsePrefix('::/0') ?? assert.fail()]);

  const found = ['192.0.2.1', '::ffff:192.0.2.1', '::ffff:c000:201'].map((t) => locate(table, t));

  assert.deepEqual(found, [0, 0, 0]);
});

test('an empty table holds nothing', () => {
  const table = tableOf([]);

  assert.deepEqual(
    [locate(table, '192.0.2.1'), locate(table, '2001:db8::1'), locate(table, 'no address')],
    [-1, -1, -1],
  );
});
