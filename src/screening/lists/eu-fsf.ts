/** EU consolidated list of persons, groups and entities subject to financial sanctions (FSF 1.1), as XML and as CSV. */
import type { Birth, Entry, Identifier, IdentifierKind, ListedName, ListingAct } from '../entry.ts';
import { identifiersIn } from '../identifiers.ts';
import { countriesOf } from './fields.ts';
import { type ListSource, list, said, unreadable } from './list.ts';
import { namedRows, readRows } from './rows.ts';
import { childrenOf, type Element, elements, textAt } from './xml.ts';

/** What the list calls an identification → what it is here. */
const kindsOfNumber: Readonly<Record<string, IdentifierKind>> = {
  passport: 'passport',
  id: 'id',
  ssn: 'id',
  regnumber: 'registration',
  fiscalcode: 'tax',
  taxid: 'tax',
  euvat: 'tax',
  tradelic: 'registration',
  swiftbic: 'swift',
  imo: 'imo',
  lei: 'lei',
};
const kindsOfContact: Readonly<Record<string, IdentifierKind | 'free'>> = {
  EMAIL: 'free',
  WEB: 'free',
  PHONE: 'phone',
};

interface Growing {
  id: string;
  kind: Entry['kind'];
  names: Map<string, ListedName>;
  births: Map<string, Birth>;
  countries: Set<string>;
  gender?: 'male' | 'female';
  identifiers: Map<string, Identifier>;
  acts: Map<string, ListingAct>;
  remarks: string[];
}

const fresh = (id: string, code: string | undefined): Growing => ({
  id,
  kind:
    code === 'P' || code === 'person' ? 'person' : code === 'E' || code === 'enterprise' ? 'organisation' : 'unknown',
  names: new Map(),
  births: new Map(),
  countries: new Set(),
  identifiers: new Map(),
  acts: new Map(),
  remarks: [],
});

function addName(
  g: Growing,
  whole: string | undefined,
  parts: readonly (string | undefined)[],
  strong: string | undefined,
  remark: string,
) {
  const text = said(whole) ?? said(parts.filter((p) => said(p)).join(' '));
  if (!text) return;
  const weak = strong === 'false' || /low quality|weak/i.test(remark);
  if (!g.names.has(text)) g.names.set(text, { text, strength: weak ? 'weak' : 'strong' });
}

function addBirth(
  g: Growing,
  date: string | undefined,
  year: string | undefined,
  from: string | undefined,
  to: string | undefined,
  circa: boolean,
) {
  const mark = circa ? { circa: true } : {};
  if (date && /^\d{4}-\d{2}-\d{2}$/.test(date)) g.births.set(date, { date, year: Number(date.slice(0, 4)), ...mark });
  else if (year && /^\d{4}$/.test(year)) g.births.set(year, { year: Number(year), ...mark });
  else if (from && to) g.births.set(`${from}-${to}`, { year: Number(from), yearTo: Number(to), ...mark });
}

function addIdentifier(g: Growing, identifier: Identifier) {
  g.identifiers.set(`${identifier.kind}:${identifier.value}`, identifier);
}

function addFree(g: Growing, text: string | undefined) {
  for (const found of identifiersIn(text ?? '')) addIdentifier(g, found);
}

function entryFrom(g: Growing): Entry {
  const vessel = g.kind === 'organisation' && [...g.identifiers.values()].some((i) => i.kind === 'imo');
  return {
    id: g.id,
    kind: vessel ? 'vessel' : g.kind,
    names: [...g.names.values()],
    births: [...g.births.values()],
    countries: [...g.countries],
    ...(g.gender ? { gender: g.gender } : {}),
    identifiers: [...g.identifiers.values()],
    acts: [...g.acts.values()],
    ...(g.remarks.length > 0 ? { remark: g.remarks.join(' ').slice(0, 4000) } : {}),
  };
}

const cautions = (of: (name: string) => string | undefined) =>
  ['knownFalse', 'knownExpired', 'reportedLost', 'revokedByIssuer'].filter((name) => of(name) === 'true').join(',');

