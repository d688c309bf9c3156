/** The threshold laid over the tenant's own customers: how many alerts each threshold gives, and who comes or goes with another. */
import { operating } from './match/qualify.ts';

/** Thresholds that are looked at; the operating one stands among them. Below the first nothing is kept of a comparison. */
export const thresholds: readonly number[] = [0.6, 0.65, 0.7, operating, 0.75, 0.8, 0.85, 0.9, 0.95];

/** The best match of one customer. */
export interface BestOf {
  readonly party: string;
  readonly reference: string | null;
  readonly name: string | null;
  readonly listed: string | null;
  readonly list: string;
  readonly score: number;
}
export interface ThresholdRow {
  readonly threshold: number;
  readonly operating: boolean;
  /** Customers with an alert at this threshold. */
  readonly alerts: number;
  /** Against the operating threshold. */
  readonly added: number;
  readonly removed: number;
}

/** One row per threshold. */
export function rowsOf(best: readonly { readonly score: number }[]): readonly ThresholdRow[] {
  const from = (t: number) => best.filter((b) => b.score >= t).length;
  const now = from(operating);
  return thresholds.map((threshold) => {
    const alerts = from(threshold);
    return {
      threshold,
      operating: threshold === operating,
      alerts,
      added: Math.max(0, alerts - now),
      removed: Math.max(0, now - alerts),
    };
  });
}

/** Who would be added or removed at another threshold than the operating one, nearest to it first. */
export function movedAt<B extends { readonly score: number }>(
  best: readonly B[],
  threshold: number,
): { readonly added: readonly B[]; readonly removed: readonly B[] } {
  return {
    added: best.filter((b) => b.score >= threshold && b.score < operating).sort((a, b) => b.score - a.score),
    removed: best.filter((b) => b.score < threshold && b.score >= operating).sort((a, b) => a.score - b.score),
  };
}
