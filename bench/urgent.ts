/** Urgent: how long a person's report waits for its case while a bulk feed is being read. */
import { mkdtempSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openReaders } from '#intake/readers';
import { readMessage, receive } from '#intake/work';
import { sql } from '#io/db';
import { runJobs } from '#io/jobs';
import { engine } from '#kernel';
import { loadLaw } from '#law/work';
import { intakeHands, planOf } from '../src/plan.ts';
import { type Bench, median, quantile, round } from './bench.ts';
import { feedCsv, openBenchWorld } from './world.ts';

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
    await writeFile(file, feedCsv(rows, customers));
    const b = await openBenchWorld({ ...(options.url ? { url: options.url } : {}), customers });
    const law = await loadLaw();
    const readers = openReaders({ size: 2, kinds: law.kinds.values() });
    const plan = await planOf(b.world, readers, 'abuse@bench.example');
    const hands = intakeHands(readers);
    const stopping = new AbortController();
    const jobs = runJobs(b.world, plan.jobs, stopping.signal);
    const waits: number[] = [];
    try {
      say(`a feed of ${rows} rows runs; an urgent report every 250 ms`);
      const got = await receive(b.world, b.org, {
        channel: 'file',
        path: file,
        name: '2026-11-20-event4_sinkhole-bench.csv',
        readHere: true,
        by: engine,
      });
      let bulk = true;
      const feed = readMessage(b.world, hands, b.org, got.id).finally(() => {
        bulk = false;
      });
      for (let n = 0; bulk && n < 400; n++) {
        const began = performance.now();
        const urgent = await receive(b.world, b.org, {
          channel: 'http',
          bytes: report(n),
          name: `urgent-${n}.json`,
          by: engine,
        });
        for (;;) {
          const seen = await b.world.db.in(b.org, (tx) =>
            tx.rows(
              sql`select 1 from finding f join abuse_case c on c.organisation_id = f.organisation_id and c.id = f.case_id where f.organisation_id = ${b.org} and f.message_id = ${urgent.id}`,
            ),
          );
          if (seen.length > 0) break;
          if (performance.now() - began > 60_000) throw new Error('an urgent report waited for a minute');
          await b.world.clock.sleep(5);
        }
        waits.push(performance.now() - began);
        await b.world.clock.sleep(250);
      }
      await feed;
    } finally {
      stopping.abort();
      await jobs;
      await readers.close();
      await b.close();
      rmSync(folder, { recursive: true, force: true });
    }
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
      note: `${waits.length} reports; gate 2000 ms; IntelMQ about 226 s, carried over`,
    });
  },
};
