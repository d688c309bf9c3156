/** Everything that can be wrong in a request, at every route: always a clear problem, never a fault, and nothing changed. */
import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { openapiText } from '#desk/openapi';
import { apisOfDesk, createDesk } from '#desk/server';
import { receive } from '#intake/work';
import { sql } from '#io/db';
import { runDue } from '#io/jobs';
import { testWorld } from '#io/testing';
import { makeLoginLink } from '#organisations/work';
import { planOf } from '../src/plan.ts';
import { inProcessReaders } from '../src/simulator/readers.ts';
import { setStage, xarf } from './provider.ts';

const world = await testWorld('bad input');
const plan = await planOf(world, await inProcessReaders(), 'abuse@voorbeeldhost.example');
const page = { type: 'text/html', plain: Buffer.from(''), br: Buffer.from(''), gzip: Buffer.from('') };
const desk = createDesk({
  world,
  config: { host: '127.0.0.1', port: 0, state: '/nowhere' },
  apis: plan.apis,
  pages: plan.pages,
  web: { shell: page, assets: new Map(), verifier: page, built: false },
});
const stage = await setStage(world, 'bad-input');
assert.ok(stage.admin.kind === 'member');
const login = await desk.app.request(`/login/${await makeLoginLink(world, stage.org, stage.admin.id)}`);
const cookie = (login.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
for (const n of [9, 10])
  await receive(world, stage.org, {
    channel: 'http',
    bytes: xarf(
      { category: 'content', type: 'phishing', source_identifier: `192.0.2.${n}`, url: `http://192.0.2.${n}/bank/` },
      world.dice,
    ),
    name: 'report.json',
    by: stage.handler,
  });
for (const lane of ['urgent', 'normal'] as const) await runDue(world, lane, plan.jobs, 50);
const one = async (table: string): Promise<string> => {
  const rows = await world.db.in(stage.org, (tx) =>
    tx.rows(
      sql<{ id: string }>`select id from ${sql.table(table)} where organisation_id = ${stage.org} order by id limit 1`,
    ),
  );
  return rows[0]?.id ?? assert.fail(table);
};
const ids: Readonly<Record<string, string>> = {
  cases: await one('abuse_case'),
  parties: stage.parties.bakery,
  contracts: await one('contract'),
  holdings: await one('holding'),
  messages: await one('message'),
  members: stage.admin.id,
};

interface Schema {
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly allOf?: readonly Schema[];
  readonly $ref?: string;
}
interface Operation {
  readonly parameters?: readonly { readonly name: string; readonly in: string }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> };
  readonly 'x-may': string;
}
const described = JSON.parse(openapiText([...plan.apis, ...apisOfDesk()])) as {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
};
const operations = Object.entries(described.paths)
  .flatMap(([path, item]) => Object.entries(item).map(([method, operation]) => ({ path, method, operation })))
  // The live stream never ends, and logging out would end the session of these tests.
  .filter((o) => o.path !== '/v1/live' && !(o.path === '/v1/session' && o.method === 'delete'));
function propertiesOf(schema: Schema): readonly string[] {
  const named = schema.$ref ? described.components.schemas[schema.$ref.split('/').at(-1) ?? ''] : schema;
  return [...Object.keys(named?.properties ?? {}), ...(named?.allOf ?? []).flatMap(propertiesOf)];
}

async function ask(
  method: string,
  path: string,
  init: {
    readonly body?: string | Uint8Array<ArrayBuffer>;
    readonly type?: string;
    readonly headers?: Record<string, string>;
  } = {},
): Promise<Response> {
  return desk.app.request(path, {
    method: method.toUpperCase(),
    headers: { cookie, ...(init.type ? { 'content-type': init.type } : {}), ...init.headers },
    ...(init.body === undefined ? {} : { body: init.body }),
  });
}

/** What was not clear in the answers of a test: told together, so that one run shows all of it. */
const unclear: string[] = [];
afterEach(() => {
  assert.deepEqual(unclear.splice(0), []);
});

