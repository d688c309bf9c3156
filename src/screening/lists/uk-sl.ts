/** UK Sanctions List: CSV (also as a spreadsheet, read the same way) and XML. Information, not binding here. */
import type { Birth, Entry, EntryKind, Identifier, ListedName } from '../entry.ts';
import { identifiersIn } from '../identifiers.ts';
import { birthOf, countriesOf } from './fields.ts';
import { type ListSource, list, said, unreadable } from './list.ts';
import { type NamedRow, namedRows, readRows } from './rows.ts';
import { childrenOf, type Element, elements, textAt } from './xml.ts';

const kindOf = (text: string | undefined): EntryKind =>
  /^individual/i.test(text ?? '') ? 'person' : /^ship/i.test(text ?? '') ? 'vessel' : 'organisation';

interface Growing {
  id: string;
  kind: EntryKind;
  names: Map<string, ListedName>;
  births: Map<string, Birth>;
  countries: Set<string>;
  gender?: 'male' | 'female';
  identifiers: Identifier[];
  regime: string;
  from?: string;
  remark?: string;
}

function addName(
  g: Growing,
  parts: readonly (string | undefined)[],
  strength: string | undefined,
  type: string | undefined,
) {
  const text = said(parts.filter((p) => said(p)).join(' '));
  if (!text || g.names.has(text)) return;
  g.names.set(text, {
    text,
    strength: /low/i.test(strength ?? '') ? 'weak' : 'strong',
    ...(/previous|former/i.test(type ?? '') ? { former: true } : {}),
  });
}

function entryFrom(g: Growing): Entry {
  return {
    id: g.id,
    kind: g.kind,
    names: [...g.names.values()],
    births: [...g.births.values()],
    countries: [...g.countries],
    ...(g.gender ? { gender: g.gender } : {}),
    identifiers: g.identifiers,
    acts: [{ programme: g.regime, ...(g.from ? { from: g.from } : {}) }],
    ...(g.remark ? { remark: g.remark.slice(0, 4000) } : {}),
  };
}

const isoDay = (text: string | undefined) => {
  const birth = birthOf(text);
  return birth?.date;
};

function takeRow(g: Growing, row: NamedRow) {
  addName(
    g,
    ['Name 1', 'Name 2', 'Name 3', 'Name 4', 'Name 5', 'Name 6'].map((n) => row.get(n)),
    row.get('Alias strength'),
    row.get('Name type'),
  );
  const native = row.get('Name non-latin script', 'Non-latin script');
  if (native) addName(g, [native], undefined, undefined);
  const birth = birthOf(row.get('D.O.B', 'DOB'));
  if (birth) g.births.set(JSON.stringify(birth), birth);
  const nationality = (row.get('Nationality(/ies)', 'Nationality') ?? '').split(/[|;]/);
  for (const code of countriesOf([
    ...nationality,
    row.get('Address Country'),
    row.get('Current believed flag of ship'),
  ]))
    g.countries.add(code);
  const gender = row.get('Gender')?.toLowerCase();
  if (gender === 'male' || gender === 'female') g.gender = gender;
  const put = (kind: Identifier['kind'], value: string | undefined) => {
    for (const each of (value ?? '').split(/[|;]/)) {
      const bare = said(each);
      if (bare && !g.identifiers.some((i) => i.kind === kind && i.value === bare))
        g.identifiers.push({ kind, value: bare });
    }
  };
  put('passport', row.get('Passport number'));
  put('id', row.get('National Identifier number'));
  put(
    'registration',
    row.get('Business registration number (s)', 'Business registration number(s)', 'Business registration number'),
  );
  put('imo', row.get('IMO number'));
  put('phone', row.get('Phone number'));
  for (const found of [...identifiersIn(row.get('Website') ?? ''), ...identifiersIn(row.get('Email address') ?? '')])
    if (!g.identifiers.some((i) => i.value === found.value)) g.identifiers.push(found);
}

