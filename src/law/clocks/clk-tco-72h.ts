/** The authority of the main establishment decides within 72 hours; where it finds an infringement the content is put back at once. */
import { clock } from '../clock.ts';

export default clock({
  id: 'clk-tco-72h',
  title: { nl: 'Toetsing door de eigen autoriteit', en: 'Scrutiny by our own authority' },
  basis: {
    law: 'Regulation (EU) 2021/784',
    article: '4(3),(4)',
    url: 'https://eur-lex.europa.eu/eli/reg/2021/784/oj',
    mark: 'verified',
  },
  inForce: { from: '2022-06-07' },
  startsAt: 'scrutiny.asked',
  stopsAt: 'scrutiny.decided',
  pausesOn: [],
  runs: { unit: 'hours', count: 72 },
  warnsAt: [0.9],
  statutory: false,
});
