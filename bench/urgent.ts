/** Urgent: how long a person's report waits for its case while a bulk feed is being read. */
import { mkdtempSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openReaders } from '#intake/readers';
import { receive } from '#intake/work';
import { sql } from '#io/db';
import { runJobs } from '#io/jobs';
import { engine } from '#kernel';
import { loadLaw } from '#law/work';
import { startBulk } from '../src/bulk.ts';
import { planOf } from '../src/plan.ts';
import { type Bench, median, quantile, round } from './bench.ts';
import { benchKey, differentRows, openBenchWorld, sinkholeCsv } from './world.ts';

const customers = 2_000;

function report(n: number): Uint8Array {
  return Buffer.from(
    JSON.stringify({
      xarf_version: '4.2.0',
      report_id: `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
      timestamp: '2026-11-20T12:00:00Z',
      reporter: { org: 'Bank', contact: 'abuse@bank.example', domain: 'bank.example' },
      sender: { org: 'Bank', contact: 'abuse@bank.example', domain: 'bank.example' },
      source_identifier: `10.0.${n & 255}.7`,
      category: 'content',
      type: 'phishing',
      url: `http://login-${n}.example.org/bank/`,
    }),
  );
}

export const bench: Bench = {
  name: 'urgent',
  about: {
    nl: 'spoedmelding tot zichtbare zaak terwijl een bulkfeed loopt',
    en: 'urgent report to visible case while a bulk feed runs',
  },
  async run(options, emit, say) {
    const rows = options.size ?? 100_000;
    const folder = mkdtempSync(join(tmpdir(), 'bezem-bench-'));
    const file = join(folder, '2026-11-20-event4_sinkhole-bench.csv');
    await writeFile(file, sinkholeCsv(rows, customers));
    const b = await openBenchWorld({ ...(options.url ? { url: options.url } : {}), customers });
    const law = await loadLaw();
    const readers = openReaders({ size: 2, kinds: law.kinds.values() });
    const plan = await planOf(b.world, readers, 'abuse@bench.example');
    const stopping = new AbortController();
    // As `serve` has it: the urgent lane here, the bulk lane in a process of its own.
    const jobs = runJobs(b.world, plan.jobs, stopping.signal, ['urgent', 'normal']);
    const bulk = startBulk(b.world, {
      url: b.url,
      masterKeyFile: null,
      masterKey: benchKey,
      mail: { kind: 'off' },
      mailFrom: 'abuse@bench.example',
      privateHosts: [],
      logLevel: 'silent',
    });
    const waits: number[] = [];
    const idle: number[] = [];
    let feedSeconds = 0;
    const urgent = async (n: number): Promise<number> => {
      const began = performance.now();
      const got = await receive(b.world, b.org, {
        channel: 'http',
        bytes: report(n),
        name: `urgent-${n}.json`,
        by: engine,
      });
      for (;;) {
        const seen = await b.world.db.in(b.org, (tx) =>
          tx.rows(
            sql`select 1 from finding f join abuse_case c on c.organisation_id = f.organisation_id and c.id = f.case_id where f.organisation_id = ${b.org} and f.message_id = ${got.id} and c.reference is not null`,
          ),
        );
        if (seen.length > 0) return performance.now() - began;
        if (performance.now() - began > 120_000) throw new Error('an urgent report waited for two minutes');
        await b.world.clock.sleep(5);
      }
    };
    try {
      for (let n = 0; n < 15; n++) {
        const wait = await urgent(10_000 + n);
        if (n >= 5) idle.push(wait); // the first ones start the readers
      }
      say(`a feed of ${rows} rows runs; an urgent report every 250 ms`);
      const began = performance.now();
      const got = await receive(b.world, b.org, {
        channel: 'file',
        path: file,
        name: '2026-11-20-event4_sinkhole-bench.csv',
        by: engine,
      });
      let isRead = false;
      const watching = (async () => {
        while (!isRead) {
          const [state] = await b.world.db.in(b.org, (tx) =>
            tx.rows(
              sql<{
                state: string;
                n: number;
              }>`select state, finding_count as n from message where organisation_id = ${b.org} and id = ${got.id}`,
            ),
          );
          if (state?.state === 'done' || state?.state === 'manual') {
            isRead = true;
            if (state.n !== differentRows(rows))
              throw new Error(`the feed gave ${state.n} findings of ${differentRows(rows)}: no figure counts`);
          }
          await b.world.clock.sleep(100);
        }
      })();
      for (let n = 0; !isRead && n < 2000; n++) {
        waits.push(await urgent(n));
        await b.world.clock.sleep(250);
      }
      await watching;
      feedSeconds = (performance.now() - began) / 1000;
    } finally {
      stopping.abort();
      await Promise.all([jobs, bulk.stop()]);
      await readers.close();
      await b.close();
      rmSync(folder, { recursive: true, force: true });
    }
    emit({
      name: 'urgent.feed',
      figure: round(differentRows(rows) / feedSeconds),
      unit: 'findings/s of the feed meanwhile',
      limit: null,
      ratio: null,
      runs: [],
    });
    emit({
      name: 'urgent.idle',
      figure: round(median(idle)),
      unit: 'ms while no feed runs, at p50',
      limit: null,
      ratio: null,
      runs: idle.map(round),
    });
    const p99 = quantile(waits, 0.99);
    emit({
      name: 'urgent.p50',
      figure: round(median(waits)),
      unit: 'ms',
      limit: 2000,
      ratio: round(median(waits) / 2000),
      runs: [],
    });
    emit({
      name: 'urgent',
      figure: round(p99),
      unit: 'ms at p99',
      limit: 2000,
      ratio: round(p99 / 2000),
      runs: waits.map(round),
      gate: { most: 1 },
      note: `${waits.length} reports; gate 2000 ms; IntelMQ about 226 s, carried over`,
    });
  },
};
