/** Rows of any table whose header names an address or URL: what the columns are called says what they hold. */
import { cleanHost } from '#kernel';
import { type Severity, severities } from '#law';
import type { Finding, Problem, Target } from '../finding.ts';
import type { Reading, RowReader, TableStart } from '../format.ts';
import { kindInWords, kindOfHeading } from '../text/kinds.ts';
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
  senderOf,
  urlOf,
  utcTime,
} from '../values/fields.ts';

/** Column names for one meaning, the most exact first; compared without spaces, underscores and hyphens. */
const columns = {
  ip: [
    'sourceip',
    'srcip',
    'ip',
    'ipaddress',
    'ipadres',
    'ipadresse',
    'attackerip',
    'attackingip',
    'hostip',
    'sourceaddress',
    'srcaddr',
    'sourceipaddress',
    'ipv4',
    'ipv6',
    'sourceipv4',
    'sourceipv6',
    'address',
    'clientip',
    'offendingip',
    'infectedip',
    'ipcidr',
  ],
  time: [
    'timestamp',
    'timedetected',
    'timesource',
    'eventtime',
    'eventtimestamp',
    'datetime',
    'sourcetime',
    'observationtime',
    'time',
    'detected',
    'detectedat',
    'date',
    'firstseen',
    'lastseen',
    'seen',
    'lastimpacttimestamp',
    'datum',
    'tijdstip',
    'laatstekeer',
    'dateadded',
    'eerstekeer',
    'timestamputc',
    'dateutc',
    'timeutc',
    'utctime',
    'timedetectedutc',
  ],
  first: ['firstseen', 'firsttime', 'eerstekeer', 'starttime', 'firstseenutc'],
  last: ['lastseen', 'lasttime', 'laatstekeer', 'endtime', 'lastonline', 'lastseenutc'],
  port: ['sourceport', 'srcport', 'port', 'poort', 'sport'],
  targetIp: ['destinationip', 'dstip', 'destip', 'targetip', 'destinationaddress'],
  targetPort: ['destinationport', 'dstport', 'destport', 'dport', 'targetport'],
  url: ['url', 'sourceurl', 'phishingurl', 'malwareurl', 'uri', 'link'],
  host: ['host', 'hostname', 'domain', 'fqdn', 'sourcefqdn', 'site'],
  asn: ['asn', 'sourceasn', 'srcasn', 'as', 'asnumber'],
  kind: [
    'classificationtype',
    'type',
    'category',
    'classification',
    'eventtype',
    'reporttype',
    'feedname',
    'feed',
    'abusetype',
    'attacktype',
    'threat',
    'threattype',
    'reason',
    'reden',
    'description',
    'tag',
    'tags',
    'service',
    'protocol',
  ],
  severity: ['severity', 'priority', 'ernst'],
  reference: ['reference', 'id', 'eventid', 'reportid', 'caseid', 'uuid', 'sblid', 'referentie'],
  transport: ['protocol', 'transport', 'protocoltransport', 'proto'],
  malware: ['malware', 'malwarename', 'malwarefamily', 'infection', 'family'],
  count: ['count', 'hits', 'events', 'attempts', 'aantal'],
} as const;
type Meaning = keyof typeof columns;

const plainName = (name: string) => name.toLowerCase().replace(/[\s_.\-/()]+/g, '');

interface Places {
  readonly at: Partial<Record<Meaning, number>>;
  /** The column of time says it is UTC. */
  readonly isUtc: boolean;
}

/** Where each meaning stands in a header; undefined where there is no address or URL, or nothing beside it. */
function placesOf(header: readonly string[]): Places | undefined {
  const names = header.map(plainName);
  const at: Partial<Record<Meaning, number>> = {};
  for (const meaning of Object.keys(columns) as Meaning[]) {
    const found = (columns[meaning] as readonly string[]).find((n) => names.includes(n));
    if (found !== undefined) at[meaning] = names.indexOf(found);
  }
  if (at.ip === undefined && at.url === undefined) return undefined;
  if (header.length < 2 || header.some((h) => h.length > 200)) return undefined;
  const others = (['time', 'port', 'asn', 'kind', 'host', 'reference', 'severity', 'first', 'last'] as const).filter(
    (m) => at[m] !== undefined && at[m] !== at.ip,
  );
  if (others.length === 0) return undefined;
  return { at, isUtc: at.time !== undefined && /utc|gmt/.test(names[at.time] ?? '') };
}

/** A kind stated as our own or as IntelMQ's and RSIT's types, before its words are weighed. */
const typeKinds: Readonly<Record<string, string>> = {
  'brute-force': 'attack.bruteforce',
  scanner: 'attack.scan',
  exploit: 'attack.exploit',
  'ids-alert': 'attack.exploit',
  ddos: 'ddos.source',
  dos: 'ddos.source',
  'ddos-amplifier': 'vuln.amplifier',
  phishing: 'fraud.phishing',
  spam: 'spam.source',
  'infected-system': 'malware.infected_host',
  'c2-server': 'malware.c2',
  'malware-distribution': 'malware.distribution',
  malware: 'malware.distribution',
  'vulnerable-system': 'vuln.cve',
  'potentially-unwanted-accessible': 'vuln.exposed_service',
  'weak-crypto': 'vuln.weak_crypto',
  'information-disclosure': 'vuln.data_exposed',
  'system-compromise': 'intrusion.server',
  'application-compromise': 'intrusion.website',
  copyright: 'ip.copyright',
  blocklist: 'reputation.blocklisted',
  blacklist: 'reputation.blocklisted',
  proxy: 'infra.open_proxy',
  tor: 'infra.tor_exit',
};

