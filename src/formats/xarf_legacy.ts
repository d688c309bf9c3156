/** XARF versions 1 to 3: the JSON that Netcraft, Abusix and others still send, in its three shapes. */
import { cleanHost } from '#kernel';
import { type Severity, severities } from '#law';
import type { Finding, Problem, Target } from './finding.ts';
import { format, type Reading, type Said, type Unit } from './format.ts';
import { leaves } from './mail/unit.ts';
import {
  cvesIn,
  extraOf,
  hostOfUrl,
  ipOf,
  ipOfUrl,
  portOf,
  present,
  resourceOf,
  seenOf,
  urlOf,
} from './values/fields.ts';
import { inner, isObject, type JsonObject, jsonIn, text } from './values/json.ts';
import { checkLegacy } from './xarf/legacy_rules.ts';

const mark = /"(?:ReporterInfo|ReportClass|ReportType)"/;
/** A file that says nothing but its version, or nothing at all, is told to be empty, not to be unknown. */
const bare = /^\ufeff?\s*\{\s*(?:"(?:Version|Disclosure)"\s*:[^\n]{0,40}|\}\s*$)/;

/** Report types of all versions and shapes, without hyphens and in lower case. */
const kinds: Readonly<Record<string, string>> = {
  spam: 'spam.source',
  loginattack: 'attack.bruteforce',
  portscan: 'attack.scan',
  webcrawler: 'attack.scraping',
  dos: 'ddos.source',
  ddos: 'ddos.source',
  exploit: 'attack.exploit',
  malware: 'malware.distribution',
  botnet: 'malware.infected_host',
  phishing: 'fraud.phishing',
  fraud: 'fraud.scam',
  copyright: 'ip.copyright',
  trademark: 'ip.trademark',
  childabuse: 'content.csam',
  csam: 'content.csam',
  openservice: 'vuln.exposed_service',
  vulnerability: 'vuln.cve',
  potentiallycompromisedaccount: 'intrusion.account',
  harassment: 'content.hate_harassment',
};

/** A field of a report under any of these names, whatever their case. */
function field(report: JsonObject, ...names: readonly string[]): string | undefined {
  for (const name of names) {
    const found =
      text(report, name) ?? text(report, Object.keys(report).find((k) => k.toLowerCase() === name.toLowerCase()) ?? '');
    if (found !== undefined) return found;
  }
  return undefined;
}

/** @param problems what is wrong with the report; what is met while reading it is added */
function findingOf(
  whole: JsonObject,
  unit: Unit,
  reading: Reading,
  at: string,
  problems: Problem[],
): Finding | undefined {
  const report = inner(whole, 'Report') ?? whole;
  const info = inner(whole, 'ReporterInfo');
  const source = inner(report, 'Source');
  const more = inner(report, 'AdditionalInfo');
  const account = inner(report, 'Account');
  const statedUrl =
    field(report, 'SourceUrl', 'Url', 'SourceUri', 'SourceURL', 'InfringingUrl') ??
    (source && field(source, 'URL', 'Uri'));
  const url = urlOf(statedUrl);
  const named =
    resourceOf(
      field(report, 'SourceIp', 'SourceIP', 'SourceIpAddress', 'SourceIpV4', 'SourceIpV6') ??
        (source && field(source, 'IP', 'Ip', 'Address', 'Value', 'Domain', 'Email')),
    ) ??
    resourceOf(text(report, 'Source')) ??
    // A bare address or name where a URL belongs is still what it names.
    resourceOf(statedUrl);
  const statedHost = cleanHost(field(report, 'SourceDomain', 'Domain', 'SourceHost') ?? '');
  const host = hostOfUrl(url) ?? statedHost ?? named?.host;
  const accountName = account
    ? field(account, 'AccountEmail', 'AccountIdentifier', 'AccountName', 'AccountNumber')
    : (field(report, 'Account') ?? named?.account);
  const ip = named?.ip ?? ipOfUrl(url);
  if (!ip && !named?.prefix && !url && !host && !accountName) return undefined;

  const type = field(report, 'ReportType') ?? '';
  const subType = field(report, 'ReportSubType');
  const known = type.toLowerCase().replace(/[^a-z]/g, '');
  let kind = Object.hasOwn(kinds, known) ? (kinds[known] ?? 'report.unclassified') : 'report.unclassified';
  if (/rpz|sinkhole|infect/i.test(subType ?? '')) kind = 'malware.infected_host';
  if (kind === 'fraud.phishing' && /scam|shop|survey/i.test(subType ?? '')) kind = 'fraud.scam';
  if (/defacement/i.test(subType ?? '')) kind = 'intrusion.defacement';
  if (/web.?shell|compromised|hacked/i.test(subType ?? '')) kind = 'intrusion.website';

  const seen = seenOf(
    field(report, 'Date', 'Timestamp') ?? (source && field(source, 'Date')) ?? undefined,
    unit,
    reading,
    problems,
    { at: `${at}/Report/Date` },
  );
  if (!seen.seenAt) problems.push({ code: 'time.missing', message: 'the report states no time', at });
  const either = (...names: string[]) => field(report, ...names) ?? (more && field(more, ...names));
  const moment = (...names: string[]) => reading.readTime(either(...names) ?? '')?.at;
  const targetIp = either('DestinationIp', 'DestinationIP', 'TargetIp');
  const target = present<Target>({
    ip: ipOf(targetIp),
    port: portOf(either('DestinationPort')) ?? onlyPort(report.DestinationPort),
    // What an infected machine looked up is where it wanted to go.
    host: ipOf(targetIp)
      ? undefined
      : cleanHost(field(report, 'DestinationHost', 'DestinationDomain', 'RpzDomain') ?? targetIp ?? ''),
    url: urlOf(field(report, 'DestinationUrl', 'DestinationUri')),
    brand: either('TargetBrand'),
  });
  const attempts = Number(field(report, 'AttackCount', 'Occurrences', 'Count') ?? Number.NaN);
  const severity = field(report, 'ReporterSeverity')?.toLowerCase();
  const cve = cvesIn(`${field(report, 'CVE', 'Cve') ?? ''} ${JSON.stringify(report.CVE ?? report.Cve ?? '')}`);
  return present<Finding>({
    kind,
    ...seen,
    firstSeenAt: moment('FirstSeen'),
    lastSeenAt: moment('LastSeen'),
    ip,
    prefix: named?.prefix,
    port: portOf(field(report, 'SourcePort', 'Port')) ?? portOf(source && field(source, 'Port')) ?? named?.port,
    host,
    url: url ?? named?.url,
    account: accountName,
    role: kind.startsWith('vuln.') ? 'exposed' : kind === 'intrusion.account' && !ip ? 'victim' : 'source',
    severity: severities.find((s: Severity) => s === severity),
    classification: { asSent: [field(report, 'ReportClass'), type, subType].filter((x) => x).join('/') || 'unstated' },
    reference: field(report, 'ReporterCaseID', 'ReportID', 'ReportId', 'CaseId') ?? text(whole, 'ReportID'),
    reporter: info && reporterOf(info),
    count: Number.isInteger(attempts) && attempts > 0 ? attempts : undefined,
    target: Object.keys(target).length > 0 ? target : undefined,
    malware:
      field(report, 'MalwareName', 'BotnetName', 'MalwareFamily') ??
      (more && field(more, 'MalwareFamily', 'MalwareName')),
    cve: cve.length > 0 ? cve : undefined,
    protocol: protocolOf(report, more),
    evidence: [at || '/'],
    extra: extraOf(
      // Samples are evidence: they are pointed at, never decoded. Notifiers do send pictures.
      [
        ...Object.entries(report).filter(([k]) => !/^(?:samples|attachments?)$/i.test(k)),
        ...Object.entries(whole).filter(([k]) => k !== 'Report' && k !== 'ReporterInfo'),
      ],
      problems,
      at,
    ),
    problems,
  });
}

