/** The ledger on a real database: files compared and written, records closed and never changed, undone, walled. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from '#io/db';
import { newId } from '#io/dice';
import { testWorld } from '#io/testing';
import { type Actor, type Id, parsePrefix, Refused } from '#kernel';
import { ledgerVersion, partiesByReferences } from '#parties/store';
import { showParty, showTree } from '#parties/work';
import { heldAround, heldNamed, recordsOf } from './store.ts';
import { assign, biography, correct, importLedger, listHoldings, listImports, release, undoImport } from './work.ts';

const world = await testWorld('ledger');
const by: Actor = { kind: 'member', id: newId(world, 'mbr'), role: 'handler', name: 'Hanna' };

async function organisation(slug: string): Promise<Id<'org'>> {
  const id = newId(world, 'org');
  await world.db.in(id, (tx) =>
    tx.rows(
      sql`insert into organisation (organisation_id, slug, name, kind, created_at) values (${id}, ${slug}, ${slug}, 'provider', now())`,
    ),
  );
  return id;
}
const run = (org: Id<'org'>, text: string, dry = false) => importLedger(world, org, by, { text: [text], dry });
/** Every row of the ledger, to see whether anything changed at all. */
const everything = (org: Id<'org'>) =>
  world.db.in(org, (tx) =>
    tx.rows(sql<{ t: string }>`
      select to_jsonb(h)::text as t from holding h where organisation_id = ${org} union all select to_jsonb(c)::text from contract c where organisation_id = ${org}
      union all select to_jsonb(p)::text from party p where organisation_id = ${org} union all select to_jsonb(n)::text from network n where organisation_id = ${org}
      union all select to_jsonb(k)::text from contact k where organisation_id = ${org} union all select to_jsonb(i)::text from ledger_import i where organisation_id = ${org} order by 1`),
  );
const refusal = (code: string) => (e: unknown) => e instanceof Refused && e.refusal.code === code;

const parties = `reference;kind;name;country;language;abuse;duty
R-1;legal;Wederverkoper Een;nl;nl;abuse@reseller.example|https://reseller.example/abuse;+31 20 000 0000
R-2;legal;Reseller Two;de;en;abuse@two.example;
K-1;natural;J. Jansen;nl;nl;jan@example.org;
K-2;legal;"Kaas & Co; Gouda";nl;nl;abuse@kaas.example;
`;
const contracts = `reference,seller,buyer,service_kind,resells,from,until
C-R1,,R-1,resale,yes,2025-01-01,
C-R2,R-1,R-2,resale,yes,2025-02-01,
C-K1,R-2,K-1,vps,no,2025-03-01,
C-K2,,K-2,shared_hosting,no,2025-01-01,
`;
const networks = `network,name,from,until
192.0.2.0/24,main,2024-01-01,
2001:db8::/32,six,2024-01-01,
AS64500,ours,,
`;
const holdings = `resource,ports,contract,party,from,until,exclusive,label
192.0.2.0/25,,C-R1,,2025-01-01,,,
192.0.2.7,,,K-1,2025-03-01,2025-09-01,,vps7
192.0.2.7,,C-K2,,2025-09-01,,,
192.0.2.80,,own,,2025-01-01,,no,web
kaas.example,,C-K2,,2025-01-01,,,
https://web.example/~kaas/,,C-K2,,2025-01-01,,,
192.0.2.90,1024-2047,C-K2,,2025-01-01,,,
2001:db8:1::/48,,C-R1,,2025-01-01T00:00:00Z,,,
`;

async function filled(slug: string): Promise<Id<'org'>> {
  const org = await organisation(slug);
  for (const text of [parties, contracts, networks, holdings]) {
    const diff = await run(org, text);
    assert.deepEqual(diff.problems, []);
    assert.ok(diff.id);
  }
  return org;
}

test('a dry run says what would change and writes nothing', async () => {
  const org = await organisation('dry');
  const before = await everything(org);

  const diff = await run(org, parties, true);

  assert.deepEqual(diff.counts, { rows: 4, new: 4, changed: 0, ends: 0, unchanged: 0, conflicts: 0, errors: 0 });
  assert.equal(diff.id, null);
  assert.deepEqual(await everything(org), before);
});

test('the same files a second time change nothing at all', async () => {
  const org = await filled('twice');
  const before = await everything(org);
  const version = await world.db.in(org, ledgerVersion);
  world.clock.add({ hours: 1 });

  const again = [];
  for (const text of [parties, contracts, networks, holdings]) again.push(await run(org, text));

  assert.deepEqual(
    again.map((d) => [d.counts.unchanged, d.id]),
    [
      [4, null],
      [4, null],
      [3, null],
      [8, null],
    ],
  );
  assert.deepEqual(await everything(org), before);
  assert.equal(await world.db.in(org, ledgerVersion), version);
});

