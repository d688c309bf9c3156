/** From the checks to points with their reasons, a tier, and what stands above any sum. Pure; the numbers are data. */
import type { Words } from '#kernel';
import { type CheckId, type HardStop, hardStops, type Pack, type PointCode, type Tier } from '#law';
import type { CheckRow, ReasonCode } from './check.ts';
import type { Statement } from './statement.ts';

export interface PointLine {
  readonly code: PointCode;
  readonly points: number;
  /** Check it was seen in; null: the statement, or our own records. */
  readonly from: CheckId | null;
}
export interface Assessment {
  readonly pack: string;
  readonly packVersion: number;
  readonly lines: readonly PointLine[];
  readonly total: number;
  readonly tier: Tier;
  readonly stops: readonly HardStop[];
}

/** A reason of a check, and the point it makes. */
const pointsOfReason: Readonly<Partial<Record<ReasonCode, PointCode>>> = {
  young: 'young_company',
  virtual_office: 'virtual_office',
  po_box: 'virtual_office',
  free_mail: 'free_mail_for_company',
  disposable: 'disposable_mail',
  payer_close: 'payer_close',
  payer_other: 'payer_third_party',
  later_crypto: 'crypto_later',
  resells: 'reseller',
  resale_undeclared: 'reseller_undeclared',
  hosting_undeclared: 'reseller_undeclared',
  countries: 'many_countries',
  hidden: 'hidden_sign_up',
  signs: 'ghost_hoster',
  near_removed: 'near_banned',
};
/** A reason that stands above any sum. `true_match` only: a match that waits is nobody's fault yet. */
const stopOfReason: Readonly<Partial<Record<ReasonCode, HardStop>>> = {
  true_match: 'sanctions',
  removed: 'banned',
  confidential_hit: 'police_list',
  not_by_bank: 'first_payment_not_bank',
  crypto: 'first_payment_not_bank',
  payer_other: 'third_party_payer',
};

export interface OwnRecords {
  /** Abuse of this customer against the median of all, where it was one before; null: nothing known. */
  readonly abuseRatio: number | null;
  readonly highRiskCountries: readonly string[];
}
const asksNothing =
  /\b(?:no[\s-]?kyc|without (?:any )?(?:id|kyc|verification)|no questions|geen (?:vragen|legitimatie)|bulletproof|dmca[\s-]?ignored?)\b/i;

/** Points, tier and stops of a customer under a profile. Each line says what it was seen in; they add up to the total. */
export function assessRisk(
  pack: Pack,
  s: Statement,
  rows: ReadonlyMap<CheckId, Pick<CheckRow, 'reasons' | 'verdict'>>,
  own: OwnRecords,
): Assessment {
  const lines = new Map<PointCode, PointLine>();
  const add = (code: PointCode, from: CheckId | null) => {
    const points = pack.points[code];
    if (points !== undefined && !lines.has(code)) lines.set(code, { code, points, from });
  };
  const stops = new Set<HardStop>();
  for (const [check, row] of rows) {
    // What a person settled as in order no longer counts against the customer.
    if (row.verdict === 'not_applicable') continue;
    for (const r of row.reasons) {
      if (row.reasons.some((x) => x.code === 'by_person') && row.verdict === 'pass') break;
      const code = pointsOfReason[r.code];
      if (code) add(code, check);
      const stop = stopOfReason[r.code];
      if (stop && pack.stops.includes(stop)) stops.add(stop);
    }
  }
  if (s.resells) add('reseller', null);
  if (s.country && own.highRiskCountries.includes(s.country)) add('high_risk_country', null);
  if (s.hidden_ip) add('hidden_sign_up', null);
  if ((s.servers ?? 0) > 5) add('bulk_order', null);
  if (s.asks.length > 0) add('sensitive_service', null);
  if (s.purpose && asksNothing.test(s.purpose)) add('asks_no_questions', null);
  if (own.abuseRatio !== null && own.abuseRatio > 4) add('earlier_abuse', null);
  // Anonymity alone never raises a score (DSA recital 20): it counts beside something else only.
  if (lines.size === 1 && lines.has('hidden_sign_up')) lines.delete('hidden_sign_up');
  const all = [...lines.values()].sort((a, b) => b.points - a.points);
  const total = all.reduce((sum, l) => sum + l.points, 0);
  return {
    pack: pack.id,
    packVersion: pack.version,
    lines: all,
    total,
    tier: total >= pack.from.high ? 'high' : total >= pack.from.normal ? 'normal' : 'low',
    stops: hardStops.filter((h) => stops.has(h)),
  };
}

export const pointWords: Readonly<Record<PointCode, Words>> = {
  young_company: { nl: 'jong bedrijf', en: 'young company' },
  virtual_office: { nl: 'virtueel kantoor of postbus', en: 'virtual office or PO box' },
  free_mail_for_company: { nl: 'gratis postadres voor een bedrijf', en: 'free mail for a company' },
  disposable_mail: { nl: 'wegwerpadres', en: 'disposable mail' },
  payer_close: { nl: 'naam van de betaler lijkt maar is niet gelijk', en: 'name of the payer is close, not the same' },
  payer_third_party: { nl: 'iemand anders betaalde', en: 'somebody else paid' },
  crypto_later: { nl: 'later met crypto betaald', en: 'paid with crypto later' },
  reseller: { nl: 'verkoopt door', en: 'sells on' },
  reseller_undeclared: { nl: 'doorverkoop niet opgegeven', en: 'resale not declared' },
  many_countries: { nl: 'drie of meer landen', en: 'three or more countries' },
  high_risk_country: { nl: 'land op de eigen lijst', en: 'country on the own list' },
  hidden_sign_up: { nl: 'aangemeld via Tor, VPN of host', en: 'signed up through Tor, VPN or a host' },
  bulk_order: { nl: 'meer dan vijf servers', en: 'more than five servers' },
  sensitive_service: {
    nl: 'vraagt mailpoort, eigen prefix of aankondiging',
    en: 'asks for mail port, own prefix or announcement',
  },
  asks_no_questions: { nl: 'vraagt om een dienst zonder vragen', en: 'asks for a service without questions' },
  earlier_abuse: { nl: 'eerder veel misbruik', en: 'much abuse before' },
  ghost_hoster: { nl: 'vier of meer tekenen van een spookhoster', en: 'four or more signs of a ghost host' },
  near_banned: { nl: 'lijkt op een verwijderde klant', en: 'looks like a removed customer' },
};
export const stopWords: Readonly<Record<HardStop, Words>> = {
  sanctions: { nl: 'vastgestelde treffer op een sanctielijst', en: 'established match with a sanctions list' },
  police_list: { nl: 'vertrouwelijke treffer', en: 'confidential match' },
  banned: { nl: 'eerder verwijderde klant', en: 'customer removed before' },
  first_payment_not_bank: { nl: 'eerste betaling niet via een bank', en: 'first payment not by a bank' },
  third_party_payer: { nl: 'iemand anders betaalde', en: 'somebody else paid' },
};
export const tierWords: Readonly<Record<Tier, Words>> = {
  low: { nl: 'laag', en: 'low' },
  normal: { nl: 'normaal', en: 'normal' },
  high: { nl: 'hoog', en: 'high' },
};
