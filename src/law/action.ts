/** Courses of action: what the recipient of a letter and the host can do, by when, and how one sees that it worked. */
import type { Words } from '#kernel';
import type { Basis, InForce } from './basis.ts';

/** A length of time in a letter: hours run on the wall; working days skip weekends and holidays of the organisation. */
export interface Term {
  readonly count: number;
  readonly unit: 'minutes' | 'hours' | 'days' | 'working_days';
  /** L = law, N = sector norm, B = house default. */
  readonly from: 'L' | 'N' | 'B';
  /** Clock of law that governs, where there is one. */
  readonly clock?: string;
}

export interface Terms {
  readonly look: Term;
  readonly customer: Term | null;
  readonly host: Term | null;
}

export interface Step {
  readonly do: Words;
  /** A command the recipient can copy; shown literally. */
  readonly command?: string;
}

/** A look from outside that tells whether the problem is gone; only to addresses of our own ledger, no body kept. */
export interface ProbeSpec {
  readonly how: 'http_status' | 'tcp_connect' | 'udp_reply' | 'none';
  readonly port?: number;
  readonly times: number;
  readonly apartMinutes: number;
}

export interface Action {
  /** File name in law/actions. */
  readonly id: string;
  /** Counts up when steps or terms change; each letter records the version it gave. */
  readonly version: number;
  readonly inForce: InForce;
  readonly basis: Basis;
  readonly title: Words;
  /** One or two sentences: what is going on and why it matters. */
  readonly what: Words;
  /** RSIT value this course answers. */
  readonly rsit: string;
  /** Priority factors with a trusted feed, no reach, no repeat; null where a lane decides. */
  readonly factors: {
    readonly activity: 0 | 1 | 2 | 3 | 4;
    readonly speed: 0 | 1 | 2 | 3;
    readonly harm: 0 | 1 | 2 | 3 | 4;
  } | null;
  /** Always on top, whatever the factors say. */
  readonly lane: 'csam' | 'terrorist' | 'threat_to_life' | 'order' | null;
  /** The first letter may go by itself where a directive of the house says so: what it asks harms nobody and warns no offender. */
  readonly firstByItself?: true;
  /** First look by the host. */
  readonly look: Term;
  /** Time the customer gets; null where the host acts without waiting. */
  readonly customer: Term | null;
  /** When the host acts itself; null where it does not. */
  readonly host: Term | null;
  /** Terms that replace the three above: the finding is of severity critical, or the customer set it up himself. */
  readonly otherTerms?: { readonly critical?: Terms; readonly fraudulent?: Terms };
  /** Steps of the one who gets the letter; empty where the customer is not written to before the authority agrees. */
  readonly stepsForCustomer: readonly Step[];
  readonly stepsForHost: readonly Step[];
  /** When it counts as fixed. */
  readonly fixedWhen: Words;
  /** Days without a sighting after which the episode closes. */
  readonly quietDays: number;
  readonly probe: ProbeSpec;
  /** Customers get one letter a day or a week together, instead of one each. */
  readonly rhythm: 'at_once' | 'digest' | 'weekly';
}

export const action = <const A extends Action>(a: A): A => a;

/**
 * The terms that hold for one case. Of two that apply, the fraudulent set wins: a fraudster gets no time to move.
 * A course without such a set keeps its ordinary terms.
 */
export function termsOf(
  a: Pick<Action, 'look' | 'customer' | 'host' | 'otherTerms'>,
  is: { readonly critical?: boolean; readonly fraudulent?: boolean } = {},
): Terms {
  const other =
    (is.fraudulent ? a.otherTerms?.fraudulent : undefined) ?? (is.critical ? a.otherTerms?.critical : undefined);
  return other ?? { look: a.look, customer: a.customer, host: a.host };
}
