/** Clocks as data: from which act to which act, how long, where it pauses, and by which article. */
import type { Words } from '#kernel';
import type { Basis, InForce, Mark } from './basis.ts';

export interface Clock {
  /** File name in law/clocks; upper-cased it is the id of the law reference (CLK-TCO-1H). */
  readonly id: string;
  readonly title: Words;
  readonly basis: Basis;
  readonly inForce: InForce;
  /** The act that starts it. It starts at delivery, not when somebody looks. */
  readonly startsAt: string;
  readonly stopsAt: string;
  /** A statutory clock pauses only where its own article says so; `anew`: after the pause the whole term runs again. */
  readonly pausesOn: readonly {
    readonly article: string;
    readonly from: string;
    readonly until: string;
    readonly anew?: true;
  }[];
  readonly runs:
    | { readonly unit: 'minutes'; readonly count: number }
    | { readonly unit: 'hours'; readonly count: number }
    | {
        readonly unit: 'days' | 'months' | 'working_days';
        readonly count: number;
        readonly onRestDay: 'stays' | 'moves_on';
      }
    /** The length comes with the act that starts it (an order's own term, a course of action); `most` is the article's limit. */
    | { readonly unit: 'given'; readonly most?: { readonly unit: 'hours' | 'days'; readonly count: number } };
  /** Shares of the term (0 to 1) at which people are warned. */
  readonly warnsAt: readonly number[];
  /** Statutory clocks are shown as law and never moved by a person. */
  readonly statutory: boolean;
  /** Who chose the length where the article itself names none ("without undue delay"); absent where the article does. */
  readonly lengthBy?: Mark;
}

export const clock = <const C extends Clock>(c: C): C => c;

/** Weekends and holidays of one organisation. */
export interface RestDays {
  /** Whether nobody works on this day. */
  readonly isRest: (day: Temporal.PlainDate) => boolean;
}

/**
 * When a clock that started at `start` is due.
 * Minutes and hours are real time, also across daylight saving. Days and months end with the last moment of their last
 * day in the zone: an answer at 23:50 on the last day is in time. The day of the start is not counted (Reg. 1182/71 art. 3).
 * @param zone IANA zone of the organisation
 * @param given length for clocks of unit `given`
 * @returns the first instant that is too late
 */
export function dueAt(
  c: Pick<Clock, 'runs'>,
  start: Temporal.Instant,
  zone: string,
  rest: RestDays,
  given?: { readonly unit: 'minutes' | 'hours' | 'days' | 'working_days'; readonly count: number },
): Temporal.Instant {
  const runs = c.runs;
  if (runs.unit === 'given') {
    if (!given) throw new Error('this clock needs a given length');
    const due = dueAt(
      {
        runs:
          given.unit === 'minutes' || given.unit === 'hours'
            ? { unit: given.unit, count: given.count }
            : { unit: given.unit, count: given.count, onRestDay: 'stays' },
      },
      start,
      zone,
      rest,
    );
    if (!runs.most) return due;
    const limit = dueAt(
      {
        runs:
          runs.most.unit === 'hours'
            ? { unit: 'hours', count: runs.most.count }
            : { unit: 'days', count: runs.most.count, onRestDay: 'stays' },
      },
      start,
      zone,
      rest,
    );
    return Temporal.Instant.compare(due, limit) < 0 ? due : limit;
  }
  if (runs.unit === 'minutes') return start.add({ minutes: runs.count });
  if (runs.unit === 'hours') return start.add({ hours: runs.count });
  let day = start.toZonedDateTimeISO(zone).toPlainDate();
  if (runs.unit === 'working_days') {
    for (let left = runs.count; left > 0; ) {
      day = day.add({ days: 1 });
      if (!rest.isRest(day)) left--;
    }
  } else {
    day = day.add(runs.unit === 'days' ? { days: runs.count } : { months: runs.count });
    if (runs.onRestDay === 'moves_on') while (rest.isRest(day)) day = day.add({ days: 1 });
  }
  return day.add({ days: 1 }).toZonedDateTime(zone).toInstant();
}
