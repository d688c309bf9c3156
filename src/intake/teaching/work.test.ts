/** Teaching through the real store and reading processes: tried without a trace, versioned, activated, the queue read again. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { sql } from '#io/db';
import { runDue } from '#io/jobs';
import { testWorld } from '#io/testing';
import type { Actor, Id } from '#kernel';
import { loadLaw } from '#law/work';
import { addMember, addOrganisation } from '#organisations/work';
import { addNetwork } from '#resources/work';
import { intakeHands } from '../../plan.ts';
import { openReaders } from '../readers.ts';
import type { TeachAsked } from '../teach.ts';
import { readingJob, readMessage, receive } from '../work.ts';
import {
  activateTemplate,
  againJob as again,
  fileOf,
  learnFrom,
  listTemplates,
  oneTemplate,
  openToTeach,
  readQueueAgain,
  retireTemplate,
  saveTaught,
  taughtFrom,
  tryMarks,
  tryTaught,
} from './work.ts';

const world = await testWorld('teaching');
const law = await loadLaw();
const readers = openReaders({ size: 1, kinds: law.kinds.values() });
after(() => readers.close());
const hands = intakeHands(readers);

const letter = (n: number, from = 'Night Watch <robot@watch.example>', more = '') =>
  new TextEncoder().encode(
    `From: ${from}\nTo: abuse@hoster.example\nSubject: Watch bulletin\nDate: Sat, 21 Nov 2026 10:0${n % 10}:00 +0000\nMessage-ID: <${n}@watch.example>\n\nGood day,\n\nMachine seen: 192.0.2.${8 + n}\nMoment: 2026-11-21 09:0${n % 10}:00 UTC\nOur number: NW-${1000 + n}\n${more}\nGreetings,\nthe watch\n`,
  );
async function arrive(org: Id<'org'>, bytes: Uint8Array): Promise<Id<'msg'>> {
  world.clock.set(world.clock.now().add({ seconds: 1 }));
  const { id } = await receive(world, org, { channel: 'smtp', bytes, name: 'mail.eml', by: { kind: 'engine' } });
  await readMessage(world, hands, org, id);
  return id;
}
const stateOf = async (org: Id<'org'>, id: Id<'msg'>) =>
  (
    await world.db.in(org, (tx) =>
      tx.rows(
        sql<{
          state: string;
          format: string | null;
          format_version: number | null;
          finding_count: number;
        }>`select state, format, format_version, finding_count from message where organisation_id = ${org} and id = ${id}`,
      ),
    )
  )[0];
/** Everything of an organisation that a trial could have changed. */
const traces = (org: Id<'org'>) =>
  world.db.in(org, async (tx) => {
    const out: string[] = [];
    for (const table of ['message', 'taught_template', 'job', 'finding', 'abuse_case', 'journal_leaf', 'kept'])
      out.push(
        JSON.stringify(
          await tx.rows(
            sql`select count(*)::int as n, md5(string_agg(t::text, '|' order by t::text)) as sum from ${sql.raw(table)} t where organisation_id = ${org}`,
          ),
        ),
      );
    return out;
  });
async function asked(org: Id<'org'>, id: Id<'msg'>, n: number, name = 'night-watch'): Promise<TeachAsked> {
  const seen = await openToTeach(world, hands, org, id, { kind: 'engine' });
  const mark = (field: 'ip' | 'seenAt' | 'reference', value: string) => {
    const from = seen.text.indexOf(value);
    return { field, from, until: from + value.length };
  };
  return {
    marks: [
      mark('ip', `192.0.2.${8 + n}`),
      mark('seenAt', `2026-11-21 09:0${n}:00 UTC`),
      mark('reference', `NW-${1000 + n}`),
    ],
    about: { name, title: 'Night Watch', kind: 'attack.bruteforce' },
  };
}
const jobs = { 'message.read': readingJob(hands), 'template.again': again(hands) };
async function runAll(): Promise<void> {
  for (let i = 0; i < 20; i++) {
    const ran = (await runDue(world, 'urgent', jobs)) + (await runDue(world, 'normal', jobs));
    if (ran === 0) return;
  }
}

