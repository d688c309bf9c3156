/** What is told of a decision: the facts of its statement of reasons, and that a restriction was lifted. */
import { houseOf } from '#correspondence/store';
import { queueLetter } from '#correspondence/work';
import { sql, type Tx } from '#io/db';
import type { World } from '#io/world';
import { type Actor, must } from '#kernel';
import { type MatterFacts, stepsIn } from '#law';
import { loadLaw } from '#law/work';
import { statementOf } from '#reasons/store';
import type { FactsToTell } from '#reasons/work';
import type { Whom } from './drafting.ts';
import { measuresOf, orgOf, type StoredDecision } from './store.ts';

/** What a letter says it is about: the measures' own targets, and where nothing may be said of them, the number of the matter. */
async function resourceOf(tx: Tx, d: StoredDecision, matter: MatterFacts): Promise<string> {
  if (matter.csam) return matter.number;
  const on = (await measuresOf(tx, d.id)).map(
    (m) => m.target.url ?? m.target.host ?? m.target.ip ?? m.target.account ?? '',
  );
  return [...new Set(on.filter((x) => x !== ''))].join(', ') || matter.number;
}

/** Earlier decisions on the same party that stood or stand. */
async function historyOf(tx: Tx, d: StoredDecision) {
  if (!d.party) return [];
  const rows = await tx.rows(sql<{ number: string; applies_at: Temporal.Instant; restrictions: string[] }>`
    select number, applies_at, restrictions from decision
     where organisation_id = ${orgOf(tx)} and party_id = ${d.party} and id <> ${d.id} and applies_at is not null and number is not null
       and restrictions <> '{}' and state in ('in_force', 'expired', 'superseded') order by applies_at desc limit 20`);
  return rows.map((r) => ({ number: r.number, at: r.applies_at, restrictions: r.restrictions }));
}

/** Steps by which it can be cured: those of the course of action of the case. */
async function stepsFor(tx: Tx, matter: MatterFacts): Promise<FactsToTell['steps']> {
  if (matter.kind !== 'case') return { nl: [], en: [] };
  const law = await loadLaw();
  const [row] = await tx.rows(sql<{ action: string | null }>`
    select action from abuse_case where organisation_id = ${orgOf(tx)} and id = ${matter.id}`);
  const steps = law.actions.get(row?.action ?? '')?.stepsForCustomer ?? [];
  return { nl: stepsIn(steps, 'nl'), en: stepsIn(steps, 'en') };
}

/** Everything the statement of reasons is made of. */
export async function factsToTell(
  _world: World,
  tx: Tx,
  d: StoredDecision & { readonly appliesAt: Temporal.Instant },
  matter: MatterFacts,
): Promise<FactsToTell> {
  const house = await houseOf(tx);
  return {
    decisionNumber: d.number ?? d.id,
    matterNumber: d.matterNumber,
    organisationName: house.name,
    zone: house.zone,
    resource: await resourceOf(tx, d, matter),
    restrictions: d.restrictions,
    ground: must(d.ground, 'the ground of a decision that is told'),
    provision: must(d.provision, 'the provision of a decision that is told'),
    provisionVersion: d.provisionVersion,
    facts: d.facts,
    explanation: d.explanation,
    notifier: d.notifier && d.notifierNeeded ? d.notifier : null,
    territorialScope: d.territorialScope,
    appliesAt: d.appliesAt,
    endsAt: d.endsAt,
    origin: d.origin,
    automatedDetection: d.automatedDetection,
    automatedDecision: d.automatedDecision,
    steps: await stepsFor(tx, matter),
    history: await historyOf(tx, d),
    phone: null,
  };
}

/** Whoever got the reasons hears that the restriction is lifted; where none were told, nobody is. */
export async function tellLifted(
  world: World,
  tx: Tx,
  d: StoredDecision,
  whom: Whom,
  why: string,
  by: Actor,
): Promise<void> {
  const statement = await statementOf(tx, d.id);
  if (!statement) return;
  const house = await houseOf(tx);
  const on = (await measuresOf(tx, d.id)).map(
    (m) => m.target.url ?? m.target.host ?? m.target.ip ?? m.target.account ?? '',
  );
  for (const to of whom.reachable) {
    const fields = {
      statementNumber: statement.number,
      decisionNumber: d.number ?? d.id,
      caseNumber: d.matterNumber,
      organisationName: house.name,
      recipientName: to.name,
      resource: [...new Set(on.filter((x) => x !== ''))].join(', ') || d.matterNumber,
      why,
    };
    await queueLetter(world, tx, {
      template: 'ltr-lifted',
      language: to.language,
      audience: to.passOn ? 'reseller' : 'customer',
      party: to.party,
      contact: to.contact,
      matter: d.id,
      reference: statement.number,
      fields: { nl: fields, en: fields },
      urgent: true,
      by,
      link: false,
      brandOf: { contract: d.contract, parties: [to.party] },
    });
  }
}
