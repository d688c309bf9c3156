/** The shapes of bans and return matches as the API gives them: snake_case, UTC. No tag and no identifier is among them. */
import { z } from 'zod';
import { marks, returnUses } from '#law';
import { banActs, banStates, returnActs, returnStates } from './ban.ts';
import { strengths, tagKindIds } from './identifier.ts';
import { type ReturnSubject, verdicts } from './returns.ts';

const instant = z.string().describe('RFC 3339, UTC');
const words = z.object({ nl: z.string(), en: z.string() });
const lineKinds = [...tagKindIds, 'name', 'birth', 'limit'] as const;
const matchKinds = [...tagKindIds, 'name'] as const;

export const returnLineShape = z.object({
  kind: z.enum(lineKinds),
  strength: z.enum(strengths),
  points: z.number(),
  asked: z.string().optional(),
  banned: z.string().optional(),
  likeness: z.number().optional(),
});

export const returnHitShape = z.object({
  ban: z.string(),
  match: z.string(),
  verdict: z.enum(['review', 'block']),
  kinds: z.array(z.enum(matchKinds)),
  strength: z.enum(strengths),
  points: z.number(),
  lines: z.array(returnLineShape),
});
export type ReturnHit = z.infer<typeof returnHitShape>;

/** What the return check answers: the verdict is a proposal, its lines add up to its points. */
export const returnCheckShape = z.object({
  verdict: z.enum(verdicts),
  use: z.enum(['onboarding', 'change', 'existing']),
  /** Provision it was compared under; null where the use is off and nothing was compared. */
  article: z.string().nullable(),
  hits: z.array(returnHitShape),
});
export type ReturnCheck = z.infer<typeof returnCheckShape>;

const list = z.array(z.string().trim().min(1).max(1000)).max(200).default([]);
export const returnSubjectInput = z.strictObject({
  party: z.string().max(64).optional(),
  names: list,
  emails: list,
  phones: list,
  ibans: list,
  ssh_keys: list,
  devices: list,
  payment_tokens: list,
  addresses: z
    .array(z.strictObject({ country: z.string().length(2), postcode: z.string().max(20), number: z.string().max(20) }))
    .max(20)
    .default([]),
  company_numbers: list,
  domains: list,
  documents: list,
  cryptos: list,
  networks: list,
  host_patterns: list,
  birth: z
    .string()
    .regex(/^\d{4}(?:-\d{2}-\d{2})?$/)
    .optional(),
});

/** The subject a body asks about. */
export function subjectOf(given: z.infer<typeof returnSubjectInput>): ReturnSubject {
  const { ssh_keys, payment_tokens, company_numbers, host_patterns, party, birth, ...same } = given;
  return {
    ...same,
    sshKeys: ssh_keys,
    paymentTokens: payment_tokens,
    companyNumbers: company_numbers,
    hostPatterns: host_patterns,
    ...(party ? { party } : {}),
    ...(birth ? { birth } : {}),
  };
}

export const banRowShape = z.object({
  id: z.string(),
  number: z.string().nullable(),
  party: z.object({ id: z.string(), reference: z.string().nullable(), name: z.string().nullable() }).nullable(),
  ground: z.string(),
  ground_words: words,
  article: z.string(),
  state: z.enum(banStates),
  decided_at: instant,
  expires_at: instant,
  ended_at: instant.nullable(),
  /** Whether the person was told. */
  told: z.boolean(),
  version: z.number().int(),
});
export type BanRowShape = z.infer<typeof banRowShape>;
export const banPage = z.object({
  items: z.array(banRowShape),
  /** How often people agreed with a proposal; `alarm` where that is so often that somebody should ask why. */
  acceptance: z.object({ same: z.number().int(), decided: z.number().int(), alarm: z.boolean() }),
});
export type BanPage = z.infer<typeof banPage>;

export const returnRowShape = z.object({
  id: z.string(),
  ban: z.string(),
  ban_number: z.string().nullable(),
  party: z.object({ id: z.string(), reference: z.string().nullable(), name: z.string().nullable() }).nullable(),
  use: z.enum(['onboarding', 'change', 'existing']),
  article: z.string(),
  kinds: z.array(z.enum(matchKinds)),
  verdict: z.enum(['review', 'block']),
  points: z.number(),
  state: z.enum(returnStates),
  opened_at: instant,
  reopened: z.number().int(),
  version: z.number().int(),
});
export type ReturnRowShape = z.infer<typeof returnRowShape>;

export const returnMatchShape = returnRowShape.extend({
  /** Names of who applies, where it is no party yet. */
  names: z.array(z.string()),
  ground_words: words,
  facts: z.string().nullable(),
  banned_at: instant,
  lines: z.array(returnLineShape),
  why: z.string().nullable(),
  decided_at: instant.nullable(),
  decided_by: z.string().nullable(),
  may: z.array(z.enum(returnActs)),
});
export type ReturnMatchShape = z.infer<typeof returnMatchShape>;

export const banShape = banRowShape.extend({
  decision: z.string().nullable(),
  basis: z.string(),
  mark: z.enum(marks),
  facts: z.string().nullable(),
  /** What is kept to know the person again: kinds and how many, never what. */
  kept: z.array(z.object({ kind: z.enum(matchKinds), words, strength: z.enum(strengths), count: z.number().int() })),
  untold: z.string().nullable(),
  decided_by: z.string(),
  contests: z.array(
    z.object({
      no: z.number().int(),
      received_at: instant,
      text: z.string().nullable(),
      outcome: z.enum(['upheld', 'rejected']).nullable(),
      answer: z.string().nullable(),
      decided_at: instant.nullable(),
      decided_by: z.string().nullable(),
    }),
  ),
  matches: z.array(returnRowShape),
  may: z.array(z.enum(banActs)),
});
export type BanShape = z.infer<typeof banShape>;

export const useShape = z.object({
  use: z.enum(returnUses),
  title: words,
  basis: z.string(),
  mark: z.enum(marks),
  on: z.boolean(),
  article: z.string().nullable(),
  why: z.string().nullable(),
  recorded_at: instant.nullable(),
  recorded_by: z.string().nullable(),
});
export type UseShape = z.infer<typeof useShape>;

/** What a person hears of bans that are about them (GDPR art. 15): no tag, and nothing of anybody else. */
export const banAccessShape = z.object({
  items: z.array(
    z.object({
      number: z.string().nullable(),
      state: z.enum(banStates),
      ground: words,
      facts: z.string().nullable(),
      article: z.string(),
      decided_at: instant,
      expires_at: instant,
      kept: z.array(z.object({ words, count: z.number().int() })),
    }),
  ),
  /** Times they were taken for somebody else's ban, and what a person decided. */
  matches: z.array(z.object({ opened_at: instant, use: z.string(), article: z.string(), state: z.enum(returnStates) })),
});
export type BanAccess = z.infer<typeof banAccessShape>;