/** A provider with 192.0.2.0/24, and somebody who handles its messages. */
async function setStage(slug: string): Promise<{ org: Id<'org'>; handler: Actor }> {
  const by = { kind: 'engine' } as const;
  const { id: org } = await addOrganisation(world, { slug, name: slug, kind: 'provider' });
  const { id, name } = await addMember(world, org, by, { email: `h@${slug}.example`, name: 'Hanna', role: 'handler' });
  await addNetwork(world, org, by, { network: '192.0.2.0/24', name: null, from: '2025-01-01T00:00:00Z', until: null });
  return { org, handler: { kind: 'member', id, role: 'handler', name } };
}

const stage = await setStage('teaching');
const { org, handler } = stage;
const other = await setStage('teaching-other');
const first = await arrive(org, letter(1));
const second = await arrive(org, letter(2));

test('a message of an unknown sender is laid open with what it seems to say', async () => {
  assert.equal((await stateOf(org, first))?.state, 'manual');

  const seen = await openToTeach(world, hands, org, first, handler);

  assert.equal(seen.from, 'robot@watch.example');
  assert.equal(seen.earlier, 1);
  assert.deepEqual(
    seen.found.map((f) => [f.field, f.value, seen.text.slice(f.from, f.until) === f.value]),
    [
      ['ip', '192.0.2.9', true],
      ['seenAt', '2026-11-21 09:01:00 UTC', true],
      ['reference', 'NW-1001', true],
    ],
  );
});

test('a trial shows this message and earlier ones, and leaves no trace', async () => {
  const what = await asked(org, first, 1);
  const before = await traces(org);

  const trial = await tryMarks(world, hands, org, first, what);

  assert.deepEqual(await traces(org), before);
  assert.deepEqual(trial.problems, []);
  assert.deepEqual(
    trial.tried.map((t) => [
      t.id,
      t.is_this,
      t.now.state,
      t.would.reads,
      t.would.first.map((f) => `${f.ip} ${f.seen_at} ${f.reference}`),
    ]),
    [
      [first, true, 'manual', true, ['192.0.2.9 2026-11-21T09:01:00Z NW-1001']],
      [second, false, 'manual', true, ['192.0.2.10 2026-11-21T09:02:00Z NW-1002']],
    ],
  );
});

test('of kinds that are never shown no value leaves a trial', async () => {
  const what = await asked(org, first, 1);
  const trial = await tryMarks(world, hands, org, first, { ...what, about: { ...what.about, kind: 'content.csam' } });

  assert.deepEqual(
    trial.tried[0]?.would.first.map((f) => [f.kind, f.masked, f.ip, f.url]),
    [['content.csam', true, null, null]],
  );
});

test('what is not a kind of ours is refused', async () => {
  const what = await asked(org, first, 1);
  await assert.rejects(
    learnFrom(world, hands, org, first, { ...what, about: { ...what.about, kind: 'attack.unheard' } }),
    (e: { refusal?: { code: string } }) => e.refusal?.code === 'request.invalid',
  );
});

test('saved, activated: the queue is read again, later mails are read at once, and each says by which version', async () => {
  const { taught } = await learnFrom(world, hands, org, first, await asked(org, first, 1));
  assert.ok(taught);
  const draft = await saveTaught(world, org, taught, first, handler);
  const third = await arrive(org, letter(3));
  assert.equal((await stateOf(org, third))?.state, 'manual', 'a draft reads nothing');

  await activateTemplate(world, org, draft, handler);
  await runAll();

  for (const id of [first, second, third])
    assert.deepEqual(await stateOf(org, id), {
      state: 'done',
      format: 'taught:night-watch',
      format_version: 1,
      finding_count: 1,
    });
  const fourth = await arrive(org, letter(4));
  assert.equal((await stateOf(org, fourth))?.format, 'taught:night-watch');
  const row = await oneTemplate(world, org, draft);
  assert.deepEqual(
    [row.state, row.reads, row.misses, row.made_from, row.again?.put_back, row.again?.of],
    ['active', 4, 0, first, 3, 3],
  );
  assert.ok(row.again?.done_at);
  const cases = await world.db.in(org, (tx) => tx.rows(sql`select 1 from abuse_case where organisation_id = ${org}`));
  assert.ok(cases.length > 0, 'its findings are cases');
});

test('reading again twice does nothing twice, and leaves alone what a person ended', async () => {
  const active = (await listTemplates(world, org)).find((t) => t.state === 'active');
  assert.ok(active);
  const before = await traces(org);

  assert.equal(await readQueueAgain(world, hands, org, active.id), false);

  assert.deepEqual(await traces(org), before);
});

