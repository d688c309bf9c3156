/** What a command of the command line is: rooms offer them in cli.ts, main.ts puts them together. */
import type { Actor, Id, Language, Words } from '#kernel';
import type { Config } from './config.ts';
import type { World } from './world.ts';

export interface Output {
  /** Data: standard output. */
  out(line: string): void;
  /** Messages for people: standard error. */
  err(line: string): void;
  /** One line that is written over while work goes on; nothing where standard error is no terminal but every ten seconds. */
  progress(line: string): void;
  readonly language: Language;
  /** Whether standard output is a terminal that shows colour. */
  readonly colour: boolean;
}

/** What a command that works on the database is given. */
export interface Inside {
  readonly world: World;
  readonly config: Config;
  readonly organisation: Id<'org'>;
  readonly actor: Actor;
}

export interface Command {
  /** `case show`: the words that call it. */
  readonly name: string;
  readonly summary: Words;
  /** One line: `case show ID [--json]`. */
  readonly usage: string;
  /** `nothing`: no database; `world`: the database, no member; `member`: the database, as a member of an organisation. */
  readonly needs: 'nothing' | 'world' | 'member';
  /** @returns exit code: 0 ok, 1 failure, 2 usage, 3 attention needed, 4 not allowed */
  run(args: readonly string[], output: Output, inside: () => Promise<Inside>): Promise<number>;
}

export interface Flags {
  readonly words: readonly string[];
  readonly flags: ReadonlyMap<string, string | true>;
}

/**
 * Splits arguments into words and `--flags`. Flags in `withValue` take the next word or what follows `=`.
 * @returns an error sentence where a flag is unknown or lacks its value
 */
export function readFlags(
  args: readonly string[],
  withValue: readonly string[],
  bare: readonly string[],
): Flags | string {
  const words: string[] = [];
  const flags = new Map<string, string | true>();
  for (let i = 0; i < args.length; i++) {
    const arg = args[i] ?? '';
    if (arg === '--') {
      words.push(...args.slice(i + 1));
      break;
    }
    if (!arg.startsWith('--')) {
      words.push(arg);
      continue;
    }
    const [name = '', given] = arg.slice(2).split(/=(.*)/s);
    if (bare.includes(name) && given === undefined) flags.set(name, true);
    else if (withValue.includes(name)) {
      const value = given ?? args[++i];
      if (value === undefined) return `--${name} needs a value`;
      flags.set(name, value);
    } else return `--${name} is not known here`;
  }
  return { words, flags };
}
