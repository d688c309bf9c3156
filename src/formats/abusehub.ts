/** AbuseHUB CSV 1.0.0, the wire format of the Dutch clearing house: one row per finding, local time, zone told in the mail. */
import { cleanHost } from '#kernel';
import { type Severity, severities } from '#law';
import { kindOfFeed } from './abusehub/kinds.ts';
import type { Finding, Problem, Target } from './finding.ts';
import { type FileUnit, format, type MailUnit, type Reading, type RowReader, type TableStart } from './format.ts';
import { mailText } from './mail/text.ts';
import { fileOf, leaves } from './mail/unit.ts';
import { readTable } from './table/table.ts';
import { asnOf, extraOf, hostOfUrl, ipOf, isNothing, portOf, present, resourceOf, urlOf } from './values/fields.ts';

const needed = ['report_type', 'event_date', 'event_time', 'src_ip'];
const isHeader = (header: readonly string[]) => needed.every((c) => header.includes(c));

/** Offset the covering mail states beside a moment (`2015-03-02 01:45:59 +01:00`), in minutes. */
function zoneOf(mail: MailUnit | undefined, localTime: string): string {
  const text = mail ? mailText(mail) : '';
  const day = localTime.slice(0, 10);
  const found =
    new RegExp(`${day}[ T]\\d\\d:\\d\\d:\\d\\d ?([+-]\\d\\d:?\\d\\d)`).exec(text) ??
    /\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d ?([+-]\d\d:?\d\d)/.exec(text);
  if (found?.index !== undefined && text.includes(localTime) && text.includes(`${localTime} ${found[1]}`))
    return found[1] ?? '';
  return '';
}

function rows(start: TableStart, reading: Reading): RowReader | undefined {
  if (!isHeader(start.header)) return undefined;
  const at = new Map(start.header.map((name, i) => [name, i]));
  return (cells, row) => {
    const get = (name: string) => {
      const i = at.get(name);
      const cell = i === undefined ? undefined : cells[i];
      return isNothing(cell) ? undefined : cell?.trim();
    };
    const where = `row:${row}`;
    const problems: Problem[] = [];
    const statedIp = get('src_ip');
    const ip = ipOf(statedIp);
    const url = urlOf(get('src_url'));
    const host = cleanHost(get('src_hostname') ?? '') ?? hostOfUrl(url);
    const account = resourceOf(get('src_email'))?.account;
    if (statedIp !== undefined && !ip)
      problems.push({
        code: 'address.unreadable',
        message: `src_ip is not an address: ${statedIp.slice(0, 60)}`,
        at: where,
      });
    if (!ip && !url && !host && !account) {
      return [
        ...problems.map((problem) => ({ problem })),
        { problem: { code: 'row.no-resource', message: 'no usable source in this row', at: where } },
      ];
    }
    const feed = get('report_type');
    const infection = get('infection_type');
    const kind =
      kindOfFeed(`${feed ?? ''} ${infection ?? ''}`) ?? (infection ? 'malware.infected_host' : 'report.unclassified');
    const target = present<Target>({
      ip: ipOf(get('dst_ip')),
      port: portOf(get('dst_port')),
      asn: asnOf(get('dst_asn')),
      host: cleanHost(get('dst_hostname') ?? ''),
      url: urlOf(get('dst_url')),
      account: resourceOf(get('dst_email'))?.account,
    });
    const priority = get('priority')?.toLowerCase();
    const notifier = get('reliable_notifier');
    const finding = present<Finding>({
      kind,
      ...timeOf(get('event_date'), get('event_time'), start, reading, problems, where),
      ip,
      port: portOf(get('src_port')),
      host,
      url,
      asn: asnOf(get('src_asn')),
      account,
      role: kind.startsWith('vuln.') ? 'exposed' : 'source',
      severity: severities.find((s: Severity) => s === priority),
      classification: { asSent: [feed, infection].filter((x) => x).join(' / ') || 'unstated' },
      reporter: notifier ? { org: notifier } : undefined,
      target: Object.keys(target).length > 0 ? target : undefined,
      malware: kind.startsWith('malware.') ? infection : undefined,
      protocol: get('protocol') ? { transport: (get('protocol') ?? '').toLowerCase() } : undefined,
      evidence: [where],
      extra: extraOf(
        start.header.map((name, i) => [name, isNothing(cells[i]) ? undefined : cells[i]] as const),
        problems,
        where,
      ),
      problems,
    });
    return [{ finding }];
  };
}

/** Local time in the zone the mail states, else in Dutch time, which is what the schema says the columns hold. */
function timeOf(
  date: string | undefined,
  time: string | undefined,
  start: TableStart,
  reading: Reading,
  problems: Problem[],
  at: string,
) {
  const local = date && time ? `${date} ${time}` : date;
  if (local !== undefined) {
    const stated = date && time ? zoneOf(start.within, local) : '';
    const moment = stated
      ? reading.readTime(`${local} ${stated}`)
      : reading.readTime(local, { zone: 'Europe/Amsterdam' });
    if (moment) return { seenAt: moment.at, timePrecision: moment.precision };
    problems.push({ code: 'time.unreadable', message: `not a moment: ${local.slice(0, 60)}`, at });
  }
  const fallback = start.within?.date?.at ?? start.receivedAt;
  if (fallback) return { seenAt: fallback, timePrecision: 'message_date' as const };
  problems.push({ code: 'time.missing', message: 'the row states no time', at });
  return {};
}

/** The tables of a mail that are AbuseHUB's own; the feed's original row beside them is evidence, not a second finding. */
function tablesOf(unit: MailUnit): FileUnit[] {
  const first = (text: string) =>
    text
      .replace(/^\ufeff/, '')
      .trimStart()
      .split('\n', 1)[0]
      ?.toLowerCase() ?? '';
  const isOurs = (text: string) => needed.every((c) => first(text).includes(c));
  const files = unit.files.filter((f) => isOurs(new TextDecoder().decode(f.bytes().subarray(0, 4096))));
  if (files.length > 0) return files;
  const inline = [...leaves(unit.root)].filter((p) => p.type.startsWith('text/') && isOurs(p.text().slice(0, 4096)));
  return inline.map((p) => fileOf(p.filename ?? '', p.type, p.bytes(), p.path, unit, p.params.charset));
}

export default format({
  id: 'abusehub',
  version: 1,
  title: { nl: 'AbuseHUB-CSV', en: 'AbuseHUB CSV' },
  spec: 'AbuseHUB CSV 1.0.0',
  group: 'feed',
  match: [
    { kind: 'mail', filename: /^abusehubcsv-\d/i, weight: 80 },
    { kind: 'mail', from: /[@.]abusehub\.nl$/, weight: 40 },
    { kind: 'mail', body: /^"?reliable_notifier"?,"?report_type"?,/im, weight: 60 },
    { kind: 'file', body: /^\ufeff?"?reliable_notifier"?,"?report_type"?,/i, weight: 90 },
    { kind: 'file', filename: /^abusehubcsv-\d/i, weight: 50 },
  ],
  rows,
  *read(unit, reading) {
    if (unit.kind === 'file') {
      yield* readTable(unit, reading, rows);
      return;
    }
    const tables = tablesOf(unit);
    if (tables.length === 0) yield { pass: 'no AbuseHUB table in it' };
    for (const table of tables) yield* readTable(table, reading, rows);
  },
});
