/** What a check is: what it asks, how it was done, what came of it, and how long that holds. Pure. */
import type { Words } from '#kernel';
import { type CheckId, checkIds } from '#law';

export const verdicts = ['pass', 'review', 'fail', 'not_applicable', 'unavailable'] as const;
/** `unavailable`: it could not be asked; that never counts as pass. */
export type CheckVerdict = (typeof verdicts)[number];

export const methods = [
  'syntax',
  'resolver',
  'round_trip',
  'code',
  'list',
  'register',
  'bank',
  'screening',
  'compare',
  'person',
  'declared',
] as const;
export type CheckMethod = (typeof methods)[number];

/** Why, in a word of the list below, with what it was seen in. */
export interface Reason {
  readonly code: ReasonCode;
  /** Never a name, an address or a number of a person: those stand in the sealed evidence. */
  readonly about?: string;
}
export interface Found {
  readonly verdict: CheckVerdict;
  readonly reasons: readonly Reason[];
  readonly method: CheckMethod;
  /** Name of list, register or law, with its version or moment. */
  readonly source: string;
  readonly version?: string;
  /** What it was seen in: sealed. */
  readonly evidence?: Readonly<Record<string, unknown>>;
}

export interface CheckRow extends Found {
  readonly id: string;
  readonly check: CheckId;
  readonly at: Temporal.Instant;
  readonly expiresAt: Temporal.Instant | null;
  readonly by: string;
}

export interface CheckKind {
  readonly title: Words;
  /** Months a verdict holds; null: for ever. */
  readonly months: number | null;
  /** Which gate waits for it. */
  readonly gate: Gate;
}
export const gates = ['contact_verified', 'paid', 'screened'] as const;
export type Gate = (typeof gates)[number];

const kind = (nl: string, en: string, gate: Gate, months: number | null): CheckKind => ({
  title: { nl, en },
  gate,
  months,
});

export const checkKinds: Readonly<Record<CheckId, CheckKind>> = {
  K1: kind('E-mail', 'E-mail', 'contact_verified', 12),
  K2: kind('Telefoon', 'Phone', 'contact_verified', 24),
  K3: kind('Adres', 'Address', 'screened', 12),
  K4: kind('Handelsregister', 'Company register', 'screened', 12),
  K5: kind('Btw-nummer', 'VAT number', 'screened', 12),
  K6: kind('LEI', 'LEI', 'screened', 12),
  K7: kind('Bestuurders en eigenaren', 'Directors and owners', 'screened', 12),
  K8: kind('Identiteit gezien', 'Identity seen', 'screened', 60),
  K9: kind('Rekeningnummer', 'Account number', 'paid', null),
  K10: kind('Eerste betaling', 'First payment', 'paid', null),
  K11: kind('Betaalwijze', 'Way of paying', 'paid', null),
  K12: kind('Sanctielijsten', 'Sanctions lists', 'screened', 1),
  K13: kind('Resellerbrief van de politie', 'Police reseller letter', 'screened', 1),
  K14: kind('Eerder verwijderde klanten', 'Customers removed before', 'screened', 6),
  K15: kind('Tekenen van een spookhoster', 'Signs of a ghost host', 'screened', 12),
  K16: kind('Doorverkoop', 'Resale', 'screened', 12),
  K17: kind('Samenhang van landen', 'Countries that fit', 'screened', 12),
};

/** Until when a verdict holds. */
export function expiryOf(check: CheckId, at: Temporal.Instant): Temporal.Instant | null {
  const months = checkKinds[check].months;
  return months === null ? null : at.toZonedDateTimeISO('UTC').add({ months }).toInstant();
}

export type Standing = 'missing' | 'expired' | CheckVerdict;
/** How one check stands at a moment: what expired must be asked again. */
export function standingOf(row: Pick<CheckRow, 'verdict' | 'expiresAt'> | undefined, now: Temporal.Instant): Standing {
  if (!row) return 'missing';
  if (row.expiresAt && Temporal.Instant.compare(row.expiresAt, now) <= 0) return 'expired';
  return row.verdict;
}
/** Whether a gate may be passed on this check. */
export const settles = (s: Standing): boolean => s === 'pass' || s === 'not_applicable';

