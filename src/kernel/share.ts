/** A share of a number of trials, with the interval in which the true share lies. */

export interface Share {
  readonly k: number;
  readonly n: number;
  /** k of n; null where nothing was counted yet. */
  readonly share: number | null;
  /** Lower and upper end of the interval, 0 to 1. Without trials it is everything. */
  readonly low: number;
  readonly high: number;
}

/** Normal quantile of a two-sided interval of 95%. */
const z = 1.959964;

/**
 * The Wilson score interval at 95% (E. B. Wilson, 1927): honest for few trials and for shares near 0 and 1.
 * @param k successes, 0 to n
 */
export function wilson(k: number, n: number): Share {
  if (n <= 0) return { k, n, share: null, low: 0, high: 1 };
  const p = k / n;
  const below = 1 + (z * z) / n;
  const middle = (p + (z * z) / (2 * n)) / below;
  const half = (z * Math.sqrt((p * (1 - p)) / n + (z * z) / (4 * n * n))) / below;
  return { k, n, share: p, low: Math.max(0, middle - half), high: Math.min(1, middle + half) };
}
