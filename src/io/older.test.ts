/** The same schema stands on the oldest PostgreSQL we promise, where this machine has one. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import pg from 'pg';
import { migrate, prepareForeign } from './migrate.ts';
import { schemaText } from './schema.ts';

const base = '/usr/lib/postgresql';
const found = existsSync(base)
  ? readdirSync(base)
      .filter((v) => Number(v) >= 15 && existsSync(join(base, v, 'bin', 'initdb')))
      .sort((a, b) => Number(a) - Number(b))
  : [];
const version = found[0];

function account(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((l) => l.startsWith('postgres:'));
  const [, , uid, gid] = line?.split(':') ?? [];
  return uid && gid ? { uid: Number(uid), gid: Number(gid) } : undefined;
}

test('the schema is the same text on the oldest PostgreSQL here as on the embedded one', {
  skip: version ? false : `no PostgreSQL 15 or newer under ${base}`,
}, async (t) => {
  const bin = join(base, version ?? '', 'bin');
  const folder = mkdtempSync(join(tmpdir(), 'bz-old-'));
  chmodSync(folder, 0o755);
  const data = join(folder, 'd');
  const socket = join(folder, 's');
  const who = account();
  for (const each of [data, socket]) {
    mkdirSync(each, { mode: 0o700 });
    if (who) chownSync(each, who.uid, who.gid);
  }
  const run = (program: string, args: string[]) =>
    execFileSync(join(bin, program), args, { ...(who ?? {}), stdio: 'pipe', cwd: '/' });
  run('initdb', ['-D', data, '-U', 'older', '--auth=trust', '--encoding=UTF8', '--locale=C']);
  run('pg_ctl', [
    '-D',
    data,
    '-w',
    '-l',
    join(data, 'log'),
    '-o',
    `-c listen_addresses= -c unix_socket_directories=${socket}`,
    'start',
  ]);
  const url = `postgresql://older@/postgres?host=${encodeURIComponent(socket)}`;
  try {
    await prepareForeign(url);
    const applied = await migrate(url);
    const again = await migrate(url);

    const client = new pg.Client({ connectionString: url });
    await client.connect();
    const text = await schemaText(client);
    const server = (await client.query<{ server_version: string }>('show server_version')).rows[0]?.server_version;
    await client.end();

    t.diagnostic(`PostgreSQL ${server}`);
    assert.ok(applied > 0);
    assert.equal(again, 0);
    assert.equal(text, readFileSync(join(import.meta.dirname, '..', '..', 'db', 'schema.sql'), 'utf8'));
  } finally {
    run('pg_ctl', ['-D', data, '-m', 'immediate', 'stop']);
    rmSync(folder, { recursive: true, force: true });
  }
});
