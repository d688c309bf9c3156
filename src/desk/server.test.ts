import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRoute, newApi, z } from '#io/http';
import { testWorld } from '#io/testing';
import { problems, Refused } from '#kernel';
import { routes as organisationRoutes } from '#organisations/api';
import { addMember, addOrganisation, makeLoginLink, operator, setPassword } from '#organisations/work';
import { createDesk, languageOf } from './server.ts';
import type { Web } from './web.ts';

const file = {
  type: 'text/html; charset=utf-8',
  plain: Buffer.from('<!doctype html>'),
  br: Buffer.from(''),
  gzip: Buffer.from(''),
};
const web: Web = { shell: file, assets: new Map(), verifier: file, built: false };
const password = 'a broom sweeps clean 1';

let counted = 0;

/** Routes that stand for a room: one that counts its calls, one with a version, one that fails. */
function probeRoutes() {
  const api = newApi();
  api.post('/v1/probe/count', async (c) => {
    counted++;
    return c.json({ counted, body: await c.req.json() });
  });
  api.get('/v1/probe/one', (c) => c.json({ id: 'one', version: 3 }));
  api.get('/v1/probe/bug', () => {
    throw new TypeError('secret detail');
  });
  api.get('/v1/probe/refused', () => {
    throw new Refused('case.needs-reason', 'reason');
  });
  api.openapi(
    createRoute({
      method: 'post',
      path: '/v1/probe/strict',
      operationId: 'probeStrict',
      request: { body: { required: true, content: { 'application/json': { schema: z.object({ n: z.number() }) } } } },
      responses: { 200: { description: 'n' } },
    }),
    (c) => c.json(c.req.valid('json')),
  );
  return api;
}

const world = await testWorld('desk server');
const { id: org } = await addOrganisation(world, { slug: 'example-host', name: 'Example Host', kind: 'provider' });
const { id: mia } = await addMember(world, org, operator, { email: 'Mia@example.org', name: 'Mia', role: 'handler' });
await setPassword(world, org, operator, mia, password);
const desk = createDesk({
  world,
  config: { host: '127.0.0.1', port: 0, state: '/nonexistent' },
  apis: [organisationRoutes(), probeRoutes()],
  pages: [],
  web,
});

const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  desk.app.request(path, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json', ...headers },
  });

