/** The calendar year a report is about, in the zone of the organisation. */

export interface Period {
  /** First day, ISO date. */
  readonly from: string;
  /** Last day, ISO date. */
  readonly to: string;
}

/** The period of a year as the regulation wants it: 1 January to 31 December. */
export const yearOf = (year: number): Period => ({
  from: `${String(year).padStart(4, '0')}-01-01`,
  to: `${String(year).padStart(4, '0')}-12-31`,
});

/** As the templates write it: `YYYY-MM-DD/YYYY-MM-DD`. */
export const periodText = (p: Period): string => `${p.from}/${p.to}`;

/**
 * First instant of a period and the first after it.
 * @param zone IANA zone of the organisation: a day is its day
 */
export function instantsOf(
  p: Period,
  zone: string,
): { readonly from: Temporal.Instant; readonly until: Temporal.Instant } {
  const start = (day: string) => Temporal.PlainDate.from(day).toZonedDateTime(zone).toInstant();
  return { from: start(p.from), until: start(Temporal.PlainDate.from(p.to).add({ days: 1 }).toString()) };
}
