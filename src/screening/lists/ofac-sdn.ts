/** OFAC list of specially designated nationals: XML, and the older CSV with its files beside it; the advanced XML stands beside this file. Information, not binding here. */
import type { Birth, Entry, EntryKind, Identifier, ListedName } from '../entry.ts';
import { identifiersIn } from '../identifiers.ts';
import { birthOf, countriesOf, countryOf } from './fields.ts';
import { type ListSource, list, said, unreadable } from './list.ts';
import { idKind, readAdvanced } from './ofac-advanced.ts';
import { readRows } from './rows.ts';
import { childrenOf, type Element, elements, textAt } from './xml.ts';

const kindOf = (type: string | undefined): EntryKind => {
  const bare = (type ?? '').toLowerCase();
  return bare === 'individual'
    ? 'person'
    : bare === 'vessel'
      ? 'vessel'
      : bare === 'aircraft'
        ? 'aircraft'
        : 'organisation';
};

/** Facts in the remarks of the CSV: `DOB 26 Sep 1946; nationality Iran; Passport 123 (Iran); Website …; Gender Male`. */
function factsIn(remarks: string): {
  births: Birth[];
  countries: string[];
  identifiers: Identifier[];
  gender?: 'male' | 'female';
} {
  const births: Birth[] = [];
  const countries = new Set<string>();
  const identifiers: Identifier[] = [...identifiersIn(remarks)];
  let gender: 'male' | 'female' | undefined;
  for (const part of remarks.split(';').map((p) => p.trim().replace(/\.$/, ''))) {
    const birth = /^(?:alt\. )?DOB (.+)$/i.exec(part);
    const born = birthOf(birth?.[1]);
    if (born) births.push(born);
    const from = /^(?:alt\. )?(?:nationality|citizen) (.+)$/i.exec(part);
    const code = countryOf(from?.[1]);
    if (code) countries.add(code);
    const number =
      /^(?:alt\. )?(Passport|National ID No\.|Registration (?:Number|ID)|Tax ID No\.|SWIFT\/BIC|Company Number|Vessel Registration Identification(?: IMO)?|Digital Currency Address - \w+) (.+?)(?: \(|$)/i.exec(
        part,
      );
    if (number) {
      const what = (number[1] ?? '').toLowerCase();
      const kind = what.startsWith('passport')
        ? 'passport'
        : what.startsWith('national')
          ? 'id'
          : what.startsWith('tax')
            ? 'tax'
            : what.startsWith('swift')
              ? 'swift'
              : what.startsWith('vessel')
                ? 'imo'
                : what.startsWith('digital')
                  ? 'crypto'
                  : 'registration';
      identifiers.push({ kind, value: number[2] ?? '' });
    }
    if (/^gender male$/i.test(part)) gender = 'male';
    if (/^gender female$/i.test(part)) gender = 'female';
  }
  return { births, countries: [...countries], identifiers, ...(gender ? { gender } : {}) };
}

async function byNumber(source: ListSource, name: string, columns: number): Promise<Map<string, string[][]>> {
  const found = new Map<string, string[][]>();
  const text = source.beside(name);
  if (!text) return found;
  for await (const { line, cells } of readRows(text)) {
    if (cells.length === 1 && (cells[0] ?? '').trim().length <= 1) continue;
    if (cells.length < columns)
      throw unreadable(`${name}, line ${line}: ${cells.length} columns, ${columns} expected.`);
    const key = (cells[0] ?? '').trim();
    found.set(key, [...(found.get(key) ?? []), [...cells]]);
  }
  return found;
}

async function* readCsv(source: ListSource): AsyncGenerator<Entry> {
  const aliases = await byNumber(source, 'alt.csv', 4);
  const addresses = await byNumber(source, 'add.csv', 5);
  const comments = await byNumber(source, 'sdn_comments.csv', 2);
  for await (const { line, cells } of readRows(source.text)) {
    // The file ends with an end-of-file sign of old.
    if (cells.length === 1 && (cells[0] ?? '').trim().length <= 1) continue;
    if (cells.length < 12) throw unreadable(`Line ${line}: ${cells.length} columns, 12 expected.`);
    const id = (cells[0] ?? '').trim();
    const main = said(cells[1]);
    if (!/^\d+$/.test(id) || !main) throw unreadable(`Line ${line}: no number or no name.`);
    const remarks = [said(cells[11]), ...(comments.get(id) ?? []).map((c) => said(c[1]))]
      .filter((r) => r !== undefined)
      .join('; ');
    const facts = factsIn(remarks);
    const names: ListedName[] = [{ text: main, strength: 'strong' }];
    for (const alias of aliases.get(id) ?? []) {
      const text = said(alias[3]);
      if (text)
        names.push({
          text,
          strength: /weak/i.test(alias[4] ?? '') ? 'weak' : 'strong',
          ...(alias[2] === 'fka' ? { former: true } : {}),
        });
    }
    for (const quoted of remarks.matchAll(/a\.k\.a\. '([^']{2,80})'/g))
      names.push({ text: quoted[1] ?? '', strength: 'weak' });
    const countries = new Set([...facts.countries, ...countriesOf((addresses.get(id) ?? []).map((a) => said(a[4])))]);
    yield {
      id,
      kind: kindOf(said(cells[2])),
      names,
      births: facts.births,
      countries: [...countries],
      ...(facts.gender ? { gender: facts.gender } : {}),
      identifiers: facts.identifiers,
      acts: [{ programme: said(cells[3]) ?? '' }],
      ...(remarks ? { remark: remarks.slice(0, 4000) } : {}),
    };
  }
}

function fromXml(element: Element): Entry {
  const nameOf = (e: Element) => said([textAt(e, 'firstName'), textAt(e, 'lastName')].filter((x) => x).join(' '));
  const names: ListedName[] = [];
  const main = nameOf(element);
  if (main) names.push({ text: main, strength: 'strong' });
  for (const alias of childrenOf(element, 'akaList').flatMap((l) => childrenOf(l, 'aka'))) {
    const text = nameOf(alias);
    if (text)
      names.push({
        text,
        strength: textAt(alias, 'category') === 'weak' ? 'weak' : 'strong',
        ...(textAt(alias, 'type') === 'f.k.a.' ? { former: true } : {}),
      });
  }
  const ids = childrenOf(element, 'idList').flatMap((l) => childrenOf(l, 'id'));
  const gender = ids.find((i) => textAt(i, 'idType') === 'Gender');
  const genderText = textAt(gender, 'idNumber')?.toLowerCase();
  const births = childrenOf(element, 'dateOfBirthList')
    .flatMap((l) => childrenOf(l, 'dateOfBirthItem'))
    .map((d) => birthOf(textAt(d, 'dateOfBirth')))
    .filter((b) => b !== undefined);
  const places = [
    ...childrenOf(element, 'nationalityList')
      .flatMap((l) => childrenOf(l, 'nationality'))
      .map((n) => textAt(n, 'country')),
    ...childrenOf(element, 'citizenshipList')
      .flatMap((l) => childrenOf(l, 'citizenship'))
      .map((n) => textAt(n, 'country')),
    ...childrenOf(element, 'addressList')
      .flatMap((l) => childrenOf(l, 'address'))
      .map((n) => textAt(n, 'country')),
  ];
  const remark = textAt(element, 'remarks');
  return {
    id: textAt(element, 'uid') ?? '',
    kind: kindOf(textAt(element, 'sdnType')),
    names,
    births,
    countries: countriesOf(places),
    ...(genderText === 'male' || genderText === 'female' ? { gender: genderText } : {}),
    identifiers: [
      ...ids.flatMap((i) => {
        const value = said(textAt(i, 'idNumber'));
        return value && i !== gender ? [{ kind: idKind(textAt(i, 'idType') ?? ''), value }] : [];
      }),
      ...identifiersIn(remark ?? ''),
    ],
    acts: childrenOf(element, 'programList')
      .flatMap((l) => childrenOf(l, 'program'))
      .map((p) => ({ programme: p.text.trim() })),
    ...(remark ? { remark: remark.slice(0, 4000) } : {}),
  };
}

const isAdvanced = (head: string) => /<(?:\w+:)?Sanctions[\s>]/.test(head);

export default list({
  id: 'ofac-sdn',
  title: { nl: 'OFAC SDN-lijst (Verenigde Staten)', en: 'OFAC SDN list (United States)' },
  publisher: 'Office of Foreign Assets Control',
  tier: 'information',
  regime: 'us',
  url: 'https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports/SDN.XML',
  staleHours: 72,
  beside: ['alt.csv', 'add.csv', 'sdn_comments.csv'],
  fits: ({ head, name }) =>
    head.includes('<sdnList') ||
    isAdvanced(head) ||
    (name === 'sdn.csv' && /^\d+,"/.test(head)) ||
    /^\d+,"[^"]+",-0- ,/.test(head),
  async *read(source) {
    if (!source.head.trimStart().startsWith('<')) yield* readCsv(source);
    else if (isAdvanced(source.head)) yield* readAdvanced(source.text);
    else for await (const element of elements(source.text, 'sdnList', new Set(['sdnEntry']))) yield fromXml(element);
  },
});
