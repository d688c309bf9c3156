/** Reading letters and answers: words opened for members, and who read them in the journal; links looked up and withdrawn. */
import { sql, type Tx } from '#io/db';
import { newToken, sha256 } from '#io/dice';
import type { World } from '#io/world';
import { note } from '#journal/work';
import { type Actor, type Id, type Language, languages, mayAs, must, Refused } from '#kernel';
import type { Letter, LetterWords } from '../letter.ts';
import {
  type Attempt,
  answersOf,
  attemptsOf,
  type LetterLink,
  letterById,
  linkAtDoor,
  listLetters,
  openAnswer,
  openWords,
  type StoredAnswer,
  type StoredLetter,
} from '../store.ts';
import { subjectOf } from './outbox.ts';

export interface ReadLetter {
  readonly letter: Letter;
  /** Null once erased. */
  readonly words: LetterWords | null;
  readonly attempts: readonly Attempt[];
  readonly answers: readonly ReadAnswer[];
}
export interface ReadAnswer {
  readonly answer: StoredAnswer;
  /** Null where there are no words or they were erased. */
  readonly text: string | null;
}

/** Opens a letter for a member; that it was read stands in the journal. */
export async function readLetter(world: World, tx: Tx, id: string, by: Actor): Promise<ReadLetter> {
  if (!mayAs(by, 'handler')) throw new Refused('request.not-allowed');
  const letter = await letterById(tx, id);
  if (!letter) throw new Refused('request.not-found');
  note(world, tx, {
    act: 'letter.read',
    by,
    about: [{ subject: subjectOf(letter), payload: { letter: letter.id } }],
  });
  return {
    letter,
    words: await openWords(world, tx, letter),
    attempts: await attemptsOf(tx, id),
    answers: await readAnswers(world, tx, { letter: id }),
  };
}

/** A letter as a line of a list, with its recipient and subject where they were not erased. */
export interface LetterWithSubject {
  readonly letter: StoredLetter;
  readonly to: string | null;
  readonly subject: string | null;
}

/** Recipient and subject of letters, for lists; the body stays closed. */
export async function withSubjects(
  world: World,
  tx: Tx,
  letters: readonly StoredLetter[],
): Promise<readonly LetterWithSubject[]> {
  const lines: LetterWithSubject[] = [];
  for (const letter of letters) {
    const words = await openWords(world, tx, letter);
    lines.push({ letter, to: words?.to ?? null, subject: words?.subject ?? null });
  }
  return lines;
}

/** Letters of one case, newest first. */
export async function lettersOfCase(world: World, tx: Tx, caseId: string): Promise<readonly LetterWithSubject[]> {
  return withSubjects(world, tx, await listLetters(tx, { case: caseId, limit: 200 }));
}

/** Answers with their words, oldest first. */
export async function readAnswers(
  world: World,
  tx: Tx,
  of: { readonly letter: string } | { readonly case: string },
): Promise<readonly ReadAnswer[]> {
  const read: ReadAnswer[] = [];
  for (const answer of await answersOf(tx, of)) read.push({ answer, text: await openAnswer(world, tx, answer) });
  return read;
}

/** Withdraws the links of every letter of a case, when its page must no longer be seen. */
export async function withdrawLinks(world: World, tx: Tx, caseId: Id<'case'>): Promise<void> {
  const org = must(tx.organisation, 'an organisation in this transaction');
  await tx.rows(sql`
    update letter_link set revoked_at = ${world.clock.now().toString()}::timestamptz
     where organisation_id = ${org} and case_id = ${caseId} and revoked_at is null`);
}

/** Who comes with a link: the letter it opens, or undefined where no such link was ever given out under this short name. */
export async function letterBehind(world: World, slug: string, token: string): Promise<LetterLink | undefined> {
  return world.db.door((tx) => linkAtDoor(tx, slug, sha256(token)));
}

/** A fresh mark for a form, by which it lands once however often it is sent. */
export function formMark(world: World): string {
  return newToken(world.dice).slice(0, 22);
}

/** Whether a text names one of the two languages. */
export function languageOf(text: string | undefined): Language | undefined {
  return languages.find((l) => l === text);
}
