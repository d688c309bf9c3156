/** Commands of letters. */
import { type Command, type Inside, type Output, readFlags } from '#io/command';
import type { Tx } from '#io/db';
import type { World } from '#io/world';
import { type Actor, mayAs, type ProblemCode, problems, Refused, timeForPeople } from '#kernel';
import { loadLaw } from '#law/work';
import type { RulesHanded } from './api/rules.ts';
import { settleTrial } from './api.ts';
import { rulesCommands } from './cli/rules.ts';
import { letterStates } from './letter.ts';
import { lineOfAnswer, lineOfLetter } from './line.ts';
import { houseOf, letterById, letterViews, listLetters } from './store.ts';
import { type Letter, readLetter, replayLetter, sendNow, undoLetter, withSubjects } from './work.ts';

export interface LetterCommandsHanded extends RulesHanded {
  readonly onUndone?: (world: World, tx: Tx, letter: Letter, by: Actor) => Promise<void>;
}

const letters: Command = {
  name: 'letters',
  summary: {
    nl: 'Brieven, de nieuwste eerst; eindigt met 3 als er een niet is aangekomen of vastzit',
    en: 'Letters, the newest first; exits with 3 where one did not arrive or is stuck',
  },
  usage: 'letters [--state waiting|trial|unanswered|complained|STATE] [--limit N] [--json]',
  needs: 'member',
  async run(args, output, inside) {
    const flags = readFlags(args, ['state', 'limit'], ['json']);
    if (typeof flags === 'string') {
      output.err(flags);
      return 2;
    }
    const asked = flags.flags.get('state');
    const state = letterStates.find((s) => s === asked) ?? letterViews.find((v) => v === asked);
    const limit = Number(flags.flags.get('limit') ?? 50);
    if (asked !== undefined && !state) {
      output.err(`--state should be one of: ${[...letterViews, ...letterStates].join(', ')}`);
      return 2;
    }
    if (!Number.isSafeInteger(limit) || limit < 1 || limit > 10_000) {
      output.err('--limit should be a number from 1 to 10000');
      return 2;
    }
    const { world, organisation, actor } = await inside();
    const law = await loadLaw();
    const { lines, zone } = await world.db.in(organisation, async (tx) => {
      const found = await listLetters(tx, { limit, ...(state ? { state } : {}) });
      const told = mayAs(actor, 'handler')
        ? await withSubjects(world, tx, found)
        : found.map((letter) => ({ letter, to: null, subject: null }));
      return { lines: told, zone: (await houseOf(tx)).zone };
    });
    if (flags.flags.has('json'))
      output.out(
        JSON.stringify({ items: lines.map((l) => lineOfLetter(l.letter, law.letters.get(l.letter.template), l)) }),
      );
    else {
      for (const { letter, to, subject } of lines)
        output.out(
          [
            letter.id,
            letter.state.padEnd(9),
            timeForPeople(letter.sentAt ?? letter.notBefore, zone, output.language),
            to ?? '–',
            subject ?? law.letters.get(letter.template)?.title[output.language] ?? letter.template,
            ...(letter.why ? [`(${letter.why})`] : []),
          ].join('  '),
        );
      if (lines.length === 0) output.err(output.language === 'nl' ? 'Geen brieven.' : 'No letters.');
    }
    const stuck = lines.some(({ letter: l }) => l.state === 'bounced' || l.state === 'failed' || l.why === 'mail.off');
    return stuck ? 3 : 0;
  },
};

const show: Command = {
  name: 'letter show',
  summary: { nl: 'Toon een brief; het lezen komt in het logboek', en: 'Show a letter; reading it is journalled' },
  usage: 'letter show ID [--json]',
  needs: 'member',
  async run(args, output, inside) {
    const flags = readFlags(args, [], ['json']);
    const id = typeof flags === 'string' ? undefined : flags.words[0];
    if (typeof flags === 'string' || id === undefined) {
      output.err(typeof flags === 'string' ? flags : `usage: ${show.usage}`);
      return 2;
    }
    const { world, organisation, actor } = await inside();
    const law = await loadLaw();
    const { read, zone } = await world.db.in(organisation, async (tx) => ({
      read: await readLetter(world, tx, id, actor),
      zone: (await houseOf(tx)).zone,
    }));
    const line = lineOfLetter(read.letter, law.letters.get(read.letter.template), read.words);
    if (flags.flags.has('json')) {
      output.out(
        JSON.stringify({
          ...line,
          erased: read.words === null,
          text: read.words?.text ?? null,
          attempts: read.attempts.map((a) => ({ ...a, at: a.at.toString() })),
          answers: read.answers.map((a) => lineOfAnswer(a.answer, a.text)),
        }),
      );
      return 0;
    }
    const nl = output.language === 'nl';
    output.out(`${line.id}  ${line.state}  ${nl ? 'versie' : 'version'} ${line.version}  ${line.template}`);
    if (!read.words)
      output.out(nl ? 'De woorden van deze brief zijn gewist.' : 'The words of this letter were erased.');
    else {
      output.out(`${nl ? 'Aan' : 'To'}: ${read.words.to}`);
      output.out(`${nl ? 'Onderwerp' : 'Subject'}: ${read.words.subject}`);
      for (const a of read.words.attachments)
        output.out(`${nl ? 'Bijlage' : 'Attachment'}: ${a.name} (${a.bytes.length} bytes)`);
      output.out('');
      output.out(read.words.text);
    }
    for (const a of read.attempts)
      output.out(`${timeForPeople(a.at, zone, output.language)}  ${a.outcome}  ${a.response ?? ''}`);
    for (const a of read.answers)
      output.out(`${timeForPeople(a.answer.receivedAt, zone, output.language)}  ${a.answer.kind}  ${a.text ?? ''}`);
    return 0;
  },
};

