/** A mailbox pulled from a small IMAP server that fails in the middle, renumbers, repeats, goes slow and greets wrongly. */
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { createServer as createTcp } from 'node:net';
import { after, test } from 'node:test';
import { wallClock } from '#io/clock';
import { sql } from '#io/db';
import { testWorld } from '#io/testing';
import { type Actor, type Id, Refused } from '#kernel';
import { addMember, addOrganisation, operator } from '#organisations/work';
import { lookNow, lookWith, runChannels } from './engine.ts';
import { imapFault, pullImap } from './imap.ts';
import { newTally, type Pulling } from './pull.ts';
import { type SmallImap, startSmallImap } from './smallimap.ts';
import { channelBy } from './store.ts';
import { addChannel, editChannel, listChannels, setChannel, testChannel } from './work.ts';

/** A certificate of our own for mail.example, good for a hundred years. */
const key = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgXhI8oUjuP6UPwDVM
1xHyvVbwWkBntKIjkLfRr1WM9huhRANCAAROyEw9OWHzFNvvaRkGZojbjv2kr43Y
e1cVADYw3x2tK6Bm7RgW7EcCrNN65ndQkunX16uermgZ+jiL0QR2NJMl
-----END PRIVATE KEY-----`;
const cert = `-----BEGIN CERTIFICATE-----
MIIBnzCCAUSgAwIBAgIUQZCkwFYF69ZwlyQmxqeotAWS0cowCgYIKoZIzj0EAwIw
FzEVMBMGA1UEAwwMbWFpbC5leGFtcGxlMCAXDTI2MTEyNzA2NDQwN1oYDzIxMjYx
MTAzMDY0NDA3WjAXMRUwEwYDVQQDDAxtYWlsLmV4YW1wbGUwWTATBgcqhkjOPQIB
BggqhkjOPQMBBwNCAAROyEw9OWHzFNvvaRkGZojbjv2kr43Ye1cVADYw3x2tK6Bm
7RgW7EcCrNN65ndQkunX16uermgZ+jiL0QR2NJMlo2wwajAdBgNVHQ4EFgQU7CI8
8fQWQ4/TPNGUlIiuzCZKLHIwHwYDVR0jBBgwFoAU7CI88fQWQ4/TPNGUlIiuzCZK
LHIwDwYDVR0TAQH/BAUwAwEB/zAXBgNVHREEEDAOggxtYWlsLmV4YW1wbGUwCgYI
KoZIzj0EAwIDSQAwRgIhAOsDuuRp6Y1tAIJXwgq8jk9f1K/dLl3NiRkB0cjHBNmH
AiEAsgor82zc2D16ZyRQMQiW9zEYbbFtCyRGCgAYoRksy9s=
-----END CERTIFICATE-----`;

const world = await testWorld('imap');
const { id: org } = await addOrganisation(world, { slug: 'mail-host', name: 'Mail Host', kind: 'provider' });
const who = await addMember(world, org, operator, { email: 'a@mail-host.example', name: 'A', role: 'admin' });
const admin: Actor = { kind: 'member', id: who.id, role: 'admin', name: 'A' };
const hands = { watchFolder: undefined };
world.names.addresses.set('mail.example', ['127.0.0.1']);
world.privateHosts.push('mail.example', 'token.example');
const servers: SmallImap[] = [];
after(async () => {
  for (const s of servers) await s.close();
});

async function server(tls?: Parameters<typeof startSmallImap>[0]): Promise<SmallImap> {
  const s = await startSmallImap(tls);
  servers.push(s);
  return s;
}
const mail = (n: number) =>
  `From: reporter@sender.example\nTo: abuse@mail-host.example\nSubject: report ${n}\n\nSpam from 192.0.2.${n}\n`;
const settings = (s: SmallImap, more: Record<string, unknown> = {}) => ({
  host: 'mail.example',
  port: s.port,
  security: 'none',
  user: 'abuse@mail-host.example',
  ...more,
});
let made = 0;
const add = (
  s: SmallImap,
  more: Record<string, unknown> = {},
  secrets: Record<string, string> = { password: 'secret word' },
) =>
  addChannel(world, hands, org, admin, { kind: 'imap', name: `box-${++made}`, settings: settings(s, more), secrets });
const kept = async (id: Id<'chn'>) =>
  (
    await world.db.in(org, (tx) =>
      tx.rows(
        sql<{
          n: number;
        }>`select count(*)::int as n from message where organisation_id = ${org} and channel_id = ${id}`,
      ),
    )
  )[0]?.n;
const look = async (id: Id<'chn'>) => lookNow(world, hands, org, id);
const inbox = (s: SmallImap) => s.folders.get('INBOX')?.mails.length;

test('messages are kept and then moved to a folder that is made for them', async () => {
  const s = await server();
  for (const n of [1, 2, 3]) s.add('INBOX', mail(n));
  const id = await add(s);

  const looked = await look(id);

  assert.deepEqual([looked.outcome, looked.messages, looked.duplicates], ['new', 3, 0]);
  assert.equal(await kept(id), 3);
  assert.equal(inbox(s), 0);
  assert.equal(s.folders.get('Bezem')?.mails.length, 3);
  assert.equal((await look(id)).outcome, 'nothing');
});

test('a server that breaks off in the middle of a body loses nothing: what was kept is not moved twice, the rest comes next time', async () => {
  const s = await server();
  for (const n of [11, 12, 13]) s.add('INBOX', mail(n).repeat(40));
  const id = await add(s);
  s.how.breakAtBody = 2;

  const first = await look(id);
  assert.equal(first.outcome, 'failed');
  assert.equal(first.fault, 'connect.lost');
  assert.equal(await kept(id), 1);
  assert.equal(inbox(s), 2);
  s.how.breakAtBody = 0;
  const second = await look(id);

  assert.deepEqual([second.outcome, second.messages, second.duplicates], ['new', 2, 0]);
  assert.equal(await kept(id), 3);
  assert.equal(inbox(s), 0);
});

test('where moving fails the message stays, is kept once, and is moved when it can be', async () => {
  const s = await server();
  s.add('INBOX', mail(21));
  const id = await add(s);
  s.how.refuseMove = true;
  const first = await look(id);
  assert.equal(first.fault, 'imap.move');
  assert.equal(await kept(id), 1);
  assert.equal(inbox(s), 1);
  s.how.refuseMove = false;

  const second = await look(id);

  assert.deepEqual([second.messages, second.duplicates], [0, 1]);
  assert.equal(await kept(id), 1);
  assert.equal(inbox(s), 0);
});

test('without MOVE a message whose copy failed is not deleted', async () => {
  const s = await server();
  s.how.capabilities = ['IMAP4rev1', 'UIDPLUS', 'AUTH=PLAIN'];
  s.add('INBOX', mail(31));
  const id = await add(s);
  s.how.refuseCopy = true;

  assert.equal((await look(id)).fault, 'imap.move');
  assert.equal(inbox(s), 1);
  s.how.refuseCopy = false;
  await look(id);

  assert.equal(inbox(s), 0);
  assert.equal(s.folders.get('Bezem')?.mails.length, 1);
});

test('another UIDVALIDITY means other numbers: all is gone over again, and the same bytes are one message', async () => {
  const s = await server();
  for (const n of [41, 42]) s.add('INBOX', mail(n));
  const id = await add(s, { after: 'leave' });
  assert.equal((await look(id)).messages, 2);
  assert.equal((await look(id)).outcome, 'nothing');
  const f = s.folders.get('INBOX');
  assert.ok(f);
  // Restored from a backup: numbered from one again, and one more has come.
  f.validity = 8;
  f.next = 1;
  const old = f.mails.splice(0);
  for (const m of old) s.add('INBOX', m.bytes.toString());
  s.add('INBOX', mail(43));

  const again = await look(id);

  assert.deepEqual([again.messages, again.duplicates], [1, 2]);
  assert.equal(await kept(id), 3);
});

test('flagging marks what was taken and leaves it where it lies; a report sent twice is one message', async () => {
  const s = await server();
  s.add('INBOX', mail(51));
  s.add('INBOX', mail(51));
  const id = await add(s, { after: 'flag' });

  const looked = await look(id);

  assert.deepEqual([looked.messages, looked.duplicates], [1, 1]);
  assert.ok(s.folders.get('INBOX')?.mails.every((m) => m.flags.has('\\Seen') && m.flags.has('$BezemTaken')));
  assert.equal((await look(id)).outcome, 'nothing');
});

test('a mail over the limit stays in the mailbox and is said, and the others come', async () => {
  const s = await server();
  s.add('INBOX', mail(61) + 'x'.repeat(1_100_000));
  s.add('INBOX', mail(62));
  const id = await add(s, { max_mb: 1 });

  const looked = await look(id);

  assert.deepEqual([looked.outcome, looked.messages, looked.fault], ['new', 1, 'size.over']);
  assert.equal(inbox(s), 1);
  assert.equal((await look(id)).outcome, 'nothing', 'and it is not fetched at every look');
});

test('an empty answer for a body is no message and passes nothing over', async () => {
  const s = await server();
  s.add('INBOX', mail(71));
  const id = await add(s, { after: 'leave' });
  s.how.emptyBodies = true;
  await look(id);
  assert.equal(await kept(id), 0);
  s.how.emptyBodies = false;

  await look(id);

  assert.equal(await kept(id), 1);
});

const faultOfTest = async (
  s: SmallImap,
  more: Record<string, unknown> = {},
  secrets: Record<string, string> = { password: 'secret word' },
) => {
  const t = await testChannel(world, hands, org, admin, {
    kind: 'imap',
    name: 'tried',
    settings: settings(s, more),
    secrets,
  });
  return t.ok ? 'ok' : t.fault?.code;
};

test('the test before saving says what is wrong: name, port, password, folder, encryption, greeting', async () => {
  const s = await server();

  assert.equal(await faultOfTest(s), 'ok');
  assert.equal(await faultOfTest(s, { host: 'nowhere.example' }), 'name.unknown');
  assert.equal(await faultOfTest(s, { host: '127.0.0.1' }), 'address.private');
  assert.equal(await faultOfTest(s, {}, { password: 'another' }), 'imap.auth');
  assert.equal(await faultOfTest(s, { folder: 'Nothing' }), 'imap.folder');
  assert.equal(await faultOfTest(s, { security: 'starttls' }), 'imap.no_starttls');
  const closed = await server();
  const port = closed.port;
  await closed.close();
  assert.equal(await faultOfTest({ ...closed, port }), 'connect.refused');
  s.how.greeting = '* BYE go away\r\n';
  assert.ok(['connect.lost', 'imap.greeting', 'imap.protocol'].includes((await faultOfTest(s)) ?? ''));
});

test('a channel that does not work is not saved, unless one insists; and its password is in no answer', async () => {
  const s = await server();
  const wish = { kind: 'imap', name: 'insists', settings: settings(s), secrets: { password: 'not this one' } };

  await assert.rejects(addChannel(world, hands, org, admin, wish), (e: unknown) => {
    assert.ok(e instanceof Refused);
    assert.equal(e.refusal.code, 'channel.fault');
    assert.match(e.refusal.detail ?? '', /wachtwoord klopt niet/);
    assert.doesNotMatch(JSON.stringify(e.refusal), /not this one/);
    return true;
  });
  await addChannel(world, hands, org, admin, { ...wish, anyway: true });

  const page = await listChannels(world, hands, org, admin);
  assert.doesNotMatch(JSON.stringify(page), /not this one|secret word/);
  const rows = await world.db.in(org, (tx) =>
    tx.rows(sql<{ t: string }>`select row_to_json(c)::text as t from channel c where organisation_id = ${org}`),
  );
  assert.doesNotMatch(JSON.stringify(rows), /not this one|secret word/);
});

test('another host is not handed the password of the one before', async () => {
  const s = await server();
  const other = await server();
  world.names.addresses.set('other.example', ['127.0.0.1']);
  world.privateHosts.push('other.example');
  const id = await add(s);

  await assert.rejects(
    editChannel(world, hands, org, admin, id, { settings: { host: 'other.example', port: other.port } }),
    /secrets.password/,
  );

  assert.equal(other.seen.connections, 0);
});

test('TLS: a certificate nobody vouches for is refused in plain words; one of our own authority is taken, also by STARTTLS', async () => {
  const s = await server({ key, cert, implicit: true });
  assert.equal(await faultOfTest(s, { security: 'tls' }), 'tls.untrusted');
  assert.equal(await faultOfTest(s, { security: 'tls', ca: cert }), 'ok');
  world.names.addresses.set('wrong.example', ['127.0.0.1']);
  world.privateHosts.push('wrong.example');
  assert.equal(await faultOfTest(s, { security: 'tls', ca: cert, host: 'wrong.example' }), 'tls.name');

  const later = await server({ key, cert, implicit: false });
  later.how.capabilities = ['IMAP4rev1', 'STARTTLS', 'MOVE', 'AUTH=PLAIN'];
  later.add('INBOX', mail(81));
  const id = await add(later, { security: 'starttls', ca: cert });
  assert.equal((await look(id)).messages, 1);
  assert.equal(await faultOfTest(later, { security: 'tls', ca: cert }), 'tls.failed');
});

test('no encryption is refused for a host that is not in private space', async () => {
  const s = await server();
  world.names.addresses.set('outside.example', ['203.0.113.9']);

  assert.equal(await faultOfTest(s, { host: 'outside.example' }), 'imap.plain');
});

test('a server that says nothing, or goes silent in the middle, is given up in time', async () => {
  const s = await server();
  s.how.silent = true;
  const patience = { connect: 500, greeting: 300, silence: 400, idle: 1000 };
  const pulling = async (): Promise<Pulling> => {
    const id = await add2(s);
    const channel = await world.db.in(org, (tx) => channelBy(tx, org, id));
    assert.ok(channel);
    return {
      world,
      hands,
      org,
      slug: 'mail-host',
      zone: 'Europe/Amsterdam',
      channel,
      secrets: { password: 'secret word' },
      tally: newTally(),
      signal: new AbortController().signal,
      keepSecrets: async () => {},
    };
  };
  const p = await pulling();

  await assert.rejects(pullImap(p, patience), (e: Error & { code?: string }) => e.code === 'imap.greeting');
  s.how.silent = false;
  s.how.delayMs = 2000;
  await assert.rejects(pullImap(p, patience), (e: Error & { code?: string }) =>
    ['time.over', 'connect.lost'].includes(e.code ?? ''),
  );
});
const add2 = (s: SmallImap) =>
  addChannel(world, hands, org, admin, {
    kind: 'imap',
    name: `slow-${++made}`,
    settings: settings(s),
    secrets: { password: 'secret word' },
    anyway: true,
  });

test('what is no IMAP server at all is said to be none', async () => {
  const ssh = createTcp((socket) => {
    socket.on('error', () => {});
    socket.end('SSH-2.0-OpenSSH_9.9\r\n');
  });
  await new Promise<void>((ready) => ssh.listen(0, '127.0.0.1', ready));
  const at = ssh.address();
  const s = { port: typeof at === 'object' && at ? at.port : 0 } as SmallImap;

  const fault = await faultOfTest(s);
  ssh.close();

  assert.ok(['imap.greeting', 'imap.protocol', 'connect.lost'].includes(fault ?? ''), String(fault));
});

/** A token server that refuses at first sight, counts, and may turn refresh tokens. */
async function tokens(answer: (form: URLSearchParams, n: number) => { status: number; body: unknown }) {
  const asked: URLSearchParams[] = [];
  const http = createServer((req, res) => {
    let text = '';
    req.on('data', (d) => {
      text += d;
    });
    req.on('end', () => {
      const form = new URLSearchParams(text);
      asked.push(form);
      const a = answer(form, asked.length);
      res.writeHead(a.status, { 'content-type': 'application/json' }).end(JSON.stringify(a.body));
    });
  });
  await new Promise<void>((ready) => http.listen(0, '127.0.0.1', ready));
  after(() => http.close());
  world.names.addresses.set('token.example', ['127.0.0.1']);
  const at = http.address();
  return { url: `http://token.example:${typeof at === 'object' && at ? at.port : 0}/token`, asked };
}

