/** The SQL of the journal: the tree row that is its lock, leaves and details in bulk, pages of entries, leaf hashes in ranges. */
import { packed, sql, type Tx } from '#io/db';
import { sha256 } from '#io/dice';
import { type Id, must } from '#kernel';
import { append, emptyFrontier, type Frontier, isWhole, type LeafRange, nodeHash, rootOf } from './merkle.ts';

export const hash = (bytes: Uint8Array): Uint8Array => sha256(bytes);

const orgOf = (tx: Tx): Id<'org'> => must(tx.organisation, 'an organisation in this transaction');

export interface Tree {
  readonly frontier: Frontier;
  readonly root: Buffer | null;
}

interface TreeRow {
  readonly size: number;
  readonly peaks: Buffer[];
  readonly root: Buffer | null;
}

const treeOf = (row: TreeRow | undefined): Tree =>
  row ? { frontier: { size: row.size, peaks: row.peaks }, root: row.root } : { frontier: emptyFrontier, root: null };

/** The tree as it stands. */
export async function readTree(tx: Tx): Promise<Tree> {
  const [row] = await tx.rows(
    sql<TreeRow>`select size, peaks, root from journal_tree where organisation_id = ${orgOf(tx)}`,
  );
  return treeOf(row);
}

/** The tree, locked until commit: from here on nobody else of this organisation can append. */
export async function lockTree(tx: Tx): Promise<Frontier> {
  const org = orgOf(tx);
  const locked = () =>
    tx.again(sql<TreeRow>`select size, peaks, root from journal_tree where organisation_id = ${org} for update`);
  let [row] = await locked();
  if (!row) {
    await tx.rows(sql`insert into journal_tree (organisation_id) values (${org}) on conflict do nothing`);
    [row] = await locked();
  }
  const frontier = treeOf(must(row, 'the tree of this organisation')).frontier;
  // Appending to a tree that is not whole would bury the damage under good leaves.
  if (!isWhole(frontier)) throw new Error('the journal tree is damaged: run journal verify');
  return frontier;
}

export interface LeafRow {
  readonly seq: number;
  readonly at: Temporal.Instant;
  readonly act: string;
  readonly leafHash: Uint8Array;
  readonly details: readonly {
    readonly commitment: Uint8Array;
    readonly keyId: string;
    readonly subject: string | null;
    readonly sealed: Buffer;
  }[];
}

/** Writes leaves with their details, and the tree that holds them. */
export async function writeLeaves(tx: Tx, leaves: readonly LeafRow[], frontier: Frontier): Promise<void> {
  const org = orgOf(tx);
  const details = leaves.flatMap((l) => l.details.map((d, no) => ({ seq: l.seq, no, ...d })));
  const bytes = packed(details.flatMap((d) => [d.commitment, d.sealed]));
  const hashes = packed(leaves.map((l) => l.leafHash));
  // One statement: the whole organisation waits for what is done here.
  await tx.again(sql`
    with leaf as (
    insert into journal_leaf (organisation_id, seq, at, act, leaf_hash)
    select ${org}, l.seq, l.at, l.act, substring(h.bytes from l."from" for l.size)
      from unnest(
        ${leaves.map((l) => l.seq)}::bigint[], ${leaves.map((l) => l.at.toString())}::timestamptz[],
        ${leaves.map((l) => l.act)}::text[], ${hashes.at}::int[], ${hashes.size}::int[]) l(seq, at, act, "from", size),
        (select ${hashes.all}::bytea as bytes) h),
    detail as (
    insert into journal_detail (organisation_id, seq, no, commitment, key_id, subject, sealed)
    select ${org}, d.seq, d.no, substring(b.bytes from b.at[2 * d.i - 1] for b.size[2 * d.i - 1]), d.key_id, d.subject,
           substring(b.bytes from b.at[2 * d.i] for b.size[2 * d.i])
      from unnest(
        ${details.map((d) => d.seq)}::bigint[], ${details.map((d) => d.no)}::smallint[], ${details.map((d) => d.keyId)}::text[],
        ${details.map((d) => d.subject)}::text[]) with ordinality as d(seq, no, key_id, subject, i),
        (select ${bytes.all}::bytea as bytes, ${bytes.at}::int[] as at, ${bytes.size}::int[] as size) b)
    update journal_tree
       set size = ${frontier.size}, peaks = ${frontier.peaks.map((p) => Buffer.from(p))}::bytea[],
           root = ${Buffer.from(rootOf(hash, frontier))}
     where organisation_id = ${org}`);
}

