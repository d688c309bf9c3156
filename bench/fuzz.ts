/**
 * Samples bent in hostile ways, through the same reading processes as every message: nothing may fall over, hang, take more
 * memory than allowed, or say what the bytes do not hold. The same seed gives the same inputs.
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Finding, hasResource } from '#formats';
import { loadFormats } from '#formats/work';
import { openReaders, type ReaderAs, type ReaderPool } from '#intake/readers';
import { loadLaw } from '#law/work';
import { type Bench, quantile, round } from './bench.ts';
import { inventedIn, Seen } from './fuzz/held.ts';
import { type Mutant, mutant, type Sample } from './fuzz/mutate.ts';

const folder = join(import.meta.dirname, '../src/formats/samples');

/** The golden samples of all formats. */
export function goldenSamples(): readonly Sample[] {
  return readdirSync(folder)
    .sort()
    .flatMap((format) =>
      readdirSync(join(folder, format))
        .filter((name) => name.includes('.in.'))
        .sort()
        .map((name) => ({
          format,
          name: name.replace('.in.', '.'),
          bytes: new Uint8Array(readFileSync(join(folder, format, name))),
        })),
    );
}

export const failures = ['crash', 'hang', 'memory', 'threw', 'broken', 'invented'] as const;
export type Failure = (typeof failures)[number];

export interface FuzzOptions {
  readonly inputs: number;
  readonly seed: number;
  /** Only this format's samples, always read as it. */
  readonly format?: string;
  /** Each format in turn, its samples always read as it: as many inputs for one as for another. */
  readonly inTurn?: true;
  /** Where failing inputs are written; nowhere without it. */
  readonly out?: string;
  /** Stops after so many failures. */
  readonly most?: number;
  readonly say?: (line: string) => void;
}
export interface Fuzzed {
  readonly inputs: number;
  readonly findings: number;
  /** Inputs that a format could use. */
  readonly read: number;
  readonly failed: readonly {
    readonly n: number;
    readonly failure: Failure;
    readonly detail: string;
    readonly size: number;
    readonly file?: string;
  }[];
  /** Inputs of each format that some format could use; only where they came in turn. */
  readonly used: ReadonlyMap<string, number>;
  /** Milliseconds of single inputs: median, 99 of 100, slowest. */
  readonly ms: readonly [p50: number, p99: number, most: number];
  /** Highest resident memory of a reading process, bytes. */
  readonly peak: number;
}

interface Judged {
  readonly failure?: Failure;
  readonly detail: string;
  readonly findings: number;
  readonly used: boolean;
}

/** Facts for the format that reads by what an operator loaded. */
function factsOf(): Record<string, unknown> {
  return { mapping: JSON.parse(readFileSync(join(folder, 'mapping/facts.json'), 'utf8')) as unknown };
}

/** In runs of more than this many inputs, what was found is compared with one input of ten: that takes longer than reading. */
const mostCompared = 100_000;

/**
 * Reads one input and says what is wrong with the answer.
 * @param isCompared also whether each value stands in the input
 */
async function judge(
  readers: ReaderPool,
  m: Mutant,
  facts: Record<string, unknown>,
  kinds: ReadonlySet<string>,
  isCompared = true,
): Promise<Judged> {
  const as: ReaderAs = { name: m.name, ...(m.hint ? { hint: m.hint } : {}), own: { prefixes: [], domains: [] }, facts };
  const reads = await readers.readMessage(m.bytes, as);
  const findings = reads.flatMap((r) => [...r.findings]);
  const used = reads.some((r) => r.format !== null);
  const base = { findings: findings.length, used };
  for (const read of reads)
    for (const p of read.problems) {
      const failure: Failure | undefined =
        p.code === 'reader.time'
          ? 'hang'
          : p.code === 'reader.memory'
            ? 'memory'
            : p.code === 'reader.fell-over'
              ? 'crash'
              : p.code === 'format.failed' || p.code === 'row.failed'
                ? 'threw'
                : undefined;
      if (failure) return { ...base, failure, detail: `${p.code}: ${p.message}` };
    }
  if (reads.length === 0 || reads.some((r) => !r.end))
    return { ...base, failure: 'broken', detail: 'a message without an end' };
  // Of very many findings a few are looked at: the first, the last, and some between.
  const some =
    findings.length <= 30
      ? findings
      : [
          ...findings.slice(0, 10),
          ...findings.slice(-10),
          ...findings.filter((_, i) => i % Math.ceil(findings.length / 10) === 0),
        ];
  const seen = new Seen([m.bytes, ...m.also], m.name);
  for (const f of some) {
    const wrong = brokenIn(f, kinds);
    if (wrong) return { ...base, failure: 'broken', detail: wrong };
    const invented = m.isOpaque || !isCompared ? undefined : inventedIn(f, seen);
    if (invented)
      return {
        ...base,
        failure: 'invented',
        detail: `${invented} of ${JSON.stringify({ ...f, extra: undefined, problems: undefined }).slice(0, 400)}`,
      };
  }
  return { ...base, detail: '' };
}

