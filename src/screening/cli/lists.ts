/** `bezem lists …`: lists into use, their age, early entries, fetching. */
import { createReadStream, existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { type Command, readFlags } from '#io/command';
import { Refused, timeForPeople } from '#kernel';
import type { Imported } from '../shapes.ts';
import { addEarly, closeFinders, fetchList, importList, listLists, screenAll } from '../work.ts';

const bytesOf = (path: string) => createReadStream(path, { highWaterMark: 1 << 17 }) as AsyncIterable<Uint8Array>;

function told(i: Imported, nl: boolean): string {
  if (i.same) return nl ? `${i.list}: niets veranderd (${i.entries})` : `${i.list}: nothing changed (${i.entries})`;
  return nl
    ? `${i.list}: ${i.entries} vermeldingen, ${i.names} namen; ${i.added} nieuw, ${i.changed} gewijzigd, ${i.removed} weg, ${i.merged} overgenomen uit het Publicatieblad`
    : `${i.list}: ${i.entries} entries, ${i.names} names; ${i.added} new, ${i.changed} changed, ${i.removed} gone, ${i.merged} taken over from the Official Journal`;
}

const imports: Command = {
  name: 'lists import',
  summary: {
    nl: 'Neemt een bestand in gebruik als nieuwe versie van een lijst; wat niet te lezen is verandert niets.',
    en: 'Takes a file into use as the new generation of a list; what cannot be read changes nothing.',
  },
  usage: 'lists import FILE --list eu-fsf|un-sc|ofac-sdn|uk-sl|nl-terror|ftm|own-NAME [--anyway] [--json]',
  needs: 'member',
  async run(args, output, inside) {
    const read = readFlags(args, ['list'], ['anyway', 'json']);
    const file = typeof read === 'string' ? undefined : read.words[0];
    const list = typeof read === 'string' ? undefined : read.flags.get('list');
    if (typeof read === 'string' || !file || typeof list !== 'string') {
      output.err(typeof read === 'string' ? read : imports.usage);
      return 2;
    }
    if (!existsSync(file)) throw new Refused('request.not-found', file);
    const { world, organisation, actor } = await inside();
    const nl = output.language === 'nl';
    try {
      const done = await importList(world, organisation, actor, {
        list,
        anyway: read.flags.has('anyway'),
        progress: (n) => output.progress(nl ? `${n} vermeldingen gelezen` : `${n} entries read`),
        file: {
          name: basename(file),
          bytes: bytesOf(file),
          beside: (name) => (existsSync(join(dirname(file), name)) ? bytesOf(join(dirname(file), name)) : undefined),
        },
      });
      output.out(read.flags.has('json') ? JSON.stringify(done) : told(done, nl));
      return 0;
    } finally {
      await closeFinders();
    }
  },
};

const list: Command = {
  name: 'lists list',
  summary: {
    nl: 'De lijsten in gebruik; eindigt met 3 als er een verouderd is',
    en: 'The lists in use; exits with 3 where one is stale',
  },
  usage: 'lists list [--json]',
  needs: 'member',
  async run(args, output, inside) {
    const read = readFlags(args, [], ['json']);
    if (typeof read === 'string') {
      output.err(read);
      return 2;
    }
    const { world, organisation } = await inside();
    const all = await listLists(world, organisation);
    const nl = output.language === 'nl';
    if (read.flags.has('json')) output.out(JSON.stringify({ items: all }));
    else
      for (const l of all)
        output.out(
          [
            l.list,
            `${l.entries}`,
            timeForPeople(Temporal.Instant.from(l.checked_at), 'UTC', output.language),
            l.stale ? (nl ? '! verouderd' : '! stale') : '',
            l.title[output.language],
            l.licence?.[output.language] ?? '',
          ].join('  '),
        );
    if (all.length === 0) output.err(nl ? 'Er is nog geen lijst in gebruik.' : 'No list is in use yet.');
    return all.some((l) => l.stale) ? 3 : 0;
  },
};

const fetching: Command = {
  name: 'lists fetch',
  summary: { nl: 'Haalt een lijst op bij wie haar uitgeeft', en: 'Fetches a list from who publishes it' },
  usage: 'lists fetch LIST [--json]',
  needs: 'member',
  async run(args, output, inside) {
    const read = readFlags(args, [], ['json']);
    const name = typeof read === 'string' ? undefined : read.words[0];
    if (typeof read === 'string' || !name) {
      output.err(typeof read === 'string' ? read : fetching.usage);
      return 2;
    }
    const { world, organisation, actor } = await inside();
    const done = await fetchList(world, organisation, actor, name);
    output.out(read.flags.has('json') ? JSON.stringify(done) : told(done, output.language === 'nl'));
    return 0;
  },
};

const early: Command = {
  name: 'lists early',
  summary: {
    nl: 'Voegt een vermelding uit het Publicatieblad toe, tot het EU-bestand haar heeft',
    en: 'Adds an entry from the Official Journal, until the EU file carries it',
  },
  usage:
    'lists early --act NUMBER --name NAME [--kind person|organisation] [--born DATE] [--country CODE] [--domain D] [--url URL] [--json]',
  needs: 'member',
  async run(args, output, inside) {
    const read = readFlags(args, ['act', 'name', 'kind', 'born', 'country', 'domain', 'url'], ['json']);
    if (typeof read === 'string' || !read.flags.has('act') || !read.flags.has('name')) {
      output.err(typeof read === 'string' ? read : early.usage);
      return 2;
    }
    const text = (name: string) => read.flags.get(name) as string | undefined;
    const born = text('born');
    const { world, organisation, actor } = await inside();
    const kind = text('kind');
    const done = await addEarly(world, organisation, actor, {
      act: text('act') ?? '',
      kind: kind === 'person' || kind === 'organisation' ? kind : 'unknown',
      names: [{ text: text('name') ?? '', strength: 'strong' }],
      births: born
        ? [born.length === 10 ? { date: born, year: Number(born.slice(0, 4)) } : { year: Number(born.slice(0, 4)) }]
        : [],
      countries: text('country') ? [(text('country') ?? '').toUpperCase()] : [],
      identifiers: text('domain') ? [{ kind: 'domain', value: text('domain') ?? '' }] : [],
      acts: [{ programme: '', act: text('act') ?? '', ...(text('url') ? { url: text('url') ?? '' } : {}) }],
    });
    output.out(read.flags.has('json') ? JSON.stringify(done) : told(done, output.language === 'nl'));
    return 0;
  },
};

const rescreen: Command = {
  name: 'lists screen-all',
  summary: {
    nl: 'Vergelijkt alle partijen met alle lijsten in gebruik',
    en: 'Compares all parties with all lists in use',
  },
  usage: 'lists screen-all [--json]',
  needs: 'member',
  async run(args, output, inside) {
    const read = readFlags(args, [], ['json']);
    if (typeof read === 'string') {
      output.err(read);
      return 2;
    }
    const { world, organisation } = await inside();
    try {
      const done = await screenAll(world, organisation, 'all');
      output.out(
        read.flags.has('json')
          ? JSON.stringify(done)
          : output.language === 'nl'
            ? `${done.subjects} partijen vergeleken, ${done.opened} treffers geopend`
            : `${done.subjects} parties compared, ${done.opened} matches opened`,
      );
      return done.opened > 0 ? 3 : 0;
    } finally {
      await closeFinders();
    }
  },
};

export const listCommands: readonly Command[] = [imports, list, fetching, early, rescreen];