export interface Open {
  readonly check: CheckId;
  readonly standing: Standing;
}
/** What still stands between a customer and a gate. */
export function openAt(
  gate: Gate,
  asked: readonly CheckId[],
  rows: ReadonlyMap<CheckId, Pick<CheckRow, 'verdict' | 'expiresAt'>>,
  now: Temporal.Instant,
): readonly Open[] {
  return checkIds
    .filter((c) => asked.includes(c) && checkKinds[c].gate === gate)
    .map((check) => ({ check, standing: standingOf(rows.get(check), now) }))
    .filter((o) => !settles(o.standing));
}

export const reasonWords = {
  confirmed: { nl: 'de klant opende de link en bevestigde', en: 'the customer opened the link and confirmed' },
  not_confirmed: { nl: 'nog niet bevestigd', en: 'not confirmed yet' },
  no_mail_host: { nl: 'dit domein neemt geen post aan', en: 'this domain takes no mail' },
  null_mx: {
    nl: 'dit domein zegt zelf geen post aan te nemen (null MX)',
    en: 'this domain itself says it takes no mail (null MX)',
  },
  disposable: { nl: 'wegwerpadres', en: 'disposable address' },
  role_address: { nl: 'adres van een functie', en: 'address of a role' },
  free_mail: { nl: 'gratis postadres van een bedrijf', en: 'free mail of a company' },
  other_domain: { nl: 'ander domein dan de website', en: 'another domain than the website' },
  resolver_silent: { nl: 'de naamserver antwoordde niet', en: 'the resolver did not answer' },
  malformed: { nl: 'geen geldige vorm', en: 'not of a valid form' },
  missing: { nl: 'niet opgegeven', en: 'not given' },
  code_right: { nl: 'de code klopte', en: 'the code was right' },
  code_sent: { nl: 'code verstuurd', en: 'code sent' },
  no_gateway: { nl: 'geen berichtendienst ingesteld', en: 'no gateway is set' },
  gateway_failed: { nl: 'de berichtendienst weigerde', en: 'the gateway refused' },
  premium_number: { nl: 'betaalnummer of internetnummer', en: 'premium or internet number' },
  country_differs: { nl: 'ander land dan het adres', en: 'another country than the address' },
  po_box: { nl: 'postbus', en: 'PO box' },
  virtual_office: { nl: 'staat op de lijst van virtuele kantoren', en: 'is on the list of virtual offices' },
  postcode_form: { nl: 'postcode heeft niet de vorm van het land', en: 'postcode has not the form of the country' },
  form_fits: { nl: 'vorm klopt', en: 'form fits' },
  not_found: { nl: 'niet gevonden', en: 'not found' },
  ended: { nl: 'beëindigd', en: 'ended' },
  active_register: { nl: 'actief in het register', en: 'active in the register' },
  young: { nl: 'jonger dan 90 dagen', en: 'younger than 90 days' },
  name_differs: { nl: 'andere naam dan opgegeven', en: 'another name than declared' },
  hosting_undeclared: {
    nl: 'hosting in het register, geen doorverkoop opgegeven',
    en: 'hosting in the register, no resale declared',
  },
  not_configured: { nl: 'niet ingesteld', en: 'not configured' },
  register_silent: { nl: 'het register antwoordde niet', en: 'the register did not answer' },
  lapsed: { nl: 'registratie verlopen', en: 'registration lapsed' },
  valid: { nl: 'geldig', en: 'valid' },
  no_people: { nl: 'geen bestuurders of eigenaren opgegeven', en: 'no directors or owners declared' },
  owners_incomplete: {
    nl: 'minder dan driekwart van het eigendom bekend',
    en: 'less than three quarters of ownership known',
  },
  seen: { nl: 'gezien en geverifieerd; geen kopie bewaard', en: 'seen and verified; no copy kept' },
  not_seen: { nl: 'nog niet gezien', en: 'not seen yet' },
  country_unusual: { nl: 'land buiten SEPA', en: 'country outside SEPA' },
  not_paid: { nl: 'nog niet betaald', en: 'not paid yet' },
  payer_matches: { nl: 'naam van de betaler klopt', en: 'name of the payer matches' },
  payer_close: { nl: 'naam van de betaler lijkt', en: 'name of the payer is close' },
  payer_other: { nl: 'iemand anders betaalde', en: 'somebody else paid' },
  payer_unknown: { nl: 'betaler niet te zien', en: 'payer cannot be seen' },
  not_by_bank: { nl: 'niet via een bank', en: 'not by a bank' },
  crypto: { nl: 'betaald met crypto', en: 'paid with crypto' },
  later_crypto: { nl: 'later met crypto betaald', en: 'paid with crypto later' },
  no_match: { nl: 'geen treffer', en: 'no match' },
  match_waits: { nl: 'een treffer wacht op een mens', en: 'a match waits for a person' },
  strong_match: { nl: 'sterke treffer wacht op twee mensen', en: 'strong match waits for two people' },
  true_match: { nl: 'vastgesteld als echte treffer', en: 'found to be a true match' },
  no_lists: { nl: 'er is geen lijst in gebruik', en: 'no list is in use' },
  confidential_hit: { nl: 'zie de vertrouwelijke kamer', en: 'see the confidential room' },
  near_removed: { nl: 'lijkt op een eerder verwijderde klant', en: 'looks like a customer removed before' },
  removed: { nl: 'is een eerder verwijderde klant', en: 'is a customer removed before' },
  signs: { nl: 'tekenen van een spookhoster', en: 'signs of a ghost host' },
  few_signs: { nl: 'weinig of geen tekenen', en: 'few or no signs' },
  resells: { nl: 'verkoopt door en zegt dat', en: 'sells on and says so' },
  no_resale: { nl: 'geen doorverkoop', en: 'no resale' },
  resale_undeclared: { nl: 'doorverkoop gezien die niet is opgegeven', en: 'resale seen that was not declared' },
  countries: { nl: 'drie of meer landen', en: 'three or more countries' },
  countries_fit: { nl: 'landen passen bij elkaar', en: 'countries fit' },
  hidden: { nl: 'aangemeld via Tor, VPN of host', en: 'signed up through Tor, VPN or a host' },
  by_person: { nl: 'een collega zag het na', en: 'a colleague looked at it' },
  person_only: { nl: 'geldt voor een natuurlijk persoon niet', en: 'does not apply to a natural person' },
} as const satisfies Record<string, Words>;
export type ReasonCode = keyof typeof reasonWords;
export const verdictWords: Readonly<Record<Standing, Words>> = {
  pass: { nl: 'in orde', en: 'pass' },
  review: { nl: 'bekijken', en: 'review' },
  fail: { nl: 'niet in orde', en: 'fail' },
  not_applicable: { nl: 'niet van toepassing', en: 'not applicable' },
  unavailable: { nl: 'niet te vragen', en: 'unavailable' },
  missing: { nl: 'ontbreekt', en: 'missing' },
  expired: { nl: 'verlopen', en: 'expired' },
};