/** What no finding may be, whatever was read. */
function brokenIn(f: Finding, kinds: ReadonlySet<string>): string | undefined {
  if (!kinds.has(f.kind)) return `${f.kind} is no kind`;
  if (!hasResource(f)) return 'names no resource';
  for (const port of [f.port, f.target?.port])
    if (port !== undefined && !(Number.isInteger(port) && port > 0 && port < 65_536)) return `port ${port}`;
  for (const at of [f.seenAt, f.firstSeenAt, f.lastSeenAt])
    if (at && (at.epochMilliseconds < 631_000_000_000 || at.epochMilliseconds > 7_260_000_000_000))
      return `moment ${at.toString()}`;
  if (f.seenAt && !f.timePrecision) return 'a moment without its precision';
  if (f.confidence !== undefined && !(f.confidence >= 0 && f.confidence <= 1)) return `confidence ${f.confidence}`;
  for (const [name, value] of Object.entries(f))
    if (typeof value === 'string' && value.length > 100_000) return `${name} is ${value.length} characters`;
  return undefined;
}

/** The smallest input found that fails in the same way: pieces are left out as long as it still does. */
async function shrunk(
  readers: ReaderPool,
  m: Mutant,
  failure: Failure,
  facts: Record<string, unknown>,
  kinds: ReadonlySet<string>,
): Promise<Mutant> {
  let best = m;
  let tries = failure === 'hang' || failure === 'memory' ? 40 : 400;
  for (let piece = Math.ceil(m.bytes.length / 2); piece >= 1 && tries > 0; piece = Math.floor(piece / 2)) {
    for (let at = 0; at < best.bytes.length && tries > 0; ) {
      tries--;
      const bytes = Buffer.concat([best.bytes.subarray(0, at), best.bytes.subarray(at + piece)]);
      // What was compressed cannot be cut without its other text: that one is judged by its bytes alone.
      const smaller: Mutant = { ...best, bytes };
      const judged = bytes.length > 0 ? await judge(readers, smaller, facts, kinds) : undefined;
      if (judged?.failure === failure) best = smaller;
      else at += piece;
    }
  }
  return best;
}

