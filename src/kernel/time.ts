/** Reading moments as senders write them, without ever inventing one, and writing them for people. */
import { Refused } from './problems.ts';
import { instantFromSql, type Span } from './range.ts';
import type { Language } from './words.ts';

export { instantFromSql };

/**
 * A moment as a program states it in a request: RFC 3339, whose years have four digits; the year 0 is none of the calendar's.
 * @param field named in the refusal
 * @throws Refused `request.invalid`
 */
export function statedMoment(text: string, field: string): Temporal.Instant {
  try {
    const at = Temporal.Instant.from(text);
    if (/^\d{4}-/.test(at.toString()) && !at.toString().startsWith('0000')) return at;
  } catch {
    // said below
  }
  throw new Refused('request.invalid', `${field}: not an RFC 3339 time such as 2026-11-26T14:05:00Z`, {
    [field]: 'not an RFC 3339 time',
  });
}

/** How exactly the sender said when. */
export const timePrecisions = ['exact', 'minute', 'hour', 'day', 'range', 'assumed_zone', 'message_date'] as const;
export type TimePrecision = (typeof timePrecisions)[number];

export interface Moment {
  readonly at: Temporal.Instant;
  readonly precision: TimePrecision;
}

/**
 * The span of time in which the observation may lie (the house rule on precision):
 * exact ±60 s, minute ±5 min, hour ±1 h, day = that UTC day, range = that span, assumed zone ±14 h (a documented zone
 * counts as exact), message date = the seven days before.
 */
export function windowAround(moment: Moment, range?: Span): Span {
  const at = moment.at;
  const around = (seconds: number): Span => ({
    from: at.subtract({ seconds }),
    until: at.add({ seconds, nanoseconds: 1 }),
  });
  switch (moment.precision) {
    case 'exact':
      return around(60);
    case 'minute':
      return around(300);
    case 'hour':
      return around(3600);
    case 'day': {
      const day = at.toZonedDateTimeISO('UTC').toPlainDate();
      return {
        from: day.toZonedDateTime('UTC').toInstant(),
        until: day.add({ days: 1 }).toZonedDateTime('UTC').toInstant(),
      };
    }
    case 'range':
      return range ?? around(60);
    case 'assumed_zone':
      return around(14 * 3600);
    case 'message_date':
      return { from: at.subtract({ hours: 7 * 24 }), until: at.add({ nanoseconds: 1 }) };
  }
}

const months: Readonly<Record<string, number>> = {
  jan: 1,
  feb: 2,
  mar: 3,
  apr: 4,
  may: 5,
  jun: 6,
  jul: 7,
  aug: 8,
  sep: 9,
  oct: 10,
  nov: 11,
  dec: 12,
  mrt: 3,
  mei: 5,
  okt: 10,
};

/** Zone abbreviations mails really use (RFC 2822 §4.3 and European practice), in minutes east of UTC. */
const zones: Readonly<Record<string, number>> = {
  utc: 0,
  gmt: 0,
  z: 0,
  ut: 0,
  wet: 0,
  cet: 60,
  cest: 120,
  met: 60,
  mest: 120,
  bst: 60,
  eet: 120,
  eest: 180,
  msk: 180,
  est: -300,
  edt: -240,
  cst: -360,
  cdt: -300,
  mst: -420,
  mdt: -360,
  pst: -480,
  pdt: -420,
  jst: 540,
  kst: 540,
  sgt: 480,
  hkt: 480,
  aest: 600,
  aedt: 660,
  nzst: 720,
  nzdt: 780,
};

interface Written {
  readonly y: number;
  readonly mo: number;
  readonly d: number;
  /** Time of day and zone, as written. */
  readonly rest: string;
}

const month = (name: string | undefined) => months[(name ?? '').toLowerCase()] ?? 0;
/** RFC 2822 §4.3: two digits below 50 are this century; we take the Unix epoch as the divide. */
const fullYear = (digits: string | undefined) => {
  const y = Number(digits);
  return (digits ?? '').length === 2 ? y + (y < 70 ? 2000 : 1900) : y;
};

