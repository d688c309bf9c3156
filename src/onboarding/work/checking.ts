/** Runs the checks of an onboarding, judges its risk, and lets it through the gates that are settled. */

import { startDeadline, stopDeadline } from '#deadlines/work';
import { sql, type Tx } from '#io/db';
import type { World } from '#io/world';
import { note } from '#journal/work';
import { type Actor, canonical, engine, type Id, must, Refused } from '#kernel';
import { type CheckId, checkIds, checksOf, type Pack } from '#law';
import { loadLaw } from '#law/work';
import { screenParty } from '#screening/work';
import { type CheckRow, type Found, gates, openAt, standingOf } from '../check.ts';
import { mailCheck, phoneCheck, readPhone } from '../checks/contact.ts';
import {
  editionSeenCheck,
  firstPaymentCheck,
  identitySeenCheck,
  payMethodCheck,
  type ReturnSeen,
  returnedCheck,
  sanctionsCheck,
} from '../checks/money.ts';
import { ibanCheck, leiCheck, readIban, registerCheck, vatCheck } from '../checks/numbers.ts';
import { addressCheck, addressKey, countriesCheck, ghostCheck, peopleCheck, resaleCheck } from '../checks/place.ts';
import { decideOnboarding, type OnboardingAct, type OnboardingState } from '../life.ts';
import { type Assessment, assessRisk } from '../risk.ts';
import type { Statement } from '../statement.ts';
import { propose, settleProposals } from '../store/deciding.ts';
import { paymentsOfOnboarding } from '../store/payments.ts';
import { secretsOf, settingsOf } from '../store/settings.ts';
import {
  addAct,
  changeOnboarding,
  checksNow,
  checksOpened,
  lockOnboarding,
  type Onboarding,
  onboardingById,
  openStatement,
  orgOf,
  tokensOf,
  writeCheck,
} from '../store.ts';
import { askLei, askRegister, askVat, mailHosts } from './outside.ts';

export interface ReturnSubject {
  readonly party?: Id<'party'>;
  readonly names: readonly string[];
  readonly emails: readonly string[];
  readonly phones: readonly string[];
  readonly ibans: readonly string[];
  readonly sshKeys: readonly string[];
  readonly devices: readonly string[];
  readonly paymentTokens: readonly string[];
  readonly addresses: readonly { readonly country: string; readonly postcode: string; readonly number: string }[];
  readonly companyNumbers: readonly string[];
  readonly domains: readonly string[];
  readonly birth?: string;
}
export interface EditionSubject {
  readonly party?: Id<'party'>;
  readonly names: readonly string[];
  readonly emails: readonly string[];
  readonly domains: readonly string[];
  readonly phones: readonly string[];
}
/** What other rooms of judgement answer; handed in where everything is plugged together. Absent: the check is unavailable. */
export interface OnboardingHands {
  readonly returnCheck?: (world: World, tx: Tx, subject: ReturnSubject) => Promise<ReturnSeen>;
  readonly editionCheck?: (
    world: World,
    tx: Tx,
    subject: EditionSubject,
  ) => Promise<{ readonly verdict: 'pass' | 'review'; readonly reference: string | null }>;
}

export async function packOf(id: string): Promise<Pack> {
  const law = await loadLaw();
  const found = law.packs.get(id);
  if (!found) throw new Refused('request.invalid', `pack: ${[...law.packs.keys()].join(', ')}`, { pack: 'not known' });
  return found;
}

function returnSubject(o: Onboarding, s: Statement, iban: string | null): ReturnSubject {
  const phone = s.phone ? readPhone(s.phone, s.country)?.e164 : undefined;
  return {
    party: o.party,
    names: [s.name, ...s.trade_names, ...s.people.map((p) => p.name)],
    emails: [s.email],
    phones: phone ? [phone] : [],
    ibans: iban ? [iban] : [],
    sshKeys: s.ssh_keys,
    devices: [],
    paymentTokens: [],
    addresses:
      s.country && s.postcode && s.number ? [{ country: s.country, postcode: s.postcode, number: s.number }] : [],
    companyNumbers: s.company_number ? [s.company_number] : [],
    domains: s.domains,
    ...(s.birth_date ? { birth: s.birth_date } : {}),
  };
}

/** What only makes sense once, while the account is at hand: it is not kept in full. */
export interface Once {
  readonly iban?: string | undefined;
}

async function screeningSeen(tx: Tx, party: string) {
  const [row] = await tx.rows(sql<{
    lists: number;
    waiting: number;
    strong: number;
    confirmed: number;
    run: string | null;
  }>`
    select (select count(*)::int from list_generation g where g.organisation_id = ${orgOf(tx)} and g.current) as lists,
           count(*) filter (where m.state in ('open', 'under_review', 'second_person'))::int as waiting,
           count(*) filter (where m.state in ('open', 'under_review', 'second_person') and m.band = 'block')::int as strong,
           count(*) filter (where m.state = 'true_match')::int as confirmed,
           (select r.id::text from screening_run r where r.organisation_id = ${orgOf(tx)} order by r.started_at desc limit 1) as run
      from listed_match m where m.organisation_id = ${orgOf(tx)} and m.party_id = ${party}`);
  return must(row, 'a count of matches');
}

