/** Which duties apply to which service, and why: questions, classes, and one rule per duty, all as data (DSA recital 29). */
import type { Words } from '#kernel';
import { type Basis, holdsOn, type InForce } from './basis.ts';

/** What is asked of a service. Answers depend on its technical function alone, service by service. */
export const serviceQuestions = {
  transmit_only: {
    nl: 'Geeft de dienst alleen door wat anderen sturen (transit, VPN, DNS, registrar)?',
    en: 'Does the service only pass on what others send (transit, VPN, DNS, registrar)?',
  },
  cache_only: {
    nl: 'Bewaart de dienst alleen tijdelijke kopieën om sneller te leveren (CDN, reverse proxy)?',
    en: 'Does the service only keep temporary copies to deliver faster (CDN, reverse proxy)?',
  },
  storage: {
    nl: 'Bewaart de dienst gegevens op verzoek van de klant (webhosting, cloud, opslag)?',
    en: 'Does the service store data at the request of the customer (web hosting, cloud, storage)?',
  },
  public_dissemination: {
    nl: 'Verspreidt de dienst zelf wat klanten bewaren onder het publiek (forum, marktplaats, openbare bestandsdeling)?',
    en: 'Does the service itself disseminate what customers store to the public (forum, marketplace, public file sharing)?',
  },
  public_is_minor_ancillary: {
    nl: 'Is dat verspreiden een kleine bijzaak die niet los kan worden gebruikt?',
    en: 'Is that dissemination a minor, purely ancillary feature that cannot be used by itself?',
  },
  infra_for_others_site: {
    nl: 'Is de dienst de infrastructuur onder een site van iemand anders?',
    en: 'Is the service the infrastructure beneath somebody else’s site?',
  },
  b2c_marketplace: {
    nl: 'Kunnen consumenten er op afstand met handelaren overeenkomsten sluiten?',
    en: 'Can consumers conclude distance contracts with traders there?',
  },
  vlop: {
    nl: 'Is de dienst aangewezen als zeer groot onlineplatform?',
    en: 'Is the service designated as a very large online platform?',
  },
  public_sites: {
    nl: 'Zijn er openbare sites of bestanden van klanten bereikbaar via de dienst?',
    en: 'Are public sites or files of customers reachable through the service?',
  },
  domain_registration: {
    nl: 'Registreert of verkoopt de dienst domeinnamen, ook als reseller of privacydienst?',
    en: 'Does the service register or sell domain names, also as a reseller or privacy service?',
  },
  dns: {
    nl: 'Beantwoordt de dienst DNS-vragen voor derden?',
    en: 'Does the service answer DNS queries for third parties?',
  },
  cloud: { nl: 'Is het een cloudcomputingdienst?', en: 'Is it a cloud computing service?' },
  datacentre: { nl: 'Is het een datacentrumdienst?', en: 'Is it a data centre service?' },
  cdn: { nl: 'Is het een netwerk voor het leveren van inhoud (CDN)?', en: 'Is it a content delivery network?' },
  managed: { nl: 'Beheert de dienst systemen van klanten?', en: 'Does the service manage systems of customers?' },
  public_ecs_ecn: {
    nl: 'Is het een openbare elektronische communicatiedienst of een openbaar netwerk?',
    en: 'Is it a public electronic communications service or network?',
  },
} as const satisfies Record<string, Words>;
export type ServiceQuestion = keyof typeof serviceQuestions;

export const sizes = ['micro', 'small', 'medium', 'large'] as const;
export type Size = (typeof sizes)[number];
/** Who holds the highest rights on the machine. */
export const rootHolders = ['customer', 'provider', 'shared'] as const;
/** What the provider can see of what customers do. */
export const sights = ['nothing', 'metadata', 'content'] as const;
/** What the provider can technically do; decisions offer nothing else. */
export const measures = [
  'remove_file',
  'disable_url',
  'disable_site',
  'block_port',
  'null_route',
  'suspend_account',
  'stop_machine',
  'end_contract',
  'hold_domain',
  'purge_cache',
] as const;
export type Measure = (typeof measures)[number];

