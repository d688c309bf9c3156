/** A program of the provider's own: an argument vector without a shell. Exit 0 is done; for verify 0 stands, 1 does not. */
import { z } from 'zod';
import { type Ask, accepted, adapter, type Done, type Doors, refused } from '../adapter.ts';

const vector = z.array(z.string().min(1).max(400)).min(1).max(40);
/** A placeholder is a whole argument, and a value never begins with a dash: it cannot become an option. */
const fill = (
  a: Pick<Ask, 'target' | 'what' | 'options'> & { key?: string; reference?: string },
  argv: readonly string[],
) => {
  const values: Readonly<Record<string, string | number | undefined>> = {
    ...a.target,
    what: a.what,
    key: a.key,
    reference: a.reference,
  };
  return argv.map((arg) => {
    const name = /^\{(\w+)\}$/.exec(arg)?.[1];
    return name === undefined ? arg : String(values[name] ?? '');
  });
};

async function act(a: Ask, doors: Doors, which: 'execute' | 'revert'): Promise<Done> {
  const argv = a.options[which] as readonly string[] | undefined;
  if (!argv) return refused('no program is set for this');
  const filled = fill(a, argv);
  if (filled.some((arg, i) => argv[i] !== arg && (arg === '' || arg.startsWith('-'))))
    return refused('a value is missing, or would be read as an option');
  const { code, out } = await doors.run(filled);
  return code === 0
    ? accepted(out || 'exit 0')
    : refused(`exit ${code ?? 'none, its time was over'}: ${out}`, code === null || code === 75);
}

export default adapter({
  id: 'command',
  title: { nl: 'Programma', en: 'Program' },
  docs: 'docs/how-to/connect-measure-systems.md',
  options: z.strictObject({ execute: vector, verify: vector.optional(), revert: vector.optional() }),
  secrets: [],
  can: [
    'remove_file',
    'disable_url',
    'disable_site',
    'block_port',
    'null_route',
    'suspend_account',
    'stop_machine',
    'hold_domain',
    'purge_cache',
  ],
  final: ['remove_file', 'purge_cache'],
  needs: () => [],
  says: (a) => {
    const argv = fill(a, a.options['execute'] as readonly string[]).join(' ');
    return { nl: `draait: ${argv}`, en: `runs: ${argv}` };
  },
  execute: (a, doors) => act(a, doors, 'execute'),
  async verify(a, doors) {
    const argv = a.options['verify'] as readonly string[] | undefined;
    if (!argv) return 'unclear';
    const { code } = await doors.run(fill(a, argv));
    return code === 0 ? 'in_force' : code === 1 ? 'not_in_force' : 'unclear';
  },
  revert: (a, doors) => act(a, doors, 'revert'),
});
