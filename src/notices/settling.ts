/** What a decision needs to know of a notice, what it settles, and what follows: letter, final receipt, clocks. */
import { stopDeadline, wouldBeDue } from '#deadlines/work';
import type { Tx } from '#io/db';
import { enqueue, type JobHandler } from '#io/jobs';
import type { World } from '#io/world';
import { note } from '#journal/work';
import { type Actor, engine, type Id, isId, must, Refused } from '#kernel';
import { type MatterFacts, momentForLetter, noticeKind, type Settled } from '#law';
import { allow, did, startClocks } from './acting.ts';
import { decideTerm } from './complete.ts';
import { placed } from './looking.ts';
import { noticeArrow } from './notice.ts';
import {
  addAct,
  changeNotice,
  itemsOf,
  lockNotice,
  type Notice,
  noticeById,
  openItem,
  placeItem,
  settleItems,
  untaken,
} from './store.ts';
import { itemsTable, tellNotifier } from './telling.ts';
import { askWords, automationWords, busyWords, groundWords, redressWords } from './words.ts';

/** So many that wait make it "busy": the receipt says so. */
const busyAt = 500;

/** Looks where each address was, starts the clocks from the receipt, and sends the acknowledgement with its signed receipt. Once. */
export async function takeNotice(world: World, org: Id<'org'>, id: string): Promise<void> {
  await world.db.in(org, async (tx) => {
    const n = await noticeById(tx, id);
    if (!n || n.takenAt !== null) return;
    await lockNotice(tx, n.id);
    for (const item of await itemsOf(tx, n.id)) {
      const location = item.location ?? (item.sealed ? await openItem(world, tx, n, item.sealed) : null);
      if (location !== null)
        await placeItem(
          tx,
          n.id,
          await placed(world, tx, item.no, { kind: item.kind, location }, item.seenAt ?? n.receivedAt),
        );
    }
    await startClocks(world, tx, n);
    const items = await itemsOf(tx, n.id);
    const kind = must(noticeKind(n.kind), 'a kind of the form');
    const due =
      n.path === 'dsa16'
        ? await wouldBeDue(tx, 'clk-16-dec', n.receivedAt, decideTerm(kind, n.flaggerId !== null))
        : await wouldBeDue(tx, 'clk-ntd-fwd', n.receivedAt);
    const busy = (await untaken(tx)) > busyAt;
    const letter = await tellNotifier(world, tx, org, n, {
      template: 'ltr-16-ack',
      receipt: 'notice.received',
      urgent: true,
      fields: (l, zone) => ({
        receivedAt: momentForLetter(n.receivedAt, zone, l),
        items: itemsTable(items, l, 'place', zone),
        next:
          l === 'nl'
            ? `Wij laten het weten vóór ${momentForLetter(due, zone, l)}.`
            : `We tell you before ${momentForLetter(due, zone, l)}.`,
        ...(n.missing.length > 0 ? { missing: askWords(n.missing, l) } : {}),
        ...(busy ? { busy: busyWords[l] } : {}),
      }),
    });
    await changeNotice(tx, n.id, { takenAt: world.clock.now() });
    await addAct(world, tx, { notice: n.id, act: 'take', by: engine, from: n.state, to: n.state, detail: { letter } });
  });
}

/** What whoever decides must know. @throws Refused `request.not-found` */
export async function noticeFacts(_world: World, tx: Tx, id: string): Promise<MatterFacts> {
  const n = await noticeById(tx, id);
  if (!n) throw new Refused('request.not-found');
  const csam = n.sensitive === 'csam';
  return {
    id: n.id,
    kind: 'notice',
    number: n.number ?? '',
    receivedAt: n.receivedAt,
    items: (await itemsOf(tx, n.id))
      .filter((i) => i.state !== 'elsewhere' && i.state !== 'withdrawn')
      .map((i) => ({
        id: String(i.no),
        location: csam ? null : i.location,
        party: i.holder,
        contract: i.contract,
        settled: i.state !== 'open',
      })),
    category: n.category,
    keyword: n.keyword,
    origin:
      n.flaggerId !== null
        ? 'SOURCE_TRUSTED_FLAGGER'
        : n.path === 'dsa16'
          ? 'SOURCE_ARTICLE_16'
          : 'SOURCE_TYPE_OTHER_NOTIFICATION',
    secret: null,
    csam,
  };
}

