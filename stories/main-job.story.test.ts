/** The main job, from mail in to answer in the case, through the real doors: SMTP, reading process, database, outbox, the customer's page. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { createTransport } from 'nodemailer';
import { doAct } from '#cases/api';
import { showCase } from '#cases/work';
import { tick } from '#deadlines/work';
import { createDesk } from '#desk/server';
import { openReaders } from '#intake/readers';
import { openMailIntake } from '#intake/smtp';
import { sql } from '#io/db';
import { runDue } from '#io/jobs';
import { testWorld } from '#io/testing';
import { verifyJournal } from '#journal/work';
import { Refused } from '#kernel';
import { loadLaw } from '#law/work';
import { planOf } from '../src/plan.ts';
import { setStage, xarf } from './provider.ts';

const world = await testWorld('main job');
const law = await loadLaw();
const readers = openReaders({ size: 1, kinds: law.kinds.values() });
const plan = await planOf(world, readers, 'abuse@voorbeeldhost.example');
const desk = createDesk({
  world,
  config: { host: '127.0.0.1', port: 0, state: '/nowhere' },
  apis: plan.apis,
  pages: plan.pages,
});
after(() => readers.close());

/** Runs everything that is due now. */
async function work(): Promise<void> {
  for (let round = 0; round < 20; round++) {
    let ran = 0;
    for (const lane of ['urgent', 'normal', 'bulk'] as const) ran += await runDue(world, lane, plan.jobs, 50);
    if (ran === 0) return;
  }
}

async function mailIn(slug: string, attachment: Uint8Array): Promise<string> {
  const intake = await openMailIntake(world, { host: '127.0.0.1', port: 0, protocol: 'smtp', maxBytes: 1_000_000 });
  const transport = createTransport({ host: '127.0.0.1', port: intake.port, secure: false, ignoreTLS: true });
  try {
    const sent = await transport.sendMail({
      from: 'abuse@bank.example',
      to: `abuse@${slug}.example`,
      subject: 'Phishing on your network',
      text: 'Please see the attached XARF report.',
      attachments: [{ filename: 'xarf.json', contentType: 'application/json', content: Buffer.from(attachment) }],
    });
    return sent.response;
  } finally {
    transport.close();
    await intake.close();
  }
}

const casesOf = (org: string) =>
  world.db.in(org as never, (tx) =>
    tx.rows(
      sql<{
        id: string;
        reference: string;
        state: string;
        holder_id: string | null;
        addressee_id: string | null;
      }>`select id, reference, state, holder_id, addressee_id from abuse_case where organisation_id = ${org} order by reference`,
    ),
  );

test('a bank mails a phishing report at 10:50; the customer gets the letter, says it is fixed, and the answer stands in the case', async () => {
  const stage = await setStage(world, 'main-a');
  const report = xarf(
    {
      category: 'content',
      type: 'phishing',
      source_identifier: '192.0.2.200',
      url: 'https://www.bakkerij.example/wp-content/inlog/',
    },
    world.dice,
  );

  const heard = await mailIn(stage.slug, report);
  await work();

  assert.match(heard, /^250 .*kept as msg_/);
  const [c] = await casesOf(stage.org);
  assert.ok(c);
  assert.equal(c.holder_id, stage.parties.bakery, 'the site tells the holders of the shared address apart');

  const shown = await world.db.in(stage.org, (tx) =>
    showCase(world, tx, stage.org, c.id, stage.handler, (t, id) => plan.cases.letters(world, t, stage.org, id)),
  );
  assert.equal(shown.band, 1);
  assert.match(shown.priority.because.en, /Urgency 4/);
  assert.ok(shown.clocks.some((k) => k.clock === 'clk-case-look' && k.state === 'running'));

  await doAct(plan.cases, world, stage.org, c.id, 'notify', {}, stage.handler);
  await work();
  assert.equal(world.mail.sent.length, 0, 'the letter waits in the outbox while it can be undone');
  world.clock.add({ minutes: 2 });
  await work();

  const letter = world.mail.sent.at(-1);
  assert.ok(letter);
  assert.equal(letter.to, 'abuse@k-1.example');
  assert.match(letter.subject, /Actie nodig/);
  assert.doesNotMatch(letter.text + letter.html, /bank\.example|Voorbeeldbank/, 'the reporter is never named');
  assert.ok(letter.attachments.some((a) => a.type === 'text/csv'));
  const link = /http:\/\/desk\.example(\/o\/\S+)/.exec(letter.text)?.[1] ?? assert.fail('the letter has no link');

  const page = await desk.app.request(link);
  const html = await page.text();
  assert.equal(page.status, 200);
  assert.match(html, /hxxps:\/\/www\[\.\]bakkerij/);
  const mark = /name="mark" value="([^"]+)"/.exec(html)?.[1] ?? '';
  const answered = await desk.app.request(link, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin' },
    body: new URLSearchParams({ kind: 'fixed', mark, text: 'Map verwijderd, wachtwoorden vervangen.' }).toString(),
  });
  assert.ok(answered.status === 200 || answered.status === 303, String(answered.status));
  world.seen.set('192.0.2.200', { answered: true, status: 404, note: 'HTTP 404' });
  await work();

  const now = await world.db.in(stage.org, (tx) =>
    showCase(world, tx, stage.org, c.id, stage.handler, (t, id) => plan.cases.letters(world, t, stage.org, id)),
  );
  assert.equal(now.state, 'answered');
  assert.equal(now.answers[0]?.kind, 'fixed');
  assert.equal(now.answers[0]?.text, 'Map verwijderd, wachtwoorden vervangen.');
  assert.equal(now.probes[0]?.outcome, 'gone');
  assert.equal(now.letters[0]?.action, 'phishing');
  assert.ok((now.letters[0]?.action_version ?? 0) >= 1, 'the letter says which version of the course it gave');

  await doAct(
    plan.cases,
    world,
    stage.org,
    c.id,
    'resolve',
    { outcome: 'fixed', origin: 'compromised' },
    stage.handler,
  );
  const [closed] = await casesOf(stage.org);
  assert.equal(closed?.state, 'resolved');
  assert.equal((await verifyJournal(world, stage.org)).ok, true);
});

