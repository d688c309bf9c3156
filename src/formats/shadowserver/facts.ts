/**
 * What a Shadowserver report type means, one line per type, written down from the public report descriptions
 * (https://www.shadowserver.org/what-we-do/network-reporting/): our kind, the default severity they give it, the column
 * that names who must act, the role of that resource, and columns that only this type has.
 */
import { type Severity, severities } from '#law';
import { type Role, roles } from '../finding.ts';

export interface ReportType {
  readonly name: string;
  readonly kind: string;
  /** Shadowserver's default for this type; absent where it states none. A severity in the row wins. */
  readonly severity?: Severity;
  /** Column of the resource that must act; two where a row names two resources. */
  readonly who: readonly string[];
  readonly role: Role;
  /** Columns that together occur in no other type. */
  readonly sign: readonly string[];
}

/** type kind severity who role [columns of its own] */
const written = `
blocklist reputation.blocklisted low ip source reason
compromised_account intrusion.account critical email source email
compromised_iot intrusion.server critical ip source malpubkey_sha256
compromised_iot6 intrusion.server critical ip source
compromised_website intrusion.website critical ip source cc_url
compromised_website6 intrusion.website critical ip source
device_id inventory.exposure info ip exposed
device_id6 inventory.exposure info ip exposed
event4_ddos_participant ddos.source high src_ip source
event4_honeypot_adb_scan attack.scan high src_ip source commands
event4_honeypot_brute_force attack.bruteforce critical src_ip source client_version
event4_honeypot_darknet attack.scan high src_ip source
event4_honeypot_ddos ddos.source critical src_ip source
event4_honeypot_ddos_amp ddos.victim info src_ip victim avg_pps
event4_honeypot_ddos_target ddos.victim info dst_ip victim
event4_honeypot_http_scan attack.exploit high src_ip source body_raw
event4_honeypot_ics_scan attack.scan critical src_ip source function_code
event4_honeypot_ikev2_scan attack.exploit high src_ip source
event4_honeypot_rdp_scan attack.scan high src_ip source cookie
event4_honeypot_rocketmq_scan attack.exploit high src_ip source body
event4_honeypot_smb_scan attack.scan high src_ip source application,command
event4_ip_spoofer net.spoofing medium src_ip source nat
event4_microsoft_sinkhole malware.infected_host critical src_ip source
event4_microsoft_sinkhole_http malware.infected_host critical src_ip source
event4_sinkhole malware.infected_host critical src_ip source
event4_sinkhole_dns malware.infected_host info src_ip source query
event4_sinkhole_http malware.infected_host critical src_ip source
event4_sinkhole_http_referer malware.infected_host critical http_referer_ip source http_referer_asn
event6_sinkhole malware.infected_host critical src_ip source
event6_sinkhole_http malware.infected_host critical src_ip source
event6_sinkhole_http_referer malware.infected_host critical http_referer_ip source
malware_url malware.distribution critical ip source application,sha256
population6_bgp inventory.exposure medium ip exposed
population6_http_proxy infra.open_proxy low ip exposed
population6_isakmp inventory.exposure info ip exposed
population6_msmq inventory.exposure medium ip exposed
population_bgp inventory.exposure medium ip exposed
population_http_proxy infra.open_proxy low ip exposed
population_isakmp inventory.exposure info ip exposed
population_msmq inventory.exposure medium ip exposed
population_ntrip inventory.exposure info ip exposed authentication
ransomware_victim intrusion.server info website victim actor_geo_stats_30d
sandbox_conn reputation.intel low ip source bytes_in
sandbox_dns reputation.intel - request source request_type
sandbox_url malware.distribution low ip source md5,method
scan6_activemq vuln.exposed_service medium ip exposed
scan6_badsecrets vuln.data_exposed high ip exposed
scan6_bgp vuln.exposed_service high ip exposed
scan6_cwmp vuln.exposed_service medium ip exposed
scan6_dns vuln.amplifier medium ip exposed
scan6_elasticsearch vuln.data_exposed high ip exposed
scan6_exchange vuln.cve critical ip exposed
scan6_ftp vuln.exposed_service info ip exposed
scan6_http inventory.exposure info ip exposed
scan6_http_proxy infra.open_proxy medium ip exposed
scan6_http_vulnerable vuln.cve critical ip exposed
scan6_imap vuln.exposed_service low ip exposed
scan6_imap_vulnerable vuln.cve medium ip exposed
scan6_ip_tunnel vuln.exposed_service medium ip exposed
scan6_ipp vuln.exposed_service high ip exposed
scan6_isakmp vuln.exposed_service medium ip exposed
scan6_ldap_tcp vuln.exposed_service high ip exposed
scan6_mongodb vuln.data_exposed high ip exposed
scan6_mqtt vuln.exposed_service medium ip exposed
scan6_mqtt_anon vuln.data_exposed high ip exposed
scan6_msrpc vuln.exposed_service high ip exposed
scan6_mysql vuln.exposed_service high ip exposed
scan6_ntp vuln.amplifier medium ip exposed
scan6_ntpmonitor vuln.amplifier medium ip exposed
scan6_pop3 vuln.exposed_service low ip exposed
scan6_pop3_vulnerable vuln.cve medium ip exposed
scan6_postgres vuln.exposed_service high ip exposed
scan6_rdp vuln.exposed_service high ip exposed
scan6_rsync vuln.data_exposed medium ip exposed
scan6_slp vuln.amplifier high ip exposed
scan6_smb vuln.exposed_service high ip exposed
scan6_smtp inventory.exposure info ip exposed
scan6_smtp_vulnerable vuln.cve critical ip exposed
scan6_snmp vuln.amplifier high ip exposed
scan6_ssh inventory.exposure info ip exposed
scan6_ssl inventory.exposure info ip exposed
scan6_ssl_freak vuln.weak_crypto low ip exposed
scan6_ssl_poodle vuln.weak_crypto low ip exposed
scan6_stun vuln.amplifier medium ip exposed
scan6_telnet vuln.exposed_service medium ip exposed
scan6_vnc vuln.exposed_service high ip exposed
scan_activemq vuln.exposed_service medium ip exposed command,vendor
scan_adb vuln.exposed_service critical ip exposed device
scan_afp vuln.exposed_service high ip exposed afp_versions
scan_amqp vuln.exposed_service medium ip exposed capabilities
scan_ard vuln.amplifier high ip exposed
scan_badsecrets vuln.data_exposed high ip exposed badsecret_location
scan_bgp vuln.exposed_service high ip exposed
scan_chargen vuln.amplifier medium ip exposed
scan_cisco_smart_install vuln.exposed_service critical ip exposed
scan_coap vuln.amplifier medium ip exposed amplification,response,version
scan_couchdb vuln.data_exposed high ip exposed couchdb_message
scan_cwmp vuln.exposed_service medium ip exposed
scan_db2 vuln.exposed_service high ip exposed db2_hostname
scan_ddos_middlebox vuln.amplifier medium ip exposed source_port
scan_dns vuln.amplifier medium ip exposed dns_version
scan_docker vuln.exposed_service critical ip exposed api_version
scan_dvr_dhcpdiscover vuln.amplifier high ip exposed alarm_input_channels
scan_elasticsearch vuln.data_exposed high ip exposed build_hash
scan_epmd vuln.exposed_service high ip exposed nodes
scan_exchange vuln.cve critical ip exposed servername,url
scan_ftp vuln.exposed_service info ip exposed
scan_gtp vuln.exposed_service low ip exposed message_type_text
scan_hadoop vuln.data_exposed high ip exposed clusterid
scan_http inventory.exposure info ip exposed
scan_http_proxy infra.open_proxy medium ip exposed
scan_http_vulnerable vuln.cve critical ip exposed build_branch
scan_ics vuln.exposed_service high ip exposed device_id,raw_response
scan_imap vuln.exposed_service low ip exposed
scan_imap_vulnerable vuln.cve medium ip exposed
scan_ip_tunnel vuln.exposed_service medium ip exposed
scan_ipmi vuln.exposed_service high ip exposed anon_login
scan_ipp vuln.exposed_service high ip exposed cups_version
scan_isakmp vuln.exposed_service medium ip exposed
scan_kubernetes vuln.exposed_service high ip exposed compiler
scan_ldap_tcp vuln.exposed_service high ip exposed amplification,auth_ssl_response
scan_ldap_udp vuln.amplifier high ip exposed
scan_loop_dos vuln.amplifier high ip exposed
scan_mdns vuln.amplifier medium ip exposed http_info
scan_memcached vuln.amplifier high ip exposed curr_connections
scan_mongodb vuln.data_exposed high ip exposed allocator
scan_mqtt vuln.exposed_service medium ip exposed anonymous_access
scan_mqtt_anon vuln.data_exposed high ip exposed
scan_msrpc vuln.exposed_service high ip exposed association_group
scan_mssql vuln.exposed_service high ip exposed instance_name
scan_mysql vuln.exposed_service high ip exposed client_can_handle_expired_passwords
scan_nat_pmp vuln.exposed_service high ip exposed external_ip
scan_netbios vuln.amplifier high ip exposed workgroup
scan_netis_router vuln.cve critical ip exposed
scan_ntp vuln.amplifier medium ip exposed clk_wander
scan_ntpmonitor vuln.amplifier medium ip exposed packets
scan_pop3 vuln.exposed_service low ip exposed
scan_pop3_vulnerable vuln.cve medium ip exposed
scan_portmapper vuln.amplifier medium ip exposed exports
scan_post_exploitation_framework malware.c2 high ip source beacon_host
scan_postgres vuln.exposed_service high ip exposed protocol_error_code
scan_qotd vuln.amplifier medium ip exposed quote
scan_quic inventory.exposure info ip exposed version_field_1
scan_radmin vuln.exposed_service high ip exposed
scan_rdp vuln.exposed_service high ip exposed rdp_protocol
scan_rdpeudp vuln.amplifier high ip exposed sessionid
scan_redis vuln.data_exposed high ip exposed build_id
scan_rsync vuln.data_exposed medium ip exposed has_password
scan_sip vuln.exposed_service high ip exposed allow
scan_slp vuln.amplifier high ip exposed error_code_text
scan_smb vuln.exposed_service high ip exposed key
scan_smtp inventory.exposure info ip exposed
scan_smtp_vulnerable vuln.cve critical ip exposed
scan_snmp vuln.amplifier high ip exposed community
scan_socks infra.open_proxy medium ip exposed
scan_ssdp vuln.amplifier high ip exposed cache_control
scan_ssh inventory.exposure info ip exposed algorithm
scan_ssl inventory.exposure info ip exposed freak_cipher_suite,ssl_poodle
scan_ssl_freak vuln.weak_crypto low ip exposed device_model,freak_cipher_suite
scan_ssl_poodle vuln.weak_crypto low ip exposed device_model,ssl_poodle
scan_stun vuln.amplifier medium ip exposed fingerprint
scan_synfulknock intrusion.server critical ip source ack_number
scan_telnet vuln.exposed_service medium ip exposed
scan_tftp vuln.amplifier info ip exposed errorcode
scan_ubiquiti vuln.amplifier high ip exposed essid
scan_vnc vuln.exposed_service high ip exposed banner,product
scan_ws_discovery vuln.amplifier medium ip exposed amplification,raw_response
scan_xdmcp vuln.exposed_service high ip exposed reported_hostname
spam_url spam.advertised low ip+src_ip source sender
special report.unclassified - ip exposed first_seen_time
`;