export interface ServiceAnswers {
  readonly name: string;
  readonly is: Readonly<Partial<Record<ServiceQuestion, boolean>>>;
  readonly root?: (typeof rootHolders)[number];
  readonly sees?: (typeof sights)[number];
  readonly can?: readonly Measure[];
}
export interface HouseAnswers {
  readonly size: Size;
  /** The day on which micro or small status was lost (ISO date), where it was. */
  readonly smallLostOn?: string;
  readonly isInEu: boolean;
  /** Main establishment in the Netherlands. */
  readonly isDutch: boolean;
  readonly signed: readonly ('ntd' | 'abuse')[];
}

export const serviceClasses = ['mere_conduit', 'caching', 'hosting', 'online_platform'] as const;
export type ServiceClass = (typeof serviceClasses)[number];

export interface ClassFound {
  readonly class: ServiceClass;
  readonly article: string;
  readonly why: Words;
  /** Where the law leaves doubt, what the doubt is. */
  readonly doubt?: Words;
}

/** A rule: for which classes, sizes and answers it applies. All that is given must hold. */
export interface Duty {
  /** File name in law/duties. */
  readonly id: string;
  readonly title: Words;
  readonly basis: Basis;
  readonly inForce: InForce;
  /** Classes it binds; absent: whatever the class. */
  readonly classes?: readonly ServiceClass[];
  /** One of these answers must be yes. */
  readonly anyOf?: readonly ServiceQuestion[];
  /** `small`: micro and small are exempt. `small_12`: also for twelve months after that status was lost (art. 19(1)). */
  readonly exempt?: 'small' | 'small_12';
  /** Only at this size or larger. */
  readonly sizeFrom?: Size;
  /** Facts of the organisation. */
  readonly house?: 'outside_eu' | 'dutch' | 'signed_ntd' | 'signed_abuse';
  /** What the duty comes to, in a sentence. */
  readonly says: Words;
  /** Clocks that it starts. */
  readonly clocks?: readonly string[];
}
export const duty = <const D extends Duty>(d: D): D => d;

export interface DutyFound {
  readonly duty: Duty;
  readonly applies: boolean;
  readonly why: Words;
}

const both = (nl: string, en: string): Words => ({ nl, en });
const yes = (s: ServiceAnswers, q: ServiceQuestion) => s.is[q] === true;

/**
 * The classes of a service (DSA art. 3(g), 3(i); recitals 13, 29). One service may be hosting and online platform at once.
 * What none of the answers covers (bare metal, colocation, address lease) counts as mere conduit, and the doubt is said.
 */
export function classesOf(s: ServiceAnswers): readonly ClassFound[] {
  if (yes(s, 'storage')) {
    const found: ClassFound[] = [
      {
        class: 'hosting',
        article: '3(g)(iii)',
        why: both('bewaart gegevens op verzoek van de klant', 'stores data at the request of the customer'),
      },
    ];
    if (yes(s, 'public_dissemination')) {
      if (yes(s, 'public_is_minor_ancillary') || yes(s, 'infra_for_others_site')) return found;
      found.push({
        class: 'online_platform',
        article: '3(i)',
        why: both(
          'verspreidt zelf onder het publiek wat klanten bewaren',
          'itself disseminates to the public what customers store',
        ),
      });
    }
    return found;
  }
  if (yes(s, 'cache_only'))
    return [
      {
        class: 'caching',
        article: '3(g)(ii)',
        why: both('bewaart alleen tijdelijke kopieën', 'keeps temporary copies only'),
      },
    ];
  if (yes(s, 'transmit_only'))
    return [{ class: 'mere_conduit', article: '3(g)(i)', why: both('geeft alleen door', 'only passes on') }];
  return [
    {
      class: 'mere_conduit',
      article: '3(g)(i)',
      why: both('de antwoorden noemen geen opslag door de aanbieder', 'the answers name no storage by the provider'),
      doubt: both(
        'Voor kale servers, colocatie en verhuur van adressen is de klasse niet zeker. Bied het meldformulier van artikel 16 toch aan.',
        'For bare metal, colocation and leased addresses the class is not certain. Offer the notice form of article 16 all the same.',
      ),
    },
  ];
}

