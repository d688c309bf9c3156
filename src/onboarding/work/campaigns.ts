/** Campaigns at work: who is asked, letters and reminders, consequences proposed to a person; and what-if over recorded history. */
import { houseOf } from '#correspondence/store';
import { queueLetter } from '#correspondence/work';
import { newId } from '#io/dice';
import type { World } from '#io/world';
import { note } from '#journal/work';
import { type Actor, actorId, engine, type Id, isId, type Language, mayAs, Refused } from '#kernel';
import { type CheckId, checksOf, momentForLetter, type Pack } from '#law';
import { contactFor } from '#parties';
import { contactsOf, partyById } from '#parties/store';
import {
  batchesOf,
  type CampaignAct,
  campaignActs,
  campaignArrow,
  consequenceWords,
  type NewCampaign,
  stepFor,
} from '../campaign.ts';
import { standingOf } from '../check.ts';
import type { CampaignShape, WhatIfShape } from '../shapes.ts';
import type { Statement } from '../statement.ts';
import {
  type Campaign,
  type CampaignMember,
  type CustomerRow,
  campaignById,
  customersAt,
  insertCampaign,
  insertMembers,
  listCampaigns,
  openMembers,
  progressOf,
  writeCampaignState,
  writeMember,
} from '../store/campaigns.ts';
import { propose } from '../store/deciding.ts';
import { checksNow, lockOnboarding, onboardingById, onboardingOfParty } from '../store.ts';
import { type CustomerThen, whatIf } from '../whatif.ts';
import { openChecks, packOf } from './checking.ts';
import { givePage, startOnboarding } from './starting.ts';

const thenOf = (row: CustomerRow, moment: Temporal.Instant): CustomerThen => ({
  party: row.party,
  kind: row.kind,
  resells: row.resells,
  // Nobody judged it: a reseller is at least normal, everybody else low until something is known.
  tier: row.tier ?? (row.resells ? 'normal' : 'low'),
  standing: new Map(
    (row.checks ?? []).map((c) => [
      c.check,
      standingOf({ verdict: c.verdict, expiresAt: c.expires ? Temporal.Instant.from(c.expires) : null }, moment),
    ]),
  ),
});

/** What a profile would mean for the customers of a moment. @param at now where none is given; may lie in the past */
export async function whatIfReport(
  world: World,
  org: Id<'org'>,
  packId: string,
  at?: Temporal.Instant,
): Promise<WhatIfShape> {
  const pack = await packOf(packId);
  const moment = at ?? world.clock.now();
  const rows = await world.db.in(org, (tx) => customersAt(tx, moment));
  const r = whatIf(
    pack,
    rows.map((row) => thenOf(row, moment)),
    moment,
  );
  return {
    pack: r.pack,
    title: pack.title,
    mark: r.mark,
    at: r.at,
    customers: r.customers,
    meets: r.meets,
    incomplete: r.incomplete,
    fails: r.fails,
    hours: r.hours,
    by_tier: { ...r.byTier },
    resellers_hit: r.resellersHit,
    persons_hit: r.personsHit,
    by_check: r.byCheck.map((c) => ({ ...c })),
    hit: r.hit.map((h) => ({ ...h, open: [...h.open], fail: [...h.fail] })),
  };
}

/** Draws up a campaign over every customer that does not meet the profile. Nothing goes out until a decider starts it. */
export async function addCampaign(world: World, org: Id<'org'>, by: Actor, wish: NewCampaign): Promise<Id<'cpn'>> {
  if (!mayAs(by, 'handler')) throw new Refused('request.not-allowed');
  const pack = await packOf(wish.pack);
  // A study binds nobody: it is reported on, and nobody is written to in its name.
  if (pack.basis.mark === 'study')
    throw new Refused('request.invalid', 'pack: a study is only reported on', { pack: 'only a study' });
  return world.db.in(org, async (tx) => {
    const now = world.clock.now();
    const id = newId(world, 'cpn');
    const customers = (await customersAt(tx, now)).map((row) => thenOf(row, now));
    const members = batchesOf(
      customers.map((c) => ({ party: c.party, tier: c.tier, resells: c.resells, open: openOf(pack, c).length })),
      wish.batch,
    );
    await insertCampaign(tx, {
      id,
      title: wish.title,
      pack: pack.id,
      batch: wish.batch,
      termDays: wish.term_days,
      remindDays: wish.remind_days,
      consequence: wish.consequence,
      madeAt: now,
      madeBy: actorId(by),
    });
    await insertMembers(tx, id, members);
    note(world, tx, {
      act: 'campaign.made',
      by,
      about: [
        {
          subject: null,
          payload: {
            campaign: id,
            pack: pack.id,
            pack_version: pack.version,
            customers: members.length,
            of: customers.length,
          },
        },
      ],
    });
    await tx.notify({ organisation: org, what: 'onboarding' });
    return id;
  });
}
const openOf = (pack: Pack, c: CustomerThen): readonly CheckId[] =>
  checksOf(pack, c.tier).filter((check) => {
    const s = c.standing.get(check) ?? 'missing';
    return s !== 'pass' && s !== 'not_applicable';
  });

