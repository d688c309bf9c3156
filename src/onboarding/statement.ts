/** What a customer says of itself at the beginning: parsed once at the door; what is missing stays missing. */
import { z } from 'zod';
import { languages } from '#kernel';

const line = (most: number) => z.string().trim().min(1).max(most);
const country = z
  .string()
  .trim()
  .regex(/^[A-Za-z]{2}$/)
  .transform((s) => s.toUpperCase());

export const personSays = z.strictObject({
  name: line(200),
  role: z.enum(['director', 'owner', 'signatory']).default('director'),
  /** ISO date. */
  born: z.iso.date().optional(),
  country: country.optional(),
  /** Percent. */
  share: z.number().min(0).max(100).optional(),
  controls: z.boolean().default(false),
});

export const statementShape = z.strictObject({
  kind: z.enum(['natural', 'legal']),
  name: line(300),
  trade_names: z.array(line(200)).max(10).default([]),
  email: z.email().max(320),
  phone: line(40).optional(),
  street: line(200).optional(),
  number: line(20).optional(),
  postcode: line(20).optional(),
  city: line(120).optional(),
  country: country.optional(),
  /** KvK number, or that of the register of the country. */
  company_number: line(40).optional(),
  euid: line(40).optional(),
  vat: line(20).optional(),
  lei: line(24).optional(),
  /** Founded on, as declared. ISO date. */
  founded: z.iso.date().optional(),
  people: z.array(personSays).max(30).default([]),
  birth_date: z.iso.date().optional(),
  /** Used for the check of number and country; kept masked with a keyed tag. */
  iban: line(50).optional(),
  website: line(300).optional(),
  domains: z.array(line(253)).max(50).default([]),
  ssh_keys: z.array(line(2000)).max(20).default([]),
  /** Sells services on to others. */
  resells: z.boolean().default(false),
  /** What it is for, in the customer's words. */
  purpose: z.string().trim().max(2000).optional(),
  servers: z.number().int().min(0).max(100_000).optional(),
  asks: z
    .array(z.enum(['smtp', 'own_prefix', 'announce']))
    .max(3)
    .default([]),
  payment: z.enum(['bank', 'ideal', 'card', 'paypal', 'voucher', 'crypto', 'other']).optional(),
  language: z.enum(languages).default('nl'),
  /** Country of the address of the browser, where the order flow knows it; the address itself is not taken. */
  ip_country: country.optional(),
  /** The order flow saw Tor, a VPN or a host. */
  hidden_ip: z.boolean().default(false),
  time_zone: line(60).optional(),
});
export type Statement = z.infer<typeof statementShape>;

/** Fields that make a file whole, for "6 of 11 known"; for a person those of a body do not count. */
const countedFields = [
  'name',
  'email',
  'phone',
  'street',
  'postcode',
  'city',
  'country',
  'purpose',
  'payment',
] as const satisfies readonly (keyof Statement)[];
const bodyFields = ['company_number', 'vat', 'people'] as const satisfies readonly (keyof Statement)[];
const personFields = ['birth_date'] as const satisfies readonly (keyof Statement)[];

/** How much of what is asked is known, and which of it is not. */
export function completeness(s: Statement): {
  readonly known: number;
  readonly of: number;
  readonly missing: readonly string[];
} {
  const fields: readonly (keyof Statement)[] = [...countedFields, ...(s.kind === 'legal' ? bodyFields : personFields)];
  const missing = fields.filter((f) => {
    const value = s[f];
    return value === undefined || value === '' || (Array.isArray(value) && value.length === 0);
  });
  return { known: fields.length - missing.length, of: fields.length, missing };
}

/** What is kept of a statement: the account number only masked. */
export function withoutAccount(s: Statement): Statement {
  const { iban, ...rest } = s;
  return iban ? { ...rest, iban: maskIban(iban) } : rest;
}
/** NL22 **** **** 1234: country, check digits and the last four. */
export function maskIban(iban: string): string {
  const bare = iban.replace(/\s/g, '').toUpperCase();
  return bare.length < 10 || bare.includes('*') ? bare : `${bare.slice(0, 4)} **** ${bare.slice(-4)}`;
}
