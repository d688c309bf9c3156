/** The acts a person does on an order, by name: what each takes and what it leads to. API, screens and command line share them. */

import type { Tx } from '#io/db';
import type { World } from '#io/world';
import { type Actor, type Id, Refused, statedMoment } from '#kernel';
import {
  acceptOrder,
  annulled,
  answerOrder,
  approveOrder,
  checkOrder,
  clarified,
  closeOrder,
  confirmAuthentic,
  contest,
  enforcingTold,
  itemNotDone,
  keepOnOrder,
  noteOnOrder,
  rejectInauthentic,
  reportDefect,
  reportImpossible,
  reportThreat,
  resumed,
  tell,
  toldOtherwise,
  transmit,
  upheld,
  verified,
  waiveScrutiny,
  withdrawn,
} from './demanding.ts';
import { acknowledgeCallouts } from './duty.ts';
import { extendPreserved, preserve } from './keeping.ts';
import { extendSecrecy, liftSecrecy, reviewSecrecy } from './secrecy.ts';
import { reinstated } from './settling.ts';
import type { OrderActBody } from './shapes.ts';

type Doer = (world: World, tx: Tx, id: string, b: OrderActBody, by: Actor) => Promise<unknown>;

const file = (b: OrderActBody) => b.file && { name: b.file.name, bytes: Buffer.from(b.file.base64, 'base64') };
const when = (text: string | undefined, field: string): Temporal.Instant => {
  if (text === undefined) throw new Refused('request.invalid', `${field}: missing`, { [field]: 'missing' });
  return statedMoment(text, field);
};
const one = <T extends string>(value: T | undefined, field: string): T => {
  if (value === undefined || value === '')
    throw new Refused('request.invalid', `${field}: missing`, { [field]: 'missing' });
  return value;
};

/** Every act by name; who may, and in which state, says the life of an order. */
export const orderActs: Readonly<Record<string, Doer>> = {
  accept: (w, tx, id, _b, by) => acceptOrder(w, tx, id, by),
  check: (w, tx, id, b, by) => checkOrder(w, tx, id, b.checks ?? {}, by),
  confirm: (w, tx, id, b, by) =>
    confirmAuthentic(
      w,
      tx,
      id,
      { contact: one(b.contact, 'contact'), how: b.how ?? 'call_back', spokeTo: b.text ?? '' },
      by,
    ),
  reject: (w, tx, id, b, by) => rejectInauthentic(w, tx, id, b.text ?? '', by),
  defect: (w, tx, id, b, by) =>
    reportDefect(w, tx, id, b.ground === 'manifest_errors' ? 'manifest_errors' : 'insufficient', b.text ?? '', by),
  impossible: (w, tx, id, b, by) =>
    reportImpossible(w, tx, id, b.ground === 'force_majeure' ? 'force_majeure' : 'de_facto', b.text ?? '', by),
  clarify: (w, tx, id, b, by) => clarified(w, tx, id, b.text ?? '', by),
  resume: (w, tx, id, b, by) => resumed(w, tx, id, b.text ?? '', by),
  approve: (w, tx, id, _b, by) => approveOrder(w, tx, id, by),
  transmit: (w, tx, id, b, by) => {
    const f = file(b);
    return transmit(
      w,
      tx,
      id,
      {
        what: one(b.what, 'what'),
        channel: b.channel ?? 'mail',
        ...(f ? { file: f } : {}),
        ...(b.sha256 ? { sha256: b.sha256 } : {}),
        ...(b.period ? { period: b.period } : {}),
        ...(b.gaps ? { gaps: b.gaps } : {}),
      },
      by,
    );
  },
  answer: (w, tx, id, b, by) => {
    const f = file(b);
    return answerOrder(
      w,
      tx,
      id,
      { ...(b.text ? { text: b.text } : {}), ...(b.gaps ? { gaps: b.gaps } : {}), ...(f ? { file: f } : {}) },
      by,
    );
  },
  keep: (w, tx, id, b, by) => keepOnOrder(w, tx, id, b.what ?? b.text ?? '', by),
  preserve: (w, tx, id, b, by) => {
    const f = file(b);
    return preserve(
      w,
      tx,
      id,
      {
        ...(f ? { bytes: f.bytes, mediaType: b.file?.type ?? 'application/octet-stream' } : {}),
        ...(b.text ? { custody: b.text } : {}),
        ...(b.until ? { until: when(b.until, 'until') } : {}),
      },
      by,
    );
  },
  extend_preserved: (w, tx, id, b, by) => extendPreserved(w, tx, id, when(b.until, 'until'), b.text ?? '', by),
  lift: (w, tx, id, b, by) => liftSecrecy(w, tx, id, b.text ?? '', by),
  extend_secrecy: (w, tx, id, b, by) => extendSecrecy(w, tx, id, when(b.until, 'until'), by),
  review_secrecy: (w, tx, id, b, by) => reviewSecrecy(w, tx, id, b.text ?? '', by),
  contest: (w, tx, id, b, by) => contest(w, tx, id, b.text ?? '', one(b.contact, 'contact'), by),
  waive: (w, tx, id, _b, by) => waiveScrutiny(w, tx, id, by),
  uphold: (w, tx, id, _b, by) => upheld(w, tx, id, by),
  annul: (w, tx, id, b, by) => annulled(w, tx, id, b.text ?? '', by),
  reinstate: (w, tx, id, b, by) => reinstated(w, tx, id, b.items ?? [], by),
  threat: (w, tx, id, b, by) => reportThreat(w, tx, id, b.text ?? '', one(b.contact, 'contact'), by),
  enforcing: (w, tx, id, b, by) => enforcingTold(w, tx, id, when(b.at, 'at'), by),
  verify: (w, tx, id, b, by) => verified(w, tx, id, b.text ?? '', by),
  tell: (w, tx, id, _b, by) => tell(w, tx, id, by),
  withdraw: (w, tx, id, b, by) => withdrawn(w, tx, id, b.text ?? '', by),
  not_done: (w, tx, id, b, by) => itemNotDone(w, tx, id, b.item ?? 0, b.text ?? '', by),
  told_receipt: (w, tx, id, b, by) => toldOtherwise(w, tx, id, 'receipt', b.text ?? '', by),
  told_effect: (w, tx, id, b, by) => toldOtherwise(w, tx, id, 'effect', b.text ?? '', by),
  answer_callout: (w, tx, id, _b, by) => acknowledgeCallouts(w, tx, id, by),
  note: (w, tx, id, b, by) => noteOnOrder(w, tx, id, b.text ?? '', by),
  close: (w, tx, id, b, by) => closeOrder(w, tx, id, b.text ?? '', by),
};
export const orderActNames = Object.keys(orderActs) as [string, ...string[]];

/** Does one act in a transaction of its own. @throws Refused `request.invalid` for a name that is none */
export async function actOnOrder(
  world: World,
  org: Id<'org'>,
  id: string,
  act: string,
  b: OrderActBody,
  by: Actor,
): Promise<void> {
  const doer = Object.hasOwn(orderActs, act) ? orderActs[act] : undefined;
  if (!doer) throw new Refused('request.invalid', `act: ${act}`, { act: 'unknown' });
  await world.db.in(org, (tx) => doer(world, tx, id, b, by));
}
