/** Our own register of authorities and their contacts: what an order says of its sender is held against it, never the other way round. */
import { startDeadline } from '#deadlines/work';
import { sql, type Tx } from '#io/db';
import { newId } from '#io/dice';
import type { World } from '#io/world';
import { note } from '#journal/work';
import { type Actor, actorId, type Id, mayAs, Refused } from '#kernel';
import { loadLaw } from '#law/work';
import { moment, orgOf } from './store.ts';

export interface AuthorityRow {
  readonly id: Id<'aut'>;
  readonly law: string | null;
  readonly name: string;
  readonly country: string | null;
  readonly announced_at: Temporal.Instant | null;
  /** Orders it gave before. */
  readonly orders: number;
}
export interface ContactRow {
  readonly id: Id<'auc'>;
  readonly authority_id: Id<'aut'>;
  readonly channel: 'mail' | 'phone' | 'portal';
  readonly address: string;
  readonly source: string;
  readonly added_at: Temporal.Instant;
  readonly added_by: string;
  readonly verified_at: Temporal.Instant | null;
  readonly verified_by: string | null;
}

const plain = (text: string) =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

export async function authorities(tx: Tx): Promise<readonly AuthorityRow[]> {
  return tx.rows(sql<AuthorityRow>`
    select a.id, a.law, a.name, a.country, a.announced_at,
           (select count(*)::int from authority_order o where o.organisation_id = a.organisation_id and o.authority_id = a.id) as orders
      from authority a where a.organisation_id = ${orgOf(tx)} and a.ended_at is null order by a.name`);
}

export async function contactsOfAuthorities(tx: Tx, authority?: string): Promise<readonly ContactRow[]> {
  return tx.again(sql<ContactRow>`
    select id, authority_id, channel, address, source, added_at, added_by, verified_at, verified_by from authority_contact
     where organisation_id = ${orgOf(tx)} and ended_at is null ${authority ? sql`and authority_id = ${authority}` : sql``} order by added_at, id`);
}

/** The authority of our register that an order says it comes from: by id, by name, or by a name of the law folder. */
export async function authorityNamed(tx: Tx, name: string, id?: string): Promise<AuthorityRow | undefined> {
  const all = await authorities(tx);
  if (id) {
    const found = all.find((a) => a.id === id);
    if (!found) throw new Refused('request.invalid', 'authority_id: not in the register', { authority_id: 'unknown' });
    return found;
  }
  const said = plain(name);
  const law = await loadLaw();
  return all.find((a) => {
    const known = a.law === null ? undefined : law.authorities.get(a.law);
    return [a.name, a.law ?? '', known?.name.nl ?? '', known?.name.en ?? ''].some((n) => n !== '' && plain(n) === said);
  });
}

/** For each mail address the authority whose register has it, or another at the same domain. */
export async function authoritiesByMail(
  tx: Tx,
  addresses: readonly string[],
): Promise<readonly (AuthorityRow | undefined)[]> {
  const mails = (await contactsOfAuthorities(tx)).filter((c) => c.channel === 'mail');
  if (mails.length === 0) return addresses.map(() => undefined);
  const hits = addresses.map((address) => {
    const from = address.trim().toLowerCase();
    const domain = from.split('@')[1];
    if (!domain) return undefined;
    return (
      mails.find((c) => c.address.toLowerCase() === from) ??
      mails.find((c) => c.address.toLowerCase().endsWith(`@${domain}`))
    );
  });
  if (hits.every((hit) => hit === undefined)) return hits.map(() => undefined);
  const byId = new Map((await authorities(tx)).map((a) => [a.id as string, a]));
  return hits.map((hit) => hit && byId.get(hit.authority_id));
}

const mayKeep = (by: Actor) => {
  if (!mayAs(by, 'decider')) throw new Refused('request.not-allowed');
};

export interface NewAuthority {
  readonly law?: string;
  readonly name: string;
  readonly country?: string;
}

