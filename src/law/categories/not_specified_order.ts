/** Category 16 of the transparency report: order without a category. */
import { category, reportBasis } from '../category.ts';

export default category({
  id: 'not_specified_order',
  no: 16,
  code: 'NOT_SPECIFIED_ORDER',
  title: { nl: 'Bevel zonder categorie', en: 'Order without a category' },
  basis: reportBasis,
  inForce: { from: '2025-07-01' },
  keywords: [],
  parts: ['orders'],
});
