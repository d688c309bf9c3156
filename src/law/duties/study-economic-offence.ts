/** Failure as an economic offence. */
import { duty } from '../duty.ts';

export default duty({
  id: 'study-economic-offence',
  title: { nl: 'Nalaten als economisch delict', en: 'Failure as an economic offence' },
  basis: {
    law: 'Exploration of an approach to bad hosting (2025)',
    mark: 'study',
  },
  inForce: { from: '2025-01-01' },
  says: { nl: 'Wordt onderzocht; nu geen wet.', en: 'Is being studied; no law today.' },
});
