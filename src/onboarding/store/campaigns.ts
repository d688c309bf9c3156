/** The SQL of campaigns and their members, and of what a what-if report reads. */
import { sql, type Tx } from '#io/db';
import type { Id } from '#kernel';
import type { CheckId, Tier } from '#law';
import type { CampaignState, Consequence, MemberState } from '../campaign.ts';
import type { CheckVerdict } from '../check.ts';
import { at, orgOf } from '../store.ts';

export interface Campaign {
  readonly id: Id<'cpn'>;
  readonly title: string;
  readonly pack: string;
  readonly state: CampaignState;
  readonly batch: number;
  readonly termDays: number;
  readonly remindDays: number;
  readonly consequence: Consequence;
  readonly madeAt: Temporal.Instant;
  readonly madeBy: string;
  readonly startedAt: Temporal.Instant | null;
  readonly endedAt: Temporal.Instant | null;
}
const columns = sql.raw(
  'id, title, pack, state, batch, term_days as "termDays", remind_days as "remindDays", consequence, made_at as "madeAt", made_by as "madeBy", started_at as "startedAt", ended_at as "endedAt"',
);
export async function insertCampaign(tx: Tx, c: Omit<Campaign, 'state' | 'startedAt' | 'endedAt'>): Promise<void> {
  await tx.rows(sql`
    insert into campaign (organisation_id, id, title, pack, state, batch, term_days, remind_days, consequence, made_at, made_by)
    values (${orgOf(tx)}, ${c.id}, ${c.title}, ${c.pack}, 'draft', ${c.batch}, ${c.termDays}, ${c.remindDays}, ${c.consequence}, ${at(c.madeAt)}, ${c.madeBy})`);
}
export async function campaignById(tx: Tx, id: string, lock = false): Promise<Campaign | undefined> {
  const [found] = await tx.rows(
    sql<Campaign>`select ${columns} from campaign where organisation_id = ${orgOf(tx)} and id = ${id} ${lock ? sql`for update` : sql``}`,
  );
  return found;
}
export async function listCampaigns(tx: Tx, running = false): Promise<readonly Campaign[]> {
  return tx.rows(sql<Campaign>`
    select ${columns} from campaign where organisation_id = ${orgOf(tx)} ${running ? sql`and state = 'running'` : sql``} order by made_at desc, id`);
}
export async function writeCampaignState(
  tx: Tx,
  id: string,
  state: CampaignState,
  now: Temporal.Instant,
): Promise<void> {
  await tx.rows(sql`
    update campaign set state = ${state}, started_at = case when ${state} = 'running' then coalesce(started_at, ${at(now)}) else started_at end,
           ended_at = case when ${state} = 'ended' then ${at(now)} else ended_at end
     where organisation_id = ${orgOf(tx)} and id = ${id}`);
  await tx.notify({ organisation: orgOf(tx), what: 'onboarding' });
}

export interface CampaignMember {
  readonly party: Id<'party'>;
  readonly batch: number;
  readonly tier: Tier;
  readonly state: MemberState;
  readonly onboarding: Id<'onb'> | null;
  readonly askedAt: Temporal.Instant | null;
}
export async function insertMembers(
  tx: Tx,
  campaign: string,
  all: readonly { readonly party: string; readonly batch: number; readonly tier: Tier }[],
): Promise<void> {
  await tx.rows(sql`
    insert into campaign_member (organisation_id, campaign_id, party_id, batch, tier, state)
    select ${orgOf(tx)}, ${campaign}, m.party, m.batch, m.tier, 'waiting'
      from unnest(${all.map((m) => m.party)}::text[], ${all.map((m) => m.batch)}::int[], ${all.map((m) => m.tier)}::text[]) as m(party, batch, tier)
    on conflict do nothing`);
}
/** Those that something may be due for, in the order of their batches. */
export async function openMembers(tx: Tx, campaign: string): Promise<readonly CampaignMember[]> {
  return tx.rows(sql<CampaignMember>`
    select party_id as party, batch, tier, state, onboarding_id as onboarding, asked_at as "askedAt" from campaign_member
     where organisation_id = ${orgOf(tx)} and campaign_id = ${campaign} and state in ('waiting', 'asked', 'reminded') order by batch, party_id`);
}
export async function writeMember(
  tx: Tx,
  campaign: string,
  party: string,
  state: MemberState,
  now: Temporal.Instant,
  onboarding?: string,
): Promise<void> {
  await tx.rows(sql`
    update campaign_member set state = ${state}, onboarding_id = coalesce(${onboarding ?? null}, onboarding_id),
           asked_at = case when ${state} = 'asked' then ${at(now)} else asked_at end,
           reminded_at = case when ${state} = 'reminded' then ${at(now)} else reminded_at end,
           done_at = case when ${state} = 'done' then ${at(now)} else done_at end
     where organisation_id = ${orgOf(tx)} and campaign_id = ${campaign} and party_id = ${party}`);
}
export async function progressOf(tx: Tx, campaign: string): Promise<Readonly<Record<string, number>>> {
  const rows = await tx.rows(sql<{ state: string; n: number }>`
    select state, count(*)::int as n from campaign_member where organisation_id = ${orgOf(tx)} and campaign_id = ${campaign} group by state`);
  return Object.fromEntries(rows.map((r) => [r.state, r.n]));
}

export interface CustomerRow {
  readonly party: Id<'party'>;
  readonly kind: 'natural' | 'legal' | 'unknown';
  readonly resells: boolean;
  readonly tier: Tier | null;
  readonly checks:
    | readonly { readonly check: CheckId; readonly verdict: CheckVerdict; readonly expires: string | null }[]
    | null;
}
/**
 * Customers as they were known at a moment: parties with a contract then, or taken in by then, and for each the newest check of its
 * kind made by then. What was not recorded yet is not known.
 */
export async function customersAt(tx: Tx, moment: Temporal.Instant): Promise<readonly CustomerRow[]> {
  const org = orgOf(tx);
  return tx.rows(sql<CustomerRow>`
    select p.id as party, p.kind, o.tier, c.checks,
           coalesce((select bool_or(k.resells) from contract k where k.organisation_id = p.organisation_id and k.buyer_id = p.id
              and k.valid @> ${at(moment)} and k.recorded @> ${at(moment)}), false) as resells
      from party p
      left join lateral (select id, tier from onboarding o where o.organisation_id = p.organisation_id and o.party_id = p.id and o.started_at <= ${at(moment)}
                          order by o.started_at desc limit 1) o on true
      left join lateral (
        select jsonb_agg(jsonb_build_object('check', x.check_id, 'verdict', x.verdict, 'expires', x.expires_at)) as checks
          from (select distinct on (check_id) check_id, verdict, expires_at from onboarding_check
                 where organisation_id = p.organisation_id and onboarding_id = o.id and at <= ${at(moment)} order by check_id, at desc, id desc) x) c on true
     where p.organisation_id = ${org} and p.created_at <= ${at(moment)} and p.state in ('active', 'suspended')
     order by p.id`);
}
