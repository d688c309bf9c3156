/** A letter leaves once and never comes back: its life, its waits, its Message-ID. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Id } from '#kernel';
import {
  givesUpAfter,
  isMailAddress,
  type LetterState,
  letterArrow,
  letterLanguage,
  letterLife,
  letterStates,
  messageIdOf,
  waitAfterTry,
} from './letter.ts';
import { nextDigestAt } from './timing.ts';

const arrows = letterStates.flatMap((state) =>
  Object.entries(letterLife[state]).map(([act, arrow]) => ({ state, act, ...arrow })),
);

test('every arrow ends in a state, and every state can be reached from the outbox', () => {
  const reached = new Set<LetterState>(['queued', 'held']);
  for (const state of reached) for (const a of arrows) if (a.state === state) reached.add(a.to);

  for (const a of arrows) assert.ok(letterStates.includes(a.to), `${a.state} ${a.act}`);
  assert.deepEqual([...reached].sort(), [...letterStates].sort());
});

test('once sending began there is no undo and no way back to the queue', () => {
  const after = new Set<LetterState>(['sending']);
  for (const state of after) for (const a of arrows) if (a.state === state && a.act !== 'hold') after.add(a.to);

  for (const state of after) assert.equal(letterArrow(state, 'undo'), undefined, state);
  assert.ok(!after.has('queued'));
});

test('a member undoes a letter, lets one on trial go, sends a webhook again, and does nothing else to it', () => {
  assert.deepEqual([...new Set(arrows.filter((a) => a.by === 'handler').map((a) => a.act))].sort(), [
    'release',
    'replay',
    'undo',
  ]);
});

test('deferred letters are tried ever less often, and all of it fits in the four days before giving up', () => {
  const waits = Array.from({ length: 12 }, (_, i) => waitAfterTry(i + 1).total('minutes'));

  assert.deepEqual(
    waits,
    waits.toSorted((a, b) => a - b),
  );
  assert.ok(waits.reduce((a, b) => a + b, 0) < givesUpAfter.total('minutes'));
  assert.equal(waitAfterTry(1000).total('hours'), 4);
});

test('the Message-ID is the letter itself at the domain it comes from, the same for every attempt', () => {
  const id = 'let_01k9aaaaaaaaaaaaaaaaaaaaaa' as Id<'let'>;

  assert.equal(messageIdOf(id, 'abuse@Desk.Example'), '<let_01k9aaaaaaaaaaaaaaaaaaaaaa@desk.example>');
});

test('an address that could become a header or two recipients is none', () => {
  for (const good of ['a@example.org', 'abuse+nl@sub.example.org', "o'brien@example.org", 'info@münchen.example'])
    assert.ok(isMailAddress(good), good);
  for (const bad of [
    '',
    'a',
    'a@',
    'a@b@c',
    'a@example.org,b@example.org',
    'a@example.org\r\nBcc: b@example.org',
    'A <a@example.org>',
    'a b@example.org',
    'a@exam ple.org',
    'a@example.org\u0000',
  ])
    assert.ok(!isMailAddress(bad), JSON.stringify(bad));
});

test('the language is the contact’s, else the party’s, else both', () => {
  assert.equal(letterLanguage('en', 'nl'), 'en');
  assert.equal(letterLanguage(null, 'nl'), 'nl');
  assert.equal(letterLanguage(null, null), 'both');
});

test('letters that wait go out at eight in the morning of the zone, also on the days the clock changes', () => {
  const at = (text: string) => Temporal.Instant.from(text);
  const zone = 'Europe/Amsterdam';

  assert.equal(nextDigestAt('digest', at('2026-11-22T06:59:00Z'), zone).toString(), '2026-11-22T07:00:00Z');
  assert.equal(nextDigestAt('digest', at('2026-11-22T07:00:00Z'), zone).toString(), '2026-11-23T07:00:00Z');
  assert.equal(nextDigestAt('digest', at('2026-03-28T12:00:00Z'), zone).toString(), '2026-03-29T06:00:00Z');
  // 22 November 2026 is a Sunday; the Monday after is the 23rd.
  assert.equal(nextDigestAt('weekly', at('2026-11-22T12:00:00Z'), zone).toString(), '2026-11-23T07:00:00Z');
  assert.equal(nextDigestAt('weekly', at('2026-11-23T06:00:00Z'), zone).toString(), '2026-11-23T07:00:00Z');
  assert.equal(nextDigestAt('weekly', at('2026-11-23T08:00:00Z'), zone).toString(), '2026-11-30T07:00:00Z');
});
