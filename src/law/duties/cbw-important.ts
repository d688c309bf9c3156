/** Important entity: care and notification. */
import { duty } from '../duty.ts';

export default duty({
  id: 'cbw-important',
  title: { nl: 'Belangrijke entiteit: zorg en melding', en: 'Important entity: care and notification' },
  basis: {
    law: 'Cyberbeveiligingswet (Stb. 2026, 187)',
    article: '21, 25-30',
    url: 'https://wetten.overheid.nl/BWBR0052872',
    mark: 'verified',
  },
  inForce: { from: '2026-08-15' },
  anyOf: ['cloud', 'datacentre', 'cdn', 'managed'],
  sizeFrom: 'medium',
  says: { nl: 'Tien maatregelen; 24 uur, 72 uur, één maand.', en: 'Ten measures; 24 hours, 72 hours, one month.' },
  clocks: ['clk-nis-24', 'clk-nis-72', 'clk-nis-1m', 'clk-nis-rcp'],
});
