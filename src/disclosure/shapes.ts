/** The shapes of requests for data as the API gives them: snake_case, UTC. */
import { z } from 'zod';
import { disclosureKinds } from '#law';
import { decideDisclosure, disclosureStates, fourPartTest } from './request.ts';

const instant = z.string().describe('RFC 3339, UTC');
const words = z.object({ nl: z.string(), en: z.string() });

export const disclosureRowShape = z.object({
  id: z.string(),
  number: z.string().nullable(),
  kind: z.enum(disclosureKinds),
  kind_words: words,
  state: z.enum(disclosureStates),
  outcome: z.enum(['granted', 'partial', 'refused']).nullable(),
  received_at: instant,
  due_at: instant.nullable(),
  late: z.boolean(),
  version: z.number().int(),
});
export type DisclosureRowShape = z.infer<typeof disclosureRowShape>;

export const disclosureShape = disclosureRowShape.extend({
  language: z.enum(['nl', 'en']),
  basis: z.string(),
  mark: z.string(),
  seeker: z
    .object({
      name: z.string(),
      email: z.string(),
      organisation: z.string().nullable(),
      capacity: z.string().nullable(),
    })
    .nullable(),
  reason: z.string().nullable(),
  legal_base: z.string().nullable(),
  about: z.array(z.string()),
  asked: z.array(z.string()),
  notice: z.string().nullable(),
  party: z.object({ id: z.string(), reference: z.string().nullable(), name: z.string().nullable() }).nullable(),
  test: fourPartTest.nullable(),
  refusal: z.string().nullable(),
  fields: z.array(z.string()),
  balancing: z.string().nullable(),
  decided_at: instant.nullable(),
  decided_by: z.string().nullable(),
  confirmed_by: z.string().nullable(),
  answered_at: instant.nullable(),
  possible_fields: z.array(z.string()),
  history: z.array(
    z.object({
      at: instant,
      act: z.string(),
      words,
      by: z.string(),
      text: z.string().nullable(),
      to: z.string().nullable(),
    }),
  ),
  acts: z.array(z.string()),
});
export type DisclosureShape = z.infer<typeof disclosureShape>;

export const disclosureActBody = z.strictObject({
  version: z.number().int().optional(),
  text: z.string().max(20_000).optional(),
  party: z.string().max(64).optional(),
  test: fourPartTest.optional(),
  decision: decideDisclosure.optional(),
});
export type DisclosureActBody = z.infer<typeof disclosureActBody>;

/** What the register of domain names holds of each name that is asked about. */
export const registeredShape = z.object({
  items: z.array(z.object({ domain: z.string(), kind: z.string(), fields: z.record(z.string(), z.string()) })),
});
