/** Money laundering rules for hosts. */
import { duty } from '../duty.ts';

export default duty({
  id: 'study-wwft',
  title: { nl: 'Wwft voor hosters', en: 'Money laundering rules for hosts' },
  basis: {
    law: 'Exploration of an approach to bad hosting (2025)',
    mark: 'study',
  },
  inForce: { from: '2025-01-01' },
  says: {
    nl: 'De overheid onderzoekt of hosters onder de Wwft moeten vallen. Nu geldt dat niet.',
    en: 'The government studies whether hosts should fall under the money laundering rules. Today they do not.',
  },
});
