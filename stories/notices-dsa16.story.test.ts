/** DSA art. 16: from the public form to the decision the notifier is told, with receipts that hold offline. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tick } from '#deadlines/work';
import { createDesk } from '#desk/server';
import { sql } from '#io/db';
import { newId, sha256 } from '#io/dice';
import { runDue } from '#io/jobs';
import { testWorld } from '#io/testing';
import { checkReceipt } from '#journal';
import { verifies } from '#journal/proof';
import { noticesCounted } from '#notices/store';
import { noticeFacts, saveElsewhere, settleNotice } from '#notices/work';
import { planOf } from '../src/plan.ts';
import { inProcessReaders } from '../src/simulator/readers.ts';
import { setStage } from './provider.ts';

const world = await testWorld('notices-dsa16');
const plan = await planOf(world, await inProcessReaders(), 'abuse@voorbeeldhost.example');
const page = { type: 'text/html', plain: Buffer.from(''), br: Buffer.from(''), gzip: Buffer.from('') };
const desk = createDesk({
  world,
  config: { host: '127.0.0.1', port: 0, state: '/nonexistent' },
  apis: plan.apis,
  pages: plan.pages,
  web: { shell: page, assets: new Map(), verifier: page, built: false },
});
const at = (text: string) => Temporal.Instant.from(text);

async function work(): Promise<void> {
  for (let round = 0; round < 20; round++) {
    let ran = 0;
    for (const lane of ['urgent', 'normal', 'bulk'] as const) ran += await runDue(world, lane, plan.jobs, 50);
    if (ran === 0) return;
  }
}

const fieldIn = (html: string, name: string): string => {
  const found = new RegExp(`name="${name}" value="([^"]*)"`).exec(html);
  assert.ok(found, `the page has a field ${name}`);
  return found[1] ?? '';
};
/** Posts one page of the form as a browser does and answers what came back. */
async function next(path: string, html: string, fields: Readonly<Record<string, string>>): Promise<Response> {
  const body = new URLSearchParams({
    state: fieldIn(html, 'state'),
    step: fieldIn(html, 'step'),
    lang: fieldIn(html, 'lang'),
    go: 'next',
    ...fields,
  });
  return desk.app.request(path, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin' },
    body: body.toString(),
  });
}

/** Walks the whole form; answers the address of the status page. */
async function walk(
  slug: string,
  answers: {
    readonly kind: string;
    readonly where: string;
    readonly why: string;
    readonly email?: string;
    readonly name?: string;
  },
): Promise<string> {
  const path = `/o/${slug}/notice`;
  let html = await (await desk.app.request(`${path}?lang=nl`)).text();
  assert.doesNotMatch(html, /<script|<img/);
  const step = async (fields: Readonly<Record<string, string>>) => {
    const answer = await next(path, html, fields);
    assert.equal(
      answer.status,
      200,
      (await answer.clone().text()).replace(/<style>[\s\S]*<\/style>/, '').slice(0, 1500),
    );
    assert.equal(answer.headers.get('set-cookie'), null, 'no cookie follows a notifier');
    html = await answer.text();
  };
  await step({});
  await step({ kind: answers.kind });
  await step({ where: answers.where });
  await step({ why: answers.why });
  if (/name="step" value="evidence"/.test(html)) await step({});
  if (/name="step" value="who"/.test(html)) await step({ name: answers.name ?? '', email: answers.email ?? '' });
  await step({ faith: 'yes' });
  assert.match(html, /Controleer uw antwoorden/);
  const sent = await next(path, html, { go: 'send' });
  assert.equal(sent.status, 303);
  const again = await next(path, html, { go: 'send' });
  assert.equal(again.headers.get('location'), sent.headers.get('location'), 'sent twice it is one notice');
  return sent.headers.get('location') ?? '';
}

