/** IODEF: incidents as CSIRTs pass them on, version 1 (RFC 5070, as AbuseHUB mails it), version 2 (RFC 7970) and its JSON (RFC 8727). */
import { cleanHost } from '#kernel';
import { type Severity, severities } from '#law';
import { kindOfFeed } from './abusehub/kinds.ts';
import type { Finding, Problem, Target } from './finding.ts';
import { format, type Reading, type Said, type Unit } from './format.ts';
import { leaves } from './mail/unit.ts';
import { kindOfHeading } from './text/kinds.ts';
import {
  asnOf,
  cvesIn,
  extraOf,
  hostOfUrl,
  ipOf,
  ipOfUrl,
  messageTime,
  networkOf,
  portOf,
  present,
  resourceOf,
  senderOf,
} from './values/fields.ts';
import { jsonIn } from './values/json.ts';
import { allOf, at, attributeOf, childrenOf, elementOfJson, readXml, textAt, type XmlElement } from './values/xml.ts';

const xmlMark = /<(?:[a-z0-9_.-]{1,20}:)?IODEF-Document[\s>]/i;
const jsonMark = /"IncidentID"/;

/** What an attack aims at, as the two RFCs list it, for whoever is its source. The feed's name, where one is given, says more. */
const impacts: Readonly<Record<string, string>> = {
  admin: 'attack.exploit',
  user: 'attack.exploit',
  file: 'attack.exploit',
  dos: 'ddos.source',
  'info-leak': 'vuln.data_exposed',
  misconfiguration: 'vuln.exposed_service',
  recon: 'attack.scan',
  'social-engineering': 'fraud.phishing',
  'takeover-account': 'attack.bruteforce',
  'takeover-service': 'attack.exploit',
  'takeover-system': 'attack.exploit',
  'availability-service': 'ddos.source',
  'availability-system': 'ddos.source',
  'breach-privacy': 'vuln.data_exposed',
  'breach-credential': 'fraud.phishing',
};

interface Node {
  readonly ips: readonly string[];
  readonly nets: readonly string[];
  readonly host?: string;
  readonly url?: string;
  readonly account?: string;
  readonly asn?: number;
}

/** The addresses and names of a system. */
function nodeOf(system: XmlElement, problems: Problem[], where: string): Node {
  const node = at(system, 'Node') ?? system;
  const ips: string[] = [];
  const nets: string[] = [];
  let url: string | undefined;
  let account: string | undefined;
  let asn: number | undefined;
  let host: string | undefined;
  for (const address of childrenOf(node, 'Address')) {
    const stated = attributeOf(address, 'category') ?? 'ipv4-addr';
    const category = (stated === 'ext-value' ? (attributeOf(address, 'ext-category') ?? '') : stated).toLowerCase();
    const value = address.text;
    if (value === '') continue;
    if (/^ipv[46]-(?:addr|net)/.test(category) || category === 'ip') {
      const ip = ipOf(value);
      const net = ip ? undefined : networkOf(value.replace(/\s*\/\s*/, '/'));
      if (ip) ips.push(ip);
      else if (net) nets.push(net);
      else
        problems.push({
          code: 'address.unreadable',
          message: `an ${category} that is none: ${value.slice(0, 60)}`,
          at: where,
        });
    } else if (category === 'asn') asn ??= asnOf(value);
    else if (category === 'e-mail' || category === 'email') account ??= resourceOf(value)?.account;
    else {
      // `site-uri` of version 2, and what feeds add under names of their own.
      const found = resourceOf(value);
      url ??= found?.url;
      host ??= found?.host;
      account ??= found?.account;
    }
  }
  const names = [
    ...childrenOf(node, 'NodeName').map((n) => n.text),
    ...childrenOf(node, 'DomainData').map((d) => textAt(d, 'Name') ?? ''),
  ];
  for (const name of names) {
    const found = resourceOf(name);
    if (found?.ip && ips.length === 0) ips.push(found.ip);
    url ??= found?.url;
    host ??= found?.host;
  }
  if (ips.length === 0) {
    const literal = ipOfUrl(url);
    if (literal) ips.push(literal);
  }
  return present<Node>({ ips: [...new Set(ips)], nets, host: hostOfUrl(url) ?? host, url, account, asn });
}

const protocols: Readonly<Record<string, string>> = { '1': 'icmp', '6': 'tcp', '17': 'udp', '58': 'icmp' };

