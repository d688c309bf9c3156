/** The statement of reasons (DSA art. 17(3)): every field from a decision, as the fields of its letter and as an entry for the Transparency Database. */
import { type Language, timeForPeople, type Words } from '#kernel';
import {
  type LetterFields,
  type LetterStep,
  type LetterTable,
  type Restriction,
  restrictionWords,
  statementLetter,
} from '#law';

/** Everything the reasons are made of; nothing of it is made up here. */
export interface StatementFacts {
  readonly statementNumber: string;
  readonly decisionNumber: string;
  readonly matterNumber: string;
  readonly organisationName: string;
  readonly zone: string;
  /** What it hits, as the matter names it. */
  readonly resource: string;
  readonly restrictions: readonly string[];
  readonly ground: 'ILLEGAL_CONTENT' | 'INCOMPATIBLE_CONTENT';
  readonly provision: string;
  readonly provisionVersion: string | null;
  readonly facts: string;
  readonly explanation: string;
  /** Only where strictly necessary to understand the reasons (art. 17(3)(b)). */
  readonly notifier: string | null;
  readonly territorialScope: readonly string[];
  readonly appliesAt: Temporal.Instant;
  readonly endsAt: Temporal.Instant | null;
  readonly origin: string | null;
  readonly automatedDetection: boolean;
  readonly automatedDecision: 'FULLY' | 'PARTIALLY' | 'NOT_AUTOMATED';
  readonly steps: Readonly<Record<Language, readonly LetterStep[]>>;
  /** Earlier decisions on the same party, newest first. */
  readonly history: readonly {
    readonly number: string;
    readonly at: Temporal.Instant;
    readonly restrictions: readonly string[];
  }[];
  readonly complaintUntil: Temporal.Instant;
  readonly phone: string | null;
}

const originWords: Readonly<Record<string, Words>> = {
  SOURCE_ARTICLE_16: { nl: 'een kennisgeving (artikel 16)', en: 'a notice (article 16)' },
  SOURCE_TRUSTED_FLAGGER: {
    nl: 'een kennisgeving van een betrouwbare flagger (artikel 16, 22)',
    en: 'a notice of a trusted flagger (articles 16, 22)',
  },
  SOURCE_TYPE_OTHER_NOTIFICATION: { nl: 'een melding van een ander', en: 'a report by another' },
  SOURCE_VOLUNTARY: { nl: 'eigen onderzoek', en: 'our own investigation' },
};
const automationWords: Readonly<Record<StatementFacts['automatedDecision'], Words>> = {
  FULLY: { nl: 'geheel door een computer', en: 'wholly by automated means' },
  PARTIALLY: {
    nl: 'deels met een computer, door een mens afgerond',
    en: 'partly by automated means, by a person in the end',
  },
  NOT_AUTOMATED: { nl: 'door een mens', en: 'by a person' },
};

const named = (restriction: string, l: Language): string =>
  restrictionWords[restriction as Restriction]?.[l] ?? restriction;
export const restrictionsInWords = (all: readonly string[], l: Language): string =>
  all.map((r) => named(r, l)).join('; ');

/** The fixed table: (a) measure, scope, duration; (b) origin; (c) automation; (d) or (e) ground; (f) redress. */
function tableOf(s: StatementFacts, l: Language): LetterTable {
  const nl = l === 'nl';
  const time = (at: Temporal.Instant) => timeForPeople(at, s.zone, l);
  const illegal = s.ground === 'ILLEGAL_CONTENT';
  return {
    columns: [nl ? 'Onderdeel' : 'Part', nl ? 'Inhoud' : 'Content'],
    rows: [
      [nl ? '(a) maatregel' : '(a) measure', restrictionsInWords(s.restrictions, l)],
      [
        nl ? '(a) waar het geldt' : '(a) territorial scope',
        s.territorialScope.length > 0 ? s.territorialScope.join(', ') : nl ? 'overal' : 'everywhere',
      ],
      [nl ? '(a) vanaf' : '(a) from', time(s.appliesAt)],
      [
        nl ? '(a) tot' : '(a) until',
        s.endsAt ? time(s.endsAt) : nl ? 'onbepaald, tot wij het opheffen' : 'indefinite, until we lift it',
      ],
      [
        nl ? '(b) aanleiding' : '(b) origin',
        (s.origin && originWords[s.origin]?.[l]) ?? (nl ? 'eigen onderzoek' : 'our own investigation'),
      ],
      [
        nl ? '(c) gevonden' : '(c) detected',
        s.automatedDetection
          ? nl
            ? 'met geautomatiseerde middelen'
            : 'by automated means'
          : nl
            ? 'niet met geautomatiseerde middelen'
            : 'not by automated means',
      ],
      [nl ? '(c) besloten' : '(c) decided', automationWords[s.automatedDecision][l]],
      illegal
        ? [nl ? '(d) wettelijke grond' : '(d) legal ground', s.provision]
        : [
            nl ? '(e) grond in de voorwaarden' : '(e) ground in the terms',
            [s.provision, s.provisionVersion && (nl ? `versie ${s.provisionVersion}` : `version ${s.provisionVersion}`)]
              .filter(Boolean)
              .join(', '),
          ],
      [
        nl ? '(f) bezwaar' : '(f) redress',
        nl
          ? `klacht bij ons tot ${time(s.complaintUntil)}; daarnaast de rechter`
          : `complaint with us until ${time(s.complaintUntil)}; besides that, the court`,
      ],
    ],
  };
}

