/** The transparency report is public two months after the end of the calendar year. */
import { clock } from '../clock.ts';

export default clock({
  id: 'clk-15',
  title: { nl: 'Transparantieverslag (DSA art. 15)', en: 'Transparency report (DSA art. 15)' },
  basis: {
    law: 'Implementing Regulation (EU) 2024/2835',
    article: 'Annex II',
    url: 'https://eur-lex.europa.eu/eli/reg_impl/2024/2835/oj',
    mark: 'verified',
  },
  inForce: { from: '2025-07-01' },
  startsAt: 'year.ended',
  stopsAt: 'report.published',
  pausesOn: [],
  runs: { unit: 'months', count: 2, onRestDay: 'stays' },
  warnsAt: [0.02, 0.53, 0.75],
  statutory: true,
});
