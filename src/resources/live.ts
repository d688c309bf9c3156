/**
 * The live resolver: a provider's own system that is asked, per finding, who held an address then, so that nothing must be
 * copied. What it is asked, what it must answer, and which answers are believed. docs/how-to/connect-your-inventory.md.
 */
import { z } from 'zod';
import { serviceKinds } from '#parties';

export const liveOptions = z
  .object({
    /** How long an answer is used again for a moment inside the interval it named. */
    ttl_minutes: z.number().int().min(0).max(10_080).default(60),
    timeout_ms: z.number().int().min(100).max(30_000).default(5000),
    /** After so many failures in a row it is left alone for a while. */
    rest_after: z.number().int().min(1).max(100).default(5),
    rest_minutes: z.number().int().min(1).max(1440).default(10),
  })
  .strict();
export type LiveOptions = z.infer<typeof liveOptions>;

export interface LiveQuestion {
  readonly ip: string;
  readonly port: number | null;
  readonly host: string | null;
  readonly from: Temporal.Instant;
  readonly until: Temporal.Instant;
}

/** The body of the request. */
export const liveRequest = (q: LiveQuestion) => ({
  ip: q.ip,
  port: q.port,
  host: q.host,
  seen: { from: q.from.toString(), until: q.until.toString() },
});

const instant = z.string().transform((text, ctx) => {
  try {
    return Temporal.Instant.from(text);
  } catch {
    ctx.addIssue({ code: 'custom', message: 'not an RFC 3339 moment' });
    return z.NEVER;
  }
});

const heldShape = z.object({
  /** `held`: this customer had it during `valid`, which holds the whole of `seen`. */
  status: z.literal('held'),
  valid: z.object({ from: instant, until: instant.nullable() }),
  customer: z.object({
    reference: z.string().trim().min(1).max(80),
    name: z.string().trim().min(1).max(300).optional(),
    kind: z.enum(['natural', 'legal', 'unknown']).optional(),
    country: z
      .string()
      .regex(/^[A-Za-z]{2}$/)
      .transform((c) => c.toLowerCase())
      .optional(),
    /** Customer number of the reseller it buys from. */
    reseller: z.string().trim().min(1).max(80).optional(),
    contacts: z
      .array(
        z.object({
          purpose: z.enum(['abuse', 'legal', 'technical', 'billing', 'duty']).default('abuse'),
          address: z.string().min(3).max(320),
        }),
      )
      .max(10)
      .default([]),
  }),
  service: z.object({ kind: z.enum(serviceKinds).optional(), reference: z.string().max(60).optional() }).default({}),
});
const nobodyShape = z.object({ status: z.literal('nobody') });
const replyShape = z.discriminatedUnion('status', [heldShape, nobodyShape]);
export type LiveHeld = z.infer<typeof heldShape>;

export type LiveVerdict =
  | { readonly state: 'answered'; readonly held: LiveHeld }
  | { readonly state: 'nobody' }
  | { readonly state: 'unfit'; readonly fault: 'shape' | 'interval' };

/**
 * Judges a reply. It must say for which time its answer holds, and that time must hold the whole window in which the
 * finding lies: an answer for now says nothing about then.
 */
export function judgeReply(text: string, q: Pick<LiveQuestion, 'from' | 'until'>): LiveVerdict {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return { state: 'unfit', fault: 'shape' };
  }
  const read = replyShape.safeParse(json);
  if (!read.success) return { state: 'unfit', fault: 'shape' };
  if (read.data.status === 'nobody') return { state: 'nobody' };
  const { valid } = read.data;
  const compare = Temporal.Instant.compare;
  if (compare(valid.from, q.from) > 0 || (valid.until && compare(valid.until, q.until) < 0))
    return { state: 'unfit', fault: 'interval' };
  return { state: 'answered', held: read.data };
}

/** Hours after which a question that failed, or got no usable answer, is asked again: 0.1, 1, 6, then each day to the fourteenth. */
export const liveRetryHours: readonly number[] = [0.1, 1, 6, ...Array.from({ length: 14 }, (_, d) => 24 * (d + 1))];
