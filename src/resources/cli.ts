/** Commands: ledger files of parties, contracts, holdings and networks; undo; the biography of a prefix. */
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createInterface } from 'node:readline/promises';
import { placeOf } from '#io/called';
import { type Command, type Inside, type Output, readFlags } from '#io/command';
import { Fault, Refused } from '#kernel';
import { type ImportDiff, type ImportKind, readMoment } from '#parties';
import { importsOf } from '#parties/store';
import { errorList } from '#parties/work';
import { inventoryCommands } from './cli/inventories.ts';
import { biography, diffJson, importLedger, undoImport } from './work.ts';

const wrong = (output: Output, usage: string, why: string): number => {
  output.err(`${why}\nbezem ${usage}`);
  return 2;
};

async function* textOf(file: string): AsyncGenerator<string> {
  const source = file === '-' ? process.stdin : createReadStream(placeOf(file));
  const decoder = new TextDecoder('utf-8', { fatal: true });
  try {
    for await (const chunk of source) yield decoder.decode(chunk as Uint8Array, { stream: true });
    yield decoder.decode();
  } catch (cause) {
    if (cause instanceof TypeError)
      throw new Refused('import.unreadable', 'The file is not UTF-8 text; save it as CSV UTF-8.');
    throw new Fault(`cannot read ${file}: ${(cause as Error).message}`, { cause });
  }
}

function printDiff(output: Output, diff: ImportDiff): void {
  const c = diff.counts;
  const nl = output.language === 'nl';
  for (const change of diff.changes)
    output.out(
      `${change.how === 'new' ? '+' : change.how === 'ends' ? '.' : '~'} ${String(change.line).padStart(6)}  ${change.row}  ${change.before ? `${change.before}  ->  ` : ''}${change.after}`,
    );
  const told = c.new + c.changed + c.ends;
  if (told > diff.changes.length) output.out(`  ... ${told - diff.changes.length} ${nl ? 'meer' : 'more'}`);
  output.out(
    nl
      ? `${diff.kind}: ${c.rows} regels, ${c.new} nieuw, ${c.changed} gewijzigd, ${c.ends} eindigen, ${c.unchanged} gelijk, ${c.conflicts} botsen, ${c.errors} fout`
      : `${diff.kind}: ${c.rows} rows, ${c.new} new, ${c.changed} changed, ${c.ends} end, ${c.unchanged} unchanged, ${c.conflicts} conflict, ${c.errors} wrong`,
  );
}

/** One import command for these kinds of file. Exit 0: done or nothing to do; 1: rows refused, nothing written; 3: a diff that would change something. */
function importing(name: string, kinds: readonly ImportKind[], what: { nl: string; en: string }): Command {
  return {
    name,
    summary: what,
    usage: `${name} FILE|- [--diff] [--yes] [--errors FILE] [--json]`,
    needs: 'member',
    async run(args, output, inside) {
      const read = readFlags(args, ['errors'], ['diff', 'yes', 'json']);
      if (typeof read === 'string') return wrong(output, this.usage, read);
      const [file, ...rest] = read.words;
      if (!file || rest.length > 0) return wrong(output, this.usage, 'Give one CSV file, or - for standard input.');
      if (file !== '-' && !(await stat(placeOf(file)).catch(() => undefined))?.isFile()) {
        output.err(`bezem: ${output.language === 'nl' ? 'er is geen bestand' : 'there is no file'} ${file}`);
        return 1;
      }
      if (file === '-' && !read.flags.has('diff') && !read.flags.has('yes'))
        return wrong(output, this.usage, 'From standard input nothing can be asked: add --diff or --yes.');
      const { world, organisation, actor } = await inside();
      const run = (dry: boolean) =>
        importLedger(
          world,
          organisation,
          actor,
          { text: textOf(file), dry, onProgress: (rows) => output.progress(`${rows} rows read`) },
          kinds,
        );
      const json = read.flags.has('json');
      const tell = async (diff: ImportDiff) => {
        const errors = errorList(diff, output.language);
        const to = read.flags.get('errors');
        if (errors && typeof to === 'string') {
          const { writeFile } = await import('node:fs/promises');
          await writeFile(placeOf(to), errors);
        }
        for (const p of json ? [] : diff.problems.slice(0, 50))
          output.err(`line ${p.line}: ${p.row}: ${p.text[output.language]}`);
        if (!json && diff.problems.length > 50)
          output.err(`... ${diff.problems.length - 50} more; --errors FILE writes them all.`);
        if (json) output.out(JSON.stringify(diffJson(diff, output.language)));
        else printDiff(output, diff);
      };
      // Without --yes the difference is shown first and a person says go.
      if (!read.flags.has('yes')) {
        const diff = await run(true);
        const refused = diff.counts.errors + diff.counts.conflicts > 0;
        const changes = diff.counts.new + diff.counts.changed + diff.counts.ends > 0;
        if (read.flags.has('diff') || refused || !changes || !process.stdin.isTTY) {
          await tell(diff);
          if (refused) return 1;
          if (!read.flags.has('diff') && changes) output.err('Nothing was written. Add --yes to write it.');
          return changes ? 3 : 0;
        }
        await tell(diff);
        const asking = createInterface({ input: process.stdin, output: process.stderr });
        const said = await asking.question(
          output.language === 'nl' ? 'Wegschrijven? (ja/nee) ' : 'Write this? (yes/no) ',
        );
        asking.close();
        if (!/^(y|yes|j|ja)$/i.test(said.trim())) return 3;
      }
      const diff = await run(false);
      await tell(diff);
      if (diff.counts.errors + diff.counts.conflicts > 0) return 1;
      if (diff.id && !json) output.out(`${diff.id}  (bezem import undo ${diff.id})`);
      return 0;
    },
  };
}

