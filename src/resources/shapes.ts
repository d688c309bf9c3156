/** The shapes of holdings and networks as the API gives them: snake_case, UTC. */
import { z } from 'zod';
import { origins, qualities } from './holding.ts';
import { inventoryLife, pollOutcomes, type StatedProblemCode, statedProblems } from './inventory.ts';
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
  /** Name of the inventory that says so; null where it came otherwise. */
  inventory: z.string().nullable(),
  label: z.string().nullable(),
  from: instant.nullable(),
  until: instant.nullable(),
  /** How the bounds are known: stated, since_known (our knowledge begins there), interval (between two polls), log. */
  quality: z.enum(qualities),
  /** It began between `from` and this moment; null where `from` is the moment itself. */
  begun_by: instant.nullable(),
  /** It ended between `until` and this moment. */
  ended_by: instant.nullable(),
  /** Another layer names another holder for a time they share. */
  contested: z.boolean(),
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

const party = z.object({ reference: z.string().nullable(), name: z.string().nullable() });

/** One change a poll found: what passed from whom to whom, and between which moments. */
export const pollChange = z.object({
  resource: z.string(),
  ports: z.string(),
  how: z.enum(['new', 'changed', 'ends']),
  before: party.nullable(),
  after: party.nullable(),
  from: instant.nullable(),
  by: instant.nullable(),
});
export type PollChange = z.infer<typeof pollChange>;

export const pollShape = z.object({
  /** Null where it was only tried. */
  id: z.string().nullable(),
  inventory: z.string(),
  began_at: instant,
  ended_at: instant,
  as_of: instant.nullable(),
  outcome: z.enum(pollOutcomes),
  /** Why there was no whole answer. */
  fault: z.string().nullable(),
  fault_detail: z.string().nullable(),
  counts: z.record(z.string(), z.number()),
  problems: z.array(
    z.object({
      where: z.string(),
      code: z.enum(Object.keys(statedProblems) as [StatedProblemCode, ...StatedProblemCode[]]),
    }),
  ),
  import: z.string().nullable(),
  settled_at: instant.nullable(),
  /** The first 500. */
  changes: z.array(pollChange),
});
export type PollShape = z.infer<typeof pollShape>;

export const inventoryShape = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.string(),
  title: z.string(),
  /** http: it is asked; file: its files are fetched or handed in; live: it is asked per finding. */
  reach: z.enum(['http', 'file', 'live']),
  tells: z.enum(['state', 'log', 'live']),
  address: z.string().nullable(),
  private_hosts: z.array(z.string()),
  trust: z.boolean().describe('Whether certificates of its own are trusted'),
  /** Names of the secrets that are set; never their values. */
  secrets: z.array(z.string()),
  options: z.record(z.string(), z.unknown()),
  precedence: z.number().int(),
  every_minutes: z.number().int().nullable(),
  hold_share: z.number(),
  state: z.enum(Object.keys(inventoryLife) as [string, ...string[]]),
  paused_why: z.string().nullable(),
  health: z.enum(['well', 'held', 'failing', 'late', 'paused', 'waiting']),
  can_backfill: z.boolean(),
  can_hook: z.boolean(),
  hook_path: z.string().nullable(),
  holdings: z.number().int(),
  first_at: instant.nullable(),
  seen_at: instant.nullable().describe('When its last whole poll began'),
  as_of: instant.nullable(),
  next_at: instant.nullable(),
  failures: z.number().int(),
  last_poll: pollShape.nullable(),
  held_poll: z.string().nullable(),
});
export type InventoryShape = z.infer<typeof inventoryShape>;

const secretShape = z.record(z.string().regex(/^[a-z_]{1,40}$/), z.string().min(1).max(4000));
const addressShape = z
  .string()
  .max(500)
  .regex(/^https?:\/\/[^\s/@]+(\/\S*)?$/i, 'an address such as https://netbox.example.org');
export const newInventoryShape = z.object({
  name: z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'letters, digits and dashes, at most 40'),
  kind: z.string().max(40),
  address: addressShape.nullable().default(null),
  private_hosts: z.array(z.string().trim().min(1).max(255)).max(20).default([]),
  trust: z.string().max(100_000).nullable().default(null),
  secret: secretShape.default({}),
  options: z.record(z.string(), z.unknown()).default({}),
  precedence: z.number().int().min(11).max(19).default(15),
  every_minutes: z.number().int().min(1).max(44640).nullable().default(60),
  hold_share: z.number().gt(0).max(1).default(0.2),
});
export type NewInventory = z.infer<typeof newInventoryShape>;
/** As it would be kept, to be tried before it is. */
export const tryInventoryShape = newInventoryShape.extend({
  /** The inventory that is set otherwise: what is secret and not named is its own. */
  id: z.string().max(40).optional(),
  /** Text of a file, for inventories whose files are handed in. */
  text: z.string().max(900_000).optional(),
});
export const inventoryPatchShape = z.object({
  address: addressShape.nullable().optional(),
  private_hosts: z.array(z.string().trim().min(1).max(255)).max(20).optional(),
  trust: z.string().max(100_000).nullable().optional(),
  secret: secretShape.optional(),
  options: z.record(z.string(), z.unknown()).optional(),
  precedence: z.number().int().min(11).max(19).optional(),
  every_minutes: z.number().int().min(1).max(44640).nullable().optional(),
  hold_share: z.number().gt(0).max(1).optional(),
  act: z.enum(['pause', 'resume', 'remove']).optional(),
});
export type InventoryPatch = z.infer<typeof inventoryPatchShape>;

export const inventoryKindShape = z.object({
  id: z.string(),
  title: z.string(),
  spec: z.string(),
  help: z.object({ nl: z.string(), en: z.string() }),
  reach: z.enum(['http', 'file', 'live']),
  tells: z.enum(['state', 'log', 'live']),
  secrets: z.array(z.string()),
  options: z.record(z.string(), z.unknown()).describe('JSON Schema of its options'),
  can_backfill: z.boolean(),
  can_hook: z.boolean(),
});
export type InventoryKindShape = z.infer<typeof inventoryKindShape>;

/** A provisioning system says that a resource came to a customer, or left it, at a moment of its own. */
export const assignShape = z.object({
  resource: z.string().min(1).max(2100),
  ports: z.string().max(20).default(''),
  /** Customer number, or the reference of a contract. */
  customer: z.string().min(1).max(80).optional(),
  contract: z.string().min(1).max(80).optional(),
  from: instant,
  until: instant.nullable().default(null),
  exclusive: z.boolean().default(true),
  label: z.string().max(300).nullable().default(null),
  /** Whoever had it in this layer lets go of it at `from`. */
  take_over: z.boolean().default(false),
});
export type Assign = z.input<typeof assignShape>;
export const releaseShape = z.object({
  resource: z.string().min(1).max(2100),
  ports: z.string().max(20).default(''),
  customer: z.string().min(1).max(80).optional(),
  contract: z.string().min(1).max(80).optional(),
  until: instant,
});
export type Release = z.input<typeof releaseShape>;
export const assignedShape = z.object({
  id: z.string(),
  /** The same was said before: nothing was written. */
  repeated: z.boolean(),
});

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
