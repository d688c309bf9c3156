/** Feeds, folders and the reports of Shadowserver, pulled from servers and folders that misbehave. */
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { wallClock } from '#io/clock';
import { sql } from '#io/db';
import type { Job } from '#io/jobs';
import { testWorld } from '#io/testing';
import { type Actor, type Id, Refused } from '#kernel';
import { addMember, addOrganisation, operator } from '#organisations/work';
import { lookNow, runChannels, watchJob } from './engine.ts';
import { channelBy, takeChannels } from './store.ts';
import { addChannel, editChannel, listChannels, setChannel, showChannel, testChannel } from './work.ts';

const world = await testWorld('channels');
const { id: org } = await addOrganisation(world, { slug: 'pulls', name: 'Pulls', kind: 'provider' });
const who = await addMember(world, org, operator, { email: 'a@pulls.example', name: 'A', role: 'admin' });
const admin: Actor = { kind: 'member', id: who.id, role: 'admin', name: 'A' };
const base = mkdtempSync(join(tmpdir(), 'channels-watch-'));
const hands = { watchFolder: base };
const servers: ReturnType<typeof createServer>[] = [];
after(() => {
  for (const s of servers) {
    s.closeAllConnections();
    s.close();
  }
  chmodSync(base, 0o700);
  rmSync(base, { recursive: true, force: true });
});
for (const host of ['lists', 'second', 'shadow', 'dl']) {
  world.names.addresses.set(`${host}.example`, ['127.0.0.1']);
  world.privateHosts.push(`${host}.example`);
}
async function serve(answer: RequestListener): Promise<number> {
  const s = createServer(answer);
  servers.push(s);
  await new Promise<void>((ready) => s.listen(0, '127.0.0.1', ready));
  const at = s.address();
  return typeof at === 'object' && at ? at.port : 0;
}
const add = (kind: string, name: string, settings: unknown, secrets: Record<string, string> = {}) =>
  addChannel(world, hands, org, admin, { kind, name, settings, secrets, anyway: true });
const look = (id: Id<'chn'>) => lookNow(world, hands, org, id);
const messages = (id: Id<'chn'>) =>
  world.db.in(org, (tx) =>
    tx.rows(sql<{ name: string; feed: string; lane: string; channel: string }>`
      select name, feed, lane, channel from message where organisation_id = ${org} and channel_id = ${id} order by received_at, id`),
  );
const row = async (id: Id<'chn'>) => {
  const found = await world.db.in(org, (tx) => channelBy(tx, org, id));
  assert.ok(found);
  return found;
};

test('a feed is asked with what was there before, and the same list is not fetched twice', async () => {
  const asked: IncomingMessage['headers'][] = [];
  let tag = '"one"';
  const port = await serve((q, s) => {
    asked.push(q.headers);
    if (q.headers['if-none-match'] === tag) return void s.writeHead(304).end();
    s.writeHead(200, { etag: tag, 'last-modified': 'Sun, 22 Nov 2026 09:00:00 GMT', 'content-type': 'text/csv' });
    s.end(`ip,seen\n192.0.2.${tag.length},2026-11-22T09:00:00Z\n`);
  });
  const id = await add(
    'feed',
    'partner-list',
    { address: `http://lists.example:${port}/list?key=in-the-address`, auth: 'bearer' },
    { token: 'hush hush' },
  );

  assert.equal((await look(id)).outcome, 'new');
  assert.equal((await look(id)).outcome, 'nothing');
  tag = '"another"';
  assert.equal((await look(id)).outcome, 'new');

  assert.equal(asked[0]?.authorization, 'Bearer hush hush');
  assert.equal(asked[1]?.['if-none-match'], '"one"');
  assert.equal(asked[1]?.['if-modified-since'], 'Sun, 22 Nov 2026 09:00:00 GMT');
  assert.deepEqual(
    (await messages(id)).map((m) => [m.name, m.feed, m.lane, m.channel]),
    [
      ['list.csv', 'partner-list', 'urgent', 'feed'],
      ['list.csv', 'partner-list', 'urgent', 'feed'],
    ],
  );
  const page = JSON.stringify(await listChannels(world, hands, org, admin));
  assert.doesNotMatch(page, /hush hush/);
  assert.match(page, /\/list\?…/);
});

