/** Complaints at work: taken from the link in a letter, a notifier or at the desk; reviewed by another person; overturned ones reverse by themselves. */
import { houseOf } from '#correspondence/store';
import { queueLetter } from '#correspondence/work';
import { startDeadline, stopDeadline } from '#deadlines/work';
import type { Tx } from '#io/db';
import { newId, sha256 } from '#io/dice';
import type { World } from '#io/world';
import { note } from '#journal/work';
import { type Actor, actorId, engine, type Id, type Language, mayAs, Refused, timeForPeople } from '#kernel';
import { decisionBy, type StoredDecision } from '#measures/store';
import { type DecisionHands, noteDecision, reverseDecision } from '#measures/work';
import { nextNumber } from '#organisations/store';
import { contactFor } from '#parties';
import { contactsOf, partiesByIds } from '#parties/store';
import { redressLinkBehind } from '#reasons/store';

export { declineThreat, listThreats, proposeThreat, reportThreat } from './threats.ts';

import { type ComplaintAct, complaintArrow, outcomeWords } from './complaint.ts';
import { changeComplaint, complaintOnce, lockComplaint, orgOf, type StoredComplaint, writeComplaint } from './store.ts';

export interface NewComplaint {
  readonly decision: string;
  readonly by: 'recipient' | 'notifier' | 'other';
  readonly via: 'page' | 'desk' | 'api';
  readonly party: Id<'party'> | null;
  readonly text: string;
  readonly name: string | null;
  readonly address: string | null;
  /** Mark of the form it came from. */
  readonly once?: string;
}

/** Specific measures against terrorist content, of our own motion: their complaints are answered within two weeks (TCO art. 10). */
const underTco = (d: StoredDecision) =>
  d.category === 'risk_for_public_security' && d.keyword === 'TERRORIST_CONTENT' && d.origin !== null;

/**
 * Takes a complaint; the same form sent twice is one.
 * @throws Refused `request.invalid` for one without words, `request.not-found`
 */
export async function takeComplaint(world: World, tx: Tx, c: NewComplaint, by: Actor): Promise<StoredComplaint> {
  const text = c.text.trim();
  if (text === '') throw new Refused('request.invalid', 'text: say what is wrong', { text: 'required' });
  if (c.once) {
    const there = await complaintOnce(world, tx, c.once);
    if (there) return there;
  }
  const d = await decisionBy(world, tx, c.decision);
  const now = world.clock.now();
  const id = newId(world, 'cmp');
  const number = await nextNumber(tx, orgOf(tx), 'complaint', now.toZonedDateTimeISO('UTC').year);
  await writeComplaint(
    world,
    tx,
    { id, number, decision: d.id, by: c.by, via: c.via, party: c.party, receivedAt: now },
    { text, name: c.name, address: c.address, answer: null },
    c.once ?? null,
  );
  if (underTco(d)) await startDeadline(world, tx, { clock: 'clk-tco-cmp', subject: id, label: number, startsAt: now });
  await noteDecision(world, tx, d, 'complaint', by, { complaint: id, by: c.by, via: c.via });
  return lockComplaint(world, tx, id);
}

export interface Opened {
  readonly decision: StoredDecision;
  readonly by: 'recipient' | 'notifier';
  readonly party: Id<'party'> | null;
  readonly until: Temporal.Instant;
}

/** What a link to complain opens. @throws Refused `complaint.window-closed` for a stranger's and for one that is over alike */
export async function openRedress(world: World, tx: Tx, token: string): Promise<Opened> {
  const link = await redressLinkBehind(tx, sha256(token));
  if (!link || Temporal.Instant.compare(world.clock.now(), link.expiresAt) >= 0)
    throw new Refused('complaint.window-closed');
  return {
    decision: await decisionBy(world, tx, link.decision),
    by: link.by,
    party: link.party,
    until: link.expiresAt,
  };
}

/** Takes what was written on the page behind a link. */
export async function complainByLink(
  world: World,
  tx: Tx,
  token: string,
  said: { readonly text: string; readonly name: string; readonly address: string; readonly once: string },
): Promise<StoredComplaint> {
  const link = await openRedress(world, tx, token);
  return takeComplaint(
    world,
    tx,
    {
      decision: link.decision.id,
      by: link.by,
      via: 'page',
      party: link.party,
      text: said.text,
      name: said.name.trim() || null,
      address: said.address.trim() || null,
      once: said.once,
    },
    engine,
  );
}

