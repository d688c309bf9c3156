import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import pg from 'pg';
import { sql } from '#io/db';
import { newId } from '#io/dice';
import { type TestWorld, testWorld } from '#io/testing';
import type { Id } from '#kernel';
import { destroyKey, keepBytes, openSealed, readKept, readKeptWhole, sealFor, subjectKey, tombstone } from './store.ts';

async function organisation(world: TestWorld, slug = 'example'): Promise<Id<'org'>> {
  const org = newId(world, 'org');
  await world.db.owner((tx) =>
    tx.rows(
      sql`insert into organisation (organisation_id, slug, name, kind, created_at) values (${org}, ${slug}, 'Example', 'provider', now())`,
    ),
  );
  return org;
}

async function behindTheWall(world: TestWorld, statement: string): Promise<number> {
  const client = new pg.Client({ connectionString: world.adminUrl });
  await client.connect();
  try {
    return (await client.query(statement)).rowCount ?? 0;
  } finally {
    await client.end();
  }
}

test('a class and subject have one live key, however many ask at once', async () => {
  const world = await testWorld('keys at once');
  const org = await organisation(world);

  const keys = await Promise.all(
    Array.from({ length: 12 }, () => world.db.in(org, (tx) => subjectKey(world, tx, 'letter', 'party_1'))),
  );
  const others = await world.db.in(org, async (tx) => [
    await subjectKey(world, tx, 'answer', 'party_1'),
    await subjectKey(world, tx, 'letter', 'party_2'),
    await subjectKey(world, tx, 'letter', null),
  ]);

  assert.equal(new Set(keys.map((k) => k.id)).size, 1);
  assert.equal(new Set([...keys, ...others].map((k) => k.id)).size, 4);
});

test('what is sealed opens as what it is and as nothing else; once its key is destroyed it opens no more', async () => {
  const world = await testWorld('seal');
  const org = await organisation(world);
  await world.db.in(org, async (tx) => {
    const { keyId, sealed } = await sealFor(world, tx, { class: 'letter', subject: 'party_1' }, 'Geachte', 'letter 1');

    assert.equal((await openSealed(world, tx, keyId, sealed, 'letter 1'))?.toString(), 'Geachte');
    await assert.rejects(openSealed(world, tx, keyId, sealed, 'letter 2'), /unsealable/);
    assert.ok(!sealed.includes('Geachte'));

    assert.equal(await destroyKey(world, tx, keyId, 'gdpr-17'), true);
    assert.equal(await destroyKey(world, tx, keyId, 'csam'), false);
    assert.equal(await openSealed(world, tx, keyId, sealed, 'letter 1'), null);
    const [row] = await tx.rows(
      sql<{
        wrapped: Buffer | null;
        destroyed_rule: string;
      }>`select wrapped, destroyed_rule from data_key where id = ${keyId}`,
    );
    assert.deepEqual(row, { wrapped: null, destroyed_rule: 'gdpr-17' });
    assert.notEqual((await subjectKey(world, tx, 'letter', 'party_1')).id, keyId);
  });
});

test('a key cannot be destroyed between sealing under it and committing', async () => {
  const world = await testWorld('key held');
  const org = await organisation(world);
  const key = await world.db.in(org, (tx) => subjectKey(world, tx, 'letter', 'party_1'));
  const order: string[] = [];

  let destroying: Promise<unknown> = Promise.resolve();
  await world.db.in(org, async (tx) => {
    await sealFor(world, tx, { class: 'letter', subject: 'party_1' }, 'x', 'letter 1');
    destroying = world.db
      .in(org, (other) => destroyKey(world, other, key.id, 'gdpr-17'))
      .then(() => order.push('destroyed'));
    await new Promise((done) => setTimeout(done, 150));
    order.push('sealed');
  });
  await destroying;

  assert.deepEqual(order, ['sealed', 'destroyed']);
});

test('bytes of any size and any cutting come back as they were, with their hash', async () => {
  const world = await testWorld('bytes');
  const org = await organisation(world);
  const sizes = [0, 1, 1000, (1 << 20) - 1, 1 << 20, (1 << 20) + 1, 3 * (1 << 20) + 17];
  for (const size of sizes) {
    const bytes = Buffer.alloc(size, Buffer.from([1, 2, 3, 5, 7, 11, 13]));
    const cut = async function* () {
      for (let at = 0; at < size; at += 300_001) yield bytes.subarray(at, at + 300_001);
    };

    const read = await world.db.in(org, async (tx) => {
      const guarded = { class: 'message', subject: newId(world, 'msg'), mediaType: 'text/plain' } as const;
      const whole = await keepBytes(world, tx, { ...guarded, bytes });
      const streamed = await keepBytes(world, tx, { ...guarded, bytes: cut() });
      return {
        whole,
        streamed,
        back: await readKeptWhole(world, tx, whole.id),
        again: await readKeptWhole(world, tx, streamed.id),
      };
    });

    assert.ok(read.back.equals(bytes) && read.again.equals(bytes), `${size} bytes`);
    assert.equal(read.whole.size, size);
    assert.deepEqual(read.whole.sha256, createHash('sha256').update(bytes).digest());
    assert.deepEqual(read.streamed.sha256, read.whole.sha256);
  }
});

