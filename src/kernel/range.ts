/** Half-open ranges of time, as PostgreSQL writes a tstzrange: from the start, up to but not including the end. */

export interface Span {
  /** First instant that belongs to the span; null where it has no beginning. */
  readonly from: Temporal.Instant | null;
  /** First instant after the span; null where it has no end. */
  readonly until: Temporal.Instant | null;
}

export const always: Span = { from: null, until: null };

/** Whether the instant lies in the span. */
export function spanHolds(span: Span, at: Temporal.Instant): boolean {
  if (span.from && Temporal.Instant.compare(at, span.from) < 0) return false;
  return !span.until || Temporal.Instant.compare(at, span.until) < 0;
}

/** Whether two spans share an instant. */
export function spansMeet(a: Span, b: Span): boolean {
  if (a.until && b.from && Temporal.Instant.compare(a.until, b.from) <= 0) return false;
  if (b.until && a.from && Temporal.Instant.compare(b.until, a.from) <= 0) return false;
  return true;
}

/** PostgreSQL text of a span: `[from,until)`. */
export function spanText(span: Span): string {
  return `[${span.from?.toString() ?? ''},${span.until?.toString() ?? ''})`;
}

/**
 * Reads PostgreSQL's text of a tstzrange. Bounds are taken as `[)`, which is how this program writes them.
 * @throws where the text is not a range
 */
export function spanFrom(text: string): Span {
  const found = /^[[(]"?([^",]*)"?,"?([^",]*)"?[\])]$/.exec(text);
  if (!found) throw new Error(`not a range of time: ${text}`);
  const bound = (s: string | undefined) => (s ? instantFromSql(s) : null);
  return { from: bound(found[1]), until: bound(found[2]) };
}

/** PostgreSQL's timestamptz text (`2026-11-22 10:00:00.123456+00`) as an instant. */
export function instantFromSql(text: string): Temporal.Instant {
  const iso = text.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00');
  return Temporal.Instant.from(iso);
}

/**
 * A time on the line of the ledger: whole microseconds since 1970 UTC, as the database keeps them; exact up to the year 2255.
 * Minus and plus infinity stand for a span without beginning or end.
 */
export type Micros = number;

/** An instant on that line; parts of a microsecond are dropped. */
export function microsOf(at: Temporal.Instant): Micros {
  const ns = at.epochNanoseconds;
  const rest = ((ns % 1000n) + 1000n) % 1000n;
  return Number((ns - rest) / 1000n);
}

/** The instant of a time on the line. Throws for infinity, which is no instant. */
export function instantOfMicros(at: Micros): Temporal.Instant {
  return Temporal.Instant.fromEpochNanoseconds(BigInt(at) * 1000n);
}

let textDay = Number.NaN;
let textDayIs = '';

/** A moment of whole milliseconds as `Temporal.Instant` writes it, without making one: bulk has one per row. */
export function momentText(ms: number): string {
  const day = Math.floor(ms / 86_400_000);
  if (day !== textDay) {
    textDay = day;
    textDayIs = Temporal.Instant.fromEpochMilliseconds(day * 86_400_000)
      .toString()
      .slice(0, -9);
  }
  let rest = ms - day * 86_400_000;
  const fraction = rest % 1000;
  rest = (rest - fraction) / 1000;
  const second = rest % 60;
  rest = (rest - second) / 60;
  const minute = rest % 60;
  const hour = (rest - minute) / 60;
  const clock = `${textDayIs}${two[hour]}:${two[minute]}:${two[second]}`;
  if (fraction === 0) return `${clock}Z`;
  return `${clock}.${String(fraction + 1000)
    .slice(1)
    .replace(/0+$/, '')}Z`;
}
const two = Array.from({ length: 60 }, (_, n) => (n < 10 ? `0${n}` : String(n)));

/** A half-open stretch of the line: from the first microsecond up to, not including, the last. */
export interface Stretch {
  readonly from: Micros;
  readonly until: Micros;
}

/** A span as a stretch; its end is rounded up, so that nothing of it is lost. */
export function stretchOf(span: Span): Stretch {
  const until = span.until ? microsOf(span.until) : Number.POSITIVE_INFINITY;
  const partly = span.until !== null && span.until.epochNanoseconds % 1000n !== 0n;
  return { from: span.from ? microsOf(span.from) : Number.NEGATIVE_INFINITY, until: partly ? until + 1 : until };
}

/** A stretch as a span. */
export function spanOf(stretch: Stretch): Span {
  return {
    from: Number.isFinite(stretch.from) ? instantOfMicros(stretch.from) : null,
    until: Number.isFinite(stretch.until) ? instantOfMicros(stretch.until) : null,
  };
}

/** Whether two stretches share a microsecond. */
export const stretchesMeet = (a: Stretch, b: Stretch): boolean => a.from < b.until && b.from < a.until;
