/** The data format of IntelMQ: one record, a list, one per line, below a name, flat or nested, and as CSV with dotted columns. */
import { type FileUnit, format, type Reading, type RowReader, type Said, type TableStart } from './format.ts';
import { flat, intelmqFinding, isIntelmq, typed } from './intelmq/finding.ts';
import { jsonValues } from './mapping/records.ts';
import { readTable } from './table/table.ts';
import { isObject, type JsonObject } from './values/json.ts';

const inHeader = (header: readonly string[]) =>
  header.filter((h) => /^(?:source|destination|classification|time|feed|malware|protocol)\.[a-z_.]+$/.test(h)).length;

function rows(start: TableStart, reading: Reading): RowReader | undefined {
  if (inHeader(start.header) < 2 || !start.header.some((h) => h.startsWith('source.') || h === 'classification.type'))
    return undefined;
  const unit = unitOf(start);
  return (cells, row) => {
    const record: Record<string, unknown> = {};
    start.header.forEach((name, i) => {
      const cell = cells[i]?.trim();
      if (cell !== undefined && cell !== '' && name !== '' && name !== '__proto__') record[name] = typed(name, cell);
    });
    const { finding, problems } = intelmqFinding(record, unit, reading, `row:${row}`);
    return finding ? [{ finding }] : problems.map((problem) => ({ problem }));
  };
}

/** What a record may fall back on for its time: the mail the table came in, or its receipt. */
const unitOf = (start: TableStart): FileUnit => ({
  kind: 'file',
  name: start.name,
  type: 'text/csv',
  bytes: () => new Uint8Array(),
  text: () => '',
  ...(start.within ? { within: start.within } : {}),
  ...(start.receivedAt ? { receivedAt: start.receivedAt } : {}),
});

/** The records of a value: itself, a list of them, or the list below one of its names (`data`, `events`). */
export function recordsIn(value: unknown): { record: JsonObject; at: string }[] {
  if (isObject(value)) {
    if (isIntelmq(value)) return [{ record: value, at: '' }];
    for (const [name, list] of Object.entries(value))
      if (Array.isArray(list) && list.some((one) => isObject(one) && isIntelmq(one))) return listed(list, `/${name}`);
    return [];
  }
  return Array.isArray(value) ? listed(value, '') : [];
}
const listed = (list: readonly unknown[], before: string) =>
  list.flatMap((one, i) => (isObject(one) && isIntelmq(one) ? [{ record: one, at: `${before}/${i}` }] : []));

function* readJson(unit: FileUnit, reading: Reading): Generator<Said> {
  let n = 0;
  for (const { value, problem, line } of jsonValues(unit.text())) {
    if (problem) yield { problem };
    for (const { record, at } of recordsIn(value)) {
      n++;
      const { finding, problems } = intelmqFinding(
        flat(record),
        unit,
        reading,
        line === undefined ? at || '/' : `line:${line}`,
      );
      if (finding) yield { finding };
      else for (const p of problems) yield { problem: p };
    }
  }
  if (n === 0) yield { pass: 'no record with names of IntelMQ in it' };
}

export default format({
  id: 'intelmq',
  version: 1,
  title: { nl: 'IntelMQ', en: 'IntelMQ' },
  spec: 'https://docs.intelmq.org/latest/user/event/',
  group: 'standard',
  cut: (path) => path.length <= 1,
  match: [
    { kind: 'file', body: /"(?:classification\.type|source\.(?:ip|url|fqdn|network))"\s*:/, weight: 80 },
    { kind: 'file', body: /"classification"\s*:\s*\{[^{}]{0,400}"type"/, weight: 60 },
    {
      kind: 'file',
      body: /^\ufeff?[^\n]{0,3000}\b(?:classification\.type|source\.(?:ip|url|fqdn|network))\b/i,
      weight: 50,
    },
  ],
  rows,
  *read(unit, reading) {
    if (unit.kind !== 'file') yield { pass: 'records are in attached files' };
    else if (/^\s*\ufeff?\s*[[{]/.test(unit.text().slice(0, 4096))) yield* readJson(unit, reading);
    else yield* readTable(unit, reading, rows);
  },
});
