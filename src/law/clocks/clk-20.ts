/** An online platform keeps its complaint system open six months after the decision was told. It is a window for the recipient. */
import { clock } from '../clock.ts';

export default clock({
  id: 'clk-20',
  title: { nl: 'Klachttermijn bij een platform', en: 'Complaint window at a platform' },
  basis: {
    law: 'Regulation (EU) 2022/2065 (DSA)',
    article: '20(1),(2)',
    url: 'https://eur-lex.europa.eu/eli/reg/2022/2065/oj',
    mark: 'verified',
  },
  inForce: { from: '2024-02-17' },
  startsAt: 'recipient.told',
  stopsAt: 'window.closed',
  pausesOn: [],
  runs: { unit: 'months', count: 6, onRestDay: 'stays' },
  warnsAt: [],
  statutory: true,
});
