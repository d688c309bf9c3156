/** A registration of a domain name: its four groups of data, what of them is missing, verified and public. */
import { z } from 'zod';
import { cleanHost } from '#kernel';
import {
  functionalMailboxes,
  type VerificationMethod,
  type VerifiedField,
  verificationMethods,
  verificationRules,
  verifiedFields,
} from '#law';
import { partyKinds } from '#parties';

export const collectors = ['us', 'reseller', 'registrar'] as const;
export type Collector = (typeof collectors)[number];

/** What is known of the holder; null where it is not. An administrator who is the holder has no fields of its own. */
export type HolderData = Readonly<Record<VerifiedField, string | null>>;
export const noHolder: HolderData = {
  registrant_name: null,
  registrant_email: null,
  registrant_phone: null,
  contact_email: null,
  contact_phone: null,
};

const phoneText = z
  .string()
  .trim()
  .regex(/^\+?[\d\s().-]{6,30}$/);
const holder = {
  registrant_name: z.string().trim().min(1).max(300).nullable().optional(),
  registrant_email: z.email().max(320).nullable().optional(),
  registrant_phone: phoneText.nullable().optional(),
  contact_email: z.email().max(320).nullable().optional(),
  contact_phone: phoneText.nullable().optional(),
};
export const registrationInput = z.strictObject({
  domain: z.string().trim().min(3).max(253),
  registered_on: z.iso.date().nullable().optional(),
  kind: z.enum(partyKinds).optional(),
  /** Our customer: what the customer told us already is not asked twice. */
  party: z.string().max(64).optional(),
  reseller: z.string().max(64).optional(),
  registrar: z.string().trim().min(1).max(100).optional(),
  collected_by: z.enum(collectors).default('us'),
  ...holder,
});
export type RegistrationGiven = z.infer<typeof registrationInput>;
export const registrationChange = z.strictObject({
  version: z.number().int().optional(),
  registered_on: z.iso.date().nullable().optional(),
  kind: z.enum(partyKinds).optional(),
  reseller: z.string().max(64).nullable().optional(),
  registrar: z.string().trim().min(1).max(100).nullable().optional(),
  ...holder,
});
export type RegistrationChange = z.infer<typeof registrationChange>;
export const checkInput = z.strictObject({
  field: z.enum(verifiedFields),
  method: z.enum(verificationMethods),
  verdict: z.enum(['verified', 'failed']),
  evidence: z.string().trim().min(3).max(500),
  source: z.enum(collectors).default('us'),
});
export type CheckGiven = z.infer<typeof checkInput>;

/** A domain name as the register keeps it: ASCII, lower case, no dot at the end; undefined for what is none. */
export function domainOf(text: string): string | undefined {
  const host = cleanHost(text.trim());
  return host?.includes('.') && !/^[\d.]+$/.test(host) ? host.replace(/\.$/, '') : undefined;
}

/** Fields of Cbw art. 49 that are empty. The administrator's count as one person: none of them, or both. */
export function missingOf(data: HolderData, registeredOn: string | null): readonly string[] {
  const missing: string[] = registeredOn === null ? ['registered_on'] : [];
  for (const f of ['registrant_name', 'registrant_email', 'registrant_phone'] as const)
    if (data[f] === null) missing.push(f);
  if ((data.contact_email === null) !== (data.contact_phone === null))
    missing.push(data.contact_email === null ? 'contact_email' : 'contact_phone');
  return missing;
}

/** Two ways to write one value: case and spaces of names and addresses, signs in a phone number. */
export function sameValue(field: string, a: string | null, b: string | null): boolean {
  if (a === null || b === null) return a === b;
  const bare = (text: string) =>
    field.endsWith('_phone')
      ? text.replace(/\(0\)|[^\d+]/g, '').replace(/^00/, '+')
      : text.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim();
  return bare(a) === bare(b);
}

export const standings = ['missing', 'unverified', 'failed', 'expired', 'verified', 'not_needed'] as const;
export type Standing = (typeof standings)[number];
export interface CheckSeen {
  readonly field: string;
  readonly verdict: 'verified' | 'failed';
  readonly checkedAt: Temporal.Instant;
  readonly expiresAt: Temporal.Instant | null;
  readonly voidAt: Temporal.Instant | null;
}

/** How a field stands now: the newest check of the value that is there decides. */
export function standingOf(
  field: VerifiedField,
  data: HolderData,
  checks: readonly CheckSeen[],
  now: Temporal.Instant,
): Standing {
  if (data[field] === null) {
    const other = field === 'contact_email' ? 'contact_phone' : field === 'contact_phone' ? 'contact_email' : null;
    return other !== null && data[other] === null ? 'not_needed' : 'missing';
  }
  const last = checks
    .filter((c) => c.field === field && c.voidAt === null)
    .sort((a, b) => Temporal.Instant.compare(b.checkedAt, a.checkedAt))[0];
  if (!last) return 'unverified';
  if (last.verdict === 'failed') return 'failed';
  return last.expiresAt && Temporal.Instant.compare(last.expiresAt, now) <= 0 ? 'expired' : 'verified';
}

/** Whether a way of verifying can prove a field. */
export const proves = (method: VerificationMethod, field: VerifiedField): boolean =>
  verificationRules[method].proves.includes(field);

/** What anybody may see of the holder: of a legal person its name, phone and functional address; of anybody else nothing. */
export function publicPart(kind: (typeof partyKinds)[number], data: HolderData): Readonly<Partial<HolderData>> {
  if (kind !== 'legal') return {};
  const mailbox = data.registrant_email?.split('@')[0]?.toLowerCase() ?? '';
  return {
    ...(data.registrant_name ? { registrant_name: data.registrant_name } : {}),
    ...(data.registrant_email && functionalMailboxes.includes(mailbox)
      ? { registrant_email: data.registrant_email }
      : {}),
    ...(data.registrant_phone ? { registrant_phone: data.registrant_phone } : {}),
  };
}
