/** `bezem ingest`: files and folders through the whole path, idempotent, with progress. */
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { type Command, readFlags } from '#io/command';
import { type Id, mayHandIn, Refused } from '#kernel';
import { addCounts, bulkFrom, noCounts } from './message.ts';
import { mappingFacts } from './work/mappings.ts';
import { closeRun, type Incoming, type IntakeHands, openRun, readMessage, receive } from './work.ts';

async function* walk(path: string): AsyncGenerator<{ path: string; size: number }> {
  const s = await stat(path);
  if (s.isDirectory())
    for (const name of (await readdir(path)).filter((n) => !n.startsWith('.')).sort()) yield* walk(join(path, name));
  else if (s.isFile()) yield { path, size: s.size };
}

async function standardInput(): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}

export function ingestCommand(hands: () => Promise<IntakeHands>): Command {
  return {
    name: 'ingest',
    summary: {
      nl: 'Berichten en feeds opnemen: bewaren, lezen, toewijzen, zaken openen',
      en: 'Take in messages and feeds: keep, read, attribute, open cases',
    },
    usage: 'ingest FILE|FOLDER|-… [--org SLUG] [--feed NAME] [--hint FORMAT] [--dry-run] [--json]',
    needs: 'member',
    async run(args, output, open) {
      const read = readFlags(args, ['feed', 'hint'], ['json', 'dry-run']);
      if (typeof read === 'string' || read.words.length === 0) {
        output.err(
          typeof read === 'string'
            ? `bezem: ${read}`
            : output.language === 'nl'
              ? 'Zeg welk bestand, welke map, of - voor standaardinvoer.'
              : 'Say which file, which folder, or - for standard input.',
        );
        output.err(`bezem ${this.usage}`);
        return 2;
      }
      const feed = read.flags.get('feed');
      const hint = read.flags.get('hint');
      const { world, organisation, actor } = await open();
      if (!mayHandIn(actor)) throw new Refused('request.not-allowed');
      const list: { path: string; size: number }[] = [];
      for (const word of read.words) {
        if (word === '-') list.push({ path: '-', size: 0 });
        else
          try {
            for await (const f of walk(word)) list.push(f);
          } catch (cause) {
            output.err(`bezem: ${(cause as Error).message}`);
            return 1;
          }
      }
      const counts = noCounts();
      const lend = await hands();
      if (read.flags.has('dry-run')) {
        const own = await lend.own(world, organisation);
        const facts = await world.db.in(organisation, (tx) => mappingFacts(tx, organisation));
        const named = hint ?? feed;
        for (const [i, f] of list.entries()) {
          output.progress(`${i + 1}/${list.length} ${basename(f.path)}`);
          const bytes = f.path === '-' ? await standardInput() : await readFile(f.path);
          const reads = await lend.readers.readMessage(bytes, {
            name: basename(f.path),
            ...(typeof named === 'string' ? { hint: named } : {}),
            receivedAt: world.clock.now(),
            own,
            facts,
          });
          counts.messages += reads.length;
          counts.findings += reads.reduce((n, r) => n + r.findings.length, 0);
          counts.manual += reads.filter((r) => r.end === 'manual').length;
        }
        await lend.readers.close();
        output.out(
          read.flags.has('json')
            ? JSON.stringify({ run: null, dry_run: true, ...counts })
            : `${counts.messages} messages, ${counts.findings} findings, ${counts.manual} manual (nothing written)`,
        );
        return 0;
      }
      const run: Id<'run'> = await openRun(
        world,
        organisation,
        'ingest',
        typeof feed === 'string' ? feed : undefined,
        actor,
      );
      let n = 0;
      for (const f of list) {
        output.progress(`${++n}/${list.length} ${basename(f.path)} · ${counts.findings} findings`);
        const incoming: Incoming = {
          channel: 'file',
          ...(f.path === '-'
            ? { bytes: await standardInput() }
            : f.size < bulkFrom
              ? { bytes: await readFile(f.path) }
              : { path: f.path }),
          name: f.path === '-' ? 'standard-input' : basename(f.path),
          ...(typeof feed === 'string' ? { feed } : {}),
          ...(typeof hint === 'string' ? { hint } : {}),
          runId: run,
          readHere: true,
          by: actor,
        };
        const received = await receive(world, organisation, incoming);
        if (received.duplicate) counts.duplicate_messages++;
        // Also where it is a duplicate: a run that was killed may have left it kept and not yet read.
        addCounts(
          counts,
          await readMessage(world, lend, organisation, received.id, typeof hint === 'string' ? hint : undefined),
        );
      }
      await closeRun(world, organisation, run, counts);
      await lend.readers.close();
      if (read.flags.has('json')) output.out(JSON.stringify({ run, ...counts }));
      else
        output.out(
          output.language === 'nl'
            ? `${counts.messages} berichten (${counts.duplicate_messages} al bekend), ${counts.findings} waarnemingen (${counts.duplicates} al bekend), ${counts.cases_opened} zaken geopend, ${counts.cases_updated} bijgewerkt; handmatig ${counts.manual}, zonder houder ${counts.unattributed}, dubbelzinnig ${counts.ambiguous}, buiten het netwerk ${counts.out_of_scope}`
            : `${counts.messages} messages (${counts.duplicate_messages} known), ${counts.findings} findings (${counts.duplicates} known), ${counts.cases_opened} cases opened, ${counts.cases_updated} updated; manual ${counts.manual}, unattributed ${counts.unattributed}, ambiguous ${counts.ambiguous}, out of scope ${counts.out_of_scope}`,
        );
      return 0;
    },
  };
}
