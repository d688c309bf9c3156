/** How long is kept: police list of resellers. */
import { retention } from '../retention.ts';

export default retention({
  id: 'police-edition',
  title: { nl: 'Politielijst van resellers', en: 'Police list of resellers' },
  basis: {
    law: 'house rule',
    mark: 'house',
  },
  inForce: { from: '2026-01-01' },
  from: 'edition.replaced',
  keep: { unit: 'months', count: 12 },
  ends: 'destroy',
});
