/** A clock runs on the wall: it warns before the end, stands still only under its article, and a breach stays a breach. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { dueAt, restDays } from '#law';
import { loadLaw } from '#law/work';
import {
  type DeadlineState,
  deadlineArrow,
  deadlineLife,
  deadlineStates,
  isOver,
  momentOfShare,
  nextLook,
  type Pause,
  pauseRule,
  type Running,
  remaining,
  resumedDue,
  sharePassed,
  warningsDue,
} from './deadline.ts';

const at = (text: string) => Temporal.Instant.from(text);
const epoch = at('2026-01-01T00:00:00Z');
const rest = restDays((await loadLaw()).holidays.get('nl') ?? assert.fail('no Dutch holidays'));

const running = (startsAt: string, dueAt: string, more: Partial<Running> = {}): Running => ({
  startsAt: at(startsAt),
  dueAt: at(dueAt),
  state: 'running',
  pauses: [],
  warned: [],
  ...more,
});

/** A running deadline of some length with a few pauses that ended, its due moment moved by each. */
const someDeadline = fc
  .record({
    start: fc.integer({ min: 0, max: 1e9 }),
    minutes: fc.integer({ min: 1, max: 100_000 }),
    gaps: fc.array(fc.tuple(fc.integer({ min: 1, max: 500_000 }), fc.integer({ min: 0, max: 500_000 })), {
      maxLength: 4,
    }),
  })
  .map(({ start, minutes, gaps }) => {
    const startsAt = epoch.add({ milliseconds: start });
    let due = startsAt.add({ minutes });
    let cursor = startsAt;
    const pauses: Pause[] = [];
    for (const [run, length] of gaps) {
      const from = cursor.add({ milliseconds: run });
      if (Temporal.Instant.compare(from, due) >= 0) break;
      const until = from.add({ milliseconds: length });
      due = resumedDue({ startsAt, dueAt: due, pauses }, { from }, until);
      pauses.push({ article: '3(7)', from, until });
      cursor = until;
    }
    return { d: { startsAt, dueAt: due, state: 'running', pauses, warned: [] } satisfies Running, minutes };
  });

test('every arrow ends in a state, and every state but the ended ones can end', () => {
  for (const state of deadlineStates)
    for (const [act, arrow] of Object.entries(deadlineLife[state]))
      assert.ok(deadlineStates.includes(arrow.to), `${state} ${act}`);

  for (const state of ['running', 'paused'] as const) assert.equal(deadlineArrow(state, 'meet')?.to, 'met');
  assert.equal(deadlineArrow('met', 'void'), undefined);
});

test('a breach is the work of the engine, and nothing brings a deadline back from it', () => {
  const reached = new Set<DeadlineState>(['breached']);
  for (const state of reached)
    for (const arrow of Object.values(deadlineLife[state])) reached.add(arrow.to as DeadlineState);

  assert.deepEqual([...reached], ['breached']);
  for (const state of deadlineStates)
    for (const [act, arrow] of Object.entries(deadlineLife[state]))
      assert.equal(arrow.by === 'engine', act === 'breach', `${state} ${act}`);
});

test('the due moment itself is too late, and one millisecond before it is in time', () => {
  const d = running('2026-11-22T10:00:00Z', '2026-11-22T11:00:00Z');

  assert.equal(isOver(d, at('2026-11-22T10:59:59.999Z')), false);
  assert.equal(isOver(d, at('2026-11-22T11:00:00Z')), true);
  assert.equal(isOver({ ...d, state: 'paused' }, at('2026-11-22T12:00:00Z')), false);
});

test('pauses give back exactly the time they took, whatever their number', () => {
  fc.assert(
    fc.property(someDeadline, ({ d, minutes }) => {
      const paused = d.pauses.reduce(
        (sum, p) => sum + ((p.until?.epochMilliseconds ?? 0) - p.from.epochMilliseconds),
        0,
      );
      const term = d.dueAt.epochMilliseconds - d.startsAt.epochMilliseconds;

      assert.equal(term - paused, minutes * 60_000);
      assert.equal(Temporal.Instant.compare(momentOfShare(d, 1), d.dueAt), 0);
    }),
  );
});

test('the moment of a share is the first at which that share has passed', () => {
  fc.assert(
    fc.property(someDeadline, fc.integer({ min: 1, max: 99 }), ({ d }, percent) => {
      const share = percent / 100;
      const moment = momentOfShare(d, share);

      assert.ok(sharePassed(d, moment) >= share - 1e-9, 'has passed then');
      assert.ok(sharePassed(d, moment.subtract({ milliseconds: 2 })) < share + 1e-9, 'had not passed before');
    }),
  );
});

test('the share that has passed never goes back, and is 1 from the due moment on', () => {
  fc.assert(
    fc.property(someDeadline, fc.integer({ min: 0, max: 1e8 }), fc.integer({ min: 0, max: 1e8 }), ({ d }, a, b) => {
      const early = d.startsAt.add({ milliseconds: Math.min(a, b) });
      const late = d.startsAt.add({ milliseconds: Math.max(a, b) });

      assert.ok(sharePassed(d, early) <= sharePassed(d, late));
      assert.equal(sharePassed(d, d.dueAt), 1);
    }),
  );
});

test('whoever looks at each next moment gives every warning once, in order, and then sees the end', () => {
  const shares = [0.25, 0.5, 0.8];
  fc.assert(
    fc.property(someDeadline, ({ d }) => {
      const given: number[] = [];
      let now: Running = d;
      for (let looks = 0; looks < 10; looks++) {
        const next = nextLook(now, shares);
        assert.ok(next);
        if (isOver(now, next)) break;
        const due = warningsDue(now, shares, next);
        assert.ok(due.length > 0, 'a look that is not the end has something to say');
        given.push(...due);
        now = { ...now, warned: [...now.warned, ...due] };
      }

      assert.deepEqual(given, [...given].sort());
      assert.equal(new Set(given).size, given.length);
      assert.equal(Temporal.Instant.compare(nextLook(now, shares) ?? epoch, d.dueAt), 0);
    }),
  );
});