test('a row that ends a holding and one that begins the next are one hand-over', async () => {
  const org = await filled('handover');
  world.clock.add({ minutes: 1 });

  const diff = await run(
    org,
    `resource,contract,from,until
192.0.2.0/25,C-R1,2025-01-01,2026-06-01
192.0.2.0/25,C-K2,2026-06-01,
`,
  );

  assert.deepEqual([diff.counts.ends, diff.counts.new, diff.counts.conflicts], [1, 1, 0]);
  const rows = await world.db.in(org, (tx) =>
    recordsOf(tx, { prefix: parsePrefix('192.0.2.0/25') ?? assert.fail() }, 50),
  );
  const wide = rows.filter((r) => r.what === '192.0.2.0/25');
  assert.equal(wide.length, 3, 'the old record is closed, two stand in its place');
  assert.equal(wide.filter((r) => r.recorded.until === null).length, 2);
  const closed = wide.find((r) => r.recorded.until !== null) ?? assert.fail();
  assert.equal(closed.valid.until, null, 'a closed record says what was believed');
});

test('rows that are wrong are told by their line, and then nothing is written', async () => {
  const org = await filled('wrong');
  const before = await everything(org);

  const diff = await run(
    org,
    `resource,ports,contract,party,from,until,exclusive
192.0.2.300,,C-K1,,2025-01-01,,
192.0.2.1/24,,C-K1,,2025-04-01,,
192.0.2.9,,C-99,,2025-01-01,,
192.0.2.9,,,K-99,2025-01-01,,
192.0.2.9,,,,2025-01-01,,
192.0.2.9,70000,C-K1,,2025-04-01,,
192.0.2.9,,C-K1,,2026-10-25 02:30,,
192.0.2.9,,C-K1,,2025-05-01,2025-04-01,
192.0.2.9,,C-K1,,2024-01-01,2024-02-01,
192.0.2.7,,C-R1,,2025-08-01,,
192.0.2.11,,C-K1,,2025-04-01,,
192.0.2.11,,C-K1,,2025-04-01,,
192.0.2.12,,C-K1,,2025-04-01,,
192.0.2.12,,C-K2,,2025-05-01,,
`,
  );

  const byLine = new Map(diff.problems.map((p) => [p.line, p]));
  assert.deepEqual([...byLine.keys()], [2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15]);
  assert.match(byLine.get(3)?.text.en ?? '', /did you mean 192\.0\.2\.0\/24/);
  assert.equal(byLine.get(11)?.what, 'conflict');
  assert.match(byLine.get(11)?.text.en ?? '', /C-K1|C-K2/);
  assert.match(byLine.get(15)?.text.en ?? '', /Line 14/);
  assert.equal(diff.id, null);
  assert.deepEqual(await everything(org), before);
});

test('undoing an import gives back what was; undoing twice, or after someone built on it, is refused', async () => {
  const org = await filled('undo');
  const current = () =>
    world.db.in(org, (tx) =>
      tx.rows(sql<{ t: string }>`
        select concat_ws('|', coalesce(prefix::text, name), ports::text, contract_id, valid::text, exclusive, label) as t
          from holding where organisation_id = ${org} and upper_inf(recorded) order by 1`),
    );
  const before = await current();
  world.clock.add({ minutes: 1 });
  const diff = await run(
    org,
    'resource,contract,from,until\n192.0.2.0/25,C-R1,2025-01-01,2026-06-01\n192.0.2.0/25,C-K2,2026-06-01,\n',
  );
  const id = diff.id ?? assert.fail();
  world.clock.add({ minutes: 1 });

  await undoImport(world, org, by, id);

  assert.deepEqual(await current(), before);
  await assert.rejects(undoImport(world, org, by, id), refusal('import.cannot-undo'));
  const made = (await listImports(world, org, 10)).find((i) => i.kind === 'parties') ?? assert.fail();
  await assert.rejects(
    undoImport(world, org, by, made.id),
    refusal('import.cannot-undo'),
    'its parties have contracts',
  );
});

