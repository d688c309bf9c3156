/** The life of a match, and the decision on it: evidence first, a reason of one's own, and two people where that is asked. */
import { type Actor, actorId, err, type MemberRole, mayAs, ok, type Result, type Words } from '#kernel';
import type { Band } from './match/qualify.ts';

export const matchLife = {
  open: {
    take: { to: 'under_review', by: 'handler' },
    confirm: { to: 'true_match', by: 'handler' },
    reject: { to: 'false_positive', by: 'handler' },
  },
  under_review: {
    confirm: { to: 'true_match', by: 'handler' },
    reject: { to: 'false_positive', by: 'handler' },
  },
  second_person: {
    confirm: { to: 'true_match', by: 'decider' },
    reject: { to: 'false_positive', by: 'decider' },
    return: { to: 'under_review', by: 'decider' },
  },
  true_match: { reopen: { to: 'open', by: 'decider' } },
  false_positive: { reopen: { to: 'open', by: 'decider' } },
  /** Delisted, or changed so that nothing agrees any more. */
  lapsed: { reopen: { to: 'open', by: 'decider' } },
} as const satisfies Record<string, Record<string, { readonly to: string; readonly by: MemberRole }>>;
export type MatchState = keyof typeof matchLife;
export const matchStates = Object.keys(matchLife) as readonly MatchState[];
export type Verdict = 'true_match' | 'false_positive';
export const matchActs = ['take', 'confirm', 'reject', 'return', 'reopen'] as const;
export type MatchAct = (typeof matchActs)[number];
export const isMatchAct = (text: string): text is MatchAct => (matchActs as readonly string[]).includes(text);

export function matchArrow(
  state: MatchState,
  act: MatchAct,
): { readonly to: MatchState; readonly by: MemberRole } | undefined {
  const acts: Readonly<Record<string, { readonly to: MatchState; readonly by: MemberRole }>> = matchLife[state];
  return acts[act];
}

export const stateWords: Readonly<Record<MatchState, Words>> = {
  open: { nl: 'open', en: 'open' },
  under_review: { nl: 'in onderzoek', en: 'under review' },
  second_person: { nl: 'wacht op tweede persoon', en: 'waits for a second person' },
  true_match: { nl: 'echte treffer', en: 'true match' },
  false_positive: { nl: 'geen treffer', en: 'no match' },
  lapsed: { nl: 'vervallen', en: 'lapsed' },
};

/** Which verdicts two people give: none, those on matches of band `block`, or all. */
export const fourEyes = ['none', 'strong', 'all'] as const;
export type FourEyes = (typeof fourEyes)[number];

export interface MatchNow {
  readonly state: MatchState;
  readonly band: Band;
  readonly proposed: Verdict | null;
  readonly proposedBy: string | null;
}

export interface MatchPlan {
  readonly to: MatchState;
  /** Set where this person only proposes and a second one decides. */
  readonly proposes?: Verdict;
  readonly decides?: Verdict;
}

/** Shortest reason that can be one's own. */
const leastReason = 10;

/** What an act on a match comes to. A verdict needs a reason; where two people are asked, the first only proposes. */
export function decideMatch(
  match: MatchNow,
  act: MatchAct,
  by: Actor,
  reason: string,
  eyes: FourEyes,
): Result<MatchPlan, 'match.act-not-allowed' | 'match.reason-needed' | 'match.second-person' | 'request.not-allowed'> {
  const arrow = matchArrow(match.state, act);
  if (!arrow) return err('match.act-not-allowed');
  if (!mayAs(by, arrow.by)) return err('request.not-allowed');
  if (act === 'take') return ok({ to: arrow.to });
  if (reason.trim().length < leastReason) return err('match.reason-needed');
  if (act === 'reopen' || act === 'return') return ok({ to: arrow.to });
  const verdict: Verdict = act === 'confirm' ? 'true_match' : 'false_positive';
  if (match.state === 'second_person') {
    if (match.proposedBy === actorId(by)) return err('match.second-person');
    return ok({ to: arrow.to, decides: verdict });
  }
  const two = eyes === 'all' || (eyes === 'strong' && match.band === 'block');
  return two ? ok({ to: 'second_person', proposes: verdict }) : ok({ to: arrow.to, decides: verdict });
}

export interface Seen {
  readonly entryFingerprint: string;
  readonly partyFingerprint: string;
  readonly state: MatchState;
}

/** What becomes of a known pair that matches again: remembered while both sides are what they were, else asked anew. */
export function again(
  before: Seen,
  now: Pick<Seen, 'entryFingerprint' | 'partyFingerprint'>,
): 'remember' | 'reopen' | 'refresh' {
  const same = before.entryFingerprint === now.entryFingerprint && before.partyFingerprint === now.partyFingerprint;
  if (before.state === 'lapsed') return 'reopen';
  if (same) return 'remember';
  return before.state === 'true_match' || before.state === 'false_positive' ? 'reopen' : 'refresh';
}

/**
 * Share of matches that people confirm above which somebody must ask whether they still decide themselves (CJEU C-634/21,
 * GDPR art. 22), and the least number of verdicts about which that can be said.
 */
export const acceptanceAlarm = { share: 0.95, least: 20 } as const;
export const isAlarming = (confirmed: number, decided: number): boolean =>
  decided >= acceptanceAlarm.least && confirmed / decided > acceptanceAlarm.share;
