/** The ground must hold: addresses, ids, times, ranges. */
import assert from 'node:assert/strict';
import { isIP } from 'node:net';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  addressText,
  canonical,
  cleanHost,
  cleanUrl,
  defang,
  durationForPeople,
  idFrom,
  isId,
  networksBetween,
  parseAddress,
  parsePrefix,
  prefixFrom,
  prefixHolds,
  prefixText,
  readTime,
  refang,
  spanFrom,
  spanHolds,
  spansMeet,
  spanText,
  supernets,
  timeForPeople,
  windowAround,
} from './index.ts';

test('an address is read as node reads it, but octal-looking quads are refused', () => {
  fc.assert(
    fc.property(fc.oneof(fc.ipV4(), fc.ipV6(), fc.string({ maxLength: 45 })), (text) => {
      const mine = parseAddress(text);
      if (/%/.test(text)) return;
      assert.equal(mine !== undefined, isIP(text) !== 0, text);
    }),
    { numRuns: 2000 },
  );
  assert.equal(parseAddress('192.0.02.1'), undefined);
  assert.equal(parseAddress('192.0.2'), undefined);
});

test('writing an address and reading it again gives the same bytes', () => {
  fc.assert(
    fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), (text) => {
      const a = parseAddress(text);
      assert.ok(a);
      assert.deepEqual(parseAddress(addressText(a))?.bytes, a.bytes);
    }),
  );
  assert.equal(addressText(parseAddress('2001:DB8:0:0:1:0:0:1') ?? assert.fail()), '2001:db8::1:0:0:1');
  assert.equal(addressText(parseAddress('::ffff:192.0.2.1') ?? assert.fail()), '192.0.2.1');
});

