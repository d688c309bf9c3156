/** The register of holders of domain names as data: what it must hold, how that is verified, and what of it is public. */
import type { Words } from '#kernel';
import type { Basis, InForce } from './basis.ts';

const cbw49 = (part: string): Basis => ({
  law: 'Cyberbeveiligingswet (Stb. 2026, 187)',
  article: `49, ${part}`,
  url: 'https://wetten.overheid.nl/BWBR0052872',
  mark: 'verified',
});
/** How often and by which way is the organisation's own procedure, which the law wants published. */
const guidance: Basis = {
  law: 'NIS Cooperation Group, guidance on article 28 of Directive (EU) 2022/2555 (8 April 2025)',
  mark: 'memory',
};
const house: Basis = { law: 'house rule', article: 'verification procedure', mark: 'house' };

/** From this day the register is a duty. */
export const registrantsInForce: InForce = { from: '2026-08-15' };

export const registrantGroupIds = ['domain', 'registered_on', 'registrant', 'contact'] as const;
export type RegistrantGroup = (typeof registrantGroupIds)[number];

/** The four groups of data a registration must hold; the fourth only where the administrator is somebody else. */
export const registrantGroups: Readonly<
  Record<RegistrantGroup, { readonly title: Words; readonly basis: Basis; readonly fields: readonly string[] }>
> = {
  domain: { title: { nl: 'Domeinnaam', en: 'Domain name' }, basis: cbw49('a'), fields: ['domain'] },
  registered_on: {
    title: { nl: 'Datum van registratie', en: 'Date of registration' },
    basis: cbw49('b'),
    fields: ['registered_on'],
  },
  registrant: {
    title: { nl: 'Houder: naam, e-mailadres, telefoonnummer', en: 'Registrant: name, e-mail, phone' },
    basis: cbw49('c'),
    fields: ['registrant_name', 'registrant_email', 'registrant_phone'],
  },
  contact: {
    title: {
      nl: 'Contactpersoon die beheert, als dat een ander is: e-mailadres, telefoonnummer',
      en: 'Administering contact, where that is somebody else: e-mail, phone',
    },
    basis: cbw49('d'),
    fields: ['contact_email', 'contact_phone'],
  },
};

export const verificationMethods = ['round_trip', 'call', 'register', 'document', 'bank'] as const;
export type VerificationMethod = (typeof verificationMethods)[number];

export interface VerificationRule {
  readonly title: Words;
  /** What somebody does, and what is kept as evidence of it. */
  readonly step: Words;
  readonly evidence: Words;
  readonly basis: Basis;
  /** Fields it can prove. */
  readonly proves: readonly VerifiedField[];
  /** Months after which it is done again, at a renewal at the latest. */
  readonly months: number;
}

/** Fields that are verified: what the law wants correct and reachable. */
export const verifiedFields = [
  'registrant_name',
  'registrant_email',
  'registrant_phone',
  'contact_email',
  'contact_phone',
] as const;
export type VerifiedField = (typeof verifiedFields)[number];

/** The verification procedure, step by step; it is published as it stands here. */
export const verificationRules: Readonly<Record<VerificationMethod, VerificationRule>> = {
  round_trip: {
    title: { nl: 'Bericht heen en terug', en: 'Message there and back' },
    step: {
      nl: 'Stuur een bericht met een eenmalige code naar het adres; de houder geeft de code terug.',
      en: 'Send a message with a one-time code to the address; the registrant gives the code back.',
    },
    evidence: { nl: 'moment en kenmerk van het bericht', en: 'moment and reference of the message' },
    basis: guidance,
    proves: ['registrant_email', 'registrant_phone', 'contact_email', 'contact_phone'],
    months: 24,
  },
  call: {
    title: { nl: 'Gebeld en gesproken', en: 'Called and spoken' },
    step: {
      nl: 'Bel het nummer en vraag naar de registratie; noteer wie opnam in welke functie.',
      en: 'Call the number and ask about the registration; note who answered in which function.',
    },
    evidence: { nl: 'moment van het gesprek', en: 'moment of the call' },
    basis: guidance,
    proves: ['registrant_phone', 'contact_phone'],
    months: 24,
  },
  register: {
    title: { nl: 'Handelsregister', en: 'Company register' },
    step: {
      nl: 'Vergelijk de naam van de rechtspersoon met het handelsregister van het land van vestiging.',
      en: 'Compare the name of the legal person with the company register of its country.',
    },
    evidence: { nl: 'nummer en datum van het uittreksel', en: 'number and date of the extract' },
    basis: guidance,
    proves: ['registrant_name'],
    months: 36,
  },
  document: {
    title: { nl: 'Identiteitsbewijs gezien, geen kopie', en: 'Identity document seen, no copy' },
    step: {
      nl: 'Bekijk een geldig identiteitsbewijs, alleen als het risico daarom vraagt; bewaar geen kopie en geen nummer.',
      en: 'Look at a valid identity document, only where the risk asks for it; keep no copy and no number.',
    },
    evidence: { nl: 'soort document en wie het zag', en: 'kind of document and who saw it' },
    basis: guidance,
    proves: ['registrant_name'],
    months: 60,
  },
  bank: {
    title: { nl: 'Betaald van een rekening op die naam', en: 'Paid from an account in that name' },
    step: {
      nl: 'Vergelijk de naam van de betaler van de eerste overboeking met de naam van de houder.',
      en: "Compare the payer's name of the first bank transfer with the name of the registrant.",
    },
    evidence: { nl: 'kenmerk van de betaling', en: 'reference of the payment' },
    basis: house,
    proves: ['registrant_name'],
    months: 36,
  },
};

/**
 * Names before the @ that are a function and no person. The e-mail address of a legal person is public only where it has one of
 * these: an address with somebody's name in it is personal data (Directive (EU) 2022/2555, recital 112).
 */
export const functionalMailboxes: readonly string[] = [
  'abuse',
  'admin',
  'administratie',
  'beheer',
  'billing',
  'contact',
  'dns',
  'domain',
  'domains',
  'domeinen',
  'hello',
  'helpdesk',
  'hostmaster',
  'info',
  'it',
  'legal',
  'mail',
  'noc',
  'office',
  'postmaster',
  'registrar',
  'sales',
  'security',
  'service',
  'support',
  'webmaster',
];

/** Fields of a legal person that are public without delay after the registration; of anybody else only the first two are. */
export const publicFields = {
  everybody: ['domain', 'registered_on'],
  legal: ['registrant_name', 'registrant_email', 'registrant_phone'],
} as const;
export const publicBasis: Basis = cbw49('publication of what is no personal data');
export const registrantBasis: Basis = cbw49('register and verification procedures');