test('a large packed list is streamed to the bulk lane as it is', async () => {
  const rows = Array.from(
    { length: 60_000 },
    (_, i) =>
      `203.0.113.${i % 256},2026-11-22T09:${String(i % 60).padStart(2, '0')}:00Z,${(i * 2654435761) % 4294967296}`,
  );
  const packed = gzipSync(`ip,seen,reference\n${rows.join('\n')}\n`, { level: 1 });
  const bytes = Buffer.concat([
    packed,
    gzipSync(Buffer.from(Array.from({ length: 1_200_000 }, (_, i) => (i * 7919) % 251)), { level: 0 }),
  ]);
  const port = await serve((_q, s) =>
    s.writeHead(200, { 'content-disposition': 'attachment; filename="day.csv.gz"' }).end(bytes),
  );
  const id = await add('feed', 'big-list', { address: `http://lists.example:${port}/`, max_mb: 8 });

  assert.equal((await look(id)).bytes, bytes.length);

  assert.deepEqual(
    (await messages(id)).map((m) => [m.name, m.lane]),
    [['day.csv.gz', 'bulk']],
  );
});

test('what the other side says is said on: refused, gone, wait, broken; and Retry-After is kept to', async () => {
  let answer: { status: number; headers?: Record<string, string>; body?: string } = { status: 200, body: 'x' };
  const port = await serve((_q, s) => s.writeHead(answer.status, answer.headers).end(answer.body));
  const id = await add('feed', 'moody', { address: `http://lists.example:${port}/`, max_mb: 1 });
  const faults: string[] = [];
  for (const next of [
    { status: 401 },
    { status: 410 },
    { status: 503, headers: { 'retry-after': '7200' } },
    { status: 500 },
    { status: 200, body: 'y'.repeat(1_100_000) },
  ]) {
    answer = next;
    faults.push(String((await look(id)).fault));
    if (next.status === 503)
      assert.ok(
        world.clock
          .now()
          .until((await row(id)).next_at)
          .total('seconds') >= 7200,
        'the wait that was asked for',
      );
  }

  assert.deepEqual(faults, ['http.auth', 'http.gone', 'http.wait', 'http.status', 'size.over']);
  assert.equal((await showChannel(world, org, admin, id)).tries.length >= 1, true);
  answer = { status: 204 };
  assert.equal((await look(id)).outcome, 'nothing');
  assert.equal((await row(id)).failures, 0);
});

test('the test before saving takes nothing; an address inside is refused in plain words', async () => {
  const t = await testChannel(world, hands, org, admin, {
    kind: 'feed',
    name: 'inside',
    settings: { address: 'http://169.254.169.254/latest/' },
  });
  assert.equal(t.ok, false);
  assert.equal(t.fault?.code, 'address.private');
  assert.match(t.fault?.text.nl ?? '', /BEZEM_PRIVATE_HOSTS/);
  await assert.rejects(
    addChannel(world, hands, org, admin, {
      kind: 'feed',
      name: 'inside',
      settings: { address: 'http://169.254.169.254/latest/' },
    }),
    (e: unknown) => e instanceof Refused && e.refusal.code === 'channel.fault',
  );
  const handler: Actor = { ...admin, role: 'handler' } as Actor;
  await assert.rejects(
    addChannel(world, hands, org, handler, { kind: 'folder', name: 'x', settings: {} }),
    /Your role may not do this/,
  );
});