/** The orders in which the field writes a date; the first that fits is taken. */
const forms: readonly (readonly [RegExp, (m: RegExpExecArray) => Written])[] = [
  [
    /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ,_]+|$)(.*)$/i,
    (m) => ({ y: Number(m[1]), mo: Number(m[2]), d: Number(m[3]), rest: m[4] ?? '' }),
  ],
  [
    /^(\d{4})(\d\d)(\d\d)T?(\d\d)(\d\d)(\d\d)(.*)$/,
    (m) => ({ y: Number(m[1]), mo: Number(m[2]), d: Number(m[3]), rest: `${m[4]}:${m[5]}:${m[6]}${m[7]}` }),
  ],
  [
    /^(?:[a-z]{2,9}\.?,? )?(\d{1,2})[ \-/]([a-z]{3})[a-z]*\.?[ \-/,]+(\d{4}|\d\d)(?:[ ,:]+(?:at )?(.*))?$/i,
    (m) => ({ d: Number(m[1]), mo: month(m[2]), y: fullYear(m[3]), rest: m[4] ?? '' }),
  ],
  [
    /^(?:[a-z]{2,9}\.?,? )?([a-z]{3})[a-z]*\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})(?:[ ,]+(?:at )?(.*))?$/i,
    (m) => ({ mo: month(m[1]), d: Number(m[2]), y: Number(m[3]), rest: m[4] ?? '' }),
  ],
  [
    /^(?:[a-z]{3},? )?([a-z]{3}) +(\d{1,2}) (\d\d:\d\d:\d\d(?:\.\d+)?) (?:([a-z]{3,4}) )?(\d{4})$/i,
    (m) => ({ mo: month(m[1]), d: Number(m[2]), y: Number(m[5]), rest: m[4] ? `${m[3]} ${m[4]}` : (m[3] ?? '') }),
  ],
  [
    /^(\d{1,2})[-.](\d{1,2})[-.](\d{4})(?:[T ,]+(.*))?$/,
    (m) => ({ d: Number(m[1]), mo: Number(m[2]), y: Number(m[3]), rest: m[4] ?? '' }),
  ],
];

export interface ReadTimeOptions {
  /** The feed's documented zone (IANA name): a time without a zone is then exact in it. */
  readonly zone?: string;
}

/**
 * Reads a moment from the ways the field writes it: ISO 8601 and RFC 3339, RFC 2822, `2026-05-01 09:00:00`,
 * `01-05-2026 09:00`, `May 1 2026 09:00:00 CEST`, Unix seconds and milliseconds. Never fills in what is missing:
 * no seconds gives precision minute, no time gives day, no zone gives assumed_zone (read as UTC) unless `zone` says it.
 * @returns undefined where the text holds no moment, or an impossible one (31 February)
 */
export function readTime(text: string, options: ReadTimeOptions = {}): Moment | undefined {
  const s = text.trim().replace(/\s+/g, ' ');
  if (s.length < 8 || s.length > 80) return undefined;
  if (/^\d{10}(\.\d+)?$/.test(s)) return instantOf(Math.round(Number(s) * 1000), 'exact');
  if (/^\d{13}$/.test(s)) return instantOf(Number(s), 'exact');
  const written = forms.map(([pattern, take]) => {
    const found = pattern.exec(s);
    return found ? take(found) : undefined;
  });
  const form = written.find((f) => f !== undefined);
  if (!form) return undefined;
  const { y, mo, d, rest } = form;
  if (mo < 1 || y < 1990 || y > 2199) return undefined;
  const date = plainDate(y, mo, d);
  if (!date) return undefined;
  if (rest.trim() === '') {
    const zone = options.zone ?? 'UTC';
    return { at: date.toZonedDateTime(zone).toInstant(), precision: 'day' };
  }
  const clock = /^(\d{1,2}):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?(?: ?([ap])\.?m\.?)?(.*)$/i.exec(rest.trim());
  if (!clock) return undefined;
  let hour = Number(clock[1]);
  const minute = Number(clock[2]);
  const second = Number(clock[3] ?? 0);
  const half = clock[5]?.toLowerCase();
  if (half && (hour < 1 || hour > 12)) return undefined;
  if (half === 'p' && hour < 12) hour += 12;
  if (half === 'a' && hour === 12) hour = 0;
  if (hour > 23 || minute > 59 || second > 60) return undefined;
  const nanos = Number((clock[4] ?? '').padEnd(9, '0') || 0);
  const plain = date.toPlainDateTime(
    Temporal.PlainTime.from({
      hour,
      minute,
      second: Math.min(second, 59),
      millisecond: Math.floor(nanos / 1e6),
      microsecond: Math.floor(nanos / 1e3) % 1000,
      nanosecond: nanos % 1000,
    }),
  );
  const stated: TimePrecision = clock[3] === undefined ? 'minute' : 'exact';
  const zone = readZone(clock[6] ?? '');
  if (zone === 'bad') return undefined;
  if (zone !== undefined)
    return { at: plain.toZonedDateTime('UTC').toInstant().subtract({ minutes: zone }), precision: stated };
  if (options.zone) return { at: plain.toZonedDateTime(options.zone).toInstant(), precision: stated };
  return { at: plain.toZonedDateTime('UTC').toInstant(), precision: 'assumed_zone' };
}

