/** `bezem read`: bytes in, what they say out. No database; every message is read in a reading process. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type Finding, mappingOf, taughtFactsKey } from '#formats';
import type { Command, Output } from '#io/command';
import { readFlags } from '#io/command';
import { defang, type Language, parsePrefix } from '#kernel';
import { loadLaw } from '#law/work';
import { mappingInFile } from './cli/mapping.ts';
import { checkFacts, factsFrom } from './facts.ts';
import { openReaders, type ReaderAs, type ReaderPool } from './readers.ts';
import { mostMessage, type ReadMessage, readJson } from './reading.ts';
import { taughtFrom } from './teaching/work.ts';

export { mappingCommand } from './cli/mapping.ts';

const usage =
  'read FILE|FOLDER… [--json] [--own PREFIX,…] [--hint FORMAT] [--mapping FILE] [--template FILE,…] [--facts FORMAT=FILE,…]';

/** Files under these paths, folders walked in name order; `-` is standard input. */
async function* filesUnder(paths: readonly string[]): AsyncGenerator<string> {
  for (const path of paths) {
    if (path !== '-' && (await stat(path)).isDirectory()) {
      const names = (await readdir(path)).sort();
      yield* filesUnder(names.filter((n) => !n.startsWith('.')).map((n) => join(path, n)));
    } else yield path;
  }
}

async function standardInput(): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}

export const readCommand: Command = {
  name: 'read',
  summary: {
    nl: 'Leest berichten en bestanden en zegt wat erin staat; er wordt niets bewaard.',
    en: 'Reads messages and files and says what is in them; nothing is kept.',
  },
  usage,
  needs: 'nothing',
  async run(args, output) {
    const parsed = readFlags(args, ['own', 'hint', 'mapping', 'facts', 'template'], ['json']);
    if (typeof parsed === 'string' || parsed.words.length === 0) {
      output.err(
        typeof parsed === 'string'
          ? parsed
          : output.language === 'nl'
            ? 'Zeg welk bestand of welke map.'
            : 'Say which file or folder.',
      );
      output.err(usage);
      return 2;
    }
    const own = ownOf(parsed.flags.get('own'));
    if (typeof own === 'string') {
      output.err(own);
      return 2;
    }
    const mapped = parsed.flags.get('mapping');
    const mapping = typeof mapped === 'string' ? await mappingInFile(mapped) : undefined;
    // A mapping that is given is meant: the file is read by it, whatever the file is called.
    const hint = parsed.flags.get('hint') ?? (mapping ? `mapping:${mapping.name}` : undefined);
    const asJson = parsed.flags.has('json');
    const law = await loadLaw();
    const readers = openReaders({ size: 1, kinds: law.kinds.values() });
    const facts = {
      ...(await factsOf(parsed.flags.get('facts'))),
      ...(mapping ? { mapping: [mappingOf(mapping)] } : {}),
      ...(await templatesOf(parsed.flags.get('template'))),
    };
    let failed = false;
    try {
      for await (const path of filesUnder(parsed.words)) {
        const name = path === '-' ? '' : path.slice(path.lastIndexOf('/') + 1);
        const as = { name, ...(typeof hint === 'string' ? { hint } : {}), own, facts };
        const isLarge = path !== '-' && (await stat(path)).size > mostMessage;
        const reads = isLarge
          ? [await readLarge(readers, path, as)]
          : await readers.readMessage(path === '-' ? await standardInput() : await readFile(path), as);
        for (const read of reads) {
          const within = read.within === undefined ? undefined : reads[read.within]?.sha256;
          if (asJson) output.out(JSON.stringify(readJson(read, path, within)));
          else tell(read, path, within !== undefined, output);
        }
      }
    } catch (fault) {
      const code = (fault as NodeJS.ErrnoException).code;
      if (code !== 'ENOENT' && code !== 'EACCES' && code !== 'EISDIR') throw fault;
      output.err(`bezem: ${fault instanceof Error ? fault.message : String(fault)}`);
      failed = true;
    } finally {
      await readers.close();
    }
    return failed ? 1 : 0;
  },
};