test('OAuth with client credentials: the token is asked once, used again, and asked anew when the server takes it no more', async () => {
  const s = await server();
  const t = await tokens((_form, n) => ({
    status: 200,
    body: { access_token: `token-${Math.max(1, n - 1)}`, expires_in: 3600 },
  }));
  const id = await add(
    s,
    { auth: 'oauth_client', token_url: t.url, client_id: 'app', scope: 'https://mail.example/.default' },
    { client_secret: 'hush' },
  );
  s.add('INBOX', mail(91));

  assert.equal((await look(id)).messages, 1);
  assert.deepEqual(
    [t.asked.at(-1)?.get('grant_type'), t.asked.at(-1)?.get('client_secret'), t.asked.at(-1)?.get('scope')],
    ['client_credentials', 'hush', 'https://mail.example/.default'],
  );
  const before = t.asked.length;
  await look(id);
  assert.equal(t.asked.length, before, 'the token in memory serves');
  s.how.token = `token-${before}`;
  s.add('INBOX', mail(92));
  const looked = await look(id);

  assert.equal(looked.messages, 1, `${looked.fault} ${looked.detail}`);
  assert.equal(t.asked.length, before + 1);
});

test('OAuth with a refresh token: one that the server turns is kept sealed before it is used again', async () => {
  const s = await server();
  let current = 'refresh-1';
  let n = 1;
  const t = await tokens((form) => {
    if (form.get('refresh_token') !== current) return { status: 400, body: { error: 'invalid_grant' } };
    current = `refresh-${++n}`;
    return { status: 200, body: { access_token: 'token-1', expires_in: 30, refresh_token: current } };
  });
  const id = await addChannel(world, hands, org, admin, {
    kind: 'imap',
    name: 'refreshing',
    settings: settings(s, { auth: 'oauth_refresh', token_url: t.url, client_id: 'app' }),
    secrets: { refresh_token: 'refresh-1' },
    anyway: true,
  });
  for (const m of [95, 96, 97]) {
    s.add('INBOX', mail(m));
    const looked = await look(id);
    assert.equal(looked.messages, 1, `${looked.fault} ${looked.detail}`);
  }
  assert.equal(current, 'refresh-4');

  current = 'withdrawn';
  const refused = await look(id);

  assert.equal(refused.fault, 'oauth.refused');
  assert.match(refused.detail ?? '', /invalid_grant/);
});

