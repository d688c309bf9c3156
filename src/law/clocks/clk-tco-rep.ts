/** The yearly report is public before 1 March of the year after the one in which action was taken. It starts with the last day of that year. */
import { clock } from '../clock.ts';

export default clock({
  id: 'clk-tco-rep',
  title: {
    nl: 'Jaarverslag terroristisch materiaal, vóór 1 maart',
    en: 'Yearly report on terrorist content, before 1 March',
  },
  basis: {
    law: 'Regulation (EU) 2021/784',
    article: '7',
    url: 'https://eur-lex.europa.eu/eli/reg/2021/784/oj',
    mark: 'verified',
  },
  inForce: { from: '2022-06-07' },
  startsAt: 'year.ended',
  stopsAt: 'report.published',
  pausesOn: [],
  runs: { unit: 'months', count: 2, onRestDay: 'stays' },
  warnsAt: [0.5, 0.75],
  statutory: true,
});
