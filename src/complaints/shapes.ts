/** Complaints and reports of threats as the API writes them. */
import { z } from 'zod';

export const complaintShape = z.object({
  id: z.string(),
  number: z.string(),
  decision: z.object({ id: z.string(), number: z.string().nullable(), state: z.string() }),
  by: z.string(),
  via: z.string(),
  state: z.string(),
  version: z.number().int(),
  received_at: z.string(),
  reviewer: z.string().nullable(),
  decided_at: z.string().nullable(),
  /** Null where it was erased. */
  text: z.string().nullable(),
  name: z.string().nullable(),
  address: z.string().nullable(),
  answer: z.string().nullable(),
  acts: z.array(z.string()),
});
export type ComplaintShape = z.infer<typeof complaintShape>;

export const threatShape = z.object({
  id: z.string(),
  matter: z.string(),
  matter_number: z.string(),
  state: z.string(),
  known_at: z.string(),
  proposed_at: z.string(),
  decided_at: z.string().nullable(),
  authorities: z.array(z.string()),
  letters: z.array(z.string()),
  suspicion: z.string().nullable(),
  location: z.string().nullable(),
  published_at: z.string().nullable(),
  recipient_data: z.string().nullable(),
  preserved: z.string().nullable(),
  why_not: z.string().nullable(),
});
export type ThreatShape = z.infer<typeof threatShape>;
