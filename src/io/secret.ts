/** Secrets typed or piped in: never an argument, which others on the machine can see. */
import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';

/** One line of standard input for each name, in order; on a terminal each is asked for and what is typed is not shown. */
export async function askSecrets(names: readonly string[]): Promise<Readonly<Record<string, string>>> {
  const { stdin, stderr } = process;
  const found: Record<string, string> = {};
  if (names.length === 0) return found;
  // readline echoes to its output; this one swallows it.
  const nowhere = new Writable({ write: (_chunk, _encoding, next) => next() });
  const lines = createInterface({ input: stdin, output: nowhere, terminal: stdin.isTTY === true });
  const given = lines[Symbol.asyncIterator]();
  for (const name of names) {
    if (stdin.isTTY) stderr.write(`${name}: `);
    const next = await given.next();
    if (stdin.isTTY) stderr.write('\n');
    if (next.done) break;
    if (next.value !== '') found[name] = next.value;
  }
  lines.close();
  stdin.destroy();
  return found;
}
