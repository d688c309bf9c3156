/**
 * The pool of reading processes: bytes go to a child with limits, what it understood comes back. A child that takes too
 * long, takes too much memory or falls over is ended; the message gets the end `manual` and says which limit it met, and the
 * next message is read by a fresh child.
 */
import { createHash, hash } from 'node:crypto';
import { join } from 'node:path';
import type { End, Finding, OpenText, Problem } from '#formats';
import { type Child, startChild } from '#io/child';
import { must, Refused } from '#kernel';
import type { Kind } from '#law';
import { findingsFromWire, mostMessage, type ReadMessage, type Teachable } from './reading.ts';
import { type Row, rowsOf } from './row.ts';
import type { FeedSummary, ReadAs, Readers, RowsBatch } from './work.ts';

export interface ReaderLimits {
  /** Milliseconds a message may take; a feed, each piece. Batches of findings that come out count as a new start. */
  readonly patienceMs: number;
  /** Milliseconds a message may take in all, however many findings it gives. */
  readonly wholeMs: number;
  /** Resident bytes of a child. */
  readonly memory: number;
  /** MiB of a child's heap. */
  readonly heapMb: number;
}
export const readerLimits: ReaderLimits = { patienceMs: 2000, wholeMs: 60_000, memory: 256 * 1024 * 1024, heapMb: 128 };

/** From this much resident memory on, a child that has finished its message is replaced by a fresh one. */
const tiredAt = 176 * 1024 * 1024;

/** Bytes of messages that lie ready for a child while it reads the one before. */
const mostAhead = 256 * 1024;

export interface OpenReaders {
  /** How many children; each is started when it is first needed. */
  readonly size: number;
  /** Kinds with their names in other vocabularies, to complete findings. */
  readonly kinds?: Iterable<Kind>;
  readonly limits?: Partial<ReaderLimits>;
}
/** As ReadAs; the moment of receipt may be missing where nobody received it (`bezem read`). */
export type ReaderAs = Omit<ReadAs, 'receivedAt'> & { readonly receivedAt?: Temporal.Instant };
/** A message as it is given to a child. */
interface Given {
  readonly bytes: Uint8Array;
  readonly as: ReaderAs;
}
/** Findings of some rows of a feed, in order: for whoever wants to see them (`bezem read`). */
export interface FeedBatch {
  readonly format: string;
  readonly findings: readonly Finding[];
  /** Rows read since the batch before. */
  readonly rows: number;
}
export interface ReaderPool extends Readers {
  readMessage(bytes: Uint8Array, as: ReaderAs): Promise<readonly ReadMessage[]>;
  readMessages(list: readonly Given[]): Promise<readonly (readonly ReadMessage[])[]>;
  teachable(bytes: Uint8Array, as: ReaderAs): Promise<Teachable>;
  readFeed(
    chunks: AsyncIterable<Uint8Array>,
    as: ReaderAs,
    onBatch: (batch: FeedBatch) => Promise<void>,
  ): Promise<FeedSummary>;
  /** Highest resident memory (VmHWM) any child has told, in bytes. */
  peak(): number;
}

interface Call {
  readonly id: number;
  take(line: Readonly<Record<string, unknown>>, body?: Uint8Array): void;
  fail(code: string, message: string): void;
}

