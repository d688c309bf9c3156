/** Onboardings as people see them: statement, evidence and comparison first; what it comes to stands below. */
import { newId } from '#io/dice';
import type { World } from '#io/world';
import { note } from '#journal/work';
import { type Actor, actorId, type Id, mayAs, Refused } from '#kernel';
import { checkIds, checksOf } from '#law';
import { loadLaw } from '#law/work';
import { partyById } from '#parties/store';
import { checkKinds, reasonWords, standingOf } from '../check.ts';
import { mayProvision, onboardingActs, onboardingArrow } from '../life.ts';
import { pointWords, stopWords } from '../risk.ts';
import type {
  CheckShape,
  OnboardingRowShape,
  OnboardingShape,
  OverviewShape,
  PackShape,
  ProposalShape,
  SettingsShape,
} from '../shapes.ts';
import { completeness } from '../statement.ts';
import { type Proposal, proposalsOf, waitingConsequences } from '../store/deciding.ts';
import { paymentsOpened } from '../store/payments.ts';
import { type Secrets, type Settings, settingsOf, writeSettings } from '../store/settings.ts';
import {
  actsOf,
  checksOpened,
  listOnboardings,
  type Onboarding,
  type OnboardingQuery,
  type OnboardingRow,
  onboardingById,
  onboardingByOrder,
  onboardingsOfParty,
  openStatement,
} from '../store.ts';
import { openChecks, packOf } from './checking.ts';
import { followedShare } from './deciding.ts';
import { sharedPayers } from './paying.ts';

export const rowOf = (o: OnboardingRow): OnboardingRowShape => ({
  id: o.id,
  number: o.number,
  party: o.party,
  party_reference: o.partyReference,
  party_name: o.partyName,
  state: o.state,
  via: o.via,
  tier: o.tier,
  pack: o.pack,
  for_person: o.forPerson,
  proposal: o.proposal,
  started_at: o.startedAt.toString(),
  waiting_since: o.changedAt.toString(),
});
export const onboardingsPage = (world: World, org: Id<'org'>, q: OnboardingQuery) =>
  world.db.in(org, (tx) => listOnboardings(tx, q));

export const proposalShapeOf = (p: Proposal): ProposalShape => ({
  id: p.id,
  onboarding: p.onboarding,
  party: p.party,
  party_reference: p.partyReference,
  party_name: p.partyName,
  campaign: p.campaign,
  outcome: p.outcome,
  made_by: p.madeBy,
  made_at: p.madeAt.toString(),
  because: [...p.because],
  decided_by: p.decidedBy,
  decided_at: p.decidedAt?.toString() ?? null,
  followed: p.followed,
  why: p.why,
});

