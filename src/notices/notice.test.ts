/** The life of a notice, how its addresses are read and masked, what it lacks, and who the register names. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { noticeKind, noticeKinds } from '#law';
import { loadLaw } from '#law/work';
import { decideTerm, laneOf, missingElements } from './complete.ts';
import { holdsStatus, readFlaggers } from './flagger.ts';
import { faultsOf, fill, formState, stepsFor } from './form.ts';
import { maskOf, queryOf, readLocation, readLocations } from './location.ts';
import { noticeArrow, noticeLife, noticeStates, openNotices, stepOf } from './notice.ts';

test('every open state can be decided and withdrawn, every ended one reopened, and forwarding exists only under the NTD code', () => {
  for (const state of openNotices) {
    assert.ok(noticeArrow(state, 'settle', 'dsa16'), state);
    assert.ok(noticeArrow(state, 'withdraw', 'dsa16'), state);
  }
  for (const state of ['done', 'withdrawn', 'elsewhere'] as const)
    assert.ok(noticeArrow(state, 'reopen', 'dsa16'), state);
  assert.equal(noticeArrow('assessed', 'forward', 'dsa16'), undefined);
  assert.equal(noticeArrow('assessed', 'forward', 'ntd')?.to, 'forwarded');
  for (const state of noticeStates)
    for (const arrow of Object.values(noticeLife[state]))
      assert.ok((noticeStates as readonly string[]).includes(arrow.to));
});

test('the four steps a notifier sees only go forward along the ordinary way', () => {
  const seen = (['received', 'assessed', 'decided', 'done'] as const).map((state) =>
    stepOf({ state, assessedAt: state === 'received' ? null : {} }),
  );

  assert.deepEqual(seen, [1, 2, 3, 4]);
});

test('addresses are read as people paste them, and what is none is said, never guessed', () => {
  const read = (text: string) => readLocation(text)?.location;

  assert.equal(read(' hxxps://voorbeeld[.]example/a?b=1 '), 'https://voorbeeld.example/a?b=1');
  assert.equal(read('voorbeeld.example/pad'), 'http://voorbeeld.example/pad');
  assert.deepEqual(readLocation('192.0.2.7:8443'), { kind: 'ip_port', location: '192.0.2.7:8443' });
  assert.deepEqual(readLocation('[2001:db8::1]:443'), { kind: 'ip_port', location: '[2001:db8::1]:443' });
  assert.equal(readLocation('2001:db8::1')?.kind, 'ip');
  assert.equal(readLocation('Voorbeeld.EXAMPLE')?.location, 'voorbeeld.example');
  assert.equal(readLocation('piet@voorbeeld.example')?.kind, 'account');
  for (const none of ['', 'dat staat op facebook', '999.1.2.3', '192.0.2.7:99999', 'http://', 'javascript:alert(1)'])
    assert.equal(readLocation(none), undefined, none);
  const block = readLocations('192.0.2.7\n\n192.0.2.7\nwat?\n', 'Received: from x');
  assert.deepEqual([block.items.length, block.wrong], [2, ['wat?']]);
});

test('a port and a moment go along in what attribution is asked', () => {
  const at = Temporal.Instant.from('2026-11-22T10:00:00Z');

  assert.deepEqual(queryOf({ kind: 'ip_port', location: '[2001:db8::1]:443' }, at), {
    ip: '2001:db8::1',
    port: 443,
    seenAt: at,
  });
  assert.equal(queryOf({ kind: 'mail_headers', location: 'Received: …' }, at), undefined);
});

test('a mask of child abuse material gives away neither path nor name', () => {
  fc.assert(
    fc.property(fc.webUrl({ withQueryParameters: true }), (url) => {
      const item = readLocation(url);
      fc.pre(item !== undefined);
      if (!item) return;
      const mask = maskOf(item, true);
      const host = new URL(item.location).hostname;
      assert.ok(!mask.includes(host));
      assert.doesNotMatch(mask, /^https?:|\?|\/[^…]/);
    }),
  );
  assert.equal(maskOf({ kind: 'ip', location: '192.0.2.7' }, true), '192…');
});

test('art. 16(2): what is missing is named in the order of the article; of child abuse material only the location is needed', () => {
  const empty = { explanation: '', items: 0, name: null, email: null, goodFaith: null };
  const [phishing, csam] = [noticeKind('phishing'), noticeKind('csam')];
  assert.ok(phishing && csam);

  assert.deepEqual(missingElements(empty, phishing), ['explanation', 'location', 'identity', 'good_faith']);
  assert.deepEqual(missingElements({ ...empty, items: 1, goodFaith: '2026-11' }, csam), []);
});

test('the kinds of the form stand in the vocabulary of the report, and none waits longer than the clock allows', async () => {
  const law = await loadLaw();
  for (const k of noticeKinds) {
    const category = k.category === null ? null : law.categories.get(k.category);
    assert.notEqual(category, undefined, k.id);
    if (k.keyword)
      assert.ok(
        category?.keywords.some((w) => w.code === k.keyword),
        `${k.id}: ${k.keyword}`,
      );
    if (k.finding) assert.ok(law.kinds.has(k.finding), `${k.id}: ${k.finding}`);
    assert.ok(k.decide.unit === 'hours' ? k.decide.count <= 24 : k.decide.count <= 10, k.id);
  }
  const copyright = noticeKind('copyright');
  assert.ok(copyright);
  assert.deepEqual(decideTerm(copyright, true), { count: 24, unit: 'hours', from: 'B' });
});

test('a danger stands first whoever reports it, a lowered notifier last, and each has a lane', () => {
  const plain = { sensitive: null, danger: false, flagger: false, lowered: false } as const;

  assert.equal(laneOf({ ...plain, sensitive: 'csam', lowered: true }), 'danger');
  assert.equal(laneOf({ ...plain, flagger: true, lowered: true }), 'trusted');
  assert.equal(laneOf({ ...plain, lowered: true }), 'lowered');
  assert.equal(laneOf(plain), 'ordinary');
});

test('choosing the child-abuse path forgets a name that was typed, and that path has neither files nor names', () => {
  const start = formState.parse({ id: 'x', until: 1, kind: 'phishing', name: 'Piet', email: 'piet@melder.example' });

  const chosen = fill(start, 'kind', new Map([['kind', 'csam']]));

  assert.deepEqual([chosen.name, chosen.email], ['', '']);
  assert.deepEqual(stepsFor(chosen), ['kind', 'where', 'why', 'faith', 'check']);
  assert.deepEqual(faultsOf(chosen, 'why'), [], 'no words are asked');
  assert.equal(faultsOf(start, 'where').length, 1);
});

test('the register is read from CSV and JSON; a row that is wrong is told and the others are taken', () => {
  const csv = readFlaggers('\ufeffName,Member State,Date of award\n"A, B",EL,2025-01-02\nZonder,,2025-01-01\n');
  const json = readFlaggers('[{"name":"C","country":"nl","areas":["x"]}]');

  assert.deepEqual(
    [csv.entries.length, csv.entries[0]?.name, csv.entries[0]?.country, csv.wrong.length],
    [1, 'A, B', 'GR', 1],
  );
  assert.equal(json.entries[0]?.country, 'NL');
  assert.ok(holdsStatus({ validFrom: '2025-01-02', validUntil: null, endedAt: null }, '2026-01-01'));
  assert.ok(!holdsStatus({ validFrom: '2025-01-02', validUntil: '2026-01-01', endedAt: null }, '2026-01-01'));
});
