/** A decision says what it lacks, a plan says what it does, and a second person is asked where the rules say so. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Id } from '#kernel';
import { type MatterFacts, secondPersonFor, standingOf, strikeExpires } from '#law';
import { loadLaw } from '#law/work';
import { adapters } from './adapters/index.ts';
import { type DecisionContent, decisionArrow, decisionLife, lacksOf } from './decision.ts';
import { measureArrow, measureLife } from './measure.ts';
import { exceptionOf, type PlanInput, planFor, targetOf } from './plan.ts';

const law = await loadLaw();
const now = Temporal.Instant.from('2026-11-22T10:00:00Z');
const party = 'party_01jd0000000000000000000000' as Id<'party'>;
const system = 'sys_01jd0000000000000000000000' as Id<'sys'>;
const matter: MatterFacts = {
  id: 'case_01jd0000000000000000000000',
  kind: 'case',
  number: 'BZ-26-000001',
  receivedAt: now,
  items: [],
  category: 'scams_and_fraud',
  keyword: 'PHISHING',
  origin: 'SOURCE_VOLUNTARY',
  secret: null,
  csam: false,
};
const whole: DecisionContent = {
  outcome: 'acted',
  items: [],
  party,
  contract: null,
  ground: 'INCOMPATIBLE_CONTENT',
  provision: 'Terms 4.2',
  provisionVersion: '2026-01',
  restrictions: ['provision:TOTAL_SUSPENSION'],
  category: 'scams_and_fraud',
  keyword: 'PHISHING',
  keywordOther: null,
  contentTypes: ['TEXT'],
  territorialScope: [],
  contentDate: null,
  endsAt: null,
  automatedDetection: false,
  automatedDecision: 'NOT_AUTOMATED',
  origin: 'SOURCE_VOLUNTARY',
  ownRule: false,
  confidence: 'high',
  severity: 'ordinary',
  facts: 'A page that steals passwords stood at the address on 21 November.',
  explanation: 'The terms forbid phishing.',
  notifier: null,
  notifierNeeded: null,
  measures: [{ what: 'suspend_account', system, target: { account: '42' } }],
  exception: null,
};
const lacksWith = (change: Partial<DecisionContent>, of: Pick<MatterFacts, 'kind'> = matter) => {
  const d = { ...whole, ...change };
  return lacksOf(d, of, d.category ? law.categories.get(d.category) : undefined, now);
};

test('a whole decision lacks nothing, and each part that is left out is named', () => {
  assert.deepEqual(lacksWith({}), []);
  assert.deepEqual(lacksWith({ facts: ' ' }), ['facts']);
  assert.deepEqual(lacksWith({ explanation: '' }), ['explanation']);
  assert.deepEqual(lacksWith({ provision: null }), ['provision']);
  assert.deepEqual(lacksWith({ provisionVersion: null }), ['provision_version']);
  assert.deepEqual(lacksWith({ ground: 'ILLEGAL_CONTENT', provisionVersion: null }), []);
  assert.deepEqual(lacksWith({ category: null }), ['category']);
  assert.deepEqual(lacksWith({ keyword: 'NO_SUCH_WORD' }), ['keyword']);
  assert.deepEqual(lacksWith({ keyword: 'OTHER' }), ['keyword_other']);
  assert.deepEqual(lacksWith({ keyword: 'OTHER', keywordOther: 'malware.c2' }), []);
  assert.deepEqual(lacksWith({ contentTypes: ['POEM'] }), ['content_types']);
  assert.deepEqual(lacksWith({ territorialScope: ['EL'] }), ['territorial_scope'], 'Greece is GR here');
  assert.deepEqual(lacksWith({ party: null }), ['recipient']);
  assert.deepEqual(lacksWith({ origin: null }), ['origin']);
  assert.deepEqual(lacksWith({ endsAt: now }), ['ends_at']);
  assert.deepEqual(lacksWith({ notifier: 'A. Notifier' }), ['notifier_needed']);
  assert.deepEqual(lacksWith({ measures: [] }), ['measures', 'restriction_idle']);
  assert.deepEqual(lacksWith({ restrictions: ['visibility:CONTENT_REMOVED'] }), ['restriction_idle']);
  assert.deepEqual(lacksWith({ restrictions: ['provision:GONE'] }), ['restriction_unknown']);
  assert.deepEqual(lacksWith({ measures: [{ what: 'suspend_account', system, target: {} }] }), ['measure_target']);
});

test('an order needs its measures and nothing of its own reasons', () => {
  const order = {
    party: null,
    ground: null,
    provision: null,
    facts: '',
    explanation: '',
    category: null,
    origin: null,
    contentTypes: [],
  };

  assert.deepEqual(lacksWith(order, { kind: 'order' }), []);
  assert.ok(lacksWith(order).length > 5);
});

test('a decision to do nothing says why, and restricts nothing', () => {
  assert.deepEqual(lacksWith({ outcome: 'not_acted', restrictions: [], measures: [] }), []);
  assert.deepEqual(lacksWith({ outcome: 'not_acted' }), ['nothing_to_do']);
});

const input = (change: Partial<PlanInput> = {}): PlanInput => ({
  content: whole,
  matter,
  category: law.categories.get('scams_and_fraud'),
  systems: [
    {
      id: system,
      name: 'billing',
      adapter: adapters.get('whmcs') as NonNullable<ReturnType<typeof adapters.get>>,
      options: { url: 'https://billing.example' },
      can: { suspend_account: ['vps'] },
    },
  ],
  serviceKind: 'vps',
  ability: null,
  recipients: [{ party, name: 'Bakery', language: 'nl', passOn: false, reachable: true }],
  others: [],
  standing: { total: 0, step: null },
  now,
  ...change,
});

test('a plan says what is done where, which letter goes and which clocks start, without doing it', () => {
  const plan = planFor(input());

  assert.equal(plan.ready, true);
  assert.deepEqual(
    plan.steps.map((s) => [s.says.en, s.canUndo, s.proof]),
    [['WHMCS suspends service 42 (ModuleSuspend)', true, 'system']],
  );
  assert.deepEqual(
    plan.letters.map((l) => l.template),
    ['ltr-susp'],
  );
  assert.deepEqual(
    plan.clocks.map((c) => c.clock),
    ['clk-17', 'clk-20'],
  );
  assert.equal(plan.exception, null);
});

test('a plan offers nothing the provider cannot do, and no system for another kind of service', () => {
  assert.deepEqual(planFor(input({ ability: ['null_route'] })).steps[0]?.hindrances, ['not_possible']);
  assert.deepEqual(planFor(input({ serviceKind: 'dedicated' })).steps[0]?.hindrances, ['system_not_for_service']);
  assert.deepEqual(planFor(input({ systems: [] })).steps[0]?.hindrances, ['system_gone']);
  assert.equal(planFor(input({ systems: [] })).ready, false);
});

test('whoever else uses the address is counted before anything is done', () => {
  const plan = planFor(input({ others: [{ party: null, name: 'Trapper Fietsen', what: 'fietsen.example' }] }));

  assert.match(plan.warnings[0]?.en ?? '', /hits 1 other/);
});

test('the exception that holds by itself is recorded: an order, secrecy, nobody who can be written to', () => {
  const by = (change: Partial<PlanInput>) => exceptionOf(input(change))?.exception ?? null;

  assert.equal(by({}), null);
  assert.equal(by({ matter: { ...matter, kind: 'order' } }), 'order');
  assert.equal(by({ matter: { ...matter, secret: { until: null, basis: 'art. 125p Sv' } } }), 'secrecy');
  assert.equal(by({ recipients: [] }), 'no_contact');
  assert.deepEqual(
    planFor(input({ matter: { ...matter, kind: 'order' } })).letters,
    [],
    'no letter of ours goes on an order',
  );
});

test('an end, a guess and a rule of our own ask for a second person', () => {
  const day = '2026-11-22';
  const ask = (restrictions: string[], confidence: 'high' | 'low' = 'high', ownRule = false) =>
    secondPersonFor({ restrictions, confidence, ownRule }, day);

  assert.deepEqual(ask(['provision:TOTAL_SUSPENSION']), []);
  assert.deepEqual(ask(['provision:TOTAL_TERMINATION']), ['service_termination']);
  assert.deepEqual(ask(['account:TERMINATED']), ['account_ban']);
  assert.deepEqual(ask(['provision:TOTAL_SUSPENSION'], 'low'), ['low_confidence']);
  assert.deepEqual(ask(['provision:TOTAL_SUSPENSION'], 'high', true), ['own_rule']);
});

test('every state of a decision and of a measure can be left or is an end, and every arrow lands', () => {
  for (const [life, arrow] of [
    [decisionLife, decisionArrow],
    [measureLife, measureArrow],
  ] as const)
    for (const [state, acts] of Object.entries(life))
      for (const act of Object.keys(acts)) {
        const to = arrow(state as never, act);
        assert.ok(to && Object.hasOwn(life, to.to), `${state} ${act}`);
      }
  assert.equal(decisionArrow('reversed', 'carry_out'), undefined);
});

test('violations add up until their time is over, and a reversed one weighs nothing', () => {
  const strike = (weight: number, days: number, revoked = false) => ({
    weight,
    expiresAt: now.add({ hours: 24 * days }),
    revokedAt: revoked ? now : null,
  });

  assert.deepEqual(standingOf([], now), { total: 0, step: null });
  assert.deepEqual(standingOf([strike(1, 10)], now), { total: 1, step: 'warn' });
  assert.deepEqual(standingOf([strike(4, 10), strike(4, 10)], now), { total: 8, step: 'end' });
  assert.deepEqual(standingOf([strike(4, 10), strike(4, -1), strike(4, 10, true)], now), { total: 4, step: 'suspend' });
  assert.equal(strikeExpires('ordinary', now, 'Europe/Amsterdam').toString(), '2027-11-22T10:00:00Z');
});

test('what a location is decides what a measure can act on', () => {
  assert.deepEqual(targetOf('https://inlog.example/bank', null), {
    url: 'https://inlog.example/bank',
    host: 'inlog.example',
  });
  assert.deepEqual(targetOf('192.0.2.9:25', null), { ip: '192.0.2.9', port: 25 });
  assert.deepEqual(targetOf('192.0.2.9', 'C-1'), { account: 'C-1', ip: '192.0.2.9' });
  assert.deepEqual(targetOf('2001:db8::5', null), { ip: '2001:db8::5' });
  assert.deepEqual(targetOf('inlog.example', null), { host: 'inlog.example' });
  assert.deepEqual(targetOf('38 addresses', 'C-1'), { account: 'C-1' });
});