test('a share that came back from the table as a four-byte real is known again', () => {
  const d = running('2026-11-22T10:00:00Z', '2026-11-22T16:00:00Z', { warned: [Math.fround(1 / 6)] });

  assert.deepEqual(warningsDue(d, [1 / 6, 0.5], at('2026-11-22T11:30:00Z')), []);
});

test('once the term is over nobody is warned any more', () => {
  const d = running('2026-11-22T10:00:00Z', '2026-11-22T11:00:00Z');

  assert.deepEqual(warningsDue(d, [0.5, 0.8], at('2026-11-22T11:00:00Z')), []);
  assert.deepEqual(warningsDue(d, [0.5, 0.8], at('2026-11-22T10:55:00Z')), [0.5, 0.8]);
});

test('what is left stands still while a pause lasts', () => {
  const d = running('2026-11-22T10:00:00Z', '2026-11-22T11:00:00Z', {
    state: 'paused',
    pauses: [{ article: '3(7)', from: at('2026-11-22T10:20:00Z'), until: null }],
  });

  assert.equal(remaining(d, at('2026-11-22T15:00:00Z')).total('minutes'), 40);
  assert.equal(sharePassed(d, at('2026-11-22T15:00:00Z')), 1 / 3);
});

test('a clock pauses on the fact its article names and on no other', () => {
  const clock = { pausesOn: [{ article: '3(7)', from: 'impossibility.told', until: 'impossibility.ended' }] };

  assert.equal(pauseRule(clock, 'impossibility.told')?.article, '3(7)');
  assert.equal(pauseRule(clock, 'weekend'), undefined);
  assert.equal(pauseRule({ pausesOn: [] }, 'impossibility.told'), undefined);
});

test('an hour is a real hour when the clocks go forward and when they go back', () => {
  const hour = { runs: { unit: 'hours', count: 1 } } as const;
  const zone = 'Europe/Amsterdam';
  const spring = dueAt(hour, at('2026-03-29T00:30:00Z'), zone, rest);
  const autumn = dueAt(hour, at('2026-10-25T00:30:00Z'), zone, rest);

  const d = running('2026-10-25T00:30:00Z', autumn.toString());

  assert.equal(spring.toString(), '2026-03-29T01:30:00Z');
  assert.equal(autumn.toString(), '2026-10-25T01:30:00Z');
  assert.equal(remaining(d, at('2026-10-25T01:00:00Z')).total('minutes'), 30);
  assert.equal(spring.toZonedDateTimeISO(zone).toPlainTime().toString(), '03:30:00');
});

test('a term in days over the end of summer time ends at midnight of the zone, and its half is half of the real time', () => {
  const due = dueAt({ runs: { unit: 'given' } }, at('2026-10-24T08:00:00Z'), 'Europe/Amsterdam', rest, {
    unit: 'days',
    count: 1,
  });
  const d = running('2026-10-24T08:00:00Z', due.toString());

  assert.equal(due.toString(), '2026-10-25T23:00:00Z');
  assert.equal(momentOfShare(d, 0.5).toString(), '2026-10-25T03:30:00Z');
});

test('after a pause that begins the term anew the whole hour runs again, and warns again', () => {
  const before = running('2026-11-20T21:40:00Z', '2026-11-20T22:40:00Z', { warned: [1 / 6, 5 / 12] });
  const open: Pause = { article: '3(7)', from: at('2026-11-20T22:10:00Z'), until: null, anew: true };
  const until = at('2026-11-21T03:00:00Z');

  const due = resumedDue({ ...before, pauses: [open] }, open, until);
  const after = { ...before, dueAt: due, pauses: [{ ...open, until }], warned: [] };

  assert.equal(due.toString(), '2026-11-21T04:00:00Z');
  assert.equal(momentOfShare(after, 0.5).toString(), '2026-11-21T03:30:00Z');
  assert.equal(sharePassed(after, at('2026-11-21T03:15:00Z')), 0.25);
  assert.equal(nextLook(after, [1 / 6])?.toString(), '2026-11-21T03:10:00Z');
});

test('a term that began anew and is paused again has what it had left, or begins anew once more', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 59 }),
      fc.integer({ min: 0, max: 10_000 }),
      fc.integer({ min: 1, max: 59 }),
      fc.integer({ min: 0, max: 10_000 }),
      fc.boolean(),
      (ran, paused, ranAgain, pausedAgain, anewAgain) => {
        const first: Pause = { article: '3(7)', from: epoch.add({ minutes: ran }), until: null, anew: true };
        const firstEnd = first.from.add({ minutes: paused });
        const d = { startsAt: epoch, dueAt: epoch.add({ hours: 1 }), pauses: [first] };
        const due = resumedDue(d, first, firstEnd);
        assert.equal(firstEnd.until(due).total('minutes'), 60);

        const second: Pause = {
          article: '3(8)',
          from: firstEnd.add({ minutes: ranAgain }),
          until: null,
          ...(anewAgain ? { anew: true as const } : {}),
        };
        const secondEnd = second.from.add({ minutes: pausedAgain });
        const again = resumedDue(
          { ...d, dueAt: due, pauses: [{ ...first, until: firstEnd }, second] },
          second,
          secondEnd,
        );

        assert.equal(secondEnd.until(again).total('minutes'), anewAgain ? 60 : 60 - ranAgain);
      },
    ),
  );
});
