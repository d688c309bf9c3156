/** Receipt to the notifier. The article says "without undue delay"; the automatic receipt should be out in five minutes (first alarm), a person is called at one hour. */
import { clock } from '../clock.ts';

export default clock({
  id: 'clk-16-ack',
  title: { nl: 'Ontvangstbevestiging aan de melder', en: 'Receipt to the notifier' },
  basis: {
    law: 'Regulation (EU) 2022/2065 (DSA)',
    article: '16(4)',
    url: 'https://eur-lex.europa.eu/eli/reg/2022/2065/oj',
    mark: 'verified',
  },
  inForce: { from: '2024-02-17' },
  startsAt: 'notice.received',
  stopsAt: 'receipt.sent',
  pausesOn: [],
  runs: { unit: 'hours', count: 1 },
  warnsAt: [5 / 60],
  statutory: true,
  lengthBy: 'house',
});
