/** `bezem reseller-letter …`: making and checking an edition needs no database; taking it in and deciding needs the right. */
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { type Command, type Flags, readFlags } from '#io/command';
import { trueDice } from '#io/dice';
import { isKeyName } from '#journal';
import { Refused } from '#kernel';
import { decisionWords, editionDecisions, editionMatchWords, editionStateWords } from './edition.ts';
import { checkEditionFile, type IssuerKey, issuerKeyText, makeFile, readDocument, readRecipients } from './sealing.ts';
import {
  addIssuer,
  decideMatch,
  type EditionHands,
  editionMatches,
  editionsPage,
  processEdition,
  publishEdition,
  receiptOfEdition,
  removeIssuer,
  showEdition,
  showEditionMatch,
  takeFile,
  takeText,
} from './work.ts';

const read = (
  command: Command,
  args: readonly string[],
  values: readonly string[],
  least: number,
  most: number,
): Flags => {
  const found = readFlags(args, values, ['json', 'dry-run', 'end', 'all', 'off']);
  if (typeof found === 'string' || found.words.length < least || found.words.length > most)
    throw new Refused('usage.wrong', command.usage);
  return found;
};
const text = (f: Flags, name: string): string | undefined => {
  const value = f.flags.get(name);
  return typeof value === 'string' ? value : undefined;
};
const needed = (command: Command, f: Flags, name: string): string => {
  const value = text(f, name);
  if (value === undefined) throw new Refused('usage.wrong', command.usage);
  return value;
};
const file = async (name: string): Promise<string> => {
  try {
    return await readFile(name, 'utf8');
  } catch (cause) {
    throw new Refused('request.invalid', `${name}: ${(cause as Error).message}`);
  }
};

const seedMark = 'reseller-letter-key';
const readIssuer = async (name: string): Promise<IssuerKey> => {
  const [mark, who = '', seed = ''] = (await file(name)).trim().split(' ');
  if (mark !== seedMark || !isKeyName(who) || !/^[0-9a-f]{64}$/.test(seed))
    throw new Refused('edition.key-unreadable', name);
  return { name: who, seed: Buffer.from(seed, 'hex') };
};

const keys: Command = {
  name: 'reseller-letter keys',
  summary: {
    nl: 'Maakt de sleutel waarmee edities getekend worden (alleen voor de eigenaar leesbaar) en toont de sleutel waarmee anderen controleren',
    en: 'Makes the key that signs editions (readable by its owner only) and prints the key with which others check',
  },
  usage: 'reseller-letter keys FILE --name NAME',
  needs: 'nothing',
  async run(args, output) {
    const f = read(this, args, ['name'], 1, 1);
    const name = needed(this, f, 'name');
    const to = f.words[0] ?? '';
    if (!isKeyName(name)) throw new Refused('edition.key-unreadable', name);
    if (existsSync(to))
      throw new Refused('request.invalid', `${to}: ${output.language === 'nl' ? 'bestaat al' : 'exists already'}`);
    const key: IssuerKey = { name, seed: trueDice.bytes(32) };
    await writeFile(to, `${seedMark} ${name} ${Buffer.from(key.seed).toString('hex')}\n`, { mode: 0o600, flag: 'wx' });
    output.out(issuerKeyText(key));
    return 0;
  },
};

const make: Command = {
  name: 'reseller-letter make',
  summary: {
    nl: 'Maakt van een editie (JSON) een getekend bestand, versleuteld voor elke ontvanger',
    en: 'Makes of an edition (JSON) a signed file, encrypted for each recipient',
  },
  usage: 'reseller-letter make EDITION.json --key FILE --to RECIPIENTS --out FILE',
  needs: 'nothing',
  async run(args, output) {
    const f = read(this, args, ['key', 'to', 'out'], 1, 1);
    let json: unknown;
    try {
      json = JSON.parse(await file(f.words[0] ?? ''));
    } catch (cause) {
      if (cause instanceof Refused) throw cause;
      throw new Refused('edition.unreadable', 'JSON');
    }
    const document = readDocument(json);
    const recipients = readRecipients(await file(needed(this, f, 'to')));
    const made = makeFile(document, await readIssuer(needed(this, f, 'key')), recipients, trueDice);
    await writeFile(needed(this, f, 'out'), made, { mode: 0o600 });
    output.out(
      output.language === 'nl'
        ? `editie ${document.edition}: ${document.entries.length} vermeldingen voor ${recipients.length} ontvangers`
        : `edition ${document.edition}: ${document.entries.length} entries for ${recipients.length} recipients`,
    );
    return 0;
  },
};

