/** Copyright infringement. XARF has six types in its copyright category; the general one stands for all. */
import { kind } from '../kind.ts';

export default kind({
  id: 'ip.copyright',
  title: { nl: 'Schending van auteursrecht', en: 'Copyright infringement' },
  rsit: { value: 'fraud:copyright' },
  xarf: { value: 'copyright/copyright' },
  abuseio: ['COPYRIGHT_INFRINGEMENT'],
  n6: [],
  dsa: { category: 'INTELLECTUAL_PROPERTY_INFRINGEMENTS', keyword: 'COPYRIGHT_INFRINGEMENT' },
  severity: 'low',
  hours: 72,
  action: 'copyright',
  handling: 'ordinary',
  asset: 'site',
});