test('undoing an import of parties gives back names and contacts', async () => {
  const org = await filled('undo-parties');
  world.clock.add({ minutes: 1 });
  const diff = await run(org, 'reference,name,abuse\nK-1,Jan Jansen,new@example.org\nK-3,Derde,\n');
  const changed = await showParty(world, org, 'K-1');

  await undoImport(world, org, by, diff.id ?? assert.fail());
  const back = await showParty(world, org, 'K-1');

  assert.equal(changed.name, 'Jan Jansen');
  assert.deepEqual(
    changed.contacts.filter((c) => !c.ended_at).map((c) => c.address),
    ['new@example.org'],
  );
  assert.equal(back.name, 'J. Jansen');
  assert.deepEqual(
    back.contacts.filter((c) => !c.ended_at).map((c) => c.address),
    ['jan@example.org'],
  );
  await assert.rejects(showParty(world, org, 'K-3'), refusal('request.not-found'));
});

test('contracts that close a ring or hang deeper than eight links are refused', async () => {
  const org = await filled('ring');

  const ring = await run(org, 'reference,seller,buyer,service_kind,from\nC-X,K-1,R-1,vps,2025-06-01\n');
  const people = Array.from({ length: 9 }, (_, i) => `D-${i}`);
  await run(org, `reference,name\n${people.map((p) => `${p},${p}`).join('\n')}\n`);
  const deep = await run(
    org,
    `reference,seller,buyer,service_kind,from\n${people.map((p, i) => `CD-${i},${i === 0 ? '' : people[i - 1]},${p},resale,2025-01-01`).join('\n')}\n`,
  );

  assert.match(ring.problems[0]?.text.en ?? '', /sell to itself/);
  assert.match(deep.problems[0]?.text.en ?? '', /eight links/);
});

test('a release and a correction close the record and leave what was believed', async () => {
  const org = await filled('correct');
  const [row] = (await listHoldings(world, org, { resource: '192.0.2.90', limit: 5 })).items;
  const id = row?.id ?? assert.fail();
  world.clock.add({ minutes: 1 });

  const released = await release(world, org, by, id, Temporal.Instant.from('2026-01-01T00:00:00Z'));
  const corrected = await correct(world, org, by, released, {
    from: '2025-02-01T00:00:00Z',
    why: 'the form said February',
  });

  const story = await biography(world, org, '192.0.2.90', Temporal.Instant.from('2025-06-01T00:00:00Z'));
  const itself = story.records.filter((r) => r.place === 'itself');
  assert.equal(itself.length, 3);
  assert.deepEqual(
    itself.filter((r) => !r.recorded_until).map((r) => [r.id, r.from, r.until, r.at_moment]),
    [[corrected, '2025-02-01T00:00:00Z', '2026-01-01T00:00:00Z', true]],
  );
  await assert.rejects(release(world, org, by, id, world.clock.now()), refusal('request.changed-meanwhile'));
  assert.equal(story.records.find((r) => r.place === 'around')?.holder?.reference, 'R-1');
});

test('a person may state beside what a file says, but two of one layer cannot hold one thing at one moment', async () => {
  const org = await filled('overlap');
  const party = (await world.db.in(org, (tx) => partiesByReferences(tx, ['K-1']))).get('K-1') ?? assert.fail();
  const contract = (await showParty(world, org, party.id)).contracts.as_buyer[0]?.id ?? assert.fail();
  const given = { contract, ports: '', exclusive: true, label: null, until: null, origin: 'manual' as const };

  const id = await assign(world, org, by, { ...given, resource: '192.0.2.7', from: '2025-08-01T00:00:00Z' });
  const rows = (await listHoldings(world, org, { resource: '192.0.2.7', limit: 5 })).items;

  assert.deepEqual(
    rows.map((r) => [r.origin, r.holder?.reference, r.contested]).sort((a, b) => (String(a) < String(b) ? -1 : 1)),
    [
      ['import', 'K-1', false],
      ['import', 'K-2', true],
      ['manual', 'K-1', true],
    ],
  );
  await assert.rejects(
    assign(world, org, by, { ...given, resource: '192.0.2.7', from: '2025-08-15T00:00:00Z' }),
    refusal('holding.overlaps'),
  );
  await assign(world, org, by, { ...given, resource: '192.0.2.90', ports: '2000-3000', from: '2025-08-01T00:00:00Z' });
  await assert.rejects(
    assign(world, org, by, { ...given, resource: '192.0.2.90', ports: '2000-3000', from: '2025-08-02T00:00:00Z' }),
    refusal('holding.overlaps'),
  );
  const ended = await release(world, org, by, id, Temporal.Instant.from('2025-10-01T00:00:00Z'));
  assert.equal(
    (await listHoldings(world, org, { resource: '192.0.2.7', limit: 5 })).items.find((r) => r.id === ended)?.until,
    '2025-10-01T00:00:00Z',
  );
});

