/** The door to PostgreSQL: transactions behind the wall of one organisation, the door role, bulk copy, and listening. */

import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import {
  type CompiledQuery,
  type DatabaseConnection,
  type Driver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type RawBuilder,
  sql,
} from 'kysely';
import pg from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import { type Id, instantFromSql } from '#kernel';
import type { DB } from './schema.types.ts';

export type { DB };
export { sql };

// Times come back as instants; counts as numbers, which is exact up to 2^53.
const types = new pg.TypeOverrides();
types.setTypeParser(pg.types.builtins.TIMESTAMPTZ, (text: string) => instantFromSql(text));
types.setTypeParser(pg.types.builtins.INT8, (text: string) => Number(text));
types.setTypeParser(pg.types.builtins.DATE, (text: string) => text);

/** One transaction. Everything done through it is undone together. */
export interface Tx {
  /** The organisation whose wall this transaction stands behind; null at the door and for the owner. */
  readonly organisation: Id<'org'> | null;
  readonly q: Kysely<DB>;
  /** Rows of a statement written with `sql`. */
  rows<T>(statement: RawBuilder<T>): Promise<readonly T[]>;
  /**
   * The same for a statement that comes with every batch or mail: each connection takes its text apart and plans it once. Only
   * where one plan is right however many rows it is asked for.
   */
  again<T>(statement: RawBuilder<T>): Promise<readonly T[]>;
  /** COPY … FROM STDIN in text format; bulk goes to a temporary table first, since COPY is refused under row-level security. */
  copy(statement: string, chunks: AsyncIterable<Uint8Array | string> | Iterable<Uint8Array | string>): Promise<void>;
  /** COPY … TO STDOUT: the bytes as PostgreSQL writes them, as they come. */
  copyOut(statement: string): AsyncIterable<Buffer>;
  /**
   * Does this just before commit, once per key; lower order first. What holds a lock the whole organisation waits for
   * (case numbers, the journal) is taken here, so that bulk work does not delay an urgent report.
   */
  last(order: number, key: string, work: () => Promise<void>): void;
  /** Does this once it is committed, and never where it is undone: for what this process remembers. */
  committed(work: () => void): void;
  /** Tells listeners, once this commits. Payload holds ids only. */
  notify(what: Happening): Promise<void>;
}

/** What live screens and waiting workers are told. */
export interface Happening {
  readonly organisation: string;
  readonly what:
    | 'case'
    | 'registration'
    | 'letter'
    | 'answer'
    | 'message'
    | 'deadline'
    | 'job'
    | 'ledger'
    | 'template'
    | 'order'
    | 'journal'
    | 'channel'
    | 'notice'
    | 'disclosure'
    | 'match'
    | 'ban'
    | 'edition'
    | 'onboarding';
  readonly id?: string;
}

export interface Db {
  /** Works behind the wall of one organisation. Serialisation failures and deadlocks are tried again, up to five times. */
  in<T>(organisation: Id<'org'>, work: (tx: Tx) => Promise<T>): Promise<T>;
  /** As bezem_door: turns a token, key, address or slug into an organisation. */
  door<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  /** As bezem_app with no organisation: sees no row of any; for take_jobs and the like. */
  outside<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  /** As bezem_owner: migrations, backup, restore, erasure replay. */
  owner<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  /**
   * Reads only, and sees the database as it was at the start however long it takes. `house` reads as bezem_owner behind
   * no wall: for backups.
   */
  snapshot<T>(organisation: Id<'org'> | 'house', work: (tx: Tx) => Promise<T>): Promise<T>;
  /** Clears dead rows out of these tables, so that what was removed is no longer on their pages for others to read. */
  vacuum(tables: readonly string[]): Promise<void>;
  /** Calls back for every happening until stopped; reconnects by itself. */
  listen(each: (h: Happening) => void): Promise<() => Promise<void>>;
  close(): Promise<void>;
}

