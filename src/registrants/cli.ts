/** Commands of the register of domain names. Data of a holder are given in a file, so that none stand in a shell's history. */
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { type Command, type Flags, readFlags } from '#io/command';
import { Refused } from '#kernel';
import { differenceActs } from './difference.ts';
import { checkInput, registrationInput } from './registration.ts';
import {
  addRegistration,
  checkField,
  compareFile,
  decideOnDifference,
  differencesPage,
  endOf,
  registrationsPage,
  showRegistration,
} from './work.ts';

const wrong = (issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[]) =>
  new Refused('request.invalid', issues.map((i) => `${i.path.join('.')}: ${i.message}`).join('; '));
function read(
  command: Command,
  args: readonly string[],
  values: readonly string[],
  bare: readonly string[],
  least: number,
): Flags {
  const found = readFlags(args, values, ['json', ...bare]);
  if (typeof found === 'string' || found.words.length !== least) throw new Refused('usage.wrong', command.usage);
  return found;
}
const text = (f: Flags, name: string): string | undefined => {
  const value = f.flags.get(name);
  return typeof value === 'string' ? value : undefined;
};

const list: Command = {
  name: 'registration list',
  summary: {
    nl: 'Registraties van domeinnamen; eindigt met 3 als er gegevens ontbreken',
    en: 'Registrations of domain names; exits with 3 where data are missing',
  },
  usage: 'registration list [--incomplete] [--domain PART] [--json]',
  needs: 'member',
  async run(args, output, open) {
    const f = read(this, args, ['domain'], ['incomplete'], 0);
    const { world, organisation } = await open();
    const page = await world.db.in(organisation, (tx) =>
      registrationsPage(tx, { incomplete: f.flags.has('incomplete'), domain: text(f, 'domain'), limit: 1000 }),
    );
    if (f.flags.has('json')) output.out(JSON.stringify(page));
    else
      for (const r of page.items)
        output.out([r.id, r.domain, r.registered_on ?? '–', r.kind, r.missing.join(' ')].join('  '));
    return page.counts.incomplete > 0 ? 3 : 0;
  },
};
const show: Command = {
  name: 'registration show',
  summary: { nl: 'Eén registratie; het lezen wordt vastgelegd', en: 'One registration; reading it is recorded' },
  usage: 'registration show ID|DOMAIN [--json]',
  needs: 'member',
  async run(args, output, open) {
    const f = read(this, args, [], [], 1);
    const { world, organisation, actor } = await open();
    const r = await world.db.in(organisation, (tx) => showRegistration(world, tx, f.words[0] ?? '', actor));
    const l = output.language;
    if (f.flags.has('json')) {
      output.out(JSON.stringify(r));
      return 0;
    }
    for (const g of r.groups) {
      output.out(`${g.title[l]}  (${g.basis})`);
      for (const field of g.fields)
        output.out(`  ${field.words[l]}: ${field.value ?? '–'}  ${field.standing ?? ''}  ${field.public ? '*' : ''}`);
    }
    return 0;
  },
};
const add: Command = {
  name: 'registration add',
  summary: { nl: 'Neemt een registratie op uit een JSON-bestand', en: 'Takes in a registration from a JSON file' },
  usage: 'registration add FILE [--json]',
  needs: 'member',
  async run(args, output, open) {
    const f = read(this, args, [], [], 1);
    let given: unknown;
    try {
      given = JSON.parse(await readFile(f.words[0] ?? '', 'utf8'));
    } catch (cause) {
      throw new Refused('request.invalid', (cause as Error).message);
    }
    const input = registrationInput.safeParse(given);
    if (!input.success) throw wrong(input.error.issues);
    const { world, organisation, actor } = await open();
    const id = await world.db.in(organisation, (tx) => addRegistration(world, tx, input.data, actor));
    output.out(f.flags.has('json') ? JSON.stringify({ id }) : id);
    return 0;
  },
};
const check: Command = {
  name: 'registration check',
  summary: { nl: 'Legt vast hoe een gegeven is geverifieerd', en: 'Records how a field was verified' },
  usage:
    'registration check ID --field FIELD --method METHOD --verdict verified|failed --evidence TEXT [--source us|reseller|registrar]',
  needs: 'member',
  async run(args, output, open) {
    const names = ['field', 'method', 'verdict', 'evidence', 'source'];
    const f = read(this, args, names, [], 1);
    const input = checkInput.safeParse(
      Object.fromEntries(names.flatMap((n) => (text(f, n) === undefined ? [] : [[n, text(f, n)]]))),
    );
    if (!input.success) throw wrong(input.error.issues);
    const { world, organisation, actor } = await open();
    const no = await world.db.in(organisation, (tx) => checkField(world, tx, f.words[0] ?? '', input.data, actor));
    output.out(f.flags.has('json') ? JSON.stringify({ no }) : String(no));
    return 0;
  },
};
const end: Command = {
  name: 'registration end',
  summary: {
    nl: 'Beëindigt een registratie; de gegevens van de houder worden vernietigd',
    en: 'Ends a registration; the data of its holder are destroyed',
  },
  usage: 'registration end ID --on DATE',
  needs: 'member',
  async run(args, _output, open) {
    const f = read(this, args, ['on'], [], 1);
    const on = text(f, 'on') ?? '';
    if (!/^\d{4}-\d\d-\d\d$/.test(on)) throw new Refused('usage.wrong', this.usage);
    const { world, organisation, actor } = await open();
    await world.db.in(organisation, (tx) => endOf(world, tx, f.words[0] ?? '', on, actor));
    return 0;
  },
};
const compare: Command = {
  name: 'registration compare',
  summary: {
    nl: 'Vergelijkt het bestand van een registrar met het register; eindigt met 3 als er verschillen zijn',
    en: "Compares a registrar's file with the register; exits with 3 where they differ",
  },
  usage: 'registration compare FILE --registrar NAME [--dry-run] [--json]',
  needs: 'member',
  async run(args, output, open) {
    const f = read(this, args, ['registrar'], ['dry-run'], 1);
    const registrar = text(f, 'registrar');
    if (!registrar) throw new Refused('usage.wrong', this.usage);
    const { world, organisation, actor } = await open();
    const bytes = createReadStream(f.words[0] ?? '');
    const done = await compareFile(world, organisation, registrar, bytes, !f.flags.has('dry-run'), actor);
    if (f.flags.has('json')) output.out(JSON.stringify(done));
    else
      for (const name of ['rows', 'same', 'differs', 'missing_here', 'missing_there', 'gone'] as const)
        output.out(`${name}  ${done[name]}`);
    for (const u of done.unread) output.err(`${u.line}: ${u.why}`);
    return done.differs + done.missing_here + done.missing_there > 0 ? 3 : 0;
  },
};
const differences: Command = {
  name: 'registration differences',
  summary: {
    nl: 'Waar een registrar iets anders zegt; eindigt met 3 als er een wacht',
    en: 'Where a registrar says otherwise; exits with 3 where one waits',
  },
  usage: 'registration differences [--all] [--json]',
  needs: 'member',
  async run(args, output, open) {
    const f = read(this, args, [], ['all'], 0);
    const { world, organisation, actor } = await open();
    const items = await world.db.in(organisation, (tx) => differencesPage(world, tx, !f.flags.has('all'), 500, actor));
    const l = output.language;
    if (f.flags.has('json')) output.out(JSON.stringify({ items }));
    else
      for (const d of items)
        output.out(
          [d.id, d.domain, d.field_words?.[l] ?? d.kind_words[l], `${d.ours ?? '–'} ≠ ${d.theirs ?? '–'}`].join('  '),
        );
    return items.some((d) => d.state === 'open') ? 3 : 0;
  },
};
const decide: Command = {
  name: 'registration decide',
  summary: {
    nl: 'Neemt over wat de registrar zegt, of houdt het onze met een reden',
    en: 'Takes what the registrar says, or keeps ours with a reason',
  },
  usage: 'registration decide ID take|keep [--reason TEXT]',
  needs: 'member',
  async run(args, _output, open) {
    const f = read(this, args, ['reason'], [], 2);
    const act = differenceActs.find((a) => a === f.words[1]);
    if (!act) throw new Refused('usage.wrong', this.usage);
    const { world, organisation, actor } = await open();
    await world.db.in(organisation, (tx) =>
      decideOnDifference(world, tx, f.words[0] ?? '', act, { reason: text(f, 'reason') ?? '' }, actor),
    );
    return 0;
  },
};

export const commands: readonly Command[] = [list, show, add, check, end, compare, differences, decide];
