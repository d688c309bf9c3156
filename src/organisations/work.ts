/** Logging in and out, and making and ending members and keys. */
import { argon2, timingSafeEqual } from 'node:crypto';
import { constraintOf, sqlState, type Tx } from '#io/db';
import { newId, newToken, sha256 } from '#io/dice';
import type { World } from '#io/world';
import { note } from '#journal/work';
import { type Actor, actorId, engine, type Id, isId, type Language, type MemberRole, Refused } from '#kernel';
import {
  actorOfKey,
  attempts,
  cleanEmail,
  isRole,
  keyMark,
  linkLasts,
  type Member,
  mayWithKeys,
  mayWithMembers,
  type Organisation,
  type OrganisationKind,
  passwordLength,
  type Right,
  type Scope,
  type Settings,
  sessionLasts,
  settingsShape,
  slugPattern,
} from './organisation.ts';
import {
  changeMember,
  countAttempt,
  deleteMailbox,
  endKey,
  endSessions,
  forgetAttempts,
  forgetEnded,
  keyAtDoor,
  keysOf,
  mailboxesOf,
  memberByEmail,
  memberById,
  membersOf,
  organisationIds,
  organisationOf,
  rightsNow,
  sessionAtDoor,
  spendLink,
  writeKey,
  writeMailbox,
  writeMember,
  writeOrganisation,
  writeRight,
  writeSession,
} from './store.ts';

/** Argon2id with 19 MiB, two passes, one lane: OWASP Password Storage, first recommendation. */
const cost = { memory: 19_456, passes: 2, parallelism: 1, tagLength: 32 } as const;

function derive(password: string, nonce: Uint8Array, with_: typeof cost | Omit<typeof cost, never>): Promise<Buffer> {
  return new Promise((done, fail) => {
    argon2('argon2id', { message: password.normalize('NFC'), nonce, ...with_ }, (error, key) =>
      error ? fail(error) : done(Buffer.from(key)),
    );
  });
}

/** The PHC text of a password's hash, with its own parameters, so that they can be raised later. */
async function hashPassword(world: World, password: string): Promise<string> {
  const nonce = world.dice.bytes(16);
  const tag = await derive(password, nonce, cost);
  const text = (b: Uint8Array) => Buffer.from(b).toString('base64').replace(/=+$/, '');
  return `$argon2id$v=19$m=${cost.memory},t=${cost.passes},p=${cost.parallelism}$${text(nonce)}$${text(tag)}`;
}

/**
 * Whether the password fits. Without a hash the same work is done on nothing, so that an unknown address
 * takes as long as a wrong password.
 */
async function fits(password: string, hash: string | null): Promise<boolean> {
  const found = hash && /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([^$]+)\$([^$]+)$/.exec(hash);
  if (!found) {
    await derive(password, Buffer.alloc(16, 1), cost);
    return false;
  }
  const [, m, t, p, nonce = '', tag = ''] = found;
  const want = Buffer.from(tag, 'base64');
  const got = await derive(password, Buffer.from(nonce, 'base64'), {
    memory: Number(m),
    passes: Number(t),
    parallelism: Number(p),
    tagLength: want.length,
  } as typeof cost);
  return timingSafeEqual(want, got);
}

/** Who acts when the operator of this machine adds the first members: whoever may open the state folder. */
export const operator: Actor = engine;

export interface Session {
  /** The opaque token; only its SHA-256 is kept. */
  readonly token: string;
  readonly organisation: Id<'org'>;
  readonly member: Id<'mbr'>;
  readonly expiresAt: Temporal.Instant;
}

async function openSession(world: World, tx: Tx, org: Id<'org'>, who: Member): Promise<Session> {
  const member = who.id;
  const at = world.clock.now();
  await forgetEnded(tx, org, at);
  const token = newToken(world.dice);
  const expiresAt = at.add(sessionLasts);
  await writeSession(tx, org, { tokenHash: sha256(token), kind: 'session', member, at, expiresAt });
  note(world, tx, {
    act: 'session.open',
    by: { kind: 'member', id: who.id, role: who.role, name: who.name },
    about: [{ subject: who.id, payload: {} }],
  });
  return { token, organisation: org, member, expiresAt };
}

/**
 * The organisation a slug names; without one, the only organisation there is.
 * @throws Refused `organisation.ambiguous` where there are more and none was named; `request.not-found` for an unknown slug
 */