export async function actOnCampaign(
  world: World,
  org: Id<'org'>,
  by: Actor,
  id: string,
  act: CampaignAct,
): Promise<void> {
  await world.db.in(org, async (tx) => {
    const c = isId('cpn', id) ? await campaignById(tx, id, true) : undefined;
    if (!c) throw new Refused('request.not-found');
    const arrow = campaignArrow(c.state, act);
    if (!arrow) throw new Refused('campaign.act-not-allowed');
    if (!mayAs(by, arrow.by)) throw new Refused('request.not-allowed');
    await writeCampaignState(tx, c.id, arrow.to, world.clock.now());
    note(world, tx, {
      act: `campaign.${act}`,
      by,
      about: [{ subject: null, payload: { campaign: c.id, from: c.state, to: arrow.to } }],
    });
  });
}

const shapeOf = (c: Campaign, progress: Readonly<Record<string, number>>, by: Actor): CampaignShape => ({
  id: c.id,
  title: c.title,
  pack: c.pack,
  state: c.state,
  batch: c.batch,
  term_days: c.termDays,
  remind_days: c.remindDays,
  consequence: c.consequence,
  made_at: c.madeAt.toString(),
  started_at: c.startedAt?.toString() ?? null,
  ended_at: c.endedAt?.toString() ?? null,
  progress: { ...progress },
  total: Object.values(progress).reduce((a, b) => a + b, 0),
  may: campaignActs.filter((act) => {
    const arrow = campaignArrow(c.state, act);
    return arrow !== undefined && mayAs(by, arrow.by);
  }),
});
export async function showCampaigns(world: World, org: Id<'org'>, by: Actor): Promise<readonly CampaignShape[]> {
  return world.db.in(org, async (tx) => {
    const out: CampaignShape[] = [];
    for (const c of await listCampaigns(tx)) out.push(shapeOf(c, await progressOf(tx, c.id), by));
    return out;
  });
}
export async function showCampaign(world: World, org: Id<'org'>, by: Actor, id: string): Promise<CampaignShape> {
  return world.db.in(org, async (tx) => {
    const c = isId('cpn', id) ? await campaignById(tx, id) : undefined;
    if (!c) throw new Refused('request.not-found');
    return shapeOf(c, await progressOf(tx, c.id), by);
  });
}

/** Does what is due in every running campaign: asks, reminds, closes, proposes. @returns how many customers moved */
export async function runCampaigns(world: World, org: Id<'org'>): Promise<number> {
  let moved = 0;
  const running = await world.db.in(org, (tx) => listCampaigns(tx, true));
  for (const c of running) {
    for (const m of await world.db.in(org, (tx) => openMembers(tx, c.id))) if (await step(world, org, c, m)) moved++;
    const left = await world.db.in(org, (tx) => openMembers(tx, c.id));
    if (left.length === 0)
      await world.db.in(org, async (tx) => {
        await writeCampaignState(tx, c.id, 'ended', world.clock.now());
        note(world, tx, {
          act: 'campaign.end',
          by: engine,
          about: [{ subject: null, payload: { campaign: c.id, from: 'running', to: 'ended' } }],
        });
      });
  }
  return moved;
}

