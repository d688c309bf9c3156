/** The SQL of incidents and victims; rows are parsed on the way out. */
import { openSealed, sealFor } from '#evidence/store';
import { sql, type Tx } from '#io/db';
import type { World } from '#io/world';
import { type Id, must, Refused } from '#kernel';
import {
  type Addressee,
  type IncidentFacts,
  type IncidentKind,
  type IncidentState,
  type IncidentWords,
  incidentFacts,
  incidentWords,
} from './significant.ts';
import type { Behalf, Victim } from './victims.ts';

const orgOf = (tx: Tx): Id<'org'> => must(tx.organisation, 'an organisation in this transaction');
const instant = (t: Temporal.Instant | null): string | null => t?.toString() ?? null;

export interface Incident {
  readonly id: Id<'inc'>;
  readonly number: string;
  readonly kind: IncidentKind;
  readonly state: IncidentState;
  readonly caseId: Id<'case'> | null;
  readonly awareAt: Temporal.Instant;
  readonly recordedAt: Temporal.Instant;
  readonly handledAt: Temporal.Instant | null;
  readonly closedAt: Temporal.Instant | null;
  readonly facts: IncidentFacts;
  readonly keyId: Id<'dky'> | null;
  readonly sealed: Buffer | null;
  readonly version: number;
}

interface Row {
  readonly id: Id<'inc'>;
  readonly number: string | null;
  readonly kind: IncidentKind;
  readonly state: IncidentState;
  readonly case_id: Id<'case'> | null;
  readonly aware_at: Temporal.Instant;
  readonly recorded_at: Temporal.Instant;
  readonly handled_at: Temporal.Instant | null;
  readonly closed_at: Temporal.Instant | null;
  readonly facts: unknown;
  readonly key_id: Id<'dky'> | null;
  readonly sealed: Buffer | null;
  readonly version: number;
}

const from = (r: Row): Incident => ({
  id: r.id,
  number: r.number ?? r.id,
  kind: r.kind,
  state: r.state,
  caseId: r.case_id,
  awareAt: r.aware_at,
  recordedAt: r.recorded_at,
  handledAt: r.handled_at,
  closedAt: r.closed_at,
  facts: incidentFacts.parse(r.facts),
  keyId: r.key_id,
  sealed: r.sealed,
  version: r.version,
});

const about = (id: string) => `incident ${id}`;

export const sealIncident = (world: World, tx: Tx, id: Id<'inc'>, words: IncidentWords) =>
  sealFor(world, tx, { class: 'document', subject: id }, JSON.stringify(words), about(id));

/** Its texts; null once they were erased. */
export async function openIncident(world: Pick<World, 'keys'>, tx: Tx, i: Incident): Promise<IncidentWords | null> {
  if (!i.keyId || !i.sealed) return null;
  const bytes = await openSealed(world, tx, i.keyId, i.sealed, about(i.id));
  return bytes ? incidentWords.parse(JSON.parse(bytes.toString())) : null;
}

export async function addIncident(
  tx: Tx,
  i: Omit<Incident, 'number' | 'handledAt' | 'closedAt' | 'version'> & { readonly by: string },
): Promise<void> {
  await tx.rows(sql`
    insert into incident (organisation_id, id, kind, state, case_id, aware_at, recorded_at, recorded_by, facts, key_id, sealed)
    values (${orgOf(tx)}, ${i.id}, ${i.kind}, ${i.state}, ${i.caseId}, ${instant(i.awareAt)}::timestamptz, ${instant(i.recordedAt)}::timestamptz,
            ${i.by}, ${JSON.stringify(i.facts)}::jsonb, ${i.keyId}, ${i.sealed})`);
}

export async function numberIncident(tx: Tx, id: Id<'inc'>, number: string): Promise<void> {
  await tx.rows(sql`update incident set number = ${number} where organisation_id = ${orgOf(tx)} and id = ${id}`);
}

/** One incident, by id or number, locked. @throws Refused `request.not-found` */
export async function lockIncident(tx: Tx, id: string): Promise<Incident> {
  const [row] = await tx.rows(
    sql<Row>`select * from incident where organisation_id = ${orgOf(tx)} and (id = ${id} or number = ${id}) for update`,
  );
  if (!row) throw new Refused('request.not-found');
  return from(row);
}

export async function listIncidents(tx: Tx, open: boolean): Promise<readonly Incident[]> {
  const rows = await tx.rows(
    sql<Row>`select * from incident where organisation_id = ${orgOf(tx)} and (${!open} or closed_at is null) order by aware_at desc, id limit 500`,
  );
  return rows.map(from);
}