/** Only these are asked of others anew when nothing but a payment or a click came in. */
const asksOthers: readonly CheckId[] = ['K1', 'K4', 'K5', 'K6', 'K12'];

/**
 * Makes every check of the profile that is missing, expired or told to be made anew, and moves the onboarding through the gates.
 * What a person recorded stands until it expires. Asks others outside of any transaction.
 * @param again `all`: also what still holds; `own`: only what we know ourselves (a payment, a click, a decision elsewhere)
 */
export async function runChecks(
  world: World,
  org: Id<'org'>,
  id: string,
  hands: OnboardingHands,
  again: 'all' | 'due' | 'own' = 'due',
  by: Actor = engine,
  once: Once = {},
): Promise<OnboardingState> {
  const seen = await world.db.in(org, async (tx) => {
    const o = await onboardingById(tx, id);
    if (!o) throw new Refused('request.not-found');
    return {
      o,
      s: await openStatement(world, tx, o),
      settings: await settingsOf(tx),
      secrets: await secretsOf(world, tx),
      rows: await checksNow(tx, o.id),
    };
  });
  const { o, s, settings, secrets, rows } = seen;
  if (!s) throw new Refused('evidence.erased');
  if (o.state === 'refused' || o.state === 'withdrawn') return o.state;
  const pack = await packOf(o.pack);
  const now = world.clock.now();
  const due = (check: CheckId) => {
    const standing = standingOf(rows.get(check), now);
    return again === 'all' || standing === 'missing' || standing === 'expired' || standing === 'unavailable';
  };
  const others = again === 'own' ? asksOthers.filter((c) => !rows.has(c)) : asksOthers.filter(due);
  const [mail, register, vat, lei] = await Promise.all([
    others.includes('K1') ? mailHosts(world.net, s.email) : null,
    others.includes('K4') ? askRegister(world.net, s, settings, secrets) : null,
    others.includes('K5') ? askVat(world.net, s, settings) : null,
    others.includes('K6') ? askLei(world.net, s, settings) : null,
  ]);
  if (others.includes('K12') && (await world.db.in(org, (tx) => screeningSeen(tx, o.party))).lists > 0)
    await screenParty(world, org, o.party, by);
  return world.db.in(org, async (tx) => {
    const here = await lockOnboarding(tx, o.id);
    const standing = await checksNow(tx, o.id);
    const tokens = await tokensOf(tx, o.id);
    const payments = await paymentsOfOnboarding(tx, o.id);
    const iban = once.iban ? (readIban(once.iban)?.iban ?? null) : null;
    const confirmed = tokens.get('email')?.usedAt ?? null;
    const phone = tokens.get('phone');
    const found = new Map<CheckId, Found>();
    const mx = mail ?? mxOf(standing.get('K1'), await evidenceOf(world, tx, o.id, 'K1'));
    if (mx)
      found.set('K1', mailCheck(s, { ...mx, confirmedAt: confirmed, ownDisposable: new Set(settings.disposable) }));
    found.set(
      'K2',
      phoneCheck(s, {
        gateway: settings.gatewayUrl !== null,
        sentAt: phone?.madeAt ?? null,
        refused: phone?.refused ?? false,
        codeRightAt: phone?.usedAt ?? null,
      }),
    );
    found.set('K3', addressCheck(s, new Set(settings.virtualOffices)));
    const day = now.toZonedDateTimeISO('UTC').toPlainDate().toString();
    if (register) found.set('K4', registerCheck(s, register, day));
    if (vat) found.set('K5', vatCheck(s, vat));
    if (lei) found.set('K6', leiCheck(s, lei));
    found.set('K7', peopleCheck(s));
    if (!standing.has('K8')) found.set('K8', identitySeenCheck(null));
    const paidIban = payments.find((p) => p.ibanCountry !== null);
    if (once.iban !== undefined) found.set('K9', ibanCheck(once.iban));
    else if (paidIban && standing.get('K9')?.verdict !== 'pass')
      // The bank itself named the account: it exists.
      found.set('K9', {
        ...ibanCheck(undefined),
        verdict: 'pass',
        method: 'bank',
        source: 'statements',
        reasons: [{ code: 'valid' }],
        evidence: { masked: paidIban.ibanMasked, country: paidIban.ibanCountry },
      });
    else if (
      payments.some((p) => p.verdict === 'MTCH') &&
      !standing.get('K9')?.evidence &&
      standing.get('K9')?.verdict !== 'pass' &&
      standing.get('K9')?.verdict !== 'fail'
    )
      found.set('K9', {
        verdict: 'not_applicable',
        method: 'bank',
        source: 'statements',
        reasons: [{ code: 'payer_matches' }],
      });
    else if (!standing.has('K9')) found.set('K9', ibanCheck(undefined));
    found.set('K10', firstPaymentCheck(payments));
    found.set('K11', payMethodCheck(payments, s.payment));
    found.set('K12', sanctionsCheck(await screeningSeen(tx, o.party)));
    if (again !== 'own' || !standing.has('K13') || !standing.has('K14')) {
      const subject = returnSubject(here, s, iban);
      found.set('K13', editionSeenCheck(hands.editionCheck ? await hands.editionCheck(world, tx, subject) : null));
      found.set('K14', returnedCheck(hands.returnCheck ? await hands.returnCheck(world, tx, subject) : null));
    }
    const reg = register && typeof register === 'object' ? register : null;
    const founded = reg?.founded ?? s.founded ?? null;
    if (reg || !standing.has('K15') || again === 'all')
      found.set(
        'K15',
        ghostCheck(s.kind, {
          ownAsn: null,
          staff: reg?.staff === null || reg?.staff === undefined ? null : reg.staff > 0,
          virtualOffice:
            settings.virtualOffices.length === 0
              ? null
              : settings.virtualOffices.includes(addressKey(s.country, s.postcode, s.number) ?? ''),
          monthsOld: founded ? Temporal.PlainDate.from(founded).until(day, { largestUnit: 'months' }).months : null,
          hostingSbi: reg ? reg.activities.some((a) => /^63(?:11|10|1)/.test(a)) : null,
          foreignDirector:
            s.people.length === 0 || !s.country
              ? null
              : s.people.some((p) => p.country !== undefined && p.country !== s.country),
          siteNamesBody: s.kind === 'legal' && !s.website ? false : null,
          domainDays: null,
        }),
      );
    found.set('K16', resaleCheck(s, here.contractResells));
    found.set('K17', countriesCheck(s, paidIban?.ibanCountry ?? (iban ? iban.slice(0, 2) : null)));
    for (const check of checkIds) {
      const f = found.get(check);
      const before = standing.get(check);
      // What a colleague recorded with a reason stands until it expires.
      if (!f || (before?.method === 'person' && standingOf(before, now) !== 'expired')) continue;
      await writeCheck(world, tx, o.id, check, f, canonical(s), by);
    }
    return advance(world, tx, here, s, pack, by);
  });
}

