/** The wall stands in the database itself. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Id } from '#kernel';
import { packed, sql, sqlState } from './db.ts';
import { newId } from './dice.ts';
import { testWorld } from './testing.ts';

const world = await testWorld('wall');

async function organisation(slug: string): Promise<Id<'org'>> {
  const id = newId(world, 'org');
  await world.db.in(id, (tx) =>
    tx.rows(
      sql`insert into organisation (organisation_id, slug, name, kind, created_at) values (${id}, ${slug}, ${slug}, 'provider', now())`,
    ),
  );
  return id;
}

test('a transaction sees its own organisation and no other', async () => {
  const a = await organisation('wall-a');
  const b = await organisation('wall-b');

  const seen = await world.db.in(a, (tx) => tx.rows(sql<{ slug: string }>`select slug from organisation`));
  const written = await world.db
    .in(a, (tx) =>
      tx.rows(sql`update organisation set name = 'taken over' where organisation_id = ${b} returning slug`),
    )
    .catch(() => []);

  assert.deepEqual(
    seen.map((s) => s.slug),
    ['wall-a'],
  );
  assert.deepEqual(written, []);
});

test('writing a row of another organisation is refused by the database', async () => {
  const a = await organisation('wall-c');
  const b = await organisation('wall-d');

  const failed = await world.db
    .in(a, (tx) =>
      tx.rows(sql`insert into mailbox (organisation_id, address, created_at) values (${b}, 'x@example.org', now())`),
    )
    .then(() => undefined, sqlState);

  assert.equal(failed, '42501');
});

test('the door turns an address into an organisation and reads nothing else', async () => {
  const a = await organisation('wall-e');
  await world.db.in(a, (tx) =>
    tx.rows(
      sql`insert into mailbox (organisation_id, address, created_at) values (${a}, 'abuse@wall-e.example', now())`,
    ),
  );

  const found = await world.db.door((tx) =>
    tx.rows(
      sql<{ organisation_id: string }>`select organisation_id from mailbox where address = 'abuse@wall-e.example'`,
    ),
  );
  const refused = await world.db.door((tx) => tx.rows(sql`select * from party`)).then(() => undefined, sqlState);

  assert.equal(found[0]?.organisation_id, a);
  assert.equal(refused, '42501');
});

test('every table of an organisation has the wall, forced', async () => {
  const bare = await world.db.owner((tx) =>
    tx.rows(sql<{ name: string }>`
      select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
       where n.nspname = 'public' and c.relkind in ('r', 'p') and not c.relispartition and c.relname <> 'migration'
         and not (c.relrowsecurity and c.relforcerowsecurity)`),
  );

  assert.deepEqual(bare, []);
});

test('an id of the wrong kind is refused by the table', async () => {
  const a = await organisation('wall-f');

  const failed = await world.db
    .in(a, (tx) =>
      tx.rows(
        sql`insert into member (organisation_id, id, email, name, role, created_at) values (${a}, ${newId(world, 'party')}, 'a@b.example', 'A', 'reader', now())`,
      ),
    )
    .then(() => undefined, sqlState);

  assert.equal(failed, '23514');
});

test('what is done last runs in its order, once per key, before commit', async () => {
  const a = await organisation('wall-g');
  const order: string[] = [];

  await world.db.in(a, async (tx) => {
    tx.last(2, 'journal', async () => void order.push('journal'));
    tx.last(1, 'number', async () => void order.push('number'));
    tx.last(2, 'journal', async () => void order.push('journal again'));
    order.push('work');
  });

  assert.deepEqual(order, ['work', 'number', 'journal']);
});

test('many byte strings cross as one and come out as they were, empty ones and none too', async () => {
  const org = await organisation('packed');
  const list = [Buffer.from('a\\b\0c'), null, Buffer.alloc(0), Buffer.alloc(20_000, 255)];
  const under = packed(list);

  const rows = await world.db.in(org, (tx) =>
    tx.rows(sql<{ b: Buffer | null }>`
      select substring(s.bytes from p.at for p.size) as b from (select ${under.all}::bytea as bytes) s,
             unnest(${under.at}::int[], ${under.size}::int[]) with ordinality as p(at, size, no) order by p.no`),
  );

  assert.deepEqual(
    rows.map((r) => r.b),
    list,
  );
});
