/** An onboarding begins: the customer in our books, its page, the mail that verifies its address, the code for its phone. */
import { timingSafeEqual } from 'node:crypto';
import { houseOf } from '#correspondence/store';
import { queueLetter } from '#correspondence/work';
import { sql, type Tx } from '#io/db';
import { newId, sha256 } from '#io/dice';
import { enqueue } from '#io/jobs';
import type { World } from '#io/world';
import { note } from '#journal/work';
import { type Actor, engine, type Id, type Language, mayAs, must, Refused } from '#kernel';
import { momentForLetter } from '#law';
import { nextNumber } from '#organisations/store';
import { contractsNow, insertContacts, insertParties, partyById } from '#parties/store';
import { addOwner } from '#screening/work';
import { readPhone } from '../checks/contact.ts';
import { assessRisk } from '../risk.ts';
import { type Statement, withoutAccount } from '../statement.ts';
import { groupedReference, paymentReference } from '../statements/line.ts';
import { secretsOf, settingsOf } from '../store/settings.ts';
import {
  addAct,
  changeOnboarding,
  insertOnboarding,
  lockOnboarding,
  markToken,
  type Onboarding,
  onboardingByOrder,
  onboardingOfParty,
  openStatement,
  orgOf,
  sealStatement,
  tokenByHash,
  tokensOf,
  type Via,
  writeToken,
} from '../store.ts';
import { type OnboardingHands, packOf, runChecks } from './checking.ts';
import { sendText } from './outside.ts';

export interface Start {
  readonly statement: Statement;
  readonly via: Via;
  /** A customer we have already; else one is made. */
  readonly party?: string;
  readonly order?: string;
  readonly pack?: string;
  readonly campaign?: string;
  /** Campaigns write a letter of their own. */
  readonly silent?: boolean;
}
export interface Started {
  readonly id: Id<'onb'>;
  readonly party: Id<'party'>;
  readonly number: string;
  readonly reference: string;
  /** Address of the customer's page. */
  readonly page: string;
}

const pageDays = 90;
const linkHours = 24;
const codeMinutes = 15;
const mostTries = 5;

const freshToken = (world: World) => Buffer.from(world.dice.bytes(24)).toString('base64url');
export const pageAddress = (world: World, slug: string, token: string) =>
  `${world.publicUrl}/o/${slug}/onboarding/s/${token}`;

/** A new address for the customer's page; the one before no longer works. */
export async function givePage(world: World, tx: Tx, onboarding: Id<'onb'>): Promise<string> {
  const token = freshToken(world);
  const now = world.clock.now();
  await writeToken(tx, {
    onboarding,
    purpose: 'page',
    hash: sha256(token),
    madeAt: now,
    expiresAt: now.add({ hours: pageDays * 24 }),
  });
  return pageAddress(world, (await houseOf(tx)).slug, token);
}

/**
 * Begins. The same order again is the same onboarding. Nothing of it waits for anybody else: checks run as a job.
 * @throws Refused `onboarding.under-way`, `request.not-found`
 */
