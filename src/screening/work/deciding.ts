/** Matches as people see and decide them: the evidence of both sides, what the law asks, the decision and its journal. */
import { newId } from '#io/dice';
import type { World } from '#io/world';
import { note } from '#journal/work';
import { type Actor, actorId, type Id, isId, mayAs, Refused } from '#kernel';
import type { Regime, RegimeStep } from '#law';
import { loadLaw } from '#law/work';
import { partyById } from '#parties/store';
import { keysOf } from '../identifiers.ts';
import { decideMatch, type MatchAct, matchActs, matchArrow } from '../life.ts';
import { listKind } from '../lists/index.ts';
import type { MatchRow, MatchShape, ScreeningSettings } from '../shapes.ts';
import {
  endOwner,
  entryOf,
  insertOwner,
  type KnownEntry,
  listMatches,
  type MatchQuery,
  matchById,
  partiesToScreen,
  type Screened,
  type StoredMatch,
  type StoredOwner,
  settingsOf,
  writeDecision,
  writeSettings,
} from '../store.ts';
import { earlyList } from './lists.ts';

export const rowOf = (m: StoredMatch): MatchRow => ({
  id: m.id,
  party: m.party,
  party_reference: m.partyReference,
  party_name: m.partyName,
  list: m.list,
  entry: m.entry,
  listed: m.listed,
  state: m.state,
  score: m.score,
  band: m.band,
  by: m.by,
  opened_at: m.openedAt.toString(),
  reopened: m.reopened,
});

export const matchesPage = (world: World, org: Id<'org'>, q: MatchQuery) =>
  world.db.in(org, (tx) => listMatches(tx, q));

const stepOf = (s: RegimeStep) => ({
  does: s.does,
  basis: s.basis.article ? `${s.basis.law}, ${s.basis.article}` : s.basis.law,
  mark: s.basis.mark,
  to: s.to ?? null,
  within: s.within ? `${s.within.count} ${s.within.unit}` : null,
});
const regimeOf = (r: Regime | undefined): MatchShape['regime'] =>
  r
    ? {
        title: r.title,
        binds: r.binds,
        freeze: r.freeze.map(stepOf),
        report: r.report.map(stepOf),
        derogation: r.derogation.map(stepOf),
      }
    : null;

/** What both sides say of themselves; what is not known is a thing to ask. */
function factsOf(entry: KnownEntry | undefined, party: Screened | undefined): MatchShape['facts'] {
  if (!entry) return [];
  const births = entry.births.map(
    (b) => b.date ?? `${b.circa ? '± ' : ''}${b.year ?? ''}${b.yearTo ? `–${b.yearTo}` : ''}`,
  );
  const countries = entry.countries.join(', ');
  const mine = new Map(
    [
      ...(party?.mails ?? []).map((v) => ['email', v] as const),
      ...(party?.domains ?? []).map((v) => ['domain', v] as const),
      ...(party?.phones ?? []).map((v) => ['phone', v] as const),
    ].flatMap(([kind, value]) => keysOf(kind, value).map((key) => [key, value] as const)),
  );
  const shared = entry.identifiers.filter((i) => keysOf(i.kind, i.value).some((key) => mine.has(key)));
  return [
    { field: 'birth', party: null, listed: births.join(', ') || null, verdict: 'unknown' },
    {
      field: 'country',
      party: party?.country ?? null,
      listed: countries || null,
      verdict:
        !party?.country || countries === ''
          ? 'unknown'
          : entry.countries.includes(party.country)
            ? 'agrees'
            : 'differs',
    },
    { field: 'gender', party: null, listed: entry.gender ?? null, verdict: 'unknown' },
    {
      field: 'identifier',
      party:
        [...new Set(shared.flatMap((i) => keysOf(i.kind, i.value).map((key) => mine.get(key))))]
          .filter((v) => v !== undefined)
          .join(', ') || null,
      listed:
        entry.identifiers
          .slice(0, 20)
          .map((i) => i.value)
          .join(', ') || null,
      verdict: shared.length > 0 ? 'agrees' : 'unknown',
    },
  ];
}

/** One match with its evidence. @throws Refused `request.not-found` */
export async function showMatch(world: World, org: Id<'org'>, by: Actor, id: string): Promise<MatchShape> {
  const law = await loadLaw();
  return world.db.in(org, async (tx) => {
    const m = isId('mtc', id) ? await matchById(tx, id) : undefined;
    if (!m) throw new Refused('request.not-found');
    const entry = await entryOf(tx, m.list, m.entry);
    const [party] = await partiesToScreen(tx, '', 1, m.party);
    const kind = m.list === earlyList ? listKind('eu-fsf') : (listKind(m.list) ?? listKind('own'));
    return {
      ...rowOf(m),
      queried: m.queried,
      facts: factsOf(entry, party),
      entry_names: (entry?.names ?? []).slice(0, 60).map((n) => ({ text: n.text, strength: n.strength })),
      entry_remark: entry?.remark ?? null,
      acts_listed: (entry?.acts ?? []).map((a) => ({
        programme: a.programme,
        act: a.act ?? null,
        url: a.url ?? null,
        from: a.from ?? null,
      })),
      terms: (m.terms ?? []).map((t) => ({ ...t })),
      what_if: { ...(m.whatIf ?? {}) },
      ownership: m.ownership ? { ...m.ownership, owners: m.ownership.owners.map((o) => ({ ...o })) } : null,
      regime: regimeOf(law.regimes.get(kind?.regime ?? 'own')),
      proposed: m.proposed,
      proposed_by: m.proposedBy,
      proposed_at: m.proposedAt?.toString() ?? null,
      proposed_why: m.proposedWhy,
      decided_by: m.decidedBy,
      decided_at: m.decidedAt?.toString() ?? null,
      why: m.why,
      may: matchActs.filter((act) => {
        const arrow = matchArrow(m.state, act);
        return (
          arrow !== undefined &&
          mayAs(by, arrow.by) &&
          !(m.state === 'second_person' && act !== 'return' && m.proposedBy === actorId(by))
        );
      }),
    };
  });
}