test('any cutting of a stream gives the same bytes', async () => {
  const world = await testWorld('cuts');
  const org = await organisation(world);
  await fc.assert(
    fc.asyncProperty(fc.array(fc.uint8Array({ maxLength: 4000 }), { maxLength: 8 }), async (chunks) => {
      const back = await world.db.in(org, async (tx) => {
        const kept = await keepBytes(world, tx, { class: 'message', subject: null, mediaType: 'x/y', bytes: chunks });
        return readKeptWhole(world, tx, kept.id);
      });

      assert.ok(back.equals(Buffer.concat(chunks)));
    }),
    { numRuns: 20 },
  );
});

test('memory does not grow with what is kept: a large stream goes through in pieces', async () => {
  const world = await testWorld('large');
  const org = await organisation(world);
  const chunk = Buffer.alloc(256 * 1024, 7);
  const stream = async function* () {
    for (let i = 0; i < 160; i++) yield chunk;
  };
  const kept = await world.db.in(org, (tx) =>
    keepBytes(world, tx, { class: 'message', subject: 'msg_1', mediaType: 'text/csv', bytes: stream() }),
  );
  let largest = 0;
  let size = 0;

  await world.db.in(org, async (tx) => {
    for await (const piece of readKept(world, tx, kept.id)) {
      largest = Math.max(largest, piece.length);
      size += piece.length;
    }
  });

  assert.equal(size, 40 * 1024 * 1024);
  assert.equal(largest, 1 << 20);
});

test('pieces that were swapped, cut, changed or taken away are found', async () => {
  const world = await testWorld('damage');
  const org = await organisation(world);
  const changes = [
    (id: string) =>
      `update kept_piece set bytes = set_byte(bytes, 100, get_byte(bytes, 100) # 1) where evidence_id = '${id}' and no = 1`,
    (id: string) => `delete from kept_piece where evidence_id = '${id}' and no = 2`,
    (id: string) =>
      `update kept_piece set no = 2 - no where evidence_id = '${id}' and no = 0; update kept_piece set no = 9 where evidence_id = '${id}' and no = 2`,
    (id: string) => `update kept set size = size - 10 where id = '${id}'`,
    (id: string) => `update kept set fingerprint = '\\x00' where id = '${id}'`,
  ];
  for (const change of changes) {
    const kept = await world.db.in(org, (tx) =>
      keepBytes(world, tx, { class: 'message', subject: null, mediaType: 'x/y', bytes: Buffer.alloc(2_500_000, 3) }),
    );
    const statement = change(kept.id);
    await behindTheWall(world, statement).catch((e: Error) => assert.match(e.message, /duplicate key/));
    await behindTheWall(
      world,
      `delete from kept_piece where evidence_id = '${kept.id}' and no = 0 and ${statement.includes('2 - no')}`,
    );

    await assert.rejects(
      world.db.in(org, (tx) => readKeptWhole(world, tx, kept.id)),
      /evidence\.damaged/,
      statement,
    );
  }
});

test('a tombstone says how large it was and under which rule it went; its bytes are gone from the database', async () => {
  const world = await testWorld('tombstone');
  const org = await organisation(world);
  const kept = await world.db.in(org, (tx) =>
    keepBytes(world, tx, { class: 'message', subject: 'msg_1', mediaType: 'x/y', bytes: Buffer.alloc(1_500_000, 3) }),
  );

  await world.db.in(org, async (tx) => {
    assert.equal(await tombstone(world, tx, kept.id, 'csam'), true);
    assert.equal(await tombstone(world, tx, kept.id, 'gdpr-17'), false);
  });

  const [row] = await world.db.in(org, (tx) =>
    tx.rows(sql<object>`
      select state, size, ended_rule, fingerprint, (select count(*)::int from kept_piece where evidence_id = id) as pieces from kept where id = ${kept.id}`),
  );
  assert.deepEqual(row, { state: 'tombstone', size: 1_500_000, ended_rule: 'csam', fingerprint: null, pieces: 0 });
  await assert.rejects(
    world.db.in(org, (tx) => readKeptWhole(world, tx, kept.id)),
    /destroyed/,
  );
});

test("another organisation's bytes are not found, and its key is not mine", async () => {
  const world = await testWorld('walls');
  const [mine, theirs] = [await organisation(world, 'mine'), await organisation(world, 'theirs')];
  const kept = await world.db.in(theirs, (tx) =>
    keepBytes(world, tx, { class: 'message', subject: 'msg_1', mediaType: 'x/y', bytes: Buffer.from('secret') }),
  );

  await assert.rejects(
    world.db.in(mine, (tx) => readKeptWhole(world, tx, kept.id)),
    { name: 'Refused' },
  );
  const key = await world.db.in(mine, (tx) => subjectKey(world, tx, 'message', 'msg_1'));
  assert.notEqual(key.id, kept.keyId);
});
