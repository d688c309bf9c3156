/** The commands of teaching: templates and their versions, files, and teaching from a message by naming its values. */
import { readFile, writeFile } from 'node:fs/promises';
import { type TaughtField, taughtFields } from '#formats';
import { type Command, type Inside, type Output, readFlags } from '#io/command';
import { defang, mayAs, Refused } from '#kernel';
import type { TeachAsked, TemplateRow, Tried } from '../teach.ts';
import type { IntakeHands } from '../work.ts';
import {
  activateTemplate,
  checkTaught,
  fileOf,
  learnFrom,
  listTemplates,
  oneTemplate,
  openToTeach,
  retireTemplate,
  saveTaught,
  taughtFrom,
  templateNamed,
  tryMarks,
  tryTaught,
} from './work.ts';

function wrong(output: Output, text: string, usage: string): number {
  output.err(`bezem: ${text}`);
  output.err(`bezem ${usage}`);
  return 2;
}

const stateWords = {
  nl: { draft: 'concept', active: 'actief', retired: 'ingetrokken' },
  en: { draft: 'draft', active: 'active', retired: 'retired' },
} as const;

function lineOf(t: TemplateRow, output: Output): string {
  const nl = output.language === 'nl';
  const again =
    t.again && !t.again.done_at
      ? `  ${nl ? 'rij opnieuw gelezen' : 'queue read again'} ${t.again.looked}/${t.again.of}`
      : '';
  const warning = t.warns ? `  ! ${t.misses} ${nl ? 'achter elkaar gemist' : 'missed in a row'}` : '';
  return `${t.name.padEnd(24)} v${String(t.version).padEnd(3)} ${stateWords[output.language][t.state].padEnd(11)} ${String(t.reads).padStart(6)} ${nl ? 'gelezen' : 'read'}  ${t.title}${again}${warning}`;
}

function tellTrial(tried: readonly Tried[], output: Output): void {
  const nl = output.language === 'nl';
  for (const one of tried) {
    const { would, now } = one;
    output.out(
      `${would.reads ? '✓' : '✗'} ${one.id}  ${one.received_at}  ${nl ? 'nu' : 'now'}: ${now.format ?? now.state} (${now.findings})  →  ${would.format ?? (nl ? 'handmatig' : 'manual')} (${would.findings})`,
    );
    for (const f of would.first.slice(0, 5)) {
      const what = f.masked
        ? nl
          ? '(niet getoond)'
          : '(not shown)'
        : [f.ip, f.port, f.url ? defang(f.url) : f.host ? defang(f.host) : null, f.other ? defang(f.other) : null]
            .filter((x) => x !== null)
            .join(' ');
      output.out(`    ${f.kind}  ${what}  ${f.seen_at ?? '?'}  ${f.reference ?? ''}`.trimEnd());
    }
  }
  const n = tried.filter((t) => t.would.reads).length;
  output.err(
    nl
      ? `${n} van ${tried.length} berichten gelezen; niets geschreven`
      : `${n} of ${tried.length} messages read; nothing written`,
  );
}

function mayHandle({ actor }: Inside): void {
  if (!mayAs(actor, 'handler')) throw new Refused('request.not-allowed');
}

/** `field=value` words as marks: the value where it first stands below the subject, else in the subject. */
function marksFrom(words: readonly string[], text: string, required: readonly string[]): TeachAsked['marks'] {
  return words.map((w) => {
    const [name = '', rest = ''] = w.split(/=(.*)/s);
    const [value = '', means] = rest.split('=>').map((x) => x.trim());
    if (!(taughtFields as readonly string[]).includes(name))
      throw new Refused('request.invalid', `${name}: one of ${taughtFields.join(', ')}`);
    const below = text.indexOf(value, text.indexOf('\n') + 1);
    const from = below >= 0 ? below : text.indexOf(value);
    if (value === '' || from < 0)
      throw new Refused('request.invalid', `${name}: ${value} does not stand in the message`);
    return {
      field: name as TaughtField,
      from,
      until: from + value.length,
      ...(means ? { means } : {}),
      ...(required.length > 0 ? { required: required.includes(name) } : {}),
    };
  });
}