export async function startOnboarding(world: World, org: Id<'org'>, by: Actor, start: Start): Promise<Started> {
  const pack = await packOf(start.pack ?? (await world.db.in(org, settingsOf)).pack);
  const s = start.statement;
  const done = await world.db.in(org, async (tx): Promise<Started> => {
    const known = start.order ? await onboardingByOrder(tx, start.order) : undefined;
    if (known)
      return {
        id: known.id,
        party: known.party,
        number: known.number ?? '',
        reference: known.reference,
        page: await givePage(world, tx, known.id),
      };
    const now = world.clock.now();
    const id = newId(world, 'onb');
    const reference = paymentReference(world.dice.bytes(8));
    let party = start.party ? (await partyById(tx, start.party, true))?.id : undefined;
    if (start.party && !party) throw new Refused('request.not-found');
    if (party && (await onboardingOfParty(tx, party))) throw new Refused('onboarding.under-way');
    const contractResells = party ? (await contractsNow(tx, { buyers: [party] })).some((c) => c.resells) : false;
    if (!party) {
      party = newId(world, 'party');
      await insertParties(
        tx,
        [
          {
            id: party,
            reference: start.order ?? reference,
            kind: s.kind,
            name: s.name,
            country: s.country?.toLowerCase() ?? null,
            language: s.language,
            state: 'prospect',
            notes: null,
            importId: null,
          },
        ],
        now,
      );
      const phone = s.phone ? readPhone(s.phone, s.country) : undefined;
      const contact = (purpose: 'abuse' | 'billing', channel: 'mail' | 'phone', address: string) =>
        ({
          id: newId(world, 'cnt'),
          party: must(party, 'a party'),
          purpose,
          channel,
          address,
          language: s.language,
          importId: null,
        }) as const;
      await insertContacts(
        tx,
        [contact('abuse', 'mail', s.email), ...(phone ? [contact('billing', 'phone', phone.e164)] : [])],
        now,
      );
    }
    const assessment = assessRisk(pack, s, new Map(), {
      abuseRatio: null,
      highRiskCountries: (await settingsOf(tx)).highRiskCountries,
    });
    const sealed = await sealStatement(world, tx, id, withoutAccount(s));
    await insertOnboarding(tx, {
      id,
      party,
      pack: pack.id,
      language: s.language,
      via: start.via,
      reference,
      order: start.order ?? null,
      assessment,
      ...sealed,
      contractResells,
      campaign: start.campaign ?? null,
      at: now,
    });
    await addAct(world, tx, { onboarding: id, act: 'start', by, from: null, to: 'started' });
    note(world, tx, {
      act: 'onboarding.started',
      by,
      about: [
        { subject: null, payload: { onboarding: id, via: start.via, pack: pack.id, pack_version: pack.version } },
        { subject: id, payload: { party, kind: s.kind, country: s.country ?? null } },
      ],
    });
    const page = await givePage(world, tx, id);
    if (!start.silent) await askMail(world, tx, id, s, reference);
    let number = '';
    tx.last(1, 'onboarding number', async () => {
      number = await nextNumber(tx, org, 'onboarding', now.toZonedDateTimeISO('UTC').year);
      await tx.rows(sql`update onboarding set number = ${number} where organisation_id = ${org} and id = ${id}`);
    });
    await enqueue(tx, { kind: 'onboarding.check', lane: 'outside', payload: { onboarding: id }, key: id, runAt: now });
    await tx.notify({ organisation: org, what: 'onboarding', id });
    const partyNow = party;
    return {
      id,
      party: partyNow,
      get number() {
        return number;
      },
      reference,
      page,
    };
  });
  for (const p of s.people)
    if (p.share !== undefined || p.controls || p.role === 'owner')
      await addOwner(world, org, engine, done.party, {
        name: p.name,
        kind: 'person',
        born: p.born ?? null,
        country: p.country ?? null,
        share: p.share ?? null,
        controls: p.controls,
        source: 'onboarding',
      });
  return done;
}

/** Writes the mail with the link that verifies an address, for a day. */
async function askMail(world: World, tx: Tx, id: Id<'onb'>, s: Statement, reference: string): Promise<void> {
  const now = world.clock.now();
  const token = freshToken(world);
  const until = now.add({ hours: linkHours });
  await writeToken(tx, { onboarding: id, purpose: 'email', hash: sha256(token), madeAt: now, expiresAt: until });
  const house = await houseOf(tx);
  const settings = await settingsOf(tx);
  await queueLetter(world, tx, {
    template: 'ltr-kyc-mail',
    language: s.language,
    audience: 'customer',
    party: null,
    contact: { id: null, address: s.email },
    matter: id,
    fields: {
      [s.language]: {
        organisationName: house.name,
        recipientName: s.name,
        confirmLink: `${world.publicUrl}/o/${house.slug}/onboarding/m/${token}`,
        dueAt: momentForLetter(until, house.zone, s.language),
        reference: groupedReference(reference),
        ...(settings.payTo ? { payTo: settings.payTo } : {}),
      },
    },
    undoSeconds: 0,
    urgent: true,
    lane: 'urgent',
    by: engine,
    link: false,
  });
}

/** Another mail where the first was lost or its day is over. Says nothing where the address was verified already. */
export async function askMailAgain(world: World, org: Id<'org'>, id: string): Promise<void> {
  await world.db.in(org, async (tx) => {
    const o = await lockOnboarding(tx, id);
    const s = await openStatement(world, tx, o);
    const last = (await tokensOf(tx, o.id)).get('email');
    // One in five minutes: a page that is loaded often mails nobody often.
    if (!s || last?.usedAt || (last && world.clock.now().since(last.madeAt).total('minutes') < 5)) return;
    await askMail(world, tx, o.id, s, o.reference);
  });
}

/** The link of the mail was opened and confirmed. @returns the onboarding; undefined where the link is not, or no longer, one */
export async function confirmMail(
  world: World,
  org: Id<'org'>,
  token: string,
  hands: OnboardingHands,
): Promise<{ readonly id: Id<'onb'>; readonly page: string } | undefined> {
  const found = await world.db.in(org, async (tx) => {
    const t = await tokenByHash(tx, 'email', sha256(token));
    const now = world.clock.now();
    if (!t || (t.usedAt === null && Temporal.Instant.compare(t.expiresAt, now) <= 0)) return undefined;
    const o = await lockOnboarding(tx, t.onboarding);
    if (t.usedAt === null) {
      await markToken(tx, t.onboarding, 'email', 'used', now);
      await tx.rows(sql`
        update contact set verified_at = ${now.toString()}::timestamptz where organisation_id = ${orgOf(tx)} and party_id = ${o.party} and channel = 'mail' and verified_at is null and ended_at is null`);
      note(world, tx, {
        act: 'onboarding.mail_confirmed',
        by: engine,
        about: [{ subject: null, payload: { onboarding: o.id } }],
      });
    }
    return { id: t.onboarding, page: await givePage(world, tx, t.onboarding) };
  });
  if (found) await runChecks(world, org, found.id, hands, 'own');
  return found;
}

