/** Commands: channels and the catalogue of feeds. */
import { readFile } from 'node:fs/promises';
import { type Command, type Output, readFlags } from '#io/command';
import { askSecrets } from '#io/secret';
import { type Language, Refused } from '#kernel';
import { catalogue } from '../catalogue.ts';
import { channelKinds } from '../channel.ts';
import type { ChannelShape, TestedShape } from '../channelshapes.ts';
import { faultWords } from '../fault.ts';
import type { ChannelHands } from './pull.ts';
import { addChannel, editChannel, listChannels, runChannel, setChannel, showChannel, testSaved } from './work.ts';

const wrong = (output: Output, usage: string, why: string): number => {
  output.err(`${why}\nbezem ${usage}`);
  return 2;
};

/** `--set name=value` may stand more than once, and so may `--secret`: both are taken out first. */
function takeMany(args: readonly string[], names: readonly string[]): { rest: string[]; many: Map<string, string[]> } {
  const rest: string[] = [];
  const many = new Map<string, string[]>();
  for (let i = 0; i < args.length; i++) {
    const arg = args[i] ?? '';
    const name = names.find((n) => arg === `--${n}` || arg.startsWith(`--${n}=`));
    if (!name) rest.push(arg);
    else {
      const value = arg.includes('=') && arg.startsWith(`--${name}=`) ? arg.slice(name.length + 3) : (args[++i] ?? '');
      many.set(name, [...(many.get(name) ?? []), value]);
    }
  }
  return { rest, many };
}

