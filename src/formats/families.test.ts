/**
 * Other inputs of the same families: made from the facts of each format, in the ways its senders differ from one another, and
 * each must still give its finding.
 */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import fc from 'fast-check';
import { readTime } from '#kernel';
import { openReaders } from '../intake/readers.ts';
import { newReading } from './asking/context.ts';
import { readFile, readMailUnit } from './asking/read.ts';
import { type Finding, findingJson } from './finding.ts';
import { fileOf, openMail } from './mail/unit.ts';
import { reportTypes } from './shadowserver/facts.ts';
import { loadFormats } from './work.ts';
import { allowed, xarfTypes } from './xarf/facts.ts';

const formats = await loadFormats();
const reading = newReading({});
const bytesOf = (text: string) => new TextEncoder().encode(text);

interface Read {
  readonly format: string | undefined;
  readonly findings: readonly Finding[];
}
function read(name: string, bytes: Uint8Array, hint?: string): Read {
  const findings: Finding[] = [];
  const unit = fileOf(name, 'text/plain', bytes, '', undefined, undefined, hint ? { hint } : {});
  const outcome = readFile(unit, formats, reading, (f) => findings.push(f));
  return { format: outcome.format, findings };
}
function readMail(bytes: Uint8Array): Read {
  const findings: Finding[] = [];
  const { unit } = openMail(bytes, (t) => readTime(t));
  let outcome = readMailUnit(unit, formats, reading, (f) => findings.push(f));
  if (outcome.end === 'manual') outcome = readMailUnit(unit, formats, reading, (f) => findings.push(f), true);
  return { format: outcome.format, findings };
}

// --- Shadowserver ---------------------------------------------------------------------------------------------------

const cellOf: Readonly<Record<string, string>> = {
  timestamp: '2026-11-01 00:00:01',
  severity: 'high',
  protocol: 'tcp',
  port: '4711',
  src_port: '4711',
  hostname: 'host.example.org',
  asn: '64500',
  src_asn: '64500',
  geo: 'NL',
  region: 'NOORD-HOLLAND',
  city: 'AMSTERDAM',
  tag: 'sample,tag',
  naics: '517311',
  sector: 'Communications, Service Provider',
  hostname_source: 'ptr',
};
const whoValue = (who: string) =>
  who === 'email' ? 'someone@example.org' : /website|request/.test(who) ? 'www.example.org' : '192.0.2.1';
const extras = ['new_column', 'banner', 'sha256', 'Über', 'count of', 'x'.repeat(60)];

test('every Shadowserver report, its columns in any order, some missing, some new, with any delimiter, line end and mark', () => {
  for (const type of reportTypes.values())
    fc.assert(
      fc.property(
        fc.record({
          who: fc.constantFrom(...type.who),
          columns: fc.shuffledSubarray(Object.keys(cellOf).filter((c) => c !== 'timestamp')),
          more: fc.shuffledSubarray(extras, { maxLength: 3 }),
          order: fc.infiniteStream(fc.nat()),
          delimiter: fc.constantFrom(',', ';', '\t', '|'),
          newline: fc.constantFrom('\n', '\r\n'),
          mark: fc.constantFrom('', '\ufeff'),
          quoted: fc.boolean(),
          ended: fc.boolean(),
          named: fc.constantFrom('2026-11-01-NAME-hoster-asn.csv', 'NAME.csv', '2026-11-01-NAME.csv'),
        }),
        (v) => {
          const header = [...new Set(['timestamp', v.who, ...type.sign, ...v.columns, ...v.more])];
          const place = new Map(header.map((h) => [h, v.order.next().value ?? 0]));
          header.sort((a, b) => (place.get(a) ?? 0) - (place.get(b) ?? 0));
          const cells = header.map((h) => (h === v.who ? whoValue(v.who) : (cellOf[h] ?? 'x')));
          const quote = (s: string) => (v.quoted || s.includes(v.delimiter) ? `"${s}"` : s);
          const line = (list: readonly string[]) => list.map(quote).join(v.delimiter);
          const text = v.mark + line(header) + v.newline + line(cells) + (v.ended ? v.newline : '');

          const { format, findings } = read(v.named.replace('NAME', type.name), bytesOf(text));

          assert.equal(format, 'shadowserver', `${type.name}: ${header.join()}`);
          const [first] = findings;
          assert.ok(first, type.name);
          const named = [first.ip, first.account, first.host, first.target?.ip];
          assert.ok(named.includes(whoValue(v.who)), `${type.name}: ${JSON.stringify(findingJson(first))}`);
          assert.equal(first.seenAt?.toString(), '2026-11-01T00:00:01Z', type.name);
        },
      ),
      { numRuns: 12, seed: 170 },
    );
});

