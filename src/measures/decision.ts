/** What a decision is: its life as one table, its content in the words of the DSA, and what it still lacks. */
import type { Id, MemberRole, Words } from '#kernel';
import {
  allRestrictions,
  type Category,
  contentTypes,
  decisionGrounds,
  decisionOrigins,
  type MatterFacts,
  type Measure,
  otherDescriptions,
  type Restriction,
  restrictionsOf,
  type Weight,
} from '#law';
import { eea, exceptions, type ReasonException } from '#reasons';

export type DecisionBy = MemberRole | 'engine';

/** state → act → where it leads and who may. Whether it must be a second person is asked besides. */
export const decisionLife = {
  draft: {
    edit: { to: 'draft', by: 'handler' },
    propose: { to: 'proposed', by: 'handler' },
    withdraw: { to: 'withdrawn', by: 'handler' },
  },
  proposed: {
    approve: { to: 'approved', by: 'decider' },
    send_back: { to: 'draft', by: 'decider' },
    withdraw: { to: 'withdrawn', by: 'handler' },
  },
  approved: {
    carry_out: { to: 'in_force', by: 'decider' },
    withdraw: { to: 'withdrawn', by: 'decider' },
  },
  in_force: {
    expire: { to: 'expired', by: 'engine' },
    reverse: { to: 'reversed', by: 'decider' },
    supersede: { to: 'superseded', by: 'decider' },
  },
  expired: {},
  reversed: {},
  superseded: {},
  withdrawn: {},
} as const satisfies Record<string, Record<string, { readonly to: string; readonly by: DecisionBy }>>;

export type DecisionState = keyof typeof decisionLife;
export type DecisionAct = { [S in DecisionState]: keyof (typeof decisionLife)[S] }[DecisionState];
export const decisionStates = Object.keys(decisionLife) as readonly DecisionState[];

/** Where an act leads, or undefined where the life has no such arrow. */
export function decisionArrow(
  state: DecisionState,
  act: string,
): { readonly to: DecisionState; readonly by: DecisionBy } | undefined {
  const acts: Readonly<Record<string, { readonly to: DecisionState; readonly by: DecisionBy }>> = decisionLife[state];
  return Object.hasOwn(acts, act) ? acts[act] : undefined;
}

/** What a measure is carried out on; what is not needed stays out. */
export interface Target {
  readonly ip?: string;
  readonly port?: number;
  readonly host?: string;
  readonly url?: string;
  /** How the other system calls it: a service number, a user name, `node/vmid`. */
  readonly account?: string;
}

/** One thing that will be done, in which system; none is: by hand. */
export interface PlannedMeasure {
  readonly what: Measure;
  readonly system: Id<'sys'> | null;
  readonly target: Target;
}

export interface DecisionContent {
  readonly outcome: 'acted' | 'not_acted';
  /** Ids of the matter's items; all of them where empty. */
  readonly items: readonly string[];
  readonly party: Id<'party'> | null;
  readonly contract: Id<'ctr'> | null;
  readonly ground: (typeof decisionGrounds)[number] | null;
  /** Provision of law, or clause of the terms. */
  readonly provision: string | null;
  /** Version of the terms that was in force; law needs none. */
  readonly provisionVersion: string | null;
  readonly restrictions: readonly string[];
  /** Id of a category file, and a keyword of it. */
  readonly category: string | null;
  readonly keyword: string | null;
  /** Kind whose fixed description stands in the row "other". */
  readonly keywordOther: string | null;
  readonly contentTypes: readonly string[];
  readonly territorialScope: readonly string[];
  /** ISO date. */
  readonly contentDate: string | null;
  readonly endsAt: Temporal.Instant | null;
  readonly automatedDetection: boolean;
  readonly automatedDecision: 'FULLY' | 'PARTIALLY' | 'NOT_AUTOMATED';
  readonly origin: string | null;
  readonly ownRule: boolean;
  readonly confidence: 'high' | 'medium' | 'low' | null;
  readonly severity: Weight;
  readonly facts: string;
  readonly explanation: string;
  /** Who gave notice, and why that must be told; told nowhere unless both are filled. */
  readonly notifier: string | null;
  readonly notifierNeeded: string | null;
  readonly measures: readonly PlannedMeasure[];
  readonly exception: ReasonException | null;
}