/** A "no" is a problem with a code, and where the request itself is wrong it says what. */
async function isClear(answer: Response, about: string): Promise<void> {
  if (answer.status < 400) return;
  const text = await answer.clone().text();
  const isProblem = answer.headers.get('content-type') === 'application/problem+json';
  const said = (isProblem ? JSON.parse(text) : {}) as { code?: string; status?: number; detail?: string };
  if (answer.status >= 500 || !isProblem || said.status !== answer.status)
    unclear.push(`${about}: ${answer.status} ${text.slice(0, 200)}`);
  else if (said.code === 'request.invalid' && (said.detail ?? '').length < 4)
    unclear.push(`${about} does not say what is wrong`);
}

const fill = (path: string, id?: string) =>
  path
    .replace('{id}', id ?? ids[path.split('/')[2] ?? ''] ?? 'x')
    .replace('{contact}', id ?? 'x')
    .replace('{seq}', id ?? '1')
    .replace('{act}', path.includes('contacts') ? 'verify' : 'note');

const oddTexts = [
  '\u0000',
  'a\u0000b',
  "'; drop table abuse_case; --",
  '%',
  '\\',
  '\ud800',
  '\u202e',
  'x'.repeat(5000),
  '',
  ' ',
  '999999999999999999999',
  '-1',
  '1e400',
  'NaN',
  '0x10',
  '2026-02-30T25:61:61Z',
  '+275760-09-13T00:00:01Z',
  '-271821-04-20T00:00:00Z',
  '+012026-01-01T00:00:00Z',
  '0000-01-01T00:00:00Z',
  '{}',
  '[object Object]',
  '__proto__',
  'null',
  '..',
];
/** For each field of each body: one of each sort, since every one of them is a request. */
const oddValues: readonly unknown[] = [
  'a\u0000b',
  '\ud800',
  "'; drop table abuse_case; --",
  'x'.repeat(5000),
  '',
  '-271821-04-20T00:00:00Z',
  '+012026-01-01T00:00:00Z',
  '__proto__',
  null,
  true,
  -1,
  1e308,
  2147483648,
  ['\u0000'],
  [[]],
  { a: 1 },
];

test('an id that is none, however odd, is "not found" or "not valid"', async () => {
  for (const { path, method, operation } of operations) {
    if (!path.includes('{')) continue;
    for (const odd of [
      '%00',
      '%ff',
      '%',
      '%2e%2e%2f',
      "'%20or%201=1--",
      'x'.repeat(3000),
      '%F0%9F%A7%B9',
      '__proto__',
      'constructor',
      '-1',
      '1e9',
      '99999999999999999999',
      'null',
    ]) {
      const body = operation.requestBody
        ? { body: JSON.stringify({ reason: 'x', version: 1, why: 'x' }), type: 'application/json' }
        : {};
      const answer = await ask(method, fill(path, odd), body);
      assert.ok(
        // Whoever calls a signed hook without a signature hears that, whatever it is about.
        [400, 404, 422, 200].includes(answer.status) || (path.includes('/hook/') && answer.status === 401),
        `${method} ${path} ${odd}: ${answer.status} ${(await answer.clone().text()).slice(0, 200)}`,
      );
      await isClear(answer, `${method} ${path} ${odd}`);
    }
  }
});

test('a query that is wrong in any of its words is said to be', async () => {
  for (const { path, method, operation } of operations) {
    if (method !== 'get') continue;
    for (const p of (operation.parameters ?? []).filter((x) => x.in === 'query'))
      for (const odd of [...oddTexts, ...(p.name === 'cursor' ? cursors : [])])
        await isClear(
          await ask(method, `${fill(path)}?${p.name}=${encodeURIComponent(odd.toWellFormed())}`),
          `${path}?${p.name}=${JSON.stringify(odd).slice(0, 60)}`,
        );
    await isClear(await ask(method, `${fill(path)}?%00=1&limit=%ff&cursor=%00&nosuch=1`), path);
  }
});