async function step(world: World, org: Id<'org'>, c: Campaign, m: CampaignMember): Promise<boolean> {
  const now = world.clock.now();
  const pack = await packOf(c.pack);
  const here = await world.db.in(org, async (tx) => {
    const o =
      (m.onboarding ? await onboardingById(tx, m.onboarding) : undefined) ?? (await onboardingOfParty(tx, m.party));
    const open = o ? openChecks(pack, o.assessment, await checksNow(tx, o.id), now).length : Number.POSITIVE_INFINITY;
    return { o, open };
  });
  const next = stepFor(
    { state: m.state, batch: m.batch, askedAt: m.askedAt, open: here.open },
    { startedAt: c.startedAt ?? now, termDays: c.termDays, remindDays: c.remindDays },
    now,
  );
  if (next === null) return false;
  if (next === 'ask') return ask(world, org, c, m, here.o?.id);
  await world.db.in(org, async (tx) => {
    if (next === 'done') await writeMember(tx, c.id, m.party, 'done', now);
    if (next === 'remind') {
      const sent = here.o ? await writeTo(world, tx, c, m.party, here.o.id, true) : false;
      await writeMember(tx, c.id, m.party, sent ? 'reminded' : 'unreachable', now);
    }
    if (next === 'overdue') {
      await writeMember(tx, c.id, m.party, 'overdue', now);
      if (c.consequence !== 'none') {
        const made = await propose(world, tx, {
          onboarding: here.o?.id ?? null,
          party: m.party,
          campaign: c.id,
          outcome: c.consequence,
          because: ['campaign_overdue'],
          by: engine,
        });
        if (made)
          note(world, tx, {
            act: 'campaign.consequence_proposed',
            by: engine,
            about: [{ subject: null, payload: { campaign: c.id, proposal: made, outcome: c.consequence } }],
          });
      }
    }
  });
  return true;
}

async function ask(
  world: World,
  org: Id<'org'>,
  c: Campaign,
  m: CampaignMember,
  known: Id<'onb'> | undefined,
): Promise<boolean> {
  const now = world.clock.now();
  let onboarding = known;
  if (!onboarding) {
    const statement = await world.db.in(org, async (tx): Promise<Statement | undefined> => {
      const party = await partyById(tx, m.party);
      const contacts = await contactsOf(tx, [m.party]);
      const mail = contactFor(contacts, 'billing');
      const phone = contacts.find((x) => x.channel === 'phone' && !x.endedAt);
      if (!party?.name || !mail) return undefined;
      return {
        kind: party.kind === 'natural' ? 'natural' : 'legal',
        name: party.name,
        trade_names: [],
        email: mail.address,
        ...(phone ? { phone: phone.address } : {}),
        ...(party.country ? { country: party.country.toUpperCase() } : {}),
        people: [],
        domains: [],
        ssh_keys: [],
        resells: false,
        asks: [],
        language: party.language ?? 'nl',
        hidden_ip: false,
      };
    });
    if (!statement) {
      // Nothing to write to: a colleague looks for a way to reach this customer.
      await world.db.in(org, (tx) => writeMember(tx, c.id, m.party, 'unreachable', now));
      return true;
    }
    onboarding = (
      await startOnboarding(world, org, engine, {
        statement,
        via: 'campaign',
        party: m.party,
        pack: c.pack,
        campaign: c.id,
        silent: true,
      })
    ).id;
  }
  const id = onboarding;
  await world.db.in(org, async (tx) => {
    const sent = await writeTo(world, tx, c, m.party, id, false);
    await writeMember(tx, c.id, m.party, sent ? 'asked' : 'unreachable', now, id);
  });
  return true;
}

/** The letter of a campaign: what is asked, until when, the page, and what may follow. @returns false where there is nobody to write to */
async function writeTo(
  world: World,
  tx: Parameters<typeof givePage>[1],
  c: Campaign,
  partyId: Id<'party'>,
  onboarding: Id<'onb'>,
  reminder: boolean,
): Promise<boolean> {
  const o = await lockOnboarding(tx, onboarding);
  const party = await partyById(tx, partyId);
  const contact = contactFor(await contactsOf(tx, [partyId]), 'billing');
  if (!party || !contact) return false;
  const house = await houseOf(tx);
  const language: Language = party.language ?? o.language;
  const due = world.clock.now().add({ hours: 24 * (reminder ? c.termDays - c.remindDays : c.termDays) });
  await queueLetter(world, tx, {
    template: reminder ? 'ltr-kyc-reminder' : 'ltr-kyc-ask',
    language,
    audience: 'customer',
    party: party.id,
    contact: { id: contact.id, address: contact.address },
    matter: onboarding,
    ...(o.number ? { reference: o.number } : {}),
    fields: {
      [language]: {
        organisationName: house.name,
        recipientName: party.name ?? party.reference,
        pageLink: await givePage(world, tx, onboarding),
        dueAt: momentForLetter(due, house.zone, language),
        follows:
          c.consequence === 'none'
            ? language === 'nl'
              ? 'Wij nemen dan contact met u op.'
              : 'We will then contact you.'
            : language === 'nl'
              ? `Een collega bekijkt dan of dit nodig is: ${consequenceWords[c.consequence].nl}.`
              : `A colleague then looks whether this is needed: ${consequenceWords[c.consequence].en}.`,
      },
    },
    dueAt: due,
    by: engine,
    link: false,
  });
  return true;
}
