/** Onboardings through their gates, on a real database: pages, payments, people. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { eraseParty } from '#erasure/work';
import { sql } from '#io/db';
import { testWorld } from '#io/testing';
import { type Actor, type Id, Refused } from '#kernel';
import { addMember, addOrganisation, operator } from '#organisations/work';
import { addParty } from '#parties/work';
import { actOnMatch, changeSettings as changeScreening, closeFinders, importList, matchesPage } from '#screening/work';
import { type Statement, statementShape } from './statement.ts';
import { tokensOf } from './store.ts';
import {
  actOnCampaign,
  actOnOnboarding,
  addCampaign,
  changeSettings,
  decideConsequence,
  followedShare,
  importStatement,
  type OnboardingHands,
  overview,
  paymentsOf,
  readSettings,
  recordCheck,
  recordsOfParty,
  runCampaigns,
  runChecks,
  showCampaigns,
  showOnboarding,
  startOnboarding,
  sweep,
  takeProviderPayment,
  whatIfReport,
} from './work.ts';

const world = await testWorld('onboarding');
after(closeFinders);
const { id: org } = await addOrganisation(world, { slug: 'example-host', name: 'Example Host', kind: 'provider' });
const member = async (email: string, role: 'admin' | 'decider' | 'handler'): Promise<Actor> => {
  const { id } = await addMember(world, org, operator, { email, name: email, role });
  return { kind: 'member', id, role, name: email };
};
const admin = await member('admin@example.org', 'admin');
const first = await member('first@example.org', 'decider');
const second = await member('second@example.org', 'decider');
const handler = await member('handler@example.org', 'handler');
world.names.records.set('MX customer.example', [{ exchange: 'mail.customer.example', priority: 10 }]);
const refusedWith = (code: string) => (cause: unknown) => cause instanceof Refused && cause.refusal.code === code;
const clear: OnboardingHands = {
  returnCheck: async () => ({ verdict: 'pass', hits: [] }),
  editionCheck: async () => ({ verdict: 'pass', reference: null }),
};
async function* bytes(text: string): AsyncGenerator<Uint8Array> {
  yield new TextEncoder().encode(text);
}
await importList(world, org, admin, {
  list: 'own-watch',
  anyway: false,
  file: {
    name: 'x.csv',
    bytes: bytes('id,name,kind,country\nX1,Media Land LLC,organisation,RU\nX2,Theta Bank JSC,organisation,IR\n'),
  },
});

const says = (more: Partial<Statement> & { readonly name: string; readonly email: string }): Statement =>
  statementShape.parse({
    kind: 'natural',
    phone: '+31612345678',
    street: 'Dorpsstraat',
    number: '12',
    postcode: '1234 AB',
    city: 'Ons Dorp',
    country: 'NL',
    payment: 'bank',
    ...more,
  });
const begin = (s: Statement, order?: string) =>
  startOnboarding(world, org, handler, { statement: s, via: 'api', ...(order ? { order } : {}) });
const confirm = async (id: Id<'onb'>) => {
  await world.db.in(org, (tx) =>
    tx.rows(
      sql`update onboarding_token set used_at = ${world.clock.now().toString()}::timestamptz where organisation_id = ${org} and onboarding_id = ${id} and purpose = 'email'`,
    ),
  );
  await runChecks(world, org, id, clear, 'own');
};
const pay = (reference: string, name: string, more: Record<string, unknown> = {}) =>
  takeProviderPayment(
    world,
    org,
    handler,
    {
      reference,
      id: `${reference} ${name}`,
      method: 'bank',
      amount_cents: 1210,
      paid_on: '2026-11-22',
      verified_name: name,
      iban: 'NL91ABNA0417164300',
      ...more,
    },
    clear,
  );
const show = (id: string, by: Actor = first) => showOnboarding(world, org, by, id);
const open = async (id: string) => (await show(id)).open.map((o) => o.check);

test('every gate in turn: mail and phone, payment in the own name, screened, admitted; the party becomes a customer', async () => {
  const o = await begin(says({ name: 'Jan de Vries', email: 'jan@customer.example' }), 'order-1');
  await runChecks(world, org, o.id, clear);
  assert.equal((await show(o.id)).state, 'started');

  await confirm(o.id);
  assert.deepEqual(await open(o.id), ['K2', 'K9', 'K10', 'K11']);
  // No gateway: unavailable, and unavailable never counts as pass.
  assert.equal((await show(o.id)).checks.find((c) => c.check === 'K2')?.standing, 'unavailable');
  await recordCheck(world, org, handler, o.id, 'K2', {
    verdict: 'pass',
    why: 'called back on this number, name was said',
  });
  assert.equal((await show(o.id)).state, 'contact_verified');

  const paid = await pay(o.reference, 'J DE VRIES');

  const now = await show(o.id);
  assert.equal(paid?.verdicts.MTCH, 1);
  assert.equal(now.state, 'active');
  assert.equal(now.may_provision, true);
  assert.equal(
    now.risk.lines.reduce((sum, l) => sum + l.points, 0),
    now.risk.total,
  );
  assert.equal(now.payments[0]?.iban_masked, 'NL91 **** 4300');
  const [party] = await world.db.in(org, (tx) =>
    tx.rows(sql<{ state: string }>`select state from party where organisation_id = ${org} and id = ${o.party}`),
  );
  assert.equal(party?.state, 'active');
  assert.equal((await world.db.in(org, (tx) => paymentsOf(tx, o.party, world.clock.now())))[0]?.bank, true);
  assert.match(o.number, /^KC-26-\d{6}$/);
  // The same order again is the same onboarding.
  assert.equal((await begin(says({ name: 'Jan de Vries', email: 'jan@customer.example' }), 'order-1')).id, o.id);
});

test('somebody else paid: refusal is proposed, never done; a second payment in the own name mends it', async () => {
  const o = await begin(says({ name: 'Carla Bakker', email: 'carla@customer.example' }));
  await runChecks(world, org, o.id, clear);
  await confirm(o.id);
  await recordCheck(world, org, handler, o.id, 'K2', { verdict: 'pass', why: 'called back on this number' });

  await pay(o.reference, 'Stef Onbekend');

  const stopped = await show(o.id);
  assert.equal(stopped.state, 'refusal_proposed');
  assert.deepEqual(
    stopped.risk.stops.map((s) => s.code),
    ['third_party_payer'],
  );
  assert.equal(stopped.proposals[0]?.made_by, 'engine');
  await assert.rejects(
    actOnOnboarding(world, org, handler, o.id, 'refuse', 'this is not our customer'),
    refusedWith('request.not-allowed'),
  );
  await assert.rejects(
    actOnOnboarding(world, org, first, o.id, 'refuse', 'no'),
    refusedWith('onboarding.reason-needed'),
  );
  await assert.rejects(
    actOnOnboarding(world, org, { kind: 'engine' }, o.id, 'refuse', 'the engine decides nothing'),
    refusedWith('request.not-allowed'),
  );

  await pay(o.reference, 'C. Bakker');

  assert.equal((await show(o.id)).state, 'active');
});

test('the first payment with crypto is refused by a person, and a colleague’s proposal by another', async () => {
  const o = await begin(says({ name: 'Piet Smit', email: 'piet@customer.example' }));
  await runChecks(world, org, o.id, clear);
  await pay(o.reference, '', { method: 'crypto', verified_name: null, iban: null });
  assert.deepEqual(
    (await show(o.id)).risk.stops.map((s) => s.code),
    ['first_payment_not_bank'],
  );

  await actOnOnboarding(
    world,
    org,
    first,
    o.id,
    'refuse',
    'first payment came from a crypto exchange, offered to pay by bank, no answer',
  );

  const now = await show(o.id);
  assert.equal(now.state, 'refused');
  assert.equal(now.proposals[0]?.followed, true);
  assert.match(now.acts.find((a) => a.act === 'refuse')?.text ?? '', /crypto exchange/);

  const p = await begin(says({ name: 'Anna Visser', email: 'anna@customer.example' }));
  await actOnOnboarding(world, org, first, p.id, 'propose_refusal', 'says it will sell on without names');
  await assert.rejects(
    actOnOnboarding(world, org, first, p.id, 'refuse', 'says it will sell on without names'),
    refusedWith('onboarding.second-person'),
  );
  await actOnOnboarding(world, org, second, p.id, 'return', 'asked again and it gave the names after all');
  assert.equal((await show(p.id)).state, 'started');
});

test('a match with a list waits in its own room and opens the gate once it is decided', async () => {
  await changeScreening(world, org, admin, { four_eyes: 'none', fetched: [] });
  const o = await begin(says({ kind: 'legal', name: 'Media Land LLC', email: 'info@customer.example' }));
  await runChecks(world, org, o.id, clear);
  assert.equal((await show(o.id)).checks.find((c) => c.check === 'K12')?.standing, 'review');
  await assert.rejects(
    recordCheck(world, org, first, o.id, 'K12', { verdict: 'pass', why: 'it looks fine to me' }),
    refusedWith('onboarding.unavailable-is-no-pass'),
  );

  const [m] = await matchesPage(world, org, { limit: 5, state: 'all', party: o.party });
  world.clock.add({ minutes: 1 });
  await actOnMatch(world, org, first, m?.id ?? '', 'confirm', 'same name, same town, same director');
  await sweep(world, org, clear);

  const now = await show(o.id);
  assert.equal(now.checks.find((c) => c.check === 'K12')?.standing, 'fail');
  assert.equal(now.state, 'refusal_proposed');
  assert.deepEqual(
    now.risk.stops.map((s) => s.code),
    ['sanctions'],
  );
});

test('high risk asks for two people, an identity that was seen, and never a citizen service number', async () => {
  const o = await begin(
    says({
      name: 'Stef de Haan',
      email: 'stef@customer.example',
      resells: true,
      servers: 12,
      asks: ['smtp'],
      purpose: 'no kyc hosting for friends',
    }),
  );
  await runChecks(world, org, o.id, clear);
  await confirm(o.id);
  assert.equal((await show(o.id)).tier, 'high');
  const record = (check: 'K2' | 'K8', more: object = {}) =>
    recordCheck(world, org, handler, o.id, check, {
      verdict: 'pass',
      why: 'looked at it with the customer by video',
      ...more,
    });
  await record('K2');
  await assert.rejects(record('K8'), refusedWith('request.invalid'));
  await assert.rejects(
    record('K8', {
      why: 'passport with BSN 111222333 was shown',
      seen: { how: 'passport', level: 'high', on: '2026-11-22' },
    }),
    refusedWith('request.invalid'),
  );
  await record('K8', { seen: { how: 'passport shown by video', level: 'substantial', on: '2026-11-22' } });
  await pay(o.reference, 'S. de Haan');
  assert.equal((await show(o.id)).state, 'screened');

  await assert.rejects(
    actOnOnboarding(world, org, first, o.id, 'activate', 'all is known'),
    refusedWith('onboarding.second-person'),
  );
  await actOnOnboarding(world, org, first, o.id, 'propose_activation', 'knows its customers, showed the contracts');
  await assert.rejects(
    actOnOnboarding(world, org, first, o.id, 'confirm', 'knows its customers, really'),
    refusedWith('onboarding.second-person'),
  );
  await actOnOnboarding(world, org, second, o.id, 'confirm', 'saw the contracts too and called two customers');
  assert.equal((await show(o.id)).state, 'active');
});

test('a removed customer who comes back is proposed for refusal; what bans and the police list hold is told to nobody here', async () => {
  const hands: OnboardingHands = {
    returnCheck: async () => ({
      verdict: 'block',
      hits: [{ ban: 'ban_x', kinds: ['iban'], strength: 'strong', lines: ['same account'] }],
    }),
    editionCheck: async () => ({ verdict: 'review', reference: 'edh_secret' }),
  };
  const o = await begin(says({ name: 'Oude Bekende', email: 'oud@customer.example' }));
  await runChecks(world, org, o.id, hands);

  const seen = await show(o.id, handler);
  assert.equal(seen.state, 'refusal_proposed');
  assert.equal(seen.checks.find((c) => c.check === 'K14')?.evidence, null);
  assert.equal(
    JSON.stringify([seen, await show(o.id, admin), await recordsOfParty(world, org, first, o.party)]).includes(
      'edh_secret',
    ),
    false,
  );
  assert.equal(JSON.stringify(await recordsOfParty(world, org, first, o.party)).includes('same account'), false);
});

test('a statement is taken whole or not at all, and never twice; lines of others are forgotten', async () => {
  const o = await begin(says({ name: 'Bas Brouwer', email: 'bas@customer.example' }));
  const csv = `datum,naam,tegenrekening,bedrag,omschrijving\n2026-11-22,B. Brouwer,NL91ABNA0417164300,"12,10",${o.reference}\n2026-11-22,Iemand Anders,NL02ABNA0123456789,"5,00",factuur 7\n`;

  const done = await importStatement(world, org, handler, Buffer.from(csv), clear);
  const again = await importStatement(world, org, handler, Buffer.from(csv), clear);

  assert.deepEqual([done.matched, done.forgotten, done.verdicts.MTCH], [1, 1, 1]);
  assert.deepEqual([again.again, again.verdicts.MTCH], [1, 0]);
  const [row] = await world.db.in(org, (tx) =>
    tx.rows(
      sql<{
        n: number;
      }>`select count(*)::int as n from payment where organisation_id = ${org} and onboarding_id = ${o.id}`,
    ),
  );
  assert.equal(row?.n, 1);
  await assert.rejects(
    importStatement(world, org, handler, Buffer.from('<html>HTTP 500</html>'), clear),
    refusedWith('statement.unreadable'),
  );
});

test('what was recorded can be given to the person, and erased whole', async () => {
  const o = await begin(says({ name: 'Sanne Hoekstra', email: 'sanne@customer.example' }));
  await runChecks(world, org, o.id, clear);
  await pay(o.reference, 'S. Hoekstra');
  const [record] = await recordsOfParty(world, org, first, o.party);
  assert.equal((record?.['statement'] as Statement | undefined)?.email, 'sanne@customer.example');

  await eraseParty(world, org, o.party, 'gdpr-17', admin);

  const left = await world.db.in(org, async (tx) => ({
    onboarding: await tx.rows(sql`select * from onboarding where organisation_id = ${org} and id = ${o.id}`),
    checks: await tx.rows(
      sql`select * from onboarding_check where organisation_id = ${org} and onboarding_id = ${o.id} and sealed is not null`,
    ),
    payment: await tx.rows(sql`select * from payment where organisation_id = ${org} and onboarding_id = ${o.id}`),
    tokens: [...(await tokensOf(tx, o.id)).keys()],
  }));
  assert.deepEqual([left.checks.length, left.tokens.length], [0, 0]);
  assert.equal(JSON.stringify(left).includes('Hoekstra'), false);
  assert.equal((left.payment[0] as { payer_tag: unknown }).payer_tag, null);
  assert.equal((await show(o.id)).statement, null);
});

test('reviews come by the clock, and applicants are forgotten after their term', async () => {
  const o = await begin(says({ name: 'Kees Kramer', email: 'kees@customer.example' }));
  await runChecks(world, org, o.id, clear);
  await confirm(o.id);
  await recordCheck(world, org, handler, o.id, 'K2', { verdict: 'pass', why: 'called back on this number' });
  await pay(o.reference, 'K. Kramer');
  assert.equal((await show(o.id)).state, 'active');
  const away = await begin(says({ name: 'Gone Again', email: 'gone@customer.example' }));
  await actOnOnboarding(world, org, handler, away.id, 'withdraw', '');
  const before = world.clock.now();

  world.clock.add({ hours: 24 * 740 });
  await sweep(world, org, clear);

  assert.equal((await show(o.id)).state, 'in_review');
  const [gone] = await world.db.in(org, (tx) =>
    tx.rows(
      sql<{
        name: string | null;
        state: string;
      }>`select name, state from party where organisation_id = ${org} and id = ${away.party}`,
    ),
  );
  assert.deepEqual([gone?.state, gone?.name], ['erased', null]);
  world.clock.set(before);
});

test('a campaign asks by risk in batches, reminds, and proposes a consequence that a person decides', async () => {
  const party = await addParty(world, org, admin, {
    reference: 'K-77',
    name: 'Stille Klant',
    kind: 'natural',
    country: 'nl',
    language: 'nl',
    state: 'active',
    notes: null,
  });
  await world.db.in(org, (tx) =>
    tx.rows(
      sql`insert into contact (organisation_id, id, party_id, purpose, channel, address, created_at) values (${org}, ${`cnt_${'0'.repeat(25)}1`}, ${party}, 'billing', 'mail', 'stil@customer.example', ${world.clock.now().toString()}::timestamptz)`,
    ),
  );
  await assert.rejects(
    addCampaign(world, org, handler, {
      title: 'Study',
      pack: 'study-wwft',
      batch: 5,
      term_days: 30,
      remind_days: 14,
      consequence: 'none',
    }),
    refusedWith('request.invalid'),
  );
  const id = await addCampaign(world, org, handler, {
    title: 'Iedereen bekend',
    pack: 'kyc-cbw-49',
    batch: 1,
    term_days: 30,
    remind_days: 14,
    consequence: 'restrict_orders',
  });
  await assert.rejects(actOnCampaign(world, org, handler, id, 'start'), refusedWith('request.not-allowed'));
  await actOnCampaign(world, org, first, id, 'start');
  const mine = async () =>
    (
      await world.db.in(org, (tx) =>
        tx.rows(
          sql<{
            state: string;
          }>`select state from campaign_member where organisation_id = ${org} and campaign_id = ${id} and party_id = ${party}`,
        ),
      )
    )[0]?.state;

  for (let day = 0; day < 60 && (await mine()) === 'waiting'; day++) {
    await runCampaigns(world, org);
    if ((await mine()) === 'waiting') world.clock.add({ hours: 24 });
  }
  assert.equal(await mine(), 'asked');
  world.clock.add({ hours: 24 * 15 });
  await runCampaigns(world, org);
  assert.equal(await mine(), 'reminded');
  world.clock.add({ hours: 24 * 16 });
  await runCampaigns(world, org);
  assert.equal(await mine(), 'overdue');

  const p = (await overview(world, org)).consequences.find((x) => x.party === party);
  assert.equal(p?.outcome, 'restrict_orders');
  await assert.rejects(
    decideConsequence(world, org, handler, p?.id ?? '', true, 'no answer to two letters'),
    refusedWith('request.not-allowed'),
  );
  await decideConsequence(world, org, first, p?.id ?? '', false, 'called: was on holiday, sends it this week');
  assert.equal(
    (await overview(world, org)).consequences.some((x) => x.party === party),
    false,
  );
  const [c] = await showCampaigns(world, org, first);
  assert.equal(
    c?.total,
    Object.values(c?.progress ?? {}).reduce((a, b) => a + b, 0),
  );
});

test('what-if reads history as it was: at an earlier moment fewer customers are known, and a study is marked as one', async () => {
  const now = await whatIfReport(world, org, 'study-first-payment');
  const then = await whatIfReport(world, org, 'study-first-payment', Temporal.Instant.from('2026-11-22T09:00:00Z'));

  assert.equal(now.mark, 'study');
  assert.equal(then.customers, 0);
  assert.ok(now.customers > 0);
  assert.equal(now.meets + now.incomplete + now.fails, now.customers);
  const minutes = now.by_check.reduce((sum, c) => sum + c.minutes, 0);
  assert.equal(now.hours, Math.round((minutes / 60) * 10) / 10);
});

test('who follows nearly every proposal of the engine is alarmed', async () => {
  assert.equal((await followedShare(world, org)).alarm, false);
  const [any] = await world.db.in(org, (tx) =>
    tx.rows(sql<{ party: string }>`select id as party from party where organisation_id = ${org} limit 1`),
  );
  await world.db.in(org, async (tx) => {
    for (let i = 0; i < 60; i++)
      await tx.rows(sql`
        insert into onboarding_proposal (organisation_id, id, party_id, outcome, made_by, made_by_kind, made_at, because, decided_by, decided_at, followed)
        values (${org}, ${`prp_${String(i).padStart(26, '0')}`}, ${any?.party}, 'refuse', 'engine', 'engine', ${world.clock.now().toString()}::timestamptz, '[]', ${first.kind === 'member' ? first.id : ''}, ${world.clock.now().toString()}::timestamptz, true)`);
  });
  assert.equal((await followedShare(world, org)).alarm, true);
});

test('settings keep secrets to themselves, and a study is no profile to work by', async () => {
  const s = await readSettings(world, org);
  await changeSettings(world, org, admin, { ...s, disposable: ['Wegwerp.example'] }, { kvk: 'key of the register' });
  assert.deepEqual((await readSettings(world, org)).disposable, ['wegwerp.example']);
  assert.equal(JSON.stringify(await readSettings(world, org)).includes('key of the register'), false);
  await assert.rejects(
    changeSettings(world, org, admin, { ...s, pack: 'study-wwft' }, {}),
    refusedWith('request.invalid'),
  );
});
