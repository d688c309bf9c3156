/** Letters at work: the outbox, sending, digests, reading and answers; the jobs of this room. */
import type { JobHandler } from '#io/jobs';
import { joinLetters } from './work/digest.ts';
import type { LettersHanded } from './work/outbox.ts';
import { sendLetter, tellAgain } from './work/sending.ts';

export type { Letter, LetterWords } from './letter.ts';
export type { LetterLink, StoredAnswer, StoredLetter } from './store.ts';
export { handleAnswer, matchAnswer, type OnAnswer, type TakeAnswer, takeAnswer } from './work/answers.ts';
export {
  aboutPrints,
  changeLetter,
  type LetterPreview,
  type LettersHanded,
  letterPreview,
  type QueueLetter,
  queueLetter,
  type Recheck,
  releaseTrial,
  replayLetter,
  sendNow,
  undoIn,
  undoLetter,
} from './work/outbox.ts';
export {
  formMark,
  type LetterWithSubject,
  languageOf,
  letterBehind,
  lettersOfCase,
  type ReadAnswer,
  type ReadLetter,
  readAnswers,
  readLetter,
  withdrawLinks,
  withSubjects,
} from './work/reading.ts';
export {
  checkDirectives,
  type DirectiveFacts,
  directivesNow,
  endBrand,
  revertWording,
  saveBrand,
  saveDirectives,
  saveLetterSettings,
  saveWording,
  wordingPreview,
} from './work/rules.ts';
export { loopMarkOf, takeBounce, takeComplaint, takeReceipt } from './work/sending.ts';
export { addWebhook, listWebhooks, stopWebhook, webhookHeaders } from './work/webhooks.ts';

/** The jobs of this room, with what main hands in. */
export function letterJobs(handed: LettersHanded): Readonly<Record<string, JobHandler>> {
  return {
    'letter.send': (world, job) => sendLetter(world, job, handed),
    'letter.digest': async (world, job) => {
      await joinLetters(world, job, handed);
      return undefined;
    },
    'letter.tell': async (world, job) => {
      await tellAgain(world, job, handed);
      return undefined;
    },
  };
}
