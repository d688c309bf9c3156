/** Bans and matches as people see them; whoever reads one is in the journal. */
import type { Tx } from '#io/db';
import type { World } from '#io/world';
import { note } from '#journal/work';
import { type Actor, actorId, mayAs, Refused } from '#kernel';
import { banGrounds, returnUseRules, returnUses } from '#law';
import { partiesByIds, partyById } from '#parties/store';
import { banActs, banArrow, isAlarming, isUseOn, returnActs, returnArrow } from '../ban.ts';
import { type TagKindId, tagKinds } from '../identifier.ts';
import type {
  BanAccess,
  BanPage,
  BanRowShape,
  BanShape,
  ReturnMatchShape,
  ReturnRowShape,
  UseShape,
} from '../shapes.ts';
import {
  acceptance,
  type Ban,
  banById,
  bansOf,
  contestsOf,
  listBans,
  listReturnMatches,
  openBan,
  openMatch,
  type ReturnMatch,
  returnMatchById,
  tagCounts,
  usesOn,
} from '../store.ts';

type PartyRef = BanRowShape['party'];

const basisText = (b: { readonly law: string; readonly article?: string }) => `${b.law} ${b.article ?? ''}`.trim();

const rowOf = (b: Ban, party: PartyRef): BanRowShape => ({
  id: b.id,
  number: b.number,
  party,
  ground: b.ground,
  ground_words: banGrounds[b.ground].title,
  article: b.article,
  state: b.state,
  decided_at: b.decidedAt.toString(),
  expires_at: b.expiresAt.toString(),
  ended_at: b.endedAt?.toString() ?? null,
  told: b.letter !== null,
  version: b.version,
});

const returnRow = (m: ReturnMatch): ReturnRowShape => ({
  id: m.id,
  ban: m.ban,
  ban_number: m.banNumber,
  party: m.party ? { id: m.party, reference: m.partyReference, name: m.partyName } : null,
  use: m.use,
  article: m.article,
  kinds: [...m.kinds],
  verdict: m.verdict,
  points: m.points,
  state: m.state,
  opened_at: m.openedAt.toString(),
  reopened: m.reopened,
  version: m.version,
});

export async function bansPage(tx: Tx, open: boolean, limit: number): Promise<BanPage> {
  const bans = await listBans(tx, open, limit);
  const parties = await partiesByIds(
    tx,
    bans.flatMap((b) => b.party ?? []),
  );
  const counts = await acceptance(tx);
  return {
    items: bans.map((b) => {
      const p = b.party ? parties.get(b.party) : undefined;
      return rowOf(b, b.party ? { id: b.party, reference: p?.reference ?? null, name: p?.name ?? null } : null);
    }),
    acceptance: { ...counts, alarm: isAlarming(counts.same, counts.decided) },
  };
}

async function keptOf(tx: Tx, ban: Ban, names: number): Promise<BanShape['kept']> {
  const counts = Object.entries(await tagCounts(tx, ban.id)) as [TagKindId, number][];
  return [
    ...counts.map(([kind, count]) => ({ kind, words: tagKinds[kind].title, strength: tagKinds[kind].strength, count })),
    ...(names > 0
      ? [{ kind: 'name' as const, words: { nl: 'naam', en: 'name' }, strength: 'weak' as const, count: names }]
      : []),
  ];
}

/** One ban whole. @throws Refused `request.not-found` */
export async function showBan(world: World, tx: Tx, id: string, actor: Actor): Promise<BanShape> {
  const b = await banById(tx, id);
  if (!b) throw new Refused('request.not-found');
  const words = await openBan(world, tx, b);
  const party = b.party ? await partyById(tx, b.party) : undefined;
  const basis = banGrounds[b.ground].basis;
  note(world, tx, { act: 'ban.read', by: actor, about: [{ subject: b.id, payload: { ban: b.id } }] });
  return {
    ...rowOf(b, b.party ? { id: b.party, reference: party?.reference ?? null, name: party?.name ?? null } : null),
    decision: b.decision,
    basis: basisText(basis),
    mark: basis.mark,
    facts: words?.facts ?? null,
    kept: await keptOf(tx, b, words?.names.length ?? 0),
    untold: b.untold,
    decided_by: b.decidedBy,
    contests: (await contestsOf(world, tx, b.id)).map((c) => ({
      no: c.no,
      received_at: c.receivedAt.toString(),
      text: c.words?.text ?? null,
      outcome: c.outcome,
      answer: c.words?.answer ?? null,
      decided_at: c.decidedAt?.toString() ?? null,
      decided_by: c.decidedBy,
    })),
    matches: (await listReturnMatches(tx, { waiting: false, ban: b.id, limit: 50 })).map(returnRow),
    may: banActs.filter((act) => {
      const arrow = banArrow(b.state, act);
      if (!arrow || arrow.by === 'engine') return false;
      if (act === 'contest') return mayAs(actor, 'handler');
      const own = (act === 'reject' || act === 'uphold') && actorId(actor) === b.decidedBy;
      return mayAs(actor, 'decider') && !own;
    }),
  };
}

