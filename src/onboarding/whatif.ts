/** What a profile would mean for the customers there are: who would fail, how many hours of work, whom it would hit. Pure. */
import { type CheckId, checksOf, type Pack, type Tier, tiers } from '#law';
import { type Standing, settles } from './check.ts';

export interface CustomerThen {
  readonly party: string;
  readonly kind: 'natural' | 'legal' | 'unknown';
  readonly resells: boolean;
  readonly tier: Tier;
  /** How each check stood at the moment that is asked about. */
  readonly standing: ReadonlyMap<CheckId, Standing>;
}
export interface WhatIf {
  readonly pack: string;
  readonly mark: string;
  readonly at: string;
  readonly customers: number;
  readonly meets: number;
  /** Would have to act: something is not known yet. */
  readonly incomplete: number;
  /** Fail a check that is known. */
  readonly fails: number;
  readonly hours: number;
  readonly byTier: Readonly<Record<Tier, number>>;
  readonly resellersHit: number;
  readonly personsHit: number;
  readonly byCheck: readonly {
    readonly check: CheckId;
    readonly open: number;
    readonly fail: number;
    readonly minutes: number;
  }[];
  readonly hit: readonly {
    readonly party: string;
    readonly tier: Tier;
    readonly open: readonly CheckId[];
    readonly fail: readonly CheckId[];
  }[];
}

/** @param at the moment the history is read at */
export function whatIf(pack: Pack, customers: readonly CustomerThen[], at: Temporal.Instant): WhatIf {
  const perCheck = new Map<CheckId, { open: number; fail: number }>();
  const byTier: Record<Tier, number> = { low: 0, normal: 0, high: 0 };
  const hit: { party: string; tier: Tier; open: CheckId[]; fail: CheckId[] }[] = [];
  let minutes = 0;
  let resellersHit = 0;
  let personsHit = 0;
  for (const c of customers) {
    const open: CheckId[] = [];
    const fail: CheckId[] = [];
    for (const check of checksOf(pack, c.tier)) {
      const standing = c.standing.get(check) ?? 'missing';
      if (settles(standing)) continue;
      const per = perCheck.get(check) ?? { open: 0, fail: 0 };
      perCheck.set(check, per);
      if (standing === 'fail') {
        fail.push(check);
        per.fail++;
      } else {
        open.push(check);
        per.open++;
      }
      minutes += pack.minutes[check] ?? 0;
    }
    if (open.length + fail.length === 0) continue;
    byTier[c.tier]++;
    if (c.resells) resellersHit++;
    if (c.kind === 'natural') personsHit++;
    hit.push({ party: c.party, tier: c.tier, open, fail });
  }
  return {
    pack: pack.id,
    mark: pack.basis.mark,
    at: at.toString(),
    customers: customers.length,
    meets: customers.length - hit.length,
    incomplete: hit.filter((h) => h.fail.length === 0).length,
    fails: hit.filter((h) => h.fail.length > 0).length,
    hours: Math.round((minutes / 60) * 10) / 10,
    byTier,
    resellersHit,
    personsHit,
    byCheck: [...perCheck.entries()]
      .map(([check, n]) => ({ check, ...n, minutes: (n.open + n.fail) * (pack.minutes[check] ?? 0) }))
      .sort((a, b) => b.open + b.fail - (a.open + a.fail)),
    hit: hit
      .sort((a, b) => tiers.indexOf(b.tier) - tiers.indexOf(a.tier) || b.fail.length - a.fail.length)
      .slice(0, 500),
  };
}