export interface StatementRecipient {
  readonly name: string;
  /** A reseller between us and the end customer: it must pass the reasons on. */
  readonly passOn: boolean;
  readonly link: string;
}

/** The fields of the letter in one language, and which of the three letters it is. */
export function statementFieldsFor(s: StatementFacts, to: StatementRecipient, l: Language): LetterFields {
  const nl = l === 'nl';
  const time = (at: Temporal.Instant) => timeForPeople(at, s.zone, l);
  const illegal = s.ground === 'ILLEGAL_CONTENT';
  return {
    statementNumber: s.statementNumber,
    decisionNumber: s.decisionNumber,
    caseNumber: s.matterNumber,
    organisationName: s.organisationName,
    recipientName: to.name,
    resource: s.resource,
    restriction: restrictionsInWords(s.restrictions, l),
    statement: tableOf(s, l),
    facts: s.facts,
    explanation: s.explanation,
    ...(s.notifier ? { sourceIdentity: s.notifier } : {}),
    ...(s.steps[l].length > 0 ? { steps: s.steps[l] } : {}),
    ...(to.passOn
      ? {
          passOn: nl
            ? 'Dit gaat over een klant van u. Stuur deze brief vandaag nog door aan wie de dienst gebruikt. Die kan zelf bij ons klagen, via de link onderaan.'
            : 'This is about a customer of yours. Forward this letter today to whoever uses the service. They can complain to us themselves, through the link below.',
        }
      : {}),
    redress: nl
      ? `U kunt gratis bij ons klagen tot ${time(s.complaintUntil)}. Iemand die dit besluit niet nam, kijkt ernaar. U kunt ook naar de rechter.`
      : `You can complain to us free of charge until ${time(s.complaintUntil)}. Somebody who did not take this decision looks at it. You can also go to court.`,
    answerLink: to.link,
    ...(s.phone ? { phone: s.phone } : {}),
    ...(statementLetter(s.restrictions) === 'ltr-17'
      ? {}
      : {
          endsAt: s.endsAt
            ? nl
              ? `tot ${time(s.endsAt)}`
              : `until ${time(s.endsAt)}`
            : statementLetter(s.restrictions) === 'ltr-term'
              ? nl
                ? `vanaf ${time(s.appliesAt)}`
                : `from ${time(s.appliesAt)}`
              : nl
                ? 'totdat wij het opheffen'
                : 'until we lift it',
          ...(s.history.length > 0 ? { history: historyTable(s, l) } : {}),
        }),
    ...(statementLetter(s.restrictions) === 'ltr-term' ? { dataWindow: dataWindow(s, illegal, l) } : {}),
  };
}

function historyTable(s: StatementFacts, l: Language): LetterTable {
  const nl = l === 'nl';
  return {
    columns: [nl ? 'Besluit' : 'Decision', nl ? 'Wanneer' : 'When', nl ? 'Wat' : 'What'],
    rows: s.history.map((h) => [h.number, timeForPeople(h.at, s.zone, l), restrictionsInWords(h.restrictions, l)]),
  };
}

/** Days in which a customer whose service ended can still fetch its data. A house rule; never for illegal content. */
const dataWindowDays = 14;

function dataWindow(s: StatementFacts, illegal: boolean, l: Language): string {
  const nl = l === 'nl';
  if (illegal)
    return nl
      ? 'De onrechtmatige inhoud geven wij niet terug. Vraag ons binnen veertien dagen om uw overige gegevens.'
      : 'We do not give back the illegal content. Ask us within fourteen days for your other data.';
  const until = timeForPeople(s.appliesAt.add({ hours: 24 * dataWindowDays }), s.zone, l);
  return nl ? `U kunt uw gegevens opvragen tot ${until}.` : `You can ask for your data until ${until}.`;
}

/**
 * Text without personal data, for a public database (art. 24(5)): mail and network addresses, links, host names, telephone and
 * account numbers, and the names given are replaced by what they were.
 */
export function withoutPersons(text: string, names: readonly string[]): string {
  let left = text;
  for (const name of names.filter((n) => n.trim().length > 2).toSorted((a, b) => b.length - a.length))
    left = left.replace(new RegExp(name.trim().replace(/[.*+?^${}()|[\]\\]/g, '\\$&'), 'giu'), '[name]');
  return left
    .replace(/[\w.+-]+@[\w.-]+\.[a-z]{2,}/gi, '[e-mail]')
    .replace(/\b(?:hxxps?|https?|ftp):\/\/\S+|\bwww\.\S+/gi, '[link]')
    .replace(/\b(?:\d{1,3}(?:\.|\[\.\])){3}\d{1,3}(?:\/\d{1,2})?\b/g, '[address]')
    .replace(/(?<![\w:])(?:[0-9a-f]{0,4}:){2,7}[0-9a-f]{0,4}(?:\/\d{1,3})?(?![\w:])/gi, '[address]')
    .replace(/\b[A-Z]{2}\d{2}[A-Z0-9]{10,30}\b/g, '[account]')
    .replace(/\b(?:[a-z0-9-]+(?:\.|\[\.\]))+[a-z]{2,}\b/gi, '[host]')
    .replace(/(?<!\d)\+?\d[\d ()-]{7,}\d(?!\d)/g, '[number]');
}