/** Commands of this room, with what main hands in. */
export function letterCommands(handed: LetterCommandsHanded = {}): readonly Command[] {
  const undo: Command = {
    name: 'letter undo',
    summary: { nl: 'Haal een brief terug die nog wacht', en: 'Take back a letter that still waits' },
    usage: 'letter undo ID [--version N]',
    needs: 'member',
    async run(args, output, inside) {
      const flags = readFlags(args, ['version'], ['json']);
      const id = typeof flags === 'string' ? undefined : flags.words[0];
      if (typeof flags === 'string' || id === undefined) {
        output.err(typeof flags === 'string' ? flags : `usage: ${undo.usage}`);
        return 2;
      }
      const { world, organisation, actor } = await inside();
      const given = flags.flags.get('version');
      const version =
        given === undefined ? (await world.db.in(organisation, (tx) => letterById(tx, id)))?.version : Number(given);
      if (version === undefined) throw new Refused('request.not-found');
      const letter = await undoLetter(world, organisation, id, version, actor, handed.onUndone);
      if (flags.flags.has('json')) output.out(JSON.stringify({ id: letter.id, state: letter.state }));
      else output.out(`${letter.id}  ${letter.state}`);
      return 0;
    },
  };
  const send: Command = {
    name: 'letter send',
    summary: {
      nl: 'Laat een wachtende brief nu gaan; vlak voor vertrek wordt hij nog gecontroleerd',
      en: 'Lets a waiting letter go now; it is still checked just before it leaves',
    },
    usage: 'letter send ID [--version N] [--json]',
    needs: 'member',
    async run(args, output, inside) {
      const flags = readFlags(args, ['version'], ['json']);
      const id = typeof flags === 'string' ? undefined : flags.words[0];
      if (typeof flags === 'string' || id === undefined) {
        output.err(typeof flags === 'string' ? flags : `usage: ${send.usage}`);
        return 2;
      }
      const { world, organisation, actor } = await inside();
      if (!mayAs(actor, 'handler')) throw new Refused('request.not-allowed');
      const given = flags.flags.get('version');
      const letter = await world.db.in(organisation, async (tx) => {
        const version = given === undefined ? (await letterById(tx, id))?.version : Number(given);
        if (version === undefined) throw new Refused('request.not-found');
        await sendNow(world, tx, id, version, actor);
        return letterById(tx, id);
      });
      if (!letter) throw new Refused('request.not-found');
      if (flags.flags.has('json')) output.out(JSON.stringify({ id: letter.id, state: letter.state }));
      else output.out(`${letter.id}  ${letter.state}`);
      return 0;
    },
  };
  const release: Command = {
    name: 'letter release',
    summary: { nl: 'Laat een brief gaan die op proef staat', en: 'Let a letter go that is held for trial' },
    usage: 'letter release ID|--all [--json]',
    needs: 'member',
    run: (args, output, inside) => settle('release', args, output, inside, release.usage),
  };
  const drop: Command = {
    name: 'letter drop',
    summary: { nl: 'Gooi een brief weg die op proef staat', en: 'Drop a letter that is held for trial' },
    usage: 'letter drop ID|--all [--json]',
    needs: 'member',
    run: (args, output, inside) => settle('drop', args, output, inside, drop.usage),
  };
  const settle = async (
    act: 'release' | 'drop',
    args: readonly string[],
    output: Output,
    inside: () => Promise<Inside>,
    usage: string,
  ): Promise<number> => {
    const flags = readFlags(args, [], ['all', 'json']);
    if (typeof flags === 'string' || (flags.words.length === 0) !== flags.flags.has('all')) {
      output.err(typeof flags === 'string' ? flags : `usage: ${usage}`);
      return 2;
    }
    const { world, organisation, actor } = await inside();
    const ids = flags.flags.has('all') ? undefined : flags.words;
    const result = await settleTrial(world, organisation, act, ids, actor, handed);
    if (flags.flags.has('json')) output.out(JSON.stringify(result));
    else {
      for (const id of result.done) output.out(`${id}  ${act}`);
      for (const r of result.refused) output.err(`${r.id}  ${problems[r.code as ProblemCode][output.language]}`);
    }
    return result.refused.length > 0 ? 1 : 0;
  };
  const replay: Command = {
    name: 'letter replay',
    summary: { nl: 'Stuur een brief nog eens naar zijn webhook', en: 'Send a letter to its webhook once more' },
    usage: 'letter replay ID',
    needs: 'member',
    async run(args, output, inside) {
      const id = args[0];
      if (id === undefined || args.length > 1) {
        output.err(`usage: ${replay.usage}`);
        return 2;
      }
      const { world, organisation, actor } = await inside();
      await world.db.in(organisation, (tx) => replayLetter(world, tx, id, actor));
      output.out(id);
      return 0;
    },
  };
  return [letters, show, undo, send, release, drop, replay, ...rulesCommands(handed)];
}

export const commands: readonly Command[] = letterCommands();