function reporterOf(info: JsonObject): Finding['reporter'] {
  const reporter = present<NonNullable<Finding['reporter']>>({
    org: text(info, 'ReporterOrg') ?? text(info, 'ReporterContactName'),
    contact: text(info, 'ReporterOrgEmail') ?? text(info, 'ReporterContactEmail'),
    domain: text(info, 'ReporterOrgDomain'),
  });
  return Object.keys(reporter).length > 0 ? reporter : undefined;
}

/** The port of a list that holds one. */
const onlyPort = (value: unknown) =>
  Array.isArray(value) && value.length === 1 ? portOf(value[0] as number) : undefined;

function protocolOf(report: JsonObject, more: JsonObject | undefined): Finding['protocol'] {
  const protocol = present<NonNullable<Finding['protocol']>>({
    transport: (field(report, 'TransportProtocol', 'Protocol') ?? (more && field(more, 'Protocol')))?.toLowerCase(),
    application: field(report, 'ServiceName', 'Service', 'ApplicationProtocol')?.toLowerCase(),
  });
  return Object.keys(protocol).length > 0 ? protocol : undefined;
}

function* readText(source: string, where: string, unit: Unit, reading: Reading): Generator<Said, number> {
  if (!mark.test(source) && !bare.test(source)) return 0;
  const { objects, problems } = jsonIn(source, ['SourceIp', 'SourceUrl', 'ReportType', 'Date'], mark);
  for (const problem of problems) yield { problem: { ...problem, ...(where ? { at: where } : {}) } };
  let n = 0;
  for (const [i, one] of objects.entries()) {
    const reports = Array.isArray(one.Reports)
      ? one.Reports.filter(isObject).map((r) => ({ ...one, Report: r }))
      : [one];
    for (const report of reports) {
      const place = objects.length > 1 ? `${where}/${i}` : where;
      const problems = checkLegacy(report, place);
      const finding = findingOf(report, unit, reading, place, problems);
      if (finding) {
        n++;
        yield { finding };
        continue;
      }
      for (const problem of problems) yield { problem };
      yield {
        problem: {
          code: 'finding.no-resource',
          message: 'names no address, host, URL or account',
          ...(where ? { at: where } : {}),
        },
      };
    }
  }
  return n;
}

export default format({
  id: 'xarf_legacy',
  version: 2,
  title: { nl: 'XARF versie 1 tot en met 3', en: 'XARF versions 1 to 3' },
  spec: 'https://github.com/abusix/xarf',
  group: 'standard',
  match: [
    { kind: 'mail', body: /"ReporterInfo"/, weight: 60 },
    { kind: 'mail', body: mark, weight: 25 },
    { kind: 'file', body: /"ReporterInfo"/, weight: 60 },
    { kind: 'file', body: mark, weight: 25 },
    { kind: 'file', body: bare, weight: 30 },
  ],
  *read(unit, reading) {
    let n = 0;
    if (unit.kind === 'file') n = yield* readText(unit.text(), '', unit, reading);
    else {
      const done = new Set<string>();
      for (const file of unit.files) {
        if (file.path) done.add(file.path);
        n += yield* readText(file.text(), file.path ?? file.name, unit, reading);
      }
      for (const part of leaves(unit.root)) {
        if (done.has(part.path) || part.type.startsWith('message/') || part.type === 'text/html') continue;
        n += yield* readText(part.text(), part.path, unit, reading);
      }
    }
    if (n === 0) yield { pass: 'no usable XARF report in it' };
  },
});
