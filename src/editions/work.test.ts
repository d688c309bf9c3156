/** Editions on a real database: one right, sealed at rest, matched, decided, superseded with what was decided carried over, destroyed. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from '#io/db';
import { testWorld } from '#io/testing';
import { type Actor, type Id, Refused } from '#kernel';
import { addMember, addOrganisation, setRight } from '#organisations/work';
import { addContact, addContract, addParty } from '#parties/work';
import { addNetwork, assign } from '#resources/work';
import { type EditionDocument, editionDocument } from './edition.ts';
import { type IssuerKey, issuerKeyText, makeFile, readRecipients } from './sealing.ts';
import {
  addIssuer,
  changeSharing,
  compareChanged,
  decideMatch,
  editionCheck,
  editionJobs,
  editionMatches,
  editionsPage,
  processEdition,
  publishEdition,
  publishedBy,
  receiptOfEdition,
  showEdition,
  showEditionMatch,
  takeFile,
  takeText,
} from './work.ts';

const world = await testWorld('editions');
const { id: org } = await addOrganisation(world, { slug: 'editions', name: 'Voorbeeldhost BV', kind: 'provider' });
const member = async (name: string, role: 'admin' | 'decider' | 'handler'): Promise<Actor> => {
  const m = await addMember(world, org, { kind: 'engine' }, { email: `${name}@example.org`, name, role });
  return { kind: 'member', id: m.id, role, name };
};
const admin = await member('anouk', 'admin');
const officer = await member('olga', 'decider');
const within = <T>(work: Parameters<typeof world.db.in<T>>[1]) => world.db.in(org, work);
const refusedAs = (code: string) => (cause: unknown) => cause instanceof Refused && cause.refusal.code === code;
const notFound = refusedAs('request.not-found');
const police: IssuerKey = { name: 'police.example/reseller-letter', seed: world.dice.bytes(32) };
const jobs = editionJobs({
  further: async (_world, _tx, after) =>
    after === ''
      ? [{ reference: 'below-1', names: ['Dark Cloud Services'], domains: [], emails: [], handles: [], asns: [] }]
      : [],
});
const matching = (edition: string | null) =>
  jobs['editions.match'](world, { id: 1, organisation: org, kind: 'editions.match', payload: { edition }, tries: 1 });
const expiring = () =>
  jobs['editions.expire'](world, { id: 1, organisation: org, kind: 'editions.expire', payload: {}, tries: 1 });

let no = 0;
async function party(name: string, mail: string): Promise<Id<'party'>> {
  const id = await addParty(world, org, admin, {
    reference: `K-${++no}`,
    kind: 'legal',
    name,
    country: 'nl',
    language: 'en',
    state: 'active',
    notes: null,
  });
  await addContact(world, org, admin, id, { purpose: 'legal', address: mail, language: null });
  return id;
}
const owl = await party('Night Owl Hosting', 'legal@owl-hosting.example');
const other = await party('Bakkerij De Korenbloem BV', 'legal@korenbloem.example');
await addNetwork(world, org, admin, {
  network: '192.0.2.0/24',
  name: 'all',
  from: '2025-01-01T00:00:00Z',
  until: null,
});
const contract = await addContract(world, org, admin, {
  reference: 'C-9',
  seller: null,
  buyer: other,
  service_kind: 'shared_hosting',
  dsa_class: 'hosting',
  resells: false,
  kyc: 'direct',
  disclosure: 'full',
  from: '2025-01-01T00:00:00Z',
  until: null,
});
await assign(world, org, admin, {
  resource: 'brood.blackvps.example',
  ports: '',
  contract,
  exclusive: true,
  label: null,
  from: '2025-01-01T00:00:00Z',
  until: null,
  origin: 'manual',
});

const entry = (id: string, more: Partial<EditionDocument['entries'][number]>) => ({ id, ...more });
const edition = (label: string, date: string, entries: readonly object[], more: object = {}): EditionDocument =>
  editionDocument.parse({ format: 'reseller-letter/1', edition: label, date, issuer: police.name, entries, ...more });
const fileOf = async (document: EditionDocument) => {
  const key = (await within((tx) => editionsPage(world, tx, officer))).recipient_key;
  return Buffer.from(makeFile(document, police, readRecipients(key), world.dice));
};
const first = edition('2026', '2026-03-11', [
  entry('r-1', { names: ['Night Owl Hosting Ltd'], aliases: ['nightowl'], domains: ['nightowl.example'] }),
  entry('r-2', { names: ['Black VPS'], domains: ['blackvps.example'] }),
  entry('r-3', { names: ['Dark Cloud Services'] }),
]);
let firstId = '';

test('without the right an administrator hears what a stranger hears; the right is given by an administrator and journalled', async () => {
  await assert.rejects(
    within((tx) => editionsPage(world, tx, admin)),
    notFound,
  );
  await assert.rejects(
    setRight(world, org, officer, officer.kind === 'member' ? officer.id : '', 'reseller_letter', true),
  );

  await setRight(world, org, admin, officer.kind === 'member' ? officer.id : '', 'reseller_letter', true);

  const page = await within((tx) => editionsPage(world, tx, officer));
  assert.deepEqual(page.items, []);
  const acts = await within((tx) =>
    tx.rows(
      sql<{ act: string }>`select act from journal_leaf where organisation_id = ${org} and act like 'member.right%'`,
    ),
  );
  assert.deepEqual(
    acts.map((a) => a.act),
    ['member.right_granted'],
  );
});

test('a signed file of a trusted issuer is taken once, and nothing of it lies in the database in clear', async () => {
  const bytes = await fileOf(first);
  await assert.rejects(
    within((tx) => takeFile(world, tx, bytes, officer)),
    refusedAs('edition.issuer-unknown'),
  );
  await within((tx) => addIssuer(world, tx, issuerKeyText(police), officer));

  const taken = await within((tx) => takeFile(world, tx, bytes, officer));
  const again = await within((tx) => takeFile(world, tx, bytes, officer));

  assert.equal(taken.entries, 3);
  assert.equal(again.known, true);
  assert.equal(again.id, taken.id);
  firstId = taken.id ?? assert.fail('kept');
  await matching(firstId);
  const all = await world.db.owner(async (tx) =>
    Promise.all(
      ['edition', 'edition_match', 'journal_detail', 'job', 'letter', 'deadline'].map((t) =>
        tx.rows(sql<{ row: string }>`select r::text as row from ${sql.table(t)} r`),
      ),
    ),
  );
  const text = all
    .flat()
    .map((r) => r.row)
    .join('\n');
  for (const word of ['Night Owl', 'nightowl', 'blackvps', 'Dark Cloud']) assert.ok(!text.includes(word), word);
});

test('parties, what they host and declared customers of customers are matched, with lines that add up', async () => {
  const found = await within((tx) => editionMatches(world, tx, true, officer));

  assert.deepEqual(
    found.map((m) => [m.entry, m.subject, m.party?.id ?? m.name]).sort(),
    [
      ['r-1', 'party', owl],
      ['r-2', 'party', other],
      ['r-3', 'further', 'Dark Cloud Services'],
    ].sort(),
  );
  for (const m of found) {
    const shown = await within((tx) => showEditionMatch(world, tx, m.id, officer));
    assert.ok(Math.abs(shown.lines.reduce((n, l) => n + l.points, 0) - shown.points) < 1e-4);
  }
  await matching(firstId);
  assert.equal(
    (await within((tx) => editionMatches(world, tx, true, officer))).length,
    3,
    'a second round opens nothing',
  );
});

test('a person decides with a reason, the letter gives nothing away, and the journal says neither who nor what', async () => {
  const all = await within((tx) => editionMatches(world, tx, true, officer));
  const of = (e: string) => all.find((m) => m.entry === e)?.id ?? assert.fail(e);
  const decide = (id: string, given: Parameters<typeof decideMatch>[3]) =>
    within((tx) => decideMatch(world, tx, id, given, officer));
  await assert.rejects(decide(of('r-1'), { decision: 'monitor', reason: 'yes' }), refusedAs('edition.reason-needed'));
  await assert.rejects(
    decide(of('r-1'), {
      decision: 'monitor',
      reason: 'The name and the sector fit.',
      letter: 'You are on a list of the police.',
    }),
    refusedAs('edition.letter-tells'),
  );
  await assert.rejects(
    within((tx) => decideMatch(world, tx, of('r-1'), { decision: 'none', reason: 'I may see nothing.' }, admin)),
    notFound,
  );

  await decide(of('r-1'), {
    decision: 'monitor',
    reason: 'The name and the sector fit.',
    letter: 'Please send us an overview of your customers before 1 January.',
  });
  await decide(of('r-2'), { decision: 'keep', reason: 'A bakery whose web address only looks alike.' });
  await assert.rejects(
    within((tx) => processEdition(world, tx, firstId, officer)),
    refusedAs('edition.matches-open'),
  );
  await decide(of('r-3'), { decision: 'none', reason: 'Another firm in another country.' });

  const letters = await within((tx) =>
    tx.rows(sql<{ template: string; matter: string | null; party_id: string }>`
      select template, matter, party_id from letter where organisation_id = ${org}`),
  );
  assert.deepEqual(letters, [{ template: 'ltr-review', matter: null, party_id: owl }]);
});

test('processed: counts without names, published and receipted only where that was chosen', async () => {
  await within((tx) => processEdition(world, tx, firstId, officer));
  await assert.rejects(
    within((tx) => receiptOfEdition(world, tx, firstId, officer)),
    refusedAs('edition.not-opted-in'),
  );
  await assert.rejects(
    within((tx) => publishEdition(world, tx, firstId, true, officer)),
    refusedAs('edition.not-opted-in'),
  );
  assert.equal(await within(publishedBy), null);

  await setRight(world, org, admin, admin.kind === 'member' ? admin.id : '', 'reseller_letter', true);
  await within((tx) => changeSharing(world, tx, { receipts: true, counts: false, publish: true }, admin));
  await within((tx) => publishEdition(world, tx, firstId, true, officer));
  const receipt = await within((tx) => receiptOfEdition(world, tx, firstId, officer));

  assert.deepEqual((await within(publishedBy))?.items, [
    { edition: '2026', processed_on: '2026-11-22', matches: 2, actions: 1 },
  ]);
  assert.match(
    receipt,
    /\nreseller letter receipt 1\nedition 2026\nreceived 2026-11-22\nprocessed 2026-11-22\nmatches -\nactions -\n\n— /,
  );
});

test('an applicant is checked by reference only, and what was decided is remembered', async () => {
  const check = (name: string, party?: string) =>
    within((tx) =>
      editionCheck(world, tx, {
        names: [name],
        domains: [],
        emails: [],
        handles: [],
        asns: [],
        ...(party ? { party } : {}),
      }),
    );

  const hit = await check('Nightowl Hosting');
  const miss = await check('Tulpenkwekerij De Bol');

  assert.deepEqual(miss, { verdict: 'pass', reference: null });
  assert.equal(hit.verdict, 'review');
  assert.match(hit.reference ?? '', /^emt_/);
  await within((tx) =>
    decideMatch(world, tx, hit.reference ?? '', { decision: 'none', reason: 'A bird shelter, papers seen.' }, officer),
  );
  assert.equal((await check('Nightowl Hosting')).verdict, 'pass');
});

test('a change of a customer is compared with the edition in use', async () => {
  const fresh = await party('Quiet Customer', 'sales@nightowl.example');

  await compareChanged(world, org, fresh);

  const found = await within((tx) => editionMatches(world, tx, true, officer));
  assert.equal(found.find((m) => m.party?.id === fresh)?.entry, 'r-1');
});

test('an amendment that removes an entry makes its matches lapse with the reason; the rest of what was decided goes along', async () => {
  const amendment = edition('2026-b', '2026-04-20', [], {
    amends: '2026',
    removals: [{ id: 'r-1', on: '2026-04-20', why: 'Mistaken identity.' }],
  });
  const taken = await within(async (tx) => takeFile(world, tx, await fileOf(amendment), officer));
  await matching(taken.id);

  const now = await within((tx) => showEdition(world, tx, taken.id ?? '', officer));
  const before = await within((tx) => showEdition(world, tx, firstId, officer));
  assert.deepEqual(
    now.listed?.map((e) => e.id),
    ['r-2', 'r-3'],
  );
  assert.deepEqual(now.found.map((m) => [m.entry, m.decision]).sort(), [
    ['r-2', 'keep'],
    ['r-3', 'none'],
  ]);
  assert.equal(before.state, 'superseded');
  const lapsed = before.found.find((m) => m.decision === 'monitor');
  assert.equal(lapsed?.state, 'lapsed');
  const shown = await within((tx) => showEditionMatch(world, tx, lapsed?.id ?? '', officer));
  assert.match(shown.lapsed ?? '', /Mistaken identity/);
  await assert.rejects(
    within(async (tx) =>
      takeFile(world, tx, await fileOf(edition('2025', '2025-03-01', [entry('r-1', { names: ['X'] })])), officer),
    ),
    refusedAs('edition.older'),
  );
});

test('thirty days after it was superseded an edition is destroyed; its counts stay', async () => {
  world.clock.add({ hours: 24 * 29 });
  await expiring();
  assert.equal((await within((tx) => showEdition(world, tx, firstId, officer))).state, 'superseded');
  world.clock.add({ hours: 48 });
  await expiring();

  const gone = await within((tx) => showEdition(world, tx, firstId, officer));
  assert.equal(gone.state, 'expired');
  assert.equal(gone.listed, null);
  assert.equal(gone.matches, 2);
  const left = await within((tx) =>
    tx.rows(
      sql`select 1 from edition_match where organisation_id = ${org} and edition_id = ${firstId} and sealed is not null`,
    ),
  );
  assert.equal(left.length, 0);
});

test('a CSV file is first looked at and then kept; what could not be read is told by its line', async () => {
  const given = {
    way: 'csv' as const,
    text: 'name,domain,asn\nGrey Host,greyhost.example,AS64500\n,,\n',
    edition: 'by-hand',
    date: '2026-12-01',
    issuer: 'trade-body',
  };

  const looked = await within((tx) => takeText(world, tx, { ...given, dry: true }, officer));
  const kept = await within((tx) => takeText(world, tx, { ...given, dry: false }, officer));

  assert.equal(looked.id, null);
  assert.equal(looked.entries, 1);
  assert.match(kept.id ?? '', /^edn_/);
  const page = await within((tx) => editionsPage(world, tx, officer));
  assert.deepEqual(
    page.items
      .filter((e) => e.state === 'open')
      .map((e) => e.issuer)
      .sort(),
    [police.name, 'trade-body'].sort(),
  );
});
