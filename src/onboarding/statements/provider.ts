/** What payment providers tell by webhook: a charge of Stripe, a payment of Mollie, or our own plain shape. Pure. */
import { z } from 'zod';
import { type PayMethod, payMethods } from '../checks/money.ts';
import type { StatementLine } from './line.ts';

const own = z.strictObject({
  reference: z.string().min(4).max(140),
  id: z.string().min(1).max(140),
  method: z.enum(payMethods),
  amount_cents: z.number().int().positive(),
  currency: z.string().length(3).default('EUR'),
  paid_on: z.iso.date(),
  verified_name: z.string().max(200).nullable().default(null),
  iban: z.string().max(50).nullable().default(null),
});
/** A charge within an event of Stripe; iDEAL returns the name the bank verified. */
const stripe = z.object({
  type: z.literal('charge.succeeded'),
  data: z.object({
    object: z.object({
      id: z.string(),
      amount: z.number().int().positive(),
      currency: z.string(),
      created: z.number().int(),
      description: z.string().nullable().optional(),
      metadata: z.record(z.string(), z.string()).default({}),
      payment_method_details: z.object({
        type: z.string(),
        ideal: z.object({ verified_name: z.string().nullable(), iban_last4: z.string().nullable() }).optional(),
        sepa_debit: z.object({ last4: z.string().nullable() }).optional(),
      }),
    }),
  }),
});
/** A payment as Mollie returns it. */
const mollie = z.object({
  resource: z.literal('payment'),
  id: z.string(),
  status: z.literal('paid'),
  method: z.string().nullable(),
  amount: z.object({ value: z.string().regex(/^\d+\.\d{2}$/), currency: z.string() }),
  paidAt: z.string(),
  description: z.string().default(''),
  details: z
    .object({ consumerName: z.string().nullable().optional(), consumerAccount: z.string().nullable().optional() })
    .nullable()
    .optional(),
});

const methodNames: Readonly<Record<string, PayMethod>> = {
  ideal: 'ideal',
  wero: 'ideal',
  banktransfer: 'bank',
  bank: 'bank',
  customer_balance: 'bank',
  sepa_debit: 'direct_debit',
  directdebit: 'direct_debit',
  bancontact: 'bank',
  card: 'card',
  creditcard: 'card',
  paypal: 'paypal',
  crypto: 'crypto',
  giftcard: 'voucher',
  paysafecard: 'voucher',
};

/** The payment a webhook tells of; undefined where it tells of something else. */
export function readProvider(body: unknown): StatementLine | undefined {
  const mine = own.safeParse(body);
  if (mine.success) {
    const p = mine.data;
    return {
      entry: `own|${p.id}`,
      bookedOn: p.paid_on,
      amountCents: p.amount_cents,
      currency: p.currency,
      payer: p.verified_name,
      iban: p.iban,
      text: p.reference,
      method: p.method,
    };
  }
  const charge = stripe.safeParse(body);
  if (charge.success) {
    const o = charge.data.data.object;
    const d = o.payment_method_details;
    return {
      entry: `stripe|${o.id}`,
      bookedOn: Temporal.Instant.fromEpochMilliseconds(o.created * 1000)
        .toString()
        .slice(0, 10),
      amountCents: o.amount,
      currency: o.currency.toUpperCase(),
      payer: d.ideal?.verified_name ?? null,
      iban: null,
      text: [o.description ?? '', ...Object.values(o.metadata)].join(' '),
      method: methodNames[d.type] ?? 'other',
    };
  }
  const paid = mollie.safeParse(body);
  if (!paid.success) return undefined;
  const p = paid.data;
  return {
    entry: `mollie|${p.id}`,
    bookedOn: p.paidAt.slice(0, 10),
    amountCents: Math.round(Number(p.amount.value) * 100),
    currency: p.amount.currency,
    payer: p.details?.consumerName ?? null,
    iban: p.details?.consumerAccount ?? null,
    text: p.description,
    method: methodNames[p.method ?? ''] ?? 'other',
  };
}
