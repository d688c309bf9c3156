/** Adapters on recorded answers, good and bad; and each of them through a loopback server that pages, stalls, breaks and lies. */
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { sql } from '#io/db';
import { newId } from '#io/dice';
import { testWorld } from '#io/testing';
import { type Actor, type Id, type ProblemCode, Refused } from '#kernel';
import type { Ask, AskedInventory } from './inventory.ts';
import type { PollShape } from './shapes.ts';
import { inventoryKinds } from './work/kinds.ts';
import {
  addInventory,
  addNetwork,
  backfillInventory,
  changeInventory,
  handHook,
  listHoldings,
  listInventories,
  pollDue,
  pollInventory,
  showInventory,
} from './work.ts';

interface Exchange {
  readonly ask: string;
  readonly status: number;
  readonly reply: unknown;
}
interface Sample {
  readonly which?: 'history';
  readonly options: Record<string, unknown>;
  readonly secret: Record<string, string>;
  readonly exchanges: readonly Exchange[];
}
const samples = join(import.meta.dirname, 'inventories', 'samples');
const kinds = await inventoryKinds();
const reading = (options: unknown, secret: Record<string, string>) => ({ options, secret, zone: 'Europe/Amsterdam' });
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
const saying = (cause: unknown) => ({ error: `${(cause as Error).name}: ${(cause as Error).message}` });
const textOfReply = (reply: unknown) => (typeof reply === 'string' ? reply : JSON.stringify(reply));
const askText = (a: Ask) =>
  `${a.method ?? (a.form || a.json || a.xml ? 'POST' : 'GET')} ${a.path}${a.query ? `?${new URLSearchParams(Object.entries(a.query).map(([k, v]) => [k, String(v)]))}` : ''}`;

async function readSample(id: string, name: string): Promise<unknown> {
  const kind = kinds.get(id) ?? assert.fail(id);
  const folder = join(samples, id);
  const input = readdirSync(folder).find((f) => f.startsWith(`${name}.in.`)) ?? assert.fail(name);
  const text = readFileSync(join(folder, input), 'utf8');
  try {
    if (kind.reach === 'file') {
      const options = kind.options.parse(JSON.parse(readFileSync(join(folder, `${name}.options.json`), 'utf8')));
      async function* pieces() {
        for (let i = 0; i < text.length; i += 101) yield text.slice(i, i + 101);
      }
      return plain(await kind.readText(pieces(), reading(options, {})));
    }
    const s = JSON.parse(text) as Sample;
    const given = reading(kind.options.parse(s.options), s.secret);
    const questions = s.which === 'history' && kind.history ? kind.history(given) : kind.read(given);
    let step = questions.next();
    for (const x of s.exchanges) {
      assert.equal(step.done ? 'done' : askText(step.value), x.ask);
      step = questions.next({ status: x.status, headers: {}, text: textOfReply(x.reply) });
    }
    assert.equal(step.done, true, 'every answer was used');
    return plain(step.value);
  } catch (cause) {
    if (cause instanceof assert.AssertionError) throw cause;
    return saying(cause);
  }
}

test('every adapter reads its recorded answers as written beside them, good and bad', async () => {
  for (const id of kinds.keys()) {
    const folder = join(samples, id);
    assert.ok(existsSync(folder), `${id} has no samples`);
    const names = readdirSync(folder).flatMap((f) => (f.endsWith('.out.json') ? [f.slice(0, -9)] : []));
    const outcomes = new Set<boolean>();
    for (const name of names) {
      const expected: unknown = JSON.parse(readFileSync(join(folder, `${name}.out.json`), 'utf8'));
      assert.deepEqual(await readSample(id, name), expected, `${id}/${name}`);
      outcomes.add(Object.hasOwn(expected as object, 'error'));
    }
    assert.equal(outcomes.size, 2, `${id} has a good and a bad sample`);
  }
});

