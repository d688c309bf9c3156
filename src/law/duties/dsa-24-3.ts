/** Number of recipients on request. */
import { duty } from '../duty.ts';

export default duty({
  id: 'dsa-24-3',
  title: { nl: 'Aantal afnemers op verzoek', en: 'Number of recipients on request' },
  basis: {
    law: 'Regulation (EU) 2022/2065 (DSA)',
    article: '24(3)',
    url: 'https://eur-lex.europa.eu/eli/reg/2022/2065/oj',
    mark: 'verified',
  },
  inForce: { from: '2024-02-17' },
  classes: ['online_platform'],
  says: {
    nl: 'Op verzoek van de coördinator of de Commissie, ook voor kleine platforms.',
    en: 'On request of the coordinator or the Commission, small platforms included.',
  },
});
