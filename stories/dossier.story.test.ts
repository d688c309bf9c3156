/** A dossier, made of a case that went its whole way, checked by someone who trusts nobody here; and every way to cheat with it. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import fc from 'fast-check';
import { unzipSync } from 'fflate';
import { doAct } from '#cases/api';
import {
  checkDossier,
  dossierPlaces,
  type Manifest,
  manifestName,
  neverInDossier,
  noteMark,
  noteName,
  pack,
} from '#dossiers';
import { makeDossier } from '#dossiers/work';
import { eraseParty } from '#erasure/work';
import { openReaders } from '#intake/readers';
import { receive } from '#intake/work';
import { sql } from '#io/db';
import { sha256 } from '#io/dice';
import { runDue } from '#io/jobs';
import { testWorld } from '#io/testing';
import { signedByLog, verifierKeyOf, verifies } from '#journal/proof';
import { note } from '#journal/work';
import { engine, type Id, Refused } from '#kernel';
import { loadLaw } from '#law/work';
import { planOf } from '../src/plan.ts';
import { setStage, xarf } from './provider.ts';

const world = await testWorld('dossier');
const law = await loadLaw();
const readers = openReaders({ size: 1, kinds: law.kinds.values() });
const plan = await planOf(world, readers, 'abuse@voorbeeldhost.example');
after(() => readers.close());

async function work(): Promise<void> {
  for (let round = 0; round < 20; round++) {
    let ran = 0;
    for (const lane of ['urgent', 'normal', 'bulk'] as const) ran += await runDue(world, lane, plan.jobs, 50);
    if (ran === 0) return;
  }
}

const stage = await setStage(world, 'dossier');
const report = xarf(
  {
    category: 'content',
    type: 'phishing',
    source_identifier: '192.0.2.200',
    url: 'https://www.bakkerij.example/wp-content/inlog/',
  },
  world.dice,
);
await receive(world, stage.org, { channel: 'http', name: 'xarf.json', bytes: report, by: engine });
await work();
const [found] = await world.db.in(stage.org, (tx) =>
  tx.rows(
    sql<{
      id: Id<'case'>;
      reference: string;
    }>`select id, reference from abuse_case where organisation_id = ${stage.org}`,
  ),
);
assert.ok(found);
const c = found;
await doAct(plan.cases, world, stage.org, c.id, 'notify', {}, stage.handler);
world.clock.add({ minutes: 2 });
await work();
const key = await verifierKeyOf(world, stage.org, 'log');
const made = await makeDossier(world, stage.org, { about: c.reference, language: 'nl' }, stage.handler);
const check = (bytes: Uint8Array) => checkDossier(bytes, sha256, verifies, { expected: key });

test('it holds, and has the bytes as received, the letter, the clocks, the timeline and a paper to read', () => {
  const checked = check(made.bytes);
  assert.deepEqual(checked.faults, []);
  const files = unzipSync(made.bytes);
  const m = checked.manifest;
  assert.ok(m);
  const message = m.files.find((f) => f.what === 'message');
  assert.deepEqual(Buffer.from(files[message?.name ?? ''] ?? []), Buffer.from(report));
  const letter = m.files.find((f) => f.what === 'letter');
  assert.match(Buffer.from(files[letter?.name ?? ''] ?? []).toString(), /Actie nodig/);
  assert.equal(
    Buffer.from(files['dossier.pdf'] ?? [])
      .subarray(0, 5)
      .toString(),
    '%PDF-',
  );
  assert.ok(m.records['deadline']?.some((d) => d['clock'] === 'clk-case-look'));
  assert.ok(m.records['finding']?.some((f) => f['url'] === 'https://www.bakkerij.example/wp-content/inlog/'));
  const acts = m.entries.map((e) => e.leaf.split('\n')[4]);
  for (const act of ['message.received', 'message.read', 'case.notify', 'letter.queue', 'dossier.make'])
    assert.ok(acts.includes(act), `${act} in ${acts}`);
});

test('one byte changed anywhere fails', () => {
  fc.assert(
    fc.property(fc.nat({ max: made.bytes.length - 1 }), fc.integer({ min: 1, max: 255 }), (at, by) => {
      const bent = Uint8Array.from(made.bytes);
      bent[at] = (bent[at] ?? 0) ^ by;
      assert.notDeepEqual(check(bent).faults, [], `byte ${at}`);
    }),
    { numRuns: 300 },
  );
});

/** Packs a manifest again, signed with the same key: what whoever holds the key could do afterwards. */
async function forge(change: (m: Manifest, files: Record<string, Uint8Array>) => void): Promise<Uint8Array> {
  const files: Record<string, Uint8Array> = { ...unzipSync(made.bytes) };
  const m = JSON.parse(Buffer.from(files[manifestName] ?? []).toString()) as Manifest;
  change(m, files);
  const text = Buffer.from(JSON.stringify(m));
  const { note: signed } = await world.db.in(stage.org, (tx) =>
    signedByLog(world, tx, [noteMark, sha256(text).toString('hex')]),
  );
  return pack({ ...files, [manifestName]: text, [noteName]: Buffer.from(signed) });
}

