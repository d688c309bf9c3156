/** Contact point for authorities. */
import { duty } from '../duty.ts';

export default duty({
  id: 'dsa-11',
  title: { nl: 'Contactpunt voor autoriteiten', en: 'Contact point for authorities' },
  basis: {
    law: 'Regulation (EU) 2022/2065 (DSA)',
    article: '11',
    url: 'https://eur-lex.europa.eu/eli/reg/2022/2065/oj',
    mark: 'verified',
  },
  inForce: { from: '2024-02-17' },
  classes: ['mere_conduit', 'caching', 'hosting', 'online_platform'],
  says: {
    nl: 'Eén openbaar elektronisch contactpunt, met de talen waarin u wordt bereikt.',
    en: 'One public electronic contact point, with the languages in which you are reached.',
  },
});