function serviceOf(system: XmlElement): { port?: number; protocol?: NonNullable<Finding['protocol']> } {
  const service = at(system, 'Service');
  const number = attributeOf(service, 'ip_protocol') ?? attributeOf(service, 'ip-protocol') ?? '';
  const protocol = present<NonNullable<Finding['protocol']>>({
    transport: Object.hasOwn(protocols, number) ? protocols[number] : undefined,
    application: (
      textAt(service, 'ServiceName', 'Name') ?? attributeOf(at(service, 'Application'), 'name')
    )?.toLowerCase(),
  });
  const port = portOf(textAt(service, 'Port') ?? textAt(service, 'Portlist'));
  return {
    ...(port ? { port } : {}),
    ...(Object.keys(protocol).length > 0 ? { protocol } : {}),
  };
}

const counted = new WeakMap<XmlElement, ReadonlyMap<string, string>>();

/** Counters by what they count: `count`, `correlation_score1`, `event`. */
function countersOf(chain: readonly XmlElement[]): ReadonlyMap<string, string> {
  const [event, ...outer] = chain;
  // An event may name thousands of systems; what it counts is looked for once.
  const known = event && counted.get(event);
  if (known) return known;
  const found = new Map<string, string>();
  if (event) counted.set(event, found);
  const places = [...(event ? [event] : []), ...outer.flatMap((e) => childrenOf(e, 'Assessment', 'AdditionalData'))];
  for (const counter of places.flatMap((p) => [...allOf(p, 'Counter')])) {
    const type = attributeOf(counter, 'type') ?? '';
    const name =
      (type === 'ext-value' ? attributeOf(counter, 'ext-type') : type) ?? attributeOf(counter, 'ext-type') ?? 'Counter';
    if (counter.text !== '' && !found.has(name)) found.set(name, counter.text);
  }
  return found;
}

/** Event data stand within event data: what an outer one says holds for the inner ones too. */
function* eventsOf(parent: XmlElement, outer: readonly XmlElement[] = []): Generator<readonly XmlElement[]> {
  for (const event of childrenOf(parent, 'EventData')) {
    const chain = [event, ...outer];
    if (childrenOf(event, 'Flow', 'System').length > 0 || childrenOf(event, 'EventData').length === 0) yield chain;
    yield* eventsOf(event, chain);
  }
}

const firstOf = (chain: readonly XmlElement[], ...path: readonly string[]) => {
  for (const element of chain) {
    const found = textAt(element, ...path);
    if (found) return found;
  }
  return undefined;
};

/** What the incident is called, most telling first: the feed, its categories, its words. */
function wordsOf(chain: readonly XmlElement[]): string[] {
  const words: string[] = [];
  for (const element of chain) {
    for (const method of childrenOf(element, 'Method')) {
      for (const reference of childrenOf(method, 'Reference'))
        words.push(textAt(reference, 'ReferenceName') ?? textAt(reference, 'ReferenceName', 'ID') ?? '');
      words.push(textAt(method, 'Description') ?? '');
    }
    for (const assessment of childrenOf(element, 'Assessment')) {
      for (const category of childrenOf(assessment, 'IncidentCategory', 'IncidentCategories'))
        words.push(category.text);
      for (const impact of childrenOf(assessment, 'Impact', 'SystemImpact'))
        words.push(impact.text, textAt(impact, 'Description') ?? '', attributeOf(impact, 'ext-type') ?? '');
    }
    for (const description of childrenOf(element, 'Description')) words.push(description.text);
  }
  return words.filter((w) => w !== '');
}

function kindOf(chain: readonly XmlElement[], words: readonly string[], source: XmlElement | undefined): string {
  for (const role of source ? allOf(source, 'NodeRole') : [])
    if (/c2|botnet.controller/i.test(attributeOf(role, 'category') ?? '')) return 'malware.c2';
  for (const word of words) {
    const kind = kindOfFeed(word);
    if (kind) return kind;
  }
  for (const element of chain)
    for (const impact of childrenOf(at(element, 'Assessment'), 'Impact', 'SystemImpact')) {
      const type = attributeOf(impact, 'type') ?? '';
      if (Object.hasOwn(impacts, type)) return impacts[type] ?? 'report.unclassified';
    }
  return kindOfHeading(words.join(' ').slice(0, 2000)) ?? 'report.unclassified';
}

