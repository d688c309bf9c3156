/** The register on a real database: sealed, asked once, verified, compared with a registrar, public in part, forgotten at the end. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from '#io/db';
import { testWorld } from '#io/testing';
import { type Actor, Refused } from '#kernel';
import { addMember, addOrganisation } from '#organisations/work';
import { addContact, addParty } from '#parties/work';
import { checkInput, registrationChange, registrationInput } from './registration.ts';
import {
  addRegistration,
  changeData,
  checkField,
  compareFile,
  decideOnDifference,
  differencesPage,
  domainResellers,
  endOf,
  publicRegistration,
  registeredFields,
  registrationsPage,
  showRegistration,
} from './work.ts';

const world = await testWorld('registrants');
const { id: org } = await addOrganisation(world, { slug: 'registrants', name: 'Voorbeeldhost BV', kind: 'provider' });
const m = await addMember(
  world,
  org,
  { kind: 'engine' },
  { email: 'hanna@example.org', name: 'Hanna', role: 'handler' },
);
const handler: Actor = { kind: 'member', id: m.id, role: 'handler', name: 'Hanna' };
const party = await addParty(world, org, handler, {
  reference: 'K-1',
  kind: 'natural',
  name: 'Anna Geheimhoudster',
  country: 'nl',
  language: 'nl',
  state: 'active',
  notes: null,
});
await addContact(world, org, handler, party, { purpose: 'legal', address: 'anna@example.org', language: null });
const within = <T>(work: Parameters<typeof world.db.in<T>>[1]) => world.db.in(org, work);
const refusedAs = (code: string) => (cause: unknown) => cause instanceof Refused && cause.refusal.code === code;
async function* bytes(text: string | Uint8Array) {
  yield typeof text === 'string' ? new TextEncoder().encode(text) : text;
}
const add = (given: object) => within((tx) => addRegistration(world, tx, registrationInput.parse(given), handler));
const show = (id: string) => within((tx) => showRegistration(world, tx, id, handler));
const rowsText = async () =>
  JSON.stringify(
    await world.db.owner(async (tx) => {
      const all = [];
      for (const t of ['registration', 'registration_check', 'registration_difference', 'journal_leaf'])
        all.push(await tx.rows(sql<{ row: string }>`select r::text as row from ${sql.table(t)} r`));
      return all;
    }),
  );

const id = await add({
  domain: 'Anna.Example.',
  registered_on: '2026-03-01',
  party,
  registrar: 'Registrar X',
  registrant_phone: '+31 10 000 0000',
});

test('what the customer told us is not asked twice, and stands nowhere in clear', async () => {
  const r = await show('anna.example');

  assert.equal(r.id, id);
  assert.deepEqual(r.missing, []);
  assert.equal(r.groups[2]?.fields[0]?.value, 'Anna Geheimhoudster');
  assert.equal(r.groups[2]?.fields[1]?.value, 'anna@example.org');
  assert.doesNotMatch(await rowsText(), /Geheimhoudster|anna@|000 0000/);
  await assert.rejects(add({ domain: 'anna.example' }), refusedAs('registration.twice'));
  await assert.rejects(add({ domain: 'no domain' }), refusedAs('request.invalid'));
});

test('a check proves the value that was there; a change makes it void', async () => {
  const given = { field: 'registrant_email', method: 'round_trip', verdict: 'verified', evidence: 'code 1 of today' };
  await within((tx) => checkField(world, tx, id, checkInput.parse(given), handler));
  await assert.rejects(
    within((tx) => checkField(world, tx, id, checkInput.parse({ ...given, method: 'register' }), handler)),
    refusedAs('registration.proves-nothing'),
  );
  const standing = async () => (await show(id)).groups[2]?.fields.map((f) => f.standing);

  assert.deepEqual(await standing(), ['unverified', 'verified', 'unverified']);
  await within((tx) =>
    changeData(world, tx, id, registrationChange.parse({ registrant_email: 'new@example.org' }), handler),
  );
  assert.deepEqual(await standing(), ['unverified', 'unverified', 'unverified']);
  await assert.rejects(
    within((tx) => changeData(world, tx, id, registrationChange.parse({ version: 1 }), handler)),
    refusedAs('request.changed-meanwhile'),
  );
});

test('nothing of a natural person is public, and the decider of a request sees what the register holds', async () => {
  const seen = await within((tx) => publicRegistration(world, tx, 'ANNA.example'));
  const held = await within((tx) => registeredFields(world, tx, ['anna.example', 'other.example'], 'dsc', handler));

  assert.equal(seen?.kind, 'natural');
  assert.equal(held.length, 1);
  assert.equal(held[0]?.fields['registrant_email'], 'new@example.org');
});

test("a registrar's file: differences are tasks, decided by people, and gone when a later file no longer says them", async () => {
  const gone = await add({ domain: 'gone.example', registrar: 'registrar x' });
  const head = 'domain;registrant_name;registrant_email;registrant_phone\n';
  const file = `${head}anna.example;Anna Geheimhoudster;old@example.org;0031100000000\nnew.example;Nieuw BV;info@new.example;+31200000000\nrubbish;;;\n`;
  const compare = (text: string | Uint8Array, keep = true) =>
    compareFile(world, org, 'Registrar X', bytes(text), keep, handler);

  const dry = await compare(file, false);
  assert.deepEqual(
    [dry.differs, dry.missing_here, dry.missing_there, dry.unread],
    [1, 1, 1, [{ line: 4, why: 'domain' }]],
  );
  const open = () => within((tx) => differencesPage(world, tx, true, 100, handler));
  assert.equal((await open()).length, 0);
  await compare(file);
  await compare(file);
  const tasks = await open();
  assert.equal(tasks.length, 3);
  assert.doesNotMatch(await rowsText(), /old@example|Nieuw BV/);

  const of = (kind: string) => tasks.find((t) => t.kind === kind)?.id ?? '';
  const decide = (task: string, act: 'take' | 'keep', reason: string) =>
    within((tx) => decideOnDifference(world, tx, task, act, { reason }, handler));
  await assert.rejects(decide(of('differs'), 'keep', ''), refusedAs('registration.reason-needed'));
  await decide(of('differs'), 'keep', 'The customer told us the new address last week.');
  await decide(of('missing_here'), 'take', '');
  assert.equal((await show('new.example')).groups[2]?.fields[0]?.value, 'Nieuw BV');
  await compare(`${file}gone.example;;;\n`);
  assert.deepEqual(
    (await open()).map((d) => d.kind),
    ['differs'],
  );
  assert.equal((await show(gone)).ended_on, null);
});

test('a broken file is refused and changes nothing', async () => {
  const before = await rowsText();
  for (const text of ['', 'a;b\n1;2\n', Uint8Array.of(0xff, 0xfe, 0xff), 'domain;registrant_name\n"never closed'])
    await assert.rejects(
      compareFile(world, org, 'x', bytes(text), true, handler),
      refusedAs('registration.file-unreadable'),
    );
  assert.equal(await rowsText(), before);
});

test('resellers of domain names are counted, and at the end the data of the holder are destroyed', async () => {
  await add({ domain: 'sold.example', reseller: party, collected_by: 'reseller', registrant_name: 'Voorbeeld BV' });
  const counted = await within((tx) => domainResellers(world, tx));
  assert.deepEqual(
    counted.items.map((i) => [i.reseller.id, i.registrations, i.incomplete, i.verified]),
    [[party, 1, 1, 0]],
  );

  await assert.rejects(
    within((tx) => endOf(world, tx, id, '2099-01-01', handler)),
    refusedAs('request.invalid'),
  );
  await within((tx) => endOf(world, tx, id, '2026-01-01', handler));
  const r = await show(id);
  assert.equal(r.ended_on, '2026-01-01');
  assert.ok(r.groups[2]?.fields.every((f) => f.value === null));
  assert.ok(r.checks.every((c) => c.evidence === null));
  assert.equal(await within((tx) => publicRegistration(world, tx, 'anna.example')), undefined);
  await assert.rejects(
    within((tx) => endOf(world, tx, id, '2026-01-01', handler)),
    refusedAs('registration.ended'),
  );
  const page = await within((tx) => registrationsPage(tx, { incomplete: false, limit: 100 }));
  assert.ok(!page.items.some((i) => i.id === id));
});
