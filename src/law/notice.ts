/**
 * Notices as data: what one must hold (DSA art. 16(2)), which kinds the form offers and how long the house takes for each,
 * what an assessment can say, and the three answers of the NTD code. Facts only; what follows from them stands in #notices.
 */
import type { Words } from '#kernel';
import type { Term } from './action.ts';
import type { Basis, InForce } from './basis.ts';

const dsa = (article: string): Basis => ({
  law: 'Regulation (EU) 2022/2065 (DSA)',
  article,
  url: 'https://eur-lex.europa.eu/eli/reg/2022/2065/oj',
  mark: 'verified',
});
const ntdCode = (article: string): Basis => ({
  law: 'Gedragscode Notice-and-Take-Down',
  article,
  url: 'https://noticeandtakedowncode.nl/',
  mark: 'memory',
});

/** The elements of art. 16(2); a notice that has them gives actual knowledge where illegality can be seen without detailed legal examination (16(3)). */
export const noticeElements = ['explanation', 'location', 'identity', 'good_faith'] as const;
export type NoticeElement = (typeof noticeElements)[number];

export interface ElementRule {
  readonly basis: Basis;
  readonly inForce: InForce;
  readonly title: Words;
  /** What we ask where it is missing. */
  readonly ask: Words;
  /** Kinds for which it is not asked: of child abuse material nobody has to say who they are (16(2)(c)). */
  readonly exceptSensitive?: 'csam';
}

export const elementRules: Readonly<Record<NoticeElement, ElementRule>> = {
  explanation: {
    basis: dsa('16(2)(a)'),
    inForce: { from: '2024-02-17' },
    title: { nl: 'voldoende onderbouwde uitleg', en: 'sufficiently substantiated explanation' },
    ask: {
      nl: 'Leg uit waarom dit volgens u illegaal is: wat staat er, en welk recht of welke regel wordt geschonden.',
      en: 'Explain why you consider this illegal: what is there, and which right or rule it breaks.',
    },
  },
  location: {
    basis: dsa('16(2)(b)'),
    inForce: { from: '2024-02-17' },
    title: { nl: 'exacte elektronische vindplaats', en: 'exact electronic location' },
    ask: {
      nl: 'Geef het precieze adres, bijvoorbeeld de hele link naar de pagina.',
      en: 'Give the exact address, for example the whole link to the page.',
    },
  },
  identity: {
    basis: dsa('16(2)(c)'),
    inForce: { from: '2024-02-17' },
    title: { nl: 'naam en e-mailadres', en: 'name and e-mail address' },
    ask: {
      nl: 'Geef uw naam en e-mailadres als u wilt dat wij u kunnen antwoorden. Het hoeft niet.',
      en: 'Give your name and e-mail address if you want us to be able to answer. You need not.',
    },
    exceptSensitive: 'csam',
  },
  good_faith: {
    basis: dsa('16(2)(d)'),
    inForce: { from: '2024-02-17' },
    title: { nl: 'verklaring te goeder trouw', en: 'statement of good faith' },
    ask: {
      nl: 'Bevestig dat de melding naar uw eerlijke overtuiging juist en volledig is.',
      en: 'Confirm that you believe in good faith that the notice is accurate and complete.',
    },
  },
};

/** Texts of the statement of good faith by version; what was agreed to stays what it was. */
export const goodFaithTexts: Readonly<Record<string, Words>> = {
  '2026-11': {
    nl: 'Ik meen te goeder trouw dat wat ik hier meld juist en volledig is.',
    en: 'I believe in good faith that what I report here is accurate and complete.',
  },
};
export const goodFaithNow = '2026-11';