test('a phishing page on this network: received at once, holder of that moment, acknowledged with a receipt, decided, told; both receipts hold', async () => {
  world.clock.set(at('2026-11-20T21:40:00Z'));
  const stage = await setStage(world, 'sixteen');
  const status = await walk('sixteen', {
    kind: 'phishing',
    where: 'https://bakkerij.example/bank/login\n192.0.2.9:8443',
    why: 'Deze pagina doet zich voor als de Voorbeeldbank en vraagt om wachtwoorden.',
    name: 'Piet de Melder',
    email: 'piet@melder.example',
  });
  const confirmed = await (await desk.app.request(status)).text();
  assert.match(confirmed, /Uw melding is ontvangen/);
  assert.match(confirmed, /ML-26-000001/);
  await work();

  const [notice] = await world.db.in(stage.org, (tx) =>
    tx.rows(sql<{ id: string; state: string; missing: string[]; acknowledged_at: Temporal.Instant | null }>`
      select id, state, missing, acknowledged_at from notice where organisation_id = ${stage.org}`),
  );
  assert.ok(notice);
  assert.deepEqual(notice.missing, []);
  assert.ok(notice.acknowledged_at, 'art. 16(4): without undue delay');
  const facts = await world.db.in(stage.org, (tx) => noticeFacts(world, tx, notice.id));
  assert.deepEqual(
    facts.items.map((i) => i.party),
    [stage.parties.bakery, stage.parties.bakery],
  );
  assert.equal(facts.origin, 'SOURCE_ARTICLE_16');
  const ack = world.mail.sent.at(-1);
  assert.match(ack?.subject ?? '', /ML-26-000001.*ontvangen/);
  const file = ack?.attachments?.find((a) => a.name === 'ontvangstbewijs.json');
  assert.ok(file, 'the receipt goes with the letter');
  const checked = checkReceipt(JSON.parse(Buffer.from(file.bytes).toString()), sha256, verifies);
  assert.deepEqual(checked.faults, []);
  const arrived = await (await desk.app.request(`${status.split('?')[0]}/notice.json`)).text();
  assert.equal(checked.says?.payload['sha256'], sha256(arrived).toString('hex'), 'the hash of what arrived');

  world.clock.add({ hours: 1 });
  await world.db.in(stage.org, async (tx) => {
    await settleNotice(
      world,
      tx,
      {
        matter: notice.id,
        items: ['1'],
        decision: newId(world, 'dec'),
        outcome: 'acted',
        ground: 'law',
        restrictions: ['visibility:CONTENT_DISABLED'],
        at: world.clock.now(),
        automated: 'NOT_AUTOMATED',
      },
      stage.admin,
    );
  });
  const half = await (await desk.app.request(status)).text();
  assert.match(half, /1 afgesloten of verwijderd · 1 in beoordeling/);
  await world.db.in(stage.org, async (tx) => {
    await settleNotice(
      world,
      tx,
      {
        matter: notice.id,
        items: ['2'],
        decision: newId(world, 'dec'),
        outcome: 'not_acted',
        ground: null,
        restrictions: [],
        at: world.clock.now(),
        automated: 'NOT_AUTOMATED',
      },
      stage.admin,
    );
  });
  await work();
  world.clock.add({ minutes: 2 });
  await work();

  const decision = world.mail.sent.at(-1);
  assert.match(decision?.subject ?? '', /Ons besluit/);
  assert.match(decision?.text ?? '', /1 van 2 adressen/);
  assert.match(decision?.text ?? '', /ACM/, 'redress (16(5))');
  assert.match(decision?.text ?? '', /Een mens nam dit besluit/, 'use of automated means (16(6))');
  assert.doesNotMatch(decision?.text ?? '', /Korenbloem/, 'never who the customer is');
  const final = decision?.attachments?.find((a) => a.name === 'ontvangstbewijs.json');
  assert.ok(final);
  const told = checkReceipt(JSON.parse(Buffer.from(final.bytes).toString()), sha256, verifies);
  assert.deepEqual(told.faults, []);
  assert.equal(told.says?.act, 'notice.decided');
  const [after] = await world.db.in(stage.org, (tx) =>
    tx.rows(sql<{ state: string; clocks: string[] }>`
      select n.state, (select array_agg(d.clock || ' ' || d.state order by d.clock) from deadline d where d.subject = n.id) as clocks
        from notice n where n.organisation_id = ${stage.org}`),
  );
  assert.equal(after?.state, 'done');
  assert.deepEqual(after?.clocks, ['clk-16-ack met', 'clk-16-dec met']);
  const counted = await world.db.in(stage.org, (tx) =>
    noticesCounted(tx, at('2026-01-01T00:00:00Z'), at('2027-01-01T00:00:00Z')),
  );
  assert.equal(counted.length, 1);
  assert.equal(counted[0]?.items, 2);
  assert.equal(counted[0]?.actionsByLaw, 1);
  assert.equal(counted[0]?.trustedFlagger, false);
});