const isSeverity = (s: string | undefined): s is Severity => (severities as readonly string[]).includes(s ?? '');
const isRole = (s: string | undefined): s is Role => (roles as readonly string[]).includes(s ?? '');

/** Every report type by name. */
export const reportTypes: ReadonlyMap<string, ReportType> = new Map(
  written
    .trim()
    .split('\n')
    .map((line) => {
      const [name = '', kind = '', severity, who = '', role, sign] = line.split(' ');
      return [
        name,
        {
          name,
          kind,
          ...(isSeverity(severity) ? { severity } : {}),
          who: who.split('+'),
          role: isRole(role) ? role : 'unknown',
          sign: sign ? sign.split(',') : [],
        },
      ];
    }),
);

/** Names of report types before they were renamed; old files and archives still carry them. */
export const oldNames: Readonly<Record<string, string>> = {
  accessible_adb: 'scan_adb',
  amplification_ddos_victim: 'event4_honeypot_ddos_amp',
  blacklist: 'blocklist',
  botnet_drone: 'event4_sinkhole',
  caida_ip_spoofer: 'event4_ip_spoofer',
  cisco_smart_install: 'scan_cisco_smart_install',
  cwmp: 'scan_cwmp',
  darknet: 'event4_honeypot_darknet',
  ddos_amplification: 'event4_honeypot_ddos_amp',
  dns_openresolver: 'scan_dns',
  drone: 'event4_sinkhole',
  drone_brute_force: 'event4_honeypot_brute_force',
  event_honeypot_brute_force: 'event4_honeypot_brute_force',
  hp_http_scan: 'event4_honeypot_http_scan',
  hp_ics_scan: 'event4_honeypot_ics_scan',
  ip_spoofer: 'event4_ip_spoofer',
  microsoft_sinkhole: 'event4_microsoft_sinkhole',
  microsoft_sinkhole_http: 'event4_microsoft_sinkhole_http',
  netis_router: 'scan_netis_router',
  open_resolver: 'scan_dns',
  openresolver: 'scan_dns',
  scan_ldap: 'scan_ldap_udp',
  scan_msrdpeudp: 'scan_rdpeudp',
  scan_ntp_monitor: 'scan_ntpmonitor',
  sinkhole: 'event4_sinkhole',
  sinkhole6: 'event6_sinkhole',
  sinkhole6_http: 'event6_sinkhole_http',
  sinkhole6_http_drone: 'event6_sinkhole_http',
  sinkhole_dns: 'event4_sinkhole_dns',
  sinkhole_http: 'event4_sinkhole_http',
  sinkhole_http_drone: 'event4_sinkhole_http',
  sinkhole_http_referer: 'event4_sinkhole_http_referer',
  ssl_freak: 'scan_ssl_freak',
  ssl_poodle: 'scan_ssl_poodle',
  ssl_scan: 'scan_ssl',
};

