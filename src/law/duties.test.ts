/** Which duty applies to whom: the table of the law, the switch for small enterprises, and what only is being studied. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  assess,
  classesOf,
  exemptionsOf,
  type HouseAnswers,
  readHouse,
  type ServiceAnswers,
  type ServiceQuestion,
  serviceQuestions,
  sizes,
} from './index.ts';
import { loadLaw } from './work.ts';

const law = await loadLaw();
const day = '2026-11-27';
const house = (more: Partial<HouseAnswers> = {}): HouseAnswers => ({
  size: 'medium',
  isInEu: true,
  isDutch: true,
  signed: [],
  ...more,
});
const service = (...is: ServiceQuestion[]): ServiceAnswers => ({
  name: 'a service',
  is: Object.fromEntries(is.map((q) => [q, true])),
});
const applying = (s: ServiceAnswers, h: HouseAnswers, on = day) =>
  assess(law.duties.values(), s, h, on)
    .duties.filter((d) => d.applies)
    .map((d) => d.duty.id);

const hosting = service('storage', 'public_sites');
const platform = service('storage', 'public_dissemination', 'public_sites');
const transit = service('transmit_only');
const cdn = service('cache_only', 'cdn');

test('the table of the DSA, cell by cell, for a medium provider', () => {
  const table: Record<string, readonly [boolean, boolean, boolean, boolean]> = {
    'dsa-09-10': [true, true, true, true],
    'dsa-11': [true, true, true, true],
    'dsa-12': [true, true, true, true],
    'dsa-14': [true, true, true, true],
    'dsa-15': [true, true, true, true],
    'dsa-15b': [false, false, true, true],
    'dsa-16': [false, false, true, true],
    'dsa-17': [false, false, true, true],
    'dsa-18': [false, false, true, true],
    'dsa-20-23': [false, false, false, true],
    'dsa-24': [false, false, false, true],
    'dsa-24-3': [false, false, false, true],
    tco: [false, false, true, true],
    atkm: [true, true, true, true],
    'csam-care': [false, false, true, true],
    'sv-125p': [true, true, true, true],
    sanctions: [true, true, true, true],
  };

  for (const [id, row] of Object.entries(table))
    [transit, cdn, hosting, platform].forEach((s, i) => {
      assert.equal(applying(s, house()).includes(id), row[i], `${id}, column ${i}`);
    });
});

test('small and micro enterprises lose the reports and the platform duties, and keep everything else', () => {
  const lost = (s: ServiceAnswers) => {
    const large = applying(s, house({ size: 'medium' }));
    return (['micro', 'small'] as const).map((size) => {
      const small = applying(s, house({ size }));
      return large.filter((id) => !small.includes(id));
    });
  };

  assert.deepEqual(lost(hosting), [
    ['dsa-15', 'dsa-15b'],
    ['dsa-15', 'dsa-15b'],
  ]);
  assert.deepEqual(lost(platform)[0], ['dsa-15', 'dsa-15b', 'dsa-20-23', 'dsa-24']);
  assert.ok(applying(platform, house({ size: 'micro' })).includes('dsa-24-3'), 'art. 24(3) binds small platforms too');
});

test('who was small until lately is spared the platform duties for twelve months, and not the report', () => {
  const lately = house({ size: 'medium', smallLostOn: '2026-01-01' });

  assert.ok(!applying(platform, lately, '2026-12-31').includes('dsa-20-23'));
  assert.ok(applying(platform, lately, '2027-01-01').includes('dsa-20-23'));
  assert.ok(applying(platform, lately, '2026-12-31').includes('dsa-15'));
});

test('a very large platform is never spared for being small', () => {
  const huge = service('storage', 'public_dissemination', 'vlop');

  assert.ok(applying(huge, house({ size: 'small' })).includes('dsa-20-23'));
  assert.ok(applying(huge, house({ size: 'small' })).includes('dsa-42'));
});

test('web hosting beneath the site of another is no platform, nor is a minor ancillary feature', () => {
  assert.deepEqual(
    classesOf(service('storage', 'public_dissemination', 'infra_for_others_site')).map((c) => c.class),
    ['hosting'],
  );
  assert.deepEqual(
    classesOf(service('storage', 'public_dissemination', 'public_is_minor_ancillary')).map((c) => c.class),
    ['hosting'],
  );
  assert.deepEqual(
    classesOf(platform).map((c) => c.class),
    ['hosting', 'online_platform'],
  );
});

test('bare metal is held for mere conduit, and the doubt is said', () => {
  const [found] = classesOf(service());

  assert.equal(found?.class, 'mere_conduit');
  assert.ok(found?.doubt?.nl && found.doubt.en);
});

test('each class has its exemption with what would lose it; encryption alone is never among it', () => {
  for (const [s, article] of [
    [transit, '4'],
    [cdn, '5'],
    [hosting, '6'],
  ] as const) {
    const [e] = exemptionsOf(classesOf(s));
    assert.equal(e?.article, article);
    assert.ok((e?.lostBy.length ?? 0) >= 2);
    assert.ok(e?.lostBy.some((w) => /recital 20/.test(w.en) && /does not count/.test(w.en)));
  }
});

test('the Cyberbeveiligingswet: DNS and domain names at any size, cloud from medium, essential when large', () => {
  assert.ok(applying(service('dns'), house({ size: 'micro' })).includes('cbw-dns'));
  assert.ok(applying(service('domain_registration'), house({ size: 'micro' })).includes('cbw-domains'));
  const cloud = service('storage', 'cloud');
  assert.ok(!applying(cloud, house({ size: 'small' })).includes('cbw-important'));
  assert.ok(applying(cloud, house({ size: 'medium' })).includes('cbw-important'));
  assert.ok(!applying(cloud, house({ size: 'medium' })).includes('cbw-essential'));
  assert.ok(applying(cloud, house({ size: 'large' })).includes('cbw-essential'));
  assert.ok(!applying(cloud, house({ size: 'large' }), '2026-08-14').includes('cbw-important'), 'not yet in force');
});

test('a representative is asked of those outside the Union, codes of those who signed', () => {
  assert.ok(!applying(hosting, house()).includes('dsa-13'));
  assert.ok(applying(hosting, house({ isInEu: false, isDutch: false })).includes('dsa-13'));
  assert.ok(!applying(hosting, house()).includes('ntd-code'));
  assert.ok(applying(hosting, house({ signed: ['ntd'] })).includes('ntd-code'));
});

test('what government only studies is shown and binds nobody, whatever the answers', () => {
  const studied = [...law.duties.values()].filter((d) => d.basis.mark === 'study').map((d) => d.id);
  assert.ok(studied.length >= 4);

  fc.assert(
    fc.property(
      fc.subarray(Object.keys(serviceQuestions) as ServiceQuestion[]),
      fc.constantFrom(...sizes),
      (is, size) => {
        const found = assess(law.duties.values(), service(...is), house({ size }), day);
        assert.equal(found.duties.length, law.duties.size, 'each rule is answered');
        for (const d of found.duties) {
          assert.ok(d.why.nl.length > 3 && d.why.en.length > 3, d.duty.id);
          if (studied.includes(d.duty.id)) assert.equal(d.applies, false);
        }
      },
    ),
  );
});

test('growing never takes a duty away', () => {
  fc.assert(
    fc.property(fc.subarray(Object.keys(serviceQuestions) as ServiceQuestion[]), (is) => {
      const each = sizes.map((size) => applying(service(...is), house({ size })));
      for (let i = 1; i < each.length; i++) for (const id of each[i - 1] ?? []) assert.ok(each[i]?.includes(id), id);
    }),
  );
});

test('every rule names a clock that exists', () => {
  for (const d of law.duties.values()) for (const c of d.clocks ?? []) assert.ok(law.clocks.has(c), `${d.id}: ${c}`);
});

test('a file of answers is read strictly and says which field is wrong', () => {
  const good = { size: 'small', in_eu: true, dutch: true, services: [{ name: 'web', is: { storage: true } }] };

  assert.equal(readHouse(JSON.stringify(good)).services[0]?.is.storage, true);
  assert.throws(() => readHouse('{'), /no JSON/);
  assert.throws(() => readHouse(JSON.stringify({ ...good, size: 'tiny' })), /size/);
  assert.throws(
    () => readHouse(JSON.stringify({ ...good, services: [{ name: 'x', is: { magic: true } }] })),
    /services\.0\.is/,
  );
  assert.throws(() => readHouse(JSON.stringify({ ...good, small_lost_on: 'soon' })), /small_lost_on/);
});
