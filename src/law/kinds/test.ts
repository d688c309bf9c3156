/** Test report. Feeds announce their tests; they make no case. */
import { kind } from '../kind.ts';

export default kind({
  id: 'test',
  title: { nl: 'Testmelding', en: 'Test report' },
  rsit: { value: 'test:test' },
  xarf: null,
  abuseio: [],
  n6: [],
  dsa: null,
  severity: 'info',
  hours: null,
  action: null,
  handling: 'informational',
  asset: 'address',
});
