/**
 * Backup and restore of everything. A backup is one file: all tables but the keys, as COPY text of one snapshot, compressed,
 * with checksums. The key set is a file apart of which only the newest exists, so that a key that was destroyed is in no
 * backup; beside it lies the log of erasures. A restore replays those before anything is served (docs/decisions/0004).
 */
import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { constants, createGunzip, createGzip } from 'node:zlib';
import { type Erasure, readErasureLine } from '#erasure';
import { completeErasureLog, replayErasures } from '#erasure/work';
import { type Command, readFlags } from '#io/command';
import { sql, type Tx } from '#io/db';
import { type Lines, openLines } from '#io/lines';
import { migrations } from '#io/migrate';
import type { World } from '#io/world';
import type { Verification } from '#journal';
import { verifyJournal } from '#journal/work';
import { type Id, must, Refused } from '#kernel';

/** Data backups older than this are removed at the next one (house rule on keys). */
export const keepDaysNormally = 35;

/** Names in a backup folder. */
const keysName = 'bezem-keys.bzb';
const erasuresName = 'bezem-erasures.jsonl';
const dataPattern = /^bezem-(\d{4}-\d{2}-\d{2}T\d{2}-\d{2}-\d{2}-\d{3}Z)\.bzb$/;

const magic = Buffer.from('BEZEMBK1');

interface TablePlan {
  readonly name: string;
  readonly columns: readonly string[];
}
interface Header {
  readonly format: 1;
  readonly kind: 'data' | 'keys';
  readonly made_at: string;
  /** The schema it is of: each migration with its hash. */
  readonly migrations: readonly { readonly no: number; readonly name: string; readonly sha256: string }[];
  /** In an order in which each table comes after those it refers to. */
  readonly tables: readonly TablePlan[];
  /** Days that have a partition of findings of their own. */
  readonly days: readonly string[];
  /** Last values handed out. */
  readonly sequences: readonly { readonly table: string; readonly column: string; readonly last: number }[];
}
interface End {
  readonly tables: number;
  readonly rows: number;
  /** Over all that came before. */
  readonly sha256: string;
  /** The same under the master key: nobody without it can have made or changed this file. */
  readonly seal: string;
}

type FrameKind = 'H' | 'T' | 'D' | 'E' | 'Z';
interface Frame {
  readonly kind: FrameKind;
  readonly body: Buffer;
}
const mostFrame = 64 << 20;

function frame(kind: FrameKind, body: Buffer | object): Buffer {
  const bytes = Buffer.isBuffer(body) ? body : Buffer.from(JSON.stringify(body));
  const head = Buffer.alloc(5);
  head.write(kind, 0, 'latin1');
  head.writeUInt32BE(bytes.length, 1);
  return Buffer.concat([head, bytes]);
}

// ── Making ──────────────────────────────────────────────────────────────────────────────────────────────────────────────

/** Tables of the house with their columns, referred-to tables first. Partitions come with their table. */
async function tablePlans(tx: Tx): Promise<readonly TablePlan[]> {
  const columns = await tx.rows(sql<{ name: string; columns: string[] }>`
    select c.relname::text as name, array_agg(a.attname::text order by a.attnum) as columns
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
      join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
     where n.nspname = 'public' and c.relkind in ('r', 'p') and not c.relispartition and c.relname <> 'migration'
     group by c.relname order by c.relname`);
  const references = await tx.rows(sql<{ from: string; to: string }>`
    select distinct f.relname::text as "from", t.relname::text as "to"
      from pg_constraint k join pg_class f on f.oid = k.conrelid join pg_class t on t.oid = k.confrelid
      join pg_namespace n on n.oid = f.relnamespace
     where k.contype = 'f' and n.nspname = 'public' and f.oid <> t.oid`);
  const waiting = new Map(columns.map((t) => [t.name, t]));
  const ordered: TablePlan[] = [];
  while (waiting.size > 0) {
    const free = [...waiting.values()].filter(
      (t) => !references.some((r) => r.from === t.name && r.to !== t.name && waiting.has(r.to)),
    );
    if (free.length === 0) throw new Error(`tables refer to each other in a circle: ${[...waiting.keys()].join(', ')}`);
    for (const t of free) {
      ordered.push(t);
      waiting.delete(t.name);
    }
  }
  return ordered;
}

