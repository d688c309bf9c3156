/** Acts of a person on an order: who it comes from, what lacks in it, what leaves on it, how it is fought, and how it ends. */
import { type Attachment, momentWithUtc } from '#correspondence';
import { deadlinesOf } from '#deadlines/store';

import type { Tx } from '#io/db';
import { sha256 } from '#io/dice';
import type { World } from '#io/world';
import { note } from '#journal/work';
import { type Actor, actorId, Refused, type Words } from '#kernel';
import { type CheckOutcome, checkOutcomes, type OrderElement } from '#law';
import { allow, doAct, endClocks, fact, lockOrder, type OrderNow } from './acting.ts';
import { preserve } from './keeping.ts';
import { askReport, itemTable, missingWords, nameOfMember, tellRecipient, writeToAuthority } from './lettering.ts';
import { authorities, contactsOfAuthorities } from './register.ts';
import { changeItems, changeOrder, writeAct } from './store.ts';

const needs = (text: string): string => {
  if (text.trim() === '') throw new Refused('case.needs-reason');
  return text;
};

/** Marks elements as there or missing, as a person reads them. */
export async function checkOrder(
  world: World,
  tx: Tx,
  id: string,
  checks: Readonly<Partial<Record<OrderElement, CheckOutcome>>>,
  by: Actor,
): Promise<void> {
  const o = await lockOrder(tx, id);
  allow(o, 'check', by);
  for (const [element, outcome] of Object.entries(checks))
    if (!o.type.checks.some((c) => c.element === element) || !checkOutcomes.includes(outcome))
      throw new Refused('request.invalid', `checks: ${element} is no element of this kind`, { checks: 'unknown' });
  await doAct(world, tx, o, 'check', by, { change: { checks: { ...o.row.checks, ...checks } }, detail: { checks } });
}

/** A removal order is taken up: whoever reads it says so. Data wait for the call-back instead. */
export async function acceptOrder(world: World, tx: Tx, id: string, by: Actor): Promise<void> {
  const o = await lockOrder(tx, id);
  allow(o, 'accept', by);
  await doAct(world, tx, o, 'accept', by);
}

export const confirmedHow = ['call_back', 'mail_back', 'portal', 'in_person'] as const;
export type ConfirmedHow = (typeof confirmedHow)[number];

/**
 * The authority said itself that the order is its own, through a contact of our register.
 * @throws Refused `order.contact-not-ours` where the contact is not of that authority, or came into the register only after the
 *   order did and nobody else verified it: then it may be the one in the letter
 */
export async function confirmAuthentic(
  world: World,
  tx: Tx,
  id: string,
  c: { readonly contact: string; readonly how: ConfirmedHow; readonly spokeTo: string },
  by: Actor,
): Promise<void> {
  const o = await lockOrder(tx, id);
  allow(o, 'confirm', by);
  needs(c.spokeTo);
  const contact = (await contactsOfAuthorities(tx)).find((k) => k.id === c.contact);
  if (!contact || (o.row.authority_id !== null && contact.authority_id !== o.row.authority_id))
    throw new Refused('order.contact-not-ours');
  const wasThere = Temporal.Instant.compare(contact.added_at, o.row.received_at) < 0;
  const lookedUp = contact.verified_by !== null && contact.verified_by !== actorId(by);
  if (!wasThere && !lookedUp) throw new Refused('order.contact-not-ours', 'it came after the order');
  const now = world.clock.now();
  await doAct(world, tx, o, 'confirm', by, {
    change: {
      authenticity: 'confirmed',
      confirmed_at: now,
      confirmed_by: actorId(by),
      confirmed_contact: contact.id,
      authority_id: contact.authority_id,
    },
    detail: { contact: contact.id, how: c.how },
    text: c.spokeTo,
  });
}

/**
 * It is not the authority's: its clocks lose their meaning, the real authority is told through the register, and what was done
 * on it must be put back.
 */
export async function rejectInauthentic(world: World, tx: Tx, id: string, why: string, by: Actor): Promise<void> {
  const o = await lockOrder(tx, id);
  allow(o, 'reject', by);
  needs(why);
  await doAct(world, tx, o, 'reject', by, { change: { authenticity: 'rejected' }, text: why });
  await endClocks(world, tx, o.row.id, 'not from the authority');
  await writeToAuthority(world, tx, o, {
    template: 'ltr-ord-forged',
    fields: () => ({ explanation: why }),
    only: 'register',
    by,
  });
}

