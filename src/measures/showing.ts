/** Decisions as screens, API and command line see them. */

import type { z } from 'zod';
import { sql, type Tx } from '#io/db';
import type { World } from '#io/world';
import { type Id, must, Refused, statedMoment } from '#kernel';
import { allRestrictions, type MatterFacts, measureWords, otherDescriptions, restrictionWords, standingOf } from '#law';
import { loadLaw } from '#law/work';
import { type ExceptionId, eea, exceptionIds, exceptions, tdbStatement } from '#reasons';
import { exceptionsFor, openStatement, statementOf } from '#reasons/store';
import { previewStatement } from '#reasons/work';
import { contentOf } from './acting.ts';
import { type DecisionContent, decisionLife, lacks } from './decision.ts';
import { draftFor, planOf, suggestedTarget, whomOf } from './drafting.ts';
import type { DecisionHands } from './hands.ts';
import { actsOfMeasure } from './measure.ts';
import { type DecisionPlan, hindrances, offers } from './plan.ts';
import type {
  DecisionBody,
  decisionLine,
  decisionShape,
  draftShape,
  measureShape,
  planShape,
  standingShape,
  systemShape,
} from './shapes.ts';
import { actsOf, decisionBy, measuresOf, orgOf, type StoredDecision, type StoredMeasure } from './store.ts';
import { earlierMeasures, type PartyStanding, strikesOf } from './strikes.ts';
import { type StoredSystem, systemsNow, systemsOf } from './systems.ts';
import { factsToTell } from './telling.ts';

/** A body of the API as content of a decision. @throws Refused `request.invalid` for a moment that is none */
export function contentFrom(b: DecisionBody): DecisionContent {
  return {
    outcome: b.outcome,
    items: b.items,
    party: (b.party ?? null) as Id<'party'> | null,
    contract: (b.contract ?? null) as Id<'ctr'> | null,
    ground: b.ground ?? null,
    provision: b.provision?.trim() || null,
    provisionVersion: b.provision_version?.trim() || null,
    restrictions: b.restrictions,
    category: b.category ?? null,
    keyword: b.keyword ?? null,
    keywordOther: b.keyword_other ?? null,
    contentTypes: b.content_types,
    territorialScope: b.territorial_scope.map((c) => c.toUpperCase()),
    contentDate: b.content_date ?? null,
    endsAt: b.ends_at ? statedMoment(b.ends_at, 'ends_at') : null,
    automatedDetection: b.automated_detection,
    automatedDecision: b.automated_decision,
    origin: b.origin ?? null,
    ownRule: b.own_rule,
    confidence: b.confidence ?? null,
    severity: b.severity,
    facts: b.facts.trim(),
    explanation: b.explanation.trim(),
    notifier: b.notifier?.trim() || null,
    notifierNeeded: b.notifier_needed?.trim() || null,
    measures: b.measures.map((m) => ({
      what: m.what,
      system: m.system as Id<'sys'> | null,
      target: Object.fromEntries(Object.entries(m.target).filter(([, v]) => v !== undefined && v !== '')),
    })),
    exception: b.exception
      ? {
          exception: b.exception.exception as ExceptionId,
          fact: b.exception.fact,
          until: b.exception.until ? statedMoment(b.exception.until, 'exception.until') : null,
        }
      : null,
  };
}

export function bodyOf(c: DecisionContent): DecisionBody {
  return {
    outcome: c.outcome,
    items: [...c.items],
    party: c.party,
    contract: c.contract,
    ground: c.ground,
    provision: c.provision,
    provision_version: c.provisionVersion,
    restrictions: [...c.restrictions],
    category: c.category,
    keyword: c.keyword,
    keyword_other: c.keywordOther,
    content_types: [...c.contentTypes] as DecisionBody['content_types'],
    territorial_scope: [...c.territorialScope],
    content_date: c.contentDate,
    ends_at: c.endsAt?.toString() ?? null,
    automated_detection: c.automatedDetection,
    automated_decision: c.automatedDecision,
    origin: c.origin as DecisionBody['origin'],
    own_rule: c.ownRule,
    confidence: c.confidence,
    severity: c.severity,
    facts: c.facts,
    explanation: c.explanation,
    notifier: c.notifier,
    notifier_needed: c.notifierNeeded,
    measures: c.measures.map((m) => ({ what: m.what, system: m.system, target: { ...m.target } })),
    exception: c.exception ? { ...c.exception, until: c.exception.until?.toString() ?? null } : null,
  };
}

