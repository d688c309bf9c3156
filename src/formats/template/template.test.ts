/** The template engine: what a declaration finds in a mail, when it passes on, and what is wrong with a declaration. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { readTime } from '#kernel';
import { loadLaw } from '#law/work';
import { newReading } from '../asking/context.ts';
import { readMailUnit } from '../asking/read.ts';
import type { Finding } from '../finding.ts';
import type { Format } from '../format.ts';
import { openMail } from '../mail/unit.ts';
import { loadFormats } from '../work.ts';
import { hasNestedRepeat, templateFaults } from './lint.ts';
import { type TemplateFormat, type TemplateSpec, template } from './template.ts';

const law = await loadLaw();
const title = { nl: 'Proef', en: 'Trial' };
const base = {
  id: 'trial',
  version: 1,
  title,
  match: [{ kind: 'mail', subject: /trial/i }],
  constants: { kind: 'attack.scan' },
  required: ['ip'],
} as const satisfies Partial<TemplateSpec>;

function read(spec: TemplateSpec, body: string, subject = 'trial', type = 'text/plain') {
  const raw = `From: Robot <robot@notifier.example>\nSubject: ${subject}\nDate: Tue, 03 Nov 2026 10:00:00 +0100\nContent-Type: ${type}; charset=utf-8\n\n${body}`;
  const { unit } = openMail(new TextEncoder().encode(raw), (t) => readTime(t));
  const findings: Finding[] = [];
  const outcome = readMailUnit(unit, [template(spec)], newReading({}), (f) => findings.push(f));
  return { outcome, findings };
}

test('fields are found in any order, quoted, in bold and defanged; the first readable value wins', () => {
  const spec: TemplateSpec = {
    ...base,
    fields: {
      ip: [{ re: /^Wrong:\s*(\S+)/m }, { re: /^Address:\s*(\S+)/m }],
      port: { re: /^Port:\s*(\d+)/m },
      url: { re: /^Page:\s*(\S+)/m },
      seenAt: { re: /^When:\s*(.+)/m },
      reference: { re: /^Subject:.*\[(T-\d+)\]/m },
    },
  };

  const { findings } = read(
    spec,
    '> **Page:** hxxps://shop[.]example/login\n> Port: 8443\n> Wrong: none\n> Address: 192[.]0.2(.)7\n> When: 2 Nov 2026 08:00:00 +0100\n',
    'trial [T-77]',
  );

  const [f] = findings;
  assert.equal(f?.ip, '192.0.2.7');
  assert.equal(f.port, 8443);
  assert.equal(f.url, 'https://shop.example/login');
  assert.equal(f.host, 'shop.example');
  assert.equal(f.seenAt?.toString(), '2026-11-02T07:00:00Z');
  assert.equal(f.timePrecision, 'exact');
  assert.equal(f.reference, 'T-77');
  assert.deepEqual(f.reporter, { contact: 'robot@notifier.example', domain: 'notifier.example' });
  assert.equal(findings.length, 1);
});

test('a list is a finding per row, with what the row says of it', () => {
  const spec: TemplateSpec = {
    ...base,
    fields: {
      ip: { re: /^(?<ip>[0-9a-f.:/]+) \| (?<seenAt>[^|\n]+) \| (?<kind>.+)$/gm, all: true },
      kind: { re: /$^/, map: { scan: 'attack.scan', spam: 'spam.source' } },
      zone: { re: /times are in (\S+)/ },
    },
  };

  const { findings } = read(
    spec,
    'All times are in CET\n192.0.2.1 | 2026-11-01 10:00:00 | Port scan\n192.0.2.1 | 2026-11-01 10:00:00 | Port scan\n192.0.2.64/26 | 2026-11-01 11:00:00 | Spam\nnothing | x | y\n',
  );

  assert.deepEqual(
    findings.map((f) => [f.ip ?? f.prefix, f.seenAt?.toString(), f.kind, f.classification.asSent]),
    [
      ['192.0.2.1', '2026-11-01T09:00:00Z', 'attack.scan', 'Port scan'],
      ['192.0.2.64/26', '2026-11-01T10:00:00Z', 'spam.source', 'Spam'],
    ],
  );
});

test('one mail about several things is cut, and what stands above is said of all', () => {
  const spec: TemplateSpec = {
    ...base,
    split: /^Host:/m,
    until: /^-- $/m,
    constants: { kind: 'attack.scan', zone: 'Europe/Amsterdam', reporter: { org: 'Trial', domain: 'other.example' } },
    fields: {
      ip: { re: /^Host:\s*(\S+)/m },
      seenAt: { re: /^Time:\s*(.+)/m },
      reference: { re: /^Case:\s*(\S+)/m },
      count: { re: /^Hits:\s*(\S+)/m },
    },
  };

  const { findings, outcome } = read(
    spec,
    'Case: 9-1\nHost: 192.0.2.1\nTime: 2026-07-01 12:00:00\nHits: 1,204\nHost: nobody\nTime: 2026-07-01 13:00:00\nHost: 2001:db8::5\nTime: 2026-12-01 12:00:00\n-- \nHost: 192.0.2.99\n',
  );

  assert.deepEqual(
    findings.map((f) => [f.ip, f.seenAt?.toString(), f.reference, f.count, f.reporter]),
    [
      ['192.0.2.1', '2026-07-01T10:00:00Z', '9-1', 1204, { org: 'Trial', domain: 'other.example' }],
      ['2001:db8::5', '2026-12-01T11:00:00Z', '9-1', undefined, { org: 'Trial', domain: 'other.example' }],
    ],
  );
  assert.deepEqual(
    outcome.problems.map((p) => p.code),
    ['template.piece-incomplete'],
  );
});

test('what is required and not there passes the mail on; nothing is made up', () => {
  const { outcome, findings } = read({ ...base, fields: { ip: { re: /^Host:\s*(\S+)/m } } }, 'Host: 0.0.0.0\n');

  assert.equal(outcome.end, 'manual');
  assert.deepEqual(findings, []);
  assert.match(outcome.problems.map((p) => p.message).join(), /not found in it: ip/);
});

test('an HTML mail reads as a plain one', () => {
  const { findings } = read(
    { ...base, fields: { ip: { re: /^IP address:?\s*(\S+)/m }, port: { re: /^Port:?\s*(\S+)/m } } },
    '<html><body><table><tr><td><b>IP address</b></td><td>192.0.2.8</td></tr><tr><td>Port:</td><td>&nbsp;25</td></tr></table></body></html>',
    'trial',
    'text/html',
  );

  assert.deepEqual([findings[0]?.ip, findings[0]?.port], ['192.0.2.8', 25]);
});

test('a repeat in a repeat is seen, a bounded one is not taken for it', () => {
  for (const bad of ['(a+)+', '(?:a*b)*', '(?:(?:x+)y)+', '(?:a{2,}b)+']) assert.equal(hasNestedRepeat(bad), true, bad);
  for (const good of ['(a+)b+', '(?:a{1,3})+', '[+*)(]+(?:b)*', '(?:ab)+', '\\(a+\\)+'])
    assert.equal(hasNestedRepeat(good), false, good);
});

test('the faults of a declaration are told in words', () => {
  const faults = templateFaults(
    {
      ...base,
      id: 'Bad id',
      title: { nl: '', en: 'x' },
      match: [{ kind: 'mail' }],
      fields: { ip: { re: /(?:\d+)+(?<nonsense>x)/ } },
      constants: { kind: 'no.kind' },
      required: ['url'],
    },
    law.kinds,
  );

  assert.equal(faults.length, 7, faults.join('\n'));
});

const isTemplate = (f: Format): f is TemplateFormat => 'declared' in f;
const samples = join(import.meta.dirname, '../samples');
for (const format of (await loadFormats()).filter(isTemplate))
  test(`the template ${format.id} is sound and tells its story`, () => {
    assert.deepEqual(templateFaults(format.declared, law.kinds), []);
    const at = join(samples, format.id);
    const outs = existsSync(at) ? readdirSync(at).filter((f) => f.endsWith('.out.json')) : [];
    assert.ok(outs.length >= 2, 'two samples at least');
    const ends = outs.map((f) => JSON.parse(readFileSync(join(at, f), 'utf8')) as { format: string | null });
    assert.ok(
      ends.some((e) => e.format === format.id),
      'one it reads',
    );
    assert.ok(
      ends.some((e) => e.format !== format.id),
      'one it passes on',
    );
  });
