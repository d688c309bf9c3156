/** The SQL of the register of domain names. Data of holders are sealed under a key of the registration. */
import { destroyKey, openSealed, sealFor } from '#evidence/store';
import { sql, type Tx } from '#io/db';
import type { World } from '#io/world';
import { type Actor, actorId, canonical, type Id, must, Refused } from '#kernel';
import type { VerificationMethod } from '#law';
import type { DifferenceKind, DifferenceState, RegistrarRow } from './difference.ts';
import type { CheckSeen, Collector, HolderData } from './registration.ts';

const orgOf = (tx: Tx): Id<'org'> => must(tx.organisation, 'an organisation in this transaction');
const at = (moment: Temporal.Instant | null) => sql`${moment?.toString() ?? null}::timestamptz`;

export interface Registration {
  readonly id: Id<'rgt'>;
  readonly domain: string;
  readonly registeredOn: string | null;
  readonly kind: 'natural' | 'legal' | 'unknown';
  readonly party: Id<'party'> | null;
  readonly reseller: Id<'party'> | null;
  readonly registrar: string | null;
  readonly collectedBy: Collector;
  readonly keyId: Id<'dky'>;
  readonly sealed: Buffer | null;
  readonly missing: readonly string[];
  readonly createdAt: Temporal.Instant;
  readonly changedAt: Temporal.Instant;
  readonly endedOn: string | null;
  readonly version: number;
}
const columns =
  sql.raw(`r.id, r.domain, r.registered_on::text as "registeredOn", r.kind, r.party_id as party, r.reseller_id as reseller,
  r.registrar, r.collected_by as "collectedBy", r.key_id as "keyId", r.sealed, r.missing, r.created_at as "createdAt",
  r.changed_at as "changedAt", r.ended_on::text as "endedOn", r.version`);

const about = (id: string) => `registration ${id}`;
export const sealHolder = (world: World, tx: Tx, id: Id<'rgt'>, data: HolderData) =>
  sealFor(world, tx, { class: 'document', subject: id }, canonical(data), about(id));

/** The data of the holder; null once the registration has ended. */
export async function openHolder(world: Pick<World, 'keys'>, tx: Tx, r: Registration): Promise<HolderData | null> {
  const text = r.sealed ? await openSealed(world, tx, r.keyId, r.sealed, about(r.id)) : null;
  return text ? (JSON.parse(text.toString()) as HolderData) : null;
}

export async function registrationById(tx: Tx, id: string): Promise<Registration | undefined> {
  const [found] = await tx.rows(sql<Registration>`
    select ${columns} from registration r where r.organisation_id = ${orgOf(tx)} and r.id = ${id}`);
  return found;
}
/** The running registration of a name, in the form the register keeps. */
export async function registrationOf(tx: Tx, domain: string): Promise<Registration | undefined> {
  const [found] = await tx.rows(sql<Registration>`
    select ${columns} from registration r
     where r.organisation_id = ${orgOf(tx)} and r.domain = ${domain} and r.ended_on is null`);
  return found;
}
/** @throws Refused `request.not-found`, `request.changed-meanwhile`, `registration.ended` */
export async function lockRegistration(tx: Tx, id: string, version?: number): Promise<Registration> {
  const [found] = await tx.rows(sql<Registration>`
    select ${columns} from registration r where r.organisation_id = ${orgOf(tx)} and r.id = ${id} for update`);
  if (!found) throw new Refused('request.not-found');
  if (version !== undefined && version !== found.version) throw new Refused('request.changed-meanwhile');
  if (found.endedOn !== null) throw new Refused('registration.ended');
  return found;
}

