/** Attribution on a real database: the look-up and the table agree, answers are kept once, corrections are followed through. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { sql } from '#io/db';
import { newId } from '#io/dice';
import { testWorld } from '#io/testing';
import { type Actor, type Id, spanText } from '#kernel';
import { addContract, addParty } from '#parties/work';
import { addNetwork, assign, correct, importLedger, release, undoImport } from '#resources/work';
import { answerContent, attributeFinding, type Query } from './index.ts';
import { answersBefore, findingsTouched, ledgerFor, openLedger, saveAnswers } from './store.ts';
import { answerForContract, attributeNow, attributionJobs, type ChangedFinding, retryUnattributed } from './work.ts';

const world = await testWorld('attribution');
const by: Actor = { kind: 'member', id: newId(world, 'mbr'), role: 'handler', name: 'Hanna' };
const at = (text: string) => Temporal.Instant.from(text);

async function organisation(slug: string): Promise<Id<'org'>> {
  const id = newId(world, 'org');
  await world.db.in(id, (tx) =>
    tx.rows(
      sql`insert into organisation (organisation_id, slug, name, kind, created_at) values (${id}, ${slug}, ${slug}, 'provider', now())`,
    ),
  );
  return id;
}

/** An organisation with one network, a reseller, and two customers below it. */
async function provider(slug: string) {
  const org = await organisation(slug);
  const party = (reference: string) =>
    addParty(world, org, by, {
      reference,
      kind: 'legal',
      name: `Naam ${reference}`,
      country: 'nl',
      language: 'nl',
      state: 'active',
      notes: null,
    });
  const contract = (reference: string, seller: string | null, buyer: string) =>
    addContract(world, org, by, {
      reference,
      seller,
      buyer,
      service_kind: 'vps',
      dsa_class: 'hosting',
      resells: seller === null,
      kyc: 'direct',
      disclosure: 'full',
      from: '2025-01-01T00:00:00Z',
      until: null,
    });
  await addNetwork(world, org, by, { network: '192.0.2.0/24', name: null, from: null, until: null });
  const reseller = await party('R');
  const a = await party('A');
  const b = await party('B');
  const top = await contract('C-R', null, reseller);
  return { org, reseller, a, b, top, ca: await contract('C-A', reseller, a), cb: await contract('C-B', reseller, b) };
}
const give = (
  org: Id<'org'>,
  resource: string,
  contract: string | null,
  from: string,
  until: string | null = null,
  exclusive = true,
) => assign(world, org, by, { resource, contract, from, until, exclusive, ports: '', label: null, origin: 'manual' });

let made = 0;
/** A finding as intake writes it, with the answer of that moment. */
async function finding(org: Id<'org'>, query: Query, receivedAt = world.clock.now()) {
  const id = `fnd_${String(++made).padStart(26, '0')}`;
  const day = (query.seenAt ?? receivedAt).toString().slice(0, 10);
  await world.db.in(org, async (tx) => {
    const [att] = await saveAnswers(world, tx, org, [attributeFinding(await ledgerFor(tx, query), query)]);
    await tx.rows(sql`
      insert into finding (organisation_id, day, id, message_id, format, kind, seen_at, time_precision, received_at, ip, host, role, attribution_id)
      values (${org}, ${day}::date, ${id}, ${newId(world, 'msg')}, 'test', 'malware.c2', ${query.seenAt?.toString() ?? null}::timestamptz, ${query.precision ?? null},
              ${receivedAt.toString()}::timestamptz, ${query.ip ?? null}::inet, ${query.host ?? null}, 'source', ${att})`);
  });
  return { id, day };
}
const holderOf = async (org: Id<'org'>, f: { id: string; day: string }) => {
  const rows = await world.db.in(org, (tx) =>
    tx.rows(sql<{ status: string; holder_id: string | null }>`
      select a.status, a.holder_id from finding f join attribution a on a.organisation_id = f.organisation_id and a.id = f.attribution_id
       where f.organisation_id = ${org} and f.day = ${f.day}::date and f.id = ${f.id}`),
  );
  return rows[0]?.holder_id ?? rows[0]?.status;
};
/** Runs the jobs the ledger put in the outbox, as the worker would, and says what moved. */
async function runAgain(org: Id<'org'>) {
  const moved: ChangedFinding[] = [];
  const handlers = attributionJobs(async (_world, _tx, _org, some) => {
    moved.push(...some);
  });
  const jobs = await world.db.in(org, (tx) =>
    tx.rows(sql<{ id: number; payload: Record<string, unknown> }>`
      update job set done_at = now() where organisation_id = ${org} and kind = 'attribution.again' and done_at is null returning id, payload`),
  );
  for (const j of jobs)
    await handlers['attribution.again']?.(world, {
      id: j.id,
      organisation: org,
      kind: 'attribution.again',
      payload: j.payload,
      tries: 1,
    });
  return moved;
}

