/** Commands of inventories (list, add, test, poll, diff, pause, resume, remove, backfill, approve) and of provisioning (assign, release). */
import { createReadStream } from 'node:fs';
import { placeOf, variableOf } from '#io/called';
import { type Command, type Output, readFlags } from '#io/command';
import { Fault, Refused, statedMoment } from '#kernel';
import { newInventoryShape, type PollShape } from '../shapes.ts';
import { textOf } from '../work/asking.ts';
import { addInventory, changeInventory, listInventories, listKinds } from '../work/inventories.ts';
import { approvePoll, backfillInventory, dismissPoll, listPolls, pollInventory, showPoll } from '../work/polling.ts';
import { assignFrom, releaseFrom } from '../work/provisioning.ts';

const wrong = (output: Output, usage: string, why: string): number => {
  output.err(`${why}\nbezem ${usage}`);
  return 2;
};

/** Files one after another, each unpacked where it is packed. */
async function* textOfFiles(files: readonly string[]): AsyncGenerator<string> {
  for (const file of files) {
    try {
      yield* textOf(file === '-' ? process.stdin : createReadStream(placeOf(file)));
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code)
        throw new Fault(`cannot read ${file}: ${(cause as Error).message}`, { cause });
      throw cause;
    }
    yield '\n';
  }
}

function printPoll(output: Output, p: PollShape): void {
  const nl = output.language === 'nl';
  const name = (x: { reference: string | null; name: string | null } | null) =>
    x === null
      ? nl
        ? '(niemand)'
        : '(nobody)'
      : x.reference === null
        ? nl
          ? '(wijzelf)'
          : '(us)'
        : `${x.reference} ${x.name ?? ''}`.trim();
  for (const c of p.changes)
    output.out(
      `${c.how === 'new' ? '+' : c.how === 'ends' ? '.' : '~'} ${c.resource}${c.ports ? ` :${c.ports}` : ''}  ${name(c.before)} -> ${name(c.after)}  ${c.from ?? '...'}${c.by ? ` / ${c.by}` : ''}`,
    );
  for (const x of p.problems.slice(0, 20)) output.err(`! ${x.where}: ${x.code}`);
  if (p.problems.length > 20) output.err(`  ... ${p.problems.length - 20}`);
  const n = p.counts;
  output.out(
    p.fault
      ? `${p.outcome}: ${p.fault}${p.fault_detail ? ` (${p.fault_detail})` : ''}`
      : nl
        ? `${p.outcome}: ${n['rows'] ?? 0} rijen, ${n['new'] ?? 0} nieuw, ${n['changed'] ?? 0} gewijzigd, ${n['ends'] ?? 0} eindigen, ${n['unchanged'] ?? 0} gelijk, ${n['problems'] ?? 0} niet genomen`
        : `${p.outcome}: ${n['rows'] ?? 0} rows, ${n['new'] ?? 0} new, ${n['changed'] ?? 0} changed, ${n['ends'] ?? 0} end, ${n['unchanged'] ?? 0} unchanged, ${n['problems'] ?? 0} not taken`,
  );
}

/** 0: well; 1: no whole answer; 3: a person must look (held, or a difference that is not written). */
const exitOf = (p: PollShape, dry: boolean): number => {
  if (p.outcome === 'failed' || p.outcome === 'older') return 1;
  if (p.outcome === 'held') return 3;
  const n = p.counts;
  return dry && (n['new'] ?? 0) + (n['changed'] ?? 0) + (n['ends'] ?? 0) > 0 ? 3 : 0;
};

const setting = (texts: readonly string[]): Record<string, unknown> => {
  const all: Record<string, unknown> = {};
  for (const text of texts) {
    const [, name, value = ''] = /^([a-z_]+)=(.*)$/s.exec(text) ?? [];
    if (!name) throw new Refused('request.invalid', `${text}: write it as name=value`);
    try {
      all[name] = JSON.parse(value);
    } catch {
      all[name] = value;
    }
  }
  return all;
};

/** Takes out every `--name value` of one name, which may be said more than once. */
function many(args: readonly string[], name: string): { readonly rest: string[]; readonly values: string[] } {
  const rest: string[] = [];
  const values: string[] = [];
  for (let i = 0; i < args.length; i++) {
    const arg = args[i] ?? '';
    if (arg === `--${name}`) values.push(args[++i] ?? '');
    else if (arg.startsWith(`--${name}=`)) values.push(arg.slice(name.length + 3));
    else rest.push(arg);
  }
  return { rest, values };
}

