/** The yearly report of article 7 of Regulation (EU) 2021/784, counted: what was removed, what was not, what came of it. */
import type { ReportCell } from './parts.ts';

/** A removal order as article 7(3) counts it. */
export interface TcoFact {
  readonly id: string;
  readonly number: string;
  readonly items: number;
  readonly removed: number;
  /** Not carried out, and on which ground: impossible (3(7)) or defective (3(8)). */
  readonly notCarriedOut: 'impossible' | 'defective' | null;
  readonly scrutiny: 'asked' | 'upheld' | 'annulled' | null;
  readonly reinstated: number;
  readonly complaints: number;
  readonly complaintsUpheld: number;
}

/** Columns of the table, as the report is published. */
export const tcoHeader = ['Indicator', 'Basis', 'Value'] as const;

/** The rows of article 7(3)(b) to (f): each figure leads to its orders. */
export function tcoRows(facts: readonly TcoFact[]): readonly (readonly ReportCell[])[] {
  const row = (name: string, basis: string, of: (f: TcoFact) => number): readonly ReportCell[] => [
    { text: name },
    { text: basis },
    {
      text: String(facts.reduce((n, f) => n + of(f), 0)),
      of: facts.filter((f) => of(f) > 0).map((f) => f.id),
    },
  ];
  const one = (yes: boolean) => (yes ? 1 : 0);
  return [
    row('Removal orders received', '7(3)(c)', () => 1),
    row('Items removed or disabled following removal orders', '7(3)(c)', (f) => f.removed),
    row('Removal orders not carried out: impossibility', '7(3)(c), 3(7)', (f) => one(f.notCarriedOut === 'impossible')),
    row('Removal orders not carried out: manifest errors or too little information', '7(3)(c), 3(8)', (f) =>
      one(f.notCarriedOut === 'defective'),
    ),
    row('Complaints', '7(3)(d)', (f) => f.complaints),
    row('Complaints upheld', '7(3)(d)', (f) => f.complaintsUpheld),
    row('Reviews sought', '7(3)(e)', (f) => one(f.scrutiny !== null)),
    row('Reviews in which the order was annulled', '7(3)(e)', (f) => one(f.scrutiny === 'annulled')),
    row('Items reinstated after review or complaint', '7(3)(f)', (f) => f.reinstated),
  ];
}
