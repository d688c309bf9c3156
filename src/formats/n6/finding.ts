/** An n6 record as findings: one for each of its addresses, or one for its name or URL; and a finding as an n6 record. */
import { cleanHost } from '#kernel';
import type { Finding, Problem, Target } from '../finding.ts';
import type { Reading } from '../format.ts';
import { asnOf, cvesIn, extraOf, hostOfUrl, ipOf, ipOfUrl, portOf, present, urlOf } from '../values/fields.ts';
import { isObject, type JsonObject, text } from '../values/json.ts';
import { kindOfN6, n6OfKind } from './facts.ts';

const confidences: Readonly<Record<string, number>> = { low: 0.3, medium: 0.6, high: 0.9 };

/** Whether an object has names of this format. */
export const isN6 = (o: JsonObject): boolean =>
  typeof o.category === 'string' &&
  Object.hasOwn(o, 'time') &&
  (Object.hasOwn(o, 'source') || Object.hasOwn(o, 'id')) &&
  (Array.isArray(o.address) || ['fqdn', 'url', 'name', 'adip', 'dip', 'confidence'].some((n) => Object.hasOwn(o, n)));

/** The findings of one record. */
export function* n6Findings(
  o: JsonObject,
  reading: Reading,
  at: string,
): Generator<{ readonly finding: Finding } | { readonly problem: Problem }> {
  const problems: Problem[] = [];
  const moment = (name: string) => {
    const stated = text(o, name);
    const found = reading.readTime(stated ?? '', { zone: 'UTC' });
    if (stated !== undefined && !found)
      problems.push({ code: 'time.unreadable', message: `not a moment: ${stated.slice(0, 60)}`, at: `${at}/${name}` });
    return found;
  };
  const seen = moment('time');
  const until = moment('until');
  if (!seen) problems.push({ code: 'time.missing', message: 'states no time', at });
  const kind = kindOfN6(text(o, 'category'), text(o, 'origin'));
  const isBot = kind === 'malware.infected_host';
  const url = urlOf(text(o, 'url'));
  const host = cleanHost(text(o, 'fqdn') ?? '') ?? hostOfUrl(url);
  const targets = Array.isArray(o.dip) ? o.dip : [o.dip];
  const target = present<Target>({
    ip: ipOf(typeof targets[0] === 'string' ? targets[0] : undefined),
    port: portOf(text(o, 'dport')),
    brand: text(o, 'target'),
    // A bot asks for a name: the name is not its own.
    host: isBot ? host : undefined,
    url: isBot ? url : undefined,
  });
  const protocol = present<NonNullable<Finding['protocol']>>({
    transport: text(o, 'proto')?.toLowerCase(),
    application: undefined,
  });
  const count = typeof o.count === 'number' && Number.isSafeInteger(o.count) && o.count > 0 ? o.count : undefined;
  const cve = cvesIn(
    [text(o, 'name'), text(o, 'x509fp_sha1'), text(o, 'subject'), text(o, 'description')].filter((t) => t).join(' '),
  );
  const org = text(o, 'source');
  const base = {
    kind,
    seenAt: seen?.at,
    timePrecision: seen?.precision,
    firstSeenAt: until ? seen?.at : undefined,
    lastSeenAt: until?.at,
    port: portOf(text(o, 'sport')),
    host: isBot ? undefined : host,
    url: isBot ? undefined : url,
    role:
      kind.startsWith('vuln.') || kind.startsWith('inventory.')
        ? ('exposed' as const)
        : kind === 'ddos.victim'
          ? ('victim' as const)
          : ('source' as const),
    confidence: confidences[text(o, 'confidence') ?? ''],
    classification: present<Finding['classification']>({
      asSent: [text(o, 'category'), text(o, 'origin')].filter((t) => t).join(' ') || undefined,
    }),
    reference: text(o, 'id'),
    reporter: org ? { org } : undefined,
    count,
    target: Object.keys(target).length > 0 ? target : undefined,
    malware: kind.startsWith('malware.') ? text(o, 'name') : undefined,
    cve: cve.length > 0 ? cve : undefined,
    protocol: Object.keys(protocol).length > 0 ? protocol : undefined,
    extra: extraOf(Object.entries(o), problems, at),
  };
  let n = 0;
  const addresses: readonly unknown[] = Array.isArray(o.address) ? o.address : [];
  for (const [i, one] of addresses.entries()) {
    const place = `${at === '/' ? '' : at}/address/${i}`;
    const stated = isObject(one) ? (text(one, 'ip') ?? text(one, 'ipv6')) : undefined;
    const ip = ipOf(stated);
    if (!ip) {
      yield {
        problem: { code: 'address.unreadable', message: `not an address: ${(stated ?? '').slice(0, 60)}`, at: place },
      };
      continue;
    }
    n++;
    yield {
      finding: present<Finding>({
        ...base,
        ip,
        asn: isObject(one) ? asnOf(text(one, 'asn')) : undefined,
        evidence: [place],
        problems,
      }),
    };
  }
  if (n > 0) return;
  const ip = ipOfUrl(base.url);
  // Without an address the name is all there is, a bot's too.
  const finding = present<Finding>({
    ...base,
    ip,
    host: base.host ?? (isBot ? undefined : host),
    evidence: [at],
    problems,
  });
  if (finding.ip ?? finding.host ?? finding.url) yield { finding };
  else
    for (const problem of [...problems, { code: 'finding.no-resource', message: 'names no address, host or URL', at }])
      yield { problem };
}

const word = (confidence: number | undefined) =>
  confidence === undefined ? undefined : confidence >= 0.8 ? 'high' : confidence >= 0.5 ? 'medium' : 'low';

/**
 * Writes a finding as an n6 record. What it was sent with stays verbatim, but for the list of addresses: of that only the
 * finding's own is written, because each address became a finding of its own.
 */
export function writeN6(finding: Finding): Readonly<Record<string, unknown>> {
  const sent = finding.extra ?? {};
  const wasN6 = isN6(sent as JsonObject);
  const out: Record<string, unknown> = wasN6 ? { ...sent } : {};
  if (Array.isArray(out['address'])) {
    const mine = out['address'].filter((a) => isObject(a) && ipOf(text(a, 'ip') ?? text(a, 'ipv6')) === finding.ip);
    if (mine.length > 0) out['address'] = mine;
  }
  const set = (name: string, value: unknown) => {
    if (value !== undefined && !Object.hasOwn(out, name)) out[name] = value;
  };
  set('category', n6OfKind(finding.kind));
  if (finding.timePrecision !== 'message_date') set('time', finding.seenAt?.toString());
  if (wasN6) return out;
  set('id', finding.reference);
  set('source', finding.reporter?.org);
  set('confidence', word(finding.confidence));
  if (finding.ip) set('address', [present({ ip: finding.ip, asn: finding.asn })]);
  set('fqdn', finding.host);
  set('url', finding.url);
  set('name', finding.malware);
  set('sport', finding.port);
  set('dport', finding.target?.port);
  set('dip', finding.target?.ip);
  set('target', finding.target?.brand);
  set('proto', finding.protocol?.transport);
  set('count', finding.count);
  if (finding.lastSeenAt && finding.seenAt && Temporal.Instant.compare(finding.lastSeenAt, finding.seenAt) > 0)
    set('until', finding.lastSeenAt.toString());
  return out;
}
