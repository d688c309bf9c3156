/** Every route of the API, asked by a stranger, by a neighbour who knows our ids, by a reader, and with a key that may only hand in. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { doAct } from '#cases/api';
import { openapiText, routeLines } from '#desk/openapi';
import { apisOfDesk, createDesk } from '#desk/server';
import { receive } from '#intake/work';
import { sql } from '#io/db';
import { runDue } from '#io/jobs';
import { testWorld } from '#io/testing';
import { type Id, type MemberRole, memberRoles } from '#kernel';
import { addKey, addMember, makeLoginLink } from '#organisations/work';
import { planOf } from '../src/plan.ts';
import { inProcessReaders } from '../src/simulator/readers.ts';
import { type Stage, setStage, xarf } from './provider.ts';

const world = await testWorld('walls');
const plan = await planOf(world, await inProcessReaders(), 'abuse@voorbeeldhost.example');
const page = { type: 'text/html', plain: Buffer.from(''), br: Buffer.from(''), gzip: Buffer.from('') };
const desk = createDesk({
  world,
  config: { host: '127.0.0.1', port: 0, state: '/nowhere' },
  apis: plan.apis,
  pages: plan.pages,
  web: { shell: page, assets: new Map(), verifier: page, built: false },
});
const lines = routeLines([...plan.apis, ...apisOfDesk()]);

/** Runs everything that is due now. */
async function work(): Promise<void> {
  for (let round = 0; round < 20; round++) {
    let ran = 0;
    for (const lane of ['urgent', 'normal', 'bulk'] as const) ran += await runDue(world, lane, plan.jobs, 50);
    if (ran === 0) return;
  }
}

interface House extends Stage {
  readonly cookies: Readonly<Record<MemberRole, string>>;
  /** One id of everything a path or a body may name. */
  readonly ids: Readonly<Record<string, string>>;
  /** Path of the customer's page. */
  readonly link: string;
}

type Call = { readonly cookie?: string; readonly bearer?: string; readonly body?: unknown; readonly type?: string };
async function ask(method: string, path: string, call: Call = {}): Promise<Response> {
  const text =
    call.body === undefined ? undefined : typeof call.body === 'string' ? call.body : JSON.stringify(call.body);
  return desk.app.request(path, {
    method: method.toUpperCase(),
    headers: {
      ...(call.cookie ? { cookie: call.cookie } : {}),
      ...(call.bearer ? { authorization: `Bearer ${call.bearer}` } : {}),
      ...(text === undefined ? {} : { 'content-type': call.type ?? 'application/json' }),
    },
    ...(text === undefined ? {} : { body: text }),
  });
}

