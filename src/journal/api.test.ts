import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { sql } from '#io/db';
import { newId } from '#io/dice';
import { newApi } from '#io/http';
import { type TestWorld, testWorld } from '#io/testing';
import { type Actor, engine, type Id } from '#kernel';
import { routes } from './api.ts';
import { commands } from './cli.ts';
import { rootFromInclusion } from './merkle.ts';
import { note } from './work.ts';

async function withEntries(world: TestWorld, n: number): Promise<{ org: Id<'org'>; member: Id<'mbr'>; actor: Actor }> {
  const org = newId(world, 'org');
  const member = newId(world, 'mbr');
  const actor: Actor = { kind: 'member', id: member, role: 'reader', name: 'Jan Jansen' };
  await world.db.owner((tx) =>
    tx.rows(
      sql`insert into organisation (organisation_id, slug, name, kind, created_at) values (${org}, 'example', 'Example', 'provider', now())`,
    ),
  );
  for (let i = 0; i < n; i++)
    await world.db.in(org, async (tx) =>
      note(world, tx, {
        act: i % 2 === 0 ? 'case.open' : 'case.notify',
        by: i % 2 === 0 ? engine : actor,
        about: [{ subject: null, payload: { i } }],
      }),
    );
  return { org, member, actor };
}

function asking(world: TestWorld, org: Id<'org'>, actor: Actor) {
  const api = newApi();
  api.use(async (c, next) => {
    c.set('world', world);
    c.set('organisation', org);
    c.set('actor', actor);
    await next();
  });
  api.route('/', routes());
  return async <T>(path: string): Promise<T> => {
    const answer = await api.request(path);
    assert.equal(answer.status, 200, path);
    return (await answer.json()) as T;
  };
}

interface Page {
  readonly items: readonly {
    readonly seq: number;
    readonly by: string;
    readonly about: readonly { payload: { i: number } }[];
  }[];
  readonly next: string | null;
}

test('the journal is read page by page, newest first, and by who did it', async () => {
  const world = await testWorld('journal api pages');
  const { org, member, actor } = await withEntries(world, 7);
  const ask = asking(world, org, actor);

  const seqs: number[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const page: Page = await ask(`/v1/journal?limit=3${cursor ? `&cursor=${cursor}` : ''}`);
    seqs.push(...page.items.map((e) => e.seq));
    cursor = page.next;
  }
  const mine = await ask<Page>(`/v1/journal?by=${member}`);

  assert.deepEqual(seqs, [7, 6, 5, 4, 3, 2, 1]);
  assert.deepEqual(
    mine.items.map((e) => [e.seq, e.by, e.about[0]?.payload.i]),
    [
      [6, member, 5],
      [4, member, 3],
      [2, member, 1],
    ],
  );
});

test('a stranger with nothing but the proof finds the root the verification gives', async () => {
  const world = await testWorld('journal api proof');
  const { org, actor } = await withEntries(world, 13);
  const ask = asking(world, org, actor);
  const sha = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest();

  const said = await ask<{ leaf: string; leaf_index: number; tree_size: number; root: string; path: string[] }>(
    '/v1/journal/5/proof',
  );
  const verified = await ask<{ ok: boolean; size: number; root: string }>('/v1/journal/verify');
  const growth = await ask<{ first: number; second: number; root: string }>('/v1/journal/growth?from=4');

  const leaf = sha(Buffer.concat([Buffer.of(0), Buffer.from(said.leaf)]));
  const root = rootFromInclusion(
    sha,
    said.leaf_index,
    said.tree_size,
    leaf,
    said.path.map((p) => Buffer.from(p, 'hex')),
  );
  assert.equal(Buffer.from(root ?? []).toString('hex'), verified.root);
  assert.deepEqual([verified.ok, verified.size, growth.second, growth.root], [true, 13, 13, verified.root]);
});

test('the commands verify and list, and a journal that was changed exits with 1', async () => {
  const world = await testWorld('journal cli');
  const { org, actor } = await withEntries(world, 3);
  const run = async (name: string, args: readonly string[]) => {
    const out: string[] = [];
    const output = {
      out: (l: string) => out.push(l),
      err: () => {},
      progress: () => {},
      language: 'en',
      colour: false,
    } as const;
    const command = commands.find((c) => c.name === name);
    const code = await command?.run(args, output, async () => ({
      world,
      organisation: org,
      actor,
      config: {} as never,
    }));
    return { code, out };
  };

  const good = await run('journal verify', ['--json']);
  const listed = await run('journal list', ['--act', 'case.notify', '--json']);
  await world.db.owner((tx) => tx.rows(sql`update journal_tree set size = 2`));
  const bad = await run('journal verify', ['--json']);

  assert.equal(good.code, 0);
  assert.equal((JSON.parse(good.out[0] ?? '') as { size: number }).size, 3);
  assert.deepEqual(
    (JSON.parse(listed.out[0] ?? '') as Page).items.map((e) => e.seq),
    [2],
  );
  assert.equal(bad.code, 1);
  assert.equal((JSON.parse(bad.out[0] ?? '') as { ok: boolean }).ok, false);
  await assert.rejects(run('journal list', ['--limit', 'many']), { name: 'Refused' });
});
