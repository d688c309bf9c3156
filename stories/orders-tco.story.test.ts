/** Removal orders against terrorist content · Regulation (EU) 2021/784 art. 3, 4, 6, 11. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { receive } from '#intake/work';
import { sql } from '#io/db';
import { at, bakeryUrl, orderly, registered } from './orderly.ts';

const mails = (o: Awaited<ReturnType<typeof orderly>>, to: RegExp) => o.world.mail.sent.filter((m) => to.test(m.to));

/** The official form as text, with what the issuing authority filled in. */
const annexI = (more = '') => `From: orders@atkm.example
To: abuse@tcomail.example
Subject: Removal order TO-2026-114
Date: Fri, 20 Nov 2026 22:39:00 +0100
Message-ID: <to-114@atkm.example>
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8

REMOVAL ORDER (Article 3 of Regulation (EU) 2021/784)
SECTION A:
Member State of the issuing competent authority: Netherlands
Addressee and, where relevant, legal representative: Voorbeeldhost BV
Time and date of issuing of the removal order: 2026-11-20 22:35 +01:00
Reference number of the removal order: TO-2026-114
SECTION B: Terrorist content to be removed or access to be disabled
URL and any additional information: ${bakeryUrl}
Reasons why the material is considered to be terrorist content: it calls for attacks on a market
[x] incites others to commit terrorist offences
SECTION E:
Name of the issuing competent authority: ATKM
Legal basis: Uitvoeringswet TCO-verordening
E-mail: orders@atkm.example
SECTION G:
Information about redress possibilities: objection within six weeks
Signature: w.g. J. Jansen
${more}`;

test('art. 3(3): Friday 22:40 an order arrives by mail, at 23:05 the page is gone, and the file shows 25 minutes', async () => {
  const o = await orderly('tcomail', '2026-11-20T21:30:00Z');
  await registered(o, 'ATKM', 'orders@atkm.example', 'nl', 'atkm');
  await o.ask(
    'POST',
    '/v1/duty/shifts',
    {
      member: (o.stage.handler as { id: string }).id,
      starts_at: '2026-11-20T17:00:00Z',
      ends_at: '2026-11-21T07:00:00Z',
    },
    o.decider,
  );
  o.world.clock.set(at('2026-11-20T21:40:00Z'));
  await receive(o.world, o.stage.org, {
    channel: 'smtp',
    bytes: Buffer.from(annexI().replaceAll('\n', '\r\n')),
    name: 'order.eml',
    envelope: { from: 'orders@atkm.example', to: ['abuse@tcomail.example'] },
    by: { kind: 'engine' },
  });
  await o.work();

  const [row] = await o.rows(sql<{
    id: string;
    number: string;
    type: string;
    reference: string;
    acknowledged_at: Temporal.Instant;
    authority_id: string | null;
    checks: Record<string, string>;
  }>`
    select id, number, type, reference, acknowledged_at, authority_id, checks from authority_order where organisation_id = ${o.stage.org}`);
  assert.ok(row, 'the mail became an order');
  assert.equal(row.type, 'tco-3');
  assert.equal(row.reference, 'TO-2026-114');
  assert.ok(row.authority_id, 'its sender is in our register');
  assert.deepEqual(
    Object.entries(row.checks).filter(([, v]) => v === 'missing'),
    [],
  );
  assert.equal(
    (await o.rows(sql`select 1 from abuse_case where organisation_id = ${o.stage.org}`)).length,
    0,
    'an order opens no case',
  );
  const ack = mails(o, /orders@atkm/).find((m) => m.subject.includes(row.number));
  assert.ok(
    ack?.attachments.some((a) => a.name === 'receipt.json'),
    'a signed receipt goes by itself',
  );
  assert.ok(mails(o, /hanna@/).length === 1, 'whoever is on duty is called out at once');
  let clocks = await o.clocks(row.id);
  assert.equal(clocks['clk-tco-1h']?.due_at.toString(), '2026-11-20T22:40:00Z');
  assert.equal(clocks['clk-dsa-ack']?.state, 'met');

  o.world.clock.set(at('2026-11-20T22:05:00Z'));
  await o.settle(row.id);
  await o.work();
  o.world.clock.add({ minutes: 2 });
  await o.work();

  clocks = await o.clocks(row.id);
  assert.equal(clocks['clk-tco-1h']?.state, 'met');
  assert.equal(clocks['clk-tco-a2']?.state, 'met', 'Annex II went');
  const shown = (await o.ask('GET', `/v1/orders/${row.id}`)).json as {
    received_at: string;
    effect_at: string;
    reported_at: string;
    steps: { step: string; state: string }[];
  };
  assert.equal(at(shown.received_at).until(at(shown.effect_at)).total('minutes'), 25);
  assert.ok(shown.reported_at);
  const annexII = mails(o, /orders@atkm/).find((m) => /BIJLAGE II\./.test(m.text));
  assert.match(annexII?.text ?? '', /toegang in alle lidstaten onmogelijk/);
  assert.match(annexII?.text ?? '', /Dirk/);
  assert.ok(annexII?.attachments.some((a) => a.name === 'final-receipt.json'));
  assert.ok(mails(o, /k-1\.example/).length === 1, 'the content provider is told (art. 11)');
});