export const impossibleGrounds = {
  force_majeure: { nl: 'overmacht', en: 'force majeure' },
  de_facto: { nl: 'feitelijke onmogelijkheid', en: 'de facto impossibility' },
} as const satisfies Record<string, Words>;
export const defectGrounds = {
  manifest_errors: { nl: 'kennelijke fouten', en: 'manifest errors' },
  insufficient: { nl: 'onvoldoende informatie om uit te voeren', en: 'insufficient information to carry it out' },
} as const satisfies Record<string, Words>;
export type ImpossibleGround = keyof typeof impossibleGrounds;
export type DefectGround = keyof typeof defectGrounds;

async function obstacle(
  world: World,
  tx: Tx,
  id: string,
  act: 'defect' | 'impossible',
  ground: Words & { readonly code: string },
  explanation: string,
  by: Actor,
): Promise<void> {
  const o = await lockOrder(tx, id);
  allow(o, act, by);
  needs(explanation);
  await doAct(world, tx, o, act, by, { detail: { ground: ground.code }, text: explanation });
  const now = world.clock.now();
  await fact(world, tx, o, 'obstacle.seen', now, by);
  const signer = by.kind === 'member' ? ((await nameOfMember(tx, by.id)) ?? by.name) : null;
  await writeToAuthority(world, tx, await lockOrder(tx, id), {
    template: act === 'defect' ? o.type.letters.defect : o.type.letters.impossible,
    fields: (l, house) => ({
      ground: ground[l],
      explanation,
      missing: act === 'defect' ? missingWords(o, l) : undefined,
      signer: signer ?? house.sender,
      signerRole: 'abuse desk',
      signedAt: momentWithUtc(now, house.zone, l),
    }),
    by,
  });
}

/** An element lacks or is wrong: the authority is asked, and what can be done goes on. Never a refusal. */
export async function reportDefect(
  world: World,
  tx: Tx,
  id: string,
  ground: DefectGround,
  explanation: string,
  by: Actor,
): Promise<void> {
  await obstacle(world, tx, id, 'defect', { ...defectGrounds[ground], code: ground }, explanation, by);
}
/** It cannot be done, through no fault of ours: the authority is told why. */
export async function reportImpossible(
  world: World,
  tx: Tx,
  id: string,
  ground: ImpossibleGround,
  explanation: string,
  by: Actor,
): Promise<void> {
  await obstacle(world, tx, id, 'impossible', { ...impossibleGrounds[ground], code: ground }, explanation, by);
}

/** The clarification came: where the article says so the term begins anew. */
export async function clarified(world: World, tx: Tx, id: string, said: string, by: Actor): Promise<void> {
  const o = await lockOrder(tx, id);
  allow(o, 'clarify', by);
  await doAct(world, tx, o, 'clarify', by, { text: needs(said) });
  await fact(world, tx, o, 'clarification.received', world.clock.now(), by);
}
/** What made it impossible is over. */
export async function resumed(world: World, tx: Tx, id: string, why: string, by: Actor): Promise<void> {
  const o = await lockOrder(tx, id);
  allow(o, 'resume', by);
  await doAct(world, tx, o, 'resume', by, { text: needs(why) });
  await fact(world, tx, o, 'impossibility.ended', world.clock.now(), by);
}

/** A second person agrees that something leaves. */
export async function approveOrder(world: World, tx: Tx, id: string, by: Actor): Promise<void> {
  const o = await lockOrder(tx, id);
  allow(o, 'approve', by);
  await doAct(world, tx, o, 'approve', by, { change: { approved_by: actorId(by) } });
}

/** Nothing leaves before the call-back, and before another person agreed. @throws Refused `order.not-authentic`, `order.second-person` */
function passGate(o: OrderNow, by: Actor): void {
  if (o.type.gate && o.row.authenticity !== 'confirmed') throw new Refused('order.not-authentic');
  if (o.type.secondPerson && (o.row.approved_by === null || o.row.approved_by === actorId(by)))
    throw new Refused('order.second-person');
}

export interface DataSet {
  /** What it is, in words the reader understands. */
  readonly what: string;
  /** The data themselves; or their hash, where they go by the other side's own system. */
  readonly file?: { readonly name: string; readonly bytes: Uint8Array };
  readonly sha256?: string;
  readonly channel: string;
  readonly period?: string;
  readonly gaps?: string;
}

