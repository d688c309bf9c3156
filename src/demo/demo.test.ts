/** The demo loads once and whole, through the real doors, and every screen finds something. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { openReaders } from '#intake/readers';
import { sql } from '#io/db';
import { testWorld } from '#io/testing';
import { verifyJournal } from '#journal/work';
import type { Id } from '#kernel';
import { loadLaw } from '#law/work';
import { planOf } from '../plan.ts';
import { loadDemo } from './load.ts';

const start = Temporal.Instant.from('2026-11-22T10:00:00Z');
const law = await loadLaw();
const readers = openReaders({ size: 2, kinds: law.kinds.values(), limits: { patienceMs: 20_000 } });
after(() => readers.close());

test('the demo loads once and whole; a second start finds it and writes nothing', async () => {
  const world = await testWorld('demo');
  world.clock.set(start);
  const plan = await planOf(world, readers, 'abuse@voorbeeldhost.example');
  const hands = { intake: plan.intake, cases: plan.cases, jobs: plan.jobs, onboarding: plan.onboarding };
  const began = performance.now();
  const loaded = await loadDemo(world, hands, { at: start });
  console.log(`loaded in ${Math.round(performance.now() - began)} ms: ${JSON.stringify(loaded.counts)}`);
  const org: Id<'org'> = loaded.org;
  const everything = () =>
    world.db.in(org, (tx) =>
      tx.rows(sql<{ t: string; n: number }>`
        select 'message' as t, count(*)::int as n from message where organisation_id = ${org} union all select 'finding', count(*)::int from finding where organisation_id = ${org}
        union all select 'act', count(*)::int from case_act where organisation_id = ${org} union all select 'letter', count(*)::int from letter where organisation_id = ${org}
        union all select 'answer', count(*)::int from answer where organisation_id = ${org} union all select 'leaf', count(*)::int from journal_leaf where organisation_id = ${org}
        union all select 'import', count(*)::int from ledger_import where organisation_id = ${org} order by 1`),
    );
  const before = await everything();

  const again = await loadDemo(world, hands, { at: start.add({ hours: 5 }) });

  assert.equal(again.fresh, false);
  assert.equal(again.org, org);
  assert.deepEqual(await everything(), before);
  const verified = await verifyJournal(world, org);
  assert.equal(verified.ok, true, JSON.stringify(verified));
  const facts = await world.db.in(org, async (tx) => ({
    cases: await tx.rows(
      sql<{
        state: string;
        n: number;
      }>`select state, count(*)::int as n from abuse_case where organisation_id = ${org} group by 1 order by 1`,
    ),
    bands: await tx.rows(
      sql<{
        band: number;
        n: number;
      }>`select band, count(*)::int as n from abuse_case where organisation_id = ${org} group by 1 order by 1`,
    ),
    letters: await tx.rows(
      sql<{
        state: string;
        n: number;
      }>`select state, count(*)::int as n from letter where organisation_id = ${org} group by 1 order by 1`,
    ),
    answers: await tx.rows(
      sql<{
        kind: string;
        n: number;
      }>`select kind, count(*)::int as n from answer where organisation_id = ${org} group by 1 order by 1`,
    ),
    statuses: await tx.rows(
      sql<{
        status: string;
        reason: string | null;
      }>`select distinct status, reason from attribution where organisation_id = ${org} order by 1, 2`,
    ),
    breached: await tx.rows(
      sql<{
        n: number;
      }>`select count(*)::int as n from deadline where organisation_id = ${org} and breached_at is not null`,
    ),
    top: await tx.rows(
      sql<{
        action: string;
        band: number;
        asset: string;
      }>`select action, band, asset from abuse_case where organisation_id = ${org} and state = 'new' order by band, due_at nulls last limit 3`,
    ),
    manual: await tx.rows(
      sql<{ name: string }>`select name from message where organisation_id = ${org} and state = 'manual' order by 1`,
    ),
  }));
  console.log(JSON.stringify(facts));
  const states = new Map(facts.cases.map((c) => [c.state, c.n]));
  const cases = [...states.values()].reduce((a, b) => a + b, 0);
  assert.ok(cases >= 60 && cases <= 130, `${cases} cases`);
  for (const state of ['new', 'waiting', 'answered', 'restricted', 'resolved', 'rejected', 'bundled'])
    assert.ok((states.get(state) ?? 0) > 0, state);
  assert.deepEqual(
    facts.bands.map((b) => b.band),
    [0, 1, 2, 3, 4, 5],
  );
  for (const kind of ['fixed', 'needs_time', 'wrong', 'question', 'names_customer', 'other'])
    assert.ok(
      facts.answers.some((a) => a.kind === kind),
      kind,
    );
  for (const state of ['queued', 'sent', 'delivered', 'bounced', 'undone', 'stopped'])
    assert.ok(
      facts.letters.some((l) => l.state === state),
      state,
    );
  for (const reason of ['gap', 'before_ledger', 'no_site'])
    assert.ok(
      facts.statuses.some((s) => s.reason === reason),
      reason,
    );
  for (const status of ['attributed', 'ambiguous', 'out_of_scope'])
    assert.ok(
      facts.statuses.some((s) => s.status === status),
      status,
    );
  assert.ok((facts.breached[0]?.n ?? 0) > 0);
  assert.equal(facts.top[0]?.band, 1);
  assert.equal(facts.manual.length, 4);
  const desk = await world.db.in(org, async (tx) => ({
    channels: await tx.rows(
      sql<{ name: string; good: boolean; silent: boolean }>`
        select name, last_good_at is not null and failures = 0 as good, silent_from <= ${start.toString()}::timestamptz and silent_noted_at is not null as silent
          from channel where organisation_id = ${org} order by name`,
    ),
    brought: await tx.rows(
      sql<{
        format: string;
        n: number;
      }>`select format, count(*)::int as n from message where organisation_id = ${org} and (channel_id is not null or format like 'taught:%') group by 1 order by 1`,
    ),
    polls: await tx.rows(
      sql<{ outcome: string }>`select distinct outcome from inventory_poll where organisation_id = ${org} order by 1`,
    ),
    held: await tx.rows(sql`select 1 from letter where organisation_id = ${org} and state = 'held' and trial`),
    branded: await tx.rows(
      sql<{ n: number }>`select count(distinct brand_id)::int as n from letter where organisation_id = ${org}`,
    ),
    notifiers: await tx.rows(
      sql<{ name: string }>`select name from notifier where organisation_id = ${org} and confirmed > 0 order by 1`,
    ),
    templates: await tx.rows(sql<{ state: string }>`select state from taught_template where organisation_id = ${org}`),
  }));
  console.log(JSON.stringify(desk));
  assert.deepEqual(desk.channels, [
    { name: 'partners', good: true, silent: true },
    { name: 'sensornet', good: true, silent: false },
  ]);
  assert.deepEqual(
    desk.brought.map((b) => b.format),
    ['mapping', 'taught:nachtwacht'],
  );
  assert.deepEqual(
    desk.polls.map((p) => p.outcome),
    ['held', 'written'],
  );
  assert.ok(desk.held.length > 0, 'letters are held on trial');
  assert.ok((desk.branded[0]?.n ?? 0) >= 2, 'two brands were worn');
  assert.ok(desk.notifiers.length > 0, 'a notifier has a record');
  assert.deepEqual(desk.templates, [{ state: 'active' }]);
  assert.ok(loaded.counts.duplicates > 0 && loaded.counts.duplicate_messages === 1);
});
