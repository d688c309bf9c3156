/** Containers: forwards, mailboxes, saved mails, Outlook, winmail.dat, documents; each message comes to one end, pictures stay closed. */
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { after, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { forwardIn, withoutTicketHead } from '#formats';
import { loadLaw } from '#law/work';
import { openReaders } from './readers.ts';

const law = await loadLaw();
const readers = openReaders({ size: 1, kinds: law.kinds.values() });
after(() => readers.close());
const as = (name: string) => ({
  name,
  own: { prefixes: ['192.0.2.0/24'], domains: [] },
  facts: {},
  receivedAt: Temporal.Instant.from('2026-11-03T10:00:00Z'),
});
const bytes = (text: string) => new TextEncoder().encode(text);
const read = (raw: Uint8Array | string, name: string) =>
  readers.readMessage(typeof raw === 'string' ? bytes(raw) : raw, as(name));
const shapes = (reads: Awaited<ReturnType<typeof read>>) =>
  reads.map((r) => [r.within ?? null, r.end, r.format, r.findings.map((f) => f.ip ?? f.url)]);
const head = (subject: string, more = '') =>
  `From: Ann <ann@reseller.example>\nTo: abuse@hoster.example\nSubject: ${subject}\nDate: Tue, 03 Nov 2026 10:00:00 +0100\n${more}`;
const xarf = (ip: string) =>
  `X-XARF: PLAIN\nSubject: abuse report about ${ip}\nFrom: sensor@sensor.example\nContent-Type: multipart/mixed; boundary=q\n\n--q\nContent-Type: text/plain\n\nSee below.\n--q\nContent-Type: text/plain; name="report.txt"\n\nReported-From: sensor@sensor.example\nCategory: abuse\nReport-Type: login-attack\nUser-Agent: s\nReport-ID: ${ip}@sensor.example\nDate: 2026-11-03T08:00:00Z\nSource-Type: ipv4\nSource: ${ip}\nAttachment: none\nSchema-URL: http://www.x-arf.example/s.json\n--q--\n`;

test('a mailbox gives each of its messages a line of its own, and lines that began with From are as they were', async () => {
  const box = [
    'From sensor@sensor.example Tue Nov  3 10:00:00 2026\n',
    xarf('192.0.2.21'),
    '\nFrom ann@reseller.example Tue Nov  3 10:01:00 2026\n',
    head('Brute force'),
    '\nAttack seen.\n\n>From 192.0.2.22 came ssh brute force.\nSource IP: 192.0.2.22\n\n',
    'From nobody Tue Nov  3 10:02:00 2026\n',
    head('Lunch'),
    '\nAre you coming?\n',
  ].join('');

  const reads = await read(box, 'abuse.mbox');

  assert.deepEqual(shapes(reads), [
    [null, 'findings', null, []],
    [0, 'findings', 'x_arf', ['192.0.2.21']],
    [0, 'findings', 'free_text', ['192.0.2.22']],
    [0, 'manual', null, []],
  ]);
});

test('a mailbox that comes as a feed gives its findings, and says how many of its messages a person must look at', async () => {
  const one = (subject: string, body: string) =>
    `From a@b.example Tue Nov  3 10:00:00 2026\n${head(subject)}\n${body}\n\n`;
  const box = bytes(one('Brute force', 'Source IP: 192.0.2.23\nssh brute force') + one('Lunch', 'Are you coming?'));
  const found: (string | undefined)[] = [];

  const summary = await readers.readFeed(
    (async function* () {
      yield box;
    })(),
    as('abuse.mbox'),
    async (batch) => {
      found.push(...batch.findings.map((f) => f.ip));
    },
  );

  assert.deepEqual(found, ['192.0.2.23']);
  assert.equal(summary.end, 'manual');
  assert.match(summary.problems[0]?.message ?? '', /^1 of 2 messages/);
});

test('a bulk X-ARF mail gives one finding per report in it', async () => {
  const part = (ip: string) => `--b\nContent-Type: message/rfc822; name="xarf.eml"\n\n${xarf(ip)}`;
  const bulk = `${head('bulk', 'X-XARF: BULK\nContent-Type: multipart/mixed; boundary=b\n')}\n${part('192.0.2.31')}${part('192.0.2.32')}--b--\n`;

  const reads = await read(bulk, 'bulk.eml');

  assert.deepEqual(
    reads.flatMap((r) => r.findings.map((f) => f.ip)),
    ['192.0.2.31', '192.0.2.32'],
  );
});

test('a mail saved as a file and attached is opened as the mail it is', async () => {
  const raw = Buffer.from(xarf('192.0.2.33')).toString('base64');
  const outer = `${head('see attached', 'Content-Type: multipart/mixed; boundary=b\n')}\n--b\n\nPlease handle.\n--b\nContent-Type: application/octet-stream; name="report.eml"\nContent-Transfer-Encoding: base64\n\n${raw}\n--b--\n`;

  const reads = await read(outer, 'a.eml');

  assert.deepEqual(shapes(reads), [
    [null, 'findings', null, []],
    [0, 'findings', 'x_arf', ['192.0.2.33']],
  ]);
});

for (const [language, words] of Object.entries({
  English:
    '---------- Forwarded message ---------\nFrom: Sensor <reports@sensor.example>\nDate: Mon, 2 Nov 2026 09:00:00 +0000\nSubject: report\nTo: <ann@reseller.example>\n',
  Outlook:
    '-----Original Message-----\nFrom: Sensor [mailto:reports@sensor.example]\nSent: Monday, 2 November 2026 09:00\nTo: Ann\nSubject: report\n',
  Apple:
    'Begin forwarded message:\n\n> From: Sensor <reports@sensor.example>\n> Subject: report\n> Date: 2 November 2026 at 09:00:00 GMT\n> To: ann@reseller.example\n',
  Dutch:
    '-----Oorspronkelijk bericht-----\nVan: Sensor <reports@sensor.example>\nVerzonden: maandag 2 november 2026 09:00\nAan: Ann\nOnderwerp: report\n',
  German:
    '-----Ursprüngliche Nachricht-----\nVon: Sensor <reports@sensor.example>\nGesendet: Montag, 2. November 2026 09:00\nAn: Ann\nBetreff: report\n',
  French:
    "-----Message d'origine-----\nDe : Sensor <reports@sensor.example>\nEnvoyé : lundi 2 novembre 2026 09:00\nÀ : Ann\nObjet : report\n",
  Zammad:
    '---Begin forwarded message:---\nSubject: report\nDate: 2026-11-02T09:00:00Z\nFrom: Sensor <reports@sensor.example>\n',
}))
  test(`a message forwarded in the words of a mail is told apart from them (${language})`, () => {
    const forward = forwardIn(`FYI\n\n${words}\nSource: 192.0.2.40\n`, false);

    assert.match(forward?.from ?? '', /reports@sensor\.example/);
    assert.equal(forward?.subject, 'report');
    assert.match(forward?.body ?? '', /^(?:> )?Source: 192\.0\.2\.40$/);
  });

test('a quoted report of a known form is read without its quote marks', async () => {
  const quoted =
    '> -----Original Message-----\n> From: sensor@sensor.example\n> Sent: Monday, 2 November 2026 09:00\n> Subject: abuse report\n>\n> Reported-From: sensor@sensor.example\n> Category: abuse\n> Report-Type: login-attack\n> Date: 2026-11-02T08:00:00Z\n> Source-Type: ipv4\n> Source: 192.0.2.41\n';

  const reads = await read(`${head('Fwd: abuse report')}\n\nplease see:\n\n${quoted}`, 'f.eml');

  const finding = reads.flatMap((r) => r.findings)[0];
  assert.deepEqual(
    [finding?.ip, finding?.seenAt?.toString(), finding?.kind],
    ['192.0.2.41', '2026-11-02T08:00:00Z', 'attack.bruteforce'],
  );
});

test('what ticket systems write above a report is left out', () => {
  const zendesk =
    '##- Please type your reply above this line -##\n\nYou are registered as a CC on this request (55).\n\nSource: 192.0.2.42\n';
  const jira = '—-—-—-—\nReply above this line.\n\nAnn commented:\nSource: 192.0.2.42\n';

  assert.equal(withoutTicketHead(zendesk).trim(), 'Source: 192.0.2.42');
  assert.equal(withoutTicketHead(jira).trim(), 'Source: 192.0.2.42');
  assert.equal(withoutTicketHead('Ann commented:\nSource: 192.0.2.42'), 'Ann commented:\nSource: 192.0.2.42');
});

/** A compound file with one message in it, made with the writer that comes with the library. */
function outlook(
  fields: Readonly<Record<string, string>>,
  attachment?: { name: string; bytes: Uint8Array },
): Uint8Array {
  const require = createRequire(import.meta.url);
  const { burn } = require('@kenjiuno/msgreader/lib/Burner.js') as { burn: (entries: object[]) => Uint8Array };
  const utf16 = (text: string) => new Uint8Array(Buffer.from(text, 'utf16le'));
  const properties = (size: number, rows: readonly (readonly [tag: number, value: number])[]) => {
    const out = Buffer.alloc(size + 16 * rows.length);
    for (const [i, [tag, value]] of rows.entries()) {
      out.writeUInt32LE(tag, size + 16 * i);
      out.writeUInt32LE(6, size + 16 * i + 4);
      out.writeUInt32LE(value, size + 16 * i + 8);
    }
    return new Uint8Array(out);
  };
  const entries: {
    name: string;
    type: number;
    length: number;
    binaryProvider?: () => Uint8Array;
    children?: number[];
  }[] = [{ name: 'Root Entry', type: 5, length: 0, children: [] }];
  const put = (parent: number, name: string, content?: Uint8Array): number => {
    entries.push(
      content
        ? { name, type: 2, length: content.length, binaryProvider: () => content }
        : { name, type: 1, length: 0, children: [] },
    );
    entries[parent]?.children?.push(entries.length - 1);
    return entries.length - 1;
  };
  put(0, '__properties_version1.0', properties(32, []));
  for (const [tag, text] of Object.entries(fields)) put(0, `__substg1.0_${tag}`, utf16(text));
  if (attachment) {
    const folder = put(0, '__attach_version1.0_#00000000');
    put(folder, '__properties_version1.0', properties(8, [[0x37050003, 1]]));
    put(folder, '__substg1.0_3707001F', utf16(attachment.name));
    put(folder, '__substg1.0_37010102', attachment.bytes);
  }
  return burn(entries);
}

test('a message of Outlook is read as the mail it was, alone and attached', async () => {
  const message = outlook({
    '0037001F': 'Brute force from 192.0.2.51',
    '1000001F': 'Source IP: 192.0.2.51\nTime: 2026-11-03 08:00:00 UTC\nssh brute force\n',
    '007D001F':
      'From: Sensor <reports@sensor.example>\r\nDate: Tue, 03 Nov 2026 09:00:00 +0000\r\nSubject: Brute force from 192.0.2.51\r\n',
  });
  const outer = `${head('FW: Brute force', 'Content-Type: multipart/mixed; boundary=b\n')}\n--b\n\n \n--b\nContent-Type: application/vnd.ms-outlook; name="report.msg"\nContent-Transfer-Encoding: base64\n\n${Buffer.from(message).toString('base64')}\n--b--\n`;

  const alone = await read(message, 'report.msg');
  const attached = await read(outer, 'o.eml');

  assert.deepEqual(shapes(alone), [[null, 'findings', 'free_text', ['192.0.2.51']]]);
  assert.equal(alone[0]?.from, 'reports@sensor.example');
  assert.deepEqual(
    attached.flatMap((r) => r.findings.map((f) => [f.ip, f.seenAt?.toString()])),
    [['192.0.2.51', '2026-11-03T08:00:00Z']],
  );
});

test('a file attached to a message of Outlook is read, a picture is not', async () => {
  const report = JSON.stringify({
    Version: '3',
    ReporterInfo: { ReporterOrg: 'Sensor', ReporterOrgDomain: 'sensor.example', ReporterOrgEmail: 'r@sensor.example' },
    Disclosure: true,
    Report: { ReportClass: 'Activity', ReportType: 'PortScan', Date: '2026-11-03T08:00:00Z', SourceIp: '192.0.2.52' },
  });
  const withFile = await read(outlook({ '0037001F': 'report' }, { name: 'xarf.json', bytes: bytes(report) }), 'a.msg');
  const picture = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, ...bytes('Source IP: 192.0.2.99 phishing')]);
  const withPicture = await read(outlook({ '0037001F': 'report' }, { name: 'x.txt', bytes: picture }), 'b.msg');

  assert.deepEqual(shapes(withFile), [[null, 'findings', 'xarf_legacy', ['192.0.2.52']]]);
  assert.deepEqual(shapes(withPicture), [[null, 'manual', null, []]]);
});

