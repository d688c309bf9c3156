/** The shapes of cases as the API gives them: snake_case, UTC, ids with their prefix. Screens, API and command line share them. */

import { z } from 'zod';
import { clockShape } from '#deadlines';
import { senderProof } from '#intake';
import { caseStates, origins, outcomes } from './case.ts';

const instant = z.string().describe('RFC 3339, UTC');
export const words = z.object({ nl: z.string(), en: z.string() });
export const partyRef = z.object({ id: z.string(), reference: z.string(), name: z.string().nullable() });

/** One line of "why": what it adds, and the sentence for people. */
export const term = z.object({ id: z.string(), value: z.number(), text: words });
export const priorityShape = z.object({
  band: z.number().int().min(0).max(5),
  score: z.number(),
  /** Terms that add up to the score before confidence; times confidence = score. */
  terms: z.array(term),
  confidence: z.number(),
  urgency: z.number().int(),
  impact: z.number().int(),
  /** Rules applied after the table, in order. */
  rules: z.array(z.object({ id: z.string(), text: words })),
  /** The whole explanation in one sentence. */
  because: words,
  /** Where the record of who reported it lowered the confidence: from, to, and why. */
  doubt: z
    .object({
      notifier: z.object({ id: z.string(), name: z.string() }),
      from: z.number(),
      to: z.number(),
      steps: z.number().int(),
      share: z.object({
        k: z.number(),
        n: z.number(),
        share: z.number().nullable(),
        low: z.number(),
        high: z.number(),
      }),
      text: words,
    })
    .optional(),
});

/** A row of the inbox. */
export const caseRow = z.object({
  id: z.string(),
  reference: z.string(),
  state: z.enum(caseStates as [string, ...string[]]),
  band: z.number().int(),
  score: z.number(),
  because: words,
  kind: z.string(),
  kind_title: words,
  action: z.string().nullable(),
  action_title: words.nullable(),
  /** Defanged for the eye by the screen; raw here. Null for kinds that are never shown. */
  asset: z.string().nullable(),
  sensitive: z.boolean(),
  holder: partyRef.nullable(),
  addressee: partyRef.nullable(),
  /** attributed, ambiguous, unattributed, out_of_scope */
  attribution: z.string(),
  severity: z.string().nullable(),
  opened_at: instant,
  first_seen_at: instant.nullable(),
  last_seen_at: instant.nullable(),
  finding_count: z.number().int(),
  episode_count: z.number().int(),
  feeds: z.array(z.string()),
  recurrence: z.number().int(),
  due_at: instant.nullable(),
  due_clock: z.string().nullable(),
  assigned_to: z.object({ id: z.string(), name: z.string() }).nullable(),
  claimed_by: z.object({ id: z.string(), name: z.string() }).nullable(),
  claimed_until: instant.nullable(),
  snoozed_until: instant.nullable(),
  answered_at: instant.nullable(),
  related: z.number().int(),
  version: z.number().int(),
});
export type CaseRow = z.infer<typeof caseRow>;

export const stepShape = z.object({ do: words, command: z.string().optional() });
export const actionShape = z.object({
  id: z.string(),
  version: z.number().int(),
  title: words,
  what: words,
  steps_for_customer: z.array(stepShape),
  steps_for_host: z.array(stepShape),
  fixed_when: words,
  terms: z.object({ look: words, customer: words.nullable(), host: words.nullable() }),
  mark: z.string(),
});

export const chainLink = z.object({
  party: partyRef.nullable(),
  contract: z.object({ id: z.string(), reference: z.string(), service_kind: z.string() }).nullable(),
});
export const attributionShape = z.object({
  id: z.string(),
  status: z.string(),
  reason: z.string().nullable(),
  method: z.string().nullable(),
  confidence: z.string().nullable(),
  /** From us downwards. */
  chain: z.array(chainLink),
  alternatives: z.array(chainLink),
  holding: z
    .object({ id: z.string(), what: z.string(), from: instant.nullable(), until: instant.nullable() })
    .nullable(),
  made_at: instant,
});

