/** `bezem mapping …`: an operator's own columns, kept, listed, shown as a file, removed, and tried without keeping anything. */
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { MappingFile } from '#formats';
import { type Command, type Output, readFlags } from '#io/command';
import { mayAs, Refused } from '#kernel';
import { loadLaw } from '#law/work';
import { openReaders } from '../readers.ts';
import {
  keepMapping,
  listMappings,
  mostTried,
  removeMapping,
  showMapping,
  soundMapping,
  tryMapping,
} from '../work/mappings.ts';

const usage =
  'mapping add FILE | list [--json] | show NAME [--json] | remove NAME | try FILE --mapping FILE|NAME [--json]';

/** The mapping in a file. @throws Refused `mapping.wrong` */
export async function mappingInFile(path: string): Promise<MappingFile> {
  const text = await readFile(path, 'utf8');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (fault) {
    throw new Refused(
      'mapping.wrong',
      `${basename(path)}: ${fault instanceof Error ? fault.message.slice(0, 160) : ''}`,
    );
  }
  return soundMapping(value);
}

const wrongUse = (output: Output, what: string): number => {
  output.err(`bezem: ${what}`);
  output.err(`bezem ${usage}`);
  return 2;
};

export const mappingCommand: Command = {
  name: 'mapping',
  summary: {
    nl: 'Eigen kolomindelingen voor CSV, lijsten en JSON: bewaren, bekijken, proberen',
    en: 'Own mappings of columns for CSV, lists and JSON: keep, look at, try',
  },
  usage,
  needs: 'member',
  async run(args, output, inside) {
    const read = readFlags(args, ['mapping'], ['json']);
    if (typeof read === 'string') return wrongUse(output, read);
    const [act, what, ...more] = read.words;
    if (more.length > 0) return wrongUse(output, `${more[0]}?`);
    const nl = output.language === 'nl';
    const asJson = read.flags.has('json');
    if (act === 'list' && what === undefined) {
      const { world, organisation } = await inside();
      const items = await world.db.in(organisation, (tx) => listMappings(tx, organisation));
      if (asJson)
        output.out(
          JSON.stringify({
            items: items.map((m) => ({
              name: m.name,
              version: m.version,
              made_at: m.madeAt.toString(),
              made_by: m.madeBy,
            })),
          }),
        );
      else if (items.length === 0) output.out(nl ? 'Geen.' : 'None.');
      else
        for (const m of items)
          output.out(`${m.name}  v${m.version}  ${m.definition?.shape ?? ''}  ${m.definition?.title ?? ''}`.trimEnd());
      return 0;
    }
    if (what === undefined)
      return wrongUse(output, nl ? 'Zeg welke indeling of welk bestand.' : 'Say which mapping or file.');
    if (act === 'add') {
      const mapping = await mappingInFile(what);
      const { world, organisation, actor } = await inside();
      if (!mayAs(actor, 'admin')) throw new Refused('request.not-allowed');
      const done = await keepMapping(world, organisation, mapping, actor);
      output.out(
        asJson
          ? JSON.stringify(done)
          : done.changed
            ? `${done.name} v${done.version}`
            : `${done.name} v${done.version} (${nl ? 'ongewijzigd' : 'unchanged'})`,
      );
      return 0;
    }
    if (act === 'show') {
      const { world, organisation } = await inside();
      const versions = await world.db.in(organisation, (tx) => showMapping(tx, organisation, what));
      if (asJson)
        output.out(
          JSON.stringify({
            versions: versions.map((m) => ({
              version: m.version,
              definition: m.definition,
              made_at: m.madeAt.toString(),
              made_by: m.madeBy,
            })),
          }),
        );
      else {
        // What is printed is the file that `mapping add` takes.
        const newest = versions.find((m) => m.definition !== null);
        output.out(JSON.stringify(newest?.definition ?? null, null, 2));
        output.err(
          versions
            .map(
              (m) =>
                `v${m.version} ${m.madeAt.toString()} ${m.madeBy}${m.definition === null ? (nl ? ' verwijderd' : ' removed') : ''}`,
            )
            .join('\n'),
        );
      }
      return 0;
    }
    if (act === 'remove') {
      const { world, organisation, actor } = await inside();
      if (!mayAs(actor, 'admin')) throw new Refused('request.not-allowed');
      await removeMapping(world, organisation, what, actor);
      output.out(
        asJson ? JSON.stringify({ removed: what }) : nl ? `${what} is niet meer van kracht` : `${what} is out of force`,
      );
      return 0;
    }
    if (act !== 'try') return wrongUse(output, `${act ?? ''}?`);
    const by = read.flags.get('mapping');
    if (typeof by !== 'string') return wrongUse(output, '--mapping FILE|NAME');
    let mapping: MappingFile;
    // A name is that of a kept one; a file needs no database.
    if (/^[a-z0-9][a-z0-9_-]{0,59}$/.test(by)) {
      const { world, organisation } = await inside();
      const versions = await world.db.in(organisation, (tx) => showMapping(tx, organisation, by));
      const newest = versions[0]?.definition;
      if (!newest) throw new Refused('request.not-found');
      mapping = newest;
    } else mapping = await mappingInFile(by);
    const law = await loadLaw();
    const readers = openReaders({ size: 1, kinds: law.kinds.values() });
    try {
      const tried = await tryMapping(
        { readMessage: (bytes, { receivedAt: _, ...as }) => readers.readMessage(bytes, as) },
        mapping,
        { bytes: await readFile(what), name: basename(what) },
        Temporal.Instant.fromEpochMilliseconds(0),
      );
      if (asJson) output.out(JSON.stringify(tried));
      else {
        output.out(nl ? `${tried.count} waarnemingen` : `${tried.count} findings`);
        for (const f of tried.findings)
          output.out(
            ['kind', 'ip', 'port', 'prefix', 'host', 'url', 'asn', 'account', 'seen_at', 'reference']
              .map((k) => f[k])
              .filter((v) => v !== undefined)
              .join('  '),
          );
        if (tried.count > mostTried) output.out(`… ${tried.count - mostTried} ${nl ? 'meer' : 'more'}`);
        for (const p of tried.problems) output.out(`! ${p.code}${p.at ? ` ${p.at}` : ''}: ${p.message}`);
      }
      return tried.count > 0 ? 0 : 3;
    } finally {
      await readers.close();
    }
  },
};