export async function organisationBySlug(world: World, slug?: string): Promise<Id<'org'>> {
  const all = await world.db.door(organisationIds);
  if (slug !== undefined) {
    const found = all.find((o) => o.slug === slug);
    if (!found) throw new Refused('request.not-found', `There is no organisation "${slug}".`);
    return found.id;
  }
  const [only, ...others] = all;
  if (!only) throw new Refused('request.not-found', 'There is no organisation yet: bezem organisation add.');
  if (others.length > 0) throw new Refused('organisation.ambiguous');
  return only.id;
}

/** How many organisations there are: with more than one, the log-in page asks which. */
export async function organisationCount(world: World): Promise<number> {
  return (await world.db.door(organisationIds)).length;
}

export interface LogIn {
  readonly email: string;
  readonly password: string;
  /** Slug; may be left out while there is one organisation. */
  readonly organisation?: string | undefined;
  /** Network address of who asks. */
  readonly from: string;
}

/**
 * Opens a session for an e-mail address and password. An unknown organisation, address, an ended member and a wrong
 * password all sound and last the same.
 * @throws Refused `login.refused`; `request.too-many` after too many attempts (see `attempts`), whoever is right
 */
export async function logIn(world: World, ask: LogIn): Promise<Session> {
  const email = cleanEmail(ask.email) ?? '';
  const at = world.clock.now();
  const all = await world.db.door(organisationIds);
  const named = ask.organisation === undefined || ask.organisation === '' ? undefined : ask.organisation;
  if (named === undefined && all.length > 1) throw new Refused('organisation.ambiguous');
  const org = (named === undefined ? all[0] : all.find((o) => o.slug === named))?.id;
  if (!org) {
    await fits(ask.password, null);
    throw new Refused('login.refused');
  }
  const account = world.keys.fingerprint('login account', `${org} ${email}`);
  const address = world.keys.fingerprint('login address', ask.from);
  const since = at.subtract(attempts.window);
  const found = await world.db.in(org, async (tx) => {
    const byAddress = await countAttempt(tx, org, address, at, since);
    const byAccount = await countAttempt(tx, org, account, at, since);
    return {
      tooMany: byAccount >= attempts.perAccount || byAddress >= attempts.perAddress,
      member: await memberByEmail(tx, org, email),
    };
  });
  if (found.tooMany) throw new Refused('request.too-many');
  const right = await fits(ask.password, found.member?.passwordHash ?? null);
  if (!right || !found.member || found.member.member.state !== 'active') throw new Refused('login.refused');
  const { member } = found.member;
  return world.db.in(org, async (tx) => {
    await forgetAttempts(tx, org, account);
    return openSession(world, tx, org, member);
  });
}

/** Makes a one-time log-in link for a member: the token to put behind `/login/`. Works once, for half an hour. */
export async function makeLoginLink(world: World, org: Id<'org'>, member: Id<'mbr'>): Promise<string> {
  const token = newToken(world.dice);
  const at = world.clock.now();
  await world.db.in(org, (tx) =>
    writeSession(tx, org, { tokenHash: sha256(token), kind: 'login_link', member, at, expiresAt: at.add(linkLasts) }),
  );
  return token;
}

/**
 * Opens a session for a one-time link.
 * @throws Refused `login.link-used` where it was used, has expired or never was
 */
export async function logInWithLink(world: World, token: string): Promise<Session> {
  const hash = sha256(token);
  const found = await world.db.door((tx) => sessionAtDoor(tx, hash));
  if (found?.kind !== 'login_link') throw new Refused('login.link-used');
  const org = found.organisation;
  return world.db.in(org, async (tx) => {
    const member = await memberById(tx, org, found.member);
    if (member?.state !== 'active' || !(await spendLink(tx, org, hash, world.clock.now())))
      throw new Refused('login.link-used');
    return openSession(world, tx, org, member);
  });
}

/** Ends the session of this token; a token that opens nothing is no error. */
export async function logOut(world: World, token: string): Promise<void> {
  const hash = sha256(token);
  const found = await world.db.door((tx) => sessionAtDoor(tx, hash));
  if (found) await world.db.in(found.organisation, (tx) => endSessions(tx, found.organisation, { tokenHash: hash }));
}

export interface Known {
  readonly organisation: Organisation;
  readonly actor: Actor;
  /** Set where a person is behind it: by session, or the maker of the key. */
  readonly member: Member | undefined;
  readonly by: 'session' | 'key';
}

