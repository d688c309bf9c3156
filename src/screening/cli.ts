/** `bezem screen`: names against lists, with or without a database. */
import type { Command, Output } from '#io/command';
import { readFlags } from '#io/command';
import { screenFile, screenName, screenPairs, tell } from './cli/files.ts';
import { listCommands } from './cli/lists.ts';
import { matchCommands } from './cli/matches.ts';
import type { Identifier, IdentifierKind } from './entry.ts';
import { countryOf } from './lists/fields.ts';
import { kindAs } from './lists/own-csv.ts';
import type { Query } from './match/find.ts';
import { viewOf } from './view.ts';
import { closeFinders, screenOnce } from './work.ts';

const usage =
  'screen --pairs FILE | --list FILE --queries FILE | --name NAME [--kind person|organisation] [--born DATE] [--country CODE] [--domain D] [--email E] [--handle H] [--list FILE] [--json]';

function queryFrom(flags: ReadonlyMap<string, string | true>): Query | string {
  const text = (name: string) => {
    const value = flags.get(name);
    return typeof value === 'string' ? value : undefined;
  };
  const born = text('born');
  if (born !== undefined && !/^\d{4}(?:-\d{2}(?:-\d{2})?)?$/.test(born)) return '--born: 1970, 1970-03 or 1970-03-02';
  const land = text('country');
  const country = countryOf(land?.length === 2 ? land.toUpperCase() : land);
  if (land !== undefined && !country) return `--country ${land}?`;
  const identifiers: Identifier[] = [];
  for (const kind of ['domain', 'email', 'handle'] as const satisfies readonly IdentifierKind[]) {
    const value = text(kind);
    if (value) identifiers.push({ kind, value });
  }
  return {
    names: text('name') === undefined ? [] : [text('name') ?? ''],
    kind: kindAs(text('kind')),
    ...(born === undefined ? {} : { born }),
    ...(country ? { countries: [country] } : {}),
    ...(identifiers.length > 0 ? { identifiers } : {}),
  };
}

const wrong = (output: Output, why: string) => {
  output.err(why);
  output.err(usage);
  return 2;
};

const screenCommand: Command = {
  name: 'screen',
  summary: {
    nl: 'Vergelijkt namen met sanctielijsten en laat zien waaruit elke score bestaat.',
    en: 'Compares names with sanctions lists and shows what each score is made of.',
  },
  usage,
  needs: 'nothing',
  async run(args, output, inside) {
    const read = readFlags(
      args,
      ['pairs', 'list', 'queries', 'name', 'kind', 'born', 'country', 'domain', 'email', 'handle'],
      ['json'],
    );
    if (typeof read === 'string') return wrong(output, read);
    const asJson = read.flags.has('json');
    const text = (name: string) => read.flags.get(name) as string | undefined;
    const pairs = text('pairs');
    if (pairs !== undefined) return screenPairs(pairs, asJson, output);
    const list = text('list');
    const queries = text('queries');
    if (list !== undefined && queries !== undefined) return screenFile(list, queries, asJson, output);
    const query = queryFrom(read.flags);
    if (typeof query === 'string') return wrong(output, query);
    if (query.names.length === 0 && !query.identifiers)
      return wrong(output, output.language === 'nl' ? 'Zeg welke naam.' : 'Say which name.');
    if (list !== undefined) return screenName(list, query, asJson, output);
    const { world, organisation } = await inside();
    try {
      const found = await screenOnce(world, organisation, query);
      return tell(
        found.map((m) => viewOf(m, 'list' in m.entry ? String(m.entry.list) : '')),
        asJson,
        output,
      );
    } finally {
      await closeFinders();
    }
  },
};
export const commands: readonly Command[] = [screenCommand, ...listCommands, ...matchCommands];
