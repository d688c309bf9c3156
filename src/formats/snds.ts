/** Microsoft SNDS: which of our addresses send what to Outlook.com. Two tables without a header: the status of ranges, and a day's data per address. */
import { addressText, networksBetween, parseAddress } from '#kernel';
import { terms } from './feed/terms.ts';
import type { Finding, Problem } from './finding.ts';
import { type FileUnit, format, type Reading, type Said } from './format.ts';
import { Scanner } from './table/scanner.ts';
import { extraOf, ipOf, messageTime, present } from './values/fields.ts';

const address = '"?[0-9a-f:.]{3,45}"?';
const day = String.raw`"?\d{1,2}/\d{1,2}/\d{4} \d{1,2}:\d\d(?::\d\d)? ?[AP]M"?`;
const status = new RegExp(`^\\ufeff?${address},${address},"?(?:yes|no|true|false)"?,`, 'i');
const activity = new RegExp(`^\\ufeff?${address},${day},${day},`, 'i');

/** What the reasons in ipStatus mean where an address is not blocked: what it was seen to do. */
const reasons: readonly (readonly [RegExp, string])[] = [
  [/harvest/i, 'spam.comment_harvest'],
  [/virus|bot|infect|malware/i, 'malware.infected_host'],
  [/open.?(?:proxy|relay)/i, 'infra.open_proxy'],
  [/spam|complaint|junk|trap/i, 'spam.source'],
];

/** The columns of data.aspx, as its documentation names them. */
const columns = [
  'IP Address',
  'Activity period start',
  'Activity period end',
  'RCPT commands',
  'DATA commands',
  'Message recipients',
  'Filter result',
  'Complaint rate',
  'Trap message period start',
  'Trap message period end',
  'Trap hits',
  'Sample HELO',
  'Sample MAIL FROM',
  'Comments',
] as const;

/** `11/2/2026 3:00 PM`, month first, as a moment in ISO; no zone is documented, so none is claimed. */
function american(text: string | undefined): string | undefined {
  const found = /^(\d{1,2})\/(\d{1,2})\/(\d{4}) (\d{1,2}):(\d\d)(?::(\d\d))? ?([AP])M$/i.exec(text?.trim() ?? '');
  if (!found) return undefined;
  const hour = (Number(found[4]) % 12) + (found[7]?.toUpperCase() === 'P' ? 12 : 0);
  const two = (s: string | number) => String(s).padStart(2, '0');
  return `${found[3]}-${two(found[1] ?? '')}-${two(found[2] ?? '')} ${two(hour)}:${found[5]}:${found[6] ?? '00'}`;
}

function* statusRow(cells: readonly string[], row: number, unit: FileUnit): Generator<Said> {
  const where = `row:${row}`;
  const [first = '', last = '', blocked = '', reason = ''] = cells.map((c) => c.trim());
  const from = ipOf(first);
  const until = ipOf(last);
  if (!from || !until) {
    yield {
      problem: {
        code: 'row.no-resource',
        message: `no range of addresses: ${first} to ${last}`.slice(0, 160),
        at: where,
      },
    };
    return;
  }
  const isBlocked = /^(?:yes|true)$/i.test(blocked);
  const kind = isBlocked
    ? 'reputation.blocklisted'
    : (reasons.find(([p]) => p.test(reason))?.[1] ?? 'report.unclassified');
  const networks = from === until ? [] : networksBetween(from, until);
  if (from !== until && networks.length === 0) {
    yield {
      problem: {
        code: 'row.no-resource',
        message: `a range that ends before it begins: ${first} to ${last}`.slice(0, 160),
        at: where,
      },
    };
    return;
  }
  for (const resource of networks.length > 0 ? networks : [from]) {
    const problems: Problem[] = [];
    const finding = present<Finding>({
      kind,
      ...messageTime(unit),
      ip: resource.includes('/') ? singleOf(resource) : resource,
      prefix: resource.includes('/') && singleOf(resource) === undefined ? resource : undefined,
      role: 'source',
      classification: { asSent: reason || 'unstated' },
      reporter: { org: 'Microsoft SNDS' },
      evidence: [where],
      extra: extraOf(
        [
          ['first_ip', first],
          ['last_ip', last],
          ['blocked', blocked],
          ['reason', reason || undefined],
        ],
        problems,
        where,
      ),
      problems,
    });
    yield { finding };
  }
}

