/** Category 1 of the transparency report: animal welfare. */
import { category, reportBasis } from '../category.ts';

export default category({
  id: 'animal_welfare',
  no: 1,
  code: 'ANIMAL_WELFARE',
  title: { nl: 'Dierenwelzijn', en: 'Animal welfare' },
  basis: reportBasis,
  inForce: { from: '2025-07-01' },
  keywords: [
    { letter: 'a', code: 'ANIMAL_HARM', title: { nl: 'Dieren leed aandoen', en: 'Harming animals' } },
    {
      letter: 'b',
      code: 'UNLAWFUL_SALE_ANIMALS',
      title: { nl: 'Verboden handel in dieren', en: 'Unlawful sale of animals' },
    },
    { letter: 'c', code: 'OTHER', title: { nl: 'Anders', en: 'Other' } },
  ],
  parts: ['orders', 'notices', 'illegal', 'terms'],
});