/** Where the answer goes: the address given, else the party's own. */
async function answerTo(
  tx: Tx,
  c: StoredComplaint,
): Promise<{ name: string; contact: { id: Id<'cnt'> | null; address: string }; language: Language | 'both' } | null> {
  const party = c.party ? (await partiesByIds(tx, [c.party])).get(c.party) : undefined;
  const own = c.party ? contactFor(await contactsOf(tx, [c.party]), 'abuse') : undefined;
  const address = c.words?.address ?? own?.address;
  if (!address) return null;
  return {
    name: c.words?.name ?? party?.name ?? address,
    contact: { id: c.words?.address ? null : (own?.id ?? null), address },
    language: party?.language ?? 'both',
  };
}

async function sendAnswer(
  world: World,
  tx: Tx,
  c: StoredComplaint,
  d: StoredDecision,
  outcome: keyof typeof outcomeWords,
  reasons: string,
  by: Actor,
): Promise<Id<'let'> | null> {
  const to = await answerTo(tx, c);
  if (!to) return null;
  const house = await houseOf(tx);
  const fields = (l: Language) => ({
    objectionNumber: c.number,
    decisionNumber: d.number ?? d.id,
    organisationName: house.name,
    recipientName: to.name,
    receivedAt: timeForPeople(c.receivedAt, house.zone, l),
    outcome: outcomeWords[outcome][l],
    reasons,
    redress: l === 'nl' ? 'U kunt naar de rechter gaan.' : 'You can go to court.',
  });
  return queueLetter(world, tx, {
    template: 'ltr-cmp-dec',
    language: to.language,
    audience: c.by === 'notifier' ? 'notifier' : 'customer',
    party: c.party,
    contact: to.contact,
    matter: d.id,
    reference: c.number,
    fields: { nl: fields('nl'), en: fields('en') },
    urgent: true,
    by,
    link: false,
  });
}

/**
 * Takes a complaint up, or decides it. Whoever proposed or approved the decision never does either. One that is overturned is
 * reversed in the same transaction; one that is right in part goes back to the desk with what is to be changed.
 * @throws Refused `complaint.act-not-allowed`, `complaint.same-person`, `case.needs-reason`
 */
export async function actOnComplaint(
  world: World,
  tx: Tx,
  hands: DecisionHands,
  id: string,
  act: ComplaintAct,
  given: { readonly version?: number | undefined; readonly reason?: string | undefined },
  by: Actor,
): Promise<void> {
  const c = await lockComplaint(world, tx, id, given.version);
  const arrow = complaintArrow(c.state, act);
  if (!arrow) throw new Refused('complaint.act-not-allowed', c.state);
  // Human decision: the engine decides no complaint.
  if (by.kind !== 'member' || !mayAs(by, arrow.by)) throw new Refused('request.not-allowed');
  const d = await decisionBy(world, tx, c.decision);
  const who = actorId(by);
  if ([d.proposedBy, d.approvedBy].includes(who)) throw new Refused('complaint.same-person');
  if (act === 'take') {
    await changeComplaint(world, tx, c, { state: arrow.to, reviewer: who });
    await noteDecision(world, tx, d, 'complaint_take', by, { complaint: c.id });
    return;
  }
  const reason = given.reason?.trim();
  if (!reason) throw new Refused('case.needs-reason');
  if (arrow.to === 'received' || arrow.to === 'in_review') throw new Refused('complaint.act-not-allowed', arrow.to);
  if (act === 'overturn' && d.state === 'in_force') await reverseDecision(world, tx, hands, { id: d.id, reason }, by);
  const letter = await sendAnswer(world, tx, c, d, arrow.to, reason, by);
  await changeComplaint(world, tx, c, {
    state: arrow.to,
    reviewer: who,
    decidedAt: world.clock.now(),
    answer: reason,
    letter,
  });
  await stopDeadline(world, tx, c.id, 'clk-tco-cmp', 'met', { by });
  note(world, tx, {
    act: `complaint.${act}`,
    by,
    about: [{ subject: c.party, payload: { complaint: c.id, decision: d.id, letter: letter ?? null } }],
  });
  await noteDecision(world, tx, d, `complaint_${act}`, by, { complaint: c.id, letter: letter ?? null });
}
