/** The rows of decisions, measures and tries. Rows are parsed on the way out; what people wrote lies sealed. */
import { openSealed, sealFor } from '#evidence/store';
import { sql, type Tx } from '#io/db';
import { newId } from '#io/dice';
import type { World } from '#io/world';
import { note } from '#journal/work';
import { type Actor, type Id, must, Refused } from '#kernel';
import type { Weight } from '#law';
import { type ExceptionId, exceptionIds, type ReasonException } from '#reasons';
import type { DecisionContent, DecisionState } from './decision.ts';

export {
  beginTry,
  changeMeasure,
  endTry,
  lockMeasure,
  measuresAtWork,
  measuresOf,
  type StoredMeasure,
  triesOf,
} from './store/measures.ts';

export const orgOf = (tx: Tx): Id<'org'> => must(tx.organisation, 'an organisation in this transaction');
export const moment = (at: Temporal.Instant | null | undefined) =>
  at ? sql`${at.toString()}::timestamptz` : sql`null::timestamptz`;

/** A decision as it stands; its measures and exception are read beside it. */
export interface StoredDecision extends Omit<DecisionContent, 'measures' | 'exception'> {
  readonly id: Id<'dec'>;
  readonly number: string | null;
  readonly matter: string;
  readonly matterNumber: string;
  readonly state: DecisionState;
  readonly version: number;
  readonly secondPerson: readonly string[];
  readonly createdAt: Temporal.Instant;
  readonly createdBy: string;
  readonly proposedAt: Temporal.Instant | null;
  readonly proposedBy: string | null;
  readonly approvedAt: Temporal.Instant | null;
  readonly approvedBy: string | null;
  readonly appliesAt: Temporal.Instant | null;
  readonly effectAt: Temporal.Instant | null;
  readonly settledAt: Temporal.Instant | null;
  readonly endedAt: Temporal.Instant | null;
  readonly supersededBy: Id<'dec'> | null;
  /** The exception its decider named, kept with its words until it is carried out. */
  readonly wished: ReasonException | null;
  readonly erased: boolean;
}

interface Row {
  id: Id<'dec'>;
  number: string | null;
  matter: string;
  matter_number: string;
  items: string[];
  state: DecisionState;
  version: number;
  outcome: 'acted' | 'not_acted';
  party_id: Id<'party'> | null;
  contract_id: Id<'ctr'> | null;
  ground: DecisionContent['ground'];
  provision: string | null;
  provision_version: string | null;
  restrictions: string[];
  category: string | null;
  keyword: string | null;
  keyword_other: string | null;
  content_types: string[];
  territorial_scope: string[];
  content_date: string | null;
  applies_at: Temporal.Instant | null;
  ends_at: Temporal.Instant | null;
  automated_detection: boolean;
  automated_decision: DecisionContent['automatedDecision'];
  origin: string | null;
  own_rule: boolean;
  confidence: DecisionContent['confidence'];
  severity: Weight;
  second_person: string[];
  created_at: Temporal.Instant;
  created_by: string;
  proposed_at: Temporal.Instant | null;
  proposed_by: string | null;
  approved_at: Temporal.Instant | null;
  approved_by: string | null;
  effect_at: Temporal.Instant | null;
  settled_at: Temporal.Instant | null;
  ended_at: Temporal.Instant | null;
  superseded_by: Id<'dec'> | null;
  key_id: Id<'dky'> | null;
  sealed: Buffer | null;
}
const columns =
  sql.raw(`id, number, matter, matter_number, items, state, version, outcome, party_id, contract_id, ground, provision,
  provision_version, restrictions, category, keyword, keyword_other, content_types, territorial_scope, content_date, applies_at, ends_at,
  automated_detection, automated_decision, origin, own_rule, confidence, severity, second_person, created_at, created_by, proposed_at,
  proposed_by, approved_at, approved_by, effect_at, settled_at, ended_at, superseded_by, key_id, sealed`);

interface Words {
  readonly facts: string;
  readonly explanation: string;
  readonly notifier: string | null;
  readonly notifierNeeded: string | null;
  readonly wished: { readonly exception: string; readonly fact: string; readonly until: string | null } | null;
}
const about = (id: string) => `decision ${id}`;