test('a file cut anywhere is refused or read, and never ends the program', async () => {
  for (const [id, kind] of kinds) {
    if (kind.reach !== 'file') continue;
    for (const file of readdirSync(join(samples, id)).filter((f) => /\.in\.\w+$/.test(f))) {
      const text = readFileSync(join(samples, id, file), 'utf8');
      const options = kind.options.parse(
        JSON.parse(readFileSync(join(samples, id, file.replace(/\.in\.\w+$/, '.options.json')), 'utf8')),
      );
      for (let end = 0; end < text.length; end += 29) {
        async function* cut() {
          yield text.slice(0, end);
        }
        await kind.readText(cut(), reading(options, {})).then(
          (s) => assert.ok(Array.isArray(s.holdings)),
          (cause: unknown) =>
            assert.ok(cause instanceof RangeError || (cause as Error).name === 'Unreadable', String(cause)),
        );
      }
    }
  }
});

// --- through the wire ------------------------------------------------------------------------------------------------

const world = await testWorld('inventory-wire');
const admin: Actor = { kind: 'member', id: newId(world, 'mbr'), role: 'admin', name: 'Ada' };
const refusal = (code: ProblemCode) => (cause: unknown) => cause instanceof Refused && cause.refusal.code === code;
let organisations = 0;
async function organisation(): Promise<Id<'org'>> {
  const org = newId(world, 'org');
  await world.db.owner((tx) =>
    tx.rows(
      sql`insert into organisation (organisation_id, slug, name, kind, created_at) values (${org}, ${`wire-${organisations++}`}, 'Wire', 'provider', now())`,
    ),
  );
  for (const network of ['192.0.2.0/24', '198.51.100.0/24', '203.0.113.0/24', '2001:db8::/32'])
    await addNetwork(world, org, admin, { network, name: null, from: null, until: null });
  return org;
}
const servers: Server[] = [];
after(() => {
  for (const s of servers) {
    s.closeAllConnections();
    s.close();
  }
});
interface Play {
  address: string;
  /** What happens before the recorded answer of the n-th request. */
  trouble: (n: number) => 'none' | 'busy' | 'broken' | 'nonsense' | 'cut';
  n: number;
  asked: string[];
}
/** Plays recorded exchanges: the answer to the same question, in the order in which it was recorded. */
async function playing(exchanges: () => readonly Exchange[]): Promise<Play> {
  const play: Play = { address: '', trouble: () => 'none', n: 0, asked: [] };
  let used = new Set<number>();
  const server = createServer((q, r) => {
    q.resume().on('end', () => {
      const n = play.n++;
      if (n === 0) used = new Set();
      const trouble = play.trouble(n);
      const asked = `${q.method} ${decodeURIComponent(q.url ?? '')}`;
      play.asked.push(asked);
      if (trouble === 'busy') return r.writeHead(429, { 'retry-after': '7' }).end();
      if (trouble === 'broken') return r.writeHead(500).end('boom');
      if (trouble === 'nonsense') return r.end('<html>');
      const all = exchanges();
      const fits = (x: Exchange, i: number) => !used.has(i) && decodeURIComponent(x.ask) === asked.replace(/\+/g, ' ');
      let i = all.findIndex(fits);
      if (i < 0) {
        used = new Set();
        i = all.findIndex(fits);
      }
      const x = all[i];
      if (!x) return r.writeHead(418).end(asked);
      if (trouble !== 'cut') used.add(i);
      const body = Buffer.from(textOfReply(x.reply));
      r.writeHead(x.status, { 'content-type': 'application/json', 'content-length': body.length });
      if (trouble === 'cut') {
        r.write(body.subarray(0, Math.max(1, body.length >> 1)));
        return setTimeout(() => r.destroy(), 5);
      }
      return r.end(body);
    });
  });
  servers.push(server);
  await new Promise<void>((go) => server.listen(0, '127.0.0.1', go));
  play.address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return play;
}
const heldRows = (org: Id<'org'>) =>
  world.db.in(org, (tx) =>
    tx.rows(sql<{ row: string }>`select h::text as row from holding h where organisation_id = ${org} order by id`),
  );