export interface NoticeKind {
  readonly id: string;
  readonly words: Words;
  readonly hint?: Words;
  /** Kind of finding it comes to, where there is one. */
  readonly finding: string | null;
  /** File name in law/categories, keyword, and the fixed words of "other"; null where the notifier cannot say. */
  readonly category: string | null;
  readonly keyword: string | null;
  readonly sensitive: 'csam' | 'ncii' | null;
  /** Our own term for the decision: the article says "timely" (16(6)). N = sector norm, B = house. */
  readonly decide: Term;
  /** A danger for which the form says first: call the police. */
  readonly danger?: true;
}

const hours = (count: number, from: Term['from'] = 'B'): Term => ({ count, unit: 'hours', from });
const days = (count: number): Term => ({ count, unit: 'working_days', from: 'B' });

/** What the form offers, most urgent harm not first but by how often it is chosen; the last two are for who does not know. */
export const noticeKinds: readonly NoticeKind[] = [
  {
    id: 'phishing',
    words: { nl: 'Nepsite die wachtwoorden of geld steelt', en: 'Fake site that steals passwords or money' },
    hint: { nl: 'Phishing, een valse bank, een valse webwinkel', en: 'Phishing, a false bank, a false shop' },
    finding: 'fraud.phishing',
    category: 'scams_and_fraud',
    keyword: 'PHISHING',
    sensitive: null,
    decide: hours(4),
  },
  {
    id: 'malware',
    words: { nl: 'Virus, hack of aanval', en: 'Virus, hack or attack' },
    finding: 'malware.distribution',
    category: 'risk_for_public_security',
    keyword: 'OTHER',
    sensitive: null,
    decide: hours(4),
  },
  {
    id: 'csam',
    words: { nl: 'Seksueel misbruik van kinderen', en: 'Sexual abuse of children' },
    hint: {
      nl: 'U hoeft niet te zeggen wie u bent. Stuur nooit beelden.',
      en: 'You need not say who you are. Never send images.',
    },
    finding: 'content.csam',
    category: 'protection_of_minors',
    keyword: 'CHILD_SEXUAL_ABUSE_MATERIAL',
    sensitive: 'csam',
    decide: { count: 24, unit: 'hours', from: 'N', clock: 'clk-ofl-24' },
  },
  {
    id: 'ncii',
    words: { nl: 'Intieme beelden van mij of iemand anders', en: 'Intimate images of me or someone else' },
    hint: { nl: 'Ook nagemaakte beelden', en: 'Also fabricated images' },
    finding: 'content.ncii',
    category: 'cyber_violence',
    keyword: 'NON_CONSENSUAL_IMAGE_SHARING',
    sensitive: 'ncii',
    decide: hours(4),
  },
  {
    id: 'terrorist',
    words: { nl: 'Terrorisme', en: 'Terrorism' },
    finding: 'content.terrorist',
    category: 'risk_for_public_security',
    keyword: 'TERRORIST_CONTENT',
    sensitive: null,
    decide: hours(1),
    danger: true,
  },
  {
    id: 'threat',
    words: { nl: 'Bedreiging, haat of opruiing', en: 'Threats, hate or incitement' },
    finding: 'content.hate_harassment',
    category: 'illegal_or_harmful_speech',
    keyword: 'HATE_SPEECH',
    sensitive: null,
    decide: hours(24),
    danger: true,
  },
  {
    id: 'privacy',
    words: { nl: 'Mijn persoonsgegevens staan online', en: 'My personal data are online' },
    finding: 'content.privacy',
    category: 'data_protection_and_privacy_violations',
    keyword: 'OTHER',
    sensitive: null,
    decide: hours(24),
  },
  {
    id: 'defamation',
    words: { nl: 'Smaad of belediging', en: 'Defamation or insult' },
    finding: null,
    category: 'illegal_or_harmful_speech',
    keyword: 'DEFAMATION',
    sensitive: null,
    decide: days(5),
  },
  {
    id: 'copyright',
    words: { nl: 'Mijn werk staat er zonder toestemming', en: 'My work is there without permission' },
    hint: { nl: 'Auteursrecht: tekst, beeld, muziek, software', en: 'Copyright: text, image, music, software' },
    finding: 'ip.copyright',
    category: 'intellectual_property_infringements',
    keyword: 'COPYRIGHT_INFRINGEMENT',
    sensitive: null,
    decide: days(5),
  },
  {
    id: 'trademark',
    words: { nl: 'Mijn merk wordt misbruikt', en: 'My trade mark is misused' },
    finding: 'ip.trademark',
    category: 'intellectual_property_infringements',
    keyword: 'TRADEMARK_INFRINGEMENT',
    sensitive: null,
    decide: days(5),
  },
  {
    id: 'goods',
    words: { nl: 'Verkoop van verboden spullen', en: 'Sale of forbidden goods' },
    hint: { nl: 'Drugs, wapens, medicijnen', en: 'Drugs, weapons, medicines' },
    finding: 'content.illegal_goods',
    category: 'unsafe_and_prohibited_products',
    keyword: 'PROHIBITED_PRODUCTS',
    sensitive: null,
    decide: hours(24),
  },
  {
    id: 'other',
    words: { nl: 'Iets anders', en: 'Something else' },
    finding: null,
    category: null,
    keyword: null,
    sensitive: null,
    decide: days(5),
  },
  {
    id: 'unknown',
    words: { nl: 'Ik weet het niet', en: 'I do not know' },
    finding: null,
    category: null,
    keyword: null,
    sensitive: null,
    decide: hours(24),
  },
];

