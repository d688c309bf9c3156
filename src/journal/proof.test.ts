/** Checkpoints, witnesses and receipts on a real database: one organisation witnesses another, and no rewritten past gets a name. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from '#io/db';
import { newId } from '#io/dice';
import { newApi } from '#io/http';
import { testWorld } from '#io/testing';
import { type Actor, engine, type Id, Refused } from '#kernel';
import { checkReceipt, readCheckpoint, readNote } from './index.ts';
import { pages, readAddCheckpoint } from './pages.ts';
import {
  addWitness,
  checkpoints,
  cosign,
  endWitness,
  listWitnesses,
  receiptOf,
  takeCosignatures,
  verifierKeyOf,
  verifies,
  witnessLog,
} from './proof.ts';
import { hash } from './store.ts';
import { note, proveGrowth } from './work.ts';

const world = await testWorld('proof');
const admin: Actor = { kind: 'member', id: newId(world, 'mbr'), role: 'admin', name: 'Anouk' };
async function house(slug: string): Promise<Id<'org'>> {
  const org = newId(world, 'org');
  await world.db.in(org, (tx) =>
    tx.rows(
      sql`insert into organisation (organisation_id, slug, name, kind, created_at) values (${org}, ${slug}, ${slug}, 'provider', now())`,
    ),
  );
  return org;
}
const ours = await house('hoster');
const theirs = await house('clearing');
const act = (org: Id<'org'>, subject: string, payload: Record<string, string>) =>
  world.db.in(org, async (tx) =>
    note(world, tx, { act: 'message.received', by: engine, about: [{ subject, payload }] }),
  );
const now = (org: Id<'org'>) => world.db.in(org, (tx) => checkpoints(world, tx));
const growth = async (from: number) => (await world.db.in(ours, (tx) => proveGrowth(tx, from))).proof;
const refused = (code: string) => (e: unknown) => e instanceof Refused && e.refusal.code === code;

const app = newApi();
app.use('*', async (c, next) => {
  c.set('world', world);
  c.set('language', 'en');
  await next();
});
app.route('/', pages());

test('the key is made once, keeps its name, and signs what others can check', async () => {
  const first = await verifierKeyOf(world, ours, 'log');
  assert.equal(await verifierKeyOf(world, ours, 'log'), first);
  assert.match(first, /^desk\.example\/o\/hoster\/journal\+/);
  assert.notEqual(await verifierKeyOf(world, ours, 'witness'), first);

  const raced = await house('raced');
  const keys = await Promise.all([1, 2, 3].map(() => verifierKeyOf(world, raced, 'log')));
  assert.equal(new Set(keys).size, 1);
});

test('a witness cosigns what only grew; an old proof hears the size, a rewritten past hears no', async () => {
  await act(ours, 'msg_a', { sha256: 'aa' });
  assert.deepEqual(await cosign(world, theirs, 0, [], (await now(ours)).now.note), { outcome: 'unknown' });
  await witnessLog(world, theirs, await verifierKeyOf(world, ours, 'log'), admin);
  await addWitness(world, ours, await verifierKeyOf(world, theirs, 'witness'), admin);

  const first = (await now(ours)).now;
  const one = await cosign(world, theirs, 0, [], first.note);
  assert.equal(one.outcome, 'cosigned');
  if (one.outcome !== 'cosigned') return;
  assert.deepEqual(await takeCosignatures(world, ours, one.note, admin), ['desk.example/o/clearing/witness']);

  await act(ours, 'msg_b', { sha256: 'bb' });
  const second = (await now(ours)).now;
  assert.deepEqual(await cosign(world, theirs, 0, [], second.note), { outcome: 'conflict', size: first.size });
  assert.deepEqual(await cosign(world, theirs, first.size, [], second.note), { outcome: 'bad_proof' });
  const two = await cosign(world, theirs, first.size, await growth(first.size), second.note);
  assert.equal(two.outcome, 'cosigned');

  // Another history of the same size, signed by the same key, is what a witness exists to refuse.
  const changed = await world.db.in(ours, async (tx) => {
    await tx.rows(
      sql`update journal_tree set root = ${Buffer.alloc(32, 1)}, peaks = ${[Buffer.alloc(32, 1)]}::bytea[] where organisation_id = ${ours} and false`,
    );
    return second.note;
  });
  const forged = changed.replace(second.root.toBase64(), Buffer.alloc(32, 1).toString('base64'));
  assert.deepEqual(await cosign(world, theirs, second.size, [], forged), { outcome: 'bad_signature' });
});

test('cosignatures are taken for our own checkpoints only, from witnesses of ours only', async () => {
  const { now: mine, witnessed } = await now(ours);
  assert.ok(witnessed && witnessed.size < mine.size);
  assert.deepEqual(witnessed.witnesses, ['desk.example/o/clearing/witness']);

  await assert.rejects(takeCosignatures(world, ours, mine.note, admin), refused('proof.no-cosignature'));
  await assert.rejects(takeCosignatures(world, theirs, mine.note, admin), refused('proof.not-ours'));
  await assert.rejects(takeCosignatures(world, ours, 'garbage', admin), refused('proof.not-ours'));
  await assert.rejects(addWitness(world, ours, 'garbage', admin), refused('proof.key-unreadable'));
  await assert.rejects(
    addWitness(world, ours, await verifierKeyOf(world, ours, 'log'), admin),
    refused('proof.key-unreadable'),
  );
});

test('a receipt holds, prefers a witnessed checkpoint, and is refused where its data were erased', async () => {
  const receipt = await world.db.in(ours, (tx) => receiptOf(world, tx, 'message.received', 'msg_a'));
  const found = checkReceipt(JSON.parse(JSON.stringify(receipt)), hash, verifies, {
    expected: await verifierKeyOf(world, ours, 'log'),
    witness: await verifierKeyOf(world, theirs, 'witness'),
  });

  assert.deepEqual(found.faults, []);
  assert.deepEqual([found.says?.subject, found.says?.payload['sha256']], ['msg_a', 'aa']);
  assert.ok(found.says?.witnessedAt);
  const later = await world.db.in(ours, (tx) => receiptOf(world, tx, 'message.received', 'msg_b'));
  assert.deepEqual(checkReceipt(later, hash, verifies).faults, []);
  await assert.rejects(
    world.db.in(ours, (tx) => receiptOf(world, tx, 'message.received', 'msg_nowhere')),
    refused('request.not-found'),
  );
  await assert.rejects(
    world.db.in(theirs, (tx) => receiptOf(world, tx, 'message.received', 'msg_a')),
    refused('request.not-found'),
  );
});

test('over HTTP: the protocol of witnesses, word for word; without a witness nothing is published', async () => {
  assert.equal((await app.request('/o/clearing/journal/checkpoint')).status, 404);
  assert.equal((await app.request('/o/nobody/journal/checkpoint')).status, 404);
  const published = await app.request('/o/hoster/journal/checkpoint');
  assert.equal(published.status, 200);
  const text = await published.text();
  const size = readCheckpoint(readNote(text)?.body ?? '')?.size ?? 0;
  const seen = await (
    await app.request('/o/clearing/witness/add-checkpoint', { method: 'POST', body: `old 0\n\n${text}` })
  ).text();
  assert.match(seen, /^\d+\n$/);
  const proof = Number(seen) === size ? [] : await growth(Number(seen));
  const answer = await app.request('/o/clearing/witness/add-checkpoint', {
    method: 'POST',
    body: [`old ${Number(seen)}`, ...proof.map((p) => p.toBase64()), '', text].join('\n'),
  });
  const line = await answer.text();
  assert.equal(answer.status, 200, line);
  assert.deepEqual(await takeCosignatures(world, ours, `${text}${line}`, admin), ['desk.example/o/clearing/witness']);

  for (const [body, status] of [
    ['', 400],
    ['old x\n\n', 400],
    [`old 0\nnot base64\n\n${text}`, 400],
    [`old 0\n\n${text.replace('hoster', 'nobody')}`, 404],
    ['x'.repeat(70_000), 413],
  ] as const)
    assert.equal(
      (await app.request('/o/clearing/witness/add-checkpoint', { method: 'POST', body })).status,
      status,
      body.slice(0, 30),
    );
  assert.equal(readAddCheckpoint(`old 1\n${'A'.repeat(43)}=\n\nx`)?.proof.length, 1);
});

test('a witness that ended counts no more, and one key cannot take the name of another', async () => {
  await endWitness(world, ours, 'desk.example/o/clearing/witness', admin);

  assert.equal((await now(ours)).witnessed, null);
  assert.ok((await world.db.in(ours, listWitnesses))[0]?.endedAt);
  await assert.rejects(endWitness(world, ours, 'desk.example/o/clearing/witness', admin), refused('request.not-found'));
});
