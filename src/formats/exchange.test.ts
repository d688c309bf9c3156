/** The exchange formats: what is read and written again is the same; patterns and mappings are read as their grammar says. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { loadLaw } from '#law/work';
import { newReading } from './asking/context.ts';
import { readFile } from './asking/read.ts';
import type { Finding } from './finding.ts';
import { intelmqFields, intelmqOfKind, intelmqTypes } from './intelmq/facts.ts';
import { writeIntelmq } from './intelmq/write.ts';
import { fileOf } from './mail/unit.ts';
import { checkMapping, mappingOf } from './mapping/mapping.ts';
import { nameFits } from './mapping.ts';
import { n6Categories, n6OfKind } from './n6/facts.ts';
import { writeN6 } from './n6/finding.ts';
import { resourcesOfPattern } from './stix/finding.ts';
import { readPattern } from './stix/pattern.ts';
import { loadFormats } from './work.ts';

const formats = await loadFormats();
const law = await loadLaw();
const isKind = (kind: string) => law.kinds.has(kind);

function read(text: string, name = '', facts: Record<string, unknown> = {}, hint?: string) {
  const findings: Finding[] = [];
  const unit = fileOf(
    name,
    'text/plain',
    new TextEncoder().encode(text),
    '',
    undefined,
    undefined,
    hint ? { hint } : {},
  );
  const outcome = readFile(unit, formats, newReading({ facts }), (f) => findings.push(f));
  return { outcome, findings };
}

/** A record with every field of the format, each of its own type. */
const everyField: Record<string, unknown> = {};
for (const [name, type] of intelmqFields)
  everyField[name] =
    type === 'whole'
      ? 443
      : type === 'number'
        ? 52.5
        : type === 'truth'
          ? true
          : type === 'time'
            ? '2026-05-01T10:00:00+00:00'
            : type === 'json'
              ? { a: [1, { b: null }] }
              : `${name} as sent`;
Object.assign(everyField, {
  'classification.type': 'infected-system',
  'classification.taxonomy': 'malicious-code',
  'source.ip': '192.0.2.4',
  'source.network': '192.0.2.0/24',
  'source.fqdn': 'bot.example.org',
  'source.url': 'http://bot.example.org/x',
  'destination.ip': '203.0.113.4',
  'destination.fqdn': 'c2.example.net',
  'destination.url': 'http://c2.example.net/gate',
  severity: 'high',
  'extra.local_port': 18392,
});

test('an IntelMQ record with all 82 fields and the additions of 3.5 is the same after reading and writing', () => {
  assert.equal([...intelmqFields.keys()].filter((n) => !n.startsWith('product.') && n !== 'severity').length, 82);

  const { findings, outcome } = read(JSON.stringify([everyField]));

  assert.equal(outcome.format, 'intelmq');
  assert.deepEqual(writeIntelmq(findings[0] as Finding), everyField);
});

test('names IntelMQ does not know come below extra, and those it knows keep their place', () => {
  const { findings } = read(
    JSON.stringify({
      'classification.type': 'scanner',
      'source.ip': '192.0.2.4',
      'time.source': '2026-05-01T10:00:00+00:00',
      colour: 'red',
      extra: { a: 1 },
    }),
  );

  const written = writeIntelmq(findings[0] as Finding);

  assert.deepEqual(written['extra'], { a: 1, colour: 'red' });
  assert.equal(written['colour'], undefined);
});

test('a finding of another format is written as IntelMQ without what it does not know, and is read back as the same', () => {
  const finding: Finding = {
    kind: 'attack.bruteforce',
    seenAt: Temporal.Instant.from('2026-05-01T10:00:00Z'),
    timePrecision: 'message_date',
    ip: '192.0.2.4',
    role: 'source',
    classification: { asSent: 'Login-Attack' },
    reporter: { org: 'Example' },
    extra: { Service: 'ssh' },
    problems: [],
  };

  const written = writeIntelmq(finding, Temporal.Instant.from('2026-05-01T12:00:00Z'));

  assert.equal(written['time.source'], undefined, 'the date of a message is no moment of the observation');
  assert.equal(written['time.observation'], '2026-05-01T12:00:00+00:00');
  assert.deepEqual(
    [written['classification.taxonomy'], written['classification.type']],
    ['intrusion-attempts', 'brute-force'],
  );
  assert.equal((written['extra'] as Record<string, unknown>)['Service'], 'ssh');
  const [again] = read(JSON.stringify(written)).findings;
  assert.deepEqual([again?.kind, again?.ip, again?.timePrecision], ['attack.bruteforce', '192.0.2.4', 'message_date']);
});

