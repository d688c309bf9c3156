/** The one place that throws dice: ids, tokens, salts. */
import { createHash, hash, randomFillSync } from 'node:crypto';
import { type Id, type IdKind, idFrom } from '#kernel';

export interface Dice {
  bytes(count: number): Uint8Array;
}

/** Bytes thrown ahead: most askers want a dozen, and each throw by itself costs as much as thousands. */
const thrown = new Uint8Array(4096);
let used = thrown.length;

export const trueDice: Dice = {
  bytes(count) {
    if (count > 256) return randomFillSync(new Uint8Array(count));
    if (used + count > thrown.length) {
      randomFillSync(thrown);
      used = 0;
    }
    const out = thrown.slice(used, used + count);
    thrown.fill(0, used, used + count); // what was handed out is kept by nobody else
    used += count;
    return out;
  },
};

/** The same seed gives the same throws (SHA-256 in counter mode): for tests and the simulator, never for secrets. */
export function seededDice(seed: string): Dice {
  let round = 0;
  let pool = new Uint8Array(0);
  return {
    bytes(count) {
      while (pool.length < count) {
        const next = createHash('sha256').update(`${seed}:${round++}`).digest();
        const joined = new Uint8Array(pool.length + next.length);
        joined.set(pool);
        joined.set(next, pool.length);
        pool = joined;
      }
      const out = pool.slice(0, count);
      pool = pool.slice(count);
      return out;
    },
  };
}

/** A new id of this kind, born now. */
export function newId<K extends IdKind>(
  world: { readonly clock: { now(): Temporal.Instant }; readonly dice: Dice },
  kind: K,
): Id<K> {
  return idFrom(kind, world.clock.now().epochMilliseconds, world.dice.bytes(10));
}

/** An unguessable token for links and sessions: 256 bits, base64url. */
export function newToken(dice: Dice): string {
  return Buffer.from(dice.bytes(32)).toString('base64url');
}

/** SHA-256 of bytes or UTF-8 text. */
export function sha256(data: Uint8Array | string): Buffer {
  return hash('sha256', data, 'buffer');
}
