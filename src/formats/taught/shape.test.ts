/** Template files: what is refused, what comes back whole, and that no file can hang the reader. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { readTime } from '#kernel';
import { newReading } from '../asking/context.ts';
import { readMailUnit } from '../asking/read.ts';
import { openMail } from '../mail/unit.ts';
import {
  type FieldTaught,
  fileOfTaught,
  readTaughtFile,
  type Taught,
  taughtFormat,
  taughtShape,
  valueTypes,
} from './index.ts';

const hash = (text: string) => new Uint8Array(createHash('sha256').update(text).digest());

const taught: Taught = taughtShape.parse({
  name: 'night-watch',
  title: 'Night watch',
  sender: { domains: ['notifier.example'] },
  fields: [
    {
      field: 'ip',
      type: 'address',
      places: [
        { in: 'label', label: 'Source IP' },
        { in: 'words', before: 'from the host' },
      ],
    },
    { field: 'seenAt', type: 'time', places: [{ in: 'label', label: 'Time' }] },
  ],
  constants: { kind: 'attack.scan', zone: 'Europe/Amsterdam' },
  required: ['ip'],
});

test('a file comes back as it was written', () => {
  const text = JSON.stringify(fileOfTaught(taught, 3, hash));

  assert.deepEqual(readTaughtFile(text, hash), { file: { ...JSON.parse(text), template: taught } });
});

test('a file that was changed, cut, is of another version or holds what no template holds is refused', () => {
  const file = fileOfTaught(taught, 3, hash);
  const wrong = (change: (f: Record<string, unknown>) => void) => {
    const copy = structuredClone(file) as unknown as Record<string, unknown>;
    change(copy);
    const read = readTaughtFile(JSON.stringify(copy), hash);
    return 'wrong' in read ? read.wrong : 'read';
  };

  assert.match(
    wrong((f) => Object.assign(f['template'] as object, { title: 'Day watch' })),
    /SHA-256/,
  );
  assert.match(
    wrong((f) => Object.assign(f, { format: 'bezem-template/2' })),
    /its format/,
  );
  assert.match(
    wrong((f) => Object.assign(f['template'] as object, { code: 'x' })),
    /code|template/,
  );
  assert.match(
    wrong((f) => Object.assign(f['template'] as object, { fields: [] })),
    /fields/,
  );
  assert.match(
    wrong((f) => Object.assign(f['template'] as object, { sender: { domains: [] } })),
    /sender/,
  );
  assert.deepEqual(readTaughtFile('{', hash), { wrong: 'not JSON' });
  assert.ok('wrong' in readTaughtFile(JSON.stringify(file).slice(0, -9), hash));
});

test('a template for one sender is not asked about another', () => {
  const unit = (from: string) =>
    openMail(
      new TextEncoder().encode(`From: ${from}\nSubject: x\nContent-Type: text/plain\n\nSource IP: 192.0.2.1\n`),
      (t) => readTime(t),
    ).unit;
  const count = (from: string) =>
    readMailUnit(unit(from), [taughtFormat({ version: 1, taught })], newReading({}), () => {}).count;

  assert.equal(count('a@notifier.example'), 1);
  assert.equal(count('a@mail.notifier.example'), 1);
  assert.equal(count('a@othernotifier.example'), 0);
  assert.equal(count('notifier.example@evil.example'), 0);
});

test('no words in a file make searching slow: hostile anchors on hostile texts, every type and place', () => {
  const anchors = ['a', 'éé'.repeat(50), 'ab '.repeat(35).trim(), '> - |', '.*'.repeat(30), '"\'"\''.repeat(20)];
  const texts = ['a', 'é', 'ab ', ' ', '\n', '1.', 'a: ', 'ab\n> ', '2001:', 'http://a', '"', '-', '(', '1,1'].map(
    (t) => t.repeat(Math.floor(40_000 / t.length)),
  );
  const began = performance.now();
  let slowest = 0;
  for (const anchor of anchors) {
    const places: FieldTaught['places'] = [
      { in: 'label', label: anchor },
      { in: 'words', before: anchor, after: anchor },
      { in: 'subject', before: anchor },
      { in: 'alone' },
      { in: 'column', column: anchor },
    ];
    for (const which of ['first', 'last', 'all'] as const) {
      const format = taughtFormat({
        version: 1,
        taught: {
          ...taught,
          sender: { domains: [], addresses: [], subject: [], signature: [anchor.slice(0, 120)] },
          until: anchor,
          split: which === 'all' ? anchor : undefined,
          fields: (
            [
              'ip',
              'port',
              'host',
              'url',
              'asn',
              'account',
              'seenAt',
              'count',
              'reference',
              'malware',
              'description',
            ] as const
          ).map((field, i) => ({
            field,
            type: valueTypes[i] ?? 'text',
            which,
            places,
          })),
        },
      });
      for (const text of texts) {
        const raw = new TextEncoder().encode(
          `From: a@b.example\nSubject: ${text.slice(0, 1500).replaceAll('\n', ' ')}\nContent-Type: text/plain; charset=utf-8\n\n${text}\n`,
        );
        const { unit } = openMail(raw, (t) => readTime(t));
        const from = performance.now();
        for (const _ of format.read(unit, newReading({ mostFindings: 10 }))) break;
        slowest = Math.max(slowest, performance.now() - from);
      }
    }
  }
  assert.ok(slowest < 2000, `${Math.round(slowest)} ms for 40 kB, ${Math.round(performance.now() - began)} ms in all`);
});