export interface Exemption {
  readonly class: ServiceClass;
  readonly article: string;
  readonly holdsWhile: Words;
  /** Facts that would lose it. */
  readonly lostBy: readonly Words[];
}

const collaboration = both(
  'Bewust samenwerken met een klant bij iets strafbaars, of de dienst daarvoor aanprijzen (overweging 20). Versleuteling of anonimiteit alleen telt daarvoor niet.',
  'Deliberately working with a customer on a crime, or advertising the service for it (recital 20). Encryption or anonymity alone does not count.',
);

/** The exemption from liability of each class (DSA art. 4, 5, 6), and what would lose it. An online platform has that of hosting. */
export function exemptionsOf(classes: readonly ClassFound[]): readonly Exemption[] {
  const found: Exemption[] = [];
  for (const { class: c } of classes) {
    if (c === 'mere_conduit')
      found.push({
        class: c,
        article: '4',
        holdsWhile: both(
          'u begint het doorgeven niet zelf, kiest de ontvanger niet en kiest of wijzigt de informatie niet',
          'you do not begin the transmission, choose the receiver, or choose or change the information',
        ),
        lostBy: [
          both('U wijzigt of kiest wat wordt doorgegeven.', 'You change or choose what is passed on.'),
          collaboration,
        ],
      });
    if (c === 'caching')
      found.push({
        class: c,
        article: '5',
        holdsWhile: both(
          'u houdt u aan de technische voorwaarden en haalt kopieën prompt weg zodra u weet dat de bron weg is of moet',
          'you keep to the technical conditions and purge copies promptly once you know that the origin is gone or must go',
        ),
        lostBy: [
          both(
            'U weet dat de bron weg is of weg moet, en de kopie blijft staan.',
            'You know that the origin is gone or must go, and the copy stays.',
          ),
          collaboration,
        ],
      });
    if (c === 'hosting')
      found.push({
        class: c,
        article: '6',
        holdsWhile: both(
          'u weet niet van de onrechtmatige inhoud, of u handelt prompt zodra u het weet',
          'you do not know of the illegal content, or act expeditiously once you do',
        ),
        lostBy: [
          both(
            'Een melding waaruit een zorgvuldige aanbieder de onrechtmatigheid zonder nader juridisch onderzoek ziet (art. 16(3)), en u wacht.',
            'A notice from which a diligent provider sees the illegality without detailed legal examination (art. 16(3)), and you wait.',
          ),
          both(
            'De klant handelt onder uw gezag of toezicht, bijvoorbeeld een reseller met dezelfde eigenaar (art. 6(2)).',
            'The customer acts under your authority or control, for example a reseller with the same owner (art. 6(2)).',
          ),
          collaboration,
        ],
      });
  }
  return found;
}

const sizeAt = (size: Size) => sizes.indexOf(size);
const isSmall = (h: HouseAnswers) => sizeAt(h.size) <= sizeAt('small');

/** Whether the twelve months after losing micro or small status still run on a day (DSA art. 19(1)). */
function inGrace(h: HouseAnswers, day: string): boolean {
  if (!h.smallLostOn || isSmall(h)) return false;
  return day < Temporal.PlainDate.from(h.smallLostOn).add({ months: 12 }).toString();
}

const classWords: Readonly<Record<ServiceClass, Words>> = {
  mere_conduit: both('doorgeefluik', 'mere conduit'),
  caching: both('caching', 'caching'),
  hosting: both('hosting', 'hosting'),
  online_platform: both('onlineplatform', 'online platform'),
};

