/** What a decision will bring about, shown before it does: what is done where, whom it hits, which letters go, which clocks start. */
import type { Id, Language, Words } from '#kernel';
import {
  approvalRules,
  type Category,
  type MatterFacts,
  type Measure,
  measureWords,
  type RepeatStep,
  restrictionsOf,
  secondPersonFor,
  statementLetter,
} from '#law';
import { exceptions, type ReasonException } from '#reasons';
import type { Adapter } from './adapter.ts';
import { type DecisionContent, type Lack, lacksOf, type PlannedMeasure, type Target } from './decision.ts';

/** A system as a plan needs it: no secrets. */
export interface SystemFacts {
  readonly id: Id<'sys'>;
  readonly name: string;
  readonly adapter: Adapter;
  readonly options: Readonly<Record<string, unknown>>;
  /** Measures it may carry out, each for these kinds of service; an empty list means every kind. */
  readonly can: Readonly<Partial<Record<Measure, readonly string[]>>>;
}

export interface PlanRecipient {
  readonly party: Id<'party'>;
  readonly name: string;
  readonly language: Language | 'both';
  /** A reseller between us and who uses the service. */
  readonly passOn: boolean;
  readonly reachable: boolean;
}

export interface PlanInput {
  readonly content: DecisionContent;
  readonly matter: MatterFacts;
  readonly category: Category | undefined;
  readonly systems: readonly SystemFacts[];
  readonly serviceKind: string | null;
  /** What the provider can do for this kind of service; null: never asked. */
  readonly ability: readonly Measure[] | null;
  readonly recipients: readonly PlanRecipient[];
  /** Others who use the same address or site, and would be hit as well. */
  readonly others: readonly { readonly party: Id<'party'> | null; readonly name: string; readonly what: string }[];
  readonly standing: { readonly total: number; readonly step: RepeatStep | null };
  readonly now: Temporal.Instant;
}

/** Why a planned measure cannot be carried out as it stands. */
export const hindrances = {
  not_possible: { nl: 'dit kan de aanbieder bij deze dienst niet', en: 'the provider cannot do this for this service' },
  system_gone: { nl: 'dit systeem is er niet (meer)', en: 'this system is not there (any more)' },
  system_cannot: { nl: 'dit systeem kan dit niet', en: 'this system cannot do this' },
  system_not_for_service: { nl: 'dit systeem is niet voor deze dienst', en: 'this system is not for this service' },
  target_missing: { nl: 'hiervoor ontbreekt een gegeven', en: 'something needed for this is missing' },
} as const satisfies Record<string, Words>;
export type Hindrance = keyof typeof hindrances;

export interface PlanStep {
  readonly what: Measure;
  readonly system: { readonly id: Id<'sys'>; readonly name: string; readonly adapter: string } | null;
  readonly target: Target;
  /** What will be done, without doing it. */
  readonly says: Words;
  readonly canUndo: boolean;
  /** Who proves that it stands: the system, or a person. */
  readonly proof: 'system' | 'person';
  readonly hindrances: readonly Hindrance[];
}

export interface DecisionPlan {
  readonly lacks: readonly Lack[];
  readonly steps: readonly PlanStep[];
  readonly hits: PlanInput['others'];
  readonly letters: readonly {
    readonly template: string;
    readonly to: Id<'party'>;
    readonly name: string;
    readonly language: Language | 'both';
  }[];
  readonly exception: ReasonException | null;
  readonly clocks: readonly { readonly clock: string; readonly from: 'carried_out' | 'told' | 'exception_ended' }[];
  /** Rules that ask for a second person. */
  readonly second: readonly { readonly rule: string; readonly title: Words }[];
  readonly warnings: readonly Words[];
  /** Whole, and nothing in the way. */
  readonly ready: boolean;
}

function stepOf(m: PlannedMeasure, input: PlanInput): PlanStep {
  const found: Hindrance[] = [];
  if (input.ability !== null && !input.ability.includes(m.what)) found.push('not_possible');
  const system = m.system === null ? undefined : input.systems.find((s) => s.id === m.system);
  if (m.system !== null && !system) found.push('system_gone');
  if (system) {
    const kinds = system.can[m.what];
    if (!system.adapter.can.includes(m.what) || kinds === undefined) found.push('system_cannot');
    else if (kinds.length > 0 && (input.serviceKind === null || !kinds.includes(input.serviceKind)))
      found.push('system_not_for_service');
    if (system.adapter.needs(m.what).some((n) => m.target[n] === undefined || m.target[n] === ''))
      found.push('target_missing');
  }
  const words = measureWords[m.what];
  const on = [
    m.target.url,
    m.target.host,
    m.target.account,
    m.target.ip && (m.target.port ? `${m.target.ip}:${m.target.port}` : m.target.ip),
  ]
    .filter(Boolean)
    .join(', ');
  return {
    what: m.what,
    system: system ? { id: system.id, name: system.name, adapter: system.adapter.id } : null,
    target: m.target,
    says:
      system && found.length === 0
        ? system.adapter.says({ what: m.what, target: m.target, options: system.options })
        : { nl: `met de hand: ${words.nl} (${on})`, en: `by hand: ${words.en} (${on})` },
    canUndo: system ? !system.adapter.final.includes(m.what) : true,
    proof: system ? 'system' : 'person',
    hindrances: found,
  };
}