/** Where the same mail hosts as before are still good, the answer of then. */
function mxOf(row: CheckRow | undefined, evidence: Readonly<Record<string, unknown>> | null) {
  if (!row || !evidence || row.method === 'person') return null;
  const mx = evidence['mx'];
  if (mx === null || mx === undefined) return null;
  const list = mx as readonly string[];
  return { mx: list[0] === '.' ? ('null_mx' as const) : list, address: row.verdict !== 'fail' };
}
async function evidenceOf(
  world: World,
  tx: Tx,
  id: string,
  check: CheckId,
): Promise<Readonly<Record<string, unknown>> | null> {
  return (await checksOpened(world, tx, id)).find((c) => c.check === check)?.evidence ?? null;
}

/** The risk as the checks stand. */
export async function judge(
  tx: Tx,
  s: Statement,
  pack: Pack,
  rows: ReadonlyMap<CheckId, CheckRow>,
  party: string,
): Promise<Assessment> {
  const settings = await settingsOf(tx);
  const asked = new Map([...rows].filter(([, r]) => r.verdict !== 'unavailable'));
  return assessRisk(pack, s, asked, {
    abuseRatio: await abuseRatio(tx, party),
    highRiskCountries: settings.highRiskCountries,
  });
}
/** Cases of this party against the median of parties that have any; null where there are too few to say. */
async function abuseRatio(tx: Tx, party: string): Promise<number | null> {
  const [row] = await tx.rows(sql<{ mine: number; median: number | null; holders: number }>`
    with per as (select holder_id, count(*)::int as n from abuse_case where organisation_id = ${orgOf(tx)} and holder_id is not null group by holder_id)
    select coalesce((select n from per where holder_id = ${party}), 0) as mine,
           (select percentile_cont(0.5) within group (order by n) from per)::float8 as median, (select count(*)::int from per) as holders`);
  return row && row.holders >= 8 && row.median ? row.mine / row.median : null;
}

/** Every check of the tier that is not settled. */
export function openChecks(
  pack: Pack,
  a: Pick<Assessment, 'tier'>,
  rows: ReadonlyMap<CheckId, CheckRow>,
  now: Temporal.Instant,
) {
  const asked = checksOf(pack, a.tier);
  return gates.flatMap((g) => openAt(g, asked, rows, now));
}

