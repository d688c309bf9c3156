/** How long is kept: every version of a transparency report. */
import { retention } from '../retention.ts';

export default retention({
  id: 'transparency-report',
  title: { nl: 'Elke versie van een transparantieverslag', en: 'Every version of a transparency report' },
  basis: {
    law: 'Implementing Regulation (EU) 2024/2835',
    article: 'Annex II',
    url: 'https://eur-lex.europa.eu/eli/reg_impl/2024/2835/oj',
    mark: 'verified',
  },
  inForce: { from: '2026-01-01' },
  from: 'report.published',
  keep: { unit: 'months', count: 60 },
  ends: 'archive',
});
