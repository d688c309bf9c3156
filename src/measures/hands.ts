/** What decisions need of the rooms their matters come from: lent by main, which knows which room a matter is of. */
import type { Tx } from '#io/db';
import type { World } from '#io/world';
import type { Actor, Id } from '#kernel';
import type { MatterFacts, Settled } from '#law';
import type { Allowed } from './doors.ts';

export interface MatterHands {
  /** @throws Refused `request.not-found` for another organisation's */
  readonly facts: (world: World, tx: Tx, matter: string) => Promise<MatterFacts>;
  readonly settle: (world: World, tx: Tx, settled: Settled, by: Actor) => Promise<void>;
  /** The decision no longer holds: it was reversed, or its time is over. */
  readonly undone: (world: World, tx: Tx, matter: string, decision: Id<'dec'>, by: Actor) => Promise<void>;
}

export interface DecisionHands {
  readonly matters: MatterHands;
  readonly allowed: Allowed;
}