const check: Command = {
  name: 'reseller-letter check',
  summary: {
    nl: 'Controleert wie een bestand tekende en of elke byte klopt, zonder het te openen',
    en: 'Checks who signed a file and whether every byte is as signed, without opening it',
  },
  usage: 'reseller-letter check FILE --issuer KEY [--json]',
  needs: 'nothing',
  async run(args, output) {
    const f = read(this, args, ['issuer'], 1, 1);
    const { file: found, manifest } = checkEditionFile(await file(f.words[0] ?? ''), [needed(this, f, 'issuer')]);
    const said = {
      issuer: manifest.issuer,
      edition: manifest.edition,
      date: manifest.date,
      amends: manifest.amends,
      recipients: found.recipients.length,
    };
    output.out(
      f.flags.has('json')
        ? JSON.stringify(said)
        : `${said.issuer}  ${said.edition}  ${said.date}  ${said.recipients} ${output.language === 'nl' ? 'ontvangers' : 'recipients'}`,
    );
    return 0;
  },
};

const recipient: Command = {
  name: 'reseller-letter recipient',
  summary: {
    nl: 'De sleutel waarmee edities voor ons versleuteld worden',
    en: 'The key to which editions for us are encrypted',
  },
  usage: 'reseller-letter recipient',
  needs: 'member',
  async run(args, output, open) {
    read(this, args, [], 0, 0);
    const { world, organisation, actor } = await open();
    output.out((await world.db.in(organisation, (tx) => editionsPage(world, tx, actor))).recipient_key);
    return 0;
  },
};

const issuer: Command = {
  name: 'reseller-letter issuer',
  summary: {
    nl: 'Vertrouwt de sleutel van een afzender, of met --end niet langer',
    en: 'Trusts the key of an issuer, or with --end no longer',
  },
  usage: 'reseller-letter issuer KEY|NAME [--end]',
  needs: 'member',
  async run(args, output, open) {
    const f = read(this, args, [], 1, 1);
    const { world, organisation, actor } = await open();
    const word = f.words[0] ?? '';
    await world.db.in(organisation, async (tx) => {
      if (f.flags.has('end')) await removeIssuer(world, tx, word, actor);
      else output.out(await addIssuer(world, tx, word, actor));
    });
    return 0;
  },
};

const importing = (hands: () => Promise<EditionHands>): Command => ({
  name: 'reseller-letter import',
  summary: {
    nl: 'Neemt een editie in: een getekend bestand, of CSV of PDF met --edition en --date; met --dry-run wordt niets bewaard',
    en: 'Takes an edition in: a signed file, or CSV or PDF with --edition and --date; with --dry-run nothing is kept',
  },
  usage: 'reseller-letter import FILE [--edition NAME --date DAY] [--issuer NAME] [--dry-run] [--json]',
  needs: 'member',
  async run(args, output, open) {
    const f = read(this, args, ['edition', 'date', 'issuer'], 1, 1);
    const name = f.words[0] ?? '';
    let bytes: Buffer;
    try {
      bytes = await readFile(name);
    } catch (cause) {
      throw new Refused('request.invalid', `${name}: ${(cause as Error).message}`);
    }
    const way = /\.csv$/i.test(name) ? 'csv' : bytes.subarray(0, 5).toString('latin1') === '%PDF-' ? 'pdf' : undefined;
    const { world, organisation, actor } = await open();
    const content = way === 'pdf' ? await (await hands()).textOf(bytes, 'edition.pdf') : bytes.toString();
    const taken = await world.db.in(organisation, (tx) =>
      way === undefined
        ? takeFile(world, tx, bytes, actor)
        : takeText(
            world,
            tx,
            {
              way,
              text: content,
              edition: needed(this, f, 'edition'),
              date: needed(this, f, 'date'),
              issuer: text(f, 'issuer') ?? 'police',
              dry: f.flags.has('dry-run'),
            },
            actor,
          ),
    );
    const nl = output.language === 'nl';
    if (f.flags.has('json')) output.out(JSON.stringify(taken));
    else
      output.out(
        `${taken.id ?? (nl ? 'niets bewaard' : 'nothing kept')}  ${taken.label}  ${taken.entries} ${nl ? 'vermeldingen' : 'entries'}${taken.known ? (nl ? '  (was er al)' : '  (was here already)') : ''}`,
      );
    for (const p of taken.problems) output.err(`${nl ? 'regel' : 'line'} ${p.line}: ${p.code}`);
    return taken.problems.length > 0 ? 3 : 0;
  },
});