/**
 * Who asks: by the session in the cookie, or by a key (`Authorization: Bearer …`). Undefined for a stranger,
 * and for a session that ended, a key that was revoked or a member who left.
 */
export async function actorFor(
  world: World,
  request: { readonly session?: string | undefined; readonly bearer?: string | undefined },
): Promise<Known | undefined> {
  if (request.bearer?.startsWith(keyMark)) {
    const hash = sha256(request.bearer);
    const at = await world.db.door((tx) => keyAtDoor(tx, hash));
    if (!at) return undefined;
    return world.db.in(at.organisation, async (tx) => {
      const key = (await keysOf(tx, at.organisation)).find((k) => k.id === at.id && k.revokedAt === null);
      const maker = key && (await memberById(tx, at.organisation, key.createdBy));
      const actor = key && maker && actorOfKey(key, maker);
      if (!actor) return undefined;
      return { organisation: await organisationOf(tx, at.organisation), actor, member: maker, by: 'key' as const };
    });
  }
  if (!request.session) return undefined;
  const hash = sha256(request.session);
  const found = await world.db.door((tx) => sessionAtDoor(tx, hash));
  if (found?.kind !== 'session') return undefined;
  if (Temporal.Instant.compare(world.clock.now(), found.expiresAt) >= 0) return undefined;
  return world.db.in(found.organisation, async (tx) => {
    const member = await memberById(tx, found.organisation, found.member);
    if (member?.state !== 'active') return undefined;
    const actor: Actor = { kind: 'member', id: member.id, role: member.role, name: member.name };
    return { organisation: await organisationOf(tx, found.organisation), actor, member, by: 'session' as const };
  });
}

/** The member with this address, to act as on the command line; undefined where there is none who may still act. */
export async function memberFor(world: World, org: Id<'org'>, email: string): Promise<Member | undefined> {
  const clean = cleanEmail(email);
  if (!clean) return undefined;
  const found = await world.db.in(org, (tx) => memberByEmail(tx, org, clean));
  return found?.member.state === 'active' ? found.member : undefined;
}

export interface NewOrganisation {
  readonly slug: string;
  readonly name: string;
  readonly kind: OrganisationKind;
  readonly zone?: string;
  readonly language?: Language;
  /** ISO 3166 alpha-2, lower case: whose holidays count. */
  readonly country?: string;
  readonly settings?: Partial<Settings>;
}

/**
 * Adds an organisation.
 * @throws Refused `request.invalid` where the slug is taken or wrong, or the zone is not known
 */
export async function addOrganisation(world: World, ask: NewOrganisation): Promise<Organisation> {
  if (!slugPattern.test(ask.slug))
    throw new Refused('request.invalid', 'slug: 2 to 41 letters, digits and dashes, lower case');
  const zone = ask.zone ?? 'Europe/Amsterdam';
  try {
    world.clock.now().toZonedDateTimeISO(zone);
  } catch {
    throw new Refused('request.invalid', `zone: "${zone}" is not a time zone such as Europe/Amsterdam`);
  }
  const name = ask.name.trim();
  if (name === '') throw new Refused('request.invalid', 'name: give the organisation a name');
  const o: Organisation = {
    id: newId(world, 'org'),
    slug: ask.slug,
    name,
    kind: ask.kind,
    zone,
    language: ask.language ?? 'nl',
    settings: settingsShape.parse(ask.settings ?? {}),
  };
  try {
    await world.db.in(o.id, async (tx) => {
      await writeOrganisation(tx, o, ask.country ?? 'nl', world.clock.now());
      note(world, tx, {
        act: 'organisation.add',
        by: operator,
        about: [{ subject: null, payload: { organisation: o.id, kind: o.kind } }],
      });
    });
  } catch (cause) {
    if (sqlState(cause) === '23505') throw new Refused('request.invalid', `slug: "${ask.slug}" is taken`);
    throw cause;
  }
  return o;
}

/** Every organisation, for the operator of this machine. */
export async function listOrganisations(world: World): Promise<readonly Organisation[]> {
  const all = await world.db.door(organisationIds);
  const found: Organisation[] = [];
  for (const o of all) found.push(await world.db.in(o.id, (tx) => organisationOf(tx, o.id)));
  return found;
}

export interface NewMember {
  readonly email: string;
  readonly name: string;
  readonly role: MemberRole;
  readonly language?: Language;
}

/**
 * Adds a member. Without a password nobody can log in as this member until one is set or a link is made.
 * The engine may do this too: the first administrator is added by who runs the machine.
 * @throws Refused `request.not-allowed`, `request.invalid`
 */
