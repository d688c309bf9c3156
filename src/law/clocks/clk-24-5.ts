/** An online platform sends each statement of reasons to the Transparency Database without undue delay; a day is ours. */
import { clock } from '../clock.ts';

export default clock({
  id: 'clk-24-5',
  title: { nl: 'Motivering naar de transparantiedatabank', en: 'Statement to the Transparency Database' },
  basis: {
    law: 'Regulation (EU) 2022/2065 (DSA)',
    article: '24(5)',
    url: 'https://eur-lex.europa.eu/eli/reg/2022/2065/oj',
    mark: 'verified',
  },
  inForce: { from: '2024-02-17' },
  startsAt: 'statement.sent',
  stopsAt: 'database.accepted',
  pausesOn: [],
  runs: { unit: 'hours', count: 24 },
  warnsAt: [0.5],
  statutory: true,
  lengthBy: 'house',
});