/** An organisation in the middle of its work: reports, cases, a letter sent and answered, one waiting, an import, an erasure, a key. */
async function house(slug: string): Promise<House> {
  const stage = await setStage(world, slug);
  const cookies: Record<string, string> = {};
  const members: Record<string, string> = {};
  for (const role of memberRoles) {
    const m = await addMember(
      world,
      stage.org,
      { kind: 'engine' },
      { email: `${role}@${slug}.example`, name: role, role },
    );
    const answer = await desk.app.request(`/login/${await makeLoginLink(world, stage.org, m.id)}`);
    cookies[role] = (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
    members[role] = m.id;
  }
  const admin = cookies['admin'] ?? '';
  const take = (fields: Record<string, unknown>, name: string) =>
    receive(world, stage.org, { channel: 'http', bytes: xarf(fields, world.dice), name, by: stage.handler });
  await take(
    { category: 'content', type: 'phishing', source_identifier: '192.0.2.9', url: 'http://192.0.2.9/bank/' },
    'one.json',
  );
  await take(
    { category: 'content', type: 'phishing', source_identifier: '192.0.2.200', url: 'http://www.fietsen.example/x/' },
    'two.json',
  );
  const manual = await receive(world, stage.org, {
    channel: 'http',
    bytes: Buffer.from('{"not": "a report"}'),
    name: 'odd.json',
    by: stage.handler,
  });
  await work();
  const cases = await world.db.in(stage.org, (tx) =>
    tx.rows(
      sql<{
        id: string;
        asset: string;
      }>`select id, asset from abuse_case where organisation_id = ${stage.org} order by reference`,
    ),
  );
  const [sentCase, waitingCase] = cases;
  assert.ok(sentCase && waitingCase);
  await doAct(plan.cases, world, stage.org, sentCase.id, 'notify', {}, stage.handler);
  world.clock.add({ minutes: 2 });
  await work();
  const link =
    /http:\/\/desk\.example(\/o\/\S+)/.exec(world.mail.sent.at(-1)?.text ?? '')?.[1] ?? assert.fail('no link');
  const form = await (await desk.app.request(link)).text();
  const answered = await desk.app.request(link, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin' },
    body: new URLSearchParams({
      kind: 'fixed',
      mark: /name="mark" value="([^"]+)"/.exec(form)?.[1] ?? '',
      text: 'Removed.',
    }).toString(),
  });
  assert.equal(answered.status, 303);
  await doAct(plan.cases, world, stage.org, waitingCase.id, 'notify', {}, stage.handler);
  const imported = await ask('post', '/v1/imports', {
    cookie: admin,
    type: 'text/csv',
    body: 'reference,name,abuse\nK-900,Imported,abuse@k900.example\n',
  });
  assert.equal(imported.status, 200, await imported.clone().text());
  const gone = await ask('post', `/v1/parties/${stage.parties.early}/erase`, {
    cookie: admin,
    body: { rule: 'gdpr-17', yes: true },
  });
  assert.equal(gone.status, 200, await gone.clone().text());
  const key = await ask('post', '/v1/keys', { cookie: admin, body: { name: 'feed', scopes: ['intake'] } });
  const brand = await ask('post', '/v1/brands', { cookie: admin, body: { version: 0, content: { name: 'House' } } });
  const webhook = await ask('post', '/v1/webhooks', {
    cookie: admin,
    body: { name: 'panel', url: 'https://panel.example/hook' },
  });
  const notifier = await ask('post', '/v1/notifiers', { cookie: admin, body: { name: 'A watcher' } });
  const inventory = await ask('post', '/v1/inventories', {
    cookie: admin,
    body: { name: 'panel', kind: 'csv', every_minutes: null },
  });
  const content = {
    facts: 'x',
    measures: [{ what: 'null_route', target: { ip: '192.0.2.9' } }],
    restrictions: ['provision:PARTIAL_SUSPENSION'],
  };
  const more: Record<string, string> = {};
  const made = (name: string) => more[name] ?? assert.fail(`no ${name}`);
  const make = async (name: string, path: string, body: unknown) => {
    const answer = await ask('post', path, { cookie: admin, body });
    assert.equal(answer.status, 200, await answer.clone().text());
    more[name] = ((await answer.json()) as { id: string }).id;
  };
  await make('decision', '/v1/decisions', { matter: sentCase.id, content });
  await make('complaint', '/v1/complaints', { decision: more['decision'], by: 'recipient', text: 'x' });
  await make('threat', '/v1/threats', { matter: sentCase.id, known_at: '2026-11-22T09:00:00Z', suspicion: 'x' });
  await make('system', '/v1/measure-systems', {
    name: 'hook',
    adapter: 'webhook',
    options: { url: 'https://panel.example/measures' },
    secrets: { secret: 'whsec_eA==' },
    can: { null_route: [] },
  });
  await ask('post', `/v1/members/${members['admin']}/rights`, {
    cookie: admin,
    body: { right: 'reseller_letter', granted: true },
  });
  const iban = { kind: 'iban', value: 'NL91ABNA0417164300' };
  const banned = { ground: 'fraud', facts: 'x', names: ['Banned Person'], untold: 'no address' };
  await make('ban', '/v1/bans', { ...banned, identifiers: [iban] });
  const looked = await ask('post', '/v1/return_check', { cookie: admin, body: { ibans: [iban.value] } });
  more['returned'] =
    ((await looked.json()) as { hits: { match: string }[] }).hits[0]?.match ?? assert.fail('no return match');
  await make('registration', '/v1/registrations', {
    domain: 'held.example',
    registrant_name: 'Anna Geheimhoudster',
    registrant_email: 'anna@held.example',
  });
  const compared = await ask('post', '/v1/registrar_files?registrar=x', {
    cookie: admin,
    body: 'domain;registrant_name\nheld.example;Iemand Anders\n',
    type: 'application/octet-stream',
  });
  assert.equal(compared.status, 200);
  const differing = await ask('get', '/v1/registration_differences', { cookie: admin });
  more['difference'] =
    ((await differing.json()) as { items: { id: string }[] }).items[0]?.id ?? assert.fail('no difference');
  await make('edition', '/v1/editions', {
    edition: '2026',
    date: '2026-03-11',
    entries: [{ id: 'r-1', names: ['Trapper Fietsen'] }],
  });
  await work();
  const seen = await ask('get', '/v1/edition_matches', { cookie: admin });
  more['listed'] = ((await seen.json()) as { items: { id: string }[] }).items[0]?.id ?? assert.fail('no edition match');
  for (const made of [notifier, inventory]) assert.equal(made.status, 200, await made.clone().text());
  const one = async (statement: ReturnType<typeof sql<{ id: string }>>) =>
    (await world.db.in(stage.org, (tx) => tx.rows(statement)))[0]?.id ?? assert.fail('no row');
  const name = await one(
    sql`select name as id from party where organisation_id = ${stage.org} and id = ${stage.parties.bakery}`,
  );
  const asAdmin = { cookie: cookies['admin'] ?? '' };
  await ask('post', '/v1/lists?list=own-watch', {
    ...asAdmin,
    body: `name\n${name}\n`,
    type: 'application/octet-stream',
  });
  await ask('post', `/v1/parties/${stage.parties.bakery}/screen`, asAdmin);
  return {
    ...stage,
    cookies: cookies as Record<MemberRole, string>,
    link,
    ids: {
      case: sentCase.id,
      otherCase: waitingCase.id,
      episode: await one(sql`select id from episode where organisation_id = ${stage.org} limit 1`),
      contract: await one(sql`select id from contract where organisation_id = ${stage.org} and reference = 'C-1'`),
      holding: await one(sql`select id from holding where organisation_id = ${stage.org} limit 1`),
      imported: ((await imported.json()) as { id: string }).id,
      key: ((await key.json()) as { id: string }).id,
      brand: ((await brand.json()) as { id: string }).id,
      webhook: ((await webhook.json()) as { id: string }).id,
      notifier: ((await notifier.json()) as { id: string }).id,
      inventory: ((await inventory.json()) as { id: string }).id,
      letter: await one(sql`select id from letter where organisation_id = ${stage.org} and state = 'queued'`),
      member: members['reader'] ?? '',
      match: await one(sql`select id from listed_match where organisation_id = ${stage.org} limit 1`),
      message: manual.id,
      decision: made('decision'),
      complaint: made('complaint'),
      threat: made('threat'),
      system: made('system'),
      ban: made('ban'),
      registration: made('registration'),
      difference: made('difference'),
      returned: made('returned'),
      edition: made('edition'),
      listed: made('listed'),
      measure: await one(sql`select id from measure where organisation_id = ${stage.org} limit 1`),
      party: stage.parties.bakery,
      contact: await one(
        sql`select id from contact where organisation_id = ${stage.org} and party_id = ${stage.parties.bakery} limit 1`,
      ),
    },
  };
}

