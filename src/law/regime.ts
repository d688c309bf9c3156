/** What a sanctions regime asks once a match is true: what is frozen and forbidden, to whom it is told, and who may allow an exception. */
import type { Words } from '#kernel';
import type { Basis, InForce } from './basis.ts';

/** One step: what to do, on what basis, and within which time where the law says one. */
export interface RegimeStep {
  readonly does: Words;
  readonly basis: Basis;
  /** Hours or days within which it must be done; absent where the law says "at once" or nothing. */
  readonly within?: { readonly unit: 'hours' | 'days' | 'weeks'; readonly count: number };
  /** Who is told or asked. */
  readonly to?: Words;
}

export interface Regime {
  readonly id: string;
  readonly title: Words;
  readonly basis: Basis;
  readonly inForce: InForce;
  /** Whether we are bound, or it is only told to those who ask. */
  readonly binds: boolean;
  /** Freezing and what may no longer be supplied. */
  readonly freeze: readonly RegimeStep[];
  readonly report: readonly RegimeStep[];
  /** Ways to be allowed what is forbidden; asked of the authority, never assumed. */
  readonly derogation: readonly RegimeStep[];
}
export const regime = (r: Regime): Regime => r;
