/** Parties made and changed: what we know of them, their contacts, quiet hours and marks. */

import { sqlState } from '#io/db';
import { newId } from '#io/dice';
import type { World } from '#io/world';
import { note } from '#journal/work';
import { type Actor, type Id, type Language, Refused } from '#kernel';
import { partyArrow, partyLife, readContact } from '../party.ts';
import type { NewParty, PartyPatch } from '../shapes.ts';
import {
  contactsOf,
  endContacts,
  insertContacts,
  insertParties,
  markContact,
  type NewContactRow,
  partyChanged,
  updateParties,
  writeQuiet,
  writeTags,
} from '../store.ts';
import { known, mustBe } from './known.ts';

/** Makes a party. @throws Refused `party.reference-taken` */
export async function addParty(world: World, org: Id<'org'>, by: Actor, given: NewParty): Promise<Id<'party'>> {
  mustBe(by, 'handler');
  return world.db.in(org, async (tx) => {
    const id = newId(world, 'party');
    try {
      await insertParties(tx, [{ ...given, id, importId: null }], world.clock.now());
    } catch (cause) {
      if (sqlState(cause) === '23505') throw new Refused('party.reference-taken', given.reference);
      throw cause;
    }
    await partyChanged(tx, id, world.clock.now());
    note(world, tx, { act: 'party.add', by, about: [{ subject: id, payload: { ...given } }] });
    return id;
  });
}

/** Changes what we know of a party, or does an act of its life. @throws Refused where its state does not offer the act */
export async function changeParty(
  world: World,
  org: Id<'org'>,
  by: Actor,
  id: string,
  patch: PartyPatch,
): Promise<void> {
  mustBe(by, 'handler');
  await world.db.in(org, async (tx) => {
    const party = await known(tx, id, true);
    if (party.erased) throw new Refused('party.erased');
    let state = party.state;
    if (patch.act) {
      const arrow = partyArrow(state, patch.act);
      if (!arrow) throw new Refused('party.act-not-allowed', `You may: ${Object.keys(partyLife[state]).join(', ')}.`);
      mustBe(by, arrow.by);
      state = arrow.to;
    }
    await updateParties(tx, [
      {
        id: party.id,
        kind: patch.kind ?? party.kind,
        name: patch.name === undefined ? party.name : patch.name,
        country: patch.country === undefined ? party.country : patch.country,
        language: patch.language === undefined ? party.language : patch.language,
        notes: patch.notes === undefined ? party.notes : patch.notes,
        state,
      },
    ]);
    await partyChanged(tx, party.id, world.clock.now());
    const { act, ...fields } = patch;
    const changed = Object.fromEntries(Object.entries(fields).filter(([, v]) => v !== undefined));
    note(world, tx, {
      act: act ? `party.${act}` : 'party.change',
      by,
      about: [{ subject: party.id, payload: { ...changed, from: party.state, to: state } }],
    });
  });
}

/** Adds a contact; the channel follows from the address. @throws Refused where the address is no mail address, page or phone number */
export async function addContact(
  world: World,
  org: Id<'org'>,
  by: Actor,
  party: string,
  given: { readonly purpose: NewContactRow['purpose']; readonly address: string; readonly language: Language | null },
): Promise<Id<'cnt'>> {
  mustBe(by, 'handler');
  const read = readContact(given.address);
  if (!read)
    throw new Refused('request.invalid', 'address: a mail address, a page (https://…) or a phone number (+31 …)', {
      address: 'not a mail address, page or phone number',
    });
  return world.db.in(org, async (tx) => {
    const of = await known(tx, party);
    if (of.erased) throw new Refused('party.erased');
    const id = newId(world, 'cnt');
    const row = { id, party: of.id, purpose: given.purpose, ...read, language: given.language, importId: null };
    await insertContacts(tx, [row], world.clock.now());
    await partyChanged(tx, of.id, world.clock.now());
    note(world, tx, {
      act: 'party.contact_add',
      by,
      about: [{ subject: of.id, payload: { contact: id, purpose: given.purpose, ...read } }],
    });
    return id;
  });
}

/** Ends a contact, or marks it as verified. */
export async function changeContact(
  world: World,
  org: Id<'org'>,
  by: Actor,
  party: string,
  contact: string,
  what: 'end' | 'verify',
): Promise<void> {
  mustBe(by, 'handler');
  await world.db.in(org, async (tx) => {
    const of = await known(tx, party);
    const found = (await contactsOf(tx, [of.id])).find((c) => c.id === contact);
    if (!found) throw new Refused('request.not-found');
    if (what === 'end') await endContacts(tx, [found.id], world.clock.now());
    else await markContact(tx, found.id, 'verified', world.clock.now());
    note(world, tx, {
      act: `party.contact_${what}`,
      by,
      about: [{ subject: of.id, payload: { contact: found.id } }],
    });
  });
}

/** Sets the hours in which a contact wants no letters but urgent ones; null ends them. @throws Refused for a zone nobody knows */
export async function setQuiet(
  world: World,
  org: Id<'org'>,
  by: Actor,
  party: string,
  contact: string,
  quiet: { readonly from: string; readonly until: string; readonly zone: string | null } | null,
): Promise<void> {
  mustBe(by, 'handler');
  if (quiet?.zone) {
    try {
      world.clock.now().toZonedDateTimeISO(quiet.zone);
    } catch {
      throw new Refused('request.invalid', 'zone: an IANA time zone', { zone: 'an IANA time zone' });
    }
  }
  await world.db.in(org, async (tx) => {
    const of = await known(tx, party);
    const found = (await contactsOf(tx, [of.id])).find((c) => c.id === contact);
    if (!found) throw new Refused('request.not-found');
    await writeQuiet(tx, found.id, quiet);
    note(world, tx, {
      act: 'party.contact_quiet',
      by,
      about: [{ subject: of.id, payload: { contact: found.id, from: quiet?.from, until: quiet?.until } }],
    });
  });
}

/** Puts the marks of the house on a party: directives can ask for them. */
export async function setTags(
  world: World,
  org: Id<'org'>,
  by: Actor,
  party: string,
  tags: readonly string[],
): Promise<void> {
  mustBe(by, 'handler');
  await world.db.in(org, async (tx) => {
    const of = await known(tx, party);
    await writeTags(tx, of.id, [...new Set(tags.map((t) => t.toLowerCase()))]);
    note(world, tx, {
      act: 'party.tags',
      by,
      about: [{ subject: of.id, payload: { tags: tags.join(' ') } }],
    });
  });
}
