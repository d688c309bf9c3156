/** How long is kept: what was recorded of somebody who did not become a customer. */
import { retention } from '../retention.ts';

export default retention({
  id: 'applicant-data',
  title: { nl: 'Wat is vastgelegd over wie geen klant werd', en: 'What was recorded of who did not become a customer' },
  basis: { law: 'house rule', article: 'no longer than a dispute about the refusal may take', mark: 'house' },
  inForce: { from: '2026-01-01' },
  from: 'onboarding.ended',
  keep: { unit: 'months', count: 6 },
  ends: 'destroy',
});
