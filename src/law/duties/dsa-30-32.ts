/** Knowing traders. */
import { duty } from '../duty.ts';

export default duty({
  id: 'dsa-30-32',
  title: { nl: 'Handelaren kennen', en: 'Knowing traders' },
  basis: {
    law: 'Regulation (EU) 2022/2065 (DSA)',
    article: '30-32',
    url: 'https://eur-lex.europa.eu/eli/reg/2022/2065/oj',
    mark: 'verified',
  },
  inForce: { from: '2024-02-17' },
  classes: ['online_platform'],
  anyOf: ['b2c_marketplace'],
  exempt: 'small_12',
  says: {
    nl: 'Gegevens van handelaren verzamelen en naar vermogen controleren.',
    en: 'Collect data of traders and check them to the best of your efforts.',
  },
});
