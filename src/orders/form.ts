/** What the text of an order says: which kind it is, its authority, reference and locations, and which elements stand in it. Nothing is made up. */
import { cleanAddress, cleanHost, cleanUrl, parsePrefix, refang } from '#kernel';
import type { OrderElement } from '#law';
import type { ItemKind } from './order.ts';

export interface FormItem {
  readonly kind: ItemKind;
  readonly location: string;
}

/** What could be read of an order; absent is not stated. */
export interface FormRead {
  /** File name in law/orders; absent where its words name no basis we know. */
  readonly type?: string;
  /** The prescribed form itself was recognised, not only words. */
  readonly isForm: boolean;
  readonly authority?: string;
  /** ISO 3166 alpha-2, lower case. */
  readonly country?: string;
  readonly reference?: string;
  readonly issuedAt?: Temporal.Instant;
  readonly replyTo?: string;
  readonly reasons?: string;
  readonly legalBasis?: string;
  readonly redress?: string;
  readonly emergency: boolean;
  /** The order forbids telling the recipient. */
  readonly isSecret: boolean;
  readonly items: readonly FormItem[];
  readonly elements: readonly OrderElement[];
}

/** Words by which a kind of order is known, the most particular first. */
const kinds: readonly (readonly [type: string, re: RegExp])[] = [
  ['epoc-pr', /\bEPOC-PR\b|European Preservation Order Certificate|Europees bewaringsbevel/i],
  ['epoc', /\bEPOC\b|European Production Order Certificate|Europees verstrekkingsbevel/i],
  ['tco-3', /2021\/784/],
  ['atkm-6', /bestuursrechtelijke aanpak online kinderpornografisch materiaal|Stb\. ?2024, ?162/i],
  ['sv-125p', /\b125p\b/i],
  ['sv-126ni', /\b126ni\b/i],
  ['sv-126ng', /\b126ng\b/i],
  ['sv-126nd', /\b126nd\b/i],
  ['sv-126nc', /\b126nc\b/i],
  ['sv-126na', /\b126na\b/i],
  ['sv-126n', /\b126n\b/i],
  ['dsa-10', /(?:article|artikel) 10 .{0,80}2022\/2065/i],
  ['dsa-9', /(?:article|artikel) 9 .{0,80}2022\/2065/i],
];

/** Whether a mail may be an order at all: a cheap look before anything is opened. */
export const mayBeOrder =
  /removal order|verwijderingsbevel|\bEPOC(?:-PR)?\b|2021\/784|\b12(?:5p|6n[a-i]?)\b|bevel tot|\bvordering\b|ontoegankelijkmaking|2022\/2065|production order|preservation order/i;

const line = (text: string, ...labels: readonly RegExp[]): string | undefined => {
  for (const label of labels) {
    const hit = new RegExp(`^[ \\t>*•-]*(?:${label.source})[ \\t]*[:：][ \\t]*(.{1,300})$`, 'im').exec(text);
    const said = hit?.[1]?.trim();
    if (said && !/^[….\s_-]+$/.test(said)) return said;
  }
  return undefined;
};

const states: Readonly<Record<string, string>> = {
  austria: 'at',
  belgium: 'be',
  bulgaria: 'bg',
  cyprus: 'cy',
  czechia: 'cz',
  germany: 'de',
  denmark: 'dk',
  estonia: 'ee',
  greece: 'gr',
  spain: 'es',
  finland: 'fi',
  france: 'fr',
  croatia: 'hr',
  hungary: 'hu',
  ireland: 'ie',
  italy: 'it',
  lithuania: 'lt',
  luxembourg: 'lu',
  latvia: 'lv',
  malta: 'mt',
  netherlands: 'nl',
  poland: 'pl',
  portugal: 'pt',
  romania: 'ro',
  sweden: 'se',
  slovenia: 'si',
  slovakia: 'sk',
  nederland: 'nl',
  duitsland: 'de',
  frankrijk: 'fr',
  belgië: 'be',
  spanje: 'es',
  italië: 'it',
  ierland: 'ie',
  polen: 'pl',
  oostenrijk: 'at',
  deutschland: 'de',
};

