/** Commands: organisation, member and key. A password is typed or piped in, never given as an argument others can see. */
import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { type Command, type Output, readFlags } from '#io/command';
import { languages, memberRoles, Refused } from '#kernel';
import {
  isLanguage,
  isRole,
  isScope,
  type OrganisationKind,
  organisationKinds,
  rights,
  scopes,
} from './organisation.ts';
import {
  addKey,
  addMailbox,
  addMember,
  addOrganisation,
  endMember,
  listKeys,
  listMailboxes,
  listMembers,
  listOrganisations,
  memberFor,
  operator,
  organisationBySlug,
  removeMailbox,
  revokeKey,
  setPassword,
  setRight,
} from './work.ts';

/** Widths that fit, two spaces between columns. */
function table(rows: readonly (readonly string[])[]): string {
  const widths: number[] = [];
  for (const row of rows)
    row.forEach((cell, i) => {
      widths[i] = Math.max(widths[i] ?? 0, cell.length);
    });
  return rows
    .map((r) =>
      r
        .map((cell, i) => cell.padEnd(widths[i] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

const wrong = (output: Output, usage: string, why: string): number => {
  output.err(`${why}\nbezem ${usage}`);
  return 2;
};

/** One line from standard input; on a terminal what is typed is not shown. */
function readSecret(output: Output, prompt: string): Promise<string> {
  const { stdin, stderr } = process;
  if (!stdin.isTTY) {
    return new Promise((done) => {
      let text = '';
      stdin.setEncoding('utf8');
      stdin.on('data', (chunk: string) => {
        text += chunk;
        if (text.length > 4096) stdin.destroy();
      });
      stdin.on('close', () => done(text.split(/\r?\n/)[0] ?? ''));
      stdin.on('end', () => done(text.split(/\r?\n/)[0] ?? ''));
    });
  }
  stderr.write(prompt);
  return new Promise((done) => {
    // readline echoes to its output; this one swallows it.
    const nowhere = new Writable({ write: (_chunk, _encoding, next) => next() });
    const lines = createInterface({ input: stdin, output: nowhere, terminal: true });
    lines.once('line', (line) => {
      lines.close();
      output.err('');
      done(line);
    });
    lines.once('close', () => done(''));
  });
}

const text = (value: string | true | undefined): string | undefined => (typeof value === 'string' ? value : undefined);

export const commands: readonly Command[] = [
  {
    name: 'organisation add',
    summary: { nl: 'Maakt een organisatie aan.', en: 'Adds an organisation.' },
    usage:
      'organisation add SLUG --name NAME [--kind provider|reseller|clearing_house] [--zone ZONE] [--language nl|en] [--json]',
    needs: 'world',
    async run(args, output, inside) {
      const read = readFlags(args, ['name', 'kind', 'zone', 'language', 'country'], ['json']);
      if (typeof read === 'string') return wrong(output, this.usage, read);
      const [slug, ...rest] = read.words;
      const name = text(read.flags.get('name'));
      const kind = text(read.flags.get('kind')) ?? 'provider';
      const language = text(read.flags.get('language'));
      const zone = text(read.flags.get('zone'));
      const country = text(read.flags.get('country'));
      if (!slug || rest.length > 0) return wrong(output, this.usage, 'Give one short name (slug).');
      if (!name) return wrong(output, this.usage, 'Give --name.');
      if (!(organisationKinds as readonly string[]).includes(kind))
        return wrong(output, this.usage, `--kind is one of ${organisationKinds.join(', ')}.`);
      if (language !== undefined && !isLanguage(language))
        return wrong(output, this.usage, `--language is one of ${languages.join(', ')}.`);
      const { world } = await inside();
      const made = await addOrganisation(world, {
        slug,
        name,
        kind: kind as OrganisationKind,
        ...(zone ? { zone } : {}),
        ...(language ? { language } : {}),
        ...(country ? { country } : {}),
      });
      output.out(
        read.flags.has('json') ? JSON.stringify({ id: made.id, slug: made.slug }) : `${made.slug}  ${made.id}`,
      );
      return 0;
    },
  },
  {
    name: 'organisation list',
    summary: { nl: 'Toont de organisaties.', en: 'Lists the organisations.' },
    usage: 'organisation list [--json]',
    needs: 'world',
    async run(args, output, inside) {
      const read = readFlags(args, [], ['json']);
      if (typeof read === 'string') return wrong(output, this.usage, read);
      const all = await listOrganisations((await inside()).world);
      if (read.flags.has('json'))
        output.out(JSON.stringify(all.map(({ id, slug, name, kind, zone }) => ({ id, slug, name, kind, zone }))));
      else if (all.length > 0) output.out(table(all.map((o) => [o.slug, o.name, o.kind, o.zone])));
      else output.err('There is no organisation yet: bezem organisation add.');
      return 0;
    },
  },
  {
    name: 'member add',
    summary: { nl: 'Voegt een medewerker toe.', en: 'Adds a member.' },
    usage: `member add EMAIL --name NAME --role ${memberRoles.join('|')} [--language nl|en] [--org SLUG] [--password] [--json]`,
    needs: 'world',
    async run(args, output, inside) {
      const read = readFlags(args, ['name', 'role', 'language', 'org'], ['json', 'password']);
      if (typeof read === 'string') return wrong(output, this.usage, read);
      const [email, ...rest] = read.words;
      const name = text(read.flags.get('name'));
      const role = text(read.flags.get('role'));
      const language = text(read.flags.get('language'));
      if (!email || rest.length > 0) return wrong(output, this.usage, 'Give one e-mail address.');
      if (!name) return wrong(output, this.usage, 'Give --name.');
      if (!role || !isRole(role)) return wrong(output, this.usage, `--role is one of ${memberRoles.join(', ')}.`);
      if (language !== undefined && !isLanguage(language))
        return wrong(output, this.usage, `--language is one of ${languages.join(', ')}.`);
      const { world } = await inside();
      const org = await organisationBySlug(world, text(read.flags.get('org')));
      const made = await addMember(world, org, operator, { email, name, role, ...(language ? { language } : {}) });
      if (read.flags.has('password'))
        await setPassword(world, org, operator, made.id, await readSecret(output, 'Password: '));
      output.out(
        read.flags.has('json') ? JSON.stringify({ id: made.id, email: made.email }) : `${made.email}  ${made.id}`,
      );
      return 0;
    },
  },
  {
    name: 'member right',
    summary: {
      nl: 'Geeft een medewerker een recht naast de rol, of neemt het af; wordt vastgelegd.',
      en: 'Gives a member a right beside its role, or takes it away; it is recorded.',
    },
    usage: `member right EMAIL ${rights.join('|')} [--end]`,
    needs: 'member',
    async run(args, output, inside) {
      const read = readFlags(args, [], ['end']);
      if (typeof read === 'string') return wrong(output, this.usage, read);
      const [email, name] = read.words;
      const right = rights.find((r) => r === name);
      if (!email || !right || read.words.length > 2)
        return wrong(output, this.usage, 'Give an e-mail address and a right.');
      const { world, organisation, actor } = await inside();
      const found = (await listMembers(world, organisation, actor)).find((m) => m.email === email || m.id === email);
      if (!found) throw new Refused('request.not-found');
      await setRight(world, organisation, actor, found.id, right, !read.flags.has('end'));
      return 0;
    },
  },
  {
    name: 'member list',
    summary: { nl: 'Toont de medewerkers.', en: 'Lists the members.' },
    usage: 'member list [--org SLUG] [--json]',
    needs: 'world',
    async run(args, output, inside) {
      const read = readFlags(args, ['org'], ['json']);
      if (typeof read === 'string') return wrong(output, this.usage, read);
      const { world } = await inside();
      const org = await organisationBySlug(world, text(read.flags.get('org')));
      const all = await listMembers(world, org, operator);
      if (read.flags.has('json')) output.out(JSON.stringify(all));
      else if (all.length > 0) output.out(table(all.map((m) => [m.email, m.name, m.role, m.language, m.state])));
      else output.err('There is no member yet: bezem member add.');
      return 0;
    },
  },
  {
    name: 'member end',
    summary: { nl: 'Beëindigt een medewerker: inloggen kan niet meer.', en: 'Ends a member: no more logging in.' },
    usage: 'member end EMAIL [--org SLUG]',
    needs: 'world',
    async run(args, output, inside) {
      const read = readFlags(args, ['org'], ['json']);
      if (typeof read === 'string') return wrong(output, this.usage, read);
      const { world } = await inside();
      const org = await organisationBySlug(world, text(read.flags.get('org')));
      const member = await memberFor(world, org, read.words[0] ?? '');
      if (!member) throw new Refused('request.not-found', 'No active member has this address.');
      await endMember(world, org, operator, member.id);
      output.out(read.flags.has('json') ? JSON.stringify({ id: member.id, state: 'ended' }) : `ended ${member.email}`);
      return 0;
    },
  },
  {
    name: 'member password',
    summary: {
      nl: 'Zet een wachtwoord; het wordt gevraagd of van de standaardinvoer gelezen.',
      en: 'Sets a password; it is asked for or read from standard input.',
    },
    usage: 'member password EMAIL [--org SLUG]',
    needs: 'world',
    async run(args, output, inside) {
      const read = readFlags(args, ['org'], []);
      if (typeof read === 'string') return wrong(output, this.usage, read);
      if (read.words.length !== 1)
        return wrong(output, this.usage, 'Give one e-mail address; the password is asked for, never an argument.');
      const { world } = await inside();
      const org = await organisationBySlug(world, text(read.flags.get('org')));
      const member = await memberFor(world, org, read.words[0] ?? '');
      if (!member) throw new Refused('request.not-found', 'No active member has this address.');
      await setPassword(world, org, operator, member.id, await readSecret(output, 'Password: '));
      output.err(`Password set for ${member.email}; other sessions have ended.`);
      return 0;
    },
  },
  {
    name: 'mailbox add',
    summary: {
      nl: 'Laat de mailontvangst meldingen aannemen op dit adres.',
      en: 'Lets mail intake take reports at this address.',
    },
    usage: 'mailbox add ADDRESS [--org SLUG] [--json]',
    needs: 'world',
    async run(args, output, inside) {
      const read = readFlags(args, ['org'], ['json']);
      if (typeof read === 'string') return wrong(output, this.usage, read);
      const [address, ...rest] = read.words;
      if (!address || rest.length > 0) return wrong(output, this.usage, 'Give one mail address.');
      const { world } = await inside();
      const org = await organisationBySlug(world, text(read.flags.get('org')));
      const added = await addMailbox(world, org, operator, address);
      output.out(read.flags.has('json') ? JSON.stringify({ address: added }) : added);
      return 0;
    },
  },
  {
    name: 'mailbox list',
    summary: {
      nl: 'Toont de adressen waarop meldingen binnenkomen.',
      en: 'Lists the addresses at which reports come in.',
    },
    usage: 'mailbox list [--org SLUG] [--json]',
    needs: 'world',
    async run(args, output, inside) {
      const read = readFlags(args, ['org'], ['json']);
      if (typeof read === 'string') return wrong(output, this.usage, read);
      const { world } = await inside();
      const org = await organisationBySlug(world, text(read.flags.get('org')));
      const all = await listMailboxes(world, org, operator);
      if (read.flags.has('json')) output.out(JSON.stringify(all.map((address) => ({ address }))));
      else if (all.length > 0) output.out(all.join('\n'));
      else output.err('There is no address yet: bezem mailbox add.');
      return 0;
    },
  },
  {
    name: 'mailbox remove',
    summary: { nl: 'Weigert voortaan mail op dit adres.', en: 'Refuses mail at this address from now on.' },
    usage: 'mailbox remove ADDRESS [--org SLUG]',
    needs: 'world',
    async run(args, output, inside) {
      const read = readFlags(args, ['org'], []);
      if (typeof read === 'string') return wrong(output, this.usage, read);
      const [address, ...rest] = read.words;
      if (!address || rest.length > 0) return wrong(output, this.usage, 'Give one mail address.');
      const { world } = await inside();
      const org = await organisationBySlug(world, text(read.flags.get('org')));
      await removeMailbox(world, org, operator, address);
      output.err(`Mail at ${address} is refused from now on.`);
      return 0;
    },
  },
  {
    name: 'key add',
    summary: {
      nl: 'Maakt een API-sleutel; het token is één keer te zien.',
      en: 'Makes an API key; its token is shown once.',
    },
    usage: `key add NAME --scope ${scopes.join('|')} [--scope …] [--json]`,
    needs: 'member',
    async run(args, output, inside) {
      // A flag that may stand more than once: taken out first.
      const wanted: string[] = [];
      const others: string[] = [];
      for (let i = 0; i < args.length; i++) {
        const arg = args[i] ?? '';
        if (arg === '--scope') wanted.push(args[++i] ?? '');
        else if (arg.startsWith('--scope=')) wanted.push(arg.slice(8));
        else others.push(arg);
      }
      const read = readFlags(others, [], ['json']);
      if (typeof read === 'string') return wrong(output, this.usage, read);
      const [name, ...rest] = read.words;
      if (!name || rest.length > 0) return wrong(output, this.usage, 'Give one name.');
      const good = wanted.filter(isScope);
      if (good.length === 0 || good.length !== wanted.length)
        return wrong(output, this.usage, `--scope is one of ${scopes.join(', ')}.`);
      const { world, organisation, actor } = await inside();
      const made = await addKey(world, organisation, actor, { name, scopes: good });
      output.out(read.flags.has('json') ? JSON.stringify(made) : made.token);
      if (!read.flags.has('json')) output.err(`${made.id}: keep the token now, it is not shown again.`);
      return 0;
    },
  },
  {
    name: 'key list',
    summary: { nl: 'Toont de API-sleutels.', en: 'Lists the API keys.' },
    usage: 'key list [--json]',
    needs: 'member',
    async run(args, output, inside) {
      const read = readFlags(args, [], ['json']);
      if (typeof read === 'string') return wrong(output, this.usage, read);
      const { world, organisation, actor } = await inside();
      const all = await listKeys(world, organisation, actor);
      if (read.flags.has('json'))
        output.out(
          JSON.stringify(
            all.map((k) => ({
              id: k.id,
              name: k.name,
              scopes: k.scopes,
              created_at: k.createdAt.toString(),
              revoked_at: k.revokedAt?.toString() ?? null,
            })),
          ),
        );
      else if (all.length > 0)
        output.out(table(all.map((k) => [k.id, k.name, k.scopes.join(','), k.revokedAt ? 'revoked' : 'in use'])));
      else output.err('There are no keys.');
      return 0;
    },
  },
  {
    name: 'key revoke',
    summary: { nl: 'Trekt een API-sleutel in.', en: 'Revokes an API key.' },
    usage: 'key revoke ID',
    needs: 'member',
    async run(args, output, inside) {
      const read = readFlags(args, [], ['json']);
      if (typeof read === 'string') return wrong(output, this.usage, read);
      const [id, ...rest] = read.words;
      if (!id || rest.length > 0) return wrong(output, this.usage, 'Give one key id.');
      const { world, organisation, actor } = await inside();
      await revokeKey(world, organisation, actor, id);
      output.out(read.flags.has('json') ? JSON.stringify({ id, revoked: true }) : `revoked ${id}`);
      return 0;
    },
  },
];
