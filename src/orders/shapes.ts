/** The shapes of orders, duty and the register of authorities as the API gives and takes them: snake_case, UTC. */
import { z } from 'zod';
import { clockShape } from '#deadlines';
import { checkOutcomes, orderAsks, orderElementIds, orderEvidence, orderTells } from '#law';
import { authenticities, itemKinds, itemStates, orderChannels, orderStates, scrutinies } from './order.ts';

const instant = z.string().describe('RFC 3339, UTC');
const words = z.object({ nl: z.string(), en: z.string() });
const element = z.enum(orderElementIds);
const text = z.string().max(20_000);

export const termShape = z.object({
  unit: z.enum(['minutes', 'hours', 'days', 'working_days']),
  count: z.number().int().min(1).max(1000),
});

export const orderLine = z
  .object({
    id: z.string(),
    number: z.string(),
    type: z.string(),
    title: words,
    state: z.enum(orderStates),
    authority: z.string(),
    country: z.string().nullable(),
    reference: z.string().nullable(),
    received_at: instant,
    effect_at: instant.nullable(),
    closed_at: instant.nullable(),
    emergency: z.boolean(),
    /** Nothing of it may reach the recipient now. */
    secret: z.boolean(),
    /** Addresses are masked; nothing is fetched or shown. */
    masked: z.boolean(),
    authenticity: z.enum(authenticities),
    items: z.number().int(),
    open_items: z.number().int(),
    /** Running clocks by due moment, the late ones first. */
    clocks: z.array(clockShape),
    /** Whether somebody is being called out for it and nobody answered yet. */
    rings: z.boolean(),
  })
  .openapi('OrderLine');
export type OrderLine = z.infer<typeof orderLine>;
export const orderPage = z.object({ items: z.array(orderLine), next: z.string().nullable() }).openapi('OrderPage');

export const orderItemShape = z.object({
  id: z.string(),
  no: z.number().int(),
  kind: z.enum(itemKinds),
  /** As it may be shown: masked for child abuse material. */
  shown: z.string(),
  state: z.enum(itemStates),
  attribution: z.string(),
  party_id: z.string().nullable(),
  party_name: z.string().nullable(),
  addressee_name: z.string().nullable(),
  effects: z.array(z.string()),
  settled_at: instant.nullable(),
  decision_id: z.string().nullable(),
  why: z.string().nullable(),
});

export const contactShape = z.object({
  id: z.string(),
  authority_id: z.string(),
  channel: z.enum(['mail', 'phone', 'portal']),
  address: z.string(),
  source: z.string(),
  added_at: instant,
  added_by: z.string(),
  verified_at: instant.nullable(),
  verified_by: z.string().nullable(),
});
export const authorityShape = z
  .object({
    id: z.string(),
    law: z.string().nullable(),
    name: z.string(),
    country: z.string().nullable(),
    announced_at: instant.nullable(),
    orders: z.number().int(),
    contacts: z.array(contactShape),
  })
  .openapi('RegisteredAuthority');
export type AuthorityShape = z.infer<typeof authorityShape>;
export const authorityList = z.object({ items: z.array(authorityShape) });

export const calloutShape = z.object({
  id: z.string(),
  order_id: z.string(),
  at: instant,
  clock: z.string(),
  share: z.number(),
  member_id: z.string().nullable(),
  member_name: z.string().nullable(),
  level: z.number().int(),
  acknowledged_at: instant.nullable(),
  acknowledged_by: z.string().nullable(),
  escalated_at: instant.nullable(),
  tries: z.array(
    z.object({
      no: z.number().int(),
      kind: z.string(),
      at: instant,
      outcome: z.enum(['accepted', 'failed']),
      response: z.string(),
    }),
  ),
});
export type CalloutShape = z.infer<typeof calloutShape>;

export const orderStep = z.object({
  step: z.enum(['checked', 'authentic', 'found', 'effect', 'preserved', 'verified', 'reported', 'told']),
  state: z.enum(['done', 'open', 'not_allowed', 'not_needed']),
  at: instant.nullable(),
  by: z.string().nullable(),
});
export type OrderStep = z.infer<typeof orderStep>;

