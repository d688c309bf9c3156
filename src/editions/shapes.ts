/** The shapes of editions as the API gives them to who has the right: snake_case, UTC. Answers to acts hold no text of an edition. */
import { z } from 'zod';
import { editionDecisions, editionMatchStates, editionStates, entryShape, ways } from './edition.ts';

const instant = z.string().describe('RFC 3339, UTC');

export const editionRowShape = z.object({
  id: z.string(),
  label: z.string(),
  dated_on: z.string(),
  issuer: z.string(),
  way: z.enum(ways),
  state: z.enum(editionStates),
  entries: z.number().int(),
  open: z.number().int(),
  matches: z.number().int(),
  actions: z.number().int(),
  received_at: instant,
  due_at: instant.nullable(),
  processed_at: instant.nullable(),
  superseded_at: instant.nullable(),
  expires_at: instant.nullable(),
  published_at: instant.nullable(),
  receipt_at: instant.nullable(),
});
export type EditionRow = z.infer<typeof editionRowShape>;

export const editionSettingsShape = z.strictObject({
  receipts: z.boolean(),
  counts: z.boolean(),
  publish: z.boolean(),
});
export const issuerShape = z.object({ name: z.string(), key: z.string(), added_at: instant });

export const editionPage = z.object({
  items: z.array(editionRowShape),
  settings: editionSettingsShape,
  issuers: z.array(issuerShape),
  /** What issuers encrypt to: give it to who makes editions. */
  recipient_key: z.string(),
});
export type EditionPage = z.infer<typeof editionPage>;

export const editionMatchRow = z.object({
  id: z.string(),
  edition: z.string(),
  edition_label: z.string(),
  entry: z.string(),
  subject: z.enum(['party', 'further', 'application']),
  party: z.object({ id: z.string(), reference: z.string().nullable(), name: z.string().nullable() }).nullable(),
  name: z.string().nullable(),
  points: z.number(),
  state: z.enum(editionMatchStates),
  decision: z.enum(editionDecisions).nullable(),
  opened_at: instant,
  version: z.number().int(),
});
export type EditionMatchRow = z.infer<typeof editionMatchRow>;

export const editionMatchShape = editionMatchRow.extend({
  listed: entryShape.nullable(),
  /** What of the customer was compared. */
  ours: z.object({
    names: z.array(z.string()),
    domains: z.array(z.string()),
    emails: z.array(z.string()),
    handles: z.array(z.string()),
    asns: z.array(z.number()),
  }),
  lines: z.array(
    z.object({
      term: z.string(),
      points: z.number(),
      asked: z.string().optional(),
      listed: z.string().optional(),
      how: z.string().optional(),
    }),
  ),
  why: z.string().nullable(),
  lapsed: z.string().nullable(),
  letter: z.string().nullable(),
  decided_at: instant.nullable(),
  decided_by: z.string().nullable(),
  may: z.array(z.enum(editionDecisions)),
});
export type EditionMatchShape = z.infer<typeof editionMatchShape>;

export const editionShape = editionRowShape.extend({
  /** Null once it was destroyed. */
  listed: z.array(entryShape).nullable(),
  removals: z.array(z.object({ id: z.string(), on: z.string(), why: z.string() })),
  corrections: z.array(z.object({ id: z.string(), on: z.string(), why: z.string() })),
  found: z.array(editionMatchRow),
});
export type EditionShape = z.infer<typeof editionShape>;

/** What an import came to: counts and lines of the file, no words of it. */
export const editionTakenShape = z.object({
  /** Null where it was only looked at. */
  id: z.string().nullable(),
  label: z.string(),
  entries: z.number().int(),
  /** It was here already, byte for byte. */
  known: z.boolean(),
  problems: z.array(z.object({ line: z.number().int(), code: z.string() })),
});
export type EditionTaken = z.infer<typeof editionTakenShape>;

/** Entries typed in, or that come from a CSV file or the text of a PDF. */
export const editionInput = z.strictObject({
  edition: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,59}$/),
  date: z.iso.date(),
  issuer: z.string().trim().min(2).max(200).default('police'),
  entries: z.array(entryShape).min(1).max(10_000),
});

export const matchDecisionInput = z.strictObject({
  decision: z.enum(editionDecisions),
  reason: z.string().max(10_000).default(''),
  /** What the customer is told; no letter goes where it is left out. */
  letter: z.string().trim().min(1).max(10_000).optional(),
  version: z.number().int().optional(),
});

/** What a provider says of itself to everybody. */
export const publishedShape = z.object({
  organisation: z.string(),
  items: z.array(
    z.object({
      edition: z.string(),
      processed_on: z.string(),
      matches: z.number().int(),
      actions: z.number().int(),
    }),
  ),
});
export type Published = z.infer<typeof publishedShape>;
