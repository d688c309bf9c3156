/** Commands of bans and of the return check. What may not stand in a shell's history is given in a file. */
import { readFile } from 'node:fs/promises';
import { type Command, type Flags, readFlags } from '#io/command';
import { Refused } from '#kernel';
import { banActs, banInput, banStateWords, returnStateWords } from './ban.ts';
import { lineWords, verdictWords } from './returns.ts';
import { returnSubjectInput, subjectOf } from './shapes.ts';
import {
  actOnBan,
  actOnReturn,
  addBan,
  type BanHands,
  bansPage,
  returnCheck,
  returnsPage,
  showBan,
  showReturn,
} from './work.ts';

const wrong = (issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[]) =>
  new Refused('request.invalid', issues.map((i) => `${i.path.join('.')}: ${i.message}`).join('; '));
const read = (
  command: Command,
  args: readonly string[],
  values: readonly string[],
  least: number,
  most: number,
): Flags => {
  const found = readFlags(args, values, ['json', 'all']);
  if (typeof found === 'string' || found.words.length < least || found.words.length > most)
    throw new Refused('usage.wrong', command.usage);
  return found;
};
const text = (f: Flags, name: string): string | undefined => {
  const value = f.flags.get(name);
  return typeof value === 'string' ? value : undefined;
};
const json = async (file: string): Promise<unknown> => {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch (cause) {
    throw new Refused('request.invalid', `${file}: ${(cause as Error).message}`);
  }
};
const signed = (n: number) => `${n < 0 ? '−' : '+'}${Math.abs(n)}`;

const list: Command = {
  name: 'ban list',
  summary: {
    nl: 'Uitsluitingen, de betwiste bovenaan; eindigt met 3 als er een betwist is',
    en: 'Bans, contested ones on top; exits with 3 where one is contested',
  },
  usage: 'ban list [--all] [--json]',
  needs: 'member',
  async run(args, output, open) {
    const given = read(this, args, [], 0, 0);
    const { world, organisation } = await open();
    const page = await world.db.in(organisation, (tx) => bansPage(tx, !given.flags.has('all'), 1000));
    const l = output.language;
    if (given.flags.has('json')) output.out(JSON.stringify(page));
    else
      for (const b of page.items)
        output.out(
          [
            b.number ?? b.id,
            banStateWords[b.state][l],
            b.ground_words[l],
            b.party?.name ?? b.party?.reference ?? '–',
            `→ ${b.expires_at.slice(0, 10)}`,
          ].join('  '),
        );
    if (page.acceptance.alarm)
      output.err(
        l === 'nl'
          ? `Mensen namen ${page.acceptance.same} van ${page.acceptance.decided} voorstellen over: wordt er nog besloten?`
          : `People accepted ${page.acceptance.same} of ${page.acceptance.decided} proposals: is anybody still deciding?`,
      );
    return page.items.some((b) => b.state === 'contested') ? 3 : 0;
  },
};

const show: Command = {
  name: 'ban show',
  summary: { nl: 'Eén uitsluiting; het lezen wordt vastgelegd', en: 'One ban; reading it is recorded' },
  usage: 'ban show ID [--json]',
  needs: 'member',
  async run(args, output, open) {
    const given = read(this, args, [], 1, 1);
    const { world, organisation, actor } = await open();
    const b = await world.db.in(organisation, (tx) => showBan(world, tx, given.words[0] ?? '', actor));
    const l = output.language;
    if (given.flags.has('json')) {
      output.out(JSON.stringify(b));
      return 0;
    }
    output.out(`${b.number ?? b.id}  ${banStateWords[b.state][l]}  ${b.ground_words[l]}  (${b.article})`);
    output.out(`  ${b.facts ?? '–'}`);
    for (const k of b.kept) output.out(`  ${k.words[l]}: ${k.count}`);
    for (const c of b.contests)
      output.out(`  ${c.received_at}  ${c.text ?? '–'}  ${c.outcome ?? ''} ${c.answer ?? ''}`);
    output.err(`${l === 'nl' ? 'U kunt' : 'You may'}: ${b.may.join(', ')}`);
    return 0;
  },
};

const add = (hands: () => Promise<BanHands>): Command => ({
  name: 'ban add',
  summary: {
    nl: 'Sluit een klant uit; kenmerken buiten de eigen administratie staan in een JSON-bestand',
    en: 'Bans a customer; identifiers beyond our own records stand in a JSON file',
  },
  usage:
    'ban add [FILE] [--party ID] [--decision ID] [--ground G] [--facts TEXT] [--months N] [--address MAIL] [--untold WHY] [--json]',
  needs: 'member',
  async run(args, output, open) {
    const given = read(this, args, ['party', 'decision', 'ground', 'facts', 'months', 'address', 'untold'], 0, 1);
    const file = given.words[0];
    const names = ['party', 'decision', 'ground', 'facts', 'address', 'untold'] as const;
    const input = banInput.safeParse({
      ...(file ? ((await json(file)) as object) : {}),
      ...Object.fromEntries(names.flatMap((n) => (text(given, n) === undefined ? [] : [[n, text(given, n)]]))),
      ...(text(given, 'months') ? { months: Number(text(given, 'months')) } : {}),
    });
    if (!input.success) throw wrong(input.error.issues);
    const { world, organisation, actor } = await open();
    const made = await world.db.in(organisation, async (tx) =>
      showBan(world, tx, await addBan(world, tx, await hands(), input.data, actor), actor),
    );
    output.out(given.flags.has('json') ? JSON.stringify(made) : `${made.number}  ${made.id}`);
    return 0;
  },
});