function countryIn(said: string | undefined): string | undefined {
  if (!said) return undefined;
  const word = said.toLowerCase().replace(/^the /, '').trim();
  return states[word] ?? (/^[a-z]{2}$/.test(word) ? (word === 'el' ? 'gr' : word) : undefined);
}

/** A moment with its zone; without one it says no instant. */
function momentIn(said: string | undefined): Temporal.Instant | undefined {
  const hit = said && /(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d)?) ?(Z|UTC|GMT|[+-]\d\d:?\d\d|CET|CEST)?/i.exec(said);
  if (!hit) return undefined;
  const zone = (hit[3] ?? '').toUpperCase();
  const offset = /^(?:Z|UTC|GMT)$/.test(zone) ? 'Z' : zone === 'CET' ? '+01:00' : zone === 'CEST' ? '+02:00' : zone;
  if (offset === '') return undefined;
  try {
    return Temporal.Instant.from(`${hit[1]}T${hit[2]}${offset}`);
  } catch {
    return undefined;
  }
}

/** One location as its sender wrote it; undefined where it is none. */
export function itemOf(text: string): FormItem | undefined {
  const said = refang(text.trim()).replace(/[),.;]+$/, '');
  if (said === '') return undefined;
  if (/^https?:\/\//i.test(said)) {
    const url = cleanUrl(said);
    return url ? { kind: 'url', location: said } : undefined;
  }
  const ip = cleanAddress(said);
  if (ip) return { kind: 'ip', location: ip };
  const prefix = said.includes('/') ? parsePrefix(said) : undefined;
  if (prefix) return { kind: 'prefix', location: said };
  if (/^[^\s@]+@[^\s@]+$/.test(said)) return { kind: 'account', location: said };
  const host = cleanHost(said);
  if (host && /\.[a-z]{2,}$/i.test(host)) return { kind: 'host', location: host };
  return { kind: 'other', location: said.slice(0, 500) };
}

