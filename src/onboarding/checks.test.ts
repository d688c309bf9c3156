/** The checks one by one, on plain values: what passes, what waits for a person, what fails, what could not be asked. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checksOf } from '#law';
import { loadLaw } from '#law/work';
import { checkKinds, type Found, openAt, settles, standingOf } from './check.ts';
import { mailCheck, phoneCheck, readPhone } from './checks/contact.ts';
import { firstPaymentCheck, payMethodCheck, sanctionsCheck } from './checks/money.ts';
import {
  fromKvk,
  gleifRecord,
  ibanCheck,
  isLei,
  kvkProfile,
  leiCheck,
  readEuid,
  readIban,
  readVat,
  registerCheck,
  vatCheck,
  viesAnswer,
} from './checks/numbers.ts';
import { addressCheck, countriesCheck, ghostCheck, peopleCheck, resaleCheck } from './checks/place.ts';
import { followAlarm, onboardingLife, onboardingStates } from './life.ts';
import { assessRisk } from './risk.ts';
import { completeness, statementShape } from './statement.ts';
import { readWhmcs } from './whmcs.ts';

const says = (more: object = {}) =>
  statementShape.parse({ kind: 'natural', name: 'Jan de Vries', email: 'jan@customer.example', ...more });
const codes = (f: Found) => f.reasons.map((r) => r.code);
const at = Temporal.Instant.from('2026-11-22T10:00:00Z');
const seen = { mx: ['mail.customer.example'], address: false, confirmedAt: at, ownDisposable: new Set<string>() };

test('K1: disposable and without mail host fail, unconfirmed waits, a silent resolver is unavailable', () => {
  const check = (email: string, more: object = {}, kind = 'natural') =>
    mailCheck(says({ email, kind }), { ...seen, ...more });
  assert.equal(check('jan@customer.example').verdict, 'pass');
  assert.deepEqual(codes(check('x@yopmail.com')), ['disposable']);
  assert.deepEqual(codes(check('x@box.own.example', { ownDisposable: new Set(['box.own.example']) })), ['disposable']);
  assert.deepEqual(codes(check('jan@customer.example', { mx: 'null_mx' })), ['null_mx']);
  assert.equal(check('jan@customer.example', { mx: [] }).verdict, 'fail');
  assert.equal(check('jan@customer.example', { mx: [], address: true }).verdict, 'pass');
  assert.equal(check('jan@customer.example', { mx: null }).verdict, 'unavailable');
  assert.equal(check('jan@customer.example', { confirmedAt: null }).verdict, 'review');
  assert.deepEqual(codes(check('info@gmail.com', {}, 'legal')), ['confirmed', 'role_address', 'free_mail']);
});

test('K2: numbers as people write them, in one form; no gateway is unavailable', () => {
  assert.equal(readPhone('06 - 12 34 56 78', 'NL')?.e164, '+31612345678');
  assert.equal(readPhone('+31 (0)20 1234567', 'NL')?.type, 'fixed');
  assert.equal(readPhone('0049 30 123456', undefined)?.countries[0], 'DE');
  assert.equal(readPhone('0612345678', undefined), undefined);
  assert.equal(readPhone('+31 6 1234', 'NL'), undefined);
  assert.equal(readPhone('0900-1234', 'NL')?.type, 'premium');
  const none = { gateway: false, sentAt: null, refused: false, codeRightAt: null };
  assert.equal(phoneCheck(says({ phone: '+31612345678' }), none).verdict, 'unavailable');
  assert.equal(phoneCheck(says({ phone: 'x1' }), none).verdict, 'fail');
  const right = phoneCheck(says({ phone: '+4930123456', country: 'NL' }), { ...none, gateway: true, codeRightAt: at });
  assert.deepEqual([right.verdict, codes(right)], ['pass', ['code_right', 'country_differs']]);
});

test('K3: form of the country, PO boxes and virtual offices', () => {
  const home = { street: 'Dorpsstraat', number: '12', postcode: '1234 AB', city: 'Ons Dorp', country: 'NL' };
  const offices = new Set(['NL 1017AB 5', 'NL 1012ZZ']);
  assert.equal(addressCheck(says(home), offices).verdict, 'pass');
  assert.deepEqual(codes(addressCheck(says({ ...home, postcode: '0123 AB' }), offices)), ['postcode_form']);
  assert.deepEqual(codes(addressCheck(says({ ...home, postcode: '1234 SS' }), offices)), ['postcode_form']);
  assert.deepEqual(codes(addressCheck(says({ ...home, street: 'Postbus 77' }), offices)), ['po_box']);
  assert.deepEqual(codes(addressCheck(says({ ...home, postcode: '1017ab', number: '5' }), offices)), [
    'virtual_office',
  ]);
  assert.deepEqual(codes(addressCheck(says({ ...home, postcode: '1012 zz', number: '99' }), offices)), [
    'virtual_office',
  ]);
});

test('K4: the answer of the register decides; what could not be asked is unavailable', () => {
  const profile = fromKvk(
    kvkProfile.parse({
      kvkNummer: '12345678',
      naam: 'Voorbeeld Hosting',
      formeleRegistratiedatum: '20180301',
      materieleRegistratie: { datumAanvang: '20180301' },
      statutaireNaam: 'Voorbeeld Hosting B.V.',
      totaalWerkzamePersonen: 4,
      handelsnamen: [{ naam: 'Voorbeeldhost', volgorde: 1 }],
      sbiActiviteiten: [{ sbiCode: '62100', sbiOmschrijving: 'x', indHoofdactiviteit: 'Ja' }],
      _links: {},
    }),
  );
  const s = says({ kind: 'legal', name: 'Voorbeeld Hosting B.V.', company_number: '12345678', country: 'NL' });
  const check = (p: Parameters<typeof registerCheck>[1], t = s) => registerCheck(t, p, '2026-11-22');
  assert.equal(check(profile).verdict, 'pass');
  assert.deepEqual(codes(check({ ...profile, founded: '2026-10-01' })), ['young']);
  assert.deepEqual(codes(check({ ...profile, ended: '2026-01-01' })), ['ended']);
  assert.deepEqual(codes(check(profile, { ...s, name: 'Zuidzee Visserij N.V.' })), ['name_differs']);
  assert.deepEqual(codes(check({ ...profile, activities: ['63110'] })), ['hosting_undeclared']);
  assert.equal(check('not_found').verdict, 'fail');
  assert.equal(check('silent').verdict, 'unavailable');
  assert.equal(check('not_configured').verdict, 'unavailable');
  assert.equal(check(profile, { ...s, company_number: '1234' }).verdict, 'fail');
  assert.equal(readEuid('NLNHR.12345678')?.number, '12345678');
  assert.equal(readEuid('12345678'), undefined);
});

test('K5: check digits offline, VIES where it answers; a member state that is down never counts as pass', () => {
  assert.ok(readVat('NL 0012 34 567 B01') === undefined && readVat('NL123456782B12')?.country === 'NL');
  assert.equal(readVat('NL123456789B12'), undefined);
  const s = says({ kind: 'legal', name: 'Voorbeeld Hosting B.V.', vat: 'NL123456782B12' });
  const vies = (more: object) =>
    viesAnswer.parse({
      valid: true,
      requestDate: '2026-11-22T10:00:00Z',
      requestIdentifier: 'WAPIAAAA',
      name: 'VOORBEELD HOSTING B.V.',
      userError: 'VALID',
      ...more,
    });
  assert.equal(vatCheck(s, vies({})).verdict, 'pass');
  assert.equal(vatCheck(s, vies({ valid: false, userError: 'INVALID' })).verdict, 'review');
  assert.equal(vatCheck(s, vies({ valid: false, userError: 'MS_UNAVAILABLE' })).verdict, 'unavailable');
  assert.equal(vatCheck(s, vies({ name: 'HEEL IEMAND ANDERS N.V.' })).verdict, 'review');
  assert.equal(vatCheck(s, vies({ name: '---' })).verdict, 'pass');
});

test('K6 and K9: check digits of LEI and IBAN, and what the bank’s country says', () => {
  const body = '529900T8BM49AURSDO';
  const rest = [...`${body}00`].map((c) => (/\d/.test(c) ? c : String(c.charCodeAt(0) - 55))).join('');
  const lei = `${body}${String(98 - Number(BigInt(rest) % 97n)).padStart(2, '0')}`;
  assert.equal(isLei(lei), true);
  assert.equal(isLei(lei.replace('T8', '8T')), false);
  const record = (status: string) =>
    gleifRecord.parse({
      data: {
        attributes: { lei, entity: { legalName: { name: 'Voorbeeld Hosting B.V.' } }, registration: { status } },
      },
    });
  const s = says({ kind: 'legal', name: 'Voorbeeld Hosting BV', lei });
  assert.equal(leiCheck(s, record('ISSUED')).verdict, 'pass');
  assert.deepEqual(codes(leiCheck(s, record('LAPSED'))), ['lapsed']);
  assert.equal(readIban('NL91 ABNA 0417 1643 00')?.bank, 'ABNA');
  assert.equal(readIban('NL91ABNA0417164301'), undefined);
  assert.equal(ibanCheck('DE89370400440532013000').verdict, 'pass');
  assert.deepEqual(codes(ibanCheck('AE070331234567890123456')), ['country_unusual']);
  assert.equal(ibanCheck('NL00').verdict, 'fail');
  assert.equal(JSON.stringify(ibanCheck('NL91ABNA0417164300')).includes('0417164300'), false);
});

test('K10 and K11: own name passes, a close one waits, another fails; crypto first fails, crypto later only counts', () => {
  const p = (
    verdict: 'MTCH' | 'CMTC' | 'NMTC' | 'NOAP',
    method: 'bank' | 'ideal' | 'crypto' | 'card' = 'bank',
    bookedOn = '2026-11-22',
  ) => ({ id: 'pay_x', bookedOn, method, verdict, score: 1 });
  assert.equal(firstPaymentCheck([p('MTCH')]).verdict, 'pass');
  assert.equal(firstPaymentCheck([p('CMTC')]).verdict, 'review');
  assert.equal(firstPaymentCheck([p('NMTC')]).verdict, 'fail');
  assert.equal(firstPaymentCheck([p('NMTC'), p('MTCH')]).verdict, 'pass');
  assert.equal(firstPaymentCheck([p('MTCH', 'card')]).verdict, 'review');
  assert.deepEqual(codes(payMethodCheck([p('NOAP', 'crypto')], undefined)), ['crypto']);
  assert.deepEqual(codes(payMethodCheck([p('MTCH'), p('NOAP', 'crypto', '2026-11-23')], undefined)), [
    'valid',
    'later_crypto',
  ]);
  assert.deepEqual(codes(payMethodCheck([], 'crypto')), ['crypto']);
  assert.equal(payMethodCheck([p('MTCH', 'card')], undefined).verdict, 'fail');
});

test('K12: without a list in use nothing passes', () => {
  assert.equal(sanctionsCheck({ lists: 0, waiting: 0, strong: 0, confirmed: 0, run: null }).verdict, 'unavailable');
  assert.equal(sanctionsCheck({ lists: 1, waiting: 0, strong: 0, confirmed: 0, run: null }).verdict, 'pass');
  assert.equal(sanctionsCheck({ lists: 1, waiting: 1, strong: 1, confirmed: 0, run: null }).verdict, 'review');
});

test('K7, K15, K16, K17: what is not known is no sign; four signs of eight are looked at', () => {
  const none = {
    ownAsn: null,
    staff: null,
    virtualOffice: null,
    monthsOld: null,
    hostingSbi: null,
    foreignDirector: null,
    siteNamesBody: null,
    domainDays: null,
  };
  assert.equal(ghostCheck('legal', none).verdict, 'pass');
  assert.equal(
    ghostCheck('legal', { ...none, staff: false, virtualOffice: true, monthsOld: 2, hostingSbi: true }).verdict,
    'review',
  );
  assert.equal(
    ghostCheck('natural', { ...none, staff: false, virtualOffice: true, monthsOld: 2, hostingSbi: true }).verdict,
    'not_applicable',
  );
  assert.equal(resaleCheck(says(), true).verdict, 'fail');
  assert.deepEqual(codes(resaleCheck(says({ resells: true }), true)), ['resells']);
  assert.deepEqual(codes(countriesCheck(says({ country: 'NL', phone: '+4930123456', ip_country: 'SC' }), 'LT')), [
    'countries',
  ]);
  assert.deepEqual(codes(countriesCheck(says({ country: 'NL', phone: '+31612345678' }), 'NL')), ['countries_fit']);
  assert.equal(peopleCheck(says({ kind: 'legal' })).verdict, 'fail');
  assert.equal(peopleCheck(says({ kind: 'legal', people: [{ name: 'A', share: 40 }] })).verdict, 'review');
  assert.equal(
    peopleCheck(
      says({
        kind: 'legal',
        people: [
          { name: 'A', share: 40 },
          { name: 'B', controls: true },
        ],
      }),
    ).verdict,
    'pass',
  );
});

test('points add up and make the tier; anonymity alone is no point; a stop stands above any sum', async () => {
  const law = await loadLaw();
  const house = law.packs.get('kyc-house');
  assert.ok(house);
  const row = (code: Found['reasons'][number]['code'], verdict: Found['verdict'] = 'review') => ({
    verdict,
    reasons: [{ code }],
  });
  const own = { abuseRatio: null, highRiskCountries: ['KP'] };
  const none = assessRisk(house, says({ hidden_ip: true }), new Map(), own);
  assert.deepEqual([none.total, none.tier], [0, 'low']);
  const some = assessRisk(
    house,
    says({ hidden_ip: true, resells: true, country: 'KP', servers: 9 }),
    new Map([['K3', row('virtual_office')]]),
    own,
  );
  assert.equal(
    some.lines.reduce((sum, l) => sum + l.points, 0),
    some.total,
  );
  assert.equal(some.tier, 'high');
  const stopped = assessRisk(house, says(), new Map([['K12', row('true_match', 'fail')]]), own);
  assert.deepEqual([stopped.tier, stopped.stops], ['low', ['sanctions']]);
  // What a colleague looked at and found in order no longer counts.
  const settled = assessRisk(
    house,
    says(),
    new Map([
      [
        'K3',
        { verdict: 'pass' as const, reasons: [{ code: 'by_person' as const }, { code: 'virtual_office' as const }] },
      ],
    ]),
    own,
  );
  assert.equal(settled.total, 0);
});

test('profiles: a higher tier is asked no less; every check has a gate; studies are marked', async () => {
  for (const p of (await loadLaw()).packs.values()) {
    const [low, normal, high] = (['low', 'normal', 'high'] as const).map((t) => checksOf(p, t).length);
    assert.ok((low ?? 0) <= (normal ?? 0) && (normal ?? 0) <= (high ?? 0), p.id);
    assert.ok(p.from.normal < p.from.high, p.id);
    assert.equal(p.id.startsWith('study-'), p.basis.mark === 'study', p.id);
    assert.equal(p.studies !== undefined, p.basis.mark === 'study', p.id);
    for (const c of checksOf(p, 'high')) assert.ok(checkKinds[c].title.nl, c);
  }
});

test('unavailable, missing and expired settle nothing', () => {
  const rows = new Map([
    ['K1' as const, { verdict: 'pass' as const, expiresAt: at.subtract({ hours: 1 }) }],
    ['K2' as const, { verdict: 'unavailable' as const, expiresAt: null }],
  ]);
  assert.deepEqual(
    openAt('contact_verified', ['K1', 'K2'], rows, at).map((o) => o.standing),
    ['expired', 'unavailable'],
  );
  for (const s of ['unavailable', 'missing', 'expired', 'review', 'fail'] as const) assert.equal(settles(s), false);
  assert.equal(standingOf({ verdict: 'pass', expiresAt: null }, at), 'pass');
});

test('every state can be reached from the start, refusal only by way of a proposal, and by a decider', () => {
  const reached = new Set(['started']);
  for (let n = 0; n < 10; n++)
    for (const [from, acts] of Object.entries(onboardingLife))
      if (reached.has(from)) for (const a of Object.values(acts)) reached.add(a.to);
  assert.deepEqual([...reached].sort(), [...onboardingStates].sort());
  for (const [from, acts] of Object.entries(onboardingLife))
    for (const a of Object.values(acts))
      if (a.to === 'refused') assert.deepEqual([from, a.by], ['refusal_proposed', 'decider']);
});

test('an alarm wants twenty decisions, and more than 95 % of them alike', () => {
  assert.equal(followAlarm({ decided: 19, followed: 19 }), false);
  assert.equal(followAlarm({ decided: 20, followed: 19 }), false);
  assert.equal(followAlarm({ decided: 20, followed: 20 }), true);
});

test('completeness counts what is asked of a person or a body', () => {
  assert.deepEqual([completeness(says()).known, completeness(says()).of], [2, 10]);
  assert.equal(completeness(says({ kind: 'legal', name: 'A B.V.' })).of, 12);
});

test('WHMCS: a client becomes a statement, a module asks whether it may be created', () => {
  const asked = readWhmcs({
    action: 'ClientAdd',
    vars: {
      client_id: 7,
      firstname: 'Jan',
      lastname: 'de Vries',
      companyname: '',
      email: 'jan@customer.example',
      phonenumber: '+31.612345678',
      address1: 'Dorpsstraat 12a',
      city: 'Ons Dorp',
      postcode: '1234 AB',
      country: 'NL',
      language: 'dutch',
    },
  });
  assert.ok(asked.kind === 'start');
  assert.deepEqual(
    [asked.order, asked.statement.kind, asked.statement.number, asked.statement.phone],
    ['whmcs-7', 'natural', '12a', '+31612345678'],
  );
  assert.deepEqual(readWhmcs({ action: 'PreModuleCreate', vars: { params: { userid: 7 } } }), {
    kind: 'may_provision',
    order: 'whmcs-7',
  });
});
