/** The SQL of organisations, members, sessions, keys and attempts to log in. */
import { type DB, sql, type Tx } from '#io/db';
import type { Id, Language, MemberRole } from '#kernel';
import {
  type Member,
  type Organisation,
  type OrganisationKind,
  type Right,
  type Scope,
  settingsShape,
} from './organisation.ts';

type MemberRow = Pick<{ [K in keyof DB['member']]: DB['member'][K] }, 'id' | 'email' | 'name'> & {
  readonly role: string;
  readonly language: unknown;
  readonly state: unknown;
};

const memberOf = (r: MemberRow): Member => ({
  id: r.id,
  email: r.email,
  name: r.name,
  // The table's own checks hold these to the unions.
  role: r.role as MemberRole,
  language: r.language as Language,
  state: r.state as Member['state'],
});

const memberColumns = ['id', 'email', 'name', 'role', 'language', 'state'] as const;

/** The organisation of this transaction. Throws where its row is gone: no one can stand behind the wall of nothing. */
export async function organisationOf(tx: Tx, org: Id<'org'>): Promise<Organisation> {
  const r = await tx.q
    .selectFrom('organisation')
    .select(['organisation_id', 'slug', 'name', 'kind', 'zone', 'language', 'settings'])
    .where('organisation_id', '=', org)
    .executeTakeFirstOrThrow();
  return {
    id: r.organisation_id,
    slug: r.slug,
    name: r.name,
    kind: r.kind as OrganisationKind,
    zone: r.zone,
    language: r.language as Language,
    settings: settingsShape.parse(r.settings),
  };
}

/** Every organisation, by slug; only ids and slugs, which is all that may be known outside a wall. */
export async function organisationIds(tx: Tx): Promise<readonly { id: Id<'org'>; slug: string }[]> {
  return tx.rows(sql<{ id: Id<'org'>; slug: string }>`select organisation_id as id, slug from organisation_ids()`);
}

export async function writeOrganisation(tx: Tx, o: Organisation, country: string, at: Temporal.Instant): Promise<void> {
  await tx.rows(sql`
    insert into organisation (organisation_id, slug, name, kind, zone, language, country, settings, created_at)
    values (${o.id}, ${o.slug}, ${o.name}, ${o.kind}, ${o.zone}, ${o.language}, ${country},
            ${JSON.stringify(o.settings)}::jsonb, ${at.toString()}::timestamptz)`);
}

export async function memberById(tx: Tx, org: Id<'org'>, id: Id<'mbr'>): Promise<Member | undefined> {
  const r = await tx.q
    .selectFrom('member')
    .select(memberColumns)
    .where('organisation_id', '=', org)
    .where('id', '=', id)
    .executeTakeFirst();
  return r && memberOf(r);
}

/** The member with this address (in its clean spelling), with the hash of the password where there is one. */
export async function memberByEmail(
  tx: Tx,
  org: Id<'org'>,
  email: string,
): Promise<{ readonly member: Member; readonly passwordHash: string | null } | undefined> {
  const r = await tx.q
    .selectFrom('member')
    .select([...memberColumns, 'password_hash'])
    .where('organisation_id', '=', org)
    .where('email', '=', email)
    .executeTakeFirst();
  return r && { member: memberOf(r), passwordHash: r.password_hash };
}

export async function membersOf(tx: Tx, org: Id<'org'>): Promise<readonly Member[]> {
  const rows = await tx.q
    .selectFrom('member')
    .select(memberColumns)
    .where('organisation_id', '=', org)
    .orderBy('state')
    .orderBy('name')
    .execute();
  return rows.map(memberOf);
}

export async function writeMember(tx: Tx, org: Id<'org'>, m: Member, at: Temporal.Instant): Promise<void> {
  await tx.q
    .insertInto('member')
    .values({ organisation_id: org, ...m, password_hash: null, created_at: at })
    .execute();
}

export async function changeMember(
  tx: Tx,
  org: Id<'org'>,
  id: Id<'mbr'>,
  change: { readonly state?: 'ended'; readonly password_hash?: string; readonly language?: Language },
): Promise<void> {
  await tx.q.updateTable('member').set(change).where('organisation_id', '=', org).where('id', '=', id).execute();
}

export interface SessionRow {
  readonly organisation: Id<'org'>;
  readonly member: Id<'mbr'>;
  readonly kind: 'session' | 'login_link';
  readonly expiresAt: Temporal.Instant;
  readonly usedAt: Temporal.Instant | null;
}

/** At the door: whose session or link this is. */
export async function sessionAtDoor(tx: Tx, tokenHash: Buffer): Promise<SessionRow | undefined> {
  const r = await tx.q
    .selectFrom('session')
    .select(['organisation_id', 'member_id', 'kind', 'expires_at', 'used_at'])
    .where('token_hash', '=', tokenHash)
    .executeTakeFirst();
  return (
    r && {
      organisation: r.organisation_id,
      member: r.member_id,
      kind: r.kind as SessionRow['kind'],
      expiresAt: r.expires_at,
      usedAt: r.used_at,
    }
  );
}

