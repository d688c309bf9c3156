import assert from 'node:assert/strict';
import { test } from 'node:test';
import pg from 'pg';
import { destroyKey, subjectKey } from '#evidence/store';
import { sql } from '#io/db';
import { newId, trueDice } from '#io/dice';
import { type TestWorld, testWorld } from '#io/testing';
import { engine, type Id } from '#kernel';
import { isConsistent, rootFromInclusion } from './merkle.ts';
import { forgetUnder, hash } from './store.ts';
import { note, proveEntry, proveGrowth, readEntries, verifyJournal } from './work.ts';

const member = (id: Id<'mbr'>) => ({ kind: 'member', id, role: 'handler', name: 'Jan Jansen' }) as const;

async function organisation(world: TestWorld, slug = 'example'): Promise<Id<'org'>> {
  const org = newId(world, 'org');
  await world.db.owner((tx) =>
    tx.rows(
      sql`insert into organisation (organisation_id, slug, name, kind, created_at) values (${org}, ${slug}, 'Example', 'provider', now())`,
    ),
  );
  return org;
}

/** Changes rows as someone with the whole server in hand could: triggers off. */
async function tamper(world: TestWorld, statement: string, values: readonly unknown[] = []): Promise<void> {
  const client = new pg.Client({ connectionString: world.adminUrl });
  await client.connect();
  try {
    await client.query('begin');
    await client.query(`set local session_replication_role = replica`);
    const done = await client.query(statement, [...values]);
    assert.ok((done.rowCount ?? 0) > 0, `the tampering must hit a row: ${statement}`);
    await client.query('commit');
  } finally {
    await client.end();
  }
}

/** Erases one subject's details the way an erasure does: key, details, and a leaf that names the key. */
async function forget(world: TestWorld, org: Id<'org'>, subject: string, rule = 'avg-17'): Promise<void> {
  await world.db.in(org, async (tx) => {
    const key = await subjectKey(world, tx, 'journal', subject);
    await destroyKey(world, tx, key.id, rule);
    await forgetUnder(tx, [key.id]);
    const at = world.clock.now().toString();
    note(world, tx, {
      act: 'erasure.party',
      by: engine,
      about: [{ subject: null, payload: { subject, rule, at, keys: [key.id] } }],
    });
  });
}

async function threeActs(world: TestWorld, org: Id<'org'>) {
  const by = member(newId(world, 'mbr'));
  const party = newId(world, 'party');
  const other = newId(world, 'party');
  await world.db.in(org, async (tx) => {
    note(world, tx, { act: 'case.open', by: engine, about: [{ subject: party, payload: { name: 'Anna Bakker' } }] });
    note(world, tx, {
      act: 'case.notify',
      by,
      about: [
        { subject: party, payload: { to: 'anna@bakker.example' } },
        { subject: other, payload: { to: 'post@reseller.example' } },
      ],
    });
  });
  await world.db.in(org, async (tx) => {
    note(world, tx, { act: 'ledger.import', by, about: [{ subject: null, payload: { rows: 12 } }] });
  });
  return { by, party, other };
}

test('acts of one transaction become leaves in their order, read back with what they were about', async () => {
  const world = await testWorld('journal order');
  const org = await organisation(world);

  const { by, party, other } = await threeActs(world, org);

  const { entries, before } = await world.db.in(org, (tx) => readEntries(world, tx, {}, null, 10));
  assert.deepEqual(
    entries.map((e) => [e.seq, e.act, e.by]),
    [
      [3, 'ledger.import', by.id],
      [2, 'case.notify', by.id],
      [1, 'case.open', 'engine'],
    ],
  );
  assert.equal(before, null);
  assert.deepEqual(entries[1]?.about, [
    { no: 1, subject: party, payload: { to: 'anna@bakker.example' } },
    { no: 2, subject: other, payload: { to: 'post@reseller.example' } },
  ]);
});

test('entries are found by act, subject and who did them, page by page', async () => {
  const world = await testWorld('journal pages');
  const org = await organisation(world);
  const { by, other } = await threeActs(world, org);
  const seqs = (filter: Parameters<typeof readEntries>[2], before: number | null = null, most = 10) =>
    world.db.in(org, async (tx) => (await readEntries(world, tx, filter, before, most)).entries.map((e) => e.seq));

  assert.deepEqual(await seqs({ act: 'case' }), [2, 1]);
  assert.deepEqual(await seqs({ act: 'case.open' }), [1]);
  assert.deepEqual(await seqs({ subject: other }), [2]);
  assert.deepEqual(await seqs({ by: by.id }), [3, 2]);
  assert.deepEqual(await seqs({ by: 'engine' }), [1]);
  assert.deepEqual(await seqs({}, null, 2), [3, 2]);
  assert.deepEqual(await seqs({}, 2, 2), [1]);
});

