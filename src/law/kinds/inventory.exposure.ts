/** Inventory of what is visible from outside. */
import { kind } from '../kind.ts';

export default kind({
  id: 'inventory.exposure',
  title: { nl: 'Inventaris van wat van buiten te zien is', en: 'Inventory of what is visible from outside' },
  rsit: { value: 'other:undetermined' },
  xarf: null,
  abuseio: ['DEVICE_IDENTIFICATION'],
  n6: ['exposed'],
  dsa: null,
  severity: 'info',
  hours: null,
  action: null,
  handling: 'informational',
  asset: 'address_port',
});
