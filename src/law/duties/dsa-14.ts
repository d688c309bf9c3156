/** Terms and conditions. */
import { duty } from '../duty.ts';

export default duty({
  id: 'dsa-14',
  title: { nl: 'Algemene voorwaarden', en: 'Terms and conditions' },
  basis: {
    law: 'Regulation (EU) 2022/2065 (DSA)',
    article: '14',
    url: 'https://eur-lex.europa.eu/eli/reg/2022/2065/oj',
    mark: 'verified',
  },
  inForce: { from: '2024-02-17' },
  classes: ['mere_conduit', 'caching', 'hosting', 'online_platform'],
  says: {
    nl: 'Zeg in gewone taal en machineleesbaar wat niet mag en hoe u beslist; pas het zorgvuldig toe.',
    en: 'Say in plain and machine-readable words what is not allowed and how you decide; apply it diligently.',
  },
});
