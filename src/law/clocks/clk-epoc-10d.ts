/** European Production Order: the data go out within ten days of receipt. */
import { clock } from '../clock.ts';

export default clock({
  id: 'clk-epoc-10d',
  title: { nl: 'Europees verstrekkingsbevel: tien dagen', en: 'European Production Order: ten days' },
  basis: {
    law: 'Regulation (EU) 2023/1543 (e-Evidence)',
    article: '10(2),(3)',
    url: 'https://eur-lex.europa.eu/eli/reg/2023/1543/oj',
    mark: 'verified',
  },
  inForce: { from: '2026-08-18' },
  startsAt: 'order.received',
  stopsAt: 'data.transmitted',
  pausesOn: [],
  runs: { unit: 'days', count: 10, onRestDay: 'stays' },
  warnsAt: [0.5, 0.8, 0.9],
  statutory: true,
});
