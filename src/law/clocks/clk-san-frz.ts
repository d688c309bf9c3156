/** A confirmed match with a sanctions list is frozen at once; an hour is the most that carrying it out may take with us. */
import { clock } from '../clock.ts';

export default clock({
  id: 'clk-san-frz',
  title: { nl: 'Bevriezen na een bevestigde treffer', en: 'Freezing after a confirmed match' },
  basis: {
    law: 'Regulation (EU) 2019/796 and the other sanctions regimes',
    article: '3',
    url: 'https://eur-lex.europa.eu/eli/reg/2019/796/oj',
    mark: 'memory',
  },
  inForce: { from: '2019-05-18' },
  startsAt: 'match.confirmed',
  stopsAt: 'freeze.done',
  pausesOn: [],
  runs: { unit: 'hours', count: 1 },
  warnsAt: [0.5],
  statutory: true,
  lengthBy: 'house',
});