/** Starts no process yet; the first message does. */
export function openReaders(options: OpenReaders): ReaderPool {
  const limits: ReaderLimits = { ...readerLimits, ...options.limits };
  const kinds = [...(options.kinds ?? [])].map((k) => ({
    id: k.id,
    rsit: k.rsit.value,
    ...(k.xarf ? { xarf: k.xarf.value } : {}),
  }));
  const contexts = new Contexts(kinds);
  const workers = Array.from({ length: Math.max(1, options.size) }, () => new Worker(limits, contexts));
  const free: Worker[] = [...workers];
  const waiting: ((w: Worker) => void)[] = [];
  let closed = false;

  const withWorker = async <T>(work: (w: Worker) => Promise<T>): Promise<T> => {
    if (closed) throw new Error('the readers are closed');
    const worker = free.pop() ?? (await new Promise<Worker>((take) => waiting.push(take)));
    try {
      return await work(worker);
    } finally {
      const next = waiting.shift();
      if (next) next(worker);
      else free.push(worker);
    }
  };
  return {
    readMessage: async (bytes, as) => (await withWorker((w) => w.messages([{ bytes, as }])))[0] ?? [],
    async readMessages(list) {
      // As many at once as there are children; each child has its share sent ahead of its answers.
      const share = Math.ceil(list.length / workers.length);
      const parts: Given[][] = [];
      for (let at = 0; at < list.length; at += share) parts.push(list.slice(at, at + share));
      const asked = await Promise.allSettled(parts.map((part) => withWorker((w) => w.messages(part))));
      // Nothing is left running behind us where one of them fails.
      return asked.flatMap((one) => {
        if (one.status === 'rejected') throw one.reason;
        return one.value;
      });
    },
    readFeed: (chunks, as, onBatch) =>
      withWorker((w) => w.feed(chunks, as, 'findings', (b) => onBatch(b as FeedBatch))),
    readRows: (chunks, as, onBatch) => withWorker((w) => w.feed(chunks, as, 'rows', (b) => onBatch(b as RowsBatch))),
    openText: (bytes, name) => withWorker(async (w) => (await w.ask('open', name, bytes)).open as OpenText),
    teachable: (bytes, as) => withWorker(async (w) => (await w.ask('teach', as.name, bytes, as)).teach as Teachable),
    withoutPictures: (bytes) =>
      withWorker(async (w) => {
        const { bytes: bare } = await w.ask('bare', null, bytes);
        return typeof bare === 'string' ? Buffer.from(bare, 'base64') : null;
      }),
    peak: () => Math.max(0, ...workers.map((w) => w.peak)),
    async close() {
      closed = true;
      await Promise.all(workers.map((w) => w.close()));
    },
  };
}