test('the command gives names, the chain from us downwards and the record', async () => {
  const p = await provider('names');
  const record = await give(p.org, '192.0.2.7', p.ca, '2025-02-01T00:00:00Z');

  const answer = await attributeNow(world, p.org, { ip: '192.0.2.7', seenAt: at('2026-05-01T12:00:00Z') });

  assert.equal(answer.status, 'attributed');
  assert.deepEqual(
    answer.chain.map((l) => [l.reference, l.contract]),
    [
      ['R', 'C-R'],
      ['A', 'C-A'],
    ],
  );
  assert.deepEqual(answer.holder, {
    party: p.a,
    reference: 'A',
    name: 'Naam A',
    contract: 'C-A',
    valid: { from: '2025-02-01T00:00:00Z', until: null },
  });
  assert.equal(answer.addressee?.party, p.reseller);
  assert.equal(answer.record?.id, record);
});

test('the same answer is kept once', async () => {
  const p = await provider('once');
  await give(p.org, '192.0.2.0/25', p.ca, '2025-02-01T00:00:00Z');

  const ids = await world.db.in(p.org, async (tx) => {
    const ledger = await openLedger(world, p.org, tx);
    const answers = Array.from({ length: 500 }, (_, i) =>
      ledger.attribute({ ip: `192.0.2.${i % 128}`, seenAt: at('2026-05-01T12:00:00Z').add({ minutes: i }) }),
    );
    return [...(await saveAnswers(world, tx, p.org, answers)), ...(await saveAnswers(world, tx, p.org, answers))];
  });

  assert.equal(ids.length, 1000);
  assert.equal(new Set(ids).size, 1);
});

test('a correction re-runs attribution, keeps the old answer, and says what moved', async () => {
  const p = await provider('correction');
  const record = await give(p.org, '192.0.2.7', p.ca, '2025-02-01T00:00:00Z');
  const during = await finding(p.org, { ip: '192.0.2.7', seenAt: at('2026-05-01T12:00:00Z') });
  const earlier = await finding(p.org, { ip: '192.0.2.7', seenAt: at('2026-03-01T12:00:00Z') });
  await runAgain(p.org);
  world.clock.add({ minutes: 1 });

  await release(world, p.org, by, record, at('2026-04-01T00:00:00Z'));
  await give(p.org, '192.0.2.7', p.cb, '2026-04-01T00:00:00Z');
  const moved = await runAgain(p.org);

  assert.equal(await holderOf(p.org, during), p.b);
  assert.equal(await holderOf(p.org, earlier), p.a);
  assert.deepEqual([...new Set(moved.map((m) => m.id))], [during.id]);
  const before = await world.db.in(p.org, (tx) => answersBefore(tx, during));
  assert.ok(before.length >= 1);
});

test('an imported correction and its undoing are followed through to the findings', async () => {
  const p = await provider('import');
  await give(p.org, '192.0.2.9', p.ca, '2025-02-01T00:00:00Z');
  const f = await finding(p.org, { ip: '192.0.2.9', seenAt: at('2026-05-01T12:00:00Z') });
  await runAgain(p.org);
  world.clock.add({ minutes: 1 });

  const diff = await importLedger(world, p.org, by, {
    text: [
      'resource,contract,from,until\n192.0.2.9,C-A,2025-02-01T00:00:00Z,2026-05-01T00:00:00Z\n192.0.2.9,C-B,2026-05-01T00:00:00Z,\n',
    ],
    dry: false,
  });
  await runAgain(p.org);
  const after = await holderOf(p.org, f);
  world.clock.add({ minutes: 1 });
  await undoImport(world, p.org, by, diff.id ?? assert.fail());
  await runAgain(p.org);

  assert.equal(after, p.b);
  assert.equal(await holderOf(p.org, f), p.a);
});

test('a contract sold to another, and a site that is told late, move what they touch', async () => {
  const p = await provider('late');
  await give(p.org, '192.0.2.80', null, '2025-01-01T00:00:00Z', null, false);
  const f = await finding(p.org, { ip: '192.0.2.80', host: 'www.example.org', seenAt: at('2026-05-01T12:00:00Z') });
  await runAgain(p.org);
  const unknown = await holderOf(p.org, f);
  world.clock.add({ minutes: 1 });

  await give(p.org, 'example.org', p.cb, '2026-01-01T00:00:00Z');
  const moved = await runAgain(p.org);

  assert.equal(unknown, 'unattributed');
  assert.equal(moved[0]?.id, f.id);
  assert.equal(await holderOf(p.org, f), p.b);
});

test('findings elsewhere or of another time are not touched by a change', async () => {
  const p = await provider('touch');
  const near = await finding(p.org, { ip: '192.0.2.7', seenAt: at('2026-05-01T12:00:00Z') });
  await finding(p.org, { ip: '192.0.2.8', seenAt: at('2026-05-01T12:00:00Z') });
  await finding(p.org, { ip: '192.0.2.7', seenAt: at('2025-05-01T12:00:00Z') });
  const record = await give(p.org, '192.0.2.7', p.ca, '2026-04-01T00:00:00Z', '2026-06-01T00:00:00Z');

  const touched = await world.db.in(p.org, (tx) => findingsTouched(tx, { holdings: [record] }));

  assert.deepEqual(touched, [{ day: near.day, id: near.id }]);
});