function fromXml(element: Element): Entry {
  const a = element.attributes;
  const subject = element.children.find((c) => c.name === 'subjectType')?.attributes;
  const id = said(a['euReferenceNumber']) ?? said(a['logicalId']);
  if (!id) throw unreadable('An entity has neither a reference nor a number.');
  const g = fresh(id, subject?.['classificationCode'] ?? subject?.['code']);
  const remark = textAt(element, 'remark');
  if (remark) g.remarks.push(remark);
  for (const act of childrenOf(element, 'regulation')) {
    const at = act.attributes;
    g.acts.set(`${at['numberTitle']}`, {
      programme: at['programme'] ?? '',
      ...given('act', at['numberTitle']),
      ...given('url', textAt(act, 'publicationUrl')),
      ...given('from', at['entryIntoForceDate']),
    });
  }
  for (const name of childrenOf(element, 'nameAlias')) {
    const at = name.attributes;
    addName(
      g,
      at['wholeName'],
      [at['firstName'], at['middleName'], at['lastName']],
      at['strong'],
      textAt(name, 'remark') ?? '',
    );
    if (at['gender'] === 'M') g.gender = 'male';
    if (at['gender'] === 'F') g.gender = 'female';
  }
  for (const birth of childrenOf(element, 'birthdate')) {
    const at = birth.attributes;
    addBirth(g, at['birthdate'], at['year'], at['yearRangeFrom'], at['yearRangeTo'], at['circa'] === 'true');
  }
  for (const place of [...childrenOf(element, 'citizenship'), ...childrenOf(element, 'address')]) {
    for (const code of countriesOf([place.attributes['countryIso2Code']])) g.countries.add(code);
    addFree(g, textAt(place, 'remark'));
    for (const contact of childrenOf(place, 'contactInfo')) {
      const kind = kindsOfContact[contact.attributes['key'] ?? ''];
      const value = contact.attributes['value'] ?? '';
      if (kind === 'free') addFree(g, value);
      else if (kind)
        for (const each of value.split(/[,;]/)) if (said(each)) addIdentifier(g, { kind, value: each.trim() });
    }
  }
  for (const number of childrenOf(element, 'identification')) {
    const at = number.attributes;
    const value = said(at['number']) ?? said(at['latinNumber']);
    const kind = kindsOfNumber[at['identificationTypeCode'] ?? ''] ?? 'id';
    const caution = cautions((name) => at[name]);
    if (value) addIdentifier(g, { kind, value, ...(caution ? { caution } : {}) });
  }
  addFree(g, remark);
  return entryFrom(g);
}

const given = <K extends string>(key: K, value: string | undefined): { readonly [P in K]?: string } =>
  (said(value) ? { [key]: said(value) } : {}) as { readonly [P in K]?: string };

async function* readXml(source: ListSource): AsyncGenerator<Entry> {
  for await (const element of elements(source.text, 'export', new Set(['sanctionEntity']))) yield fromXml(element);
}

async function* readCsv(source: ListSource): AsyncGenerator<Entry> {
  const all = new Map<string, Growing>();
  const needed = [
    'Entity_LogicalId',
    'Entity_SubjectType',
    'NameAlias_WholeName',
    'BirthDate_BirthDate',
    'Identification_Number',
    'Citizenship_CountryIso2Code',
  ];
  for await (const row of namedRows(readRows(source.text), needed)) {
    const key = row.get('Entity_LogicalId');
    if (!key) throw unreadable(`Line ${row.line} has no Entity_LogicalId.`);
    let g = all.get(key);
    if (!g) {
      // The column called classification code holds a word, the other the letter: both are understood.
      g = fresh(
        row.get('Entity_EU_ReferenceNumber') ?? key,
        row.get('Entity_SubjectType') ?? row.get('Entity_SubjectType_ClassificationCode'),
      );
      all.set(key, g);
    }
    const act = row.get('Entity_Regulation_NumberTitle');
    if (act)
      g.acts.set(act, {
        programme: row.get('Entity_Regulation_Programme') ?? '',
        act,
        ...given('url', row.get('Entity_Regulation_PublicationUrl')),
        ...given('from', row.get('Entity_Regulation_EntryIntoForceDate')),
      });
    addName(
      g,
      row.get('NameAlias_WholeName'),
      [row.get('NameAlias_FirstName'), row.get('NameAlias_MiddleName'), row.get('NameAlias_LastName')],
      undefined,
      row.get('NameAlias_Remark') ?? '',
    );
    const gender = row.get('NameAlias_Gender');
    if (gender === 'M') g.gender = 'male';
    if (gender === 'F') g.gender = 'female';
    addBirth(
      g,
      row.get('BirthDate_BirthDate'),
      row.get('BirthDate_Year'),
      row.get('BirthDate_YearRangeFrom'),
      row.get('BirthDate_YearRangeTo'),
      row.get('BirthDate_Circa') === 'true',
    );
    for (const code of countriesOf([row.get('Citizenship_CountryIso2Code'), row.get('Address_CountryIso2Code')]))
      g.countries.add(code);
    addFree(g, row.get('Address_ContactInfo'));
    const number = row.get('Identification_Number', 'Identification_LatinNumber');
    const kind = kindsOfNumber[row.get('Identification_TypeCode') ?? ''] ?? 'id';
    const caution = cautions((name) => row.get(`Identification_${name}`));
    if (number) addIdentifier(g, { kind, value: number, ...(caution ? { caution } : {}) });
    const remark = row.get('Entity_Remark');
    if (remark && !g.remarks.includes(remark)) {
      g.remarks.push(remark);
      addFree(g, remark);
    }
  }
  for (const g of all.values()) yield entryFrom(g);
}

export default list({
  id: 'eu-fsf',
  title: { nl: 'EU-sanctielijst (FSF)', en: 'EU consolidated financial sanctions list (FSF)' },
  publisher: 'European Commission',
  tier: 'binding',
  regime: 'eu',
  url: 'https://webgate.ec.europa.eu/fsd/fsf/public/files/xmlFullSanctionsList_1_1/content?token=dG9rZW4tMjAxNw',
  staleHours: 48,
  fits: ({ head }) =>
    /<export\b[^>]*(?:fsd\/export|globalFileId)/.test(head) || head.startsWith('fileGenerationDate;Entity_LogicalId'),
  read: (source) => (source.head.trimStart().startsWith('<') ? readXml(source) : readCsv(source)),
});