test('each kind that is asked: its pages are read, waiting is honoured, and an answer that is not whole writes nothing', async () => {
  for (const [id, kind] of kinds) {
    if (kind.reach !== 'http' || id === 'rdap') continue;
    const sample = JSON.parse(readFileSync(join(samples, id, 'whole.in.json'), 'utf8')) as Sample;
    const expected = JSON.parse(readFileSync(join(samples, id, 'whole.out.json'), 'utf8')) as { holdings: unknown[] };
    const org = await organisation();
    const play = await playing(() => sample.exchanges);
    await addInventory(world, org, admin, {
      name: 'played',
      kind: id,
      address: play.address,
      private_hosts: ['127.0.0.1'],
      trust: null,
      secret: Object.fromEntries(Object.keys(sample.secret).map((k) => [k, 'nbt_hidden_value'])),
      options: sample.options,
      precedence: 15,
      every_minutes: 60,
      hold_share: 0.2,
    });
    const again = async (trouble: Play['trouble']): Promise<PollShape> => {
      play.n = 0;
      play.trouble = trouble;
      world.clock.add({ hours: 1 });
      return pollInventory(world, org, admin, 'played');
    };
    const last = sample.exchanges.length - 1;

    for (const what of ['nonsense', 'broken'] as const) {
      const failed = await again((n) => (n >= last ? what : 'none'));
      assert.deepEqual(
        [failed.outcome, failed.fault],
        ['failed', what === 'broken' ? 'broken' : 'unreadable'],
        `${id} ${what}`,
      );
      assert.equal((await heldRows(org)).length, 0, `${id} ${what}`);
    }
    const cut = await again((n) => (n === last ? 'cut' : 'none'));
    assert.ok(cut.outcome === 'written', `${id}: one broken line is asked again (${cut.fault_detail})`);
    assert.equal(cut.counts['rows'], expected.holdings.length, id);
    const before = await heldRows(org);
    const waited = await again((n) => (n === 0 || n === 2 ? 'busy' : 'none'));
    assert.equal(waited.outcome, 'unchanged', `${id}: ${waited.fault_detail}`);
    assert.deepEqual(await heldRows(org), before, id);
    const shown = await showInventory(world, org, 'played');
    assert.deepEqual([shown.health, shown.failures], ['well', 0], id);
    assert.ok(!JSON.stringify(shown).includes('hidden'), `${id} shows no secret`);
  }
});

test('private space must be named, and what points elsewhere is not followed', async () => {
  const org = await organisation();
  const play = await playing(() => []);
  const given = {
    kind: 'netbox',
    address: play.address,
    trust: null,
    secret: { token: 'x' },
    options: {},
    precedence: 15,
    every_minutes: 60,
    hold_share: 0.2,
  };
  await addInventory(world, org, admin, { ...given, name: 'unnamed', private_hosts: [] });

  const said = await pollInventory(world, org, admin, 'unnamed');

  assert.deepEqual([said.outcome, said.fault], ['failed', 'address']);
  assert.deepEqual(play.asked, []);
  await assert.rejects(
    addInventory(world, org, admin, { ...given, name: 'unnamed', private_hosts: [] }),
    refusal('inventory.name-taken'),
  );
  await assert.rejects(
    addInventory(world, org, admin, { ...given, name: 'odd', private_hosts: [], options: { page_size: 'x' } }),
    refusal('request.invalid'),
  );
  await assert.rejects(
    addInventory(world, org, admin, { ...given, name: 'odd', private_hosts: [], secret: { hm: 'x' } }),
    refusal('request.invalid'),
  );
  const reader: Actor = { ...admin, role: 'handler' } as Actor;
  await assert.rejects(
    addInventory(world, org, reader, { ...given, name: 'mine', private_hosts: [] }),
    refusal('request.not-allowed'),
  );
});

