/** Cyberbeveiligingswet articles 25 to 30 and GDPR articles 33 and 34: an incident from a case to its final report, and victims told. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { tick } from '#deadlines/work';
import { readVictims } from '#incidents';
import {
  closeIncident,
  fileIncident,
  forgetVictims,
  handledIncident,
  noDuty,
  recordIncident,
  tellVictims,
  writeIncident,
} from '#incidents/work';
import { openReaders } from '#intake/readers';
import { sql } from '#io/db';
import { runDue } from '#io/jobs';
import { testWorld } from '#io/testing';
import { verifyJournal } from '#journal/work';
import { type Id, Refused } from '#kernel';
import { loadLaw } from '#law/work';
import { showIncident } from '../src/incidents/showing.ts';
import { listGroups } from '../src/incidents/store.ts';
import { planOf } from '../src/plan.ts';
import { setStage } from './provider.ts';

const world = await testWorld('incident');
const law = await loadLaw();
const readers = openReaders({ size: 1, kinds: law.kinds.values() });
const plan = await planOf(world, readers, 'abuse@voorbeeldhost.example');
after(() => readers.close());
const stage = await setStage(world, 'incident');
const { org, admin, handler } = stage;

async function work(): Promise<void> {
  for (let round = 0; round < 20; round++) {
    let ran = 0;
    for (const lane of ['urgent', 'normal', 'bulk'] as const) ran += await runDue(world, lane, plan.jobs, 100);
    if (ran === 0) return;
  }
}
const shown = (id: string) => world.db.in(org, (tx) => showIncident(world, tx, id));
const clock = async (id: string, name: string) => (await shown(id)).clocks.find((c) => c.clock === name);
const words = {
  title: 'Hypervisor compromised',
  description: 'Somebody logged in to two hypervisors with a stolen key.',
};

test('Cbw 26 to 29: both addressees, each clock from the moment of awareness, the month from the notification', async () => {
  world.clock.set(Temporal.Instant.from('2026-03-27T22:15:00Z'));
  const aware = Temporal.Instant.from('2026-03-27T20:00:00Z');
  const id = await recordIncident(world, org, { kind: 'cbw', awareAt: aware, words }, handler);
  const i = await shown(id);
  assert.match(i.number, /^IN-26-\d{6}$/);
  // The night to 29 March has 23 hours: an early warning is due after 24 hours on the wall, whatever the clocks do.
  assert.equal((await clock(id, 'clk-nis-24'))?.due_at, '2026-03-28T20:00:00Z');
  assert.equal((await clock(id, 'clk-nis-72'))?.due_at, '2026-03-30T20:00:00Z');

  await assert.rejects(
    fileIncident(world, org, id, { what: 'early_warning', addressee: 'csirt', way: 'portal' }, handler),
    (e) =>
      e instanceof Refused &&
      e.refusal.code === 'incident.not-whole' &&
      Object.hasOwn(e.refusal.fields ?? {}, 'officer'),
  );
  await writeIncident(
    world,
    org,
    id,
    { words: { officer: 'Hanna, +31 20 123 45 67' }, facts: { cross_border: false } },
    handler,
  );
  await fileIncident(
    world,
    org,
    id,
    { what: 'early_warning', addressee: 'csirt', way: 'mail', address: 'csirt@ncsc.example' },
    handler,
  );
  assert.equal((await clock(id, 'clk-nis-24'))?.state, 'running', 'the CSIRT alone is half');
  await fileIncident(
    world,
    org,
    id,
    { what: 'early_warning', addressee: 'authority', way: 'portal', reference: 'RDI-1' },
    handler,
  );
  assert.equal((await clock(id, 'clk-nis-24'))?.state, 'met');
  assert.equal((await shown(id)).state, 'warned');
  await work();
  const mail = world.mail.sent.find((m) => m.to === 'csirt@ncsc.example');
  assert.match(mail?.text ?? '', /Hanna, \+31 20 123 45 67/);
  assert.match(mail?.text ?? '', /27 maart 2026.*21:00/s);

  world.clock.set(Temporal.Instant.from('2026-03-30T21:00:00Z'));
  await tick(world, plan.ticking);
  assert.equal((await clock(id, 'clk-nis-72'))?.state, 'breached', 'seen by the engine, at its due moment');
  await writeIncident(world, org, id, { words: { severity: 'Two hosts, forty machines.' } }, handler);
  for (const addressee of ['csirt', 'authority'] as const)
    await fileIncident(
      world,
      org,
      id,
      { what: 'notification', addressee, way: 'portal', reference: `N-${addressee}` },
      handler,
    );
  assert.equal(
    (await clock(id, 'clk-nis-1m'))?.due_at,
    '2026-04-30T22:00:00Z',
    'a month from the notification, to the end of its day',
  );

  await writeIncident(
    world,
    org,
    id,
    { words: { consequences: 'Forty machines moved.', measures: 'Keys replaced.' } },
    handler,
  );
  world.clock.set(Temporal.Instant.from('2026-04-28T10:00:00Z'));
  for (const addressee of ['csirt', 'authority'] as const)
    await fileIncident(world, org, id, { what: 'progress_report', addressee, way: 'portal', reference: 'P' }, handler);
  world.clock.set(Temporal.Instant.from('2026-05-10T10:00:00Z'));
  await handledIncident(world, org, id, handler);
  assert.equal((await clock(id, 'clk-nis-1m2'))?.due_at, '2026-06-10T22:00:00Z');
  await writeIncident(world, org, id, { words: { root_cause: 'A key in a repository.' } }, handler);
  for (const addressee of ['csirt', 'authority'] as const)
    await fileIncident(world, org, id, { what: 'final_report', addressee, way: 'portal', reference: 'F' }, handler);
  assert.equal((await shown(id)).state, 'reported');
  await assert.rejects(
    closeIncident(world, org, id, handler),
    (e) => e instanceof Refused && e.refusal.code === 'request.not-allowed',
  );
  await closeIncident(world, org, id, admin);
  assert.equal((await shown(id)).state, 'closed');
});

test('Cbw 30: recipients get what they can do first; without it nothing goes', async () => {
  const id = await recordIncident(world, org, { kind: 'cbw', words }, handler);
  const ask = { what: 'recipients', addressee: 'recipients', way: 'mail', address: 'abuse@k-1.example' } as const;
  await assert.rejects(
    fileIncident(world, org, id, ask, handler),
    (e) => e instanceof Refused && e.refusal.code === 'incident.not-whole',
  );
  await writeIncident(world, org, id, { words: { advice: 'Replace the keys of your machines.' } }, handler);
  await fileIncident(world, org, id, ask, handler);
  await work();
  const text = world.mail.sent.findLast((m) => m.to === 'abuse@k-1.example')?.text ?? '';
  assert.ok(
    text.indexOf('Replace the keys') >= 0 && text.indexOf('Replace the keys') < text.indexOf('stolen key'),
    text,
  );
});

test('GDPR 33: 72 hours from awareness; no risk is a reason of a decider that stays in the register', async () => {
  world.clock.set(Temporal.Instant.from('2026-10-24T10:00:00Z'));
  const id = await recordIncident(world, org, { kind: 'breach', words }, handler);
  assert.equal((await clock(id, 'clk-gdpr-33'))?.due_at, '2026-10-27T10:00:00Z', 'over the night that has 25 hours');
  await assert.rejects(
    noDuty(world, org, id, 'Only hashes.', handler),
    (e) => e instanceof Refused && e.refusal.code === 'request.not-allowed',
  );
  await assert.rejects(noDuty(world, org, id, ' ', admin), Refused);
  await noDuty(world, org, id, 'Only salted hashes were read.', admin);
  const i = await shown(id);
  assert.equal(i.state, 'no_duty');
  assert.ok(i.timeline.some((a) => a.act === 'no_duty' && a.detail['reason'] === 'Only salted hashes were read.'));
  assert.equal(i.clocks[0]?.state, 'met');
});

test('victims on a list of the police are told once each, counted, and forgotten; no address of theirs is left', async () => {
  const { victims, faults } = readVictims([
    ['adres', 'taal', 'wat'],
    ['anna@victim.example', 'nl', 'wachtwoord van anna'],
    ['ANNA@victim.example', 'nl', 'again'],
    ['not an address', '', ''],
    ['ben@victim.example', '', 'e-mailadres'],
  ]);
  assert.deepEqual(faults, [
    { line: 3, why: 'twice' },
    { line: 4, why: 'address' },
  ]);
  const given = {
    behalf: 'police' as const,
    victims,
    words: { nl: 'Uw gegevens stonden op een server van criminelen.', en: 'Your data stood on a server of criminals.' },
  };
  await assert.rejects(
    tellVictims(world, org, given, handler),
    (e) => e instanceof Refused && e.refusal.code === 'request.not-allowed',
  );
  const id = await tellVictims(world, org, given, admin);
  world.clock.add({ minutes: 2 });
  await work();
  const mails = world.mail.sent.filter((m) => m.to.endsWith('@victim.example'));
  assert.deepEqual(mails.map((m) => m.to).toSorted(), ['anna@victim.example', 'ben@victim.example']);
  assert.match(mails.find((m) => m.to.startsWith('anna'))?.text ?? '', /namens de politie/);
  assert.match(
    mails.find((m) => m.to.startsWith('ben'))?.text ?? '',
    /namens de politie[\s\S]*on behalf of the police/,
    'both languages where none is known',
  );
  const group = async () => (await world.db.in(org, listGroups)).find((g) => g.id === id);
  assert.deepEqual([(await group())?.counted, (await group())?.told], [2, 2]);

  world.clock.add({ hours: 24 * 31 });
  await work();
  assert.ok((await group())?.destroyed_at);
  assert.deepEqual([(await group())?.counted, (await group())?.told], [2, 2]);
  assert.equal(await forgetVictims(world, org), 0, 'once');
  const left = await world.db.in(org, (tx) =>
    tx.rows(sql<{ n: number }>`
      select (select count(*) from victim where organisation_id = ${org})::int
           + (select count(*) from letter where organisation_id = ${org} and matter = ${id} and sealed is not null)::int as n`),
  );
  assert.equal(left[0]?.n, 0);
  assert.equal((await verifyJournal(world, org)).ok, true);
});

test('another organisation does not see them', async () => {
  const other = await setStage(world, 'incident-other');
  const id = await recordIncident(world, org, { kind: 'cbw', words }, handler);
  await assert.rejects(
    world.db.in(other.org, (tx) => showIncident(world, tx, id)),
    (e) => e instanceof Refused && e.refusal.code === 'request.not-found',
  );
  await assert.rejects(
    recordIncident(
      world,
      other.org,
      { kind: 'cbw', case: 'case_00000000000000000000000000' as Id<'case'>, words },
      other.handler,
    ),
    Refused,
  );
});
