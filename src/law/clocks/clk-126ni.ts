/** Data to be preserved: ninety days at most, once again ninety. */
import { clock } from '../clock.ts';

export default clock({
  id: 'clk-126ni',
  title: { nl: 'Bewaarbevel (126ni Sv)', en: 'Preservation order (126ni Sv)' },
  basis: {
    law: 'Wetboek van Strafvordering',
    article: '126ni',
    url: 'https://wetten.overheid.nl/BWBR0001903',
    mark: 'memory',
  },
  inForce: { from: '2006-09-01' },
  startsAt: 'order.received',
  stopsAt: 'preservation.ended',
  pausesOn: [],
  runs: { unit: 'given', most: { unit: 'days', count: 90 } },
  warnsAt: [0.92],
  statutory: true,
});