/** What children must know to read: sent once per child, named by a key. */
class Contexts {
  readonly #kinds: unknown;
  readonly #byFacts = new WeakMap<object, Map<string, string>>();
  #next = 1;
  constructor(kinds: unknown) {
    this.#kinds = kinds;
  }
  of(as: ReaderAs): { key: string; reading: Readonly<Record<string, unknown>> } {
    let known = this.#byFacts.get(as.facts);
    if (!known) {
      known = new Map();
      this.#byFacts.set(as.facts, known);
    }
    const own = JSON.stringify(as.own);
    let key = known.get(own);
    if (key === undefined) {
      key = String(this.#next++);
      if (known.size > 100) known.clear();
      known.set(own, key);
    }
    return { key, reading: { own: as.own, facts: as.facts, kinds: this.#kinds } };
  }
}

class Worker {
  readonly #limits: ReaderLimits;
  readonly #contexts: Contexts;
  #child: Child | undefined;
  #ready: Promise<void> = Promise.resolve();
  #told = new Set<string>();
  #call: Call | undefined;
  #next = 1;
  #gone: (() => void) | undefined;
  #ended: Promise<void> = Promise.resolve();
  #stopped: { code: string; message: string } | undefined;
  peak = 0;

  constructor(limits: ReaderLimits, contexts: Contexts) {
    this.#limits = limits;
    this.#contexts = contexts;
  }

  #start(): Child {
    if (this.#child) return this.#child;
    this.#told = new Set();
    this.#stopped = undefined;
    let ready: () => void = () => undefined;
    let unready: (e: Error) => void = () => undefined;
    this.#ready = new Promise((done, fail) => {
      ready = done;
      unready = fail;
    });
    this.#ready.catch(() => undefined);
    this.#ended = new Promise((done) => {
      this.#gone = done;
    });
    const child = startChild({
      file: join(import.meta.dirname, 'reader.ts'),
      heapMb: this.#limits.heapMb,
      onLine: (line, body) => {
        if (line.t === 'ready') ready();
        else this.#call?.take(line, body);
      },
      onExit: ({ code, signal, said }) => {
        if (this.#child !== child) {
          unready(new Error('it was replaced'));
          return; // what is under way is another child's
        }
        this.#child = undefined;
        this.#gone?.();
        const why = this.#stopped ?? exitReason(code, signal, said);
        unready(new Error(`the reading process did not start: ${said.slice(-800)}`));
        const call = this.#call;
        this.#call = undefined;
        call?.fail(why.code, why.message);
      },
    });
    child.hold(false);
    this.#child = child;
    return child;
  }

  async #prepared(as: ReaderAs): Promise<{ child: Child; context: string }> {
    const child = this.#start();
    child.hold(true);
    await this.#ready;
    const { key, reading } = this.#contexts.of(as);
    await this.#tell(child, key, reading);
    return { child, context: key };
  }

  async #tell(child: Child, key: string, reading: Readonly<Record<string, unknown>>): Promise<void> {
    if (this.#told.has(key)) return;
    if (this.#told.size >= 20) this.#told.clear();
    this.#told.add(key);
    await child.send({ t: 'context', context: key, reading });
  }

  #stop(code: string, message: string): void {
    this.#stopped = { code, message };
    this.#child?.kill();
  }

  /** Watches a child while it works: time since the last sign, and resident memory. */
  #watch(
    child: Child,
    whole: boolean,
    waitsForUs: () => boolean = () => false,
  ): { sign(): void; anew(): void; rest(): void; end(): void } {
    const { patienceMs, wholeMs, memory } = this.#limits;
    let began = performance.now();
    let last = began;
    let busy = true;
    /** What the child had spent at the first look after its last sign. */
    let spentThen: number | undefined;
    let looked = false;
    /** On a busy machine a child waits for its turn: what counts is the work it did, and ten times that on the wall. */
    const overdue = (now: number) => {
      if (!busy || now - last <= patienceMs) return false;
      const spent = child.spent();
      if (spent === undefined || (looked && spentThen === undefined)) return !waitsForUs();
      return spent - (spentThen ?? spent) > patienceMs || (!waitsForUs() && now - last > 10 * patienceMs);
    };
    const timer = setInterval(
      () => {
        const now = performance.now();
        if (!looked) {
          spentThen = child.spent();
          looked = true;
        }
        if (overdue(now)) this.#stop('reader.time', `reading took more than ${patienceMs / 1000} s`);
        else if (whole && now - began > wholeMs)
          this.#stop('reader.time', `reading took more than ${wholeMs / 1000} s in all`);
        else if ((child.resident() ?? 0) > memory)
          this.#stop('reader.memory', `reading took more than ${Math.round(memory / 1048576)} MB of memory`);
      },
      Math.min(100, Math.max(20, patienceMs / 20)),
    );
    // A sign costs next to nothing: what the child spent until then is looked up at the next look, and not at all where it is done by then.
    const sign = () => {
      last = performance.now();
      looked = false;
      busy = true;
    };
    return {
      sign,
      anew: () => {
        sign();
        began = last;
      },
      rest: () => {
        busy = false;
      },
      end: () => clearInterval(timer),
    };
  }

  /** Whether it has grown too large to begin another message; while its peak is below that, it cannot have. */
  #isTired(child: Child, peakKb: unknown): boolean {
    return !(typeof peakKb === 'number' && peakKb * 1024 < tiredAt) && (child.resident() ?? 0) > tiredAt;
  }

  #finished(child: Child, peakKb: unknown): void {
    if (typeof peakKb === 'number') this.peak = Math.max(this.peak, peakKb * 1024);
    child.hold(false);
    if (this.#isTired(child, peakKb)) {
      if (this.#child === child) this.#child = undefined;
      child.close();
    }
  }

  /** Reads these one after the other; what ends the child ends only the message it was at, and a fresh child goes on with the next. */
  async messages(list: readonly Given[]): Promise<readonly (readonly ReadMessage[])[]> {
    const done: (readonly ReadMessage[])[] = [];
    while (done.length < list.length) {
      const next = list[done.length];
      if (next && next.bytes.length > mostMessage) {
        const message = `${next.bytes.length} bytes; what is larger than ${mostMessage} is only read as a feed`;
        done.push(new Reads().broken(next.bytes, next.as.name, 'reader.too-large', message));
      } else await this.#stretch(list, done);
    }
    return done;
  }

  /** Has one child read on from where `done` ends, until it is through, ends, or has grown too large to go on. */
  async #stretch(list: readonly Given[], done: (readonly ReadMessage[])[]): Promise<void> {
    const from = done.length;
    const first = must(list[from], 'a message to read');
    const { child } = await this.#prepared(first.as);
    const began = this.#next;
    const watch = this.#watch(child, true);
    let sent = 0;
    let ahead = 0;
    /** Sends what may lie ready for the child: it never waits for us, and never holds more than it is about to read. */
    const feed = () => {
      for (let next = list[from + sent]; next; next = list[from + sent]) {
        const size = next.bytes.length;
        if (size > mostMessage || (ahead > 0 && ahead + size > mostAhead)) return;
        const { key, reading } = this.#contexts.of(next.as);
        this.#tell(child, key, reading);
        void child.send({ t: 'message', id: this.#next++, context: key, ...asHeader(next.as) }, next.bytes);
        ahead += size;
        sent++;
      }
    };
    let reads = new Reads();
    try {
      await new Promise<void>((go) => {
        const through = (peak: unknown) => {
          this.#call = undefined;
          this.#finished(child, peak);
          go();
        };
        this.#call = {
          id: began,
          take: (line) => {
            if (line.id !== began + done.length - from) return;
            if (line.t !== 'done') {
              watch.sign();
              reads.take(line);
              return;
            }
            ahead -= list[done.length]?.bytes.length ?? 0;
            done.push(reads.all());
            reads = new Reads();
            watch.anew();
            if (this.#isTired(child, line.peak)) {
              // What lies ready for it is read by a fresh one: nobody is blamed for what others left behind.
              through(line.peak);
              child.kill();
              return;
            }
            feed();
            if (done.length - from === sent) through(line.peak);
          },
          fail: (code, message) => {
            const { bytes, as } = must(list[done.length], 'the message it was at');
            done.push(reads.broken(bytes, as.name, code, message));
            go();
          },
        };
        feed();
      });
    } finally {
      watch.end();
    }
  }

  /**
   * Asks the child one thing about a message, under the same limits.
   * @throws Refused `message.unreadable` naming the limit it met
   */
  async ask(
    what: 'open' | 'bare' | 'teach',
    name: string | null,
    bytes: Uint8Array,
    as?: ReaderAs,
  ): Promise<Readonly<Record<string, unknown>>> {
    if (bytes.length > mostMessage) throw new Refused('message.unreadable', `larger than ${mostMessage} bytes`);
    const child = this.#start();
    child.hold(true);
    await this.#ready;
    const context = as ? (await this.#prepared(as)).context : undefined;
    const id = this.#next++;
    const watch = this.#watch(child, true);
    let answer: Readonly<Record<string, unknown>> = {};
    try {
      return await new Promise<Readonly<Record<string, unknown>>>((done, fail) => {
        this.#call = {
          id,
          take: (line) => {
            if (line.id !== id) return;
            watch.sign();
            if (line.t === 'done') {
              this.#call = undefined;
              this.#finished(child, line.peak);
              done(answer);
            } else answer = line;
          },
          fail: (code, message) => fail(new Refused('message.unreadable', `${code}: ${message}`)),
        };
        void child.send({ t: what, id, ...(name ? { name } : {}), ...(context ? { context } : {}) }, bytes);
      });
    } finally {
      watch.end();
    }
  }

  async feed(
    chunks: AsyncIterable<Uint8Array>,
    as: ReaderAs,
    form: 'findings' | 'rows',
    onBatch: (batch: FeedBatch | RowsBatch) => Promise<void>,
  ): Promise<FeedSummary> {
    const { child, context } = await this.#prepared(as);
    const id = this.#next++;
    // Batches that came and are not written yet: while there are any, a child that stands still waits for us.
    let unwritten = 0;
    const watch = this.#watch(child, false, () => unwritten > 0);
    const reads = new Reads();
    const source = chunks[Symbol.asyncIterator]();
    let writing: Promise<void> = Promise.resolve();
    let rows = 0;
    try {
      return await new Promise<FeedSummary>((done, fault) => {
        let summary: FeedSummary | undefined;
        const giveUp = (e: unknown) => {
          this.#call = undefined;
          this.#child?.kill();
          fault(e);
        };
        const next = async () => {
          watch.rest();
          const piece = await source.next();
          watch.sign();
          if (piece.done) await child.send({ t: 'feed-end', id });
          else await child.send({ t: 'chunk', id }, piece.value);
        };
        const writeBatch = (batch: FeedBatch | RowsBatch, tell: boolean) => {
          rows += 'read' in batch ? batch.read : batch.rows;
          unwritten++;
          writing = writing.then(() => onBatch(batch));
          writing.then(() => {
            unwritten--;
            if (!tell) return;
            watch.sign();
            void child.send({ t: 'ack', id });
          }, giveUp);
          // While we write, the child may wait for us: that is not its slowness.
          if (tell) watch.rest();
        };
        this.#call = {
          id,
          take: (line, body) => {
            if (line.id !== id) return;
            watch.sign();
            const format = String(line.format);
            if (line.t === 'more') next().catch(giveUp);
            else if (line.t === 'batch' && form === 'rows')
              writeBatch(
                { format, rows: { list: line.list as Row[], lines: body ? [body] : [] }, read: Number(line.rows) },
                true,
              );
            else if (line.t === 'batch')
              writeBatch({ format, findings: findingsFromWire(line.list), rows: Number(line.rows) }, true);
            else if (line.t === 'summary') summary = line as unknown as FeedSummary;
            else if (line.t === 'problem') reads.problems.push(line.problem as Problem);
            else if (line.t === 'whole') {
              const all = reads.all();
              let numbered = 0;
              for (const { findings, format: by } of all) {
                if (findings.length === 0 || !by) continue;
                const whole = { format: by, findings, rows: findings.length };
                writeBatch(form === 'rows' ? asRows(whole, as, numbered) : whole, false);
                numbered += findings.length;
              }
              const first = all[0];
              // A feed has no lines of its own for the messages in it: where a person must look at one, at the whole.
              const left = all.slice(1).filter((r) => r.end === 'manual').length;
              const unread: Problem[] =
                left > 0
                  ? [
                      {
                        code: 'mail.unread-within',
                        message: `${left} of ${all.length - 1} messages in it were not understood`,
                      },
                    ]
                  : [];
              summary = {
                format: first?.format ?? null,
                formatVersion: first?.formatVersion ?? null,
                why: first?.why ?? 'nothing in it',
                end: left > 0 ? 'manual' : ((first?.end ?? 'manual') as End),
                rows: all.reduce((n, r) => n + r.findings.length, 0),
                problems: [...reads.problems, ...unread, ...(first?.problems ?? [])],
              };
            } else if (line.t === 'done') {
              this.#call = undefined;
              this.#finished(child, line.peak);
              writing.then(() => {
                if (summary)
                  done({
                    format: summary.format,
                    formatVersion: summary.formatVersion,
                    why: summary.why,
                    end: summary.end,
                    rows: summary.rows,
                    problems: summary.problems,
                  });
                else fault(new Error('the reading process gave no summary'));
              }, fault);
            } else reads.take(line);
          },
          fail: (code, message) => {
            writing.then(
              () =>
                done({
                  format: null,
                  formatVersion: null,
                  why: message,
                  end: 'manual',
                  rows,
                  problems: [{ code, message }],
                }),
              fault,
            );
          },
        };
        child.send({ t: 'feed', id, context, ...asHeader(as), rows: form === 'rows' }).catch(giveUp);
      });
    } finally {
      watch.end();
      await source.return?.();
    }
  }

  async close(): Promise<void> {
    const child = this.#child;
    if (!child) return;
    child.hold(true);
    child.close();
    const late = setTimeout(() => child.kill(), 1000);
    await this.#ended;
    clearTimeout(late);
  }
}

