/** What becomes of each case of the demo: how soon someone looks, what the customer says, how it ends; a few cases have a story of their own. */

import type { Origin, Outcome } from '#cases';
import type { AnswerKind } from '#correspondence';
import type { Language } from '#kernel';
import { Throws } from './paper.ts';
import type { Days } from './provider.ts';

/** What a case shows of itself, as far as its fate depends on it. */
export interface CaseSeen {
  /** Customer number; null where no holder is known. */
  readonly holder: string | null;
  readonly asset: string;
  readonly action: string;
  readonly band: number;
  readonly recurrence: number;
}

export interface Reply {
  readonly kind: AnswerKind;
  /** Hours after the letter. */
  readonly after: number;
  /** Comes as a mail, not through the page. */
  readonly byMail?: true;
}

export type Act =
  | { readonly do: 'note'; readonly text: string }
  | { readonly do: 'claim' }
  | { readonly do: 'assign' }
  | { readonly do: 'snooze'; readonly days: number }
  | { readonly do: 'band'; readonly band: number; readonly text: string }
  | { readonly do: 'restrict'; readonly text: string }
  | { readonly do: 'lift'; readonly text: string }
  | { readonly do: 'resolve'; readonly outcome: Outcome; readonly origin?: Origin; readonly text?: string }
  | { readonly do: 'reject'; readonly outcome: Outcome; readonly text: string }
  | { readonly do: 'notify'; readonly text?: string }
  | { readonly do: 'undo' }
  | { readonly do: 'delivered' }
  | { readonly do: 'bundle'; readonly action: string };

export interface Fate {
  /** Hours until someone writes to the customer; absent: nobody does. */
  readonly notifyAfter?: number;
  readonly reply?: Reply;
  /** Hours from the answer until a colleague ends it; absent: it stays answered, or waits again. */
  readonly settleAfter?: number;
  readonly origin?: Origin;
  /** Acts at hours after the case opened. */
  readonly also?: readonly (Act & { readonly after: number })[];
  /** Acts at days from the start of the demo. */
  readonly late?: readonly (Act & { readonly at: Days })[];
}

const minutes = (n: number) => n / 60;
const atStart = (n: number): Days => -n / 1440;

