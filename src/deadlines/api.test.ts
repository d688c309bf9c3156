/** Running clocks over HTTP and on the command line: by due moment, the late ones first, and an exit code that says so. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Inside, Output } from '#io/command';
import { sql } from '#io/db';
import { newId } from '#io/dice';
import { newApi } from '#io/http';
import { testWorld } from '#io/testing';
import type { Actor, Id } from '#kernel';
import { routes } from './api.ts';
import { commands } from './cli.ts';
import { clockPage } from './shapes.ts';
import { startDeadline, stopDeadline, tickOrganisation } from './work.ts';

const world = await testWorld('deadlines-api');
const reader: Actor = { kind: 'member', id: newId(world, 'mbr'), role: 'reader', name: 'R' };

async function organisation(slug: string): Promise<Id<'org'>> {
  const id = newId(world, 'org');
  world.clock.set(Temporal.Instant.from('2026-11-22T10:00:00Z'));
  await world.db.in(id, (tx) =>
    tx.rows(sql`
      insert into organisation (organisation_id, slug, name, kind, created_at) values (${id}, ${slug}, ${slug}, 'provider', now())`),
  );
  return id;
}

const start = (org: Id<'org'>, hours: number) =>
  world.db.in(org, (tx) =>
    startDeadline(world, tx, {
      clock: 'clk-case-customer',
      subject: newId(world, 'case'),
      startsAt: world.clock.now(),
      given: { unit: 'hours', count: hours },
    }),
  );

function ask(org: Id<'org'>) {
  const app = newApi();
  app.use('*', async (c, next) => {
    c.set('world', world);
    c.set('organisation', org);
    c.set('actor', reader);
    await next();
  });
  app.route('/', routes());
  return async (path: string) => clockPage.parse(await (await app.request(path)).json());
}

function terminal(org: Id<'org'>) {
  const lines: string[] = [];
  const output: Output = {
    out: (line) => void lines.push(line),
    err: (line) => void lines.push(`! ${line}`),
    progress: () => {},
    language: 'en',
    colour: false,
  };
  const inside = async () => ({ world, organisation: org, actor: reader }) as unknown as Inside;
  return { lines, call: (...args: string[]) => commands[0]?.run(args, output, inside) };
}

test('clocks come by due moment and in pages; an ended one is in "all" only', async () => {
  const org = await organisation('clocks-a');
  const ids = [await start(org, 5), await start(org, 1), await start(org, 3)];
  const subject = newId(world, 'case');
  await world.db.in(org, (tx) => startDeadline(world, tx, { clock: 'clk-18', subject, startsAt: world.clock.now() }));
  await world.db.in(org, (tx) => stopDeadline(world, tx, subject, 'clk-18', 'met'));
  const get = ask(org);

  const first = await get('/v1/deadlines?limit=2');
  const second = await get(`/v1/deadlines?limit=2&cursor=${first.next}`);
  const all = await get('/v1/deadlines?state=all');

  assert.deepEqual(
    [...first.items, ...second.items].map((d) => d.id),
    [ids[1], ids[2], ids[0]],
  );
  assert.equal(second.next, null);
  assert.equal(all.items.length, 4);
  const met = all.items.find((d) => d.clock === 'clk-18');
  assert.deepEqual(
    [met?.state, met?.statutory, met?.mark, met?.due_at],
    ['met', true, 'house', '2026-11-22T11:00:00Z'],
  );
  assert.match(met?.basis ?? '', /DSA\), art\. 18/);
});

test('the late ones are late also before the engine looked, and stay on the list after it did', async () => {
  const org = await organisation('clocks-b');
  const late = await start(org, 1);
  await start(org, 8);
  world.clock.add({ hours: 2 });
  const get = ask(org);

  const before = await get('/v1/deadlines?state=late');
  await tickOrganisation(world, org);
  const after = await get('/v1/deadlines?state=late');

  assert.deepEqual(
    [...before.items, ...after.items].map((d) => [d.id, d.state]),
    [
      [late, 'running'],
      [late, 'breached'],
    ],
  );
  assert.equal(after.items[0]?.noticed_at, '2026-11-22T12:00:00Z');
});

test('the command exits with 3 where a clock is overdue and 0 where none is', async () => {
  const org = await organisation('clocks-c');
  await start(org, 1);
  const { lines, call } = terminal(org);

  const inTime = await call();
  world.clock.add({ minutes: 70 });
  const overdue = await call();
  const json = await call('--json');
  const usage = await call('--limit', '0');

  assert.deepEqual([inTime, overdue, json, usage], [0, 3, 3, 2]);
  assert.match(lines[0] ?? '', /22 November 2026 12:00 CET {2}1 h left {2}Time of the customer/);
  assert.match(lines[1] ?? '', /! 10 min late/);
  assert.equal(clockPage.omit({ next: true }).parse(JSON.parse(lines[2] ?? '')).items.length, 1);
});
