/** Mappings of an operator: kept in versions behind the wall, tried before they are kept, and used by whoever reads. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import type { Output } from '#io/command';
import { testWorld } from '#io/testing';
import { type Actor, engine, type Id, Refused } from '#kernel';
import { loadLaw } from '#law/work';
import { addMember, addOrganisation, operator } from '#organisations/work';
import { intakeHands } from '../plan.ts';
import { mappingCommand, readCommand } from './cli.ts';
import { openReaders } from './readers.ts';
import { keepMapping, listMappings, mappingFacts, removeMapping, showMapping, tryMapping } from './work/mappings.ts';
import { readMessage, receive } from './work.ts';

const world = await testWorld('mappings');
const law = await loadLaw();
const readers = openReaders({ size: 1, kinds: law.kinds.values() });
const folder = mkdtempSync(join(tmpdir(), 'formatsb-mapping-'));
after(async () => {
  await readers.close();
  rmSync(folder, { recursive: true, force: true });
});

const definition = {
  name: 'sensors',
  match: { columns: ['wann', 'quelle'] },
  shape: 'csv',
  delimiter: ';',
  fields: {
    ip: 'quelle',
    time: { from: 'wann', written: 'DD.MM.YYYY hh:mm:ss', zone: 'Europe/Berlin' },
    kind: { from: 'art', table: { login: 'attack.bruteforce' } },
  },
  kind: 'attack.scan',
};
const table = 'wann;quelle;art\n01.07.2026 12:00:00;192.0.2.7;login\n01.07.2026 12:00:09;192.0.2.8;anders\n';
const bytes = new TextEncoder().encode(table);

async function organisation(slug: string): Promise<{ org: Id<'org'>; admin: Actor }> {
  const { id: org } = await addOrganisation(world, { slug, name: slug, kind: 'provider' });
  const { id } = await addMember(world, org, operator, { email: `a@${slug}.example`, name: 'Admin', role: 'admin' });
  return { org, admin: { kind: 'member', id, role: 'admin', name: 'Admin' } };
}

test('a mapping is kept in versions, is the same while nothing changes, and no other organisation sees it', async () => {
  const { org, admin } = await organisation('one-host');
  const other = await organisation('other-host');

  const first = await keepMapping(world, org, definition, admin);
  const again = await keepMapping(world, org, definition, admin);
  const changed = await keepMapping(world, org, { ...definition, kind: 'report.unclassified' }, admin);
  await removeMapping(world, org, 'sensors', admin);

  assert.deepEqual([first.version, first.changed, again.changed, changed.version], [1, true, false, 2]);
  const versions = await world.db.in(org, (tx) => showMapping(tx, org, 'sensors'));
  assert.deepEqual(
    versions.map((v) => [v.version, v.definition?.kind ?? null]),
    [
      [3, null],
      [2, 'report.unclassified'],
      [1, 'attack.scan'],
    ],
  );
  assert.deepEqual(await world.db.in(org, (tx) => listMappings(tx, org)), []);
  await assert.rejects(
    world.db.in(other.org, (tx) => showMapping(tx, other.org, 'sensors')),
    (e: unknown) => e instanceof Refused && e.refusal.code === 'request.not-found',
  );
  await assert.rejects(removeMapping(world, org, 'sensors', admin), (e: unknown) => e instanceof Refused);
});

test('two who change a mapping at once get two versions', async () => {
  const { org, admin } = await organisation('busy-host');

  const done = await Promise.all(
    ['attack.scan', 'spam.source', 'malware.c2'].map((kind) => keepMapping(world, org, { ...definition, kind }, admin)),
  );

  assert.deepEqual(done.map((d) => d.version).sort(), [1, 2, 3]);
});

test('a wrong mapping is refused with each place that is wrong, and nothing is kept', async () => {
  const { org, admin } = await organisation('wrong-host');

  await assert.rejects(
    keepMapping(world, org, { ...definition, kind: 'no.kind', fields: { ...definition.fields, colour: 'x' } }, admin),
    (e: unknown) =>
      e instanceof Refused && e.refusal.code === 'mapping.wrong' && Object.keys(e.refusal.fields ?? {}).length > 0,
  );
  assert.deepEqual(await world.db.in(org, (tx) => listMappings(tx, org)), []);
});

test('a trial shows the first findings and keeps nothing; a kept mapping reads what comes in', async () => {
  const { org, admin } = await organisation('reading-host');
  const hands = intakeHands(readers);

  const kept = await keepMapping(world, org, definition, admin);
  const tried = await tryMapping(
    readers,
    (await world.db.in(org, (tx) => showMapping(tx, org, kept.name)))[0]?.definition as never,
    { bytes, name: 'x.csv' },
    world.clock.now(),
  );
  const before = await receive(world, org, { channel: 'file', bytes, name: 'day.csv', readHere: true, by: engine });
  const counts = await readMessage(world, hands, org, before.id);

  assert.equal(tried.count, 2);
  assert.deepEqual(
    tried.findings.map((f) => [f['ip'], f['kind'], f['seen_at']]),
    [
      ['192.0.2.7', 'attack.bruteforce', '2026-07-01T10:00:00Z'],
      ['192.0.2.8', 'attack.scan', '2026-07-01T10:00:09Z'],
    ],
  );
  assert.equal(counts.findings, 2);
  const facts = await world.db.in(org, (tx) => mappingFacts(tx, org));
  assert.equal((facts['mapping'] as { version: number }[])[0]?.version, 1);
});

test('the name of a feed is enough to read a bare list as what it is', async () => {
  const { org } = await organisation('list-host');
  const list = new TextEncoder().encode('192.0.2.9\n192.0.2.10\n');

  const got = await receive(world, org, {
    channel: 'file',
    bytes: list,
    name: 'all.txt',
    feed: 'blocklistde',
    readHere: true,
    by: engine,
  });
  const counts = await readMessage(world, intakeHands(readers), org, got.id);

  assert.equal(counts.findings, 2);
});

function heard(): { output: Output; out: string[] } {
  const out: string[] = [];
  return {
    out,
    output: {
      language: 'en',
      colour: false,
      out: (l) => out.push(l),
      err: (l) => out.push(`! ${l}`),
      progress: () => undefined,
    },
  };
}

test('the command line keeps, lists, shows as a file, tries and removes; read takes a mapping without a database', async () => {
  const { org, admin } = await organisation('cli-host');
  const inside = async () => ({ world, config: {} as never, organisation: org, actor: admin });
  const nobody = () => Promise.reject(new Error('asked for the database'));
  const mapping = join(folder, 'm.json');
  const data = join(folder, 'day.csv');
  writeFileSync(mapping, JSON.stringify(definition));
  writeFileSync(data, table);

  const run = async (args: string[], open: () => Promise<never> | ReturnType<typeof inside> = inside) => {
    const { output, out } = heard();
    return { code: await mappingCommand.run(args, output, open as typeof inside), out };
  };
  const tried = await run(['try', data, '--mapping', mapping, '--json'], nobody as never);
  const added = await run(['add', mapping]);
  const listed = await run(['list', '--json']);
  const shown = await run(['show', 'sensors']);
  const byName = await run(['try', data, '--mapping', 'sensors']);
  const removed = await run(['remove', 'sensors']);
  const bad = await run(['sing']);
  const { output, out } = heard();
  const read = await readCommand.run([data, '--mapping', mapping, '--json'], output, nobody as never);

  assert.deepEqual(
    [tried.code, added.code, listed.code, shown.code, byName.code, removed.code, bad.code, read],
    [0, 0, 0, 0, 0, 0, 2, 0],
  );
  assert.equal((JSON.parse(tried.out[0] ?? '') as { count: number }).count, 2);
  assert.deepEqual(JSON.parse(shown.out[0] ?? ''), definition);
  assert.equal((JSON.parse(out[0] ?? '') as { format: string }).format, 'mapping');
});
