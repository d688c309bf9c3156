/** What of a registration is missing, verified and public, and where a registrar's row differs. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decideDifference, differencesOf, readHeader, readRow } from './difference.ts';
import { rdapDomain } from './rdap.ts';
import { domainOf, type HolderData, missingOf, noHolder, publicPart, sameValue, standingOf } from './registration.ts';

const whole: HolderData = {
  ...noHolder,
  registrant_name: 'Voorbeeld BV',
  registrant_email: 'info@example.nl',
  registrant_phone: '+31 10 000 0000',
};
const at = (text: string) => Temporal.Instant.from(text);

test('four groups: what is empty is named, and an administrator who is the holder needs nothing of its own', () => {
  assert.deepEqual(missingOf(whole, '2026-01-01'), []);
  assert.deepEqual(missingOf(noHolder, null), [
    'registered_on',
    'registrant_name',
    'registrant_email',
    'registrant_phone',
  ]);
  assert.deepEqual(missingOf({ ...whole, contact_email: 'beheer@example.org' }, '2026-01-01'), ['contact_phone']);
});

test('of a legal person name, phone and an address of a function are public; a personal address and a natural person never', () => {
  assert.deepEqual(Object.keys(publicPart('legal', whole)), [
    'registrant_name',
    'registrant_email',
    'registrant_phone',
  ]);
  assert.equal(publicPart('legal', { ...whole, registrant_email: 'j.jansen@example.nl' }).registrant_email, undefined);
  for (const kind of ['natural', 'unknown'] as const) {
    const said = JSON.stringify(
      rdapDomain({ domain: 'example.nl', registeredOn: '2026-01-01', kind, data: whole }, 'https://a/', 'https://b/'),
    );
    for (const value of ['Voorbeeld', 'info@', '000 0000']) assert.ok(!said.includes(value), `${kind}: ${value}`);
    assert.match(said, /"Registrant Email"/);
  }
});

test('a check holds until its term is over, and a failed one says so', () => {
  const check = {
    field: 'registrant_email',
    verdict: 'verified' as const,
    checkedAt: at('2026-01-01T00:00:00Z'),
    expiresAt: at('2028-01-01T00:00:00Z'),
    voidAt: null,
  };
  const now = at('2026-11-27T00:00:00Z');
  const of = (checks: Parameters<typeof standingOf>[2], when = now) =>
    standingOf('registrant_email', whole, checks, when);

  assert.equal(of([check]), 'verified');
  assert.equal(of([check], at('2028-01-01T00:00:00Z')), 'expired');
  assert.equal(of([{ ...check, voidAt: now }]), 'unverified');
  assert.equal(of([check, { ...check, verdict: 'failed', checkedAt: at('2026-02-01T00:00:00Z') }]), 'failed');
  assert.equal(standingOf('contact_email', whole, [], now), 'not_needed');
  assert.equal(standingOf('registrant_name', noHolder, [], now), 'missing');
});

test('two ways to write one value are no difference; what only the registrar has is one', () => {
  assert.ok(sameValue('registrant_phone', '0031 10 000-0000', '+31 (0)10 0000000'));
  assert.ok(sameValue('registrant_email', 'Info@Example.nl', 'info@example.nl'));
  assert.ok(!sameValue('registrant_name', 'Voorbeeld BV', 'Voorbeeld Holding BV'));
  const ours = { registeredOn: '2026-01-01', data: whole };
  const theirs = {
    registeredOn: null,
    data: { ...noHolder, registrant_name: 'VOORBEELD  bv', contact_phone: '+31200000000' },
  };

  assert.deepEqual(differencesOf(ours, theirs), [{ field: 'contact_phone', theirs: '+31200000000' }]);
});

test('a row of a registrar: a value that is none of its kind is missing and not guessed', () => {
  const header = readHeader(['Domain Name', 'Registrant Organization', 'Registrant', 'Registrant Email', 'Created']);
  assert.ok(header);

  const row = readRow(2, ['Example.NL', 'Voorbeeld BV', 'J. Jansen', 'not an address', '2020-02-03T10:00:00Z'], header);

  assert.ok(!('why' in row));
  assert.equal(row.domain, 'example.nl');
  assert.equal(row.kind, 'legal');
  assert.equal(row.data.registrant_name, 'Voorbeeld BV');
  assert.equal(row.data.registrant_email, null);
  assert.equal(row.registeredOn, '2020-02-03');
  assert.deepEqual(readRow(3, ['nonsense'], header), { line: 3, why: 'domain' });
  assert.equal(readHeader(['foo', 'bar']), undefined);
  assert.equal(domainOf('192.0.2.1'), undefined);
});

test('keeping ours against the registrar, and ending what they no longer have, need a reason', () => {
  assert.equal(decideDifference({ state: 'open', kind: 'differs' }, 'take', '').ok, true);
  assert.equal(decideDifference({ state: 'open', kind: 'differs' }, 'keep', 'no').ok, false);
  assert.equal(decideDifference({ state: 'open', kind: 'missing_there' }, 'take', '').ok, false);
  assert.equal(decideDifference({ state: 'kept', kind: 'differs' }, 'take', 'whatever the reason').ok, false);
});
