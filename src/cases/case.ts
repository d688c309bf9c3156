/** What a case is: its life as one table, and the acts on it. */
import type { MemberRole } from '#kernel';

/** Who may do an act: a member with at least this role, the customer by the link, or the engine. */
export type By = MemberRole | 'customer' | 'engine';

/**
 * state → act → where it leads and who may. Buttons, API, refusals and tests all read this table.
 * `findings` is what the engine does when new findings of the same case come in.
 */
export const lifecycle = {
  new: {
    notify: { to: 'waiting', by: 'handler' },
    restrict: { to: 'restricted', by: 'decider' },
    resolve: { to: 'resolved', by: 'handler' },
    reject: { to: 'rejected', by: 'handler' },
    bundle: { to: 'bundled', by: 'handler' },
    findings: { to: 'new', by: 'engine' },
  },
  waiting: {
    answer: { to: 'answered', by: 'customer' },
    notify: { to: 'waiting', by: 'handler' },
    remind: { to: 'waiting', by: 'engine' },
    // The letter was undone, stopped or did not arrive: the customer knows nothing yet.
    take_back: { to: 'new', by: 'handler' },
    restrict: { to: 'restricted', by: 'decider' },
    resolve: { to: 'resolved', by: 'handler' },
    reject: { to: 'rejected', by: 'handler' },
    bundle: { to: 'bundled', by: 'handler' },
    quiet: { to: 'resolved', by: 'engine' },
    findings: { to: 'waiting', by: 'engine' },
  },
  answered: {
    answer: { to: 'answered', by: 'customer' },
    notify: { to: 'waiting', by: 'handler' },
    wait: { to: 'waiting', by: 'handler' },
    restrict: { to: 'restricted', by: 'decider' },
    resolve: { to: 'resolved', by: 'handler' },
    reject: { to: 'rejected', by: 'handler' },
    bundle: { to: 'bundled', by: 'handler' },
    quiet: { to: 'resolved', by: 'engine' },
    findings: { to: 'answered', by: 'engine' },
  },
  restricted: {
    answer: { to: 'restricted', by: 'customer' },
    notify: { to: 'restricted', by: 'handler' },
    lift: { to: 'waiting', by: 'decider' },
    resolve: { to: 'resolved', by: 'handler' },
    findings: { to: 'restricted', by: 'engine' },
  },
  resolved: {
    reopen: { to: 'new', by: 'handler' },
  },
  rejected: {
    reopen: { to: 'new', by: 'handler' },
  },
  bundled: {
    unbundle: { to: 'new', by: 'handler' },
  },
} as const satisfies Record<string, Record<string, { readonly to: string; readonly by: By }>>;

export type CaseState = keyof typeof lifecycle;
export type CaseAct = { [S in CaseState]: keyof (typeof lifecycle)[S] }[CaseState];
/** Proof at compile time: every arrow ends in a state of the table. */
export type EveryArrowLands = {
  [S in CaseState]: (typeof lifecycle)[S][keyof (typeof lifecycle)[S]] extends { readonly to: CaseState }
    ? true
    : never;
};

export const caseStates = Object.keys(lifecycle) as readonly CaseState[];
export const openStates: readonly CaseState[] = ['new', 'waiting', 'answered', 'restricted'];

/** Why a case ended. */
export const outcomes = [
  'fixed',
  'mitigated',
  'not_seen_again',
  'not_abuse',
  'false_positive',
  'not_ours',
  'no_action_possible',
  'duplicate',
] as const;
export type Outcome = (typeof outcomes)[number];

export const origins = ['unknown', 'fraudulent_signup', 'compromised', 'customer_knowing', 'misconfigured'] as const;
export type Origin = (typeof origins)[number];

/** Where an act leads from a state, or undefined where the table has no such arrow. */
export function arrow(state: CaseState, act: string): { readonly to: CaseState; readonly by: By } | undefined {
  const acts: Readonly<Record<string, { readonly to: CaseState; readonly by: By }>> = lifecycle[state];
  return Object.hasOwn(acts, act) ? acts[act] : undefined;
}

/** The acts a state offers, in the order of the table. */
export function actsOf(state: CaseState): readonly CaseAct[] {
  return Object.keys(lifecycle[state]) as CaseAct[];
}