/** Every row an organisation has, table by table. */
async function rowsOf(org: Id<'org'>): Promise<Record<string, readonly string[]>> {
  return world.db.owner(async (tx) => {
    const tables = await tx.rows(sql<{ name: string }>`
      select c.table_name as name from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
       where c.table_schema = 'public' and c.column_name = 'organisation_id' and t.table_type = 'BASE TABLE' order by 1`);
    const all: Record<string, readonly string[]> = {};
    for (const t of tables) {
      const rows = await tx.rows(
        sql<{
          row: string;
        }>`select r::text as row from ${sql.table(t.name)} r where organisation_id = ${org} order by 1`,
      );
      all[t.name] = rows.map((r) => r.row);
    }
    return all;
  });
}

const ours = await house('walls-ours');
const theirs = await house('walls-theirs');

const idOf: Readonly<Record<string, string>> = {
  brands: 'brand',
  webhooks: 'webhook',
  notifiers: 'notifier',
  inventories: 'inventory',
  cases: 'case',
  contracts: 'contract',
  holdings: 'holding',
  imports: 'imported',
  keys: 'key',
  letters: 'letter',
  decisions: 'decision',
  measures: 'measure',
  complaints: 'complaint',
  threats: 'threat',
  'measure-systems': 'system',
  matches: 'match',
  bans: 'ban',
  registrations: 'registration',
  registration_differences: 'difference',
  return_matches: 'returned',
  editions: 'edition',
  edition_matches: 'listed',
  members: 'member',
  messages: 'message',
  parties: 'party',
};
/** The paths of a route with the ids of a house in them: one for each act. */
function pathsOf(path: string, of: House): string[] {
  const acts = actsAt[path.split('/')[2] ?? ''] ?? ['end', 'verify'];
  const filled = path
    .replace('{id}', of.ids[idOf[path.split('/')[2] ?? ''] ?? ''] ?? '{id}')
    .replace('{contact}', of.ids['contact'] ?? '')
    .replace('{seq}', '99999')
    .replace('{no}', '1')
    .replace('{name}', '4_notices.csv');
  return filled.includes('{act}') ? acts.map((a) => filled.replace('{act}', a)) : [filled];
}
const actsAt: Readonly<Record<string, readonly string[]>> = {
  decisions: ['propose', 'approve', 'send_back', 'carry_out', 'withdraw', 'reverse', 'supersede', 'tell'],
  measures: ['confirm', 'retry', 'hand'],
  complaints: ['take', 'inadmissible', 'uphold', 'overturn', 'partly'],
  threats: ['report', 'decline'],
  orders: ['accept', 'defect', 'withdraw', 'annul', 'tell', 'lift', 'note'],
  cases: [
    'notify',
    'restrict',
    'lift',
    'resolve',
    'reject',
    'reopen',
    'bundle',
    'unbundle',
    'wait',
    'note',
    'claim',
    'release',
    'assign',
    'snooze',
    'band',
    'split',
    'probe',
    'choose_holder',
    'decline',
    'hand_over',
    'take_over',
  ],
};

