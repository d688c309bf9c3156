/**
 * The reading process: hostile bytes are taken apart here and nowhere else. Frames come in, lines of JSON go out.
 * It keeps nothing between messages but its formats; whoever started it ends it when it takes too long or too much.
 */
import { hash } from 'node:crypto';
import { createGunzip, type Gunzip } from 'node:zlib';
import { complainedOf, readBounce, readReceipt, subjectMarks, threadHeaders } from '#correspondence';
import {
  candidates,
  type FileUnit,
  type Finding,
  type Format,
  fileOf,
  forwardBytes,
  forwardIn,
  forwardSubject,
  headerOf,
  htmlText,
  innerMails,
  isPassedOn,
  type Lean,
  leanOf,
  leanTableRun,
  leaves,
  type MailPart,
  type MailUnit,
  mailText,
  mboxMessages,
  mostSample,
  newReading,
  type OpenMail,
  type Outcome,
  openMail,
  openPart,
  openText,
  type Problem,
  piecesRun,
  type Reading,
  readFile,
  readMailUnit,
  type SaidOfRow,
  sniff,
  suggest,
  type TableRun,
  tableRun,
  taughtFacts,
  taughtFactsKey,
  taughtFormat,
  templateText,
  withinBounds,
  withoutPictures,
  writtenMail,
} from '#formats';
import { loadFormats } from '#formats/work';
import { type Frame, onFrames, sayLine, sayText } from '#io/child';
import { readTime } from '#kernel';
import { type ArchiveBudget, newBudget, openArchive } from './reader/archive.ts';
import { documentText } from './reader/document.ts';
import { isOutlook, outlookMail } from './reader/outlook.ts';
import { documentsOf, holdsMore, type InnerMessage, typeOf, unwrap } from './reader/unwrap.ts';
import { answersTo, mostMessage, type Teachable } from './reading.ts';
import { rowOf, type WrittenRow } from './row.ts';

const formats: readonly Format[] = await loadFormats();
const sha = (text: string) => hash('sha256', text, 'buffer');

/** The formats of the house, and the templates this organisation taught: compiled once for each context. */
const withTaught = new WeakMap<object, readonly Format[]>();
function formatsFor(reading: Reading): readonly Format[] {
  const key = reading.facts;
  let all = withTaught.get(key);
  if (!all) {
    const given = taughtFacts.safeParse(key[taughtFactsKey] ?? []);
    all = given.success && given.data.length > 0 ? [...formats, ...given.data.map(taughtFormat)] : formats;
    withTaught.set(key, all);
  }
  return all;
}

/** Loose text longer than this is data, not words. */
const mostWords = 256 * 1024;
const batchFindings = 500;
const batchRows = 1000;
/** Batches that may lie ready while an earlier one is written: two transactions of five, and some megabytes. */
const mostPending = 12;
const mostInner = 50;
/** Messages of one mailbox file. */
const mostInBox = 5000;
/** Messages within messages within messages. */
const mostDepth = 5;

interface As {
  readonly name: string;
  readonly hint?: string;
  readonly receivedAt?: Temporal.Instant;
}

interface Context {
  readonly reading: Reading;
}
const contexts = new Map<string, Context>();

