/** An order from another Member State can be put before the authority of the main establishment within 48 hours of receipt. */
import { clock } from '../clock.ts';

export default clock({
  id: 'clk-tco-48h',
  title: { nl: 'Toetsing van een grensoverschrijdend bevel vragen', en: 'Asking scrutiny of a cross-border order' },
  basis: {
    law: 'Regulation (EU) 2021/784',
    article: '4(4)',
    url: 'https://eur-lex.europa.eu/eli/reg/2021/784/oj',
    mark: 'memory',
  },
  inForce: { from: '2022-06-07' },
  startsAt: 'order.received',
  stopsAt: 'scrutiny.settled',
  pausesOn: [],
  runs: { unit: 'hours', count: 48 },
  warnsAt: [0.5, 40 / 48],
  statutory: true,
});
