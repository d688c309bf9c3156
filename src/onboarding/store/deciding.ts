/** The SQL of proposals and of what people made of them. */
import { openSealed, sealFor } from '#evidence/store';
import { sql, type Tx } from '#io/db';
import { newId } from '#io/dice';
import type { World } from '#io/world';
import { type Actor, actorId, type Id } from '#kernel';
import type { Proposals } from '../life.ts';
import { at, orgOf, type Sealer } from '../store.ts';

export const proposalOutcomes = ['refuse', 'activate', 'restrict_orders', 'end_contract', 'none'] as const;
export type ProposalOutcome = (typeof proposalOutcomes)[number];
export interface Proposal {
  readonly id: Id<'prp'>;
  readonly onboarding: Id<'onb'> | null;
  readonly party: Id<'party'>;
  readonly partyReference: string;
  readonly partyName: string | null;
  readonly campaign: Id<'cpn'> | null;
  readonly outcome: ProposalOutcome;
  readonly madeBy: string;
  readonly madeByKind: string;
  readonly madeAt: Temporal.Instant;
  /** Codes of checks, stops and points. */
  readonly because: readonly string[];
  readonly decidedBy: string | null;
  readonly decidedAt: Temporal.Instant | null;
  readonly followed: boolean | null;
  readonly why: string | null;
}
interface Stored extends Omit<Proposal, 'why'> {
  readonly key_id: string | null;
  readonly sealed: Buffer | null;
}
const columns =
  sql.raw(`r.id, r.onboarding_id as onboarding, r.party_id as party, p.reference as "partyReference", p.name as "partyName", r.campaign_id as campaign,
  r.outcome, r.made_by as "madeBy", r.made_by_kind as "madeByKind", r.made_at as "madeAt", r.because, r.decided_by as "decidedBy", r.decided_at as "decidedAt",
  r.followed, r.key_id, r.sealed`);
const joined = sql.raw(
  'onboarding_proposal r join party p on p.organisation_id = r.organisation_id and p.id = r.party_id',
);

/** @returns undefined where the same proposal waits already */
export async function propose(
  world: Sealer,
  tx: Tx,
  p: {
    readonly onboarding: Id<'onb'> | null;
    readonly party: string;
    readonly campaign?: string | null;
    readonly outcome: ProposalOutcome;
    readonly because: readonly string[];
    readonly by: Actor;
  },
): Promise<Id<'prp'> | undefined> {
  const id = newId(world, 'prp');
  const rows = await tx.rows(sql<{ id: Id<'prp'> }>`
    insert into onboarding_proposal (organisation_id, id, onboarding_id, party_id, campaign_id, outcome, made_by, made_by_kind, made_at, because)
    values (${orgOf(tx)}, ${id}, ${p.onboarding}, ${p.party}, ${p.campaign ?? null}, ${p.outcome}, ${actorId(p.by)}, ${p.by.kind}, ${at(world.clock.now())},
            ${JSON.stringify(p.because)}::jsonb)
    on conflict (organisation_id, onboarding_id, outcome) where decided_at is null do nothing returning id`);
  return rows[0]?.id;
}

const opened = async (world: Pick<World, 'keys'>, tx: Tx, rows: readonly Stored[]): Promise<readonly Proposal[]> => {
  const out: Proposal[] = [];
  for (const { key_id, sealed, ...p } of rows) {
    const text = key_id && sealed ? await openSealed(world, tx, key_id, sealed, `proposal ${p.id}`) : null;
    out.push({ ...p, why: text?.toString() ?? null });
  }
  return out;
};
export async function proposalsOf(
  world: Pick<World, 'keys'>,
  tx: Tx,
  onboarding: string,
): Promise<readonly Proposal[]> {
  return opened(
    world,
    tx,
    await tx.rows(sql<Stored>`
    select ${columns} from ${joined} where r.organisation_id = ${orgOf(tx)} and r.onboarding_id = ${onboarding} order by r.made_at, r.id`),
  );
}
/** Consequences of campaigns that wait for a person, the oldest first. */
export async function waitingConsequences(
  world: Pick<World, 'keys'>,
  tx: Tx,
  limit: number,
): Promise<readonly Proposal[]> {
  return opened(
    world,
    tx,
    await tx.rows(sql<Stored>`
    select ${columns} from ${joined} where r.organisation_id = ${orgOf(tx)} and r.decided_at is null and r.campaign_id is not null
     order by r.made_at, r.id limit ${limit}`),
  );
}
export async function lockProposal(tx: Tx, id: string): Promise<Omit<Proposal, 'why'> | undefined> {
  const [found] = await tx.rows(
    sql<Stored>`select ${columns} from ${joined} where r.organisation_id = ${orgOf(tx)} and r.id = ${id} for update of r`,
  );
  return found;
}
/** Settles one proposal, or all that wait on an onboarding. */
export async function settleProposals(
  world: Sealer,
  tx: Tx,
  which: { readonly id: string } | { readonly onboarding: Id<'onb'> },
  d: {
    readonly by: Actor;
    readonly followed: (outcome: ProposalOutcome) => boolean;
    readonly why: string;
    readonly subject: string;
  },
): Promise<number> {
  const org = orgOf(tx);
  const rows = await tx.rows(sql<{ id: Id<'prp'>; outcome: ProposalOutcome }>`
    select id, outcome from onboarding_proposal where organisation_id = ${org} and decided_at is null
       and ${'id' in which ? sql`id = ${which.id}` : sql`onboarding_id = ${which.onboarding}`} for update`);
  for (const r of rows) {
    const { keyId, sealed } = await sealFor(
      world,
      tx,
      { class: 'document', subject: d.subject },
      d.why,
      `proposal ${r.id}`,
    );
    await tx.rows(sql`
      update onboarding_proposal set decided_by = ${actorId(d.by)}, decided_at = ${at(world.clock.now())}, followed = ${d.followed(r.outcome)},
             key_id = ${keyId}, sealed = ${sealed}
       where organisation_id = ${org} and id = ${r.id}`);
  }
  return rows.length;
}
/** What people made of the engine's proposals since a moment. */
export async function proposalsSince(tx: Tx, since: Temporal.Instant): Promise<Proposals> {
  const [row] = await tx.rows(sql<Proposals>`
    select count(*)::int as decided, count(*) filter (where followed)::int as followed from onboarding_proposal
     where organisation_id = ${orgOf(tx)} and made_by_kind = 'engine' and starts_with(decided_by, 'mbr_') and decided_at >= ${at(since)}`);
  return row ?? { decided: 0, followed: 0 };
}
