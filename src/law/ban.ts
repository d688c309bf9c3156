/** Bans as data: on which grounds a customer may be kept out and for how long, and for which uses the UAVG has which ground. */
import type { Words } from '#kernel';
import type { Basis, InForce } from './basis.ts';

export interface BanGround {
  readonly id: string;
  readonly title: Words;
  /** What it rests on between us and the customer. */
  readonly basis: Basis;
  readonly inForce: InForce;
  /** Whether it says something of a crime, so that GDPR art. 10 and UAVG 31–33 bind it. */
  readonly criminal: boolean;
  /** Months it lasts where nobody says otherwise, and at most. */
  readonly months: { readonly usual: number; readonly most: number };
}

const terms = (article: string): Basis => ({ law: 'house rule', article, mark: 'house' });
const inForce: InForce = { from: '2026-01-01' };
const months = { usual: 24, most: 60 } as const;

export const banGrounds = {
  repeated_abuse: {
    id: 'repeated_abuse',
    title: { nl: 'Herhaald misbruik na waarschuwing', en: 'Repeated abuse after a warning' },
    basis: { law: 'Regulation (EU) 2022/2065 (DSA)', article: '23(1)', mark: 'memory' },
    inForce,
    criminal: true,
    months,
  },
  fraud: {
    id: 'fraud',
    title: { nl: 'Fraude of oplichting met onze dienst', en: 'Fraud or swindle by means of our service' },
    basis: terms('misuse of the service'),
    inForce,
    criminal: true,
    months,
  },
  attacks: {
    id: 'attacks',
    title: {
      nl: 'Aanvallen, malware of inbraak vanaf onze dienst',
      en: 'Attacks, malware or intrusion from our service',
    },
    basis: terms('misuse of the service'),
    inForce,
    criminal: true,
    months,
  },
  illegal_content: {
    id: 'illegal_content',
    title: { nl: 'Manifest illegale inhoud', en: 'Manifestly illegal content' },
    basis: { law: 'Regulation (EU) 2022/2065 (DSA)', article: '23(1)', mark: 'memory' },
    inForce,
    criminal: true,
    months,
  },
  false_identity: {
    id: 'false_identity',
    title: { nl: 'Valse identiteit of valse gegevens', en: 'False identity or false data' },
    basis: terms('true customer data'),
    inForce,
    criminal: true,
    months,
  },
  unpaid: {
    id: 'unpaid',
    title: { nl: 'Wanbetaling of teruggeboekte betaling', en: 'Unpaid bills or a payment charged back' },
    basis: terms('payment'),
    inForce,
    criminal: false,
    months: { usual: 12, most: 24 },
  },
} as const satisfies Record<string, BanGround>;
export type BanGroundId = keyof typeof banGrounds;
export const banGroundIds = Object.keys(banGrounds) as [BanGroundId, ...BanGroundId[]];

export const returnUses = ['onboarding', 'change', 'existing', 'device'] as const;
export type ReturnUse = (typeof returnUses)[number];

export interface UseRule {
  readonly title: Words;
  readonly basis: Basis;
  readonly inForce: InForce;
  /** On without anybody saying so; every other use is off until its ground was recorded. */
  readonly on: boolean;
}

const uavg = (article: string, mark: Basis['mark'] = 'verified'): Basis => ({
  law: 'Uitvoeringswet AVG (UAVG)',
  article,
  url: 'https://wetten.overheid.nl/BWBR0040940',
  mark,
});

/** For which uses tags of banned customers may be compared. */
export const returnUseRules: Readonly<Record<ReturnUse, UseRule>> = {
  onboarding: {
    title: { nl: 'Beoordeling van een aanvraag', en: 'Assessment of an application' },
    basis: uavg('33(2)(a)'),
    inForce: { from: '2018-05-25' },
    on: true,
  },
  change: {
    title: { nl: 'Wijziging van een klant of contact', en: 'Change of a customer or contact' },
    basis: uavg('33(2)(b)', 'memory'),
    inForce: { from: '2018-05-25' },
    on: false,
  },
  existing: {
    title: { nl: 'Vergelijking met alle bestaande klanten', en: 'Comparison with all existing customers' },
    basis: uavg('33(2)(b)', 'memory'),
    inForce: { from: '2018-05-25' },
    on: false,
  },
  device: {
    title: { nl: 'Kenmerken van een apparaat of browser', en: 'Fingerprints of a device or browser' },
    basis: {
      law: 'Telecommunicatiewet',
      article: '11.7a',
      url: 'https://wetten.overheid.nl/BWBR0009950',
      mark: 'memory',
    },
    inForce: { from: '2012-06-05' },
    on: false,
  },
};
