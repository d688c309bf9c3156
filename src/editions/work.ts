/** Editions of the police reseller letter at work; see the files beside it. */
import type { JobHandler } from '#io/jobs';
import { type EditionHands, matchJob } from './work/comparing.ts';
import { expireEditions } from './work/receiving.ts';

export {
  compareChanged,
  type EditionCheck,
  type EditionHands,
  editionCheck,
  type FurtherSubject,
} from './work/comparing.ts';
export { decideMatch, processEdition, publishEdition, publishedBy, receiptOfEdition } from './work/deciding.ts';
export {
  addIssuer,
  changeSharing,
  recipientKeyOf,
  removeIssuer,
  startEditions,
  takeEntries,
  takeFile,
  takeText,
} from './work/receiving.ts';
export { editionMatches, editionsPage, showEdition, showEditionMatch } from './work/showing.ts';

/** Jobs of this room. */
export const editionJobs = (
  hands: Pick<EditionHands, 'further'>,
): Readonly<Record<'editions.match' | 'editions.expire', JobHandler>> => ({
  'editions.match': matchJob(hands),
  'editions.expire': expireEditions,
});
