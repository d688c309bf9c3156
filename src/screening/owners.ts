/** Who counts as listed because listed ones own or control it: half or more, added up over all listed owners and every layer. */

export interface Owner {
  /** Who owns or controls. */
  readonly owner: string;
  /** What is owned or controlled. */
  readonly owned: string;
  /** Share in percent, 0–100; undefined where it is not known. */
  readonly share?: number;
  /** Control by other means: votes, the right to appoint, a contract. */
  readonly controls?: boolean;
}

export interface Ownership {
  readonly owned: string;
  /** Percent held by listed ones together. A body that itself counts as listed passes its whole share on. */
  readonly share: number;
  readonly by: readonly { readonly owner: string; readonly share: number | null; readonly controls: boolean }[];
  readonly because: 'share' | 'control';
}

/** EU best practices (Council, 3 July 2024): owned for half or more by listed ones together, or controlled by one. */
const enough = 50;

/**
 * Bodies that count as listed, nearest first. Rings of owners end: each body is judged until nothing changes.
 * @param listed ids of those on a list
 */
export function countedAsListed(owners: readonly Owner[], listed: ReadonlySet<string>): readonly Ownership[] {
  const counted = new Map<string, Ownership>();
  for (let again = true; again; ) {
    again = false;
    for (const owned of new Set(owners.map((o) => o.owned))) {
      if (listed.has(owned) || counted.has(owned)) continue;
      const by = owners.filter((o) => o.owned === owned && (listed.has(o.owner) || counted.has(o.owner)));
      const share = by.reduce((sum, o) => sum + (o.share ?? 0), 0);
      const control = by.some((o) => o.controls);
      if (share < enough && !control) continue;
      counted.set(owned, {
        owned,
        share: Math.min(100, share),
        by: by.map((o) => ({ owner: o.owner, share: o.share ?? null, controls: o.controls === true })),
        because: share >= enough ? 'share' : 'control',
      });
      again = true;
    }
  }
  return [...counted.values()];
}
