/** Category 13 of the transparency report: unsafe and prohibited products. */
import { category, reportBasis } from '../category.ts';

export default category({
  id: 'unsafe_and_prohibited_products',
  no: 13,
  code: 'UNSAFE_AND_PROHIBITED_PRODUCTS',
  title: { nl: 'Onveilige en verboden producten', en: 'Unsafe and prohibited products' },
  basis: reportBasis,
  inForce: { from: '2025-07-01' },
  keywords: [
    { letter: 'a', code: 'PROHIBITED_PRODUCTS', title: { nl: 'Verboden producten', en: 'Prohibited products' } },
    { letter: 'b', code: 'UNSAFE_PRODUCTS', title: { nl: 'Onveilige producten', en: 'Unsafe products' } },
    { letter: 'c', code: 'OTHER', title: { nl: 'Anders', en: 'Other' } },
  ],
  parts: ['orders', 'notices', 'illegal', 'terms'],
});