export const orderShape = orderLine
  .extend({
    version: z.number().int(),
    basis: z.string(),
    basis_url: z.string().nullable(),
    /** What is not verified law is shown as such. */
    mark: z.string(),
    asks: z.enum(orderAsks),
    tell: z.enum(orderTells),
    evidence: z.enum(orderEvidence),
    gate: z.boolean(),
    second_person: z.boolean(),
    channel: z.enum(orderChannels),
    language: z.enum(['nl', 'en']),
    term: termShape.nullable(),
    cross_border: z.boolean(),
    issued_at: instant.nullable(),
    read_at: instant.nullable(),
    acknowledged_at: instant.nullable(),
    acknowledged_by_itself: z.boolean(),
    reported_at: instant.nullable(),
    recipient_informed_at: instant.nullable(),
    category: z.string().nullable(),
    keyword: z.string().nullable(),
    scrutiny: z.enum(scrutinies).nullable(),
    approved_by: z.string().nullable(),
    confirmed: z.object({ at: instant, by: z.string().nullable(), contact: z.string().nullable() }).nullable(),
    message_id: z.string().nullable(),
    authority_id: z.string().nullable(),
    /** First order of this authority; it should have told of procedures twelve hours before (TCO art. 3(2)). */
    first_order: z.boolean(),
    announced_at: instant.nullable(),
    said: z.object({
      legal_basis: z.string().nullable(),
      reasons: z.string().nullable(),
      redress: z.string().nullable(),
      scope: z.string().nullable(),
      reply_to: z.string().nullable(),
      note: z.string().nullable(),
    }),
    checks: z.array(
      z.object({ element, title: words, article: z.string(), required: z.boolean(), outcome: z.enum(checkOutcomes) }),
    ),
    objects: z.array(orderItemShape),
    steps: z.array(orderStep),
    secrecies: z.array(
      z.object({
        since: instant,
        until: instant.nullable(),
        basis: z.string(),
        extended: z.number().int(),
        reviewed_at: instant.nullable(),
        ended_at: instant.nullable(),
        ended_why: z.string().nullable(),
      }),
    ),
    kept: z.array(
      z.object({
        id: z.string(),
        mode: z.enum(['reference', 'bytes', 'custody']),
        until: instant,
        extended: z.number().int(),
        destroyed_at: instant.nullable(),
        destroyed_why: z.string().nullable(),
      }),
    ),
    letters: z.array(
      z.object({
        id: z.string(),
        template: z.string(),
        audience: z.string(),
        state: z.string(),
        created_at: instant,
        sent_at: instant.nullable(),
      }),
    ),
    callouts: z.array(calloutShape),
    acts: z.array(
      z.object({
        id: z.string(),
        at: instant,
        act: z.string(),
        by_kind: z.string(),
        by: z.string().nullable(),
        by_name: z.string().nullable(),
        from: z.string().nullable(),
        to: z.string().nullable(),
        detail: z.record(z.string(), z.unknown()),
        text: z.string().nullable(),
      }),
    ),
    contacts: z.array(
      contactShape.extend({
        usable: z.boolean().describe('It was in the register before the order came, or a second person looked it up'),
      }),
    ),
    /** Acts a person can do now. */
    offered: z.array(z.string()),
  })
  .openapi('Order');
export type OrderShape = z.infer<typeof orderShape>;

export const newOrderShape = z.object({
  type: z.string().max(40).describe('A kind of order: sv-125p, tco-3, atkm-6, …'),
  authority: z.string().min(2).max(300),
  authority_id: z.string().max(40).optional(),
  country: z
    .string()
    .regex(/^[a-z]{2}$/)
    .optional(),
  reference: z.string().max(200).optional(),
  channel: z.enum(orderChannels).default('api'),
  language: z.enum(['nl', 'en']).optional(),
  emergency: z.boolean().default(false),
  term: termShape.optional(),
  issued_at: instant.optional(),
  received_at: instant.optional().describe('Delivery at the contact point; now where it is left out'),
  items: z
    .array(z.string().min(1).max(2000))
    .max(1000)
    .default([])
    .describe('URLs, hosts, addresses, accounts, as the order has them'),
  elements: z.array(element).default([]).describe('What else stands in the order'),
  legal_basis: text.optional(),
  reasons: text.optional(),
  redress: text.optional(),
  scope: text.optional(),
  reply_to: z.email().optional(),
  note: text.optional(),
  secrecy: z.object({ until: instant.nullable(), basis: z.string().min(2).max(200) }).optional(),
  category: z.string().max(80).optional(),
  keyword: z.string().max(80).optional(),
  document: z
    .object({
      name: z.string().max(200),
      type: z.string().max(100).default('application/octet-stream'),
      base64: z.string().max(14_000_000),
    })
    .optional(),
});
export type NewOrderShape = z.infer<typeof newOrderShape>;
export const takenShape = z.object({ id: z.string(), number: z.string(), duplicate: z.boolean() });

