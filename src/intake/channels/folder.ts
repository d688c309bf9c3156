/**
 * A watched folder: whoever may write in it hands in reports by putting files there. A file is taken once it rests: renamed to
 * `.taken/.taking-NAME` in one step, kept durably, then named `.taken/DATE/NAME`. What stands there as `.taking-` after a crash
 * is taken first; the same bytes again are met as known. The name of a subfolder is the name of the feed.
 */
import type { Dirent } from 'node:fs';
import { constants } from 'node:fs';
import { lstat, mkdir, open, readdir, readFile, realpath, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { wallClock } from '#io/clock';
import { NetFault } from '#io/net';
import { asFeedName, type Settings } from '../channel.ts';
import { bulkFrom } from '../message.ts';
import { keepOne, type Pulling, Stopped } from './pull.ts';
import { writeItem } from './store.ts';

/** Names under which programs write what is not whole yet. */
const halfWritten = /^\.|~$|\.(part|partial|tmp|temp|filepart|crdownload|swp|lock)$/i;

/** Where this channel looks: below the watched folder of its organisation and nowhere else, links included. */
async function rootOf(p: Pulling): Promise<string> {
  const settings = p.channel.settings as unknown as Settings<'folder'>;
  const base = p.hands.watchFolder;
  if (!base) throw new NetFault('folder.off', '');
  const home = join(base, p.slug);
  const root = settings.folder ? join(home, settings.folder) : home;
  try {
    await mkdir(root, { recursive: true });
    const [realHome, realRoot] = [await realpath(home), await realpath(root)];
    if (realRoot !== realHome && !realRoot.startsWith(`${realHome}/`))
      throw new NetFault('folder.denied', `${settings.folder} leads outside`);
    return realRoot;
  } catch (cause) {
    if (cause instanceof NetFault) throw cause;
    const code = (cause as NodeJS.ErrnoException).code;
    throw new NetFault(
      code === 'EACCES' || code === 'EPERM' || code === 'EROFS' ? 'folder.denied' : 'folder.missing',
      root,
      {
        cause,
      },
    );
  }
}

const denied = (cause: unknown, what: string) => {
  const code = (cause as NodeJS.ErrnoException).code;
  return code === 'EACCES' || code === 'EPERM' || code === 'EROFS'
    ? new NetFault('folder.denied', what, { cause })
    : cause;
};

async function entries(folder: string): Promise<readonly Dirent[]> {
  try {
    return (await readdir(folder, { withFileTypes: true })).sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw denied(cause, folder);
  }
}

export async function pullFolder(p: Pulling): Promise<void> {
  const root = await rootOf(p);
  const places: { folder: string; feed: string }[] = [{ folder: root, feed: p.channel.name }];
  for (const e of await entries(root)) {
    const feed = asFeedName(e.name);
    if (e.isDirectory() && !e.name.startsWith('.') && feed) places.push({ folder: join(root, e.name), feed });
  }
  for (const place of places) {
    // First what an earlier look began and did not end.
    for (const e of await entries(join(place.folder, '.taken')))
      if (e.isFile() && e.name.startsWith('.taking-')) await finish(p, place, e.name.slice('.taking-'.length));
    for (const e of await entries(place.folder)) {
      if (p.signal.aborted) throw new Stopped();
      if (!e.isFile() || halfWritten.test(e.name)) continue;
      if (await rests(p, place.folder, e.name)) await take(p, place, e.name);
    }
  }
}

/** Whether nobody writes to it any more: by the machine's clock, neither its bytes nor its entry changed for the time that was set. */
async function rests(p: Pulling, folder: string, name: string): Promise<boolean> {
  const settings = p.channel.settings as unknown as Settings<'folder'>;
  const s = await lstat(join(folder, name)).catch(() => undefined);
  // The machine's own clock, not the world's: it is the one that wrote these moments. The moment of the entry cannot be set
  // by who copies a file with its old date.
  const now = wallClock.now().epochMilliseconds;
  return s?.isFile() === true && s.size > 0 && now - Math.max(s.mtimeMs, s.ctimeMs) >= settings.settle_seconds * 1000;
}

async function take(p: Pulling, place: { folder: string; feed: string }, name: string): Promise<void> {
  const path = join(place.folder, name);
  const settings = p.channel.settings as unknown as Settings<'folder'>;
  const s = await lstat(path).catch(() => undefined);
  if (!s) return;
  try {
    if (s.size > settings.max_mb * 1024 * 1024) {
      await mkdir(join(place.folder, '.refused'), { recursive: true });
      await rename(path, await free(join(place.folder, '.refused'), name));
      await p.world.db.in(p.org, (tx) =>
        writeItem(
          tx,
          p.org,
          p.channel.id,
          { item: `${place.feed}/${name}`, state: 'refused', size: s.size, fault: 'size.over' },
          p.world.clock.now(),
        ),
      );
      p.tally.fault = 'size.over';
      p.tally.detail = `${place.feed}/${name}: ${s.size} bytes; it lies in .refused`;
      return;
    }
    await mkdir(join(place.folder, '.taken'), { recursive: true });
    // One step, within one file system: after it no other look and no other server sees it here. One that is there already
    // by this name is from a crash and is taken first, above.
    await rename(path, join(place.folder, '.taken', `.taking-${name}`));
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return; // another look was first
    throw denied(cause, path);
  }
  await finish(p, place, name);
}

async function finish(p: Pulling, place: { folder: string; feed: string }, name: string): Promise<void> {
  const path = join(place.folder, '.taken', `.taking-${name}`);
  try {
    for (let round = 0; ; round++) {
      // Opened without following links: what is kept is this file and no other.
      const handle = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW);
      const before = await handle.stat();
      await handle.close();
      await keepOne(p, {
        channel: 'folder',
        ...(before.size < bulkFrom ? { bytes: await readFile(path) } : { path }),
        size: before.size,
        name,
        feed: place.feed,
      });
      const after = await lstat(path);
      // Somebody went on writing through the rename: what it has become is kept as well.
      if ((after.size === before.size && after.mtimeMs === before.mtimeMs) || round >= 3) break;
    }
    const day = p.world.clock.now().toZonedDateTimeISO(p.zone).toPlainDate().toString();
    const target = join(place.folder, '.taken', day);
    await mkdir(target, { recursive: true });
    await rename(path, await free(target, name));
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw denied(cause, path);
  }
}

/** The name in this folder, with a number where it is taken: nothing is written over. */
async function free(folder: string, name: string): Promise<string> {
  for (let n = 0; n < 10_000; n++) {
    const path = join(folder, n === 0 ? name : `${name}.${n}`);
    if (!(await lstat(path).catch(() => undefined))) return path;
  }
  throw new NetFault('folder.denied', `${name}: too many of this name`);
}

/** Whether the folder is there and may be read and written. */
export async function tryFolder(p: Pulling): Promise<string> {
  const root = await rootOf(p);
  const test = join(root, '.taken');
  try {
    await mkdir(test, { recursive: true });
    const all = await entries(root);
    return `${root}: ${all.filter((e) => e.isFile() && !halfWritten.test(e.name)).length} files wait`;
  } catch (cause) {
    throw denied(cause, root);
  }
}
