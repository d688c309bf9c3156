/** Asks the candidate formats about a unit and draws the one end that every message has. */
import { type End, type Finding, hasResource, type Problem } from '../finding.ts';
import type { FileUnit, Format, MailUnit, Reading, Unit } from '../format.ts';
import { mailText } from '../mail/text.ts';
import { type Candidate, candidates } from './choose.ts';

export interface Outcome {
  readonly end: End;
  /** The format that could use it; absent where none could. */
  readonly format?: string;
  readonly formatVersion?: number;
  /** Why that format, or why none. */
  readonly why: string;
  /** How many findings were handed out. */
  readonly count: number;
  readonly problems: readonly Problem[];
}

/** Takes each finding as it comes, so that a large unit needs no large memory. */
export type Take = (finding: Finding) => void;

/** At most this many problems per message are listed; the rest is counted. */
const mostProblems = 100;

class Problems {
  readonly list: Problem[] = [];
  more = 0;
  add(problem: Problem): void {
    if (this.list.length < mostProblems) this.list.push(problem);
    else this.more++;
  }
  all(): Problem[] {
    if (this.more === 0) return this.list;
    return [...this.list, { code: 'reading.more-problems', message: `${this.more} more problems are not listed` }];
  }
}

interface Asked {
  readonly used: boolean;
  readonly end?: End;
  readonly endWhy?: string;
  readonly count: number;
  readonly passed?: string;
}

/** Asks one format. A format that throws is a format that passes, with a problem that says so: intake goes on. */
function ask(c: Candidate, unit: Unit, reading: Reading, problems: Problems, take: Take): Asked {
  let count = 0;
  try {
    for (const said of c.format.read(unit, reading)) {
      if ('finding' in said) {
        if (!hasResource(said.finding)) {
          problems.add({
            code: 'finding.no-resource',
            message: 'names no address, host, URL, network or account',
            ...at(said.finding),
          });
          continue;
        }
        if (count >= reading.mostFindings) {
          problems.add({
            code: 'unit.too-many-findings',
            message: `more than ${reading.mostFindings} findings; the rest is left out`,
          });
          break;
        }
        count++;
        take(completed(withinBounds(said.finding), reading));
      } else if ('problem' in said) problems.add(said.problem);
      else if ('end' in said) {
        if (count === 0) return { used: true, end: said.end, endWhy: said.why, count };
      } else if (count === 0) return { used: false, count, passed: said.pass };
    }
  } catch (fault) {
    const message = fault instanceof Error ? fault.message : String(fault);
    problems.add({ code: 'format.failed', message: `${c.format.id} could not read this: ${message.slice(0, 300)}` });
  }
  return count > 0 ? { used: true, end: 'findings', count } : { used: false, count };
}

const at = (f: Finding) => (f.evidence?.[0] ? { at: f.evidence[0] } : {});

/** Longest word of a finding: what is longer is no name of anything. The message itself is kept whole. */
const mostWord = 2000;
const words = ['malware', 'account', 'reference'] as const;

/** A finding whose words are no longer than a word may be; those that were are cut, and it says so. */
export function withinBounds(finding: Finding): Finding {
  const long = words.filter((name) => (finding[name]?.length ?? 0) > mostWord);
  const asSent = finding.classification.asSent;
  if (long.length === 0 && (asSent === undefined || asSent.length <= mostWord)) return finding;
  const cut: Record<string, unknown> = {};
  for (const name of long) cut[name] = finding[name]?.slice(0, mostWord);
  return {
    ...finding,
    ...cut,
    classification: {
      ...finding.classification,
      ...(asSent === undefined ? {} : { asSent: asSent.slice(0, mostWord) }),
    },
    problems: [
      ...finding.problems,
      {
        code: 'value.cut',
        message: `${[...long, ...((asSent?.length ?? 0) > mostWord ? ['as_sent'] : [])].join(', ')} cut to ${mostWord} characters`,
      },
    ],
  };
}

