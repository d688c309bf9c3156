/** Plugs doors into rooms and starts what was asked for: the only place that knows everything. */
import { resolve } from 'node:path';
import { type Check, checks, runChecks, runTests } from '#io/checks';
import type { Command, Inside, Output } from '#io/command';
import { readConfig } from '#io/config';
import { generateSchema } from '#io/generate';
import { openWorld, type Started } from '#io/start';
import { engine, Fault, type Id, type Language, languages, problems, Refused } from '#kernel';
import { memberFor, organisationBySlug } from '#organisations/work';

/** Flags every command takes; they are read here and taken out of the rest. */
const globals = { value: ['as', 'org', 'lang'], bare: [] as string[] } as const;

function takeGlobals(args: readonly string[]): { rest: string[]; given: Map<string, string> } {
  const rest: string[] = [];
  const given = new Map<string, string>();
  for (let i = 0; i < args.length; i++) {
    const found = /^--(as|org|lang)(?:=(.*))?$/s.exec(args[i] ?? '');
    if (!found || !(globals.value as readonly string[]).includes(found[1] ?? '')) rest.push(args[i] ?? '');
    else given.set(found[1] ?? '', found[2] ?? args[++i] ?? '');
  }
  return { rest, given };
}

// Who reads us may stop reading (`| head`): that is no fault of ours, and nobody is left to hear of it.
for (const stream of [process.stdout, process.stderr])
  stream.on('error', (fault: NodeJS.ErrnoException) => {
    if (fault.code === 'EPIPE') process.exit(0);
    throw fault;
  });

