import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { wilson } from '#kernel';
import { confidenceFor, judge, trusts } from './priority.ts';
import { doubtOf, type NotifierRecord, stepsLost } from './record.ts';

const record = (confirmed: number, wrong: number, unclear = 0): NotifierRecord => ({
  id: 'ntf_1',
  name: 'crier.example',
  confirmed,
  wrong,
  unclear,
});

test('the interval is that of Wilson: known values, and honest at the ends', () => {
  // Newcombe (1998), table I: 81/263, 15/148, 0/20, 1/29 at 95%.
  const known = [
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ] as const;
  for (const [k, n, low, high] of known) {
    const s = wilson(k, n);
    assert.ok(Math.abs(s.low - low) < 0.0001 && Math.abs(s.high - high) < 0.0001, `${k}/${n}: ${s.low}–${s.high}`);
  }
  assert.deepEqual([wilson(0, 0).share, wilson(0, 0).low, wilson(0, 0).high], [null, 0, 1]);
});

test('few cases decide nothing; a step goes beyond chance, two where it is nearly always wrong', () => {
  assert.deepEqual(
    [
      record(0, 0),
      record(0, 3),
      record(0, 4),
      record(1, 3),
      record(5, 5),
      record(0, 16),
      record(3, 30),
      record(0, 3, 500),
    ].map(stepsLost),
    [0, 0, 1, 0, 0, 2, 1, 0],
  );
});

test('more right never loses more, more wrong never loses less', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 200 }), fc.integer({ min: 0, max: 200 }), (right, wrong) => {
      const here = stepsLost(record(right, wrong));
      assert.ok(stepsLost(record(right + 1, wrong)) <= here);
      assert.ok(stepsLost(record(right, wrong + 1)) >= here);
    }),
  );
});

test('a record only ever lowers, says by how much, and leaves our own word, authorities and trusted flaggers alone', () => {
  for (const trust of trusts)
    for (const evidence of [true, false]) {
      const confidence = confidenceFor(trust, evidence);
      const doubt = doubtOf(trust, confidence, [record(0, 40)]);
      if (['own_probe', 'official', 'trusted_flagger'].includes(trust)) assert.equal(doubt, undefined, trust);
      else {
        assert.ok(doubt && doubt.to <= confidence && doubt.to >= 0.2, trust);
        assert.match(doubt.text.en, /0 of 40 reports were right \(0–9%, n = 40\)/);
        assert.match(doubt.text.nl, /0 van 40 meldingen terecht/);
      }
      assert.equal(doubtOf(trust, confidence, [record(40, 0)]), undefined, 'a good record raises nothing');
    }
});

test('one reporter without doubts, or one we cannot name, is enough to have none', () => {
  assert.ok(doubtOf('known', 0.6, [record(0, 9), record(0, 20)]));
  assert.equal(doubtOf('known', 0.6, [record(0, 9), record(3, 1)]), undefined);
  assert.equal(doubtOf('known', 0.6, [record(0, 9), null]), undefined);
  assert.equal(doubtOf('known', 0.6, []), undefined);
  assert.equal(doubtOf('known', 0.6, [record(0, 5), record(0, 40)])?.steps, 1, 'the better of two counts');
});

test('a lane of the law stays first however bad the record, and the doubt stands among the words', () => {
  const doubt = doubtOf('known', 0.6, [record(0, 40)]);
  assert.ok(doubt);
  const factors = { activity: 4, speed: 3, harm: 4, reach: 0, aggravation: 0, confidence: doubt.to, doubt };
  const now = { now: Temporal.Instant.from('2026-11-22T10:00:00Z') };

  assert.equal(judge({ ...factors, lane: 'csam' }, now).band, 'P0');
  const plain = judge({ ...factors, lane: null }, now);
  assert.equal(plain.band, 'P2', 'verify within four hours first; not less');
  assert.ok(plain.explanation.nl.includes(doubt.text.nl) && plain.explanation.en.includes(doubt.text.en));
});