/** What the database holds besides the letter. */
export interface TdbFacts extends StatementFacts {
  readonly puid: string;
  readonly category: string;
  readonly keyword: string | null;
  readonly keywordOther: string | null;
  readonly contentTypes: readonly string[];
  /** ISO date; the day it was decided where the age of the content is not known. */
  readonly contentDate: string;
  /** Names that may stand in free text. */
  readonly names: readonly string[];
}

const of = (s: TdbFacts, group: string) =>
  s.restrictions.filter((r) => r.startsWith(`${group}:`)).map((r) => r.slice(group.length + 1));
const heaviest = (names: readonly string[], order: readonly string[]) => order.find((o) => names.includes(o));

/** One statement in the schema of the DSA Transparency Database (`POST /api/v1/statement`). No personal data. */
export function tdbStatement(s: TdbFacts): Readonly<Record<string, unknown>> {
  const clean = (text: string, most: number) => withoutPersons(text, s.names).slice(0, most);
  const visibility = of(s, 'visibility').map((v) => `DECISION_VISIBILITY_${v === 'OTHER' ? v : v}`);
  const monetary = heaviest(of(s, 'monetary'), ['TERMINATION', 'SUSPENSION', 'OTHER']);
  const provision = heaviest(of(s, 'provision'), [
    'TOTAL_TERMINATION',
    'PARTIAL_TERMINATION',
    'TOTAL_SUSPENSION',
    'PARTIAL_SUSPENSION',
  ]);
  const account = heaviest(of(s, 'account'), ['TERMINATED', 'SUSPENDED']);
  const day = (at: Temporal.Instant) => at.toZonedDateTimeISO('UTC').toPlainDate().toString();
  const end = s.endsAt ? day(s.endsAt) : null;
  const illegal = s.ground === 'ILLEGAL_CONTENT';
  return {
    ...(visibility.length > 0 ? { decision_visibility: visibility } : {}),
    ...(visibility.includes('DECISION_VISIBILITY_OTHER')
      ? { decision_visibility_other: clean(s.explanation, 500) }
      : {}),
    ...(monetary ? { decision_monetary: `DECISION_MONETARY_${monetary}` } : {}),
    ...(monetary === 'OTHER' ? { decision_monetary_other: clean(s.explanation, 500) } : {}),
    ...(provision ? { decision_provision: `DECISION_PROVISION_${provision}` } : {}),
    ...(account ? { decision_account: `DECISION_ACCOUNT_${account}` } : {}),
    decision_ground: `DECISION_GROUND_${s.ground}`,
    ...(illegal
      ? {
          illegal_content_legal_ground: clean(s.provision, 500),
          illegal_content_explanation: clean(s.explanation, 2000),
        }
      : {
          incompatible_content_ground: clean(s.provision, 500),
          incompatible_content_explanation: clean(s.explanation, 2000),
          incompatible_content_illegal: 'No',
        }),
    content_type: s.contentTypes.map((c) => `CONTENT_TYPE_${c}`),
    ...(s.contentTypes.includes('OTHER') ? { content_type_other: 'Hosting service or network address' } : {}),
    category: `STATEMENT_CATEGORY_${s.category}`,
    ...(s.keyword ? { category_specification: [`KEYWORD_${s.keyword}`] } : {}),
    ...(s.keyword === 'OTHER' && s.keywordOther ? { category_specification_other: s.keywordOther } : {}),
    territorial_scope: [...s.territorialScope],
    content_date: s.contentDate,
    application_date: day(s.appliesAt),
    ...(visibility.length > 0 ? { end_date_visibility_restriction: end } : {}),
    ...(monetary ? { end_date_monetary_restriction: end } : {}),
    ...(provision ? { end_date_service_restriction: end } : {}),
    ...(account ? { end_date_account_restriction: end } : {}),
    decision_facts: clean(s.facts, 5000),
    source_type: s.origin ?? 'SOURCE_VOLUNTARY',
    automated_detection: s.automatedDetection ? 'Yes' : 'No',
    automated_decision: `AUTOMATED_DECISION_${s.automatedDecision}`,
    puid: s.puid,
  };
}

/** The countries of the European Economic Area as the database writes them (`GR`, not `EL`). */
export const eea = 'AT BE BG HR CY CZ DK EE FI FR DE GR HU IS IE IT LV LI LT LU MT NL NO PL PT RO SK SI ES SE'.split(
  ' ',
);