/** Does an act on a match. @throws Refused where its state does not offer it, a reason is missing, or a second person is needed */
export async function actOnMatch(
  world: World,
  org: Id<'org'>,
  by: Actor,
  id: string,
  act: MatchAct,
  reason: string,
): Promise<void> {
  await world.db.in(org, async (tx) => {
    const m = isId('mtc', id) ? await matchById(tx, id, true) : undefined;
    if (!m) throw new Refused('request.not-found');
    const { fourEyes } = await settingsOf(tx);
    const plan = decideMatch(m, act, by, reason, fourEyes);
    if (!plan.ok) throw new Refused(plan.error);
    const { to, proposes, decides } = plan.value;
    await writeDecision(tx, m.id, {
      state: to,
      ...(proposes ? { proposes } : {}),
      ...(decides ? { decides } : {}),
      by: actorId(by),
      why: reason.trim(),
      at: world.clock.now(),
    });
    note(world, tx, {
      act: `match.${proposes ? 'propose' : act}`,
      by,
      about: [
        {
          subject: null,
          payload: {
            match: m.id,
            list: m.list,
            entry: m.entry,
            state: to,
            verdict: proposes ?? decides ?? null,
            entry_fingerprint: m.entryFingerprint,
          },
        },
        {
          subject: m.party,
          payload: {
            match: m.id,
            reason: reason.trim(),
            score: m.score,
            terms: (m.terms ?? []).map((t) => ({ ...t })),
          },
        },
      ],
    });
    await tx.notify({ organisation: org, what: 'match', id: m.id });
  });
}

export async function changeSettings(world: World, org: Id<'org'>, by: Actor, wish: ScreeningSettings): Promise<void> {
  if (!mayAs(by, 'admin')) throw new Refused('request.not-allowed');
  for (const list of wish.fetched)
    if (!listKind(list)?.url)
      throw new Refused('request.invalid', `fetched: ${list}: no address is known`, { fetched: list });
  await world.db.in(org, async (tx) => {
    await writeSettings(tx, { fourEyes: wish.four_eyes, fetched: wish.fetched }, actorId(by), world.clock.now());
    note(world, tx, {
      act: 'screening.settings',
      by,
      about: [{ subject: null, payload: { four_eyes: wish.four_eyes, fetched: [...wish.fetched] } }],
    });
  });
}
export const readSettings = (world: World, org: Id<'org'>): Promise<ScreeningSettings> =>
  world.db.in(org, async (tx) => {
    const s = await settingsOf(tx);
    return { four_eyes: s.fourEyes, fetched: [...s.fetched] };
  });

/** Owners of a party as they stand. @throws Refused `request.not-found` */
export async function ownersOfParty(world: World, org: Id<'org'>, party: string): Promise<readonly StoredOwner[]> {
  return world.db.in(org, async (tx) => {
    if (!isId('party', party) || !(await partyById(tx, party))) throw new Refused('request.not-found');
    return (await partiesToScreen(tx, '', 1, party))[0]?.owners ?? [];
  });
}

export async function addOwner(
  world: World,
  org: Id<'org'>,
  by: Actor,
  party: string,
  wish: Omit<StoredOwner, 'id'>,
): Promise<Id<'own'>> {
  if (!mayAs(by, 'handler')) throw new Refused('request.not-allowed');
  return world.db.in(org, async (tx) => {
    const known = isId('party', party) ? await partyById(tx, party, true) : undefined;
    if (!known) throw new Refused('request.not-found');
    if (known.erased) throw new Refused('party.erased');
    const id = newId(world, 'own');
    await insertOwner(tx, party, { ...wish, id }, actorId(by), world.clock.now());
    note(world, tx, { act: 'party.owner_added', by, about: [{ subject: party, payload: { owner: id, ...wish } }] });
    return id;
  });
}

export async function removeOwner(world: World, org: Id<'org'>, by: Actor, party: string, id: string): Promise<void> {
  if (!mayAs(by, 'handler')) throw new Refused('request.not-allowed');
  await world.db.in(org, async (tx) => {
    if (!isId('party', party) || !(await endOwner(tx, party, id, world.clock.now())))
      throw new Refused('request.not-found');
    note(world, tx, { act: 'party.owner_removed', by, about: [{ subject: party, payload: { owner: id } }] });
  });
}