async function headerOf(tx: Tx, kind: Header['kind'], madeAt: Temporal.Instant): Promise<Header> {
  const all = await tablePlans(tx);
  const days = await tx.rows(sql<{ name: string }>`
    select c.relname::text as name from pg_inherits i join pg_class c on c.oid = i.inhrelid
     where i.inhparent = 'public.finding'::regclass and c.relname ~ '^finding_[0-9]{8}$' order by 1`);
  const sequences = await tx.rows(sql<{ table: string; column: string; last: number }>`
    select t.relname::text as "table", a.attname::text as "column", q.last_value as "last"
      from pg_class s join pg_depend d on d.objid = s.oid and d.deptype in ('i', 'a') and d.classid = 'pg_class'::regclass
      join pg_class t on t.oid = d.refobjid join pg_attribute a on a.attrelid = t.oid and a.attnum = d.refobjsubid
      join pg_sequences q on q.schemaname = 'public' and q.sequencename = s.relname
     where s.relkind = 'S' and q.last_value is not null order by 1, 2`);
  return {
    format: 1,
    kind,
    made_at: madeAt.toString(),
    migrations: migrations().map(({ no, name, sha256 }) => ({ no, name, sha256 })),
    tables: all.filter((t) => (t.name === 'data_key') === (kind === 'keys')),
    days: days.map(({ name }) => `${name.slice(8, 12)}-${name.slice(12, 14)}-${name.slice(14, 16)}`),
    sequences: kind === 'data' ? sequences : [],
  };
}

const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;
const columnList = (t: TablePlan) => t.columns.map(quoted).join(', ');

interface Tally {
  tables: number;
  rows: number;
}

/** The file as frames; hashes and counts on the way. */
async function* framesOf(world: World, tx: Tx, header: Header, tally: Tally): AsyncGenerator<Buffer> {
  const hash = createHash('sha256');
  const out = (bytes: Buffer) => {
    hash.update(bytes);
    return bytes;
  };
  yield out(frame('H', header));
  for (const table of header.tables) {
    yield out(frame('T', { name: table.name }));
    let rows = 0;
    // A partitioned table can only be copied as a query; ordered by nothing, for the snapshot is what matters.
    const chunks = tx
      .copyOut(`copy (select ${columnList(table)} from public.${quoted(table.name)}) to stdout`)
      [Symbol.asyncIterator]();
    let ended = false;
    try {
      for (;;) {
        const next = await chunks.next();
        if (next.done) {
          ended = true;
          break;
        }
        for (let at = next.value.indexOf(10); at >= 0; at = next.value.indexOf(10, at + 1)) rows++;
        yield out(frame('D', next.value));
      }
    } finally {
      // Whoever writes may fail (a full disk): the copy is read to its end, or the connection would hang in it.
      while (!ended) ended = (await chunks.next()).done === true;
    }
    yield out(frame('E', { name: table.name, rows }));
    tally.tables++;
    tally.rows += rows;
  }
  const sha256 = hash.digest();
  const end: End = {
    ...tally,
    sha256: sha256.toString('hex'),
    seal: world.keys.fingerprint('backup', sha256).toString('hex'),
  };
  yield frame('Z', end);
}

