/** What an incident is: significant in the sense of the Cbw, or a breach of personal data; its life, and what must be filed. */
import { z } from 'zod';
import type { MemberRole, Words } from '#kernel';

/** `cbw`: Cyberbeveiligingswet art. 25; `breach`: GDPR art. 33. One matter can be both: then there are two, each with its clocks. */
export const incidentKinds = ['cbw', 'breach'] as const;
export type IncidentKind = (typeof incidentKinds)[number];

/**
 * state → act → where it leads and who may. `file` is one filing with one addressee; where the last that an article asks is
 * there, the state moves on (`afterFiling`).
 */
export const incidentLife = {
  known: {
    file: { to: 'known', by: 'handler' },
    write: { to: 'known', by: 'handler' },
    handled: { to: 'known', by: 'handler' },
    // Not significant, or no risk to anybody: the reason is recorded, and the clocks end with it.
    no_duty: { to: 'no_duty', by: 'decider' },
  },
  warned: {
    file: { to: 'warned', by: 'handler' },
    write: { to: 'warned', by: 'handler' },
    handled: { to: 'warned', by: 'handler' },
    no_duty: { to: 'no_duty', by: 'decider' },
  },
  told: {
    file: { to: 'told', by: 'handler' },
    write: { to: 'told', by: 'handler' },
    handled: { to: 'told', by: 'handler' },
    close: { to: 'closed', by: 'decider' },
  },
  reported: {
    file: { to: 'reported', by: 'handler' },
    close: { to: 'closed', by: 'decider' },
  },
  no_duty: { reopen: { to: 'known', by: 'decider' } },
  closed: {},
} as const satisfies Record<string, Record<string, { readonly to: string; readonly by: MemberRole }>>;
export type IncidentState = keyof typeof incidentLife;
export const incidentStates = Object.keys(incidentLife) as readonly IncidentState[];
export type IncidentAct = { [S in IncidentState]: keyof (typeof incidentLife)[S] }[IncidentState];

/** Where an act leads from a state, or undefined where the table has no such arrow. */
export function incidentArrow(
  state: IncidentState,
  act: string,
): { readonly to: IncidentState; readonly by: MemberRole } | undefined {
  const acts: Readonly<Record<string, { readonly to: IncidentState; readonly by: MemberRole }>> = incidentLife[state];
  return Object.hasOwn(acts, act) ? acts[act] : undefined;
}

/** The acts a state offers, in the order of the table. */
export const actsOfIncident = (state: IncidentState): readonly string[] => Object.keys(incidentLife[state]);

export const addressees = ['csirt', 'authority', 'data_authority', 'recipients', 'subjects'] as const;
export type Addressee = (typeof addressees)[number];

/** What can be filed, with whom, under which article and by which letter; which clock it stops where all have it. */
export interface FilingRule {
  readonly id: string;
  readonly kind: IncidentKind;
  readonly title: Words;
  readonly article: string;
  readonly addressees: readonly Addressee[];
  readonly letter: string;
  /** Ends where every addressee has it. */
  readonly stops: readonly string[];
  /** Starts then, from that moment. */
  readonly starts: readonly string[];
  /** State it leads to. */
  readonly to: IncidentState | null;
}

