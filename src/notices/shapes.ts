/** The shapes of notices as the API gives them: snake_case, UTC. */
import { z } from 'zod';
import { knowledges, ntdAnswers } from '#law';
import { noticeLanes } from './complete.ts';
import { itemKinds } from './location.ts';
import { noticeChannels, noticeStates, paths } from './notice.ts';

const instant = z.string().describe('RFC 3339, UTC');
const words = z.object({ nl: z.string(), en: z.string() });

export const noticeRowShape = z.object({
  id: z.string(),
  number: z.string().nullable(),
  path: z.enum(paths),
  state: z.enum(noticeStates),
  channel: z.enum(noticeChannels),
  kind: z.string(),
  kind_words: words,
  category: z.string().nullable(),
  keyword: z.string().nullable(),
  sensitive: z.enum(['csam', 'ncii']).nullable(),
  lane: z.enum(noticeLanes),
  first: z.string().nullable().describe('First address, made harmless or masked'),
  items: z.number().int(),
  settled: z.number().int(),
  ours: z.number().int(),
  missing: z.array(z.string()),
  trusted_flagger: z.string().nullable(),
  lowered: z.boolean(),
  received_at: instant,
  acknowledged_at: instant.nullable(),
  due_at: instant.nullable(),
  late: z.boolean(),
  version: z.number().int(),
});
export type NoticeRowShape = z.infer<typeof noticeRowShape>;
export const noticePage = z.object({ items: z.array(noticeRowShape) });

export const noticeShape = noticeRowShape.extend({
  language: z.enum(['nl', 'en']),
  message_id: z.string().nullable(),
  explanation: z.string().nullable(),
  law: z.string().nullable(),
  notifier: z
    .object({
      name: z.string().nullable(),
      email: z.string().nullable(),
      organisation: z.string().nullable(),
      reference: z.string().nullable(),
      /** How this notifier's notices ended before; null where they gave no address. */
      record: z.object({ notices: z.number(), acted: z.number(), not_acted: z.number() }).nullable(),
    })
    .nullable(),
  added: z.array(z.object({ at: instant, text: z.string() })),
  good_faith: z.string().nullable(),
  elements: z.array(
    z.object({
      element: z.string(),
      there: z.boolean(),
      asked: z.boolean(),
      title: words,
      basis: z.string(),
      mark: z.string(),
    }),
  ),
  knowledge: z.enum(knowledges).nullable(),
  ntd: z.enum(ntdAnswers).nullable(),
  addresses: z.array(
    z.object({
      no: z.number().int(),
      kind: z.enum(itemKinds),
      location: z.string().nullable().describe('Null where it may not be shown'),
      masked: z.string(),
      hidden: z.boolean(),
      place: z.enum(['ours', 'elsewhere', 'unclear']),
      elsewhere: z.string().nullable(),
      holder: z.object({ party: z.string(), reference: z.string().nullable(), name: z.string().nullable() }).nullable(),
      attribution: z.string().nullable(),
      state: z.enum(['open', 'acted', 'not_acted', 'elsewhere', 'withdrawn']),
      decision: z.string().nullable(),
      ground: z.enum(['law', 'terms']).nullable(),
      restrictions: z.array(z.string()),
      settled_at: instant.nullable(),
    }),
  ),
  files: z.array(z.object({ no: z.number().int(), name: z.string(), size: z.number().int(), sha256: z.string() })),
  clocks: z.array(
    z.object({
      clock: z.string(),
      title: words,
      state: z.string(),
      due_at: instant,
      breached: z.boolean(),
      ended_at: instant.nullable(),
    }),
  ),
  history: z.array(
    z.object({
      at: instant,
      act: z.string(),
      words,
      by: z.string(),
      text: z.string().nullable(),
      to: z.string().nullable(),
    }),
  ),
  letters: z.array(
    z.object({
      id: z.string(),
      template: z.string(),
      state: z.string(),
      created_at: instant,
      sent_at: instant.nullable(),
    }),
  ),
  assessed_at: instant.nullable(),
  decided_at: instant.nullable(),
  closed_at: instant.nullable(),
  automated: z.string(),
  /** Acts this member may do now. */
  acts: z.array(z.string()),
  can_decide: z.boolean(),
  status_page: z.string().nullable(),
});
export type NoticeShape = z.infer<typeof noticeShape>;

export const givenShape = z.object({
  id: z.string(),
  number: z.string(),
  received_at: instant,
  status_page: z.string(),
  /** Lines that are no location; the others were taken. */
  not_locations: z.array(z.string()),
  /** The signed receipt (docs/receipts.md). */
  receipt: z.unknown(),
});

export const noticeActBody = z.strictObject({
  version: z.number().int().optional(),
  text: z.string().max(20_000).optional(),
  knowledge: z.enum(knowledges).optional(),
  ntd: z.enum(ntdAnswers).optional(),
  kind: z.string().max(40).optional(),
  category: z.string().max(80).optional(),
  keyword: z.string().max(80).optional(),
  path: z.enum(paths).optional(),
  locations: z.string().max(20_000).optional(),
  until: z.iso.datetime({ offset: true }).optional(),
});

export const flaggerShape = z.object({
  id: z.string(),
  name: z.string(),
  country: z.string(),
  areas: z.array(z.string()),
  domains: z.array(z.string()),
  valid_from: z.string().nullable(),
  valid_until: z.string().nullable(),
  origin: z.enum(['register', 'by_hand']),
  holds: z.boolean(),
  has_code: z.boolean(),
  notices: z.number().int(),
  items: z.number().int(),
  acted: z.number().int(),
  open: z.number().int(),
});
export type FlaggerShape = z.infer<typeof flaggerShape>;
export const elsewhereShape = z.object({
  what: z.string(),
  name: z.string(),
  report_at: z.string().nullable(),
  origin: z.string(),
});
