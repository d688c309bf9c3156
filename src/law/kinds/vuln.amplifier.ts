/** DDoS amplifier. */
import { kind } from '../kind.ts';

export default kind({
  id: 'vuln.amplifier',
  title: { nl: 'Versterker voor DDoS-aanvallen', en: 'DDoS amplifier' },
  rsit: { value: 'vulnerable:ddos-amplifier' },
  xarf: { value: 'vulnerability/open_service' },
  abuseio: [
    'OPEN_DNS_RESOLVER',
    'OPEN_NTP_SERVER',
    'OPEN_CHARGEN_SERVER',
    'OPEN_QOTD_SERVER',
    'OPEN_SSDP_SERVER',
    'OPEN_MEMCACHED_SERVER',
    'OPEN_SNMP_SERVER',
    'OPEN_MDNS_SERVICE',
    'OPEN_PORTMAP_SERVER',
    'OPEN_NETBIOS_SERVER',
  ],
  n6: ['amplifier'],
  dsa: null,
  severity: 'medium',
  hours: 168,
  action: 'ddos_amplifier',
  handling: 'ordinary',
  asset: 'address_port',
});
