/** Sessions from accounting records: start, signs of life and stop joined into who had an address from when to when. */
import type { Stating } from './stating.ts';

export interface Accounted {
  readonly where: string;
  /** Session id with the device that gave it: the same session is one. */
  readonly session: string;
  readonly status: 'start' | 'interim' | 'stop';
  readonly at: Temporal.Instant;
  /** Seconds the session ran up to this record. */
  readonly ran?: number | undefined;
  readonly subscriber?: string | undefined;
  /** Addresses and prefixes of the session. */
  readonly prefixes: readonly string[];
}

interface Session {
  where: string;
  from: Temporal.Instant | undefined;
  /** The last record of it: it lived then. */
  last: Temporal.Instant;
  first: Temporal.Instant;
  until: Temporal.Instant | undefined;
  subscriber: string | undefined;
  readonly prefixes: Set<string>;
}

const compare = Temporal.Instant.compare;

/** Joins accounting records (RFC 2866) of any order into sessions and states them. A session whose end is not told runs. */
export function stateSessions(
  s: Stating,
  records: readonly Accounted[],
  customer: (subscriber: string | undefined) => string | undefined,
): void {
  const sessions = new Map<string, Session>();
  for (const r of records) {
    const one = sessions.get(r.session) ?? {
      where: r.where,
      from: undefined,
      last: r.at,
      first: r.at,
      until: undefined,
      subscriber: undefined,
      prefixes: new Set<string>(),
    };
    sessions.set(r.session, one);
    if (compare(r.at, one.last) > 0) one.last = r.at;
    if (compare(r.at, one.first) < 0) one.first = r.at;
    // The start itself, or how long it ran: both say when it began.
    const began = r.status === 'start' ? r.at : r.ran === undefined ? undefined : r.at.subtract({ seconds: r.ran });
    if (began && (!one.from || r.status === 'start')) one.from = began;
    if (r.status === 'stop' && (!one.until || compare(r.at, one.until) > 0)) one.until = r.at;
    one.subscriber ??= r.subscriber;
    for (const p of r.prefixes) one.prefixes.add(p);
  }
  for (const one of sessions.values()) {
    if (one.prefixes.size === 0) {
      s.problem(one.where, 'no_resource');
      continue;
    }
    const holder = customer(one.subscriber);
    if (holder === undefined) {
      s.problem(one.where, 'no_holder');
      continue;
    }
    // Without its start it surely ran from its first record on.
    const from = one.from ?? one.first;
    if (one.until && compare(one.until, from) <= 0) {
      s.problem(one.where, 'no_time');
      continue;
    }
    s.party({ reference: holder });
    for (const p of one.prefixes)
      s.prefix(p, { where: one.where, holder, from, until: one.until ?? null, privateToo: false });
  }
}

/** Names of attributes that carry an address or prefix of the session (RFC 2865, 3162, 4818, 6911). */
export const addressAttributes = [
  'Framed-IP-Address',
  'Framed-IPv6-Prefix',
  'Framed-IPv6-Address',
  'Delegated-IPv6-Prefix',
] as const;

/** What Acct-Status-Type says, as a word or a number; undefined for the coming and going of the device itself. */
export function statusOf(text: string | undefined): Accounted['status'] | undefined {
  const t = (text ?? '').toLowerCase();
  if (t === 'start' || t === '1') return 'start';
  if (t === 'stop' || t === '2') return 'stop';
  if (t === 'interim-update' || t === 'alive' || t === '3') return 'interim';
  return undefined;
}