/** A detail as it lies in the table, with its key; no number where a leaf has no details at all. */
export interface StoredRow {
  readonly seq: number;
  readonly at: Temporal.Instant;
  readonly act: string;
  readonly leaf_hash: Buffer;
  readonly no: number | null;
  readonly commitment: Buffer;
  readonly subject: string | null;
  readonly key_id: string;
  readonly sealed: Buffer | null;
  readonly erased_rule: string | null;
  readonly erased_at: Temporal.Instant | null;
  readonly wrapped: Buffer | null;
  readonly key_subject: string | null;
  readonly destroyed_rule: string | null;
  readonly destroyed_at: Temporal.Instant | null;
}

const stored = sql`
  l.seq, l.at, l.act, l.leaf_hash, d.no, d.commitment, d.subject, d.key_id, d.sealed, d.erased_rule, d.erased_at,
  k.wrapped, k.subject as key_subject, k.destroyed_rule, k.destroyed_at`;

/** Leaves after `seq` with all their details, in order. */
export async function leavesAfter(tx: Tx, seq: number, most: number): Promise<readonly StoredRow[]> {
  const org = orgOf(tx);
  return tx.rows(sql<StoredRow>`
    select ${stored}
      from (select seq, at, act, leaf_hash from journal_leaf where organisation_id = ${org} and seq > ${seq} order by seq limit ${most}) l
      left join journal_detail d on d.organisation_id = ${org} and d.seq = l.seq
      left join data_key k on k.organisation_id = ${org} and k.id = d.key_id
     order by l.seq, d.no`);
}

export interface EntryFilter {
  readonly act?: string | undefined;
  readonly subject?: string | undefined;
  readonly by?: string | undefined;
}

/** Leaves before `seq` (null: from the newest) that fit, newest first, with all their details. */
export async function leavesBefore(
  tx: Tx,
  filter: EntryFilter,
  seq: number | null,
  most: number,
): Promise<readonly StoredRow[]> {
  const org = orgOf(tx);
  const about = (subject: string, first: boolean) => sql`
    exists (select from journal_detail s where s.organisation_id = ${org} and s.seq = l.seq and s.subject = ${subject}
            and ${first ? sql`s.no = 0` : sql`s.no > 0`})`;
  return tx.rows(sql<StoredRow>`
    select ${stored}
      from (select seq, at, act, leaf_hash from journal_leaf l
             where organisation_id = ${org}
               and ${seq === null ? sql`true` : sql`seq < ${seq}`}
               and ${filter.act === undefined ? sql`true` : sql`(act = ${filter.act} or starts_with(act, ${`${filter.act}.`}))`}
               and ${filter.subject === undefined ? sql`true` : about(filter.subject, false)}
               and ${filter.by === undefined ? sql`true` : about(filter.by, true)}
             order by seq desc limit ${most}) l
      left join journal_detail d on d.organisation_id = ${org} and d.seq = l.seq
      left join data_key k on k.organisation_id = ${org} and k.id = d.key_id
     order by l.seq desc, d.no`);
}

/** One leaf with its details; empty where there is none. */
export async function leafAt(tx: Tx, seq: number): Promise<readonly StoredRow[]> {
  return (await leavesAfter(tx, seq - 1, 1)).filter((row) => row.seq === seq);
}

