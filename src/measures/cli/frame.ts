/** What the commands of decisions have in common: flags read one way, files and shapes read at the door. */
import { readFile } from 'node:fs/promises';
import { type Command, type Flags, type Inside, type Output, readFlags } from '#io/command';
import { Refused } from '#kernel';

type Run = (flags: Flags, output: Output, inside: Inside) => Promise<number>;

/** A command whose flags are read the same way as every other's. */
export function command(
  name: string,
  summary: Command['summary'],
  usage: string,
  takes: {
    readonly value?: readonly string[];
    readonly bare?: readonly string[];
    readonly words: readonly [number, number];
  },
  run: Run,
): Command {
  return {
    name,
    summary,
    usage,
    needs: 'member',
    async run(args, output, inside) {
      const flags = readFlags(args, takes.value ?? [], ['json', ...(takes.bare ?? [])]);
      const wrong =
        typeof flags === 'string'
          ? flags
          : flags.words.length < takes.words[0] || flags.words.length > takes.words[1]
            ? 'words'
            : null;
      if (typeof flags === 'string' || wrong) {
        output.err(`bezem: ${wrong === 'words' ? (output.language === 'nl' ? 'zo niet' : 'not like that') : wrong}`);
        output.err(`bezem ${usage}`);
        return 2;
      }
      return run(flags, output, await inside());
    },
  };
}
export const text = (f: Flags, name: string): string | undefined => {
  const v = f.flags.get(name);
  return typeof v === 'string' ? v : undefined;
};
export async function fileOf(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch (cause) {
    throw new Refused('request.invalid', `${path}: ${(cause as Error).message}`);
  }
}
export function parsed<T>(
  read:
    | { success: true; data: T }
    | { success: false; error: { issues: readonly { path: PropertyKey[]; message: string }[] } },
): T {
  if (read.success) return read.data;
  throw new Refused(
    'request.invalid',
    read.error.issues.map((i) => `${i.path.map(String).join('.')}: ${i.message}`).join('; '),
  );
}
