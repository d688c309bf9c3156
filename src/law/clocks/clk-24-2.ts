/** An online platform publishes its average monthly active recipients at least every six months. */
import { clock } from '../clock.ts';

export default clock({
  id: 'clk-24-2',
  title: { nl: 'Aantal actieve afnemers publiceren', en: 'Publishing active recipients' },
  basis: {
    law: 'Regulation (EU) 2022/2065 (DSA)',
    article: '24(2)',
    url: 'https://eur-lex.europa.eu/eli/reg/2022/2065/oj',
    mark: 'verified',
  },
  inForce: { from: '2024-02-17' },
  startsAt: 'numbers.published',
  stopsAt: 'numbers.published_again',
  pausesOn: [],
  runs: { unit: 'months', count: 6, onRestDay: 'stays' },
  warnsAt: [0.92],
  statutory: true,
});
