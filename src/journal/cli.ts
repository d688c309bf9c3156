/** Commands of the journal. */
import { type Command, readFlags } from '#io/command';
import { Refused } from '#kernel';
import { faults } from './entry.ts';
import { entryOut, hexOf, verificationOut } from './shapes.ts';
import { readEntries, verifyJournal } from './work.ts';

const verify: Command = {
  name: 'journal verify',
  summary: {
    nl: 'Controleert elke regel, elk gegeven en de boom; eindigt met 1 als er iets niet klopt',
    en: 'Checks every entry, every detail and the tree; exits with 1 where something is wrong',
  },
  usage: 'journal verify [--json]',
  needs: 'member',
  async run(args, output, inside) {
    const read = readFlags(args, [], ['json']);
    if (typeof read === 'string' || read.words.length > 0) throw new Refused('usage.wrong', this.usage);
    const { world, organisation } = await inside();
    const nl = output.language === 'nl';
    const found = await verifyJournal(world, organisation, (done, size) =>
      output.progress(nl ? `${done} van ${size} regels` : `${done} of ${size} entries`),
    );
    if (read.flags.has('json')) output.out(JSON.stringify(verificationOut(found)));
    else {
      for (const f of found.faults) output.out(`${f.seq}\t${faults[f.fault][output.language]}`);
      const counts = nl
        ? `${found.size} regels, ${found.details} gegevens, waarvan ${found.erased} gewist`
        : `${found.size} entries, ${found.details} details, ${found.erased} of them erased`;
      output.out(found.ok ? (nl ? `Het logboek klopt: ${counts}` : `The journal verifies: ${counts}`) : counts);
      output.out(`${nl ? 'wortel' : 'root'} ${hexOf(found.root)}`);
      if (!found.ok) output.err(nl ? 'Het logboek klopt NIET.' : 'The journal does NOT verify.');
    }
    return found.ok ? 0 : 1;
  },
};

const list: Command = {
  name: 'journal list',
  summary: { nl: 'Wat is gedaan, nieuwste eerst', en: 'What was done, newest first' },
  usage: 'journal list [--act ACT] [--subject ID] [--by ID] [--before SEQ] [--limit N] [--json]',
  needs: 'member',
  async run(args, output, inside) {
    const read = readFlags(args, ['act', 'subject', 'by', 'before', 'limit'], ['json']);
    if (typeof read === 'string' || read.words.length > 0) throw new Refused('usage.wrong', this.usage);
    const text = (name: string) => {
      const value = read.flags.get(name);
      return typeof value === 'string' ? value : undefined;
    };
    const limit = Number(text('limit') ?? 50);
    const before = text('before') === undefined ? null : Number(text('before'));
    if (!Number.isSafeInteger(limit) || limit < 1 || limit > 10_000)
      throw new Refused('usage.wrong', '--limit: a number from 1 to 10000.');
    if (before !== null && !(Number.isSafeInteger(before) && before > 0))
      throw new Refused('usage.wrong', '--before: the number of an entry.');
    const { world, organisation } = await inside();
    const filter = { act: text('act'), subject: text('subject'), by: text('by') };
    const page = await world.db.in(organisation, (tx) => readEntries(world, tx, filter, before, limit));
    if (read.flags.has('json')) output.out(JSON.stringify({ items: page.entries.map(entryOut), before: page.before }));
    else
      for (const e of page.entries) {
        output.out(`${e.seq}\t${e.at.toString()}\t${e.act}\t${e.by}`);
        for (const d of e.about)
          output.out(
            'payload' in d
              ? `\t${d.subject ?? '-'}\t${JSON.stringify(d.payload)}`
              : `\t${d.subject ?? '-'}\t${
                  output.language === 'nl'
                    ? `gewist onder regel ${d.erased.rule} op ${d.erased.at.toString()}`
                    : `erased under rule ${d.erased.rule} on ${d.erased.at.toString()}`
                }`,
          );
      }
    return 0;
  },
};

/** `journal verify` and `journal list`. */
export const commands: readonly Command[] = [verify, list];
