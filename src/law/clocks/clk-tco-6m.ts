/** What was removed is kept six months for review, complaints and investigation, and destroyed on time. */
import { clock } from '../clock.ts';

export default clock({
  id: 'clk-tco-6m',
  title: { nl: 'Bewaren van verwijderd materiaal', en: 'Keeping what was removed' },
  basis: {
    law: 'Regulation (EU) 2021/784',
    article: '6',
    url: 'https://eur-lex.europa.eu/eli/reg/2021/784/oj',
    mark: 'verified',
  },
  inForce: { from: '2022-06-07' },
  startsAt: 'content.inaccessible',
  stopsAt: 'preserved.destroyed',
  pausesOn: [],
  runs: { unit: 'months', count: 6, onRestDay: 'stays' },
  warnsAt: [0.92],
  statutory: true,
});
