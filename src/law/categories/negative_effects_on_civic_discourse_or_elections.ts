/** Category 8 of the transparency report: civic discourse or elections. */
import { category, reportBasis } from '../category.ts';

export default category({
  id: 'negative_effects_on_civic_discourse_or_elections',
  no: 8,
  code: 'NEGATIVE_EFFECTS_ON_CIVIC_DISCOURSE_OR_ELECTIONS',
  title: { nl: 'Publiek debat en verkiezingen', en: 'Civic discourse or elections' },
  basis: reportBasis,
  inForce: { from: '2025-07-01' },
  keywords: [
    {
      letter: 'a',
      code: 'MISINFORMATION_DISINFORMATION',
      title: { nl: 'Misleidende informatie en desinformatie', en: 'Misinformation and disinformation' },
    },
    { letter: 'b', code: 'VIOLATION_EU_LAW', title: { nl: 'In strijd met EU-recht', en: 'Against EU law' } },
    {
      letter: 'c',
      code: 'VIOLATION_NATIONAL_LAW',
      title: { nl: 'In strijd met nationaal recht', en: 'Against national law' },
    },
    { letter: 'd', code: 'OTHER', title: { nl: 'Anders', en: 'Other' } },
  ],
  parts: ['orders', 'notices', 'illegal', 'terms'],
});
