/** Reports of very large platforms. */
import { duty } from '../duty.ts';

export default duty({
  id: 'dsa-42',
  title: { nl: 'Verslagen van zeer grote platforms', en: 'Reports of very large platforms' },
  basis: {
    law: 'Regulation (EU) 2022/2065 (DSA)',
    article: '42',
    url: 'https://eur-lex.europa.eu/eli/reg/2022/2065/oj',
    mark: 'verified',
  },
  inForce: { from: '2024-02-17' },
  classes: ['online_platform'],
  anyOf: ['vlop'],
  says: { nl: 'Halfjaarlijks, met moderatoren per taal.', en: 'Twice a year, with moderators per language.' },
});