/** Whether one rule applies to a service of this house on this day (ISO date), and why or why not. */
export function weigh(d: Duty, s: ServiceAnswers, h: HouseAnswers, day: string): DutyFound {
  const no = (why: Words): DutyFound => ({ duty: d, applies: false, why });
  if (!holdsOn(d.inForce, day)) return no(both('geldt op deze dag niet', 'is not in force on this day'));
  if (d.basis.mark === 'study')
    return no(both('wordt alleen onderzocht; nu geen wet', 'is only being studied; no law today'));
  const reasons: Words[] = [];
  const classes = classesOf(s).map((c) => c.class);
  if (d.classes) {
    const hit = d.classes.find((c) => classes.includes(c));
    if (!hit) {
      const list = (l: 'nl' | 'en') => (d.classes ?? []).map((c) => classWords[c][l]).join(', ');
      return no(both(`alleen voor ${list('nl')}`, `only for ${list('en')}`));
    }
    reasons.push(both(`de dienst is ${classWords[hit].nl}`, `the service is ${classWords[hit].en}`));
  }
  if (d.anyOf) {
    const hit = d.anyOf.find((q) => yes(s, q));
    if (!hit)
      return no(
        both(
          `niet: ${serviceQuestions[d.anyOf[0] ?? 'storage'].nl}`,
          `not: ${serviceQuestions[d.anyOf[0] ?? 'storage'].en}`,
        ),
      );
    reasons.push(both(`ja op: ${serviceQuestions[hit].nl}`, `yes to: ${serviceQuestions[hit].en}`));
  }
  if (d.house === 'outside_eu' && h.isInEu) return no(both('alleen buiten de EU', 'only outside the EU'));
  if (d.house === 'dutch' && !h.isDutch)
    return no(both('alleen met hoofdvestiging in Nederland', 'only with the main establishment in the Netherlands'));
  if (d.house === 'signed_ntd' && !h.signed.includes('ntd'))
    return no(both('de NTD-code is niet ondertekend', 'the NTD code was not signed'));
  if (d.house === 'signed_abuse' && !h.signed.includes('abuse'))
    return no(both('de gedragscode is niet ondertekend', 'the code of conduct was not signed'));
  if (d.sizeFrom && sizeAt(h.size) < sizeAt(d.sizeFrom))
    return no(both(`pas vanaf omvang ${sizeWords[d.sizeFrom].nl}`, `only from size ${sizeWords[d.sizeFrom].en}`));
  // A very large platform is never exempt by its size.
  if (d.exempt && !yes(s, 'vlop')) {
    if (isSmall(h))
      return no(both('micro- en kleine ondernemingen zijn vrijgesteld', 'micro and small enterprises are exempt'));
    if (d.exempt === 'small_12' && inGrace(h, day))
      return no(
        both(
          'twaalf maanden na het verlies van die status nog vrijgesteld',
          'still exempt for twelve months after losing that status',
        ),
      );
    reasons.push(both('de onderneming is niet micro of klein', 'the enterprise is neither micro nor small'));
  } else if (!d.sizeFrom) reasons.push(both('ongeacht de omvang', 'whatever the size'));
  const join = (l: 'nl' | 'en') => reasons.map((r) => r[l]).join('; ');
  return { duty: d, applies: true, why: both(join('nl'), join('en')) };
}

const sizeWords: Readonly<Record<Size, Words>> = {
  micro: both('micro', 'micro'),
  small: both('klein', 'small'),
  medium: both('middelgroot', 'medium'),
  large: both('groot', 'large'),
};

export interface Assessment {
  readonly service: string;
  readonly classes: readonly ClassFound[];
  readonly exemptions: readonly Exemption[];
  readonly duties: readonly DutyFound[];
  /** What decisions about this service may offer. */
  readonly measures: readonly Measure[];
  readonly root: ServiceAnswers['root'] | null;
  readonly sees: ServiceAnswers['sees'] | null;
}

/** Everything about one service on one day (ISO date): classes, exemptions, each rule with its reason, possible measures. */
export function assess(duties: Iterable<Duty>, s: ServiceAnswers, h: HouseAnswers, day: string): Assessment {
  const classes = classesOf(s);
  return {
    service: s.name,
    classes,
    exemptions: exemptionsOf(classes),
    duties: [...duties].map((d) => weigh(d, s, h, day)),
    measures: [...(s.can ?? [])],
    root: s.root ?? null,
    sees: s.sees ?? null,
  };
}