/** Leaves with a detail about one of these subjects, oldest first, with all their details. */
export async function leavesAbout(tx: Tx, subjects: readonly string[], until: number): Promise<readonly StoredRow[]> {
  const org = orgOf(tx);
  return tx.rows(sql<StoredRow>`
    select ${stored}
      from (select seq, at, act, leaf_hash from journal_leaf
             where organisation_id = ${org} and seq <= ${until}
               and seq in (select s.seq from journal_detail s where s.organisation_id = ${org} and s.no > 0 and s.subject = any(${[...subjects]}::text[]))) l
      left join journal_detail d on d.organisation_id = ${org} and d.seq = l.seq
      left join data_key k on k.organisation_id = ${org} and k.id = d.key_id
     order by l.seq, d.no`);
}

/** The hashes of the first `until` leaves: 32 bytes each. */
export async function leafHashesUntil(tx: Tx, until: number): Promise<readonly Uint8Array[]> {
  const rows = await tx.rows(
    sql<{
      leaf_hash: Buffer;
    }>`select leaf_hash from journal_leaf where organisation_id = ${orgOf(tx)} and seq <= ${until} order by seq`,
  );
  return rows.map((r) => r.leaf_hash);
}

/** Perfect parts of a journal never change: their roots are remembered, so that a proof costs no more than its length. */
const roots = new Map<string, Uint8Array>();
const mostRoots = 200_000;
/** Leaves of the smallest part that is remembered. */
const leastWidth = 1024;

/**
 * Root of a range of leaves (places from 0). Parts of it that are perfect subtrees are hashed once and remembered; the rest is
 * streamed, so memory does not grow with the range.
 */
export async function rootOfRange(tx: Tx, range: LeafRange): Promise<Uint8Array> {
  const width = range.until - range.from;
  if (width < leastWidth) return streamedRoot(tx, range);
  const isPerfect = Number.isInteger(Math.log2(width)) && range.from % width === 0;
  const key = `${orgOf(tx)}:${range.from}:${range.until}`;
  const known = isPerfect ? roots.get(key) : undefined;
  if (known) return known;
  const middle = range.from + largestHalf(width);
  const left = await rootOfRange(tx, { from: range.from, until: middle });
  const root = nodeHash(hash, left, await rootOfRange(tx, { from: middle, until: range.until }));
  if (isPerfect) {
    if (roots.size >= mostRoots) roots.clear();
    roots.set(key, root);
  }
  return root;
}

/** Largest power of two smaller than n. */
function largestHalf(n: number): number {
  let k = 1;
  while (k * 2 < n) k *= 2;
  return k;
}

async function streamedRoot(tx: Tx, range: LeafRange): Promise<Uint8Array> {
  let frontier = emptyFrontier;
  while (range.from + frontier.size < range.until) {
    const after = range.from + frontier.size;
    const rows = await tx.rows(sql<{ leaf_hash: Buffer }>`
      select leaf_hash from journal_leaf
       where organisation_id = ${orgOf(tx)} and seq > ${after} and seq <= ${range.until} order by seq limit 10000`);
    if (rows.length === 0) throw new Error(`the journal lacks entry ${after + 1}`);
    for (const row of rows) frontier = append(hash, frontier, row.leaf_hash);
  }
  return rootOf(hash, frontier);
}

/**
 * Blanks the details that lie under destroyed keys, with the rule and moment of the key's end. Leaves and commitments stay.
 * @returns how many
 */
export async function forgetUnder(tx: Tx, keyIds: readonly string[]): Promise<number> {
  const org = orgOf(tx);
  const done = await tx.rows(sql<{ n: number }>`
    with gone as (
      update journal_detail d set sealed = null, erased_rule = k.destroyed_rule, erased_at = k.destroyed_at
        from data_key k
       where d.organisation_id = ${org} and d.key_id = any(${[...keyIds]}::text[]) and d.sealed is not null
         and k.organisation_id = ${org} and k.id = d.key_id and k.destroyed_at is not null
      returning 1)
    select count(*)::int as n from gone`);
  return done[0]?.n ?? 0;
}
