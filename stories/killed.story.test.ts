/** Ingest is killed at fifty random moments, the database and its children at five: nothing is lost and nothing is doubled. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import pg from 'pg';
import { seededDice } from '#io/dice';
import { startEmbedded } from '#io/postgres';
import { feedCsv } from '../bench/world.ts';
import { xarf } from './provider.ts';

const main = join(import.meta.dirname, '..', 'src', 'main.ts');

interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs a command; with `killAfterMs` it is killed with SIGKILL then, unless it ended before. */
function bezem(state: string, args: readonly string[], killAfterMs?: number): Promise<Ran> {
  return new Promise((done) => {
    const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', main, ...args], {
      env: {
        PATH: process.env['PATH'] ?? '',
        HOME: state,
        BEZEM_STATE: state,
        BEZEM_MEMBER: 'anouk@killed.example',
        BEZEM_LOG: 'silent',
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let out = '';
    let err = '';
    child.stdout.on('data', (d) => {
      out += d;
    });
    child.stderr.on('data', (d) => {
      err += d;
    });
    const timer = killAfterMs === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), killAfterMs);
    child.on('close', (code) => {
      clearTimeout(timer);
      done({ code, out, err });
    });
  });
}

async function must(state: string, args: readonly string[]): Promise<Ran> {
  const ran = await bezem(state, args);
  assert.ok(ran.code === 0, `${args.join(' ')}: ${ran.code}\n${ran.out}\n${ran.err}`);
  return ran;
}

function inbox(folder: string): void {
  mkdirSync(folder, { recursive: true });
  const dice = seededDice('killed');
  for (let i = 0; i < 25; i++)
    writeFileSync(
      join(folder, `report-${String(i).padStart(2, '0')}.json`),
      xarf(
        {
          category: 'content',
          type: 'phishing',
          source_identifier: `10.0.0.${i + 1}`,
          url: `http://10.0.0.${i + 1}/bank-${i}/`,
        },
        dice,
      ),
    );
  // Over the size at which a file is read as a feed, in batches.
  writeFileSync(join(folder, '2026-11-20-event4_sinkhole-bench.csv'), [...feedCsv(9000, 40)].join(''));
}

async function makeOrganisation(state: string, folder: string): Promise<void> {
  await must(state, ['organisation', 'add', 'killed', '--name', 'Killed BV']);
  await must(state, ['member', 'add', 'anouk@killed.example', '--name', 'Anouk', '--role', 'admin', '--org', 'killed']);
  const networks = join(folder, 'networks.csv');
  writeFileSync(networks, 'network,name,from,until\n10.0.0.0/8,all,2020-01-01T00:00:00Z,\n');
  await must(state, ['resources', 'import', networks, '--yes']);
}

const counting = `
  select (select count(*)::int from message) as messages, (select count(*)::int from message where state <> 'done') as unended,
         (select count(*)::int from finding) as findings, (select count(distinct id)::int from finding) as ids, (select count(*)::int from abuse_case) as cases,
         (select coalesce(sum(finding_count), 0)::int from abuse_case) as of_cases, (select coalesce(sum(finding_count), 0)::int from episode) as of_episodes,
         (select coalesce(sum(n), 0)::int from finding_count) as rolled_up, (select count(*)::int from abuse_case where reference is null) as unnumbered`;

async function counts(state: string): Promise<Record<string, number>> {
  const embedded = await startEmbedded(state);
  const client = new pg.Client({ connectionString: embedded.adminUrl.replace('/postgres?', '/bezem?') });
  await client.connect();
  const rows = await client.query<Record<string, number>>(counting);
  await client.end();
  return rows.rows[0] ?? {};
}

test('after fifty kills of ingest and five of the database, the counts are those of an undisturbed run', {
  timeout: 580_000,
}, async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'bezem-killed-'));
  chmodSync(folder, 0o755);
  const calm = join(folder, 'calm');
  const state = join(folder, 'state');
  const mail = join(folder, 'inbox');
  const dice = seededDice('moments');
  const below = (n: number) => ((dice.bytes(1)[0] ?? 0) * 256 + (dice.bytes(1)[0] ?? 0)) % n;
  mkdirSync(calm);
  mkdirSync(state);
  inbox(mail);
  // The databases run on while commands come and go, as they do under `serve`.
  const calmDb = await startEmbedded(calm);
  let db = await startEmbedded(state);
  try {
    await makeOrganisation(calm, folder);
    await must(calm, ['ingest', mail]);
    const expected = await counts(calm);
    await makeOrganisation(state, folder);

    let killed = 0;
    let databaseKilled = 0;
    for (let i = 0; i < 50; i++) {
      const running = bezem(state, ['ingest', mail], 250 + below(1600));
      if (i % 10 === 5) {
        await new Promise((go) => setTimeout(go, 400 + below(600)));
        killDatabase(state);
        databaseKilled++;
      }
      if ((await running).code === null) killed++;
      if (i % 10 === 5) db = await startEmbedded(state);
    }
    await must(state, ['ingest', mail]);
    const again = JSON.parse((await must(state, ['ingest', mail, '--json'])).out) as Record<string, number>;
    const after = await counts(state);

    t.diagnostic(
      `${killed} of 50 runs were killed before they ended, the database ${databaseKilled} times; ${after['findings']} findings, ${after['cases']} cases`,
    );
    assert.equal(expected['findings'], 9025);
    assert.deepEqual(after, expected);
    assert.equal(after['findings'], after['ids']);
    assert.equal(again['findings'], 0);
    assert.equal(again['messages'], 0, 'a second ingest of the same folder changes nothing');
    assert.equal((await bezem(state, ['journal', 'verify'])).code, 0);
  } finally {
    await db.stop();
    await calmDb.stop();
    rmSync(folder, { recursive: true, force: true });
  }
});

/** kill -9 of the postmaster and all its children. */
function killDatabase(state: string): void {
  const pid = Number(readFileSync(join(state, 'database', 'postmaster.pid'), 'utf8').split('\n')[0]);
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')
    .trim()
    .split(' ')
    .filter(Boolean)
    .map(Number);
  for (const each of [pid, ...children]) {
    try {
      process.kill(each, 'SIGKILL');
    } catch {
      // it had ended already
    }
  }
}