export async function addMember(world: World, org: Id<'org'>, by: Actor, ask: NewMember): Promise<Member> {
  if (!mayWithMembers.add(by)) throw new Refused('request.not-allowed');
  const email = cleanEmail(ask.email);
  if (!email) throw new Refused('request.invalid', 'email: this is not an e-mail address', { email: 'not an address' });
  if (!isRole(ask.role)) throw new Refused('request.invalid', 'role: reader, handler, decider or admin');
  const name = ask.name.trim();
  if (name === '') throw new Refused('request.invalid', 'name: give the member a name');
  const member: Member = {
    id: newId(world, 'mbr'),
    email,
    name,
    role: ask.role,
    language: ask.language ?? 'nl',
    state: 'active',
  };
  try {
    await world.db.in(org, async (tx) => {
      await writeMember(tx, org, member, world.clock.now());
      note(world, tx, {
        act: 'member.add',
        by,
        about: [{ subject: member.id, payload: { role: member.role } }],
      });
    });
  } catch (cause) {
    if (constraintOf(cause)?.startsWith('member_')) throw new Refused('request.invalid', `email: ${email} is a member`);
    throw cause;
  }
  return member;
}

async function needMember(tx: Tx, org: Id<'org'>, id: string): Promise<Member> {
  const found = isId('mbr', id) ? await memberById(tx, org, id) : undefined;
  if (!found) throw new Refused('request.not-found');
  return found;
}

/** Ends a member: no log-in, sessions and keys stop at once; what the member did stays in the journal. */
export async function endMember(world: World, org: Id<'org'>, by: Actor, id: string): Promise<Member> {
  return world.db.in(org, async (tx) => {
    const m = await needMember(tx, org, id);
    if (!mayWithMembers.end(by, m)) throw new Refused('request.not-allowed');
    await changeMember(tx, org, m.id, { state: 'ended' });
    await endSessions(tx, org, { member: m.id });
    note(world, tx, { act: 'member.end', by, about: [{ subject: m.id, payload: {} }] });
    return { ...m, state: 'ended' };
  });
}

/**
 * Gives a member a right beside its role, or takes it away; each is a line in the journal. Only an administrator does, and the
 * operator of the machine.
 * @throws Refused `request.not-allowed`, `request.not-found`
 */
export async function setRight(
  world: World,
  org: Id<'org'>,
  by: Actor,
  member: string,
  right: Right,
  granted: boolean,
): Promise<void> {
  if (!mayWithMembers.add(by)) throw new Refused('request.not-allowed');
  await world.db.in(org, async (tx) => {
    const m = await needMember(tx, org, member);
    if (m.state !== 'active') throw new Refused('request.not-found');
    if (!(await writeRight(tx, org, m.id, right, granted, actorId(by), world.clock.now()))) return;
    note(world, tx, {
      act: granted ? 'member.right_granted' : 'member.right_ended',
      by,
      about: [{ subject: m.id, payload: { right } }],
    });
  });
}

/** Who has which right now. */
export async function listRights(world: World, org: Id<'org'>, by: Actor) {
  if (!mayWithMembers.add(by)) throw new Refused('request.not-allowed');
  return world.db.in(org, (tx) => rightsNow(tx, org));
}

/**
 * Sets a password and ends every other session of the member.
 * @param keep token of the session that may stay
 * @throws Refused `request.invalid` where it is too short or too long
 */
export async function setPassword(
  world: World,
  org: Id<'org'>,
  by: Actor,
  id: string,
  password: string,
  keep?: string,
): Promise<void> {
  const length = [...password.normalize('NFC')].length;
  if (length < passwordLength.least || length > passwordLength.most)
    throw new Refused(
      'request.invalid',
      `password: ${passwordLength.least} to ${passwordLength.most} characters; a sentence works well`,
      { password: `${passwordLength.least}–${passwordLength.most}` },
    );
  const hash = await hashPassword(world, password);
  await world.db.in(org, async (tx) => {
    const m = await needMember(tx, org, id);
    if (!mayWithMembers.setPassword(by, m)) throw new Refused('request.not-allowed');
    await changeMember(tx, org, m.id, { password_hash: hash });
    await endSessions(tx, org, { member: m.id, ...(keep ? { except: sha256(keep) } : {}) });
    note(world, tx, { act: 'member.password', by, about: [{ subject: m.id, payload: {} }] });
  });
}

