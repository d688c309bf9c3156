/** What a decision is about, and what it settles: the words in which rooms tell each other of orders, notices and cases. */
import type { Id } from '#kernel';

export const matterKinds = ['order', 'notice', 'case'] as const;
export type MatterKind = (typeof matterKinds)[number];

/** One exact location a matter names. */
export interface MatterItem {
  readonly id: string;
  /** URL, address, `address:port`, domain or account, as the matter has it; null where it may not be shown (child abuse material). */
  readonly location: string | null;
  /** Who held it at the moment, and under which contract; null where unknown or not ours. */
  readonly party: Id<'party'> | null;
  readonly contract: Id<'ctr'> | null;
  /** Whether a decision settled it already. */
  readonly settled: boolean;
}

/** What whoever decides must know of the matter. */
export interface MatterFacts {
  readonly id: string;
  readonly kind: MatterKind;
  /** Number people see. */
  readonly number: string;
  readonly receivedAt: Temporal.Instant;
  readonly items: readonly MatterItem[];
  /** File name in law/categories and keyword of it; null while unknown. */
  readonly category: string | null;
  readonly keyword: string | null;
  /** What a decision on it is set off by (`decisionOrigins`); null for an order, which is no own decision. */
  readonly origin: string | null;
  /** Nothing of it may reach the recipient: until the moment, or until it is lifted where `until` is null. */
  readonly secret: { readonly until: Temporal.Instant | null; readonly basis: string } | null;
  /** Addresses only, masked; nothing is fetched, shown or told in detail. */
  readonly csam: boolean;
}

/** What a decision settled, told to the room its matter came from, in the transaction of the decision. */
export interface Settled {
  readonly matter: string;
  /** Ids of its items; all of them where empty. */
  readonly items: readonly string[];
  readonly decision: Id<'dec'>;
  readonly outcome: 'acted' | 'not_acted';
  readonly ground: 'law' | 'terms' | null;
  /** Words of `restrictions`, `visibility:CONTENT_DISABLED`. */
  readonly restrictions: readonly string[];
  /** When the measure took effect, or the decision not to act was taken. */
  readonly at: Temporal.Instant;
  readonly automated: 'FULLY' | 'PARTIALLY' | 'NOT_AUTOMATED';
}
