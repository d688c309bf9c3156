/** Requests for data by who cannot order it: HR 25 November 2005 (Lycos/Pessers), Cbw art. 50, GDPR art. 12. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { tick } from '#deadlines/work';
import { actOnDisclosure, showDisclosure, sweepDisclosures, takeDisclosure } from '#disclosure/work';
import { openReaders } from '#intake/readers';
import { receive } from '#intake/work';
import { sql } from '#io/db';
import { sha256 } from '#io/dice';
import { runDue } from '#io/jobs';
import { testWorld } from '#io/testing';
import { checkReceipt } from '#journal';
import { verifies } from '#journal/proof';
import { type Actor, Refused } from '#kernel';
import { loadLaw } from '#law/work';
import { addMember } from '#organisations/work';
import { planOf } from '../src/plan.ts';
import { type Stage, setStage } from './provider.ts';

const world = await testWorld('disclosure');
const readers = openReaders({ size: 1, kinds: (await loadLaw()).kinds.values() });
after(() => readers.close());
const plan = await planOf(world, readers, 'abuse@voorbeeldhost.example');
const at = (text: string) => Temporal.Instant.from(text);
const saysNo = (code: string) => (cause: unknown) => cause instanceof Refused && cause.refusal.code === code;

async function work(): Promise<void> {
  for (let round = 0; round < 30; round++) {
    let ran = 0;
    for (const lane of ['urgent', 'normal', 'bulk'] as const) ran += await runDue(world, lane, plan.jobs, 50);
    if (ran === 0) return;
  }
}
async function deciders(stage: Stage): Promise<readonly [Actor, Actor]> {
  const one = async (name: string): Promise<Actor> => {
    const made = await addMember(
      world,
      stage.org,
      { kind: 'engine' },
      { email: `${name}@${stage.slug}.example`, name, role: 'decider' },
    );
    return { kind: 'member', id: made.id, role: 'decider', name };
  };
  return [await one('dora'), await one('dirk')];
}
const actor = (stage: Stage, id: string) => (name: string, given: Parameters<typeof actOnDisclosure>[4], by: Actor) =>
  world.db.in(stage.org, (tx) => actOnDisclosure(world, tx, id, name, given, by));
const yes = (why: string) => ({ yes: true, why });

test('Lycos/Pessers: the customer is heard without the name of who asks, four questions with reasons, one decides, another agrees, only then name and address leave', async () => {
  world.clock.set(at('2026-11-18T09:00:00Z'));
  const stage = await setStage(world, 'pessers');
  const [dora, dirk] = await deciders(stage);
  const { id, number } = await takeDisclosure(
    world,
    stage.org,
    {
      kind: 'private',
      language: 'nl',
      name: 'B. Pietersen',
      email: 'pessers@postzegel.example',
      reason: 'Op de site staat dat ik een bedrieger ben; ik wil de plaatser aanspreken.',
      about: ['https://fietsen.example/bedrieger'],
      asked: ['name', 'address'],
      party: stage.parties.bikes,
    },
    stage.handler,
  );
  await work();
  assert.match(number, /^VZ-26-/);
  const receipt = world.mail.sent.at(-1)?.attachments?.[0];
  assert.ok(receipt);
  assert.deepEqual(checkReceipt(JSON.parse(Buffer.from(receipt.bytes).toString()), sha256, verifies).faults, []);

  const act = actor(stage, id);
  await act(
    'hear',
    { text: 'Iemand zegt dat uw stuk van 3 november hem ten onrechte van bedrog beschuldigt.' },
    stage.handler,
  );
  world.clock.add({ minutes: 2 });
  await work();
  const heard = world.mail.sent.at(-1);
  assert.equal(heard?.to, 'abuse@k-2.example');
  assert.doesNotMatch(heard?.text ?? '', /Pietersen/);
  await receive(world, stage.org, {
    channel: 'smtp',
    name: 'answer.eml',
    bytes: Buffer.from(
      `From: abuse@k-2.example\r\nTo: abuse@pessers.example\r\nSubject: Re: ${heard?.subject}\r\nMessage-ID: <h1@k-2.example>\r\nDate: Wed, 18 Nov 2026 11:00:00 +0100\r\n\r\nWij willen niet dat u onze naam geeft.\r\n`,
    ),
    envelope: { from: 'abuse@k-2.example', to: ['abuse@pessers.example'] },
    by: { kind: 'engine' },
  });
  await work();
  const shown = () => world.db.in(stage.org, (tx) => showDisclosure(world, tx, id, dora));
  assert.equal((await shown()).state, 'heard');

  const decision = {
    outcome: 'granted' as const,
    fields: { name: 'Trapper Fietsen VOF', address: 'Fietspad 1, Utrecht' },
    balancing: 'Het belang om zich te verweren weegt hier zwaarder dan dat om anoniem te beschuldigen.',
  };
  const test = {
    plausible: yes('De beschuldiging is zonder bron en schaadt zijn handel.'),
    interest: yes('Zonder naam kan hij niemand aanspreken.'),
    no_other_way: yes('De plaatser is niet bereikbaar via de site.'),
    balance: yes('Het verweer weegt zwaarder.'),
  };
  await assert.rejects(act('assess', {}, stage.handler), saysNo('disclosure.not-whole'));
  await act(
    'assess',
    { test: { ...test, no_other_way: { yes: false, why: 'De site heeft een contactformulier.' } } },
    stage.handler,
  );
  await assert.rejects(
    act('decide', { decision }, dora),
    saysNo('disclosure.not-whole'),
    'one "no" and nothing may be given',
  );
  await act('assess', { test }, stage.handler);
  await assert.rejects(act('decide', { decision }, stage.handler), saysNo('request.not-allowed'));
  const before = world.mail.sent.length;
  await act('decide', { decision }, dora);
  world.clock.add({ minutes: 2 });
  await work();
  assert.equal(world.mail.sent.length, before, 'nothing leaves on the word of one');
  await assert.rejects(act('confirm', {}, dora), saysNo('disclosure.second-person'));
  await act('confirm', {}, dirk);
  world.clock.add({ minutes: 2 });
  await work();

  const answer = world.mail.sent.at(-1);
  assert.equal(answer?.to, 'pessers@postzegel.example');
  assert.match(answer?.text ?? '', /Trapper Fietsen VOF/);
  assert.match(answer?.text ?? '', /minder ingrijpende manier/);
  const done = await shown();
  assert.deepEqual([done.state, done.outcome, done.fields], ['answered', 'granted', ['name', 'address']]);
  await assert.rejects(
    world.db.in(stage.org, (tx) =>
      tx.rows(sql`update disclosure set confirmed_by = decided_by where organisation_id = ${stage.org} and id = ${id}`),
    ),
    /disclosure_two_people/,
    'not by SQL either',
  );

  // Two years after it was answered nobody can read any more who asked, and what he wanted; that it was asked is still counted.
  const answered = world.clock.now();
  const later = (months: number) => answered.toZonedDateTimeISO('UTC').add({ months, days: 2 }).toInstant();
  world.clock.set(later(23));
  assert.equal(await sweepDisclosures(world, stage.org), 0);
  world.clock.set(later(24));
  assert.equal(await sweepDisclosures(world, stage.org), 1);
  const [left] = await world.db.in(stage.org, (tx) =>
    tx.rows(sql<{ number: string; outcome: string; sealed: Buffer | null; readable: number }>`
      select number, outcome, sealed,
             (select count(*) from letter l where l.organisation_id = d.organisation_id and l.matter = d.id and l.party_id is null and l.sealed is not null)::int as readable
        from disclosure d where d.organisation_id = ${stage.org} and d.id = ${id}`),
  );
  assert.deepEqual(left, { number, outcome: 'granted', sealed: null, readable: 0 });
  world.clock.set(answered);
});

test('Cbw art. 50: asked on Friday at five, due on Monday at five, weekend or not; answered late is breached and stays so', async () => {
  world.clock.set(at('2026-11-20T16:00:00Z'));
  const stage = await setStage(world, 'weekend');
  const [dora, dirk] = await deciders(stage);
  const request = {
    kind: 'registration' as const,
    language: 'en' as const,
    name: 'CERT Example',
    email: 'cert@cert.example',
    organisation: 'CERT Example',
    capacity: 'computer emergency team',
    reason: 'The domain spreads malware; we need to reach its registrant.',
    about: ['bakkerij.example'],
    asked: ['registrant_email'],
  };
  const first = await takeDisclosure(world, stage.org, request, stage.handler);
  const second = await takeDisclosure(
    world,
    stage.org,
    { ...request, reason: 'The same for another matter.' },
    stage.handler,
  );
  await work();
  const clockOf = async (id: string) =>
    (
      await world.db.in(stage.org, (tx) =>
        tx.rows(sql<{ state: string; due_at: Temporal.Instant }>`
          select state, due_at from deadline where organisation_id = ${stage.org} and subject = ${id} and clock = 'clk-cbw-50'`),
      )
    )[0];
  assert.equal((await clockOf(first.id))?.due_at.toString(), '2026-11-23T16:00:00Z');

  world.clock.set(at('2026-11-23T15:30:00Z'));
  const act = actor(stage, first.id);
  await act('assess', { text: 'Erkend CERT, doel blijkt uit de melding.' }, stage.handler);
  await act(
    'decide',
    {
      decision: {
        outcome: 'partial',
        fields: { registrant_email: 'info@bakkerij.example' },
        balancing: 'Alleen wat nodig is om de houder te bereiken.',
      },
    },
    dora,
  );
  await act('confirm', {}, dirk);
  assert.equal((await clockOf(first.id))?.state, 'met');
  world.clock.set(at('2026-11-23T16:00:30Z'));
  await tick(world, plan.ticking);
  const late = actor(stage, second.id);
  await late('assess', { text: 'Geen reden genoemd.' }, stage.handler);
  await assert.rejects(
    late('decide', { decision: { outcome: 'refused', fields: {}, refusal: 'four_part_test', balancing: 'x' } }, dora),
    saysNo('disclosure.not-whole'),
    'a ground of another kind of request',
  );
  await late(
    'decide',
    { decision: { outcome: 'refused', fields: {}, refusal: 'not_reasoned', balancing: 'Niets te wegen.' } },
    dora,
  );
  world.clock.add({ minutes: 2 });
  await work();

  assert.equal((await clockOf(second.id))?.state, 'breached');
  const letters = world.mail.sent.slice(-2).map((m) => m.text);
  assert.ok(letters.some((t) => /info@bakkerij\.example/.test(t)));
  assert.ok(
    letters.some((t) => /not sufficiently reasoned/.test(t) && /50\(1\)/.test(t)),
    'a refusal gives its reason',
  );
});

test('GDPR art. 12(3): a request of a person about their own data has a month, and one decider answers it', async () => {
  world.clock.set(at('2026-01-31T12:00:00Z'));
  const stage = await setStage(world, 'subject');
  const [dora] = await deciders(stage);
  const { id } = await takeDisclosure(
    world,
    stage.org,
    {
      kind: 'subject',
      language: 'nl',
      name: 'Eva',
      email: 'eva@prive.example',
      reason: 'Welke gegevens hebt u van mij?',
      about: ['eva@prive.example'],
      asked: [],
    },
    stage.handler,
  );
  const [clock] = await world.db.in(stage.org, (tx) =>
    tx.rows(
      sql<{
        due_at: Temporal.Instant;
      }>`select due_at from deadline where organisation_id = ${stage.org} and subject = ${id}`,
    ),
  );
  assert.equal(clock?.due_at.toString(), '2026-02-28T23:00:00Z', 'the last moment of 28 February in Amsterdam');
  const act = actor(stage, id);
  await act('assess', { text: 'Identiteit vastgesteld via het bekende adres.' }, stage.handler);
  await act(
    'decide',
    {
      decision: { outcome: 'granted', fields: { own_data: 'één melding van 3 januari' }, balancing: 'Eigen gegevens.' },
    },
    dora,
  );
  world.clock.add({ minutes: 2 });
  await work();

  assert.ok(world.mail.sent.some((m) => m.text.includes('één melding van 3 januari')));
});
