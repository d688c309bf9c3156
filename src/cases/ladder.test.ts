/** Ladders: each course climbs one, rungs come on their clock, an answer stops them, and nobody is buried in letters after a sleep. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ladderFor } from '#law';
import { loadLaw } from '#law/work';
import { dueRungs, type LadderNow, ladderView, rungTime } from './ladder.ts';

const law = await loadLaw();
const start = Temporal.Instant.from('2026-11-22T10:00:00Z');
const clock = (name: string, hours: number, over = false) => ({
  clock: name,
  startsAt: start,
  dueAt: start.add({ hours }),
  pauses: [],
  over,
});
const now = (more: Partial<LadderNow> = {}): LadderNow => ({
  state: 'waiting',
  clocks: [clock('clk-case-customer', 24), clock('clk-case-host', 48)],
  climbed: [{ rung: 'letter', at: start, state: 'done', letter: 'let_1', why: null }],
  linkUp: false,
  answeredAt: null,
  ...more,
});
const standard = law.ladders.get('ladder-standard');
assert.ok(standard);
const due = (hours: number, more: Partial<LadderNow> = {}) => {
  const d = dueRungs(standard, now(more), start.add({ minutes: Math.round(hours * 60) }));
  return [...d.climb.map((r) => r.id), ...d.skip.map((s) => `-${s.rung.id} ${s.why}`)];
};

test('every course of action climbs exactly one ladder, whose letters and clocks exist', () => {
  for (const course of law.actions.keys()) {
    const found = [...law.ladders.values()].filter((l) => l.courses.includes(course));
    assert.equal(found.length, 1, course);
    assert.equal(ladderFor(law.ladders, course), found[0]);
  }
  for (const l of law.ladders.values()) {
    for (const course of l.courses) assert.ok(law.actions.has(course), `${l.id}: ${course}`);
    for (const r of l.rungs) {
      if (r.letter) assert.ok(law.letters.has(r.letter), r.letter);
      for (const m of r.at) assert.ok(law.clocks.has(m.clock), m.clock);
    }
    assert.equal(l.rungs[0]?.id, 'letter');
  }
});

test('a restriction is never a letter: it is proposed to a person', () => {
  for (const l of law.ladders.values())
    for (const r of l.rungs) if (r.id === 'restriction') assert.equal(r.letter, null, l.id);
});

test('the engine looks at the clock when a rung comes', () => {
  for (const l of law.ladders.values())
    for (const r of l.rungs)
      for (const m of r.at)
        assert.ok(m.share === 1 || law.clocks.get(m.clock)?.warnsAt.includes(m.share), `${l.id} ${r.id}`);
});

test('rungs come at half, at four fifths and at the end of the customer’s time', () => {
  assert.deepEqual(due(11.9), []);
  assert.deepEqual(due(12), ['reminder']);
  const reminded = {
    climbed: [...now().climbed, { rung: 'reminder', at: start, state: 'done', letter: null, why: null }],
  } as const;
  assert.deepEqual(due(12, reminded), []);
  assert.deepEqual(due(19.2, reminded), ['warning']);
});

test('after a long sleep the firmest letter goes alone, and the proposal stands beside it', () => {
  assert.deepEqual(due(30), ['warning', 'restriction', '-upstream no_link_up', '-reminder overtaken']);
  assert.deepEqual(due(30, { linkUp: true }), ['warning', 'restriction', 'upstream', '-reminder overtaken']);
});

test('an answer, a restriction and an end stop the ladder', () => {
  for (const state of ['answered', 'restricted', 'resolved', 'rejected', 'bundled'] as const)
    assert.deepEqual(due(30, { state }), [], state);
  const view = ladderView(standard, now({ state: 'answered' }));
  assert.deepEqual(
    view.map((r) => r.look),
    ['done', 'stopped', 'stopped', 'stopped', 'skipped'],
  );
});

test('a short term has no room for a last warning, a very short one not even for a reminder', () => {
  const term = (hours: number) => ({ clocks: [clock('clk-case-customer', hours)] });

  assert.deepEqual(due(4, term(4)), ['reminder', 'restriction', '-warning term_below', '-upstream no_link_up']);
  assert.deepEqual(due(1, term(1)), [
    'restriction',
    '-reminder term_below',
    '-warning term_below',
    '-upstream no_link_up',
  ]);
});

test('where no clock of the customer runs, a restriction is proposed by the clock of the host; one that ended counts no more', () => {
  const host = [clock('clk-case-customer', 24, true), clock('clk-case-host', 10)];

  assert.equal(rungTime({ at: standard.rungs[3]?.at ?? [] }, host)?.toString(), '2026-11-22T18:00:00Z');
  assert.equal(rungTime({ at: standard.rungs[1]?.at ?? [] }, host), null);
});

test('a person sees what comes next and when, and what waits for its clock', () => {
  const view = ladderView(standard, now({ linkUp: true }));
  assert.deepEqual(
    view.map((r) => [r.id, r.look]),
    [
      ['letter', 'done'],
      ['reminder', 'next'],
      ['warning', 'later'],
      ['restriction', 'later'],
      ['upstream', 'later'],
    ],
  );
  assert.equal(view[1]?.at?.toString(), '2026-11-22T22:00:00Z');
  const unsent = ladderView(standard, now({ clocks: [], climbed: [], state: 'new' }));
  assert.deepEqual(
    unsent.map((r) => r.look),
    ['waiting', 'waiting', 'waiting', 'waiting', 'skipped'],
  );
});
