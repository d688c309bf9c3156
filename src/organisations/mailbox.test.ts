/** Addresses at which mail intake takes reports. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newId } from '#io/dice';
import { testWorld } from '#io/testing';
import { type Actor, engine, Refused } from '#kernel';
import { addMailbox, addOrganisation, listMailboxes, removeMailbox } from './work.ts';

const world = await testWorld('mailbox');
const one = await addOrganisation(world, { slug: 'one', name: 'One', kind: 'provider' });
const two = await addOrganisation(world, { slug: 'two', name: 'Two', kind: 'provider' });
const refusedWith = (code: string) => (e: unknown) => e instanceof Refused && e.refusal.code === code;

test('an address belongs to one organisation only, however it is written, until that lets it go', async () => {
  const added = await addMailbox(world, one.id, engine, ' Abuse@Example.org ');

  assert.equal(added, 'abuse@example.org');
  await assert.rejects(addMailbox(world, two.id, engine, 'abuse@example.org'), refusedWith('request.invalid'));
  await assert.rejects(addMailbox(world, one.id, engine, 'ABUSE@example.org'), refusedWith('request.invalid'));
  await assert.rejects(removeMailbox(world, two.id, engine, 'abuse@example.org'), refusedWith('request.not-found'));
  await removeMailbox(world, one.id, engine, 'abuse@EXAMPLE.org');
  await addMailbox(world, two.id, engine, 'abuse@example.org');
  assert.deepEqual(await listMailboxes(world, one.id, engine), []);
  assert.deepEqual(await listMailboxes(world, two.id, engine), ['abuse@example.org']);
});

test('what is no address is refused, and a reader may look but not add', async () => {
  const reader: Actor = { kind: 'member', id: newId(world, 'mbr'), role: 'reader', name: 'R' };

  await assert.rejects(addMailbox(world, one.id, engine, 'not an address'), refusedWith('request.invalid'));
  await assert.rejects(addMailbox(world, one.id, reader, 'ok@example.org'), refusedWith('request.not-allowed'));
  assert.deepEqual(await listMailboxes(world, one.id, reader), []);
});
