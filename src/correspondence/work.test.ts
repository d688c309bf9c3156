/** Letters at work on a real database: whole or not at all, undone in time, checked before leaving, never sent as what they were before. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { destroyKey } from '#evidence/store';
import { sql, type Tx } from '#io/db';
import { newId } from '#io/dice';
import { runDue } from '#io/jobs';
import type { Mail } from '#io/mail';
import { testWorld } from '#io/testing';
import type { World } from '#io/world';
import { type Actor, type Id, Refused } from '#kernel';
import { loadLaw } from '#law/work';
import { type CaseFacts, composeFields, seenCsv } from './compose.ts';
import type { LetterState } from './letter.ts';
import { attemptsOf, letterById } from './store.ts';
import {
  changeLetter,
  type Letter,
  type LettersHanded,
  letterBehind,
  letterJobs,
  letterPreview,
  matchAnswer,
  type QueueLetter,
  queueLetter,
  type Recheck,
  readAnswers,
  readLetter,
  sendNow,
  takeAnswer,
  takeBounce,
  undoLetter,
} from './work.ts';

const world = await testWorld('letters');
const law = await loadLaw();
const start = Temporal.Instant.from('2026-11-22T10:00:00Z');
const handler: Actor = { kind: 'member', id: newId(world, 'mbr'), role: 'handler', name: 'H' };
const reader: Actor = { kind: 'member', id: newId(world, 'mbr'), role: 'reader', name: 'R' };

let counter = 0;
async function organisation(settings: Record<string, unknown> = {}): Promise<Id<'org'>> {
  const id = newId(world, 'org');
  world.clock.set(start);
  world.mail.sent.length = 0;
  world.mail.answer = { outcome: 'accepted', response: '250 ok' };
  await world.db.owner((tx) => tx.rows(sql`delete from job`));
  await world.db.in(id, (tx) =>
    tx.rows(sql`
      insert into organisation (organisation_id, slug, name, kind, settings, created_at)
      values (${id}, ${`house-${counter++}`}, 'Voorbeeldhost', 'provider', ${JSON.stringify(settings)}::jsonb, now())`),
  );
  return id;
}

const facts = (more: Partial<CaseFacts> = {}): CaseFacts => ({
  zone: 'Europe/Amsterdam',
  organisationName: 'Voorbeeldhost',
  audience: 'customer',
  caseNumber: 'BZ-26-000001',
  recipientName: 'Bakker',
  course: law.actions.get('phishing') ?? assert.fail('no course phishing'),
  resource: '192.0.2.25',
  seen: [
    {
      seenAt: start,
      precision: 'exact',
      where: '192.0.2.25',
      port: 80,
      what: { nl: 'phishing', en: 'phishing' },
      kind: 'fraud.phishing',
    },
  ],
  dueAt: start.add({ hours: 4 }),
  consequence: { nl: 'sluiten wij het pad af', en: 'we close the path' },
  ground: { nl: 'onze voorwaarden', en: 'our terms' },
  ...more,
});

function letterTo(address: string, more: Partial<QueueLetter> = {}): QueueLetter {
  return {
    template: 'ltr-warn',
    language: 'nl',
    audience: 'customer',
    party: newId(world, 'party'),
    contact: { id: newId(world, 'cnt'), address },
    case: newId(world, 'case'),
    reference: 'BZ-26-000001',
    action: { id: 'phishing', version: 1 },
    fields: composeFields(facts()),
    attachments: [{ name: 'findings.csv', type: 'text/csv', bytes: seenCsv(facts().seen) }],
    by: handler,
    link: true,
    ...more,
  };
}

interface Told {
  readonly sent: string[];
  readonly undeliverable: string[];
  readonly stopped: string[];
}

function listening(recheck: LettersHanded['recheck'] = async () => ({ go: true })) {
  const told: Told = { sent: [], undeliverable: [], stopped: [] };
  const handed: LettersHanded = {
    from: 'abuse@desk.example',
    recheck,
    onSent: async (_w: World, _tx: Tx, l: Letter) => {
      told.sent.push(l.id);
    },
    onUndeliverable: async (_w, _tx, l, how) => {
      told.undeliverable.push(`${l.id} ${how.state}`);
    },
    onStopped: async (_w, _tx, l, why) => {
      told.stopped.push(`${l.id} ${why}`);
    },
  };
  return { told, handed };
}

const run = (handed: LettersHanded) => runDue(world, 'normal', letterJobs(handed));
const runUrgent = (handed: LettersHanded) => runDue(world, 'urgent', letterJobs(handed));
const queue = (org: Id<'org'>, input: QueueLetter) => world.db.in(org, (tx) => queueLetter(world, tx, input));
const stateOf = async (org: Id<'org'>, id: string): Promise<LetterState | undefined> =>
  (await world.db.in(org, (tx) => letterById(tx, id)))?.state;
const sentTo = (address: string): readonly Mail[] => world.mail.sent.filter((m) => m.to === address);
const refusal = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (e: unknown) => (e instanceof Refused ? e.refusal.code : String(e)),
  );
const linkIn = (mail: Mail | undefined) => /http:\/\/desk\.example\/o\/([\w-]+)\/l\/([\w-]+)/.exec(mail?.text ?? '');

test('a letter waits for its undo, leaves once, and carries text, HTML, attachment and a working link', async () => {
  const org = await organisation({ abuse_address: 'abuse@voorbeeldhost.example', sender_name: 'Abuse desk' });
  const { told, handed } = listening();
  const id = await queue(org, letterTo('a@customer.example'));

  await run(handed);
  const early = world.mail.sent.length;
  world.clock.add({ seconds: 61 });
  await run(handed);
  await run(handed);

  const [mail] = sentTo('a@customer.example');
  const link = linkIn(mail);
  assert.equal(early, 0);
  assert.equal(world.mail.sent.length, 1);
  assert.equal(mail?.messageId, `<${id}@desk.example>`);
  assert.deepEqual(mail?.from, { name: 'Abuse desk', address: 'abuse@desk.example' });
  assert.equal(mail?.replyTo, 'abuse@voorbeeldhost.example');
  assert.match(
    mail?.subject ?? '',
    /\[BZ-26-000001\] Actie nodig vóór zondag 22 november 2026 15:00 CET \(14:00 UTC\)/,
  );
  assert.match(mail?.html ?? '', /<table/);
  assert.equal(mail?.attachments[0]?.name, 'findings.csv');
  assert.equal((await letterBehind(world, link?.[1] ?? '', link?.[2] ?? ''))?.letter, id);
  assert.equal(await stateOf(org, id), 'sent');
  assert.deepEqual(told.sent, [id]);
});

test('a letter undone within its time is never sent, and its link opens nothing', async () => {
  const org = await organisation();
  const { handed } = listening();
  const id = await queue(org, letterTo('undo@customer.example'));
  world.clock.add({ seconds: 59 });

  await undoLetter(world, org, id, 1, handler);
  world.clock.add({ hours: 30 });
  await run(handed);

  const links = await world.db.in(org, (tx) =>
    tx.rows(sql<{ revoked_at: Temporal.Instant | null }>`select revoked_at from letter_link where letter_id = ${id}`),
  );
  assert.equal(world.mail.sent.length, 0);
  assert.equal(await stateOf(org, id), 'undone');
  assert.ok(links[0]?.revoked_at);
});

test('of a letter that was changed only the new words go out, whichever job comes first', async () => {
  const org = await organisation();
  const { handed } = listening();
  const id = await queue(org, letterTo('edit@customer.example'));
  world.clock.add({ seconds: 50 });

  const changed = await world.db.in(org, (tx) =>
    changeLetter(world, tx, id, 1, { fields: composeFields(facts({ note: 'De nieuwe woorden.' })) }, handler),
  );
  world.clock.add({ seconds: 20 });
  await run(handed);
  const beforeItsTime = world.mail.sent.length;
  world.clock.add({ seconds: 60 });
  await run(handed);

  assert.equal(changed.version, 2);
  assert.equal(beforeItsTime, 0, 'the new version has its own time for undo');
  assert.equal(world.mail.sent.length, 1);
  assert.match(world.mail.sent[0]?.text ?? '', /De nieuwe woorden/);
  assert.ok(linkIn(world.mail.sent[0]));
});

test('a letter undone and written again goes out once, in its second form', async () => {
  const org = await organisation();
  const { handed } = listening();
  const input = letterTo('again@customer.example');
  const first = await queue(org, input);
  await undoLetter(world, org, first, 1, handler);

  await queue(org, { ...input, fields: composeFields(facts({ note: 'Tweede poging.' })) });
  world.clock.add({ minutes: 5 });
  await run(handed);

  assert.equal(world.mail.sent.length, 1);
  assert.match(world.mail.sent[0]?.text ?? '', /Tweede poging/);
});

test('an undo of another version, by a reader, or too late is refused', async () => {
  const org = await organisation();
  const { handed } = listening();
  const id = await queue(org, letterTo('late@customer.example'));

  const other = await refusal(undoLetter(world, org, id, 7, handler));
  const notAllowed = await refusal(undoLetter(world, org, id, 1, reader));
  world.clock.add({ minutes: 5 });
  await run(handed);
  const late = await refusal(undoLetter(world, org, id, 1, handler));
  const stranger = await refusal(undoLetter(world, await organisation(), id, 1, handler));

  assert.deepEqual(
    [other, notAllowed, late, stranger],
    ['request.changed-meanwhile', 'request.not-allowed', 'letter.already-sent', 'request.not-found'],
  );
});

test('undo and sending at the same moment: either it was sent or it was undone, never both', async () => {
  const org = await organisation();
  const { handed } = listening();
  const ids: Id<'let'>[] = [];
  for (let i = 0; i < 10; i++) ids.push(await queue(org, letterTo(`race${i}@customer.example`, { undoSeconds: 0 })));

  const undone = Promise.all(ids.map((id) => refusal(undoLetter(world, org, id, 1, handler))));
  await Promise.all([run(handed), run(handed)]);
  const outcomes = await undone;
  await run(handed);

  for (const [i, id] of ids.entries()) {
    const mails = sentTo(`race${i}@customer.example`).length;
    assert.equal(mails, outcomes[i] === 'done' ? 0 : 1);
    assert.equal(await stateOf(org, id), outcomes[i] === 'done' ? 'undone' : 'sent');
  }
});

test('a letter that lacks a field, a link or a good address is refused with what is missing, and nothing is queued', async () => {
  const org = await organisation();
  const missing = (input: QueueLetter): Promise<string[]> =>
    queue(org, input).then(
      () => [],
      (e: unknown) => (e instanceof Refused ? Object.keys(e.refusal.fields ?? {}) : [String(e)]),
    );

  const field = await missing(letterTo('x@customer.example', { fields: composeFields(facts({ dueAt: null })) }));
  const link = await missing(letterTo('x@customer.example', { link: false }));
  const address = await missing(letterTo('x@customer.example\r\nBcc: y@example.org'));
  const english = await missing(
    letterTo('x@customer.example', { language: 'both', fields: { nl: composeFields(facts()).nl } }),
  );

  const left = await world.db.in(org, (tx) => tx.rows(sql<{ n: number }>`select count(*)::int n from letter`));
  assert.deepEqual(field, ['dueAt']);
  assert.deepEqual(link, ['answerLink']);
  assert.deepEqual(address, ['recipient']);
  assert.ok(english.includes('caseNumber'));
  assert.equal(left[0]?.n, 0);
});

test('unknown language: one letter, Dutch first and then English', async () => {
  const org = await organisation();
  const { handed } = listening();
  await queue(org, letterTo('both@customer.example', { language: 'both', undoSeconds: 0 }));

  await run(handed);

  const text = world.mail.sent[0]?.text ?? '';
  assert.ok(text.indexOf('Beste Bakker') >= 0 && text.indexOf('Beste Bakker') < text.indexOf('Dear Bakker'));
});

test('the check just before sending stops a letter whose case is gone, and says why', async () => {
  const org = await organisation();
  const { told, handed } = listening(async () => ({ go: false, why: 'holder.changed' }));
  const id = await queue(org, letterTo('moved@customer.example', { undoSeconds: 0 }));

  await run(handed);

  const letter = await world.db.in(org, (tx) => letterById(tx, id));
  assert.equal(world.mail.sent.length, 0);
  assert.equal(letter?.state, 'stopped');
  assert.equal(letter?.why, 'holder.changed');
  assert.deepEqual(told.stopped, [`${id} holder.changed`]);
});

test('a check that says "not yet" keeps the letter in the outbox, still undoable', async () => {
  const org = await organisation();
  let answer: Recheck = { later: start.add({ hours: 2 }) };
  const { handed } = listening(async () => answer);
  const id = await queue(org, letterTo('later@customer.example', { undoSeconds: 0 }));

  await run(handed);
  const waiting = await stateOf(org, id);
  world.clock.add({ hours: 1 });
  await run(handed);
  const still = world.mail.sent.length;
  answer = { go: true };
  world.clock.add({ hours: 1, seconds: 1 });
  await run(handed);

  assert.equal(waiting, 'queued');
  assert.equal(still, 0);
  assert.equal(await stateOf(org, id), 'sent');
});

test('a crash between sending and writing it down sends again under the same Message-ID, and records one letter', async () => {
  const org = await organisation();
  const { told, handed } = listening();
  const id = await queue(org, letterTo('crash@customer.example', { undoSeconds: 0 }));
  const crashing: World = {
    ...world,
    mail: {
      ...world.mail,
      send: async (m) => {
        world.mail.sent.push(m);
        throw new Error('the process died here');
      },
    },
  };

  await runDue(crashing, 'normal', letterJobs(handed));
  const between = await stateOf(org, id);
  const undo = await refusal(undoLetter(world, org, id, 1, handler));
  world.clock.add({ minutes: 1 });
  await run(handed);
  const whileInHand = world.mail.sent.length;
  world.clock.add({ minutes: 10 });
  await run(handed);

  assert.equal(between, 'sending');
  assert.equal(undo, 'letter.already-sent', 'nobody can say that nothing was sent');
  assert.equal(whileInHand, 1, 'another worker waits while the first may still be alive');
  assert.deepEqual(
    world.mail.sent.map((m) => m.messageId),
    [`<${id}@desk.example>`, `<${id}@desk.example>`],
  );
  assert.equal(await stateOf(org, id), 'sent');
  assert.deepEqual(told.sent, [id]);
});

test('what follows from a sent letter may fail: it is tried again, and the letter does not go again', async () => {
  const org = await organisation();
  const { told, handed } = listening();
  let failures = 0;
  const failing: LettersHanded = {
    ...handed,
    onSent: async (w, tx, l) => {
      if (failures++ < 2) throw new Error('the clock of the case could not start');
      await handed.onSent?.(w, tx, l);
    },
  };
  const id = await queue(org, letterTo('follow@customer.example', { undoSeconds: 0 }));

  await run(failing);
  const recorded = await stateOf(org, id);
  for (let i = 0; i < 3; i++) {
    world.clock.add({ minutes: 10 });
    await run(failing);
  }

  assert.equal(recorded, 'sent');
  assert.equal(world.mail.sent.length, 1);
  assert.equal(failures, 3);
  assert.deepEqual(told.sent, [id]);
});

test('a deferred letter is tried again later, gives up after four days, and tells', async () => {
  const org = await organisation();
  const { told, handed } = listening();
  const id = await queue(org, letterTo('slow@customer.example', { undoSeconds: 0 }));
  world.mail.answer = { outcome: 'deferred', response: '451 try <slow@customer.example> later' };

  await run(handed);
  const once = await stateOf(org, id);
  for (let i = 0; i < 200 && (await stateOf(org, id)) === 'sending'; i++) {
    world.clock.add({ hours: 1 });
    await run(handed);
  }

  const attempts = await world.db.in(org, (tx) => attemptsOf(tx, id));
  assert.equal(once, 'sending');
  assert.equal(await stateOf(org, id), 'failed');
  assert.deepEqual(told.undeliverable, [`${id} failed`]);
  assert.ok(attempts.length > 20 && attempts.length < 60, `${attempts.length} attempts`);
  assert.ok(
    attempts.every((a) => !a.response?.includes('slow@customer')),
    'no address outlives an erasure here',
  );
});

test('a refused letter bounces at once', async () => {
  const org = await organisation();
  const { told, handed } = listening();
  const id = await queue(org, letterTo('nobody@customer.example', { undoSeconds: 0 }));
  world.mail.answer = { outcome: 'refused', response: '550 5.1.1 unknown' };

  await run(handed);

  assert.equal(await stateOf(org, id), 'bounced');
  assert.deepEqual(told.undeliverable, [`${id} bounced`]);
});

test('without a way out letters are held, can still be undone, and go when there is one', async () => {
  const org = await organisation();
  const { handed } = listening();
  const [stays, goes] = [
    await queue(org, letterTo('held1@customer.example', { undoSeconds: 0 })),
    await queue(org, letterTo('held2@customer.example', { undoSeconds: 0 })),
  ];
  world.mail.answer = { outcome: 'held', response: 'off' };

  await run(handed);
  const held = await world.db.in(org, (tx) => letterById(tx, goes));
  await undoLetter(world, org, stays, 1, handler);
  world.mail.answer = { outcome: 'accepted', response: '250' };
  world.clock.add({ minutes: 6 });
  await run(handed);

  assert.deepEqual([held?.state, held?.why, held?.tries], ['held', 'mail.off', 0]);
  assert.deepEqual(
    world.mail.sent.map((m) => m.to),
    ['held2@customer.example'],
  );
});

test('"send now" does not wait for undo, and still checks', async () => {
  const org = await organisation();
  const { handed } = listening();
  const id = await queue(org, letterTo('now@customer.example', { undoSeconds: 300 }));

  await world.db.in(org, (tx) => sendNow(world, tx, id, 1, handler));
  await runUrgent(handed);
  world.clock.add({ minutes: 6 });
  await run(handed);

  assert.equal(world.mail.sent.length, 1);
});

test('a delivery report bounces the letter it names and nothing else', async () => {
  const org = await organisation();
  const { told, handed } = listening();
  const id = await queue(org, letterTo('dsn@customer.example', { undoSeconds: 0 }));
  await run(handed);
  const report = (messageId: string, action: 'failed' | 'delivered' | 'delayed') => ({
    messageId,
    recipients: [{ address: 'dsn@customer.example', action, status: '5.1.1', diagnostic: '550 dsn@customer.example' }],
  });
  const take = (messageId: string, action: 'failed' | 'delivered' | 'delayed') =>
    world.db.in(org, (tx) => takeBounce(world, tx, report(messageId, action), handed));

  await take(`<${id}@desk.example>`, 'delayed');
  const delayed = await stateOf(org, id);
  await take(`<${id}@desk.example>`, 'delivered');
  const delivered = await stateOf(org, id);
  const strange = await take('<other@desk.example>', 'failed');
  await take(`<${id}@desk.example>`, 'failed');
  await take(`<${id}@desk.example>`, 'failed');

  assert.deepEqual([delayed, delivered, strange], ['sent', 'delivered', undefined]);
  assert.equal(await stateOf(org, id), 'bounced');
  assert.deepEqual(told.undeliverable, [`${id} bounced`]);
});

test('a second letter of the same case to the same contact stands in the thread of the first', async () => {
  const org = await organisation();
  const { handed } = listening();
  const input = letterTo('thread@customer.example', { undoSeconds: 0 });
  const first = await queue(org, input);
  await run(handed);

  await queue(org, {
    ...input,
    template: 'ltr-update',
    fields: composeFields(facts({ news: { nl: 'Nog te zien.', en: 'Still there.' } })),
  });
  await run(handed);

  assert.equal(world.mail.sent[1]?.inReplyTo, `<${first}@desk.example>`);
});

test('letters without hurry are joined into one overview a day; one that no longer holds falls out', async () => {
  const org = await organisation();
  const contact = { id: newId(world, 'cnt'), address: 'digest@customer.example' };
  const party = newId(world, 'party');
  const point = (n: number) =>
    letterTo(contact.address, {
      party,
      contact,
      reference: `BZ-26-00010${n}`,
      rhythm: 'digest',
      dueAt: start.add({ hours: 24 * (n + 1) }),
      fields: composeFields(facts({ caseNumber: `BZ-26-00010${n}`, dueAt: start.add({ hours: 24 * (n + 1) }) })),
    });
  const ids = [await queue(org, point(1)), await queue(org, point(2)), await queue(org, point(3))];
  const { told, handed } = listening(async (_w, _tx, l) =>
    l.id === ids[1] ? { go: false, why: 'case.closed' } : { go: true },
  );

  world.clock.set(Temporal.Instant.from('2026-11-23T06:59:00Z'));
  await run(handed);
  const early = world.mail.sent.length;
  world.clock.set(Temporal.Instant.from('2026-11-23T07:00:01Z'));
  await run(handed);
  await run(handed);

  const [mail] = world.mail.sent;
  const link = linkIn(mail);
  const digest = await letterBehind(world, link?.[1] ?? '', link?.[2] ?? '');
  assert.equal(early, 0);
  assert.equal(world.mail.sent.length, 1);
  assert.match(mail?.subject ?? '', /Overzicht 23 november 2026: 2 punten/);
  assert.match(mail?.text ?? '', /BZ-26-000101[\s\S]*BZ-26-000103/);
  assert.doesNotMatch(mail?.text ?? '', /BZ-26-000102/);
  assert.deepEqual(
    mail?.attachments.map((a) => a.name),
    ['overview.csv', 'findings.csv'],
  );
  assert.match(
    Buffer.from(mail?.attachments[1]?.bytes ?? []).toString(),
    /^letter,seen_at[^\r]*\r\nBZ-26-000101,2026[^\r]*\r\nBZ-26-000103,2026/,
  );
  assert.deepEqual(await Promise.all(ids.map((id) => stateOf(org, id))), ['joined', 'stopped', 'joined']);
  assert.equal(told.sent[0], digest?.letter);
  assert.deepEqual(told.sent.slice(1).sort(), [ids[0], ids[2]].sort());
});

test('a letter left alone at the time of its digest goes out as it is', async () => {
  const org = await organisation();
  const { handed } = listening();
  const id = await queue(org, letterTo('alone@customer.example', { rhythm: 'weekly' }));

  world.clock.set(Temporal.Instant.from('2026-11-23T07:00:01Z'));
  await run(handed);
  await run(handed);

  assert.equal(await stateOf(org, id), 'sent');
  assert.match(world.mail.sent[0]?.subject ?? '', /Actie nodig/);
});

test('a letter that waits for its digest can be sent now, and the digest leaves it out', async () => {
  const org = await organisation();
  const { handed } = listening();
  const contact = { id: newId(world, 'cnt'), address: 'hurry@customer.example' };
  const party = newId(world, 'party');
  const ids: Id<'let'>[] = [];
  for (let i = 0; i < 3; i++)
    ids.push(await queue(org, letterTo(contact.address, { party, contact, rhythm: 'digest' })));

  await world.db.in(org, (tx) => sendNow(world, tx, ids[0] ?? '', 1, handler));
  await runUrgent(handed);
  world.clock.set(Temporal.Instant.from('2026-11-23T07:00:01Z'));
  await run(handed);
  await run(handed);

  assert.deepEqual(await Promise.all(ids.map((id) => stateOf(org, id))), ['sent', 'joined', 'joined']);
  assert.equal(world.mail.sent.length, 2);
  assert.match(world.mail.sent[1]?.subject ?? '', /2 punten/);
});

test('the words lie encrypted under the key of the party, and reading them is journalled', async () => {
  const org = await organisation();
  const party = newId(world, 'party');
  const id = await queue(org, letterTo('geheim@customer.example', { party }));

  const read = await world.db.in(org, (tx) => readLetter(world, tx, id, handler));
  const notAllowed = await refusal(world.db.in(org, (tx) => readLetter(world, tx, id, reader)));

  const rows = await world.db.in(org, (tx) =>
    tx.rows(sql<{ row: string; acts: string }>`
      select l::text || encode(l.sealed, 'escape') row, (select string_agg(act, ' ') from journal_leaf) acts from letter l where id = ${id}`),
  );
  assert.match(read.words?.text ?? '', /Bakker/);
  assert.equal(notAllowed, 'request.not-allowed');
  assert.doesNotMatch(rows[0]?.row ?? '', /geheim|Bakker/);
  assert.match(rows[0]?.acts ?? '', /letter\.queue letter\.read/);
});

test('once the party is erased its letters have no words, and one still waiting is not sent', async () => {
  const org = await organisation();
  const { told, handed } = listening();
  const party = newId(world, 'party');
  const sent = await queue(org, letterTo('weg@customer.example', { party, undoSeconds: 0 }));
  await run(handed);
  await world.db.in(org, (tx) =>
    takeAnswer(world, tx, { letter: sent, kind: 'question', text: 'Wie bent u?', channel: 'page' }),
  );
  const waiting = await queue(org, letterTo('weg@customer.example', { party }));

  await world.db.in(org, async (tx) => {
    const keys = await tx.rows(sql<{ id: string }>`select id from data_key where subject = ${party}`);
    for (const key of keys) await destroyKey(world, tx, key.id, 'test');
  });
  world.clock.add({ minutes: 5 });
  await run(handed);

  const read = await world.db.in(org, (tx) => readLetter(world, tx, sent, handler));
  assert.equal(read.words, null);
  assert.deepEqual(
    read.answers.map((a) => a.text),
    [null],
  );
  assert.equal(await stateOf(org, waiting), 'stopped');
  assert.deepEqual(told.stopped, [`${waiting} erased`]);
  assert.equal(world.mail.sent.length, 1);
});

test('a preview shows what would go and what is missing, and writes nothing', async () => {
  const org = await organisation();
  const whole = letterTo('preview@customer.example');

  const [shown, lacking] = await world.db.in(org, async (tx) => [
    await letterPreview(world, tx, whole),
    await letterPreview(world, tx, { ...whole, contact: null, fields: composeFields(facts({ ground: null })) }),
  ]);

  const left = await world.db.in(org, (tx) => tx.rows(sql<{ n: number }>`select count(*)::int n from letter`));
  assert.match(shown?.rendered?.text ?? '', /Los dit op/);
  assert.deepEqual(shown?.missing, []);
  assert.deepEqual(lacking?.missing, ['recipient', 'ground']);
  assert.equal(left[0]?.n, 0);
});

test('an answer lands once, however often it is sent, and is told once', async () => {
  const org = await organisation();
  const { handed } = listening();
  const id = await queue(org, letterTo('answers@customer.example', { undoSeconds: 0 }));
  await run(handed);
  const told: string[] = [];
  const take = (once: string | undefined, text = 'Map verwijderd.') =>
    world.db.in(org, (tx) =>
      takeAnswer(
        world,
        tx,
        { letter: id, kind: 'fixed', text, channel: 'mail', ...(once ? { once } : {}) },
        async (_w, _tx, answer, letter, words) => {
          told.push(`${letter.id} ${answer.kind} ${words}`);
        },
      ),
    );

  const twice = await Promise.all([take('<1@customer.example>'), take('<1@customer.example>')]);
  const later = await take('<2@customer.example>');
  const bare = [await take(undefined), await take(undefined)];

  const read = await world.db.in(org, (tx) => readAnswers(world, tx, { letter: id }));
  assert.equal(twice[0]?.answer.id, twice[1]?.answer.id);
  assert.equal(twice.filter((a) => a.isNew).length, 1);
  assert.ok(later.isNew);
  assert.deepEqual(
    bare.map((a) => a.isNew),
    [true, false],
  );
  assert.equal(read.length, 3);
  assert.deepEqual(told, Array(3).fill(`${id} fixed Map verwijderd.`));
});

test('an answer whose handling fails did not land', async () => {
  const org = await organisation();
  const id = await queue(org, letterTo('fails@customer.example'));

  const failed = await refusal(
    world.db.in(org, (tx) =>
      takeAnswer(world, tx, { letter: id, kind: 'fixed', text: 'x', channel: 'page' }, async () => {
        throw new Error('the case is locked');
      }),
    ),
  );

  const read = await world.db.in(org, (tx) => readAnswers(world, tx, { letter: id }));
  assert.match(failed, /the case is locked/);
  assert.equal(read.length, 0);
});

test('a mail finds its letter by what it answers, or by number and sender together', async () => {
  const org = await organisation();
  const { handed } = listening();
  const id = await queue(org, letterTo('Mail@customer.example', { undoSeconds: 0, reference: 'BZ-26-000777' }));
  await run(handed);
  const match = async (headers: Parameters<typeof matchAnswer>[2]) => {
    const found = await world.db.in(org, (tx) => matchAnswer(world, tx, headers));
    return found && `${found.how} ${found.letter.id === id}`;
  };

  assert.equal(await match({ inReplyTo: `<${id}@desk.example>` }), 'message_id true');
  assert.equal(
    await match({ references: `<x@y.example> <${id}@desk.example>`, from: 'else@other.example' }),
    'message_id true',
  );
  assert.equal(await match({ subject: 'Re: [BZ-26-000777] iets', from: 'mail@Customer.example' }), 'number true');
  assert.equal(await match({ subject: 'Re: [BZ-26-000777] iets', from: 'else@other.example' }), undefined);
  assert.equal(await match({ subject: 'Re: [BZ-26-000778] iets', from: 'mail@customer.example' }), undefined);
});