function* readIncident(incident: XmlElement, unit: Unit, reading: Reading, where: string): Generator<Said> {
  let told = 0;
  for (const chain of [...eventsOf(incident), [] as XmlElement[]]) {
    const within = [...chain, incident];
    const event = chain[0] ?? incident;
    const flows = childrenOf(event, 'Flow');
    const groups = flows.length > 0 ? flows : childrenOf(event, 'System').length > 0 ? [event] : [];
    if (chain.length === 0 && groups.length === 0) continue;
    for (const flow of groups)
      for (const finding of findingsOf(childrenOf(flow, 'System'), within, incident, unit, reading, where)) {
        if ('finding' in finding) told++;
        yield finding;
      }
  }
  // Version 2 may pass on nothing but indicators.
  if (told === 0)
    for (const observable of allOf(incident, 'Observable'))
      for (const system of childrenOf(observable, 'System', 'Node').concat(
        childrenOf(observable, 'Address').length > 0 ? [observable] : [],
      ))
        for (const finding of findingsOf([system], [incident], incident, unit, reading, where)) {
          if ('finding' in finding) told++;
          yield finding;
        }
  if (told === 0)
    yield { problem: { code: 'finding.no-resource', message: 'the incident names no system', at: where } };
}

function* findingsOf(
  systems: readonly XmlElement[],
  chain: readonly XmlElement[],
  incident: XmlElement,
  unit: Unit,
  reading: Reading,
  where: string,
): Generator<Said> {
  const of = (category: string) => systems.filter((s) => attributeOf(s, 'category') === category);
  const targets = of('target');
  const others = systems.filter(
    (s) => !['target', 'sensor', 'intermediate'].includes(attributeOf(s, 'category') ?? ''),
  );
  const sources = of('source').length > 0 ? of('source') : others.length > 0 ? others : targets;
  for (const source of sources) {
    const problems: Problem[] = [];
    const node = nodeOf(source, problems, where);
    const service = serviceOf(source);
    const words = wordsOf(chain);
    const kind = kindOf(chain, words, source);
    const targetNode = sources === targets ? undefined : targets[0] && nodeOf(targets[0], [], where);
    const target = present<Target>({
      ip: targetNode?.ips[0],
      port: targetNode && targets[0] ? serviceOf(targets[0]).port : undefined,
      host: targetNode?.host,
      url: targetNode?.url,
      asn: targetNode?.asn,
    });
    const counters = countersOf(chain);
    const count = Number(counters.get('count') ?? counters.get('event') ?? Number.NaN);
    const assessment = childrenOf(
      chain.find((c) => at(c, 'Assessment')),
      'Assessment',
    )[0];
    const impact = childrenOf(assessment, 'Impact', 'SystemImpact')[0];
    const severity = attributeOf(impact, 'severity')?.toLowerCase();
    const creator = childrenOf(incident, 'Contact').find((c) => attributeOf(c, 'role') === 'creator');
    const org = textAt(creator, 'ContactName');
    const contact = textAt(creator, 'Email') ?? textAt(creator, 'Email', 'EmailTo');
    const moment = (...names: readonly string[]) => {
      for (const name of names) {
        const found = firstOf(chain, name);
        if (found) return { text: found, moment: reading.readTime(found) };
      }
      return undefined;
    };
    const detected = moment('DetectTime', 'EndTime', 'StartTime');
    if (detected && !detected.moment)
      problems.push({ code: 'time.unreadable', message: `not a moment: ${detected.text.slice(0, 60)}`, at: where });
    const reported = moment('ReportTime', 'GenerationTime')?.moment;
    const seen = detected?.moment
      ? { seenAt: detected.moment.at, timePrecision: detected.moment.precision }
      : reported
        ? { seenAt: reported.at, timePrecision: 'message_date' as const }
        : messageTime(unit);
    if (!('seenAt' in seen)) problems.push({ code: 'time.missing', message: 'the incident states no time', at: where });
    const cve = cvesIn(words.join(' '));
    const base = present<Omit<Finding, 'problems'>>({
      kind,
      ...seen,
      firstSeenAt: moment('StartTime')?.moment?.at,
      lastSeenAt: moment('EndTime')?.moment?.at,
      port: service.port,
      host: node.host,
      url: node.url,
      asn: node.asn,
      account: node.account,
      role: sources === targets ? 'victim' : kind.startsWith('vuln.') ? 'exposed' : 'source',
      severity: severities.find((s: Severity) => s === severity),
      classification: { asSent: (words[0] ?? attributeOf(impact, 'type') ?? 'unstated').slice(0, 200) },
      reference: textAt(incident, 'IncidentID'),
      reporter:
        org || contact
          ? present<NonNullable<Finding['reporter']>>({
              org,
              contact,
              domain: contact ? cleanHost(contact.slice(contact.lastIndexOf('@') + 1)) : undefined,
            })
          : senderOf(unit),
      count: Number.isInteger(count) && count > 0 ? count : undefined,
      target: Object.keys(target).length > 0 ? target : undefined,
      cve: cve.length > 0 ? cve : undefined,
      protocol: service.protocol,
      evidence: [where || '/'],
    });
    const extra = extraOf(
      [
        ...counters,
        ['purpose', attributeOf(incident, 'purpose')],
        ['restriction', attributeOf(incident, 'restriction')],
        ['Description', firstOf(chain, 'Description')],
        ['ReferenceName', firstOf(chain, 'Method', 'Reference', 'ReferenceName')],
        ['ReportTime', firstOf(chain, 'ReportTime')],
      ],
      problems,
      where,
    );
    const more = extra ? { extra } : {};
    if (node.ips.length === 0 && node.nets.length === 0) {
      if (!node.host && !node.url && !node.account && !node.asn) {
        for (const problem of problems) yield { problem };
        continue;
      }
      yield { finding: { ...base, ...more, problems } };
    }
    for (const ip of node.ips) yield { finding: { ...base, ip, ...more, problems } };
    for (const prefix of node.nets) yield { finding: { ...base, prefix, ...more, problems } };
  }
}

