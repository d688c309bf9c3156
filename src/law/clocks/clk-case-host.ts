/** Moment at which the host acts itself when the customer did not. Settled: restricted, resolved, rejected or bundled. */
import { clock } from '../clock.ts';

export default clock({
  id: 'clk-case-host',
  title: { nl: 'Moment waarop de hoster zelf ingrijpt', en: 'Moment at which the host acts itself' },
  basis: { law: 'house rule', mark: 'house' },
  inForce: { from: '2026-01-01' },
  startsAt: 'case.opened',
  stopsAt: 'case.settled',
  pausesOn: [],
  runs: { unit: 'given' },
  warnsAt: [0.5, 0.8],
  statutory: false,
});
