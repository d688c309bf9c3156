/** The shapes of onboarding as the API gives them: snake_case, UTC. */
import { z } from 'zod';
import { checkIds, hardStops, pointCodes, tiers } from '#law';
import { campaignActs, consequences } from './campaign.ts';
import { methods, verdicts } from './check.ts';
import { payMethods } from './checks/money.ts';
import { onboardingActs, onboardingStates } from './life.ts';
import { payerTermKinds, payerVerdicts } from './payer.ts';

const instant = z.string().describe('RFC 3339, UTC');
const words = z.object({ nl: z.string(), en: z.string() });
const standing = z.enum([...verdicts, 'missing', 'expired']);

export const onboardingRow = z.object({
  id: z.string(),
  number: z.string().nullable(),
  party: z.string(),
  party_reference: z.string(),
  party_name: z.string().nullable(),
  state: z.enum(onboardingStates as [string, ...string[]]),
  via: z.string(),
  tier: z.enum(tiers),
  pack: z.string(),
  for_person: z.number().int(),
  proposal: z.string().nullable(),
  started_at: instant,
  /** Since when it stands where it stands. */
  waiting_since: instant,
});
export type OnboardingRowShape = z.infer<typeof onboardingRow>;
export const onboardingPage = z.object({ items: z.array(onboardingRow), next: z.string().nullable() });

const reason = z.object({ code: z.string(), about: z.string().optional(), words });
export const checkShape = z.object({
  check: z.enum(checkIds),
  title: words,
  gate: z.string(),
  asked: z.boolean(),
  standing,
  method: z.enum(methods).nullable(),
  source: z.string().nullable(),
  source_version: z.string().nullable(),
  reasons: z.array(reason),
  at: instant.nullable(),
  expires_at: instant.nullable(),
  by: z.string().nullable(),
  evidence: z.record(z.string(), z.unknown()).nullable(),
  may_record: z.boolean(),
});
export type CheckShape = z.infer<typeof checkShape>;
export const paymentShape = z.object({
  id: z.string(),
  booked_on: z.string(),
  amount_cents: z.number(),
  currency: z.string(),
  method: z.enum(payMethods),
  iban_masked: z.string().nullable(),
  payer: z.string().nullable(),
  verdict: z.enum(payerVerdicts),
  score: z.number().nullable(),
  terms: z.array(
    z.object({
      term: z.enum(payerTermKinds),
      payer: z.string().optional(),
      customer: z.string().optional(),
      points: z.number(),
    }),
  ),
});
export const proposalShape = z.object({
  id: z.string(),
  onboarding: z.string().nullable(),
  party: z.string(),
  party_reference: z.string(),
  party_name: z.string().nullable(),
  campaign: z.string().nullable(),
  outcome: z.string(),
  made_by: z.string(),
  made_at: instant,
  because: z.array(z.string()),
  decided_by: z.string().nullable(),
  decided_at: instant.nullable(),
  followed: z.boolean().nullable(),
  why: z.string().nullable(),
});
export type ProposalShape = z.infer<typeof proposalShape>;
export const onboardingShape = onboardingRow.extend({
  version: z.number().int(),
  reference: z.string(),
  order_reference: z.string().nullable(),
  language: z.enum(['nl', 'en']),
  activated_at: instant.nullable(),
  ended_at: instant.nullable(),
  may_provision: z.boolean(),
  /** What the customer said; null where it was erased. */
  statement: z.record(z.string(), z.unknown()).nullable(),
  complete: z.object({ known: z.number().int(), of: z.number().int(), missing: z.array(z.string()) }).nullable(),
  checks: z.array(checkShape),
  payments: z.array(paymentShape),
  /** Other customers that the same account paid for. */
  shared_payer: z.number().int(),
  open: z.array(z.object({ check: z.enum(checkIds), standing })),
  proposals: z.array(proposalShape),
  acts: z.array(
    z.object({ at: instant, act: z.string(), by: z.string(), to: z.string(), text: z.string().nullable() }),
  ),
  /** Below the evidence: what it comes to. */
  risk: z.object({
    pack_version: z.number().int(),
    total: z.number().int(),
    lines: z.array(
      z.object({ code: z.enum(pointCodes), points: z.number().int(), from: z.string().nullable(), words }),
    ),
    stops: z.array(z.object({ code: z.enum(hardStops), words })),
  }),
  may: z.array(z.enum(onboardingActs)),
});
export type OnboardingShape = z.infer<typeof onboardingShape>;