const asHeader = (as: ReaderAs) => ({
  name: as.name,
  hint: as.hint,
  receivedAt: as.receivedAt?.toString(),
  sha256: as.sha256,
});

const sha = (text: string) => hash('sha256', text, 'buffer');

/** Findings of a message that was no table after all, as rows numbered from `first`. */
function asRows(batch: FeedBatch, as: ReaderAs, first: number): RowsBatch {
  const day = as.receivedAt?.toString().slice(0, 10) ?? '';
  return {
    format: batch.format,
    rows: rowsOf(batch.format, batch.findings, as.sha256 ?? '', day, sha, first),
    read: batch.rows,
  };
}

function exitReason(code: number | null, signal: string | null, said: string): { code: string; message: string } {
  if (
    /heap out of memory|Allocation failed|Array buffer allocation failed/i.test(said) ||
    code === 134 ||
    signal === 'SIGABRT'
  )
    return { code: 'reader.memory', message: 'reading took more memory than it may' };
  const last =
    said
      .trim()
      .split('\n')
      .find((l) => /Error/.test(l)) ?? '';
  return {
    code: 'reader.fell-over',
    message: `the reading process ended (${signal ?? code ?? 'no code'}) ${last.slice(0, 200)}`.trim(),
  };
}

/** The reads of one message, put together from lines. */
class Reads {
  readonly #findings = new Map<number, Finding[]>();
  readonly #reads = new Map<number, Readonly<Record<string, unknown>>>();
  readonly problems: Problem[] = [];

