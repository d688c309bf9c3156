/** Decision on a notice, told to the notifier. The article says "timely"; the term comes from the course of action and is never longer than five weeks. */
import { clock } from '../clock.ts';

export default clock({
  id: 'clk-16-dec',
  title: { nl: 'Beslissing op een kennisgeving', en: 'Decision on a notice' },
  basis: {
    law: 'Regulation (EU) 2022/2065 (DSA)',
    article: '16(5),(6)',
    url: 'https://eur-lex.europa.eu/eli/reg/2022/2065/oj',
    mark: 'verified',
  },
  inForce: { from: '2024-02-17' },
  startsAt: 'notice.received',
  stopsAt: 'decision.sent',
  pausesOn: [],
  runs: { unit: 'given', most: { unit: 'days', count: 35 } },
  warnsAt: [0.5, 0.8],
  statutory: true,
  lengthBy: 'house',
});
