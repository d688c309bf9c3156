/** What a plan is made from, read from the ledger and the rooms below; and a draft of a decision from its matter. */
import { sql, type Tx } from '#io/db';
import type { World } from '#io/world';
import { type Id, type Language, Refused } from '#kernel';
import { type Category, type MatterFacts, type Measure, measures, otherDescriptions, standingOf } from '#law';
import { loadLaw } from '#law/work';
import { contactFor } from '#parties';
import { contactsOf, partiesByIds } from '#parties/store';
import type { Recipient } from '#reasons/work';
import type { DecisionContent, Target } from './decision.ts';
import { type DecisionPlan, type PlanInput, planFor, targetOf } from './plan.ts';
import { orgOf } from './store.ts';
import { strikesOf } from './strikes.ts';
import { systemsNow } from './systems.ts';
import { type ChainLink, languageFor, upwards } from './whom.ts';

/** The contract as it holds now, and the parties above it. */
async function chainAbove(
  tx: Tx,
  contract: string,
  now: Temporal.Instant,
): Promise<{ first: ChainLink; parties: readonly Id<'party'>[] } | null> {
  type Row = { seller_id: Id<'party'> | null; buyer_id: Id<'party'>; service_kind: string };
  const link = (r: Row): ChainLink => ({ seller: r.seller_id, buyer: r.buyer_id, serviceKind: r.service_kind });
  const [row] = await tx.rows(sql<Row>`
    select seller_id, buyer_id, service_kind from contract where organisation_id = ${orgOf(tx)} and id = ${contract} and upper_inf(recorded)
     order by (valid @> ${now.toString()}::timestamptz) desc, lower(valid) desc limit 1`);
  if (!row) return null;
  const edges = new Map<string, ChainLink>();
  let at = row.seller_id;
  while (at !== null && !edges.has(at) && edges.size < 9) {
    const [above] = await tx.rows(sql<Row>`
      select seller_id, buyer_id, service_kind from contract
       where organisation_id = ${orgOf(tx)} and buyer_id = ${at} and resells and upper_inf(recorded) and valid @> ${now.toString()}::timestamptz
       order by seller_id nulls first limit 1`);
    if (!above) break;
    edges.set(at, link(above));
    at = above.seller_id;
  }
  const first = link(row);
  return { first, parties: upwards(first, edges) };
}

export interface Whom {
  readonly serviceKind: string | null;
  readonly all: PlanInput['recipients'];
  readonly reachable: readonly Recipient[];
}

/** Everybody who is told: the top of the chain, which passes it on, and who uses the service where it has an address. */
export async function whomOf(
  tx: Tx,
  party: Id<'party'> | null,
  contract: Id<'ctr'> | null,
  now: Temporal.Instant,
): Promise<Whom> {
  const chain = contract ? await chainAbove(tx, contract, now) : null;
  const parties = chain ? [...chain.parties] : [];
  if (party && !parties.includes(party)) parties.unshift(party);
  const user = party ?? parties[0] ?? null;
  const top = parties.at(-1) ?? null;
  const wanted = [...new Set([top, user])].filter((p): p is Id<'party'> => p !== null);
  const known = await partiesByIds(tx, wanted);
  const contacts = await contactsOf(tx, wanted);
  const all: PlanInput['recipients'][number][] = [];
  const reachable: Recipient[] = [];
  for (const id of wanted) {
    const p = known.get(id);
    if (!p) continue;
    const contact = p.erased
      ? undefined
      : contactFor(
          contacts.filter((c) => c.party === id),
          'abuse',
        );
    const language = languageFor(contact?.language as Language | null | undefined, p.language);
    const passOn = id === top && top !== user;
    const name = p.name ?? p.reference;
    all.push({ party: id, name, language, passOn, reachable: contact !== undefined });
    if (contact)
      reachable.push({ party: id, name, language, passOn, contact: { id: contact.id, address: contact.address } });
  }
  return { serviceKind: chain?.first.serviceKind ?? null, all, reachable };
}

/** Others who hold the same address now, or whose site was seen at it. */
async function othersAt(
  tx: Tx,
  ips: readonly string[],
  party: string | null,
  now: Temporal.Instant,
): Promise<PlanInput['others']> {
  if (ips.length === 0) return [];
  const found = new Map<string, PlanInput['others'][number]>();
  for (const ip of ips) {
    const rows = await tx.rows(sql<{ party: Id<'party'> | null; name: string | null; what: string }>`
      select c.buyer_id as party, p.name, h.prefix::text as what
        from holding h join contract c on c.organisation_id = h.organisation_id and c.id = h.contract_id and upper_inf(c.recorded) and c.valid @> ${now.toString()}::timestamptz
        left join party p on p.organisation_id = c.organisation_id and p.id = c.buyer_id
       where h.organisation_id = ${orgOf(tx)} and h.prefix = ${ip}::inet::cidr and upper_inf(h.recorded) and h.valid @> ${now.toString()}::timestamptz
         and c.buyer_id is distinct from ${party}
      union
      select a.holder_id, p.name, f.host
        from finding f join attribution a on a.organisation_id = f.organisation_id and a.id = f.attribution_id
        left join party p on p.organisation_id = a.organisation_id and p.id = a.holder_id
       where f.organisation_id = ${orgOf(tx)} and f.ip = ${ip}::inet and f.host is not null and a.holder_id is not null and a.holder_id is distinct from ${party}
       limit 50`);
    for (const r of rows)
      found.set(`${r.party} ${r.what}`, { party: r.party, name: r.name ?? r.party ?? '–', what: r.what });
  }
  return [...found.values()];
}