test('of one host one channel is asked at a time, and a taken one is not taken again while its lease lasts', async () => {
  const ids: string[] = [];
  for (const n of [1, 2]) ids.push(await add('feed', `host-${n}`, { address: `http://second.example:9/${n}` }));
  await world.db.in(org, (tx) =>
    tx.rows(sql`update channel set state = 'paused' where organisation_id = ${org} and not (id = any(${ids}::text[]))`),
  );
  const now = world.clock.now();
  const take = (who: string) => world.db.outside((tx) => takeChannels(tx, who, 10, now, 120));

  const first = await take('one');
  const second = await take('two');
  const later = await world.db.outside((tx) => takeChannels(tx, 'two', 10, now.add({ seconds: 121 }), 120));

  assert.deepEqual([first.length, second.length, later.length], [1, 0, 1]);
  await world.db.in(org, (tx) =>
    tx.rows(
      sql`update channel set state = 'removed', leased_until = null where organisation_id = ${org} and id = any(${ids}::text[])`,
    ),
  );
  await world.db.in(org, (tx) =>
    tx.rows(sql`update channel set state = 'running' where organisation_id = ${org} and state = 'paused'`),
  );
});

test('a channel that fell silent is an alarm on the list, noted once; what it brings next ends it', async () => {
  let n = 0;
  let quiet = false;
  const port = await serve((_q, s) => {
    if (quiet) return void s.writeHead(304).end();
    s.writeHead(200, { 'content-type': 'text/csv' }).end(
      `ip,seen\n192.0.2.1,2026-11-22T09:00:${String(++n).padStart(2, '0')}Z\n`,
    );
  });
  const id = await add('feed', 'rhythmic', { address: `http://lists.example:${port}/` });
  const began = world.clock.now();
  for (let day = 0; day < 6; day++) {
    await look(id);
    world.clock.add({ hours: 24 });
  }
  const shown = async () => (await listChannels(world, hands, org, admin)).items.find((c) => c.id === id);
  assert.deepEqual(
    [(await shown())?.health, (await shown())?.silence.state, (await shown())?.silence.rhythm_minutes],
    ['well', 'watched', 1440],
  );
  quiet = true;
  world.clock.add({ hours: 24 });
  await look(id);

  assert.deepEqual([(await shown())?.health, (await shown())?.silence.state], ['silent', 'silent']);
  const job = { id: 1, organisation: org, kind: 'channel.watch', payload: {}, tries: 1 } as Job;
  await watchJob(world, job);
  await watchJob(world, job);
  const noted = await world.db.in(org, (tx) =>
    tx.rows(
      sql<{
        n: number;
      }>`select count(*)::int as n from channel where organisation_id = ${org} and silent_noted_at is not null and id = ${id}`,
    ),
  );
  assert.equal(noted[0]?.n, 1);
  quiet = false;
  await look(id);
  assert.deepEqual([(await shown())?.health, (await row(id)).silent_noted_at], ['well', null]);
  await setChannel(world, org, admin, id, 'paused');
  world.clock.add({ hours: 24 * 30 });
  assert.equal((await shown())?.health, 'paused', 'silence of a paused channel is no alarm');
  await setChannel(world, org, admin, id, 'running');
  assert.notEqual((await shown())?.silence.state, 'silent', 'and the wait begins anew');
  world.clock.set(began);
});

test('a change needs the version that was seen, and keeps what it does not name', async () => {
  const id = await add(
    'feed',
    'editable',
    { address: 'http://lists.example:9/', auth: 'bearer', schedule: { every_minutes: 5 } },
    { token: 'first' },
  );
  const seen = await row(id);
  await editChannel(world, hands, org, admin, id, {
    settings: { schedule: { at: ['06:00'] } },
    anyway: true,
    version: seen.version,
  });

  await assert.rejects(
    editChannel(world, hands, org, admin, id, { name: 'other', anyway: true, version: seen.version }),
    /Someone else changed this/,
  );
  const now = await row(id);
  assert.deepEqual(
    [now.settings['auth'], now.settings['schedule'], now.name],
    ['bearer', { at: ['06:00'] }, 'editable'],
  );
  assert.ok(now.sealed);
  await assert.rejects(
    addChannel(world, hands, org, admin, { kind: 'folder', name: 'editable', settings: {}, anyway: true }),
    /taken/,
  );
});

