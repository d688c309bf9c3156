/** Essential entity: DNS. */
import { duty } from '../duty.ts';

export default duty({
  id: 'cbw-dns',
  title: { nl: 'Essentiële entiteit: DNS', en: 'Essential entity: DNS' },
  basis: {
    law: 'Cyberbeveiligingswet (Stb. 2026, 187)',
    article: 'NIS2 2, 3',
    url: 'https://wetten.overheid.nl/BWBR0052872',
    mark: 'verified',
  },
  inForce: { from: '2026-08-15' },
  anyOf: ['dns'],
  says: {
    nl: 'Zorgplicht en meldplicht, ongeacht de omvang.',
    en: 'Duty of care and of notification, whatever the size.',
  },
  clocks: ['clk-nis-24', 'clk-nis-72', 'clk-nis-1m'],
});
