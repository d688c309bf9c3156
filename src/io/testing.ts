/**
 * Databases for tests: one real PostgreSQL cluster per run, one migrated template in it, a clone per test file.
 * `./bezem test` starts the cluster; a file run by itself starts its own.
 */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import pg from 'pg';
import { standingClock } from './clock.ts';
import { type Db, openDb } from './db.ts';
import { seededDice } from './dice.ts';
import { keysUnder } from './keys.ts';
import { openLog } from './log.ts';
import type { LookAt, Seen } from './look.ts';
import type { Mail, MailOut, MailOutcome } from './mail.ts';
import { makeDatabase, migrate, migrations } from './migrate.ts';
import { type NameSystem, openNet } from './net.ts';
import { type Embedded, startEmbedded } from './postgres.ts';
import type { World } from './world.ts';

export interface Cluster {
  readonly adminUrl: string;
  readonly loginUrl: (database: string) => string;
  stop(): Promise<void>;
}

/** The master key of test worlds, as its file holds it: for a test that starts another process on the same database. */
export const testMasterKey = '07'.repeat(32);

const template = () => `bezem_template_${migrations().at(-1)?.sha256.slice(0, 8)}`;

/** Starts a cluster with the migrated template, in a temporary folder that goes with it. */
export async function startCluster(): Promise<Cluster & { readonly folder: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'bezem-test-'));
  const { chmodSync } = await import('node:fs');
  chmodSync(folder, 0o755);
  const embedded: Embedded = await startEmbedded(folder);
  await makeDatabase(embedded.adminUrl, template(), 'bezem_login');
  await migrate(embedded.url(template()));
  return {
    folder,
    adminUrl: embedded.adminUrl,
    loginUrl: embedded.url,
    stop: async () => {
      await embedded.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The cluster of this run: the one whose folder BEZEM_TEST_CLUSTER names, else one of our own that ends with this process. */
async function cluster(): Promise<Cluster> {
  const folder = process.env['BEZEM_TEST_CLUSTER'];
  if (folder && existsSync(folder)) {
    const embedded = await startEmbedded(folder);
    return { adminUrl: embedded.adminUrl, loginUrl: embedded.url, stop: async () => {} };
  }
  return startCluster();
}

let shared: Promise<Cluster> | undefined;
let counter = 0;

export interface TestWorld extends World {
  readonly clock: ReturnType<typeof standingClock>;
  readonly mail: MailOut & { readonly sent: Mail[]; answer: MailOutcome };
  /** What probes see, by address; set by the test. */
  readonly seen: Map<string, Seen>;
  /** Names the guarded way out knows: addresses by host, records by `TYPE name`. */
  readonly names: { readonly addresses: Map<string, readonly string[]>; readonly records: Map<string, unknown> };
  /** Hosts that may lie in private space; loopback itself is none until a test says so. */
  readonly privateHosts: string[];
  /** Connection string of the log-in role, for a second connection or another process. */
  readonly url: string;
  /** Connection string of the superuser, to look behind the wall. */
  readonly adminUrl: string;
}

/**
 * A world on a database of its own, cloned from the migrated template; it ends with the test file.
 * The clock stands at 2026-11-22T10:00:00Z until the test moves it; dice are seeded with the given name.
 */
export async function testWorld(seed = 'test'): Promise<TestWorld> {
  shared ??= cluster();
  const c = await shared;
  const name = `t_${process.pid}_${counter++}`;
  const admin = new pg.Client({ connectionString: c.adminUrl });
  await admin.connect();
  // Two clones at once of one template are refused while the other copies: one after the other.
  await admin.query('select pg_advisory_lock(991)');
  await admin.query(`create database ${name} template ${template()} owner bezem_owner`);
  await admin.query(`grant connect, temporary on database ${name} to bezem_login, bezem_app`);
  await admin.end();
  const url = c.loginUrl(name);
  const db: Db = openDb({ url, most: 6 });
  const sent: Mail[] = [];
  const mail = {
    sent,
    answer: { outcome: 'accepted', response: '250 ok' } as MailOutcome,
    async send(m: Mail) {
      if (this.answer.outcome === 'accepted') sent.push(m);
      return this.answer;
    },
    async close() {},
  };
  const seen = new Map<string, Seen>();
  after(async () => {
    await db.close();
    const end = new pg.Client({ connectionString: c.adminUrl });
    await end.connect();
    await end.query(`drop database if exists ${name} with (force)`);
    await end.end();
    if (--open === 0) {
      shared = undefined;
      await c.stop();
    }
  });
  open++;
  const names = { addresses: new Map<string, readonly string[]>(), records: new Map<string, unknown>() };
  const privateHosts: string[] = [];
  const nowhere = (name: string) => Object.assign(new Error(`queryA ENOTFOUND ${name}`), { code: 'ENOTFOUND' });
  const nameSystem: NameSystem = {
    async addresses(host) {
      const found = names.addresses.get(host);
      if (!found) throw nowhere(host);
      return found;
    },
    async records(name, type) {
      const found = names.records.get(`${type} ${name}`);
      if (found === undefined) throw nowhere(name);
      return found;
    },
  };
  return {
    clock: standingClock(Temporal.Instant.from('2026-11-22T10:00:00Z')),
    dice: seededDice(seed),
    db,
    keys: keysUnder(Buffer.from(testMasterKey, 'hex')),
    log: openLog(process.env['BEZEM_LOG'] ?? 'silent'),
    mail,
    seen,
    look: {
      at: async (what: LookAt) => seen.get(what.ip) ?? { answered: false, note: 'nothing there' },
      addressesOf: async () => [],
    },
    net: openNet({ named: privateHosts, names: nameSystem }),
    names,
    privateHosts,
    publicUrl: 'http://desk.example',
    url,
    adminUrl: c.adminUrl.replace('/postgres?', `/${name}?`),
  };
}
let open = 0;
