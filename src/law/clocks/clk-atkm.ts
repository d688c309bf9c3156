/** Order of the authority against child abuse material: the term stands in the order and is never longer than twelve hours. */
import { clock } from '../clock.ts';

export default clock({
  id: 'clk-atkm',
  title: { nl: 'Bevel kindermisbruikmateriaal (ATKM)', en: 'Order against child abuse material (ATKM)' },
  basis: {
    law: 'Wet bestuursrechtelijke aanpak online kinderpornografisch materiaal (Stb. 2024, 162)',
    article: '6(1)',
    mark: 'verified',
  },
  inForce: { from: '2024-07-01' },
  startsAt: 'order.received',
  stopsAt: 'content.inaccessible',
  pausesOn: [],
  runs: { unit: 'given', most: { unit: 'hours', count: 12 } },
  warnsAt: [0.25, 0.5, 0.75],
  statutory: true,
});
