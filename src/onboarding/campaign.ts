/** A campaign over customers that are there already: what is asked, in which batches, and how far it is. Pure. */

import { z } from 'zod';
import type { MemberRole, Words } from '#kernel';
import type { Tier } from '#law';

export const campaignLife = {
  draft: { start: { to: 'running', by: 'decider' }, drop: { to: 'ended', by: 'handler' } },
  running: { pause: { to: 'paused', by: 'handler' }, end: { to: 'ended', by: 'decider' } },
  paused: { start: { to: 'running', by: 'decider' }, end: { to: 'ended', by: 'decider' } },
  ended: {},
} as const satisfies Record<string, Record<string, { readonly to: string; readonly by: MemberRole }>>;
export type CampaignState = keyof typeof campaignLife;
export const campaignActs = ['start', 'pause', 'end', 'drop'] as const;
export type CampaignAct = (typeof campaignActs)[number];
export function campaignArrow(
  state: CampaignState,
  act: CampaignAct,
): { readonly to: CampaignState; readonly by: MemberRole } | undefined {
  const acts: Readonly<Record<string, { readonly to: CampaignState; readonly by: MemberRole }>> = campaignLife[state];
  return Object.hasOwn(acts, act) ? acts[act] : undefined;
}
export const campaignStateWords: Readonly<Record<CampaignState, Words>> = {
  draft: { nl: 'concept', en: 'draft' },
  running: { nl: 'loopt', en: 'running' },
  paused: { nl: 'gepauzeerd', en: 'paused' },
  ended: { nl: 'afgerond', en: 'ended' },
};

/** waiting → asked → reminded → done, or overdue: then a consequence waits for a person. */
export const memberStates = ['waiting', 'asked', 'reminded', 'done', 'overdue', 'settled', 'unreachable'] as const;
export type MemberState = (typeof memberStates)[number];

export const consequences = ['none', 'restrict_orders', 'end_contract'] as const;
export type Consequence = (typeof consequences)[number];
export const consequenceWords: Readonly<Record<Consequence, Words>> = {
  none: { nl: 'geen', en: 'none' },
  restrict_orders: { nl: 'geen nieuwe bestellingen', en: 'no new orders' },
  end_contract: { nl: 'contract beëindigen', en: 'end the contract' },
};

export const newCampaign = z.strictObject({
  title: z.string().trim().min(3).max(120),
  /** Profile that customers are brought to. */
  pack: z.string().max(60),
  /** Letters a day. */
  batch: z.number().int().min(1).max(5000).default(50),
  term_days: z.number().int().min(7).max(365).default(30),
  remind_days: z.number().int().min(3).max(180).default(14),
  consequence: z.enum(consequences).default('restrict_orders'),
});
export type NewCampaign = z.infer<typeof newCampaign>;

export interface Candidate {
  readonly party: string;
  readonly tier: Tier;
  readonly resells: boolean;
  /** How many things are still open under the profile. */
  readonly open: number;
}
const order: Readonly<Record<Tier, number>> = { high: 0, normal: 1, low: 2 };

/** Who is asked first: high risk before low, resellers before others, then who misses most. Batches of one size, numbered from 1. */
export function batchesOf(
  all: readonly Candidate[],
  size: number,
): readonly (Candidate & { readonly batch: number })[] {
  return [...all]
    .filter((c) => c.open > 0)
    .sort(
      (a, b) =>
        order[a.tier] - order[b.tier] ||
        Number(b.resells) - Number(a.resells) ||
        b.open - a.open ||
        (a.party < b.party ? -1 : 1),
    )
    .map((c, i) => ({ ...c, batch: Math.floor(i / size) + 1 }));
}

/** What is due for one customer of a campaign now. */
export function stepFor(
  m: {
    readonly state: MemberState;
    readonly batch: number;
    readonly askedAt: Temporal.Instant | null;
    readonly open: number;
  },
  c: { readonly startedAt: Temporal.Instant; readonly termDays: number; readonly remindDays: number },
  now: Temporal.Instant,
): 'ask' | 'remind' | 'overdue' | 'done' | null {
  if (m.state === 'done' || m.state === 'overdue' || m.state === 'settled' || m.state === 'unreachable') return null;
  if (m.open === 0 && m.state !== 'waiting') return 'done';
  const days = (from: Temporal.Instant) => now.since(from).total('hours') / 24;
  // One batch a day.
  if (m.state === 'waiting') return days(c.startedAt) >= m.batch - 1 ? 'ask' : null;
  if (!m.askedAt) return null;
  if (days(m.askedAt) >= c.termDays) return 'overdue';
  return m.state === 'asked' && days(m.askedAt) >= c.remindDays ? 'remind' : null;
}
