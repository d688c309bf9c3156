/** The statement of reasons goes out at the latest on the day of the restriction, whatever its cause. */
import { clock } from '../clock.ts';

export default clock({
  id: 'clk-17',
  title: { nl: 'Motivering van een beperking', en: 'Statement of reasons for a restriction' },
  basis: {
    law: 'Regulation (EU) 2022/2065 (DSA)',
    article: '17(2)',
    url: 'https://eur-lex.europa.eu/eli/reg/2022/2065/oj',
    mark: 'verified',
  },
  inForce: { from: '2024-02-17' },
  startsAt: 'restriction.imposed',
  stopsAt: 'statement.sent',
  pausesOn: [],
  runs: { unit: 'days', count: 0, onRestDay: 'stays' },
  warnsAt: [0.5],
  statutory: true,
});
