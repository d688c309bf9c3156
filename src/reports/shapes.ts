/** The shapes of transparency reports as kept and as the API gives them. */
import { z } from 'zod';
import { longestText } from './indicators.ts';
import { reportStates } from './report.ts';

const instant = z.string().describe('RFC 3339, UTC');
const words = z.object({ nl: z.string(), en: z.string() });

/** What a person says of a report. */
export const storedWords = z.strictObject({
  provider: z.string().max(300),
  /** Free texts of part 11, in its order; for a TCO report measures, re-upload measures and contact. */
  texts: z
    .array(z.string().max(longestText * 4))
    .max(12)
    .default([]),
  /** Context beside a figure, by part, row and column. */
  contexts: z.record(z.string().max(400), z.string().max(2000)).default({}),
  /** Accuracy and recall a person measured, between 0 and 1. */
  measured: z.record(z.string().max(200), z.number().min(0).max(1)).default({}),
  /** Kinds of service the report is about; empty: all. */
  service_kinds: z.array(z.string().max(40)).default([]),
  /** Restrictions the service can impose at all; columns of others stay blank. */
  possible: z.array(z.string().max(60)).default([]),
  hosting: z.boolean().default(true),
});
export type StoredWords = z.infer<typeof storedWords>;

export const reportRow = z.object({
  id: z.string(),
  kind: z.enum(['dsa', 'tco']),
  service: z.string(),
  from: z.string(),
  to: z.string(),
  version: z.number().int(),
  state: z.enum(reportStates as unknown as [string, ...string[]]),
  made_at: instant,
  published_at: instant.nullable(),
  due: z.string().describe('Last day to publish'),
  corrects: z.string().nullable(),
  reason: z.string().nullable(),
  sha256: z.string().nullable(),
  revision: z.number().int(),
});
export type ReportRow = z.infer<typeof reportRow>;

export const reportShape = reportRow.extend({
  words: storedWords,
  acts: z.array(z.object({ act: z.string(), allowed: z.boolean() })),
  checks: z.array(z.object({ id: z.string(), level: z.enum(['stop', 'look']), words, of: z.array(z.string()) })),
  /** Matters without a place in the vocabulary. */
  unplaced: z.array(z.object({ id: z.string(), number: z.string(), lacks: z.enum(['category', 'keyword', 'other']) })),
  tables: z.array(
    z.object({
      part: z.string(),
      header: z.array(z.string()),
      /** Rows that say more than their labels; the others are in the file. */
      rows: z.array(z.array(z.object({ text: z.string(), of: z.array(z.string()).optional() }))),
      all_rows: z.number().int(),
    }),
  ),
  /** Numbers people see, by id, for the figures that lead to matters. */
  numbers: z.record(z.string(), z.string()),
  texts: z.array(z.string()).describe('What each text of part 11 must say'),
});
export type ReportShape = z.infer<typeof reportShape>;