export const filingRules: readonly FilingRule[] = [
  {
    id: 'early_warning',
    kind: 'cbw',
    title: { nl: 'Vroegtijdige waarschuwing', en: 'Early warning' },
    article: 'Cbw 26',
    addressees: ['csirt', 'authority'],
    letter: 'ltr-nis-ew',
    stops: ['clk-nis-24'],
    starts: [],
    to: 'warned',
  },
  {
    id: 'notification',
    kind: 'cbw',
    title: { nl: 'Melding', en: 'Notification' },
    article: 'Cbw 27',
    addressees: ['csirt', 'authority'],
    letter: 'ltr-nis-in',
    // A notification within 24 hours is the early warning too: it holds all of it.
    stops: ['clk-nis-24', 'clk-nis-72'],
    starts: ['clk-nis-1m'],
    to: 'told',
  },
  {
    id: 'interim_report',
    kind: 'cbw',
    title: { nl: 'Tussentijds verslag', en: 'Interim report' },
    article: 'Cbw 28',
    addressees: ['csirt', 'authority'],
    letter: 'ltr-nis-in',
    stops: [],
    starts: [],
    to: null,
  },
  {
    id: 'progress_report',
    kind: 'cbw',
    title: { nl: 'Voortgangsverslag', en: 'Progress report' },
    article: 'Cbw 29(2)',
    addressees: ['csirt', 'authority'],
    letter: 'ltr-nis-fr',
    stops: ['clk-nis-1m'],
    starts: [],
    to: null,
  },
  {
    id: 'final_report',
    kind: 'cbw',
    title: { nl: 'Eindverslag', en: 'Final report' },
    article: 'Cbw 29',
    addressees: ['csirt', 'authority'],
    letter: 'ltr-nis-fr',
    stops: ['clk-nis-1m', 'clk-nis-1m2'],
    starts: [],
    to: 'reported',
  },
  {
    id: 'recipients',
    kind: 'cbw',
    title: { nl: 'Afnemers ingelicht', en: 'Recipients told' },
    article: 'Cbw 30',
    addressees: ['recipients'],
    letter: 'ltr-nis-rcp',
    stops: ['clk-nis-rcp'],
    starts: [],
    to: null,
  },
  {
    id: 'voluntary',
    kind: 'cbw',
    title: { nl: 'Vrijwillige melding', en: 'Voluntary notification' },
    article: 'NIS2 30',
    addressees: ['csirt'],
    letter: 'ltr-nis-in',
    stops: [],
    starts: [],
    to: null,
  },
  {
    id: 'breach_notice',
    kind: 'breach',
    title: { nl: 'Melding aan de AP', en: 'Notification to the data protection authority' },
    article: 'GDPR 33',
    addressees: ['data_authority'],
    letter: 'ltr-gdpr33',
    stops: ['clk-gdpr-33'],
    starts: [],
    to: 'told',
  },
  {
    id: 'subjects',
    kind: 'breach',
    title: { nl: 'Betrokkenen ingelicht', en: 'Data subjects told' },
    article: 'GDPR 34',
    addressees: ['subjects'],
    letter: 'ltr-gdpr34',
    stops: [],
    starts: [],
    to: null,
  },
];

/** Clocks that start at awareness, by kind. */
export const clocksAtAwareness: Readonly<Record<IncidentKind, readonly string[]>> = {
  cbw: ['clk-nis-24', 'clk-nis-72', 'clk-nis-rcp'],
  breach: ['clk-gdpr-33'],
};

/** Criteria of significance (Implementing Regulation (EU) 2024/2690, art. 3, 4, 7, 8); articles 3 and 4 from memory. */
export const significance: readonly { readonly id: string; readonly title: Words; readonly basis: string }[] = [
  {
    id: 'loss',
    title: {
      nl: 'Direct verlies boven € 500.000 of 5 % van de omzet',
      en: 'Direct loss above EUR 500,000 or 5 % of turnover',
    },
    basis: '2024/2690 art. 3 (memory)',
  },
  {
    id: 'secrets',
    title: { nl: 'Bedrijfsgeheimen weg', en: 'Trade secrets taken' },
    basis: '2024/2690 art. 3 (memory)',
  },
  {
    id: 'harm',
    title: { nl: 'Dood of ernstige schade aan gezondheid', en: 'Death or considerable harm to health' },
    basis: '2024/2690 art. 3 (memory)',
  },
  {
    id: 'malicious_access',
    title: {
      nl: 'Kwaadwillige toegang die tot ernstige verstoring kan leiden',
      en: 'Malicious access that could cause severe disruption',
    },
    basis: '2024/2690 art. 3 (memory)',
  },
  {
    id: 'recurring',
    title: { nl: 'Twee keer in zes maanden met dezelfde oorzaak', en: 'Twice within six months with the same cause' },
    basis: '2024/2690 art. 4 (memory)',
  },
  {
    id: 'unavailable_30m',
    title: {
      nl: 'Clouddienst meer dan 30 minuten geheel weg',
      en: 'Cloud service wholly unavailable for over 30 minutes',
    },
    basis: '2024/2690 art. 7',
  },
  {
    id: 'limited_1h',
    title: {
      nl: 'Meer dan een uur beperkt voor meer dan 5 % of 1 miljoen gebruikers',
      en: 'Limited for over an hour for more than 5 % or 1 million users',
    },
    basis: '2024/2690 art. 7',
  },
  {
    id: 'compromised',
    title: {
      nl: 'Integriteit, vertrouwelijkheid of echtheid geschonden door vermoedelijk kwaadwillig handelen',
      en: 'Integrity, confidentiality or authenticity compromised by suspectedly malicious action',
    },
    basis: '2024/2690 art. 7',
  },
  {
    id: 'datacentre',
    title: {
      nl: 'Datacentrum weg, of de fysieke toegang geschonden',
      en: 'Data centre unavailable, or its physical access compromised',
    },
    basis: '2024/2690 art. 8',
  },
];