/** What a decision can lack; the words say what to fill in. */
export const lacks = {
  ground: { nl: 'grond: wet of voorwaarden', en: 'ground: law or terms' },
  provision: { nl: 'bepaling of clausule', en: 'provision or clause' },
  provision_version: { nl: 'versie van de voorwaarden', en: 'version of the terms' },
  facts: { nl: 'feiten en omstandigheden', en: 'facts and circumstances' },
  explanation: { nl: 'uitleg waarom het niet mag', en: 'explanation why it is not allowed' },
  restrictions: { nl: 'beperking', en: 'restriction' },
  restriction_unknown: { nl: 'een beperking uit de woordenlijst', en: 'a restriction of the vocabulary' },
  restriction_idle: { nl: 'een maatregel bij elke beperking', en: 'a measure for each restriction' },
  category: { nl: 'categorie', en: 'category' },
  keyword: { nl: 'trefwoord van de categorie', en: 'keyword of the category' },
  keyword_other: { nl: 'vaste omschrijving bij "anders"', en: 'fixed description for "other"' },
  content_types: { nl: 'soort inhoud', en: 'content type' },
  territorial_scope: { nl: 'landen uit de lijst', en: 'countries of the list' },
  origin: { nl: 'aanleiding', en: 'origin' },
  recipient: { nl: 'wie het treft, of een uitzondering', en: 'whom it hits, or an exception' },
  notifier_needed: { nl: 'waarom de naam van de melder nodig is', en: 'why the name of the notifier is needed' },
  measures: { nl: 'wat er gedaan wordt', en: 'what is done' },
  measure_target: { nl: 'waarop de maatregel werkt', en: 'what the measure acts on' },
  exception_fact: { nl: 'het feit achter de uitzondering', en: 'the fact behind the exception' },
  exception_until: {
    nl: 'een einde alleen bij een tijdelijke uitzondering',
    en: 'an end only for a temporary exception',
  },
  ends_at: { nl: 'een einde dat na nu ligt', en: 'an end that lies after now' },
  nothing_to_do: {
    nl: 'geen beperking bij een besluit om niets te doen',
    en: 'no restriction in a decision to do nothing',
  },
} as const satisfies Record<string, Words>;
export type Lack = keyof typeof lacks;

const filled = (text: string | null) => text !== null && text.trim() !== '';

function lacksOfReasons(d: DecisionContent): Lack[] {
  const found: Lack[] = [];
  if (!d.ground || !decisionGrounds.includes(d.ground)) found.push('ground');
  if (!filled(d.provision)) found.push('provision');
  if (d.ground === 'INCOMPATIBLE_CONTENT' && !filled(d.provisionVersion)) found.push('provision_version');
  if (!filled(d.facts)) found.push('facts');
  if (!filled(d.explanation)) found.push('explanation');
  if (!d.origin || !(decisionOrigins as readonly string[]).includes(d.origin)) found.push('origin');
  return found;
}

function lacksOfWords(d: DecisionContent, category: Category | undefined): Lack[] {
  const found: Lack[] = [];
  if (!category) found.push('category');
  else if (d.keyword !== null && !category.keywords.some((k) => k.code === d.keyword)) found.push('keyword');
  else if (d.keyword === null && category.keywords.length > 0) found.push('keyword');
  if (d.keyword === 'OTHER' && (!d.keywordOther || !Object.hasOwn(otherDescriptions, d.keywordOther)))
    found.push('keyword_other');
  if (d.contentTypes.length === 0 || !d.contentTypes.every((c) => (contentTypes as readonly string[]).includes(c)))
    found.push('content_types');
  if (!d.territorialScope.every((c) => eea.includes(c))) found.push('territorial_scope');
  return found;
}

function lacksOfMeasures(d: DecisionContent): Lack[] {
  const found: Lack[] = [];
  if (d.restrictions.length === 0) found.push('restrictions');
  if (!d.restrictions.every((r) => (allRestrictions as readonly string[]).includes(r)))
    found.push('restriction_unknown');
  if (d.measures.length === 0) found.push('measures');
  const brought = new Set<Restriction>(d.measures.flatMap((m) => restrictionsOf[m.what]));
  // What no technical measure brings about (demotion, labels, payments) stands by itself.
  const technical = new Set<string>(Object.values(restrictionsOf).flat());
  if (d.restrictions.some((r) => technical.has(r) && !brought.has(r as Restriction))) found.push('restriction_idle');
  if (d.measures.some((m) => Object.values(m.target).every((v) => v === undefined || v === '')))
    found.push('measure_target');
  return found;
}

/**
 * Everything this decision still lacks, in one list; empty where it is whole. An order is obeyed, not decided: it needs its
 * restriction and its measures, and the exception of art. 17(5) is recorded by itself.
 * @param category the category named, undefined where the library has none of that name
 */
export function lacksOf(
  d: DecisionContent,
  facts: Pick<MatterFacts, 'kind'>,
  category: Category | undefined,
  now: Temporal.Instant,
): readonly Lack[] {
  if (d.outcome === 'not_acted')
    return [
      ...(d.restrictions.length > 0 || d.measures.length > 0 ? (['nothing_to_do'] as const) : []),
      ...(filled(d.facts) ? [] : (['facts'] as const)),
      ...(filled(d.explanation) ? [] : (['explanation'] as const)),
    ];
  const found: Lack[] = lacksOfMeasures(d);
  if (facts.kind !== 'order') found.push(...lacksOfReasons(d), ...lacksOfWords(d, category));
  if (d.endsAt && Temporal.Instant.compare(d.endsAt, now) <= 0) found.push('ends_at');
  if (facts.kind !== 'order' && !d.party && !d.exception) found.push('recipient');
  if (filled(d.notifier) && !filled(d.notifierNeeded)) found.push('notifier_needed');
  if (d.exception) {
    if (!filled(d.exception.fact)) found.push('exception_fact');
    if (d.exception.until && !exceptions[d.exception.exception].temporary) found.push('exception_until');
  }
  return found;
}