const flagOf = (flags: ReadonlyMap<string, string | true>, name: string): string | undefined => {
  const value = flags.get(name);
  return typeof value === 'string' ? value : undefined;
};

/** A command about one inventory by name. */
function about(
  name: string,
  usage: string,
  summary: Command['summary'],
  bare: readonly string[],
  withValue: readonly string[],
  run: (
    given: {
      readonly name: string;
      readonly words: readonly string[];
      readonly flags: ReadonlyMap<string, string | true>;
    },
    inside: Awaited<ReturnType<Parameters<Command['run']>[2]>>,
    output: Output,
  ) => Promise<number>,
): Command {
  return {
    name,
    summary,
    usage,
    needs: 'member',
    async run(args, output, inside) {
      const read = readFlags(args, withValue, [...bare, 'json']);
      if (typeof read === 'string') return wrong(output, usage, read);
      const [first, ...words] = read.words;
      if (!first) return wrong(output, usage, 'Name the inventory.');
      return run({ name: first, words, flags: read.flags }, await inside(), output);
    },
  };
}

const told = (output: Output, flags: ReadonlyMap<string, string | true>, p: PollShape, dry: boolean): number => {
  if (flags.has('json')) output.out(JSON.stringify(p));
  else printPoll(output, p);
  return exitOf(p, dry);
};

