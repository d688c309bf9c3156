/** The shapes of letters and answers as the API gives them: snake_case, UTC. */
import { z } from 'zod';
import { directiveShape } from '#law';
import { answerChannels, answerKinds } from './answer.ts';
import { brandShape } from './brand.ts';
import { letterChannels, letterStates, readHows, rhythms } from './letter.ts';
import { letterSettingsShape } from './settings.ts';
import { wordingShape } from './wording.ts';

const instant = z.string().describe('RFC 3339, UTC');
const words = z.object({ nl: z.string(), en: z.string() });
const state = z.enum(letterStates as [string, ...string[]]);

/** A letter in a list. Recipient and subject are null once erased, and for readers. */
export const letterLine = z.object({
  id: z.string(),
  template: z.string(),
  title: words,
  language: z.enum(['nl', 'en', 'both']),
  audience: z.string(),
  state,
  version: z.number().int(),
  case_id: z.string().nullable(),
  reference: z.string().nullable(),
  party_id: z.string().nullable(),
  to: z.string().nullable(),
  subject: z.string().nullable(),
  rhythm: z.enum(rhythms),
  joined_into: z.string().nullable(),
  created_at: instant,
  not_before: instant,
  sent_at: instant.nullable(),
  action: z.string().nullable(),
  action_version: z.number().int().nullable(),
  /** Why it is held, was stopped or did not arrive. */
  why: z.string().nullable(),
  /** Whether this version can still be undone. */
  can_undo: z.boolean(),
  erased: z.boolean(),
  channel: z.enum(letterChannels),
  /** Which directive of which saved set sent it; version 0: the shipped set. */
  directive: z.string().nullable(),
  directive_version: z.number().int().nullable(),
  brand_id: z.string().nullable(),
  brand_version: z.number().int().nullable(),
  /** Version of the house's own words; null: the shipped text. */
  wording_version: z.number().int().nullable(),
  urgent: z.boolean(),
  /** Held until a person lets it go. */
  trial: z.boolean(),
  rung: z.string().nullable(),
  read_at: instant.nullable(),
  read_how: z.enum(readHows).nullable(),
  answered_at: instant.nullable(),
  complained_at: instant.nullable(),
  can_replay: z.boolean(),
});
export type LetterLine = z.infer<typeof letterLine>;
export const letterPage = z.object({ items: z.array(letterLine), next: z.string().nullable() });

export const answerLine = z.object({
  id: z.string(),
  kind: z.enum(answerKinds),
  /** Null where there are no words or they were erased. */
  text: z.string().nullable(),
  until: instant.nullable(),
  channel: z.enum(answerChannels),
  received_at: instant,
  handled_at: instant.nullable(),
  letter_id: z.string(),
  case_id: z.string().nullable(),
});
export type AnswerLine = z.infer<typeof answerLine>;

/** A letter opened: reading it stands in the journal. Words are null once erased. */
export const letterShape = letterLine.extend({
  text: z.string().nullable(),
  html: z.string().nullable(),
  attachments: z.array(z.object({ name: z.string(), type: z.string(), size: z.number().int() })),
  message_id: z.string().nullable(),
  tries: z.number().int(),
  attempts: z.array(
    z.object({ no: z.number().int(), at: instant, outcome: z.string(), response: z.string().nullable() }),
  ),
  answers: z.array(answerLine),
});
export type LetterShape = z.infer<typeof letterShape>;

export const versionShape = z.object({ version: z.number().int().min(1) });

/** All letters on trial at once, or those named: let go or dropped. */
export const trialBody = z.object({
  act: z.enum(['release', 'drop']),
  ids: z.array(z.string().max(64)).max(1000).optional().describe('Left out: every letter on trial'),
});
export const trialResult = z.object({
  done: z.array(z.string()),
  refused: z.array(z.object({ id: z.string(), code: z.string() })),
});

export const savedVersion = z.object({ version: z.number().int() });
export const settingsAnswer = z.object({ version: z.number().int(), settings: letterSettingsShape });
export type LetterSettingsAnswer = z.infer<typeof settingsAnswer>;

export const directiveList = z.object({
  version: z.number().int(),
  saved_at: instant.nullable(),
  saved_by: z.string().nullable(),
  note: z.string().nullable(),
  items: z.array(directiveShape),
  versions: z.array(
    z.object({ version: z.number().int(), saved_at: instant, saved_by: z.string(), note: z.string().nullable() }),
  ),
});
export type DirectiveList = z.infer<typeof directiveList>;

const triedOne = z.object({
  directive: z.string().nullable(),
  /** send, not_sent, repeat or no_contact */
  outcome: z.enum(['send', 'not_sent', 'repeat', 'no_contact']),
  to: z.string().nullable(),
  party: z.string().nullable(),
  rhythm: z.enum(rhythms).nullable(),
  urgent: z.boolean(),
  trial: z.boolean(),
  format: z.string().nullable(),
  letter: z.string().nullable(),
});
export const tried = z.object({
  faults: z.array(
    z.object({ no: z.number().int(), id: z.string().nullable(), field: z.string(), message: z.string() }),
  ),
  summary: z
    .object({
      cases: z.number().int(),
      letters: z.object({ before: z.number().int(), after: z.number().int() }),
      sent: z.object({ before: z.number().int(), after: z.number().int() }),
      urgent: z.number().int(),
      changed: z.array(
        z.object({
          id: z.string(),
          reference: z.string().nullable(),
          course: z.string(),
          band: z.number().int(),
          before: triedOne,
          after: triedOne,
        }),
      ),
      silenced: z.number().int(),
      added: z.number().int(),
    })
    .nullable(),
});
export type TriedShape = z.infer<typeof tried>;

export const webhookLine = z.object({
  id: z.string(),
  name: z.string(),
  host: z.string(),
  created_at: instant,
  ended_at: instant.nullable(),
  ended_why: z.string().nullable(),
});
export type WebhookLine = z.infer<typeof webhookLine>;
export const webhookMade = z.object({ id: z.string(), secret: z.string().describe('Told this once') });

export const brandLine = z.object({
  id: z.string(),
  version: z.number().int(),
  content: brandShape,
  is_default: z.boolean(),
  parties: z.array(z.string()),
  contracts: z.array(z.string()),
  saved_at: instant,
  saved_by: z.string(),
  ended_at: instant.nullable(),
});
export type BrandLine = z.infer<typeof brandLine>;
export const brandList = z.object({ items: z.array(brandLine) });

export const wordingList = z.object({
  items: z.array(
    z.object({
      template: z.string(),
      version: z.number().int(),
      audience: z.string(),
      title: words,
      fields: z.array(z.string()),
      optional: z.array(z.string()),
      subject: words,
      body: words,
      own: z.array(
        z.object({
          audience: z.string(),
          brand: z.string(),
          version: z.number().int(),
          content: wordingShape.nullable(),
          saved_at: instant,
          saved_by: z.string(),
        }),
      ),
    }),
  ),
});
export type WordingList = z.infer<typeof wordingList>;
export const wordingPreviewShape = z.object({
  faults: z.array(z.string()),
  subject: z.string().nullable(),
  text: z.string().nullable(),
  html: z.string().nullable(),
});
