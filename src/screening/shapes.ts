/** The shapes of screening as the API gives them: snake_case, UTC. */
import { z } from 'zod';
import { fourEyes, matchActs, matchStates } from './life.ts';
import { termKinds } from './match/score.ts';

const instant = z.string().describe('RFC 3339, UTC');
const words = z.object({ nl: z.string(), en: z.string() });
const term = z.object({
  term: z.enum(termKinds),
  query: z.string().optional(),
  listed: z.string().optional(),
  how: z.string().optional(),
  points: z.number(),
});

/** One match as `screen` gives it; the terms add up to the score. */
export const foundShape = z.object({
  entry: z.string(),
  list: z.string(),
  kind: z.string(),
  name: z.string().nullable(),
  query: z.string().nullable(),
  score: z.number(),
  band: z.string(),
  terms: z.array(term),
  what_if: z.record(z.string(), z.number()),
  programmes: z.array(z.string()),
});
export const screenedShape = z.object({ best: foundShape.nullable(), others: z.array(foundShape) });

export const listRow = z.object({
  list: z.string(),
  title: words,
  tier: z.string(),
  generation: z.string(),
  sha256: z.string(),
  source: z.string(),
  loaded_at: instant,
  checked_at: instant,
  /** Older than its publisher's rhythm: an alarm. */
  stale: z.boolean(),
  entries: z.number().int(),
  names: z.number().int(),
  added: z.number().int(),
  changed: z.number().int(),
  removed: z.number().int(),
  licence: words.nullable(),
});
export type ListRow = z.infer<typeof listRow>;
export const listPage = z.object({ items: z.array(listRow) });

export const matchRow = z.object({
  id: z.string(),
  party: z.string(),
  party_reference: z.string(),
  party_name: z.string().nullable(),
  list: z.string(),
  entry: z.string(),
  listed: z.string().nullable(),
  state: z.enum(matchStates as [string, ...string[]]),
  score: z.number(),
  band: z.string(),
  by: z.enum(['party', 'owners']),
  opened_at: instant,
  reopened: z.number().int(),
});
export type MatchRow = z.infer<typeof matchRow>;
export const matchPage = z.object({ items: z.array(matchRow), next: z.string().nullable() });

const fact = z.object({
  field: z.enum(['birth', 'country', 'gender', 'identifier']),
  party: z.string().nullable(),
  listed: z.string().nullable(),
  verdict: z.enum(['agrees', 'differs', 'unknown']),
});
const step = z.object({
  does: words,
  basis: z.string(),
  mark: z.string(),
  to: words.nullable(),
  within: z.string().nullable(),
});

/** A match with its evidence: what is said on both sides, what the law asks, and only then the score. */
export const matchShape = matchRow.extend({
  queried: z.string().nullable(),
  facts: z.array(fact),
  entry_names: z.array(z.object({ text: z.string(), strength: z.string() })),
  entry_remark: z.string().nullable(),
  acts_listed: z.array(
    z.object({
      programme: z.string(),
      act: z.string().nullable(),
      url: z.string().nullable(),
      from: z.string().nullable(),
    }),
  ),
  terms: z.array(term),
  what_if: z.record(z.string(), z.number()),
  ownership: z
    .object({
      share: z.number(),
      because: z.string().nullable(),
      owners: z.array(z.object({ name: z.string(), share: z.number().nullable(), controls: z.boolean() })),
    })
    .nullable(),
  regime: z
    .object({
      title: words,
      binds: z.boolean(),
      freeze: z.array(step),
      report: z.array(step),
      derogation: z.array(step),
    })
    .nullable(),
  proposed: z.enum(['true_match', 'false_positive']).nullable(),
  proposed_by: z.string().nullable(),
  proposed_at: instant.nullable(),
  proposed_why: z.string().nullable(),
  decided_by: z.string().nullable(),
  decided_at: instant.nullable(),
  why: z.string().nullable(),
  may: z.array(z.enum(matchActs)),
});
export type MatchShape = z.infer<typeof matchShape>;

export const settingsShape = z.object({ four_eyes: z.enum(fourEyes), fetched: z.array(z.string().max(60)).max(20) });
export type ScreeningSettings = z.infer<typeof settingsShape>;

export const ownerShape = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.enum(['person', 'organisation', 'unknown']),
  born: z.string().nullable(),
  country: z.string().nullable(),
  share: z.number().nullable(),
  controls: z.boolean(),
  source: z.string(),
});
export const ownerPage = z.object({ items: z.array(ownerShape) });
export const importedShape = z.object({
  list: z.string(),
  generation: z.string().nullable(),
  entries: z.number().int(),
  names: z.number().int(),
  added: z.number().int(),
  changed: z.number().int(),
  removed: z.number().int(),
  merged: z.number().int(),
  same: z.boolean(),
});
export type Imported = z.infer<typeof importedShape>;

/** How often people confirmed what was laid before them; `alarm` where that is so often that somebody should ask why. */
export const acceptanceShape = z.object({
  confirmed: z.number().int(),
  decided: z.number().int(),
  alarm: z.boolean(),
});
export type Acceptance = z.infer<typeof acceptanceShape>;

const best = z.object({
  party: z.string(),
  reference: z.string().nullable(),
  name: z.string().nullable(),
  listed: z.string().nullable(),
  list: z.string(),
  score: z.number(),
});
export const thresholdLabShape = z.object({
  operating: z.number(),
  threshold: z.number(),
  customers: z.number().int(),
  generations: z.array(z.string()),
  rows: z.array(
    z.object({
      threshold: z.number(),
      operating: z.boolean(),
      alerts: z.number().int(),
      added: z.number().int(),
      removed: z.number().int(),
    }),
  ),
  added: z.array(best),
  removed: z.array(best),
});
export type ThresholdLab = z.infer<typeof thresholdLabShape>;
