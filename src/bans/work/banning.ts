/** Bans at work: made by a person, told to whom it is about, contested, decided by another, lifted, and over at their term. */
import { houseOf } from '#correspondence/store';
import { queueLetter } from '#correspondence/work';
import type { Tx } from '#io/db';
import { newId, newToken, sha256 } from '#io/dice';
import { enqueue, type Job } from '#io/jobs';
import type { World } from '#io/world';
import { note } from '#journal/work';
import { type Actor, actorId, engine, type Id, type Language, mayAs, Refused } from '#kernel';
import { banGrounds, momentForLetter, returnUseRules } from '#law';
import { nextNumber } from '#organisations/store';
import { contactFor } from '#parties';
import { contactsOf, partyById } from '#parties/store';
import { type BanAct, type BanGiven, decideBan, isUseOn, monthsOf } from '../ban.ts';
import { kindRule, type TagKindId, tagEpoch, tagKinds } from '../identifier.ts';
import { valuesOf } from '../returns.ts';
import {
  addContest,
  type Ban,
  banBehind,
  bansThatEnd,
  dropOldTags,
  endBan,
  insertBan,
  insertTags,
  lockBan,
  moveBan,
  numberBan,
  openBan,
  orgOf,
  retoken,
  sealBan,
  settleContests,
  tagCounts,
  toldBy,
  usesOn,
} from '../store.ts';
import { subjectOfParty, sweepSoon } from './returning.ts';
import { tagsOf } from './tagging.ts';

/** What bans ask of decisions, which stand above them. */
export interface BanHands {
  /** The decision a ban is made from, where it holds or held. @throws Refused `request.not-found`, `ban.decision-not-in-force` */
  readonly decision: (
    world: World,
    tx: Tx,
    id: string,
  ) => Promise<{ readonly id: Id<'dec'>; readonly number: string | null; readonly party: Id<'party'> | null }>;
}

/**
 * Bans somebody: of the party named, of the party of a decision, or of whoever the given names and identifiers are.
 * The person is told by letter, unless it is said why not.
 * @throws Refused `ban.too-long`, `ban.needs-person`, `ban.cannot-tell`, `request.not-found`
 */
export async function addBan(world: World, tx: Tx, hands: BanHands, given: BanGiven, by: Actor): Promise<Id<'ban'>> {
  if (by.kind !== 'member' || !mayAs(by, 'decider')) throw new Refused('request.not-allowed');
  const months = monthsOf(given.ground, given.months);
  if (months === undefined) throw new Refused('ban.too-long', String(banGrounds[given.ground].months.most));
  const decision = given.decision ? await hands.decision(world, tx, given.decision) : null;
  const partyId = given.party ?? decision?.party ?? null;
  const party = partyId ? await partyById(tx, partyId) : undefined;
  if (partyId && !party) throw new Refused('request.not-found', partyId);
  const known = party ? await subjectOfParty(tx, party.id) : undefined;
  const names = [...new Set([...(party?.name ? [party.name] : []), ...given.names])];
  const device = isUseOn('device', await usesOn(tx));
  const own = new Map<TagKindId, string[]>();
  for (const [kind, values] of known ? valuesOf(known) : []) own.set(kind, [...values]);
  for (const i of given.identifiers) own.set(i.kind, [...(own.get(i.kind) ?? []), i.value]);
  const tags = await tagsOf(world, tx, [...own], device);
  if (tags.length === 0 && names.length === 0) throw new Refused('ban.needs-person');
  const contact = party ? contactFor(await contactsOf(tx, [party.id]), 'legal') : undefined;
  const address = given.address ?? (contact?.channel === 'mail' ? contact.address : undefined);
  if (!address && !given.untold) throw new Refused('ban.cannot-tell');

  const now = world.clock.now();
  const house = await houseOf(tx);
  const id = newId(world, 'ban');
  const expiresAt = now.toZonedDateTimeISO(house.zone).add({ months }).toInstant();
  const rule = returnUseRules.onboarding.basis;
  const article = `${rule.law} ${rule.article ?? ''}`.trim();
  const kept = await sealBan(world, tx, id, {
    names,
    birth: given.birth ?? null,
    facts: given.facts,
    address: address ?? null,
  });
  await insertBan(tx, {
    id,
    party: party?.id ?? null,
    decision: decision?.id ?? null,
    ground: given.ground,
    article,
    language: given.language ?? party?.language ?? 'nl',
    decidedAt: now,
    decidedBy: actorId(by),
    expiresAt,
    ...kept,
    untold: given.untold ?? null,
    token: newToken(world.dice),
  });
  await insertTags(
    tx,
    id,
    tagEpoch,
    tags.map((t) => {
      const days = kindRule(t.kind).days;
      return { ...t, expiresAt: days === null ? null : now.add({ hours: 24 * days }) };
    }),
  );
  const number = await nextNumber(tx, orgOf(tx), 'ban', now.toZonedDateTimeISO('UTC').year);
  await numberBan(tx, id, number);
  note(world, tx, {
    act: 'ban.add',
    by,
    about: [
      {
        subject: id,
        payload: {
          ban: id,
          ground: given.ground,
          article,
          decision: decision?.id ?? null,
          expires_at: expiresAt.toString(),
          kinds: [...new Set(tags.map((t) => t.kind))].sort().join(' '),
        },
      },
    ],
  });
  if (address && !given.untold) await tell(world, tx, await lockBan(tx, id), address, by);
  if (isUseOn('existing', await usesOn(tx))) await sweepSoon(world, tx);
  return id;
}

