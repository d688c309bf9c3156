import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  apart,
  apartInList,
  compactTime,
  dueTime,
  harmless,
  harmlessText,
  initials,
  isNear,
  sizeForPeople,
  withTimes,
} from './show.ts';

const at = Temporal.Instant.from('2026-11-26T13:05:00Z');
const zone = 'Europe/Amsterdam';

test('times carry their zone: day first in Dutch, year first in English', () => {
  assert.equal(compactTime(at, zone, 'nl'), '26-11-2026 14:05 CET');
  assert.equal(compactTime(at, zone, 'en'), '2026-11-26 14:05 CET');
  assert.equal(compactTime(Temporal.Instant.from('2026-07-01T10:00:00Z'), zone, 'nl'), '01-07-2026 12:00 CEST');
  assert.equal(dueTime(at, zone, 'nl'), 'do 26-11 14:05 CET');
});

test('what is left is days, hours and minutes, never decimals', () => {
  assert.equal(apart(at, at.add({ hours: 76, minutes: 10 }), 'nl'), '3 d 4 u 10 min');
  assert.equal(apart(at, at.add({ hours: 76, minutes: 10 }), 'en'), '3 d 4 h 10 min');
  assert.equal(apartInList(at, at.subtract({ hours: 76, minutes: 50 }), 'nl'), '3 d 4 u');
  assert.equal(apartInList(at, at.add({ hours: 3, minutes: 12 }), 'nl'), '3 u 12 min');
});

test('relative words stop after a week', () => {
  assert.equal(isNear(at, at.add({ hours: 100 })), true);
  assert.equal(isNear(at, at.add({ hours: 200 })), false);
});

test('names and URLs are made harmless, addresses of machines stay as they are', () => {
  assert.equal(harmless('https://login.example.com/in'), 'hxxps://login[.]example[.]com/in');
  assert.equal(harmless('198.51.100.7:443'), '198.51.100.7:443');
  assert.equal(harmless('2001:db8::1'), '2001:db8::1');
  assert.equal(harmless('[2001:db8::1]:25'), '[2001:db8::1]:25');
  assert.equal(harmless('203.0.113.0/24'), '203.0.113.0/24');
  assert.equal(harmless('203.0.113.9/admin'), '203[.]0[.]113[.]9/admin');
  assert.equal(harmless('bad.cafe'), 'bad[.]cafe');
  assert.equal(harmless('192.0.2.21:9200 +1'), '192.0.2.21:9200 +1');
  assert.equal(harmless('bad.example +12'), 'bad[.]example +12');
});

test('in the text of a message only addresses of pages change', () => {
  assert.equal(
    harmlessText('Zie http://shop.example.com/x. Groet, Jan'),
    'Zie hxxp://shop[.]example[.]com/x[.] Groet, Jan',
  );
  assert.equal(harmlessText('op 203.0.113.9, poort 25.'), 'op 203.0.113.9, poort 25.');
});

test('sizes and initials', () => {
  assert.equal(sizeForPeople(1536, 'nl'), '1,5 KiB');
  assert.equal(sizeForPeople(1536, 'en'), '1.5 KiB');
  assert.equal(initials('Mia de Jong'), 'MJ');
  assert.equal(initials('Karim'), 'KA');
});

test('a moment in a sentence of the server is shown as people read it, the rest stays', () => {
  assert.equal(
    withTimes('Uitgesteld: 2026-11-22T14:40:00.5Z', 'Europe/Amsterdam', 'nl'),
    'Uitgesteld: 22-11-2026 15:40 CET',
  );
  assert.equal(withTimes('P1 → P3', 'Europe/Amsterdam', 'nl'), 'P1 → P3');
});