/** Kinds by the first words of a name, for types that came after this list was written. */
export const byFamily: readonly (readonly [RegExp, { readonly kind: string; readonly role: Role }])[] = [
  [/^scan6?_.*_vulnerable$/, { kind: 'vuln.cve', role: 'exposed' }],
  [/^scan6?_/, { kind: 'vuln.exposed_service', role: 'exposed' }],
  [/^population6?_|^device_id/, { kind: 'inventory.exposure', role: 'exposed' }],
  [/sinkhole/, { kind: 'malware.infected_host', role: 'source' }],
  [/honeypot.*brute/, { kind: 'attack.bruteforce', role: 'source' }],
  [/honeypot.*ddos_(?:target|amp)/, { kind: 'ddos.victim', role: 'victim' }],
  [/ddos/, { kind: 'ddos.source', role: 'source' }],
  [/honeypot/, { kind: 'attack.scan', role: 'source' }],
  [/compromised_website/, { kind: 'intrusion.website', role: 'source' }],
  [/compromised_account/, { kind: 'intrusion.account', role: 'source' }],
  [/compromised/, { kind: 'intrusion.server', role: 'source' }],
  [/malware|sandbox_url/, { kind: 'malware.distribution', role: 'source' }],
  [/spam/, { kind: 'spam.advertised', role: 'source' }],
  [/blocklist|blacklist/, { kind: 'reputation.blocklisted', role: 'source' }],
];
