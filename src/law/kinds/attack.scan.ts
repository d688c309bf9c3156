/** Scanning of others' systems. XARF reconnaissance and vulnerability_scan also arrive here. */
import { kind } from '../kind.ts';

export default kind({
  id: 'attack.scan',
  title: { nl: 'Aftasten van andermans systemen', en: "Scanning of others' systems" },
  rsit: { value: 'information-gathering:scanner' },
  xarf: { value: 'connection/port_scan' },
  abuseio: ['DARKNET'],
  n6: ['scanning'],
  dsa: { category: 'RISK_FOR_PUBLIC_SECURITY', keyword: 'OTHER', lossy: true },
  severity: 'medium',
  hours: 48,
  action: 'exploit_scan',
  handling: 'ordinary',
  asset: 'address',
});
