/** The customer is told of an order at the latest when effect is given, or at the moment the authority states; secrecy is recorded instead. */
import { clock } from '../clock.ts';

export default clock({
  id: 'clk-dsa-rcp',
  title: { nl: 'Klant inlichten over een bevel', en: 'Telling the customer of an order' },
  basis: {
    law: 'Regulation (EU) 2022/2065 (DSA)',
    article: '9(5), 10(5)',
    url: 'https://eur-lex.europa.eu/eli/reg/2022/2065/oj',
    mark: 'verified',
  },
  inForce: { from: '2024-02-17' },
  startsAt: 'effect.given',
  stopsAt: 'recipient.told',
  pausesOn: [],
  runs: { unit: 'minutes', count: 0 },
  warnsAt: [],
  statutory: true,
});
