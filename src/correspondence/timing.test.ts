/** When letters may go: digests on working days, quiet hours on the wall, also in the nights the clock changes. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { restDays } from '#law';
import { loadLaw } from '#law/work';
import { afterQuiet, nextDigestAt, quietUntil } from './timing.ts';

const law = await loadLaw();
const nl = law.holidays.get('nl');
assert.ok(nl);
const rest = restDays(nl);
const zone = 'Europe/Amsterdam';
const at = (text: string) => Temporal.Instant.from(text);
const night = { from: '22:00', until: '07:00' };

test('a daily digest skips the weekend and the holidays of the country', () => {
  const times = { at: '09:30', weekday: 1, rest };
  const next = (text: string) => nextDigestAt('digest', at(text), zone, times).toString();

  assert.equal(next('2026-11-20T09:00:00Z'), '2026-11-23T08:30:00Z', 'Friday morning is over: Monday');
  assert.equal(next('2026-12-24T12:00:00Z'), '2026-12-28T08:30:00Z', 'Christmas is Friday and Saturday');
  assert.equal(next('2026-04-02T12:00:00Z'), '2026-04-07T07:30:00Z', 'Good Friday to Easter Monday');
});

test('a weekly digest leaves on its day, and on the next working day where that is a holiday', () => {
  const times = { at: '08:00', weekday: 1, rest };
  const next = (text: string) => nextDigestAt('weekly', at(text), zone, times).toString();

  assert.equal(next('2026-11-24T12:00:00Z'), '2026-11-30T07:00:00Z');
  assert.equal(next('2026-04-03T12:00:00Z'), '2026-04-07T06:00:00Z', 'Easter Monday moves on to Tuesday');
  assert.equal(next('2026-04-07T05:00:00Z'), '2026-04-07T06:00:00Z', 'on that Tuesday it is still to come');
});

test('a digest at a time the clock skips leaves just after, at one that comes twice the first time', () => {
  const times = { at: '02:30', weekday: 7, rest: null };

  assert.equal(nextDigestAt('digest', at('2026-03-28T12:00:00Z'), zone, times).toString(), '2026-03-29T01:30:00Z');
  assert.equal(nextDigestAt('digest', at('2026-10-24T12:00:00Z'), zone, times).toString(), '2026-10-25T00:30:00Z');
});

test('quiet hours end at their time of the wall, in the nights of 23 and of 25 hours too', () => {
  assert.equal(quietUntil(at('2026-11-22T20:59:59Z'), night, zone), null, 'not yet ten');
  assert.equal(quietUntil(at('2026-11-22T21:00:00Z'), night, zone)?.toString(), '2026-11-23T06:00:00Z');
  assert.equal(quietUntil(at('2026-11-23T05:59:59Z'), night, zone)?.toString(), '2026-11-23T06:00:00Z');
  assert.equal(quietUntil(at('2026-11-23T06:00:00Z'), night, zone), null);
  assert.equal(
    quietUntil(at('2026-03-28T22:00:00Z'), night, zone)?.toString(),
    '2026-03-29T05:00:00Z',
    'a short night',
  );
  assert.equal(quietUntil(at('2026-10-24T21:00:00Z'), night, zone)?.toString(), '2026-10-25T06:00:00Z', 'a long night');
  assert.equal(
    quietUntil(at('2026-10-25T01:15:00Z'), night, zone)?.toString(),
    '2026-10-25T06:00:00Z',
    'the hour twice',
  );
  const gap = { from: '02:30', until: '02:45' };
  assert.equal(quietUntil(at('2026-03-29T01:10:00Z'), gap, zone), null, 'hours the clock skips are no hours');
});

test('the quiet of a contact is in its own zone', () => {
  const tokyo = { quiet: night, zone: 'Asia/Tokyo' };

  assert.equal(afterQuiet(at('2026-11-22T14:00:00Z'), [tokyo]).toString(), '2026-11-22T22:00:00Z');
  assert.equal(afterQuiet(at('2026-11-22T10:00:00Z'), [tokyo]).toString(), '2026-11-22T10:00:00Z');
});

test('house and contact together: the first moment that is nobody’s quiet, and never a letter that waits for ever', () => {
  const house = { quiet: night, zone };
  const contact = { quiet: { from: '06:00', until: '09:00' }, zone };

  assert.equal(afterQuiet(at('2026-11-22T23:00:00Z'), [house, contact]).toString(), '2026-11-23T08:00:00Z');
  const allDay = [
    { quiet: { from: '00:00', until: '12:00' }, zone },
    { quiet: { from: '12:00', until: '00:00' }, zone },
  ];
  assert.equal(afterQuiet(at('2026-11-22T23:00:00Z'), allDay).toString(), '2026-11-22T23:00:00Z');
});

test('whatever the hours and the moment: the answer is not before it, and lies in nobody’s quiet', () => {
  const time = fc
    .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
    .map(([h, m]) => `${String(h).padStart(2, '0')}:${String(m).padStart(2, '0')}`);
  const zones = fc.constantFrom('Europe/Amsterdam', 'America/New_York', 'Australia/Lord_Howe', 'UTC');
  fc.assert(
    fc.property(time, time, zones, fc.integer({ min: 0, max: 366 * 24 * 60 }), (from, until, z, minutes) => {
      fc.pre(from !== until);
      const now = at('2026-01-01T00:00:00Z').add({ minutes });
      const end = quietUntil(now, { from, until }, z);
      const after = afterQuiet(now, [{ quiet: { from, until }, zone: z }]);
      assert.ok(Temporal.Instant.compare(after, now) >= 0);
      if (end) {
        assert.ok(Temporal.Instant.compare(end, now) > 0);
        assert.ok(now.until(end).total('hours') <= 25);
      }
      assert.equal(quietUntil(after, { from, until }, z), null);
    }),
  );
});
