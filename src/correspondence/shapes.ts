/** The shapes of letters and answers as the API gives them: snake_case, UTC. */
import { z } from 'zod';
import { answerChannels, answerKinds } from './answer.ts';
import { letterStates, rhythms } from './letter.ts';

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