/** Runs a number of inputs; each failing one is shrunk and written with what is needed to see it again. */
export async function fuzz(options: FuzzOptions): Promise<Fuzzed> {
  const law = await loadLaw();
  const kinds = new Set(law.kinds.keys());
  const samples = goldenSamples();
  const formats = new Set((await loadFormats()).map((f) => f.id));
  if (options.format !== undefined && !formats.has(options.format))
    throw new Error(`there is no format ${options.format}`);
  const facts = factsOf();
  // Two children read while a third input is judged here: the next one lies ready for whichever child is free.
  const children = 2;
  const readers = openReaders({ size: children, kinds: law.kinds.values() });
  const failed: { n: number; failure: Failure; detail: string; size: number; file?: string }[] = [];
  const ms: number[] = [];
  const inTurn = [...formats].sort();
  const used = new Map<string, number>();
  let findings = 0;
  let read = 0;
  let next = 0;
  let n = 0;
  const began = performance.now();
  const one = async (number: number) => {
    const only = options.inTurn ? inTurn[number % inTurn.length] : options.format;
    const m = mutant(samples, options.seed, number, only);
    const start = performance.now();
    const isCompared = options.inputs <= mostCompared || number % 10 === 0;
    let judged = await judge(readers, m, facts, kinds, isCompared);
    ms.push(performance.now() - start);
    // On a busy machine one slow read is no proof: it must be slow again.
    if (judged.failure === 'hang' || judged.failure === 'crash')
      judged = await judge(readers, m, facts, kinds, isCompared);
    findings += judged.findings;
    if (judged.used) read++;
    if (judged.used && options.inTurn && only) used.set(only, (used.get(only) ?? 0) + 1);
    if (judged.failure) {
      const small = await shrunk(readers, m, judged.failure, facts, kinds);
      const told = { n: number, failure: judged.failure, detail: judged.detail, size: small.bytes.length };
      failed.push(options.out ? { ...told, file: written(options, small, m, told) } : told);
      options.say?.(`${judged.failure} at ${number} (${m.how.join(', ')}): ${judged.detail.slice(0, 300)}`);
    }
    n++;
    if (n % 1000 === 0)
      options.say?.(
        `${n} inputs, ${findings} findings, ${failed.length} failures, ${Math.round(n / ((performance.now() - began) / 1000))}/s`,
      );
  };
  const lane = async () => {
    while (next < options.inputs && failed.length < (options.most ?? 1000)) await one(next++);
  };
  try {
    // The first message of a process pays for its start.
    await readers.readMessage(Buffer.from('warm'), { name: 'warm.txt', own: { prefixes: [], domains: [] }, facts });
    await Promise.all(Array.from({ length: children + 2 }, lane));
  } finally {
    await readers.close();
  }
  failed.sort((a, b) => a.n - b.n);
  return {
    inputs: n,
    findings,
    read,
    failed,
    used,
    ms: [quantile(ms, 0.5), quantile(ms, 0.99), quantile(ms, 1)],
    peak: readers.peak(),
  };
}

function written(
  options: FuzzOptions,
  small: Mutant,
  m: Mutant,
  told: { n: number; failure: Failure; detail: string },
): string {
  mkdirSync(options.out ?? '', { recursive: true });
  const base = join(options.out ?? '', `${told.failure}-${options.format ?? 'all'}-${options.seed}-${told.n}`);
  writeFileSync(`${base}.bin`, small.bytes);
  writeFileSync(
    `${base}.json`,
    `${JSON.stringify({ ...told, seed: options.seed, format: options.format ?? null, name: m.name, hint: m.hint ?? null, how: m.how, again: `bezem bench fuzz --seed ${options.seed} --inputs ${told.n + 1}${options.format ? ` --format ${options.format}` : ''}` }, null, 2)}\n`,
  );
  return `${base}.bin`;
}

export const bench: Bench = {
  name: 'fuzz',
  about: {
    nl: 'verbogen voorbeelden door de leesprocessen: niets mag vallen, hangen of iets verzinnen',
    en: 'bent samples through the reading processes: nothing may fall over, hang or invent',
  },
  async run(options, emit, say) {
    const done = await fuzz({
      inputs: options.size ?? 2000,
      seed: options.seed ?? 1,
      ...(options.format ? { format: options.format } : {}),
      ...(options.out ? { out: options.out } : {}),
      say,
    });
    for (const failure of failures) {
      const n = done.failed.filter((f) => f.failure === failure).length;
      emit({ name: `fuzz.${failure}`, figure: n, unit: 'inputs', limit: 0, ratio: null, runs: [] });
    }
    emit({
      name: 'fuzz.p99',
      figure: round(done.ms[1]),
      unit: 'ms',
      limit: 2000,
      ratio: round(done.ms[1] / 2000),
      runs: done.ms.map(round),
    });
    emit({
      name: 'fuzz.memory',
      figure: Math.round(done.peak / 1_048_576),
      unit: 'MB',
      limit: 256,
      ratio: round(done.peak / 268_435_456),
      runs: [],
    });
    emit({
      name: 'fuzz.used',
      figure: done.read,
      unit: 'inputs',
      limit: done.inputs,
      ratio: round(done.read / done.inputs),
      runs: [],
      note: `${done.findings} findings`,
    });
    emit({
      name: 'fuzz.failures',
      figure: done.failed.length,
      unit: 'inputs',
      limit: 0,
      ratio: null,
      runs: [],
      note: `${done.inputs} inputs, seed ${options.seed ?? 1}`,
    });
    return done.failed.length === 0;
  },
};
