/** Registrations kept: taken in without asking a customer twice, changed, verified, and forgotten when they end. */
import type { Tx } from '#io/db';
import { newId } from '#io/dice';
import type { World } from '#io/world';
import { note } from '#journal/work';
import { type Actor, actorId, type Id, mayAs, must, Refused } from '#kernel';
import { verificationRules, verifiedFields } from '#law';
import { contactFor } from '#parties';
import { contactsOf, partyById } from '#parties/store';
import {
  type CheckGiven,
  domainOf,
  type HolderData,
  missingOf,
  noHolder,
  proves,
  type RegistrationChange,
  type RegistrationGiven,
  sameValue,
} from '../registration.ts';
import {
  changeRegistration,
  endRegistration,
  insertCheck,
  insertRegistration,
  lockRegistration,
  openHolder,
  sealHolder,
  voidChecks,
} from '../store.ts';

/** File name in law/retention by which the data end with the registration. */
const rule = 'registration-data';

const handler = (by: Actor) => {
  if (!mayAs(by, 'handler')) throw new Refused('request.not-allowed');
};
async function partyOf(tx: Tx, id: string | null | undefined) {
  if (!id) return undefined;
  const party = await partyById(tx, id);
  if (!party) throw new Refused('request.not-found', id);
  return party;
}

/** What our customer told us already; nothing is asked twice (Cbw art. 49, cooperation against double collection). */
async function knownOf(tx: Tx, party: NonNullable<Awaited<ReturnType<typeof partyOf>>>): Promise<Partial<HolderData>> {
  const contacts = await contactsOf(tx, [party.id]);
  const mail = contactFor(contacts, 'legal');
  const phone = contacts.find((c) => c.channel === 'phone' && !c.endedAt);
  return {
    ...(party.name ? { registrant_name: party.name } : {}),
    ...(mail ? { registrant_email: mail.address } : {}),
    ...(phone ? { registrant_phone: phone.address.replace(/^tel:/, '') } : {}),
  };
}

const given = (from: Partial<Record<keyof HolderData, string | null | undefined>>): Partial<HolderData> =>
  Object.fromEntries(verifiedFields.flatMap((f) => (from[f] === undefined ? [] : [[f, from[f]]])));

/**
 * Takes in a registration. Fields the customer gave us before are taken from there.
 * @throws Refused `registration.twice`, `request.invalid`, `request.not-found`
 */
export async function addRegistration(world: World, tx: Tx, g: RegistrationGiven, by: Actor): Promise<Id<'rgt'>> {
  handler(by);
  const domain = domainOf(g.domain);
  if (!domain) throw new Refused('request.invalid', 'domain', { domain: 'a domain name' });
  const party = await partyOf(tx, g.party);
  const reseller = await partyOf(tx, g.reseller);
  const data: HolderData = { ...noHolder, ...(party ? await knownOf(tx, party) : {}), ...given(g) };
  const id = newId(world, 'rgt');
  const registeredOn = g.registered_on ?? null;
  const key = await sealHolder(world, tx, id, data);
  await insertRegistration(
    tx,
    {
      id,
      domain,
      registeredOn,
      kind: g.kind ?? party?.kind ?? 'unknown',
      party: party?.id ?? null,
      reseller: reseller?.id ?? null,
      registrar: g.registrar ?? null,
      collectedBy: g.collected_by,
      ...key,
      missing: missingOf(data, registeredOn),
    },
    world.clock.now(),
  );
  note(world, tx, { act: 'registration.add', by, about: [{ subject: id, payload: { registration: id } }] });
  return id;
}

/** Changes data. A check of a value that is no longer there proves nothing any more. @throws Refused as `lockRegistration` */
export async function changeData(
  world: World,
  tx: Tx,
  id: string,
  change: RegistrationChange,
  by: Actor,
): Promise<void> {
  handler(by);
  const r = await lockRegistration(tx, id, change.version);
  const before = must(await openHolder(world, tx, r), 'the data of a running registration');
  const data: HolderData = { ...before, ...given(change) };
  const reseller = change.reseller === undefined ? r.reseller : ((await partyOf(tx, change.reseller))?.id ?? null);
  const registeredOn = change.registered_on === undefined ? r.registeredOn : change.registered_on;
  const changed = verifiedFields.filter((f) => !sameValue(f, before[f], data[f]));
  const now = world.clock.now();
  const key = await sealHolder(world, tx, r.id, data);
  await changeRegistration(
    tx,
    {
      id: r.id,
      registeredOn,
      kind: change.kind ?? r.kind,
      reseller,
      registrar: change.registrar === undefined ? r.registrar : change.registrar,
      ...key,
      missing: missingOf(data, registeredOn),
    },
    now,
  );
  await voidChecks(tx, r.id, changed, now);
  note(world, tx, {
    act: 'registration.change',
    by,
    about: [{ subject: r.id, payload: { registration: r.id, fields: changed.join(' ') } }],
  });
}

/** Records that a field was verified, or that it failed. @throws Refused `registration.proves-nothing` and as `lockRegistration` */
export async function checkField(world: World, tx: Tx, id: string, c: CheckGiven, by: Actor): Promise<number> {
  handler(by);
  const r = await lockRegistration(tx, id);
  const data = must(await openHolder(world, tx, r), 'the data of a running registration');
  if (!proves(c.method, c.field) || data[c.field] === null) throw new Refused('registration.proves-nothing', c.field);
  const now = world.clock.now();
  const { months } = verificationRules[c.method];
  const no = await insertCheck(world, tx, r, {
    field: c.field,
    method: c.method,
    verdict: c.verdict,
    source: c.source,
    evidence: c.evidence,
    checkedAt: now,
    expiresAt: c.verdict === 'verified' ? now.toZonedDateTimeISO('UTC').add({ months }).toInstant() : null,
    by: actorId(by),
  });
  await tx.notify({ organisation: must(tx.organisation, 'an organisation'), what: 'registration', id: r.id });
  note(world, tx, {
    act: 'registration.check',
    by,
    about: [
      {
        subject: r.id,
        payload: { registration: r.id, no, field: c.field, method: c.method, verdict: c.verdict, source: c.source },
      },
    ],
  });
  return no;
}

/** Ends a registration: the data of its holder are destroyed with it. @throws Refused `request.invalid` for a day to come */
export async function endOf(world: World, tx: Tx, id: string, on: string, by: Actor): Promise<void> {
  handler(by);
  const r = await lockRegistration(tx, id);
  const today = world.clock.now().toZonedDateTimeISO('UTC').toPlainDate().add({ days: 1 });
  if (Temporal.PlainDate.compare(Temporal.PlainDate.from(on), today) > 0)
    throw new Refused('request.invalid', 'on: not in the future', { on: 'not in the future' });
  await endRegistration(world, tx, r, on, rule);
  note(world, tx, {
    act: 'registration.end',
    by,
    about: [{ subject: r.id, payload: { registration: r.id, on, rule } }],
  });
}
