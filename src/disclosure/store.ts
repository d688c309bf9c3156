/** The SQL of requests for data: rows in, rows out. Everything of people is sealed under the request's own key. */
import { openSealed, sealFor } from '#evidence/store';
import { sql, type Tx } from '#io/db';
import { newId } from '#io/dice';
import type { World } from '#io/world';
import { type Actor, actorId, canonical, type Id, type Language, must, Refused } from '#kernel';
import type { DisclosureKind } from '#law';
import type { AskDisclosure, DecideDisclosure, DisclosureState, FourPartTest } from './request.ts';

export const orgOf = (tx: Tx): Id<'org'> => must(tx.organisation, 'an organisation in this transaction');
const at = (moment: Temporal.Instant | null) => sql`${moment?.toString() ?? null}::timestamptz`;

export interface Disclosure {
  readonly id: Id<'dsc'>;
  readonly number: string | null;
  readonly kind: DisclosureKind;
  readonly state: DisclosureState;
  readonly language: Language;
  readonly noticeId: string | null;
  readonly partyId: Id<'party'> | null;
  readonly keyId: Id<'dky'>;
  readonly sealed: Buffer | null;
  readonly outcome: 'granted' | 'partial' | 'refused' | null;
  readonly refusal: string | null;
  readonly fields: readonly string[];
  readonly receivedAt: Temporal.Instant;
  readonly heardAt: Temporal.Instant | null;
  readonly decidedAt: Temporal.Instant | null;
  readonly decidedBy: string | null;
  readonly confirmedBy: string | null;
  readonly answeredAt: Temporal.Instant | null;
  readonly version: number;
}
const columns =
  sql.raw(`d.id, d.number, d.kind, d.state, d.language, d.notice_id as "noticeId", d.party_id as "partyId", d.key_id as "keyId", d.sealed,
  d.outcome, d.refusal, d.fields, d.received_at as "receivedAt", d.heard_at as "heardAt", d.decided_at as "decidedAt", d.decided_by as "decidedBy",
  d.confirmed_by as "confirmedBy", d.answered_at as "answeredAt", d.version`);

/** Locked until the act is done. @throws Refused `request.not-found`, `request.changed-meanwhile` */
export async function lockDisclosure(tx: Tx, id: string, version?: number): Promise<Disclosure> {
  const [found] = await tx.rows(sql<Disclosure>`
    select ${columns} from disclosure d where d.organisation_id = ${orgOf(tx)} and (d.id = ${id} or d.number = ${id}) for update`);
  if (!found) throw new Refused('request.not-found');
  if (version !== undefined && version !== found.version) throw new Refused('request.changed-meanwhile');
  return found;
}

export async function disclosureById(tx: Tx, id: string): Promise<Disclosure | undefined> {
  const [found] = await tx.rows(sql<Disclosure>`
    select ${columns} from disclosure d where d.organisation_id = ${orgOf(tx)} and (d.id = ${id} or d.number = ${id})`);
  return found;
}

export interface DisclosureRow extends Disclosure {
  readonly dueAt: Temporal.Instant | null;
  readonly late: boolean;
}
/** What is due first on top; what is answered below. */
export async function listDisclosures(tx: Tx, open: boolean, limit: number): Promise<readonly DisclosureRow[]> {
  return tx.rows(sql<DisclosureRow>`
    select ${columns}, c.due_at as "dueAt", coalesce(c.late, false) as late
      from disclosure d
      left join lateral (select min(due_at) as due_at, bool_or(state = 'breached') as late from deadline
                          where organisation_id = d.organisation_id and subject = d.id and ended_at is null) c on true
     where d.organisation_id = ${orgOf(tx)} and (not ${open} or d.state not in ('answered', 'withdrawn'))
     order by d.state in ('answered', 'withdrawn'), c.due_at nulls last, d.received_at desc limit ${limit}`);
}

/** Who asks for what and why; the test; what is given. */
export interface DisclosureWords {
  readonly asked: AskDisclosure;
  readonly test: FourPartTest | null;
  readonly decision: DecideDisclosure | null;
}
export const sealDisclosure = (
  world: Pick<World, 'clock' | 'dice' | 'keys'>,
  tx: Tx,
  id: Id<'dsc'>,
  words: DisclosureWords,
) => sealFor(world, tx, { class: 'document', subject: id }, canonical(words), `disclosure ${id}`);

/** Null where it was erased. */
export async function openDisclosure(
  world: Pick<World, 'keys'>,
  tx: Tx,
  d: Disclosure,
): Promise<DisclosureWords | null> {
  if (!d.sealed) return null;
  const text = await openSealed(world, tx, d.keyId, d.sealed, `disclosure ${d.id}`);
  return text ? (JSON.parse(text.toString()) as DisclosureWords) : null;
}