/**
 * Data go out on a demand: to the confirmed contact of our own register and nowhere else, and only what was demanded.
 * @throws Refused `order.not-authentic`, `order.second-person`, `order.no-address`
 */
export async function transmit(world: World, tx: Tx, id: string, data: DataSet, by: Actor): Promise<void> {
  const o = await lockOrder(tx, id);
  allow(o, 'transmit', by);
  passGate(o, by);
  const hash = data.file ? sha256(data.file.bytes).toString('hex') : data.sha256;
  if (!hash || !/^[0-9a-f]{64}$/.test(hash))
    throw new Refused('request.invalid', 'sha256: of the data set', { sha256: 'missing' });
  const now = world.clock.now();
  const attachments: readonly Attachment[] = data.file
    ? [{ name: data.file.name, type: 'application/octet-stream', bytes: data.file.bytes }]
    : [];
  await changeItems(
    tx,
    o.items.map((i) => i.id),
    { state: 'effected', settled_at: now, automated: 'NOT_AUTOMATED' },
  );
  await doAct(world, tx, o, 'transmit', by, {
    change: { effect_at: now },
    detail: { sha256: hash, channel: data.channel, contact: o.row.confirmed_contact },
    text: data.what,
  });
  const sent = await writeToAuthority(world, tx, await lockOrder(tx, id), {
    template: o.type.letters.effect,
    fields: () => ({ dataSet: data.what, hash, channelUsed: data.channel, period: data.period, gaps: data.gaps }),
    attachments,
    only: 'register',
    by,
  });
  // By the other side's own system the data went already; by mail there must be an address of ours to send them to.
  if (sent === null && data.file) throw new Refused('order.no-address');
  await noteEffect(world, tx, o, now, by);
  await fact(world, tx, o, 'data.transmitted', now, by);
  await fact(world, tx, o, 'effect.given', now, by, {
    already: o.standing.secret || o.type.tell !== 'required' ? ['recipient.told'] : [],
  });
}

async function noteEffect(world: World, _tx: Tx, o: OrderNow, at: Temporal.Instant, by: Actor): Promise<void> {
  note(world, _tx, {
    act: 'order.effect',
    by,
    about: [{ subject: o.row.id, payload: { order: o.row.id, number: o.row.number, effect_at: at.toString() } }],
  });
}

/** The answer to a supervisor, or to an authority outside the Union: for those always the way by treaty. */
export async function answerOrder(
  world: World,
  tx: Tx,
  id: string,
  answer: {
    readonly text?: string;
    readonly gaps?: string;
    readonly file?: { readonly name: string; readonly bytes: Uint8Array };
  },
  by: Actor,
): Promise<void> {
  const o = await lockOrder(tx, id);
  allow(o, 'answer', by);
  const isTreaty = o.type.letters.effect === 'ltr-treaty';
  // The treaty letter holds nothing about anybody, so it needs no call-back; whatever else is answered does.
  if (!isTreaty) passGate(o, by);
  const text = isTreaty ? '' : needs(answer.text ?? '');
  if (isTreaty && answer.file) throw new Refused('order.not-authentic');
  const now = world.clock.now();
  await doAct(world, tx, o, 'answer', by, { change: { effect_at: now }, text: text || null });
  const sent = await writeToAuthority(world, tx, await lockOrder(tx, id), {
    template: o.type.letters.effect,
    fields: () => ({
      explanation: text || undefined,
      gaps: answer.gaps,
      hash: answer.file ? sha256(answer.file.bytes).toString('hex') : undefined,
    }),
    ...(answer.file
      ? { attachments: [{ name: answer.file.name, type: 'application/octet-stream', bytes: answer.file.bytes }] }
      : {}),
    ...(isTreaty ? {} : { only: 'register' as const }),
    by,
  });
  if (sent === null) throw new Refused('order.no-address');
  await noteEffect(world, tx, o, now, by);
  await fact(world, tx, o, 'effect.given', now, by);
}