test('NetBox: what is due is polled, its log of changes fills in the time before, and its signed calls are exact', async () => {
  const org = await organisation();
  const history = JSON.parse(readFileSync(join(samples, 'netbox', 'history.in.json'), 'utf8')) as Sample;
  const whole = JSON.parse(readFileSync(join(samples, 'netbox', 'whole.in.json'), 'utf8')) as Sample;
  const play = await playing(() => [...whole.exchanges, ...history.exchanges]);
  world.clock.set(Temporal.Instant.from('2026-12-01T08:00:00Z'));
  const { group_is_reseller: _, ...options } = whole.options;
  const inventory = await addInventory(world, org, admin, {
    name: 'netbox',
    kind: 'netbox',
    address: play.address,
    private_hosts: ['127.0.0.1'],
    trust: null,
    secret: { token: 'nbt_x', hook: 'shared secret' },
    options,
    precedence: 15,
    every_minutes: 60,
    hold_share: 0.2,
  });
  await assert.rejects(backfillInventory(world, org, admin, 'netbox'), refusal('inventory.not-polled'));
  await pollDue(world);
  const [listed] = await listInventories(world, org);
  assert.deepEqual([listed?.health, listed?.last_poll?.outcome, listed?.holdings], ['well', 'written', 9]);
  assert.match(listed?.next_at ?? '', /^2026-12-01T09:00/);

  const later = (await heldRows(org)).map((r) => r.row);
  const filled = await backfillInventory(world, org, admin, 'netbox');
  const again = await backfillInventory(world, org, admin, 'netbox');
  const now = (await heldRows(org)).map((r) => r.row);
  assert.equal(filled.outcome, 'backfilled');
  assert.equal(again.outcome, 'unchanged');
  for (const row of later) assert.ok(now.includes(row), 'what came later is not touched');
  const story = async (what: string) =>
    (await listHoldings(world, org, { resource: what, limit: 20 })).items
      .map((h) => [h.holder?.reference, h.from, h.until, h.quality])
      .sort((a, b) => (String(a[1]) < String(b[1]) ? -1 : 1));
  assert.deepEqual(await story('203.0.113.77'), [
    ['de-wit', '2026-01-05T10:00:00Z', '2026-12-01T08:00:00Z', 'log'],
    ['de-wit', '2026-12-01T08:00:00Z', null, 'since_known'],
  ]);
  assert.deepEqual(await story('203.0.113.99'), [['brink-it', '2026-01-05T10:00:00Z', '2026-01-11T12:30:00Z', 'log']]);

  const call = (at: string, event: string, tenant: object | null) =>
    Buffer.from(
      JSON.stringify({
        event,
        timestamp: at,
        model: 'ipaddress',
        username: 'ops',
        request_id: 'r1',
        data: { id: 100, address: '203.0.113.77/24', vrf: null, tenant, dns_name: 'web1.dewit.example' },
        snapshots: { prechange: null, postchange: null },
      }),
    );
  const signed = (body: Buffer, secret = 'shared secret') => createHmac('sha512', secret).update(body).digest('hex');
  const body = call('2026-12-01T08:30:12.5Z', 'updated', { id: 1, name: 'Brink IT', slug: 'brink-it' });
  await assert.rejects(handHook(world, org, inventory, body, signed(body, 'guess')), refusal('inventory.hook-refused'));
  await assert.rejects(handHook(world, org, inventory, body, undefined), refusal('inventory.hook-refused'));
  await assert.rejects(
    handHook(world, await organisation(), inventory, body, signed(body)),
    refusal('inventory.hook-refused'),
  );
  assert.deepEqual(await handHook(world, org, inventory, body, signed(body)), { taken: 2 });
  assert.deepEqual(await handHook(world, org, inventory, body, signed(body)), { taken: 0 });
  const old = call('2026-12-01T08:10:00Z', 'deleted', null);
  assert.deepEqual(await handHook(world, org, inventory, old, signed(old)), { taken: 0 });
  assert.deepEqual(
    (await story('203.0.113.77')).filter(([, from]) => String(from) >= '2026-12'),
    [
      ['de-wit', '2026-12-01T08:00:00Z', '2026-12-01T08:30:12.5Z', 'since_known'],
      ['brink-it', '2026-12-01T08:30:12.5Z', null, 'stated'],
    ],
  );
  const gone = call('2026-12-01T08:40:00Z', 'deleted', { id: 1, name: 'Brink IT', slug: 'brink-it' });
  assert.deepEqual(await handHook(world, org, inventory, gone, signed(gone)), { taken: 1 });
  assert.equal(
    (await story('203.0.113.77')).some(([, , until]) => until === null),
    false,
  );
  await changeInventory(world, org, admin, 'netbox', { act: 'remove' });
  assert.deepEqual(await listInventories(world, org), []);
  assert.equal((await story('203.0.113.77')).length, 3);
});

