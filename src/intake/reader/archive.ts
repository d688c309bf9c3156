/**
 * Opens zip and gzip inside the reading process: streamed, at most 64 MB out, only entries whose first bytes are text,
 * CSV, XML, JSON or mail. Nothing is written anywhere, so a name like ../../x harms nothing. Any other entry counts as a
 * picture and stays closed.
 */

import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import yauzl, { type Entry } from 'yauzl';
import { baseName, decodeText, type Look, type Problem, sniff } from '#formats';

export interface ArchiveBudget {
  /** Bytes that may still come out, over all archives of one message. */
  out: number;
  entries: number;
}
export const newBudget = (): ArchiveBudget => ({ out: 64 * 1024 * 1024, entries: 200 });

export interface ArchiveEntry {
  /** Without folders. */
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly look: Look;
}
export interface OpenedArchive {
  readonly entries: ArchiveEntry[];
  readonly problems: Problem[];
}

const mostDepth = 3;
const readable: readonly Look[] = ['text', 'json', 'xml', 'mail'];

/** The readable entries of an archive. Broken and endless archives give what could be read, and a problem. */
export async function openArchive(
  bytes: Uint8Array,
  name: string,
  at: string,
  budget: ArchiveBudget,
  depth = 1,
): Promise<OpenedArchive> {
  const opened: OpenedArchive = { entries: [], problems: [] };
  try {
    if (sniff(bytes.subarray(0, 64)) === 'gzip') await openGzip(bytes, name, at, budget, depth, opened);
    else await openZip(bytes, at, budget, depth, opened);
  } catch (fault) {
    const message = fault instanceof Error ? fault.message : String(fault);
    opened.problems.push({
      code: 'archive.broken',
      message: `this archive cannot be read: ${message.slice(0, 200)}`,
      at,
    });
  }
  return opened;
}

async function openZip(
  bytes: Uint8Array,
  at: string,
  budget: ArchiveBudget,
  depth: number,
  opened: OpenedArchive,
): Promise<void> {
  const zip = await yauzl.fromBufferPromise(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), {
    lazyEntries: true,
    decodeStrings: false,
  });
  try {
    for await (const entry of zip.eachEntry()) {
      const name = entryName(entry);
      if (name.endsWith('/') || name.startsWith('__MACOSX/')) continue;
      if (budget.entries-- <= 0) {
        opened.problems.push({
          code: 'archive.too-many-entries',
          message: 'more than 200 entries; the rest stays closed',
          at,
        });
        return;
      }
      if (entry.isEncrypted()) {
        opened.problems.push({
          code: 'archive.encrypted',
          message: `${baseName(name).slice(0, 100)} is encrypted`,
          at,
        });
        continue;
      }
      if (entry.uncompressedSize > budget.out) {
        opened.problems.push({
          code: 'archive.too-large',
          message: `${baseName(name).slice(0, 100)} unpacks to ${entry.uncompressedSize} bytes; 64 MB is the most of one message`,
          at,
        });
        continue;
      }
      const stream = await zip.openReadStreamPromise(entry);
      await takeEntry(stream, name, entry.uncompressedSize, at, budget, depth, opened);
    }
  } finally {
    zip.close();
  }
}

/** Names are read as bytes, so that `../x` is a name like any other and not the end of the archive. */
function entryName(entry: Entry): string {
  const raw = entry.fileName;
  return typeof raw === 'string' ? raw : decodeText(new Uint8Array(raw));
}

async function openGzip(
  bytes: Uint8Array,
  name: string,
  at: string,
  budget: ArchiveBudget,
  depth: number,
  opened: OpenedArchive,
): Promise<void> {
  if (budget.entries-- <= 0) return;
  const stream = Readable.from([Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)]).pipe(createGunzip());
  await takeEntry(stream, name.replace(/\.gz$/i, ''), undefined, at, budget, depth, opened);
}

/** Streams one entry: its first bytes decide whether the rest is read at all. */
async function takeEntry(
  stream: Readable,
  name: string,
  size: number | undefined,
  at: string,
  budget: ArchiveBudget,
  depth: number,
  opened: OpenedArchive,
): Promise<void> {
  const short = baseName(name).slice(0, 200);
  let out = Buffer.alloc(size ?? 65_536);
  let length = 0;
  let look: Look | undefined;
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      if (look === undefined) {
        look = sniff(chunk.subarray(0, 4096));
        const isArchive = look === 'zip' || look === 'gzip';
        if (!readable.includes(look) && !(isArchive && depth < mostDepth)) {
          const why = isArchive
            ? `archives in archives are opened ${mostDepth} deep`
            : 'only text, CSV, XML, JSON and mail are read';
          opened.problems.push({ code: 'archive.entry-closed', message: `${short} stays closed: ${why}`, at });
          return;
        }
      }
      if (length + chunk.length > budget.out) {
        opened.problems.push({ code: 'archive.too-large', message: `${short} unpacks to more than 64 MB`, at });
        return;
      }
      if (length + chunk.length > out.length) {
        const larger = Buffer.alloc(Math.min(Math.max(out.length * 2, length + chunk.length), budget.out));
        out.copy(larger, 0, 0, length);
        out = larger;
      }
      out.set(chunk, length);
      length += chunk.length;
    }
  } catch (fault) {
    const message = fault instanceof Error ? fault.message : String(fault);
    opened.problems.push({ code: 'archive.broken', message: `${short} is damaged: ${message.slice(0, 160)}`, at });
  } finally {
    stream.destroy();
  }
  budget.out -= length;
  if (look === undefined || length === 0) return;
  const bytes = out.subarray(0, length);
  if (look === 'zip' || look === 'gzip') {
    const inner = await openArchive(bytes, name, at, budget, depth + 1);
    opened.entries.push(...inner.entries);
    opened.problems.push(...inner.problems);
  } else opened.entries.push({ name: short, bytes, look });
}
