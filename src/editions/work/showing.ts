/** Editions and matches for members with the right. Each reading is a line in the journal, without a word of what was read. */
import { deadlinesOf } from '#deadlines/store';
import type { Tx } from '#io/db';
import type { World } from '#io/world';
import { note } from '#journal/work';
import { type Actor, Refused } from '#kernel';
import { decideEditionMatch, editionDecisions } from '../edition.ts';
import type { EditionMatchRow, EditionMatchShape, EditionPage, EditionRow, EditionShape } from '../shapes.ts';
import {
  countsOf,
  type Edition,
  type EditionMatch,
  editionById,
  editionMatchById,
  issuersOf,
  listEditionMatches,
  listEditions,
  openEdition,
  openMatch,
  settingsOf,
  subjectsOf,
} from '../store.ts';
import { mustSee, recipientKeyOf } from './receiving.ts';

async function rowOf(tx: Tx, e: Edition): Promise<EditionRow> {
  const live = e.state === 'open' || e.state === 'processed' ? await countsOf(tx, e.id) : null;
  const clock = (await deadlinesOf(tx, e.id)).find((c) => c.clock === 'clk-pol-list' && c.endedAt === null);
  return {
    id: e.id,
    label: e.label,
    dated_on: e.datedOn,
    issuer: e.issuer,
    way: e.way,
    state: e.state,
    entries: e.entries,
    open: live?.open ?? 0,
    matches: live?.matches ?? e.matches,
    actions: live?.actions ?? e.actions,
    received_at: e.receivedAt.toString(),
    due_at: clock?.dueAt.toString() ?? null,
    processed_at: e.processedAt?.toString() ?? null,
    superseded_at: e.supersededAt?.toString() ?? null,
    expires_at: e.expiresAt?.toString() ?? null,
    published_at: e.publishedAt?.toString() ?? null,
    receipt_at: e.receiptAt?.toString() ?? null,
  };
}

async function matchRow(world: World, tx: Tx, m: EditionMatch): Promise<EditionMatchRow> {
  const words = m.party ? null : await openMatch(world, tx, m);
  return {
    id: m.id,
    edition: m.edition,
    edition_label: m.editionLabel,
    entry: m.entry,
    subject: m.subject,
    party: m.party ? { id: m.party, reference: m.partyReference, name: m.partyName } : null,
    name: words?.name ?? null,
    points: m.points,
    state: m.state,
    decision: m.decision,
    opened_at: m.openedAt.toString(),
    version: m.version,
  };
}

export async function editionsPage(world: World, tx: Tx, actor: Actor): Promise<EditionPage> {
  await mustSee(tx, actor);
  const items: EditionRow[] = [];
  for (const e of await listEditions(tx)) items.push(await rowOf(tx, e));
  return {
    items,
    settings: await settingsOf(tx),
    issuers: (await issuersOf(tx)).map((i) => ({ name: i.name, key: i.key, added_at: i.addedAt.toString() })),
    recipient_key: await recipientKeyOf(world, tx),
  };
}

/** One edition with what stands on it. @throws Refused `request.not-found` */
export async function showEdition(world: World, tx: Tx, id: string, actor: Actor): Promise<EditionShape> {
  await mustSee(tx, actor);
  const e = await editionById(tx, id);
  if (!e) throw new Refused('request.not-found');
  const words = await openEdition(world, tx, e);
  note(world, tx, { act: 'edition.read', by: actor, about: [{ subject: e.id, payload: { edition: e.id } }] });
  const found: EditionMatchRow[] = [];
  for (const m of await listEditionMatches(tx, { edition: e.id, limit: 1000 }))
    found.push(await matchRow(world, tx, m));
  return {
    ...(await rowOf(tx, e)),
    listed: words ? words.entries : null,
    removals: words?.removals ?? [],
    corrections: words?.corrections ?? [],
    found,
  };
}

/** Matches that wait for a decision, over all editions. */
export async function editionMatches(
  world: World,
  tx: Tx,
  waiting: boolean,
  actor: Actor,
): Promise<readonly EditionMatchRow[]> {
  await mustSee(tx, actor);
  const out: EditionMatchRow[] = [];
  for (const m of await listEditionMatches(tx, { waiting, limit: 500 })) out.push(await matchRow(world, tx, m));
  return out;
}

/** One match: both sides, then the lines. @throws Refused `request.not-found` */
export async function showEditionMatch(world: World, tx: Tx, id: string, actor: Actor): Promise<EditionMatchShape> {
  await mustSee(tx, actor);
  const m = await editionMatchById(tx, id);
  const edition = m && (await editionById(tx, m.edition));
  if (!m || !edition) throw new Refused('request.not-found');
  const words = await openMatch(world, tx, m);
  const document = await openEdition(world, tx, edition);
  const [own] = m.party ? await subjectsOf(tx, '', 1, m.party) : [];
  note(world, tx, { act: 'edition.match_read', by: actor, about: [{ subject: m.id, payload: { match: m.id } }] });
  return {
    ...(await matchRow(world, tx, m)),
    listed: document?.entries.find((e) => e.id === m.entry) ?? null,
    ours: {
      names: [...(own?.names ?? (words?.name ? [words.name] : []))],
      domains: [...(own?.domains ?? [])],
      emails: [...(own?.emails ?? [])],
      handles: [...(own?.handles ?? [])],
      asns: [...(own?.asns ?? [])],
    },
    lines: (words?.lines ?? []).map((l) => ({ ...l })),
    why: words?.why ?? null,
    lapsed: words?.lapsed ?? null,
    letter: words?.letter ?? null,
    decided_at: m.decidedAt?.toString() ?? null,
    decided_by: m.decidedBy,
    may: editionDecisions.filter((d) => decideEditionMatch(m.state, d, actor, 'a reason of one’s own').ok),
  };
}
