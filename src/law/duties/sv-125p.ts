/** Order of the public prosecutor. */
import { duty } from '../duty.ts';

export default duty({
  id: 'sv-125p',
  title: { nl: 'Bevel van de officier van justitie', en: 'Order of the public prosecutor' },
  basis: {
    law: 'Wetboek van Strafvordering; 54a Wetboek van Strafrecht',
    article: '125p Sv; 54a Sr',
    url: 'https://wetten.overheid.nl/BWBR0001903',
    mark: 'memory',
  },
  inForce: { from: '2019-03-01' },
  classes: ['mere_conduit', 'caching', 'hosting', 'online_platform'],
  says: {
    nl: 'Alle maatregelen die redelijkerwijs kunnen worden gevergd. Wie gehoorzaamt, wordt als tussenpersoon niet vervolgd.',
    en: 'All measures that can reasonably be required. Who obeys is not prosecuted as an intermediary.',
  },
  clocks: ['clk-125p'],
});
