/** Directives as data: which letter goes to whom, when, together with what, and in which form; the first that matches counts. */
import { z } from 'zod';
import { severities } from './kind.ts';

const words = z.object({ nl: z.string().trim().min(1).max(200), en: z.string().trim().min(1).max(200) });
const list = (most = 60) => z.array(z.string().trim().min(1).max(200)).min(1).max(most).optional();

export const recipientPurposes = ['abuse', 'technical', 'legal', 'duty'] as const;
export type RecipientPurpose = (typeof recipientPurposes)[number];
/** `by_course`: as the course of action says. */
export const directiveRhythms = ['by_course', 'at_once', 'digest', 'weekly'] as const;
/** What letters of one digest have in common besides their recipient. */
export const togethers = ['holder', 'addressee', 'contract', 'prefix', 'kind'] as const;
export type Together = (typeof togethers)[number];
export const letterFormats = ['text', 'text_csv', 'text_xarf', 'text_csv_xarf', 'webhook'] as const;
export type LetterFormat = (typeof letterFormats)[number];

/** When a directive holds: every condition that is named must hold, one value of each list is enough. Empty: always. */
export const directiveWhen = z.strictObject({
  /** Kinds by id, or a whole group: `vuln.*`. */
  kinds: list(),
  /** Courses of action. */
  courses: list(),
  severities: z.array(z.enum(severities)).min(1).optional(),
  bands: z.array(z.number().int().min(0).max(5)).min(1).optional(),
  /** Customer numbers or ids of parties. */
  holders: list(500),
  addressees: list(500),
  service_kinds: list(),
  /** Prefixes in which an asset of the case lies. */
  networks: list(200),
  /** Feeds or formats that brought a finding of it. */
  feeds: list(),
  /** Marks of the house on holder or addressee. */
  tags: list(),
});

export const directiveOutcome = z.strictObject({
  /** False: nothing is written. A person can still do so by hand. */
  send: z.boolean(),
  /** Whom: the next link below us, or the deepest known holder. */
  to: z.enum(['addressee', 'holder']).default('addressee'),
  purpose: z.enum(recipientPurposes).default('abuse'),
  /** A fixed address instead of a contact. */
  address: z.string().max(320).optional(),
  webhook: z.string().max(64).optional(),
  /** Where left out: of the contact, else of the party, else both. */
  language: z.enum(['nl', 'en', 'both']).optional(),
  rhythm: z.enum(directiveRhythms).default('by_course'),
  together: z.enum(togethers).default('addressee'),
  format: z.enum(letterFormats).default('text_csv_xarf'),
  /** Days in which the same recipient is not written to again about the same kind and asset, unless it got worse. */
  suppress_days: z.number().int().min(1).max(365).optional(),
  copy_to: z.array(z.string().max(320)).max(5).default([]),
  /** Made and held until a person lets it go. */
  trial: z.boolean().default(false),
  /**
   * The first letter goes by itself, through the outbox, where the holder is certain and the course of action allows it.
   * A restriction never does.
   */
  first_by_itself: z.boolean().default(false),
});

export const directiveShape = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,60}$/, 'small letters, digits and dashes'),
  title: words,
  when: directiveWhen,
  outcome: directiveOutcome,
});
export type Directive = z.infer<typeof directiveShape>;

/** A shipped directive: one file in law/directives, whose name, in order, is its place. */
export const directive = (d: z.input<typeof directiveShape>): Directive => directiveShape.parse(d);
