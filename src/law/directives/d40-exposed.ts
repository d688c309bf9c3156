/** Scans see the same open door every day: the rhythm of the course, and not again within a week unless it got worse. */
import { directive } from '../directive.ts';

export default directive({
  id: 'd40-exposed',
  title: {
    nl: 'Kwetsbaar of open: samen, na een week opnieuw',
    en: 'Vulnerable or open: together, again after a week',
  },
  when: { kinds: ['vuln.*', 'infra.open_proxy'] },
  outcome: { send: true, suppress_days: 7 },
});
