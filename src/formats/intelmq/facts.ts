/** What the IntelMQ data format says, written down as facts: its fields with their types, its classification types with their taxonomy, and our kind for each. */

export type FieldType = 'text' | 'whole' | 'number' | 'truth' | 'time' | 'json';

/** Name and type of every field; a name alone is text. The last line has the additions of 3.5. */
const written = `
classification.identifier classification.taxonomy classification.type comment
destination.abuse_contact destination.account destination.allocated:time destination.as_name destination.asn:whole
destination.domain_suffix destination.fqdn destination.geolocation.cc destination.geolocation.city destination.geolocation.country
destination.geolocation.latitude:number destination.geolocation.longitude:number destination.geolocation.region
destination.geolocation.state destination.ip destination.local_hostname destination.local_ip destination.network
destination.port:whole destination.registry destination.reverse_dns destination.tor_node:truth destination.url destination.urlpath
event_description.target event_description.text event_description.url event_hash extra:json
feed.accuracy:number feed.code feed.documentation feed.name feed.provider feed.url
malware.hash.md5 malware.hash.sha1 malware.hash.sha256 malware.name malware.version
misp.attribute_uuid misp.event_uuid output:json protocol.application protocol.transport raw rtir_id:whole screenshot_url
source.abuse_contact source.account source.allocated:time source.as_name source.asn:whole source.domain_suffix source.fqdn
source.geolocation.cc source.geolocation.city source.geolocation.country source.geolocation.cymru_cc source.geolocation.geoip_cc
source.geolocation.latitude:number source.geolocation.longitude:number source.geolocation.region source.geolocation.state
source.ip source.local_hostname source.local_ip source.network source.port:whole source.registry source.reverse_dns
source.tor_node:truth source.url source.urlpath status time.observation:time time.source:time tlp
severity product.full_name product.name product.vendor product.version product.vulnerabilities
`;

/** Every field with its type. */
export const intelmqFields: ReadonlyMap<string, FieldType> = new Map(
  written
    .trim()
    .split(/\s+/)
    .map((w) => {
      const [name = '', type = 'text'] = w.split(':');
      return [name, type as FieldType];
    }),
);

/** type taxonomy kind */
const types = `
spam abusive-content spam.source
harmful-speech abusive-content content.hate_harassment
violence abusive-content report.unclassified
ddos availability ddos.source
dos availability ddos.source
misconfiguration availability report.unclassified
outage availability report.unclassified
sabotage availability report.unclassified
copyright fraud ip.copyright
masquerade fraud fraud.scam
phishing fraud fraud.phishing
unauthorized-use-of-resources fraud fraud.resource_misuse
unauthorised-use-of-resources fraud fraud.resource_misuse
data-leak information-content-security intrusion.account
data-loss information-content-security report.unclassified
unauthorised-information-access information-content-security intrusion.server
unauthorised-information-modification information-content-security intrusion.defacement
scanner information-gathering attack.scan
sniffing information-gathering intrusion.server
social-engineering information-gathering attack.social_engineering
brute-force intrusion-attempts attack.bruteforce
exploit intrusion-attempts attack.exploit
ids-alert intrusion-attempts attack.exploit
application-compromise intrusions intrusion.website
burglary intrusions report.unclassified
privileged-account-compromise intrusions intrusion.server
system-compromise intrusions intrusion.server
unprivileged-account-compromise intrusions intrusion.account
c2-server malicious-code malware.c2
infected-system malicious-code malware.infected_host
malware-configuration malicious-code malware.config_dropzone
malware-distribution malicious-code malware.distribution
blacklist other reputation.blocklisted
blocklist other reputation.blocklisted
dga-domain other reputation.intel
malware other malware.distribution
other other report.unclassified
proxy other infra.open_proxy
tor other infra.tor_exit
undetermined other report.unclassified
test test test
ddos-amplifier vulnerable vuln.amplifier
information-disclosure vulnerable vuln.data_exposed
potentially-unwanted-accessible vulnerable vuln.exposed_service
vulnerable-system vulnerable vuln.cve
weak-crypto vulnerable vuln.weak_crypto
backdoor intrusions intrusion.website
botnet-drone malicious-code malware.infected_host
c&c malicious-code malware.c2
compromised intrusions intrusion.server
cryptojacking fraud fraud.resource_misuse
defacement information-content-security intrusion.defacement
dropzone information-content-security malware.config_dropzone
exploit-url intrusion-attempts malware.distribution
leak information-content-security intrusion.account
ransomware malicious-code malware.infected_host
unauthorized-command intrusions intrusion.server
unauthorized-login intrusions intrusion.server
vulnerable-client vulnerable vuln.cve
vulnerable-service vulnerable vuln.exposed_service
vulnerable vulnerable vuln.cve
`;

