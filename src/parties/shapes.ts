/** The shapes of parties, contracts and imports as the API gives them: snake_case, UTC. */
import { z } from 'zod';
import { disclosures, dsaClasses, kycModes, serviceKinds } from './contract.ts';
import { importKinds } from './ledgerfile.ts';
import { contactChannels, contactPurposes, partyKinds, partyStates } from './party.ts';

const instant = z.string().describe('RFC 3339, UTC');
const words = z.object({ nl: z.string(), en: z.string() });
const language = z.enum(['nl', 'en']);

export const partyRefShape = z.object({ id: z.string(), reference: z.string(), name: z.string().nullable() });

export const contactShape = z.object({
  id: z.string(),
  purpose: z.enum(contactPurposes),
  channel: z.enum(contactChannels),
  address: z.string(),
  language: language.nullable(),
  verified_at: instant.nullable(),
  bounced_at: instant.nullable(),
  ended_at: instant.nullable(),
  /** Hours in which it wants no letters but urgent ones; zone null: the organisation's. */
  quiet: z.object({ from: z.string(), until: z.string(), zone: z.string().nullable() }).nullable(),
});

const clockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time such as 22:00');
/** Quiet hours of a contact; null ends them. */
export const quietInput = z.object({
  quiet: z
    .object({ from: clockTime, until: clockTime, zone: z.string().max(60).nullable().default(null) })
    .refine((q) => q.from !== q.until, 'until is another time than from')
    .nullable(),
});
/** Marks of the house on a party: small words for directives. */
export const tagsInput = z.object({
  tags: z
    .array(
      z
        .string()
        .trim()
        .regex(/^[\p{L}\p{N}][\p{L}\p{N}_.:-]{0,59}$/u, 'a short word'),
    )
    .max(30),
});

export const contractShape = z.object({
  id: z.string(),
  version: z.number().int(),
  reference: z.string(),
  /** Null: the organisation itself sells. */
  seller: partyRefShape.nullable(),
  buyer: partyRefShape,
  service_kind: z.enum(serviceKinds),
  dsa_class: z.enum(dsaClasses),
  resells: z.boolean(),
  kyc: z.enum(kycModes),
  disclosure: z.enum(disclosures),
  from: instant.nullable(),
  until: instant.nullable(),
});
export type ContractShape = z.infer<typeof contractShape>;

export const partyRow = z.object({
  id: z.string(),
  reference: z.string(),
  kind: z.enum(partyKinds),
  name: z.string().nullable(),
  country: z.string().nullable(),
  language: language.nullable(),
  state: z.enum(partyStates as [string, ...string[]]),
  resells: z.boolean().describe('Buys under a contract that lets it sell on, now'),
  open_cases: z.number().int(),
  created_at: instant,
});
export type PartyRow = z.infer<typeof partyRow>;

export const partyShape = partyRow.extend({
  notes: z.string().nullable(),
  erased: z.object({ at: instant, rule: z.string() }).nullable(),
  contacts: z.array(contactShape),
  /** Marks of the house, for directives. */
  tags: z.array(z.string()),
  contracts: z.object({
    as_buyer: z.array(contractShape),
    as_seller: z.array(contractShape),
  }),
  /** Acts its state offers, with the role they need. */
  acts: z.array(z.object({ act: z.string(), to: z.string(), role: z.string() })),
});
export type PartyShape = z.infer<typeof partyShape>;

/** One line of the tree from us downwards, in order; the depth makes the tree. The first line is the organisation itself. */
export const treeLine = z.object({
  /** Path of party ids from us down: unique in the tree. */
  path: z.string(),
  depth: z.number().int(),
  party: partyRefShape.nullable(),
  state: z.string(),
  contract: contractShape.nullable(),
  /** Parties below it at that moment. */
  below: z.number().int(),
  open_cases: z.number().int(),
  /** Worst band among them; null where there are none. */
  worst_band: z.number().int().nullable(),
  /** Whether this is the party that was asked for. */
  asked: z.boolean(),
});
export type TreeLine = z.infer<typeof treeLine>;
export const treeShape = z.object({ at: instant, lines: z.array(treeLine), cut: z.boolean() });

export const newPartyShape = z.object({
  reference: z.string().trim().min(1).max(80),
  kind: z.enum(partyKinds).default('unknown'),
  name: z.string().trim().min(1).max(300).nullable().default(null),
  country: z
    .string()
    .regex(/^[a-z]{2}$/i)
    .transform((s) => s.toLowerCase())
    .nullable()
    .default(null),
  language: language.nullable().default(null),
  state: z.enum(['prospect', 'active']).default('active'),
  notes: z.string().max(10_000).nullable().default(null),
});
export type NewParty = z.infer<typeof newPartyShape>;
export const partyPatchShape = z.object({
  kind: z.enum(partyKinds).optional(),
  name: z.string().trim().min(1).max(300).nullable().optional(),
  country: z
    .string()
    .regex(/^[a-z]{2}$/i)
    .transform((s) => s.toLowerCase())
    .nullable()
    .optional(),
  language: language.nullable().optional(),
  notes: z.string().max(10_000).nullable().optional(),
  /** An act of its life: accept, suspend, resume, end. */
  act: z.enum(['accept', 'suspend', 'resume', 'end']).optional(),
});
export type PartyPatch = z.infer<typeof partyPatchShape>;
export const newContactShape = z.object({
  purpose: z.enum(contactPurposes),
  address: z.string().min(3).max(320),
  language: language.nullable().default(null),
});
export const newContractShape = z.object({
  reference: z.string().trim().min(1).max(80),
  /** Party id; null: the organisation itself sells. */
  seller: z.string().nullable().default(null),
  buyer: z.string(),
  service_kind: z.enum(serviceKinds),
  dsa_class: z.enum(dsaClasses).default('unknown'),
  resells: z.boolean().default(false),
  kyc: z.enum(kycModes).default('direct'),
  disclosure: z.enum(disclosures).default('on_request'),
  from: instant.nullable().default(null),
  until: instant.nullable().default(null),
});
export type NewContractInput = z.infer<typeof newContractShape>;

export const importShape = z.object({
  id: z.string().nullable(),
  kind: z.enum(importKinds),
  counts: z.object({
    rows: z.number().int(),
    new: z.number().int(),
    changed: z.number().int(),
    ends: z.number().int(),
    unchanged: z.number().int(),
    conflicts: z.number().int(),
    errors: z.number().int(),
  }),
  problems: z.array(
    z.object({ line: z.number().int(), what: z.enum(['error', 'conflict']), row: z.string(), text: words }),
  ),
  changes: z.array(
    z.object({
      line: z.number().int(),
      how: z.enum(['new', 'changed', 'ends']),
      row: z.string(),
      before: z.string().nullable(),
      after: z.string(),
    }),
  ),
  /** The problems as CSV, to download, mend and import again. */
  error_list: z.string().nullable(),
});
export const importRow = z.object({
  id: z.string(),
  kind: z.enum(importKinds),
  counts: z.record(z.string(), z.number()),
  by: z.string(),
  at: instant,
  undone_at: instant.nullable(),
});
