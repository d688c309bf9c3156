/** JSON from strangers: found in text, never deep, never ambiguous about the fields that matter, never a prototype. */
import type { Problem } from '../finding.ts';

/** Deeper nesting than any report has; reading deeper would only feed someone's stack. */
const mostDepth = 100;
const mostObjects = 10_000;

export type JsonObject = Readonly<Record<string, unknown>>;

export interface FoundJson {
  readonly objects: readonly JsonObject[];
  readonly problems: readonly Problem[];
}

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A string of an object; undefined for any other type or an empty one. Numbers are written as text. */
export function text(o: JsonObject | undefined, key: string): string | undefined {
  const v = o !== undefined && Object.hasOwn(o, key) ? o[key] : undefined;
  if (typeof v === 'string') return v.trim() === '' ? undefined : v.trim();
  return typeof v === 'number' && Number.isFinite(v) ? String(v) : undefined;
}

/** An object of an object. */
export function inner(o: JsonObject | undefined, key: string): JsonObject | undefined {
  const v = o !== undefined && Object.hasOwn(o, key) ? o[key] : undefined;
  return isObject(v) ? v : undefined;
}

/**
 * The objects a text holds: one object, an array of them, one per line, or objects standing in prose.
 * @param unique keys that may stand only once per object: where a sender writes one twice, the object is not used
 * @param mark only objects standing in prose that hold this text are read
 */
