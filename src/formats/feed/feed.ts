/** A public feed as data: its header or positions, its comment signs, what each column means, its zone and its kind. One small file per feed. */
import type { Words } from '#kernel';
import type { Finding } from '../finding.ts';
import { type FeedPlace, type FileUnit, type Format, format, type Match, type Reading, type Said } from '../format.ts';
import { type About, mappedFinding } from '../mapping/finding.ts';
import type { Field, Mapping, Meaning } from '../mapping/mapping.ts';
import { type Found, Header, type Row, rowsOf, type Shape } from '../mapping/records.ts';

/** What one list of a feed says differently from the others. */
export interface OneList {
  readonly kind?: string;
  readonly application?: string;
}

export interface FeedSpec extends Shape {
  readonly id: string;
  readonly title: Words;
  readonly spec?: string;
  /** Where it is usually had. */
  readonly feed: FeedPlace;
  /** What gives a file away. None for bare lists: those are read only where they are named. */
  readonly match: readonly Match[];
  /** Columns or names that must be there; a file without them is not this feed. */
  readonly needs?: readonly string[];
  readonly fields: Readonly<Partial<Record<Meaning, string | Field>>>;
  readonly kind: string;
  readonly role?: Finding['role'];
  readonly org: string;
  readonly domain?: string;
  /** The list's own date, in a line of comment: for lists whose rows have none. */
  readonly date?: RegExp;
  /** Whether each record is expected to state a time; a list of addresses does not. */
  readonly timed?: boolean;
  /** Lists by the name in the hint or the file name. */
  readonly lists?: Readonly<Record<string, OneList>>;
  /** Path of the list of records in JSON. */
  readonly path?: string;
  /** Records of its own form. */
  readonly rows?: (text: string, note: (line: string) => void) => Iterable<Found>;
  /** Its records cannot be told apart without the whole file. */
  readonly isWhole?: true;
  /** Rows that are no report (a closing line, a summary). */
  readonly passOver?: (row: Row) => boolean;
  /** The last word on a finding: more of them, or none. */
  readonly finish?: (finding: Finding, row: Row, list: string | undefined) => readonly Finding[];
}

/** Whole fields, from names and fields. */
const wholeFields = (fields: FeedSpec['fields']): Mapping['fields'] => {
  const out: Partial<Record<Meaning, Field>> = {};
  for (const meaning of Object.keys(fields) as Meaning[]) {
    const field = fields[meaning];
    if (field !== undefined) out[meaning] = typeof field === 'string' ? { from: field } : field;
  }
  return out;
};

/** The list that a hint or a file name names: `blocklistde:ssh`, `ssh.txt`. */
function listOf(spec: FeedSpec, hint: string | undefined, name: string): string | undefined {
  const lists = spec.lists;
  if (!lists) return undefined;
  const stem = name.replace(/^.*\//, '').replace(/\.[a-z0-9.]+$/i, '');
  const words = [
    hint?.startsWith(spec.id) ? hint.slice(spec.id.length + 1) : undefined,
    stem,
    stem.split(/[-_]/).at(-1),
  ];
  for (const word of words) {
    const key = word?.toLowerCase();
    if (key !== undefined && Object.hasOwn(lists, key)) return key;
  }
  return undefined;
}

interface Run {
  readonly mapping: Mapping;
  readonly about: About;
  readonly list: string | undefined;
}

function runOf(
  spec: FeedSpec,
  fields: Mapping['fields'],
  hint: string | undefined,
  name: string,
  about: Partial<About>,
): Run {
  const list = listOf(spec, hint, name);
  const one = list === undefined ? undefined : spec.lists?.[list];
  return {
    mapping: {
      name: spec.id,
      shape: spec.shape,
      fields,
      kind: one?.kind ?? spec.kind,
      ...(spec.role ? { role: spec.role } : {}),
    },
    about: {
      timed: spec.timed ?? false,
      reporter: { org: spec.org, ...(spec.domain ? { domain: spec.domain } : {}) },
      ...about,
    },
    list,
  };
}

function* rowSaid(spec: FeedSpec, run: Run, row: Row, reading: Reading): Generator<Said> {
  if (spec.passOver?.(row)) return;
  const { finding, problems } = mappedFinding(row, run.mapping, run.about, reading);
  if (!finding) {
    for (const problem of problems) yield { problem };
    return;
  }
  const application = run.list === undefined ? undefined : spec.lists?.[run.list]?.application;
  const whole = application && !finding.protocol ? { ...finding, protocol: { application } } : finding;
  for (const one of spec.finish?.(whole, row, run.list) ?? [whole]) yield { finding: one };
}

/** A format that reads this feed. */
export function feedFormat(spec: FeedSpec): Format {
  const fields = wholeFields(spec.fields);
  const needs = spec.needs ?? [];
  const shape: Shape = {
    shape: spec.shape,
    delimiter: spec.delimiter,
    columns: spec.columns,
    comments: spec.comments,
    records: spec.path,
    each: spec.each,
  };

  function* readUnit(unit: FileUnit, reading: Reading): Generator<Said> {
    let stated: About['stated'];
    const note = (line: string) => {
      const found = spec.date?.exec(line)?.[1];
      if (found && !stated) stated = reading.readTime(found, { zone: 'UTC' });
    };
    const text = unit.text();
    const found = spec.rows ? spec.rows(text, note) : rowsOf(text, shape, note);
    let run: Run | undefined;
    let checked = unit.isContinued ?? false;
    for (const { row, problem } of found) {
      if (problem) yield { problem };
      if (!row) continue;
      if (!checked) {
        const missing = needs.find((n) => !row.has(n));
        if (missing !== undefined) {
          if (spec.passOver?.(row)) continue;
          yield { pass: `no ${missing} in its first record` };
          return;
        }
        checked = true;
      }
      if (!run || run.about.stated !== stated)
        run = runOf(spec, fields, unit.hint, unit.name, stated ? { stated } : {});
      yield* rowSaid(spec, run, row, reading);
    }
  }

  // A table whose first row is its header is read row by row, so that its size does not matter.
  const isPlainTable =
    spec.shape === 'csv' && !spec.rows && !spec.columns && !spec.date && needs.length > 0 && spec.delimiter !== 'space';
  return format({
    id: spec.id,
    version: 1,
    title: spec.title,
    ...(spec.spec ? { spec: spec.spec } : {}),
    group: 'feed',
    match: spec.match,
    feed: spec.feed,
    ...(spec.isWhole ? {} : { cut: true as const }),
    ...(isPlainTable
      ? {
          rows(start, reading) {
            const header = new Header(start.header);
            if (!needs.every((n) => header.has(n))) return undefined;
            const run = runOf(spec, fields, start.hint, start.name, {});
            return function* (cells, row) {
              if ((spec.comments ?? []).some((c) => cells[0]?.trimStart().startsWith(c))) return;
              yield* rowSaid(spec, run, header.row(cells, row), reading);
            };
          },
        }
      : {}),
    *read(unit, reading) {
      if (unit.kind === 'file') yield* readUnit(unit, reading);
      else yield { pass: 'a feed is a file' };
    },
  });
}
