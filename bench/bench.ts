/** What a benchmark is: it prints figures as ratios against a limit or peer of the same run, for this machine is noisy and shared. */

export interface Figure {
  readonly name: string;
  readonly figure: number;
  readonly unit: string;
  /** What it is measured against, in the same unit and run; null where it stands by itself. */
  readonly limit: number | null;
  readonly ratio: number | null;
  /** Every single measurement. */
  readonly runs: readonly number[];
  /** What the ratio must keep to (docs/figures.md); `--gate` ends with 1 where it does not. */
  readonly gate?: { readonly least?: number; readonly most?: number };
  readonly note?: string;
}

export interface BenchOptions {
  /** Rows, messages or look-ups; each benchmark has its own normal size. */
  readonly size?: number;
  /** PostgreSQL to use instead of an embedded one. */
  readonly url?: string;
  /** Fixes the dice. */
  readonly seed?: number;
  /** Only this format. */
  readonly format?: string;
  /** Folder for what was found. */
  readonly out?: string;
}

export interface Bench {
  readonly name: string;
  readonly about: { readonly nl: string; readonly en: string };
  /** Prints one figure after the other; the headline last. @returns false where what must hold did not */
  run(options: BenchOptions, emit: (figure: Figure) => void, say: (line: string) => void): Promise<unknown>;
}

/** The value below which this share of the runs lies. */
export function quantile(runs: readonly number[], share: number): number {
  const sorted = [...runs].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))] ?? Number.NaN;
}

export const median = (runs: readonly number[]) => quantile(runs, 0.5);

/** Rounded for people: three significant digits. */
export const round = (n: number) => (n === 0 ? 0 : Number(n.toPrecision(3)));

/** Whether a figure misses its gate. */
export const misses = (f: Figure): boolean =>
  f.gate !== undefined &&
  f.ratio !== null &&
  ((f.gate.least !== undefined && f.ratio < f.gate.least) || (f.gate.most !== undefined && f.ratio > f.gate.most));
