/** Banners of the Shodan stream: which service stands open on which address, as JSON. Informational unless it names a weakness. */
import { feedFormat } from './feed/feed.ts';
import { terms } from './feed/terms.ts';
import { type Found, jsonRow, jsonValues } from './mapping/records.ts';
import { isObject, type JsonObject } from './values/json.ts';

/** The service a banner is of: the one whose own object it carries. */
const services = [
  'ftp',
  'http',
  'isakmp',
  'coap',
  'ldap',
  'ssh',
  'ntp',
  'dns',
  'snmp',
  'telnet',
  'smb',
  'rdp',
  'mongodb',
  'redis',
  'elastic',
  'upnp',
  'mqtt',
  'sip',
  'rsync',
  'vnc',
  'docker',
  'ipmi',
  'bacnet',
  'modbus',
  's7',
];

function* rows(text: string): Generator<Found> {
  for (const { value, problem, line } of jsonValues(text)) {
    if (problem) yield { problem };
    const list: readonly unknown[] = Array.isArray(value)
      ? value
      : isObject(value) && Array.isArray(value.matches)
        ? value.matches
        : [value];
    for (const [i, one] of list.entries())
      if (isObject(one)) yield { row: jsonRow(named(one), line === undefined ? `/${i}` : `line:${line}`) };
  }
}

function named(banner: JsonObject): JsonObject {
  const service = services.find((s) => isObject(banner[s]));
  const shodan = banner['_shodan'];
  const module = isObject(shodan) && typeof shodan.module === 'string' ? shodan.module : undefined;
  const vulns = banner['vulns'];
  return {
    ...banner,
    ...((service ?? module) ? { 'service.name': service ?? module } : {}),
    ...(isObject(vulns) ? { 'vulns.names': Object.keys(vulns).slice(0, 200).join(' ') } : {}),
  };
}

export default feedFormat({
  id: 'shodan',
  title: { nl: 'Shodan', en: 'Shodan' },
  spec: 'https://datapedia.shodan.io/',
  feed: { url: 'https://stream.shodan.io/shodan/banners?key={KEY}', every: 'PT1M', note: terms.paid, needsKey: true },
  match: [
    { kind: 'file', body: /"_shodan"\s*:/, weight: 90 },
    { kind: 'file', body: /"ip_str"\s*:/, weight: 60 },
  ],
  shape: 'json',
  rows,
  needs: ['ip_str', 'port'],
  fields: {
    ip: 'ip_str',
    port: 'port',
    asn: 'asn',
    host: { from: ['hostnames', 'domains'] },
    time: { from: 'timestamp', zone: 'UTC' },
    transport: 'transport',
    application: 'service.name',
    cve: 'vulns.names',
    as_sent: '_shodan.module',
    reference: { from: ['_shodan.id', '_id'] },
  },
  kind: 'inventory.exposure',
  org: 'Shodan',
  domain: 'shodan.io',
  timed: true,
  finish: (finding) => [finding.cve ? { ...finding, kind: 'vuln.cve' } : finding],
});