test('the tree shows everyone below us as it was then', async () => {
  const org = await filled('tree');
  const names = async (at: string, id?: string) =>
    (await showTree(world, org, id, Temporal.Instant.from(at))).lines.map(
      (l) => `${'-'.repeat(l.depth)}${l.party?.reference}`,
    );

  assert.deepEqual(await names('2025-06-01T00:00:00Z'), ['', '-K-2', '-R-1', '--R-2', '---K-1']);
  assert.deepEqual(await names('2025-02-15T00:00:00Z'), ['', '-K-2', '-R-1', '--R-2']);
  assert.deepEqual(await names('2025-06-01T00:00:00Z', 'R-2'), ['', '-R-1', '--R-2', '---K-1']);
});

test('a stranger sees nothing, and a reader may not write', async () => {
  const org = await filled('mine');
  const other = await organisation('theirs');
  const [mine] = (await listHoldings(world, org, { limit: 1 })).items;

  assert.deepEqual((await listHoldings(world, other, { limit: 10 })).items, []);
  await assert.rejects(release(world, other, by, mine?.id ?? '', world.clock.now()), refusal('request.not-found'));
  const reader: Actor = { kind: 'member', id: newId(world, 'mbr'), role: 'reader', name: 'Rik' };
  await assert.rejects(
    importLedger(world, org, reader, { text: [parties], dry: true }),
    refusal('request.not-allowed'),
  );
});

test('a hundred thousand rows stream in with progress, and the look-up behind the wall uses its index', async () => {
  const org = await filled('large');
  const rows = 100_000;
  function* file() {
    yield 'resource,contract,from\n';
    for (let i = 0; i < rows; i++)
      yield `2001:db8:${(2 + (i >> 16)).toString(16)}:${(i & 0xffff).toString(16)}::/64,C-R1,2025-01-01\n`;
  }
  let told = 0;
  const began = process.hrtime.bigint();

  const diff = await importLedger(world, org, by, { text: file(), dry: false, onProgress: () => told++ });
  const seconds = Number(process.hrtime.bigint() - began) / 1e9;
  const again = await importLedger(world, org, by, { text: file(), dry: false });

  console.log(`    ${rows} rows written in ${seconds.toFixed(1)} s`);
  assert.equal(diff.counts.new, rows);
  assert.ok(told >= 10);
  assert.equal(again.counts.unchanged, rows);
  // As many again, of another shape, so that the planner has something to be wrong about.
  await world.db.in(org, (tx) =>
    tx.rows(sql`
      insert into holding (organisation_id, id, kind, prefix, contract_id, exclusive, origin, valid, recorded)
      select organisation_id, 'hld_' || lpad(to_hex(row_number() over ()), 26, '0'), 'prefix', set_masklen(prefix::inet, 60)::cidr, contract_id, false, 'registry', valid, recorded
        from holding where organisation_id = ${org} and masklen(prefix) = 64`),
  );
  await world.db.owner((tx) => tx.rows(sql`analyze holding`));
  const address = parsePrefix('2001:db8:3:7::1') ?? assert.fail();
  const plans = await world.db.in(org, async (tx) => {
    assert.ok((await heldAround(tx, address)).some((h) => h.what === '2001:db8:3:7::/64'));
    assert.equal((await heldNamed(tx, [{ kind: 'domain', name: 'kaas.example' }])).length, 1);
    const supernets = Array.from({ length: 129 }, (_, i) => (i < 128 ? `2001:db8:3:7::1/128` : '::/0'));
    return [
      await tx.rows(sql<{ 'QUERY PLAN': string }>`
        explain select id from holding where organisation_id = ${org} and prefix = any(${supernets}::cidr[]) and upper_inf(recorded)`),
      await tx.rows(sql<{ 'QUERY PLAN': string }>`
        explain select id from holding where organisation_id = ${org} and name = any(${['kaas.example', 'example']}::text[]) and upper_inf(recorded)`),
      await tx.rows(sql<{ 'QUERY PLAN': string }>`
        explain select id from holding where organisation_id = ${org} and prefix > '2001:db8:3::/48'::cidr and prefix >= '2001:db8:3::'::cidr and prefix <= '2001:db8:3:7:ffff:ffff:ffff:ffff/128'::cidr and upper_inf(recorded)`),
    ].map((plan) => plan.map((l) => l['QUERY PLAN']).join('\n'));
  });
  assert.match(plans[0] ?? '', /Index Cond:.*prefix.*= ANY/);
  assert.match(plans[1] ?? '', /Index Cond:.*name = ANY/);
  assert.match(plans[2] ?? '', /Index Cond:.*prefix.* >= /);
});
