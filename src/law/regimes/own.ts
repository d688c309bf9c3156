/** A list of the house's own: what follows is for the house to say. */
import { regime } from '../regime.ts';

export default regime({
  id: 'own',
  title: { nl: 'Eigen lijst', en: 'List of your own' },
  basis: { law: 'house rule', mark: 'house' },
  inForce: { from: '2026-01-01' },
  binds: false,
  freeze: [
    {
      does: { nl: 'Beslis zelf, met uw eigen reden.', en: 'Decide for yourself, with a reason of your own.' },
      basis: { law: 'house rule', mark: 'house' },
    },
  ],
  report: [],
  derogation: [],
});
