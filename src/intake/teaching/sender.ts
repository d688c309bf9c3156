/** The keyed fingerprint by which mails of one sender are found again, without a word of who that is in the table. */
import { senderKey } from '#formats';
import type { World } from '#io/world';
import type { Id } from '#kernel';

/** Fingerprint of a key of `senderKey`. */
export const markOfKey = (world: Pick<World, 'keys'>, org: Id<'org'>, key: string): Buffer =>
  world.keys.fingerprint(`sender ${org}`, key);

/** Fingerprint of who sent a mail; null where nobody is named. */
export function markOfSender(world: Pick<World, 'keys'>, org: Id<'org'>, from: string): Buffer | null {
  const key = senderKey(from);
  return key === undefined ? null : markOfKey(world, org, key);
}
