import assert from 'node:assert/strict';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { FetchFailed, type FetchFault, guardedFetch } from './fetch.ts';
import type { Look } from './look.ts';

const names: Record<string, string[]> = {};
const world = { look: { addressesOf: async (n: string) => names[n] ?? [] } as unknown as Look };
const servers: Server[] = [];
after(() => {
  for (const s of servers) {
    s.closeAllConnections();
    s.close();
  }
});
async function serve(answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  servers.push(server);
  await new Promise<void>((go) => server.listen(0, '127.0.0.1', go));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
const fails = (why: FetchFault) => (cause: unknown) => cause instanceof FetchFailed && cause.why === why;
const here = { privateHosts: ['127.0.0.1'] };

test('private space is refused unless the operator named the host', async () => {
  const url = await serve((_q, r) => r.end('inside'));

  await assert.rejects(guardedFetch(world, url), fails('address'));
  await assert.rejects(guardedFetch(world, url, { privateHosts: ['10.0.0.1'] }), fails('address'));
  await assert.rejects(guardedFetch(world, 'http://[::ffff:127.0.0.1]/'), fails('address'));
  await assert.rejects(guardedFetch(world, 'http://2130706433/'), fails('address'));
  assert.equal((await guardedFetch(world, url, here)).text(), 'inside');
});

test('a name is resolved once and every address of it is looked at', async () => {
  const url = await serve((q, r) => r.end(q.headers.host));
  const { port } = new URL(url);
  names['mixed.example'] = ['203.0.113.5', '127.0.0.1'];
  names['inventory.example'] = ['127.0.0.1'];

  await assert.rejects(guardedFetch(world, 'http://nowhere.example/'), fails('name'));
  await assert.rejects(guardedFetch(world, `http://mixed.example:${port}/`), fails('address'));
  const answer = await guardedFetch(world, `http://inventory.example:${port}/`, {
    privateHosts: ['inventory.example'],
  });
  assert.equal(answer.text(), `inventory.example:${port}`);
});

test('only http and https, and no password in the address', async () => {
  await assert.rejects(guardedFetch(world, 'file:///etc/passwd'), fails('url'));
  await assert.rejects(guardedFetch(world, 'http://a:b@192.0.2.1/'), fails('url'));
  await assert.rejects(guardedFetch(world, 'nonsense'), fails('url'));
});

test('a redirect is followed only where asked, looked at again, and takes no secret along', async () => {
  const heard: (string | undefined)[] = [];
  const second = await serve((q, r) => {
    heard.push(q.headers.authorization);
    r.end('there');
  });
  const first = await serve((q, r) => {
    const to = q.url === '/inside' ? 'http://10.0.0.1/' : q.url === '/round' ? '/round' : second;
    r.writeHead(302, { location: to }).end();
  });
  const secret = { ...here, headers: { Authorization: 'Bearer x' } };

  assert.equal((await guardedFetch(world, first, secret)).status, 302);
  assert.equal((await guardedFetch(world, first, { ...secret, redirects: 2 })).text(), 'there');
  assert.deepEqual(heard, [undefined]);
  await assert.rejects(guardedFetch(world, `${first}/inside`, { ...here, redirects: 2 }), fails('address'));
  await assert.rejects(guardedFetch(world, `${first}/round`, { ...here, redirects: 2 }), fails('redirects'));
  await assert.rejects(
    guardedFetch(world, first, { ...here, redirects: 2, method: 'POST', body: 'x' }),
    fails('redirects'),
  );
});

test('an answer has an end: bytes, packed bytes, time, and a line that breaks', async () => {
  const url = await serve((q, r) => {
    if (q.url === '/packed')
      return r.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(Buffer.alloc(5_000_000)));
    if (q.url === '/small') return r.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('small'));
    if (q.url === '/slow') return;
    if (q.url === '/cut') {
      r.writeHead(200, { 'content-length': '100' });
      r.write('half');
      return setTimeout(() => r.destroy(), 20);
    }
    if (q.url === '/cut-packed') {
      r.writeHead(200, { 'content-encoding': 'gzip', 'content-length': '4000' });
      r.write(gzipSync('x'.repeat(100)).subarray(0, 12));
      return setTimeout(() => r.destroy(), 20);
    }
    return r.end(Buffer.alloc(3000));
  });

  await assert.rejects(guardedFetch(world, url, { ...here, mostBytes: 2000 }), fails('too_large'));
  await assert.rejects(guardedFetch(world, `${url}/packed`, { ...here, mostBytes: 1_000_000 }), fails('too_large'));
  assert.equal((await guardedFetch(world, `${url}/small`, here)).text(), 'small');
  await assert.rejects(guardedFetch(world, `${url}/slow`, { ...here, timeoutMs: 100 }), fails('timeout'));
  await assert.rejects(guardedFetch(world, `${url}/cut`, here), fails('network'));
  await assert.rejects(guardedFetch(world, `${url}/cut-packed`, here), fails('network'));
  await assert.rejects(guardedFetch(world, 'http://127.0.0.1:1/', here), fails('network'));
});
