/** The authority may forbid telling the content provider for six weeks, once again six. The decision gives the day; with its end the content provider is told. */
import { clock } from '../clock.ts';

export default clock({
  id: 'clk-tco-nda',
  title: { nl: 'Zwijgen tegenover de aanbieder van de inhoud', en: 'Silence towards the content provider' },
  basis: {
    law: 'Regulation (EU) 2021/784',
    article: '11(3)',
    url: 'https://eur-lex.europa.eu/eli/reg/2021/784/oj',
    mark: 'memory',
  },
  inForce: { from: '2022-06-07' },
  startsAt: 'secrecy.ordered',
  stopsAt: 'secrecy.ended',
  pausesOn: [],
  runs: { unit: 'given', most: { unit: 'days', count: 42 } },
  warnsAt: [0.9],
  statutory: true,
});
