/** The short ways: an order that is obeyed, a case that is restricted by hand in one act, and everything on a matter lifted. */
import { sql, type Tx } from '#io/db';
import type { World } from '#io/world';
import { type Actor, type Id, mayAs, Refused } from '#kernel';
import { restrictionsOf } from '#law';
import { approveDecision, carryOutDecision, draftDecision, proposeDecision, reverseDecision } from './acting.ts';
import { actOnMeasure } from './carrying.ts';
import type { DecisionContent, PlannedMeasure } from './decision.ts';
import { draftFor, suggestedTarget } from './drafting.ts';
import type { DecisionHands } from './hands.ts';
import { decisionBy, listDecisions, measuresOf, orgOf } from './store.ts';

/** Drafts, proposes, approves and carries out in one transaction; where the rules ask for a second person it stays proposed. */
async function atOnce(
  world: World,
  tx: Tx,
  hands: DecisionHands,
  matter: string,
  content: DecisionContent,
  by: Actor,
): Promise<Id<'dec'>> {
  if (!mayAs(by, 'decider')) throw new Refused('request.not-allowed');
  const id = await draftDecision(world, tx, hands, matter, content, by);
  await proposeDecision(world, tx, hands, { id }, by);
  const proposed = await decisionBy(world, tx, id);
  if (proposed.secondPerson.length > 0) return id;
  await approveDecision(world, tx, { id }, by);
  await carryOutDecision(world, tx, hands, { id }, by);
  return id;
}

/**
 * Obeys an order: its restriction is carried out at once, and the exception of art. 17(5) is recorded by itself. The order is
 * told its effect with the moment at which the measures were seen to stand.
 */
export async function executeOrder(
  world: World,
  tx: Tx,
  hands: DecisionHands,
  order: string,
  given: {
    readonly measures: readonly PlannedMeasure[];
    readonly items: readonly string[];
    readonly restrictions?: readonly string[];
  },
  by: Actor,
): Promise<Id<'dec'>> {
  const facts = await hands.matters.facts(world, tx, order);
  if (facts.kind !== 'order')
    throw new Refused('request.invalid', 'order: not the id of an order', { order: 'not an order' });
  const draft = await draftFor(tx, facts);
  return atOnce(
    world,
    tx,
    hands,
    order,
    {
      ...draft,
      items: given.items,
      measures: given.measures,
      restrictions: given.restrictions ?? [...new Set(given.measures.map((m) => restrictionsOf[m.what][0]))],
    },
    by,
  );
}

/** What the terms say, as the organisation set it (`terms_clause`, `terms_version`), else the sentence every contract here has. */
async function clauseOf(tx: Tx, now: Temporal.Instant): Promise<{ readonly clause: string; readonly version: string }> {
  const [row] = await tx.rows(sql<{ clause: string | null; version: string | null; language: string; zone: string }>`
    select settings->>'terms_clause' as clause, settings->>'terms_version' as version, language, zone from organisation where organisation_id = ${orgOf(tx)}`);
  const day = now
    .toZonedDateTimeISO(row?.zone ?? 'UTC')
    .toPlainDate()
    .toString();
  const nl = row?.language !== 'en';
  return {
    clause:
      row?.clause ??
      (nl
        ? 'ons contract met u, waarin staat dat u misbruik voorkomt en verhelpt'
        : 'our contract with you, by which you prevent and remedy abuse'),
    version: row?.version ?? (nl ? `zoals geldend op ${day}` : `as in force on ${day}`),
  };
}

/**
 * Restricts a case in one act: done by hand already, on the ground of the terms, told in the words of the decider. What the
 * rules give to two persons stays a proposal.
 * @throws Refused `decision.not-whole` naming what is missing, so that the long way is taken
 */
export async function restrictByHand(
  world: World,
  tx: Tx,
  hands: DecisionHands,
  matter: string,
  reason: string | undefined,
  by: Actor,
): Promise<Id<'dec'>> {
  const why = reason?.trim();
  if (!why) throw new Refused('case.needs-reason');
  const facts = await hands.matters.facts(world, tx, matter);
  const draft = await draftFor(tx, facts);
  const target = await suggestedTarget(tx, facts);
  const what = target.url
    ? 'disable_url'
    : target.host
      ? 'disable_site'
      : target.port
        ? 'block_port'
        : target.ip
          ? 'null_route'
          : 'suspend_account';
  const { clause, version } = await clauseOf(tx, world.clock.now());
  const id = await atOnce(
    world,
    tx,
    hands,
    matter,
    {
      ...draft,
      ground: 'INCOMPATIBLE_CONTENT',
      provision: clause,
      provisionVersion: version,
      facts: why,
      explanation: why,
      contentTypes: ['OTHER'],
      restrictions: [restrictionsOf[what][0]],
      measures: [{ what, system: null, target: Object.keys(target).length > 0 ? target : { account: facts.number } }],
    },
    by,
  );
  for (const m of await measuresOf(tx, id))
    if (m.state === 'manual') await actOnMeasure(world, tx, hands, m.id, 'confirm', by);
  return id;
}

/** Reverses every decision in force on a matter. @returns how many there were */
export async function liftMatter(
  world: World,
  tx: Tx,
  hands: DecisionHands,
  matter: string,
  reason: string | undefined,
  by: Actor,
): Promise<number> {
  const standing = await listDecisions(world, tx, { view: 'in_force', matter, limit: 100 });
  for (const d of standing) await reverseDecision(world, tx, hands, { id: d.id, reason }, by);
  return standing.length;
}