const acts: readonly Command[] = banActs
  .filter((a) => a !== 'expire')
  .map((act) => ({
    name: `ban ${act}`,
    summary: {
      contest: {
        nl: 'Legt een bezwaar van de uitgesloten persoon vast',
        en: 'Records an objection of the banned person',
      },
      reject: {
        nl: 'Wijst een bezwaar af; door een ander dan wie uitsloot',
        en: 'Rejects a contest; by another than who banned',
      },
      uphold: { nl: 'Geeft een bezwaar gelijk en heft op', en: 'Upholds a contest and lifts the ban' },
      lift: { nl: 'Heft een uitsluiting op', en: 'Lifts a ban' },
    }[act],
    usage: `ban ${act} ID --reason TEXT [--json]`,
    needs: 'member',
    async run(args, output, open) {
      const given = read(this, args, ['reason'], 1, 1);
      const { world, organisation, actor } = await open();
      const b = await world.db.in(organisation, async (tx) => {
        await actOnBan(world, tx, given.words[0] ?? '', act, { reason: text(given, 'reason') ?? '' }, actor);
        return showBan(world, tx, given.words[0] ?? '', actor);
      });
      output.out(
        given.flags.has('json') ? JSON.stringify(b) : `${b.number ?? b.id}  ${banStateWords[b.state][output.language]}`,
      );
      return 0;
    },
  }));

const check: Command = {
  name: 'return-check',
  summary: {
    nl: 'Lijkt een aanvrager op een uitgesloten klant? De gegevens staan in een JSON-bestand; eindigt met 3 als iemand moet kijken',
    en: 'Does an applicant look like a banned customer? The data stand in a JSON file; exits with 3 where somebody must look',
  },
  usage: 'return-check FILE [--json]',
  needs: 'member',
  async run(args, output, open) {
    const given = read(this, args, [], 1, 1);
    const subject = returnSubjectInput.safeParse(await json(given.words[0] ?? ''));
    if (!subject.success) throw wrong(subject.error.issues);
    const { world, organisation, actor } = await open();
    const found = await world.db.in(organisation, (tx) =>
      returnCheck(world, tx, subjectOf(subject.data), 'onboarding', actor),
    );
    const l = output.language;
    if (given.flags.has('json')) output.out(JSON.stringify(found));
    else {
      output.out(`${verdictWords[found.verdict][l]}  (${found.article ?? '–'})`);
      for (const h of found.hits) {
        output.out(`  ${h.match}  ${h.ban}  ${h.points}`);
        for (const line of h.lines)
          output.out(
            `    ${signed(line.points)}  ${lineWords(line.kind)[l]}${line.asked ? `: ${line.asked} ~ ${line.banned} (${line.likeness?.toFixed(2)})` : ''}`,
          );
      }
    }
    return found.verdict === 'pass' ? 0 : 3;
  },
};

const matches: Command = {
  name: 'return-check list',
  summary: {
    nl: 'Wie op een uitgesloten klant lijkt en op een mens wacht; eindigt met 3 als er iets wacht',
    en: 'Who looks like a banned customer and waits for a person; exits with 3 where anything waits',
  },
  usage: 'return-check list [--all] [--json]',
  needs: 'member',
  async run(args, output, open) {
    const given = read(this, args, [], 0, 0);
    const { world, organisation } = await open();
    const items = await world.db.in(organisation, (tx) =>
      returnsPage(tx, { waiting: !given.flags.has('all'), limit: 1000 }),
    );
    const l = output.language;
    if (given.flags.has('json')) output.out(JSON.stringify({ items }));
    else
      for (const m of items)
        output.out(
          [m.id, returnStateWords[m.state][l], m.party?.name ?? '–', m.ban_number ?? m.ban, m.kinds.join(' ')].join(
            '  ',
          ),
        );
    return items.some((m) => m.state === 'open' || m.state === 'under_review') ? 3 : 0;
  },
};

const decide: Command = {
  name: 'return-check decide',
  summary: {
    nl: 'Wat een mens van een treffer vindt: take, confirm, reject, reopen, met een eigen reden',
    en: 'What a person says of a match: take, confirm, reject, reopen, with a reason of one’s own',
  },
  usage: 'return-check decide ID take|confirm|reject|reopen [--reason TEXT] [--json]',
  needs: 'member',
  async run(args, output, open) {
    const given = read(this, args, ['reason'], 2, 2);
    const [id = '', name = ''] = given.words;
    if (name !== 'take' && name !== 'confirm' && name !== 'reject' && name !== 'reopen')
      throw new Refused('usage.wrong', this.usage);
    const { world, organisation, actor } = await open();
    const m = await world.db.in(organisation, async (tx) => {
      await actOnReturn(world, tx, id, name, { reason: text(given, 'reason') ?? '' }, actor);
      return showReturn(world, tx, id, actor);
    });
    output.out(given.flags.has('json') ? JSON.stringify(m) : `${m.id}  ${returnStateWords[m.state][output.language]}`);
    return 0;
  },
};

/** Commands of this room. */
export const commands = (hands: () => Promise<BanHands>): readonly Command[] => [
  add(hands),
  list,
  show,
  ...acts,
  matches,
  decide,
  check,
];
