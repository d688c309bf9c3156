/** A record as a finding, by a mapping: each field through the reader of its meaning; what cannot be read is a problem with its place. */
import { cleanHost, type Moment } from '#kernel';
import { type Severity, severities } from '#law';
import type { Finding, Problem, Target } from '../finding.ts';
import type { Reading } from '../format.ts';
import {
  asnOf,
  cvesIn,
  extraOf,
  hostOfUrl,
  ipOf,
  ipOfUrl,
  networkOf,
  portOf,
  present,
  resourceOf,
  urlOf,
  utcTime,
} from '../values/fields.ts';
import type { Field, Mapping, Meaning } from './mapping.ts';
import { type Row, said } from './records.ts';

/** What a mapping is told about the whole file. */
export interface About {
  /** The list's own date, where it states one: for records that state none. */
  readonly stated?: Moment | undefined;
  readonly reporter?: Finding['reporter'] | undefined;
  /** As what it stands in `classification.asSent` where no field says it. */
  readonly name?: string | undefined;
  /** Whether records are expected to have a time: where they are, one without is a problem. */
  readonly timed: boolean;
}

/** The text a field takes from a record. */
export function fieldText(field: Field, row: Row): string | undefined {
  const names = typeof field.from === 'string' ? [field.from] : field.from;
  for (const name of names) {
    let text = row.get(name);
    if (text === undefined) continue;
    if (field.after !== undefined) {
      const i = text.indexOf(field.after);
      if (i < 0) continue;
      text = text.slice(i + field.after.length);
    }
    if (field.before !== undefined) {
      const i = text.indexOf(field.before);
      if (i >= 0) text = text.slice(0, i);
    }
    if (field.split) text = text.split(field.split.at).at(field.split.take) ?? '';
    const found = said(text);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The moment a text states, in the ways a field can say it is written. */
export function fieldMoment(text: string, field: Field, reading: Reading): Moment | undefined {
  if (field.unit !== undefined) {
    if (!/^\d{9,16}(?:\.\d+)?$/.test(text)) return undefined;
    const ms = field.unit === 'seconds' ? Math.round(Number(text) * 1000) : Math.round(Number(text));
    if (ms < 631_152_000_000 || ms >= 7_258_118_400_000) return undefined; // 1990 to 2200, as all moments here
    return { at: Temporal.Instant.fromEpochMilliseconds(ms), precision: 'exact' };
  }
  if (field.written !== undefined) {
    const iso = rewritten(text, field.written);
    return iso === undefined ? undefined : reading.readTime(iso, field.zone ? { zone: field.zone } : {});
  }
  if (field.zone === 'UTC') {
    const at = utcTime(text);
    if (at) return { at, precision: 'exact' };
  }
  return reading.readTime(text, field.zone ? { zone: field.zone } : {});
}

/** `DD/MM/YYYY hh:mm` and its like as ISO text; undefined where the text is not so written. What follows is taken as zone. */
function rewritten(text: string, pattern: string): string | undefined {
  const got: Record<string, string> = {};
  let at = 0;
  for (const [token] of pattern.matchAll(/YYYY|YY|MM|DD|hh|mm|ss|[\s\S]/g)) {
    if (/^[YMDhms]{2,4}$/.test(token)) {
      const digits = new RegExp(`^\\d{${token.length === 4 ? 4 : 1},${token.length}}`).exec(text.slice(at))?.[0];
      if (digits === undefined) return undefined;
      got[token] = digits.padStart(2, '0');
      at += digits.length;
    } else if (text[at] === token) at++;
    else return undefined;
  }
  const year = got['YYYY'] ?? (got['YY'] === undefined ? undefined : `20${got['YY']}`);
  if (year === undefined || got['MM'] === undefined || got['DD'] === undefined) return undefined;
  const clock =
    got['hh'] === undefined
      ? ''
      : ` ${got['hh']}:${got['mm'] ?? '00'}${got['ss'] === undefined ? '' : `:${got['ss']}`}`;
  return `${year}-${got['MM']}-${got['DD']}${clock}${text.slice(at)}`;
}

/** The value a table has for a text, compared without regard to capitals. */
export function inTable(
  table: Readonly<Record<string, string>> | undefined,
  text: string | undefined,
): string | undefined {
  if (table === undefined || text === undefined) return undefined;
  if (Object.hasOwn(table, text)) return table[text];
  const wanted = text.toLowerCase();
  return Object.entries(table).find(([k]) => k.toLowerCase() === wanted)?.[1];
}

/** The finding of one record; only problems where it names nothing that could be acted on. */
export function mappedFinding(
  row: Row,
  mapping: Mapping,
  about: About,
  reading: Reading,
): { finding?: Finding; problems: Problem[] } {
  const problems: Problem[] = [];
  const at = row.at;
  const get = (meaning: Meaning): string | undefined => {
    const field = mapping.fields[meaning];
    if (field === undefined) return undefined;
    const text = fieldText(field, row);
    // A kind's own table gives the kind; any other gives what is read next.
    return meaning === 'kind' || field.table === undefined ? text : (inTable(field.table, text) ?? text);
  };
  const read = <T>(
    meaning: Meaning,
    reader: (text: string) => T | undefined,
    code: string,
    what: string,
  ): T | undefined => {
    const text = get(meaning);
    if (text === undefined) return undefined;
    const value = reader(text);
    if (value === undefined) problems.push({ code, message: `not ${what}: ${text.slice(0, 80)}`, at });
    return value;
  };
  const resource = read('resource', resourceOf, 'address.unreadable', 'an address, network, URL or host');
  const ipText = get('ip');
  const ip = ipText === undefined ? undefined : ipOf(ipText);
  const ipPrefix = ip === undefined && ipText !== undefined ? networkOf(ipText) : undefined;
  if (ipText !== undefined && !ip && !ipPrefix && !/^0\.0\.0\.0$|^::$/.test(ipText))
    problems.push({ code: 'address.unreadable', message: `not an address: ${ipText.slice(0, 80)}`, at });
  const url = read('url', urlOf, 'url.unreadable', 'a URL') ?? resource?.url;
  const hostText = get('host');
  const host = hostText === undefined ? undefined : cleanHost(hostText);
  const hostIp = hostText !== undefined && host === undefined ? ipOf(hostText) : undefined;
  if (hostText !== undefined && !host && !hostIp)
    problems.push({ code: 'host.unreadable', message: `not a host name: ${hostText.slice(0, 80)}`, at });
  const prefix = read('prefix', networkOf, 'address.unreadable', 'a network') ?? ipPrefix ?? resource?.prefix;
  const asn =
    read('asn', (t) => (t === '0' ? 0 : asnOf(t)), 'asn.unreadable', 'a number of a network') || resource?.asn;
  const account = get('account') ?? resource?.account;
  const address = ip ?? resource?.ip ?? hostIp ?? ipOfUrl(url);
  const named = host ?? resource?.host ?? hostOfUrl(url);
  // A network number beside an address that cannot be read is not what the record is about.
  const isAboutAsn =
    asn && ![ipText, hostText, get('url'), get('resource')].some((t) => t !== undefined && asnOf(t) !== asn);
  if (!address && !prefix && !url && !named && !account && !isAboutAsn) {
    problems.push({ code: 'row.no-resource', message: 'names no address, network, URL, host or account', at });
    return { problems };
  }

  const moment = (meaning: 'time' | 'first' | 'last'): Moment | undefined => {
    const field = mapping.fields[meaning];
    const text = field && fieldText(field, row);
    if (field === undefined || text === undefined) return undefined;
    const found = fieldMoment(text, field, reading);
    const message = `not a moment: ${text.slice(0, 60)}`;
    // One column may be both the moment and the last one: said once.
    if (!found && !problems.some((p) => p.message === message)) problems.push({ code: 'time.unreadable', message, at });
    return found;
  };
  const first = moment('first');
  const last = moment('last');
  const seen = moment('time') ?? last ?? first ?? about.stated;
  if (!seen && about.timed) problems.push({ code: 'time.missing', message: 'the record states no time', at });

  const port = read('port', (t) => (t === '0' ? 0 : portOf(t)), 'port.unreadable', 'a port') || resource?.port;
  const severityText = get('severity')?.toLowerCase();
  const severity = severities.find((s: Severity) => s === severityText);
  if (severityText !== undefined && !severity)
    problems.push({ code: 'severity.unknown', message: `not a severity: ${severityText.slice(0, 40)}`, at });
  const stated = get('kind');
  const kind = inTable(mapping.fields.kind?.table, stated) ?? mapping.kind ?? 'report.unclassified';
  const share = Number(get('confidence') ?? Number.NaN) / (mapping.fields.confidence?.of ?? 1);
  const count = Number(get('count') ?? Number.NaN);
  const cve = cvesIn(get('cve'));
  const protocol = present<NonNullable<Finding['protocol']>>({
    transport: get('transport')?.toLowerCase(),
    application: get('application')?.toLowerCase(),
  });
  const targetHost = get('target_host');
  const target = present<Target>({
    ip: ipOf(get('target_ip')) ?? (targetHost === undefined ? undefined : ipOf(targetHost)),
    port: portOf(get('target_port')),
    host: cleanHost(targetHost ?? ''),
    url: urlOf(get('target_url')),
    asn: asnOf(get('target_asn')),
    account: get('target_account'),
    brand: get('brand'),
  });
  const reporter = present<NonNullable<Finding['reporter']>>({
    ...about.reporter,
    ...mapping.reporter,
    ...present({ org: get('reporter_org'), contact: get('reporter_contact') }),
  });
  const finding = present<Finding>({
    kind,
    seenAt: seen?.at,
    timePrecision: seen?.precision,
    firstSeenAt: first?.at,
    lastSeenAt: last?.at,
    ip: address,
    port: port || undefined,
    prefix,
    host: named,
    url,
    asn: asn || undefined,
    account,
    role:
      mapping.role ??
      (kind.startsWith('vuln.') || kind.startsWith('inventory.')
        ? 'exposed'
        : kind === 'ddos.victim'
          ? 'victim'
          : 'source'),
    severity: severity ?? mapping.severity,
    confidence: share >= 0 && share <= 1 ? share : undefined,
    classification: present<Finding['classification']>({ asSent: get('as_sent') ?? stated ?? about.name }),
    reference: get('reference'),
    reporter: Object.keys(reporter).length > 0 ? reporter : undefined,
    count: Number.isSafeInteger(count) && count > 0 ? count : undefined,
    target: Object.keys(target).length > 0 ? target : undefined,
    malware: get('malware'),
    cve: cve.length > 0 ? cve : undefined,
    protocol: Object.keys(protocol).length > 0 ? protocol : undefined,
    evidence: [at],
    extra: extraOf(row.entries(), problems, at),
    problems,
  });
  return { finding, problems };
}
