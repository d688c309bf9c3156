/** Service exposed to the internet. Severity follows the report; this is the default. */
import { kind } from '../kind.ts';

export default kind({
  id: 'vuln.exposed_service',
  title: { nl: 'Dienst die open op internet staat', en: 'Service exposed to the internet' },
  rsit: { value: 'vulnerable:potentially-unwanted-accessible' },
  xarf: { value: 'vulnerability/open_service' },
  abuseio: [
    'OPEN_RDP_SERVER',
    'OPEN_TELNET_SERVER',
    'OPEN_VNC_SERVER',
    'OPEN_SMB_SERVER',
    'ACCESSIBLE_ADB_REPORT',
    'OPEN_IMPI_SERVER',
  ],
  n6: ['exposed'],
  dsa: null,
  severity: 'medium',
  hours: 168,
  action: 'exposed_service',
  handling: 'ordinary',
  asset: 'address_port',
});
