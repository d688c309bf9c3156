/** What crosses the wall between a reading process and this one: lines of JSON, moments as text, findings again as findings. */
import type { Bounce, MailHeaders, Receipt } from '#correspondence';
import { type End, type Finding, findingJson, type Problem, type Sample, type Suggestion } from '#formats';

/** One message, or message within a message, as the reading process understood it; `read --json` prints its shape. */
export interface ReadMessage {
  readonly sha256: string;
  /** Index in the list of the message it was found in. */
  readonly within?: number;
  readonly name?: string;
  readonly size?: number;
  readonly format: string | null;
  readonly formatVersion: number | null;
  readonly why: string;
  readonly end: End;
  readonly findings: readonly Finding[];
  readonly problems: readonly Problem[];
  readonly subject?: string;
  readonly from?: string;
  /** Who wrote to the ticket system that passed it on. */
  readonly originator?: string;
  readonly inReplyTo?: readonly string[];
  readonly reply?: string;
  readonly bounce?: Bounce;
  /** A mail program's receipt for one of our letters. */
  readonly receipt?: Receipt;
  /** Message-ID of a letter of ours that a mailbox provider complains about. */
  readonly complaint?: string;
  /** Headers by which a thread is told, by lower-case name. */
  readonly thread?: MailHeaders;
}

/** A message laid open for a person who teaches: the text that templates search, and what it seems to say. */
export interface Teachable extends Sample {
  /** Whether more stands in the message than is shown. */
  readonly cut: boolean;
  readonly found: readonly Suggestion[];
  /** The kind its words speak of. */
  readonly kind: string | null;
}

/** Bytes of one message that are taken apart; a larger one must be a feed. */
export const mostMessage = 24 * 1024 * 1024;

const moments = ['seenAt', 'firstSeenAt', 'lastSeenAt'] as const;

/** Findings as they come over the wall: `JSON.stringify` wrote the moments as text; they become moments again. */
export function findingsFromWire(list: unknown): Finding[] {
  if (!Array.isArray(list)) throw new Error('the reading process answered no list of findings');
  return list.map((one: Record<string, unknown>) => {
    for (const name of moments) {
      const text = one[name];
      if (typeof text === 'string') one[name] = Temporal.Instant.from(text);
    }
    return one as unknown as Finding;
  });
}

/** One line of `bezem read --json`: snake_case, UTC, absent stays absent. */
export function readJson(read: ReadMessage, file: string, within: string | undefined): Record<string, unknown> {
  return {
    file,
    sha256: read.sha256,
    within,
    name: within === undefined ? undefined : read.name,
    format: read.format,
    format_version: read.formatVersion,
    why: read.why,
    end: read.end,
    subject: read.subject,
    from: read.from,
    findings: read.findings.map(findingJson),
    problems: read.problems,
  };
}

/** References by which a mail can say which letter it answers: Message-IDs, and words in its subject that look like numbers of ours. */
export function answersTo(inReplyTo: string | undefined, references: string | undefined, subject: string): string[] {
  const ids = `${inReplyTo ?? ''} ${references ?? ''}`.slice(0, 20_000).match(/<[^<>\s]{3,250}>/g) ?? [];
  const inSubject =
    subject
      .slice(0, 1000)
      .match(/\b(?:case_[0-9a-z]{26}|let_[0-9a-z]{26}|[A-Z]{1,8}-\d{1,4}-\d{1,8}|[A-Z]{1,8}-\d{3,10})\b/g) ?? [];
  return [...new Set([...ids.slice(-30), ...inSubject.slice(0, 10)])];
}
