/** Notices as people see them at the desk: rows of the queue, and one whole notice with its completeness, clocks and history. */

import { houseOf } from '#correspondence/store';
import { deadlinesOf } from '#deadlines/store';
import { sql, type Tx } from '#io/db';
import type { World } from '#io/world';
import { type Actor, mayAs, Refused } from '#kernel';
import { elementRules, noticeElements, noticeKind } from '#law';
import { loadLaw } from '#law/work';
import { partiesByIds } from '#parties/store';
import { laneOf, noticeLanes } from './complete.ts';
import { deskActs, noticeArrow } from './notice.ts';
import type { NoticeRowShape, NoticeShape } from './shapes.ts';
import {
  actsOf,
  filesOf,
  itemsOf,
  listNotices,
  type NoticeQuery,
  type NoticeRow,
  noticeById,
  openNotice,
  orgOf,
  recordOf,
} from './store.ts';
import { statusLink } from './telling.ts';
import { actWords } from './words.ts';

function rowShape(r: NoticeRow): NoticeRowShape {
  const kind = noticeKind(r.kind);
  return {
    id: r.id,
    number: r.number,
    path: r.path,
    state: r.state,
    channel: r.channel,
    kind: r.kind,
    kind_words: kind?.words ?? { nl: r.kind, en: r.kind },
    category: r.category,
    keyword: r.keyword,
    sensitive: r.sensitive,
    lane: laneOf({
      sensitive: r.sensitive,
      danger: kind?.danger === true,
      flagger: r.flaggerId !== null,
      lowered: r.lowered,
    }),
    first: r.first,
    items: r.items,
    settled: r.settled,
    ours: r.ours,
    missing: [...r.missing],
    trusted_flagger: r.flaggerName,
    lowered: r.lowered,
    received_at: r.receivedAt.toString(),
    acknowledged_at: r.acknowledgedAt?.toString() ?? null,
    due_at: r.dueAt?.toString() ?? null,
    late: r.late || r.ackLate,
    version: r.version,
  };
}

/** The queue: danger first, trusted flaggers in a lane of their own, lowered last; within a lane what is due first. */
export async function queueOf(tx: Tx, q: NoticeQuery): Promise<readonly NoticeRowShape[]> {
  const rows = (await listNotices(tx, q)).map(rowShape);
  const open = (r: NoticeRowShape) => ['received', 'incomplete', 'assessed', 'forwarded', 'answered'].includes(r.state);
  return rows
    .map((r, i) => ({ r, i }))
    .sort(
      (a, b) =>
        Number(open(b.r)) - Number(open(a.r)) ||
        (open(a.r) ? noticeLanes.indexOf(a.r.lane) - noticeLanes.indexOf(b.r.lane) : 0) ||
        a.i - b.i,
    )
    .map(({ r }) => r);
}

/** One notice whole. @throws Refused `request.not-found` */
export async function showNotice(world: World, tx: Tx, id: string, actor: Actor): Promise<NoticeShape> {
  const n = await noticeById(tx, id);
  if (!n) throw new Refused('request.not-found');
  const [row] = (await listNotices(tx, { q: n.number ?? n.id, limit: 5 })).filter((r) => r.id === n.id);
  const law = await loadLaw();
  const words = await openNotice(world, tx, n);
  const items = await itemsOf(tx, n.id);
  const parties = await partiesByIds(tx, [...new Set(items.flatMap((i) => i.holder ?? []))]);
  const house = await houseOf(tx);
  const kind = noticeKind(n.kind);
  const base = rowShape(
    row ?? {
      ...n,
      items: items.length,
      settled: 0,
      first: null,
      flaggerName: null,
      dueAt: null,
      late: false,
      ackLate: false,
      ours: 0,
    },
  );
  const letters = await tx.rows(
    sql<{
      id: string;
      template: string;
      state: string;
      created_at: Temporal.Instant;
      sent_at: Temporal.Instant | null;
    }>`select id, template, state, created_at, sent_at from letter where organisation_id = ${orgOf(tx)} and matter = ${n.id} order by created_at`,
  );
  const given = words?.given;
  return {
    ...base,
    language: n.language,
    message_id: n.messageId,
    explanation: given?.explanation ?? null,
    law: given?.law ?? null,
    notifier: given
      ? {
          name: given.name ?? null,
          email: given.email ?? null,
          organisation: given.organisation ?? null,
          reference: given.reference ?? null,
          record: n.notifierPrint ? await recordOf(tx, n.notifierPrint) : null,
        }
      : null,
    added: (words?.added ?? []).map((a) => ({ ...a })),
    good_faith: n.goodFaith,
    elements: noticeElements.map((e) => ({
      element: e,
      there: !n.missing.includes(e) && !(e === 'identity' && n.sensitive === 'csam' && !given?.email),
      asked: !(elementRules[e].exceptSensitive !== undefined && elementRules[e].exceptSensitive === n.sensitive),
      title: elementRules[e].title,
      basis: `${elementRules[e].basis.law} ${elementRules[e].basis.article ?? ''}`.trim(),
      mark: elementRules[e].basis.mark,
    })),
    knowledge: n.knowledge,
    ntd: n.ntd,
    addresses: items.map((i) => {
      const party = i.holder ? parties.get(i.holder) : undefined;
      return {
        no: i.no,
        kind: i.kind,
        location: i.location,
        masked: i.masked,
        hidden: i.location === null,
        place: i.place,
        elsewhere: i.elsewhere,
        holder: i.holder ? { party: i.holder, reference: party?.reference ?? null, name: party?.name ?? null } : null,
        attribution: i.attribution,
        state: i.state,
        decision: i.decision,
        ground: i.ground,
        restrictions: [...i.restrictions],
        settled_at: i.settledAt?.toString() ?? null,
      };
    }),
    files: (await filesOf(tx, n.id)).map((f) => ({
      no: f.no,
      name: f.name,
      size: f.size,
      sha256: f.sha256.toString('hex'),
    })),
    clocks: (await deadlinesOf(tx, n.id)).map((d) => ({
      clock: d.clock,
      title: law.clocks.get(d.clock)?.title ?? { nl: d.clock, en: d.clock },
      state: d.state,
      due_at: d.dueAt.toString(),
      breached: d.breachedAt !== null,
      ended_at: d.endedAt?.toString() ?? null,
    })),
    history: (await actsOf(world, tx, n.id)).map((a) => ({
      at: a.at.toString(),
      act: a.act,
      words: actWords(a.act),
      by: a.by_name ?? a.by,
      text: a.text,
      to: a.to_state,
    })),
    letters: letters.map((l) => ({
      id: l.id,
      template: l.template,
      state: l.state,
      created_at: l.created_at.toString(),
      sent_at: l.sent_at?.toString() ?? null,
    })),
    assessed_at: n.assessedAt?.toString() ?? null,
    decided_at: n.decidedAt?.toString() ?? null,
    closed_at: n.closedAt?.toString() ?? null,
    automated: n.automated,
    acts: deskActs.filter((act) => {
      const arrow = noticeArrow(n.state, act, n.path);
      if (!arrow) return false;
      return mayAs(actor, arrow.by === 'decider' ? 'decider' : 'handler');
    }),
    can_decide: noticeArrow(n.state, 'settle', n.path) !== undefined && mayAs(actor, 'decider'),
    // Who may act for the notifier may open what they see; of a guarded notice only the notifier.
    status_page: mayAs(actor, 'handler') && !n.guarded && kind ? statusLink(world, orgOf(tx), house.slug, n.id) : null,
  };
}