export interface RegistrationQuery {
  readonly domain?: string | undefined;
  readonly incomplete: boolean;
  readonly reseller?: string | undefined;
  readonly limit: number;
  /** Domain after which to go on. */
  readonly after?: string | undefined;
}
/** Running registrations by name. */
export async function listRegistrations(tx: Tx, q: RegistrationQuery): Promise<readonly Registration[]> {
  return tx.rows(sql<Registration>`
    select ${columns} from registration r
     where r.organisation_id = ${orgOf(tx)} and r.ended_on is null
       and (${q.domain ?? null}::text is null or r.domain like '%' || replace(replace(${q.domain ?? ''}, '%', ''), '_', '\_') || '%')
       and (not ${q.incomplete} or cardinality(r.missing) > 0)
       and (${q.reseller ?? null}::text is null or r.reseller_id = ${q.reseller ?? null})
       and (${q.after ?? null}::text is null or r.domain > ${q.after ?? ''})
     order by r.domain limit ${q.limit}`);
}
export async function registerCounts(
  tx: Tx,
): Promise<{ readonly running: number; readonly incomplete: number; readonly differences: number }> {
  const [row] = await tx.rows(sql<{ running: number; incomplete: number; differences: number }>`
    select count(*)::int as running, (count(*) filter (where cardinality(missing) > 0))::int as incomplete,
           (select count(*)::int from registration_difference d where d.organisation_id = ${orgOf(tx)} and d.state = 'open') as differences
      from registration where organisation_id = ${orgOf(tx)} and ended_on is null`);
  return must(row, 'counts');
}

export async function insertRegistration(
  tx: Tx,
  r: Omit<Registration, 'createdAt' | 'changedAt' | 'endedOn' | 'version'>,
  now: Temporal.Instant,
): Promise<void> {
  const made = await tx.rows(sql`
    insert into registration (organisation_id, id, domain, registered_on, kind, party_id, reseller_id, registrar, collected_by, key_id,
                              sealed, missing, created_at, changed_at)
    values (${orgOf(tx)}, ${r.id}, ${r.domain}, ${r.registeredOn}::date, ${r.kind}, ${r.party}, ${r.reseller}, ${r.registrar},
            ${r.collectedBy}, ${r.keyId}, ${r.sealed}, ${r.missing}::text[], ${at(now)}, ${at(now)})
    on conflict do nothing returning id`);
  if (made.length === 0) throw new Refused('registration.twice', r.domain);
  await tx.notify({ organisation: orgOf(tx), what: 'registration', id: r.id });
}

export async function changeRegistration(
  tx: Tx,
  r: Pick<Registration, 'id' | 'registeredOn' | 'kind' | 'reseller' | 'registrar' | 'keyId' | 'missing'> & {
    readonly sealed: Buffer;
  },
  now: Temporal.Instant,
): Promise<void> {
  await tx.rows(sql`
    update registration set registered_on = ${r.registeredOn}::date, kind = ${r.kind}, reseller_id = ${r.reseller},
           registrar = ${r.registrar}, key_id = ${r.keyId}, sealed = ${r.sealed}, missing = ${r.missing}::text[],
           changed_at = ${at(now)}, version = version + 1
     where organisation_id = ${orgOf(tx)} and id = ${r.id}`);
  await tx.notify({ organisation: orgOf(tx), what: 'registration', id: r.id });
}

/** Ends a registration: what was sealed under its key can never be opened again, and open differences about it are gone. */
export async function endRegistration(world: World, tx: Tx, r: Registration, on: string, rule: string): Promise<void> {
  const org = orgOf(tx);
  const now = world.clock.now();
  await tx.rows(sql`
    update registration set ended_on = ${on}::date, sealed = null, missing = '{}', party_id = null, changed_at = ${at(now)},
           version = version + 1 where organisation_id = ${org} and id = ${r.id}`);
  await tx.rows(sql`
    update registration_check set sealed = null where organisation_id = ${org} and registration_id = ${r.id}`);
  const differences = await tx.rows(sql<{ key_id: string }>`
    update registration_difference set sealed = null,
           state = case when state = 'open' then 'gone' else state end,
           decided_at = coalesce(decided_at, ${at(now)}), decided_by = coalesce(decided_by, 'engine'), version = version + 1
     where organisation_id = ${org} and registration_id = ${r.id} returning key_id`);
  await destroyKey(world, tx, r.keyId, rule);
  for (const d of differences) await destroyKey(world, tx, d.key_id, rule);
  await tx.notify({ organisation: org, what: 'registration', id: r.id });
}

