/** The older JSON, XML and CSV formats against what others say of them: schemas, samples and whole mails. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { loadLaw } from '#law/work';
import { openReaders } from '../intake/readers.ts';
import type { ReadMessage } from '../intake/reading.ts';
import type { Finding } from './finding.ts';
import type { JsonObject } from './values/json.ts';
import { checkLegacy } from './xarf/legacy_rules.ts';

const data = join(import.meta.dirname, '../../../shared/data');
const options = existsSync(data) ? {} : { skip: '../shared/data is absent: the figures on real inputs were not taken' };
const law = await loadLaw();
const readers = openReaders({ size: 1, kinds: law.kinds.values() });
after(() => readers.close());
const read = (bytes: Uint8Array, name: string): Promise<readonly ReadMessage[]> =>
  readers.readMessage(bytes, { name, own: { prefixes: [], domains: [] }, facts: {} });
const say = (line: string) => console.log(`  ${line}`);
const all = (reads: readonly ReadMessage[]): Finding[] => reads.flatMap((r) => [...r.findings]);
const told = (reads: readonly ReadMessage[]) =>
  reads
    .flatMap((r) => [...r.problems, ...r.findings.flatMap((f) => f.problems)])
    .filter((p) => p.code !== 'format.passed');
const object = (path: string) => JSON.parse(readFileSync(path, 'utf8')) as JsonObject;

const kindOf: Readonly<Record<string, string>> = {
  Botnet: 'malware.infected_host',
  Copyright: 'ip.copyright',
  Exploit: 'attack.exploit',
  Harassment: 'content.hate_harassment',
  LoginAttack: 'attack.bruteforce',
  OpenService: 'vuln.exposed_service',
  Phishing: 'fraud.phishing',
  PotentiallyCompromisedAccount: 'intrusion.account',
  Spam: 'spam.source',
  WebCrawler: 'attack.scraping',
};

test(
  'every good XARF 3 sample gives its finding without a complaint, every bad one a problem that names what is wrong',
  options,
  async () => {
    const folder = join(data, 'xarf-v3');
    let good = 0;
    const goods = readdirSync(join(folder, 'positive'));
    for (const file of goods) {
      const path = join(folder, 'positive', file);
      const report = object(path).Report as Record<string, string | number | undefined>;

      const reads = await read(readFileSync(path), file);

      const [finding, ...more] = all(reads);
      assert.ok(finding && more.length === 0, file);
      assert.equal(finding.ip, report.SourceIp, file);
      assert.equal(finding.url, report.SourceUrl, file);
      assert.equal(finding.port, report.SourcePort, file);
      assert.equal(finding.seenAt?.toString(), Temporal.Instant.from(String(report.Date)).toString(), file);
      const expected =
        report.ReportType === 'Malware'
          ? report.ReportSubType === 'RPZ-Rewrite'
            ? 'malware.infected_host'
            : 'malware.distribution'
          : kindOf[String(report.ReportType)];
      assert.equal(finding.kind, expected, file);
      assert.deepEqual(told(reads), [], file);
      good++;
    }
    let bad = 0;
    const bads = readdirSync(join(folder, 'negative'));
    for (const file of bads) {
      const reads = await read(readFileSync(join(folder, 'negative', file)), file);

      assert.ok(
        told(reads).some((p) => p.code.startsWith('xarf.') && p.at),
        `${file}: nothing is said to be wrong with it`,
      );
      bad++;
    }
    let shaped = 0;
    const samples = readdirSync(join(folder, 'spec-samples'));
    for (const file of samples) {
      const reads = await read(readFileSync(join(folder, 'spec-samples', file)), file);

      assert.equal(all(reads).length, 1, file);
      assert.deepEqual(told(reads), [], file);
      shaped++;
    }
    say(
      `XARF 1 to 3: ${good} of ${goods.length} good samples, ${bad} of ${bads.length} bad ones refused by name, ${shaped} of ${samples.length} of "3.0.0"`,
    );
  },
);

test(
  'our own rules agree with the schemas on every sample with a field left out or turned into something else',
  options,
  () => {
    const folder = join(data, 'xarf-v3');
    const ajv = new Ajv({ strict: false, allErrors: false });
    (addFormats as unknown as (a: Ajv) => void)(ajv);
    for (const file of readdirSync(join(folder, 'schemas'))) ajv.addSchema(object(join(folder, 'schemas', file)));
    const official = ajv.getSchema(
      'https://raw.githubusercontent.com/xarf/schema-discussion/master/schemas/3/xarf.schema.json',
    );
    assert.ok(official);
    const others: readonly unknown[] = [
      7,
      -3,
      1.5,
      70_000,
      'x',
      '',
      'a@example.org',
      '192.0.2.1',
      '2020-01-01',
      true,
      null,
      [],
      {},
      ['x'],
      [1],
    ];
    let same = 0;
    let stricter = 0;
    const laxer: string[] = [];
    const paths = function* (value: unknown, at: readonly string[]): Generator<readonly string[]> {
      if (at.length > 0) yield at;
      if (typeof value === 'object' && value !== null)
        for (const [name, one] of Object.entries(value)) yield* paths(one, [...at, name]);
    };
    for (const kind of ['positive', 'negative'])
      for (const file of readdirSync(join(folder, kind))) {
        const sample = object(join(folder, kind, file));
        const changed: { what: string; value: JsonObject }[] = [{ what: 'as it is', value: sample }];
        for (const path of paths(sample, [])) {
          const put = (other: unknown, gone: boolean) => {
            const copy = structuredClone(sample) as Record<string, unknown>;
            let at = copy;
            for (const name of path.slice(0, -1)) at = at[name] as Record<string, unknown>;
            const last = path.at(-1) ?? '';
            if (gone) delete at[last];
            else at[last] = other;
            changed.push({ what: `${path.join('/')} ${gone ? 'gone' : JSON.stringify(other)}`, value: copy });
          };
          // Without a version it is the first, alpha, which has rules of its own.
          if (path.join('/') !== 'Version') put(undefined, true);
          for (const other of others) put(other, false);
        }
        for (const { what, value } of changed) {
          const fine = official(value) as boolean;
          const ours = checkLegacy(value).length === 0;
          if (fine === ours) same++;
          else if (fine) stricter++;
          else laxer.push(`${file}: ${what}`);
        }
      }
    say(
      `XARF 3 rules: ${same} altered reports judged as the schemas do, ${stricter} more strictly, ${laxer.length} less`,
    );
    for (const line of laxer.slice(0, 20)) say(`  laxer: ${line}`);
    assert.deepEqual(laxer, []);
    // Stricter only where a bad address stands beside a good URL: the schemas ask for either, we complain about the bad one.
    assert.ok(stricter < same / 50, `${stricter}`);
  },
);

test('the notice of the hotline and the data of SNDS are read row by row', options, async () => {
  const notice = all(await read(readFileSync(join(data, 'synthetic/scart-ntd-nl.csv')), 'scart-ntd-nl.csv'));
  const status = all(await read(readFileSync(join(data, 'synthetic/snds-ipstatus.csv')), 'snds-ipstatus.csv'));

  assert.deepEqual(
    notice.map((f) => [f.kind, f.ip, f.url, f.firstSeenAt?.toString(), f.lastSeenAt?.toString()]),
    [
      ['content.csam', '192.0.2.10', 'http://host1.example.nl/a/1.jpg', '2026-05-01T10:00:00Z', '2026-05-02T09:00:00Z'],
      [
        'content.csam',
        '2001:db8::10',
        'http://host2.example.nl/b/2.jpg',
        '2026-05-01T11:00:00Z',
        '2026-05-02T09:00:00Z',
      ],
    ],
  );
  assert.deepEqual(
    status.map((f) => [f.ip ?? f.prefix, f.classification.asSent?.slice(0, 7)]),
    [
      ['192.0.2.1', 'Blocked'],
      ['198.51.100.10/31', 'E-mail '],
      ['198.51.100.12/30', 'E-mail '],
      ['198.51.100.16/30', 'E-mail '],
      ['198.51.100.20', 'E-mail '],
    ],
  );
});

interface MailExpected {
  readonly formats: readonly string[];
  readonly rows?: readonly Readonly<Record<string, string>>[];
  readonly x_arf?: Readonly<Record<string, string>>;
  readonly acns?: Readonly<Record<string, string | number>>;
  readonly zip?: { readonly rows: number };
}

test('every mail of a known form is read in full by that form', options, async () => {
  const folder = join(data, 'abuse-mail');
  const expected = object(join(folder, 'expected.json')) as Readonly<Record<string, MailExpected>>;
  const wrong: string[] = [];
  let fields = 0;
  for (const [file, e] of Object.entries(expected)) {
    const reads = await read(readFileSync(join(folder, file)), file.replace(/^.*\//, ''));
    const findings = all(reads);
    const forms = new Set(reads.map((r) => r.format));
    const check = (ok: boolean, what: string) => {
      fields++;
      if (!ok) wrong.push(`${file}: ${what}`);
    };
    if (e.x_arf) {
      const [finding] = findings;
      check(forms.has('x_arf'), 'not read as X-ARF');
      const { Source = '', Port = '' } = e.x_arf;
      check([finding?.ip, finding?.url, finding?.host].includes(Source), `Source ${Source}`);
      if (Port !== '' && !finding?.url) check(finding?.port === Number(Port), `Port ${Port}`);
      check(finding?.reference === e.x_arf['Report-ID'], 'Report-ID');
      for (const [name, value] of Object.entries(e.x_arf))
        check(finding?.extra?.[name] === value, `${name} is not kept`);
    }
    if (e.acns) {
      const { acns } = e;
      check(forms.has('acns') && findings.length === 1, `${findings.length} findings of ACNS`);
      const [finding] = findings;
      check(finding?.ip === acns.ip && String(finding?.port) === String(acns.port), 'address and port');
      check(finding?.reference === acns.case_id, 'case');
      check(finding?.reporter?.org === acns.complainant, 'complainant');
      for (const [ours, theirs] of [
        ['Title', 'title'],
        ['FileName', 'filename'],
        ['Hash', 'hash'],
        ['Type', 'type'],
      ] as const)
        check((finding?.extra?.[ours] ?? '') === (acns[theirs] ?? ''), theirs);
    }
    for (const [i, row] of (e.rows ?? []).entries()) {
      check(forms.has('abusehub'), 'not read as AbuseHUB');
      check(findings[i]?.ip === row.src_ip && String(findings[i]?.port) === row.src_port, `row ${i}`);
      for (const [name, value] of Object.entries(row))
        if (value !== '') check(findings[i]?.extra?.[name] === value, `${name} is not kept`);
    }
    if (e.zip) check(findings.length === e.zip.rows, `${findings.length} of ${e.zip.rows} rows`);
    if (e.formats.some((f) => /^xarf-v?1|xarf v1/i.test(f))) check(forms.has('xarf_legacy'), 'not read as XARF 1');
  }
  say(`known forms in abuse mails: ${fields - wrong.length} of ${fields} fields as expected`);
  for (const line of wrong) say(`  deviates: ${line}`);
  assert.ok(wrong.length <= fields * 0.02, `${wrong.length} of ${fields}`);
});
