/**
 * A taught template made ready for the template engine. Its words become patterns here and nowhere else: every letter is
 * escaped, every repetition is bounded and no two stand side by side that could share a character, so that whatever a
 * file says, searching stays linear in the text.
 */
import type { Format, Match, Reading, Unit } from '../format.ts';
import { type Finder, type TemplateField, type TemplateSpec, template, templateText } from '../template/template.ts';
import type { FieldTaught, Place, Taught, TaughtField, ValueType, Versioned } from './shape.ts';

/** Ids of taught templates as formats: `taught:` and the name. */
export const taughtPrefix = 'taught:';
export const taughtId = (name: string): string => `${taughtPrefix}${name}`;

/** Between two words: blanks, a line break of a wrapped mail, quote marks, frames of a table. */
const gap = '[\\s>|]{1,60}';

/**
 * One letter of an anchor. Outside ASCII it also matches what wrong charsets make of it: without its accent, in its two
 * parts, as UTF-8 read as Latin, as a question mark. The choices begin differently, so none is tried twice.
 */
function letter(c: string): string {
  if (/[\u2018\u2019\u02bc'`\u00b4]/.test(c))
    return "(?:[\\u2018\\u2019\\u02bc'`\\u00b4?\\ufffd]|\\u00e2\\u20ac[\\u2122\\u02dc])";
  if (/[\u201c\u201d\u201e"]/.test(c)) return '["\\u201c\\u201d\\u201e?\\ufffd]';
  if (/[\u2010-\u2015\u2212-]/.test(c)) return '[\\u2010-\\u2015\\u2212\\-?\\ufffd]';
  if (/[\x21-\x7e]/.test(c)) return c.replace(/[.*+?^${}()|[\]\\/]/, '\\$&');
  const base = c.normalize('NFD').replace(/\p{M}+/gu, '');
  const wrong = [...new TextEncoder().encode(c)].map((b) => `\\u{${b.toString(16)}}`).join('');
  const choices = [`\\u{${(c.codePointAt(0) ?? 0).toString(16)}}`, wrong, '[?\\ufffd]'];
  if (/^[\x21-\x7e]$/.test(base)) choices.push(`${base}[\\u0300-\\u036f]{0,2}`);
  return `(?:${choices.join('|')})`;
}

const word = (text: string): string =>
  [...text.replace(/[:=]$/, '')].map(letter).join('') + (/[:=]$/.test(text) ? '[:=]?' : '');

/** The words of an anchor, whatever stands between them: blanks, a line break, quote marks. */
export function wordsPattern(anchor: string): string {
  const all = anchor
    .normalize('NFC')
    .split(/[\s>|]+/u)
    .filter((w) => w !== '');
  const starts = /^[\p{L}\p{N}]/u.test(all[0] ?? '') ? '(?<![\\p{L}\\p{N}])' : '';
  // Each choice costs when the pattern is made; words beyond the first dozen such letters stand as they are.
  let dear = 0;
  const made = all.map((w) => {
    dear += w.replace(/[\x21-\x7e]/g, '').length;
    return dear > 12 ? exact(w) : word(w);
  });
  return starts + made.join(gap);
}

const ends = (anchor: string) => (/[\p{L}\p{N}]$/u.test(anchor) ? '(?![\\p{L}\\p{N}])' : '');

/** Moments as the field writes them; which of them is one, the reader of moments says. */
export const timePattern =
  '(?:(?:[A-Za-z]{2,9}\\.?,?\\s{1,3})?(?:\\d{4}[-/.]\\d{1,2}[-/.]\\d{1,2}|\\d{1,2}[-/. ](?:\\d{1,2}|[A-Za-z]{3,9}\\.?)[-/. ,]{1,2}(?:\\d{4}|\\d\\d)|[A-Za-z]{3,9}\\.?\\s\\d{1,2}(?:st|nd|rd|th)?,?\\s\\d{4})(?!\\d)(?:[Tt ,_:\\n]{1,3}(?:at\\s)?\\d{1,2}:\\d\\d(?::\\d\\d(?:[.,]\\d{1,9})?)?(?:\\s?[ap]\\.?m\\.?)?(?:\\s?(?:\\([A-Z]{3,4}\\)|[A-Z]{3,5}(?![A-Za-z])|Z(?![A-Za-z])|(?:UTC|GMT)?[+-]\\d\\d:?\\d\\d))?)?|[A-Za-z]{3}\\s[A-Za-z]{3}\\s{1,2}\\d{1,2}\\s\\d\\d:\\d\\d:\\d\\d\\s(?:[A-Z]{3,4}\\s)?\\d{4}|\\d{8}T?\\d{6}Z?|(?<!\\d)\\d{10}(?:\\.\\d{1,6})?(?!\\d)|(?<!\\d)\\d{13}(?!\\d))';

const v4 = '(?:\\d{1,3}\\.){3}\\d{1,3}(?:/\\d{1,2}(?!\\d)|:\\d{2,5}(?!\\d))?(?!\\d|\\.\\d)';
const v6 =
  '(?=[\\[0-9a-f:.]{0,48}::|\\[?(?:[0-9a-f]{1,4}:){7})\\[?[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,7}(?:\\.\\d{1,3}){0,3}(?:\\](?::\\d{1,5})?)?(?:/\\d{1,3}(?!\\d))?(?![\\w:])';

/** Texts of values by type. Each is one group's worth; none begins with a blank. */
const valuePatterns: Readonly<Record<ValueType, string>> = {
  address: `(?:(?<![\\d.])${v4}|(?<![\\w:])${v6})`,
  port: '(?<![\\d.])\\d{1,5}(?![\\d:]|\\.\\d)',
  host: '(?<![\\p{L}\\p{N}_@.-])(?:[\\p{L}\\p{N}_-]{1,63}\\.){1,10}[\\p{L}\\p{N}-]{2,63}(?![\\p{L}\\p{N}_@])',
  url: '(?:(?:https?|ftp)://[^\\s<>"\'`|\\\\^{}]{2,2000}(?<![.,;:!?)\\]])|(?<![\\p{L}\\p{N}_@.-])(?:[\\p{L}\\p{N}_-]{1,63}\\.){1,10}[\\p{L}]{2,63}(?:/[^\\s<>"\'`|\\\\^{}]{0,2000}(?<![.,;:!?)\\]]))?(?![\\p{L}\\p{N}_@]))',
  asn: '(?<![\\p{L}\\p{N}])(?:AS\\s?)?\\d{1,10}(?![\\d.])',
  account: '[^\\s<>@"\',;:()]{1,64}@[^\\s<>@"\',;()]{2,254}[^\\s<>@"\',;().]',
  time: timePattern,
  number: '(?<![\\d.,])(?:\\d{1,3}(?:[,. ]\\d{3}){1,4}|\\d{1,12})(?!\\d)',
  reference: '(?=[^\\s]{0,120}\\d)[\\p{L}\\p{N}](?:[^\\s<>"\',;|()[\\]{}]{0,119}[\\p{L}\\p{N}])?',
  word: '[^\\s<>"\',;|()[\\]{}]{1,200}(?<![.:])',
  text: '[^\\s|][^\\n\\t|]{0,299}',
};

/** What may stand right before a value and is no part of it. */
const opening = '[#"\'(<[]{0,3}';

/** Before a value with no words before it: not within another word, so that it is tried once for each. */
const tokenStart = '(?<![^\\s"\'(<[#>|,;=])';
const closing = '["\')\\]]{0,3}';

const group = (type: ValueType): string => `(${valuePatterns[type]})`;

/** The pattern of a place, with the value as its only group. `column` places have none of their own. */
export function placePattern(place: Place, type: ValueType): string | undefined {
  switch (place.in) {
    case 'label':
      return `${lineStart}${wordsPattern(place.label)}${ends(place.label)}${labelEnd}${opening}${group(type)}`;
    case 'words': {
      // The rest of a line ends with the line: nothing is looked for behind it, and it must have words before it.
      if (type === 'text' && !place.before) return undefined;
      const before = place.before ? `${wordsPattern(place.before)}[\\s>|]{0,60}${opening}` : tokenStart;
      const after = place.after && type !== 'text' ? `${closing}[\\s>|]{0,60}${wordsPattern(place.after)}` : '';
      return `${before}${group(type)}${after}`;
    }
    case 'subject': {
      const before = place.before ? `${wordsPattern(place.before)}[\\s>|]{0,60}${opening}` : tokenStart;
      const after = place.after && type !== 'text' ? `${closing}[\\s>|]{0,60}${wordsPattern(place.after)}` : '';
      return `(?<![\\s\\S])Subject:[^\\n]{0,400}?${before}${group(type)}${after}`;
    }
    case 'alone':
      return `${lineStart}${opening}${group(type)}["')>\\]]{0,3}[ \\t,;.]{0,8}$`;
    case 'column':
      return undefined;
  }
}

/** Start of a line, with the sign or number of a list. */
const lineStart = '^[ \\t]{0,20}(?:(?:[-*•·–]|\\d{1,3}[.)])[ \\t]{1,8})?';
/** Between a label and its value: brackets, a separator, at most two line breaks. */
const labelEnd =
  '(?:[ \\t]{0,20}(?:\\([^()\\n]{0,40}\\)|\\[[^\\[\\]\\n]{0,40}\\]))?(?:[ \\t]{0,40}(?:[:=|]{1,2}|[-–]{1,2}|\\.{2,60}:?))?[ \\t]{0,40}(?:\\n[ \\t]{0,20}){0,2}';

/** Where the label of a split begins. */
export const splitPattern = (label: string): string => `${lineStart}${wordsPattern(label)}${ends(label)}`;

const flags = 'imu';

/** The finder of one place. `last` looks back from the end of the text, once. */
export function finderOf(place: Place, type: ValueType, which: FieldTaught['which']): RegExp | undefined {
  const pattern = placePattern(place, type);
  if (pattern === undefined) return undefined;
  const whole = which === 'last' && place.in !== 'subject' ? `(?<![\\s\\S])[\\s\\S]*(?:${pattern})` : pattern;
  return new RegExp(whole, flags);
}

/** How a table of a text is cut: its delimiter and which column is where. */
export interface TableHead {
  readonly delimiter: Delimiter;
  /** Column number, from 0, by the name in the template. */
  readonly at: Readonly<Record<string, number>>;
}
export const delimiters = ['\t', '|', ';', ',', '  '] as const;
export type Delimiter = (typeof delimiters)[number];

const cutBy: Readonly<Record<Delimiter, RegExp>> = {
  '\t': /[ ]?\t[ ]?/,
  '|': /\|/,
  ';': /;/,
  ',': /,/,
  '  ': / {2,}/,
};
/** The cells of a line. */
export function cellsOf(line: string, delimiter: Delimiter): string[] {
  return line
    .trim()
    .split(cutBy[delimiter])
    .map((c) => c.trim().replace(/^"|"$/g, '').trim());
}

const sameWords = (text: string) =>
  text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/[\s_]+/g, ' ')
    .trim();

/** The line that heads a table with these columns: its delimiter, and where the columns are in this mail. */
export function tableHead(text: string, columns: readonly string[]): TableHead | undefined {
  const wanted = columns.map((c) => [c, sameWords(c)] as const);
  const first = wanted[0]?.[1] ?? '';
  for (const line of text.split('\n', 20_000)) {
    if (line.length > 2000 || !sameWords(line).includes(first)) continue;
    for (const delimiter of delimiters) {
      const cells = cellsOf(line, delimiter).map(sameWords);
      if (cells.length < 2 || cells.length > 60) continue;
      const at: Record<string, number> = {};
      for (const [name, plain] of wanted) {
        const i = cells.indexOf(plain);
        if (i >= 0) at[name] = i;
      }
      if (Object.keys(at).length === wanted.length) return { delimiter, at };
    }
  }
  return undefined;
}

const cell: Readonly<Record<Delimiter, string>> = {
  '\t': '[^\\t\\n]{0,1000}',
  '|': '[^|\\n]{0,1000}',
  ';': '[^;\\n]{0,1000}',
  ',': '(?:"[^"\\n]{0,1000}"|[^",\\n]{0,1000})',
  '  ': '\\S{1,300}(?: \\S{1,300}){0,20}',
};
const between: Readonly<Record<Delimiter, string>> = { '\t': '\\t', '|': '\\|', ';': ';', ',': ',', '  ': ' {2,80}' };

/** One row of a table: the columns of the template as named groups, so that each row is one finding. */
function rowFinder(
  fields: readonly FieldTaught[],
  head: TableHead,
): { field: TemplateField; finder: Finder } | undefined {
  const byColumn = new Map<number, FieldTaught>();
  for (const f of fields)
    for (const p of f.places) {
      const at = p.in === 'column' ? head.at[p.column] : undefined;
      if (at !== undefined && !byColumn.has(at)) byColumn.set(at, f);
    }
  const resource = [...byColumn.values()].find((f) => /^(?:ip|url|host|account|asn)$/.test(f.field));
  if (!resource) return undefined;
  const last = Math.max(...byColumn.keys());
  const cells: string[] = [];
  for (let i = 0; i <= last; i++) {
    const f = byColumn.get(i);
    // A cell that cannot be read leaves its field out; the row is read by the others. The resource must be there.
    const name = f?.field.replace('.', '_');
    const blank = head.delimiter === '  ' ? '' : '[ "]{0,40}';
    cells.push(
      !f
        ? cell[head.delimiter]
        : f === resource
          ? `${blank}(?<${name}>${valuePatterns[f.type]})${blank}`
          : `${blank}(?:(?<${name}>${valuePatterns[cellType(f.type)]})${blank}(?=${between[head.delimiter]}|$)|${cell[head.delimiter]})`,
    );
  }
  const re = new RegExp(
    `^[ \\t]{0,8}${cells.join(between[head.delimiter])}(?=${between[head.delimiter]}|[ \\t"]{0,40}$)`,
    flags,
  );
  return { field: resource.field, finder: { re, all: true } };
}
const cellType = (type: ValueType): ValueType => (type === 'text' ? 'reference' : type);

const exact = (text: string) => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');

function matchOf(taught: Taught): Match[] {
  const s = taught.sender;
  const all = (list: readonly string[]) =>
    new RegExp(`(?<![\\s\\S])${list.map((w) => `(?=[\\s\\S]*?${wordsPattern(w)})`).join('')}`, 'iu');
  const more = {
    kind: 'mail' as const,
    // What an operator taught about a sender goes before what the house knows of it.
    weight: 500,
    ...(s.subject.length > 0 ? { subject: all(s.subject) } : {}),
    ...(s.header ? { header: [s.header.name, new RegExp(wordsPattern(s.header.has), 'iu')] as const } : {}),
    ...(s.signature.length > 0 ? { body: all(s.signature) } : {}),
  };
  const senders = [
    ...s.domains.map((d) => new RegExp(`[@.]${exact(d)}$`, 'i')),
    ...s.addresses.map((a) => new RegExp(`^${exact(a)}$`, 'i')),
  ];
  return senders.length > 0 ? senders.map((from) => ({ ...more, from })) : [more];
}

const columnsOf = (taught: Taught): string[] => [
  ...new Set(taught.fields.flatMap((f) => f.places.flatMap((p) => (p.in === 'column' ? [p.column] : [])))),
];

/**
 * The declaration the template engine reads by.
 * @param head where the columns of the taught table are in the text at hand; without it columns are left out
 */
export function compileTaught({ taught, version }: Versioned, head?: TableHead): TemplateSpec {
  const fields: Partial<Record<TemplateField, Finder | readonly Finder[]>> = {};
  const row = head ? rowFinder(taught.fields, head) : undefined;
  for (const f of taught.fields) {
    const finders: Finder[] = [];
    if (row?.field === f.field) finders.push(row.finder);
    for (const place of f.places) {
      const re = finderOf(place, f.type, f.which);
      if (re)
        finders.push({
          re,
          ...(f.which === 'all' ? { all: true } : {}),
          ...(typeof f.which === 'number' ? { nth: f.which } : {}),
          ...(f.means ? { map: f.means } : {}),
        });
    }
    if (finders.length > 0) fields[f.field] = finders;
  }
  const { kind, role, severity, zone } = taught.constants;
  return {
    id: taughtId(taught.name),
    version,
    title: { nl: taught.title, en: taught.title },
    match: matchOf(taught),
    ...(taught.split ? { split: new RegExp(splitPattern(taught.split), flags) } : {}),
    ...(taught.until ? { until: new RegExp(splitPattern(taught.until), flags) } : {}),
    fields,
    constants: { kind, ...(role ? { role } : {}), ...(severity ? { severity } : {}), ...(zone ? { zone } : {}) },
    // In a table the columns beside the resource are said row by row; a row without one is still a finding.
    required: taught.required.filter((f) => !row || row.field === f || !isColumn(taught, f)),
  };
}

const isColumn = (taught: Taught, field: TaughtField) =>
  taught.fields.some((f) => f.field === field && f.places.every((p) => p.in === 'column'));

/** `03/11/2026` in the order the sender means, as ISO 8601. */
function reordered(text: string, dates: NonNullable<Taught['dates']>): string {
  return text.replace(/(?<!\d)(\d{1,2})\/(\d{1,2})\/(\d{4}|\d\d)(?!\d)/, (_, a: string, b: string, y: string) => {
    const [day, month] = dates === 'day_first' ? [a, b] : [b, a];
    return `${y.length === 2 ? `20${y}` : y}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  });
}

/** A taught template as a format of the group `template`; patterns are made once, for each shape of table it meets. */
export function taughtFormat(given: Versioned): Format {
  const { taught } = given;
  const columns = columnsOf(taught);
  const plain = template(compileTaught(given));
  const byHead = new Map<string, Format>();
  const { dates } = taught;
  return {
    ...plain,
    *read(unit: Unit, reading: Reading) {
      const ours: Reading = dates
        ? { ...reading, readTime: (text, options) => reading.readTime(reordered(text, dates), options) }
        : reading;
      const head = columns.length > 0 ? tableHead(templateText(unit), columns) : undefined;
      if (!head) {
        yield* plain.read(unit, ours);
        return;
      }
      const key = JSON.stringify(head);
      let format = byHead.get(key);
      if (!format) {
        format = template(compileTaught(given, head));
        if (byHead.size > 50) byHead.clear();
        byHead.set(key, format);
      }
      yield* format.read(unit, ours);
    },
  };
}
