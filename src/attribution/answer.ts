/** What attribution is asked and what it answers: who held it then, through which chain, and how sure that is. */
import { canonical, type Id, type Span, type TimePrecision } from '#kernel';
import type { Link } from '#parties';

/** What is known of a finding. At least one resource; without a time only a resource with one holder ever is attributed. */
export interface Query {
  readonly ip?: string;
  /** CIDR text, where the report is about a range. */
  readonly prefix?: string;
  readonly host?: string;
  readonly url?: string;
  readonly asn?: number;
  readonly account?: string;
  readonly port?: number;
  readonly seenAt?: Temporal.Instant;
  /** Exact where it is not given. */
  readonly precision?: TimePrecision;
  /** The span itself, for precision `range`. */
  readonly range?: Span;
}

export const statuses = ['attributed', 'ambiguous', 'unattributed', 'out_of_scope'] as const;
export type Status = (typeof statuses)[number];

/**
 * Why nobody was found: no holding covers the moment (gap), the moment lies before the first holding we know of
 * (before_ledger; the alternatives are a hint only), no time was given and there was more than one holder (no_time), a
 * shared address without the site that tells its holders apart (no_site), or nothing we can look up (no_resource).
 */
export const reasons = ['gap', 'before_ledger', 'no_time', 'no_site', 'no_resource'] as const;
export type Reason = (typeof reasons)[number];

/** By what the holder was found; `only_holder` is the sole holder ever, where no time was given; `chosen` by a person; `live` by the provider's own system. */
export const methods = [
  'prefix',
  'ports',
  'url_prefix',
  'host',
  'domain',
  'account',
  'asn',
  'only_holder',
  'chosen',
  'live',
] as const;
export type Method = (typeof methods)[number];

export const confidences = ['high', 'medium', 'low'] as const;
export type Confidence = (typeof confidences)[number];

/** One possible answer: a record of the ledger and the chain behind it at that time. */
export interface Candidate {
  readonly holding: Id<'hld'> | null;
  /** Null: held by the organisation itself. */
  readonly contract: Id<'ctr'> | null;
  /** Deepest known party; null where the organisation itself holds it. */
  readonly holder: Id<'party'> | null;
  /** The next known link below us: letters go there. */
  readonly addressee: Id<'party'> | null;
  /** From us downwards; begins with a link without party where the way up to us is not known. */
  readonly chain: readonly Link[];
  /** When the record holds. */
  readonly valid: Span | null;
}

export interface Answer extends Candidate {
  readonly status: Status;
  readonly reason: Reason | null;
  readonly method: Method | null;
  readonly confidence: Confidence | null;
  /** The other possible holders of an ambiguous answer (all of them, none chosen); hints where it is before the ledger. */
  readonly alternatives: readonly Candidate[];
  /** The time in which the observation may lie; null where none was given. */
  readonly window: Span | null;
}

/** The part of an answer that makes it the same answer: no window and no validity, which differ from finding to finding. */
export function answerContent(a: Answer): Record<string, unknown> {
  const candidate = (c: Candidate) => ({
    holding: c.holding,
    contract: c.contract,
    holder: c.holder,
    addressee: c.addressee,
    chain: c.chain,
  });
  return {
    ...candidate(a),
    status: a.status,
    reason: a.reason,
    method: a.method,
    confidence: a.confidence,
    alternatives: a.alternatives.map(candidate),
  };
}

/**
 * What an answer says, whichever record says it: a record that was closed and written again with the same holder for that
 * moment changes no answer.
 */
export function whatItSays(content: Record<string, unknown>): Record<string, unknown> {
  const { holding: _, alternatives, ...rest } = content;
  const others = Array.isArray(alternatives) ? (alternatives as Record<string, unknown>[]) : [];
  return {
    ...rest,
    alternatives: others.map(({ holding: __, ...c }) => c).sort((x, y) => (canonical(x) < canonical(y) ? -1 : 1)),
  };
}