test('the customer of a reseller: the letter goes to the reseller, the case names both', async () => {
  const stage = await setStage(world, 'main-b');

  await mailIn(
    stage.slug,
    xarf(
      {
        category: 'infrastructure',
        type: 'botnet',
        source_identifier: '192.0.2.66',
        source_port: 4444,
        compromise_evidence: 'sinkhole',
      },
      world.dice,
    ),
  );
  await work();
  const [c] = await casesOf(stage.org);
  assert.ok(c);
  await doAct(plan.cases, world, stage.org, c.id, 'notify', {}, stage.handler);
  world.clock.add({ minutes: 2 });
  await work();

  assert.equal(c.holder_id, stage.parties.below);
  assert.equal(c.addressee_id, stage.parties.reseller);
  assert.equal(world.mail.sent.at(-1)?.to, 'abuse@w-1.example');
});

test('an address that changed hands within the uncertainty: ambiguous, and no letter goes out', async () => {
  const stage = await setStage(world, 'main-c');

  await mailIn(
    stage.slug,
    xarf(
      {
        category: 'messaging',
        type: 'spam',
        protocol: 'smtp',
        smtp_from: 'x@example.org',
        source_identifier: '192.0.2.5',
        source_port: 25,
        timestamp: '2026-11-15T12:00:20Z',
      },
      world.dice,
    ),
  );
  await work();
  const [c] = await casesOf(stage.org);
  assert.ok(c);
  const refused = await doAct(plan.cases, world, stage.org, c.id, 'notify', {}, stage.handler).then(
    () => undefined,
    (e: unknown) => (e instanceof Refused ? e.refusal.code : String(e)),
  );

  assert.equal(c.holder_id, null);
  assert.equal(refused, 'case.ambiguous');
});

test('a silent customer is reminded half-way; at the end the case rises and the breach stands', async () => {
  const stage = await setStage(world, 'main-d');
  await mailIn(
    stage.slug,
    xarf(
      { category: 'content', type: 'phishing', source_identifier: '192.0.2.9', url: 'http://192.0.2.9/bank/' },
      world.dice,
    ),
  );
  await work();
  const [c] = await casesOf(stage.org);
  assert.ok(c);
  await doAct(plan.cases, world, stage.org, c.id, 'notify', {}, stage.handler);
  world.clock.add({ minutes: 2 });
  await work();
  const before = world.mail.sent.length;

  world.clock.add({ hours: 2, minutes: 5 });
  await tick(world, plan.ticking);
  world.clock.add({ minutes: 2 });
  await work();
  const reminder = world.mail.sent.slice(before).find((m) => m.to === 'abuse@k-1.example');
  world.clock.add({ hours: 3 });
  await tick(world, plan.ticking);

  assert.match(reminder?.subject ?? '', /Herinnering/);
  const shown = await world.db.in(stage.org, (tx) =>
    showCase(world, tx, stage.org, c.id, stage.handler, (t, id) => plan.cases.letters(world, t, stage.org, id)),
  );
  const customer = shown.clocks.find((k) => k.clock === 'clk-case-customer');
  assert.equal(customer?.state, 'breached');
  assert.ok(shown.timeline.some((t) => t.act === 'breach'));
});

test('a letter taken back within its time is never sent, and the case is new again', async () => {
  const stage = await setStage(world, 'main-e');
  await mailIn(
    stage.slug,
    xarf(
      { category: 'content', type: 'phishing', source_identifier: '192.0.2.9', url: 'http://192.0.2.9/other/' },
      world.dice,
    ),
  );
  await work();
  const [c] = await casesOf(stage.org);
  assert.ok(c);
  await doAct(plan.cases, world, stage.org, c.id, 'notify', {}, stage.handler);
  const before = world.mail.sent.length;
  const { undoLetter } = await import('#correspondence/work');
  const { takeBack } = await import('#cases/work');
  const [letter] = await world.db.in(stage.org, (tx) => plan.cases.letters(world, tx, stage.org, c.id as never));
  assert.ok(letter);

  await undoLetter(world, stage.org, letter.id, letter.version, stage.handler, (w, tx, l) =>
    takeBack(w, tx, stage.org, l, 'undone', stage.handler, null),
  );
  world.clock.add({ hours: 1 });
  await work();

  assert.equal(world.mail.sent.length, before);
  assert.equal((await casesOf(stage.org))[0]?.state, 'new');
});
