/**
 * Many acts in one transaction: the month of the demo is a thousand small acts, and a commit for each would make its loading
 * wait for the disk and tell listeners who are not there yet.
 */
import { type Db, sql, type Tx } from '#io/db';
import type { World } from '#io/world';
import { type Id, Refused } from '#kernel';

export interface Together {
  /** A world whose acts are part of the open batch; outside a batch each is a transaction of its own, as ever. */
  readonly world: World;
  /**
   * Opens a batch and does the work in it. What it wrote is there for others only when this returns. Acts come one after
   * the other, never side by side.
   * @throws where one act failed: then nothing of the batch was written. A refusal is no failure: it comes before anything
   *   is written (decide first, act after).
   */
  batch(org: Id<'org'>, work: () => Promise<void>): Promise<void>;
  /** Acts of one moment, within a batch: their last steps (case numbers, the journal) are taken once, at its end. */
  moment<T>(work: () => Promise<T>): Promise<T>;
}

interface LastStep {
  readonly order: number;
  readonly work: () => Promise<void>;
}

export function together(world: World): Together {
  let many: Tx | undefined;
  let failed: unknown;
  let last = new Map<string, LastStep>();
  let shared: Tx | undefined;
  const kept: (() => void)[] = [];

  const part = (of: Tx, organisation: Id<'org'> | null): Tx => ({
    ...of,
    organisation,
    last: (order, key, work) => void (last.has(key) || last.set(key, { order, work })),
    notify: async () => {},
    // What an act remembers in memory it remembers when it is done: should the batch fail, the whole loading ends.
    committed: (work) => void kept.push(work),
  });
  const finish = async () => {
    while (last.size > 0) {
      const [next] = [...last].sort(([, a], [, b]) => a.order - b.order);
      if (!next) break;
      last.delete(next[0]);
      await next[1].work();
    }
  };
  async function act<T>(of: Tx, organisation: Id<'org'> | null, work: (tx: Tx) => Promise<T>): Promise<T> {
    try {
      const result = await work(organisation && shared ? shared : part(of, organisation));
      if (!shared) await finish();
      for (const remember of kept.splice(0)) remember();
      return result;
    } catch (cause) {
      kept.length = 0;
      if (!(cause instanceof Refused)) failed ??= cause;
      throw cause;
    }
  }

  const db: Db = {
    ...world.db,
    in: (org, work) => (many ? act(many, org, work) : world.db.in(org, work)),
    outside: (work) => (many ? act(many, null, work) : world.db.outside(work)),
  };
  return {
    world: { ...world, db },
    async batch(org, work) {
      await world.db.in(org, async (tx) => {
        // Nothing is lost that cannot be loaded again: the disk is waited for once, at the end of the whole month.
        await tx.rows(sql`set local synchronous_commit = off`);
        many = tx;
        failed = undefined;
        last = new Map();
        try {
          await work();
          if (failed !== undefined) throw failed;
        } catch (cause) {
          // Wrapped, so that the batch is not tried again by itself: its agenda has moved on.
          throw new Error('the month of the demo could not be loaded', { cause });
        } finally {
          many = undefined;
        }
      });
    },
    async moment(work) {
      if (!many || shared) return work();
      shared = part(many, many.organisation);
      try {
        const result = await work();
        await finish();
        return result;
      } finally {
        shared = undefined;
      }
    },
  };
}
