/** How long is kept: register of data breaches. */
import { retention } from '../retention.ts';

export default retention({
  id: 'breach-register',
  title: { nl: 'Register van datalekken', en: 'Register of data breaches' },
  basis: {
    law: 'house rule',
    article: 'GDPR 33(5) names no term',
    mark: 'house',
  },
  inForce: { from: '2026-01-01' },
  from: 'breach.settled',
  keep: { unit: 'months', count: 36 },
  ends: 'destroy',
});
