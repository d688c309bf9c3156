/**
 * What XARF v4.2 says, written down as facts: its 32 types, the fields each needs beyond the core, the words its
 * enumerations allow, and the kind each type is for us. Source: XARF specification 4.2.0 (MIT), schemas, not prose.
 */

export interface XarfType {
  readonly category: string;
  readonly type: string;
  /** Our kind. */
  readonly kind: string;
  /** Fields a report of this type must have beyond the core. */
  readonly needs: readonly string[];
}

/** category/type kind needed fields */
const written = `
messaging/spam spam.source protocol
messaging/bulk_messaging spam.bulk protocol recipient_count
connection/ddos ddos.source protocol first_seen
connection/infected_host attack.scraping protocol bot_type first_seen
connection/login_attack attack.bruteforce protocol first_seen
connection/port_scan attack.scan protocol first_seen
connection/reconnaissance attack.scan protocol probed_resources first_seen
connection/scraping attack.scraping protocol first_seen total_requests
connection/sql_injection attack.exploit protocol first_seen
connection/vulnerability_scan attack.scan scan_type protocol first_seen
content/brand_infringement ip.trademark url infringement_type legitimate_site
content/csam content.csam url classification detection_method
content/csem content.csem url exploitation_type detection_method
content/exposed_data content.privacy url data_types exposure_method
content/fraud fraud.scam url fraud_type
content/malware malware.distribution url
content/phishing fraud.phishing url
content/remote_compromise intrusion.website url compromise_type
content/suspicious_registration fraud.impersonation_reg url registration_date suspicious_indicators
copyright/copyright ip.copyright infringing_url
copyright/cyberlocker ip.copyright infringing_url hosting_service
copyright/link_site ip.copyright infringing_url site_name
copyright/p2p ip.copyright p2p_protocol swarm_info
copyright/ugc_platform ip.copyright infringing_url platform_name
copyright/usenet ip.copyright newsgroup message_info
infrastructure/botnet malware.infected_host compromise_evidence
infrastructure/compromised_server intrusion.server compromise_method
reputation/blocklist reputation.blocklisted threat_type
reputation/threat_intelligence reputation.intel threat_type
vulnerability/cve vuln.cve service service_port cve_id
vulnerability/misconfiguration vuln.data_exposed service
vulnerability/open_service vuln.exposed_service service
`;

/** The 32 types, by `category/type`. */
export const xarfTypes: ReadonlyMap<string, XarfType> = new Map(
  written
    .trim()
    .split('\n')
    .map((line) => {
      const [name = '', kind = '', ...needs] = line.split(' ');
      const [category = '', type = ''] = name.split('/');
      return [name, { category, type, kind, needs }];
    }),
);

/** Kinds that a type name alone tells, where a sender leaves the category out or gets it wrong. */
export function typeNamed(category: string | undefined, type: string | undefined): XarfType | undefined {
  const wanted = (type ?? '').toLowerCase().replaceAll('-', '_').trim();
  const exact = xarfTypes.get(`${(category ?? '').toLowerCase().trim()}/${wanted}`);
  if (exact) return exact;
  const named = [...xarfTypes.values()].filter((t) => t.type === wanted);
  return named.length === 1 ? named[0] : undefined;
}

/** For these an address as source must come with its port (the schema's if/then). */
export const needsSourcePort: ReadonlySet<string> = new Set([
  'connection/ddos',
  'connection/login_attack',
  'connection/port_scan',
]);

const transports = ['tcp', 'udp', 'icmp', 'sctp'];
const web = ['tcp', 'udp'];
/** Words a field may hold, by `category/type field`. */
export const allowed: Readonly<Record<string, readonly string[]>> = {
  'connection/ddos protocol': transports,
  'connection/login_attack protocol': transports,
  'connection/port_scan protocol': transports,
  'connection/infected_host protocol': web,
  'connection/reconnaissance protocol': web,
  'connection/scraping protocol': web,
  'connection/sql_injection protocol': web,
  'connection/vulnerability_scan protocol': ['tcp', 'udp', 'icmp', 'mixed'],
  'connection/vulnerability_scan scan_type': [
    'port_scan',
    'vulnerability_scan',
    'version_detection',
    'os_fingerprinting',
    'service_enumeration',
    'web_vuln_scan',
    'directory_brute_force',
    'mixed',
  ],
  'connection/infected_host bot_type': [
    'search_engine',
    'ai_agent',
    'monitoring',
    'seo_analyzer',
    'link_checker',
    'feed_reader',
    'social_media',
    'advertising',
    'malicious',
    'unknown',
  ],
  'messaging/spam protocol': [
    'smtp',
    'sms',
    'whatsapp',
    'telegram',
    'signal',
    'chat',
    'social_media',
    'push_notification',
    'other',
  ],
  'messaging/bulk_messaging protocol': [
    'smtp',
    'sms',
    'whatsapp',
    'telegram',
    'social_media',
    'push_notification',
    'other',
  ],
  'content/csam classification': ['baseline', 'A1', 'A2', 'B1', 'B2'],
  'content/csam detection_method': ['hash_match', 'ai_detection', 'manual_review', 'user_report', 'automated_scan'],
  'content/csem exploitation_type': [
    'grooming',
    'solicitation',
    'sextortion',
    'trafficking',
    'distribution',
    'production',
    'possession',
  ],
  'content/csem detection_method': [
    'behavioral_analysis',
    'keyword_detection',
    'user_report',
    'ai_detection',
    'manual_review',
    'law_enforcement_referral',
  ],
  'content/exposed_data exposure_method': [
    'misconfigured_server',
    'open_directory',
    'database_exposure',
    'git_repository',
    'backup_file',
    'log_file',
    'cloud_storage',
    'paste_site',
    'forum_post',
    'ransomware_leak',
    'intentional_leak',
    'other',
  ],
  'content/fraud fraud_type': [
    'investment',
    'romance',
    'tech_support',
    'lottery',
    'advance_fee',
    'cryptocurrency',
    'shopping',
    'charity',
    'employment',
    'government_impersonation',
    'other',
  ],
  'content/remote_compromise compromise_type': [
    'webshell',
    'backdoor',
    'defacement',
    'malicious_redirect',
    'seo_spam',
    'cryptominer',
    'phishing_kit',
    'malware_host',
    'c2_server',
    'proxy',
    'scanner',
    'other',
  ],
  'copyright/p2p p2p_protocol': ['bittorrent', 'edonkey', 'gnutella', 'kademlia', 'other'],
};