const home = join(base, 'pulls');
/** As a file that has rested: its entry cannot be dated back, so the settle time is one second. */
const rest = () => wallClock.sleep(1100);

test('files in a watched folder are taken whole, by feed, and stand in .taken; half-written ones are waited for', async () => {
  const id = await add('folder', 'dropbox', { settle_seconds: 1 });
  mkdirSync(join(home, 'Partner A'), { recursive: true });
  writeFileSync(join(home, 'one.csv'), 'ip,seen\n192.0.2.7,2026-11-22T09:00:00Z\n');
  writeFileSync(join(home, 'Partner A', 'two.csv'), 'ip,seen\n192.0.2.8,2026-11-22T09:00:00Z\n');
  for (const name of ['.hidden', 'x.part', 'y.tmp', 'z~', 'empty.csv'])
    writeFileSync(join(home, name), name === 'empty.csv' ? '' : 'half');
  symlinkSync('/etc/hostname', join(home, 'link.csv'));
  utimesSync(join(home, 'one.csv'), new Date('2020-01-01'), new Date('2020-01-01'));

  assert.equal((await look(id)).outcome, 'nothing', 'just written, whatever date it says');
  await rest();
  writeFileSync(join(home, 'fresh.csv'), 'ip,seen\n192.0.2.19,2026-');
  const looked = await look(id);

  assert.equal(looked.messages, 2);
  assert.deepEqual((await messages(id)).map((m) => [m.name, m.feed]).sort(), [
    ['one.csv', 'dropbox'],
    ['two.csv', 'partner-a'],
  ]);
  const day = world.clock.now().toZonedDateTimeISO('Europe/Amsterdam').toPlainDate().toString();
  assert.ok(existsSync(join(home, '.taken', day, 'one.csv')));
  assert.ok(existsSync(join(home, 'Partner A', '.taken', day, 'two.csv')));
  assert.deepEqual(
    readdirSync(home)
      .filter((n) => n.endsWith('.csv'))
      .sort(),
    ['empty.csv', 'fresh.csv', 'link.csv'],
  );
  writeFileSync(join(home, 'fresh.csv'), 'ip,seen\n192.0.2.19,2026-11-22T09:00:00Z\n');
  await rest();
  assert.equal((await look(id)).messages, 1);
});

test('what a crash left behind is taken at the next look: before it was kept, or after', async () => {
  const id = (await listChannels(world, hands, org, admin)).items.find((c) => c.name === 'dropbox')?.id as Id<'chn'>;
  const taken = join(home, '.taken');
  const day = world.clock.now().toZonedDateTimeISO('Europe/Amsterdam').toPlainDate().toString();
  writeFileSync(join(taken, '.taking-begun.csv'), 'ip,seen\n192.0.2.10,2026-11-22T09:00:00Z\n');
  // One that was kept already, killed before its last renaming.
  renameSync(join(taken, day, 'one.csv'), join(taken, '.taking-one.csv'));

  const looked = await look(id);

  assert.deepEqual([looked.messages, looked.duplicates], [1, 1]);
  assert.ok(existsSync(join(taken, day, 'begun.csv')) && existsSync(join(taken, day, 'one.csv')));
  assert.ok(!readdirSync(taken).some((n) => n.startsWith('.taking-')));
});

test('the same name again is written over nothing, the same bytes are one message, and what is too large lies apart', async () => {
  const id = (await listChannels(world, hands, org, admin)).items.find((c) => c.name === 'dropbox')?.id as Id<'chn'>;
  await editChannel(world, hands, org, admin, id, { settings: { max_mb: 1 }, anyway: true });
  const day = world.clock.now().toZonedDateTimeISO('Europe/Amsterdam').toPlainDate().toString();
  writeFileSync(join(home, 'one.csv'), 'ip,seen\n192.0.2.77,2026-11-22T09:00:00Z\n');
  writeFileSync(join(home, 'again.csv'), 'ip,seen\n192.0.2.8,2026-11-22T09:00:00Z\n');
  writeFileSync(join(home, 'large.csv'), 'x'.repeat(1_100_000));
  await rest();

  const looked = await look(id);

  assert.deepEqual([looked.messages, looked.duplicates, looked.fault], [1, 1, 'size.over']);
  assert.ok(existsSync(join(home, '.taken', day, 'one.csv.1')));
  assert.ok(existsSync(join(home, '.refused', 'large.csv')));
  const shown = await showChannel(world, org, admin, id);
  assert.deepEqual(
    shown.refused.map((r) => r.item),
    ['dropbox/large.csv'],
  );
});