test('what nobody held is tried again, what a person chose stands', async () => {
  const p = await provider('retry');
  const received = world.clock.now();
  const f = await finding(p.org, { ip: '192.0.2.7', seenAt: at('2026-05-01T12:00:00Z') }, received);
  const g = await finding(p.org, { ip: '192.0.2.7', seenAt: at('2026-05-01T12:00:01Z') }, received);
  await world.db.in(p.org, async (tx) => {
    const chosen = await answerForContract(world, tx, p.org, p.cb);
    assert.deepEqual([chosen.holder, chosen.addressee], [p.b, p.reseller]);
    await tx.rows(
      sql`update finding set attribution_id = ${chosen.id} where organisation_id = ${p.org} and id = ${g.id}`,
    );
  });
  await give(p.org, '192.0.2.7', p.ca, '2026-04-01T00:00:00Z');
  const heard: string[] = [];
  const onMoved = async (_w: unknown, _t: unknown, _o: unknown, some: readonly ChangedFinding[]) => {
    heard.push(...some.map((m) => m.id));
  };

  const early = await retryUnattributed(world, p.org, received, received.add({ minutes: 30 }), onMoved);
  const due = await retryUnattributed(
    world,
    p.org,
    received.add({ minutes: 30 }),
    received.add({ minutes: 90 }),
    onMoved,
  );
  await runAgain(p.org);

  assert.deepEqual([early.length, due.length, heard], [0, 1, [f.id]]);
  assert.equal(await holderOf(p.org, g), p.b, 'chosen by a person');
});

test('a corrected record in a copy of the ledger: the look-up and the table agree on random ledgers', async () => {
  const p = await provider('random');
  const epoch = 1_770_000_000;
  const instant = (s: number) => Temporal.Instant.fromEpochMilliseconds((epoch + s) * 1000);
  const hold = fc.record({
    resource: fc.constantFrom(
      '192.0.2.0/24',
      '192.0.2.0/29',
      '192.0.2.1/32',
      '192.0.2.2/32',
      '2001:db8::/48',
      'example.org',
      'www.example.org',
    ),
    contract: fc.constantFrom(p.ca, p.cb, p.top, null),
    from: fc.integer({ min: -300, max: 300 }),
    length: fc.integer({ min: 1, max: 400 }),
    exclusive: fc.boolean(),
  });
  const query = fc.record({
    ip: fc.constantFrom('192.0.2.1', '192.0.2.2', '192.0.2.200', '2001:db8::1', '203.0.113.1'),
    host: fc.constantFrom('www.example.org', 'example.org', 'example.net'),
    second: fc.integer({ min: -350, max: 350 }),
  });
  await fc.assert(
    fc.asyncProperty(
      fc.array(hold, { maxLength: 10 }),
      fc.array(query, { minLength: 8, maxLength: 8 }),
      async (holds, queries) => {
        await world.db.in(p.org, async (tx) => {
          await tx.rows(sql`delete from holding where organisation_id = ${p.org}`);
          for (const h of holds) {
            const isPrefix = /[:/]/.test(h.resource);
            await tx.rows(sql`savepoint one`);
            await tx
              .rows(sql`
              insert into holding (organisation_id, id, kind, prefix, name, contract_id, exclusive, origin, precedence, valid, recorded)
              values (${p.org}, ${newId(world, 'hld')}, ${isPrefix ? 'prefix' : 'domain'}, ${isPrefix ? h.resource : null}::cidr, ${isPrefix ? null : h.resource}, ${h.contract}, ${h.exclusive},
                      'manual', 30, ${spanText({ from: instant(h.from), until: instant(h.from + h.length) })}::tstzrange, tstzrange(now(), null))`)
              .catch(() => tx.rows(sql`rollback to savepoint one`));
          }
          await tx.rows(sql`update ledger_version set version = version + 1 where organisation_id = ${p.org}`);
          const table = await openLedger(world, p.org, tx);
          for (const q of queries) {
            const asked: Query = { ip: q.ip, host: q.host, seenAt: instant(q.second) };
            const one = attributeFinding(await ledgerFor(tx, asked), asked);
            assert.deepEqual(answerContent(table.attribute(asked)), answerContent(one));
          }
        });
      },
    ),
    { numRuns: 25 },
  );
});

test('another organisation finds nothing of ours', async () => {
  const p = await provider('walled');
  const other = await organisation('walled-off');
  const record = await give(p.org, '192.0.2.7', p.ca, '2025-02-01T00:00:00Z');

  const answer = await attributeNow(world, other, { ip: '192.0.2.7', seenAt: at('2026-05-01T12:00:00Z') });

  assert.equal(answer.status, 'out_of_scope');
  await assert.rejects(correct(world, other, by, record, { why: 'not mine', until: null }));
});
