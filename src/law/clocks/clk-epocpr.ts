/** European Preservation Order: sixty days, thirty more by Annex VI; after a confirmed production request until the data went out. */
import { clock } from '../clock.ts';

export default clock({
  id: 'clk-epocpr',
  title: { nl: 'Europees bewaringsbevel: zestig dagen', en: 'European Preservation Order: sixty days' },
  basis: {
    law: 'Regulation (EU) 2023/1543 (e-Evidence)',
    article: '11(1)',
    url: 'https://eur-lex.europa.eu/eli/reg/2023/1543/oj',
    mark: 'verified',
  },
  inForce: { from: '2026-08-18' },
  startsAt: 'order.received',
  stopsAt: 'preservation.ended',
  pausesOn: [],
  runs: { unit: 'given', most: { unit: 'days', count: 90 } },
  warnsAt: [0.83],
  statutory: true,
});