test('nobody decides in time: the engine records the breach of the decision, and the queue says late', async () => {
  world.clock.set(at('2026-11-21T10:00:00Z'));
  const stage = await setStage(world, 'late');
  await walk('late', {
    kind: 'phishing',
    where: '192.0.2.9',
    why: 'Deze server stuurt mij nepmails namens mijn bank.',
  });
  await work();

  world.clock.add({ hours: 5 });
  await tick(world, plan.ticking);

  const [clock] = await world.db.in(stage.org, (tx) =>
    tx.rows(sql<{ state: string; hours: number }>`
      select state, extract(epoch from due_at - starts_at) / 3600 as hours from deadline where organisation_id = ${stage.org} and clock = 'clk-16-dec'`),
  );
  assert.equal(clock?.state, 'breached');
  assert.equal(Number(clock?.hours), 4, 'phishing: four hours, a house term');
});

test('an anonymous notice is complete but for identity, is read, and ends on the status page', async () => {
  world.clock.set(at('2026-11-21T12:00:00Z'));
  const stage = await setStage(world, 'anonymous');
  const mails = world.mail.sent.length;
  const status = await walk('anonymous', {
    kind: 'goods',
    where: 'fietsen.example/winkel',
    why: 'Hier worden medicijnen zonder recept verkocht aan iedereen.',
  });
  await work();

  assert.equal(world.mail.sent.length, mails, 'nobody to write to');
  const [row] = await world.db.in(stage.org, (tx) =>
    tx.rows(
      sql<{ missing: string[]; id: string }>`select missing, id from notice where organisation_id = ${stage.org}`,
    ),
  );
  assert.deepEqual(row?.missing, ['identity']);
  await world.db.in(stage.org, (tx) =>
    settleNotice(
      world,
      tx,
      {
        matter: row?.id ?? '',
        items: [],
        decision: newId(world, 'dec'),
        outcome: 'acted',
        ground: 'terms',
        restrictions: ['provision:PARTIAL_SUSPENSION'],
        at: world.clock.now(),
        automated: 'NOT_AUTOMATED',
      },
      stage.admin,
    ),
  );
  await work();
  assert.match(await (await desk.app.request(`${status.split('?')[0]}?lang=en`)).text(), /breaks our terms/);
  const receipt = await (await desk.app.request(`${status.split('?')[0]}/final.json`)).json();
  assert.deepEqual(checkReceipt(receipt, sha256, verifies).faults, []);
});

test('a notice for another network: said at once with whose it is, as far as written down; the notice is kept and referred', async () => {
  world.clock.set(at('2026-11-22T09:00:00Z'));
  const stage = await setStage(world, 'other');
  await world.db.in(stage.org, (tx) =>
    saveElsewhere(
      world,
      tx,
      { what: '198.51.100.0/24', name: 'Andere Hoster BV', report_at: 'abuse@andere.example', origin: 'RIPE' },
      stage.handler,
    ),
  );
  const path = '/o/other/notice';
  let html = await (await desk.app.request(`${path}?lang=en`)).text();
  html = await (await next(path, html, {})).text();
  html = await (await next(path, html, { kind: 'malware' })).text();
  html = await (await next(path, html, { where: '198.51.100.7\nhttp://onbekend.example/x' })).text();
  assert.match(
    html,
    /198\.51\.100\.7<\/strong> is not with us but with Andere Hoster BV \(report there: abuse@andere\.example\)/,
  );
  assert.match(html, /onbekend\[\.\]example[^<]*<\/strong> we find out/, 'an unknown name is not called elsewhere');
  assert.doesNotMatch(html, /Korenbloem|Trapper/, 'no customer is ever named');

  const status = await walk('other', {
    kind: 'malware',
    where: '198.51.100.7',
    why: 'Vanaf dit adres wordt mijn server al dagen aangevallen.',
    email: 'iris@melder.example',
  });
  await work();
  const { actOn } = await import('#notices/work');
  const [row] = await world.db.in(stage.org, (tx) =>
    tx.rows(sql<{ id: string }>`select id from notice where organisation_id = ${stage.org}`),
  );
  await world.db.in(stage.org, (tx) => actOn(world, tx, stage.org, row?.id ?? '', 'pass_on', {}, stage.handler));
  world.clock.add({ minutes: 2 });
  await work();

  assert.match(world.mail.sent.at(-1)?.text ?? '', /Andere Hoster BV, abuse@andere\.example/);
  assert.match(await (await desk.app.request(status)).text(), /niet bij ons/);
});
