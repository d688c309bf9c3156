/** Legal representative. */
import { duty } from '../duty.ts';

export default duty({
  id: 'dsa-13',
  title: { nl: 'Wettelijke vertegenwoordiger', en: 'Legal representative' },
  basis: {
    law: 'Regulation (EU) 2022/2065 (DSA)',
    article: '13',
    url: 'https://eur-lex.europa.eu/eli/reg/2022/2065/oj',
    mark: 'verified',
  },
  inForce: { from: '2024-02-17' },
  classes: ['mere_conduit', 'caching', 'hosting', 'online_platform'],
  house: 'outside_eu',
  says: {
    nl: 'Wijs schriftelijk een vertegenwoordiger in een lidstaat aan en meld die aan de coördinator.',
    en: 'Mandate a representative in a Member State in writing and tell its coordinator.',
  },
});
