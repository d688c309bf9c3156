/** First letters that go by themselves: only where a directive asks and everything speaks for it; else a person is told why. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { saveDirectives, undoLetter } from '#correspondence/work';
import type { Finding } from '#formats';
import type { Batch } from '#intake/work';
import { sql } from '#io/db';
import { newId } from '#io/dice';
import { runDue } from '#io/jobs';
import { testWorld } from '#io/testing';
import type { Actor, Id } from '#kernel';
import { type Action, directiveShape } from '#law';
import { loadLaw } from '#law/work';
import { addContact, addContract, addParty } from '#parties/work';
import { addNetwork, assign } from '#resources/work';
import { type FirstLetterFacts, firstLetter } from './byitself.ts';
import { firstLetterJob, takeBack, takeFindings } from './work.ts';

const law = await loadLaw();
const world = await testWorld('writing');
const admin: Actor = { kind: 'member', id: newId(world, 'mbr'), role: 'admin', name: 'Ada' };
const engine = { kind: 'engine' } as const;
const start = '2026-01-01T00:00:00Z';

let n = 0;
async function provider(byItself: boolean): Promise<Id<'org'>> {
  const org = newId(world, 'org');
  const slug = `writing-${n++}`;
  await world.db.in(org, (tx) =>
    tx.rows(
      sql`insert into organisation (organisation_id, slug, name, kind, settings, created_at) values (${org}, ${slug}, ${slug}, 'provider', '{"abuse_address":"abuse@desk.example"}', now())`,
    ),
  );
  await addNetwork(world, org, engine, { network: '192.0.2.0/24', name: null, from: start, until: null });
  if (byItself)
    await world.db.in(org, (tx) =>
      saveDirectives(
        world,
        tx,
        [{ id: 'all', title: { nl: 'Alles', en: 'All' }, when: {}, outcome: { send: true, first_by_itself: true } }],
        0,
        null,
        admin,
        ['vps'],
      ),
    );
  return org;
}

async function customer(
  org: Id<'org'>,
  reference: string,
  resource: string,
  from = start,
  until: string | null = null,
): Promise<void> {
  const party = await addParty(world, org, engine, {
    reference,
    kind: 'legal',
    name: reference,
    country: 'nl',
    language: 'nl',
    state: 'active',
    notes: null,
  });
  await addContact(world, org, engine, party, {
    purpose: 'abuse',
    address: `abuse@${reference.toLowerCase()}.example`,
    language: null,
  });
  const contract = await addContract(world, org, engine, {
    reference: `C-${reference}`,
    seller: null,
    buyer: party,
    service_kind: 'vps',
    dsa_class: 'hosting',
    resells: false,
    kyc: 'direct',
    disclosure: 'full',
    from: start,
    until: null,
  });
  await assign(world, org, engine, {
    resource,
    ports: '',
    contract,
    exclusive: true,
    label: null,
    from,
    until,
    origin: 'manual',
  });
}

const finding = (ip: string, more: Partial<Finding> = {}): Finding => ({
  kind: 'malware.infected_host',
  ip,
  port: 4000 + n++,
  seenAt: Temporal.Instant.from('2026-11-20T10:00:00Z'),
  timePrecision: 'exact',
  role: 'source',
  classification: {},
  problems: [],
  ...more,
});

async function take(org: Id<'org'>, findings: readonly Finding[]): Promise<void> {
  const id = newId(world, 'msg');
  await world.db.in(org, (tx) =>
    tx.rows(
      sql`insert into message (organisation_id, id, sha256, channel, lane, size, received_at) values (${org}, ${id}, ${Buffer.from(world.dice.bytes(32))}, 'http', 'urgent', 1, now())`,
    ),
  );
  const batch: Batch = {
    messageId: id,
    messageSha: id,
    format: 'shadowserver',
    feed: null,
    receivedAt: world.clock.now(),
    findings,
  };
  await world.db.in(org, (tx) => takeFindings(world, tx, org, batch));
}
const jobs = { 'case.first_letter': firstLetterJob(() => () => []) };
const run = () => runDue(world, 'normal', jobs);

const casesOf = (org: Id<'org'>) =>
  world.db.in(org, (tx) =>
    tx.rows(sql<{ id: Id<'case'>; state: string; letters: number; acts: string[]; why: string | null }>`
      select c.id, c.state, (select count(*)::int from letter l where l.organisation_id = c.organisation_id and l.case_id = c.id) as letters,
             (select array_agg(a.act order by a.at, a.id) from case_act a where a.organisation_id = c.organisation_id and a.case_id = c.id) as acts,
             (select a.detail->>'why' from case_act a where a.organisation_id = c.organisation_id and a.case_id = c.id and a.act = 'first_held' limit 1) as why
        from abuse_case c where c.organisation_id = ${org} order by c.opened_at, c.id`),
  );
const leaves = (org: Id<'org'>, act: string) =>
  world.db.in(org, (tx) => tx.rows(sql`select 1 from journal_leaf where organisation_id = ${org} and act = ${act}`));

const certain: FirstLetterFacts = {
  asked: true,
  state: 'new',
  written: false,
  claimed: false,
  attributions: [{ status: 'attributed', confidence: 'high' }],
  holder: true,
  course: { lane: null, firstByItself: true, stepsForCustomer: [{ do: { nl: 'a', en: 'a' } }] },
  handlings: ['ordinary'],
  statutory: false,
};

test('one fact that speaks against it is enough to leave the first letter to a person', () => {
  const why = (more: Partial<FirstLetterFacts>) => {
    const d = firstLetter({ ...certain, ...more });
    return d.go ? 'go' : d.why;
  };
  const course = certain.course ?? assert.fail();

  assert.deepEqual(firstLetter(certain), { go: true });
  assert.deepEqual(firstLetter({ ...certain, asked: false }), { go: false, asked: false, why: null });
  assert.equal(why({ handlings: ['ordinary', 'never_shown'] }), 'kind');
  assert.equal(why({ handlings: ['preserve'] }), 'kind');
  assert.equal(why({ handlings: [undefined] }), 'kind');
  assert.equal(why({ statutory: true }), 'law');
  assert.equal(why({ course: { ...course, lane: 'order' } }), 'law');
  assert.equal(why({ course: undefined }), 'law');
  assert.equal(why({ course: { lane: null, stepsForCustomer: course.stepsForCustomer } }), 'course');
  assert.equal(why({ course: { ...course, stepsForCustomer: [] } }), 'course');
  assert.equal(why({ state: 'waiting' }), 'not_new');
  assert.equal(why({ written: true }), 'written');
  assert.equal(why({ claimed: true }), 'claimed');
  assert.equal(
    why({ attributions: [...certain.attributions, { status: 'ambiguous', confidence: null }] }),
    'ambiguous',
  );
  assert.equal(why({ attributions: [{ status: 'unattributed', confidence: null }] }), 'not_attributed');
  assert.equal(why({ attributions: [] }), 'not_attributed');
  assert.equal(why({ holder: false }), 'not_attributed');
  assert.equal(why({ attributions: [{ status: 'attributed', confidence: 'medium' }] }), 'not_certain');
  assert.equal(
    why({ attributions: [...certain.attributions, { status: 'attributed', confidence: 'low' }] }),
    'not_certain',
  );
});

test('no course that the law, secrecy or what is never shown touches allows it', () => {
  const allowed: readonly Action[] = [...law.actions.values()].filter((a) => a.firstByItself === true);

  assert.ok(allowed.length > 5);
  for (const a of allowed) {
    assert.equal(a.lane, null, a.id);
    assert.ok(a.stepsForCustomer.length > 0, a.id);
  }
  for (const never of ['csam', 'terrorist_content', 'threat_to_life', 'court_or_prosecutor_order', 'ncii', 'phishing'])
    assert.notEqual(law.actions.get(never)?.firstByItself, true, never);
  // Off by default, in what is shipped and in what somebody writes.
  assert.ok([...law.directives.values()].every((d) => !d.outcome.first_by_itself));
  assert.equal(
    directiveShape.parse({ id: 'x', title: { nl: 'x', en: 'x' }, when: {}, outcome: { send: true } }).outcome
      .first_by_itself,
    false,
  );
});

test('with the shipped directives nothing goes by itself: no job is even queued', async () => {
  const org = await provider(false);
  await customer(org, 'K-1', '192.0.2.10/32');
  await take(org, [finding('192.0.2.10')]);

  await run();

  const [c] = await casesOf(org);
  assert.deepEqual([c?.state, c?.letters, c?.why], ['new', 0, null]);
});

test('where the directive asks and the holder is certain, the letter lies in the outbox and can be taken back', async () => {
  const org = await provider(true);
  await customer(org, 'K-2', '192.0.2.20/32');
  await take(org, [finding('192.0.2.20')]);

  await run();
  await run();

  const [c] = await casesOf(org);
  assert.deepEqual([c?.state, c?.letters], ['waiting', 1]);
  assert.ok(c?.acts.includes('first_by_itself'));
  assert.ok(!c?.acts.some((a) => a === 'restrict' || a === 'propose'), 'a restriction is never automatic');
  assert.equal((await leaves(org, 'case.first_by_itself')).length, 1);
  const [letter] = await world.db.in(org, (tx) =>
    tx.rows(
      sql<{ id: Id<'let'>; version: number; state: string; wait: number }>`
        select id, version, state, extract(epoch from not_before - created_at)::int as wait from letter where organisation_id = ${org}`,
    ),
  );
  assert.ok(letter && letter.state === 'queued' && letter.wait > 0, 'it waits for its undo');
  await undoLetter(world, org, letter.id, letter.version, admin, (w, tx, l) =>
    takeBack(w, tx, org, l, 'undone', admin, null),
  );

  // What a person took back does not go again by itself.
  await take(org, [finding('192.0.2.20', { port: 9 })]);
  await run();
  const [after] = await casesOf(org);
  assert.deepEqual([after?.state, after?.letters], ['new', 1]);
});

test('two possible holders: nothing goes, and the case and the journal say why', async () => {
  const org = await provider(true);
  await customer(org, 'K-3', '192.0.2.30/32', start, '2026-11-20T10:00:10Z');
  await customer(org, 'K-4', '192.0.2.30/32', '2026-11-20T10:00:10Z');
  await take(org, [finding('192.0.2.30')]);

  await run();

  const [c] = await casesOf(org);
  assert.deepEqual([c?.state, c?.letters, c?.why], ['new', 0, 'ambiguous']);
  assert.equal((await leaves(org, 'case.first_held')).length, 1);
});

test('a course that asks for a person, and an address nobody holds: nothing goes', async () => {
  const org = await provider(true);
  await customer(org, 'K-5', '192.0.2.40/32');
  await take(org, [
    finding('192.0.2.40', { kind: 'fraud.phishing', url: 'http://192.0.2.40/in' }),
    finding('192.0.2.99'),
  ]);

  await run();

  const found = await casesOf(org);
  assert.deepEqual(found.map((c) => c.why).sort(), ['course', 'not_attributed']);
  assert.ok(found.every((c) => c.letters === 0 && c.state === 'new'));
});

test('a directive that names a course a person must write about is not whole', async () => {
  const org = await provider(false);
  const set = [
    {
      id: 'csam',
      title: { nl: 'x', en: 'x' },
      when: { courses: ['csam'] },
      outcome: { send: true, first_by_itself: true },
    },
    { id: 'rest', title: { nl: 'y', en: 'y' }, when: {}, outcome: { send: true } },
  ];

  await assert.rejects(
    world.db.in(org, (tx) => saveDirectives(world, tx, set, 0, null, admin, ['vps'])),
    /first_by_itself|directive/,
  );
});