/** Kysely over one connection that is already inside a transaction. */
class OneConnection implements Driver {
  readonly #client: pg.PoolClient;
  constructor(client: pg.PoolClient) {
    this.#client = client;
  }
  async init() {}
  async acquireConnection(): Promise<DatabaseConnection> {
    const client = this.#client;
    return {
      async executeQuery<R>(query: CompiledQuery) {
        const found = await client.query<pg.QueryResultRow>(query.sql, [...query.parameters] as unknown[]);
        return { rows: found.rows as R[], numAffectedRows: BigInt(found.rowCount ?? 0) };
      },
      // biome-ignore lint/correctness/useYield: Kysely asks for the method; nobody streams through it
      async *streamQuery() {
        throw new Error('streaming is done with cursors where it is needed');
      },
    };
  }
  async beginTransaction() {
    throw new Error('already inside a transaction');
  }
  async commitTransaction() {}
  async rollbackTransaction() {}
  async releaseConnection() {}
  async destroy() {}
}

/** What connections keep statements under that come again, by their text. */
const names = new Map<string, string>();

function nameOf(text: string): string {
  const name = names.get(text) ?? `again ${names.size}`;
  names.set(text, name);
  return name;
}

const retried = new Set(['40001', '40P01']);

/** Opens a pool on a PostgreSQL URL or socket. The log-in role must be able to become bezem_app, bezem_door and bezem_owner. */
export function openDb(options: { readonly url: string; readonly most?: number }): Db {
  const pool = new pg.Pool({
    connectionString: options.url,
    max: options.most ?? 10,
    types,
    application_name: 'bezem',
  });
  pool.on('error', () => {}); // an idle connection that dies is replaced at the next use

  async function run<T>(
    role: 'bezem_app' | 'bezem_door' | 'bezem_owner',
    organisation: Id<'org'> | null,
    work: (tx: Tx) => Promise<T>,
    begin = 'begin',
  ): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      const client = await pool.connect();
      let broken: Error | undefined;
      try {
        // One round trip: both values are of our own making and are written as literals all the same.
        await client.query(
          `${begin}; set local role ${role}; set local app.organisation = ${pg.escapeLiteral(organisation ?? '')}`,
        );
        const { tx, finish, after } = txOn(client, organisation);
        const result = await work(tx);
        await client.query(`${await finish()}commit`);
        for (const each of after) each();
        return result;
      } catch (cause) {
        await client.query('rollback').catch((e: Error) => {
          broken = e;
        });
        if (attempt < 5 && retried.has((cause as { code?: string }).code ?? '')) continue;
        throw cause;
      } finally {
        client.release(broken ?? false);
      }
    }
  }

  return {
    in: (organisation, work) => run('bezem_app', organisation, work),
    door: (work) => run('bezem_door', null, work),
    outside: (work) => run('bezem_app', null, work),
    owner: (work) => run('bezem_owner', null, work),
    snapshot: (organisation, work) =>
      organisation === 'house'
        ? run('bezem_owner', null, work, 'begin isolation level repeatable read read only')
        : run('bezem_app', organisation, work, 'begin isolation level repeatable read read only'),
    async vacuum(tables) {
      // No transaction may be open around it, so the role is that of the session until it is put back.
      const client = await pool.connect();
      let broken: Error | undefined;
      try {
        await client.query('set role bezem_owner');
        for (const table of tables) await client.query(`vacuum ${pg.escapeIdentifier(table)}`);
      } finally {
        await client.query('reset role').catch((e: Error) => {
          broken = e;
        });
        client.release(broken ?? false);
      }
    },
    async listen(each) {
      let stopped = false;
      let current: pg.Client | undefined;
      const connect = async () => {
        if (stopped) return;
        const client = new pg.Client({ connectionString: options.url, application_name: 'bezem-listen' });
        client.on('notification', (n) => {
          try {
            each(JSON.parse(n.payload ?? '') as Happening);
          } catch {
            // a payload that is not ours is nothing to us
          }
        });
        const again = () => {
          if (current === client) current = undefined;
          client.removeAllListeners();
          client.on('error', () => {});
          if (!stopped) setTimeout(() => void connect().catch(again), 500).unref();
        };
        client.on('error', again);
        client.on('end', again);
        await client.connect();
        await client.query('listen bezem');
        current = client;
      };
      await connect();
      return async () => {
        stopped = true;
        await current?.end().catch(() => {});
      };
    },
    close: () => pool.end(),
  };
}

