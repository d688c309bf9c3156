/** Letters to the full, through the real doors: who gets what, joined, tried, bounced, climbed, and handed to another desk. */
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, test } from 'node:test';
import { doAct } from '#cases/api';
import { showCase } from '#cases/work';
import { letterSettingsOf } from '#correspondence/store';
import { tick } from '#deadlines/work';
import { createDesk } from '#desk/server';
import { openReaders } from '#intake/readers';
import { receive } from '#intake/work';
import { sql } from '#io/db';
import { runDue } from '#io/jobs';
import { testWorld } from '#io/testing';
import { verifyJournal } from '#journal/work';
import type { Actor, Id } from '#kernel';
import { loadLaw } from '#law/work';
import { makeLoginLink } from '#organisations/work';
import { addContact } from '#parties/work';
import { planOf } from '../src/plan.ts';
import { type Stage, setStage, xarf } from './provider.ts';

const world = await testWorld('lettering');
const law = await loadLaw();
const readers = openReaders({ size: 1, kinds: law.kinds.values() });
after(() => readers.close());
const plan = await planOf(world, readers, 'abuse@voorbeeldhost.example');
const page = { type: 'text/html', plain: Buffer.from(''), br: Buffer.from(''), gzip: Buffer.from('') };
const desk = createDesk({
  world,
  config: { host: '127.0.0.1', port: 0, state: '/nonexistent' },
  apis: plan.apis,
  pages: plan.pages,
  web: { shell: page, assets: new Map(), verifier: page, built: false },
});
const start = Temporal.Instant.from('2026-11-23T10:00:00Z');

async function work(): Promise<void> {
  for (let round = 0; round < 30; round++) {
    let ran = 0;
    for (const lane of ['urgent', 'normal', 'bulk'] as const) ran += await runDue(world, lane, plan.jobs, 200);
    if (ran === 0) return;
  }
}
/** Time passes, and what it brings is done. */
async function pass(span: Temporal.DurationLike): Promise<void> {
  world.clock.add(span);
  await tick(world, plan.ticking);
  await work();
}
async function staged(slug: string): Promise<Stage> {
  world.clock.set(start);
  world.mail.sent.length = 0;
  world.mail.answer = { outcome: 'accepted', response: '250 ok' };
  // Each story has its own time: what others left for later is not of this one.
  await world.db.owner((tx) => tx.rows(sql`delete from job`));
  return setStage(world, slug);
}