test('a log is taken piece by piece: sessions go on, end, and pass to another; nothing ends by being absent', async () => {
  const org = await organisation();
  await addInventory(world, org, admin, {
    name: 'blocks',
    kind: 'cgnat',
    address: null,
    private_hosts: [],
    trust: null,
    secret: {},
    options: { pattern: '^(100\\..*)$' },
    precedence: 15,
    every_minutes: null,
    hold_share: 0.2,
  });
  const hand = async (...rows: string[]) => {
    world.clock.add({ hours: 1 });
    const packed = gzipSync(`public_ip,port_start,port_end,internal_ip,start,end\n${rows.join('\n')}\n`);
    const { textOf } = await import('./work/asking.ts');
    async function* bytes() {
      for (let i = 0; i < packed.length; i += 40) yield packed.subarray(i, i + 40);
    }
    return pollInventory(world, org, admin, 'blocks', { text: textOf(bytes()) });
  };
  const story = async () =>
    (await listHoldings(world, org, { resource: '198.51.100.1', limit: 20 })).items
      .map((h) => `${h.ports} ${h.holder?.reference} ${h.from} ${h.until}${h.ended_by ? ` ~${h.ended_by}` : ''}`)
      .sort();

  await hand(
    '198.51.100.1,1024,2047,100.64.0.7,2026-03-01T10:00:00Z,',
    '198.51.100.1,2048,3071,100.64.0.8,2026-03-01T10:00:00Z,2026-03-01T11:00:00Z',
  );
  const second = await hand('198.51.100.1,1024,2047,100.64.0.7,2026-03-01T10:00:00Z,2026-03-01T12:00:00Z');
  const repeated = await hand('198.51.100.1,1024,2047,100.64.0.7,2026-03-01T10:00:00Z,2026-03-01T12:00:00Z');
  await hand('198.51.100.1,4096,5119,100.64.0.5,2026-03-01T10:00:00Z,');
  await hand('198.51.100.1,4096,5119,100.64.0.6,2026-03-01T15:00:00Z,');

  assert.deepEqual([second.outcome, repeated.outcome], ['written', 'unchanged']);
  assert.deepEqual(await story(), [
    '1024-2047 100.64.0.7 2026-03-01T10:00:00Z 2026-03-01T12:00:00Z',
    '2048-3071 100.64.0.8 2026-03-01T10:00:00Z 2026-03-01T11:00:00Z',
    '4096-5119 100.64.0.5 2026-03-01T10:00:00Z 2026-03-01T10:00:00.000001Z ~2026-03-01T15:00:00Z',
    '4096-5119 100.64.0.6 2026-03-01T15:00:00Z null',
  ]);
});

test('adapters keep the promise of their kind: an asked one names its secrets, each says where its interface is described', () => {
  for (const [id, kind] of kinds) {
    assert.match(id, /^[a-z0-9_]+$/);
    assert.ok(kind.spec.length > 5 && kind.help.nl.length > 20 && kind.help.en.length > 20, id);
    if (kind.reach === 'http') assert.ok((kind as AskedInventory).secrets.length > 0 || id === 'rdap', id);
  }
});