export interface RegistrationCheck extends CheckSeen {
  readonly no: number;
  readonly method: VerificationMethod;
  readonly source: Collector;
  readonly evidence: string | null;
  readonly by: string;
}
const aboutCheck = (id: string, no: number) => `registration ${id} check ${no}`;
export async function checksOf(
  world: Pick<World, 'keys'>,
  tx: Tx,
  r: Registration,
): Promise<readonly RegistrationCheck[]> {
  const rows = await tx.rows(sql<Omit<RegistrationCheck, 'evidence'> & { sealed: Buffer | null }>`
    select no, field, method, verdict, source, sealed, checked_at as "checkedAt", expires_at as "expiresAt", by, void_at as "voidAt"
      from registration_check where organisation_id = ${orgOf(tx)} and registration_id = ${r.id} order by no desc`);
  const checks: RegistrationCheck[] = [];
  for (const { sealed, ...c } of rows) {
    const text = sealed ? await openSealed(world, tx, r.keyId, sealed, aboutCheck(r.id, c.no)) : null;
    checks.push({ ...c, evidence: text?.toString() ?? null });
  }
  return checks;
}
export async function insertCheck(
  world: World,
  tx: Tx,
  r: Registration,
  c: Omit<RegistrationCheck, 'no' | 'voidAt'>,
): Promise<number> {
  const [next] = await tx.rows(sql<{ no: number }>`
    select coalesce(max(no), 0) + 1 as no from registration_check where organisation_id = ${orgOf(tx)} and registration_id = ${r.id}`);
  const no = next?.no ?? 1;
  const { sealed } = await sealFor(
    world,
    tx,
    { class: 'document', subject: r.id },
    c.evidence ?? '',
    aboutCheck(r.id, no),
  );
  await tx.rows(sql`
    insert into registration_check (organisation_id, registration_id, no, field, method, verdict, source, sealed, checked_at, expires_at, by)
    values (${orgOf(tx)}, ${r.id}, ${no}, ${c.field}, ${c.method}, ${c.verdict}, ${c.source}, ${sealed}, ${at(c.checkedAt)},
            ${at(c.expiresAt)}, ${c.by})`);
  return no;
}
export const voidChecks = (tx: Tx, r: Id<'rgt'>, fields: readonly string[], now: Temporal.Instant) =>
  tx.rows(sql`
    update registration_check set void_at = ${at(now)}
     where organisation_id = ${orgOf(tx)} and registration_id = ${r} and field = any(${fields}::text[]) and void_at is null`);

/** How whole what each reseller of domain names collected is; `verified`: name, e-mail and phone have a check that still holds. */
export async function resellerCounts(tx: Tx, now: Temporal.Instant) {
  return tx.rows(sql<{
    reseller: Id<'party'>;
    reference: string | null;
    name: string | null;
    registrations: number;
    incomplete: number;
    verified: number;
  }>`
    select r.reseller_id as reseller, p.reference, p.name, count(*)::int as registrations,
           (count(*) filter (where cardinality(r.missing) > 0))::int as incomplete,
           (count(*) filter (where (
             select count(*) from (
               select distinct on (c.field) c.field, c.verdict, c.expires_at from registration_check c
                where c.organisation_id = r.organisation_id and c.registration_id = r.id and c.void_at is null
                  and c.field in ('registrant_name', 'registrant_email', 'registrant_phone')
                order by c.field, c.checked_at desc, c.no desc) last
              where last.verdict = 'verified' and (last.expires_at is null or last.expires_at > ${at(now)})) = 3))::int as verified
      from registration r join party p on p.organisation_id = r.organisation_id and p.id = r.reseller_id
     where r.organisation_id = ${orgOf(tx)} and r.ended_on is null
     group by r.reseller_id, p.reference, p.name order by count(*) desc, r.reseller_id limit 500`);
}