test('a mailbox that stays connected hears of new mail by IDLE, and stopping lets go', {
  timeout: 60_000,
}, async (t) => {
  const s = await server();
  const id = await add(s, { poll_minutes: 60 });
  const real = { ...world, clock: wallClock };
  const stopping = new AbortController();
  t.after(() => stopping.abort());
  const at = wallClock.now();
  await world.db.in(org, (tx) =>
    tx.rows(
      sql`update channel set next_at = ${at.toString()}::timestamptz where organisation_id = ${org} and id = ${id}`,
    ),
  );
  await world.db.in(org, (tx) =>
    tx.rows(sql`update channel set state = 'paused' where organisation_id = ${org} and id <> ${id}`),
  );
  const run = runChannels(real, hands, stopping.signal);
  const until = async (what: () => Promise<boolean> | boolean) => {
    for (let i = 0; i < 400; i++) {
      if (await what()) return;
      await wallClock.sleep(25);
    }
    assert.fail('did not come');
  };
  await until(() => s.seen.commands.includes('IDLE'));

  s.add('INBOX', mail(101));
  await until(async () => (await kept(id)) === 1);
  await until(() => inbox(s) === 0);
  s.add('INBOX', mail(102));
  await until(async () => (await kept(id)) === 2);

  assert.equal(s.seen.connections, 2, 'the test before saving, and one that stays');
  stopping.abort();
  await run;
  const row = await world.db.in(org, (tx) => channelBy(tx, org, id));
  assert.equal(row?.leased_until, null, 'and lets go of its lease');
});

