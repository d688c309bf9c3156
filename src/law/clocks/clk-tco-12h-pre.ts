/** Before its first order an authority explains procedure and terms, twelve hours ahead. It gives us time to drill and no grace. */
import { clock } from '../clock.ts';

export default clock({
  id: 'clk-tco-12h-pre',
  title: { nl: 'Voorbereiding op een eerste bevel', en: 'Preparing for a first order' },
  basis: {
    law: 'Regulation (EU) 2021/784',
    article: '3(2)',
    url: 'https://eur-lex.europa.eu/eli/reg/2021/784/oj',
    mark: 'verified',
  },
  inForce: { from: '2022-06-07' },
  startsAt: 'authority.announced',
  stopsAt: 'order.received',
  pausesOn: [],
  runs: { unit: 'hours', count: 12 },
  warnsAt: [0.5],
  statutory: false,
});
