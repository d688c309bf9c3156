/** A request for data of a customer by someone who cannot order it: its life as one table, what a decision on it must hold. */
import { z } from 'zod';
import { languages, type MemberRole } from '#kernel';
import {
  type DisclosureKind,
  disclosureKinds,
  disclosureRules,
  fourQuestions,
  identityFields,
  refusalRules,
  refusals,
  registrationFields,
} from '#law';

export const disclosureStates = [
  'received',
  'hearing',
  'heard',
  'assessed',
  'proposed',
  'answered',
  'withdrawn',
] as const;
export type DisclosureState = (typeof disclosureStates)[number];
type By = MemberRole | 'customer';
interface Arrow {
  readonly to: DisclosureState;
  readonly by: By;
}

/** state → act → where it leads and who may. Nothing leaves but by `decide`, and identity only by `confirm` of another decider. */
export const disclosureLife = {
  received: {
    hear: { to: 'hearing', by: 'handler' },
    assess: { to: 'assessed', by: 'handler' },
    withdraw: { to: 'withdrawn', by: 'handler' },
    note: { to: 'received', by: 'handler' },
  },
  hearing: {
    answer: { to: 'heard', by: 'customer' },
    assess: { to: 'assessed', by: 'handler' },
    withdraw: { to: 'withdrawn', by: 'handler' },
    note: { to: 'hearing', by: 'handler' },
  },
  heard: {
    answer: { to: 'heard', by: 'customer' },
    assess: { to: 'assessed', by: 'handler' },
    withdraw: { to: 'withdrawn', by: 'handler' },
    note: { to: 'heard', by: 'handler' },
  },
  assessed: {
    hear: { to: 'hearing', by: 'handler' },
    assess: { to: 'assessed', by: 'handler' },
    decide: { to: 'answered', by: 'decider' },
    withdraw: { to: 'withdrawn', by: 'handler' },
    note: { to: 'assessed', by: 'handler' },
  },
  proposed: {
    confirm: { to: 'answered', by: 'decider' },
    decline: { to: 'assessed', by: 'decider' },
    withdraw: { to: 'withdrawn', by: 'handler' },
    note: { to: 'proposed', by: 'handler' },
  },
  answered: { note: { to: 'answered', by: 'handler' } },
  withdrawn: { note: { to: 'withdrawn', by: 'handler' } },
} as const satisfies Record<DisclosureState, Record<string, Arrow>>;
export const disclosureActs = ['hear', 'answer', 'assess', 'decide', 'confirm', 'decline', 'withdraw', 'note'] as const;

/** Where an act leads and who may; undefined where the state does not know it. Only a private request hears the customer. */
export function disclosureArrow(state: DisclosureState, act: string, kind: DisclosureKind): Arrow | undefined {
  if (act === 'hear' && kind !== 'private') return undefined;
  const arrows: Readonly<Record<string, Arrow>> = disclosureLife[state];
  return Object.hasOwn(arrows, act) ? arrows[act] : undefined;
}

const text = (most: number) => z.string().trim().min(1).max(most);

/** A request as it came in. */
export const askDisclosure = z.strictObject({
  kind: z.enum(disclosureKinds),
  language: z.enum(languages).default('nl'),
  name: text(200),
  email: z.email(),
  organisation: text(200).optional(),
  /** In which capacity: rights holder, lawyer, authority without power to order, the person itself. */
  capacity: text(300).optional(),
  /** Why, in the words of who asks. */
  reason: text(20_000),
  /** Legal base they name. */
  basis: text(500).optional(),
  /** Domains (registration data) or addresses (private request) it is about. */
  about: z.array(text(2000)).min(1).max(100),
  /** Fields they ask for. */
  asked: z.array(z.string().max(60)).max(30).default([]),
  notice: z.string().max(64).optional(),
  /** The customer it is about, where known. */
  party: z.string().max(64).optional(),
  received_at: z.iso.datetime({ offset: true }).optional(),
});
export type AskDisclosure = z.infer<typeof askDisclosure>;

const question = z.strictObject({ yes: z.boolean(), why: text(4000) });
/** The test of a private request: each of the four parts answered, with its reason. */
export const fourPartTest = z.strictObject({
  plausible: question,
  interest: question,
  no_other_way: question,
  balance: question,
});
export type FourPartTest = z.infer<typeof fourPartTest>;

export const decideDisclosure = z.strictObject({
  outcome: z.enum(['granted', 'partial', 'refused']),
  refusal: z.enum(refusals).optional(),
  /** What is given: field and value. */
  fields: z.record(z.string().max(60), text(500)).default({}),
  /** Balance between who asks and who it is about (GDPR). */
  balancing: text(10_000),
});
export type DecideDisclosure = z.infer<typeof decideDisclosure>;

/** Fields a kind of request may give. */
export const fieldsFor = (kind: DisclosureKind): readonly string[] =>
  kind === 'registration' ? registrationFields : kind === 'private' ? identityFields : ['own_data'];

/** Why a decision is not whole; undefined where it is. */
export function faultOf(kind: DisclosureKind, d: DecideDisclosure, test: FourPartTest | null): string | undefined {
  const given = Object.keys(d.fields);
  if (d.outcome === 'refused') {
    if (!d.refusal) return 'refusal: which ground';
    if (!refusalRules[d.refusal].kinds.includes(kind)) return `refusal: ${d.refusal} is no ground here`;
    if (given.length > 0) return 'fields: a refusal gives nothing';
  } else {
    if (given.length === 0) return 'fields: what is given';
    const wrong = given.find((f) => !fieldsFor(kind).includes(f));
    if (wrong) return `fields: ${wrong}`;
  }
  if (kind !== 'private') return undefined;
  if (!test) return 'test: the four questions';
  const allYes = fourQuestions.every((q) => test[q].yes);
  if (d.outcome !== 'refused' && !allYes) return 'test: data may only be given where all four are answered with yes';
  if (d.refusal === 'four_part_test' && allYes) return 'refusal: all four are answered with yes';
  return undefined;
}

/** Whether identity leaves with this decision, so that a second decider must agree. */
export const needsSecond = (kind: DisclosureKind, d: DecideDisclosure): boolean =>
  disclosureRules[kind].twoPeople && d.outcome !== 'refused';
