/** One row of a Shadowserver report as a finding: which address must act, and what else the row says. */
import { cleanHost, isQuad, momentText } from '#kernel';
import { type Severity, severities } from '#law';
import type { Finding, Problem, Target } from '../finding.ts';
import type { Reading, RowReader, Said, TableStart } from '../format.ts';
import {
  asnOf,
  cvesIn,
  extraOf,
  hostOfUrl,
  ipOf,
  isNothing,
  networkOf,
  portOf,
  present,
  urlOf,
  utcMillis,
  utcTime,
} from '../values/fields.ts';
import type { ReportType } from './facts.ts';
import { isTheirs, officialSchema, typeByHeader, typeByName, typeByTag, unknownType } from './types.ts';

const reporter = { org: 'The Shadowserver Foundation', domain: 'shadowserver.org' };

/** A reader of rows; undefined where the header is not one of theirs. */
export function shadowserverRows(start: TableStart, reading: Reading): RowReader | undefined {
  const official = officialSchema(reading.facts.shadowserver);
  const named = typeByName(start.name, official);
  if (!start.header.includes('timestamp')) return undefined;
  if (!named && !isTheirs(start.header)) return undefined;
  if (named && !named.who.some((w) => start.header.includes(w)) && !isTheirs(start.header)) return undefined;
  const type = named ?? typeBySubject(start) ?? typeByHeader(start.header, official);
  const columns = new Columns(start.header);
  const careful: RowReader = (cells, row) => rowSaid(cells, row, columns, type, start);
  const quick = quickReader(start.header, columns, type, reading);
  return quick ? Object.assign(careful, { quick }) : careful;
}

/** A column's cell, read as `Columns.get` does, without looking a name up or trying a pattern on every cell. */
const cellAt = (cells: readonly string[], at: number): string | undefined => {
  const cell = cells[at];
  if (cell === undefined || cell === '') return undefined;
  const first = cell.charCodeAt(0);
  const last = cell.charCodeAt(cell.length - 1);
  // Words for "nothing" begin with one of these; blanks of any kind are seen by the careful way.
  const odd = first <= 45 || first >= 127 || last <= 32 || last >= 127;
  const word = first === 110 || first === 78 || first === 117 || first === 85;
  if (!odd && !word) return cell;
  return isNothing(cell) ? undefined : cell.trim();
};

/**
 * Plain rows of a type with one address, without an object for each cell and with the same answer as `oneFinding`; whatever
 * would be a problem there is left to it. Undefined where this table is not of that sort.
 */
