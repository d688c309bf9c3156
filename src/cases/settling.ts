/** A case as the matter of a decision: what whoever decides must know, and what a decision settled on it. */
import { sql, type Tx } from '#io/db';
import type { World } from '#io/world';
import { type Actor, engine, type Id, mayAs, must } from '#kernel';
import type { MatterFacts, Settled } from '#law';
import { loadLaw } from '#law/work';
import { lockCase, restrictCase } from './acting.ts';
import { arrow } from './case.ts';
import { isSensitive } from './showing.ts';
import { noteAct } from './taking.ts';

const orgOf = (tx: Tx) => must(tx.organisation, 'an organisation in this transaction');

/**
 * What a case says of itself. Its one item is what it is about; where that may not be shown there is no location.
 * @throws Refused `request.not-found`
 */
export async function caseFacts(_world: World, tx: Tx, id: string): Promise<MatterFacts> {
  const org = orgOf(tx);
  const c = await lockCase(tx, org, id);
  const law = await loadLaw();
  const kind = law.kinds.get(c.kind);
  const [more] = await tx.rows(sql<{ reporters: string[] }>`
    select reporters from abuse_case where organisation_id = ${org} and id = ${c.id}`);
  return {
    id: c.id,
    kind: 'case',
    number: c.reference ?? c.id,
    receivedAt: c.opened_at,
    items: [
      {
        id: c.id,
        location: isSensitive(law, c.kind) ? null : c.asset,
        party: c.holder_id,
        contract: c.contract_id as Id<'ctr'> | null,
        settled: c.state === 'restricted' || c.state === 'resolved' || c.state === 'rejected',
      },
    ],
    category: kind?.dsa?.category.toLowerCase() ?? null,
    keyword: kind?.dsa ? (kind.dsa.keyword ?? 'OTHER') : null,
    origin: (more?.reporters.length ?? 0) > 0 ? 'SOURCE_TYPE_OTHER_NOTIFICATION' : 'SOURCE_VOLUNTARY',
    secret: null,
    csam: kind?.handling === 'never_shown',
  };
}

/** The case after a decision on it: restricted where it acted, else a line that says what was decided. */
export async function settleCase(world: World, tx: Tx, s: Settled, by: Actor): Promise<void> {
  const org = orgOf(tx);
  const c = await lockCase(tx, org, s.matter);
  if (s.outcome === 'acted' && arrow(c.state, 'restrict')) {
    await restrictCase(world, tx, org, c, 'restrict', s.restrictions.join(', '), by, s.decision);
    return;
  }
  await noteAct(world, tx, org, {
    caseId: c.id,
    act: 'decided',
    by,
    party: c.holder_id,
    detail: { decision: s.decision, outcome: s.outcome, restrictions: [...s.restrictions] },
  });
}

/** No decision restricts the case any more: it waits for its customer again. */
export async function undoneCase(world: World, tx: Tx, id: string, decision: Id<'dec'>, by: Actor): Promise<void> {
  const org = orgOf(tx);
  const c = await lockCase(tx, org, id);
  if (!arrow(c.state, 'lift')) return;
  await restrictCase(world, tx, org, c, 'lift', decision, mayAs(by, 'decider') ? by : engine, decision);
}
