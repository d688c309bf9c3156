/** The wall clock as it is: hours that come twice or never, a server that slept for days, and a clock that is set back. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { doAct } from '#cases/api';
import { startDeadline, tick } from '#deadlines/work';
import { receive } from '#intake/work';
import { sql } from '#io/db';
import { runDue } from '#io/jobs';
import { testWorld } from '#io/testing';
import { verifyJournal } from '#journal/work';
import { planOf } from '../src/plan.ts';
import { inProcessReaders } from '../src/simulator/readers.ts';
import { type Stage, setStage, xarf } from './provider.ts';

const world = await testWorld('clocks');
const plan = await planOf(world, await inProcessReaders(), 'abuse@voorbeeldhost.example');
const at = (text: string) => Temporal.Instant.from(text);

async function work(): Promise<void> {
  for (let round = 0; round < 20; round++) {
    let ran = 0;
    for (const lane of ['urgent', 'normal', 'bulk'] as const) ran += await runDue(world, lane, plan.jobs, 50);
    if (ran === 0) return;
  }
}
/** A phishing case that was seen now and whose letter was sent; the answer is its id. */
async function lettered(stage: Stage, ip: string): Promise<string> {
  await receive(world, stage.org, {
    channel: 'http',
    bytes: xarf(
      {
        category: 'content',
        type: 'phishing',
        source_identifier: ip,
        url: `http://${ip}/bank/`,
        timestamp: world.clock.now().subtract({ minutes: 10 }).toString(),
      },
      world.dice,
    ),
    name: 'report.json',
    by: stage.handler,
  });
  await work();
  const [c] = await world.db.in(stage.org, (tx) =>
    tx.rows(
      sql<{
        id: string;
      }>`select id from abuse_case where organisation_id = ${stage.org} order by reference desc limit 1`,
    ),
  );
  assert.ok(c);
  await doAct(plan.cases, world, stage.org, c.id, 'notify', {}, stage.handler);
  world.clock.add({ minutes: 2 });
  await work();
  return c.id;
}
interface Clocked {
  readonly clock: string;
  readonly state: string;
  readonly starts_at: Temporal.Instant;
  readonly due_at: Temporal.Instant;
  readonly breached_at: Temporal.Instant | null;
  readonly noticed_at: Temporal.Instant | null;
}
const clocksOf = (stage: Stage, id: string) =>
  world.db.in(stage.org, (tx) =>
    tx.rows(
      sql<Clocked>`select clock, state, starts_at, due_at, breached_at, noticed_at from deadline where organisation_id = ${stage.org} and subject = ${id} order by clock`,
    ),
  );

for (const [night, now] of [
  ['29 March 2026, when 02:00 becomes 03:00', '2026-03-28T23:30:00Z'],
  ['25 October 2026, when 03:00 becomes 02:00', '2026-10-24T23:30:00Z'],
] as const)
  test(`four hours for the customer are four hours across the night of ${night}`, async () => {
    world.clock.set(at(now));
    const stage = await setStage(world, `night-${now.slice(5, 7)}`);

    const id = await lettered(stage, '192.0.2.9');

    const customer = (await clocksOf(stage, id)).find((d) => d.clock === 'clk-case-customer');
    assert.ok(customer);
    assert.equal(customer.starts_at.until(customer.due_at).total('hours'), 4);
    world.clock.set(customer.due_at.subtract({ seconds: 1 }));
    await tick(world, plan.ticking);
    assert.equal((await clocksOf(stage, id)).find((d) => d.clock === 'clk-case-customer')?.state, 'running');
    world.clock.set(customer.due_at);
    await tick(world, plan.ticking);
    assert.equal((await clocksOf(stage, id)).find((d) => d.clock === 'clk-case-customer')?.state, 'breached');
  });

