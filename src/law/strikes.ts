/** Repeated violations: what a decision weighs, how long it weighs, and the step the total comes to. A house rule, as data. */
import type { Words } from '#kernel';
import type { Basis, InForce } from './basis.ts';

export const weights = ['ordinary', 'serious', 'grave'] as const;
export type Weight = (typeof weights)[number];
export const repeatSteps = ['warn', 'restrict', 'suspend', 'end'] as const;
export type RepeatStep = (typeof repeatSteps)[number];

export const strikeRule = {
  id: 'repeat-standard',
  title: { nl: 'Herhaalde overtreding', en: 'Repeated violation' } satisfies Words,
  basis: { law: 'house rule', mark: 'house' } satisfies Basis,
  inForce: { from: '2026-01-01' } satisfies InForce,
  /** A reversed decision weighs nothing, and each weighs no more after its time. */
  weight: { ordinary: 1, serious: 2, grave: 4 } satisfies Record<Weight, number>,
  months: { ordinary: 12, serious: 24, grave: 60 } satisfies Record<Weight, number>,
  /** From this total on; the last that fits is proposed, and a person decides. */
  steps: [
    { from: 1, step: 'warn' },
    { from: 2, step: 'restrict' },
    { from: 4, step: 'suspend' },
    { from: 7, step: 'end' },
  ] satisfies readonly { readonly from: number; readonly step: RepeatStep }[],
} as const;

export const stepWords: Readonly<Record<RepeatStep, Words>> = {
  warn: { nl: 'waarschuwen', en: 'warn' },
  restrict: { nl: 'beperken', en: 'restrict' },
  suspend: { nl: 'opschorten', en: 'suspend' },
  end: { nl: 'beëindigen', en: 'end' },
};

export interface Strike {
  readonly weight: number;
  readonly expiresAt: Temporal.Instant;
  readonly revokedAt: Temporal.Instant | null;
}

/** The total that weighs at a moment, and the step it comes to; null where nothing weighs. */
export function standingOf(
  strikes: readonly Strike[],
  at: Temporal.Instant,
): { readonly total: number; readonly step: RepeatStep | null } {
  const total = strikes
    .filter((s) => s.revokedAt === null && Temporal.Instant.compare(at, s.expiresAt) < 0)
    .reduce((sum, s) => sum + s.weight, 0);
  return { total, step: strikeRule.steps.findLast((s) => total >= s.from)?.step ?? null };
}

/** When a strike of this weight no longer counts, in whole months of the zone. */
export function strikeExpires(weight: Weight, at: Temporal.Instant, zone: string): Temporal.Instant {
  return at.toZonedDateTimeISO(zone).add({ months: strikeRule.months[weight] }).toInstant();
}
