/** Where a rule comes from, how sure we are of it, and between which dates it holds. */

/**
 * How the text was checked: `verified` = read in the law or its official form; `memory` = general knowledge, to be
 * checked before it becomes a hard default; `house` = our own default, which an organisation may change; `study` = what
 * government only considers, which binds nobody. What is not verified law is marked so on screen.
 */
export const marks = ['verified', 'memory', 'house', 'study'] as const;
export type Mark = (typeof marks)[number];

export interface Basis {
  /** Law, code or standard: "Regulation (EU) 2021/784", "Gedragscode NTD", "house rule". */
  readonly law: string;
  readonly article?: string;
  readonly url?: string;
  readonly mark: Mark;
}

export interface InForce {
  /** First day, ISO date. */
  readonly from: string;
  /** First day on which it no longer holds. */
  readonly until?: string;
}

/** Whether a rule holds on a day (ISO date). */
export function holdsOn(inForce: InForce, day: string): boolean {
  return inForce.from <= day && (inForce.until === undefined || day < inForce.until);
}
