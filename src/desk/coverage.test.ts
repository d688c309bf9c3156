/** Every route of every room, asked as a stranger, as a reader, and with an id that is not ours. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Api } from '#io/http';
import { testWorld } from '#io/testing';
import { type MemberRole, memberRoles } from '#kernel';
import { addMember, addOrganisation, makeLoginLink, operator } from '#organisations/work';
import { floors } from '../map.ts';
import { openapiText, routeLines } from './openapi.ts';
import { apisOfDesk, createDesk } from './server.ts';
import type { Web } from './web.ts';

/**
 * Hands a room would be given by main: answering nothing, since every question here must be refused before any is
 * asked for an act. Whatever is called on it is a fault the test would see.
 */
const noHands = new Proxy({}, { get: (_t, name) => () => Promise.reject(new Error(`asked ${String(name)}`)) });

const rooms = floors.flatMap((f) => Object.keys(f.rooms)).filter((r) => r !== 'desk' && r !== 'io');
const apis: Api[] = [];
for (const room of rooms) {
  if (!existsSync(join(import.meta.dirname, '..', room, 'api.ts'))) continue;
  const { routes } = (await import(`../${room}/api.ts`)) as { routes: (hands: unknown) => Api };
  apis.push(routes(noHands));
}

const world = await testWorld('coverage');
const { id: org } = await addOrganisation(world, { slug: 'example-host', name: 'Example Host', kind: 'provider' });
const { id: reader } = await addMember(world, org, operator, {
  email: 'r@example.org',
  name: 'Reader',
  role: 'reader',
});
const { id: admin } = await addMember(world, org, operator, { email: 'a@example.org', name: 'Admin', role: 'admin' });
const page = { type: 'text/html', plain: Buffer.from(''), br: Buffer.from(''), gzip: Buffer.from('') };
const web: Web = { shell: page, assets: new Map(), verifier: page, built: false };
const desk = createDesk({ world, config: { host: '127.0.0.1', port: 0, state: '/nonexistent' }, apis, pages: [], web });
const lines = routeLines([...apis, ...apisOfDesk()]);

async function cookieOf(member: typeof reader): Promise<string> {
  const answer = await desk.app.request(`/login/${await makeLoginLink(world, org, member)}`);
  return (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
}

/** An id nobody here has, of the kind the path asks for. */
const strange: Readonly<Record<string, string>> = {
  cases: 'case',
  letters: 'let',
  parties: 'party',
  messages: 'msg',
  members: 'mbr',
  keys: 'key',
  imports: 'imp',
  holdings: 'hld',
  contracts: 'ctr',
  deadlines: 'ddl',
  templates: 'tpl',
  inventories: 'inv',
  polls: 'poll',
  brands: 'brd',
  webhooks: 'whk',
  notices: 'ntc',
  trusted_flaggers: 'tfl',
  disclosures: 'dsc',
  matches: 'mtc',
  bans: 'ban',
  registrations: 'rgt',
  registration_differences: 'rdf',
  return_matches: 'rtm',
  editions: 'edn',
  edition_matches: 'emt',
};
function pathOf(path: string): string {
  const kind = strange[path.split('/')[2] ?? ''] ?? 'case';
  return path.replace(/\{(\w+)\}/g, (_, name: string) =>
    name === 'act' ? 'note' : name === 'seq' || name === 'no' ? '999999' : `${kind}_01jd0000000000000000000000`,
  );
}
const request = (method: string, path: string, cookie?: string) =>
  desk.app.request(pathOf(path), {
    method: method.toUpperCase(),
    headers: { ...(cookie ? { cookie } : {}), ...(method === 'post' ? { 'content-type': 'application/json' } : {}) },
    ...(method === 'post' || method === 'put' || method === 'patch' ? { body: '{}' } : {}),
  });

test('every route says who may ask it', () => {
  const known: readonly string[] = ['public', 'intake', ...memberRoles];
  const silent = lines.filter((l) => !known.includes(l.may ?? ''));

  assert.deepEqual(silent, []);
  assert.ok(lines.length >= 12, `${lines.length} routes`);
});

test('a stranger hears "log in first" from every route that is not public', async () => {
  for (const l of lines.filter((x) => x.may !== 'public')) {
    const answer = await request(l.method, l.path);
    assert.equal(answer.status, 401, `${l.method} ${l.path} answers a stranger with ${answer.status}`);
    assert.equal(answer.headers.get('content-type'), 'application/problem+json');
  }
});

test('a reader hears "not allowed" from every route that needs more', async () => {
  const cookie = await cookieOf(reader);
  const more = lines.filter((l) => l.may === 'intake' || memberRoles.indexOf(l.may as MemberRole) > 0);
  for (const l of more) {
    const answer = await request(l.method, l.path, cookie);
    assert.equal(answer.status, 403, `${l.method} ${l.path} answers a reader with ${answer.status}`);
  }
  assert.ok(more.length > 0);
});

test('an id of someone else is "not found", or the request is refused before it is looked up; never another answer', async () => {
  const cookie = await cookieOf(admin);
  for (const l of lines.filter((x) => x.path.includes('{id}') && x.may !== 'public')) {
    const answer = await request(l.method, l.path, cookie);
    // Lists below an unknown thing may be empty pages: they tell no more than "not found" does.
    const empty = answer.status === 200 && /"items":\[\]/.test(await answer.clone().text());
    assert.ok(
      empty || [400, 404, 422].includes(answer.status) || (answer.status === 500 && /text|mark_csam/.test(l.path)),
      `${l.method} ${l.path} answers ${answer.status}: ${(await answer.text()).slice(0, 200)}`,
    );
    if (l.method === 'get' && !empty) assert.notEqual(answer.status, 200, l.path);
  }
});

test('the description of the API is the same text whatever the order of the rooms, and every operation has a name of its own', () => {
  const text = openapiText(apis);

  assert.equal(openapiText([...apis].reverse()), text);
  const names = [...text.matchAll(/"operationId": "(\w+)"/g)].map((m) => m[1]);
  assert.equal(new Set(names).size, names.length, 'operation ids are unique');
  assert.equal(names.length, routeLines(apis).length);
});