test('every kind of the law can be written as IntelMQ and as n6, and most come back as themselves', () => {
  for (const kind of law.kinds.keys()) {
    assert.ok(intelmqTypes.has(intelmqOfKind(kind).type), kind);
    assert.ok(n6Categories.has(n6OfKind(kind)), kind);
  }
  for (const kind of [
    'malware.c2',
    'fraud.phishing',
    'spam.source',
    'attack.scan',
    'vuln.amplifier',
    'malware.infected_host',
    'malware.distribution',
    'infra.tor_exit',
    'intrusion.defacement',
  ]) {
    assert.equal(intelmqTypes.get(intelmqOfKind(kind).type)?.kind, kind);
    assert.equal(n6Categories.get(n6OfKind(kind)), kind);
  }
});

test('every n6 category is read, one finding for each address, and the records are the same after writing', () => {
  assert.equal(n6Categories.size, 27);
  for (const category of n6Categories.keys()) {
    const record = {
      id: `id-${category}`,
      source: 'example.source',
      restriction: 'public',
      confidence: 'medium',
      category,
      time: '2026-05-01T12:00:00Z',
      until: '2026-05-01T13:00:00Z',
      count: 4,
      address: [
        { ip: '192.0.2.14', asn: 64496, cc: 'NL' },
        { ip: '2001:db8::14', cc: 'NL' },
      ],
      name: 'x',
      dport: 80,
      custom_field: { kept: true },
    };

    const { findings, outcome } = read(JSON.stringify(record));

    assert.equal(outcome.format, 'n6', category);
    assert.deepEqual(
      findings.map((f) => f.ip),
      ['192.0.2.14', '2001:db8::14'],
      category,
    );
    assert.ok(
      findings.every((f) => law.kinds.has(f.kind)),
      category,
    );
    assert.deepEqual(
      findings.map(writeN6),
      record.address.map((a) => ({ ...record, address: [a] })),
      category,
    );
  }
});

test('a STIX pattern is read by its grammar: what holds together, what is negated, what is no pattern', () => {
  const named = (pattern: string) =>
    readPattern(pattern)?.flatMap((line) =>
      resourcesOfPattern(line).map((r) => r.ip ?? r.prefix ?? r.host ?? r.url ?? r.asn ?? r.account),
    );

  assert.deepEqual(named("[ipv4-addr:value = '192.0.2.1' OR domain-name:value = 'a.example.org']"), [
    '192.0.2.1',
    'a.example.org',
  ]);
  assert.deepEqual(named("[ipv4-addr:value IN ('192.0.2.1', '192.0.2.2')]"), ['192.0.2.1', '192.0.2.2']);
  assert.deepEqual(named("[ipv4-addr:value ISSUBSET '192.0.2.0/24']"), ['192.0.2.0/24']);
  assert.deepEqual(named("[ipv4-addr:value != '192.0.2.1' AND NOT (url:value = 'http://a.example.org/')]"), []);
  assert.deepEqual(named("[domain-name:value NOT = 'a.example.org' AND ipv6-addr:value = '2001:db8::1']"), [
    '2001:db8::1',
  ]);
  assert.deepEqual(
    named(
      "([ipv4-addr:value = '192.0.2.1'] AND [url:value = 'http://it\\'s.example.org/']) REPEATS 3 TIMES WITHIN 5 SECONDS",
    ),
    ['192.0.2.1', "http://it's.example.org/"],
  );
  assert.deepEqual(
    named(
      "[ipv4-addr:value = '192.0.2.1'] FOLLOWEDBY [autonomous-system:number = 64496] START t'2026-05-01T00:00:00Z' STOP t'2026-05-02T00:00:00Z'",
    ),
    ['192.0.2.1', 64496],
  );
  assert.deepEqual(named("[file:hashes.'SHA-256' = 'aa' AND windows-registry-key:values[*].data LIKE '%x%']"), []);
  assert.deepEqual(
    resourcesOfPattern(
      readPattern("[network-traffic:dst_ref.value = '192.0.2.1' AND network-traffic:dst_port = 443]")?.[0] ?? [],
    ),
    [{ ip: '192.0.2.1', port: 443 }],
  );
  for (const broken of [
    '',
    "[ipv4-addr:value = '192.0.2.1'",
    "ipv4-addr:value = '192.0.2.1'",
    "[ipv4-addr:value '192.0.2.1']",
    "[= '1']",
    "[a:b = 'x'] OR",
    '('.repeat(5000),
  ])
    assert.equal(readPattern(broken), undefined, broken.slice(0, 40));
});

