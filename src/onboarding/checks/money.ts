/** K10 first payment and K11 way of paying, from the payments that were matched; K12–K14 from what the other rooms answered. Pure. */
import { type Found, found } from '../check.ts';
import type { PayerVerdict } from '../payer.ts';

export const payMethods = ['bank', 'ideal', 'direct_debit', 'card', 'paypal', 'voucher', 'crypto', 'other'] as const;
export type PayMethod = (typeof payMethods)[number];
/** A transfer from an account at a bank, whose holder the bank names. */
export const isBank = (m: PayMethod): boolean => m === 'bank' || m === 'ideal' || m === 'direct_debit';

export interface PaymentSeen {
  readonly id: string;
  readonly bookedOn: string;
  readonly method: PayMethod;
  readonly verdict: PayerVerdict;
  readonly score: number | null;
}
const first = (all: readonly PaymentSeen[]) =>
  [...all].sort((a, b) => (a.bookedOn < b.bookedOn ? -1 : a.bookedOn > b.bookedOn ? 1 : 0));

/** K10: the first payment by a bank whose holder is the customer. A close name waits for a person; another name asks for a new payment. */
export function firstPaymentCheck(payments: readonly PaymentSeen[]): Found {
  const banks = first(payments).filter((p) => isBank(p.method));
  if (banks.length === 0) return found('review', 'bank', 'statements', ['not_paid']);
  const evidence = {
    payments: banks.map((p) => ({ id: p.id, booked_on: p.bookedOn, verdict: p.verdict, score: p.score })),
  };
  const best = (v: PayerVerdict) => banks.some((p) => p.verdict === v);
  if (best('MTCH')) return found('pass', 'bank', 'statements', ['payer_matches'], evidence);
  if (best('CMTC')) return found('review', 'bank', 'statements', ['payer_close'], evidence);
  if (best('NMTC')) return found('fail', 'bank', 'statements', ['payer_other'], evidence);
  return found('review', 'bank', 'statements', ['payer_unknown'], evidence);
}

/** K11: the first payment is no crypto, card or voucher; crypto after it only counts as points. */
export function payMethodCheck(payments: readonly PaymentSeen[], declared: PayMethod | undefined): Found {
  const [one, ...later] = first(payments);
  if (!one) {
    if (declared === 'crypto') return found('fail', 'declared', 'statement', ['crypto']);
    return found('review', 'declared', 'statement', ['not_paid']);
  }
  const evidence = { first: one.method, later: [...new Set(later.map((p) => p.method))] };
  if (one.method === 'crypto') return found('fail', 'bank', 'statements', ['crypto'], evidence);
  if (!isBank(one.method)) return found('fail', 'bank', 'statements', ['not_by_bank'], evidence);
  return found(
    'pass',
    'bank',
    'statements',
    later.some((p) => p.method === 'crypto') ? ['valid', 'later_crypto'] : ['valid'],
    evidence,
  );
}

export interface ScreeningSeen {
  readonly lists: number;
  readonly waiting: number;
  readonly strong: number;
  readonly confirmed: number;
  readonly run: string | null;
}
/** K12: every customer, no exemption. A match waits for a person; a strong one for two. */
export function sanctionsCheck(seen: ScreeningSeen): Found {
  if (seen.lists === 0) return found('unavailable', 'screening', 'lists in use', ['no_lists']);
  const evidence = { run: seen.run, waiting: seen.waiting, confirmed: seen.confirmed };
  if (seen.confirmed > 0) return found('fail', 'screening', 'lists in use', ['true_match'], evidence);
  if (seen.strong > 0) return found('review', 'screening', 'lists in use', ['strong_match'], evidence);
  if (seen.waiting > 0) return found('review', 'screening', 'lists in use', ['match_waits'], evidence);
  return found('pass', 'screening', 'lists in use', ['no_match'], evidence);
}

/** What `returnCheck` of bans answers. */
export interface ReturnSeen {
  readonly verdict: 'pass' | 'review' | 'block';
  readonly hits: readonly {
    readonly ban: string;
    readonly kinds: readonly string[];
    readonly strength: string;
    readonly lines: readonly string[];
  }[];
}
/** K14: near is looked at by a person; a return is blocked, and refused by a person only. */
export function returnedCheck(seen: ReturnSeen | null): Found {
  if (!seen) return found('unavailable', 'compare', 'bans', ['not_configured']);
  const evidence = {
    hits: seen.hits.map((h) => ({ ban: h.ban, kinds: [...h.kinds], strength: h.strength, lines: [...h.lines] })),
  };
  if (seen.verdict === 'pass') return found('pass', 'compare', 'bans', ['no_match']);
  return seen.verdict === 'block'
    ? found('fail', 'compare', 'bans', ['removed'], evidence)
    : found('review', 'compare', 'bans', ['near_removed'], evidence);
}
/** K13: no text of the list comes here, only that the confidential role has something to look at. */
export function editionSeenCheck(
  seen: { readonly verdict: 'pass' | 'review'; readonly reference: string | null } | null,
): Found {
  if (!seen) return found('unavailable', 'compare', 'editions', ['not_configured']);
  return seen.verdict === 'pass'
    ? found('pass', 'compare', 'editions', ['no_match'])
    : found('review', 'compare', 'editions', ['confidential_hit'], { reference: seen.reference });
}

/** K8: somebody saw the document, or a provider of identities said so; no copy, no BSN. */
export const identitySeenCheck = (
  seen: { readonly how: string; readonly level: string; readonly on: string } | null,
): Found =>
  seen
    ? found('pass', 'person', seen.how, ['seen'], { level: seen.level, on: seen.on })
    : found('review', 'person', 'document or provider of identities', ['not_seen']);
