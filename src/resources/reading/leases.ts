/** Leases of addresses as DHCP servers keep them: pieces of one lease joined, and stated for whoever leased. */
import type { Stating } from './stating.ts';

export interface Lease {
  readonly where: string;
  readonly prefix: string;
  /** What tells the subscriber. */
  readonly subscriber: string;
  readonly from: Temporal.Instant;
  /** Null: it never expires. */
  readonly until: Temporal.Instant | null;
}

const later = (a: Temporal.Instant, b: Temporal.Instant) => (Temporal.Instant.compare(a, b) >= 0 ? a : b);
const earlier = (a: Temporal.Instant, b: Temporal.Instant) => (Temporal.Instant.compare(a, b) <= 0 ? a : b);

/**
 * States leases. Those of one subscriber that touch are one (renewals). A lease whose address goes to another before its end
 * ended there: the server would not have given it away.
 */
export function stateLeases(
  s: Stating,
  leases: readonly Lease[],
  customer: (subscriber: string) => string | undefined,
): void {
  for (const [prefix, all] of Map.groupBy(leases, (l) => l.prefix)) {
    const sorted = [...all].sort((a, b) => Temporal.Instant.compare(a.from, b.from));
    const joined: Lease[] = [];
    for (const lease of sorted) {
      const last = joined.at(-1);
      const touches = last && (last.until === null || Temporal.Instant.compare(lease.from, last.until) <= 0);
      if (last && touches && last.subscriber === lease.subscriber) {
        // The newest piece says when it ends: a release shortens what was expected.
        joined[joined.length - 1] = { ...last, from: earlier(last.from, lease.from), until: lease.until };
      } else {
        if (last && touches) joined[joined.length - 1] = { ...last, until: later(lease.from, last.from) };
        joined.push(lease);
      }
    }
    for (const lease of joined) {
      if (lease.until && Temporal.Instant.compare(lease.until, lease.from) <= 0) continue;
      const holder = customer(lease.subscriber);
      if (holder === undefined) {
        s.problem(lease.where, 'no_holder');
        continue;
      }
      s.party({ reference: holder });
      s.prefix(prefix, { where: lease.where, holder, from: lease.from, until: lease.until });
    }
  }
}