/** A body with which the route would do its work, naming things of `of`. */
function bodyOf(method: string, path: string, of: House): { body?: unknown; type?: string } {
  if (method === 'get' || method === 'delete') return {};
  const has = (text: string) => path.includes(text);
  if (path === '/v1/messages') return { body: '{"handed": "in"}' };
  if (path === '/v1/imports') return { body: 'reference,name\nK-901,More\n', type: 'text/csv' };
  if (has('/undo') && has('imports')) return {};
  if (has('/cases/bulk')) return { body: { ids: [of.ids['case'], of.ids['otherCase']], act: 'note', reason: 'x' } };
  if (has('/cases/'))
    return {
      body: {
        reason: 'x',
        outcome: 'fixed',
        into: of.ids['otherCase'],
        member: of.ids['member'],
        band: 0,
        until: '2026-11-23T10:00:00Z',
        episodes: [of.ids['episode']],
        contract: of.ids['contract'],
      },
    };
  if (path === '/v1/contracts')
    return { body: { reference: 'C-new', buyer: of.ids['party'], seller: null, service_kind: 'vps' } };
  if (path === '/v1/holdings') return { body: { resource: '192.0.2.250', contract: of.ids['contract'] } };
  if (path === '/v1/networks') return { body: { network: '198.51.100.0/24' } };
  if (path === '/v1/parties') return { body: { reference: 'K-new', name: 'New' } };
  if (has('/holdings/') && has('correct')) return { body: { label: 'changed', why: 'x' } };
  if (path === '/v1/letter-settings') return { body: { version: 0, settings: { trial: true } } };
  if (path === '/v1/directives' || path === '/v1/directives/try')
    return {
      body: {
        version: 0,
        directives: [{ id: 'all', title: { nl: 'x', en: 'x' }, when: {}, outcome: { send: false } }],
      },
    };
  if (path === '/v1/webhooks') return { body: { name: 'x', url: 'https://x.example/hook' } };
  if (path.startsWith('/v1/brands') && !has('/end')) return { body: { version: 1, content: { name: 'Changed' } } };
  if (path.startsWith('/v1/wordings'))
    return {
      body: {
        template: 'ltr-solved',
        audience: 'customer',
        version: 0,
        content: { subject: { nl: 'x {{caseNumber}}' } },
      },
    };
  if (path === '/v1/letters/trial') return { body: { act: 'drop', ids: [of.ids['letter']] } };
  if (has('/matches/') || has('/return_matches/')) return { body: { act: 'take', reason: 'x' } };
  if (has('/rights')) return { body: { right: 'reseller_letter', granted: false } };
  if (has('/registrations/') && has('/checks'))
    return { body: { field: 'registrant_email', method: 'round_trip', verdict: 'verified', evidence: 'a code' } };
  if (has('/registrations/') && has('/end')) return { body: { on: '2026-01-01' } };
  if (has('/registrations/')) return { body: { registrant_name: 'Somebody Else' } };
  if (has('/registration_differences/')) return { body: { act: 'keep', reason: 'some reason of my own' } };
  if (has('/bans/') && has('/tell')) return { body: { address: 'a@b.example' } };
  if (has('/bans/')) return { body: { act: 'contest', reason: 'x' } };
  if (has('/edition_matches/')) return { body: { decision: 'none', reason: 'some reason of my own' } };
  if (has('/editions/')) return { body: { act: 'process' } };
  if (has('/owners')) return { body: { name: 'Changed Owner', kind: 'person', source: 'declared' } };
  if (has('/quiet-hours')) return { body: { quiet: { from: '22:00', until: '07:00' } } };
  if (has('/tags')) return { body: { tags: ['x'] } };
  if (has('/letters/') && (has('/release') || has('/replay'))) return { body: { version: 1 } };
  if (has('/incidents/') && has('/acts')) return { body: { act: 'handled' } };
  if (has('/incidents/') && has('/file'))
    return { body: { what: 'early_warning', addressee: 'csirt', way: 'portal', reference: 'x' } };
  if (path === '/v1/incidents') return { body: { kind: 'cbw', words: { title: 'x', description: 'x' } } };
  if (path === '/v1/victims')
    return { body: { behalf: 'own', list: 'a@victim.example\n', words: { nl: 'x', en: 'x' } } };
  if (has('/end') || has('/release')) return { body: { until: '2026-11-30T00:00:00Z' } };
  if (/^\/v1\/(?:authorit|orders|duty|notices|disclosures|reports|dossiers)/.test(path))
    return { body: sampleBody(method, path) };
  if (has('/contacts')) return { body: { purpose: 'abuse', address: 'x@k.example' } };
  if (has('/erase')) return { body: { rule: 'gdpr-17', yes: true } };
  if (has('/parties/')) return { body: { name: 'Changed' } };
  if (has('/letters/')) return { body: { version: 1 } };
  if (has('add_finding')) return { body: { kind: 'spam.source', seen_at: '2026-11-22T09:00:00Z', ip: '192.0.2.9' } };
  if (has('read_again')) return { body: {} };
  if (has('/teach'))
    return {
      body: {
        marks: [{ field: 'ip', from: 0, until: 9 }],
        about: { name: 'x', title: 'x', kind: 'spam.source' },
      },
    };
  if (has('/inventories/') && has('/file')) return { body: 'ip,customer\n192.0.2.9,K-1\n', type: 'text/csv' };
  if (has('/inventories/')) return { body: { act: 'pause' } };
  if (has('/notifiers/') && !has('/key')) return { body: { name: 'Changed' } };
  if (has('ask_address') || has('is_notice') || has('/notice')) return { body: sampleBody(method, path) };
  if (has('/messages/')) return { body: { reason: 'x' } };
  if (path === '/v1/keys') return { body: { name: 'x', scopes: ['reader'] } };
  if (path === '/v1/members') return { body: { email: 'new@x.example', name: 'New', role: 'reader' } };
  const matter = of.ids['case'];
  if (path === '/v1/decisions' || has('decision-plans') || has('decision-statements'))
    return { body: { matter, content: { facts: 'x' } } };
  if (has('/decisions/'))
    return {
      body: { reason: 'x', into: of.ids['decision'], ...(method === 'put' ? { content: { facts: 'y' } } : {}) },
    };
  if (path === '/v1/complaints') return { body: { decision: of.ids['decision'], by: 'other', text: 'x' } };
  if (has('/complaints/')) return { body: { reason: 'x' } };
  if (path === '/v1/threats') return { body: { matter, known_at: '2026-11-22T09:00:00Z', suspicion: 'x' } };
  if (has('/threats/')) return { body: { reason: 'x', to: [{ authority: 'police', address: 'desk@police.example' }] } };
  if (path === '/v1/measure-systems')
    return {
      body: {
        name: 'other',
        adapter: 'webhook',
        options: { url: 'https://x.example/' },
        secrets: { secret: 'x' },
        can: {},
      },
    };
  if (has('/secrets')) return { body: { secrets: { secret: 'y' } } };
  if (has('service-abilities')) return { body: { service_kind: 'vps', can: ['null_route'] } };
  if (path === '/v1/session') return { body: { email: 'a@b.example', password: 'x' } };
  if (path === '/v1/me') return { body: { language: 'en' } };
  return { body: sampleBody(method, path) };
}

interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly format?: string;
  readonly minimum?: number;
  readonly minItems?: number;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
}
const described = JSON.parse(openapiText([...plan.apis, ...apisOfDesk()])) as {
  readonly paths: Readonly<
    Record<string, Readonly<Record<string, { requestBody?: { content?: Record<string, { schema: Schema }> } }>>>
  >;
  readonly components?: { readonly schemas?: Readonly<Record<string, Schema>> };
};

/** The least body the description of a route allows: what is asked, filled with something of its shape. */
function sampleBody(method: string, path: string): unknown {
  const schema = described.paths[path]?.[method.toLowerCase()]?.requestBody?.content?.['application/json']?.schema;
  return schema ? sampleOf(schema, '') : {};
}

function sampleOf(schema: Schema, name: string): unknown {
  if (schema.$ref) return sampleOf(described.components?.schemas?.[schema.$ref.split('/').at(-1) ?? ''] ?? {}, name);
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum[0];
  const first = schema.anyOf?.[0] ?? schema.oneOf?.[0] ?? schema.allOf?.[0];
  if (first) return sampleOf(first, name);
  const type = typeof schema.type === 'string' ? schema.type : schema.type?.[0];
  if (type === 'object' || schema.properties)
    return Object.fromEntries((schema.required ?? []).map((n) => [n, sampleOf(schema.properties?.[n] ?? {}, n)]));
  if (type === 'array') return schema.minItems ? [sampleOf(schema.items ?? {}, name)] : [];
  if (type === 'integer' || type === 'number') return Math.max(1, schema.minimum ?? 1);
  if (type === 'boolean') return true;
  if (schema.format === 'email' || /mail|address/.test(name)) return 'a@b.example';
  if (/(?:^|_)at$|until|^from$|since|starts|ends/.test(name)) return '2026-11-22T09:00:00Z';
  return 'x';
}

