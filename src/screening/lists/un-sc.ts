/** UN Security Council consolidated list, XML. */
import type { Birth, Entry, Identifier, ListedName } from '../entry.ts';
import { identifiersIn } from '../identifiers.ts';
import { birthOf, countriesOf } from './fields.ts';
import { list, said } from './list.ts';
import { childrenOf, type Element, elements, textAt } from './xml.ts';

function birthsOf(element: Element): Birth[] {
  const births: Birth[] = [];
  for (const each of childrenOf(element, 'INDIVIDUAL_DATE_OF_BIRTH')) {
    const circa = textAt(each, 'TYPE_OF_DATE') === 'APPROXIMATELY' ? { circa: true } : {};
    const from = textAt(each, 'FROM_YEAR');
    const to = textAt(each, 'TO_YEAR');
    const birth =
      from && to ? { year: Number(from), yearTo: Number(to) } : birthOf(textAt(each, 'DATE') ?? textAt(each, 'YEAR'));
    if (birth) births.push({ ...birth, ...circa });
  }
  return births;
}

function namesOf(element: Element): ListedName[] {
  const parts = ['FIRST_NAME', 'SECOND_NAME', 'THIRD_NAME', 'FOURTH_NAME'].map(
    (name) => said(textAt(element, name)) ?? '',
  );
  const names: ListedName[] = [];
  const add = (text: string | undefined, weak: boolean, former = false) => {
    if (text && !names.some((n) => n.text === text))
      names.push({ text, strength: weak ? 'weak' : 'strong', ...(former ? { former: true } : {}) });
  };
  add(said(parts.join(' ')), false);
  for (const text of (textAt(element, 'NAME_ORIGINAL_SCRIPT') ?? '').split(/[;/]/)) add(said(text), false);
  for (const alias of [...childrenOf(element, 'INDIVIDUAL_ALIAS'), ...childrenOf(element, 'ENTITY_ALIAS')]) {
    const quality = textAt(alias, 'QUALITY') ?? '';
    for (const text of (textAt(alias, 'ALIAS_NAME') ?? '').split(';'))
      add(said(text), quality === 'Low', quality === 'f.k.a.');
  }
  return names;
}

function entryFrom(element: Element): Entry {
  const person = element.name === 'INDIVIDUAL';
  const id = textAt(element, 'REFERENCE_NUMBER') ?? textAt(element, 'DATAID') ?? '';
  const identifiers: Identifier[] = [];
  for (const paper of childrenOf(element, 'INDIVIDUAL_DOCUMENT')) {
    const value = said(textAt(paper, 'NUMBER'));
    if (value)
      identifiers.push({ kind: /passport/i.test(textAt(paper, 'TYPE_OF_DOCUMENT') ?? '') ? 'passport' : 'id', value });
  }
  const remark = textAt(element, 'COMMENTS1');
  for (const found of identifiersIn(remark ?? ''))
    if (!/(?:^|\.)(?:un|interpol|europa)\.(?:org|int|eu)$/.test(found.value)) identifiers.push(found);
  const gender = textAt(element, 'GENDER')?.toLowerCase();
  const from = textAt(element, 'LISTED_ON');
  const places = [
    ...childrenOf(element, 'NATIONALITY')
      .flatMap((n) => childrenOf(n, 'VALUE'))
      .map((v) => v.text),
    ...[...childrenOf(element, 'INDIVIDUAL_ADDRESS'), ...childrenOf(element, 'ENTITY_ADDRESS')].map((address) =>
      textAt(address, 'COUNTRY'),
    ),
  ];
  return {
    id,
    kind: person ? 'person' : 'organisation',
    names: namesOf(element),
    births: birthsOf(element),
    countries: countriesOf(places),
    ...(gender === 'male' || gender === 'female' ? { gender } : {}),
    identifiers,
    acts: [{ programme: textAt(element, 'UN_LIST_TYPE') ?? '', ...(from ? { from } : {}) }],
    ...(remark ? { remark: remark.slice(0, 4000) } : {}),
  };
}

export default list({
  id: 'un-sc',
  title: { nl: 'Lijst van de VN-Veiligheidsraad', en: 'UN Security Council consolidated list' },
  publisher: 'United Nations Security Council',
  tier: 'binding',
  regime: 'un',
  url: 'https://scsanctions.un.org/resources/xml/en/consolidated.xml',
  staleHours: 72,
  fits: ({ head }) => head.includes('<CONSOLIDATED_LIST'),
  async *read(source) {
    for await (const element of elements(source.text, 'CONSOLIDATED_LIST', new Set(['INDIVIDUAL', 'ENTITY'])))
      yield entryFrom(element);
  },
});
