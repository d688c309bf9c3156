/** Terrorist content that threatens lives is told to the criminal authorities, or to the contact point and Europol. The article says promptly; one hour is ours. */
import { clock } from '../clock.ts';

export default clock({
  id: 'clk-tco-life',
  title: { nl: 'Levensgevaar melden', en: 'Telling of a threat to life' },
  basis: {
    law: 'Regulation (EU) 2021/784',
    article: '14(5)',
    url: 'https://eur-lex.europa.eu/eli/reg/2021/784/oj',
    mark: 'memory',
  },
  inForce: { from: '2022-06-07' },
  startsAt: 'threat.known',
  stopsAt: 'threat.told',
  pausesOn: [],
  runs: { unit: 'hours', count: 1 },
  warnsAt: [0.25],
  statutory: true,
  lengthBy: 'house',
});
