/** A ban: its life and that of a return match as tables, and what a decision on either must hold. */
import { z } from 'zod';
import { type Actor, actorId, err, type MemberRole, mayAs, ok, type Result, type Words } from '#kernel';
import { banGroundIds, banGrounds, type ReturnUse, returnUseRules } from '#law';
import { tagKindIds } from './identifier.ts';

export const banStates = ['in_force', 'contested', 'lifted', 'expired'] as const;
export type BanState = (typeof banStates)[number];
export const banActs = ['contest', 'reject', 'uphold', 'lift', 'expire'] as const;
export type BanAct = (typeof banActs)[number];
type BanBy = MemberRole | 'customer' | 'engine';

/** state → act → where it leads and who may. `uphold`: the contest is right, so the ban is lifted. */
export const banLife = {
  in_force: {
    contest: { to: 'contested', by: 'customer' },
    lift: { to: 'lifted', by: 'decider' },
    expire: { to: 'expired', by: 'engine' },
  },
  contested: {
    contest: { to: 'contested', by: 'customer' },
    reject: { to: 'in_force', by: 'decider' },
    uphold: { to: 'lifted', by: 'decider' },
    expire: { to: 'expired', by: 'engine' },
  },
  lifted: {},
  expired: {},
} as const satisfies Record<BanState, Record<string, { readonly to: BanState; readonly by: BanBy }>>;

export function banArrow(state: BanState, act: BanAct): { readonly to: BanState; readonly by: BanBy } | undefined {
  const acts: Readonly<Record<string, { readonly to: BanState; readonly by: BanBy }>> = banLife[state];
  return acts[act];
}

/** Shortest reason that can be one's own. */
export const leastReason = 10;

/**
 * What an act on a ban comes to. Whoever made the ban never decides a contest of it.
 * A contest may be handed in for the banned person by whoever took the call.
 */
export function decideBan(
  ban: { readonly state: BanState; readonly decidedBy: string },
  act: BanAct,
  by: Actor,
  reason: string,
): Result<BanState, 'ban.act-not-allowed' | 'ban.reason-needed' | 'ban.second-person' | 'request.not-allowed'> {
  const arrow = banArrow(ban.state, act);
  if (!arrow) return err('ban.act-not-allowed');
  if (act === 'contest') {
    if (by.kind !== 'customer' && !mayAs(by, 'handler')) return err('request.not-allowed');
    return reason.trim() === '' ? err('ban.reason-needed') : ok(arrow.to);
  }
  if (act === 'expire') return by.kind === 'engine' ? ok(arrow.to) : err('request.not-allowed');
  if (by.kind !== 'member' || !mayAs(by, 'decider')) return err('request.not-allowed');
  if ((act === 'reject' || act === 'uphold') && actorId(by) === ban.decidedBy) return err('ban.second-person');
  return reason.trim().length < leastReason ? err('ban.reason-needed') : ok(arrow.to);
}

export const returnStates = ['open', 'under_review', 'same', 'other', 'lapsed'] as const;
export type ReturnState = (typeof returnStates)[number];
export const returnActs = ['take', 'confirm', 'reject', 'reopen'] as const;
export type ReturnAct = (typeof returnActs)[number];

/** A machine only proposes: that somebody is the banned person is said by a person (GDPR art. 22). */
export const returnLife = {
  open: {
    take: { to: 'under_review', by: 'handler' },
    confirm: { to: 'same', by: 'decider' },
    reject: { to: 'other', by: 'handler' },
  },
  under_review: { confirm: { to: 'same', by: 'decider' }, reject: { to: 'other', by: 'handler' } },
  same: { reopen: { to: 'open', by: 'decider' } },
  other: { reopen: { to: 'open', by: 'decider' } },
  lapsed: {},
} as const satisfies Record<ReturnState, Record<string, { readonly to: ReturnState; readonly by: MemberRole }>>;

export function returnArrow(
  state: ReturnState,
  act: ReturnAct,
): { readonly to: ReturnState; readonly by: MemberRole } | undefined {
  const acts: Readonly<Record<string, { readonly to: ReturnState; readonly by: MemberRole }>> = returnLife[state];
  return acts[act];
}

export function decideReturn(
  state: ReturnState,
  act: ReturnAct,
  by: Actor,
  reason: string,
): Result<ReturnState, 'return.act-not-allowed' | 'ban.reason-needed' | 'request.not-allowed'> {
  const arrow = returnArrow(state, act);
  if (!arrow) return err('return.act-not-allowed');
  if (by.kind !== 'member' || !mayAs(by, arrow.by)) return err('request.not-allowed');
  if (act === 'take') return ok(arrow.to);
  return reason.trim().length < leastReason ? err('ban.reason-needed') : ok(arrow.to);
}

/** Whether a use of the tags is on: by the law itself, or by a ground somebody recorded. */
export const isUseOn = (use: ReturnUse, recorded: readonly { readonly use: string }[]): boolean =>
  returnUseRules[use].on || recorded.some((r) => r.use === use);

/**
 * Share of proposals that people accept above which somebody must ask whether they still decide (CJEU C-634/21), and the least
 * number of decisions about which that can be said.
 */
export const acceptanceAlarm = { share: 0.95, least: 20 } as const;
export const isAlarming = (same: number, decided: number): boolean =>
  decided >= acceptanceAlarm.least && same / decided > acceptanceAlarm.share;

const text = (most: number) => z.string().trim().min(1).max(most);
export const identifierInput = z.strictObject({ kind: z.enum(tagKindIds), value: text(1000) });

/** A ban as it is made: of a party, of the party of a decision, or of somebody who never became one. */
export const banInput = z.strictObject({
  party: z.string().max(64).optional(),
  /** The decision it follows from; its party is banned. */
  decision: z.string().max(64).optional(),
  ground: z.enum(banGroundIds),
  /** The facts it rests on, in words the person will read. */
  facts: text(10_000),
  months: z.number().int().min(1).max(60).optional(),
  names: z.array(text(300)).max(20).default([]),
  birth: z
    .string()
    .regex(/^\d{4}(?:-\d{2}-\d{2})?$/)
    .optional(),
  /** Beside what the party's own contacts and domains say. */
  identifiers: z.array(identifierInput).max(200).default([]),
  /** Where the letter goes; else to the party's own contact. */
  address: z.email().optional(),
  language: z.enum(['nl', 'en']).optional(),
  /** Why nobody is told yet: a duty of silence, or no address that works. */
  untold: text(1000).optional(),
});
export type BanInput = z.input<typeof banInput>;
export type BanGiven = z.infer<typeof banInput>;

/** Months a ban lasts; undefined where that is more than its ground allows. */
export function monthsOf(ground: BanGiven['ground'], asked: number | undefined): number | undefined {
  const { usual, most } = banGrounds[ground].months;
  const months = asked ?? usual;
  return months <= most ? months : undefined;
}

export const banStateWords: Readonly<Record<BanState, Words>> = {
  in_force: { nl: 'van kracht', en: 'in force' },
  contested: { nl: 'betwist', en: 'contested' },
  lifted: { nl: 'opgeheven', en: 'lifted' },
  expired: { nl: 'verlopen', en: 'expired' },
};
export const returnStateWords: Readonly<Record<ReturnState, Words>> = {
  open: { nl: 'open', en: 'open' },
  under_review: { nl: 'in onderzoek', en: 'under review' },
  same: { nl: 'dezelfde', en: 'the same' },
  other: { nl: 'iemand anders', en: 'somebody else' },
  lapsed: { nl: 'vervallen', en: 'lapsed' },
};
