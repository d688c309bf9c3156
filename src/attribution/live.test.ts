/** The live resolver against a server that answers, is silent, answers for another time, and knows nobody. */
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, test } from 'node:test';
import { sql } from '#io/db';
import { newId } from '#io/dice';
import { testWorld } from '#io/testing';
import type { Actor, Id } from '#kernel';
import { addInventory, addNetwork, showInventory } from '#resources/work';
import { attributeFinding } from './attribute.ts';
import { ledgerFor, saveAnswers } from './store.ts';
import { askLive, retryUnattributed, showLive } from './work.ts';

const world = await testWorld('live');
const admin: Actor = { kind: 'member', id: newId(world, 'mbr'), role: 'admin', name: 'Ada' };
const seenAt = Temporal.Instant.from('2026-11-22T09:30:00Z');

type Reply = (question: {
  ip: string;
  port: number | null;
  host: string | null;
  seen: { from: string; until: string };
}) => { status?: number; body: unknown };
let reply: Reply = () => ({ status: 500, body: {} });
const asked: { body: string; headers: Record<string, string | string[] | undefined> }[] = [];
/** A resolver as a provider would write it: reads the question, checks the signature, answers from its own records. */
const server = createServer((q, r) => {
  const parts: Buffer[] = [];
  q.on('data', (part: Buffer) => parts.push(part)).on('end', () => {
    const body = Buffer.concat(parts).toString();
    asked.push({ body, headers: q.headers });
    const said = reply(JSON.parse(body));
    r.writeHead(said.status ?? 200, { 'content-type': 'application/json' }).end(JSON.stringify(said.body));
  });
});
await new Promise<void>((go) => server.listen(0, '127.0.0.1', go));
after(() => {
  server.closeAllConnections();
  server.close();
});