export function templateCommands(hands: () => Promise<IntakeHands>): readonly Command[] {
  const list: Command = {
    name: 'template list',
    summary: { nl: 'Aangeleerde sjablonen, elke versie', en: 'Taught templates, every version' },
    usage: 'template list [--json]',
    needs: 'member',
    async run(args, output, open) {
      const read = readFlags(args, [], ['json']);
      if (typeof read === 'string' || read.words.length > 0)
        return wrong(output, typeof read === 'string' ? read : `${read.words[0]}?`, this.usage);
      const { world, organisation } = await open();
      const items = await listTemplates(world, organisation);
      if (read.flags.has('json')) output.out(JSON.stringify({ items }));
      else {
        for (const t of items) output.out(lineOf(t, output));
        if (items.length === 0)
          output.err(
            output.language === 'nl'
              ? 'Nog geen sjabloon. Leer er een aan uit een bericht: bezem template teach BERICHT …'
              : 'No template yet. Teach one from a message: bezem template teach MESSAGE …',
          );
      }
      return items.some((t) => t.warns) ? 3 : 0;
    },
  };
  const show: Command = {
    name: 'template show',
    summary: { nl: 'Eén sjabloon: wat het zoekt en waar', en: 'One template: what it looks for and where' },
    usage: 'template show NAME|ID [--json]',
    needs: 'member',
    async run(args, output, open) {
      const read = readFlags(args, [], ['json']);
      const name = typeof read === 'string' ? undefined : read.words[0];
      if (typeof read === 'string' || name === undefined)
        return wrong(output, typeof read === 'string' ? read : 'which template?', this.usage);
      const { world, organisation } = await open();
      const t = await templateNamed(world, organisation, name);
      if (read.flags.has('json')) output.out(JSON.stringify(t));
      else {
        output.out(lineOf(t, output));
        output.out(JSON.stringify(t.template, null, 2));
      }
      return 0;
    },
  };
  const tryFile: Command = {
    name: 'template try',
    summary: {
      nl: 'Probeert een sjabloonbestand op berichten van zijn melders; er wordt niets geschreven',
      en: 'Tries a template file on messages of its senders; nothing is written',
    },
    usage: 'template try FILE [--json]',
    needs: 'member',
    async run(args, output, open) {
      const read = readFlags(args, [], ['json']);
      const file = typeof read === 'string' ? undefined : read.words[0];
      if (typeof read === 'string' || file === undefined)
        return wrong(output, typeof read === 'string' ? read : 'which file?', this.usage);
      const { template } = taughtFrom(await readFile(file, 'utf8'));
      await checkTaught(template);
      const inside = await open();
      mayHandle(inside);
      const lent = await hands();
      try {
        const tried = await tryTaught(inside.world, lent, inside.organisation, template);
        if (read.flags.has('json')) output.out(JSON.stringify({ template, problems: [], tried }));
        else tellTrial(tried, output);
      } finally {
        await lent.readers.close();
      }
      return 0;
    },
  };
  const add: Command = {
    name: 'template add',
    summary: { nl: 'Bewaart een sjabloonbestand als nieuwe versie', en: 'Keeps a template file as a new version' },
    usage: 'template add FILE [--activate] [--json]',
    needs: 'member',
    async run(args, output, open) {
      const read = readFlags(args, [], ['activate', 'json']);
      const file = typeof read === 'string' ? undefined : read.words[0];
      if (typeof read === 'string' || file === undefined)
        return wrong(output, typeof read === 'string' ? read : 'which file?', this.usage);
      const { template } = taughtFrom(await readFile(file, 'utf8'));
      const inside = await open();
      mayHandle(inside);
      const { world, organisation, actor } = inside;
      const id = await saveTaught(world, organisation, template, null, actor);
      if (read.flags.has('activate')) await activateTemplate(world, organisation, id, actor);
      const t = await oneTemplate(world, organisation, id);
      output.out(read.flags.has('json') ? JSON.stringify(t) : lineOf(t, output));
      return 0;
    },
  };
  const teach: Command = {
    name: 'template teach',
    summary: {
      nl: 'Leert een sjabloon aan uit een bericht: veld=waarde, zo vaak als nodig; zonder --save alleen de proef',
      en: 'Teaches a template from a message: field=value, as often as needed; without --save only the trial',
    },
    usage:
      'template teach MESSAGE FIELD=VALUE… --name NAME --kind KIND [--title TEXT] [--required FIELD,…] [--zone ZONE] [--dates day_first|month_first] [--save|--activate] [--json]',
    needs: 'member',
    async run(args, output, open) {
      const read = readFlags(
        args,
        ['name', 'kind', 'title', 'required', 'zone', 'dates'],
        ['save', 'activate', 'json'],
      );
      if (typeof read === 'string') return wrong(output, read, this.usage);
      const flag = (f: string) => {
        const value = read.flags.get(f);
        return typeof value === 'string' && value !== '' ? value : undefined;
      };
      const [message, ...words] = read.words;
      const [name, kind, dates] = [flag('name'), flag('kind'), flag('dates')];
      if (!message || words.length === 0 || !name || !kind)
        return wrong(output, 'message, values, --name and --kind are needed', this.usage);
      if (dates !== undefined && dates !== 'day_first' && dates !== 'month_first')
        return wrong(output, '--dates is day_first or month_first', this.usage);
      const inside = await open();
      mayHandle(inside);
      const { world, organisation, actor } = inside;
      const lent = await hands();
      try {
        const seen = await openToTeach(world, lent, organisation, message, actor);
        const zone = flag('zone');
        const asked: TeachAsked = {
          marks: marksFrom(words, seen.text, flag('required')?.split(',') ?? []),
          about: { name, title: flag('title') ?? name, kind, ...(zone ? { zone } : {}), ...(dates ? { dates } : {}) },
        };
        if (!read.flags.has('save') && !read.flags.has('activate')) {
          const trial = await tryMarks(world, lent, organisation, message, asked);
          if (read.flags.has('json')) output.out(JSON.stringify(trial));
          else {
            for (const p of trial.problems) output.err(`! ${p.field ?? ''} ${p.message} [${p.code}]`);
            tellTrial(trial.tried, output);
          }
          return trial.template ? 0 : 1;
        }
        const { taught, problems } = await learnFrom(world, lent, organisation, message, asked);
        if (!taught) throw new Refused('template.not-enough', problems.map((p) => p.message).join('; '));
        const id = await saveTaught(world, organisation, taught, message as never, actor);
        if (read.flags.has('activate')) await activateTemplate(world, organisation, id, actor);
        const t = await oneTemplate(world, organisation, id);
        output.out(read.flags.has('json') ? JSON.stringify(t) : lineOf(t, output));
        return 0;
      } finally {
        await lent.readers.close();
      }
    },
  };
  const act = (
    name: string,
    summary: Command['summary'],
    run: typeof activateTemplate,
    pick: (all: readonly TemplateRow[]) => TemplateRow | undefined,
  ): Command => ({
    name: `template ${name}`,
    summary,
    usage: `template ${name} NAME|ID [--json]`,
    needs: 'member',
    async run(args, output, open) {
      const read = readFlags(args, [], ['json']);
      const wanted = typeof read === 'string' ? undefined : read.words[0];
      if (typeof read === 'string' || wanted === undefined)
        return wrong(output, typeof read === 'string' ? read : 'which template?', this.usage);
      const inside = await open();
      mayHandle(inside);
      const { world, organisation, actor } = inside;
      const all = (await listTemplates(world, organisation)).filter((t) => t.name === wanted || t.id === wanted);
      const t = pick(all) ?? all[0];
      if (!t) throw new Refused('request.not-found', wanted);
      await run(world, organisation, t.id, actor);
      const after = await oneTemplate(world, organisation, t.id);
      output.out(read.flags.has('json') ? JSON.stringify(after) : lineOf(after, output));
      return 0;
    },
  });
  const exported: Command = {
    name: 'template export',
    summary: { nl: 'Schrijft een sjabloon als bestand om te delen', en: 'Writes a template as a file to share' },
    usage: 'template export NAME|ID [--out FILE]',
    needs: 'member',
    async run(args, output, open) {
      const read = readFlags(args, ['out'], []);
      const name = typeof read === 'string' ? undefined : read.words[0];
      if (typeof read === 'string' || name === undefined)
        return wrong(output, typeof read === 'string' ? read : 'which template?', this.usage);
      const { world, organisation } = await open();
      const text = `${JSON.stringify(fileOf(await templateNamed(world, organisation, name)), null, 2)}\n`;
      const out = read.flags.get('out');
      if (typeof out === 'string') await writeFile(out, text, { flag: 'wx' });
      else output.out(text.trimEnd());
      return 0;
    },
  };
  return [
    list,
    show,
    teach,
    tryFile,
    add,
    act(
      'activate',
      { nl: 'Laat de nieuwste versie voortaan lezen', en: 'Lets the newest version read from now on' },
      activateTemplate,
      (all) => all.find((t) => t.state !== 'active'),
    ),
    act(
      'retire',
      { nl: 'Laat een sjabloon niet meer lezen', en: 'Lets a template read no more' },
      retireTemplate,
      (all) => all.find((t) => t.state === 'active'),
    ),
    exported,
  ];
}
