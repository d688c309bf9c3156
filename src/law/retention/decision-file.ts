/** How long is kept: a decision with its reasons, measures and complaints. */
import { retention } from '../retention.ts';

export default retention({
  id: 'decision-file',
  title: {
    nl: 'Besluit met motivering, maatregelen en klachten',
    en: 'Decision with its reasons, measures and complaints',
  },
  basis: {
    law: 'house rule',
    mark: 'house',
  },
  inForce: { from: '2026-01-01' },
  from: 'decision.ended',
  keep: { unit: 'months', count: 60 },
  ends: 'anonymise',
});