test('a folder that leads outside, or is watched by nobody, is refused', async () => {
  mkdirSync(home, { recursive: true });
  symlinkSync('/tmp', join(home, 'out'));
  const t = (settings: object, h = hands) =>
    testChannel(world, h, org, admin, { kind: 'folder', name: 'outside', settings });

  assert.equal((await t({ folder: 'out' })).fault?.code, 'folder.denied');
  assert.equal((await t({}, { watchFolder: undefined as unknown as string })).fault?.code, 'folder.off');
  assert.equal((await t({ folder: 'made/here' })).ok, true);
});

/** Shadowserver, as far as it is asked. */
async function shadowserver(secret: string) {
  const reports: { id: string; file: string; type: string; timestamp: string; body: string }[] = [];
  const fetched: string[] = [];
  const lists: { date: string }[] = [];
  const state = { failAt: '', gone: '', answer: undefined as string | undefined };
  const api = await serve((q, s) => {
    let body = '';
    q.on('data', (d) => {
      body += d;
    });
    q.on('end', () => {
      const right = createHmac('sha256', secret).update(body).digest('hex');
      if (q.url !== '/api2/reports/list' || q.headers['hmac2'] !== right)
        return void s.writeHead(403).end('{"error":"HMAC"}');
      const asked = JSON.parse(body) as { apikey: string; date: string };
      assert.equal(asked.apikey, 'key-1');
      lists.push(asked);
      if (state.answer !== undefined) return void s.end(state.answer);
      const [from = '', until = ''] = asked.date.split(':');
      s.end(
        JSON.stringify(
          reports
            .filter((r) => r.timestamp.slice(0, 10) >= from && r.timestamp.slice(0, 10) <= until)
            .map(({ body: _, ...r }) => r),
        ),
      );
    });
  });
  const dl = await serve((q, s) => {
    const id = q.url?.slice(1) ?? '';
    fetched.push(id);
    if (id === state.failAt) {
      s.writeHead(200, { 'content-length': '5000' });
      s.write('timestamp,ip\n');
      setTimeout(() => s.destroy(), 20);
      return;
    }
    const found = reports.find((r) => r.id === id);
    if (!found || id === state.gone) return void s.writeHead(404).end();
    s.end(found.body);
  });
  const report = (n: number, day: string) =>
    reports.push({
      id: `report-${n}`,
      file: `${day}-scan_redis-pulls-asn.csv`,
      type: 'scan_redis',
      timestamp: `${day} 00:00:00`,
      body: `"timestamp","severity","ip","protocol","port"\n"${day} 01:0${n}:00","high","192.0.2.${n}","tcp","6379"\n`,
    });
  return {
    report,
    fetched,
    lists,
    state,
    settings: { api: `http://shadow.example:${api}/api2/`, download: `http://dl.example:${dl}/`, days: 7 },
  };
}

