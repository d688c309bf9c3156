/** The SQL of onboardings, their checks, acts and tokens. What people said and did is sealed under the key of the onboarding. */
import { openSealed, sealFor } from '#evidence/store';
import { sql, type Tx } from '#io/db';
import { newId } from '#io/dice';
import type { World } from '#io/world';
import { type Actor, actorId, canonical, type Id, type Language, must, Refused } from '#kernel';
import type { CheckId, Tier } from '#law';
import { type CheckRow, expiryOf, type Found, type Reason } from './check.ts';
import type { OnboardingState } from './life.ts';
import type { Assessment } from './risk.ts';
import type { Statement } from './statement.ts';

export const orgOf = (tx: Tx): Id<'org'> => must(tx.organisation, 'an organisation in this transaction');
export const at = (moment: Temporal.Instant | null) => sql`${moment?.toString() ?? null}::timestamptz`;
export type Sealer = Pick<World, 'clock' | 'dice' | 'keys'>;

export const vias = ['desk', 'form', 'api', 'hook', 'campaign'] as const;
export type Via = (typeof vias)[number];

export interface Onboarding {
  readonly id: Id<'onb'>;
  readonly number: string | null;
  readonly party: Id<'party'>;
  readonly partyReference: string;
  readonly partyName: string | null;
  readonly state: OnboardingState;
  readonly version: number;
  readonly pack: string;
  readonly language: Language;
  readonly via: Via;
  readonly reference: string;
  readonly orderReference: string | null;
  readonly tier: Tier;
  readonly assessment: Assessment;
  readonly keyId: Id<'dky'>;
  readonly sealed: Buffer | null;
  readonly contractResells: boolean;
  readonly startedAt: Temporal.Instant;
  readonly changedAt: Temporal.Instant;
  readonly activatedAt: Temporal.Instant | null;
  readonly endedAt: Temporal.Instant | null;
  readonly campaign: string | null;
}
const columns =
  sql.raw(`o.id, o.number, o.party_id as party, p.reference as "partyReference", p.name as "partyName", o.state, o.version, o.pack, o.language,
  o.via, o.reference, o.order_reference as "orderReference", o.tier, o.assessment, o.key_id as "keyId", o.sealed, o.contract_resells as "contractResells",
  o.started_at as "startedAt", o.changed_at as "changedAt", o.activated_at as "activatedAt", o.ended_at as "endedAt", o.campaign_id as campaign`);
const joined = sql.raw('onboarding o join party p on p.organisation_id = o.organisation_id and p.id = o.party_id');

/** Locked until the act is done. @throws Refused `request.not-found`, `request.changed-meanwhile` */
export async function lockOnboarding(tx: Tx, id: string, version?: number): Promise<Onboarding> {
  const [found] = await tx.rows(sql<Onboarding>`
    select ${columns} from ${joined} where o.organisation_id = ${orgOf(tx)} and (o.id = ${id} or o.number = ${id}) for update of o`);
  if (!found) throw new Refused('request.not-found');
  if (version !== undefined && version !== found.version) throw new Refused('request.changed-meanwhile');
  return found;
}
export async function onboardingById(tx: Tx, id: string): Promise<Onboarding | undefined> {
  const [found] = await tx.rows(sql<Onboarding>`
    select ${columns} from ${joined} where o.organisation_id = ${orgOf(tx)} and (o.id = ${id} or o.number = ${id} or o.reference = ${id})`);
  return found;
}
/** The one of a party that is under way or in force. */
export async function onboardingOfParty(tx: Tx, party: string): Promise<Onboarding | undefined> {
  const [found] = await tx.rows(sql<Onboarding>`
    select ${columns} from ${joined}
     where o.organisation_id = ${orgOf(tx)} and o.party_id = ${party} and o.state not in ('refused', 'withdrawn')`);
  return found;
}
export async function onboardingsOfParty(tx: Tx, party: string): Promise<readonly Onboarding[]> {
  return tx.rows(sql<Onboarding>`
    select ${columns} from ${joined} where o.organisation_id = ${orgOf(tx)} and o.party_id = ${party} order by o.started_at`);
}
export async function onboardingByOrder(tx: Tx, order: string): Promise<Onboarding | undefined> {
  const [found] = await tx.rows(sql<Onboarding>`
    select ${columns} from ${joined} where o.organisation_id = ${orgOf(tx)} and o.order_reference = ${order}
     order by o.started_at desc limit 1`);
  return found;
}