const cursors = [
  [],
  [null],
  ['x', 'y'],
  [1, 2, 3, 4],
  ['2026-01-01T00:00:00Z'],
  ['\u0000', '\u0000'],
  [{}],
  [[]],
  ['9e99', 'x'],
  [Number.MAX_VALUE, 'x', 'y', 'z'],
  [0, '2026-01-01T00:00:00Z', 'NaN', 'case_x'],
].map((values) => Buffer.from(JSON.stringify(values)).toString('base64url'));

test('a body that is broken, of another shape or of another kind is refused with its reason', async () => {
  for (const { path, method, operation } of operations) {
    if (!operation.requestBody?.content['application/json'] || path === '/v1/messages') continue;
    const at = fill(path);
    for (const body of [
      '{',
      '',
      'null',
      '[]',
      '"x"',
      '1',
      'true',
      '{"a":',
      '\u0000',
      '{"__proto__": {"x": 1}}',
      '[[[[[[',
      '{"reason": "\\ud800"}',
    ])
      await isClear(
        await ask(method, at, { body, type: 'application/json' }),
        `${method} ${path} ${JSON.stringify(body)}`,
      );
    const broken = await ask(method, at, {
      body: Uint8Array.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d]),
      type: 'application/json',
    });
    await isClear(broken, `${method} ${path} invalid UTF-8`);
    for (const type of [
      'text/plain',
      'application/xml',
      'multipart/form-data',
      'application/x-www-form-urlencoded',
      'application/json; charset=utf-16',
      ';;;',
    ])
      await isClear(await ask(method, at, { body: '{"reason":"x"}', type }), `${method} ${path} ${type}`);
    const large = await ask(method, at, {
      body: JSON.stringify({ reason: 'x'.repeat(1_200_000) }),
      type: 'application/json',
    });
    assert.equal(large.status, 413, `${method} ${path} takes a megabyte`);
    await isClear(large, path);
  }
});

test('each field of each body, given anything at all, is taken or refused and never a fault', {
  timeout: 240_000,
}, async () => {
  for (const { path, method, operation } of operations) {
    const schema = operation.requestBody?.content['application/json']?.schema;
    if (!schema || path === '/v1/messages' || path === '/v1/session' || path === '/v1/me' || path.endsWith('/erase'))
      continue;
    for (const name of propertiesOf(schema))
      for (const value of oddValues) {
        const sane: Record<string, unknown> = {
          reference: `R-${world.dice.bytes(4).join('')}`,
          buyer: stage.parties.bakery,
          service_kind: 'vps',
          resource: '192.0.2.77',
          contract: ids['contracts'],
          network: '203.0.113.0/24',
          purpose: 'abuse',
          address: 'x@k.example',
          why: 'x',
          until: '2027-01-01T00:00:00Z',
          reason: 'x',
          kind: 'spam.source',
          seen_at: '2026-11-22T09:00:00Z',
          ip: '192.0.2.9',
          email: `m${world.dice.bytes(4).join('')}@x.example`,
          name: 'N',
          role: 'reader',
          scopes: ['reader'],
          version: 1,
          ids: [ids['cases']],
          act: 'note',
        };
        const known = propertiesOf(schema);
        const body: Record<string, unknown> = Object.fromEntries(
          Object.entries(sane).filter(([k]) => known.includes(k)),
        );
        if (path === '/v1/parties' || path === '/v1/parties/{id}') {
          delete body['kind'];
          delete body['act'];
        }
        if (path.startsWith('/v1/cases/{id}')) {
          delete body['contract'];
          delete body['version'];
        }
        body[name] = value;
        body['unknown_field'] = 'is left alone';
        const acts = path.includes('/cases/{id}/{act}')
          ? ['note', 'band', 'snooze', 'assign', 'split', 'choose_holder', 'bundle', 'notify'].filter((a) =>
              actReads[a]?.includes(name),
            )
          : [''];
        for (const act of acts)
          await isClear(
            await ask(method, act ? fill(path).replace(/note$/, act) : fill(path), {
              body: JSON.stringify(body),
              type: 'application/json',
            }),
            `${method} ${path} ${act} ${name}=${JSON.stringify(value)?.slice(0, 60)}`,
          );
      }
  }
});
const actReads: Readonly<Record<string, readonly string[]>> = {
  note: ['reason', 'version', 'note'],
  band: ['band', 'reason', 'until'],
  snooze: ['until'],
  assign: ['member'],
  split: ['episodes'],
  choose_holder: ['contract', 'reason'],
  bundle: ['into'],
  notify: ['template', 'note'],
};

