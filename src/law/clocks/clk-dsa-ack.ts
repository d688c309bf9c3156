/** Receipt of an order is confirmed. What goes out by itself within the hour counts as nought in the transparency report. */
import { clock } from '../clock.ts';

export default clock({
  id: 'clk-dsa-ack',
  title: { nl: 'Ontvangst van een bevel bevestigen', en: 'Confirming receipt of an order' },
  basis: {
    law: 'Regulation (EU) 2022/2065 (DSA)',
    article: '9, 10; Implementing Regulation (EU) 2024/2835',
    url: 'https://eur-lex.europa.eu/eli/reg/2022/2065/oj',
    mark: 'verified',
  },
  inForce: { from: '2024-02-17' },
  startsAt: 'order.received',
  stopsAt: 'receipt.sent',
  pausesOn: [],
  runs: { unit: 'minutes', count: 60 },
  warnsAt: [0.5],
  statutory: true,
});
