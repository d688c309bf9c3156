/** Trademark infringement or counterfeit. */
import { kind } from '../kind.ts';

export default kind({
  id: 'ip.trademark',
  title: { nl: 'Merkinbreuk of namaak', en: 'Trademark infringement or counterfeit' },
  rsit: { value: 'fraud:masquerade', lossy: true },
  xarf: { value: 'content/brand_infringement' },
  abuseio: [],
  n6: [],
  dsa: { category: 'INTELLECTUAL_PROPERTY_INFRINGEMENTS', keyword: 'TRADEMARK_INFRINGEMENT' },
  severity: 'low',
  hours: 72,
  action: 'copyright',
  handling: 'ordinary',
  asset: 'site',
});
