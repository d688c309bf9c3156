/** A certified body decides a dispute within ninety days, 180 where it is complex. */
import { clock } from '../clock.ts';

export default clock({
  id: 'clk-21',
  title: { nl: 'Buitengerechtelijke geschillenbeslechting', en: 'Out-of-court dispute settlement' },
  basis: {
    law: 'Regulation (EU) 2022/2065 (DSA)',
    article: '21(4)',
    url: 'https://eur-lex.europa.eu/eli/reg/2022/2065/oj',
    mark: 'verified',
  },
  inForce: { from: '2024-02-17' },
  startsAt: 'dispute.received',
  stopsAt: 'dispute.decided',
  pausesOn: [],
  runs: { unit: 'given', most: { unit: 'days', count: 180 } },
  warnsAt: [0.9],
  statutory: false,
});
