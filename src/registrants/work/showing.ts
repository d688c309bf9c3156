/** The register as people and the public see it. Reading the data of a holder is a line in the journal. */
import type { Tx } from '#io/db';
import type { World } from '#io/world';
import { note } from '#journal/work';
import { type Actor, type Id, mayAs, Refused } from '#kernel';
import {
  type Basis,
  fieldWords,
  registrantBasis,
  registrantGroupIds,
  registrantGroups,
  registrantsInForce,
  registrationFields,
  verificationMethods,
  verificationRules,
  verifiedFields,
} from '#law';
import { loadLaw } from '#law/work';
import { partyById } from '#parties/store';
import { type DifferenceAct, differenceActs, differenceWords } from '../difference.ts';
import type { PublicRegistration } from '../rdap.ts';
import { domainOf, noHolder, proves, publicPart, standingOf } from '../registration.ts';
import type {
  DifferenceShape,
  RegisterPolicy,
  RegistrationPage,
  RegistrationRowShape,
  RegistrationShape,
} from '../shapes.ts';
import {
  checksOf,
  listDifferences,
  listRegistrations,
  openDifference,
  openHolder,
  type Registration,
  type RegistrationQuery,
  registerCounts,
  registrationById,
  registrationOf,
  resellerCounts,
} from '../store.ts';

const basisText = (b: Basis) => `${b.law}${b.article ? `, ${b.article}` : ''}`;
const rowOf = (r: Registration): RegistrationRowShape => ({
  id: r.id,
  domain: r.domain,
  registered_on: r.registeredOn,
  kind: r.kind,
  registrar: r.registrar,
  collected_by: r.collectedBy,
  missing: [...r.missing],
  ended_on: r.endedOn,
  version: r.version,
});
const wordsOf = (field: string) => fieldWords[field] ?? { nl: field, en: field };

export async function registrationsPage(tx: Tx, q: RegistrationQuery): Promise<RegistrationPage> {
  const found = await listRegistrations(tx, { ...q, limit: q.limit + 1 });
  const items = found.slice(0, q.limit);
  return {
    items: items.map(rowOf),
    next: found.length > q.limit ? (items.at(-1)?.domain ?? null) : null,
    counts: await registerCounts(tx),
  };
}

async function who(tx: Tx, id: Id<'party'> | null): Promise<RegistrationShape['party']> {
  const p = id ? await partyById(tx, id) : undefined;
  return id ? { id, reference: p?.reference ?? null, name: p?.name ?? null } : null;
}

/** One registration whole. @throws Refused `request.not-found` */
export async function showRegistration(world: World, tx: Tx, id: string, actor: Actor): Promise<RegistrationShape> {
  const r = (await registrationById(tx, id)) ?? (await registrationOf(tx, domainOf(id) ?? ''));
  if (!r) throw new Refused('request.not-found');
  note(world, tx, { act: 'registration.read', by: actor, about: [{ subject: r.id, payload: { registration: r.id } }] });
  const data = (await openHolder(world, tx, r)) ?? noHolder;
  const checks = await checksOf(world, tx, r);
  const now = world.clock.now();
  const shown = publicPart(r.kind, data);
  return {
    ...rowOf(r),
    party: await who(tx, r.party),
    reseller: await who(tx, r.reseller),
    groups: registrantGroupIds.map((group) => ({
      group,
      title: registrantGroups[group].title,
      basis: basisText(registrantGroups[group].basis),
      mark: registrantGroups[group].basis.mark,
      fields: registrantGroups[group].fields.map((field) => {
        const proven = verifiedFields.find((f) => f === field);
        const value = field === 'domain' ? r.domain : field === 'registered_on' ? r.registeredOn : null;
        if (!proven)
          return {
            field,
            words: wordsOf(field),
            value,
            public: true,
            standing: null,
            verified_until: null,
            ways: [],
          };
        const standing = r.endedOn === null ? standingOf(proven, data, checks, now) : null;
        const last = checks.find((c) => c.field === field && c.voidAt === null);
        return {
          field,
          words: wordsOf(field),
          value: data[proven],
          public: shown[proven] !== undefined,
          standing,
          verified_until: standing === 'verified' ? (last?.expiresAt?.toString() ?? null) : null,
          ways: verificationMethods.filter((m) => proves(m, proven)),
        };
      }),
    })),
    checks: checks.map((c) => ({
      no: c.no,
      field: c.field,
      method: c.method,
      method_words: verificationRules[c.method].title,
      verdict: c.verdict,
      source: c.source,
      evidence: c.evidence,
      checked_at: c.checkedAt.toString(),
      expires_at: c.expiresAt?.toString() ?? null,
      by: c.by,
      void_at: c.voidAt?.toString() ?? null,
    })),
    created_at: r.createdAt.toString(),
    changed_at: r.changedAt.toString(),
  };
}