export interface IntelmqType {
  readonly type: string;
  readonly taxonomy: string;
  readonly kind: string;
}
/** Classification types, the present ones before those of versions before 3. */
export const intelmqTypes: ReadonlyMap<string, IntelmqType> = new Map(
  types
    .trim()
    .split('\n')
    .map((line) => {
      const [type = '', taxonomy = '', kind = ''] = line.split(' ');
      return [type, { type, taxonomy, kind }];
    }),
);

/** Identifiers that tell more than their type: pattern and kind. */
const identifiers: readonly (readonly [RegExp, string])[] = [
  [/amplification-ddos-victim|ddos-(?:target|victim)/, 'ddos.victim'],
  [/^accessible-|^open-/, 'vuln.exposed_service'],
  [/csam/, 'content.csam'],
  [/spam-?url|spamvertised/, 'spam.advertised'],
  [/ip-?spoofer/, 'net.spoofing'],
];

/** Our kind of a classification. */
export function kindOfIntelmq(type: string | undefined, identifier: string | undefined): string {
  const word = type?.trim().toLowerCase().replace(/ /g, '-');
  const kind = word === undefined ? undefined : intelmqTypes.get(word)?.kind;
  const id = identifier?.toLowerCase() ?? '';
  if (
    kind === undefined ||
    kind === 'report.unclassified' ||
    kind === 'vuln.cve' ||
    kind.startsWith('ddos.') ||
    kind.startsWith('spam.')
  ) {
    const told = identifiers.find(([pattern]) => pattern.test(id))?.[1];
    if (told) return told;
  }
  return kind ?? 'report.unclassified';
}

/** Kinds that have no type of their own first in the table: the type to write for each. */
const ofKind: Readonly<Record<string, string>> = {
  'content.csam': 'violence',
  'content.csem': 'violence',
  'content.terrorist': 'violence',
  'content.ncii': 'violence',
  'content.illegal_goods': 'other',
  'content.privacy': 'data-leak',
  'ip.trademark': 'masquerade',
  'fraud.impersonation_reg': 'masquerade',
  'fraud.resource_misuse': 'unauthorized-use-of-resources',
  'net.spoofing': 'masquerade',
  'ddos.victim': 'ddos',
  'spam.bulk': 'spam',
  'spam.advertised': 'spam',
  'spam.comment_harvest': 'spam',
  'attack.exploit': 'exploit',
  'attack.scraping': 'scanner',
  'reputation.blocklisted': 'blocklist',
  'reputation.intel': 'undetermined',
  'inventory.exposure': 'other',
  'intrusion.server': 'system-compromise',
  'intrusion.account': 'unprivileged-account-compromise',
  'malware.distribution': 'malware-distribution',
  'report.unclassified': 'undetermined',
};

/** The type and taxonomy to write for one of our kinds. */
export function intelmqOfKind(kind: string): IntelmqType {
  const named = ofKind[kind];
  const found =
    (named === undefined ? undefined : intelmqTypes.get(named)) ??
    [...intelmqTypes.values()].find((t) => t.kind === kind);
  return found ?? { type: 'undetermined', taxonomy: 'other', kind };
}