const gateFrom = { started: 'contact_verified', contact_verified: 'paid', paid: 'screened' } as const;
/** Failures that no waiting mends: a person looks whether to refuse. */
const waits = new Set(['not_confirmed', 'not_paid', 'code_sent', 'missing', 'not_seen']);

/**
 * Judges, passes the gates that are settled, admits where nothing is left for a person, and proposes refusal where something
 * fails; takes its own proposal back where that is mended. Never refuses.
 */
export async function advance(
  world: World,
  tx: Tx,
  o: Onboarding,
  s: Statement,
  pack: Pack,
  by: Actor,
): Promise<OnboardingState> {
  const now = world.clock.now();
  const rows = await checksNow(tx, o.id);
  const assessment = await judge(tx, s, pack, rows, o.party);
  const changed = canonical(assessment) !== canonical(o.assessment);
  if (changed) await changeOnboarding(tx, o.id, { assessment }, now);
  const asked = checksOf(pack, assessment.tier);
  const failing = asked.filter(
    (c) => rows.get(c)?.verdict === 'fail' && !rows.get(c)?.reasons.some((r) => waits.has(r.code)),
  );
  let state: OnboardingState = o.state;
  const go = async (act: OnboardingAct, to: OnboardingState) => {
    await addAct(world, tx, { onboarding: o.id, act, by: engine, from: state, to });
    await changeOnboarding(tx, o.id, { state: to, ...(to === 'active' ? { activatedAt: now } : {}) }, now);
    note(world, tx, {
      act: `onboarding.${act}`,
      by: engine,
      about: [
        {
          subject: null,
          payload: {
            onboarding: o.id,
            from: state,
            to,
            tier: assessment.tier,
            pack: pack.id,
            pack_version: pack.version,
          },
        },
        {
          subject: o.id,
          payload: {
            points: assessment.total,
            lines: assessment.lines.map((l) => ({ ...l })),
            stops: [...assessment.stops],
          },
        },
      ],
    });
    state = to;
  };
  if (failing.length > 0 || assessment.stops.length > 0) {
    if (state === 'active') await go('review', 'in_review');
    if (state !== 'refusal_proposed') {
      await propose(world, tx, {
        onboarding: o.id,
        party: o.party,
        outcome: 'refuse',
        because: [...assessment.stops, ...failing],
        by: engine,
      });
      await go('propose_refusal', 'refusal_proposed');
    }
    return state;
  }
  if (state === 'refusal_proposed') {
    const [mine] = await tx.rows(sql<{ n: number }>`
      select count(*)::int as n from onboarding_proposal where organisation_id = ${orgOf(tx)} and onboarding_id = ${o.id} and decided_at is null and made_by_kind <> 'engine'`);
    // A colleague's own proposal waits for a person, whatever came in since.
    if ((mine?.n ?? 0) > 0) return state;
    await settleProposals(
      world,
      tx,
      { onboarding: o.id },
      { by: engine, followed: () => false, why: 'mended', subject: o.id },
    );
    await go('return', 'started');
  }
  while (state === 'started' || state === 'contact_verified' || state === 'paid') {
    const gate = gateFrom[state];
    if (openAt(gate, asked, rows, now).length > 0) break;
    await go('pass', gate);
  }
  const open = openChecks(pack, assessment, rows, now).length;
  const two = pack.fourEyes.includes(assessment.tier);
  if ((state === 'screened' || state === 'in_review') && open === 0 && !two) {
    const decided = decideOnboarding({ state, open, stopped: false, two, proposedBy: null }, 'activate', engine, '');
    if (decided.ok) {
      await go('activate', decided.value);
      await admitted(world, tx, o, pack, assessment, by);
    }
  }
  return state;
}

/** Admitted: the party is a customer, and its next review is a clock. */
export async function admitted(
  world: World,
  tx: Tx,
  o: Pick<Onboarding, 'id' | 'party'>,
  pack: Pack,
  a: Assessment,
  by: Actor,
): Promise<void> {
  const now = world.clock.now();
  await tx.rows(
    sql`update party set state = 'active' where organisation_id = ${orgOf(tx)} and id = ${o.party} and state = 'prospect'`,
  );
  await stopDeadline(world, tx, o.id, 'clk-kyc-rev', 'met', { by });
  await startDeadline(world, tx, {
    clock: 'clk-kyc-rev',
    subject: o.id,
    startsAt: now,
    given: { unit: 'days', count: daysOf(pack.reviewMonths[a.tier], now) },
    by,
  });
}
/** Days of so many months from a moment (UTC). */
function daysOf(months: number, from: Temporal.Instant): number {
  const day = from.toZonedDateTimeISO('UTC').toPlainDate();
  return day.until(day.add({ months }), { largestUnit: 'days' }).days;
}
