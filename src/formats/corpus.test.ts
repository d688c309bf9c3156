/**
 * The figures on real inputs, which lie beside the checkout in ../shared/data and are read in place. Where that folder is
 * absent this says so and stops. The files there are data of others: nothing of them is in this project.
 */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { readTime, refang } from '#kernel';
import { loadLaw } from '#law/work';
import { openReaders } from '../intake/readers.ts';
import type { ReadMessage } from '../intake/reading.ts';
import type { Finding } from './finding.ts';
import { addressIn } from './mail/words.ts';
import { ipOf, ipOfUrl } from './values/fields.ts';

const data = join(import.meta.dirname, '../../../shared/data');
const options = existsSync(data) ? {} : { skip: '../shared/data is absent: the figures on real inputs were not taken' };
const law = await loadLaw();
const readers = openReaders({ size: 1, kinds: law.kinds.values() });
after(() => readers.close());
const facts = {};
const nobody = { prefixes: [], domains: [] };

function read(bytes: Uint8Array, name: string): Promise<readonly ReadMessage[]> {
  return readers.readMessage(bytes, { name, own: nobody, facts });
}
const say = (line: string) => console.log(`  ${line}`);
const json = (path: string) => JSON.parse(readFileSync(path, 'utf8')) as unknown;
const all = (reads: readonly ReadMessage[]): Finding[] => reads.flatMap((r) => [...r.findings]);

test('all 32 XARF v4 samples give their finding', options, async () => {
  const folder = join(data, 'xarf-v4/samples');
  const files = readdirSync(folder).filter((f) => f.endsWith('.json'));
  let good = 0;
  for (const file of files) {
    const bytes = readFileSync(join(folder, file));
    const sample = JSON.parse(bytes.toString('utf8')) as Record<string, unknown>;

    const [finding, ...more] = all(await read(bytes, file));

    assert.ok(finding && more.length === 0, file);
    assert.equal(finding.classification.xarf, `${sample.category as string}/${sample.type as string}`, file);
    assert.equal(finding.seenAt?.toString(), Temporal.Instant.from(sample.timestamp as string).toString(), file);
    const source = String(sample.source_identifier);
    assert.ok(
      [finding.ip, finding.host, finding.url, finding.account, finding.prefix].some(
        (r) => r === source || r === ipOf(source),
      ),
      `${file}: ${source}`,
    );
    if (typeof sample.source_port === 'number') assert.equal(finding.port, sample.source_port, file);
    if (typeof sample.url === 'string') assert.equal(finding.url, sample.url, file);
    assert.equal(finding.reference, sample.report_id, file);
    good++;
  }
  say(`XARF v4: ${good} of ${files.length} samples`);
  assert.equal(good, 32);
});

interface Expected {
  readonly events: readonly Readonly<Record<string, unknown>>[];
  readonly file_name: readonly string[];
}

test('the Shadowserver expectations agree on address, port, time and URL, in whichever role', options, async () => {
  const folder = join(data, 'shadowserver');
  let agreed = 0;
  let total = 0;
  const deviations: string[] = [];
  for (const file of readdirSync(join(folder, 'csv')).sort()) {
    const type = file.replace(/\.csv$/, '');
    const expected = json(join(folder, 'expected', `${type}.json`)) as Expected;

    const found = all(await read(readFileSync(join(folder, 'csv', file)), file));

    for (const event of expected.events) {
      total++;
      const hit = found.find((f) => agrees(f, event));
      if (hit) agreed++;
      else
        deviations.push(
          `${type}: ${JSON.stringify(Object.fromEntries(Object.entries(event).filter(([k]) => compared.includes(k))))}`,
        );
    }
  }
  say(`Shadowserver: ${agreed} of ${total} expected events agree`);
  for (const deviation of deviations) say(`  deviates: ${deviation}`);
  assert.ok(agreed >= total * 0.98, `${agreed} of ${total}`);
});

const compared = [
  'source.ip',
  'source.network',
  'source.port',
  'destination.ip',
  'destination.port',
  'source.url',
  'destination.url',
  'time.source',
];

function agrees(f: Finding, event: Readonly<Record<string, unknown>>): boolean {
  const addresses = [f.ip, f.prefix, f.target?.ip];
  const ports = [f.port, f.target?.port];
  const urls = [f.url, f.target?.url];
  const has = (key: string, list: readonly unknown[]) => event[key] === undefined || list.includes(event[key]);
  if (f.seenAt?.epochMilliseconds !== Temporal.Instant.from(String(event['time.source'])).epochMilliseconds)
    return false;
  return (
    ['source.ip', 'source.network', 'destination.ip'].every((k) => has(k, addresses)) &&
    ['source.port', 'destination.port'].every((k) => has(k, ports)) &&
    ['source.url', 'destination.url'].every((k) => has(k, urls))
  );
}

