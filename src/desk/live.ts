/** Live updates: one listener on the database, fanned out to every open screen of the organisation it is about. */
import type { Happening } from '#io/db';
import type { World } from '#io/world';

export interface Live {
  /**
   * Calls back for each happening of this organisation until stopped; `ended` once the desk itself closes.
   * Answers when it really listens: nothing that happens after that is missed.
   */
  follow(organisation: string, each: (h: Happening) => void, ended: () => void): Promise<() => void>;
  /** Screens that are open now. */
  readonly count: () => number;
  close(): Promise<void>;
}

/** The listener starts with the first screen, so that commands that serve nobody open no extra connection. */
export function openLive(world: Pick<World, 'db'>): Live {
  interface Follower {
    readonly each: (h: Happening) => void;
    readonly ended: () => void;
  }
  const followers = new Map<string, Set<Follower>>();
  let listening: Promise<() => Promise<void>> | undefined;
  let closed = false;
  return {
    async follow(organisation, each, ended) {
      if (closed) {
        ended();
        return () => {};
      }
      listening ??= world.db.listen((h) => {
        for (const follower of followers.get(h.organisation) ?? []) follower.each(h);
      });
      // A database that cannot be reached now is tried again with the next screen.
      listening.catch(() => {
        listening = undefined;
      });
      const own = followers.get(organisation) ?? new Set();
      followers.set(organisation, own);
      const follower = { each, ended };
      own.add(follower);
      await listening;
      return () => {
        own.delete(follower);
        if (own.size === 0) followers.delete(organisation);
      };
    },
    count: () => [...followers.values()].reduce((n, set) => n + set.size, 0),
    async close() {
      closed = true;
      for (const own of followers.values()) for (const follower of own) follower.ended();
      followers.clear();
      const stop = await listening?.catch(() => undefined);
      await stop?.();
    },
  };
}
