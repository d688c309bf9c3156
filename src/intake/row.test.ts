/** The quick way through a feed gives the rows the careful way gives: same ids, same lines, same problems, byte for byte. */
import assert from 'node:assert/strict';
import { hash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  carefulTableRun,
  type Finding,
  type Format,
  leanOf,
  leanTableRun,
  newReading,
  type Problem,
  type SaidOfRow,
} from '#formats';
import { loadFormats } from '#formats/work';
import { canonical } from '#kernel';
import { loadLaw } from '#law/work';
import { findingId, rowOf, type WrittenRow } from './row.ts';

const sha = (text: string) => hash('sha256', text, 'buffer');
const law = await loadLaw();
const formats = new Map((await loadFormats()).map((f) => [f.id, f]));
const reading = newReading({
  kinds: [...law.kinds.values()].map((k) => ({
    id: k.id,
    rsit: k.rsit.value,
    ...(k.xarf ? { xarf: k.xarf.value } : {}),
  })),
});
const receivedAt = Temporal.Instant.from('2026-11-22T10:00:00Z');

/** As the reading process completes a finding. */
function named(finding: Finding): Finding {
  const names = reading.kinds?.get(finding.kind);
  if (!names) return finding;
  return { ...finding, classification: { ...names, ...finding.classification } };
}

interface Told {
  readonly rows: readonly WrittenRow[];
  readonly problems: readonly Problem[];
  readonly quick: number;
}

function told(said: readonly SaidOfRow[], format: string): Told {
  const rows: WrittenRow[] = [];
  const problems: Problem[] = [];
  let quick = 0;
  for (const one of said) {
    if ('lean' in one) quick++;
    if ('problem' in one) problems.push(one.problem);
    const lean = 'lean' in one ? one.lean : 'finding' in one ? leanOf(named(one.finding)) : undefined;
    if (lean) rows.push(rowOf(rows.length, format, lean, 'ab12', '2026-11-22', sha));
  }
  return { rows, problems, quick };
}

/** One table both ways; the quick way in pieces of this size. */
function bothWays(format: Format, name: string, bytes: Uint8Array, piece: number): { careful: Told; quick: Told } {
  const open = (header: readonly string[]) => format.rows?.({ header, name, receivedAt }, reading);
  const careful = carefulTableRun(open);
  const quick = leanTableRun(open);
  const slow: SaidOfRow[] = [...careful.push(bytes), ...careful.end()];
  const fast: SaidOfRow[] = [];
  for (let at = 0; at < bytes.length; at += piece) fast.push(...quick.push(bytes.subarray(at, at + piece)));
  fast.push(...quick.end());
  assert.equal(quick.rows, careful.rows);
  return { careful: told(slow, format.id), quick: told(fast, format.id) };
}

const same = (format: Format, name: string, bytes: Uint8Array, piece = 65_536): Told => {
  const { careful, quick } = bothWays(format, name, bytes, piece);
  assert.deepEqual(quick.rows, careful.rows);
  assert.deepEqual(quick.problems, careful.problems);
  return quick;
};

const formatOf = (id: string): Format => formats.get(id) ?? assert.fail(id);
const bytesOf = (text: string) => new TextEncoder().encode(text);

test('a day of sinkhole hits goes the quick way and comes out as the careful way writes it', () => {
  const two = (n: number) => String(n).padStart(2, '0');
  const hit = (i: number) =>
    `"2026-11-20 10:${two(Math.floor(i / 60) % 60)}:${two(i % 60)}","critical","192.0.2.${1 + (i % 250)}",${1024 + i},64500,"NL","vps${i}.example.net",518210,"tcp","198.51.100.7",443,64501,,"andromeda","sinkhole;andromeda","${i}-é"`;
  const text = `"timestamp","severity","src_ip","src_port","src_asn","src_geo","src_hostname","src_naics","protocol","dst_ip","dst_port","dst_asn","dst_hostname","infection","tag","event_id"\n${Array.from({ length: 2000 }, (_, i) => hit(i)).join('\n')}\n`;

  const got = same(formatOf('shadowserver'), '2026-11-20-event4_sinkhole-bench.csv', bytesOf(text), 777);

  assert.equal(got.rows.length, 2000);
  assert.equal(got.quick, 2000);
});