export interface OnboardingQuery {
  readonly limit: number;
  /** `waiting`: for a person; `all`; or one state. */
  readonly state: string;
  readonly after?: { readonly at: string; readonly id: string };
}
export interface OnboardingRow extends Onboarding {
  /** Checks that wait for a person. */
  readonly forPerson: number;
  readonly proposal: string | null;
}
/** What waits longest on top. */
export async function listOnboardings(tx: Tx, q: OnboardingQuery): Promise<readonly OnboardingRow[]> {
  const org = orgOf(tx);
  const states =
    q.state === 'waiting'
      ? sql`and (w.n > 0 or o.state in ('second_person', 'refusal_proposed', 'screened', 'in_review') or pr.outcome is not null) and o.state not in ('refused', 'withdrawn')`
      : q.state === 'all'
        ? sql``
        : sql`and o.state = ${q.state}`;
  const after = q.after ? sql`and (o.changed_at, o.id) > (${q.after.at}::timestamptz, ${q.after.id})` : sql``;
  return tx.rows(sql<OnboardingRow>`
    select ${columns}, w.n as "forPerson", pr.outcome as proposal from ${joined}
      cross join lateral (select count(*)::int as n from onboarding_check c
        where c.organisation_id = o.organisation_id and c.onboarding_id = o.id and c.current and c.verdict in ('review', 'fail')
          and not c.reasons @> '[{"code":"not_confirmed"}]' and not c.reasons @> '[{"code":"not_paid"}]' and not c.reasons @> '[{"code":"code_sent"}]') w
      left join lateral (select outcome from onboarding_proposal r
        where r.organisation_id = o.organisation_id and r.onboarding_id = o.id and r.decided_at is null order by r.made_at desc limit 1) pr on true
     where o.organisation_id = ${org} ${states} ${after}
     order by o.changed_at, o.id limit ${q.limit}`);
}

export const sealStatement = (world: Sealer, tx: Tx, id: Id<'onb'>, s: Statement) =>
  sealFor(world, tx, { class: 'document', subject: id }, canonical(s), `onboarding ${id}`);
/** Null where it was erased. */
export async function openStatement(
  world: Pick<World, 'keys'>,
  tx: Tx,
  o: Pick<Onboarding, 'id' | 'keyId' | 'sealed'>,
): Promise<Statement | null> {
  if (!o.sealed) return null;
  const text = await openSealed(world, tx, o.keyId, o.sealed, `onboarding ${o.id}`);
  return text ? (JSON.parse(text.toString()) as Statement) : null;
}

export async function insertOnboarding(
  tx: Tx,
  o: {
    readonly id: Id<'onb'>;
    readonly party: string;
    readonly pack: string;
    readonly language: Language;
    readonly via: Via;
    readonly reference: string;
    readonly order: string | null;
    readonly assessment: Assessment;
    readonly keyId: string;
    readonly sealed: Buffer;
    readonly contractResells: boolean;
    readonly campaign: string | null;
    readonly at: Temporal.Instant;
  },
): Promise<void> {
  await tx.rows(sql`
    insert into onboarding (organisation_id, id, party_id, state, pack, language, via, reference, order_reference, tier, assessment, key_id, sealed,
           contract_resells, started_at, changed_at, campaign_id)
    values (${orgOf(tx)}, ${o.id}, ${o.party}, 'started', ${o.pack}, ${o.language}, ${o.via}, ${o.reference}, ${o.order}, ${o.assessment.tier},
           ${JSON.stringify(o.assessment)}::jsonb, ${o.keyId}, ${o.sealed}, ${o.contractResells}, ${at(o.at)}, ${at(o.at)}, ${o.campaign})`);
}

export interface OnboardingChange {
  readonly state?: OnboardingState;
  readonly sealed?: Buffer;
  readonly assessment?: Assessment;
  readonly activatedAt?: Temporal.Instant;
  readonly endedAt?: Temporal.Instant | null;
  readonly pack?: string;
  readonly campaign?: string;
}
/** Writes what changed; every change counts the version up, and only a new state restarts the waiting time. */
export async function changeOnboarding(tx: Tx, id: string, c: OnboardingChange, now: Temporal.Instant): Promise<void> {
  const parts = [sql`version = version + 1`];
  if (c.state) parts.push(sql`state = ${c.state}`, sql`changed_at = ${at(now)}`);
  if (c.sealed) parts.push(sql`sealed = ${c.sealed}`);
  if (c.assessment)
    parts.push(sql`assessment = ${JSON.stringify(c.assessment)}::jsonb`, sql`tier = ${c.assessment.tier}`);
  if (c.activatedAt) parts.push(sql`activated_at = ${at(c.activatedAt)}`);
  if (c.endedAt !== undefined) parts.push(sql`ended_at = ${at(c.endedAt)}`);
  if (c.pack) parts.push(sql`pack = ${c.pack}`);
  if (c.campaign) parts.push(sql`campaign_id = ${c.campaign}`);
  await tx.rows(sql`update onboarding set ${sql.join(parts)} where organisation_id = ${orgOf(tx)} and id = ${id}`);
  await tx.notify({ organisation: orgOf(tx), what: 'onboarding', id });
}