test('a stranger hears "log in first" from every route that is not public, with real ids and real bodies', async () => {
  const before = await rowsOf(ours.org);

  for (const l of lines.filter((x) => x.may !== 'public'))
    for (const path of pathsOf(l.path, ours)) {
      const answer = await ask(l.method, path, bodyOf(l.method, l.path, ours));
      assert.equal(answer.status, 401, `${l.method} ${path} answers a stranger with ${answer.status}`);
    }

  assert.deepEqual(await rowsOf(ours.org), before);
});

test('an administrator of another organisation who knows our ids finds nothing and changes nothing', async () => {
  const before = await rowsOf(ours.org);
  const cookie = theirs.cookies.admin;

  for (const l of lines.filter((x) => x.may !== 'public' && x.path.includes('{')))
    for (const path of pathsOf(l.path, ours)) {
      const answer = await ask(l.method, path, { cookie, ...bodyOf(l.method, l.path, ours) });
      const text = await answer.text();
      assert.equal(
        answer.status,
        404,
        `${l.method} ${path} answers a neighbour with ${answer.status}: ${text.slice(0, 300)}`,
      );
      assert.match(text, /request\.not-found/);
    }

  assert.deepEqual(await rowsOf(ours.org), before);
});

test('our ids in a query or in a body open nothing for a neighbour', async () => {
  const before = await rowsOf(ours.org);
  const cookie = theirs.cookies.admin;
  const { ids } = ours;
  const empty = [
    `/v1/cases?view=all&holder=${ids['party']}`,
    `/v1/holdings?party=${ids['party']}`,
    `/v1/holdings?contract=${ids['contract']}`,
    `/v1/letters?case=${ids['case']}`,
    `/v1/letters?party=${ids['party']}`,
    `/v1/deadlines?state=all&subject=${ids['case']}`,
    `/v1/journal?subject=${ids['case']}`,
  ];
  for (const path of empty) {
    const answer = await ask('get', path, { cookie });
    if (answer.status === 404) continue;
    assert.equal(answer.status, 200, `${path}: ${await answer.clone().text()}`);
    assert.deepEqual(((await answer.json()) as { items: unknown[] }).items, [], path);
  }
  const mine = theirs.ids['otherCase'] ?? '';
  const refused: readonly [string, string, unknown][] = [
    ['post', '/v1/contracts', { reference: 'C-x', buyer: ids['party'], service_kind: 'vps' }],
    [
      'post',
      '/v1/contracts',
      { reference: 'C-y', buyer: theirs.ids['party'], seller: ids['party'], service_kind: 'vps' },
    ],
    ['post', '/v1/holdings', { resource: '192.0.2.251', contract: ids['contract'] }],
    ['post', `/v1/holdings/${theirs.ids['holding']}/correct`, { contract: ids['contract'], why: 'x' }],
    ['post', `/v1/cases/${mine}/bundle`, { into: ids['case'] }],
    ['post', `/v1/cases/${mine}/assign`, { member: ids['member'] }],
    ['post', `/v1/cases/${mine}/choose_holder`, { contract: ids['contract'], reason: 'x' }],
    ['post', `/v1/cases/${mine}/split`, { episodes: [ids['episode']] }],
  ];
  for (const [method, path, body] of refused) {
    const answer = await ask(method, path, { cookie, body });
    assert.ok(
      [400, 404, 409, 422].includes(answer.status),
      `${path} ${JSON.stringify(body)}: ${answer.status} ${(await answer.text()).slice(0, 200)}`,
    );
  }
  const bulk = await ask('post', '/v1/cases/bulk', { cookie, body: { ids: [ids['case']], act: 'note', reason: 'x' } });
  const result = (await bulk.json()) as { done: unknown[]; refused: { code: string }[] };

  assert.deepEqual(result.done, []);
  assert.equal(result.refused[0]?.code, 'request.not-found');
  assert.deepEqual(await rowsOf(ours.org), before);
});

