/** What people type and what mail programs send is read as it was meant, or refused with words that help. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { answerKinds, answerTraces, mostCharacters, readForm, readUntil } from './answer.ts';

const zone = 'Europe/Amsterdam';
const now = Temporal.Instant.from('2026-11-22T10:00:00Z');
const faultsOf = (form: Parameters<typeof readForm>[0]) => {
  const read = readForm(form, answerKinds, now, zone);
  return read.ok ? [] : read.error.map((f) => f.field);
};

test('a moment is read in the zone of the organisation, in the ways people write it', () => {
  for (const text of [
    '2026-11-28T17:00',
    '2026-11-28 17:00',
    '28-11-2026 17:00',
    '28/11/2026 17.00',
    '28.11.2026 17:00',
  ])
    assert.equal(readUntil(text, zone)?.toString(), '2026-11-28T16:00:00Z', text);
  assert.equal(readUntil('28-11-2026', zone)?.toString(), '2026-11-28T23:00:00Z', 'a day lasts until its end');
  for (const text of ['', 'morgen', '31-02-2026', '2026-13-01', '28-11-2026 25:00', '28-11-26'])
    assert.equal(readUntil(text, zone), undefined, text);
});

test('any text is read as a moment or refused, and never thrown at', () => {
  fc.assert(fc.property(fc.string({ maxLength: 40 }), (text) => void readUntil(text, zone)));
});

test('an answer that is whole is taken as it was typed', () => {
  const read = readForm(
    { kind: 'needs_time', text: ' Beheerder is ziek.\r\nMorgen terug. ', until: '24-11-2026 12:00' },
    answerKinds,
    now,
    zone,
  );

  assert.ok(read.ok);
  assert.equal(read.value.text, 'Beheerder is ziek.\nMorgen terug.');
  assert.equal(read.value.until?.toString(), '2026-11-24T11:00:00Z');
});

test('each kind asks for its words, and more time for a moment that lies ahead but not too far', () => {
  for (const kind of answerKinds.filter((k) => k !== 'needs_time'))
    assert.deepEqual(faultsOf({ kind, text: '   ' }), ['text'], kind);
  assert.deepEqual(faultsOf({ kind: 'needs_time', text: '', until: '' }), ['text', 'until']);
  assert.deepEqual(faultsOf({ kind: 'needs_time', text: 'x', until: '21-11-2026 12:00' }), ['until']);
  assert.deepEqual(faultsOf({ kind: 'needs_time', text: 'x', until: '01-01-2030' }), ['until']);
  assert.deepEqual(faultsOf({ kind: 'fixed', text: 'x'.repeat(mostCharacters + 1) }), ['text']);
});

test('a kind the page does not offer is no answer', () => {
  const read = readForm({ kind: 'names_customer', text: 'x' }, ['fixed'], now, zone);

  assert.equal(read.ok, false);
});

test('a mail names its letter by what it answers first, and by the number in its subject last', () => {
  const traces = answerTraces({
    inReplyTo: '<c@desk.example>',
    references: '<a@desk.example> <b@desk.example>\r\n <c@desk.example>',
    subject: 'RE: [BZ-26-004217] Actie nodig vóór donderdag (was: BZ-26-004217)',
  });

  assert.deepEqual(traces.messageIds, ['<c@desk.example>', '<b@desk.example>', '<a@desk.example>']);
  assert.deepEqual(traces.numbers, ['BZ-26-004217']);
  assert.deepEqual(answerTraces({}), { messageIds: [], numbers: [] });
});
