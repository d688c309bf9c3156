/** Category 17 of the transparency report: notice without a category. */
import { category, reportBasis } from '../category.ts';

export default category({
  id: 'not_specified_notice',
  no: 17,
  code: 'NOT_SPECIFIED_NOTICE',
  title: { nl: 'Kennisgeving zonder categorie', en: 'Notice without a category' },
  basis: reportBasis,
  inForce: { from: '2025-07-01' },
  keywords: [],
  parts: ['notices'],
});
