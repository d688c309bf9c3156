/** Requests for data of a customer as data: the four questions of Lycos/Pessers, the fields of Cbw art. 49, grounds to refuse. */
import type { Words } from '#kernel';
import type { Basis, InForce } from './basis.ts';

export const disclosureKinds = ['private', 'registration', 'subject'] as const;
export type DisclosureKind = (typeof disclosureKinds)[number];

const cbw = (article: string): Basis => ({
  law: 'Cyberbeveiligingswet (Stb. 2026, 187)',
  article,
  url: 'https://wetten.overheid.nl/BWBR0052872',
  mark: 'verified',
});

export interface DisclosureRule {
  readonly title: Words;
  readonly basis: Basis;
  readonly inForce: InForce;
  /** Clock that runs from receipt; null where no law names one. */
  readonly clock: string | null;
  /** Letter that answers it. */
  readonly letter: string;
  /** Whether identity leaves, so that a second decider must agree. */
  readonly twoPeople: boolean;
}

export const disclosureRules: Readonly<Record<DisclosureKind, DisclosureRule>> = {
  private: {
    title: { nl: 'Verzoek om naam en adres van een klant', en: 'Request for name and address of a customer' },
    basis: {
      law: 'Hoge Raad 25 november 2005 (Lycos/Pessers)',
      article: 'ECLI:NL:HR:2005:AU4019',
      url: 'https://uitspraken.rechtspraak.nl/details?id=ECLI:NL:HR:2005:AU4019',
      mark: 'memory',
    },
    inForce: { from: '2005-11-25' },
    clock: null,
    letter: 'ltr-dsc-dec',
    twoPeople: true,
  },
  registration: {
    title: { nl: 'Verzoek om registratiegegevens van een domein', en: 'Request for registration data of a domain' },
    basis: cbw('50'),
    inForce: { from: '2026-08-15' },
    clock: 'clk-cbw-50',
    letter: 'ltr-cbw50',
    twoPeople: true,
  },
  subject: {
    title: { nl: 'Verzoek van een betrokkene om eigen gegevens', en: 'Request of a data subject for their own data' },
    basis: {
      law: 'Regulation (EU) 2016/679 (GDPR)',
      article: '12(3), 15-22',
      url: 'https://eur-lex.europa.eu/eli/reg/2016/679/oj',
      mark: 'memory',
    },
    inForce: { from: '2018-05-25' },
    clock: 'clk-gdpr-12',
    letter: 'ltr-gdpr12',
    twoPeople: false,
  },
};

export const fourQuestions = ['plausible', 'interest', 'no_other_way', 'balance'] as const;
export type FourQuestion = (typeof fourQuestions)[number];

/** The four parts of the test; the provider may disclose only where each is answered with yes. */
export const fourQuestionWords: Readonly<Record<FourQuestion, Words>> = {
  plausible: {
    nl: 'Is voldoende aannemelijk dat de informatie, op zichzelf beschouwd, jegens de verzoeker onrechtmatig en schadelijk is?',
    en: 'Is it sufficiently plausible that the information, considered by itself, is unlawful and harmful towards the requester?',
  },
  interest: {
    nl: 'Heeft de verzoeker een reëel belang bij de naam en het adres?',
    en: 'Does the requester have a real interest in the name and address?',
  },
  no_other_way: {
    nl: 'Is aannemelijk dat er in dit geval geen minder ingrijpende manier is om de gegevens te achterhalen?',
    en: 'Is it plausible that in this case there is no less intrusive way to obtain the data?',
  },
  balance: {
    nl: 'Weegt het belang van de verzoeker zwaarder dan dat van de klant en dat van ons?',
    en: "Does the requester's interest outweigh that of the customer and our own?",
  },
};

/** Registration data of art. 49, and who they are about: data of a legal person are no personal data. */
export const registrationFields = [
  'domain',
  'registered_on',
  'registrant_name',
  'registrant_email',
  'registrant_phone',
  'contact_email',
  'contact_phone',
] as const;
export const identityFields = ['name', 'address', 'email', 'phone'] as const;
export const fieldWords: Readonly<Record<string, Words>> = {
  domain: { nl: 'domeinnaam', en: 'domain name' },
  registered_on: { nl: 'datum van registratie', en: 'date of registration' },
  registrant_name: { nl: 'naam van de houder', en: 'name of the registrant' },
  registrant_email: { nl: 'e-mailadres van de houder', en: 'e-mail address of the registrant' },
  registrant_phone: { nl: 'telefoonnummer van de houder', en: 'phone number of the registrant' },
  contact_email: { nl: 'e-mailadres van de beheerder', en: 'e-mail address of the administrator' },
  contact_phone: { nl: 'telefoonnummer van de beheerder', en: 'phone number of the administrator' },
  name: { nl: 'naam', en: 'name' },
  address: { nl: 'adres', en: 'address' },
  email: { nl: 'e-mailadres', en: 'e-mail address' },
  phone: { nl: 'telefoonnummer', en: 'phone number' },
  own_data: { nl: 'uw eigen gegevens', en: 'your own data' },
};

export const refusals = [
  'not_reasoned',
  'no_legitimate_seeker',
  'not_ours',
  'four_part_test',
  'disproportionate',
  'identity_unproven',
  'manifestly_unfounded',
] as const;
export type Refusal = (typeof refusals)[number];

/** Why nothing is given, with the kinds of request for which each can be said. */
export const refusalRules: Readonly<
  Record<Refusal, { readonly words: Words; readonly basis: Basis; readonly kinds: readonly DisclosureKind[] }>
> = {
  not_reasoned: {
    words: { nl: 'Het verzoek is niet voldoende gemotiveerd.', en: 'The request is not sufficiently reasoned.' },
    basis: cbw('50(1)'),
    kinds: ['registration', 'private'],
  },
  no_legitimate_seeker: {
    words: {
      nl: 'Niet is gebleken dat u een legitieme toegangzoeker bent.',
      en: 'It was not shown that you are a legitimate access seeker.',
    },
    basis: cbw('50(1)'),
    kinds: ['registration'],
  },
  not_ours: {
    words: { nl: 'Wij hebben deze gegevens niet.', en: 'We do not hold these data.' },
    basis: cbw('49'),
    kinds: ['registration', 'private', 'subject'],
  },
  four_part_test: {
    words: {
      nl: 'Aan ten minste één van de vier voorwaarden van de Hoge Raad is niet voldaan.',
      en: 'At least one of the four conditions of the Supreme Court is not met.',
    },
    basis: disclosureRules.private.basis,
    kinds: ['private'],
  },
  disproportionate: {
    words: {
      nl: 'Het belang van de betrokkene weegt zwaarder dan het uwe.',
      en: "The data subject's interest outweighs yours.",
    },
    basis: { law: 'Regulation (EU) 2016/679 (GDPR)', article: '6(1)(f)', mark: 'memory' },
    kinds: ['registration', 'private'],
  },
  identity_unproven: {
    words: { nl: 'Wij konden niet vaststellen wie u bent.', en: 'We could not establish who you are.' },
    basis: { law: 'Regulation (EU) 2016/679 (GDPR)', article: '12(6)', mark: 'memory' },
    kinds: ['subject', 'private'],
  },
  manifestly_unfounded: {
    words: {
      nl: 'Het verzoek is kennelijk ongegrond of buitensporig.',
      en: 'The request is manifestly unfounded or excessive.',
    },
    basis: { law: 'Regulation (EU) 2016/679 (GDPR)', article: '12(5)', mark: 'memory' },
    kinds: ['subject'],
  },
};