test('the same order by another door writes nothing twice', async () => {
  const o = await orderly('tcotwice', '2026-11-20T21:40:00Z');
  const body = { type: 'tco-3', authority: 'ATKM', reference: 'TO-2026-9', items: [bakeryUrl] };

  const [first, second] = [
    await o.ask('POST', '/v1/orders', body),
    await o.ask('POST', '/v1/orders', { ...body, reference: 'to 2026 9', channel: 'perci' }),
  ];

  assert.equal((first.json as { duplicate: boolean }).duplicate, false);
  assert.equal((second.json as { duplicate: boolean }).duplicate, true);
  assert.equal((second.json as { id: string }).id, (first.json as { id: string }).id);
});

test('art. 3(7): impossible is told with Annex III, the hour stands still, and begins anew when the ground ceases', async () => {
  const o = await orderly('tcoimp', '2026-11-20T21:40:00Z');
  const id = await o.take({ type: 'tco-3', authority: 'ATKM', reference: 'A', urls: [bakeryUrl] });
  await o.work();
  await o.pass({ minutes: 20 });

  await o.act(id, 'impossible', { text: 'De stroom in het datacentrum is uitgevallen.', ground: 'force_majeure' });
  await o.work();

  let hour = (await o.clocks(id))['clk-tco-1h'];
  assert.equal(hour?.state, 'paused');
  assert.equal((await o.clocks(id))['clk-tco-a3']?.state, 'met');
  assert.ok(o.world.mail.sent.some((m) => /BIJLAGE III/.test(m.text) && /overmacht/.test(m.text)));
  await o.pass({ hours: 5 });
  assert.equal((await o.clocks(id))['clk-tco-1h']?.state, 'paused', 'no breach while it stands still');
  await o.act(id, 'resume', { text: 'Stroom terug.' });
  hour = (await o.clocks(id))['clk-tco-1h'];
  assert.equal(hour?.state, 'running');
  assert.equal(hour?.due_at.toString(), o.world.clock.now().add({ hours: 1 }).toString(), 'a whole hour from then');
});

test('art. 3(8): a defect is asked about and never refused; the hour begins when the clarification comes', async () => {
  const o = await orderly('tcodef', '2026-11-20T21:40:00Z');
  const id = await o.take({
    type: 'tco-3',
    authority: 'ATKM',
    reference: 'B',
    urls: [bakeryUrl],
    elements: ['legal_basis'],
  });
  await o.work();

  await o.act(id, 'defect', { text: 'Welke van de zeven pagina’s bedoelt u?' });
  await o.work();

  assert.equal((await o.clocks(id))['clk-tco-1h']?.state, 'paused');
  assert.equal(((await o.ask('GET', `/v1/orders/${id}`)).json as { state: string }).state, 'returned_defective');
  await o.pass({ hours: 2 });
  await o.act(id, 'clarify', { text: 'Pagina 7.' });
  assert.equal((await o.clocks(id))['clk-tco-1h']?.due_at.toString(), o.world.clock.now().add({ hours: 1 }).toString());
});

