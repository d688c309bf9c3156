/** Contact point for recipients. */
import { duty } from '../duty.ts';

export default duty({
  id: 'dsa-12',
  title: { nl: 'Contactpunt voor afnemers', en: 'Contact point for recipients' },
  basis: {
    law: 'Regulation (EU) 2022/2065 (DSA)',
    article: '12',
    url: 'https://eur-lex.europa.eu/eli/reg/2022/2065/oj',
    mark: 'verified',
  },
  inForce: { from: '2024-02-17' },
  classes: ['mere_conduit', 'caching', 'hosting', 'online_platform'],
  says: {
    nl: 'Een contactpunt waar niet alleen een machine antwoordt.',
    en: 'A contact point that is not a machine alone.',
  },
});
