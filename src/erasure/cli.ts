/** Commands of erasure. */
import { type Command, readFlags } from '#io/command';
import { mayAs, Refused } from '#kernel';
import { loadLaw } from '#law/work';
import { places } from './places.ts';
import { privacyFile } from './privacy.ts';
import { type ErasureCounts, erasureRuleIds, erasureRules, isErasureRule } from './rule.ts';
import { erasuresOf, rowCounts } from './store.ts';
import { eraseParty, previewParty } from './work.ts';

const privacy: Command = {
  name: 'privacy',
  summary: {
    nl: 'Welke persoonsgegevens worden bewaard, op welke grond, hoe lang, waar, en hoeveel het er zijn',
    en: 'Which personal data are kept, on which ground, how long, where, and how many there are',
  },
  usage: 'privacy [--json]',
  needs: 'member',
  async run(args, output, inside) {
    const read = readFlags(args, [], ['json']);
    if (typeof read === 'string' || read.words.length > 0) throw new Refused('usage.wrong', this.usage);
    const { world, organisation, actor } = await inside();
    if (!mayAs(actor, 'admin')) throw new Refused('request.not-allowed');
    const counts = await world.db.in(organisation, (tx) => rowCounts(tx, Object.keys(places)));
    const law = await loadLaw();
    const file = privacyFile([...law.retention.values()], counts, world.clock.now().toString().slice(0, 10));
    if (read.flags.has('json')) {
      output.out(JSON.stringify(file));
      return 0;
    }
    const l = output.language;
    for (const c of file.classes)
      output.out([c.id, c.title[l], `${c.keep.count} ${c.keep.unit} < ${c.from}`, c.ends, c.basis, c.mark].join('  '));
    output.out('');
    for (const p of file.places)
      output.out(`${String(p.rows).padStart(8)}  ${p.table}  ${Object.keys(p.erased).join(' ') || '–'}`);
    return 0;
  },
};

const erase: Command = {
  name: 'erase party',
  summary: {
    nl: 'Wist een partij: gegevens, zouten en sleutels; zonder --yes alleen wat er zou verdwijnen',
    en: 'Erases a party: data, salts and keys; without --yes only shows what would go',
  },
  usage: `erase party ID --rule ${erasureRuleIds.join('|')} [--yes] [--json]`,
  needs: 'member',
  async run(args, output, inside) {
    const read = readFlags(args, ['rule'], ['yes', 'json']);
    if (typeof read === 'string') throw new Refused('usage.wrong', `${read}. ${this.usage}`);
    const [id, ...rest] = read.words;
    const rule = read.flags.get('rule');
    if (!id || rest.length > 0 || !isErasureRule(rule)) throw new Refused('usage.wrong', this.usage);
    const { world, organisation, actor } = await inside();
    if (!mayAs(actor, 'admin')) throw new Refused('request.not-allowed');
    const nl = output.language === 'nl';
    const show = (counts: ErasureCounts, erasure: string | null, at: string) => {
      if (read.flags.has('json'))
        output.out(JSON.stringify({ id: erasure, subject: id, rule, basis: erasureRules[rule].basis, at, counts }));
      else for (const [name, n] of Object.entries(counts)) if (n > 0) output.out(`${String(n).padStart(8)}  ${name}`);
    };
    if (!read.flags.has('yes')) {
      show(await previewParty(world, organisation, id, rule, actor), null, world.clock.now().toString());
      output.err(
        nl
          ? 'Er is niets gewist. Wissen kan niet ongedaan worden gemaakt; zeg --yes om het te doen.'
          : 'Nothing was erased. Erasing cannot be undone; say --yes to do it.',
      );
      return 3;
    }
    const { erasure, counts } = await eraseParty(world, organisation, id, rule, actor);
    show(counts, erasure.id, erasure.at.toString());
    return 0;
  },
};

const list: Command = {
  name: 'erase list',
  summary: { nl: 'Wat is gewist, onder welke regel en wanneer', en: 'What was erased, under which rule and when' },
  usage: 'erase list [--json]',
  needs: 'member',
  async run(args, output, inside) {
    const read = readFlags(args, [], ['json']);
    if (typeof read === 'string' || read.words.length > 0) throw new Refused('usage.wrong', this.usage);
    const { world, organisation } = await inside();
    const all = await world.db.in(organisation, erasuresOf);
    if (read.flags.has('json'))
      output.out(
        JSON.stringify({
          items: all.map((e) => ({
            id: e.id,
            subject: e.subject,
            rule: e.rule,
            at: e.at.toString(),
            by: e.by,
            counts: e.counts,
          })),
        }),
      );
    else for (const e of all) output.out(`${e.at.toString()}\t${e.subject}\t${e.rule}\t${e.by}`);
    return 0;
  },
};

/** `erase party`, `erase list` and `privacy`. */
export const commands: readonly Command[] = [erase, list, privacy];