function* readText(text: string, where: string, unit: Unit, reading: Reading, seen: Set<string>): Generator<Said> {
  const documents: XmlElement[] = [];
  if (xmlMark.test(text)) {
    const { root, problem } = readXml(text.slice(Math.max(0, text.indexOf('<'))));
    if (problem) yield { problem: { ...problem, ...(where ? { at: where } : {}) } };
    if (root) documents.push(root);
  } else if (jsonMark.test(text)) {
    const { objects, problems } = jsonIn(text, ['IncidentID', 'Incident'], jsonMark);
    for (const problem of problems) yield { problem: { ...problem, ...(where ? { at: where } : {}) } };
    for (const one of objects) documents.push(elementOfJson('IODEF-Document', one));
  }
  for (const document of documents)
    for (const incident of allOf(document, 'Incident'))
      for (const said of readIncident(incident, unit, reading, where)) {
        if ('finding' in said) {
          const f = said.finding;
          const key = [
            f.kind,
            f.ip,
            f.prefix,
            f.port,
            f.host,
            f.url,
            f.account,
            f.seenAt?.toString(),
            f.reference,
          ].join(' ');
          if (seen.has(key)) continue;
          seen.add(key);
        }
        yield said;
      }
}

export default format({
  id: 'iodef',
  version: 1,
  title: { nl: 'IODEF-incident', en: 'IODEF incident' },
  spec: 'RFC 5070, RFC 7970, RFC 8727',
  // After AbuseHUB's CSV, which says the same in the same mail.
  group: 'feed',
  match: [
    { kind: 'mail', filename: /^iodef-.{0,80}\.xml$/i, weight: 50 },
    { kind: 'mail', body: xmlMark, weight: 60 },
    { kind: 'mail', body: /"Incident"\s*:\s*\[?\s*\{/, weight: 30 },
    { kind: 'file', body: xmlMark, weight: 80 },
    { kind: 'file', body: /"Incident"\s*:\s*\[?\s*\{/, weight: 50 },
  ],
  *read(unit, reading) {
    const seen = new Set<string>();
    if (unit.kind === 'file') yield* readText(unit.text(), '/', unit, reading, seen);
    else {
      const done = new Set<string>();
      for (const file of unit.files) {
        done.add(file.path ?? '');
        yield* readText(file.text(), file.path ?? file.name, unit, reading, seen);
      }
      for (const part of leaves(unit.root))
        if (!done.has(part.path) && !part.type.startsWith('message/') && part.type !== 'text/html')
          yield* readText(part.text(), part.path, unit, reading, seen);
    }
    if (seen.size === 0) yield { pass: 'no incident with a system in it' };
  },
});
