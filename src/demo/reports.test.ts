/** The demo's month as bytes: the same each time, on documentation space, and read as planned. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { checkXarf } from '#formats';
import { openReaders } from '#intake/readers';
import type { Read } from '#intake/work';
import { parsePrefix } from '#kernel';
import { loadLaw } from '#law/work';
import { contracts, holdings, networks, parties, sites } from './provider.ts';
import { sampleMessages } from './reports.ts';

const start = Temporal.Instant.from('2026-11-22T10:00:00Z');
const law = await loadLaw();
const readers = openReaders({ size: 1, kinds: law.kinds.values(), limits: { patienceMs: 20_000 } });
after(() => readers.close());
const own = {
  prefixes: networks.map((n) => n.resource).filter((r) => parsePrefix(r)),
  domains: ['voorbeeldhost.example', ...sites.map((s) => s.domain)],
};
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');

async function readAll(at: Temporal.Instant) {
  const all: { readonly name: string; readonly planned: string | null; readonly reads: readonly Read[] }[] = [];
  for (const m of sampleMessages(at)) {
    const reads = await readers.readMessage(m.bytes, { name: m.name, receivedAt: m.at, own, facts: {} });
    all.push({ name: m.name, planned: m.end, reads });
  }
  return all;
}

test('the same start gives the same bytes, and every message came in within the thirty-one days before it', () => {
  const once = sampleMessages(start);

  const twice = sampleMessages(start);

  assert.deepEqual(
    once.map((m) => [m.name, m.at.toString(), hex(m.bytes)]),
    twice.map((m) => [m.name, m.at.toString(), hex(m.bytes)]),
  );
  for (const m of once) {
    assert.ok(Temporal.Instant.compare(m.at, start) <= 0, m.name);
    assert.ok(Temporal.Instant.compare(m.at, start.subtract({ hours: 31 * 24 })) > 0, m.name);
  }
});

test('every message ends as planned, and no finding has anything to complain about', async () => {
  const all = await readAll(start);

  assert.deepEqual(
    all
      .filter((m) => m.planned !== null && m.reads[0]?.end !== m.planned)
      .map((m) => [m.name, m.reads[0]?.end, m.planned]),
    [],
  );
  const complaints = all.flatMap((m) =>
    m.reads.flatMap((r) => r.findings.flatMap((f) => f.problems.map((p) => [m.name, p.code, p.message]))),
  );
  assert.deepEqual(complaints, []);
});

test('there are 80 to 150 messages and 1,500 to 3,000 findings, in every format we read and of many kinds', async () => {
  const all = await readAll(start);

  const findings = all.flatMap((m) => m.reads.flatMap((r) => r.findings));
  assert.ok(all.length >= 80 && all.length <= 150, `${all.length} messages`);
  assert.ok(findings.length >= 1500 && findings.length <= 3000, `${findings.length} findings`);
  assert.ok(new Set(findings.map((f) => f.kind)).size >= 20);
  const formats = new Set(all.flatMap((m) => m.reads.map((r) => r.format)));
  for (const wanted of ['xarf', 'arf', 'jmrp', 'shadowserver', 'abusehub', 'free_text'])
    assert.ok(formats.has(wanted), wanted);
});

test('a start at any hour leaves no feed in the future', () => {
  for (const at of ['2026-03-29T00:30:00Z', '2026-10-25T02:10:00Z', '2026-12-31T23:59:59Z', '2027-01-01T06:59:00Z']) {
    const from = Temporal.Instant.from(at);

    const messages = sampleMessages(from);

    assert.ok(
      messages.every((m) => Temporal.Instant.compare(m.at, from) <= 0),
      at,
    );
  }
});

test('XARF reports of the demo are conformant', () => {
  const reports = sampleMessages(start)
    .filter((m) => m.channel === 'http' && m.name.endsWith('.json'))
    .flatMap((m) => [JSON.parse(new TextDecoder().decode(m.bytes))].flat());

  const wrong = reports.flatMap((r) => checkXarf(r).map((p) => [r.source_identifier, r.type, p.message]));

  assert.ok(reports.length >= 20);
  assert.deepEqual(wrong, []);
});

test('everything lies on documentation space', () => {
  const lies = (text: string) =>
    /^(192\.0\.2\.|198\.51\.100\.|203\.0\.113\.|2001:db8:|AS645|asn:645)/.test(text) || /\.example(\/|$)/.test(text);

  const outside = [...networks, ...holdings].map((r) => r.resource).filter((r) => !lies(r));

  assert.deepEqual(outside, []);
  assert.ok(parties.length >= 55 && parties.length <= 70);
  assert.ok(parties.every((p) => p.abuse.endsWith('.example')));
  assert.deepEqual(
    contracts.filter((c) => !parties.some((p) => p.reference === c.buyer)),
    [],
  );
});
