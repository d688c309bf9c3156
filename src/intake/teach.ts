/** The shapes of teaching as the API gives and takes them: the text to point at, templates, and what a trial would find. */
import { z } from 'zod';
import { taughtFields, taughtShape } from '#formats';

const instant = z.string().describe('RFC 3339, UTC');

export const foundValue = z.object({
  field: z.enum(taughtFields),
  from: z.number().int(),
  until: z.number().int(),
  value: z.string(),
  sure: z.boolean(),
});
/** A message as a person who teaches sees it. Ranges count UTF-16 units of `text`. */
export const teachText = z
  .object({
    id: z.string(),
    from: z.string(),
    subject: z.string(),
    text: z.string(),
    cut: z.boolean(),
    found: z.array(foundValue),
    kind: z.string().nullable(),
    /** Other messages of this sender that a trial would read. */
    earlier: z.number().int(),
  })
  .describe('TeachText');
export type TeachText = z.infer<typeof teachText>;

export const markShape = z.object({
  field: z.enum(taughtFields),
  from: z.number().int().min(0),
  until: z.number().int().min(1),
  means: z.string().max(40).optional(),
  required: z.boolean().optional(),
});
export const aboutShape = z.object({
  name: z.string().max(40),
  title: z.string().max(100),
  kind: z.string().max(40),
  role: z.enum(['source', 'victim', 'exposed', 'unknown']).optional(),
  severity: z.enum(['info', 'low', 'medium', 'high', 'critical']).optional(),
  zone: z.string().max(60).optional(),
  dates: z.enum(['day_first', 'month_first']).optional(),
});
export const teachAsked = z.object({ marks: z.array(markShape).min(1).max(40), about: aboutShape });
export type TeachAsked = z.infer<typeof teachAsked>;
export const teachSaved = teachAsked.extend({ activate: z.boolean().default(false) });

/** What would be found in one message, beside what it is now. */
export const triedShape = z.object({
  id: z.string(),
  /** Whether it is the message that was taught from. */
  is_this: z.boolean(),
  received_at: instant,
  from: z.string().nullable(),
  subject: z.string().nullable(),
  now: z.object({
    state: z.string(),
    ended: z.string().nullable(),
    format: z.string().nullable(),
    findings: z.number().int(),
  }),
  would: z.object({
    /** Whether this template reads it. */
    reads: z.boolean(),
    format: z.string().nullable(),
    end: z.string(),
    findings: z.number().int(),
    /** At most twenty. Of kinds that are never shown the values are left out. */
    first: z.array(
      z.object({
        kind: z.string(),
        seen_at: instant.nullable(),
        time_precision: z.string().nullable(),
        ip: z.string().nullable(),
        port: z.number().int().nullable(),
        host: z.string().nullable(),
        url: z.string().nullable(),
        other: z.string().nullable(),
        reference: z.string().nullable(),
        masked: z.boolean(),
      }),
    ),
    problems: z.array(z.object({ code: z.string(), message: z.string() })),
  }),
});
export type Tried = z.infer<typeof triedShape>;
export const trialShape = z
  .object({
    /** The template as it was learned or given; null where the marks are not enough. */
    template: taughtShape.nullable(),
    problems: z.array(z.object({ code: z.string(), field: z.string().nullable(), message: z.string() })),
    tried: z.array(triedShape),
  })
  .describe('TeachTrial');
export type Trial = z.infer<typeof trialShape>;

export const templateShape = z
  .object({
    id: z.string(),
    name: z.string(),
    title: z.string(),
    version: z.number().int(),
    state: z.enum(['draft', 'active', 'retired']),
    template: taughtShape,
    made_from: z.string().nullable(),
    by: z.string(),
    at: instant,
    replaces: z.string().nullable(),
    active_since: instant.nullable(),
    ended_at: instant.nullable(),
    /** Messages any version of this name has read, and when last. */
    reads: z.number().int(),
    last_read_at: instant.nullable(),
    /** Messages of its senders in a row, the newest first, that it did not read; for the active version. */
    misses: z.number().int(),
    /** Whether it seems to fit no more. */
    warns: z.boolean(),
    /** Reading the manual queue again after activation. */
    again: z
      .object({
        looked: z.number().int(),
        of: z.number().int(),
        put_back: z.number().int(),
        done_at: instant.nullable(),
      })
      .nullable(),
  })
  .describe('Template');
export type TemplateRow = z.infer<typeof templateShape>;

/** From so many misses in a row on, a template is shown with a warning. */
export const warnAfterMisses = 3;

export const taughtFileText = z.object({ text: z.string().max(300_000).describe('A bezem-template/1 file, as it is') });