export const readOrderShape = z
  .object({
    type: z.string().nullable(),
    is_form: z.boolean(),
    authority: z.string().nullable(),
    country: z.string().nullable(),
    reference: z.string().nullable(),
    issued_at: instant.nullable(),
    reply_to: z.string().nullable(),
    legal_basis: z.string().nullable(),
    reasons: z.string().nullable(),
    redress: z.string().nullable(),
    emergency: z.boolean(),
    secret: z.boolean(),
    items: z.array(z.string()),
    elements: z.array(element),
  })
  .openapi('ReadOrder');

/** What an act on an order may bring; each takes what it needs and says what is missing. */
export const orderActBody = z.object({
  text: text.optional(),
  until: instant.optional(),
  at: instant.optional(),
  ground: z.enum(['force_majeure', 'de_facto', 'manifest_errors', 'insufficient']).optional(),
  contact: z.string().max(40).optional(),
  how: z.enum(['call_back', 'mail_back', 'portal', 'in_person']).optional(),
  checks: z.partialRecord(element, z.enum(checkOutcomes)).optional(),
  items: z.array(z.string().max(40)).max(1000).optional(),
  item: z.number().int().min(1).optional(),
  what: z.string().max(2000).optional(),
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .optional(),
  channel: z.string().max(200).optional(),
  period: z.string().max(500).optional(),
  gaps: z.string().max(2000).optional(),
  file: z
    .object({ name: z.string().max(200), type: z.string().max(100).optional(), base64: z.string().max(14_000_000) })
    .optional(),
});
export type OrderActBody = z.infer<typeof orderActBody>;

export const orderTypeShape = z.object({
  id: z.string(),
  title: words,
  basis: z.string(),
  mark: z.string(),
  asks: z.enum(orderAsks),
  elements: z.array(z.object({ element, title: words, article: z.string(), required: z.boolean() })),
});

export const dutyShape = z
  .object({
    now: z.array(z.object({ member_id: z.string(), name: z.string(), rank: z.number().int(), until: instant })),
    shifts: z.array(
      z.object({
        id: z.string(),
        member_id: z.string(),
        name: z.string(),
        rank: z.number().int(),
        starts_at: instant,
        ends_at: instant,
      }),
    ),
    ways: z.array(
      z.object({ id: z.string(), member_id: z.string().nullable(), place: z.number().int(), kind: z.string() }),
    ),
    minutes: z.number().int(),
    callouts: z.array(calloutShape),
  })
  .openapi('Duty');
export type DutyShape = z.infer<typeof dutyShape>;
export const newShift = z.object({
  member: z.string().max(40),
  rank: z.number().int().min(1).max(9).default(1),
  starts_at: instant,
  ends_at: instant,
});
export const newWay = z.object({
  member: z.string().max(40).nullable().default(null),
  kind: z.enum(['mail', 'webhook', 'ntfy', 'sms']),
  place: z.number().int().min(1).max(20).default(1),
  to: z.string().max(200).default(''),
  url: z.string().max(1000).optional(),
  headers: z.record(z.string().regex(/^[A-Za-z0-9-]{1,60}$/), z.string().max(1000)).optional(),
  body: z.string().max(4000).optional(),
  inside: z.boolean().default(false),
});

/** A hotline pushes what it would mail: SCART's fields, one object per URL. */
export const hotlinePush = z.object({
  organisation: z.string().min(2).max(200).default('Offlimits'),
  reports: z
    .array(
      z.object({
        url: z.string().min(4).max(2000),
        reference: z.string().max(200).optional(),
        ip: z.string().max(60).optional(),
        reason: z.string().max(500).optional(),
        first_seen: instant.optional(),
        last_seen: instant.optional(),
        note: z.string().max(2000).optional(),
      }),
    )
    .min(1)
    .max(500),
});
export const hotlineTaken = z
  .object({ items: z.array(takenShape.extend({ url: z.string() })) })
  .openapi('HotlineTaken');
export const linksAsked = z.object({ urls: z.array(z.string().min(4).max(2000)).min(1).max(200) });
export const linksShape = z
  .object({
    items: z.array(
      z.object({
        url: z.string(),
        /** Whether the ledger has it now. */
        network: z.enum(['ours', 'not_ours', 'unknown']),
        /** open: known and not done yet; removed: made inaccessible; not_known: never reported to us. */
        state: z.enum(['open', 'removed', 'reinstated', 'not_done', 'not_known']),
        since: instant.nullable(),
      }),
    ),
  })
  .openapi('LinkStates');
