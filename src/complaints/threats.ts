/** Suspicion of a crime that threatens life or safety (DSA art. 18): proposed, then told to the authorities by a decider, or a reasoned no. */
import { houseOf } from '#correspondence/store';
import { queueLetter } from '#correspondence/work';
import { startDeadline, stopDeadline } from '#deadlines/work';
import { openSealed, sealFor } from '#evidence/store';
import { sql, type Tx } from '#io/db';
import { newId } from '#io/dice';
import type { World } from '#io/world';
import { note } from '#journal/work';
import { type Actor, actorId, type Id, mayAs, Refused } from '#kernel';
import { loadLaw } from '#law/work';
import type { DecisionHands } from '#measures/work';
import type { ThreatShape } from './shapes.ts';
import { moment, orgOf } from './store.ts';

export interface ThreatWords {
  readonly suspicion: string;
  /** Where it is: never what it is. */
  readonly location: string;
  /** With its zone; empty where it is not known. */
  readonly published_at: string;
  readonly recipient_data: string;
  readonly preserved: string;
  readonly why_not?: string;
}
interface Row {
  id: Id<'thr'>;
  matter: string;
  matter_number: string;
  state: 'proposed' | 'reported' | 'declined';
  known_at: Temporal.Instant;
  proposed_at: Temporal.Instant;
  decided_at: Temporal.Instant | null;
  authorities: string[];
  letters: string[];
  party_id: Id<'party'> | null;
  key_id: string | null;
  sealed: Buffer | null;
}
const columns = sql.raw(
  'id, matter, matter_number, state, known_at, proposed_at, decided_at, authorities, letters, party_id, key_id, sealed',
);
const about = (id: string) => `threat ${id}`;
const wordsOf = async (world: World, tx: Tx, r: Row): Promise<ThreatWords | null> => {
  const bytes = r.key_id && r.sealed ? await openSealed(world, tx, r.key_id, r.sealed, about(r.id)) : null;
  return bytes ? (JSON.parse(bytes.toString()) as ThreatWords) : null;
};
const seal = (world: World, tx: Tx, id: string, party: string | null, words: ThreatWords) =>
  sealFor(world, tx, { class: 'document', subject: party ?? id }, JSON.stringify(words), about(id));

async function shapeOf(world: World, tx: Tx, r: Row): Promise<ThreatShape> {
  const w = await wordsOf(world, tx, r);
  return {
    id: r.id,
    matter: r.matter,
    matter_number: r.matter_number,
    state: r.state,
    known_at: r.known_at.toString(),
    proposed_at: r.proposed_at.toString(),
    decided_at: r.decided_at?.toString() ?? null,
    authorities: r.authorities,
    letters: r.letters,
    suspicion: w?.suspicion ?? null,
    location: w?.location ?? null,
    published_at: w?.published_at ?? null,
    recipient_data: w?.recipient_data ?? null,
    preserved: w?.preserved ?? null,
    why_not: w?.why_not ?? null,
  };
}
export async function listThreats(world: World, tx: Tx, open: boolean): Promise<readonly ThreatShape[]> {
  const rows = await tx.rows(sql<Row>`
    select ${columns} from threat_report where organisation_id = ${orgOf(tx)} ${open ? sql`and state = 'proposed'` : sql``} order by proposed_at desc limit 200`);
  return Promise.all(rows.map((r) => shapeOf(world, tx, r)));
}
export async function showThreat(world: World, tx: Tx, id: string): Promise<ThreatShape> {
  return shapeOf(world, tx, await lock(tx, id));
}
async function lock(tx: Tx, id: string): Promise<Row> {
  const [row] = await tx.rows(
    sql<Row>`select ${columns} from threat_report where organisation_id = ${orgOf(tx)} and id = ${id} for update`,
  );
  if (!row) throw new Refused('request.not-found');
  return row;
}

/** Proposes a report; the clock runs from the moment the threat was known. */
export async function proposeThreat(
  world: World,
  tx: Tx,
  hands: DecisionHands,
  given: { readonly matter: string; readonly knownAt: Temporal.Instant; readonly words: ThreatWords },
  by: Actor,
): Promise<Id<'thr'>> {
  if (!mayAs(by, 'handler')) throw new Refused('request.not-allowed');
  if (!given.words.suspicion.trim())
    throw new Refused('request.invalid', 'suspicion: say what is suspected and why', { suspicion: 'required' });
  const facts = await hands.matters.facts(world, tx, given.matter);
  const party = facts.items.find((i) => i.party)?.party ?? null;
  const id = newId(world, 'thr');
  const { keyId, sealed } = await seal(world, tx, id, party, given.words);
  await tx.rows(sql`
    insert into threat_report (organisation_id, id, matter, matter_number, state, known_at, proposed_at, proposed_by, party_id, key_id, sealed)
    values (${orgOf(tx)}, ${id}, ${facts.id}, ${facts.number}, 'proposed', ${moment(given.knownAt)}, ${moment(world.clock.now())}, ${actorId(by)}, ${party}, ${keyId}, ${sealed})`);
  await startDeadline(world, tx, { clock: 'clk-18', subject: id, label: facts.number, startsAt: given.knownAt, by });
  note(world, tx, {
    act: 'threat.propose',
    by,
    about: [{ subject: party, payload: { threat: id, matter: facts.id } }],
  });
  return id;
}