test('what is rolled back leaves no leaf', async () => {
  const world = await testWorld('journal undone');
  const org = await organisation(world);

  await assert.rejects(
    world.db.in(org, async (tx) => {
      note(world, tx, { act: 'case.open', by: engine, about: [] });
      throw new Error('changed my mind');
    }),
  );

  assert.equal((await verifyJournal(world, org)).size, 0);
});

test('an act that is no word of the house is refused at once', async () => {
  const world = await testWorld('journal words');
  const org = await organisation(world);

  await world.db.in(org, async (tx) => {
    assert.throws(() => note(world, tx, { act: 'Jan said\nhello', by: engine, about: [] }), /not an act/);
  });
});

test('many transactions at once make one unbroken tree', async () => {
  const world = await testWorld('journal crowd');
  const org = await organisation(world);
  const shared = newId(world, 'party');

  await Promise.all(
    Array.from({ length: 40 }, (_, i) =>
      world.db.in(org, async (tx) => {
        note(world, tx, { act: 'case.open', by: engine, about: [{ subject: shared, payload: { i } }] });
        if (i % 3 === 0) note(world, tx, { act: 'case.look', by: engine, about: [{ subject: null, payload: { i } }] });
      }),
    ),
  );

  const found = await verifyJournal(world, org);
  assert.deepEqual([found.ok, found.size, found.faults], [true, 54, []]);
  const [keys] = await world.db.in(org, (tx) =>
    tx.rows(sql<{ n: number }>`select count(*)::int as n from data_key where subject = ${shared}`),
  );
  assert.equal(keys?.n, 1);
});

test('a note made while the transaction is closing is not lost', async () => {
  const world = await testWorld('journal late');
  const org = await organisation(world);

  await world.db.in(org, async (tx) => {
    tx.last(1, 'number', async () => note(world, tx, { act: 'case.number', by: engine, about: [] }));
    tx.last(3, 'after', async () => note(world, tx, { act: 'case.after', by: engine, about: [] }));
  });

  const found = await verifyJournal(world, org);
  assert.deepEqual([found.ok, found.size], [true, 2]);
});

test('the journal of one organisation is not seen, nor touched, from another', async () => {
  const world = await testWorld('journal wall');
  const org = await organisation(world);
  const stranger = await organisation(world, 'stranger');
  await threeActs(world, org);

  const theirs = await world.db.in(stranger, (tx) => readEntries(world, tx, {}, null, 10));

  assert.deepEqual(theirs.entries, []);
  assert.equal((await verifyJournal(world, stranger)).size, 0);
});

test('leaves and details cannot be changed, removed or emptied, not even by the owner', async () => {
  const world = await testWorld('journal stands');
  const org = await organisation(world);
  await threeActs(world, org);

  for (const statement of [
    sql`update journal_leaf set act = 'x.y'`,
    sql`delete from journal_leaf`,
    sql`truncate journal_leaf cascade`,
    sql`delete from journal_detail`,
    sql`truncate journal_detail`,
    sql`update journal_detail set subject = null`,
    sql`update journal_detail set sealed = null, erased_at = now(), commitment = '\\x00'`,
    sql`update journal_detail set sealed = '\\x00'`,
  ])
    await assert.rejects(
      world.db.owner((tx) => tx.rows(statement)),
      /append-only/,
    );
});

test('an erased detail says under which rule and when, and the journal still verifies', async () => {
  const world = await testWorld('journal forgets');
  const org = await organisation(world);
  const { party, other } = await threeActs(world, org);
  world.clock.add({ hours: 5 });

  await forget(world, org, party);

  const found = await verifyJournal(world, org);
  assert.deepEqual([found.ok, found.size, found.erased, found.faults], [true, 4, 2, []]);
  const { entries } = await world.db.in(org, (tx) => readEntries(world, tx, { act: 'case.notify' }, null, 10));
  assert.deepEqual(entries[0]?.about, [
    { no: 1, subject: party, erased: { rule: 'avg-17', at: Temporal.Instant.from('2026-11-22T15:00:00Z') } },
    { no: 2, subject: other, payload: { to: 'post@reseller.example' } },
  ]);
});

