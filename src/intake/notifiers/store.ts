/** The SQL of notifiers: who they are, what they handed in, and how the cases they reported ended. */
import { sql, type Tx } from '#io/db';
import type { Id } from '#kernel';
import type { IdentityKind, SenderProof, Verdict } from '../notifier.ts';

export interface NotifierRow {
  readonly id: Id<'ntf'>;
  readonly name: string;
  readonly per_minute: number;
  readonly per_day: number;
  readonly told_to_wait: number;
  readonly told_to_wait_at: Temporal.Instant | null;
  readonly confirmed: number;
  readonly wrong: number;
  readonly unclear: number;
  readonly created_at: Temporal.Instant;
}
const columns = sql`n.id, n.name, n.per_minute, n.per_day, n.told_to_wait, n.told_to_wait_at, n.confirmed, n.wrong, n.unclear, n.created_at`;

/** The notifier known by this, made where it is not there yet. Two that make it at once end with the same one. */
export async function notifierBy(
  tx: Tx,
  org: Id<'org'>,
  by: { readonly kind: IdentityKind; readonly identity: string; readonly name: string },
  fresh: () => Id<'ntf'>,
  now: Temporal.Instant,
): Promise<Id<'ntf'>> {
  const known = async () =>
    (
      await tx.rows(sql<{ notifier_id: Id<'ntf'> }>`
        select notifier_id from notifier_identity where organisation_id = ${org} and kind = ${by.kind} and identity = ${by.identity}`)
    )[0]?.notifier_id;
  const before = await known();
  if (before) return before;
  const id = fresh();
  const at = now.toString();
  const made = await tx.rows(sql<{ notifier_id: Id<'ntf'> }>`
    with n as (
      insert into notifier (organisation_id, id, name, created_at) values (${org}, ${id}, ${by.name.slice(0, 200)}, ${at}::timestamptz))
    insert into notifier_identity (organisation_id, kind, identity, notifier_id, created_at)
    values (${org}, ${by.kind}, ${by.identity}, ${id}, ${at}::timestamptz)
    on conflict do nothing returning notifier_id`);
  if (made[0]) return made[0].notifier_id;
  // Someone else made it in this very moment: ours goes, theirs stays.
  await tx.rows(sql`delete from notifier where organisation_id = ${org} and id = ${id}`);
  const theirs = await known();
  if (!theirs) throw Object.assign(new Error('the notifier made meanwhile is not visible yet'), { code: '40001' });
  return theirs;
}

export async function notifierById(tx: Tx, org: Id<'org'>, id: string): Promise<NotifierRow | undefined> {
  const rows = await tx.rows(
    sql<NotifierRow>`select ${columns} from notifier n where n.organisation_id = ${org} and n.id = ${id}`,
  );
  return rows[0];
}

export interface NotifierLine extends NotifierRow {
  readonly messages: number;
  readonly findings: number;
  readonly last_at: Temporal.Instant | null;
  readonly identities: readonly {
    readonly kind: IdentityKind;
    readonly identity: string;
    readonly name: string | null;
    readonly revoked: boolean;
  }[];
}

/** Notifiers with what they handed in, who brought something last first. */
export async function notifierLines(
  tx: Tx,
  org: Id<'org'>,
  only?: string,
  limit = 500,
): Promise<readonly NotifierLine[]> {
  return tx.rows(sql<NotifierLine>`
    select ${columns}, coalesce(m.messages, 0)::int as messages, coalesce(m.findings, 0)::int as findings, m.last_at,
           coalesce((select jsonb_agg(jsonb_build_object('kind', i.kind, 'identity', i.identity, 'name', k.name, 'revoked', k.revoked_at is not null) order by i.kind, i.created_at)
                       from notifier_identity i left join api_key k on i.kind = 'key' and k.organisation_id = i.organisation_id and k.id = i.identity
                      where i.organisation_id = n.organisation_id and i.notifier_id = n.id), '[]') as identities
      from notifier n
      left join lateral (
        select count(*) as messages, sum(finding_count) as findings, max(received_at) as last_at
          from message m where m.organisation_id = n.organisation_id and m.notifier_id = n.id) m on true
     where n.organisation_id = ${org} and ${only === undefined ? sql`true` : sql`n.id = ${only}`}
     order by m.last_at desc nulls last, n.name limit ${limit}`);
}

/** Verdicts by month of the last two years: the record over time. */
export async function verdictMonths(
  tx: Tx,
  org: Id<'org'>,
  id: string,
  zone: string,
): Promise<readonly { readonly month: string; readonly verdict: Verdict; readonly n: number }[]> {
  return tx.rows(sql<{ month: string; verdict: Verdict; n: number }>`
    select to_char(at at time zone ${zone}, 'YYYY-MM') as month, verdict, count(*)::int as n from notifier_verdict
     where organisation_id = ${org} and notifier_id = ${id} group by 1, 2 order by 1, 2`);
}

/** Its last decided cases. */
export async function verdictLines(
  tx: Tx,
  org: Id<'org'>,
  id: string,
): Promise<
  readonly {
    readonly case_id: Id<'case'>;
    readonly verdict: Verdict;
    readonly why: string;
    readonly at: Temporal.Instant;
  }[]
> {
  return tx.rows(sql<{ case_id: Id<'case'>; verdict: Verdict; why: string; at: Temporal.Instant }>`
    select case_id, verdict, why, at from notifier_verdict where organisation_id = ${org} and notifier_id = ${id} order by at desc, case_id limit 50`);
}

