/** Rest days by country, as data: fixed dates and days counted from Easter. */
import type { Words } from '#kernel';
import type { Basis, InForce } from './basis.ts';
import type { RestDays } from './clock.ts';

export interface Holiday {
  readonly title: Words;
  readonly inForce: InForce;
  readonly on:
    | {
        readonly month: number;
        readonly day: number /** Sunday moves to the day before or after. */;
        readonly onSunday?: -1 | 1;
      }
    | { readonly fromEaster: number }
    /** Only in years divisible by this. */
    | { readonly month: number; readonly day: number; readonly everyYears: number };
}
export interface HolidayList {
  /** File name in law/holidays: the country code. */
  readonly id: string;
  readonly basis: Basis;
  readonly days: readonly Holiday[];
}
export const holidays = <const H extends HolidayList>(h: H): H => h;

/** Easter Sunday of a year in the Gregorian calendar (Meeus, Jones, Butcher). */
export function easter(year: number): Temporal.PlainDate {
  const a = year % 19;
  const b = Math.floor(year / 100);
  const c = year % 100;
  const h = (19 * a + b - Math.floor(b / 4) - Math.floor((b - Math.floor((b + 8) / 25) + 1) / 3) + 15) % 30;
  const l = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - h - (c % 4)) % 7;
  const m = Math.floor((a + 11 * h + 22 * l) / 451);
  const month = Math.floor((h + l - 7 * m + 114) / 31);
  return Temporal.PlainDate.from({ year, month, day: ((h + l - 7 * m + 114) % 31) + 1 });
}

/** Weekends and the listed holidays. */
export function restDays(list: HolidayList): RestDays {
  const known = new Map<number, Set<string>>();
  const ofYear = (year: number) => {
    let days = known.get(year);
    if (!days) {
      days = new Set();
      for (const each of list.days) {
        const on = each.on;
        let day: Temporal.PlainDate;
        if ('fromEaster' in on) day = easter(year).add({ days: on.fromEaster });
        else {
          if ('everyYears' in on && year % on.everyYears !== 0) continue;
          day = Temporal.PlainDate.from({ year, month: on.month, day: on.day });
          if ('onSunday' in on && on.onSunday && day.dayOfWeek === 7) day = day.add({ days: on.onSunday });
        }
        const iso = day.toString();
        if (each.inForce.from <= iso && (each.inForce.until === undefined || iso < each.inForce.until)) days.add(iso);
      }
      known.set(year, days);
    }
    return days;
  };
  return { isRest: (day) => day.dayOfWeek >= 6 || ofYear(day.year).has(day.toString()) };
}
