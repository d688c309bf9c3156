/** While the exposure decision stands, the report on specific measures comes every year. */
import { clock } from '../clock.ts';

export default clock({
  id: 'clk-tco-exp-year',
  title: { nl: 'Jaarlijks verslag bij blootstelling', en: 'Yearly report while exposed' },
  basis: {
    law: 'Regulation (EU) 2021/784',
    article: '5',
    url: 'https://eur-lex.europa.eu/eli/reg/2021/784/oj',
    mark: 'verified',
  },
  inForce: { from: '2022-06-07' },
  startsAt: 'exposure.reported',
  stopsAt: 'exposure.reported_again',
  pausesOn: [],
  runs: { unit: 'months', count: 12, onRestDay: 'stays' },
  warnsAt: [0.92],
  statutory: true,
});