export const findingShape = z.object({
  id: z.string(),
  day: z.string(),
  message_id: z.string(),
  format: z.string(),
  feed: z.string().nullable(),
  kind: z.string(),
  seen_at: instant.nullable(),
  time_precision: z.string().nullable(),
  received_at: instant,
  ip: z.string().nullable(),
  port: z.number().int().nullable(),
  prefix: z.string().nullable(),
  host: z.string().nullable(),
  url: z.string().nullable(),
  role: z.string(),
  severity: z.string().nullable(),
  as_sent: z.string().nullable(),
  reference: z.string().nullable(),
  reporter: z.string().nullable(),
  malware: z.string().nullable(),
  cve: z.array(z.string()),
  extra: z.record(z.string(), z.unknown()),
  problems: z.array(z.object({ code: z.string(), message: z.string(), at: z.string().optional() })),
  evidence: z.array(z.string()),
  /** What could be proven about who sent the message it came in; null where nothing was looked at. */
  sender: senderProof.nullable(),
  notifier: z.object({ id: z.string(), name: z.string() }).nullable(),
});
export type FindingShape = z.infer<typeof findingShape>;

/** A line of the timeline; future ones are running clocks. */
export const timelineLine = z.object({
  id: z.string(),
  at: instant,
  act: z.string(),
  by: z.object({ kind: z.string(), id: z.string().nullable(), name: z.string().nullable() }),
  from_state: z.string().nullable(),
  to_state: z.string().nullable(),
  /** Words for people, in both languages. */
  text: words,
  /** Free text of a person, where there is any and it was not erased. */
  note: z.string().nullable(),
  future: z.boolean(),
  reversible: z.boolean(),
});

export const letterLine = z.object({
  id: z.string(),
  template: z.string(),
  title: words,
  language: z.string(),
  audience: z.string(),
  state: z.string(),
  to: z.string().nullable(),
  subject: z.string().nullable(),
  created_at: instant,
  not_before: instant,
  sent_at: instant.nullable(),
  action: z.string().nullable(),
  action_version: z.number().int().nullable(),
  why: z.string().nullable(),
  /** Undo names the version it takes back. */
  version: z.number().int(),
  /** mail or webhook. */
  channel: z.string(),
  rung: z.string().nullable(),
  read_at: instant.nullable(),
  /** page, receipt or answer. */
  read_how: z.string().nullable(),
  answered_at: instant.nullable(),
  complained_at: instant.nullable(),
});
export const answerLine = z.object({
  id: z.string(),
  kind: z.string(),
  text: z.string().nullable(),
  until: instant.nullable(),
  channel: z.string(),
  received_at: instant,
  letter_id: z.string(),
});
export const probeLine = z.object({
  id: z.string(),
  at: instant,
  how: z.string(),
  target: z.string(),
  outcome: z.string(),
  note: z.string(),
});
export const episodeLine = z.object({
  id: z.string(),
  asset: z.string().nullable(),
  kind: z.string(),
  first_seen_at: instant,
  last_seen_at: instant,
  finding_count: z.number().int(),
  closed_at: instant.nullable(),
  close_rule: z.string().nullable(),
  from_case: z.string().nullable(),
});

/** One rung of the ladder: what happened, or what comes and when. */
export const rungLine = z.object({
  id: z.string(),
  title: words,
  /** done, proposed, accepted, declined, skipped, next, later, waiting (its clock does not run yet), stopped */
  state: z.string(),
  at: instant.nullable(),
  /** Why it was skipped or stopped. */
  why: z.string().nullable(),
  letter_id: z.string().nullable(),
  /** What is proposed to a person. */
  plan: z.object({ steps: z.array(stepShape), decide_by: instant.nullable(), ground: z.string() }).nullable(),
});
export const ladderShape = z.object({
  id: z.string(),
  version: z.number().int(),
  title: words,
  rungs: z.array(rungLine),
});
export const handOverShape = z.object({
  at: instant,
  address: z.string(),
  system: z.string(),
  /** The number of the other side, once it told. */
  token: z.string().nullable(),
});