// --- XARF v4 --------------------------------------------------------------------------------------------------------

const party = { org: 'Example Notifier', contact: 'abuse@notifier.example', domain: 'notifier.example' };
const fieldValues: Readonly<Record<string, unknown>> = {
  protocol: 'tcp',
  first_seen: '2026-11-01T08:00:00Z',
  url: 'https://bad.example.org/x',
  infringing_url: 'https://bad.example.org/x',
  recipient_count: 200,
  swarm_info: { info_hash: 'a'.repeat(40) },
  message_info: { message_id: '<1@news.example>' },
  service_port: 80,
  cve_id: 'CVE-2026-1234',
  total_requests: 1000,
  data_types: ['pii'],
  probed_resources: ['/admin'],
  suspicious_indicators: ['lookalike'],
  registration_date: '2026-10-30T00:00:00Z',
  compromise_evidence: 'callback to a sinkhole',
};
const optional: Readonly<Record<string, unknown>> = {
  last_seen: '2026-11-01T10:00:00Z',
  destination_ip: '198.51.100.1',
  destination_port: 22,
  description: 'described',
  confidence: 0.9,
  tags: ['tlp:amber', 'campaign:x1'],
  evidence_source: 'honeypot',
  evidence: [{ content_type: 'text/plain', payload: 'bG9n', description: 'log', hash: `sha256:${'0'.repeat(64)}` }],
  legacy_version: '3',
  malware_family: 'example',
  attempt_count: 12,
  unknown_to_us: { nested: [1, 2, { a: null }] },
};

test('every type of XARF v4, with any of its optional fields, alone, in a list, one per line and by mail, gives its finding', () => {
  for (const [name, type] of xarfTypes)
    fc.assert(
      fc.property(
        fc.shuffledSubarray(Object.keys(optional)),
        fc.constantFrom('192.0.2.7', '2001:db8::7', 'bad.example.org'),
        fc.constantFrom('4.0.0', '4.1.0', '4.2.0'),
        fc.constantFrom('alone', 'indented', 'list', 'lines', 'report', 'mixed'),
        (chosen, source, version, form) => {
          const own = Object.fromEntries(
            type.needs.map((f) => [f, allowed[`${name} ${f}`]?.[0] ?? fieldValues[f] ?? 'other']),
          );
          const report = {
            xarf_version: version,
            report_id: '5f1b0f5e-6f6e-4b53-9a5b-0c8c4d0c7a11',
            timestamp: '2026-11-01T09:00:00Z',
            reporter: party,
            sender: party,
            source_identifier: source,
            source_port: 50_000,
            category: type.category,
            type: type.type,
            ...(own.protocol === 'smtp' ? { smtp_from: 'spammer@bad.example.org' } : {}),
            ...own,
            ...Object.fromEntries(chosen.map((f) => [f, optional[f]])),
          };
          const json =
            form === 'indented'
              ? JSON.stringify(report, null, 2)
              : form === 'list'
                ? JSON.stringify([report])
                : form === 'lines'
                  ? `${JSON.stringify(report)}\n${JSON.stringify({ ...report, report_id: '5f1b0f5e-6f6e-4b53-9a5b-0c8c4d0c7a12' })}\n`
                  : JSON.stringify(report);
          const sub = form === 'report' ? 'report; report-type=feedback-report' : 'mixed';
          const mail = `From: a@notifier.example\nSubject: report\nMIME-Version: 1.0\nContent-Type: multipart/${sub}; boundary=b\n\n--b\nContent-Type: text/plain\n\nSee the JSON.\n${form === 'report' ? '--b\nContent-Type: message/feedback-report\n\nFeedback-Type: xarf\nUser-Agent: x/1\nVersion: 1\n\n' : ''}--b\nContent-Type: application/json; name=xarf.json\nContent-Transfer-Encoding: base64\n\n${Buffer.from(json).toString('base64').replace(/.{76}/g, '$&\n')}\n--b--\n`;

          const { format, findings } =
            form === 'report' || form === 'mixed' ? readMail(bytesOf(mail)) : read('xarf.json', bytesOf(json));

          assert.equal(format, 'xarf', `${name} ${form}`);
          assert.equal(findings.length, form === 'lines' ? 2 : 1, `${name} ${form}`);
          const [first] = findings;
          assert.equal(first?.kind, type.kind, name);
          assert.ok(
            [first?.ip, first?.host].includes(source),
            `${name}: ${source} in ${JSON.stringify(first && findingJson(first))}`,
          );
          assert.equal(first?.seenAt?.toString(), '2026-11-01T09:00:00Z', name);
        },
      ),
      { numRuns: 20, seed: 32 },
    );
});

