/** An edition that came otherwise than in its own format: as CSV, or as the text of a PDF. What cannot be read is told by its line, never by its words. */
import { columnNames, csvRows } from '#parties';
import { identifiersIn } from '#screening';
import type { ListedReseller } from './edition.ts';

export interface ReadEntries {
  readonly entries: readonly ListedReseller[];
  readonly problems: readonly { readonly line: number; readonly code: 'empty' | 'not_read' | 'bad_asn' | 'bad_date' }[];
}

const several = (cell: string) =>
  cell
    .split(/[|;\n]/)
    .map((c) => c.trim())
    .filter((c) => c !== '');

interface Draft {
  names: string[];
  aliases: string[];
  domains: string[];
  emails: string[];
  handles: { on: string; name: string }[];
  asns: number[];
  sources: { title: string; url?: string; seen_on: string }[];
  note?: string;
}
const blank = (): Draft => ({ names: [], aliases: [], domains: [], emails: [], handles: [], asns: [], sources: [] });
const isEmpty = (d: Draft) =>
  d.names.length + d.aliases.length + d.domains.length + d.emails.length + d.handles.length + d.asns.length === 0;

const handleOf = (text: string): { on: string; name: string } => {
  const link = /^(?:https?:\/\/)?(?:www\.)?(t\.me|telegram\.me)\/(\S+)$/i.exec(text);
  if (link) return { on: 'telegram', name: link[2] ?? '' };
  const named = /^([\p{L}\p{N} ._-]{2,40}):\s*(.+)$/u.exec(text);
  return named
    ? { on: (named[1] ?? '').trim().toLowerCase(), name: (named[2] ?? '').trim() }
    : { on: 'unknown', name: text };
};

const asnOf = (text: string): number | undefined => {
  const digits = /^(?:AS)?\s*(\d{1,10})$/i.exec(text.trim())?.[1];
  const asn = Number(digits);
  return digits && asn >= 1 && asn <= 4_294_967_295 ? asn : undefined;
};

/** Columns of the CSV; several values in a cell are parted by `|`. Dutch names are known too. */
const columns: Readonly<Record<string, keyof Draft | 'id' | 'source' | 'url' | 'seen_on'>> = {
  id: 'id',
  name: 'names',
  names: 'names',
  naam: 'names',
  namen: 'names',
  alias: 'aliases',
  aliases: 'aliases',
  aliassen: 'aliases',
  domain: 'domains',
  domains: 'domains',
  domein: 'domains',
  domeinen: 'domains',
  email: 'emails',
  emails: 'emails',
  'e-mail': 'emails',
  handle: 'handles',
  handles: 'handles',
  telegram: 'handles',
  asn: 'asns',
  asns: 'asns',
  note: 'note',
  opmerking: 'note',
  source: 'source',
  bron: 'source',
  url: 'url',
  seen_on: 'seen_on',
  gezien_op: 'seen_on',
};

/**
 * Entries of a CSV file.
 * @param day what a source without a date was seen on: the date of the edition
 * @throws RangeError where it is no CSV
 */
export async function readCsv(content: string, day: string): Promise<ReadEntries> {
  const entries: ListedReseller[] = [];
  const problems: { line: number; code: ReadEntries['problems'][number]['code'] }[] = [];
  let head: readonly (string | undefined)[] | undefined;
  let no = 0;
  for await (const row of csvRows([content])) {
    if (!head) {
      head = columnNames(row.cells).map((c) => columns[c.toLowerCase()]);
      if (!head.some((c) => c === 'names' || c === 'aliases' || c === 'domains' || c === 'handles'))
        throw new RangeError('no column with names, aliases, domains or handles');
      continue;
    }
    no++;
    const draft = blank();
    let id = `r-${no}`;
    const said: { title?: string; url?: string; seen?: string } = {};
    for (const [at, column] of head.entries()) {
      const cell = row.cells[at]?.trim() ?? '';
      if (cell === '' || column === undefined) continue;
      if (column === 'id') id = cell.replace(/[^A-Za-z0-9._-]/g, '-').slice(0, 60) || id;
      else if (column === 'note') draft.note = cell.slice(0, 4000);
      else if (column === 'source') said.title = cell.slice(0, 300);
      else if (column === 'url') said.url = cell;
      else if (column === 'seen_on') said.seen = cell;
      else if (column === 'handles') draft.handles.push(...several(cell).map(handleOf));
      else if (column === 'asns')
        for (const text of several(cell)) {
          const asn = asnOf(text);
          if (asn === undefined) problems.push({ line: row.line, code: 'bad_asn' });
          else draft.asns.push(asn);
        }
      else if (column !== 'sources') draft[column as 'names' | 'aliases' | 'domains' | 'emails'].push(...several(cell));
    }
    if (said.seen !== undefined && !/^\d{4}-\d{2}-\d{2}$/.test(said.seen)) {
      problems.push({ line: row.line, code: 'bad_date' });
      said.seen = day;
    }
    if (said.title || said.url)
      draft.sources.push({
        title: said.title ?? said.url ?? '',
        ...(said.url && URL.canParse(said.url) ? { url: said.url } : {}),
        seen_on: said.seen ?? day,
      });
    if (isEmpty(draft)) problems.push({ line: row.line, code: 'empty' });
    else entries.push({ id, ...draft });
  }
  return { entries, problems };
}