export interface Difference {
  readonly id: Id<'rdf'>;
  readonly domain: string;
  readonly registration: Id<'rgt'> | null;
  readonly kind: DifferenceKind;
  readonly field: string | null;
  readonly registrar: string;
  readonly state: DifferenceState;
  readonly keyId: Id<'dky'>;
  readonly sealed: Buffer | null;
  readonly foundAt: Temporal.Instant;
  readonly decidedAt: Temporal.Instant | null;
  readonly decidedBy: string | null;
  readonly version: number;
}
/** What is sealed of a difference: the value or the row of the registrar, and why somebody decided as they did. */
export interface DifferenceWords {
  readonly theirs: string | null;
  readonly row: Pick<RegistrarRow, 'registeredOn' | 'kind' | 'data'> | null;
  readonly why: string | null;
}
const differenceColumns =
  sql.raw(`d.id, d.domain, d.registration_id as registration, d.kind, d.field, d.registrar, d.state,
  d.key_id as "keyId", d.sealed, d.found_at as "foundAt", d.decided_at as "decidedAt", d.decided_by as "decidedBy", d.version`);
const aboutDifference = (id: string) => `registration difference ${id}`;
const sealDifference = (world: World, tx: Tx, id: Id<'rdf'>, words: DifferenceWords) =>
  sealFor(world, tx, { class: 'document', subject: id }, canonical(words), aboutDifference(id));
export async function openDifference(
  world: Pick<World, 'keys'>,
  tx: Tx,
  d: Difference,
): Promise<DifferenceWords | null> {
  const text = d.sealed ? await openSealed(world, tx, d.keyId, d.sealed, aboutDifference(d.id)) : null;
  return text ? (JSON.parse(text.toString()) as DifferenceWords) : null;
}
export async function listDifferences(tx: Tx, open: boolean, limit: number): Promise<readonly Difference[]> {
  return tx.rows(sql<Difference>`
    select ${differenceColumns} from registration_difference d
     where d.organisation_id = ${orgOf(tx)} and (not ${open} or d.state = 'open')
     order by d.state <> 'open', d.found_at, d.domain, d.field nulls first limit ${limit}`);
}
/** Open ones of one registrar, to see which a newer file no longer says. */
export async function openDifferences(tx: Tx, registrar: string): Promise<readonly Difference[]> {
  return tx.rows(sql<Difference>`
    select ${differenceColumns} from registration_difference d
     where d.organisation_id = ${orgOf(tx)} and d.state = 'open' and d.registrar = ${registrar} order by d.id for update`);
}
/** @throws Refused `request.not-found`, `request.changed-meanwhile` */
export async function lockDifference(tx: Tx, id: string, version?: number): Promise<Difference> {
  const [found] = await tx.rows(sql<Difference>`
    select ${differenceColumns} from registration_difference d where d.organisation_id = ${orgOf(tx)} and d.id = ${id} for update`);
  if (!found) throw new Refused('request.not-found');
  if (version !== undefined && version !== found.version) throw new Refused('request.changed-meanwhile');
  return found;
}
export async function insertDifference(
  world: World,
  tx: Tx,
  d: Pick<Difference, 'id' | 'domain' | 'registration' | 'kind' | 'field' | 'registrar'>,
  words: DifferenceWords,
): Promise<void> {
  const key = await sealDifference(world, tx, d.id, words);
  await tx.rows(sql`
    insert into registration_difference (organisation_id, id, domain, registration_id, kind, field, registrar, state, key_id, sealed, found_at)
    values (${orgOf(tx)}, ${d.id}, ${d.domain}, ${d.registration}, ${d.kind}, ${d.field}, ${d.registrar}, 'open', ${key.keyId},
            ${key.sealed}, ${at(world.clock.now())})`);
}
/** Settles a difference. What the registrar said is forgotten with it; the reason stays where there is one. */
export async function settleDifference(
  world: World,
  tx: Tx,
  d: Difference,
  to: DifferenceState,
  why: string | null,
  by: Actor,
): Promise<void> {
  const key = why ? await sealDifference(world, tx, d.id, { theirs: null, row: null, why }) : null;
  await tx.rows(sql`
    update registration_difference set state = ${to}, sealed = ${key?.sealed ?? null}, key_id = ${key?.keyId ?? d.keyId},
           decided_at = ${at(world.clock.now())}, decided_by = ${actorId(by)}, version = version + 1
     where organisation_id = ${orgOf(tx)} and id = ${d.id}`);
}
