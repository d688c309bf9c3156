/** Clocks end when they should: across daylight saving, month ends, leap years and holidays. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type Clock, dueAt, easter, type RestDays, restDays } from './index.ts';
import { loadLaw } from './work.ts';

const law = await loadLaw();
const nl = law.holidays.get('nl');
assert.ok(nl, 'the Dutch holidays are there');
const dutch = restDays(nl);
const none: RestDays = { isRest: () => false };
const zone = 'Europe/Amsterdam';
const at = (text: string) => Temporal.Instant.from(text);
const shown = (i: Temporal.Instant) =>
  i.toZonedDateTimeISO(zone).toString({ timeZoneName: 'never', smallestUnit: 'minute' });
const runs = (r: Clock['runs']): Pick<Clock, 'runs'> => ({ runs: r });
const clockOf = (id: string): Clock => {
  const found = law.clocks.get(id);
  assert.ok(found, id);
  return found;
};

test('every clock of the law and of the house is there, each with its basis and alarms before the end', () => {
  const expected = `
    clk-tco-1h clk-tco-a2 clk-tco-a3 clk-tco-12h-pre clk-tco-48h clk-tco-72h
    clk-tco-6m clk-tco-nda clk-tco-cmp clk-tco-exp clk-tco-exp-year clk-tco-rep
    clk-tco-life clk-atkm clk-ofl-24 clk-125p clk-126ni clk-dsa-ack
    clk-dsa-eff clk-dsa-rcp clk-16-ack clk-16-dec clk-17 clk-18
    clk-20 clk-21 clk-24-2 clk-24-5 clk-15 clk-15-keep
    clk-epoc-10d clk-epoc-8h clk-epoc-96h clk-epocpr clk-nis-24 clk-nis-72
    clk-nis-1m clk-nis-1m2 clk-nis-rcp clk-cbw-44 clk-cbw-47 clk-cbw-47-change
    clk-cbw-50 clk-gdpr-33 clk-gdpr-12 clk-san-frz clk-san-upd clk-ntd-fwd
    clk-cn-erase clk-cn-fb clk-ripe clk-kyc-rev clk-pol-list clk-pol-year clk-case-look
    clk-case-host clk-case-customer clk-order-term clk-secrecy-review
  `
    .trim()
    .split(/\s+/);

  assert.deepEqual([...law.clocks.keys()].sort(), expected.sort());
  for (const c of law.clocks.values()) {
    assert.match(c.id, /^clk-[a-z0-9-]+$/);
    assert.ok(c.basis.law.length > 3, c.id);
    assert.ok(c.title.nl.length > 5 && c.title.en.length > 5, c.id);
    assert.match(c.startsAt, /^[a-z_]+\.[a-z_]+$/, c.id);
    assert.match(c.stopsAt, /^[a-z_]+\.[a-z_]+$/, c.id);
    assert.ok(
      c.warnsAt.every((share, i) => share > 0 && share < 1 && share > (c.warnsAt[i - 1] ?? 0)),
      c.id,
    );
    for (const pause of c.pausesOn) assert.ok(pause.article, `${c.id}: a pause without its article`);
    assert.ok(c.runs.unit !== 'given' || c.runs.most || !c.statutory || c.lengthBy, `${c.id}: who gives the length?`);
    if (c.statutory) assert.notEqual(c.basis.mark, 'house', c.id);
  }
});

test('a hotline report received before the last hour of winter time is due 24 real hours later', () => {
  const due = dueAt(clockOf('clk-ofl-24'), at('2026-03-28T11:30:00Z'), zone, dutch);

  assert.equal(shown(due), '2026-03-29T13:30+02:00');
});

test('the order of a Friday evening is due one hour later, and the yearly reports with the last day of February', () => {
  const order = dueAt(clockOf('clk-tco-1h'), at('2026-11-20T21:40:00Z'), zone, dutch);
  const report = dueAt(clockOf('clk-15'), at('2026-12-31T22:59:59Z'), zone, dutch);
  const leap = dueAt(clockOf('clk-tco-rep'), at('2027-12-31T12:00:00Z'), zone, dutch);

  assert.equal(shown(order), '2026-11-20T23:40+01:00');
  assert.equal(shown(report), '2027-03-01T00:00+01:00');
  assert.equal(shown(leap), '2028-03-01T00:00+01:00');
});

test('a statement of reasons is in time until the end of the day of the restriction, in the zone', () => {
  assert.equal(shown(dueAt(clockOf('clk-17'), at('2026-11-20T22:30:00Z'), zone, dutch)), '2026-11-21T00:00+01:00');
  assert.equal(shown(dueAt(clockOf('clk-17'), at('2026-11-20T23:30:00Z'), zone, dutch)), '2026-11-22T00:00+01:00');
});

test('an order against child abuse material may ask for one hour, and never for more than twelve', () => {
  const atkm = clockOf('clk-atkm');
  const start = at('2026-11-20T20:00:00Z');

  assert.equal(shown(dueAt(atkm, start, zone, dutch, { unit: 'hours', count: 1 })), '2026-11-20T22:00+01:00');
  assert.equal(shown(dueAt(atkm, start, zone, dutch, { unit: 'hours', count: 36 })), '2026-11-21T09:00+01:00');
});

test('one hour that starts in the last minute of winter time ends at a minute before four', () => {
  const due = dueAt(runs({ unit: 'hours', count: 1 }), at('2026-03-29T00:59:00Z'), zone, none);

  assert.equal(shown(due), '2026-03-29T03:59+02:00');
});

test('one hour that starts at half past two in summer time ends at half past two in winter time', () => {
  const due = dueAt(runs({ unit: 'hours', count: 1 }), at('2026-10-25T00:30:00Z'), zone, none);

  assert.equal(shown(due), '2026-10-25T02:30+01:00');
});

test('days end with their last moment in the zone, also when the day has 23 or 25 hours', () => {
  const spring = dueAt(runs({ unit: 'days', count: 1, onRestDay: 'stays' }), at('2026-03-28T22:59:00Z'), zone, none);
  const autumn = dueAt(runs({ unit: 'days', count: 1, onRestDay: 'stays' }), at('2026-10-24T12:00:00Z'), zone, none);

  assert.equal(shown(spring), '2026-03-30T00:00+02:00');
  assert.equal(shown(autumn), '2026-10-26T00:00+01:00');
});

test('the day of the start is the day in the zone, not in UTC', () => {
  const due = dueAt(runs({ unit: 'days', count: 1, onRestDay: 'stays' }), at('2026-06-01T22:30:00Z'), zone, none);

  assert.equal(shown(due), '2026-06-04T00:00+02:00');
});

test('two months after the end of December, in a leap year and in an ordinary one, end with February', () => {
  const erase = clockOf('clk-cn-erase');

  assert.equal(shown(dueAt(erase, at('2027-12-31T12:00:00Z'), zone, none)), '2028-03-01T00:00+01:00');
  assert.equal(shown(dueAt(erase, at('2026-12-30T12:00:00Z'), zone, none)), '2027-03-01T00:00+01:00');
  assert.equal(shown(dueAt(erase, at('2026-08-31T12:00:00Z'), zone, none)), '2026-11-01T00:00+01:00');
});

test('two working days after Maundy Thursday skip Good Friday, the weekend and Easter Monday', () => {
  const due = dueAt(
    runs({ unit: 'working_days', count: 2, onRestDay: 'stays' }),
    at('2026-04-02T10:00:00Z'),
    zone,
    dutch,
  );

  assert.equal(shown(due), '2026-04-09T00:00+02:00');
});

test("King's Day moves to Saturday the 26th when the 27th is a Sunday, and Queen's Day was the 30th", () => {
  const is = (day: string) => dutch.isRest(Temporal.PlainDate.from(day));

  assert.ok(is('2026-04-27'));
  assert.ok(is('2025-04-26') && !is('2025-04-28'));
  assert.ok(is('2013-04-30') && !is('2014-04-30'));
});

test('the Dutch holidays of 2026 on weekdays are these', () => {
  const days: string[] = [];
  for (let day = Temporal.PlainDate.from('2026-01-01'); day.year === 2026; day = day.add({ days: 1 }))
    if (day.dayOfWeek < 6 && dutch.isRest(day)) days.push(day.toString());

  assert.deepEqual(days, [
    '2026-01-01',
    '2026-04-03',
    '2026-04-06',
    '2026-04-27',
    '2026-05-05',
    '2026-05-14',
    '2026-05-25',
    '2026-12-25',
  ]);
});

test('Easter falls on the known Sundays', () => {
  const known = {
    1818: '1818-03-22',
    1943: '1943-04-25',
    2000: '2000-04-23',
    2024: '2024-03-31',
    2026: '2026-04-05',
    2038: '2038-04-25',
    2285: '2285-03-22',
  };

  for (const [year, day] of Object.entries(known)) assert.equal(easter(Number(year)).toString(), day);
});

test('a term on a rest day moves on where its article says so and stays where not', () => {
  const start = at('2026-04-26T10:00:00Z');

  const moved = dueAt(runs({ unit: 'days', count: 1, onRestDay: 'moves_on' }), start, zone, dutch);
  const stayed = dueAt(runs({ unit: 'days', count: 1, onRestDay: 'stays' }), start, zone, dutch);

  assert.equal(shown(moved), '2026-04-29T00:00+02:00');
  assert.equal(shown(stayed), '2026-04-28T00:00+02:00');
});

test('a given term is never longer than the article allows, and a clock without one refuses', () => {
  const dec = clockOf('clk-16-dec');
  const start = at('2026-11-02T09:00:00Z');

  assert.equal(shown(dueAt(dec, start, zone, dutch, { unit: 'hours', count: 4 })), '2026-11-02T14:00+01:00');
  assert.equal(shown(dueAt(dec, start, zone, dutch, { unit: 'days', count: 90 })), '2026-12-08T00:00+01:00');
  assert.throws(() => dueAt(dec, start, zone, dutch), /given length/);
});

const instants = fc
  .integer({ min: Date.UTC(2015, 0, 1), max: Date.UTC(2040, 0, 1) })
  .map((ms) => Temporal.Instant.fromEpochMilliseconds(ms));
const zones = fc.constantFrom('Europe/Amsterdam', 'UTC', 'America/St_Johns', 'Pacific/Apia', 'Australia/Lord_Howe');
const units = fc.constantFrom('minutes', 'hours', 'days', 'months', 'working_days' as const);
const run = (unit: string, count: number, moves: boolean): Pick<Clock, 'runs'> =>
  unit === 'minutes' || unit === 'hours'
    ? { runs: { unit, count } }
    : { runs: { unit: unit as 'days', count, onRestDay: moves ? 'moves_on' : 'stays' } };

test('a later start is never due earlier, and a longer term never ends earlier', () => {
  fc.assert(
    fc.property(
      instants,
      fc.nat(40 * 24 * 60),
      fc.nat(60),
      fc.nat(20),
      units,
      zones,
      fc.boolean(),
      (start, later, count, more, unit, z, moves) => {
        const one = dueAt(run(unit, count, moves), start, z, dutch);
        const startedLater = dueAt(run(unit, count, moves), start.add({ minutes: later }), z, dutch);
        const longer = dueAt(run(unit, count + more, moves), start, z, dutch);
        assert.ok(Temporal.Instant.compare(one, startedLater) <= 0);
        assert.ok(Temporal.Instant.compare(one, longer) <= 0);
        assert.ok(Temporal.Instant.compare(start, one) <= 0);
      },
    ),
  );
});

test('minutes and hours never depend on the zone or on rest days', () => {
  fc.assert(
    fc.property(
      instants,
      fc.nat(5000),
      fc.constantFrom('minutes', 'hours' as const),
      zones,
      zones,
      (start, count, unit, a, b) => {
        const one = dueAt(run(unit, count, false), start, a, dutch);
        const other = dueAt(run(unit, count, false), start, b, none);
        assert.equal(one.epochMilliseconds, other.epochMilliseconds);
        assert.equal(one.epochMilliseconds - start.epochMilliseconds, count * (unit === 'hours' ? 3_600_000 : 60_000));
      },
    ),
  );
});

test('a term in working days ends with a working day', () => {
  fc.assert(
    fc.property(instants, fc.integer({ min: 1, max: 40 }), (start, count) => {
      const due = dueAt(run('working_days', count, false), start, zone, dutch);
      const last = due.toZonedDateTimeISO(zone).toPlainDate().subtract({ days: 1 });
      assert.ok(!dutch.isRest(last), last.toString());
    }),
  );
});