export async function addAct(
  world: Sealer,
  tx: Tx,
  a: {
    readonly onboarding: Id<'onb'>;
    readonly act: string;
    readonly by: Actor;
    readonly from: string | null;
    readonly to: string;
    readonly text?: string;
  },
): Promise<void> {
  const id = newId(world, 'act');
  const sealed = a.text?.trim()
    ? await sealFor(world, tx, { class: 'document', subject: a.onboarding }, a.text.trim(), `onboarding act ${id}`)
    : null;
  await tx.rows(sql`
    insert into onboarding_act (organisation_id, id, onboarding_id, at, act, by, by_kind, from_state, to_state, key_id, sealed)
    values (${orgOf(tx)}, ${id}, ${a.onboarding}, ${at(world.clock.now())}, ${a.act}, ${actorId(a.by)}, ${a.by.kind}, ${a.from}, ${a.to},
            ${sealed?.keyId ?? null}, ${sealed?.sealed ?? null})`);
}
export interface StoredAct {
  readonly id: string;
  readonly at: Temporal.Instant;
  readonly act: string;
  readonly by: string;
  readonly byName: string | null;
  readonly to: string;
  readonly text: string | null;
}
export async function actsOf(world: Pick<World, 'keys'>, tx: Tx, id: string): Promise<readonly StoredAct[]> {
  const rows = await tx.rows(sql<Omit<StoredAct, 'text'> & { key_id: string | null; sealed: Buffer | null }>`
    select a.id, a.at, a.act, a.by, m.name as "byName", a.to_state as "to", a.key_id, a.sealed from onboarding_act a
      left join member m on m.organisation_id = a.organisation_id and m.id = a.by
     where a.organisation_id = ${orgOf(tx)} and a.onboarding_id = ${id} order by a.at, a.id`);
  const out: StoredAct[] = [];
  for (const { key_id, sealed, ...a } of rows) {
    const text = key_id && sealed ? await openSealed(world, tx, key_id, sealed, `onboarding act ${a.id}`) : null;
    out.push({ ...a, text: text?.toString() ?? null });
  }
  return out;
}

/** Writes a check; the one before becomes history. Nothing is written where the same input gave the same answer and it still holds. */
export async function writeCheck(
  world: Sealer,
  tx: Tx,
  onboarding: Id<'onb'>,
  check: CheckId,
  f: Found,
  input: string,
  by: Actor,
): Promise<boolean> {
  const org = orgOf(tx);
  const now = world.clock.now();
  const hash = world.keys.fingerprint(`onboarding check ${org}`, `${check}\0${input}\0${canonical(f)}`);
  const [same] = await tx.rows(sql<{ id: string }>`
    select id from onboarding_check where organisation_id = ${org} and onboarding_id = ${onboarding} and check_id = ${check} and current
       and input_hash = ${hash} and (expires_at is null or expires_at > ${at(now.add({ hours: 24 }))})`);
  if (same) return false;
  const id = newId(world, 'chk');
  const sealed = f.evidence
    ? await sealFor(
        world,
        tx,
        { class: 'document', subject: onboarding },
        canonical(f.evidence),
        `onboarding check ${id}`,
      )
    : null;
  await tx.rows(sql`
    update onboarding_check set current = false where organisation_id = ${org} and onboarding_id = ${onboarding} and check_id = ${check} and current`);
  await tx.rows(sql`
    insert into onboarding_check (organisation_id, id, onboarding_id, check_id, at, verdict, method, source, source_version, reasons, input_hash, expires_at, by, key_id, sealed)
    values (${org}, ${id}, ${onboarding}, ${check}, ${at(now)}, ${f.verdict}, ${f.method}, ${f.source}, ${f.version ?? null},
            ${JSON.stringify(f.reasons)}::jsonb, ${hash}, ${at(expiryOf(check, now))}, ${actorId(by)}, ${sealed?.keyId ?? null}, ${sealed?.sealed ?? null})`);
  return true;
}