/** Adds what the kind is called in the vocabularies of others, where the format did not say it. */
function completed(finding: Finding, reading: Reading): Finding {
  const names = reading.kinds?.get(finding.kind);
  if (!names) return finding;
  const c = finding.classification;
  if (c.rsit !== undefined && c.xarf !== undefined) return finding;
  return {
    ...finding,
    classification: {
      ...(names.rsit ? { rsit: names.rsit } : {}),
      ...(names.xarf ? { xarf: names.xarf } : {}),
      ...c,
    },
  };
}

function askAll(
  list: readonly Candidate[],
  unit: Unit,
  reading: Reading,
  take: Take,
  kept: Problems,
): Outcome | undefined {
  for (const c of list) {
    const problems = new Problems();
    const asked = ask(c, unit, reading, problems, take);
    if (asked.used)
      return {
        end: asked.end ?? 'findings',
        format: c.format.id,
        formatVersion: c.format.version,
        why: asked.endWhy ?? c.why,
        count: asked.count,
        problems: problems.all(),
      };
    if (asked.passed) kept.add({ code: 'format.passed', message: `${c.format.id}: ${asked.passed}` });
    for (const problem of problems.all()) kept.add(problem);
  }
  return undefined;
}

/** A file by itself: the first format that can use it. */
export function readFile(unit: FileUnit, formats: readonly Format[], reading: Reading, take: Take): Outcome {
  const kept = new Problems();
  const outcome = askAll(candidates(unit, formats), unit, reading, take, kept);
  return outcome ?? { end: 'manual', why: 'no format could use this file', count: 0, problems: kept.all() };
}

/**
 * A mail. First the formats that know the mail as a whole; then each file in it by itself; the fallback is asked by the
 * caller with `fallback: true`, after the messages within this one have been tried.
 */
export function readMailUnit(
  unit: MailUnit,
  formats: readonly Format[],
  reading: Reading,
  take: Take,
  fallback = false,
): Outcome {
  const kept = new Problems();
  for (const problem of unit.problems) kept.add(problem);
  // A subject alone is no report: what an encrypted mail says is for a person with the key.
  if (fallback && isSealed(unit))
    return { end: 'manual', why: 'what it says is encrypted', count: 0, problems: kept.all() };
  const list = candidates(unit, formats).filter((c) => (c.format.group === 'fallback') === fallback);
  const whole = askAll(list, unit, reading, take, kept);
  if (whole) return { ...whole, problems: [...unit.problems, ...whole.problems] };
  if (!fallback) {
    const files = readFiles(unit, formats, reading, take, kept);
    if (files) return files;
  }
  return { end: 'manual', why: 'no format could use this message', count: 0, problems: kept.all() };
}

/** Whether the mail says nothing that can be read, because it is encrypted. */
function isSealed(unit: MailUnit): boolean {
  if (!unit.problems.some((p) => p.code === 'mail.encrypted')) return false;
  const words = mailText(unit).replace(/-----BEGIN PGP MESSAGE-----[\s\S]{0,1000000}?-----END PGP MESSAGE-----/g, '');
  return words.trim().length < 40;
}

function readFiles(
  unit: MailUnit,
  formats: readonly Format[],
  reading: Reading,
  take: Take,
  kept: Problems,
): Outcome | undefined {
  let count = 0;
  let first: Outcome | undefined;
  const standards = formats.filter((f) => f.group !== 'fallback');
  for (const file of unit.files) {
    const outcome = readFile(file, standards, { ...reading, mostFindings: reading.mostFindings - count }, take);
    for (const problem of outcome.problems) kept.add(problem);
    if (outcome.end !== 'manual') {
      first ??= { ...outcome, why: `${outcome.why} (${file.name || file.path || 'attachment'})` };
      count += outcome.count;
    }
  }
  return first && { ...first, end: count > 0 ? 'findings' : first.end, count, problems: kept.all() };
}
