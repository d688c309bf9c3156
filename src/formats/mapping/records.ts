/** Records out of bytes: rows of a table, lines of a list, objects of a JSON file; each with a way to ask for a value by its name. */
import type { Problem } from '../finding.ts';
import { guessDelimiter, Scanner } from '../table/scanner.ts';
import { isObject, type JsonObject, jsonIn } from '../values/json.ts';

/** One record. */
export interface Row {
  /** The text under a name; undefined where it says nothing. */
  get(name: string): string | undefined;
  /** Whether the record has this name at all. */
  has(name: string): boolean;
  /** All it says, under the sender's own names. */
  entries(): Iterable<readonly [string, unknown]>;
  /** `row:17` or a JSON pointer. */
  readonly at: string;
}

/** How the records of a file are found. */
export interface Shape {
  readonly shape: 'csv' | 'json' | 'list';
  readonly delimiter?: string | undefined;
  readonly columns?: readonly string[] | undefined;
  readonly comments?: readonly string[] | undefined;
  readonly records?: string | undefined;
  readonly each?: string | undefined;
}

export interface Found {
  readonly row?: Row;
  readonly problem?: Problem;
}

const nothing = /^(?:|-|\?|none|null|unknown|n\/a|undefined|nan)$/i;

/** Text that says something, trimmed; undefined for the words senders write where there is nothing to say. */
export const said = (text: string | undefined): string | undefined => {
  const s = text?.trim();
  return s === undefined || nothing.test(s) ? undefined : s;
};

/** Names as they are compared: lower case, no quotes or byte order mark around them. */
export const nameKey = (name: string): string =>
  name
    .replace(/^\ufeff/, '')
    .trim()
    .replace(/^"|"$/g, '')
    .toLowerCase();

