/** Order against child abuse material. */
import { duty } from '../duty.ts';

export default duty({
  id: 'atkm',
  title: { nl: 'Bevel kindermisbruikmateriaal', en: 'Order against child abuse material' },
  basis: {
    law: 'Wet bestuursrechtelijke aanpak online kinderpornografisch materiaal (Stb. 2024, 162)',
    article: '6(1)',
    mark: 'verified',
  },
  inForce: { from: '2024-07-01' },
  classes: ['mere_conduit', 'caching', 'hosting', 'online_platform'],
  says: {
    nl: 'Binnen de termijn van het bevel, nooit meer dan twaalf uur. De hoster wordt als eerste aangesproken.',
    en: 'Within the term of the order, never more than twelve hours. The host is addressed first.',
  },
  clocks: ['clk-atkm'],
});