async function namesOf(tx: Tx, parties: readonly (string | null)[]): Promise<ReadonlyMap<string, string | null>> {
  const ids = [...new Set(parties.filter((p): p is string => p !== null))];
  const rows = await tx.rows(sql<{ id: string; name: string | null }>`
    select id, coalesce(name, reference) as name from party where organisation_id = ${orgOf(tx)} and id = any(${ids}::text[])`);
  return new Map(rows.map((r) => [r.id, r.name]));
}

const lineWith = (d: StoredDecision, names: ReadonlyMap<string, string | null>): z.infer<typeof decisionLine> => ({
  id: d.id,
  number: d.number,
  matter: d.matter,
  matter_number: d.matterNumber,
  state: d.state,
  outcome: d.outcome,
  version: d.version,
  party: d.party ? { id: d.party, name: names.get(d.party) ?? null } : null,
  ground: d.ground,
  restrictions: [...d.restrictions],
  category: d.category,
  created_at: d.createdAt.toString(),
  applies_at: d.appliesAt?.toString() ?? null,
  ends_at: d.endsAt?.toString() ?? null,
  effect_at: d.effectAt?.toString() ?? null,
  second_person: [...d.secondPerson],
  proposed_by: d.proposedBy,
});
export async function linesOf(tx: Tx, all: readonly StoredDecision[]): Promise<z.infer<typeof decisionLine>[]> {
  const names = await namesOf(
    tx,
    all.map((d) => d.party),
  );
  return all.map((d) => lineWith(d, names));
}

export function measureJson(m: StoredMeasure, systems: readonly StoredSystem[]): z.infer<typeof measureShape> {
  const system = systems.find((s) => s.id === m.system);
  return {
    id: m.id,
    decision: m.decision,
    what: m.what,
    title: measureWords[m.what],
    system: system ? { id: system.id, name: system.name, adapter: system.adapter.id } : null,
    target: { ...m.target },
    state: m.state,
    tries: m.tries,
    done_at: m.doneAt?.toString() ?? null,
    verified_at: m.verifiedAt?.toString() ?? null,
    verified_by: m.verifiedBy,
    reverted_at: m.revertedAt?.toString() ?? null,
    fault: m.fault,
    acts: [...actsOfMeasure(m.state)],
  };
}

const earlierJson = (all: Awaited<ReturnType<typeof earlierMeasures>>, not?: string) =>
  all
    .filter((e) => e.decision !== not)
    .map((e) => ({
      decision: e.decision,
      number: e.number,
      state: e.state,
      at: e.at.toString(),
      restrictions: [...e.restrictions],
      party: e.party,
      name: e.name,
      ended: e.ended,
      same_by: [...e.sameBy],
    }));

