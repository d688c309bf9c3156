/** Category 15 of the transparency report: other violation of the terms. */
import { category, reportBasis } from '../category.ts';

export default category({
  id: 'other_violation_tc',
  no: 15,
  code: 'OTHER_VIOLATION_TC',
  title: { nl: 'Andere schending van de voorwaarden', en: 'Other violation of the terms' },
  basis: reportBasis,
  inForce: { from: '2025-07-01' },
  keywords: [
    {
      letter: 'a',
      code: 'ADULT_SEXUAL_MATERIAL',
      title: { nl: 'Seksueel materiaal voor volwassenen', en: 'Adult sexual material' },
    },
    { letter: 'b', code: 'AGE_SPECIFIC_RESTRICTIONS', title: { nl: 'Leeftijdsgrenzen', en: 'Age restrictions' } },
    {
      letter: 'c',
      code: 'GEOGRAPHICAL_REQUIREMENTS',
      title: { nl: 'Eisen aan de plaats', en: 'Geographical requirements' },
    },
    {
      letter: 'd',
      code: 'GOODS_SERVICES_NOT_PERMITTED',
      title: { nl: 'Niet toegestane goederen of diensten', en: 'Goods or services not permitted' },
    },
    { letter: 'e', code: 'LANGUAGE_REQUIREMENTS', title: { nl: 'Eisen aan de taal', en: 'Language requirements' } },
    { letter: 'f', code: 'NUDITY', title: { nl: 'Naaktheid', en: 'Nudity' } },
    { letter: 'g', code: 'OTHER', title: { nl: 'Anders', en: 'Other' } },
  ],
  parts: ['terms'],
});
