/** Bulk: a feed file to committed findings and cases, against PostgreSQL's own ceiling with the same rows in the same tables. */
import { mkdtempSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { openReaders } from '#intake/readers';
import { readMessage, receive } from '#intake/work';
import { openDb, sql } from '#io/db';
import { engine, type Id } from '#kernel';
import { loadLaw } from '#law/work';
import { intakeHands } from '../src/plan.ts';
import { type Bench, median, round } from './bench.ts';
import { busyNow, postmasterOf, spentBy } from './cpu.ts';
import { type BenchWorld, differentRows, openBenchWorld, provider, sinkholeCsv } from './world.ts';

const normal = 100_000;
const customers = 2_000;
const pairs = 3;

export const bench: Bench = {
  name: 'ingest',
  about: {
    nl: 'bulkfeed naar waarnemingen en zaken, rijen per seconde',
    en: 'bulk feed to findings and cases, rows per second',
  },
  async run(options, emit, say) {
    const rows = options.size ?? normal;
    const folder = mkdtempSync(join(tmpdir(), 'bezem-bench-'));
    const b = await openBenchWorld({ ...(options.url ? { url: options.url } : {}), customers });
    const law = await loadLaw();
    const readers = openReaders({ size: 1, kinds: law.kinds.values() });
    const hands = intakeHands(readers);
    const database = await postmasterOf(b.url);
    const ours: number[] = [];
    const full: number[] = [];
    const bare: number[] = [];
    const cpu: number[] = [];
    const others: number[] = [];
    let cases = 0;
    try {
      for (let pair = 0; pair <= pairs; pair++) {
        // The first pair only warms up, with a small file.
        const size = pair === 0 ? Math.min(rows, 10_000) : rows;
        const org = pair === 0 ? b.org : await provider(b.world, customers);
        const name = `2026-11-20-event4_sinkhole-bench${pair}.csv`;
        await writeFile(join(folder, name), sinkholeCsv(size, customers));
        say(pair === 0 ? `warming up with ${size} rows` : `pair ${pair} of ${pairs}: ${size} rows`);
        const began = performance.now();
        const spent = spentBy(process.pid, database) + (database ? spentBy(database) : 0);
        const busy = busyNow();
        const got = await receive(b.world, org, {
          channel: 'file',
          path: join(folder, name),
          name,
          feed: 'shadowserver',
          readHere: true,
          by: engine,
        });
        const counts = await readMessage(b.world, hands, org, got.id);
        const wall = (performance.now() - began) / 1000;
        const mine = spentBy(process.pid, database) + (database ? spentBy(database) : 0) - spent;
        await checked(b, org, size, counts.findings);
        await b.world.db.owner((tx) => tx.rows(sql`checkpoint`)).catch(() => undefined);
        const ceilings = {
          full: await ceilingOf(b, org, differentRows(size), true),
          bare: await ceilingOf(b, org, differentRows(size), false),
        };
        if (pair === 0) continue;
        ours.push(size / wall);
        cpu.push(mine / counts.findings);
        others.push((busyNow().busy - busy.busy - mine) / 1e6 / ((busyNow().at - busy.at) / 1000));
        full.push(ceilings.full);
        bare.push(ceilings.bare);
        cases = counts.cases_opened;
      }
    } finally {
      await readers.close();
      await b.close();
      rmSync(folder, { recursive: true, force: true });
    }
    const ratios = (limit: readonly number[]) => ours.map((x, i) => x / (limit[i] ?? 1));
    emit({ name: 'ingest.cases', figure: cases, unit: 'cases', limit: null, ratio: null, runs: [cases] });
    emit({
      name: 'ingest.cpu',
      figure: round(median(cpu)),
      unit: database ? 'µs per finding, all processes' : 'µs per finding, without the database',
      limit: 6500,
      ratio: round(median(cpu) / 6500),
      runs: cpu.map(round),
      gate: { most: 1 / 40 },
      note: 'limit: IntelMQ, all processes, carried over',
    });
    emit({
      name: 'ingest.bare',
      figure: round(median(ours)),
      unit: 'rows/s',
      limit: round(median(bare)),
      ratio: round(median(ratios(bare))),
      runs: ours.map(round),
      note: 'limit: the finding rows alone, pre-rendered, two writers, no case and no episode',
    });
    emit({
      name: 'ingest.peer',
      figure: round(median(ours)),
      unit: 'rows/s',
      limit: 246,
      ratio: round(median(ours) / 246),
      runs: ours.map(round),
      gate: { least: 40 },
      note: `limit: IntelMQ on a like quiet machine, carried over; others kept ${round(median(others))} of the processors busy in this run`,
    });
    emit({
      name: 'ingest',
      figure: round(median(ours)),
      unit: 'rows/s',
      limit: round(median(full)),
      ratio: round(median(ratios(full))),
      runs: ratios(full).map(round),
      gate: { least: 0.35 },
      note: 'limit: pre-rendered batches into the same tables (findings, episodes, cases, counts), two writers; runs are the ratios of the pairs',
    });
  },
};

/** What must be so before a figure counts. */
async function checked(b: BenchWorld, org: Id<'org'>, rows: number, findings: number): Promise<void> {
  const unique = differentRows(rows);
  const [seen] = await b.world.db.in(org, (tx) =>
    tx.rows(sql<{ n: number; cases: number; episodes: number; counted: number; held: number }>`
      select (select count(*)::int from finding where organisation_id = ${org}) as n,
             (select sum(finding_count)::int from abuse_case where organisation_id = ${org}) as cases,
             (select sum(finding_count)::int from episode where organisation_id = ${org}) as episodes,
             (select sum(n)::int from finding_count where organisation_id = ${org}) as counted,
             (select count(*)::int from finding f join attribution a on a.organisation_id = f.organisation_id and a.id = f.attribution_id join holding h on h.organisation_id = a.organisation_id and h.id = a.holding_id
               where f.organisation_id = ${org} and set_masklen(f.ip, 24)::cidr = h.prefix) as held`),
  );
  const all = [findings, seen?.n, seen?.cases, seen?.episodes, seen?.counted, seen?.held];
  if (all.some((x) => x !== unique))
    throw new Error(`${unique} different rows; found ${all.join(', ')}: no figure counts`);
}

const perBatch = 5000;

/**
 * What PostgreSQL can take: the rows just written, as finished COPY text, for another organisation, by two writers. With
 * `whole`, each transaction also adds its findings to their episodes and cases, as finished values.
 */
async function ceilingOf(b: BenchWorld, org: Id<'org'>, rows: number, whole: boolean): Promise<number> {
  const other = await provider(b.world, 1);
  const client = new pg.Client({ connectionString: b.url });
  await client.connect();
  await client.query('set role bezem_owner');
  const columns =
    (
      await client.query<{ c: string }>(
        `select string_agg(attname, ', ' order by attnum) as c from pg_attribute where attrelid = 'finding'::regclass and attnum > 0 and not attisdropped`,
      )
    ).rows[0]?.c ?? '';
  const at = Object.fromEntries(columns.split(', ').map((c, i) => [c, i]));
  const lines: string[] = [];
  let rest = '';
  for await (const chunk of client.query(
    copyTo(`copy (select ${columns} from finding where organisation_id = '${org}' order by ctid) to stdout`),
  )) {
    const all = (rest + String(chunk)).split('\n');
    rest = all.pop() ?? '';
    for (const l of all) lines.push(`${l.replaceAll(org, other)}\n`);
  }
  await client.end();
  if (lines.length !== rows) throw new Error(`${lines.length} rows for the ceiling, not ${rows}`);
  const batches: { text: string; cases: string; episodes: string }[] = [];
  for (let i = 0; i < lines.length; i += perBatch) {
    const mine = lines.slice(i, i + perBatch);
    const sums = (key: string, more: readonly string[]) => {
      const of = new Map<string, Record<string, unknown>>();
      for (const l of mine) {
        const v = l.slice(0, -1).split('\t');
        const id = v[at[key] ?? 0] ?? '';
        const seen = v[at.seen_at ?? 0] ?? '';
        const e = of.get(id) ?? {
          id,
          n: 0,
          first: seen,
          last: seen,
          ...Object.fromEntries(more.map((m) => [m, v[at[m] ?? 0]])),
        };
        e.n = Number(e.n) + 1;
        if (seen < String(e.first)) e.first = seen;
        if (seen > String(e.last)) e.last = seen;
        of.set(id, e);
      }
      return JSON.stringify([...of.values()].sort((x, y) => (String(x.id) < String(y.id) ? -1 : 1)));
    };
    batches.push({
      text: mine.join(''),
      cases: sums('case_id', ['kind']),
      episodes: sums('episode_id', ['case_id', 'ip', 'kind']),
    });
  }
  const db = openDb({ url: b.url, most: 3 });
  const began = performance.now();
  let next = 0;
  await Promise.all(
    [0, 1].map(async () => {
      for (let i = next++; i < batches.length; i = next++) {
        const batch = batches[i];
        if (!batch) break;
        await db.in(other, async (tx) => {
          await tx.rows(
            sql`create temporary table if not exists finding_whole (like finding including defaults) on commit delete rows`,
          );
          await tx.copy(`copy finding_whole (${columns}) from stdin`, [batch.text]);
          await tx.rows(
            sql`insert into finding (${sql.raw(columns)}) select ${sql.raw(columns)} from finding_whole order by day, id on conflict do nothing`,
          );
          await tx.rows(sql`
            insert into finding_count as c (organisation_id, day, kind, severity, n) select ${other}, day, kind, coalesce(severity, 'unknown'), count(*) from finding_whole group by 2, 3, 4
            on conflict (organisation_id, day, kind, severity) do update set n = c.n + excluded.n`);
          if (!whole) return;
          await tx.rows(sql`
            insert into episode as e (organisation_id, id, case_id, asset, kind, first_seen_at, last_seen_at, finding_count)
            select ${other}, r.id, r.case_id, r.ip, r.kind, r.first, r.last, r.n from jsonb_to_recordset(${batch.episodes}::jsonb) as r(id text, case_id text, ip text, kind text, first timestamptz, last timestamptz, n bigint)
            on conflict (organisation_id, case_id, asset, kind) where closed_at is null do update
              set first_seen_at = least(e.first_seen_at, excluded.first_seen_at), last_seen_at = greatest(e.last_seen_at, excluded.last_seen_at), finding_count = e.finding_count + excluded.finding_count`);
          await tx.rows(sql`
            insert into abuse_case as c (organisation_id, id, key, action, kind, asset, state, band, score, priority, opened_at, changed_at, first_seen_at, last_seen_at, finding_count)
            select ${other}, r.id, r.id, 'infected_host', r.kind, r.id, 'new', 3, 40, '{}', r.first, r.last, r.first, r.last, r.n from jsonb_to_recordset(${batch.cases}::jsonb) as r(id text, kind text, first timestamptz, last timestamptz, n bigint)
            on conflict (organisation_id, key) where state not in ('resolved', 'rejected', 'bundled') do update
              set first_seen_at = least(c.first_seen_at, excluded.first_seen_at), last_seen_at = greatest(c.last_seen_at, excluded.last_seen_at), finding_count = c.finding_count + excluded.finding_count, version = c.version + 1`);
        });
      }
    }),
  );
  const wall = (performance.now() - began) / 1000;
  await db.close();
  return rows / wall;
}