let count = 0;
async function organisation(): Promise<Id<'org'>> {
  const org = newId(world, 'org');
  await world.db.owner((tx) =>
    tx.rows(
      sql`insert into organisation (organisation_id, slug, name, kind, created_at) values (${org}, ${`live-${count++}`}, 'Live', 'provider', now())`,
    ),
  );
  await addNetwork(world, org, admin, { network: '192.0.2.0/24', name: null, from: null, until: null });
  await addInventory(world, org, admin, {
    name: 'own-system',
    kind: 'live',
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/who`,
    private_hosts: ['127.0.0.1'],
    trust: null,
    secret: { bearer: 'hidden', hmac: 'shared' },
    options: { rest_after: 2, rest_minutes: 10, ttl_minutes: 60 },
    precedence: 15,
    every_minutes: null,
    hold_share: 0.2,
  });
  return org;
}
/** A finding as intake would leave it: kept, with the answer of the ledger. */
async function finding(org: Id<'org'>, n: number, ip: string): Promise<void> {
  await world.db.in(org, async (tx) => {
    const query = { ip, seenAt, precision: 'exact' as const };
    const [attribution] = await saveAnswers(world, tx, org, [attributeFinding(await ledgerFor(tx, query), query)]);
    await tx.rows(sql`
      insert into finding (organisation_id, day, id, message_id, format, kind, ip, seen_at, time_precision, received_at, attribution_id, role, count)
      values (${org}, '2026-11-22', ${`fnd_${String(n).padStart(26, '0')}`}, ${newId(world, 'msg')}, 'xarf', 'attack.scan', ${ip}::inet, ${seenAt.toString()}::timestamptz, 'exact', ${world.clock.now().toString()}::timestamptz, ${attribution ?? null}, 'source', 1)`);
  });
}
const answers = (org: Id<'org'>) =>
  world.db.in(org, (tx) =>
    tx.rows(sql<{ ip: string; status: string; method: string | null; holder: string | null }>`
      select host(f.ip) as ip, a.status, a.method, p.reference as holder from finding f join attribution a on a.organisation_id = f.organisation_id and a.id = f.attribution_id
        left join party p on p.organisation_id = a.organisation_id and p.id = a.holder_id where f.organisation_id = ${org} order by f.id`),
  );
const moved: number[] = [];
const onMoved = async (_w: unknown, _t: unknown, _o: unknown, m: readonly unknown[]) => {
  moved.push(m.length);
};
const held = (from: string, until: string | null) => ({
  body: {
    status: 'held',
    valid: { from, until },
    customer: { reference: 'K-77', name: 'Live BV', reseller: 'R-7', contacts: [{ address: 'abuse@live.example' }] },
    service: { kind: 'vps' },
  },
});

test('an answer for the whole of the time makes an attribution of its own, signed for and asked once', async () => {
  const org = await organisation();
  await finding(org, 1, '192.0.2.10');
  reply = () => held('2026-11-20T00:00:00Z', null);
  asked.length = 0;

  const first = await askLive(world, org, onMoved);
  const again = await askLive(world, org, onMoved);

  assert.deepEqual([first, again, asked.length], [1, 0, 1]);
  assert.deepEqual(await answers(org), [{ ip: '192.0.2.10', status: 'attributed', method: 'live', holder: 'K-77' }]);
  const { body, headers } = asked[0] ?? assert.fail();
  assert.deepEqual(JSON.parse(body), {
    ip: '192.0.2.10',
    port: null,
    host: null,
    seen: { from: '2026-11-22T09:29:00Z', until: '2026-11-22T09:31:00Z' },
  });
  assert.equal(headers['authorization'], 'Bearer hidden');
  assert.equal(
    headers['x-bezem-signature'],
    `sha256=${createHmac('sha256', 'shared').update(`${headers['x-bezem-timestamp']}.${body}`).digest('hex')}`,
  );
  const chain = await world.db.in(org, (tx) =>
    tx.rows(
      sql<{
        n: number;
      }>`select jsonb_array_length(chain) as n from attribution where organisation_id = ${org} and method = 'live'`,
    ),
  );
  assert.equal(chain[0]?.n, 2, 'through the reseller');
  // The ledger knows nobody still: the hourly retry leaves what the own system answered.
  await retryUnattributed(world, org, world.clock.now().subtract({ hours: 30 }), world.clock.now(), onMoved);
  assert.equal((await answers(org))[0]?.method, 'live');
});

test('an answer is used again inside the time it named, and not outside it', async () => {
  const org = await organisation();
  reply = () => held('2026-11-22T09:00:00Z', '2026-11-22T10:00:00Z');
  await finding(org, 1, '192.0.2.11');
  await askLive(world, org, onMoved);
  asked.length = 0;
  await world.db.in(org, (tx) =>
    tx.rows(sql`
      insert into finding (organisation_id, day, id, message_id, format, kind, ip, seen_at, time_precision, received_at, attribution_id, role, count)
      select organisation_id, day, ${`fnd_${'9'.repeat(26)}`}, message_id, format, kind, ip, seen_at + interval '10 minutes', time_precision, received_at,
             (select id from attribution a where a.organisation_id = ${org} and a.status = 'unattributed' limit 1), role, count from finding where organisation_id = ${org}`),
  );

  await askLive(world, org, onMoved);

  assert.equal(asked.length, 0);
  assert.deepEqual(
    (await answers(org)).map((a) => a.holder),
    ['K-77', 'K-77'],
  );
});

test('an answer for another time, for nobody or of another shape is not believed, and nothing is guessed', async () => {
  for (const said of [
    held('2026-11-22T09:29:30Z', null),
    held('2026-11-20T00:00:00Z', '2026-11-22T09:30:30Z'),
    { body: { status: 'nobody' } },
    { body: { status: 'held', customer: { reference: 'K-1' } } },
    { body: 'K-1' },
  ]) {
    const org = await organisation();
    await finding(org, 1, '192.0.2.12');
    reply = () => said;

    await askLive(world, org, onMoved);

    assert.deepEqual(
      (await answers(org)).map((a) => [a.status, a.holder]),
      [['unattributed', null]],
    );
    const made = await world.db.in(org, (tx) => tx.rows(sql`select id from party where organisation_id = ${org}`));
    assert.equal(made.length, 0);
  }
});

test('a failing system is tried again later, rests after too many failures, and is believed when it is back', async () => {
  const org = await organisation();
  for (let n = 1; n <= 6; n++) await finding(org, n, `192.0.2.${20 + n}`);
  reply = () => ({ status: 503, body: {} });
  asked.length = 0;
  await askLive(world, org, onMoved);

  assert.ok(asked.length < 6, `left alone after ${asked.length} failures`);
  asked.length = 0;
  assert.equal(await askLive(world, org, onMoved), 0);
  assert.equal(asked.length, 0, 'it rests');
  assert.deepEqual(new Set((await answers(org)).map((a) => a.status)), new Set(['unattributed']));
  world.clock.add({ minutes: 30 });
  reply = () => held('2026-11-20T00:00:00Z', null);
  await askLive(world, org, onMoved);
  assert.deepEqual(new Set((await answers(org)).map((a) => a.holder)), new Set(['K-77']));
  assert.equal((await showInventory(world, org, 'own-system')).failures, 0);
});

test('the record of a resolver counts what was asked and what came of it, and shows the last questions', async () => {
  const org = await organisation();
  await finding(org, 1, '192.0.2.90');
  await finding(org, 2, '192.0.2.91');
  await finding(org, 3, '192.0.2.92');
  reply = (q) =>
    q.ip === '192.0.2.90'
      ? held('2026-11-20T00:00:00Z', null)
      : q.ip === '192.0.2.91'
        ? { body: { status: 'nobody' } }
        : { body: { answer: 'in a form of its own' } };

  const before = await showLive(world, org, 'own-system');
  await askLive(world, org, onMoved);
  const record = await showLive(world, org, 'own-system');

  assert.deepEqual([before.asked, before.median_ms, before.last], [0, null, []]);
  assert.deepEqual(record.counts, { answered: 1, nobody: 1, unfit: 1, failed: 0, waiting: 0 });
  assert.equal(record.asked, 3);
  assert.equal(record.resting_until, null);
  assert.ok(record.median_ms !== null && record.p95_ms !== null && record.median_ms <= record.p95_ms);
  const of = (ip: string) => record.last.find((q) => q.ip === ip) ?? assert.fail(ip);
  assert.equal(of('192.0.2.90').party?.reference, 'K-77');
  assert.equal(of('192.0.2.91').party, null);
  assert.deepEqual([of('192.0.2.92').state, of('192.0.2.92').fault], ['unfit', 'shape']);
  assert.ok(of('192.0.2.92').next_at, 'it is asked again');
  await assert.rejects(showLive(world, org, 'nothing-of-the-kind'));
});