const urlPattern = /\b(?:https?|hxxps?):\/\/[^\s<>"'|]{3,2000}/gi;
/** Our own forms and laws are linked in orders; they are never what an order is about. */
const isReference = (url: string) => /^https?:\/\/(?:[\w.-]+\.)?(?:europa\.eu|overheid\.nl|atkm\.nl)\//i.test(url);

function itemsIn(text: string): readonly FormItem[] {
  const found = new Map<string, FormItem>();
  for (const m of text.matchAll(urlPattern)) {
    const item = itemOf(m[0]);
    if (item && !isReference(item.location)) found.set(item.location, item);
  }
  for (const m of text.matchAll(
    /^[ \t>*•-]*(?:IP(?:-adres| address)?|domein|domain|account)[ \t]*:[ \t]*(\S{3,253})[ \t]*$/gim,
  )) {
    const item = itemOf(m[1] ?? '');
    if (item && item.kind !== 'other') found.set(item.location, item);
  }
  return [...found.values()].slice(0, 1000);
}

const ticked = (text: string, after: RegExp) =>
  new RegExp(`(?:☒|☑|\\[x\\]|\\(x\\)|✓)[^\\n]{0,40}?${after.source}`, 'i').test(text);

/** What the text of an order says. */
export function readForm(text: string): FormRead {
  const whole = text.slice(0, 200_000).replace(/\r\n?/g, '\n');
  const type = kinds.find(([, re]) => re.test(whole))?.[0];
  const isAnnexI =
    type === 'tco-3' &&
    /^[ \t]*(?:section|afdeling|deel) A\b/im.test(whole) &&
    /removal order|verwijderingsbevel/i.test(whole);
  const isCertificate = (type === 'epoc' || type === 'epoc-pr') && /certificate|certificaat/i.test(whole);
  const country = countryIn(
    line(
      whole,
      /member state of the issuing (?:competent )?authority|issuing (?:member )?state/,
      /lidstaat van (?:de )?(?:afgevende|bevoegde|uitvaardigende)[^:\n]{0,60}/,
    ),
  );
  const authority = line(
    whole,
    /name of the issuing (?:competent )?authority[^:\n]{0,120}|issuing authority|competent authority/,
    /naam van de (?:afgevende|bevoegde|uitvaardigende) autoriteit[^:\n]{0,120}|bevoegd gezag|autoriteit|officier van justitie/,
  );
  const reference = line(
    whole,
    /reference number of the (?:removal )?order|reference(?: number)?|file number/,
    /kenmerk|referentienummer[^:\n]{0,60}|parketnummer|zaaknummer/,
  );
  const issued = line(
    whole,
    /time and date of issu(?:e|ing)[^:\n]{0,60}|date of issue/,
    /(?:tijd(?:stip)? en datum|datum en tijd)[^:\n]{0,60}|datum/,
  );
  const replyTo = /[^\s<>,;:"']+@[^\s<>,;:"']+\.[a-z]{2,}/i.exec(
    line(whole, /e-?mail(?: address)?|contact details[^:\n]{0,60}/, /e-?mailadres|contactgegevens[^:\n]{0,60}/) ?? '',
  )?.[0];
  const reasons = line(
    whole,
    /reasons[^:\n]{0,160}|statement of reasons|additional information[^:\n]{0,160}/,
    /motivering|redenen[^:\n]{0,160}|feiten/,
  );
  const legalBasis = line(whole, /legal basis/, /rechtsgrond(?:slag)?|grondslag|wettelijke grondslag/);
  const redress = line(
    whole,
    /(?:information (?:about|on) )?(?:the )?redress[^:\n]{0,120}|(?:information about )?possibilities (?:of|to challenge)[^:\n]{0,120}/,
    /rechtsmiddelen|beroepsmogelijkhe(?:id|den)[^:\n]{0,80}|bezwaar[^:\n]{0,80}/,
  );
  const items = itemsIn(whole);
  const issuedAt = momentIn(issued);
  const has = (ok: boolean, e: OrderElement): readonly OrderElement[] => (ok ? [e] : []);
  const elements: readonly OrderElement[] = [
    ...has(legalBasis !== undefined || type !== undefined, 'legal_basis'),
    ...has(reasons !== undefined, 'reasons'),
    ...has(authority !== undefined, 'authority'),
    ...has(items.length > 0, 'location'),
    ...has(items.length > 0, 'identifiers'),
    ...has(redress !== undefined, 'redress'),
    ...has(reference !== undefined, 'reference'),
    ...has(issuedAt !== undefined, 'issued_at'),
    ...has(/(?:signature|signed by|handtekening|ondertekend|w\.g\.)/i.test(whole), 'signature'),
    ...has(/machtiging|warrant/i.test(whole), 'warrant'),
    ...has(/strafbaar feit|verdenking|offence/i.test(whole), 'offence'),
    ...has(ticked(whole, /(?:incit|solicit|provid|constitut|zet |aanzet|instru|dreig)/), 'material'),
    ...has(isAnnexI || isCertificate, 'form'),
    ...has(/gegevens|data/i.test(whole), 'data'),
    ...has(replyTo !== undefined, 'report_back'),
    ...has(true, 'language'),
  ];
  return {
    ...(type ? { type } : {}),
    isForm: isAnnexI || isCertificate,
    ...(authority ? { authority } : {}),
    ...(country ? { country } : {}),
    ...(reference ? { reference } : {}),
    ...(issuedAt ? { issuedAt } : {}),
    ...(replyTo ? { replyTo } : {}),
    ...(reasons ? { reasons } : {}),
    ...(legalBasis ? { legalBasis } : {}),
    ...(redress ? { redress } : {}),
    emergency: /emergency|noodgeval/i.test(whole) && ticked(whole, /(?:emergency|noodgeval)/),
    isSecret:
      ticked(whole, /(?:for reasons of public security|om redenen van openbare veiligheid)/) ||
      /geheimhoudingsplicht|126bb|must refrain from informing|mag .{0,60} niet (?:worden )?inge?licht/i.test(
        // The form carries this sentence also where its box is not ticked.
        type === 'tco-3' ? '' : whole,
      ),
    items,
    elements,
  };
}
