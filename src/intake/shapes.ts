/** The shapes of messages as the API gives them. */
import { z } from 'zod';
import { senderProof } from './channelshapes.ts';

const instant = z.string().describe('RFC 3339, UTC');
export const messageRow = z.object({
  id: z.string(),
  name: z.string().nullable(),
  channel: z.string(),
  lane: z.string(),
  feed: z.string().nullable(),
  size: z.number().int(),
  received_at: instant,
  state: z.enum(['kept', 'reading', 'manual', 'done']),
  ended: z.string().nullable(),
  format: z.string().nullable(),
  why: z.string().nullable(),
  problems: z.array(z.object({ code: z.string(), message: z.string(), at: z.string().optional() })),
  finding_count: z.number().int(),
  within: z.string().nullable(),
  /** From and subject, where they are still kept. */
  from: z.string().nullable(),
  subject: z.string().nullable(),
  /** What could be proven about who sent it; null where nothing was looked at. */
  auth: senderProof.nullable(),
  notifier: z.object({ id: z.string(), name: z.string() }).nullable(),
  tombstone: z.object({ at: instant, why: z.string(), by: z.string(), size: z.number().int() }).nullable(),
});
export type MessageRow = z.infer<typeof messageRow>;

/** The message as plain text: never rendered, never fetched, pictures left out. */
export const messageText = z.object({
  id: z.string(),
  headers: z.array(z.object({ name: z.string(), value: z.string() })),
  parts: z.array(
    z.object({
      path: z.string(),
      type: z.string(),
      name: z.string().nullable(),
      size: z.number().int(),
      /** Null for pictures and what is not text. */
      text: z.string().nullable(),
      cut: z.boolean(),
    }),
  ),
});
export const receivedShape = z.object({ id: z.string(), duplicate: z.boolean(), state: z.string() });
export const handFinding = z.object({
  kind: z.string(),
  seen_at: z.string(),
  ip: z.string().optional(),
  port: z.number().int().min(1).max(65535).optional(),
  host: z.string().optional(),
  url: z.string().optional(),
  reference: z.string().optional(),
  note: z.string().max(2000).optional(),
});

/** What an operator loaded for a format. */
export const factsShape = z.object({
  format: z.string(),
  entries: z.number().int(),
  loaded_at: instant,
  loaded_by: z.string(),
});