export function jsonIn(source: string, unique: readonly string[], mark: RegExp): FoundJson {
  const one = plainObject(source);
  if (one) return { objects: [one], problems: [] };
  const problems: Problem[] = [];
  const objects: JsonObject[] = [];
  const start = source.trimStart().replace(/^\ufeff/, '');
  const spans = /^[[{]/.test(start) ? wholeSpans(source, problems) : proseSpans(source, mark);
  for (const span of spans) {
    if (span.depth > mostDepth) {
      problems.push({ code: 'json.too-deep', message: `nested deeper than ${mostDepth}` });
      continue;
    }
    const piece = source.slice(span.from, span.until);
    let value: unknown;
    try {
      value = JSON.parse(piece);
    } catch (fault) {
      const why = fault instanceof Error ? fault.message.slice(0, 160) : '';
      problems.push({ code: 'json.broken', message: `not valid JSON: ${why}` });
      continue;
    }
    // More names in the text than in the value: somewhere one stands twice. Which one is only asked then.
    const twice = span.names === namesIn(value) ? undefined : duplicateOf(piece, new Set(unique));
    if (twice !== undefined) {
      const message = `${twice} stands twice in one object; which one is meant is not known`;
      problems.push({ code: 'json.duplicate-key', message });
      continue;
    }
    for (const one of Array.isArray(value) ? value.slice(0, mostObjects) : [value])
      if (isObject(one)) objects.push(one);
    if (objects.length >= mostObjects) break;
  }
  return { objects, problems };
}

/**
 * The one object a text is, where that is plain at once: whole, not deep, and with no name that could stand twice. Most reports
 * are; for all others every character is looked at.
 */
function plainObject(source: string): JsonObject | undefined {
  let from = 0;
  while (from < source.length && source.charCodeAt(from) <= 32) from++;
  if (source.charCodeAt(from) !== 123) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(source);
  } catch {
    return undefined;
  }
  if (!isObject(value)) return undefined;
  // A colon behind a quote ends a name, or stands in a text that has an escaped quote: as many as there are names, or more.
  let most = 0;
  for (let at = source.indexOf(':'); at >= 0; at = source.indexOf(':', at + 1)) {
    let before = at - 1;
    while (source.charCodeAt(before) <= 32) before--;
    if (source.charCodeAt(before) === 34) most++;
  }
  return namesWithin(value, mostDepth) === most ? value : undefined;
}

/** As `namesIn`; not a number where the value is nested deeper than that. */
function namesWithin(value: object, depth: number): number {
  if (depth === 0) return Number.NaN;
  let n = 0;
  if (Array.isArray(value)) {
    for (const one of value) if (typeof one === 'object' && one !== null) n += namesWithin(one, depth - 1);
    return n;
  }
  for (const name in value) {
    n++;
    const one = (value as JsonObject)[name];
    if (typeof one === 'object' && one !== null) n += namesWithin(one, depth - 1);
  }
  return n;
}

/** Names of all objects in a value, nested ones too. */
function namesIn(value: unknown): number {
  let n = 0;
  if (Array.isArray(value)) for (const one of value) n += namesIn(one);
  else if (typeof value === 'object' && value !== null)
    for (const name in value) {
      n += 1;
      n += namesIn((value as JsonObject)[name]);
    }
  return n;
}

interface Span {
  readonly from: number;
  readonly until: number;
  readonly depth: number;
  /** Colons outside texts: as many as there are names. */
  readonly names: number;
}

/** One value, or one value per line where the first line is a whole object. */
function wholeSpans(source: string, problems: Problem[]): Span[] {
  const first = valueAt(source, source.search(/[[{]/));
  if (!first) {
    problems.push({ code: 'json.cut', message: 'the JSON ends before it is closed' });
    return [];
  }
  const spans = [first];
  let at = first.until;
  while (spans.length < mostObjects) {
    const gap = /^[\s,]*(?=\{)/.exec(source.slice(at, at + 1000));
    if (!gap) break;
    const next = valueAt(source, at + gap[0].length);
    if (!next) break;
    spans.push(next);
    at = next.until;
  }
  return spans;
}

/** Objects in prose: from a brace whose object holds the mark. Each character is looked at once. */
function proseSpans(source: string, mark: RegExp): Span[] {
  const spans: Span[] = [];
  let at = 0;
  if (!mark.test(source)) return spans;
  while (spans.length < 100) {
    const open = source.indexOf('{', at);
    if (open < 0) break;
    const span = valueAt(source, open);
    if (!span) break; // an open end swallows the rest: nothing whole can follow
    if (mark.test(source.slice(open, span.until))) spans.push(span);
    at = span.until;
  }
  return spans;
}

/** The value that opens here; undefined where it is never closed. */
function valueAt(source: string, from: number): Span | undefined {
  let depth = 0;
  let most = 0;
  let names = 0;
  for (let i = from; i < source.length; i++) {
    const c = source.charCodeAt(i);
    if (c === 34) {
      i = source.indexOf('"', i + 1);
      while (i > 0 && isEscaped(source, i)) i = source.indexOf('"', i + 1);
      if (i < 0) return undefined;
    } else if (c === 58) names++;
    else if (c === 123 || c === 91) {
      depth++;
      if (depth > most) most = depth;
    } else if (c === 125 || c === 93) {
      depth--;
      if (depth === 0) return { from, until: i + 1, depth: most, names };
    }
  }
  return undefined;
}

/** Whether an odd number of backslashes stands before this place. */
function isEscaped(source: string, at: number): boolean {
  let n = 0;
  while (source.charCodeAt(at - 1 - n) === 92) n++;
  return n % 2 === 1;
}

/** The first of these names that stands twice in the same object. */
function duplicateOf(source: string, names: ReadonlySet<string>): string | undefined {
  const open: Set<string>[] = [];
  let name: string | undefined;
  for (let i = 0; i < source.length; i++) {
    const c = source.charAt(i);
    if (c === '"') {
      const from = ++i;
      while (i < source.length && source.charAt(i) !== '"') i += source.charAt(i) === '\\' ? 2 : 1;
      name = source.slice(from, i);
    } else if (c === '{' || c === '[') open.push(new Set());
    else if (c === '}' || c === ']') open.pop();
    else if (c === ':' && name !== undefined) {
      const here = open.at(-1);
      if (here && names.has(name)) {
        if (here.has(name)) return name;
        here.add(name);
      }
      name = undefined;
    }
  }
  return undefined;
}
