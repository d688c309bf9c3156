/** How long is kept: address and domain of an item from the clearing house. */
import { retention } from '../retention.ts';

export default retention({
  id: 'clean-networks-item',
  title: {
    nl: 'Adres en domein van een melding uit de clearinghouse',
    en: 'Address and domain of an item from the clearing house',
  },
  basis: {
    law: 'Anti Abuse Netwerk, legitimate interest assessment v1.1',
    article: 'process',
    mark: 'verified',
  },
  inForce: { from: '2026-01-01' },
  from: 'case.closed',
  keep: { unit: 'months', count: 2 },
  ends: 'anonymise',
});