/**
 * A decision on items of a notice. Once nothing is open the notice is decided: the notifier hears per item what was decided,
 * and a final receipt says what was done and when.
 * @throws Refused `notice.act-not-allowed` where its state knows no decision
 */
export async function settleNotice(world: World, tx: Tx, s: Settled, by: Actor): Promise<void> {
  const n = await lockNotice(tx, s.matter);
  const to = allow(n, 'settle', by);
  const nos = s.items.map(Number);
  await settleItems(tx, n.id, nos, {
    state: s.outcome,
    decision: s.decision,
    ground: s.ground,
    restrictions: s.restrictions,
    automated: s.automated,
    at: s.at,
  });
  const items = await itemsOf(tx, n.id);
  const rest = items.filter((i) => i.state === 'open').length;
  const all = ['FULLY', 'PARTIALLY', 'NOT_AUTOMATED'] as const;
  const used = items.flatMap((i) => i.automated ?? []);
  await did(world, tx, n, by, {
    act: 'settle',
    to: rest === 0 ? to : n.state,
    change: {
      // One machine decision among others makes the handling partly automated.
      automated:
        used.length > 0 && used.every((a) => a === used[0])
          ? (used[0] ?? 'NOT_AUTOMATED')
          : used.some((a) => a !== all[2])
            ? all[1]
            : all[2],
      ...(rest === 0 ? { decidedAt: s.at } : {}),
      ...(n.assessedAt === null ? { assessedAt: s.at } : {}),
    },
    detail: { decision: s.decision, outcome: s.outcome, items: nos },
  });
  if (rest > 0) return;
  note(world, tx, {
    act: 'notice.decided',
    by: engine,
    about: [
      {
        subject: n.id,
        payload: {
          notice: n.id,
          number: n.number,
          received_at: n.receivedAt.toString(),
          decided_at: s.at.toString(),
          items: items.map((i) => ({ no: i.no, state: i.state, at: i.settledAt?.toString() ?? null })),
        },
      },
    ],
  });
  await stopDeadline(world, tx, n.id, 'clk-ntd-fwd', 'met', { by: engine });
  await stopDeadline(world, tx, n.id, 'clk-case-customer', 'void', { why: 'decided' });
  // The final receipt proves the leaf of this transaction, so the letter is written once that stands.
  await enqueue(tx, {
    kind: 'notice.tell',
    lane: 'urgent',
    payload: { notice: n.id },
    key: `${n.id}:${s.decision}`,
    runAt: world.clock.now(),
  });
}

/** What notices are lent by the rooms above. */
export interface NoticeHands {
  /** A link by which the notifier can complain about a decision; null where there is no such decision. */
  complaintLink(world: World, tx: Tx, decision: Id<'dec'>): Promise<string | null>;
}

/** Tells the notifier the decision (art. 16(5)), with a way to complain about each; where nobody can be told, the notice is done. */
export async function tellDecision(world: World, org: Id<'org'>, id: string, hands: NoticeHands): Promise<void> {
  await world.db.in(org, async (tx) => {
    const n = await noticeById(tx, id);
    if (n?.state !== 'decided') return;
    await lockNotice(tx, n.id);
    const items = await itemsOf(tx, n.id);
    const acted = items.filter((i) => i.state === 'acted');
    const links: string[] = [];
    // A link opens the page to whoever has it: none is made where there is no letter to carry it.
    if (n.reachable)
      for (const decision of new Set(items.flatMap((i) => i.decision ?? []))) {
        const link = await hands.complaintLink(world, tx, decision);
        if (link !== null) links.push(link);
      }
    const letter = await tellNotifier(world, tx, org, n, {
      template: 'ltr-16-dec',
      receipt: 'notice.decided',
      fields: (l, zone) => ({
        decidedAt: momentForLetter(n.decidedAt ?? world.clock.now(), zone, l),
        outcome: outcomeWords(acted.length, items.length, l),
        items: itemsTable(items, l, 'state', zone),
        ground:
          [
            ...new Set(
              items
                .filter((i) => i.settledAt)
                .map((i) => groundWords[i.state === 'acted' ? (i.ground ?? 'terms') : 'none'][l]),
            ),
          ].join('\n\n') || groundWords.none[l],
        redress: redressWords[l],
        automation: automationWords[n.automated][l],
        ...(links.length > 0 ? { complaintLink: links.join('\n\n') } : {}),
      }),
    });
    if (!letter) await finishNotice(world, tx, n);
  });
}

