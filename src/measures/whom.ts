/** Whom a decision is told to: the contractual recipient, and who uses the service where that is another (pure). */
import type { Id, Language } from '#kernel';

export interface ChainLink {
  readonly seller: Id<'party'> | null;
  readonly buyer: Id<'party'>;
  readonly serviceKind: string;
}

/**
 * Parties from who uses the service up to who has the contract with us.
 * @param edges contracts that hold now, by who buys
 */
export function upwards(first: ChainLink, edges: ReadonlyMap<string, ChainLink>): readonly Id<'party'>[] {
  const chain: Id<'party'>[] = [first.buyer];
  let at = first.seller;
  while (at !== null && !chain.includes(at) && chain.length < 9) {
    chain.push(at);
    at = edges.get(at)?.seller ?? null;
  }
  return chain;
}

/** One language where it is known, else both in one letter. */
export const languageFor = (
  contact: Language | null | undefined,
  party: Language | null | undefined,
): Language | 'both' => contact ?? party ?? 'both';
