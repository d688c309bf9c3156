/** Category 11 of the transparency report: scams and fraud. */
import { category, reportBasis } from '../category.ts';

export default category({
  id: 'scams_and_fraud',
  no: 11,
  code: 'SCAMS_AND_FRAUD',
  title: { nl: 'Oplichting en fraude', en: 'Scams and fraud' },
  basis: reportBasis,
  inForce: { from: '2025-07-01' },
  keywords: [
    {
      letter: 'a',
      code: 'IMPERSONATION_ACCOUNT_HIJACKING',
      title: { nl: 'Zich voordoen als een ander, gekaapte accounts', en: 'Impersonation or hijacked accounts' },
    },
    { letter: 'b', code: 'INAUTHENTIC_ACCOUNTS', title: { nl: 'Valse accounts', en: 'Inauthentic accounts' } },
    { letter: 'c', code: 'INAUTHENTIC_LISTINGS', title: { nl: 'Valse aanbiedingen', en: 'Inauthentic listings' } },
    { letter: 'd', code: 'INAUTHENTIC_USER_REVIEWS', title: { nl: 'Valse beoordelingen', en: 'Inauthentic reviews' } },
    { letter: 'e', code: 'PHISHING', title: { nl: 'Phishing', en: 'Phishing' } },
    { letter: 'f', code: 'PYRAMID_SCHEMES', title: { nl: 'Piramidespelen', en: 'Pyramid schemes' } },
    { letter: 'g', code: 'OTHER', title: { nl: 'Anders', en: 'Other' } },
  ],
  parts: ['orders', 'notices', 'illegal', 'terms'],
});
