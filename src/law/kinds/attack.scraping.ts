/** Scraping of websites. */
import { kind } from '../kind.ts';

export default kind({
  id: 'attack.scraping',
  title: { nl: 'Leegtrekken van websites', en: 'Scraping of websites' },
  rsit: { value: 'information-gathering:scanner', lossy: true },
  xarf: { value: 'connection/scraping' },
  abuseio: [],
  n6: [],
  dsa: { category: 'RISK_FOR_PUBLIC_SECURITY', keyword: 'OTHER', lossy: true },
  severity: 'low',
  hours: 72,
  action: 'exploit_scan',
  handling: 'ordinary',
  asset: 'address',
});
