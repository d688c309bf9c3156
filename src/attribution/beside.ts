/** What every layer says of one resource at one moment: what people state beside what systems say, so that neither hides the other. */
import type { Id } from '#kernel';
import type { HeldRow } from '#resources';
import type { Query } from './answer.ts';
import { askedOf } from './attribute.ts';
import type { LedgerView } from './view.ts';

/**
 * Records of the most specific resource that anyone speaks of at that moment, the one that goes first in front. More than one
 * is more than one layer (or a change of hands between two looks).
 * @param at microseconds since 1970 UTC
 */
export function recordsBeside(ledger: LedgerView, query: Query, at: number): readonly Id<'hld'>[] {
  const asked = askedOf(query);
  const runs = (r: HeldRow) => r.from <= at && at < Math.max(r.until, r.endedBy ?? r.until);
  const fits = (r: HeldRow) => asked.port === undefined || (r.ports[0] <= asked.port && asked.port < r.ports[1]);
  const named = asked.names.map((n) => ledger.named(n.kind, n.name).filter(runs)).find((rows) => rows.length > 0) ?? [];
  const around = asked.prefix ? ledger.holding(asked.prefix).filter((r) => runs(r) && fits(r)) : [];
  const longest = Math.max(-1, ...around.map((r) => Number(r.what.split('/')[1])));
  const rows = [
    ...around.filter((r) => Number(r.what.split('/')[1]) === longest),
    ...named,
    ...(asked.account === undefined ? [] : ledger.named('account', asked.account).filter(runs)),
    ...(asked.asn === undefined ? [] : ledger.named('asn', asked.asn).filter(runs)),
  ];
  return rows
    .sort((a, b) => b.precedence - a.precedence || b.recordedFrom - a.recordedFrom || (a.id < b.id ? -1 : 1))
    .slice(0, 20)
    .map((r) => r.id);
}
