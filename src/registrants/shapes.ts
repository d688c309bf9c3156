/** The shapes of the register as the API gives them: snake_case, UTC. */
import { z } from 'zod';
import { marks, verificationMethods } from '#law';
import { partyKinds } from '#parties';
import { differenceActs, differenceKinds, differenceStates } from './difference.ts';
import { collectors, standings } from './registration.ts';

const instant = z.string().describe('RFC 3339, UTC');
const words = z.object({ nl: z.string(), en: z.string() });
const who = z.object({ id: z.string(), reference: z.string().nullable(), name: z.string().nullable() }).nullable();

/** A line of the register: no data of the holder. */
export const registrationRowShape = z.object({
  id: z.string(),
  domain: z.string(),
  registered_on: z.string().nullable(),
  kind: z.enum(partyKinds),
  registrar: z.string().nullable(),
  collected_by: z.enum(collectors),
  missing: z.array(z.string()),
  ended_on: z.string().nullable(),
  version: z.number().int(),
});
export type RegistrationRowShape = z.infer<typeof registrationRowShape>;
export const registrationPage = z.object({
  items: z.array(registrationRowShape),
  next: z.string().nullable(),
  counts: z.object({
    running: z.number().int(),
    incomplete: z.number().int(),
    differences: z.number().int(),
  }),
});
export type RegistrationPage = z.infer<typeof registrationPage>;

export const registrationShape = registrationRowShape.extend({
  party: who,
  reseller: who,
  groups: z.array(
    z.object({
      group: z.string(),
      title: words,
      basis: z.string(),
      mark: z.enum(marks),
      fields: z.array(
        z.object({
          field: z.string(),
          words,
          value: z.string().nullable(),
          public: z.boolean(),
          standing: z.enum(standings).nullable(),
          verified_until: instant.nullable(),
          ways: z.array(z.enum(verificationMethods)),
        }),
      ),
    }),
  ),
  checks: z.array(
    z.object({
      no: z.number().int(),
      field: z.string(),
      method: z.enum(verificationMethods),
      method_words: words,
      verdict: z.enum(['verified', 'failed']),
      source: z.enum(collectors),
      evidence: z.string().nullable(),
      checked_at: instant,
      expires_at: instant.nullable(),
      by: z.string(),
      void_at: instant.nullable(),
    }),
  ),
  created_at: instant,
  changed_at: instant,
});
export type RegistrationShape = z.infer<typeof registrationShape>;

export const differenceShape = z.object({
  id: z.string(),
  domain: z.string(),
  registration: z.string().nullable(),
  kind: z.enum(differenceKinds),
  kind_words: words,
  field: z.string().nullable(),
  field_words: words.nullable(),
  ours: z.string().nullable(),
  theirs: z.string().nullable(),
  registrar: z.string(),
  state: z.enum(differenceStates),
  why: z.string().nullable(),
  found_at: instant,
  decided_at: instant.nullable(),
  decided_by: z.string().nullable(),
  may: z.array(z.enum(differenceActs)),
  version: z.number().int(),
});
export type DifferenceShape = z.infer<typeof differenceShape>;

/** What a registrar's file came to. */
export const comparedShape = z.object({
  registrar: z.string(),
  rows: z.number().int(),
  same: z.number().int(),
  differs: z.number().int(),
  missing_here: z.number().int(),
  missing_there: z.number().int(),
  gone: z.number().int(),
  unread: z.array(z.object({ line: z.number().int(), why: z.string() })),
  kept: z.boolean(),
});
export type Compared = z.infer<typeof comparedShape>;

export const registerPolicyShape = z.object({
  basis: z.string(),
  mark: z.enum(marks),
  in_force_from: z.string(),
  groups: z.array(z.object({ group: z.string(), title: words, basis: z.string() })),
  procedure: z.array(
    z.object({
      method: z.enum(verificationMethods),
      title: words,
      step: words,
      evidence: words,
      basis: z.string(),
      mark: z.enum(marks),
      proves: z.array(words),
      months: z.number().int(),
    }),
  ),
  hours_to_answer: z.number().int(),
});
export type RegisterPolicy = z.infer<typeof registerPolicyShape>;

/** Resellers of domain names: how whole what they collected is. */
export const domainResellersShape = z.object({
  items: z.array(
    z.object({
      reseller: who,
      registrations: z.number().int(),
      incomplete: z.number().int(),
      verified: z.number().int(),
    }),
  ),
});