/** The language a member reads; letters are not touched by it. */
export async function setLanguage(world: World, org: Id<'org'>, member: Id<'mbr'>, language: Language): Promise<void> {
  await world.db.in(org, (tx) => changeMember(tx, org, member, { language }));
}

export async function listMembers(world: World, org: Id<'org'>, by: Actor): Promise<readonly Member[]> {
  if (!mayWithMembers.see(by)) throw new Refused('request.not-allowed');
  return world.db.in(org, (tx) => membersOf(tx, org));
}

/**
 * Makes a key. The token is answered once and never again: only its hash is kept.
 * @throws Refused `request.not-allowed`; `request.invalid` without name or scope
 */
export async function addKey(
  world: World,
  org: Id<'org'>,
  by: Actor,
  ask: { readonly name: string; readonly scopes: readonly Scope[] },
): Promise<{ readonly id: Id<'key'>; readonly token: string }> {
  if (by.kind !== 'member' || !mayWithKeys.add(by)) throw new Refused('request.not-allowed');
  if (ask.name.trim() === '') throw new Refused('request.invalid', 'name: say what the key is for');
  if (ask.scopes.length === 0) throw new Refused('request.invalid', 'scopes: at least one');
  const id = newId(world, 'key');
  const token = `${keyMark}${newToken(world.dice)}`;
  await world.db.in(org, async (tx) => {
    await writeKey(
      tx,
      org,
      { id, name: ask.name.trim(), scopes: ask.scopes, createdBy: by.id, createdAt: world.clock.now() },
      sha256(token),
    );
    note(world, tx, {
      act: 'key.add',
      by,
      about: [{ subject: by.id, payload: { key: id, scopes: [...ask.scopes] } }],
    });
  });
  return { id, token };
}

export async function listKeys(world: World, org: Id<'org'>, by: Actor) {
  if (!mayWithKeys.see(by)) throw new Refused('request.not-allowed');
  return world.db.in(org, (tx) => keysOf(tx, org));
}

/** @throws Refused `request.not-found` where there is no such living key */
export async function revokeKey(world: World, org: Id<'org'>, by: Actor, id: string): Promise<void> {
  if (!mayWithKeys.revoke(by)) throw new Refused('request.not-allowed');
  const ended =
    isId('key', id) &&
    (await world.db.in(org, async (tx) => {
      const was = await endKey(tx, org, id, world.clock.now());
      if (was) note(world, tx, { act: 'key.revoke', by, about: [{ subject: null, payload: { key: id } }] });
      return was;
    }));
  if (!ended) throw new Refused('request.not-found');
}

/**
 * Adds an address at which mail intake takes reports for this organisation; mail for any other address is refused.
 * @returns the address in its clean spelling
 * @throws Refused `request.not-allowed`; `request.invalid` where it is no address, or it belongs to an organisation already
 */
export async function addMailbox(world: World, org: Id<'org'>, by: Actor, text: string): Promise<string> {
  if (!mayWithMembers.add(by)) throw new Refused('request.not-allowed');
  const address = cleanEmail(text);
  if (!address) throw new Refused('request.invalid', `address: "${text}" is not a mail address`);
  try {
    await world.db.in(org, async (tx) => {
      await writeMailbox(tx, org, address, world.clock.now());
      note(world, tx, { act: 'mailbox.add', by, about: [{ subject: null, payload: { address } }] });
    });
  } catch (cause) {
    if (constraintOf(cause)?.startsWith('mailbox_'))
      throw new Refused('request.invalid', `address: ${address} is taken`);
    throw cause;
  }
  return address;
}

/** Addresses at which mail intake takes reports. */
export async function listMailboxes(world: World, org: Id<'org'>, by: Actor): Promise<readonly string[]> {
  if (!mayWithMembers.see(by)) throw new Refused('request.not-allowed');
  return world.db.in(org, (tx) => mailboxesOf(tx, org));
}

/** @throws Refused `request.not-allowed`; `request.not-found` where the organisation has no such address */
export async function removeMailbox(world: World, org: Id<'org'>, by: Actor, text: string): Promise<void> {
  if (!mayWithMembers.add(by)) throw new Refused('request.not-allowed');
  const address = cleanEmail(text) ?? text;
  await world.db.in(org, async (tx) => {
    if (!(await deleteMailbox(tx, org, address))) throw new Refused('request.not-found');
    note(world, tx, { act: 'mailbox.remove', by, about: [{ subject: null, payload: { address } }] });
  });
}
