/** Network lets forged senders through. */
import { kind } from '../kind.ts';

export default kind({
  id: 'net.spoofing',
  title: { nl: 'Netwerk laat vervalste afzenders door', en: 'Network lets forged senders through' },
  rsit: { value: 'fraud:masquerade', lossy: true },
  xarf: null,
  abuseio: ['CAIDA_IP_SPOOFER_REPORT'],
  n6: ['flow-anomaly'],
  dsa: null,
  severity: 'medium',
  hours: 168,
  action: 'ip_spoofing',
  handling: 'ordinary',
  asset: 'address',
});