export async function writeSession(
  tx: Tx,
  org: Id<'org'>,
  s: {
    readonly tokenHash: Buffer;
    readonly kind: SessionRow['kind'];
    readonly member: Id<'mbr'>;
    readonly at: Temporal.Instant;
    readonly expiresAt: Temporal.Instant;
  },
): Promise<void> {
  await tx.q
    .insertInto('session')
    .values({
      organisation_id: org,
      token_hash: s.tokenHash,
      kind: s.kind,
      member_id: s.member,
      created_at: s.at,
      expires_at: s.expiresAt,
      used_at: null,
    })
    .execute();
}

/** Uses a link, once: of two at the same time one gets true. */
export async function spendLink(tx: Tx, org: Id<'org'>, tokenHash: Buffer, at: Temporal.Instant): Promise<boolean> {
  const done = await tx.q
    .updateTable('session')
    .set({ used_at: at })
    .where('organisation_id', '=', org)
    .where('token_hash', '=', tokenHash)
    .where('kind', '=', 'login_link')
    .where('used_at', 'is', null)
    .where('expires_at', '>', at)
    .executeTakeFirst();
  return Number(done.numUpdatedRows) === 1;
}

/** Ends one session, or with `member` all of a member but the one kept. */
export async function endSessions(
  tx: Tx,
  org: Id<'org'>,
  which: { readonly tokenHash: Buffer } | { readonly member: Id<'mbr'>; readonly except?: Buffer },
): Promise<void> {
  let q = tx.q.deleteFrom('session').where('organisation_id', '=', org);
  if ('tokenHash' in which) q = q.where('token_hash', '=', which.tokenHash);
  else {
    q = q.where('member_id', '=', which.member);
    if (which.except) q = q.where('token_hash', '!=', which.except);
  }
  await q.execute();
}

/** Forgets sessions and links that ended, so that the table holds what works and nothing else. */
export async function forgetEnded(tx: Tx, org: Id<'org'>, at: Temporal.Instant): Promise<void> {
  await tx.q.deleteFrom('session').where('organisation_id', '=', org).where('expires_at', '<=', at).execute();
}

/** At the door: which key this is. */
export async function keyAtDoor(
  tx: Tx,
  tokenHash: Buffer,
): Promise<{ readonly organisation: Id<'org'>; readonly id: Id<'key'> } | undefined> {
  const r = await tx.q
    .selectFrom('api_key')
    .select(['organisation_id', 'id'])
    .where('token_hash', '=', tokenHash)
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
  return r && { organisation: r.organisation_id, id: r.id };
}

export interface KeyRow {
  readonly id: Id<'key'>;
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly createdBy: Id<'mbr'>;
  readonly createdAt: Temporal.Instant;
  readonly revokedAt: Temporal.Instant | null;
}

export async function keysOf(tx: Tx, org: Id<'org'>): Promise<readonly KeyRow[]> {
  const rows = await tx.q
    .selectFrom('api_key')
    .select(['id', 'name', 'scopes', 'created_by', 'created_at', 'revoked_at'])
    .where('organisation_id', '=', org)
    .orderBy('id')
    .execute();
  return rows.map((r) => ({
    id: r.id,
    name: r.name,
    scopes: r.scopes as Scope[],
    createdBy: r.created_by,
    createdAt: r.created_at,
    revokedAt: r.revoked_at,
  }));
}

export async function writeKey(
  tx: Tx,
  org: Id<'org'>,
  key: Omit<KeyRow, 'revokedAt'>,
  tokenHash: Buffer,
): Promise<void> {
  await tx.q
    .insertInto('api_key')
    .values({
      organisation_id: org,
      id: key.id,
      name: key.name,
      token_hash: tokenHash,
      scopes: [...key.scopes],
      created_by: key.createdBy,
      created_at: key.createdAt,
      revoked_at: null,
    })
    .execute();
}

/** @returns false where there is no such living key */
export async function endKey(tx: Tx, org: Id<'org'>, id: Id<'key'>, at: Temporal.Instant): Promise<boolean> {
  const done = await tx.q
    .updateTable('api_key')
    .set({ revoked_at: at })
    .where('organisation_id', '=', org)
    .where('id', '=', id)
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
  return Number(done.numUpdatedRows) === 1;
}

/**
 * Counts an attempt to log in before its password is looked at, and says how many there were in the window.
 * The lock makes attempts of one account wait for each other, so that a burst cannot slip past the count.
 */