/** `port=993` is a number, `schedule={"every_minutes":15}` an object, anything else text. */
function settingsFrom(pairs: readonly string[]): Record<string, unknown> {
  const found: Record<string, unknown> = {};
  for (const pair of pairs) {
    const at = pair.indexOf('=');
    if (at < 1) throw new Refused('request.invalid', `--set ${pair}: name=value`);
    const text = pair.slice(at + 1);
    let value: unknown = text;
    if (/^(-?\d+|true|false|[[{].*)$/s.test(text))
      try {
        value = JSON.parse(text);
      } catch {
        // text that only looks like something else
      }
    found[pair.slice(0, at)] = value;
  }
  return found;
}

const signs = { well: '✓', new: '·', paused: '‖', failing: '!', silent: '!' } as const;
const healthWords = {
  well: { nl: 'werkt', en: 'works' },
  new: { nl: 'nog niet gekeken', en: 'has not looked yet' },
  paused: { nl: 'gepauzeerd', en: 'paused' },
  failing: { nl: 'werkt niet', en: 'does not work' },
  silent: { nl: 'te lang stil', en: 'silent for too long' },
} as const;

export function channelLine(c: ChannelShape, language: Language): string {
  const last = c.last_new_at ?? '–';
  return `${signs[c.health]} ${c.kind.padEnd(12)} ${c.name.padEnd(24)} ${healthWords[c.health][language].padEnd(20)} ${c.messages} ${language === 'nl' ? 'berichten' : 'messages'}, ${c.findings} ${language === 'nl' ? 'waarnemingen' : 'findings'}, ${language === 'nl' ? 'laatste' : 'last'} ${last}${c.fault ? `\n    ${c.fault.text[language]}${c.fault.detail ? ` (${c.fault.detail})` : ''}` : ''}${c.health === 'silent' ? `\n    ${language === 'nl' ? 'had iets moeten brengen vóór' : 'should have brought something before'} ${c.silence.from}` : ''}`;
}

function sayTest(output: Output, t: TestedShape, json: boolean): number {
  if (json) output.out(JSON.stringify(t));
  else
    output.out(t.ok ? `✓ ${t.detail}` : `! ${t.fault?.text[output.language] ?? ''}${t.detail ? ` (${t.detail})` : ''}`);
  return t.ok ? 0 : 1;
}

export function channelCommands(hands: () => ChannelHands): readonly Command[] {
  const one = (
    verb: string,
    summary: Command['summary'],
    act: (inside: Awaited<ReturnType<Parameters<Command['run']>[2]>>, which: string) => Promise<void>,
  ): Command => ({
    name: `channel ${verb}`,
    summary,
    usage: `channel ${verb} NAME [--json]`,
    needs: 'member',
    async run(args, output, open) {
      const read = readFlags(args, [], ['json']);
      if (typeof read === 'string' || read.words.length !== 1)
        return wrong(output, this.usage, typeof read === 'string' ? read : 'NAME');
      const inside = await open();
      const which = read.words[0] ?? '';
      await act(inside, which);
      output.out(read.flags.has('json') ? JSON.stringify({ channel: which, done: verb }) : `${verb} ${which}`);
      return 0;
    },
  });
  return [
    {
      name: 'channel list',
      summary: {
        nl: 'Kanalen waarlangs meldingen binnenkomen, met hun gezondheid',
        en: 'Channels by which reports come in, with their health',
      },
      usage: 'channel list [--json]',
      needs: 'member',
      async run(args, output, open) {
        const read = readFlags(args, [], ['json']);
        if (typeof read === 'string') return wrong(output, this.usage, read);
        const { world, organisation, actor } = await open();
        const page = await listChannels(world, hands(), organisation, actor);
        if (read.flags.has('json')) output.out(JSON.stringify(page));
        else {
          for (const a of page.mail.addresses) output.out(`· smtp         ${a}`);
          for (const c of page.items) output.out(channelLine(c, output.language));
          if (page.items.length + page.mail.addresses.length === 0)
            output.err(
              output.language === 'nl'
                ? 'Er is nog geen kanaal: bezem mailbox add, of bezem channel add.'
                : 'There is no channel yet: bezem mailbox add, or bezem channel add.',
            );
        }
        return page.items.some((c) => c.health === 'failing' || c.health === 'silent') ? 3 : 0;
      },
    },
    {
      name: 'channel show',
      summary: { nl: 'Eén kanaal met zijn laatste pogingen', en: 'One channel with its last looks' },
      usage: 'channel show NAME [--json]',
      needs: 'member',
      async run(args, output, open) {
        const read = readFlags(args, [], ['json']);
        if (typeof read === 'string' || read.words.length !== 1)
          return wrong(output, this.usage, typeof read === 'string' ? read : 'NAME');
        const { world, organisation, actor } = await open();
        const c = await showChannel(world, organisation, actor, read.words[0] ?? '');
        if (read.flags.has('json')) output.out(JSON.stringify(c));
        else {
          output.out(channelLine(c, output.language));
          for (const t of c.tries.slice(0, 20))
            output.out(
              `  ${t.at}  ${t.outcome.padEnd(8)} ${t.messages}+${t.duplicates}  ${t.bytes} B  ${t.ms} ms${t.fault ? `  ${t.fault.text[output.language]}` : ''}`,
            );
          for (const r of c.refused) output.out(`  ! ${r.item}  ${r.size ?? ''}  ${r.text?.[output.language] ?? ''}`);
        }
        return 0;
      },
    },
    {
      name: 'channel add',
      summary: {
        nl: 'Voegt een postvak, map of feed toe; eerst wordt geprobeerd of het werkt',
        en: 'Adds a mailbox, folder or feed; it is tried first',
      },
      usage: `channel add ${channelKinds.join('|')} NAME [--from FEED] [--set name=value …] [--settings FILE] [--secret NAME …] [--anyway] [--json]`,
      needs: 'member',
      async run(args, output, open) {
        const { rest, many } = takeMany(args, ['set', 'secret']);
        const read = readFlags(rest, ['from', 'settings'], ['json', 'anyway']);
        if (typeof read === 'string' || read.words.length !== 2)
          return wrong(output, this.usage, typeof read === 'string' ? read : 'KIND NAME');
        const [kind = '', name = ''] = read.words;
        const file = read.flags.get('settings');
        const from = read.flags.get('from');
        const known = typeof from === 'string' ? catalogue.find((f) => f.id === from) : undefined;
        if (from && !known) return wrong(output, this.usage, `--from: ${catalogue.map((f) => f.id).join(', ')}`);
        const settings = {
          ...(known
            ? {
                address: known.address,
                method: known.method ?? 'GET',
                ...(known.body ? { body: known.body } : {}),
                headers: known.headers ?? {},
                auth: known.auth,
                ...(known.header ? { header: known.header } : {}),
                schedule: known.schedule,
                ...(known.format ? { format: known.format } : {}),
                catalogue: known.id,
                expect: { how: 'stated', minutes: known.rhythm },
              }
            : {}),
          ...(typeof file === 'string' ? (JSON.parse(await readFile(file, 'utf8')) as object) : {}),
          ...settingsFrom(many.get('set') ?? []),
        };
        const { world, organisation, actor } = await open();
        const secrets = await askSecrets(many.get('secret') ?? []);
        const id = await addChannel(world, hands(), organisation, actor, {
          kind,
          name,
          settings,
          secrets,
          anyway: read.flags.has('anyway'),
        });
        output.out(read.flags.has('json') ? JSON.stringify({ id, name }) : `${name}  ${id}`);
        if (known) output.err(`${known.licence[output.language]} ${known.page}`);
        return 0;
      },
    },
    {
      name: 'channel change',
      summary: {
        nl: 'Wijzigt een kanaal; wat niet wordt genoemd blijft',
        en: 'Changes a channel; what is not named stays',
      },
      usage: 'channel change NAME [--name NEW] [--set name=value …] [--secret NAME …] [--anyway] [--json]',
      needs: 'member',
      async run(args, output, open) {
        const { rest, many } = takeMany(args, ['set', 'secret']);
        const read = readFlags(rest, ['name'], ['json', 'anyway']);
        if (typeof read === 'string' || read.words.length !== 1)
          return wrong(output, this.usage, typeof read === 'string' ? read : 'NAME');
        const { world, organisation, actor } = await open();
        const which = read.words[0] ?? '';
        const { id } = await showChannel(world, organisation, actor, which);
        const name = read.flags.get('name');
        await editChannel(world, hands(), organisation, actor, id, {
          ...(typeof name === 'string' ? { name } : {}),
          settings: settingsFrom(many.get('set') ?? []),
          secrets: await askSecrets(many.get('secret') ?? []),
          anyway: read.flags.has('anyway'),
        });
        output.out(read.flags.has('json') ? JSON.stringify({ id }) : `changed ${which}`);
        return 0;
      },
    },
    {
      name: 'channel test',
      summary: {
        nl: 'Probeert een kanaal zonder iets op te halen en zegt wat er mis is',
        en: 'Tries a channel without taking anything and says what is wrong',
      },
      usage: 'channel test NAME [--json]',
      needs: 'member',
      async run(args, output, open) {
        const read = readFlags(args, [], ['json']);
        if (typeof read === 'string' || read.words.length !== 1)
          return wrong(output, this.usage, typeof read === 'string' ? read : 'NAME');
        const { world, organisation, actor } = await open();
        return sayTest(
          output,
          await testSaved(world, hands(), organisation, actor, read.words[0] ?? ''),
          read.flags.has('json'),
        );
      },
    },
    one('pause', { nl: 'Pauzeert een kanaal', en: 'Pauses a channel' }, (i, which) =>
      setChannel(i.world, i.organisation, i.actor, which, 'paused'),
    ),
    one('resume', { nl: 'Laat een kanaal weer kijken', en: 'Lets a channel look again' }, (i, which) =>
      setChannel(i.world, i.organisation, i.actor, which, 'running'),
    ),
    one(
      'remove',
      {
        nl: 'Verwijdert een kanaal; zijn geheimen worden vernietigd',
        en: 'Removes a channel; its secrets are destroyed',
      },
      (i, which) => setChannel(i.world, i.organisation, i.actor, which, 'removed'),
    ),
    {
      name: 'channel run',
      summary: { nl: 'Laat een kanaal nu kijken', en: 'Lets a channel look now' },
      usage: 'channel run NAME [--json]',
      needs: 'member',
      async run(args, output, open) {
        const read = readFlags(args, [], ['json']);
        if (typeof read === 'string' || read.words.length !== 1)
          return wrong(output, this.usage, typeof read === 'string' ? read : 'NAME');
        const { world, organisation, actor } = await open();
        const l = await runChannel(world, hands(), organisation, actor, read.words[0] ?? '');
        output.out(
          read.flags.has('json')
            ? JSON.stringify(l)
            : `${l.outcome}: ${l.messages} new, ${l.duplicates} known, ${l.bytes} bytes${l.fault ? ` · ${faultWords(l.fault)[output.language]} ${l.detail ?? ''}` : ''}`,
        );
        return l.outcome === 'failed' ? 1 : 0;
      },
    },
    {
      name: 'feed list',
      summary: {
        nl: 'Bekende feeds om uit te kiezen, met hun voorwaarden',
        en: 'Well-known feeds to choose from, with their terms',
      },
      usage: 'feed list [--json]',
      needs: 'nothing',
      async run(args, output) {
        const read = readFlags(args, [], ['json']);
        if (typeof read === 'string') return wrong(output, this.usage, read);
        if (read.flags.has('json')) output.out(JSON.stringify(catalogue));
        else
          for (const f of catalogue)
            output.out(
              `${f.id.padEnd(22)} ${f.title}\n    ${f.about[output.language]}\n    ${f.address}\n    ${f.licence[output.language]} ${f.page}`,
            );
        return 0;
      },
    },
  ];
}
