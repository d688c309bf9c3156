/** The routes and commands of the ledger as a caller meets them: shapes hold, exit codes hold, strangers are sent away. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { routes as attributionRoutes } from '#attribution/api';
import { commands as attributionCommands } from '#attribution/cli';
import type { Inside, Output } from '#io/command';
import { readConfig } from '#io/config';
import { sql } from '#io/db';
import { newId } from '#io/dice';
import { newApi } from '#io/http';
import { testWorld } from '#io/testing';
import { type Actor, type Id, type Language, problems, Refused } from '#kernel';
import { importShape, partyShape, treeShape } from '#parties';
import { routes as partyRoutes } from '#parties/api';
import { commands as partyCommands } from '#parties/cli';
import { biographyShape } from '#resources';
import { routes as resourceRoutes } from '#resources/api';
import { commands as resourceCommands } from '#resources/cli';
import { attributeShape } from './index.ts';

const world = await testWorld('doors');
const org = newId(world, 'org');
await world.db.in(org, (tx) =>
  tx.rows(
    sql`insert into organisation (organisation_id, slug, name, kind, created_at) values (${org}, 'doors', 'Doors', 'provider', now())`,
  ),
);
const actor: Actor = { kind: 'member', id: newId(world, 'mbr'), role: 'handler', name: 'Hanna' };

const api = newApi();
api.use('*', async (c, next) => {
  c.set('world', world);
  c.set('organisation', org);
  c.set('language', 'en');
  if (c.req.header('x-who') !== 'stranger') c.set('actor', actor);
  await next();
});
for (const routes of [partyRoutes(), resourceRoutes(), attributionRoutes()]) api.route('/', routes);
api.onError((e, c) => {
  if (!(e instanceof Refused)) throw e;
  return c.json({ code: e.refusal.code, detail: e.refusal.detail ?? null }, problems[e.refusal.code].status as 400);
});
const get = async (path: string) => (await api.request(path)).json();
const post = (path: string, body: unknown, type = 'application/json') =>
  api.request(path, {
    method: 'POST',
    headers: { 'content-type': type },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });

const run = async (name: string, args: readonly string[], language: Language = 'en') => {
  const command =
    [...partyCommands, ...resourceCommands, ...attributionCommands].find((c) => c.name === name) ?? assert.fail(name);
  const out: string[] = [];
  const err: string[] = [];
  const output: Output = {
    out: (l) => out.push(l),
    err: (l) => err.push(l),
    progress: () => {},
    language,
    colour: false,
  };
  const inside = async (): Promise<Inside> => ({
    world,
    config: readConfig({}),
    organisation: org as Id<'org'>,
    actor,
  });
  return { exit: await command.run(args, output, inside), out, err };
};

const folder = mkdtempSync(join(tmpdir(), 'bezem-doors-'));
const file = (name: string, text: string) => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};
test.after(() => rmSync(folder, { recursive: true, force: true }));

test('files go in by the command line: first the difference, then with yes, then nothing more', async () => {
  const parties = file(
    'p.csv',
    'reference,kind,name,abuse\nW-1,legal,Wederverkoper,abuse@example.net\nK-1,legal,Klant,abuse@example.org\n',
  );
  const contracts = file(
    'c.csv',
    'reference,seller,buyer,service_kind,resells\nC-W,,W-1,resale,yes\nC-K,W-1,K-1,vps,no\n',
  );
  const networks = file('n.csv', 'network\n192.0.2.0/24\n');
  const holdings = file(
    'h.csv',
    'resource,contract,from,until,exclusive\n192.0.2.7,C-K,2026-01-01,2026-06-01,\n192.0.2.7,C-W,2026-06-01,,\n192.0.2.80,own,,,no\n',
  );

  const diff = await run('parties import', [parties, '--diff']);
  const bare = await run('parties import', [parties]);
  const written = [];
  for (const [name, path] of [
    ['parties import', parties],
    ['parties import', contracts],
    ['resources import', networks],
    ['resources import', holdings],
  ] as const)
    written.push((await run(name, [path, '--yes'])).exit);
  const again = await run('resources import', [holdings, '--yes', '--json']);
  const wrongKind = run('resources import', [parties, '--yes']);

  assert.equal(diff.exit, 3);
  assert.match(diff.out.join('\n'), /2 new/);
  assert.equal(bare.exit, 3, 'nobody to ask: nothing is written');
  assert.deepEqual(written, [0, 0, 0, 0]);
  assert.equal(again.exit, 0);
  assert.equal(JSON.parse(again.out[0] ?? '').counts.unchanged, 3);
  await assert.rejects(wrongKind, (e: unknown) => e instanceof Refused && e.refusal.code === 'import.unreadable');
  assert.equal(
    (await run('parties import', ['/nowhere.csv', '--yes'])).exit,
    1,
    'not wrong use: the file is not there',
  );
});

test('attribute answers with stable JSON and says by its exit code whether a person must look', async () => {
  const one = await run('attribute', ['192.0.2.7', '--at', '2026-03-01T12:00:00Z', '--json']);
  const two = await run('attribute', ['192.0.2.7', '--at', '2026-05-31T22:00:20Z', '--json']);
  const shared = await run('attribute', ['192.0.2.80', '--at', '2026-03-01T12:00:00Z']);
  const foreign = await run('attribute', ['203.0.113.1', '--at', '2026-03-01T12:00:00Z']);
  const wrong = await run('attribute', ['not an address']);

  const answer = attributeShape.parse(JSON.parse(one.out[0] ?? ''));
  assert.deepEqual([one.exit, two.exit, shared.exit, foreign.exit, wrong.exit], [0, 3, 3, 0, 2]);
  assert.deepEqual([answer.holder?.reference, answer.addressee?.reference, answer.confidence], ['K-1', 'W-1', 'high']);
  for (const key of ['at', 'status', 'holder', 'chain', 'method', 'confidence', 'record', 'alternatives'])
    assert.ok(key in answer, key);
  assert.equal(attributeShape.parse(JSON.parse(two.out[0] ?? '')).alternatives.length, 2);
});

test('tree, party and biography are told in both languages and as JSON', async () => {
  const tree = await run('party tree', []);
  const json = await run('party tree', ['K-1', '--json']);
  const party = await run('party show', ['K-1', '--json']);
  const story = await run('biography', ['192.0.2.7', '--at', '2026-07-01', '--json']);
  const dutch = await run('attribute', ['192.0.2.80', '--at', '2026-03-01T12:00:00Z'], 'nl');

  assert.match(tree.out.join('\n'), /W-1[\s\S]*K-1/);
  assert.equal(treeShape.parse(JSON.parse(json.out[0] ?? '')).lines.at(-1)?.asked, true);
  assert.equal(partyShape.parse(JSON.parse(party.out[0] ?? '')).contacts[0]?.address, 'abuse@example.org');
  assert.equal(
    biographyShape.parse(JSON.parse(story.out[0] ?? '')).records.find((r) => r.at_moment)?.holder?.reference,
    'W-1',
  );
  assert.match(dutch.out[0] ?? '', /geen houder/);
});

test('the same over HTTP: pages, a file with its difference, undo, and the answer', async () => {
  const first = await get('/v1/parties?limit=1');
  const second = await get(`/v1/parties?limit=1&cursor=${first.next}`);
  const found = await get('/v1/parties?q=wederv');
  const diff = importShape.parse(
    await (
      await post('/v1/imports?diff=true', 'resource,contract\n192.0.2.9,C-K\n192.0.2.300,C-K\n', 'text/csv')
    ).json(),
  );
  const form = new FormData();
  form.set('file', new File(['resource,contract,from\n192.0.2.9,C-K,2026-01-01\n'], 'h.csv'));
  const sent = importShape.parse(await (await api.request('/v1/imports', { method: 'POST', body: form })).json());
  const held = await get('/v1/holdings?resource=192.0.2.9');
  const undone = await post(`/v1/imports/${sent.id}/undo`, {});
  const gone = await get('/v1/holdings?resource=192.0.2.9');
  const answer = attributeShape.parse(await get('/v1/attribution?ip=192.0.2.7&at=2026-03-01T12:00:00Z'));

  assert.deepEqual([first.items[0].reference, second.items[0].reference, second.next], ['K-1', 'W-1', null]);
  assert.equal(found.items[0].resells, true);
  assert.deepEqual([diff.id, diff.counts.new, diff.counts.errors], [null, 1, 1]);
  assert.match(diff.error_list ?? '', /^line,what,row,problem\n3,error,192\.0\.2\.300/);
  assert.equal(held.items[0].holder.reference, 'K-1');
  assert.equal(undone.status, 200);
  assert.deepEqual(gone.items, []);
  assert.equal(answer.holder?.reference, 'K-1');
});

test('wrong input names its field, and a stranger hears to log in', async () => {
  const bad = await post('/v1/holdings', { resource: '192.0.2.1/24', contract: null });
  const time = await api.request('/v1/attribution?ip=192.0.2.7&at=yesterday');
  const nothing = await api.request('/v1/attribution?at=2026-03-01T12:00:00Z');
  const stranger = await api.request('/v1/parties', { headers: { 'x-who': 'stranger' } });
  const binary = await api.request('/v1/imports', {
    method: 'POST',
    headers: { 'content-type': 'text/csv' },
    body: new Uint8Array([0x72, 0xff, 0xfe, 0x00]),
  });

  assert.deepEqual(
    [bad.status, time.status, nothing.status, stranger.status, binary.status],
    [400, 400, 400, 401, 422],
  );
  assert.match((await bad.json()).detail, /did you mean 192\.0\.2\.0\/24/);
});
