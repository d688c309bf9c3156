/** Findings out: strict, behind the wall, page after page, and noted in the journal before the first line leaves. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { checkXarf, type Finding } from '#formats';
import type { Output } from '#io/command';
import { sql } from '#io/db';
import { newId } from '#io/dice';
import { testWorld } from '#io/testing';
import { type Actor, type Id, Refused } from '#kernel';
import { addNetwork } from '#resources/work';
import { commands } from './cli.ts';
import { countExport, type ExportAsk, type Exported, exportFindings } from './exporting.ts';
import { takeFindings } from './work.ts';

const world = await testWorld('exporting');
const engine = { kind: 'engine' } as const;
const folder = mkdtempSync(join(tmpdir(), 'formatsb-export-'));
after(() => rmSync(folder, { recursive: true, force: true }));

async function provider(slug: string): Promise<Id<'org'>> {
  const org = newId(world, 'org');
  await world.db.in(org, (tx) =>
    tx.rows(
      sql`insert into organisation (organisation_id, slug, name, kind, created_at) values (${org}, ${slug}, ${slug}, 'provider', now())`,
    ),
  );
  await addNetwork(world, org, engine, {
    network: '192.0.2.0/24',
    name: null,
    from: '2026-01-01T00:00:00Z',
    until: null,
  });
  return org;
}

async function take(org: Id<'org'>, findings: readonly Finding[]): Promise<void> {
  const id = newId(world, 'msg');
  await world.db.in(org, (tx) =>
    tx.rows(
      sql`insert into message (organisation_id, id, sha256, channel, lane, size, received_at) values (${org}, ${id}, ${Buffer.from(world.dice.bytes(32))}, 'http', 'urgent', 1, now())`,
    ),
  );
  await world.db.in(org, (tx) =>
    takeFindings(world, tx, org, {
      messageId: id,
      messageSha: id,
      format: 'test',
      feed: null,
      receivedAt: world.clock.now(),
      findings,
    }),
  );
}

const finding = (ip: string, more: Partial<Finding> = {}): Finding => ({
  kind: 'malware.infected_host',
  ip,
  port: 4000,
  seenAt: Temporal.Instant.from('2026-11-20T10:00:00Z'),
  timePrecision: 'exact',
  role: 'source',
  classification: { asSent: 'bot' },
  malware: 'Examplebot',
  problems: [],
  ...more,
});

async function all(org: Id<'org'>, ask: ExportAsk): Promise<{ lines: string[]; done: Exported }> {
  const done: Exported = { written: 0, leftOut: {} };
  let text = '';
  for await (const piece of exportFindings(world, org, ask, engine, done)) text += piece;
  return { lines: text.split(/\r?\n/).filter((l) => l !== ''), done };
}

test('XARF leaves strictly: what lacks what its type needs, or has no type, or is never shown, is left out and counted', async () => {
  const org = await provider('export-a');
  await take(org, [
    finding('192.0.2.1'),
    finding('192.0.2.2', { kind: 'attack.bruteforce' }),
    finding('192.0.2.3', { kind: 'net.spoofing' }),
    finding('192.0.2.4', { kind: 'content.csam', url: 'https://a.example.org/x', host: 'a.example.org' }),
    finding('192.0.2.5', { timePrecision: 'message_date' }),
  ]);

  const { lines, done } = await all(org, { format: 'xarf' });

  assert.equal(done.written, 1);
  assert.equal(
    Object.values(done.leftOut).reduce((n, m) => n + m, 0),
    4,
  );
  assert.ok(done.leftOut['never_shown'] === 1 && done.leftOut['no_xarf_type'] === 1);
  for (const line of lines) assert.deepEqual(checkXarf(JSON.parse(line) as Record<string, unknown>), []);
  assert.doesNotMatch(JSON.stringify((await all(org, { format: 'csv' })).lines), /a\.example\.org/);
});

test('every page is written once, in order, and another organisation sees nothing of it', async () => {
  const org = await provider('export-b');
  const other = await provider('export-c');
  for (let i = 0; i < 3; i++)
    await take(
      org,
      Array.from({ length: 900 }, (_, k) => finding(`192.0.2.${(k % 250) + 1}`, { port: 1000 + i * 900 + k })),
    );

  const intelmq = await all(org, { format: 'intelmq' });
  const n6 = await all(org, { format: 'n6' });

  assert.equal(intelmq.done.written, 2700);
  const ports = intelmq.lines.map((l) => (JSON.parse(l) as Record<string, number>)['source.port']);
  assert.equal(new Set(ports).size, 2700);
  assert.equal((JSON.parse(n6.lines[0] ?? '') as Record<string, unknown>)['category'], 'bots');
  assert.deepEqual((await all(other, { format: 'intelmq' })).lines, []);
  assert.equal((await all(org, { format: 'csv', since: world.clock.now().add({ hours: 1 }) })).done.written, 0);
  assert.equal((await all(org, { format: 'csv', until: world.clock.now().add({ hours: 1 }) })).done.written, 2700);
});

test('a case is exported by its reference; a stranger’s is not found; the act stands in the journal', async () => {
  const org = await provider('export-d');
  const other = await provider('export-e');
  await take(org, [finding('192.0.2.9')]);
  const [one] = await world.db.in(org, (tx) =>
    tx.rows(
      sql<{ reference: string; id: string }>`select id, reference from abuse_case where organisation_id = ${org}`,
    ),
  );

  const { done } = await all(org, { format: 'csv', caseId: one?.reference });

  assert.equal(done.written, 1);
  await assert.rejects(
    all(other, { format: 'csv', caseId: one?.id }),
    (e: unknown) => e instanceof Refused && e.refusal.code === 'request.not-found',
  );
  const acts = await world.db.in(org, (tx) =>
    tx.rows(
      sql<{ act: string }>`select act from journal_leaf where organisation_id = ${org} and act = 'findings.exported'`,
    ),
  );
  assert.equal(acts.length, 1);
});

test('a cell that a spreadsheet would run is text, and quotes and line ends stay in their cell', async () => {
  const org = await provider('export-f');
  await take(org, [finding('192.0.2.20', { malware: '=cmd|x', classification: { asSent: 'a "b",\nc' } })]);

  const { lines } = await all(org, { format: 'csv' });

  assert.match(lines.join('\n'), /,'=cmd\|x,/);
  assert.match(lines.join('\n'), /"a ""b"",\nc"/);
});

test('the command writes a file of its own and says what was left out; a reader may not', async () => {
  const org = await provider('export-g');
  await take(org, [finding('192.0.2.30'), finding('192.0.2.31', { kind: 'net.spoofing' })]);
  const command = commands({} as never).find((c) => c.name === 'export');
  const said: string[] = [];
  const output: Output = {
    language: 'en',
    colour: false,
    out: (l) => said.push(l),
    err: (l) => said.push(`! ${l}`),
    progress: () => undefined,
  };
  const as = (role: 'handler' | 'reader') => async () => ({
    world,
    config: {} as never,
    organisation: org,
    actor: { kind: 'member', id: newId(world, 'mbr'), role, name: 'x' } as Actor,
  });
  const file = join(folder, 'out.jsonl');

  const code = await command?.run(['--format', 'xarf', '--out', file, '--json'], output, as('handler'));
  const wrong = await command?.run(['--format', 'pdf'], output, as('handler'));

  assert.deepEqual([code, wrong], [0, 2]);
  assert.equal(readFileSync(file, 'utf8').trim().split('\n').length, 1);
  assert.ok(said.some((l) => l.includes('"left_out":{"no_xarf_type":1}')));
  await assert.rejects(
    command?.run(['--format', 'csv'], output, as('reader')) ?? Promise.resolve(),
    (e: unknown) => e instanceof Refused && e.refusal.code === 'request.not-allowed',
  );
});

test('what an export would leave out is counted with its reasons in words, and counting is no export', async () => {
  const org = await provider('export-h');
  await take(org, [
    finding('192.0.2.40'),
    finding('192.0.2.41', { kind: 'net.spoofing' }),
    finding('192.0.2.42', { kind: 'net.spoofing' }),
  ]);
  const actor: Actor = { kind: 'member', id: newId(world, 'mbr'), role: 'handler', name: 'x' };

  const xarf = await countExport(world, org, { format: 'xarf' }, actor);
  const csv = await countExport(world, org, { format: 'csv' }, actor);

  assert.equal(xarf.written, 1);
  assert.equal(xarf.left_out, 2);
  assert.deepEqual(xarf.reasons, [
    {
      reason: 'no_xarf_type',
      count: 2,
      text: { nl: 'XARF kent hier geen type voor', en: 'XARF has no type for this' },
    },
  ]);
  assert.deepEqual(csv, { written: 3, left_out: 0, reasons: [] });
  const acts = await world.db.in(org, (tx) =>
    tx.rows(sql`select 1 from journal_leaf where organisation_id = ${org} and act = 'findings.exported'`),
  );
  assert.equal(acts.length, 0);
});