async function fromRow(world: Pick<World, 'keys'>, tx: Tx, r: Row): Promise<StoredDecision> {
  const bytes = r.key_id && r.sealed ? await openSealed(world, tx, r.key_id, r.sealed, about(r.id)) : null;
  const words = bytes ? (JSON.parse(bytes.toString()) as Words) : null;
  const wished = words?.wished;
  return {
    id: r.id,
    number: r.number,
    matter: r.matter,
    matterNumber: r.matter_number,
    items: r.items,
    state: r.state,
    version: r.version,
    outcome: r.outcome,
    party: r.party_id,
    contract: r.contract_id,
    ground: r.ground,
    provision: r.provision,
    provisionVersion: r.provision_version,
    restrictions: r.restrictions,
    category: r.category,
    keyword: r.keyword,
    keywordOther: r.keyword_other,
    contentTypes: r.content_types,
    territorialScope: r.territorial_scope,
    contentDate: r.content_date,
    appliesAt: r.applies_at,
    endsAt: r.ends_at,
    automatedDetection: r.automated_detection,
    automatedDecision: r.automated_decision,
    origin: r.origin,
    ownRule: r.own_rule,
    confidence: r.confidence,
    severity: r.severity,
    secondPerson: r.second_person,
    createdAt: r.created_at,
    createdBy: r.created_by,
    proposedAt: r.proposed_at,
    proposedBy: r.proposed_by,
    approvedAt: r.approved_at,
    approvedBy: r.approved_by,
    effectAt: r.effect_at,
    settledAt: r.settled_at,
    endedAt: r.ended_at,
    supersededBy: r.superseded_by,
    facts: words?.facts ?? '',
    explanation: words?.explanation ?? '',
    notifier: words?.notifier ?? null,
    notifierNeeded: words?.notifierNeeded ?? null,
    wished:
      wished && exceptionIds.includes(wished.exception as ExceptionId)
        ? {
            exception: wished.exception as ExceptionId,
            fact: wished.fact,
            until: wished.until ? Temporal.Instant.from(wished.until) : null,
          }
        : null,
    erased: r.sealed === null,
  };
}

/** @throws Refused `request.not-found`; `request.changed-meanwhile` where the caller saw an older version */
export async function decisionBy(
  world: Pick<World, 'keys'>,
  tx: Tx,
  id: string,
  lock?: { readonly version?: number | undefined },
): Promise<StoredDecision> {
  const [row] = await tx.rows(sql<Row>`
    select ${columns} from decision where organisation_id = ${orgOf(tx)} and (id = ${id} or number = ${id}) ${lock ? sql`for update` : sql``}`);
  if (!row) throw new Refused('request.not-found');
  if (lock?.version !== undefined && lock.version !== row.version) throw new Refused('request.changed-meanwhile');
  return fromRow(world, tx, row);
}

export const decisionViews = ['open', 'in_force', 'ended', 'all'] as const;
export type DecisionView = (typeof decisionViews)[number];

export async function listDecisions(
  world: Pick<World, 'keys'>,
  tx: Tx,
  asked: {
    readonly view?: DecisionView;
    readonly matter?: string | undefined;
    readonly party?: string | undefined;
    readonly limit: number;
    readonly after?: readonly [string, string] | undefined;
  },
): Promise<readonly StoredDecision[]> {
  const states = {
    open: ['draft', 'proposed', 'approved'],
    in_force: ['in_force'],
    ended: ['expired', 'reversed', 'superseded', 'withdrawn'],
    all: null,
  }[asked.view ?? 'all'];
  const rows = await tx.rows(sql<Row>`
    select ${columns} from decision where organisation_id = ${orgOf(tx)}
       ${states ? sql`and state = any(${states}::text[])` : sql``}
       ${asked.matter ? sql`and matter = ${asked.matter}` : sql``}
       ${asked.party ? sql`and party_id = ${asked.party}` : sql``}
       ${asked.after ? sql`and (created_at, id) < (${asked.after[0]}::timestamptz, ${asked.after[1]})` : sql``}
     order by created_at desc, id desc limit ${asked.limit}`);
  return Promise.all(rows.map((r) => fromRow(world, tx, r)));
}

/** Writes the content of a draft; its words sealed under the party's key, else under its own. */
export async function writeContent(
  world: World,
  tx: Tx,
  d: { readonly id: Id<'dec'>; readonly matter: string; readonly matterNumber: string; readonly by: string },
  c: DecisionContent,
  fresh: boolean,
): Promise<void> {
  const words: Words = {
    facts: c.facts,
    explanation: c.explanation,
    notifier: c.notifier,
    notifierNeeded: c.notifierNeeded,
    wished: c.exception
      ? { exception: c.exception.exception, fact: c.exception.fact, until: c.exception.until?.toString() ?? null }
      : null,
  };
  const { keyId, sealed } = await sealFor(
    world,
    tx,
    { class: 'document', subject: c.party ?? d.id },
    JSON.stringify(words),
    about(d.id),
  );
  const now = world.clock.now();
  if (fresh)
    await tx.rows(sql`
      insert into decision (organisation_id, id, matter, matter_number, state, outcome, created_at, created_by)
      values (${orgOf(tx)}, ${d.id}, ${d.matter}, ${d.matterNumber}, 'draft', ${c.outcome}, ${moment(now)}, ${d.by})`);
  await tx.rows(sql`
    update decision set items = ${c.items}::text[], outcome = ${c.outcome}, party_id = ${c.party}, contract_id = ${c.contract}, ground = ${c.ground},
           provision = ${c.provision}, provision_version = ${c.provisionVersion}, restrictions = ${c.restrictions}::text[], category = ${c.category},
           keyword = ${c.keyword}, keyword_other = ${c.keywordOther}, content_types = ${c.contentTypes}::text[],
           territorial_scope = ${c.territorialScope}::text[], content_date = ${c.contentDate}::date, ends_at = ${moment(c.endsAt)},
           automated_detection = ${c.automatedDetection}, automated_decision = ${c.automatedDecision}, origin = ${c.origin}, own_rule = ${c.ownRule},
           confidence = ${c.confidence}, severity = ${c.severity}, key_id = ${keyId}, sealed = ${sealed}
           ${fresh ? sql`` : sql`, version = version + 1`}
     where organisation_id = ${orgOf(tx)} and id = ${d.id}`);
  await tx.rows(
    sql`delete from measure where organisation_id = ${orgOf(tx)} and decision_id = ${d.id} and state = 'planned'`,
  );
  for (const [no, m] of c.measures.entries())
    await tx.rows(sql`
      insert into measure (organisation_id, id, decision_id, no, system_id, what, state, target)
      values (${orgOf(tx)}, ${newId(world, 'msr')}, ${d.id}, ${no + 1}, ${m.system}, ${m.what}, 'planned', ${JSON.stringify(m.target)}::jsonb)`);
}

