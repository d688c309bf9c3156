/** Reports reach us by every channel, each notifier has its record, and a record that is nearly always wrong lowers a rank and drops nothing. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CaseShape } from '#cases';
import { createDesk } from '#desk/server';
import type { ChannelPage, HandedIn, NotifierDetail, NotifierShape } from '#intake';
import { lookNow } from '#intake/channels';
import type { Command, Output } from '#io/command';
import type { Config } from '#io/config';
import { sql } from '#io/db';
import { runDue } from '#io/jobs';
import { testWorld } from '#io/testing';
import type { Actor, Id } from '#kernel';
import { makeLoginLink } from '#organisations/work';
import { startSmallImap } from '../src/intake/channels/smallimap.ts';
import { allCommands, planOf } from '../src/plan.ts';
import { inProcessReaders } from '../src/simulator/readers.ts';
import { setStage, xarf } from './provider.ts';

const world = await testWorld('channels story');
const plan = await planOf(world, await inProcessReaders(), 'abuse@voorbeeldhost.example');
const page = { type: 'text/html', plain: Buffer.from(''), br: Buffer.from(''), gzip: Buffer.from('') };
const desk = createDesk({
  world,
  config: { host: '127.0.0.1', port: 0, state: '/nowhere' },
  apis: plan.apis,
  pages: plan.pages,
  web: { shell: page, assets: new Map(), verifier: page, built: false },
});
const [stage, other] = [await setStage(world, 'channels-one'), await setStage(world, 'channels-two')];

async function work(): Promise<void> {
  for (let round = 0; round < 30; round++) {
    let ran = 0;
    for (const lane of ['urgent', 'normal', 'bulk', 'outside'] as const)
      ran += await runDue(world, lane, plan.jobs, 50);
    if (ran === 0) return;
  }
}
const idOf = (a: Actor) => (a.kind === 'member' ? a.id : ('' as Id<'mbr'>));
async function cookieOf(org: Id<'org'>, member: Id<'mbr'>): Promise<string> {
  const answer = await desk.app.request(`/login/${await makeLoginLink(world, org, member)}`);
  return (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
}
const admin = await cookieOf(stage.org, idOf(stage.admin));
async function ask<T>(
  method: string,
  path: string,
  call: { cookie?: string; bearer?: string; body?: unknown; bytes?: Uint8Array; once?: string } = {},
): Promise<{ status: number; body: T; headers: Headers }> {
  const answer = await desk.app.request(path, {
    method,
    headers: {
      ...(call.cookie ? { cookie: call.cookie } : {}),
      ...(call.bearer ? { authorization: `Bearer ${call.bearer}` } : {}),
      ...(call.once ? { 'idempotency-key': call.once } : {}),
      ...(call.body || call.bytes ? { 'content-type': 'application/json' } : {}),
    },
    ...(call.bytes ? { body: new Uint8Array(call.bytes) } : call.body ? { body: JSON.stringify(call.body) } : {}),
  });
  return { status: answer.status, body: (await answer.json()) as T, headers: answer.headers };
}
const newNotifier = async (name: string, more: object = {}) =>
  (
    await ask<{ id: string; key: string; token: string }>('POST', '/v1/notifiers', {
      cookie: admin,
      body: { name, ...more },
    })
  ).body;
let n = 0;
const report = (ip: string, fields: Record<string, unknown> = {}) =>
  xarf(
    {
      category: 'messaging',
      type: 'spam',
      protocol: 'smtp',
      smtp_from: 'x@example.org',
      source_port: 25,
      source_identifier: ip,
      timestamp: `2026-11-22T09:${String(n++ % 60).padStart(2, '0')}:00Z`,
      ...fields,
    },
    world.dice,
  );
const casesOf = async (ip: string) =>
  (await ask<{ items: { id: string; state: string }[] }>('GET', `/v1/cases?view=all&q=${ip}`, { cookie: admin })).body
    .items;
const caseOf = async (id: string) => (await ask<CaseShape>('GET', `/v1/cases/${id}`, { cookie: admin })).body;
const act = (id: string, name: string, body: object) => ask('POST', `/v1/cases/${id}/${name}`, { cookie: admin, body });

test('a notifier gets a key of its own, hands in, and sees what became of its own reports and of no other', async () => {
  const a = await newNotifier('Stichting Meldpunt');
  const b = await newNotifier('Another Notifier');

  const handed = await ask<{ id: string }>('POST', '/v1/messages?name=a.json', {
    bearer: a.token,
    bytes: report('192.0.2.9'),
  });
  assert.equal(handed.status, 200);
  const before = await ask<HandedIn>('GET', `/v1/handed_in/${handed.body.id}`, { bearer: a.token });
  assert.deepEqual([before.body.progress, before.body.cases], ['received', []]);
  await work();
  const read = await ask<HandedIn>('GET', `/v1/handed_in/${handed.body.id}`, { bearer: a.token });
  assert.deepEqual([read.body.progress, read.body.findings, read.body.cases[0]?.state], ['found', 1, 'open']);
  const [c] = await casesOf('192.0.2.9');
  assert.ok(c);
  await act(c.id, 'resolve', { outcome: 'fixed' });

  const ended = await ask<{ items: HandedIn[] }>('GET', '/v1/handed_in', { bearer: a.token });
  assert.equal(ended.body.items[0]?.cases[0]?.state, 'ended_solved');
  assert.doesNotMatch(JSON.stringify(ended.body), /Bakkerij|K-1|holder|party_/, 'nothing of a customer');
  assert.equal((await ask('GET', `/v1/handed_in/${handed.body.id}`, { bearer: b.token })).status, 404);
  assert.deepEqual((await ask<{ items: HandedIn[] }>('GET', '/v1/handed_in', { bearer: b.token })).body.items, []);
  assert.equal((await ask('GET', '/v1/notifiers', { bearer: a.token })).status, 403);
  assert.equal((await ask('GET', '/v1/cases', { bearer: a.token })).status, 403);
  const record = (await ask<NotifierDetail>('GET', `/v1/notifiers/${a.id}`, { cookie: admin })).body;
  assert.deepEqual([record.confirmed, record.wrong, record.right.n, record.decided[0]?.case_id], [1, 0, 1, c.id]);
});

test('an Idempotency-Key acts once for its notifier; another notifier may choose the same', async () => {
  const a = await newNotifier('Once A');
  const b = await newNotifier('Once B');
  const bytes = report('192.0.2.10');

  const first = await ask<{ id: string }>('POST', '/v1/messages', { bearer: a.token, bytes, once: 'report-1' });
  const again = await ask<{ id: string }>('POST', '/v1/messages', { bearer: a.token, bytes, once: 'report-1' });
  const theirs = await ask<{ id: string }>('POST', '/v1/messages', {
    bearer: b.token,
    bytes: report('192.0.2.11'),
    once: 'report-1',
  });

  assert.equal(again.headers.get('idempotency-replayed'), 'true');
  assert.equal(again.body.id, first.body.id);
  assert.equal(theirs.status, 200);
  assert.notEqual(theirs.body.id, first.body.id);
});

test('over its rate a notifier is told how long to wait; nothing of that is taken in, and it is counted where people see it', async () => {
  const a = await newNotifier('Eager', { per_minute: 2, per_day: 3 });
  const hand = () => ask<{ id: string }>('POST', '/v1/messages', { bearer: a.token, bytes: report('192.0.2.12') });
  const statuses = [(await hand()).status, (await hand()).status];
  const refused = await hand();

  assert.deepEqual([...statuses, refused.status], [200, 200, 429]);
  const wait = Number(refused.headers.get('retry-after'));
  assert.ok(wait >= 1 && wait <= 60, `${wait}`);
  world.clock.add({ seconds: wait });
  assert.equal((await hand()).status, 200);
  world.clock.add({ minutes: 10 });
  const overDay = await hand();
  assert.equal(overDay.status, 429);
  assert.ok(Number(overDay.headers.get('retry-after')) > 3600);
  const shown = (await ask<NotifierDetail>('GET', `/v1/notifiers/${a.id}`, { cookie: admin })).body;
  assert.deepEqual([shown.told_to_wait, shown.messages], [2, 3]);
});

test('a record nearly always wrong lowers the confidence in what only that notifier reports, explains itself, and is undone', async () => {
  const crier = await newNotifier('Crier');
  const hand = async (bytes: Uint8Array) => {
    assert.equal((await ask('POST', '/v1/messages', { bearer: crier.token, bytes })).status, 200);
    await work();
  };
  const ended: string[] = [];
  for (let i = 0; i < 5; i++) {
    // A kind and moment of its own each: ended before the next comes, so that each is a case.
    await hand(report('192.0.2.66'));
    const open = (await casesOf('192.0.2.66')).find((c) => !ended.includes(c.id));
    assert.ok(open);
    await act(open.id, 'reject', { outcome: 'false_positive', reason: 'nothing there' });
    ended.push(open.id);
  }
  const record = async () => (await ask<NotifierDetail>('GET', `/v1/notifiers/${crier.id}`, { cookie: admin })).body;
  assert.deepEqual([(await record()).wrong, (await record()).steps_lost], [5, 1]);

  await hand(report('192.0.2.67'));
  const [doubted] = await casesOf('192.0.2.67');
  assert.ok(doubted, 'it is a case all the same');
  const shown = await caseOf(doubted.id);
  assert.deepEqual(
    [shown.priority.doubt?.notifier.name, shown.priority.doubt?.from, shown.priority.doubt?.to],
    ['Crier', 0.6, 0.4],
  );
  assert.equal(shown.priority.confidence, 0.4);
  assert.match(
    shown.priority.because.nl,
    /Melder Crier: 0 van 5 meldingen terecht \(0–43%, n = 5\): zekerheid 0,6 → 0,4/,
  );
  assert.match(shown.priority.because.en, /Notifier Crier: 0 of 5 reports were right/);
  const sum = shown.priority.terms.reduce((all, t) => all + t.value, 0);
  assert.equal(shown.priority.score, Math.round(sum * 0.4), 'the terms still add up to what is shown');

  // One other who says the same takes the doubt away.
  const good = await newNotifier('Somebody Else');
  await ask('POST', '/v1/messages', { bearer: good.token, bytes: report('192.0.2.67') });
  await work();
  assert.equal((await caseOf(doubted.id)).priority.doubt, undefined);

  // What is child abuse material stays first, whoever says so.
  await hand(report('192.0.2.13', { category: 'content', type: 'csam', url: 'http://bakkerij.example/x' }));
  const [lane] = (
    await ask<{ items: { id: string; band: number }[] }>('GET', '/v1/cases?view=all&kind=content.csam', {
      cookie: admin,
    })
  ).body.items;
  assert.equal(lane?.band, 0, 'P0 stays P0');

  // Two of the five were right after all: the record is taken back with them, and the rank of what is open with it.
  await hand(report('192.0.2.5'));
  const [open] = await casesOf('192.0.2.5');
  assert.ok(open && (await caseOf(open.id)).priority.doubt);
  for (const id of ended.slice(0, 2)) {
    const reopened = await act(id, 'reopen', { reason: 'looked again' });
    if (reopened.status !== 200) continue;
    await act(id, 'resolve', { outcome: 'fixed' });
  }
  await work();
  assert.deepEqual([(await record()).confirmed, (await record()).wrong, (await record()).steps_lost], [2, 3, 0]);
  assert.equal((await caseOf(open.id)).priority.doubt, undefined);
});

test('a mailbox is added over the API, pulled, and its reports become cases; who sent them is shown at the finding', async (t) => {
  const imap = await startSmallImap();
  t.after(() => imap.close());
  world.names.addresses.set('mail.example', ['127.0.0.1']);
  world.privateHosts.push('mail.example');
  imap.add(
    'INBOX',
    `From: reporter@sender.example\nTo: abuse@channels-one.example\nSubject: login attack\nMIME-Version: 1.0\nContent-Type: application/json\n\n${Buffer.from(report('192.0.2.14')).toString()}\n`,
  );
  const wish = {
    kind: 'imap',
    name: 'abuse-elsewhere',
    settings: { host: 'mail.example', port: imap.port, security: 'none', user: 'abuse@channels-one.example' },
    secrets: { password: 'not right' },
  };

  const refused = await ask<{ code: string; detail: string }>('POST', '/v1/channels', { cookie: admin, body: wish });
  assert.deepEqual([refused.status, refused.body.code], [422, 'channel.fault']);
  const made = await ask<{ id: string }>('POST', '/v1/channels', {
    cookie: admin,
    body: { ...wish, secrets: { password: 'secret word' } },
  });
  assert.equal(made.status, 200);
  const looked = await ask<{ outcome: string; messages: number }>('POST', `/v1/channels/${made.body.id}/run`, {
    cookie: admin,
  });
  assert.deepEqual([looked.body.outcome, looked.body.messages], ['new', 1]);
  await work();

  const list = (await ask<ChannelPage>('GET', '/v1/channels', { cookie: admin })).body;
  const shown = list.items.find((c) => c.name === 'abuse-elsewhere');
  assert.deepEqual([shown?.health, shown?.messages], ['well', 1]);
  assert.doesNotMatch(JSON.stringify(list), /secret word/);
  const messages = (
    await ask<{ items: { channel: string; auth: { why_not: string } | null }[] }>('GET', '/v1/messages?limit=100', {
      cookie: admin,
    })
  ).body.items;
  const mine = messages.find((m) => m.channel === 'imap');
  assert.equal(mine?.auth?.why_not, 'none', 'looked into, and nothing was proven');
  // A neighbour knows the id and gets nothing.
  const neighbour = await cookieOf(other.org, idOf(other.admin));
  for (const [method, path] of [
    ['GET', ''],
    ['POST', '/test'],
    ['POST', '/run'],
    ['POST', '/pause'],
    ['DELETE', ''],
  ] as const)
    assert.equal(
      (await ask(method, `/v1/channels/${made.body.id}${path}`, { cookie: neighbour })).status,
      404,
      `${method} ${path}`,
    );
});

/** Runs a command as it is run, and answers what it printed. */
async function command(args: readonly string[], as: Actor = stage.admin): Promise<{ code: number; out: string }> {
  const all: readonly Command[] = allCommands();
  const found = all.find((c) => c.name === args.slice(0, 2).join(' ')) ?? all.find((c) => c.name === args[0]);
  assert.ok(found, args.join(' '));
  const lines: string[] = [];
  const output: Output = {
    out: (line) => void lines.push(line),
    err: (line) => void lines.push(line),
    progress: () => {},
    language: 'nl',
    colour: false,
  };
  const code = await found.run(args.slice(found.name.split(' ').length), output, async () => ({
    world,
    config: {} as Config,
    organisation: stage.org,
    actor: as,
  }));
  return { code, out: lines.join('\n') };
}

