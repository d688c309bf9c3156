/**
 * Sending: a letter is checked and claimed, sent outside any transaction, and its outcome written down.
 *
 * Mail is sent at least once: between the receiver's "accepted" and our writing it down a crash can fall, and then the
 * letter goes again, under the same Message-ID, by which the receiver knows the copy. It never goes under another one.
 */
import type { Tx } from '#io/db';
import { enqueue, type Job } from '#io/jobs';
import type { MailOutcome } from '#io/mail';
import type { World } from '#io/world';
import { note } from '#journal/work';
import { assert, engine, type Id, isId } from '#kernel';
import { type Bounce, bounceOutcome, isSoft, type Receipt } from '../bounce.ts';
import {
  givesUpAfter,
  type Letter,
  type LetterWords,
  letterArrow,
  messageIdOf,
  sendingLease,
  waitAfterTry,
} from '../letter.ts';
import { letterSettingsOf, openWebhook, type WebhookSecret } from '../store/rules.ts';
import {
  addAttempt,
  attemptsOf,
  changeLetterRow,
  houseOf,
  letterById,
  letterByMessageId,
  lettersJoined,
  markComplaint,
  markRead,
  openWords,
  type StoredLetter,
  threadOf,
} from '../store.ts';
import { loopHeader, referencesOf } from '../thread.ts';
import { end, enqueueSend, type LettersHanded, locked, quietEnd, subjectOf, to, told } from './outbox.ts';
import { postWebhook, stopWebhook } from './webhooks.ts';

