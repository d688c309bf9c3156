/** Known hole in software. Severity follows the CVE; the course follows CISA BOD 26-04 (priority/course), 14 days where nothing more is known. */
import { kind } from '../kind.ts';

export default kind({
  id: 'vuln.cve',
  title: { nl: 'Bekend lek in software', en: 'Known hole in software' },
  rsit: { value: 'vulnerable:vulnerable-system' },
  xarf: { value: 'vulnerability/cve' },
  abuseio: ['VULNERABLE_EXCHANGE_SERVER', 'VULNERABLE_SMTP_SERVER', 'NETCORE_NETIS_ROUTER_VULNERABILITY_SCAN_REPORT'],
  n6: ['vulnerable'],
  dsa: null,
  severity: 'high',
  hours: 168,
  action: 'vuln_14d',
  handling: 'ordinary',
  asset: 'address_port',
});
