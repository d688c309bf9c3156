/** The mail reader against broken mails, hostile mails, and a second opinion. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import PostalMime from 'postal-mime';
import type { MailPart } from '../format.ts';
import { decodeText } from './charset.ts';
import { htmlText } from './html.ts';
import { mailLimits, readMail } from './mime.ts';
import { sniff } from './sniff.ts';
import { decodeBase64, decodeQuotedPrintable, decodeUuencode } from './transfer.ts';
import { leaves } from './unit.ts';
import { decodeWords, readParams } from './words.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const parts = (root: MailPart) => [...leaves(root)];
const mixed = (body: string, newline = '\r\n') =>
  bytes(`Subject: x\nContent-Type: multipart/mixed; boundary="b"\n\n${body}`.replaceAll('\n', newline));

test('parts carry their place in the raw bytes', () => {
  const raw = mixed('--b\nContent-Type: text/plain\n\nfirst\n--b\nContent-Type: text/csv; name=r.csv\n\na,b\n--b--\n');

  const [first, second] = parts(readMail(raw).root);

  assert.equal(new TextDecoder().decode(raw.subarray(...(first?.range ?? [0, 0]))), 'first');
  assert.equal(new TextDecoder().decode(raw.subarray(...(second?.range ?? [0, 0]))), 'a,b');
  assert.deepEqual([first?.path, second?.path, second?.filename], ['1.1', '1.2', 'r.csv']);
});

for (const [name, newline] of [
  ['CRLF', '\r\n'],
  ['LF', '\n'],
  ['CR', '\r'],
] as const)
  test(`line ends of ${name} give the same parts`, () => {
    const texts = parts(readMail(mixed('--b\n\none\n--b\n\ntwo\nlines\n--b--\n', newline)).root).map((p) => p.text());

    assert.deepEqual(texts, ['one', 'two\nlines']);
  });

test('a missing final boundary, a missing boundary and an unused boundary are problems, not ends', () => {
  const cut = readMail(mixed('--b\n\none\n'));
  const none = readMail(bytes('Content-Type: multipart/mixed\n\nwords'));
  const unused = readMail(bytes('Content-Type: multipart/mixed; boundary=zz\n\nwords'));

  assert.equal(parts(cut.root)[0]?.text().trim(), 'one');
  assert.deepEqual(
    cut.problems.map((p) => p.code),
    ['mail.cut'],
  );
  assert.deepEqual([none.root.text(), unused.root.text()], ['words', 'words']);
  assert.deepEqual(
    [...none.problems, ...unused.problems].map((p) => p.code),
    ['mail.no-boundary', 'mail.no-parts'],
  );
});

test('a boundary that begins as another does is another boundary', () => {
  const root = readMail(
    bytes(
      'Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: multipart/mixed; boundary=b1\n\n--b1\n\ninner\n--b1--\n--b\n\nouter\n--b--\n',
    ),
  ).root;

  assert.deepEqual(
    parts(root).map((p) => [p.path, p.text().trim()]),
    [
      ['1.1.1', 'inner'],
      ['1.2', 'outer'],
    ],
  );
});

test('images and videos are never decoded, also where they call themselves something else', () => {
  const png = Buffer.from([0x89, 0x50, 0x4e, 0x47, 1, 2, 3, 4, 5, 6]).toString('base64');
  const body = ['image/png', 'video/mp4', 'application/octet-stream', 'text/plain; name="x.jpg"']
    .map((type) => `--b\nContent-Type: ${type}\nContent-Transfer-Encoding: base64\n\n${png}\n`)
    .join('');

  const found = parts(readMail(mixed(`${body}--b--\n`)).root);

  assert.deepEqual(
    found.map((p) => p.bytes().length),
    [0, 0, 0, 0],
  );
});

test('encoded words cut in the middle of a character are joined; line breaks never come out of a header', () => {
  assert.equal(decodeWords('=?utf-8?B?4oI=?= =?utf-8?B?rA==?= cash'), '€ cash');
  assert.equal(decodeWords('=?iso-8859-1?Q?caf=E9_noir?='), 'café noir');
  assert.equal(decodeWords('=?utf-8?B?aGVsbG8NCkJjYzogdmljdGltQGV4YW1wbGUuY29t?='), 'hello Bcc: victim@example.com');
  assert.equal(decodeWords('=?x-no-such?B?////?='), decodeText(new Uint8Array([255, 255, 255])));
});

test('file names are read as RFC 2231 and as everyone writes them', () => {
  assert.equal(readParams("attachment; filename*0*=utf-8''r%C3%A9; filename*1=port.csv").params.filename, 'réport.csv');
  assert.equal(readParams('text/plain; name="report.txt"; charset=utf-8').params.name, 'report.txt');
  assert.equal(readParams('text/plain; name="=?utf-8?Q?r=C3=A9port.txt?="').params.name, 'réport.txt');
  assert.equal(readParams('text/plain (a comment); charset = utf-8').params.charset, 'utf-8');
});

test('charsets of the field are read', () => {
  assert.equal(decodeText(bytes('Hi Mom -+Jjo--!'), 'utf-7'), 'Hi Mom -☺-!');
  assert.equal(decodeText(new Uint8Array([0xc4, 0xe3, 0xba, 0xc3]), 'gb2312'), '你好');
  assert.equal(decodeText(new Uint8Array([0xcf, 0xf0, 0xe8]), 'windows-1251'), 'При');
  assert.equal(decodeText(new Uint8Array([0xbe, 0xc8, 0xb3, 0xe7]), 'euc-kr'), '안녕');
  assert.equal(decodeText(bytes('naïef'), 'us-ascii'), 'naïef');
  assert.equal(decodeText(new Uint8Array([0xe9]), 'x-unknown'), 'é');
});

test('transfer encodings give back what was encoded, whatever it was', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), fc.integer({ min: 1, max: 90 }), (raw, width) => {
      const encoded = (
        Buffer.from(raw)
          .toString('base64')
          .match(new RegExp(`.{1,${width}}`, 'g')) ?? []
      ).join('\r\n');
      assert.deepEqual([...decodeBase64(bytes(encoded))], [...raw]);
    }),
  );
  assert.equal(new TextDecoder().decode(decodeQuotedPrintable(bytes('a=20b=\r\nc=3D  \r\nd=XY'))), 'a bc=\r\nd=XY');
  assert.equal(new TextDecoder().decode(decodeUuencode(bytes('begin 644 x\n#0V%T\n`\nend\n'))), 'Cat');
});

test('any bytes at all give a tree, and every part lies inside the message', () => {
  const piece = fc.constantFrom(
    '--b\r\n',
    '--b--\r\n',
    '\r\n',
    'Content-Type: multipart/mixed; boundary=b\r\n',
    'Content-Type: message/rfc822\r\n',
    'a: b\r\n',
    ' folded\r\n',
    '\n',
    '\r',
    'words ',
    '\0',
    'é',
    'Content-Transfer-Encoding: base64\r\n',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 60 }), (list) => {
      const raw = bytes(list.join(''));
      const { root } = readMail(raw);
      for (const part of parts(root)) {
        assert.ok(part.range[0] >= 0 && part.range[0] <= part.range[1]);
        part.text();
      }
      assert.ok(root.range[1] <= raw.length);
    }),
    { numRuns: 300 },
  );
});

test('hostile shapes are read in linear time and within the limits', () => {
  // The work of this process, not the wall: a busy machine makes no shape hostile.
  const within = (ms: number, what: string, work: () => void) => {
    const before = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(before);
    const spent = Math.round((user + system) / 1000);
    assert.ok(spent < ms, `${what} took ${spent} ms of work`);
  };
  const boundaries = mixed('--b\n\n\n'.repeat(50_000));
  const deep = bytes(
    Array.from({ length: 3000 }, (_, i) => `Content-Type: multipart/mixed; boundary=b${i}\n\n--b${i}\n`).join(''),
  );
  const header = bytes(`Subject: ${'a'.repeat(2_000_000)}\n\nbody`);
  const folded = bytes(`Subject: a\n${' b\n'.repeat(500_000)}\nbody`);
  const fields = bytes(`${'x: y\n'.repeat(200_000)}\nbody`);

  within(3000, '50,000 boundaries', () => assert.ok(parts(readMail(boundaries).root).length <= mailLimits.parts));
  within(3000, 'depth 3000', () =>
    assert.deepEqual(
      readMail(deep)
        .problems.map((p) => p.code)
        .includes('mail.too-deep'),
      true,
    ),
  );
  within(3000, 'a header of 2 MB', () => assert.equal(readMail(header).root.text(), 'body'));
  within(3000, 'a header folded 500,000 times', () => assert.equal(readMail(folded).root.text(), 'body'));
  within(3000, '200,000 header fields', () => assert.equal(readMail(fields).root.text(), 'body'));
});

test('HTML becomes text: cells stay on their line, links keep their address, scripts say nothing', () => {
  const text = htmlText(
    '<html><head><title>no</title></head><body><script>evil()</script><p>Dear&nbsp;team,</p><table><tr><td>IP</td><td>192.0.2.1</td></tr><tr><td>Port</td><td>22</td></tr></table><a href="http://bad.example.org/x?a=1&amp;b=2">the page</a></body></html>',
  );

  assert.equal(text, 'Dear team,\nIP\t192.0.2.1\t\nPort\t22\t\nthe page <http://bad.example.org/x?a=1&b=2>');
});

test('HTML that never closes anything is still read at once', () => {
  const began = performance.now();
  htmlText('<object><a href="'.repeat(50_000));
  htmlText('<'.repeat(500_000));
  htmlText('<object><p>x'.repeat(50_000));
  htmlText('<p>a b 192.0.2.1 '.repeat(100_000));
  assert.ok(performance.now() - began < 4000);
});

test('first bytes tell what may be opened', () => {
  assert.equal(sniff(bytes('{"a":1}')), 'json');
  assert.equal(sniff(bytes('<?xml version="1.0"?>')), 'xml');
  assert.equal(sniff(bytes('From: a@example.org\r\nTo: b@example.org\r\nSubject: x\r\n\r\n')), 'mail');
  assert.equal(sniff(bytes('"timestamp","ip"\n')), 'text');
  assert.equal(sniff(new Uint8Array([0x50, 0x4b, 3, 4, 0])), 'zip');
  assert.equal(sniff(new Uint8Array([0xff, 0xd8, 0xff, 0xe0])), 'picture');
  assert.equal(sniff(new Uint8Array([0, 0, 0, 0x18, 0x66, 0x74, 0x79, 0x70, 0x69])), 'picture');
  assert.equal(sniff(new Uint8Array(300).map((_, i) => i % 7)), 'binary');
});

const data = join(import.meta.dirname, '../../../../shared/data');
test(
  'a second reader sees the same attachments and subject in real mails',
  existsSync(data) ? {} : { skip: '../shared/data is absent' },
  async () => {
    const files: string[] = [];
    const walk = (at: string) => {
      for (const name of readdirSync(at)) {
        const path = join(at, name);
        if (statSync(path).isDirectory()) walk(path);
        else if (name.endsWith('.eml') && statSync(path).size > 0) files.push(path);
      }
    };
    walk(join(data, 'abuse-mail'));
    walk(join(data, 'arf'));
    let attachments = 0;
    let same = 0;
    for (const file of files) {
      const raw = readFileSync(file);
      const other = await PostalMime.parse(raw, { forceRfc822Attachments: true });
      const { root } = readMail(new Uint8Array(raw));
      const subject = root.headers.find((h) => h.name.toLowerCase() === 'subject')?.value ?? '';
      assert.equal(subject.replace(/\s+/g, ' '), (other.subject ?? '').replace(/\s+/g, ' ').trim(), file);
      const mine = parts(root);
      for (const theirs of other.attachments) {
        attachments++;
        if (mine.some((p) => p.type === theirs.mimeType || (p.filename && p.filename === theirs.filename))) same++;
      }
    }
    console.log(`  second opinion: ${same} of ${attachments} attachments of ${files.length} mails are seen by both`);
    assert.ok(same >= attachments * 0.99, `${same} of ${attachments}`);
  },
);