/** Writes a file whole or not at all: beside it first, synced, then in its place. Readable by its owner only. */
async function writeWhole(file: string, frames: AsyncIterable<Buffer>): Promise<void> {
  const part = `${file}.part`;
  await rm(part, { force: true });
  const whole = async function* () {
    yield magic;
    const packed = createGzip({ level: 3 });
    const feeding = pipeline(Readable.from(frames), packed);
    feeding.catch(() => {}); // met below, after what was packed has been read
    for await (const chunk of packed) yield chunk as Buffer;
    await feeding;
  };
  try {
    await pipeline(Readable.from(whole()), createWriteStream(part, { flags: 'wx', mode: 0o600, flush: true }));
    await rename(part, file);
  } catch (cause) {
    await rm(part, { force: true });
    throw cause;
  }
  await syncFolder(dirname(file));
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

export interface BackupDone {
  readonly file: string;
  readonly keys: string;
  readonly erasures: string;
  readonly tables: number;
  readonly rows: number;
  readonly bytes: number;
  /** Older backups whose time was over. */
  readonly removed: readonly string[];
}

/**
 * Makes a backup in a folder: data, the newest key set in place of the one before, the erasure log; removes what is older than
 * `keepDays`. One snapshot of the database for both files; nobody waits for it.
 */
export async function backup(
  world: World,
  options: { readonly folder: string; readonly keepDays?: number; readonly say?: (what: string) => void },
): Promise<BackupDone> {
  const { folder, say = () => {} } = options;
  const now = world.clock.now();
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const data = join(folder, `bezem-${now.toString({ smallestUnit: 'millisecond' }).replace(/[:.]/g, '-')}.bzb`);
  const keys = join(folder, keysName);
  const erasures = join(folder, erasuresName);
  const tally: Tally = { tables: 0, rows: 0 };

  const organisations = await world.db.snapshot('house', async (tx) => {
    const fresh = `${data}.fresh`;
    await writeWhole(fresh, framesOf(world, tx, await headerOf(tx, 'data', now), tally));
    say(`data: ${tally.rows} rows`);
    // The key set takes its place first: an older backup opens with newer keys, not the other way round.
    const keyTally: Tally = { tables: 0, rows: 0 };
    await writeWhole(keys, framesOf(world, tx, await headerOf(tx, 'keys', now), keyTally));
    tally.rows += keyTally.rows;
    tally.tables += keyTally.tables;
    await rename(fresh, data);
    await syncFolder(folder);
    return organisationsIn(tx);
  });
  await logErasures(world, openLines(erasures), organisations);

  const oldest = now.subtract({ hours: 24 * (options.keepDays ?? keepDaysNormally) });
  const removed: string[] = [];
  for (const name of (await readdir(folder)).sort()) {
    const at = madeAt(name);
    if (!at || Temporal.Instant.compare(at, oldest) >= 0) continue;
    await rm(join(folder, name));
    removed.push(name);
  }
  return { file: data, keys, erasures, ...tally, bytes: (await stat(data)).size, removed };
}

/** When a backup was made, from its name; undefined for other files. */
export function madeAt(name: string): Temporal.Instant | undefined {
  const text = dataPattern.exec(name)?.[1];
  return text ? Temporal.Instant.from(text.replace(/T(\d\d)-(\d\d)-(\d\d)-(\d{3})Z/, 'T$1:$2:$3.$4Z')) : undefined;
}

async function organisationsIn(tx: Tx): Promise<readonly Id<'org'>[]> {
  const rows = await tx.rows(sql<{ id: Id<'org'> }>`select organisation_id as id from organisation order by 1`);
  return rows.map((r) => r.id);
}

/** Both logs of erasures hold all of them: the one beside the master key and the one beside the backups. */
async function logErasures(world: World, beside: Lines, organisations: readonly Id<'org'>[]): Promise<void> {
  await completeErasureLog(world, organisations);
  await completeErasureLog({ ...world, erasures: beside }, organisations);
}

// ── Reading ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

/** A frame's own JSON. @throws Refused `backup.unreadable` where a flipped bit left none */
function frameJson<T>(file: string, body: Buffer): T {
  try {
    return JSON.parse(body.toString()) as T;
  } catch {
    throw unreadable(file, 'the file is damaged. Take an older backup.');
  }
}

const unreadable = (file: string, why: string) => new Refused('backup.unreadable', `${basename(file)}: ${why}`);

/** The frames of a file, as they come. @throws Refused `backup.unreadable` where it is not one, is cut off or was damaged */
async function* framesIn(file: string): AsyncGenerator<Frame> {
  const first = await readFirst(file);
  if (!first.equals(magic)) throw unreadable(file, 'this is not a backup of Bezem.');
  const source = createReadStream(file, { start: magic.length });
  const unpacked = createGunzip({ finishFlush: constants.Z_FINISH });
  source.on('error', (cause) => unpacked.destroy(cause));
  let held: Buffer = Buffer.alloc(0);
  try {
    for await (const chunk of source.pipe(unpacked)) {
      held = held.length === 0 ? (chunk as Buffer) : Buffer.concat([held, chunk as Buffer]);
      for (;;) {
        if (held.length < 5) break;
        const kind = held.toString('latin1', 0, 1);
        const length = held.readUInt32BE(1);
        if (!/^[HTDEZ]$/.test(kind) || length > mostFrame) throw unreadable(file, 'the file is damaged.');
        if (held.length < 5 + length) break;
        yield { kind: kind as FrameKind, body: held.subarray(5, 5 + length) };
        held = held.subarray(5 + length);
      }
    }
  } catch (cause) {
    if (cause instanceof Refused) throw cause;
    const code = (cause as NodeJS.ErrnoException).code ?? '';
    if (code === 'Z_BUF_ERROR') throw unreadable(file, 'the file was cut off. Take an older backup.');
    if (code.startsWith('Z_')) throw unreadable(file, 'the file is damaged. Take an older backup.');
    throw cause;
  } finally {
    source.destroy();
    unpacked.destroy();
  }
  if (held.length > 0) throw unreadable(file, 'the file was cut off. Take an older backup.');
}

async function readFirst(file: string): Promise<Buffer> {
  let handle: Awaited<ReturnType<typeof open>>;
  try {
    handle = await open(file, 'r');
  } catch (cause) {
    throw unreadable(
      file,
      (cause as NodeJS.ErrnoException).code === 'ENOENT' ? 'there is no such file.' : String(cause),
    );
  }
  try {
    const bytes = Buffer.alloc(magic.length);
    const { bytesRead } = await handle.read(bytes, 0, bytes.length, 0);
    return bytes.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

/**
 * Reads a whole file and checks all of it: shape, counts, checksum, seal, schema.
 * @throws Refused `backup.unreadable` saying what is wrong and what to do
 */
async function checkFile(world: World, file: string, kind: Header['kind']): Promise<Header> {
  const hash = createHash('sha256');
  let header: Header | undefined;
  let end: End | undefined;
  let table: { name: string; rows: number } | undefined;
  let tables = 0;
  let rows = 0;
  for await (const f of framesIn(file)) {
    if (end) throw unreadable(file, 'something follows its end.');
    if (f.kind === 'Z') {
      end = frameJson<End>(file, f.body);
      continue;
    }
    hash.update(frame(f.kind, f.body));
    if (f.kind === 'H') header = frameJson<Header>(file, f.body);
    else if (f.kind === 'T') table = { name: frameJson<{ name: string }>(file, f.body).name, rows: 0 };
    else if (!table) throw unreadable(file, 'the file is damaged.');
    else if (f.kind === 'D') for (let at = f.body.indexOf(10); at >= 0; at = f.body.indexOf(10, at + 1)) table.rows++;
    else {
      const said = frameJson<{ name: string; rows: number }>(file, f.body);
      if (said.name !== table.name || said.rows !== table.rows) throw unreadable(file, `${table.name} is not whole.`);
      tables++;
      rows += table.rows;
    }
  }
  if (!header || !end) throw unreadable(file, 'the file was cut off. Take an older backup.');
  const sha256 = hash.digest();
  if (end.sha256 !== sha256.toString('hex') || tables !== header.tables.length || end.rows !== rows)
    throw unreadable(file, 'the checksum does not agree: the file was changed. Take an older backup.');
  if (end.seal !== world.keys.fingerprint('backup', sha256).toString('hex'))
    throw unreadable(
      file,
      'it was made under another master key, or changed. Put the master key of that time in BEZEM_MASTER_KEY_FILE.',
    );
  if (header.kind !== kind)
    throw unreadable(file, kind === 'data' ? 'this is a key set, not a data backup.' : 'this is not a key set.');
  const mine = migrations();
  const theirs = header.migrations;
  const same = theirs.length === mine.length && theirs.every((m, i) => m.sha256 === mine[i]?.sha256);
  if (!same)
    throw unreadable(
      file,
      `it is of schema ${theirs.at(-1)?.name ?? 'none'}, this Bezem of ${mine.at(-1)?.name ?? 'none'}. Restore it with the Bezem that made it, then update.`,
    );
  return header;
}

// ── Restoring ───────────────────────────────────────────────────────────────────────────────────────────────────────────

export interface RestoreDone {
  readonly made_at: string;
  readonly tables: number;
  readonly rows: number;
  /** Erasures of after the backup that were done again. */
  readonly replayed: number;
  /** Letters that waited in the outbox at the time of the backup; some may have gone out since. */
  readonly waiting: number;
  readonly journals: readonly { readonly organisation: Id<'org'>; readonly verification: Verification }[];
}

/** The chunks of one table, up to its end. */
async function* chunksOf(frames: AsyncIterator<Frame>): AsyncGenerator<Buffer> {
  for (;;) {
    const next = await frames.next();
    if (next.done || next.value.kind === 'E') return;
    yield next.value.body;
  }
}

/**
 * Restores a backup into an empty, migrated database: all of it in one transaction, in which also the erasures of after the
 * backup are done again, so that nobody is ever served what was erased. Keys come from the newest key set: what it says was
 * destroyed, stays destroyed. Then each journal is verified.
 * @param options.keys the key set; the one beside the file where left out
 * @param options.erasures logs of erasures besides those of the world and of the folder of the key set
 * @throws Refused `backup.unreadable`, `restore.not-empty`
 */
export async function restore(
  world: World,
  options: {
    readonly file: string;
    readonly keys?: string;
    readonly erasures?: readonly Lines[];
    readonly say?: (what: string) => void;
  },
): Promise<RestoreDone> {
  const { file, say = () => {} } = options;
  const keys = options.keys ?? join(dirname(file), keysName);
  say('checking the files');
  const header = await checkFile(world, file, 'data');
  const keyHeader = await checkFile(world, keys, 'keys');
  if (Temporal.Instant.compare(Temporal.Instant.from(keyHeader.made_at), Temporal.Instant.from(header.made_at)) < 0)
    throw unreadable(keys, 'the key set is older than the backup. Take the newest key set.');
  const logs = [
    ...(world.erasures ? [world.erasures] : []),
    openLines(join(dirname(keys), erasuresName)),
    ...(options.erasures ?? []),
  ];
  const erasures = new Map<string, Erasure>();
  for (const log of logs)
    for (const line of await log.read()) {
      const e = readErasureLine(line);
      erasures.set(e.id, e);
    }

  const tally: Tally = { tables: 0, rows: 0 };
  const { organisations, replayed } = await world.db.owner(async (tx) => {
    tally.tables = 0;
    tally.rows = 0;
    await tx.rows(sql`select pg_advisory_xact_lock(7241906)`);
    const plans = await tablePlans(tx);
    for (const table of plans) {
      const [row] = await tx.rows(sql<{ any: boolean }>`select exists (select from ${sql.table(table.name)}) as any`);
      if (row?.any) throw new Refused('restore.not-empty', `${table.name} has rows.`);
    }
    for (const day of header.days) await tx.rows(sql`select make_finding_day(${day}::date)`);
    await load(tx, file, header, tally, say, async (name) => {
      // Keys follow the organisations they are of; what they guard comes after.
      if (name === 'organisation') await loadKeys(tx, keys, keyHeader, tally);
    });
    for (const s of header.sequences)
      await tx.rows(sql`select setval(pg_get_serial_sequence(${`public.${s.table}`}, ${s.column}), ${s.last})`);

    let done = 0;
    const known = await organisationsIn(tx);
    for (const organisation of known) {
      const theirs = [...erasures.values()]
        .filter((e) => e.organisation === organisation)
        .sort((a, b) => Temporal.Instant.compare(a.at, b.at));
      say(`replaying erasures`);
      done += await replayErasures(world, behind(tx, organisation), theirs);
    }
    return { organisations: known, replayed: done };
  });

  await world.db.vacuum(header.tables.map((t) => t.name));
  await logErasures(world, openLines(join(dirname(keys), erasuresName)), organisations);
  const waiting = await world.db.owner(async (tx) => {
    const [row] = await tx.rows(
      sql<{ n: number }>`select count(*)::int as n from letter where state in ('held', 'queued', 'sending')`,
    );
    return row?.n ?? 0;
  });
  const journals: { organisation: Id<'org'>; verification: Verification }[] = [];
  for (const organisation of organisations) {
    say('verifying the journal');
    journals.push({ organisation, verification: await verifyJournal(world, organisation) });
  }
  return { made_at: header.made_at, ...tally, replayed, waiting, journals };
}

/** The owner's transaction, for the work of one organisation; what comes last is kept apart for each. */
function behind(tx: Tx, organisation: Id<'org'>): Tx {
  return { ...tx, organisation, last: (order, key, work) => tx.last(order, `${organisation} ${key}`, work) };
}

async function load(
  tx: Tx,
  file: string,
  header: Header,
  tally: Tally,
  say: (what: string) => void,
  after: (table: string) => Promise<void>,
): Promise<void> {
  const frames = framesIn(file);
  const plans = new Map(header.tables.map((t) => [t.name, t]));
  for (;;) {
    const next = await frames.next();
    if (next.done || next.value.kind === 'Z') break;
    if (next.value.kind !== 'T') continue;
    const { name } = JSON.parse(next.value.body.toString()) as { name: string };
    const plan = must(plans.get(name), `table ${name} in the header`);
    await fill(tx, plan, `public.${quoted(name)}`, chunksOf(frames), tally);
    say(`${name}`);
    await after(name);
  }
}

/** Fills an empty table. COPY is refused where row-level security binds the owner too, so that is lifted inside this transaction. */
async function fill(tx: Tx, plan: TablePlan, into: string, chunks: AsyncIterable<Buffer>, tally: Tally): Promise<void> {
  const table = sql.raw(into);
  const counted = async function* () {
    for await (const chunk of chunks) {
      for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) tally.rows++;
      yield chunk;
    }
  };
  const walled = into.startsWith('public.');
  if (walled) await tx.rows(sql`alter table ${table} no force row level security`);
  await tx.copy(`copy ${into} (${columnList(plan)}) from stdin`, counted());
  if (walled) await tx.rows(sql`alter table ${table} force row level security`);
  tally.tables++;
}

/** Loads the keys of the organisations that are there; those of later organisations have nothing to open. */
async function loadKeys(tx: Tx, file: string, header: Header, tally: Tally): Promise<void> {
  const plan = must(header.tables[0], 'the key table in the key set');
  await tx.rows(sql`create temporary table restored_key (like public.data_key) on commit drop`);
  const frames = framesIn(file);
  await frames.next();
  await frames.next();
  await fill(tx, plan, 'restored_key', chunksOf(frames), tally);
  await frames.return(undefined);
  await tx.rows(sql`
    insert into data_key (${sql.raw(columnList(plan))})
    select ${sql.raw(columnList(plan))} from restored_key k
     where exists (select from organisation o where o.organisation_id = k.organisation_id)`);
}

// ── Commands ────────────────────────────────────────────────────────────────────────────────────────────────────────────

const backupCommand: Command = {
  name: 'backup',
  summary: {
    nl: 'Maakt een reservekopie van alles; de sleutels apart, alleen de nieuwste.',
    en: 'Makes a backup of everything; the keys apart, only the newest.',
  },
  usage: 'backup --out DIR [--keep DAYS] [--json]',
  needs: 'world',
  async run(args, output, inside) {
    const read = readFlags(args, ['out', 'keep'], ['json']);
    if (typeof read === 'string') throw new Refused('usage.wrong', `${read}. ${this.usage}`);
    const folder = read.flags.get('out');
    const keep = Number(read.flags.get('keep') ?? keepDaysNormally);
    if (typeof folder !== 'string' || read.words.length > 0) throw new Refused('usage.wrong', this.usage);
    if (!Number.isSafeInteger(keep) || keep < 1)
      throw new Refused('usage.wrong', '--keep: a whole number of days, 1 or more.');
    const { world } = await inside();
    const done = await backup(world, { folder, keepDays: keep, say: (what) => output.progress(what) });
    if (read.flags.has('json')) output.out(JSON.stringify(done));
    else {
      const nl = output.language === 'nl';
      output.out(
        nl
          ? `${done.file}: ${done.tables} tabellen, ${done.rows} rijen, ${done.bytes} bytes`
          : `${done.file}: ${done.tables} tables, ${done.rows} rows, ${done.bytes} bytes`,
      );
      output.out(nl ? `sleutels: ${done.keys}` : `keys: ${done.keys}`);
      for (const name of done.removed)
        output.out(nl ? `verlopen en verwijderd: ${name}` : `expired and removed: ${name}`);
      output.err(
        nl
          ? 'Zonder de hoofdsleutel is deze reservekopie niet te openen: bewaar BEZEM_MASTER_KEY_FILE op een andere plek.'
          : 'Without the master key this backup cannot be opened: keep BEZEM_MASTER_KEY_FILE in another place.',
      );
    }
    return 0;
  },
};

const restoreCommand: Command = {
  name: 'restore',
  summary: {
    nl: 'Zet een reservekopie terug in een lege database en herhaalt latere wissingen.',
    en: 'Restores a backup into an empty database and replays later erasures.',
  },
  usage: 'restore FILE --yes [--keys FILE] [--json]',
  needs: 'world',
  async run(args, output, inside) {
    const read = readFlags(args, ['keys'], ['yes', 'json']);
    if (typeof read === 'string') throw new Refused('usage.wrong', `${read}. ${this.usage}`);
    const [file, ...rest] = read.words;
    if (!file || rest.length > 0) throw new Refused('usage.wrong', this.usage);
    if (!read.flags.has('yes'))
      throw new Refused('usage.wrong', `This fills the whole database. Say --yes. ${this.usage}`);
    const keys = read.flags.get('keys');
    const { world } = await inside();
    const done = await restore(world, {
      file,
      ...(typeof keys === 'string' ? { keys } : {}),
      say: (what) => output.progress(what),
    });
    const broken = done.journals.filter((j) => !j.verification.ok);
    if (read.flags.has('json'))
      output.out(
        JSON.stringify({
          made_at: done.made_at,
          tables: done.tables,
          rows: done.rows,
          replayed: done.replayed,
          waiting: done.waiting,
          journals: done.journals.map((j) => ({
            organisation: j.organisation,
            ok: j.verification.ok,
            size: j.verification.size,
            root: Buffer.from(j.verification.root).toString('hex'),
          })),
        }),
      );
    else {
      output.out(
        output.language === 'nl'
          ? `Teruggezet: ${done.rows} rijen van ${done.made_at}; ${done.replayed} wissingen herhaald; ${done.journals.length - broken.length} van ${done.journals.length} logboeken kloppen.`
          : `Restored: ${done.rows} rows of ${done.made_at}; ${done.replayed} erasures replayed; ${done.journals.length - broken.length} of ${done.journals.length} journals verify.`,
      );
    }
    if (done.waiting > 0)
      output.err(
        output.language === 'nl'
          ? `${done.waiting} brieven wachtten in de uitbak; sommige kunnen sindsdien al zijn verzonden. Bekijk ze voor u \`serve\` start.`
          : `${done.waiting} letters waited in the outbox; some may have gone out since. Look at them before you start \`serve\`.`,
      );
    return broken.length > 0 || done.waiting > 0 ? 3 : 0;
  },
};

/** `backup` and `restore`. */
export const commands: readonly Command[] = [backupCommand, restoreCommand];