test('files that are none: an import says which line is wrong, a message is kept whatever it is', async () => {
  const files: readonly (string | Uint8Array<ArrayBuffer>)[] = [
    'reference,name\nK-1',
    'reference,name\n"K-1',
    'nosuch,columns\n1,2\n',
    'reference\nK-\u0000\n',
    'reference,name\nK-77,a\u0000b\n',
    'resource,contract\n999.0.0.1,C-1\n',
    'resource,contract,from\n192.0.2.99,C-1,yesterday\n',
    'reference,name,country\nK-78,x,zz9\n',
    `reference,name\nK-79,${'x'.repeat(1_100_000)}\n`,
    Uint8Array.from([0xff, 0xfe, 0x00, 0x61]),
    '\n\n\n',
    ',,,,\n,,,,\n',
  ];
  for (const body of files)
    for (const type of ['text/csv', 'multipart/form-data; boundary=x', 'application/octet-stream'])
      await isClear(await ask('post', '/v1/imports', { body, type }), `import ${type} ${String(body).slice(0, 40)}`);
  await isClear(await ask('post', '/v1/imports', {}), 'no body');

  for (const [body, type] of [
    ['{', 'application/json'],
    ['\u0000', 'text/csv'],
    ['{"a": "\\u0000"}', 'application/json'],
    ['x', ''],
    ['x', 'image/png'],
  ] as const) {
    const answer = await ask('post', '/v1/messages', { body, ...(type ? { type } : {}) });
    await isClear(answer, `message ${JSON.stringify(body)} ${type}`);
    assert.equal(answer.status, 200, `${type} ${await answer.text()}`);
  }
  const nothing = await ask('post', '/v1/messages', { body: '', type: 'application/json' });
  assert.equal(nothing.status, 400);
  await isClear(
    await ask('post', '/v1/messages?name=%00&feed=%00&hint=%00', { body: 'x', type: 'text/csv' }),
    'NUL in its name',
  );
});

test('headers that are odd change nothing: keys, versions, languages, cookies', async () => {
  const odd = {
    'idempotency-key': 'x'.repeat(300),
    'if-match': '"v999999999999999999999999"',
    authorization: 'Bearer bezem_x',
    'accept-language': ';;;q=,q=x',
    cookie: 'bezem=%00; bezem=\u00ff',
  };
  for (const [name, value] of Object.entries(odd)) {
    await isClear(
      await ask('post', fill('/v1/cases/{id}/note'), {
        body: '{"reason":"x"}',
        type: 'application/json',
        headers: { [name]: value },
      }),
      name,
    );
    await isClear(await ask('get', '/v1/cases', { headers: { [name]: value } }), name);
  }
});

test('another method than a path knows is "method not allowed" and says which it knows', async () => {
  const answer = await ask('put', '/v1/cases');
  const said = (await answer.clone().json()) as { code: string; detail: string };
  const reading = await ask('get', fill('/v1/cases/{id}/note'));

  assert.equal(answer.status, 405);
  assert.equal(answer.headers.get('allow'), 'GET');
  assert.equal(said.code, 'request.wrong-method');
  assert.match(said.detail, /GET/);
  await isClear(answer, 'put');
  assert.equal(reading.status, 405);
  assert.equal((await ask('patch', '/v1/no-such')).status, 404);
  assert.equal((await ask('delete', '/inbox')).status, 404);
});

test('after all that the journal is whole', async () => {
  const answer = await ask('get', '/v1/journal/verify');

  assert.equal(((await answer.json()) as { ok: boolean }).ok, true);
});
