/** A profile of what is asked to know a customer: checks per tier, points, hard stops and reviews, as data with basis and dates. */
import type { Words } from '#kernel';
import type { Basis, InForce } from './basis.ts';

export const tiers = ['low', 'normal', 'high'] as const;
export type Tier = (typeof tiers)[number];

/** The checks, by their number in the list of the reference. */
export const checkIds = [
  'K1',
  'K2',
  'K3',
  'K4',
  'K5',
  'K6',
  'K7',
  'K8',
  'K9',
  'K10',
  'K11',
  'K12',
  'K13',
  'K14',
  'K15',
  'K16',
  'K17',
] as const;
export type CheckId = (typeof checkIds)[number];

/** What adds to the risk of a customer. */
export const pointCodes = [
  'young_company',
  'virtual_office',
  'free_mail_for_company',
  'disposable_mail',
  'payer_close',
  'payer_third_party',
  'crypto_later',
  'reseller',
  'reseller_undeclared',
  'many_countries',
  'high_risk_country',
  'hidden_sign_up',
  'bulk_order',
  'sensitive_service',
  'asks_no_questions',
  'earlier_abuse',
  'ghost_hoster',
  'near_banned',
] as const;
export type PointCode = (typeof pointCodes)[number];

/** What stands above every sum of points. */
export const hardStops = ['sanctions', 'police_list', 'banned', 'first_payment_not_bank', 'third_party_payer'] as const;
export type HardStop = (typeof hardStops)[number];

export interface Pack {
  /** File name in law/packs. */
  readonly id: string;
  readonly version: number;
  readonly title: Words;
  readonly basis: Basis;
  readonly inForce: InForce;
  /** What the profile comes to, in a sentence. */
  readonly says: Words;
  /** Checks asked of a tier; a higher tier is asked all of the lower ones too. */
  readonly asks: Readonly<Record<Tier, readonly CheckId[]>>;
  readonly points: Readonly<Partial<Record<PointCode, number>>>;
  /** Points from which a tier begins. */
  readonly from: { readonly normal: number; readonly high: number };
  readonly stops: readonly HardStop[];
  /** Months until the next review. */
  readonly reviewMonths: Readonly<Record<Tier, number>>;
  /** Tiers that two people admit. */
  readonly fourEyes: readonly Tier[];
  /** Minutes of work of a person for each check that does not pass by itself: an estimate, for what-if reports. */
  readonly minutes: Readonly<Partial<Record<CheckId, number>>>;
  /** Duty (law/duties) of which this is the study. */
  readonly studies?: string;
}
export const pack = <const P extends Pack>(p: P): P => p;

/** Every check a tier is asked, in order. */
export function checksOf(p: Pick<Pack, 'asks'>, tier: Tier): readonly CheckId[] {
  const asked = new Set(tiers.slice(0, tiers.indexOf(tier) + 1).flatMap((t) => p.asks[t]));
  return checkIds.filter((c) => asked.has(c));
}

/** Points of the house profile; other profiles begin with them. */
export const housePoints = {
  young_company: 10,
  virtual_office: 15,
  free_mail_for_company: 5,
  disposable_mail: 100,
  payer_close: 10,
  payer_third_party: 30,
  crypto_later: 10,
  reseller: 15,
  reseller_undeclared: 40,
  many_countries: 15,
  high_risk_country: 15,
  hidden_sign_up: 10,
  bulk_order: 15,
  sensitive_service: 10,
  asks_no_questions: 10,
  earlier_abuse: 20,
  ghost_hoster: 25,
  near_banned: 30,
} as const satisfies Record<PointCode, number>;

/** Minutes of a person per check that waits for one: an estimate of the house, to be replaced by one's own. */
export const houseMinutes = {
  K2: 6,
  K3: 8,
  K4: 12,
  K5: 4,
  K6: 4,
  K7: 25,
  K8: 20,
  K10: 8,
  K11: 5,
  K12: 15,
  K13: 15,
  K14: 12,
  K15: 20,
  K16: 30,
  K17: 6,
} as const satisfies Partial<Record<CheckId, number>>;
