/** Millions of findings in cases that are really there, written by the database itself: for what must stay quick when it is full. */
import { mkdtempSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { openReaders } from '#intake/readers';
import { readMessage, receive } from '#intake/work';
import { sql } from '#io/db';
import { engine, type Id } from '#kernel';
import { loadLaw } from '#law/work';
import { intakeHands } from '../src/plan.ts';
import type { BenchOptions } from './bench.ts';
import { type BenchWorld, openBenchWorld, sinkholeCsv } from './world.ts';

/** Customers of whom each has one open case. */
const customers = 10_000;
/** Days that end with the day of the feed. */
const days = 30;

export interface Full {
  readonly b: BenchWorld;
  readonly org: Id<'org'>;
  readonly findings: number;
  readonly cases: number;
}

/**
 * A world with this many findings in ten thousand open cases over thirty days. In a database that `--url` names, an organisation
 * that a run before this one has filled as far is used again.
 */
export async function openFull(options: BenchOptions, wanted: number, say: (line: string) => void): Promise<Full> {
  const b = await openBenchWorld({ ...(options.url ? { url: options.url } : {}), customers });
  const [before] = await b.world.db.owner((tx) =>
    tx.rows(sql<{ org: Id<'org'>; findings: number }>`
      select organisation_id as org, sum(n)::int as findings from finding_count group by 1 having sum(n) >= ${0.98 * wanted} and count(distinct day) = ${days} order by 2 limit 1`),
  );
  if (before) say(`${before.findings} findings are there already`);
  const org = before?.org ?? b.org;
  const findings = before?.findings ?? (await take(b, wanted, say));
  const [open] = await b.world.db.in(org, (tx) =>
    tx.rows(sql<{ n: number }>`select count(*)::int as n from abuse_case where organisation_id = ${org}`),
  );
  return { b, org, findings, cases: open?.n ?? 0 };
}

async function take(b: BenchWorld, wanted: number, say: (line: string) => void): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'bezem-bench-'));
  const law = await loadLaw();
  const readers = openReaders({ size: 1, kinds: law.kinds.values() });
  try {
    const name = '2026-11-20-event4_sinkhole-bench.csv';
    await writeFile(join(folder, name), sinkholeCsv(Math.min(wanted, 100_000), customers));
    say('a feed is taken in');
    const got = await receive(b.world, b.org, {
      channel: 'file',
      path: join(folder, name),
      name,
      readHere: true,
      by: engine,
    });
    await readMessage(b.world, intakeHands(readers), b.org, got.id);
  } finally {
    await readers.close();
    rmSync(folder, { recursive: true, force: true });
  }
  return fillUp(b, b.org, wanted, say);
}

/**
 * Copies the findings of an organisation over the days before, until there are about this many; episodes, cases and roll-ups
 * count along. A day is written as a table that no index slows down and no log repeats, and joins the others when it is full.
 * @returns how many there are
 */
async function fillUp(b: BenchWorld, org: Id<'org'>, wanted: number, say: (line: string) => void): Promise<number> {
  const [have] = await b.world.db.in(org, (tx) =>
    tx.rows(
      sql<{
        n: number;
        day: string;
      }>`select count(*)::int as n, max(day)::text as day from finding where organisation_id = ${org}`,
    ),
  );
  const each = have?.n ?? 0;
  const turns = Math.max(0, Math.round(wanted / each) - 1);
  const columns = await b.world.db.owner((tx) =>
    tx.rows(sql<{ name: string }>`
      select attname as name from pg_attribute where attrelid = 'finding'::regclass and attnum > 0 and not attisdropped
        and attname not in ('day', 'id', 'seen_at', 'received_at') order by attnum`),
  );
  const rest = sql.raw(columns.map((c) => `f.${c.name}`).join(', '));
  const names = sql.raw(columns.map((c) => c.name).join(', '));
  for (let k = 1; k < days; k++) {
    // As even as whole copies allow.
    const copies = Math.floor((turns * k) / (days - 1)) - Math.floor((turns * (k - 1)) / (days - 1));
    if (copies === 0) continue;
    say(`day ${k} of ${days - 1}: ${copies * each} findings`);
    await b.world.db.owner(async (tx) => {
      await tx.rows(sql`select set_config('maintenance_work_mem', '512MB', true)`);
      const [d] = await tx.rows(sql<{ day: string; next: string; name: string; there: boolean }>`
        select day::text, (day + 1)::text as next, 'finding_' || to_char(day, 'YYYYMMDD') as name, to_regclass('public.finding_' || to_char(day, 'YYYYMMDD')) is not null as there
          from (select ${have?.day}::date - ${k}::int as day) x`);
      if (!d) return;
      if (!d.there)
        await tx.rows(sql`create table ${sql.ref(d.name)} (like finding including defaults including constraints)`);
      await tx.rows(sql`
        insert into ${sql.ref(d.name)} (day, id, seen_at, received_at, ${names})
        select f.day - ${k}::int, 'fnd_' || left(md5(f.id || ${`/${k}/`} || g), 26), f.seen_at - make_interval(days => ${k}), f.received_at - make_interval(days => ${k}), ${rest}
          from generate_series(1, ${copies}::int) g cross join finding f where f.organisation_id = ${org} and f.day = ${have?.day}::date`);
      if (!d.there)
        await tx.rows(
          sql`alter table finding attach partition ${sql.ref(d.name)} for values from (${sql.raw(`'${d.day}'`)}) to (${sql.raw(`'${d.next}'`)})`,
        );
      await tx.rows(sql`
        insert into finding_count (organisation_id, day, kind, severity, n)
        select organisation_id, ${d.day}::date, kind, severity, n * ${copies}::int from finding_count where organisation_id = ${org} and day = ${have?.day}::date`);
    });
  }
  await b.world.db.owner(async (tx) => {
    await tx.rows(sql`update episode set finding_count = finding_count * ${turns + 1} where organisation_id = ${org}`);
    await tx.rows(
      sql`update abuse_case set finding_count = finding_count * ${turns + 1} where organisation_id = ${org}`,
    );
  });
  // What the database does by itself a little later.
  const client = new pg.Client({ connectionString: b.url });
  await client.connect();
  await client.query('set role bezem_owner');
  for (const table of ['abuse_case', 'episode', 'attribution', 'finding_count', 'party'])
    await client.query(`vacuum (analyze) ${table}`);
  await client.query('analyze finding');
  await client.end();
  return each * (turns + 1);
}