/** Stories by customer number (or asset) and course of action. */
const stories: Readonly<Record<string, Fate>> = {
  'K-1001|phishing': {},
  'K-1002|phishing': {
    notifyAfter: minutes(35),
    reply: { kind: 'fixed', after: 3 },
    settleAfter: 1.2,
    origin: 'compromised',
  },
  // The second time within two weeks nobody answers: the term passes.
  'K-1002|phishing|again': {
    notifyAfter: minutes(40),
    also: [
      { after: 0.3, do: 'note', text: 'Zelfde kit als twee weken geleden: het lek in het thema is toen niet gedicht.' },
    ],
  },
  'W-7001|phishing': { notifyAfter: minutes(40), reply: { kind: 'names_customer', after: 1.4 } },
  'K-2008|phishing': {
    notifyAfter: minutes(50),
    reply: { kind: 'fixed', after: 2.5 },
    settleAfter: 2,
    origin: 'compromised',
  },
  'N-5001|malware_url': {
    notifyAfter: minutes(35),
    reply: { kind: 'fixed', after: 4 },
    settleAfter: 3,
    origin: 'compromised',
  },
  'N-5001|compromised_site': { notifyAfter: 5, reply: { kind: 'names_customer', after: 20 }, settleAfter: 2 },
  'K-1112|ddos_attack_source': {
    late: [
      { at: atStart(4), do: 'claim' },
      {
        at: atStart(3),
        do: 'note',
        text: 'Verkeer in de grafieken gezien: 4 Gbit/s uit 192.0.2.74. Ik bel de klant nu.',
      },
    ],
  },
  'M-6003|c2': {
    also: [
      {
        after: 1.1,
        do: 'restrict',
        text: 'Adres van het net genomen: de besturing van een botnet mag geen uur langer draaien. Klant en reseller zijn gebeld.',
      },
    ],
  },
  'K-1008|copyright': {
    also: [
      {
        after: 20,
        do: 'reject',
        outcome: 'not_abuse',
        text: 'Het gaat om een beschrijvend woord, geen merk van de melder. Melder is daarover bericht.',
      },
    ],
  },
  'K-2002|copyright': {
    notifyAfter: 6,
    late: [
      { at: -1.1, do: 'snooze', days: 3 },
      { at: -1.1, do: 'note', text: 'Klant overlegt met de melder; donderdag opnieuw kijken.' },
    ],
  },
  'K-2001|copyright': {
    also: [
      { after: 26, do: 'notify' },
      {
        after: 26 + minutes(0.4),
        do: 'resolve',
        outcome: 'no_action_possible',
        text: 'Bestand is al weg; brief hoeft niet meer.',
      },
    ],
  },
  'K-1011|copyright': {
    notifyAfter: 7,
    reply: { kind: 'fixed', after: 9 },
    settleAfter: 5,
    origin: 'customer_knowing',
  },
  'K-1108|spam_compromised': {
    notifyAfter: 4,
    reply: { kind: 'other', after: 18, byMail: true },
    late: [
      {
        at: -0.6,
        do: 'restrict',
        text: 'Na drie brieven nog steeds klachten: poort 25 gesloten tot er een plan ligt.',
      },
    ],
  },
  'K-1108|spam_own': { also: [{ after: 3, do: 'bundle', action: 'spam_compromised' }] },
  'K-1114|csam': {
    also: [
      {
        after: minutes(9),
        do: 'restrict',
        text: 'Pad onbereikbaar gemaakt na melding van het meldpunt. Niets bekeken.',
      },
      { after: minutes(50), do: 'resolve', outcome: 'fixed', origin: 'customer_knowing' },
    ],
  },
  'K-2018|spam_compromised': { notifyAfter: 5, reply: { kind: 'wrong', after: 11 } },
  'K-1110|vuln_3d': { notifyAfter: 2, reply: { kind: 'needs_time', after: 8 }, settleAfter: 2 },
  'K-1110|stolen_data': { notifyAfter: 1.5, reply: { kind: 'fixed', after: 2 }, settleAfter: 20 },
  'K-2021|exposed_service': { notifyAfter: 4, reply: { kind: 'question', after: 30 } },
  'K-2022|infected_host': {
    notifyAfter: 5,
    also: [
      { after: 5 + minutes(0.5), do: 'undo' },
      {
        after: 6,
        do: 'notify',
        text: 'Er stond nog een tweede server van u in de melding; die hebben wij nagekeken en hij is schoon.',
      },
    ],
  },
  'K-2001|exposed_service': { notifyAfter: 20, reply: { kind: 'fixed', after: 40 } },
  'K-1111|ddos_amplifier': {
    notifyAfter: 5,
    also: [
      { after: 4, do: 'band', band: 5, text: 'Resolvers staan achter een limiet en worden volgende maand vervangen.' },
      { after: 4, do: 'assign' },
    ],
  },
  'K-1111|infected_host': { notifyAfter: 6, reply: { kind: 'needs_time', after: 10 }, settleAfter: 4 },
  'K-2003|exposed_service': {
    late: [{ at: atStart(0.35), do: 'notify', text: 'Uw Redis-server vraagt geen wachtwoord.' }],
  },
  'K-1107|vuln_14d': { notifyAfter: 2, reply: { kind: 'fixed', after: 20 }, settleAfter: 8, origin: 'misconfigured' },
  'M-6001|brute_force': {
    notifyAfter: 1.5,
    also: [
      {
        after: 60,
        do: 'restrict',
        text: 'Geen antwoord, de reseller ook niet: uitgaand verkeer naar poort 22 gesloten.',
      },
    ],
  },
  'K-1109|infected_host': {
    notifyAfter: 5,
    also: [
      { after: 190, do: 'restrict', text: 'Meters in een apart VLAN gezet; zij kunnen alleen nog bij de leverancier.' },
    ],
  },
  'K-2010|ddos_amplifier': {
    notifyAfter: 4,
    also: [
      {
        after: 30,
        do: 'note',
        text: 'Brief kwam terug. Klant gebeld op het nummer van de factuur; nieuw adres volgt.',
      },
    ],
  },
  'K-2005|brute_force': {
    notifyAfter: 1.5,
    reply: { kind: 'fixed', after: 4 },
    settleAfter: 2,
    also: [{ after: 2, do: 'delivered' }],
  },
  '192.0.2.110|brute_force': {
    also: [
      {
        after: 2,
        do: 'note',
        text: 'Niemand had dit adres die dag volgens het systeem. Navraag gedaan bij facturatie.',
      },
    ],
  },
  '192.0.2.111|spam_compromised': {
    also: [{ after: 3, do: 'note', text: 'Van vóór de administratie. Oude lijst van verhuurde servers opgevraagd.' }],
  },
  '198.51.100.11|spam_compromised': {
    also: [
      { after: 2, do: 'note', text: 'Melder gevraagd om de kop van het bericht: daarin staat welke site het was.' },
    ],
  },
  '192.0.2.250|web_attack': {
    also: [
      {
        after: 1,
        do: 'note',
        text: 'Drie klanten achter dit adres; zonder poort niet te zeggen wie. Melder gevraagd.',
      },
    ],
  },
  '192.0.2.112|exploit_scan': {
    also: [
      {
        after: 2,
        do: 'note',
        text: 'De server ging in die minuut van de een naar de ander. Loggegevens van de hypervisor opgevraagd.',
      },
    ],
  },
};

