/** How values are shown: times, durations, sizes, harmless addresses. Pure; the language and zone are handed in. */
import { cleanAddress, defang, durationForPeople, type Language, zoneShort } from '#kernel';

export { defangText as harmlessText } from '#kernel';

export const instant = (text: string): Temporal.Instant => Temporal.Instant.from(text);

const two = (n: number) => String(n).padStart(2, '0');

/** `26-11-2026 14:05 CET` in Dutch, `2026-11-26 14:05 CET` in English: the compact form, always with its zone. */
export function compactTime(at: Temporal.Instant, zone: string, language: Language, withZone = true): string {
  const z = at.toZonedDateTimeISO(zone);
  const day = language === 'nl' ? `${two(z.day)}-${two(z.month)}-${z.year}` : `${z.year}-${two(z.month)}-${two(z.day)}`;
  return `${day} ${two(z.hour)}:${two(z.minute)}${withZone ? ` ${zoneShort(z)}` : ''}`;
}

/** A sentence of the server in which moments stand as RFC 3339, with those moments as people read them. */
export function withTimes(text: string, zone: string, language: Language): string {
  return text.replace(/\b\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?Z/g, (at) =>
    compactTime(instant(at), zone, language),
  );
}

const days = {
  nl: ['ma', 'di', 'wo', 'do', 'vr', 'za', 'zo'],
  en: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'],
} as const;

/** `do 26-11 14:00 CET`: the due moment beside what is left of it. */
export function dueTime(at: Temporal.Instant, zone: string, language: Language): string {
  const z = at.toZonedDateTimeISO(zone);
  const day = days[language][z.dayOfWeek - 1] ?? '';
  const date = language === 'nl' ? `${two(z.day)}-${two(z.month)}` : `${two(z.month)}-${two(z.day)}`;
  return `${day} ${date} ${two(z.hour)}:${two(z.minute)} ${zoneShort(z)}`;
}

/** How far apart: `3 d 4 u 10 min`. */
export function apart(from: Temporal.Instant, to: Temporal.Instant, language: Language): string {
  return durationForPeople(from.until(to), language);
}

/** The same, coarse enough to read at a glance in a list: from a day on without minutes (`5 d 12 u`). */
export function apartInList(from: Temporal.Instant, to: Temporal.Instant, language: Language): string {
  const whole = from.until(to);
  const hours = Math.trunc(Math.abs(whole.total('hours')));
  return durationForPeople(hours < 24 ? whole : Temporal.Duration.from({ hours }), language);
}

/** Relative words are only shown within a week of now (after that the date says more). */
export function isNear(at: Temporal.Instant, now: Temporal.Instant): boolean {
  return Math.abs(now.until(at).total('hours')) < 7 * 24;
}

/** Bytes in the units of IEC 80000-13. */
export function sizeForPeople(bytes: number, language: Language): string {
  const units = ['B', 'KiB', 'MiB', 'GiB'] as const;
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit++;
  }
  const text = new Intl.NumberFormat(language === 'nl' ? 'nl-NL' : 'en-GB', { maximumFractionDigits: 1 }).format(value);
  return `${text} ${units[unit] ?? 'B'}`;
}

/**
 * Names and URLs made harmless for the eye. Addresses of machines, with their port or length, cannot be opened by
 * accident and stay as they are; so does the count behind the first of several (`192.0.2.21:9200 +1`).
 */
export function harmless(value: string): string {
  const more = / \+\d+$/.exec(value)?.[0];
  if (more) return `${harmless(value.slice(0, -more.length))}${more}`;
  const bare =
    /^\[(.+)\](?::\d+)?$/.exec(value)?.[1] ?? /^([\d.]+):\d+$/.exec(value)?.[1] ?? value.replace(/\/\d+$/, '');
  return cleanAddress(bare) === undefined ? defang(value) : value;
}

/** `M. de Vries` → `MV`; one word gives its first two letters. */
export function initials(name: string): string {
  const words = name.split(/\s+/).filter((w) => /^\p{L}/u.test(w));
  const first = words[0]?.charAt(0) ?? '?';
  const last = words.length > 1 ? (words.at(-1)?.charAt(0) ?? '') : (words[0]?.charAt(1) ?? '');
  return `${first}${last}`.toUpperCase();
}

/** The signs of the bands: shape and text carry the meaning, colour only repeats it. */
export const bandSigns = ['▲▲', '▲', '●', '○', '–', '·'] as const;
