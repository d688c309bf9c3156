/** Bytes that were kept a moment ago and are about to be read: they need not be fetched back and opened. */
import type { World } from '#io/world';
import type { Id } from '#kernel';

/** All that is held for a world, in bytes; the oldest goes first. */
const most = 32 * 1024 * 1024;

interface Held {
  readonly bytes: Map<Id<'msg'>, Uint8Array>;
  size: number;
}
const held = new WeakMap<World, Held>();

/** Holds the bytes of a message whose keeping is committed. */
export function justKept(world: World, id: Id<'msg'>, bytes: Uint8Array): void {
  if (bytes.length > most / 32) return;
  const mine = held.get(world) ?? { bytes: new Map(), size: 0 };
  held.set(world, mine);
  mine.bytes.set(id, bytes);
  mine.size += bytes.length;
  for (const [oldest, there] of mine.bytes) {
    if (mine.size <= most) break;
    mine.bytes.delete(oldest);
    mine.size -= there.length;
  }
}

/** Hands them out once, and lets go of them. */
export function takeJustKept(world: World, id: Id<'msg'>): Uint8Array | undefined {
  const mine = held.get(world);
  const bytes = mine?.bytes.get(id);
  if (!mine || !bytes) return undefined;
  mine.bytes.delete(id);
  mine.size -= bytes.length;
  return bytes;
}
