/** Orders nobody may hear of, demands that must be genuine, and material that is never seen · 125p Sv, DSA art. 9 and 10, Stb. 2024, 162, e-Evidence. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { queueLetter } from '#correspondence/work';
import { sql } from '#io/db';
import { engine, type Id, Refused } from '#kernel';
import { isSecretMatter, secretPlaces } from '#orders/store';
import { linkState } from '#orders/work';
import { at, bakeryUrl, orderly, registered } from './orderly.ts';

const mails = (o: Awaited<ReturnType<typeof orderly>>, to: RegExp) => o.world.mail.sent.filter((m) => to.test(m.to));
const codeOf = (a: { readonly json: never }) => (a.json as { code?: string }).code;

test('125p Sv with open-ended secrecy: nothing reaches customer or reseller by letter, webhook, page or SQL, for a year; only an act of the prosecutor lifts it', async () => {
  const o = await orderly('sv125p', '2026-11-20T10:00:00Z');
  const id = await o.take({
    type: 'sv-125p',
    authority: 'Officier van justitie',
    reference: '13/100',
    urls: ['https://192.0.2.66/drop'],
    secrecy: { until: null, basis: '126bb Sv' },
  });
  await o.work();
  assert.equal(
    (await o.clocks(id))['clk-125p']?.due_at.toString(),
    '2026-11-20T14:00:00Z',
    'four hours of ours where the order names none',
  );
  await o.settle(id);
  await o.work();

  assert.equal((await o.clocks(id))['clk-125p']?.state, 'met');
  assert.equal((await o.clocks(id))['clk-dsa-rcp'], undefined, 'the secrecy is what stands in the file');
  assert.equal(codeOf(await o.act(id, 'tell')), 'order.secret');
  const { bakery } = o.stage.parties;
  const letter = {
    template: 'ltr-ord-rcp',
    language: 'nl' as const,
    party: bakery,
    contact: { id: null, address: 'abuse@k-1.example' },
    matter: id,
    by: engine,
    link: false,
    fields: {
      nl: {
        orderNumber: 'x',
        organisationName: 'x',
        recipientName: 'x',
        effectAt: 'x',
        measure: 'x',
        items: { columns: ['a'], rows: [['b']] },
        ground: 'x',
        redress: 'x',
      },
    },
  };
  for (const audience of ['customer', 'reseller'] as const)
    await assert.rejects(
      o.world.db.in(o.stage.org, (tx) => queueLetter(o.world, tx, { ...letter, audience })),
      /secret order/,
      audience,
    );
  await o.pass({ hours: 24 * 365 });
  assert.equal(o.world.mail.sent.filter((m) => /@(?:k|w)-/.test(m.to)).length, 0, 'a year later still nothing');
  assert.equal(await o.world.db.in(o.stage.org, (tx) => isSecretMatter(tx, id)), true);
  assert.equal((await o.world.db.in(o.stage.org, (tx) => secretPlaces(tx))).length, 1);
  const asReseller = await o.world.db.in(o.stage.org, (tx) => linkState(o.world, tx, 'https://192.0.2.66/drop'));
  assert.equal(asReseller.state, 'not_known', 'who may only hand in hears nothing of it');
  const outside = await o.ask('GET', '/v1/orders', undefined, {
    kind: 'notifier',
    id: 'key_01jd0000000000000000000000' as Id<'key'>,
  });
  assert.equal(codeOf(outside), 'request.not-allowed');
  assert.equal(
    (await o.clocks(id))['clk-secrecy-review']?.state,
    'breached',
    'nobody asked within ninety days: seen, and nothing released',
  );
  await o.act(id, 'review_secrecy', { text: 'Gebeld: geldt nog.' });
  assert.equal(codeOf(await o.act(id, 'lift', { text: ' ' })), 'case.needs-reason');

  await o.act(id, 'lift', { text: 'Brief OM van vandaag, kenmerk 13/100-B.' });
  await o.work();
  o.world.clock.add({ minutes: 2 });
  await o.work();

  assert.equal(mails(o, /w-1\.example/).length, 1, 'the next link below us is told now');
  assert.equal(mails(o, /w-1-7\.example/).length, 0);
});

test('a letter already waiting when the order becomes secret is stopped at the door', async () => {
  const o = await orderly('becomes', '2026-11-20T10:00:00Z');
  const id = await o.take({ type: 'dsa-9', authority: 'Rechtbank', reference: 'R1', urls: [bakeryUrl] });
  await o.work();
  await o.settle(id);
  const { keepSecret } = await import('../src/orders/secrecy.ts');
  const { lockOrder } = await import('../src/orders/acting.ts');

  await o.world.db.in(o.stage.org, async (tx) =>
    keepSecret(o.world, tx, await lockOrder(tx, id), { until: null, basis: 'nagekomen bevel' }, engine),
  );
  o.world.clock.add({ minutes: 2 });
  await o.work();

  assert.equal(mails(o, /k-1\.example/).length, 0);
  const [letter] = await o.rows(
    sql<{
      state: string;
      why: string;
    }>`select state, why from letter where organisation_id = ${o.stage.org} and audience = 'customer'`,
  );
  assert.deepEqual([letter?.state, letter?.why], ['stopped', 'secret']);
});

test('a forged order from a real government mailbox: no data leave, the contact in the letter does not count, the real authority is told', async () => {
  const o = await orderly('forged', '2026-11-20T10:00:00Z');
  const om = await registered(o, 'Openbaar Ministerie', 'bevelen@om.example', 'nl', 'om');
  o.world.clock.add({ minutes: 5 });
  const id = await o.take({
    type: 'sv-126nc',
    authority: 'Openbaar Ministerie',
    reference: 'F-1',
    items: [{ kind: 'ip', location: '192.0.2.9' }],
    words: { replyTo: 'j.de.vries@om.example' },
  });
  await o.work();
  const data = { what: 'NAW-gegevens', sha256: 'a'.repeat(64), channel: 'mail' };
  assert.equal(codeOf(await o.act(id, 'transmit', data, o.decider)), 'order.not-authentic');
  o.world.clock.add({ minutes: 5 });
  const late = await o.ask(
    'POST',
    `/v1/authorities/${om.authority}/contacts`,
    { channel: 'phone', address: '+31 20 000 0000', source: 'it stood in the letter' },
    o.decider,
  );
  const theirs = (late.json as { items: { contacts: { id: string; channel: string }[] }[] }).items
    .flatMap((a) => a.contacts)
    .find((c) => c.channel === 'phone')?.id;
  assert.equal(
    codeOf(await o.act(id, 'confirm', { contact: theirs, text: 'sprak met De Vries' })),
    'order.contact-not-ours',
  );

  await o.act(id, 'reject', { text: 'De parketsecretaris kent dit bevel niet.' }, o.decider);
  await o.work();

  assert.ok(mails(o, /bevelen@om/).some((m) => /is niet van u/.test(m.subject)));
  const shown = (await o.ask('GET', `/v1/orders/${id}`)).json as {
    state: string;
    clocks: { ended_at: string | null }[];
  };
  assert.equal(shown.state, 'rejected_inauthentic');
  assert.ok(shown.clocks.every((c) => c.ended_at !== null));
  assert.equal(codeOf(await o.act(id, 'transmit', data, o.decider)), 'order.act-not-allowed');
  assert.ok(!o.world.mail.sent.some((m) => /NAW-gegevens/.test(m.text)));
});

test('a genuine demand: called back through our own register, a second person agrees, and the data go there and nowhere else', async () => {
  const o = await orderly('genuine', '2026-11-20T10:00:00Z');
  const om = await registered(o, 'Openbaar Ministerie', 'bevelen@om.example', 'nl', 'om');
  o.world.clock.add({ minutes: 5 });
  const id = await o.take({
    type: 'sv-126nc',
    authority: 'Openbaar Ministerie',
    reference: 'G-1',
    items: [{ kind: 'ip', location: '192.0.2.9' }],
    words: { replyTo: 'elsewhere@mail.example' },
  });
  await o.act(id, 'confirm', { contact: om.contact, text: 'mr. Bakker', how: 'call_back' });
  const data = {
    what: 'identificerende gegevens van de huurder',
    file: { name: 'data.csv', base64: Buffer.from('a,b').toString('base64') },
  };
  assert.equal(codeOf(await o.act(id, 'transmit', data, o.decider)), 'order.second-person');
  await o.act(id, 'approve', {}, o.stage.admin);
  assert.equal(
    codeOf(await o.act(id, 'transmit', data, o.stage.admin)),
    'order.second-person',
    'who agreed does not send',
  );

  const sent = await o.act(id, 'transmit', data, o.decider);
  await o.work();

  assert.equal(sent.status, 200);
  const letter = o.world.mail.sent.filter((m) => m.attachments.some((a) => a.name === 'data.csv'));
  assert.deepEqual(
    letter.map((m) => m.to),
    ['bevelen@om.example'],
  );
  assert.equal(mails(o, /k-1\.example/).length, 0, '126bb(5): the customer hears nothing');
});

test('child abuse material: order of the ATKM after a hotline report, both clocks; the address is masked, sealed, in no letter, list or call-out; each reading is written down', async () => {
  const o = await orderly('csamorder', '2026-11-20T10:00:00Z');
  const secretPath = 'https://bakkerij.example/geheim/pad-7';
  const pushed = await o.ask('POST', '/v1/hotline/reports', { reports: [{ url: secretPath, reference: 'OL-77' }] });
  const report = (pushed.json as { items: { id: string }[] }).items[0]?.id ?? '';
  o.world.clock.add({ hours: 3 });
  const id = await o.take({
    type: 'atkm-6',
    authority: 'ATKM',
    reference: 'A-1',
    urls: [secretPath],
    term: { unit: 'hours', count: 1 },
  });
  await o.work();

  assert.equal((await o.clocks(report))['clk-ofl-24']?.due_at.toString(), '2026-11-21T10:00:00Z');
  assert.equal((await o.clocks(id))['clk-atkm']?.due_at.toString(), '2026-11-20T14:00:00Z', 'the term of the order');
  const asked = await o.ask('POST', '/v1/hotline/links', { urls: [secretPath, 'https://elders.example/x'] });
  assert.deepEqual(
    (asked.json as { items: { state: string; network: string }[] }).items.map((i) => [i.network, i.state]),
    [
      ['ours', 'open'],
      ['not_ours', 'not_known'],
    ],
  );
  await o.settle(id);
  await o.settle(report);
  await o.work();
  o.world.clock.add({ minutes: 2 });
  await o.work();

  assert.equal((await o.clocks(id))['clk-atkm']?.state, 'met');
  assert.equal((await o.clocks(report))['clk-ofl-24']?.state, 'met');
  const after = await o.ask('POST', '/v1/hotline/links', { urls: [secretPath] });
  assert.equal((after.json as { items: { state: string }[] }).items[0]?.state, 'removed');
  const shown = JSON.stringify((await o.ask('GET', `/v1/orders/${id}`)).json);
  assert.ok(!shown.includes('pad-7') && shown.includes('ba…j.example/…'));
  for (const m of o.world.mail.sent) assert.ok(!`${m.subject}${m.text}${m.html}`.includes('pad-7'), m.subject);
  const tables = await o.rows(sql<{ text: string }>`
    select o::text as text from authority_order o where organisation_id = ${o.stage.org} union all select i::text from order_item i where organisation_id = ${o.stage.org}
    union all select a::text from order_act a where organisation_id = ${o.stage.org}`);
  assert.ok(tables.every((t) => !t.text.includes('pad-7')));
  const item = JSON.parse(shown) as { objects: { id: string }[] };
  const path = `/v1/orders/${id}/items/${item.objects[0]?.id}/location`;
  assert.equal(codeOf(await o.ask('POST', path, undefined, o.stage.handler)), 'request.not-allowed');
  assert.equal(((await o.ask('POST', path, undefined, o.decider)).json as { location: string }).location, secretPath);
  const read = await o.rows(
    sql`select 1 from order_act where organisation_id = ${o.stage.org} and act = 'location_read'`,
  );
  assert.equal(read.length, 1);
  assert.equal(
    codeOf(await o.act(id, 'preserve', { file: { name: 'x', base64: 'eA==' } })),
    'order.act-not-allowed',
    'nothing is ever kept of it',
  );
  const again = await o.ask('POST', '/v1/hotline/reports', { reports: [{ url: secretPath }] });
  assert.equal(
    (again.json as { items: { duplicate: boolean }[] }).items[0]?.duplicate,
    false,
    'back again: a new report with its own 24 hours',
  );
});

test('DSA art. 9: receipt within the hour, effect per item, report back, and the recipient told when effect is given', async () => {
  const o = await orderly('dsa9', '2026-11-20T10:00:00Z');
  const id = await o.take({
    type: 'dsa-9',
    authority: 'Autoriteit Consument en Markt',
    reference: 'D-9',
    urls: [bakeryUrl, 'https://fietsen.example/x'],
    words: {
      replyTo: 'bevelen@acm.example',
      scope: 'Nederland',
      reasons: 'Nagemaakte merken.',
      redress: 'Bezwaar binnen zes weken.',
    },
  });
  await o.work();
  const file = async () =>
    (await o.ask('GET', `/v1/orders/${id}`)).json as {
      state: string;
      objects: { id: string; no: number }[];
      acknowledged_by_itself: boolean;
      recipient_informed_at: string | null;
      effect_at: string;
    };
  assert.equal((await file()).acknowledged_by_itself, true);
  o.world.clock.add({ hours: 2 });
  await o.settle(id, [(await file()).objects[0]?.id ?? '']);
  assert.equal((await file()).state, 'executing');
  o.world.clock.add({ hours: 1 });

  await o.act(id, 'not_done', { item: 2, text: 'staat niet meer op dit netwerk' });
  await o.work();
  o.world.clock.add({ minutes: 2 });
  await o.work();

  const done = await file();
  assert.equal(done.state, 'reported_back');
  assert.equal((await o.clocks(id))['clk-dsa-eff']?.state, 'met');
  const back = mails(o, /bevelen@acm/).at(-1);
  assert.match(back?.text ?? '', /Territoriaal bereik: Nederland/);
  assert.match(back?.text ?? '', /niet uitgevoerd: staat niet meer/);
  assert.equal(mails(o, /k-2\.example/).length, 0, 'nothing was done to the other');
  await o.act(id, 'verify', { text: '404 vanaf twee netten' });
  assert.equal((await o.act(id, 'close')).status, 200);
  assert.equal((await file()).effect_at, done.effect_at, 'what was measured stays as it was, closed or not');
  const receipt = await o.ask('GET', `/v1/orders/${id}/receipt?of=effect`);
  assert.match(JSON.stringify(receipt.json), /bezem-receipt\/1/);
});

test('e-Evidence art. 10(4), 13: an emergency has eight hours; the customer is never told, also not by lifting', async () => {
  const o = await orderly('epoc', '2026-11-20T20:00:00Z');
  const fr = await registered(o, 'Parquet de Paris', 'epoc@justice.example', 'fr');
  o.world.clock.add({ minutes: 1 });
  const id = await o.take({
    type: 'epoc',
    authority: 'Parquet de Paris',
    country: 'fr',
    reference: 'E-1',
    emergency: true,
    items: [{ kind: 'ip', location: '192.0.2.9' }],
  });
  await o.work();
  const clocks = await o.clocks(id);
  assert.equal(clocks['clk-epoc-8h']?.starts_at.until(clocks['clk-epoc-8h'].due_at).total('hours'), 8);
  assert.equal(clocks['clk-epoc-10d'], undefined);
  assert.equal(codeOf(await o.act(id, 'lift', { text: 'x' })), 'order.never-told');
  await o.act(id, 'enforcing', { at: o.world.clock.now().toString() });
  assert.ok((await o.clocks(id))['clk-epoc-96h']);
  await o.act(id, 'defect', { text: 'Welk tijdvak?' });
  await o.work();
  assert.ok(mails(o, /epoc@justice/).some((m) => /ANNEX III/.test(m.text)));
  await o.act(id, 'confirm', { contact: fr.contact, text: 'Mme Martin' });
  await o.act(id, 'approve', {}, o.stage.admin);
  await o.act(
    id,
    'transmit',
    { what: 'subscriber data', sha256: 'b'.repeat(64), channel: 'decentralised IT system' },
    o.decider,
  );
  await o.work();

  assert.equal((await o.clocks(id))['clk-epoc-8h']?.state, 'met');
  assert.equal(o.world.mail.sent.filter((m) => /@(?:k|w)-/.test(m.to)).length, 0);
});

test('EPOC-PR and 126ni: sixty days and ninety, thirty more when asked; then released on time', async () => {
  const o = await orderly('keep', '2026-11-20T10:00:00Z');
  const id = await o.take({
    type: 'epoc-pr',
    authority: 'Parquet de Paris',
    country: 'fr',
    reference: 'PR-1',
    items: [{ kind: 'account', location: 'huurder@voorbeeld.example' }],
  });
  await o.act(id, 'keep', { what: 'mailbox, op onze eigen schijf' });
  const due = (await o.clocks(id))['clk-epocpr']?.due_at;
  assert.equal(due?.toString(), '2027-01-19T23:00:00Z');

  await o.act(id, 'extend_preserved', { until: '2027-02-18T23:00:00Z', text: 'Annex VI' });
  await o.pass(at('2027-02-01T00:00:00Z'));
  assert.equal(
    (await o.rows(sql`select 1 from preserved where organisation_id = ${o.stage.org} and destroyed_at is null`)).length,
    1,
  );
  await o.pass(at('2027-02-18T23:00:00Z'));

  assert.equal(
    (await o.rows(sql`select 1 from preserved where organisation_id = ${o.stage.org} and destroyed_at is null`)).length,
    0,
  );
});

test('a request from a third country gets the way by treaty and no data', async () => {
  const o = await orderly('third', '2026-11-20T10:00:00Z');
  const id = await o.take({
    type: 'third-country',
    authority: 'District Attorney',
    country: 'us',
    reference: 'US-1',
    items: [{ kind: 'ip', location: '192.0.2.9' }],
    words: { replyTo: 'da@county.example' },
  });
  await o.work();

  assert.equal(
    codeOf(await o.act(id, 'transmit', { what: 'x', sha256: 'c'.repeat(64) }, o.decider)),
    'order.act-not-allowed',
  );
  assert.equal((await o.act(id, 'answer')).status, 200);
  await o.work();

  const letter = mails(o, /da@county/).at(-1);
  assert.match(letter?.text ?? '', /Ministry of Justice and Security/);
  assert.equal(letter?.attachments.length, 0);
});

test('a gateway that fails is seen, the next way is tried, and who does not answer is passed by after the minutes of the house', async () => {
  const o = await orderly('callout', '2026-11-20T20:00:00Z');
  const member = (a: unknown) => (a as { id: string }).id;
  const shift = (who: unknown, rank: number) =>
    o.ask(
      'POST',
      '/v1/duty/shifts',
      { member: member(who), rank, starts_at: '2026-11-20T17:00:00Z', ends_at: '2026-11-21T07:00:00Z' },
      o.decider,
    );
  await shift(o.stage.handler, 1);
  await shift(o.decider, 2);
  await o.ask(
    'POST',
    '/v1/duty/ways',
    { member: member(o.stage.handler), kind: 'ntfy', url: 'https://nowhere.example/topic' },
    o.stage.admin,
  );
  const id = await o.take({ type: 'tco-3', authority: 'ATKM', reference: 'Q', urls: [bakeryUrl] });
  await o.work();
  const tries = await o.rows(
    sql<{
      kind: string;
      outcome: string;
    }>`select kind, outcome from callout_try where organisation_id = ${o.stage.org} order by no`,
  );
  assert.deepEqual(
    tries.map((t) => [t.kind, t.outcome]),
    [
      ['ntfy', 'failed'],
      ['mail', 'accepted'],
    ],
  );

  await o.pass({ minutes: 5 });
  assert.equal(mails(o, /dirk@/).length, 1, 'the second in line');
  await o.act(id, 'answer_callout', {}, o.decider);
  const before = o.world.mail.sent.length;
  await o.pass({ minutes: 4 });

  assert.equal(o.world.mail.sent.length, before, 'somebody has it: it rings no more until the next warning');
  assert.ok(
    !o.world.mail.sent.some((m) => /hanna@|dirk@/.test(m.to) && /bakkerij/i.test(m.text)),
    'a call-out names no customer',
  );
});

test('a stranger in another organisation finds no order', async () => {
  const o = await orderly('walls-a', '2026-11-20T10:00:00Z');
  const id = await o.take({ type: 'dsa-9', authority: 'X', reference: 'W', urls: [bakeryUrl] });
  const { setStage } = await import('./provider.ts');
  const other = await setStage(o.world, 'walls-b');

  const { orderById } = await import('#orders/store');
  await assert.rejects(
    o.world.db.in(other.org, (tx) => orderById(tx, id)),
    (fault: Refused) => fault instanceof Refused && fault.refusal.code === 'request.not-found',
  );
});
