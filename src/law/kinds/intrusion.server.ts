/** Compromised server. */
import { kind } from '../kind.ts';

export default kind({
  id: 'intrusion.server',
  title: { nl: 'Gehackte server', en: 'Compromised server' },
  rsit: { value: 'intrusions:system-compromise' },
  xarf: { value: 'infrastructure/compromised_server' },
  abuseio: ['COMPROMISED_SERVER'],
  n6: ['server-exploit'],
  dsa: { category: 'RISK_FOR_PUBLIC_SECURITY', keyword: 'OTHER', lossy: true },
  severity: 'high',
  hours: 24,
  action: 'infected_host',
  handling: 'ordinary',
  asset: 'address',
});
