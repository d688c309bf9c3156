/** The shape in which WHMCS tells of clients and orders to its hooks, and what a hook returns to it. Pure. */
import { z } from 'zod';
import { Refused } from '#kernel';
import { type Statement, statementShape } from './statement.ts';

const text = z.string().max(500).optional();
export const whmcsBody = z.object({
  /** Name of the hook point. */
  action: z.enum(['ClientAdd', 'AfterShoppingCartCheckout', 'PreModuleCreate']),
  vars: z.object({
    userid: z.union([z.string(), z.number()]).optional(),
    client_id: z.union([z.string(), z.number()]).optional(),
    OrderID: z.union([z.string(), z.number()]).optional(),
    firstname: text,
    lastname: text,
    companyname: text,
    email: text,
    /** `+31.612345678` */
    phonenumber: text,
    address1: text,
    city: text,
    postcode: text,
    country: text,
    tax_id: text,
    paymentmethod: text,
    language: text,
    params: z.object({ userid: z.union([z.string(), z.number()]).optional() }).optional(),
  }),
});
export const whmcsAnswer = z.object({
  result: z.literal('success'),
  onboarding: z.string().nullable(),
  state: z.string().nullable(),
  may_provision: z.boolean(),
  page: z.string().nullable(),
  reference: z.string().nullable(),
  /** WHMCS then creates nothing. */
  abortcmd: z.boolean().optional(),
});

type Asked =
  | { readonly kind: 'start'; readonly order: string; readonly statement: Statement }
  | { readonly kind: 'may_provision'; readonly order: string };

const methods: Readonly<Record<string, NonNullable<Statement['payment']>>> = {
  banktransfer: 'bank',
  mailin: 'bank',
  ideal: 'ideal',
  mollieideal: 'ideal',
  stripe: 'card',
  paypal: 'paypal',
  paypalcheckout: 'paypal',
  bitpay: 'crypto',
  coinpayments: 'crypto',
};

/** What a hook of WHMCS asks. @throws Refused `request.invalid` where it names no client, or what it says of one is no statement */
export function readWhmcs(b: z.infer<typeof whmcsBody>): Asked {
  const v = b.vars;
  const client = v.params?.userid ?? v.userid ?? v.client_id;
  if (client === undefined)
    throw new Refused('request.invalid', 'vars: userid or client_id', { vars: 'userid or client_id' });
  const order = `whmcs-${client}`;
  if (b.action === 'PreModuleCreate') return { kind: 'may_provision', order };
  const name = v.companyname?.trim() || [v.firstname, v.lastname].filter((x) => x?.trim()).join(' ');
  const house = /^(.*?)\s+(\d+\s?[a-z0-9/-]*)$/i.exec(v.address1?.trim() ?? '');
  const country = v.country?.trim().toUpperCase();
  const read = statementShape.safeParse({
    kind: v.companyname?.trim() ? 'legal' : 'natural',
    name,
    email: v.email?.trim() ?? '',
    phone: v.phonenumber?.replace('.', '') || undefined,
    street: (house?.[1] ?? v.address1?.trim()) || undefined,
    number: house?.[2],
    postcode: v.postcode?.trim() || undefined,
    city: v.city?.trim() || undefined,
    country: country && /^[A-Z]{2}$/.test(country) ? country : undefined,
    vat: v.tax_id?.trim() || undefined,
    payment: v.paymentmethod ? methods[v.paymentmethod.toLowerCase()] : undefined,
    language: v.language?.toLowerCase().startsWith('dutch') ? 'nl' : 'en',
  });
  if (!read.success)
    throw new Refused(
      'request.invalid',
      read.error.issues.map((i) => `${i.path.join('.')}: ${i.message}`).join('; '),
      Object.fromEntries(read.error.issues.map((i) => [i.path.join('.') || 'vars', i.message])),
    );
  return { kind: 'start', order, statement: read.data };
}
