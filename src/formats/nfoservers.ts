/** NFOservers: an open service of yours, or a machine of yours, that took part in an attack on one of its customers. */
import { template } from './template/template.ts';

export default template({
  id: 'nfoservers',
  version: 1,
  title: { nl: 'NFOservers-melding', en: 'NFOservers report' },
  match: [
    { kind: 'mail', from: /@(?:[\w-]{1,40}\.)?nfo(?:servers|e)\.com$/i, weight: 60 },
    { kind: 'mail', subject: /(?:used for an attack|participated in (?:an attack|a DDoS)).{0,5}[:(]/i, weight: 50 },
  ],
  fields: {
    ip: [
      { re: /^Subject:.*?:\s*([0-9a-f.:]{3,45}(?:\/\d{1,3})?)\s*$/im },
      { re: /\brunning on IP address ([0-9a-f.:]{3,45})/i },
      { re: /\b(?:IP address|host|machine)[ (]{1,2}([0-9a-f.:]{7,45})/i },
      { re: /^[\d-]{10} [\d:.]{8,18} IP (?<ip>(?:\d{1,3}\.){3}\d{1,3})(?:\.\d{1,5})? >/gm, all: true },
    ],
    port: [
      { re: /\b(?:UDP|TCP) port (\d{1,5})/i },
      { re: /^[\d-]{10} [\d:.]{8,18} IP (?:\d{1,3}\.){3}\d{1,3}\.(\d{1,5}) >/m },
    ],
    'protocol.transport': { re: /\b(UDP|TCP) port \d/i },
    'protocol.application': {
      re: /^Subject:.*?(?:open recursive |exploitable )?\b(NTP|DNS|resolver|SNMP|SSDP|portmap\w*|chargen|memcached|LDAP|CLDAP|NetBIOS|TFTP|mDNS|Quake|CoAP)\b/im,
    },
    kind: {
      re: /^Subject:.*?\b(exploitable|open|vulnerable|compromised|infected|bot|spoof\w*|attack source)\b/im,
      map: {
        exploitable: 'vuln.amplifier',
        open: 'vuln.amplifier',
        vulnerable: 'vuln.amplifier',
        compromised: 'ddos.source',
        infected: 'malware.infected_host',
        bot: 'ddos.source',
        spoof: 'net.spoofing',
        attack: 'ddos.source',
      },
    },
    firstSeenAt: { re: /^(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d{1,9})?) IP /m },
    lastSeenAt: { re: /^(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d{1,9})?) IP /m, last: true },
    zone: { re: /timestamps? \(far left\) are ([A-Z]{3,4})/i },
  },
  constants: { kind: 'ddos.source', zone: 'UTC', reporter: { org: 'NFOservers.com', domain: 'nfoservers.com' } },
  required: ['ip'],
});
