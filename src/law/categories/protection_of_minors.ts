/** Category 9 of the transparency report: protection of minors. */
import { category, reportBasis } from '../category.ts';

export default category({
  id: 'protection_of_minors',
  no: 9,
  code: 'PROTECTION_OF_MINORS',
  title: { nl: 'Bescherming van minderjarigen', en: 'Protection of minors' },
  basis: reportBasis,
  inForce: { from: '2025-07-01' },
  keywords: [
    {
      letter: 'a',
      code: 'AGE_SPECIFIC_RESTRICTIONS_MINORS',
      title: { nl: 'Leeftijdsgrenzen', en: 'Age restrictions' },
    },
    {
      letter: 'b',
      code: 'CHILD_SEXUAL_ABUSE_MATERIAL',
      title: { nl: 'Materiaal van seksueel kindermisbruik', en: 'Child sexual abuse material' },
    },
    {
      letter: 'c',
      code: 'CHILD_SEXUAL_ABUSE_MATERIAL_DEEPFAKE',
      title: { nl: 'Nagemaakt materiaal van seksueel kindermisbruik', en: 'Child sexual abuse material, deepfake' },
    },
    { letter: 'd', code: 'GROOMING_SEXUAL_ENTICEMENT_MINORS', title: { nl: 'Grooming', en: 'Grooming' } },
    { letter: 'e', code: 'UNSAFE_CHALLENGES', title: { nl: 'Gevaarlijke uitdagingen', en: 'Unsafe challenges' } },
    { letter: 'f', code: 'OTHER', title: { nl: 'Anders', en: 'Other' } },
  ],
  parts: ['orders', 'notices', 'illegal', 'terms'],
});