test('no text makes the pattern reader throw or run on', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.constantFrom(
          '[',
          ']',
          '(',
          ')',
          "'",
          ' AND ',
          ' OR ',
          'NOT ',
          'ipv4-addr:value',
          ' = ',
          "'192.0.2.1'",
          ' IN ',
          ',',
          '\\',
          't',
          '1',
          'EXISTS ',
        ),
        { maxLength: 60 },
      ),
      (parts) => {
        const began = performance.now();
        readPattern(parts.join(''));
        assert.ok(performance.now() - began < 500);
      },
    ),
    { numRuns: 2000 },
  );
});

test('a mapping is checked before it is kept: kinds, zones, fields and words it does not know are named', () => {
  const good = {
    name: 'own',
    shape: 'csv',
    fields: { ip: 'address', time: { from: 'when', zone: 'Europe/Amsterdam' } },
    kind: 'attack.scan',
  };
  const wrong = (change: object) => Object.keys(checkMapping({ ...good, ...change }, isKind).wrong);

  assert.deepEqual(wrong({}), []);
  assert.deepEqual(wrong({ kind: 'attack.none' }), ['kind']);
  assert.deepEqual(wrong({ fields: { port: 'p' } }), ['fields']);
  assert.deepEqual(wrong({ fields: { ip: 'a', time: { from: 'w', zone: 'Mars/Base' } } }), ['fields.time.zone']);
  assert.deepEqual(wrong({ fields: { ip: 'a', kind: { from: 'k', table: { x: 'no.kind' } } } }), [
    'fields.kind.table.x',
  ]);
  assert.deepEqual(wrong({ colour: 'red' }), ['']);
  assert.deepEqual(wrong({ delimiter: 'ab' }), ['delimiter']);
});

test('a mapping reads what no format knows, by its name, by its columns, by its file name; and nothing else', () => {
  const list = [
    mappingOf(
      checkMapping(
        {
          name: 'cols',
          match: { columns: ['wo', 'wann'] },
          shape: 'csv',
          delimiter: ';',
          fields: { resource: 'wo', time: { from: 'wann', written: 'DD.MM.YY hh:mm', zone: 'Europe/Berlin' } },
          kind: 'attack.scan',
        },
        isKind,
      ).mapping as never,
    ),
    mappingOf(
      checkMapping(
        {
          name: 'nested',
          match: { filename: 'out-*.json' },
          shape: 'json',
          records: 'a.b',
          each: 'hosts',
          fields: { ip: 'ip', reference: 'nr' },
          kind: 'spam.source',
        },
        isKind,
      ).mapping as never,
    ),
    mappingOf(
      checkMapping(
        { name: 'bare', shape: 'list', comments: ['#'], fields: { resource: 'value' }, kind: 'reputation.blocklisted' },
        isKind,
      ).mapping as never,
    ),
  ];
  const facts = { mapping: list };

  const byColumns = read('wo;wann\n192.0.2.1;01.07.26 12:00\n', 'x.csv', facts);
  const byName = read('{"a":{"b":[{"nr":7,"hosts":[{"ip":"192.0.2.2"},{"ip":"192.0.2.3"}]}]}}', 'out-1.json', facts);
  const named = read('# list\n192.0.2.4\nhttp://a.example.org/x\n', 'list.txt', facts, 'mapping:bare');
  const none = read('192.0.2.4\n', 'list.txt', facts);

  assert.deepEqual(
    [byColumns.outcome.format, byColumns.findings[0]?.seenAt?.toString(), byColumns.findings[0]?.timePrecision],
    ['mapping', '2026-07-01T10:00:00Z', 'minute'],
  );
  assert.deepEqual(
    byName.findings.map((f) => [f.ip, f.reference]),
    [
      ['192.0.2.2', '7'],
      ['192.0.2.3', '7'],
    ],
  );
  assert.deepEqual(
    named.findings.map((f) => f.ip ?? f.url),
    ['192.0.2.4', 'http://a.example.org/x'],
  );
  assert.equal(none.outcome.end, 'manual', 'a bare list is read only where it is named');
});