test('lists show a neighbour nothing of ours', async () => {
  const marks = [...Object.values(ours.ids), ours.org, ours.slug];
  for (const l of lines.filter(
    (x) => x.method === 'get' && !x.path.includes('{') && !['/v1/live', '/v1/law'].includes(x.path),
  )) {
    const query =
      l.path === '/v1/attribution'
        ? '?ip=192.0.2.9&at=2026-11-22T09:50:00Z'
        : l.path === '/v1/biography'
          ? '?resource=192.0.2.9'
          : l.path === '/v1/journal/growth'
            ? '?from=1'
            : l.path.startsWith('/v1/findings/export')
              ? '?format=csv'
              : l.path === '/v1/decision-drafts'
                ? `?matter=${theirs.ids['case']}`
                : l.path === '/v1/onboarding_what_if'
                  ? '?pack=kyc-house'
                  : '';
    const answer = await ask('get', `${l.path}${query}`, { cookie: theirs.cookies.admin });
    const text = await answer.text();
    assert.equal(answer.status, 200, `${l.path}: ${text.slice(0, 200)}`);
    for (const mark of marks) assert.ok(!text.includes(mark), `${l.path} shows ${mark}`);
  }
});

test('a reader, handler and decider hear "not allowed" from every route that needs more, and nothing changes', async () => {
  const before = await rowsOf(ours.org);

  for (const role of ['reader', 'handler', 'decider'] as const)
    for (const l of lines) {
      const needs = l.may === 'intake' ? 'handler' : l.may;
      if (memberRoles.indexOf(needs as MemberRole) <= memberRoles.indexOf(role)) continue;
      for (const path of pathsOf(l.path, ours)) {
        const answer = await ask(l.method, path, { cookie: ours.cookies[role], ...bodyOf(l.method, l.path, ours) });
        assert.equal(
          answer.status,
          403,
          `${l.method} ${path} answers a ${role} with ${answer.status}: ${(await answer.text()).slice(0, 200)}`,
        );
      }
    }

  assert.deepEqual(await rowsOf(ours.org), before);
});