/** A button: what it does, and why not where it may not be pressed. */
export const actOffer = z.object({ act: z.string(), to: z.string(), allowed: z.boolean(), why_not: words.nullable() });

export const caseShape = caseRow.extend({
  origin: z.enum(origins),
  outcome: z.enum(outcomes).nullable(),
  closed_at: instant.nullable(),
  merged_into: z.object({ id: z.string(), reference: z.string() }).nullable(),
  merged: z.array(z.object({ id: z.string(), reference: z.string() })),
  recurs_of: z.object({ id: z.string(), reference: z.string() }).nullable(),
  priority: priorityShape,
  band_override: z
    .object({ band: z.number().int(), reason: z.string(), by: z.string(), until: instant.nullable() })
    .nullable(),
  course: actionShape.nullable(),
  attribution_detail: attributionShape.nullable(),
  clocks: z.array(clockShape),
  timeline: z.array(timelineLine),
  letters: z.array(letterLine),
  ladder: ladderShape.nullable(),
  hand_over: handOverShape.nullable(),
  answers: z.array(answerLine),
  probes: z.array(probeLine),
  episodes: z.array(episodeLine),
  related_cases: z.array(
    z.object({ id: z.string(), reference: z.string(), why: words, state: z.string(), band: z.number().int() }),
  ),
  acts: z.array(actOffer),
});
export type CaseShape = z.infer<typeof caseShape>;

/** What would happen if the letter went now: shown before sending. */
export const letterPreview = z.object({
  to: z.string().nullable(),
  language: z.string(),
  template: z.string(),
  subject: z.string(),
  text: z.string(),
  html: z.string(),
  attachments: z.array(z.object({ name: z.string(), type: z.string(), size: z.number().int() })),
  /** Seconds in which it can be undone. */
  undo_seconds: z.number().int(),
  /** Why it cannot go, where it cannot. */
  refusals: z.array(z.object({ code: z.string(), text: words })),
  deadline_at: instant.nullable(),
});

/** A number that is never shown without its interval (95 %) and how many it rests on; null where nobody knows. */
const estimate = z.object({ value: z.number(), low: z.number(), high: z.number(), n: z.number().int() }).nullable();

/** What one version of a course of action, or one rung of it, brought about. */
export const effectRow = z.object({
  course: z.string(),
  course_title: words,
  version: z.number().int(),
  rung: z.string().nullable(),
  rung_title: words.nullable(),
  n: z.number().int(),
  fixed: z.number().int(),
  /** Hours until half were fixed; null: not within what was watched, see watched_hours. */
  median: z
    .object({
      hours: z.number().nullable(),
      low: z.number().nullable(),
      high: z.number().nullable(),
      n: z.number().int(),
      watched_hours: z.number(),
    })
    .nullable(),
  within: z.array(z.object({ hours: z.number(), share: estimate })),
  /** Share fixed within the customer's own term. */
  in_term: estimate,
  recurred: z.array(z.object({ days: z.number().int(), share: estimate })),
  read: estimate,
  answered: estimate,
  /** Share fixed by then, with its interval and how many were still watched. */
  curve: z.array(
    z.object({ hours: z.number(), at_risk: z.number().int(), share: z.number(), low: z.number(), high: z.number() }),
  ),
});
export type EffectRow = z.infer<typeof effectRow>;

/** Formats findings leave in. */
export const exportFormats = ['xarf', 'intelmq', 'n6', 'csv'] as const;
export type ExportFormat = (typeof exportFormats)[number];

/** How an export goes: what is written and what is left out, the reason met most often first. */
export const exportCountShape = z.object({
  written: z.number().int(),
  left_out: z.number().int(),
  reasons: z.array(z.object({ reason: z.string(), count: z.number().int(), text: words })),
});
export type ExportCount = z.infer<typeof exportCountShape>;
