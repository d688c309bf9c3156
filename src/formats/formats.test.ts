/** Every format tells its story with samples, good and bad; this walks them all. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { readTime } from '#kernel';
import { loadLaw } from '#law/work';
import { newReading } from './asking/context.ts';
import { readFile, readMailUnit } from './asking/read.ts';
import { type Finding, findingJson } from './finding.ts';
import { intelmqFields } from './intelmq/facts.ts';
import { fileOf, openMail } from './mail/unit.ts';
import { reportTypes } from './shadowserver/facts.ts';
import { loadFormats } from './work.ts';
import { xarfTypes } from './xarf/facts.ts';

const folder = join(import.meta.dirname, 'samples');
const formats = await loadFormats();
/** Formats that read by what an operator loaded have those facts beside their samples. */
const factsOf = (format: string): Record<string, unknown> => {
  const at = join(folder, format, 'facts.json');
  return existsSync(at) ? { [format]: JSON.parse(readFileSync(at, 'utf8')) as unknown } : {};
};

function readSample(format: string, name: string): Record<string, unknown> {
  const bytes = new Uint8Array(readFileSync(join(folder, format, name)));
  const reading = newReading({ facts: factsOf(format) });
  const findings: Finding[] = [];
  const take = (finding: Finding) => findings.push(finding);
  let outcome: ReturnType<typeof readFile>;
  if (name.endsWith('.eml')) {
    const { unit } = openMail(bytes, (text) => readTime(text));
    outcome = readMailUnit(unit, formats, reading, take);
    if (outcome.end === 'manual') outcome = readMailUnit(unit, formats, reading, take, true);
  } else outcome = readFile(fileOf(name.replace('.in.', '.'), 'text/plain', bytes, ''), formats, reading, take);
  return JSON.parse(
    JSON.stringify({
      format: outcome.format ?? null,
      end: outcome.end,
      findings: findings.map(findingJson),
      problems: outcome.problems,
    }),
  ) as Record<string, unknown>;
}

for (const format of formats) {
  const at = join(folder, format.id);
  const cases = existsSync(at)
    ? readdirSync(at)
        .filter((f) => f.includes('.in.'))
        .sort()
    : [];
  test(`${format.id} has a good and a bad sample`, () => {
    const outs = cases.map(
      (c) =>
        JSON.parse(readFileSync(join(at, c.replace(/\.in\..*$/, '.out.json')), 'utf8')) as {
          end: string;
          format: string | null;
          problems: unknown[];
          findings: { problems: unknown[] }[];
        },
    );

    assert.ok(
      outs.some((o) => o.format === format.id && o.end !== 'manual'),
      'none that it reads',
    );
    assert.ok(
      outs.some(
        (o) => o.format !== format.id || o.problems.length > 0 || o.findings.some((f) => f.problems.length > 0),
      ),
      'none that it refuses',
    );
  });
  for (const name of cases)
    test(`${format.id} reads its sample ${name}`, () => {
      const out = join(at, name.replace(/\.in\..*$/, '.out.json'));

      const said = readSample(format.id, name);

      if (process.env.BEZEM_WRITE_SAMPLES === '1') writeFileSync(out, `${JSON.stringify(said, null, 2)}\n`);
      assert.deepEqual(said, JSON.parse(readFileSync(out, 'utf8')));
    });
}

test('every format has a title in both languages and patterns without nested quantifiers', () => {
  for (const format of formats) {
    assert.ok(format.title.nl && format.title.en, format.id);
    for (const match of format.match)
      for (const pattern of [match.from, match.subject, match.filename, match.body, match.header?.[1]])
        assert.doesNotMatch(
          pattern?.source ?? '',
          /\((?:\?:)?[^()]*[+*][^()]*\)[+*]/,
          `${format.id}: ${pattern?.source}`,
        );
  }
});

test('no pattern of a format takes long on text of one sign, or of a piece that it begins with', () => {
  const signs = [
    '\n',
    ' ',
    '\t',
    '\r\n',
    '"',
    '""',
    '"a":',
    '#',
    '# ',
    ';',
    ',',
    '|',
    '1',
    '1.',
    '192.0.2.1\n',
    '<',
    '<a ',
    '{',
    '[',
    'a',
    'http://',
    '-',
    ': ',
    '="',
    "'",
  ];
  const slow: string[] = [];
  for (const format of formats)
    for (const match of format.match)
      for (const pattern of [match.from, match.subject, match.filename, match.body, match.header?.[1]]) {
        if (!pattern) continue;
        // What a pattern itself begins with is what an enemy would repeat.
        const own = /^[\^\\sb*?]*([\w"<#:, -]{2,20})/.exec(pattern.source)?.[1] ?? 'x';
        for (const sign of [...signs, own, `${own} `, `${own}\n`]) {
          const text = sign.repeat(Math.ceil(65_536 / sign.length));
          const began = performance.now();
          pattern.test(text);
          const took = performance.now() - began;
          if (took > 300)
            slow.push(`${format.id} ${pattern.source.slice(0, 60)} on ${JSON.stringify(sign)}: ${Math.round(took)} ms`);
        }
      }

  assert.deepEqual(slow, []);
});

test('every kind a format can name is a kind of the law', async () => {
  const law = await loadLaw();
  const said = new Set<string>([...xarfTypes.values()].map((t) => t.kind));
  for (const type of reportTypes.values()) said.add(type.kind);
  const quoted =
    /'((?:content|ip|fraud|malware|intrusion|attack|ddos|net|spam|vuln|infra|reputation|inventory|report)\.[a-z0-9_]+)'/g;
  const walk = (at: string) => {
    for (const entry of readdirSync(at, { withFileTypes: true })) {
      if (entry.isDirectory() && entry.name !== 'samples') walk(join(at, entry.name));
      else if (entry.name.endsWith('.ts') && !entry.name.endsWith('.test.ts'))
        for (const found of readFileSync(join(at, entry.name), 'utf8').matchAll(quoted)) said.add(found[1] ?? '');
    }
  };
  walk(import.meta.dirname);

  const unknown = [...said].filter((k) => !law.kinds.has(k) && !k.endsWith('.ts') && !intelmqFields.has(k));

  assert.deepEqual(unknown, []);
});