// --- X-ARF 0.1 and 0.2 ----------------------------------------------------------------------------------------------

const yaml: Readonly<Record<string, string>> = {
  'Reported-From': 'autogenerated@notifier.example',
  'User-Agent': 'generator 1.0',
  'Report-ID': '"1@notifier.example"',
  'Source-Type': 'ipv4',
  Attachment: 'text/plain',
  'Schema-URL': 'http://www.x-arf.org/schema/abuse_login-attack_0.1.2.json',
  Version: '0.2',
  Occurrences: '3',
  Port: '22',
  Service: 'ssh',
  TLP: 'green',
};

test('X-ARF of either version, its fields in any order and case, however it is encoded, gives its finding', () => {
  fc.assert(
    fc.property(
      fc.record({
        fields: fc.shuffledSubarray(Object.keys(yaml), { minLength: 4 }),
        head: fc.constantFrom('X-ARF: YES', 'X-XARF: PLAIN', 'X-ARF: yes', 'X-XARF: PLAIN\nX-ARF: YES'),
        type: fc.constantFrom('login-attack', 'port-scan', 'phishing', 'malware-attack'),
        date: fc.constantFrom('Sun, 01 Nov 2026 09:00:00 +0000', '2026-11-01T09:00:00Z', '"2026-11-01T10:00:00+01:00"'),
        lower: fc.boolean(),
        start: fc.constantFrom('---\n', ''),
        encoding: fc.constantFrom('7bit', 'quoted-printable', 'base64'),
        named: fc.constantFrom(
          'Content-Type: text/plain; charset=utf-8; name="report.txt"',
          'Content-Type: text/plain; name=report.txt;',
          'Content-Type: application/octet-stream; name="report.txt"\nContent-Disposition: attachment; filename="report.txt"',
          'content-type: TEXT/PLAIN; NAME="report.txt"',
        ),
        newline: fc.constantFrom('\n', '\r\n'),
      }),
      (v) => {
        const all = {
          ...Object.fromEntries(v.fields.map((f) => [f, yaml[f]])),
          Category: 'abuse',
          'Report-Type': v.type,
          Date: v.date,
          Source: '192.0.2.7',
          'Source-Type': 'ipv4',
        };
        const text = `${v.start}${Object.entries(all)
          .map(([name, value]) => `${v.lower ? name.toLowerCase() : name}: ${value}`)
          .join('\n')}\n`;
        const body =
          v.encoding === 'base64'
            ? Buffer.from(text).toString('base64').replace(/.{60}/g, '$&\n')
            : v.encoding === 'quoted-printable'
              ? text.replace(/=/g, '=3D').replace(/(.{50})(?=.{10})/g, '$1=\n')
              : text;
        const mail = `From: a@notifier.example\nSubject: abuse report\n${v.head}\nAuto-Submitted: auto-generated\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain; charset=utf-8\n\nDear all,\nan attack was seen.\n\n--b\n${v.named}\nContent-Transfer-Encoding: ${v.encoding}\n\n${body}\n--b\nContent-Type: text/plain; name=log.txt\n\nNov  1 09:00:00 host sshd: Failed password for root from 192.0.2.7\n--b--\n`;

        const { format, findings } = readMail(bytesOf(mail.replaceAll('\n', v.newline)));

        assert.equal(format, 'x_arf', mail);
        assert.equal(findings[0]?.ip, '192.0.2.7');
        assert.equal(findings[0]?.seenAt?.toString(), '2026-11-01T09:00:00Z', mail);
      },
    ),
    { numRuns: 200, seed: 2 },
  );
});

