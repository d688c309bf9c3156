/** When letters may go: the moments of digests on the days people work, and the hours in which a recipient wants quiet. */
import type { RestDays } from '#law';
import type { Quiet } from './settings.ts';

export interface DigestTimes {
  readonly at: string;
  /** 1 Monday to 7 Sunday. */
  readonly weekday: number;
  /** Days that are skipped; null: none. */
  readonly rest: RestDays | null;
}

const eight: DigestTimes = { at: '08:00', weekday: 1, rest: null };

/**
 * When letters that wait for each other go out: daily at a time of the zone, or once a week; a day of rest moves it to the
 * next working day. Always later than now. A time the clock skips is taken just after (spring), one that comes twice the
 * first time (autumn).
 */
export function nextDigestAt(
  rhythm: 'digest' | 'weekly',
  now: Temporal.Instant,
  zone: string,
  times: DigestTimes = eight,
): Temporal.Instant {
  const plainTime = Temporal.PlainTime.from(times.at);
  const today = now.toZonedDateTimeISO(zone).toPlainDate();
  const onDay = (day: Temporal.PlainDate) => {
    let to = day;
    // A year of rest days is a fault of the list: then the day itself counts.
    for (let i = 0; i < 366 && times.rest?.isRest(to); i++) to = to.add({ days: 1 });
    return (times.rest?.isRest(to) ? day : to).toZonedDateTime({ timeZone: zone, plainTime }).toInstant();
  };
  // Last week's day may have moved on to today.
  for (let back = rhythm === 'weekly' ? -7 : 0; back <= 14; back++) {
    const day = today.add({ days: back });
    if (rhythm === 'weekly' && day.dayOfWeek !== times.weekday) continue;
    const at = onDay(day);
    if (Temporal.Instant.compare(at, now) > 0) return at;
  }
  return onDay(today.add({ days: 15 }));
}

/**
 * The end of the quiet hours that `now` lies in, or null where it lies in none. The hours are of the wall in that zone: a
 * night of the change to summer time is an hour shorter, to winter time an hour longer.
 */
export function quietUntil(now: Temporal.Instant, quiet: Quiet, zone: string): Temporal.Instant | null {
  const from = Temporal.PlainTime.from(quiet.from);
  const until = Temporal.PlainTime.from(quiet.until);
  const over = Temporal.PlainTime.compare(until, from) < 0;
  const today = now.toZonedDateTimeISO(zone).toPlainDate();
  for (const began of over ? [today.subtract({ days: 1 }), today] : [today]) {
    const start = began.toZonedDateTime({ timeZone: zone, plainTime: from }).toInstant();
    const end = began
      .add({ days: over ? 1 : 0 })
      .toZonedDateTime({ timeZone: zone, plainTime: until })
      .toInstant();
    if (Temporal.Instant.compare(now, start) >= 0 && Temporal.Instant.compare(now, end) < 0) return end;
  }
  return null;
}

export interface QuietHours {
  readonly quiet: Quiet;
  readonly zone: string;
}

/**
 * The first moment from `now` on that lies in nobody's quiet hours. Houses whose hours together leave no moment in a week
 * wait no longer than that: a letter that never goes is worse than one at night.
 */
export function afterQuiet(now: Temporal.Instant, all: readonly QuietHours[]): Temporal.Instant {
  let at = now;
  const last = now.add({ hours: 7 * 24 });
  for (let i = 0; i < 64; i++) {
    const ends = all.map((q) => quietUntil(at, q.quiet, q.zone)).filter((e) => e !== null);
    const next = ends.sort(Temporal.Instant.compare).at(-1);
    if (!next) return at;
    if (Temporal.Instant.compare(next, last) >= 0) return now;
    at = next;
  }
  return now;
}