export interface IncidentChange {
  readonly state?: IncidentState;
  readonly facts?: IncidentFacts;
  readonly handledAt?: Temporal.Instant;
  readonly closedAt?: Temporal.Instant | null;
  readonly words?: { readonly keyId: Id<'dky'>; readonly sealed: Buffer };
}

export async function changeIncident(tx: Tx, id: Id<'inc'>, c: IncidentChange): Promise<void> {
  const set = [sql`version = version + 1`];
  if (c.state) set.push(sql`state = ${c.state}`);
  if (c.facts) set.push(sql`facts = ${JSON.stringify(c.facts)}::jsonb`);
  if (c.handledAt) set.push(sql`handled_at = ${instant(c.handledAt)}::timestamptz`);
  if (c.closedAt !== undefined) set.push(sql`closed_at = ${instant(c.closedAt)}::timestamptz`);
  if (c.words) set.push(sql`key_id = ${c.words.keyId}, sealed = ${c.words.sealed}`);
  await tx.rows(sql`update incident set ${sql.join(set)} where organisation_id = ${orgOf(tx)} and id = ${id}`);
}

export interface Filing {
  readonly no: number;
  readonly what: string;
  readonly addressee: Addressee;
  readonly way: 'mail' | 'portal' | 'none';
  readonly reference: string | null;
  readonly letter_id: Id<'let'> | null;
  readonly filed_at: Temporal.Instant;
  readonly by: string;
}

export async function filingsOf(tx: Tx, id: Id<'inc'>): Promise<readonly Filing[]> {
  return tx.rows(
    sql<Filing>`select no, what, addressee, way, reference, letter_id, filed_at, by from incident_filing
                 where organisation_id = ${orgOf(tx)} and incident_id = ${id} order by no`,
  );
}

export async function addFiling(tx: Tx, id: Id<'inc'>, f: Filing): Promise<void> {
  await tx.rows(sql`
    insert into incident_filing (organisation_id, incident_id, no, what, addressee, way, reference, letter_id, filed_at, by)
    values (${orgOf(tx)}, ${id}, ${f.no}, ${f.what}, ${f.addressee}, ${f.way}, ${f.reference}, ${f.letter_id}, ${instant(f.filed_at)}::timestamptz, ${f.by})`);
}

export interface IncidentActRow {
  readonly at: Temporal.Instant;
  readonly act: string;
  readonly by: string;
  readonly to_state: string | null;
  readonly detail: Readonly<Record<string, unknown>>;
}

export async function addIncidentAct(
  tx: Tx,
  a: Omit<IncidentActRow, 'detail'> & { readonly id: Id<'act'>; readonly incident: Id<'inc'>; readonly detail: object },
): Promise<void> {
  await tx.rows(sql`
    insert into incident_act (organisation_id, id, incident_id, at, act, by, to_state, detail)
    values (${orgOf(tx)}, ${a.id}, ${a.incident}, ${instant(a.at)}::timestamptz, ${a.act}, ${a.by}, ${a.to_state}, ${JSON.stringify(a.detail)}::jsonb)`);
}

export async function incidentActs(tx: Tx, id: Id<'inc'>): Promise<readonly IncidentActRow[]> {
  return tx.rows(
    sql<IncidentActRow>`select at, act, by, to_state, detail from incident_act where organisation_id = ${orgOf(tx)} and incident_id = ${id} order by at, id`,
  );
}

export interface VictimGroup {
  readonly id: Id<'vic'>;
  readonly behalf: Behalf;
  readonly case_id: Id<'case'> | null;
  readonly incident_id: Id<'inc'> | null;
  readonly made_at: Temporal.Instant;
  readonly counted: number;
  readonly told: number;
  readonly bounced: number;
  readonly key_id: Id<'dky'>;
  readonly destroy_at: Temporal.Instant;
  readonly destroyed_at: Temporal.Instant | null;
}

const groupColumns = sql`id, behalf, case_id, incident_id, made_at, counted, told, bounced, key_id, destroy_at, destroyed_at`;