// --- Templates and standards by mail: their own samples, sent in other ways ------------------------------------------

const samples = join(import.meta.dirname, 'samples');
const plainMail = /^content-type:(?!\s*text\/plain)|^content-transfer-encoding:(?!\s*[78]bit)/im;
/** Good samples by mail whose whole body is plain text: those that can be wrapped without being taken apart. */
const mails = formats
  .filter((f) => f.group === 'template')
  .flatMap((f) =>
    readdirSync(join(samples, f.id))
      .filter((name) => name.endsWith('.in.eml'))
      .map((name) => ({
        format: f.id,
        name,
        text: readFileSync(join(samples, f.id, name), 'utf8').replace(/\r\n/g, '\n'),
      })),
  )
  .filter(({ format, text }) => {
    const head = text.slice(0, text.indexOf('\n\n'));
    return !plainMail.test(head) && readMail(bytesOf(text)).format === format;
  })
  .map((m) => ({
    ...m,
    head: m.text.slice(0, m.text.indexOf('\n\n')),
    body: m.text.slice(m.text.indexOf('\n\n') + 2),
  }));

const keyOf = (f: Finding) =>
  JSON.stringify([f.kind, f.ip, f.prefix, f.host, f.url, f.port, f.account, f.seenAt?.toString()]);
const keysOf = (r: Read) => r.findings.map(keyOf).sort();

const withoutType = (head: string) =>
  head
    .split('\n')
    .filter((line) => !/^(?:content-|mime-version)/i.test(line))
    .join('\n');
const quotedPrintable = (text: string) =>
  [...bytesOf(text)]
    .map((b) =>
      b === 10
        ? '\n'
        : b === 61 || b > 126 || b < 32
          ? `=${b.toString(16).toUpperCase().padStart(2, '0')}`
          : String.fromCharCode(b),
    )
    .join('')
    .split('\n')
    .map((line) => line.replace(/(?:[^=]|=[0-9A-F]{2}){60}(?=.)/g, '$&=\n').replace(/ $/, '=20'))
    .join('\n');
const typed = (m: (typeof mails)[number], more: string, body: string) =>
  `${withoutType(m.head)}\nMIME-Version: 1.0\n${more}\n\n${body}`;

