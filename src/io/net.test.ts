import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { faultOf, isInside, type NameSystem, NetFault, openNet, retryAfterMs } from './net.ts';

const servers: ReturnType<typeof createServer>[] = [];
after(() => {
  for (const s of servers) {
    s.closeAllConnections();
    s.close();
  }
});
async function serve(answer: RequestListener): Promise<number> {
  const s = createServer(answer);
  servers.push(s);
  await new Promise<void>((ready) => s.listen(0, '127.0.0.1', ready));
  const at = s.address();
  return typeof at === 'object' && at ? at.port : 0;
}

/** Names as a test gives them; `asked` counts. */
function names(of: Readonly<Record<string, readonly string[]>>): NameSystem & { asked: string[] } {
  const asked: string[] = [];
  return {
    asked,
    async addresses(host) {
      asked.push(host);
      const found = of[host];
      if (!found) throw Object.assign(new Error('no'), { code: 'ENOTFOUND' });
      return found;
    },
    async records(name, type) {
      asked.push(`${type} ${name}`);
      return [[`${name}`]];
    },
  };
}
const limits = { timeoutMs: 3000, maxBytes: 100_000 };
const code = (want: string) => (e: unknown) => {
  assert.ok(e instanceof NetFault, String(e));
  assert.equal(e.code, want, e.message);
  return true;
};

test('private, loopback, link-local and metadata addresses are inside, whatever way they are written', () => {
  for (const ip of [
    '127.0.0.1',
    '10.1.2.3',
    '172.31.0.1',
    '192.168.0.1',
    '100.100.100.200',
    '169.254.169.254',
    '168.63.129.16',
    '0.0.0.0',
    '224.0.0.1',
    '::1',
    '::',
    '::7f00:1',
    'fe80::1',
    'fd00:ec2::254',
    '::ffff:127.0.0.1',
    '::ffff:a9fe:a9fe',
    '64:ff9b::7f00:1',
    '2002:7f00:1::1',
    'not an address',
  ])
    assert.ok(isInside(ip), ip);
  for (const ip of ['198.51.100.7', '9.9.9.9', '2001:db8::1', '2620:fe::fe']) assert.ok(!isInside(ip), ip);
});

test('nothing inside is reached by address, name, redirect or one answer of many; a host the operator named is', async () => {
  let heard = 0;
  const port = await serve((_q, s) => {
    heard++;
    s.end('inside');
  });
  const hop = await serve((_q, s) => s.writeHead(302, { location: 'http://169.254.169.254/latest/meta-data/' }).end());
  const shut = openNet({
    named: [],
    names: names({ 'in.example': ['127.0.0.1'], 'mixed.example': ['203.0.113.1', '10.0.0.1'] }),
  });

  for (const url of [
    `http://127.0.0.1:${port}/`,
    `http://[::1]:${port}/`,
    `http://in.example:${port}/`,
    `http://mixed.example:${port}/`,
    `http://2130706433:${port}/`,
  ])
    await assert.rejects(shut.fetch({ url, ...limits }), code('address.private'));
  assert.equal(heard, 0);
  const open = openNet({ named: ['in.example', `127.0.0.1:${hop}`], names: names({ 'in.example': ['127.0.0.1'] }) });
  assert.equal((await open.fetch({ url: `http://in.example:${port}/`, ...limits })).body.toString(), 'inside');
  await assert.rejects(open.fetch({ url: `http://127.0.0.1:${port}/`, ...limits }), code('address.private'));
  await assert.rejects(open.fetch({ url: `http://127.0.0.1:${hop}/`, ...limits }), code('address.private'));
});

test('a name is resolved once: the address that was looked at is the one that is asked', async () => {
  const port = await serve((q, s) => s.end(q.headers.host));
  const n = names({ 'a.example': ['127.0.0.1'] });
  const net = openNet({ named: ['a.example'], names: n });

  const got = await net.fetch({ url: `http://a.example:${port}/x?y=1`, ...limits });

  assert.deepEqual(n.asked, ['a.example']);
  assert.equal(got.body.toString(), `a.example:${port}`);
  assert.equal(got.address, '127.0.0.1');
  assert.equal(got.from, `http://a.example:${port}/x`);
});

