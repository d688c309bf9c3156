/** What people decide on matches, the letter that gives nothing away, and the end of an edition: processed, published, receipted. */
import { houseOf } from '#correspondence/store';
import { queueLetter } from '#correspondence/work';
import { stopDeadline } from '#deadlines/work';
import type { Tx } from '#io/db';
import type { World } from '#io/world';
import { signedNote } from '#journal/proof';
import { note } from '#journal/work';
import { type Actor, actorId, type Id, Refused } from '#kernel';
import { momentForLetter } from '#law';
import { contactFor } from '#parties';
import { contactsOf, partyById } from '#parties/store';
import { decideEditionMatch, type EditionDecision } from '../edition.ts';
import type { Published } from '../shapes.ts';
import {
  changeEdition,
  countsOf,
  type Edition,
  type EditionMatch,
  editionById,
  editionMatchById,
  openEdition,
  openMatch,
  publishedEditions,
  sealMatch,
  settingsOf,
  subjectsOf,
  writeMatch,
} from '../store.ts';
import { tellsOf } from '../words.ts';
import { mustSee } from './receiving.ts';

const outcomes = {
  monitor: { nl: 'Wij vragen u om informatie', en: 'We ask you for information' },
  restrict: { nl: 'Wij beperken uw dienst', en: 'We restrict your service' },
  end: { nl: 'Wij beëindigen uw overeenkomst', en: 'We end your contract' },
  keep: { nl: 'Uw dienst blijft zoals hij is', en: 'Your service stays as it is' },
} as const;

/**
 * Decides on a match. With `letter` the customer is told in those words; words that would give the list away are refused.
 * @throws Refused, see `decideEditionMatch`, and `edition.letter-tells`, `notice.no-customer`
 */
export async function decideMatch(
  world: World,
  tx: Tx,
  id: string,
  given: {
    readonly decision: EditionDecision;
    readonly reason: string;
    readonly letter?: string | undefined;
    readonly version?: number | undefined;
  },
  by: Actor,
): Promise<void> {
  await mustSee(tx, by);
  const m = await editionMatchById(tx, id, true);
  if (!m) throw new Refused('request.not-found');
  if (given.version !== undefined && given.version !== m.version) throw new Refused('request.changed-meanwhile');
  const decided = decideEditionMatch(m.state, given.decision, by, given.reason);
  if (!decided.ok) throw new Refused(decided.error);
  const words = await openMatch(world, tx, m);
  if (!words) throw new Refused('evidence.erased');
  const letter = given.letter ? await writeTo(world, tx, m, given.decision, given.letter, by) : words.letter;
  const kept = await sealMatch(world, tx, m.id, { ...words, why: given.reason.trim(), letter });
  const now = world.clock.now();
  await writeMatch(tx, m.id, { state: 'decided', decision: given.decision, by: actorId(by), at: now }, kept);
  // Neither who it is about nor what was decided: the journal is read by more people than the edition.
  note(world, tx, { act: 'edition.decided', by, about: [{ subject: m.id, payload: { match: m.id } }] });
}

async function writeTo(
  world: World,
  tx: Tx,
  m: EditionMatch,
  decision: EditionDecision,
  text: string,
  by: Actor,
): Promise<Id<'let'>> {
  const party = m.party ? await partyById(tx, m.party) : undefined;
  const contact = party ? contactFor(await contactsOf(tx, [party.id]), 'legal') : undefined;
  if (!party || contact?.channel !== 'mail' || decision === 'none') throw new Refused('notice.no-customer');
  const [own] = await subjectsOf(tx, '', 1, party.id);
  const edition = await editionById(tx, m.edition);
  const entry = edition && (await openEdition(world, tx, edition))?.entries.find((e) => e.id === m.entry);
  const ownWords = own ? [...own.names, ...own.domains, ...own.emails] : [];
  const tells = tellsOf(text, entry ?? null, ownWords);
  if (tells) throw new Refused('edition.letter-tells');
  const house = await houseOf(tx);
  const l = party.language ?? 'nl';
  // It has no matter and no reference: nothing beside the sealed decision says what it came from.
  return queueLetter(world, tx, {
    template: 'ltr-review',
    language: l,
    audience: 'customer',
    party: party.id,
    contact: { id: contact.id, address: contact.address },
    fields: {
      [l]: {
        organisationName: house.name,
        recipientName: party.name ?? party.reference,
        outcome: outcomes[decision][l],
        explanation: text,
      },
    },
    by,
    link: false,
  });
}

