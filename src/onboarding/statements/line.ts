/** A line of a bank statement as every importer gives it, the reference customers are asked to mention, and what tells formats apart. Pure. */

import type { PayMethod } from '../checks/money.ts';
import { mod97 } from '../checks/numbers.ts';

export interface StatementLine {
  /** Unique within its account: the bank's own reference, else made of what the line says. */
  readonly entry: string;
  /** ISO date. */
  readonly bookedOn: string;
  readonly amountCents: number;
  readonly currency: string;
  /** Name of who paid, as the bank gives it. */
  readonly payer: string | null;
  readonly iban: string | null;
  /** What the payer wrote, and references. */
  readonly text: string;
  readonly method: PayMethod;
}
export interface ReadStatement {
  readonly format: StatementFormat;
  /** Money that came in; what went out is passed over. */
  readonly lines: readonly StatementLine[];
  readonly passedOver: number;
}
export const statementFormats = ['camt.053', 'mt940', 'csv', 'provider'] as const;
export type StatementFormat = (typeof statementFormats)[number];

/** A file that is no statement, or one that is broken. Nothing of it is taken. */
export class StatementUnreadable extends Error {
  constructor(why: string, options?: ErrorOptions) {
    super(why, options);
    this.name = 'StatementUnreadable';
  }
}

const alphabet = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';
/**
 * The reference of a payment (ISO 11649): RF, two check digits, KC and eight signs. A typing error is found by itself.
 * @param dice eight random bytes
 */
export function paymentReference(dice: Uint8Array): string {
  const body = `KC${[...dice.subarray(0, 8)].map((b) => alphabet.charAt(b % 32)).join('')}`;
  const check = 98 - mod97(`${body}RF00`);
  return `RF${String(check).padStart(2, '0')}${body}`;
}
/** References of ours in the text of a payment, in whichever way spaces were put. */
export function referencesIn(text: string): readonly string[] {
  const bare = text.toUpperCase().replace(/[^A-Z0-9]/g, '');
  const found = new Set<string>();
  for (const m of bare.matchAll(/RF\d{2}KC[2-9A-HJ-NP-Z]{8}/g))
    if (mod97(`${m[0].slice(4)}${m[0].slice(0, 4)}`) === 1) found.add(m[0]);
  return [...found];
}
/** RF18 KCAB CDEF GH: in groups of four, as it is shown. */
export const groupedReference = (reference: string): string => reference.replace(/(.{4})(?=.)/g, '$1 ');

/** Amount in cents. Undefined where the text is no amount with at most two decimals. */
export function centsOf(text: string): number | undefined {
  const bare = text.trim().replace(/\s|€/g, '');
  const m =
    /^([+-]?)(\d{1,12}|\d{1,3}(?:[.,]\d{3})+)(?:[.,](\d{1,2}))?$/.exec(bare) ?? /^([+-]?)(\d{1,12})[.,]()$/.exec(bare);
  if (!m) return undefined;
  const whole = Number((m[2] ?? '0').replace(/[.,]/g, ''));
  const cents = Number((m[3] ?? '').padEnd(2, '0') || '0');
  return (m[1] === '-' ? -1 : 1) * (whole * 100 + cents);
}

/** Card, provider or crypto exchange, as far as a line of a bank says it. */
export function methodOf(text: string, payer: string | null): PayMethod {
  const all = `${payer ?? ''} ${text}`;
  if (/\b(?:ideal|wero)\b/i.test(text)) return 'ideal';
  if (/\b(?:bitvavo|coinbase|kraken|binance|bitpay|coinpayments|nowpayments|crypto\.com|bitstamp|moonpay)\b/i.test(all))
    return 'crypto';
  if (/\bpaypal\b/i.test(all)) return 'paypal';
  return 'bank';
}
