/**
 * Learns how a sender writes from one of its mails in which a person pointed at the values. For each value it proposes the
 * words that stand beside it, the nearest kind first, tries each on the mail itself, and keeps those that find exactly what
 * was pointed at. What changes from mail to mail (numbers, moments, addresses, names) never becomes part of a template.
 */
import { getDomain } from 'tldts';
import { readTime } from '#kernel';
import { asnOf, hostOfUrl, ipOf, networkOf, portOf, resourceOf, urlOf } from '../values/fields.ts';
import { cellsOf, type Delimiter, delimiters, finderOf, placePattern, tableHead, wordsPattern } from './compile.ts';
import {
  type FieldTaught,
  mostNth,
  type Place,
  resourceFields,
  type Taught,
  type TaughtField,
  taughtShape,
  type ValueType,
} from './shape.ts';

/** A mail as the learner sees it. `text` is what templates search: the subject on its first line, then the words. */
export interface Sample {
  readonly from: string;
  readonly subject: string;
  readonly text: string;
}

/** A value a person pointed at, as a range of the sample's text. */
export interface Mark {
  readonly field: TaughtField;
  readonly from: number;
  readonly until: number;
  /** For `kind` and `severity`: what the sender's word means. */
  readonly means?: string;
  /** A mail without it is not read. Default: the first resource only. */
  readonly required?: boolean;
}

/** What a person says beside the marks. */
export interface About {
  readonly name: string;
  readonly title: string;
  readonly kind: string;
  readonly role?: Taught['constants']['role'];
  readonly severity?: Taught['constants']['severity'];
  readonly zone?: string;
  readonly dates?: Taught['dates'];
  /** Instead of what the learner takes from the sender of the sample. */
  readonly sender?: Partial<Taught['sender']>;
}

export interface LearnProblem {
  readonly code:
    | 'mark.unreadable'
    | 'mark.no-anchor'
    | 'mark.twice'
    | 'mark.outside'
    | 'marks.no-resource'
    | 'dates.unsaid'
    | 'about.wrong';
  readonly field?: TaughtField;
  readonly message: string;
}
export interface Learned {
  /** Absent where the marks are not enough. */
  readonly taught?: Taught;
  readonly problems: readonly LearnProblem[];
}

/** Characters of a sample that are looked at. */
export const mostSample = 60_000;

const typeOf: Readonly<Record<TaughtField, ValueType>> = {
  ip: 'address',
  port: 'port',
  host: 'host',
  url: 'url',
  asn: 'asn',
  account: 'account',
  seenAt: 'time',
  firstSeenAt: 'time',
  lastSeenAt: 'time',
  reference: 'reference',
  kind: 'text',
  severity: 'text',
  malware: 'text',
  cve: 'reference',
  count: 'number',
  description: 'text',
  'target.ip': 'address',
  'target.port': 'port',
  'target.host': 'host',
  'target.url': 'url',
};

/** The type of a value: by its field, except where what was pointed at is plainer than the field expects. */
export function typeOfValue(field: TaughtField, value: string): ValueType {
  if (field === 'account' && !value.includes('@')) return 'word';
  if (field === 'reference' && !/\d/.test(value)) return 'word';
  if (field === 'reference' && /\s/.test(value)) return 'text';
  return typeOf[field];
}

const slashed = /(?<!\d)\d{1,2}\/\d{1,2}\/(?:\d{4}|\d\d)(?!\d)/;

/** Whether a text can be read as this field. */
export function readsAs(field: TaughtField, value: string): boolean {
  switch (typeOfValue(field, value)) {
    case 'address':
      return ipOf(value) !== undefined || networkOf(value) !== undefined || resourceOf(value)?.ip !== undefined;
    case 'port':
      return portOf(value) !== undefined;
    case 'host':
      return resourceOf(value)?.host !== undefined;
    case 'url':
      return urlOf(value) !== undefined || hostOfUrl(`http://${value}`) !== undefined;
    case 'asn':
      return asnOf(value) !== undefined;
    case 'account':
      return resourceOf(value)?.account !== undefined;
    case 'time':
      return readTime(value.replace(/\s*\((?:utc|gmt)\)/i, ' UTC').replace(slashed, '2026-01-02')) !== undefined;
    case 'number':
      return /^\d{1,12}$|^\d{1,3}(?:[,. ]\d{3})+$/.test(value);
    default:
      return value !== '' && value.length <= 300 && !value.includes('\n');
  }
}

