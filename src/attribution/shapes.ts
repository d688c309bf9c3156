/** The stable JSON of `attribute` (command line and API): snake_case, UTC. */
import { z } from 'zod';
import { origins } from '#resources';
import { confidences, methods, reasons, statuses } from './answer.ts';

const instant = z.string().describe('RFC 3339, UTC');
const span = z.object({ from: instant.nullable(), until: instant.nullable() });

/** A link of a chain or a possible holder. A null party is a link we do not know, or the organisation itself. */
export const candidateShape = z.object({
  party: z.string().nullable(),
  reference: z.string().nullable(),
  name: z.string().nullable(),
  contract: z.string().nullable(),
  valid: span.nullable(),
});
export const attributeShape = z.object({
  at: instant.nullable(),
  window: span.nullable(),
  status: z.enum(statuses),
  reason: z.enum(reasons).nullable(),
  /** Null where nobody was found or the organisation itself holds it. */
  holder: candidateShape.nullable(),
  /** Where letters go: the next link below us. */
  addressee: candidateShape.nullable(),
  /** From us downwards. */
  chain: z.array(candidateShape),
  method: z.enum(methods).nullable(),
  confidence: z.enum(confidences).nullable(),
  /** The record of the ledger the answer rests on. */
  record: z
    .object({
      id: z.string(),
      resource: z.string(),
      ports: z.string(),
      contract: z.string().nullable(),
      exclusive: z.boolean(),
      valid: span,
    })
    .nullable(),
  /** What each layer says of the resource at that moment, the one that goes first in front: both an override and what it overrides. */
  layers: z.array(
    z.object({
      record: z.string(),
      resource: z.string(),
      origin: z.enum(origins),
      inventory: z.string().nullable(),
      holder: candidateShape.nullable(),
      valid: span,
      begun_by: instant.nullable(),
      ended_by: instant.nullable(),
    }),
  ),
  /** The layers name different holders. */
  disagree: z.boolean(),
  /** What the provider's own system answered, where the answer rests on that. */
  live: z.object({ id: z.string(), answered_at: instant.nullable(), valid: span.nullable() }).nullable(),
  /** Every possible holder of an ambiguous answer; hints where the moment lies before the ledger. */
  alternatives: z.array(candidateShape.extend({ chain: z.array(candidateShape), record: z.string().nullable() })),
});
export type AttributeJson = z.infer<typeof attributeShape>;

/** The record of a live resolver: what it was asked since a moment, what came of it, how quick it was, and the last questions. */
export const liveShape = z.object({
  since: instant,
  asked: z.number().int(),
  counts: z.object({
    answered: z.number().int(),
    nobody: z.number().int(),
    /** An answer that was not taken: another shape, or for another time. */
    unfit: z.number().int(),
    failed: z.number().int(),
    waiting: z.number().int(),
  }),
  /** Milliseconds; null where nothing was asked. */
  median_ms: z.number().int().nullable(),
  p95_ms: z.number().int().nullable(),
  /** It failed too often in a row and is left alone until then. */
  resting_until: instant.nullable(),
  last: z.array(
    z.object({
      id: z.string(),
      ip: z.string(),
      port: z.number().int().nullable(),
      host: z.string().nullable(),
      seen: z.object({ from: instant, until: instant }),
      state: z.enum(['waiting', 'answered', 'nobody', 'unfit', 'failed']),
      fault: z.string().nullable(),
      tries: z.number().int(),
      asked_at: instant.nullable(),
      took_ms: z.number().int().nullable(),
      /** When it is asked again; null where it is not. */
      next_at: instant.nullable(),
      party: z.object({ id: z.string(), reference: z.string(), name: z.string().nullable() }).nullable(),
    }),
  ),
});
export type LiveShape = z.infer<typeof liveShape>;