const cookies = new Map<string, string>();
async function ask<T = Record<string, never>>(
  stage: Stage,
  who: Actor,
  method: 'GET' | 'POST',
  path: string,
  body?: unknown,
): Promise<{ status: number; body: T }> {
  if (who.kind !== 'member') throw new Error('a member asks');
  let cookie = cookies.get(who.id);
  if (!cookie) {
    const answer = await desk.app.request(`/login/${await makeLoginLink(world, stage.org, who.id)}`);
    cookie = (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
    cookies.set(who.id, cookie);
  }
  const answer = await desk.app.request(path, {
    method,
    headers: { cookie, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: answer.status, body: (await answer.json()) as T };
}

async function report(stage: Stage, fields: Record<string, unknown>): Promise<void> {
  await receive(world, stage.org, {
    channel: 'http',
    bytes: xarf({ timestamp: world.clock.now().subtract({ minutes: 10 }).toString(), ...fields }, world.dice),
    name: 'report.json',
    by: stage.handler,
  });
}
const phishing = (ip: string) => ({
  category: 'content',
  type: 'phishing',
  source_identifier: ip,
  url: `http://${ip}/bank/`,
});
const openService = (ip: string, port: number) => ({
  category: 'vulnerability',
  type: 'open_service',
  source_identifier: ip,
  source_port: port,
  service: 'redis',
});
const casesOf = (stage: Stage) =>
  world.db.in(stage.org, (tx) =>
    tx.rows(sql<{ id: Id<'case'>; reference: string; action: string; state: string; rung: number; band: number }>`
      select id, reference, action, state, rung, band from abuse_case where organisation_id = ${stage.org} order by reference`),
  );
const shown = (stage: Stage, id: Id<'case'>) =>
  world.db.in(stage.org, (tx) =>
    showCase(world, tx, stage.org, id, stage.admin, (t, caseId) => plan.cases.letters(world, t, stage.org, caseId)),
  );
const act = (stage: Stage, id: string, name: Parameters<typeof doAct>[4], body: object = {}, who = stage.handler) =>
  doAct(plan.cases, world, stage.org, id, name, body, who);
const mailTo = (address: string) => world.mail.sent.filter((m) => m.to === address);
const shipped = [...law.directives.values()];
async function mailIn(stage: Stage, text: string): Promise<void> {
  await receive(world, stage.org, {
    channel: 'smtp',
    bytes: Buffer.from(text.replace(/\r?\n/g, '\r\n')),
    name: 'mail.eml',
    envelope: { from: 'x@x.example', to: [`abuse@${stage.slug}.example`] },
    by: stage.handler,
  });
  await work();
}

test('a changed set of directives is tried on real cases first, refused with every fault, and counts from the next letter on', async () => {
  const stage = await staged('directives');
  for (const ip of ['192.0.2.9', '192.0.2.66']) await report(stage, openService(ip, 6379));
  await report(stage, phishing('192.0.2.10'));
  await work();
  const silent = [
    {
      id: 'no-vulns',
      title: { nl: 'Niet', en: 'Not' },
      when: { kinds: ['vuln.*'], addressees: ['W-1'] },
      outcome: { send: false },
    },
    ...shipped,
  ];

  const bad = await ask<{ faults: unknown[]; summary: null }>(stage, stage.handler, 'POST', '/v1/directives/try', {
    directives: [{ id: 'x', title: { nl: 'a', en: 'b' }, when: { kinds: ['none.such'] }, outcome: { send: true } }],
  });
  const tried = await ask<{
    faults: unknown[];
    summary: {
      cases: number;
      silenced: number;
      changed: { before: { outcome: string }; after: { outcome: string; directive: string } }[];
    };
  }>(stage, stage.handler, 'POST', '/v1/directives/try', { directives: silent, days: 7 });
  const refused = await ask<{ code: string }>(stage, stage.admin, 'POST', '/v1/directives', {
    version: 0,
    directives: [{ id: 'x' }],
  });
  const notYours = await ask(stage, stage.handler, 'POST', '/v1/directives', { version: 0, directives: silent });
  const saved = await ask<{ version: number }>(stage, stage.admin, 'POST', '/v1/directives', {
    version: 0,
    directives: silent,
    note: 'W-1 scans itself',
  });
  const late = await ask<{ code: string }>(stage, stage.admin, 'POST', '/v1/directives', {
    version: 0,
    directives: shipped,
  });

  assert.equal(bad.body.faults.length, 2, JSON.stringify(bad.body));
  assert.equal(bad.body.summary, null);
  assert.deepEqual(tried.body.faults, []);
  assert.equal(tried.body.summary.cases, 3);
  assert.equal(tried.body.summary.silenced, 1);
  assert.deepEqual(
    tried.body.summary.changed.map((c) => [c.before.outcome, c.after.outcome, c.after.directive]),
    [['send', 'not_sent', 'no-vulns']],
  );
  assert.equal(refused.body.code, 'directive.not-whole');
  assert.equal(notYours.status, 403);
  assert.equal(saved.body.version, 1);
  assert.equal(late.body.code, 'request.changed-meanwhile');
  const [first, second, third] = await casesOf(stage);
  assert.ok(first && second && third);
  const quiet = [first, second].find((c) => c.action === 'exposed_service' && c.reference !== undefined);
  assert.ok(quiet);
  const outcomes = [];
  for (const c of [first, second, third])
    outcomes.push(
      await act(stage, c.id, 'notify').then(
        () => 'sent',
        (e: { refusal?: { code: string } }) => e.refusal?.code,
      ),
    );
  assert.deepEqual(outcomes.toSorted(), ['letter.no-directive', 'sent', 'sent']);
  const refusedCase = [first, second, third][outcomes.indexOf('letter.no-directive')];
  await act(stage, refusedCase?.id ?? '', 'notify', { anyway: true });
  const letters = await world.db.in(stage.org, (tx) =>
    tx.rows(
      sql<{
        directive: string;
        directive_version: number;
      }>`select directive, directive_version from letter where organisation_id = ${stage.org} order by directive`,
    ),
  );
  assert.deepEqual(
    letters.map((l) => [l.directive, l.directive_version]),
    [
      ['d10-urgent', 1],
      ['d40-exposed', 1],
      ['no-vulns', 1],
    ],
  );
});

test('three hundred findings of one reseller go as one letter in the morning with every row attached; what is urgent does not wait', async () => {
  const stage = await staged('digest');
  const byKind = [
    {
      id: 'w-digest',
      title: { nl: 'Samen', en: 'Together' },
      when: { addressees: ['W-1'], kinds: ['vuln.*', 'attack.*', 'spam.*'] },
      outcome: { send: true, rhythm: 'digest', together: 'addressee' },
    },
    ...shipped,
  ];
  await ask(stage, stage.admin, 'POST', '/v1/directives', { version: 0, directives: byKind });
  const columns = '"timestamp","severity","ip","protocol","port","hostname","tag","asn","geo"';
  const lines = Array.from(
    { length: 300 },
    (_, i) =>
      `"2026-11-23 09:${String(i % 60).padStart(2, '0')}:00","high","192.0.2.${64 + (i % 30)}","tcp","${2000 + i}","","redis","64496","NL"`,
  );
  await receive(world, stage.org, {
    channel: 'http',
    bytes: Buffer.from([columns, ...lines].join('\n')),
    name: '2026-11-23-scan_redis-voorbeeldhost-asn.csv',
    by: stage.handler,
  });
  await report(stage, {
    category: 'connection',
    type: 'login_attack',
    source_identifier: '192.0.2.70',
    source_port: 5555,
    destination_ip: '198.51.100.7',
    destination_port: 22,
    protocol: 'tcp',
    first_seen: world.clock.now().toString(),
  });
  await report(stage, phishing('192.0.2.71'));
  await work();
  const cases = await casesOf(stage);
  for (const c of cases) await act(stage, c.id, 'notify');
  await pass({ minutes: 2 });

  const now = mailTo('abuse@w-1.example');
  assert.deepEqual(
    now.map((m) => /phishing|inlog|log-in/i.test(m.subject)),
    [true],
    'the urgent one went alone',
  );
  world.clock.set(Temporal.Instant.from('2026-11-24T07:00:30Z'));
  await work();
  const [, digest, ...more] = mailTo('abuse@w-1.example');
  assert.deepEqual(
    more.map((m) => m.subject),
    [],
  );
  assert.ok(digest);
  const files = new Map(digest.attachments.map((a) => [a.name, Buffer.from(a.bytes).toString()]));
  const rows = (files.get('findings.csv') ?? '').trim().split('\r\n');
  assert.ok(rows.length > 300, `${rows.length} rows`);
  assert.ok((files.get('findings.xarf.jsonl') ?? '').trim().split('\n').length >= 300);
  assert.ok(digest.text.split('\n').length < 150, 'the letter itself stays short');
  for (const line of (files.get('findings.xarf.jsonl') ?? '').trim().split('\n').slice(0, 5))
    assert.equal(typeof (JSON.parse(line) as { report_id: unknown }).report_id, 'string');
});

test('a dead address is marked and the next contact gets the letter; with none left a person hears of it; a full mailbox is tried again', async () => {
  const stage = await staged('bounce');
  const second = 'noc@k-1.example';
  world.clock.add({ seconds: 1 });
  await addContact(world, stage.org, stage.admin, stage.parties.bakery, {
    purpose: 'abuse',
    address: second,
    language: 'nl',
  });
  await report(stage, phishing('192.0.2.9'));
  await work();
  const [c] = await casesOf(stage);
  assert.ok(c);
  await act(stage, c.id, 'notify');
  await pass({ minutes: 2 });
  const [sent] = mailTo('abuse@k-1.example');
  assert.ok(sent);
  const dsn = (status: string, id: string) => `From: MAILER-DAEMON@mx.example
To: abuse@${stage.slug}.example
Subject: Undelivered Mail Returned to Sender
Message-ID: <${status}-${id.slice(5, 20)}@mx.example>
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

It did not arrive.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; someone@k-1.example
Action: failed
Status: ${status}
Diagnostic-Code: smtp; 550 ${status}

--b
Content-Type: text/rfc822-headers

Message-ID: ${id}
Subject: x

--b--
`;

  await mailIn(stage, dsn('4.2.2', sent.messageId));
  assert.equal((await shown(stage, c.id)).letters[0]?.state, 'sending', 'soft: the same letter once more');
  await pass({ hours: 4, minutes: 5 });
  assert.equal(mailTo('abuse@k-1.example').length, 2);
  assert.equal(new Set(mailTo('abuse@k-1.example').map((m) => m.messageId)).size, 1);

  await mailIn(stage, dsn('5.1.1', sent.messageId));
  await pass({ minutes: 2 });
  const [next] = mailTo(second);
  assert.ok(next, 'the next contact of the same party');
  const contacts = await world.db.in(stage.org, (tx) =>
    tx.rows(
      sql<{
        address: string;
        bounced: boolean;
      }>`select address, bounced_at is not null as bounced from contact where organisation_id = ${stage.org} and party_id = ${stage.parties.bakery} order by created_at`,
    ),
  );
  assert.deepEqual(
    contacts.map((x) => x.bounced),
    [true, false],
  );
  assert.equal((await casesOf(stage))[0]?.state, 'waiting');

  await mailIn(stage, dsn('5.1.1', next.messageId));
  await pass({ minutes: 2 });
  const [dead] = await casesOf(stage);
  assert.equal(dead?.state, 'new', 'nobody knows: the case is ours again');
  const told = await shown(stage, c.id);
  assert.ok(told.timeline.some((t) => t.act === 'unreachable'));
  assert.ok(told.clocks.some((k) => k.clock === 'clk-case-look' && k.state === 'running'));
  const list = await ask<{ items: { state: string; can_replay: boolean }[] }>(
    stage,
    stage.handler,
    'GET',
    '/v1/letters?state=bounced',
  );
  assert.equal(list.body.items.length, 2);
});

test('on trial every letter is made and held; one is let go, one dropped, the rest together; nothing leaves by itself', async () => {
  const stage = await staged('trial');
  const before = await ask<{ version: number; settings: object }>(stage, stage.admin, 'GET', '/v1/letter-settings');
  await ask(stage, stage.admin, 'POST', '/v1/letter-settings', {
    version: before.body.version,
    settings: { ...before.body.settings, trial: true },
  });
  for (const ip of ['192.0.2.9', '192.0.2.66', '192.0.2.5']) await report(stage, phishing(ip));
  await work();
  for (const c of await casesOf(stage)) await act(stage, c.id, 'notify');
  await pass({ hours: 24 });

  assert.equal(world.mail.sent.length, 0);
  const held = await ask<{ items: { id: string; version: number; why: string; to: string; trial: boolean }[] }>(
    stage,
    stage.handler,
    'GET',
    '/v1/letters?state=trial',
  );
  assert.deepEqual(new Set(held.body.items.map((l) => l.why)), new Set(['trial']));
  assert.equal(held.body.items.length, 3);
  const [one, two] = held.body.items;
  assert.ok(one && two);
  assert.equal(
    (await ask(stage, stage.handler, 'POST', `/v1/letters/${one.id}/release`, { version: one.version })).status,
    200,
  );
  const dropped = await ask<{ done: string[] }>(stage, stage.handler, 'POST', '/v1/letters/trial', {
    act: 'drop',
    ids: [two.id],
  });
  assert.deepEqual(dropped.body.done, [two.id]);
  await pass({ minutes: 2 });
  assert.deepEqual(
    world.mail.sent.map((m) => m.to),
    [one.to],
  );
  const rest = await ask<{ done: string[]; refused: unknown[] }>(stage, stage.handler, 'POST', '/v1/letters/trial', {
    act: 'release',
  });
  assert.equal(rest.body.done.length, 1);
  await pass({ minutes: 2 });
  assert.equal(world.mail.sent.length, 2);
  assert.equal((await casesOf(stage)).filter((c) => c.state === 'new').length, 1, 'the dropped one knows nothing');
});

test('the ladder: reminder, last warning, a restriction proposed to a person, and the reseller above told of its silent customer', async () => {
  const stage = await staged('ladder');
  const direct = [
    {
      id: 'direct',
      title: { nl: 'Direct', en: 'Direct' },
      when: { addressees: ['W-1'] },
      outcome: { send: true, to: 'holder' },
    },
    ...shipped,
  ];
  await ask(stage, stage.admin, 'POST', '/v1/directives', { version: 0, directives: direct });
  await report(stage, { ...phishing('192.0.2.66'), type: 'malware', url: 'http://192.0.2.66/x.exe' });
  await work();
  const [c] = await casesOf(stage);
  assert.ok(c);
  assert.equal(c.action, 'malware_url');
  await act(stage, c.id, 'notify');
  await pass({ minutes: 2 });
  const customer = 'abuse@w-1-7.example';
  assert.equal(mailTo(customer).length, 1, 'the holder itself was written to');
  const planned = (await shown(stage, c.id)).ladder;
  assert.deepEqual(
    planned?.rungs.map((r) => [r.id, r.state]),
    [
      ['letter', 'done'],
      ['reminder', 'next'],
      ['warning', 'later'],
      ['restriction', 'later'],
      ['upstream', 'later'],
    ],
  );

  await pass({ hours: 4 });
  await pass({ minutes: 2 });
  assert.match(mailTo(customer)[1]?.subject ?? '', /Reminder/);
  await pass({ hours: 2, minutes: 30 });
  await pass({ minutes: 2 });
  assert.match(mailTo(customer)[2]?.subject ?? '', /Last warning/);
  assert.equal(mailTo('abuse@w-1.example').length, 0);
  await pass({ hours: 2 });
  await pass({ minutes: 2 });

  const [up] = mailTo('abuse@w-1.example');
  assert.match(up?.subject ?? '', /Your customer does not answer/);
  assert.match(up?.text ?? '', /Dmitri Hosting/);
  const climbedAll = await shown(stage, c.id);
  assert.deepEqual(
    climbedAll.ladder?.rungs.map((r) => [r.id, r.state]),
    [
      ['letter', 'done'],
      ['reminder', 'done'],
      ['warning', 'done'],
      ['restriction', 'proposed'],
      ['upstream', 'done'],
    ],
  );
  assert.equal(climbedAll.state, 'waiting', 'nothing was restricted by itself');
  const proposal = climbedAll.ladder?.rungs[3]?.plan;
  assert.ok((proposal?.steps.length ?? 0) >= 3 && proposal?.decide_by);
  const queue = await ask<{ items: { id: string }[] }>(stage, stage.handler, 'GET', '/v1/cases?view=proposed');
  assert.deepEqual(
    queue.body.items.map((i) => i.id),
    [c.id],
  );
  await assert.rejects(act(stage, c.id, 'decline', { reason: 'x' }), /role may not/);
  await act(stage, c.id, 'restrict', { reason: 'the file is still there' }, stage.admin);
  assert.equal((await shown(stage, c.id)).ladder?.rungs[3]?.state, 'accepted');
  const journal = await verifyJournal(world, stage.org);
  assert.equal(journal.ok, true);
});

test('an answer stops the ladder: no reminder goes, and the letter says it was read and answered', async () => {
  const stage = await staged('answered');
  await report(stage, phishing('192.0.2.9'));
  await work();
  const [c] = await casesOf(stage);
  assert.ok(c);
  await act(stage, c.id, 'notify');
  await pass({ minutes: 2 });
  const [sent] = mailTo('abuse@k-1.example');
  const link = /http:\/\/desk\.example(\/o\/\S+)/.exec(sent?.text ?? '')?.[1] ?? '';
  assert.equal((await desk.app.request(link)).status, 200);
  const read = await ask<{ items: { read_how: string; answered_at: string | null }[] }>(
    stage,
    stage.handler,
    'GET',
    '/v1/letters?state=unanswered',
  );
  assert.deepEqual(
    read.body.items.map((l) => [l.read_how, l.answered_at]),
    [['page', null]],
  );
  await desk.app.request(link, {
    method: 'POST',
    body: new URLSearchParams({ kind: 'question', text: 'Welke map?' }),
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  });
  await pass({ hours: 3 });

  assert.equal(mailTo('abuse@k-1.example').length, 1);
  const told = await shown(stage, c.id);
  assert.equal(told.ladder?.rungs[1]?.state, 'stopped');
  assert.equal(told.ladder?.rungs[1]?.why, 'answered');
  assert.ok(told.letters[0]?.answered_at);
  assert.equal(
    (await ask<{ items: unknown[] }>(stage, stage.handler, 'GET', '/v1/letters?state=unanswered')).body.items.length,
    0,
  );
});

test('quiet hours hold a letter until the morning of its reader, and never what is urgent', async () => {
  const stage = await staged('quiet');
  world.clock.set(Temporal.Instant.from('2026-11-23T22:00:00Z'));
  await ask(stage, stage.admin, 'POST', '/v1/letter-settings', {
    version: 0,
    settings: { quiet: { from: '22:00', until: '07:00' } },
  });
  await report(stage, phishing('192.0.2.9'));
  await report(stage, {
    category: 'connection',
    type: 'login_attack',
    source_identifier: '192.0.2.66',
    source_port: 5555,
    destination_ip: '198.51.100.7',
    destination_port: 22,
    protocol: 'tcp',
    first_seen: world.clock.now().toString(),
  });
  await work();
  const cases = await casesOf(stage);
  for (const c of cases) await act(stage, c.id, 'notify');
  await pass({ minutes: 2 });

  assert.deepEqual(
    world.mail.sent.map((m) => m.to),
    ['abuse@k-1.example'],
    'P1 at night',
  );
  const waiting = await ask<{ items: { why: string; not_before: string }[] }>(
    stage,
    stage.handler,
    'GET',
    '/v1/letters?state=queued',
  );
  assert.deepEqual(
    waiting.body.items.map((l) => [l.why, l.not_before]),
    [['quiet', '2026-11-24T06:00:00Z']],
  );
  world.clock.set(Temporal.Instant.from('2026-11-24T06:00:01Z'));
  await work();
  assert.equal(world.mail.sent.length, 2);
});

for (const [system, mark, headersOf] of [
  [
    'zammad',
    '[Ticket#1013611]',
    (auto: boolean) => `X-Mailer: Zammad Mail Service
X-Powered-By: Zammad - Helpdesk/Support (https://zammad.org/)${auto ? '\nX-Loop: yes\nPrecedence: bulk\nAuto-Submitted: auto-generated\nX-Auto-Response-Suppress: All' : ''}`,
  ],
  [
    'otrs',
    '[Ticket#2026112310000018]',
    (auto: boolean) => `X-Mailer: Znuny Mail Service (6.5.6)
X-Powered-By: Znuny (https://www.znuny.org/)${auto ? '\nX-OTRS-Loop: abuse@znuny.example\nX-Loop: yes\nPrecedence: bulk' : ''}`,
  ],
  [
    'rt',
    '[rt.example #4711]',
    (auto: boolean) => `X-RT-Loop-Prevention: rt.example
X-RT-Ticket: rt.example #4711
X-Managed-BY: RT 5.0.3 (http://www.bestpractical.com/rt/)
Precedence: bulk
${auto ? 'Auto-Submitted: auto-replied' : 'X-RT-Originator: agent@rt.example'}`,
  ],
] as const)
  test(`a case handed to ${system} comes back in both threads, and no two machines talk to each other`, async () => {
    const stage = await staged(`hand-${system}`);
    const to = `${system}@${system}.example`;
    await ask(stage, stage.admin, 'POST', '/v1/letter-settings', {
      version: 0,
      settings: { hand_over: { address: to, system, ...(system === 'rt' ? { mark: 'rt.example' } : {}) } },
    });
    await report(stage, phishing('192.0.2.9'));
    await work();
    const [c] = await casesOf(stage);
    assert.ok(c);
    await act(stage, c.id, 'notify');
    await act(stage, c.id, 'hand_over', { note: 'Kijken jullie hiernaar?' });
    await pass({ minutes: 2 });
    const [handed] = mailTo(to);
    const [letter] = mailTo('abuse@k-1.example');
    assert.ok(handed && letter);
    assert.match(handed.headers?.['X-Loop'] ?? '', /bezem/);
    const mail = (
      n: number,
      subject: string,
      auto: boolean,
      text: string,
      inReplyTo: string | null,
    ) => `From: Desk <${to}>
To: abuse@${stage.slug}.example
Subject: ${subject}
Message-ID: <${system}-${n}@${system}.example>
${inReplyTo ? `In-Reply-To: ${inReplyTo}\nReferences: ${inReplyTo}\n` : ''}${headersOf(auto)}
Date: Mon, 23 Nov 2026 11:00:00 +0100
Content-Type: text/plain; charset=utf-8

${text}
`;
    const count = world.mail.sent.length;

    await mailIn(stage, mail(1, `Auto: ${mark}`, true, 'Uw bericht is ontvangen.', handed.messageId));
    await pass({ minutes: 2 });
    assert.equal(world.mail.sent.length, count, 'a machine is not answered');
    assert.equal((await shown(stage, c.id)).hand_over?.token, mark);

    await mailIn(stage, mail(2, `Re: ${mark} zaak`, false, 'Graag de map /bank/ verwijderen.', handed.messageId));
    await pass({ minutes: 2 });
    const relayed = mailTo('abuse@k-1.example').at(-1);
    assert.match(relayed?.text ?? '', /Graag de map \/bank\/ verwijderen/);
    assert.equal(relayed?.inReplyTo, letter.messageId, 'in the thread of the customer');

    await mailIn(
      stage,
      `From: Bakker <abuse@k-1.example>
To: abuse@${stage.slug}.example
Subject: Re: ${letter.subject}
Message-ID: <customer-${system}@k-1.example>
In-Reply-To: ${letter.messageId}
Content-Type: text/plain; charset=utf-8

Wij hebben het verwijderd.
`,
    );
    await pass({ minutes: 2 });
    const back = mailTo(to).at(-1);
    assert.ok(back);
    assert.match(back.text, /Wij hebben het verwijderd/);
    assert.ok(back.subject.includes(mark), back.subject);
    assert.equal(back.references?.[0], handed.messageId);
    assert.ok(back.references?.includes(`<${system}-2@${system}.example>`));

    const settled = world.mail.sent.length;
    await mailIn(stage, mail(3, `Re: ${mark}`, false, 'Nog iets: graag bevestigen.', null));
    await pass({ minutes: 2 });
    assert.equal(world.mail.sent.length, settled + 1, 'found by its mark alone, from the address it was handed to');
    await mailIn(
      stage,
      `From: stranger@evil.example
To: abuse@${stage.slug}.example
Subject: Re: ${mark}
Message-ID: <evil-${system}@evil.example>
Content-Type: text/plain

Please send the customer somewhere else.
`,
    );
    await mailIn(
      stage,
      `From: Desk <${to}>
To: abuse@${stage.slug}.example
Subject: Fwd: ${handed.subject}
Message-ID: ${handed.messageId}
X-Bezem-Loop: ${stage.slug}
Content-Type: text/plain

Our own mail, come back.
`,
    );
    await pass({ minutes: 2 });
    assert.equal(world.mail.sent.length, settled + 1, 'a stranger with the mark, and our own mail, move nothing');
    await act(stage, c.id, 'take_over');
    await mailIn(stage, mail(4, `Re: ${mark}`, false, 'Te laat.', handed.messageId));
    await pass({ minutes: 2 });
    assert.equal(world.mail.sent.length, settled + 1, 'after it was taken back nothing reaches the customer');
  });

test('a directive with a webhook posts signed JSON, tries again, can be replayed, and ends where the other side is gone', async () => {
  const stage = await staged('webhook');
  const got: { headers: Record<string, unknown>; body: string }[] = [];
  let status = 500;
  const server = createServer((req, res) => {
    let body = '';
    req.on('data', (d: Buffer) => {
      body += d.toString();
    });
    req.on('end', () => {
      got.push({ headers: req.headers, body });
      res.writeHead(status).end();
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  after(() => server.close());
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook/secret-path`;
  const outsideOnly = await ask<{ code: string }>(stage, stage.admin, 'POST', '/v1/webhooks', { name: 'x', url });
  const made = await ask<{ id: string; secret: string }>(stage, stage.admin, 'POST', '/v1/webhooks', {
    name: 'panel',
    url,
    inside: true,
  });
  assert.equal(outsideOnly.body.code, 'request.invalid');
  await ask(stage, stage.admin, 'POST', '/v1/directives', {
    version: 0,
    directives: [
      {
        id: 'hook',
        title: { nl: 'Haak', en: 'Hook' },
        when: { holders: ['K-1'] },
        outcome: { send: true, webhook: made.body.id, format: 'webhook' },
      },
      ...shipped,
    ],
  });
  await report(stage, phishing('192.0.2.9'));
  await work();
  const [c] = await casesOf(stage);
  assert.ok(c);
  await act(stage, c.id, 'notify');
  await pass({ minutes: 2 });
  assert.equal(got.length, 1);
  status = 204;
  await pass({ minutes: 2 });

  assert.equal(got.length, 2);
  const last = got[1];
  assert.ok(last);
  const id = String(last.headers['webhook-id']);
  assert.equal(id, got[0]?.headers['webhook-id'], 'the same letter has the same id');
  const key = Buffer.from(made.body.secret.replace('whsec_', ''), 'base64');
  const expected = createHmac('sha256', key)
    .update(`${id}.${last.headers['webhook-timestamp']}.${last.body}`)
    .digest('base64');
  assert.equal(last.headers['webhook-signature'], `v1,${expected}`);
  const body = JSON.parse(last.body) as {
    type: string;
    data: { reference: string; findings: unknown[]; page: string };
  };
  assert.equal(body.type, 'letter.sent');
  assert.equal(body.data.reference, c.reference);
  assert.equal(body.data.findings.length, 1);
  assert.doesNotMatch(last.body, /bank\.example/, 'never who reported it');
  const list = await ask<{ items: { id: string; state: string; can_replay: boolean; to: string }[] }>(
    stage,
    stage.handler,
    'GET',
    '/v1/letters?state=sent',
  );
  assert.equal(list.body.items[0]?.can_replay, true);
  assert.doesNotMatch(JSON.stringify(list.body), /secret-path/);
  assert.equal((await ask(stage, stage.handler, 'POST', `/v1/letters/${id}/replay`)).status, 200);
  await work();
  assert.equal(got.length, 3);
  assert.equal(got[2]?.body, last.body, 'sent again as it was');
  status = 410;
  await ask(stage, stage.handler, 'POST', `/v1/letters/${id}/replay`);
  await work();
  const hooks = await ask<{ items: { ended_why: string }[] }>(stage, stage.admin, 'GET', '/v1/webhooks');
  assert.equal(hooks.body.items[0]?.ended_why, 'gone');
});

test('a brand and own words of the house stand in the letter and on its record; a half wording is refused', async () => {
  const stage = await staged('brand');
  const brand = await ask<{ id: string; version: number }>(stage, stage.admin, 'POST', '/v1/brands', {
    version: 0,
    content: {
      name: 'CloudMix Abuse',
      sender: { address: 'abuse@cloudmix.example' },
      signature: { nl: 'Team', en: 'The team' },
      footer: { nl: 'KvK 1', en: 'CoC 1' },
    },
    parties: [stage.parties.reseller],
  });
  const ugly = await ask<{ code: string; fields: object }>(stage, stage.admin, 'POST', '/v1/brands', {
    version: 0,
    content: { name: 'x', colours: { accent: '#ffffff', on_accent: '#fefefe' } },
  });
  const warn = law.letters.get('ltr-warn-reseller');
  assert.ok(warn);
  const place = { template: 'ltr-warn-reseller', audience: 'reseller', brand: brand.body.id, version: 0 };
  const half = await ask<{ code: string }>(stage, stage.admin, 'POST', '/v1/wordings', {
    ...place,
    content: { body: { en: 'Hello {{recipientName}}' } },
  });
  const own = await ask<{ version: number }>(stage, stage.admin, 'POST', '/v1/wordings', {
    ...place,
    content: { body: { en: warn.body.en.replace('Dear {{recipientName}},', 'Hello {{recipientName}},') } },
  });
  for (const ip of ['192.0.2.66', '192.0.2.9']) await report(stage, phishing(ip));
  await work();
  for (const c of await casesOf(stage)) await act(stage, c.id, 'notify');
  await pass({ minutes: 2 });

  assert.equal(ugly.body.code, 'brand.not-whole');
  assert.equal(half.body.code, 'wording.not-whole');
  assert.equal(own.body.version, 1);
  const [branded] = mailTo('abuse@w-1.example');
  const [plain] = mailTo('abuse@k-1.example');
  assert.equal(branded?.from.address, 'abuse@cloudmix.example');
  assert.match(branded?.text ?? '', /Hello CloudMix Ltd[\s\S]*CloudMix Abuse[\s\S]*The team\n\nCoC 1\n$/);
  assert.equal(plain?.from.address, 'abuse@voorbeeldhost.example');
  const rows = await world.db.in(stage.org, (tx) =>
    tx.rows(
      sql<{
        brand_id: string | null;
        brand_version: number | null;
        wording_version: number | null;
      }>`select brand_id, brand_version, wording_version from letter where organisation_id = ${stage.org} order by brand_id nulls last`,
    ),
  );
  assert.deepEqual(
    rows.map((r) => [r.brand_id, r.brand_version, r.wording_version]),
    [
      [brand.body.id, 1, 1],
      [null, null, null],
    ],
  );
  await ask(stage, stage.admin, 'POST', '/v1/wordings/revert', { ...place, version: 1 });
  assert.equal((await world.db.in(stage.org, letterSettingsOf)).version, 0);
});

test('the measured effect of a course stands with n and interval, and a receipt, a complaint and an own copy open no case', async () => {
  const stage = await staged('effect');
  await report(stage, phishing('192.0.2.9'));
  await report(stage, phishing('192.0.2.5'));
  await work();
  for (const c of await casesOf(stage)) await act(stage, c.id, 'notify');
  await pass({ minutes: 2 });
  const [sent] = mailTo('abuse@k-1.example');
  assert.ok(sent);
  await mailIn(
    stage,
    `From: abuse@k-1.example
To: abuse@${stage.slug}.example
Subject: Read: x
Message-ID: <mdn@k-1.example>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=disposition-notification; boundary="b"

--b
Content-Type: text/plain

The message was displayed.
--b
Content-Type: message/disposition-notification

Reporting-UA: k-1.example; Mail
Final-Recipient: rfc822;abuse@k-1.example
Original-Message-ID: ${sent.messageId}
Disposition: manual-action/MDN-sent-manually; displayed

--b--
`,
  );
  await mailIn(
    stage,
    `From: fbl@mailbox.example
To: abuse@${stage.slug}.example
Subject: complaint
Message-ID: <fbl@mailbox.example>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=feedback-report; boundary="b"

--b
Content-Type: text/plain

A user called this spam.
--b
Content-Type: message/feedback-report

Feedback-Type: abuse
User-Agent: fbl/1
Version: 1
Source-IP: 192.0.2.9

--b
Content-Type: message/rfc822

From: abuse@voorbeeldhost.example
Subject: x
Message-ID: ${sent.messageId}

body
--b--
`,
  );
  const before = (await casesOf(stage)).length;
  const first = (await casesOf(stage)).find(Boolean);
  assert.ok(first);
  world.clock.add({ hours: 2 });
  await act(stage, first.id, 'resolve', { outcome: 'fixed' });
  world.clock.add({ hours: 48 });

  const effect = await ask<{
    items: {
      course: string;
      n: number;
      fixed: number;
      median: { n: number };
      in_term: { value: number; low: number; high: number; n: number } | null;
    }[];
  }>(stage, stage.handler, 'GET', '/v1/effect');

  assert.equal(before, 2, 'our own letter opened nothing');
  const letters = await ask<{ items: { read_how: string | null; complained_at: string | null }[] }>(
    stage,
    stage.handler,
    'GET',
    '/v1/letters?state=complained',
  );
  assert.equal(letters.body.items.length, 1);
  assert.equal(letters.body.items[0]?.read_how, 'receipt');
  const [row] = effect.body.items;
  assert.equal(row?.course, 'phishing');
  assert.equal(row?.n, 2);
  assert.equal(row?.fixed, 1);
  assert.ok(row?.in_term && row.in_term.low < row.in_term.value && row.in_term.value < row.in_term.high);
});