export async function showDecision(world: World, tx: Tx, id: string): Promise<z.infer<typeof decisionShape>> {
  const d = await decisionBy(world, tx, id);
  const [line] = await linesOf(tx, [d]);
  const systems = await systemsOf(tx);
  const statement = await statementOf(tx, d.id);
  return {
    ...must(line, 'the line of a decision'),
    content: bodyOf(await contentOf(tx, d)),
    acts: Object.entries(decisionLife[d.state])
      .filter(([, to]) => to.by !== 'engine')
      .map(([act, to]) => ({ act, role: to.by })),
    measures: (await measuresOf(tx, d.id)).map((m) => measureJson(m, systems)),
    statement: statement
      ? {
          id: statement.id,
          number: statement.number,
          made_at: statement.madeAt.toString(),
          letters: [...statement.letters],
        }
      : null,
    exceptions: (await exceptionsFor(tx, d.id)).map((e) => ({
      exception: e.exception,
      title: exceptions[e.exception].title,
      article: e.article,
      fact: e.fact,
      by: e.by,
      temporary: e.temporary,
      until: e.until?.toString() ?? null,
      ended_at: e.endedAt?.toString() ?? null,
    })),
    history: (await actsOf(tx, d.id)).map((a) => ({
      at: a.at.toString(),
      act: a.act,
      by: a.by,
      by_kind: a.by_kind,
      detail: a.detail,
    })),
    earlier: d.party ? earlierJson(await earlierMeasures(tx, d.party), d.id) : [],
    erased: d.erased,
  };
}

export async function planJson(plan: DecisionPlan): Promise<z.infer<typeof planShape>> {
  const law = await loadLaw();
  return {
    ready: plan.ready,
    lacks: plan.lacks.map((l) => ({ lack: l, title: lacks[l] })),
    steps: plan.steps.map((s) => ({
      what: s.what,
      title: measureWords[s.what],
      system: s.system,
      target: { ...s.target },
      says: s.says,
      can_undo: s.canUndo,
      proof: s.proof,
      hindrances: s.hindrances.map((h) => ({ hindrance: h, title: hindrances[h] })),
    })),
    hits: plan.hits.map((h) => ({ ...h })),
    letters: plan.letters.map((l) => ({ ...l })),
    exception: plan.exception
      ? {
          exception: plan.exception.exception,
          title: exceptions[plan.exception.exception].title,
          article: exceptions[plan.exception.exception].article,
          fact: plan.exception.fact,
          until: plan.exception.until?.toString() ?? null,
        }
      : null,
    clocks: plan.clocks.map((c) => ({ ...c, title: law.clocks.get(c.clock)?.title ?? { nl: c.clock, en: c.clock } })),
    second: plan.second.map((s) => ({ ...s })),
    warnings: [...plan.warnings],
  };
}

/** The plan of a content that is not yet written, or of a decision as it stands. */
export async function planShown(world: World, tx: Tx, hands: DecisionHands, matter: string, content: DecisionContent) {
  const facts = await hands.matters.facts(world, tx, matter);
  return planJson((await planOf(world, tx, content, facts)).plan);
}

/** The statement of reasons as it would go out now, in both languages. */
export async function previewShown(
  world: World,
  tx: Tx,
  hands: DecisionHands,
  matter: string,
  content: DecisionContent,
  number: string | null,
) {
  const facts: MatterFacts = await hands.matters.facts(world, tx, matter);
  const now = world.clock.now();
  const whom = await whomOf(tx, content.party, content.contract, now);
  const d = {
    ...content,
    id: 'dec_00000000000000000000000000' as Id<'dec'>,
    number: number ?? 'BS-00-000000',
    matter: facts.id,
    matterNumber: facts.number,
    ground: content.ground ?? 'INCOMPATIBLE_CONTENT',
    provision: content.provision ?? '',
    appliesAt: now,
  } as unknown as StoredDecision & { appliesAt: Temporal.Instant };
  const told = await factsToTell(world, tx, d, facts);
  const on = content.measures
    .map((m) => m.target.url ?? m.target.host ?? m.target.ip ?? m.target.account ?? '')
    .filter((x) => x !== '');
  return previewStatement(
    world,
    tx,
    { ...told, resource: facts.csam ? facts.number : [...new Set(on)].join(', ') || facts.number },
    whom.reachable[0] ?? null,
  );
}