export async function returnsPage(
  tx: Tx,
  q: { readonly waiting: boolean; readonly party?: string | undefined; readonly limit: number },
): Promise<readonly ReturnRowShape[]> {
  return (await listReturnMatches(tx, q)).map(returnRow);
}

/** One match: who both are, the lines that add up, and what may be decided. @throws Refused `request.not-found` */
export async function showReturn(world: World, tx: Tx, id: string, actor: Actor): Promise<ReturnMatchShape> {
  const m = await returnMatchById(tx, id);
  const ban = m ? await banById(tx, m.ban) : undefined;
  if (!m || !ban) throw new Refused('request.not-found');
  const words = await openMatch(world, tx, m);
  const banned = await openBan(world, tx, ban);
  note(world, tx, { act: 'return.read', by: actor, about: [{ subject: m.id, payload: { match: m.id, ban: m.ban } }] });
  return {
    ...returnRow(m),
    names: [...(words?.names ?? [])],
    ground_words: banGrounds[ban.ground].title,
    facts: banned?.facts ?? null,
    banned_at: ban.decidedAt.toString(),
    lines: (words?.lines ?? []).map((l) => ({ ...l })),
    why: words?.why ?? null,
    decided_at: m.decidedAt?.toString() ?? null,
    decided_by: m.decidedBy,
    may: returnActs.filter((act) => {
      const arrow = returnArrow(m.state, act);
      return arrow !== undefined && mayAs(actor, arrow.by);
    }),
  };
}

/** Every use with its basis, and whether it is on. */
export async function showUses(tx: Tx): Promise<readonly UseShape[]> {
  const on = await usesOn(tx);
  return returnUses.map((use) => {
    const rule = returnUseRules[use];
    const recorded = on.find((u) => u.use === use);
    return {
      use,
      title: rule.title,
      basis: basisText(rule.basis),
      mark: rule.basis.mark,
      on: isUseOn(use, on),
      article: recorded?.article ?? null,
      why: recorded?.why ?? null,
      recorded_at: recorded?.recordedAt.toString() ?? null,
      recorded_by: recorded?.recordedBy ?? null,
    };
  });
}

/** What is said to a party that asks for its own data; read in the journal. @throws Refused `request.not-found` */
export async function banAccess(world: World, tx: Tx, party: string, actor: Actor): Promise<BanAccess> {
  const p = await partyById(tx, party);
  if (!p) throw new Refused('request.not-found');
  const items: BanAccess['items'] = [];
  for (const b of await bansOf(tx, p.id)) {
    const words = await openBan(world, tx, b);
    items.push({
      number: b.number,
      state: b.state,
      ground: banGrounds[b.ground].title,
      facts: words?.facts ?? null,
      article: b.article,
      decided_at: b.decidedAt.toString(),
      expires_at: b.expiresAt.toString(),
      kept: (await keptOf(tx, b, words?.names.length ?? 0)).map((k) => ({ words: k.words, count: k.count })),
    });
  }
  note(world, tx, { act: 'ban.access', by: actor, about: [{ subject: p.id, payload: { bans: items.length } }] });
  const matches = await listReturnMatches(tx, { waiting: false, party: p.id, limit: 100 });
  return {
    items,
    matches: matches.map((m) => ({
      opened_at: m.openedAt.toString(),
      use: m.use,
      article: m.article,
      state: m.state,
    })),
  };
}