/** A kind of notice by its id; undefined where there is none. */
export const noticeKind = (id: string): NoticeKind | undefined => noticeKinds.find((k) => k.id === id);

/** What an assessment can say of knowledge (DSA art. 16(3), recital 53). */
export const knowledges = ['manifest', 'not_manifest', 'insufficient_location', 'insufficient_reason'] as const;
export type Knowledge = (typeof knowledges)[number];
export const knowledgeRules: Readonly<Record<Knowledge, { readonly title: Words; readonly basis: Basis }>> = {
  manifest: {
    title: {
      nl: 'illegaal zonder nader juridisch onderzoek: wij hebben nu daadwerkelijke kennis',
      en: 'illegal without a detailed legal examination: we now have actual knowledge',
    },
    basis: dsa('16(3)'),
  },
  not_manifest: {
    title: { nl: 'niet zonder nader onderzoek te zien', en: 'cannot be seen without a detailed examination' },
    basis: dsa('16(3)'),
  },
  insufficient_location: {
    title: { nl: 'de vindplaats is niet precies genoeg', en: 'the location is not exact enough' },
    basis: dsa('16(2)(b)'),
  },
  insufficient_reason: {
    title: { nl: 'de uitleg is niet genoeg', en: 'the explanation is not enough' },
    basis: dsa('16(2)(a)'),
  },
};

/** The three answers of the NTD code, and its terms: the code names none, hosters publish these. */
export const ntdAnswers = ['unmistakable', 'not_unlawful', 'undecidable'] as const;
export type NtdAnswer = (typeof ntdAnswers)[number];
export const ntdRules: Readonly<Record<NtdAnswer, { readonly title: Words; readonly basis: Basis }>> = {
  unmistakable: {
    title: { nl: 'onmiskenbaar onrechtmatig of strafbaar', en: 'unmistakably unlawful or criminal' },
    basis: ntdCode('6b'),
  },
  not_unlawful: {
    title: { nl: 'niet onmiskenbaar onrechtmatig', en: 'not unmistakably unlawful' },
    basis: ntdCode('6a'),
  },
  undecidable: { title: { nl: 'niet te beslissen', en: 'cannot be decided' }, basis: ntdCode('6c') },
};
/** What the customer gets for an answer under art. 6c, and until when we decide (house). */
export const ntdTerms: { readonly answer: Term; readonly decide: Term } = { answer: days(2), decide: days(5) };

/** How long a record of bad faith holds unless a person says less (after DSA art. 23(2), which binds platforms only). */
export const badFaithMonths = 6;