/** Hours until the customer's answer, by course of action: within half of the time the letter gives. */
const answersWithin: readonly (readonly [RegExp, number, number])[] = [
  [/^phishing$/, 0.6, 1.8],
  [/^(malware_url|ransomware|c2)/, 1, 3.5],
  [/^(brute_force|web_attack|spam_compromised|fraud_shop|ddos_bot|stolen_data)$/, 2, 5.5],
  [/^(infected_host|compromised_site|exploit_scan|copyright|spam_own|open_proxy)$/, 6, 20],
];
/** Weaknesses and scans: the machine was set up wrongly; the rest was broken into. */
const setUpWrong = /^(exposed_service|ddos_amplifier|weak_crypto|vuln_|bgp_|open_proxy)/;
/** Customers who never answer: their terms pass, and the ladder goes on without them. */
const silent = new Set(['K-1109', 'M-6001', 'M-6002', 'R-202']);

/** The fate of a case: its own story, else one that its holder, cause and turn decide, always the same way. */
export function fateOf(c: CaseSeen): Fate {
  const name = `${c.holder ?? c.asset}|${c.action}`;
  const story = stories[c.recurrence > 0 ? `${name}|again` : name];
  if (story) return story;
  if (c.holder === null) return {};
  const t = new Throws(`${name}|${c.recurrence}`);
  const notifyAfter =
    c.action === 'weak_crypto'
      ? t.whole(20, 60)
      : c.action === 'phishing'
        ? 0.4 + t.next() * 0.4
        : 0.5 + t.next() * 1.4;
  if (silent.has(c.holder)) return { notifyAfter };
  const [, least, most] = answersWithin.find(([action]) => action.test(c.action)) ?? [null, 8, 30];
  const after = least + t.next() * (most - least);
  const settleAfter = c.band <= 2 ? 0.3 + t.next() : 0.5 + t.next() * 5;
  const origin: Origin = setUpWrong.test(c.action) ? 'misconfigured' : 'compromised';
  // Whoever has it again asks for time, and gets it.
  if (c.recurrence > 0) return { notifyAfter, reply: { kind: 'needs_time', after }, settleAfter };
  const luck = t.next();
  if (luck < 0.8) return { notifyAfter, reply: { kind: 'fixed', after }, settleAfter, origin };
  if (luck < 0.88) return { notifyAfter, reply: { kind: 'needs_time', after }, settleAfter };
  if (luck < 0.94) return { notifyAfter, reply: { kind: 'question', after }, settleAfter };
  return { notifyAfter };
}

type Said = Readonly<Record<Language, readonly string[]>>;
const said: Readonly<Record<AnswerKind, Said>> = {
  fixed: {
    nl: [
      'Opgelost: de map is verwijderd, alles bijgewerkt en de wachtwoorden zijn vervangen.',
      'We hebben de dienst achter de firewall gezet. Kunt u het nog eens controleren?',
      'Server opnieuw geïnstalleerd vanaf een schone kopie.',
    ],
    en: [
      'Fixed: we removed the files, updated everything and changed all passwords.',
      'The service is behind the firewall now. Could you check again?',
      'We reinstalled the machine from a clean image.',
    ],
  },
  needs_time: {
    nl: [
      'Onze beheerder is deze week ziek. We pakken het na het weekend op.',
      'De leverancier moet eerst een nieuwe versie leveren.',
    ],
    en: [
      'Our administrator is out this week; we will fix it after the weekend.',
      'We depend on the vendor for a new version.',
    ],
  },
  wrong: {
    nl: ['Dit klopt niet: wij hebben geen mail verstuurd op dat moment.'],
    en: [
      'All recipients gave their consent; we keep the records and can show them.',
      'That machine was switched off at the time.',
    ],
  },
  question: {
    nl: [
      'Hoe kan ik zien welke machine het is? Wij hebben er meer achter dit adres.',
      'Is het genoeg als we alleen vanaf kantoor toegang geven?',
    ],
    en: [
      'Which machine is this about? We have several behind this address.',
      'Is it enough to limit access to our office?',
    ],
  },
  names_customer: {
    nl: ['Dit is een klant van onze klant. Wij hebben de melding doorgestuurd en horen vandaag nog.'],
    en: ['This is a customer of ours; we passed the report on and expect an answer today.'],
  },
  other: {
    nl: ['Dank voor uw bericht, wij kijken ernaar.'],
    en: ['Thanks, we are looking at it and will write back to you tomorrow.'],
  },
};

/** Words of an answer in the customer's language. */
export function wordsOf(kind: AnswerKind, language: Language, seed: string): string {
  const list = said[kind][language];
  return list[new Throws(seed).whole(0, list.length - 1)] ?? '';
}