export const startedShape = z.object({
  id: z.string(),
  party: z.string(),
  number: z.string(),
  state: z.string(),
  may_provision: z.boolean(),
  /** What the first payment mentions. */
  reference: z.string(),
  /** The customer's own page. */
  page: z.string(),
});
export const paidInShape = z.object({
  import: z.string(),
  format: z.string(),
  lines: z.number().int(),
  matched: z.number().int(),
  again: z.number().int(),
  forgotten: z.number().int(),
  verdicts: z.record(z.string(), z.number().int()),
  onboardings: z.array(z.string()),
});

export type PaidInShape = z.infer<typeof paidInShape>;

export const campaignShape = z.object({
  id: z.string(),
  title: z.string(),
  pack: z.string(),
  state: z.string(),
  batch: z.number().int(),
  term_days: z.number().int(),
  remind_days: z.number().int(),
  consequence: z.enum(consequences),
  made_at: instant,
  started_at: instant.nullable(),
  ended_at: instant.nullable(),
  /** How many customers stand where. */
  progress: z.record(z.string(), z.number().int()),
  total: z.number().int(),
  may: z.array(z.enum(campaignActs)),
});
export type CampaignShape = z.infer<typeof campaignShape>;

export const whatIfShape = z.object({
  pack: z.string(),
  title: words,
  mark: z.string(),
  at: instant,
  customers: z.number().int(),
  meets: z.number().int(),
  incomplete: z.number().int(),
  fails: z.number().int(),
  hours: z.number(),
  by_tier: z.record(z.string(), z.number().int()),
  resellers_hit: z.number().int(),
  persons_hit: z.number().int(),
  by_check: z.array(
    z.object({ check: z.enum(checkIds), open: z.number().int(), fail: z.number().int(), minutes: z.number() }),
  ),
  hit: z.array(
    z.object({
      party: z.string(),
      tier: z.enum(tiers),
      open: z.array(z.enum(checkIds)),
      fail: z.array(z.enum(checkIds)),
    }),
  ),
});
export type WhatIfShape = z.infer<typeof whatIfShape>;
export const packShape = z.object({
  id: z.string(),
  version: z.number().int(),
  title: words,
  says: words,
  mark: z.string(),
  law: z.string(),
  article: z.string().nullable(),
  from: z.string(),
  asks: z.record(z.string(), z.array(z.enum(checkIds))),
});
export type PackShape = z.infer<typeof packShape>;

export const overviewShape = z.object({
  /** What people made of the engine's proposals, and whether that is too much alike (CJEU C-634/21). */
  followed: z.object({
    decided: z.number().int(),
    followed: z.number().int(),
    alarm: z.boolean(),
    days: z.number().int(),
  }),
  packs: z.array(packShape),
  consequences: z.array(proposalShape),
});
export type OverviewShape = z.infer<typeof overviewShape>;

const own = z.array(z.string().trim().min(2).max(200)).max(200_000);
export const settingsShape = z.object({
  pack: z.string().max(60),
  form_open: z.boolean(),
  pay_to: z.string().trim().max(200).nullable(),
  disposable: own,
  virtual_offices: own,
  high_risk_countries: z.array(z.string().regex(/^[A-Z]{2}$/)).max(250),
  gateway_url: z.url().nullable(),
  kvk_url: z.url().nullable(),
  vies_url: z.url().nullable(),
  gleif_url: z.url().nullable(),
});
export type SettingsShape = z.infer<typeof settingsShape>;
export const settingsBody = settingsShape.extend({
  /** Only what changes; an empty text takes one away. Never given back. */
  secrets: z
    .strictObject({
      gateway: z.string().max(500).optional(),
      kvk: z.string().max(500).optional(),
      provider: z.string().max(500).optional(),
    })
    .default({}),
});
