/** The shapes of an erasure as the API gives them. */
import { z } from 'zod';
import { erasureRuleIds } from './rule.ts';

export const erasureAsked = z.object({
  rule: z.enum(erasureRuleIds),
  /** False only shows what would go. */
  yes: z.boolean().default(false),
});

export const erasureShape = z.object({
  /** Null where it was only shown. */
  id: z.string().nullable(),
  subject: z.string(),
  rule: z.string(),
  basis: z.string(),
  at: z.string(),
  /** Rows that lost what they said, by name of the table or of what was destroyed. */
  counts: z.record(z.string(), z.number().int()),
});
export const erasureListShape = z.object({ items: z.array(erasureShape) });
