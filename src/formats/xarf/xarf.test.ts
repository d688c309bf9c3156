/** XARF out is strict: our own check agrees with the official schemas, and what is written passes both. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import fc from 'fast-check';
import type { Finding } from '../finding.ts';
import { jsonIn } from '../values/json.ts';
import { checkXarf } from './check.ts';
import { xarfTypes } from './facts.ts';
import { writeXarf } from './write.ts';

const data = join(import.meta.dirname, '../../../../shared/data/xarf-v4');
const options = existsSync(data) ? {} : { skip: '../shared/data is absent: the official schemas were not asked' };

function official(): (report: unknown) => boolean {
  const ajv = new Ajv2020({ strict: false });
  (addFormats as unknown as (a: Ajv2020) => void)(ajv);
  const load = (path: string) => JSON.parse(readFileSync(join(data, 'schemas', path), 'utf8')) as { $id: string };
  for (const file of readdirSync(join(data, 'schemas/types'))) ajv.addSchema(load(`types/${file}`));
  ajv.addSchema(load('xarf-core.json'));
  const validate = ajv.compile(load('xarf-v4-master.json'));
  return (report) => validate(report) as boolean;
}
const samples = () =>
  readdirSync(join(data, 'samples')).map(
    (f) => [f, JSON.parse(readFileSync(join(data, 'samples', f), 'utf8')) as Record<string, unknown>] as const,
  );

test('there are 32 types', () => {
  assert.equal(xarfTypes.size, 32);
});

test(
  'our check accepts every sample, and refuses each one with a needed field taken away, exactly as the schemas do',
  options,
  () => {
    const validate = official();
    let asked = 0;
    for (const [file, sample] of samples()) {
      assert.deepEqual(checkXarf(sample), [], file);
      assert.ok(validate(sample), file);
      for (const field of Object.keys(sample)) {
        const { [field]: _, ...without } = sample;
        asked++;
        assert.equal(checkXarf(without).length === 0, validate(without), `${file} without ${field}`);
      }
    }
    console.log(`  ${asked} reports with one field taken away: our check and the schemas agree`);
  },
);

const parties = { org: 'Example Hoster', contact: 'abuse@hoster.example', domain: 'hoster.example' };
const from = (type: string) => ({
  reportId: '5f1b0f5e-6f6e-4b53-9a5b-0c8c4d0c7a11',
  reporter: parties,
  sender: parties,
  type,
});
const seen = Temporal.Instant.from('2026-11-03T08:00:00Z');
const finding = (more: Partial<Finding>): Finding => ({
  kind: 'attack.bruteforce',
  seenAt: seen,
  timePrecision: 'exact',
  ip: '192.0.2.1',
  role: 'source',
  classification: {},
  problems: [],
  ...more,
});

test('a login attack with its port is conformant; without it the missing port is said, not made up', options, () => {
  const validate = official();
  const whole = writeXarf(finding({ port: 50_000, protocol: { transport: 'tcp' } }), from('connection/login_attack'));
  const lacking = writeXarf(finding({ protocol: { transport: 'tcp' } }), from('connection/login_attack'));

  assert.deepEqual(whole.problems, []);
  assert.ok(validate(whole.report));
  assert.deepEqual(
    lacking.problems.map((p) => p.at),
    ['/source_port'],
  );
  assert.ok(!validate(lacking.report));
});

test('what is written without problems is conformant, for any finding and type', options, () => {
  const validate = official();
  const anyFinding = fc.record({
    port: fc.option(fc.integer({ min: 1, max: 65_535 }), { nil: undefined }),
    url: fc.option(fc.constantFrom('https://shop.example.org/x', 'http://192.0.2.9/'), { nil: undefined }),
    ip: fc.option(fc.constantFrom('192.0.2.1', '2001:db8::1'), { nil: undefined }),
    transport: fc.option(fc.constantFrom('tcp', 'udp', 'gre'), { nil: undefined }),
    application: fc.option(fc.constantFrom('smtp', 'redis'), { nil: undefined }),
    cve: fc.option(fc.constant(['CVE-2024-12345']), { nil: undefined }),
    malware: fc.option(fc.constant('mirai'), { nil: undefined }),
    asSent: fc.option(fc.constant('open-redis'), { nil: undefined }),
    precise: fc.boolean(),
  });
  let conformant = 0;
  fc.assert(
    fc.property(anyFinding, fc.constantFrom(...xarfTypes.keys()), (f, type) => {
      const { report, problems } = writeXarf(
        {
          kind: 'test',
          ...(f.precise
            ? { seenAt: seen, timePrecision: 'exact' as const }
            : { seenAt: seen, timePrecision: 'message_date' as const }),
          ...(f.ip ? { ip: f.ip } : { host: 'shop.example.org' }),
          ...(f.port ? { port: f.port } : {}),
          ...(f.url ? { url: f.url } : {}),
          ...(f.cve ? { cve: f.cve } : {}),
          ...(f.malware ? { malware: f.malware } : {}),
          protocol: {
            ...(f.transport ? { transport: f.transport } : {}),
            ...(f.application ? { application: f.application } : {}),
          },
          role: 'source',
          classification: f.asSent ? { asSent: f.asSent } : {},
          problems: [],
        },
        from(type),
      );
      assert.equal(problems.length === 0, validate(report), JSON.stringify({ report, problems }));
      if (problems.length === 0) conformant++;
      if (!f.precise) assert.equal(report.timestamp, undefined);
    }),
    { numRuns: 500 },
  );
  assert.ok(conformant > 0);
});

test('JSON from strangers: cut, deep, doubled and polluting texts are told, never thrown', () => {
  const codes = (text: string) => jsonIn(text, ['ip'], /"ip"/).problems.map((p) => p.code);

  assert.deepEqual(codes('{"ip":"192.0.2.1"'), ['json.cut']);
  assert.deepEqual(codes(`${'['.repeat(100_000)}"ip"${']'.repeat(100_000)}`), ['json.too-deep']);
  assert.deepEqual(codes('{"ip":"192.0.2.1","ip":"192.0.2.2"}'), ['json.duplicate-key']);
  assert.deepEqual(codes('{"a":{"ip":"192.0.2.1"},"b":{"ip":"192.0.2.2"}}'), []);
  assert.equal(jsonIn('Dear all,\n{"ip": "192.0.2.1", "note": "a } in a string"} bye', [], /"ip"/).objects.length, 1);
  assert.equal(jsonIn('{"ip":1}\n{"ip":2}\n', [], /"ip"/).objects.length, 2);
  jsonIn('{"__proto__":{"polluted":true},"ip":1}', [], /"ip"/);
  assert.equal(({} as Record<string, unknown>).polluted, undefined);
});