/** One onboarding with its evidence; the reading is journalled. @throws Refused `request.not-found` */
export async function showOnboarding(world: World, org: Id<'org'>, by: Actor, id: string): Promise<OnboardingShape> {
  return world.db.in(org, async (tx) => {
    const o = await onboardingById(tx, id);
    if (!o) throw new Refused('request.not-found');
    const pack = await packOf(o.pack);
    const now = world.clock.now();
    const s = await openStatement(world, tx, o);
    const opened = await checksOpened(world, tx, o.id);
    const rows = new Map(opened.map((c) => [c.check, c]));
    const asked = checksOf(pack, o.tier);
    const proposals = await proposalsOf(world, tx, o.id);
    const open = openChecks(pack, o.assessment, rows, now);
    const waiting = proposals.filter((p) => p.decidedAt === null);
    note(world, tx, { act: 'onboarding.opened', by, about: [{ subject: null, payload: { onboarding: o.id } }] });
    const payments = await paymentsOpened(world, tx, o.id);
    return {
      ...rowOf({
        ...o,
        forPerson: opened.filter((c) => c.verdict === 'review' || c.verdict === 'fail').length,
        proposal: waiting.at(-1)?.outcome ?? null,
      }),
      version: o.version,
      reference: o.reference,
      order_reference: o.orderReference,
      language: o.language,
      activated_at: o.activatedAt?.toString() ?? null,
      ended_at: o.endedAt?.toString() ?? null,
      may_provision: mayProvision(o.state, o.via),
      statement: s ? { ...s } : null,
      complete: s ? { ...completeness(s), missing: [...completeness(s).missing] } : null,
      checks: checkIds
        .filter((c) => asked.includes(c) || rows.has(c))
        .map((check): CheckShape => {
          const c = rows.get(check);
          // What lists of the police and bans hold is for who may see those rooms: here only that there is something to look at.
          const hidden = check === 'K13' || (check === 'K14' && !mayAs(by, 'decider'));
          return {
            check,
            title: checkKinds[check].title,
            gate: checkKinds[check].gate,
            asked: asked.includes(check),
            standing: standingOf(c, now),
            method: c?.method ?? null,
            source: c?.source ?? null,
            source_version: c?.version ?? null,
            reasons: (c?.reasons ?? []).map((r) => ({ ...r, words: reasonWords[r.code] })),
            at: c?.at.toString() ?? null,
            expires_at: c?.expiresAt?.toString() ?? null,
            by: c?.by ?? null,
            evidence: hidden ? null : (c?.evidence ?? null),
            may_record: mayAs(by, 'handler') && check !== 'K12' && check !== 'K13',
          };
        }),
      payments: payments.map((p) => ({
        id: p.id,
        booked_on: p.bookedOn,
        amount_cents: p.amountCents,
        currency: p.currency,
        method: p.method,
        iban_masked: p.ibanMasked,
        payer: p.words?.payer ?? null,
        verdict: p.verdict,
        score: p.score,
        terms: (p.words?.match.terms ?? []).map((t) => ({ ...t })),
      })),
      shared_payer: await sharedPayers(tx, o.id),
      open: open.map((x) => ({ ...x })),
      proposals: proposals.map(proposalShapeOf),
      acts: (await actsOf(world, tx, o.id)).map((a) => ({
        at: a.at.toString(),
        act: a.act,
        by: a.byName ?? a.by,
        to: a.to,
        text: a.text,
      })),
      risk: {
        pack_version: o.assessment.packVersion,
        total: o.assessment.total,
        lines: o.assessment.lines.map((l) => ({ ...l, words: pointWords[l.code] })),
        stops: o.assessment.stops.map((code) => ({ code, words: stopWords[code] })),
      },
      may: onboardingActs.filter((act) => {
        const arrow = onboardingArrow(o.state, act);
        if (!arrow || act === 'pass' || !mayAs(by, arrow.by)) return false;
        const admits = arrow.to === 'active' || act === 'propose_activation';
        if (admits && (open.length > 0 || o.assessment.stops.length > 0)) return false;
        const two = pack.fourEyes.includes(o.tier);
        if (act === 'activate' && two) return false;
        if (act === 'propose_activation' && !two) return false;
        return !((act === 'confirm' || act === 'refuse') && waiting.at(-1)?.madeBy === actorId(by));
      }),
    };
  });
}

/** Everything of onboardings that a person may be given about itself (GDPR art. 15); what lists hold of others is not in it. */
export async function recordsOfParty(
  world: World,
  org: Id<'org'>,
  by: Actor,
  party: string,
): Promise<readonly Readonly<Record<string, unknown>>[]> {
  return world.db.in(org, async (tx) => {
    if (!(await partyById(tx, party))) throw new Refused('request.not-found');
    const all: Readonly<Record<string, unknown>>[] = [];
    for (const o of await onboardingsOfParty(tx, party)) {
      const checks = await checksOpened(world, tx, o.id, true);
      all.push({
        onboarding: o.number,
        state: o.state,
        started_at: o.startedAt.toString(),
        ended_at: o.endedAt?.toString() ?? null,
        profile: o.pack,
        risk: o.tier,
        points: o.assessment.lines.map((l) => ({ code: l.code, points: l.points, words: pointWords[l.code] })),
        statement: await openStatement(world, tx, o),
        checks: checks
          // The police list is nobody's to be told of by us; who a ban is about hears that from the room of bans.
          .filter((c) => c.check !== 'K13')
          .map((c) => ({
            check: c.check,
            at: c.at.toString(),
            verdict: c.verdict,
            method: c.method,
            source: c.source,
            reasons: c.reasons.map((r) => reasonWords[r.code]),
            expires_at: c.expiresAt?.toString() ?? null,
            evidence: c.check === 'K14' ? null : (c.evidence ?? null),
          })),
        payments: (await paymentsOpened(world, tx, o.id)).map((p) => ({
          booked_on: p.bookedOn,
          amount_cents: p.amountCents,
          currency: p.currency,
          method: p.method,
          iban: p.ibanMasked,
          payer: p.words?.payer ?? null,
          verdict: p.verdict,
        })),
        proposals: (await proposalsOf(world, tx, o.id)).map((p) => ({
          outcome: p.outcome,
          made_at: p.madeAt.toString(),
          decided_at: p.decidedAt?.toString() ?? null,
          followed: p.followed,
          why: p.why,
        })),
      });
    }
    note(world, tx, {
      act: 'onboarding.exported',
      by,
      about: [{ subject: party, payload: { party, records: all.length, export: newId(world, 'act') } }],
    });
    return all;
  });
}