/** A file too large for a message: read as a feed, piece by piece. */
async function readLarge(readers: ReaderPool, path: string, as: ReaderAs): Promise<ReadMessage> {
  const hash = createHash('sha256');
  const findings: Finding[] = [];
  let size = 0;
  async function* pieces(): AsyncGenerator<Uint8Array> {
    for await (const piece of createReadStream(path) as AsyncIterable<Buffer>) {
      hash.update(piece);
      size += piece.length;
      yield piece;
    }
  }
  const summary = await readers.readFeed(pieces(), as, async (batch) => {
    for (const finding of batch.findings) findings.push(finding);
  });
  return { ...summary, sha256: hash.digest('hex'), size, findings };
}

/** Schemas named on the command line, by format. @throws Refused `format.takes-no-facts`, `format.facts-unreadable` */
async function factsOf(flag: string | true | undefined): Promise<Record<string, unknown>> {
  const facts: Record<string, unknown> = {};
  for (const one of typeof flag === 'string' ? flag.split(',') : []) {
    const [format = '', file = ''] = one.split(/=(.*)/s);
    const loaded = factsFrom(await readFile(file, 'utf8'));
    await checkFacts(format, loaded);
    facts[format] = loaded;
  }
  return facts;
}

/** Template files named on the command line. @throws Refused `template.file-refused` */
async function templatesOf(flag: string | true | undefined): Promise<Record<string, unknown>> {
  const taught = [];
  for (const file of typeof flag === 'string' ? flag.split(',') : []) {
    const { version, template } = taughtFrom(await readFile(file, 'utf8'));
    taught.push({ version, taught: template });
  }
  return taught.length > 0 ? { [taughtFactsKey]: taught } : {};
}

function ownOf(flag: string | true | undefined): { prefixes: string[]; domains: string[] } | string {
  const own = { prefixes: [] as string[], domains: [] as string[] };
  for (const text of typeof flag === 'string' ? flag.split(',') : []) {
    const word = text.trim();
    if (word === '') continue;
    if (parsePrefix(word)) own.prefixes.push(word);
    else if (/^[a-z0-9.-]+\.[a-z]{2,}$/i.test(word)) own.domains.push(word);
    else return `--own: ${word} is neither a prefix such as 192.0.2.0/24 nor a domain`;
  }
  return own;
}

const ends: Readonly<Record<Language, Readonly<Record<string, string>>>> = {
  nl: {
    findings: 'waarnemingen',
    answer: 'antwoord',
    receipt: 'ontvangstbevestiging',
    not_abuse: 'geen misbruik',
    order: 'bevel',
    notice: 'kennisgeving',
    manual: 'handmatig',
  },
  en: {
    findings: 'findings',
    answer: 'answer',
    receipt: 'receipt',
    not_abuse: 'not abuse',
    order: 'order',
    notice: 'notice',
    manual: 'manual',
  },
};

/** For the eye: addresses cannot be clicked. */
function tell(read: ReadMessage, path: string, isInner: boolean, output: Output): void {
  const indent = isInner ? '  ' : '';
  const end = ends[output.language][read.end] ?? read.end;
  const count = read.end === 'findings' ? `${read.findings.length} ` : '';
  output.out(
    `${indent}${isInner ? `↳ ${read.name ?? ''}` : path}  ${count}${end}  ${read.format ?? '–'}  (${read.why})`,
  );
  for (const finding of read.findings.slice(0, 20)) output.out(`${indent}  ${line(finding)}`);
  if (read.findings.length > 20)
    output.out(`${indent}  … ${read.findings.length - 20} ${output.language === 'nl' ? 'meer' : 'more'}`);
  for (const problem of read.problems.slice(0, 10))
    output.out(`${indent}  ! ${problem.code}${problem.at ? ` ${problem.at}` : ''}: ${problem.message}`);
}

function line(f: Finding): string {
  const address = f.ip
    ? f.port
      ? f.ip.includes(':')
        ? `[${f.ip}]:${f.port}`
        : `${f.ip}:${f.port}`
      : f.ip
    : f.prefix;
  const seen = f.seenAt ? `${f.seenAt.toString()} (${f.timePrecision})` : '?';
  return [
    f.kind,
    address,
    f.url ? defang(f.url) : f.host ? defang(f.host) : undefined,
    f.account ? defang(f.account) : undefined,
    f.asn ? `AS${f.asn}` : undefined,
    seen,
    f.severity,
    f.reference,
  ]
    .filter((x) => x !== undefined)
    .join('  ');
}