/** Looks up columns by name, once per table. */
export class Header {
  readonly names: readonly string[];
  readonly #at = new Map<string, number>();
  constructor(names: readonly string[]) {
    this.names = names;
    names.forEach((name, i) => {
      const key = nameKey(name);
      if (key !== '' && !this.#at.has(key)) this.#at.set(key, i);
    });
  }
  has(name: string): boolean {
    return this.#at.has(nameKey(name));
  }
  row(cells: readonly string[], number: number): Row {
    const at = this.#at;
    const names = this.names;
    return {
      get: (name) => {
        const i = at.get(nameKey(name));
        return i === undefined ? undefined : said(cells[i]);
      },
      has: (name) => at.has(nameKey(name)),
      *entries() {
        for (let i = 0; i < cells.length; i++) {
          const cell = cells[i];
          if (cell !== undefined && said(cell) !== undefined) yield [names[i] || `column ${i + 1}`, cell.trim()];
        }
      },
      at: `row:${number}`,
    };
  }
}

/** Records of a text. Lines of comment are handed to `note`, so that a list's own date can be read there. */
export function* rowsOf(
  source: string,
  shape: Shape,
  note: (line: string) => void = () => undefined,
): Generator<Found> {
  if (shape.shape === 'json') yield* jsonRows(source, shape);
  else yield* lineRows(source, shape, note);
}

function* lineRows(source: string, shape: Shape, note: (line: string) => void): Generator<Found> {
  const comments = shape.comments ?? [];
  const isList = shape.shape === 'list';
  let header: Header | undefined = isList
    ? new Header(['value'])
    : shape.columns
      ? new Header(shape.columns)
      : undefined;
  const isPlain = isList || shape.delimiter === 'space';
  const out: Found[] = [];
  let offset = 0;
  let scanner: Scanner | undefined;
  const take = (cells: string[], row: number, marks: { broken?: number; odd?: number }) => {
    const at = `row:${row + offset}`;
    const first = cells[0] ?? '';
    if (header === undefined) {
      header = new Header(
        cells.map((c, i) => (i === 0 ? c.replace(/^\ufeff/, '').replace(/^\s*[#;]+\s*/, '') : c.trim())),
      );
      return;
    }
    if (cells.length === 1 && first.trim() === '') return;
    const broken = marks.broken ?? (cells.length > header.names.length ? marks.odd : undefined);
    if (broken !== undefined)
      out.push({
        problem: {
          code: 'row.broken-quotes',
          message: `quotes do not pair in column ${broken + 1}; that column and what follows are left out`,
          at,
        },
      });
    out.push({ row: header.row(broken === undefined ? cells : cells.slice(0, broken), row + offset) });
  };
  // Comment lines are taken out before the scanner sees them, but only outside quotes: a quoted cell may hold such a line.
  let number = 0;
  let quoted = false;
  let delimiter = delimiterOf(shape.delimiter);
  for (const line of linesOf(source)) {
    number++;
    const start = line.trimStart().replace(/^\ufeff/, '');
    if (!quoted && (start === '' || isComment(start, comments))) {
      if (start !== '') {
        note(start);
        if (header === undefined && isHeaderComment(start, shape)) {
          delimiter ??= guessDelimiter(start);
          header = new Header(
            start
              .replace(/^[#;\s]+/, '')
              .split(delimiter)
              .map((c) => c.trim().replace(/^"|"$/g, '')),
          );
        }
      }
      if (scanner) offset++;
      continue;
    }
    if (isPlain) {
      if (header === undefined) header = new Header(start.split(/\s+/));
      else yield { row: header.row(isList ? [line.trim()] : start.trim().split(/\s+/), number) };
      continue;
    }
    if (!scanner) {
      delimiter ??= guessDelimiter(line);
      scanner = new Scanner({ delimiter }, take);
      offset = number - 1;
    }
    for (let i = line.indexOf('"'); i >= 0; i = line.indexOf('"', i + 1)) quoted = !quoted;
    // One quote that never closes must not swallow the rest of a long list.
    scanner.push(`${line}\n`);
    if (out.length > 0) yield* out.splice(0);
  }
  scanner?.end();
  yield* out;
}

const delimiterOf = (text: string | undefined) => (text === 'tab' ? '\t' : text === 'space' ? ' ' : text);
const isComment = (line: string, comments: readonly string[]) => comments.some((c) => line.startsWith(c));
/** Some tables write their header as a comment: the last comment line that holds more than one column. */
const isHeaderComment = (line: string, shape: Shape) =>
  shape.columns === undefined &&
  shape.shape === 'csv' &&
  /^[#;]+\s*"?[a-z_ -]{1,40}"?\s*[,;|\t]\s*"?[a-z_ -]/i.test(line) &&
  !/[.:]\s/.test(line);

function* linesOf(text: string): Generator<string> {
  let at = 0;
  while (at < text.length) {
    let end = at;
    for (; end < text.length; end++) {
      const c = text.charCodeAt(end);
      if (c === 10 || c === 13) break;
    }
    yield text.slice(at, end);
    at = text.charCodeAt(end) === 13 && text.charCodeAt(end + 1) === 10 ? end + 2 : end + 1;
  }
}

/** The value at a path: a name that holds the dots itself, else step by step; numbers step into lists. */
export function valueAt(value: unknown, path: string): unknown {
  if (isObject(value) && Object.hasOwn(value, path)) return value[path];
  let here: unknown = value;
  for (const step of path.split('.')) {
    if (Array.isArray(here) && /^\d{1,6}$/.test(step)) here = here[Number(step)];
    else if (isObject(here))
      here = Object.hasOwn(here, step)
        ? here[step]
        : Object.entries(here).find(([k]) => k.toLowerCase() === step.toLowerCase())?.[1];
    else return undefined;
  }
  return here;
}

/** A plain value as text: strings, numbers and truths; the first of a list of such; nothing for an object. */
export function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return said(value);
  if (typeof value === 'number' && Number.isFinite(value)) return String(value);
  if (typeof value === 'boolean') return String(value);
  if (Array.isArray(value) && value.length > 0 && value.length <= 1000) return textOf(value[0]);
  return undefined;
}

/** A row over a JSON object; names are looked up in `inner` before the object itself. */
export function jsonRow(object: JsonObject, at: string, inner?: unknown): Row {
  return {
    get: (name) =>
      (inner === undefined
        ? undefined
        : textOf(isObject(inner) ? valueAt(inner, name) : name === '.' ? inner : undefined)) ??
      textOf(valueAt(object, name)),
    has: (name) => valueAt(object, name) !== undefined || (inner !== undefined && valueAt(inner, name) !== undefined),
    entries: () => Object.entries(object),
    at,
  };
}

/** Deeper nesting than any report has. */
const mostDepth = 100;

/** The JSON values a text holds: one value, or one per line. A line that is none is a problem of its own. */
export function* jsonValues(source: string): Generator<{ value?: unknown; problem?: Problem; line?: number }> {
  const text = source.replace(/^\ufeff/, '').trim();
  if (text === '') return;
  const whole = parsed(text);
  if ('value' in whole) {
    yield whole;
    return;
  }
  let number = 0;
  let good = 0;
  const wrong: Problem[] = [];
  for (const line of linesOf(source)) {
    number++;
    const start = line.replace(/^\ufeff/, '').trim();
    if (start === '' || start === '[' || start === ']') continue;
    const one = parsed(start.replace(/,$/, ''));
    if ('value' in one && isObject(one.value)) {
      good++;
      yield { value: one.value, line: number };
    } else if (wrong.length < 50)
      wrong.push({
        code: 'json.broken',
        message: `not valid JSON: ${'problem' in one ? one.problem : 'not an object'}`,
        at: `line:${number}`,
      });
  }
  if (good > 0) {
    for (const problem of wrong) yield { problem };
    return;
  }
  // Objects one after the other, each over several lines.
  const spread = jsonIn(text, [], /\{/);
  for (const value of spread.objects) yield { value };
  if (spread.objects.length === 0)
    yield { problem: { code: 'json.broken', message: `not valid JSON: ${whole.problem}` } };
}

function parsed(text: string): { value: unknown } | { problem: string } {
  if (tooDeep(text)) return { problem: `nested deeper than ${mostDepth}` };
  try {
    return { value: JSON.parse(text) as unknown };
  } catch (fault) {
    return { problem: fault instanceof Error ? fault.message.slice(0, 160) : 'broken' };
  }
}

function tooDeep(text: string): boolean {
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c === 34) {
      for (i++; i < text.length && text.charCodeAt(i) !== 34; i++) if (text.charCodeAt(i) === 92) i++;
    } else if (c === 123 || c === 91) {
      if (++depth > mostDepth) return true;
    } else if (c === 125 || c === 93) depth--;
  }
  return false;
}

function* jsonRows(source: string, shape: Shape): Generator<Found> {
  let n = 0;
  for (const { value, problem, line } of jsonValues(source)) {
    if (problem) {
      yield { problem };
      continue;
    }
    const top = shape.records === undefined ? value : valueAt(value, shape.records);
    const list = Array.isArray(top) ? top : isObject(top) ? [top] : [];
    const isSingle = !Array.isArray(top);
    for (const [i, one] of list.entries()) {
      if (!isObject(one)) continue;
      const place =
        line !== undefined
          ? `line:${line}`
          : `/${shape.records ? `${shape.records.replaceAll('.', '/')}/` : ''}${isSingle ? '' : i}`.replace(
              /\/$/,
              '',
            ) || '/';
      n++;
      const inner = shape.each === undefined ? undefined : valueAt(one, shape.each);
      if (Array.isArray(inner) && inner.length > 0)
        for (const [k, each] of inner.entries())
          yield { row: jsonRow(one, `${place === '/' ? '' : place}/${shape.each?.replaceAll('.', '/')}/${k}`, each) };
      else yield { row: jsonRow(one, place) };
    }
  }
  if (n === 0)
    yield {
      problem: {
        code: 'json.no-records',
        message: shape.records ? `no list of records at ${shape.records}` : 'no records in it',
      },
    };
}