/** Nothing a stranger wrote may steer the terminal it is printed on: control characters are shown, not obeyed. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is shown here
const tame = (line: string) => line.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, '\u2426');

function outputOf(language: Language): Output {
  const terminal = process.stderr.isTTY === true;
  let shown = false;
  let last = 0;
  const clear = () => {
    if (shown && terminal) process.stderr.write('\r\u001b[K');
    shown = false;
  };
  return {
    language,
    colour: process.stdout.isTTY === true && !process.env['NO_COLOR'],
    out: (line) => {
      clear();
      process.stdout.write(`${tame(line)}\n`);
    },
    err: (line) => {
      clear();
      process.stderr.write(`${tame(line)}\n`);
    },
    progress: (line) => {
      const now = performance.now();
      if (terminal) {
        if (now - last < 80) return;
        process.stderr.write(`\r\u001b[K${tame(line).slice(0, (process.stderr.columns || 100) - 1)}`);
        shown = true;
      } else if (now - last >= 10_000) process.stderr.write(`${tame(line)}\n`);
      else return;
      last = now;
    },
  };
}

function help(commands: readonly Command[], language: Language): string {
  const width = Math.max(...commands.map((c) => c.name.length));
  return [
    language === 'nl'
      ? 'bezem OPDRACHT [--org SLUG] [--as MEDEWERKER] [--lang nl|en]'
      : 'bezem COMMAND [--org SLUG] [--as MEMBER] [--lang nl|en]',
    '',
    ...commands.map((c) => `  ${c.name.padEnd(width)}  ${c.summary[language]}`),
    '',
    language === 'nl' ? 'Begin met: bezem demo' : 'Begin with: bezem demo',
  ].join('\n');
}

async function main(): Promise<number> {
  const { rest, given } = takeGlobals(process.argv.slice(2));
  const wanted = given.get('lang') ?? process.env['BEZEM_LANG'] ?? 'en';
  const language = languages.find((l) => l === wanted) ?? 'en';
  const output = outputOf(language);
  // The rooms are plugged together only for commands that need them: tests and checks start at once.
  const early = builtIn.find((c) => c.name === rest[0]);
  const commands = early ? builtIn : builtIn.concat((await import('./plan.ts')).allCommands());
  const [first = 'help', second] = rest;
  const command = commands.find((c) => c.name === `${first} ${second}`) ?? commands.find((c) => c.name === first);
  if (!command || first === 'help' || first === '--help' || first === '-h') {
    const asked = first === 'help' || first === '--help' || first === '-h';
    if (!asked)
      output.err(
        language === 'nl' ? `bezem: er is geen opdracht "${first}".` : `bezem: there is no command "${first}".`,
      );
    (asked ? output.out : output.err)(help(commands, language));
    return asked ? 0 : 2;
  }
  const args = rest.slice(command.name.split(' ').length);
  if (args.includes('--help')) {
    output.out(`bezem ${command.usage}\n${command.summary[language]}`);
    return 0;
  }
  let started: Started | undefined;
  const inside = async (): Promise<Inside> => {
    const config = readConfig();
    started = await openWorld(config, { say: (what) => output.err(`… ${what}`) });
    const world = started.world;
    if (command.needs === 'world') return { world, config, organisation: '' as Id<'org'>, actor: engine };
    const organisation = await organisationBySlug(world, given.get('org'));
    const as = given.get('as') ?? config.member;
    if (!as) throw new Refused('member.needed');
    const member = await memberFor(world, organisation, as);
    if (!member) throw new Refused('member.needed', as);
    return {
      world,
      config,
      organisation,
      actor: { kind: 'member', id: member.id, role: member.role, name: member.name },
    };
  };
  try {
    return await command.run(args, output, inside);
  } catch (cause) {
    return say(cause, output);
  } finally {
    // The embedded database of a command that began it ends with it, so that nothing runs on unseen.
    await started?.close({ database: true });
  }
}

function say(cause: unknown, output: Output): number {
  if (cause instanceof Refused) {
    const p = problems[cause.refusal.code];
    output.err(
      `bezem: ${p[output.language]}${cause.refusal.detail ? ` ${cause.refusal.detail}` : ''} [${cause.refusal.code}]`,
    );
    return p.exit;
  }
  const seen: string[] = [];
  for (let at: unknown = cause; at instanceof Error && seen.length < 6; at = at.cause) seen.push(at.message);
  output.err(`bezem: ${problems['world.fault'][output.language]} ${seen.join(': ')}`);
  if (!(cause instanceof Fault) && process.env['BEZEM_LOG'] === 'debug' && cause instanceof Error)
    output.err(cause.stack ?? '');
  return 1;
}

const drift: Check = {
  name: 'drift of openapi.json and documents',
  run: async () => {
    const { generateAll } = await import('./plan.ts');
    const drifted = await generateAll(true);
    for (const file of drifted) process.stderr.write(`${file} is not what the code says. Run: ./bezem generate\n`);
    return drifted.length === 0;
  },
};

const builtIn: readonly Command[] = [
  {
    name: 'test',
    summary: { nl: 'Alle tests, of die in de genoemde bestanden', en: 'Every test, or those in the files named' },
    usage: 'test [FILE…]',
    needs: 'nothing',
    run: (args) =>
      runTests(args.map((a) => (a.startsWith('/') ? a : resolve(process.env['BEZEM_CALLED_FROM'] ?? '.', a)))),
  },
  {
    name: 'check',
    summary: {
      nl: 'Opmaak, types, ongebruikte code, afwijking van wat is afgeleid',
      en: 'Format, types, unused code, drift of what is derived',
    },
    usage: 'check',
    needs: 'nothing',
    run: () => runChecks(checks([drift])),
  },
  {
    name: 'generate',
    summary: {
      nl: 'Schrijft wat is afgeleid: schema, types, openapi.json, documenten',
      en: 'Writes what is derived: schema, types, openapi.json, documents',
    },
    usage: 'generate',
    needs: 'nothing',
    run: async (_args, output) => {
      const schema = await generateSchema(false);
      const { generateAll } = await import('./plan.ts');
      for (const file of [...schema, ...(await generateAll(false))]) output.err(`written: ${file}`);
      return 0;
    },
  },
];

process.exitCode = await main();
