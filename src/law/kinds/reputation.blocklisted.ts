/** Listing on a blocklist. */
import { kind } from '../kind.ts';

export default kind({
  id: 'reputation.blocklisted',
  title: { nl: 'Vermelding op een blokkeerlijst', en: 'Listing on a blocklist' },
  rsit: { value: 'other:other' },
  xarf: { value: 'reputation/blocklist' },
  abuseio: ['RBL_LISTED'],
  n6: [],
  dsa: null,
  severity: 'low',
  hours: 72,
  action: 'blocklist_listing',
  handling: 'ordinary',
  asset: 'address',
});