  take(line: Readonly<Record<string, unknown>>): void {
    const n = Number(line.n);
    if (line.t === 'findings') {
      const list = this.#findings.get(n) ?? [];
      for (const finding of findingsFromWire(line.list)) list.push(finding);
      this.#findings.set(n, list);
    } else if (line.t === 'read') this.#reads.set(n, line);
  }

  /** Outer messages before those within them. */
  all(): ReadMessage[] {
    const numbers = [...this.#reads.keys()].sort((a, b) => a - b);
    const place = new Map(numbers.map((n, i) => [n, i]));
    return numbers.map((n) => {
      const line = this.#reads.get(n) ?? {};
      const within = line.within === undefined ? undefined : place.get(Number(line.within));
      const read = line as unknown as ReadMessage;
      return {
        sha256: read.sha256,
        ...(within === undefined ? {} : { within }),
        ...(read.name === undefined ? {} : { name: read.name }),
        ...(read.size === undefined ? {} : { size: read.size }),
        format: read.format,
        formatVersion: read.formatVersion,
        why: read.why,
        end: read.end,
        findings: this.#findings.get(n) ?? [],
        problems: read.problems,
        ...(read.subject === undefined ? {} : { subject: read.subject }),
        ...(read.from === undefined ? {} : { from: read.from }),
        ...(read.originator === undefined ? {} : { originator: read.originator }),
        ...(read.inReplyTo === undefined ? {} : { inReplyTo: read.inReplyTo }),
        ...(read.reply === undefined ? {} : { reply: read.reply }),
        ...(read.bounce === undefined ? {} : { bounce: read.bounce }),
        ...(read.receipt === undefined ? {} : { receipt: read.receipt }),
        ...(read.complaint === undefined ? {} : { complaint: read.complaint }),
        ...(read.thread === undefined ? {} : { thread: read.thread }),
      };
    });
  }

  /** A message that met a limit: one manual read, without half its findings. */
  broken(bytes: Uint8Array, name: string, code: string, message: string): ReadMessage[] {
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    return [
      {
        sha256,
        name,
        size: bytes.length,
        format: null,
        formatVersion: null,
        why: message,
        end: 'manual',
        findings: [],
        problems: [{ code, message }],
      },
    ];
  }
}
