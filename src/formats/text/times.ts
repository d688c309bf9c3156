/** When what a report in words is about was seen: moments under labels, beside the address, and spans. */
import type { Moment } from '#kernel';
import type { Reading } from '../format.ts';
import { isFirstLabel, isLastLabel, isMomentLabel } from './labels.ts';
import type { Labelled, Line } from './lines.ts';

export interface TimesFound {
  readonly seen?: Moment;
  readonly first?: Temporal.Instant;
  readonly last?: Temporal.Instant;
}

const clock = '\\d{1,2}:\\d\\d(?::\\d\\d(?:[.,]\\d{1,9})?)?';
const zonePart =
  '(?: ?(?:UTC|GMT|Z|CES?T|MES?T|[ECMP][SD]T|BST|EES?T|MSK)\\b| ?(?:UTC|GMT)? ?[+-]\\d\\d:?\\d\\d(?![\\d.-]))?';
/** Moments as they stand in running text and log lines; the last form has no year. */
const inText = new RegExp(
  [
    `(?<!\\d)\\d{4}[-/]\\d\\d[-/]\\d\\d[T ,_]{1,2}${clock}${zonePart}`,
    `(?<!\\d)\\d{1,2}/[A-Z][a-z]{2}/\\d{4}:\\d\\d:\\d\\d:\\d\\d(?: [+-]\\d{4})?`,
    `(?:[A-Z][a-z]{2}, ?)?(?<!\\d)\\d{1,2} [A-Z][a-z]{2,8}\\.? \\d{4},? (?:at )?${clock} ?(?:[AP]M)?${zonePart}`,
    `(?:[A-Z][a-z]{2} )?[A-Z][a-z]{2} {1,2}\\d{1,2} \\d\\d:\\d\\d:\\d\\d(?:\\.\\d{1,9})?(?: [A-Z]{3,4})? \\d{4}(?!\\d)`,
    `[A-Z][a-z]{2,8} \\d{1,2},? \\d{4},? (?:at )?${clock} ?(?:[AP]M)?${zonePart}`,
    `(?<!\\d)\\d{1,2}[.-]\\d{1,2}[.-]\\d{4},? (?:om |um |à )?${clock}${zonePart}`,
    `(?<![A-Za-z])(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) {1,2}\\d{1,2} \\d\\d:\\d\\d:\\d\\d(?! \\d{4})`,
  ].join('|'),
  'g',
);

/** A line of some log, whoever wrote the program: it opens with a moment. */
export const opensWithMoment = (text: string) => {
  const found = text.slice(0, 80).search(inText);
  return found >= 0 && found <= 12;
};

/** What is known of times in a report beside the words of the moment itself. */
export interface Calendar {
  /** The zone the sender states for all moments: an offset, an abbreviation or an IANA name. */
  readonly zone?: string;
  /** When the report was written: log lines without a year lie in the year before it. */
  readonly written?: Temporal.Instant;
}

/** The zone a sender states for the whole report: "all times are in UTC+1", "Timezone: Europe/Amsterdam". */
export function zoneIn(lines: readonly Line[]): string | undefined {
  for (const line of lines.slice(0, 3000)) {
    if (line.isHeader || line.text.length > 400) continue;
    const found =
      /\b(?:times?|timestamps?|time-?stamps?|time ?zone|tz|tijd(?:en|zone|stippen)?|zeit(?:en|zone|angaben|stempel)?|heures?|fuseau(?: horaire)?|horas?|huso|fuso|orari|logs?|dates?)\b[^\n]{0,60}?[\s:=(]((?:UTC|GMT)\s?[+-]\s?\d{1,2}(?::?\d\d)?|UTC|GMT|CES?T|MES?Z|[ECMP][SD]T|BST|EES?T|MSK|JST|[+-]\d\d:?\d\d|(?:Europe|America|Asia|Australia|Africa|Pacific|Atlantic)\/[A-Z][A-Za-z_]{2,20})(?=[\s).,;\]]|$)/.exec(
        line.text,
      );
    // A moment with its own zone states that zone for itself alone.
    if (found?.[1] && !/\d\d:\d\d/.test(line.text.slice(0, (found.index ?? 0) + found[0].length - found[1].length)))
      return found[1]
        .replace(/\s/g, '')
        .replace(/^MESZ$/, 'CEST')
        .replace(/^MEZ$/, 'CET');
  }
  return undefined;
}

/** A moment of a text, with the zone the sender stated for all where its own words state none. */
function momentWith(text: string, reading: Reading, calendar: Calendar): Moment | undefined {
  const words =
    /^[A-Z][a-z]{2} {1,2}\d{1,2} \d\d:/.test(text) && !/\d{4}/.test(text) ? withYear(text, reading, calendar) : text;
  if (words === undefined) return undefined;
  const moment = reading.readTime(words);
  const { zone } = calendar;
  if (moment?.precision !== 'assumed_zone' || zone === undefined) return moment;
  try {
    return (zone.includes('/') ? reading.readTime(words, { zone }) : reading.readTime(`${words} ${zone}`)) ?? moment;
  } catch {
    return moment; // a name that is no zone
  }
}

/** A log line's moment with the year it must lie in: the last one before the report was written. */
export function withYear(text: string, reading: Reading, { written }: Calendar): string | undefined {
  const m = /^([A-Z][a-z]{2}) {1,2}(\d{1,2}) (\d\d:\d\d:\d\d)/.exec(text);
  if (!m || !written) return undefined;
  const year = written.toZonedDateTimeISO('UTC').year;
  for (const y of [year, year - 1]) {
    const words = `${m[2]} ${m[1]} ${y} ${m[3]}`;
    const at = reading.readTime(words)?.at;
    if (at && Temporal.Instant.compare(at, written.add({ hours: 48 })) <= 0) return words;
  }
  return undefined;
}

