/** General duty of care against abuse. */
import { duty } from '../duty.ts';

export default duty({
  id: 'study-duty-of-care',
  title: { nl: 'Algemene zorgplicht tegen misbruik', en: 'General duty of care against abuse' },
  basis: {
    law: 'Exploration of an approach to bad hosting (2025)',
    mark: 'study',
  },
  inForce: { from: '2025-01-01' },
  says: { nl: 'Wordt onderzocht; nu geen wet.', en: 'Is being studied; no law today.' },
});
