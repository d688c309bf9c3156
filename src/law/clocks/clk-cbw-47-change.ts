/** A change of what the register of ENISA holds is told within three months. */
import { clock } from '../clock.ts';

export default clock({
  id: 'clk-cbw-47-change',
  title: { nl: 'Wijziging in het register van ENISA', en: 'Change in the register of ENISA' },
  basis: {
    law: 'Cyberbeveiligingswet (Stb. 2026, 187)',
    article: '47(5)',
    url: 'https://wetten.overheid.nl/BWBR0052872',
    mark: 'verified',
  },
  inForce: { from: '2026-08-15' },
  startsAt: 'entry.changed',
  stopsAt: 'change.told',
  pausesOn: [],
  runs: { unit: 'months', count: 3, onRestDay: 'stays' },
  warnsAt: [0.92],
  statutory: true,
});
