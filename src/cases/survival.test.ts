/** Effect in numbers: what is still open is never left out, and no number stands without its interval. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { effects, fixedAt, type Measured } from './effect.ts';
import { endedWithin, kaplanMeier, medianOf, type Watched, wilson } from './survival.ts';

const list = fc.array(fc.record({ hours: fc.integer({ min: 0, max: 500 }), ended: fc.boolean() }), {
  minLength: 1,
  maxLength: 60,
});

test('the curve of a known example is the one of the books', () => {
  // Remission of leukaemia under 6-MP, Freireich 1963, as in Kleinbaum and Klein, chapter 2.
  const ended = [6, 6, 6, 7, 10, 13, 16, 22, 23];
  const open = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35];
  const watched = [
    ...ended.map((hours) => ({ hours, ended: true })),
    ...open.map((hours) => ({ hours, ended: false })),
  ];

  const steps = kaplanMeier(watched);

  assert.deepEqual(
    steps.map((s) => [s.hours, s.atRisk, Math.round(s.survival * 1e4) / 1e4]),
    [
      [6, 21, 0.8571],
      [7, 17, 0.8067],
      [10, 15, 0.7529],
      [13, 12, 0.6902],
      [16, 11, 0.6275],
      [22, 7, 0.5378],
      [23, 6, 0.4482],
    ],
  );
  assert.equal(medianOf(watched)?.hours, 23);
  const at10 = steps.find((s) => s.hours === 10);
  assert.ok(at10 && Math.abs(at10.low - 0.5032) < 0.002 && Math.abs(at10.high - 0.8894) < 0.002, JSON.stringify(at10));
});

test('where nothing is censored, the share that ended is the plain share', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 1, maxLength: 40 }),
      fc.integer({ min: 0, max: 100 }),
      (hours, at) => {
        const e = endedWithin(
          hours.map((h) => ({ hours: h, ended: true })),
          at,
        );
        const plain = hours.filter((h) => h <= at).length / hours.length;
        assert.ok(e && Math.abs(e.value - plain) < 1e-9);
      },
    ),
  );
});

test('the curve only falls, each value lies in its interval, and intervals lie between nothing and all', () => {
  fc.assert(
    fc.property(list, (watched) => {
      let before = 1;
      for (const s of kaplanMeier(watched)) {
        assert.ok(s.survival <= before + 1e-12);
        assert.ok(s.low >= -1e-12 && s.low <= s.survival + 1e-9 && s.high >= s.survival - 1e-9 && s.high <= 1 + 1e-12);
        before = s.survival;
      }
    }),
  );
});

test('one more that is still open never makes things look faster', () => {
  fc.assert(
    fc.property(list, fc.integer({ min: 0, max: 500 }), (watched, at) => {
      const before = endedWithin(watched, at);
      const after = endedWithin([...watched, { hours: 10_000, ended: false }], at);
      assert.ok(!before || (after && after.value <= before.value + 1e-9));
    }),
  );
});

test('the order in which cases are given changes nothing', () => {
  fc.assert(
    fc.property(list, (watched) => {
      assert.deepEqual(kaplanMeier(watched), kaplanMeier(watched.toReversed()));
    }),
  );
});

test('beyond what anybody was watched there is no number, and a curve that stays above half has no median', () => {
  const watched: Watched[] = [
    { hours: 5, ended: true },
    { hours: 10, ended: false },
    { hours: 10, ended: false },
  ];

  assert.equal(endedWithin(watched, 24), undefined);
  assert.deepEqual(medianOf(watched), { hours: null, low: 5, high: null, n: 3, watchedHours: 10 });
  assert.equal(medianOf([]), undefined);
  assert.equal(endedWithin([], 1), undefined);
  const none = endedWithin([{ hours: 100, ended: false }], 24);
  assert.ok(none && none.value === 0 && none.high > 0.5, 'one case that is open says little');
});

test('Wilson holds the share, is never without width, and narrows with more', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 200 }), fc.integer({ min: 1, max: 200 }), (k, n) => {
      fc.pre(k <= n);
      const e = wilson(k, n);
      const more = wilson(k * 10, n * 10);
      assert.ok(e && more && e.low <= e.value && e.value <= e.high && e.low >= 0 && e.high <= 1 && e.high > e.low);
      assert.ok(more.high - more.low < e.high - e.low + 1e-12);
    }),
  );
  const known = wilson(8, 10);
  assert.ok(known && Math.abs(known.low - 0.4902) < 1e-3 && Math.abs(known.high - 0.9433) < 1e-3);
  assert.equal(wilson(0, 0), undefined);
});

const h = 3_600_000;
const measured = (more: Partial<Measured> = {}): Measured => ({
  course: 'phishing',
  version: 1,
  letters: [{ rung: 'letter', at: 0, read: true, answered: false }],
  outcome: 'fixed',
  closedAt: 10 * h,
  lastSeenAt: 2 * h,
  saidFixedAt: null,
  restrictedAt: null,
  termHours: 4,
  recurredAt: null,
  ...more,
});

test('when it was fixed: the customer’s word where it was closed on it, the last sighting where nothing more was seen', () => {
  assert.equal(fixedAt(measured(), 0), 10 * h);
  assert.equal(fixedAt(measured({ saidFixedAt: 3 * h }), 0), 3 * h);
  assert.equal(fixedAt(measured({ outcome: 'not_seen_again' }), 0), 2 * h);
  assert.equal(fixedAt(measured({ outcome: 'no_action_possible' }), 0), null);
  assert.equal(fixedAt(measured({ closedAt: null, outcome: null }), 0), null);
});

test('a case that the host ended, or that is open, is watched until then; one that was no abuse is not counted', () => {
  const now = 100 * h;
  const [e] = effects(
    [
      measured({ saidFixedAt: 3 * h, recurredAt: 10 * h + 24 * h }),
      measured({ restrictedAt: 6 * h }),
      measured({ outcome: null, closedAt: null }),
      measured({ outcome: 'false_positive' }),
    ],
    'course',
    now,
  );

  assert.ok(e);
  assert.equal(e.n, 3);
  assert.equal(e.fixed, 1);
  assert.equal(e.curve.length, 1);
  assert.equal(e.inTerm?.n, 3);
  assert.ok(Math.abs((e.inTerm?.value ?? 0) - 1 / 3) < 1e-9);
  assert.equal(e.read?.value, 1);
  assert.equal(e.answered?.value, 0);
  assert.equal(e.recurred[0]?.days, 30);
  assert.equal(e.recurred[0]?.share, null, 'nobody was watched for thirty days');
});

test('a rung counts until the next letter went, and each version stands apart', () => {
  const letters: Measured['letters'] = [
    { rung: 'letter', at: 0, read: false, answered: false },
    { rung: 'reminder', at: 2 * h, read: true, answered: true },
  ];
  const rungs = effects([measured({ letters, saidFixedAt: 3 * h }), measured({ version: 2 })], 'rung', 100 * h);

  assert.deepEqual(
    rungs.map((r) => [r.version, r.rung, r.n, r.fixed]),
    [
      [1, 'letter', 1, 0],
      [1, 'reminder', 1, 1],
      [2, 'letter', 1, 1],
    ],
  );
  assert.equal(rungs[1]?.median?.hours, 1);
});
