/** Commands of requests for data. */
import { readFile } from 'node:fs/promises';
import { type Command, readFlags } from '#io/command';
import { Refused } from '#kernel';
import { askDisclosure, disclosureActs } from './request.ts';
import { disclosureActBody } from './shapes.ts';
import { disclosureStateWords } from './words.ts';
import { actOnDisclosure, queueOfDisclosures, showDisclosure, takeDisclosure } from './work.ts';

const wrong = (issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[]) =>
  new Refused('request.invalid', issues.map((i) => `${i.path.join('.')}: ${i.message}`).join('; '));

const list: Command = {
  name: 'disclosure list',
  summary: {
    nl: 'Verzoeken om gegevens; eindigt met 3 als er een te laat is',
    en: 'Requests for data; exits with 3 where one is overdue',
  },
  usage: 'disclosure list [--all] [--json]',
  needs: 'member',
  async run(args, output, open) {
    const read = readFlags(args, [], ['all', 'json']);
    if (typeof read === 'string' || read.words.length > 0) throw new Refused('usage.wrong', this.usage);
    const { world, organisation } = await open();
    const rows = await world.db.in(organisation, (tx) => queueOfDisclosures(tx, !read.flags.has('all'), 1000));
    const l = output.language;
    if (read.flags.has('json')) output.out(JSON.stringify({ items: rows }));
    else
      for (const r of rows)
        output.out(
          [
            r.number ?? r.id,
            `${r.late ? '! ' : ''}${r.due_at ?? '–'}`,
            disclosureStateWords[r.state][l],
            r.kind_words[l],
          ].join('  '),
        );
    return rows.some((r) => r.late) ? 3 : 0;
  },
};

const show: Command = {
  name: 'disclosure show',
  summary: {
    nl: 'Eén verzoek om gegevens; het lezen wordt vastgelegd',
    en: 'One request for data; reading it is recorded',
  },
  usage: 'disclosure show ID [--json]',
  needs: 'member',
  async run(args, output, open) {
    const read = readFlags(args, [], ['json']);
    if (typeof read === 'string' || read.words.length !== 1) throw new Refused('usage.wrong', this.usage);
    const { world, organisation, actor } = await open();
    const d = await world.db.in(organisation, (tx) => showDisclosure(world, tx, read.words[0] ?? '', actor));
    if (read.flags.has('json')) {
      output.out(JSON.stringify(d));
      return 0;
    }
    const l = output.language;
    output.out(`${d.number ?? d.id}  ${disclosureStateWords[d.state][l]}  ${d.kind_words[l]}  (${d.basis})`);
    output.out(`  ${d.seeker?.name ?? '–'}: ${d.reason ?? '–'}`);
    for (const about of d.about) output.out(`  ${about}`);
    for (const h of d.history) output.out(`  ${h.at}  ${h.words[l]}  ${h.by}${h.text ? `: ${h.text}` : ''}`);
    output.err(`${l === 'nl' ? 'U kunt' : 'You may'}: ${d.acts.join(', ')}`);
    return 0;
  },
};

const add: Command = {
  name: 'disclosure add',
  summary: { nl: 'Neemt een verzoek om gegevens aan (JSON)', en: 'Takes a request for data in (JSON)' },
  usage: 'disclosure add FILE [--json]',
  needs: 'member',
  async run(args, output, open) {
    const read = readFlags(args, [], ['json']);
    if (typeof read === 'string' || read.words.length !== 1) throw new Refused('usage.wrong', this.usage);
    const given = askDisclosure.safeParse(JSON.parse(await readFile(read.words[0] ?? '', 'utf8')));
    if (!given.success) throw wrong(given.error.issues);
    const { world, organisation, actor } = await open();
    const made = await takeDisclosure(world, organisation, given.data, actor);
    output.out(read.flags.has('json') ? JSON.stringify(made) : `${made.number}  ${made.id}`);
    return 0;
  },
};

const act: Command = {
  name: 'disclosure act',
  summary: {
    nl: `Een handeling op een verzoek: ${disclosureActs.join(', ')}; toets en besluit als JSON`,
    en: `An act on a request: ${disclosureActs.join(', ')}; test and decision as JSON`,
  },
  usage: 'disclosure act ID ACT [FILE] [--text TEXT] [--party ID] [--json]',
  needs: 'member',
  async run(args, output, open) {
    const read = readFlags(args, ['text', 'party'], ['json']);
    if (typeof read === 'string' || read.words.length < 2 || read.words.length > 3)
      throw new Refused('usage.wrong', this.usage);
    const [id = '', name = '', file] = read.words;
    const [text, party] = [read.flags.get('text'), read.flags.get('party')];
    const given = disclosureActBody.safeParse({
      ...(file ? (JSON.parse(await readFile(file, 'utf8')) as object) : {}),
      ...(typeof text === 'string' ? { text } : {}),
      ...(typeof party === 'string' ? { party } : {}),
    });
    if (!given.success) throw wrong(given.error.issues);
    const { world, organisation, actor } = await open();
    const d = await world.db.in(organisation, async (tx) => {
      await actOnDisclosure(world, tx, id, name, given.data, actor);
      return showDisclosure(world, tx, id, actor);
    });
    output.out(
      read.flags.has('json')
        ? JSON.stringify(d)
        : `${d.number ?? d.id}  ${disclosureStateWords[d.state][output.language]}`,
    );
    return 0;
  },
};

export const commands: readonly Command[] = [list, show, add, act];