export async function differencesPage(
  world: World,
  tx: Tx,
  open: boolean,
  limit: number,
  actor: Actor,
): Promise<readonly DifferenceShape[]> {
  const items: DifferenceShape[] = [];
  for (const d of await listDifferences(tx, open, limit)) {
    const words = await openDifference(world, tx, d);
    const r = d.registration ? await registrationById(tx, d.registration) : undefined;
    const data = r && d.field && d.state === 'open' ? await openHolder(world, tx, r) : null;
    const field = verifiedFields.find((f) => f === d.field);
    const may: readonly DifferenceAct[] = d.state === 'open' && mayAs(actor, 'handler') ? differenceActs : [];
    items.push({
      id: d.id,
      domain: d.domain,
      registration: d.registration,
      kind: d.kind,
      kind_words: differenceWords[d.kind],
      field: d.field,
      field_words: d.field ? wordsOf(d.field) : null,
      ours: field ? (data?.[field] ?? null) : d.field === 'registered_on' ? (r?.registeredOn ?? null) : null,
      theirs: words?.row ? words.row.data.registrant_name : (words?.theirs ?? null),
      registrar: d.registrar,
      state: d.state,
      why: words?.why ?? null,
      found_at: d.foundAt.toString(),
      decided_at: d.decidedAt?.toString() ?? null,
      decided_by: d.decidedBy,
      may: [...may],
      version: d.version,
    });
  }
  const read = items.length;
  if (read > 0)
    note(world, tx, {
      act: 'registration.differences_read',
      by: actor,
      about: [{ subject: null, payload: { count: read } }],
    });
  return items;
}

export async function domainResellers(world: World, tx: Tx) {
  return {
    items: (await resellerCounts(tx, world.clock.now())).map(({ reseller, reference, name, ...counts }) => ({
      reseller: { id: reseller as string, reference, name },
      ...counts,
    })),
  };
}

/** The published policy: what is kept, how it is verified, and within how many hours a request is answered. */
export async function policyOf(): Promise<RegisterPolicy> {
  const clock = (await loadLaw()).clocks.get('clk-cbw-50');
  return {
    basis: basisText(registrantBasis),
    mark: registrantBasis.mark,
    in_force_from: registrantsInForce.from,
    groups: registrantGroupIds.map((group) => ({
      group,
      title: registrantGroups[group].title,
      basis: basisText(registrantGroups[group].basis),
    })),
    procedure: verificationMethods.map((method) => {
      const rule = verificationRules[method];
      return {
        method,
        title: rule.title,
        step: rule.step,
        evidence: rule.evidence,
        basis: basisText(rule.basis),
        mark: rule.basis.mark,
        proves: rule.proves.map(wordsOf),
        months: rule.months,
      };
    }),
    hours_to_answer: clock?.runs.unit === 'hours' ? clock.runs.count : 72,
  };
}

/** What anybody may see of a name; undefined where we do not keep its registration. */
export async function publicRegistration(
  world: Pick<World, 'keys'>,
  tx: Tx,
  name: string,
): Promise<PublicRegistration | undefined> {
  const domain = domainOf(name);
  const r = domain ? await registrationOf(tx, domain) : undefined;
  if (!r) return undefined;
  return {
    domain: r.domain,
    registeredOn: r.registeredOn,
    kind: r.kind,
    data: (await openHolder(world, tx, r)) ?? noHolder,
  };
}

/**
 * What the register holds of these names, by the fields a request for registration data can be given; for the decider of such a
 * request alone, who chooses what of it is given.
 */
export async function registeredFields(
  world: World,
  tx: Tx,
  names: readonly string[],
  subject: string,
  actor: Actor,
): Promise<
  readonly { readonly domain: string; readonly kind: string; readonly fields: Readonly<Record<string, string>> }[]
> {
  const found = [];
  for (const name of names) {
    const domain = domainOf(name);
    const r = domain ? await registrationOf(tx, domain) : undefined;
    const data = r ? await openHolder(world, tx, r) : null;
    if (!r || !data) continue;
    const all: Readonly<Record<string, string | null>> = { domain: r.domain, registered_on: r.registeredOn, ...data };
    const fields = Object.fromEntries(
      registrationFields.flatMap((f) => {
        const value = all[f];
        return value ? [[f, value]] : [];
      }),
    );
    found.push({ domain: r.domain, kind: r.kind, fields });
    note(world, tx, {
      act: 'registration.read',
      by: actor,
      about: [{ subject: r.id, payload: { registration: r.id, for: subject } }],
    });
  }
  return found;
}
