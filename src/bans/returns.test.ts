/** Identifiers in one spelling, and how far somebody looks like a banned customer. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { banGroundIds, banGrounds } from '#law';
import { banLife, banStates, decideBan, decideReturn, isAlarming, monthsOf } from './ban.ts';
import { canonicalOf, isIban, tagKindIds } from './identifier.ts';
import { noSubject, points, weakMost, weigh } from './returns.ts';

test('one account, address or number has one spelling, however it was typed', () => {
  const same: readonly [Parameters<typeof canonicalOf>[0], readonly string[]][] = [
    ['iban', ['NL91 ABNA 0417 1643 00', 'nl91abna0417164300']],
    ['email', ['Jan.de.Vries+shop@gmail.com', 'jandevries@googlemail.com', 'JANDEVRIES@GMAIL.COM']],
    ['email', ['a.b@example.org', 'A.B+x@Example.org']],
    ['phone', ['+31 6 1234 5678', '0031 (6) 12345678', '+31-6-12345678']],
    ['address', ['nl|1012 AB|12', 'NL|1012ab|12']],
    ['company_number', ['12 34 56 78', '12345678']],
    ['domain', ['https://www.Bad-shop.example/x', 'bad-shop.example']],
    ['network', ['192.0.2.7', '192.0.2.250']],
    ['network', ['2001:db8:1::1', '2001:db8:1:2::9']],
  ];
  for (const [kind, values] of same) {
    const forms = new Set(values.map((v) => canonicalOf(kind, v)));
    assert.equal(forms.size, 1, `${kind}: ${[...forms].join(' / ')}`);
    assert.notEqual([...forms][0], undefined);
  }
});

test('what is none of its kind is never tagged: nothing is made up', () => {
  assert.equal(canonicalOf('iban', 'NL92ABNA0417164300'), undefined, 'check digits');
  assert.equal(canonicalOf('phone', '0612345678'), undefined, 'which country?');
  assert.equal(canonicalOf('email', '+x@example.org'), undefined);
  assert.equal(canonicalOf('domain', 'gmail.com'), undefined, 'a domain of everybody');
  assert.equal(canonicalOf('ssh_key', 'ssh-ed25519'), undefined);
  assert.equal(canonicalOf('address', 'nl|1012AB|'), undefined);
});

test('the canonical form of a canonical form is itself', () => {
  fc.assert(
    fc.property(fc.constantFrom(...tagKindIds), fc.string({ unit: 'grapheme', maxLength: 60 }), (kind, value) => {
      const once = canonicalOf(kind, value);
      if (once === undefined || kind === 'network') return true;
      return canonicalOf(kind, once) === once;
    }),
  );
});

test('an IBAN with one digit changed is none', () => {
  const iban = 'NL91ABNA0417164300';
  for (let at = 8; at < iban.length; at++) {
    const digit = (Number(iban[at]) + 1) % 10;
    assert.equal(isIban(iban.slice(0, at) + digit + iban.slice(at + 1)), false);
  }
  assert.equal(isIban(iban), true);
});

test('one strong or two medium identifiers ask for a look, three propose to refuse, and names never do', () => {
  const none = { ...noSubject, names: ['Somebody Else'] };
  assert.equal(weigh(['iban'], none, null).verdict, 'review');
  assert.equal(weigh(['phone'], none, null).verdict, 'pass');
  assert.equal(weigh(['phone', 'email'], none, null).verdict, 'review');
  assert.equal(weigh(['phone', 'email', 'domain'], none, null).verdict, 'block');
  assert.equal(weigh(['iban', 'phone'], none, null).verdict, 'block');
  const again = { ...noSubject, names: ['Dmitri Volkov'], birth: '1980-02-03' };
  const person = { names: ['Volkov Dmitry'], birth: '1980' };
  const byName = weigh(['address', 'device', 'network'], again, person);
  assert.equal(byName.verdict, 'pass');
  assert.equal(byName.points, weakMost);
  assert.equal(weigh(['phone', 'address'], again, person).verdict, 'review', 'a name supports what agrees');
});

test('the lines add up to the points, whatever agrees', () => {
  const again = { ...noSubject, names: ['Dmitri Volkov'], birth: '1980' };
  fc.assert(
    fc.property(fc.subarray([...tagKindIds]), fc.constantFrom('1980', '1990', undefined), (agreed, birth) => {
      const found = weigh(agreed, again, { names: ['Volkov Dmitry'], birth });
      const sum = found.lines.reduce((n, l) => n + l.points, 0);
      assert.equal(sum, found.points);
      // More that agrees never weighs less.
      for (const kind of tagKindIds)
        assert.ok(weigh([...agreed, kind], again, { names: ['Volkov Dmitry'], birth }).points >= found.points);
    }),
  );
});

test('another year of birth takes away what the name gave', () => {
  const again = { ...noSubject, names: ['Dmitri Volkov'], birth: '1990' };
  const found = weigh(['phone'], again, { names: ['Volkov Dmitry'], birth: '1980' });
  assert.equal(found.points, points.medium);
});

const decider = (id: string) => ({ kind: 'member', id: id as never, role: 'decider', name: id }) as const;

test('a contest is decided by somebody else, with a reason, and the engine lifts nothing', () => {
  const ban = { state: 'contested', decidedBy: 'mbr_1' } as const;
  assert.deepEqual(decideBan(ban, 'uphold', decider('mbr_1'), 'He is another man.'), {
    ok: false,
    error: 'ban.second-person',
  });
  assert.deepEqual(decideBan(ban, 'uphold', decider('mbr_2'), 'short'), { ok: false, error: 'ban.reason-needed' });
  assert.deepEqual(decideBan(ban, 'uphold', decider('mbr_2'), 'He is another man.'), { ok: true, value: 'lifted' });
  assert.deepEqual(decideBan(ban, 'lift', decider('mbr_2'), 'He is another man.'), {
    ok: false,
    error: 'ban.act-not-allowed',
  });
  assert.equal(decideBan(ban, 'uphold', { kind: 'engine' }, 'He is another man.').ok, false);
  assert.equal(decideReturn('open', 'confirm', { kind: 'engine' }, 'Looks the same to me.').ok, false);
});

test('every ban can end, and ends by itself at its term', () => {
  for (const state of banStates)
    if (state !== 'lifted' && state !== 'expired') assert.equal(banLife[state].expire.to, 'expired');
});

test('no ground lasts longer than five years, and none longer than it allows', () => {
  for (const id of banGroundIds) {
    assert.ok(banGrounds[id].months.most <= 60);
    assert.equal(monthsOf(id, undefined), banGrounds[id].months.usual);
    assert.equal(monthsOf(id, banGrounds[id].months.most + 1), undefined);
  }
});

test('people who accept nearly every proposal are an alarm, once there are enough of them', () => {
  assert.equal(isAlarming(19, 19), false);
  assert.equal(isAlarming(20, 20), true);
  assert.equal(isAlarming(19, 20), false);
});