async function* fromRows(rows: AsyncIterable<{ line: number; cells: readonly string[] }>): AsyncGenerator<Entry> {
  const all = new Map<string, Growing>();
  for await (const row of namedRows(rows, ['Unique ID', 'Name 6', 'Regime Name'])) {
    const id = row.get('Unique ID');
    if (!id) throw unreadable(`Line ${row.line} has no Unique ID.`);
    let g = all.get(id);
    if (!g) {
      const from = isoDay(row.get('Date Designated'));
      const remark = row.get('Other Information', 'UK Statement of Reasons');
      g = {
        id,
        kind: kindOf(row.get('Designation type', 'Individual, Entity, Ship', 'Individual/Entity/Ship')),
        names: new Map(),
        births: new Map(),
        countries: new Set(),
        identifiers: identifiersIn(remark ?? '').slice(),
        regime: row.get('Regime Name') ?? '',
        ...(from ? { from } : {}),
        ...(remark ? { remark } : {}),
      };
      all.set(id, g);
    }
    takeRow(g, row);
  }
  for (const g of all.values()) yield entryFrom(g);
}

function fromXml(element: Element): Entry {
  const g: Growing = {
    id: textAt(element, 'UniqueID') ?? '',
    kind: kindOf(textAt(element, 'IndividualEntityShip')),
    names: new Map(),
    births: new Map(),
    countries: new Set(),
    identifiers: [],
    regime: textAt(element, 'RegimeName') ?? '',
  };
  if (g.id === '') throw unreadable('A designation has no UniqueID.');
  for (const name of childrenOf(element, 'Names').flatMap((l) => childrenOf(l, 'Name')))
    addName(
      g,
      ['Name1', 'Name2', 'Name3', 'Name4', 'Name5', 'Name6'].map((n) => textAt(name, n)),
      textAt(name, 'AliasStrength'),
      textAt(name, 'NameType'),
    );
  for (const name of childrenOf(element, 'NonLatinNames').flatMap((l) => childrenOf(l, 'NonLatinName')))
    addName(g, [textAt(name, 'NameNonLatinScript')], undefined, undefined);
  const walk = (e: Element) => {
    if (e.name === 'DOB') {
      const birth = birthOf(e.text);
      if (birth) g.births.set(JSON.stringify(birth), birth);
    } else if (e.name === 'Nationality' || e.name === 'AddressCountry')
      for (const code of countriesOf([e.text])) g.countries.add(code);
    else if (e.name === 'PassportNumber') g.identifiers.push({ kind: 'passport', value: e.text.trim() });
    else if (e.name === 'BusinessRegistrationNumber')
      g.identifiers.push({ kind: 'registration', value: e.text.trim() });
    else if (e.name === 'IMONumber') g.identifiers.push({ kind: 'imo', value: e.text.trim() });
    else if (e.name === 'Website' || e.name === 'EmailAddress') g.identifiers.push(...identifiersIn(e.text));
    else if (e.name === 'Gender' && /^(?:fe)?male$/i.test(e.text.trim()))
      g.gender = e.text.trim().toLowerCase() as 'male' | 'female';
    for (const c of e.children) walk(c);
  };
  walk(element);
  const from = isoDay(textAt(element, 'DateDesignated'));
  const remark = textAt(element, 'OtherInformation') ?? textAt(element, 'UKStatementofReasons');
  return entryFrom({ ...g, ...(from ? { from } : {}), ...(remark ? { remark } : {}) });
}

async function* read(source: ListSource): AsyncGenerator<Entry> {
  if (!source.head.trimStart().startsWith('<')) yield* fromRows(readRows(source.text));
  else
    for await (const element of elements(source.text, 'Designations', new Set(['Designation']))) yield fromXml(element);
}

export default list({
  id: 'uk-sl',
  title: { nl: 'Sanctielijst van het Verenigd Koninkrijk', en: 'UK Sanctions List' },
  publisher: 'Foreign, Commonwealth & Development Office',
  tier: 'information',
  regime: 'uk',
  url: 'https://sanctionslist.fcdo.gov.uk/docs/UK-Sanctions-List.csv',
  staleHours: 72,
  fits: ({ head }) => head.includes('<Designations') || /Unique ID["']?,.*Name 6/is.test(head),
  read,
});
