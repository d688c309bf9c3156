/** What the recipient of a letter says back: the kinds of answer, the form that asks, and how mail finds its letter. */
import { err, type Id, ok, type Result, type Words } from '#kernel';
import { messageIdsIn } from './bounce.ts';

export const answerKinds = ['fixed', 'needs_time', 'wrong', 'question', 'names_customer', 'other'] as const;
export type AnswerKind = (typeof answerKinds)[number];
export const answerChannels = ['page', 'mail', 'api', 'desk'] as const;
export type AnswerChannel = (typeof answerChannels)[number];

export interface Answer {
  readonly id: Id<'ans'>;
  readonly letter: Id<'let'>;
  readonly case: Id<'case'> | null;
  readonly kind: AnswerKind;
  /** Asked for with needs_time. */
  readonly until: Temporal.Instant | null;
  readonly channel: AnswerChannel;
  readonly receivedAt: Temporal.Instant;
  readonly handledAt: Temporal.Instant | null;
}

/** Longest text kept of an answer by form; whoever has more to say can mail. */
export const mostCharacters = 5000;

/** A field of the form that is not right, in the words both the summary and the field show. */
export interface FormFault {
  readonly field: 'kind' | 'text' | 'until';
  readonly words: Words;
}

export interface FilledForm {
  readonly kind: AnswerKind;
  readonly text: string;
  readonly until: Temporal.Instant | null;
}

const textNeeded: Readonly<Partial<Record<AnswerKind, Words>>> = {
  fixed: { nl: 'Vertel wat u hebt gedaan', en: 'Tell us what you did' },
  needs_time: { nl: 'Vertel waarom u meer tijd nodig hebt', en: 'Tell us why you need more time' },
  wrong: { nl: 'Vertel wat er niet klopt', en: 'Tell us what is not right' },
  question: { nl: 'Schrijf uw vraag op', en: 'Write down your question' },
  names_customer: {
    nl: 'Vul in wie de klant is: naam, adres, e-mail en sinds wanneer',
    en: 'Say who the customer is: name, address, e-mail and since when',
  },
  other: { nl: 'Schrijf uw antwoord op', en: 'Write down your answer' },
};

/**
 * Reads a moment people type in a form: `2026-11-26T18:05` (what browsers send), `2026-11-26 18:05`, `26-11-2026 18:05`, or a
 * day alone, which lasts until its end. Read in the zone of the organisation; a time the clock skips is taken just after.
 */
export function readUntil(text: string, zone: string): Temporal.Instant | undefined {
  const s = text.trim();
  const found =
    /^(?<y>\d{4})-(?<m>\d{1,2})-(?<d>\d{1,2})(?:[T ]+(?<h>\d{1,2})[:.](?<n>\d{2}))?$/.exec(s) ??
    /^(?<d>\d{1,2})[-/. ](?<m>\d{1,2})[-/. ](?<y>\d{4})(?: +(?<h>\d{1,2})[:.](?<n>\d{2}))?$/.exec(s);
  const g = found?.groups;
  if (!g) return undefined;
  try {
    const day = Temporal.PlainDate.from(
      { year: Number(g['y']), month: Number(g['m']), day: Number(g['d']) },
      { overflow: 'reject' },
    );
    if (g['h'] === undefined) return day.add({ days: 1 }).toZonedDateTime(zone).toInstant();
    const plainTime = Temporal.PlainTime.from({ hour: Number(g['h']), minute: Number(g['n']) }, { overflow: 'reject' });
    return day.toZonedDateTime({ timeZone: zone, plainTime }).toInstant();
  } catch {
    return undefined;
  }
}

/** The furthest a customer may ask for: beyond it, a question says more than a date. */
const mostDays = 90;

/**
 * What the form says, or every fault in it. Text is needed with each kind; more time needs a moment that lies ahead.
 * @param offered the kinds this page offers
 */
export function readForm(
  form: { readonly kind?: string | undefined; readonly text?: string | undefined; readonly until?: string | undefined },
  offered: readonly AnswerKind[],
  now: Temporal.Instant,
  zone: string,
): Result<FilledForm, readonly FormFault[]> {
  const kind = offered.find((k) => k === form.kind);
  if (!kind)
    return err([
      { field: 'kind', words: { nl: 'Kies wat u ons wilt vertellen', en: 'Choose what you want to tell us' } },
    ]);
  const faults: FormFault[] = [];
  const text = (form.text ?? '').replace(/\r\n?/g, '\n').trim();
  const needed = textNeeded[kind];
  if (text === '' && needed) faults.push({ field: 'text', words: needed });
  if (text.length > mostCharacters)
    faults.push({
      field: 'text',
      words: {
        nl: `Maak de tekst korter: ten hoogste ${mostCharacters} tekens`,
        en: `Make the text shorter: at most ${mostCharacters} characters`,
      },
    });
  let until: Temporal.Instant | null = null;
  if (kind === 'needs_time') {
    const read = readUntil(form.until ?? '', zone);
    if ((form.until ?? '').trim() === '')
      faults.push({
        field: 'until',
        words: { nl: 'Vul in tot wanneer u tijd nodig hebt', en: 'Say until when you need time' },
      });
    else if (!read)
      faults.push({
        field: 'until',
        words: {
          nl: 'Vul een datum en tijd in, zoals 28-11-2026 17:00',
          en: 'Give a date and time, like 2026-11-28 17:00',
        },
      });
    else if (Temporal.Instant.compare(read, now) <= 0)
      faults.push({
        field: 'until',
        words: { nl: 'Kies een moment dat nog moet komen', en: 'Choose a moment that is still to come' },
      });
    else if (Temporal.Instant.compare(read, now.add({ hours: 24 * mostDays })) > 0)
      faults.push({
        field: 'until',
        words: {
          nl: `Kies een moment binnen ${mostDays} dagen, of stel een vraag`,
          en: `Choose a moment within ${mostDays} days, or ask a question`,
        },
      });
    else until = read;
  }
  return faults.length > 0 ? err(faults) : ok({ kind, text, until });
}

/** Headers of a mail that may answer a letter, as they stand in it. */
export interface AnswerHeaders {
  readonly inReplyTo?: string | undefined;
  readonly references?: string | undefined;
  readonly subject?: string | undefined;
}

/** How a mail may name the letter it answers, the surest first. */
export interface AnswerTraces {
  /** Message-IDs it answers: the direct one first, then the references from the newest back. */
  readonly messageIds: readonly string[];
  /** Reference numbers in its subject: `BZ-26-004217`. */
  readonly numbers: readonly string[];
}

/** What the headers of a mail say about which letter it answers. */
export function answerTraces(headers: AnswerHeaders): AnswerTraces {
  const direct = messageIdsIn(headers.inReplyTo ?? '');
  const older = messageIdsIn(headers.references ?? '').toReversed();
  return {
    messageIds: [...new Set([...direct, ...older])].slice(0, 50),
    numbers: [
      ...new Set(
        [...(headers.subject ?? '').slice(0, 1000).matchAll(/\b[A-Z]{2}-\d{2}-[0-9A-Z]{3,12}\b/g)].map((m) => m[0]),
      ),
    ],
  };
}
