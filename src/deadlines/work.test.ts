/** The engine warns and records breaches by itself, once, also after a long sleep; nobody moves a statutory clock. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from '#io/db';
import { newId } from '#io/dice';
import { testWorld } from '#io/testing';
import { type Id, Refused } from '#kernel';
import { deadlinesOf, listDeadlines } from './store.ts';
import {
  type Deadline,
  pauseDeadline,
  startDeadline,
  startDeadlines,
  stopDeadline,
  tick,
  tickOrganisation,
  wouldBeDue,
} from './work.ts';

const world = await testWorld('deadlines');
const at = (text: string) => Temporal.Instant.from(text);

let counter = 0;
async function organisation(zone = 'Europe/Amsterdam'): Promise<Id<'org'>> {
  const id = newId(world, 'org');
  const slug = `o-${counter++}`;
  await world.db.in(id, (tx) =>
    tx.rows(sql`
      insert into organisation (organisation_id, slug, name, kind, zone, created_at)
      values (${id}, ${slug}, ${slug}, 'provider', ${zone}, now())`),
  );
  return id;
}

const member = { kind: 'member', id: newId(world, 'mbr'), role: 'admin', name: 'A' } as const;

function listener() {
  const told: string[] = [];
  return {
    told,
    handed: {
      onWarn: async (_w: unknown, _tx: unknown, d: Deadline, share: number) => {
        told.push(`${d.subject} ${share}`);
      },
      onBreach: async (_w: unknown, _tx: unknown, d: Deadline) => {
        told.push(`${d.subject} breached`);
      },
    },
  };
}

const actsOf = (org: Id<'org'>) =>
  world.db.in(org, (tx) => tx.rows(sql<{ act: string }>`select act from journal_leaf order by seq`));

test('half of the term warns once, and the end is breached by the engine at its due moment', async () => {
  const org = await organisation();
  const subject = newId(world, 'case');
  const { told, handed } = listener();
  world.clock.set(at('2026-11-22T10:00:00Z'));
  await world.db.in(org, (tx) =>
    startDeadline(world, tx, {
      clock: 'clk-case-customer',
      subject,
      startsAt: world.clock.now(),
      given: { unit: 'hours', count: 4 },
    }),
  );

  for (const minutes of [60, 60, 15, 60, 44, 1, 5]) {
    world.clock.add({ minutes });
    await tickOrganisation(world, org, handed);
    await tickOrganisation(world, org, handed);
  }

  assert.deepEqual(told, [`${subject} 0.5`, `${subject} 0.8`, `${subject} breached`]);
  const [d] = await world.db.in(org, (tx) => deadlinesOf(tx, subject));
  assert.equal(d?.state, 'breached');
  assert.equal(d?.breachedAt?.toString(), '2026-11-22T14:00:00Z');
  assert.equal(d?.endedAt, null);
  assert.deepEqual(
    (await actsOf(org)).map((a) => a.act),
    ['deadline.breach'],
  );
});

test('what fell due during a time down is recorded with its due moment and the moment it was noticed', async () => {
  const org = await organisation();
  const early = newId(world, 'case');
  const late = newId(world, 'case');
  const { told, handed } = listener();
  world.clock.set(at('2026-11-22T10:00:00Z'));
  await world.db.in(org, (tx) =>
    startDeadlines(
      world,
      tx,
      [1, 80].map((count, i) => ({
        clock: 'clk-case-customer',
        subject: i === 0 ? early : late,
        startsAt: world.clock.now(),
        given: { unit: 'hours', count } as const,
      })),
    ),
  );

  world.clock.set(at('2026-11-25T04:00:00Z'));
  const first = await tickOrganisation(world, org, handed);
  const second = await tickOrganisation(world, org, handed);

  const [d] = await world.db.in(org, (tx) => deadlinesOf(tx, early));
  assert.equal(d?.breachedAt?.toString(), '2026-11-22T11:00:00Z');
  assert.equal(d?.noticedAt?.toString(), '2026-11-25T04:00:00Z');
  assert.deepEqual(first, { warned: 1, breached: 1, failed: 0 });
  assert.deepEqual(second, { warned: 0, breached: 0, failed: 0 });
  assert.deepEqual(told, [`${early} breached`, `${late} 0.8`]);
});

test('two engines at once tell each breach once', async () => {
  const org = await organisation();
  const { told, handed } = listener();
  world.clock.set(at('2026-11-22T10:00:00Z'));
  const subjects = Array.from({ length: 12 }, () => newId(world, 'case'));
  await world.db.in(org, (tx) =>
    startDeadlines(
      world,
      tx,
      subjects.map((subject) => ({
        clock: 'clk-case-look',
        subject,
        startsAt: world.clock.now(),
        given: { unit: 'minutes', count: 5 } as const,
      })),
    ),
  );
  world.clock.add({ minutes: 6 });

  const both = await Promise.all([tickOrganisation(world, org, handed), tickOrganisation(world, org, handed)]);
  await tickOrganisation(world, org, handed);

  assert.equal(both[0].failed + both[1].failed, 0);
  assert.deepEqual(told.sort(), subjects.map((s) => `${s} breached`).sort());
});

test('an act that comes after the due moment finds the breach recorded, and cannot undo it', async () => {
  const org = await organisation();
  const subject = newId(world, 'case');
  world.clock.set(at('2026-11-22T10:00:00Z'));
  await world.db.in(org, (tx) =>
    startDeadline(world, tx, { clock: 'clk-16-ack', subject, startsAt: world.clock.now() }),
  );
  world.clock.add({ minutes: 61 });

  const ended = await world.db.in(org, (tx) => stopDeadline(world, tx, subject, 'clk-16-ack', 'met'));

  const [d] = await world.db.in(org, (tx) => deadlinesOf(tx, subject));
  assert.equal(ended, 1);
  assert.equal(d?.state, 'breached');
  assert.equal(d?.breachedAt?.toString(), '2026-11-22T11:00:00Z');
  assert.equal(d?.endedAt?.toString(), '2026-11-22T11:01:00Z');
});

test('an act in time ends the deadline as met, and the engine leaves it alone', async () => {
  const org = await organisation();
  const subject = newId(world, 'case');
  const { told, handed } = listener();
  world.clock.set(at('2026-11-22T10:00:00Z'));
  await world.db.in(org, (tx) =>
    startDeadline(world, tx, { clock: 'clk-16-ack', subject, startsAt: world.clock.now() }),
  );
  world.clock.add({ minutes: 2 });
  await world.db.in(org, (tx) => stopDeadline(world, tx, subject, 'all', 'met'));
  world.clock.add({ hours: 9 });

  await tickOrganisation(world, org, handed);

  const [d] = await world.db.in(org, (tx) => deadlinesOf(tx, subject));
  assert.equal(d?.state, 'met');
  assert.equal(d?.breachedAt, null);
  assert.deepEqual(told, []);
  assert.deepEqual(
    (await actsOf(org)).map((a) => a.act),
    ['deadline.start', 'deadline.stop'],
  );
});

test('starting a clock that runs already moves nothing', async () => {
  const org = await organisation();
  const subject = newId(world, 'case');
  const start = (hours: number) =>
    world.db.in(org, (tx) =>
      startDeadline(world, tx, {
        clock: 'clk-case-host',
        subject,
        startsAt: at('2026-11-22T10:00:00Z'),
        given: { unit: 'hours', count: hours },
      }),
    );

  const first = await start(12);
  const second = await start(99);

  const all = await world.db.in(org, (tx) => deadlinesOf(tx, subject));
  assert.equal(second, first);
  assert.deepEqual(
    all.map((d) => d.dueAt.toString()),
    ['2026-11-22T22:00:00Z'],
  );
});

test('a member cannot void a statutory clock, nor anybody pause one whose article knows no pause', async () => {
  const org = await organisation();
  const subject = newId(world, 'case');
  world.clock.set(at('2026-11-22T10:00:00Z'));
  await world.db.in(org, (tx) =>
    startDeadline(world, tx, { clock: 'clk-16-ack', subject, startsAt: world.clock.now() }),
  );
  const refusal = (work: Promise<unknown>) =>
    work.then(
      () => 'done',
      (e: unknown) => (e instanceof Refused ? e.refusal.code : String(e)),
    );

  const voided = await refusal(
    world.db.in(org, (tx) => stopDeadline(world, tx, subject, 'clk-16-ack', 'void', { by: member, why: 'too busy' })),
  );
  const paused = await refusal(
    world.db.in(org, (tx) => pauseDeadline(world, tx, subject, 'clk-16-ack', 'weekend', member)),
  );

  const [d] = await world.db.in(org, (tx) => deadlinesOf(tx, subject));
  assert.equal(voided, 'deadline.statutory');
  assert.equal(paused, 'deadline.no-pause');
  assert.equal(d?.state, 'running');
});

test('a deadline whose handling fails stays for the next tick and does not stand before the others', async () => {
  const org = await organisation();
  const [bad, good] = [newId(world, 'case'), newId(world, 'case')];
  world.clock.set(at('2026-11-22T10:00:00Z'));
  await world.db.in(org, (tx) =>
    startDeadlines(
      world,
      tx,
      [bad, good].map((subject, i) => ({
        clock: 'clk-case-look',
        subject,
        startsAt: world.clock.now().add({ seconds: i }),
        given: { unit: 'minutes', count: 5 } as const,
      })),
    ),
  );
  world.clock.add({ hours: 1 });
  let broken = true;
  const handed = {
    onBreach: async (_w: unknown, _tx: unknown, d: Deadline) => {
      if (broken && d.subject === bad) throw new Error('the case could not be written');
    },
  };

  const first = await tickOrganisation(world, org, handed);
  broken = false;
  const second = await tickOrganisation(world, org, handed);

  assert.deepEqual([first.breached, first.failed], [1, 1]);
  assert.deepEqual([second.breached, second.failed], [1, 0]);
});

test('working days skip the weekend and the holidays of the country, in the zone of the organisation', async () => {
  const org = await organisation();

  const due = await world.db.in(org, (tx) =>
    wouldBeDue(tx, 'clk-case-customer', at('2026-12-24T15:00:00Z'), { unit: 'working_days', count: 2 }),
  );

  // Friday 25 and Saturday 26 December are Christmas, so Monday and Tuesday count.
  assert.equal(due.toString(), '2026-12-29T23:00:00Z');
});

test('one tick goes over all organisations, and the list of one shows only its own', async () => {
  const [a, b] = [await organisation(), await organisation('UTC')];
  const subject = newId(world, 'case');
  world.clock.set(at('2026-11-22T10:00:00Z'));
  for (const org of [a, b])
    await world.db.in(org, (tx) => startDeadline(world, tx, { clock: 'clk-18', subject, startsAt: world.clock.now() }));
  world.clock.add({ hours: 2 });
  const breached: string[] = [];

  await tick(world, {
    onBreach: async (_w, tx, d) => {
      if (d.subject === subject) breached.push(tx.organisation ?? '');
    },
  });

  const late = await world.db.in(a, (tx) => listDeadlines(tx, { state: 'late', now: world.clock.now(), limit: 10 }));
  assert.deepEqual(breached.sort(), [a, b].sort());
  assert.equal(late.length, 1);
});