/** A range without the blanks and the punctuation around what was pointed at. */
export function trimmed(
  text: string,
  mark: Pick<Mark, 'from' | 'until'>,
  type: ValueType,
): { from: number; until: number } {
  let { from, until } = mark;
  const before = type === 'text' ? /\s/ : /[\s"'<(#]/;
  const after = type === 'text' ? /\s/ : type === 'url' ? /[\s"'>.,;]/ : /[\s"'>),;.:]/;
  while (from < until && before.test(text[from] ?? '')) from++;
  while (until > from && after.test(text[until - 1] ?? '')) until--;
  return { from, until };
}

interface Line {
  readonly from: number;
  readonly text: string;
}

function linesAt(text: string): Line[] {
  const lines: Line[] = [];
  let from = 0;
  for (const line of text.split('\n')) {
    lines.push({ from, text: line });
    from += line.length + 1;
  }
  return lines;
}

const calendar =
  /^(?:mon|tue|wed|thu|fri|sat|sun|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mrt|mei|okt|maa|din|woe|don|vri|zat|zon)[a-z]{0,6}[.,]?$/i;

/**
 * Whether a word changes from mail to mail: it holds a digit, an address, a name of a machine or a month, or the sender's
 * other mails do not have it.
 */
function varies(w: string, others: readonly string[]): boolean {
  if (/\d|@|:\/\//.test(w) || w.length > 40) return true;
  if (/[\p{L}]\.[\p{L}]{2,}/u.test(w)) return true;
  if (calendar.test(w)) return true;
  if (others.length < 2 || !/\p{L}/u.test(w)) return false;
  const plain = w.toLowerCase().replace(/[.,:;!?]+$/, '');
  return others.filter((o) => o.includes(plain)).length * 2 < others.length;
}

interface Seen {
  readonly text: string;
  readonly lines: readonly Line[];
  /** Lower-case texts of earlier mails. */
  readonly others: readonly string[];
  readonly marks: readonly Mark[];
}

const lineNo = (lines: readonly Line[], at: number): number => {
  let i = lines.length - 1;
  while (i > 0 && (lines[i]?.from ?? 0) > at) i--;
  return i;
};

const tokens = (text: string) => text.split(/[\s>|]+/).filter((w) => w !== '');
const isStable = (text: string, seen: Seen) => tokens(text).every((w) => !varies(w, seen.others));
const hasWord = (text: string) => /\p{L}{2}/u.test(text);

/** A label: words at the start of a line, without its separator and what stands in brackets. */
function labelOf(text: string): string | undefined {
  const hit =
    /^[ \t]*(?:(?:[-*•·–]|\d{1,3}[.)])[ \t]+)?([\p{L}#][^\n:=|\t]{0,58}?)[ \t]*(?:\([^()\n]{0,40}\)|\[[^[\]\n]{0,40}\])?[ \t]*(?:[:=|]{1,2}|[ \t][-–]{1,2}|\t|\.{2,60}:?)[ \t]*["'(<[#]{0,3}$/u.exec(
      text,
    );
  const label = hit?.[1]?.trim();
  return label && hasWord(label) ? label : undefined;
}

/** The words right before a value, nearest last, as far as they stay the same. */
function wordsBefore(seen: Seen, from: number, floor: number): string[] {
  const text = seen.text.slice(Math.max(floor, from - 200), from).replace(/["'(<[#]{1,3}$/, '');
  // A blank line parts what stands above from what is said here.
  const near = text.slice(Math.max(0, text.lastIndexOf('\n\n') + 1));
  const out: string[] = [];
  const cut = from - 200 > floor && !/^\s/.test(near);
  const all = tokens(near).slice(cut ? 1 : 0);
  for (const w of all.reverse()) {
    if (varies(w, seen.others) || out.length >= 5) break;
    out.unshift(w);
  }
  return out;
}

function wordsAfter(seen: Seen, until: number): string[] {
  const text = seen.text.slice(until, until + 200).replace(/^["')>\]]{1,3}/, '');
  const stop = text.indexOf('\n\n');
  const out: string[] = [];
  const near = stop < 0 ? text : text.slice(0, stop);
  for (const w of tokens(near)) {
    if (varies(w, seen.others) || out.length >= 3) break;
    out.push(w);
  }
  if (stop < 0 && text.length === 200 && tokens(near).length === out.length) out.pop();
  return out;
}

/** The table a value stands in, and the name of its column. */
function columnOf(seen: Seen, at: number, until: number): { place: Place; delimiter: Delimiter } | undefined {
  const no = lineNo(seen.lines, at);
  const line = seen.lines[no];
  if (!line) return undefined;
  for (const delimiter of delimiters) {
    const count = cellsOf(line.text, delimiter).length;
    // Two cells are a label and its value, unless the first is a value itself; a comma alone is no table.
    const [one = ''] = cellsOf(line.text, delimiter);
    if (count < 2 || (count === 2 && (delimiter === ',' || !/\d/.test(one)))) continue;
    const inLine = (text: string) => cellsOf(text, delimiter).length;
    const offset = line.text.length - line.text.trimStart().length;
    const before = line.text.slice(offset, at - line.from);
    const column = cellsOf(`${before}x`, delimiter).length - 1;
    for (let i = no - 1; i > 0 && i > no - 2000; i--) {
      const above = seen.lines[i]?.text ?? '';
      if (/^[\s+=|-]*$/.test(above)) {
        if (above.trim() === '' && delimiter !== '\t') break;
        continue;
      }
      if (inLine(above) !== count) break;
      const cells = cellsOf(above, delimiter);
      const name = cells[column] ?? '';
      const isHead =
        cells.every((c) => c.length <= 60 && !/\d{2}|@|:\/\//.test(c)) && cells.filter(hasWord).length >= 2;
      if (!isHead || !hasWord(name)) continue;
      const place: Place = { in: 'column', column: name.slice(0, 120) };
      const head = tableHead(seen.text, [place.column]);
      if (head?.at[place.column] === column && until <= line.from + line.text.length) return { place, delimiter };
    }
  }
  return undefined;
}

/** Whether the pattern of this place finds in the text what was pointed at, first or last of its matches. */
function tries(place: Place, type: ValueType, text: string, from: number, until: number): 'first' | 'last' | undefined {
  for (const which of ['first', 'last'] as const) {
    const re = finderOf(place, type, which);
    if (!re) return undefined;
    const m = new RegExp(re.source, `${re.flags}d`).exec(text);
    const range = m?.indices?.[1];
    if (!range) return undefined;
    // A zone, a port or a length behind what was pointed at may be taken along; the engine reads them.
    const more = type === 'time' ? 12 : type === 'address' ? 6 : 1;
    const same = range[0] === from && (type === 'text' || Math.abs(range[1] - until) <= more);
    if (same) return which;
  }
  return undefined;
}

/** Under which number, counted from 1, a label holds what was pointed at; undefined where it is none of the first twenty. */
function numberUnder(place: Place, type: ValueType, text: string, from: number): number | undefined {
  const re = place.in === 'label' ? finderOf(place, type, 'first') : undefined;
  if (!re) return undefined;
  let no = 0;
  for (const m of text.matchAll(new RegExp(re.source, `${re.flags}gd`))) {
    if (++no > mostNth) return undefined;
    if (m.indices?.[1]?.[0] === from) return no > 1 ? no : undefined;
  }
  return undefined;
}

/** Places that could hold the value, the most telling first. */
function* candidates(seen: Seen, from: number, until: number): Generator<Place> {
  const no = lineNo(seen.lines, from);
  const line = seen.lines[no];
  if (!line) return;
  const before = seen.text.slice(line.from, from);
  const after = seen.text.slice(until, line.from + line.text.length);
  if (no === 0) {
    const w = wordsBefore(seen, from, 'Subject:'.length);
    const next = wordsAfter(seen, until).filter((_, i, all) => all.length > 0 && i < 2);
    for (const n of [2, 3, 1]) if (w.length >= n) yield { in: 'subject', before: w.slice(-n).join(' ') };
    if (next.length > 0) yield { in: 'subject', after: next.join(' ') };
    yield { in: 'subject' };
    return;
  }
  const label = labelOf(before);
  if (label && isStable(label, seen)) yield { in: 'label', label };
  if (/^[ \t]*(?:(?:[-*•·–]|\d{1,3}[.)])[ \t]+)?["'(<[]{0,3}$/.test(before)) {
    const above = [1, 2].map((n) => seen.lines[no - n]?.text.trim() ?? '').find((t) => t !== '') ?? '';
    const name = above.replace(/[ \t]*(?:\([^()]{0,40}\))?[ \t]*[:=.…-]*$/, '');
    if (
      no > 2 &&
      hasWord(name) &&
      !/[|\t]| {3}/.test(name) &&
      name.length <= 60 &&
      tokens(name).length <= 8 &&
      isStable(name, seen)
    )
      yield { in: 'label', label: name };
    if (/^["')>\]]{0,3}[ \t,;.]{0,8}$/.test(after)) yield { in: 'alone' };
  }
  const w = wordsBefore(seen, from, (seen.lines[1]?.from ?? 0) - 1);
  const next = wordsAfter(seen, until);
  for (const n of [3, 2, 4, 5, 1]) {
    const words = w.slice(-n).join(' ');
    if (w.length >= n && hasWord(words)) yield { in: 'words', before: words };
  }
  const one = w.at(-1);
  for (const n of [1, 2])
    if (one && next.length >= n) yield { in: 'words', before: one, after: next.slice(0, n).join(' ') };
  for (const n of [2, 3, 1]) {
    const words = next.slice(0, n).join(' ');
    if (next.length >= n && hasWord(words)) yield { in: 'words', after: words };
  }
}

const mostPlaces = 3;

/** Whether words of an anchor hold what some mark points at. */
function holdsMark(place: Place, seen: Seen): boolean {
  const said = Object.values(place).join(' ').toLowerCase();
  return seen.marks.some((m) => {
    const value = seen.text.slice(m.from, m.until).trim().toLowerCase();
    return value.length > 2 && said.includes(value);
  });
}

interface Found {
  readonly places: Place[];
  readonly which: FieldTaught['which'];
  readonly inTable: boolean;
}

function placesOf(seen: Seen, field: TaughtField, type: ValueType, from: number, until: number): Found | undefined {
  const column = columnOf(seen, from, until);
  if (column) return { places: [column.place], which: 'all', inTable: true };
  const places: Place[] = [];
  let which: FieldTaught['which'] | undefined;
  const kinds = new Set<string>();
  for (const place of candidates(seen, from, until)) {
    if (holdsMark(place, seen) || (kinds.has(place.in) && place.in !== 'words')) continue;
    if (place.in === 'alone' && !resourceFields.includes(field)) continue;
    const found = tries(place, type, seen.text, from, until);
    if (!found || (which !== undefined && found !== which)) continue;
    which ??= found;
    kinds.add(place.in);
    places.push(place);
    if (places.length >= mostPlaces) break;
  }
  if (which !== undefined) return { places, which, inTable: false };
  // Nothing else tells it apart: it is the one with that number under its label, in every mail of this sender.
  for (const place of candidates(seen, from, until)) {
    const no = holdsMark(place, seen) ? undefined : numberUnder(place, type, seen.text, from);
    if (no !== undefined) return { places: [place], which: no, inTable: false };
  }
  return undefined;
}

/** Different values under this place, in order of their lines. */
function valuesUnder(place: Place, type: ValueType, text: string): string[] {
  const pattern = placePattern(place, type);
  if (pattern === undefined || place.in === 'subject') return [];
  const found: string[] = [];
  for (const m of text.matchAll(new RegExp(pattern, 'gimu'))) {
    if (m[1] !== undefined) found.push(m[1].trim());
    if (found.length >= 2000) break;
  }
  return found;
}

const mailboxes =
  /^(?:gmail|googlemail|outlook|hotmail|live|yahoo|ymail|icloud|me|aol|gmx|web|mail|proton|protonmail|ziggo|kpnmail|xs4all)\.[a-z.]{2,6}$/;

/**
 * What mails of one sender share: its registered domain, or the whole address at a provider of mailboxes.
 * Undefined where there is no address.
 */
export function senderKey(from: string): string | undefined {
  const address = from.trim().toLowerCase();
  const host = address.slice(address.lastIndexOf('@') + 1);
  if (host === '') return undefined;
  const domain = getDomain(host, { allowPrivateDomains: true }) ?? host;
  return mailboxes.test(domain) ? (address.includes('@') ? address : undefined) : domain;
}

/** The keys under which a template's senders are found; empty where it knows its mails by other signs. */
export const keysOfTaught = (taught: Taught): string[] => [
  ...new Set([...taught.sender.domains, ...taught.sender.addresses].map(senderKey).filter((k) => k !== undefined)),
];

function senderOf(sample: Sample, earlier: readonly Sample[], about: About): Taught['sender'] {
  const key = senderKey(sample.from);
  const same = earlier.map((e) => e.subject.toLowerCase());
  const subject =
    same.length < 2
      ? []
      : [...new Set(tokens(sample.subject).map((w) => w.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, '')))]
          .filter((w) => w.length > 3 && !varies(w, same) && same.every((s) => s.includes(w.toLowerCase())))
          .sort((a, b) => b.length - a.length)
          .slice(0, 2);
  return {
    domains: key !== undefined && !key.includes('@') ? [key] : [],
    addresses: key?.includes('@') ? [key] : [],
    subject,
    signature: [],
    ...about.sender,
  };
}

/**
 * Derives a template from the marks of one mail.
 * @param earlier other mails of the same sender, where there are any: what differs between them is no anchor
 */
export function learn(marks: readonly Mark[], sample: Sample, about: About, earlier: readonly Sample[] = []): Learned {
  const problems: LearnProblem[] = [];
  const text = sample.text.slice(0, mostSample);
  const others = earlier.map((e) => e.text.slice(0, mostSample).toLowerCase());
  const seen: Seen = { text, lines: linesAt(text), others, marks };
  const fields: FieldTaught[] = [];
  const required: TaughtField[] = [];
  const repeats = new Map<TaughtField, { label: string; at: number; n: number }>();
  let dates = about.dates;
  for (const mark of marks) {
    const problem = (code: LearnProblem['code'], message: string) =>
      problems.push({ code, field: mark.field, message });
    if (!(mark.from >= 0 && mark.until > mark.from && mark.until <= text.length)) {
      problem('mark.outside', 'lies outside the text');
      continue;
    }
    if (fields.some((f) => f.field === mark.field)) {
      problem('mark.twice', 'this field has a mark already');
      continue;
    }
    const type = typeOfValue(mark.field, text.slice(mark.from, mark.until).trim());
    const { from, until } = trimmed(text, mark, type);
    const value = text.slice(from, until);
    if (!readsAs(mark.field, value)) {
      problem('mark.unreadable', `cannot be read as ${mark.field}`);
      continue;
    }
    if (type === 'time' && slashed.test(value) && dates === undefined) {
      const [a = 0, b = 0] = (slashed.exec(value)?.[0] ?? '').split('/').map(Number);
      if (a > 12) dates = 'day_first';
      else if (b > 12) dates = 'month_first';
      else problem('dates.unsaid', 'does not tell whether the day or the month comes first');
    }
    const found = placesOf(seen, mark.field, type, from, until);
    if (!found) {
      problem('mark.no-anchor', 'no words beside it stay the same from mail to mail');
      continue;
    }
    const first = found.places[0];
    let which = found.which;
    if (!found.inTable && first) {
      const values = valuesUnder(first, type, text);
      const different = new Set(values.map((v) => v.toLowerCase())).size;
      if (first.in === 'label' && values.length > 1)
        repeats.set(mark.field, { label: first.label, at: from, n: values.length });
      if (first.in === 'alone' && different > 1 && resourceFields.includes(mark.field)) which = 'all';
      if (resourceFields.includes(mark.field) && standsInList(seen, from, type)) {
        which = 'all';
        found.places.splice(0, found.places.length, { in: 'alone' });
      }
    }
    fields.push({
      field: mark.field,
      type,
      which,
      places: found.places,
      ...(mark.means ? { means: { [value.toLowerCase()]: mark.means } } : {}),
    });
    if (mark.required ?? (resourceFields.includes(mark.field) && required.length === 0)) required.push(mark.field);
  }
  const split = splitOf(repeats, fields, text);
  if (!fields.some((f) => resourceFields.includes(f.field)))
    problems.push({
      code: 'marks.no-resource',
      message: 'point at an address, a host, a URL, a network or an account',
    });
  if (fields.length === 0 || !fields.some((f) => resourceFields.includes(f.field))) return { problems };
  const read = taughtShape.safeParse({
    name: about.name,
    title: about.title,
    sender: senderOf(sample, earlier, about),
    ...(split ? { split } : {}),
    fields: split ? fields : fields.map((f) => (isList(f, repeats, text) ? { ...f, which: 'all' } : f)),
    constants: {
      kind: about.kind,
      ...(about.role ? { role: about.role } : {}),
      ...(about.severity ? { severity: about.severity } : {}),
      ...(about.zone ? { zone: about.zone } : {}),
    },
    ...(dates ? { dates } : {}),
    required,
  });
  if (!read.success) {
    for (const i of read.error.issues.slice(0, 5))
      problems.push({ code: 'about.wrong', message: `${i.path.join('.')}: ${i.message}` });
    return { problems };
  }
  return { taught: read.data, problems };
}

/** Whether the line above or below holds a value of this type alone as well: a list, of which the words above are the heading. */
function standsInList(seen: Seen, at: number, type: ValueType): boolean {
  const re = finderOf({ in: 'alone' }, type, 'first');
  const no = lineNo(seen.lines, at);
  const near = (step: number) =>
    [1, 2].map((n) => seen.lines[no + n * step]?.text ?? '').find((t) => t.trim() !== '') ?? '';
  return Boolean(re?.test(seen.lines[no]?.text ?? '') && (re.test(near(1)) || re.test(near(-1))));
}

/** Several things in one mail: the label that begins each, where two fields or more come back equally often. */
function splitOf(
  repeats: ReadonlyMap<TaughtField, { label: string; at: number; n: number }>,
  fields: readonly FieldTaught[],
  text: string,
): string | undefined {
  const several = [...repeats.entries()].filter(([f]) => fields.some((x) => x.field === f && x.which === 'first'));
  const resource = several.find(([f]) => resourceFields.includes(f));
  if (!resource || several.length < 2) return undefined;
  const same = several.filter(([, r]) => r.n === resource[1].n).sort((a, b) => a[1].at - b[1].at);
  const first = same[0];
  if (!first || same.length < 2) return undefined;
  // The label must begin each block: as often as the resource comes back, and nowhere else.
  const label = first[1].label;
  const starts = text.match(new RegExp(`^[ \\t]*${wordsPattern(label)}`, 'gimu'))?.length ?? 0;
  return starts === resource[1].n ? label : undefined;
}

/** One label with several values and nothing beside it that comes back: a list. */
function isList(
  f: FieldTaught,
  repeats: ReadonlyMap<TaughtField, { label: string; n: number }>,
  text: string,
): boolean {
  const place = f.places[0];
  if (!resourceFields.includes(f.field) || !repeats.has(f.field) || place?.in !== 'label' || f.which !== 'first')
    return false;
  return new Set(valuesUnder(place, f.type, text).map((v) => v.toLowerCase())).size > 1;
}