const ways: Readonly<Record<string, (m: (typeof mails)[number]) => Uint8Array>> = {
  'quoted-printable': (m) =>
    bytesOf(
      typed(
        m,
        'Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable',
        quotedPrintable(m.body),
      ),
    ),
  base64: (m) =>
    bytesOf(
      typed(
        m,
        'Content-Type: text/plain; charset="UTF-8"\nContent-Transfer-Encoding: base64',
        Buffer.from(m.body).toString('base64').replace(/.{76}/g, '$&\n'),
      ),
    ),
  CRLF: (m) => bytesOf(m.text.replaceAll('\n', '\r\n')),
  'UTF-16': (m) =>
    bytesOf(
      typed(
        m,
        'Content-Type: text/plain; charset=utf-16\nContent-Transfer-Encoding: base64',
        Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(m.body, 'utf16le')])
          .toString('base64')
          .replace(/.{76}/g, '$&\n'),
      ),
    ),
  'header case and order': (m) =>
    bytesOf(
      `${m.head
        .replace(/\n[ \t]+/g, ' ')
        .split('\n')
        .reverse()
        .map((line) => line.replace(/^[^:]+/, (n) => n.toUpperCase()))
        .join('\n')}\n\n${m.body}`,
    ),
  'a footer': (m) =>
    bytesOf(
      `${m.text.replace(/\n*$/, '\n')}\n-- \nThis message is confidential. If it was not meant for you, destroy it.\nExample Notifier Ltd, Example Street 1\n`,
    ),
  'a list footer': (m) =>
    bytesOf(
      `${m.text.replace(/\n*$/, '\n')}\n_______________________________________________\nabuse mailing list\nabuse@lists.hoster.example\n`,
    ),
  'two parts': (m) =>
    bytesOf(
      typed(
        m,
        'Content-Type: multipart/alternative; boundary=zz',
        `--zz\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n${m.body}\n--zz\nContent-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n<pre>${m.body.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</pre>\n--zz--\n`,
      ),
    ),
};

for (const [way, bend] of Object.entries(ways))
  test(`templates read their samples sent in another way: ${way}`, () => {
    assert.ok(mails.length > 40, `${mails.length}`);
    const other = mails.filter((m) => {
      const now = readMail(bend(m));
      return (
        now.format !== m.format || JSON.stringify(keysOf(now)) !== JSON.stringify(keysOf(readMail(bytesOf(m.text))))
      );
    });

    assert.deepEqual(
      other.map((m) => `${m.format}/${m.name}`),
      [],
    );
  });

test('every mail among the samples gives the same with other line ends and its header in capitals and another order', () => {
  const all = formats.flatMap((f) =>
    readdirSync(join(samples, f.id))
      .filter((name) => name.endsWith('.in.eml'))
      .map((name) => ({ name: `${f.id}/${name}`, bytes: readFileSync(join(samples, f.id, name)) })),
  );
  assert.ok(all.length > 100, `${all.length}`);
  const other: string[] = [];
  for (const { name, bytes } of all) {
    const was = keysOf(readMail(new Uint8Array(bytes)));
    const text = bytes.toString('latin1').replace(/\r\n/g, '\n');
    // A signature is over its bytes, line ends included; an opaque one cannot be turned.
    if (/multipart\/signed|pkcs7|PGP/.test(text)) continue;
    const head = text.slice(0, text.indexOf('\n\n'));
    const turned = head
      .replace(/\n[ \t]+/g, ' ')
      .split('\n')
      .reverse()
      .map((line) => line.replace(/^[^:]+/, (n) => n.toUpperCase()))
      .join('\n');
    for (const [how, now] of [
      ['LF', text],
      ['CRLF', text.replaceAll('\n', '\r\n')],
      ['header', turned + text.slice(head.length)],
    ] as const)
      if (JSON.stringify(keysOf(readMail(Buffer.from(now, 'latin1')))) !== JSON.stringify(was))
        other.push(`${name} ${how}`);
  }

  assert.deepEqual(other, []);
});