const columns = [
  'timestamp',
  'severity',
  'ip',
  'src_ip',
  'port',
  'src_port',
  'asn',
  'src_asn',
  'geo',
  'region',
  'city',
  'hostname',
  'tag',
  'protocol',
  'dst_ip',
  'dst_port',
  'dst_asn',
  'http_host',
  'url',
  'http_url',
  'infection',
  'family',
  'naics',
  'sector',
  'count',
  'event_id',
  'network',
  'first_seen_time',
  'application',
  'cve',
];
const cellText = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.constantFrom('', '-', 'none', 'NULL', 'unknown', 'n/a', ' x ', 'null and void', 'normal'),
  },
  {
    weight: 6,
    arbitrary: fc.constantFrom('2026-11-20 10:00:01', '2026-02-31 10:00:01', '2026-11-20T10:00:01.250Z', '2026-11-20'),
  },
  { weight: 6, arbitrary: fc.constantFrom('192.0.2.7', '0.0.0.0', '192.0.02.7', '2001:DB8::1', '192.0.2.0/24', '::') },
  { weight: 6, arbitrary: fc.constantFrom('0', '443', '65536', '64500', 'AS64500', '-1', '007', ' 80') },
  { weight: 4, arbitrary: fc.constantFrom('critical', 'HIGH', 'grave', 'tcp', 'UDP', 'http') },
  {
    weight: 4,
    arbitrary: fc.constantFrom(
      'mirai;cve-2020-1234',
      'a\\b',
      'tab\there',
      'é',
      '\u00a0x',
      '\ufeff',
      'nul\0',
      '\ud83d\ude00',
    ),
  },
  { weight: 3, arbitrary: fc.constantFrom('www.example.org', 'http://example.org/a', '/index.php', 'GET / HTTP/1.1') },
  { weight: 2, arbitrary: fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r', ' ', '1'), maxLength: 6 }) },
);
const feed = fc
  .tuple(
    fc.constantFrom(
      'event4_sinkhole',
      'scan_rdp',
      'scan_http',
      'spam_url',
      'device_id',
      'compromised_website',
      'new_one',
    ),
    fc.uniqueArray(fc.constantFrom(...columns), { minLength: 8, maxLength: 24 }),
    fc.array(fc.array(fc.option(cellText, { freq: 1 }), { minLength: 20, maxLength: 26 }), {
      minLength: 1,
      maxLength: 12,
    }),
    fc.constantFrom('\n', '\r\n'),
    fc.boolean(),
    fc.integer({ min: 1, max: 400 }),
  )
  .map(([type, header, rows, end, quotes, piece]) => {
    const write = (c: string) =>
      quotes || /[",\r\n]/.test(c) || c.startsWith(' ') ? `"${c.replaceAll('"', '""')}"` : c;
    const head = ['timestamp', ...header.filter((h) => h !== 'timestamp')];
    const plain = (c: string) =>
      c === 'timestamp'
        ? '2026-11-20 10:00:01'
        : c.endsWith('ip')
          ? '192.0.2.9'
          : /port|asn|count/.test(c)
            ? '443'
            : '';
    const row = (r: readonly (string | null)[]) =>
      r.map((c, i) => write(c === null ? plain(head[i] ?? '') : c)).join(',');
    const lines = [head.join(','), ...rows.map(row)];
    return { name: `2026-11-20-${type}-hoster.csv`, text: lines.join(end) + end, piece };
  });

test('any feed at all gives the same rows, ids and problems both ways, in whatever pieces it comes', () => {
  let quick = 0;
  fc.assert(
    fc.property(feed, ({ name, text, piece }) => {
      quick += same(formatOf('shadowserver'), name, bytesOf(text), piece).quick;
    }),
    { numRuns: 1500 },
  );
  assert.ok(quick > 100, `${quick} rows took the quick way`);
});

test('a well-formed row of each type, with every column full, goes both ways alike', () => {
  const good = fc.record({
    ip: fc.ipV4(),
    second: fc.nat(86_399),
    port: fc.integer({ min: 1, max: 65_535 }),
    word: fc.string({ unit: 'grapheme-ascii', maxLength: 12 }),
  });
  fc.assert(
    fc.property(
      fc.constantFrom('event4_sinkhole', 'scan_rdp', 'scan_http', 'event4_honeypot_ddos_target', 'compromised_website'),
      fc.array(good, { minLength: 1, maxLength: 5 }),
      (type, rows) => {
        const two = (n: number) => String(n).padStart(2, '0');
        const lines = rows.map((r) =>
          columns
            .map((c) => {
              if (c.endsWith('ip')) return r.ip;
              if (c.endsWith('port') || c === 'count') return String(r.port);
              if (c.endsWith('asn')) return '64500';
              if (c === 'timestamp')
                return `2026-11-20 ${two(Math.floor(r.second / 3600))}:${two(Math.floor(r.second / 60) % 60)}:${two(r.second % 60)}`;
              return c === 'severity' ? 'high' : c === 'protocol' ? 'tcp' : r.word.replaceAll('"', "'");
            })
            .map((c) => `"${c}"`)
            .join(','),
        );
        same(
          formatOf('shadowserver'),
          `2026-11-20-${type}-x.csv`,
          bytesOf(`${columns.join(',')}\n${lines.join('\n')}\n`),
        );
      },
    ),
    { numRuns: 500 },
  );
});

test('AbuseHUB and tables of partners are read line by line as they were', () => {
  const abusehub =
    'reliable_notifier,report_type,event_date,event_time,src_ip,src_port,infection_type\nBank,drone,2026-11-20,10:00:00,192.0.2.9,80,mirai\nBank,drone,2026-11-20,10:00:01,"192.0.2.10",,"a ""b"""\n';
  const partner =
    'ip;time;type\n192.0.2.1;2026-11-20 10:00:00;scanner\n192.0.2.2;"2026-11-20 10:00:01";"brute-force"\n';

  assert.equal(same(formatOf('abusehub'), 'abusehubcsv-1.csv', bytesOf(abusehub), 9).rows.length, 2);
  assert.equal(same(formatOf('table'), 'partner.csv', bytesOf(partner), 7).rows.length, 2);
});

const real = join('/work', 'shared', 'data', 'shadowserver', 'csv');
test('the public sample tables of Shadowserver give the same both ways', {
  skip: existsSync(real) ? false : 'the open test data are not beside this checkout',
}, () => {
  let rows = 0;
  for (const file of readdirSync(real))
    for (const piece of [65_536, 211])
      rows += same(
        formatOf('shadowserver'),
        `2026-11-20-${file.replace(/\.csv$/, '')}-x.csv`,
        readFileSync(join(real, file)),
        piece,
      ).rows.length;
  assert.ok(rows > 100, `${rows} rows`);
});

test("a finding's id is the hash of its content, as it always was", () => {
  const finding: Finding = {
    kind: 'fraud.phishing',
    ip: '192.0.2.1',
    url: 'http://example.org/"a"',
    seenAt: Temporal.Instant.from('2026-11-20T10:00:00.25Z'),
    role: 'source',
    classification: {},
    reference: 'R-1',
    target: { port: 80, ip: '198.51.100.1' },
    problems: [],
  };
  const content = canonical([
    'xarf',
    'fraud.phishing',
    ['192.0.2.1', null, null, null, 'http://example.org/"a"', null, null],
    '2026-11-20T10:00:00.25Z',
    'R-1',
    'source',
    canonical(finding.target),
  ]);

  const id = findingId('xarf', finding, 'ab12', (text) => {
    assert.equal(text, content);
    return sha(text);
  });

  assert.equal(id, findingId('xarf', finding, 'another message', sha));
});
