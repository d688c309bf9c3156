import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sha256 } from '#io/dice';
import { testWorld } from '#io/testing';
import { type Actor, Refused } from '#kernel';
import { commands } from './cli.ts';
import { actorOfKey, cleanEmail, type Member, mayWithMembers } from './organisation.ts';
import {
  actorFor,
  addKey,
  addMember,
  addOrganisation,
  endMember,
  listMembers,
  logIn,
  makeLoginLink,
  memberFor,
  operator,
  revokeKey,
  setPassword,
} from './work.ts';

const world = await testWorld('organisations');
const { id: org } = await addOrganisation(world, { slug: 'example-host', name: 'Example Host', kind: 'provider' });
const { id: other } = await addOrganisation(world, { slug: 'other-host', name: 'Other Host', kind: 'reseller' });
const anna = await addMember(world, org, operator, { email: 'anna@example.org', name: 'Anna', role: 'admin' });
const password = 'sweeping since nineteen-ten';
await setPassword(world, org, operator, anna.id, password);
const annaActs: Actor = { kind: 'member', id: anna.id, role: 'admin', name: 'Anna' };
const refused = (code: string) => (e: unknown) => e instanceof Refused && e.refusal.code === code;
const ask = { email: 'anna@example.org', password, organisation: 'example-host', from: '192.0.2.1' };

test('a password is kept as an Argon2id hash with its own parameters, a token only as its hash', async () => {
  const session = await logIn(world, ask);

  const kept = await world.db.in(org, async (tx) => ({
    hash: (await tx.q.selectFrom('member').select('password_hash').where('id', '=', anna.id).executeTakeFirst())
      ?.password_hash,
    tokens: (await tx.q.selectFrom('session').select('token_hash').execute()).map((r) => r.token_hash.toString('hex')),
  }));
  assert.match(kept.hash ?? '', /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  assert.ok(kept.tokens.includes(sha256(session.token).toString('hex')));
});

test('a member of one organisation is nobody in another', async () => {
  await assert.rejects(logIn(world, { ...ask, organisation: 'other-host' }), refused('login.refused'));
  assert.equal(await memberFor(world, other, 'anna@example.org'), undefined);
  await assert.rejects(endMember(world, other, operator, anna.id), refused('request.not-found'));
});

test('a new password ends every other session', async () => {
  const [kept, ended] = [await logIn(world, ask), await logIn(world, ask)];

  await setPassword(world, org, annaActs, anna.id, password, kept.token);

  assert.ok(await actorFor(world, { session: kept.token }));
  assert.equal(await actorFor(world, { session: ended.token }), undefined);
});

test('a short password is refused by its length in characters, not bytes', async () => {
  await assert.rejects(setPassword(world, org, operator, anna.id, 'é'.repeat(11)), refused('request.invalid'));
  await assert.rejects(setPassword(world, org, operator, anna.id, 'x'.repeat(257)), refused('request.invalid'));
});

test('two members cannot share an address, and a second organisation cannot take a slug', async () => {
  await assert.rejects(
    addMember(world, org, operator, { email: ' ANNA@example.org', name: 'Other Anna', role: 'reader' }),
    refused('request.invalid'),
  );
  await assert.rejects(
    addOrganisation(world, { slug: 'example-host', name: 'Again', kind: 'provider' }),
    refused('request.invalid'),
  );
});

test('a key acts as its maker with at most its scope, and stops when revoked', async () => {
  const key = await addKey(world, org, annaActs, { name: 'reporting', scopes: ['handler'] });

  const known = await actorFor(world, { bearer: key.token });
  assert.deepEqual(known?.actor, { kind: 'member', id: anna.id, role: 'handler', name: 'Anna' });
  assert.equal(known?.organisation.id, org);

  await revokeKey(world, org, annaActs, key.id);
  assert.equal(await actorFor(world, { bearer: key.token }), undefined);
  await assert.rejects(revokeKey(world, org, annaActs, key.id), refused('request.not-found'));
});

test('who left can no longer act: not by session, link, password or key', async () => {
  const bob = await addMember(world, org, operator, { email: 'bob@example.org', name: 'Bob', role: 'admin' });
  await setPassword(world, org, operator, bob.id, password);
  const session = await logIn(world, { ...ask, email: 'bob@example.org' });
  const link = await makeLoginLink(world, org, bob.id);
  const bobActs: Actor = { kind: 'member', id: bob.id, role: 'admin', name: 'Bob' };
  const key = await addKey(world, org, bobActs, { name: 'x', scopes: ['admin'] });

  await endMember(world, org, annaActs, bob.id);

  assert.equal(await actorFor(world, { session: session.token }), undefined);
  assert.equal(await actorFor(world, { session: link }), undefined);
  assert.equal(await actorFor(world, { bearer: key.token }), undefined);
  await assert.rejects(logIn(world, { ...ask, email: 'bob@example.org' }), refused('login.refused'));
});

test('a one-time link is no session: its token opens nothing by itself', async () => {
  const token = await makeLoginLink(world, org, anna.id);

  assert.equal(await actorFor(world, { session: token }), undefined);
});

test('an administrator cannot end themselves, a handler cannot end anyone', () => {
  const handler: Actor = { ...annaActs, kind: 'member', role: 'handler' } as Actor;

  assert.equal(mayWithMembers.end(annaActs, anna), false);
  assert.equal(mayWithMembers.end(handler, { id: 'mbr_x' as Member['id'] }), false);
  assert.equal(mayWithMembers.setPassword(handler, anna), true);
});

test('a key that may only hand in reports is a notifier, never a member', () => {
  const maker: Member = { ...anna };

  assert.equal(actorOfKey({ id: 'key_x' as never, scopes: ['intake'] }, maker)?.kind, 'notifier');
  assert.equal(actorOfKey({ id: 'key_x' as never, scopes: ['reader'] }, { ...maker, state: 'ended' }), undefined);
});

test('mail addresses are compared in one spelling', () => {
  assert.equal(cleanEmail('  Anna@Example.ORG '), 'anna@example.org');
  assert.equal(cleanEmail('anna example.org'), undefined);
});

test('the command line adds and lists members, and takes no password as an argument', async () => {
  const said: string[] = [];
  const output = {
    out: (l: string) => void said.push(l),
    err: (l: string) => void said.push(l),
    progress: () => {},
    language: 'en' as const,
    colour: false,
  };
  const run = (name: string, args: string[]) =>
    commands
      .find((c) => c.name === name)
      ?.run(args, output, async () => ({ world, config: {} as never, organisation: org, actor: annaActs }));

  assert.equal(
    await run('member add', ['eva@example.org', '--name', 'Eva', '--role', 'reader', '--org', 'example-host']),
    0,
  );
  assert.equal(await run('member add', ['x@example.org', '--name', 'X', '--role', 'king', '--org', 'example-host']), 2);
  assert.equal(await run('member password', ['eva@example.org', 'secret', '--org', 'example-host']), 2);
  assert.equal(await run('member list', ['--org', 'example-host', '--json']), 0);

  const members = JSON.parse(said.at(-1) ?? '[]') as { email: string }[];
  assert.ok(members.some((m) => m.email === 'eva@example.org'));
  assert.ok((await listMembers(world, org, annaActs)).length >= 2);
});