test('everything is there on the command line as well: channels, the catalogue, notifiers', async () => {
  const added = await command([
    'channel',
    'add',
    'feed',
    'drop-v4',
    '--from',
    'spamhaus-drop-v4',
    '--set',
    'timeout_seconds=30',
    '--anyway',
    '--json',
  ]);
  assert.equal(added.code, 0, added.out);
  assert.match(added.out, /"id":"chn_/);
  const list = await command(['channel', 'list']);
  assert.match(list.out, /abuse-elsewhere/);
  assert.match(list.out, /drop-v4/);
  assert.equal((await command(['channel', 'pause', 'drop-v4'])).code, 0);
  assert.match((await command(['channel', 'show', 'drop-v4'])).out, /gepauzeerd/);
  const tested = await command(['channel', 'test', 'drop-v4']);
  assert.equal(tested.code, 1);
  assert.match(tested.out, /Deze hostnaam bestaat niet/);
  assert.equal((await command(['channel', 'change', 'drop-v4', '--name', 'drop', '--anyway'])).code, 0);
  assert.equal((await command(['channel', 'remove', 'drop'])).code, 0);
  assert.doesNotMatch((await command(['channel', 'list'])).out, /drop/);
  assert.match((await command(['feed', 'list'])).out, /urlhaus-asn/);
  assert.match((await command(['notifiers'])).out, /Crier/);
  const one = JSON.parse((await command(['notifiers', 'Crier', '--json'])).out) as NotifierShape;
  assert.equal(one.name, 'Crier');
  const made = await command([
    'notifier',
    'add',
    'By Command',
    '--domain',
    'command.example',
    '--per-minute',
    '5',
    '--json',
  ]);
  assert.match(made.out, /"token":"bezem_/);
  assert.equal((await command(['notifier', 'change', 'By Command', '--feed', 'command-feed'])).code, 0);
  assert.match((await command(['notifiers', 'By Command'])).out, /domain command.example, feed command-feed/);
  await assert.rejects(
    command(['channel', 'add', 'folder', 'x', '--anyway'], stage.handler),
    /Your role may not do this/,
  );
});

test('a paused channel is let look by a person only, and a removed one by nobody', async () => {
  const [c] = (await ask<ChannelPage>('GET', '/v1/channels', { cookie: admin })).body.items;
  assert.ok(c);
  await ask('POST', `/v1/channels/${c.id}/pause`, { cookie: admin });
  const rows = await world.db.outside((tx) =>
    tx.rows(
      sql<{ id: string }>`select id from take_channels('nobody', 10, now() + interval '1 year', interval '1 second')`,
    ),
  );
  assert.ok(!rows.some((r) => r.id === c.id));
  await ask('DELETE', `/v1/channels/${c.id}`, { cookie: admin });
  assert.equal((await ask('POST', `/v1/channels/${c.id}/resume`, { cookie: admin })).status, 409);
  assert.equal((await lookNow(world, { watchFolder: undefined }, stage.org, c.id as Id<'chn'>)).outcome, 'busy');
});