/** Moments under labels; else beside the address, as in log lines; never the date of the mail itself. */
export function pickTimes(
  lines: readonly Line[],
  all: readonly Labelled[],
  ip: string | undefined,
  reading: Reading,
  calendar: Calendar = {},
): TimesFound {
  const read = (one: Labelled) => momentOf(one.value, `${one.note} ${one.name}`, reading, calendar);
  const firstAt = all
    .filter((l) => isFirstLabel(l.label))
    .map(read)
    .find((m) => m !== undefined);
  const lastAt = all
    .filter((l) => isLastLabel(l.label))
    .map(read)
    .find((m) => m !== undefined);
  const stated =
    all
      .filter((l) => isMomentLabel(l.label))
      .map(read)
      .find((m) => m !== undefined) ?? splitTime(all, reading, calendar);
  const seen = stated ?? lastAt ?? firstAt;
  if (seen && seen.precision !== 'day') return withEnds(seen, firstAt?.at, lastAt?.at);
  const beside: Moment[] = [];
  for (const line of lines) {
    if (line.isHeader || (ip !== undefined && !line.text.includes(ip))) continue;
    for (const m of line.text.matchAll(inText)) {
      const moment = momentWith(m[0], reading, calendar);
      if (moment) beside.push(moment);
      if (beside.length >= 1000) break;
    }
  }
  if (beside.length === 0 && seen) return withEnds(seen, firstAt?.at, lastAt?.at);
  if (beside.length === 0) {
    const span = spanIn(lines, reading, calendar);
    if (span) return span;
    const anywhere = lines
      .filter((l) => !l.isHeader && l.aside === undefined)
      .flatMap((l) => [...l.text.matchAll(inText)].map((m) => m[0]))
      .slice(0, 50);
    const moments = anywhere.map((t) => momentWith(t, reading, calendar)).filter((m) => m !== undefined);
    const only = new Set(moments.map((m) => m.at.epochMilliseconds));
    return only.size === 1 && moments[0] ? { seen: moments[0] } : {};
  }
  beside.sort((a, b) => Temporal.Instant.compare(a.at, b.at));
  const last = beside.at(-1) as Moment;
  return beside.length === 1 ? { seen: last } : withEnds(last, beside[0]?.at, last.at);
}

/** "between 01:00 and 02:00": two moments joined by a word for a span, of which there is only one in the report. */
function spanIn(lines: readonly Line[], reading: Reading, calendar: Calendar): TimesFound | undefined {
  const spans: (readonly [Moment, Moment])[] = [];
  for (const line of lines) {
    if (line.isHeader || line.aside !== undefined) continue;
    const found = [...line.text.matchAll(inText)];
    const [a, b] = found;
    if (found.length !== 2 || !a || !b) continue;
    if (
      !/^\s{0,3}(?:\([A-Z]{3,4}\))?\s{0,3}(?:and|to|until|till|through|en|tot|t\/m|und|bis|et|au|y|hasta|[-–~])\s{0,3}$/i.test(
        line.text.slice(a.index + a[0].length, b.index),
      )
    )
      continue;
    // A zone behind the second moment is said of both.
    const zone = /(?:UTC|GMT|Z|CES?T|[+-]\d\d:?\d\d)$/.exec(b[0])?.[0];
    const first = momentWith(a[0], reading, zone ? { ...calendar, zone } : calendar);
    const last = momentWith(b[0], reading, calendar);
    if (first && last) spans.push([first, last]);
  }
  const [only] = spans;
  if (spans.length !== 1 || !only || Temporal.Instant.compare(only[0].at, only[1].at) > 0) return undefined;
  return withEnds(only[1], only[0].at, only[1].at);
}

function withEnds(seen: Moment, first: Temporal.Instant | undefined, last: Temporal.Instant | undefined): TimesFound {
  return { seen, ...(first ? { first } : {}), ...(last ? { last } : {}) };
}

/** `Date: 2026-11-03` and `Time: 08:00 CET` on two lines. */
function splitTime(all: readonly Labelled[], reading: Reading, calendar: Calendar): Moment | undefined {
  const day = all.find(
    (l) =>
      /^(?:date|datum|event date|fecha|data|дата|日付|日期)$/.test(l.label) &&
      /^\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}$/.test(l.value),
  );
  const hour = all.find(
    (l) =>
      /^(?:time|tijd|event time|uhrzeit|heure|hora|ora|время|czas)$/.test(l.label) && /^\d{1,2}:\d\d/.test(l.value),
  );
  return day && hour ? momentOf(`${day.value} ${hour.value}`, hour.note, reading, calendar) : undefined;
}

function momentOf(value: string, note: string, reading: Reading, calendar: Calendar): Moment | undefined {
  const whole = value.replace(/\s*\((?:utc|gmt)\)\s*$/i, ' UTC').trim();
  const noted = /\b(utc|gmt|cest|cet)\b(?! ?[+-])|\b((?:utc|gmt) ?[+-]\d{1,2}(?::?\d\d)?)/i.exec(note);
  const zone = noted?.[1] ?? noted?.[2]?.replace(/\s/g, '') ?? calendar.zone;
  const known = { ...calendar, ...(zone ? { zone } : {}) };
  const moment =
    momentWith(whole, reading, known) ?? momentWith(whole.replace(/\s*\([^()]{0,40}\)\s*$/, ''), reading, known);
  if (moment) return moment;
  const within = [...whole.matchAll(inText)][0]?.[0];
  return within ? momentWith(within, reading, known) : undefined;
}