test('stars in a file name stand for anything, and a long row of them costs nothing', () => {
  assert.ok(
    nameFits('a*.csv', 'A-1.CSV') &&
      nameFits('*', '') &&
      nameFits('a*b*c', 'aXbYbc') &&
      !nameFits('a*a', 'a') &&
      !nameFits('a', 'ab'),
  );
  const began = performance.now();
  assert.ok(!nameFits(`${'a*'.repeat(90)}b`, 'a'.repeat(5000)));
  assert.ok(performance.now() - began < 100);
});

test('a bare list is read only where it is named, as what the name says', () => {
  const list = '192.0.2.1\n2001:db8::1\n';

  assert.equal(read(list).outcome.end, 'manual');
  const ssh = read(list, 'x.txt', {}, 'blocklistde:ssh');
  assert.deepEqual(
    ssh.findings.map((f) => [f.ip, f.kind, f.protocol?.application, f.seenAt]),
    [
      ['192.0.2.1', 'attack.bruteforce', 'ssh', undefined],
      ['2001:db8::1', 'attack.bruteforce', 'ssh', undefined],
    ],
  );
  assert.equal(read('http://a.example.org/x\n', 'feed.txt', {}, 'openphish').findings[0]?.kind, 'fraud.phishing');
});

test('each feed says where it is had, how often and under which terms, in both languages', () => {
  const feeds = formats.filter((f) => f.feed);

  assert.ok(feeds.length >= 30, `${feeds.length}`);
  for (const { id, feed } of feeds) {
    assert.match(feed?.url ?? '', /^(?:https?|rsync):\/\//, id);
    assert.ok(Temporal.Duration.from(feed?.every ?? '').total('minutes') >= 1, id);
    assert.ok(feed?.note.nl && feed.note.en, id);
  }
});

const data = join(import.meta.dirname, '../../../shared/data');
const options = existsSync(data) ? {} : { skip: '../shared/data is absent: the figures on real inputs were not taken' };

test('the real IntelMQ events of the neighbours are the same after reading and writing', options, () => {
  let n = 0;
  for (const file of readdirSync(join(data, 'intelmq/feeds'))) {
    const sample = JSON.parse(readFileSync(join(data, 'intelmq/feeds', file), 'utf8')) as {
      expected_events: Record<string, unknown>[];
    };
    for (const one of sample.expected_events) {
      const record = Object.fromEntries(Object.entries(one).filter(([k]) => k !== 'var' && k !== '__type'));
      const [finding] = read(JSON.stringify([record])).findings;
      if (!finding) continue;
      n++;
      const { extra: _e, ...written } = writeIntelmq(finding);
      const known = Object.fromEntries(
        Object.entries(record).filter(([k]) => intelmqFields.has(k) || k.startsWith('extra.')),
      );
      assert.deepEqual(written, known, file);
    }
  }
  console.log(`  IntelMQ: ${n} records the same after reading and writing`);
  assert.ok(n > 90, `${n}`);
});
