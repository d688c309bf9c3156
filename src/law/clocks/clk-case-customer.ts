/** Time of the customer: the course of action gives it; it starts at delivery of the letter. Half-way the reminder goes. */
import { clock } from '../clock.ts';

export default clock({
  id: 'clk-case-customer',
  title: { nl: 'Termijn van de klant', en: 'Time of the customer' },
  basis: { law: 'house rule', mark: 'house' },
  inForce: { from: '2026-01-01' },
  startsAt: 'letter.delivered',
  stopsAt: 'case.settled',
  pausesOn: [],
  runs: { unit: 'given' },
  warnsAt: [0.5, 0.8],
  statutory: false,
});