/** Adds an authority; the same name again is the same authority. */
export async function addAuthority(world: World, tx: Tx, a: NewAuthority, by: Actor): Promise<Id<'aut'>> {
  mayKeep(by);
  const law = await loadLaw();
  if (a.law !== undefined && !law.authorities.has(a.law))
    throw new Refused('request.invalid', `law: ${a.law} is no authority of the catalogue`, { law: 'unknown' });
  const before = await authorityNamed(tx, a.name);
  if (before) return before.id;
  const id = newId(world, 'aut');
  await tx.rows(sql`
    insert into authority (organisation_id, id, law, name, country, added_at, added_by)
    values (${orgOf(tx)}, ${id}, ${a.law ?? null}, ${a.name}, ${a.country ?? null}, ${moment(world.clock.now())}, ${actorId(by)})`);
  note(world, tx, { act: 'authority.added', by, about: [{ subject: null, payload: { authority: id, name: a.name } }] });
  return id;
}

/** Adds a contact that we looked up ourselves. @throws Refused `case.needs-reason` without where it comes from */
export async function addAuthorityContact(
  world: World,
  tx: Tx,
  authority: string,
  c: { readonly channel: ContactRow['channel']; readonly address: string; readonly source: string },
  by: Actor,
): Promise<Id<'auc'>> {
  mayKeep(by);
  if (c.source.trim() === '') throw new Refused('case.needs-reason');
  if (!(await authorities(tx)).some((a) => a.id === authority)) throw new Refused('request.not-found');
  const id = newId(world, 'auc');
  await tx.rows(sql`
    insert into authority_contact (organisation_id, id, authority_id, channel, address, source, added_at, added_by)
    values (${orgOf(tx)}, ${id}, ${authority}, ${c.channel}, ${c.address.trim()}, ${c.source}, ${moment(world.clock.now())}, ${actorId(by)})`);
  note(world, tx, {
    act: 'authority.contact_added',
    by,
    about: [{ subject: null, payload: { authority, contact: id, channel: c.channel } }],
  });
  return id;
}

/** A second member looked the contact up as well. @throws Refused `order.second-person` for the one who added it */
export async function verifyAuthorityContact(world: World, tx: Tx, id: string, by: Actor): Promise<void> {
  if (!mayAs(by, 'handler')) throw new Refused('request.not-allowed');
  const contact = (await contactsOfAuthorities(tx)).find((c) => c.id === id);
  if (!contact) throw new Refused('request.not-found');
  if (contact.added_by === actorId(by)) throw new Refused('order.second-person');
  await tx.rows(sql`
    update authority_contact set verified_at = ${moment(world.clock.now())}, verified_by = ${actorId(by)} where organisation_id = ${orgOf(tx)} and id = ${id}`);
  note(world, tx, { act: 'authority.contact_verified', by, about: [{ subject: null, payload: { contact: id } }] });
}

export async function endAuthorityContact(world: World, tx: Tx, id: string, by: Actor): Promise<void> {
  mayKeep(by);
  const ended = await tx.rows(sql`
    update authority_contact set ended_at = ${moment(world.clock.now())} where organisation_id = ${orgOf(tx)} and id = ${id} and ended_at is null returning id`);
  if (ended.length === 0) throw new Refused('request.not-found');
  note(world, tx, { act: 'authority.contact_ended', by, about: [{ subject: null, payload: { contact: id } }] });
}

/** An authority explained procedure and terms before its first order (TCO art. 3(2)): the twelve hours begin, and with them the drill. */
export async function announced(
  world: World,
  tx: Tx,
  authority: string,
  at: Temporal.Instant,
  by: Actor,
): Promise<void> {
  if (!mayAs(by, 'handler')) throw new Refused('request.not-allowed');
  const found = (await authorities(tx)).find((a) => a.id === authority);
  if (!found) throw new Refused('request.not-found');
  await tx.rows(
    sql`update authority set announced_at = ${moment(at)} where organisation_id = ${orgOf(tx)} and id = ${authority}`,
  );
  await startDeadline(world, tx, { clock: 'clk-tco-12h-pre', subject: found.id, startsAt: at, by });
  note(world, tx, {
    act: 'authority.announced',
    by,
    about: [{ subject: null, payload: { authority, at: at.toString() } }],
  });
}
