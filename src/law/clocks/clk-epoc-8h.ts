/** European Production Order in an emergency: eight hours. */
import { clock } from '../clock.ts';

export default clock({
  id: 'clk-epoc-8h',
  title: {
    nl: 'Europees verstrekkingsbevel, noodgeval: acht uur',
    en: 'European Production Order, emergency: eight hours',
  },
  basis: {
    law: 'Regulation (EU) 2023/1543 (e-Evidence)',
    article: '10(4)',
    url: 'https://eur-lex.europa.eu/eli/reg/2023/1543/oj',
    mark: 'verified',
  },
  inForce: { from: '2026-08-18' },
  startsAt: 'order.received',
  stopsAt: 'data.transmitted',
  pausesOn: [],
  runs: { unit: 'hours', count: 8 },
  warnsAt: [0.25, 5 / 8, 7 / 8],
  statutory: true,
});