async function cookieOf(): Promise<string> {
  const answer = await post('/v1/session', { email: 'mia@example.org', password });
  assert.equal(answer.status, 200);
  return (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
}

test('the front page answers a stranger, with a policy that allows no inline script and nothing from elsewhere', async () => {
  const answer = await desk.app.request('/');

  assert.equal(answer.status, 200);
  const policy = answer.headers.get('content-security-policy') ?? '';
  assert.match(policy, /default-src 'none'/);
  assert.match(policy, /script-src 'self'(;|$)/);
  assert.doesNotMatch(policy, /unsafe|https?:|\*/);
  assert.equal(answer.headers.get('x-content-type-options'), 'nosniff');
});

test('a password opens a session that scripts cannot read and other sites do not send', async () => {
  const answer = await post('/v1/session', { email: ' MIA@example.org', password });

  const cookie = answer.headers.get('set-cookie') ?? '';
  assert.match(cookie, /^bezem=[\w-]{43};/);
  assert.match(cookie, /HttpOnly/);
  assert.match(cookie, /SameSite=Lax/);
  const me = await desk.app.request('/v1/me', { headers: { cookie: cookie.split(';')[0] ?? '' } });
  assert.equal(((await me.json()) as { member: { name: string } }).member.name, 'Mia');
});

test('an unknown address and a wrong password sound the same', async () => {
  const wrong = await post('/v1/session', { email: 'mia@example.org', password: 'not the password' });
  const unknown = await post('/v1/session', { email: 'nobody@example.org', password: 'not the password' });
  const elsewhere = await post('/v1/session', { email: 'mia@example.org', password, organisation: 'no-such' });

  assert.equal(wrong.status, 401);
  const said = await wrong.text();
  assert.equal(await unknown.text(), said);
  assert.equal(await elsewhere.text(), said);
});

test('after eight attempts on one account nobody is heard for a quarter of an hour, the right password neither', async () => {
  const ask = () => post('/v1/session', { email: 'guessed@example.org', password: 'wrong wrong wrong' });
  for (let i = 0; i < 8; i++) assert.equal((await ask()).status, 401);

  const ninth = await ask();
  assert.equal(ninth.status, 429);
  assert.equal(ninth.headers.get('retry-after'), '60');

  world.clock.add({ minutes: 16 });
  assert.equal((await ask()).status, 401);
});

test('a one-time link logs in once, and asking for its head does not use it up', async () => {
  const token = await makeLoginLink(world, org, mia);

  await desk.app.request(`/login/${token}`, { method: 'HEAD' });
  const first = await desk.app.request(`/login/${token}`);
  const second = await desk.app.request(`/login/${token}`);

  assert.equal(first.status, 303);
  assert.match(first.headers.get('set-cookie') ?? '', /^bezem=/);
  assert.equal(second.headers.get('location'), '/?link=used');
  assert.equal(second.headers.get('set-cookie'), null);
});

test('a link that is half an hour old opens nothing', async () => {
  const token = await makeLoginLink(world, org, mia);
  world.clock.add({ minutes: 31 });

  const answer = await desk.app.request(`/login/${token}`);

  assert.equal(answer.headers.get('location'), '/?link=used');
});

test('after logging out, and after twelve hours, the cookie opens nothing', async () => {
  const [one, two] = [await cookieOf(), await cookieOf()];

  await desk.app.request('/v1/session', { method: 'DELETE', headers: { cookie: one } });
  assert.equal((await desk.app.request('/v1/me', { headers: { cookie: one } })).status, 401);
  assert.equal((await desk.app.request('/v1/me', { headers: { cookie: two } })).status, 200);

  world.clock.add({ hours: 12, seconds: 1 });
  assert.equal((await desk.app.request('/v1/me', { headers: { cookie: two } })).status, 401);
});

test('a request from another site changes nothing, whatever cookie it brings', async () => {
  const cookie = await cookieOf();
  const was = counted;

  const byFetch = await post('/v1/probe/count', {}, { cookie, 'sec-fetch-site': 'cross-site' });
  const byOrigin = await post('/v1/probe/count', {}, { cookie, origin: 'https://evil.example', host: 'desk.example' });
  const own = await post('/v1/probe/count', {}, { cookie, origin: 'http://desk.example', host: 'desk.example' });

  assert.deepEqual([byFetch.status, byOrigin.status, own.status], [403, 403, 200]);
  assert.equal(counted, was + 1);
});

test('the same Idempotency-Key acts once and answers twice; another request under it is refused', async () => {
  const cookie = await cookieOf();
  const headers = { cookie, 'idempotency-key': 'abc-1' };

  const first = await post('/v1/probe/count', { n: 1 }, headers);
  const was = counted;
  const again = await post('/v1/probe/count', { n: 1 }, headers);
  const other = await post('/v1/probe/count', { n: 2 }, headers);

  assert.equal(counted, was);
  assert.equal(await again.text(), await first.text());
  assert.equal(again.headers.get('idempotency-replayed'), 'true');
  assert.equal(other.status, 422);
  const rows = await world.db.in(org, (tx) => tx.q.selectFrom('idempotency').select('response').execute());
  assert.doesNotMatch(JSON.stringify(rows), /counted/, 'what was answered is kept encrypted');
});

test('If-Match says the version, and reading answers it', async () => {
  const cookie = await cookieOf();

  const read = await desk.app.request('/v1/probe/one', { headers: { cookie } });
  const act = await post('/v1/probe/count', { reason: 'x' }, { cookie, 'if-match': read.headers.get('etag') ?? '' });

  assert.equal(read.headers.get('etag'), 'W/"v3"');
  assert.deepEqual(((await act.json()) as { body: unknown }).body, { reason: 'x', version: 3 });
});

test('every no is problem+json in the language of who asks', async () => {
  const nl = await desk.app.request('/v1/probe/refused', { headers: { 'accept-language': 'nl-NL,nl;q=0.9,en;q=0.8' } });
  const en = await desk.app.request('/v1/probe/refused', { headers: { 'accept-language': 'de, en;q=0.5' } });
  const broken = await post('/v1/probe/strict', 'not an object');
  const malformed = await desk.app.request('/v1/probe/strict', {
    method: 'POST',
    body: '{',
    headers: { 'content-type': 'application/json' },
  });
  const nothing = await desk.app.request('/v1/no-such-thing');

  assert.equal(nl.headers.get('content-type'), 'application/problem+json');
  assert.equal(((await nl.json()) as { title: string }).title, 'Geef een reden.');
  assert.equal(((await en.json()) as { title: string }).title, 'Give a reason.');
  assert.equal(broken.status, 400);
  assert.equal(malformed.status, 400);
  assert.equal(((await malformed.json()) as { code: string }).code, 'request.invalid');
  assert.equal(nothing.status, 404);
});

test('a bug answers without its details', async () => {
  const answer = await desk.app.request('/v1/probe/bug');

  assert.equal(answer.status, 500);
  assert.doesNotMatch(await answer.text(), /secret/);
});

test('a body over one megabyte of JSON is too large', async () => {
  const answer = await post('/v1/probe/count', { text: 'x'.repeat(1_100_000) });

  assert.equal(answer.status, 413);
});

test('languages are taken in order of preference, others are passed over', () => {
  assert.equal(languageOf('de, nl;q=0.4, en;q=0.3'), 'nl');
  assert.equal(languageOf('nl;q=0, en'), 'en');
  assert.equal(languageOf('fr'), undefined);
  assert.equal(languageOf(undefined), undefined);
});

test('the desk listens, tells happenings of its own organisation only, and closes within a moment', {
  timeout: 20_000,
}, async () => {
  const other = await addOrganisation(world, { slug: 'other-host', name: 'Other Host', kind: 'provider' });
  const token = await makeLoginLink(world, org, mia);
  const running = await desk.listen();
  const login = await fetch(`${running.url}/login/${token}`, { redirect: 'manual' });
  const cookie = (login.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  const stream = await fetch(`${running.url}/v1/live`, { headers: { cookie } });
  const reader = stream.body?.pipeThrough(new TextDecoderStream()).getReader();
  let heard = '';
  const until = async (what: RegExp) => {
    while (reader && !what.test(heard)) {
      const { value, done } = await reader.read();
      if (done) break;
      heard += value;
    }
  };
  await until(/retry/);

  await world.db.in(other.id, (tx) => tx.notify({ organisation: other.id, what: 'case', id: 'case_of_another' }));
  await world.db.in(org, (tx) => tx.notify({ organisation: org, what: 'case', id: 'case_of_ours' }));
  await until(/case_of_ours/);

  assert.match(heard, /data: {"what":"case","id":"case_of_ours"}/);
  assert.doesNotMatch(heard, /case_of_another/);
  const began = performance.now();
  await running.close();
  assert.ok(performance.now() - began < 4000);
});

test('with two organisations the log-in page asks which', async () => {
  const door = (await (await desk.app.request('/v1/session')).json()) as { ask_organisation: boolean };
  const without = await post('/v1/session', { email: 'mia@example.org', password });
  const named = await post('/v1/session', { email: 'mia@example.org', password, organisation: 'example-host' });

  assert.equal(door.ask_organisation, true);
  assert.equal(without.status, 400);
  assert.equal(named.status, 200);
});

test('what a problem points to is there: every code at its own anchor, in both languages, without script', async () => {
  const refused = (await (await desk.app.request('/v1/probe/refused')).json()) as { type: string };
  const [path = '', anchor = ''] = refused.type.split('#');

  const nl = await desk.app.request(path, { headers: { 'accept-language': 'nl' } });
  const en = await desk.app.request(`${path}?lang=en`, { headers: { 'accept-language': 'nl' } });
  const page = await nl.text();

  assert.equal(nl.status, 200);
  assert.match(nl.headers.get('content-type') ?? '', /^text\/html/);
  assert.equal(nl.headers.get('content-language'), 'nl');
  for (const code of Object.keys(problems)) assert.ok(page.includes(`id="${code}"`), code);
  assert.ok(page.includes(`id="${anchor}"`));
  assert.match(page, /<html lang="nl">/);
  assert.match(page, /Geef een reden\./);
  assert.match(await en.text(), /Give a reason\./);
  assert.doesNotMatch(page, /<script/);
});
