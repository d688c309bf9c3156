/** A short run of bent samples, the same each time; and proof that a failure would be seen. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Finding } from '#formats';
import { loadFormats } from '#formats/work';
import { inventedIn, Seen } from './fuzz/held.ts';
import { mutant } from './fuzz/mutate.ts';
import { fuzz, goldenSamples } from './fuzz.ts';

const samples = goldenSamples();
const bytes = (text: string) => new TextEncoder().encode(text);

test('every format has samples to bend, and the same seed bends them the same', async () => {
  const formats = await loadFormats();

  assert.deepEqual(
    formats.map((f) => f.id).filter((id) => !samples.some((s) => s.format === id)),
    [],
  );
  for (let n = 0; n < 300; n++) {
    const a = mutant(samples, 7, n);
    const b = mutant(samples, 7, n);
    assert.deepEqual([a.name, a.hint, a.how], [b.name, b.hint, b.how]);
    assert.ok(Buffer.from(a.bytes).equals(Buffer.from(b.bytes)), `${n}`);
  }
  assert.notDeepEqual(
    mutant(samples, 7, 1).how.concat(mutant(samples, 7, 2).how),
    mutant(samples, 8, 1).how.concat(mutant(samples, 8, 2).how),
  );
});

test('a value that is not in the bytes is seen as invented, one that is there in another form is not', () => {
  const finding = (more: Partial<Finding>): Finding => ({
    kind: 'spam.source',
    role: 'source',
    classification: {},
    problems: [],
    ...more,
  });
  const asked = (more: Partial<Finding>, text: string) => inventedIn(finding(more), new Seen([bytes(text)], 'x.txt'));
  const at = Temporal.Instant.from('2026-05-01T10:00:00Z');

  assert.equal(asked({ ip: '192.0.2.1' }, 'from 192.0.2.2'), 'ip');
  assert.equal(asked({ ip: '2001:db8::1' }, 'from 2001:0DB8:0:0:0:0:0:1'), undefined);
  assert.equal(asked({ ip: '192.0.2.1' }, '192.000.002.001'), undefined);
  assert.equal(asked({ host: 'a.example.org' }, 'b.example.org'), 'host');
  assert.equal(asked({ host: 'xn--mnchen-3ya.example' }, 'site münchen.example is bad'), undefined);
  assert.equal(asked({ url: 'http://a.example.org/x' }, 'hxxp://a[.]example[.]org/x'), undefined);
  assert.equal(
    asked({ url: 'http://a.example.org/x?a=1&b=2' }, '<u>http://a.example.org/x?a=1&amp;b=2</u>'),
    undefined,
  );
  assert.equal(asked({ port: 4711 }, 'port 47, 12'), 'port');
  assert.equal(asked({ seenAt: at, timePrecision: 'exact' }, 'seen 1777629600'), undefined);
  assert.equal(asked({ seenAt: at, timePrecision: 'exact' }, 'seen 1999-12-24'), 'seenAt');
  assert.equal(asked({ count: 10_000_000_000_000_000 }, 'count 9999999999999999'), 'count');
  assert.equal(
    inventedIn(finding({ malware: 'Examplebot' }), new Seen([bytes('RXhhbXBsZWJvdCBpcyBoZXJl')], '')),
    undefined,
  );
});

test('two thousand bent samples: nothing falls over, hangs, takes too much or invents', {
  timeout: 600_000,
}, async () => {
  const done = await fuzz({ inputs: 2000, seed: 1 });

  console.log(
    `  fuzz: ${done.inputs} inputs, ${done.read} used by a format, ${done.findings} findings, p99 ${Math.round(done.ms[1])} ms, highest memory ${Math.round(done.peak / 1_048_576)} MB`,
  );
  assert.deepEqual(done.failed, []);
  assert.equal(done.inputs, 2000);
  // A run in which hardly anything is read would prove nothing.
  assert.ok(done.read > 500 && done.findings > 1000, `${done.read}, ${done.findings}`);
});

test('every format by itself: thirty bent samples each, read as it', { timeout: 600_000 }, async () => {
  const formats = await loadFormats();
  const done = await fuzz({ inputs: 30 * formats.length, seed: 3, inTurn: true });

  const never = formats.map((f) => f.id).filter((id) => !done.used.has(id));
  console.log(
    `  fuzz: ${formats.length} formats, ${done.inputs} inputs, ${done.findings} findings; used least: ${[...done.used].sort((a, b) => a[1] - b[1])[0]?.join(' ')}`,
  );
  assert.deepEqual(done.failed, []);
  assert.equal(done.inputs, 30 * formats.length);
  // A format none of whose bent samples is read would prove nothing.
  assert.deepEqual(never, []);
});