function txOn(
  client: pg.PoolClient,
  organisation: Id<'org'> | null,
): { tx: Tx; finish: () => Promise<string>; after: readonly (() => void)[] } {
  const after: (() => void)[] = [];
  const last = new Map<string, { order: number; work: () => Promise<void> }>();
  const told = new Set<string>();
  const q = new Kysely<DB>({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => new OneConnection(client),
      createIntrospector: (db) => new PostgresIntrospector(db),
      createQueryCompiler: () => new PostgresQueryCompiler(),
    },
  });
  const tx: Tx = {
    organisation,
    q,
    last(order, key, work) {
      if (!last.has(key)) last.set(key, { order, work });
    },
    committed(work) {
      after.push(work);
    },
    async rows<T>(statement: RawBuilder<T>) {
      return (await statement.execute(q)).rows;
    },
    async again<T>(statement: RawBuilder<T>) {
      const { sql: text, parameters } = statement.compile(q);
      const values = [...parameters] as unknown[];
      return (await client.query<pg.QueryResultRow>({ name: nameOf(text), text, values })).rows as T[];
    },
    async copy(statement, chunks) {
      await pipeline(Readable.from(chunks, { objectMode: false }), client.query(copyFrom(statement)));
    },
    copyOut: (statement) => client.query(copyTo(statement)) as AsyncIterable<Buffer>,
    async notify(what) {
      told.add(JSON.stringify(what));
    },
  };
  // What comes last may itself ask for more (a case number that is journalled), so the list is read again after each.
  const finish = async () => {
    while (last.size > 0) {
      const [next] = [...last.entries()].sort((a, b) => a[1].order - b[1].order);
      if (!next) break;
      last.delete(next[0]);
      await next[1].work();
    }
    // Told with the commit itself, in one round trip; what is told is written by us and is a literal all the same.
    const happenings = [...told].map((h) => `(${pg.escapeLiteral(h)})`);
    return happenings.length > 0 ? `select pg_notify('bezem', h) from (values ${happenings.join(', ')}) as t(h); ` : '';
  };
  return { tx, finish, after };
}

/** The SQLSTATE of a database error; undefined for anything else. */
export function sqlState(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && error.code.length === 5
    ? error.code
    : undefined;
}

/** The constraint a database error names; undefined where it names none. */
export function constraintOf(error: unknown): string | undefined {
  return error instanceof Error && 'constraint' in error && typeof error.constraint === 'string'
    ? error.constraint
    : undefined;
}

/** Byte strings on their way to a statement: `substring(all from at for size)` takes each out again. */
export interface Packed {
  readonly all: Buffer;
  /** Where each begins, from 1, and how long it is, as the text of an array; null stays null. */
  readonly at: string;
  readonly size: string;
}

/**
 * Many byte strings as one parameter, which crosses as it is. An array of them would cross as text, twice as long, and be taken
 * apart sign by sign.
 */
export function packed(list: readonly (Uint8Array | null)[]): Packed {
  let at = 1;
  const starts: (number | string)[] = [];
  for (const one of list) {
    starts.push(one ? at : 'NULL');
    at += one?.length ?? 0;
  }
  return {
    all: Buffer.concat(list.filter((one) => one !== null)),
    at: `{${starts.join(',')}}`,
    size: `{${list.map((one) => one?.length ?? 'NULL').join(',')}}`,
  };
}

/** Escapes one value for COPY's text format; null is \N. */
export function copyText(value: string | null | undefined): string {
  if (value === null || value === undefined) return '\\N';
  return value.replace(/[\\\n\r\t\0]/g, (c) =>
    c === '\\' ? '\\\\' : c === '\n' ? '\\n' : c === '\r' ? '\\r' : c === '\t' ? '\\t' : '\u2400',
  );
}