test('a broken message of Outlook ends in the manual queue with what was wrong', async () => {
  const [broken] = await read(
    new Uint8Array([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, ...new Uint8Array(600)]),
    'x.msg',
  );

  assert.equal(broken?.end, 'manual');
  assert.equal(broken?.problems[0]?.code, 'mail.unreadable');
});

/** A TNEF stream of attributes. */
function tnef(attributes: readonly (readonly [level: number, id: number, data: Uint8Array])[]): Uint8Array {
  const pieces = [Buffer.from([0x78, 0x9f, 0x3e, 0x22, 1, 0])];
  for (const [level, id, data] of attributes) {
    const top = Buffer.alloc(9);
    top.writeUInt8(level, 0);
    top.writeUInt32LE(id, 1);
    top.writeUInt32LE(data.length, 5);
    const sum = Buffer.alloc(2);
    sum.writeUInt16LE(data.reduce((n, b) => (n + b) & 0xffff, 0));
    pieces.push(top, Buffer.from(data), sum);
  }
  return new Uint8Array(Buffer.concat(pieces));
}

test('winmail.dat gives its words and its files', async () => {
  const packed = tnef([
    [1, 0x0002800c, bytes('Source IP: 192.0.2.61\nTime: 2026-11-03 08:00:00 UTC\nssh brute force\0')],
  ]);
  const wrap = (data: Uint8Array) =>
    `${head('Brute force report', 'Content-Type: multipart/mixed; boundary=b\n')}\n--b\nContent-Type: application/ms-tnef; name="winmail.dat"\nContent-Transfer-Encoding: base64\n\n${Buffer.from(data).toString('base64')}\n--b--\n`;
  const csv = bytes('ip,timestamp,category\n192.0.2.62,2026-11-03T08:00:00Z,ssh brute force\n');
  const withFile = tnef([
    [2, 0x00069002, new Uint8Array(14)],
    [2, 0x00018010, bytes('list.csv\0')],
    [2, 0x0006800f, csv],
  ]);

  const words = await read(wrap(packed), 'w.eml');
  const file = await read(wrap(withFile), 'f.eml');

  assert.deepEqual(
    words.flatMap((r) => r.findings.map((f) => [f.ip, f.seenAt?.toString()])),
    [['192.0.2.61', '2026-11-03T08:00:00Z']],
  );
  assert.deepEqual(
    file.flatMap((r) => r.findings.map((f) => f.ip)),
    ['192.0.2.62'],
  );
});