test('the reports of Shadowserver come once each; a broken download goes on where it was', async () => {
  const s = await shadowserver('the secret');
  s.report(1, '2026-11-20');
  s.report(2, '2026-11-21');
  s.report(3, '2026-11-22');
  const id = await add('shadowserver', 'shadowserver', s.settings, { apikey: 'key-1', secret: 'the secret' });
  s.state.failAt = 'report-2';

  assert.equal((await look(id)).fault, 'connect.lost');
  s.state.failAt = '';
  const second = await look(id);
  const third = await look(id);

  assert.equal(second.messages, 2, `${second.fault} ${second.detail}`);
  assert.equal(third.outcome, 'nothing');
  assert.deepEqual(s.fetched, ['report-1', 'report-2', 'report-2', 'report-3']);
  assert.deepEqual((await messages(id)).map((m) => m.name).sort(), [
    '2026-11-20-scan_redis-pulls-asn.csv',
    '2026-11-21-scan_redis-pulls-asn.csv',
    '2026-11-22-scan_redis-pulls-asn.csv',
  ]);
  assert.equal(s.lists[0]?.date, '2026-11-15:2026-11-22', 'the days set are asked back for');
});

test('days away are asked for again, a day without its report is named, and a report that is gone keeps no other from coming', async () => {
  const s = await shadowserver('the secret');
  s.report(1, '2026-11-20');
  const id = await add(
    'shadowserver',
    'shadow-gap',
    { ...s.settings, days: 2 },
    { apikey: 'key-1', secret: 'the secret' },
  );
  await look(id);
  const began = world.clock.now();
  world.clock.add({ hours: 24 * 10 });
  s.report(2, '2026-11-24');
  s.report(3, '2026-11-25');
  s.state.gone = 'report-2';

  const looked = await look(id);

  assert.equal(looked.messages, 1);
  assert.equal(looked.fault, 'http.gone');
  assert.equal(s.lists.at(-1)?.date, '2026-11-21:2026-12-02');
  const shown = await showChannel(world, org, admin, id);
  assert.deepEqual(shown.missing_days, ['2026-11-21', '2026-11-22', '2026-11-23']);
  assert.deepEqual(
    shown.refused.map((r) => r.item),
    ['report-2'],
  );
  world.clock.set(began);
});

test('a wrong secret and an answer that is no list are told apart', async () => {
  const s = await shadowserver('the secret');
  const wish = (secret: string) => ({
    kind: 'shadowserver',
    name: 'tried',
    settings: s.settings,
    secrets: { apikey: 'key-1', secret },
  });

  assert.equal((await testChannel(world, hands, org, admin, wish('another'))).fault?.code, 'http.auth');
  assert.equal((await testChannel(world, hands, org, admin, wish('the secret'))).ok, true);
  s.state.answer = '{"error":"no permission"}';
  assert.equal((await testChannel(world, hands, org, admin, wish('the secret'))).fault?.code, 'http.auth');
  s.state.answer = '<html>';
  assert.equal((await testChannel(world, hands, org, admin, wish('the secret'))).fault?.code, 'shadowserver.answer');
});

test('two servers share the work: each feed is asked once', { timeout: 60_000 }, async (t) => {
  await world.db.in(org, (tx) => tx.rows(sql`update channel set state = 'removed' where organisation_id = ${org}`));
  const asked = new Map<string, number>();
  const port = await serve((q, s) => {
    asked.set(q.url ?? '', (asked.get(q.url ?? '') ?? 0) + 1);
    setTimeout(() => s.writeHead(200).end(`ip,seen\n192.0.2.1,2026-11-22T10:00:0${q.url?.slice(1)}Z\n`), 100);
  });
  for (let n = 0; n < 4; n++) {
    world.names.addresses.set(`shared-${n}.example`, ['127.0.0.1']);
    world.privateHosts.push(`shared-${n}.example`);
    await add('feed', `shared-${n}`, {
      address: `http://shared-${n}.example:${port}/${n}`,
      schedule: { every_minutes: 600 },
    });
  }
  const real = { ...world, clock: wallClock };
  const stopping = new AbortController();
  t.after(() => stopping.abort());
  const runs = [runChannels(real, hands, stopping.signal), runChannels(real, hands, stopping.signal)];
  for (let i = 0; i < 400 && asked.size < 4; i++) await wallClock.sleep(25);
  await wallClock.sleep(400);

  stopping.abort();
  await Promise.all(runs);

  assert.deepEqual([...asked.values()], [1, 1, 1, 1]);
});