test('a key for intake hands in a report, and can do nothing else', async () => {
  assert.ok(ours.admin.kind === 'member');
  const { id, token } = await addKey(world, ours.org, ours.admin, { name: 'feed', scopes: ['intake'] });
  const bytes = Buffer.from(
    xarf(
      {
        category: 'messaging',
        type: 'spam',
        protocol: 'smtp',
        smtp_from: 'x@example.org',
        source_identifier: '192.0.2.10',
        source_port: 25,
      },
      world.dice,
    ),
  ).toString();

  const answer = await ask('post', '/v1/messages?feed=bank&name=spam.json', { bearer: token, body: bytes });
  const kept = (await answer.json()) as { id: string; state: string };
  await work();

  assert.equal(answer.status, 200, JSON.stringify(kept));
  assert.equal(kept.state, 'kept');
  const shown = await ask('get', `/v1/messages/${kept.id}`, { cookie: ours.cookies.reader });
  assert.equal(((await shown.json()) as { finding_count: number }).finding_count, 1);
  const journal = await ask('get', `/v1/journal?act=message.received&by=${id}`, { cookie: ours.cookies.admin });
  assert.equal(((await journal.json()) as { items: unknown[] }).items.length, 1, 'the journal names the key');
  const before = await rowsOf(ours.org);
  for (const l of lines.filter((x) => x.may !== 'public' && x.may !== 'intake'))
    for (const path of pathsOf(l.path, ours)) {
      const other = await ask(l.method, path, { bearer: token, ...bodyOf(l.method, l.path, ours) });
      assert.equal(other.status, 403, `${l.method} ${path} answers an intake key with ${other.status}`);
    }
  assert.deepEqual(await rowsOf(ours.org), before);

  await ask('post', `/v1/keys/${id}/revoke`, { cookie: ours.cookies.admin });
  const revoked = await ask('post', '/v1/messages', { bearer: token, body: bytes });
  assert.equal(revoked.status, 401);
});

test('the token of a letter opens its page under its own organisation only, and one made up opens nothing', async () => {
  const before = await rowsOf(ours.org);
  const elsewhere = ours.link.replace(`/o/${ours.slug}/`, `/o/${theirs.slug}/`);
  const token = ours.link.split('/').at(-1) ?? '';

  for (const path of [
    elsewhere,
    ours.link.replace(token, 'A'.repeat(token.length)),
    `/o/${ours.slug}/l/%00`,
    `/o/no-such/l/${token}`,
  ]) {
    for (const method of ['GET', 'POST']) {
      const answer = await desk.app.request(path, {
        method,
        headers: { 'sec-fetch-site': 'same-origin', 'content-type': 'application/x-www-form-urlencoded' },
        ...(method === 'POST' ? { body: 'kind=fixed&text=mine+now' } : {}),
      });
      const text = await answer.text();
      assert.equal(answer.status, 404, `${method} ${path}`);
      assert.doesNotMatch(text, /192\.0\.2|Korenbloem|BZ-\d\d/);
    }
  }

  assert.deepEqual(await rowsOf(ours.org), before);
});

test("an odd form on the customer's page is answered with that page, and never a fault", async () => {
  const odd = [
    '',
    'kind=fixed',
    'kind=fixed&text=%00',
    'kind=fixed&text=%ff%fe',
    'kind=%00&text=x',
    'kind=__proto__&text=x',
    'kind=needs_time&until=%00&text=x',
    'kind=needs_time&until=2026-13-45T99:99&text=x',
    'kind=needs_time&until=%2B275760-09-13&text=x',
    'kind=fixed&kind=not_mine&text=x&mark=%00',
    `kind=fixed&mark=${'A'.repeat(22)}&text=${'%F0%9F%A7%B9'.repeat(3000)}`,
    `text=${'x'.repeat(70_000)}`,
    '&&&===%%%',
  ];
  for (const body of odd) {
    const answer = await desk.app.request(ours.link, {
      method: 'POST',
      headers: { 'sec-fetch-site': 'same-origin', 'content-type': 'application/x-www-form-urlencoded' },
      body,
    });
    assert.ok([303, 413, 422].includes(answer.status), `${body.slice(0, 60)}: ${answer.status}`);
    const where = answer.headers.get('location');
    if (where) assert.equal((await desk.app.request(where)).status, 200);
  }
  assert.equal((await desk.app.request(ours.link)).status, 200);
});