/** Where the authorities concerned are known: the own police and prosecutor, another country's, or Europol where none is certain. */
export interface ToldTo {
  /** File name in law/authorities. */
  readonly authority: string;
  /** Mail address from our own register of authorities. */
  readonly address: string;
}

/**
 * Tells the authorities. The location goes, the content never.
 * @throws Refused `threat.act-not-allowed` where it was decided, `letter.not-whole`, `request.invalid` for an unknown authority
 */
export async function reportThreat(world: World, tx: Tx, id: string, to: readonly ToldTo[], by: Actor): Promise<void> {
  if (!mayAs(by, 'decider')) throw new Refused('request.not-allowed');
  const r = await lock(tx, id);
  if (r.state !== 'proposed') throw new Refused('threat.act-not-allowed', r.state);
  if (to.length === 0) throw new Refused('request.invalid', 'to: at least one authority', { to: 'required' });
  const law = await loadLaw();
  const words = await wordsOf(world, tx, r);
  if (!words) throw new Refused('evidence.erased');
  const house = await houseOf(tx);
  const letters: Id<'let'>[] = [];
  for (const each of to) {
    const authority = law.authorities.get(each.authority);
    if (!authority)
      throw new Refused('request.invalid', `authority: ${[...law.authorities.keys()].join(', ')}`, {
        authority: 'unknown',
      });
    const fields = (l: 'nl' | 'en') => ({
      matterNumber: r.matter_number,
      organisationName: house.name,
      authorityName: authority.name[l],
      suspicion: words.suspicion,
      location: words.location || (l === 'nl' ? 'niet bekend' : 'not known'),
      publishedAt: words.published_at || (l === 'nl' ? 'niet bekend' : 'not known'),
      recipientData: words.recipient_data || (l === 'nl' ? 'niet bekend' : 'not known'),
      preserved: words.preserved || (l === 'nl' ? 'niets' : 'nothing'),
    });
    letters.push(
      await queueLetter(world, tx, {
        template: 'ltr-18',
        language: authority.country === 'NL' ? 'nl' : 'en',
        audience: 'authority',
        party: null,
        contact: { id: null, address: each.address },
        matter: r.id,
        reference: r.matter_number,
        fields: { nl: fields('nl'), en: fields('en') },
        undoSeconds: 0,
        urgent: true,
        lane: 'urgent',
        by,
        link: false,
      }),
    );
  }
  await tx.rows(sql`
    update threat_report set state = 'reported', decided_at = ${moment(world.clock.now())}, decided_by = ${actorId(by)}, authorities = ${to.map((t) => t.authority)}::text[],
           letters = ${letters}::text[] where organisation_id = ${orgOf(tx)} and id = ${r.id}`);
  await stopDeadline(world, tx, r.id, 'clk-18', 'met', { by });
  note(world, tx, {
    act: 'threat.report',
    by,
    about: [{ subject: r.party_id, payload: { threat: r.id, to: to.map((t) => t.authority), letters } }],
  });
}

/** A reasoned no: it is no threat to life or safety, and why. */
export async function declineThreat(
  world: World,
  tx: Tx,
  id: string,
  reason: string | undefined,
  by: Actor,
): Promise<void> {
  if (!mayAs(by, 'decider')) throw new Refused('request.not-allowed');
  const r = await lock(tx, id);
  const why = reason?.trim();
  if (!why) throw new Refused('case.needs-reason');
  if (r.state !== 'proposed') throw new Refused('threat.act-not-allowed', r.state);
  const words = await wordsOf(world, tx, r);
  if (!words) throw new Refused('evidence.erased');
  const { keyId, sealed } = await seal(world, tx, r.id, r.party_id, { ...words, why_not: why });
  await tx.rows(sql`
    update threat_report set state = 'declined', decided_at = ${moment(world.clock.now())}, decided_by = ${actorId(by)}, key_id = ${keyId}, sealed = ${sealed}
     where organisation_id = ${orgOf(tx)} and id = ${r.id}`);
  await stopDeadline(world, tx, r.id, 'clk-18', 'met', { by });
  note(world, tx, { act: 'threat.decline', by, about: [{ subject: r.party_id, payload: { threat: r.id } }] });
}
