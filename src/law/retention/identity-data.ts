/** How long is kept: what was recorded to know a customer. */
import { retention } from '../retention.ts';

export default retention({
  id: 'identity-data',
  title: { nl: 'Wat bij het leren kennen van een klant is vastgelegd', en: 'What was recorded to know a customer' },
  basis: {
    law: 'house rule',
    article: 'the five years of the Wwft do not apply',
    mark: 'house',
  },
  inForce: { from: '2026-01-01' },
  from: 'contract.ended',
  keep: { unit: 'months', count: 24 },
  ends: 'destroy',
});
