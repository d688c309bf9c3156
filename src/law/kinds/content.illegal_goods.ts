/** Trade in illegal goods. */
import { kind } from '../kind.ts';

export default kind({
  id: 'content.illegal_goods',
  title: { nl: 'Handel in verboden goederen', en: 'Trade in illegal goods' },
  rsit: { value: 'fraud:unauthorised-use-of-resources', lossy: true },
  xarf: null,
  abuseio: [],
  n6: [],
  dsa: { category: 'UNSAFE_AND_PROHIBITED_PRODUCTS', keyword: 'PROHIBITED_PRODUCTS' },
  severity: 'medium',
  hours: 72,
  action: 'illegal_market',
  handling: 'ordinary',
  asset: 'site',
});
