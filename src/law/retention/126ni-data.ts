/** How long is kept: data under a Dutch preservation order. */
import { retention } from '../retention.ts';

export default retention({
  id: '126ni-data',
  title: { nl: 'Gegevens onder een Nederlands bewaarbevel', en: 'Data under a Dutch preservation order' },
  basis: {
    law: 'Wetboek van Strafvordering',
    article: '126ni',
    mark: 'memory',
  },
  inForce: { from: '2026-01-01' },
  from: 'order.received',
  keep: { unit: 'days', count: 90 },
  ends: 'destroy',
});
