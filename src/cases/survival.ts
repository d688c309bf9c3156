/**
 * How long things last when not all of them have ended yet: Kaplan–Meier with Greenwood's variance and log-log intervals, the
 * median after Brookmeyer and Crowley, and Wilson's interval for shares. Closed forms only, so that the same data always give
 * the same numbers. What is still open is censored, never left out: counting closed cases alone shows slow ones as fast.
 */

/** One thing that was watched: how long, and whether it ended or we only stopped looking. */
export interface Watched {
  /** Hours from its beginning; not negative. */
  readonly hours: number;
  readonly ended: boolean;
}

/** A number with the interval in which it lies with 95 % confidence, and how many it rests on. */
export interface Estimate {
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly n: number;
}

const z95 = 1.959963984540054;

/** Wilson's score interval of `k` out of `n`; undefined for none at all. */
export function wilson(k: number, n: number): Estimate | undefined {
  if (n <= 0) return undefined;
  const p = k / n;
  const zz = z95 * z95;
  const middle = (p + zz / (2 * n)) / (1 + zz / n);
  const half = (z95 * Math.sqrt((p * (1 - p)) / n + zz / (4 * n * n))) / (1 + zz / n);
  // At the ends the formula comes back to 0 and 1 but for rounding.
  return {
    value: p,
    low: k === 0 ? 0 : Math.max(0, middle - half),
    high: k === n ? 1 : Math.min(1, middle + half),
    n,
  };
}

/** After this many hours: how many were watched until then, how many ended just then, and the share that had not ended. */
export interface Step {
  readonly hours: number;
  readonly atRisk: number;
  readonly ended: number;
  readonly survival: number;
  readonly low: number;
  readonly high: number;
}

/** The curve: a step for each moment at which something ended. Whoever is censored at that very moment was still watched. */
export function kaplanMeier(watched: readonly Watched[]): readonly Step[] {
  const all = watched.filter((w) => Number.isFinite(w.hours) && w.hours >= 0).toSorted((a, b) => a.hours - b.hours);
  const steps: Step[] = [];
  let survival = 1;
  let greenwood = 0;
  let ended = 0;
  let i = 0;
  while (i < all.length) {
    const hours = all[i]?.hours ?? 0;
    const atRisk = all.length - i;
    let d = 0;
    while (i < all.length && all[i]?.hours === hours) if (all[i++]?.ended) d++;
    if (d === 0) continue;
    ended += d;
    survival *= 1 - d / atRisk;
    greenwood += d === atRisk ? 0 : d / (atRisk * (atRisk - d));
    if (survival <= 0) {
      // Nothing is left: the log-log interval ends; that all of them ended is a share like any other.
      const share = wilson(ended, ended);
      steps.push({ hours, atRisk, ended: d, survival: 0, low: 0, high: 1 - (share?.low ?? 0) });
      break;
    }
    const log = Math.log(survival);
    const spread = (z95 * Math.sqrt(greenwood)) / Math.abs(log);
    steps.push({
      hours,
      atRisk,
      ended: d,
      survival,
      low: survival ** Math.exp(spread),
      high: survival ** Math.exp(-spread),
    });
  }
  return steps;
}

/** How long until half had ended. `null`: the curve does not come that far, and no number is made up for it. */
export interface Median {
  readonly hours: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly n: number;
  /** Longest anybody was watched: where there is no median, it lies beyond. */
  readonly watchedHours: number;
}

/** The median of what was watched, with its interval; undefined for nothing at all. */
export function medianOf(watched: readonly Watched[]): Median | undefined {
  if (watched.length === 0) return undefined;
  const steps = kaplanMeier(watched);
  const firstAt = (of: (s: Step) => number) => steps.find((s) => of(s) <= 0.5 + 1e-12)?.hours ?? null;
  return {
    hours: firstAt((s) => s.survival),
    low: firstAt((s) => s.low),
    high: firstAt((s) => s.high),
    n: watched.length,
    watchedHours: Math.max(...watched.map((w) => w.hours)),
  };
}

/**
 * The share that had ended within so many hours; undefined where nobody who had not ended was watched that long, so that
 * nobody knows. Where none had ended yet, the upper end is Wilson's for those still watched.
 */
export function endedWithin(watched: readonly Watched[], hours: number): Estimate | undefined {
  const n = watched.length;
  if (n === 0) return undefined;
  const step = kaplanMeier(watched).findLast((s) => s.hours <= hours);
  if (step?.survival === 0) return { value: 1, low: 1 - step.high, high: 1, n };
  const beyond = watched.filter((w) => w.hours >= hours).length;
  if (beyond === 0) return undefined;
  if (!step) return { value: 0, low: 0, high: wilson(0, beyond)?.high ?? 1, n };
  return { value: 1 - step.survival, low: 1 - step.high, high: 1 - step.low, n };
}