function quickReader(
  header: readonly string[],
  columns: Columns,
  type: ReportType | undefined,
  reading: Reading,
): RowReader['quick'] {
  if (!type) return undefined;
  const who = type.who.length > 0 && type.who.some((w) => columns.has(w)) ? type.who : anyWho(columns);
  const column = who[0] ?? '';
  if (who.length !== 1 || !column.endsWith('ip')) return undefined;
  // Names an object would put in another order, or once where the table has them twice.
  if (new Set(header).size !== header.length || header.some((h) => h === '' || h === '__proto__' || /^\d+$/.test(h)))
    return undefined;
  const at = new Map(header.map((name, i) => [name, i]));
  const place = (name: string) => at.get(name) ?? -1;
  const side = column.endsWith('_ip') ? column.slice(0, -2) : '';
  const whoAt = place(column);
  const timeAt = place('timestamp');
  const portAt = columns.has(`${side}port`) ? place(`${side}port`) : -1;
  const otherPortAt = side === '' || columns.has('src_port') ? -1 : place('port');
  const asnAt = place(`${side}asn`);
  const severityAt = place('severity');
  const protocolAt = place('protocol');
  const names = reading.kinds?.get(type.kind);
  const isMalware =
    type.kind.startsWith('malware.') || type.kind.startsWith('intrusion.') || type.kind.startsWith('ddos.');
  const nameAt = header.map((name) => `${JSON.stringify(name)}:`);
  return (cells, row, plain) => {
    const get = (name: string) => {
      const i = at.get(name);
      return i === undefined ? undefined : cellAt(cells, i);
    };
    const stated = cellAt(cells, whoAt);
    if (stated === undefined) return undefined;
    const ip = isQuad(stated) && stated !== '0.0.0.0' ? stated : ipOf(stated);
    if (ip === undefined) return undefined;
    const portText = cellAt(cells, portAt) ?? cellAt(cells, otherPortAt);
    const port = portOf(portText);
    if (portText !== undefined && port === undefined && portText !== '0') return undefined;
    const asnText = cellAt(cells, asnAt);
    const asn = asnOf(asnText);
    if (asnText !== undefined && asn === undefined && asnText !== '0') return undefined;
    const time = cellAt(cells, timeAt);
    const ms = time === undefined ? undefined : utcMillis(time);
    if (ms === undefined) return undefined;
    const severityText = cellAt(cells, severityAt)?.toLowerCase();
    if (severityText !== undefined && !isSeverity(severityText)) return undefined;
    const url = urlIn(get, side);
    const tag = get('tag');
    const cve = cvesIn([tag, get('vulnerability_id'), get('cve'), get('vulnerabilities')].filter((x) => x).join(' '));
    const protocol = protocolIn(get);
    const protocolText = protocol && JSON.stringify(protocol);
    let extra = '';
    let protocolDone = protocol === undefined;
    for (let i = 0; i < cells.length; i++) {
      const cell = cells[i] as string;
      if (cell === '') continue;
      if (cell.length > 8192) return undefined;
      extra += extra === '' ? `{${nameAt[i]}` : `,${nameAt[i]}`;
      if (i === protocolAt && protocolText !== undefined) {
        extra += protocolText;
        protocolDone = true;
      } else extra += plain ? `"${cell}"` : JSON.stringify(cell);
    }
    if (!protocolDone) extra += `${extra === '' ? '{' : ','}"protocol":${protocolText}`;
    const network = networkOf(get('network'));
    return {
      kind: type.kind,
      role: type.role,
      seen: leanMoment(ms),
      precision: 'exact',
      first: leanIn(get('first_seen_time') ?? get('start_time') ?? get('detected_since')),
      last: leanIn(get('last_seen_time') ?? get('end_time')),
      ip,
      port,
      prefix: network,
      host: siteHostIn(get, side, url),
      url,
      asn,
      account: undefined,
      severity: severityText ?? type.severity,
      confidence: undefined,
      rsit: names?.rsit,
      xarf: names?.xarf,
      asSent: [type.name, tag].filter((x) => x).join(' ') || undefined,
      reference: get('event_id'),
      reporter,
      count: countIn(get('count')),
      target: targetIn(get, side),
      malware: isMalware ? (get('family') ?? get('infection')) : undefined,
      cve: cve.length > 0 ? cve : undefined,
      extra: extra === '' ? undefined : `${plain ? extra : withoutNul(extra)}}`,
      problems: undefined,
      evidence: [`row:${row}`],
    };
  };
}

const leanMoment = (ms: number) => ({ at: ms * 1000, text: momentText(ms) });
const leanIn = (text: string | undefined) => {
  const ms = text === undefined ? undefined : utcMillis(text);
  return ms === undefined ? undefined : leanMoment(ms);
};
const withoutNul = (json: string) => (json.includes('\\u0000') ? json.replaceAll('\\u0000', '\\u2400') : json);

/** `Shadowserver dns_openresolver-sample Report: 2015-01-01`: old mails name the type in the subject. */
function typeBySubject(start: TableStart): ReportType | undefined {
  const word = /\bshadowserver ([a-z0-9]+_[a-z0-9_]+)/i.exec(start.within?.subject ?? '')?.[1];
  return word ? typeByName(`${word.toLowerCase()}.csv`) : undefined;
}

