/** What each technical measure restricts in the words of the DSA, and how a restriction is called in a letter. */
import type { Words } from '#kernel';
import { restrictions } from './category.ts';
import type { Measure } from './duty.ts';

/** A word of `restrictions` with its group: `visibility:CONTENT_DISABLED`. */
export type Restriction = {
  [G in keyof typeof restrictions]: `${G}:${(typeof restrictions)[G][number]}`;
}[keyof typeof restrictions];

export const allRestrictions = Object.entries(restrictions).flatMap(([group, names]) =>
  names.map((n) => `${group}:${n}` as Restriction),
);

/** What a measure restricts; the first is what is proposed. DSA art. 17(1)(a)-(d). */
export const restrictionsOf: Readonly<Record<Measure, readonly [Restriction, ...Restriction[]]>> = {
  remove_file: ['visibility:CONTENT_REMOVED'],
  disable_url: ['visibility:CONTENT_DISABLED'],
  disable_site: ['visibility:CONTENT_DISABLED', 'provision:PARTIAL_SUSPENSION'],
  block_port: ['provision:PARTIAL_SUSPENSION'],
  null_route: ['provision:PARTIAL_SUSPENSION', 'provision:TOTAL_SUSPENSION'],
  suspend_account: ['provision:TOTAL_SUSPENSION', 'account:SUSPENDED', 'provision:PARTIAL_SUSPENSION'],
  stop_machine: ['provision:TOTAL_SUSPENSION', 'provision:PARTIAL_SUSPENSION'],
  end_contract: ['provision:TOTAL_TERMINATION', 'account:TERMINATED', 'provision:PARTIAL_TERMINATION'],
  hold_domain: ['visibility:CONTENT_DISABLED', 'provision:PARTIAL_SUSPENSION'],
  purge_cache: ['visibility:CONTENT_REMOVED'],
};

export const measureWords: Readonly<Record<Measure, Words>> = {
  remove_file: { nl: 'een bestand verwijderen', en: 'remove a file' },
  disable_url: { nl: 'een adres van een pagina blokkeren', en: 'disable a URL' },
  disable_site: { nl: 'een site uitzetten', en: 'disable a site' },
  block_port: { nl: 'een poort blokkeren', en: 'block a port' },
  null_route: { nl: 'een adres nergens heen leiden', en: 'null-route an address' },
  suspend_account: { nl: 'een account stilleggen', en: 'suspend an account' },
  stop_machine: { nl: 'een machine stoppen', en: 'stop a machine' },
  end_contract: { nl: 'een overeenkomst beëindigen', en: 'end a contract' },
  hold_domain: { nl: 'een domein stilzetten', en: 'hold a domain' },
  purge_cache: { nl: 'een kopie wissen', en: 'purge a copy' },
};

/** How a restriction is told to whom it hits. */
export const restrictionWords: Readonly<Record<Restriction, Words>> = {
  'visibility:CONTENT_REMOVED': { nl: 'de inhoud is verwijderd', en: 'the content was removed' },
  'visibility:CONTENT_DISABLED': {
    nl: 'de inhoud is niet meer toegankelijk',
    en: 'access to the content was disabled',
  },
  'visibility:CONTENT_DEMOTED': { nl: 'de inhoud is minder zichtbaar gemaakt', en: 'the content was demoted' },
  'visibility:CONTENT_AGE_RESTRICTED': {
    nl: 'de inhoud heeft een leeftijdsgrens',
    en: 'the content is age restricted',
  },
  'visibility:CONTENT_INTERACTION_RESTRICTED': {
    nl: 'reageren op de inhoud is beperkt',
    en: 'interaction with the content is restricted',
  },
  'visibility:CONTENT_LABELLED': { nl: 'de inhoud heeft een label gekregen', en: 'the content was labelled' },
  'visibility:OTHER': { nl: 'de zichtbaarheid is anders beperkt', en: 'visibility is restricted otherwise' },
  'monetary:SUSPENSION': { nl: 'betalingen zijn opgeschort', en: 'payments are suspended' },
  'monetary:TERMINATION': { nl: 'betalingen zijn beëindigd', en: 'payments are terminated' },
  'monetary:OTHER': { nl: 'betalingen zijn anders beperkt', en: 'payments are restricted otherwise' },
  'provision:PARTIAL_SUSPENSION': { nl: 'de dienst is deels opgeschort', en: 'the service is suspended in part' },
  'provision:TOTAL_SUSPENSION': { nl: 'de dienst is geheel opgeschort', en: 'the service is suspended in whole' },
  'provision:PARTIAL_TERMINATION': { nl: 'de dienst is deels beëindigd', en: 'the service is terminated in part' },
  'provision:TOTAL_TERMINATION': { nl: 'de dienst is geheel beëindigd', en: 'the service is terminated in whole' },
  'account:SUSPENDED': { nl: 'het account is opgeschort', en: 'the account is suspended' },
  'account:TERMINATED': { nl: 'het account is beëindigd', en: 'the account is terminated' },
};

/** The end of a service or an account: heavier than anything that can be lifted. */
export const terminations: readonly Restriction[] = [
  'provision:PARTIAL_TERMINATION',
  'provision:TOTAL_TERMINATION',
  'account:TERMINATED',
];
const suspensions: readonly Restriction[] = ['provision:TOTAL_SUSPENSION', 'account:SUSPENDED'];

/** Which letter tells it: LTR-TERM for an end, LTR-SUSP where everything stands still, LTR-17 for the rest. */
export function statementLetter(taken: readonly string[]): 'ltr-17' | 'ltr-susp' | 'ltr-term' {
  if (taken.some((r) => terminations.includes(r as Restriction))) return 'ltr-term';
  return taken.some((r) => suspensions.includes(r as Restriction)) ? 'ltr-susp' : 'ltr-17';
}