export async function addVictims(
  world: World,
  tx: Tx,
  g: Omit<VictimGroup, 'told' | 'bounced' | 'key_id' | 'destroyed_at' | 'counted'> & { readonly by: string },
  victims: readonly Victim[],
): Promise<void> {
  const org = orgOf(tx);
  const sealed: { keyId: Id<'dky'>; sealed: Buffer }[] = [];
  for (const [no, v] of victims.entries())
    sealed.push(
      await sealFor(world, tx, { class: 'document', subject: g.id }, JSON.stringify(v), `victim ${g.id} ${no + 1}`),
    );
  const keyId = must(sealed[0], 'a first victim').keyId;
  await tx.rows(sql`
    insert into victim_group (organisation_id, id, behalf, case_id, incident_id, made_at, made_by, counted, key_id, destroy_at)
    values (${org}, ${g.id}, ${g.behalf}, ${g.case_id}, ${g.incident_id}, ${instant(g.made_at)}::timestamptz, ${g.by}, ${victims.length}, ${keyId}, ${instant(g.destroy_at)}::timestamptz)`);
  await tx.rows(sql`
    insert into victim (organisation_id, group_id, no, sealed)
    select ${org}, ${g.id}, v.* from unnest(${sealed.map((_, i) => i + 1)}::integer[], ${sealed.map((s) => s.sealed)}::bytea[]) v`);
}

export async function lockGroup(tx: Tx, id: string): Promise<VictimGroup> {
  const [row] = await tx.rows(
    sql<VictimGroup>`select ${groupColumns} from victim_group where organisation_id = ${orgOf(tx)} and id = ${id} for update`,
  );
  if (!row) throw new Refused('request.not-found');
  return row;
}

export async function listGroups(tx: Tx): Promise<readonly VictimGroup[]> {
  return tx.rows(
    sql<VictimGroup>`select ${groupColumns} from victim_group where organisation_id = ${orgOf(tx)} order by made_at desc, id limit 500`,
  );
}

/** Groups whose data are to be destroyed by now. */
export async function groupsToDestroy(tx: Tx, now: Temporal.Instant): Promise<readonly VictimGroup[]> {
  return tx.rows(
    sql<VictimGroup>`select ${groupColumns} from victim_group where organisation_id = ${orgOf(tx)} and destroyed_at is null and destroy_at <= ${instant(now)}::timestamptz for update skip locked`,
  );
}

/** Victims of a group without a letter yet, opened. */
export async function untoldVictims(
  world: Pick<World, 'keys'>,
  tx: Tx,
  g: VictimGroup,
  most: number,
): Promise<readonly (Victim & { readonly no: number })[]> {
  const rows = await tx.rows(
    sql<{
      no: number;
      sealed: Buffer | null;
    }>`select no, sealed from victim where organisation_id = ${orgOf(tx)} and group_id = ${g.id} and letter_id is null and sealed is not null order by no limit ${most} for update`,
  );
  const found: (Victim & { readonly no: number })[] = [];
  for (const r of rows) {
    const bytes = r.sealed ? await openSealed(world, tx, g.key_id, r.sealed, `victim ${g.id} ${r.no}`) : null;
    if (bytes) found.push({ no: r.no, ...(JSON.parse(bytes.toString()) as Victim) });
  }
  return found;
}

export async function victimTold(tx: Tx, group: Id<'vic'>, no: number, letter: Id<'let'>): Promise<void> {
  await tx.rows(
    sql`update victim set letter_id = ${letter} where organisation_id = ${orgOf(tx)} and group_id = ${group} and no = ${no}`,
  );
}

/** Counts a letter of a victim that arrived or bounced; nothing where the letter is nobody's. */
export async function countVictim(tx: Tx, letter: Id<'let'>, how: 'told' | 'bounced'): Promise<void> {
  const set = how === 'told' ? sql`told = told + 1` : sql`bounced = bounced + 1`;
  await tx.rows(sql`
    update victim_group g set ${set} from victim v
     where g.organisation_id = ${orgOf(tx)} and v.organisation_id = g.organisation_id and v.group_id = g.id and v.letter_id = ${letter}`);
}

/** Empties the letters of a group that has ended: words, address and what could be compared with them. */
export async function emptyLetters(tx: Tx, ids: readonly Id<'let'>[]): Promise<void> {
  await tx.rows(
    sql`update letter set sealed = null, key_id = null, body_hash = '', message_id = null, why = null
         where organisation_id = ${orgOf(tx)} and id = any(${[...ids]}::text[])`,
  );
}

/** Empties a group; its counts stay. @returns the letters that were sent to it */
export async function emptyGroup(tx: Tx, id: Id<'vic'>, at: Temporal.Instant): Promise<readonly Id<'let'>[]> {
  const letters = await tx.rows(
    sql<{
      letter_id: Id<'let'> | null;
    }>`delete from victim where organisation_id = ${orgOf(tx)} and group_id = ${id} returning letter_id`,
  );
  await tx.rows(
    sql`update victim_group set destroyed_at = ${instant(at)}::timestamptz where organisation_id = ${orgOf(tx)} and id = ${id}`,
  );
  return letters.flatMap((l) => (l.letter_id ? [l.letter_id] : []));
}
