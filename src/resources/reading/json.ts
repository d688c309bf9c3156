/** Reading JSON of others: what is not there stays absent, what is no JSON ends the poll. */
import { type Reply, Unreadable } from '../inventory.ts';

/** The JSON of a reply. @throws Unreadable where it is none: a log-in page, half an answer */
export function jsonOf(reply: Pick<Reply, 'text'>, what: string): unknown {
  try {
    return JSON.parse(reply.text) as unknown;
  } catch {
    throw new Unreadable(`${what}: the answer is no JSON`);
  }
}

/** What lies at a path of names and numbers; undefined where it does not. */
export function at(value: unknown, ...path: readonly (string | number)[]): unknown {
  let here = value;
  for (const name of path) {
    if (typeof here !== 'object' || here === null || !Object.hasOwn(here, name)) return undefined;
    here = (here as Record<string | number, unknown>)[name];
  }
  return here;
}

/** A text that says something, trimmed; numbers as digits. Undefined for anything else. */
export function textAt(value: unknown, ...path: readonly (string | number)[]): string | undefined {
  const found = at(value, ...path);
  if (typeof found === 'number' && Number.isFinite(found)) return String(found);
  if (typeof found !== 'string') return undefined;
  const text = found.trim();
  return text === '' ? undefined : text;
}

/** A number, also one written as digits. */
export function numberAt(value: unknown, ...path: readonly (string | number)[]): number | undefined {
  const text = textAt(value, ...path);
  if (text === undefined || !/^-?\d+(\.\d+)?$/.test(text)) return undefined;
  return Number(text);
}

/** A list; an object with numbered names counts as one (PHP writes lists so), and so does a single row. */
export function listAt(value: unknown, ...path: readonly (string | number)[]): readonly unknown[] {
  const found = at(value, ...path);
  if (Array.isArray(found)) return found;
  if (typeof found !== 'object' || found === null) return [];
  const names = Object.keys(found);
  if (names.length > 0 && names.every((n) => /^\d+$/.test(n))) return Object.values(found);
  return [];
}

/** A list that must be there. @throws Unreadable */
export function mustList(value: unknown, what: string, ...path: readonly (string | number)[]): readonly unknown[] {
  const found = at(value, ...path);
  if (Array.isArray(found)) return found;
  if (typeof found === 'object' && found !== null && Object.keys(found).every((n) => /^\d+$/.test(n)))
    return Object.values(found);
  throw new Unreadable(`${what}: ${path.join('.') || 'the answer'} is no list`);
}

/** A moment: RFC 3339, seconds since 1970, or `2026-01-31 12:00:00` in a zone. */
export function momentOfText(text: string | undefined, zone = 'UTC'): Temporal.Instant | undefined {
  if (!text) return undefined;
  try {
    if (/^\d{9,11}$/.test(text)) return Temporal.Instant.fromEpochMilliseconds(Number(text) * 1000);
    if (/^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)$/i.test(text))
      return Temporal.Instant.from(text.replace(' ', 'T'));
    if (/^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?$/.test(text))
      return Temporal.PlainDateTime.from(text.replace(' ', 'T'))
        .toZonedDateTime(zone, { disambiguation: 'reject' })
        .toInstant();
  } catch {
    return undefined;
  }
  return undefined;
}

/** Basic authentication (RFC 7617). */
export function basic(name: string, password: string): string {
  const bytes = new TextEncoder().encode(`${name}:${password}`);
  return `Basic ${btoa(Array.from(bytes, (b) => String.fromCharCode(b)).join(''))}`;
}
