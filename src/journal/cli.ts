/** Commands of the journal. */
import { readFile } from 'node:fs/promises';
import { type Command, readFlags } from '#io/command';
import { mayAs, Refused } from '#kernel';
import { faults } from './entry.ts';
import {
  addWitness,
  checkpoints,
  endWitness,
  listWitnessed,
  listWitnesses,
  takeCosignatures,
  verifierKeyOf,
  verifies,
  witnessLog,
} from './proof.ts';
import { checkReceipt, receiptFaults } from './receipt.ts';
import { entryOut, hexOf, verificationOut } from './shapes.ts';
import { hash } from './store.ts';
import { proveGrowth, readEntries, verifyJournal } from './work.ts';

const verify: Command = {
  name: 'journal verify',
  summary: {
    nl: 'Controleert elke regel, elk gegeven en de boom; eindigt met 1 als er iets niet klopt',
    en: 'Checks every entry, every detail and the tree; exits with 1 where something is wrong',
  },
  usage: 'journal verify [--json]',
  needs: 'member',
  async run(args, output, inside) {
    const read = readFlags(args, [], ['json']);
    if (typeof read === 'string' || read.words.length > 0) throw new Refused('usage.wrong', this.usage);
    const { world, organisation } = await inside();
    const nl = output.language === 'nl';
    const found = await verifyJournal(world, organisation, (done, size) =>
      output.progress(nl ? `${done} van ${size} regels` : `${done} of ${size} entries`),
    );
    if (read.flags.has('json')) output.out(JSON.stringify(verificationOut(found)));
    else {
      for (const f of found.faults) output.out(`${f.seq}\t${faults[f.fault][output.language]}`);
      const counts = nl
        ? `${found.size} regels, ${found.details} gegevens, waarvan ${found.erased} gewist`
        : `${found.size} entries, ${found.details} details, ${found.erased} of them erased`;
      output.out(found.ok ? (nl ? `Het logboek klopt: ${counts}` : `The journal verifies: ${counts}`) : counts);
      output.out(`${nl ? 'wortel' : 'root'} ${hexOf(found.root)}`);
      if (!found.ok) output.err(nl ? 'Het logboek klopt NIET.' : 'The journal does NOT verify.');
    }
    return found.ok ? 0 : 1;
  },
};

const list: Command = {
  name: 'journal list',
  summary: { nl: 'Wat is gedaan, nieuwste eerst', en: 'What was done, newest first' },
  usage: 'journal list [--act ACT] [--subject ID] [--by ID] [--before SEQ] [--limit N] [--json]',
  needs: 'member',
  async run(args, output, inside) {
    const read = readFlags(args, ['act', 'subject', 'by', 'before', 'limit'], ['json']);
    if (typeof read === 'string' || read.words.length > 0) throw new Refused('usage.wrong', this.usage);
    const text = (name: string) => {
      const value = read.flags.get(name);
      return typeof value === 'string' ? value : undefined;
    };
    const limit = Number(text('limit') ?? 50);
    const before = text('before') === undefined ? null : Number(text('before'));
    if (!Number.isSafeInteger(limit) || limit < 1 || limit > 10_000)
      throw new Refused('usage.wrong', '--limit: a number from 1 to 10000.');
    if (before !== null && !(Number.isSafeInteger(before) && before > 0))
      throw new Refused('usage.wrong', '--before: the number of an entry.');
    const { world, organisation } = await inside();
    const filter = { act: text('act'), subject: text('subject'), by: text('by') };
    const page = await world.db.in(organisation, (tx) => readEntries(world, tx, filter, before, limit));
    if (read.flags.has('json')) output.out(JSON.stringify({ items: page.entries.map(entryOut), before: page.before }));
    else
      for (const e of page.entries) {
        output.out(`${e.seq}\t${e.at.toString()}\t${e.act}\t${e.by}`);
        for (const d of e.about)
          output.out(
            'payload' in d
              ? `\t${d.subject ?? '-'}\t${JSON.stringify(d.payload)}`
              : `\t${d.subject ?? '-'}\t${
                  output.language === 'nl'
                    ? `gewist onder regel ${d.erased.rule} op ${d.erased.at.toString()}`
                    : `erased under rule ${d.erased.rule} on ${d.erased.at.toString()}`
                }`,
          );
      }
    return 0;
  },
};