test('of two servers one pulls; the other hears that it is at work', async () => {
  const s = await server();
  s.how.delayMs = 30;
  for (let n = 0; n < 5; n++) s.add('INBOX', mail(110 + n));
  const id = await add(s);

  const [a, b] = await Promise.all([look(id), look(id)]);

  assert.deepEqual([a.outcome, b.outcome].sort(), ['busy', 'new']);
  assert.equal(await kept(id), 5);
});

test('after a fault it waits longer each time, never more than an hour and a half, and a good look forgets it', async () => {
  const s = await server();
  const id = await add(s);
  s.how.password = 'changed';
  const waits: number[] = [];
  for (let n = 0; n < 9; n++) {
    await look(id);
    const row = await world.db.in(org, (tx) => channelBy(tx, org, id));
    waits.push(
      world.clock
        .now()
        .until(row?.next_at ?? world.clock.now())
        .total('seconds'),
    );
  }
  const first = waits[0] ?? 0;
  assert.ok(first >= 15 && first <= 45, `${first}`);
  assert.ok(waits.every((w) => w <= 5400));
  assert.ok((waits[8] ?? 0) > 1800);
  const page = await listChannels(world, hands, org, admin);
  const shown = page.items.find((c) => c.id === id);
  assert.deepEqual([shown?.health, shown?.fault?.code, shown?.failures], ['failing', 'imap.auth', 9]);
  s.how.password = 'secret word';

  await look(id);

  const row = await world.db.in(org, (tx) => channelBy(tx, org, id));
  assert.deepEqual([row?.failures, row?.last_fault], [0, null]);
});

test('a removed channel has no secret any more and looks no more', async () => {
  const s = await server();
  const id = await add(s);
  await setChannel(world, org, admin, id, 'removed');

  const keys = await world.db.in(org, (tx) =>
    tx.rows(
      sql<{
        wrapped: Buffer | null;
      }>`select wrapped from data_key where organisation_id = ${org} and class = 'secret' and subject = ${id}`,
    ),
  );
  assert.deepEqual(keys, [{ wrapped: null }]);
  assert.equal((await lookWith(world, hands, org, id, 'nobody')).outcome, 'stopped');
});

test('codes of the library are told apart', () => {
  assert.equal(imapFault(Object.assign(new Error('x'), { code: 'GREETING_TIMEOUT' }), false).code, 'imap.greeting');
  assert.equal(imapFault(Object.assign(new Error('x'), { authenticationFailed: true }), true).code, 'imap.oauth');
  assert.equal(imapFault(Object.assign(new Error('x'), { code: 'ECONNRESET' }), false).code, 'connect.lost');
});
