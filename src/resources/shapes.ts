/** The shapes of holdings and networks as the API gives them: snake_case, UTC. */
import { z } from 'zod';
import { origins } from './holding.ts';
import { resourceKinds } from './resource.ts';

const instant = z.string().describe('RFC 3339, UTC');
const partyRef = z.object({ id: z.string(), reference: z.string(), name: z.string().nullable() });

export const holdingShape = z.object({
  id: z.string(),
  kind: z.enum(resourceKinds),
  /** `192.0.2.7`, `AS64500`, `example.org`, `example.org/~jan`. */
  resource: z.string(),
  /** `1024-2047`; empty for all ports. */
  ports: z.string(),
  /** Null: held by the organisation itself. */
  contract: z.object({ id: z.string(), reference: z.string(), service_kind: z.string() }).nullable(),
  holder: partyRef.nullable(),
  exclusive: z.boolean(),
  origin: z.enum(origins),
  label: z.string().nullable(),
  from: instant.nullable(),
  until: instant.nullable(),
  recorded_from: instant,
  /** Set where a correction or an undone import closed the record: no longer what we know. */
  recorded_until: instant.nullable(),
});
export type HoldingShape = z.infer<typeof holdingShape>;

export const networkShape = z.object({
  id: z.string(),
  kind: z.enum(['prefix', 'asn', 'domain']),
  network: z.string(),
  name: z.string().nullable(),
  from: instant.nullable(),
  until: instant.nullable(),
});
export type NetworkShape = z.infer<typeof networkShape>;

export const newHoldingShape = z.object({
  resource: z.string().min(1).max(2100),
  ports: z.string().max(20).default(''),
  /** Contract id; null: held by the organisation itself. */
  contract: z.string().nullable(),
  exclusive: z.boolean().default(true),
  label: z.string().max(300).nullable().default(null),
  from: instant.nullable().default(null),
  until: instant.nullable().default(null),
  origin: z.enum(['manual', 'provisioning']).default('manual'),
});
export type NewHolding = z.infer<typeof newHoldingShape>;

export const holdingPatchShape = z.object({
  contract: z.string().nullable().optional(),
  exclusive: z.boolean().optional(),
  label: z.string().max(300).nullable().optional(),
  from: instant.nullable().optional(),
  until: instant.nullable().optional(),
  /** Why it is corrected: kept in the journal. */
  why: z.string().min(1).max(1000),
});
export type HoldingPatch = z.infer<typeof holdingPatchShape>;

export const newNetworkShape = z.object({
  network: z.string().min(1).max(300),
  name: z.string().max(300).nullable().default(null),
  from: instant.nullable().default(null),
  until: instant.nullable().default(null),
});
export type NewNetwork = z.infer<typeof newNetworkShape>;

/** What a biography says of one stretch of time of a prefix or name. */
export const biographyShape = z.object({
  resource: z.string(),
  at: instant.nullable(),
  networks: z.array(networkShape),
  /** Records of the resource itself, of what encloses it and of what lies inside it; oldest first. */
  records: z.array(holdingShape.extend({ place: z.enum(['itself', 'around', 'inside']), at_moment: z.boolean() })),
  cut: z.boolean(),
});
export type Biography = z.infer<typeof biographyShape>;