interface ArfExpected {
  readonly feedback_report?: Readonly<Record<string, string | readonly string[]>>;
  readonly manual?: Readonly<Record<string, unknown>>;
}

test(
  'ARF mails agree on at least 95 % of addresses, ports, times, URLs, hosts and references; the rest stands verbatim in extra',
  options,
  async () => {
    const folder = join(data, 'arf');
    const expected = json(join(folder, 'expected.json')) as Record<string, ArfExpected>;
    let good = 0;
    let total = 0;
    const wrong: string[] = [];
    const check = (ok: boolean, what: string) => {
      total++;
      if (ok) good++;
      else wrong.push(what);
    };
    for (const [file, { feedback_report: fields, manual }] of Object.entries(expected)) {
      const [finding] = all(await read(readFileSync(join(folder, file)), file.replace(/^.*\//, '')));
      if (!finding) {
        check(false, `${file}: no finding`);
        continue;
      }
      if (manual?.source_ip)
        check(finding.ip === manual.source_ip, `${file}: ${finding.ip} is not ${String(manual.source_ip)}`);
      for (const [name, value] of Object.entries(fields ?? {})) {
        const first = Array.isArray(value) ? String(value[0]) : String(value);
        if (first === '') continue;
        if (/^source-ip$/i.test(name)) check(finding.ip === first, `${file}: ${name}`);
        else if (/^(?:arrival|received)-date$/i.test(name))
          check(finding.seenAt?.toString() === readTime(first)?.at.toString(), `${file}: ${name} ${first}`);
        else if (/^reported-domain$/i.test(name)) check(finding.host === first, `${file}: ${name}`);
        else if (/^reported-uri$/i.test(name)) check(finding.url === first, `${file}: ${name}`);
        assert.deepEqual(finding.extra?.[name], value, `${file}: ${name} is not verbatim in extra`);
      }
    }
    say(`ARF: ${good} of ${total} addresses, times, hosts and URLs agree`);
    for (const line of wrong) say(`  deviates: ${line}`);
    assert.ok(good >= total * 0.95);
  },
);

interface MailExpected {
  readonly formats: readonly string[];
  readonly manual?: {
    readonly source_ip?: string;
    readonly url?: string;
    readonly time?: string;
    readonly first_seen?: string;
    readonly report_id?: string;
    readonly report_ids?: readonly string[];
    readonly port?: number;
  } & Readonly<Record<string, unknown>>;
  readonly feedback_report?: Readonly<Record<string, string | readonly string[]>>;
  readonly x_arf?: Readonly<Record<string, string>>;
  readonly acns?: Readonly<Record<string, unknown>>;
  readonly xarf?: Readonly<Record<string, unknown>>;
  readonly urls?: readonly { readonly url: string; readonly ip: string | null }[];
  readonly rows?: readonly Readonly<Record<string, string>>[];
  readonly zip?: { readonly rows: number; readonly first?: Readonly<Record<string, string>> };
}

/** What the expectations say of one mail, by what it is. */
interface Truth {
  readonly address: Set<string>;
  readonly port: Set<number>;
  readonly time: Set<string>;
  readonly url: Set<string>;
  readonly host: Set<string>;
  readonly reference: Set<string>;
  /** Other stated fields, by the sender's own name. */
  readonly verbatim: [name: string, value: unknown][];
}

function truthOf(e: MailExpected): Truth {
  const t: Truth = {
    address: new Set(),
    port: new Set(),
    time: new Set(),
    url: new Set(),
    host: new Set(),
    reference: new Set(),
    verbatim: [],
  };
  const source = (text: unknown) => {
    const s = String(text ?? '');
    const ip = ipOf(s);
    if (ip) t.address.add(ip);
    else if (/^https?:/i.test(s)) t.url.add(s);
  };
  const port = (text: unknown) => {
    const n = Number(text);
    if (Number.isInteger(n) && n > 0 && n < 65_536) t.port.add(n);
  };
  const time = (text: unknown) => {
    if (typeof text === 'string' && text !== '') t.time.add(text);
  };
  const reference = (text: unknown) => {
    if (typeof text === 'string' && text !== '') t.reference.add(text);
  };
  for (const [name, value] of Object.entries(e.feedback_report ?? {})) {
    const first = Array.isArray(value) ? String(value[0]) : String(value);
    if (first === '') continue;
    if (/^source-ip$/i.test(name)) source(first);
    else if (/^(?:arrival|received)-date$/i.test(name)) time(first);
    else if (/^reported-domain$/i.test(name)) t.host.add(first);
    else if (/^reported-uri$/i.test(name)) t.url.add(first);
    if (e.xarf === undefined) t.verbatim.push([name, value]);
  }
  for (const [name, value] of Object.entries(e.x_arf ?? {})) {
    if (name === 'Source') source(value);
    else if (name === 'Port' && ipOf(e.x_arf?.Source)) port(value);
    else if (name === 'Date') time(value);
    else if (name === 'Report-ID') reference(value);
    t.verbatim.push([name, value]);
  }
  if (e.acns) {
    source(e.acns.ip);
    port(e.acns.port);
    time(e.acns.timestamp);
    reference(e.acns.case_id);
    for (const [name, key] of [
      ['Title', 'title'],
      ['FileName', 'filename'],
      ['Hash', 'hash'],
      ['Type', 'type'],
    ] as const)
      if (e.acns[key]) t.verbatim.push([name, e.acns[key]]);
  }
  if (e.xarf) {
    source(e.xarf.source_identifier);
    time(e.xarf.timestamp);
    reference(e.xarf.report_id);
  }
  source(e.manual?.source_ip);
  for (const list of ['harvesting', 'spam', 'dictionary', 'comment_spam', 'other'])
    for (const ip of (e.manual?.[list] ?? []) as readonly string[]) source(ip);
  port(e.manual?.port);
  time(e.manual?.time);
  time(e.manual?.first_seen);
  reference(e.manual?.report_id);
  for (const id of e.manual?.report_ids ?? []) reference(id);
  if (e.manual?.url) t.url.add(e.manual.url);
  for (const { url, ip } of e.urls ?? []) {
    t.url.add(url);
    source(ip ?? ipOfUrl(url));
  }
  for (const row of e.rows ?? []) {
    source(row.src_ip);
    port(row.src_port);
    if (row.src_hostname) t.host.add(row.src_hostname);
  }
  if (e.zip?.first) {
    source(e.zip.first.ip);
    port(e.zip.first.port);
    time(e.zip.first.timestamp ? `${e.zip.first.timestamp}Z` : undefined);
  }
  return t;
}

test(
  'on real abuse mails at least 95 % of addresses, ports, times, URLs, hosts and references agree, the rest stands verbatim in extra, and nobody else is accused',
  options,
  async () => {
    const folder = join(data, 'abuse-mail');
    const expected = json(join(folder, 'expected.json')) as Record<string, MailExpected>;
    const counts: Record<string, [number, number]> = {};
    const count = (what: string, ok: boolean, where: string) => {
      const pair = counts[what] ?? [0, 0];
      counts[what] = pair;
      pair[1]++;
      if (ok) pair[0]++;
      else say(`  misses ${what}: ${where}`);
    };
    const strangers: string[] = [];
    let mails = 0;
    let used = 0;
    for (const [file, e] of Object.entries(expected)) {
      const bytes = readFileSync(join(folder, file));
      const reads = await read(bytes, file.replace(/^.*\//, ''));
      const findings = all(reads);
      mails++;
      if (findings.length > 0) used++;
      assert.equal(reads.filter((r) => r.within === undefined).length, 1, `${file}: one message`);
      assert.ok(
        reads.every((r) => typeof r.end === 'string'),
        `${file}: one end each`,
      );
      const t = truthOf(e);
      for (const ip of t.address)
        count(
          'address',
          findings.some((f) => f.ip === ip),
          `${file} ${ip}`,
        );
      for (const port of t.port)
        count(
          'port',
          findings.some((f) => f.port === port),
          `${file} ${port}`,
        );
      for (const text of t.time) {
        const at = readTime(text.replace(/ \(mail date\)$/, ''))?.at.epochMilliseconds;
        if (at === undefined) continue; // a span in words
        const seen = (f: Finding) => [f.seenAt, f.firstSeenAt, f.lastSeenAt].some((x) => x?.epochMilliseconds === at);
        count('time', findings.some(seen), `${file} ${text}`);
      }
      for (const url of t.url)
        count(
          'url',
          findings.some((f) => f.url === url),
          `${file} ${url}`,
        );
      for (const host of t.host)
        count(
          'host',
          findings.some((f) => f.host === host),
          `${file} ${host}`,
        );
      for (const id of t.reference)
        count(
          'reference',
          findings.some((f) => f.reference?.includes(id)),
          `${file} ${id}`,
        );
      for (const [name, value] of t.verbatim)
        count(
          'verbatim',
          findings.some((f) => JSON.stringify(f.extra?.[name]) === JSON.stringify(value)),
          `${file} ${name}: ${JSON.stringify(value)}`,
        );
      if (e.zip) count('rows', findings.length === e.zip.rows, `${file} ${findings.length} of ${e.zip.rows}`);
      // Nothing is invented: each value found is written in the mail; and where the truth is whole, nobody else is accused.
      const text = haystack(bytes);
      for (const f of findings) {
        const isWhole = t.address.size > 0 && !e.zip && !Array.isArray(e.manual?.comment_spam);
        if (f.ip && isWhole && !t.address.has(f.ip)) strangers.push(`${file} ${f.ip}`);
        if (!e.zip)
          for (const value of [f.ip, f.host, f.account, f.prefix])
            if (value !== undefined && !value.includes(':'))
              assert.ok(text.includes(value.toLowerCase()), `${file}: ${value} is not in it`);
      }
    }
    const listed = Object.entries(counts).map(([what, [good, total]]) => `${what} ${good}/${total}`);
    say(`abuse mails: ${used} of ${mails} give findings; ${listed.join(', ')}; ${strangers.length} on another address`);

    assert.equal(used, mails);
    assert.deepEqual(strangers, []);
    for (const [what, [good, total]] of Object.entries(counts))
      assert.ok(good >= total * 0.95, `${what}: ${good} of ${total}`);
  },
);

test(
  'every hostile file comes to an end within 2 s and 256 MB, invents nothing, and the next one is still read',
  options,
  async () => {
    const folder = join(data, 'synthetic/hostile');
    const good = new TextEncoder().encode(
      'From: a@example.org\r\nSubject: spam from 192.0.2.1\r\nDate: Tue, 03 Nov 2026 10:00:00 +0100\r\n\r\nSource IP: 192.0.2.1\r\n',
    );
    await read(good, 'warm.eml');
    let slowest = 0;
    let files = 0;
    for (const file of readdirSync(folder).sort()) {
      const bytes = readFileSync(join(folder, file));
      const began = performance.now();

      const reads = await read(bytes, file);

      const took = performance.now() - began;
      slowest = Math.max(slowest, took);
      files++;
      assert.ok(reads.length > 0 && reads.every((r) => r.end), file);
      // The pool ends a reading process after two seconds of its own work; the wall is only told, for the machine is shared.
      const met = reads.flatMap((r) => r.problems).filter((p) => p.code.startsWith('reader.'));
      assert.deepEqual(met, [], `${file} met a limit`);
      const text = haystack(bytes);
      for (const finding of all(reads))
        for (const value of [finding.ip, finding.host, finding.url, finding.account, finding.reference, finding.prefix])
          if (value !== undefined) assert.ok(text.includes(value.toLowerCase()), `${file}: ${value} is not in it`);
      assert.equal(all(await read(good, 'next.eml'))[0]?.ip, '192.0.2.1', `after ${file}`);
    }
    const peak = Math.round(readers.peak() / 1048576);
    say(`hostile: ${files} files, slowest ${Math.round(slowest)} ms, highest memory of a reading process ${peak} MB`);
    assert.ok(peak <= 256, `${peak} MB`);
  },
);

test('every other file beside the checkout comes to an end too', options, async () => {
  const skip = /sanctions|asn\/|kev\/|lookups/;
  let files = 0;
  const walk = async (at: string): Promise<void> => {
    for (const name of readdirSync(at).sort()) {
      const path = join(at, name);
      if (skip.test(path)) continue;
      if (statSync(path).isDirectory()) await walk(path);
      else {
        const reads = await read(readFileSync(path), name);
        assert.ok(reads.length > 0 && reads.every((r) => r.end), path);
        files++;
      }
    }
  };
  await walk(data);
  say(`all in all: ${files} files read`);
});

/** All a file says, in the ways a reader may see it: as bytes, as UTF-16, decoded from base64, refanged. */
function haystack(bytes: Uint8Array): string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const latin = buffer.toString('latin1');
  const decoded = [...latin.matchAll(/^(?:[A-Za-z0-9+/!]{8,76}={0,2}\r?\n?)+/gm)]
    .map((m) => Buffer.from(m[0], 'base64').toString('utf8'))
    .slice(0, 100);
  const texts = [latin, buffer.toString('utf8'), buffer.toString('utf16le'), ...decoded];
  return (
    texts
      .map((t) => `${t}\n${refang(t)}`)
      .join('\n')
      .toLowerCase() + addressIn(latin.slice(0, 2000))
  );
}