/** Everything the screen of a new decision offers. */
export async function draftShown(
  world: World,
  tx: Tx,
  hands: DecisionHands,
  matter: string,
): Promise<z.infer<typeof draftShape>> {
  const law = await loadLaw();
  const facts = await hands.matters.facts(world, tx, matter);
  const content = await draftFor(tx, facts);
  const { ability } = await planOf(world, tx, content, facts);
  const strikes = content.party ? await strikesOf(tx, content.party) : [];
  return {
    matter: {
      id: facts.id,
      kind: facts.kind,
      number: facts.number,
      csam: facts.csam,
      secret: facts.secret !== null,
      items: facts.items.map((i) => ({ id: i.id, location: facts.csam ? null : i.location, settled: i.settled })),
    },
    content: bodyOf(content),
    target: { ...(await suggestedTarget(tx, facts)) },
    offers: offers(ability).map((o) => ({
      what: o.what,
      title: measureWords[o.what],
      restrictions: [...o.restrictions],
    })),
    systems: (await systemsNow(tx)).map((s) => ({
      id: s.id,
      name: s.name,
      adapter: s.adapter.id,
      can: Object.keys(s.can),
    })),
    categories: [...law.categories.values()]
      .toSorted((a, b) => a.no - b.no)
      .map((c) => ({ id: c.id, title: c.title, keywords: c.keywords.map((k) => ({ id: k.code, title: k.title })) })),
    restrictions: allRestrictions.map((r) => ({ id: r, title: restrictionWords[r] })),
    exceptions: exceptionIds.map((e) => ({ id: e, title: exceptions[e].title, temporary: exceptions[e].temporary })),
    others: Object.entries(otherDescriptions).map(([id, title]) => ({ id, title })),
    standing: standingOf(strikes, world.clock.now()),
    earlier: content.party ? earlierJson(await earlierMeasures(tx, content.party)) : [],
  };
}

export const systemJson = (s: StoredSystem): z.infer<typeof systemShape> => ({
  id: s.id,
  name: s.name,
  adapter: s.adapter.id,
  title: s.adapter.title,
  options: { ...s.options },
  can: Object.fromEntries(Object.entries(s.can).map(([k, v]) => [k, [...(v ?? [])]])),
  inside: s.inside,
  state: s.state,
  has_secrets: s.hasSecrets,
  created_at: s.createdAt.toString(),
});

export const standingJson = (s: PartyStanding): z.infer<typeof standingShape> => ({
  party: s.party,
  name: s.name,
  reference: s.reference,
  total: s.total,
  step: s.step,
  strikes: s.strikes.map((k) => ({
    decision: k.decision,
    weight: k.weight,
    at: k.at.toString(),
    expires_at: k.expiresAt.toString(),
    revoked_at: k.revokedAt?.toString() ?? null,
  })),
});

/**
 * Decisions as the Transparency Database takes them: one object per statement, without personal data; at most a hundred go in one
 * request there.
 * @throws Refused `request.not-found` where a decision has no statement (an exception has none to send)
 */
export async function exportStatements(world: World, tx: Tx, decisions: readonly StoredDecision[]) {
  const law = await loadLaw();
  const out: Readonly<Record<string, unknown>>[] = [];
  for (const d of decisions) {
    const statement = await statementOf(tx, d.id);
    const facts = statement ? await openStatement(world, tx, statement.id) : null;
    const category = d.category ? law.categories.get(d.category) : undefined;
    if (!statement || !facts || !category) continue;
    const names = [...(await namesOf(tx, [d.party])).values()].filter((n): n is string => n !== null);
    out.push(
      tdbStatement({
        ...facts,
        territorialScope: facts.territorialScope.length > 0 ? facts.territorialScope : eea,
        puid: statement.puid,
        category: category.code,
        keyword: d.keyword,
        keywordOther: d.keywordOther ? (otherDescriptions[d.keywordOther]?.en ?? null) : null,
        contentTypes: d.contentTypes,
        contentDate: d.contentDate ?? facts.appliesAt.toZonedDateTimeISO('UTC').toPlainDate().toString(),
        names: [...names, ...(d.notifier ? [d.notifier] : [])],
      }),
    );
  }
  if (decisions.length === 1 && out.length === 0)
    throw new Refused('request.not-found', 'this decision has no statement of reasons');
  return out;
}