/** A row reader for a header that names an address or URL and one thing more; undefined for any other. */
export function tableRows(start: TableStart, reading: Reading): RowReader | undefined {
  const places = placesOf(start.header);
  if (!places) return undefined;
  const about = start.within ? kindInWords(start.within.subject, start.name.replace(/[-_.]/g, ' ')) : undefined;
  const aboutFile = kindOfHeading(start.name.replace(/[-_.]/g, ' '));
  const reporter = start.within ? senderOf(start.within) : undefined;
  return (cells, row) => {
    const get = (meaning: Meaning) => {
      const i = places.at[meaning];
      const cell = i === undefined ? undefined : cells[i];
      return isNothing(cell) ? undefined : cell?.trim();
    };
    const at = `row:${row}`;
    const problems: Problem[] = [];
    const statedIp = get('ip');
    const url = urlOf(get('url'));
    const ip = ipOf(statedIp);
    const prefix = ip ? undefined : networkOf(statedIp);
    const host = hostOfUrl(url) ?? cleanHost(get('host') ?? '');
    const stated = get('kind');
    if (statedIp !== undefined && !ip && !prefix && !/^0\.0\.0\.0$|^::$/.test(statedIp))
      problems.push({ code: 'address.unreadable', message: `not an address: ${statedIp.slice(0, 60)}`, at });
    if (!ip && !prefix && !url) {
      return [
        ...problems.map((problem) => ({ problem })),
        { problem: { code: 'row.no-resource', message: 'no usable address or URL in this row', at } },
      ];
    }
    const portText = get('port');
    const port = portOf(portText);
    if (portText !== undefined && !port && portText !== '0')
      problems.push({ code: 'port.unreadable', message: `not a port: ${portText.slice(0, 40)}`, at });
    const asnText = get('asn');
    const asn = asnOf(asnText);
    if (asnText !== undefined && !asn && asnText !== '0')
      problems.push({ code: 'asn.unreadable', message: `not a number of a network: ${asnText.slice(0, 40)}`, at });
    const severity = get('severity')?.toLowerCase();
    const target = present<Target>({ ip: ipOf(get('targetIp')), port: portOf(get('targetPort')) });
    const kind =
      (stated && Object.hasOwn(typeKinds, stated.toLowerCase()) ? typeKinds[stated.toLowerCase()] : undefined) ??
      kindOfHeading(stated ?? '') ??
      about?.kind ??
      aboutFile ??
      'report.unclassified';
    const count = Number(get('count') ?? Number.NaN);
    const cve = cvesIn(cells.join(' ').slice(0, 4000));
    const transport = get('transport')?.toLowerCase();
    const seen = timeOf(get('time') ?? get('last') ?? get('first'), places.isUtc, start, reading, problems, at);
    const moment = (meaning: Meaning) => {
      const text = get(meaning);
      return text === undefined ? undefined : (utcTime(text) ?? reading.readTime(text)?.at);
    };
    const finding = present<Finding>({
      kind,
      ...seen,
      firstSeenAt: moment('first'),
      lastSeenAt: moment('last'),
      ip,
      prefix,
      port,
      host,
      url,
      asn,
      role: kind.startsWith('vuln.') || kind.startsWith('inventory.') ? 'exposed' : 'source',
      severity: severities.find((s: Severity) => s === severity),
      classification: { asSent: stated ?? (start.name || 'table') },
      reference: get('reference'),
      reporter,
      count: Number.isSafeInteger(count) && count > 0 ? count : undefined,
      target: Object.keys(target).length > 0 ? target : undefined,
      malware: get('malware'),
      cve: cve.length > 0 ? cve : undefined,
      protocol: transport && /^(?:tcp|udp|icmp|sctp)$/.test(transport) ? { transport } : undefined,
      evidence: [at],
      extra: extraOf(
        start.header.map((name, i) => [name, isNothing(cells[i]) ? undefined : cells[i]] as const),
        problems,
        at,
      ),
      problems,
    });
    return [{ finding }];
  };
}

function timeOf(
  stated: string | undefined,
  isUtc: boolean,
  start: TableStart,
  reading: Reading,
  problems: Problem[],
  at: string,
) {
  if (stated !== undefined) {
    const moment = reading.readTime(stated, isUtc ? { zone: 'UTC' } : {});
    if (moment) return { seenAt: moment.at, timePrecision: moment.precision };
    problems.push({ code: 'time.unreadable', message: `not a moment: ${stated.slice(0, 60)}`, at });
  }
  const fallback = start.within?.date?.at ?? start.receivedAt;
  if (fallback) return { seenAt: fallback, timePrecision: 'message_date' as const };
  problems.push({ code: 'time.missing', message: 'the row states no time', at });
  return {};
}