test('a next version takes over, the former is kept; two cannot be active', async () => {
  const { taught } = await learnFrom(world, hands, org, first, await asked(org, first, 1));
  assert.ok(taught);
  const next = await saveTaught(world, org, { ...taught, title: 'Night Watch, again' }, first, handler);

  await activateTemplate(world, org, next, handler);

  const all = await listTemplates(world, org);
  assert.deepEqual(
    all.map((t) => [t.version, t.state]),
    [
      [2, 'active'],
      [1, 'retired'],
    ],
  );
  assert.equal(all[0]?.replaces, all[1]?.id);
  await assert.rejects(
    activateTemplate(world, org, next, handler),
    (e: { refusal?: { code: string } }) => e.refusal?.code === 'template.wrong-state',
  );
  const fifth = await arrive(org, letter(5));
  assert.equal((await stateOf(org, fifth))?.format_version, 2);
});

test('a sender who writes otherwise from today on raises a warning after three misses in a row', async () => {
  const changed = (n: number) =>
    new TextEncoder().encode(
      `From: robot@watch.example\nSubject: Bulletin ${n}\n\nGood day,\n\nthe box numbered ${n} blinked.\n`,
    );
  for (const n of [1, 2]) await arrive(org, changed(n));
  assert.deepEqual(
    (await listTemplates(world, org)).filter((t) => t.warns),
    [],
  );

  await arrive(org, changed(3));

  assert.deepEqual(
    (await listTemplates(world, org)).filter((t) => t.warns).map((t) => [t.version, t.misses]),
    [[2, 3]],
  );
  await arrive(org, letter(6));
  assert.deepEqual(
    (await listTemplates(world, org)).filter((t) => t.warns),
    [],
  );
});

test('a file goes to another organisation, is checked, tried and kept; nothing of the mail is in it', async () => {
  const active = (await listTemplates(world, org)).find((t) => t.state === 'active');
  assert.ok(active);
  const text = JSON.stringify(fileOf(active));
  for (const secret of ['192.0.2.', 'NW-1', '2026-11-21', 'robot@', first]) assert.ok(!text.includes(secret), secret);
  const waiting = await arrive(other.org, letter(1));
  assert.equal((await stateOf(other.org, waiting))?.state, 'manual', 'a template reads for its own organisation only');

  const { template } = taughtFrom(text);
  const before = await traces(other.org);
  const tried = await tryTaught(world, hands, other.org, template);

  assert.deepEqual(await traces(other.org), before);
  assert.deepEqual(
    tried.map((t) => [t.id, t.would.reads]),
    [[waiting, true]],
  );
  const kept = await saveTaught(world, other.org, template, null, other.handler);
  await activateTemplate(world, other.org, kept, other.handler);
  await runAll();
  assert.equal((await stateOf(other.org, waiting))?.format, 'taught:night-watch');
  assert.throws(
    () => taughtFrom(text.replace('Night Watch', 'Day Watch')),
    (e: { refusal?: { code: string } }) => e.refusal?.code === 'template.file-refused',
  );
});

test('another organisation neither sees nor changes it', async () => {
  const active = (await listTemplates(world, org)).find((t) => t.state === 'active');
  assert.ok(active);
  for (const act of [
    () => oneTemplate(world, other.org, active.id),
    () => retireTemplate(world, other.org, active.id, other.handler),
    () => openToTeach(world, hands, other.org, first, other.handler),
    async () => tryMarks(world, hands, other.org, first, await asked(org, first, 1)),
  ])
    await assert.rejects(act(), (e: { refusal?: { code: string } }) => e.refusal?.code === 'request.not-found');
});

test('retired: it reads no more, and what it read stays', async () => {
  const active = (await listTemplates(world, org)).find((t) => t.state === 'active');
  assert.ok(active);
  await retireTemplate(world, org, active.id, handler);

  const seventh = await arrive(org, letter(7));

  assert.equal((await stateOf(org, seventh))?.state, 'manual');
  assert.equal((await stateOf(org, second))?.format, 'taught:night-watch');
  const acts = await world.db.in(org, (tx) =>
    tx.rows(
      sql<{
        act: string;
      }>`select act from journal_leaf where organisation_id = ${org} and act like 'template.%' order by seq`,
    ),
  );
  assert.deepEqual(
    acts.map((a) => a.act),
    [
      'template.saved',
      'template.activated',
      'template.saved',
      'template.retired',
      'template.activated',
      'template.retired',
    ],
  );
});
