/** Every report type is known by name and, where it has columns of its own, by header; what is new is never lost. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { newReading } from '../asking/context.ts';
import type { Finding } from '../finding.ts';
import type { TableStart } from '../format.ts';
import { oldNames, reportTypes } from './facts.ts';
import { shadowserverRows } from './rows.ts';
import { officialSchema, typeByHeader, typeByName } from './types.ts';

function rows(
  name: string,
  header: readonly string[],
  cells: readonly string[],
  facts: Record<string, unknown> = {},
  more: Partial<TableStart> = {},
): Finding[] {
  const reader = shadowserverRows({ header, name, ...more }, newReading({ facts }));
  return reader ? [...reader(cells, 2)].flatMap((said) => ('finding' in said ? [said.finding] : [])) : [];
}
const frame = ['timestamp', 'severity', 'tag', 'asn', 'geo', 'region', 'city', 'naics', 'sector'];
const place = ['2026-11-01 00:00:01', 'high', '', '64500', 'NL', '', '', '', ''];
const cellFor = (who: string) =>
  who === 'email' ? 'someone@example.org' : who === 'website' || who === 'request' ? 'www.example.org' : '192.0.2.1';

test('there are 170 report types, 26 of them without a column `ip`', () => {
  assert.equal(reportTypes.size, 170);
  assert.equal([...reportTypes.values()].filter((t) => !t.who.includes('ip')).length, 26);
});

test('every type, by its file name, gives a finding of its kind on the column that must act', () => {
  for (const type of reportTypes.values())
    for (const who of type.who) {
      const [finding] = rows(`2026-11-01-${type.name}-hoster-asn.csv`, [...frame, who], [...place, cellFor(who)]);

      assert.ok(finding, type.name);
      assert.equal(finding.kind, who === 'src_ip' && type.who.length > 1 ? 'spam.source' : type.kind, type.name);
      assert.equal(finding.role, type.role, type.name);
      assert.equal(finding.ip ?? finding.account ?? finding.host, cellFor(who), type.name);
      assert.equal(finding.seenAt?.toString(), '2026-11-01T00:00:01Z');
    }
});

test('every type with columns of its own is known by its header alone', () => {
  for (const type of reportTypes.values())
    if (type.sign.length > 0)
      assert.equal(typeByHeader([...frame, ...type.who, ...type.sign])?.kind, type.kind, type.name);
});

test('old names and names without a date lead to the type of today', () => {
  for (const [old, now] of Object.entries(oldNames))
    assert.equal(typeByName(`2015-01-01-${old}-sample-asn.csv`)?.name, now);
  assert.equal(typeByName('scan_redis.csv.zip')?.name, 'scan_redis');
  assert.equal(typeByName('event_sinkhole_http.csv')?.name, 'event4_sinkhole_http');
  assert.equal(typeByName('holidays.csv'), undefined);
});

test('a type that came after our list keeps its rows: by family, by tag, else unclassified', () => {
  const header = [...frame, 'ip'];

  assert.equal(
    rows('2027-01-01-scan_newthing-hoster.csv', header, [...place, '192.0.2.1'])[0]?.kind,
    'vuln.exposed_service',
  );
  assert.equal(rows('unnamed.csv', header, [...place.with(2, 'openresolver'), '192.0.2.1'])[0]?.kind, 'vuln.amplifier');
  assert.equal(rows('unnamed.csv', header, [...place, '192.0.2.1'])[0]?.kind, 'report.unclassified');
  assert.equal(rows('2027-01-01-strange-hoster.csv', header, [...place, '192.0.2.1'])[0]?.kind, 'report.unclassified');
});

test('the official schema, loaded at run time, names types by their columns', () => {
  const facts = { shadowserver: { scan_newthing_vulnerable: { fields: [...frame, 'ip', 'port', 'gadget'] } } };

  const [finding] = rows('unnamed.csv', [...frame, 'ip', 'port', 'gadget'], [...place, '192.0.2.1', '99', 'x'], facts);

  assert.equal(finding?.kind, 'vuln.cve');
  assert.match(finding?.classification.asSent ?? '', /scan_newthing_vulnerable/);
});

test('the schema written for IntelMQ serves as well: its columns are the second word of each field', () => {
  const facts = {
    shadowserver: {
      _meta: { date_created: '2027-01-01T00:00:00Z' },
      scan_newthing_vulnerable: {
        required_fields: [['time.source', 'timestamp', 'add_UTC_to_timestamp']],
        optional_fields: [...frame, 'ip', 'port', 'gadget']
          .filter((c) => c !== 'timestamp')
          .map((c) => ['extra.', c, 'validate_to_none']),
      },
    },
  };

  const [finding] = rows('unnamed.csv', [...frame, 'ip', 'port', 'gadget'], [...place, '192.0.2.1', '99', 'x'], facts);

  assert.equal(finding?.kind, 'vuln.cve');
  assert.equal(officialSchema(facts.shadowserver)?.size, 1);
  assert.equal(officialSchema({ colours: ['red'] }), undefined);
  assert.equal(officialSchema('text'), undefined);
});

test('a row names two resources in spam_url, and in an attack on a honeypot the target is the victim', () => {
  const spam = rows(
    '2026-11-01-spam_url-x.csv',
    [...frame, 'ip', 'port', 'url', 'src_ip'],
    [...place, '192.0.2.1', '80', 'http://a.example.org/', '198.51.100.1'],
  );
  const [victim] = rows(
    '2026-11-01-event4_honeypot_ddos_target-x.csv',
    [...frame, 'src_ip', 'dst_ip', 'dst_port'],
    [...place, '198.51.100.9', '192.0.2.2', '53'],
  );

  assert.deepEqual(
    spam.map((f) => [f.kind, f.ip, f.port, f.url]),
    [
      ['spam.advertised', '192.0.2.1', 80, 'http://a.example.org/'],
      ['spam.source', '198.51.100.1', undefined, undefined],
    ],
  );
  assert.deepEqual(
    [victim?.role, victim?.ip, victim?.port, victim?.target?.ip],
    ['victim', '192.0.2.2', 53, '198.51.100.9'],
  );
});

test('what cannot be read stays out and is said: time, port, network, severity', () => {
  const [finding] = rows(
    '2026-11-01-scan_rdp-x.csv',
    [...frame, 'ip', 'port'],
    ['2026-13-45 99:00:00', '??', '', 'abc', 'NL', '', '', '', '', '192.0.2.1', '99999'],
  );

  assert.deepEqual([finding?.seenAt, finding?.port, finding?.asn], [undefined, undefined, undefined]);
  assert.deepEqual(finding?.problems.map((p) => p.code).sort(), [
    'asn.unreadable',
    'port.unreadable',
    'severity.unknown',
    'time.missing',
    'time.unreadable',
  ]);
});

const schema = join(import.meta.dirname, '../../../../shared/data/shadowserver/schema/reports.json');
test(
  'our list names the types and columns of the official schema',
  existsSync(schema) ? {} : { skip: '../shared/data is absent: the official schema was not asked' },
  () => {
    const official = JSON.parse(readFileSync(schema, 'utf8')) as Record<string, { fields: string[] }>;

    assert.deepEqual([...reportTypes.keys()].sort(), Object.keys(official).sort());
    for (const [name, { fields }] of Object.entries(official)) {
      const type = reportTypes.get(name);
      assert.ok(
        type?.who.every((w) => fields.includes(w)),
        `${name}: ${type?.who.join()}`,
      );
      assert.ok(
        type?.sign.every((c) => fields.includes(c)),
        `${name}: ${type?.sign.join()}`,
      );
      const by = typeByHeader(fields);
      if (by) assert.equal(by.kind, type?.kind, `${name} was taken for ${by.name}`);
    }
  },
);