const text = (language: Language, code: string, house: string) =>
  language === 'nl'
    ? `${house}: uw code is ${code}. Geef hem aan niemand.`
    : `${house}: your code is ${code}. Give it to nobody.`;

/** Sends a code to the phone that was given. @returns whether the gateway took it */
export async function sendCode(world: World, org: Id<'org'>, id: string, hands: OnboardingHands): Promise<boolean> {
  const given = await world.db.in(org, async (tx) => {
    const o = await lockOnboarding(tx, id);
    const s = await openStatement(world, tx, o);
    const phone = s?.phone ? readPhone(s.phone, s.country) : undefined;
    if (!s || !phone) return undefined;
    const before = (await tokensOf(tx, o.id)).get('phone');
    if (before && world.clock.now().since(before.madeAt).total('minutes') < 1) return undefined;
    const code = String((Buffer.from(world.dice.bytes(4)).readUInt32BE() % 900_000) + 100_000);
    const now = world.clock.now();
    await writeToken(tx, {
      onboarding: o.id,
      purpose: 'phone',
      hash: world.keys.fingerprint(`phone ${o.id}`, code),
      madeAt: now,
      expiresAt: now.add({ minutes: codeMinutes }),
    });
    return {
      o,
      code,
      to: phone.e164,
      settings: await settingsOf(tx),
      secrets: await secretsOf(world, tx),
      house: (await houseOf(tx)).name,
      language: o.language,
    };
  });
  if (!given) return false;
  const sent = await sendText(
    world,
    given.settings,
    given.secrets,
    given.to,
    text(given.language, given.code, given.house),
  );
  if (!sent) await world.db.in(org, (tx) => markToken(tx, given.o.id, 'phone', 'refused', world.clock.now()));
  await runChecks(world, org, given.o.id, hands, 'own');
  return sent;
}

/** The code came back. @throws Refused `onboarding.code-wrong` */
export async function giveCode(
  world: World,
  org: Id<'org'>,
  id: string,
  code: string,
  hands: OnboardingHands,
): Promise<void> {
  const right = await world.db.in(org, async (tx) => {
    const o = await lockOnboarding(tx, id);
    const t = (await tokensOf(tx, o.id)).get('phone');
    if (!t) return false;
    await markToken(tx, o.id, 'phone', 'tried', world.clock.now());
    const live =
      Temporal.Instant.compare(t.expiresAt, world.clock.now()) > 0 && t.tries < mostTries && t.usedAt === null;
    const fits = timingSafeEqual(t.hash, world.keys.fingerprint(`phone ${o.id}`, code.replace(/\s/g, '')));
    if (!live || !fits) return false;
    await markToken(tx, o.id, 'phone', 'used', world.clock.now());
    note(world, tx, {
      act: 'onboarding.phone_confirmed',
      by: engine,
      about: [{ subject: null, payload: { onboarding: o.id } }],
    });
    return true;
  });
  if (!right) throw new Refused('onboarding.code-wrong');
  await runChecks(world, org, id, hands, 'own');
}

/** What the customer says is mended or added to; every check is made anew. @throws Refused */
export async function changeStatement(
  world: World,
  org: Id<'org'>,
  by: Actor,
  id: string,
  change: Partial<Statement>,
  hands: OnboardingHands,
): Promise<void> {
  if (by.kind === 'member' && !mayAs(by, 'handler')) throw new Refused('request.not-allowed');
  await world.db.in(org, async (tx) => {
    const o: Onboarding = await lockOnboarding(tx, id);
    const s = await openStatement(world, tx, o);
    if (!s) throw new Refused('evidence.erased');
    const next = { ...s, ...change };
    await changeOnboarding(
      tx,
      o.id,
      { sealed: (await sealStatement(world, tx, o.id, withoutAccount(next))).sealed },
      world.clock.now(),
    );
    await addAct(world, tx, { onboarding: o.id, act: 'change', by, from: o.state, to: o.state });
    note(world, tx, {
      act: 'onboarding.changed',
      by,
      about: [{ subject: null, payload: { onboarding: o.id, fields: Object.keys(change) } }],
    });
    if (change.email && change.email !== s.email) await askMail(world, tx, o.id, next, o.reference);
  });
  await runChecks(world, org, id, hands, 'all', by, change.iban ? { iban: change.iban } : {});
}