function instantOf(ms: number, precision: TimePrecision): Moment | undefined {
  const at = Temporal.Instant.fromEpochMilliseconds(ms);
  const year = at.toZonedDateTimeISO('UTC').year;
  return year < 1990 || year > 2199 ? undefined : { at, precision };
}

function plainDate(year: number, month: number, day: number): Temporal.PlainDate | undefined {
  try {
    return Temporal.PlainDate.from({ year, month, day }, { overflow: 'reject' });
  } catch {
    return undefined;
  }
}

/** Minutes east of UTC; undefined where none is stated; 'bad' where something is stated that is no zone. */
function readZone(text: string): number | undefined | 'bad' {
  const s = text.trim().replace(/^\(|\)$/g, '');
  if (s === '') return undefined;
  const offset = /^(?:(?:utc|gmt) ?)?([+-])(\d\d?):?(\d\d)?(?: ?\(.*)?(?: [a-z]{2,5})?$/i.exec(s);
  if (offset) {
    const minutes = Number(offset[2]) * 60 + Number(offset[3] ?? 0);
    if (minutes > 14 * 60) return 'bad';
    return offset[1] === '-' ? -minutes : minutes;
  }
  const name = /^([a-z]{1,5})\b/i.exec(s)?.[1]?.toLowerCase();
  if (name && Object.hasOwn(zones, name)) return zones[name];
  return name || /^\d/.test(s) ? 'bad' : undefined;
}

const monthNames: Readonly<Record<Language, readonly string[]>> = {
  nl: [
    'januari',
    'februari',
    'maart',
    'april',
    'mei',
    'juni',
    'juli',
    'augustus',
    'september',
    'oktober',
    'november',
    'december',
  ],
  en: [
    'January',
    'February',
    'March',
    'April',
    'May',
    'June',
    'July',
    'August',
    'September',
    'October',
    'November',
    'December',
  ],
};

/** `26 november 2026 14:05 CET`: the form of screens and letters, always with its zone. */
export function timeForPeople(at: Temporal.Instant, zone: string, language: Language): string {
  const z = at.toZonedDateTimeISO(zone);
  const two = (n: number) => String(n).padStart(2, '0');
  return `${z.day} ${monthNames[language][z.month - 1]} ${z.year} ${two(z.hour)}:${two(z.minute)} ${zoneShort(z)}`;
}

/** CET, CEST or UTC where the zone has such a name, else the offset. */
export function zoneShort(z: Temporal.ZonedDateTime): string {
  if (z.timeZoneId === 'UTC') return 'UTC';
  const central = [
    'Europe/Amsterdam',
    'Europe/Berlin',
    'Europe/Brussels',
    'Europe/Paris',
    'Europe/Luxembourg',
    'Europe/Vienna',
  ];
  if (central.includes(z.timeZoneId)) return z.offset === '+02:00' ? 'CEST' : 'CET';
  return `UTC${z.offset}`;
}

/** `3 d 4 u 10 min` (nl) or `3 d 4 h 10 min` (en); never decimals of days. */
export function durationForPeople(duration: Temporal.Duration, language: Language): string {
  const total = Math.max(0, Math.round(Math.abs(duration.total('minutes'))));
  const days = Math.floor(total / 1440);
  const hours = Math.floor((total % 1440) / 60);
  const minutes = total % 60;
  const parts = [];
  if (days) parts.push(`${days} d`);
  if (hours) parts.push(`${hours} ${language === 'nl' ? 'u' : 'h'}`);
  if (minutes && days < 7) parts.push(`${minutes} min`);
  return parts.join(' ') || '0 min';
}
