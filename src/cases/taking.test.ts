/** Findings in, cases out: idempotent, bundled by holder and cause, numbered, judged. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Finding } from '#formats';
import type { Batch } from '#intake/work';
import { sql } from '#io/db';
import { newId } from '#io/dice';
import { testWorld } from '#io/testing';
import type { Id } from '#kernel';
import { addContact, addContract, addParty } from '#parties/work';
import { addNetwork, assign } from '#resources/work';
import { takeFindings } from './work.ts';

const world = await testWorld('taking');
const start = '2026-01-01T00:00:00Z';
const actor = { kind: 'engine' } as const;

async function provider(slug: string): Promise<Id<'org'>> {
  const org = newId(world, 'org');
  await world.db.in(org, (tx) =>
    tx.rows(
      sql`insert into organisation (organisation_id, slug, name, kind, created_at) values (${org}, ${slug}, ${slug}, 'provider', now())`,
    ),
  );
  await addNetwork(world, org, actor, { network: '192.0.2.0/24', name: null, from: start, until: null });
  return org;
}

async function customer(
  org: Id<'org'>,
  reference: string,
  resource: string,
  from = start,
  until: string | null = null,
  exclusive = true,
): Promise<Id<'party'>> {
  const party = await addParty(world, org, actor, {
    reference,
    kind: 'legal',
    name: reference,
    country: 'nl',
    language: 'nl',
    state: 'active',
    notes: null,
  });
  await addContact(world, org, actor, party, {
    purpose: 'abuse',
    address: `abuse@${reference.toLowerCase()}.example`,
    language: null,
  });
  const contract = await addContract(world, org, actor, {
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
  await assign(world, org, actor, {
    resource,
    ports: '',
    contract,
    exclusive,
    label: null,
    from,
    until,
    origin: 'manual',
  });
  return party;
}

let n = 0;
function finding(ip: string, more: Partial<Finding> = {}): Finding {
  n++;
  return {
    kind: 'malware.infected_host',
    ip,
    port: 4000 + n,
    seenAt: Temporal.Instant.from('2026-11-20T10:00:00Z'),
    timePrecision: 'exact',
    role: 'source',
    classification: {},
    problems: [],
    ...more,
  };
}

async function take(org: Id<'org'>, findings: readonly Finding[]) {
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
  return world.db.in(org, (tx) => takeFindings(world, tx, org, batch));
}

const casesOf = (org: Id<'org'>) =>
  world.db.in(org, (tx) =>
    tx.rows(
      sql<{
        id: string;
        reference: string;
        holder_id: string | null;
        finding_count: number;
        episode_count: number;
        band: number;
        state: string;
        asset: string;
      }>`select id, reference, holder_id, finding_count, episode_count, band, state, asset from abuse_case where organisation_id = ${org} order by reference`,
    ),
  );

test('findings of one holder and one cause are one case, with a number and a band', async () => {
  const org = await provider('take-a');
  const holder = await customer(org, 'K-1', '192.0.2.0/28');

  const counts = await take(org, [finding('192.0.2.1'), finding('192.0.2.2'), finding('192.0.2.2')]);

  const cases = await casesOf(org);
  assert.equal(counts.findings, 3);
  assert.equal(counts.cases_opened, 1);
  assert.deepEqual(
    cases.map((c) => [c.reference, c.holder_id, c.finding_count, c.episode_count, c.state]),
    [['BZ-26-000001', holder, 3, 2, 'new']],
  );
  assert.ok((cases[0]?.band ?? 9) <= 2);
});

test('the same findings again change nothing', async () => {
  const org = await provider('take-b');
  await customer(org, 'K-1', '192.0.2.0/28');
  const list = [finding('192.0.2.1'), finding('192.0.2.2')];
  await take(org, list);
  const before = await casesOf(org);

  const counts = await take(org, list);

  assert.equal(counts.findings, 0);
  assert.equal(counts.duplicates, 2);
  assert.deepEqual(await casesOf(org), before);
});

test('another moment of the same episode is a new finding and no new case', async () => {
  const org = await provider('take-c');
  await customer(org, 'K-1', '192.0.2.0/28');
  await take(org, [finding('192.0.2.1', { port: 80 })]);

  const counts = await take(org, [
    finding('192.0.2.1', { port: 80, seenAt: Temporal.Instant.from('2026-11-20T12:00:00Z') }),
  ]);

  const cases = await casesOf(org);
  assert.equal(counts.cases_opened, 0);
  assert.equal(counts.cases_updated, 1);
  assert.deepEqual(
    cases.map((c) => [c.finding_count, c.episode_count]),
    [[2, 1]],
  );
});

test('an address that changed hands belongs to the holder at the time of the finding', async () => {
  const org = await provider('take-d');
  const before = await customer(org, 'K-1', '192.0.2.5/32', start, '2026-11-10T00:00:00Z');
  const after = await customer(org, 'K-2', '192.0.2.5/32', '2026-11-10T00:00:00Z');

  await take(org, [
    finding('192.0.2.5', { seenAt: Temporal.Instant.from('2026-11-09T12:00:00Z') }),
    finding('192.0.2.5', { seenAt: Temporal.Instant.from('2026-11-11T12:00:00Z') }),
  ]);

  const cases = await casesOf(org);
  assert.deepEqual(new Set(cases.map((c) => c.holder_id)), new Set([before, after]));
});

test('two holders inside the uncertainty are ambiguous: a case without holder', async () => {
  const org = await provider('take-e');
  await customer(org, 'K-1', '192.0.2.5/32', start, '2026-11-10T12:00:00Z');
  await customer(org, 'K-2', '192.0.2.5/32', '2026-11-10T12:00:00Z');

  const counts = await take(org, [finding('192.0.2.5', { seenAt: Temporal.Instant.from('2026-11-10T12:00:30Z') })]);

  assert.equal(counts.ambiguous, 1);
  assert.deepEqual(
    (await casesOf(org)).map((c) => c.holder_id),
    [null],
  );
});

test('what is not in our network makes no case', async () => {
  const org = await provider('take-f');

  const counts = await take(org, [finding('198.51.100.1')]);

  assert.equal(counts.out_of_scope, 1);
  assert.deepEqual(await casesOf(org), []);
});

test('two batches at once open one case and number all cases without a gap', async () => {
  const org = await provider('take-g');
  await customer(org, 'K-1', '192.0.2.0/28');
  await customer(org, 'K-2', '192.0.2.16/28');

  await Promise.all(
    Array.from({ length: 6 }, (_, i) => take(org, [finding(`192.0.2.${1 + i}`), finding(`192.0.2.${17 + i}`)])),
  );

  const cases = await casesOf(org);
  assert.deepEqual(
    cases.map((c) => [c.reference, c.finding_count]),
    [
      ['BZ-26-000001', 6],
      ['BZ-26-000002', 6],
    ],
  );
});

test('informational kinds and victims make no work', async () => {
  const org = await provider('take-h');
  await customer(org, 'K-1', '192.0.2.0/28');

  const counts = await take(org, [
    finding('192.0.2.1', { kind: 'inventory.exposure' }),
    finding('192.0.2.1', { role: 'victim' }),
  ]);

  assert.equal(counts.findings, 2);
  assert.deepEqual(await casesOf(org), []);
});