/** The exception that holds by itself: an order, secrecy, or nobody who can be written to. Else the one the decider recorded. */
export function exceptionOf(input: Pick<PlanInput, 'content' | 'matter' | 'recipients'>): ReasonException | null {
  const { content, matter, recipients } = input;
  if (content.exception) return content.exception;
  if (matter.kind === 'order') return { exception: 'order', fact: matter.number };
  if (matter.secret) return { exception: 'secrecy', fact: matter.secret.basis, until: matter.secret.until };
  if (content.outcome === 'acted' && !recipients.some((r) => r.reachable))
    return { exception: 'no_contact', fact: content.party ?? matter.number };
  return null;
}

/** The whole plan. Pure: nothing happens by making it. */
export function planFor(input: PlanInput): DecisionPlan {
  const { content, matter } = input;
  const missing = lacksOf(content, matter, input.category, input.now);
  const steps = content.measures.map((m) => stepOf(m, input));
  const exception = content.outcome === 'acted' ? exceptionOf(input) : null;
  const told = exception === null && content.outcome === 'acted';
  const day = input.now.toZonedDateTimeISO('UTC').toPlainDate().toString();
  const ask = matter.kind === 'order' ? [] : secondPersonFor(content, day);
  const warnings: Words[] = [];
  if (input.others.length > 0)
    warnings.push({
      nl: `Dit treft ook ${input.others.length} ander${input.others.length === 1 ? '' : 'en'} op hetzelfde adres.`,
      en: `This also hits ${input.others.length} other${input.others.length === 1 ? '' : 's'} at the same address.`,
    });
  if (matter.csam)
    warnings.push({
      nl: 'Dit gaat over materiaal dat niet wordt bekeken: het systeem zelf zegt of het dicht is, er wordt niets opgehaald.',
      en: 'This is about material that is not looked at: the system itself says whether it is closed, nothing is fetched.',
    });
  if (steps.some((s) => !s.canUndo))
    warnings.push({ nl: 'Een van de maatregelen kan niet terug.', en: 'One of the measures cannot be undone.' });
  if (input.standing.step === 'end' && !content.restrictions.some((r) => r.includes('TERMINAT')))
    warnings.push({
      nl: `Deze partij staat op ${input.standing.total} punten: de huisregel stelt beëindigen voor.`,
      en: `This party stands at ${input.standing.total} points: the house rule proposes to end it.`,
    });
  const clocks: { clock: string; from: 'carried_out' | 'told' | 'exception_ended' }[] = [];
  if (told) clocks.push({ clock: 'clk-17', from: 'carried_out' }, { clock: 'clk-20', from: 'told' });
  if (exception && exceptions[exception.exception].temporary) clocks.push({ clock: 'clk-17', from: 'exception_ended' });
  return {
    lacks: missing,
    steps,
    hits: input.others,
    letters: told
      ? input.recipients
          .filter((r) => r.reachable)
          .map((r) => ({
            template: statementLetter(content.restrictions),
            to: r.party,
            name: r.name,
            language: r.language,
          }))
      : [],
    exception,
    clocks,
    second: approvalRules.filter((r) => ask.includes(r.id)).map((r) => ({ rule: r.id, title: r.title })),
    warnings,
    ready: missing.length === 0 && steps.every((s) => s.hindrances.length === 0),
  };
}

/** The measures that can be proposed for an item, the mildest first: what the provider can do and some system, or a hand, carries out. */
export function offers(
  ability: readonly Measure[] | null,
): readonly { readonly what: Measure; readonly restrictions: readonly string[] }[] {
  const all = Object.keys(restrictionsOf) as Measure[];
  return all
    .filter((m) => ability === null || ability.includes(m))
    .map((what) => ({ what, restrictions: restrictionsOf[what] }));
}

/** What of a location a measure can act on. */
export function targetOf(location: string | null, account: string | null): Target {
  const target: { ip?: string; port?: number; host?: string; url?: string; account?: string } = account
    ? { account }
    : {};
  if (!location || /\s/.test(location)) return target;
  if (/^https?:\/\//i.test(location)) {
    try {
      const page = new URL(location);
      const host = page.hostname.replace(/^\[|\]$/g, '');
      return { ...target, url: location, ...(isAddress(host) ? { ip: host } : { host }) };
    } catch {
      return target;
    }
  }
  if (isAddress(location)) return { ...target, ip: location };
  const ported = /^(?:\[([0-9a-f:.]+)\]|([0-9.]+)):(\d{1,5})$/i.exec(location);
  const address = ported?.[1] ?? ported?.[2];
  if (address && isAddress(address)) return { ...target, ip: address, port: Number(ported?.[3]) };
  return /^[\w.-]+\.[\w-]{2,}$/.test(location) ? { ...target, host: location } : { ...target, account: location };
}

const isAddress = (text: string) =>
  /^(?:\d{1,3}\.){3}\d{1,3}$/.test(text) ||
  (text.includes(':') && /^[0-9a-f:]+(?:\.\d+){0,3}$/i.test(text) && text.split(':').length > 2);