export async function countAttempt(
  tx: Tx,
  org: Id<'org'>,
  who: Buffer,
  at: Temporal.Instant,
  since: Temporal.Instant,
): Promise<number> {
  await tx.rows(sql`select pg_advisory_xact_lock(hashtextextended(${who.toString('hex')}, 7))`);
  await tx.q.deleteFrom('login_attempt').where('organisation_id', '=', org).where('at', '<', since).execute();
  const before = await tx.q
    .selectFrom('login_attempt')
    .select((e) => e.fn.countAll<number>().as('n'))
    .where('organisation_id', '=', org)
    .where('who', '=', who)
    .executeTakeFirstOrThrow();
  await tx.q.insertInto('login_attempt').values({ organisation_id: org, who, at }).execute();
  return Number(before.n);
}

export async function forgetAttempts(tx: Tx, org: Id<'org'>, who: Buffer): Promise<void> {
  await tx.q.deleteFrom('login_attempt').where('organisation_id', '=', org).where('who', '=', who).execute();
}

/** Addresses of this organisation at which mail intake takes reports. */
export async function mailboxesOf(tx: Tx, org: Id<'org'>): Promise<readonly string[]> {
  const rows = await tx.q
    .selectFrom('mailbox')
    .select('address')
    .where('organisation_id', '=', org)
    .orderBy('address')
    .execute();
  return rows.map((r) => r.address);
}

export async function writeMailbox(tx: Tx, org: Id<'org'>, address: string, at: Temporal.Instant): Promise<void> {
  await tx.q.insertInto('mailbox').values({ organisation_id: org, address, created_at: at }).execute();
}

/** @returns false where the organisation has no such address */
export async function deleteMailbox(tx: Tx, org: Id<'org'>, address: string): Promise<boolean> {
  const done = await tx.q
    .deleteFrom('mailbox')
    .where('organisation_id', '=', org)
    .where('address', '=', address)
    .executeTakeFirst();
  return Number(done.numDeletedRows) === 1;
}

/** Rights that members have now. */
export async function rightsNow(
  tx: Tx,
  org: Id<'org'>,
): Promise<readonly { readonly member: Id<'mbr'>; readonly right: Right; readonly grantedAt: Temporal.Instant }[]> {
  return tx.rows(sql<{ member: Id<'mbr'>; right: Right; grantedAt: Temporal.Instant }>`
    select member_id as member, name as right, granted_at as "grantedAt" from member_right
     where organisation_id = ${org} and ended_at is null order by granted_at, member_id`);
}

/** Whether a member that has not ended has this right now. */
export async function hasRight(tx: Tx, org: Id<'org'>, member: string, right: Right): Promise<boolean> {
  const found = await tx.rows(sql`
    select 1 from member_right r join member m on m.organisation_id = r.organisation_id and m.id = r.member_id and m.state = 'active'
     where r.organisation_id = ${org} and r.member_id = ${member} and r.name = ${right} and r.ended_at is null`);
  return found.length > 0;
}

/** @returns false where it was so already */
export async function writeRight(
  tx: Tx,
  org: Id<'org'>,
  member: string,
  right: Right,
  granted: boolean,
  by: string,
  at: Temporal.Instant,
): Promise<boolean> {
  const done = granted
    ? await tx.rows(sql`
        insert into member_right (organisation_id, member_id, name, granted_at, granted_by)
        values (${org}, ${member}, ${right}, ${at.toString()}::timestamptz, ${by}) on conflict do nothing returning name`)
    : await tx.rows(sql`
        update member_right set ended_at = ${at.toString()}::timestamptz, ended_by = ${by}
         where organisation_id = ${org} and member_id = ${member} and name = ${right} and ended_at is null returning name`);
  return done.length > 0;
}

/** What has numbers of its own, and the letters they begin with. */
const numberMarks = {
  order: 'BV',
  notice: 'ML',
  disclosure: 'VZ',
  incident: 'IN',
  decision: 'BS',
  statement: 'MO',
  complaint: 'KL',
  ban: 'UB',
  onboarding: 'KC',
} as const;
export type NumberKind = keyof typeof numberMarks;

/**
 * The next number of a kind, as people see it: `BV-26-000031`. The row is shared by the whole organisation until commit,
 * so ask for it late, in `tx.last(1, …)`, where many come at once.
 * @param year the UTC year the matter came in
 */
export async function nextNumber(tx: Tx, org: Id<'org'>, kind: NumberKind, year: number): Promise<string> {
  const short = year % 100;
  const [taken] = await tx.rows(sql<{ last: number }>`
    insert into matter_number as n (organisation_id, kind, year, last) values (${org}, ${kind}, ${short}, 1)
    on conflict (organisation_id, kind, year) do update set last = n.last + 1 returning last`);
  return `${numberMarks[kind]}-${String(short).padStart(2, '0')}-${String(taken?.last ?? 1).padStart(6, '0')}`;
}
