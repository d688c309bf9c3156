/** Commands of dossiers: make one, and check one that somebody hands over. */
import { readFile, stat, writeFile } from 'node:fs/promises';
import { type Command, readFlags } from '#io/command';
import { sha256 } from '#io/dice';
import { verifies } from '#journal/proof';
import { Refused } from '#kernel';
import { checkDossier, dossierFaults, largest } from './dossier.ts';
import { makeDossier } from './work.ts';

const make: Command = {
  name: 'dossier',
  summary: {
    nl: 'Maakt één bestand met alles over een zaak en het bewijs ervan',
    en: 'Makes one file with everything about a matter and the proof of it',
  },
  usage: 'dossier ID --out FILE [--for AUTHORITY [--on-demand]] [--json]',
  needs: 'member',
  async run(args, output, inside) {
    const read = readFlags(args, ['out', 'for'], ['on-demand', 'json']);
    const out = typeof read === 'string' ? undefined : read.flags.get('out');
    if (typeof read === 'string' || read.words.length !== 1 || typeof out !== 'string')
      throw new Refused('usage.wrong', this.usage);
    const reader = read.flags.get('for');
    const { world, organisation, actor } = await inside();
    const made = await makeDossier(
      world,
      organisation,
      {
        about: read.words[0] ?? '',
        language: output.language,
        onDemand: read.flags.has('on-demand'),
        ...(typeof reader === 'string' ? { reader } : {}),
      },
      actor,
    );
    await writeFile(out, made.bytes, { mode: 0o600 });
    const { entries, files, left_out } = made.manifest;
    if (read.flags.has('json'))
      output.out(
        JSON.stringify({ file: out, bytes: made.bytes.length, entries: entries.length, files: files.length, left_out }),
      );
    else {
      output.out(
        output.language === 'nl'
          ? `${out}: ${entries.length} regels, ${files.length} bestanden`
          : `${out}: ${entries.length} entries, ${files.length} files`,
      );
      for (const l of left_out) output.out(`  ${l.count}\t${l.what}\t${l.why}\t${l.basis}`);
    }
    return 0;
  },
};

const verify: Command = {
  name: 'dossier verify',
  summary: {
    nl: 'Kijkt een dossier na, zonder net en zonder database',
    en: 'Checks a dossier, without network and without a database',
  },
  usage: 'dossier verify FILE [--key KEY] [--witness KEY] [--json]',
  needs: 'nothing',
  async run(args, output) {
    const read = readFlags(args, ['key', 'witness'], ['json']);
    if (typeof read === 'string' || read.words.length !== 1) throw new Refused('usage.wrong', this.usage);
    const file = read.words[0] ?? '';
    if ((await stat(file)).size > largest) throw new Refused('usage.wrong', `${file} > ${largest} bytes`);
    const text = (name: string) => {
      const value = read.flags.get(name);
      return typeof value === 'string' ? value : undefined;
    };
    const expected = text('key');
    const witness = text('witness');
    const found = checkDossier(await readFile(file), sha256, verifies, {
      ...(expected === undefined ? {} : { expected }),
      ...(witness === undefined ? {} : { witness }),
    });
    const holds = found.faults.length === 0;
    const nl = output.language === 'nl';
    if (read.flags.has('json'))
      output.out(
        JSON.stringify({
          holds,
          faults: found.faults,
          about: found.manifest?.about ?? null,
          organisation: found.manifest?.organisation ?? null,
          made_at: found.manifest?.made_at ?? null,
          log: found.manifest?.log ?? null,
          left_out: found.manifest?.left_out ?? null,
          ...(found.says
            ? { entries: found.says.entries, files: found.says.files, tree_size: found.says.treeSize }
            : {}),
        }),
      );
    else {
      for (const fault of found.faults) output.err(dossierFaults[fault][output.language]);
      const m = found.manifest;
      if (m && found.says) {
        output.out(`${m.organisation.name}  ${m.about.number ?? m.about.id}  ${m.made_at}`);
        output.out(
          nl
            ? `${found.says.entries} regels van het logboek (van ${found.says.treeSize}), ${found.says.files} bestanden`
            : `${found.says.entries} entries of the journal (of ${found.says.treeSize}), ${found.says.files} files`,
        );
        for (const l of m.left_out)
          output.out(`  ${nl ? 'niet erin' : 'left out'}: ${l.count} ${l.what} (${l.why}: ${l.basis})`);
        output.out(m.log);
      }
      if (holds && expected === undefined)
        output.err(
          nl
            ? 'Het dossier is in zichzelf heel. Vergelijk de sleutel met die welke de eigenaar bekendmaakt, of geef hem met --key.'
            : 'The dossier is whole in itself. Compare its key with the one its owner publishes, or give it with --key.',
        );
      output.out(
        holds
          ? nl
            ? 'Het dossier klopt.'
            : 'The dossier holds.'
          : nl
            ? 'Het dossier klopt NIET.'
            : 'The dossier does NOT hold.',
      );
    }
    return holds ? 0 : 1;
  },
};

/** The proof that an order was obeyed in time (art. 54a Sr): the dossier of that order. */
const prove: Command = {
  ...make,
  name: 'order prove',
  summary: {
    nl: 'Het dossier van een bevel: ontvangen, uitgevoerd, teruggemeld, met bewijs',
    en: 'The dossier of an order: received, carried out, reported back, with proof',
  },
  usage: 'order prove ID --out FILE [--for AUTHORITY [--on-demand]] [--json]',
};

/** Commands of this room. */
export const commands: readonly Command[] = [make, verify, prove];
