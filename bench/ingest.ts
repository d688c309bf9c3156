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
import { type Bench, round } from './bench.ts';
import { feedCsv, openBenchWorld, provider } from './world.ts';

const normal = 100_000;
const customers = 2_000;

export const bench: Bench = {
  name: 'ingest',
  about: {
    nl: 'bulkfeed naar waarnemingen en zaken, rijen per seconde',
    en: 'bulk feed to findings and cases, rows per second',
  },
  async run(options, emit, say) {
    const rows = options.size ?? normal;
    const folder = mkdtempSync(join(tmpdir(), 'bezem-bench-'));
    const file = join(folder, '2026-11-20-event4_sinkhole-bench.csv');
    await writeFile(file, feedCsv(rows, customers));
    const b = await openBenchWorld({ ...(options.url ? { url: options.url } : {}), customers });
    const law = await loadLaw();
    const readers = openReaders({ size: 1, kinds: law.kinds.values() });
    const hands = intakeHands(readers);
    try {
      say(`ingesting ${rows} rows`);
      const began = performance.now();
      const cpu = process.cpuUsage();
      const got = await receive(b.world, b.org, {
        channel: 'file',
        path: file,
        name: '2026-11-20-event4_sinkhole-bench.csv',
        feed: 'shadowserver',
        readHere: true,
        by: engine,
      });
      const counts = await readMessage(b.world, hands, b.org, got.id);
      const wall = (performance.now() - began) / 1000;
      const used = process.cpuUsage(cpu);
      if (counts.findings !== rows)
        throw new Error(`wrote ${counts.findings} findings of ${rows} rows; no figure counts`);
      const ours = rows / wall;

      say('the same rows, rendered beforehand, with two writers');
      const ceiling = await ceilingOf(b.url, b.world, b.org, rows);

      emit({
        name: 'ingest.cases',
        figure: counts.cases_opened,
        unit: 'cases',
        limit: null,
        ratio: null,
        runs: [counts.cases_opened],
      });
      emit({
        name: 'ingest.cpu',
        figure: round((used.user + used.system) / rows),
        unit: 'µs of this process per finding',
        limit: 6500,
        ratio: round((used.user + used.system) / rows / 6500),
        runs: [],
        note: 'limit: IntelMQ, all processes, carried over',
      });
      emit({
        name: 'ingest.peer',
        figure: round(ours),
        unit: 'rows/s',
        limit: 246,
        ratio: round(ours / 246),
        runs: [round(ours)],
        note: 'limit: IntelMQ on a like machine, carried over',
      });
      emit({
        name: 'ingest',
        figure: round(ours),
        unit: 'rows/s',
        limit: round(ceiling),
        ratio: round(ours / ceiling),
        runs: [round(ours)],
        note: 'limit: pre-rendered batches into the same tables, two writers',
      });
    } finally {
      await readers.close();
      await b.close();
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

/** What PostgreSQL can take: the finding rows just written, as finished COPY text, for another organisation; with an episode upsert per batch. */
async function ceilingOf(
  url: string,
  world: Awaited<ReturnType<typeof openBenchWorld>>['world'],
  org: Id<'org'>,
  rows: number,
): Promise<number> {
  const other = await provider(world, 1);
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query('set role bezem_owner');
  const list =
    (
      await client.query<{ c: string }>(
        `select string_agg(attname, ', ' order by attnum) as c from pg_attribute where attrelid = 'finding'::regclass and attnum > 0 and not attisdropped`,
      )
    ).rows[0]?.c ?? '';
  const lines: string[] = [];
  let rest = '';
  for await (const chunk of client.query(
    copyTo(`copy (select ${list} from finding where organisation_id = '${org}' order by day, id) to stdout`),
  )) {
    const text = rest + String(chunk);
    const all = text.split('\n');
    rest = all.pop() ?? '';
    for (const l of all) lines.push(`${l.replaceAll(org, other)}\n`);
  }
  await client.end();
  const batches: string[] = [];
  for (let i = 0; i < lines.length; i += 5000) batches.push(lines.slice(i, i + 5000).join(''));
  const db = openDb({ url, most: 3 });
  const began = performance.now();
  let next = 0;
  await Promise.all(
    [0, 1].map(async () => {
      for (let i = next++; i < batches.length; i = next++) {
        const batch = batches[i] ?? '';
        await db.in(other, async (tx) => {
          await tx.rows(
            sql`create temporary table if not exists finding_in (like finding including defaults) on commit delete rows`,
          );
          await tx.copy(`copy finding_in (${list}) from stdin`, [batch]);
          await tx.rows(
            sql`insert into finding (${sql.raw(list)}) select ${sql.raw(list)} from finding_in order by day, id on conflict do nothing`,
          );
          await tx.rows(sql`
            insert into finding_count as c (organisation_id, day, kind, severity, n) select ${other}, day, kind, coalesce(severity, 'unknown'), count(*) from finding_in group by 2, 3, 4
            on conflict (organisation_id, day, kind, severity) do update set n = c.n + excluded.n`);
        });
      }
    }),
  );
  const wall = (performance.now() - began) / 1000;
  await db.close();
  return rows / wall;
}