class Columns {
  readonly header: readonly string[];
  readonly #at = new Map<string, number>();
  constructor(header: readonly string[]) {
    this.header = header;
    header.forEach((name, i) => {
      if (!this.#at.has(name)) this.#at.set(name, i);
    });
  }
  /** The cell under a column; undefined where it says nothing. */
  get(cells: readonly string[], name: string): string | undefined {
    const at = this.#at.get(name);
    const cell = at === undefined ? undefined : cells[at];
    return isNothing(cell) ? undefined : cell?.trim();
  }
  has(name: string): boolean {
    return this.#at.has(name);
  }
}

function rowSaid(
  cells: readonly string[],
  row: number,
  columns: Columns,
  type: ReportType | undefined,
  start: TableStart,
): Said[] {
  const get = (name: string) => columns.get(cells, name);
  const tag = get('tag');
  const is = type ?? (tag ? typeByTag(tag) : undefined) ?? unknownType;
  const said: Said[] = [];
  const who = is.who.length > 0 && is.who.some((w) => columns.has(w)) ? is.who : anyWho(columns);
  for (const column of who) {
    const finding = oneFinding(column, cells, row, columns, is, start, who.length > 1);
    if (finding) said.push({ finding });
  }
  if (said.length === 0)
    said.push({
      problem: { code: 'row.no-resource', message: `no usable ${who.join(' or ')} in this row`, at: `row:${row}` },
    });
  return said;
}

const anyWho = (columns: Columns): readonly string[] => {
  const found = ['ip', 'src_ip', 'http_referer_ip', 'dst_ip', 'email', 'website', 'url'].find((c) => columns.has(c));
  return found ? [found] : ['ip'];
};

function oneFinding(
  column: string,
  cells: readonly string[],
  row: number,
  columns: Columns,
  type: ReportType,
  start: TableStart,
  several: boolean,
): Finding | undefined {
  const at = `row:${row}`;
  const get = (name: string) => columns.get(cells, name);
  const problems: Problem[] = [];
  const side = column.endsWith('_ip') ? column.slice(0, -2) : ''; // src_, dst_, http_referer_
  const stated = get(column);
  if (stated === undefined) return undefined;
  const resource = resourceIn(column, stated);
  if (!resource) return undefined;

  const portText = get(`${side}port`) ?? (side === '' ? undefined : columns.has('src_port') ? undefined : get('port'));
  const port = side === 'src_' && several ? undefined : portOf(portText);
  if (portText !== undefined && port === undefined && portText !== '0' && !several)
    problems.push({ code: 'port.unreadable', message: `not a port: ${portText.slice(0, 40)}`, at });
  const asnText = get(`${side}asn`);
  const asn = asnOf(asnText);
  if (asnText !== undefined && asn === undefined && asnText !== '0')
    problems.push({ code: 'asn.unreadable', message: `not a number of a network: ${asnText.slice(0, 40)}`, at });

  const time = get('timestamp');
  const seenAt = time === undefined ? undefined : utcTime(time);
  let seen: Pick<Finding, 'seenAt' | 'timePrecision'> = {};
  if (seenAt) seen = { seenAt, timePrecision: 'exact' };
  else {
    if (time !== undefined) {
      const day = /^(\d{4})-(\d\d)-(\d\d)$/.exec(time);
      const midnight = day ? utcTime(`${time} 00:00:00`) : undefined;
      if (midnight) seen = { seenAt: midnight, timePrecision: 'day' };
      else problems.push({ code: 'time.unreadable', message: `not a moment: ${time.slice(0, 60)}`, at });
    }
    if (!seen.seenAt) {
      const fallback = start.within?.date?.at ?? start.receivedAt;
      if (fallback) seen = { seenAt: fallback, timePrecision: 'message_date' };
      else problems.push({ code: 'time.missing', message: 'the row states no time', at });
    }
  }

  const severityText = get('severity')?.toLowerCase();
  const severity = isSeverity(severityText) ? severityText : type.severity;
  if (severityText !== undefined && !isSeverity(severityText))
    problems.push({ code: 'severity.unknown', message: `not a severity: ${severityText.slice(0, 40)}`, at });

  const spamRelay = several && side === 'src_';
  const url = spamRelay ? undefined : urlIn(get, side);
  const siteHost = spamRelay ? undefined : siteHostIn(get, side, url);
  const tag = get('tag');
  const cve = cvesIn([tag, get('vulnerability_id'), get('cve'), get('vulnerabilities')].filter((x) => x).join(' '));
  const infection = get('family') ?? get('infection');
  const isMalware =
    type.kind.startsWith('malware.') || type.kind.startsWith('intrusion.') || type.kind.startsWith('ddos.');
  const network = networkOf(get('network'));

  return present<Finding>({
    kind: spamRelay ? 'spam.source' : type.kind,
    ...seen,
    firstSeenAt: momentIn(get('first_seen_time') ?? get('start_time') ?? get('detected_since')),
    lastSeenAt: momentIn(get('last_seen_time') ?? get('end_time')),
    ...resource,
    prefix: resource.prefix ?? network,
    port,
    host: resource.host ?? siteHost,
    url: resource.url ?? url,
    asn,
    role: type.role,
    severity,
    classification: present<Finding['classification']>({
      asSent: [type.name, tag].filter((x) => x).join(' ') || undefined,
    }),
    reference: get('event_id'),
    reporter,
    count: countIn(get('count')),
    target: targetIn(get, side),
    malware: isMalware ? infection : undefined,
    cve: cve.length > 0 ? cve : undefined,
    protocol: protocolIn(get),
    evidence: [at],
    extra: extraOf(restOf(cells, columns.header), problems, at),
    problems,
  });
}

function resourceIn(
  column: string,
  stated: string,
): Pick<Finding, 'ip' | 'prefix' | 'host' | 'url' | 'account'> | undefined {
  if (column.endsWith('ip')) {
    const ip = ipOf(stated);
    if (ip) return { ip };
    const prefix = networkOf(stated);
    return prefix ? { prefix } : undefined;
  }
  if (column === 'email') return { account: stated };
  const url = urlOf(stated);
  const host = url ? hostOfUrl(url) : cleanHost(stated);
  if (url) return host ? { url, host } : { url };
  return host ? { host } : undefined;
}

/** The page that is reported, on the resource that must act. */
function urlIn(get: (name: string) => string | undefined, side: string): string | undefined {
  if (side === 'http_referer_') return urlOf(get('http_referer'));
  if (side !== '') return undefined;
  const whole = urlOf(get('url'));
  return whole ?? composed(get('http_host') ?? get('host'), get('url') ?? get('http_url'), schemeIn(get));
}

const schemeIn = (get: (name: string) => string | undefined): string | undefined =>
  [get('url_scheme'), get('application')].map((x) => x?.toLowerCase()).find((x) => x === 'http' || x === 'https');

/** Their older tables give host and path apart: `http_host` and `url` or a request line in `http_url`. */
function composed(host: string | undefined, path: string | undefined, scheme: string | undefined): string | undefined {
  if (host === undefined || path === undefined) return undefined;
  const line = /^(?:[A-Z]{3,10} )?(\/[^\s]{0,4000})(?: HTTP\/[\d.]+)?$/.exec(path);
  if (!line) return undefined;
  return urlOf(`${scheme === 'https' ? 'https' : 'http'}://${host}${line[1]}`);
}

function siteHostIn(
  get: (name: string) => string | undefined,
  side: string,
  url: string | undefined,
): string | undefined {
  if (url) return hostOfUrl(url);
  if (side === 'http_referer_') return hostOfUrl(urlOf(get('http_referer')));
  if (side !== '') return undefined;
  return cleanHost(get('http_host') ?? '');
}

/** The other side: what was attacked or contacted, or for a victim who attacked it. */
function targetIn(get: (name: string) => string | undefined, side: string): Target | undefined {
  if (side === '') return undefined;
  const other = side === 'dst_' ? 'src_' : 'dst_';
  const site = side === 'src_' || side === 'http_referer_' ? (get('http_host') ?? get('domain')) : undefined;
  const target = present<Target>({
    ip: ipOf(get(`${other}ip`)),
    port: portOf(get(`${other}port`)),
    asn: asnOf(get(`${other}asn`)),
    host: cleanHost(site ?? '') ?? cleanHost(get(`${other}hostname`) ?? ''),
    url: urlOf(get('http_url')) ?? composed(get('http_host') ?? get(`${other}ip`), get('http_url'), schemeIn(get)),
  });
  return Object.keys(target).length > 0 ? target : undefined;
}

function protocolIn(get: (name: string) => string | undefined): Finding['protocol'] {
  const transport = get('protocol')?.toLowerCase();
  const application = get('application') ?? get('service');
  if (!transport && !application) return undefined;
  return present<NonNullable<Finding['protocol']>>({ transport, application });
}

const isSeverity = (s: string | undefined): s is Severity => (severities as readonly string[]).includes(s ?? '');

const momentIn = (text: string | undefined) => (text === undefined ? undefined : utcTime(text));

function countIn(text: string | undefined): number | undefined {
  return text !== undefined && /^[1-9]\d{0,8}$/.test(text) ? Number(text) : undefined;
}

/** All cells that say something, under their own column names. */
function* restOf(cells: readonly string[], header: readonly string[]): Generator<readonly [string, string]> {
  for (let i = 0; i < header.length; i++) {
    const name = header[i];
    const cell = cells[i];
    if (name !== undefined && cell !== undefined && cell !== '') yield [name, cell];
  }
}