test('the networks between two addresses are those addresses and no other', () => {
  assert.deepEqual(networksBetween('192.0.2.0', '192.0.2.255'), ['192.0.2.0/24']);
  assert.deepEqual(networksBetween('192.0.2.1', '192.0.2.6'), [
    '192.0.2.1/32',
    '192.0.2.2/31',
    '192.0.2.4/31',
    '192.0.2.6/32',
  ]);
  assert.deepEqual(networksBetween('0.0.0.0', '255.255.255.255'), ['0.0.0.0/0']);
  assert.equal(networksBetween('0.0.0.1', '255.255.255.254').length, 62);
  assert.equal(networksBetween('::1', 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:fffe').length, 254);
  assert.deepEqual(networksBetween('2001:db8::', '2001:db8:0:1:ffff:ffff:ffff:ffff'), ['2001:db8::/63']);
  assert.deepEqual(networksBetween('192.0.2.9', '192.0.2.1'), []);
  assert.deepEqual(networksBetween('192.0.2.1', '2001:db8::1'), []);
  for (const n of networksBetween('198.51.100.3', '198.51.100.77')) assert.ok(parsePrefix(n), n);
});

test('a network in two columns is read with its length or its last address, and a range that is none is not', () => {
  assert.equal(prefixFrom('192.0.2.0', '24'), '192.0.2.0/24');
  assert.equal(prefixFrom(' 192.0.2.0', '192.0.2.127 '), '192.0.2.0/25');
  assert.equal(prefixFrom('192.0.2.0', '192.0.2.128'), undefined);
  assert.equal(prefixFrom('192.0.2.0', '33'), undefined);
  assert.equal(prefixFrom('2001:db8::', '2001:db8::ffff'), '2001:db8::/112');
});

test('a prefix holds exactly the addresses whose supernets name it', () => {
  fc.assert(
    fc.property(fc.ipV4(), fc.integer({ min: 0, max: 32 }), (text, length) => {
      const a = parseAddress(text) ?? assert.fail();
      const name = supernets(a)[32 - length] ?? assert.fail();
      const p = parsePrefix(name) ?? assert.fail();
      assert.ok(prefixHolds(p, a));
      assert.equal(prefixText(p), name);
    }),
  );
  assert.equal(parsePrefix('192.0.2.1/24'), undefined, 'host bits set');
  assert.equal(supernets(parseAddress('2001:db8::1') ?? assert.fail()).length, 129);
});

test('an id says what it is and sorts by birth', () => {
  const early = idFrom('case', 1, new Uint8Array(10).fill(255));
  const late = idFrom('case', 2, new Uint8Array(10));
  assert.ok(early < late);
  assert.ok(isId('case', early));
  assert.ok(!isId('party', early));
});

test('times are read as they are written and nothing is filled in', () => {
  const read = (s: string, zone?: string) => {
    const m = readTime(s, zone ? { zone } : {});
    return m && `${m.at} ${m.precision}`;
  };
  assert.equal(read('2026-05-01T09:00:00Z'), '2026-05-01T09:00:00Z exact');
  assert.equal(read('2026-05-01 09:00:00'), '2026-05-01T09:00:00Z assumed_zone');
  assert.equal(read('2026-05-01 09:00:00', 'Europe/Amsterdam'), '2026-05-01T07:00:00Z exact');
  assert.equal(read('2026-05-01 09:00 +0200'), '2026-05-01T07:00:00Z minute');
  assert.equal(read('2026-05-01'), '2026-05-01T00:00:00Z day');
  assert.equal(read('Fri, 31 Jan 2014 07:19:02 +0100'), '2014-01-31T06:19:02Z exact');
  assert.equal(read('Thu, 29 Apr 2009 00:00:00 -0000 (EST)'), '2009-04-29T00:00:00Z exact');
  assert.equal(read('31 Jan 2014 07:19:02 GMT'), '2014-01-31T07:19:02Z exact');
  assert.equal(read('Jan 31, 2014 7:19:02 PM CET'), '2014-01-31T18:19:02Z exact');
  assert.equal(read('Fri Jan 31 07:19:02 2014'), '2014-01-31T07:19:02Z assumed_zone');
  assert.equal(read('Fri Jan 31 07:19:02 CET 2014'), '2014-01-31T06:19:02Z exact');
  assert.equal(read('1700000000'), '2023-11-14T22:13:20Z exact');
  assert.equal(read('2026-02-31 10:00:00'), undefined);
  assert.equal(read('2026-05-01T25:00:00Z'), undefined);
  assert.equal(read('yesterday at noon'), undefined);
});

test('a span is half open and survives PostgreSQL text', () => {
  const from = Temporal.Instant.from('2026-01-01T00:00:00Z');
  const until = Temporal.Instant.from('2026-02-01T00:00:00Z');
  assert.ok(spanHolds({ from, until }, from));
  assert.ok(!spanHolds({ from, until }, until));
  assert.ok(!spansMeet({ from, until }, { from: until, until: null }));
  assert.deepEqual(spanFrom('["2026-01-01 00:00:00+00","2026-02-01 00:00:00+00")').until?.toString(), until.toString());
  assert.equal(spanText(spanFrom(spanText({ from, until: null }))), spanText({ from, until: null }));
  assert.equal(windowAround({ at: from, precision: 'message_date' }).from?.toString(), '2025-12-25T00:00:00Z');
});

test('hosts and URLs have one spelling', () => {
  assert.equal(cleanHost('WWW.Example.ORG.'), 'www.example.org');
  assert.equal(cleanHost('münchen.example'), 'xn--mnchen-3ya.example');
  assert.equal(cleanHost('192.0.2.1'), undefined);
  assert.equal(cleanHost('localhost'), undefined);
  assert.equal(cleanUrl('HTTP://Example.org:8080/a?b')?.url, 'http://example.org:8080/a?b');
  assert.equal(cleanUrl('not a url'), undefined);
  assert.equal(refang('hxxps://evil[.]example(dot)org/x'), 'https://evil.example.org/x');
  assert.equal(defang('https://evil.example/x'), 'hxxps://evil[.]example/x');
});

test('canonical JSON does not depend on the order of keys', () => {
  assert.equal(canonical({ b: 1, a: [{ d: null, c: undefined }] }), '{"a":[{"d":null}],"b":1}');
});

test('durations and times are written for people in both languages', () => {
  assert.equal(durationForPeople(Temporal.Duration.from({ minutes: 4570 }), 'nl'), '3 d 4 u 10 min');
  assert.equal(
    timeForPeople(Temporal.Instant.from('2026-11-26T13:05:00Z'), 'Europe/Amsterdam', 'nl'),
    '26 november 2026 14:05 CET',
  );
  assert.equal(
    timeForPeople(Temporal.Instant.from('2026-07-26T13:05:00Z'), 'Europe/Amsterdam', 'en'),
    '26 July 2026 15:05 CEST',
  );
});