export interface DecisionChange {
  readonly state?: DecisionState;
  readonly number?: string;
  readonly secondPerson?: readonly string[];
  readonly proposed?: { readonly at: Temporal.Instant; readonly by: string } | null;
  readonly approved?: { readonly at: Temporal.Instant; readonly by: string } | null;
  readonly appliesAt?: Temporal.Instant;
  readonly effectAt?: Temporal.Instant;
  readonly settledAt?: Temporal.Instant;
  readonly endedAt?: Temporal.Instant;
  readonly supersededBy?: string;
}

/** Every change counts the version up, so that two people never overwrite each other unseen. */
export async function changeDecision(tx: Tx, id: string, c: DecisionChange): Promise<void> {
  const parts = [sql`version = version + 1`];
  if (c.state !== undefined) parts.push(sql`state = ${c.state}`);
  if (c.number !== undefined) parts.push(sql`number = ${c.number}`);
  if (c.secondPerson !== undefined) parts.push(sql`second_person = ${c.secondPerson}::text[]`);
  if (c.proposed !== undefined)
    parts.push(sql`proposed_at = ${moment(c.proposed?.at)}`, sql`proposed_by = ${c.proposed?.by ?? null}`);
  if (c.approved !== undefined)
    parts.push(sql`approved_at = ${moment(c.approved?.at)}`, sql`approved_by = ${c.approved?.by ?? null}`);
  if (c.appliesAt !== undefined) parts.push(sql`applies_at = ${moment(c.appliesAt)}`);
  if (c.effectAt !== undefined) parts.push(sql`effect_at = ${moment(c.effectAt)}`);
  if (c.settledAt !== undefined) parts.push(sql`settled_at = ${moment(c.settledAt)}`);
  if (c.endedAt !== undefined) parts.push(sql`ended_at = ${moment(c.endedAt)}`);
  if (c.supersededBy !== undefined) parts.push(sql`superseded_by = ${c.supersededBy}`);
  await tx.rows(sql`update decision set ${sql.join(parts)} where organisation_id = ${orgOf(tx)} and id = ${id}`);
}

/** One act on a decision: its line, and its leaf in the journal under the party's key. */
export async function noteDecision(
  world: World,
  tx: Tx,
  d: Pick<StoredDecision, 'id' | 'party' | 'matter'>,
  act: string,
  by: Actor,
  detail: Readonly<Record<string, string | number | boolean | null | readonly string[]>> = {},
): Promise<void> {
  const id = newId(world, 'act');
  await tx.rows(sql`
    insert into decision_act (organisation_id, id, decision_id, at, act, by_kind, by, detail)
    values (${orgOf(tx)}, ${id}, ${d.id}, ${moment(world.clock.now())}, ${act}, ${by.kind}, ${by.kind === 'engine' ? null : by.id}, ${JSON.stringify(detail)}::jsonb)`);
  note(world, tx, {
    act: `decision.${act}`,
    by,
    about: [{ subject: d.party, payload: { decision: d.id, matter: d.matter, act: id, ...detail } }],
  });
}

export async function actsOf(tx: Tx, decision: string) {
  return tx.rows(
    sql<{
      id: string;
      at: Temporal.Instant;
      act: string;
      by_kind: string;
      by: string | null;
      detail: Record<string, unknown>;
    }>`select id, at, act, by_kind, by, detail from decision_act where organisation_id = ${orgOf(tx)} and decision_id = ${decision} order by at, id`,
  );
}

/** The matter a decision is about; undefined where there is no such decision. */
export async function matterOfDecision(tx: Tx, id: string): Promise<string | undefined> {
  const [row] = await tx.rows(
    sql<{ matter: string }>`select matter from decision where organisation_id = ${orgOf(tx)} and id = ${id}`,
  );
  return row?.matter;
}