/** The address of a network of one. */
function singleOf(prefix: string): string | undefined {
  const found = /^(.+)\/(32|128)$/.exec(prefix);
  const at = found && (found[2] === '128' || found[1]?.includes('.')) ? parseAddress(found[1] ?? '') : undefined;
  return at && addressText(at);
}

function* activityRow(
  cells: readonly string[],
  row: number,
  unit: FileUnit,
  reading: Reading,
): Generator<Said, boolean> {
  const where = `row:${row}`;
  const get = (i: number) => cells[i]?.trim() || undefined;
  const ip = ipOf(get(0));
  if (!ip) {
    yield { problem: { code: 'row.no-resource', message: 'no address in this row', at: where } };
    return false;
  }
  const problems: Problem[] = [];
  const filter = get(6)?.toUpperCase();
  const traps = Number(get(10) ?? 0);
  // Green without a trap message is what mail servers do: a figure, not a complaint.
  if (filter === 'GREEN' && !(traps > 0)) return true;
  const moment = (i: number) => reading.readTime(american(get(i)) ?? get(i) ?? '');
  const first = moment(1);
  const last = moment(2);
  if (get(2) !== undefined && !last)
    problems.push({ code: 'time.unreadable', message: `not a moment: ${get(2)?.slice(0, 40)}`, at: where });
  const finding = present<Finding>({
    kind: 'spam.source',
    ...(last ? { seenAt: last.at, timePrecision: last.precision } : messageTime(unit)),
    firstSeenAt: first?.at,
    lastSeenAt: last?.at,
    ip,
    role: 'source',
    classification: { asSent: filter ? `filter result ${filter}` : 'unstated' },
    reporter: { org: 'Microsoft SNDS' },
    count: Number.isInteger(traps) && traps > 0 ? traps : undefined,
    evidence: [where],
    extra: extraOf(
      columns.map((name, i) => [name, get(i)] as const),
      problems,
      where,
    ),
    problems,
  });
  yield { finding };
  return true;
}

function rowsOf(unit: FileUnit): string[][] {
  const rows: string[][] = [];
  const scanner = new Scanner({ delimiter: ',', mostCell: 8192, mostCells: 64 }, (cells) => rows.push([...cells]));
  scanner.push(unit.text().replace(/^\ufeff/, ''));
  scanner.end();
  return rows.filter((cells) => cells.some((c) => c.trim() !== ''));
}

export default format({
  id: 'snds',
  version: 1,
  title: { nl: 'Microsoft SNDS-gegevens', en: 'Microsoft SNDS data' },
  spec: 'https://sendersupport.olc.protection.outlook.com/snds/',
  group: 'feed',
  feed: {
    url: 'https://sendersupport.olc.protection.outlook.com/snds/ipStatus.aspx?key={KEY}',
    every: 'P1D',
    note: terms.members,
    needsKey: true,
  },
  match: [
    { kind: 'file', body: status, weight: 80 },
    { kind: 'file', body: activity, weight: 80 },
    { kind: 'file', filename: /^(?:snds|ipstatus).{0,80}\.(?:csv|txt)$/i, weight: 30 },
  ],
  *read(unit, reading) {
    if (unit.kind !== 'file') {
      yield { pass: 'SNDS data are files' };
      return;
    }
    let told = 0;
    let calm = 0;
    for (const [i, cells] of rowsOf(unit).entries()) {
      const isStatus = status.test(`${cells.slice(0, 3).join(',')},`);
      const isActivity = !isStatus && activity.test(`${cells.slice(0, 3).join(',')},`);
      if (!isStatus && !isActivity) {
        yield {
          problem: {
            code: 'row.unknown',
            message: 'neither the status of a range nor the data of an address',
            at: `row:${i + 1}`,
          },
        };
        continue;
      }
      const said = isStatus ? statusRow(cells, i + 1, unit) : activityRow(cells, i + 1, unit, reading);
      let read = said.next();
      for (; !read.done; read = said.next()) {
        if ('finding' in read.value) told++;
        yield read.value;
      }
      if (read.value === true) calm++;
    }
    if (told === 0 && calm > 0) yield { end: 'not_abuse', why: 'no address stands out in the data' };
    else if (told === 0) yield { pass: 'no row of SNDS data in it' };
  },
});