test('even whoever holds the key cannot leave an entry out, rewrite one, or change what one says', async () => {
  const n = made.manifest.entries.length;
  for (let i = 0; i < n; i++)
    assert.notDeepEqual(check(await forge((m) => void m.entries.splice(i, 1))).faults, [], `entry ${i} removed`);
  assert.deepEqual(
    check(
      await forge((m) => {
        const [first, ...rest] = m.entries;
        assert.ok(first);
        m.entries = [{ ...first, leaf: first.leaf.replace(/2026-/, '2025-') }, ...rest];
      }),
    ).faults,
    ['path'],
  );
  const said = await forge((m) => {
    for (const e of m.entries)
      e.details = e.details.map((d) => ('text' in d ? { ...d, text: d.text.replace('"entries":', '"entries":1') } : d));
  });
  assert.ok(check(said).faults.includes('detail'));
  const added = await forge((_m, files) => {
    files['messages/0009-more.eml'] = Buffer.from('never received');
  });
  assert.deepEqual(check(added).faults, ['file']);
});

test('another key is told apart, and a file that is none is refused', () => {
  const other = 'other.example/journal+00000000+AAAA';
  assert.ok(checkDossier(made.bytes, sha256, verifies, { expected: other }).faults.includes('other_key'));
  for (const bytes of [new Uint8Array(0), Buffer.from('PK'), pack({ 'a.txt': Buffer.from('x') })])
    assert.notDeepEqual(check(bytes).faults, []);
});

test('an authority sees what the catalogue says and no more: what is kept back is counted', async () => {
  const admin = stage.admin;
  const police = await makeDossier(
    world,
    stage.org,
    { about: c.id, reader: 'om', onDemand: true, language: 'en' },
    admin,
  );
  assert.deepEqual(check(police.bytes).faults, []);
  const atkm = await makeDossier(
    world,
    stage.org,
    { about: c.id, reader: 'atkm', onDemand: true, language: 'en' },
    admin,
  );
  assert.deepEqual(check(atkm.bytes).faults, []);
  assert.equal(atkm.manifest.records['finding'], undefined);
  assert.ok(atkm.manifest.left_out.some((l) => l.what === 'finding' && l.why === 'reader'));
  assert.ok(!Buffer.from(atkm.bytes).includes('party_'), 'not even the id of the customer');
  await assert.rejects(
    makeDossier(world, stage.org, { about: c.id, reader: 'atkm', language: 'en' }, admin),
    (e) => e instanceof Refused && e.refusal.code === 'dossier.no-reader',
  );
  await assert.rejects(
    makeDossier(world, stage.org, { about: c.id, reader: 'om', onDemand: true, language: 'en' }, stage.handler),
    (e) => e instanceof Refused && e.refusal.code === 'request.not-allowed',
  );
});

test('every table of the database is named: what a dossier takes of it, or why it takes nothing', async () => {
  const tables = await world.db.owner((tx) =>
    tx.rows(
      sql<{ name: string; columns: string[] }>`
        select c.relname::text as name, array_agg(a.attname::text) as columns from pg_class c
          join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'public'
          join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
         where c.relkind in ('r', 'p') and not c.relispartition group by c.relname`,
    ),
  );
  for (const { name, columns } of tables) {
    const place = dossierPlaces[name];
    assert.ok(
      (place === undefined) !== (neverInDossier[name] === undefined),
      `${name}: once, in dossierPlaces or neverInDossier`,
    );
    for (const column of [...(place?.by ?? []), ...(place?.leads ?? []), ...(place?.hidden ?? [])])
      assert.ok(columns.includes(column), `${name}.${column}`);
  }
  const names = new Set(tables.map((t) => t.name));
  for (const name of [...Object.keys(dossierPlaces), ...Object.keys(neverInDossier)]) assert.ok(names.has(name), name);
});

test('after erasure of the customer it still holds, and says what was erased under which rule', async () => {
  await eraseParty(world, stage.org, stage.parties.bakery, 'gdpr-17', stage.admin);
  const after = await makeDossier(world, stage.org, { about: c.id, language: 'nl' }, stage.handler);
  assert.deepEqual(check(after.bytes).faults, []);
  assert.ok(after.manifest.left_out.some((l) => l.why === 'erased'));
  assert.ok(!Buffer.from(after.bytes).includes('abuse@k-1.example'));
});

test('thousands of entries prove and verify (a hundred thousand: ./bezem bench dossier)', async () => {
  const other = await setStage(world, 'dossier-long');
  await receive(world, other.org, { channel: 'http', name: 'xarf.json', bytes: report, by: engine });
  await work();
  const [long] = await world.db.in(other.org, (tx) =>
    tx.rows(sql<{ id: Id<'case'> }>`select id from abuse_case where organisation_id = ${other.org}`),
  );
  assert.ok(long);
  const most = 2_000;
  await world.db.in(other.org, async (tx) => {
    for (let i = 0; i < most; i++)
      note(world, tx, {
        act: 'case.note',
        by: engine,
        about: [{ subject: long.id, payload: { case: long.id, no: i } }],
      });
  });
  const big = await makeDossier(world, other.org, { about: long.id, language: 'en' }, other.handler);
  const checked = checkDossier(big.bytes, sha256, verifies);
  assert.deepEqual(checked.faults, []);
  assert.ok((checked.says?.entries ?? 0) > most);
});
