/** Threads with other desk systems: the marks in their subjects and headers, and how two machines are kept from talking to each other for ever. */
import { messageIdsIn } from './bounce.ts';
import type { DeskSystem } from './settings.ts';

/** Headers of a mail as they stand in it, by lower-case name; the first of each name. */
export type MailHeaders = Readonly<Record<string, string | undefined>>;

/** Names of the headers a thread is told by: what the reading process hands on. */
export const threadHeaders = [
  'message-id',
  'in-reply-to',
  'references',
  'auto-submitted',
  'precedence',
  'x-loop',
  'x-bezem-loop',
  'x-autoreply',
  'x-autorespond',
  'x-auto-response-suppress',
  'x-otrs-loop',
  'x-rt-loop-prevention',
  'rt-ticket',
  'x-rt-ticket',
  'rt-originator',
  'x-rt-originator',
  'x-mailer',
  'x-powered-by',
  'list-id',
] as const;

/** The header by which we know our own mail when it comes back; its value is a keyed mark of the house (`loopMarkOf`). */
export const loopHeader = 'X-Bezem-Loop';

/** Marks in a subject: `[Ticket#2026112210000018]`, `[Ticket#1013611]`, `[example.com #4711]`, `[ref:a1B2c3]`, `[Case#12]`. */
const subjectMark = /\[\s*(?:ref:[\w.:-]{3,80}|[^[\]\r\n#]{0,60}#\s?\d{1,20})\s*\]/g;

/** The marks of desk systems in a subject, spaces as one; our own case numbers are none. */
export function subjectMarks(subject: string): readonly string[] {
  return [...new Set([...subject.slice(0, 1000).matchAll(subjectMark)].map((m) => m[0].replace(/\s+/g, ' ')))];
}

/**
 * The mark of one system in a mail, as it must stand in a subject for that system to find its own thread again.
 * @param mark how the system was set up: RT's name, the hook of the others
 */
export function tokenOf(
  system: DeskSystem,
  mark: string | undefined,
  mail: { readonly subject: string; readonly headers: MailHeaders },
): string | null {
  const marks = subjectMarks(mail.subject);
  const bare = (text: string) => text.slice(1, -1).trim();
  if (system === 'rt') {
    const told = mail.headers['rt-ticket'] ?? mail.headers['x-rt-ticket'];
    // `RT-Ticket: example.com #4711` is what its subject says too, and stands where a subject was changed.
    const stated = told && /^\s*([^#\r\n]{1,60}?)\s*#\s*(\d{1,20})\s*$/.exec(told);
    if (stated && (!mark || stated[1]?.toLowerCase() === mark.toLowerCase())) return `[${stated[1]} #${stated[2]}]`;
    return (
      marks.find(
        (m) => /^[^#]+ #\d+$/.test(bare(m)) && (!mark || bare(m).toLowerCase().startsWith(`${mark.toLowerCase()} #`)),
      ) ?? null
    );
  }
  if (system === 'other') return marks.find((m) => !mark || bare(m).startsWith(mark)) ?? null;
  const hook = mark ?? 'Ticket#';
  return marks.find((m) => bare(m).toLowerCase().startsWith(hook.toLowerCase())) ?? null;
}

/** A subject with the mark of the other side in it once, where that system writes it: before, for Zammad behind. */
export function subjectWith(subject: string, system: DeskSystem, token: string | null): string {
  if (!token || subject.includes(token)) return subject;
  return system === 'zammad' ? `${subject} ${token}` : `${token} ${subject}`;
}

/**
 * Whether a machine wrote this by itself: an answer to it would be answered again. RT marks every mail "Precedence: bulk",
 * also what a person wrote; there, the header that names who wrote it decides. OTRS and Znuny set X-OTRS-Loop and X-Loop
 * only on what they send by themselves.
 */
export function isAutomatic(h: MailHeaders): boolean {
  const auto = h['auto-submitted']?.trim().toLowerCase();
  if (auto !== undefined && auto !== '' && !auto.startsWith('no')) return true;
  if (h['x-autoreply'] !== undefined || h['x-autorespond'] !== undefined || h['list-id'] !== undefined) return true;
  if (h['x-loop'] !== undefined) return true;
  const otrs = h['x-otrs-loop']?.trim().toLowerCase();
  if (otrs !== undefined && otrs !== 'no' && otrs !== 'false') return true;
  const precedence = h['precedence']?.trim().toLowerCase() ?? '';
  if (precedence.startsWith('auto_reply')) return true;
  const byPerson = h['rt-originator'] ?? h['x-rt-originator'];
  return /^(?:bulk|junk|list)/.test(precedence) && byPerson === undefined;
}

/**
 * Whether a mail is one of ours that came back: it carries the mark of this house, which nobody else can write. A letter of
 * another house that runs the same program is a report like any other.
 */
export function isOwnMail(h: MailHeaders, mark: string): boolean {
  return h['x-bezem-loop']?.trim() === mark;
}

/** Message-IDs a mail stands under, the direct one first. */
export function threadIds(h: MailHeaders): readonly string[] {
  const direct = messageIdsIn(h['in-reply-to'] ?? '');
  const older = messageIdsIn(h['references'] ?? '').toReversed();
  return [...new Set([...direct, ...older])].slice(0, 50);
}

/** Longest chain of references we write: RFC 5322 sets no end, mail servers do; the first and the newest stay. */
export function referencesOf(thread: readonly string[]): readonly string[] {
  if (thread.length <= 20) return thread;
  return [...thread.slice(0, 1), ...thread.slice(-19)];
}

/** What a person wrote above the line at which desk systems ask to answer, without the mail that is quoted below. */
export function saidIn(text: string): string {
  const lines: string[] = [];
  for (const line of text.split(/\r?\n/)) {
    if (/^\s*>/.test(line)) continue;
    if (/^\s*(?:##-\s.*-##|-{2,}\s*(?:please )?reply above|-{5,}\s*original message)/i.test(line)) break;
    lines.push(line);
  }
  return lines.join('\n').trim();
}