test('labelled lines of a template may stand in another order', () => {
  const label = /^[ \t]*[A-Z][a-z A-Z/()#-]{1,30}: ?\S/;
  const other: string[] = [];
  let turned = 0;
  for (const m of mails) {
    const was = readMail(bytesOf(m.text));
    // Where several things are reported, the order of lines says what belongs together.
    if (was.findings.length !== 1) continue;
    const lines = m.body.split('\n');
    for (let i = 0; i < lines.length; i++) {
      let end = i;
      while (end < lines.length && label.test(lines[end] ?? '') && !/wrote|schreef/.test(lines[end] ?? '')) end++;
      if (end - i > 1) {
        lines.splice(i, end - i, ...lines.slice(i, end).reverse());
        turned++;
      }
      i = Math.max(i, end - 1);
    }
    const now = readMail(bytesOf(`${m.head}\n\n${lines.join('\n')}`));
    if (JSON.stringify(keysOf(now)) !== JSON.stringify(keysOf(was))) other.push(`${m.format}/${m.name}`);
  }

  assert.ok(turned > 10, `${turned}`);
  assert.deepEqual(other, []);
});

test('every feed among the samples gives the same with other line ends, a mark before it and empty lines behind it', () => {
  const other: string[] = [];
  let asked = 0;
  for (const f of formats.filter((one) => one.group === 'feed'))
    for (const name of readdirSync(join(samples, f.id)).filter((n) => n.includes('.in.') && !n.endsWith('.eml'))) {
      const text = readFileSync(join(samples, f.id, name), 'utf8').replace(/\r\n/g, '\n');
      const was = keysOf(read(name.replace('.in.', '.'), bytesOf(text), f.id));
      if (was.length === 0) continue;
      for (const [how, now] of [
        ['CRLF', bytesOf(text.replaceAll('\n', '\r\n'))],
        ['mark', bytesOf(`\ufeff${text.replace(/^\ufeff/, '')}`)],
        ['empty lines', bytesOf(`${text}\n\n`)],
        ['no last line end', bytesOf(text.replace(/\n+$/, ''))],
        ['UTF-16', Buffer.from(`\ufeff${text.replace(/^\ufeff/, '')}`, 'utf16le')],
      ] as const) {
        asked++;
        if (JSON.stringify(keysOf(read(name.replace('.in.', '.'), now, f.id))) !== JSON.stringify(was))
          other.push(`${f.id}/${name} ${how}`);
      }
    }

  assert.ok(asked > 150, `${asked}`);
  assert.deepEqual(other, []);
});

// --- Passed on by another --------------------------------------------------------------------------------------------

const readers = openReaders({ size: 1 });
after(() => readers.close());

const passedOn: Readonly<Record<string, (m: (typeof mails)[number]) => string>> = {
  'as an attached message': (m) =>
    `From: support@reseller.example\nTo: abuse@hoster.example\nSubject: Fwd: report\nDate: Thu, 05 Nov 2026 10:00:00 +0000\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=ff\n\n--ff\nContent-Type: text/plain\n\nSee below.\n--ff\nContent-Type: message/rfc822\n\n${m.text}\n--ff--\n`,
  'in words': (m) => {
    const field = (name: string) =>
      new RegExp(`^${name}:[ \\t]*(.*(?:\\n[ \\t].*)*)`, 'im').exec(m.head)?.[1]?.replace(/\n[ \t]+/g, ' ') ?? '';
    return `From: support@reseller.example\nTo: abuse@hoster.example\nSubject: Fwd: ${field('Subject')}\nDate: Thu, 05 Nov 2026 10:00:00 +0000\nContent-Type: text/plain; charset=utf-8\n\nPlease handle.\n\n---------- Forwarded message ---------\nFrom: ${field('From')}\nDate: ${field('Date')}\nSubject: ${field('Subject')}\nTo: <support@reseller.example>\n\n\n${m.body}`;
  },
};
for (const [way, bend] of Object.entries(passedOn))
  test(`templates read their samples passed on ${way}`, async () => {
    const other: string[] = [];
    const own = { prefixes: [], domains: [] };
    for (const m of mails) {
      const was = new Set(readMail(bytesOf(m.text)).findings.map((f) => f.ip ?? f.prefix ?? f.host ?? f.url));
      const reads = await readers.readMessage(bytesOf(bend(m)), { name: 'a.eml', own, facts: {} });
      const now = new Set(reads.flatMap((r) => r.findings.map((f) => f.ip ?? f.prefix ?? f.host ?? f.url)));
      if ([...was].some((one) => !now.has(one)) || now.size !== was.size) other.push(`${m.format}/${m.name}`);
    }

    assert.deepEqual(other, []);
  });
