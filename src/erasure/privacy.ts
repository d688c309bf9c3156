/** The privacy file, from the code itself: classes of data with ground and term, and where data of parties stand. */
import type { Basis, Retention } from '#law';
import { places } from './places.ts';

export interface PrivacyFile {
  readonly classes: readonly {
    readonly id: string;
    readonly title: { readonly nl: string; readonly en: string };
    readonly basis: string;
    readonly mark: Basis['mark'];
    /** The act from which the term counts. */
    readonly from: string;
    readonly keep: { readonly unit: 'days' | 'months'; readonly count: number };
    readonly ends: Retention['ends'];
  }[];
  readonly places: readonly {
    readonly table: string;
    /** Columns an erasure of a party empties, and how. */
    readonly erased: Readonly<Record<string, string>>;
    readonly stays: readonly string[];
    /** Rows of this organisation now. */
    readonly rows: number;
  }[];
}

/**
 * @param counts rows by table
 * @param day ISO date on which the rules must hold
 */
export function privacyFile(
  rules: readonly Retention[],
  counts: ReadonlyMap<string, number>,
  day: string,
): PrivacyFile {
  return {
    classes: rules
      .filter((r) => r.inForce.from <= day && (r.inForce.until === undefined || day < r.inForce.until))
      .map((r) => ({
        id: r.id,
        title: r.title,
        basis: `${r.basis.law}${r.basis.article ? `, ${r.basis.article}` : ''}`,
        mark: r.basis.mark,
        from: r.from,
        keep: r.keep,
        ends: r.ends,
      })),
    places: Object.entries(places)
      .sort(([a], [b]) => a.localeCompare(b))
      .map(([table, p]) => ({ table, erased: p.erased, stays: p.stays, rows: counts.get(table) ?? 0 })),
  };
}
