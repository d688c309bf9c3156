/** Commands: notifiers, their records and keys. */
import { type Command, readFlags } from '#io/command';
import type { NotifierShape } from '../channelshapes.ts';
import { verdictWords } from '../notifier.ts';
import { listNotifiers, type NotifierHands, notifierNamed, showNotifier } from './showing.ts';
import { addNotifier, editNotifier, newKeyFor } from './work.ts';

const percent = (x: number) => `${Math.round(x * 100)}%`;
const rightOf = (n: NotifierShape) =>
  n.right.share === null
    ? '–'
    : `${percent(n.right.share)} (${percent(n.right.low)}–${percent(n.right.high)}, n = ${n.right.n})`;

const number = (flag: string | true | undefined): number | undefined =>
  typeof flag === 'string' && /^\d{1,8}$/.test(flag) && Number(flag) > 0 ? Number(flag) : undefined;
const text = (flag: string | true | undefined): string | undefined => (typeof flag === 'string' ? flag : undefined);

export function notifierCommands(hands: () => NotifierHands): readonly Command[] {
  return [
    {
      name: 'notifiers',
      summary: {
        nl: 'Wie meldt, en hoe hun meldingen afliepen',
        en: 'Who reports, and how their reports ended',
      },
      usage: 'notifiers [NAME|ID] [--json]',
      needs: 'member',
      async run(args, output, open) {
        const read = readFlags(args, [], ['json']);
        if (typeof read === 'string' || read.words.length > 1) {
          output.err(`bezem ${this.usage}`);
          return 2;
        }
        const { world, organisation, actor } = await open();
        const json = read.flags.has('json');
        const which = read.words[0];
        if (which === undefined) {
          const all = await listNotifiers(world, hands(), organisation, actor);
          if (json) output.out(JSON.stringify({ items: all }));
          else
            for (const n of all)
              output.out(
                `${n.name.padEnd(28)} ${n.messages} · ${verdictWords.confirmed[output.language]} ${n.confirmed}, ${verdictWords.wrong[output.language]} ${n.wrong}, ${verdictWords.unclear[output.language]} ${n.unclear} · ${rightOf(n)}${n.steps_lost > 0 ? ' ▼' : ''}`,
              );
          return 0;
        }
        const n = await showNotifier(
          world,
          hands(),
          organisation,
          actor,
          await notifierNamed(world, organisation, which),
        );
        if (json) output.out(JSON.stringify(n));
        else {
          output.out(`${n.name}  ${n.id}`);
          output.out(`${output.language === 'nl' ? 'terecht' : 'right'}: ${rightOf(n)}`);
          output.out(n.identities.map((i) => `${i.kind} ${i.identity}${i.revoked ? ' (×)' : ''}`).join(', '));
          for (const m of n.months) output.out(`  ${m.month}  ${m.confirmed} / ${m.wrong} / ${m.unclear}`);
          for (const d of n.decided.slice(0, 20))
            output.out(`  ${d.reference ?? d.case_id}  ${verdictWords[d.verdict][output.language]}  ${d.why}  ${d.at}`);
        }
        return 0;
      },
    },
    {
      name: 'notifier add',
      summary: {
        nl: 'Geeft een melder een eigen sleutel en dossier; het token is één keer te zien',
        en: 'Gives a notifier a key and a record of its own; the token is shown once',
      },
      usage: 'notifier add NAME [--domain DOMAIN] [--per-minute N] [--per-day N] [--json]',
      needs: 'member',
      async run(args, output, open) {
        const read = readFlags(args, ['domain', 'per-minute', 'per-day'], ['json']);
        if (typeof read === 'string' || read.words.length !== 1) {
          output.err(`bezem ${this.usage}`);
          return 2;
        }
        const { world, organisation, actor } = await open();
        const made = await addNotifier(world, organisation, actor, {
          name: read.words[0] ?? '',
          domain: text(read.flags.get('domain')),
          perMinute: number(read.flags.get('per-minute')),
          perDay: number(read.flags.get('per-day')),
        });
        output.out(read.flags.has('json') ? JSON.stringify(made) : made.token);
        if (!read.flags.has('json'))
          output.err(
            output.language === 'nl'
              ? `${made.id}: bewaar het token nu, het wordt niet meer getoond.`
              : `${made.id}: keep the token now, it is not shown again.`,
          );
        return 0;
      },
    },
    {
      name: 'notifier change',
      summary: {
        nl: 'Wijzigt naam of grenzen, of verbindt een domein of feed met het dossier',
        en: 'Changes name or limits, or ties a domain or feed to the record',
      },
      usage: 'notifier change NAME|ID [--name NAME] [--domain DOMAIN] [--feed FEED] [--per-minute N] [--per-day N]',
      needs: 'member',
      async run(args, output, open) {
        const read = readFlags(args, ['name', 'domain', 'feed', 'per-minute', 'per-day'], ['json']);
        if (typeof read === 'string' || read.words.length !== 1) {
          output.err(`bezem ${this.usage}`);
          return 2;
        }
        const { world, organisation, actor } = await open();
        const id = await notifierNamed(world, organisation, read.words[0] ?? '');
        await editNotifier(world, organisation, actor, id, {
          name: text(read.flags.get('name')),
          domain: text(read.flags.get('domain')),
          feed: text(read.flags.get('feed')),
          perMinute: number(read.flags.get('per-minute')),
          perDay: number(read.flags.get('per-day')),
        });
        output.out(read.flags.has('json') ? JSON.stringify({ id }) : `changed ${id}`);
        return 0;
      },
    },
    {
      name: 'notifier key',
      summary: {
        nl: 'Geeft een melder een nieuwe sleutel; met --instead stoppen de oude',
        en: 'Gives a notifier a fresh key; with --instead the old ones stop',
      },
      usage: 'notifier key NAME|ID [--instead] [--json]',
      needs: 'member',
      async run(args, output, open) {
        const read = readFlags(args, [], ['instead', 'json']);
        if (typeof read === 'string' || read.words.length !== 1) {
          output.err(`bezem ${this.usage}`);
          return 2;
        }
        const { world, organisation, actor } = await open();
        const id = await notifierNamed(world, organisation, read.words[0] ?? '');
        const made = await newKeyFor(world, organisation, actor, id, read.flags.has('instead'));
        output.out(read.flags.has('json') ? JSON.stringify({ id, ...made }) : made.token);
        return 0;
      },
    },
  ];
}
