/** Files that an operator's own mapping describes: which columns or paths mean what is data, kept per organisation or given with the file. */
import type { FileUnit, Reading, RowReader, Said, TableStart } from './format.ts';
import { format } from './format.ts';
import { type About, mappedFinding } from './mapping/finding.ts';
import type { Mapping } from './mapping/mapping.ts';
import { type Found, Header, type Row, rowsOf } from './mapping/records.ts';
import { mailOf, senderOf } from './values/fields.ts';

/** The mappings the operator has, as they were loaded for this reading. */
const listOf = (reading: Reading): readonly Mapping[] =>
  Array.isArray(reading.facts.mapping) ? (reading.facts.mapping as readonly Mapping[]) : [];

/** `*` stands for anything; capitals are not told apart. */
export function nameFits(pattern: string, name: string): boolean {
  const pieces = pattern.toLowerCase().split('*');
  const text = name.toLowerCase();
  const [first = ''] = pieces;
  if (!text.startsWith(first)) return false;
  if (pieces.length === 1) return text === first;
  let at = first.length;
  for (const piece of pieces.slice(1, -1)) {
    const found = text.indexOf(piece, at);
    if (found < 0) return false;
    at = found + piece.length;
  }
  const last = pieces.at(-1) ?? '';
  return text.length - last.length >= at && text.endsWith(last);
}

const senderFits = (wanted: string, from: string): boolean => {
  const want = wanted.toLowerCase();
  return want.includes('@') && !want.startsWith('@')
    ? from === want
    : from.endsWith(`@${want.replace(/^@/, '')}`) || from.endsWith(`.${want.replace(/^@/, '')}`);
};

interface Facts {
  readonly hint?: string | undefined;
  readonly name: string;
  readonly from: string;
}

const isNamed = (m: Mapping, hint: string | undefined) => hint === m.name || hint === `mapping:${m.name}`;

/** Whether a mapping is for this file, as far as can be told without its records. All that it asks for must hold. */
function fits(m: Mapping, facts: Facts): boolean {
  if (isNamed(m, facts.hint)) return true;
  if (facts.hint?.startsWith('mapping:')) return false;
  const match = m.match;
  if (!match || (match.filename === undefined && match.columns === undefined && match.sender === undefined))
    return false;
  return (
    (match.filename === undefined || nameFits(match.filename, facts.name)) &&
    (match.sender === undefined || senderFits(match.sender, facts.from))
  );
}

const columnsFit = (m: Mapping, hint: string | undefined, has: (name: string) => boolean) =>
  isNamed(m, hint) || (m.match?.columns ?? []).every(has);

function aboutOf(m: Mapping, unit: Pick<FileUnit, 'within'>): About {
  return {
    timed: m.fields.time !== undefined || m.fields.first !== undefined || m.fields.last !== undefined,
    stated: unit.within?.date ? { at: unit.within.date.at, precision: 'message_date' } : undefined,
    reporter: m.reporter === undefined && unit.within ? senderOf(unit.within) : undefined,
  };
}

function* said(row: Row, m: Mapping, about: About, reading: Reading): Generator<Said> {
  const { finding, problems } = mappedFinding(row, m, about, reading);
  if (finding) yield { finding };
  else for (const problem of problems) yield { problem };
}

/** A table with its header in the first row is read row by row, whatever its size. */
function rows(start: TableStart, reading: Reading): RowReader | undefined {
  const facts: Facts = {
    hint: start.hint,
    name: start.name,
    from: start.within?.originator ?? start.within?.from ?? '',
  };
  const header = new Header(start.header);
  const m = listOf(reading).find(
    (one) =>
      one.shape === 'csv' &&
      !one.columns &&
      !one.comments &&
      one.delimiter !== 'space' &&
      fits(one, facts) &&
      columnsFit(one, facts.hint, (n) => header.has(n)),
  );
  if (!m) return undefined;
  const about = aboutOf(m, start);
  return (cells, row) => said(header.row(cells, row), m, about, reading);
}

export default format({
  id: 'mapping',
  version: 1,
  title: { nl: 'Eigen kolomindeling', en: 'Own mapping of columns' },
  group: 'standard',
  cut: true,
  match: [{ kind: 'file', weight: 1 }],
  rows,
  *read(unit, reading): Generator<Said> {
    // Nothing is said where no mapping is for this file: that is the ordinary case.
    const silent: Said = { pass: '' };
    if (unit.kind !== 'file') {
      yield silent;
      return;
    }
    const mail = mailOf(unit);
    const facts: Facts = { hint: unit.hint, name: unit.name, from: mail?.originator ?? mail?.from ?? '' };
    for (const m of listOf(reading)) {
      if (!fits(m, facts)) continue;
      const found = rowsOf(unit.text(), m)[Symbol.iterator]();
      const held: Found[] = [];
      let first: Row | undefined;
      for (let one = found.next(); !one.done; one = found.next()) {
        held.push(one.value);
        first = one.value.row;
        if (first) break;
      }
      if (!first) {
        for (const { problem } of held) if (problem && isNamed(m, unit.hint)) yield { problem };
        continue;
      }
      const row = first;
      if (!columnsFit(m, unit.hint, (n) => row.has(n))) continue;
      const about = aboutOf(m, unit);
      for (const { problem } of held) if (problem) yield { problem };
      yield* said(row, m, about, reading);
      for (let one = found.next(); !one.done; one = found.next()) {
        if (one.value.problem) yield { problem: one.value.problem };
        if (one.value.row) yield* said(one.value.row, m, about, reading);
      }
      return;
    }
    yield silent;
  },
});