function outcomeWords(acted: number, all: number, l: 'nl' | 'en'): string {
  if (acted === 0) return l === 'nl' ? 'wij grijpen niet in.' : 'we do not act.';
  if (acted === all) return l === 'nl' ? 'wij hebben ingegrepen.' : 'we acted.';
  return l === 'nl' ? `wij grepen in bij ${acted} van ${all} adressen.` : `we acted on ${acted} of ${all} addresses.`;
}

/** The decision was told, or there is nobody to tell: the clock ends, and so does the notice. */
async function finishNotice(world: World, tx: Tx, n: Notice): Promise<void> {
  const to = noticeArrow(n.state, 'finish', n.path)?.to;
  if (!to) return;
  await stopDeadline(world, tx, n.id, 'clk-16-dec', 'met', { by: engine });
  await did(world, tx, n, engine, { act: 'finish', to, change: { closedAt: world.clock.now() } });
}

/** A letter about a notice was accepted by its receiver: the clocks that ask for it end now. */
export async function noticeLetterSent(
  world: World,
  tx: Tx,
  letter: { readonly template: string; readonly matter: string | null; readonly sentAt: Temporal.Instant | null },
): Promise<void> {
  if (!isId('ntc', letter.matter)) return;
  const n = await lockNotice(tx, letter.matter);
  if (letter.template === 'ltr-16-ack' && n.acknowledgedAt === null) {
    await changeNotice(tx, n.id, { acknowledgedAt: letter.sentAt ?? world.clock.now() });
    await stopDeadline(world, tx, n.id, 'clk-16-ack', 'met', { by: engine });
    await addAct(world, tx, { notice: n.id, act: 'acknowledge', by: engine, from: n.state, to: n.state });
  }
  if (letter.template === 'ltr-16-dec') await finishNotice(world, tx, n);
}

/** A letter did not arrive: the notifier cannot be reached; what the clock asks was tried and is recorded. */
export async function noticeLetterLost(
  world: World,
  tx: Tx,
  letter: { readonly id: string; readonly template: string; readonly matter: string | null },
): Promise<void> {
  if (!isId('ntc', letter.matter)) return;
  const n = await lockNotice(tx, letter.matter);
  await addAct(world, tx, {
    notice: n.id,
    act: 'bounced',
    by: engine,
    from: n.state,
    to: n.state,
    detail: { letter: letter.id, template: letter.template },
  });
  if (letter.template === 'ltr-16-ack') await stopDeadline(world, tx, n.id, 'clk-16-ack', 'met', { by: engine });
  if (letter.template === 'ltr-16-dec') await finishNotice(world, tx, n);
}

const noticeIn = (payload: unknown): string => String((payload as { readonly notice?: unknown }).notice);
/** The jobs that follow a receipt and a decision. */
export const noticeJobs = (hands: NoticeHands): Readonly<Record<'notice.take' | 'notice.tell', JobHandler>> => ({
  'notice.take': async (world, job) => {
    await takeNotice(world, job.organisation, noticeIn(job.payload));
    return undefined;
  },
  'notice.tell': async (world, job) => {
    await tellDecision(world, job.organisation, noticeIn(job.payload), hands);
    return undefined;
  },
});