const list: Command = {
  name: 'reseller-letter list',
  summary: {
    nl: 'Edities en hun stand; eindigt met 3 als er treffers op een besluit wachten',
    en: 'Editions and where they stand; exits with 3 where matches wait for a decision',
  },
  usage: 'reseller-letter list [--json]',
  needs: 'member',
  async run(args, output, open) {
    const f = read(this, args, [], 0, 0);
    const { world, organisation, actor } = await open();
    const page = await world.db.in(organisation, (tx) => editionsPage(world, tx, actor));
    if (f.flags.has('json')) output.out(JSON.stringify(page));
    else
      for (const e of page.items)
        output.out(
          [
            e.id,
            e.label,
            e.dated_on,
            editionStateWords[e.state][output.language],
            `${e.open}/${e.matches}/${e.actions}`,
          ].join('  '),
        );
    return page.items.some((e) => e.open > 0) ? 3 : 0;
  },
};

const show: Command = {
  name: 'reseller-letter show',
  summary: {
    nl: 'Eén editie of één treffer; het lezen wordt vastgelegd',
    en: 'One edition or one match; reading it is recorded',
  },
  usage: 'reseller-letter show ID [--json]',
  needs: 'member',
  async run(args, output, open) {
    const f = read(this, args, [], 1, 1);
    const id = f.words[0] ?? '';
    const { world, organisation, actor } = await open();
    const l = output.language;
    if (id.startsWith('emt_')) {
      const m = await world.db.in(organisation, (tx) => showEditionMatch(world, tx, id, actor));
      if (f.flags.has('json')) output.out(JSON.stringify(m));
      else {
        output.out(
          `${m.party?.reference ?? '–'} ${m.party?.name ?? m.name ?? ''} ~ ${m.listed?.names.join(' · ') ?? '–'}`,
        );
        for (const s of m.listed?.sources ?? []) output.out(`  ${s.seen_on}  ${s.title}  ${s.url ?? ''}`);
        output.out(`  ${m.points.toFixed(4)}`);
        for (const line of m.lines)
          output.out(
            `   ${line.points >= 0 ? '+' : '−'}${Math.abs(line.points).toFixed(4)}  ${line.term}: ${[line.asked, line.listed].filter((x) => x).join(' ~ ')}`,
          );
        output.err(`${l === 'nl' ? 'u kunt' : 'you may'}: ${m.may.join(', ')}`);
      }
      return 0;
    }
    const e = await world.db.in(organisation, (tx) => showEdition(world, tx, id, actor));
    if (f.flags.has('json')) output.out(JSON.stringify(e));
    else {
      output.out(`${e.label}  ${e.dated_on}  ${e.issuer}  ${editionStateWords[e.state][l]}`);
      for (const entry of e.listed ?? [])
        output.out(`  ${entry.id}  ${[...entry.names, ...entry.aliases].join(' · ')}  ${entry.domains.join(' ')}`);
      for (const m of e.found)
        output.out(
          `  ${m.id}  ${m.entry}  ${m.party?.name ?? m.name ?? '–'}  ${m.points.toFixed(2)}  ${m.decision ? decisionWords[m.decision][l] : editionMatchWords[m.state][l]}`,
        );
    }
    return 0;
  },
};