interface StoredCheck extends Omit<CheckRow, 'version' | 'evidence'> {
  readonly onboarding: string;
  readonly source_version: string | null;
  readonly key_id: string | null;
  readonly sealed: Buffer | null;
  readonly current: boolean;
}
const checkColumns = sql.raw(
  'c.id, c.onboarding_id as onboarding, c.check_id as "check", c.at, c.verdict, c.method, c.source, c.source_version, c.reasons, c.expires_at as "expiresAt", c.by, c.key_id, c.sealed, c.current',
);
/** Checks without their evidence, by check; with a moment as they stood then. */
export async function checksNow(tx: Tx, onboarding: string): Promise<ReadonlyMap<CheckId, CheckRow>> {
  const rows = await tx.rows(sql<StoredCheck>`
    select ${checkColumns} from onboarding_check c where c.organisation_id = ${orgOf(tx)} and c.onboarding_id = ${onboarding} and c.current`);
  return new Map(rows.map((r) => [r.check, plain(r)]));
}
const plain = ({
  source_version,
  key_id: _k,
  sealed: _s,
  current: _c,
  onboarding: _o,
  ...r
}: StoredCheck): CheckRow => ({
  ...r,
  reasons: r.reasons as readonly Reason[],
  ...(source_version ? { version: source_version } : {}),
});
export interface OpenedCheck extends CheckRow {
  readonly current: boolean;
}
/** With the evidence opened; history too where it is asked. */
export async function checksOpened(
  world: Pick<World, 'keys'>,
  tx: Tx,
  onboarding: string,
  history = false,
): Promise<readonly OpenedCheck[]> {
  const rows = await tx.rows(sql<StoredCheck>`
    select ${checkColumns} from onboarding_check c where c.organisation_id = ${orgOf(tx)} and c.onboarding_id = ${onboarding}
       ${history ? sql`` : sql`and c.current`} order by length(c.check_id), c.check_id, c.at`);
  const out: OpenedCheck[] = [];
  for (const r of rows) {
    const text =
      r.key_id && r.sealed ? await openSealed(world, tx, r.key_id, r.sealed, `onboarding check ${r.id}`) : null;
    out.push({
      ...plain(r),
      current: r.current,
      ...(text ? { evidence: JSON.parse(text.toString()) as Record<string, unknown> } : {}),
    });
  }
  return out;
}

export type TokenPurpose = 'page' | 'email' | 'phone';
export interface Token {
  readonly onboarding: Id<'onb'>;
  readonly purpose: TokenPurpose;
  readonly hash: Buffer;
  readonly expiresAt: Temporal.Instant;
  readonly madeAt: Temporal.Instant;
  readonly usedAt: Temporal.Instant | null;
  readonly tries: number;
  readonly refused: boolean;
}
const tokenColumns = sql.raw(
  'onboarding_id as onboarding, purpose, token_hash as hash, expires_at as "expiresAt", made_at as "madeAt", used_at as "usedAt", tries, refused',
);
export async function writeToken(
  tx: Tx,
  t: Pick<Token, 'onboarding' | 'purpose' | 'hash' | 'expiresAt' | 'madeAt'>,
): Promise<void> {
  await tx.rows(sql`
    insert into onboarding_token (organisation_id, onboarding_id, purpose, token_hash, expires_at, made_at)
    values (${orgOf(tx)}, ${t.onboarding}, ${t.purpose}, ${t.hash}, ${at(t.expiresAt)}, ${at(t.madeAt)})
    on conflict (organisation_id, onboarding_id, purpose) do update
       set token_hash = excluded.token_hash, expires_at = excluded.expires_at, made_at = excluded.made_at, used_at = null, tries = 0, refused = false`);
}
export async function tokensOf(tx: Tx, onboarding: string): Promise<ReadonlyMap<TokenPurpose, Token>> {
  const rows = await tx.rows(
    sql<Token>`select ${tokenColumns} from onboarding_token where organisation_id = ${orgOf(tx)} and onboarding_id = ${onboarding}`,
  );
  return new Map(rows.map((t) => [t.purpose, t]));
}
export async function tokenByHash(tx: Tx, purpose: TokenPurpose, hash: Buffer): Promise<Token | undefined> {
  const [found] = await tx.rows(sql<Token>`
    select ${tokenColumns} from onboarding_token where organisation_id = ${orgOf(tx)} and purpose = ${purpose} and token_hash = ${hash}`);
  return found;
}
export async function markToken(
  tx: Tx,
  onboarding: string,
  purpose: TokenPurpose,
  how: 'used' | 'tried' | 'refused',
  now: Temporal.Instant,
): Promise<void> {
  const set =
    how === 'used' ? sql`used_at = ${at(now)}` : how === 'tried' ? sql`tries = tries + 1` : sql`refused = true`;
  await tx.rows(
    sql`update onboarding_token set ${set} where organisation_id = ${orgOf(tx)} and onboarding_id = ${onboarding} and purpose = ${purpose}`,
  );
}
