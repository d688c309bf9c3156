/** The OFAC list in its advanced form (SDN_ADVANCED.XML): values by number, parties in between, programmes only at the end. */
import type { Birth, Entry, EntryKind, Identifier, ListedName } from '../entry.ts';
import { identifiersIn } from '../identifiers.ts';
import { said, unreadable } from './list.ts';
import { childrenOf, type Element, elements, textAt } from './xml.ts';

export const idKind = (type: string): Identifier['kind'] =>
  /passport/i.test(type)
    ? 'passport'
    : /digital currency/i.test(type)
      ? 'crypto'
      : /website/i.test(type)
        ? 'domain'
        : /email/i.test(type)
          ? 'email'
          : /phone/i.test(type)
            ? 'phone'
            : /tax/i.test(type)
              ? 'tax'
              : /swift|bic/i.test(type)
                ? 'swift'
                : /vessel|imo/i.test(type)
                  ? 'imo'
                  : /registration|company|commercial/i.test(type)
                    ? 'registration'
                    : 'id';

/** Values that are referred to by number; each stands in a set of its own. */
const valueNames = [
  'AliasType',
  'PartyType',
  'PartySubType',
  'NamePartType',
  'FeatureType',
  'Country',
  'AreaCode',
  'DetailReference',
  'IDRegDocType',
  'SanctionsType',
] as const;
type ValueName = (typeof valueNames)[number];
const wanted = new Set<string>([...valueNames, 'Location', 'IDRegDocument', 'DistinctParty', 'SanctionsEntry']);

interface Known {
  readonly values: Readonly<Record<ValueName, Map<string, Element>>>;
  /** Country of a place, as two letters. */
  readonly places: Map<string, string>;
  /** Papers by the identity they belong to. */
  readonly papers: Map<string, Identifier[]>;
}

const textOf = (known: Known, name: ValueName, id: string | undefined): string =>
  known.values[name].get(id ?? '')?.text.trim() ?? '';
const isoOf = (known: Known, id: string | undefined): string | undefined => {
  const iso = known.values.Country.get(id ?? '')?.attributes['ISO2'];
  return iso && /^[A-Z]{2}$/.test(iso) ? iso : undefined;
};
const all = (element: Element | undefined, ...path: readonly string[]): readonly Element[] =>
  path.reduce<readonly Element[]>((at, name) => at.flatMap((e) => childrenOf(e, name)), element ? [element] : []);

function birthOfPeriod(period: Element | undefined): Birth | undefined {
  const start = childrenOf(period, 'Start')[0];
  const from = childrenOf(start, 'From')[0];
  const to = childrenOf(childrenOf(period, 'End')[0], 'To')[0];
  const year = Number(textAt(from, 'Year'));
  if (!Number.isInteger(year) || year < 1800 || year > 2100) return undefined;
  const yearTo = Number(textAt(to, 'Year') ?? year);
  const circa = start?.attributes['Approximate'] === 'true' ? { circa: true } : {};
  if (yearTo > year) return { year, yearTo, ...circa };
  // One day is said as a period from that day to that day; a whole year as one from its first to its last.
  const dayOf = (e: Element | undefined) =>
    [textAt(e, 'Month'), textAt(e, 'Day')].map((n) => (n ?? '').padStart(2, '0')).join('-');
  const day = dayOf(from);
  return day === dayOf(to) && /^\d\d-\d\d$/.test(day) && day !== '00-00'
    ? { date: `${year}-${day}`, year, ...circa }
    : { year, ...circa };
}

function namesOf(known: Known, identity: Element): ListedName[] {
  const typeOf = new Map(
    all(identity, 'NamePartGroups', 'MasterNamePartGroup', 'NamePartGroup').map((g) => [
      g.attributes['ID'] ?? '',
      textOf(known, 'NamePartType', g.attributes['NamePartTypeID']),
    ]),
  );
  const names: ListedName[] = [];
  const aliases = [...childrenOf(identity, 'Alias')].sort(
    (a, b) => Number(b.attributes['Primary'] === 'true') - Number(a.attributes['Primary'] === 'true'),
  );
  for (const alias of aliases)
    for (const documented of childrenOf(alias, 'DocumentedName')) {
      const parts = all(documented, 'DocumentedNamePart', 'NamePartValue').map((v) => ({
        text: v.text.trim(),
        last: /^last name$/i.test(typeOf.get(v.attributes['NamePartGroupID'] ?? '') ?? ''),
      }));
      const text = said([...parts.filter((p) => !p.last), ...parts.filter((p) => p.last)].map((p) => p.text).join(' '));
      if (!text || names.some((n) => n.text === text)) continue;
      names.push({
        text,
        strength: alias.attributes['LowQuality'] === 'true' ? 'weak' : 'strong',
        ...(/^f\.?k\.?a/i.test(textOf(known, 'AliasType', alias.attributes['AliasTypeID'])) ? { former: true } : {}),
      });
    }
  return names;
}

