/** A complaint about removal under specific measures is answered within two weeks. */
import { clock } from '../clock.ts';

export default clock({
  id: 'clk-tco-cmp',
  title: { nl: 'Klacht na specifieke maatregelen', en: 'Complaint after specific measures' },
  basis: {
    law: 'Regulation (EU) 2021/784',
    article: '10',
    url: 'https://eur-lex.europa.eu/eli/reg/2021/784/oj',
    mark: 'verified',
  },
  inForce: { from: '2022-06-07' },
  startsAt: 'complaint.received',
  stopsAt: 'complaint.answered',
  pausesOn: [],
  runs: { unit: 'days', count: 14, onRestDay: 'stays' },
  warnsAt: [0.5, 11 / 14],
  statutory: true,
});