export async function insertDisclosure(
  tx: Tx,
  d: {
    readonly id: Id<'dsc'>;
    readonly kind: DisclosureKind;
    readonly language: Language;
    readonly notice: string | null;
    readonly party: string | null;
    readonly keyId: Id<'dky'>;
    readonly sealed: Buffer;
    readonly receivedAt: Temporal.Instant;
  },
): Promise<void> {
  await tx.rows(sql`
    insert into disclosure (organisation_id, id, kind, state, language, notice_id, party_id, key_id, sealed, received_at)
    values (${orgOf(tx)}, ${d.id}, ${d.kind}, 'received', ${d.language}, ${d.notice}, ${d.party}, ${d.keyId}, ${d.sealed}, ${at(d.receivedAt)})`);
}

export interface DisclosureChange {
  readonly state: DisclosureState;
  readonly number?: string;
  readonly party_id?: string;
  readonly sealed?: Buffer;
  readonly outcome?: string | null;
  readonly refusal?: string | null;
  readonly fields?: readonly string[];
  readonly heard_at?: Temporal.Instant;
  readonly decided_at?: Temporal.Instant | null;
  readonly decided_by?: string | null;
  readonly confirmed_by?: string | null;
  readonly answered_at?: Temporal.Instant;
}
/** Writes what changed; every change counts the version up. */
export async function changeDisclosure(tx: Tx, id: Id<'dsc'>, change: DisclosureChange): Promise<void> {
  const parts = [sql`version = version + 1`];
  for (const [name, value] of Object.entries(change) as [string, unknown][]) {
    const column = sql.raw(name);
    if (value instanceof Temporal.Instant) parts.push(sql`${column} = ${at(value)}`);
    else if (Array.isArray(value)) parts.push(sql`${column} = ${[...value]}::text[]`);
    else parts.push(sql`${column} = ${value}`);
  }
  await tx.rows(sql`update disclosure set ${sql.join(parts)} where organisation_id = ${orgOf(tx)} and id = ${id}`);
  await tx.notify({ organisation: orgOf(tx), what: 'disclosure', id });
}

export async function addDisclosureAct(
  world: World,
  tx: Tx,
  a: {
    readonly disclosure: Id<'dsc'>;
    readonly act: string;
    readonly by: Actor;
    readonly from: string | null;
    readonly to: string;
    readonly detail?: Readonly<Record<string, unknown>>;
    readonly text?: string | undefined;
  },
): Promise<void> {
  const id = newId(world, 'act');
  const sealed = a.text?.trim()
    ? await sealFor(world, tx, { class: 'document', subject: a.disclosure }, a.text.trim(), `disclosure act ${id}`)
    : null;
  await tx.rows(sql`
    insert into disclosure_act (organisation_id, id, disclosure_id, at, act, by, by_kind, from_state, to_state, detail, key_id, sealed)
    values (${orgOf(tx)}, ${id}, ${a.disclosure}, ${at(world.clock.now())}, ${a.act}, ${actorId(a.by)}, ${a.by.kind}, ${a.from}, ${a.to},
            ${JSON.stringify(a.detail ?? {})}::jsonb, ${sealed?.keyId ?? null}, ${sealed?.sealed ?? null})`);
}

export interface DisclosureAct {
  readonly id: string;
  readonly at: Temporal.Instant;
  readonly act: string;
  readonly by: string;
  readonly by_name: string | null;
  readonly to_state: string | null;
  readonly text: string | null;
}
export async function disclosureActsOf(
  world: Pick<World, 'keys'>,
  tx: Tx,
  id: string,
): Promise<readonly DisclosureAct[]> {
  const rows = await tx.rows(sql<
    Omit<DisclosureAct, 'text'> & { readonly key_id: string | null; readonly sealed: Buffer | null }
  >`
    select a.id, a.at, a.act, a.by, m.name as by_name, a.to_state, a.key_id, a.sealed from disclosure_act a
      left join member m on m.organisation_id = a.organisation_id and m.id = a.by
     where a.organisation_id = ${orgOf(tx)} and a.disclosure_id = ${id} order by a.at, a.id`);
  const out: DisclosureAct[] = [];
  for (const { key_id, sealed, ...a } of rows) {
    const text = key_id && sealed ? await openSealed(world, tx, key_id, sealed, `disclosure act ${a.id}`) : null;
    out.push({ ...a, text: text?.toString() ?? null });
  }
  return out;
}
