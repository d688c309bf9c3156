/** Origin of a DDoS attack. Whether it attacks now or is one bot of many decides the course (priority/course). */
import { kind } from '../kind.ts';

export default kind({
  id: 'ddos.source',
  title: { nl: 'Bron van een DDoS-aanval', en: 'Origin of a DDoS attack' },
  rsit: { value: 'availability:ddos' },
  xarf: { value: 'connection/ddos' },
  abuseio: ['DDOS_SENDING_SERVER', 'POSSIBLE_DDOS_SENDING_SERVER'],
  n6: ['dos-attacker'],
  dsa: { category: 'RISK_FOR_PUBLIC_SECURITY', keyword: 'OTHER', lossy: true },
  severity: 'critical',
  hours: 2,
  action: 'ddos_attack_source',
  handling: 'ordinary',
  asset: 'address',
});