/** Tells the person now, or again to another address: with a new link, the old one opens nothing. */
export async function tellBan(world: World, tx: Tx, id: string, address: string, by: Actor): Promise<void> {
  if (by.kind !== 'member' || !mayAs(by, 'decider')) throw new Refused('request.not-allowed');
  const ban = await lockBan(tx, id);
  if (ban.endedAt) throw new Refused('ban.act-not-allowed');
  await tell(world, tx, ban, address, by);
}

/** Names of the kinds that are kept of somebody, in words. */
const kindsText = (counts: Readonly<Partial<Record<TagKindId, number>>>, named: boolean, l: Language): string =>
  [
    ...(named ? [l === 'nl' ? 'naam' : 'name'] : []),
    ...Object.keys(counts).map((k) => tagKinds[k as TagKindId].title[l]),
  ].join(', ');

async function tell(world: World, tx: Tx, ban: Ban, address: string, by: Actor): Promise<void> {
  const words = await openBan(world, tx, ban);
  if (!words) throw new Refused('evidence.erased');
  const house = await houseOf(tx);
  const l = ban.language;
  const token = newToken(world.dice);
  const party = ban.party ? await partyById(tx, ban.party) : undefined;
  const ground = banGrounds[ban.ground];
  const letter = await queueLetter(world, tx, {
    template: 'ltr-ban',
    language: l,
    audience: 'customer',
    party: ban.party,
    contact: { id: null, address },
    matter: ban.id,
    ...(ban.number ? { reference: ban.number } : {}),
    fields: {
      [l]: {
        organisationName: house.name,
        recipientName: party?.name ?? words.names[0] ?? address,
        banNumber: ban.number ?? ban.id,
        decidedAt: momentForLetter(ban.decidedAt, house.zone, l),
        expiresAt: momentForLetter(ban.expiresAt, house.zone, l),
        ground: ground.title[l],
        facts: words.facts,
        kept: kindsText(await tagCounts(tx, ban.id), words.names.length > 0, l),
        article: ban.article,
        answerLink: `${world.publicUrl}/o/${house.slug}/ban/${token}`,
      },
    },
    urgent: true,
    by,
    link: false,
  });
  await retoken(tx, ban.id, sha256(token));
  await toldBy(tx, ban.id, letter);
  note(world, tx, { act: 'ban.told', by, about: [{ subject: ban.id, payload: { ban: ban.id, letter } }] });
}

/**
 * One act on a ban: contest, reject, uphold, lift. The person is told what became of a contest.
 * @throws Refused, see `decideBan`
 */
export async function actOnBan(
  world: World,
  tx: Tx,
  id: string,
  act: BanAct,
  given: { readonly reason: string; readonly version?: number | undefined },
  by: Actor,
): Promise<void> {
  await carryOut(world, tx, await lockBan(tx, id, given.version), act, given.reason, by);
}