const waiting: Command = {
  name: 'reseller-letter matches',
  summary: {
    nl: 'Treffers die op een besluit wachten; eindigt met 3 als die er zijn',
    en: 'Matches that wait for a decision; exits with 3 where there are any',
  },
  usage: 'reseller-letter matches [--all] [--json]',
  needs: 'member',
  async run(args, output, open) {
    const f = read(this, args, [], 0, 0);
    const { world, organisation, actor } = await open();
    const items = await world.db.in(organisation, (tx) => editionMatches(world, tx, !f.flags.has('all'), actor));
    if (f.flags.has('json')) output.out(JSON.stringify({ items }));
    else
      for (const m of items)
        output.out([m.id, m.edition_label, m.entry, m.party?.name ?? m.name ?? '–', m.points.toFixed(2)].join('  '));
    return items.some((m) => m.state === 'open') ? 3 : 0;
  },
};

const decide: Command = {
  name: 'reseller-letter decide',
  summary: {
    nl: `Beslist over een treffer: ${editionDecisions.join(', ')}; met --letter gaat er een brief naar de klant die niets verraadt`,
    en: `Decides on a match: ${editionDecisions.join(', ')}; with --letter the customer gets a letter that gives nothing away`,
  },
  usage: `reseller-letter decide ID ${editionDecisions.join('|')} --reason TEXT [--letter TEXT]`,
  needs: 'member',
  async run(args, output, open) {
    const f = read(this, args, ['reason', 'letter'], 2, 2);
    const decision = editionDecisions.find((d) => d === f.words[1]);
    if (!decision) throw new Refused('usage.wrong', this.usage);
    const { world, organisation, actor } = await open();
    await world.db.in(organisation, (tx) =>
      decideMatch(
        world,
        tx,
        f.words[0] ?? '',
        { decision, reason: text(f, 'reason') ?? '', ...(text(f, 'letter') ? { letter: text(f, 'letter') } : {}) },
        actor,
      ),
    );
    output.out(decisionWords[decision][output.language]);
    return 0;
  },
};

const processing: Command = {
  name: 'reseller-letter process',
  summary: { nl: 'Zegt dat een editie verwerkt is', en: 'Says that an edition is processed' },
  usage: 'reseller-letter process ID',
  needs: 'member',
  async run(args, _output, open) {
    const f = read(this, args, [], 1, 1);
    const { world, organisation, actor } = await open();
    await world.db.in(organisation, (tx) => processEdition(world, tx, f.words[0] ?? '', actor));
    return 0;
  },
};

const publish: Command = {
  name: 'reseller-letter publish',
  summary: {
    nl: 'Zet "editie verwerkt op dag D, n treffers, n maatregelen" op de openbare pagina, of met --off eraf',
    en: 'Puts "edition processed on date D, n matches, n actions" on the public page, or with --off takes it off',
  },
  usage: 'reseller-letter publish ID [--off]',
  needs: 'member',
  async run(args, _output, open) {
    const f = read(this, args, [], 1, 1);
    const { world, organisation, actor } = await open();
    await world.db.in(organisation, (tx) => publishEdition(world, tx, f.words[0] ?? '', !f.flags.has('off'), actor));
    return 0;
  },
};

const receipt: Command = {
  name: 'reseller-letter receipt',
  summary: {
    nl: 'Een getekend ontvangstbewijs voor de afzender, als de organisatie daarvoor koos',
    en: 'A signed receipt for the issuer, where the organisation chose to give one',
  },
  usage: 'reseller-letter receipt ID',
  needs: 'member',
  async run(args, output, open) {
    const f = read(this, args, [], 1, 1);
    const { world, organisation, actor } = await open();
    output.out(await world.db.in(organisation, (tx) => receiptOfEdition(world, tx, f.words[0] ?? '', actor)));
    return 0;
  },
};

/** Commands of this room. */
export const commands = (hands: () => Promise<EditionHands>): readonly Command[] => [
  keys,
  make,
  check,
  recipient,
  issuer,
  importing(hands),
  list,
  show,
  waiting,
  decide,
  processing,
  publish,
  receipt,
];