/** What a server said, without the addresses in it: they are the recipient's, and outlive no erasure. */
const scrub = (response: string) => response.replace(/[^\s<>"'():;,]+@[^\s<>"'():;,]+/g, '…').slice(0, 500);

/** The mark of a house on its own mail: keyed, so that nobody else can write it and hide a report behind it. */
export function loopMarkOf(world: Pick<World, 'keys'>, slug: string): string {
  return `${slug}-${world.keys.fingerprint('own mail', slug).toString('hex').slice(0, 16)}`;
}

/** How long a letter waits before it looks again whether there is a way out. */
const heldWait = Temporal.Duration.from({ minutes: 5 });

interface Claimed {
  readonly letter: StoredLetter;
  readonly words: LetterWords;
  readonly messageId: string;
  readonly sender: string;
  readonly replyTo: string | null;
  readonly thread: string | undefined;
  readonly house: string;
  readonly askReceipt: boolean;
  /** Where it goes to a webhook. */
  readonly webhook: WebhookSecret | undefined;
}

/**
 * The job `letter.send`: checks, claims, sends, writes down. Running it twice, or for a version that was undone or changed,
 * sends nothing twice and nothing old.
 * @returns when to look again, where the letter still waits
 */
export async function sendLetter(world: World, job: Job, handed: LettersHanded): Promise<Temporal.Instant | undefined> {
  const id = job.payload['letter'];
  if (!isId('let', id)) throw new Error('letter.send needs a letter');
  const claim = await world.db.in(job.organisation, (tx) =>
    claimLetter(world, tx, id, Number(job.payload['version']), handed, job.payload['replay'] === true),
  );
  if (!claim || claim instanceof Temporal.Instant) return claim;
  const outcome =
    claim.letter.channel === 'webhook'
      ? await post(world, job.organisation, claim)
      : await mail(world, claim, handed.from);
  try {
    return await world.db.in(job.organisation, (tx) =>
      recordOutcome(world, tx, id, outcome, tellNow(world, tx, handed)),
    );
  } catch (cause) {
    // It has left. Whatever fails in what follows from that must not make it leave again: the outcome is written down
    // without it, and what follows is tried by a job of its own.
    world.log.error({ letter: id, error: (cause as Error).message }, 'what follows from a letter failed');
    return world.db.in(job.organisation, (tx) => recordOutcome(world, tx, id, outcome, tellLater(world, tx)));
  }
}

async function mail(world: World, claim: Claimed, from: string): Promise<MailOutcome> {
  const { words } = claim;
  const references = [...(words.references ?? []), ...(claim.thread ? [claim.thread] : [])];
  const own = words.from;
  return world.mail.send({
    from: { name: own?.name ?? claim.sender, address: own?.address ?? from },
    to: words.to,
    subject: words.subject,
    text: words.text,
    html: words.html,
    messageId: claim.messageId,
    // Answers come to where intake listens, also where the brand writes from an address of its own.
    ...(claim.replyTo ? { replyTo: claim.replyTo } : own?.address ? { replyTo: from } : {}),
    ...(references.length > 0 ? { inReplyTo: references.at(-1) as string, references: referencesOf(references) } : {}),
    ...(words.copyTo?.length ? { copyTo: words.copyTo } : {}),
    ...(claim.askReceipt && claim.letter.audience !== 'desk' ? { receiptTo: claim.replyTo ?? from } : {}),
    headers: {
      [loopHeader]: claim.house,
      // OTRS and Znuny keep their automatic answers back from these; a customer's vacation answer is no loop.
      ...(claim.letter.audience === 'desk' ? { 'X-Loop': `bezem-${claim.house}`, 'X-OTRS-Loop': 'yes' } : {}),
    },
    attachments: words.attachments,
  });
}

async function post(world: World, org: Id<'org'>, claim: Claimed): Promise<MailOutcome> {
  const id = claim.letter.webhook;
  if (!claim.webhook || !id || claim.words.payload === undefined)
    return { outcome: 'refused', response: 'the webhook has ended' };
  const outcome = await postWebhook(world, claim.webhook, claim.letter.id, claim.words.payload);
  // It asked for good not to be called again.
  if (outcome.gone) await world.db.in(org, (tx) => stopWebhook(world, tx, id, engine, 'gone'));
  return outcome;
}

type Followed = 'sent' | 'bounced' | 'failed';
/** Brings what became of a letter to whoever knows cases. */
type Tell = (letter: Letter, what: Followed, response: string) => Promise<void>;

function tellNow(world: World, tx: Tx, handed: Pick<LettersHanded, 'onSent' | 'onUndeliverable'>): Tell {
  return async (letter, what, response) => {
    for (const each of [letter, ...(await lettersJoined(tx, letter.id))]) {
      if (what === 'sent') await handed.onSent?.(world, tx, each);
      else await handed.onUndeliverable?.(world, tx, each, { state: what, response });
    }
  };
}

function tellLater(world: World, tx: Tx): Tell {
  return async (letter, what) =>
    enqueue(tx, {
      kind: 'letter.tell',
      lane: 'normal',
      payload: { letter: letter.id, what },
      runAt: world.clock.now(),
      key: `${letter.id}:${what}`,
    });
}

/** The job `letter.tell`: what follows from a letter, where it failed the first time. */
export async function tellAgain(world: World, job: Job, handed: LettersHanded): Promise<void> {
  const { letter: id, what } = job.payload;
  if (!isId('let', id) || (what !== 'sent' && what !== 'bounced' && what !== 'failed'))
    throw new Error('letter.tell needs a letter and what became of it');
  await world.db.in(job.organisation, async (tx) => {
    const letter = await letterById(tx, id, 'lock');
    if (letter) await tellNow(world, tx, handed)(letter, what, letter.why ?? '');
  });
}

async function claimLetter(
  world: World,
  tx: Tx,
  id: Id<'let'>,
  version: number,
  handed: LettersHanded,
  replay: boolean,
): Promise<Claimed | Temporal.Instant | undefined> {
  const letter = await letterById(tx, id, 'lock');
  if (!letter || letter.version !== version) return undefined;
  const held = letter.state === 'held' && letter.why === 'mail.off';
  if (letter.state !== 'queued' && letter.state !== 'sending' && !held) return undefined;
  const now = world.clock.now();
  if (Temporal.Instant.compare(letter.notBefore, now) > 0) return letter.notBefore;
  // Another worker has it in hand and is believed alive; after that its outcome is unknown and the letter goes again.
  if (letter.sendingUntil && Temporal.Instant.compare(letter.sendingUntil, now) > 0) return letter.sendingUntil;
  const words = await openWords(world, tx, letter);
  if (!words) {
    await stop(world, tx, letter, 'erased', handed);
    return undefined;
  }
  // Sent again as it was: what it said then is what the other side lacks.
  const checked = replay ? ({ go: true } as const) : await handed.recheck(world, tx, letter);
  if ('later' in checked) {
    await changeLetterRow(tx, id, { state: letter.state, notBefore: checked.later });
    await told(tx, id);
    return checked.later;
  }
  const quiet = replay ? now : await quietEnd(tx, letter, now, handed);
  if (checked.go && Temporal.Instant.compare(quiet, now) > 0) {
    await changeLetterRow(tx, id, { state: letter.state, why: 'quiet', notBefore: quiet });
    await told(tx, id);
    return quiet;
  }
  if (!checked.go) {
    await stop(world, tx, letter, checked.why, handed);
    return undefined;
  }
  const messageId = letter.messageId ?? messageIdOf(id, handed.from);
  await changeLetterRow(tx, id, {
    state: 'sending',
    why: null,
    messageId,
    tries: letter.tries + 1,
    sendingUntil: now.add(sendingLease),
  });
  const house = await houseOf(tx);
  const { settings } = await letterSettingsOf(tx);
  return {
    letter,
    words,
    messageId,
    sender: house.sender,
    replyTo: house.replyTo,
    thread: await threadOf(tx, letter),
    house: loopMarkOf(world, house.slug),
    askReceipt: settings.ask_receipt,
    webhook: letter.webhook ? await openWebhook(world, tx, letter.webhook) : undefined,
  };
}

/** Stops a letter that must not go (any further), and says so to whoever knows cases. */
export async function stop(
  world: World,
  tx: Tx,
  letter: StoredLetter,
  why: string,
  handed: LettersHanded,
): Promise<void> {
  // A letter that waits for a way out is stopped from where it is; every waiting state knows the arrow.
  const stopped = await end(world, tx, letter, 'stop', engine, why);
  await handed.onStopped?.(world, tx, stopped, why);
}

async function recordOutcome(
  world: World,
  tx: Tx,
  id: Id<'let'>,
  outcome: MailOutcome,
  tell: Tell,
): Promise<Temporal.Instant | undefined> {
  const letter = await locked(tx, id);
  // A report of the receiving side can be quicker than we are: what it said stands.
  if (letter.state !== 'sending') return undefined;
  const now = world.clock.now();
  if (outcome.outcome === 'held') {
    const again = now.add(heldWait);
    // Nothing left: the attempt does not count. But where an earlier one may have arrived there is no way back.
    const first = letter.tries <= 1;
    await changeLetterRow(tx, id, {
      state: first ? to(letter, 'hold') : 'sending',
      why: 'mail.off',
      tries: letter.tries - 1,
      notBefore: again,
      sendingUntil: null,
    });
    await told(tx, id);
    return again;
  }
  const response = scrub(outcome.response);
  await addAttempt(tx, id, { at: now, outcome: outcome.outcome, response });
  if (outcome.outcome === 'deferred') {
    const again = now.add(waitAfterTry(letter.tries));
    const givesUpAt = letter.createdAt.add(givesUpAfter);
    if (Temporal.Instant.compare(again, givesUpAt) > 0) {
      await undeliverable(world, tx, letter, 'give_up', response, tell);
      return undefined;
    }
    await changeLetterRow(tx, id, {
      state: to(letter, 'defer'),
      why: response,
      notBefore: again,
      sendingUntil: null,
    });
    await told(tx, id);
    return again;
  }
  if (outcome.outcome === 'refused') {
    await undeliverable(world, tx, letter, 'refuse', response, tell);
    return undefined;
  }
  const state = to(letter, 'accept');
  await changeLetterRow(tx, id, { state, why: null, sentAt: now, sendingUntil: null });
  const sent = { ...letter, state, sentAt: now };
  note(world, tx, {
    act: 'letter.send',
    by: engine,
    about: [
      {
        subject: subjectOf(letter),
        payload: {
          letter: id,
          version: letter.version,
          message_id: letter.messageId,
          tries: letter.tries,
          response,
        },
      },
    ],
  });
  await told(tx, id);
  for (const joined of await lettersJoined(tx, id))
    await changeLetterRow(tx, joined.id, { state: joined.state, sentAt: now });
  await tell(sent, 'sent', response);
  return undefined;
}

async function undeliverable(
  world: World,
  tx: Tx,
  letter: StoredLetter,
  act: 'refuse' | 'give_up' | 'bounce',
  response: string,
  tell: Tell,
): Promise<void> {
  const state = to(letter, act);
  assert(state === 'bounced' || state === 'failed', 'a letter nobody takes has bounced or failed');
  const now = world.clock.now();
  const why = response;
  await changeLetterRow(tx, letter.id, { state, why, endedAt: now, sendingUntil: null });
  note(world, tx, {
    act: `letter.${state === 'bounced' ? 'bounce' : 'fail'}`,
    by: engine,
    about: [{ subject: subjectOf(letter), payload: { letter: letter.id, response: why } }],
  });
  await told(tx, letter.id);
  await tell({ ...letter, state, why, endedAt: now }, state, why);
}

/** After so many soft bounces an address counts as one that does not work. */
const mostSoft = 3;
const softWait = Temporal.Duration.from({ hours: 4 });

/**
 * Takes a delivery report that intake read. Only a Message-ID of a letter that left counts; it holds eighty bits nobody
 * outside knows but who received the letter. What is said of a copy is not said of the letter. A mailbox that was full or a
 * server that was down gets the same letter again, at most three times.
 * @returns the letter it was about; undefined where it is about none of ours
 */
export async function takeBounce(
  world: World,
  tx: Tx,
  bounce: Bounce,
  handed: Pick<LettersHanded, 'onUndeliverable'> = {},
): Promise<Letter | undefined> {
  const letter = await letterByMessageId(tx, bounce.messageId);
  if (!letter) return undefined;
  const words = await openWords(world, tx, letter);
  const about = ofRecipient(bounce, words);
  if (!about) return letter;
  const now = world.clock.now();
  const said = bounceOutcome(about);
  const response = scrub(
    about.recipients.map((r) => [r.action, r.status, r.diagnostic].filter(Boolean).join(' ')).join('; '),
  );
  if (said === 'failed' && letterArrow(letter.state, 'bounce')) {
    const before = (await attemptsOf(tx, letter.id)).filter((a) => a.outcome === 'bounced').length;
    await addAttempt(tx, letter.id, { at: now, outcome: 'bounced', response });
    if (isSoft(about) && letter.state === 'sent' && before < mostSoft) {
      const again = now.add(softWait);
      await changeLetterRow(tx, letter.id, { state: to(letter, 'retry'), why: response, notBefore: again });
      await enqueueSend(tx, letter.id, letter.version, again, 'normal', `:soft${before + 1}`);
      await told(tx, letter.id);
    } else await undeliverable(world, tx, letter, 'bounce', response, tellNow(world, tx, handed));
  } else if (said === 'delivered' && letterArrow(letter.state, 'deliver')) {
    await addAttempt(tx, letter.id, { at: now, outcome: 'delivered', response });
    await changeLetterRow(tx, letter.id, { state: to(letter, 'deliver') });
    await told(tx, letter.id);
  } else if (said === 'delayed') await addAttempt(tx, letter.id, { at: now, outcome: 'deferred', response });
  return letter;
}

/** The part of a report that speaks of who the letter went to; undefined where it speaks of copies alone. */
function ofRecipient(bounce: Bounce, words: LetterWords | null): Bounce | undefined {
  const copies = new Set((words?.copyTo ?? []).map((c) => c.toLowerCase()));
  const recipients = bounce.recipients.filter((r) => r.address === null || !copies.has(r.address.toLowerCase()));
  return recipients.length > 0 ? { ...bounce, recipients } : undefined;
}

/**
 * Takes the receipt of a mail program: the letter was shown. Receipts that a program sends by itself for a letter it deleted
 * unread say nothing.
 * @returns the letter; undefined where it is none of ours
 */
export async function takeReceipt(world: World, tx: Tx, receipt: Receipt): Promise<Letter | undefined> {
  const letter = await letterByMessageId(tx, receipt.messageId);
  if (!letter) return undefined;
  if (receipt.disposition !== 'displayed') return letter;
  if (await markRead(tx, letter.id, 'receipt', world.clock.now())) {
    note(world, tx, {
      act: 'letter.read_receipt',
      by: { kind: 'customer', id: letter.id },
      about: [{ subject: subjectOf(letter), payload: { letter: letter.id, by_hand: receipt.byHand } }],
    });
    await told(tx, letter.id);
  }
  return letter;
}

/**
 * Takes a complaint of a mailbox provider about our own letter: it opens no case. That somebody calls our letters unwanted
 * stands on the letter, for a person to see.
 * @returns the letter; undefined where it is none of ours
 */
export async function takeComplaint(world: World, tx: Tx, messageId: string): Promise<Letter | undefined> {
  const letter = await letterByMessageId(tx, messageId);
  if (!letter) return undefined;
  if (await markComplaint(tx, letter.id, world.clock.now())) {
    note(world, tx, {
      act: 'letter.complaint',
      by: { kind: 'customer', id: letter.id },
      about: [{ subject: subjectOf(letter), payload: { letter: letter.id } }],
    });
    await told(tx, letter.id);
  }
  return letter;
}
