/** FollowTheMoney entities, one JSON object a line. The data of OpenSanctions in this form may not be used for business without a licence. */
import type { Entry, EntryKind, Identifier, IdentifierKind } from '../entry.ts';
import { birthOf, countriesOf } from './fields.ts';
import { list, unreadable } from './list.ts';

const schemas: Readonly<Record<string, EntryKind>> = {
  Person: 'person',
  Company: 'organisation',
  Organization: 'organisation',
  LegalEntity: 'unknown',
  PublicBody: 'organisation',
  Vessel: 'vessel',
  Airplane: 'aircraft',
};
const numbers: Readonly<Record<string, IdentifierKind>> = {
  registrationNumber: 'registration',
  innCode: 'tax',
  ogrnCode: 'registration',
  taxNumber: 'tax',
  vatCode: 'tax',
  leiCode: 'lei',
  swiftBic: 'swift',
  imoNumber: 'imo',
  passportNumber: 'passport',
  idNumber: 'id',
  email: 'email',
  phone: 'phone',
  website: 'domain',
};
const mostLine = 4_000_000;

async function* lines(text: AsyncIterable<string>): AsyncGenerator<string> {
  let rest = '';
  for await (const chunk of text) {
    rest += chunk;
    const parts = rest.split('\n');
    rest = parts.pop() ?? '';
    if (rest.length > mostLine) throw unreadable(`A line holds over ${mostLine} characters.`);
    yield* parts;
  }
  if (rest.trim() !== '') yield rest;
}

export default list({
  id: 'ftm',
  title: { nl: 'FollowTheMoney-bestand', en: 'FollowTheMoney file' },
  publisher: 'FollowTheMoney',
  tier: 'own',
  regime: 'eu',
  staleHours: 72,
  licence: {
    nl: 'Gegevens van OpenSanctions (CC BY-NC 4.0) mogen zakelijk alleen met een licentie van OpenSanctions worden gebruikt.',
    en: 'Data of OpenSanctions (CC BY-NC 4.0) may be used for business only with a licence from OpenSanctions.',
  },
  fits: ({ head }) =>
    /^\s*\{.*"schema"\s*:.*"properties"\s*:/s.test(head) || /^\s*\{[^\n]*"properties"\s*:/s.test(head),
  async *read(source) {
    let at = 0;
    for await (const line of lines(source.text)) {
      at++;
      if (line.trim() === '') continue;
      let value: { id?: unknown; schema?: unknown; properties?: unknown };
      try {
        value = JSON.parse(line) as typeof value;
      } catch {
        throw unreadable(`Line ${at} is no JSON; the file may have broken off.`);
      }
      const kind = schemas[String(value.schema)];
      if (kind === undefined || typeof value.properties !== 'object' || value.properties === null) continue;
      const properties = value.properties as Record<string, unknown>;
      const of = (name: string): string[] =>
        Array.isArray(properties[name])
          ? (properties[name] as unknown[]).filter((v): v is string => typeof v === 'string')
          : [];
      const identifiers: Identifier[] = [];
      for (const [name, as] of Object.entries(numbers))
        for (const text of of(name)) identifiers.push({ kind: as, value: text });
      const gender = of('gender')[0];
      yield {
        id: String(value.id ?? ''),
        kind,
        names: [
          ...[...of('name'), ...of('alias')].map((text) => ({ text, strength: 'strong' as const })),
          ...of('previousName').map((text) => ({ text, strength: 'strong' as const, former: true })),
          ...of('weakAlias').map((text) => ({ text, strength: 'weak' as const })),
        ],
        births: of('birthDate')
          .map(birthOf)
          .filter((b) => b !== undefined),
        countries: countriesOf(
          [...of('country'), ...of('nationality'), ...of('jurisdiction')].map((c) => c.toUpperCase()),
        ),
        ...(gender === 'male' || gender === 'female' ? { gender } : {}),
        identifiers,
        acts: [...of('programId'), ...of('program')].slice(0, 5).map((programme) => ({ programme })),
      } satisfies Entry;
    }
  },
});
