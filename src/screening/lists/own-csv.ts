/** Any list of one's own as CSV with named columns, or plain names one a line. */
import type { Entry, EntryKind, Identifier, IdentifierKind } from '../entry.ts';
import { birthOf, countriesOf } from './fields.ts';
import { list, said, unreadable } from './list.ts';
import { readRows } from './rows.ts';

const plain = (name: string) => name.toLowerCase().replace(/[^a-z0-9]+/g, '');
/** Whose names are meant where a file has both sides: those that ask, or those that are listed. */
export type Reads = 'queries' | 'list';
const anyName = ['name', 'fullname', 'naam', 'entity', 'caption'];
const nameColumns: Readonly<Record<Reads, readonly string[]>> = {
  queries: ['query', 'queryname', ...anyName, 'listedname', 'listedlatinname'],
  list: ['listedname', 'listedlatinname', ...anyName, 'queryname', 'query'],
};
const birthColumns: Readonly<Record<Reads, readonly string[]>> = {
  queries: ['querybirthdate', 'born', 'birthdate', 'dateofbirth', 'geboortedatum'],
  list: ['listedbirthdate', 'born', 'birthdate', 'dateofbirth', 'geboortedatum'],
};
const numberColumns: Readonly<Record<string, IdentifierKind>> = {
  domain: 'domain', website: 'domain', email: 'email', handle: 'handle', phone: 'phone', passport: 'passport', registration: 'registration', registrationnumber: 'registration', tax: 'tax', imo: 'imo', iban: 'iban', crypto: 'crypto',
}; // biome-ignore format: a table reads best as one

/** Kind as people write it; unknown where they wrote nothing known. */
export function kindAs(text: string | undefined): EntryKind {
  const bare = (text ?? '').toLowerCase();
  if (/^(?:person|individual|persoon|natural|p)$/.test(bare)) return 'person';
  if (/^(?:organi[sz]ation|organisatie|company|entity|enterprise|bedrijf|publicbody|e)$/.test(bare))
    return 'organisation';
  if (/^(?:vessel|ship|schip)$/.test(bare)) return 'vessel';
  if (/^(?:aircraft|airplane|vliegtuig)$/.test(bare)) return 'aircraft';
  return 'unknown';
}

/** Column names of a first row, where it is a header: one of them says "name". */
export function headerOf(cells: readonly string[]): Map<string, number> | undefined {
  const names = cells.map(plain);
  if (!names.some((n) => nameColumns.list.includes(n))) return undefined;
  return new Map(names.map((n, at) => [n, at] as const).reverse());
}

/** One row as an entry: what a query file and a list of one's own have in common. */
export function rowAsEntry(
  columns: ReadonlyMap<string, number>,
  cells: readonly string[],
  line: number,
  reads: Reads,
): Entry | undefined {
  const get = (...names: readonly string[]) => {
    for (const name of names) {
      const at = columns.get(name);
      const value = at === undefined ? undefined : said(cells[at]);
      if (value) return value;
    }
    return undefined;
  };
  const name = get(...nameColumns[reads]);
  if (!name) return undefined;
  const birth = birthOf(get(...birthColumns[reads]));
  const identifiers: Identifier[] = [];
  for (const [column, kind] of Object.entries(numberColumns))
    for (const value of (get(column) ?? '').split(/[;|]/))
      if (said(value)) identifiers.push({ kind, value: value.trim() });
  const gender = get('gender')?.toLowerCase();
  const weak = (get('weakalias', 'weakaliases') ?? '')
    .split(/[;|]/)
    .map((a) => said(a))
    .filter((a) => a !== undefined);
  return {
    id: get('id', 'reference', 'entry', 'ref') ?? `${line}`,
    kind: kindAs(get('kind', 'schema', 'type', 'soort')),
    names: [
      { text: name, strength: 'strong' },
      ...(get('alias', 'aliases') ?? '')
        .split(/[;|]/)
        .map((a) => said(a))
        .filter((a) => a !== undefined)
        .map((text) => ({ text, strength: 'strong' as const })),
      ...weak.map((text) => ({ text, strength: 'weak' as const })),
    ],
    births: birth ? [birth] : [],
    countries: countriesOf(
      (get('country', 'countries', 'nationality', 'land') ?? '')
        .split(/[;|]/)
        .map((c) => (c.trim().length === 2 ? c.trim().toUpperCase() : c)),
    ),
    ...(gender === 'male' || gender === 'female' ? { gender } : {}),
    identifiers,
    acts: get('programme', 'regime', 'program', 'source')
      ? [{ programme: get('programme', 'regime', 'program', 'source') ?? '' }]
      : [],
  };
}

/** Rows of a file with or without a header; without one a whole line is a name, commas and all. */
export async function* ownRows(
  text: AsyncIterable<string>,
  head: string,
  reads: Reads = 'list',
): AsyncGenerator<Entry> {
  const first = head.split(/\r?\n/)[0] ?? '';
  const columns = headerOf(first.split(/[,;\t]/).map((c) => c.replace(/^"|"$/g, '')));
  if (columns) {
    let header = true;
    let order = columns;
    for await (const { line, cells } of readRows(text)) {
      if (header) {
        header = false;
        order = headerOf(cells) ?? columns;
        continue;
      }
      const entry = rowAsEntry(order, cells, line, reads);
      if (entry) yield entry;
    }
    return;
  }
  let rest = '';
  let line = 0;
  const take = (each: string) => {
    line++;
    const name = said(
      each
        .replace(/^\uFEFF/, '')
        .replace(/^"(.*)"$/, '$1')
        .replaceAll('""', '"'),
    );
    return name ? rowAsEntry(new Map([['name', 0]]), [name], line, reads) : undefined;
  };
  for await (const chunk of text) {
    rest += chunk;
    if (rest.includes('\0')) throw unreadable('It holds NUL characters: this is no text.');
    const parts = rest.split(/\r?\n/);
    rest = parts.pop() ?? '';
    if (rest.length > 1_000_000) throw unreadable('A line holds over a million characters.');
    for (const part of parts) {
      const entry = take(part);
      if (entry) yield entry;
    }
  }
  const last = take(rest);
  if (last) yield last;
}

export default list({
  id: 'own',
  title: { nl: 'Eigen lijst (CSV)', en: 'List of your own (CSV)' },
  publisher: '',
  tier: 'own',
  regime: 'own',
  staleHours: 24 * 365,
  fits: ({ head }) => !head.trimStart().startsWith('<') && !head.trimStart().startsWith('{'),
  read: (source) => ownRows(source.text, source.head),
});