export const inventoryCommands: readonly Command[] = [
  {
    name: 'inventory list',
    summary: {
      nl: 'Inventarissen met hun toestand, of (--kinds) de soorten',
      en: 'Inventories with their health, or (--kinds) the kinds',
    },
    usage: 'inventory list [--kinds] [--json]',
    needs: 'member',
    async run(args, output, inside) {
      const read = readFlags(args, [], ['kinds', 'json']);
      if (typeof read === 'string' || read.words.length > 0)
        return wrong(output, this.usage, typeof read === 'string' ? read : 'No more words.');
      const { world, organisation } = await inside();
      if (read.flags.has('kinds')) {
        const items = await listKinds();
        if (read.flags.has('json')) output.out(JSON.stringify({ items }));
        else for (const k of items) output.out(`${k.id.padEnd(16)} ${k.title.padEnd(32)} ${k.help[output.language]}`);
        return 0;
      }
      const items = await listInventories(world, organisation);
      if (read.flags.has('json')) output.out(JSON.stringify({ items }));
      else
        for (const i of items)
          output.out(
            `${i.name.padEnd(20)} ${i.kind.padEnd(14)} ${i.health.padEnd(8)} ${String(i.holdings).padStart(8)}  ${i.seen_at ?? '-'}  ${i.next_at ?? '-'}`,
          );
      return items.some((i) => i.health === 'held' || i.health === 'failing' || i.health === 'late') ? 3 : 0;
    },
  },
  {
    name: 'inventory add',
    summary: {
      nl: 'Voegt een inventaris toe; geheimen komen uit omgevingsvariabelen',
      en: 'Adds an inventory; secrets come from environment variables',
    },
    usage:
      'inventory add NAME --kind KIND [--address URL] [--secret-env NAME=VARIABLE]… [--set NAME=VALUE]… [--private-host HOST]… [--every MINUTES|never] [--precedence 11-19] [--hold-share 0.2] [--json]',
    needs: 'member',
    async run(args, output, inside) {
      const secrets = many(args, 'secret-env');
      const sets = many(secrets.rest, 'set');
      const hosts = many(sets.rest, 'private-host');
      const read = readFlags(hosts.rest, ['kind', 'address', 'every', 'precedence', 'hold-share'], ['json']);
      if (typeof read === 'string') return wrong(output, this.usage, read);
      const [name, ...rest] = read.words;
      const kind = flagOf(read.flags, 'kind');
      if (!name || rest.length > 0 || !kind) return wrong(output, this.usage, 'Give a name and --kind.');
      const secret: Record<string, string> = {};
      for (const text of secrets.values) {
        const [key = '', variable = ''] = text.split('=');
        const value = variableOf(variable);
        if (!value) return wrong(output, this.usage, `The environment variable ${variable} is empty.`);
        secret[key] = value;
      }
      const every = flagOf(read.flags, 'every');
      const given = newInventoryShape.safeParse({
        name,
        kind,
        address: flagOf(read.flags, 'address') ?? null,
        private_hosts: hosts.values,
        secret,
        options: setting(sets.values),
        ...(every === undefined ? {} : { every_minutes: every === 'never' ? null : Number(every) }),
        ...(flagOf(read.flags, 'precedence') === undefined
          ? {}
          : { precedence: Number(flagOf(read.flags, 'precedence')) }),
        ...(flagOf(read.flags, 'hold-share') === undefined
          ? {}
          : { hold_share: Number(flagOf(read.flags, 'hold-share')) }),
      });
      if (!given.success)
        return wrong(output, this.usage, given.error.issues.map((i) => `${i.path.join('.')}: ${i.message}`).join('; '));
      const { world, organisation, actor } = await inside();
      const id = await addInventory(world, organisation, actor, given.data);
      output.out(read.flags.has('json') ? JSON.stringify({ id }) : id);
      return 0;
    },
  },
  about(
    'inventory test',
    'inventory test NAME [--json]',
    {
      nl: 'Leest een inventaris en zegt wat zij zegt; schrijft niets',
      en: 'Reads an inventory and says what it says; writes nothing',
    },
    [],
    [],
    async ({ name, flags }, { world, organisation, actor }, output) => {
      const p = await pollInventory(world, organisation, actor, name, { dry: true });
      if (flags.has('json')) output.out(JSON.stringify(p));
      else printPoll(output, { ...p, changes: p.changes.slice(0, 10) });
      return 0;
    },
  ),
  about(
    'inventory poll',
    'inventory poll NAME [FILE…] [--as-of TIME] [--json]',
    {
      nl: 'Peilt een inventaris nu, of leest de bestanden die u aanlevert',
      en: 'Polls an inventory now, or reads the files you hand in',
    },
    [],
    ['as-of'],
    async ({ name, words, flags }, { world, organisation, actor }, output) => {
      const asOf = flagOf(flags, 'as-of');
      const p = await pollInventory(world, organisation, actor, name, {
        ...(words.length > 0 ? { text: textOfFiles(words) } : {}),
        ...(asOf === undefined ? {} : { asOf: statedMoment(asOf, 'as-of') }),
      });
      return told(output, flags, p, false);
    },
  ),
  about(
    'inventory diff',
    'inventory diff NAME [FILE…] [--json]',
    {
      nl: 'Wat een peiling zou wijzigen; of het verschil dat wacht',
      en: 'What a poll would change; or the difference that waits',
    },
    [],
    [],
    async ({ name, words, flags }, { world, organisation, actor }, output) => {
      const held = (await listInventories(world, organisation)).find(
        (i) => i.name === name || i.id === name,
      )?.held_poll;
      const p =
        held && words.length === 0
          ? await showPoll(world, organisation, held)
          : await pollInventory(world, organisation, actor, name, {
              dry: true,
              ...(words.length > 0 ? { text: textOfFiles(words) } : {}),
            });
      return told(output, flags, p, true);
    },
  ),
  about(
    'inventory polls',
    'inventory polls NAME [--json]',
    { nl: 'De laatste peilingen van een inventaris', en: 'The last polls of an inventory' },
    [],
    [],
    async ({ name, flags }, { world, organisation }, output) => {
      const page = await listPolls(world, organisation, name, 50);
      if (flags.has('json')) output.out(JSON.stringify(page));
      else
        for (const p of page.items)
          output.out(
            `${p.began_at}  ${p.outcome.padEnd(10)} ${p.fault ?? `+${p.counts['new'] ?? 0} ~${p.counts['changed'] ?? 0} .${p.counts['ends'] ?? 0}`}  ${p.id}  ${p.import ?? ''}`,
          );
      return 0;
    },
  ),
  ...(['approve', 'dismiss'] as const).map((act) =>
    about(
      `inventory ${act}`,
      `inventory ${act} POLL [--json]`,
      act === 'approve'
        ? { nl: 'Schrijft een peiling die wachtte', en: 'Writes a poll that waited' }
        : {
            nl: 'Laat een peiling los die wachtte; er wijzigt niets',
            en: 'Lets go of a poll that waited; nothing changes',
          },
      [],
      [],
      async ({ name, flags }, { world, organisation, actor }, output) => {
        if (act === 'approve') return told(output, flags, await approvePoll(world, organisation, actor, name), false);
        await dismissPoll(world, organisation, actor, name);
        output.out(flags.has('json') ? JSON.stringify({ id: name }) : name);
        return 0;
      },
    ),
  ),
  ...(['pause', 'resume', 'remove'] as const).map((act) =>
    about(
      `inventory ${act}`,
      `inventory ${act} NAME [--json]`,
      {
        pause: { nl: 'Zet een inventaris stil', en: 'Pauses an inventory' },
        resume: { nl: 'Hervat een inventaris', en: 'Resumes an inventory' },
        remove: {
          nl: 'Haalt een inventaris weg; wat zij zei blijft staan',
          en: 'Removes an inventory; what it said stays',
        },
      }[act],
      [],
      [],
      async ({ name, flags }, { world, organisation, actor }, output) => {
        await changeInventory(world, organisation, actor, name, { act });
        output.out(flags.has('json') ? JSON.stringify({ id: name }) : `${act}: ${name}`);
        return 0;
      },
    ),
  ),
  about(
    'inventory backfill',
    'inventory backfill NAME [--diff] [--json]',
    { nl: 'Voegt de geschiedenis van vóór de eerste peiling in', en: 'Inserts the history from before the first poll' },
    ['diff'],
    [],
    async ({ name, flags }, { world, organisation, actor }, output) => {
      const dry = flags.has('diff');
      return told(output, flags, await backfillInventory(world, organisation, actor, name, dry), dry);
    },
  ),
  {
    name: 'resources assign',
    summary: {
      nl: 'Een adres of naam kwam op dit moment bij deze klant',
      en: 'An address or name came to this customer at this moment',
    },
    usage:
      'resources assign RESOURCE --customer NUMBER|--contract REFERENCE --from TIME [--until TIME] [--ports A-B] [--shared] [--label TEXT] [--take-over] [--json]',
    needs: 'member',
    async run(args, output, inside) {
      const read = readFlags(
        args,
        ['customer', 'contract', 'from', 'until', 'ports', 'label'],
        ['shared', 'take-over', 'json'],
      );
      if (typeof read === 'string') return wrong(output, this.usage, read);
      const [resource, ...rest] = read.words;
      const from = flagOf(read.flags, 'from');
      const [customer, contract] = [flagOf(read.flags, 'customer'), flagOf(read.flags, 'contract')];
      if (!resource || rest.length > 0 || !from || (!customer && !contract))
        return wrong(output, this.usage, 'Give the resource, who got it and from when.');
      const { world, organisation, actor } = await inside();
      const said = await assignFrom(world, organisation, actor, {
        resource,
        from: statedMoment(from, 'from').toString(),
        until: flagOf(read.flags, 'until') ?? null,
        ports: flagOf(read.flags, 'ports') ?? '',
        label: flagOf(read.flags, 'label') ?? null,
        exclusive: !read.flags.has('shared'),
        take_over: read.flags.has('take-over'),
        ...(customer === undefined ? {} : { customer }),
        ...(contract === undefined ? {} : { contract }),
      });
      output.out(read.flags.has('json') ? JSON.stringify(said) : said.id);
      return 0;
    },
  },
  {
    name: 'resources release',
    summary: {
      nl: 'Een adres of naam ging op dit moment weg bij zijn houder',
      en: 'An address or name left its holder at this moment',
    },
    usage: 'resources release RESOURCE --until TIME [--customer NUMBER|--contract REFERENCE] [--ports A-B] [--json]',
    needs: 'member',
    async run(args, output, inside) {
      const read = readFlags(args, ['customer', 'contract', 'until', 'ports'], ['json']);
      if (typeof read === 'string') return wrong(output, this.usage, read);
      const [resource, ...rest] = read.words;
      const until = flagOf(read.flags, 'until');
      if (!resource || rest.length > 0 || !until) return wrong(output, this.usage, 'Give the resource and until when.');
      const { world, organisation, actor } = await inside();
      const [customer, contract] = [flagOf(read.flags, 'customer'), flagOf(read.flags, 'contract')];
      const said = await releaseFrom(world, organisation, actor, {
        resource,
        until: statedMoment(until, 'until').toString(),
        ports: flagOf(read.flags, 'ports') ?? '',
        ...(customer === undefined ? {} : { customer }),
        ...(contract === undefined ? {} : { contract }),
      });
      output.out(read.flags.has('json') ? JSON.stringify(said) : said.id);
      return 0;
    },
  },
];
