/** Threat intelligence. */
import { kind } from '../kind.ts';

export default kind({
  id: 'reputation.intel',
  title: { nl: 'Dreigingsinformatie', en: 'Threat intelligence' },
  rsit: { value: 'other:undetermined' },
  xarf: { value: 'reputation/threat_intelligence' },
  abuseio: ['INFORMATIONAL'],
  n6: ['other'],
  dsa: null,
  severity: 'info',
  hours: null,
  action: null,
  handling: 'informational',
  asset: 'address',
});
