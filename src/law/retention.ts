/** How long what kind of data is kept, from which act, by which rule, and what happens then. */
import type { Words } from '#kernel';
import type { Basis, InForce } from './basis.ts';

export interface Retention {
  /** File name in law/retention. */
  readonly id: string;
  readonly title: Words;
  readonly basis: Basis;
  readonly inForce: InForce;
  /** The act from which the time counts. */
  readonly from: string;
  /** Nought: it ends with that act itself. */
  readonly keep: { readonly unit: 'days' | 'months'; readonly count: number };
  /** `archive`: stays public; `policy`: the organisation's own published policy says. */
  readonly ends: 'destroy' | 'anonymise' | 'archive' | 'policy';
}

export const retention = <const R extends Retention>(r: R): R => r;

/** The first day (in the zone of the date given) on which it is no longer kept. */
export function keptUntil(r: Pick<Retention, 'keep'>, from: Temporal.PlainDate): Temporal.PlainDate {
  return from.add(r.keep.unit === 'days' ? { days: r.keep.count } : { months: r.keep.count });
}

/**
 * What ended before this day (at its beginning) is kept no longer: the day after the last one whose term is over on `today`. The
 * last of January and one month later do not meet everywhere in the calendar, so it is looked for and not subtracted.
 * @param today in the zone in which the term counts
 */
export function overBefore(r: Pick<Retention, 'keep'>, today: Temporal.PlainDate): Temporal.PlainDate {
  let from = today
    .subtract(r.keep.unit === 'days' ? { days: r.keep.count } : { months: r.keep.count })
    .add({ days: 3 });
  while (Temporal.PlainDate.compare(keptUntil(r, from), today) > 0) from = from.subtract({ days: 1 });
  return from.add({ days: 1 });
}