/** Data are kept as they are on a preservation order: on our own disk, recorded here, and said so. */
export async function keepOnOrder(world: World, tx: Tx, id: string, what: string, by: Actor): Promise<void> {
  const o = await lockOrder(tx, id);
  allow(o, 'keep', by);
  needs(what);
  const now = world.clock.now();
  const term = (await deadlinesOf(tx, o.row.id)).find((d) => d.clock === 'clk-126ni' || d.clock === 'clk-epocpr');
  if (!term) throw new Refused('order.act-not-allowed', 'keep: no term runs');
  await preserve(world, tx, id, { custody: what, until: term.dueAt }, by);
  const kept = await lockOrder(tx, id);
  await changeItems(
    tx,
    kept.items.map((i) => i.id),
    { state: 'effected', settled_at: now, automated: 'NOT_AUTOMATED' },
  );
  await doAct(world, tx, kept, 'keep', by, { change: { effect_at: now }, detail: { until: term.dueAt.toString() } });
  await writeToAuthority(world, tx, await lockOrder(tx, id), {
    template: o.type.letters.effect,
    fields: (l, house) => ({ what, until: momentWithUtc(term.dueAt, house.zone, l) }),
    by,
  });
  await noteEffect(world, tx, o, now, by);
  await fact(world, tx, o, 'effect.given', now, by, { already: ['recipient.told'] });
}

/** Terrorist content that threatens lives: the criminal authorities are told at once (TCO art. 14(5)). */
export async function reportThreat(
  world: World,
  tx: Tx,
  id: string,
  threat: string,
  to: string,
  by: Actor,
): Promise<void> {
  const o = await lockOrder(tx, id);
  allow(o, 'threat', by);
  needs(threat);
  const contact = (await contactsOfAuthorities(tx)).find((c) => c.id === to && c.channel === 'mail');
  if (!contact) throw new Refused('order.contact-not-ours');
  const who = (await authorities(tx)).find((a) => a.id === contact.authority_id);
  await doAct(world, tx, o, 'threat', by, { detail: { contact: contact.id }, text: threat });
  await fact(world, tx, o, 'threat.known', world.clock.now(), by);
  await writeToAuthority(world, tx, o, {
    template: 'ltr-tco-14',
    to: contact.address,
    fields: (l, house) => ({ authorityName: who?.name, items: itemTable(o.items, house.zone, l), explanation: threat }),
    by,
  });
}

/** Asks the authority of our own Member State to scrutinise an order from another one; it stays carried out meanwhile (TCO art. 4(4)). */
export async function contest(world: World, tx: Tx, id: string, reasons: string, to: string, by: Actor): Promise<void> {
  const o = await lockOrder(tx, id);
  allow(o, 'contest', by);
  needs(reasons);
  const contact = (await contactsOfAuthorities(tx)).find((c) => c.id === to && c.channel === 'mail');
  if (!contact) throw new Refused('order.contact-not-ours');
  const who = (await authorities(tx)).find((a) => a.id === contact.authority_id);
  await doAct(world, tx, o, 'contest', by, { change: { scrutiny: 'asked' }, text: reasons });
  await writeToAuthority(world, tx, o, {
    template: 'ltr-tco-scr',
    to: contact.address,
    fields: () => ({ authorityName: who?.name, issuerName: o.row.authority_name, explanation: reasons }),
    by,
  });
}
/** We ask no scrutiny; the 48 hours end here. */
export async function waiveScrutiny(world: World, tx: Tx, id: string, by: Actor): Promise<void> {
  const o = await lockOrder(tx, id);
  allow(o, 'waive', by);
  await doAct(world, tx, o, 'waive', by, { change: { scrutiny: 'waived' } });
  await fact(world, tx, o, 'scrutiny.settled', world.clock.now(), by);
}
/** The authority found no infringement. */
export async function upheld(world: World, tx: Tx, id: string, by: Actor): Promise<void> {
  const o = await lockOrder(tx, id);
  allow(o, 'uphold', by);
  await doAct(world, tx, o, 'uphold', by, { change: { scrutiny: 'upheld' } });
  await fact(world, tx, o, 'scrutiny.decided', world.clock.now(), by);
}
/** The order lost its effect: what was taken away is put back at once (TCO art. 4(7)). */
export async function annulled(world: World, tx: Tx, id: string, decision: string, by: Actor): Promise<void> {
  const o = await lockOrder(tx, id);
  allow(o, 'annul', by);
  await doAct(world, tx, o, 'annul', by, { change: { scrutiny: 'annulled', closed_at: null }, text: needs(decision) });
  await fact(world, tx, o, 'scrutiny.decided', world.clock.now(), by);
  await fact(world, tx, o, 'scrutiny.settled', world.clock.now(), by);
}