const labels: readonly (readonly [
  RegExp,
  'names' | 'aliases' | 'domains' | 'emails' | 'handles' | 'asns' | 'source',
])[] = [
  [/^(?:naam|namen|name|names|bedrijf|company)$/i, 'names'],
  [/^(?:alias|aliassen|aliases|ook bekend als|aka)$/i, 'aliases'],
  [/^(?:domein|domeinen|domain|domains|website|websites|site)$/i, 'domains'],
  [/^(?:e-?mail|e-?mails|mail)$/i, 'emails'],
  [/^(?:telegram|handle|handles|forum|jabber|icq|discord|signal)$/i, 'handles'],
  [/^(?:asn|asns|as-nummer|as number)$/i, 'asns'],
  [/^(?:bron|source|advertentie|advertisement)$/i, 'source'],
];

/**
 * Entries in the text of a PDF: a block of lines for each, parted by an empty line, with `Label: value` lines. Domains, addresses
 * and AS numbers in other lines of a block are taken too. The person who imports looks at what came of it first.
 */
export function readText(content: string, day: string): ReadEntries {
  const entries: ListedReseller[] = [];
  const problems: { line: number; code: 'not_read' | 'bad_asn' }[] = [];
  let draft = blank();
  let no = 0;
  const end = () => {
    if (!isEmpty(draft)) entries.push({ id: `r-${++no}`, ...draft });
    draft = blank();
  };
  for (const [at, raw] of content.split(/\r?\n/).entries()) {
    const line = raw.trim();
    if (line === '') {
      end();
      continue;
    }
    const found = /^([^:]{2,30}):\s*(.+)$/.exec(line);
    const label = found && labels.find(([pattern]) => pattern.test((found[1] ?? '').trim()));
    const value = found?.[2]?.trim() ?? '';
    if (!label) {
      const marks = identifiersIn(line);
      for (const m of marks) {
        if (m.kind === 'email') draft.emails.push(m.value);
        else if (m.kind === 'domain') draft.domains.push(m.value);
        else if (m.kind === 'handle') draft.handles.push(handleOf(m.value));
      }
      const asns = [...line.matchAll(/\bAS(\d{1,10})\b/g)].flatMap((m) => asnOf(m[1] ?? '') ?? []);
      draft.asns.push(...asns);
      // Words of a heading or a sentence between the entries are no entry.
      if (marks.length === 0 && asns.length === 0 && !isEmpty(draft)) problems.push({ line: at + 1, code: 'not_read' });
      continue;
    }
    const [, field] = label;
    if (field === 'names' && draft.names.length > 0) end();
    const values = value.split(/\s*[|;,]\s*/).filter((v) => v !== '');
    if (field === 'handles') {
      const on = (found?.[1] ?? '').trim().toLowerCase();
      draft.handles.push(
        ...values.map((v) => {
          const handle = handleOf(v);
          return handle.on === 'unknown' && !/^handles?$/.test(on) ? { on, name: v } : handle;
        }),
      );
    } else if (field === 'asns')
      for (const v of values) {
        const asn = asnOf(v);
        if (asn === undefined) problems.push({ line: at + 1, code: 'bad_asn' });
        else draft.asns.push(asn);
      }
    else if (field === 'source')
      draft.sources.push({ title: value.slice(0, 300), ...(URL.canParse(value) ? { url: value } : {}), seen_on: day });
    else draft[field].push(...(field === 'names' ? [value] : values));
  }
  end();
  return { entries, problems };
}