const checkpoint: Command = {
  name: 'journal checkpoint',
  summary: {
    nl: 'Het logboek zoals het staat, ondertekend; met de sleutels waarmee anderen dat nakijken',
    en: 'The journal as it stands, signed; with the keys by which others check that',
  },
  usage: 'journal checkpoint [--since SIZE] [--json]',
  needs: 'member',
  async run(args, output, inside) {
    const read = readFlags(args, ['since'], ['json']);
    if (typeof read === 'string' || read.words.length > 0) throw new Refused('usage.wrong', this.usage);
    const { world, organisation } = await inside();
    const since = read.flags.get('since');
    const old = since === undefined ? undefined : Number(since);
    if (old !== undefined && !(Number.isSafeInteger(old) && old >= 0)) throw new Refused('usage.wrong', this.usage);
    const found = await world.db.in(organisation, (tx) => checkpoints(world, tx));
    if (old !== undefined) {
      // What a witness is sent: the size it saw last, the proof that we only grew, and the checkpoint.
      const proof =
        old === 0 || old === found.now.size
          ? []
          : (await world.db.in(organisation, (tx) => proveGrowth(tx, old))).proof;
      output.out([`old ${old}`, ...proof.map((p) => p.toBase64()), '', found.now.note.replace(/\n$/, '')].join('\n'));
      return 0;
    }
    const logKey = await verifierKeyOf(world, organisation, 'log');
    const witnessKey = await verifierKeyOf(world, organisation, 'witness');
    if (read.flags.has('json'))
      output.out(
        JSON.stringify({
          log_key: logKey,
          witness_key: witnessKey,
          size: found.now.size,
          root: hexOf(found.now.root),
          note: found.now.note,
          witnessed: found.witnessed
            ? { size: found.witnessed.size, root: hexOf(found.witnessed.root), note: found.witnessed.note }
            : null,
        }),
      );
    else {
      output.out(found.now.note.replace(/\n$/, ''));
      const nl = output.language === 'nl';
      output.err(`${nl ? 'sleutel van het logboek' : 'key of the log'}: ${logKey}`);
      output.err(`${nl ? 'sleutel als getuige' : 'key as a witness'}: ${witnessKey}`);
      if (found.witnessed)
        output.err(
          `${nl ? 'meegetekend tot' : 'cosigned up to'} ${found.witnessed.size}: ${found.witnessed.witnesses.join(', ')}`,
        );
    }
    return 0;
  },
};