export const found = (
  verdict: CheckVerdict,
  method: CheckMethod,
  source: string,
  reasons: readonly (ReasonCode | Reason)[],
  evidence?: Readonly<Record<string, unknown>>,
  version?: string,
): Found => ({
  verdict,
  method,
  source,
  reasons: reasons.map((r) => (typeof r === 'string' ? { code: r } : r)),
  ...(evidence ? { evidence } : {}),
  ...(version ? { version } : {}),
});

/** Where a check looked, in words; a name of a register or a norm is the same in every language. */
export const sourceWords: Readonly<Record<string, Words>> = {
  'resolver, list of disposable domains': {
    nl: 'naamserver en lijst van wegwerpdomeinen',
    en: 'resolver and list of disposable domains',
  },
  'gateway of the operator': { nl: 'uw eigen gateway', en: 'your own gateway' },
  'form of the country, list of virtual offices': {
    nl: 'vorm van het land, lijst van virtuele kantoren',
    en: 'form of the country, list of virtual offices',
  },
  'document or provider of identities': {
    nl: 'document of identiteitsdienst',
    en: 'document or provider of identities',
  },
  'lists in use': { nl: 'lijsten in gebruik', en: 'lists in use' },
  'VAT form': { nl: 'vorm van het btw-nummer', en: 'form of the VAT number' },
  'statement and register': { nl: 'verklaring en register', en: 'statement and register' },
  'statement and contracts': { nl: 'verklaring en contracten', en: 'statement and contracts' },
  'statement, bank and phone': { nl: 'verklaring, bank en telefoon', en: 'statement, bank and phone' },
  statement: { nl: 'eigen verklaring', en: 'own statement' },
  statements: { nl: 'afschriften', en: 'statements' },
  colleague: { nl: 'collega', en: 'colleague' },
  bans: { nl: 'uitsluitingen', en: 'bans' },
  editions: { nl: 'resellerbrief', en: 'reseller letter' },
};
