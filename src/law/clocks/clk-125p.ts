/** Order of the public prosecutor to make data inaccessible. The law gives no number of hours: the order does, else four hours of ours. */
import { clock } from '../clock.ts';

export default clock({
  id: 'clk-125p',
  title: { nl: 'Bevel tot ontoegankelijkmaking (125p Sv)', en: 'Order to make inaccessible (125p Sv)' },
  basis: {
    law: 'Wetboek van Strafvordering',
    article: '125p',
    url: 'https://wetten.overheid.nl/BWBR0001903',
    mark: 'memory',
  },
  inForce: { from: '2019-03-01' },
  startsAt: 'order.received',
  stopsAt: 'content.inaccessible',
  pausesOn: [],
  runs: { unit: 'given' },
  warnsAt: [0.25, 0.5, 0.75],
  statutory: true,
  lengthBy: 'house',
});
