/** A XARF v4 report as a finding: lenient about form, strict about what is stated. */
import { cleanHost } from '#kernel';
import { type Severity, severities } from '#law';
import type { Finding, Problem, Target } from '../finding.ts';
import type { Reading, Unit } from '../format.ts';
import {
  asnOf,
  cvesIn,
  extraOf,
  hostOfUrl,
  ipOf,
  ipOfUrl,
  portOf,
  present,
  type Resource,
  resourceOf,
  seenOf,
  urlOf,
} from '../values/fields.ts';
import { inner, type JsonObject, text } from '../values/json.ts';
import { checkXarf } from './check.ts';
import { typeNamed } from './facts.ts';

/** Fields whose meaning is in the finding itself and that would only repeat it. Everything else stays in `extra`. */
const inFinding = new Set([
  'xarf_version',
  'category',
  'type',
  'source_identifier',
  'reporter',
  'report_id',
  'timestamp',
  'evidence',
  '_internal',
  'confidence',
]);

/** The finding of one report; undefined where it names nothing that could be acted on. `at` tells where it stood. */
export function xarfFinding(
  report: JsonObject,
  unit: Unit,
  reading: Reading,
  at: string,
): { finding?: Finding; problems: Problem[] } {
  const problems: Problem[] = checkXarf(report).map((p) => ({ ...p, at: `${at}${p.at ?? ''}` }));
  const stated = typeNamed(text(report, 'category'), text(report, 'type'));
  const asSent = [text(report, 'category'), text(report, 'type')].filter((x) => x).join('/');
  const resource = resourcesOf(report);
  if (!resource) {
    problems.push({ code: 'finding.no-resource', message: 'names no address, host or URL', at });
    return { problems };
  }
  const seen = seenOf(text(report, 'timestamp') ?? text(report, 'first_seen'), unit, reading, problems, {
    at: `${at}/timestamp`,
  });
  if (!seen.seenAt) problems.push({ code: 'time.missing', message: 'the report states no time', at });
  const reporter = inner(report, 'reporter');
  const cve = cvesIn(
    [text(report, 'cve_id'), ...list(report.cve_ids), ...list(report.exploit_cve)].filter((x) => x).join(' '),
  );
  const severity = severityOf(text(report, 'severity') ?? text(report, 'risk_level'));
  const confidence = report.confidence;
  const finding = present<Finding>({
    kind: kindOf(report, stated?.kind),
    ...seen,
    firstSeenAt: reading.readTime(text(report, 'first_seen') ?? '')?.at,
    lastSeenAt: reading.readTime(text(report, 'last_seen') ?? '')?.at,
    ...resource,
    asn: resource.asn ?? asnOf(text(report, 'asn')),
    role: stated?.category === 'vulnerability' ? 'exposed' : 'source',
    severity,
    confidence: typeof confidence === 'number' && confidence >= 0 && confidence <= 1 ? confidence : undefined,
    classification: present<Finding['classification']>({
      xarf: stated ? `${stated.category}/${stated.type}` : undefined,
      asSent: asSent || undefined,
    }),
    reference: text(report, 'report_id'),
    reporter: reporter
      ? present<NonNullable<Finding['reporter']>>({
          org: text(reporter, 'org'),
          contact: text(reporter, 'contact') ?? text(reporter, 'email'),
          domain: text(reporter, 'domain'),
        })
      : undefined,
    count: countOf(report),
    target: targetOf(report),
    malware: text(report, 'malware_family') ?? text(report, 'malware_name'),
    cve: cve.length > 0 ? cve : undefined,
    protocol: protocolOf(report),
    evidence: evidenceOf(report, at),
    extra: extraOf(
      Object.entries(report).filter(([key]) => !inFinding.has(key)),
      problems,
      at,
    ),
    problems,
  });
  return { finding, problems };
}

const list = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((v): v is string => typeof v === 'string') : [];

function kindOf(report: JsonObject, kind: string | undefined): string {
  const tags = list(report.tags).map((t) => t.toLowerCase());
  if (kind === 'vuln.exposed_service' && tags.some((t) => t.startsWith('ddos:amplif') || t === 'amplifier:true'))
    return 'vuln.amplifier';
  if (kind === 'malware.infected_host' && tags.includes('role:c2')) return 'malware.c2';
  if (kind === 'intrusion.website' && text(report, 'compromise_type') === 'defacement') return 'intrusion.defacement';
  if (kind === 'intrusion.website' && text(report, 'compromise_type') === 'c2_server') return 'malware.c2';
  return kind ?? 'report.unclassified';
}

/** The source as stated, with the URL, host and port the type's own fields add to it. */
function resourcesOf(report: JsonObject): (Resource & { readonly port?: number }) | undefined {
  const source = resourceOf(text(report, 'source_identifier') ?? text(report, 'source_ip') ?? text(report, 'source'));
  const url = urlOf(text(report, 'url')) ?? urlOf(text(report, 'infringing_url')) ?? source?.url;
  const host = source?.host ?? hostOfUrl(url) ?? cleanHost(text(report, 'domain') ?? '');
  const port = portOf(text(report, 'source_port')) ?? source?.port ?? portOf(text(report, 'service_port'));
  const found = present<Resource>({
    ...source,
    ip: source?.ip ?? ipOfUrl(url),
    url,
    host,
    port,
  });
  return found.ip || found.prefix || found.url || found.host || found.account || found.asn ? found : undefined;
}

function targetOf(report: JsonObject): Target | undefined {
  const stated = text(report, 'destination_ip') ?? text(report, 'destination');
  const target = present<Target>({
    ip: ipOf(stated),
    host: ipOf(stated) ? undefined : cleanHost(stated ?? ''),
    port: portOf(text(report, 'destination_port')),
    url: urlOf(text(report, 'target_url')),
    account: text(report, 'smtp_to'),
    brand: text(report, 'target_brand') ?? text(report, 'legitimate_site') ?? text(report, 'rights_holder'),
  });
  return Object.keys(target).length > 0 ? target : undefined;
}

function protocolOf(report: JsonObject): Finding['protocol'] {
  const stated = text(report, 'protocol')?.toLowerCase();
  const service = text(report, 'service');
  const isTransport = stated !== undefined && ['tcp', 'udp', 'icmp', 'sctp', 'mixed'].includes(stated);
  const protocol = present<NonNullable<Finding['protocol']>>({
    transport: isTransport ? stated : undefined,
    application: isTransport ? service : (stated ?? service),
  });
  return Object.keys(protocol).length > 0 ? protocol : undefined;
}

function countOf(report: JsonObject): number | undefined {
  const n = report.attempts_count ?? report.attempt_count ?? report.attack_count ?? report.occurrences;
  return typeof n === 'number' && Number.isSafeInteger(n) && n > 0 ? n : undefined;
}

function severityOf(stated: string | undefined): Severity | undefined {
  const word = stated?.toLowerCase() === 'informational' ? 'info' : stated?.toLowerCase();
  return severities.find((s) => s === word);
}

/** Where the proof lies. The payload itself is never decoded here: notifiers do send pictures. */
function evidenceOf(report: JsonObject, at: string): string[] {
  const pieces = Array.isArray(report.evidence) ? report.evidence.length : 0;
  return [at || '/', ...Array.from({ length: Math.min(pieces, 50) }, (_, i) => `${at}/evidence/${i}`)];
}