test('what is secret stays with the host it was meant for, also behind redirects', async () => {
  const seen: Record<string, IncomingMessage['headers']> = {};
  const other = await serve((q, s) => {
    seen[q.url ?? ''] = q.headers;
    s.end('other');
  });
  const home = await serve((q, s) => {
    seen[q.url ?? ''] = q.headers;
    if (q.url === '/away') s.writeHead(302, { location: `http://other.example:${other}/there` }).end();
    else if (q.url === '/post') s.writeHead(307, { location: `http://other.example:${other}/there` }).end();
    else if (q.url === '/near') s.writeHead(301, { location: '/here' }).end();
    else if (q.url === '/loop') s.writeHead(302, { location: '/loop' }).end();
    else s.end('home');
  });
  const net = openNet({
    named: ['home.example', 'other.example'],
    names: names({ 'home.example': ['127.0.0.1'], 'other.example': ['127.0.0.1'] }),
  });
  const ask = (path: string, more = {}) =>
    net.fetch({
      url: `http://home.example:${home}${path}`,
      secretHeaders: { authorization: 'Bearer hush' },
      ...limits,
      ...more,
    });

  await ask('/away');
  assert.equal(seen['/away']?.authorization, 'Bearer hush');
  assert.equal(seen['/there']?.authorization, undefined);
  await ask('/near');
  assert.equal(seen['/here']?.authorization, 'Bearer hush');
  await assert.rejects(ask('/post', { method: 'POST', body: 'apikey=hush' }), code('redirect.refused'));
  await assert.rejects(ask('/loop'), code('redirect.loop'));
  await assert.rejects(net.fetch({ url: 'http://a:b@home.example/', ...limits }), code('url.invalid'));
  await assert.rejects(net.fetch({ url: 'file:///etc/passwd', ...limits }), code('url.invalid'));
});

test('size, time, unfolding and a cut answer have their limits', async () => {
  const port = await serve((q, s) => {
    if (q.url === '/large') s.end(Buffer.alloc(200_000, 65));
    else if (q.url === '/said') s.writeHead(200, { 'content-length': '999999999' }).end();
    else if (q.url === '/bomb')
      s.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(Buffer.alloc(50_000_000)));
    else if (q.url === '/torn') s.writeHead(200, { 'content-encoding': 'gzip' }).end('no gzip at all');
    else if (q.url === '/zipped') s.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('a,b\n1,2\n'));
    else if (q.url === '/cut') {
      s.writeHead(200, { 'content-length': '1000' });
      s.write('half');
      setTimeout(() => s.destroy(), 30);
    } else if (q.url === '/drip') {
      s.writeHead(200);
      const drip = setInterval(() => s.write('x'), 50);
      s.on('close', () => clearInterval(drip));
    } // anything else is never answered
  });
  const net = openNet({ named: [`127.0.0.1:${port}`], names: names({}) });
  const ask = (path: string, more = {}) => net.fetch({ url: `http://127.0.0.1:${port}${path}`, ...limits, ...more });

  await assert.rejects(ask('/large'), code('size.over'));
  await assert.rejects(ask('/said'), code('size.over'));
  await assert.rejects(ask('/bomb'), code('size.over'));
  await assert.rejects(ask('/torn'), code('answer.broken'));
  await assert.rejects(ask('/cut'), code('connect.lost'));
  await assert.rejects(ask('/drip', { timeoutMs: 300 }), code('time.over'));
  await assert.rejects(ask('/silence', { timeoutMs: 300 }), code('time.over'));
  const file = join(tmpdir(), `channels-net-${process.pid}`);
  const got = await ask('/zipped', { file });
  assert.deepEqual([got.bytes, got.body.length, readFileSync(file, 'utf8')], [8, 0, 'a,b\n1,2\n']);
});

test('records are kept for a while and asked for names only', async () => {
  const n = names({});
  const net = openNet({ named: [], names: n });

  await net.records('a.example', 'TXT');
  await net.records('A.example', 'TXT');
  await assert.rejects(net.records('a b;c', 'TXT'), { code: 'ENOTFOUND' });

  assert.deepEqual(n.asked, ['TXT a.example']);
});

test('Retry-After is seconds or a date, and faults of Node have codes with words', () => {
  assert.equal(retryAfterMs('120', 0), 120_000);
  assert.equal(retryAfterMs('Thu, 01 Jan 1970 00:02:00 GMT', 60_000), 60_000);
  assert.equal(retryAfterMs('soon', 0), undefined);
  assert.equal(faultOf(Object.assign(new Error('x'), { code: 'CERT_HAS_EXPIRED' })).code, 'tls.expired');
  assert.equal(faultOf(Object.assign(new Error('x'), { code: 'ECONNREFUSED' })).code, 'connect.refused');
});