/** Hands findings out in batches, under the number of the read they belong to. */
class Out {
  readonly #id: number;
  /** Lines that wait to go out together. */
  #text = '';
  #saidAt = performance.now();
  #next = 0;
  #list: Finding[] = [];
  #of = -1;
  constructor(id: number) {
    this.#id = id;
  }
  open(): number {
    return this.#next++;
  }
  take(n: number): (finding: Finding) => void {
    return (finding) => {
      if (this.#of !== n) this.flush();
      this.#of = n;
      this.#list.push(finding);
      if (this.#list.length >= batchFindings) this.flush();
    };
  }
  flush(): void {
    if (this.#list.length > 0) this.#say({ t: 'findings', id: this.#id, n: this.#of, list: this.#list });
    this.#list = [];
  }
  /** Lines go out together where they follow each other at once; whoever watches still sees that work goes on. */
  #say(line: object): void {
    this.#text += `${JSON.stringify(line)}\n`;
    if (this.#text.length > 65_536 || performance.now() - this.#saidAt > 50) this.#out();
  }
  #out(): void {
    sayText(this.#text);
    this.#text = '';
    this.#saidAt = performance.now();
  }
  /** Nothing more comes of this message. */
  end(last?: object): void {
    if (last) this.#text += `${JSON.stringify(last)}\n`;
    if (this.#text !== '') this.#out();
  }
  read(n: number, within: number | undefined, bytes: Uint8Array, outcome: Outcome, about: object): void {
    this.flush();
    this.#say({
      t: 'read',
      id: this.#id,
      n,
      ...(within === undefined ? {} : { within }),
      sha256: hash('sha256', bytes, 'hex'),
      size: bytes.length,
      format: outcome.format ?? null,
      formatVersion: outcome.formatVersion ?? null,
      why: outcome.why,
      end: outcome.end,
      problems: outcome.problems,
      ...about,
    });
  }
}

/** @param last what is said behind it */
async function readMessage(
  id: number,
  bytes: Uint8Array,
  as: As,
  reading: Reading,
  last?: () => object,
): Promise<void> {
  const out = new Out(id);
  await readInto(out, bytes, as, reading);
  out.end(last?.());
}

async function readInto(out: Out, bytes: Uint8Array, as: As, reading: Reading): Promise<void> {
  const n = out.open();
  const look = sniff(bytes.subarray(0, 4096));
  if (look === 'mail' || /\.eml$/i.test(as.name)) {
    if (await readBox(bytes, as, n, out, reading)) return;
    const mail = openMail(bytes, (text) => readTime(text), as);
    await readMail(mail, bytes, n, undefined, out, reading, as, newBudget(), 0);
    return;
  }
  if (look === 'ole' && isOutlook(as.name, '')) {
    const outlook = await outlookMail(bytes, '');
    if (outlook.bytes) {
      const mail = openMail(outlook.bytes, (text) => readTime(text), as);
      await readMail(mail, bytes, n, undefined, out, reading, as, newBudget(), 0, outlook.problems);
    } else out.read(n, undefined, bytes, manual('this message of Outlook cannot be read', outlook.problems), {});
    return;
  }
  if (look === 'pdf') {
    await readDocument(bytes, as, n, out, reading);
    return;
  }
  await readLoose(bytes, look, as, n, out, reading);
}

const manual = (why: string, problems: Problem[]): Outcome => ({ end: 'manual', why, count: 0, problems });

/** A mailbox: each message is a line of its own within the file. */
async function readBox(bytes: Uint8Array, as: As, n: number, out: Out, reading: Reading): Promise<boolean> {
  const box = mboxMessages(bytes, mostInBox);
  if (!box) return false;
  const budget = newBudget();
  let used = false;
  for (const message of box.messages) {
    const mail = openMail(message, (text) => readTime(text), as);
    const name = mail.unit.subject.slice(0, 200);
    const end = await readMail(mail, message, out.open(), n, out, reading, { ...as, name }, budget, 1);
    used ||= end !== 'manual';
  }
  const problems: Problem[] =
    box.left > 0
      ? [
          {
            code: 'mail.too-many-messages',
            message: `${mostInBox + box.left} messages in one mailbox; the first ${mostInBox} are read`,
          },
        ]
      : [];
  const why = `a mailbox of ${box.messages.length} messages; what they say is in them`;
  out.read(n, undefined, bytes, { end: used ? 'findings' : 'manual', why, count: 0, problems }, {});
  return true;
}

/** A PDF by itself: its words. */
async function readDocument(bytes: Uint8Array, as: As, n: number, out: Out, reading: Reading): Promise<void> {
  const { text, problems } = await documentText(bytes, '');
  if (text === undefined) {
    out.read(n, undefined, bytes, manual('nothing readable in this document', problems), {});
    return;
  }
  const written = writtenMail([], [{ type: 'text/plain', bytes: new TextEncoder().encode(text) }]);
  const { unit } = openMail(written, (t) => readTime(t), as);
  const take = out.take(n);
  const known = readMailUnit(unit, formatsFor(reading), reading, take);
  const outcome = known.end === 'manual' ? readMailUnit(unit, formatsFor(reading), reading, take, true) : known;
  out.read(n, undefined, bytes, { ...outcome, problems: [...problems, ...outcome.problems] }, {});
}

/** A file that is no mail: a report by itself, or an archive of such files. */
async function readLoose(
  bytes: Uint8Array,
  look: ReturnType<typeof sniff>,
  as: As,
  n: number,
  out: Out,
  reading: Reading,
): Promise<void> {
  const take = out.take(n);
  if (look === 'zip' || look === 'gzip') {
    const budget = newBudget();
    const opened = await openArchive(bytes, as.name, as.name, budget);
    let best: Outcome | undefined;
    let count = 0;
    const problems = [...opened.problems];
    for (const entry of opened.entries) {
      if (entry.look === 'mail') {
        for (const message of mboxMessages(entry.bytes, mostInBox)?.messages ?? [entry.bytes]) {
          const mail = openMail(message, (text) => readTime(text), as);
          const inside = { ...as, name: entry.name };
          const end = await readMail(mail, message, out.open(), n, out, reading, inside, budget, 1);
          if (end !== 'manual')
            best ??= { end: 'findings', why: 'what it says is in the messages within it', count: 0, problems: [] };
        }
        continue;
      }
      const outcome = readFile(
        fileOf(entry.name, typeOf(entry.look), entry.bytes, entry.name, undefined, undefined, as),
        formats,
        reading,
        take,
      );
      problems.push(...outcome.problems);
      if (outcome.end !== 'manual') best ??= outcome;
      count += outcome.count;
    }
    out.read(
      n,
      undefined,
      bytes,
      best ? { ...best, count, problems } : manual('nothing readable in this archive', problems),
      {},
    );
    return;
  }
  if (look !== 'text' && look !== 'json' && look !== 'xml' && look !== 'mail') {
    const code = look === 'empty' ? 'message.empty' : 'message.not-text';
    const message =
      look === 'empty'
        ? 'there is nothing in it'
        : 'its first bytes are not text; pictures, videos and programs are never decoded';
    out.read(n, undefined, bytes, manual(message, [{ code, message }]), {});
    return;
  }
  const unit = fileOf(as.name, typeOf(look), bytes, '', undefined, undefined, as);
  const outcome = readFile(unit, formats, reading, take);
  if (outcome.end !== 'manual' || look !== 'text' || bytes.length > mostWords) {
    out.read(n, undefined, bytes, outcome, {});
    return;
  }
  // Text that is no mail and no table: the words of a report, pasted or posted without its headers.
  const head = new TextEncoder().encode('Content-Type: text/plain\n\n');
  const mail = openMail(Buffer.concat([head, bytes]), (text) => readTime(text), as);
  const words = readMailUnit(mail.unit, formatsFor(reading), reading, take, true);
  const told = words.end === 'manual' ? outcome.problems.concat(words.problems) : words.problems;
  out.read(n, undefined, bytes, { ...words, problems: told }, {});
}

/** A mail with what is in it. @returns its end */
async function readMail(
  mail: OpenMail,
  bytes: Uint8Array,
  n: number,
  within: number | undefined,
  out: Out,
  reading: Reading,
  as: As,
  budget: ArchiveBudget,
  depth: number,
  told: readonly Problem[] = [],
): Promise<Outcome['end']> {
  const { unit } = mail;
  const found = await unwrap(unit, budget);
  const problems: Problem[] = [...told, ...found.problems];
  mail.files.push(...found.files);
  const messages = [...found.messages, ...forwardedIn(unit)];
  const inner = (list: readonly InnerMessage[], fallback: boolean) =>
    readInner(unit, list, n, out, reading, as, budget, depth, fallback);
  let outcome = readMailUnit(unit, formatsFor(reading), reading, out.take(n));
  if (outcome.end === 'manual') {
    outcome = (await inner(messages, false)) ?? outcome;
    if (outcome.end === 'manual') {
      const before = outcome;
      outcome = readMailUnit(unit, formatsFor(reading), reading, out.take(n), true);
      if (outcome.end === 'manual') {
        // What takes longest comes last: documents are opened where nothing else said anything.
        const last =
          (await inner(messages, true)) ??
          (await readDocuments(await documentsOf(unit, found.documents, problems), inner));
        outcome = last ?? {
          ...outcome,
          problems: [
            ...before.problems,
            ...outcome.problems.filter((p) => !before.problems.some((q) => q.code === p.code && q.at === p.at)),
          ],
        };
      }
    }
  }
  out.read(n, within, bytes, { ...outcome, problems: [...problems, ...outcome.problems] }, aboutMail(unit, as));
  return outcome.end;
}

async function readDocuments(
  documents: readonly InnerMessage[],
  inner: (list: readonly InnerMessage[], fallback: boolean) => Promise<Outcome | undefined>,
): Promise<Outcome | undefined> {
  if (documents.length === 0) return undefined;
  return (await inner(documents, false)) ?? inner(documents, true);
}

/** The message that stands in the words of this one, forwarded inline. */
function forwardedIn(unit: MailUnit): InnerMessage[] {
  const forward = forwardIn(mailText(unit), forwardSubject.test(unit.subject) || isPassedOn(unit.root));
  return forward ? [{ bytes: forwardBytes(forward), name: forward.subject ?? '' }] : [];
}

function aboutMail(unit: MailUnit, as: As): object {
  const named = answersTo(headerOf(unit.root, 'in-reply-to'), headerOf(unit.root, 'references'), unit.subject);
  const parts = [...leaves(unit.root)].map((p) => ({ type: p.type, text: p.text() }));
  const bounce = readBounce(parts);
  const receipt = readReceipt(parts);
  const complaint = complainedOf(parts);
  const thread = Object.fromEntries(
    threadHeaders.map((name) => [name, headerOf(unit.root, name)?.slice(0, 20_000)]).filter(([, v]) => v !== undefined),
  );
  // Another desk system may name its thread in the subject alone.
  const answers = named.length > 0 || subjectMarks(unit.subject).length === 0 ? named : subjectMarks(unit.subject);
  return {
    name: as.name,
    subject: unit.subject.slice(0, 1000),
    from: unit.from,
    ...(unit.originator ? { originator: unit.originator } : {}),
    ...(answers.length > 0 ? { inReplyTo: answers, reply: replyText(unit) } : {}),
    ...(bounce ? { bounce } : {}),
    ...(receipt ? { receipt } : {}),
    ...(complaint ? { complaint } : {}),
    ...(Object.keys(thread).length > 0 ? { thread } : {}),
  };
}

/** What the writer says in an answer: the first text part without what it quotes. */
function replyText(unit: MailUnit): string {
  const part = [...leaves(unit.root)].find((p) => p.type === 'text/plain' || p.type === 'text/html');
  const text = part ? (part.type === 'text/html' ? htmlText(part.text()) : part.text()) : '';
  const lines: string[] = [];
  for (const line of text.split('\n')) {
    if (/^\s*>/.test(line)) continue;
    // Where the quoted letter begins, the answer ends.
    if (
      /^\s*(?:-{2,}\s*(?:original message|oorspronkelijk bericht)|(?:on|op) .{5,120}(?:wrote|schreef).{0,80}:\s*$|(?:from|van): .{3,200}$)/i.test(
        line,
      ) &&
      lines.some((l) => l.trim() !== '')
    )
      break;
    lines.push(line);
  }
  return lines.join('\n').trim().slice(0, 5000);
}

/**
 * Messages within this one. First only for formats that know what they see: a spam attached as proof is no report.
 * The free-text reader looks into one only where the outer mail merely passes it on.
 */
async function readInner(
  unit: MailUnit,
  messages: readonly InnerMessage[],
  n: number,
  out: Out,
  reading: Reading,
  as: As,
  budget: ArchiveBudget,
  depth: number,
  fallback: boolean,
): Promise<Outcome | undefined> {
  if (depth >= mostDepth) return undefined;
  const isForward = forwardSubject.test(unit.subject) || unit.originator !== undefined || isPassedOn(unit.root);
  const inner: { mail: OpenMail; bytes: Uint8Array; name: string }[] = [];
  for (const root of !fallback || isForward ? innerMails(unit.root).slice(0, mostInner) : [])
    inner.push({
      mail: openPart(root, (text) => readTime(text), as),
      bytes: wholeOf(unit.root, root),
      name: headerOf(root, 'subject') ?? '',
    });
  for (const one of messages)
    if (!fallback || isForward || one.isBody)
      inner.push({ mail: openMail(one.bytes, (text) => readTime(text), as), ...one });
  let used = false;
  for (const one of inner) {
    // A read that could use nothing leaves no line: the message stands as proof in the one around it.
    const trial = new Trial();
    const outcome = readMailUnit(one.mail.unit, formatsFor(reading), reading, trial.take, fallback);
    if (outcome.end === 'manual' && !holdsMore(one.mail.unit) && forwardedIn(one.mail.unit).length === 0) continue;
    const number = out.open();
    const end =
      outcome.end === 'manual'
        ? await readInside(one, number, n, out, reading, { ...as, name: one.name }, budget, depth + 1, fallback)
        : trial.commit(out, number, n, one, outcome, { ...as, name: one.name });
    if (end !== 'manual') used = true;
  }
  return used
    ? { end: 'findings', why: 'what it says is in the messages within it', count: 0, problems: [...unit.problems] }
    : undefined;
}

/** A message within one that no format knew: what it holds in turn. */
async function readInside(
  one: { mail: OpenMail; bytes: Uint8Array },
  number: number,
  within: number,
  out: Out,
  reading: Reading,
  as: As,
  budget: ArchiveBudget,
  depth: number,
  fallback: boolean,
): Promise<Outcome['end']> {
  const { unit } = one.mail;
  const found = await unwrap(unit, budget);
  one.mail.files.push(...found.files);
  const trial = new Trial();
  const files = found.files.length > 0 ? readMailUnit(unit, formatsFor(reading), reading, trial.take) : undefined;
  if (files && files.end !== 'manual') return trial.commit(out, number, within, one, files, as);
  const messages = [...found.messages, ...forwardedIn(unit)];
  const outcome = await readInner(unit, messages, number, out, reading, as, budget, depth, fallback);
  if (!outcome) return 'manual';
  out.read(
    number,
    within,
    one.bytes,
    { ...outcome, problems: [...found.problems, ...outcome.problems] },
    aboutMail(unit, as),
  );
  return outcome.end;
}

class Trial {
  readonly #found: Finding[] = [];
  readonly take = (finding: Finding): void => {
    this.#found.push(finding);
  };
  commit(
    out: Out,
    number: number,
    within: number,
    one: { mail: OpenMail; bytes: Uint8Array },
    outcome: Outcome,
    as: As,
  ): Outcome['end'] {
    const take = out.take(number);
    for (const finding of this.#found) take(finding);
    out.read(number, within, one.bytes, outcome, aboutMail(one.mail.unit, as));
    return outcome.end;
  }
}

/** The bytes of a message within a message: those of the part that holds it. */
function wholeOf(root: MailPart, inner: MailPart): Uint8Array {
  let found: MailPart | undefined;
  const walk = (part: MailPart) => {
    if (part.children[0] === inner) found = part;
    for (const child of part.children) if (!found) walk(child);
  };
  walk(root);
  return found?.bytes() ?? new Uint8Array();
}

/** A feed being read: pieces come in when we ask, batches go out, two may be under way. */
class Feed {
  readonly #id: number;
  readonly #as: As;
  readonly #reading: Reading;
  #kind: 'unknown' | 'table' | 'whole' = 'unknown';
  #head: Uint8Array[] = [];
  #held = 0;
  #gunzip: Gunzip | undefined;
  #gunzipping: Promise<void> = Promise.resolve();
  #run: TableRun<SaidOfRow> | undefined;
  #format: Format | undefined;
  #why = '';
  #rowsTold = 0;
  #count = 0;
  readonly #problems: Problem[] = [];
  #moreProblems = 0;
  /** Batches sent and not yet written by the other side. */
  #pending = 0;
  #wake: (() => void) | undefined;

  /** The message's SHA-256 and the day of its receipt, where findings go out as rows. */
  readonly #asRows: { readonly sha256: string; readonly day: string } | undefined;

  constructor(id: number, as: As, reading: Reading, asRows: { sha256: string; day: string } | undefined) {
    this.#id = id;
    this.#as = as;
    this.#asRows = asRows;
    this.#reading = reading;
  }

  acknowledged(): void {
    this.#pending--;
    this.#wake?.();
  }

  async #room(): Promise<void> {
    while (this.#pending >= mostPending)
      await new Promise<void>((go) => {
        this.#wake = go;
      });
  }

  async push(chunk: Uint8Array): Promise<void> {
    if (this.#gunzip) {
      await this.#intoGunzip(chunk);
      return;
    }
    if (
      this.#held === 0 &&
      this.#kind === 'unknown' &&
      this.#head.length === 0 &&
      sniff(chunk.subarray(0, 64)) === 'gzip'
    ) {
      this.#openGunzip();
      await this.#intoGunzip(chunk);
      return;
    }
    await this.#plain(chunk);
  }

  #openGunzip(): void {
    const gunzip = createGunzip();
    this.#gunzip = gunzip;
    this.#gunzipping = (async () => {
      try {
        for await (const piece of gunzip as AsyncIterable<Buffer>) await this.#plain(piece);
      } catch (fault) {
        this.#problem({
          code: 'archive.broken',
          message: `the compressed stream is damaged: ${fault instanceof Error ? fault.message.slice(0, 160) : ''}`,
        });
      }
    })();
  }

  async #intoGunzip(chunk: Uint8Array): Promise<void> {
    const gunzip = this.#gunzip;
    if (!gunzip || gunzip.destroyed) return;
    if (!gunzip.write(chunk))
      await new Promise<void>((go) => {
        const done = () => {
          gunzip.off('drain', done);
          gunzip.off('close', done);
          go();
        };
        gunzip.once('drain', done);
        gunzip.once('close', done);
      });
  }

  async #plain(chunk: Uint8Array): Promise<void> {
    if (this.#kind === 'table') return this.#rows(chunk);
    this.#head.push(Uint8Array.from(chunk));
    this.#held += chunk.length;
    if (this.#kind === 'unknown' && this.#held >= 65_536) await this.#decide();
    if (this.#kind === 'whole' && this.#held > mostMessage && this.#head.length > 0) await this.#openPieces();
  }

  /** By the first 64 kB: a table that a format reads row by row, or something to be read whole. */
  async #decide(): Promise<void> {
    const head = joinedBytes(this.#head);
    const look = sniff(head.subarray(0, 4096));
    this.#kind = 'whole';
    if (look !== 'text') return;
    const name = this.#as.name.replace(/\.gz$/i, '');
    const unit: FileUnit = fileOf(name, 'text/csv', head, '', undefined, undefined, this.#as);
    for (const c of candidates(unit, formats)) {
      const rows = c.format.rows;
      if (!rows) continue;
      let opened = false;
      const start = (header: readonly string[], delimiter: string) => {
        const reader = rows(
          {
            header,
            delimiter,
            name,
            ...(this.#as.hint ? { hint: this.#as.hint } : {}),
            ...(this.#as.receivedAt ? { receivedAt: this.#as.receivedAt } : {}),
          },
          this.#reading,
        );
        opened = reader !== undefined;
        return reader;
      };
      tableRun(start).push(head.subarray(0, 65_536));
      if (!opened) continue;
      this.#kind = 'table';
      this.#format = c.format;
      this.#why = c.why;
      this.#run = this.#asRows ? leanTableRun(start) : tableRun(start);
      const held = this.#head;
      this.#head = [];
      for (const piece of held) await this.#rows(piece);
      return;
    }
  }

  /** Too large for a message: in pieces, by a format whose records stand each by itself; else its bytes are let go. */
  async #openPieces(): Promise<void> {
    const held = this.#head;
    this.#head = [];
    let first = 0;
    for (let size = 0; first < held.length && size < 65_536; first++) size += held[first]?.length ?? 0;
    const head = joinedBytes(held.slice(0, first)).subarray(0, 65_536);
    const look = sniff(head.subarray(0, 4096));
    if (look !== 'text' && look !== 'json') return;
    const name = this.#as.name.replace(/\.gz$/i, '');
    const unit = fileOf(name, typeOf(look), head, '', undefined, undefined, this.#as);
    for (const c of candidates(unit, formats)) {
      // Small pieces, so that the beginning of the file shows whether the format can use it.
      const trial = piecesRun(c.format, unit, this.#reading, 8192);
      if (!trial?.push(head).some((one) => 'finding' in one)) continue;
      this.#kind = 'table';
      this.#format = c.format;
      this.#why = c.why;
      this.#run = piecesRun(c.format, unit, this.#reading);
      for (let piece = held.shift(); piece; piece = held.shift()) await this.#rows(piece);
      return;
    }
  }

  async #rows(chunk: Uint8Array): Promise<void> {
    const run = this.#run;
    if (!run) return;
    // Small steps, so that a batch ends after the same rows whatever the size of the pieces.
    for (let at = 0; at < chunk.length; at += 65_536) {
      this.#takeAll(run.push(chunk.subarray(at, at + 65_536)));
      await this.#flushWhole(run);
    }
  }

  readonly #waiting: { readonly at: number; readonly finding: Finding | WrittenRow }[] = [];

  #takeAll(said: readonly SaidOfRow[]): void {
    for (const one of said) {
      if ('lean' in one) this.#waiting.push({ at: one.row - 1, finding: this.#written(one.lean) });
      else if ('finding' in one) {
        // Row 1 is the header: the n-th row of data is row n + 1, later where empty lines stand between.
        const at = 'row' in one ? one.row : Number(one.finding.evidence?.[0]?.slice(4) ?? 0) - 1;
        const finding = named(withinBounds(one.finding), this.#reading);
        this.#waiting.push({ at, finding: this.#asRows ? this.#written(leanOf(finding)) : finding });
      } else if ('problem' in one) this.#problem(one.problem);
    }
  }

  #numbered = 0;

  #written(finding: Lean): WrittenRow {
    const as = this.#asRows ?? { sha256: '', day: '' };
    return rowOf(this.#numbered++, this.#format?.id ?? '', finding, as.sha256, as.day, sha);
  }

  /** Batches end after every thousandth row, so that a second reading of the same bytes gives the same batches. */
  async #flushWhole(run: TableRun<SaidOfRow>): Promise<void> {
    while (run.rows - this.#rowsTold >= batchRows) await this.#send(this.#rowsTold + batchRows);
  }

  async #send(untilRow: number): Promise<void> {
    let i = 0;
    while (i < this.#waiting.length && (this.#waiting[i]?.at ?? 0) <= untilRow) i++;
    const list = this.#waiting.splice(0, i).map((w) => w.finding);
    const rows = Math.min(untilRow, this.#run?.rows ?? 0) - this.#rowsTold;
    this.#rowsTold += rows;
    this.#count += list.length;
    if (rows <= 0 && list.length === 0) return;
    await this.#room();
    this.#pending++;
    const about = { t: 'batch', id: this.#id, format: this.#format?.id ?? '', rows };
    if (!this.#asRows) sayLine({ ...about, list });
    else {
      const written = list as readonly WrittenRow[];
      sayLine({ ...about, list: written.map((w) => w.row) }, Buffer.from(written.map((w) => w.line).join('')));
    }
  }

  #problem(problem: Problem): void {
    if (this.#problems.length < 100) this.#problems.push(problem);
    else this.#moreProblems++;
  }

  async end(): Promise<void> {
    if (this.#gunzip) {
      if (!this.#gunzip.destroyed) this.#gunzip.end();
      await this.#gunzipping;
    }
    if (this.#kind === 'unknown') await this.#decide();
    if (this.#kind === 'table' && this.#run) {
      this.#takeAll(this.#run.end());
      await this.#flushWhole(this.#run);
      await this.#send(Number.POSITIVE_INFINITY);
      while (this.#pending > 0)
        await new Promise<void>((go) => {
          this.#wake = go;
        });
      if (this.#moreProblems > 0)
        this.#problems.push({
          code: 'reading.more-problems',
          message: `${this.#moreProblems} more problems are not listed`,
        });
      sayLine({
        t: 'summary',
        id: this.#id,
        format: this.#format?.id ?? null,
        formatVersion: this.#format?.version ?? null,
        why: this.#why,
        end: this.#count > 0 ? 'findings' : 'manual',
        rows: this.#run.rows,
        problems: this.#problems,
      });
      return;
    }
    // Not a table: read as a message, its findings handed out by the caller as one batch.
    const bytes = joinedBytes(this.#head);
    if (this.#held > mostMessage) {
      const message = `${this.#held} bytes and no table; a message may have ${mostMessage}`;
      sayLine({
        t: 'summary',
        id: this.#id,
        format: null,
        formatVersion: null,
        why: 'too large for a message',
        end: 'manual',
        rows: 0,
        problems: [{ code: 'reader.too-large', message }],
      });
      return;
    }
    await readMessage(this.#id, bytes, this.#as, this.#reading);
    for (const problem of this.#problems) sayLine({ t: 'problem', id: this.#id, problem });
    sayLine({ t: 'whole', id: this.#id });
  }
}

/** A message as a person who teaches sees it: the text that templates search, and what it seems to say. */
function teachable(bytes: Uint8Array, as: As, reading: Reading): Teachable {
  const look = sniff(bytes.subarray(0, 4096));
  const isMail = look === 'mail' || /\.eml$/i.test(as.name);
  if (!isMail && look !== 'text') return { from: '', subject: '', text: '', cut: false, found: [], kind: null };
  const head = new TextEncoder().encode('Content-Type: text/plain\n\n');
  const { unit } = openMail(isMail ? bytes : Buffer.concat([head, bytes]), (text) => readTime(text), as);
  const whole = templateText(unit);
  const sample = { from: unit.originator ?? unit.from, subject: unit.subject, text: whole.slice(0, mostSample) };
  const { found, kind } = suggest(sample, reading);
  return { ...sample, cut: whole.length > mostSample, found, kind: kind ?? null };
}

function named(finding: Finding, reading: Reading): Finding {
  const names = reading.kinds?.get(finding.kind);
  if (!names) return finding;
  return {
    ...finding,
    classification: {
      ...(names.rsit ? { rsit: names.rsit } : {}),
      ...(names.xarf ? { xarf: names.xarf } : {}),
      ...finding.classification,
    },
  };
}

function joinedBytes(pieces: readonly Uint8Array[]): Uint8Array {
  return pieces.length === 1 && pieces[0] ? pieces[0] : Buffer.concat(pieces);
}

let feed: { id: number; feed: Feed } | undefined;
let queue: Promise<void> = Promise.resolve();

function asOf(header: Frame['header']): As {
  return {
    name: String(header.name ?? ''),
    ...(typeof header.hint === 'string' ? { hint: header.hint } : {}),
    ...(typeof header.receivedAt === 'string' ? { receivedAt: Temporal.Instant.from(header.receivedAt) } : {}),
  };
}

function rowsAsked(header: Frame['header']): { sha256: string; day: string } | undefined {
  const { rows, sha256, receivedAt } = header;
  return rows === true ? { sha256: String(sha256), day: String(receivedAt).slice(0, 10) } : undefined;
}

function contextOf(header: Frame['header']): Context {
  const context = contexts.get(String(header.context));
  if (!context) throw new Error(`no such context: ${String(header.context)}`);
  return context;
}

let peak = 0;
let peakAt = Number.NEGATIVE_INFINITY;

/** Highest resident memory so far in kB; asking the system costs as much as reading a short mail, so not after each of those. */
function peakKb(read = Number.POSITIVE_INFINITY): number {
  const now = performance.now();
  if (read > 65_536 || now - peakAt > 20) {
    peak = process.resourceUsage().maxRSS;
    peakAt = now;
  }
  return peak;
}

async function handle({ header, body }: Frame): Promise<void> {
  const id = Number(header.id);
  switch (header.t) {
    case 'context':
      if (contexts.size > 20) contexts.clear();
      contexts.set(String(header.context), { reading: newReading(header.reading as Parameters<typeof newReading>[0]) });
      return;
    case 'message': {
      // Cleared memory of the frame: parts are views on it and live as long as they are used.
      await readMessage(id, body, asOf(header), contextOf(header).reading, () => ({
        t: 'done',
        id,
        peak: peakKb(body.length),
      }));
      return;
    }
    case 'open':
      sayLine({ t: 'opened', id, open: openText(body, typeof header.name === 'string' ? header.name : null) });
      sayLine({ t: 'done', id, peak: peakKb() });
      return;
    case 'teach':
      sayLine({ t: 'teachable', id, teach: teachable(body, asOf(header), contextOf(header).reading) });
      sayLine({ t: 'done', id, peak: peakKb() });
      return;
    case 'bare': {
      const bare = withoutPictures(body);
      sayLine({ t: 'bared', id, bytes: bare ? Buffer.from(bare).toString('base64') : null });
      sayLine({ t: 'done', id, peak: peakKb() });
      return;
    }
    case 'feed':
      feed = { id, feed: new Feed(id, asOf(header), contextOf(header).reading, rowsAsked(header)) };
      sayLine({ t: 'more', id });
      return;
    case 'chunk':
      await feed?.feed.push(body);
      sayLine({ t: 'more', id });
      return;
    case 'feed-end':
      await feed?.feed.end();
      feed = undefined;
      sayLine({ t: 'done', id, peak: peakKb() });
      return;
    default:
      throw new Error(`unknown frame ${String(header.t)}`);
  }
}

onFrames((frame) => {
  if (!frame) {
    void queue.then(() => process.exit(0));
    return;
  }
  // Acknowledgements must not wait behind the piece that waits for them.
  if (frame.header.t === 'ack') {
    feed?.feed.acknowledged();
    return;
  }
  queue = queue
    .then(() => handle(frame))
    .catch((fault: unknown) => {
      process.stderr.write(`${fault instanceof Error ? (fault.stack ?? fault.message) : String(fault)}\n`);
      process.exit(70);
    });
});
sayLine({ t: 'ready' });