/** A PDF of these lines, one page each list. */
function pdf(pages: readonly (readonly string[])[]): Uint8Array {
  const objects: string[] = ['<</Type/Catalog/Pages 2 0 R>>', '', '<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>'];
  const kids: string[] = [];
  for (const lines of pages) {
    const stream = `BT /F1 12 Tf 50 700 Td ${lines.map((l) => `(${l}) Tj 0 -14 Td`).join(' ')} ET`;
    kids.push(`${objects.length + 1} 0 R`);
    objects.push(
      `<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Resources<</Font<</F1 3 0 R>>>>/Contents ${objects.length + 2} 0 R>>`,
    );
    objects.push(`<</Length ${stream.length}>>\nstream\n${stream}\nendstream`);
  }
  objects[1] = `<</Type/Pages/Kids[${kids.join(' ')}]/Count ${kids.length}>>`;
  let out = '%PDF-1.4\n';
  const at: number[] = [];
  for (const [i, object] of objects.entries()) {
    at.push(out.length);
    out += `${i + 1} 0 obj\n${object}\nendobj\n`;
  }
  const xref = out.length;
  out += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${at.map((a) => `${String(a).padStart(10, '0')} 00000 n \n`).join('')}trailer<</Size ${objects.length + 1}/Root 1 0 R>>\nstartxref\n${xref}\n%%EOF`;
  return bytes(out);
}

test('the words of a PDF are read where the mail itself says nothing', async () => {
  const document = pdf([
    ['Abuse report', 'Source IP: 192.0.2.71', 'Time: 2026-11-03 08:00:00 UTC', 'ssh brute force attack'],
  ]);
  const outer = `${head('Notice', 'Content-Type: multipart/mixed; boundary=b\n')}\n--b\n\nSee the enclosed letter.\n--b\nContent-Type: application/pdf; name="notice.pdf"\nContent-Transfer-Encoding: base64\n\n${Buffer.from(document).toString('base64')}\n--b--\n`;

  const attached = await read(outer, 'p.eml');
  const alone = await read(document, 'notice.pdf');

  assert.deepEqual(
    attached.flatMap((r) => r.findings.map((f) => [f.ip, f.seenAt?.toString()])),
    [['192.0.2.71', '2026-11-03T08:00:00Z']],
  );
  assert.deepEqual(
    alone.flatMap((r) => r.findings.map((f) => f.ip)),
    ['192.0.2.71'],
  );
});

test('a PDF without words, a broken one and one of many pages each say so', async () => {
  const [empty] = await read(pdf([[]]), 'empty.pdf');
  const [broken] = await read(bytes('%PDF-1.7\nnothing more'), 'broken.pdf');
  const many = await read(pdf(Array.from({ length: 60 }, (_, i) => [`page ${i} about phishing`])), 'many.pdf');

  assert.deepEqual([empty?.end, empty?.problems[0]?.code], ['manual', 'document.no-text']);
  assert.deepEqual([broken?.end, broken?.problems[0]?.code], ['manual', 'document.unreadable']);
  assert.ok(many[0]?.problems.some((p) => p.code === 'document.cut'));
});

test('the rows of a table in an HTML mail are read as rows', async () => {
  const row = (ip: string, time: string) =>
    `<tr><td>${ip}</td><td>${time}</td><td>22</td><td>ssh&nbsp;brute force</td></tr>`;
  const table = `<table><tr><th>Source IP</th><th>Timestamp</th><th>Port</th><th>Category</th></tr>${row('192.0.2.91', '2026-11-03T08:00:00Z')}${row('192.0.2.92', '2026-11-03T08:05:00Z')}</table>`;
  const outer = `${head('Attacks from your network', 'Content-Type: text/html; charset=utf-8\n')}\n<html><body><p>We saw attacks:</p><table><tr><td>${table}</td></tr></table></body></html>\n`;

  const [mail] = await read(outer, 'h.eml');

  assert.deepEqual(
    mail?.findings.map((f) => [f.ip, f.seenAt?.toString(), f.kind]),
    [
      ['192.0.2.91', '2026-11-03T08:00:00Z', 'attack.bruteforce'],
      ['192.0.2.92', '2026-11-03T08:05:00Z', 'attack.bruteforce'],
    ],
  );
});

test('a mailbox keeps nothing when it is stripped of pictures', async () => {
  const box = `From a Tue Nov  3 10:00:00 2026\n${head('one')}\nx\n\nFrom a Tue Nov  3 10:00:00 2026\n${head('two')}\nx\n`;

  assert.equal(await readers.withoutPictures(bytes(box)), null);
  assert.notEqual(await readers.withoutPictures(bytes(`${head('one')}\nx\n`)), null);
});

test('a DMARC aggregate report in its gzip is closed with its reason', async () => {
  const xml =
    '<?xml version="1.0"?><feedback><report_metadata><org_name>mailbox.example</org_name></report_metadata><policy_published><domain>hoster.example</domain></policy_published></feedback>';
  const packed = gzipSync(xml).toString('base64');
  const outer = `${head('Report domain: hoster.example Submitter: mailbox.example Report-ID: 1', 'Content-Type: application/gzip; name="mailbox.example!hoster.example!1793577600!1793663999.xml.gz"\nContent-Transfer-Encoding: base64\n')}\n${packed}\n`;

  const [mail] = await read(outer, 'd.eml');
  const [file] = await read(
    new Uint8Array(gzipSync(xml)),
    'mailbox.example!hoster.example!1793577600!1793663999.xml.gz',
  );

  assert.deepEqual([mail?.end, mail?.format], ['not_abuse', 'dmarc']);
  assert.match(mail?.why ?? '', /mailbox\.example about hoster\.example/);
  assert.deepEqual([file?.end, file?.format], ['not_abuse', 'dmarc']);
});

test('messages within messages end at a depth, and what is encrypted is told', async () => {
  let deep = xarf('192.0.2.81');
  for (let i = 0; i < 12; i++)
    deep = `Subject: Fwd: ${i}\nFrom: a@b.example\nContent-Type: multipart/mixed; boundary=b${i}\n\n--b${i}\nContent-Type: message/rfc822\n\n${deep}\n--b${i}--\n`;

  const reads = await read(deep, 'deep.eml');
  const [sealed] = await read(
    `${head('Report', 'Content-Type: multipart/encrypted; boundary=b; protocol="application/pgp-encrypted"\n')}\n--b\nContent-Type: application/pgp-encrypted\n\nVersion: 1\n--b\nContent-Type: application/octet-stream\n\n-----BEGIN PGP MESSAGE-----\n\nx\n-----END PGP MESSAGE-----\n--b--\n`,
    's.eml',
  );

  assert.ok(reads.length >= 1 && reads.every((r) => r.end));
  assert.ok(reads.length <= 7);
  assert.deepEqual([sealed?.end, sealed?.problems[0]?.code], ['manual', 'mail.encrypted']);
});