const witness: Command = {
  name: 'journal witness',
  summary: {
    nl: 'Getuigen van ons logboek, en logboeken van anderen waarvan wij getuige zijn',
    en: 'Witnesses of our journal, and journals of others that we witness',
  },
  usage: 'journal witness [add KEY | end NAME | watch KEY | take FILE] [--json]',
  needs: 'member',
  async run(args, output, inside) {
    const read = readFlags(args, [], ['json']);
    if (typeof read === 'string' || read.words.length > 2) throw new Refused('usage.wrong', this.usage);
    const [verb, what] = read.words;
    if (verb && (!['add', 'end', 'watch', 'take'].includes(verb) || !what))
      throw new Refused('usage.wrong', this.usage);
    const { world, organisation, actor } = await inside();
    const json = read.flags.has('json');
    if (verb && what) {
      if (!mayAs(actor, 'admin')) throw new Refused('request.not-allowed');
      let done: Record<string, unknown>;
      if (verb === 'add') done = { name: await addWitness(world, organisation, what, actor) };
      else if (verb === 'watch') done = { name: await witnessLog(world, organisation, what, actor) };
      else if (verb === 'end') {
        await endWitness(world, organisation, what, actor);
        done = { name: what };
      } else done = { witnesses: await takeCosignatures(world, organisation, await readFile(what, 'utf8'), actor) };
      output.out(json ? JSON.stringify(done) : Object.values(done).flat().join('\n'));
      return 0;
    }
    const { ours, others } = await world.db.in(organisation, async (tx) => ({
      ours: await listWitnesses(tx),
      others: await listWitnessed(tx),
    }));
    if (json)
      output.out(
        JSON.stringify({
          witnesses: ours.map((w) => ({
            name: w.name,
            key: w.verifierKey,
            ended_at: w.endedAt?.toString() ?? null,
            size: w.size,
            signed_at: w.signedAt?.toString() ?? null,
          })),
          watched: others.map((w) => ({ name: w.name, size: w.size, seen_at: w.seenAt?.toString() ?? null })),
        }),
      );
    else {
      for (const w of ours)
        output.out(`← ${w.name}  ${w.endedAt ? '†' : (w.size ?? '–')}  ${w.signedAt?.toString() ?? ''}`.trimEnd());
      for (const w of others) output.out(`→ ${w.name}  ${w.size}  ${w.seenAt?.toString() ?? ''}`.trimEnd());
    }
    return 0;
  },
};

const receiptCheck: Command = {
  name: 'receipt verify',
  summary: {
    nl: 'Kijkt een ontvangstbewijs na, zonder net en zonder database',
    en: 'Checks a receipt, without network and without a database',
  },
  usage: 'receipt verify FILE [--key KEY] [--witness KEY] [--message FILE] [--json]',
  needs: 'nothing',
  async run(args, output) {
    const read = readFlags(args, ['key', 'witness', 'message'], ['json']);
    if (typeof read === 'string' || read.words.length !== 1) throw new Refused('usage.wrong', this.usage);
    const text = (name: string) => {
      const value = read.flags.get(name);
      return typeof value === 'string' ? value : undefined;
    };
    let given: unknown;
    try {
      given = JSON.parse(await readFile(read.words[0] ?? '', 'utf8'));
    } catch (cause) {
      if (!(cause instanceof SyntaxError)) throw cause;
      given = undefined;
    }
    const key = text('key');
    const by = text('witness');
    const found = checkReceipt(given, hash, verifies, {
      ...(key === undefined ? {} : { expected: key }),
      ...(by === undefined ? {} : { witness: by }),
    });
    const file = text('message');
    const sha256 = file === undefined ? undefined : Buffer.from(hash(await readFile(file))).toString('hex');
    const isSame = sha256 === undefined || found.says?.payload['sha256'] === sha256;
    const holds = found.faults.length === 0 && isSame;
    const nl = output.language === 'nl';
    if (read.flags.has('json'))
      output.out(
        JSON.stringify({
          holds,
          faults: found.faults,
          says: found.says ?? null,
          message_agrees: file === undefined ? null : isSame,
        }),
      );
    else {
      for (const f of found.faults) output.err(receiptFaults[f][output.language]);
      if (!isSame)
        output.err(
          nl ? 'het bericht is niet het bericht van dit bewijs' : 'the message is not the message of this receipt',
        );
      if (found.says) {
        const s = found.says;
        output.out(`${s.log}  ${s.seq}/${s.treeSize}  ${s.at}  ${s.act}`);
        for (const [name, value] of Object.entries(s.payload)) output.out(`  ${name}: ${String(value)}`);
        if (key === undefined)
          output.err(
            nl
              ? 'Het bewijs is in zichzelf heel. Vergelijk de sleutel met die welke de eigenaar bekendmaakt, of geef hem met --key.'
              : 'The receipt is whole in itself. Compare its key with the one its owner publishes, or give it with --key.',
          );
      }
    }
    return holds ? 0 : 1;
  },
};

/** Commands of this room. */
export const commands: readonly Command[] = [verify, list, checkpoint, witness, receiptCheck];
