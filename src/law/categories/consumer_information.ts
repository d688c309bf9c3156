/** Category 2 of the transparency report: consumer information. */
import { category, reportBasis } from '../category.ts';

export default category({
  id: 'consumer_information',
  no: 2,
  code: 'CONSUMER_INFORMATION',
  title: { nl: 'Consumenteninformatie', en: 'Consumer information' },
  basis: reportBasis,
  inForce: { from: '2025-07-01' },
  keywords: [
    { letter: 'a', code: 'HIDDEN_ADVERTISEMENT', title: { nl: 'Verborgen reclame', en: 'Hidden advertising' } },
    {
      letter: 'b',
      code: 'INSUFFICIENT_INFORMATION_ON_TRADERS',
      title: { nl: 'Te weinig informatie over de verkoper', en: 'Too little information on the trader' },
    },
    {
      letter: 'c',
      code: 'MISLEADING_INFO_GOODS_SERVICES',
      title: { nl: 'Misleiding over goederen of diensten', en: 'Misleading on goods or services' },
    },
    {
      letter: 'd',
      code: 'MISLEADING_INFO_CONSUMER_RIGHTS',
      title: { nl: 'Misleiding over rechten van consumenten', en: 'Misleading on consumer rights' },
    },
    {
      letter: 'e',
      code: 'NONCOMPLIANCE_PRICING',
      title: { nl: 'Prijzen die niet kloppen', en: 'Prices that do not comply' },
    },
    { letter: 'f', code: 'OTHER', title: { nl: 'Anders', en: 'Other' } },
  ],
  parts: ['orders', 'notices', 'illegal', 'terms'],
});
