/** First payment by bank required. */
import { duty } from '../duty.ts';

export default duty({
  id: 'study-first-payment',
  title: { nl: 'Eerste betaling via de bank verplicht', en: 'First payment by bank required' },
  basis: {
    law: 'Exploration of an approach to bad hosting (2025)',
    mark: 'study',
  },
  inForce: { from: '2025-01-01' },
  says: { nl: 'Wordt onderzocht; nu alleen eigen beleid.', en: 'Is being studied; today it is policy of your own.' },
});
