/** Advice without hurry: once a week together, and not again within a month unless it got worse. */
import { directive } from '../directive.ts';

export default directive({
  id: 'd30-advice',
  title: { nl: 'Advies: wekelijks samen, niet steeds opnieuw', en: 'Advice: weekly together, not over and over' },
  when: { courses: ['blocklist_listing', 'tor_vpn_complaint', 'weak_crypto'] },
  outcome: { send: true, purpose: 'technical', rhythm: 'weekly', suppress_days: 30 },
});
