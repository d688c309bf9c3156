/** How long is kept: every run against sanctions lists. */
import { retention } from '../retention.ts';

export default retention({
  id: 'screening-run',
  title: { nl: 'Elke vergelijking met sanctielijsten', en: 'Every run against sanctions lists' },
  basis: {
    law: 'house rule',
    article: 'proof of the sanctions duty',
    mark: 'house',
  },
  inForce: { from: '2026-01-01' },
  from: 'screening.done',
  keep: { unit: 'months', count: 60 },
  ends: 'destroy',
});
