/** The life of an onboarding: gates one after another, refusal only ever proposed to a person. One table. Pure. */
import { type Actor, actorId, err, type MemberRole, mayAs, ok, type Result, type Words } from '#kernel';

/** `pass` is what the engine does once every check of the gate is settled; nobody can press it earlier. */
export const onboardingLife = {
  started: {
    pass: { to: 'contact_verified', by: 'handler' },
    propose_refusal: { to: 'refusal_proposed', by: 'handler' },
    withdraw: { to: 'withdrawn', by: 'handler' },
  },
  contact_verified: {
    pass: { to: 'paid', by: 'handler' },
    propose_refusal: { to: 'refusal_proposed', by: 'handler' },
    withdraw: { to: 'withdrawn', by: 'handler' },
  },
  paid: {
    pass: { to: 'screened', by: 'handler' },
    propose_refusal: { to: 'refusal_proposed', by: 'handler' },
    withdraw: { to: 'withdrawn', by: 'handler' },
  },
  screened: {
    activate: { to: 'active', by: 'handler' },
    propose_activation: { to: 'second_person', by: 'handler' },
    propose_refusal: { to: 'refusal_proposed', by: 'handler' },
    withdraw: { to: 'withdrawn', by: 'handler' },
  },
  second_person: {
    confirm: { to: 'active', by: 'decider' },
    return: { to: 'screened', by: 'decider' },
    propose_refusal: { to: 'refusal_proposed', by: 'handler' },
  },
  active: { review: { to: 'in_review', by: 'handler' } },
  /** Looked at again: what expired is asked anew. */
  in_review: {
    activate: { to: 'active', by: 'handler' },
    propose_activation: { to: 'second_person', by: 'handler' },
    propose_refusal: { to: 'refusal_proposed', by: 'handler' },
  },
  refusal_proposed: {
    refuse: { to: 'refused', by: 'decider' },
    return: { to: 'started', by: 'decider' },
  },
  refused: { reopen: { to: 'started', by: 'decider' } },
  withdrawn: { reopen: { to: 'started', by: 'handler' } },
} as const satisfies Record<string, Record<string, { readonly to: string; readonly by: MemberRole }>>;
export type OnboardingState = keyof typeof onboardingLife;
export const onboardingStates = Object.keys(onboardingLife) as readonly OnboardingState[];
/** The gates in their order; the last is passed by whoever admits. */
export const onboardingGates = ['contact_verified', 'paid', 'screened', 'active'] as const;
export const onboardingActs = [
  'pass',
  'activate',
  'propose_activation',
  'confirm',
  'return',
  'review',
  'propose_refusal',
  'refuse',
  'withdraw',
  'reopen',
] as const;
export type OnboardingAct = (typeof onboardingActs)[number];

export function onboardingArrow(
  state: OnboardingState,
  act: OnboardingAct,
): { readonly to: OnboardingState; readonly by: MemberRole } | undefined {
  const acts: Readonly<Record<string, { readonly to: OnboardingState; readonly by: MemberRole }>> =
    onboardingLife[state];
  return Object.hasOwn(acts, act) ? acts[act] : undefined;
}
/**
 * Whether services may be delivered: to nobody before the last gate. Who was a customer before a campaign stays one until a person
 * decides otherwise.
 */
export const mayProvision = (state: OnboardingState, via: string): boolean =>
  state === 'active' || state === 'in_review' || (via === 'campaign' && state !== 'refused');
export const endedStates: readonly OnboardingState[] = ['refused', 'withdrawn'];

export const stateWords: Readonly<Record<OnboardingState, Words>> = {
  started: { nl: 'begonnen', en: 'started' },
  contact_verified: { nl: 'contact nagegaan', en: 'contact verified' },
  paid: { nl: 'betaald via de bank', en: 'paid by bank' },
  screened: { nl: 'vergeleken', en: 'screened' },
  second_person: { nl: 'wacht op tweede persoon', en: 'waits for a second person' },
  active: { nl: 'toegelaten', en: 'active' },
  in_review: { nl: 'herbeoordeling', en: 'in review' },
  refusal_proposed: { nl: 'weigering voorgesteld', en: 'refusal proposed' },
  refused: { nl: 'geweigerd', en: 'refused' },
  withdrawn: { nl: 'teruggetrokken', en: 'withdrawn' },
};
export const actWords: Readonly<Record<OnboardingAct, Words>> = {
  pass: { nl: 'door de poort', en: 'through the gate' },
  activate: { nl: 'toelaten', en: 'admit' },
  propose_activation: { nl: 'toelating voorstellen', en: 'propose to admit' },
  confirm: { nl: 'toelating bevestigen', en: 'confirm admission' },
  return: { nl: 'terug', en: 'send back' },
  review: { nl: 'opnieuw bekijken', en: 'review again' },
  propose_refusal: { nl: 'weigering voorstellen', en: 'propose refusal' },
  refuse: { nl: 'weigeren', en: 'refuse' },
  withdraw: { nl: 'ingetrokken door de klant', en: 'withdrawn by the customer' },
  reopen: { nl: 'heropenen', en: 'reopen' },
};

/** Shortest reason that can be one's own. */
export const leastReason = 10;
const needsReason: readonly OnboardingAct[] = [
  'propose_refusal',
  'refuse',
  'return',
  'reopen',
  'propose_activation',
  'confirm',
];

export interface OnboardingNow {
  readonly state: OnboardingState;
  /** Checks that are not settled, of all gates. */
  readonly open: number;
  /** A hard stop holds: then nobody is admitted. */
  readonly stopped: boolean;
  /** Whether two people admit this tier. */
  readonly two: boolean;
  /** Who proposed what stands now. */
  readonly proposedBy: string | null;
}

/** What an act comes to. Refusal and admission by two need the decider's own reason; admission needs every gate behind it. */
export function decideOnboarding(
  o: OnboardingNow,
  act: OnboardingAct,
  by: Actor,
  reason: string,
): Result<
  OnboardingState,
  | 'onboarding.act-not-allowed'
  | 'onboarding.reason-needed'
  | 'onboarding.second-person'
  | 'onboarding.gate-closed'
  | 'request.not-allowed'
> {
  const arrow = onboardingArrow(o.state, act);
  if (!arrow || (act === 'pass' && by.kind !== 'engine')) return err('onboarding.act-not-allowed');
  if (!mayAs(by, arrow.by)) return err('request.not-allowed');
  const admits = arrow.to === 'active' || act === 'propose_activation';
  if (admits && (o.open > 0 || o.stopped)) return err('onboarding.gate-closed');
  if (act === 'activate' && o.two) return err('onboarding.second-person');
  // A machine refuses nobody (GDPR art. 22): it may propose.
  if (act === 'refuse' && by.kind !== 'member') return err('request.not-allowed');
  if (by.kind === 'member' && needsReason.includes(act) && reason.trim().length < leastReason)
    return err('onboarding.reason-needed');
  if ((act === 'confirm' || act === 'refuse') && o.proposedBy === actorId(by)) return err('onboarding.second-person');
  return ok(arrow.to);
}

export interface Proposals {
  /** Proposals of the engine that a person decided. */
  readonly decided: number;
  readonly followed: number;
}
/** Fewest decisions from which a share says anything. */
export const leastDecisions = 20;
/**
 * Who follows nearly every proposal of a machine does not decide (CJEU C-634/21, SCHUFA): above 95 % it is said aloud.
 */
export function followAlarm(p: Proposals): boolean {
  return p.decided >= leastDecisions && p.followed / p.decided > 0.95;
}