test('nothing else pauses the hour: no weekend, no waiting; overdue is seen by the next look and calls out', async () => {
  const o = await orderly('tcolate', '2026-11-20T21:40:00Z');
  const id = await o.take({ type: 'tco-3', authority: 'ATKM', reference: 'C', urls: [bakeryUrl] });
  await o.pass({ minutes: 10 });
  await o.pass({ minutes: 15 });
  await o.pass({ minutes: 15 });
  const before = await o.rows(
    sql<{
      share: number;
    }>`select share from callout where organisation_id = ${o.stage.org} and order_id = ${id} and level = 0 order by at`,
  );
  assert.equal(before.length, 4, 'at receipt and at each warning');

  await o.pass(at('2026-11-20T22:40:15Z'));

  const hour = (await o.clocks(id))['clk-tco-1h'];
  assert.equal(hour?.state, 'breached');
  assert.equal(hour?.breached_at?.toString(), '2026-11-20T22:40:00Z');
  assert.ok((hour?.noticed_at?.since(hour.due_at).total('seconds') ?? 99) < 60);
  const list = (await o.ask('GET', '/v1/orders')).json as { items: { clocks: { state: string }[]; rings: boolean }[] };
  assert.equal(list.items[0]?.clocks[0]?.state, 'breached');
  const rung = await o.rows(
    sql<{
      share: number;
    }>`select share from callout where organisation_id = ${o.stage.org} and order_id = ${id} and share = 1`,
  );
  assert.ok(rung.length >= 1);
});

test('art. 4: an order from another Member State is carried out, put to scrutiny within 48 hours, annulled, and put back at once', async () => {
  const o = await orderly('tcocross', '2026-11-20T21:40:00Z');
  const own = await registered(o, 'ATKM', 'toetsing@atkm.example', 'nl', 'atkm');
  const id = await o.take({
    type: 'tco-3',
    authority: 'Bundeskriminalamt',
    country: 'de',
    reference: 'BKA-1',
    urls: [bakeryUrl],
  });
  await o.work();
  await o.settle(id);
  await o.work();
  assert.ok((await o.clocks(id))['clk-tco-48h'], 'the 48 hours run from receipt');
  await o.pass({ hours: 30 });

  const asked = await o.act(id, 'contest', { text: 'Het is een krantenbericht.', contact: own.contact }, o.decider);
  await o.work();

  assert.equal(asked.status, 200);
  let clocks = await o.clocks(id);
  assert.equal(clocks['clk-tco-48h']?.state, 'met');
  assert.equal(clocks['clk-tco-72h']?.state, 'running');
  assert.ok(mails(o, /toetsing@atkm/).some((m) => /artikel 4, lid 4|article 4\(4\)/.test(m.text)));
  await o.pass({ hours: 20 });
  await o.act(id, 'annul', { text: 'Besluit 12: inbreuk op de vrijheid van meningsuiting.' });
  clocks = await o.clocks(id);
  assert.equal(clocks['clk-tco-72h']?.state, 'met');
  assert.equal((await o.act(id, 'close')).status, 409, 'not before it is put back');
  const back = await o.act(id, 'reinstate');
  assert.equal((back.json as { objects: { state: string }[] }).objects[0]?.state, 'reinstated');
  assert.equal((await o.act(id, 'close')).status, 200);
});

test('art. 6: what was removed is kept six months, longer when the authority asks, and destroyed on time', async () => {
  const o = await orderly('tcokeep', '2026-08-31T10:00:00Z');
  const id = await o.take({ type: 'tco-3', authority: 'ATKM', reference: 'K', urls: [bakeryUrl] });
  await o.work();
  await o.settle(id);
  await o.act(id, 'preserve', { file: { name: 'page.tar', base64: Buffer.from('what was there').toString('base64') } });
  await o.work();
  const kept = () =>
    o.rows(
      sql<{
        mode: string;
        until: Temporal.Instant;
        destroyed_at: Temporal.Instant | null;
        evidence_id: string | null;
      }>`select mode, until, destroyed_at, evidence_id from preserved where organisation_id = ${o.stage.org} order by added_at, id`,
    );
  assert.deepEqual(
    (await kept()).map((k) => k.until.toString()),
    ['2027-02-28T23:00:00Z', '2027-02-28T23:00:00Z'],
    'until the end of the last day of six months',
  );

  await o.act(id, 'extend_preserved', { until: '2027-04-30T22:00:00Z', text: 'Verzoek van de rechtbank.' });
  await o.pass(at('2027-03-15T10:00:00Z'));
  assert.ok((await kept()).every((k) => k.destroyed_at === null));
  await o.pass(at('2027-04-30T21:59:30Z'));

  const after = await kept();
  assert.ok(after.every((k) => k.destroyed_at !== null));
  const [bytes] = await o.rows(sql<{ state: string; wrapped: Buffer | null }>`
    select k.state, d.wrapped from kept k join data_key d on d.organisation_id = k.organisation_id and d.id = k.key_id where k.organisation_id = ${o.stage.org} and k.id = ${after.find((k) => k.evidence_id)?.evidence_id ?? ''}`);
  assert.deepEqual([bytes?.state, bytes?.wrapped], ['tombstone', null]);
});

