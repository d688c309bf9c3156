/** Category 5 of the transparency report: data protection and privacy. */
import { category, reportBasis } from '../category.ts';

export default category({
  id: 'data_protection_and_privacy_violations',
  no: 5,
  code: 'DATA_PROTECTION_AND_PRIVACY_VIOLATIONS',
  title: { nl: 'Privacy en persoonsgegevens', en: 'Data protection and privacy' },
  basis: reportBasis,
  inForce: { from: '2025-07-01' },
  keywords: [
    {
      letter: 'a',
      code: 'BIOMETRIC_DATA_BREACH',
      title: { nl: 'Lek van biometrische gegevens', en: 'Breach of biometric data' },
    },
    { letter: 'b', code: 'DATA_FALSIFICATION', title: { nl: 'Vervalste gegevens', en: 'Falsified data' } },
    {
      letter: 'c',
      code: 'MISSING_PROCESSING_GROUND',
      title: { nl: 'Geen grond voor het verwerken', en: 'No ground for processing' },
    },
    { letter: 'd', code: 'RIGHT_TO_BE_FORGOTTEN', title: { nl: 'Recht op vergetelheid', en: 'Right to be forgotten' } },
    { letter: 'e', code: 'OTHER', title: { nl: 'Anders', en: 'Other' } },
  ],
  parts: ['orders', 'notices', 'illegal', 'terms'],
});
