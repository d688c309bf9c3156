/** A change of what the national register holds is told within two weeks. */
import { clock } from '../clock.ts';

export default clock({
  id: 'clk-cbw-44',
  title: { nl: 'Wijziging in het nationale register', en: 'Change in the national register' },
  basis: {
    law: 'Cyberbeveiligingswet (Stb. 2026, 187)',
    article: '44(2)',
    url: 'https://wetten.overheid.nl/BWBR0052872',
    mark: 'verified',
  },
  inForce: { from: '2026-08-15' },
  startsAt: 'entry.changed',
  stopsAt: 'change.told',
  pausesOn: [],
  runs: { unit: 'days', count: 14, onRestDay: 'stays' },
  warnsAt: [0.5],
  statutory: true,
});
