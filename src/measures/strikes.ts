/** Violations per party: written with the decision, gone from the count when it is reversed or its time is over. */
import { houseOf } from '#correspondence/store';
import { sql, type Tx } from '#io/db';
import type { World } from '#io/world';
import type { Id } from '#kernel';
import { type RepeatStep, type Strike, standingOf, strikeExpires, strikeRule, type Weight } from '#law';
import { moment, orgOf, type StoredDecision } from './store.ts';

export interface StoredStrike extends Strike {
  readonly decision: Id<'dec'>;
  readonly party: Id<'party'>;
  readonly rule: string;
  readonly at: Temporal.Instant;
}

/** Every strike of a party, newest first, also those that weigh no more. */
export async function strikesOf(tx: Tx, party: string): Promise<readonly StoredStrike[]> {
  const rows = await tx.rows(sql<{
    decision_id: Id<'dec'>;
    party_id: Id<'party'>;
    weight: number;
    rule: string;
    at: Temporal.Instant;
    expires_at: Temporal.Instant;
    revoked_at: Temporal.Instant | null;
  }>`
    select decision_id, party_id, weight, rule, at, expires_at, revoked_at from strike
     where organisation_id = ${orgOf(tx)} and party_id = ${party} order by at desc, decision_id`);
  return rows.map((r) => ({
    decision: r.decision_id,
    party: r.party_id,
    weight: r.weight,
    rule: r.rule,
    at: r.at,
    expiresAt: r.expires_at,
    revokedAt: r.revoked_at,
  }));
}

export async function addStrike(
  world: World,
  tx: Tx,
  d: Pick<StoredDecision, 'id' | 'party' | 'severity'>,
): Promise<void> {
  if (!d.party) return;
  const { zone } = await houseOf(tx);
  const at = world.clock.now();
  const weight: Weight = d.severity;
  await tx.rows(sql`
    insert into strike (organisation_id, decision_id, party_id, weight, rule, at, expires_at)
    values (${orgOf(tx)}, ${d.id}, ${d.party}, ${strikeRule.weight[weight]}, ${strikeRule.id}, ${moment(at)}, ${moment(strikeExpires(weight, at, zone))})
    on conflict (organisation_id, decision_id) do nothing`);
}

export async function revokeStrike(tx: Tx, decision: string, at: Temporal.Instant): Promise<void> {
  await tx.rows(sql`
    update strike set revoked_at = ${moment(at)} where organisation_id = ${orgOf(tx)} and decision_id = ${decision} and revoked_at is null`);
}

export interface PartyStanding {
  readonly party: Id<'party'>;
  readonly name: string | null;
  readonly reference: string;
  readonly total: number;
  readonly step: RepeatStep | null;
  readonly strikes: readonly StoredStrike[];
}

/** Parties that have strikes that weigh, the heaviest first; or one party, whatever it has. */
export async function standings(tx: Tx, now: Temporal.Instant, party?: string): Promise<readonly PartyStanding[]> {
  const rows = await tx.rows(sql<{ id: Id<'party'>; name: string | null; reference: string }>`
    select p.id, p.name, p.reference from party p where p.organisation_id = ${orgOf(tx)}
       and ${party ? sql`(p.id = ${party} or p.reference = ${party})` : sql`exists (select 1 from strike s where s.organisation_id = p.organisation_id and s.party_id = p.id and s.revoked_at is null and s.expires_at > ${moment(now)})`}
     order by p.reference limit 500`);
  const all: PartyStanding[] = [];
  for (const r of rows) {
    const strikes = await strikesOf(tx, r.id);
    all.push({ party: r.id, name: r.name, reference: r.reference, ...standingOf(strikes, now), strikes });
  }
  return all.toSorted((a, b) => b.total - a.total || (a.reference < b.reference ? -1 : 1));
}

export interface EarlierMeasure {
  readonly decision: Id<'dec'>;
  readonly number: string | null;
  readonly state: string;
  readonly at: Temporal.Instant;
  readonly restrictions: readonly string[];
  readonly party: Id<'party'>;
  readonly name: string | null;
  readonly ended: boolean;
  /** Empty: the same party. Else by what another party was recognised: `name`, `mail`, `phone`. */
  readonly sameBy: readonly string[];
}

/**
 * Earlier decisions on a party, and on parties whose service was ended that share its name, an address of mail or a telephone
 * number: the same one may be back under another name. Only what this organisation decided itself, and only shown to people.
 */
export async function earlierMeasures(tx: Tx, party: string): Promise<readonly EarlierMeasure[]> {
  const org = orgOf(tx);
  const rows = await tx.rows(sql<{
    id: Id<'dec'>;
    number: string | null;
    state: string;
    applies_at: Temporal.Instant;
    restrictions: string[];
    party_id: Id<'party'>;
    name: string | null;
    same_by: string[];
  }>`
    with me as (select id, regexp_replace(lower(coalesce(name, '')), '[^[:alnum:]]', '', 'g') as plain from party where organisation_id = ${org} and id = ${party}),
    mine as (select channel, lower(case when channel = 'phone' then regexp_replace(address, '[^0-9]', '', 'g') else address end) as address
               from contact where organisation_id = ${org} and party_id = ${party} and channel in ('mail', 'phone')),
    ended as (select distinct d.party_id from decision d where d.organisation_id = ${org} and d.party_id is not null and d.party_id <> ${party}
                and d.state in ('in_force', 'expired') and exists (select 1 from unnest(d.restrictions) r where r like '%TERMINAT%')),
    alike as (
      select e.party_id, array_remove(array[
               case when me.plain <> '' and (regexp_replace(lower(coalesce(p.name, '')), '[^[:alnum:]]', '', 'g') = me.plain
                         or similarity(regexp_replace(lower(coalesce(p.name, '')), '[^[:alnum:]]', '', 'g'), me.plain) >= 0.7) then 'name' end,
               case when exists (select 1 from contact c join mine m on m.channel = 'mail' and c.channel = 'mail' and lower(c.address) = m.address
                                  where c.organisation_id = ${org} and c.party_id = e.party_id) then 'mail' end,
               case when exists (select 1 from contact c join mine m on m.channel = 'phone' and c.channel = 'phone' and regexp_replace(c.address, '[^0-9]', '', 'g') = m.address
                                  where c.organisation_id = ${org} and c.party_id = e.party_id) then 'phone' end], null) as same_by
        from ended e join party p on p.organisation_id = ${org} and p.id = e.party_id cross join me)
    select d.id, d.number, d.state, d.applies_at, d.restrictions, d.party_id, p.name, coalesce(a.same_by, '{}') as same_by
      from decision d join party p on p.organisation_id = d.organisation_id and p.id = d.party_id
      left join alike a on a.party_id = d.party_id
     where d.organisation_id = ${org} and d.applies_at is not null and d.restrictions <> '{}'
       and (d.party_id = ${party} or cardinality(a.same_by) > 0)
     order by d.applies_at desc limit 100`);
  return rows.map((r) => ({
    decision: r.id,
    number: r.number,
    state: r.state,
    at: r.applies_at,
    restrictions: r.restrictions,
    party: r.party_id,
    name: r.name,
    ended: r.restrictions.some((x) => x.includes('TERMINAT')),
    sameBy: r.same_by,
  }));
}
