/** Answers: taken once, sealed under the key of the party, and mail that finds the letter it answers. */
import type { Tx } from '#io/db';
import { newId } from '#io/dice';
import type { World } from '#io/world';
import { note } from '#journal/work';
import { type Id, Refused } from '#kernel';
import { type AnswerChannel, type AnswerHeaders, type AnswerKind, answerTraces } from '../answer.ts';
import type { Letter } from '../letter.ts';
import {
  addAnswer,
  letterById,
  letterByMessageId,
  lettersByReference,
  markRead,
  openWords,
  type StoredAnswer,
  sealAnswer,
  settleAnswer,
} from '../store.ts';
import { subjectOf } from './outbox.ts';

export interface TakeAnswer {
  readonly letter: Id<'let'>;
  readonly kind: AnswerKind;
  readonly text: string;
  /** With needs_time. */
  readonly until?: Temporal.Instant;
  readonly channel: AnswerChannel;
  /** One per form shown or mail received (its Message-ID); where left out, the same words to the same letter are the same answer. */
  readonly once?: string;
  /** The mail it came in: erased with it. */
  readonly message?: Id<'msg'>;
  /** The case it belongs to, where the letter itself carries more than one. */
  readonly case?: Id<'case'>;
}

export type OnAnswer = (world: World, tx: Tx, answer: StoredAnswer, letter: Letter, text: string) => Promise<void>;

/**
 * Takes what the recipient says back, sealed under the party's key. A form sent twice or a mail delivered twice lands once.
 * @param onAnswer what whoever knows cases does with it, in the same transaction; only for an answer that is new
 * @throws Refused `letter.answer-incomplete` where more time is asked for without saying until when, `request.not-found`
 */
export async function takeAnswer(
  world: World,
  tx: Tx,
  input: TakeAnswer,
  onAnswer?: OnAnswer,
): Promise<{ readonly answer: StoredAnswer; readonly isNew: boolean }> {
  const letter = await letterById(tx, input.letter);
  if (!letter) throw new Refused('request.not-found');
  if (input.kind === 'needs_time' && !input.until) throw new Refused('letter.answer-incomplete', 'until');
  const id = newId(world, 'ans');
  const text = input.text.trim();
  const mark = input.once ?? `${input.kind} ${input.until?.toString() ?? ''} ${text}`;
  const sealed = text === '' ? { keyId: null, sealed: null } : await sealAnswer(world, tx, letter, id, text);
  const taken = await addAnswer(tx, {
    id,
    letter: letter.id,
    case: input.case ?? letter.case,
    kind: input.kind,
    until: input.until ?? null,
    channel: input.channel,
    receivedAt: world.clock.now(),
    handledAt: null,
    ...sealed,
    message: input.message ?? null,
    once: world.keys.fingerprint('answer once', `${letter.id}\0${input.once ? 'mark' : 'words'}\0${mark}`),
  });
  if (!taken.isNew) return taken;
  await markRead(tx, letter.id, 'answer', world.clock.now());
  note(world, tx, {
    act: 'answer.receive',
    by: { kind: 'customer', id: letter.id },
    about: [
      {
        subject: subjectOf(letter),
        payload: {
          answer: id,
          letter: letter.id,
          case: taken.answer.case,
          kind: input.kind,
          channel: input.channel,
          until: input.until?.toString(),
        },
      },
    ],
  });
  if (tx.organisation) await tx.notify({ organisation: tx.organisation, what: 'answer', id });
  await onAnswer?.(world, tx, taken.answer, letter, text);
  return taken;
}

/** Marks an answer as handled; a second time changes nothing. */
export async function handleAnswer(world: World, tx: Tx, id: Id<'ans'>): Promise<boolean> {
  return settleAnswer(tx, id, world.clock.now());
}

/**
 * The letter a mail answers: by Message-ID, which only its recipient knows; else by the number in its subject, and then only
 * where the sender is the very address the letter went to, for the number itself is no secret.
 */
export async function matchAnswer(
  world: World,
  tx: Tx,
  headers: AnswerHeaders & { readonly from?: string | undefined },
): Promise<{ readonly letter: Letter; readonly how: 'message_id' | 'number' } | undefined> {
  const traces = answerTraces(headers);
  for (const messageId of traces.messageIds) {
    const letter = await letterByMessageId(tx, messageId);
    // What was handed to our own desk system is answered there by colleagues, not by a customer.
    if (letter && letter.audience !== 'desk') return { letter, how: 'message_id' };
  }
  const from = headers.from?.trim().toLowerCase();
  if (!from) return undefined;
  for (const number of traces.numbers)
    for (const letter of await lettersByReference(tx, number)) {
      if (letter.audience === 'desk') continue;
      const words = await openWords(world, tx, letter);
      if (words?.to.toLowerCase() === from) return { letter, how: 'number' };
    }
  return undefined;
}
