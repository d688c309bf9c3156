/** Impossibility or a defect is told with Annex III before the hour is over. The article says without undue delay; twenty minutes are ours. */
import { clock } from '../clock.ts';

export default clock({
  id: 'clk-tco-a3',
  title: {
    nl: 'Melding dat het niet kan of niet klopt (bijlage III)',
    en: 'Telling that it cannot be done or is defective (Annex III)',
  },
  basis: {
    law: 'Regulation (EU) 2021/784',
    article: '3(7),(8)',
    url: 'https://eur-lex.europa.eu/eli/reg/2021/784/oj',
    mark: 'memory',
  },
  inForce: { from: '2022-06-07' },
  startsAt: 'obstacle.seen',
  stopsAt: 'annex_iii.sent',
  pausesOn: [],
  runs: { unit: 'minutes', count: 20 },
  warnsAt: [0.5],
  statutory: true,
  lengthBy: 'house',
});
