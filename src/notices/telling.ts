/** What notifiers are told: receipt, question, decision, another network; each with the fields its letter needs. */
import { houseOf } from '#correspondence/store';
import { queueLetter } from '#correspondence/work';
import type { Tx } from '#io/db';
import type { World } from '#io/world';
import { receiptOf } from '#journal/proof';
import { type Actor, engine, type Id, type Language, Refused } from '#kernel';
import { type LetterFields, type LetterTable, momentForLetter } from '#law';
import { type Notice, type NoticeItem, type NoticeWords, openNotice } from './store.ts';
import { tokenOf } from './taking.ts';
import { itemWords, placeWords } from './words.ts';

/** Under which name a letter speaks to who gave none. */
const dear: Readonly<Record<Language, string>> = { nl: 'melder', en: 'notifier' };

/** Address of a notice's status page. */
export const statusLink = (world: World, org: string, slug: string, id: string): string =>
  `${world.publicUrl}/o/${slug}/notice/s/${tokenOf(world, org, id)}`;

/** The addresses of a notice with what is said of each, as a table for a letter. */
export function itemsTable(
  items: readonly NoticeItem[],
  language: Language,
  says: 'place' | 'state',
  zone: string,
): LetterTable {
  const nl = language === 'nl';
  return {
    columns:
      says === 'place'
        ? [nl ? 'Adres' : 'Address', nl ? 'Waar' : 'Where']
        : [nl ? 'Adres' : 'Address', nl ? 'Besluit' : 'Decision', nl ? 'Sinds' : 'Since'],
    rows: items.map((i) =>
      says === 'place'
        ? [i.masked, `${placeWords[i.place][language]}${i.elsewhere ? ` (${i.elsewhere})` : ''}`]
        : [i.masked, itemWords[i.state][language], i.settledAt ? momentForLetter(i.settledAt, zone, language) : '–'],
    ),
  };
}

export interface Told {
  readonly template: string;
  /** Without the fields every letter to a notifier has. */
  readonly fields: (language: Language, zone: string) => LetterFields;
  /** Act of the journal whose receipt goes with it. */
  readonly receipt?: string;
  readonly urgent?: boolean;
  readonly by?: Actor;
}

/**
 * Queues a letter to the notifier, in the notice's language, with a signed receipt as a file where asked.
 * @returns null where the notifier gave no address: the status page is then all there is
 */
export async function tellNotifier(
  world: World,
  tx: Tx,
  org: Id<'org'>,
  n: Notice,
  told: Told,
): Promise<Id<'let'> | null> {
  const words: NoticeWords | null = await openNotice(world, tx, n);
  const address = words?.given.email;
  if (!address) return null;
  const house = await houseOf(tx);
  const common: LetterFields = {
    organisationName: house.name,
    recipientName: words?.given.name ?? dear[n.language],
    reportNumber: n.number ?? '',
    answerLink: statusLink(world, org, house.slug, n.id),
    ...(words?.given.reference ? { theirReference: words.given.reference } : {}),
  };
  const receipt = told.receipt ? await receiptOf(world, tx, told.receipt, n.id) : undefined;
  return queueLetter(world, tx, {
    template: told.template,
    language: n.language,
    audience: 'notifier',
    party: null,
    contact: { id: null, address },
    matter: n.id,
    ...(n.number ? { reference: n.number } : {}),
    fields: { [n.language]: { ...common, ...told.fields(n.language, house.zone) } },
    ...(receipt
      ? {
          attachments: [
            {
              name: n.language === 'nl' ? 'ontvangstbewijs.json' : 'receipt.json',
              type: 'application/json',
              bytes: Buffer.from(JSON.stringify(receipt, null, 2)),
            },
          ],
        }
      : {}),
    ...(told.urgent ? { undoSeconds: 0, urgent: true, lane: 'urgent' as const } : {}),
    by: told.by ?? engine,
    link: false,
  });
}

/** As `tellNotifier`, for what cannot be left untold. @throws Refused `notice.nobody-to-tell` */
export async function mustTell(world: World, tx: Tx, org: Id<'org'>, n: Notice, told: Told): Promise<Id<'let'>> {
  const letter = await tellNotifier(world, tx, org, n, told);
  if (!letter) throw new Refused('notice.nobody-to-tell');
  return letter;
}