/** A contest by the page behind the link of the letter. @returns the ban; undefined for a link that opens nothing (any more) */
export async function contestByLink(world: World, tx: Tx, token: string, text: string): Promise<Ban | undefined> {
  const ban = await banBehind(tx, token);
  if (!ban?.letter || ban.endedAt) return undefined;
  await carryOut(world, tx, ban, 'contest', text, { kind: 'customer', id: ban.letter });
  return ban;
}
export const openedByLink = async (tx: Tx, token: string): Promise<Ban | undefined> => {
  const ban = await banBehind(tx, token);
  return ban && ban.endedAt === null ? ban : undefined;
};

async function carryOut(world: World, tx: Tx, ban: Ban, act: BanAct, reason: string, by: Actor): Promise<void> {
  const decided = decideBan(ban, act, by, reason);
  if (!decided.ok) throw new Refused(decided.error);
  const to = decided.value;
  if (act === 'contest') {
    const no = await addContest(world, tx, ban.id, reason.trim(), by);
    await moveBan(tx, ban.id, to);
    note(world, tx, { act: 'ban.contest', by, about: [{ subject: ban.id, payload: { ban: ban.id, contest: no } }] });
    return;
  }
  const words = await openBan(world, tx, ban);
  const answers = act === 'reject' || act === 'uphold';
  const letter = words?.address && act !== 'expire' ? await answer(world, tx, ban, words, act, reason, by) : null;
  if (answers)
    await settleContests(world, tx, ban.id, act === 'uphold' ? 'upheld' : 'rejected', reason.trim(), letter, by);
  const ended = to === 'lifted' || to === 'expired' ? await endBan(world, tx, ban, to, by) : null;
  if (!ended) await moveBan(tx, ban.id, to);
  note(world, tx, {
    act: `ban.${act}`,
    by,
    about: [
      { subject: ban.id, payload: { ban: ban.id, from: ban.state, to, letter, tags_destroyed: ended?.tags ?? 0 } },
    ],
  });
}

const outcomes = {
  reject: { nl: 'De uitsluiting blijft van kracht.', en: 'The ban stays in force.' },
  uphold: {
    nl: 'Uw bezwaar is terecht. De uitsluiting is opgeheven en de kenmerken zijn vernietigd.',
    en: 'You are right. The ban is lifted and the fingerprints are destroyed.',
  },
  lift: {
    nl: 'De uitsluiting is opgeheven en de kenmerken zijn vernietigd.',
    en: 'The ban is lifted and the fingerprints are destroyed.',
  },
} as const;

async function answer(
  world: World,
  tx: Tx,
  ban: Ban,
  words: { readonly names: readonly string[]; readonly address: string | null },
  act: 'reject' | 'uphold' | 'lift' | 'contest' | 'expire',
  reason: string,
  by: Actor,
): Promise<Id<'let'> | null> {
  if (!words.address || act === 'contest' || act === 'expire' || !ban.letter) return null;
  const house = await houseOf(tx);
  const l = ban.language;
  const party = ban.party ? await partyById(tx, ban.party) : undefined;
  return queueLetter(world, tx, {
    template: 'ltr-ban-dec',
    language: l,
    audience: 'customer',
    party: ban.party,
    contact: { id: null, address: words.address },
    matter: ban.id,
    ...(ban.number ? { reference: ban.number } : {}),
    fields: {
      [l]: {
        organisationName: house.name,
        recipientName: party?.name ?? words.names[0] ?? words.address,
        banNumber: ban.number ?? ban.id,
        outcome: outcomes[act][l],
        why: reason.trim(),
      },
    },
    urgent: true,
    by,
    link: false,
  });
}

/** The daily job: bans whose term is over end with all that was kept for them, and signals of devices with theirs. */
export async function expireBans(world: World, job: Job): Promise<Temporal.Instant> {
  await world.db.in(job.organisation, async (tx) => {
    const now = world.clock.now();
    for (const ban of await bansThatEnd(tx, now)) await carryOut(world, tx, ban, 'expire', '', engine);
    await dropOldTags(tx, now);
  });
  return world.clock.now().add({ hours: 24 });
}

/** Makes sure each organisation has its daily job waiting. */
export async function startBans(world: World, org: Id<'org'>): Promise<void> {
  await world.db.in(org, (tx) =>
    enqueue(tx, { kind: 'bans.expire', lane: 'normal', payload: {}, runAt: world.clock.now(), key: 'daily' }),
  );
}
