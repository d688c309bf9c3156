/** Directives: the first that holds counts, what is urgent waits for nothing, and a set with a fault is said whole. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type Directive, directive, letterFormats, severities, togethers } from '#law';
import { loadLaw } from '#law/work';
import { type DirectiveFacts, directiveFor, holdsFor, readDirectives, routeOf } from './routing.ts';

const law = await loadLaw();
const shipped = [...law.directives.values()];
const known = { kinds: law.kinds, actions: law.actions, serviceKinds: ['vps', 'transit'], webhooks: ['whk_1'] };

const facts = (more: Partial<DirectiveFacts> = {}): DirectiveFacts => ({
  kinds: ['vuln.exposed_service'],
  course: 'exposed_service',
  severity: 'high',
  band: 3,
  statutory: false,
  holder: ['party_1', 'K-1'],
  addressee: ['party_1', 'K-1'],
  contract: 'ctr_1',
  serviceKind: 'vps',
  addresses: ['192.0.2.9'],
  feeds: ['shadowserver'],
  tags: [],
  ...more,
});
const title = { nl: 'x', en: 'x' };
const rule = (id: string, when: Directive['when'], outcome: Partial<Directive['outcome']> = {}) =>
  directive({ id, title, when, outcome: { send: true, ...outcome } });

test('the shipped set is sound, and catches every kind with a course of action', () => {
  assert.deepEqual(readDirectives(shipped, known).faults, []);
  for (const action of law.actions.keys()) assert.ok(directiveFor(shipped, facts({ course: action })), action);
});

test('the first directive that holds counts, and every named condition must hold', () => {
  const set = [
    rule('vps', { service_kinds: ['vps'], networks: ['192.0.2.0/28'] }),
    rule('tagged', { tags: ['VIP'] }),
    rule('rest', {}),
  ];

  assert.equal(directiveFor(set, facts())?.id, 'vps');
  assert.equal(directiveFor(set, facts({ addresses: ['192.0.2.99'] }))?.id, 'rest');
  assert.equal(directiveFor(set, facts({ serviceKind: null, tags: ['vip'] }))?.id, 'tagged');
  assert.equal(directiveFor([set[0] as Directive], facts({ serviceKind: null })), undefined);
});

test('each condition can keep a directive from holding', () => {
  const never: readonly Directive['when'][] = [
    { kinds: ['spam.*'] },
    { courses: ['phishing'] },
    { severities: ['critical'] },
    { bands: [0] },
    { holders: ['K-2'] },
    { addressees: ['K-2'] },
    { service_kinds: ['transit'] },
    { networks: ['2001:db8::/32'] },
    { feeds: ['arf'] },
    { tags: ['vip'] },
  ];

  for (const when of never) assert.equal(holdsFor({ when }, facts()), false, JSON.stringify(when));
  assert.equal(holdsFor({ when: { kinds: ['vuln.*'], holders: ['k-1'], networks: ['192.0.2.8/29'] } }, facts()), true);
  assert.equal(
    holdsFor({ when: { severities: ['high'] } }, facts({ severity: null })),
    false,
    'unknown is no severity',
  );
});

test('whatever a directive says, what is urgent leaves at once, and is neither joined nor held back as a repeat', () => {
  const outcome = fc.record({
    send: fc.boolean(),
    rhythm: fc.constantFrom('by_course', 'at_once', 'digest', 'weekly') as fc.Arbitrary<Directive['outcome']['rhythm']>,
    together: fc.constantFrom(...togethers),
    format: fc.constantFrom(...letterFormats.filter((f) => f !== 'webhook')),
    suppress_days: fc.integer({ min: 1, max: 365 }),
  });
  const urgent = fc.constantFrom<Partial<DirectiveFacts>>({ band: 0 }, { band: 1 }, { band: 5, statutory: true });
  fc.assert(
    fc.property(outcome, urgent, fc.constantFrom(...severities), (o, u, severity) => {
      const route = routeOf(rule('x', {}, o), facts({ ...u, severity }), { rhythm: 'weekly' });
      assert.equal(route.rhythm, 'at_once');
      assert.equal(route.group, null);
      assert.equal(route.suppressDays, null);
      assert.equal(route.urgent, true);
      // A term of law is met also where a rule would keep silent.
      assert.equal(route.send, o.send || u.statutory === true);
    }),
  );
});

test('letters of one digest have in common what the directive says', () => {
  const group = (together: Directive['outcome']['together'], more: Partial<DirectiveFacts> = {}) =>
    routeOf(rule('x', {}, { rhythm: 'digest', together }), facts(more), { rhythm: 'at_once' }).group;

  assert.equal(group('addressee'), 'addressee:');
  assert.equal(group('holder'), 'holder:party_1');
  assert.equal(group('contract'), 'contract:ctr_1');
  assert.equal(group('kind'), 'kind:vuln.exposed_service');
  assert.equal(group('prefix'), 'prefix:192.0.2.0/24');
  assert.equal(group('prefix', { addresses: ['2001:db8:1:2::5'] }), 'prefix:2001:db8:1::/48');
});

test('the rhythm of the course counts where the directive leaves it, and the higher bands never wait', () => {
  const rhythm = (band: number) => routeOf(rule('x', {}), facts({ band }), { rhythm: 'digest' }).rhythm;

  assert.deepEqual([2, 3].map(rhythm), ['at_once', 'digest']);
});

test('a set is refused whole, with every fault at its place', () => {
  const faults = (set: unknown) => readDirectives(set, known).faults.map((f) => `${f.no} ${f.field}`);
  const one = (when: object, outcome: object, id = 'a') => ({ id, title, when, outcome: { send: true, ...outcome } });

  assert.deepEqual(faults('nothing'), ['0 ']);
  assert.deepEqual(faults([]), ['0 ']);
  assert.deepEqual(faults([one({ kinds: ['no.such'] }, {}), one({}, {}, 'b')]), ['1 when.kinds']);
  assert.deepEqual(faults([one({ courses: ['nothing'] }, {}), one({}, {}, 'b')]), ['1 when.courses']);
  assert.deepEqual(faults([one({ networks: ['192.0.2.0/99'] }, {}), one({}, {}, 'b')]), ['1 when.networks']);
  assert.deepEqual(faults([one({ service_kinds: ['boat'] }, {}), one({}, {}, 'b')]), ['1 when.service_kinds']);
  assert.deepEqual(faults([one({}, { address: 'a@b.example, c@d.example' })]), ['1 outcome.address']);
  assert.deepEqual(faults([one({}, { copy_to: ['nobody'] })]), ['1 outcome.copy_to']);
  assert.deepEqual(faults([one({}, { format: 'webhook' })]), ['1 outcome.webhook']);
  assert.deepEqual(faults([one({}, { webhook: 'whk_2', format: 'webhook' })]), ['1 outcome.webhook']);
  assert.deepEqual(faults([one({}, { webhook: 'whk_1', format: 'webhook' })]), []);
  assert.deepEqual(faults([one({ bands: [3] }, {})]), ['1 when'], 'nothing catches the rest');
  assert.deepEqual(faults([one({}, {}), one({ bands: [3] }, {}, 'b'), one({}, {}, 'c')]), ['2 when', '3 when']);
  assert.deepEqual(faults([one({ kinds: ['vuln.*'] }, {}), one({ kinds: ['vuln.cve'] }, {}, 'b'), one({}, {}, 'c')]), [
    '2 when',
  ]);
  assert.deepEqual(faults([one({ surprise: 1 }, {}), one({}, {}, 'a')]).length, 1);
  assert.deepEqual(faults([one({ bands: [1] }, {}), one({}, {}, 'a')]), ['2 id']);
});