export async function writeNotifier(
  tx: Tx,
  org: Id<'org'>,
  n: { readonly id: Id<'ntf'>; readonly name: string; readonly per_minute: number; readonly per_day: number },
  at: Temporal.Instant,
): Promise<void> {
  await tx.rows(sql`
    insert into notifier (organisation_id, id, name, per_minute, per_day, created_at)
    values (${org}, ${n.id}, ${n.name}, ${n.per_minute}, ${n.per_day}, ${at.toString()}::timestamptz)`);
}

/** Ties an identity to a notifier; what it was tied to before loses it, and its messages stay where they are. */
export async function tieIdentity(
  tx: Tx,
  org: Id<'org'>,
  id: Id<'ntf'>,
  kind: IdentityKind,
  identity: string,
  at: Temporal.Instant,
): Promise<void> {
  await tx.rows(sql`
    insert into notifier_identity (organisation_id, kind, identity, notifier_id, created_at)
    values (${org}, ${kind}, ${identity}, ${id}, ${at.toString()}::timestamptz)
    on conflict (organisation_id, kind, identity) do update set notifier_id = excluded.notifier_id`);
}

export async function changeNotifier(
  tx: Tx,
  org: Id<'org'>,
  id: Id<'ntf'>,
  change: { readonly name?: string; readonly per_minute?: number; readonly per_day?: number },
): Promise<void> {
  await tx.rows(sql`
    update notifier set name = coalesce(${change.name ?? null}, name), per_minute = coalesce(${change.per_minute ?? null}::int, per_minute),
           per_day = coalesce(${change.per_day ?? null}::int, per_day)
     where organisation_id = ${org} and id = ${id}`);
}

export interface Bucket {
  readonly id: Id<'ntf'>;
  readonly per_minute: number;
  readonly per_day: number;
  readonly allowance: number | null;
  readonly allowance_at: Temporal.Instant | null;
  readonly day: string | null;
  readonly day_count: number;
}

/** The bucket of a notifier, held until this transaction ends: of two at once the second sees what the first took. */
export async function lockBucket(tx: Tx, org: Id<'org'>, id: Id<'ntf'>): Promise<Bucket | undefined> {
  const rows = await tx.rows(sql<Bucket>`
    select id, per_minute, per_day, allowance, allowance_at, day::text as day, day_count from notifier where organisation_id = ${org} and id = ${id} for update`);
  return rows[0];
}

export async function writeBucket(
  tx: Tx,
  org: Id<'org'>,
  id: Id<'ntf'>,
  b: { readonly allowance: number; readonly at: Temporal.Instant; readonly day: string; readonly dayCount: number },
): Promise<void> {
  await tx.rows(sql`
    update notifier set allowance = ${b.allowance}, allowance_at = ${b.at.toString()}::timestamptz, day = ${b.day}::date, day_count = ${b.dayCount}
     where organisation_id = ${org} and id = ${id}`);
}

export async function countWait(tx: Tx, org: Id<'org'>, id: Id<'ntf'>, at: Temporal.Instant): Promise<void> {
  await tx.rows(sql`
    update notifier set told_to_wait = told_to_wait + 1, told_to_wait_at = ${at.toString()}::timestamptz where organisation_id = ${org} and id = ${id}`);
}

/** The counts of notifiers from their verdicts, under their locks, so that two closings at once count both. */
export async function countVerdicts(
  tx: Tx,
  org: Id<'org'>,
  ids: readonly string[],
): Promise<readonly { readonly before: NotifierRow; readonly after: NotifierRow }[]> {
  if (ids.length === 0) return [];
  const before = await tx.rows(sql<NotifierRow>`
    select ${columns} from notifier n where n.organisation_id = ${org} and n.id = any(${[...ids]}::text[]) order by n.id for update`);
  const after = await tx.rows(sql<NotifierRow>`
    update notifier n set confirmed = v.confirmed, wrong = v.wrong, unclear = v.unclear
      from (select i.id, count(*) filter (where verdict = 'confirmed')::int as confirmed, count(*) filter (where verdict = 'wrong')::int as wrong,
                   count(*) filter (where verdict = 'unclear')::int as unclear
              from unnest(${[...ids]}::text[]) as i(id)
              left join notifier_verdict d on d.organisation_id = ${org} and d.notifier_id = i.id group by i.id) v
     where n.organisation_id = ${org} and n.id = v.id returning ${columns}`);
  const was = new Map(before.map((b) => [b.id, b]));
  return after.flatMap((a) => {
    const b = was.get(a.id);
    return b ? [{ before: b, after: a }] : [];
  });
}

/** Writes what could be proven, and who it was, on a message and on those found inside it. */
export async function writeProof(
  tx: Tx,
  org: Id<'org'>,
  message: Id<'msg'>,
  proof: SenderProof,
  notifier: Id<'ntf'> | null,
): Promise<readonly Id<'msg'>[]> {
  const rows = await tx.rows(sql<{ id: Id<'msg'> }>`
    with recursive inside as (
      select ${message}::text collate "C" as id
      union select m.id::text from message m join inside i on m.within = i.id where m.organisation_id = ${org})
    update message m set auth = ${JSON.stringify(proof)}::jsonb, notifier_id = coalesce(m.notifier_id, ${notifier})
      from inside i where m.organisation_id = ${org} and m.id = i.id
    returning m.id`);
  return rows.map((r) => r.id);
}