async function abilityOf(tx: Tx, serviceKind: string | null): Promise<readonly Measure[] | null> {
  if (!serviceKind) return null;
  const [row] = await tx.rows(sql<{ can: string[] }>`
    select can from service_ability where organisation_id = ${orgOf(tx)} and service_kind = ${serviceKind}`);
  return row ? measures.filter((m) => row.can.includes(m)) : null;
}

export interface Planned {
  readonly plan: DecisionPlan;
  readonly whom: Whom;
  readonly category: Category | undefined;
  readonly ability: readonly Measure[] | null;
}

/** The plan of a decision, from what is known now. Nothing is written. */
export async function planOf(world: World, tx: Tx, content: DecisionContent, matter: MatterFacts): Promise<Planned> {
  const law = await loadLaw();
  const now = world.clock.now();
  const whom = await whomOf(tx, content.party, content.contract, now);
  const ability = await abilityOf(tx, whom.serviceKind);
  const category = content.category ? law.categories.get(content.category) : undefined;
  const addresses = content.measures
    .filter((m) => ['null_route', 'block_port', 'stop_machine'].includes(m.what))
    .flatMap((m) => (m.target.ip ? [m.target.ip] : []));
  const strikes = content.party ? await strikesOf(tx, content.party) : [];
  const plan = planFor({
    content,
    matter,
    category,
    systems: await systemsNow(tx),
    serviceKind: whom.serviceKind,
    ability,
    recipients: whom.all,
    others: await othersAt(tx, [...new Set(addresses)], content.party, now),
    standing: standingOf(strikes, now),
    now,
  });
  return { plan, whom, category, ability };
}

/** A beginning, filled with what the matter says and nothing else. The category is the file name of the law folder. */
export async function draftFor(tx: Tx, matter: MatterFacts): Promise<DecisionContent> {
  const law = await loadLaw();
  const [found] =
    matter.kind === 'case'
      ? await tx.rows(sql<{ kind: string; confidence: DecisionContent['confidence'] }>`
          select c.kind, a.confidence from abuse_case c left join attribution a on a.organisation_id = c.organisation_id and a.id = c.attribution_id
           where c.organisation_id = ${orgOf(tx)} and c.id = ${matter.id}`)
      : [];
  const open = matter.items.filter((i) => !i.settled);
  const first = open[0] ?? matter.items[0];
  const category = matter.category?.toLowerCase() ?? null;
  const known = category ? law.categories.get(category) : undefined;
  const one = open.every((i) => i.party === first?.party && i.contract === first?.contract);
  return {
    outcome: 'acted',
    items: open.length === matter.items.length ? [] : open.map((i) => i.id),
    party: one ? (first?.party ?? null) : null,
    contract: one ? (first?.contract ?? null) : null,
    ground: matter.kind === 'order' ? 'ILLEGAL_CONTENT' : null,
    provision: null,
    provisionVersion: null,
    restrictions: [],
    category: known ? known.id : null,
    keyword: known?.keywords.some((k) => k.code === matter.keyword) ? matter.keyword : null,
    keywordOther:
      matter.keyword === 'OTHER' && found && Object.hasOwn(otherDescriptions, found.kind) ? found.kind : null,
    contentTypes: [],
    territorialScope: [],
    contentDate: null,
    endsAt: null,
    automatedDetection: false,
    automatedDecision: 'NOT_AUTOMATED',
    origin: matter.origin,
    ownRule: false,
    confidence: found?.confidence ?? null,
    severity: 'ordinary',
    facts: '',
    explanation: '',
    notifier: null,
    notifierNeeded: null,
    measures: [],
    exception: null,
  };
}

/** What measures on the first open item would act on; nothing of what is not shown. */
export async function suggestedTarget(tx: Tx, matter: MatterFacts): Promise<Target> {
  const first = matter.items.find((i) => !i.settled) ?? matter.items[0];
  if (!first || matter.csam) return {};
  const [contract] = first.contract
    ? await tx.rows(sql<{ reference: string }>`
        select reference from contract where organisation_id = ${orgOf(tx)} and id = ${first.contract} and upper_inf(recorded) limit 1`)
    : [];
  return targetOf(first.location, contract?.reference ?? null);
}

/** @throws Refused `decision.not-whole` naming everything that is missing or in the way */
export function refuseUnlessReady(plan: DecisionPlan): void {
  if (plan.ready) return;
  const hindered = plan.steps.flatMap((s) => s.hindrances.map((h) => `${s.what}: ${h}`));
  const all = [...plan.lacks, ...hindered];
  throw new Refused('decision.not-whole', all.join(', '), Object.fromEntries(all.map((l) => [l, 'missing'])));
}
