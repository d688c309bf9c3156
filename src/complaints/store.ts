/** The rows of complaints; what people wrote lies sealed. */
import { openSealed, sealFor } from '#evidence/store';
import { sql, type Tx } from '#io/db';
import type { World } from '#io/world';
import { type Id, must, Refused } from '#kernel';
import type { ComplaintState } from './complaint.ts';

export const orgOf = (tx: Tx): Id<'org'> => must(tx.organisation, 'an organisation in this transaction');
export const moment = (at: Temporal.Instant) => sql`${at.toString()}::timestamptz`;
const about = (id: string) => `complaint ${id}`;

export interface ComplaintWords {
  readonly text: string;
  readonly name: string | null;
  /** Mail address for the answer, where none of the party is known. */
  readonly address: string | null;
  readonly answer: string | null;
}
export interface StoredComplaint {
  readonly id: Id<'cmp'>;
  readonly number: string;
  readonly decision: Id<'dec'>;
  readonly by: 'recipient' | 'notifier' | 'other';
  readonly via: 'page' | 'desk' | 'api';
  readonly party: Id<'party'> | null;
  readonly state: ComplaintState;
  readonly version: number;
  readonly receivedAt: Temporal.Instant;
  readonly reviewer: string | null;
  readonly decidedAt: Temporal.Instant | null;
  readonly words: ComplaintWords | null;
}
interface Row {
  id: Id<'cmp'>;
  number: string;
  decision_id: Id<'dec'>;
  by_kind: StoredComplaint['by'];
  via: StoredComplaint['via'];
  party_id: Id<'party'> | null;
  state: ComplaintState;
  version: number;
  received_at: Temporal.Instant;
  reviewer: string | null;
  decided_at: Temporal.Instant | null;
  key_id: string | null;
  sealed: Buffer | null;
}
const columns = sql.raw(
  'id, number, decision_id, by_kind, via, party_id, state, version, received_at, reviewer, decided_at, key_id, sealed',
);

async function fromRow(world: Pick<World, 'keys'>, tx: Tx, r: Row): Promise<StoredComplaint> {
  const bytes = r.key_id && r.sealed ? await openSealed(world, tx, r.key_id, r.sealed, about(r.id)) : null;
  return {
    id: r.id,
    number: r.number,
    decision: r.decision_id,
    by: r.by_kind,
    via: r.via,
    party: r.party_id,
    state: r.state,
    version: r.version,
    receivedAt: r.received_at,
    reviewer: r.reviewer,
    decidedAt: r.decided_at,
    words: bytes ? (JSON.parse(bytes.toString()) as ComplaintWords) : null,
  };
}

async function sealWords(
  world: World,
  tx: Tx,
  c: { readonly id: string; readonly party: string | null },
  words: ComplaintWords,
) {
  return sealFor(world, tx, { class: 'document', subject: c.party ?? c.id }, JSON.stringify(words), about(c.id));
}

/** @returns the complaint there already under the same form, where it was sent twice */
export async function complaintOnce(world: World, tx: Tx, once: string): Promise<StoredComplaint | undefined> {
  const [row] = await tx.rows(
    sql<Row>`select ${columns} from complaint where organisation_id = ${orgOf(tx)} and once = ${once}`,
  );
  return row && fromRow(world, tx, row);
}

export async function writeComplaint(
  world: World,
  tx: Tx,
  c: Omit<StoredComplaint, 'state' | 'version' | 'reviewer' | 'decidedAt' | 'words'>,
  words: ComplaintWords,
  once: string | null,
): Promise<void> {
  const { keyId, sealed } = await sealWords(world, tx, c, words);
  await tx.rows(sql`
    insert into complaint (organisation_id, id, number, decision_id, by_kind, via, party_id, state, received_at, key_id, sealed, once)
    values (${orgOf(tx)}, ${c.id}, ${c.number}, ${c.decision}, ${c.by}, ${c.via}, ${c.party}, 'received', ${moment(c.receivedAt)}, ${keyId}, ${sealed}, ${once})`);
}

/** The complaint, locked. @throws Refused `request.not-found`, `request.changed-meanwhile` */
export async function lockComplaint(world: World, tx: Tx, id: string, version?: number): Promise<StoredComplaint> {
  const [row] = await tx.rows(sql<Row>`
    select ${columns} from complaint where organisation_id = ${orgOf(tx)} and (id = ${id} or number = ${id}) for update`);
  if (!row) throw new Refused('request.not-found');
  if (version !== undefined && version !== row.version) throw new Refused('request.changed-meanwhile');
  return fromRow(world, tx, row);
}

export async function listComplaints(
  world: World,
  tx: Tx,
  asked: { readonly open: boolean; readonly decision?: string | undefined; readonly limit: number },
): Promise<readonly StoredComplaint[]> {
  const rows = await tx.rows(sql<Row>`
    select ${columns} from complaint where organisation_id = ${orgOf(tx)}
       ${asked.open ? sql`and state in ('received', 'in_review')` : sql``} ${asked.decision ? sql`and decision_id = ${asked.decision}` : sql``}
     order by received_at desc, id desc limit ${asked.limit}`);
  return Promise.all(rows.map((r) => fromRow(world, tx, r)));
}

export async function changeComplaint(
  world: World,
  tx: Tx,
  c: StoredComplaint,
  change: {
    readonly state: ComplaintState;
    readonly reviewer?: string;
    readonly decidedAt?: Temporal.Instant;
    readonly answer?: string;
    readonly letter?: string | null;
  },
): Promise<void> {
  const parts = [sql`version = version + 1`, sql`state = ${change.state}`];
  if (change.reviewer !== undefined) parts.push(sql`reviewer = ${change.reviewer}`);
  if (change.decidedAt !== undefined) parts.push(sql`decided_at = ${moment(change.decidedAt)}`);
  if (change.letter !== undefined) parts.push(sql`answer_letter = ${change.letter}`);
  if (change.answer !== undefined && c.words) {
    const { keyId, sealed } = await sealWords(world, tx, c, { ...c.words, answer: change.answer });
    parts.push(sql`key_id = ${keyId}`, sql`sealed = ${sealed}`);
  }
  await tx.rows(sql`update complaint set ${sql.join(parts)} where organisation_id = ${orgOf(tx)} and id = ${c.id}`);
}
