/** After a decision that a provider is exposed to terrorist content it reports within three months which specific measures it takes. */
import { clock } from '../clock.ts';

export default clock({
  id: 'clk-tco-exp',
  title: { nl: 'Verslag na een blootstellingsbesluit', en: 'Report after an exposure decision' },
  basis: {
    law: 'Regulation (EU) 2021/784',
    article: '5',
    url: 'https://eur-lex.europa.eu/eli/reg/2021/784/oj',
    mark: 'verified',
  },
  inForce: { from: '2022-06-07' },
  startsAt: 'exposure.decided',
  stopsAt: 'exposure.reported',
  pausesOn: [],
  runs: { unit: 'months', count: 3, onRestDay: 'stays' },
  warnsAt: [0.66],
  statutory: true,
});
