/** Commands of deadlines. */
import { type Command, readFlags } from '#io/command';
import { durationForPeople, timeForPeople } from '#kernel';
import { loadLaw } from '#law/work';
import { remaining } from './deadline.ts';
import { clockLine } from './line.ts';
import { calendarOf, listDeadlines } from './store.ts';

const deadlines: Command = {
  name: 'deadlines',
  summary: {
    nl: 'Lopende termijnen, op volgorde van afloop; eindigt met 3 als er een te laat is',
    en: 'Running clocks by due moment; exits with 3 where one is overdue',
  },
  usage: 'deadlines [--late] [--all] [--limit N] [--json]',
  needs: 'member',
  async run(args, output, inside) {
    const flags = readFlags(args, ['limit'], ['late', 'all', 'json']);
    if (typeof flags === 'string') {
      output.err(flags);
      return 2;
    }
    const limit = Number(flags.flags.get('limit') ?? 200);
    if (!Number.isSafeInteger(limit) || limit < 1 || limit > 10_000) {
      output.err('--limit should be a number from 1 to 10000');
      return 2;
    }
    const { world, organisation } = await inside();
    const now = world.clock.now();
    const state = flags.flags.has('late') ? 'late' : flags.flags.has('all') ? 'all' : 'running';
    const law = await loadLaw();
    const { found, overdue, zone } = await world.db.in(organisation, async (tx) => ({
      found: await listDeadlines(tx, { state, now, limit }),
      overdue: await listDeadlines(tx, { state: 'late', now, limit: 1 }),
      zone: (await calendarOf(tx)).zone,
    }));
    const nl = output.language === 'nl';
    if (flags.flags.has('json'))
      output.out(JSON.stringify({ items: found.map((d) => clockLine(d, law.clocks.get(d.clock))) }));
    else {
      for (const d of found) {
        const line = clockLine(d, law.clocks.get(d.clock));
        const left = remaining(d, now);
        const span = durationForPeople(left, output.language);
        const late = left.sign <= 0;
        const says =
          d.endedAt !== null
            ? d.state
            : d.state === 'paused'
              ? nl
                ? `staat stil, nog ${span}`
                : `paused, ${span} left`
              : late
                ? nl
                  ? `! ${span} te laat`
                  : `! ${span} late`
                : nl
                  ? `nog ${span}`
                  : `${span} left`;
        output.out(
          [timeForPeople(d.dueAt, zone, output.language), says, line.title[output.language], d.subject].join('  '),
        );
      }
      if (found.length === 0) output.err(nl ? 'Er lopen geen termijnen.' : 'No clock is running.');
    }
    return overdue.length > 0 ? 3 : 0;
  },
};

export const commands: readonly Command[] = [deadlines];