test('art. 11(3): silence of six weeks is once made longer, ends on its day by a written end, and only then the provider of the content hears', async () => {
  const o = await orderly('tconda', '2026-11-20T21:40:00Z');
  const id = await o.take({
    type: 'tco-3',
    authority: 'ATKM',
    reference: 'N',
    urls: [bakeryUrl],
    secrecy: { until: null, basis: 'art. 11(3)' },
  });
  await o.work();
  await o.settle(id);
  await o.work();
  const [s] = await o.rows(
    sql<{ until: Temporal.Instant }>`select until from secrecy where organisation_id = ${o.stage.org}`,
  );
  assert.equal(s?.until.toString(), '2027-01-01T21:40:00Z');
  assert.equal(mails(o, /k-1\.example/).length, 0);
  assert.equal(
    (await o.act(id, 'extend_secrecy', { until: '2027-03-01T00:00:00Z' })).status,
    409,
    'six more weeks at most',
  );
  assert.equal((await o.act(id, 'extend_secrecy', { until: '2027-02-10T21:40:00Z' })).status, 200);
  assert.equal((await o.act(id, 'extend_secrecy', { until: '2027-02-11T21:40:00Z' })).status, 409, 'once');

  await o.pass(at('2027-01-20T00:00:00Z'));
  assert.equal(mails(o, /k-1\.example/).length, 0);
  await o.pass(at('2027-02-10T21:40:00Z'));
  o.world.clock.add({ minutes: 2 });
  await o.work();

  assert.equal(mails(o, /k-1\.example/).length, 1);
  assert.equal((await o.clocks(id))['clk-tco-nda']?.state, 'met');
});

test('art. 14(5): a threat to life is told to the criminal authorities within the hour of ours', async () => {
  const o = await orderly('tcolife', '2026-11-20T21:40:00Z');
  const police = await registered(o, 'Politie', 'ctc@politie.example', 'nl', 'police');
  const id = await o.take({ type: 'tco-3', authority: 'ATKM', reference: 'L', urls: [bakeryUrl] });
  await o.work();

  await o.act(id, 'threat', { text: 'Noemt een plaats en een tijd: morgen, markt.', contact: police.contact });
  await o.work();

  assert.ok(mails(o, /ctc@politie/).some((m) => /SPOED/.test(m.subject) && /markt/.test(m.text)));
  assert.equal((await o.clocks(id))['clk-tco-life']?.state, 'met');
});

test('art. 3(2): an authority explains itself twelve hours before its first order; the order ends that clock and gets no grace', async () => {
  const o = await orderly('tcopre', '2026-11-20T09:00:00Z');
  const { authority } = await registered(o, 'ATKM', 'orders@atkm.example', 'nl', 'atkm');
  await o.ask('POST', `/v1/authorities/${authority}/announced`, { at: '2026-11-20T09:00:00Z' });
  assert.equal((await o.clocks(authority))['clk-tco-12h-pre']?.due_at.toString(), '2026-11-20T21:00:00Z');

  o.world.clock.set(at('2026-11-20T12:00:00Z'));
  const id = await o.take({ type: 'tco-3', authority: 'ATKM', reference: 'P', urls: [bakeryUrl] });

  assert.equal((await o.clocks(authority))['clk-tco-12h-pre']?.state, 'met');
  assert.equal((await o.clocks(id))['clk-tco-1h']?.due_at.toString(), '2026-11-20T13:00:00Z');
});

test('one hour across both nights of daylight saving, and on Christmas Day, is one hour on the wall', async () => {
  for (const now of ['2026-03-29T00:30:00Z', '2026-10-25T00:30:00Z', '2026-12-25T10:00:00Z']) {
    const o = await orderly(`tconight${now.slice(5, 7)}`, now);
    const id = await o.take({ type: 'tco-3', authority: 'ATKM', reference: 'Z', urls: [bakeryUrl] });

    const hour = (await o.clocks(id))['clk-tco-1h'];

    assert.equal(hour?.starts_at.until(hour.due_at).total('minutes'), 60, now);
  }
});