function kindOf(known: Known, profile: Element): EntryKind {
  const sub = known.values.PartySubType.get(profile.attributes['PartySubTypeID'] ?? '');
  const words = `${textOf(known, 'PartyType', sub?.attributes['PartyTypeID'])} ${sub?.text ?? ''}`.toLowerCase();
  if (words.includes('individual')) return 'person';
  return words.includes('vessel') ? 'vessel' : words.includes('aircraft') ? 'aircraft' : 'organisation';
}

function partyOf(known: Known, party: Element): { readonly profile: string; readonly entry: Entry } | undefined {
  const profile = childrenOf(party, 'Profile')[0];
  const id = party.attributes['FixedRef'] ?? profile?.attributes['ID'];
  if (!profile || !id) return undefined;
  const identities = childrenOf(profile, 'Identity');
  const births: Birth[] = [];
  const countries = new Set<string>();
  const identifiers: Identifier[] = identities.flatMap((i) => known.papers.get(i.attributes['ID'] ?? '') ?? []);
  let gender: 'male' | 'female' | undefined;
  for (const feature of childrenOf(profile, 'Feature')) {
    const type = textOf(known, 'FeatureType', feature.attributes['FeatureTypeID']);
    for (const version of childrenOf(feature, 'FeatureVersion')) {
      const detail = childrenOf(version, 'VersionDetail')[0];
      const referred = textOf(known, 'DetailReference', detail?.attributes['DetailReferenceID']).toLowerCase();
      const place = known.places.get(childrenOf(version, 'VersionLocation')[0]?.attributes['LocationID'] ?? '');
      const value = said(detail?.text);
      if (/^birthdate$/i.test(type)) {
        const birth = birthOfPeriod(childrenOf(version, 'DatePeriod')[0]);
        if (birth) births.push(birth);
      } else if (/^gender$/i.test(type)) gender = referred === 'male' || referred === 'female' ? referred : gender;
      else if (/^(?:location|nationality country|citizenship country|nationality of registration)$/i.test(type)) {
        if (place) countries.add(place);
      } else if (value && /website|email|phone|digital currency|swift|bic|imo|registration/i.test(type))
        identifiers.push({ kind: idKind(type), value });
    }
  }
  const remark = textAt(party, 'Comment');
  return {
    profile: profile.attributes['ID'] ?? id,
    entry: {
      id,
      kind: kindOf(known, profile),
      names: identities.flatMap((i) => namesOf(known, i)),
      births,
      countries: [...countries],
      ...(gender ? { gender } : {}),
      identifiers: [...identifiers, ...identifiersIn(remark ?? '')],
      acts: [],
      ...(remark ? { remark: remark.slice(0, 4000) } : {}),
    },
  };
}

/**
 * Entries of the advanced form, with the ids of the plain one. What is read of a party is kept small until its programmes come at
 * the end of the file; the file itself streams.
 * @throws Refused list.unreadable
 */
export async function* readAdvanced(text: AsyncIterable<string>): AsyncGenerator<Entry> {
  const known: Known = {
    values: Object.fromEntries(valueNames.map((n) => [n, new Map()])) as unknown as Known['values'],
    places: new Map(),
    papers: new Map(),
  };
  const entries = new Map<string, Entry>();
  for await (const e of elements(text, 'Sanctions', wanted)) {
    const id = e.attributes['ID'] ?? '';
    if (e.name === 'Location') {
      const area = known.values.AreaCode.get(childrenOf(e, 'LocationAreaCode')[0]?.attributes['AreaCodeID'] ?? '');
      const code =
        isoOf(known, childrenOf(e, 'LocationCountry')[0]?.attributes['CountryID']) ??
        isoOf(known, area?.attributes['CountryID']);
      if (code) known.places.set(id, code);
    } else if (e.name === 'IDRegDocument') {
      const value = said(textAt(e, 'IDRegistrationNo'));
      const identity = e.attributes['IdentityID'] ?? '';
      const kind = idKind(textOf(known, 'IDRegDocType', e.attributes['IDRegDocTypeID']));
      if (value) known.papers.set(identity, [...(known.papers.get(identity) ?? []), { kind, value }]);
    } else if (e.name === 'DistinctParty') {
      const read = partyOf(known, e);
      if (!read) throw unreadable('A <DistinctParty> has no profile or number.');
      entries.set(read.profile, read.entry);
    } else if (e.name === 'SanctionsEntry') {
      const entry = entries.get(e.attributes['ProfileID'] ?? '');
      const programmes = childrenOf(e, 'SanctionsMeasure')
        .filter((m) => /^program$/i.test(textOf(known, 'SanctionsType', m.attributes['SanctionsTypeID'])))
        .flatMap((m) => said(textAt(m, 'Comment')) ?? []);
      if (entry)
        entries.set(e.attributes['ProfileID'] ?? '', {
          ...entry,
          acts: [...entry.acts, ...programmes.map((programme) => ({ programme }))],
        });
    } else known.values[e.name as ValueName].set(id, e);
  }
  yield* entries.values();
}