/** The enforcing authority was told of an emergency order: its 96 hours to object begin (e-Evidence art. 10(4)). */
export async function enforcingTold(world: World, tx: Tx, id: string, at: Temporal.Instant, by: Actor): Promise<void> {
  const o = await lockOrder(tx, id);
  allow(o, 'enforcing', by);
  await doAct(world, tx, o, 'enforcing', by, { detail: { at: at.toString() } });
  await fact(world, tx, o, 'enforcing.told', at, by);
}

/** Somebody looked from outside, by status only. */
export async function verified(world: World, tx: Tx, id: string, how: string, by: Actor): Promise<void> {
  const o = await lockOrder(tx, id);
  allow(o, 'verify', by);
  await doAct(world, tx, o, 'verify', by, { text: needs(how) });
}

/** The recipient is told now, by a person. @throws Refused `order.secret`, `letter.no-contact` */
export async function tell(world: World, tx: Tx, id: string, by: Actor): Promise<void> {
  const o = await lockOrder(tx, id);
  if (o.standing.secret) throw new Refused('order.secret');
  allow(o, 'tell', by);
  if (!(await tellRecipient(world, tx, o, by))) throw new Refused('letter.no-contact');
  await doAct(world, tx, await lockOrder(tx, id), 'tell', by);
}

/** The authority took it back. */
export async function withdrawn(world: World, tx: Tx, id: string, said: string, by: Actor): Promise<void> {
  const o = await lockOrder(tx, id);
  allow(o, 'withdraw', by);
  await doAct(world, tx, o, 'withdraw', by, { text: needs(said) });
  await endClocks(world, tx, o.row.id, 'withdrawn by the authority');
}

/** Words of a colleague beside it. */
export async function noteOnOrder(world: World, tx: Tx, id: string, text: string, by: Actor): Promise<void> {
  const o = await lockOrder(tx, id);
  allow(o, 'note', by);
  await doAct(world, tx, o, 'note', by, { text: needs(text) });
}

/** Nothing more is to be done on it. The report back that nobody could be sent is told another way, and that is written here. */
export async function closeOrder(world: World, tx: Tx, id: string, how: string, by: Actor): Promise<void> {
  const o = await lockOrder(tx, id);
  allow(o, 'close', by);
  await doAct(world, tx, o, 'close', by, { change: { closed_at: world.clock.now() }, text: how.trim() || null });
}

/** An item a person says cannot be carried out on its own, and why; what is left open decides the order. */
export async function itemNotDone(world: World, tx: Tx, id: string, no: number, why: string, by: Actor): Promise<void> {
  const o = await lockOrder(tx, id);
  const item = o.items.find((i) => i.no === no && i.state === 'open');
  if (!item) throw new Refused('request.not-found');
  const left = o.items.filter((i) => i.state === 'open').length - 1;
  allow(o, left > 0 ? 'settle_part' : 'settle', by);
  const now = world.clock.now();
  await changeItems(tx, [item.id], {
    state: 'not_effected',
    settled_at: now,
    automated: 'NOT_AUTOMATED',
    why: needs(why),
  });
  await doAct(world, tx, o, left > 0 ? 'settle_part' : 'settle', by, { detail: { outcome: 'not_acted', items: [no] } });
  if (left > 0) return;
  await changeOrder(tx, o.row.id, { effect_at: now });
  await noteEffect(world, tx, o, now, by);
  await fact(world, tx, o, 'effect.given', now, by, { already: ['recipient.told'] });
  await askReport(world, tx, o.row.id);
}

/** Who told the authority by telephone or portal, where no address to write to is known: the clocks end with that word. */
export async function toldOtherwise(
  world: World,
  tx: Tx,
  id: string,
  what: 'receipt' | 'effect',
  how: string,
  by: Actor,
): Promise<void> {
  const o = await lockOrder(tx, id);
  allow(o, 'note', by);
  const now = world.clock.now();
  await writeAct(world, tx, { order: o.row.id, act: `told_${what}`, by, text: needs(how) });
  note(world, tx, { act: `order.told_${what}`, by, about: [{ subject: o.row.id, payload: { order: o.row.id } }] });
  if (what === 'receipt') {
    await changeOrder(tx, o.row.id, { acknowledged_at: now });
    await fact(world, tx, o, 'receipt.sent', now, by);
    return;
  }
  if (o.row.state === 'executed' || o.row.state === 'verified')
    await doAct(world, tx, o, 'report', by, { change: { reported_at: now } });
  await fact(world, tx, o, 'effect.reported', now, by);
  await fact(world, tx, o, 'annex_ii.sent', now, by);
}
