/** Memory of taking in a feed: the whole tree of processes of `bezem ingest`, and how it grows with a file ten times larger. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Bench, median, round } from './bench.ts';
import { postmasterOf, residentOf } from './cpu.ts';
import { openBenchWorld, sinkholeCsv } from './world.ts';

const normal = 100_000;
const customers = 2_000;
const megabyte = 1024 * 1024;

export const bench: Bench = {
  name: 'memory',
  about: {
    nl: 'geheugen van een feed van honderdduizend rijen, en van een tien keer zo grote',
    en: 'memory of a feed of a hundred thousand rows, and of one ten times larger',
  },
  async run(options, emit, say) {
    const rows = options.size ?? normal;
    const b = await openBenchWorld({ ...(options.url ? { url: options.url } : {}), customers });
    const folder = mkdtempSync(join(tmpdir(), 'bezem-bench-'));
    const database = await postmasterOf(b.url);
    try {
      const peaks: Record<'small' | 'large', number[]> = { small: [], large: [] };
      for (const [which, size] of [
        ['small', rows],
        ['large', 10 * rows],
      ] as const) {
        say(`${size} rows`);
        const name = `2026-11-20-event4_sinkhole-${which}.csv`;
        await writeFile(join(folder, name), sinkholeCsv(size, customers));
        const peak = await peakOf(b.url, b.org, join(folder, name), database);
        peaks[which].push(peak);
        say(`${round(peak / megabyte)} MB`);
        rmSync(join(folder, name));
      }
      const small = median(peaks.small);
      const large = median(peaks.large);
      emit({
        name: 'memory.growth',
        figure: round(large / megabyte),
        unit: `MB for ${10 * rows} rows`,
        limit: round(small / megabyte),
        ratio: round(large / small),
        runs: peaks.large.map((p) => round(p / megabyte)),
        gate: { most: 1.2 },
        note: 'limit: the same for a tenth of the rows, same run',
      });
      emit({
        name: 'memory',
        figure: round(small / megabyte),
        unit: `MB for ${rows} rows: the taking and the reading process, without the database`,
        limit: 858,
        ratio: round(small / megabyte / 858),
        runs: peaks.small.map((p) => round(p / megabyte)),
        gate: { most: 0.45 },
        note: 'limit: bots and Redis of IntelMQ, without its database, carried over',
      });
    } finally {
      await b.close();
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

/** Highest memory of a process that takes the file in, with its reading process, looked at four times a second. */
async function peakOf(url: string, org: string, file: string, database: number | undefined): Promise<number> {
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', join(import.meta.dirname, 'memory', 'take.ts'), url, org, file],
    { stdio: ['ignore', 'ignore', 'inherit'] },
  );
  let peak = 0;
  const timer = setInterval(() => {
    if (child.pid) peak = Math.max(peak, residentOf(child.pid, database));
  }, 250);
  const code = await new Promise<number | null>((done) => child.once('exit', done));
  clearInterval(timer);
  if (code !== 0) throw new Error(`taking the file in ended with ${code}: no figure counts`);
  return peak;
}
