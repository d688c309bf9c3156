/** The reading processes: limits hold, one bad message never stops the next, feeds of any size pass in constant memory. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { type Finding, findingJson } from '#formats';
import { loadLaw } from '#law/work';
import { readCommand } from './cli.ts';
import { openReaders } from './readers.ts';

const law = await loadLaw();
const readers = openReaders({ size: 2, kinds: law.kinds.values() });
after(() => readers.close());
const own = { prefixes: ['192.0.2.0/24'], domains: [] };
const facts = {};
const receivedAt = Temporal.Instant.from('2026-11-03T10:00:00Z');
const as = (name: string) => ({ name, own, facts, receivedAt });
const bytes = (text: string) => new TextEncoder().encode(text);
const mail = (subject: string, body: string, head = '') =>
  bytes(
    `From: reports@notifier.example\r\nTo: abuse@hoster.example\r\nSubject: ${subject}\r\nDate: Tue, 03 Nov 2026 10:00:00 +0100\r\n${head}\r\n${body.replaceAll('\n', '\r\n')}`,
  );

test('a report in words gives its finding, with moments that are moments', async () => {
  const [read] = await readers.readMessage(
    mail('Brute force from 192.0.2.7', 'Source IP: 192.0.2.7\nTime: 2026-11-03 08:00:00 UTC\n'),
    as('a.eml'),
  );

  assert.equal(read?.end, 'findings');
  assert.equal(read?.findings[0]?.ip, '192.0.2.7');
  assert.equal(read?.findings[0]?.seenAt?.toString(), '2026-11-03T08:00:00Z');
  assert.equal(read?.findings[0]?.classification.rsit, 'intrusion-attempts:brute-force');
  assert.equal(read?.findings[0]?.classification.xarf, 'connection/login_attack');
});

test('our own prefixes decide between addresses that fit equally well', async () => {
  const text = mail('Abuse', 'There was an attack. It was 192.0.2.7 or 203.0.113.7 that did it.\n');

  const [mine] = await readers.readMessage(text, as('a.eml'));
  const [nobodys] = await readers.readMessage(text, { ...as('a.eml'), own: { prefixes: [], domains: [] } });

  assert.deepEqual(
    mine?.findings.map((f) => f.ip),
    ['192.0.2.7'],
  );
  assert.deepEqual([nobodys?.end, nobodys?.problems.at(-1)?.code], ['manual', 'address.ambiguous']);
});

test('a forwarded report is read as its own message, within the one that passes it on', async () => {
  const inner =
    'From: scanner@example.org\nSubject: report\nDate: Mon, 02 Nov 2026 10:00:00 +0000\nContent-Type: multipart/report; report-type=feedback-report; boundary=q\n\n--q\nContent-Type: text/plain\n\nx\n--q\nContent-Type: message/feedback-report\n\nFeedback-Type: abuse\nUser-Agent: A/1\nVersion: 1\nSource-IP: 192.0.2.9\n--q--\n';
  const outer = mail(
    'Fwd: report',
    `--b\nContent-Type: text/plain\n\nPlease look at this.\n--b\nContent-Type: message/rfc822\n\n${inner}--b--\n`,
    'Content-Type: multipart/mixed; boundary=b\r\n',
  );

  const reads = await readers.readMessage(outer, as('f.eml'));

  assert.deepEqual(
    reads.map((r) => [r.end, r.format, r.within, r.findings.length]),
    [
      ['findings', null, undefined, 0],
      ['findings', 'arf', 0, 1],
    ],
  );
  assert.equal(reads[0]?.sha256, createHash('sha256').update(outer).digest('hex'));
});

test('a spam attached as proof is not read as a report', async () => {
  const outer = mail(
    'Spam from 192.0.2.9',
    '--b\nContent-Type: text/plain\n\nWe received spam from 192.0.2.9.\n--b\nContent-Type: message/rfc822\n\nFrom: x@example.org\nSubject: phishing offer\n\nVisit http://203.0.113.5/x now, malware inside.\n--b--\n',
    'Content-Type: multipart/mixed; boundary=b\r\n',
  );

  const reads = await readers.readMessage(outer, as('f.eml'));

  assert.equal(reads.length, 1);
  assert.deepEqual(
    reads[0]?.findings.map((f) => f.ip),
    ['192.0.2.9'],
  );
});

test('a message that takes too long ends in the manual queue with the limit it met, and the next one is read', async () => {
  const short = openReaders({ size: 1, limits: { patienceMs: 1 } });
  try {
    const rows = Array.from(
      { length: 60_000 },
      (_, i) => `"2026-11-01 00:00:00","192.0.2.${i % 250}","tcp",80,"x","rdp",64500,"NL"`,
    ).join('\n');
    const csv = `"timestamp","ip","protocol","port","hostname","tag","asn","geo"\n${rows}\n`;

    const [slow] = await short.readMessage(bytes(csv), as('2026-11-01-scan_rdp-x.csv'));

    assert.deepEqual([slow?.end, slow?.problems[0]?.code, slow?.findings.length], ['manual', 'reader.time', 0]);
  } finally {
    await short.close();
  }
  const [next] = await readers.readMessage(mail('spam from 192.0.2.1', 'Source IP: 192.0.2.1\n'), as('n.eml'));
  assert.equal(next?.end, 'findings');
});

test('a message that takes too much memory ends in the manual queue, and the same reader goes on', async () => {
  const small = openReaders({ size: 1, limits: { heapMb: 48, patienceMs: 20_000 } });
  try {
    const deep = `{"ReporterInfo":{},"list":[${'{"a":[1,2,3,"some text"]},'.repeat(600_000)}0]}`;

    const [big] = await small.readMessage(bytes(deep), as('big.json'));
    const [next] = await small.readMessage(mail('spam from 192.0.2.1', 'Source IP: 192.0.2.1\n'), as('n.eml'));

    assert.deepEqual([big?.end, big?.problems[0]?.code], ['manual', 'reader.memory']);
    assert.equal(next?.findings[0]?.ip, '192.0.2.1');
  } finally {
    await small.close();
  }
});

test('messages given together become what they become one by one, and one that ends the process takes none of the others with it', async () => {
  const small = openReaders({ size: 1, limits: { heapMb: 48, patienceMs: 20_000 } });
  try {
    const deep = `{"ReporterInfo":{},"list":[${'{"a":[1,2,3,"some text"]},'.repeat(600_000)}0]}`;
    const given = [
      ...Array.from({ length: 30 }, (_, i) => ({
        bytes: mail(`spam from 192.0.2.${i}`, `Source IP: 192.0.2.${i}\nReference: ${'x'.repeat(i * 900)}\n`),
        as: as(`${i}.eml`),
      })),
      { bytes: new Uint8Array(), as: as('empty') },
    ];
    given.splice(7, 0, { bytes: bytes(deep), as: as('big.json') });

    const together = await small.readMessages(given);
    const single = [];
    for (const one of given) single.push(await small.readMessage(one.bytes, one.as));

    assert.deepEqual(together, single);
    assert.equal(together[7]?.[0]?.problems[0]?.code, 'reader.memory');
    assert.equal(together.filter(([r]) => r?.end === 'findings').length, 30);
    assert.deepEqual(await small.readMessages([]), []);
  } finally {
    await small.close();
  }
});

const header =
  '"timestamp","severity","ip","protocol","port","hostname","tag","asn","geo","region","city","naics","hostname_source","sector"\n';
const row = (i: number) =>
  `"2026-11-01 00:00:${String(i % 60).padStart(2, '0')}","high","192.0.2.${(i % 254) + 1}","tcp",3389,"host${i}.example.net","rdp",64500,"NL","NH","AMSTERDAM",518210,"ptr","Communications"\n`;

async function* pieces(text: string | Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  const all = typeof text === 'string' ? bytes(text) : text;
  for (let at = 0; at < all.length; at += size) yield all.subarray(at, at + size);
}
async function feed(source: AsyncIterable<Uint8Array>, name: string) {
  const batches: { rows: number; findings: readonly Finding[]; format: string }[] = [];
  const summary = await readers.readFeed(source, as(name), async (batch) => {
    batches.push(batch);
  });
  return { batches, summary, findings: batches.flatMap((b) => [...b.findings]) };
}

test('a feed gives the same batches whatever the size of its pieces, and the findings a message gives', async () => {
  const text = header + Array.from({ length: 2_500 }, (_, i) => row(i)).join('');
  const name = '2026-11-01-scan_rdp-hoster.csv';

  const large = await feed(pieces(text, 200_000), name);
  const small = await feed(pieces(text, 777), name);
  const zipped = await feed(pieces(new Uint8Array(gzipSync(text)), 5_000), `${name}.gz`);
  const [whole] = await readers.readMessage(bytes(text), as(name));

  assert.deepEqual(
    large.batches.map((b) => b.rows),
    [1000, 1000, 500],
  );
  assert.deepEqual(
    small.batches.map((b) => [b.rows, b.findings.length]),
    large.batches.map((b) => [b.rows, b.findings.length]),
  );
  assert.deepEqual([large.summary.end, large.summary.format, large.summary.rows], ['findings', 'shadowserver', 2500]);
  assert.deepEqual(small.findings.map(findingJson), large.findings.map(findingJson));
  assert.deepEqual(zipped.findings.map(findingJson), large.findings.map(findingJson));
  assert.deepEqual(whole?.findings.map(findingJson), large.findings.map(findingJson));
});

test('a feed that is no table is read as the message it is', async () => {
  const { summary, findings } = await feed(pieces(mail('spam from 192.0.2.1', 'Source IP: 192.0.2.1\n'), 50), 'a.eml');

  assert.deepEqual([summary.end, summary.format, findings[0]?.ip], ['findings', 'free_text', '192.0.2.1']);
});

test('memory of a reading process does not grow with the feed', async () => {
  const one = openReaders({ size: 1 });
  async function* many(rows: number): AsyncGenerator<Uint8Array> {
    yield bytes(header);
    for (let i = 0; i < rows; i += 1000) yield bytes(Array.from({ length: 1000 }, (_, k) => row(i + k)).join(''));
  }
  const peakOf = async (rows: number) => {
    const began = performance.now();
    const summary = await one.readFeed(many(rows), as('2026-11-01-scan_rdp-x.csv'), async () => undefined);
    assert.equal(summary.rows, rows);
    return { peak: one.peak(), rate: Math.round(rows / ((performance.now() - began) / 1000)) };
  };
  try {
    const short = await peakOf(20_000);
    const long = await peakOf(100_000);

    console.log(
      `  feed: ${long.rate} rows/s in one reader; highest memory ${Math.round(short.peak / 1048576)} MB after 20,000 rows, ${Math.round(long.peak / 1048576)} MB after 100,000`,
    );
    assert.ok(long.peak <= short.peak * 1.3, `${short.peak} then ${long.peak}`);
    assert.ok(long.peak <= 256 * 1024 * 1024);
  } finally {
    await one.close();
  }
});

test('lists of JSON and of lines too large for a message are read in pieces, in memory that does not grow', async () => {
  const filler = 'x'.repeat(2000);
  const event = (i: number) =>
    JSON.stringify({
      'source.ip': `192.0.2.${(i % 250) + 1}`,
      'classification.type': 'scanner',
      'time.source': new Date(1_777_600_000_000 + i * 1000).toISOString(),
      'extra.n': i,
      'extra.filler': filler,
    });
  const forms = {
    list: ['events.json', '[', ',', ']', event, ''],
    nested: ['events.json', '{"status":"ok","events":[', ',', '],"more":false}', event, ''],
    lines: ['events.json', '', '\n', '\n', event, ''],
    positions: [
      'reputation.data',
      '# AlienVault\n',
      '\n',
      '\n',
      (i: number) => `192.0.2.${(i % 250) + 1}#4#2#Scanning Host#NL#${filler}#1,2#11`,
      '',
    ],
  } as const;
  const one = openReaders({ size: 1 });
  try {
    for (const [name, [file, open, between, close, record]] of Object.entries(forms)) {
      const count = 14_000;
      async function* many(): AsyncGenerator<Uint8Array> {
        yield bytes(open);
        for (let i = 0; i < count; i += 100)
          yield bytes(`${i > 0 ? between : ''}${Array.from({ length: 100 }, (_, k) => record(i + k)).join(between)}`);
        yield bytes(close);
      }
      const seen: Finding[] = [];

      const summary = await one.readFeed(many(), as(file), async (batch) => {
        for (const f of batch.findings) seen.push(f);
      });

      assert.deepEqual([summary.end, summary.rows, seen.length], ['findings', count, count], `${name}: ${summary.why}`);
      assert.equal(seen.at(-1)?.ip, `192.0.2.${((count - 1) % 250) + 1}`);
      const place = { list: '/13999', nested: '/events/13999', lines: 'line:14000', positions: 'row:14001' }[name];
      assert.equal(seen.at(-1)?.evidence?.[0], place, name);
    }
    console.log(`  feeds of 29 MB in pieces: highest memory ${Math.round(one.peak() / 1_048_576)} MB`);
    assert.ok(one.peak() <= 256 * 1024 * 1024, `${one.peak()}`);
  } finally {
    await one.close();
  }
});

test('many small mails pass at a rate of hundreds a second', async () => {
  const began = performance.now();
  const all = await Promise.all(
    Array.from({ length: 400 }, (_, i) =>
      readers.readMessage(
        mail(`spam from 192.0.2.${(i % 250) + 1}`, `Source IP: 192.0.2.${(i % 250) + 1}\n`),
        as(`${i}.eml`),
      ),
    ),
  );
  const rate = Math.round(400 / ((performance.now() - began) / 1000));

  console.log(`  ${rate} small mails a second with two readers`);
  assert.ok(all.every(([read]) => read?.end === 'findings'));
});

test('`bezem read` prints one stable line per message, and says what is wrong with its arguments', async () => {
  const lines: string[] = [];
  const errors: string[] = [];
  const output = {
    out: (l: string) => lines.push(l),
    err: (l: string) => errors.push(l),
    progress: () => undefined,
    language: 'en' as const,
    colour: false,
  };
  const never = () => Promise.reject(new Error('no database is needed'));
  const samples = `${import.meta.dirname}/../formats/samples/`;

  const good = await readCommand.run([`${samples}arf/abuse.in.eml`, '--json', '--own', '192.0.2.0/24'], output, never);
  const none = await readCommand.run([], output, never);
  const wrong = await readCommand.run(['--own', 'nonsense', 'x'], output, never);
  const absent = await readCommand.run(['/no/such/file'], output, never);

  assert.deepEqual([good, none, wrong, absent], [0, 2, 2, 1], 'a file that is not there is a failure, not a wrong use');
  const line = JSON.parse(lines[0] ?? '') as {
    end: string;
    findings: { ip: string; classification: object }[];
    problems: unknown[];
    sha256: string;
  };
  assert.deepEqual([line.end, line.findings[0]?.ip], ['findings', '192.0.2.31']);
  assert.deepEqual(line.findings[0]?.classification, {
    rsit: 'abusive-content:spam',
    xarf: 'messaging/spam',
    as_sent: 'abuse',
  });
  assert.equal(errors.length >= 3, true);
});