/** Says that an edition is processed: every match was decided. @throws Refused `edition.matches-open` */
export async function processEdition(world: World, tx: Tx, id: string, by: Actor): Promise<void> {
  await mustSee(tx, by);
  const e = await editionById(tx, id, true);
  if (!e) throw new Refused('request.not-found');
  if (e.state !== 'open') return;
  const counts = await countsOf(tx, e.id);
  if (counts.open > 0) throw new Refused('edition.matches-open', String(counts.open));
  const now = world.clock.now();
  const sharing = await settingsOf(tx);
  await changeEdition(tx, e.id, {
    state: 'processed',
    processed_at: now,
    processed_by: actorId(by),
    matches: counts.matches,
    actions: counts.actions,
    ...(sharing.publish ? { published_at: now } : {}),
  });
  await stopDeadline(world, tx, e.id, 'clk-pol-list', 'met', { by });
  note(world, tx, { act: 'edition.processed', by, about: [{ subject: e.id, payload: { edition: e.id } }] });
  const document = await openEdition(world, tx, e);
  if (sharing.receipts && document?.reply_to) await sendReceipt(world, tx, e.id, document.reply_to, by);
}

/** Puts "processed on date D, n matches, n actions" on the public page, or takes it off. @throws Refused `edition.not-opted-in` */
export async function publishEdition(world: World, tx: Tx, id: string, on: boolean, by: Actor): Promise<void> {
  await mustSee(tx, by);
  const e = await editionById(tx, id, true);
  if (!e?.processedAt) throw new Refused('request.not-found');
  if (on && !(await settingsOf(tx)).publish) throw new Refused('edition.not-opted-in');
  await changeEdition(tx, e.id, { published_at: on ? world.clock.now() : null });
  note(world, tx, {
    act: on ? 'edition.published' : 'edition.unpublished',
    by,
    about: [{ subject: e.id, payload: { edition: e.id } }],
  });
}

const day = (at: Temporal.Instant | null) => at?.toString().slice(0, 10) ?? '-';

/** The signed receipt: no names, counts only where chosen. */
async function receiptNote(world: World, tx: Tx, e: Edition): Promise<string> {
  const { counts } = await settingsOf(tx);
  return signedNote(
    world,
    tx,
    (name) =>
      `${name}\nreseller letter receipt 1\nedition ${e.label}\nreceived ${day(e.receivedAt)}\nprocessed ${day(e.processedAt)}\nmatches ${counts ? e.matches : '-'}\nactions ${counts ? e.actions : '-'}\n`,
  );
}

/** @throws Refused `edition.not-opted-in` */
export async function receiptOfEdition(world: World, tx: Tx, id: string, by: Actor): Promise<string> {
  await mustSee(tx, by);
  const e = await editionById(tx, id);
  if (!e) throw new Refused('request.not-found');
  if (!(await settingsOf(tx)).receipts) throw new Refused('edition.not-opted-in');
  note(world, tx, { act: 'edition.receipt', by, about: [{ subject: e.id, payload: { edition: e.id } }] });
  await changeEdition(tx, e.id, { receipt_at: world.clock.now() });
  return receiptNote(world, tx, e);
}

async function sendReceipt(world: World, tx: Tx, id: string, address: string, by: Actor): Promise<void> {
  const e = await editionById(tx, id);
  if (!e) return;
  const house = await houseOf(tx);
  const { counts } = await settingsOf(tx);
  const receipt = await receiptNote(world, tx, e);
  await queueLetter(world, tx, {
    template: 'ltr-pol-rcp',
    language: 'nl',
    audience: 'authority',
    party: null,
    contact: { id: null, address },
    fields: {
      nl: {
        organisationName: house.name,
        recipientName: e.issuer,
        edition: e.label,
        receivedAt: momentForLetter(e.receivedAt, house.zone, 'nl'),
        processedAt: momentForLetter(e.processedAt ?? world.clock.now(), house.zone, 'nl'),
        ...(counts ? { counts: `Treffers: ${e.matches}. Maatregelen: ${e.actions}.` } : {}),
      },
    },
    attachments: [{ name: 'ontvangstbewijs.txt', type: 'text/plain', bytes: Buffer.from(receipt) }],
    by,
    link: false,
  });
  await changeEdition(tx, e.id, { receipt_at: world.clock.now() });
  note(world, tx, { act: 'edition.receipt', by, about: [{ subject: e.id, payload: { edition: e.id } }] });
}

/** What everybody may read; null where the organisation publishes nothing. */
export async function publishedBy(tx: Tx): Promise<Published | null> {
  if (!(await settingsOf(tx)).publish) return null;
  const house = await houseOf(tx);
  return {
    organisation: house.name,
    items: (await publishedEditions(tx)).map((e) => ({
      edition: e.label,
      processed_on: day(e.processedAt),
      matches: e.matches,
      actions: e.actions,
    })),
  };
}