test('tampering with anything in the journal is found', async () => {
  const world = await testWorld('journal tampering');
  const flip = (column: string) =>
    `${column} = set_byte(${column}, length(${column}) / 2, get_byte(${column}, length(${column}) / 2) # 1)`;
  const cases: readonly (readonly [string, string])[] = [
    [`update journal_leaf set ${flip('leaf_hash')} where seq = 2`, 'leaf'],
    [`update journal_leaf set act = 'case.close' where seq = 2`, 'leaf'],
    [`update journal_leaf set act = 'not an act' where seq = 2`, 'leaf'],
    [`update journal_leaf set at = at + interval '1 microsecond' where seq = 2`, 'leaf'],
    [`delete from journal_leaf where seq = 2`, 'gap'],
    [`update journal_leaf set seq = 9 where seq = 3`, 'gap'],
    [`update journal_detail set ${flip('commitment')} where seq = 2 and no = 1`, 'leaf'],
    [`update journal_detail set ${flip('sealed')} where seq = 2 and no = 2`, 'detail'],
    [`update journal_detail set subject = null where seq = 2 and no = 2`, 'detail'],
    [`update journal_detail set subject = 'engine' where seq = 2 and no = 0`, 'detail'],
    [`update journal_detail set subject = null where seq = 2 and no = 1`, 'detail'],
    [`update journal_detail set subject = 'party_x' where seq = 1 and no = 1`, 'detail'],
    [`update journal_detail set no = 7 where seq = 2 and no = 2`, 'leaf'],
    [`delete from journal_detail where seq = 2 and no = 2`, 'leaf'],
    [
      `update journal_detail set sealed = null, erased_at = now(), erased_rule = 'avg-17' where seq = 2 and no = 2`,
      'detail',
    ],
    [
      `update journal_detail d set key_id = (select key_id from journal_detail where seq = 3 and no = 1) where seq = 2 and no = 2`,
      'detail',
    ],
    // Of the details that were erased by right:
    [`update journal_detail set erased_rule = 'whim' where seq = 1 and no = 1`, 'unproven'],
    [`update journal_detail set erased_at = erased_at + interval '1 day' where seq = 1 and no = 1`, 'unproven'],
    [`update journal_tree set size = 3`, 'tree'],
    [`update journal_tree set root = '\\x00'`, 'tree'],
    [`update journal_tree set peaks = array['\\x00'::bytea]`, 'tree'],
    [`delete from journal_tree`, 'tree'],
    [`delete from journal_leaf where seq = 4`, 'tree'],
    // A key destroyed without an erasure in the journal that names it.
    [
      `update data_key set wrapped = null, destroyed_at = now(), destroyed_rule = 'whim' where subject is null`,
      'unproven',
    ],
  ];
  for (const [i, [statement, fault]] of cases.entries()) {
    const org = await organisation(world, `org-${i}`);
    const { party } = await threeActs(world, org);
    await forget(world, org, party);
    assert.equal((await verifyJournal(world, org)).ok, true);
    const table = /(?:update|from) (\w+)( d)?/.exec(statement)?.[1];
    const mine = statement.includes(' where ')
      ? statement.replace(/ where (?!.*\bwhere\b)/, ` where organisation_id = '${org}' and `)
      : `${statement} where organisation_id = '${org}'`;
    const inner = mine.replace(
      '(select key_id from journal_detail where ',
      `(select key_id from journal_detail where organisation_id = '${org}' and `,
    );

    await tamper(world, inner);

    const found = await verifyJournal(world, org);
    assert.equal(found.ok, false, statement);
    assert.ok(
      found.faults.some((f) => f.fault === fault),
      `${table}: ${statement} should be found as ${fault}: ${JSON.stringify(found.faults)}`,
    );
  }
});

test('an entry proves that it is in the journal, and the journal that it only grew', async () => {
  const world = await testWorld('journal proofs');
  const org = await organisation(world);
  for (let i = 0; i < 11; i++)
    await world.db.in(org, async (tx) => note(world, tx, { act: 'case.look', by: engine, about: [] }));
  const early = await verifyJournal(world, org);
  for (let i = 0; i < 10; i++)
    await world.db.in(org, async (tx) => note(world, tx, { act: 'case.look', by: engine, about: [] }));

  const proof = await world.db.in(org, (tx) => proveEntry(tx, 7));
  const growth = await world.db.in(org, (tx) => proveGrowth(tx, early.size));

  const root = rootFromInclusion(hash, 6, proof.treeSize, proof.leafHash, proof.path);
  assert.deepEqual(Buffer.from(root ?? []), Buffer.from(proof.root));
  assert.ok(
    isConsistent(hash, { size: early.size, root: early.root }, { size: growth.size, root: growth.root }, growth.proof),
  );
  await assert.rejects(
    world.db.in(org, (tx) => proveEntry(tx, 22)),
    { name: 'Refused' },
  );
});

test('a hundred thousand entries are verified in one pass that reports its progress', async () => {
  // True dice: the seeded ones cost more than what is measured here.
  const world = { ...(await testWorld('journal large')), dice: trueDice };
  const org = await organisation(world);
  for (let batch = 0; batch < 20; batch++)
    await world.db.in(org, async (tx) => {
      for (let i = 0; i < 5000; i++) note(world, tx, { act: 'case.look', by: engine, about: [] });
    });
  const told: number[] = [];
  const began = performance.now();

  const found = await verifyJournal(world, org, (done) => told.push(done));

  const took = performance.now() - began;
  assert.deepEqual([found.ok, found.size], [true, 100_000]);
  assert.ok(told.length >= 20 && told.at(-1) === 100_000);
  process.stdout.write(`# verified 100000 entries in ${Math.round(took)} ms\n`);
});