/** Facts that are no personal data. */
export const incidentFacts = z.strictObject({
  /** Ids of `significance`. */
  criteria: z.array(z.enum(significance.map((s) => s.id) as [string, ...string[]])).default([]),
  cause: z.enum(['malicious', 'accident', 'unknown']).default('unknown'),
  /** Whether others outside the country may be hit; null where not known yet. */
  cross_border: z.boolean().nullable().default(null),
  member_states: z.array(z.string().regex(/^[A-Z]{2}$/)).default([]),
  recipients_hit: z.number().int().min(0).nullable().default(null),
  /** Breach: approximate numbers (GDPR 33(3)(a)). */
  subjects: z.number().int().min(0).nullable().default(null),
  records: z.number().int().min(0).nullable().default(null),
  high_risk: z.boolean().nullable().default(null),
});
export type IncidentFacts = z.infer<typeof incidentFacts>;

/** Texts about it, sealed. */
export const incidentWords = z.strictObject({
  title: z.string().min(1).max(200),
  description: z.string().min(1).max(20_000),
  severity: z.string().max(5_000).default(''),
  consequences: z.string().max(10_000).default(''),
  /** Taken and ongoing. */
  measures: z.string().max(10_000).default(''),
  /** What recipients can do themselves (Cbw 30). */
  advice: z.string().max(10_000).default(''),
  /** Indicators of compromise. */
  indicators: z.string().max(20_000).default(''),
  root_cause: z.string().max(10_000).default(''),
  cross_border: z.string().max(5_000).default(''),
  /** Contact details of the officer responsible for the notification (Cbw 26). */
  officer: z.string().max(500).default(''),
  /** Breach: kinds of data and of people, contact of the data protection officer. */
  data: z.string().max(5_000).default(''),
});
export type IncidentWords = z.infer<typeof incidentWords>;

export interface Filed {
  readonly what: string;
  readonly addressee: Addressee;
}

export const ruleOf = (what: string): FilingRule | undefined => filingRules.find((r) => r.id === what);

/** Addressees of a filing that do not have it yet. */
export const stillToFile = (rule: FilingRule, filed: readonly Filed[]): readonly Addressee[] =>
  rule.addressees.filter((a) => !filed.some((f) => f.what === rule.id && f.addressee === a));

/** What is missing before this may be filed: the fields its article asks. */
export function missingFor(rule: FilingRule, words: IncidentWords, facts: IncidentFacts): readonly string[] {
  const lacks: string[] = [];
  const need = (name: keyof IncidentWords) => {
    if (!words[name].trim()) lacks.push(name);
  };
  if (rule.id === 'early_warning') {
    need('officer');
    if (facts.cross_border === null) lacks.push('facts.cross_border');
  }
  if (['notification', 'interim_report', 'voluntary'].includes(rule.id)) need('severity');
  if (['progress_report', 'final_report'].includes(rule.id)) {
    need('severity');
    need('consequences');
    need('measures');
  }
  if (rule.id === 'final_report') need('root_cause');
  if (rule.id === 'recipients') need('advice');
  if (rule.kind === 'breach') {
    need('consequences');
    need('measures');
    if (rule.id === 'breach_notice') {
      need('data');
      if (facts.subjects === null) lacks.push('facts.subjects');
      if (facts.records === null) lacks.push('facts.records');
    }
  }
  return lacks;
}
