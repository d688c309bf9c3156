/** What the MISP format says, written down as facts: which attribute types name a machine, and what tags of taxonomies mean for us. */

/** Attribute types and what their value names; the parts of a composite stand with `|` between. */
export const attributeTypes: Readonly<Record<string, readonly ('ip' | 'host' | 'port' | 'url' | 'account' | 'asn')[]>> =
  {
    'ip-src': ['ip'],
    'ip-dst': ['ip'],
    'ip-src|port': ['ip', 'port'],
    'ip-dst|port': ['ip', 'port'],
    domain: ['host'],
    hostname: ['host'],
    'domain|ip': ['host', 'ip'],
    'hostname|port': ['host', 'port'],
    url: ['url'],
    email: ['account'],
    'email-src': ['account'],
    'email-dst': ['account'],
    'email-reply-to': ['account'],
    AS: ['asn'],
  };

/** Kinds by a tag's own words, the most telling first. RSIT, eCSIRT, CIRCL and Europol use the same words for the same things. */
const tagKinds: readonly (readonly [RegExp, string])[] = [
  [/c2-server|c&c|command[-_ ]and[-_ ]control|botnet[-_ ]c2/, 'malware.c2'],
  [/phish/, 'fraud.phishing'],
  [/malware-distribution|distribution-of-malware|payload-delivery/, 'malware.distribution'],
  [/malware-configuration|dropzone|exfiltration/, 'malware.config_dropzone'],
  [/infected-system|botnet[-_ ]drone|bot(?:net)?-infect/, 'malware.infected_host'],
  [/defacement|unauthorised-information-modification/, 'intrusion.defacement'],
  [/application-compromise|webshell|compromised-website/, 'intrusion.website'],
  [/system-compromise|privileged-account-compromise|compromised-server/, 'intrusion.server'],
  [/unprivileged-account-compromise|data-leak|credential-leak/, 'intrusion.account'],
  [/brute-?force/, 'attack.bruteforce'],
  [/ids-alert|intrusion-attempts?="?exploit|vulnerability-exploit/, 'attack.exploit'],
  [/scanner|"scan(?:ning)?"|information-gathering/, 'attack.scan'],
  [/ddos-amplifier|amplif/, 'vuln.amplifier'],
  [/"d?dos"|denial-of-service/, 'ddos.source'],
  [/social-engineering/, 'attack.social_engineering'],
  [/abusive-content="?spam|"spam"/, 'spam.source'],
  [/scam|masquerade|fraud/, 'fraud.scam'],
  [/copyright/, 'ip.copyright'],
  [/vulnerable-system/, 'vuln.cve'],
  [/potentially-unwanted-accessible/, 'vuln.exposed_service'],
  [/"tor"|tor-exit/, 'infra.tor_exit'],
  [/open-?proxy/, 'infra.open_proxy'],
  [/ransomware|trojan|rootkit|spyware|worm|malicious-code|"malware"/, 'malware.distribution'],
];

/** The kind that tags say, of those that belong to a taxonomy of kinds; traffic light, confidence and galaxies do not. */
export function kindOfTags(tags: readonly string[]): string | undefined {
  for (const tag of tags) {
    const t = tag.toLowerCase();
    if (/^(?:tlp|pap|misp-galaxy|admiralty-scale|estimative-language|osint|workflow|false-positive|type):/.test(t))
      continue;
    const found = tagKinds.find(([pattern]) => pattern.test(t));
    if (found) return found[1];
  }
  return undefined;
}

/** The malware family that a galaxy or malware tag names. */
export function malwareOfTags(tags: readonly string[]): string | undefined {
  for (const tag of tags) {
    const found =
      /^(?:misp-galaxy:(?:malpedia|tool|botnet|ransomware|rat|banker|stealer|mitre-malware|mitre-enterprise-attack-malware)|malware_classification:malware-family|ms-caro-malware-full:malware-family)="([^"]{1,200})"/i.exec(
        tag,
      );
    if (found) return found[1];
  }
  return undefined;
}

/** `threat_level_id` of an event. */
export const threatLevels: Readonly<Record<string, 'high' | 'medium' | 'low' | 'info'>> = {
  '1': 'high',
  '2': 'medium',
  '3': 'low',
  '4': 'info',
};
