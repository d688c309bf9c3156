/** Categories of the transparency report, and the words in which a decision is written down: the vocabulary of the DSA. */
import type { Words } from '#kernel';
import type { Basis, InForce } from './basis.ts';

/** Parts of the report in which a category has rows: orders (3), notices (4), own initiative by law (5) and by terms (6). */
export const reportParts = ['orders', 'notices', 'illegal', 'terms'] as const;
export type ReportPart = (typeof reportParts)[number];

export interface Category {
  /** File name: the code in lower case. */
  readonly id: string;
  /** Its number in the templates. */
  readonly no: number;
  /** Without its STATEMENT_CATEGORY_ prefix. */
  readonly code: string;
  readonly title: Words;
  readonly basis: Basis;
  readonly inForce: InForce;
  /** In the order of the templates; codes without their KEYWORD_ prefix. */
  readonly keywords: readonly { readonly letter: string; readonly code: string; readonly title: Words }[];
  readonly parts: readonly ReportPart[];
}

export const category = <const C extends Category>(c: C): C => c;

/** Where the categories and their sub-rows stand. */
export const reportBasis: Basis = {
  law: 'Implementing Regulation (EU) 2024/2835',
  article: 'Annex I',
  url: 'https://eur-lex.europa.eu/eli/reg_impl/2024/2835/oj',
  mark: 'verified',
};

/** What a restriction does, in the words of the Transparency Database (DSA art. 17(1)(a)-(d)). */
export const restrictions = {
  visibility: [
    'CONTENT_REMOVED',
    'CONTENT_DISABLED',
    'CONTENT_DEMOTED',
    'CONTENT_AGE_RESTRICTED',
    'CONTENT_INTERACTION_RESTRICTED',
    'CONTENT_LABELLED',
    'OTHER',
  ],
  monetary: ['SUSPENSION', 'TERMINATION', 'OTHER'],
  provision: ['PARTIAL_SUSPENSION', 'TOTAL_SUSPENSION', 'PARTIAL_TERMINATION', 'TOTAL_TERMINATION'],
  account: ['SUSPENDED', 'TERMINATED'],
} as const;
/** Why: against the law, or against the terms (art. 17(3)(d), (e)). */
export const decisionGrounds = ['ILLEGAL_CONTENT', 'INCOMPATIBLE_CONTENT'] as const;
/** What set the decision off. */
export const decisionOrigins = [
  'SOURCE_ARTICLE_16',
  'SOURCE_TRUSTED_FLAGGER',
  'SOURCE_TYPE_OTHER_NOTIFICATION',
  'SOURCE_VOLUNTARY',
] as const;
/** Whether a machine decided (art. 17(3)(c)). */
export const automation = ['FULLY', 'PARTIALLY', 'NOT_AUTOMATED'] as const;
export const contentTypes = ['APP', 'AUDIO', 'IMAGE', 'PRODUCT', 'SYNTHETIC_MEDIA', 'TEXT', 'VIDEO', 'OTHER'] as const;

/**
 * What stands in the row "other" of a category for kinds the official list has no word for. One text per kind, the same
 * every year, so that years can be compared. By kind, without its own word in the list.
 */
export const otherDescriptions: Readonly<Record<string, Words>> = {
  'malware.distribution': { nl: 'verspreiding van malware', en: 'malware distribution' },
  'malware.c2': { nl: 'aansturing van malware', en: 'command and control' },
  'malware.config_dropzone': { nl: 'verspreiding van malware', en: 'malware distribution' },
  'malware.infected_host': { nl: 'besmet systeem', en: 'infected system' },
  'intrusion.server': { nl: 'ongeoorloofde toegang', en: 'unauthorised access' },
  'intrusion.website': { nl: 'ongeoorloofde toegang', en: 'unauthorised access' },
  'intrusion.defacement': { nl: 'gewijzigde website', en: 'defaced website' },
  'intrusion.account': { nl: 'ongeoorloofde toegang', en: 'unauthorised access' },
  'attack.bruteforce': { nl: 'pogingen tot ongeoorloofde toegang', en: 'unauthorised access attempts' },
  'attack.exploit': { nl: 'pogingen tot ongeoorloofde toegang', en: 'unauthorised access attempts' },
  'attack.scan': { nl: 'pogingen tot ongeoorloofde toegang', en: 'unauthorised access attempts' },
  'attack.scraping': { nl: 'geautomatiseerd leegtrekken van sites', en: 'automated scraping' },
  'ddos.source': { nl: 'aanval op beschikbaarheid', en: 'denial of service' },
  'spam.source': { nl: 'ongevraagde massamail', en: 'unsolicited bulk e-mail' },
  'spam.bulk': { nl: 'ongevraagde massamail', en: 'unsolicited bulk e-mail' },
  'spam.comment_harvest': { nl: 'ongevraagde massaberichten', en: 'unsolicited bulk messages' },
  'spam.advertised': { nl: 'site uit ongevraagde massamail', en: 'site advertised in bulk e-mail' },
  'vuln.cve': { nl: 'kwetsbare of open dienst', en: 'unpatched or open service' },
  'vuln.exposed_service': { nl: 'kwetsbare of open dienst', en: 'unpatched or open service' },
  'vuln.amplifier': { nl: 'kwetsbare of open dienst', en: 'unpatched or open service' },
  'vuln.data_exposed': { nl: 'kwetsbare of open dienst', en: 'unpatched or open service' },
};
