/** The authority is told without undue delay which effect was given and when; four hours are ours. */
import { clock } from '../clock.ts';

export default clock({
  id: 'clk-dsa-eff',
  title: { nl: 'Gevolg aan een bevel terugmelden', en: 'Reporting back the effect of an order' },
  basis: {
    law: 'Regulation (EU) 2022/2065 (DSA)',
    article: '9(1), 10(1)',
    url: 'https://eur-lex.europa.eu/eli/reg/2022/2065/oj',
    mark: 'verified',
  },
  inForce: { from: '2024-02-17' },
  startsAt: 'effect.given',
  stopsAt: 'effect.reported',
  pausesOn: [],
  runs: { unit: 'hours', count: 4 },
  warnsAt: [0.5],
  statutory: true,
  lengthBy: 'house',
});
