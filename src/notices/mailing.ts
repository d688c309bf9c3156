/** Mail that turns out to be a notice, or to hold a picture that must not be kept: what a person says of it in the manual queue. */
import { houseOf } from '#correspondence/store';
import { queueLetter } from '#correspondence/work';
import { sql, type Tx } from '#io/db';
import { newId } from '#io/dice';
import type { World } from '#io/world';
import { note } from '#journal/work';
import { type Actor, actorId, type Id, type Language, mayAs, Refused } from '#kernel';
import { goodFaithNow } from '#law';
import type { GiveNotice } from './given.ts';
import { type Submitted, submitNotice } from './taking.ts';

/**
 * A person says of a message: this is a notice. It becomes the same notice as one from the form, received when the mail was
 * delivered: its clocks run from that moment, whenever somebody read it.
 */
export async function noticeFromMessage(
  world: World,
  org: Id<'org'>,
  message: string,
  given: GiveNotice,
  by: Actor,
): Promise<Submitted> {
  if (!mayAs(by, 'handler')) throw new Refused('request.not-allowed');
  const found = await world.db.in(org, async (tx) => {
    const [row] = await tx.rows(sql<{ id: Id<'msg'>; state: string; received_at: Temporal.Instant }>`
      select id, state, received_at from message where organisation_id = ${org} and id = ${message}`);
    if (!row) throw new Refused('request.not-found');
    if (row.state !== 'manual') throw new Refused('message.not-manual');
    return row;
  });
  const done = await submitNotice(world, org, {
    ...given,
    id: newId(world, 'ntc'),
    channel: 'mail',
    message: found.id,
    good_faith_version: given.good_faith ? goodFaithNow : null,
    files: [],
  });
  await world.db.in(org, async (tx) => {
    // It was delivered when the mail was: that is when its clocks began.
    await tx.rows(sql`
      update notice set received_at = ${found.received_at.toString()}::timestamptz where organisation_id = ${org} and id = ${done.id}`);
    await settleMessage(world, tx, org, found.id, by, done.id);
  });
  return { ...done, receivedAt: found.received_at };
}

/** Ends a message of the manual queue as a notice. */
async function settleMessage(
  world: World,
  tx: Tx,
  org: Id<'org'>,
  message: Id<'msg'>,
  by: Actor,
  notice: Id<'ntc'>,
): Promise<void> {
  await tx.rows(sql`
    update message set state = 'done', ended = 'notice', handled_by = ${actorId(by)}, handled_at = ${world.clock.now().toString()}::timestamptz
     where organisation_id = ${org} and id = ${message}`);
  note(world, tx, { act: 'message.notice', by, about: [{ subject: message, payload: { message, notice } }] });
  await tx.notify({ organisation: org, what: 'message', id: message });
}

/**
 * Answers who mailed a picture of child sexual abuse: send the address, never the picture. Nothing of the mail is quoted; its
 * address comes from the tombstone that stays of it.
 * @throws Refused `request.not-found` where there is no tombstone, `notice.nobody-to-tell` where it names no sender
 */
export async function askForAddress(
  world: World,
  tx: Tx,
  message: string,
  language: Language | 'both',
  by: Actor,
): Promise<Id<'let'>> {
  const [row] = await tx.rows(sql<{ tombstone: { readonly sender?: string | null } | null }>`
    select tombstone from message where organisation_id = ${tx.organisation} and id = ${message}`);
  if (!row?.tombstone) throw new Refused('request.not-found');
  const address = /[^\s<>"]+@[^\s<>"]+/.exec(row.tombstone.sender ?? '')?.[0];
  if (!address) throw new Refused('notice.nobody-to-tell');
  const house = await houseOf(tx);
  const fields = { organisationName: house.name };
  return queueLetter(world, tx, {
    template: 'ltr-16-address',
    language,
    audience: 'notifier',
    party: null,
    contact: { id: null, address },
    fields: { nl: fields, en: fields },
    urgent: true,
    undoSeconds: 0,
    by,
    link: false,
  });
}
