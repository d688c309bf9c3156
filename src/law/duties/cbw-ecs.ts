/** Public communications: care and notification. */
import { duty } from '../duty.ts';

export default duty({
  id: 'cbw-ecs',
  title: { nl: 'Openbare communicatie: zorg en melding', en: 'Public communications: care and notification' },
  basis: {
    law: 'Cyberbeveiligingswet (Stb. 2026, 187)',
    article: 'NIS2 2',
    url: 'https://wetten.overheid.nl/BWBR0052872',
    mark: 'verified',
  },
  inForce: { from: '2026-08-15' },
  anyOf: ['public_ecs_ecn'],
  says: {
    nl: 'In elke omvang onder de wet; vanaf middelgroot essentieel.',
    en: 'Within the act at any size; essential from medium on.',
  },
  clocks: ['clk-nis-24', 'clk-nis-72', 'clk-nis-1m'],
});