test('a term in days ends at midnight of the organisation, on the days of 23 and of 25 hours too', async () => {
  world.clock.set(at('2026-03-27T12:00:00Z'));
  const stage = await setStage(world, 'days');
  const due = async (subject: string, startsAt: string) => {
    await world.db.in(stage.org, (tx) =>
      startDeadline(world, tx, {
        clock: 'clk-case-customer',
        subject,
        startsAt: at(startsAt),
        given: { unit: 'days', count: 2 },
      }),
    );
    return (await clocksOf(stage, subject))[0]?.due_at.toString();
  };

  assert.equal(await due('case_spring', '2026-03-27T12:00:00Z'), '2026-03-29T22:00:00Z', 'midnight in summer time');
  assert.equal(await due('case_autumn', '2026-10-23T12:00:00Z'), '2026-10-25T23:00:00Z', 'midnight in winter time');
  assert.equal(
    await due('case_late', '2026-03-27T23:30:00Z'),
    '2026-03-30T22:00:00Z',
    'half past midnight there is the next day',
  );
});

test('a server that slept for three days records each breach with the moment it fell due, once, and sends one reminder at most', async () => {
  world.clock.set(at('2026-11-16T09:00:00Z'));
  const stage = await setStage(world, 'asleep');
  const id = await lettered(stage, '192.0.2.9');
  const before = await clocksOf(stage, id);
  const sent = world.mail.sent.length;

  world.clock.add({ hours: 72 });
  await tick(world, plan.ticking);
  await tick(world, plan.ticking);
  const woken = world.clock.now();
  await work();
  world.clock.add({ minutes: 2 });
  await work();

  const after = await clocksOf(stage, id);
  const customer = after.find((d) => d.clock === 'clk-case-customer');
  const was = before.find((d) => d.clock === 'clk-case-customer');
  assert.ok(customer && was);
  assert.equal(customer.state, 'breached');
  assert.equal(customer.breached_at?.toString(), was.due_at.toString());
  assert.equal(customer.noticed_at?.toString(), woken.toString());
  const breaches = await world.db.in(stage.org, (tx) =>
    tx.rows(
      sql`select 1 from case_act where organisation_id = ${stage.org} and case_id = ${id} and act = 'breach' and detail->>'clock' = 'clk-case-customer'`,
    ),
  );
  assert.equal(breaches.length, 1);
  assert.ok(world.mail.sent.slice(sent).filter((m) => /Herinnering|Reminder/.test(m.subject)).length <= 1);
});

test('a clock set back by ten minutes, again and again, breaks nothing: order is kept, letters go once, the journal is whole', async () => {
  world.clock.set(at('2026-12-01T09:00:00Z'));
  const stage = await setStage(world, 'backwards');
  const sent = world.mail.sent.length;

  const id = await lettered(stage, '192.0.2.9');
  world.clock.set(world.clock.now().subtract({ minutes: 10 }));
  await tick(world, plan.ticking);
  await doAct(plan.cases, world, stage.org, id, 'note', { reason: 'seen' }, stage.handler);
  world.clock.set(world.clock.now().subtract({ minutes: 10 }));
  await lettered(stage, '192.0.2.66');
  await doAct(plan.cases, world, stage.org, id, 'resolve', { outcome: 'fixed' }, stage.handler);
  world.clock.set(world.clock.now().subtract({ minutes: 10 }));
  await doAct(plan.cases, world, stage.org, id, 'reopen', { reason: 'again' }, stage.handler);
  await tick(world, plan.ticking);
  await work();

  assert.equal(world.mail.sent.slice(sent).filter((m) => m.to === 'abuse@k-1.example').length, 1);
  const journal = await verifyJournal(world, stage.org);
  assert.equal(journal.ok, true);
  const failed = await world.db.in(stage.org, (tx) =>
    tx.rows(
      sql`select kind, error from job where organisation_id = ${stage.org} and (failed_at is not null or error is not null)`,
    ),
  );
  assert.deepEqual(failed, []);
});
