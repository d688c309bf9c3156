/** First entry in the register of ENISA within a month of qualifying. */
import { clock } from '../clock.ts';

export default clock({
  id: 'clk-cbw-47',
  title: { nl: 'Opgave voor het register van ENISA', en: 'Entry for the register of ENISA' },
  basis: {
    law: 'Cyberbeveiligingswet (Stb. 2026, 187)',
    article: '47(4)',
    url: 'https://wetten.overheid.nl/BWBR0052872',
    mark: 'verified',
  },
  inForce: { from: '2026-08-15' },
  startsAt: 'entity.qualified',
  stopsAt: 'entry.sent',
  pausesOn: [],
  runs: { unit: 'months', count: 1, onRestDay: 'stays' },
  warnsAt: [0.77],
  statutory: true,
});
