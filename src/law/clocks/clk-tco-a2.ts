/** The authority hears with Annex II that and when it was done. The article says without undue delay; half an hour is ours. */
import { clock } from '../clock.ts';

export default clock({
  id: 'clk-tco-a2',
  title: {
    nl: 'Melding aan de autoriteit dat het weg is (bijlage II)',
    en: 'Telling the authority that it is gone (Annex II)',
  },
  basis: {
    law: 'Regulation (EU) 2021/784',
    article: '3(6)',
    url: 'https://eur-lex.europa.eu/eli/reg/2021/784/oj',
    mark: 'memory',
  },
  inForce: { from: '2022-06-07' },
  startsAt: 'content.inaccessible',
  stopsAt: 'annex_ii.sent',
  pausesOn: [],
  runs: { unit: 'minutes', count: 30 },
  warnsAt: [0.5],
  statutory: true,
  lengthBy: 'house',
});
