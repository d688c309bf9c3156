/** Victim of a DDoS attack. Suffered, not done: informational, never scored as a culprit. */
import { kind } from '../kind.ts';

export default kind({
  id: 'ddos.victim',
  title: { nl: 'Slachtoffer van een DDoS-aanval', en: 'Victim of a DDoS attack' },
  rsit: { value: 'availability:ddos' },
  xarf: null,
  abuseio: ['AMPLICATION_DDOS_VICTIM'],
  n6: ['dos-victim'],
  dsa: null,
  severity: 'info',
  hours: null,
  action: null,
  handling: 'informational',
  asset: 'address',
});
