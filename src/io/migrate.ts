/** Brings a database to the newest schema: roles first, then numbered migrations, each once, in order, under a lock. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { Fault, Refused } from '#kernel';

const folder = join(import.meta.dirname, '..', '..', 'db', 'migrations');

export interface Migration {
  readonly no: number;
  readonly name: string;
  readonly sql: string;
  readonly sha256: string;
}

/** The numbered migrations, in order. Throws where a number is missing or doubled. */
export function migrations(): readonly Migration[] {
  const all = readdirSync(folder)
    .filter((f) => /^\d{4}-.+\.sql$/.test(f))
    .sort()
    .map((name) => {
      const text = readFileSync(join(folder, name), 'utf8');
      return { no: Number(name.slice(0, 4)), name, sql: text, sha256: createHash('sha256').update(text).digest('hex') };
    });
  all.forEach((m, i) => {
    if (m.no !== i + 1) throw new Error(`db/migrations: ${m.name} is not number ${i + 1}`);
  });
  return all;
}

const lock = 7_241_905; // any number, the same for every Bezem

/** Roles are of the whole server: made once, by whoever may; no password, they cannot log in. */
async function makeRoles(client: pg.Client, login: string | undefined): Promise<void> {
  for (const role of ['bezem_owner', 'bezem_app', 'bezem_door'])
    await client.query(
      `do $$ begin create role ${role} nologin nosuperuser nobypassrls; exception when duplicate_object or unique_violation then null; end $$`,
    );
  if (login) {
    await client.query(
      `do $$ begin create role ${login} login nosuperuser noinherit nobypassrls; exception when duplicate_object or unique_violation then null; end $$`,
    );
    await client.query(`grant bezem_owner, bezem_app, bezem_door to ${login}`);
  }
}

/** Makes the roles and a database owned by bezem_owner, where they are not there yet. Needs a role that may. */
export async function makeDatabase(adminUrl: string, name: string, login: string): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [lock]);
    await makeRoles(client, login);
    const found = await client.query('select 1 from pg_database where datname = $1', [name]);
    if (found.rowCount === 0) await client.query(`create database ${pg.escapeIdentifier(name)} owner bezem_owner`);
    await client.query(`grant connect on database ${pg.escapeIdentifier(name)} to ${login}`);
  } finally {
    await client.end();
  }
  const inside = new pg.Client({ connectionString: adminUrl.replace('/postgres?', `/${encodeURIComponent(name)}?`) });
  await inside.connect();
  try {
    await inside.query('create extension if not exists btree_gist');
    await inside.query('create extension if not exists pg_trgm');
    await inside.query('alter schema public owner to bezem_owner');
    await inside.query('grant usage on schema public to bezem_app, bezem_door');
    await inside.query(`grant temporary on database ${pg.escapeIdentifier(name)} to bezem_app`);
  } finally {
    await inside.end();
  }
}

/**
 * Applies what is missing. Two at once: one waits for the other.
 * @param url a log-in that may become bezem_owner
 * @returns how many were applied
 * @throws Refused `config.invalid` where the database is newer than this program, or a migration was changed after it ran
 */
export async function migrate(url: string): Promise<number> {
  const client = new pg.Client({ connectionString: url });
  try {
    await client.connect();
  } catch (cause) {
    throw new Fault('database.unreachable', { cause });
  }
  try {
    await client.query('select pg_advisory_lock($1)', [lock]);
    const version = Number(
      (await client.query<{ server_version_num: string }>('show server_version_num')).rows[0]?.server_version_num ?? 0,
    );
    if (version < 150000)
      throw new Refused(
        'config.invalid',
        `DATABASE_URL is a PostgreSQL of version ${Math.floor(version / 10000)}; Bezem needs 15 or newer.`,
      );
    await client.query('set role bezem_owner');
    await client.query(
      'create table if not exists migration (no int primary key, name text not null, sha256 text not null, applied_at timestamptz not null default now())',
    );
    const done = (
      await client.query<{ no: number; name: string; sha256: string }>(
        'select no, name, sha256 from migration order by no',
      )
    ).rows;
    const all = migrations();
    for (const d of done) {
      const mine = all[d.no - 1];
      if (!mine)
        throw new Refused(
          'config.invalid',
          `the database has migration ${d.name}, which this Bezem does not know: it is of a newer one. Update Bezem.`,
        );
      if (mine.sha256 !== d.sha256)
        throw new Refused('config.invalid', `migration ${d.name} was changed after it ran here.`);
    }
    let applied = 0;
    for (const m of all.slice(done.length)) {
      await client.query('begin');
      try {
        await client.query(m.sql);
        await client.query('insert into migration (no, name, sha256) values ($1, $2, $3)', [m.no, m.name, m.sha256]);
        await client.query('commit');
      } catch (cause) {
        await client.query('rollback');
        throw new Fault(`database.migration-failed: ${m.name}: ${(cause as Error).message}`, { cause });
      }
      applied++;
    }
    return applied;
  } finally {
    await client.end();
  }
}

/** Roles on a database that is not ours to make: done where the log-in may, else the operator is told which statements to run. */
export async function prepareForeign(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  try {
    await client.connect();
  } catch (cause) {
    throw new Fault('database.unreachable', { cause });
  }
  try {
    await makeRoles(client, undefined);
    const me = (await client.query<{ me: string; db: string }>('select current_user as me, current_database() as db'))
      .rows[0];
    if (!me) throw new Error('no current user');
    await client.query(`grant bezem_owner, bezem_app, bezem_door to ${pg.escapeIdentifier(me.me)}`);
    await client.query('create extension if not exists btree_gist');
    await client.query('create extension if not exists pg_trgm');
    await client.query(`grant create, usage on schema public to bezem_owner`);
    await client.query(`grant usage on schema public to bezem_app, bezem_door`);
    await client.query(`grant temporary on database ${pg.escapeIdentifier(me.db)} to bezem_app`);
  } catch (cause) {
    const code = (cause as { code?: string }).code;
    if (code !== '42501') throw new Fault('database.not-prepared', { cause });
    const ready = await client.query(
      `select count(*)::int as n from pg_roles where rolname in ('bezem_owner','bezem_app','bezem_door') and pg_has_role(current_user, oid, 'member')`,
    );
    if (ready.rows[0]?.n !== 3)
      throw new Refused(
        'config.invalid',
        'DATABASE_URL logs in as a role that may not make roles. Let an administrator run the statements in docs/how-to/run-it.md once.',
      );
  } finally {
    await client.end();
  }
}
