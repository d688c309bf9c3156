/** How long is kept: an edition of the police reseller letter, once the next one took its place. */
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
  keep: { unit: 'days', count: 30 },
  ends: 'destroy',
});