async function undoing(inside: () => Promise<Inside>, output: Output, id: string): Promise<number> {
  const { world, organisation, actor } = await inside();
  await undoImport(world, organisation, actor, id);
  output.out(output.language === 'nl' ? `${id} is ongedaan gemaakt` : `${id} was undone`);
  return 0;
}

export const commands: readonly Command[] = [
  importing('parties import', ['parties', 'contracts'], {
    nl: 'Leest partijen of contracten uit een CSV-bestand; laat eerst het verschil zien.',
    en: 'Reads parties or contracts from a CSV file; shows the difference first.',
  }),
  importing('resources import', ['holdings', 'networks'], {
    nl: 'Leest netwerken of wie wat houdt uit een CSV-bestand; laat eerst het verschil zien.',
    en: 'Reads networks or who holds what from a CSV file; shows the difference first.',
  }),
  {
    name: 'import list',
    summary: { nl: 'Toont de imports, de nieuwste eerst.', en: 'Lists the imports, newest first.' },
    usage: 'import list [--limit N] [--json]',
    needs: 'member',
    async run(args, output, inside) {
      const read = readFlags(args, ['limit'], ['json']);
      if (typeof read === 'string') return wrong(output, this.usage, read);
      const limit = Number(read.flags.get('limit') ?? 20);
      if (!Number.isInteger(limit) || limit < 1 || limit > 1000)
        return wrong(output, this.usage, '--limit is a number from 1 to 1000.');
      const { world, organisation } = await inside();
      const list = (await world.db.in(organisation, (tx) => importsOf(tx, limit))).map((i) => ({
        id: i.id,
        kind: i.kind,
        at: i.at.toString(),
        by: i.by,
        counts: i.counts,
        undone_at: i.undoneAt?.toString() ?? null,
      }));
      if (read.flags.has('json')) output.out(JSON.stringify({ items: list }));
      else
        for (const i of list) {
          const counts = Object.entries(i.counts)
            .filter(([, n]) => n > 0)
            .map(([what, n]) => `${what} ${n}`)
            .join(', ');
          const undone = i.undone_at ? `  (${output.language === 'nl' ? 'ongedaan' : 'undone'} ${i.undone_at})` : '';
          output.out(`${i.id}  ${i.at}  ${i.kind}  ${counts}${undone}`);
        }
      return 0;
    },
  },
  {
    name: 'import undo',
    summary: { nl: 'Maakt een import ongedaan.', en: 'Undoes an import.' },
    usage: 'import undo ID',
    needs: 'member',
    async run(args, output, inside) {
      const [id, ...rest] = args;
      if (!id || rest.length > 0) return wrong(output, this.usage, 'Give one import.');
      return undoing(inside, output, id);
    },
  },
  {
    name: 'biography',
    summary: { nl: 'Wie hield dit, toen en verder.', en: 'Who held this, then and otherwise.' },
    usage: 'biography PREFIX|NAME [--at DATE] [--json]',
    needs: 'member',
    async run(args, output, inside) {
      const read = readFlags(args, ['at'], ['json']);
      if (typeof read === 'string') return wrong(output, this.usage, read);
      const [resource, ...rest] = read.words;
      if (!resource || rest.length > 0) return wrong(output, this.usage, 'Give one prefix or name.');
      const given = read.flags.get('at');
      const at = typeof given === 'string' ? readMoment(given, 'UTC') : null;
      if (at === undefined) return wrong(output, this.usage, '--at is a date or time such as 2026-05-01.');
      const { world, organisation } = await inside();
      const story = await biography(world, organisation, resource, at);
      if (read.flags.has('json')) {
        output.out(JSON.stringify(story));
        return 0;
      }
      for (const n of story.networks)
        output.out(`network   ${n.network}  ${n.from ?? '...'} / ${n.until ?? '...'}  ${n.name ?? ''}`.trimEnd());
      for (const r of story.records)
        output.out(
          `${r.at_moment ? '*' : ' '} ${r.place.padEnd(7)} ${r.resource}${r.ports ? ` ports ${r.ports}` : ''}  ${r.from ?? '...'} / ${r.until ?? '...'}  ${r.holder ? `${r.holder.reference} ${r.holder.name ?? ''}` : '(us)'}  ${r.contract?.reference ?? ''}${r.exclusive ? '' : '  shared'}${r.recorded_until ? `  corrected ${r.recorded_until}` : ''}`,
        );
      if (story.cut) output.err('There is more than fits here; ask for a smaller prefix.');
      return 0;
    },
  },
  ...inventoryCommands,
];