export async function packsShown(): Promise<readonly PackShape[]> {
  const law = await loadLaw();
  return [...law.packs.values()].map((p) => ({
    id: p.id,
    version: p.version,
    title: p.title,
    says: p.says,
    mark: p.basis.mark,
    law: p.basis.law,
    article: p.basis.article ?? null,
    from: p.inForce.from,
    asks: { low: [...p.asks.low], normal: [...p.asks.normal], high: [...p.asks.high] },
  }));
}
export async function overview(world: World, org: Id<'org'>): Promise<OverviewShape> {
  return {
    followed: await followedShare(world, org),
    packs: [...(await packsShown())],
    consequences: (await world.db.in(org, (tx) => waitingConsequences(world, tx, 200))).map(proposalShapeOf),
  };
}

const shapeOf = (s: Settings): SettingsShape => ({
  pack: s.pack,
  form_open: s.formOpen,
  pay_to: s.payTo,
  disposable: [...s.disposable],
  virtual_offices: [...s.virtualOffices],
  high_risk_countries: [...s.highRiskCountries],
  gateway_url: s.gatewayUrl,
  kvk_url: s.kvkUrl,
  vies_url: s.viesUrl,
  gleif_url: s.gleifUrl,
});
export const readSettings = (world: World, org: Id<'org'>): Promise<SettingsShape> =>
  world.db.in(org, async (tx) => shapeOf(await settingsOf(tx)));
/** @throws Refused `request.invalid` where the profile is not known or only a study */
export async function changeSettings(
  world: World,
  org: Id<'org'>,
  by: Actor,
  s: SettingsShape,
  secrets: Secrets,
): Promise<void> {
  if (!mayAs(by, 'admin')) throw new Refused('request.not-allowed');
  const pack = await packOf(s.pack);
  if (pack.basis.mark === 'study') throw new Refused('request.invalid', 'pack: only a study', { pack: 'only a study' });
  await world.db.in(org, async (tx) => {
    const lower = (all: readonly string[]) => [...new Set(all.map((x) => x.trim().toLowerCase()))];
    await writeSettings(
      world,
      tx,
      {
        pack: pack.id,
        formOpen: s.form_open,
        payTo: s.pay_to,
        disposable: lower(s.disposable),
        virtualOffices: [...new Set(s.virtual_offices.map((x) => x.trim().toUpperCase().replace(/\s+/g, ' ')))],
        highRiskCountries: s.high_risk_countries,
        gatewayUrl: s.gateway_url,
        kvkUrl: s.kvk_url,
        viesUrl: s.vies_url,
        gleifUrl: s.gleif_url,
      },
      secrets,
      actorId(by),
    );
    note(world, tx, {
      act: 'onboarding.settings',
      by,
      about: [
        {
          subject: null,
          payload: {
            pack: pack.id,
            form_open: s.form_open,
            disposable: s.disposable.length,
            virtual_offices: s.virtual_offices.length,
            secrets: Object.keys(secrets),
          },
        },
      ],
    });
  });
}
/** By id, number, reference, or the number of an order; undefined where it is not known. */
export const stateOfOrder = (world: World, org: Id<'org'>, order: string): Promise<Onboarding | undefined> =>
  world.db.in(org, async (tx) => (await onboardingByOrder(tx, order)) ?? onboardingById(tx, order));
