/** An IntelMQ record as a finding: `source.*` is the resource, `destination.*` the other side; every field stays in `extra` as it was sent. */
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
  messageTime,
  networkOf,
  portOf,
  present,
  urlOf,
} from '../values/fields.ts';
import { isObject, type JsonObject, text } from '../values/json.ts';
import { intelmqFields, kindOfIntelmq } from './facts.ts';

const groups = [
  'source',
  'destination',
  'classification',
  'feed',
  'time',
  'malware',
  'protocol',
  'event_description',
  'misp',
  'product',
];

/** Whether an object has names of this format. */
export const isIntelmq = (o: JsonObject): boolean =>
  Object.hasOwn(o, 'classification.type') ||
  Object.hasOwn(o, 'source.ip') ||
  Object.hasOwn(o, 'source.url') ||
  Object.hasOwn(o, 'source.fqdn') ||
  Object.hasOwn(o, 'source.network') ||
  (isObject(o.classification) && Object.hasOwn(o.classification, 'type') && (isObject(o.source) || isObject(o.time)));

/** The hierarchical form (`{"source": {"ip": …}}`) as flat dotted names; `extra` stays as it is. */
export function flat(o: JsonObject): JsonObject {
  if (!groups.some((g) => isObject(o[g]))) return o;
  const out: Record<string, unknown> = {};
  const walk = (value: JsonObject, before: string, depth: number) => {
    for (const [name, one] of Object.entries(value)) {
      const full = before ? `${before}.${name}` : name;
      if (isObject(one) && depth < 5 && (before !== '' || groups.includes(name))) walk(one, full, depth + 1);
      else out[full] = one;
    }
  };
  walk(o, '', 0);
  return out;
}

/** A cell of the CSV form in the type of its field; text where the field is not known or the cell is not of its type. */
export function typed(name: string, cell: string): unknown {
  switch (intelmqFields.get(name)) {
    case 'whole':
      return /^-?\d{1,15}$/.test(cell) ? Number(cell) : cell;
    case 'number':
      return /^-?\d{1,15}(?:\.\d{1,15})?$/.test(cell) ? Number(cell) : cell;
    case 'truth':
      return /^(?:true|1)$/i.test(cell) ? true : /^(?:false|0)$/i.test(cell) ? false : cell;
    default:
      return cell;
  }
}

/** The finding of one record; only problems where it names nothing that could be acted on. */
export function intelmqFinding(
  record: JsonObject,
  unit: Unit,
  reading: Reading,
  at: string,
): { finding?: Finding; problems: Problem[] } {
  const o = flat(record);
  const problems: Problem[] = [];
  const get = (name: string) => text(o, name);
  const read = <T>(name: string, reader: (t: string) => T | undefined, code: string, what: string): T | undefined => {
    const stated = get(name);
    if (stated === undefined) return undefined;
    const value = reader(stated);
    if (value === undefined)
      problems.push({ code, message: `not ${what}: ${stated.slice(0, 80)}`, at: `${at}/${name}` });
    return value;
  };
  const url = read('source.url', urlOf, 'url.unreadable', 'a URL');
  const ip = read('source.ip', ipOf, 'address.unreadable', 'an address') ?? ipOfUrl(url);
  const prefix = read('source.network', networkOf, 'address.unreadable', 'a network');
  const host = read('source.fqdn', cleanHost, 'host.unreadable', 'a host name') ?? hostOfUrl(url);
  const account = get('source.account');
  const asn = read('source.asn', asnOf, 'asn.unreadable', 'a number of a network');
  const isAboutAsn = asn && !['source.ip', 'source.url', 'source.fqdn'].some((n) => get(n) !== undefined);
  if (!ip && !prefix && !url && !host && !account && !isAboutAsn) {
    problems.push({ code: 'finding.no-resource', message: 'names no address, network, URL, host or account', at });
    return { problems };
  }
  const time = get('time.source');
  const seen = time === undefined ? undefined : reading.readTime(time);
  if (time !== undefined && !seen)
    problems.push({ code: 'time.unreadable', message: `not a moment: ${time.slice(0, 60)}`, at: `${at}/time.source` });
  // When their collector had it: the observation is from before that, as with the date of a message.
  const observed = seen ? undefined : reading.readTime(get('time.observation') ?? '');
  const when = seen
    ? { seenAt: seen.at, timePrecision: seen.precision }
    : observed
      ? { seenAt: observed.at, timePrecision: 'message_date' as const }
      : messageTime(unit);
  if (!when.seenAt) problems.push({ code: 'time.missing', message: 'states no time', at });
  const type = get('classification.type');
  const identifier = get('classification.identifier');
  const kind = kindOfIntelmq(type, identifier);
  const severityText = get('severity')?.toLowerCase();
  const accuracy =
    typeof o['feed.accuracy'] === 'number' ? o['feed.accuracy'] : Number(get('feed.accuracy') ?? Number.NaN);
  const extras = isObject(o.extra) ? o.extra : undefined;
  const moment = (name: string) => reading.readTime(text(o, `extra.${name}`) ?? text(extras, name) ?? '')?.at;
  const count = Number(text(o, 'extra.count') ?? text(extras, 'count') ?? Number.NaN);
  const cve = cvesIn(
    [identifier, get('product.vulnerabilities'), get('event_description.text')].filter((t) => t).join(' '),
  );
  const target = present<Target>({
    ip: read('destination.ip', ipOf, 'address.unreadable', 'an address'),
    port: portOf(get('destination.port')),
    host: cleanHost(get('destination.fqdn') ?? ''),
    url: urlOf(get('destination.url')),
    asn: asnOf(get('destination.asn')),
    account: get('destination.account'),
    brand: get('event_description.target'),
  });
  const protocol = present<NonNullable<Finding['protocol']>>({
    transport: get('protocol.transport')?.toLowerCase(),
    application: get('protocol.application')?.toLowerCase(),
  });
  const org = get('feed.provider') ?? get('feed.name');
  const finding = present<Finding>({
    kind,
    ...when,
    firstSeenAt: moment('first_seen'),
    lastSeenAt: moment('last_seen'),
    ip,
    port: read('source.port', (t) => (t === '0' ? 0 : portOf(t)), 'port.unreadable', 'a port') || undefined,
    prefix,
    host,
    url,
    asn,
    account,
    role:
      kind.startsWith('vuln.') || kind.startsWith('inventory.')
        ? 'exposed'
        : kind === 'ddos.victim'
          ? 'victim'
          : 'source',
    severity: severities.find((s: Severity) => s === severityText),
    confidence: accuracy >= 0 && accuracy <= 100 ? accuracy / 100 : undefined,
    classification: present<Finding['classification']>({
      asSent: [type, identifier].filter((t) => t).join(' ') || undefined,
    }),
    reference: get('event_hash') ?? get('rtir_id'),
    reporter: org ? { org } : undefined,
    count: Number.isSafeInteger(count) && count > 0 ? count : undefined,
    target: Object.keys(target).length > 0 ? target : undefined,
    malware: get('malware.name'),
    cve: cve.length > 0 ? cve : undefined,
    protocol: Object.keys(protocol).length > 0 ? protocol : undefined,
    evidence: [at],
    extra: extraOf(Object.entries(o), problems, at),
    problems,
  });
  return { finding, problems };
}
